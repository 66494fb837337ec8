//! Reading a form: one line after the other becomes a block, by its tag.

use domain::blanks::Party;

use super::template::substitute;
use crate::blocks::{Block, Head, Signature, Signatures, Table, Title};
use crate::error::Error;
use crate::fields::{Fields, Values};
use crate::words::Words;

/// A form that is being read.
pub(super) struct Reader<'a> {
    form: &'a str,
    values: &'a Values,
    words: &'a Words,
    letterhead: &'a Letterhead,
    blocks: Vec<Block>,
    pending: Pending,
}

/// What the head of a paper of an organisation is made of, beside its form.
pub(super) struct Letterhead {
    /// Lines of the organisation above.
    pub superior: Vec<String>,
    /// The organisation's own lines.
    pub unit: Vec<String>,
    /// Whether the number line is printed.
    pub numbered: bool,
}

/// Lines that belong together with what follows them.
#[derive(Default)]
struct Pending {
    number: Option<String>,
    title: Option<String>,
    subject: Vec<String>,
    grounds: Vec<String>,
    columns: Vec<(f32, String)>,
    left: Vec<String>,
    right: Vec<String>,
    centre: Vec<String>,
    recipients: Vec<String>,
}

impl<'a> Reader<'a> {
    /// Nothing of a form is read yet.
    pub fn new(
        form: &'a str,
        values: &'a Values,
        letterhead: &'a Letterhead,
        words: &'a Words,
    ) -> Self {
        Self {
            form,
            values,
            words,
            letterhead,
            blocks: vec![],
            pending: Pending::default(),
        }
    }

