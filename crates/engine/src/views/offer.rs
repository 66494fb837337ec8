//! What can be handed over, to whom and by whom: the choices of the delegation steps, and why some
//! cannot be chosen.

use chrono::NaiveDate;
use domain::account::Custody;
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::line::Line;
use domain::offer::{self, Offered};
use domain::rights::{Dim, Function};
use domain::unit::SchoolLevel;
use domain::{Code, Facts, Refusal};
use minutes::words::words;
use serde::Serialize;

use super::lists::DocumentRow;
use super::rights::line_text;
use crate::{Engine, Reply};

/// Why something cannot be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "why", content = "name")]
pub enum WhyNot {
    /// The person has it already, or it stands in a draft.
    Held,
    /// Another teacher has the class.
    OtherTeacher(String),
    /// Nobody has the class yet.
    NoTeacher,
    /// The unit itself has not received it.
    NotOfUnit,
}

/// A class.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ClassChoice {
    /// Identity.
    pub id: ClassId,
    /// Name.
    pub name: String,
    /// The line that is proposed.
    pub line: Line,
    /// Why it cannot be chosen.
    pub why_not: Option<WhyNot>,
}

/// A function with the rights that are proposed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FunctionChoice {
    /// The function.
    pub function: Function,
    /// The line that is proposed.
    pub line: Line,
    /// Whether it opens sensitive personal data.
    pub sensitive: bool,
    /// Why it cannot be chosen.
    pub why_not: Option<WhyNot>,
}

/// A school level, for people of a commune or the Sở.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LevelChoice {
    /// The level.
    pub level: SchoolLevel,
    /// The line that is proposed.
    pub line: Line,
    /// Why it cannot be chosen.
    pub why_not: Option<WhyNot>,
}

/// Who signs for the giving side: now, and who else may.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Givers {
    /// The head or person in charge.
    pub head: OfficerId,
    /// All who may, with their names.
    pub all: Vec<(OfficerId, String)>,
}

/// What the delegation steps offer for one person.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Offer {
    /// The person.
    pub officer: OfficerId,
    /// Name.
    pub name: String,
    /// Classes and functions in a school, levels elsewhere.
    pub kind: MinutesKind,
    /// Login on the Hệ thống CSDL, when known.
    pub login: Option<String>,
    /// Classes of this school year.
    pub classes: Vec<ClassChoice>,
    /// Functions.
    pub functions: Vec<FunctionChoice>,
    /// Levels.
    pub levels: Vec<LevelChoice>,
    /// What the person already holds or is drafted.
    pub holds: Vec<String>,
    /// Who signs.
    pub givers: Givers,
    /// The last day that a right may last.
    pub until: NaiveDate,
    /// Today.
    pub from: NaiveDate,
}

/// What is needed to hand an admin account over: kinds a, b and c.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountOffer {
    /// The unit that receives, or whose head deputises.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Kind.
    pub kind: MinutesKind,
    /// The unit that gives.
    pub giver_unit: String,
    /// Who signs.
    pub givers: Givers,
    /// Who may receive: for a unit its head first.
    pub receivers: Vec<(OfficerId, String, String)>,
    /// Login of the admin account, when known.
    pub login: Option<String>,
    /// The present custodian, if there is one.
    pub custodian: Option<String>,
    /// Papers that may be cited.
    pub documents: Vec<DocumentRow>,
}

fn givers(facts: &Facts, unit: UnitId, day: NaiveDate) -> Reply<Givers> {
    let head = facts.head(unit, day)?.officer;
    let all = facts
        .posts(unit, day)
        .filter(|a| facts.may_give(a.officer, unit, day).is_ok())
        .map(|a| (a.officer, name_of(facts, a.officer)));
    Ok(Givers {
        head,
        all: all.collect(),
    })
}

fn name_of(facts: &Facts, officer: OfficerId) -> String {
    facts
        .officers
        .get(&officer)
        .map(|o| o.name.clone())
        .unwrap_or_default()
}

fn why_not(facts: &Facts, offered: &Offered) -> Option<WhyNot> {
    offered.why_not.map(|why_not| match why_not {
        offer::WhyNot::Held => WhyNot::Held,
        offer::WhyNot::OtherTeacher(other) => WhyNot::OtherTeacher(name_of(facts, other)),
        offer::WhyNot::NoTeacher => WhyNot::NoTeacher,
        offer::WhyNot::NotOfUnit => WhyNot::NotOfUnit,
    })
}

