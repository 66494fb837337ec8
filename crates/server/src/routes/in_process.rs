//! The door for whoever is in the same process: the same routes, asked the same way.

use std::net::{Ipv4Addr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http;
use axum::response::IntoResponse;
use protocol::{DEVICE_HEADER, SIGNATURE_HEADER};
use tower::ServiceExt;

use super::body::Unreadable;
use super::router;
use crate::Server;

/// A request as the server sees it, whatever carried it.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`, `PUT`.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// The device that signs.
    pub device: Option<String>,
    /// Its signature.
    pub signature: Option<String>,
    /// Body.
    pub body: Vec<u8>,
}

/// What the server answers: a status and JSON, or bytes.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body: JSON, except for files.
    pub body: Vec<u8>,
}

impl Server {
    /// Answers one request.
    pub async fn answer(&self, request: &Request) -> Answer {
        let response = match over_http(request) {
            Ok(asked) => {
                let Ok(response) = router(self.clone()).oneshot(asked).await;
                response
            }
            // What HTTP cannot carry never reaches a server.
            Err(_) => Unreadable.into_response(),
        };
        let (parts, body) = response.into_parts();
        // Every body was made in this process, whole.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        Answer {
            status: parts.status.as_u16(),
            body: body.to_vec(),
        }
    }
}

fn over_http(request: &Request) -> http::Result<http::Request<Body>> {
    let mut asked = http::Request::builder()
        .method(request.method.as_str())
        .uri(&request.path)
        .extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
    for (name, value) in [
        (DEVICE_HEADER, &request.device),
        (SIGNATURE_HEADER, &request.signature),
    ] {
        if let Some(value) = value {
            asked = asked.header(name, value);
        }
    }
    asked.body(Body::from(request.body.clone()))
}
