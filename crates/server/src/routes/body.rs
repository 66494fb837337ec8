//! The body of a request: whole or not at all, then read as the message that a route wants.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use protocol::Bounded;
use serde::de::DeserializeOwned;

use super::answer::refused;
use crate::files::MAX_BYTES;

/// What a message may have beside the largest file.
const MARGIN: usize = 1024;

/// A body as it came.
pub(crate) struct Whole(pub Bytes);

/// The body is larger than any that is taken, or broke off.
#[derive(Debug, thiserror::Error)]
#[error("the body is too large")]
pub(crate) struct TooLarge;

/// The body is not the message that the route wants.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("the body cannot be read")]
    NoMessage,
    #[error("the message says too much: {0}")]
    TooMuch(Refusal),
}

/// Reads a message, whose texts and lists have an end.
pub(crate) fn read<T: DeserializeOwned + Bounded>(body: &[u8]) -> Result<T, Unreadable> {
    let message: T = serde_json::from_slice(body).map_err(|_| Unreadable::NoMessage)?;
    message.within().map_err(Unreadable::TooMuch)?;
    Ok(message)
}

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = TooLarge;

    async fn from_request(request: Request, _: &S) -> Result<Self, TooLarge> {
        let body = to_bytes(request.into_body(), MAX_BYTES + MARGIN).await;
        body.map(Self).map_err(|_| TooLarge)
    }
}

impl IntoResponse for TooLarge {
    fn into_response(self) -> Response {
        refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::new(Code::FileTooLarge).with("limit", MAX_BYTES / (1024 * 1024)),
        )
    }
}

impl IntoResponse for Unreadable {
    fn into_response(self) -> Response {
        match self {
            Self::NoMessage => refused(StatusCode::BAD_REQUEST, Refusal::new(Code::BadRequest)),
            Self::TooMuch(refusal) => refused(StatusCode::PAYLOAD_TOO_LARGE, refusal),
        }
    }
}
