//! What is told of a table that was checked: a line for each problem, then the counts.

use engine::import::{ChangeRow, Checked, CheckedRow, Looked, Outcome, Problem};
use engine::workbook::table::LeftOut;
use serde_json::{Value, json};

use crate::wording;

/// For people.
pub(crate) fn lines(looked: &Looked, checked: &Checked) -> Vec<String> {
    let problems = |row: &CheckedRow| row.problems.iter().map(|p| said(row, p)).collect();
    let mut lines: Vec<String> = checked
        .rows
        .iter()
        .flat_map::<Vec<_>, _>(problems)
        .collect();
    lines.extend(left_out(looked));
    lines.extend(checked.warnings.iter().map(ToString::to_string));
    lines.extend(checked.changes.iter().map(change));
    if checked.changes.iter().any(|change| !change.taken) {
        lines.push("Dấu ○ là thay đổi chưa ghi: thêm --take-changes để ghi.".to_owned());
    }
    for (what, names) in [
        ("Đơn vị mới", &checked.new_units),
        ("Lớp mới", &checked.new_classes),
        ("Người mới", &checked.new_people),
    ] {
        if !names.is_empty() {
            lines.push(format!("{what} ({}): {}", names.len(), names.join(", ")));
        }
    }
    lines.extend(looked.converted.iter().map(|converted| {
        let (before, after) = (&converted.before, &converted.after);
        format!("Đã chuyển mã chữ cũ: {before} → {after}")
    }));
    lines.extend(checked.over.iter().map(|line| {
        let what = line.difference.map(wording::difference);
        let what = what.unwrap_or_else(|| wording::action(line.action));
        let why = wording::over(line.why);
        format!(
            "Khép việc trên Hệ thống CSDL: {} ({what}): {why}",
            line.login
        )
    }));
    if checked.tasks > 0 {
        let tasks = checked.tasks;
        lines.push(format!(
            "Thêm {tasks} việc trên Hệ thống CSDL, xem bằng csdl list."
        ));
    }
    lines.push(counts(checked));
    lines
}

/// `● Dòng 5, Nguyễn Thị Hoa, Chức vụ: “Giáo viên” → “Tổ trưởng”`: what is written has a full mark.
fn change(change: &ChangeRow) -> String {
    let mark = if change.taken { "●" } else { "○" };
    let old: &str = if change.old.is_empty() {
        "chưa ghi"
    } else {
        &change.old
    };
    format!(
        "{mark} Dòng {}, {}, {}: “{old}” → “{}”",
        change.row, change.of, change.column, change.new
    )
}

/// Rows that are read as something else than an entry; titles and repeated headers go without
/// saying.
fn left_out(looked: &Looked) -> Vec<String> {
    let why = |why: LeftOut| match why {
        LeftOut::Title | LeftOut::Header => None,
        LeftOut::Numbers => Some("số thứ tự cột"),
        LeftOut::Banner => Some("dòng nhóm"),
        LeftOut::Sum => Some("dòng cộng"),
        LeftOut::Closing => Some("cuối bảng"),
    };
    let rows = looked.left_out.iter();
    rows.filter_map(|(row, left_out)| Some(format!("· Dòng {row} không lấy: {}.", why(*left_out)?)))
        .collect()
}

fn counts(checked: &Checked) -> String {
    let Checked {
        added,
        edited,
        skipped,
        wrong,
        drafts,
        ..
    } = checked;
    format!(
        "Thêm {added} · Sửa {edited} · Bỏ qua {skipped} · Chờ sửa {wrong} · Biên bản nháp {drafts}"
    )
}

fn said(row: &CheckedRow, problem: &Problem) -> String {
    let mark = if problem.stops { "!" } else { "·" };
    let place = match &problem.column[..] {
        "" => String::new(),
        column => format!(", cột {column}"),
    };
    let waits = match row.outcome {
        Outcome::Wrong => "",
        _ => " (vẫn ghi)",
    };
    let proposal = problem.proposal.as_ref();
    let proposal = proposal.map(|text| format!(" Đề xuất: {text}."));
    format!(
        "{mark} Dòng {}{place}{waits}: {}{}",
        row.row,
        problem.failure,
        proposal.unwrap_or_default()
    )
}

