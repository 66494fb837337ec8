//! The window of Bàn Giao: commands of one line each, events, and the page of minutes as a picture
//! of its own bytes.

mod bindings;
pub mod commands;
pub mod log;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use engine::domain::ids::{MinutesId, UnitId};
use engine::{Clock, Office, Topic};
use tauri::http::{Response, StatusCode};
use tauri::{Emitter, Manager, WebviewWindowBuilder};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

pub use engine::workbook::child::serve_if_asked;

/// What every command can reach.
pub struct Desk {
    /// The office in the folder of this window.
    pub office: Office,
    /// Set to end a batch after the current document.
    pub cancel: Arc<AtomicBool>,
    /// A file that comes over the bridge in parts.
    pub upload: std::sync::Mutex<Vec<u8>>,
    /// Files that the person dropped on the window: the only ones that its page may ask for.
    pub dropped: std::sync::Mutex<Vec<PathBuf>>,
    /// The file that was saved last for the person, such as a template.
    pub saved: std::sync::Mutex<Option<PathBuf>>,
}

/// Where the data of this window lie: `BANGIAO_DATA`, or the system's folder for programs.
fn folder(app: &tauri::App) -> Result<PathBuf, tauri::Error> {
    match std::env::var_os("BANGIAO_DATA") {
        Some(folder) => Ok(folder.into()),
        None => Ok(app.path().app_local_data_dir()?.join("replica")),
    }
}

/// Opens the window and runs until it is closed.
///
/// # Errors
/// Those of the window system.
pub fn run() -> Result<(), tauri::Error> {
    engine::use_system_store();
    let builder = bindings::builder();
    let handler = builder.invoke_handler();
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(handler)
        .register_asynchronous_uri_scheme_protocol("minutes", |context, request, responder| {
            let app = context.app_handle().clone();
            let path = request.uri().path().to_owned();
            tauri::async_runtime::spawn(async move {
                responder.respond(page(&app.state::<Desk>(), &path).await);
            });
        })
        .on_window_event(note_dropped)
        .setup(move |app| {
            builder.mount_events(app);
            let folder = folder(app)?;
            if let Err(error) = log::keep_beside(&folder) {
                tracing::warn!(cause = %error.kind(), "nothing is kept of this log");
            }
            tracing::info!(version = env!("CARGO_PKG_VERSION"), "the window opens");
            if !comes_first(app, &folder) {
                app.handle().exit(0);
                return Ok(());
            }
            let office = Office::new(&folder, Arc::new(Clock::system()));
            app.manage(Desk {
                office,
                cancel: Arc::default(),
                upload: std::sync::Mutex::default(),
                dropped: std::sync::Mutex::default(),
                saved: std::sync::Mutex::default(),
            });
            open_window(app)
        })
        .run(tauri::generate_context!())
}

/// Notes which files were dropped: the system tells it of the window, and a page under WebKitGTK
/// gets no file from the system's own file manager.
fn note_dropped(window: &tauri::Window, event: &tauri::WindowEvent) {
    if let tauri::WindowEvent::DragDrop(tauri::DragDropEvent::Drop { paths, .. }) = event
        && let Ok(mut dropped) = window.state::<Desk>().dropped.lock()
    {
        dropped.clone_from(paths);
    }
}

/// Whether this is the first window on the data, which comes to the front when the program is started
/// on them again; where nobody can tell, it is.
fn comes_first(app: &tauri::App, folder: &Path) -> bool {
    match engine::first::first_window(folder) {
        Ok(Some(first)) => {
            let app = app.handle().clone();
            tauri::async_runtime::spawn(async move {
                loop {
                    if let Err(error) = first.knocked().await {
                        tracing::warn!(cause = %error.kind(), "no second start is heard any more");
                        return;
                    }
                    app.webview_windows().values().for_each(to_front);
                }
            });
            true
        }
        Ok(None) => {
            tracing::info!("a window is open on these data and comes to the front");
            false
        }
        Err(error) => {
            tracing::warn!(cause = %error.kind(), "a second start will open a second window");
            true
        }
    }
}

fn to_front(window: &tauri::WebviewWindow) {
    let shown = window.unminimize().and_then(|()| window.show());
    if let Err(error) = shown.and_then(|()| window.set_focus()) {
        tracing::warn!(%error, "the window stays where it is");
    }
}

