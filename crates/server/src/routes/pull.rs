//! `POST /sync/v1/pull`: a device takes what is new for it.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::facts::{Entry, Scope};
use domain::{Code, Refusal, Table};
use protocol::{MAX_ROWS, PullReply, PullRequest, WIRE_VERSION};
use store::{Contact, Device, Known};
use uuid::Uuid;

use super::answer::{broken, refused};
use super::body::Unreadable;
use super::description::MACHINES;
use super::signed::{SignedBy, Unsigned};
use crate::{Error, Server, invite};

/// How exactly the last contact of a device is kept, so that not every round writes.
const CONTACT_STEP: chrono::Duration = chrono::Duration::hours(1);

/// Why a pull brings nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("the last post of its person is over")]
    PostEnded,
    #[error("the wire has another version")]
    OtherVersion,
    #[error(transparent)]
    Broken(#[from] Error),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Unreadable(body) => body.into_response(),
            Self::PostEnded => refused(StatusCode::FORBIDDEN, Refusal::new(Code::PostEnded)),
            Self::OtherVersion => refused(
                StatusCode::UPGRADE_REQUIRED,
                Refusal::new(Code::WireVersion),
            ),
            Self::Broken(error) => broken(&error),
        }
    }
}

/// Gives a device a page of what it may see and does not have yet.
#[utoipa::path(
    post,
    path = "/sync/v1/pull",
    tag = MACHINES,
    security(("device" = [], "signature" = [])),
    request_body = PullRequest,
    responses(
        Unsigned,
        (status = 200, body = PullReply, description = "A page of rows, and how far it reaches."),
        (status = 400, body = Refusal, description = "`bad_request`: this is no pull."),
        (status = 403, body = Refusal, description = "`post_ended`: the last post of its person in the \
            unit is over."),
        (status = 413, body = Refusal, description = "`too_many`, `too_long`: it names more than it \
            may; `file_too_large`: more than 24 MiB."),
        (status = 426, body = Refusal, description = "`wire_version`: the wire has another version.")
    )
)]
pub(crate) async fn pull(
    State(server): State<Server>,
    sent: SignedBy,
) -> Result<Json<PullReply>, Refused> {
    let pull: PullRequest = sent.message()?;
    if pull.v != WIRE_VERSION {
        return Err(Refused::OtherVersion);
    }
    if server.has_left(&sent.device).await? {
        return Err(Refused::PostEnded);
    }
    Ok(Json(server.pull(&sent.device, &pull).await?))
}

impl Server {
    /// Whether the last post of a device's person in its unit is over, or the person was withdrawn:
    /// from then on it is told nothing more, and what it still sends is held.
    pub(crate) async fn has_left(&self, device: &Device) -> Result<bool, Error> {
        let scope = Scope::new()
            .row(Table::Officer, device.officer)
            .by(Entry::post_of(device.officer));
        let facts = self.store.gather(&scope).await?;
        let today = domain::calendar::day_of(self.now());
        // Somebody of whom nothing is there is on his way: a founder, or after a loss.
        let withdrawn = !facts.officers.contains_key(&device.officer)
            && self.store.has_row(Table::Officer, device.officer.0).await?;
        Ok(withdrawn || facts.has_left(device.officer, device.unit, today))
    }

    /// Everything that a device may see after what it knows, up to a page.
    async fn pull(&self, device: &Device, request: &PullRequest) -> Result<PullReply, Error> {
        let (epoch, known) = self.known(device, request).await?;
        let most = i64::from(request.most.unwrap_or(u32::MAX)).clamp(1, MAX_ROWS);
        let page = self
            .store
            .page(device.device, device.unit, &known, most)
            .await?;
        let answers = self.store.answers(device.device, &request.held).await?;
        // What is offered again after history was lost was done before: nothing is settled by it.
        let contact = Contact {
            at: self.now(),
            settled: request.unsent == Some(0) && request.epoch.as_ref() == Some(&epoch),
            // What it has once heard of it has heard of.
            heard_seq: request
                .answered_seq
                .min(device.last_op_seq)
                .max(device.heard_seq),
            mark: page.mark.clone(),
        };
        let news = !page.more
            && (device
                .last_contact
                .is_some_and(|last| contact.at - last > CONTACT_STEP)
                || contact.heard_seq > device.heard_seq
                || contact.settled && device.settled_at < device.last_op_at);
        if news || device.last_contact.is_none() {
            self.store.note_contact(device.device, &contact).await?;
        }
        Ok(PullReply {
            epoch,
            rows: page.rows,
            more: page.more,
            positions: page.positions,
            last_op_seq: page.last_op_seq,
            mark: page.mark,
            answers,
            authorities: self.authorities.clone(),
            server_time: self.now(),
        })
    }

    /// The epoch, and what a device knows of it: nothing if it is new to the device, or if the
    /// device has just shown that history was lost.
    async fn known(
        &self,
        device: &Device,
        request: &PullRequest,
    ) -> Result<(String, Known), Error> {
        let epoch = self.store.epoch();
        if request.epoch.as_ref() != Some(&epoch) {
            return Ok((epoch, Known::default()));
        }
        let known = Known {
            mark: request.mark.clone(),
            positions: request.positions.clone(),
        };
        let ahead =
            device.last_op_seq < request.answered_seq || self.store.is_behind(&known).await?;
        if !ahead || self.renewed.swap(true, Ordering::Relaxed) {
            return Ok((epoch, known));
        }
        tracing::warn!(
            device = %device.device,
            "a device has seen what this server no longer knows: an older copy was put back, a new epoch begins",
        );
        let fresh = Uuid::from_bytes(invite::random()?);
        self.store.renew_epoch(fresh, self.now()).await?;
        Ok((self.store.epoch(), Known::default()))
    }
}

