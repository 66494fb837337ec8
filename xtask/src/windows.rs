//! Whether command line and server compile for Windows.

use std::path::{Path, PathBuf};

use crate::run::{Done, at, command, run, target};
use crate::setup;

const TARGET: &str = "x86_64-pc-windows-gnu";
const CARGO: &str = "/usr/bin/cargo";
const RUSTC: &str = "/usr/bin/rustc";

/// Checks both with Debian's Rust, which brings the sources of the standard library, so that it can
/// be compiled for Windows here. Nothing is linked, and nothing of it is shipped.
pub fn check() -> Done {
    setup::for_windows()?;
    for program in [CARGO, RUSTC] {
        if !Path::new(program).exists() {
            return Err(format!(
                "{program} is missing: this check works with Debian's rustc-web and cargo-web only"
            ));
        }
    }
    let headers = headers()?;
    eprintln!("Checking for Windows: about ten minutes the first time");
    let mut check = command(
        CARGO,
        &[
            "check",
            "--locked",
            "-Zbuild-std=std,panic_unwind",
            "--target",
            TARGET,
            "--package",
            "cli",
            "--package",
            "server",
        ],
    );
    let of_target = |name: &str| format!("{TARGET}_{name}").to_uppercase().replace('-', "_");
    check
        .env("CARGO_TARGET_DIR", target().join("windows"))
        // What is unstable in it is -Zbuild-std.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", RUSTC)
        .env("SQLX_OFFLINE", "true")
        .env("PATH", "/usr/bin:/bin")
        .env_remove("LD_LIBRARY_PATH")
        .env(of_target("OPENSSL_INCLUDE_DIR"), &headers)
        .env(of_target("OPENSSL_LIB_DIR"), &headers);
    run(check)
}

/// The headers of OpenSSL alone: SQLCipher is compiled for Windows with them, but beside them lie
/// those of Linux.
fn headers() -> Result<PathBuf, String> {
    let folder = target().join("windows/headers");
    let ours = folder.join("openssl");
    std::fs::create_dir_all(&ours).map_err(at(&ours))?;
    let of_machine = format!("/usr/include/{}-linux-gnu/openssl", std::env::consts::ARCH);
    for system in ["/usr/include/openssl", of_machine.as_str()] {
        let system = Path::new(system);
        for file in std::fs::read_dir(system).map_err(at(system))? {
            let file = file.map_err(at(system))?;
            std::fs::copy(file.path(), ours.join(file.file_name())).map_err(at(&file.path()))?;
        }
    }
    Ok(folder)
}
