//! Importing tables and filing stacks of scans.

use std::path::Path;

use engine::import::{CheckedRow, ImportRequest, Outcome};
use engine::workbook::table::ChosenFont;
use engine::workbook::{Choice, DateOrder, Field};
use engine::{Engine, Reply};
use serde_json::json;

use crate::args::{ImportArgs, ImportsCommand, ScansCommand};
use crate::files::{read_from_outside, write};
use crate::output::Output;
use crate::typed::{bad, table, word};

/// `C=name` is the third column; `E=-` is not taken over.
fn column(text: &str) -> Reply<(u32, Option<Field>)> {
    let (letters, field) = text.split_once('=').ok_or_else(bad)?;
    let mut place = 0_u32;
    for letter in letters.bytes() {
        let digit = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|d| *d < 26)
            .ok_or_else(bad)?;
        place = place
            .checked_mul(26)
            .and_then(|p| p.checked_add(u32::from(digit) + 1))
            .ok_or_else(bad)?;
    }
    let field = if field == "-" {
        None
    } else {
        Some(word(field)?)
    };
    Ok((place.checked_sub(1).ok_or_else(bad)?, field))
}

fn choice(args: &ImportArgs) -> Reply<Choice> {
    Ok(Choice {
        sheet: args
            .sheet
            .map(|n| n.checked_sub(1).ok_or_else(bad))
            .transpose()?,
        header: args.header,
        columns: args
            .column
            .iter()
            .map(|c| column(c))
            .collect::<Reply<_>>()?,
        date_order: match args.date_order.as_deref() {
            None => DateOrder::Unknown,
            Some("dmy") => DateOrder::DayMonth,
            Some("mdy") => DateOrder::MonthDay,
            Some(_) => return Err(bad().into()),
        },
        old_font: args
            .old_font
            .as_deref()
            .map(word::<ChosenFont>)
            .transpose()?,
    })
}

pub(crate) async fn run(engine: &Engine, args: ImportArgs) -> Reply<Output> {
    let name = args
        .file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    engine
        .open_book(&name, read_from_outside(&args.file)?)
        .await?;
    let kind = table(&args.kind)?;
    let choice = choice(&args)?;
    let looked = engine.look_at(kind, &choice).await?;
    let request = ImportRequest {
        choice,
        take_proposals: args.take_proposals,
        ..ImportRequest::of(kind)
    };
    let checked = engine.check_import(&request).await?;
    if let (Some(to), true) = (&args.wrong_to, checked.wrong > 0) {
        write(to, &engine.wrong_rows(&request).await?)?;
    }
    let sheet = looked.sheet + 1;
    let problems: Vec<serde_json::Value> = checked
        .rows
        .iter()
        .flat_map(|row| row.problems.iter().map(move |p| problem(sheet, row, p)))
        .collect();
    let mut lines: Vec<String> = checked
        .rows
        .iter()
        .flat_map(|row| row.problems.iter().map(move |p| said(row, p)))
        .collect();
    lines.extend(checked.warnings.iter().map(ToString::to_string));
    if let Some(converted) = &looked.converted {
        lines.push(format!(
            "Đã chuyển mã chữ cũ: {} → {}",
            converted.before, converted.after
        ));
    }
    let (added, edited, skipped, wrong, drafts) = (
        checked.added,
        checked.edited,
        checked.skipped,
        checked.wrong,
        checked.drafts,
    );
    lines.push(format!(
        "Thêm {added} · Sửa {edited} · Bỏ qua {skipped} · Chờ sửa {wrong} · Biên bản nháp {drafts}"
    ));
    let mut answer = json!({ "sheet": sheet, "header": looked.header, "added": added, "edited": edited, "skipped": skipped, "wrong": wrong, "drafts": drafts, "problems": problems, "warnings": checked.warnings, "hidden_rows": looked.hidden });
    if !args.dry_run && (added > 0 || edited > 0) {
        let done = engine.run_import(&request).await?;
        lines.push(format!("Đã ghi. Mã lần nhập {}", done.id));
        answer["import"] = json!(done.id);
    }
    Output::new(lines.join("\n"), &answer)
}

fn problem(sheet: u32, row: &CheckedRow, p: &engine::import::Problem) -> serde_json::Value {
    json!({ "sheet": sheet, "row": row.row, "column": p.column, "code": p.failure.number, "sentence": p.failure.sentence, "proposal": p.proposal, "stops": p.stops })
}

fn said(row: &CheckedRow, p: &engine::import::Problem) -> String {
    let mark = if p.stops { "!" } else { "·" };
    let place = if p.column.is_empty() {
        String::new()
    } else {
        format!(", cột {}", p.column)
    };
    let proposal = p
        .proposal
        .as_ref()
        .map(|text| format!(" Đề xuất: {text}."))
        .unwrap_or_default();
    let waits = if row.outcome == Outcome::Wrong {
        ""
    } else {
        " (vẫn ghi)"
    };
    format!(
        "{mark} Dòng {}{place}{waits}: {}{proposal}",
        row.row, p.failure
    )
}

pub(crate) async fn imports(engine: &Engine, command: ImportsCommand) -> Reply<Output> {
    match command {
        ImportsCommand::List => {
            let rows = engine.imports().await?;
            let lines: Vec<String> = rows
                .iter()
                .map(|r| {
                    format!(
                        "{} {} {} +{} ~{}",
                        r.id,
                        r.kind.key(),
                        r.name,
                        r.added,
                        r.edited
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &rows)
        }
        ImportsCommand::Undo { id } => {
            let undone = engine.undo_import(id).await?;
            let mut lines = vec![format!("Đã hoàn tác {} việc.", undone.undone)];
            lines.extend(undone.kept.iter().map(|k| format!("Giữ lại: {k}")));
            Output::new(lines.join("\n"), &undone)
        }
    }
}

pub(crate) async fn template(engine: &Engine, name: &str, out: &Path) -> Reply<Output> {
    write(out, &engine.template(table(name)?).await?)?;
    Output::new(
        format!("Đã ghi tệp mẫu {}.", out.display()),
        &json!({ "file": out }),
    )
}

pub(crate) async fn scans(engine: &Engine, command: ScansCommand) -> Reply<Output> {
    let ScansCommand::File { stack } = command;
    let answer = engine
        .file_stack(read_from_outside(&stack)?, |_| {})
        .await?;
    let mut lines: Vec<String> = answer
        .filed
        .iter()
        .map(|f| format!("✓ {} (trang {:?})", f.receiver, f.pages))
        .collect();
    lines.extend(answer.unfiled.iter().map(|u| {
        format!(
            "! trang {:?} {}: {}",
            u.pages,
            u.receiver.as_deref().unwrap_or("chưa rõ của ai"),
            u.failure
        )
    }));
    lines.push(format!(
        "Đã xếp {} biên bản, {} chỗ chưa xếp được.",
        answer.filed.len(),
        answer.unfiled.len()
    ));
    Output::new(lines.join("\n"), &answer)
}
