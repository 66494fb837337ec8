//! Small files that are written whole or not at all.

use std::path::Path;

use domain::{Code, Refusal};

use crate::Reply;

/// Writes a file whole or not at all: a program that is ended in the middle leaves what was there.
///
/// # Errors
/// `file_access`.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Reply<()> {
    use std::io::Write;
    let access = |_| Refusal::new(Code::FileAccess).with("file", path.display());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut file = std::fs::File::create(&part).map_err(access)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(access)?;
    std::fs::rename(&part, path).map_err(access)?;
    Ok(())
}
