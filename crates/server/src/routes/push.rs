//! `POST /sync/v1/push`: a device sends what was done on it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use protocol::{MAX_OPS, PushReply, PushRequest, WIRE_VERSION};

use super::answer::{broken, refused};
use super::body::Unreadable;
use super::signed::SignedBy;
use crate::{Error, Server};

/// Why a push is not looked at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("the wire has another version")]
    OtherVersion,
    #[error("more than {MAX_OPS} ops")]
    TooMany,
    #[error(transparent)]
    Broken(#[from] Error),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Unreadable(body) => body.into_response(),
            Self::OtherVersion => refused(
                StatusCode::UPGRADE_REQUIRED,
                Refusal::new(Code::WireVersion),
            ),
            Self::TooMany => refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                Refusal::new(Code::TooMany).with("limit", MAX_OPS),
            ),
            Self::Broken(error) => broken(&error),
        }
    }
}

/// Takes the ops of a device in their order; each gets one answer.
pub(crate) async fn push(
    State(server): State<Server>,
    sent: SignedBy,
) -> Result<Json<PushReply>, Refused> {
    let push: PushRequest = sent.message()?;
    if push.v != WIRE_VERSION {
        return Err(Refused::OtherVersion);
    }
    if push.ops.len() > MAX_OPS {
        return Err(Refused::TooMany);
    }
    let reply = server
        .take(&sent.device, &push.ops, &push.refused_before)
        .await?;
    Ok(Json(reply))
}
