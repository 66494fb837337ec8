//! Digital signatures in the file of minutes: what a signed file says is compared with the
//! register; when all parties have signed, the rights open. That the signatures hold, and that the
//! file says what the act says, is checked from the bytes where the act is done and by the server
//! (crate `evidence`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::record_signing::{signed_digitally, signing_needs};
use super::{Ctx, Decision, bounded, minutes_needs, own_minutes, scoped};
use crate::blanks::{Gap, Party};
use crate::calendar::day_of;
use crate::content::{PersonCard, UnitCard};
use crate::facts::{Entry, Facts, Follow, Lookup, Scope};
use crate::ids::{BlobHash, MinutesId, OfficerId, UnitId};
use crate::minutes::{HandoverMinutes, Progress, Signed};
use crate::refusal::{Code, Refusal};
use crate::route::Route;
use crate::row::{Change, Row, Table};
use crate::signatures::{DigitalFile, FieldSignature, LawfulCopy, Receipt};
use crate::text::{self, same_name};
use crate::unit::Numbering;

/// Chooses how minutes are signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SetRoute {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: Vec<MinutesId>,
    /// How.
    pub route: Route,
}

/// Takes in the file of minutes with one signature or more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignDigitally {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The file.
    pub file: BlobHash,
    /// All of its signatures, first signed first.
    pub signatures: Vec<FieldSignature>,
    /// What its gaps say, by field; blank ones are not here.
    pub filled: BTreeMap<String, String>,
}

/// Takes in a scan that the organisation signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifyScan {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The signed scan.
    pub file: BlobHash,
    /// Its signature.
    pub signature: FieldSignature,
}

/// The receiver says whether the filed paper is the one that he signed: *xác nhận điện tử*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfirmReceipt {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// What is wrong, if it is not the paper that he signed.
    pub objection: Option<String>,
}

scoped!(SetRoute, SignDigitally, CertifyScan, ConfirmReceipt);

/// Each of the minutes.
pub(super) fn set_route_needs(request: &SetRoute, ctx: &Ctx) -> Scope {
    let minutes = request.minutes.iter();
    Scope::new().and_all(minutes.map(|id| minutes_needs(*id, ctx)))
}

/// The minutes as for recording a signing, and everybody who may sign in them.
pub(super) fn needs(request: &SignDigitally, ctx: &Ctx) -> Scope {
    const SIGNERS: Follow = Follow::new("signers", |row| match row {
        Row::HandoverMinutes(minutes) => {
            let absent = minutes.taking_back.as_ref().and_then(|t| t.absent.as_ref());
            let witness = absent.map(|absence| Scope::new().row(Table::Officer, absence.witness));
            Scope::new()
                .head(minutes.giver_unit)
                .find_then(Lookup::By(Entry::leads(minutes.giver_unit)), LEADER)
                .and_all(witness)
        }
        _ => Scope::new(),
    });
    const LEADER: Follow = Follow::new("leader", |row| match row {
        Row::Appointment(post) => Scope::new().row(Table::Officer, post.officer),
        _ => Scope::new(),
    });
    let minutes = Lookup::Id(Table::HandoverMinutes, request.minutes.0);
    signing_needs(request.minutes, ctx).find_then(minutes, SIGNERS)
}

/// The minutes with both units.
pub(super) fn certify_needs(request: &CertifyScan, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx)
}

/// The minutes.
pub(super) fn confirm_receipt_needs(request: &ConfirmReceipt, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx)
}

