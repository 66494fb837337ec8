//! What rows are found by: keys that no two rows share, and entries that many rows may have. Rows
//! say them (`rows!`), needs and rules ask by them, stores keep them: all through the constructors
//! here, so that they can never be spelt in two ways.

use std::fmt::Display;

use chrono::{DateTime, Utc};

use crate::account::System;
use crate::calendar::SchoolYear;
use crate::delegation::Holder;
use crate::ids::{AccountId, ClassId, DeviceId, MinutesId, OfficerId, UnitId};
use crate::kind::MinutesKind;
use crate::refusal::{Code, Refusal};
use crate::text;
use crate::unit::UnitKind;

macro_rules! kinds {
    ($(#[$of:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $tag:literal,)* }) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$doc])* $name,)* }

        impl $type {
            /// Every kind, for the tests of what stores note.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in databases.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $tag),* }
            }

            /// The kind of a name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($tag => Some(Self::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    /// What a key makes unique.
    KeyKind {
        /// The code of a unit, among those of its kind.
        UnitCode = "unit_code",
        /// The code of a person in the own unit.
        OfficerCode = "officer_code",
        /// The head of a unit.
        Head = "head",
        /// The name of a class in school and year.
        ClassName = "class_name",
        /// An open login of a system.
        AccountLogin = "account_login",
        /// A number of minutes in unit and calendar year.
        Number = "number",
        /// The token of a page.
        Token = "token",
        /// The register of a unit and calendar year.
        Register = "register",
    }
}

/// A key that no two rows share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it makes unique.
    pub kind: KeyKind,
    /// The value.
    pub value: String,
}

impl Key {
    fn of(kind: KeyKind, value: impl Display) -> Self {
        let value = value.to_string();
        Self { kind, value }
    }

    /// The code of a unit.
    #[must_use]
    pub fn unit_code(kind: UnitKind, code: &str) -> Self {
        Self::of(KeyKind::UnitCode, format_args!("{}/{code}", kind.name()))
    }

    /// The code of a person.
    #[must_use]
    pub fn officer_code(unit: UnitId, code: &str) -> Self {
        Self::of(KeyKind::OfficerCode, format_args!("{unit}/{code}"))
    }

    /// The post of who leads a unit without a last day.
    #[must_use]
    pub fn head(unit: UnitId) -> Self {
        Self::of(KeyKind::Head, unit)
    }

    /// The name of a class.
    #[must_use]
    pub fn class_name(unit: UnitId, year: SchoolYear, name: &str) -> Self {
        let SchoolYear(year) = year;
        Self::of(KeyKind::ClassName, format_args!("{unit}/{year}/{name}"))
    }

    /// An open login: capitals tell neither logins nor systems apart.
    #[must_use]
    pub fn account_login(system: &System, login: &str) -> Self {
        let value = format!("{}/{login}", system.key());
        Self::of(KeyKind::AccountLogin, value.to_lowercase())
    }

    /// A number of minutes that a unit gave, in its calendar year.
    #[must_use]
    pub fn number(unit: UnitId, year: i32, number: u32) -> Self {
        let value = format_args!("{unit}/{year}/{number}");
        Self::of(KeyKind::Number, value)
    }

    /// The token of a page, 32 hex digits.
    #[must_use]
    pub fn token(token: &str) -> Self {
        Self::of(KeyKind::Token, token)
    }

    /// The register of a unit and calendar year.
    #[must_use]
    pub fn register(unit: UnitId, year: i32) -> Self {
        Self::of(KeyKind::Register, format_args!("{unit}/{year}"))
    }

    /// Why another row cannot have it.
    #[must_use]
    pub fn taken(&self) -> Refusal {
        let last = self.value.rsplit('/').next().unwrap_or(&self.value);
        match self.kind {
            KeyKind::Number => Refusal::new(Code::NumberTaken).with("number", last),
            KeyKind::Head => Refusal::new(Code::TwoHeads).with("unit", "unit"),
            KeyKind::ClassName => Refusal::new(Code::Taken).with("what", last),
            KeyKind::UnitCode
            | KeyKind::OfficerCode
            | KeyKind::AccountLogin
            | KeyKind::Token
            | KeyKind::Register => Refusal::new(Code::Taken).with("what", self.kind.name()),
        }
    }
}

kinds! {
    /// What rows are found by. An entry may say less than all that holds of a row, but what it says
    /// holds.
    By {
        /// Units that stand or stood under a unit.
        Under = "under",
        /// The Sở.
        Department = "department",
        /// People of a unit by name, also by one that they had.
        Named = "named",
        /// People of a unit by ID number.
        IdNumber = "id_number",
        /// Posts of a person.
        PostOf = "post_of",
        /// Leading posts of a unit, of all times.
        Leads = "leads",
        /// Classes that a person has or had.
        TaughtBy = "taught_by",
        /// Logins that a person looks after.
        AccountOf = "account_of",
        /// Admin logins of a unit.
        AdminOf = "admin_of",
        /// Rights that minutes carry.
        RightBy = "right_by",
        /// Rights of a holder.
        RightOf = "right_of",
        /// Rights exercised with a login.
        RightWith = "right_with",
        /// Rights that name a class.
        RightOver = "right_over",
        /// Rights in force in a unit that the server has not opened.
        Unopened = "unopened",
        /// Registers of a unit whose blocks the server has not leased.
        Unleased = "unleased",
        /// Minutes by which a person receives.
        ReceivedBy = "received_by",
        /// Those of them that have not ended.
        CurrentOf = "current_of",
        /// Signed minutes with a person's commitment of a school year.
        Undertaken = "undertaken",
        /// Signed minutes of a unit and kind that stand.
        Standing = "standing",
        /// Minutes that were signed on paper and whose scan is not there, by who received them, or by
        /// the unit that did.
        Unscanned = "unscanned",
        /// Minutes, open or signed, that name a person as giver or receiver.
        Party = "party",
        /// Minutes, open or signed, in a unit's file.
        PaperIn = "paper_in",
        /// Open minutes that hand a login over.
        OpenWith = "open_with",
        /// Minutes with a file that the organisation signed, by when its time stamp ends.
        KeptUntil = "kept_until",
        /// Acts of a machine that wait for a decision.
        HeldFrom = "held_from",
        /// Lines of the work list that minutes ask for.
        AskedBy = "asked_by",
        /// Lines of a unit's work list that comparisons with the Hệ thống CSDL found, by login.
        FoundOnCsdl = "found_on_csdl",
    }
}

/// An entry under which rows are found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// By what.
    pub by: By,
    /// The value.
    pub value: String,
}

