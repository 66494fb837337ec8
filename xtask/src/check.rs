//! Tests and quick checks.

use crate::run::{Done, build_programs, cargo, cargo_command, display, on_display, run};
use crate::{deny, generated, setup, visual};

/// Everything that CI runs; with words, only the tests whose names hold them.
pub fn test(words: Option<&str>) -> Done {
    setup::for_test()?;
    if let Some(words) = words {
        build_programs(true)?;
        return tests(&["test", "--workspace", words]);
    }
    quick()?;
    setup::npm(&["run", "test"])?;
    visual::compare(false)?;
    build_programs(true)?;
    tests(&["test", "--workspace"])
}

/// Cargo's tests, with a display for the window.
fn tests(args: &[&str]) -> Done {
    let _display = display()?;
    let mut tests = cargo_command(args);
    // One feature set for building and testing, so that nothing is compiled twice.
    tests.args(["--features", "desktop/custom-protocol"]);
    tests.env("BANGIAO_PDF_PYTHON", setup::pdf_python());
    on_display(&mut tests);
    run(tests)
}

/// Format, lints and types of Rust and of the screens, documentation, what is generated, and what we
/// build on.
fn quick() -> Done {
    cargo(&["fmt", "--all", "--check"])?;
    for script in ["format:check", "lint", "check"] {
        setup::npm(&["run", script])?;
    }
    deny::libraries()?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "desktop/custom-protocol",
        "--",
        "-D",
        "warnings",
    ])?;
    generated::compare()?;
    documentation()
}

/// What `cargo doc` shows has no link that leads nowhere.
fn documentation() -> Done {
    let mut doc = cargo_command(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--features",
        "desktop/custom-protocol",
    ]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run(doc)
}

/// The quick checks before a commit.
pub fn check() -> Done {
    setup::for_app()?;
    quick()?;
    cargo(&[
        "test",
        "--workspace",
        "--exclude",
        "journeys",
        "--features",
        "desktop/custom-protocol",
    ])
}

/// The longer run of what CI runs at random: a million histories against the promises and the
/// oracle of `crates/domain/tests/matrix`, or as many as `BANGIAO_HISTORIES` says.
pub fn soak() -> Done {
    let mut histories = cargo_command(&[
        "test",
        "--workspace",
        "--features",
        "desktop/custom-protocol",
        "--test",
        "matrix",
        "no_random_history_breaks_a_promise",
        "--",
        "--nocapture",
    ]);
    if std::env::var_os("BANGIAO_HISTORIES").is_none() {
        histories.env("BANGIAO_HISTORIES", "1000000");
    }
    run(histories)
}
