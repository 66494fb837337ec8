//! Teachers of classes.

use domain::Refusal;
use domain::acts::AssignTeacher;
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::school_class::TeacherPart;
use workbook::Field;

use crate::draft::Draft;
use crate::row::Outcome;

/// Gives a class its teacher, unless they have it; never takes it from another. Tells whether they
/// have it now.
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
    let assign = AssignTeacher {
        unit,
        class,
        officer,
        part,
        from: today,
        until: None,
        replace: false,
    };
    let added = draft.add(&[row], Outcome::Edit, Some(field), assign);
    Ok(added.is_some())
}
