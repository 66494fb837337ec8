//! `PUT` and `GET /sync/v1/file/{hash}`: attachments by their hash.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::BlobHash;
use domain::{Code, Refusal};

use super::answer::{broken, refused};
use super::signed::SignedBy;
use crate::{Error, Server};

/// Why a file is neither taken nor given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the bytes have another hash")]
    OtherHash,
    #[error("no paper that this device may see cites a file of this hash")]
    NotThere,
    #[error(transparent)]
    Broken(#[from] Error),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::OtherHash => refused(StatusCode::BAD_REQUEST, Refusal::new(Code::BadRequest)),
            Self::NotThere => refused(
                StatusCode::NOT_FOUND,
                Refusal::new(Code::NotFound).with("what", "document"),
            ),
            Self::Broken(error) => broken(&error),
        }
    }
}

/// Takes a file whole, if its bytes have the hash that was named.
pub(crate) async fn put(
    State(server): State<Server>,
    Path(hash): Path<BlobHash>,
    sent: SignedBy,
) -> Result<Json<bool>, Refused> {
    if server.put_file(&hash, &sent.body).await? {
        Ok(Json(true))
    } else {
        Err(Refused::OtherHash)
    }
}

/// Gives a file to a device that may see a paper which cites it.
pub(crate) async fn get(
    State(server): State<Server>,
    Path(hash): Path<BlobHash>,
    sent: SignedBy,
) -> Result<Vec<u8>, Refused> {
    server
        .file(sent.device.unit, &hash)
        .await?
        .ok_or(Refused::NotThere)
}
