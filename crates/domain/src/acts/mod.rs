//! Acts: what people do. Each has a request and one pure `decide` from facts to changes.
//!
//! The act in the window, its re-run after a pull and the server all call the same [`decide`] on
//! the same op.

pub mod accounts_and_papers;
pub mod attach_scan;
pub mod classes;
pub mod csdl;
pub mod freeze_minutes;
pub mod hand_over;
pub mod numbers;
pub mod people;
pub mod record_signing;
pub mod sign_digitally;
pub mod stop_minutes;
pub mod take_back;
pub mod units;
pub mod withdraw;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::day_of;
use crate::facts::Facts;
use crate::ids::{DeviceId, MinutesId, OfficerId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::Change;
use crate::stamp::Stamp;

pub use accounts_and_papers::{AddAccount, AddDocument};
pub use attach_scan::AttachScan;
pub use classes::{AddClass, AssignTeacher};
pub use csdl::CsdlTasksDone;
pub use freeze_minutes::FreezeMinutes;
pub use hand_over::HandOver;
pub use numbers::{GiveNumber, OpenRegister, TypeNumber};
pub use people::{AddOfficer, Appoint, ChangeHead, EditOfficer, EndAppointment};
pub use record_signing::{ConfirmRecording, RecordSigning};
pub use sign_digitally::{CertifyScan, ConfirmReceipt, SetRoute, SignDigitally};
pub use stop_minutes::{CancelMinutes, DeclineMinutes};
pub use take_back::TakeBack;
pub use units::{AddUnit, CheckGround, ConfirmParent, FoundUnit, RenameUnit, SetUnit};
pub use withdraw::{Withdraw, Withdrawn};

/// Who does an act, on which machine, by which op and when.
#[derive(Clone, Copy, Debug)]
pub struct Ctx {
    /// The person.
    pub actor: OfficerId,
    /// The machine.
    pub device: DeviceId,
    /// The op and its instant.
    pub stamp: Stamp,
}

impl Ctx {
    /// The calendar day of the act in Việt Nam.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        day_of(self.stamp.at)
    }
}

/// Result of deciding: the rows as they stand afterwards, or why not.
pub type Decision = Result<Vec<Change>, Refusal>;

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident($tag:literal, $request:ty, $decide:path);)*) => {
        /// Every act, as it is stored and sent.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "args")]
        pub enum Act { $($(#[$doc])* #[serde(rename = $tag)] $name($request),)* }

        impl Act {
            /// The versioned name on the wire.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => $tag),* }
            }

            /// The names of all acts.
            pub const KINDS: &'static [&'static str] = &[$($tag),*];

            /// The unit in whose stream the act changes rows.
            #[must_use]
            pub fn unit(&self, ctx: &Ctx) -> UnitId {
                match self { $(Self::$name(request) => Scoped::unit(request, ctx)),* }
            }
        }

        /// Decides any act by its rule.
        ///
        /// # Errors
        /// The refusals of the act's rule.
        pub fn decide(facts: &Facts, act: &Act, ctx: &Ctx) -> Decision {
            match act { $(Act::$name(request) => $decide(facts, request, ctx)),* }
        }

        $(impl From<$request> for Act {
            fn from(request: $request) -> Self { Self::$name(request) }
        })*
    };
}

/// Names the unit whose stream an act changes.
pub(crate) trait Scoped {
    fn unit(&self, ctx: &Ctx) -> UnitId;
}

macro_rules! scoped {
    ($($request:ty),*) => {$(
        impl crate::acts::Scoped for $request {
            fn unit(&self, _: &crate::acts::Ctx) -> crate::ids::UnitId { self.unit }
        }
    )*};
}
pub(crate) use scoped;

