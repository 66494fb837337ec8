//! The one kind of file that lies here unencrypted: what the system's viewer prints. It goes when
//! the screen locks and when the program starts. One that a viewer still holds stays until then, and
//! is said to be there.

use std::path::{Path, PathBuf};

use domain::{Code, Refusal};

use crate::{Reply, write_whole};

/// Name of the first print file; further ones are numbered while it is held.
const FIRST: &str = "print.pdf";

fn name(n: u32) -> String {
    if n == 1 {
        FIRST.to_owned()
    } else {
        format!("print-{n}.pdf")
    }
}

/// Whether a file of the data folder is for the printer, or is left of one that was being written.
fn is_clear(file: &str) -> bool {
    let whole = file.strip_suffix(".part").unwrap_or(file);
    let number = whole.strip_prefix("print-");
    let number = number.and_then(|rest| rest.strip_suffix(".pdf"));
    whole == FIRST || number.is_some_and(|n| n.parse::<u32>().is_ok())
}

/// Puts bytes into a print file, in the place of earlier ones.
///
/// # Errors
/// `file_access`.
pub(crate) fn put(folder: &Path, bytes: &[u8]) -> Reply<PathBuf> {
    sweep(folder);
    put_beside(folder, bytes)
}

/// Puts bytes into a print file of its own, beside those that are still to be printed.
///
/// # Errors
/// `file_access`.
pub(crate) fn put_beside(folder: &Path, bytes: &[u8]) -> Reply<PathBuf> {
    let mut names = (1..).map(|n| folder.join(name(n)));
    let path = names.find(|path| !path.exists());
    let path = path.ok_or_else(|| Refusal::new(Code::FileAccess).with("file", FIRST))?;
    write_whole(&path, bytes)?;
    Ok(path)
}

/// Deletes every print file. What cannot be deleted is still [`left`], and deleted the next time.
pub(crate) fn sweep(folder: &Path) {
    for path in left(folder) {
        if let Err(error) = std::fs::remove_file(path) {
            tracing::warn!(cause = %error.kind(), "a print file is held and stays for now");
        }
    }
}

/// Print files that are there.
pub(crate) fn left(folder: &Path) -> Vec<PathBuf> {
    // Without a folder there is nothing in it.
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let clear = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_clear));
    let mut left: Vec<PathBuf> = clear.map(|entry| entry.path()).collect();
    left.sort();
    left
}

/// What people are told of files that are left.
pub(crate) fn told(left: &[PathBuf]) -> Vec<String> {
    let sentence = |path: &PathBuf| {
        let told = Refusal::new(Code::PrintFileLeft).with("file", path.display());
        told.to_string()
    };
    left.iter().map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_file_that_is_held_is_left_and_the_next_one_gets_another_name() {
        let folder = std::env::temp_dir().join(format!("bangiao-clear-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        // A folder can be deleted as little as a file that a viewer of Windows holds.
        std::fs::create_dir_all(folder.join(FIRST)).unwrap();
        for left_behind in ["print-7.pdf", "print.pdf.part", "print-2.pdf.part"] {
            std::fs::write(folder.join(left_behind), b"%PDF").unwrap();
        }
        std::fs::write(folder.join("print-me.pdf"), b"not ours").unwrap();
        let path = put(&folder, b"%PDF").unwrap();
        assert_eq!(path, folder.join("print-2.pdf"));
        assert_eq!(left(&folder), [path, folder.join(FIRST)]);
        std::fs::remove_dir(folder.join(FIRST)).unwrap();
        sweep(&folder);
        assert_eq!(left(&folder), Vec::<PathBuf>::new());
        assert!(folder.join("print-me.pdf").exists());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_print_file_beside_another_leaves_it_and_both_go_at_once() {
        let name = format!("bangiao-clear-beside-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let first = put(&folder, b"%PDF of the first").unwrap();
        let second = put_beside(&folder, b"%PDF of the rest").unwrap();
        assert_eq!(second, folder.join("print-2.pdf"));
        assert_eq!(std::fs::read(&first).unwrap(), b"%PDF of the first");
        sweep(&folder);
        assert_eq!(left(&folder), Vec::<PathBuf>::new());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
