//! Refusals: a code for programs, one Vietnamese sentence for people (`messages/vi.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $number:literal;)*) => {
        /// Everything that can be refused or go wrong, for window, command line and server alike.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "bindings", derive(specta::Type))]
        #[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, for the tests of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The key in the catalogue.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            /// The code that people read out: `BG-QUYEN-001`. Never reused.
            #[must_use]
            pub fn number(self) -> &'static str {
                match self { $(Self::$name => $number),* }
            }
        }
    };
}

codes! {
    /// A required text is empty.
    NameMissing = "name_missing", "BG-NHAP-001";
    /// A text is too long.
    NameTooLong = "name_too_long", "BG-NHAP-002";
    /// A text carries characters that cannot be shown safely.
    NameBadCharacter = "name_bad_character", "BG-NHAP-003";
    /// An ID number is not 12 digits.
    IdNumberShape = "id_number_shape", "BG-NHAP-004";
    /// Dates are the wrong way round.
    DatesReversed = "dates_reversed", "BG-NHAP-005";
    /// Something with this key is already there.
    Taken = "taken", "BG-NHAP-006";
    /// Two people who cannot be told apart.
    SamePerson = "same_person", "BG-NHAP-007";
    /// A list is empty.
    NothingChosen = "nothing_chosen", "BG-NHAP-008";
    /// More than a limit allows.
    TooMany = "too_many", "BG-NHAP-009";
    /// The request cannot be read.
    BadRequest = "bad_request", "BG-NHAP-010";
    /// What is named is not there.
    NotFound = "not_found", "BG-NHAP-011";
    /// A date that is not in a calendar.
    DateShape = "date_shape", "BG-NHAP-012";
    /// A date that should have passed is still to come.
    DateToCome = "date_to_come", "BG-NHAP-013";
    /// A class that the unit does not have.
    UnknownClass = "unknown_class", "BG-NHAP-014";
    /// Two rows give one class to two homeroom teachers.
    TwoTeachers = "two_teachers", "BG-NHAP-015";
    /// Day and month of a date can be either.
    DateDoubt = "date_doubt", "BG-NHAP-016";
    /// A number has lost the zero in front.
    LostZero = "lost_zero", "BG-NHAP-017";
    /// A phone number has another shape.
    PhoneShape = "phone_shape", "BG-NHAP-018";
    /// A word that is not in the list of a column.
    UnknownWord = "unknown_word", "BG-NHAP-019";
    /// A person whom the unit does not have.
    UnknownOfficer = "unknown_officer", "BG-NHAP-020";
    /// A unit that is not among those one may prepare for.
    UnknownUnit = "unknown_unit", "BG-NHAP-021";
    /// A row says nothing that could be handed over.
    NothingInRow = "nothing_in_row", "BG-NHAP-022";
    /// The same row stands in the file twice.
    RowTwice = "row_twice", "BG-NHAP-023";
    /// Several people share one e-mail address.
    SharedMail = "shared_mail", "BG-NHAP-024";
    /// People without an ID number: once for a whole file.
    NoIdNumbers = "no_id_numbers", "BG-NHAP-025";
    /// Only a year is known of a date.
    YearOnly = "year_only", "BG-NHAP-026";
    /// Logins were proposed for people whose list has none: once for a whole file.
    LoginProposed = "login_proposed", "BG-NHAP-028";
    /// A text of any kind is longer than all texts may be.
    TooLong = "too_long", "BG-NHAP-029";
    /// The list of the Hệ thống CSDL has a login of somebody who has no minutes in force.
    CsdlWithoutMinutes = "csdl_without_minutes", "BG-CSDL-001";
    /// Minutes in force that nobody carried out there.
    CsdlNotOpened = "csdl_not_opened", "BG-CSDL-002";
    /// One person has several logins there.
    CsdlSeveralLogins = "csdl_several_logins", "BG-CSDL-003";
    /// One login for several people.
    CsdlSharedLogin = "csdl_shared_login", "BG-CSDL-010";
    /// Somebody who left still has a login there.
    CsdlLeaver = "csdl_leaver", "BG-CSDL-004";
    /// A login of a supplier.
    CsdlSupplier = "csdl_supplier", "BG-CSDL-005";
    /// A login of nobody who is known.
    CsdlUnknownPerson = "csdl_unknown_person", "BG-CSDL-006";
    /// A login opens a class there that minutes do not give.
    CsdlWrongClass = "csdl_wrong_class", "BG-CSDL-007";
    /// A login opens a function there that minutes do not give.
    CsdlWrongFunction = "csdl_wrong_function", "BG-CSDL-008";
    /// A login belongs to somebody else in the register.
    CsdlOtherHolder = "csdl_other_holder", "BG-CSDL-009";
    /// Something rests on what should be withdrawn.
    StillUsed = "still_used", "BG-NHAP-027";
    /// A file that is no PDF, or one that is broken or encrypted.
    SignedUnreadable = "signed_unreadable", "BG-KYSO-001";
    /// A file without any signature.
    NotSigned = "not_signed", "BG-KYSO-002";
    /// A file that is not put together as a signed file is.
    SignatureStructure = "signature_structure", "BG-KYSO-003";
    /// What was signed is something else.
    SignatureContent = "signature_content", "BG-KYSO-004";
    /// A signature that cannot be read or does not hold mathematically.
    SignatureBroken = "signature_broken", "BG-KYSO-005";
    /// A signature by an algorithm that is not accepted.
    SignatureAlgorithm = "signature_algorithm", "BG-KYSO-006";
    /// Something else than a signature or a filled field came after a signature.
    ChangedAfterSigning = "changed_after_signing", "BG-KYSO-007";
    /// No configured root leads to a certificate.
    CertificateUnknown = "certificate_unknown", "BG-KYSO-008";
    /// A certificate has ended.
    CertificateExpired = "certificate_expired", "BG-KYSO-009";
    /// A certificate begins later.
    CertificateNotYetValid = "certificate_not_yet_valid", "BG-KYSO-010";
    /// A certificate was revoked.
    CertificateRevoked = "certificate_revoked", "BG-KYSO-011";
    /// A certificate is for something else.
    CertificateNotForSigning = "certificate_not_for_signing", "BG-KYSO-012";
    /// Whether a certificate was revoked could not be checked.
    RevocationNotChecked = "revocation_not_checked", "BG-KYSO-013";
    /// The time of signing is only claimed.
    TimeNotChecked = "time_not_checked", "BG-KYSO-014";
    /// A file has no field of a name.
    FieldMissing = "field_missing", "BG-KYSO-015";
    /// A field is signed or filled already.
    FieldTaken = "field_taken", "BG-KYSO-016";
    /// What is there already does not hold, so nothing is put on top of it.
    SignedBroken = "signed_broken", "BG-KYSO-017";
    /// A password or PIN does not open a key.
    KeyPassword = "key_password", "BG-KYSO-018";
    /// A key file or token holds no usable key.
    KeyUnusable = "key_unusable", "BG-KYSO-019";
    /// The time-stamping authority cannot be reached, refused, or stamped something else.
    StampRefused = "stamp_refused", "BG-KYSO-020";
    /// No root is trusted on this machine.
    NothingTrusted = "nothing_trusted", "BG-KYSO-021";
    /// A file is neither a certificate nor a revocation list.
    NotACertificate = "not_a_certificate", "BG-KYSO-022";
    /// A party has not signed digitally yet.
    SignatureMissing = "signature_missing", "BG-KYSO-023";
    /// Somebody else signed than whose place it is.
    SignedByAnother = "signed_by_another", "BG-KYSO-024";
    /// Somebody signed before whoever comes first.
    SignatureOrder = "signature_order", "BG-KYSO-025";
    /// The organisation signs last, over number and date.
    NumberFirst = "number_first", "BG-KYSO-026";
    /// The gaps of a signed file say something else than the register.
    GapsDiffer = "gaps_differ", "BG-KYSO-027";
    /// A file carries no signature that the register does not have.
    SignedNothingNew = "signed_nothing_new", "BG-KYSO-028";
    /// A signed file does not go on from the one in the register.
    SignedOtherFile = "signed_other_file", "BG-KYSO-029";
    /// A file does not say what an act says of it.
    EvidenceDiffers = "evidence_differs", "BG-KYSO-030";
    /// A signature claims a later time than the one that a time stamp proves.
    ClaimedLater = "claimed_later", "BG-KYSO-031";
    /// The Sở's server trusts no root yet.
    ServerTrustsNobody = "server_trusts_nobody", "BG-KYSO-032";
    /// Only a PDF becomes a lawful copy, not a photo.
    CopyNeedsPdf = "copy_needs_pdf", "BG-KYSO-033";
    /// A token has locked itself.
    KeyLocked = "key_locked", "BG-KYSO-034";
    /// Another machine has taken a signature in first.
    SignedElsewhere = "signed_elsewhere", "BG-KYSO-035";
    /// The claimed day of a signature cannot be.
    SigningDay = "signing_day", "BG-KYSO-036";
    /// The actor has no post that lets them prepare for the unit.
    MayNotPrepare = "may_not_prepare", "BG-QUYEN-001";
    /// The giver has no post that lets them give for the unit.
    MayNotGive = "may_not_give", "BG-QUYEN-002";
    /// The unit does not hold what is given.
    MoreThanHeld = "more_than_held", "BG-QUYEN-003";
    /// Giver and receiver are one person.
    ToSelf = "to_self", "BG-QUYEN-004";
    /// The receiver stands above the giver.
    Upwards = "upwards", "BG-QUYEN-005";
    /// The receiver has no post in the unit.
    OutsideUnit = "outside_unit", "BG-QUYEN-006";
    /// The receiver records the own signing.
    RecorderIsReceiver = "recorder_is_receiver", "BG-QUYEN-007";
    /// Only the head or the custodian takes back.
    MayNotTakeBack = "may_not_take_back", "BG-QUYEN-008";
    /// A deputy signs without a stored decision.
    DeputyWithoutDecision = "deputy_without_decision", "BG-QUYEN-009";
    /// A leading post begins in the past without a stored decision.
    PastWithoutDecision = "past_without_decision", "BG-QUYEN-018";
    /// Whoever did it might then and might not any more when the server heard of it.
    AwaitsDecision = "awaits_decision", "BG-QUYEN-019";
    /// Somebody decides on a held act of the own.
    DecidesOwn = "decides_own", "BG-QUYEN-020";
    /// The last post of the person in the unit is over.
    PostEnded = "post_ended", "BG-QUYEN-021";
    /// A held act was returned.
    Returned = "returned", "BG-QUYEN-022";
    /// An act that was answered, and whose answer was heard, is sent again.
    Replayed = "replayed", "BG-DB-019";
    /// The op names somebody else as its author.
    NotTheActor = "not_the_actor", "BG-QUYEN-010";
    /// A custodian gives rights to themselves.
    CustodianToSelf = "custodian_to_self", "BG-QUYEN-011";
    /// Only a leader, a preparer or the custodian, there or above, numbers.
    MayNotNumber = "may_not_number", "BG-QUYEN-012";
    /// A unit has no head on the day.
    NoHead = "no_head", "BG-QUYEN-013";
    /// A unit would have two heads.
    TwoHeads = "two_heads", "BG-QUYEN-014";
    /// The unit above is not the parent.
    NotTheParent = "not_the_parent", "BG-QUYEN-015";
    /// The machine was too long without the server.
    AuthorityLapsed = "authority_lapsed", "BG-QUYEN-016";
    /// Only the receiver himself confirms his paper.
    NotTheReceiver = "not_the_receiver", "BG-QUYEN-017";
    /// Only who leads the unit does this.
    OnlyTheHead = "only_the_head", "BG-QUYEN-030";
    /// An act that a decision stands behind names none.
    DecisionMissing = "decision_missing", "BG-QUYEN-031";
    /// A class or a right is for a school level that the unit does not have.
    LevelNotHeld = "level_not_held", "BG-QUYEN-032";
    /// Nobody knows who will be able to do what on a day to come.
    DayNotCome = "day_not_come", "BG-QUYEN-033";
    /// Only who leads the level above accepts a scan by eye, and never who has a part in it.
    MayNotAccept = "may_not_accept", "BG-QUYEN-023";
    /// The same right is there already.
    SameRightTwice = "same_right_twice", "BG-BB-001";
    /// A class already has a main teacher.
    ClassHasTeacher = "class_has_teacher", "BG-BB-002";
    /// The receiver is not the teacher of the class.
    NotTheTeacher = "not_the_teacher", "BG-BB-003";
    /// A right would last beyond the school year.
    BeyondYear = "beyond_year", "BG-BB-004";
    /// The minutes are in another state.
    WrongState = "wrong_state", "BG-BB-005";
    /// The date on the paper is in the future or before the draft's school year.
    DateOnPaper = "date_on_paper", "BG-BB-006";
    /// A number is taken.
    NumberTaken = "number_taken", "BG-BB-007";
    /// The register is leased to another machine.
    RegisterElsewhere = "register_elsewhere", "BG-BB-008";
    /// The block is used up.
    BlockUsedUp = "block_used_up", "BG-BB-009";
    /// The unit numbers in another way.
    NumberingMode = "numbering_mode", "BG-BB-010";
    /// A ground is not in force.
    GroundNotInForce = "ground_not_in_force", "BG-BB-011";
    /// No right is left to take back.
    NothingToTakeBack = "nothing_to_take_back", "BG-BB-012";
    /// A stand-in needs dates.
    StandInDates = "stand_in_dates", "BG-BB-013";
    /// The content changed while it was being frozen.
    ContentChanged = "content_changed", "BG-BB-014";
    /// A login is missing.
    LoginMissing = "login_missing", "BG-BB-015";
    /// The letter of introduction is no longer valid.
    LetterExpired = "letter_expired", "BG-BB-016";
    /// A paper that was printed and not signed gives way to a new draft.
    PaperReplaced = "paper_replaced", "BG-BB-017";
    /// Minutes are signed in another way.
    WrongRoute = "wrong_route", "BG-BB-018";
    /// A frozen page is not the one that the program draws of its content.
    PageDiffers = "page_differs", "BG-BB-019";
    /// A number is not one of the register's.
    NumberOutside = "number_outside", "BG-BB-031";
    /// A number was closed as *bỏ số*.
    NumberSkipped = "number_skipped", "BG-BB-032";
    /// The server has not leased the numbers yet that this machine asked for.
    LeaseUnanswered = "lease_unanswered", "BG-BB-033";
    /// The register was taken over after a number was given.
    LeaseEnded = "lease_ended", "BG-BB-034";
    /// Who is not the head records a change of custodian together with its scan.
    ScanFirst = "scan_first", "BG-BB-020";
    /// A right would begin before the school year that it is prepared for.
    BeforeYear = "before_year", "BG-QUYEN-024";
    /// A class is of another school year than the minutes.
    ClassOfOtherYear = "class_of_other_year", "BG-QUYEN-025";
    /// A right over a class would outlast the time for which its teacher has it.
    BeyondAssignment = "beyond_assignment", "BG-QUYEN-026";
    /// No class of that name is in the year that was asked about.
    NoSuchClass = "no_such_class", "BG-QUYEN-027";
    /// The scans of two papers of the same receiver are not there.
    ScansDue = "scans_due", "BG-BB-021";
    /// Minutes whose rights have ended are recorded only when somebody says so.
    RightsOver = "rights_over", "BG-BB-040";
    /// Nobody knows what kind of unit a word means.
    UnknownUnitKind = "unknown_unit_kind", "BG-NHAP-080";
    /// Other minutes rest on a login that a draft would name otherwise.
    LoginPrinted = "login_printed", "BG-BB-050";
    /// A code with which a unit begins was offered where somebody joins one that is there.
    FoundersCode = "founders_code", "BG-DB-041";
    /// Nobody answers where a code is offered: nothing was done yet that could wait.
    ServerNotFound = "server_not_found", "BG-DB-040";
    /// No program of this machine opens PDF files.
    NoViewer = "no_viewer", "BG-TEP-060";
    /// What was proposed is not proposed any more.
    NotProposed = "not_proposed", "BG-BB-041";
    /// Another scan took the place of the one that was looked at.
    ScanChanged = "scan_changed", "BG-TEP-024";
    /// A scan cannot be read.
    ScanUnreadable = "scan_unreadable", "BG-TEP-001";
    /// A scan is too coarse.
    ScanTooCoarse = "scan_too_coarse", "BG-TEP-002";
    /// A scan has other pages than the paper.
    ScanPages = "scan_pages", "BG-TEP-003";
    /// A scan is of other minutes.
    ScanOfOther = "scan_of_other", "BG-TEP-004";
    /// A scan uses a compression that is not accepted.
    ScanCompression = "scan_compression", "BG-TEP-005";
    /// No QR code was found on a page.
    ScanNoQr = "scan_no_qr", "BG-TEP-006";
    /// A file is too large.
    FileTooLarge = "file_too_large", "BG-TEP-007";
    /// A file cannot be read or written.
    FileAccess = "file_access", "BG-TEP-008";
    /// A file is no workbook or table, or it is damaged.
    BookUnreadable = "book_unreadable", "BG-TEP-009";
    /// A workbook has more rows, columns, cells or text than is read.
    BookTooLarge = "book_too_large", "BG-TEP-010";
    /// A workbook is far larger when it is unpacked.
    BookBomb = "book_bomb", "BG-TEP-011";
    /// A workbook is protected by a password.
    BookPassword = "book_password", "BG-TEP-012";
    /// A workbook has macros.
    BookMacros = "book_macros", "BG-TEP-013";
    /// A workbook refers to other files, or holds some.
    BookExternal = "book_external", "BG-TEP-014";
    /// A file's ending names another kind than what it is.
    BookEnding = "book_ending", "BG-TEP-015";
    /// A web page that was given the ending of a workbook.
    BookWebPage = "book_web_page", "BG-TEP-016";
    /// A workbook has too many formulas.
    BookFormulas = "book_formulas", "BG-TEP-017";
    /// Reading a workbook took more memory than is given to it.
    BookMemory = "book_memory", "BG-TEP-018";
    /// Reading a workbook took too long.
    BookTime = "book_time", "BG-TEP-019";
    /// No row of titles was found.
    BookNoHeader = "book_no_header", "BG-TEP-020";
    /// There is nothing in the file.
    BookEmpty = "book_empty", "BG-TEP-021";
    /// A print file is held by another program and could not be deleted.
    PrintFileLeft = "print_file_left", "BG-TEP-022";
    /// A page of a scan has more pixels than can be read.
    ScanTooFine = "scan_too_fine", "BG-TEP-023";
    /// Wrong password.
    WrongPassword = "wrong_password", "BG-KHO-001";
    /// The data file is damaged.
    Damaged = "damaged", "BG-KHO-002";
    /// The disk is full.
    DiskFull = "disk_full", "BG-KHO-003";
    /// The folder cannot be written.
    ReadOnly = "read_only", "BG-KHO-004";
    /// Another program has the data open.
    InUse = "in_use", "BG-KHO-005";
    /// There is no data yet.
    NoReplica = "no_replica", "BG-KHO-006";
    /// There is data already.
    ReplicaExists = "replica_exists", "BG-KHO-007";
    /// A password is too weak.
    WeakPassword = "weak_password", "BG-KHO-008";
    /// The data was made by a newer program.
    NewerProgram = "newer_program", "BG-KHO-009";
    /// The screen is locked.
    Locked = "locked", "BG-KHO-010";
    /// The recovery code is wrong.
    WrongRecoveryCode = "wrong_recovery_code", "BG-KHO-011";
    /// The device secret is missing.
    NoDeviceSecret = "no_device_secret", "BG-KHO-012";
    /// A backup cannot be read.
    BadBackup = "bad_backup", "BG-KHO-013";
    /// Too many wrong passwords in a row.
    TryLater = "try_later", "BG-KHO-014";
    /// A PIN that is easily guessed.
    WeakPin = "weak_pin", "BG-KHO-015";
    /// The device secret is not in a key store of the system.
    PinNeedsKeyStore = "pin_needs_key_store", "BG-KHO-016";
    /// The PIN opens no more: too many wrong ones, too long ago, or the program was closed.
    PinSpent = "pin_spent", "BG-KHO-017";
    /// Wrong PIN.
    WrongPin = "wrong_pin", "BG-KHO-018";
    /// The server cannot be reached.
    Offline = "offline", "BG-DB-001";
    /// This machine is not enrolled.
    NotEnrolled = "not_enrolled", "BG-DB-002";
    /// The signature of an op is wrong.
    BadSignature = "bad_signature", "BG-DB-003";
    /// Ops are missing before this one.
    Gap = "gap", "BG-DB-004";
    /// Another unit's record.
    OtherUnit = "other_unit", "BG-DB-005";
    /// A device is unknown or revoked.
    UnknownDevice = "unknown_device", "BG-DB-006";
    /// A code for enrolment is wrong, used or expired.
    BadInvite = "bad_invite", "BG-DB-007";
    /// The server speaks another version.
    WireVersion = "wire_version", "BG-DB-008";
    /// An op depends on one that was refused.
    DependsOnRefused = "depends_on_refused", "BG-DB-009";
    /// A value was changed by somebody else meanwhile.
    Conflict = "conflict", "BG-DB-010";
    /// The server address is not allowed.
    BadAddress = "bad_address", "BG-DB-011";
    /// An attachment is missing on the server.
    AttachmentMissing = "attachment_missing", "BG-DB-012";
    /// Another copy of this machine is at work.
    ClonedDevice = "cloned_device", "BG-DB-013";
    /// Too many codes were tried.
    TooManyTries = "too_many_tries", "BG-DB-014";
    /// The server is being filled again, and what this act rests on is not back yet.
    Refilling = "refilling", "BG-DB-015";
    /// Refused before the server lost its history, as the machine that did it says.
    RefusedBefore = "refused_before", "BG-DB-017";
    /// The fingerprint of a server's authority is not written as one.
    BadFingerprint = "bad_fingerprint", "BG-DB-018";
    /// Whoever answers at an address is not known to be the server.
    ServerNotTrusted = "server_not_trusted", "BG-DB-020";
    /// A request was signed too long ago, or was answered already.
    StaleRequest = "stale_request", "BG-DB-021";
    /// Our own fault.
    Internal = "internal", "BG-HT-001";
    /// A scan is a file of a format that is not read.
    ScanFormat = "scan_format", "BG-TEP-031";
    /// A scan opens only with a password.
    ScanProtected = "scan_protected", "BG-TEP-032";
    /// There is nothing on a page.
    ScanBlank = "scan_blank", "BG-TEP-033";
    /// A page of paper was scanned twice.
    ScanTwice = "scan_twice", "BG-TEP-034";
    /// A page is of minutes that are not on this machine.
    ScanForeign = "scan_foreign", "BG-TEP-035";
    /// A page is of minutes that ended before they were signed.
    ScanSuperseded = "scan_superseded", "BG-TEP-036";
    /// Pages are kept until the missing ones come.
    ScanWaits = "scan_waits", "BG-TEP-037";
    /// A page is of minutes whose signing is not recorded yet.
    ScanEarly = "scan_early", "BG-TEP-038";
    /// A page is of minutes that have their scan.
    ScanThere = "scan_there", "BG-TEP-039";
    /// A sheet shows pages of several papers that cannot be parted.
    ScanMixed = "scan_mixed", "BG-TEP-040";
    /// Somebody signed or filled behind a signature what it lets nobody sign or fill.
    ChangeForbidden = "change_forbidden", "BG-KYSO-037";
    /// A signer lets nobody sign or fill what is still blank.
    LockedBySigner = "locked_by_signer", "BG-KYSO-038";
    /// A signature is written in a form that is not read.
    SignatureUnread = "signature_unread", "BG-KYSO-039";
    /// A signature holds, and does not say itself by which certificate it is.
    SignatureBasic = "signature_basic", "BG-KYSO-040";
    /// A signed file is encrypted, or protected by a password.
    SignedEncrypted = "signed_encrypted", "BG-KYSO-041";
    /// A program that signed the file of minutes did something else to it besides.
    SignedWithMore = "signed_with_more", "BG-KYSO-042";
    /// White space stands behind the last signature of a file.
    SignedTail = "signed_tail", "BG-KYSO-043";
    /// A file with a password or PIN is no text that can be read.
    SecretUnreadable = "secret_unreadable", "BG-TEP-041";
    /// A file with a password or PIN has none in its first line.
    SecretEmpty = "secret_empty", "BG-TEP-042";
    /// A password or PIN is needed, and nobody can be asked for it.
    NobodyToAsk = "nobody_to_ask", "BG-NHAP-051";
    /// A column of a sheet says something that is not taken over.
    ColumnUnused = "column_unused", "BG-NHAP-030";
    /// Characters that nobody sees were taken out of a cell.
    InvisibleTaken = "invisible_taken", "BG-NHAP-031";
    /// A cell holds a formula, or what is left of one, instead of a value.
    FormulaCell = "formula_cell", "BG-NHAP-032";
    /// A program wrote a number short, so digits are lost.
    NumberRounded = "number_rounded", "BG-NHAP-033";
    /// Twelve digits that no ID number can be.
    IdNumberUnlikely = "id_number_unlikely", "BG-NHAP-034";
    /// An ID number disagrees with sex or birth date.
    IdNumberDiffers = "id_number_differs", "BG-NHAP-035";
    /// One ID number for several people.
    IdNumberTwice = "id_number_twice", "BG-NHAP-036";
    /// A birth date that nobody who works can have.
    BirthUnlikely = "birth_unlikely", "BG-NHAP-037";
    /// A name that could mean several people.
    WhichPerson = "which_person", "BG-NHAP-038";
    /// A name that could mean several units.
    WhichUnit = "which_unit", "BG-NHAP-039";
    /// A name with a remark or a form of address in its cell.
    NameRemark = "name_remark", "BG-NHAP-040";
    /// Nobody says which of several preschool teachers is in charge.
    PartMissing = "part_missing", "BG-NHAP-041";
    /// A list of classes that can be read in several ways.
    WhichClasses = "which_classes", "BG-NHAP-042";
    /// A day that another time zone has moved.
    DateShifted = "date_shifted", "BG-NHAP-043";
    /// A sheet is titled for another school year than the one that is written.
    SheetYear = "sheet_year", "BG-NHAP-044";
    /// A file has more sheets than the one that is read.
    SheetsUnread = "sheets_unread", "BG-NHAP-045";
    /// A name that a blank cell probably stands for.
    NameAbove = "name_above", "BG-NHAP-046";
    /// A code and a name of a commune that do not belong together.
    CommuneCode = "commune_code", "BG-NHAP-047";
    /// A unit is added without a head.
    HeadLater = "head_later", "BG-NHAP-048";
    /// One class in several rows.
    ClassTwice = "class_twice", "BG-NHAP-049";
    /// One code for several people.
    CodeTwice = "code_twice", "BG-NHAP-050";
    /// A file says another post or duty of somebody than the register.
    PostDiffers = "post_differs", "BG-NHAP-070";
    /// A file says something else of a class than the register.
    ClassDiffers = "class_differs", "BG-NHAP-071";
    /// A cell has more phone numbers than the one that is kept.
    PhoneSecond = "phone_second", "BG-NHAP-072";
    /// A sheet of a file that is not read, and why.
    SheetSkipped = "sheet_skipped", "BG-NHAP-073";
    /// A school level that classes still have, to be taken from a unit.
    LevelInUse = "level_in_use", "BG-NHAP-084";
    /// Names in a file that are written in capitals alone: once for a whole file.
    NamesInCapitals = "names_in_capitals", "BG-NHAP-085";
    /// A list shows a unit under another one than the register.
    UnitMoves = "unit_moves", "BG-NHAP-052";
    /// A file says another post of somebody than the register, and a list may not change it.
    PostNeedsPaper = "post_needs_paper", "BG-NHAP-090";
    /// A file names another head of a unit than the register.
    HeadDiffers = "head_differs", "BG-NHAP-091";
    /// A head is to be replaced from a day on which the one before has not begun yet.
    HeadSince = "head_since", "BG-QUYEN-034";
    /// A column of a file that no list of its kind has.
    ColumnNotOfKind = "column_not_of_kind", "BG-NHAP-098";
    /// Accounts of a list are of people who cannot be told from it.
    CsdlUnknownPeople = "csdl_unknown_people", "BG-NHAP-099";
    /// A file cites a decision that is not registered.
    UnknownDecision = "unknown_decision", "BG-NHAP-092";
    /// Cells with several lines beside each other, and nothing says which lines belong together.
    LinesUnmatched = "lines_unmatched", "BG-NHAP-093";
    /// Several lines in a cell that holds one thing.
    SeveralLines = "several_lines", "BG-NHAP-094";
    /// Subjects in a file that no programme has: once for a whole file.
    SubjectsUnfamiliar = "subjects_unfamiliar", "BG-NHAP-095";
    /// Short forms of subjects that are written in full: once for a whole file.
    SubjectsInFull = "subjects_in_full", "BG-NHAP-096";
    /// People of a file for whom no minutes are drafted, and why: once for a reason.
    NoDraft = "no_draft", "BG-NHAP-097";
    /// A file of another kind than a table.
    BookOther = "book_other", "BG-TEP-043";
    /// A letter that the fonts of papers lack.
    LetterMissing = "letter_missing", "BG-BB-035";
    /// What came is of a newer program: it is kept, and understood after the update. A code that
    /// this program does not know is read as this one.
    #[serde(other)]
    NeedsUpdate = "needs_update", "BG-DB-016";
}

