//! Minutes in lists and on their own screen.

use std::collections::BTreeSet;

use ::minutes::words::Words;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Facts;
use domain::acts::record_signing::scans_due;
use domain::acts::{HandOver, decide};
use domain::blanks::Party;
use domain::calendar::paper_date;
use domain::compose::minutes_ref;
use domain::ids::{BlobHash, MinutesId, OfficerId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::minutes::{HandoverMinutes, MinutesState};
use domain::numbers::with_symbol;
use domain::on_csdl::login_is_proposed;
use domain::path::Stop;
use domain::route::Route;
use domain::signatures::Comparison;
use domain::signed_file::SignedFile;
use domain::todo::{of_minutes, scan_due};
use domain::turn::waits_for;
use domain::unit::Numbering;
use serde::Serialize;

use super::dates;
use super::draft::{DraftSays, draft_says};
use super::history::{HistoryRow, history};
use super::numbers::{NumberTrace, corrected};
use super::rights::{cited, line_text};
use super::work::{accepting, is_open};
use crate::{Engine, Identity, Reply};

/// Where a row is saved: the five words of the screens, without *sending*, which only the footer
/// shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Saved {
    /// On this machine, which is not connected.
    Here,
    /// Waits to be sent.
    Waiting,
    /// The server has it.
    Received,
}

/// Minutes in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MinutesRow {
    /// Identity.
    pub id: MinutesId,
    /// The unit in whose file they lie.
    pub unit: UnitId,
    /// Its name: of which unit the receiver is.
    pub unit_name: String,
    /// When they were drafted.
    pub drafted_at: DateTime<Utc>,
    /// Kind.
    pub kind: MinutesKind,
    /// State.
    pub state: MinutesState,
    /// The stops of the path at which they wait for the person at work, and *đã ký* once they stand.
    pub stops: Vec<Stop>,
    /// Who receives.
    pub receiver: String,
    /// Who receives.
    pub receiver_id: OfficerId,
    /// The receiver's code: two people may have the same name.
    pub receiver_code: String,
    /// The login that they name.
    pub login: Option<String>,
    /// Whether that was only proposed, and nobody signed it yet.
    pub login_proposed: bool,
    /// Who gives.
    pub giver: String,
    /// What is handed over, in one line.
    pub scope: String,
    /// Number with symbol, once given.
    pub number: Option<String>,
    /// Check code, once frozen.
    pub check_code: Option<String>,
    /// Pages, once frozen.
    pub pages: Option<u32>,
    /// Date on the paper, once signed.
    pub signed_on: Option<NaiveDate>,
    /// When the signing was recorded.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Days from the date on the paper to the recording.
    pub recorded_after: Option<i32>,
    /// The date on the paper and the instant of recording, with their difference, in words.
    pub dates: Option<String>,
    /// Of minutes that are not signed yet: what has ended already, each with its last day. Recording
    /// them opens nothing by it.
    pub over: Vec<String>,
    /// When the server opened the rights.
    pub opened_at: Option<DateTime<Utc>>,
    /// Whether rights of these minutes are in force now.
    pub in_force: bool,
    /// Whether the scan is filed.
    pub scanned: bool,
    /// Whether pages of the scan cannot be read: somebody must compare it by eye, or file a better
    /// one.
    pub scan_open: bool,
    /// The scan that is filed.
    pub scan_file: Option<BlobHash>,
    /// Whether the person at work may accept it by eye.
    pub may_accept: bool,
    /// Who accepted the scan by eye, and why.
    pub accepted: Option<AcceptedRow>,
    /// Whether the person at work records the signing together with the scan alone.
    pub scan_first: bool,
    /// Whether the organisation signed the scan: a lawful copy. Without it the scan is only a
    /// picture.
    pub lawful_copy: bool,
    /// Since when the server keeps the signed file, or the lawful copy, with evidence for long.
    pub archived_at: Option<DateTime<Utc>>,
    /// How they are signed.
    pub route: Route,
    /// What the receiver said of the filed paper on his own machine: an electronic confirmation, no
    /// signature.
    pub receipt: Option<ReceiptRow>,
    /// When the right stops unless the scan follows.
    pub scan_due: Option<DateTime<Utc>>,
    /// Whether the head must confirm the recording.
    pub head_must_confirm: bool,
    /// Whether a number can be given, and how.
    pub numbering: Numbering,
    /// Why they ended, when a person said so.
    pub ended_reason: Option<String>,
    /// Where the row is saved.
    pub saved: Saved,
}

