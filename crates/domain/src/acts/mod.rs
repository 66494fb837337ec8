//! Acts: what people do. Each has a request and one pure `decide` from facts to changes.
//!
//! The act in the window, its re-run after a pull and the server all call the same [`decide`] on
//! the same op.

pub mod accept_scan;
pub mod accounts_and_papers;
pub mod attach_scan;
pub mod classes;
pub mod csdl;
pub mod decide_held;
pub mod edit_class;
pub mod edit_draft;
pub mod freeze_minutes;
pub mod hand_over;
pub mod numbers;
pub mod people;
pub mod record_signing;
pub mod set_levels;
pub mod sign_digitally;
pub mod stop_minutes;
pub mod take_back;
pub mod units;
pub mod withdraw;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::bounds;
use crate::calendar::day_of;
use crate::facts::{Entry, Facts, Follow, Lookup, Scope};
use crate::held_act::Taken;
use crate::ids::{BlobHash, DeviceId, MinutesId, OfficerId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::stamp::Stamp;

pub use accept_scan::AcceptScan;
pub use accounts_and_papers::{AddAccount, AddDocument, EndDocument};
pub use attach_scan::AttachScan;
pub use classes::{AddClass, AssignTeacher};
pub use csdl::{CompareCsdl, CsdlTasksDone, OverLine};
pub use decide_held::DecideHeld;
pub use edit_class::EditClass;
pub use edit_draft::EditDraft;
pub use freeze_minutes::FreezeMinutes;
pub use hand_over::HandOver;
pub use numbers::{
    CorrectNumber, GiveNextNumber, GiveNumber, OpenRegister, SkipNumbers, TypeNumber,
};
pub use people::{AddOfficer, Appoint, ChangeHead, EditOfficer, EndAppointment};
pub use record_signing::{ConfirmRecording, RecordSigning};
pub use set_levels::SetLevels;
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
    /// Who did it and when, of an act that was held and that the actor takes.
    pub taken: Option<Taken>,
}

impl Ctx {
    /// The calendar day of the act in Việt Nam.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        day_of(self.stamp.at)
    }

    /// When a page of the act was printed: of one that was held and is taken, when it was done.
    #[must_use]
    pub fn printed_at(&self) -> DateTime<Utc> {
        self.taken.map_or(self.stamp.at, |taken| taken.done_at)
    }

    /// The calendar day of [`Ctx::printed_at`].
    #[must_use]
    pub fn printed_on(&self) -> NaiveDate {
        day_of(self.printed_at())
    }
}

/// Result of deciding: the rows as they stand afterwards, or why not.
pub type Decision = Result<Vec<Change>, Refusal>;

