//! `bangiao demo`: plays ward P and writes its minutes with an index.

use std::path::Path;

use engine::demo::{Plan, play};
use engine::domain::calendar::SchoolYear;
use engine::domain::ids::UnitId;
use engine::domain::{Code, Refusal};
use engine::{Engine, Reply};
use serde::Serialize;

use crate::output::Output;

/// What the demo made.
#[derive(Debug, Serialize)]
pub(crate) struct Made {
    files: usize,
    with_commitment: usize,
    pages: u32,
    sheets: u32,
    rights_in_force: usize,
    mismatches: u32,
    data: String,
    year: String,
}

/// One line of index.csv.
struct Entry {
    cells: Vec<String>,
    pages: u32,
    commitment: bool,
}

pub(crate) async fn run(out: &Path, seed: u64, password: &str) -> Reply<Output> {
    let access = |path: &Path| {
        let name = path.display().to_string();
        move |_: std::io::Error| Refusal::new(Code::FileAccess).with("file", name)
    };
    std::fs::create_dir_all(out).map_err(access(out))?;
    let data = out.join("data");
    let (engine, _) = play(&data, password, Plan::ward(seed)).await?;
    let head = [
        "file", "kind", "giver", "receiver", "scope", "pages", "sha256",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut index = vec![head];
    let mut made = Made {
        files: 0,
        with_commitment: 0,
        pages: 0,
        sheets: 0,
        rights_in_force: 0,
        mismatches: 0,
        data: data.display().to_string(),
        year: SchoolYear::of(engine.today()).to_string(),
    };
    for unit in engine.units().await? {
        for entry in write_unit(&engine, unit.id, out, index.len()).await? {
            made.files += 1;
            made.with_commitment += usize::from(entry.commitment);
            made.pages += entry.pages;
            made.sheets += entry.pages.div_ceil(2) * 2;
            index.push(entry.cells);
        }
        let facts = engine.facts(unit.id).await?;
        made.rights_in_force += facts
            .delegations
            .values()
            .filter(|d| d.unit == unit.id && d.in_force(engine.now()))
            .count();
        made.mismatches += engine::views::rights::mismatches(&facts, unit.id, engine.now());
    }
    let path = out.join("index.csv");
    std::fs::write(&path, engine::export::csv(&index)).map_err(access(&path))?;
    engine.close().await;
    let text = format!(
        "{} biên bản ({} bản kèm cam kết), {} trang, {} tờ cho hai bản mỗi người.\n{} quyền đang có hiệu lực, {} quyền lệch với biên bản.\nDanh mục: {}",
        made.files,
        made.with_commitment,
        made.pages,
        made.sheets,
        made.rights_in_force,
        made.mismatches,
        path.display()
    );
    Output::new(text, &made)
}

async fn write_unit(engine: &Engine, unit: UnitId, out: &Path, first: usize) -> Reply<Vec<Entry>> {
    let facts = engine.facts(unit).await?;
    let mut listed: Vec<_> = facts.minutes.values().filter(|m| m.unit == unit).collect();
    listed.sort_by_key(|m| m.drafted_at);
    let mut entries = vec![];
    for (n, minutes) in listed.into_iter().enumerate() {
        let Some(frozen) = minutes.frozen() else {
            continue;
        };
        let content = &frozen.content;
        let code = content.receiver.code.clone();
        let file = format!(
            "{:03}-{}-{code}-{}.pdf",
            first + n,
            minutes.kind.letter(),
            frozen.check_code
        );
        let bytes = engine.minutes_pdf(unit, minutes.id).await?;
        let path = out.join(&file);
        std::fs::write(&path, &bytes)
            .map_err(|_| Refusal::new(Code::FileAccess).with("file", path.display()))?;
        let detail = engine.minutes_detail(unit, minutes.id).await?;
        let cells = vec![
            file,
            minutes.kind.letter().to_owned(),
            format!("{} ({})", content.giver.name, content.giver_unit.name),
            format!("{} ({})", content.receiver.name, content.unit.name),
            detail.row.scope,
            frozen.pages.to_string(),
            frozen.pdf.0.clone(),
        ];
        entries.push(Entry {
            cells,
            pages: frozen.pages,
            commitment: content.undertaking,
        });
    }
    Ok(entries)
}
