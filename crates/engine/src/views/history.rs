//! What happened to minutes: who did what, when, and how they stood after it. Everything is said by
//! the row itself, so that it is the same on every machine.

use chrono::{DateTime, Utc};
use domain::Facts;
use domain::blanks::Party;
use domain::ids::{DeviceId, OfficerId};
use domain::minutes::{EndKind, Frozen, HandoverMinutes, MinutesState};
use domain::signatures::Comparison;
use domain::signed_file::SignedFile;
use domain::text::visible;
use serde::Serialize;

use super::names::name_of;

/// Something that happened to minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// They were drafted.
    Drafted,
    /// The draft was said otherwise, for the last time.
    Edited,
    /// They were frozen for signing.
    Frozen,
    /// A party signed digitally.
    SignedDigitally,
    /// That all parties signed was recorded.
    Recorded,
    /// The server opened the rights.
    Opened,
    /// They have their number.
    Numbered,
    /// A number that was typed wrongly was corrected.
    NumberCorrected,
    /// The scan was filed.
    Scanned,
    /// The server compared the scan with the paper.
    Compared,
    /// Whoever leads the level above accepted the scan by eye.
    Accepted,
    /// The organisation signed the scan.
    Certified,
    /// The receiver confirmed the paper.
    Confirmed,
    /// The receiver said that it is not the paper.
    Objected,
    /// The server keeps the signed file for long.
    Archived,
    /// They ended; the state says how.
    Ended,
}

/// A line of the history of minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HistoryRow {
    /// What happened.
    pub what: Happened,
    /// When, where that is known.
    pub at: Option<DateTime<Utc>>,
    /// Who did it; empty for what the server does.
    pub by: String,
    /// Whose signature it is.
    pub party: Option<Party>,
    /// On which machine, where that is known.
    pub machine: Option<Machine>,
    /// What was said: a reason, a number, a date on the paper.
    pub said: String,
    /// How they stood after it.
    pub state: MinutesState,
}

/// A machine on which something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Machine {
    /// Which.
    pub device: DeviceId,
    /// Whether it is this one.
    pub here: bool,
}

/// What happened to minutes, first first, as it is told on a machine.
pub(super) fn history(
    facts: &Facts,
    m: &HandoverMinutes,
    numbered: bool,
    here: DeviceId,
) -> Vec<HistoryRow> {
    let mut told = Told {
        facts,
        rows: vec![],
    };
    told.by(Happened::Drafted, m.drafted_at, m.prepared_by, "");
    if let Some(edited) = m.edited {
        let times = edited.times.to_string();
        let times = if edited.times > 1 { &times } else { "" };
        told.by(Happened::Edited, edited.at, edited.by, times);
    }
    if let Some(frozen) = m.frozen() {
        told.frozen(frozen, here);
    }
    signatures(&mut told, m);
    recorded(&mut told, m);
    numbers(&mut told, m);
    ended(&mut told, m);
    let mut rows = told.rows;
    rows.sort_by_key(|row| row.at);
    undated_number(&mut rows, m);
    states(&mut rows, m, numbered);
    rows
}

/// An older program did not note when it gave a number: it stands before what is known to follow it.
fn undated_number(rows: &mut Vec<HistoryRow>, m: &HandoverMinutes) {
    let (Some(number), None) = (first_number(m), m.number_given) else {
        return;
    };
    let follows =
        |row: &HistoryRow| matches!(row.what, Happened::NumberCorrected | Happened::Ended);
    let at = rows.iter().position(follows).unwrap_or(rows.len());
    let row = HistoryRow::new(Happened::Numbered, None, &format!("{number:02}"));
    rows.insert(at, row);
}

/// How minutes stood after each step, in the order in which the steps were done.
fn states(rows: &mut [HistoryRow], m: &HandoverMinutes, numbered: bool) {
    let mut state = MinutesState::Draft;
    let mut over = false;
    for row in rows {
        let next = match row.what {
            Happened::Ended => m.state(numbered),
            Happened::Frozen => MinutesState::AwaitingSignatures,
            Happened::Recorded if numbered => MinutesState::AwaitingNumber,
            Happened::Recorded | Happened::Numbered => MinutesState::Issued,
            _ => state,
        };
        if !over {
            state = next;
        }
        over |= row.what == Happened::Ended;
        row.state = state;
    }
}

/// A history while it is told.
struct Told<'a> {
    facts: &'a Facts,
    rows: Vec<HistoryRow>,
}

impl HistoryRow {
    /// A line of which nobody is known; how the minutes stood is told once all lines are there.
    fn new(what: Happened, at: Option<DateTime<Utc>>, said: &str) -> Self {
        Self {
            what,
            at,
            by: String::new(),
            party: None,
            machine: None,
            said: said.to_owned(),
            state: MinutesState::Draft,
        }
    }
}

