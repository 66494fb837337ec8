//! Units below the own one, each with its head if the list names one: a commune's schools, the Sở's
//! communes and schools.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::acts::AddUnit;
use domain::acts::units::{HeadDetails, UnitDetails};
use domain::catalogue::{CommuneEntry, communes};
use domain::ids::UnitId;
use domain::officer::{Role, head_codes};
use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind, proposed_parent};
use domain::{Code, Refusal};
use workbook::Field;
use workbook::columns::plain;

use crate::draft::{Draft, Positions};
use crate::known::{Named, unknown};
use crate::moves::{SaidHead, head, moved};
use crate::posts::leading;
use crate::row::{Outcome, RowReader};
use crate::unit_names::{committee, in_catalogue, is_commune, spelled_out};

/// What a row says about a unit.
struct Said {
    row: u32,
    name: String,
    code: Option<String>,
    kind: UnitKind,
    levels: BTreeSet<SchoolLevel>,
    symbol: String,
    place: Option<String>,
    above: Option<String>,
    head: Option<String>,
    head_code: Option<String>,
    position: String,
    role: Role,
    admin_login: Option<String>,
}

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.reading.clash(told_by, |row, _| taken(row));
    let mut made: BTreeSet<UnitId> = BTreeSet::new();
    for n in 0..draft.reading.rows.len() {
        let positions = draft.positions;
        let Some(said) = said(&mut draft.reading.rows[n], positions) else {
            continue;
        };
        match known(draft, &said) {
            Known::New => {}
            Known::Waits => continue,
            Known::Is(unit) if made.contains(&unit) => {
                let (field, refusal) = taken(&draft.reading.rows[n]);
                draft.reading.rows[n].wrong(Some(field), refusal);
                continue;
            }
            Known::Is(unit) => {
                if let Some(above) = other_above(draft, &said, unit)? {
                    moved(draft, n, unit, above)?;
                }
                if let (Some(name), false) = (&said.head, draft.reading.rows[n].waits()) {
                    let named = SaidHead {
                        name,
                        code: said.head_code.as_deref(),
                        position: &said.position,
                    };
                    head(draft, said.row, unit, &named)?;
                }
                continue;
            }
        }
        let Some(by_unit) = above(draft, &said) else {
            continue;
        };
        if said.levels.is_empty() {
            draft.reading.rows[n].unknown(Field::Level, &said.name);
            continue;
        }
        if said.head.is_none() {
            draft.reading.rows[n].note(Some(Field::Head), Refusal::new(Code::HeadLater));
        }
        made.extend(add(draft, by_unit, said)?);
    }
    Ok(())
}

/// A code is the unit's own; without one it is its name, under the unit above.
fn told_by(row: &RowReader) -> Option<String> {
    row.text(Field::UnitCode).or_else(|| {
        let above = row.text(Field::Parent).unwrap_or_default();
        Some(format!("{}|{above}", row.text(Field::Unit)?))
    })
}

fn taken(row: &RowReader) -> (Field, Refusal) {
    let (field, what) = if row.text(Field::UnitCode).is_some() {
        (Field::UnitCode, "unit_code")
    } else {
        (Field::Unit, "unit_name")
    };
    (field, Refusal::new(Code::Taken).with("what", what))
}

/// Reads a unit from a row; none if the row waits.
fn said(row: &mut RowReader, positions: &Positions) -> Option<Said> {
    let name = row.required(Field::Unit, "unit_name")?;
    let head = row.person(Field::Head);
    let mut code = row.name(Field::UnitCode, "code");
    let (mut levels, kind) = (levels(row, &name), kind(row, &name));
    if levels.is_empty() {
        match kind {
            UnitKind::Division => levels = levels_of_division(&name),
            // Independent groups look after small children alone.
            UnitKind::IndependentGroup => levels = [SchoolLevel::Preschool].into(),
            _ => {}
        }
    }
    let mut name = name;
    if kind == UnitKind::Commune
        && let Some(official) = commune(row, &name, code.as_deref())
    {
        (code, name) = (Some(official.0), official.1);
    }
    let symbol = row.name(Field::Symbol, "symbol");
    let place = row.name(Field::Place, "place");
    let position = row.name(Field::HeadPosition, "position");
    let (role, position) = leading(position.as_deref().unwrap_or(positions.of_head(kind)));
    let head_code = row.name(Field::HeadCode, "code");
    let admin_login = row.name(Field::AdminLogin, "login");
    if row.waits() {
        return None;
    }
    Some(Said {
        row: row.number,
        code,
        kind,
        levels,
        symbol: symbol.unwrap_or_else(|| proposed_symbol(&name)),
        place,
        above: row.text(Field::Parent),
        head,
        head_code,
        position,
        role,
        admin_login,
        name,
    })
}

