//! Units below the own one, each with its head: a commune's schools, the Sở's communes and schools.

use std::collections::BTreeSet;

use domain::acts::AddUnit;
use domain::acts::units::{HeadDetails, UnitDetails};
use domain::ids::UnitId;
use domain::officer::Role;
use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};
use domain::{Code, Refusal};
use workbook::Field;
use workbook::columns::plain;

use super::Outcome;
use super::plan::Planner;
use super::reader::RowReader;
use crate::Reply;

pub(super) async fn plan(planner: &mut Planner<'_>) -> Reply<()> {
    let own = planner.person.unit;
    let today = planner.engine.today();
    let words = ::minutes::words::words()?;
    for unit in planner.engine.replica.subtree(own).await? {
        planner.scene.load(planner.engine, unit).await?;
    }
    let key = |row: &RowReader| {
        row.text(Field::UnitCode).or_else(|| {
            Some(format!(
                "{}|{}",
                row.text(Field::Unit)?,
                row.text(Field::Parent).unwrap_or_default()
            ))
        })
    };
    planner.clash(key, |row| {
        let (field, what) = if row.text(Field::UnitCode).is_some() {
            (Field::UnitCode, "unit_code")
        } else {
            (Field::Unit, "unit_name")
        };
        (Some(field), Refusal::new(Code::Taken).with("what", what))
    });
    for n in 0..planner.rows.len() {
        let row = &mut planner.rows[n];
        let number = row.number;
        let Some(name) = row.required(Field::Unit, "unit_name") else {
            continue;
        };
        let head = row.required(Field::Head, "name");
        let code = row.name(Field::UnitCode, "code");
        let (levels, kind) = (levels(row, &name), kind(row, &name));
        let symbol = row
            .name(Field::Symbol, "symbol")
            .unwrap_or_else(|| symbol(&name));
        let position = row
            .name(Field::HeadPosition, "position")
            .unwrap_or_else(|| {
                words.text(match kind {
                    UnitKind::Commune => "chair",
                    UnitKind::Centre => "director",
                    UnitKind::IndependentGroup => "group_owner",
                    _ => "principal",
                })
            });
        let head_code = row
            .name(Field::HeadCode, "code")
            .unwrap_or_else(|| "TT01".to_owned());
        let admin_login = row.name(Field::AdminLogin, "login");
        let (Some(head), false) = (head, row.waits()) else {
            continue;
        };
        // A code is the unit's own; without one the name must be.
        let known = match &code {
            Some(code) => Ok(planner.scene.unit_coded(today, code)),
            None => planner.scene.unit_named(today, &name),
        };
        match known {
            Ok(None) => {}
            Ok(Some(_)) => continue,
            Err(refusal) => {
                planner.rows[n].wrong(Some(Field::Unit), refusal);
                continue;
            }
        }
        // The unit above may stand in a row of this file itself, further up.
        let by_unit = match planner.rows[n].text(Field::Parent) {
            None => own,
            Some(above) => match planner.scene.unit_coded(today, &above).or(planner
                .scene
                .unit_named(today, &above)
                .ok()
                .flatten())
            {
                Some(unit) => unit,
                None => {
                    planner.rows[n].wrong(
                        Some(Field::Parent),
                        Refusal::new(Code::UnknownUnit).with("unit", above),
                    );
                    continue;
                }
            },
        };
        let above = planner.scene.of(by_unit)?.unit(by_unit)?.clone();
        if levels.is_empty() {
            planner.rows[n].unknown(Field::Level, &name);
            continue;
        }
        let superior = if kind.teaches() && above.kind == UnitKind::Commune {
            Some(format!(
                "{} {}",
                domain::refusal::words().committee_short,
                place(&above.letterhead.place)
            ))
        } else {
            None
        };
        let place_of_papers = if above.kind == UnitKind::Commune {
            above.letterhead.place.clone()
        } else {
            domain::refusal::words().city.clone()
        };
        let details = UnitDetails {
            kind,
            levels,
            name,
            code,
            letterhead: Letterhead {
                superior,
                symbol,
                place: place_of_papers,
            },
            numbering: Numbering::None,
            from: today,
        };
        let head = HeadDetails {
            name: head,
            sex: None,
            code: head_code,
            position,
            role: Role::Head,
            from: today,
        };
        let op = planner.add(&[number], Outcome::Add, None, |_| {
            AddUnit {
                by_unit,
                details,
                parent: None,
                head,
                admin_login,
            }
            .into()
        });
        if let Some(op) = op {
            let unit = UnitId(
                domain::Stamp {
                    op,
                    at: planner.engine.now(),
                }
                .id(0),
            );
            planner.scene.grown(by_unit, unit)?;
        }
    }
    Ok(())
}

