//! A plan: which acts come of which rows, tried on a copy of the facts by the same rules.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use domain::acts::{Act, Ctx, decide};
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, OpId, UnitId};
use domain::row::Change;
use domain::text::fold;
use domain::{Code, Facts, Refusal, Stamp};
use workbook::columns::shown;
use workbook::{Field, Kind, Table};

use super::classes::class_key;
use super::officers::{Codes, People, Said, Who};
use super::reader::{Reading, RowReader};
use super::{Checked, CheckedRow, ImportRequest, Outcome};
use crate::{Engine, Failure, Identity, Reply};

/// Facts of several units at once: each loaded as the store loads them, and all kept up to date
/// with what was planned.
#[derive(Default)]
pub(super) struct Scene {
    units: BTreeMap<UnitId, Facts>,
}

impl Scene {
    /// Loads a unit, if it is not there yet.
    pub(super) async fn load(&mut self, engine: &Engine, unit: UnitId) -> Reply<()> {
        if let Entry::Vacant(place) = self.units.entry(unit) {
            place.insert(engine.facts(unit).await?);
        }
        Ok(())
    }

    /// The facts of a unit.
    pub(super) fn of(&self, unit: UnitId) -> Result<&Facts, Refusal> {
        self.units
            .get(&unit)
            .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "unit"))
    }

    fn all_units(&self) -> impl Iterator<Item = &domain::unit::Unit> {
        self.units
            .iter()
            .filter_map(|(id, facts)| facts.units.get(id))
    }

    /// The unit of a code, among those that are loaded.
    pub(super) fn unit_coded(&self, today: chrono::NaiveDate, code: &str) -> Option<UnitId> {
        self.all_units()
            .find(|u| u.code_on(today) == Some(code))
            .map(|u| u.id)
    }

    /// The unit of a name, among those that are loaded.
    ///
    /// # Errors
    /// `unknown_unit` if several have the name: their codes tell them apart.
    pub(super) fn unit_named(
        &self,
        today: chrono::NaiveDate,
        name: &str,
    ) -> Result<Option<UnitId>, Refusal> {
        let mut named = self
            .all_units()
            .filter(|u| domain::text::same_name(u.name_on(today), name));
        match (named.next(), named.next()) {
            (Some(_), Some(_)) => Err(Refusal::new(Code::UnknownUnit).with("unit", name)),
            (found, _) => Ok(found.map(|u| u.id)),
        }
    }

    /// A unit that was planned now has facts too: those of the unit above, its own rows among them.
    pub(super) fn grown(&mut self, above: UnitId, unit: UnitId) -> Result<(), Refusal> {
        let facts = self.of(above)?.clone();
        self.units.insert(unit, facts);
        Ok(())
    }

    /// Applies what an act changed, wherever its rows are among the facts.
    pub(super) fn apply(&mut self, changes: &[Change]) {
        let streams: BTreeSet<UnitId> = changes.iter().map(|c| c.0.stream()).collect();
        for (unit, facts) in &mut self.units {
            let new_below = changes.iter().any(|c| matches!(&c.0, domain::Row::Unit(u) if u.parents.iter().any(|p| p.value.unit == *unit)));
            if new_below
                || streams.contains(unit)
                || streams.iter().any(|s| facts.units.contains_key(s))
            {
                facts.apply(changes);
            }
        }
    }
}

/// What is known while a plan is made.
pub(super) struct Planner<'a> {
    pub(super) engine: &'a Engine,
    pub(super) person: Identity,
    pub(super) scene: Scene,
    pub(super) rows: Vec<RowReader>,
    pub(super) steps: Vec<(Vec<u32>, OpId, Act)>,
    pub(super) warnings: Vec<Failure>,
    places: BTreeMap<u32, usize>,
    people: BTreeMap<UnitId, People>,
    codes: BTreeMap<UnitId, Codes>,
    classes: BTreeMap<UnitId, BTreeMap<String, ClassId>>,
}

