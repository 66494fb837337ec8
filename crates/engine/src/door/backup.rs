//! USB backup and restore: one encrypted file, opened by the recovery code.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use domain::{Code, Refusal};
use replica::Replica;

use crate::{Clock, Engine, Reply};

/// First bytes of a backup.
const MAGIC: &[u8; 8] = b"BGIAO\x01\0\0";
/// Names that a backup may hold besides attachments.
const NAMES: [&str; 2] = ["data.db", "keys.json"];

fn access(path: &Path) -> impl Fn(std::io::Error) -> Refusal + '_ {
    move |e| match e.kind() {
        std::io::ErrorKind::StorageFull => Refusal::new(Code::DiskFull),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Refusal::new(Code::ReadOnly)
        }
        _ => Refusal::new(Code::FileAccess).with(
            "file",
            path.file_name().unwrap_or_default().to_string_lossy(),
        ),
    }
}

impl Engine {
    /// Writes everything to one file. Database, keys and attachments are encrypted already; the
    /// device secret stays here.
    ///
    /// # Errors
    /// `file_access`, `disk_full`, `read_only`.
    pub async fn back_up(&self, to: &Path) -> Reply<()> {
        let folder = self.replica.folder().to_owned();
        let copy = folder.join("backup.new");
        let _ = std::fs::remove_file(&copy);
        self.replica.copy_database_to(&copy).await?;
        let part = to.with_extension("part");
        let written = write(&folder, &copy, &part);
        let _ = std::fs::remove_file(&copy);
        written?;
        std::fs::rename(&part, to).map_err(access(to))?;
        self.set_setting("last_backup", &self.now()).await?;
        self.tell(crate::Topic::Sync);
        Ok(())
    }
}

fn write(folder: &Path, database: &Path, to: &Path) -> Result<(), Refusal> {
    let mut file = std::fs::File::create(to).map_err(access(to))?;
    file.write_all(MAGIC).map_err(access(to))?;
    let mut add = |name: &str, from: &Path| -> Result<(), Refusal> {
        let bytes = std::fs::read(from).map_err(access(from))?;
        let head = [
            u32::try_from(name.len())
                .unwrap_or(0)
                .to_be_bytes()
                .as_slice(),
            name.as_bytes(),
            &(bytes.len() as u64).to_be_bytes(),
        ]
        .concat();
        file.write_all(&head)
            .and_then(|()| file.write_all(&bytes))
            .map_err(access(to))
    };
    add("data.db", database)?;
    add("keys.json", &folder.join("keys.json"))?;
    let files = folder.join("files");
    for entry in std::fs::read_dir(&files).map_err(access(&files))? {
        let path = entry.map_err(access(&files))?.path();
        if let Some(name) = path
            .file_name()
            .and_then(|n| n.to_str())
            .filter(|n| is_hash(n))
        {
            add(&format!("files/{name}"), &path)?;
        }
    }
    file.sync_all().map_err(access(to))
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Restores a backup into a folder that has no data, with the recovery code and a new password.
///
/// What was not sent comes along under a new device: the old machine may still be at work
/// somewhere, so the restored one enrols again before it talks to the server, and takes the
/// register of numbers over if it needs it.
///
/// # Errors
/// `replica_exists`, `bad_backup`, `wrong_recovery_code`, `weak_password`, `damaged`.
pub async fn restore(
    from: &Path,
    folder: &Path,
    recovery_code: &str,
    password: &str,
    clock: Arc<Clock>,
) -> Reply<Engine> {
    replica::keys::check_password(password)?;
    // Only into a folder that is new or empty: nothing that lies there, ours or not, is ever
    // removed.
    if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Refusal::new(Code::ReplicaExists).into());
    }
    let unpacked = folder.with_extension("restoring");
    let _ = std::fs::remove_dir_all(&unpacked);
    let restored = unpacked_as_new(from, &unpacked, recovery_code, password, &clock).await;
    if let Err(failure) = restored {
        let _ = std::fs::remove_dir_all(&unpacked);
        return Err(failure);
    }
    if folder.exists() {
        std::fs::remove_dir(folder).map_err(access(folder))?;
    }
    // Everything else is done by now: whatever is cut off, the folder is empty or the machine is a
    // new device.
    std::fs::rename(&unpacked, folder).map_err(access(folder))?;
    Engine::open(folder, password, clock).await
}

/// Unpacks a backup into a folder beside its place, and makes a new device of it.
async fn unpacked_as_new(
    from: &Path,
    unpacked: &Path,
    recovery_code: &str,
    password: &str,
    clock: &Arc<Clock>,
) -> Reply<()> {
    unpack(from, unpacked)?;
    let replica = Replica::recover(unpacked, recovery_code, password).await?;
    replica.check().await?;
    let engine = Engine::with_replica(replica, Arc::clone(clock)).await?;
    let person = engine.identity().await.on_new_device(&engine.clock);
    let taken = engine.take_up(person, true).await;
    engine.close().await;
    taken
}

fn unpack(from: &Path, to: &Path) -> Result<(), Refusal> {
    let bad = || Refusal::new(Code::BadBackup);
    let mut bytes = vec![];
    std::fs::File::open(from)
        .and_then(|mut f| f.read_to_end(&mut bytes))
        .map_err(access(from))?;
    let mut rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or_else(bad)?;
    std::fs::create_dir_all(to.join("files")).map_err(access(to))?;
    let mut seen = 0;
    while !rest.is_empty() {
        let (name, after) = take(rest, 4).ok_or_else(bad)?;
        let (body, after) = take(after, 8).ok_or_else(bad)?;
        let name = std::str::from_utf8(name).map_err(|_| bad())?;
        let known = NAMES.contains(&name) || name.strip_prefix("files/").is_some_and(is_hash);
        if !known {
            return Err(bad());
        }
        seen += usize::from(NAMES.contains(&name));
        let path = to.join(name);
        std::fs::write(&path, body).map_err(access(&path))?;
        rest = after;
    }
    if seen == NAMES.len() {
        Ok(())
    } else {
        Err(bad())
    }
}

/// A piece that begins with its length in `width` bytes, and what follows it.
fn take(bytes: &[u8], width: usize) -> Option<(&[u8], &[u8])> {
    let (head, rest) = bytes.split_at_checked(width)?;
    let length = head.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    rest.split_at_checked(usize::try_from(length).ok()?)
}
