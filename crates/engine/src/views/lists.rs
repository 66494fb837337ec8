//! Lists: people, classes, units, papers, work on the Hệ thống CSDL.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::account::{AccountKind, Custody, System};
use domain::csdl_task::CsdlAction;
use domain::delegation::{Delegation, Holder, effective};
use domain::document::DocumentKind;
use domain::ids::{AccountId, AppointmentId, ClassId, CsdlTaskId, DocumentId, OfficerId, UnitId};
use domain::officer::{Appointment, Role};
use domain::route::Route;
use domain::text::{fold, masked, person_sort_key};
use domain::unit::{Letterhead, Numbering, UnitKind};
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

/// A class in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ClassRow {
    /// Identity.
    pub id: ClassId,
    /// Name.
    pub name: String,
    /// Pupils.
    pub learners: Option<u32>,
    /// Main teacher now.
    pub teacher: Option<OfficerId>,
    /// Their name.
    pub teacher_name: String,
    /// Whether that teacher's right is in force.
    pub in_force: bool,
}

/// A unit in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UnitRow {
    /// Identity.
    pub id: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Name.
    pub name: String,
    /// Code.
    pub code: Option<String>,
    /// The unit above.
    pub parent_id: Option<UnitId>,
    /// Its name.
    pub parent: String,
    /// Name of the head or person in charge.
    pub head: String,
    /// Whether somebody confirmed that.
    pub parent_confirmed: bool,
    /// Whether it has received its admin account.
    pub received: bool,
    /// People who hold rights, and people who shall.
    pub signed: u32,
    /// People who shall hold rights.
    pub people: u32,
    /// Superior line, symbol, place.
    pub letterhead: Letterhead,
    /// Where numbers come from.
    pub numbering: Numbering,
    /// How its minutes are signed.
    pub route: Route,
}

/// A paper in the register of documents.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DocumentRow {
    /// Identity.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// `Quyết định`.
    pub title: String,
    /// Number.
    pub number: String,
    /// Date.
    pub date: NaiveDate,
    /// Subject.
    pub subject: String,
}

/// A line of the work list on the Hệ thống CSDL.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CsdlRow {
    /// Identity.
    pub id: CsdlTaskId,
    /// Login.
    pub login: String,
    /// What to do.
    pub action: CsdlAction,
    /// With which right.
    pub right: String,
    /// Check code of the minutes.
    pub check_code: String,
    /// Who did it and when, if done.
    pub done: Option<(String, NaiveDate)>,
}

/// A login in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountRow {
    /// Identity.
    pub id: AccountId,
    /// Where it logs in.
    pub system: System,
    /// Address.
    pub address: String,
    /// Login.
    pub login: String,
    /// Admin or use.
    pub kind: AccountKind,
    /// The person who holds it; none where the head looks after it.
    pub holder: Option<String>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
}

/// A legal ground of the forms, and what the unit says of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GroundRow {
    /// Its id.
    pub id: String,
    /// How papers cite it.
    pub text: String,
    /// Whether it holds today.
    pub in_force: bool,
    /// Whether the unit's papers cite it.
    pub cited: bool,
    /// Who compared it with its source, and when.
    pub checked: Option<(String, NaiveDate)>,
}