impl Planner<'_> {
    /// Whom a row of a unit means, among those who were in the register when the import began.
    pub(super) fn who(&mut self, unit: UnitId, said: &Said) -> Result<Who, Refusal> {
        if !self.people.contains_key(&unit) {
            self.people
                .insert(unit, People::of(self.scene.of(unit)?, unit));
        }
        Ok(self
            .people
            .get(&unit)
            .map_or(Who::New, |people| people.who(said)))
    }

    /// The code of somebody new: the one of the list, or one that is free.
    pub(super) fn code_for(&mut self, unit: UnitId, said: &Said) -> Result<String, Refusal> {
        if let Some(code) = &said.code {
            return Ok(code.clone());
        }
        let codes = match self.codes.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Codes::of(self.scene.of(unit)?, unit, &self.rows)),
        };
        Ok(codes.free())
    }

    /// The class of a name in a unit, known or planned.
    pub(super) fn class(
        &mut self,
        unit: UnitId,
        year: SchoolYear,
        name: &str,
    ) -> Result<Option<ClassId>, Refusal> {
        if !self.classes.contains_key(&unit) {
            let facts = self.scene.of(unit)?;
            let known = facts
                .classes
                .values()
                .filter(|c| c.unit == unit && c.year == year)
                .map(|c| (class_key(&c.name), c.id))
                .collect();
            self.classes.insert(unit, known);
        }
        Ok(self
            .classes
            .get(&unit)
            .and_then(|known| known.get(&class_key(name)).copied()))
    }

    /// Marks rows of some numbers as wrong.
    pub(super) fn wrong(&mut self, rows: &[u32], field: Option<Field>, refusal: &Refusal) {
        self.numbered(rows)
            .for_each(|row| row.wrong(field, refusal.clone()));
    }

    /// Whether a row waits.
    pub(super) fn waits(&self, row: u32) -> bool {
        self.places
            .get(&row)
            .is_some_and(|place| self.rows[*place].waits())
    }

    /// The rows of some numbers.
    pub(super) fn numbered(&mut self, rows: &[u32]) -> impl Iterator<Item = &mut RowReader> {
        let mut places: Vec<usize> = rows
            .iter()
            .filter_map(|row| self.places.get(row).copied())
            .collect();
        places.sort_unstable();
        places.dedup();
        let mut rest = self.rows.as_mut_slice();
        let mut taken = 0;
        places.into_iter().filter_map(move |place| {
            let (_, from) = std::mem::take(&mut rest).split_at_mut(place - taken);
            let (row, after) = from.split_first_mut()?;
            rest = after;
            taken = place + 1;
            Some(row)
        })
    }

    /// Plans an act: decided at once on the facts as they would then stand. What the rule refuses
    /// is a problem of its rows.
    pub(super) fn add(
        &mut self,
        rows: &[u32],
        outcome: Outcome,
        field: Option<Field>,
        act: impl FnOnce(Stamp) -> Act,
    ) -> Option<OpId> {
        let at = self.engine.now();
        let op = OpId(self.engine.clock.uuid(at));
        let stamp = Stamp { op, at };
        let act = act(stamp);
        let ctx = Ctx {
            actor: self.person.officer,
            device: self.person.device,
            stamp,
        };
        let unit = act.unit(&ctx);
        let tried = match &act {
            // A new unit has no facts yet: the unit above decides.
            Act::AddUnit(request) => self
                .scene
                .of(request.by_unit)
                .and_then(|facts| decide(facts, &act, &ctx)),
            _ => self
                .scene
                .of(unit)
                .and_then(|facts| decide(facts, &act, &ctx)),
        };
        match tried {
            Ok(changes) => {
                self.scene.apply(&changes);
                for domain::row::Change(row) in &changes {
                    if let (domain::Row::SchoolClass(class), Some(known)) =
                        (row, self.classes.get_mut(&unit))
                    {
                        known.insert(class_key(&class.name), class.id);
                    }
                }
                self.outcome(rows, outcome);
                self.steps.push((rows.to_vec(), op, act));
                Some(op)
            }
            Err(refusal) => {
                self.numbered(rows)
                    .filter(|r| !r.waits())
                    .for_each(|row| row.wrong(field, refusal.clone()));
                None
            }
        }
    }

    pub(super) fn outcome(&mut self, rows: &[u32], outcome: Outcome) {
        self.numbered(rows).for_each(|r| r.becomes(outcome));
    }

    /// Rows that say exactly the same in some columns, and wait because of it.
    pub(super) fn clash(
        &mut self,
        key: impl Fn(&RowReader) -> Option<String>,
        refusal: impl Fn(&RowReader) -> (Option<Field>, Refusal),
    ) {
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, row) in self.rows.iter().enumerate() {
            if let Some(key) = key(row).filter(|_| row.outcome != Outcome::LeftOut) {
                by_key.entry(key).or_default().push(n);
            }
        }
        for n in by_key.into_values().filter(|rows| rows.len() > 1).flatten() {
            let (field, refusal) = refusal(&self.rows[n]);
            self.rows[n].wrong(field, refusal);
        }
    }

    /// Said once: people without an ID number, and people who share an e-mail address.
    pub(super) fn about_people(&mut self, has_id_column: bool) {
        let without = self
            .rows
            .iter()
            .filter(|r| !r.waits() && r.text(Field::IdNumber).is_none())
            .count();
        if has_id_column && without > 0 {
            self.warnings.push(
                Refusal::new(Code::NoIdNumbers)
                    .with("count", without)
                    .into(),
            );
        }
        let mut mails: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in &self.rows {
            if let (Some(mail), Some(name)) = (row.text(Field::Mail), row.text(Field::Name)) {
                mails
                    .entry(mail.to_lowercase())
                    .or_default()
                    .insert(fold(&name));
            }
        }
        for (mail, people) in mails.into_iter().filter(|(_, people)| people.len() > 1) {
            self.warnings.push(
                Refusal::new(Code::SharedMail)
                    .with("count", people.len())
                    .with("mail", mail)
                    .into(),
            );
        }
    }
}