/// A scan that was accepted by eye.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AcceptedRow {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What was compared, and why no program could.
    pub reason: String,
}

/// The electronic confirmation of a receiver.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReceiptRow {
    /// When.
    pub at: DateTime<Utc>,
    /// What is wrong, if it is not the paper that he signed.
    pub objection: Option<String>,
}

/// A place for a digital signature.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PlaceRow {
    /// Whose it is.
    pub party: Party,
    /// Who is to sign there.
    pub name: String,
    /// Who signed, as the certificate names them, and when they say that it was.
    pub signed: Option<SignedRow>,
    /// Whether it can be signed now.
    pub next: bool,
    /// Whether only the number is missing.
    pub waits_for_number: bool,
}

/// A digital signature in the register.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignedRow {
    /// Who signed.
    pub signer: String,
    /// When, as they claim.
    pub at: DateTime<Utc>,
}

/// Minutes on their own screen.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MinutesDetail {
    /// The row.
    pub row: MinutesRow,
    /// What is handed over, line by line.
    pub lines: Vec<String>,
    /// Cited papers.
    pub grounds: Vec<String>,
    /// The minutes they replace, by their number, or by their check code.
    pub replaces: Option<String>,
    /// Whether the page prints a name, a post or a letterhead that the register had changed before
    /// it heard of the page.
    pub outdated: bool,
    /// The year of the number, where the paper was signed in one before.
    pub number_year: Option<i32>,
    /// What was typed wrongly before they had the number that they have.
    pub corrected: Vec<NumberTrace>,
    /// How the password goes over.
    pub secret: SecretClause,
    /// Login.
    pub login: Option<String>,
    /// Places for digital signatures, in the order in which people sign; none on paper.
    pub places: Vec<PlaceRow>,
    /// Whether the way of signing can still be chosen.
    pub route_open: bool,
    /// Digital signatures that are there, which count no more if another way is chosen.
    pub signatures: u32,
    /// What can be said otherwise, as long as they are a draft of a handover.
    pub draft: Option<DraftSays>,
    /// What happened to them, first first.
    pub history: Vec<HistoryRow>,
}

impl MinutesDetail {
    /// What handing over anew says of them as they stand; none of what is no draft.
    #[must_use]
    pub fn anew(&self) -> Option<HandOver> {
        let draft = self.draft.as_ref()?;
        Some(HandOver {
            unit: self.row.unit,
            kind: self.row.kind,
            giver: draft.giver,
            receiver: self.row.receiver_id,
            add: vec![],
            drop: vec![],
            login: None,
            grounds: vec![],
            secret: self.secret.clone(),
            valid_until: draft.valid_until,
            year: Some(draft.year),
            at_desk: draft.at_desk.clone(),
            spare_envelope: draft.spare_envelope.clone(),
        })
    }
}