fn only<T: Ord + Copy>(dim: &Dim<T>) -> Option<T> {
    match dim {
        Dim::Only(members) => members.first().copied(),
        Dim::All => None,
    }
}

fn classes(facts: &Facts, lines: &[Offered]) -> Vec<ClassChoice> {
    let class = |offered: &Offered| {
        let class = facts.classes.get(&only(&offered.line.classes)?)?;
        Some(ClassChoice {
            id: class.id,
            name: class.name.clone(),
            line: offered.line.clone(),
            why_not: why_not(facts, offered),
        })
    };
    let mut classes: Vec<ClassChoice> = lines.iter().filter_map(class).collect();
    classes.sort_by_cached_key(|c| domain::text::natural(&c.name));
    classes
}

fn functions(facts: &Facts, lines: &[Offered]) -> Vec<FunctionChoice> {
    let function = |offered: &Offered| {
        let function = offered.line.function;
        FunctionChoice {
            function,
            sensitive: function.sensitive(),
            line: offered.line.clone(),
            why_not: why_not(facts, offered),
        }
    };
    let of_school = |o: &&Offered| Function::SCHOOL.contains(&o.line.function);
    lines.iter().filter(of_school).map(function).collect()
}

fn levels(facts: &Facts, lines: &[Offered]) -> Vec<LevelChoice> {
    let level = |offered: &Offered| {
        Some(LevelChoice {
            level: only(&offered.line.levels)?,
            line: offered.line.clone(),
            why_not: why_not(facts, offered),
        })
    };
    lines.iter().filter_map(level).collect()
}

impl Engine {
    /// What can be handed over to a person of a unit.
    ///
    /// # Errors
    /// `not_found`, `no_head`.
    pub async fn offer(&self, unit: UnitId, officer: OfficerId) -> Reply<Offer> {
        let facts = self.facts(unit).await?;
        let day = self.today();
        let words = words()?;
        let row = facts.unit(unit)?;
        let holds = offer::current(&facts, officer, unit, day)
            .map(|d| line_text(&facts, &d.line, words))
            .collect();
        let lines = offer::lines(&facts, unit, officer, self.now())?;
        let login = facts.personal_account(officer, unit);
        Ok(Offer {
            officer,
            name: facts.officer(officer)?.name.clone(),
            kind: offer::kind(row),
            login: login.map(|a| a.login.clone()),
            classes: classes(&facts, &lines),
            functions: functions(&facts, &lines),
            levels: levels(&facts, &lines),
            holds,
            givers: givers(&facts, unit, day)?,
            until: SchoolYear::of(day).last_day(),
            from: day,
        })
    }

    /// What is needed to hand the admin account of a unit over: from the unit above to the unit,
    /// or, where it is the own unit, from its head to a custodian.
    ///
    /// # Errors
    /// `not_found`, `no_head`, `not_the_parent`.
    pub async fn account_offer(&self, unit: UnitId) -> Reply<AccountOffer> {
        let facts = self.facts(unit).await?;
        let day = self.today();
        let row = facts.unit(unit)?;
        let own = unit == self.identity().await.unit;
        let parent = row
            .parent_on(day)
            .ok_or_else(|| Refusal::new(Code::NotTheParent).with("unit", row.name_on(day)));
        let giver_unit = if own { unit } else { parent? };
        let account = facts.admin_account(unit);
        let mut posts: Vec<_> = facts
            .posts(unit, day)
            .filter(|post| !(own && post.role.leads()))
            .collect();
        posts.sort_by_cached_key(|post| {
            (
                !post.role.leads(),
                domain::text::person_sort_key(&name_of(&facts, post.officer)),
            )
        });
        Ok(AccountOffer {
            unit,
            unit_name: row.name_on(day).to_owned(),
            kind: offer::account_kind(row, !own),
            giver_unit: facts.unit(giver_unit)?.name_on(day).to_owned(),
            givers: givers(&facts, giver_unit, day)?,
            receivers: posts
                .into_iter()
                .map(|post| {
                    (
                        post.officer,
                        name_of(&facts, post.officer),
                        post.position.clone(),
                    )
                })
                .collect(),
            login: account.map(|a| a.login.clone()),
            custodian: account.and_then(|a| match a.custody {
                Custody::Custodian(officer) => Some(name_of(&facts, officer)),
                _ => None,
            }),
            documents: self.documents(giver_unit).await?,
        })
    }
}
