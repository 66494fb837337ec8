//! One line of log for each request: method, route, status, milliseconds and device. What somebody
//! is called, or wrote, is never in it.

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::field::display;

use super::answer::Fault;
use super::signed::named;
use crate::Server;

/// What is written where no route matches: the path itself may be anything.
const NO_ROUTE: &str = "-";

/// Answers a request and writes its line.
pub(crate) async fn logged(State(server): State<Server>, request: Request, next: Next) -> Response {
    let begun = server.now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let device = named(request.headers());
    let response = next.run(request).await;
    let (status, ms) = (
        response.status().as_u16(),
        (server.now() - begun).num_milliseconds(),
    );
    let route = route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
    let device = device.map(display);
    match response.extensions().get::<Fault>() {
        None => tracing::info!(%method, route, status, ms, device, "answered"),
        Some(Fault(cause)) => {
            tracing::error!(%method, route, status, ms, device, cause, "our own fault");
        }
    }
    response
}
