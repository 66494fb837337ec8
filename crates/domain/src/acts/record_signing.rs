//! Recording who signed on paper, in bulk. A right opens at this moment, never at the date on the
//! paper.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use super::attach_scan::names_the_paper;
use super::{Ctx, Decision, Proof, ScanOf, bounded, minutes_needs, own_minutes, scoped};
use crate::account::{Account, Custody, System};
use crate::blanks::Party;
use crate::calendar::{end_of, paper_date};
use crate::csdl_task::{CsdlAction, CsdlTask};
use crate::delegation::{Closing, ClosingReason, Delegation, Holder, SCAN_DAYS};
use crate::facts::{Entry, Facts, Follow, Lookup, Scope};
use crate::ids::{BlobHash, CsdlTaskId, MinutesId, UnitId};
use crate::kind::MinutesKind;
use crate::minutes::{EndKind, Ended, HandoverMinutes, Progress, Signed};
use crate::refusal::{Code, Refusal};
use crate::route::Route;
use crate::row::{Change, Row, Table};
use crate::signatures::Scan;

/// Records that all parties signed the paper of these minutes, the commitment too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RecordSigning {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes that were ticked.
    pub minutes: Vec<MinutesId>,
    /// The date written on the paper.
    pub date_on_paper: NaiveDate,
    /// The scan of the one that was ticked. Who is not the head records kind c with it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<FiledScan>,
}

/// A scan that is filed with the recording of the signing that it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FiledScan {
    /// The file.
    pub file: BlobHash,
    /// Its pages.
    pub pages: u32,
    /// The check code read from its QR codes.
    pub check_code: String,
}

/// The head confirms minutes of kind c that somebody else recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfirmRecording {
    /// The unit.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
}

scoped!(RecordSigning, ConfirmRecording);

impl RecordSigning {
    /// The minutes, if only one was ticked.
    pub(super) fn single(&self) -> Option<MinutesId> {
        self.minutes
            .first()
            .copied()
            .filter(|_| self.minutes.len() == 1)
    }

    /// The scan, if it comes along. An account changes hands by it, so every page must be read.
    pub(super) fn proof(&self) -> Proof<'_> {
        match (self.single(), &self.scan) {
            (Some(minutes), Some(scan)) => Proof::Scan(ScanOf {
                minutes,
                file: &scan.file,
                by_eye: false,
            }),
            _ => Proof::None,
        }
    }
}

/// Each of the minutes with what comes into force by it and what gives way.
pub(super) fn needs(request: &RecordSigning, ctx: &Ctx) -> Scope {
    let minutes = request.minutes.iter();
    Scope::new().and_all(minutes.map(|id| signing_needs(*id, ctx)))
}

/// The minutes, and who leads the unit.
pub(super) fn confirm_needs(request: &ConfirmRecording, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx)
        .row(Table::Officer, ctx.actor)
        .head(request.unit)
}

/// What recording a signing asks of minutes: their parties and units, the rights that come into
/// force with what those hang on, and what stood in the chain before.
pub(super) fn signing_needs(minutes: MinutesId, ctx: &Ctx) -> Scope {
    let found = Lookup::Id(Table::HandoverMinutes, minutes.0);
    minutes_needs(minutes, ctx).find_then(found, SIGNING)
}

const SIGNING: Follow = Follow::new("signing", |row| match row {
    Row::HandoverMinutes(minutes) => {
        let chain = if minutes.kind.by_person() {
            Entry::current_of(minutes.receiver)
        } else {
            Entry::standing(minutes.unit, minutes.kind)
        };
        let account = minutes.account;
        let before = minutes.replaces.map(|before| {
            Scope::new()
                .row(Table::HandoverMinutes, before)
                .find_then(Lookup::By(Entry::right_by(before)), SIGNED_RIGHT)
        });
        Scope::new()
            .person(minutes.giver)
            .person(minutes.receiver)
            .head(minutes.unit)
            .by(chain)
            .by(Entry::unscanned(
                minutes.unit,
                minutes.kind,
                minutes.receiver,
            ))
            .find_then(Lookup::By(Entry::right_by(minutes.id)), SIGNED_RIGHT)
            .and_all(account.map(|id| Scope::new().row(Table::Account, id)))
            .and_all(before)
    }
    _ => Scope::new(),
});

