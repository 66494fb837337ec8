//! What this window writes down for whoever mends it: codes and ids; nobody's name, and nothing that
//! was typed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The folder of the log, beside that of the data.
const FOLDER: &str = "log";
/// The log.
const NAME: &str = "bangiao.log";
/// The one before it.
const OLD: &str = "bangiao.log.old";
/// Who is heard: our own crates. Others do not know what may not be written; a database may say the
/// very statement that opens it.
const OURS: [&str; 4] = ["bangiao_desktop", "desktop", "engine", "replica"];
/// The size from which a new log begins at the next start.
const LARGE: u64 = 1024 * 1024;

static KEPT: OnceLock<Mutex<File>> = OnceLock::new();

/// Begins: on the terminal, and in a file as soon as [`keep_beside`] has been told where.
pub fn begin() {
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(|| Line)
        .with_ansi(false);
    let ours = Targets::new().with_targets(OURS.map(|name| (name, LevelFilter::INFO)));
    tracing_subscriber::registry().with(lines).with(ours).init();
}

/// Goes on in a file beside the data. A large one is put aside first; one old one stays.
///
/// # Errors
/// Those of the file system.
pub fn keep_beside(data: &Path) -> io::Result<()> {
    let file = opened(&data.with_file_name(FOLDER))?;
    // A second window of the same process goes on in the first one's file.
    KEPT.get_or_init(|| Mutex::new(file));
    Ok(())
}

fn opened(folder: &Path) -> io::Result<File> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(NAME);
    if std::fs::metadata(&path).is_ok_and(|found| found.len() > LARGE) {
        std::fs::rename(&path, folder.join(OLD))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// A line on its way.
struct Line;

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // Windows gives a window no terminal: what is kept must not hang on it.
        let shown = io::stderr().write_all(line);
        match KEPT.get() {
            Some(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.write_all(line)?;
            }
            None => shown?,
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_log_is_put_aside_once_and_one_old_one_stays() {
        let folder = std::env::temp_dir().join(format!("bangiao-window-{}", std::process::id()));
        let size = |name: &str| std::fs::metadata(folder.join(name)).map(|found| found.len());
        let large = vec![b'a'; usize::try_from(LARGE).unwrap() + 1];
        opened(&folder).unwrap().write_all(&large).unwrap();
        opened(&folder).unwrap().write_all(b"second").unwrap();
        assert_eq!(size(OLD).unwrap(), LARGE + 1);
        opened(&folder).unwrap().write_all(b" goes on").unwrap();
        assert_eq!(size(NAME).unwrap(), 14);
        opened(&folder).unwrap().write_all(&large).unwrap();
        opened(&folder).unwrap();
        assert_eq!((size(OLD).unwrap(), size(NAME).unwrap()), (LARGE + 15, 0));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