/// Who prepares for the unit that gives.
pub(super) fn set_route_may(facts: &Facts, request: &SetRoute, ctx: &Ctx) -> Result<(), Refusal> {
    request.minutes.iter().try_for_each(|id| {
        let minutes = own_minutes(facts, request.unit, *id)?;
        facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
        if request.route < facts.route(minutes)? {
            facts.must_be_head(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
        }
        Ok(())
    })
}

/// Chooses how minutes are signed, until they are. Digital signatures that are there already count
/// no more: they stand in a file that is not completed.
///
/// # Errors
/// `nothing_chosen`, `too_many`, `not_found`, `other_unit`, `may_not_prepare`; `only_the_head` nearer
/// to the pen unless the actor leads the unit that gives; `wrong_state` once they are signed or
/// ended.
pub fn set_route(facts: &Facts, request: &SetRoute, ctx: &Ctx) -> Decision {
    bounded(&request.minutes)?;
    set_route_may(facts, request, ctx)?;
    let set = |id: &MinutesId| {
        let minutes = own_minutes(facts, request.unit, *id)?;
        if !minutes.open() {
            return Err(Refusal::new(Code::WrongState));
        }
        Ok(changed(HandoverMinutes {
            route: Some(request.route),
            digital: None,
            ..minutes.clone()
        }))
    };
    request
        .minutes
        .iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(set)
        .collect()
}

/// Who prepares for the unit that gives.
pub(super) fn may(facts: &Facts, request: &SignDigitally, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)
}

/// Takes in a signed file.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`; `wrong_route` on paper and for a place that the route
/// does not have; `wrong_state` unless they are printed and stand; `signed_elsewhere` if it does not
/// carry what is already signed; `signed_nothing_new`; `signed_by_another`; `no_head` where the head
/// confirms a handover at the desk and there is none; `signature_order`, `number_first`,
/// `signing_day`, `gaps_differ`; with the last party, as in recording a signing, `date_on_paper`,
/// `may_not_give`, `deputy_without_decision`, `content_changed`, `level_not_held`,
/// `more_than_held`.
pub fn decide(facts: &Facts, request: &SignDigitally, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let route = facts.route(minutes)?;
    if route == Route::Paper {
        return Err(Refusal::new(Code::WrongRoute));
    }
    if minutes.frozen().is_none() || minutes.ended.is_some() {
        return Err(Refusal::new(Code::WrongState));
    }
    let before = minutes
        .digital
        .as_ref()
        .map_or(&[][..], |file| &file.signatures);
    let Some(added) = request.signatures.strip_prefix(before) else {
        return Err(Refusal::new(Code::SignedElsewhere));
    };
    if added.is_empty() {
        return Err(Refusal::new(Code::SignedNothingNew));
    }
    let mut there: Vec<FieldSignature> = before.to_vec();
    for signature in added {
        let checked = Checked {
            facts,
            minutes,
            route,
            ctx,
        };
        checked.signature(signature, &there, &request.filled)?;
        there.push(signature.clone());
    }
    let digital = DigitalFile {
        at: ctx.stamp.at,
        by: ctx.actor,
        blob: request.file.clone(),
        signatures: there,
        archived: None,
    };
    let complete = route == Route::Digital
        && minutes.signed().is_none()
        && minutes
            .parties()
            .into_iter()
            .all(|party| digital.of(party).is_some());
    let day = minutes
        .parties()
        .into_iter()
        .filter_map(|party| digital.of(party))
        .map(|s| day_of(s.claimed_at))
        .max();
    let minutes = HandoverMinutes {
        digital: Some(digital),
        ..minutes.clone()
    };
    match day.filter(|_| complete) {
        Some(day) => signed_digitally(facts, &minutes, day, ctx),
        None => Ok(vec![changed(minutes)]),
    }
}

struct Checked<'a> {
    facts: &'a Facts,
    minutes: &'a HandoverMinutes,
    route: Route,
    ctx: &'a Ctx,
}

