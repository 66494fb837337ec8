//! The server as the engine reaches it: over HTTP, or in the same process for journeys and the
//! demo.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{Code, Refusal};
use protocol::{Address, DEVICE_HEADER, Once, SIGNATURE_HEADER, sign_request};
use reqwest::Client;
use reqwest::redirect::Policy;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trust;
use crate::{Clock, Engine, Identity, Reply};

/// How long the server may be silent before we say that it cannot be reached.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it may take until somebody answers at an address at all.
const DIALLING: Duration = Duration::from_secs(15);

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

    /// Brings a file.
    pub async fn put(&self, path: &str, body: Vec<u8>) -> Reply<()> {
        let by = self.signed_by(&self.person);
        self.remote
            .carry(Some(by), "PUT", path, body)
            .await
            .map(drop)
    }

    /// Fetches a file.
    pub async fn get(&self, path: &str) -> Reply<Vec<u8>> {
        let by = self.signed_by(&self.person);
        self.remote.carry(Some(by), "GET", path, vec![]).await
    }

    fn signed_by<'a>(&'a self, person: &'a Identity) -> SignedBy<'a> {
        SignedBy {
            person,
            clock: &self.clock,
        }
    }
}

/// Who signs what is asked, and by which clock.
#[derive(Clone, Copy)]
pub(crate) struct SignedBy<'a> {
    person: &'a Identity,
    clock: &'a Clock,
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
        let answer = self.carry(by, method, path, body).await?;
        serde_json::from_slice(&answer).map_err(|_| Refusal::new(Code::WireVersion).into())
    }

    /// Asks, and once more by the server's own time where the machine's was too far from it.
    async fn carry(
        &self,
        by: Option<SignedBy<'_>>,
        method: &str,
        path: &str,
        body: Vec<u8>,
    ) -> Reply<Vec<u8>> {
        let mut call = Call {
            method: method.to_owned(),
            path: path.to_owned(),
            signed: None,
            body,
        };
        let Some(by) = by else {
            return Ok(self.once(call).await?);
        };
        call.signed = Some(by.sign(by.clock.now(), &call));
        let refusal = match self.once(call.clone()).await {
            Err(refusal) if refusal.code == Code::StaleRequest => refusal,
            answer => return Ok(answer?),
        };
        let said = refusal.details.get("server_time");
        let said = said.and_then(|said| DateTime::parse_from_rfc3339(said).ok());
        let said = said.ok_or(refusal)?.to_utc();
        call.signed = Some(by.sign(said, &call));
        Ok(self.once(call).await?)
    }

    async fn once(&self, call: Call) -> Result<Vec<u8>, Refusal> {
        let (status, answer) = match self {
            Self::Http { address, client } => over_http(client, address, call).await?,
            Self::InProcess(server) => server(call)
                .await
                .ok_or_else(|| Refusal::new(Code::Offline))?,
        };
        if status < 300 {
            return Ok(answer);
        }
        let refusal = serde_json::from_slice::<Refusal>(&answer);
        Err(refusal.unwrap_or_else(|_| Refusal::new(Code::Offline)))
    }
}

async fn over_http(
    client: &Client,
    address: &Address,
    call: Call,
) -> Result<(u16, Vec<u8>), Refusal> {
    let failed = |failure: reqwest::Error| {
        if trust::is_distrust(&failure) {
            Refusal::new(Code::ServerNotTrusted).with("address", address.origin())
        } else {
            Refusal::new(Code::Offline)
        }
    };
    let method = reqwest::Method::from_bytes(call.method.as_bytes())
        .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
    let mut request = client.request(method, format!("{}{}", address.origin(), call.path));
    if let Some((device, signature)) = call.signed {
        request = request
            .header(DEVICE_HEADER, device)
            .header(SIGNATURE_HEADER, signature);
    }
    let mut response = request.body(call.body).send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let mut answer = vec![];
    while let Some(part) = response.chunk().await.map_err(failed)? {
        if answer.len() + part.len() > MAX_ANSWER {
            return Err(Refusal::new(Code::Offline));
        }
        answer.extend_from_slice(&part);
    }
    Ok((status, answer))
}
