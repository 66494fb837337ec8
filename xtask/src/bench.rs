//! Measuring: figures are printed, never asserted.

use std::process::Command;

use crate::run::{Done, cargo, cargo_command, command, run, target};
use crate::setup;

/// Runs one bench.
pub fn bench(what: &str) -> Done {
    match what {
        "pdf" => {
            setup::for_test()?;
            setup::for_peers()?;
            let texts = target().join("bench-texts").display().to_string();
            let mut pdf = program("bench_pdf");
            pdf.args(["--", &texts]);
            run(pdf)?;
            peers(&texts)
        }
        "act" => {
            setup::for_test()?;
            cargo(&["build", "--profile", "bench-run", "--package", "server"])?;
            run(program("bench_act"))
        }
        "app" => {
            setup::for_app()?;
            cargo(&[
                "build",
                "--release",
                "--package",
                "desktop",
                "--features",
                "desktop/custom-protocol",
            ])?;
            let binary = target().join("release/bangiao-desktop");
            let size = std::fs::metadata(&binary)
                .map_err(|e| format!("{}: {e}", binary.display()))?
                .len();
            println!("binary without installer: {:.2} MB", size as f64 / 1e6);
            let mut app = program("bench_app");
            app.arg("--").arg(&binary);
            let _display = crate::run::display()?;
            crate::run::on_display(&mut app);
            run(app)
        }
        "import" => {
            setup::for_test()?;
            cargo(&["build", "--profile", "bench-run", "--package", "cli"])?;
            run(program("bench_import"))
        }
        "scans" => {
            setup::for_test()?;
            run(program("bench_scans"))
        }
        "sign" => {
            setup::for_test()?;
            let mut sign = program("bench_sign");
            sign.env("BANGIAO_PDF_PYTHON", setup::pdf_python());
            run(sign)
        }
        other => Err(format!(
            "no bench named {other}: act, pdf, sign, app, import or scans"
        )),
    }
}

/// A program of the journeys that measures, optimised.
fn program(name: &str) -> Command {
    let of_journeys = ["--package", "journeys", "--bin", name];
    let mut program = cargo_command(&["run", "--profile", "bench-run"]);
    program.args(of_journeys);
    program
}

/// Other typesetters, in the same run: krilla and typst on the same pages, WeasyPrint and
/// LibreOffice on the same texts.
fn peers(texts: &str) -> Done {
    let folder = target().join("peers");
    let mut rust = command(
        "cargo",
        &[
            "run",
            "--release",
            "--quiet",
            "--locked",
            "--manifest-path",
            "tests/peers/Cargo.toml",
            "--",
            texts,
        ],
    );
    rust.env("CARGO_TARGET_DIR", &folder);
    run(rust)?;
    run(command(
        &setup::peers_python().display().to_string(),
        &["tests/peers/weasy.py", texts],
    ))?;
    libre_office(texts, &folder)
}

/// Fifty files in one process, tagged and as PDF/A-2: its start counts with them. More at once it
/// does not finish.
fn libre_office(texts: &str, folder: &std::path::Path) -> Done {
    const FILES: usize = 50;
    const AS_WE: &str = r#"pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"},"PDFUACompliance":{"type":"boolean","value":"true"}}"#;
    let mut files: Vec<String> = std::fs::read_dir(texts)
        .map_err(|e| e.to_string())?
        .filter_map(Result::ok)
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    files.retain(|f| f.ends_with(".html"));
    files.sort();
    let step = files.len().div_ceil(FILES).max(1);
    files = files.into_iter().step_by(step).collect();
    let out = folder.join("libreoffice");
    if out.exists() {
        std::fs::remove_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    }
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.join("libreoffice-profile").display()
    );
    let mut office = command(
        "soffice",
        &[
            &profile,
            "--headless",
            "--infilter=HTML (StarWriter)",
            "--convert-to",
            AS_WE,
            "--outdir",
            &out.display().to_string(),
        ],
    );
    office
        .args(&files)
        .current_dir(texts)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    eprintln!(
        "→ cd {texts} && soffice {profile} --headless '--infilter=HTML (StarWriter)' --convert-to '{AS_WE}' --outdir {} ({} files)",
        out.display(),
        files.len()
    );
    let begun = clock();
    let done = office.status().map_err(|e| format!("soffice: {e}"))?;
    let each = begun.elapsed().as_secs_f64() * 1e3 / files.len() as f64;
    if !done.success() {
        return Err(format!("soffice: {done}"));
    }
    let made = std::fs::read_dir(&out)
        .map_err(|e| format!("{}: {e}", out.display()))?
        .count();
    if made != files.len() {
        return Err(format!("soffice made {made} of {} files", files.len()));
    }
    let ours = std::fs::read_to_string(std::path::Path::new(texts).join("ours.txt"))
        .map_err(|e| e.to_string())?;
    let mean: f64 = ours
        .lines()
        .find_map(|line| line.strip_prefix("mean_alone ")?.parse().ok())
        .ok_or("our own figure is missing")?;
    println!(
        "peer LibreOffice: {} files in one process, {each:.1} ms each; ours took {:.3} of it",
        files.len(),
        mean / each
    );
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn clock() -> std::time::Instant {
    std::time::Instant::now()
}