impl Checked<'_> {
    fn signature(
        &self,
        signature: &FieldSignature,
        there: &[FieldSignature],
        filled: &BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let another = || {
            Refusal::new(Code::SignedByAnother)
                .with("name", text::visible(&signature.signer))
                .with("field", text::visible(&signature.field))
        };
        let party = Party::of_field(&signature.field).ok_or_else(another)?;
        let has = |party: Party| there.iter().any(|s| s.field == party.field());
        let content = self.minutes.frozen().map(|frozen| &frozen.content);
        match party {
            Party::Giver | Party::CommitmentHead => {
                self.person(signature, self.minutes.giver, content.map(|c| &c.giver))?
            }
            Party::Receiver | Party::CommitmentReceiver => self.person(
                signature,
                self.minutes.receiver,
                content.map(|c| &c.receiver),
            )?,
            Party::Third => self.third(signature)?,
            Party::Organisation => {
                let card = content.map(|c| &c.giver_unit);
                self.organisation(signature, self.minutes.giver_unit, card)?
            }
            Party::ReceivingOrganisation => {
                let card = content.map(|c| &c.unit);
                self.organisation(signature, self.minutes.unit, card)?
            }
        }
        // One certificate does not sign for two people, even if they share a name.
        let twice = |s: &&FieldSignature| {
            s.certificate == signature.certificate
                && Party::of_field(&s.field).map(Signer::of) != Some(Signer::of(party))
        };
        if there.iter().any(|s| twice(&s)) {
            return Err(another());
        }
        let numbered = self.facts.unit(self.minutes.giver_unit)?.numbering != Numbering::None;
        if let Some(code) = self.minutes.hindrance(party, self.route, numbered, has) {
            return Err(Refusal::new(code).with("name", text::visible(&signature.signer)));
        }
        let claimed = day_of(signature.claimed_at);
        // The page says the year in which it was made, and the parties sign in it.
        let other_year = self.minutes.signed().is_none()
            && self
                .minutes
                .frozen()
                .is_some_and(|frozen| frozen.content.drafted_on.year() != claimed.year());
        if claimed > self.ctx.day() || claimed < day_of(self.minutes.drafted_at) || other_year {
            return Err(
                Refusal::new(Code::SigningDay).with("name", text::visible(&signature.signer))
            );
        }
        self.gaps(party, there, filled)
    }

    /// A person is known by the name on the frozen page and in the register alike.
    fn person(
        &self,
        signature: &FieldSignature,
        officer: OfficerId,
        on_page: Option<&PersonCard>,
    ) -> Result<(), Refusal> {
        let name = &self.facts.officer(officer)?.name;
        if same_name(name, &signature.signer)
            && on_page.is_some_and(|card| same_name(&card.name, &signature.signer))
        {
            return Ok(());
        }
        Err(Refusal::new(Code::SignedByAnother)
            .with("name", text::visible(&signature.signer))
            .with("field", name))
    }

    /// The witness of a take-back or of a change of head, or the head of the Sở who confirms a
    /// handover at the desk.
    fn third(&self, signature: &FieldSignature) -> Result<(), Refusal> {
        let content = self.minutes.frozen().map(|frozen| &frozen.content);
        if let Some(absent) = self
            .minutes
            .taking_back
            .as_ref()
            .and_then(|taking| taking.absent.as_ref())
        {
            let card = content
                .and_then(|c| c.take_back.as_ref()?.absent.as_ref())
                .map(|(_, witness)| witness);
            return self.person(signature, absent.witness, card);
        }
        match &self.minutes.witness {
            Some(witness) if same_name(&witness.name, &signature.signer) => Ok(()),
            Some(witness) => Err(Refusal::new(Code::SignedByAnother)
                .with("name", text::visible(&signature.signer))
                .with("field", &witness.name)),
            None => self.person(
                signature,
                self.facts
                    .head(self.minutes.giver_unit, self.ctx.day())?
                    .officer,
                content.and_then(|c| c.confirm.as_ref()),
            ),
        }
    }

    /// An organisation is known by its name on the page and in the register when that was frozen:
    /// another name that it takes later signs nothing.
    fn organisation(
        &self,
        signature: &FieldSignature,
        unit: UnitId,
        on_page: Option<&UnitCard>,
    ) -> Result<(), Refusal> {
        let frozen = self.minutes.frozen().map(|frozen| frozen.at);
        named_then(self.facts, signature, unit, frozen)?;
        match on_page {
            Some(card) if same_name(&card.name, &signature.signer) => Ok(()),
            _ => Err(Refusal::new(Code::SignedByAnother)
                .with("name", text::visible(&signature.signer))
                .with("field", on_page.map_or("unit", |card| &card.name))),
        }
    }

    /// On the digital route the gaps say the number and the day of the register from the moment on
    /// at which the organisation signs; before, and on the mixed route, where a pen fills them on
    /// the print, they are blank.
    fn gaps(
        &self,
        party: Party,
        there: &[FieldSignature],
        filled: &BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let differ = || Refusal::new(Code::GapsDiffer);
        let sealed = party.is_organisation()
            || there
                .iter()
                .any(|s| Party::of_field(&s.field).is_some_and(Party::is_organisation));
        if self.route != Route::Digital || !sealed {
            return if filled.is_empty() {
                Ok(())
            } else {
                Err(differ())
            };
        }
        let Some(signed) = self.minutes.signed() else {
            return Err(Refusal::new(Code::NumberFirst));
        };
        let expected = gap_values(self.minutes, signed);
        let right = filled.iter().all(|(field, value)| {
            Gap::of_field(field).is_some_and(|gap| expected.get(&gap) == Some(value))
        });
        // No kind of gap is left out; every page has a day and a month, and a number where the unit
        // gives one.
        let said: BTreeSet<Gap> = filled
            .keys()
            .filter_map(|field| Gap::of_field(field))
            .collect();
        let needed = [Gap::Day, Gap::Month]
            .into_iter()
            .chain(expected.contains_key(&Gap::Number).then_some(Gap::Number));
        if right && needed.into_iter().all(|gap| said.contains(&gap)) {
            Ok(())
        } else {
            Err(differ())
        }
    }
}

