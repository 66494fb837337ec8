//! `POST /sync/v1/enrol`: a new device, by its one-time code.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::ids::{OfficerId, UnitId};
use domain::{Code, Refusal, Table};
use protocol::{EnrolReply, EnrolRequest, WIRE_VERSION};
use store::{Device, Invite};

use super::answer::{broken, refused};
use super::body::{Unreadable, Whole, read};
use super::description::MACHINES;
use crate::{Error, Server, invite};

/// What a play server takes instead of a code.
const DEMO: &str = "DEMO";

/// Why a device is not registered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("the wire has another version")]
    OtherVersion,
    #[error("no key, or nobody is named whom the device speaks for")]
    Incomplete,
    #[error("the code is for a unit that begins, and no unit is named")]
    ForAFounder,
    #[error("the code is wrong, used or expired")]
    BadInvite,
    #[error("the code is for somebody else than the person of this machine")]
    SomebodyElse,
    #[error("too many codes were tried")]
    TooManyTries,
    #[error(transparent)]
    Broken(#[from] Error),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let forbidden = |code| refused(StatusCode::FORBIDDEN, Refusal::new(code));
        match self {
            Self::Unreadable(body) => body.into_response(),
            Self::OtherVersion => forbidden(Code::WireVersion),
            Self::Incomplete => forbidden(Code::BadRequest),
            Self::ForAFounder => forbidden(Code::FoundersCode),
            Self::BadInvite => forbidden(Code::BadInvite),
            Self::SomebodyElse => forbidden(Code::NotTheActor),
            Self::TooManyTries => refused(
                StatusCode::TOO_MANY_REQUESTS,
                Refusal::new(Code::TooManyTries),
            ),
            Self::Broken(error) => broken(&error),
        }
    }
}

/// Registers a device; its code is used up when it has spoken.
#[utoipa::path(
    post,
    path = "/sync/v1/enrol",
    tag = MACHINES,
    request_body = EnrolRequest,
    responses(
        (status = 200, body = EnrolReply, description = "Whom the device speaks for from now on."),
        (status = 400, body = Refusal, description = "`bad_request`: this is no enrolment."),
        (status = 403, body = Refusal, description = "`bad_invite`: the code is wrong, used or \
            expired; `not_the_actor`: it is for somebody else than the person of this machine; \
            `wire_version`: the wire has another version; `bad_request`: no key, or nobody is named; \
            `founders_code`: the code is for a unit that begins, and none is named."),
        (status = 413, body = Refusal, description = "`too_long`: code or key; `file_too_large`: \
            more than 24 MiB."),
        (status = 429, body = Refusal, description = "`too_many_tries`: too many codes were tried."),
        (status = 500, body = Refusal, description = "`internal`: our own fault.")
    )
)]
pub(crate) async fn enrol(
    State(server): State<Server>,
    Whole(body): Whole,
) -> Result<Json<EnrolReply>, Refused> {
    let request: EnrolRequest = read(&body)?;
    if request.v != WIRE_VERSION {
        return Err(Refused::OtherVersion);
    }
    if hex::decode(&request.public_key).map_or(0, |key| key.len()) != 32 {
        return Err(Refused::Incomplete);
    }
    let reply = if server.demo && request.code == DEMO {
        server.enrol_demo(&request).await?
    } else {
        server.enrol(&request).await?
    };
    Ok(Json(reply))
}

impl Server {
    /// Registers a device with a code.
    async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, Refused> {
        // A slip of the finger is told apart by the check character, and costs neither a try nor a
        // turn.
        let body = invite::heard(&request.code).ok_or(Refused::BadInvite)?;
        if !self.limits.lets_try() {
            return Err(Refused::TooManyTries);
        }
        let invite = self.find(&body).await?.ok_or(Refused::BadInvite)?;
        let (officer, unit) = self.meant(&invite, request).await?;
        let device = Device {
            founds: invite.officer.is_none(),
            parent: invite.parent,
            ..new(request, officer, unit, self.now())
        };
        if !self.store.enrol(invite.id, &device, self.now()).await? {
            return Err(Refused::BadInvite);
        }
        Ok(self.reply(&device))
    }

    /// Whom a code makes a device speak for.
    async fn meant(
        &self,
        invite: &Invite,
        request: &EnrolRequest,
    ) -> Result<(OfficerId, UnitId), Refused> {
        match (invite.officer, invite.unit, request.officer, request.unit) {
            // A machine that has its person already does not become somebody else's, and the code
            // stays as it is.
            (Some(officer), Some(unit), named, of)
                if named.is_some_and(|n| n != officer) || of.is_some_and(|u| u != unit) =>
            {
                Err(Refused::SomebodyElse)
            }
            (Some(officer), Some(unit), _, _) => Ok((officer, unit)),
            // The founder names the ids that the founding op made on the machine: never those of
            // somebody who is there.
            (None, _, Some(officer), Some(unit)) => {
                if self.store.has_row(Table::Unit, unit.0).await?
                    || self.store.has_row(Table::Officer, officer.0).await?
                {
                    return Err(Refused::BadInvite);
                }
                Ok((officer, unit))
            }
            (None, ..) => Err(Refused::ForAFounder),
            _ => Err(Refused::Incomplete),
        }
    }

