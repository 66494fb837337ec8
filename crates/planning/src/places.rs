//! The unit of a row: by its code, its name, the line above it or the title of the sheet; the own
//! one only where nothing names another.

use domain::ids::UnitId;
use domain::{Code, Refusal};
use workbook::Field;

use crate::draft::{Draft, Unnamed};
use crate::known::{Named, unknown};
use crate::reading::Reading;
use crate::unit_names::school_in;

/// Parts of a school that lists have in a column of units, with their marks.
const PARTS: [&str; 8] = [
    "tổ",
    "bộ phận",
    "ban giám hiệu",
    "bgh",
    "văn phòng",
    "nhóm chuyên môn",
    "khối",
    "ban lãnh đạo",
];

/// The unit of rows that name none, looked for once.
fn of_sheet(draft: &mut Draft<'_>) -> Result<Unnamed, Refusal> {
    if let Some(known) = &draft.unnamed {
        return Ok(known.clone());
    }
    let found = titled(draft)?;
    draft.unnamed = Some(found.clone());
    Ok(found)
}

/// The unit that the title names, or the own one.
fn titled(draft: &Draft<'_>) -> Result<Unnamed, Refusal> {
    let own = draft.own();
    let (mut titled, mut foreign) = (vec![], None);
    for title in &draft.reading.titles {
        let school = school_in(title);
        let name = school.as_deref().unwrap_or(title);
        match draft.unit_named(name) {
            Named::One(unit) => titled.push(unit),
            Named::Nobody(_) | Named::Several(_) => foreign = foreign.or(school),
        }
    }
    let below = titled.iter().find(|unit| **unit != own);
    Ok(match (below, foreign) {
        (Some(unit), _) => Unnamed::Is(*unit),
        // A title of a school that names itself otherwise is no reason to wait; in an office it is
        // the list of somebody else.
        (None, Some(name)) if !titled.contains(&own) && !draft.unit(own)?.kind.teaches() => {
            Unnamed::Unknown(unknown(name))
        }
        (None, _) => Unnamed::Is(own),
    })
}

/// The unit of a row; none if the row waits because of it.
pub(crate) fn of_row(draft: &mut Draft<'_>, n: usize) -> Result<Option<UnitId>, Refusal> {
    let row = &draft.reading.rows[n];
    let (code, name) = (row.text(Field::UnitCode), row.text(Field::Unit));
    let found = match (&code, &name) {
        (Some(code), name) => coded(draft, code, name.as_deref()),
        (None, Some(name)) if is_part(draft, name)? => Ok(draft.own()),
        (None, Some(name)) => named(draft, n, name),
        (None, None) => return unnamed(draft, n),
    };
    match found {
        Ok(unit) => Ok(Some(unit)),
        Err(refusal) => {
            let field = if code.is_some() {
                Field::UnitCode
            } else {
                Field::Unit
            };
            let waits = draft.reading.rows[n].waits();
            if !waits {
                draft.reading.rows[n].wrong(Some(field), refusal);
            }
            Ok(None)
        }
    }
}

/// Of two units with one name the code says which; a name of another unit speaks against it.
fn coded(draft: &Draft<'_>, code: &str, name: Option<&str>) -> Result<UnitId, Refusal> {
    let unit = draft.unit_coded(code).ok_or_else(|| unknown(code))?;
    match name.map(|name| (name, draft.unit_named(name))) {
        Some((name, Named::One(other))) if other != unit => {
            let today = draft.today();
            let both = [unit, other].map(|unit| {
                let unit = draft.unit(unit)?;
                Ok::<_, Refusal>(unit.name_on(today).to_owned())
            });
            let [one, other] = both;
            Err(Refusal::new(Code::WhichUnit)
                .with("unit", format!("{code}, {name}"))
                .with("candidates", format!("{}; {}", one?, other?)))
        }
        _ => Ok(unit),
    }
}

fn named(draft: &mut Draft<'_>, n: usize, name: &str) -> Result<UnitId, Refusal> {
    let named = draft.unit_named(name);
    if let Some(proposal) = named.proposal() {
        let row = &mut draft.reading.rows[n];
        row.wrong_with(Field::Unit, unknown(name), Some(proposal));
    }
    named.found(name)
}

/// A row that names no unit where others do probably goes on with the one above; in a school it is
/// the school itself.
fn unnamed(draft: &mut Draft<'_>, n: usize) -> Result<Option<UnitId>, Refusal> {
    let own = draft.own();
    let column = draft
        .reading
        .rows
        .iter()
        .any(|row| row.text(Field::Unit).is_some() || row.text(Field::UnitCode).is_some());
    if column && !draft.unit(own)?.kind.teaches() {
        let above = unit_above(&draft.reading, n);
        let refusal = Refusal::new(Code::NameMissing).with("field", "unit_name");
        draft.reading.rows[n].wrong_with(Field::Unit, refusal, above);
        return Ok(None);
    }
    match of_sheet(draft)? {
        Unnamed::Is(unit) => Ok(Some(unit)),
        Unnamed::Unknown(refusal) => {
            draft.reading.rows[n].wrong(Some(Field::Unit), refusal);
            Ok(None)
        }
    }
}

fn unit_above(reading: &Reading, n: usize) -> Option<String> {
    let above = reading.rows[..n].iter().rev();
    let mut named = above.filter_map(|row| row.text(Field::Unit));
    named.next()
}

/// Whether a name in a school's own list is that of a part of the school.
fn is_part(draft: &Draft<'_>, name: &str) -> Result<bool, Refusal> {
    let lower = name.to_lowercase();
    let part = |word: &str| {
        let rest = lower.strip_prefix(word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.', ':']))
    };
    Ok(draft.unit(draft.own())?.kind.teaches() && PARTS.into_iter().any(part))
}
