//! Facts by declared need. Each act says, without looking at anything, which rows its rule may ask
//! for ([`crate::acts::Act::needs`]); a store loads just those, by its indexes.
//!
//! A need is a question to the store ([`Lookup`]) and, where more hangs on the rows that answer it,
//! what follows from them ([`Follow`]). A [`Scene`] puts the questions and keeps the answers. It
//! does no I/O: a store asks it what is open and brings the rows.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Entry, Facts, Key};
use crate::delegation::Holder;
use crate::ids::{OfficerId, UnitId};
use crate::line::Line;
use crate::rights::Dim;
use crate::row::{Change, Row, Table};

/// A question to a store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lookup {
    /// The row of an id.
    Id(Table, Uuid),
    /// The row that has a key.
    Key(Key),
    /// Every row under an entry.
    By(Entry),
    /// One row under an entry, if there is any.
    Any(Entry),
    /// Every row of a table in a unit's stream.
    In(Table, UnitId),
}

/// What follows from a row, by name: the same name is the same function.
#[derive(Clone, Copy)]
pub struct Follow {
    name: &'static str,
    of: Follows,
}

#[derive(Clone, Copy)]
enum Follows {
    Row(fn(&Row) -> Scope),
    RowAnd([u32; 2], fn(&Row, [u32; 2]) -> Scope),
}

impl Follow {
    /// What follows from a row, under a name of its own.
    #[must_use]
    pub const fn new(name: &'static str, of: fn(&Row) -> Scope) -> Self {
        let of = Follows::Row(of);
        Self { name, of }
    }

    /// What follows from a row and two numbers that the request names.
    #[must_use]
    pub const fn with(
        name: &'static str,
        numbers: [u32; 2],
        of: fn(&Row, [u32; 2]) -> Scope,
    ) -> Self {
        let of = Follows::RowAnd(numbers, of);
        Self { name, of }
    }

    fn from(self, row: &Row) -> Scope {
        match self.of {
            Follows::Row(of) => of(row),
            Follows::RowAnd(numbers, of) => of(row, numbers),
        }
    }

    fn key(self) -> (&'static str, Option<[u32; 2]>) {
        match self.of {
            Follows::Row(_) => (self.name, None),
            Follows::RowAnd(numbers, _) => (self.name, Some(numbers)),
        }
    }
}

impl std::fmt::Debug for Follow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Follow {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Follow {}

impl PartialOrd for Follow {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Follow {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// One need.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Need {
    lookup: Lookup,
    then: Option<Follow>,
}

/// What is needed to decide an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(BTreeSet<Need>);

impl Scope {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// And what answers a question.
    #[must_use]
    pub fn find(mut self, lookup: Lookup) -> Self {
        self.0.insert(Need { lookup, then: None });
        self
    }

    /// And what answers a question, with what follows from it.
    #[must_use]
    pub fn find_then(mut self, lookup: Lookup, then: Follow) -> Self {
        let then = Some(then);
        self.0.insert(Need { lookup, then });
        self
    }

    /// And another scope.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// And all of several scopes.
    #[must_use]
    pub fn and_all(self, others: impl IntoIterator<Item = Self>) -> Self {
        others.into_iter().fold(self, Self::and)
    }

    /// And a row.
    #[must_use]
    pub fn row(self, table: Table, id: impl Into<Uuid>) -> Self {
        self.find(Lookup::Id(table, id.into()))
    }

    /// And every row under an entry.
    #[must_use]
    pub fn by(self, entry: Entry) -> Self {
        self.find(Lookup::By(entry))
    }

    /// And what [`Facts::may_prepare`], [`Facts::may_appoint`], [`Facts::leads_here`],
    /// [`Facts::must_lead`] and [`Facts::may_close`] ask: the posts of a person, and the line of a unit.
    #[must_use]
    pub fn who_may(self, actor: OfficerId, unit: UnitId) -> Self {
        self.actor(actor).line(unit)
    }

    /// And the posts of a person who acts, and the rights by which he may look after an account.
    #[must_use]
    pub fn actor(self, actor: OfficerId) -> Self {
        self.by(Entry::post_of(actor))
            .by(Entry::right_of(Holder::Officer(actor)))
    }

