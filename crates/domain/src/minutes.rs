//! Handover minutes: kinds, states, and what is kept of each step.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::SchoolYear;
use crate::content::MinutesContent;
use crate::ids::{AccountId, BlobHash, DelegationId, DocumentId, MinutesId, OfficerId, UnitId};

/// Somebody of the unit above who witnesses a change of head: named as the paper names them, since a school's register does not
/// hold the people of the office above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Witness {
    /// Name.
    pub name: String,
    /// Post as papers name it.
    pub position: String,
}

/// Kinds of minutes (`minutes.md` §1). Kinds e and f are one: all lines of a person on one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MinutesKind {
    /// a: Sở → commune, admin account.
    DepartmentToCommune,
    /// b: commune or Sở → school, admin account.
    ToSchool,
    /// c: head → custodian of the unit's admin account.
    Custody,
    /// d: commune or Sở → officer, by school levels.
    Levels,
    /// e, f: school → officer, by class and function.
    Duties,
    /// g: take-back, one-sided.
    TakeBack,
    /// k: change of head.
    HeadChange,
}

impl MinutesKind {
    /// The letter under which the design and the index file know it.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::DepartmentToCommune => "a",
            Self::ToSchool => "b",
            Self::Custody => "c",
            Self::Levels => "d",
            Self::Duties => "ef",
            Self::TakeBack => "g",
            Self::HeadChange => "k",
        }
    }

    /// Whether the receiver signs a commitment (kind h).
    #[must_use]
    pub fn asks_undertaking(self) -> bool {
        matches!(self, Self::Custody | Self::Levels | Self::Duties)
    }

    /// Whether a unit receives, represented by the person who signs.
    #[must_use]
    pub fn to_unit(self) -> bool {
        matches!(self, Self::DepartmentToCommune | Self::ToSchool)
    }
}

/// How the password is handed over; it is never printed (`wording.md` §7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "by", content = "serial")]
pub enum SecretClause {
    /// In a sealed envelope with this serial.
    Envelope(String),
    /// On an activation slip with this serial.
    Slip(String),
    /// Set by the receiver at the table.
    SetAtTable,
    /// The receiver already holds it.
    AlreadyHeld,
    /// A personal login: set and kept by the receiver.
    Personal,
}

/// What only the handover desk knows (kind a): where and when it stands, and what the receiver brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AtDesk {
    /// The hour of the handover, if it is known before; otherwise it is written by hand.
    pub hour: Option<NaiveTime>,
    /// Name of the site.
    pub site: String,
    /// Its address.
    pub address: String,
    /// Last day of the letter of introduction.
    pub letter_until: Option<NaiveDate>,
    /// The day on which the receiver was trained.
    pub trained_on: Option<NaiveDate>,
}

/// The spare password of an admin account, sealed by the custodian and kept by the head (kind c).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SpareEnvelope {
    /// Serial of the seal.
    pub serial: String,
    /// Where the head keeps it.
    pub place: String,
}

/// What was fixed when the minutes were frozen for signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// When.
    pub at: DateTime<Utc>,
    /// Every printed fact.
    pub content: MinutesContent,
    /// SHA-256 of the canonical JSON of the content, 64 hex digits.
    pub content_hash: String,
    /// First 40 bits of it, 8 Crockford characters, printed on every page.
    pub check_code: String,
    /// 128-bit secret of the verification address, 32 hex digits.
    pub token: String,
    /// The PDF, rendered once, now.
    pub pdf: BlobHash,
    /// Its pages.
    pub pages: u32,
}

/// A scan of the signed paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// When it was filed.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: OfficerId,
    /// The file.
    pub blob: BlobHash,
    /// Its pages.
    pub pages: u32,
}

/// What is known once all parties signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// When the signing was recorded: the right opens now, never earlier.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub recorded_by: OfficerId,
    /// The date written on the paper.
    pub date_on_paper: NaiveDate,
    /// Kind c recorded by somebody other than the head: marked until the head confirms.
    pub head_must_confirm: bool,
    /// The scan, once filed.
    pub scan: Option<Scan>,
}

/// How far minutes have come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Progress {
    /// Nothing is fixed.
    Draft,
    /// Content frozen, PDF rendered, paper waits for pens.
    AwaitingSignatures {
        /// What was fixed.
        frozen: Frozen,
    },
    /// All parties signed.
    Signed {
        /// What was fixed.
        frozen: Frozen,
        /// The signing.
        signed: Signed,
        /// Number, when the unit gives one and gave it.
        number: Option<u32>,
    },
}

/// Why minutes no longer stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum EndKind {
    /// Newer minutes list what stands.
    Replaced,
    /// The rights were taken back.
    TakenBack,
    /// A party declined to sign.
    Declined,
    /// Cancelled before signing.
    Cancelled,
}

/// The end of minutes, always with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// How.
    pub kind: EndKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub by: OfficerId,
    /// Why, when a person said so.
    pub reason: Option<String>,
    /// The minutes that end these.
    pub minutes: Option<MinutesId>,
}

