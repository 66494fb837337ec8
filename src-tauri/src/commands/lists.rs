//! Lists and the acts on people, classes, units and papers.

use chrono::NaiveDate;
use engine::domain::acts::{
    AddAccount, AddClass, AddDocument, AddOfficer, AddUnit, Appoint, AssignTeacher, ChangeHead,
    CheckGround, ConfirmParent, CsdlTasksDone, EditOfficer, EndAppointment, EndDocument,
    RenameUnit, SetLevels, SetUnit,
};
use engine::domain::calendar::SchoolYear;
use engine::domain::ids::{MinutesId, OfficerId, UnitId};
use engine::import::{Catalogued, Imported};
use engine::new_head::NewHead;
use engine::views::accounts::AccountRow;
use engine::views::board::Board;
use engine::views::classes::ClassRow;
use engine::views::csdl_tasks::CsdlRow;
use engine::views::documents::DocumentRow;
use engine::views::find::Found;
use engine::views::grounds::GroundRow;
use engine::views::home::Home;
use engine::views::officers::OfficerRow;
use engine::views::person::Person;
use engine::views::rights::{Question, RightRow};
use engine::views::units::UnitRow;
use engine::workbook::list::List;
use engine::{Reply, Secret};
use tauri::{AppHandle, State};

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

/// Edits fields of several people as one step: all or none.
#[tauri::command]
#[specta::specta]
pub async fn edit_officers(desk: State<'_, Desk>, edits: Vec<EditOfficer>) -> Reply<()> {
    desk.office
        .engine()
        .await?
        .edit_officers(super::bounded(edits)?)
        .await
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

/// The board of the units below.
#[tauri::command]
#[specta::specta]
pub async fn board(desk: State<'_, Desk>) -> Reply<Board> {
    desk.office.engine().await?.board().await
}

/// Which communes of the catalogue are not in the register.
#[tauri::command]
#[specta::specta]
pub async fn catalogued(desk: State<'_, Desk>) -> Reply<Catalogued> {
    desk.office.engine().await?.catalogued().await
}

/// Makes them.
#[tauri::command]
#[specta::specta]
pub async fn make_communes(desk: State<'_, Desk>) -> Reply<Imported> {
    desk.office.engine().await?.make_communes().await
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

/// Says until when a paper holds.
#[tauri::command]
#[specta::specta]
pub async fn end_document(desk: State<'_, Desk>, request: EndDocument) -> Reply<()> {
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

/// Who may do what at an instant or during a day; now when none is named.
#[tauri::command]
#[specta::specta]
pub async fn rights(desk: State<'_, Desk>, unit: UnitId, asked: Question) -> Reply<Vec<RightRow>> {
    desk.office.engine().await?.rights(unit, asked).await
}

/// The class of a name, with or without its school year; without one that of a day, or of today.
#[tauri::command]
#[specta::specta]
pub async fn class_named(
    desk: State<'_, Desk>,
    unit: UnitId,
    typed: String,
    day: Option<NaiveDate>,
) -> Reply<ClassRow> {
    let typed = bounded(typed.chars().collect())?
        .into_iter()
        .collect::<String>();
    let engine = desk.office.engine().await?;
    let day = day.unwrap_or_else(|| engine.today());
    engine.class_named(unit, &typed, day).await
}

/// Classes of every school year.
#[tauri::command]
#[specta::specta]
pub async fn classes_of_all_years(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<ClassRow>> {
    desk.office.engine().await?.classes_of_all_years(unit).await
}

/// Chooses the school year to work in.
#[tauri::command]
#[specta::specta]
pub async fn work_in(desk: State<'_, Desk>, year: SchoolYear) -> Reply<()> {
    desk.office.engine().await?.work_in(year).await
}

/// Writes rights as a paper for the head to sign, and opens it with the system's viewer.
#[tauri::command]
#[specta::specta]
pub async fn rights_paper(desk: State<'_, Desk>, unit: UnitId, asked: Question) -> Reply<()> {
    desk.office
        .engine()
        .await?
        .rights_to_file(unit, asked)
        .await
}

/// Where a list would be saved if the person says nothing else.
#[tauri::command]
#[specta::specta]
pub fn place_of_list(app: AppHandle, desk: State<'_, Desk>, list: String) -> Reply<String> {
    super::import::place(&app, &desk, &list)
}

/// Asks in a window of the system where a workbook is to be saved, beginning at a place; none where
/// the person leaves it.
#[tauri::command]
#[specta::specta]
pub async fn choose_place(app: AppHandle, title: String, at: String) -> Reply<Option<String>> {
    Ok(super::import::chosen_place(&app, &title, &at).await)
}

/// Saves a list as it is shown where the person says; returns where.
#[tauri::command]
#[specta::specta]
pub async fn save_list(desk: State<'_, Desk>, list: List, to: String) -> Reply<String> {
    // Nothing leaves through a door that is shut.
    desk.office.engine().await?;
    super::import::save_as(&desk, super::import::as_workbook(&to), &list.to_workbook()?)
}

/// Finds people, classes, units and minutes, with or without marks.
#[tauri::command]
#[specta::specta]
pub async fn find(desk: State<'_, Desk>, query: String) -> Reply<Vec<Found>> {
    bounded(query.chars().collect())?;
    desk.office.engine().await?.find(&query).await
}

/// One person.
#[tauri::command]
#[specta::specta]
pub async fn person(desk: State<'_, Desk>, unit: UnitId, officer: OfficerId) -> Reply<Person> {
    desk.office.engine().await?.person(unit, officer).await
}

/// Adds a post.
#[tauri::command]
#[specta::specta]
pub async fn appoint(desk: State<'_, Desk>, request: Appoint) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Changes the head and drafts the minutes, which are returned, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn change_head(
    desk: State<'_, Desk>,
    request: ChangeHead,
    password: Secret,
) -> Reply<MinutesId> {
    desk.office
        .unlock(&password)
        .await?
        .change_head(request)
        .await
}

/// Puts somebody who is not known yet in the place of a head, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn put_new_head(
    desk: State<'_, Desk>,
    head: NewHead,
    password: Secret,
) -> Reply<MinutesId> {
    desk.office
        .unlock(&password)
        .await?
        .put_new_head(head)
        .await
}

/// Adds a unit below.
#[tauri::command]
#[specta::specta]
pub async fn add_unit(desk: State<'_, Desk>, request: AddUnit) -> Reply<()> {
    desk.office.engine().await?.add_unit(request).await
}

/// Confirms under whom a unit stands.
#[tauri::command]
#[specta::specta]
pub async fn confirm_parent(desk: State<'_, Desk>, request: ConfirmParent) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Says which school levels a unit has from a day on.
#[tauri::command]
#[specta::specta]
pub async fn set_levels(desk: State<'_, Desk>, request: SetLevels) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Renames a unit from a day on.
#[tauri::command]
#[specta::specta]
pub async fn rename_unit(desk: State<'_, Desk>, request: RenameUnit) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Logins of a unit.
#[tauri::command]
#[specta::specta]
pub async fn accounts(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<AccountRow>> {
    desk.office.engine().await?.accounts(unit).await
}

/// Adds a login.
#[tauri::command]
#[specta::specta]
pub async fn add_account(desk: State<'_, Desk>, request: AddAccount) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// The legal grounds of the forms.
#[tauri::command]
#[specta::specta]
pub async fn fixed_grounds(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<GroundRow>> {
    desk.office.engine().await?.fixed_grounds(unit).await
}

/// Ticks one of them as compared with its source.
#[tauri::command]
#[specta::specta]
pub async fn check_ground(desk: State<'_, Desk>, request: CheckGround) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}
