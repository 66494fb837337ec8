//! Facts: the rows an act is decided on, loaded by the stores and read by the rules.

mod index;
mod memory;
pub mod row;
pub mod scope;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::account::{Account, AccountKind, Custody, System};
use crate::calendar::{SchoolYear, day_of, end_of};
use crate::csdl_task::CsdlTask;
use crate::delegation::{Delegation, Effective, Holder, effective};
use crate::document::Document;
use crate::held_act::HeldAct;
use crate::ids::{
    AccountId, AppointmentId, ClassId, CsdlTaskId, DelegationId, DeviceId, DocumentId, HeldActId,
    MinutesId, OfficerId, UnitId,
};
use crate::kind::MinutesKind;
use crate::line::Line;
use crate::minutes::HandoverMinutes;
use crate::numbers::Register;
use crate::officer::{Appointment, Officer, Role, head_codes};
use crate::refusal::{Code, Refusal};
use crate::rights::{Claim, Dim};
use crate::route::Route;
use crate::row::{Change, Row, Rows};
use crate::school_class::SchoolClass;
use crate::unit::{Unit, UnitKind};

pub use index::{By, Entry, Key, KeyKind};
pub use scope::{Follow, Lookup, Scene, Scope};

/// Rows by id, with what they are found by. Rows come in by [`Facts::put`] alone.
///
/// Facts are all rows of some units, for lists, or just those that an act needs
/// ([`crate::acts::Act::needs`]): a rule asks for nothing that its needs do not name.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    rows: Rows,
    index: memory::Index,
}

impl Deref for Facts {
    type Target = Rows;

    fn deref(&self) -> &Rows {
        &self.rows
    }
}

impl FromIterator<Row> for Facts {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        let mut facts = Self::default();
        rows.into_iter().for_each(|row| facts.put(row));
        facts
    }
}

/// When a unit left the one that gave it a right: the last instant at which that was its parent, or
/// at which the right came into force, if that was recorded later. None where it is its parent now, or
/// never was.
fn left_at(unit: &Unit, right: &Delegation) -> Option<DateTime<Utc>> {
    let of_giver = unit.parents.iter();
    let mut of_giver = of_giver.filter(|parent| parent.value.unit == right.given_by);
    let left = end_of(of_giver.next_back()?.until?) - TimeDelta::nanoseconds(1);
    Some(right.in_force_at.map_or(left, |begun| begun.max(left)))
}

fn found<'a, K: Ord, V>(map: &'a BTreeMap<K, V>, key: &K, what: &str) -> Result<&'a V, Refusal> {
    map.get(key)
        .ok_or_else(|| Refusal::new(Code::NotFound).with("what", what))
}

impl Facts {
    /// Adds a row, or puts it in place of the one with its id. A withdrawn one is taken out.
    pub fn put(&mut self, row: Row) {
        self.index.note(&row);
        self.rows.put(row);
    }