    /// And a unit with those above it, and their admin logins ([`Facts::line_of`],
    /// [`Facts::admin_account`]).
    #[must_use]
    pub fn line(self, unit: UnitId) -> Self {
        self.find_then(Lookup::Id(Table::Unit, unit.0), LINE)
    }

    /// And a person with the posts that he has ([`Facts::post_of`], [`Facts::may_give`]).
    #[must_use]
    pub fn person(self, officer: OfficerId) -> Self {
        self.row(Table::Officer, officer)
            .by(Entry::post_of(officer))
    }

    /// And who leads a unit ([`Facts::head`]).
    #[must_use]
    pub fn head(self, unit: UnitId) -> Self {
        self.row(Table::Unit, unit).by(Entry::leads(unit))
    }

    /// And the classes that a line names ([`Facts::line_within`]).
    #[must_use]
    pub fn classes_of(self, line: &Line) -> Self {
        let classes = match &line.classes {
            Dim::Only(classes) => Some(classes),
            Dim::All => None,
        };
        let classes = classes.into_iter().flatten();
        self.and_all(classes.map(|id| Self::new().row(Table::SchoolClass, *id)))
    }

    /// And what a unit holds, narrowed by those above ([`Facts::holding`]).
    #[must_use]
    pub fn holding(self, unit: UnitId) -> Self {
        self.find_then(Lookup::Id(Table::Unit, unit.0), HOLDING)
    }
}

const LINE: Follow = Follow::new("line", |row| match row {
    Row::Unit(unit) => {
        let above = unit.parents.iter().map(|p| Scope::new().line(p.value.unit));
        Scope::new().by(Entry::admin_of(unit.id)).and_all(above)
    }
    _ => Scope::new(),
});

const HOLDING: Follow = Follow::new("holding", |row| match row {
    Row::Unit(unit) => {
        let held = Entry::right_of(crate::delegation::Holder::Unit(unit.id));
        Scope::new().find_then(Lookup::By(held), HELD_FROM)
    }
    _ => Scope::new(),
});

const HELD_FROM: Follow = Follow::new("held_from", |row| match row {
    Row::Delegation(right) => Scope::new().holding(right.given_by),
    _ => Scope::new(),
});

/// Facts as they are gathered for one act, or for several in a row: what one has asked, the next
/// does not ask again.
#[derive(Debug, Default)]
pub struct Scene {
    facts: Facts,
    asked: BTreeSet<Lookup>,
    /// Rows that acts changed here: what a store still has of them is older.
    changed: BTreeSet<(Table, Uuid)>,
}

impl Scene {
    /// What was gathered.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What was gathered, for keeping.
    #[must_use]
    pub fn into_facts(self) -> Facts {
        self.facts
    }

    /// What a store still has to be asked for a scope, given what is known. None: all is there.
    #[must_use]
    pub fn open_questions(&self, scope: &Scope) -> Vec<Lookup> {
        let mut open = BTreeSet::new();
        let mut seen: BTreeSet<Need> = scope.0.clone();
        let mut next: Vec<Need> = scope.0.iter().cloned().collect();
        while let Some(need) = next.pop() {
            if !self.asked.contains(&need.lookup) {
                open.insert(need.lookup);
                continue;
            }
            let Some(then) = need.then else { continue };
            for row in self.facts.answer(&need.lookup) {
                for followed in then.from(&row).0 {
                    if seen.insert(followed.clone()) {
                        next.push(followed);
                    }
                }
            }
        }
        open.into_iter().collect()
    }

    /// Takes the rows in that a store found for open questions.
    pub fn answer(&mut self, asked: Vec<Lookup>, rows: Vec<Row>) {
        self.asked.extend(asked);
        for row in rows {
            if !self.changed.contains(&(row.table(), row.id())) {
                self.facts.put(row);
            }
        }
    }

    /// Goes on with what an act changed. Where one of many was asked for and is gone now, another
    /// may be left: that is asked again.
    pub fn apply(&mut self, changes: &[Change]) {
        self.facts.apply(changes);
        let rows = changes.iter().map(|Change(row)| (row.table(), row.id()));
        self.changed.extend(rows);
        self.asked.retain(|asked| !matches!(asked, Lookup::Any(_)));
    }
}