acts! {
    /// Founds the first unit on a machine: the Sở, or a school that starts alone.
    FoundUnit("found_unit.v1", FoundUnit, units::found);
    /// Adds a unit under another.
    AddUnit("add_unit.v1", AddUnit, units::add);
    /// Confirms under whom a unit stands.
    ConfirmParent("confirm_parent.v1", ConfirmParent, units::confirm_parent);
    /// Renames a unit from a day on.
    RenameUnit("rename_unit.v1", RenameUnit, units::rename);
    /// Sets letterhead and numbering.
    SetUnit("set_unit.v1", SetUnit, units::set);
    /// Ticks a legal ground of the forms as compared with its source.
    CheckGround("check_ground.v1", CheckGround, units::check_ground);
    /// Adds a person with a post.
    AddOfficer("add_officer.v1", AddOfficer, people::add_officer);
    /// Edits fields of a person, merged per field.
    EditOfficer("edit_officer.v1", EditOfficer, people::edit_officer);
    /// Adds a post.
    Appoint("appoint.v1", Appoint, people::appoint);
    /// Ends a post; the rights that hang on it close at once.
    EndAppointment("end_appointment.v1", EndAppointment, people::end_appointment);
    /// Changes the head or person in charge and drafts minutes of kind k.
    ChangeHead("change_head.v1", ChangeHead, people::change_head);
    /// Adds a class.
    AddClass("add_class.v1", AddClass, classes::add);
    /// Gives a class its teacher; the rights of the teacher before close at once.
    AssignTeacher("assign_teacher.v1", AssignTeacher, classes::assign);
    /// Adds a login.
    AddAccount("add_account.v1", AddAccount, accounts_and_papers::add_account);
    /// Registers a paper that minutes may cite.
    AddDocument("add_document.v1", AddDocument, accounts_and_papers::add_document);
    /// Hands over classes, functions, levels or an account, and drafts the minutes.
    HandOver("hand_over.v1", HandOver, hand_over::decide);
    /// Freezes minutes for signing.
    FreezeMinutes("freeze_minutes.v1", FreezeMinutes, freeze_minutes::decide);
    /// Records who signed on paper, in bulk.
    RecordSigning("record_signing.v1", RecordSigning, record_signing::decide);
    /// The head confirms a recording that somebody else made.
    ConfirmRecording("confirm_recording.v1", ConfirmRecording, record_signing::confirm);
    /// Files the scan of signed minutes.
    AttachScan("attach_scan.v1", AttachScan, attach_scan::decide);
    /// Chooses how minutes are signed.
    SetRoute("set_route.v1", SetRoute, sign_digitally::set_route);
    /// Takes in the file of minutes with digital signatures; the last one opens the rights.
    SignDigitally("sign_digitally.v1", SignDigitally, sign_digitally::decide);
    /// Takes in a scan that the organisation signed: a lawful copy.
    CertifyScan("certify_scan.v1", CertifyScan, sign_digitally::certify);
    /// The receiver says whether the filed paper is his: an electronic confirmation, no signature.
    ConfirmReceipt("confirm_receipt.v1", ConfirmReceipt, sign_digitally::confirm_receipt);
    /// Records that a party declined.
    DeclineMinutes("decline_minutes.v1", DeclineMinutes, stop_minutes::decline);
    /// Cancels minutes before signing.
    CancelMinutes("cancel_minutes.v1", CancelMinutes, stop_minutes::cancel);
    /// Takes rights back at once and drafts the take-back minutes.
    TakeBack("take_back.v1", TakeBack, take_back::decide);
    /// Opens or takes over the register of numbers.
    OpenRegister("open_register.v1", OpenRegister, numbers::open);
    /// Gives the next number.
    GiveNumber("give_number.v1", GiveNumber, numbers::give);
    /// Types a number from the general register.
    TypeNumber("type_number.v1", TypeNumber, numbers::type_in);
    /// Ticks lines of the work list on the Hệ thống CSDL.
    CsdlTasksDone("csdl_tasks_done.v1", CsdlTasksDone, csdl::done);
    /// Withdraws what was entered by mistake and on which nothing rests.
    Withdraw("withdraw.v1", Withdraw, withdraw::decide);
}

impl Act {
    /// The files that the act cites: the server must have them before it decides.
    #[must_use]
    pub fn files(&self) -> Vec<crate::ids::BlobHash> {
        match self {
            Self::FreezeMinutes(request) => vec![request.pdf.clone()],
            Self::AttachScan(request) => vec![request.scan.clone()],
            Self::SignDigitally(request) => vec![request.file.clone()],
            Self::CertifyScan(request) => vec![request.file.clone()],
            _ => vec![],
        }
    }
}

impl Act {
    /// The minutes that the act is about, where it is about single ones.
    #[must_use]
    pub fn minutes(&self) -> Option<MinutesId> {
        match self {
            Self::FreezeMinutes(request) => Some(request.minutes),
            Self::RecordSigning(request) => request
                .minutes
                .first()
                .copied()
                .filter(|_| request.minutes.len() == 1),
            Self::ConfirmRecording(request) => Some(request.minutes),
            Self::AttachScan(request) => Some(request.minutes),
            Self::SignDigitally(request) => Some(request.minutes),
            Self::CertifyScan(request) => Some(request.minutes),
            Self::ConfirmReceipt(request) => Some(request.minutes),
            Self::DeclineMinutes(request) => Some(request.minutes),
            Self::CancelMinutes(request) => Some(request.minutes),
            Self::GiveNumber(request) => Some(request.minutes),
            Self::TypeNumber(request) => Some(request.minutes),
            _ => None,
        }
    }
}

/// Longest list that one act takes.
pub const MAX_BATCH: usize = 500;

/// Refuses empty lists and lists beyond [`MAX_BATCH`].
fn bounded<T>(list: &[T]) -> Result<(), Refusal> {
    match list.len() {
        0 => Err(Refusal::new(Code::NothingChosen)),
        n if n > MAX_BATCH => Err(Refusal::new(Code::TooMany).with("limit", MAX_BATCH)),
        _ => Ok(()),
    }
}

/// Refuses a period that ends before it begins.
fn ordered(from: NaiveDate, until: Option<NaiveDate>) -> Result<(), Refusal> {
    if until.is_some_and(|until| until < from) {
        Err(Refusal::new(Code::DatesReversed))
    } else {
        Ok(())
    }
}

/// Minutes of the unit an act names; refuses those of another unit.
fn own_minutes(
    facts: &Facts,
    unit: UnitId,
    id: MinutesId,
) -> Result<&crate::minutes::HandoverMinutes, Refusal> {
    let minutes = facts.minutes(id)?;
    if minutes.unit == unit {
        Ok(minutes)
    } else {
        Err(Refusal::new(Code::OtherUnit))
    }
}