/// States as screens name them (`minutes.md` §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MinutesState {
    /// Nháp.
    Draft,
    /// Chờ ký.
    AwaitingSignatures,
    /// Đã ký – chờ cấp số.
    AwaitingNumber,
    /// Đã phát hành.
    Issued,
    /// Bị thay thế.
    Replaced,
    /// Đã thu hồi.
    TakenBack,
    /// Từ chối.
    Declined,
    /// Hủy.
    Cancelled,
}

/// What a take-back says (kind g).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakingBack {
    /// Reason, printed.
    pub reason: String,
    /// The rights that were closed.
    pub closed: Vec<DelegationId>,
    /// Why the person is not there, if so, and who witnesses.
    pub absent: Option<Absence>,
}

/// A take-back without the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Absence {
    /// Why the person is absent.
    pub reason: String,
    /// Who witnesses.
    pub witness: OfficerId,
}

/// Handover minutes of one receiver and unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverMinutes {
    /// Identity.
    pub id: MinutesId,
    /// The unit in whose file they lie: the receiving unit.
    pub unit: UnitId,
    /// Kind.
    pub kind: MinutesKind,
    /// School year.
    pub year: SchoolYear,
    /// The unit that gives and numbers.
    pub giver_unit: UnitId,
    /// The person who signs for it.
    pub giver: OfficerId,
    /// The person who receives, or gives back.
    pub receiver: OfficerId,
    /// The witness of kind k.
    pub witness: Option<Witness>,
    /// The login that is handed over.
    pub account: Option<AccountId>,
    /// Papers that are cited as grounds.
    pub grounds: Vec<DocumentId>,
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
    /// The minutes before these in the chain of the account.
    pub replaces: Option<MinutesId>,
    /// For kind g.
    pub taking_back: Option<TakingBack>,
    /// Who drafted them.
    pub prepared_by: OfficerId,
    /// When they were drafted.
    pub drafted_at: DateTime<Utc>,
    /// How far they have come.
    pub progress: Progress,
    /// Their end.
    pub ended: Option<Ended>,
}

impl HandoverMinutes {
    /// The state as screens name it; `numbered` says whether the unit gives numbers to this kind.
    #[must_use]
    pub fn state(&self, numbered: bool) -> MinutesState {
        if let Some(ended) = &self.ended {
            return match ended.kind {
                EndKind::Replaced => MinutesState::Replaced,
                EndKind::TakenBack => MinutesState::TakenBack,
                EndKind::Declined => MinutesState::Declined,
                EndKind::Cancelled => MinutesState::Cancelled,
            };
        }
        match &self.progress {
            Progress::Draft => MinutesState::Draft,
            Progress::AwaitingSignatures { .. } => MinutesState::AwaitingSignatures,
            Progress::Signed { number: None, .. } if numbered => MinutesState::AwaitingNumber,
            Progress::Signed { .. } => MinutesState::Issued,
        }
    }

    /// What was fixed at freezing, once they are frozen.
    #[must_use]
    pub fn frozen(&self) -> Option<&Frozen> {
        match &self.progress {
            Progress::Draft => None,
            Progress::AwaitingSignatures { frozen } | Progress::Signed { frozen, .. } => Some(frozen),
        }
    }

    /// The signing, once recorded.
    #[must_use]
    pub fn signed(&self) -> Option<&Signed> {
        match &self.progress {
            Progress::Signed { signed, .. } => Some(signed),
            _ => None,
        }
    }

    /// The number, once given.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        match &self.progress {
            Progress::Signed { number, .. } => *number,
            _ => None,
        }
    }

    /// Whether they wait for something and may still be changed or cancelled.
    #[must_use]
    pub fn open(&self) -> bool {
        self.ended.is_none() && self.signed().is_none()
    }

    /// Whether they are signed and stand.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.ended.is_none() && self.signed().is_some()
    }
}

/// Why a line of the work list on the Hệ thống CSDL is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CsdlAction {
    /// Mở quyền.
    Open,
    /// Khóa quyền.
    Close,
    /// Change of who holds the account.
    ChangeHolder,
}

/// A line of *việc cần làm trên Hệ thống CSDL*: we cannot act there, a person does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsdlTask {
    /// Identity.
    pub id: crate::ids::CsdlTaskId,
    /// Whose list.
    pub unit: UnitId,
    /// Which login.
    pub account: AccountId,
    /// What to do.
    pub action: CsdlAction,
    /// With which right; none for the account itself.
    pub delegation: Option<DelegationId>,
    /// By which minutes.
    pub minutes: MinutesId,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who did it, and on which day.
    pub done: Option<CsdlDone>,
}

/// That somebody did a line of the work list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsdlDone {
    /// Who.
    pub by: OfficerId,
    /// When it was ticked.
    pub at: DateTime<Utc>,
    /// The day on which it was done there.
    pub on: NaiveDate,
}
