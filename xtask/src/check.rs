//! Tests, quick checks, and generated files.

use crate::run::{
    Done, build_programs, cargo, cargo_command, command, display, on_display, root, run, target,
};
use crate::{deny, setup};

/// Everything that CI runs; with words, only the tests whose names hold them.
pub fn test(words: Option<&str>) -> Done {
    setup::for_test()?;
    if let Some(words) = words {
        build_programs(true)?;
        return tests(&["test", "--workspace", words]);
    }
    quick()?;
    setup::npm(&["run", "test"])?;
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

/// Format, lints and types of Rust and of the screens, documentation, and what we build on.
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

/// Query data, error texts for the screens, and the bindings.
pub fn generate() -> Done {
    setup::for_app()?;
    let databases = target().join("dev-db");
    std::fs::create_dir_all(&databases).map_err(|e| e.to_string())?;
    let mut check = cargo_command(&[
        "check",
        "--package",
        "rows",
        "--package",
        "replica",
        "--package",
        "store-sqlite",
    ]);
    check.env_remove("SQLX_OFFLINE");
    for (variable, name, folder) in [
        ("REPLICA_DATABASE_URL", "replica.db", "migrations/replica"),
        (
            "SERVER_DATABASE_URL",
            "server.db",
            "migrations/server/sqlite",
        ),
    ] {
        let path = databases.join(name);
        let _ = std::fs::remove_file(&path);
        let mut files: Vec<_> = std::fs::read_dir(root().join(folder))
            .map_err(|e| e.to_string())?
            .filter_map(Result::ok)
            .map(|e| e.path())
            .collect();
        files.sort();
        for file in files {
            run(command(
                "sqlite3",
                &[
                    &path.display().to_string(),
                    &format!(".read {}", file.display()),
                ],
            ))?;
        }
        check.env(variable, format!("sqlite://{}", path.display()));
    }
    let data = root().join(".sqlx");
    let _ = std::fs::remove_dir_all(&data);
    std::fs::create_dir_all(&data).map_err(|e| e.to_string())?;
    for name in ["rows", "replica", "store-sqlite"] {
        run(command("touch", &[&format!("crates/{name}/src/lib.rs")]))?;
    }
    check.env("SQLX_OFFLINE_DIR", &data);
    run(check)?;
    let mut bindings = cargo_command(&[
        "test",
        "--package",
        "desktop",
        "--lib",
        "--features",
        "desktop/custom-protocol",
    ]);
    bindings.env("BANGIAO_GEN", "1");
    run(bindings)
}