impl Engine {
    /// Minutes of a unit, newest first; of an office also those it gave to units below, and the changes of head
    /// that the person prepares for them.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn minutes_list(&self, unit: UnitId) -> Reply<Vec<MinutesRow>> {
        let mut all: Vec<(DateTime<Utc>, MinutesRow)> = vec![];
        let dirty = self.replica.dirty("handover_minutes").await?;
        let me = self.identity().await;
        let below: BTreeSet<UnitId> = self.replica.subtree(unit).await?.into_iter().collect();
        let facts = self.work_and_open_scans(unit, &me).await?;
        let listed = facts.minutes.values().filter(|m| {
            let given = m.unit == unit || m.giver_unit == unit;
            let ours = is_open(m) || m.prepares_head_change(me.officer);
            given || ours && below.contains(&m.unit)
        });
        for m in listed {
            let row = self.row(&facts, m, dirty.contains(&m.id.0), &me)?;
            all.push((m.drafted_at, row));
        }
        all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Ok(all.into_iter().map(|(_, row)| row).collect())
    }

    /// One minutes with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn minutes_detail(&self, unit: UnitId, id: MinutesId) -> Reply<MinutesDetail> {
        let facts = self.facts(unit).await?;
        let minutes = facts.minutes(id)?;
        let dirty = self
            .replica
            .dirty("handover_minutes")
            .await?
            .contains(&id.0);
        let me = self.identity().await;
        let giver_unit = facts.units.get(&minutes.giver_unit);
        let numbered = giver_unit.is_some_and(|unit| unit.numbering != Numbering::None);
        Ok(MinutesDetail {
            draft: draft_says(&facts, minutes)?,
            history: history(&facts, minutes, numbered, me.device),
            row: self.row(&facts, minutes, dirty, &me)?,
            lines: scope_lines(&facts, minutes, ::minutes::words::words()?),
            grounds: minutes
                .grounds
                .iter()
                .filter_map(|g| facts.documents.get(g))
                .map(|d| format!("{} {}", d.title, d.number))
                .collect(),
            replaces: minutes
                .replaces
                .and_then(|id| minutes_ref(&facts, id))
                .as_ref()
                .map(cited),
            outdated: minutes.frozen().is_some_and(|frozen| frozen.outdated),
            number_year: minutes.number_year,
            corrected: corrected(&facts, minutes),
            secret: minutes.secret.clone(),
            login: minutes
                .account
                .and_then(|a| facts.accounts.get(&a))
                .map(|a| a.login.clone()),
            places: self.places(&facts, minutes)?,
            route_open: minutes.open(),
            signatures: u32::try_from(
                minutes
                    .digital
                    .as_ref()
                    .map_or(0, |file| file.signatures.len()),
            )
            .unwrap_or(u32::MAX),
        })
    }

    fn places(&self, facts: &Facts, m: &HandoverMinutes) -> Reply<Vec<PlaceRow>> {
        let route = facts.route(m)?;
        let officer = |id: OfficerId| {
            facts
                .officers
                .get(&id)
                .map(|o| o.name.clone())
                .unwrap_or_default()
        };
        let unit = |id: UnitId| {
            facts
                .units
                .get(&id)
                .map(|u| u.name_on(self.today()).to_owned())
                .unwrap_or_default()
        };
        let numbered = facts.unit(m.giver_unit)?.numbering != Numbering::None;
        let signature = |party: Party| m.digital.as_ref().and_then(|file| file.of(party));
        let content = m.frozen().map(|frozen| &frozen.content);
        let third = || match m
            .taking_back
            .as_ref()
            .and_then(|taking| taking.absent.as_ref())
        {
            Some(absent) => officer(absent.witness),
            None => content
                .and_then(|c| {
                    c.witness
                        .as_ref()
                        .map(|(person, _)| person)
                        .or(c.confirm.as_ref())
                })
                .map(|p| p.name.clone())
                .unwrap_or_default(),
        };
        let place = |party: Party| PlaceRow {
            party,
            name: match party {
                Party::Giver | Party::CommitmentHead => officer(m.giver),
                Party::Receiver | Party::CommitmentReceiver => officer(m.receiver),
                Party::Third => third(),
                Party::Organisation => unit(m.giver_unit),
                Party::ReceivingOrganisation => unit(m.unit),
            },
            signed: signature(party).map(|s| SignedRow {
                signer: domain::text::visible(&s.signer),
                at: s.claimed_at,
            }),
            waits_for_number: signature(party).is_none()
                && m.stands()
                && m.hindrance(party, route, numbered, |other| signature(other).is_some())
                    == Some(domain::Code::NumberFirst),
            next: content.is_some()
                && m.ended.is_none()
                && signature(party).is_none()
                && m.hindrance(party, route, numbered, |other| signature(other).is_some())
                    .is_none(),
        };
        Ok(m.places(route).into_iter().map(place).collect())
    }

    fn row(
        &self,
        facts: &Facts,
        m: &HandoverMinutes,
        dirty: bool,
        me: &Identity,
    ) -> Reply<MinutesRow> {
        let words = ::minutes::words::words()?;
        let now = self.now();
        let enrolled = me.server.is_some();
        let ctx = self.asking(me, m);
        let name = |id: OfficerId| {
            facts
                .officers
                .get(&id)
                .map(|o| o.name.clone())
                .unwrap_or_default()
        };
        let giver_unit = facts.units.get(&m.giver_unit);
        let numbering = giver_unit.map_or(Numbering::None, |u| u.numbering);
        // What was printed under another symbol keeps it.
        let symbol = m
            .frozen()
            .map(|f| f.content.giver_unit.letterhead.symbol.as_str())
            .unwrap_or_default();
        let rights: Vec<_> = facts.said_by(m).collect();
        let account = m.account.and_then(|id| facts.accounts.get(&id));
        Ok(MinutesRow {
            id: m.id,
            unit: m.unit,
            unit_name: facts
                .units
                .get(&m.unit)
                .map(|u| u.name_on(self.today()).to_owned())
                .unwrap_or_default(),
            drafted_at: m.drafted_at,
            kind: m.kind,
            state: m.state(numbering != Numbering::None),
            stops: stops(facts, m, me, now),
            receiver: name(m.receiver),
            receiver_id: m.receiver,
            receiver_code: facts
                .officers
                .get(&m.receiver)
                .map(|officer| officer.code.clone())
                .unwrap_or_default(),
            login: account.map(|account| account.login.clone()),
            login_proposed: login_is_proposed(facts, m),
            giver: name(m.giver),
            scope: scope_lines(facts, m, words).join("; "),
            number: m.number().map(|n| with_symbol(n, symbol)),
            check_code: m.frozen().map(|f| f.check_code.clone()),
            pages: m.frozen().map(|f| f.pages),
            signed_on: m.signed().map(|s| s.date_on_paper),
            recorded_at: m.signed().map(|s| s.recorded_at),
            recorded_after: m.signed().map(dates::days),
            dates: m.signed().map(|signed| dates::both(signed, words)),
            over: over(facts, m, ctx.day(), words),
            opened_at: rights.iter().filter_map(|d| d.opened_at).max(),
            in_force: rights.iter().any(|d| d.in_force(now)),
            scanned: m.signed().is_some_and(|s| s.scan.is_some()),
            scan_open: is_open(m),
            scan_file: m.signed().and_then(|s| Some(s.scan.as_ref()?.blob.clone())),
            may_accept: is_open(m) && decide(facts, &accepting(m).into(), &ctx).is_ok(),
            accepted: m
                .signed()
                .and_then(|s| match s.scan.as_ref()?.comparison()? {
                    Comparison::ByEye { at, by, reason } => Some(AcceptedRow {
                        at: *at,
                        by: name(*by),
                        reason: reason.clone(),
                    }),
                    Comparison::Read { .. } | Comparison::Open { .. } => None,
                }),
            scan_first: m.kind == MinutesKind::Custody
                && facts.head_on(m.unit, ctx.day()).map(|head| head.officer) != Some(me.officer)
                || m.open() && scans_due(facts, m),
            lawful_copy: m
                .signed()
                .and_then(|s| s.scan.as_ref())
                .is_some_and(|scan| scan.copy.is_some()),
            archived_at: SignedFile::ALL
                .iter()
                .filter_map(|which| which.of(m)?.1)
                .map(|kept| kept.at)
                .max(),
            route: facts.route(m).unwrap_or_default(),
            receipt: m
                .signed()
                .and_then(|s| s.receipt.as_ref())
                .map(|r| ReceiptRow {
                    at: r.at,
                    objection: r.objection.clone(),
                }),
            scan_due: scan_due(facts, m.id),
            head_must_confirm: m.signed().is_some_and(|s| s.head_must_confirm),
            numbering,
            ended_reason: m.ended.as_ref().and_then(|e| e.reason.clone()),
            saved: match (enrolled, dirty) {
                (false, _) => Saved::Here,
                (true, true) => Saved::Waiting,
                (true, false) => Saved::Received,
            },
        })
    }
}

