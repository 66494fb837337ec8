//! Importing tables, and stacks of scans. Files come over the bridge in parts, for they may be
//! large.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use base64::Engine as _;
use engine::Reply;
use engine::domain::{Code, Refusal};
use engine::handover::stack::FiledStack;
use engine::import::{
    BegunImport, BookInfo, Checked, ImportKind, ImportRequest, ImportRow, Imported, Looked, Undone,
};
use engine::signing::{FileVerdict, RootSet, TrustedRow};
use engine::workbook::Choice;
use tauri::{AppHandle, Emitter, Manager, State};
use tauri_plugin_dialog::DialogExt;

use super::file;
use crate::Desk;

/// Most bytes of a part, as text.
const MAX_PART: usize = 6 * 1024 * 1024;

fn bad() -> Refusal {
    Refusal::new(Code::BadRequest)
}

/// Takes a part of a file, base 64; the first one begins anew.
#[tauri::command]
#[specta::specta]
pub fn upload(desk: State<'_, Desk>, part: String, first: bool) -> Reply<()> {
    if part.len() > MAX_PART {
        return Err(bad().into());
    }
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(part)
        .map_err(|_| bad())?;
    let mut upload = desk.upload.lock().map_err(|_| bad())?;
    if first {
        upload.clear();
    }
    if upload.len() + bytes.len() > engine::minutes::scan::MAX_STACK_BYTES {
        upload.clear();
        return Err(Refusal::new(Code::FileTooLarge)
            .with(
                "limit",
                engine::minutes::scan::MAX_STACK_BYTES / 1024 / 1024,
            )
            .into());
    }
    upload.extend(bytes);
    Ok(())
}

pub(super) fn uploaded(desk: &Desk) -> Reply<Vec<u8>> {
    Ok(std::mem::take(&mut *desk.upload.lock().map_err(|_| bad())?))
}

/// Opens the uploaded file as a table.
#[tauri::command]
#[specta::specta]
pub async fn open_book(desk: State<'_, Desk>, name: String) -> Reply<BookInfo> {
    let bytes = uploaded(&desk)?;
    desk.office.engine().await?.open_book(&name, bytes).await
}

/// Opens a table that was pasted.
#[tauri::command]
#[specta::specta]
pub async fn paste_book(desk: State<'_, Desk>, text: String) -> Reply<BookInfo> {
    desk.office.engine().await?.paste_book(&text).await
}

/// Keeps what was chosen for the open table; with nothing, the import is over.
#[tauri::command]
#[specta::specta]
pub async fn keep_import(desk: State<'_, Desk>, request: Option<ImportRequest>) -> Reply<()> {
    desk.office.engine().await?.keep_import(request).await
}

/// The import that was begun and not written, with its table open again.
#[tauri::command]
#[specta::specta]
pub async fn begun_import(desk: State<'_, Desk>) -> Reply<Option<BegunImport>> {
    desk.office.engine().await?.begun_import().await
}

/// Keeps what was typed into forms and not sent yet.
#[tauri::command]
#[specta::specta]
pub async fn keep_forms(desk: State<'_, Desk>, forms: String) -> Reply<()> {
    desk.office.engine().await?.keep_forms(&forms).await
}

/// What was typed into forms and not sent yet.
#[tauri::command]
#[specta::specta]
pub async fn kept_forms(desk: State<'_, Desk>) -> Reply<String> {
    desk.office.engine().await?.kept_forms().await
}

