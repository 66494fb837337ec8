//! What people of a unit could do at an instant, as a paper with the minutes that say so, for the
//! head to sign.

use chrono::{DateTime, FixedOffset};
use domain::blanks::Party;
use domain::calendar::paper_date;
use domain::content::{PersonCard, UnitCard};

use crate::document::{Document, Finish};
use crate::error::Error;
use crate::fields::letterhead;
use crate::form::{Block, Part, PartKind, Signature};
use crate::structure::Pages;
use crate::{layout, pdf, words};

/// One right of the list.
#[derive(Clone, Debug)]
pub struct RightLine {
    /// Who.
    pub name: String,
    /// What, with its scope.
    pub right: String,
    /// The minutes that say so.
    pub minutes: String,
    /// Since when it counted.
    pub since: Option<DateTime<FixedOffset>>,
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
    /// The instant that was asked about.
    pub at: DateTime<FixedOffset>,
    /// When the list was made.
    pub made_at: DateTime<FixedOffset>,
    /// The rights.
    pub lines: Vec<RightLine>,
}

/// `ngày 05 tháng 9 năm 2026`.
fn long_date(words: &words::Words, at: DateTime<FixedOffset>) -> String {
    let date = paper_date(at.date_naive());
    let mut parts = date.split('/');
    let mut next = || parts.next().unwrap_or_default();
    let (day, month, year) = (next(), next(), next());
    words.say(
        "long_date",
        &[("day", day), ("month", month), ("year", year)],
    )
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
    let hour = |at: DateTime<FixedOffset>| at.format("%H:%M").to_string();
    let day = |at: DateTime<FixedOffset>| paper_date(at.date_naive());
    let (superior, unit) = letterhead(&list.unit, words);
    let about = list
        .about
        .as_ref()
        .map(|about| words.say("rights_list_about", &[("about", about)]));
    let subject = [
        words.text("rights_list_subject"),
        words.say(
            "rights_list_at",
            &[("hour", &hour(list.at)), ("date", &day(list.at))],
        ),
    ];
    let place_date = words.say(
        "rights_list_place",
        &[
            ("place", &list.unit.letterhead.place),
            ("date", &long_date(words, list.made_at)),
        ],
    );
    let mut blocks = vec![
        Block::Head {
            superior: superior.iter().map(|l| l.to_uppercase()).collect(),
            unit,
            number: None,
            country: words.text("country"),
            motto: words.text("motto"),
            place_date,
        },
        Block::Title {
            title: words.text("rights_list_title"),
            subject: subject.into_iter().chain(about).collect(),
            rule: true,
        },
        Block::Body(words.text(if list.lines.is_empty() {
            "rights_list_none"
        } else {
            "rights_list_lead"
        })),
    ];
    if !list.lines.is_empty() {
        let columns = [
            (0.9, "rights_list_n"),
            (4.0, "rights_list_who"),
            (5.6, "rights_list_what"),
            (3.2, "rights_list_by"),
            (2.8, "rights_list_since"),
        ];
        let since = |line: &RightLine| {
            line.since
                .map(|at| format!("{} {}", hour(at), day(at)))
                .unwrap_or_default()
        };
        let row = |(n, line): (usize, &RightLine)| {
            vec![
                format!("{:02}", n + 1),
                line.name.clone(),
                line.right.clone(),
                line.minutes.clone(),
                since(line),
            ]
        };
        blocks.push(Block::Table {
            columns: columns
                .map(|(width, key)| (width, words.text(key)))
                .to_vec(),
            rows: list.lines.iter().enumerate().map(row).collect(),
        });
    }
    blocks.push(Block::Body(words.say(
        "rights_list_end",
        &[("hour", &hour(list.made_at)), ("date", &day(list.made_at))],
    )));
    let head = Signature {
        lines: vec![list.head.position.to_uppercase(), list.head.name.clone()],
        party: Party::Giver,
        sealed_by: Some(Party::Organisation),
    };
    blocks.push(Block::Signatures {
        left: None,
        right: Some(head),
        centre: None,
        recipients: vec![],
    });
    layout::lay_out(
        &[Part {
            kind: PartKind::Minutes,
            blocks,
        }],
        words,
    )?
    .finished(&Finish::Plain, words)
}
