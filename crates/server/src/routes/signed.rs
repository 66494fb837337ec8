//! A request that a device has signed: its method, its path and the hash of its body.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::ids::DeviceId;
use domain::{Code, Refusal};
use protocol::{DEVICE_HEADER, SIGNATURE_HEADER, verify_request};
use serde::de::DeserializeOwned;
use store::Device;

use super::answer::{broken, refused};
use super::body::{TooLarge, Unreadable, Whole, read};
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
    fn into_response(self) -> Response {
        match self {
            Self::TooLarge(large) => large.into_response(),
            Self::UnknownDevice => {
                refused(StatusCode::UNAUTHORIZED, Refusal::new(Code::UnknownDevice))
            }
            Self::Broken(error) => broken(&error),
        }
    }
}

impl SignedBy {
    /// What was sent, as the message that a route wants.
    pub fn message<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
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
        device
            .filter(|d| !d.revoked)
            .filter(|d| verify_request(&d.public_key, method.as_str(), &path, &body, signature))
            .map(|device| Self { device, body })
            .ok_or(Unsigned::UnknownDevice)
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