impl Told<'_> {
    fn by(&mut self, what: Happened, at: DateTime<Utc>, by: OfficerId, said: &str) {
        self.server(what, Some(at), said);
        let name = name_of(self.facts, by);
        if let Some(row) = self.rows.last_mut() {
            row.by = name;
        }
    }

    /// An older program did not note who froze them.
    fn frozen(&mut self, frozen: &Frozen, here: DeviceId) {
        self.server(Happened::Frozen, Some(frozen.at), &frozen.check_code);
        if let (Some(row), Some(by)) = (self.rows.last_mut(), frozen.by) {
            row.by = name_of(self.facts, by.officer);
            row.machine = Some(Machine {
                device: by.device,
                here: by.device == here,
            });
        }
    }

    fn server(&mut self, what: Happened, at: Option<DateTime<Utc>>, said: &str) {
        self.rows.push(HistoryRow::new(what, at, said));
    }
}

fn signatures(told: &mut Told<'_>, m: &HandoverMinutes) {
    let Some(file) = &m.digital else { return };
    for signature in &file.signatures {
        told.server(Happened::SignedDigitally, Some(signature.claimed_at), "");
        if let Some(row) = told.rows.last_mut() {
            row.by = visible(&signature.signer);
            row.party = Party::ALL
                .into_iter()
                .find(|party| party.field() == signature.field);
        }
    }
}

fn recorded(told: &mut Told<'_>, m: &HandoverMinutes) {
    let Some(signed) = m.signed() else { return };
    let on_paper = domain::calendar::paper_date(signed.date_on_paper);
    let (at, by) = (signed.recorded_at, signed.recorded_by);
    told.by(Happened::Recorded, at, by, &on_paper);
    let rights = told.facts.rights_by(m.id);
    let opened = rights.filter_map(|right| right.opened_at).max();
    if opened.is_some() {
        told.server(Happened::Opened, opened, "");
    }
    if let Some(scan) = &signed.scan {
        let pages = scan.pages.to_string();
        told.by(Happened::Scanned, scan.at, scan.by, &pages);
        match scan.comparison() {
            Some(Comparison::Read { at }) => told.server(Happened::Compared, Some(*at), ""),
            Some(Comparison::ByEye { at, by, reason }) => {
                told.by(Happened::Accepted, *at, *by, reason);
            }
            Some(Comparison::Open { .. }) | None => {}
        }
        if let Some(copy) = &scan.copy {
            told.by(Happened::Certified, copy.at, copy.by, "");
        }
    }
    if let Some(receipt) = &signed.receipt {
        let what = match &receipt.objection {
            Some(_) => Happened::Objected,
            None => Happened::Confirmed,
        };
        let said = receipt.objection.clone().unwrap_or_default();
        told.by(what, receipt.at, m.receiver, &said);
    }
    let kept = SignedFile::ALL
        .iter()
        .filter_map(|which| which.of(m)?.1)
        .map(|kept| kept.at);
    if let Some(at) = kept.max() {
        told.server(Happened::Archived, Some(at), "");
    }
}

/// The number that was given first, and what was put in its place.
fn numbers(told: &mut Told<'_>, m: &HandoverMinutes) {
    if let (Some(number), Some(given)) = (first_number(m), m.number_given) {
        told.by(
            Happened::Numbered,
            given.at,
            given.by,
            &format!("{number:02}"),
        );
    }
    let right = m.corrected.iter().skip(1).map(|next| Some(next.number));
    let right = right.chain([m.number()]);
    for (wrong, right) in m.corrected.iter().zip(right) {
        let right = right.unwrap_or_default();
        let said = format!("{:02} → {right:02}: {}", wrong.number, wrong.reason);
        told.by(Happened::NumberCorrected, wrong.at, wrong.by, &said);
    }
}

/// The number that minutes were given first, right or wrong.
fn first_number(m: &HandoverMinutes) -> Option<u32> {
    let wrong = m.corrected.first().map(|wrong| wrong.number);
    wrong.or(m.number())
}

fn ended(told: &mut Told<'_>, m: &HandoverMinutes) {
    let Some(ended) = &m.ended else { return };
    let said = ended.reason.clone().unwrap_or_default();
    match ended.kind {
        // The newer minutes did it, whoever recorded them.
        EndKind::Replaced => told.server(Happened::Ended, Some(ended.at), &said),
        EndKind::TakenBack | EndKind::Declined | EndKind::Cancelled => {
            told.by(Happened::Ended, ended.at, ended.by, &said);
        }
    }
}
