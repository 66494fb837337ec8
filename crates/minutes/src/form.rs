//! Forms: templates of one paragraph a line, filled from values. The notation is explained in
//! `forms/README.md`.

use domain::blanks::Party;
use domain::content::MinutesContent;
use domain::kind::MinutesKind;
use domain::rights::Function;

use crate::document::Finish;
use crate::error::Error;
use crate::fields::{Fields, Values, letterhead, numbered, values};
use crate::words::Words;

/// A filled document part that begins on a page of its own: minutes, commitment, annex.
#[derive(Debug, PartialEq)]
pub(crate) struct Part {
    /// What it is, for page rules and outline.
    pub kind: PartKind,
    /// Its paragraphs, tables and signatures, in reading order.
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    Minutes,
    Undertaking,
    Annex,
}

/// One column of a signature block: lines above the space, then the name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signature {
    pub lines: Vec<String>,
    /// Whose it is.
    pub party: Party,
    /// The unit whose seal stands on it.
    pub sealed_by: Option<Party>,
}

/// A paragraph-sized piece of a document.
#[derive(Debug, PartialEq)]
pub(crate) enum Block {
    /// Letterhead left, country right.
    Head {
        superior: Vec<String>,
        unit: Vec<String>,
        number: Option<String>,
        country: String,
        motto: String,
        place_date: String,
    },
    /// Country and motto over the whole page: a personal paper.
    PersonalHead { country: String, motto: String },
    /// Type, subject, rule.
    Title {
        title: String,
        subject: Vec<String>,
        rule: bool,
    },
    /// Ground: italic.
    Ground(String),
    /// Heading of a section: bold.
    Heading(String),
    /// Heading of a point, or a body paragraph.
    Body(String),
    /// Centred line; italic or not.
    Centred { text: String, italic: bool },
    /// Widths in centimetres with titles, and rows.
    Table {
        columns: Vec<(f32, String)>,
        rows: Vec<Vec<String>>,
    },
    /// Place and date, right.
    PlaceDate(String),
    /// Signatures left, right and below, then the recipients.
    Signatures {
        left: Option<Signature>,
        right: Option<Signature>,
        centre: Option<Signature>,
        recipients: Vec<String>,
    },
}

/// Fills the forms that a content asks for.
pub(crate) fn fill(
    content: &MinutesContent,
    finish: &Finish<'_>,
    pages: usize,
    words: &Words,
) -> Result<Vec<Part>, Error> {
    let mut values = values(content, finish, pages, words);
    let form = minutes_form(content);
    let head = letterhead(&content.giver_unit, words);
    let mut parts = vec![Part {
        kind: PartKind::Minutes,
        blocks: Filler::new(form.0, &values, &head, numbered(content), words).blocks(form.1)?,
    }];
    if content.undertaking {
        let form = if content.kind == MinutesKind::Custody {
            ("h_custody", include_str!("../forms/h_custody.txt"))
        } else {
            ("h", include_str!("../forms/h.txt"))
        };
        let blocks = Filler::new(form.0, &values, &head, false, words).blocks(form.1)?;
        parts.push(Part {
            kind: PartKind::Undertaking,
            blocks,
        });
    }
    if !values.annex.is_empty() {
        parts.push(annex(
            std::mem::take(&mut values.annex),
            &values.once,
            words,
        )?);
    }
    Ok(parts)
}

fn minutes_form(content: &MinutesContent) -> (&'static str, &'static str) {
    let homeroom = content
        .lines
        .iter()
        .filter(|l| l.function == Function::Homeroom)
        .count();
    match content.kind {
        MinutesKind::DepartmentToCommune => ("a", include_str!("../forms/a.txt")),
        MinutesKind::ToSchool => ("b", include_str!("../forms/b.txt")),
        MinutesKind::Custody => ("c", include_str!("../forms/c.txt")),
        MinutesKind::Levels => ("d", include_str!("../forms/d.txt")),
        MinutesKind::Duties if homeroom == 1 && content.lines.len() == 1 => {
            ("e", include_str!("../forms/e.txt"))
        }
        MinutesKind::Duties if homeroom > 0 => ("ef", include_str!("../forms/ef.txt")),
        MinutesKind::Duties => ("f", include_str!("../forms/f.txt")),
        MinutesKind::TakeBack => ("g", include_str!("../forms/g.txt")),
        MinutesKind::HeadChange => ("k", include_str!("../forms/k.txt")),
    }
}

fn annex(rows: Vec<Vec<String>>, once: &Fields, words: &Words) -> Result<Part, Error> {
    let reference = once.get("minutes.reference").unwrap_or_default();
    Ok(Part {
        kind: PartKind::Annex,
        blocks: vec![
            Block::Title {
                title: words.text("annex_title"),
                subject: vec![words.text("annex_subject")],
                rule: false,
            },
            Block::Centred {
                text: words.say("annex_with", &[("reference", reference)]),
                italic: true,
            },
            Block::Table {
                columns: columns("annex", &words.text("annex_table"))?,
                rows,
            },
        ],
    })
}

