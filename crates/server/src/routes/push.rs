//! `POST /sync/v1/push`: a device sends what was done on it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use protocol::{MAX_OPS, PushReply, PushRequest, WIRE_VERSION};

use super::answer::{broken, refused};
use super::body::Unreadable;
use super::description::MACHINES;
use super::signed::{SignedBy, Unsigned};
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
#[utoipa::path(
    post,
    path = "/sync/v1/push",
    tag = MACHINES,
    security(("device" = [], "signature" = [])),
    request_body = PushRequest,
    responses(
        Unsigned,
        (status = 200, body = PushReply, description = "One answer for each op that was looked at."),
        (status = 400, body = Refusal, description = "`bad_request`: this is no push."),
        (status = 413, body = Refusal, description = "`too_many`: more than 256 ops; \
            `file_too_large`: more than 20 MiB."),
        (status = 426, body = Refusal, description = "`wire_version`: the wire has another version.")
    )
)]
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

#[cfg(test)]
mod tests {
    use domain::acts::{Act, AddClass};
    use domain::calendar::SchoolYear;
    use domain::ids::OpId;
    use domain::samples::{DEVICE, HEAD, SCHOOL, monday, today};
    use domain::unit::SchoolLevel;
    use insta::assert_snapshot;
    use protocol::{Op, RawOp};
    use uuid::Uuid;

    use super::*;
    use crate::routes::asked::{Asked, Town, key, post};

    fn op(seq: i64, class: &str) -> RawOp {
        let op = Op {
            v: WIRE_VERSION,
            op_id: OpId(Uuid::from_u128(0x0b << 64 | u128::from(seq.unsigned_abs()))),
            device: DEVICE,
            seq,
            act: Act::AddClass(AddClass {
                unit: SCHOOL,
                year: SchoolYear::of(today()),
                name: class.to_owned(),
                level: SchoolLevel::LowerSecondary,
                site: None,
                learners: None,
            }),
            unit: SCHOOL,
            actor: HEAD,
            targets: vec![],
            client_time: monday(),
            est_server_time: monday(),
            depends_on: vec![],
            attachments: vec![],
        };
        RawOp::of(&op.sign(&key())).unwrap()
    }

    fn push(v: u32, ops: Vec<RawOp>) -> Asked {
        let request = PushRequest {
            v,
            ops,
            refused_before: vec![],
        };
        post("/sync/v1/push", &request).signed()
    }

    #[tokio::test]
    async fn each_op_gets_one_answer() {
        let town = Town::new().await;
        let ops = vec![op(1, "7A1"), op(2, "7A1")];
        assert_snapshot!(town.ask(push(WIRE_VERSION, ops)).await);
    }

    #[tokio::test]
    async fn a_batch_stops_where_ops_are_missing() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(push(WIRE_VERSION, vec![op(2, "7A1")])).await);
    }

    #[tokio::test]
    async fn a_program_of_another_version_is_told_so() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(push(WIRE_VERSION + 1, vec![])).await);
    }

    #[tokio::test]
    async fn more_than_a_batch_is_not_looked_at() {
        let town = Town::new().await;
        let ops = vec![op(1, "7A1"); MAX_OPS + 1];
        assert_snapshot!(town.ask(push(WIRE_VERSION, ops)).await);
    }

    #[tokio::test]
    async fn what_is_no_push_is_refused() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(post("/sync/v1/push", &"hello").signed()).await);
    }
}
