//! The `bangiao-desktop` program.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

/// WebKitGTK paints sooner, with less memory and on old drivers at all, without its DMABUF
/// renderer. The variable must be there before the process begins its threads, so the program
/// starts itself once more with it.
#[cfg(target_os = "linux")]
fn with_plain_renderer() -> Option<ExitCode> {
    use std::os::unix::process::CommandExt;
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(RENDERER).is_some() {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    let error = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(RENDERER, "1")
        .exec();
    tracing::warn!(%error, "no second start: the window paints as the system does");
    None
}

fn main() -> ExitCode {
    // Before anything else: this process may be the reader of a file from outside.
    if let Some(code) = desktop::serve_if_asked() {
        return code;
    }
    desktop::log::begin();
    #[cfg(target_os = "linux")]
    if let Some(code) = with_plain_renderer() {
        return code;
    }
    match desktop::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window ended");
            ExitCode::FAILURE
        }
    }
}
