//! People and their posts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, AppointmentId, DocumentId, OfficerId, UnitId};

/// Decides between `Ông` and `Bà`; unknown prints `Ông (bà)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Nữ.
    Female,
    /// Nam.
    Male,
}

/// A person who works for one or more units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Identity.
    pub id: OfficerId,
    /// The unit that keeps the record.
    pub unit: UnitId,
    /// Full name, NFC.
    pub name: String,
    /// Mã cán bộ: the unit's or the sector's code, unique in the unit.
    pub code: String,
    /// Sex, when known.
    pub sex: Option<Sex>,
    /// Birth date: only to tell two people apart.
    pub born_on: Option<NaiveDate>,
    /// Personal ID number, optional; never printed, masked on screen.
    pub id_number: Option<String>,
    /// Phone, optional; never printed.
    pub phone: Option<String>,
    /// Entered by mistake and withdrawn: no rule and no list sees it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// What a post lets a person do for the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Head by appointment.
    Head,
    /// Acting head by decision (`Q.`).
    Acting,
    /// Deputy in charge while there is no head (`KT.`).
    InCharge,
    /// Deputy who may sign `KT.` by a stored decision.
    Deputy,
    /// Head of a division, or an officer entrusted with one handover, who signs by order (`TL.`) by
    /// a stored decision.
    ByOrder,
    /// Everybody else.
    Member,
}

impl Role {
    /// Whether the holder is the one head or person in charge.
    #[must_use]
    pub fn leads(self) -> bool {
        matches!(self, Self::Head | Self::Acting | Self::InCharge)
    }
}

/// One post, with dates. At every instant a unit has exactly one head or person in charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Identity.
    pub id: AppointmentId,
    /// Where.
    pub unit: UnitId,
    /// Who.
    pub officer: OfficerId,
    /// What the post lets the person do.
    pub role: Role,
    /// The post as papers name it: `Hiệu trưởng`, `Giáo viên`.
    pub position: String,
    /// Duty added to the post on papers: `văn thư`, `kế toán`.
    pub duty: Option<String>,
    /// Whether the person drafts, prints and records for the unit without holding a right by that.
    pub prepares: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day, or none.
    pub until: Option<NaiveDate>,
    /// The decision it rests on.
    pub document: Option<DocumentId>,
    /// Entered by mistake and withdrawn: no rule and no list sees it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

impl Appointment {
    /// Whether the post is held on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

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

/// What a registered paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Decision that assigns duties.
    Assignment,
    /// Decision that appoints.
    Appointment,
    /// Directive of the school year.
    Directive,
    /// Letter of introduction.
    Introduction,
    /// Plan of the Sở.
    Plan,
    /// Any other reason.
    Other,
}

/// A paper of the unit's register that minutes may cite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// Whose register.
    pub unit: UnitId,
    /// What for.
    pub kind: DocumentKind,
    /// The type as papers name it: `Quyết định`.
    pub title: String,
    /// Number and symbol: `45/QĐ-THCSĐG`.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Who signed it: `Hiệu trưởng Trường …`.
    pub issuer: String,
    /// What it is about, without `về việc`.
    pub subject: String,
}
