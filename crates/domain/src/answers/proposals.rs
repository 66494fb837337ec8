//! What follows from a change and is only proposed: drafts that somebody may make, never acts that
//! happen by themselves.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{SchoolYear, day_of};
use crate::delegation::{ClosingReason, Delegation, Holder};
use crate::facts::Facts;
use crate::ids::{ClassId, DocumentId, OfficerId, UnitId};
use crate::kind::MinutesKind;
use crate::line::Line;
use crate::minutes::HandoverMinutes;
use crate::offer;
use crate::rights::{Claim, Dim, Function, covered};
use crate::school_class::{SchoolClass, TeacherPart};

/// Days before a stand-in ends from which the return of the first teacher is due.
const RETURN_DAYS: u64 = 7;

/// Days of a school year in which the assignments of the year before are proposed again.
const NEW_YEAR_DAYS: u64 = 60;

/// Why a draft is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A part was taken back, or a class went to somebody else: new minutes list what stays.
    Remainder,
    /// What was suspended for a leave, from the day after the stand-in.
    BackFromLeave,
    /// What the person did in the school year before, for the new one.
    SameAgain,
}

/// A draft that is proposed for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Why.
    pub why: Why,
    /// Who would receive.
    pub officer: OfficerId,
    /// By which minutes.
    pub kind: MinutesKind,
    /// The lines that the draft adds to what stands; none where it only lists what stays.
    pub add: Vec<Line>,
    /// The lines that stay.
    pub stays: Vec<Line>,
    /// The papers that the minutes before cite.
    pub grounds: Vec<DocumentId>,
    /// Whether it is time: a return waits for the stand-in's end.
    pub due: bool,
}

/// The drafts that are proposed in a unit for a school year that is worked in, by reason and person.
#[must_use]
pub fn proposals(
    facts: &Facts,
    unit: UnitId,
    at: DateTime<Utc>,
    year: SchoolYear,
) -> Vec<Proposal> {
    let Ok(row) = facts.unit(unit) else {
        return vec![];
    };
    let town = Town {
        facts,
        unit,
        kind: offer::kind(row),
        year,
        today: day_of(at),
        from: year.worked_in_from(day_of(at)),
        holding: facts.prepared_holding(unit, at),
    };
    let mut people: Vec<OfficerId> = facts
        .posts(unit, town.from)
        .filter(|post| !post.role.leads())
        .map(|post| post.officer)
        .collect();
    people.sort_unstable();
    people.dedup();
    let waiting = |officer: &OfficerId| {
        let open = facts.open_minutes(*officer, unit, town.kind, year);
        open.is_none()
    };
    people.retain(waiting);
    let of_each = people.into_iter().flat_map(|officer| town.of(officer));
    let mut all: Vec<Proposal> = of_each.collect();
    all.sort_by_key(|proposal| (proposal.why, proposal.officer));
    all
}

struct Town<'a> {
    facts: &'a Facts,
    unit: UnitId,
    kind: MinutesKind,
    year: SchoolYear,
    today: NaiveDate,
    /// The first day that a draft of the year may name.
    from: NaiveDate,
    holding: Vec<Claim>,
}

