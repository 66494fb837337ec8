//! Measuring: figures are printed, never asserted.

use crate::run::{Done, cargo, command, has, run, target};
use crate::setup;

/// Runs one bench.
pub fn bench(what: &str) -> Done {
    match what {
        "pdf" => {
            setup::for_test()?;
            let texts = target().join("bench-texts").display().to_string();
            cargo(&["run", "--profile", "bench-run", "--package", "journeys", "--bin", "bench_pdf", "--", &texts])?;
            peers(&texts)
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
        "import" => {
            setup::for_test()?;
            cargo(&["build", "--profile", "bench-run", "--package", "cli"])?;
            cargo(&["run", "--profile", "bench-run", "--package", "journeys", "--bin", "bench_import"])
        }
        "sign" => {
            setup::for_test()?;
            let mut sign = crate::run::cargo_command(&["run", "--profile", "bench-run", "--package", "journeys", "--bin", "bench_sign"]);
            sign.env("BANGIAO_PDF_PYTHON", setup::pdf_python());
            run(sign)
        }
        other => Err(format!("no bench named {other}: pdf, sign, app or import")),
    }
}

/// Other typesetters on the same texts, in the same run; those that are not there are named with what installs them.
fn peers(texts: &str) -> Done {
    let folder = target().join("peers");
    let mut rust = command("cargo", &["run", "--release", "--quiet", "--manifest-path", "tests/peers/Cargo.toml", "--", texts]);
    rust.env("CARGO_TARGET_DIR", &folder);
    run(rust)?;
    let python = folder.join("venv/bin/python");
    if python.exists() {
        run(command(&python.display().to_string(), &["tests/peers/weasy.py", texts]))?;
    } else {
        let venv = folder.join("venv");
        println!("peer WeasyPrint is not there: apt-get install python3-venv libpangoft2-1.0-0; python3 -m venv {0}; {0}/bin/pip install weasyprint", venv.display());
    }
    if !has("soffice") {
        println!("peer LibreOffice is not there: apt-get install --no-install-recommends libreoffice-writer-nogui");
        return Ok(());
    }
    let begun = clock();
    let mut files: Vec<String> = std::fs::read_dir(texts).map_err(|e| e.to_string())?.filter_map(Result::ok).map(|e| e.path().display().to_string()).collect();
    files.retain(|f| f.ends_with(".txt"));
    let out = folder.join("libreoffice").display().to_string();
    let mut office = command("soffice", &["--headless", "--convert-to", "pdf", "--outdir", &out]);
    office.args(&files).stdout(std::process::Stdio::null());
    run(office)?;
    println!("peer LibreOffice: {} files in one process, {:.2} s", files.len(), begun.elapsed().as_secs_f64());
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn clock() -> std::time::Instant {
    std::time::Instant::now()
}
