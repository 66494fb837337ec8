//! What can be handed over, to whom and by whom: the choices of the delegation steps, and why some
//! cannot be chosen.

use chrono::NaiveDate;
use domain::account::Custody;
use domain::calendar::SchoolYear;
use domain::delegation::{Delegation, Holder};
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::line::Line;
use domain::rights::{Claim, Dim, Function, Right, covered};
use domain::unit::SchoolLevel;
use domain::{Code, Facts, Refusal};
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
    /// Rights.
    pub rights: Vec<Right>,
    /// Why it cannot be chosen.
    pub why_not: Option<WhyNot>,
}

/// A function with the rights that are proposed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FunctionChoice {
    /// The function.
    pub function: Function,
    /// Rights.
    pub rights: Vec<Right>,
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
    /// Rights.
    pub rights: Vec<Right>,
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

/// What is looked at for every choice.
struct Look<'a> {
    held: Vec<Claim>,
    live: Vec<&'a Delegation>,
    from: NaiveDate,
    until: NaiveDate,
}

impl Look<'_> {
    /// Why a line cannot be added: it is there already, or the unit does not hold it.
    fn why_not(
        &self,
        function: Function,
        rights: &[Right],
        levels: Dim<SchoolLevel>,
        classes: Dim<ClassId>,
    ) -> Option<WhyNot> {
        let line = Line {
            function,
            rights: rights.iter().copied().collect(),
            levels,
            classes,
            subjects: Dim::All,
            from: self.from,
            until: Some(self.until),
        };
        if self.live.iter().any(|d| d.line.same_matter(&line)) {
            return Some(WhyNot::Held);
        }
        (!covered(&line.claim(), &self.held)).then_some(WhyNot::NotOfUnit)
    }
}

/// Rights that go with a function unless somebody says otherwise.
pub(crate) fn proposed(function: Function) -> Vec<Right> {
    match function {
        Function::Statistics => vec![Right::View, Right::Enter, Right::Report],
        Function::LevelOversight => vec![Right::View, Right::Approve, Right::Export],
        _ => vec![Right::View, Right::Enter, Right::Edit],
    }
}

impl Engine {
    /// What can be handed over to a person of a unit.
    ///
    /// # Errors
    /// `not_found`, `no_head`.
    pub async fn offer(&self, unit: UnitId, officer: OfficerId) -> Reply<Offer> {
        let facts = self.facts(unit).await?;
        let day = self.today();
        let words = ::minutes::words::words()?;
        let row = facts.unit(unit)?;
        let teaches = row.kind.teaches();
        let live: Vec<&Delegation> = facts
            .rights_in(unit)
            .filter(|d| {
                d.holder == Holder::Officer(officer)
                    && d.closed.is_none()
                    && d.line.until.is_none_or(|until| until >= day)
            })
            .collect();
        let holds = live
            .iter()
            .map(|d| line_text(&facts, &d.line, words))
            .collect();
        let look = Look {
            held: facts.holding(unit, self.now()),
            live,
            from: day,
            until: SchoolYear::of(day).last_day(),
        };
        let classes = facts
            .classes
            .values()
            .filter(|c| teaches && c.unit == unit && c.year == SchoolYear::of(day));
        let mut classes: Vec<ClassChoice> = classes
            .map(|class| {
                let why_not = match class.main_teacher(day) {
                    _ if class.part_of(officer, day).is_some() => look.why_not(
                        Function::Homeroom,
                        &proposed(Function::Homeroom),
                        Dim::All,
                        Dim::one(class.id),
                    ),
                    Some(other) => Some(WhyNot::OtherTeacher(name_of(&facts, other))),
                    None => Some(WhyNot::NoTeacher),
                };
                ClassChoice {
                    id: class.id,
                    name: class.name.clone(),
                    rights: proposed(Function::Homeroom),
                    why_not,
                }
            })
            .collect();
        classes.sort_by_cached_key(|c| domain::text::natural(&c.name));
        let function = |function: &Function| {
            let rights = proposed(*function);
            FunctionChoice {
                function: *function,
                sensitive: function.sensitive(),
                why_not: look.why_not(*function, &rights, Dim::All, Dim::All),
                rights,
            }
        };
        let level = |level: &SchoolLevel| {
            let rights = proposed(Function::LevelOversight);
            LevelChoice {
                level: *level,
                why_not: look.why_not(
                    Function::LevelOversight,
                    &rights,
                    Dim::one(*level),
                    Dim::All,
                ),
                rights,
            }
        };
        Ok(Offer {
            officer,
            name: facts.officer(officer)?.name.clone(),
            kind: if teaches {
                MinutesKind::Duties
            } else {
                MinutesKind::Levels
            },
            login: facts
                .personal_account(officer, unit)
                .map(|a| a.login.clone()),
            classes,
            functions: if teaches {
                Function::SCHOOL.iter().map(function).collect()
            } else {
                vec![]
            },
            levels: if teaches {
                vec![]
            } else {
                row.levels.iter().map(level).collect()
            },
            holds,
            givers: givers(&facts, unit, day)?,
            until: look.until,
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
        let (kind, giver_unit) = match (own, row.kind.teaches()) {
            (true, _) => (MinutesKind::Custody, unit),
            (false, true) => (MinutesKind::ToSchool, parent?),
            (false, false) => (MinutesKind::DepartmentToCommune, parent?),
        };
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
            kind,
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