/// Longest detail of a refusal, in characters: as long as any text may be.
pub const MAX_DETAIL: usize = 500;

/// A refusal with what its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[error("{}: {}", code.number(), self.sentence())]
pub struct Refusal {
    /// What went wrong.
    pub code: Code,
    /// Words for the placeholders of the sentence.
    #[cfg_attr(feature = "api", schema(schema_with = described_details))]
    pub details: BTreeMap<String, String>,
}

/// Details in the description of the server's routes.
#[cfg(feature = "api")]
fn described_details() -> utoipa::openapi::Object {
    use utoipa::openapi::schema::{ObjectBuilder, Type};
    let text = || {
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.max_length(Some(MAX_DETAIL))
    };
    ObjectBuilder::new()
        .description(Some("Words for the placeholders of the sentence."))
        .property_names(Some(text().build()))
        .additional_properties(Some(text()))
        .build()
}

impl Refusal {
    /// A refusal without details.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            details: BTreeMap::new(),
        }
    }

    /// Adds a detail for the placeholder `{key}` of the sentence; of a long one its beginning.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        let mut value = value.to_string();
        if let Some((end, _)) = value.char_indices().nth(MAX_DETAIL) {
            value.truncate(end);
        }
        self.details.insert(key.to_owned(), value);
        self
    }

    /// What happened and what to do, in Vietnamese.
    ///
    /// ```
    /// use domain::{Code, Refusal};
    /// assert!(Refusal::new(Code::ToSelf).sentence().contains("chính mình"));
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut text = CATALOGUE
            .get(self.code.key())
            .cloned()
            .unwrap_or_else(|| self.code.key().to_owned());
        for (key, value) in &self.details {
            let known = FIELDS.get(value.as_str());
            let shown = known.map_or_else(|| crate::visible::visible(value), Clone::clone);
            // A place for a signature is *của bên giao*; who signs there is *bên giao*.
            let party = known.and_then(|known| known.strip_prefix("của "));
            let shown = party.filter(|_| key == "name").unwrap_or(&shown);
            text = text.replace(&format!("{{{key}}}"), shown);
        }
        // One that begins with what a case names begins with a capital all the same.
        crate::visible::capitalised(&text)
    }

    /// The sentence as a catalogue shows it: with an example of everything that a case would name.
    ///
    /// ```
    /// use domain::{Code, Refusal};
    /// let sentence = Refusal::example(Code::NameMissing).sentence();
    /// assert!(sentence.starts_with("Ô họ và tên"), "{sentence}");
    /// ```
    #[must_use]
    pub fn example(code: Code) -> Self {
        let examples = EXAMPLES.iter();
        examples.fold(Self::new(code), |told, (key, value)| told.with(key, value))
    }
}