/// A part of a file that somebody dropped on the window, base 64; empty at its end. Only what was
/// dropped is read.
#[tauri::command]
#[specta::specta]
pub fn read_dropped(desk: State<'_, Desk>, path: String, part: u32) -> Reply<String> {
    let refused = || Refusal::new(Code::FileAccess).with("file", &path);
    let wanted = PathBuf::from(&path);
    if !desk.dropped.lock().map_err(|_| bad())?.contains(&wanted) {
        return Err(refused().into());
    }
    let bytes = dropped_part(&wanted, part).map_err(|_| refused())?;
    Ok(base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// Bytes of a part of a dropped file; a multiple of three, so that no part but the last is padded.
const DROPPED_PART: u64 = 3 * 1024 * 1024;

fn dropped_part(path: &Path, part: u32) -> std::io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(u64::from(part) * DROPPED_PART))?;
    let mut bytes = vec![];
    file.take(DROPPED_PART).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The open file as a table of a kind.
#[tauri::command]
#[specta::specta]
pub async fn look_at(desk: State<'_, Desk>, kind: ImportKind, choice: Choice) -> Reply<Looked> {
    desk.office.engine().await?.look_at(kind, &choice).await
}

/// Checks the open file against the register.
#[tauri::command]
#[specta::specta]
pub async fn check_import(desk: State<'_, Desk>, request: ImportRequest) -> Reply<Checked> {
    desk.office.engine().await?.check_import(&request).await
}

/// Writes what can be written.
#[tauri::command]
#[specta::specta]
pub async fn run_import(desk: State<'_, Desk>, request: ImportRequest) -> Reply<Imported> {
    desk.office.engine().await?.run_import(&request).await
}

/// Imports that were done here.
#[tauri::command]
#[specta::specta]
pub async fn imports(desk: State<'_, Desk>) -> Reply<Vec<ImportRow>> {
    desk.office.engine().await?.imports().await
}

/// Undoes an import.
#[tauri::command]
#[specta::specta]
pub async fn undo_import(desk: State<'_, Desk>, id: uuid::Uuid) -> Reply<Undone> {
    desk.office.engine().await?.undo_import(id).await
}

/// The folder of the person's where files go that they asked for: downloads, else documents, the
/// desk, their home. The folder of the data is nobody's to look into.
fn folder_of_person(app: &AppHandle, desk: &Desk) -> PathBuf {
    let path = app.path();
    let folders = [
        path.download_dir(),
        path.document_dir(),
        path.desktop_dir(),
        path.home_dir(),
    ];
    let there = |folder: &PathBuf| folder.is_dir();
    let mut folders = folders.into_iter().filter_map(Result::ok).filter(there);
    let found = folders.next();
    found.unwrap_or_else(|| desk.office.folder().to_owned())
}

/// A name that is free in a folder of the person's.
fn free(app: &AppHandle, desk: &Desk, name: &str) -> Reply<PathBuf> {
    let folder = folder_of_person(app, desk);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "xlsx"));
    // A file that is there is never written over.
    let free = (1..1000)
        .map(|n| {
            folder.join(if n == 1 {
                name.to_owned()
            } else {
                format!("{stem} ({n}).{ending}")
            })
        })
        .find(|path| !path.exists());
    Ok(free.ok_or_else(|| Refusal::new(Code::FileAccess).with("file", name))?)
}

/// Writes a file that is not there yet, and keeps in mind which one it was.
pub(super) fn save_as(desk: &Desk, path: PathBuf, bytes: &[u8]) -> Reply<String> {
    let refused = |_| Refusal::new(Code::FileAccess).with("file", path.display());
    let mut file = File::create_new(&path).map_err(refused)?;
    file.write_all(bytes).map_err(refused)?;
    let told = path.display().to_string();
    *desk.saved.lock().map_err(|_| bad())? = Some(path);
    Ok(told)
}

/// Writes a file into a folder of the person's; returns where.
pub(super) fn save(app: &AppHandle, desk: &Desk, name: &str, bytes: &[u8]) -> Reply<String> {
    save_as(desk, free(app, desk, name)?, bytes)
}

/// A free place for the workbook of a list.
pub(super) fn place(app: &AppHandle, desk: &Desk, list: &str) -> Reply<String> {
    let plain: String = list
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(60)
        .collect();
    let path = free(app, desk, &format!("bangiao-{plain}.xlsx"))?;
    Ok(path.display().to_string())
}

/// The place that a person chooses in a window of the system.
pub(super) async fn chosen_place(app: &AppHandle, title: &str, at: &str) -> Option<String> {
    let at = as_workbook(at);
    let mut asking = app.dialog().file().set_title(title);
    asking = asking.add_filter("Excel", &["xlsx"]);
    if let Some(window) = app.get_webview_window("main") {
        asking = asking.set_parent(&window);
    }
    if let Some(folder) = at.parent().filter(|folder| folder.is_dir()) {
        asking = asking.set_directory(folder);
    }
    if let Some(name) = at.file_name() {
        asking = asking.set_file_name(name.to_string_lossy());
    }
    let (tell, told) = tokio::sync::oneshot::channel();
    // Who listens no more has left the screen.
    asking.save_file(move |chosen| drop(tell.send(chosen)));
    let chosen = told.await.ok()??.into_path().ok()?;
    Some(chosen.display().to_string())
}

