//! `GET /health`: whether the server is there, and what time it has.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use protocol::WIRE_VERSION;
use serde::Serialize;
use utoipa::ToSchema;

use super::description::MACHINES;
use crate::Server;

/// A server that is there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// The server's clock.
    time: DateTime<Utc>,
    /// Version of all messages.
    v: u32,
}

/// Says that the server is there.
#[utoipa::path(
    get,
    path = "/health",
    tag = MACHINES,
    responses((status = 200, body = Health, description = "The server is there."))
)]
pub(crate) async fn health(State(server): State<Server>) -> Json<Health> {
    Json(Health {
        time: server.now(),
        v: WIRE_VERSION,
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::routes::asked::{Town, get};

    #[tokio::test]
    async fn whoever_asks_hears_the_time_and_the_version() {
        assert_snapshot!(Town::new().await.ask(get("/health")).await);
    }
}