#[cfg(test)]
mod tests {
    use domain::officer::Role;
    use domain::row::Row;
    use domain::samples::{HEAD, SCHOOL, TEACHER, class, officer, post as post_of, yesterday};
    use insta::assert_snapshot;
    use protocol::{MAX_KEY, MAX_POSITIONS, Position};

    use super::*;
    use crate::routes::asked::{Asked, Town, get, post};

    fn pull(epoch: Option<&str>, mark: Option<&str>, answered_seq: i64) -> Asked {
        let request = PullRequest {
            v: WIRE_VERSION,
            epoch: epoch.map(str::to_owned),
            positions: vec![],
            answered_seq,
            mark: mark.map(str::to_owned),
            unsent: Some(0),
            most: None,
            held: vec![],
        };
        post("/sync/v1/pull", &request).signed()
    }

    #[tokio::test]
    async fn a_device_takes_everything_once_and_then_what_is_new() {
        let town = Town::new().await;
        let first = town.ask(pull(None, None, 0)).await.json();
        assert!(first["rows"].as_array().unwrap().len() > 10, "{first}");
        let new = class(Uuid::from_u128(0xc1).into(), "6A3", Some(TEACHER));
        town.write(vec![Row::SchoolClass(new)]).await;
        let (epoch, mark) = (first["epoch"].as_str(), first["mark"].as_str());
        assert_snapshot!(town.ask(pull(epoch, mark, 0)).await);
    }

    #[tokio::test]
    async fn a_device_that_knows_more_than_the_server_begins_a_new_epoch_once() {
        let town = Town::new().await;
        let epoch = town.server.store().epoch();
        let renewed = town.ask(pull(Some(&epoch), None, 9)).await.json();
        assert_ne!(renewed["epoch"].as_str(), Some(epoch.as_str()));
        let again = town.ask(pull(renewed["epoch"].as_str(), None, 9)).await;
        assert_eq!(again.json()["epoch"], renewed["epoch"]);
    }

    #[tokio::test]
    async fn a_program_of_another_version_is_told_so() {
        let town = Town::new().await;
        let request = PullRequest {
            v: WIRE_VERSION + 1,
            epoch: None,
            positions: vec![],
            answered_seq: 0,
            mark: None,
            unsent: None,
            most: None,
            held: vec![],
        };
        let told = town.ask(post("/sync/v1/pull", &request).signed()).await;
        assert_eq!(told.refusal(), (426, "wire_version".to_owned()));
    }

    #[tokio::test]
    async fn whose_last_post_is_over_is_told_nothing_more() {
        let town = Town::new().await;
        let left = domain::officer::Appointment {
            until: Some(yesterday()),
            ..post_of(HEAD, SCHOOL, Role::Head)
        };
        town.write(vec![Row::Appointment(left)]).await;
        let told = town.ask(pull(None, None, 0)).await;
        assert_eq!(told.refusal(), (403, "post_ended".to_owned()));
        let file = town.ask(get("/sync/v1/file/ab").signed()).await;
        assert_eq!(file.refusal(), (403, "post_ended".to_owned()));
    }

    #[tokio::test]
    async fn who_was_withdrawn_is_told_nothing_more() {
        let town = Town::new().await;
        let withdrawn = domain::officer::Officer {
            withdrawn: true,
            ..officer(HEAD, SCHOOL, "Lê Thị Hiệu")
        };
        let post = domain::officer::Appointment {
            withdrawn: true,
            ..post_of(HEAD, SCHOOL, Role::Head)
        };
        town.write(vec![Row::Officer(withdrawn), Row::Appointment(post)])
            .await;
        let told = town.ask(pull(None, None, 0)).await;
        assert_eq!(told.refusal(), (403, "post_ended".to_owned()));
    }

    #[tokio::test]
    async fn a_pull_that_names_more_than_there_can_be_is_not_looked_at() {
        let town = Town::new().await;
        let request = PullRequest {
            v: WIRE_VERSION,
            epoch: None,
            positions: vec![],
            answered_seq: 0,
            mark: None,
            unsent: None,
            most: None,
            held: vec![],
        };
        let position = Position {
            stream: Uuid::nil().into(),
            seq: 1,
            whole: false,
        };
        let many = PullRequest {
            positions: vec![position; MAX_POSITIONS + 1],
            ..request.clone()
        };
        let long = PullRequest {
            mark: Some("1".repeat(MAX_KEY + 1)),
            ..request
        };
        for (request, code) in [(many, "too_many"), (long, "too_long")] {
            let told = town.ask(post("/sync/v1/pull", &request).signed()).await;
            assert_eq!(told.refusal(), (413, code.to_owned()));
        }
    }

    #[tokio::test]
    async fn what_is_no_pull_is_refused() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(post("/sync/v1/pull", &"hello").signed()).await);
    }
}
