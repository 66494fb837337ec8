//! People of a unit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::Facts;
use domain::account::Custody;
use domain::calendar::{SchoolYear, day_of};
use domain::delegation::{Delegation, Holder, effective};
use domain::ids::{AppointmentId, OfficerId, UnitId};
use domain::officer::{Appointment, Officer, Role};
use domain::rights::Claim;
use domain::text::{fold, masked, person_sort_key};
use serde::Serialize;

use crate::{Engine, Reply};

/// A person in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OfficerRow {
    /// Identity.
    pub id: OfficerId,
    /// Name.
    pub name: String,
    /// Name without marks, for searching.
    pub folded: String,
    /// Mã cán bộ.
    pub code: String,
    /// Post.
    pub position: String,
    /// Duty added to it.
    pub duty: Option<String>,
    /// What the post lets them do.
    pub role: Role,
    /// The post.
    pub appointment: AppointmentId,
    /// Whether the person prepares papers.
    pub prepares: bool,
    /// ID number, masked.
    pub id_number: Option<String>,
    /// Birth date.
    pub born_on: Option<NaiveDate>,
    /// Phone.
    pub phone: Option<String>,
    /// Login on the Hệ thống CSDL.
    pub login: Option<String>,
    /// Classes of this school year.
    pub classes: Vec<String>,
    /// Rights in force now.
    pub rights: u32,
    /// Whether the person looks after the unit's admin account.
    pub custodian: bool,
}

impl Engine {
    /// People with a post in a unit now, in Vietnamese order.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn officers(&self, unit: UnitId) -> Reply<Vec<OfficerRow>> {
        let facts = self.facts(unit).await?;
        let year = self.years().await?.at_work;
        let by_person = ByPerson::of(&facts, unit, self.now(), year);
        let officers = facts.officers.values();
        let mut rows: Vec<OfficerRow> = officers.filter_map(|o| by_person.row(o)).collect();
        rows.sort_by_cached_key(|r| person_sort_key(&r.name));
        Ok(rows)
    }
}

/// Everything by person once: five thousand people are looked through once, not once each.
struct ByPerson<'a> {
    posts: BTreeMap<OfficerId, &'a Appointment>,
    classes: BTreeMap<OfficerId, Vec<String>>,
    logins: BTreeMap<OfficerId, String>,
    custodians: BTreeSet<OfficerId>,
    rights: BTreeMap<OfficerId, Vec<&'a Delegation>>,
    held: Vec<Claim>,
    now: DateTime<Utc>,
    year: SchoolYear,
}

impl<'a> ByPerson<'a> {
    fn of(facts: &'a Facts, unit: UnitId, now: DateTime<Utc>, year: SchoolYear) -> Self {
        let mut found = Self {
            posts: BTreeMap::new(),
            classes: BTreeMap::new(),
            logins: BTreeMap::new(),
            custodians: BTreeSet::new(),
            rights: BTreeMap::new(),
            held: facts.holding(unit, now),
            now,
            year,
        };
        found.note_posts(facts, unit);
        found.note_classes(facts, unit);
        found.note_accounts(facts, unit);
        for right in facts.rights_in(unit) {
            if let Holder::Officer(officer) = right.holder {
                found.rights.entry(officer).or_default().push(right);
            }
        }
        found
    }

    /// A leading post comes first.
    fn note_posts(&mut self, facts: &'a Facts, unit: UnitId) {
        let rank = |a: &Appointment| (!a.role.leads(), a.role == Role::Member);
        for post in facts.posts(unit, day_of(self.now)) {
            self.posts
                .entry(post.officer)
                .and_modify(|known| *known = std::cmp::min_by_key(*known, post, |a| rank(a)))
                .or_insert(post);
        }
    }

    fn note_classes(&mut self, facts: &Facts, unit: UnitId) {
        let day = self.year.worked_in_from(day_of(self.now));
        for class in facts.classes_in(unit, self.year) {
            let teachers = class.teachers.iter().filter(|t| t.on(day));
            let teachers: BTreeSet<OfficerId> = teachers.map(|t| t.officer).collect();
            for teacher in teachers {
                let classes = self.classes.entry(teacher).or_default();
                classes.push(class.name.clone());
            }
        }
    }

    fn note_accounts(&mut self, facts: &Facts, unit: UnitId) {
        for account in facts.accounts.values().filter(|a| a.unit == unit) {
            match account.custody {
                Custody::Personal(officer) if account.closed_on.is_none() => {
                    let login = self.logins.entry(officer);
                    login.or_insert_with(|| account.login.clone());
                }
                Custody::Custodian(officer) => drop(self.custodians.insert(officer)),
                Custody::Personal(_) | Custody::Head => {}
            }
        }
    }

    /// The row of a person who has a post.
    fn row(&self, officer: &Officer) -> Option<OfficerRow> {
        let (id, post) = (officer.id, self.posts.get(&officer.id)?);
        let rights = self.rights.get(&id).map_or(0, |own| {
            let effective = effective(own.iter().copied(), &self.held, self.now);
            u32::try_from(effective.len()).unwrap_or(0)
        });
        Some(OfficerRow {
            id,
            name: officer.name.clone(),
            folded: fold(&format!("{} {}", officer.name, officer.code)),
            code: officer.code.clone(),
            position: post.position.clone(),
            duty: post.duty.clone(),
            role: post.role,
            appointment: post.id,
            prepares: post.prepares,
            id_number: officer.id_number.as_deref().map(masked),
            born_on: officer.born_on,
            phone: officer.phone.clone(),
            login: self.logins.get(&id).cloned(),
            classes: self.classes.get(&id).cloned().unwrap_or_default(),
            rights,
            custodian: self.custodians.contains(&id),
        })
    }
}
