//! A request that a device has signed: its method, its path and the hash of its body.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::ids::DeviceId;
use domain::{Code, Refusal};
use protocol::{Bounded, DEVICE_HEADER, RequestSignature, SIGNATURE_HEADER};
use serde::de::DeserializeOwned;
use store::Device;
use utoipa::IntoResponses;
use utoipa::openapi::{RefOr, Response};

use super::answer::{broken, refused};
use super::body::{TooLarge, Unreadable, Whole, read};
use super::description::refusal;
use crate::{Error, Server};

/// The device that signed a request, and what it sent.
pub(crate) struct SignedBy {
    pub device: Device,
    pub body: Bytes,
}

/// Why nobody is believed to have signed a request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unsigned {
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    #[error("no device that is known and not revoked has signed this")]
    UnknownDevice,
    #[error("it was signed at another time than {now}, or was answered already")]
    Stale { now: DateTime<Utc> },
    #[error(transparent)]
    Broken(#[from] Error),
}

impl IntoResponse for Unsigned {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::TooLarge(large) => large.into_response(),
            Self::UnknownDevice => {
                refused(StatusCode::UNAUTHORIZED, Refusal::new(Code::UnknownDevice))
            }
            Self::Stale { now } => {
                let now = now.to_rfc3339_opts(SecondsFormat::Millis, true);
                let stale = Refusal::new(Code::StaleRequest).with("server_time", now);
                refused(StatusCode::UNAUTHORIZED, stale)
            }
            Self::Broken(error) => broken(&error),
        }
    }
}

impl IntoResponses for Unsigned {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            (
                "401",
                "`unknown_device`: no device that is known and not revoked has signed this; \
                 `stale_request`: it was signed more than five minutes from the server's time, which \
                 `details.server_time` says, or was answered already. Signed anew it is answered.",
            ),
            ("413", "`file_too_large`: more than 24 MiB."),
            ("500", "`internal`: our own fault."),
        ]
        .map(|(status, what)| (status.to_owned(), refusal(what)))
        .into()
    }
}

impl SignedBy {
    /// What was sent, as the message that a route wants.
    pub fn message<T: DeserializeOwned + Bounded>(&self) -> Result<T, Unreadable> {
        read(&self.body)
    }
}

impl FromRequest<Server> for SignedBy {
    type Rejection = Unsigned;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Unsigned> {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let headers = request.headers().clone();
        let nearby = is_nearby(&request);
        let Whole(body) = Whole::from_request(request, server).await?;
        let (id, signature) = said(&headers).ok_or(Unsigned::UnknownDevice)?;
        let device = server.store.device(id).await.map_err(Error::from)?;
        let device = device
            .filter(|d| signature.holds(&d.public_key, method.as_str(), &path, &body))
            .ok_or(Unsigned::UnknownDevice)?;
        let now = server.now();
        match signature.once {
            Some(once) if server.answered.is_new(id, once, now) => {}
            // Version 0.1.0 speaks only to its own machine.
            None if nearby => {}
            _ => return Err(Unsigned::Stale { now }),
        }
        if device.revoked {
            server.note_notable(&device, Code::UnknownDevice).await?;
            return Err(Unsigned::UnknownDevice);
        }
        Ok(Self { device, body })
    }
}

/// The device that a request names, and the signature that it carries.
fn said(headers: &HeaderMap) -> Option<(DeviceId, RequestSignature<'_>)> {
    let signature = headers.get(SIGNATURE_HEADER)?.to_str().ok()?;
    Some((named(headers)?, RequestSignature::read(signature)?))
}

/// Whether a request comes from this machine itself, and not through a proxy on it.
fn is_nearby(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let loopback = peer.is_some_and(|ConnectInfo(peer)| peer.ip().is_loopback());
    loopback && !request.headers().contains_key("x-forwarded-for")
}

/// The device that a request names, whether or not it signed.
pub(crate) fn named(headers: &HeaderMap) -> Option<DeviceId> {
    headers.get(DEVICE_HEADER)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use domain::samples::{DEVICE, monday};
    use ed25519_dalek::SigningKey;
    use insta::assert_snapshot;

    use crate::files::MAX_BYTES;
    use crate::routes::asked::{Town, get, key, put};

    #[tokio::test]
    async fn only_a_device_that_is_known_and_signs_what_it_sends_is_heard() {
        let town = Town::new().await;
        let (path, stranger) = ("/sync/v1/file/ab", SigningKey::from_bytes(&[8; 32]));
        assert_snapshot!(town.ask(get(path)).await);
        for forged in [
            put(path, b"one").signed_as(DEVICE, &stranger),
            put(path, b"one").signed_as(uuid::Uuid::nil().into(), &key()),
            put(path, b"one").signed().bent(b"two"),
        ] {
            assert_eq!(town.ask(forged).await.status, 401);
        }
    }

    #[tokio::test]
    async fn a_request_is_answered_once_and_near_its_time() {
        let town = Town::new().await;
        let path = "/sync/v1/file/ab";
        let asked = || get(path).signed();
        let first = asked();
        let again = first.clone();
        assert_eq!(town.ask(first).await.status, 404);
        assert_snapshot!(town.ask(again).await);
        assert_eq!(town.ask(asked()).await.status, 404, "signed anew");
        let late = get(path).signed_at(monday() - chrono::Duration::hours(1));
        let told = town.ask(late).await;
        assert_eq!(told.refusal(), (401, "stale_request".to_owned()));
        assert_eq!(
            told.json()["details"]["server_time"],
            "2026-11-09T01:00:00.000Z"
        );
    }

    #[tokio::test]
    async fn a_program_that_signs_without_time_is_heard_only_on_the_servers_own_machine() {
        let town = Town::new().await;
        let older = || get("/sync/v1/file/ab").signed_by_an_older_program();
        assert_eq!(town.ask(older()).await.status, 401);
        assert_eq!(town.ask(older().from([127, 0, 0, 1])).await.status, 404);
        let through = older()
            .from([127, 0, 0, 1])
            .with("x-forwarded-for", "192.0.2.9");
        assert_eq!(town.ask(through).await.status, 401);
    }

    #[tokio::test]
    async fn a_device_that_was_revoked_is_heard_no_more() {
        let town = Town::new().await;
        let path = "/sync/v1/file/ab";
        assert_eq!(town.ask(get(path).signed()).await.status, 404);
        town.server.store().revoke(DEVICE, monday()).await.unwrap();
        assert_eq!(town.ask(get(path).signed()).await.status, 401);
    }

    #[tokio::test]
    async fn what_is_larger_than_any_file_is_not_read() {
        let town = Town::new().await;
        let large = put("/sync/v1/file/ab", &vec![0; MAX_BYTES + 1025]);
        assert_snapshot!(town.ask(large).await);
    }
}
