//! Facts: the rows an act is decided on, loaded by the stores and read by the rules.

pub mod row;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::account::{Account, AccountKind, Custody, System};
use crate::calendar::day_of;
use crate::csdl_task::CsdlTask;
use crate::delegation::{Delegation, Effective, Holder, effective};
use crate::document::Document;
use crate::ids::{
    AccountId, AppointmentId, ClassId, CsdlTaskId, DelegationId, DocumentId, MinutesId, OfficerId,
    RegisterId, UnitId,
};
use crate::minutes::HandoverMinutes;
use crate::numbers::Register;
use crate::officer::{Appointment, Officer, Role};
use crate::refusal::{Code, Refusal};
use crate::rights::Claim;
use crate::route::Route;
use crate::row::{Change, Row};
use crate::school_class::SchoolClass;
use crate::unit::{Unit, UnitKind};

/// Rows by something that they say. It may name a row too many – one that says something else by
/// now, or was withdrawn – and never one too few: who asks looks at the row.
#[derive(Clone, Debug)]
struct Lookup<K, Id>(BTreeMap<K, BTreeSet<Id>>);

impl<K, Id> Default for Lookup<K, Id> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, Id: Ord + Copy> Lookup<K, Id> {
    fn note(&mut self, key: K, id: Id) {
        self.0.entry(key).or_default().insert(id);
    }

    fn ids<'a, Q: Ord + ?Sized>(
        &'a self,
        key: &Q,
    ) -> impl Iterator<Item = &'a Id> + use<'a, K, Id, Q>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.get(key).into_iter().flatten()
    }
}

/// What rules look rows up by, so that a list of thousands is not gone through once for each of its
/// lines.
#[derive(Clone, Debug, Default)]
struct Index {
    officer_codes: Lookup<String, OfficerId>,
    id_numbers: Lookup<String, OfficerId>,
    posts: Lookup<OfficerId, AppointmentId>,
    leading: Lookup<UnitId, AppointmentId>,
    logins: Lookup<String, AccountId>,
    personal: Lookup<OfficerId, AccountId>,
    admin: Lookup<UnitId, AccountId>,
    by_minutes: Lookup<MinutesId, DelegationId>,
    by_holder: Lookup<Holder, DelegationId>,
    received: Lookup<OfficerId, MinutesId>,
}

impl Index {
    fn note(&mut self, row: &Row) {
        match row {
            Row::Officer(row) => {
                self.officer_codes.note(row.code.clone(), row.id);
                row.id_number
                    .iter()
                    .for_each(|number| self.id_numbers.note(number.clone(), row.id));
            }
            Row::Appointment(row) => {
                self.posts.note(row.officer, row.id);
                if row.role.leads() {
                    self.leading.note(row.unit, row.id);
                }
            }
            Row::Account(row) => {
                self.logins.note(row.login.clone(), row.id);
                if let Custody::Personal(officer) = row.custody {
                    self.personal.note(officer, row.id);
                }
                if row.kind == AccountKind::Admin {
                    self.admin.note(row.unit, row.id);
                }
            }
            Row::Delegation(row) => {
                self.by_minutes.note(row.minutes, row.id);
                self.by_holder.note(row.holder, row.id);
            }
            Row::HandoverMinutes(row) => self.received.note(row.receiver, row.id),
            Row::Unit(_)
            | Row::SchoolClass(_)
            | Row::Document(_)
            | Row::CsdlTask(_)
            | Row::Register(_) => {}
        }
    }
}

/// Rows by id, of the units an act is about and of those above them. Rows come in by [`Facts::put`]
/// alone.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Units.
    pub units: BTreeMap<UnitId, Unit>,
    /// People.
    pub officers: BTreeMap<OfficerId, Officer>,
    /// Posts.
    pub appointments: BTreeMap<AppointmentId, Appointment>,
    /// Classes.
    pub classes: BTreeMap<ClassId, SchoolClass>,
    /// Logins.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Papers.
    pub documents: BTreeMap<DocumentId, Document>,
    /// Rights.
    pub delegations: BTreeMap<DelegationId, Delegation>,
    /// Minutes.
    pub minutes: BTreeMap<MinutesId, HandoverMinutes>,
    /// Work elsewhere.
    pub tasks: BTreeMap<CsdlTaskId, CsdlTask>,
    /// Registers of numbers.
    pub registers: BTreeMap<RegisterId, Register>,
    index: Index,
}

