//! For the tests of every page: the small town on a server in maps, whose clock stands, asked
//! through the real router.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::row::{Change, Row};
use domain::samples::{DEVICE, HEAD, SCHOOL, monday, town};
use ed25519_dalek::{Signer, SigningKey};
use protocol::{DEVICE_HEADER, Once, SIGNATURE_HEADER, public_key, sign_request};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Device, MapStore};
use tower::ServiceExt;
use uuid::Uuid;

use super::router;
use crate::Server;

/// A server that knows the town, and the machine of the school's head.
pub struct Town {
    pub server: Server,
    folder: PathBuf,
}

impl Town {
    pub async fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "bangiao-server-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(name);
        let store = Arc::new(MapStore::new(Uuid::nil()));
        let server = Server::open(&folder, store, monday).await.unwrap();
        let town_of = Self { server, folder };
        town_of.write(town().iter().collect()).await;
        town_of.add(machine()).await;
        town_of
    }

    /// Writes rows as the server's own.
    pub async fn write(&self, rows: Vec<Row>) {
        let changes: Vec<Change> = rows.into_iter().map(Change).collect();
        let mut work = self.server.store().begin().await.unwrap();
        work.write(&changes).await.unwrap();
        work.commit().await.unwrap();
    }

    pub async fn add(&self, device: Device) {
        let store = self.server.store();
        store.add_device(&device, monday()).await.unwrap();
    }

    pub async fn ask(&self, asked: Asked) -> Told {
        let question = format!("{} {}", asked.method, asked.path);
        let described = described(&asked);
        let mut request = Request::builder()
            .method(asked.method)
            .uri(asked.path)
            .extension(ConnectInfo(std::net::SocketAddr::from((asked.from, 4711))))
            .body(Body::from(asked.body))
            .unwrap();
        *request.headers_mut() = asked.headers;
        let response = router(self.server.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        assert!(
            described.is_none_or(|all| all.contains(parts.status.as_str())),
            "{question} answers {}, and its page does not say so",
            parts.status
        );
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Told {
            question,
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // What is left in the system's folder for temporary files harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The statuses that the description says of a question; none if no route is asked.
fn described(asked: &Asked) -> Option<BTreeSet<String>> {
    let path = asked.path.replacen("/X/", "/x/", 1);
    let fits = |route: &str| {
        let parts = path.split('/').zip(route.split('/'));
        path.split('/').count() == route.split('/').count()
            && parts.into_iter().all(|(a, r)| a == r || r.starts_with('{'))
    };
    let (_, description) = super::described();
    let (_, item) = description.paths.paths.iter().find(|(r, _)| fits(r))?;
    let operation = match asked.method {
        Method::GET => item.get.as_ref(),
        Method::PUT => item.put.as_ref(),
        Method::POST => item.post.as_ref(),
        _ => None,
    };
    Some(operation?.responses.responses.keys().cloned().collect())
}

/// The key of the head's machine.
pub fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// The head's machine.
pub fn machine() -> Device {
    Device {
        device: DEVICE,
        officer: HEAD,
        unit: SCHOOL,
        public_key: public_key(&key()),
        last_op_seq: 0,
        last_op_at: None,
        founds: false,
        parent: None,
        last_contact: None,
        settled_at: None,
        heard_seq: 0,
        seen: 0,
        enrolled_at: monday(),
        revoked: false,
    }
}

/// A question on its way.
#[derive(Clone)]
pub struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
    from: [u8; 4],
}

pub fn asked(method: Method, path: &str, body: &[u8]) -> Asked {
    Asked {
        method,
        path: path.to_owned(),
        headers: HeaderMap::new(),
        body: body.to_vec(),
        from: [192, 0, 2, 7],
    }
}

pub fn get(path: &str) -> Asked {
    asked(Method::GET, path, &[])
}

pub fn put(path: &str, body: &[u8]) -> Asked {
    asked(Method::PUT, path, body)
}

pub fn post(path: &str, message: &impl Serialize) -> Asked {
    asked(Method::POST, path, &serde_json::to_vec(message).unwrap())
}

impl Asked {
    /// Signed by the head's machine.
    pub fn signed(self) -> Self {
        self.signed_as(DEVICE, &key())
    }

    pub fn signed_as(self, device: DeviceId, key: &SigningKey) -> Self {
        let signature = self.signature(key, monday());
        self.carrying(device, &signature)
    }

    /// Signed by the head's machine at another time.
    pub fn signed_at(self, at: DateTime<Utc>) -> Self {
        let signature = self.signature(&key(), at);
        self.carrying(DEVICE, &signature)
    }

    /// Signed by the head's machine as version 0.1.0 did it.
    pub fn signed_by_an_older_program(self) -> Self {
        let hash = hex::encode(Sha256::digest(&self.body));
        let text = format!("{} {} {hash}", self.method, self.path);
        let signature = key().sign(text.as_bytes()).to_bytes();
        self.carrying(DEVICE, &hex::encode(signature))
    }

    fn signature(&self, key: &SigningKey, at: DateTime<Utc>) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let nonce = u128::from(COUNT.fetch_add(1, Ordering::Relaxed));
        let once = Once { at, nonce };
        sign_request(key, once, self.method.as_str(), &self.path, &self.body)
    }

    fn carrying(self, device: DeviceId, signature: &str) -> Self {
        self.with(DEVICE_HEADER, &device.to_string())
            .with(SIGNATURE_HEADER, signature)
    }

    /// With one more line in its head.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    /// From another address.
    pub fn from(self, from: [u8; 4]) -> Self {
        Self { from, ..self }
    }

    /// The same signature over another body.
    pub fn bent(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }
}

/// What came back.
pub struct Told {
    pub question: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Told {
    pub fn json(&self) -> Value {
        sorted(serde_json::from_slice(&self.body).unwrap())
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        let code = self.json()["code"].as_str().unwrap().to_owned();
        (self.status.as_u16(), code)
    }
}

/// As a snapshot shows it.
impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} → {}", self.question, self.status)?;
        let kind = self.headers.get(header::CONTENT_TYPE);
        let kind = kind.map_or("", |kind| kind.to_str().unwrap());
        writeln!(f, "{kind}\n")?;
        match kind {
            "application/json" => f.write_str(&serde_json::to_string_pretty(&self.json()).unwrap()),
            _ => f.write_str(&String::from_utf8_lossy(&self.body)),
        }
    }
}

/// The same whatever order the JSON of this build keeps.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut all: Vec<_> = map.into_iter().collect();
            all.sort_by(|a, b| a.0.cmp(&b.0));
            all.into_iter().map(|(k, v)| (k, sorted(v))).collect()
        }
        Value::Array(all) => all.into_iter().map(sorted).collect(),
        other => other,
    }
}