/// What the register knows of the unit of a row.
enum Known {
    New,
    Is(UnitId),
    /// Nobody can tell: the row waits.
    Waits,
}

/// Whether the unit is there already; a name that several have makes the row wait.
fn known(draft: &mut Draft<'_>, said: &Said) -> Known {
    let coded = said.code.as_ref().and_then(|code| draft.unit_coded(code));
    let named = draft.unit_named(&said.name);
    let (field, refusal) = match (coded, named) {
        (Some(unit), Named::One(other)) if unit != other => (
            Field::UnitCode,
            Refusal::new(Code::Taken).with("what", "unit_code"),
        ),
        (Some(unit), _) => return Known::Is(unit),
        // The same name with another code is another unit; one without a code is perhaps this one.
        (None, Named::One(unit)) if said.code.is_some() => {
            let today = draft.today();
            let has_code = draft.unit(unit).is_ok_and(|u| u.code_on(today).is_some());
            if has_code {
                return Known::New;
            }
            if said.kind == UnitKind::Commune {
                return Known::Is(unit);
            }
            let taken = Refusal::new(Code::Taken).with("what", "unit_name");
            (Field::Unit, taken)
        }
        (None, Named::One(unit)) => return Known::Is(unit),
        (None, several @ Named::Several(_)) if said.code.is_none() => {
            match several.found(&said.name) {
                Ok(unit) => return Known::Is(unit),
                Err(refusal) => (Field::Unit, refusal),
            }
        }
        (None, _) => return Known::New,
    };
    draft.reading.wrong(&[said.row], Some(field), &refusal);
    Known::Waits
}

/// The unit above that the file shows for one that is known, where it is another one than in the
/// register.
fn other_above(
    draft: &mut Draft<'_>,
    said: &Said,
    unit: UnitId,
) -> Result<Option<UnitId>, Refusal> {
    if said.above.is_none() {
        return Ok(None);
    }
    let Some(above) = above(draft, said) else {
        return Ok(None);
    };
    let today = draft.today();
    let row = draft.unit(unit)?;
    // The commune of a school that is the Sở's says where it lies, not under whom it stands.
    let lies_there = draft.unit(above)?.kind == UnitKind::Commune
        && proposed_parent(row.kind, &row.levels, Some(above), None) != Some(above);
    // A move that is decided for a day to come is known too.
    let decided = row.parents.last().map(|parent| parent.value.unit);
    let stands = row.parent_on(today) == Some(above) || decided == Some(above);
    let same = stands || unit == above || lies_there;
    Ok((!same).then_some(above))
}

/// The commune of the catalogue that a name means, with its code and official name. A code of
/// another one, and a name that fits two without its marks, make the row wait.
fn commune(row: &mut RowReader, name: &str, code: Option<&str>) -> Option<(String, String)> {
    let (exact, like) = in_catalogue(name);
    let wanted = code.and_then(|code| communes().iter().find(|entry| entry.code == code));
    match (exact.as_slice(), wanted) {
        ([entry], Some(wanted)) if entry.code != wanted.code => {
            let refusal = Refusal::new(Code::CommuneCode)
                .with("code", &wanted.code)
                .with("name", &wanted.name)
                .with("value", name);
            row.wrong(Some(Field::UnitCode), refusal);
            None
        }
        ([entry], _) => Some((entry.code.clone(), committee(entry))),
        ([], Some(wanted)) if like.iter().any(|entry| entry.code == wanted.code) => {
            Some((wanted.code.clone(), committee(wanted)))
        }
        ([], _) => {
            let shown = like.iter().map(|e| format!("{} ({})", e.name, e.code));
            let shown: Vec<String> = shown.collect();
            match like.as_slice() {
                [] => {}
                [one] => row.wrong_with(Field::Unit, unknown(name), Some(committee(one))),
                _ => {
                    let refusal = Refusal::new(Code::WhichUnit)
                        .with("unit", name)
                        .with("candidates", shown.join("; "));
                    row.wrong(Some(Field::Unit), refusal);
                }
            }
            None
        }
        _ => None,
    }
}