/// What belongs into the gaps of signed minutes: numbers below 10 with a leading zero, months as
/// the form writes them (`wording.md` §2).
#[must_use]
pub fn gap_values(minutes: &HandoverMinutes, signed: &Signed) -> BTreeMap<Gap, String> {
    let local = signed
        .recorded_at
        .with_timezone(&crate::calendar::vietnam());
    let day: NaiveDate = signed.date_on_paper;
    let month = if day.month() < 3 {
        format!("{:02}", day.month())
    } else {
        day.month().to_string()
    };
    let mut values = BTreeMap::from([
        (Gap::Day, format!("{:02}", day.day())),
        (Gap::Month, month),
        (Gap::Hour, local.format("%H").to_string()),
        (Gap::Minute, local.format("%M").to_string()),
    ]);
    if let Some(number) = minutes.number() {
        values.insert(Gap::Number, format!("{number:02}"));
    }
    values
}

/// Who prepares for the unit that gives.
pub(super) fn certify_may(facts: &Facts, request: &CertifyScan, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)
}

/// Takes in a signed scan.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`; `wrong_state` without a scan, with one that somebody
/// must look at first, or with a lawful copy of it; `signed_by_another`, `signing_day`.
pub fn certify(facts: &Facts, request: &CertifyScan, ctx: &Ctx) -> Decision {
    certify_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let Progress::Signed {
        frozen,
        signed,
        number,
    } = &minutes.progress
    else {
        return Err(Refusal::new(Code::WrongState));
    };
    let unsigned = |scan: &crate::signatures::Scan| scan.copy.is_none() && scan.counts();
    let Some(scan) = signed.scan.clone().filter(unsigned) else {
        return Err(Refusal::new(Code::WrongState));
    };
    // The unit whose file it is keeps the paper and copies it.
    let made = [frozen.at, scan.at];
    named_then(facts, &request.signature, minutes.unit, made)
        .or_else(|_| named_then(facts, &request.signature, minutes.giver_unit, made))?;
    if day_of(request.signature.claimed_at) > ctx.day() {
        return Err(
            Refusal::new(Code::SigningDay).with("name", text::visible(&request.signature.signer))
        );
    }
    let copy = Some(Box::new(LawfulCopy {
        at: ctx.stamp.at,
        by: ctx.actor,
        blob: request.file.clone(),
        signature: request.signature.clone(),
        archived: None,
    }));
    let signed = Signed {
        scan: Some(crate::signatures::Scan { copy, ..scan }),
        ..signed.clone()
    };
    Ok(vec![changed(HandoverMinutes {
        progress: Progress::Signed {
            frozen: frozen.clone(),
            signed,
            number: *number,
        },
        ..minutes.clone()
    })])
}

