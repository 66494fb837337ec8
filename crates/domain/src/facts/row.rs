//! Rows: what acts change, and where each row belongs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::Account;
use crate::csdl_task::CsdlTask;
use crate::delegation::{Delegation, Holder};
use crate::document::Document;
use crate::ids::UnitId;
use crate::minutes::HandoverMinutes;
use crate::numbers::Register;
use crate::officer::{Appointment, Officer};
use crate::school_class::SchoolClass;
use crate::unit::Unit;

/// The tables of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// Units.
    Unit,
    /// People.
    Officer,
    /// Posts.
    Appointment,
    /// Classes.
    SchoolClass,
    /// Logins.
    Account,
    /// Papers that minutes cite.
    Document,
    /// Rights.
    Delegation,
    /// Minutes.
    HandoverMinutes,
    /// Work on the Hệ thống CSDL.
    CsdlTask,
    /// Registers of numbers.
    Register,
}

impl Table {
    /// The name in databases and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Officer => "officer",
            Self::Appointment => "appointment",
            Self::SchoolClass => "school_class",
            Self::Account => "account",
            Self::Document => "document",
            Self::Delegation => "delegation",
            Self::HandoverMinutes => "handover_minutes",
            Self::CsdlTask => "csdl_task",
            Self::Register => "register",
        }
    }
}

/// One row of any table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "table", content = "row")]
pub enum Row {
    /// A unit.
    Unit(Unit),
    /// A person.
    Officer(Officer),
    /// A post.
    Appointment(Appointment),
    /// A class.
    SchoolClass(SchoolClass),
    /// A login.
    Account(Account),
    /// A paper.
    Document(Document),
    /// A right.
    Delegation(Delegation),
    /// Minutes.
    HandoverMinutes(Box<HandoverMinutes>),
    /// Work elsewhere.
    CsdlTask(CsdlTask),
    /// A register.
    Register(Register),
}

impl Row {
    /// Its table.
    #[must_use]
    pub fn table(&self) -> Table {
        match self {
            Self::Unit(_) => Table::Unit,
            Self::Officer(_) => Table::Officer,
            Self::Appointment(_) => Table::Appointment,
            Self::SchoolClass(_) => Table::SchoolClass,
            Self::Account(_) => Table::Account,
            Self::Document(_) => Table::Document,
            Self::Delegation(_) => Table::Delegation,
            Self::HandoverMinutes(_) => Table::HandoverMinutes,
            Self::CsdlTask(_) => Table::CsdlTask,
            Self::Register(_) => Table::Register,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self {
            Self::Unit(row) => row.id.0,
            Self::Officer(row) => row.id.0,
            Self::Appointment(row) => row.id.0,
            Self::SchoolClass(row) => row.id.0,
            Self::Account(row) => row.id.0,
            Self::Document(row) => row.id.0,
            Self::Delegation(row) => row.id.0,
            Self::HandoverMinutes(row) => row.id.0,
            Self::CsdlTask(row) => row.id.0,
            Self::Register(row) => row.id.0,
        }
    }

    /// The stream it is ordered in: that of the unit in whose file it lies.
    #[must_use]
    pub fn stream(&self) -> UnitId {
        match self {
            Self::Unit(row) => row.id,
            Self::Officer(row) => row.unit,
            Self::Appointment(row) => row.unit,
            Self::SchoolClass(row) => row.unit,
            Self::Account(row) => row.unit,
            Self::Document(row) => row.unit,
            Self::Delegation(row) => row.unit,
            Self::HandoverMinutes(row) => row.unit,
            Self::CsdlTask(row) => row.unit,
            Self::Register(row) => row.unit,
        }
    }

    /// The bucket it is seen through: exactly one (`sync.md` §2).
    ///
    /// `common` of every unit above is seen by those below: names, and the holdings that their
    /// rights hang on.
    #[must_use]
    pub fn bucket(&self) -> Bucket {
        match self {
            Self::Unit(_) => Bucket::Common,
            Self::Delegation(row) if matches!(row.holder, Holder::Unit(_)) => Bucket::Common,
            Self::Officer(_) | Self::Appointment(_) | Self::SchoolClass(_) => Bucket::Staff,
            _ => Bucket::Delegations,
        }
    }

    /// Whether it was entered by mistake and withdrawn.
    #[must_use]
    pub fn withdrawn(&self) -> bool {
        match self {
            Self::Unit(row) => row.withdrawn,
            Self::Officer(row) => row.withdrawn,
            Self::Appointment(row) => row.withdrawn,
            Self::SchoolClass(row) => row.withdrawn,
            _ => false,
        }
    }

    /// Keys that no two rows share: `(kind, key)`.
    #[must_use]
    pub fn keys(&self) -> Vec<(&'static str, String)> {
        match self {
            withdrawn if withdrawn.withdrawn() => vec![],
            Self::Unit(row) => row
                .codes
                .iter()
                .filter(|c| c.until.is_none())
                .map(|c| ("unit_code", format!("{:?}/{}", row.kind, c.value)))
                .collect(),
            Self::Officer(row) => vec![("officer_code", format!("{}/{}", row.unit, row.code))],
            Self::Appointment(row) if row.role.leads() && row.until.is_none() => {
                vec![("head", row.unit.to_string())]
            }
            Self::SchoolClass(row) => vec![(
                "class_name",
                format!("{}/{}/{}", row.unit, row.year.0, row.name),
            )],
            Self::Account(row) if row.closed_on.is_none() => {
                vec![("account_login", format!("{:?}/{}", row.system, row.login))]
            }
            Self::HandoverMinutes(row) => {
                let numbered = row.number().zip(row.signed()).map(|(number, signed)| {
                    let year = chrono::Datelike::year(&signed.date_on_paper);
                    ("number", format!("{}/{year}/{number}", row.giver_unit))
                });
                let token = row.frozen().map(|frozen| ("token", frozen.token.clone()));
                numbered.into_iter().chain(token).collect()
            }
            Self::Register(row) => vec![("register", format!("{}/{}", row.unit, row.year))],
            _ => vec![],
        }
    }
}

/// Access partitions inside a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// Names and holdings.
    Common,
    /// People, posts, classes.
    Staff,
    /// Rights, minutes, logins, papers, numbers.
    Delegations,
}

impl Bucket {
    /// The name in databases and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Staff => "staff",
            Self::Delegations => "delegations",
        }
    }
}

/// A row as it stands after an act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Change(pub Row);