    /// Puts the rows of changes.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            self.put(change.0.clone());
        }
    }

    /// The rows that answer a question, among those that are here.
    #[must_use]
    pub fn answer(&self, lookup: &Lookup) -> Vec<Row> {
        match lookup {
            Lookup::Id(table, id) => self.get(*table, *id).into_iter().collect(),
            Lookup::Key(key) => {
                let rows = self.index.keyed(key);
                let rows = rows.filter_map(|id| self.get(key.table(), id));
                rows.filter(|row| row.keys().contains(key)).collect()
            }
            Lookup::By(entry) => self.under(entry).collect(),
            Lookup::Any(entry) => self.under(entry).take(1).collect(),
            Lookup::In(table, unit) => self
                .iter()
                .filter(|row| row.table() == *table && row.stream() == *unit)
                .collect(),
        }
    }

    fn under(&self, entry: &Entry) -> impl Iterator<Item = Row> {
        let rows = self.index.by(entry);
        rows.filter_map(|id| self.get(entry.table(), id))
            .filter(|row| row.index().contains(entry))
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

    /// Whether a unit is another one, or that stands or stood above it: whose people and papers an
    /// act in the unit may name. A row that was only loaded by its id proves nothing of that.
    #[must_use]
    pub fn is_above(&self, above: UnitId, unit: UnitId) -> bool {
        let (mut seen, mut next) = (BTreeSet::new(), vec![unit]);
        while let Some(unit) = next.pop() {
            if unit == above {
                return true;
            }
            if seen.insert(unit) {
                let row = self.units.get(&unit);
                let parents = row.into_iter().flat_map(|row| &row.parents);
                next.extend(parents.map(|parent| parent.value.unit));
            }
        }
        false
    }

    /// A person whom a unit may name: its own, or one of those above it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn officer_of(&self, id: OfficerId, unit: UnitId) -> Result<&Officer, Refusal> {
        let officer = self.officer(id)?;
        let known = self.is_above(officer.unit, unit).then_some(officer);
        known.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "officer"))
    }

    /// Refuses a line for a school level that a unit does not have, or for a class that lies
    /// elsewhere or at such a level: what is handed over lies within the unit.
    ///
    /// # Errors
    /// `not_found` for the unit or a class; `other_unit`, `level_not_held`.
    pub fn line_within(&self, line: &Line, unit: UnitId) -> Result<(), Refusal> {
        let row = self.unit(unit)?;
        let beyond = || {
            let name = row.name_on(line.from);
            Refusal::new(Code::LevelNotHeld).with("unit", name)
        };
        let has = |level| row.has_level(level, line.from, line.until);
        if let Dim::Only(levels) = &line.levels
            && !levels.iter().all(|level| has(*level))
        {
            return Err(beyond());
        }
        if let Dim::Only(classes) = &line.classes {
            for id in classes {
                let class = self.class(*id)?;
                if class.unit != unit {
                    return Err(Refusal::new(Code::OtherUnit));
                }
                if !has(class.level) || !line.levels.has(&class.level) {
                    return Err(beyond());
                }
            }
        }
        Ok(())
    }

    /// A paper that a unit may cite: its own, or one of those above it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn document_of(&self, id: DocumentId, unit: UnitId) -> Result<&Document, Refusal> {
        let document = self.document(id)?;
        let known = self.is_above(document.unit, unit).then_some(document);
        known.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "document"))
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
        self.posts_of(officer).filter(move |a| a.unit == unit)
    }

    /// The leading posts of a unit, of all times.
    pub fn leading_posts(&self, unit: UnitId) -> impl Iterator<Item = &Appointment> {
        self.index
            .by(&Entry::leads(unit))
            .filter_map(|id| self.appointments.get(&AppointmentId(id)))
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
        self.admin_accounts(unit).find(|a| a.system == System::Csdl)
    }

    /// The open admin accounts of a unit, on whichever system.
    pub fn admin_accounts(&self, unit: UnitId) -> impl Iterator<Item = &Account> {
        let admin = self.index.by(&Entry::admin_of(unit));
        let open = |a: &&Account| a.kind == AccountKind::Admin && a.closed_on.is_none();
        admin
            .filter_map(|id| self.accounts.get(&AccountId(id)))
            .filter(open)
            .filter(move |a| a.unit == unit)
    }

    /// Whether a person looks after a unit's admin account in the head's stead.
    #[must_use]
    pub fn is_custodian(&self, officer: OfficerId, unit: UnitId) -> bool {
        self.admin_account(unit)
            .is_some_and(|a| a.custody == Custody::Custodian(officer))
    }

    /// Whether a person looked after a unit's admin account at an instant: his right by minutes of
    /// kind c, which alone is exercised with that login, was in force then; of who received it by
    /// minutes of kind a or b, whether he does now.
    #[must_use]
    pub fn was_custodian(&self, officer: OfficerId, unit: UnitId, at: DateTime<Utc>) -> bool {
        let admin = self.admin_account(unit).map(|account| account.id);
        let custody = |d: &&Delegation| {
            d.unit == unit && d.account.is_some() && d.account == admin && d.in_force_at.is_some()
        };
        let rights = self.rights_held(Holder::Officer(officer));
        let mut rights = rights.filter(custody).peekable();
        if rights.peek().is_none() {
            return self.is_custodian(officer, unit);
        }
        rights.any(|d| d.in_force(at))
    }

    /// The last day of a person's posts in a unit: none if one of them has no end, or there is none.
    #[must_use]
    pub fn last_day(&self, officer: OfficerId, unit: UnitId) -> Option<NaiveDate> {
        let ends = self.posts_held(officer, unit).map(|post| post.until);
        ends.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// Whether a person's last post in a unit is over on a day.
    #[must_use]
    pub fn has_left(&self, officer: OfficerId, unit: UnitId, day: NaiveDate) -> bool {
        self.last_day(officer, unit).is_some_and(|last| last < day)
    }

    /// The personal login of a person in a unit.
    #[must_use]
    pub fn personal_account(&self, officer: OfficerId, unit: UnitId) -> Option<&Account> {
        let open = |a: &&Account| a.unit == unit && a.closed_on.is_none();
        self.accounts_of(officer)
            .find(|a| open(a) && a.custody == Custody::Personal(officer))
    }

    /// The open login of a name in a system, whatever its capitals.
    #[must_use]
    pub fn login(&self, system: &System, login: &str) -> Option<&Account> {
        let key = Key::account_login(system, login);
        self.index
            .keyed(&key)
            .filter_map(|id| self.accounts.get(&AccountId(id)))
            .find(|a| a.closed_on.is_none() && Key::account_login(&a.system, &a.login) == key)
    }

    /// The unit of a kind that has a code now.
    #[must_use]
    pub fn unit_coded(&self, kind: UnitKind, code: &str) -> Option<&Unit> {
        let key = Key::unit_code(kind, code);
        let coded = self.index.keyed(&key);
        coded
            .filter_map(|id| self.units.get(&UnitId(id)))
            .find(|unit| Row::Unit((*unit).clone()).keys().contains(&key))
    }

    /// The people of a unit with a code.
    pub fn coded(&self, unit: UnitId, code: &str) -> impl Iterator<Item = &Officer> {
        let key = Key::officer_code(unit, code);
        let coded = self.index.keyed(&key).collect::<Vec<_>>();
        coded
            .into_iter()
            .filter_map(|id| self.officers.get(&OfficerId(id)))
            .filter(move |o| o.unit == unit && o.code == code)
    }

    /// The code of a head of a unit who is entered without one: the first that nobody has.
    #[must_use]
    pub fn free_head_code(&self, unit: UnitId) -> String {
        let free = |code: &String| self.coded(unit, code).next().is_none();
        head_codes().find(free).unwrap_or_default()
    }

    /// The people of a unit with an ID number.
    pub fn numbered(&self, unit: UnitId, number: &str) -> impl Iterator<Item = &Officer> {
        let entry = Entry::id_number(unit, number);
        let numbered = self.index.by(&entry).collect::<Vec<_>>();
        numbered
            .into_iter()
            .filter_map(|id| self.officers.get(&OfficerId(id)))
            .filter(move |o| o.unit == unit && o.id_number.as_deref() == Some(number))
    }

    /// The rights that minutes carry.
    pub fn rights_by(&self, minutes: MinutesId) -> impl Iterator<Item = &Delegation> {
        self.rights_found(&Entry::right_by(minutes))
            .filter(move |d| d.minutes == minutes)
    }

    /// The rights that minutes say: those that a draft was made without again are none of them.
    pub fn said_by<'a>(
        &'a self,
        minutes: &'a HandoverMinutes,
    ) -> impl Iterator<Item = &'a Delegation> {
        let ended = minutes.ended.as_ref().map(|ended| ended.at);
        self.rights_by(minutes.id).filter(move |right| {
            let closed = right.closed.as_ref().map(|closing| closing.at);
            right.in_force_at.is_some() || closed.is_none() || closed == ended
        })
    }

    /// The rights of a holder, of all times.
    pub fn rights_held(&self, holder: Holder) -> impl Iterator<Item = &Delegation> {
        self.rights_found(&Entry::right_of(holder))
            .filter(move |d| d.holder == holder)
    }

    /// The minutes by which a person receives in a unit, of all times.
    pub fn minutes_to(
        &self,
        receiver: OfficerId,
        unit: UnitId,
    ) -> impl Iterator<Item = &HandoverMinutes> {
        self.minutes_found(&Entry::received_by(receiver))
            .filter(move |m| m.receiver == receiver && m.unit == unit)
    }

    /// The posts of a person, wherever.
    pub fn posts_of(&self, officer: OfficerId) -> impl Iterator<Item = &Appointment> {
        let posts = self.index.by(&Entry::post_of(officer));
        posts
            .filter_map(|id| self.appointments.get(&AppointmentId(id)))
            .filter(move |a| a.officer == officer)
    }

    /// The logins that a person looks after, his own and those of a unit, closed ones too.
    pub fn accounts_of(&self, officer: OfficerId) -> impl Iterator<Item = &Account> {
        let accounts = self.index.by(&Entry::account_of(officer));
        accounts
            .filter_map(|id| self.accounts.get(&AccountId(id)))
            .filter(move |a| {
                matches!(a.custody, Custody::Personal(by) | Custody::Custodian(by) if by == officer)
            })
    }

    /// The classes that a person has or had.
    pub fn classes_of(&self, officer: OfficerId) -> impl Iterator<Item = &SchoolClass> {
        let classes = self.index.by(&Entry::taught_by(officer));
        classes
            .filter_map(|id| self.classes.get(&ClassId(id)))
            .filter(move |c| c.teachers.iter().any(|t| t.officer == officer))
    }

    /// The classes of a unit in the school year of a day.
    pub fn classes_on(&self, unit: UnitId, day: NaiveDate) -> impl Iterator<Item = &SchoolClass> {
        self.classes_in(unit, SchoolYear::of(day))
    }

    /// The classes of a unit in a school year.
    pub fn classes_in(&self, unit: UnitId, year: SchoolYear) -> impl Iterator<Item = &SchoolClass> {
        let classes = self.classes.values();
        classes.filter(move |class| class.unit == unit && class.year == year)
    }

    /// The class of a name in school and year.
    #[must_use]
    pub fn class_named(&self, key: &Key) -> Option<&SchoolClass> {
        let classes = self.index.keyed(key);
        classes
            .filter_map(|id| self.classes.get(&ClassId(id)))
            .find(|c| Key::class_name(c.unit, c.year, &c.name) == *key)
    }

    /// The units that stand or stood under a unit.
    pub fn units_under(&self, unit: UnitId) -> impl Iterator<Item = &Unit> {
        let under = self.index.by(&Entry::under(unit));
        under
            .filter_map(|id| self.units.get(&UnitId(id)))
            .filter(move |u| u.parents.iter().any(|p| p.value.unit == unit))
    }

    /// The Sở, if it is there.
    #[must_use]
    pub fn department(&self) -> Option<&Unit> {
        let department = self.index.by(&Entry::department());
        department
            .filter_map(|id| self.units.get(&UnitId(id)))
            .find(|u| u.kind == UnitKind::Department)
    }

    /// The people of a unit with exactly this name.
    pub fn namesakes(&self, unit: UnitId, name: &str) -> impl Iterator<Item = &Officer> {
        let named = self.index.by(&Entry::named(unit, name)).collect::<Vec<_>>();
        named
            .into_iter()
            .filter_map(|id| self.officers.get(&OfficerId(id)))
            .filter(move |o| o.unit == unit && o.name == name)
    }

    /// The people of a unit who have or had exactly this name.
    pub fn once_named(&self, unit: UnitId, name: &str) -> impl Iterator<Item = &Officer> {
        let named = self.index.by(&Entry::named(unit, name)).collect::<Vec<_>>();
        let bore = move |o: &&Officer| {
            o.name == name
                || o.past
                    .earlier
                    .iter()
                    .any(|earlier| earlier.value.name == name)
        };
        named
            .into_iter()
            .filter_map(|id| self.officers.get(&OfficerId(id)))
            .filter(move |o| o.unit == unit && bore(o))
    }

    /// The register of numbers of a unit and calendar year.
    #[must_use]
    pub fn register(&self, unit: UnitId, year: i32) -> Option<&Register> {
        let registers = self.index.keyed(&Key::register(unit, year));
        registers
            .filter_map(|id| self.registers.get(&crate::ids::RegisterId(id)))
            .find(|r| r.unit == unit && r.year == year)
    }

    /// Minutes that have a number in a calendar year.
    #[must_use]
    pub fn with_number(&self, unit: UnitId, year: i32, number: u32) -> Option<&HandoverMinutes> {
        let key = Key::number(unit, year, number);
        self.index
            .keyed(&key)
            .filter_map(|id| self.minutes.get(&MinutesId(id)))
            .find(|m| {
                Row::HandoverMinutes(Box::new((*m).clone()))
                    .keys()
                    .contains(&key)
            })
    }

    /// Signed minutes of a unit and kind that stand.
    pub fn standing(
        &self,
        unit: UnitId,
        kind: MinutesKind,
    ) -> impl Iterator<Item = &HandoverMinutes> {
        self.minutes_found(&Entry::standing(unit, kind))
            .filter(move |m| m.unit == unit && m.kind == kind && m.stands())
    }

    /// Minutes before these that were signed on paper and whose scan is not there.
    pub fn unscanned_before(
        &self,
        minutes: &HandoverMinutes,
    ) -> impl Iterator<Item = &HandoverMinutes> {
        let entry = Entry::unscanned(minutes.unit, minutes.kind, minutes.receiver);
        let (id, entry_of) = (minutes.id, entry.clone());
        let same = move |m: &&HandoverMinutes| {
            m.lacks_scan() && Entry::unscanned(m.unit, m.kind, m.receiver) == entry_of
        };
        let found = self.minutes_found(&entry);
        found.filter(same).filter(move |m| m.id != id)
    }

    /// Acts of a machine that wait for a decision.
    pub fn held_from(&self, device: DeviceId) -> impl Iterator<Item = &HeldAct> {
        let held = self.index.by(&Entry::held_from(device));
        held.filter_map(|id| self.held.get(&HeldActId(id)))
            .filter(move |act| act.device == device && act.decision.is_none())
    }

    /// Lines of a unit's work list that comparisons with the Hệ thống CSDL found of a login.
    pub fn found_on_csdl(
        &self,
        unit: UnitId,
        login: &str,
    ) -> impl Iterator<Item = &CsdlTask> + use<'_> {
        let lines = self.index.by(&Entry::found_on_csdl(unit, login));
        let lines = lines.filter_map(|id| self.tasks.get(&CsdlTaskId(id)));
        lines.filter(move |task| task.unit == unit && task.found.is_some())
    }

    /// Minutes, open or signed, that name a person as giver or receiver.
    pub fn papers_of(&self, officer: OfficerId) -> impl Iterator<Item = &HandoverMinutes> {
        self.minutes_found(&Entry::party(officer)).filter(move |m| {
            (m.giver == officer || m.receiver == officer) && (m.open() || m.signed().is_some())
        })
    }

    /// Minutes, open or signed, in a unit's file.
    pub fn papers_in(&self, unit: UnitId) -> impl Iterator<Item = &HandoverMinutes> {
        self.minutes_found(&Entry::paper_in(unit))
            .filter(move |m| m.unit == unit && (m.open() || m.signed().is_some()))
    }

    /// Open minutes that hand a login over.
    pub fn open_with(&self, account: AccountId) -> impl Iterator<Item = &HandoverMinutes> {
        self.minutes_found(&Entry::open_with(account))
            .filter(move |m| m.account == Some(account) && m.open())
    }

    /// Rights that name a class.
    pub fn rights_over(&self, class: ClassId) -> impl Iterator<Item = &Delegation> {
        self.rights_found(&Entry::right_over(class))
            .filter(move |d| d.line.names(class))
    }

    /// Rights that are exercised with a login.
    pub fn rights_with(&self, account: AccountId) -> impl Iterator<Item = &Delegation> {
        self.rights_found(&Entry::right_with(account))
            .filter(move |d| d.account == Some(account))
    }

    /// Rights in a unit that are in force and that the server has not opened.
    pub fn unopened(&self, unit: UnitId) -> impl Iterator<Item = &Delegation> {
        self.rights_found(&Entry::unopened(unit))
            .filter(move |d| d.unit == unit && d.waits_to_be_opened())
    }

    fn rights_found(&self, entry: &Entry) -> impl Iterator<Item = &Delegation> + use<'_> {
        let rights = self.index.by(entry);
        rights.filter_map(|id| self.delegations.get(&DelegationId(id)))
    }

    fn minutes_found(&self, entry: &Entry) -> impl Iterator<Item = &HandoverMinutes> + use<'_> {
        let minutes = self.index.by(entry);
        minutes.filter_map(|id| self.minutes.get(&MinutesId(id)))
    }

    /// The rights of a unit's people, of all times.
    pub fn rights_in(&self, unit: UnitId) -> impl Iterator<Item = &Delegation> {
        self.delegations
            .values()
            .filter(move |d| d.unit == unit && matches!(d.holder, Holder::Officer(_)))
    }

    /// The rights that a unit gave to units below, of all times.
    pub fn given_by(&self, unit: UnitId) -> impl Iterator<Item = &Delegation> {
        self.delegations.values().filter(move |d| {
            d.given_by == unit && matches!(d.holder, Holder::Unit(holder) if holder != unit)
        })
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
    /// which has it, decides. What a former parent gave is narrowed by what that held when the unit
    /// left it, and by nothing that came later: a unit that moves keeps its holding until new minutes
    /// replace it (`security.md` §2).
    #[must_use]
    pub fn holding(&self, unit: UnitId, at: DateTime<Utc>) -> Vec<Claim> {
        self.holding_by(unit, at, &|d, at| d.in_force(at), &mut BTreeSet::new())
    }

    /// What a unit will hold when the minutes that are prepared for it and for those above it are
    /// signed: what drafts may rest on, so that the papers of a whole cascade are printed in one
    /// go. Recording a signing asks [`Facts::holding`].
    #[must_use]
    pub fn prepared_holding(&self, unit: UnitId, at: DateTime<Utc>) -> Vec<Claim> {
        self.holding_by(
            unit,
            at,
            &|d, at| d.in_force(at) || d.waits(),
            &mut BTreeSet::new(),
        )
    }

    /// What a unit holds at an instant by rights that the server has opened: nothing provisional.
    #[must_use]
    pub fn opened_holding(&self, unit: UnitId, at: DateTime<Utc>) -> Vec<Claim> {
        self.holding_by(
            unit,
            at,
            // Whether the server has opened what a former parent held is asked now: it may have
            // answered after the unit left.
            &|d, bound_at| d.in_force(bound_at) && d.opened(at) && !d.provisional,
            &mut BTreeSet::new(),
        )
    }

    fn holding_by(
        &self,
        unit: UnitId,
        at: DateTime<Utc>,
        counts: &dyn Fn(&Delegation, DateTime<Utc>) -> bool,
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
        let own = self
            .rights_held(Holder::Unit(unit))
            .filter(|d| counts(d, at));
        let mut held = vec![];
        for right in own {
            let left = left_at(row, right).filter(|left| *left < at);
            let mut above = if right.provisional {
                vec![Claim::everything(NaiveDate::MIN)]
            } else {
                let bound_at = left.unwrap_or(at);
                self.holding_by(right.given_by, bound_at, counts, &mut seen.clone())
            };
            for claim in &mut above {
                // When the unit above received its own holding does not date what it gives: the
                // right itself says that.
                claim.from = NaiveDate::MIN;
                // What the unit kept when it moved does not end with its former parent's either.
                if left.is_some() {
                    claim.until = None;
                }
            }
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

    /// The minutes of a receiver in a unit that are a draft or wait for signatures; of those that
    /// belong to a school year, the ones of that year.
    #[must_use]
    pub fn open_minutes(
        &self,
        receiver: OfficerId,
        unit: UnitId,
        kind: MinutesKind,
        year: SchoolYear,
    ) -> Option<&HandoverMinutes> {
        let of_year = move |m: &&HandoverMinutes| !kind.by_person() || m.year == year;
        self.minutes_to(receiver, unit)
            .filter(of_year)
            .find(|m| m.kind == kind && m.open())
    }

    /// Refuses unless the person may prepare papers for a unit: a leader, a preparer or the
    /// custodian there or above.
    ///
    /// # Errors
    /// `may_not_prepare`; `not_found` for the unit.
    pub fn may_prepare(
        &self,
        actor: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let day = day_of(at);
        let allowed = self.line_of(unit, day).into_iter().any(|u| {
            (self.was_custodian(actor, u, at) && self.post_of(actor, u, day).is_some())
                || self
                    .posts_held(actor, u)
                    .any(|a| a.on(day) && (a.prepares || a.signs()))
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
    /// `not_found` for the person; `may_not_give`, `deputy_without_decision`.
    pub fn may_give(
        &self,
        giver: OfficerId,
        unit: UnitId,
        day: NaiveDate,
    ) -> Result<&Appointment, Refusal> {
        let name = self.officer_of(giver, unit)?.name.clone();
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
    /// `may_not_prepare`; `not_found` for the unit; `to_self`.
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

    fn leads_in_line(&self, actor: OfficerId, unit: UnitId, at: DateTime<Utc>) -> bool {
        let day = day_of(at);
        let line = self.line_of(unit, day);
        line.into_iter().any(|u| self.is_head(actor, u, day))
    }

    /// Refuses unless a person leads a unit, or one above it.
    ///
    /// # Errors
    /// `may_not_prepare`; `not_found` for the unit.
    pub fn leads_here(
        &self,
        actor: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        if self.leads_in_line(actor, unit, at) {
            Ok(())
        } else {
            let unit = self.unit(unit)?.name_on(day_of(at));
            Err(Refusal::new(Code::MayNotPrepare).with("unit", unit))
        }
    }

    /// Refuses what only who leads a unit, or one above it, does.
    ///
    /// # Errors
    /// `only_the_head`; `not_found` for the unit.
    pub fn must_lead(
        &self,
        actor: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        if self.leads_in_line(actor, unit, at) {
            Ok(())
        } else {
            let unit = self.unit(unit)?.name_on(day_of(at));
            Err(Refusal::new(Code::OnlyTheHead).with("unit", unit))
        }
    }

    /// Refuses what only the head of a unit, or who is in charge of it, does: nobody above either.
    ///
    /// # Errors
    /// `only_the_head`; `not_found` for the unit.
    pub fn must_be_head(
        &self,
        actor: OfficerId,
        unit: UnitId,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let day = day_of(at);
        if self.is_head(actor, unit, day) {
            Ok(())
        } else {
            Err(Refusal::new(Code::OnlyTheHead).with("unit", self.unit(unit)?.name_on(day)))
        }
    }

    fn is_head(&self, actor: OfficerId, unit: UnitId, day: NaiveDate) -> bool {
        self.posts_held(actor, unit)
            .any(|a| a.on(day) && a.role.leads())
    }

    /// Whether a person leads a unit, or looks after its account, or does so above it: who may
    /// close rights at once.
    #[must_use]
    pub fn may_close(&self, actor: OfficerId, unit: UnitId, at: DateTime<Utc>) -> bool {
        let day = day_of(at);
        self.line_of(unit, day).into_iter().any(|u| {
            (self.was_custodian(actor, u, at) && self.post_of(actor, u, day).is_some())
                || self
                    .post_of(actor, u, day)
                    .is_some_and(|a| a.role != Role::ByOrder && a.signs())
        })
    }
}
