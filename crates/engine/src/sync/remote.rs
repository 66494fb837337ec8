//! The server as the engine reaches it: over HTTP, or in the same process for journeys and the
//! demo.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::{Code, Refusal};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use protocol::{DEVICE_HEADER, SIGNATURE_HEADER, sign_request};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Engine, Identity, Reply};

/// How long the server may be silent before we say that it cannot be reached.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longest answer in bytes: a page of rows is far below, and nobody fills this machine's memory.
const MAX_ANSWER: usize = 256 * 1024 * 1024;

/// What carries a request inside one process: method, path, device, signature, body → status, body.
pub type InProcess =
    Arc<dyn Fn(Call) -> Pin<Box<dyn Future<Output = Option<(u16, Vec<u8>)>> + Send>> + Send + Sync>;

/// One request.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET`, `POST`, `PUT`.
    pub method: String,
    /// Path.
    pub path: String,
    /// Device and signature, except when enrolling.
    pub signed: Option<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// A server.
#[derive(Clone)]
pub enum Remote {
    /// At an address.
    Http {
        /// `http://127.0.0.1:8080`.
        address: String,
        /// Connections that are kept.
        client: Client<HttpConnector, Full<Bytes>>,
    },
    /// In this process.
    InProcess(InProcess),
}

/// A server, and who speaks to it.
pub(crate) struct Server {
    remote: Remote,
    /// Whose device signs what is asked.
    pub person: Identity,
}

impl Server {
    /// Asks as the person.
    pub async fn ask<T: DeserializeOwned>(&self, path: &str, message: &impl Serialize) -> Reply<T> {
        self.ask_as(None, path, message).await
    }

    /// Asks as somebody else on this machine, or as the person.
    pub async fn ask_as<T: DeserializeOwned>(
        &self,
        somebody: Option<&Identity>,
        path: &str,
        message: &impl Serialize,
    ) -> Reply<T> {
        let by = somebody.unwrap_or(&self.person);
        self.remote.ask(Some(by), "POST", path, message).await
    }

    /// Brings a file.
    pub async fn put(&self, path: &str, body: Vec<u8>) -> Reply<()> {
        self.remote.put(&self.person, path, body).await
    }

    /// Fetches a file.
    pub async fn get(&self, path: &str) -> Reply<Vec<u8>> {
        self.remote.get(&self.person, path).await
    }
}

impl Engine {
    /// The server that this machine is connected to.
    ///
    /// # Errors
    /// `not_enrolled`, `bad_address`.
    pub(crate) async fn server(&self) -> Reply<Server> {
        let person = self.identity().await;
        let remote = match (&self.remote, &person.server) {
            (Some(remote), Some(_)) => remote.clone(),
            (None, Some(address)) => Remote::http(address)?,
            (_, None) => return Err(Refusal::new(Code::NotEnrolled).into()),
        };
        Ok(Server { remote, person })
    }
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address())
    }
}

impl Remote {
    /// A server at an address. Plain HTTP only on this machine; everything else waits for TLS.
    ///
    /// # Errors
    /// `bad_address`.
    pub fn http(address: &str) -> Reply<Self> {
        let address = address.trim().trim_end_matches('/').to_owned();
        let uri: hyper::Uri = address
            .parse()
            .map_err(|_| Refusal::new(Code::BadAddress))?;
        let loopback = matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if uri.scheme_str() != Some("http") || !loopback || uri.path() != "/" {
            return Err(Refusal::new(Code::BadAddress).into());
        }
        Ok(Self::Http {
            address,
            client: Client::builder(TokioExecutor::new()).build_http(),
        })
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Http { address, .. } => address.clone(),
            Self::InProcess(_) => "http://127.0.0.1".to_owned(),
        }
    }

    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        person: Option<&Identity>,
        method: &str,
        path: &str,
        message: &impl Serialize,
    ) -> Reply<T> {
        let body = serde_json::to_vec(message)
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        let answer = self.carry(person, method, path, body).await?;
        serde_json::from_slice(&answer).map_err(|_| Refusal::new(Code::WireVersion).into())
    }

    pub(crate) async fn put(&self, person: &Identity, path: &str, body: Vec<u8>) -> Reply<()> {
        self.carry(Some(person), "PUT", path, body).await.map(drop)
    }

    pub(crate) async fn get(&self, person: &Identity, path: &str) -> Reply<Vec<u8>> {
        self.carry(Some(person), "GET", path, vec![]).await
    }

    async fn carry(
        &self,
        person: Option<&Identity>,
        method: &str,
        path: &str,
        body: Vec<u8>,
    ) -> Reply<Vec<u8>> {
        let signed = person.map(|p| {
            (
                p.device.to_string(),
                sign_request(&p.key(), method, path, &body),
            )
        });
        let call = Call {
            method: method.to_owned(),
            path: path.to_owned(),
            signed,
            body,
        };
        let offline = || Refusal::new(Code::Offline);
        let (status, answer) = match self {
            Self::Http { address, client } => {
                tokio::time::timeout(PATIENCE, over_http(client, address, call))
                    .await
                    .ok()
                    .flatten()
                    .ok_or_else(offline)?
            }
            Self::InProcess(server) => server(call).await.ok_or_else(offline)?,
        };
        if status < 300 {
            return Ok(answer);
        }
        let refusal = serde_json::from_slice::<Refusal>(&answer);
        Err(refusal
            .unwrap_or_else(|_| Refusal::new(Code::Offline))
            .into())
    }
}

async fn over_http(
    client: &Client<HttpConnector, Full<Bytes>>,
    address: &str,
    call: Call,
) -> Option<(u16, Vec<u8>)> {
    let mut request = hyper::Request::builder()
        .method(call.method.as_str())
        .uri(format!("{address}{}", call.path));
    if let Some((device, signature)) = call.signed {
        request = request
            .header(DEVICE_HEADER, device)
            .header(SIGNATURE_HEADER, signature);
    }
    let response = client
        .request(request.body(Full::new(Bytes::from(call.body))).ok()?)
        .await
        .ok()?;
    let status = response.status().as_u16();
    let body = Limited::new(response.into_body(), MAX_ANSWER);
    let body = body.collect().await.ok()?.to_bytes();
    Some((status, body.to_vec()))
}
