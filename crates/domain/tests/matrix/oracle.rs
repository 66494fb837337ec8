//! The naive oracle: whether a person may do an act in a unit at all, by the sentences of the
//! design and nothing else.
//!
//! Written from `product.md` §2, §4 and `security.md` §1, §2 (and, where the pages leave a
//! matter to it, from the issue that asks for this matrix) without looking at any rule. It reads
//! rows by plain loops and asks nothing of `Facts` but its tables. Each refusal is the law that it
//! rests on: a sentence in English with its place.

use chrono::NaiveDate;
use domain::Facts;
use domain::account::{AccountKind, Custody};
use domain::acts::people::{OfficerEdit, Post};
use domain::acts::{
    Act, AddAccount, AddOfficer, AddUnit, Appoint, ConfirmParent, Ctx, FoundUnit, HandOver,
    RecordSigning, SetUnit, Withdraw, Withdrawn,
};
use domain::calendar::day_of;
use domain::ids::{MinutesId, OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::minutes::HandoverMinutes;
use domain::officer::{Appointment, Role};
use domain::route::Route;
use domain::unit::{SchoolLevel, Unit, UnitKind};

/// A sentence of the design.
pub(crate) type Law = &'static str;

/// Whether a person may, or the sentence that forbids it.
pub(crate) type Verdict = Result<(), Law>;

pub(crate) const PREPARES: Law = "product §4: a preparer, custodian or the level above may prepare \
    a draft and record a paper signing; product §2: the preparer drafts, prints, records";
pub(crate) const OF_THE_GIVER: Law = "product §4: who prepares is not who signs; the papers are \
    those of the unit that gives, and its preparers, custodian or the level above record them";
pub(crate) const GIVES: Law = "product §4: the giver is the head, the person in charge, or a vice \
    head signing KT. by a stored decision";
pub(crate) const NEVER_TO_HIMSELF: Law = "security §1: nobody gives to himself or upwards";
pub(crate) const WITHIN_THE_UNIT: Law = "security §1: nobody gives to himself or upwards; product \
    §4: a right never exceeds its ground: whoever receives has a post in the unit on that day";
pub(crate) const NOT_FURTHER: Law = "product §4: a deputy is a custodian: cannot give rights to \
    himself, cannot delegate further";
pub(crate) const RECORDER: Law = "product §4: the recorder is never the receiver";
pub(crate) const CUSTODY: Law = "product §4: kind c is recorded by the head, or by another with \
    the scan, marked until the head confirms";
pub(crate) const CONFIRMS: Law = "product §4: marked until the head confirms";
pub(crate) const ACCEPTS: Law = "the issue: a scan that the server cannot read is accepted by eye by \
    who leads the level above the unit that gives – above the Sở is nobody: by its own head –, never \
    by its giver, receiver, recorder or filer";
pub(crate) const HELD: Law = "the issue: what the server holds is decided by who leads the unit of \
    whoever did it, or a unit above, and never on his own";
pub(crate) const RECEIVER: Law = "security §2: the receiver's first sign-in shows the scan and \
    asks to confirm";
pub(crate) const NUMBERS: Law = "product §2: the records clerk gives numbers; the issue: only the \
    clerk and the head number, from the register of the unit that gives";
pub(crate) const TAKE_OVER: Law = "sync §3.8: the register moves by the holder's contact, or by \
    the head's take-over";
pub(crate) const HEADS_ACT: Law = "the issue: renaming a unit, its letterhead or its symbol is the \
    head's act";
pub(crate) const LOWERS: Law = "the issue: only the head, or who is in charge, turns digital \
    minutes or a digital unit back to paper";
pub(crate) const APPOINTS: Law = "security §2: exactly one head or person in charge, by the dates \
    of the decisions; product §4: rights only narrow on the way down: who neither signs nor leads \
    makes nobody who signs or prepares";
pub(crate) const TAKES_BACK: Law = "product §4: taking back is one-sided, by the unit: whoever \
    signs for it, or its custodian, or the level above";
pub(crate) const IN_THE_TREE: Law = "the issue: units are added and confirmed only by who may, \
    within the tree as it stands on that day; a former parent has no say; security §2: Sở 1, \
    commune 2, school 3, person 4";
pub(crate) const ADMIN: Law = "product R1: the head keeps the admin account or hands it over in \
    writing; the issue: admin accounts only by who may";
pub(crate) const WORK_LIST: Law = "product §1: each sign-off or take-back gives the custodian a \
    work list; the head where he keeps the account himself";
pub(crate) const FOUNDS: Law = "security §2: a unit that starts alone is made by its local head";
pub(crate) const OWN_ROWS: Law = "security §2: units hold: an act in one unit changes no row of \
    another";

/// Whether the person of `ctx` may do the act where it is aimed, at the act's instant.
pub(crate) fn may(facts: &Facts, act: &Act, ctx: &Ctx) -> Verdict {
    let town = Town {
        facts,
        day: day_of(ctx.stamp.at),
    };
    let me = ctx.actor;
    match act {
        Act::FoundUnit(_) => granted(me == FoundUnit::head_id(ctx.stamp), FOUNDS),
        Act::AddUnit(request) => town.may_add_unit(me, request),
        Act::ConfirmParent(request) => town.may_confirm_parent(me, request),
        Act::RenameUnit(request) => town.leads_here_or_above(me, request.unit, HEADS_ACT),
        Act::SetLevels(request) => town.leads_here_or_above(me, request.unit, HEADS_ACT),
        Act::SetUnit(request) => town.may_set_unit(me, request),
        Act::CheckGround(request) => town.prepares(me, request.unit),
        Act::AddOfficer(request) => town.may_add_officer(me, request),
        Act::Appoint(request) => town.may_appoint(me, request),
        Act::EditOfficer(request) => {
            town.own_row(
                town.facts.officers.get(&request.officer).map(|o| o.unit),
                request.unit,
            )?;
            let name = |edit: &OfficerEdit| matches!(edit, OfficerEdit::Name { .. });
            if request.edits.iter().any(name) && town.signs(request.officer) {
                town.leads_here_or_above(me, request.unit, APPOINTS)
            } else {
                town.prepares(me, request.unit)
            }
        }
        Act::EndAppointment(request) => {
            let post = town.facts.appointments.get(&request.appointment);
            town.own_row(post.map(|post| post.unit), request.unit)?;
            if post.is_some_and(post_signs_or_prepares) {
                town.leads_here_or_above(me, request.unit, APPOINTS)
            } else {
                town.prepares(me, request.unit)
            }
        }
        Act::ChangeHead(request) => {
            granted(request.officer != me, NEVER_TO_HIMSELF)?;
            town.leads_here_or_above(me, request.unit, APPOINTS)
        }
        Act::AddClass(request) => town.prepares(me, request.unit),
        Act::AssignTeacher(request) => {
            town.own_row(
                town.facts.classes.get(&request.class).map(|c| c.unit),
                request.unit,
            )?;
            town.prepares(me, request.unit)
        }
        Act::EditClass(request) => {
            town.own_row(
                town.facts.classes.get(&request.class).map(|c| c.unit),
                request.unit,
            )?;
            town.prepares(me, request.unit)
        }
        Act::AddAccount(request) => town.may_add_account(me, request),
        Act::AddDocument(request) => town.prepares(me, request.unit),
        Act::EndDocument(request) => {
            town.own_row(
                town.facts.documents.get(&request.document).map(|d| d.unit),
                request.unit,
            )?;
            town.prepares(me, request.unit)
        }
        Act::HandOver(request) => town.may_hand_over(me, request),
        Act::FreezeMinutes(request) => town.handles(me, request.unit, request.minutes),
        Act::RecordSigning(request) => {
            for id in &request.minutes {
                town.may_record(me, request, *id)?;
            }
            Ok(())
        }
        Act::ConfirmRecording(request) => {
            let minutes = town.minutes(request.unit, request.minutes)?;
            granted(town.leads(me, minutes.unit), CONFIRMS)
        }
        Act::AttachScan(request) => town.handles(me, request.unit, request.minutes),
        Act::AcceptScan(request) => town.may_accept(me, request.unit, request.minutes),
        Act::SetRoute(request) => {
            for id in &request.minutes {
                town.may_set_route(me, request.unit, *id, request.route)?;
            }
            Ok(())
        }
        Act::SignDigitally(request) => town.handles(me, request.unit, request.minutes),
        Act::CertifyScan(request) => town.handles(me, request.unit, request.minutes),
        Act::ConfirmReceipt(request) => {
            let minutes = town.minutes(request.unit, request.minutes)?;
            granted(minutes.receiver == me, RECEIVER)
        }
        Act::EditDraft(request) => town.handles(me, request.unit, request.minutes),
        Act::DeclineMinutes(request) => town.handles(me, request.unit, request.minutes),
        Act::CancelMinutes(request) => town.handles(me, request.unit, request.minutes),
        Act::TakeBack(request) => {
            granted(request.officer != me, NEVER_TO_HIMSELF)?;
            let closes = |unit| town.gives(me, unit).is_ok() || town.keeps_the_account(me, unit);
            granted(town.here_and_above(request.unit).any(closes), TAKES_BACK)
        }
        Act::OpenRegister(request) => {
            let year =
                |r: &&domain::numbers::Register| r.unit == request.unit && r.year == request.year;
            let there = town.facts.registers.values().find(year);
            if there.is_some_and(|register| register.holder != ctx.device) {
                granted(town.leads(me, request.unit), TAKE_OVER)
            } else {
                town.numbers(me, request.unit)
            }
        }
        Act::GiveNumber(request) => {
            let minutes = town.minutes(request.unit, request.minutes)?;
            town.numbers(me, minutes.giver_unit)
        }
        Act::GiveNextNumber(request) => {
            let minutes = town.minutes(request.unit, request.minutes)?;
            town.numbers(me, minutes.giver_unit)
        }
        Act::SkipNumbers(request) => town.numbers(me, request.unit),
        Act::TypeNumber(request) => {
            let minutes = town.minutes(request.unit, request.minutes)?;
            town.numbers(me, minutes.giver_unit)
        }
        Act::CorrectNumber(request) => {
            let minutes = town.minutes(request.unit, request.minutes)?;
            town.numbers(me, minutes.giver_unit)
        }
        Act::CsdlTasksDone(request) => {
            for task in &request.tasks {
                let row = town.facts.tasks.get(task);
                town.own_row(row.map(|task| task.unit), request.unit)?;
            }
            let keeps = town.leads(me, request.unit) || town.keeps_the_account(me, request.unit);
            granted(keeps, WORK_LIST)
        }
        Act::CompareCsdl(request) => {
            for line in &request.over {
                let row = town.facts.tasks.get(&line.task);
                town.own_row(row.map(|task| task.unit), request.unit)?;
            }
            town.prepares(me, request.unit)
        }
        Act::DecideHeld(request) => {
            for id in &request.acts {
                let act = town.facts.held.get(id).ok_or(OWN_ROWS)?;
                town.own_row(Some(act.unit), request.unit)?;
                granted(act.actor != me, HELD)?;
            }
            town.leads_here_or_above(me, request.unit, HELD)
        }
        Act::Withdraw(request) => town.may_withdraw(me, request),
    }
}

fn granted(so: bool, law: Law) -> Verdict {
    if so { Ok(()) } else { Err(law) }
}

fn post_signs_or_prepares(post: &Appointment) -> bool {
    post.role != Role::Member || post.prepares
}

/// The register, on a day.
struct Town<'a> {
    facts: &'a Facts,
    day: NaiveDate,
}

