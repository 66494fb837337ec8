//! Teachers of classes.

use domain::Refusal;
use domain::acts::AssignTeacher;
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::school_class::TeacherPart;
use workbook::Field;

use crate::draft::Draft;
use crate::row::{Difference, Outcome};

/// Shows that a class would go from one teacher to another.
pub fn replaced(
    draft: &mut Draft<'_>,
    row: u32,
    unit: UnitId,
    class: ClassId,
    (before, after): (OfficerId, OfficerId),
    field: Field,
) -> Result<(), Refusal> {
    let facts = draft.facts(unit)?;
    let name = |officer| facts.officer(officer).map(|officer| officer.name.clone());
    let difference = Difference {
        field,
        of: facts.class(class)?.name.clone(),
        old: name(before)?,
        new: name(after)?,
    };
    let ticked = draft.reading.is_ticked(row);
    draft.change(&[row], ticked, difference);
    Ok(())
}

/// Gives a class its teacher, unless they have it; takes it from another only where a person has
/// ticked the row, for that closes rights. Tells whether they have it now.
pub fn give(
    draft: &mut Draft<'_>,
    row: u32,
    unit: UnitId,
    class: ClassId,
    officer: OfficerId,
    part: TeacherPart,
    field: Field,
) -> Result<bool, Refusal> {
    let today = draft.day();
    let known = draft.facts(unit)?.class(class)?;
    if known.part_of(officer, today).is_some() {
        return Ok(true);
    }
    let main = known
        .main_teacher(today)
        .filter(|_| part == TeacherPart::Main);
    let replaces = main.is_some();
    if let Some(main) = main {
        replaced(draft, row, unit, class, (main, officer), field)?;
    }
    let assign = AssignTeacher {
        unit,
        class,
        officer,
        part,
        from: today,
        until: None,
        replace: replaces && draft.reading.is_ticked(row),
    };
    let added = draft.add(&[row], Outcome::Edit, Some(field), assign);
    Ok(added.is_some())
}