type Texts = BTreeMap<String, String>;

/// Words that the rules put into the register and into refusals themselves.
#[derive(Default, Deserialize)]
pub struct Words {
    /// A woman's sex.
    pub female: String,
    /// A man's sex.
    pub male: String,
    /// What stands where a value is missing.
    pub nothing_yet: String,
    /// Why drafts of a step that was undone are cancelled: of an import, of accounts in one go.
    pub reason_import_undone: String,
    /// What the communes of the catalogue are called in the list of imports.
    pub catalogue_of_communes: String,
    /// What the accounts that were handed over in one go are called there.
    pub accounts_for_all: String,
    /// Why a right ended when a class got another teacher.
    pub reason_class_moved: String,
    /// Why a post ended when a list named another one.
    pub reason_post_changed: String,
    /// Governing body of the Sở on its papers.
    pub superior_of_department: String,
    /// Governing body of a school of the Sở on its papers.
    pub superior_of_department_school: String,
    /// Short form of the governing body of a commune's school, before the commune's name.
    pub committee_short: String,
    /// How long a machine may work alone inside its unit.
    pub limit_own_unit: String,
    /// How long it may act beyond its unit.
    pub limit_beyond: String,
    /// Place of the Sở's papers.
    pub city: String,
}

#[derive(Default, Deserialize)]
struct File {
    errors: Texts,
    fields: Texts,
    words: Words,
}

