//! A request that a device has signed: its method, its path and the hash of its body.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use domain::ids::DeviceId;
use domain::{Code, Refusal};
use protocol::{Bounded, DEVICE_HEADER, SIGNATURE_HEADER, verify_request};
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
            Self::Broken(error) => broken(&error),
        }
    }
}

impl IntoResponses for Unsigned {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            (
                "401",
                "`unknown_device`: no device that is known and not revoked has signed this.",
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
        let Whole(body) = Whole::from_request(request, server).await?;
        let (id, signature) = said(&headers).ok_or(Unsigned::UnknownDevice)?;
        let device = server.store.device(id).await.map_err(Error::from)?;
        let device = device
            .filter(|d| verify_request(&d.public_key, method.as_str(), &path, &body, signature))
            .ok_or(Unsigned::UnknownDevice)?;
        if device.revoked {
            server.note_notable(&device, Code::UnknownDevice).await?;
            return Err(Unsigned::UnknownDevice);
        }
        Ok(Self { device, body })
    }
}

/// The device that a request names, and the signature that it carries.
fn said(headers: &HeaderMap) -> Option<(DeviceId, &str)> {
    let signature = headers.get(SIGNATURE_HEADER)?.to_str().ok()?;
    Some((named(headers)?, signature))
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
