//! Ward P: 310 receivers, 310 files, 297 with their commitment; rights in force = rights in
//! minutes.

use std::process::Command;

use journeys::{Folder, program};

#[test]
fn the_demo_writes_310_minutes_and_every_right_in_force_is_in_signed_minutes() {
    let folder = Folder::new();
    std::fs::write(folder.path("password"), journeys::PASSWORD).unwrap();
    let out = Command::new(program("bangiao"))
        .args(["demo", "--seed", "1", "--json", "--out"])
        .arg(folder.path("out"))
        .arg("--password-file")
        .arg(folder.path("password"))
        .output()
        .expect("bangiao is built: run `cargo xtask test`");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let made: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(made["files"], 310);
    assert_eq!(made["with_commitment"], 297);
    assert_eq!(made["mismatches"], 0, "set equality, both ways");
    let index = std::fs::read_to_string(folder.path("out").join("index.csv")).unwrap();
    assert_eq!(index.lines().count(), 311);
    let files: Vec<_> = std::fs::read_dir(folder.path("out"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "pdf"))
        .collect();
    assert_eq!(files.len(), 310);
    // One sheet for every teacher: minutes in front, commitment on the back. c: both sides of one
    // sheet and the commitment.
    let allowed = |kind: &str| match kind {
        "a" | "b" => 2..=2,
        "c" => 2..=3,
        "d" => 2..=3,
        _ => 2..=2_u32,
    };
    for line in index.lines().skip(1) {
        let kind = line.split(',').nth(1).unwrap();
        let pages: u32 = line.rsplit(',').nth(1).unwrap().parse().unwrap();
        assert!(allowed(kind).contains(&pages), "{line}");
    }
    for file in files {
        assert!(
            std::fs::metadata(&file).unwrap().len() <= 90_000,
            "{}",
            file.display()
        );
    }
}

#[test]
fn exit_codes_say_whose_turn_it_is() {
    let folder = Folder::new();
    std::fs::write(folder.path("pw"), journeys::PASSWORD).unwrap();
    std::fs::write(folder.path("bad"), "một mật khẩu khác hẳn").unwrap();
    let run = |pw: &str, args: &[&str]| {
        let out = Command::new(program("bangiao"))
            .arg("--data")
            .arg(folder.path("data"))
            .arg("--password-file")
            .arg(folder.path(pw))
            .args(args)
            .output()
            .unwrap();
        (
            out.status.code().unwrap(),
            String::from_utf8(out.stderr).unwrap(),
        )
    };
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
    assert_eq!(run("pw", &["officer", "list"]).0, 2, "no data yet");
    assert_eq!(run("pw", &init).0, 0);
    assert_eq!(run("pw", &init).0, 2, "data already");
    assert_eq!(run("bad", &["officer", "list"]).0, 3, "not allowed");
    let (code, text) = run(
        "pw",
        &["minutes", "record-signing", "x", "--date", "31/02/2026"],
    );
    assert_eq!(code, 2);
    assert!(
        text.contains("BG-NHAP-012") && text.contains("31/02/2026"),
        "{text}"
    );
    assert_eq!(run("pw", &["rights"]).0, 0);
    assert_eq!(run("pw", &["no-such-command"]).0, 2);
}