const SIGNED_RIGHT: Follow = Follow::new("signed_right", |row| match row {
    Row::Delegation(right) => {
        let above = match right.holder {
            Holder::Unit(_) => right.given_by,
            Holder::Officer(_) => right.unit,
        };
        let founded = Entry::right_of(Holder::Unit(right.unit));
        let carried = right.carries;
        let account = right.account;
        Scope::new()
            .holding(above)
            .by(founded)
            .row(Table::Unit, right.unit)
            .classes_of(&right.line)
            .and_all(carried.map(|id| Scope::new().row(Table::Delegation, id)))
            .and_all(account.map(|id| Scope::new().row(Table::Account, id)))
    }
    _ => Scope::new(),
});

/// Refuses unless the person may record all of the signings: who prepares for the giving unit and
/// does not receive, and of kind c the head, or whoever brings the scan along.
///
/// # Errors
/// `not_found`, `other_unit`, `recorder_is_receiver`, `may_not_prepare`, `scan_first`.
pub(super) fn may(facts: &Facts, request: &RecordSigning, ctx: &Ctx) -> Result<(), Refusal> {
    for id in &request.minutes {
        let minutes = own_minutes(facts, request.unit, *id)?;
        if ctx.actor == minutes.receiver {
            return Err(Refusal::new(Code::RecorderIsReceiver));
        }
        facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
        if request.scan.is_none() && head_must_confirm(facts, minutes, ctx) {
            return Err(Refusal::new(Code::ScanFirst));
        }
    }
    Ok(())
}

/// Papers of one receiver that may stand without a scan.
const UNSCANNED: usize = 2;

/// Whether a paper is recorded with its scan alone, because those of two papers before are not there.
#[must_use]
pub fn scans_due(facts: &Facts, minutes: &HandoverMinutes) -> bool {
    minutes.kind.opens_rights() && facts.unscanned_before(minutes).count() >= UNSCANNED
}

/// Whether somebody else than the head records who keeps the admin account.
fn head_must_confirm(facts: &Facts, minutes: &HandoverMinutes, ctx: &Ctx) -> bool {
    minutes.kind == MinutesKind::Custody
        && facts
            .head_on(minutes.unit, ctx.day())
            .is_none_or(|head| head.officer != ctx.actor)
}

/// Refuses unless the person leads the unit whose recording waits.
///
/// # Errors
/// `not_found`, `other_unit`; `no_head`; `may_not_give` unless the actor leads the unit.
pub(super) fn confirm_may(
    facts: &Facts,
    request: &ConfirmRecording,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    own_minutes(facts, request.unit, request.minutes)?;
    if facts.head(request.unit, ctx.day())?.officer != ctx.actor {
        return Err(Refusal::new(Code::MayNotGive).with("name", &facts.officer(ctx.actor)?.name));
    }
    Ok(())
}

