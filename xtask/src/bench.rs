//! Measuring: figures are printed, never asserted.

use crate::run::{Done, cargo, run, target};
use crate::setup;

/// Runs one bench.
pub fn bench(what: &str) -> Done {
    match what {
        "pdf" => {
            setup::for_app()?;
            cargo(&["run", "--profile", "bench-run", "--package", "journeys", "--bin", "bench_pdf"])
        }
        "app" => {
            setup::for_app()?;
            cargo(&["build", "--release", "--package", "desktop", "--features", "desktop/custom-protocol"])?;
            let binary = target().join("release/bangiao-desktop");
            let size = std::fs::metadata(&binary).map_err(|e| format!("{}: {e}", binary.display()))?.len();
            println!("binary without installer: {:.2} MB", size as f64 / 1e6);
            let mut app = crate::run::cargo_command(&["run", "--profile", "bench-run", "--package", "journeys", "--bin", "bench_app", "--"]);
            app.arg(&binary);
            let _display = crate::run::display()?;
            crate::run::on_display(&mut app);
            run(app)
        }
        other => Err(format!("no bench named {other}: pdf or app")),
    }
}