impl Town<'_> {
    fn of(&self, officer: OfficerId) -> impl Iterator<Item = Proposal> {
        let found = [
            self.remainder(officer),
            self.back_from_leave(officer),
            self.same_again(officer),
        ];
        found.into_iter().flatten()
    }

    fn minutes(&self, officer: OfficerId) -> impl Iterator<Item = &HandoverMinutes> {
        let minutes = self.facts.minutes_to(officer, self.unit);
        minutes.filter(|m| m.kind == self.kind)
    }

    fn proposal(&self, why: Why, officer: OfficerId, add: Vec<Line>) -> Proposal {
        Proposal {
            why,
            officer,
            kind: self.kind,
            add,
            stays: vec![],
            grounds: vec![],
            due: true,
        }
    }

    /// Minutes that stand and of which a part is gone.
    fn remainder(&self, officer: OfficerId) -> Option<Proposal> {
        let of_year = self.minutes(officer).filter(|m| m.year == self.year);
        let standing = of_year
            .filter(|m| m.stands())
            .max_by_key(|m| m.drafted_at)?;
        let (gone, left): (Vec<&Delegation>, Vec<&Delegation>) = self
            .facts
            .rights_by(standing.id)
            .partition(|right| right.closed.is_some());
        let left = left.into_iter().filter(|right| self.lasts(&right.line));
        let stays: Vec<Line> = left.map(|right| right.line.clone()).collect();
        let taken = [ClosingReason::TakenBack, ClosingReason::ClassMoved];
        let part = gone
            .iter()
            .any(|right| right.closed.is_some_and(|c| taken.contains(&c.reason)));
        (part && !stays.is_empty()).then(|| Proposal {
            stays,
            grounds: standing.grounds.clone(),
            ..self.proposal(Why::Remainder, officer, vec![])
        })
    }

    /// What was suspended last and not handed over since.
    fn back_from_leave(&self, officer: OfficerId) -> Option<Proposal> {
        let mine = || {
            let rights = self.facts.rights_held(Holder::Officer(officer));
            rights.filter(|right| right.unit == self.unit)
        };
        let since = |right: &Delegation| right.closed.map(|closing| closing.at);
        let suspended = mine().filter(|right| {
            let closed = right.closed;
            closed.is_some_and(|c| c.reason == ClosingReason::Suspended)
                && self.lasts(&right.line)
                && SchoolYear::of(right.line.from) == self.year
        });
        let last = suspended.filter(|right| {
            !mine().any(|other| {
                other.id != right.id
                    && other.line.same_matter(&right.line)
                    && since(other).is_none_or(|at| Some(at) > since(right))
            })
        });
        let last: Vec<&Delegation> = last.collect();
        let first = last.first()?;
        let (from, due) = self.return_day(officer, &last);
        let add = last.iter().filter_map(|right| {
            let line = Line {
                from,
                ..right.line.clone()
            };
            self.givable(officer, line)
        });
        let add: Vec<Line> = add.collect();
        let before = self.facts.minutes.get(&first.minutes);
        (!add.is_empty()).then(|| Proposal {
            grounds: before.map(|m| m.grounds.clone()).unwrap_or_default(),
            due,
            ..self.proposal(Why::BackFromLeave, officer, add)
        })
    }

    /// The day after the last stand-in for a person's suspended classes, and whether it has come
    /// near. Without a stand-in nobody knows when a leave ends.
    fn return_day(&self, officer: OfficerId, suspended: &[&Delegation]) -> (NaiveDate, bool) {
        let classes = self.facts.classes_in(self.unit, self.year);
        let mine = classes.filter(|class| suspended.iter().any(|right| right.line.names(class.id)));
        let ends = mine.flat_map(|class| class.teachers.iter()).filter(|t| {
            let after = suspended
                .iter()
                .filter_map(|right| right.closed.map(|closing| day_of(closing.at)))
                .max();
            let during = t.until.zip(after).is_some_and(|(last, left)| last >= left);
            t.part == TeacherPart::StandIn && t.officer != officer && during
        });
        let last = ends.filter_map(|stand_in| stand_in.until).max();
        let Some(back) = last.and_then(|last| last.succ_opt()) else {
            return (self.from, false);
        };
        let due = back <= self.from + Days::new(RETURN_DAYS);
        (back.max(self.from), due)
    }

    /// What the person held when the year before ended, in the classes that are his in the new one.
    fn same_again(&self, officer: OfficerId) -> Option<Proposal> {
        let beginning = self.today < self.year.first_day() + Days::new(NEW_YEAR_DAYS);
        let begun = self
            .minutes(officer)
            .any(|m| m.year == self.year && (m.open() || m.signed().is_some()));
        if !beginning || begun {
            return None;
        }
        let before = SchoolYear(self.year.0 - 1);
        let of_before = self.minutes(officer).filter(|m| m.year == before);
        let last = of_before
            .filter(|m| m.stands())
            .max_by_key(|m| m.drafted_at)?;
        let to_the_end = |right: &&Delegation| {
            right.closed.is_none() && right.line.until == Some(before.last_day())
        };
        let held: Vec<&Delegation> = self.facts.rights_by(last.id).filter(to_the_end).collect();
        let others = held.iter().filter_map(|right| self.again(&right.line));
        let had_class = held
            .iter()
            .any(|right| right.line.function == Function::Homeroom);
        let classes = self.facts.classes_in(self.unit, self.year);
        let classes = classes
            .filter(|class| had_class && class.part_of(officer, self.from).is_some())
            .map(|class| Line::homeroom(class.id, self.from));
        let add = classes.chain(others);
        let add: Vec<Line> = add.filter_map(|line| self.givable(officer, line)).collect();
        (!add.is_empty()).then(|| self.proposal(Why::SameAgain, officer, add))
    }

    /// A line of the year before in the new one: its classes are those of the same names. A class is
    /// given by its new assignment, not by the old line.
    fn again(&self, line: &Line) -> Option<Line> {
        if line.function == Function::Homeroom {
            return None;
        }
        let classes = match &line.classes {
            Dim::All => Dim::All,
            Dim::Only(old) => Dim::Only(old.iter().filter_map(|id| self.namesake(*id)).collect()),
        };
        let again = Line {
            classes,
            from: self.from,
            until: Some(self.year.last_day()),
            ..line.clone()
        };
        (!again.classes.is_empty()).then_some(again)
    }

    fn namesake(&self, old: ClassId) -> Option<ClassId> {
        let old = self.facts.classes.get(&old)?;
        let mut classes = self.facts.classes_in(self.unit, self.year);
        classes
            .find(|class| class.name == old.name)
            .map(|class| class.id)
    }

    /// The line as it can be handed over: within what the unit holds, and over a class for as long as
    /// the person has it.
    fn givable(&self, officer: OfficerId, mut line: Line) -> Option<Line> {
        if let (Function::Homeroom, Dim::Only(classes)) = (line.function, &line.classes) {
            for id in classes {
                let class = self.facts.classes.get(id)?;
                if let Some(last) = class.had_until(officer, line.from)? {
                    line.until = line.until.map(|until| until.min(last));
                }
            }
        }
        let ordered = line.until.is_none_or(|until| line.from <= until);
        (ordered && covered(&line.claim(), &self.holding)).then_some(line)
    }

    fn lasts(&self, line: &Line) -> bool {
        line.until.is_none_or(|until| until >= self.from)
    }
}

/// Who had the class of the same name when the year before ended, and still works in the unit: the
/// assignment that is proposed for a class that has no teacher yet.
#[must_use]
pub fn teacher_before(facts: &Facts, class: &SchoolClass) -> Option<OfficerId> {
    let before = SchoolYear(class.year.0 - 1);
    let same = facts
        .classes_in(class.unit, before)
        .find(|old| old.name == class.name)?;
    let teacher = same.main_teacher(before.last_day())?;
    let from = class.year.first_day();
    facts.post_of(teacher, class.unit, from).map(|_| teacher)
}

#[cfg(test)]
mod tests;
