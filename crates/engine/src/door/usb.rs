//! Sticks and disks that can be carried away: where one click puts a backup, and where a restore
//! finds one.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{Engine, Reply};

/// Ending of backup files.
const ENDING: &str = "bangiao";

/// A stick or disk that is plugged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Stick {
    /// Its name, as people see it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Backups on it, newest name last.
    pub backups: Vec<PathBuf>,
}

/// What is plugged in now.
#[must_use]
pub fn sticks() -> Vec<Stick> {
    mounts().into_iter().map(stick).collect()
}

fn stick(path: PathBuf) -> Stick {
    let mut backups: Vec<PathBuf> = std::fs::read_dir(&path)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    backups.retain(|file| file.extension().is_some_and(|e| e == ENDING));
    backups.sort();
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    );
    Stick {
        name,
        path,
        backups,
    }
}

#[cfg(target_os = "linux")]
fn mounts() -> Vec<PathBuf> {
    removable(&std::fs::read_to_string("/proc/self/mounts").unwrap_or_default())
}

#[cfg(target_os = "macos")]
fn mounts() -> Vec<PathBuf> {
    std::fs::read_dir("/Volumes")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| !path.is_symlink())
        .collect()
}

#[cfg(windows)]
fn mounts() -> Vec<PathBuf> {
    ('D'..='Z')
        .map(|letter| PathBuf::from(format!("{letter}:\\")))
        .filter(|path| path.exists())
        .collect()
}

/// The mount points at which desktops put what is plugged in; the kernel writes spaces as `\040`.
#[cfg(any(target_os = "linux", test))]
fn removable(mounts: &str) -> Vec<PathBuf> {
    let points = mounts
        .lines()
        .filter_map(|line| line.split(' ').nth(1))
        .map(|point| point.replace("\\040", " ").replace("\\011", "\t"));
    points
        .filter(|point| {
            ["/media/", "/run/media/"]
                .iter()
                .any(|begin| point.starts_with(begin))
        })
        .map(PathBuf::from)
        .collect()
}

impl Engine {
    /// Writes a backup onto a stick, under a name that says unit and day. Returns the file.
    ///
    /// # Errors
    /// Those of [`Engine::back_up`].
    pub async fn back_up_onto(&self, place: &Path) -> Reply<PathBuf> {
        let identity = self.identity().await;
        let facts = self.facts(identity.unit).await?;
        let unit = facts.unit(identity.unit)?;
        let called = unit
            .code_on(self.today())
            .unwrap_or(&unit.letterhead.symbol);
        let plain: String = domain::text::fold(called)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let file = place.join(format!("bangiao-{plain}-{}.{ENDING}", self.today()));
        self.back_up(&file).await?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_desktop_plugged_in_is_a_place() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/lan/USB\\040HOA vfat rw 0 0\n/dev/sdc1 /run/media/hoa/KINGSTON exfat rw 0 0\ntmpfs /run tmpfs rw 0 0\n";
        assert_eq!(
            removable(mounts),
            [
                PathBuf::from("/media/lan/USB HOA"),
                PathBuf::from("/run/media/hoa/KINGSTON")
            ]
        );
    }
}
