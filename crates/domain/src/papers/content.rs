//! What minutes say: every printed fact, gathered from the register and frozen as canonical JSON.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::account::{AccountKind, System};
use crate::calendar::SchoolYear;
use crate::document::DocumentKind;
use crate::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope};
use crate::numbers::with_symbol;
use crate::officer::{Role, Sex};
use crate::rights::{Function, Right};
use crate::school_class::TeacherPart;
use crate::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};

/// Version of the forms and wordings in `minutes/forms/`; a changed comma is a new version. Pages of
/// an older one are drawn as they were.
pub const FORM_VERSION: u32 = 5;

/// A unit as its papers name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCard {
    /// What it is.
    pub kind: UnitKind,
    /// Levels taught or looked after.
    pub levels: BTreeSet<SchoolLevel>,
    /// Official full name.
    pub name: String,
    /// Code on the day.
    pub code: Option<String>,
    /// Superior line, symbol, place.
    pub letterhead: Letterhead,
    /// Where its numbers come from.
    pub numbering: Numbering,
}

/// A person as papers name them: no ID number, no phone, no birth date unless two share a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    /// Name.
    pub name: String,
    /// For `Ông`, `Bà`.
    pub sex: Option<Sex>,
    /// Mã cán bộ.
    pub code: String,
    /// Only if two people of the unit share the name.
    pub born_on: Option<NaiveDate>,
    /// Post as papers name it.
    pub position: String,
    /// Duty added to it.
    pub duty: Option<String>,
    /// What the post lets them sign.
    pub role: Role,
    /// First day of the post.
    pub post_from: NaiveDate,
    /// Last day of the post, when it is known.
    pub post_until: Option<NaiveDate>,
}

/// A login as papers name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCard {
    /// Where.
    pub system: System,
    /// Address.
    pub address: String,
    /// Login name.
    pub login: String,
    /// Admin or use.
    pub kind: AccountKind,
}

/// What became of a line since the minutes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "what", content = "from")]
pub enum LineChange {
    /// Giữ nguyên.
    Kept,
    /// Bổ sung.
    Added,
    /// Thôi giao từ a day.
    Dropped(NaiveDate),
}

/// A class as papers name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCard {
    /// Name.
    pub name: String,
    /// School site.
    pub site: Option<String>,
    /// Pupils, when known.
    pub learners: Option<u32>,
    /// How the receiver has it.
    pub part: Option<TeacherPart>,
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCard {
    /// Function.
    pub function: Function,
    /// Rights, in order.
    pub rights: Vec<Right>,
    /// Levels; empty means all.
    pub levels: Vec<SchoolLevel>,
    /// Classes; empty means all.
    pub classes: Vec<ClassCard>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Schools of that level under the unit, when it is a level line.
    pub schools: Option<u32>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// Difference to the minutes before; none in first minutes.
    pub change: Option<LineChange>,
}

/// A cited paper of the unit's register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroundCard {
    /// What it is.
    pub kind: DocumentKind,
    /// `Quyết định`.
    pub title: String,
    /// Number and symbol.
    pub number: String,
    /// Date.
    pub date: NaiveDate,
    /// Issuer.
    pub issuer: String,
    /// Subject.
    pub subject: String,
}

/// Earlier minutes as new ones cite them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesRef {
    /// Kind.
    pub kind: MinutesKind,
    /// Number, if they have one.
    pub number: Option<u32>,
    /// Symbol behind the number.
    pub symbol: String,
    /// Date on the paper.
    pub date: NaiveDate,
    /// Check code, cited where there is no number.
    pub check_code: String,
    /// The unit that gave.
    pub giver_unit: String,
}

impl MinutesRef {
    /// The number with its symbol, if they have one.
    #[must_use]
    pub fn numbered(&self) -> Option<String> {
        self.number.map(|number| with_symbol(number, &self.symbol))
    }
}

/// A right that was taken back, with the minutes it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedCard {
    /// The login.
    pub login: Option<String>,
    /// What it opened.
    pub line: LineCard,
    /// The minutes it came from.
    pub minutes: Option<MinutesRef>,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
}

