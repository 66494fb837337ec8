//! The services of a certification authority that exists only here: time stamps by OpenSSL, and
//! where its revocation lists lie. Plain HTTP on this machine, for as long as the tests run.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what only tests use ends where something is wrong"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Serves a folder of keys; says on which port.
#[must_use]
pub fn start(listener: TcpListener, keys: PathBuf) -> u16 {
    let port = listener.local_addr().unwrap().port();
    std::fs::write(keys.join("tsa.cnf"), settings(&keys)).unwrap();
    std::fs::write(keys.join("tsa.serial"), "01\n").unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().filter_map(Result::ok) {
            answer(stream, &keys);
        }
    });
    port
}

fn settings(keys: &Path) -> String {
    format!(
        "[tsa]\ndefault_tsa = own\n[own]\nserial = {}\ncrypto_device = builtin\ndefault_policy = 1.3.6.1.4.1.99999.1\ndigests = sha256\nsigner_digest = sha256\n\
         ess_cert_id_alg = sha256\nclock_precision_digits = 0\n",
        keys.join("tsa.serial").display()
    )
}

fn answer(mut stream: TcpStream, keys: &Path) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    let mut length = 0;
    reader.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let path = first
        .split_whitespace()
        .nth(1)
        .unwrap_or_default()
        .to_owned();
    let found = match path.as_str() {
        "/tsa" => Some(stamped(&body, keys, "tsa")),
        "/tsa-short" => Some(stamped(&body, keys, "tsa_short")),
        "/ocsp" => Some(answered(&body, keys)),
        "/issuing.crl" | "/root.crl" => std::fs::read(keys.join(&path[1..])).ok(),
        "/nonsense" => Some(b"nothing of that kind".to_vec()),
        _ => None,
    };
    let (status, body) = found.map_or(("404 Not Found", vec![]), |body| ("200 OK", body));
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The other side may have gone: its test says so.
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&body));
}

/// What OpenSSL answers to a question for a time stamp.
///
/// # Panics
/// If it has none.
#[must_use]
pub fn stamped(question: &[u8], keys: &Path, who: &str) -> Vec<u8> {
    let (own, key) = (format!("{who}.pem"), format!("{who}.key.pem"));
    let arguments = [
        "-config",
        "tsa.cnf",
        "-signer",
        &own,
        "-inkey",
        &key,
        "-chain",
        "issuing.pem",
    ];
    asked(
        question,
        keys,
        &["ts", "-reply", "-section", "own"],
        &arguments,
        ("-queryfile", "-out"),
    )
}

/// What OpenSSL answers to the question whether a certificate is revoked.
///
/// # Panics
/// If it has none.
#[must_use]
pub fn answered(question: &[u8], keys: &Path) -> Vec<u8> {
    let arguments = [
        "-index",
        "index.txt",
        "-CA",
        "issuing.pem",
        "-rsigner",
        "ocsp.pem",
        "-rkey",
        "ocsp.key.pem",
    ];
    asked(
        question,
        keys,
        &["ocsp", "-ndays", "7"],
        &arguments,
        ("-reqin", "-respout"),
    )
}

/// Asks OpenSSL with files of the folder as its arguments: an option, then a file, and so on.
fn asked(
    question: &[u8],
    keys: &Path,
    command: &[&str],
    files: &[&str],
    (from, to): (&str, &str),
) -> Vec<u8> {
    // The counter of the time stamps lies in a file.
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = ONE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let own = |name: &str| keys.join(format!("{name}-{:?}", std::thread::current().id()));
    let (asked, answered) = (own("question"), own("answer"));
    std::fs::write(&asked, question).unwrap();
    let mut openssl = Command::new("openssl");
    openssl.args(command);
    for pair in files.chunks(2) {
        openssl.arg(pair[0]).arg(keys.join(pair[1]));
    }
    let done = openssl
        .arg(from)
        .arg(&asked)
        .arg(to)
        .arg(&answered)
        .output()
        .expect("apt-get install openssl");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    std::fs::read(answered).unwrap()
}
