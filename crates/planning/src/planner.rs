//! Trying acts: each is decided at once, on the facts as they stand after those before it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::acts::{Act, Ctx, decide};
use domain::calendar::{SchoolYear, day_of};
use domain::ids::{DeviceId, DocumentId, OfficerId, UnitId};
use domain::row::Change;
use domain::{Refusal, Stamp};

use crate::known::KnownUnits;

/// Who would do the acts.
#[derive(Clone, Copy, Debug)]
pub struct Author {
    /// The person.
    pub officer: OfficerId,
    /// Their machine.
    pub device: DeviceId,
    /// Their unit.
    pub unit: UnitId,
}

/// What came of an act that may stand.
#[derive(Clone, Debug)]
pub struct Added {
    /// Its op and instant: the ids of the rows that it makes come from here.
    pub stamp: Stamp,
    /// The rows as they would stand after it.
    pub changes: Vec<Change>,
}

/// Tries acts on a copy of the facts.
pub struct Planner<'a> {
    /// Who would do them.
    pub author: Author,
    /// When the plan is made.
    pub now: DateTime<Utc>,
    /// The school year that is planned.
    pub year: SchoolYear,
    /// The paper that minutes cite.
    pub ground: Option<DocumentId>,
    /// The facts, with what was planned so far.
    pub known: KnownUnits,
    stamps: &'a mut dyn FnMut() -> Stamp,
}

impl<'a> Planner<'a> {
    /// A planner with nothing planned; every act takes a fresh stamp.
    pub fn new(
        author: Author,
        now: DateTime<Utc>,
        known: KnownUnits,
        stamps: &'a mut dyn FnMut() -> Stamp,
    ) -> Self {
        Self {
            author,
            now,
            year: SchoolYear::of(day_of(now)),
            ground: None,
            known,
            stamps,
        }
    }

    /// For another school year than that of the day.
    #[must_use]
    pub fn in_year(self, year: SchoolYear) -> Self {
        Self { year, ..self }
    }

    /// With a paper that all minutes cite.
    #[must_use]
    pub fn citing(self, ground: Option<DocumentId>) -> Self {
        Self { ground, ..self }
    }

    /// The day on which the plan is made.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day_of(self.now)
    }

    /// Tries an act without planning it.
    ///
    /// # Errors
    /// Those of [`Planner::add`].
    pub fn allowed(&mut self, act: &Act) -> Result<(), Refusal> {
        self.decided(act).map(drop)
    }

    fn decided(&mut self, act: &Act) -> Result<(UnitId, Added), Refusal> {
        let stamp = (self.stamps)();
        let ctx = Ctx {
            actor: self.author.officer,
            device: self.author.device,
            stamp,
            taken: None,
        };
        let unit = act.unit(&ctx);
        // A move looks at the unit and at the one above that it goes to.
        let changes = match act {
            Act::ConfirmParent(moving) => {
                decide(&self.known.with_above(unit, moving.parent)?, act, &ctx)?
            }
            act => decide(self.known.of(unit)?, act, &ctx)?,
        };
        Ok((unit, Added { stamp, changes }))
    }

    /// Plans an act, and goes on with what it changes.
    ///
    /// # Errors
    /// Those of its rule; `not_found` if the facts of its unit are not known.
    pub fn add(&mut self, act: &Act) -> Result<Added, Refusal> {
        let (unit, added) = self.decided(act)?;
        self.known.apply(&added.changes);
        if matches!(act, Act::AddUnit(_)) {
            self.known.grow(unit, &added.changes)?;
        }
        Ok(added)
    }
}
