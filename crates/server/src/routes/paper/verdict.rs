//! What the register says of minutes, in a title and a sentence.

use chrono::{DateTime, Utc};
use domain::Facts;
use domain::calendar::paper_date;
use domain::compose::minutes_ref;
use domain::held::symbol;
use domain::minutes::HandoverMinutes;
use domain::numbers::with_symbol;
use domain::standing::{Proof, Standing, standing};

use super::words::{self, label, text};

/// What colour a verdict has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Wait,
    Bad,
}

impl Tone {
    /// Its name in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Bad => "bad",
        }
    }
}

/// What the page says first.
pub struct Verdict {
    pub tone: Tone,
    pub title: String,
    pub sentence: String,
}

impl Verdict {
    /// One of the sentences that say that nothing stands.
    pub fn bad(key: &str) -> Self {
        Self {
            tone: Tone::Bad,
            title: text(&format!("{key}_title")).to_owned(),
            sentence: text(key).to_owned(),
        }
    }

    /// What stands of minutes now.
    pub fn on(facts: &Facts, minutes: &HandoverMinutes, now: DateTime<Utc>) -> Self {
        let (key, tone) = match standing(facts, minutes, now) {
            Standing::NotSigned => ("not_signed", Tone::Wait),
            Standing::Stands(Proof::Scanned) => ("stands", Tone::Good),
            Standing::Stands(Proof::Digital) => ("stands_digital", Tone::Good),
            Standing::Stands(Proof::ScanToCome) => ("stands_without_scan", Tone::Good),
            Standing::Stands(Proof::ScanOpen) => ("stands_scan_open", Tone::Wait),
            Standing::ScanOverdue => ("scan_overdue", Tone::Wait),
            Standing::Expired => ("expired", Tone::Bad),
            Standing::Replaced(_) => ("replaced", Tone::Bad),
            Standing::TakenBack(_) => ("taken_back", Tone::Bad),
            Standing::Declined => ("declined", Tone::Bad),
            Standing::Cancelled => ("cancelled", Tone::Bad),
        };
        let [title, sentence] = words::standing(key);
        Self {
            tone,
            title: title.to_owned(),
            sentence: sentence.replace("{other}", &ended_by(facts, minutes)),
        }
    }
}

/// The minutes that ended others, by number and date.
fn ended_by(facts: &Facts, minutes: &HandoverMinutes) -> String {
    let other = minutes
        .ended
        .as_ref()
        .and_then(|e| e.minutes)
        .and_then(|id| {
            Some((
                minutes_ref(facts, id)?,
                symbol(facts, facts.minutes.get(&id)?)?,
            ))
        });
    other.map_or_else(
        || text("no_number").to_owned(),
        |(m, symbol)| {
            format!(
                "{} ({})",
                number(m.number, &symbol, &m.check_code),
                paper_date(m.date)
            )
        },
    )
}

/// Number and symbol; the check code where the unit gives no numbers.
pub fn number(number: Option<u32>, symbol: &str, check_code: &str) -> String {
    number.map_or_else(
        || format!("{} {check_code}", label("check_code").to_lowercase()),
        |n| with_symbol(n, symbol),
    )
}