struct Filler<'a> {
    form: &'a str,
    values: &'a Values,
    head: &'a (Vec<String>, Vec<String>),
    numbered: bool,
    words: &'a Words,
}

/// Lines of one kind that belong together while a form is read.
#[derive(Default)]
struct Pending {
    number: Option<String>,
    place_date: String,
    title: Option<String>,
    subject: Vec<String>,
    columns: Vec<(f32, String)>,
    left: Vec<String>,
    right: Vec<String>,
    centre: Vec<String>,
    recipients: Vec<String>,
    personal: bool,
}

impl<'a> Filler<'a> {
    fn new(
        form: &'a str,
        values: &'a Values,
        head: &'a (Vec<String>, Vec<String>),
        numbered: bool,
        words: &'a Words,
    ) -> Self {
        Self {
            form,
            values,
            head,
            numbered,
            words,
        }
    }

    fn blocks(&self, template: &str) -> Result<Vec<Block>, Error> {
        let mut blocks = vec![];
        let mut pending = Pending::default();
        let mut grounds: Vec<String> = vec![];
        for line in template.lines().filter(|l| !l.trim().is_empty()) {
            let Some((tag, text)) = self.condition(line) else {
                continue;
            };
            if tag != "GC" && !grounds.is_empty() {
                let last = grounds.len() - 1;
                blocks.extend(grounds.drain(..).enumerate().map(|(n, g)| {
                    Block::Ground(format!("{g}{}", if n == last { '.' } else { ';' }))
                }));
            }
            if !matches!(tag, "CS" | "CR") {
                flush_title(&mut pending, &mut blocks, false);
            }
            match tag {
                "L1" | "LB" | "LR" | "RQ" | "RT" | "RR" => {}
                "LN" => pending.number = Some(self.put(text, &self.values.once)?),
                "RD" => {
                    pending.place_date = self.put(text, &self.values.once)?;
                    blocks.push(self.head_block(&mut pending));
                }
                "CQ" => pending.personal = true,
                "CU" => blocks.push(Block::PersonalHead {
                    country: self.words.text("country"),
                    motto: self.words.text("motto"),
                }),
                "CT" => pending.title = Some(self.put(text, &self.values.once)?),
                "CS" => pending.subject.push(self.put(text, &self.values.once)?),
                "CR" => flush_title(&mut pending, &mut blocks, true),
                "GC" => grounds.extend(
                    self.values
                        .grounds
                        .get(text.trim_start_matches('@'))
                        .map(str::to_owned),
                ),
                "MH" => blocks.push(Block::Heading(self.put(text, &self.values.once)?)),
                "MK" | "DV" => blocks.push(Block::Body(self.put(text, &self.values.once)?)),
                "CN" => blocks.push(Block::Centred {
                    text: self.put(text, &self.values.once)?,
                    italic: true,
                }),
                "CK" => blocks.push(Block::Centred {
                    text: self.put(text, &self.values.once)?,
                    italic: false,
                }),
                "TB" => pending.columns = columns(self.form, text)?,
                "TR" => blocks.push(self.table(std::mem::take(&mut pending.columns), text)?),
                "KD" => blocks.push(Block::PlaceDate(self.put(text, &self.values.once)?)),
                "KL" => pending.left.extend(
                    self.put(text, &self.values.once)?
                        .split('\n')
                        .map(str::to_owned),
                ),
                "KR" => pending.right.extend(
                    self.put(text, &self.values.once)?
                        .split('\n')
                        .map(str::to_owned),
                ),
                "KC" => pending.centre.extend(
                    self.put(text, &self.values.once)?
                        .split('\n')
                        .map(str::to_owned),
                ),
                "NN" | "ND" => pending.recipients.push(self.put(text, &self.values.once)?),
                other => return Err(Error::Form(format!("{}: unknown tag {other}", self.form))),
            }
        }
        flush_title(&mut pending, &mut blocks, false);
        let [left, right, centre] = parties(self.form);
        let side = |lines: Vec<String>, (party, sealed_by)| {
            (!lines.is_empty()).then_some(Signature {
                lines,
                party,
                sealed_by,
            })
        };
        let (left, right, centre) = (
            side(pending.left, left),
            side(pending.right, right),
            side(pending.centre, centre),
        );
        blocks.push(Block::Signatures {
            left,
            right,
            centre,
            recipients: pending.recipients,
        });
        Ok(blocks)
    }

