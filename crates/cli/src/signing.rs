//! `bangiao verify` and `bangiao sign`: digital signatures on files, without a data folder.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use engine::clock::Clock;
use engine::domain::calendar::{paper_date, vietnam};
use engine::domain::{Code, Refusal};
use engine::handover::digital::SigningKey;
use engine::minutes::stamp::Hand;
use engine::signing::{
    AfterKind, AfterRow, FileVerdict, KeyPlace, Manner, SignatureVerdict, TokenPlace, archive_file,
    open_key, sign_file, sign_file_stamped, verify_file,
};
use engine::{Engine, Failure, Reply};
use serde::Serialize;

use crate::args::{ArchiveArgs, KeyArgs, SignArgs};
use crate::files::{access, first_line};
use crate::output::Output;
use crate::typed::word;

/// What is said of one file.
#[derive(Debug, Serialize)]
struct Told {
    file: PathBuf,
    verdict: Option<FileVerdict>,
    error: Option<Failure>,
}

/// Checks files; fails unless everything in all of them holds.
pub(crate) fn verify(files: &[PathBuf], roots: &Path) -> Reply<Output> {
    let at = Clock::system().now();
    let mut told = vec![];
    for file in files {
        let bytes = std::fs::read(file).map_err(|_| access(file))?;
        let (verdict, error) = match verify_file(&bytes, roots, at) {
            Ok(verdict) => (Some(verdict), None),
            Err(failure) if failure.code == Code::FileAccess => return Err(failure),
            Err(failure) => (None, Some(failure)),
        };
        told.push(Told {
            file: file.clone(),
            verdict,
            error,
        });
    }
    let fails = told
        .iter()
        .any(|t| !t.verdict.as_ref().is_some_and(|v| v.passes));
    let text = told.iter().map(as_text).collect::<Vec<_>>().join("\n");
    Ok(Output::new(text, &told)?.failing(fails))
}

fn as_text(told: &Told) -> String {
    let mut lines = vec![];
    let verdict = match (&told.verdict, &told.error) {
        (Some(verdict), _) => verdict,
        (None, error) => {
            return format!(
                "✗ {}: {}",
                told.file.display(),
                error.as_ref().map(ToString::to_string).unwrap_or_default()
            );
        }
    };
    let said = if verdict.passes {
        "mọi chữ ký đều đúng"
    } else {
        "KHÔNG ĐẠT"
    };
    lines.push(format!(
        "{} {}: {said}",
        if verdict.passes { "✓" } else { "✗" },
        told.file.display()
    ));
    lines.extend(verdict.problem.iter().map(|p| format!("  {p}")));
    for signature in &verdict.signatures {
        lines.push(format!(
            "  {} {}",
            if signature.holds { "✓" } else { "✗" },
            signer(signature)
        ));
        lines.extend(
            signature
                .after
                .iter()
                .map(|a| format!("    sau đó: {}", came_after(a))),
        );
        lines.extend(
            signature
                .problems
                .iter()
                .chain(&signature.notes)
                .map(|p| format!("    {p}")),
        );
    }
    lines.extend(
        verdict
            .blank
            .iter()
            .map(|field| format!("  – ô {field}: chưa ký")),
    );
    lines.join("\n")
}

fn signer(signature: &SignatureVerdict) -> String {
    let shown = |what: &str, at: Option<DateTime<Utc>>| {
        let local = at.map(|at| at.with_timezone(&vietnam()));
        local
            .map(|at| {
                format!(
                    ", {what} {} ngày {}",
                    at.format("%H:%M:%S"),
                    paper_date(at.date_naive())
                )
            })
            .unwrap_or_default()
    };
    let when =
        shown("ghi giờ", signature.claimed_at) + &shown("có dấu thời gian", signature.proven_at);
    let organisation = signature
        .organisation
        .as_ref()
        .map(|o| format!(", {o}"))
        .unwrap_or_default();
    let whole = if signature.whole {
        "phủ cả tệp"
    } else {
        "phủ tệp đến lúc ký"
    };
    format!(
        "{}{organisation} ({}){when}; {whole}; nơi cấp: {}",
        signature.signer, signature.field, signature.issuer
    )
}