/// The unit above, which may stand in a row of this file itself, further up.
fn above(draft: &mut Draft<'_>, said: &Said) -> Option<UnitId> {
    let Some(typed) = &said.above else {
        return Some(draft.own());
    };
    if let Some(unit) = draft.unit_coded(typed) {
        return Some(unit);
    }
    let own = draft.own();
    if is_department(typed)
        && draft
            .unit(own)
            .is_ok_and(|u| u.kind == UnitKind::Department)
    {
        return Some(own);
    }
    let named = draft.above_named(typed);
    let proposal = named.proposal();
    match named.found(typed) {
        Ok(unit) => Some(unit),
        Err(refusal) => {
            draft
                .reading
                .numbered(&[said.row])
                .for_each(|row| row.wrong_with(Field::Parent, refusal.clone(), proposal.clone()));
            None
        }
    }
}

fn add(draft: &mut Draft<'_>, by_unit: UnitId, said: Said) -> Result<Option<UnitId>, Refusal> {
    let from = draft.today();
    let row = said.row;
    let first = || head_codes().next().unwrap_or_default();
    let unit = AddUnit {
        by_unit,
        details: UnitDetails {
            kind: said.kind,
            levels: said.levels,
            name: said.name,
            code: said.code,
            letterhead: Letterhead {
                superior: None,
                symbol: said.symbol,
                place: said.place.unwrap_or_default(),
                filed: None,
            },
            numbering: Numbering::None,
            from,
        },
        parent: None,
        head: said.head.map(|name| HeadDetails {
            name,
            sex: None,
            code: said.head_code.unwrap_or_else(first),
            position: said.position,
            role: said.role,
            from,
        }),
        admin_login: said.admin_login,
    };
    let unit = unit.composed(draft.facts(by_unit)?, from)?;
    let added = draft.add(&[row], Outcome::Add, None, unit);
    Ok(added.map(|added| UnitId(added.stamp.id(0))))
}

/// The committee of a commune of the catalogue, as the Sở adds it: without a head, who is entered or
/// listed later.
#[must_use]
pub fn of_catalogue(entry: &CommuneEntry, by_unit: UnitId, from: NaiveDate) -> AddUnit {
    let name = committee(entry);
    AddUnit {
        by_unit,
        details: UnitDetails {
            kind: UnitKind::Commune,
            levels: levels_in(&name),
            code: Some(entry.code.clone()),
            letterhead: Letterhead {
                superior: None,
                symbol: proposed_symbol(&name),
                place: String::new(),
                filed: None,
            },
            name,
            numbering: Numbering::None,
            from,
        },
        parent: None,
        head: None,
        admin_login: None,
    }
}

/// The levels that the column names, or the name of the unit.
fn levels(row: &mut RowReader, name: &str) -> BTreeSet<SchoolLevel> {
    let Some(typed) = row.lines(Field::Level) else {
        return levels_in(name);
    };
    let mut found = BTreeSet::new();
    for part in workbook::value::list(&typed.replace(['&', '-'], ",")) {
        match workbook::columns::level(&part) {
            Some(level) => drop(found.insert(level)),
            None => row.unknown(Field::Level, &part),
        }
    }
    found
}

/// How names of units say which levels they teach.
const SIGNS: [(SchoolLevel, &[&str]); 5] = [
    (SchoolLevel::Preschool, &[" mam non ", " mau giao ", " mn "]),
    (SchoolLevel::Primary, &[" tieu hoc ", " th "]),
    (
        SchoolLevel::LowerSecondary,
        &[" trung hoc co so ", " thcs "],
    ),
    (
        SchoolLevel::UpperSecondary,
        &[" trung hoc pho thong ", " thpt "],
    ),
    (
        SchoolLevel::Continuing,
        &[" giao duc thuong xuyen ", " gdtx ", " gdnn "],
    ),
];