    /// The tag and text of a line, unless its condition does not hold.
    fn condition<'t>(&self, line: &'t str) -> Option<(&'t str, &'t str)> {
        let (condition, rest) = match line.strip_prefix("[?") {
            Some(conditional) => conditional
                .split_once("] ")
                .map_or((None, line), |(name, rest)| (Some(name), rest)),
            None => (None, line),
        };
        if condition.is_some_and(|name| !self.values.once.has(name)) {
            return None;
        }
        Some(rest.split_once(' ').unwrap_or((rest, "")))
    }

    fn head_block(&self, pending: &mut Pending) -> Block {
        Block::Head {
            superior: self.head.0.iter().map(|l| l.to_uppercase()).collect(),
            unit: self.head.1.clone(),
            number: pending.number.take().filter(|_| self.numbered),
            country: self.words.text("country"),
            motto: self.words.text("motto"),
            place_date: std::mem::take(&mut pending.place_date),
        }
    }

    fn table(&self, mut columns: Vec<(f32, String)>, template: &str) -> Result<Block, Error> {
        let mut cells: Vec<&str> = template.split(" | ").collect();
        if self.values.changes {
            let width: f32 = self.words.text("change_width").parse().unwrap_or(2.0);
            let whole: f32 = columns.iter().map(|c| c.0).sum();
            for column in &mut columns {
                column.0 *= (whole - width) / whole;
            }
            columns.push((width, self.words.text("change_column")));
            cells.push("{{line.change}}");
        }
        let rows = self.values.rows.iter().map(|row| {
            cells
                .iter()
                .map(|cell| self.put(cell, row))
                .collect::<Result<_, _>>()
        });
        Ok(Block::Table {
            columns,
            rows: rows.collect::<Result<_, _>>()?,
        })
    }

    fn put(&self, template: &str, fields: &Fields) -> Result<String, Error> {
        substitute(template, fields, self.form)
    }
}

/// Who signs left, right and below, and which unit's seal stands on it (`wording.md` §4).
fn parties(form: &str) -> [(Party, Option<Party>); 3] {
    use Party::{
        CommitmentHead, CommitmentReceiver, Giver, Organisation, Receiver, ReceivingOrganisation,
        Third,
    };
    match form {
        "a" => [(Giver, None), (Receiver, None), (Third, Some(Organisation))],
        "b" => [
            (Giver, Some(Organisation)),
            (Receiver, Some(ReceivingOrganisation)),
            (Third, None),
        ],
        "g" => [(Receiver, None), (Giver, Some(Organisation)), (Third, None)],
        "h" | "h_custody" => [
            (CommitmentHead, None),
            (CommitmentReceiver, None),
            (Third, None),
        ],
        "k" => [(Giver, None), (Receiver, Some(Organisation)), (Third, None)],
        _ => [(Giver, Some(Organisation)), (Receiver, None), (Third, None)],
    }
}

fn flush_title(pending: &mut Pending, blocks: &mut Vec<Block>, rule: bool) {
    if let Some(title) = pending.title.take() {
        blocks.push(Block::Title {
            title,
            subject: std::mem::take(&mut pending.subject),
            rule,
        });
    }
}

fn columns(form: &str, text: &str) -> Result<Vec<(f32, String)>, Error> {
    let broken = || Error::Form(format!("{form}: columns {text}"));
    text.split(" | ")
        .map(|column| {
            let (width, title) = column.trim().split_once("cm:").ok_or_else(broken)?;
            Ok((width.parse().map_err(|_| broken())?, title.to_owned()))
        })
        .collect()
}

/// Puts values into a text: `{{x}}`, `{{?x:when present|otherwise}}`, nested as needed.
fn substitute(template: &str, fields: &Fields, form: &str) -> Result<String, Error> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        out.push_str(&rest[..start]);
        let inner_len = closing(&rest[start + 2..])
            .ok_or_else(|| Error::Form(format!("{form}: unclosed braces in {template}")))?;
        let inner = &rest[start + 2..start + 2 + inner_len];
        out.push_str(&placeholder(inner, fields, form)?);
        rest = &rest[start + inner_len + 4..];
    }
    out.push_str(rest);
    Ok(out)
}

fn placeholder(inner: &str, fields: &Fields, form: &str) -> Result<String, Error> {
    if let Some((name, choice)) = inner.strip_prefix('?').and_then(|c| c.split_once(':')) {
        let (present, absent) = alternatives(choice);
        return substitute(
            if fields.has(name) { present } else { absent },
            fields,
            form,
        );
    }
    fields
        .get(inner)
        .map(str::to_owned)
        .ok_or_else(|| Error::MissingField {
            form: form.to_owned(),
            field: inner.to_owned(),
        })
}

/// Length of the text before the `}}` that closes what was opened before it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("{{") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("}}") {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
            at += 2;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

/// Splits at the `|` that is in no nested placeholder.
fn alternatives(choice: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in choice.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '|' if depth == 0 => return (&choice[..at], &choice[at + 1..]),
            _ => {}
        }
    }
    (choice, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        Fields::from([("a", "một".to_owned()), ("b.c", "hai".to_owned())])
    }

    #[test]
    fn placeholders_nest_and_choose() {
        assert_eq!(
            substitute(
                "x {{a}} y {{?b.c:({{b.c}})|không}}{{?z:có|không}}.",
                &fields(),
                "t"
            )
            .unwrap(),
            "x một y (hai)không."
        );
        assert_eq!(
            substitute("{{?a: {{?z:1|{{a}}}}}}", &fields(), "t").unwrap(),
            " một"
        );
    }

    #[test]
    fn a_missing_fact_is_an_error_and_never_a_blank() {
        assert!(
            matches!(substitute("{{z}}", &fields(), "t"), Err(Error::MissingField { field, .. }) if field == "z")
        );
    }
}
