//! `PUT` and `GET /sync/v1/file/{hash}`: attachments by their hash.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::BlobHash;
use domain::{Code, Refusal};
use utoipa::ToSchema;

use super::answer::{broken, refused};
use super::description::MACHINES;
use super::signed::{SignedBy, Unsigned};
use crate::{Error, Server};

/// Why a file is neither taken nor given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the bytes have another hash")]
    OtherHash,
    #[error("no paper that this device may see cites a file of this hash")]
    NotThere,
    #[error("the last post of its person is over")]
    PostEnded,
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
            Self::PostEnded => refused(StatusCode::FORBIDDEN, Refusal::new(Code::PostEnded)),
            Self::Broken(error) => broken(&error),
        }
    }
}

/// The bytes of a file, as they were signed or scanned.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(crate) struct FileBytes(Vec<u8>);

impl IntoResponse for FileBytes {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// Takes a file whole, if its bytes have the hash that was named.
#[utoipa::path(
    put,
    operation_id = "put_file",
    path = "/sync/v1/file/{hash}",
    tag = MACHINES,
    security(("device" = [], "signature" = [])),
    params(("hash" = BlobHash, Path)),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses(
        Unsigned,
        (status = 200, body = bool, content_type = "application/json", description = "It is kept."),
        (status = 400, body = Refusal, description = "`bad_request`: the bytes have another hash.")
    )
)]
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
#[utoipa::path(
    get,
    operation_id = "get_file",
    path = "/sync/v1/file/{hash}",
    tag = MACHINES,
    security(("device" = [], "signature" = [])),
    params(("hash" = BlobHash, Path)),
    responses(
        Unsigned,
        (status = 200, body = FileBytes, content_type = "application/octet-stream",
            description = "Its bytes."),
        (status = 403, body = Refusal, description = "`post_ended`: the last post of its person in the \
            unit is over."),
        (status = 404, body = Refusal, description = "`not_found`: no paper that this device may \
            see cites a file of this hash.")
    )
)]
pub(crate) async fn get(
    State(server): State<Server>,
    Path(hash): Path<BlobHash>,
    sent: SignedBy,
) -> Result<FileBytes, Refused> {
    if server.has_left(&sent.device).await? {
        return Err(Refused::PostEnded);
    }
    let bytes = server.file(sent.device.unit, &hash).await?;
    bytes.map(FileBytes).ok_or(Refused::NotThere)
}

#[cfg(test)]
mod tests {
    use domain::minutes::{HandoverMinutes, Progress};
    use domain::row::Row;
    use domain::samples::{monday, printed};
    use insta::assert_snapshot;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::routes::asked::{Town, get, put};

    const BYTES: &[u8] = b"%PDF: a page of minutes";

    fn hash() -> BlobHash {
        BlobHash(hex::encode(Sha256::digest(BYTES)))
    }

    fn path() -> String {
        format!("/sync/v1/file/{}", hash().0)
    }

    /// Minutes of the school that cite the file.
    fn citing() -> Row {
        let mut minutes: HandoverMinutes = printed();
        if let Progress::AwaitingSignatures { frozen } = &mut minutes.progress {
            frozen.pdf = hash();
        }
        Row::HandoverMinutes(Box::new(minutes))
    }

    #[tokio::test]
    async fn a_file_is_taken_and_given_to_a_device_that_sees_a_paper_with_it() {
        let town = Town::new().await;
        town.write(vec![citing()]).await;
        assert_snapshot!(town.ask(put(&path(), BYTES).signed()).await);
        assert_snapshot!(town.ask(get(&path()).signed()).await);
    }

    #[tokio::test]
    async fn bytes_of_another_hash_are_not_taken() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(put(&path(), b"other bytes").signed()).await);
        assert_eq!(town.server.store().file_size(&hash()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_file_that_no_paper_cites_is_not_there() {
        let town = Town::new().await;
        town.ask(put(&path(), BYTES).signed()).await;
        assert_snapshot!(town.ask(get(&path()).signed()).await);
    }

    #[tokio::test]
    async fn a_file_that_the_disk_lost_is_our_own_fault_and_no_more_is_said_of_it() {
        let town = Town::new().await;
        town.write(vec![citing()]).await;
        let store = town.server.store();
        store.note_file(&hash(), 23, monday()).await.unwrap();
        assert_snapshot!(town.ask(get(&path()).signed()).await);
    }
}
