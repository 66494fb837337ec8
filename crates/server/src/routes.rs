//! HTTP: one door for every request, so that the network and the in-process remote ask the same
//! server the same way.

use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::routing::get;
use domain::ids::{BlobHash, DeviceId};
use domain::{Code, Refusal};
use protocol::{
    DEVICE_HEADER, EnrolRequest, MAX_OPS, MAX_ROWS, PullReply, PullRequest, PushRequest,
    SIGNATURE_HEADER, WIRE_VERSION, verify_request,
};
use serde::de::DeserializeOwned;
use store::{Device, Known};

use crate::{Error, Server, files, public};

/// How exactly the last contact of a device is kept, so that not every round writes.
const CONTACT_STEP: chrono::Duration = chrono::Duration::hours(1);

/// Most positions that a replica names: streams of the city, several times over.
const MAX_POSITIONS: usize = 10_000;

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

/// Serves HTTP until told to stop.
///
/// # Errors
/// Those of the listener.
pub async fn serve(
    listener: tokio::net::TcpListener,
    server: Server,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(server).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}

fn router(server: Server) -> Router {
    // Codes on paper are in capitals, so that they need few squares.
    Router::new()
        .route("/x/{code}", get(public::page))
        .route("/X/{code}", get(public::page))
        .fallback(entry)
        .with_state(server)
}

async fn entry(State(server): State<Server>, request: axum::extract::Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let header = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .map(str::to_owned)
    };
    let body = match to_bytes(body, files::MAX_BYTES + 1024).await {
        Ok(body) => body.to_vec(),
        Err(_) => {
            return respond(refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                &Refusal::new(Code::FileTooLarge).with("limit", 20),
            ));
        }
    };
    let request = Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        device: header(DEVICE_HEADER),
        signature: header(SIGNATURE_HEADER),
        body,
    };
    respond(server.answer(&request).await)
}

