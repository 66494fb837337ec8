//! What forms hand to layout: parts of a document, made of paragraphs, tables and signatures in
//! reading order.

use domain::blanks::Party;

/// A filled document part that begins on a page of its own: minutes, commitment, annex.
#[derive(Debug, PartialEq)]
pub(crate) struct Part {
    /// What it is, for page rules and outline.
    pub kind: PartKind,
    /// Its paragraphs, tables and signatures.
    pub blocks: Vec<Block>,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    Minutes,
    Undertaking,
    Annex,
}

/// A paragraph-sized piece of a document.
#[derive(Debug, PartialEq)]
pub(crate) enum Block {
    /// Letterhead left, country right.
    Head(Head),
    /// Country and motto over the whole page: a personal paper.
    PersonalHead { country: String, motto: String },
    /// Type, subject, rule.
    Title(Title),
    /// Ground: italic.
    Ground(String),
    /// Heading of a section: bold.
    Heading(String),
    /// Heading of a point, or a body paragraph.
    Body(String),
    /// Centred line; italic or not.
    Centred { text: String, italic: bool },
    /// A table with lines.
    Table(Table),
    /// Place and date, right.
    PlaceDate(String),
    /// Signatures, then the recipients.
    Signatures(Signatures),
}

/// The head of a paper of an organisation.
#[derive(Debug, PartialEq)]
pub(crate) struct Head {
    /// The lines of the organisation above, not bold.
    pub superior: Vec<String>,
    /// The organisation's own lines, bold.
    pub unit: Vec<String>,
    /// Number and symbol, where it has any.
    pub number: Option<String>,
    /// The country's name.
    pub country: String,
    /// Its motto.
    pub motto: String,
    /// Place and date.
    pub place_date: String,
}

/// What a paper is, and what it is about.
#[derive(Debug, PartialEq)]
pub(crate) struct Title {
    /// What it is.
    pub title: String,
    /// What it is about, in lines.
    pub subject: Vec<String>,
    /// Whether a rule stands below.
    pub rule: bool,
}

/// A table.
#[derive(Debug, PartialEq)]
pub(crate) struct Table {
    /// Widths in centimetres with titles.
    pub columns: Vec<(f32, String)>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// The end of a part: who signs, and who gets it.
#[derive(Debug, PartialEq)]
pub(crate) struct Signatures {
    /// Who signs left.
    pub left: Option<Signature>,
    /// Who signs right.
    pub right: Option<Signature>,
    /// Who signs below.
    pub centre: Option<Signature>,
    /// Who gets a copy, in lines.
    pub recipients: Vec<String>,
}

/// One column of a signature block: lines above the space, then the name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Signature {
    /// Its lines.
    pub lines: Vec<String>,
    /// Whose it is.
    pub party: Party,
    /// The unit whose seal stands on it.
    pub sealed_by: Option<Party>,
}
