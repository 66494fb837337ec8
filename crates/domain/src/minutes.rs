//! Handover minutes: kinds, states, and what is kept of each step.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::blanks::Party;
use crate::calendar::SchoolYear;
use crate::content::MinutesContent;
use crate::ids::{AccountId, BlobHash, DelegationId, DocumentId, MinutesId, OfficerId, UnitId};
use crate::keeping::Archived;
use crate::refusal::Code;

/// Somebody of the unit above who witnesses a change of head: named as the paper names them, since
/// a school's register does not hold the people of the office above.
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

/// What only the handover desk knows (kind a): where and when it stands, and what the receiver
/// brought.
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

/// The way minutes are signed (`minutes.md` §2): chosen by the unit, and possible for single
/// minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// By pen; the paper is the original.
    #[default]
    Paper,
    /// The giver and the organisation digitally, the receiver by pen on the print; the paper is the
    /// original.
    Mixed,
    /// Everybody digitally, one after the other in one file, which is the original.
    Digital,
}

impl Route {
    /// For serde: what is not said is paper.
    #[must_use]
    pub fn is_paper(&self) -> bool {
        *self == Self::Paper
    }
}

/// A digital signature in the file of minutes, as its certificate names the signer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSignature {
    /// Its field.
    pub field: String,
    /// Who signed.
    pub signer: String,
    /// Their organisation.
    pub organisation: Option<String>,
    /// The instant that the signer claims, to the second.
    pub claimed_at: DateTime<Utc>,
    /// SHA-256 of the certificate, 64 hex digits.
    pub certificate: String,
}

/// The file of minutes with its digital signatures so far. It begins with the bytes that were
/// frozen; each signature only adds to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitalFile {
    /// When the last signature was taken in.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: OfficerId,
    /// The file.
    pub blob: BlobHash,
    /// Its signatures, first signed first.
    pub signatures: Vec<FieldSignature>,
    /// The same file as it is kept for long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Archived>,
}

impl DigitalFile {
    /// The signature of a party, if it is there.
    #[must_use]
    pub fn of(&self, party: Party) -> Option<&FieldSignature> {
        self.signatures.iter().find(|s| s.field == party.field())
    }
}

/// A scan that the organisation signed: a lawful copy of the paper (Nghị định 30/2020/NĐ-CP, Điều
/// 25–27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawfulCopy {
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: OfficerId,
    /// The signed scan. It begins with the bytes of the scan.
    pub blob: BlobHash,
    /// The organisation's signature.
    pub signature: FieldSignature,
    /// The same file as it is kept for long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Archived>,
}

/// *Xác nhận điện tử* of the receiver: evidence of intent, never a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it is the paper that he signed; otherwise what is wrong with it.
    pub objection: Option<String>,
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
    /// The copy that the organisation signed; without it the scan is no lawful copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<Box<LawfulCopy>>,
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
    /// What the receiver confirmed on his own machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
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
    /// How they are signed, where somebody chose or they are frozen; otherwise as the giving unit
    /// does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// The file with the digital signatures so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digital: Option<DigitalFile>,
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
            Progress::AwaitingSignatures { frozen } | Progress::Signed { frozen, .. } => {
                Some(frozen)
            }
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

    /// Whose signatures bring them into force, in the order in which they sign. A take-back is
    /// one-sided: the witness signs for whoever is absent.
    #[must_use]
    pub fn parties(&self) -> Vec<Party> {
        let absent = self
            .taking_back
            .as_ref()
            .is_some_and(|taking| taking.absent.is_some());
        let mut parties = vec![
            Party::Giver,
            if absent {
                Party::Third
            } else {
                Party::Receiver
            },
        ];
        parties.extend(self.undertaking.then_some(Party::CommitmentReceiver));
        parties
    }

    /// Every place for a digital signature on a route, in the order in which people sign.
    #[must_use]
    pub fn places(&self, route: Route) -> Vec<Party> {
        let third = match self.kind {
            MinutesKind::DepartmentToCommune => true,
            MinutesKind::TakeBack => self
                .taking_back
                .as_ref()
                .is_some_and(|taking| taking.absent.is_some()),
            MinutesKind::HeadChange => self.witness.is_some(),
            _ => false,
        };
        let is = |party: &Party| match (route, party) {
            (Route::Paper, _) => false,
            (_, Party::Giver | Party::Organisation) => true,
            (_, Party::Third) => third,
            (_, Party::ReceivingOrganisation) => self.kind == MinutesKind::ToSchool,
            // On the mixed route the receiver signs with a pen.
            (Route::Mixed, _) => false,
            (Route::Digital, Party::Receiver) => self.parties().contains(party),
            (Route::Digital, Party::CommitmentReceiver) => self.undertaking,
            // A head confirms a commitment on paper alone: the form asks for it with a seal.
            (Route::Digital, Party::CommitmentHead) => false,
        };
        Party::ALL.into_iter().filter(is).collect()
    }

    /// Why a party cannot sign digitally now, given who has: none if it can. `numbered` says
    /// whether the unit gives numbers.
    #[must_use]
    pub fn hindrance(
        &self,
        party: Party,
        route: Route,
        numbered: bool,
        has: impl Fn(Party) -> bool,
    ) -> Option<Code> {
        if !self.places(route).contains(&party) {
            return Some(Code::WrongRoute);
        }
        if party.is_organisation() && route == Route::Digital {
            return (self.signed().is_none() || numbered && self.number().is_none())
                .then_some(Code::NumberFirst);
        }
        let required = self.parties();
        let first = required.iter().take_while(|other| **other != party);
        let mut missing = first
            .filter(|other| !has(**other) && (route == Route::Digital || **other == Party::Giver));
        missing.next().map(|_| Code::SignatureOrder)
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