/// The place that a person typed, with the ending by which Excel knows its files.
pub(super) fn as_workbook(typed: &str) -> PathBuf {
    let path = PathBuf::from(typed.trim());
    match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("xlsx") => path,
        _ => PathBuf::from(format!("{}.xlsx", path.display())),
    }
}

/// Where the rows that wait would be saved if the person says nothing else.
#[tauri::command]
#[specta::specta]
pub fn place_of_wrong_rows(app: AppHandle, desk: State<'_, Desk>) -> Reply<String> {
    Ok(free(&app, &desk, "bangiao-can-sua.xlsx")?
        .display()
        .to_string())
}

/// Saves the rows that wait where the person says, to be mended in Excel.
#[tauri::command]
#[specta::specta]
pub async fn save_wrong_rows(
    desk: State<'_, Desk>,
    request: ImportRequest,
    to: String,
) -> Reply<String> {
    let bytes = desk.office.engine().await?.wrong_rows(&request).await?;
    save_as(&desk, to.into(), &bytes)
}

/// Saves an empty table to fill in.
#[tauri::command]
#[specta::specta]
pub async fn save_template(
    app: AppHandle,
    desk: State<'_, Desk>,
    kind: ImportKind,
) -> Reply<String> {
    let bytes = desk.office.engine().await?.template(kind).await?;
    save(
        &app,
        &desk,
        &format!("bangiao-mau-{}.xlsx", kind.key().replace('_', "-")),
        &bytes,
    )
}

/// Opens the file that was saved last with the system's program for it.
#[tauri::command]
#[specta::specta]
pub fn open_saved(desk: State<'_, Desk>) -> Reply<()> {
    let path = desk
        .saved
        .lock()
        .map_err(|_| bad())?
        .clone()
        .ok_or_else(bad)?;
    Ok(open::that_detached(&path)
        .map_err(|_| Refusal::new(Code::FileAccess).with("file", path.display()))?)
}

/// Checks the signatures of the uploaded PDF.
#[tauri::command]
#[specta::specta]
pub async fn verify_signed(desk: State<'_, Desk>) -> Reply<FileVerdict> {
    let bytes = uploaded(&desk)?;
    desk.office.engine().await?.verify_signed(bytes).await
}

/// What this machine trusts.
#[tauri::command]
#[specta::specta]
pub async fn trusted(desk: State<'_, Desk>) -> Reply<Vec<TrustedRow>> {
    desk.office.engine().await?.trusted().await
}

/// Trusts the uploaded certificates, or takes the uploaded revocation list.
#[tauri::command]
#[specta::specta]
pub async fn trust(desk: State<'_, Desk>, set: RootSet) -> Reply<()> {
    let bytes = file(uploaded(&desk)?)?;
    desk.office.engine().await?.trust(&bytes, set).await
}

/// Files the pages of the uploaded stack to their minutes; ended by `cancel_batch`.
#[tauri::command]
#[specta::specta]
pub async fn file_stack(app: AppHandle, desk: State<'_, Desk>) -> Reply<FiledStack> {
    let bytes = uploaded(&desk)?;
    desk.cancel.store(false, Ordering::Relaxed);
    let engine = desk.office.engine().await?;
    let progress = move |done, of| drop(app.emit("stack_progress", (done, of)));
    engine.file_stack(bytes, &desk.cancel, progress).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_was_typed_ends_as_excel_wants_it() {
        for (typed, place) in [
            (" /giay-to/bien ban ", "/giay-to/bien ban.xlsx"),
            ("/giay-to/bien-ban.XLSX", "/giay-to/bien-ban.XLSX"),
            ("/giay-to/07.2026", "/giay-to/07.2026.xlsx"),
        ] {
            assert_eq!(as_workbook(typed), PathBuf::from(place));
        }
    }
}
