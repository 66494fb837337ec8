//! Logins and who answers for them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, OfficerId, UnitId};
use crate::text;
use crate::unit::Unit;

/// The program or web site a login belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "name", content = "other")]
pub enum System {
    /// Hệ thống Cơ sở dữ liệu giáo dục và đào tạo Hải Phòng.
    Csdl,
    /// This program.
    BanGiao,
    /// Any other, by name.
    Other(String),
}

impl System {
    /// The name in databases: of another system `other:` and its name.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Csdl => "csdl".to_owned(),
            Self::BanGiao => "ban_giao".to_owned(),
            Self::Other(name) => format!("other:{name}"),
        }
    }
}

/// Words of Thông tư 42/2021/TT-BGDĐT, Điều 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Tài khoản quản trị.
    Admin,
    /// Tài khoản khai thác, sử dụng.
    Use,
}

/// Who answers for a login day by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "by", content = "officer")]
pub enum Custody {
    /// Thủ trưởng tự quản lý: whoever is head.
    Head,
    /// One deputised custodian, by minutes of kind c (or a at a commune).
    Custodian(OfficerId),
    /// The person's own login.
    Personal(OfficerId),
}

/// The login that is proposed for somebody whose list has none: that of the unit and the person's
/// code, in small letters without marks. Nobody knows whether the system has it.
#[must_use]
pub fn proposed_login(unit: &Unit, code: &str, day: NaiveDate) -> String {
    let prefix = unit.code_on(day).unwrap_or(&unit.letterhead.symbol);
    let joined = text::fold(&format!("{prefix}.{code}"));
    let kept = joined
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '.');
    kept.collect()
}

/// A login on a named system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// The unit that answers for it.
    pub unit: UnitId,
    /// Where it logs in.
    pub system: System,
    /// Address of that system.
    pub address: String,
    /// The login name, unique in its system.
    pub login: String,
    /// Admin or use.
    pub kind: AccountKind,
    /// Who holds it now.
    pub custody: Custody,
    /// Day on which it was closed.
    pub closed_on: Option<NaiveDate>,
}
