//! The public page `GET /x/{code}`: whoever holds a printed page sees what the register says of it.
//! No personal data beyond the posts of those who signed, no download, no script needed.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::LazyLock;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Facts;
use domain::calendar::{paper_date, vietnam};
use domain::compose::minutes_ref;
use domain::facts::{Entry, Scope};
use domain::ids::BlobHash;
use domain::kind::MinutesKind;
use domain::minutes::{Frozen, HandoverMinutes};
use domain::page_code::PageCode;
use domain::row::Table;
use domain::signatures::DigitalFile;
use domain::standing::{Proof, Standing, standing};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{Error, Server};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The bits of an IPv6 address that a household chooses itself.
const HOUSEHOLD: u32 = 64;
/// Addresses that are remembered before old ones are forgotten.
const MOST_ADDRESSES: usize = 10_000;
/// Pages that one address may ask for in a minute: a clerk who scans a whole pile by hand stays
/// below.
const A_MINUTE: u32 = 60;

#[derive(Deserialize)]
struct Words {
    #[serde(flatten)]
    texts: BTreeMap<String, toml::Value>,
    standing: BTreeMap<String, [String; 2]>,
    kinds: BTreeMap<MinutesKind, String>,
    labels: BTreeMap<String, String>,
}

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).ok());

fn text(key: &str) -> &'static str {
    WORDS
        .as_ref()
        .and_then(|w| w.texts.get(key))
        .and_then(toml::Value::as_str)
        .unwrap_or_default()
}

fn label(key: &str) -> &'static str {
    WORDS
        .as_ref()
        .and_then(|w| w.labels.get(key))
        .map_or("", String::as_str)
}

/// How often one address may ask.
pub(crate) type Limit = governor::DefaultKeyedRateLimiter<IpAddr>;

pub(crate) fn limit() -> Limit {
    governor::RateLimiter::keyed(governor::Quota::per_minute(
        std::num::NonZeroU32::new(A_MINUTE).unwrap_or(std::num::NonZeroU32::MIN),
    ))
}

/// What colour a verdict has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Good,
    Wait,
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Bad => "bad",
        }
    }
}

/// What the page says first.
struct Verdict {
    tone: Tone,
    title: String,
    sentence: String,
}

impl Verdict {
    fn bad(key: &str) -> Self {
        Self {
            tone: Tone::Bad,
            title: text(&format!("{key}_title")).to_owned(),
            sentence: text(key).to_owned(),
        }
    }
}

