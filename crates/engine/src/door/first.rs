//! One window for a folder of data. A second start knocks, and the window that is there already comes
//! to the front.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the first window looks whether somebody knocked.
const LOOKS: Duration = Duration::from_millis(200);
/// How often a second start looks whether it was heard, until it opens by itself.
const PATIENCE: u32 = 15;

/// The first window on a folder, for as long as this is kept.
#[derive(Debug)]
pub struct FirstWindow {
    knock: PathBuf,
    _lock: File,
}

/// The files lie beside the folder: into it, only a restore puts the first file.
fn beside(folder: &Path, ending: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    folder.with_file_name(name)
}

/// Takes the place of the first window of a folder. None if another window has it and was brought to
/// the front. One that does not answer in time, or a place that cannot be locked, keeps nobody from
/// opening a window: the data have their own lock.
///
/// # Errors
/// Those of the file system.
pub fn first_window(folder: &Path) -> io::Result<Option<FirstWindow>> {
    if let Some(parent) = folder.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let knock = beside(folder, ".knock");
    let lock = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(beside(folder, ".window"))?;
    if took(&lock)? {
        // What nobody heard is of no use any more.
        remove(&knock)?;
        return Ok(Some(FirstWindow { knock, _lock: lock }));
    }
    File::create(&knock)?;
    for _ in 0..PATIENCE {
        std::thread::sleep(LOOKS);
        if !knock.exists() {
            return Ok(None);
        }
        // It was about to close.
        if took(&lock)? {
            break;
        }
    }
    remove(&knock)?;
    Ok(Some(FirstWindow { knock, _lock: lock }))
}

fn took(lock: &File) -> io::Result<bool> {
    match lock.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn remove(knock: &Path) -> io::Result<()> {
    match std::fs::remove_file(knock) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl FirstWindow {
    /// Waits for the next second start; returns when somebody knocked.
    ///
    /// # Errors
    /// Those of the file system.
    pub async fn knocked(&self) -> io::Result<()> {
        loop {
            if self.knock.exists() {
                return remove(&self.knock);
            }
            tokio::time::sleep(LOOKS).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("bangiao-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        folder.join("replica")
    }

    #[tokio::test]
    async fn a_second_start_is_heard_by_the_first_window_and_opens_none() {
        let folder = folder("first-window");
        let first = first_window(&folder).unwrap().unwrap();
        assert!(!folder.exists(), "a folder without data stays so");
        let data = folder.clone();
        let second = tokio::task::spawn_blocking(move || first_window(&data));
        first.knocked().await.unwrap();
        assert!(second.await.unwrap().unwrap().is_none());
        drop(first);
        assert!(first_window(&folder).unwrap().is_some(), "it was closed");
    }

    #[test]
    fn other_data_have_a_window_of_their_own() {
        let (one, other) = (folder("first-one"), folder("first-other"));
        let _first = first_window(&one).unwrap().unwrap();
        assert!(first_window(&other).unwrap().is_some());
    }

    #[test]
    fn a_window_that_does_not_answer_keeps_nobody_out() {
        let folder = folder("first-deaf");
        let _deaf = first_window(&folder).unwrap().unwrap();
        assert!(first_window(&folder).unwrap().is_some());
        assert!(!beside(&folder, ".knock").exists());
    }
}