/// Records a signing.
///
/// # Errors
/// `nothing_chosen`, `too_many`; `not_found` for the minutes, their account or a class; `other_unit`,
/// `recorder_is_receiver`, `may_not_prepare`; `scan_first` of kind c, unless the head records it or its
/// scan comes along; `wrong_route` of what is signed digitally; `signature_missing` of the giver
/// on the mixed route; `bad_request` of a scan with several minutes, and of one that is no hash;
/// `scan_of_other`, `scan_pages`; `wrong_state` unless they wait for signatures;
/// `date_on_paper` before it was printed or to come; `may_not_give`, `deputy_without_decision` unless
/// the giver might give on that day; `level_not_held` for a right beyond the unit's levels;
/// `scans_due` without a scan, if those of two papers before are not there;
/// `content_changed` if other minutes were signed meanwhile or a listed right was taken back;
/// `more_than_held` if the unit lost meanwhile what is given.
pub fn decide(facts: &Facts, request: &RecordSigning, ctx: &Ctx) -> Decision {
    bounded(&request.minutes)?;
    may(facts, request, ctx)?;
    if request.scan.is_some() && request.single().is_none() {
        return Err(Refusal::new(Code::BadRequest));
    }
    let mut recording = Recording {
        facts,
        day: request.date_on_paper,
        on_paper: true,
        scan: request.scan.as_ref(),
        ctx,
        fresh: 0,
        changes: vec![],
    };
    for id in request
        .minutes
        .iter()
        .collect::<std::collections::BTreeSet<_>>()
    {
        let minutes = own_minutes(facts, request.unit, *id)?;
        if let (Some(scan), Some(frozen)) = (&request.scan, minutes.frozen()) {
            names_the_paper(&scan.file, scan.pages, &scan.check_code, frozen)?;
        }
        match facts.route(minutes)? {
            Route::Paper => {}
            Route::Mixed
                if minutes
                    .digital
                    .as_ref()
                    .is_some_and(|file| file.of(Party::Giver).is_some()) => {}
            Route::Mixed => {
                return Err(Refusal::new(Code::SignatureMissing)
                    .with("name", &facts.officer(minutes.giver)?.name));
            }
            Route::Digital => return Err(Refusal::new(Code::WrongRoute)),
        }
        recording.scans_before(minutes)?;
        recording.one(minutes)?;
    }
    Ok(recording.changes)
}

/// Brings minutes into force whose file carries the digital signatures of all parties; the file
/// itself is the evidence.
///
/// # Errors
/// `may_not_prepare`, `wrong_state`, `date_on_paper`, `may_not_give`, `deputy_without_decision`,
/// `content_changed`, `level_not_held`, `more_than_held`, `other_unit`, `not_found`: as [`decide`].
pub(super) fn signed_digitally(
    facts: &Facts,
    minutes: &HandoverMinutes,
    day: NaiveDate,
    ctx: &Ctx,
) -> Decision {
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
    let mut recording = Recording {
        facts,
        day,
        on_paper: false,
        scan: None,
        ctx,
        fresh: 0,
        changes: vec![],
    };
    recording.one(minutes)?;
    Ok(recording.changes)
}

struct Recording<'a> {
    facts: &'a Facts,
    /// The day of signing.
    day: NaiveDate,
    /// Whether a paper was signed, whose scan follows.
    on_paper: bool,
    /// Its scan, if it has come along.
    scan: Option<&'a FiledScan>,
    ctx: &'a Ctx,
    fresh: u32,
    changes: Vec<Change>,
}