/// The stops of the path at which minutes wait for somebody, as his first screen counts them.
fn stops(facts: &Facts, m: &HandoverMinutes, me: &Identity, now: DateTime<Utc>) -> Vec<Stop> {
    let tasks = of_minutes(facts, me.unit, m, now).into_iter();
    let own = tasks.filter(|task| waits_for(facts, task, me.unit, me.officer, now).is_none());
    let mut stops: Vec<Stop> = own.filter_map(|task| task.stop(facts)).collect();
    if m.stands() && m.giver_unit == me.unit {
        stops.push(Stop::Signed);
    }
    stops.sort_unstable();
    stops
}

/// What open minutes hand over although its last day is past.
fn over(facts: &Facts, m: &HandoverMinutes, day: NaiveDate, words: &Words) -> Vec<String> {
    if !m.open() {
        return vec![];
    }
    let waiting = facts.rights_by(m.id).filter(|right| right.waits());
    let ended = waiting.filter_map(|right| {
        let last = right.line.until.filter(|until| *until < day)?;
        let what = line_text(facts, &right.line, words);
        Some(format!("{what} (đến hết {})", paper_date(last)))
    });
    ended.collect()
}

/// What minutes hand over or take back, one text a line.
fn scope_lines(facts: &Facts, m: &HandoverMinutes, words: &Words) -> Vec<String> {
    match &m.taking_back {
        Some(taking) => taking
            .closed
            .iter()
            .filter_map(|id| facts.delegations.get(id))
            .map(|d| line_text(facts, &d.line, words))
            .collect(),
        None => facts
            .said_by(m)
            .map(|d| line_text(facts, &d.line, words))
            .collect(),
    }
}
