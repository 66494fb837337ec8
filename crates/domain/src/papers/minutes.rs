//! Handover minutes: kinds, states, and what is kept of each step.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::blanks::Party;
use crate::calendar::SchoolYear;
use crate::content::MinutesContent;
use crate::held_act::Taken;
use crate::ids::{
    AccountId, BlobHash, DelegationId, DeviceId, DocumentId, MinutesId, OfficerId, UnitId,
};
use crate::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope, Witness};
use crate::refusal::Code;
use crate::route::Route;
use crate::signatures::{DigitalFile, Receipt, Scan};

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
    /// Whether the page prints something that had changed in the register when it heard of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outdated: bool,
    /// Who froze them, on which machine; none of what an older program decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<FrozenBy>,
}

/// Who froze minutes, and on which machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenBy {
    /// The person.
    pub officer: OfficerId,
    /// The machine.
    pub device: DeviceId,
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
    /// Who recorded it first, of a recording that was held and taken: it counts from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
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
    /// The calendar year of the number, where it is not that of the day on the paper: signed in
    /// December, numbered in January.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_year: Option<i32>,
    /// The numbers that were typed wrongly before the one that they have, first typed first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<CorrectedNumber>,
    /// Who gave them their first number; none of what an older program numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_given: Option<NumberGiven>,
    /// Who said the draft otherwise last; none where nobody did, or with an older program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<DraftEdited>,
}

/// Who gave a number to minutes, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberGiven {
    /// The person.
    pub by: OfficerId,
    /// When.
    pub at: DateTime<Utc>,
}

/// The last time that a draft was said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftEdited {
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub at: DateTime<Utc>,
    /// How many times it was by then.
    pub times: u32,
}

/// A number that was typed wrongly, and who corrected it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CorrectedNumber {
    /// The wrong number.
    pub number: u32,
    /// Its calendar year.
    pub year: i32,
    /// Who corrected it.
    pub by: OfficerId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
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

    /// Whether they belong to a school year that is over on a day: what they hand over has ended with
    /// it, and those of the next year do not replace them.
    #[must_use]
    pub fn year_is_over(&self, day: NaiveDate) -> bool {
        self.kind.by_person() && self.year.last_day() < day
    }

    /// Whether they were signed on paper and open rights, and no scan shows that yet: whoever
    /// received so several times brings a scan first.
    #[must_use]
    pub fn lacks_scan(&self) -> bool {
        let by_pen = self.route != Some(Route::Digital);
        let unseen = |signed: &Signed| signed.scan.as_ref().is_none_or(|scan| !scan.counts());
        by_pen && self.kind.opens_rights() && self.signed().is_some_and(unseen)
    }

    /// The number, once given.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        match &self.progress {
            Progress::Signed { number, .. } => *number,
            _ => None,
        }
    }

    /// The calendar year of the number, once given.
    #[must_use]
    pub fn numbered_in(&self) -> Option<i32> {
        self.number()?;
        self.number_year
            .or(self.signed().map(|signed| signed.date_on_paper.year()))
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

    /// The files that they cite: the frozen page, the scan, signed files, and those kept for long.
    #[must_use]
    pub fn files(&self) -> Vec<BlobHash> {
        let page = self.frozen().map(|frozen| frozen.pdf.clone());
        let digital = self.digital.as_ref();
        let signed = digital.map(|file| (&file.blob, file.archived.as_ref()));
        let scan = self.signed().and_then(|signed| signed.scan.as_ref());
        let copy = scan.and_then(|scan| scan.copy.as_ref());
        let copied = copy.map(|copy| (&copy.blob, copy.archived.as_ref()));
        let kept = signed
            .into_iter()
            .chain(copied)
            .flat_map(|(blob, archived)| {
                let archived = archived.into_iter();
                let all = archived.flat_map(|kept| kept.earlier.iter().chain([&kept.blob]));
                [blob].into_iter().chain(all).cloned().collect::<Vec<_>>()
            });
        let scan = scan.map(|scan| scan.blob.clone());
        page.into_iter().chain(scan).chain(kept).collect()
    }

    /// Whether they wait for something and may still be changed or cancelled.
    #[must_use]
    pub fn open(&self) -> bool {
        self.ended.is_none() && self.signed().is_none()
    }

    /// Whether they are a change of head that somebody prepares, and did not end.
    #[must_use]
    pub fn prepares_head_change(&self, by: OfficerId) -> bool {
        self.kind == MinutesKind::HeadChange && self.ended.is_none() && self.prepared_by == by
    }

    /// Whether they are signed and stand.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.ended.is_none() && self.signed().is_some()
    }
}
