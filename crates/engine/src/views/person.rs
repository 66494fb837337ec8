//! One person on a screen: posts, login, rights and minutes.

use chrono::{DateTime, NaiveDate, Utc};
use domain::delegation::Holder;
use domain::facts::Scope;
use domain::ids::{AppointmentId, DelegationId, DocumentId, MinutesId, OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::minutes::MinutesState;
use domain::officer::{Role, Sex};
use domain::text::masked;
use serde::Serialize;

use super::rights::line_text;
use crate::{Engine, Reply};

/// A post.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PostRow {
    /// Identity.
    pub id: AppointmentId,
    /// What it lets the person do.
    pub role: Role,
    /// `Giáo viên`.
    pub position: String,
    /// Duty added to it.
    pub duty: Option<String>,
    /// Whether the person prepares papers.
    pub prepares: bool,
    /// Whether the person keeps the register of numbers.
    pub numbers: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// The decision it rests on.
    pub document: Option<DocumentId>,
    /// Whether it is held today.
    pub now: bool,
}

/// A right that is not closed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HeldRow {
    /// Identity.
    pub id: DelegationId,
    /// What.
    pub right: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// Whether it is in force now; otherwise it waits for signatures.
    pub in_force: bool,
    /// When the server opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// Whether it was in force and is not any more: expired, or stopped because the scan did not
    /// follow.
    pub stopped: bool,
}

/// Minutes of a person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PaperRow {
    /// Identity.
    pub id: MinutesId,
    /// Kind.
    pub kind: MinutesKind,
    /// State.
    pub state: MinutesState,
    /// Number or check code.
    pub code: String,
    /// When they were drafted.
    pub drafted_at: DateTime<Utc>,
}

/// One person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Person {
    /// Identity.
    pub id: OfficerId,
    /// Name.
    pub name: String,
    /// The name of the unit.
    pub unit_name: String,
    /// Mã cán bộ.
    pub code: String,
    /// Sex, when known.
    pub sex: Option<Sex>,
    /// Birth date.
    pub born_on: Option<NaiveDate>,
    /// ID number, masked.
    pub id_number: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Login on the Hệ thống CSDL: the person's own, or the unit's for who leads it or looks after it.
    pub login: Option<String>,
    /// Whether the person leads the unit.
    pub leads: bool,
    /// Whether the person looks after the unit's admin account.
    pub custodian: bool,
    /// Whether whoever asks prepares for the unit: may correct what is known of the person.
    pub may_edit: bool,
    /// Whether whoever asks leads the unit, or one above it: may name and replace its head.
    pub may_lead: bool,
    /// The first day from today on from which somebody else can lead the unit.
    pub lead_from: NaiveDate,
    /// The post of who leads it last, as papers name it; empty where nobody does.
    pub lead_position: String,
    /// Posts in the unit, newest first.
    pub posts: Vec<PostRow>,
    /// Rights that are not closed.
    pub rights: Vec<HeldRow>,
    /// Minutes, newest first.
    pub minutes: Vec<PaperRow>,
}

impl Engine {
    /// One person of a unit.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn person(&self, unit: UnitId, officer: OfficerId) -> Reply<Person> {
        let facts = self.facts(unit).await?;
        let (now, day) = (self.now(), self.today());
        let words = ::minutes::words::words()?;
        let row = facts.officer(officer)?;
        let me = self.identity().await.officer;
        let above = self.replica.gather(&Scope::new().who_may(me, unit)).await?;
        let mut posts: Vec<_> = facts.posts_held(officer, unit).collect();
        posts.sort_by_key(|a| std::cmp::Reverse((a.on(day), a.from)));
        let rights = facts
            .rights_in(unit)
            .filter(|d| d.holder == Holder::Officer(officer) && d.closed.is_none());
        let mut minutes: Vec<_> = facts.minutes_to(officer, unit).collect();
        minutes.sort_by_key(|m| std::cmp::Reverse(m.drafted_at));
        let numbered = |m: &domain::minutes::HandoverMinutes| {
            facts
                .units
                .get(&m.giver_unit)
                .is_some_and(|u| u.numbering != domain::unit::Numbering::None)
        };
        let leads = facts
            .post_of(officer, unit, day)
            .is_some_and(|post| post.role.leads());
        let custodian = facts.is_custodian(officer, unit);
        // Nobody follows a head on the day on which that one began.
        let last = facts.leading_posts(unit).max_by_key(|post| post.from);
        let after = last.and_then(|post| post.from.succ_opt());
        Ok(Person {
            id: officer,
            name: row.name.clone(),
            unit_name: facts.unit(unit)?.name_on(day).to_owned(),
            code: row.code.clone(),
            sex: row.sex,
            born_on: row.born_on,
            id_number: row.id_number.as_deref().map(masked),
            phone: row.phone.clone(),
            login: facts
                .personal_account(officer, unit)
                .or_else(|| facts.admin_account(unit).filter(|_| leads || custodian))
                .map(|a| a.login.clone()),
            leads,
            custodian,
            may_edit: above.may_prepare(me, unit, now).is_ok(),
            may_lead: above.leads_here(me, unit, now).is_ok(),
            lead_from: after.map_or(day, |after| after.max(day)),
            lead_position: last.map_or_else(String::new, |post| post.position.clone()),
            posts: posts
                .into_iter()
                .map(|a| PostRow {
                    id: a.id,
                    role: a.role,
                    position: a.position.clone(),
                    duty: a.duty.clone(),
                    prepares: a.prepares,
                    numbers: a.numbers,
                    from: a.from,
                    until: a.until,
                    document: a.document,
                    now: a.on(day),
                })
                .collect(),
            rights: rights
                .map(|d| HeldRow {
                    id: d.id,
                    right: line_text(&facts, &d.line, words),
                    from: d.line.from,
                    until: d.line.until,
                    in_force: d.in_force(now),
                    opened_at: d.opened_at,
                    stopped: d.in_force_at.is_some() && !d.in_force(now),
                })
                .collect(),
            minutes: minutes
                .into_iter()
                .map(|m| PaperRow {
                    id: m.id,
                    kind: m.kind,
                    state: m.state(numbered(m)),
                    code: domain::compose::minutes_ref(&facts, m.id)
                        .map(|cited| super::rights::cited(&cited))
                        .unwrap_or_default(),
                    drafted_at: m.drafted_at,
                })
                .collect(),
        })
    }
}
