//! `bangiao demo`: plays ward P and writes its minutes with an index.

use std::path::{Path, PathBuf};

use ::demo::{PASSWORD, Script, play};
use clap::Args;
use engine::domain::calendar::SchoolYear;
use engine::domain::ids::UnitId;
use engine::domain::minutes::{Frozen, HandoverMinutes};
use engine::export::csv;
use engine::{Engine, Reply};
use serde::Serialize;

use crate::files;
use crate::machine::Machine;
use crate::output::Output;

/// `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Thư mục nhận các tệp PDF và index.csv.
    #[arg(long)]
    out: PathBuf,
    /// Hạt giống của tên người và khóa.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The columns of index.csv.
const COLUMNS: [&str; 7] = [
    "file", "kind", "giver", "receiver", "scope", "pages", "sha256",
];

impl DemoArgs {
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        let (out, written) = (&self.out, machine.written_password()?);
        let password = written.as_deref().unwrap_or(PASSWORD);
        std::fs::create_dir_all(out).map_err(|_| files::access(out))?;
        let data = out.join("data");
        let (engine, _) = play(&data, password, Script::ward(self.seed)).await?;
        let mut index = vec![COLUMNS.map(str::to_owned).to_vec()];
        let mut made = Made {
            data: data.display().to_string(),
            year: SchoolYear::of(engine.today()).to_string(),
            password: written.is_none().then_some(PASSWORD),
            ..Made::default()
        };
        for unit in engine.units().await? {
            for entry in write_unit(&engine, unit.id, out, index.len()).await? {
                made.count(&entry);
                index.push(entry.cells);
            }
            made.compare(&engine, unit.id).await?;
        }
        let path = out.join("index.csv");
        files::write(&path, csv(&index))?;
        engine.close().await;
        Output::new(made.text(&path), &made)
    }
}

/// What the demo made.
#[derive(Debug, Default, Serialize)]
struct Made {
    files: usize,
    with_commitment: usize,
    pages: u32,
    sheets: u32,
    rights_in_force: usize,
    mismatches: u32,
    data: String,
    /// What opens the data, where nobody said another one.
    password: Option<&'static str>,
    year: String,
}

impl Made {
    fn count(&mut self, entry: &Entry) {
        self.files += 1;
        self.with_commitment += usize::from(entry.commitment);
        self.pages += entry.pages;
        self.sheets += entry.pages.div_ceil(2) * 2;
    }

    /// Rights in force against rights in signed minutes.
    async fn compare(&mut self, engine: &Engine, unit: UnitId) -> Reply<()> {
        let (facts, now) = (engine.facts(unit).await?, engine.now());
        let rights = facts.delegations.values();
        let in_force = rights.filter(|d| d.unit == unit && d.in_force(now));
        self.rights_in_force += in_force.count();
        self.mismatches += engine::views::rights::mismatches(&facts, unit, now);
        Ok(())
    }

    fn text(&self, index: &Path) -> String {
        let opened_by = self.password.map_or_else(String::new, |password| {
            format!("\nDữ liệu mẫu: {}, mật khẩu: {password}", self.data)
        });
        format!(
            "{} biên bản ({} bản kèm cam kết), {} trang, {} tờ cho hai bản mỗi người.\n\
             {} quyền đang có hiệu lực, {} quyền lệch với biên bản.\n\
             Danh mục: {}{opened_by}",
            self.files,
            self.with_commitment,
            self.pages,
            self.sheets,
            self.rights_in_force,
            self.mismatches,
            index.display()
        )
    }
}

/// One line of index.csv.
struct Entry {
    cells: Vec<String>,
    pages: u32,
    commitment: bool,
}

/// Writes the frozen minutes of a unit in the order in which they were drafted.
async fn write_unit(engine: &Engine, unit: UnitId, out: &Path, first: usize) -> Reply<Vec<Entry>> {
    let facts = engine.facts(unit).await?;
    let mut listed: Vec<_> = facts.minutes.values().filter(|m| m.unit == unit).collect();
    listed.sort_by_key(|m| m.drafted_at);
    let mut entries = vec![];
    for (n, minutes) in listed.into_iter().enumerate() {
        if let Some(frozen) = minutes.frozen() {
            entries.push(write(engine, minutes, frozen, out, first + n).await?);
        }
    }
    Ok(entries)
}

async fn write(
    engine: &Engine,
    minutes: &HandoverMinutes,
    frozen: &Frozen,
    out: &Path,
    n: usize,
) -> Reply<Entry> {
    let (kind, content) = (minutes.kind.letter(), &frozen.content);
    let (giver, receiver) = (&content.giver, &content.receiver);
    let file = format!("{n:03}-{kind}-{}-{}.pdf", receiver.code, frozen.check_code);
    let pdf = engine.minutes_pdf(minutes.unit, minutes.id).await?;
    files::write(&out.join(&file), pdf)?;
    let detail = engine.minutes_detail(minutes.unit, minutes.id).await?;
    Ok(Entry {
        cells: vec![
            file,
            kind.to_owned(),
            format!("{} ({})", giver.name, content.giver_unit.name),
            format!("{} ({})", receiver.name, content.unit.name),
            detail.row.scope,
            frozen.pages.to_string(),
            frozen.pdf.0.clone(),
        ],
        pages: frozen.pages,
        commitment: content.undertaking,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_a_half_is_a_sheet_for_each_of_two_copies() {
        let mut made = Made::default();
        for (pages, commitment) in [(1, false), (2, true), (3, true)] {
            let cells = vec![];
            made.count(&Entry {
                cells,
                pages,
                commitment,
            });
        }
        assert_eq!((made.files, made.with_commitment), (3, 2));
        assert_eq!((made.pages, made.sheets), (6, 8));
    }
}