fn found<'a, K: Ord, V>(map: &'a BTreeMap<K, V>, key: &K, what: &str) -> Result<&'a V, Refusal> {
    map.get(key)
        .ok_or_else(|| Refusal::new(Code::NotFound).with("what", what))
}

impl Facts {
    /// Adds a row, or puts it in place of the one with its id. A withdrawn one is taken out.
    pub fn put(&mut self, row: Row) {
        self.index.note(&row);
        match row {
            Row::Unit(row) if row.withdrawn => drop(self.units.remove(&row.id)),
            Row::Officer(row) if row.withdrawn => drop(self.officers.remove(&row.id)),
            Row::Appointment(row) if row.withdrawn => drop(self.appointments.remove(&row.id)),
            Row::SchoolClass(row) if row.withdrawn => drop(self.classes.remove(&row.id)),
            Row::Unit(row) => drop(self.units.insert(row.id, row)),
            Row::Officer(row) => drop(self.officers.insert(row.id, row)),
            Row::Appointment(row) => drop(self.appointments.insert(row.id, row)),
            Row::SchoolClass(row) => drop(self.classes.insert(row.id, row)),
            Row::Account(row) => drop(self.accounts.insert(row.id, row)),
            Row::Document(row) => drop(self.documents.insert(row.id, row)),
            Row::Delegation(row) => drop(self.delegations.insert(row.id, row)),
            Row::HandoverMinutes(row) => drop(self.minutes.insert(row.id, *row)),
            Row::CsdlTask(row) => drop(self.tasks.insert(row.id, row)),
            Row::Register(row) => drop(self.registers.insert(row.id, row)),
        }
    }

