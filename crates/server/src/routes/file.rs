//! `PUT` and `GET /sync/v1/file/{hash}`: attachments by their hash, whole or from a byte on.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::BlobHash;
use domain::{Code, Refusal};
use protocol::{FileSent, MAX_PART};
use utoipa::ToSchema;

use super::answer::{broken, refused};
use super::body::TooLarge;
use super::description::MACHINES;
use super::signed::{SignedBy, Unsigned};
use crate::files::MAX_BYTES;
use crate::parts::Part;
use crate::{Error, Server};

/// Why a file is neither taken nor given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the bytes have another hash")]
    OtherHash,
    #[error("this is no part of a file")]
    NoPart,
    #[error("the file is larger than any that is taken")]
    TooLarge,
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
            Self::OtherHash | Self::NoPart => {
                refused(StatusCode::BAD_REQUEST, Refusal::new(Code::BadRequest))
            }
            Self::TooLarge => TooLarge.into_response(),
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

/// Takes a part of a file, if it begins where what this device brought of it before ends. An empty
/// part asks how far that is.
#[utoipa::path(
    put,
    operation_id = "put_part_of_file",
    path = "/sync/v1/file/{hash}/{from}/{size}",
    tag = MACHINES,
    security(("device" = [], "signature" = [])),
    params(
        ("hash" = BlobHash, Path),
        ("from" = u64, Path, description = "The byte where the part begins."),
        ("size" = u64, Path, description = "How many bytes the whole file has.")
    ),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses(
        Unsigned,
        (status = 200, body = FileSent, description = "How much of it is here now: the next part \
            begins there."),
        (status = 400, body = Refusal, description = "`bad_request`: this is no part of a file of that \
            size, or it is complete and has another hash; then it begins anew."),
        (status = 413, body = Refusal, description = "`file_too_large`: more than 24 MiB.")
    )
)]
pub(crate) async fn put_part(
    State(server): State<Server>,
    Path((hash, from, size)): Path<(BlobHash, u64, u64)>,
    sent: SignedBy,
) -> Result<Json<FileSent>, Refused> {
    if size > MAX_BYTES as u64 {
        return Err(Refused::TooLarge);
    }
    let end = from.checked_add(sent.body.len() as u64);
    let fits = sent.body.len() <= MAX_PART && end.is_some_and(|end| end <= size);
    if !fits || !hash.well_formed() {
        return Err(Refused::NoPart);
    }
    let part = Part {
        hash: &hash,
        size,
        from,
        bytes: &sent.body,
    };
    let has = server.put_part(sent.device.device, part).await?;
    has.map(Json).ok_or(Refused::OtherHash)
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
    given(&server, &sent, &hash).await.map(FileBytes)
}

/// Gives what is left of a file behind a byte to a device that may see a paper which cites it.
#[utoipa::path(
    get,
    operation_id = "get_rest_of_file",
    path = "/sync/v1/file/{hash}/{from}",
    tag = MACHINES,
    security(("device" = [], "signature" = [])),
    params(
        ("hash" = BlobHash, Path),
        ("from" = u64, Path, description = "How many bytes of it the device has.")
    ),
    responses(
        Unsigned,
        (status = 200, body = FileBytes, content_type = "application/octet-stream",
            description = "The others."),
        (status = 400, body = Refusal, description = "`bad_request`: the file is shorter."),
        (status = 403, body = Refusal, description = "`post_ended`: the last post of its person in the \
            unit is over."),
        (status = 404, body = Refusal, description = "`not_found`: no paper that this device may \
            see cites a file of this hash.")
    )
)]
pub(crate) async fn get_rest(
    State(server): State<Server>,
    Path((hash, from)): Path<(BlobHash, usize)>,
    sent: SignedBy,
) -> Result<FileBytes, Refused> {
    let mut bytes = given(&server, &sent, &hash).await?;
    if from > bytes.len() {
        return Err(Refused::NoPart);
    }
    Ok(FileBytes(bytes.split_off(from)))
}

/// A file, if who asks may see it.
async fn given(server: &Server, by: &SignedBy, hash: &BlobHash) -> Result<Vec<u8>, Refused> {
    if server.has_left(&by.device).await? {
        return Err(Refused::PostEnded);
    }
    let bytes = server.file(by.device.unit, hash).await?;
    bytes.ok_or(Refused::NotThere)
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
    async fn a_file_comes_in_parts_and_the_rest_of_it_is_given() {
        let town = Town::new().await;
        town.write(vec![citing()]).await;
        let part = |from, to| {
            put(
                &format!("{}/{from}/{}", path(), BYTES.len()),
                &BYTES[from..to],
            )
        };
        assert_snapshot!(town.ask(part(0, 5).signed()).await);
        assert_snapshot!(town.ask(part(5, BYTES.len()).signed()).await);
        let rest = get(&format!("{}/7", path())).signed();
        assert_snapshot!(town.ask(rest).await);
    }

    #[tokio::test]
    async fn what_is_no_part_of_a_file_is_not_taken() {
        let town = Town::new().await;
        town.write(vec![citing()]).await;
        let too_long = format!("{}/{}/{}", path(), 20, BYTES.len());
        let no_end = format!("{}/{}/{}", path(), u64::MAX, 1);
        let no_hash = "/sync/v1/file/..%2F..%2Fkey/0/23";
        for path in [too_long.as_str(), &no_end, no_hash] {
            let told = town.ask(put(path, BYTES).signed()).await;
            assert_eq!(told.refusal(), (400, "bad_request".to_owned()), "{path}");
        }
        let large = format!("{}/0/{}", path(), MAX_BYTES + 1);
        let told = town.ask(put(&large, b"").signed()).await;
        assert_eq!(told.refusal(), (413, "file_too_large".to_owned()));
        town.ask(put(&path(), BYTES).signed()).await;
        let beyond = get(&format!("{}/24", path())).signed();
        assert_eq!(town.ask(beyond).await.status, 400);
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
