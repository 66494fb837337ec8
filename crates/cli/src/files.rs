//! Files that commands read and write.

use std::path::Path;

use engine::domain::{Code, Refusal};
use engine::{Reply, Secret};

/// Largest file from outside that is read at all.
const MAX_FROM_OUTSIDE: u64 = engine::minutes::scan::MAX_STACK_BYTES as u64;

/// That a file cannot be read or written.
pub(crate) fn access(path: &Path) -> Refusal {
    Refusal::new(Code::FileAccess).with("file", path.display())
}

/// A whole file.
pub(crate) fn read(path: &Path) -> Reply<Vec<u8>> {
    Ok(std::fs::read(path).map_err(|_| access(path))?)
}

/// A table or a stack of scans, unless it is too large to be looked at.
pub(crate) fn read_from_outside(path: &Path) -> Reply<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(|_| access(path))?.len();
    if size > MAX_FROM_OUTSIDE {
        let limit = MAX_FROM_OUTSIDE / 1024 / 1024;
        return Err(Refusal::new(Code::FileTooLarge).with("limit", limit).into());
    }
    read(path)
}

/// The first line of a file: a password, a recovery code.
pub(crate) fn first_line(path: &Path) -> Reply<Secret> {
    let text: Secret = std::fs::read_to_string(path)
        .map_err(|_| access(path))?
        .into();
    Ok(text.lines().next().unwrap_or_default().to_owned().into())
}

/// Writes a file.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Reply<()> {
    Ok(std::fs::write(path, bytes).map_err(|_| access(path))?)
}
