//! Facts into words: the values of every placeholder of the forms.
//!
//! Each group of facts has a file, which says them all: a fact that is new on the page goes into
//! the file of its group.

mod account;
mod annex;
mod classes;
mod desk;
mod duties;
mod grounds;
mod lines;
mod paper;
mod people;
mod take_back;
mod units;
mod values;

use domain::content::MinutesContent;

use crate::document::Finish;
use crate::words::Words;
use values::Source;

pub(crate) use annex::Annex;
pub(crate) use grounds::Grounds;
pub(crate) use paper::numbered;
pub(crate) use units::letterhead;
pub(crate) use values::Fields;

/// What a form is filled from.
pub(crate) struct Values {
    /// Facts that occur once.
    pub once: Fields,
    /// Facts of each table row.
    pub rows: Vec<Fields>,
    /// Grounds by id, in the printed form without the closing sign.
    pub grounds: Grounds,
    /// The annex.
    pub annex: Option<Annex>,
    /// Whether the table has the column of changes.
    pub changes: bool,
}

/// The values of minutes that have so many pages.
pub(crate) fn values(
    content: &MinutesContent,
    finish: &Finish<'_>,
    pages: usize,
    words: &Words,
) -> Values {
    let source = Source { content, words };
    let mut once = Fields::default();
    paper::put(source, finish, pages, &mut once);
    units::put(source, &mut once);
    people::put(source, &mut once);
    account::put(source, &mut once);
    lines::put(source, &mut once);
    grounds::put(source, &mut once);
    duties::put(source, &mut once);
    desk::put(source, &mut once);
    annex::put(source, &mut once);
    take_back::put(source, &mut once);
    Values {
        once,
        rows: rows(source),
        grounds: grounds::all(source),
        annex: annex::all(source),
        changes: content.lines.iter().any(|l| l.change.is_some()),
    }
}

/// The rows of the table: what was taken back, else the account alone, else the lines.
fn rows(source: Source<'_>) -> Vec<Fields> {
    take_back::rows(source)
        .or_else(|| account::row(source).map(|row| vec![row]))
        .unwrap_or_else(|| lines::rows(source))
}
