//! Getting in: first run, unlock, lock.

use std::path::Path;

use demo::Script;
use engine::domain::unit::SchoolLevel;
use engine::office::Door;
use engine::start::OwnUnit;
use engine::{Engine, Reply, Secret};
use tauri::{AppHandle, State};

use crate::{Desk, forward};

/// What the first screen shows.
#[tauri::command]
#[specta::specta]
pub async fn door(desk: State<'_, Desk>) -> Reply<Door> {
    Ok(desk.office.door().await)
}

/// The communes of the catalogue: code and name.
#[tauri::command]
#[specta::specta]
pub fn communes() -> Vec<(String, String)> {
    engine::domain::catalogue::communes()
        .iter()
        .map(|c| (c.code.clone(), c.name.clone()))
        .collect()
}

/// The school levels that the name of a unit says.
#[tauri::command]
#[specta::specta]
pub fn levels_in(name: String) -> Vec<SchoolLevel> {
    engine::import::levels_in(&name).into_iter().collect()
}

async fn entered(app: &AppHandle, desk: &Desk, engine: Engine) {
    let engine = desk.office.enter(engine).await;
    forward(app, &engine);
}

/// Begins with the own unit; returns the recovery code.
#[tauri::command]
#[specta::specta]
pub async fn begin_own_unit(
    app: AppHandle,
    desk: State<'_, Desk>,
    own: OwnUnit,
    password: Secret,
) -> Reply<String> {
    let started =
        engine::start::own_unit(desk.office.folder(), &password, &own, desk.office.clock()).await?;
    entered(&app, &desk, started.engine).await;
    Ok(started.recovery_code.to_owned())
}

/// Begins the demo, connected to a play server if one is named in `BANGIAO_DEMO_SERVER`.
#[tauri::command]
#[specta::specta]
pub async fn begin_demo(app: AppHandle, desk: State<'_, Desk>) -> Reply<()> {
    let plan = Script::school(1, desk.office.clock().now());
    let (engine, _) = demo::play(desk.office.folder(), demo::PASSWORD, plan).await?;
    engine.close().await;
    let engine = Engine::open(desk.office.folder(), demo::PASSWORD, desk.office.clock()).await?;
    if let Ok(server) = std::env::var("BANGIAO_DEMO_SERVER") {
        engine.connect_demo(&server).await?;
    }
    entered(&app, &desk, engine).await;
    Ok(())
}

/// Begins with an activation code; returns the recovery code.
#[tauri::command]
#[specta::specta]
pub async fn begin_with_code(
    app: AppHandle,
    desk: State<'_, Desk>,
    server: String,
    code: Secret,
    password: Secret,
) -> Reply<String> {
    let started = engine::start::with_code(
        desk.office.folder(),
        &password,
        &server,
        &code,
        desk.office.clock(),
    )
    .await?;
    entered(&app, &desk, started.engine).await;
    Ok(started.recovery_code.to_owned())
}

/// Restores a backup.
#[tauri::command]
#[specta::specta]
pub async fn restore(
    app: AppHandle,
    desk: State<'_, Desk>,
    file: String,
    recovery_code: Secret,
    password: Secret,
) -> Reply<()> {
    let engine = engine::backup::restore(
        Path::new(&file),
        desk.office.folder(),
        &recovery_code,
        &password,
        desk.office.clock(),
    )
    .await?;
    entered(&app, &desk, engine).await;
    Ok(())
}

/// Opens with the password.
#[tauri::command]
#[specta::specta]
pub async fn unlock(app: AppHandle, desk: State<'_, Desk>, password: Secret) -> Reply<()> {
    forward(&app, &desk.office.unlock(&password).await?);
    Ok(())
}

/// Opens with the recovery code and sets a new password.
#[tauri::command]
#[specta::specta]
pub async fn recover(
    app: AppHandle,
    desk: State<'_, Desk>,
    recovery_code: Secret,
    password: Secret,
) -> Reply<()> {
    forward(&app, &desk.office.recover(&recovery_code, &password).await?);
    Ok(())
}

/// Opens with the PIN what this window locked.
#[tauri::command]
#[specta::specta]
pub async fn unlock_with_pin(app: AppHandle, desk: State<'_, Desk>, pin: Secret) -> Reply<()> {
    forward(&app, &desk.office.unlock_with_pin(&pin).await?);
    Ok(())
}

/// Sets another password, after the one that opens now was asked.
#[tauri::command]
#[specta::specta]
pub async fn change_password(desk: State<'_, Desk>, password: Secret, next: Secret) -> Reply<()> {
    desk.office.change_password(&password, &next).await
}

/// A fresh recovery code while none is known to be on paper.
#[tauri::command]
#[specta::specta]
pub async fn unread_recovery_code(desk: State<'_, Desk>) -> Reply<Option<String>> {
    desk.office.unread_recovery_code().await
}

/// A fresh recovery code in place of the one on paper.
#[tauri::command]
#[specta::specta]
pub async fn new_recovery_code(desk: State<'_, Desk>, password: Secret) -> Reply<String> {
    desk.office.new_recovery_code(&password).await
}

/// Lets the recovery code that was shown, and typed back from its paper, open from now on.
#[tauri::command]
#[specta::specta]
pub async fn keep_recovery_code(desk: State<'_, Desk>, code: Secret) -> Reply<()> {
    desk.office.keep_recovery_code(&code).await
}

/// Whether the PIN of the short lock is set.
#[tauri::command]
#[specta::specta]
pub async fn has_pin(desk: State<'_, Desk>) -> Reply<bool> {
    desk.office.has_pin().await
}

/// Sets the PIN of the short lock, or removes it.
#[tauri::command]
#[specta::specta]
pub async fn set_pin(desk: State<'_, Desk>, password: Secret, pin: Option<Secret>) -> Reply<()> {
    desk.office.set_pin(&password, pin.as_deref()).await
}

/// What is to be said of print files that could not be deleted.
#[tauri::command]
#[specta::specta]
pub fn left_in_clear(desk: State<'_, Desk>) -> Vec<String> {
    desk.office.left_in_clear()
}

/// Locks.
#[tauri::command]
#[specta::specta]
pub async fn lock(desk: State<'_, Desk>) -> Reply<()> {
    desk.office.lock().await;
    Ok(())
}

/// Removes the demo.
#[tauri::command]
#[specta::specta]
pub async fn remove_demo(desk: State<'_, Desk>) -> Reply<()> {
    desk.office.remove_demo().await
}

/// Brings back the demo that this window removed.
#[tauri::command]
#[specta::specta]
pub async fn bring_back_demo(app: AppHandle, desk: State<'_, Desk>) -> Reply<()> {
    desk.office.bring_back_demo().await?;
    forward(&app, &desk.office.unlock(demo::PASSWORD).await?);
    Ok(())
}
