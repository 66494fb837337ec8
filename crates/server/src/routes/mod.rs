//! HTTP: one page for each route, with what it answers, why it refuses, its description and its
//! tests.

mod answer;
#[cfg(test)]
pub(crate) mod asked;
mod body;
mod description;
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
use axum::routing::get;
use tokio::net::TcpListener;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use description::Beginning;

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
    static ROUTES: LazyLock<Router<Server>> = LazyLock::new(|| described().0);
    ROUTES
        .clone()
        .with_state(server.clone())
        .layer(from_fn_with_state(server, log::logged))
}

/// Every route, and what the pages say of them.
fn described() -> (Router<Server>, OpenApi) {
    let machines = OpenApiRouter::with_openapi(Beginning::openapi())
        .routes(routes!(health::health))
        .routes(routes!(enrol::enrol))
        .routes(routes!(push::push))
        .routes(routes!(pull::pull))
        .routes(routes!(file::put, file::get));
    let people = OpenApiRouter::new()
        .routes(routes!(paper::paper))
        // Codes on paper are in capitals, so that they need few squares.
        .route("/X/{code}", get(paper::paper));
    let (machines, description) = machines.split_for_parts();
    let (people, of_people) = people.split_for_parts();
    let router = machines
        .method_not_allowed_fallback(nowhere::nowhere)
        .fallback(nowhere::nowhere)
        .merge(people);
    (router, description.merge_from(of_people))
}