/// What would be done.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Acts in order, with the ids of their ops.
    pub(super) steps: Vec<(OpId, Act)>,
    fields: Vec<(Field, String)>,
    rows: Vec<CheckedRow>,
    warnings: Vec<Failure>,
    drafts: u32,
}

impl Plan {
    pub(super) fn checked(&self) -> Checked {
        let count = |wanted: &[Outcome]| {
            u32::try_from(
                self.rows
                    .iter()
                    .filter(|r| wanted.contains(&r.outcome))
                    .count(),
            )
            .unwrap_or(u32::MAX)
        };
        Checked {
            added: count(&[Outcome::Add]),
            edited: count(&[Outcome::Edit]),
            skipped: count(&[Outcome::Same, Outcome::LeftOut]),
            wrong: count(&[Outcome::Wrong]),
            drafts: self.drafts,
            fields: self.fields.clone(),
            warnings: self.warnings.clone(),
            rows: self.rows.clone(),
        }
    }
}

impl Engine {
    /// Plans an import of the open file.
    pub(super) async fn plan(&self, request: &ImportRequest) -> Reply<Plan> {
        let table = self.table(request.kind, &request.choice).await?;
        if !table.complete {
            return Err(Refusal::new(Code::BookNoHeader).into());
        }
        let fields = used(&table);
        let reading = Reading::of(&table, request.take_proposals);
        let mut rows: Vec<RowReader> = table
            .rows
            .into_iter()
            .map(|row| RowReader::new(row, &reading))
            .collect();
        let place: BTreeMap<u32, usize> = rows
            .iter()
            .enumerate()
            .map(|(n, r)| (r.number, n))
            .collect();
        for fix in &request.fixes {
            if let Some(n) = place.get(&fix.row) {
                rows[*n].mend(fix.field, &fix.text);
            }
        }
        for n in request.leave_out.iter().filter_map(|row| place.get(row)) {
            rows[*n].outcome = Outcome::LeftOut;
        }
        let person = self.identity().await;
        let mut planner = Planner {
            engine: self,
            person,
            scene: Scene::default(),
            rows,
            steps: vec![],
            warnings: vec![],
            places: place,
            people: BTreeMap::new(),
            codes: BTreeMap::new(),
            classes: BTreeMap::new(),
        };
        planner.scene.load(self, planner.person.unit).await?;
        match request.kind {
            Kind::Officers => {
                super::officers::plan(&mut planner, fields.iter().any(|f| f.0 == Field::IdNumber))?
            }
            Kind::Classes => super::classes::plan(&mut planner)?,
            Kind::Units => super::units::plan(&mut planner).await?,
            Kind::Assignments => super::assignments::plan(&mut planner).await?,
            Kind::CsdlAccounts => super::csdl::plan(&mut planner)?,
        }
        let Planner {
            rows,
            steps,
            warnings,
            ..
        } = planner;
        // What only rows that wait have asked for waits with them.
        let waits: BTreeSet<u32> = rows
            .iter()
            .filter(|r| r.waits())
            .map(|r| r.number)
            .collect();
        let steps: Vec<(OpId, Act)> = steps
            .into_iter()
            .filter(|(of, ..)| of.iter().any(|row| !waits.contains(row)))
            .map(|(_, op, act)| (op, act))
            .collect();
        let drafts = u32::try_from(
            steps
                .iter()
                .filter(|(_, act)| matches!(act, Act::HandOver(_)))
                .count(),
        )
        .unwrap_or(u32::MAX);
        Ok(Plan {
            steps,
            fields,
            rows: rows.into_iter().map(RowReader::checked).collect(),
            warnings,
            drafts,
        })
    }
}

/// The columns that are used, and those of the kind that a person may fill in while mending.
fn used(table: &Table) -> Vec<(Field, String)> {
    let in_file = |f: &&Field| {
        table.rows.iter().any(|r| r.cells.contains_key(f))
            || table.columns.iter().any(|c| c.field == Some(**f))
    };
    let telling = |f: &Field| {
        matches!(
            (table.kind, f),
            (
                Kind::Assignments | Kind::Officers,
                Field::Code | Field::BornOn
            )
        )
    };
    table
        .kind
        .fields()
        .iter()
        .filter(|f| in_file(f) || telling(f))
        .map(|f| (*f, shown(*f).to_owned()))
        .collect()
}
