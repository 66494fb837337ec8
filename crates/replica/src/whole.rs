//! Small files that are whole or not there.

use std::path::Path;

use crate::{Error, Result};

/// Writes a small file so that it is whole or not there: new file, sync, rename.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write;
    let io = |source| Error::Io {
        path: path.to_owned(),
        source,
    };
    let new = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new).map_err(io)?;
    file.write_all(bytes).map_err(io)?;
    file.sync_all().map_err(io)?;
    std::fs::rename(&new, path).map_err(io)?;
    // Where the name changed is written too, so that what comes after never stands alone.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = std::fs::File::open(folder).map_err(io)?;
        folder.sync_all().map_err(io)?;
    }
    Ok(())
}