    /// Puts the rows of changes.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            self.put(change.0.clone());
        }
    }

    /// A unit.
    ///
    /// # Errors
    /// `not_found`; so for every function of this name pattern.
    pub fn unit(&self, id: UnitId) -> Result<&Unit, Refusal> {
        found(&self.units, &id, "unit")
    }

    /// A person.
    ///
    /// # Errors
    /// `not_found`.
    pub fn officer(&self, id: OfficerId) -> Result<&Officer, Refusal> {
        found(&self.officers, &id, "officer")
    }

    /// A class.
    ///
    /// # Errors
    /// `not_found`.
    pub fn class(&self, id: ClassId) -> Result<&SchoolClass, Refusal> {
        found(&self.classes, &id, "class")
    }

    /// Minutes.
    ///
    /// # Errors
    /// `not_found`.
    pub fn minutes(&self, id: MinutesId) -> Result<&HandoverMinutes, Refusal> {
        found(&self.minutes, &id, "minutes")
    }

    /// How minutes are signed: as they say, or else as their giving unit does.
    ///
    /// # Errors
    /// `not_found`.
    pub fn route(&self, minutes: &HandoverMinutes) -> Result<Route, Refusal> {
        // What was frozen before there was a choice is signed by pen.
        let chosen = minutes.route.or(minutes.frozen().map(|_| Route::Paper));
        chosen.map_or_else(|| Ok(self.unit(minutes.giver_unit)?.route), Ok)
    }

    /// A login.
    ///
    /// # Errors
    /// `not_found`.
    pub fn account(&self, id: AccountId) -> Result<&Account, Refusal> {
        found(&self.accounts, &id, "account")
    }

    /// A paper.
    ///
    /// # Errors
    /// `not_found`.
    pub fn document(&self, id: DocumentId) -> Result<&Document, Refusal> {
        found(&self.documents, &id, "document")
    }

    /// A post.
    ///
    /// # Errors
    /// `not_found`.
    pub fn appointment(&self, id: AppointmentId) -> Result<&Appointment, Refusal> {
        found(&self.appointments, &id, "appointment")
    }

    /// A right.
    ///
    /// # Errors
    /// `not_found`.
    pub fn delegation(&self, id: DelegationId) -> Result<&Delegation, Refusal> {
        found(&self.delegations, &id, "delegation")
    }

    /// A unit and those above it on a day, lowest first; stops at one that is not loaded.
    #[must_use]
    pub fn line_of(&self, unit: UnitId, day: NaiveDate) -> Vec<UnitId> {
        let mut line = vec![];
        let mut next = Some(unit);
        while let Some(id) = next.filter(|id| !line.contains(id)) {
            line.push(id);
            next = self.units.get(&id).and_then(|u| u.parent_on(day));
        }
        line
    }

    /// The posts of a unit that are held on a day.
    pub fn posts(&self, unit: UnitId, day: NaiveDate) -> impl Iterator<Item = &Appointment> {
        self.appointments
            .values()
            .filter(move |a| a.unit == unit && a.on(day))
    }

    /// The posts that a person has or had in a unit.
    pub fn posts_held(
        &self,
        officer: OfficerId,
        unit: UnitId,
    ) -> impl Iterator<Item = &Appointment> {
        self.index
            .posts
            .ids(&officer)
            .filter_map(|id| self.appointments.get(id))
            .filter(move |a| a.officer == officer && a.unit == unit)
    }

    /// The leading posts of a unit, of all times.
    pub fn leading_posts(&self, unit: UnitId) -> impl Iterator<Item = &Appointment> {
        self.index
            .leading
            .ids(&unit)
            .filter_map(|id| self.appointments.get(id))
            .filter(move |a| a.unit == unit && a.role.leads())
    }

    /// The post of a person in a unit on a day; a leading one first.
    #[must_use]
    pub fn post_of(
        &self,
        officer: OfficerId,
        unit: UnitId,
        day: NaiveDate,
    ) -> Option<&Appointment> {
        self.posts_held(officer, unit)
            .filter(|a| a.on(day))
            .min_by_key(|a| (!a.role.leads(), a.role == Role::Member))
    }

    /// The head or person in charge of a unit on a day.
    #[must_use]
    pub fn head_on(&self, unit: UnitId, day: NaiveDate) -> Option<&Appointment> {
        self.leading_posts(unit).find(|a| a.on(day))
    }

    /// The head or person in charge of a unit on a day.
    ///
    /// # Errors
    /// `no_head`.
    pub fn head(&self, unit: UnitId, day: NaiveDate) -> Result<&Appointment, Refusal> {
        self.head_on(unit, day).ok_or_else(|| {
            Refusal::new(Code::NoHead)
                .with("unit", self.units.get(&unit).map_or("", |u| u.name_on(day)))
        })
    }

    /// The admin account of a unit on the Hệ thống CSDL.
    #[must_use]
    pub fn admin_account(&self, unit: UnitId) -> Option<&Account> {
        let admin = self
            .index
            .admin
            .ids(&unit)
            .filter_map(|id| self.accounts.get(id));
        admin.into_iter().find(|a| {
            a.unit == unit
                && a.kind == AccountKind::Admin
                && a.system == System::Csdl
                && a.closed_on.is_none()
        })
    }

    /// Whether a person looks after a unit's admin account in the head's stead.
    #[must_use]
    pub fn is_custodian(&self, officer: OfficerId, unit: UnitId) -> bool {
        self.admin_account(unit)
            .is_some_and(|a| a.custody == Custody::Custodian(officer))
    }

    /// The personal login of a person in a unit.
    #[must_use]
    pub fn personal_account(&self, officer: OfficerId, unit: UnitId) -> Option<&Account> {
        let personal = self
            .index
            .personal
            .ids(&officer)
            .filter_map(|id| self.accounts.get(id));
        personal.into_iter().find(|a| {
            a.unit == unit && a.custody == Custody::Personal(officer) && a.closed_on.is_none()
        })
    }

    /// The open login of a name in a system.
    #[must_use]
    pub fn login(&self, system: &System, login: &str) -> Option<&Account> {
        self.index
            .logins
            .ids(login)
            .filter_map(|id| self.accounts.get(id))
            .find(|a| a.system == *system && a.login == login && a.closed_on.is_none())
    }

    /// The people of a unit with a code.
    pub fn coded(&self, unit: UnitId, code: &str) -> impl Iterator<Item = &Officer> {
        self.index
            .officer_codes
            .ids(code)
            .filter_map(|id| self.officers.get(id))
            .filter(move |o| o.unit == unit && o.code == code)
    }

    /// The people of a unit with an ID number.
    pub fn numbered(&self, unit: UnitId, number: &str) -> impl Iterator<Item = &Officer> {
        self.index
            .id_numbers
            .ids(number)
            .filter_map(|id| self.officers.get(id))
            .filter(move |o| o.unit == unit && o.id_number.as_deref() == Some(number))
    }

    /// The rights that minutes carry.
    pub fn rights_by(&self, minutes: MinutesId) -> impl Iterator<Item = &Delegation> {
        self.index
            .by_minutes
            .ids(&minutes)
            .filter_map(|id| self.delegations.get(id))
            .filter(move |d| d.minutes == minutes)
    }

    /// The rights of a holder, of all times.
    pub fn rights_held(&self, holder: Holder) -> impl Iterator<Item = &Delegation> {
        self.index
            .by_holder
            .ids(&holder)
            .filter_map(|id| self.delegations.get(id))
            .filter(move |d| d.holder == holder)
    }

    /// The minutes by which a person receives in a unit, of all times.
    pub fn minutes_to(
        &self,
        receiver: OfficerId,
        unit: UnitId,
    ) -> impl Iterator<Item = &HandoverMinutes> {
        self.index
            .received
            .ids(&receiver)
            .filter_map(|id| self.minutes.get(id))
            .filter(move |m| m.receiver == receiver && m.unit == unit)
    }

    /// The rights of a unit's people, of all times.
    pub fn rights_in(&self, unit: UnitId) -> impl Iterator<Item = &Delegation> {
        self.delegations
            .values()
            .filter(move |d| d.unit == unit && matches!(d.holder, Holder::Officer(_)))
    }

    /// The rights of one person in a unit that are in force at an instant.
    pub fn rights_of(
        &self,
        officer: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> impl Iterator<Item = &Delegation> {
        self.rights_held(Holder::Officer(officer))
            .filter(move |d| d.unit == unit && d.in_force(at))
    }

    /// What a unit holds at an instant, narrowed by what those above it hold.
    ///
    /// The Sở holds everything. A unit that is above but not loaded does not narrow: the server,
    /// which has it, decides.
    #[must_use]
    pub fn holding(&self, unit: UnitId, at: DateTime<Utc>) -> Vec<Claim> {
        self.holding_by(unit, at, &|d| d.in_force(at), &mut BTreeSet::new())
    }

    /// What a unit will hold when the minutes that are prepared for it and for those above it are
    /// signed: what drafts may rest on, so that the papers of a whole cascade are printed in one
    /// go. Recording a signing asks [`Facts::holding`].
    #[must_use]
    pub fn prepared_holding(&self, unit: UnitId, at: DateTime<Utc>) -> Vec<Claim> {
        self.holding_by(
            unit,
            at,
            &|d| d.in_force(at) || d.waits(),
            &mut BTreeSet::new(),
        )
    }

    /// What a unit holds at an instant by rights that the server has opened: nothing provisional.
    #[must_use]
    pub fn opened_holding(&self, unit: UnitId, at: DateTime<Utc>) -> Vec<Claim> {
        self.holding_by(
            unit,
            at,
            &|d| d.in_force(at) && d.opened(at) && !d.provisional,
            &mut BTreeSet::new(),
        )
    }

    fn holding_by(
        &self,
        unit: UnitId,
        at: DateTime<Utc>,
        counts: &dyn Fn(&Delegation) -> bool,
        seen: &mut BTreeSet<UnitId>,
    ) -> Vec<Claim> {
        let Some(row) = self.units.get(&unit) else {
            return vec![Claim::everything(NaiveDate::MIN)];
        };
        if row.kind == UnitKind::Department {
            return vec![Claim::everything(NaiveDate::MIN)];
        }
        if !seen.insert(unit) {
            return vec![];
        }
        let own = self.rights_held(Holder::Unit(unit)).filter(|d| counts(d));
        let mut held = vec![];
        for right in own {
            let mut above = if right.provisional {
                vec![Claim::everything(NaiveDate::MIN)]
            } else {
                self.holding_by(right.given_by, at, counts, &mut seen.clone())
            };
            // When the unit above received its own holding does not date what it gives: the right
            // itself says that.
            above
                .iter_mut()
                .for_each(|claim| claim.from = NaiveDate::MIN);
            held.extend(
                above
                    .iter()
                    .map(|claim| right.claim().meet(claim))
                    .filter(|claim| claim.on(day_of(at))),
            );
        }
        held
    }

    /// What one person may do in a unit at an instant.
    #[must_use]
    pub fn effective_of(
        &self,
        officer: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Vec<Effective> {
        effective(
            self.rights_of(officer, unit, at),
            &self.holding(unit, at),
            at,
        )
    }

    /// The minutes of a receiver in a unit that are a draft or wait for signatures.
    #[must_use]
    pub fn open_minutes(
        &self,
        receiver: OfficerId,
        unit: UnitId,
        kind: crate::kind::MinutesKind,
    ) -> Option<&HandoverMinutes> {
        self.minutes_to(receiver, unit)
            .find(|m| m.kind == kind && m.open())
    }

    /// Refuses unless the person may prepare papers for a unit: a leader, a preparer or the
    /// custodian there or above.
    ///
    /// # Errors
    /// `may_not_prepare`.
    pub fn may_prepare(
        &self,
        actor: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let day = day_of(at);
        let allowed = self.line_of(unit, day).into_iter().any(|u| {
            (self.is_custodian(actor, u) && self.post_of(actor, u, day).is_some())
                || self
                    .posts_held(actor, u)
                    .any(|a| a.on(day) && (a.prepares || a.role != Role::Member))
        });
        if allowed {
            Ok(())
        } else {
            Err(Refusal::new(Code::MayNotPrepare).with("unit", self.unit(unit)?.name_on(day)))
        }
    }

    /// Refuses unless the person may sign as giver for a unit on a day: its head or person in
    /// charge, or a deputy or officer by order with a stored decision.
    ///
    /// # Errors
    /// `may_not_give`, `deputy_without_decision`.
    pub fn may_give(
        &self,
        giver: OfficerId,
        unit: UnitId,
        day: NaiveDate,
    ) -> Result<&Appointment, Refusal> {
        let name = self.officer(giver)?.name.clone();
        let post = self
            .post_of(giver, unit, day)
            .ok_or_else(|| Refusal::new(Code::MayNotGive).with("name", &name))?;
        match (post.role, post.document) {
            (role, _) if role.leads() => Ok(post),
            (Role::Deputy | Role::ByOrder, Some(_)) => Ok(post),
            (Role::Deputy | Role::ByOrder, None) => {
                Err(Refusal::new(Code::DeputyWithoutDecision).with("name", name))
            }
            _ => Err(Refusal::new(Code::MayNotGive).with("name", name)),
        }
    }

    /// Refuses unless the person leads a unit or one above it: who may say who leads, signs or
    /// prepares, and never of themselves.
    ///
    /// # Errors
    /// `may_not_prepare`, `to_self`.
    pub fn may_appoint(
        &self,
        actor: OfficerId,
        officer: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.leads_here(actor, unit, at)?;
        if actor == officer {
            Err(Refusal::new(Code::ToSelf))
        } else {
            Ok(())
        }
    }

    /// Refuses unless a person leads a unit, or one above it.
    ///
    /// # Errors
    /// `may_not_prepare`.
    pub fn leads_here(
        &self,
        actor: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let day = day_of(at);
        let leads = self.line_of(unit, day).into_iter().any(|u| {
            self.posts_held(actor, u)
                .any(|a| a.on(day) && a.role.leads())
        });
        if leads {
            Ok(())
        } else {
            Err(Refusal::new(Code::MayNotPrepare).with("unit", self.unit(unit)?.name_on(day)))
        }
    }

    /// Whether a person leads a unit, or looks after its account, or does so above it: who may
    /// close rights at once.
    #[must_use]
    pub fn may_close(&self, actor: OfficerId, unit: UnitId, at: DateTime<Utc>) -> bool {
        let day = day_of(at);
        self.line_of(unit, day).into_iter().any(|u| {
            (self.is_custodian(actor, u) && self.post_of(actor, u, day).is_some())
                || self
                    .post_of(actor, u, day)
                    .is_some_and(|a| a.role.leads() || a.role == Role::Deputy)
        })
    }
}
