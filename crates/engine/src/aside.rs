//! The demo that was removed: kept beside the data until the program ends, so that it can come back.

use std::path::{Path, PathBuf};

use domain::{Code, Refusal};

/// What the demo made; other files of the folder stay.
const MADE: [&str; 8] = [
    // The keys first: without them the folder counts as empty, whatever is cut off.
    "keys.json",
    "files",
    "device.secret",
    "data.db",
    "data.db-wal",
    "data.db-shm",
    "tries.json",
    "lock",
];

fn place(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".removed");
    folder.with_file_name(name)
}

fn access(folder: &Path) -> impl Fn(std::io::Error) -> Refusal + '_ {
    |_| Refusal::new(Code::FileAccess).with("file", folder.display())
}

fn moved<'a>(
    names: impl Iterator<Item = &'a str>,
    from: &Path,
    to: &Path,
) -> Result<(), std::io::Error> {
    for name in names.filter(|name| from.join(name).exists()) {
        std::fs::rename(from.join(name), to.join(name))?;
    }
    Ok(())
}

/// Puts what the demo made beside the folder, in place of what was put there before.
///
/// # Errors
/// `file_access`.
pub(crate) fn put(folder: &Path) -> Result<(), Refusal> {
    sweep(folder);
    let to = place(folder);
    std::fs::create_dir_all(&to).map_err(access(&to))?;
    moved(MADE.into_iter(), folder, &to).map_err(access(folder))
}

/// Brings it back, where nothing else was begun meanwhile; the keys come last.
///
/// # Errors
/// `replica_exists`; `no_replica` if nothing was put aside; `file_access`.
pub(crate) fn bring_back(folder: &Path) -> Result<(), Refusal> {
    let from = place(folder);
    if folder.join("keys.json").exists() {
        return Err(Refusal::new(Code::ReplicaExists));
    }
    if !from.join("keys.json").exists() {
        return Err(Refusal::new(Code::NoReplica));
    }
    moved(MADE.into_iter().rev(), &from, folder).map_err(access(folder))?;
    sweep(folder);
    Ok(())
}

/// Forgets it: the program that removed it has ended. What cannot be deleted goes the next time.
pub(crate) fn sweep(folder: &Path) {
    let place = place(folder);
    if place.exists()
        && let Err(error) = std::fs::remove_dir_all(&place)
    {
        tracing::warn!(cause = %error.kind(), "a demo that was removed stays for now");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_demo_made_goes_and_comes_back_and_other_files_stay() {
        let root = std::env::temp_dir().join(format!("bangiao-aside-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        let folder = root.join("replica");
        std::fs::create_dir_all(folder.join("files")).unwrap();
        for name in ["keys.json", "data.db", "files/a", "mine.txt"] {
            std::fs::write(folder.join(name), name).unwrap();
        }
        put(&folder).unwrap();
        let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        bring_back(&folder).unwrap();
        for name in ["keys.json", "data.db", "files/a", "mine.txt"] {
            assert_eq!(std::fs::read_to_string(folder.join(name)).unwrap(), name);
        }
        assert_eq!(bring_back(&folder).unwrap_err().code, Code::ReplicaExists);
        put(&folder).unwrap();
        sweep(&folder);
        assert_eq!(bring_back(&folder).unwrap_err().code, Code::NoReplica);
        std::fs::remove_dir_all(&root).unwrap();
    }
}
