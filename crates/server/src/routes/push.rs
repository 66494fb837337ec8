//! `POST /sync/v1/push`: a device sends what was done on it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};
use protocol::{PushReply, PushRequest, WIRE_VERSION};

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
            `file_too_large`: more than 24 MiB. An op that says too much has its own answer."),
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
    let reply = server
        .take(&sent.device, &push.ops, &push.refused_before)
        .await?;
    Ok(Json(reply))
}

#[cfg(test)]
mod tests {
    use domain::acts::{Act, AddClass};
    use domain::bounds;
    use domain::calendar::SchoolYear;
    use domain::ids::OpId;
    use domain::samples::{DEVICE, HEAD, SCHOOL, monday, today};
    use domain::unit::SchoolLevel;
    use ed25519_dalek::Signer;
    use insta::assert_snapshot;
    use protocol::{MAX_OP, MAX_OPS, Op, OpResult, OpState, RawOp};
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
        RawOp::of(&op.sign(&key()).unwrap()).unwrap()
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

    /// A class of another kind of name, as its device says it.
    fn says(state: OpState, code: Code, ops: &[RawOp]) -> Vec<OpResult> {
        let envelopes = ops.iter().filter_map(RawOp::envelope);
        let told = envelopes.map(|op| OpResult {
            op_id: op.op_id,
            seq: op.seq,
            state,
            refusal: Some(Refusal::new(code).with("what", "anything at all")),
            received_at: monday(),
        });
        told.collect()
    }

    async fn answers(town: &Town, ops: Vec<RawOp>, refused_before: Vec<OpResult>) -> PushReply {
        let request = PushRequest {
            v: WIRE_VERSION,
            ops,
            refused_before,
        };
        let told = town.ask(post("/sync/v1/push", &request).signed()).await;
        serde_json::from_value(told.json()).unwrap()
    }

    #[tokio::test]
    async fn a_server_that_lost_nothing_hears_nothing_of_what_was_refused_before() {
        let town = Town::new().await;
        let ops = vec![op(1, "7A1")];
        let told = says(OpState::Rejected, Code::Taken, &ops);
        let reply = answers(&town, ops, told).await;
        assert_eq!(reply.results[0].state, OpState::Applied);
    }

    #[tokio::test]
    async fn after_a_loss_the_word_of_the_sender_refuses_and_says_nothing_else() {
        let town = Town::new().await;
        let store = town.server.store();
        store.renew_epoch(Uuid::nil(), monday()).await.unwrap();
        let ops = vec![op(1, "7A1"), op(2, "7A2"), op(3, "7A3"), op(4, "7A4")];
        let states = [
            OpState::Rejected,
            OpState::Conflict,
            OpState::Held,
            OpState::Applied,
        ];
        let told = ops.iter().zip(states);
        let told = told.flat_map(|(op, state)| says(state, Code::Taken, std::slice::from_ref(op)));
        let reply = answers(&town, ops.clone(), told.collect()).await;
        let answered: Vec<_> = reply.results.iter().map(|r| r.state).collect();
        assert_eq!(
            answered,
            [
                OpState::Rejected,
                OpState::Rejected,
                OpState::Applied,
                OpState::Applied
            ],
            "what was kept, or claims to be done, is decided by the rule"
        );
        for result in &reply.results[..2] {
            let refusal = Refusal::new(Code::RefusedBefore);
            assert_eq!(result.refusal, Some(refusal), "neither words nor code");
        }
    }

    #[tokio::test]
    async fn an_op_that_says_too_much_is_refused_and_its_neighbours_go_on() {
        let town = Town::new().await;
        let ops = vec![
            op(1, &"x".repeat(bounds::MAX_TEXT + 1)),
            op(2, &"x".repeat(MAX_OP)),
            op(3, "7A1"),
        ];
        let reply = answers(&town, ops, vec![]).await;
        let told = reply.results.iter().map(|r| {
            let code = r.refusal.as_ref().map(|refusal| refusal.code);
            (r.state, code)
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (OpState::Rejected, Some(Code::TooLong)),
                (OpState::Rejected, Some(Code::TooLong)),
                (OpState::Applied, None),
            ]
        );
    }

    /// An op that this program does not know, as its device signed it.
    fn newer(seq: i64, says: &str) -> RawOp {
        let mut op = serde_json::to_value(op(seq, "7A1")).unwrap();
        op["op"]["kind"] = "hand_on.v1".into();
        op["op"]["args"]["says"] = says.into();
        let message = serde_json_canonicalizer::to_vec(&op["op"]).unwrap();
        op["sig"] = hex::encode(key().sign(&message).to_bytes()).into();
        serde_json::from_value(op).unwrap()
    }

    #[tokio::test]
    async fn what_a_newer_program_says_too_much_is_refused_and_not_kept() {
        let town = Town::new().await;
        let ops = vec![
            newer(1, "hello"),
            newer(2, &"x".repeat(bounds::MAX_TEXT + 1)),
        ];
        let reply = answers(&town, ops, vec![]).await;
        let states: Vec<_> = reply.results.iter().map(|r| r.state).collect();
        assert_eq!(states, [OpState::Held, OpState::Rejected]);
        let kept = town.server.store().newer_ops().await.unwrap();
        assert_eq!(kept.len(), 1);
    }

    #[tokio::test]
    async fn more_words_of_what_was_refused_than_ops_are_not_looked_at() {
        let town = Town::new().await;
        let told = says(OpState::Rejected, Code::Taken, &[op(1, "7A1")]);
        let request = PushRequest {
            v: WIRE_VERSION,
            ops: vec![],
            refused_before: vec![told[0].clone(); MAX_OPS + 1],
        };
        let told = town.ask(post("/sync/v1/push", &request).signed()).await;
        assert_eq!(told.refusal(), (413, "too_many".to_owned()));
    }

    #[tokio::test]
    async fn what_is_no_push_is_refused() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(post("/sync/v1/push", &"hello").signed()).await);
    }
}