impl<'a> Town<'a> {
    /// "A post's end: at its instant the person's rights, machines, recordings and place as giver
    /// end with it" (security §2): only the posts of this day count.
    fn posts(&self, who: OfficerId, unit: UnitId) -> impl Iterator<Item = &'a Appointment> {
        let day = self.day;
        let posts = self.facts.appointments.values();
        posts.filter(move |post| {
            post.officer == who
                && post.unit == unit
                && !post.withdrawn
                && post.from <= day
                && post.until.is_none_or(|until| day <= until)
        })
    }

    /// "Between two heads a vice head is in charge by decision" (product §4).
    fn leads(&self, who: OfficerId, unit: UnitId) -> bool {
        let leading = [Role::Head, Role::Acting, Role::InCharge];
        self.posts(who, unit)
            .any(|post| leading.contains(&post.role))
    }

    /// "The head keeps the admin account or hands it over in writing to a deputy" (product R1).
    fn keeps_the_account(&self, who: OfficerId, unit: UnitId) -> bool {
        let mut accounts = self.facts.accounts.values();
        self.posts(who, unit).next().is_some()
            && accounts.any(|account| {
                account.unit == unit
                    && account.kind == AccountKind::Admin
                    && account.closed_on.is_none_or(|closed| self.day <= closed)
                    && account.custody == Custody::Custodian(who)
            })
    }

    /// "The organisation is dated" (product §4): the unit above on this day.
    fn parent(&self, unit: UnitId) -> Option<UnitId> {
        let unit = self.facts.units.get(&unit)?;
        let now = unit.parents.iter().rev().find(|parent| {
            parent.from <= self.day && parent.until.is_none_or(|until| self.day <= until)
        });
        now.map(|parent| parent.value.unit)
    }

    fn here_and_above(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        // A town has three levels: whatever goes on longer is a circle.
        std::iter::successors(Some(unit), |unit| self.parent(*unit)).take(6)
    }

    /// Whoever may sign as giver may prepare what he signs; the page names who may besides.
    fn prepares_here(&self, who: OfficerId, unit: UnitId) -> bool {
        self.gives(who, unit).is_ok()
            || self.keeps_the_account(who, unit)
            || self.posts(who, unit).any(|post| post.prepares)
    }

    fn prepares(&self, who: OfficerId, unit: UnitId) -> Verdict {
        let mut line = self.here_and_above(unit);
        granted(line.any(|unit| self.prepares_here(who, unit)), PREPARES)
    }

    fn leads_here_or_above(&self, who: OfficerId, unit: UnitId, law: Law) -> Verdict {
        granted(
            self.here_and_above(unit).any(|unit| self.leads(who, unit)),
            law,
        )
    }

    /// "A vice head signing KT. by a stored decision" (product §4).
    fn gives(&self, who: OfficerId, unit: UnitId) -> Verdict {
        let stored = |post: &Appointment| {
            let document = post.document.and_then(|id| self.facts.documents.get(&id));
            document.is_some_and(|document| {
                self.here_and_above(unit)
                    .any(|above| above == document.unit)
            })
        };
        let mut posts = self.posts(who, unit);
        let deputy = posts.any(|post| post.role == Role::Deputy && stored(post));
        granted(self.leads(who, unit) || deputy, GIVES)
    }

    /// Whether a person has a post, now or to come, of a kind.
    fn has_post(&self, who: OfficerId, kind: impl Fn(&Appointment) -> bool) -> bool {
        let mut posts = self.facts.appointments.values();
        posts.any(|post| {
            post.officer == who && post.until.is_none_or(|until| self.day <= until) && kind(post)
        })
    }

    fn signs(&self, who: OfficerId) -> bool {
        self.has_post(who, |post| post.role != Role::Member)
    }

    fn signs_or_prepares(&self, who: OfficerId) -> bool {
        self.has_post(who, post_signs_or_prepares)
    }

    /// The clerk is whom the head named for the register: the post carries the mark.
    fn clerk(&self, who: OfficerId, unit: UnitId) -> bool {
        self.posts(who, unit).any(|post| post.numbers)
    }

    fn numbers(&self, who: OfficerId, unit: UnitId) -> Verdict {
        granted(self.leads(who, unit) || self.clerk(who, unit), NUMBERS)
    }

    /// A row of another unit is not reached through one's own.
    fn own_row(&self, lies_in: Option<UnitId>, named: UnitId) -> Verdict {
        granted(lies_in.is_none_or(|unit| unit == named), OWN_ROWS)
    }

    fn minutes(&self, unit: UnitId, id: MinutesId) -> Result<&'a HandoverMinutes, Law> {
        let minutes = self.facts.minutes.get(&id).ok_or(OWN_ROWS)?;
        granted(minutes.unit == unit, OWN_ROWS)?;
        Ok(minutes)
    }

    /// Papers are handled by those who prepare for the unit that gives.
    fn handles(&self, who: OfficerId, unit: UnitId, id: MinutesId) -> Verdict {
        let minutes = self.minutes(unit, id)?;
        self.prepares(who, minutes.giver_unit)
            .map_err(|_| OF_THE_GIVER)
    }

    fn may_record(&self, who: OfficerId, request: &RecordSigning, id: MinutesId) -> Verdict {
        let minutes = self.minutes(request.unit, id)?;
        granted(minutes.receiver != who, RECORDER)?;
        self.handles(who, request.unit, id)?;
        // "Place as giver ends with it" (security §2): the giver is one on the day of the paper, but
        // for the outgoing head, whose post the change has ended (kind k), and where "taking back is
        // one-sided and at once": the paper gives nothing.
        let gives = !matches!(
            minutes.kind,
            MinutesKind::HeadChange | MinutesKind::TakeBack
        );
        if gives {
            let then = Town {
                facts: self.facts,
                day: request.date_on_paper,
            };
            then.gives(minutes.giver, minutes.giver_unit)?;
        }
        let custody = minutes.kind == MinutesKind::Custody;
        let by_head = self.leads(who, minutes.unit);
        granted(!custody || by_head || request.scan.is_some(), CUSTODY)
    }

    /// By who leads the unit above, as the tree stands on that day – for what the Sở gives, the Sở
    /// itself –, and has no part in the paper.
    fn may_accept(&self, who: OfficerId, unit: UnitId, id: MinutesId) -> Verdict {
        let minutes = self.minutes(unit, id)?;
        let signed = minutes.signed();
        let recorder = signed.map(|signed| signed.recorded_by);
        let filer = signed.and_then(|signed| Some(signed.scan.as_ref()?.by));
        let parties = [minutes.giver, minutes.receiver].map(Some);
        let mut part = parties.into_iter().chain([recorder, filer]);
        granted(part.all(|party| party != Some(who)), ACCEPTS)?;
        let giver_unit = minutes.giver_unit;
        let above = self.parent(giver_unit).unwrap_or(giver_unit);
        granted(self.leads(who, above), ACCEPTS)
    }

    fn may_set_route(&self, who: OfficerId, unit: UnitId, id: MinutesId, to: Route) -> Verdict {
        let minutes = self.minutes(unit, id)?;
        let giving = self.facts.units.get(&minutes.giver_unit).ok_or(OWN_ROWS)?;
        let now = minutes.route.unwrap_or(giving.route);
        if lower(now, to) {
            return granted(self.leads(who, minutes.giver_unit), LOWERS);
        }
        self.handles(who, unit, id)
    }

    fn may_set_unit(&self, who: OfficerId, request: &SetUnit) -> Verdict {
        let unit = self.facts.units.get(&request.unit).ok_or(HEADS_ACT)?;
        if request.route.is_some_and(|to| lower(unit.route, to)) {
            return granted(self.leads(who, request.unit), LOWERS);
        }
        self.leads_here_or_above(who, request.unit, HEADS_ACT)
    }

    fn may_add_unit(&self, who: OfficerId, request: &AddUnit) -> Verdict {
        let adder = self.facts.units.get(&request.by_unit).ok_or(IN_THE_TREE)?;
        let parent = match request.parent {
            Some(parent) => parent,
            None => self.natural_parent(adder, request).ok_or(IN_THE_TREE)?,
        };
        let above = self.facts.units.get(&parent).ok_or(IN_THE_TREE)?;
        granted(!above.kind.teaches() && !adder.kind.teaches(), IN_THE_TREE)?;
        // A division is a part of the Sở, and nothing stands under it.
        granted(above.kind != UnitKind::Division, IN_THE_TREE)?;
        self.prepares(who, parent).map_err(|_| IN_THE_TREE)?;
        self.prepares(who, request.by_unit).map_err(|_| IN_THE_TREE)
    }

    /// "A school's parent follows its highest level, not its address" (product §4).
    fn natural_parent(&self, adder: &Unit, request: &AddUnit) -> Option<UnitId> {
        let high = [SchoolLevel::UpperSecondary, SchoolLevel::Continuing];
        let of_department = !request.details.kind.teaches()
            || matches!(
                request.details.kind,
                UnitKind::Centre | UnitKind::SpecialSchool
            )
            || request
                .details
                .levels
                .iter()
                .any(|level| high.contains(level));
        let wanted = if of_department {
            UnitKind::Department
        } else {
            UnitKind::Commune
        };
        let kind = |unit: &UnitId| self.facts.units.get(unit).map(|unit| unit.kind);
        self.here_and_above(adder.id)
            .find(|unit| kind(unit) == Some(wanted))
    }

    fn may_confirm_parent(&self, who: OfficerId, request: &ConfirmParent) -> Verdict {
        let above = self.facts.units.get(&request.parent).ok_or(IN_THE_TREE)?;
        granted(!above.kind.teaches(), IN_THE_TREE)?;
        let now = self.parent(request.unit);
        let both = |unit: &UnitId| {
            now.is_none_or(|now| {
                now == request.parent || self.here_and_above(now).any(|above| above == *unit)
            })
        };
        let mut line = self.here_and_above(request.parent).filter(both);
        granted(line.any(|unit| self.prepares_here(who, unit)), IN_THE_TREE)
    }

    fn may_add_officer(&self, who: OfficerId, request: &AddOfficer) -> Verdict {
        if signs_or_prepares(&request.post) {
            return self.leads_here_or_above(who, request.unit, APPOINTS);
        }
        self.prepares(who, request.unit)
    }

    fn may_appoint(&self, who: OfficerId, request: &Appoint) -> Verdict {
        if signs_or_prepares(&request.post) {
            granted(request.officer != who, NEVER_TO_HIMSELF)?;
            return self.leads_here_or_above(who, request.unit, APPOINTS);
        }
        self.prepares(who, request.unit)
    }

    fn may_add_account(&self, who: OfficerId, request: &AddAccount) -> Verdict {
        if request.kind == AccountKind::Admin {
            return self.leads_here_or_above(who, request.unit, ADMIN);
        }
        self.prepares(who, request.unit)
    }

    fn may_hand_over(&self, who: OfficerId, request: &HandOver) -> Verdict {
        let gives = if request.kind.to_unit() {
            self.parent(request.unit).ok_or(IN_THE_TREE)?
        } else {
            request.unit
        };
        self.prepares(who, gives)?;
        granted(request.giver != request.receiver, NEVER_TO_HIMSELF)?;
        self.gives(request.giver, gives)?;
        let received = self.posts(request.receiver, request.unit).next().is_some();
        granted(received, WITHIN_THE_UNIT)?;
        if !request.kind.to_unit() {
            granted(
                !self.leads(request.receiver, request.unit),
                NEVER_TO_HIMSELF,
            )?;
        }
        let custodian = self.keeps_the_account(who, gives);
        granted(!(custodian && who == request.receiver), NOT_FURTHER)?;
        let kept = self.keeps_the_account(request.giver, gives);
        granted(!(kept && request.kind == MinutesKind::Custody), NOT_FURTHER)
    }

    fn may_withdraw(&self, who: OfficerId, request: &Withdraw) -> Verdict {
        for entry in &request.entries {
            let (lies_in, signs) = match entry {
                Withdrawn::Officer { officer } => {
                    let row = self.facts.officers.get(officer);
                    (row.map(|row| row.unit), self.signs_or_prepares(*officer))
                }
                Withdrawn::Class { class } | Withdrawn::Teacher { class, .. } => {
                    (self.facts.classes.get(class).map(|row| row.unit), false)
                }
                Withdrawn::Account { account } => {
                    (self.facts.accounts.get(account).map(|row| row.unit), false)
                }
                Withdrawn::Unit => {
                    let above = self.parent(request.unit).ok_or(IN_THE_TREE)?;
                    self.prepares(who, above).map_err(|_| IN_THE_TREE)?;
                    (None, false)
                }
            };
            self.own_row(lies_in, request.unit)?;
            if signs {
                self.leads_here_or_above(who, request.unit, APPOINTS)?;
            }
        }
        self.prepares(who, request.unit)
    }
}

fn signs_or_prepares(post: &Post) -> bool {
    post.role != Role::Member || post.prepares
}

/// Whether fewer sign digitally on the second route than on the first.
fn lower(now: Route, to: Route) -> bool {
    let rank = |route| match route {
        Route::Paper => 0,
        Route::Mixed => 1,
        Route::Digital => 2,
    };
    rank(to) < rank(now)
}