    /// The blocks of a whole form.
    pub fn blocks(mut self, template: &str) -> Result<Vec<Block>, Error> {
        for line in template.lines().filter(|l| !l.trim().is_empty()) {
            if let Some((tag, text)) = self.condition(line) {
                self.line(tag, text)?;
            }
        }
        self.close_title(false);
        let end = self.end();
        self.blocks.push(Block::Signatures(end));
        Ok(self.blocks)
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

    fn line(&mut self, tag: &str, text: &str) -> Result<(), Error> {
        if tag != "GC" {
            self.close_grounds();
        }
        if !matches!(tag, "CS" | "CR") {
            self.close_title(false);
        }
        match tag {
            // The letterhead is computed from the unit, and a personal head follows as a whole.
            "L1" | "LB" | "LR" | "RQ" | "RT" | "RR" | "CQ" => {}
            "LN" => self.pending.number = Some(self.put(text)?),
            "RD" => self.head(text)?,
            "CU" => self.personal_head(),
            "CT" => self.pending.title = Some(self.put(text)?),
            "CS" => self.pending.subject.push(self.put(text)?),
            "CR" => self.close_title(true),
            "GC" => self.ground(text),
            "MH" => self.blocks.push(Block::Heading(self.put(text)?)),
            "MK" | "DV" => self.blocks.push(Block::Body(self.put(text)?)),
            "CN" | "CK" => self.centred(text, tag == "CN")?,
            "TB" => self.pending.columns = columns(self.form, text)?,
            "TR" => self.table(text)?,
            "KD" => self.blocks.push(Block::PlaceDate(self.put(text)?)),
            "KL" => self.pending.left.extend(self.lines(text)?),
            "KR" => self.pending.right.extend(self.lines(text)?),
            "KC" => self.pending.centre.extend(self.lines(text)?),
            "NN" | "ND" => self.pending.recipients.push(self.put(text)?),
            other => return Err(Error::Form(format!("{}: unknown tag {other}", self.form))),
        }
        Ok(())
    }

    /// A text with the facts in it that occur once.
    fn put(&self, template: &str) -> Result<String, Error> {
        substitute(template, &self.values.once, self.form)
    }

    fn lines(&self, template: &str) -> Result<Vec<String>, Error> {
        Ok(self.put(template)?.split('\n').map(str::to_owned).collect())
    }

    fn head(&mut self, place_date: &str) -> Result<(), Error> {
        let Letterhead {
            superior,
            unit,
            numbered,
        } = self.letterhead;
        let head = Head {
            superior: superior.iter().map(|l| l.to_uppercase()).collect(),
            unit: unit.clone(),
            number: self.pending.number.take().filter(|_| *numbered),
            country: self.words.text("country"),
            motto: self.words.text("motto"),
            place_date: self.put(place_date)?,
        };
        self.blocks.push(Block::Head(head));
        Ok(())
    }

    fn personal_head(&mut self) {
        self.blocks.push(Block::PersonalHead {
            country: self.words.text("country"),
            motto: self.words.text("motto"),
        });
    }

    fn centred(&mut self, template: &str, italic: bool) -> Result<(), Error> {
        let text = self.put(template)?;
        self.blocks.push(Block::Centred { text, italic });
        Ok(())
    }

    fn ground(&mut self, text: &str) {
        let id = text.trim_start_matches('@');
        self.pending.grounds.push(id.to_owned());
    }

    /// Grounds end with a semicolon each, the last one with a full stop.
    fn close_grounds(&mut self) {
        let named = std::mem::take(&mut self.pending.grounds);
        if named.is_empty() {
            return;
        }
        let grounds = self.values.grounds.of_form(&named);
        let count = grounds.len();
        let ended = grounds.into_iter().enumerate().map(|(n, ground)| {
            let end = if n + 1 == count { '.' } else { ';' };
            Block::Ground(format!("{ground}{end}"))
        });
        self.blocks.extend(ended);
    }

    fn close_title(&mut self, rule: bool) {
        if let Some(title) = self.pending.title.take() {
            let subject = std::mem::take(&mut self.pending.subject);
            self.blocks.push(Block::Title(Title {
                title,
                subject,
                rule,
            }));
        }
    }

    fn table(&mut self, template: &str) -> Result<(), Error> {
        let mut columns = std::mem::take(&mut self.pending.columns);
        let mut cells: Vec<&str> = template.split(" | ").collect();
        if self.values.changes {
            self.make_room_for_changes(&mut columns);
            cells.push("{{line.change}}");
        }
        let row = |fields: &Fields| -> Result<Vec<String>, Error> {
            let texts = cells.iter();
            texts.map(|c| substitute(c, fields, self.form)).collect()
        };
        let rows = self.values.rows.iter().map(row).collect::<Result<_, _>>()?;
        self.blocks.push(Block::Table(Table { columns, rows }));
        Ok(())
    }

    /// The column of changes, for which all others get narrower.
    fn make_room_for_changes(&self, columns: &mut Vec<(f32, String)>) {
        let width: f32 = self.words.text("change_width").parse().unwrap_or(2.0);
        let whole: f32 = columns.iter().map(|c| c.0).sum();
        for column in columns.iter_mut() {
            column.0 *= (whole - width) / whole;
        }
        columns.push((width, self.words.text("change_column")));
    }

    /// Signatures and recipients.
    fn end(&mut self) -> Signatures {
        let pending = std::mem::take(&mut self.pending);
        let [left, right, centre] = parties(self.form);
        let side = |lines: Vec<String>, (party, sealed_by)| {
            (!lines.is_empty()).then_some(Signature {
                lines,
                party,
                sealed_by,
            })
        };
        Signatures {
            left: side(pending.left, left),
            right: side(pending.right, right),
            centre: side(pending.centre, centre),
            recipients: pending.recipients,
        }
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

/// The columns of a table: `1.1cm:TT | 5.2cm:Hệ thống`.
pub(super) fn columns(form: &str, text: &str) -> Result<Vec<(f32, String)>, Error> {
    let broken = || Error::Form(format!("{form}: columns {text}"));
    text.split(" | ")
        .map(|column| {
            let (width, title) = column.trim().split_once("cm:").ok_or_else(broken)?;
            Ok((width.parse().map_err(|_| broken())?, title.to_owned()))
        })
        .collect()
}