fn respond(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

fn refused(status: StatusCode, refusal: &Refusal) -> Answer {
    Answer {
        status: status.as_u16(),
        body: serde_json::to_vec(refusal).unwrap_or_default(),
    }
}

fn ok<T: serde::Serialize>(value: &T) -> Answer {
    Answer {
        status: 200,
        body: serde_json::to_vec(value).unwrap_or_default(),
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Answer> {
    serde_json::from_slice(body)
        .map_err(|_| refused(StatusCode::BAD_REQUEST, &Refusal::new(Code::BadRequest)))
}

impl Server {
    /// Answers one request.
    pub async fn answer(&self, request: &Request) -> Answer {
        match self.dispatch(request).await {
            Ok(answer) => answer,
            Err(error) => {
                // The cause stays on the server; people get the code of our own fault.
                tracing::error!(method = request.method, path = request.path, %error, "our own fault");
                refused(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    &Refusal::new(Code::Internal),
                )
            }
        }
    }

    async fn dispatch(&self, request: &Request) -> Result<Answer, Error> {
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/health") => Ok(ok(
                &serde_json::json!({ "v": WIRE_VERSION, "time": self.now() }),
            )),
            ("POST", "/sync/v1/enrol") => match parsed::<EnrolRequest>(&request.body) {
                Err(answer) => Ok(answer),
                Ok(enrol) => Ok(match self.enrol(&enrol).await? {
                    Ok(reply) => ok(&reply),
                    Err(refusal) if refusal.code == Code::TooManyTries => {
                        refused(StatusCode::TOO_MANY_REQUESTS, &refusal)
                    }
                    Err(refusal) => refused(StatusCode::FORBIDDEN, &refusal),
                }),
            },
            (method, path) if path.starts_with("/sync/v1/") => match self.sender(request).await? {
                None => Ok(refused(
                    StatusCode::UNAUTHORIZED,
                    &Refusal::new(Code::UnknownDevice),
                )),
                Some(device) => self.signed(method, path, &device, &request.body).await,
            },
            _ => Ok(refused(
                StatusCode::NOT_FOUND,
                &Refusal::new(Code::NotFound).with("what", "task"),
            )),
        }
    }

    /// The device that signed a request, unless it is unknown, revoked or the signature is not its
    /// own.
    async fn sender(&self, request: &Request) -> Result<Option<Device>, Error> {
        let (Some(id), Some(signature)) = (
            request
                .device
                .as_deref()
                .and_then(|d| d.parse::<DeviceId>().ok()),
            &request.signature,
        ) else {
            return Ok(None);
        };
        let device = self.store.device(id).await?.filter(|d| !d.revoked);
        Ok(device.filter(|d| {
            verify_request(
                &d.public_key,
                &request.method,
                &request.path,
                &request.body,
                signature,
            )
        }))
    }

    async fn signed(
        &self,
        method: &str,
        path: &str,
        device: &Device,
        body: &[u8],
    ) -> Result<Answer, Error> {
        let file = path
            .strip_prefix("/sync/v1/file/")
            .map(|hash| BlobHash(hash.to_owned()));
        match (method, path, file) {
            ("POST", "/sync/v1/push", _) => match parsed::<PushRequest>(body) {
                Err(answer) => Ok(answer),
                Ok(push) if push.v != WIRE_VERSION => Ok(refused(
                    StatusCode::UPGRADE_REQUIRED,
                    &Refusal::new(Code::WireVersion),
                )),
                Ok(push) if push.ops.len() > MAX_OPS => Ok(refused(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    &Refusal::new(Code::TooMany).with("limit", MAX_OPS),
                )),
                Ok(push) => Ok(ok(&self
                    .take(device, &push.ops, &push.refused_before)
                    .await?)),
            },
            ("POST", "/sync/v1/pull", _) => match parsed::<PullRequest>(body) {
                Err(answer) => Ok(answer),
                Ok(pull) => Ok(ok(&self.pull(device, &pull).await?)),
            },
            ("PUT", _, Some(hash)) => Ok(if self.put_file(&hash, body).await? {
                ok(&true)
            } else {
                refused(StatusCode::BAD_REQUEST, &Refusal::new(Code::BadRequest))
            }),
            ("GET", _, Some(hash)) => Ok(match self.file(device.unit, &hash).await? {
                Some(body) => Answer { status: 200, body },
                None => refused(
                    StatusCode::NOT_FOUND,
                    &Refusal::new(Code::NotFound).with("what", "document"),
                ),
            }),
            _ => Ok(refused(
                StatusCode::NOT_FOUND,
                &Refusal::new(Code::NotFound).with("what", "task"),
            )),
        }
    }

    /// Everything that a device may see after its positions, up to a page.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn pull(&self, device: &Device, request: &PullRequest) -> Result<PullReply, Error> {
        let mut epoch = self.store.epoch();
        let same_epoch = request.epoch.as_ref() == Some(&epoch);
        let positions = request.positions.iter().take(MAX_POSITIONS).cloned();
        let mut known = Known {
            mark: request.mark.clone().filter(|_| same_epoch),
            positions: positions.filter(|_| same_epoch).collect(),
        };
        let ahead = same_epoch
            && (device.last_op_seq < request.answered_seq || self.store.is_behind(&known).await?);
        if ahead && !self.renewed.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                device = %device.device,
                "a device has seen what this server no longer knows: an older copy was put back, a new epoch begins",
            );
            let fresh = uuid::Uuid::from_bytes(crate::enrol::random()?);
            self.store.renew_epoch(fresh, self.now()).await?;
            epoch = self.store.epoch();
            known = Known::default();
        }
        let page = self
            .store
            .page(device.device, device.unit, &known, MAX_ROWS)
            .await?;
        let answers = self.store.answers(device.device, &request.held).await?;
        if device
            .last_contact
            .is_none_or(|last| !page.more && self.now() - last > CONTACT_STEP)
        {
            self.store.note_contact(device.device, self.now()).await?;
        }
        Ok(PullReply {
            epoch,
            rows: page.rows,
            more: page.more,
            positions: page.positions,
            last_op_seq: page.last_op_seq,
            mark: page.mark,
            answers,
            server_time: self.now(),
        })
    }
}
