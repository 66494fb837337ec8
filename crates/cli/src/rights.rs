//! `bangiao rights`: who may do what, at any instant.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Args;
use engine::Reply;
use engine::domain::calendar::vietnam;
use engine::views::rights::{Question, RightRow, When};
use engine::write_whole;

use crate::machine::AtWork;
use crate::named;
use crate::output::Output;

/// `rights`.
#[derive(Debug, Args)]
pub(crate) struct RightsArgs {
    /// Thời điểm dd/mm/yyyy HH:MM hoặc HH:MM:SS, hoặc một ngày dd/mm/yyyy: mọi người có quyền lúc nào đó trong
    /// ngày; không có thì bây giờ.
    #[arg(long)]
    at: Option<String>,
    /// Tên lớp, của năm học có ngày hỏi; năm học khác ghi sau tên: "6A2 năm học 2026 - 2027".
    #[arg(long)]
    class: Option<String>,
    /// Mã cán bộ.
    #[arg(long)]
    officer: Option<String>,
    /// Chỉ những quyền máy chủ đã mở.
    #[arg(long)]
    opened: bool,
    /// Ghi bảng kê ra tệp PDF để thủ trưởng ký.
    #[arg(long, conflicts_with = "opened")]
    pdf: Option<PathBuf>,
}

impl RightsArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let when = self.at.as_deref().map(|text| work.engine.parse_when(text));
        let when = when.transpose()?;
        let day = when.map_or_else(|| work.engine.today(), When::day);
        let class = match &self.class {
            Some(name) => Some(work.engine.class_named(work.unit, name, day).await?.id),
            None => None,
        };
        let officer = match &self.officer {
            Some(code) => Some(named::officer(work, code).await?),
            None => None,
        };
        let asked = Question {
            when,
            class,
            officer,
        };
        if let Some(path) = self.pdf {
            let pdf = work.engine.rights_pdf(work.unit, asked);
            write_whole(&path, &pdf.await?)?;
            let text = format!("Đã ghi bảng kê vào {}.", path.display());
            return Output::done(text, "file", path);
        }
        let mut rows = work.engine.rights(work.unit, asked).await?;
        rows.retain(|r| !self.opened || r.opened_at.is_some_and(|o| o <= upto(r, work, when)));
        Output::list(&rows, line)
    }
}

/// The instant by which the server must have opened a right, for it to count as opened.
fn upto(row: &RightRow, work: &AtWork, when: Option<When>) -> DateTime<Utc> {
    match (row.within, when) {
        (Some(within), _) => within.until.unwrap_or_else(|| work.engine.now()),
        (None, Some(When::At(at))) => at,
        (None, _) => work.engine.now(),
    }
}

fn line(row: &RightRow) -> String {
    let local = |at: DateTime<Utc>, shape| at.with_timezone(&vietnam()).format(shape).to_string();
    let since = row.in_force_at.map(|at| local(at, "%H:%M %d/%m/%Y"));
    let within = row.within.map(|within| {
        let from = local(within.from, "%H:%M");
        match within.until.map(|until| local(until, "%H:%M")) {
            None => format!(" (trong ngày: từ {from})"),
            Some(until) => format!(" (trong ngày: {from} – {until})"),
        }
    });
    let waits = if row.opened_at.is_none() {
        " – chờ máy chủ mở quyền"
    } else {
        ""
    };
    let dated = row.dated.as_ref().map(|dated| format!(" ({dated})"));
    let taken = row.taken.as_ref().map(|taken| format!(" ({taken})"));
    format!(
        "{}: {} – theo biên bản {}{} – từ {}{}{}{waits}",
        row.name,
        row.right,
        row.minutes,
        dated.unwrap_or_default(),
        since.unwrap_or_default(),
        within.unwrap_or_default(),
        taken.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_right_says_by_which_minutes_since_when_and_whether_it_is_open() {
        let mut row = RightRow {
            id: Uuid::nil().into(),
            officer: Uuid::nil().into(),
            unit: None,
            name: "Nguyễn Thị Hoa".into(),
            right: "Quản lý lớp chủ nhiệm 6A2".into(),
            from: NaiveDate::default(),
            until: None,
            in_force_at: Some("2026-09-05T01:00:00Z".parse().unwrap()),
            opened_at: None,
            closed_at: None,
            minutes: "07/BB".into(),
            within: None,
            dated: None,
            taken: None,
            alone: false,
        };
        let told =
            "Nguyễn Thị Hoa: Quản lý lớp chủ nhiệm 6A2 – theo biên bản 07/BB – từ 08:00 05/09/2026";
        assert_eq!(line(&row), format!("{told} – chờ máy chủ mở quyền"));
        row.opened_at = row.in_force_at;
        assert_eq!(line(&row), told);
        row.dated = Some("giấy ghi ngày 01/09/2026, ghi nhận sau 4 ngày".into());
        let dated = "07/BB (giấy ghi ngày 01/09/2026, ghi nhận sau 4 ngày) – từ 08:00 05/09/2026";
        assert!(line(&row).ends_with(dated), "{}", line(&row));
        row.taken = Some("tiếp nhận từ việc Lê Thị Hiệu ghi lúc 08:00 ngày 01/09/2026".into());
        assert!(
            line(&row).ends_with("(tiếp nhận từ việc Lê Thị Hiệu ghi lúc 08:00 ngày 01/09/2026)")
        );
    }
}
