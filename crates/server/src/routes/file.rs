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
