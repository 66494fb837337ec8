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
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsAcceptor;
use hyper_util::rt::TokioTimer;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::tls::Tls;
use description::Beginning;

pub use in_process::{Answer, Request};

/// How long a connection may take to say what it asks for.
const ASKING: Duration = Duration::from_secs(30);

/// The type of files that go as they are.
const FILES: &str = "application/octet-stream";

/// How long requests that are under way may go on when the server is told to stop.
const ENDING: Duration = Duration::from_secs(20);

/// Serves by TLS, or by plain HTTP, until told to stop.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: TcpListener,
    server: Server,
    tls: Option<&Tls>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = listener.into_std()?;
    let handle = Handle::new();
    tokio::spawn({
        let handle = handle.clone();
        async move {
            stop.await;
            handle.graceful_shutdown(Some(ENDING));
        }
    });
    let service = router(server).into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        None => {
            let listening = axum_server::from_tcp(listener)?;
            patient(listening, handle).serve(service).await
        }
        Some(tls) => {
            let greeting = RustlsAcceptor::new(tls.config.clone()).handshake_timeout(ASKING);
            let listening = axum_server::from_tcp(listener)?.acceptor(greeting);
            patient(listening, handle).serve(service).await
        }
    }
}

/// Waits for no connection that says nothing.
fn patient<A>(
    listening: axum_server::Server<SocketAddr, A>,
    handle: Handle<SocketAddr>,
) -> axum_server::Server<SocketAddr, A> {
    let mut listening = listening.http1_only().handle(handle);
    let mut http = listening.http_builder().http1();
    http.timer(TokioTimer::new()).header_read_timeout(ASKING);
    listening
}

/// An answer that is smaller goes as it is.
const SMALL: u16 = 1024;

/// Every route on a server. What is said is packed on the wire by who can unpack it; files are packed
/// already.
fn router(server: Server) -> Router {
    static ROUTES: LazyLock<Router<Server>> = LazyLock::new(|| described().0);
    let worth_it = SizeAbove::new(SMALL).and(NotForContentType::const_new(FILES));
    ROUTES
        .clone()
        .with_state(server.clone())
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new().compress_when(worth_it))
        .layer(from_fn_with_state(server, log::logged))
}

/// Every route, and what the pages say of them.
fn described() -> (Router<Server>, OpenApi) {
    let machines = OpenApiRouter::with_openapi(Beginning::openapi())
        .routes(routes!(health::health))
        .routes(routes!(enrol::enrol))
        .routes(routes!(push::push))
        .routes(routes!(pull::pull))
        .routes(routes!(file::put, file::get))
        .routes(routes!(file::put_part))
        .routes(routes!(file::get_rest));
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
