//! Lists and the acts on people, classes, units and papers.

use chrono::{DateTime, Utc};
use engine::Reply;
use engine::domain::acts::{AddClass, AddDocument, AddOfficer, AssignTeacher, CsdlTasksDone, EditOfficer, EndAppointment, SetUnit};
use engine::domain::ids::{ClassId, OfficerId, UnitId};
use engine::views::home::Home;
use engine::views::lists::{ClassRow, CsdlRow, DocumentRow, OfficerRow, UnitRow};
use engine::views::rights::RightRow;
use tauri::State;

use super::bounded;
use crate::Desk;

/// The first screen.
#[tauri::command]
#[specta::specta]
pub async fn home(desk: State<'_, Desk>) -> Reply<Home> {
    desk.office.engine().await?.home().await
}

/// People of a unit.
#[tauri::command]
#[specta::specta]
pub async fn officers(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<OfficerRow>> {
    desk.office.engine().await?.officers(unit).await
}

/// Adds a person.
#[tauri::command]
#[specta::specta]
pub async fn add_officer(desk: State<'_, Desk>, request: AddOfficer) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Edits a person.
#[tauri::command]
#[specta::specta]
pub async fn edit_officer(desk: State<'_, Desk>, request: EditOfficer) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Ends a post.
#[tauri::command]
#[specta::specta]
pub async fn end_appointment(desk: State<'_, Desk>, request: EndAppointment) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Classes of a unit.
#[tauri::command]
#[specta::specta]
pub async fn classes(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<ClassRow>> {
    desk.office.engine().await?.classes(unit).await
}

/// Adds a class.
#[tauri::command]
#[specta::specta]
pub async fn add_class(desk: State<'_, Desk>, request: AddClass) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Gives a class a teacher.
#[tauri::command]
#[specta::specta]
pub async fn assign_teacher(desk: State<'_, Desk>, request: AssignTeacher) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// The own unit and those under it.
#[tauri::command]
#[specta::specta]
pub async fn units(desk: State<'_, Desk>) -> Reply<Vec<UnitRow>> {
    desk.office.engine().await?.units().await
}

/// Sets letterhead and numbering.
#[tauri::command]
#[specta::specta]
pub async fn set_unit(desk: State<'_, Desk>, request: SetUnit) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// The register of papers.
#[tauri::command]
#[specta::specta]
pub async fn documents(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<DocumentRow>> {
    desk.office.engine().await?.documents(unit).await
}

/// Registers a paper.
#[tauri::command]
#[specta::specta]
pub async fn add_document(desk: State<'_, Desk>, request: AddDocument) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// The work list on the Hệ thống CSDL.
#[tauri::command]
#[specta::specta]
pub async fn csdl_tasks(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<CsdlRow>> {
    desk.office.engine().await?.csdl_tasks(unit).await
}

/// Ticks lines of it.
#[tauri::command]
#[specta::specta]
pub async fn csdl_tasks_done(desk: State<'_, Desk>, request: CsdlTasksDone) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Who may do what at an instant; now when none is named.
#[tauri::command]
#[specta::specta]
pub async fn rights(desk: State<'_, Desk>, unit: UnitId, at: Option<DateTime<Utc>>, of_class: Option<ClassId>, officer: Option<OfficerId>) -> Reply<Vec<RightRow>> {
    let engine = desk.office.engine().await?;
    engine.rights(unit, at.unwrap_or_else(|| engine.now()), of_class, officer).await
}

/// Finds people by name, with or without marks.
#[tauri::command]
#[specta::specta]
pub async fn find_people(desk: State<'_, Desk>, query: String) -> Reply<Vec<(OfficerId, String, UnitId)>> {
    bounded(query.chars().collect())?;
    desk.office.engine().await?.find_people(&query).await
}
