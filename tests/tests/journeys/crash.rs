//! A crash in the middle of an act leaves it done or not done: the process is killed at every write
//! of one act.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use journeys::{Folder, PASSWORD, copy_folder, program};

/// Every way in which the act touches the disk.
const CALLS: [&str; 4] = ["pwrite64", "fsync", "ftruncate", "unlink"];

fn copy(from: &Path, to: &Path) {
    // What an earlier round left would hide what this one does.
    let _ = std::fs::remove_dir_all(to);
    copy_folder(from, to).unwrap();
}

fn bangiao(data: &Path, password: &Path, args: &[&str]) -> Vec<PathBuf> {
    [
        program("bangiao"),
        "--data".into(),
        data.into(),
        "--password-file".into(),
        password.into(),
        "--json".into(),
    ]
    .into_iter()
    .chain(args.iter().map(PathBuf::from))
    .collect()
}

fn run(words: &[PathBuf]) -> Output {
    Command::new(&words[0]).args(&words[1..]).output().unwrap()
}

fn read(words: &[PathBuf]) -> serde_json::Value {
    let out = run(words);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).unwrap()
}

#[test]
fn an_act_that_is_killed_at_any_write_is_done_or_not_done() {
    let folder = Folder::new();
    let password = folder.path("password");
    std::fs::write(&password, PASSWORD).unwrap();
    let (fresh, data) = (folder.path("fresh"), folder.path("data"));
    let init = [
        "init",
        "--name",
        "Trường Tiểu học A",
        "--levels",
        "primary",
        "--symbol",
        "THA",
        "--head",
        "Nguyễn Thị A",
        "--commune",
        "11383",
    ];
    assert!(run(&bangiao(&fresh, &password, &init)).status.success());
    let act = [
        "officer",
        "add",
        "--name",
        "Trần Thị B",
        "--code",
        "GV01",
        "--position",
        "Giáo viên",
    ];
    let mut outcomes = [0, 0];
    for call in CALLS {
        for at in 1.. {
            copy(&fresh, &data);
            let inject = format!("inject={call}:signal=SIGKILL:when={at}");
            let mut words: Vec<PathBuf> = [
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                &format!("trace={call}"),
                "-e",
                &inject,
            ]
            .iter()
            .map(PathBuf::from)
            .collect();
            words.extend(bangiao(&data, &password, &act));
            let out = Command::new(&words[0])
                .args(&words[1..])
                .output()
                .expect("apt-get install strace");
            let officers = read(&bangiao(&data, &password, &["officer", "list"]))
                .as_array()
                .unwrap()
                .len();
            let rows = read(&bangiao(
                &data,
                &password,
                &["export", "officer", "--format", "json"],
            ))
            .as_array()
            .unwrap()
            .len();
            assert_eq!(officers, rows, "person and post together, at {call} {at}");
            assert!((1..=2).contains(&officers), "at {call} {at}");
            let findings = read(&bangiao(&data, &password, &["doctor"]));
            assert!(
                findings
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|f| f["what"] == "database" && f["fine"] == true),
                "{findings}"
            );
            outcomes[officers - 1] += 1;
            if out.status.success() {
                assert_eq!(officers, 2);
                break;
            }
        }
    }
    assert!(
        outcomes[0] > 0 && outcomes[1] > CALLS.len(),
        "killed before and after the commit: {outcomes:?}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_says_so_and_harms_nothing() {
    let folder = Folder::new();
    let password = folder.path("password");
    std::fs::write(&password, PASSWORD).unwrap();
    let data = folder.path("data");
    let init = [
        "init",
        "--name",
        "Trường Tiểu học A",
        "--levels",
        "primary",
        "--symbol",
        "THA",
        "--head",
        "Nguyễn Thị A",
        "--commune",
        "11383",
    ];
    assert!(run(&bangiao(&data, &password, &init)).status.success());
    // Root may write everywhere, so the error is put in where the system would give it.
    for (call, error, code) in [
        ("pwrite64", "ENOSPC", "BG-KHO-003"),
        ("openat", "EROFS", "BG-KHO-004"),
    ] {
        let mut words: Vec<PathBuf> = ["strace", "-f", "-qq", "-o", "/dev/null", "-P"]
            .iter()
            .map(PathBuf::from)
            .collect();
        words.push(if call == "openat" {
            data.join("lock")
        } else {
            data.join("data.db-wal")
        });
        words.extend(
            [
                "-e".to_owned(),
                format!("trace={call}"),
                "-e".to_owned(),
                format!("inject={call}:error={error}"),
            ]
            .iter()
            .map(PathBuf::from),
        );
        words.extend(bangiao(
            &data,
            &password,
            &[
                "officer",
                "add",
                "--name",
                "Trần Thị B",
                "--code",
                "GV01",
                "--position",
                "Giáo viên",
            ],
        ));
        let out = Command::new(&words[0])
            .args(&words[1..])
            .output()
            .expect("apt-get install strace");
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{said}");
        assert!(said.contains(code), "{error}: {said}");
        assert_eq!(
            read(&bangiao(&data, &password, &["officer", "list"]))
                .as_array()
                .unwrap()
                .len(),
            1,
            "nothing lost, nothing half done"
        );
    }
}
