//! What people of a unit could do at an instant, as a paper with the minutes that say so, for the
//! head to sign.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use domain::blanks::Party;
use domain::calendar::paper_date;
use domain::content::{FORM_VERSION, PersonCard, UnitCard};

use crate::blocks::{Block, Head, Part, PartKind, Signature, Signatures, Table, Title};
use crate::document::{Document, Finish};
use crate::error::Error;
use crate::fields::letterhead;
use crate::structure::Pages;
use crate::words::{self, Words};
use crate::{layout, pdf};

/// One right of the list.
#[derive(Clone, Debug)]
pub struct RightLine {
    /// Who.
    pub name: String,
    /// What, with its scope.
    pub right: String,
    /// The minutes that say so.
    pub minutes: String,
    /// The date on their paper, with the days until it was recorded.
    pub dated: Option<String>,
    /// Since when it counted.
    pub since: Option<DateTime<FixedOffset>>,
    /// Of a day: the times between which it counted; without the second it goes on.
    pub within: Option<(DateTime<FixedOffset>, Option<DateTime<FixedOffset>>)>,
    /// Of one whose recording was held and taken: by whom and when it was recorded first.
    pub taken: Option<String>,
}

/// The time that a list is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// An instant.
    At(DateTime<FixedOffset>),
    /// A day: everybody who could at any time of it.
    During(NaiveDate),
}

/// The list.
#[derive(Clone, Debug)]
pub struct RightsList {
    /// The unit.
    pub unit: UnitCard,
    /// Its head, who signs.
    pub head: PersonCard,
    /// The class or person that was asked about; none for the whole unit.
    pub about: Option<String>,
    /// The time that was asked about.
    pub about_time: Asked,
    /// When the list was made.
    pub made_at: DateTime<FixedOffset>,
    /// The rights.
    pub lines: Vec<RightLine>,
}

/// Renders a list: PDF/A-2a and PDF/UA-1 like minutes, with a field for the head's signature.
///
/// # Errors
/// Faults of the program's data.
pub fn rights_list(list: &RightsList) -> Result<Document, Error> {
    pdf::write(&pages(list)?)
}

/// The list on its pages.
pub(crate) fn pages(list: &RightsList) -> Result<Pages, Error> {
    let words = words::words()?;
    let lead = match (list.lines.is_empty(), list.about_time) {
        (true, Asked::At(_)) => "rights_list_none",
        (true, Asked::During(_)) => "rights_list_none_during",
        (false, Asked::At(_)) => "rights_list_lead",
        (false, Asked::During(_)) => "rights_list_lead_during",
    };
    let mut blocks = vec![
        Block::Head(head(list, words)),
        Block::Title(title(list, words)),
        Block::Body(words.text(lead)),
    ];
    if !list.lines.is_empty() {
        blocks.push(Block::Table(table(list, words)));
    }
    let made_at = [("hour", &*hour(list.made_at)), ("date", &day(list.made_at))];
    blocks.push(Block::Body(words.say("rights_list_end", &made_at)));
    blocks.push(Block::Signatures(signatures(list)));
    let kind = PartKind::Minutes;
    layout::lay_out(&[Part { kind, blocks }], words)?.finished(&Finish::Plain, words)
}

fn hour(at: DateTime<FixedOffset>) -> String {
    at.format("%H:%M").to_string()
}

fn day(at: DateTime<FixedOffset>) -> String {
    paper_date(at.date_naive())
}

fn head(list: &RightsList, words: &Words) -> Head {
    let (superior, unit) = letterhead(&list.unit, FORM_VERSION, words);
    let place_date = [
        ("place", list.unit.letterhead.place.as_str()),
        ("date", &words.day(list.made_at.date_naive())),
    ];
    Head {
        superior: superior.iter().map(|l| l.to_uppercase()).collect(),
        unit,
        number: None,
        country: words.text("country"),
        motto: words.text("motto"),
        place_date: words.say("rights_list_place", &place_date),
    }
}

fn title(list: &RightsList, words: &Words) -> Title {
    let time = match list.about_time {
        Asked::At(at) => {
            let hour = at.format(if at.second() == 0 {
                "%H:%M"
            } else {
                "%H:%M:%S"
            });
            let at = [("hour", &*hour.to_string()), ("date", &day(at))];
            words.say("rights_list_at", &at)
        }
        Asked::During(date) => words.say("rights_list_during", &[("date", &paper_date(date))]),
    };
    let about = list.about.as_ref();
    let about = about.map(|about| words.say("rights_list_about", &[("about", about)]));
    let subject = [words.text("rights_list_subject"), time];
    Title {
        title: words.text("rights_list_title"),
        subject: subject.into_iter().chain(about).collect(),
        rule: true,
    }
}

fn table(list: &RightsList, words: &Words) -> Table {
    let columns = [
        (0.9, "rights_list_n"),
        (4.0, "rights_list_who"),
        (5.6, "rights_list_what"),
        (3.2, "rights_list_by"),
        (2.8, "rights_list_since"),
    ];
    let row = |(n, line): (usize, &RightLine)| {
        let since = line.since.map(|at| format!("{} {}", hour(at), day(at)));
        let within = line.within.map(|(from, until)| {
            let from = hour(from);
            match until.map(hour) {
                None => words.say("rights_list_going_on", &[("from", &from)]),
                Some(until) => {
                    words.say("rights_list_within", &[("from", &from), ("until", &until)])
                }
            }
        });
        let taken = line.taken.as_ref().map(|taken| format!("({taken})"));
        let by: Vec<&str> = [Some(&line.minutes), line.dated.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let since: Vec<_> = since.into_iter().chain(within).chain(taken).collect();
        vec![
            format!("{:02}", n + 1),
            line.name.clone(),
            line.right.clone(),
            by.join(", "),
            since.join(" "),
        ]
    };
    Table {
        columns: columns
            .map(|(width, key)| (width, words.text(key)))
            .to_vec(),
        rows: list.lines.iter().enumerate().map(row).collect(),
    }
}

/// The head signs alone, right.
fn signatures(list: &RightsList) -> Signatures {
    let head = Signature {
        lines: vec![list.head.position.to_uppercase(), list.head.name.clone()],
        party: Party::Giver,
        sealed_by: Some(Party::Organisation),
    };
    Signatures {
        left: None,
        right: Some(head),
        centre: None,
        recipients: vec![],
    }
}
