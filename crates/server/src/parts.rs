//! Attachments that come in parts: what a device has brought stays where it is when its line breaks,
//! and goes on from there.

use std::fs::{File, OpenOptions};
use std::io::{Error as IoError, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use domain::ids::{BlobHash, DeviceId};
use protocol::FileSent;

use crate::{Error, Server};

/// Files that a device has half brought at most; the one that lay longest makes room for another.
const MOST_OPEN: usize = 4;

/// How long a half brought file waits for the rest.
const PATIENCE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A part of a file.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Of which file.
    pub hash: &'a BlobHash,
    /// How many bytes the whole file has.
    pub size: u64,
    /// Where the part begins.
    pub from: u64,
    /// The bytes.
    pub bytes: &'a [u8],
}

impl Server {
    /// Takes a part of a file, if it begins where what the device brought before ends. A file that is
    /// complete is kept, if its bytes have the hash that was named; none of it if they have not.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub(crate) async fn put_part(
        &self,
        device: DeviceId,
        part: Part<'_>,
    ) -> Result<Option<FileSent>, Error> {
        if self.store.file_size(part.hash).await?.is_some() {
            let has = part.size;
            return Ok(Some(FileSent { has, whole: true }));
        }
        // Of two answers to one device the first is the one that counts.
        let _turn = self.parts.lock().await;
        let path = self.place_of(device, part.hash)?;
        let io = |source| Error::Io {
            path: path.clone(),
            source,
        };
        let has = added(&path, &part).map_err(io)?;
        if has < part.size {
            return Ok(Some(FileSent { has, whole: false }));
        }
        let bytes = std::fs::read(&path).map_err(io)?;
        let kept = self.put_file(part.hash, &bytes).await?;
        std::fs::remove_file(&path).map_err(io)?;
        Ok(kept.then_some(FileSent { has, whole: true }))
    }

    /// Where the parts of a file from a device lie, with room made for them.
    fn place_of(&self, device: DeviceId, hash: &BlobHash) -> Result<PathBuf, Error> {
        let folder = self.folder.join("parts").join(device.to_string());
        let io = |source| Error::Io {
            path: folder.clone(),
            source,
        };
        std::fs::create_dir_all(&folder).map_err(io)?;
        let path = folder.join(&hash.0);
        if !path.exists() {
            make_room(&folder).map_err(io)?;
        }
        Ok(path)
    }

    /// Forgets what was half brought and then given up.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub(crate) fn forget_old_parts(&self, now: SystemTime) -> Result<(), Error> {
        let folder = self.folder.join("parts");
        let io = |source| Error::Io {
            path: folder.clone(),
            source,
        };
        let old = |touched: SystemTime| {
            now.duration_since(touched)
                .is_ok_and(|lain| lain > PATIENCE)
        };
        for device in listed(&folder).map_err(io)? {
            for (touched, path) in by_age(&device).map_err(io)? {
                if old(touched) {
                    std::fs::remove_file(path).map_err(io)?;
                }
            }
        }
        Ok(())
    }
}

/// Adds a part that begins where the file ends. Returns how long the file is now.
fn added(path: &Path, part: &Part<'_>) -> std::io::Result<u64> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    let has = file.metadata()?.len();
    if has > part.size {
        // Somebody named another size before: nothing of it is believed.
        File::create(path)?;
        return Ok(0);
    }
    if has != part.from {
        return Ok(has);
    }
    file.write_all(part.bytes)?;
    Ok(has + part.bytes.len() as u64)
}