/// Who asks, as far as it is counted: behind a proxy on this machine the last address that it
/// names; of IPv6 the network of a household.
fn asking(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let forwarded = headers
        .get("x-forwarded-for")
        .and_then(|list| list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    match forwarded.filter(|_| peer.is_loopback()).unwrap_or(peer) {
        IpAddr::V6(address) => IpAddr::V6(std::net::Ipv6Addr::from_bits(
            address.to_bits() >> HOUSEHOLD << HOUSEHOLD,
        )),
        address => address,
    }
}

/// Answers for a code on paper.
pub(crate) async fn page(
    State(server): State<Server>,
    from: ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Response {
    let address = asking(from.0.ip(), &headers);
    if server.lookups.check_key(&address).is_err() {
        return respond(
            StatusCode::TOO_MANY_REQUESTS,
            &Verdict::bad("too_many"),
            "",
            server.now(),
        );
    }
    // Addresses that have not asked for a while are forgotten.
    if server.lookups.len() > MOST_ADDRESSES {
        server.lookups.retain_recent();
    }
    match server.looked_up(&code).await {
        Ok((status, verdict, facts)) => respond(status, &verdict, &facts, server.now()),
        Err(error) => {
            tracing::error!(%error, "the public page");
            respond(
                StatusCode::INTERNAL_SERVER_ERROR,
                &Verdict::bad("broken"),
                "",
                server.now(),
            )
        }
    }
}

impl Server {
    /// Status, verdict and the table of facts for a code.
    async fn looked_up(&self, code: &str) -> Result<(StatusCode, Verdict, String), Error> {
        let unknown = || {
            (
                StatusCode::NOT_FOUND,
                Verdict::bad("unknown"),
                String::new(),
            )
        };
        let Some(code) = PageCode::parse(code) else {
            return Ok(unknown());
        };
        let Some(minutes) = self.store.minutes_by_token(&code.token).await? else {
            return Ok(unknown());
        };
        let Some(frozen) = minutes.frozen().filter(|frozen| frozen.token == code.token) else {
            return Ok(unknown());
        };
        if frozen.check_code != code.check_code || !(1..=frozen.pages).contains(&code.page) {
            return Ok((StatusCode::OK, Verdict::bad("mismatch"), String::new()));
        }
        let facts = self.store.gather(&judged(&minutes)).await?;
        let verdict = verdict(&facts, &minutes, self.now());
        let size = self.store.file_size(&frozen.pdf).await?;
        Ok((
            StatusCode::OK,
            verdict,
            table(&minutes, frozen, code.page) + &comparison(&minutes, frozen, size),
        ))
    }
}

/// What a verdict on minutes asks: the rights that they carry, and the minutes that ended them.
fn judged(minutes: &HandoverMinutes) -> Scope {
    let ended = minutes.ended.as_ref().and_then(|ended| ended.minutes);
    Scope::new()
        .by(Entry::right_by(minutes.id))
        .and_all(ended.map(|id| Scope::new().row(Table::HandoverMinutes, id)))
}

fn verdict(facts: &Facts, minutes: &HandoverMinutes, now: DateTime<Utc>) -> Verdict {
    let (key, tone) = match standing(facts, minutes, now) {
        Standing::NotSigned => ("not_signed", Tone::Wait),
        Standing::Stands(Proof::Scanned) => ("stands", Tone::Good),
        Standing::Stands(Proof::Digital) => ("stands_digital", Tone::Good),
        Standing::Stands(Proof::ScanToCome) => ("stands_without_scan", Tone::Good),
        Standing::ScanOverdue => ("scan_overdue", Tone::Wait),
        Standing::Expired => ("expired", Tone::Bad),
        Standing::Replaced(_) => ("replaced", Tone::Bad),
        Standing::TakenBack(_) => ("taken_back", Tone::Bad),
        Standing::Declined => ("declined", Tone::Bad),
        Standing::Cancelled => ("cancelled", Tone::Bad),
    };
    let other = minutes
        .ended
        .as_ref()
        .and_then(|e| e.minutes)
        .and_then(|id| minutes_ref(facts, id));
    let other = other.map_or_else(
        || text("no_number").to_owned(),
        |m| {
            format!(
                "{} ({})",
                number(m.number, &m.symbol, &m.check_code),
                paper_date(m.date)
            )
        },
    );
    let [title, sentence] = WORDS
        .as_ref()
        .and_then(|w| w.standing.get(key))
        .cloned()
        .unwrap_or_default();
    Verdict {
        tone,
        title,
        sentence: sentence.replace("{other}", &other),
    }
}

/// Number and symbol; the check code where the unit gives no numbers.
fn number(number: Option<u32>, symbol: &str, check_code: &str) -> String {
    number.map_or_else(
        || format!("{} {check_code}", label("check_code").to_lowercase()),
        |n| format!("{n:02}/BB-{symbol}"),
    )
}

fn table(minutes: &HandoverMinutes, frozen: &Frozen, page: u32) -> String {
    let content = &frozen.content;
    let kind = WORDS
        .as_ref()
        .and_then(|w| w.kinds.get(&minutes.kind))
        .cloned()
        .unwrap_or_default();
    let numbered = minutes.number().map_or_else(
        || text("no_number").to_owned(),
        |n| number(Some(n), &content.giver_unit.letterhead.symbol, ""),
    );
    let signers = format!("{} – {}", content.giver.position, content.receiver.position);
    let date: Option<NaiveDate> = minutes.signed().map(|s| s.date_on_paper);
    let mut rows = vec![
        ("number", numbered),
        ("kind", kind),
        ("from", content.giver_unit.name.clone()),
        ("to", content.unit.name.clone()),
    ];
    rows.extend(date.map(|date| ("date", paper_date(date))));
    rows.push(("signers", signers));
    if content.undertaking {
        rows.push(("commitment", label("commitment_yes").to_owned()));
    }
    rows.push(("page", format!("{page}/{}", frozen.pages)));
    let mut html: String = rows
        .into_iter()
        .map(|(key, value)| line(key, &value, ""))
        .collect();
    html += &line("check_code", &frozen.check_code, "mono");
    html += &line(
        "hash",
        frozen.content_hash.get(..8).unwrap_or_default(),
        "mono",
    );
    format!("<dl>{html}</dl>")
}

fn line(key: &str, value: &str, class: &str) -> String {
    format!(
        "<div><dt>{}</dt><dd class=\"{class}\">{}</dd></div>",
        escaped(label(key)),
        escaped(value)
    )
}

/// The signed file, and what the register kept of it for long: all of them may have been given to
/// somebody.
fn signed_files(file: &DigitalFile) -> impl Iterator<Item = &BlobHash> {
    [&file.blob].into_iter().chain(
        file.archived
            .iter()
            .flat_map(|kept| kept.earlier.iter().chain([&kept.blob])),
    )
}

/// The comparison of a file with the issued one, in the reader's browser.
fn comparison(minutes: &HandoverMinutes, frozen: &Frozen, size: Option<u64>) -> String {
    let Some(size) = size else {
        return String::new();
    };
    let said = |key: &str| escaped(text(key));
    format!(
        "<section class=\"compare\" id=\"compare\" data-hash=\"{}\" data-signed=\"{}\" data-signedfile=\"{}\" data-size=\"{size}\" data-same=\"{}\" data-grown=\"{}\" data-other=\"{}\" data-failed=\"{}\">\
         <label for=\"pdf\">{}</label><input id=\"pdf\" type=\"file\" accept=\"application/pdf\"><p>{}</p><p id=\"said\" role=\"status\"></p></section><script>{SCRIPT}</script>",
        escaped(&frozen.pdf.0),
        minutes
            .digital
            .iter()
            .flat_map(signed_files)
            .map(|blob| escaped(&blob.0))
            .collect::<Vec<_>>()
            .join(" "),
        said("compare_signed"),
        said("compare_same"),
        said("compare_grown"),
        said("compare_other"),
        said("compare_failed"),
        said("compare"),
        said("compare_hint"),
    )
}

fn respond(status: StatusCode, verdict: &Verdict, facts: &str, now: DateTime<Utc>) -> Response {
    let local = now.with_timezone(&vietnam());
    let checked = text("checked_at")
        .replace("{time}", &local.format("%H:%M").to_string())
        .replace("{date}", &paper_date(local.date_naive()));
    let html = format!(
        "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title} – {office}</title><style>{STYLE}</style></head><body><header><p>{office}</p><h1>{page}</h1></header>\
         <main><section class=\"verdict {tone}\" role=\"status\"><h2>{title}</h2><p>{sentence}</p></section>{facts}<footer><p>{checked} {foot}</p></footer></main></body></html>",
        title = escaped(&verdict.title),
        office = escaped(text("office")),
        page = escaped(text("title")),
        tone = verdict.tone.class(),
        sentence = escaped(&verdict.sentence),
        foot = escaped(text("foot")),
    );
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.extend(
            header::HeaderValue::from_str(value)
                .ok()
                .map(|value| (name, value)),
        );
    }
    (status, headers, Html(html)).into_response()
}

/// Nothing runs on the page but what stands in this program.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let own = |text: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
        own(STYLE),
        own(SCRIPT)
    )
});

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut all, c| {
        match c {
            '&' => all.push_str("&amp;"),
            '<' => all.push_str("&lt;"),
            '>' => all.push_str("&gt;"),
            '"' => all.push_str("&quot;"),
            c => all.push(c),
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_page_is_there() {
        let words = WORDS.as_ref().unwrap();
        assert_eq!(words.standing.len(), 10);
        assert_eq!(words.kinds.len(), 7);
        for key in [
            "title",
            "office",
            "unknown_title",
            "unknown",
            "mismatch_title",
            "mismatch",
            "too_many_title",
            "too_many",
            "broken_title",
            "broken",
            "checked_at",
            "foot",
        ] {
            assert!(!text(key).is_empty(), "{key}");
        }
    }

    #[test]
    fn what_a_unit_is_called_cannot_become_part_of_the_page() {
        assert_eq!(escaped("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