impl Entry {
    fn of(by: By, value: impl Display) -> Self {
        let value = value.to_string();
        Self { by, value }
    }

    /// Units under a unit.
    #[must_use]
    pub fn under(unit: UnitId) -> Self {
        Self::of(By::Under, unit)
    }

    /// The Sở.
    #[must_use]
    pub fn department() -> Self {
        Self::of(By::Department, "")
    }

    /// People of a unit by name, also by one that they had.
    #[must_use]
    pub fn named(unit: UnitId, name: &str) -> Self {
        Self::of(By::Named, format_args!("{unit}/{name}"))
    }

    /// People of a unit by ID number.
    #[must_use]
    pub fn id_number(unit: UnitId, number: &str) -> Self {
        Self::of(By::IdNumber, format_args!("{unit}/{number}"))
    }

    /// Posts of a person.
    #[must_use]
    pub fn post_of(officer: OfficerId) -> Self {
        Self::of(By::PostOf, officer)
    }

    /// Leading posts of a unit.
    #[must_use]
    pub fn leads(unit: UnitId) -> Self {
        Self::of(By::Leads, unit)
    }

    /// Classes of a person.
    #[must_use]
    pub fn taught_by(officer: OfficerId) -> Self {
        Self::of(By::TaughtBy, officer)
    }

    /// Logins that a person looks after.
    #[must_use]
    pub fn account_of(officer: OfficerId) -> Self {
        Self::of(By::AccountOf, officer)
    }

