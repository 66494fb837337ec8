//! Who may do what, now and at any instant, and by which minutes.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Facts;
use domain::asof::{Answer, is_over, rights_at, rights_during};
use domain::calendar::{day_of, paper_date, vietnam};
use domain::compose::{person_card, unit_card};
use domain::content::MinutesRef;
use domain::delegation::Holder;
use domain::ids::{ClassId, DelegationId, MinutesId, OfficerId, UnitId};
use domain::line::Line;
use domain::rights::Dim;
use domain::{Code, Refusal};
use minutes::words::Words;
use minutes::{Asked, RightLine, RightsList, rights_list};
use serde::{Deserialize, Serialize};

use super::dates;
use super::names::{name_of, unit_name};
use super::work::holding_unit;
use crate::{Engine, Reply};

/// A right with the minutes that say so.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RightRow {
    /// The right.
    pub id: DelegationId,
    /// Who.
    pub officer: OfficerId,
    /// The unit that holds it, where a unit does: `officer` took it over for that.
    pub unit: Option<UnitId>,
    /// Name of the person, or of the unit.
    pub name: String,
    /// What.
    pub right: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// When it was recorded.
    pub in_force_at: Option<DateTime<Utc>>,
    /// When the server opened it.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Of a day: the times within it between which the right counted.
    pub within: Option<Within>,
    /// The minutes: number, or check code where there is none.
    pub minutes: String,
    /// The date on the paper, with the days until it was recorded, in words.
    pub dated: Option<String>,
    /// Of a right whose recording was held: who had recorded it and when, in words. It counts from when
    /// it was taken.
    pub taken: Option<String>,
    /// Not yet compared with the Sở: the unit was founded alone.
    pub alone: bool,
}

/// A part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Within {
    /// When it began.
    pub from: DateTime<Utc>,
    /// When it was over; none if it goes on.
    pub until: Option<DateTime<Utc>>,
}

/// When a question is about. A day alone has no instant: whoever could at any time of it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// An instant, to the second.
    At(DateTime<Utc>),
    /// A day in Việt Nam.
    During(NaiveDate),
}

impl When {
    /// The calendar day.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        match self {
            Self::At(at) => day_of(at),
            Self::During(day) => day,
        }
    }
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Question {
    /// When; now without it.
    pub when: Option<When>,
    /// One class alone.
    pub class: Option<ClassId>,
    /// One person alone.
    pub officer: Option<OfficerId>,
}

impl Question {
    /// About an instant.
    #[must_use]
    pub fn at(at: DateTime<Utc>) -> Self {
        Self {
            when: Some(When::At(at)),
            class: None,
            officer: None,
        }
    }

    /// About one class alone.
    #[must_use]
    pub fn of_class(self, class: ClassId) -> Self {
        Self {
            class: Some(class),
            ..self
        }
    }

    /// About one person alone.
    #[must_use]
    pub fn of_person(self, officer: OfficerId) -> Self {
        Self {
            officer: Some(officer),
            ..self
        }
    }
}

impl Engine {
    /// Rights that counted in a unit, or that it gave to units below, at an instant or during a day; of
    /// one class or one person if asked.
    ///
    /// # Errors
    /// `not_found` for the class or the person; `day_not_come`: nobody knows who could then, and
    /// nobody in the answer would be read as nobody.
    pub async fn rights(&self, unit: UnitId, asked: Question) -> Reply<Vec<RightRow>> {
        if let Some(day) = asked.when.map(When::day).filter(|day| *day > self.today()) {
            return Err(Refusal::new(Code::DayNotCome).with("date", paper_date(day)))?;
        }
        let facts = self.work(unit).await?;
        if let Some(class) = asked.class {
            facts.class(class)?;
        }
        if let Some(officer) = asked.officer {
            facts.officer(officer)?;
        }
        let words = minutes::words::words()?;
        let alone = facts.unit(unit)?.alone;
        let answers = self.answers(&facts, unit, asked.when).into_iter();
        let meant = |answer: &Answer| {
            asked
                .officer
                .is_none_or(|officer| answer.right.holder == Holder::Officer(officer))
                && asked.class.is_none_or(|class| is_over(answer, class))
        };
        let mut rows: Vec<RightRow> = answers
            .filter(|(answer, _)| meant(answer))
            .map(|(answer, within)| RightRow {
                within,
                ..row(&facts, answer, words, alone)
            })
            .collect();
        rows.sort_by_cached_key(|r| {
            let began = r.within.map(|within| within.from);
            (
                domain::text::person_sort_key(&r.name),
                r.right.clone(),
                began,
            )
        });
        Ok(rows)
    }

