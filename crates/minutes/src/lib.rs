//! Facts to PDF bytes: forms, wording, layout, and the check of the scan that comes back.
//!
//! [`render`] is the door: content and finish in, PDF out. The way through: [`words`] and `forms/`
//! hold every Vietnamese sentence, `fields` puts the facts into words, `form` fills the template,
//! `layout` breaks lines and pages, `pdf` writes bytes. [`scan`] reads the signed paper when it
//! comes back.

mod blocks;
mod conform;
mod document;
mod error;
mod fields;
mod font;
mod form;
mod layout;
mod letters;
pub mod look;
mod marks;
mod pdf;
mod print_file;
mod render;
mod rights_list;
pub mod scan;
mod structure;
pub mod words;

#[cfg(test)]
mod page_counts;
#[cfg(test)]
mod page_text;
#[cfg(test)]
mod samples;

pub use document::{Document, Finish};
pub use error::Error;
pub use letters::lacking;
pub use print_file::{PrintMode, one_file, sheets};
pub use render::{forget, render};
pub use rights_list::{Asked, RightLine, RightsList, rights_list};