impl Recording<'_> {
    fn one(&mut self, minutes: &HandoverMinutes) -> Result<(), Refusal> {
        let at = self.ctx.stamp.at;
        let Progress::AwaitingSignatures { frozen } = &minutes.progress else {
            return Err(Refusal::new(Code::WrongState));
        };
        if minutes.ended.is_some() {
            return Err(Refusal::new(Code::WrongState));
        }
        let day = self.day;
        let from = frozen.content.drafted_on.max(minutes.year.first_prepared());
        if day > self.ctx.day() || day < from {
            return Err(Refusal::new(Code::DateOnPaper)
                .with("from", paper_date(from))
                .with("until", paper_date(self.ctx.day())));
        }
        if minutes.kind.given_in_post() {
            self.facts
                .may_give(minutes.giver, minutes.giver_unit, day)?;
        }
        if self.chain_moved_on(minutes) {
            return Err(Refusal::new(Code::ContentChanged));
        }
        let head_must_confirm = self.on_paper && head_must_confirm(self.facts, minutes, self.ctx);
        let signed = Signed {
            recorded_at: at,
            recorded_by: self.ctx.actor,
            date_on_paper: day,
            head_must_confirm,
            scan: self.scan.map(|scan| Scan {
                at,
                by: self.ctx.actor,
                blob: scan.file.clone(),
                pages: scan.pages,
                compared: None,
                copy: None,
            }),
            receipt: None,
            taken: self.ctx.taken,
        };
        let progress = Progress::Signed {
            frozen: frozen.clone(),
            signed,
            number: None,
        };
        self.changes
            .push(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
                progress,
                ..minutes.clone()
            }))));
        self.open_rights(minutes)?;
        self.replace_earlier(minutes);
        self.move_custody(minutes)
    }

    /// Each paper gives seven days for its scan. Whoever receives by one paper after the other brings
    /// a scan of one of them before the third: otherwise rights would go on for ever without one.
    fn scans_before(&self, minutes: &HandoverMinutes) -> Result<(), Refusal> {
        if self.scan.is_some() || !scans_due(self.facts, minutes) {
            return Ok(());
        }
        let name = &self.facts.officer(minutes.receiver)?.name;
        Err(Refusal::new(Code::ScansDue).with("name", name))
    }

    /// Whether other minutes were signed, or a listed right was taken back, after these were
    /// drafted.
    fn chain_moved_on(&self, minutes: &HandoverMinutes) -> bool {
        let another = |m: &&HandoverMinutes| Some(m.id) != minutes.replaces;
        let overtaken = match minutes.kind {
            MinutesKind::TakeBack | MinutesKind::HeadChange => false,
            kind if kind.by_person() => self
                .facts
                .minutes_to(minutes.receiver, minutes.unit)
                .filter(|m| m.kind == kind && m.year == minutes.year && m.stands())
                .any(|m| another(&m)),
            kind => self.facts.standing(minutes.unit, kind).any(|m| another(&m)),
        };
        let mut carried = self
            .facts
            .rights_by(minutes.id)
            .filter(|d| d.waits())
            .filter_map(|d| d.carries);
        overtaken
            || carried.any(|id| {
                self.facts
                    .delegations
                    .get(&id)
                    .is_none_or(|d| d.closed.is_some())
            })
    }

    fn open_rights(&mut self, minutes: &HandoverMinutes) -> Result<(), Refusal> {
        let at = self.ctx.stamp.at;
        let waiting: Vec<Delegation> = self
            .facts
            .rights_by(minutes.id)
            .filter(|d| d.waits())
            .cloned()
            .collect();
        for mut right in waiting {
            let to_unit = matches!(right.holder, Holder::Unit(_));
            let above = if to_unit { right.given_by } else { right.unit };
            let from = if to_unit {
                self.ctx.day()
            } else {
                right.line.from
            };
            self.facts.line_within(&right.line, right.unit)?;
            if !crate::rights::covered(
                &crate::rights::Claim {
                    from,
                    ..right.claim()
                },
                &self.facts.holding(above, at),
            ) {
                return Err(Refusal::new(Code::MoreThanHeld));
            }
            right.in_force_at = Some(at);
            if to_unit {
                self.end_provisional(&right);
            }
            right.scan_due = self.on_paper.then(|| at + Duration::days(SCAN_DAYS));
            if let Holder::Officer(officer) = right.holder {
                right.ends_at = self.facts.last_day(officer, right.unit).map(end_of);
            }
            right.scanned_at = self.scan.map(|_| at);
            let task = right.carries.is_none()
                && !right.whole_unit
                && minutes.kind != MinutesKind::Custody;
            if task {
                self.task(minutes, CsdlAction::Open, Some(&right));
            }
            self.changes.push(Change(Row::Delegation(right)));
        }
        Ok(())
    }

    /// What a unit held by founding itself gives way to what it was given.
    fn end_provisional(&mut self, given: &Delegation) {
        let closed = Some(Closing {
            at: self.ctx.stamp.at,
            reason: ClosingReason::Replaced,
            by: self.ctx.actor,
            minutes: Some(given.minutes),
        });
        let founded = self.facts.rights_held(Holder::Unit(given.unit));
        let alone = founded.filter(|d| d.provisional && d.closed.is_none());
        let ended: Vec<Change> = alone
            .map(|d| {
                Change(Row::Delegation(Delegation {
                    closed,
                    ..d.clone()
                }))
            })
            .collect();
        self.changes.extend(ended);
    }

    /// The minutes before in the chain give way at the same instant, and what the new ones do not
    /// list is closed.
    fn replace_earlier(&mut self, minutes: &HandoverMinutes) {
        let Some(before) = minutes
            .replaces
            .and_then(|id| self.facts.minutes.get(&id))
            .filter(|m| m.stands())
        else {
            return;
        };
        let at = self.ctx.stamp.at;
        let ended = Ended {
            kind: EndKind::Replaced,
            at,
            by: self.ctx.actor,
            reason: None,
            minutes: Some(minutes.id),
        };
        self.changes
            .push(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
                ended: Some(ended),
                ..before.clone()
            }))));
        let carried: Vec<_> = self
            .facts
            .rights_by(minutes.id)
            .filter_map(|d| d.carries)
            .collect();
        let stands: Vec<Delegation> = self
            .facts
            .rights_by(before.id)
            .filter(|d| d.closed.is_none())
            .cloned()
            .collect();
        for right in stands {
            if !carried.contains(&right.id)
                && !right.whole_unit
                && minutes.kind != MinutesKind::Custody
            {
                self.task(minutes, CsdlAction::Close, Some(&right));
            }
            let closed = Some(Closing {
                at,
                reason: ClosingReason::Replaced,
                by: self.ctx.actor,
                minutes: Some(minutes.id),
            });
            self.changes
                .push(Change(Row::Delegation(Delegation { closed, ..right })));
        }
    }

    /// Kind c gives the admin account a custodian; a gives it to the focal officer; b and k give it
    /// to the head.
    fn move_custody(&mut self, minutes: &HandoverMinutes) -> Result<(), Refusal> {
        let custody = match minutes.kind {
            MinutesKind::Custody => Custody::Custodian(minutes.receiver),
            MinutesKind::DepartmentToCommune | MinutesKind::ToSchool if self.leads(minutes) => {
                Custody::Head
            }
            MinutesKind::DepartmentToCommune | MinutesKind::ToSchool => {
                Custody::Custodian(minutes.receiver)
            }
            MinutesKind::HeadChange => return Ok(()),
            _ => return Ok(()),
        };
        let Some(account) = minutes.account else {
            return Ok(());
        };
        let account = self.facts.account(account)?.clone();
        self.changes
            .push(Change(Row::Account(Account { custody, ..account })));
        self.task(minutes, CsdlAction::ChangeHolder, None);
        Ok(())
    }

    fn leads(&self, minutes: &HandoverMinutes) -> bool {
        self.facts
            .post_of(minutes.receiver, minutes.unit, self.ctx.day())
            .is_some_and(|post| post.role.leads())
    }

    fn task(&mut self, minutes: &HandoverMinutes, action: CsdlAction, right: Option<&Delegation>) {
        let account = right.and_then(|r| r.account).or(minutes.account);
        let on_csdl = account
            .and_then(|id| self.facts.accounts.get(&id))
            .is_some_and(|a| a.system == System::Csdl);
        let Some(account) = account.filter(|_| on_csdl) else {
            return;
        };
        self.fresh += 1;
        self.changes.push(Change(Row::CsdlTask(CsdlTask {
            id: CsdlTaskId(self.ctx.stamp.id(self.fresh)),
            unit: minutes.unit,
            account: Some(account),
            action,
            delegation: right.map(|r| r.id),
            minutes: Some(minutes.id),
            since: self.ctx.stamp.at,
            done: None,
            found: None,
        })));
    }
}

/// Confirms a recording as the head.
///
/// # Errors
/// `not_found`, `other_unit`; `no_head`; `may_not_give` unless the actor leads the unit; `wrong_state`
/// if nothing waits for confirmation.
pub fn confirm(facts: &Facts, request: &ConfirmRecording, ctx: &Ctx) -> Decision {
    confirm_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let Progress::Signed {
        frozen,
        signed,
        number,
    } = &minutes.progress
    else {
        return Err(Refusal::new(Code::WrongState));
    };
    if !signed.head_must_confirm {
        return Err(Refusal::new(Code::WrongState));
    }
    let progress = Progress::Signed {
        frozen: frozen.clone(),
        signed: Signed {
            head_must_confirm: false,
            ..signed.clone()
        },
        number: *number,
    };
    Ok(vec![Change(Row::HandoverMinutes(Box::new(
        HandoverMinutes {
            progress,
            ..minutes.clone()
        },
    )))])
}

#[cfg(test)]
mod tests;