/// The window, whose title follows its page: people work for two units and must see for which.
fn open_window(app: &tauri::App) -> Result<(), Box<dyn std::error::Error>> {
    for window in &app.config().app.windows {
        WebviewWindowBuilder::from_config(app, window)?
            .on_document_title_changed(|window, title| {
                if let Err(error) = window.set_title(&title) {
                    tracing::warn!(%error, "the title of the window stays");
                }
            })
            .build()?;
    }
    Ok(())
}

/// `/unit/minutes`: the PDF of minutes, the same bytes that are printed. `/unit/minutes/proof`:
/// what shows that they were signed, a scan perhaps, which may be a picture. `/import/row`: the page
/// that would come of a row of the table that is imported.
async fn page(desk: &Desk, path: &str) -> Response<Vec<u8>> {
    let found = async {
        let engine = desk.office.engine().await.ok()?;
        if let Some(row) = path.strip_prefix("/import/") {
            return engine.import_page(row.parse().ok()?).await.ok();
        }
        let mut ids = path.trim_start_matches('/').split('/');
        let (unit, minutes) = (
            ids.next()?.parse::<UnitId>().ok()?,
            ids.next()?.parse::<MinutesId>().ok()?,
        );
        if ids.next() == Some("proof") {
            engine.proof(unit, minutes).await.ok()
        } else {
            engine.minutes_pdf(unit, minutes).await.ok()
        }
    };
    let (status, body) = match found.await {
        Some(pdf) => (StatusCode::OK, pdf),
        None => (StatusCode::NOT_FOUND, vec![]),
    };
    let kind = match body.get(..2) {
        Some([0xff, 0xd8]) => "image/jpeg",
        Some([0x89, b'P']) => "image/png",
        _ => "application/pdf",
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert("content-type", tauri::http::HeaderValue::from_static(kind));
    response.headers_mut().insert(
        "access-control-allow-origin",
        tauri::http::HeaderValue::from_static("*"),
    );
    response
}

/// Tells the screens what changed, and calls the server from time to time, for as long as the
/// engine is open.
pub(crate) fn forward(app: &tauri::AppHandle, engine: &Arc<engine::Engine>) {
    tauri::async_runtime::spawn(engine::Engine::keep_syncing(Arc::downgrade(engine)));
    let mut heard = engine.listen();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        while let Some(topics) = changes(&mut heard).await {
            for topic in topics {
                // A window that is closing no longer hears; nothing is lost, it asks when it opens.
                let _ = app.emit("changed", topic);
            }
        }
    });
}

/// How long changes gather before screens ask again: a batch does hundreds in a row.
const GATHER: std::time::Duration = std::time::Duration::from_millis(150);

/// What changed since the last time, each topic once; none when the engine is closed. Who listens too
/// slowly has missed something: then everything may have changed.
async fn changes(heard: &mut Receiver<Topic>) -> Option<Vec<Topic>> {
    let first = match heard.recv().await {
        Ok(topic) => vec![topic],
        Err(RecvError::Lagged(_)) => vec![Topic::Register, Topic::Sync],
        Err(RecvError::Closed) => return None,
    };
    tokio::time::sleep(GATHER).await;
    let mut topics = first;
    loop {
        let more = match heard.try_recv() {
            Ok(topic) => vec![topic],
            Err(TryRecvError::Lagged(_)) => vec![Topic::Register, Topic::Sync],
            Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(topics),
        };
        for topic in more {
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_batch_is_heard_as_one_change_and_nobody_goes_deaf_of_it() {
        let (tell, mut heard) = tokio::sync::broadcast::channel(4);
        for _ in 0..300 {
            tell.send(Topic::Register).unwrap();
            tell.send(Topic::Sync).unwrap();
        }
        let both = vec![Topic::Register, Topic::Sync];
        assert_eq!(changes(&mut heard).await, Some(both));
        tell.send(Topic::Sync).unwrap();
        assert_eq!(changes(&mut heard).await, Some(vec![Topic::Sync]));
        drop(tell);
        assert_eq!(changes(&mut heard).await, None);
    }
}