fn came_after(row: &AfterRow) -> String {
    match row.what {
        AfterKind::Signed => format!("ký thêm ở ô {}", row.field),
        AfterKind::Filled => format!(
            "điền ô {}: {}",
            row.field,
            row.text.as_deref().unwrap_or_default()
        ),
        AfterKind::SignedNewField => format!("thêm ô {} và ký", row.field),
        AfterKind::Evidence => "thêm bằng chứng lưu trữ".to_owned(),
        AfterKind::Description => "ghi lại phần mô tả tệp".to_owned(),
    }
}

/// The key that the arguments name, with its secret, which is asked if no file holds it.
pub(crate) fn key_of(args: &KeyArgs) -> Reply<SigningKey> {
    let secret = match &args.secret_file {
        Some(path) => first_line(path)?,
        None => rpassword::prompt_password("Mật khẩu hoặc mã PIN của khóa ký: ")
            .map_err(|_| Refusal::new(Code::KeyPassword))?,
    };
    let place = match (&args.key, &args.driver) {
        (_, Some(driver)) => KeyPlace::Token(TokenPlace {
            driver: driver.clone(),
            token: args.token.clone(),
            key: args.key_label.clone(),
        }),
        (Some(key), None) => KeyPlace::File(std::fs::read(key).map_err(|_| access(key))?),
        (None, None) => return Err(Refusal::new(Code::KeyUnusable).into()),
    };
    Ok(SigningKey {
        place,
        secret,
        stamp: args.stamp.clone(),
    })
}

/// Trusts certificates and takes revocation lists; lists what is trusted.
pub(crate) async fn trust(engine: &Engine, files: &[PathBuf], set: &str) -> Reply<Output> {
    let set = word(set)?;
    for file in files {
        engine
            .trust(&std::fs::read(file).map_err(|_| access(file))?, set)
            .await?;
    }
    let rows = engine.trusted().await?;
    let lines: Vec<String> = rows
        .iter()
        .map(|row| format!("{:?} {}", row.kind, row.name))
        .collect();
    Output::new(lines.join("\n"), &rows)
}

/// Signs a field of a file and writes the signed file beside it.
pub(crate) async fn sign(args: &SignArgs) -> Reply<Output> {
    let pdf = std::fs::read(&args.file).map_err(|_| access(&args.file))?;
    let key = key_of(&args.key)?;
    let hand = if args.organisation {
        Hand::Organisation
    } else {
        Hand::Person
    };
    let manner = Manner {
        field: args.field.as_deref(),
        hand,
        at: Clock::system().now(),
    };
    let opened = open_key(&key.place, &key.secret)?;
    let signed = match &key.stamp {
        Some(authority) => sign_file_stamped(&pdf, &opened, &manner, authority).await?,
        None => sign_file(&pdf, &opened, &manner)?,
    };
    engine::signing::write_whole(&args.out, &signed)?;
    Output::new(
        format!("Đã ký, ghi vào {}.", args.out.display()),
        &serde_json::json!({ "file": args.out, "bytes": signed.len() }),
    )
}

/// Puts evidence and an archive time stamp into a signed file, and writes it beside the old one.
pub(crate) async fn archive(args: &ArchiveArgs) -> Reply<Output> {
    let pdf = std::fs::read(&args.file).map_err(|_| access(&args.file))?;
    let kept = archive_file(&pdf, &args.roots, &args.stamp, Clock::system().now()).await?;
    engine::signing::write_whole(&args.out, &kept)?;
    Output::new(
        format!(
            "Đã thêm bằng chứng và dấu thời gian, ghi vào {}.",
            args.out.display()
        ),
        &serde_json::json!({ "file": args.out, "bytes": kept.len() }),
    )
}
