//! The server as the engine reaches it: over HTTP, or in the same process for journeys and the
//! demo.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{Code, Refusal};
use protocol::{Address, DEVICE_HEADER, Once, SIGNATURE_HEADER, sign_request};
use reqwest::Client;
use reqwest::header::CONTENT_ENCODING;
use reqwest::redirect::Policy;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trust;
use crate::{Clock, Engine, Failure, Identity, Reply};

/// How long the server may be silent before we say that it cannot be reached.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it may take until somebody answers at an address at all.
const DIALLING: Duration = Duration::from_secs(15);

/// What is smaller goes as it is, in bytes.
const SMALL: usize = 1024;

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
        /// Where it is, and how it is known.
        address: Address,
        /// Connections that are kept.
        client: Client,
    },
    /// In this process.
    InProcess(InProcess),
}

/// A server, and who speaks to it.
pub(crate) struct Server {
    remote: Remote,
    clock: Arc<Clock>,
    /// Whether it was there since somebody began to speak to it.
    there: AtomicBool,
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
        let by = self.signed_by(somebody.unwrap_or(&self.person));
        self.remote.ask(Some(by), "POST", path, message).await
    }

    /// Brings a piece of a file.
    pub async fn put<T: DeserializeOwned>(&self, path: &str, body: Vec<u8>) -> Reply<T> {
        let by = self.signed_by(&self.person);
        let mut answer = vec![];
        self.remote
            .carry(Some(by), "PUT", path, body, &mut answer)
            .await?;
        read(&answer)
    }

    /// Fetches bytes behind those that are there; what came before a line broke stays there.
    pub async fn get(&self, path: &str, into: &mut Vec<u8>) -> Reply<()> {
        let by = self.signed_by(&self.person);
        self.remote.carry(Some(by), "GET", path, vec![], into).await
    }

    /// Waits after a line broke, for as long as its pace says. False if it is not tried again: for
    /// another failure, for too many in a row, and where nobody was there in the first place.
    pub async fn again(&self, failure: &Failure, rest: Option<Duration>) -> bool {
        let there = self.there.load(Ordering::Relaxed);
        match rest.filter(|_| there && failure.code == Code::Offline) {
            Some(rest) => tokio::time::sleep(rest).await,
            None => return false,
        }
        true
    }

    fn signed_by<'a>(&'a self, person: &'a Identity) -> SignedBy<'a> {
        SignedBy {
            person,
            clock: &self.clock,
            there: &self.there,
        }
    }
}

/// Who signs what is asked, and by which clock.
#[derive(Clone, Copy)]
pub(crate) struct SignedBy<'a> {
    person: &'a Identity,
    clock: &'a Clock,
    there: &'a AtomicBool,
}

impl SignedBy<'_> {
    /// Device and signature, as of the server's time.
    fn sign(self, at: DateTime<Utc>, call: &Call) -> (String, String) {
        let random = self.clock.random();
        let nonce = random.iter().take(16);
        let nonce = nonce.fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        let once = Once { at, nonce };
        let key = self.person.key();
        let signature = sign_request(&key, once, &call.method, &call.path, &call.body);
        (self.person.device.to_string(), signature)
    }

    /// Notes of an answer whether the server is there.
    fn heard(self, answer: Result<(), No>) -> Result<(), Refusal> {
        if answer.as_ref().err().is_none_or(|no| no.there) {
            self.there.store(true, Ordering::Relaxed);
        }
        answer.map_err(|no| no.refusal)
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
            (None, Some(address)) => self.dialled(address)?,
            (_, None) => return Err(Refusal::new(Code::NotEnrolled).into()),
        };
        Ok(Server {
            remote,
            clock: Arc::clone(&self.clock),
            there: AtomicBool::new(false),
            person,
        })
    }

    /// A server at an address, whose connections are kept between rounds.
    fn dialled(&self, address: &Address) -> Reply<Remote> {
        let mut dialled = self
            .dialled
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = dialled.as_ref().filter(|known| known.address() == *address) {
            return Ok(known.clone());
        }
        let remote = Remote::at(address.clone())?;
        Ok(dialled.insert(remote).clone())
    }
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address().to_string())
    }
}

