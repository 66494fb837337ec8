//! What a list says otherwise of people, classes and units that are known: each difference is shown
//! as a change, from what the register says to what the list says. A person ticks the row of one that
//! rights could hang on; edits of a person's own data are written with the row.

use domain::acts::edit_class::ClassEdit;
use domain::acts::people::OfficerEdit;
use domain::acts::{EditClass, EditOfficer};
use domain::calendar::paper_date;
use domain::ids::{OfficerId, UnitId};
use domain::officer::Sex;
use domain::refusal::{said, words};
use domain::school_class::SchoolClass;
use domain::text::masked;
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use workbook::Field;

use crate::draft::Draft;
use crate::row::{Difference, Outcome};

/// Plans edits of a person's data, each shown.
pub(crate) fn edit_officer(
    draft: &mut Draft<'_>,
    rows: &[u32],
    unit: UnitId,
    officer: OfficerId,
    edits: Vec<OfficerEdit>,
) -> Result<(), Refusal> {
    if edits.is_empty() {
        return Ok(());
    }
    let of = draft.facts(unit)?.officer(officer)?.name.clone();
    let shown: Vec<_> = edits.iter().map(shown).collect();
    let edit = EditOfficer {
        unit,
        officer,
        edits,
    };
    if draft.add(rows, Outcome::Edit, None, edit).is_some() {
        for (field, old, new) in shown {
            let of = of.clone();
            let difference = Difference {
                field,
                of,
                old,
                new,
            };
            draft.change(rows, true, difference);
        }
    }
    Ok(())
}

fn shown(edit: &OfficerEdit) -> (Field, String, String) {
    let sex = |sex: Option<Sex>| match sex {
        Some(Sex::Female) => words().female.clone(),
        Some(Sex::Male) => words().male.clone(),
        None => String::new(),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match edit {
        OfficerEdit::Name { expect, set } => (Field::Name, expect.clone(), set.clone()),
        OfficerEdit::Phone { expect, set } => (Field::Phone, text(expect), text(set)),
        OfficerEdit::BornOn { expect, set } => {
            let date = |day: &Option<_>| day.map(paper_date).unwrap_or_default();
            (Field::BornOn, date(expect), date(set))
        }
        OfficerEdit::Sex { expect, set } => (Field::Sex, sex(*expect), sex(*set)),
        OfficerEdit::IdNumber { expect, set } => {
            let shown = |number: &Option<String>| number.as_deref().map(masked).unwrap_or_default();
            (Field::IdNumber, shown(expect), shown(set))
        }
    }
}

/// What a row says of a class besides its name and teachers.
pub(crate) struct SaidOfClass {
    pub level: Option<SchoolLevel>,
    pub site: Option<String>,
    pub learners: Option<u32>,
}

/// Shows where a row says something else of a class that is known, and plans it if the row is ticked.
pub(crate) fn edit_class(
    draft: &mut Draft<'_>,
    row: u32,
    class: SchoolClass,
    on_list: &SaidOfClass,
) {
    let edits = class_edits(&class, on_list);
    let taken = draft.reading.is_ticked(row);
    for edit in &edits {
        let (field, old, new) = shown_of_class(edit);
        if !taken {
            let known: &str = if old.is_empty() { "not_said" } else { &old };
            let refusal = Refusal::new(Code::ClassDiffers)
                .with("class", &class.name)
                .with("value", &new)
                .with("known", known);
            draft.reading.note(&[row], Some(field), &refusal);
        }
        let of = class.name.clone();
        let difference = Difference {
            field,
            of,
            old,
            new,
        };
        draft.change(&[row], taken, difference);
    }
    if taken && !edits.is_empty() {
        let (unit, class) = (class.unit, class.id);
        let edit = EditClass { unit, class, edits };
        draft.add(&[row], Outcome::Edit, Some(Field::Class), edit);
    }
}

fn class_edits(class: &SchoolClass, list: &SaidOfClass) -> Vec<ClassEdit> {
    let level = list.level.filter(|level| *level != class.level);
    let site = list.site.as_ref().filter(|_| list.site != class.site);
    let learners = list.learners.filter(|_| list.learners != class.learners);
    let edits = [
        level.map(|set| ClassEdit::Level {
            expect: class.level,
            set,
        }),
        site.map(|set| ClassEdit::Site {
            expect: class.site.clone(),
            set: Some(set.clone()),
        }),
        learners.map(|set| ClassEdit::Learners {
            expect: class.learners,
            set: Some(set),
        }),
    ];
    edits.into_iter().flatten().collect()
}

fn shown_of_class(edit: &ClassEdit) -> (Field, String, String) {
    let number = |n: &Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match edit {
        ClassEdit::Level { expect, set } => (Field::Level, level_word(*expect), level_word(*set)),
        ClassEdit::Site { expect, set } => (Field::Site, text(expect), text(set)),
        ClassEdit::Learners { expect, set } => (Field::Learners, number(expect), number(set)),
    }
}

/// A level as sentences say it.
fn level_word(level: SchoolLevel) -> String {
    let key = match level {
        SchoolLevel::Preschool => "level_preschool",
        SchoolLevel::Primary => "level_primary",
        SchoolLevel::LowerSecondary => "level_lower_secondary",
        SchoolLevel::UpperSecondary => "level_upper_secondary",
        SchoolLevel::Continuing => "level_continuing",
    };
    said(key).to_owned()
}