    fn answers(
        &self,
        facts: &Facts,
        unit: UnitId,
        when: Option<When>,
    ) -> Vec<(Answer, Option<Within>)> {
        match when.unwrap_or(When::At(self.now())) {
            When::At(at) => {
                let answers = rights_at(facts, unit, at).into_iter();
                answers.map(|answer| (answer, None)).collect()
            }
            When::During(day) => {
                let now = self.now();
                let during = rights_during(facts, unit, day, now).into_iter();
                let timed = during.map(|d| {
                    let until = (d.until < now).then_some(d.until);
                    let within = Within {
                        from: d.from,
                        until,
                    };
                    (d.answer, Some(within))
                });
                timed.collect()
            }
        }
    }
}

impl Engine {
    /// The same rights as a paper for the head of the unit to sign, with the minutes that say so.
    ///
    /// # Errors
    /// `not_found`; `no_head` if nobody leads the unit today.
    pub async fn rights_pdf(&self, unit: UnitId, asked: Question) -> Reply<Vec<u8>> {
        let rows = self.rights(unit, asked).await?;
        let when = asked.when.unwrap_or(When::At(self.now()));
        let facts = self.facts(unit).await?;
        let words = minutes::words::words()?;
        let local = |at: DateTime<Utc>| at.with_timezone(&vietnam());
        let head = facts.head(unit, self.today())?.officer;
        let of_class = asked.class.map(|id| facts.class(id)).transpose()?;
        let of_class = of_class.map(|c| words.class_of_year(&c.name, &c.year.to_string()));
        let of_person = asked
            .officer
            .map(|id| facts.officer(id))
            .transpose()?
            .map(|o| {
                words.say(
                    "rights_list_person",
                    &[("name", &o.name), ("code", &o.code)],
                )
            });
        let about: Vec<String> = of_class.into_iter().chain(of_person).collect();
        let line = |r: RightRow| RightLine {
            name: r.name,
            right: r.right,
            minutes: r.minutes,
            since: r.in_force_at.map(local),
            within: r.within.map(|w| (local(w.from), w.until.map(local))),
            dated: r.dated,
            taken: r.taken,
        };
        let list = RightsList {
            // As its papers named the unit then; its head of today signs.
            unit: unit_card(facts.unit(unit)?, when.day()),
            head: person_card(&facts, head, unit, self.today())?,
            about: (!about.is_empty()).then(|| about.join(", ")),
            about_time: match when {
                When::At(at) => Asked::At(local(at)),
                When::During(day) => Asked::During(day),
            },
            made_at: local(self.now()),
            lines: rows.into_iter().map(line).collect(),
        };
        Ok(rights_list(&list)?.bytes)
    }

    /// Writes that paper where print runs lie, to be opened by the system's viewer.
    ///
    /// # Errors
    /// Those of [`Engine::rights_pdf`]; `file_access`.
    pub async fn rights_to_file(&self, unit: UnitId, asked: Question) -> Reply<()> {
        let bytes = self.rights_pdf(unit, asked).await?;
        self.put_print_file(&bytes).map(drop)
    }
}

