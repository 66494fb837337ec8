//! What layout hands to the writer: pages of placed boxes, each with its role and place in the
//! reading order.

use crate::font::FaceName;

/// What a box is to a reader: the roles of a tagged PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Part of the document: minutes, commitment, annex.
    Section,
    /// Title.
    Title,
    /// Heading of a section.
    Heading,
    /// Paragraph.
    Paragraph,
    /// Table, its rows and cells.
    Table,
    Row,
    HeaderCell,
    DataCell,
    /// QR code.
    Figure,
    /// A field to be filled: number, date, signature.
    Form,
}

impl Role {
    /// Its name in a PDF.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Section => "Sect",
            Self::Title => "H1",
            Self::Heading => "H2",
            Self::Paragraph => "P",
            Self::Table => "Table",
            Self::Row => "TR",
            Self::HeaderCell => "TH",
            Self::DataCell => "TD",
            Self::Figure => "Figure",
            Self::Form => "Form",
        }
    }
}

/// A node of the reading order. Nodes are numbered in that order; 0 is the document.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub role: Role,
    /// Index of the node above; none for the document's own children.
    pub parent: Option<usize>,
    /// What a figure or field says instead of text.
    pub alt: Option<String>,
}

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// A gap for number or date: text, blank in the frozen file.
    Gap {
        /// Whether the text around it is italic.
        italic: bool,
    },
    /// Signature of a person or an organisation.
    Signature,
}

/// How a gap says that the text around it is italic: the name of the face in its default look
/// (`/DA`).
pub const ITALIC: &str = "Italic";

/// A field, placed; points from the bottom left of the page.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub kind: FieldKind,
    pub name: String,
    pub node: usize,
    pub rect: [f32; 4],
}

/// A box on a page; points from the bottom left.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// A run of text on one baseline.
    Text {
        x: f32,
        y: f32,
        face: FaceName,
        size: f32,
        text: String,
        word_gap: f32,
    },
    /// A filled bar.
    Bar {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    /// Dark squares of a QR code: lower left corner, side of the whole, modules row by row from the
    /// top.
    Code {
        x: f32,
        y: f32,
        side: f32,
        modules: Vec<Vec<bool>>,
    },
    /// Large grey words across the page.
    Watermark { text: String },
}

/// An item with its node; none is an artifact (rules, page numbers, repeated headers).
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub node: Option<usize>,
    pub item: Item,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub items: Vec<Placed>,
    pub fields: Vec<Field>,
}

/// What everything is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Documents.
    #[default]
    Black,
    /// Signatures of people (Nghị định 30/2020/NĐ-CP, annex I).
    Blue,
    /// Signatures of organisations.
    Red,
}

/// All pages with the reading order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    pub title: String,
    pub size: (f32, f32),
    pub ink: Ink,
    pub nodes: Vec<Node>,
    pub pages: Vec<Page>,
}
