//! Setting a fresh machine up: Debian packages, npm packages, the built screens.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{Done, command, has, root, run, target};

/// What builds need.
const BUILD: &[(&str, &str)] = &[
    (
        "libwebkit2gtk-4.1-dev",
        "/usr/share/doc/libwebkit2gtk-4.1-dev",
    ),
    ("build-essential", "/usr/share/doc/build-essential"),
    ("pkg-config", "/usr/share/doc/pkg-config"),
    ("libssl-dev", "/usr/share/doc/libssl-dev"),
    ("sqlite3", "/usr/share/doc/sqlite3"),
];
/// What the window without a display needs.
const WINDOW: &[(&str, &str)] = &[
    ("xvfb", "/usr/share/doc/xvfb"),
    ("dbus", "/usr/share/doc/dbus"),
    ("imagemagick", "/usr/share/doc/imagemagick"),
];
/// What tests read results back with.
const TEST: &[(&str, &str)] = &[
    ("webkit2gtk-driver", "/usr/share/doc/webkit2gtk-driver"),
    ("poppler-utils", "/usr/share/doc/poppler-utils"),
    ("qpdf", "/usr/share/doc/qpdf"),
    ("strace", "/usr/share/doc/strace"),
    ("zbar-tools", "/usr/share/doc/zbar-tools"),
    ("gnome-keyring", "/usr/share/doc/gnome-keyring"),
    ("dbus-daemon", "/usr/share/doc/dbus-daemon"),
    ("openssl", "/usr/share/doc/openssl"),
    ("python3-venv", "/usr/share/doc/python3-venv"),
    ("softhsm2", "/usr/share/doc/softhsm2"),
    ("opensc", "/usr/share/doc/opensc"),
    ("iproute2", "/usr/share/doc/iproute2"),
    ("nftables", "/usr/share/doc/nftables"),
];

/// What screens are photographed with: the browser, and the letters that our own font lacks.
const VISUAL: &[(&str, &str)] = &[
    ("chromium", "/usr/share/doc/chromium"),
    ("fonts-dejavu-core", "/usr/share/doc/fonts-dejavu-core"),
];

/// What `bench pdf` compares with.
const PEERS: &[(&str, &str)] = &[
    (
        "libreoffice-writer-nogui",
        "/usr/share/doc/libreoffice-writer-nogui",
    ),
    ("fonts-liberation", "/usr/share/doc/fonts-liberation"),
    ("libpango-1.0-0", "/usr/share/doc/libpango-1.0-0"),
    ("libpangoft2-1.0-0", "/usr/share/doc/libpangoft2-1.0-0"),
    ("libharfbuzz-subset0", "/usr/share/doc/libharfbuzz-subset0"),
];

/// What compiles for Windows: a Rust with the sources of its standard library, and a C compiler.
const WINDOWS: &[(&str, &str)] = &[
    ("rustc-web", "/usr/share/doc/rustc-web"),
    ("cargo-web", "/usr/share/doc/cargo-web"),
    ("rust-web-src", "/usr/share/doc/rust-web-src"),
    (
        "gcc-mingw-w64-x86-64-win32",
        "/usr/share/doc/gcc-mingw-w64-x86-64-win32",
    ),
];

/// Sets up what building and showing the window needs.
pub fn for_app() -> Done {
    packages(&[BUILD, WINDOW].concat())?;
    screens()
}

/// Sets up what every test needs.
pub fn for_test() -> Done {
    packages(&[BUILD, WINDOW, TEST].concat())?;
    pdf_tools()?;
    screens()
}

/// Sets up what photographing the screens needs.
pub fn for_visual() -> Done {
    packages(VISUAL)?;
    npm_packages()
}

/// Sets up what checking for Windows needs.
pub fn for_windows() -> Done {
    packages(&[BUILD, WINDOWS].concat())
}

/// Sets up what `bench pdf` compares with.
pub fn for_peers() -> Done {
    packages(PEERS)?;
    python_tools("peers/python", "tests/peers/requirements.txt")
}

/// The Python of the tools that read PDFs back.
pub fn pdf_python() -> PathBuf {
    python_in("pdf-tools")
}

/// The Python of those that we compare with.
pub fn peers_python() -> PathBuf {
    python_in("peers/python")
}

fn python_in(folder: &str) -> PathBuf {
    target().join(folder).join("venv/bin/python")
}

fn pdf_tools() -> Done {
    python_tools("pdf-tools", "tests/tools/requirements.txt")
}

/// Tools from PyPI that we did not write, in the versions that a list names and only as files whose
/// hashes it holds, in a folder of their own under `target`.
fn python_tools(folder: &str, list: &str) -> Done {
    let wanted = std::fs::read_to_string(root().join(list)).map_err(|e| format!("{list}: {e}"))?;
    let (python, folder) = (python_in(folder), target().join(folder));
    let seen = folder.join("installed-from");
    if python.exists() && std::fs::read_to_string(&seen).is_ok_and(|installed| installed == wanted)
    {
        return Ok(());
    }
    eprintln!("Installing the Python packages of {list}");
    // Without --clear, what another list brought would stay, and pip would not ask for its hash.
    let venv = folder.join("venv").display().to_string();
    run(command("python3", &["-m", "venv", "--clear", &venv]))?;
    run(command(
        &python.display().to_string(),
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "-r",
            list,
        ],
    ))?;
    std::fs::write(&seen, wanted).map_err(|e| format!("{}: {e}", seen.display()))
}

fn packages(wanted: &[(&str, &str)]) -> Done {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(_, mark)| !std::path::Path::new(mark).exists())
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    if !has("apt-get") {
        return Err(format!(
            "these packages are missing: {}. On Debian: {line}",
            missing.join(" ")
        ));
    }
    eprintln!("Installing {}", missing.join(" "));
    for words in ["apt-get update -qq", line.as_str()] {
        let mut parts = words.split(' ');
        let mut install = as_root(parts.next().unwrap_or_default())
            .ok_or_else(|| format!("run this as root, then try again: {line}"))?;
        install.args(parts).env("DEBIAN_FRONTEND", "noninteractive");
        run(install)?;
    }
    Ok(())
}

/// A command with the rights of root, if they can be had without asking.
fn as_root(program: &str) -> Option<Command> {
    let quiet = |mut c: Command| c.output().is_ok_and(|o| o.status.success());
    let mut id = Command::new("id");
    id.arg("-u");
    if id.output().is_ok_and(|o| o.stdout.trim_ascii() == b"0") {
        return Some(command(program, &[]));
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "true"]);
    quiet(sudo).then(|| command("sudo", &["-n", program]))
}

/// The screens, built for the window. npm packages come first, without running their scripts.
pub fn screens() -> Done {
    if !has("npm") {
        return Err("Node.js with npm is missing: install Node 20 or later".to_owned());
    }
    npm_packages()?;
    npm(&["run", "build"])
}

/// npm packages as the lock file says.
pub fn npm_packages() -> Done {
    let lock = root().join("ui/package-lock.json");
    let seen = root().join("ui/node_modules/.installed-from");
    let wanted = std::fs::read_to_string(&lock).map_err(|e| format!("{}: {e}", lock.display()))?;
    if std::fs::read_to_string(&seen).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    std::fs::write(&seen, wanted).map_err(|e| format!("{}: {e}", seen.display()))
}

/// Runs npm in `ui/`.
pub fn npm(args: &[&str]) -> Done {
    run(npm_command(args))
}

/// npm in `ui/`.
pub fn npm_command(args: &[&str]) -> Command {
    let mut npm = command("npm", args);
    npm.current_dir(root().join("ui"));
    npm
}