/// For programs.
pub(crate) fn answer(looked: &Looked, checked: &Checked) -> Value {
    let sheet = looked.sheet + 1;
    let problems = |row: &CheckedRow| row.problems.iter().map(|p| told(sheet, row, p)).collect();
    let problems: Vec<Value> = checked
        .rows
        .iter()
        .flat_map::<Vec<_>, _>(problems)
        .collect();
    json!({
        "sheet": sheet,
        "header": looked.header,
        "added": checked.added,
        "edited": checked.edited,
        "skipped": checked.skipped,
        "wrong": checked.wrong,
        "drafts": checked.drafts,
        "tasks": checked.tasks,
        "over": checked.over,
        "changes": checked.changes,
        "problems": problems,
        "warnings": checked.warnings,
        "new_people": checked.new_people,
        "new_classes": checked.new_classes,
        "new_units": checked.new_units,
        "left_out": looked.left_out,
        "columns": looked.columns,
        "year": looked.year,
        "other_sheets": looked.other_sheets,
        "hidden_rows": looked.hidden,
    })
}

fn told(sheet: u32, row: &CheckedRow, problem: &Problem) -> Value {
    json!({
        "sheet": sheet,
        "row": row.row,
        "column": problem.column,
        "code": problem.failure.number,
        "sentence": problem.failure.sentence,
        "proposal": problem.proposal,
        "stops": problem.stops,
    })
}

#[cfg(test)]
mod tests {
    use engine::Failure;
    use engine::domain::{Code, Refusal};

    use super::*;

    fn problem() -> Problem {
        Problem {
            field: None,
            column: "Số CCCD".into(),
            failure: Failure::from(Refusal::new(Code::NothingChosen)),
            proposal: Some("031180012345".into()),
            stops: true,
            orders: vec![],
        }
    }

    fn row(outcome: Outcome, problem: Problem) -> CheckedRow {
        CheckedRow {
            row: 2,
            outcome,
            cells: vec![],
            problems: vec![problem],
            page: false,
        }
    }

    #[test]
    fn a_problem_names_row_column_and_what_it_should_be() {
        let row = row(Outcome::Wrong, problem());
        let failure = &row.problems[0].failure;
        assert_eq!(
            said(&row, &row.problems[0]),
            format!("! Dòng 2, cột Số CCCD: {failure} Đề xuất: 031180012345.")
        );
    }

    #[test]
    fn a_change_shows_what_is_there_and_what_comes() {
        let change = |old: &str, taken| {
            super::change(&ChangeRow {
                row: 5,
                field: engine::workbook::Field::Position,
                column: "Chức vụ".into(),
                of: "Nguyễn Thị Hoa".into(),
                old: old.into(),
                new: "Tổ trưởng".into(),
                taken,
            })
        };
        assert_eq!(
            change("Giáo viên", true),
            "● Dòng 5, Nguyễn Thị Hoa, Chức vụ: “Giáo viên” → “Tổ trưởng”"
        );
        assert!(
            change("", false).starts_with("○ Dòng 5"),
            "{}",
            change("", false)
        );
        assert!(change("", false).contains("“chưa ghi”"));
    }

    #[test]
    fn what_does_not_stop_a_row_says_that_the_row_is_written() {
        let noted = Problem {
            column: String::new(),
            proposal: None,
            stops: false,
            orders: vec![],
            ..problem()
        };
        let row = row(Outcome::Add, noted);
        let failure = &row.problems[0].failure;
        let expected = format!("· Dòng 2 (vẫn ghi): {failure}");
        assert_eq!(said(&row, &row.problems[0]), expected);
    }
}
