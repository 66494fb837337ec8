//! Whatever has no page of its own.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};

use super::answer::refused;
use super::signed::{SignedBy, Unsigned};
use crate::Server;

/// Where only devices ask.
const SYNC: &str = "/sync/v1/";

/// Why nothing is there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error(transparent)]
    Unsigned(#[from] Unsigned),
    #[error("no route has this path and method")]
    Nowhere,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Unsigned(unsigned) => unsigned.into_response(),
            Self::Nowhere => refused(
                StatusCode::NOT_FOUND,
                Refusal::new(Code::NotFound).with("what", "task"),
            ),
        }
    }
}

/// Says that nothing is there; where only devices ask, only to a device.
pub(crate) async fn nowhere(State(server): State<Server>, request: Request) -> Refused {
    if request.uri().path().starts_with(SYNC)
        && let Err(unsigned) = SignedBy::from_request(request, &server).await
    {
        return unsigned.into();
    }
    Refused::Nowhere
}