/// `Phường Lê Chân` as it stands in a superior line.
fn place(place: &str) -> String {
    place.to_uppercase()
}

/// The levels that the column names, or the name of the school.
fn levels(row: &mut RowReader, name: &str) -> BTreeSet<SchoolLevel> {
    if let Some(typed) = row.lines(Field::Level) {
        let mut found = BTreeSet::new();
        for part in workbook::value::list(&typed.replace(['&', '-'], ",")) {
            match workbook::columns::level(&part) {
                Some(level) => drop(found.insert(level)),
                None => row.unknown(Field::Level, &part),
            }
        }
        return found;
    }
    let name = format!(" {} ", plain(name));
    let signs = [
        (SchoolLevel::Preschool, [" mam non ", " mau giao ", " mn "]),
        (SchoolLevel::Primary, [" tieu hoc ", " th ", " tieu hoc "]),
        (
            SchoolLevel::LowerSecondary,
            [" trung hoc co so ", " thcs ", " thcs "],
        ),
        (
            SchoolLevel::UpperSecondary,
            [" trung hoc pho thong ", " thpt ", " thpt "],
        ),
        (
            SchoolLevel::Continuing,
            [" giao duc thuong xuyen ", " gdtx ", " gdnn "],
        ),
    ];
    let found: BTreeSet<SchoolLevel> = signs
        .into_iter()
        .filter(|(_, words)| words.iter().any(|w| name.contains(w)))
        .map(|(level, _)| level)
        .collect();
    // A commune looks after the three lower levels.
    if found.is_empty() && name.starts_with(" uy ban nhan dan ") {
        [
            SchoolLevel::Preschool,
            SchoolLevel::Primary,
            SchoolLevel::LowerSecondary,
        ]
        .into()
    } else {
        found
    }
}

fn kind(row: &mut RowReader, name: &str) -> UnitKind {
    let by_name = match plain(name) {
        n if n.starts_with("uy ban nhan dan") || n.starts_with("ubnd") => UnitKind::Commune,
        n if n.starts_with("trung tam") => UnitKind::Centre,
        n if n.starts_with("nhom tre") || n.contains("doc lap") => UnitKind::IndependentGroup,
        _ => UnitKind::School,
    };
    match row.text(Field::UnitKind) {
        None => by_name,
        Some(typed) => workbook::columns::unit_kind(&typed).unwrap_or_else(|| {
            row.unknown(Field::UnitKind, &typed);
            by_name
        }),
    }
}

/// Initials as schools sign their papers: `Trường Tiểu học Đằng Giang` is `THĐG`.
fn symbol(name: &str) -> String {
    let mut rest = name.to_owned();
    let mut out = String::new();
    for (words, short) in [
        ("Trường", ""),
        ("Mầm non", "MN"),
        ("Tiểu học", "TH"),
        ("Trung học cơ sở", "THCS"),
        ("Trung học phổ thông", "THPT"),
        ("Ủy ban nhân dân", "UBND"),
        ("Trung tâm", "TT"),
    ] {
        if let Some(at) = rest.to_lowercase().find(&words.to_lowercase()) {
            // Lower case has as many bytes for every letter of these words.
            if rest.is_char_boundary(at) && rest.is_char_boundary(at + words.len()) {
                rest.replace_range(at..at + words.len(), " ");
                out.push_str(short);
            }
        }
    }
    let initials = rest
        .split_whitespace()
        .filter(|w| !matches!(*w, "và" | "-" | "&"))
        .filter_map(|w| w.chars().next());
    if out == "UBND" {
        out
    } else {
        out + &initials.collect::<String>().to_uppercase()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_symbol_is_proposed_as_schools_write_it() {
        assert_eq!(super::symbol("Trường Tiểu học Đằng Giang"), "THĐG");
        assert_eq!(super::symbol("Trường Trung học cơ sở Lê Chân"), "THCSLC");
        assert_eq!(super::symbol("Ủy ban nhân dân phường Lê Chân"), "UBND");
    }
}