/// A school in the annex of kind a.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolCard {
    /// Code.
    pub code: Option<String>,
    /// Official name.
    pub name: String,
    /// Levels.
    pub levels: Vec<SchoolLevel>,
    /// What it is.
    pub kind: UnitKind,
}

/// Minutes that go on when the head changes, in the annex of kind k.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCard {
    /// Who holds rights by them.
    pub name: String,
    /// Mã cán bộ.
    pub code: String,
    /// The minutes.
    pub minutes: MinutesRef,
}

/// The printed facts of a take-back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeBackCard {
    /// Reason.
    pub reason: String,
    /// Rights.
    pub closed: Vec<ClosedCard>,
    /// Reason of absence and the witness.
    pub absent: Option<(String, PersonCard)>,
}

/// Everything that minutes print. Two equal contents make equal bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesContent {
    /// Version of form and wording.
    pub form: u32,
    /// Kind.
    pub kind: MinutesKind,
    /// School year.
    pub year: SchoolYear,
    /// The day on which they were frozen; the date of signing is written by hand.
    pub drafted_on: NaiveDate,
    /// The unit that gives, numbers and heads the paper.
    pub giver_unit: UnitCard,
    /// The receiving unit, where a unit receives; else the same as the giver's.
    pub unit: UnitCard,
    /// The unit above the giver's, for `Nơi nhận`.
    pub parent: Option<String>,
    /// Who gives.
    pub giver: PersonCard,
    /// Who receives, or gives back.
    pub receiver: PersonCard,
    /// Who witnesses (kind k).
    pub witness: Option<(PersonCard, UnitCard)>,
    /// The head of the giving unit, who confirms afterwards at the office (kind a).
    pub confirm: Option<PersonCard>,
    /// The login.
    pub account: Option<AccountCard>,
    /// The lines of the table.
    pub lines: Vec<LineCard>,
    /// Cited papers.
    pub grounds: Vec<GroundCard>,
    /// Legal grounds of the forms that the giving unit leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// The minutes of the unit's admin account.
    pub account_minutes: Option<MinutesRef>,
    /// The minutes these replace.
    pub replaces: Option<MinutesRef>,
    /// How the password goes over.
    pub secret: SecretClause,
    /// Kind a: facts of the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_desk: Option<AtDesk>,
    /// Kind c: the spare password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spare_envelope: Option<SpareEnvelope>,
    /// Whether page 2 carries the commitment.
    pub undertaking: bool,
    /// The date of the commitment that already stands this school year, if one does.
    pub undertaking_signed_on: Option<NaiveDate>,
    /// Kind g.
    pub take_back: Option<TakeBackCard>,
    /// The schools under the receiving commune (kind a).
    pub schools: Vec<SchoolCard>,
    /// Number of minutes that stay in force (kind k).
    pub live_minutes: u32,
    /// The minutes that stay in force, as the annex lists them (kind k, from form 2 on).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub live: Vec<LiveCard>,
    /// The day whose legal grounds are cited, where the draft is older than the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grounds_of: Option<NaiveDate>,
}

impl MinutesContent {
    /// Whether the wording of a form, or a later one, holds.
    #[must_use]
    pub fn since_form(&self, form: u32) -> bool {
        self.form >= form
    }

    /// The day on which legal grounds must be in force.
    #[must_use]
    pub fn day_of_grounds(&self) -> NaiveDate {
        self.grounds_of.unwrap_or(self.drafted_on)
    }

    /// SHA-256 of the canonical JSON (RFC 8785), 64 hex digits.
    #[must_use]
    pub fn hash(&self) -> String {
        let json = serde_json_canonicalizer::to_vec(self).unwrap_or_default();
        hex::encode(Sha256::digest(json))
    }
}

/// The first 40 bits of a content hash as 8 Crockford base-32 characters.
///
/// ```
/// assert_eq!(domain::content::check_code(&"0".repeat(64)), "00000000");
/// assert_eq!(domain::content::check_code(&"f".repeat(64)), "ZZZZZZZZ");
/// ```
#[must_use]
pub fn check_code(content_hash: &str) -> String {
    let bits = content_hash
        .get(..10)
        .and_then(|h| u64::from_str_radix(h, 16).ok())
        .unwrap_or(0);
    crate::crockford::written(u128::from(bits), 8)
}
