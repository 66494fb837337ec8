//! Running programs, and saying what is run.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What went wrong, in one sentence.
pub type Done = Result<(), String>;

/// Says which file or folder an error is about.
pub fn at(path: &Path) -> impl FnOnce(std::io::Error) -> String {
    move |e| format!("{}: {e}", path.display())
}

/// The top folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Where builds go.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command in the project's folder.
pub fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// Runs a command to its end.
pub fn run(mut command: Command) -> Done {
    let shown = format!("{command:?}").replace('"', "");
    eprintln!("→ {shown}");
    let status = command.status().map_err(|e| format!("{shown}: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{shown}: {status}"))
    }
}

/// Runs cargo with what the workspace needs.
pub fn cargo(args: &[&str]) -> Done {
    run(cargo_command(args))
}

/// Window, server and command line, with their tests or without. Always the whole workspace with
/// one set of features: cargo chooses the features of libraries by what is built at once, and
/// another choice would compile them all a second time.
pub fn build_programs(tests: bool) -> Done {
    let mut args = vec![
        "build",
        "--workspace",
        "--bins",
        "--features",
        "desktop/custom-protocol",
    ];
    if tests {
        args.push("--tests");
    }
    cargo(&args)
}

/// Cargo, with the versions of the lock file and no others, and never asking a database for the
/// shape of queries: that is committed.
pub fn cargo_command(args: &[&str]) -> Command {
    let mut cargo = command(
        &std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()),
        &["--locked"],
    );
    cargo.args(args).env("SQLX_OFFLINE", "true");
    cargo
}

/// Whether a program is on the path.
pub fn has(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// Starts a program that goes on while we do other things; it ends with its guard.
pub fn start(mut command: Command) -> Result<Running, String> {
    let shown = format!("{command:?}").replace('"', "");
    eprintln!("→ {shown} &");
    command
        .spawn()
        .map(Running)
        .map_err(|e| format!("{shown}: {e}"))
}

/// A program that runs beside us.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Without a display, one of our own.
pub fn display() -> Result<Option<Running>, String> {
    if std::env::var_os("DISPLAY").is_some() {
        return Ok(None);
    }
    let number = 90 + std::process::id() % 100;
    let name = format!(":{number}");
    let mut xvfb = command(
        "Xvfb",
        &[&name, "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
    );
    xvfb.stdout(Stdio::null()).stderr(Stdio::null());
    let running = start(xvfb)?;
    wait("Xvfb", || {
        Path::new(&format!("/tmp/.X11-unix/X{number}")).exists()
    })?;
    DISPLAY
        .set(name)
        .map_err(|_| "a second display was started".to_owned())?;
    Ok(Some(running))
}

static DISPLAY: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Gives a command the display that was started, if one was.
pub fn on_display(command: &mut Command) {
    if let Some(name) = DISPLAY.get() {
        command.env("DISPLAY", name);
    }
}

/// Waits until something is so, at most half a minute.
pub fn wait(what: &str, mut is_so: impl FnMut() -> bool) -> Done {
    for _ in 0..300 {
        if is_so() {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Err(format!("{what} did not come up in 30 seconds"))
}