fn row(facts: &Facts, answer: Answer, words: &Words, alone: bool) -> RightRow {
    let unit = holding_unit(answer.right.holder);
    RightRow {
        id: answer.right.id,
        officer: answer.officer,
        unit,
        name: match unit {
            Some(unit) => unit_name(facts, unit),
            None => name_of(facts, answer.officer),
        },
        right: line_text(facts, &answer.right.line, words),
        from: answer.right.line.from,
        until: answer.right.line.until,
        in_force_at: answer.right.in_force_at,
        opened_at: answer.right.opened_at,
        closed_at: answer.right.closed.map(|c| c.at),
        within: None,
        dated: facts
            .minutes
            .get(&answer.minutes)
            .and_then(|m| m.signed())
            .map(|signed| dates::on_paper(signed, words)),
        taken: taken(facts, answer.minutes, words),
        minutes: answer.cited.as_ref().map(cited).unwrap_or_default(),
        alone,
    }
}

/// Who had recorded minutes that were held, and when.
fn taken(facts: &Facts, minutes: MinutesId, words: &Words) -> Option<String> {
    let taken = facts.minutes.get(&minutes)?.signed()?.taken?;
    let at = taken.done_at.with_timezone(&vietnam());
    let said = [
        ("name", name_of(facts, taken.by)),
        ("hour", at.format("%H:%M").to_string()),
        ("date", paper_date(at.date_naive())),
    ];
    let said = said.each_ref().map(|(key, value)| (*key, value.as_str()));
    Some(words.say("right_taken", &said))
}

/// How minutes are named: by their number, or by the check code where there is none.
pub(super) fn cited(minutes: &MinutesRef) -> String {
    let numbered = minutes.numbered();
    numbered.unwrap_or_else(|| minutes.check_code.clone())
}

/// A line of minutes as one text: function, scope, rights.
pub(crate) fn line_text(facts: &Facts, line: &Line, words: &Words) -> String {
    let mut text = words.function(line.function);
    let mut scope: Vec<String> = vec![];
    if let Dim::Only(classes) = &line.classes {
        let known = classes.iter().filter_map(|id| facts.classes.get(id));
        let mut names: Vec<String> = known.map(|c| c.name.clone()).collect();
        names.sort_by_cached_key(|name| domain::text::name_sort_key(name));
        scope.extend(names);
    }
    if let Dim::Only(levels) = &line.levels {
        scope.extend(levels.iter().map(|l| words.level(*l)));
    }
    if let Dim::Only(subjects) = &line.subjects {
        scope.extend(subjects.iter().cloned());
    }
    if !scope.is_empty() {
        text += &format!(" ({})", scope.join(", "));
    }
    let rights: Vec<_> = line.rights.iter().copied().collect();
    format!("{text}: {}", words.rights(&rights).to_lowercase())
}

/// Rights in force without signed minutes that stand, and rights of such minutes that should be in
/// force and are not: set equality, both ways. Always 0, unless something is broken.
#[must_use]
pub fn mismatches(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> u32 {
    let in_force: std::collections::BTreeSet<DelegationId> = facts
        .delegations
        .values()
        .filter(|d| d.unit == unit && !d.provisional && d.in_force(at))
        .map(|d| d.id)
        .collect();
    let said: std::collections::BTreeSet<DelegationId> = facts
        .minutes
        .values()
        .filter(|m| m.unit == unit && m.stands())
        .flat_map(|m| facts.rights_by(m.id))
        .filter(|d| d.closed.is_none() && d.claim().on(domain::calendar::day_of(at)))
        .filter(|d| d.scanned_at.is_some_and(|s| s <= at) || d.scan_due.is_none_or(|due| at < due))
        .map(|d| d.id)
        .collect();
    let holders = |id: &DelegationId| {
        facts
            .delegations
            .get(id)
            .is_some_and(|d| matches!(d.holder, Holder::Unit(_) | Holder::Officer(_)))
    };
    u32::try_from(
        in_force
            .symmetric_difference(&said)
            .filter(|id| holders(id))
            .count(),
    )
    .unwrap_or(u32::MAX)
}