/// What a file that an act brings must be, before the server believes the act.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Proof<'a> {
    /// It brings no file.
    None,
    /// A page as the program draws it.
    Page(&'a FreezeMinutes),
    /// A scan of minutes: a picture of each of their pages.
    Scan(ScanOf<'a>),
    /// The file of minutes with signatures.
    Signatures(&'a SignDigitally),
    /// A scan that the organisation signed.
    Copy(&'a CertifyScan),
}

impl Proof<'_> {
    /// The file that is brought.
    #[must_use]
    pub fn file(&self) -> Option<&BlobHash> {
        match self {
            Self::None => None,
            Self::Page(request) => Some(&request.pdf),
            Self::Scan(scan) => Some(scan.file),
            Self::Signatures(request) => Some(&request.file),
            Self::Copy(request) => Some(&request.file),
        }
    }
}

/// The scan that an act brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScanOf<'a> {
    /// The minutes whose paper it shows.
    pub minutes: MinutesId,
    /// The file.
    pub file: &'a BlobHash,
    /// Whether pages that nobody can read may be left for somebody's eyes.
    pub by_eye: bool,
}

macro_rules! acts {
    ($(
        $(#[$doc:meta])*
        $name:ident = $tag:literal {
            needs: $needs:path,
            may: $may:path,
            decide: $decide:path,
            minutes: $minutes:expr,
            proof: $proof:expr,
        }
    )*) => {
        /// Every act, as it is stored and sent.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "args")]
        pub enum Act { $($(#[$doc])* #[serde(rename = $tag)] $name($name),)* }

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

            /// The rows that deciding the act asks for: see [`Scope`].
            #[must_use]
            pub fn needs(&self, ctx: &Ctx) -> Scope {
                match self { $(Self::$name(request) => $needs(request, ctx)),* }
            }

            /// The minutes that the act is about, where it is about single ones.
            #[must_use]
            pub fn minutes(&self) -> Option<MinutesId> {
                match self { $(Self::$name(request) => {
                    let minutes: fn(&$name) -> Option<MinutesId> = $minutes;
                    minutes(request)
                })* }
            }

            /// What the act brings as proof.
            #[must_use]
            pub fn proof(&self) -> Proof<'_> {
                match self { $(Self::$name(request) => {
                    let proof: fn(&$name) -> Proof<'_> = $proof;
                    proof(request)
                })* }
            }
        }

        /// Whether a person may do an act at an instant: post, right, place among the parties, and
        /// nothing else of its rule. The rule asks it of the act's own instant; the server asks once
        /// more as of the receipt.
        ///
        /// # Errors
        /// The refusals of the act's rule that are about who acts.
        pub fn may(facts: &Facts, act: &Act, ctx: &Ctx) -> Result<(), Refusal> {
            match act { $(Act::$name(request) => $may(facts, request, ctx)),* }
        }

        /// Decides any act by its rule, once it lies within the [`bounds`].
        ///
        /// # Errors
        /// Those of [`bounds::written`]; the refusals of the act's rule.
        pub fn decide(facts: &Facts, act: &Act, ctx: &Ctx) -> Decision {
            bounds::written(act)?;
            match act { $(Act::$name(request) => $decide(facts, request, ctx)),* }
        }

        $(impl From<$name> for Act {
            fn from(request: $name) -> Self { Self::$name(request) }
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
    FoundUnit = "found_unit.v1" {
        needs: units::found_needs,
        may: units::found_may,
        decide: units::found,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Adds a unit under another.
    AddUnit = "add_unit.v1" {
        needs: units::add_needs,
        may: units::add_may,
        decide: units::add,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Confirms under whom a unit stands.
    ConfirmParent = "confirm_parent.v1" {
        needs: units::confirm_parent_needs,
        may: units::confirm_parent_may,
        decide: units::confirm_parent,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Renames a unit from a day on.
    RenameUnit = "rename_unit.v1" {
        needs: units::rename_needs,
        may: units::rename_may,
        decide: units::rename,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Says which school levels a unit has from a day on.
    SetLevels = "set_levels.v1" {
        needs: set_levels::needs,
        may: set_levels::may,
        decide: set_levels::decide,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Sets letterhead and numbering.
    SetUnit = "set_unit.v1" {
        needs: units::set_needs,
        may: units::set_may,
        decide: units::set,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Ticks a legal ground of the forms as compared with its source.
    CheckGround = "check_ground.v1" {
        needs: units::check_ground_needs,
        may: units::check_ground_may,
        decide: units::check_ground,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Adds a person with a post.
    AddOfficer = "add_officer.v1" {
        needs: people::add_officer_needs,
        may: people::add_officer_may,
        decide: people::add_officer,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Edits fields of a person, merged per field.
    EditOfficer = "edit_officer.v1" {
        needs: people::edit_officer_needs,
        may: people::edit_officer_may,
        decide: people::edit_officer,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Adds a post.
    Appoint = "appoint.v1" {
        needs: people::appoint_needs,
        may: people::appoint_may,
        decide: people::appoint,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Ends a post; the rights that hang on it close at once.
    EndAppointment = "end_appointment.v1" {
        needs: people::end_appointment_needs,
        may: people::end_appointment_may,
        decide: people::end_appointment,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Changes the head or person in charge and drafts minutes of kind k.
    ChangeHead = "change_head.v1" {
        needs: people::change_head_needs,
        may: people::change_head_may,
        decide: people::change_head,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Adds a class.
    AddClass = "add_class.v1" {
        needs: classes::add_needs,
        may: classes::add_may,
        decide: classes::add,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Gives a class its teacher; the rights of the teacher before close at once.
    AssignTeacher = "assign_teacher.v1" {
        needs: classes::assign_needs,
        may: classes::assign_may,
        decide: classes::assign,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Corrects pupils, site or level of a class.
    EditClass = "edit_class.v1" {
        needs: edit_class::needs,
        may: edit_class::may,
        decide: edit_class::decide,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Adds a login.
    AddAccount = "add_account.v1" {
        needs: accounts_and_papers::add_account_needs,
        may: accounts_and_papers::add_account_may,
        decide: accounts_and_papers::add_account,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Registers a paper that minutes may cite.
    AddDocument = "add_document.v1" {
        needs: accounts_and_papers::add_document_needs,
        may: accounts_and_papers::add_document_may,
        decide: accounts_and_papers::add_document,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Says until when a registered paper holds.
    EndDocument = "end_document.v1" {
        needs: accounts_and_papers::end_document_needs,
        may: accounts_and_papers::end_document_may,
        decide: accounts_and_papers::end_document,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Hands over classes, functions, levels or an account, and drafts the minutes.
    HandOver = "hand_over.v1" {
        needs: hand_over::needs,
        may: hand_over::may,
        decide: hand_over::decide,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Says what a draft cites, with which login, and until when a custody lasts.
    EditDraft = "edit_draft.v1" {
        needs: edit_draft::needs,
        may: edit_draft::may,
        decide: edit_draft::decide,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Freezes minutes for signing.
    FreezeMinutes = "freeze_minutes.v1" {
        needs: freeze_minutes::needs,
        may: freeze_minutes::may,
        decide: freeze_minutes::decide,
        minutes: |request| Some(request.minutes),
        proof: |request| Proof::Page(request),
    }
    /// Records who signed on paper, in bulk.
    RecordSigning = "record_signing.v1" {
        needs: record_signing::needs,
        may: record_signing::may,
        decide: record_signing::decide,
        minutes: RecordSigning::single,
        proof: RecordSigning::proof,
    }
    /// The head confirms a recording that somebody else made.
    ConfirmRecording = "confirm_recording.v1" {
        needs: record_signing::confirm_needs,
        may: record_signing::confirm_may,
        decide: record_signing::confirm,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Files the scan of signed minutes.
    AttachScan = "attach_scan.v1" {
        needs: attach_scan::needs,
        may: attach_scan::may,
        decide: attach_scan::decide,
        minutes: |request| Some(request.minutes),
        proof: |request| Proof::Scan(ScanOf {
            minutes: request.minutes,
            file: &request.scan,
            by_eye: true,
        }),
    }
    /// The level above accepts a scan by eye that no program reads.
    AcceptScan = "accept_scan.v1" {
        needs: accept_scan::needs,
        may: accept_scan::may,
        decide: accept_scan::decide,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Chooses how minutes are signed.
    SetRoute = "set_route.v1" {
        needs: sign_digitally::set_route_needs,
        may: sign_digitally::set_route_may,
        decide: sign_digitally::set_route,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Takes in the file of minutes with digital signatures; the last one opens the rights.
    SignDigitally = "sign_digitally.v1" {
        needs: sign_digitally::needs,
        may: sign_digitally::may,
        decide: sign_digitally::decide,
        minutes: |request| Some(request.minutes),
        proof: |request| Proof::Signatures(request),
    }
    /// Takes in a scan that the organisation signed: a lawful copy.
    CertifyScan = "certify_scan.v1" {
        needs: sign_digitally::certify_needs,
        may: sign_digitally::certify_may,
        decide: sign_digitally::certify,
        minutes: |request| Some(request.minutes),
        proof: |request| Proof::Copy(request),
    }
    /// The receiver says whether the filed paper is his: an electronic confirmation, no signature.
    ConfirmReceipt = "confirm_receipt.v1" {
        needs: sign_digitally::confirm_receipt_needs,
        may: sign_digitally::confirm_receipt_may,
        decide: sign_digitally::confirm_receipt,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Records that a party declined.
    DeclineMinutes = "decline_minutes.v1" {
        needs: stop_minutes::decline_needs,
        may: stop_minutes::decline_may,
        decide: stop_minutes::decline,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Cancels minutes before signing.
    CancelMinutes = "cancel_minutes.v1" {
        needs: stop_minutes::cancel_needs,
        may: stop_minutes::cancel_may,
        decide: stop_minutes::cancel,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Takes rights back at once and drafts the take-back minutes.
    TakeBack = "take_back.v1" {
        needs: take_back::needs,
        may: take_back::may,
        decide: take_back::decide,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Opens or takes over the register of numbers.
    OpenRegister = "open_register.v1" {
        needs: numbers::open_needs,
        may: numbers::open_may,
        decide: numbers::open,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Gives the next number: what programs sent that did not say which.
    GiveNextNumber = "give_number.v1" {
        needs: numbers::give_next_needs,
        may: numbers::give_next_may,
        decide: numbers::give_next,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Gives a number.
    GiveNumber = "give_number.v2" {
        needs: numbers::give_needs,
        may: numbers::give_may,
        decide: numbers::give,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Closes numbers as *bỏ số*.
    SkipNumbers = "skip_numbers.v1" {
        needs: numbers::skip_needs,
        may: numbers::skip_may,
        decide: numbers::skip,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Types a number from the general register.
    TypeNumber = "type_number.v1" {
        needs: numbers::type_needs,
        may: numbers::type_in_may,
        decide: numbers::type_in,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Corrects a number that was typed wrongly.
    CorrectNumber = "correct_number.v1" {
        needs: numbers::correct_needs,
        may: numbers::correct_may,
        decide: numbers::correct,
        minutes: |request| Some(request.minutes),
        proof: |_| Proof::None,
    }
    /// Ticks lines of the work list on the Hệ thống CSDL.
    CsdlTasksDone = "csdl_tasks_done.v1" {
        needs: csdl::needs,
        may: csdl::may,
        decide: csdl::done,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Keeps where the accounts on the Hệ thống CSDL differ from the register.
    CompareCsdl = "compare_csdl.v1" {
        needs: csdl::compare_needs,
        may: csdl::compare_may,
        decide: csdl::compare,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Takes or returns acts that the server holds.
    DecideHeld = "decide_held.v1" {
        needs: decide_held::needs,
        may: decide_held::may,
        decide: decide_held::decide,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
    /// Withdraws what was entered by mistake and on which nothing rests.
    Withdraw = "withdraw.v1" {
        needs: withdraw::needs,
        may: withdraw::may,
        decide: withdraw::decide,
        minutes: |_| None,
        proof: |_| Proof::None,
    }
}

/// Longest list that one act takes.
pub const MAX_BATCH: usize = 500;

/// Refuses empty lists and lists beyond [`MAX_BATCH`].
fn bounded<T>(list: &[T]) -> Result<(), Refusal> {
    few(list.len())
}

/// Refuses none, and more than [`MAX_BATCH`].
fn few(count: usize) -> Result<(), Refusal> {
    match count {
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

/// What any act about minutes asks: the minutes with the rights that they carry, both units, and
/// whether the person may prepare for the one that gives.
fn minutes_needs(minutes: MinutesId, ctx: &Ctx) -> Scope {
    const UNITS: Follow = Follow::new("minutes", |row| match row {
        Row::HandoverMinutes(minutes) => Scope::new()
            .by(Entry::right_by(minutes.id))
            .line(minutes.giver_unit)
            .row(Table::Unit, minutes.unit)
            .row(Table::Officer, minutes.giver),
        _ => Scope::new(),
    });
    let minutes = Lookup::Id(Table::HandoverMinutes, minutes.0);
    Scope::new().actor(ctx.actor).find_then(minutes, UNITS)
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

#[cfg(test)]
mod errors_are_named;
