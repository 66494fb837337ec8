//! Questions to services whose answers are signed, so that plain HTTP will do: time-stamping
//! authorities, and where certification authorities publish whom they have revoked.

pub mod archive;

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// How long a service may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// Largest answer in bytes.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Asks a service: gets what lies at an address, or posts a question of a media type. None if it
/// cannot be reached or does not answer.
pub async fn ask(address: &str, question: Option<(&str, Vec<u8>)>) -> Option<Vec<u8>> {
    let client: Client<HttpConnector, Full<Bytes>> =
        Client::builder(TokioExecutor::new()).build_http();
    let request = match question {
        Some((kind, body)) => hyper::Request::post(address)
            .header("content-type", kind)
            .body(Full::new(Bytes::from(body))),
        None => hyper::Request::get(address).body(Full::new(Bytes::new())),
    };
    let answered = async {
        let response = client.request(request.ok()?).await.ok()?;
        let fine = response.status().is_success();
        let body = http_body_util::Limited::new(response.into_body(), LARGEST_ANSWER)
            .collect()
            .await
            .ok()?
            .to_bytes()
            .to_vec();
        fine.then_some(body)
    };
    tokio::time::timeout(PATIENCE, answered)
        .await
        .ok()
        .flatten()
}