/// The levels that the name of a unit says; none where it says nothing.
///
/// ```
/// use domain::unit::SchoolLevel::{LowerSecondary, Primary};
/// let levels = planning::levels_in("Trường Tiểu học và THCS Minh Tân");
/// assert_eq!(levels, [Primary, LowerSecondary].into());
/// ```
#[must_use]
pub fn levels_in(name: &str) -> BTreeSet<SchoolLevel> {
    let spelled = format!(" {} ", plain(&spelled_out(name)));
    let said = SIGNS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| spelled.contains(word)));
    let found: BTreeSet<SchoolLevel> = said.map(|(level, _)| *level).collect();
    if found.is_empty() && is_commune(name) {
        // A commune looks after the three lower levels.
        return [
            SchoolLevel::Preschool,
            SchoolLevel::Primary,
            SchoolLevel::LowerSecondary,
        ]
        .into();
    }
    found
}

/// The levels that a division looks after: those between lower and upper secondary in `Trung học`,
/// and all of them where its name says none.
fn levels_of_division(name: &str) -> BTreeSet<SchoolLevel> {
    if plain(&spelled_out(name)).contains("trung hoc") {
        return [SchoolLevel::LowerSecondary, SchoolLevel::UpperSecondary].into();
    }
    SchoolLevel::ALL.into()
}

/// How names say that a school is for pupils with special needs.
const SPECIAL: [&str; 7] = [
    "chuyen biet",
    "giao duc dac biet",
    "khuyet tat",
    "khiem thi",
    "khiem thinh",
    "tre em mu",
    "nguoi mu",
];

/// How names say that a school is not public.
const PRIVATE: [&str; 3] = ["tu thuc", "dan lap", "ngoai cong lap"];

/// Whether a name is that of an independent group, which is no school though one may be called Độc Lập.
fn is_group(spelled: &str, name: &str) -> bool {
    let begins = ["nhom tre", "nhom lop"];
    let school = || {
        let taught = levels_in(name).into_iter();
        plain(name).starts_with("truong") || taught.max() > Some(SchoolLevel::Preschool)
    };
    begins.iter().any(|word| spelled.starts_with(word)) || spelled.contains("doc lap") && !school()
}

/// Whether a name means the Sở, with or without its city.
fn is_department(name: &str) -> bool {
    plain(&spelled_out(name)).starts_with("so giao duc dao tao")
}

/// How names of divisions of the Sở begin, and those of the offices that ended with the districts.
const DIVISIONS: [&str; 3] = ["phong ", "van phong so", "thanh tra so"];
const DISTRICT_OFFICES: &str = "phong giao duc dao tao";

fn kind(row: &mut RowReader, name: &str) -> UnitKind {
    let spelled = plain(&spelled_out(name));
    let by_name = match spelled {
        _ if is_commune(name) => UnitKind::Commune,
        n if n.starts_with("trung tam") => UnitKind::Centre,
        n if n.starts_with(DISTRICT_OFFICES) => UnitKind::DistrictOffice,
        n if DIVISIONS.iter().any(|word| n.starts_with(word)) => UnitKind::Division,
        n if is_group(&n, name) => UnitKind::IndependentGroup,
        n if PRIVATE.iter().any(|word| n.contains(word)) => UnitKind::PrivateSchool,
        n if SPECIAL.iter().any(|word| n.contains(word)) => UnitKind::SpecialSchool,
        _ => UnitKind::School,
    };
    match row.text(Field::UnitKind) {
        None => by_name,
        Some(typed) => workbook::columns::unit_kind(&typed).unwrap_or_else(|| {
            let words = workbook::columns::unit_kinds().join(", ");
            let refusal = Refusal::new(Code::UnknownUnitKind).with("value", typed);
            row.wrong(Some(Field::UnitKind), refusal.with("words", words));
            by_name
        }),
    }
}

/// Initials as schools sign their papers: `Trường Tiểu học Đằng Giang` is `THĐG`.
fn proposed_symbol(name: &str) -> String {
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
        assert_eq!(super::proposed_symbol("Trường Tiểu học Đằng Giang"), "THĐG");
        assert_eq!(
            super::proposed_symbol("Trường Trung học cơ sở Lê Chân"),
            "THCSLC"
        );
        assert_eq!(
            super::proposed_symbol("Ủy ban nhân dân phường Lê Chân"),
            "UBND"
        );
    }
}