fn file() -> File {
    toml::from_str(include_str!("../../messages/vi.toml")).unwrap_or_default()
}

static WORDS: LazyLock<Words> = LazyLock::new(|| file().words);

/// Words that the program itself puts into the register and into refusals.
#[must_use]
pub fn words() -> &'static Words {
    &WORDS
}

/// The catalogue of sentences, by key.
pub static CATALOGUE: LazyLock<Texts> = LazyLock::new(|| file().errors);
static EXAMPLES: LazyLock<Texts> = LazyLock::new(|| {
    toml::from_str(include_str!("../../messages/examples.toml")).unwrap_or_default()
});
/// A value as sentences say it: `THCS` of `level_lower_secondary`; anything else is what it is.
#[must_use]
pub fn said(value: &str) -> &str {
    FIELDS.get(value).map_or(value, String::as_str)
}

static FIELDS: LazyLock<Texts> = LazyLock::new(|| file().fields);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_vietnamese_sentence_and_no_sentence_is_left_over() {
        for code in Code::ALL {
            let text = CATALOGUE
                .get(code.key())
                .unwrap_or_else(|| panic!("no sentence for {}", code.key()));
            assert!(text.chars().count() <= 240, "{}: too long", code.key());
            assert!(
                text.ends_with('.'),
                "{}: ends without a full stop",
                code.key()
            );
            assert!(
                text.matches(['.', ':']).count() >= 2 || text.contains(", "),
                "{}: says what happened but not what to do",
                code.key()
            );
        }
        assert_eq!(CATALOGUE.len(), Code::ALL.len());
    }

    #[test]
    fn the_catalogue_shows_an_example_where_a_case_would_name_something() {
        for code in Code::ALL {
            let sentence = Refusal::example(*code).sentence();
            assert!(!sentence.contains(['{', '}']), "{sentence}");
        }
        for key in EXAMPLES.keys() {
            let used = format!("{{{key}}}");
            assert!(CATALOGUE.values().any(|text| text.contains(&used)), "{key}");
        }
    }

    #[test]
    fn whoever_signs_at_a_place_is_named_as_who_and_the_place_as_whose() {
        let told = |code, key: &'static str| {
            let told = Refusal::new(code).with(key, "minutes_giver");
            told.sentence()
        };
        let content = told(Code::SignatureContent, "name");
        assert!(content.starts_with("Nội dung mà bên giao ký"), "{content}");
        let broken = told(Code::SignatureBroken, "field");
        assert!(broken.starts_with("Chữ ký ở ô của bên giao"), "{broken}");
        let order = told(Code::SignatureOrder, "name");
        assert!(order.starts_with("Bên giao ký trước lượt"), "{order}");
    }

    #[test]
    fn a_detail_without_end_is_cut() {
        let told = Refusal::new(Code::Taken).with("what", "ễ".repeat(MAX_DETAIL + 1));
        assert_eq!(told.details["what"], "ễ".repeat(MAX_DETAIL));
    }

    #[test]
    fn numbers_are_never_used_twice() {
        let numbers: std::collections::BTreeSet<_> = Code::ALL.iter().map(|c| c.number()).collect();
        assert_eq!(numbers.len(), Code::ALL.len());
    }
}
