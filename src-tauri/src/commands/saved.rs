//! Where things are saved: sync, connection, backup, doctor.

use std::path::Path;

use engine::Reply;
use engine::doctor::Finding;
use engine::domain::acts::DecideHeld;
use engine::domain::ids::OpId;
use engine::sync::Round;
use engine::usb::Stick;
use engine::views::held::Decisions;
use engine::views::status::SyncStatus;
use tauri::State;

use crate::Desk;

/// Where things are saved.
#[tauri::command]
#[specta::specta]
pub async fn sync_status(desk: State<'_, Desk>) -> Reply<SyncStatus> {
    desk.office.engine().await?.status().await
}

/// What waits for a decision, and refusals worth a look.
#[tauri::command]
#[specta::specta]
pub async fn decisions(desk: State<'_, Desk>) -> Reply<Decisions> {
    desk.office.engine().await?.decisions().await
}

/// Takes or returns acts that wait.
#[tauri::command]
#[specta::specta]
pub async fn decide_held(desk: State<'_, Desk>, request: DecideHeld) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Every error code with its sentence, for the help screen.
#[tauri::command]
#[specta::specta]
pub fn error_catalogue() -> Reply<Vec<(String, String)>> {
    Ok(engine::domain::Code::ALL
        .iter()
        .map(|code| {
            (
                code.number().to_owned(),
                engine::domain::Refusal::example(*code).sentence(),
            )
        })
        .collect())
}

/// One round with the server.
#[tauri::command]
#[specta::specta]
pub async fn sync(desk: State<'_, Desk>) -> Reply<Round> {
    desk.office.engine().await?.sync().await
}

/// Connects a unit that began alone.
#[tauri::command]
#[specta::specta]
pub async fn enrol(desk: State<'_, Desk>, server: String, code: String) -> Reply<()> {
    desk.office.engine().await?.enrol(&server, &code).await
}

/// Undoes an edit.
#[tauri::command]
#[specta::specta]
pub async fn undo(desk: State<'_, Desk>, op: OpId) -> Reply<()> {
    desk.office.engine().await?.undo(op).await
}

/// Writes a backup.
#[tauri::command]
#[specta::specta]
pub async fn back_up(desk: State<'_, Desk>, to: String) -> Reply<()> {
    desk.office.engine().await?.back_up(Path::new(&to)).await
}

/// Sticks and disks that are plugged in, with the backups on them.
#[tauri::command]
#[specta::specta]
pub fn usb_places() -> Reply<Vec<Stick>> {
    Ok(engine::usb::sticks())
}

/// Writes a backup onto one of them; returns the file.
#[tauri::command]
#[specta::specta]
pub async fn back_up_onto(desk: State<'_, Desk>, place: String) -> Reply<String> {
    Ok(desk
        .office
        .engine()
        .await?
        .back_up_onto(Path::new(&place))
        .await?
        .display()
        .to_string())
}

/// Looks at everything.
#[tauri::command]
#[specta::specta]
pub async fn doctor(desk: State<'_, Desk>) -> Reply<Vec<Finding>> {
    desk.office.engine().await?.doctor().await
}
