//! What every route shows of a refusal, and of our own faults.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};

use crate::Error;

/// What was our own fault behind a response, for the log.
#[derive(Clone, Debug)]
pub(crate) struct Fault(pub String);

impl Fault {
    pub fn of(error: &Error) -> Self {
        Self(error.for_log())
    }
}

/// A refusal with its status.
pub(crate) fn refused(status: StatusCode, refusal: Refusal) -> Response {
    (status, Json(refusal)).into_response()
}

/// Our own fault. The cause stays on the server; people get the code of it.
pub(crate) fn broken(error: &Error) -> Response {
    let mut response = refused(
        StatusCode::INTERNAL_SERVER_ERROR,
        Refusal::new(Code::Internal),
    );
    response.extensions_mut().insert(Fault::of(error));
    response
}
