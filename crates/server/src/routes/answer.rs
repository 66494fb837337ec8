//! What every route shows of a refusal, and of our own faults.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};

use crate::Error;

/// A refusal with its status.
pub(crate) fn refused(status: StatusCode, refusal: Refusal) -> Response {
    (status, Json(refusal)).into_response()
}

/// Our own fault. The cause stays on the server; people get the code of it.
pub(crate) fn broken(error: &Error) -> Response {
    tracing::error!(%error, "our own fault");
    refused(
        StatusCode::INTERNAL_SERVER_ERROR,
        Refusal::new(Code::Internal),
    )
}
