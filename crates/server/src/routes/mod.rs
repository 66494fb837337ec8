//! HTTP: one page for each route, with what it answers, why it refuses, its description and its
//! tests.

mod answer;
#[cfg(test)]
mod asked;
mod body;
mod enrol;
mod file;
mod health;
mod in_process;
mod log;
mod nowhere;
mod paper;
mod pull;
mod push;
mod signed;

use std::net::SocketAddr;
use std::sync::LazyLock;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use crate::Server;

pub use in_process::{Answer, Request};

/// Serves HTTP until told to stop.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    server: Server,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(server).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}

/// Every route on a server.
fn router(server: Server) -> Router {
    static ROUTES: LazyLock<Router<Server>> = LazyLock::new(|| {
        for_machines()
            .method_not_allowed_fallback(nowhere::nowhere)
            .fallback(nowhere::nowhere)
            .merge(for_people())
    });
    ROUTES
        .clone()
        .with_state(server.clone())
        .layer(from_fn_with_state(server, log::logged))
}

/// What machines ask.
fn for_machines() -> Router<Server> {
    Router::new()
        .route("/health", get(health::health))
        .route("/sync/v1/enrol", post(enrol::enrol))
        .route("/sync/v1/push", post(push::push))
        .route("/sync/v1/pull", post(pull::pull))
        .route("/sync/v1/file/{hash}", get(file::get).put(file::put))
}

/// What whoever holds a paper asks. Codes on paper are in capitals, so that they need few squares.
fn for_people() -> Router<Server> {
    Router::new()
        .route("/x/{code}", get(paper::paper))
        .route("/X/{code}", get(paper::paper))
}
