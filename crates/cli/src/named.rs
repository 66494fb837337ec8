//! What a command names, found in the register: a person by code, a class by name, papers by
//! number or check code.

use std::collections::BTreeMap;

use engine::Reply;
use engine::domain::ids::{AppointmentId, ClassId, DocumentId, MinutesId, OfficerId, UnitId};
use engine::domain::{Code, Refusal};
use engine::views::documents::DocumentRow;
use engine::views::officers::OfficerRow;

use crate::machine::AtWork;

/// That nothing of that name is there.
pub(crate) fn not_found(what: &str) -> Refusal {
    Refusal::new(Code::NotFound).with("what", what)
}

async fn person(work: &AtWork, code: &str) -> Reply<OfficerRow> {
    let rows = work.engine.officers(work.unit).await?;
    let found = rows.into_iter().find(|r| r.code == code);
    Ok(found.ok_or_else(|| not_found("officer"))?)
}

/// A person of the own unit, by code.
pub(crate) async fn officer(work: &AtWork, code: &str) -> Reply<OfficerId> {
    Ok(person(work, code).await?.id)
}

/// The post of a person of the own unit, by code.
pub(crate) async fn post(work: &AtWork, code: &str) -> Reply<AppointmentId> {
    Ok(person(work, code).await?.appointment)
}

/// A class of the own unit, by name.
pub(crate) async fn class(work: &AtWork, name: &str) -> Reply<ClassId> {
    let rows = work.engine.classes(work.unit).await?;
    let found = rows.iter().find(|r| r.name == name);
    Ok(found.map(|r| r.id).ok_or_else(|| not_found("class"))?)
}

/// The own unit or one below, by code, full name or id.
pub(crate) async fn unit(work: &AtWork, wanted: &str) -> Reply<UnitId> {
    let rows = work.engine.units().await?;
    let found = rows.iter().find(|r| {
        r.code.as_deref() == Some(wanted) || r.name == wanted || r.id.to_string() == wanted
    });
    Ok(found.map(|r| r.id).ok_or_else(|| not_found("unit"))?)
}

/// The unit that was named; the own one where none was.
pub(crate) async fn unit_or_own(work: &AtWork, wanted: Option<&str>) -> Reply<UnitId> {
    match wanted {
        Some(wanted) => unit(work, wanted).await,
        None => Ok(work.unit),
    }
}

/// Papers of the own register, by their numbers.
pub(crate) async fn documents(work: &AtWork, numbers: &[String]) -> Reply<Vec<DocumentId>> {
    let rows = work.engine.documents(work.unit).await?;
    numbers.iter().map(|n| numbered(&rows, n)).collect()
}

/// A paper of the own register, by its number.
pub(crate) async fn document(work: &AtWork, number: &str) -> Reply<DocumentId> {
    numbered(&work.engine.documents(work.unit).await?, number)
}

/// A paper of the own register, if a number is typed.
pub(crate) async fn decision(work: &AtWork, number: Option<&str>) -> Reply<Option<DocumentId>> {
    match number {
        Some(number) => document(work, number).await.map(Some),
        None => Ok(None),
    }
}

fn numbered(rows: &[DocumentRow], number: &str) -> Reply<DocumentId> {
    let found = rows.iter().find(|r| r.number == number);
    Ok(found.map(|r| r.id).ok_or_else(|| not_found("document"))?)
}

/// Minutes by id or check code, with the unit in whose file they lie.
pub(crate) async fn minutes(work: &AtWork, wanted: &str) -> Reply<(UnitId, MinutesId)> {
    let rows = work.engine.minutes_list(work.unit).await?;
    let id = wanted.parse::<MinutesId>().ok();
    let found = rows
        .iter()
        .find(|r| Some(r.id) == id || r.check_code.as_deref() == Some(wanted));
    Ok(found
        .map(|r| (r.unit, r.id))
        .ok_or_else(|| not_found("minutes"))?)
}

/// Several minutes, in the order in which they are named.
pub(crate) async fn all_minutes(
    work: &AtWork,
    wanted: &[String],
) -> Reply<Vec<(UnitId, MinutesId)>> {
    let mut found = vec![];
    for one in wanted {
        found.push(minutes(work, one).await?);
    }
    Ok(found)
}

/// Several minutes by the unit in whose file they lie: one act for each.
pub(crate) async fn minutes_by_file(
    work: &AtWork,
    wanted: &[String],
) -> Reply<BTreeMap<UnitId, Vec<MinutesId>>> {
    let mut files: BTreeMap<UnitId, Vec<MinutesId>> = BTreeMap::new();
    for (file, id) in all_minutes(work, wanted).await? {
        files.entry(file).or_default().push(id);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use engine::domain::document::DocumentKind;

    use super::*;

    #[test]
    fn a_paper_is_found_by_its_whole_number() {
        let decision = DocumentRow {
            id: DocumentId::from(uuid::Uuid::from_u128(1)),
            kind: DocumentKind::Assignment,
            title: "Quyết định".into(),
            number: "12/QĐ-UBND".into(),
            date: chrono::NaiveDate::default(),
            subject: "phân công".into(),
            until: None,
            in_force: true,
        };
        let found = |number| numbered(std::slice::from_ref(&decision), number);
        assert_eq!(found("12/QĐ-UBND").unwrap(), decision.id);
        assert_eq!(found("12").unwrap_err().code, Code::NotFound);
    }
}
