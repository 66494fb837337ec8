//! The page as HTML: the verdict, the table of facts, and the comparison of a file. Nothing is
//! loaded and no script is needed.

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{paper_date, vietnam};
use domain::held::Parties;
use domain::ids::BlobHash;
use domain::minutes::{Frozen, HandoverMinutes};
use domain::signatures::DigitalFile;
use sha2::{Digest, Sha256};

use super::verdict::{Verdict, number};
use super::words::{self, label, text};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the register says of the paper, as far as everybody may know it. What a machine printed is
/// not repeated: where the two differ, that is said.
pub fn table(minutes: &HandoverMinutes, frozen: &Frozen, parties: &Parties, page: u32) -> String {
    let numbered = minutes.number().map_or_else(
        || text("no_number").to_owned(),
        |n| number(Some(n), &parties.symbol, ""),
    );
    let signers = format!("{} – {}", parties.giver, parties.receiver);
    let date: Option<NaiveDate> = minutes.signed().map(|s| s.date_on_paper);
    let mut rows = vec![
        ("number", numbered),
        ("kind", words::kind(minutes.kind).to_owned()),
        ("from", parties.giver_unit.clone()),
        ("to", parties.unit.clone()),
    ];
    rows.extend(date.map(|date| ("date", paper_date(date))));
    rows.push(("signers", signers));
    if minutes.undertaking {
        rows.push(("commitment", label("commitment_yes").to_owned()));
    }
    rows.push(("page", format!("{page}/{}", frozen.pages)));
    let differs = || (!parties.are_on(&frozen.content)).then_some("differs");
    let note = frozen.outdated.then_some("outdated").or_else(differs);
    rows.extend(note.map(|note| ("note", text(note).to_owned())));
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
pub fn comparison(minutes: &HandoverMinutes, frozen: &Frozen, size: Option<u64>) -> String {
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

/// The whole page.
pub fn page(status: StatusCode, verdict: &Verdict, facts: &str, now: DateTime<Utc>) -> Response {
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
        headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
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
    fn what_a_unit_is_called_cannot_become_part_of_the_page() {
        assert_eq!(escaped("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
