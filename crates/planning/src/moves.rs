//! Units that a list shows otherwise than the register: under another unit, or with another head.

use domain::acts::people::Post;
use domain::acts::{AddOfficer, ConfirmParent};
use domain::ids::UnitId;
use domain::officer::Role;
use domain::refusal::words;
use domain::text::same_name;
use domain::{Code, Refusal};
use workbook::Field;

use crate::draft::Draft;
use crate::row::{Difference, Outcome};

/// A unit moves under another one by a decision and from a day: the row says both, or is asked for
/// what it does not say.
pub fn moved(draft: &mut Draft<'_>, n: usize, unit: UnitId, above: UnitId) -> Result<(), Refusal> {
    let today = draft.today();
    let name = |draft: &Draft<'_>, unit: UnitId| -> Result<String, Refusal> {
        Ok(draft.unit(unit)?.name_on(today).to_owned())
    };
    let before = draft.unit(unit)?.parent_on(today);
    let of = name(draft, unit)?;
    let old = before.map(|before| name(draft, before)).transpose()?;
    let (old, new) = (old.unwrap_or_default(), name(draft, above)?);
    draft.reading.show(Field::Decision);
    draft.reading.show(Field::From);
    let row = &mut draft.reading.rows[n];
    let number = row.number;
    let (decision, from) = (row.text(Field::Decision), row.day(Field::From));
    let taken = decision.is_some() && from.is_some();
    let difference = Difference {
        field: Field::Parent,
        of: of.clone(),
        old: old.clone(),
        new: new.clone(),
    };
    draft.change(&[number], taken, difference);
    let (Some(decision), Some(from)) = (&decision, from) else {
        let missing = if decision.is_none() {
            Field::Decision
        } else {
            Field::From
        };
        let refusal = Refusal::new(Code::UnitMoves)
            .with("unit", of)
            .with("parent", old)
            .with("above", new);
        draft.reading.rows[n].wrong(Some(missing), refusal);
        return Ok(());
    };
    match draft.document(above, decision)? {
        Ok(document) => {
            let moving = ConfirmParent {
                unit,
                parent: above,
                from,
                document: Some(document),
            };
            draft.add(&[number], Outcome::Edit, Some(Field::Parent), moving);
        }
        Err(candidates) => {
            let candidates = if candidates.is_empty() {
                words().nothing_yet.clone()
            } else {
                candidates
            };
            let refusal = Refusal::new(Code::UnknownDecision)
                .with("value", decision)
                .with("candidates", candidates);
            draft.reading.rows[n].wrong(Some(Field::Decision), refusal);
        }
    }
    Ok(())
}

/// The head that a row names.
pub struct SaidHead<'a> {
    pub name: &'a str,
    /// None where the row has none.
    pub code: Option<&'a str>,
    pub position: &'a str,
}

/// A unit that is known and has no head gets the one that the list names; another head than the
/// register's is said, for a change of head has its decision and its minutes.
pub fn head(
    draft: &mut Draft<'_>,
    row: u32,
    unit: UnitId,
    said: &SaidHead<'_>,
) -> Result<(), Refusal> {
    let today = draft.today();
    let facts = draft.facts(unit)?;
    let known = facts.head(unit, today).ok();
    let known = known.map(|post| facts.officer(post.officer)).transpose()?;
    let Some(known) = known.map(|officer| officer.name.clone()) else {
        let post = Post {
            role: Role::Head,
            position: said.position.to_owned(),
            duty: None,
            prepares: false,
            from: today,
            until: None,
            document: None,
            numbers: false,
        };
        let code = said.code.map(str::to_owned);
        let add = AddOfficer {
            unit,
            name: said.name.to_owned(),
            code: code.unwrap_or_else(|| facts.free_head_code(unit)),
            sex: None,
            born_on: None,
            id_number: None,
            phone: None,
            post,
        };
        draft.add(&[row], Outcome::Add, Some(Field::Head), add);
        return Ok(());
    };
    if !same_name(&known, said.name) {
        let refusal = Refusal::new(Code::HeadDiffers)
            .with("unit", draft.unit(unit)?.name_on(today))
            .with("value", said.name)
            .with("known", known);
        draft.reading.note(&[row], Some(Field::Head), &refusal);
    }
    Ok(())
}