    /// Takes a device of the demo on a play server.
    async fn enrol_demo(&self, request: &EnrolRequest) -> Result<EnrolReply, Refused> {
        let (Some(officer), Some(unit)) = (request.officer, request.unit) else {
            return Err(Refused::Incomplete);
        };
        let device = Device {
            founds: true,
            ..new(request, officer, unit, self.now())
        };
        self.store.add_device(&device, self.now()).await?;
        Ok(self.reply(&device))
    }

    fn reply(&self, device: &Device) -> EnrolReply {
        EnrolReply {
            officer: device.officer,
            unit: device.unit,
            parent: device.parent,
            authorities: self.authorities.clone(),
            server_time: self.now(),
        }
    }
}

/// A device that has not spoken yet.
fn new(request: &EnrolRequest, officer: OfficerId, unit: UnitId, at: DateTime<Utc>) -> Device {
    Device {
        device: request.device,
        officer,
        unit,
        public_key: request.public_key.clone(),
        last_op_seq: 0,
        last_op_at: None,
        founds: false,
        parent: None,
        last_contact: None,
        settled_at: None,
        heard_seq: 0,
        seen: 0,
        enrolled_at: at,
        revoked: false,
    }
}

#[cfg(test)]
mod tests {
    use domain::samples::{COLLEAGUE, HEAD, OTHER_SCHOOL, SCHOOL, TEACHER};
    use insta::assert_snapshot;
    use protocol::public_key;
    use uuid::Uuid;

    use super::*;
    use crate::invite::For;
    use crate::routes::asked::{Asked, Town, key, post};

    fn request(code: &str) -> EnrolRequest {
        EnrolRequest {
            v: WIRE_VERSION,
            code: code.to_owned(),
            device: Uuid::from_u128(0x9a).into(),
            public_key: public_key(&key()),
            officer: None,
            unit: None,
        }
    }

    fn enrol(request: &EnrolRequest) -> Asked {
        post("/sync/v1/enrol", request)
    }

    async fn code(town: &Town, whom: For) -> String {
        town.server.invite(whom).await.unwrap()
    }

    #[tokio::test]
    async fn a_code_makes_a_device_speak_for_its_person() {
        let town = Town::new().await;
        let code = code(&town, For::Officer(TEACHER, SCHOOL)).await;
        assert_snapshot!(town.ask(enrol(&request(&code))).await);
    }

    #[tokio::test]
    async fn a_code_that_nobody_made_registers_nobody() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(enrol(&request("0000-0000-0000-0000-0"))).await);
    }

    #[tokio::test]
    async fn a_machine_that_has_its_person_does_not_become_somebody_elses() {
        let town = Town::new().await;
        let code = code(&town, For::Officer(TEACHER, SCHOOL)).await;
        let asked = EnrolRequest {
            officer: Some(COLLEAGUE),
            ..request(&code)
        };
        assert_snapshot!(town.ask(enrol(&asked)).await);
    }

    #[tokio::test]
    async fn a_founder_names_somebody_new() {
        let town = Town::new().await;
        let code = code(&town, For::Founder(Some(OTHER_SCHOOL))).await;
        assert_snapshot!(town.ask(enrol(&request(&code))).await);
        let thief = EnrolRequest {
            officer: Some(HEAD),
            unit: Some(SCHOOL),
            ..request(&code)
        };
        let told = town.ask(enrol(&thief)).await;
        assert_eq!(told.refusal(), (403, "bad_invite".to_owned()));
    }

    #[tokio::test]
    async fn a_program_of_another_version_is_told_so() {
        let town = Town::new().await;
        let asked = EnrolRequest {
            v: WIRE_VERSION + 1,
            ..request("")
        };
        assert_snapshot!(town.ask(enrol(&asked)).await);
    }

    #[tokio::test]
    async fn codes_are_not_to_be_guessed() {
        let town = Town::new().await;
        let asked = request("0000-0000-0000-0000-0");
        let mut told = town.ask(enrol(&asked)).await;
        while told.status == 403 {
            told = town.ask(enrol(&asked)).await;
        }
        assert_snapshot!(told);
    }

    #[tokio::test]
    async fn a_code_without_end_is_not_looked_at() {
        let town = Town::new().await;
        let told = town.ask(enrol(&request(&"0".repeat(1_000_000)))).await;
        assert_eq!(told.refusal(), (413, "too_long".to_owned()));
    }

    #[tokio::test]
    async fn what_is_no_enrolment_is_refused() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(post("/sync/v1/enrol", &"hello")).await);
    }
}