impl Remote {
    /// A server at an address, by TLS – through the proxy of the system, if it has one –, or by plain
    /// HTTP on this machine itself.
    ///
    /// # Errors
    /// `internal` if the system's authorities cannot be read.
    pub fn at(address: Address) -> Reply<Self> {
        let client = Client::builder()
            .user_agent(concat!("bangiao/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(trust::config(&address)?)
            .redirect(Policy::none())
            .connect_timeout(DIALLING)
            .read_timeout(PATIENCE);
        let client = if address.is_loopback() {
            client.no_proxy()
        } else {
            client.https_only(true)
        };
        let client = client
            .build()
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        Ok(Self::Http { address, client })
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> Address {
        match self {
            Self::Http { address, .. } => address.clone(),
            Self::InProcess(_) => Address::of_this_machine(),
        }
    }

    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        by: Option<SignedBy<'_>>,
        method: &str,
        path: &str,
        message: &impl Serialize,
    ) -> Reply<T> {
        let body = serde_json::to_vec(message)
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        let mut answer = vec![];
        self.carry(by, method, path, body, &mut answer).await?;
        read(&answer)
    }

    /// Asks, and once more by the server's own time where the machine's was too far from it.
    async fn carry(
        &self,
        by: Option<SignedBy<'_>>,
        method: &str,
        path: &str,
        body: Vec<u8>,
        into: &mut Vec<u8>,
    ) -> Reply<()> {
        let mut call = Call {
            method: method.to_owned(),
            path: path.to_owned(),
            signed: None,
            body,
        };
        let Some(by) = by else {
            return Ok(self.once(call, into).await.map_err(|no| no.refusal)?);
        };
        call.signed = Some(by.sign(by.clock.now(), &call));
        let refusal = match by.heard(self.once(call.clone(), into).await) {
            Err(refusal) if refusal.code == Code::StaleRequest => refusal,
            answer => return Ok(answer?),
        };
        let said = refusal.details.get("server_time");
        let said = said.and_then(|said| DateTime::parse_from_rfc3339(said).ok());
        let said = said.ok_or(refusal)?.to_utc();
        call.signed = Some(by.sign(said, &call));
        Ok(by.heard(self.once(call, into).await)?)
    }

    async fn once(&self, call: Call, into: &mut Vec<u8>) -> Result<(), No> {
        match self {
            Self::Http { address, client } => over_http(client, address, call, into).await,
            Self::InProcess(server) => {
                let answered = server(call).await;
                let nobody = || No::nobody(Refusal::new(Code::Offline));
                let (status, answer) = answered.ok_or_else(nobody)?;
                if status >= 300 {
                    return Err(No::said(&answer));
                }
                into.extend(answer);
                Ok(())
            }
        }
    }
}

/// Why there is no answer, or what it refuses.
struct No {
    refusal: Refusal,
    /// Whether somebody was there.
    there: bool,
}

impl No {
    /// Nobody is there, or somebody who is not the server.
    const fn nobody(refusal: Refusal) -> Self {
        Self {
            refusal,
            there: false,
        }
    }

    /// What the server says, or whoever answered in its place.
    fn said(answer: &[u8]) -> Self {
        let refusal = serde_json::from_slice(answer);
        Self {
            refusal: refusal.unwrap_or_else(|_| Refusal::new(Code::Offline)),
            there: true,
        }
    }
}

fn read<T: DeserializeOwned>(answer: &[u8]) -> Reply<T> {
    serde_json::from_slice(answer).map_err(|_| Refusal::new(Code::WireVersion).into())
}

async fn over_http(
    client: &Client,
    address: &Address,
    call: Call,
    into: &mut Vec<u8>,
) -> Result<(), No> {
    let failed = |failure: reqwest::Error| {
        if trust::is_distrust(&failure) {
            let refusal = Refusal::new(Code::ServerNotTrusted);
            return No::nobody(refusal.with("address", address.origin()));
        }
        No {
            refusal: Refusal::new(Code::Offline),
            there: !failure.is_connect(),
        }
    };
    let broken =
        |e: &dyn std::fmt::Display| No::nobody(Refusal::new(Code::Internal).with("cause", e));
    let method = reqwest::Method::from_bytes(call.method.as_bytes()).map_err(|e| broken(&e))?;
    let mut request = client.request(method, format!("{}{}", address.origin(), call.path));
    if let Some((device, signature)) = call.signed {
        request = request
            .header(DEVICE_HEADER, device)
            .header(SIGNATURE_HEADER, signature);
    }
    // Files are packed already.
    let body = if call.method == "POST" && call.body.len() > SMALL {
        request = request.header(CONTENT_ENCODING, "zstd");
        zstd::bulk::compress(&call.body, zstd::DEFAULT_COMPRESSION_LEVEL).map_err(|e| broken(&e))?
    } else {
        call.body
    };
    let mut response = request.body(body).send().await.map_err(failed)?;
    let mut refusal = vec![];
    let done = response.status().is_success();
    let into = if done { into } else { &mut refusal };
    while let Some(part) = response.chunk().await.map_err(failed)? {
        if into.len() + part.len() > MAX_ANSWER {
            return Err(No::nobody(Refusal::new(Code::Offline)));
        }
        into.extend_from_slice(&part);
    }
    if done {
        return Ok(());
    }
    Err(No::said(&refusal))
}
