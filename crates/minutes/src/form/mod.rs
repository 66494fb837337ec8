//! Forms: templates of one paragraph a line, filled from values. The notation is explained in
//! `forms/README.md`.

mod reader;
mod template;

use domain::content::MinutesContent;
use domain::kind::MinutesKind;
use domain::rights::Function;

use crate::blocks::{Block, Part, PartKind, Table, Title};
use crate::document::Finish;
use crate::error::Error;
use crate::fields::{Annex, Fields, letterhead, numbered, values};
use crate::words::Words;
use reader::{Letterhead, Reader, columns};

/// A form: its name and its text.
type Form = (&'static str, &'static str);

/// Which text minutes of duties have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wording {
    /// That of a class, where one class is all that is handed over.
    OfClass,
    /// That of any duties, which is shorter.
    OfDuties,
}

/// Fills the forms that a content asks for.
pub(crate) fn fill(
    content: &MinutesContent,
    wording: Wording,
    finish: &Finish<'_>,
    pages: usize,
    words: &Words,
) -> Result<Vec<Part>, Error> {
    let values = values(content, finish, pages, words);
    let (superior, unit) = letterhead(&content.giver_unit, content.form, words);
    let letterhead = Letterhead {
        superior,
        unit,
        numbered: numbered(content),
    };
    let filled = |kind, (form, text): Form| -> Result<Part, Error> {
        let blocks = Reader::new(form, &values, &letterhead, words).blocks(text)?;
        Ok(Part { kind, blocks })
    };
    let mut parts = vec![filled(PartKind::Minutes, minutes_form(content, wording))?];
    if content.undertaking {
        parts.push(filled(PartKind::Undertaking, undertaking_form(content))?);
    }
    if let Some(listed) = values.annex {
        parts.push(annex(listed, &values.once, words)?);
    }
    Ok(parts)
}

/// Whether one class is all that minutes hand over. The first form named the first class where
/// there were several.
pub(crate) fn is_of_class(content: &MinutesContent) -> bool {
    match content.lines.as_slice() {
        [one] if content.kind == MinutesKind::Duties => {
            let classes = one.classes.len() == 1 || !content.since_form(2);
            one.function == Function::Homeroom && classes
        }
        _ => false,
    }
}

fn minutes_form(content: &MinutesContent, wording: Wording) -> Form {
    let of_class = wording == Wording::OfClass && is_of_class(content);
    let homeroom = content
        .lines
        .iter()
        .any(|l| l.function == Function::Homeroom);
    match content.kind {
        MinutesKind::DepartmentToCommune => ("a", include_str!("../../forms/a.txt")),
        MinutesKind::ToSchool => ("b", include_str!("../../forms/b.txt")),
        MinutesKind::Custody => ("c", include_str!("../../forms/c.txt")),
        MinutesKind::Levels => ("d", include_str!("../../forms/d.txt")),
        MinutesKind::Duties if of_class => ("e", include_str!("../../forms/e.txt")),
        MinutesKind::Duties if homeroom => ("ef", include_str!("../../forms/ef.txt")),
        MinutesKind::Duties => ("f", include_str!("../../forms/f.txt")),
        MinutesKind::TakeBack => ("g", include_str!("../../forms/g.txt")),
        MinutesKind::HeadChange => ("k", include_str!("../../forms/k.txt")),
    }
}

fn undertaking_form(content: &MinutesContent) -> Form {
    if content.kind == MinutesKind::Custody {
        ("h_custody", include_str!("../../forms/h_custody.txt"))
    } else {
        ("h", include_str!("../../forms/h.txt"))
    }
}

fn annex(annex: Annex, once: &Fields, words: &Words) -> Result<Part, Error> {
    let reference = once.get("minutes.reference").unwrap_or_default();
    let title = Title {
        title: words.text("annex_title"),
        subject: vec![words.text(annex.subject)],
        rule: false,
    };
    let with = Block::Centred {
        text: words.say("annex_with", &[("reference", reference)]),
        italic: true,
    };
    let table = Table {
        columns: columns("annex", &words.text(annex.columns))?,
        rows: annex.rows,
    };
    Ok(Part {
        kind: PartKind::Annex,
        blocks: vec![Block::Title(title), with, Block::Table(table)],
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::samples;

    /// Facts that forms ask for and nothing says: what hangs on them is never printed.
    const SAID_BY_NOTHING: [&str; 5] = ["confirm", "extra_duty", "figures", "focal", "report_up"];

    fn conditions(form: &str) -> impl Iterator<Item = &str> {
        let of_lines = form.split("[?").skip(1).filter_map(|c| c.split(']').next());
        let in_lines = form.split("{{?").skip(1);
        of_lines.chain(in_lines.filter_map(|c| c.split(':').next()))
    }

    #[test]
    fn every_fact_on_which_a_line_hangs_is_there_in_some_minutes() {
        let words = crate::words::words().unwrap();
        // What the fourth form says otherwise is said by the third.
        let third = samples::before_fourth_form().map(|(name, content)| {
            let content = MinutesContent { form: 3, ..content };
            (name, content)
        });
        let all: Vec<_> = samples::every().chain(third).collect();
        let forms = all.iter().flat_map(|(_, content)| {
            let of_class = minutes_form(content, Wording::OfClass);
            let forms = [of_class, undertaking_form(content)];
            forms.map(|(_, text)| text)
        });
        let asked: BTreeSet<&str> = forms.flat_map(conditions).collect();
        let said = |fact: &&&str| {
            let says = |(_, content): &(_, MinutesContent)| {
                values(content, &samples::FINISH, 2, words).once.has(fact)
            };
            all.iter().any(says)
        };
        let missing: Vec<&str> = asked.iter().filter(|fact| !said(fact)).copied().collect();
        assert_eq!(missing, SAID_BY_NOTHING);
    }
}
