//! Licences, sources and known faults of the libraries that we build on, as `deny.toml` wants them.

use crate::run::{Done, at, cargo_command, command, run, target};

/// The cargo-deny that reads `deny.toml`; it is compiled once, and again when this changes.
const VERSION: &str = "0.20.2";

/// Every library may be used, and comes from where it should. Needs no network.
pub fn libraries() -> Done {
    check(&["bans", "licenses", "sources"])
}

/// No fault of a library is known to the Rust security database, which is fetched for it.
pub fn audit() -> Done {
    check(&["advisories"])
}

fn check(which: &[&str]) -> Done {
    install()?;
    let mut deny = command(&program(), &["--locked", "check"]);
    deny.args(which);
    run(deny)
}

fn program() -> String {
    let program = target().join("tools/bin/cargo-deny");
    program.display().to_string()
}

/// cargo-deny in a folder of our own; what it is compiled from goes again. It runs for a few
/// seconds, so that a quick build is worth more than a quick program.
fn install() -> Done {
    let known = command(&program(), &["--version"]).output();
    if known.is_ok_and(|o| o.stdout.trim_ascii() == format!("cargo-deny {VERSION}").as_bytes()) {
        return Ok(());
    }
    eprintln!("Compiling cargo-deny {VERSION}: about two minutes, once");
    let tools = target().join("tools");
    let build = tools.join("build");
    let mut install = cargo_command(&["install", "cargo-deny", "--version"]);
    install
        .arg(format!("={VERSION}"))
        .arg("--root")
        .arg(&tools)
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    run(install)?;
    std::fs::remove_dir_all(&build).map_err(at(&build))
}