    /// Admin logins of a unit.
    #[must_use]
    pub fn admin_of(unit: UnitId) -> Self {
        Self::of(By::AdminOf, unit)
    }

    /// Rights that minutes carry.
    #[must_use]
    pub fn right_by(minutes: MinutesId) -> Self {
        Self::of(By::RightBy, minutes)
    }

    /// Rights of a holder.
    #[must_use]
    pub fn right_of(holder: Holder) -> Self {
        match holder {
            Holder::Unit(unit) => Self::of(By::RightOf, unit),
            Holder::Officer(officer) => Self::of(By::RightOf, officer),
        }
    }

    /// Rights exercised with a login.
    #[must_use]
    pub fn right_with(account: AccountId) -> Self {
        Self::of(By::RightWith, account)
    }

    /// Rights that name a class.
    #[must_use]
    pub fn right_over(class: ClassId) -> Self {
        Self::of(By::RightOver, class)
    }

    /// Rights that the server has not opened.
    #[must_use]
    pub fn unopened(unit: UnitId) -> Self {
        Self::of(By::Unopened, unit)
    }

    /// Registers whose blocks the server has not leased.
    #[must_use]
    pub fn unleased(unit: UnitId) -> Self {
        Self::of(By::Unleased, unit)
    }

    /// Minutes by which a person receives.
    #[must_use]
    pub fn received_by(officer: OfficerId) -> Self {
        Self::of(By::ReceivedBy, officer)
    }

    /// Minutes by which a person receives, and that have not ended.
    #[must_use]
    pub fn current_of(officer: OfficerId) -> Self {
        Self::of(By::CurrentOf, officer)
    }

    /// Signed minutes with a commitment.
    #[must_use]
    pub fn undertaken(officer: OfficerId, year: SchoolYear) -> Self {
        Self::of(By::Undertaken, format_args!("{officer}/{}", year.0))
    }

    /// Signed minutes that stand.
    #[must_use]
    pub fn standing(unit: UnitId, kind: MinutesKind) -> Self {
        Self::of(By::Standing, format_args!("{unit}/{}", kind.letter()))
    }

    /// Minutes that were signed on paper and whose scan is not there: of a person in a unit, or of the
    /// unit where minutes of the kind follow each other by it.
    #[must_use]
    pub fn unscanned(unit: UnitId, kind: MinutesKind, receiver: OfficerId) -> Self {
        let letter = kind.letter();
        if kind.by_person() {
            Self::of(By::Unscanned, format_args!("{unit}/{letter}/{receiver}"))
        } else {
            Self::of(By::Unscanned, format_args!("{unit}/{letter}"))
        }
    }

    /// Minutes that name a person.
    #[must_use]
    pub fn party(officer: OfficerId) -> Self {
        Self::of(By::Party, officer)
    }

    /// Minutes in a unit's file.
    #[must_use]
    pub fn paper_in(unit: UnitId) -> Self {
        Self::of(By::PaperIn, unit)
    }

    /// Open minutes that hand a login over.
    #[must_use]
    pub fn open_with(account: AccountId) -> Self {
        Self::of(By::OpenWith, account)
    }

    /// Acts of a machine that wait for a decision.
    #[must_use]
    pub fn held_from(device: DeviceId) -> Self {
        Self::of(By::HeldFrom, device)
    }

    /// Lines of the work list that minutes ask for.
    #[must_use]
    pub fn asked_by(minutes: MinutesId) -> Self {
        Self::of(By::AskedBy, minutes)
    }

    /// Lines that comparisons found of a login, whatever its capitals.
    #[must_use]
    pub fn found_on_csdl(unit: UnitId, login: &str) -> Self {
        let login = text::tidy(login).to_lowercase();
        Self::of(By::FoundOnCsdl, format_args!("{unit}/{login}"))
    }

    /// Minutes with a file whose time stamp ends at an instant; one that has none sorts first.
    #[must_use]
    pub fn kept_until(until: Option<DateTime<Utc>>) -> Self {
        let until = until.map(|until| until.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        Self::of(By::KeptUntil, until.unwrap_or_default())
    }
}
