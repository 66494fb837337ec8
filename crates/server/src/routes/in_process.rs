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
            Err(_) => Unreadable::NoMessage.into_response(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::asked::{Town, get, key};
    use domain::samples::DEVICE;

    #[tokio::test]
    async fn who_is_in_the_same_process_hears_what_the_network_hears() {
        let town = Town::new().await;
        let path = "/sync/v1/file/ab";
        let once = protocol::Once {
            at: town.server.now(),
            nonce: u128::MAX,
        };
        let signature = protocol::sign_request(&key(), once, "GET", path, &[]);
        let asked = Request {
            method: "GET".into(),
            path: path.into(),
            device: Some(DEVICE.to_string()),
            signature: Some(signature),
            body: vec![],
        };
        let answer = town.server.answer(&asked).await;
        let told = town.ask(get(path).signed()).await;
        assert_eq!((answer.status, answer.body), (404, told.body));
    }

    #[tokio::test]
    async fn what_http_cannot_carry_is_refused() {
        let town = Town::new().await;
        let asked = Request {
            method: "GET".into(),
            path: "no path".into(),
            device: None,
            signature: None,
            body: vec![],
        };
        assert_eq!(town.server.answer(&asked).await.status, 400);
    }
}