impl Engine {
    /// People with a post in a unit now, in Vietnamese order.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn officers(&self, unit: UnitId) -> Reply<Vec<OfficerRow>> {
        let facts = self.facts(unit).await?;
        let (now, day) = (self.now(), self.today());
        // Everything by person once: five thousand people are looked through once, not once each.
        let mut posts: BTreeMap<OfficerId, &Appointment> = BTreeMap::new();
        for post in facts.posts(unit, day) {
            let rank = |a: &Appointment| (!a.role.leads(), a.role == Role::Member);
            posts
                .entry(post.officer)
                .and_modify(|known| *known = std::cmp::min_by_key(*known, post, |a| rank(a)))
                .or_insert(post);
        }
        let mut classes: BTreeMap<OfficerId, Vec<String>> = BTreeMap::new();
        for class in facts.classes_on(unit, day) {
            let teachers: BTreeSet<OfficerId> = class
                .teachers
                .iter()
                .filter(|t| t.on(day))
                .map(|t| t.officer)
                .collect();
            teachers
                .into_iter()
                .for_each(|teacher| classes.entry(teacher).or_default().push(class.name.clone()));
        }
        let (mut logins, mut custodians) = (BTreeMap::new(), BTreeSet::new());
        for account in facts.accounts.values().filter(|a| a.unit == unit) {
            match account.custody {
                Custody::Personal(officer) if account.closed_on.is_none() => drop(
                    logins
                        .entry(officer)
                        .or_insert_with(|| account.login.clone()),
                ),
                Custody::Custodian(officer) => drop(custodians.insert(officer)),
                _ => {}
            }
        }
        let held = facts.holding(unit, now);
        let mut rights: BTreeMap<OfficerId, Vec<&Delegation>> = BTreeMap::new();
        for right in facts.rights_in(unit) {
            if let Holder::Officer(officer) = right.holder {
                rights.entry(officer).or_default().push(right);
            }
        }
        let mut rows: Vec<OfficerRow> = vec![];
        for officer in facts.officers.values() {
            let Some(post) = posts.get(&officer.id) else {
                continue;
            };
            rows.push(OfficerRow {
                id: officer.id,
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
                login: logins.get(&officer.id).cloned(),
                classes: classes.remove(&officer.id).unwrap_or_default(),
                rights: rights.get(&officer.id).map_or(0, |own| {
                    u32::try_from(effective(own.iter().copied(), &held, now).len()).unwrap_or(0)
                }),
                custodian: custodians.contains(&officer.id),
            });
        }
        rows.sort_by_cached_key(|r| person_sort_key(&r.name));
        Ok(rows)
    }

    /// Classes of this school year.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn classes(&self, unit: UnitId) -> Reply<Vec<ClassRow>> {
        let facts = self.facts(unit).await?;
        let (now, day) = (self.now(), self.today());
        let classes = facts.classes_on(unit, day);
        let mut rows: Vec<ClassRow> = classes
            .map(|class| {
                let teacher = class.main_teacher(day);
                let answers = domain::asof::who_could_open(&facts, class.id, now);
                ClassRow {
                    id: class.id,
                    name: class.name.clone(),
                    learners: class.learners,
                    teacher,
                    teacher_name: teacher
                        .and_then(|t| facts.officers.get(&t))
                        .map(|o| o.name.clone())
                        .unwrap_or_default(),
                    in_force: answers.iter().any(|a| Some(a.officer) == teacher),
                }
            })
            .collect();
        rows.sort_by_cached_key(|row| domain::text::natural(&row.name));
        Ok(rows)
    }

    /// The person's unit and everything under it.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn units(&self) -> Reply<Vec<UnitRow>> {
        let (now, day) = (self.now(), self.today());
        let mut rows = vec![];
        for id in self.replica.subtree(self.identity().await.unit).await? {
            let facts = self.facts(id).await?;
            let Ok(unit) = facts.unit(id) else { continue };
            let parent = domain::unit::on_day(&unit.parents, day);
            let funnel = domain::todo::funnel(&facts, id, now);
            rows.push(UnitRow {
                id,
                kind: unit.kind,
                name: unit.name_on(day).to_owned(),
                code: unit.code_on(day).map(str::to_owned),
                parent_id: parent.map(|p| p.unit),
                head: facts
                    .head_on(id, day)
                    .and_then(|post| facts.officers.get(&post.officer))
                    .map(|o| o.name.clone())
                    .unwrap_or_default(),
                parent: parent
                    .and_then(|p| facts.units.get(&p.unit))
                    .map(|u| u.name_on(day).to_owned())
                    .unwrap_or_default(),
                parent_confirmed: parent.is_none_or(|p| p.confirmed_by.is_some()),
                received: unit.kind == UnitKind::Department
                    || facts
                        .rights_held(domain::delegation::Holder::Unit(id))
                        .any(|d| d.in_force(now) && !d.provisional),
                signed: funnel.signed,
                people: funnel.people,
                letterhead: unit.letterhead.clone(),
                numbering: unit.numbering,
                route: unit.route,
            });
        }
        Ok(rows)
    }

    /// The register of papers that minutes may cite, newest first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn documents(&self, unit: UnitId) -> Reply<Vec<DocumentRow>> {
        let facts = self.facts(unit).await?;
        let mut rows: Vec<DocumentRow> = facts
            .documents
            .values()
            .filter(|d| d.unit == unit)
            .map(|d| DocumentRow {
                id: d.id,
                kind: d.kind,
                title: d.title.clone(),
                number: d.number.clone(),
                date: d.date,
                subject: d.subject.clone(),
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.date));
        Ok(rows)
    }

    /// The work list on the Hệ thống CSDL, what is open first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn csdl_tasks(&self, unit: UnitId) -> Reply<Vec<CsdlRow>> {
        let facts = self.facts(unit).await?;
        let words = ::minutes::words::words()?;
        let mut tasks: Vec<_> = facts.tasks.values().filter(|t| t.unit == unit).collect();
        tasks.sort_by_key(|t| (t.done.is_some(), t.since));
        let name = |id: OfficerId| {
            facts
                .officers
                .get(&id)
                .map(|o| o.name.clone())
                .unwrap_or_default()
        };
        let row = |t: &&domain::csdl_task::CsdlTask| CsdlRow {
            id: t.id,
            login: facts
                .accounts
                .get(&t.account)
                .map(|a| a.login.clone())
                .unwrap_or_default(),
            action: t.action,
            right: t
                .delegation
                .and_then(|id| facts.delegations.get(&id))
                .map(|d| super::rights::line_text(&facts, &d.line, words))
                .unwrap_or_default(),
            check_code: facts
                .minutes
                .get(&t.minutes)
                .and_then(|m| m.frozen())
                .map(|f| f.check_code.clone())
                .unwrap_or_default(),
            done: t.done.map(|done| (name(done.by), done.on)),
        };
        Ok(tasks.iter().map(row).collect())
    }

    /// The legal grounds that ship with the forms, with what a unit says of them.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn fixed_grounds(&self, unit: UnitId) -> Reply<Vec<GroundRow>> {
        let facts = self.facts(unit).await?;
        let marks = &facts.unit(unit)?.grounds;
        let name = |id: OfficerId| {
            facts
                .officers
                .get(&id)
                .map(|o| o.name.clone())
                .unwrap_or_default()
        };
        let row = |ground: ::minutes::words::FixedGround| {
            let mark = marks.iter().find(|mark| mark.id == ground.id);
            GroundRow {
                cited: mark.is_none_or(|m| m.cited),
                checked: mark.map(|m| (name(m.by), m.on)),
                id: ground.id,
                text: ground.text,
                in_force: ground.in_force,
            }
        };
        Ok(::minutes::words::words()?
            .fixed_grounds(self.today())
            .into_iter()
            .map(row)
            .collect())
    }

    /// Logins of a unit, open ones first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn accounts(&self, unit: UnitId) -> Reply<Vec<AccountRow>> {
        let facts = self.facts(unit).await?;
        let name = |id: OfficerId| {
            facts
                .officers
                .get(&id)
                .map(|o| o.name.clone())
                .unwrap_or_default()
        };
        let mut rows: Vec<AccountRow> = facts
            .accounts
            .values()
            .filter(|a| a.unit == unit)
            .map(|a| AccountRow {
                id: a.id,
                system: a.system.clone(),
                address: a.address.clone(),
                login: a.login.clone(),
                kind: a.kind,
                holder: match a.custody {
                    Custody::Head => None,
                    Custody::Custodian(officer) | Custody::Personal(officer) => Some(name(officer)),
                },
                closed_on: a.closed_on,
            })
            .collect();
        rows.sort_by(|a, b| {
            (a.closed_on, a.kind != AccountKind::Admin, &a.login).cmp(&(
                b.closed_on,
                b.kind != AccountKind::Admin,
                &b.login,
            ))
        });
        Ok(rows)
    }
}
