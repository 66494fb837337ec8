//! Files that go out: the rows that wait, and empty tables to fill in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::calendar::SchoolYear;
use domain::ids::UnitId;
use domain::rights::Function;
use domain::text::{name_sort_key, person_sort_key};
use domain::{Code, Facts, Refusal};
use minutes::words::words;
use planning::Outcome;
use workbook::{Field, Kind};

use super::request::ImportRequest;
use crate::{Engine, Reply};

impl Engine {
    /// The rows that wait, as a file to be mended in Excel and brought back.
    ///
    /// # Errors
    /// `nothing_chosen` if no row waits.
    pub async fn wrong_rows(&self, request: &ImportRequest) -> Reply<Vec<u8>> {
        let checked = self.check_import(request).await?;
        let wrong: Vec<workbook::write::Returned> = checked
            .rows
            .into_iter()
            .filter(|row| row.outcome == Outcome::Wrong)
            .map(|row| workbook::write::Returned {
                cells: row.cells.into_iter().collect(),
                problems: row
                    .problems
                    .into_iter()
                    .map(|p| {
                        (
                            p.field,
                            format!("{}: {}", p.failure.number, p.failure.sentence),
                        )
                    })
                    .collect(),
            })
            .collect();
        if wrong.is_empty() {
            return Err(Refusal::new(Code::NothingChosen).into());
        }
        Ok(workbook::write::returned(request.kind, &wrong)?)
    }

    /// An empty table of a kind, with lists to choose from: the unit's classes and people in the
    /// school year at work, levels, functions.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn template(&self, kind: Kind) -> Reply<Vec<u8>> {
        let unit = self.identity().await.unit;
        let facts = self.facts(unit).await?;
        let words = words()?;
        let year = self.years().await?.at_work;
        let classes = classes(&facts, unit, year);
        let people = people(&facts, unit, year.worked_in_from(self.today()));
        let levels = facts.unit(unit)?.levels_on(self.today()).iter();
        let levels = levels.map(|l| words.level(*l));
        let functions = Function::SCHOOL.iter().map(|f| words.function(*f));
        let mut lists = BTreeMap::from([
            (Field::Class, classes.clone()),
            (Field::Homeroom, classes),
            (Field::Level, levels.collect()),
            (Field::Function, functions.collect()),
            (Field::HomeroomTeacher, people.clone()),
            (Field::JointTeacher, people),
            (Field::Sex, workbook::columns::sexes()),
            (Field::UnitKind, workbook::columns::unit_kinds().to_vec()),
        ]);
        if kind == Kind::Classes {
            lists.remove(&Field::Class);
        }
        Ok(workbook::write::template(kind, &lists)?)
    }
}

fn classes(facts: &Facts, unit: UnitId, year: SchoolYear) -> Vec<String> {
    let classes = facts.classes_in(unit, year);
    let mut names: Vec<String> = classes.map(|c| c.name.clone()).collect();
    names.sort_by_cached_key(|name| name_sort_key(name));
    names
}

fn people(facts: &Facts, unit: UnitId, day: NaiveDate) -> Vec<String> {
    let posts = facts.posts(unit, day);
    let people = posts.filter_map(|post| facts.officers.get(&post.officer));
    let mut names: Vec<String> = people.map(|o| o.name.clone()).collect();
    names.sort_by_cached_key(|name| person_sort_key(name));
    names.dedup();
    names
}
