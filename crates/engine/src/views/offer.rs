//! What can be handed over, to whom and by whom: the choices of the delegation steps, and why some
//! cannot be chosen.

use chrono::NaiveDate;
use domain::Facts;
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, DelegationId, OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::line::Line;
use domain::offer::{self, Offered};
use domain::rights::{Dim, Function};
use domain::unit::SchoolLevel;
use minutes::words::words;
use serde::Serialize;

use super::givers::{Givers, givers};
use super::names::name_of;
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

/// What a person has already.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HoldsLine {
    /// The right.
    pub id: DelegationId,
    /// In words.
    pub says: String,
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
    /// The school year at work, to which the minutes will belong.
    pub year: SchoolYear,
    /// Classes of that year.
    pub classes: Vec<ClassChoice>,
    /// Functions.
    pub functions: Vec<FunctionChoice>,
    /// Levels.
    pub levels: Vec<LevelChoice>,
    /// Functions of those who had the person's classes or duty before, and have them no more.
    pub before: Vec<Function>,
    /// What the person already holds or is drafted.
    pub holds: Vec<HoldsLine>,
    /// Who signs.
    pub givers: Givers,
    /// The last day that a right may last.
    pub until: NaiveDate,
    /// Today, or the first day of a year that is prepared.
    pub from: NaiveDate,
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
    classes.sort_by_cached_key(|c| domain::text::name_sort_key(&c.name));
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
        let year = self.years().await?.at_work;
        let (today, day) = (self.today(), year.worked_in_from(self.today()));
        let words = words()?;
        let row = facts.unit(unit)?;
        let kind = offer::kind(row);
        let open = facts.open_minutes(officer, unit, kind, year);
        let holds = offer::listed(&facts, officer, unit, day, open)
            .map(|d| HoldsLine {
                id: d.id,
                says: line_text(&facts, &d.line, words),
            })
            .collect();
        let lines = offer::lines(&facts, unit, officer, self.now(), year)?;
        let login = facts.personal_account(officer, unit);
        Ok(Offer {
            officer,
            name: facts.officer(officer)?.name.clone(),
            kind,
            login: login.map(|a| a.login.clone()),
            classes: classes(&facts, &lines),
            functions: functions(&facts, &lines),
            levels: levels(&facts, &lines),
            before: offer::before(&facts, unit, officer, self.now(), year, &lines),
            holds,
            givers: givers(&facts, unit, today)?,
            year,
            until: year.last_day(),
            from: day,
        })
    }
}
