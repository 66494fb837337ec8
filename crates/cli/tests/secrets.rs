//! Passwords and PINs from files that Windows made, and without anybody to ask.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests say it in their names"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/files")
}

/// A new folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("bangiao-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A run of the program that has no terminal.
fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new("setsid")
        .args(["--wait", env!("CARGO_BIN_EXE_bangiao"), "--json"])
        .args(args)
        .current_dir(folder)
        .env("BANGIAO_KEY_STORE", "file")
        .output()
        .unwrap()
}

fn number(out: &Output) -> String {
    let told: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
    told["error"]["number"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&[out.stdout.clone(), out.stderr.clone()].concat()).into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_key_opens_with_the_secret_of_any_editor() {
    let folder = folder("secret");
    let (page, key) = (
        files().join("cases/23-secret-file-of-windows/trang.pdf"),
        files().join("key/signer.p12"),
    );
    let sign = |name: &str, secret: &[u8]| {
        let (secret_file, out) = (folder.join(name), folder.join(format!("{name}.pdf")));
        std::fs::write(&secret_file, secret).unwrap();
        let args = [
            "sign",
            page.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
            "--key",
            key.to_str().unwrap(),
            "--secret-file",
            secret_file.to_str().unwrap(),
        ];
        run(&folder, &args)
    };
    for (name, secret) in [
        ("plain", b"mat khau\n".to_vec()),
        ("crlf", b"mat khau\r\n".to_vec()),
        ("bom", b"\xef\xbb\xbfmat khau\r\n".to_vec()),
        ("utf16", utf16("mat khau\r\n")),
    ] {
        let out = sign(name, &secret);
        assert!(out.status.success(), "{name}: {}", said(&out));
    }
    assert_eq!(number(&sign("wrong", b"sai\n")), "BG-KYSO-018");
    assert_eq!(number(&sign("latin", b"m\xe2t kh\xe2u\n")), "BG-TEP-041");
}

#[test]
fn a_file_that_cannot_be_signed_is_told_before_the_secret_is_asked_for() {
    let folder = folder("unsignable");
    let key = files().join("key/signer.p12");
    let sign = |file: &str, field: &str| {
        let file = files().join(file);
        let args = [
            "sign",
            file.to_str().unwrap(),
            "--out",
            "khong.pdf",
            "--field",
            field,
            "--key",
            key.to_str().unwrap(),
        ];
        number(&run(&folder, &args))
    };
    assert_eq!(sign("key/signer.p12", "ben_giao"), "BG-KYSO-001");
    assert_eq!(
        sign(
            "cases/20-files-that-are-in-order/h-cam-sao-chep.pdf",
            "ben_giao"
        ),
        "BG-KYSO-041"
    );
    assert_eq!(
        sign("cases/25-more-locks/all-alone.pdf", "ben_nhan"),
        "BG-KYSO-038"
    );
    assert_eq!(sign("key/blank.pdf", "khong_co"), "BG-KYSO-015");
    assert_eq!(
        sign("key/blank.pdf", "ben_giao"),
        "BG-NHAP-051",
        "now it is asked, and there is nobody"
    );
}

#[test]
fn the_data_open_by_a_password_of_any_editor_and_say_when_nobody_can_be_asked() {
    let folder = folder("data");
    let password = "mat khau thu nghiem 9";
    for (name, bytes) in [
        ("plain", format!("{password}\n").into_bytes()),
        ("bom", format!("\u{feff}{password}\r\n").into_bytes()),
        ("utf16", utf16(&format!("{password}\r\n"))),
        ("empty", vec![]),
        ("latin", b"m\xe2t kh\xe2u\n".to_vec()),
    ] {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let with = |file: &str, args: &[&str]| {
        let all = [&["--data", "d", "--password-file", file], args].concat();
        run(&folder, &all)
    };
    let begin = [
        "init",
        "--name",
        "Trường Tiểu học Đồi Gió",
        "--levels",
        "primary",
        "--commune",
        "11383",
        "--symbol",
        "THDG",
        "--head",
        "Vũ Thị Khởi",
    ];
    let begun = with("bom", &begin);
    assert!(begun.status.success(), "{}", said(&begun));
    for name in ["plain", "bom", "utf16"] {
        let out = with(name, &["unit", "list"]);
        assert!(out.status.success(), "{name}: {}", said(&out));
    }
    assert_eq!(number(&with("empty", &["unit", "list"])), "BG-TEP-042");
    assert_eq!(number(&with("latin", &["unit", "list"])), "BG-TEP-041");
    let nobody = run(&folder, &["--data", "d", "unit", "list"]);
    assert_eq!(number(&nobody), "BG-NHAP-051", "{}", said(&nobody));
    assert_eq!(nobody.status.code(), Some(2));
    assert!(
        said(&nobody).contains("--password-file"),
        "{}",
        said(&nobody)
    );
}