/// The receiver, as long as he works there.
pub(super) fn confirm_receipt_may(
    facts: &Facts,
    request: &ConfirmReceipt,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    if ctx.actor == minutes.receiver && !facts.has_left(ctx.actor, minutes.unit, ctx.day()) {
        Ok(())
    } else {
        Err(Refusal::new(Code::NotTheReceiver))
    }
}

/// The receiver's own word on his paper.
///
/// # Errors
/// `not_found`, `other_unit`, `not_the_receiver`; `wrong_state` before there is anything to look at, or
/// after he said it; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn confirm_receipt(facts: &Facts, request: &ConfirmReceipt, ctx: &Ctx) -> Decision {
    confirm_receipt_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let Progress::Signed {
        frozen,
        signed,
        number,
    } = &minutes.progress
    else {
        return Err(Refusal::new(Code::WrongState));
    };
    // On the mixed route the file lacks what he signed with a pen.
    let seen = signed.scan.is_some() || facts.route(minutes)? == Route::Digital;
    if !seen || signed.receipt.is_some() || minutes.ended.is_some() {
        return Err(Refusal::new(Code::WrongState));
    }
    let objection = request
        .objection
        .as_deref()
        .map(|text| text::sentence("reason", text))
        .transpose()?;
    let signed = Signed {
        receipt: Some(Receipt {
            at: ctx.stamp.at,
            objection,
        }),
        ..signed.clone()
    };
    Ok(vec![changed(HandoverMinutes {
        progress: Progress::Signed {
            frozen: frozen.clone(),
            signed,
            number: *number,
        },
        ..minutes.clone()
    })])
}

/// A unit signs with a certificate of its own: that of a person in it names it too, but not first. It
/// bears the name that the unit had when the paper was made, on that day or the one before.
fn named_then(
    facts: &Facts,
    signature: &FieldSignature,
    unit: UnitId,
    made: impl IntoIterator<Item = DateTime<Utc>>,
) -> Result<(), Refusal> {
    let unit = facts.unit(unit)?;
    let days = made.into_iter().map(day_of);
    let mut days = days.flat_map(|day| [Some(day), day.pred_opt()]).flatten();
    if days.any(|day| same_name(&signature.signer, unit.name_on(day))) {
        Ok(())
    } else {
        Err(Refusal::new(Code::SignedByAnother)
            .with("name", text::visible(&signature.signer))
            .with("field", unit.name_on(day_of(signature.claimed_at))))
    }
}

/// Who stands behind a party: the same person gives and confirms a commitment, another one
/// receives.
#[derive(PartialEq, Eq)]
enum Signer {
    Giver,
    Receiver,
    Third,
    Organisation,
    ReceivingOrganisation,
}

impl Signer {
    fn of(party: Party) -> Self {
        match party {
            Party::Giver | Party::CommitmentHead => Self::Giver,
            Party::Receiver | Party::CommitmentReceiver => Self::Receiver,
            Party::Third => Self::Third,
            Party::Organisation => Self::Organisation,
            Party::ReceivingOrganisation => Self::ReceivingOrganisation,
        }
    }
}

fn changed(minutes: HandoverMinutes) -> Change {
    Change(Row::HandoverMinutes(Box::new(minutes)))
}

#[cfg(test)]
mod tests;
