//! Handing over: offer, draft, page, signing, scan, take-back, numbers, printing.

use std::sync::atomic::Ordering;

use engine::Reply;
use engine::domain::acts::{CancelMinutes, ConfirmRecording, DeclineMinutes, GiveNumber, HandOver, RecordSigning, TakeBack, TypeNumber};
use engine::domain::ids::{MinutesId, OfficerId, UnitId};
use engine::domain::{Code, Refusal};
use engine::handover::print::{PrintRun, Sides};
use engine::views::minutes::{MinutesDetail, MinutesRow};
use engine::views::offer::{AccountOffer, Offer};
use tauri::{AppHandle, Emitter, State};

use super::{bounded, file};
use crate::Desk;

/// What can be handed over to a person.
#[tauri::command]
#[specta::specta]
pub async fn offer(desk: State<'_, Desk>, unit: UnitId, officer: OfficerId) -> Reply<Offer> {
    desk.office.engine().await?.offer(unit, officer).await
}

/// What is needed to hand an admin account over.
#[tauri::command]
#[specta::specta]
pub async fn account_offer(desk: State<'_, Desk>, unit: UnitId) -> Reply<AccountOffer> {
    desk.office.engine().await?.account_offer(unit).await
}

/// Hands over and drafts the minutes; returns them.
#[tauri::command]
#[specta::specta]
pub async fn hand_over(desk: State<'_, Desk>, request: HandOver) -> Reply<MinutesId> {
    desk.office.engine().await?.hand_over(request).await
}

/// Minutes of a unit.
#[tauri::command]
#[specta::specta]
pub async fn minutes_list(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<MinutesRow>> {
    desk.office.engine().await?.minutes_list(unit).await
}

/// One minutes.
#[tauri::command]
#[specta::specta]
pub async fn minutes_detail(desk: State<'_, Desk>, unit: UnitId, minutes: MinutesId) -> Reply<MinutesDetail> {
    desk.office.engine().await?.minutes_detail(unit, minutes).await
}

/// Freezes minutes for signing.
#[tauri::command]
#[specta::specta]
pub async fn freeze_minutes(desk: State<'_, Desk>, unit: UnitId, minutes: MinutesId) -> Reply<()> {
    desk.office.engine().await?.freeze_minutes(unit, minutes).await
}

/// Records who signed, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn record_signing(desk: State<'_, Desk>, request: RecordSigning, password: String) -> Reply<()> {
    desk.office.unlock(&password).await?.perform(request).await.map(drop)
}

/// The head confirms a recording.
#[tauri::command]
#[specta::specta]
pub async fn confirm_recording(desk: State<'_, Desk>, request: ConfirmRecording) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Files a scan.
#[tauri::command]
#[specta::specta]
pub async fn attach_scan(desk: State<'_, Desk>, unit: UnitId, minutes: MinutesId, bytes: Vec<u8>) -> Reply<()> {
    desk.office.engine().await?.attach_scan(unit, minutes, &file(bytes)?).await
}

/// Records that a party declined.
#[tauri::command]
#[specta::specta]
pub async fn decline_minutes(desk: State<'_, Desk>, request: DeclineMinutes) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Cancels before signing.
#[tauri::command]
#[specta::specta]
pub async fn cancel_minutes(desk: State<'_, Desk>, request: CancelMinutes) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Takes rights back at once, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn take_back(desk: State<'_, Desk>, request: TakeBack, password: String) -> Reply<()> {
    desk.office.unlock(&password).await?.perform(request).await.map(drop)
}

/// Gives the next number.
#[tauri::command]
#[specta::specta]
pub async fn give_number(desk: State<'_, Desk>, request: GiveNumber, first: u32) -> Reply<()> {
    desk.office.engine().await?.give_number(request, first).await
}

/// Takes the register of numbers over from another machine, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn take_register(desk: State<'_, Desk>, unit: UnitId, reason: String, password: String) -> Reply<()> {
    desk.office.unlock(&password).await?.take_register(unit, reason).await
}

/// Types the number of the general register.
#[tauri::command]
#[specta::specta]
pub async fn type_number(desk: State<'_, Desk>, request: TypeNumber) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Makes one print file; returns it with what it holds.
#[tauri::command]
#[specta::specta]
pub async fn print(app: AppHandle, desk: State<'_, Desk>, minutes: Vec<(UnitId, MinutesId)>, copies: u32, sides: Sides) -> Reply<(String, PrintRun)> {
    desk.cancel.store(false, Ordering::Relaxed);
    let engine = desk.office.engine().await?;
    let progress = |done| drop(app.emit("print_progress", done));
    engine.print_to_file(&bounded(minutes)?, copies.clamp(1, 10), sides, &desk.cancel, progress).await
}

/// Opens the file of the last print run with the system's viewer, which prints it.
#[tauri::command]
#[specta::specta]
pub async fn open_print_file(desk: State<'_, Desk>) -> Reply<()> {
    let path = desk.office.engine().await?.print_file();
    Ok(open::that_detached(&path).map_err(|_| Refusal::new(Code::FileAccess).with("file", path.display()))?)
}

/// Ends the print run after the current document.
#[tauri::command]
#[specta::specta]
pub fn cancel_print(desk: State<'_, Desk>) {
    desk.cancel.store(true, Ordering::Relaxed);
}