/// Takes away what lay longest, until there is room for one more.
fn make_room(folder: &Path) -> std::io::Result<()> {
    let open = by_age(folder)?;
    let too_many = (open.len() + 1).saturating_sub(MOST_OPEN);
    for (_, path) in open.into_iter().take(too_many) {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

/// The files of a folder, the one that was touched first before the others.
fn by_age(folder: &Path) -> std::io::Result<Vec<(SystemTime, PathBuf)>> {
    let mut files = vec![];
    for path in listed(folder)? {
        files.push((path.metadata()?.modified()?, path));
    }
    files.sort();
    Ok(files)
}

/// What lies in a folder; nothing in one that is not there.
fn listed(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Err(missing) if missing.kind() == ErrorKind::NotFound => return Ok(vec![]),
        entries => entries?,
    };
    entries
        .map(|entry| Ok::<_, IoError>(entry?.path()))
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::samples::DEVICE;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::routes::asked::Town;

    const BYTES: &[u8] = b"%PDF: a page of minutes";

    fn hash_of(bytes: &[u8]) -> BlobHash {
        BlobHash(hex::encode(Sha256::digest(bytes)))
    }

    /// Sends a part of the file from one byte to another.
    async fn send(town: &Town, from: usize, to: usize) -> Option<(u64, bool)> {
        let part = Part {
            hash: &hash_of(BYTES),
            size: BYTES.len() as u64,
            from: from as u64,
            bytes: &BYTES[from..to],
        };
        let sent = town.server.put_part(DEVICE, part).await.unwrap();
        sent.map(|sent| (sent.has, sent.whole))
    }

    #[tokio::test]
    async fn a_file_goes_on_where_its_line_broke() {
        let town = Town::new().await;
        assert_eq!(send(&town, 0, 5).await, Some((5, false)));
        // The answer was lost: the same part comes again, then one from too far on.
        assert_eq!(send(&town, 0, 5).await, Some((5, false)));
        assert_eq!(send(&town, 9, 12).await, Some((5, false)));
        assert_eq!(send(&town, 5, 5).await, Some((5, false)), "only asked");
        assert_eq!(send(&town, 5, 23).await, Some((23, true)));
        // Nobody sends again what is there, whoever brought it.
        assert_eq!(send(&town, 0, 3).await, Some((23, true)));
        let kept = town.server.bytes_of(&hash_of(BYTES)).await.unwrap();
        assert_eq!(kept.as_deref(), Some(BYTES));
    }

    #[tokio::test]
    async fn parts_of_another_file_are_not_kept() {
        let town = Town::new().await;
        let hash = hash_of(b"other");
        let part = |bytes: &'static [u8], size| Part {
            hash: &hash,
            size,
            from: 0,
            bytes,
        };
        let sent = town.server.put_part(DEVICE, part(b"wrong", 5)).await;
        assert_eq!(sent.unwrap(), None);
        assert_eq!(town.server.store().file_size(&hash).await.unwrap(), None);
        // It begins anew, also when it had said that it is longer.
        let sent = town.server.put_part(DEVICE, part(b"other, longer", 99));
        assert_eq!(sent.await.unwrap().map(|s| s.has), Some(13));
        let sent = town.server.put_part(DEVICE, part(b"other", 5)).await;
        assert_eq!(sent.unwrap().map(|s| s.has), Some(0));
        let sent = town.server.put_part(DEVICE, part(b"other", 5)).await;
        assert!(sent.unwrap().is_some_and(|s| s.whole));
    }

    #[tokio::test]
    async fn what_is_half_brought_has_an_end_in_number_and_time() {
        let town = Town::new().await;
        let folder = town.server.folder.join("parts").join(DEVICE.to_string());
        for n in 0..=MOST_OPEN {
            let hash = hash_of(&[u8::try_from(n).unwrap()]);
            let part = Part {
                hash: &hash,
                size: 9,
                from: 0,
                bytes: b"half",
            };
            town.server.put_part(DEVICE, part).await.unwrap();
        }
        assert_eq!(by_age(&folder).unwrap().len(), MOST_OPEN);
        let now = SystemTime::now();
        town.server.forget_old_parts(now).unwrap();
        assert_eq!(by_age(&folder).unwrap().len(), MOST_OPEN);
        let later = now + PATIENCE + Duration::from_secs(60);
        town.server.forget_old_parts(later).unwrap();
        assert!(by_age(&folder).unwrap().is_empty());
    }
}
