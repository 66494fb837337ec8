//! Papers of the town: the minutes that hand the class over to its teacher, at each step.

use chrono::Duration;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{CLASS, HEAD, SCHOOL, TEACHER, account, monday, today, town, with};
use crate::account::{AccountKind, Custody};
use crate::blanks::Party;
use crate::calendar::SchoolYear;
use crate::content::check_code;
use crate::delegation::{Delegation, Holder, SCAN_DAYS};
use crate::ids::{AccountId, BlobHash, DelegationId, MinutesId};
use crate::kind::{MinutesKind, SecretClause};
use crate::line::Line;
use crate::minutes::{Frozen, HandoverMinutes, Progress, Signed};
use crate::rights::{Dim, Function, Right};
use crate::route::Route;
use crate::signatures::{DigitalFile, FieldSignature, Scan};
use crate::{Facts, Row, compose};

/// The teacher's minutes.
pub const MINUTES: MinutesId = MinutesId(Uuid::from_u128(0x37));
/// The right over the class that they carry.
pub const RIGHT: DelegationId = DelegationId(Uuid::from_u128(0x38));
/// The teacher's own login.
pub const LOGIN: AccountId = AccountId(Uuid::from_u128(0x39));

/// A draft that hands the class over to its teacher.
#[must_use]
pub fn draft() -> HandoverMinutes {
    HandoverMinutes {
        id: MINUTES,
        unit: SCHOOL,
        kind: MinutesKind::Duties,
        year: SchoolYear::of(today()),
        giver_unit: SCHOOL,
        giver: HEAD,
        receiver: TEACHER,
        witness: None,
        account: Some(LOGIN),
        grounds: vec![],
        secret: SecretClause::Personal,
        at_desk: None,
        spare_envelope: None,
        undertaking: true,
        replaces: None,
        taking_back: None,
        route: None,
        digital: None,
        prepared_by: HEAD,
        drafted_at: monday(),
        progress: Progress::Draft,
        ended: None,
        number_year: None,
        corrected: vec![],
        number_given: None,
        edited: None,
    }
}

/// The right that the draft carries.
#[must_use]
pub fn waiting_right() -> Delegation {
    Delegation {
        id: RIGHT,
        unit: SCHOOL,
        given_by: SCHOOL,
        holder: Holder::Officer(TEACHER),
        account: Some(LOGIN),
        line: Line {
            function: Function::Homeroom,
            rights: [Right::View, Right::Edit].into(),
            levels: Dim::All,
            classes: Dim::one(CLASS),
            subjects: Dim::All,
            from: today(),
            until: Some(SchoolYear::of(today()).last_day()),
        },
        whole_unit: false,
        minutes: MINUTES,
        carries: None,
        provisional: false,
        in_force_at: None,
        opened_at: None,
        scan_due: None,
        scanned_at: None,
        ends_at: None,
        closed: None,
    }
}

/// The town with the draft, its right and the login.
#[must_use]
pub fn town_with_draft() -> Facts {
    let login = account(LOGIN, SCHOOL, AccountKind::Use, Custody::Personal(TEACHER));
    let rows = [
        Row::Account(login),
        Row::Delegation(waiting_right()),
        paper(draft()),
    ];
    with(town(), rows)
}

/// Minutes as a row.
#[must_use]
pub fn paper(minutes: HandoverMinutes) -> Row {
    Row::HandoverMinutes(Box::new(minutes))
}

/// A draft as it is printed for signing, on paper unless it says otherwise.
///
/// # Panics
/// If the facts cannot print it.
#[must_use]
#[expect(clippy::expect_used, reason = "facts that cannot print are no sample")]
pub fn frozen(facts: &Facts, draft: HandoverMinutes) -> HandoverMinutes {
    let content = compose::build(facts, &draft, monday());
    let content = content.expect("the facts print their own draft");
    let content_hash = content.hash();
    HandoverMinutes {
        progress: Progress::AwaitingSignatures {
            frozen: Frozen {
                at: monday(),
                check_code: check_code(&content_hash),
                content_hash,
                content,
                token: "0123456789abcdef0123456789abcdef".to_owned(),
                pdf: file("page"),
                pages: 2,
                outdated: false,
                by: None,
            },
        },
        route: draft.route.or(Some(Route::Paper)),
        ..draft
    }
}

/// The draft as it is printed for signing.
#[must_use]
pub fn printed() -> HandoverMinutes {
    frozen(&town_with_draft(), draft())
}

/// The town with the printed minutes.
#[must_use]
pub fn town_with_printed() -> Facts {
    with(town_with_draft(), [paper(printed())])
}

/// Printed minutes as they stand when the head has recorded today that all parties signed; what was
/// not printed stays as it is.
#[must_use]
pub fn signed(printed: HandoverMinutes) -> HandoverMinutes {
    let progress = match printed.progress {
        Progress::AwaitingSignatures { frozen } => Progress::Signed {
            frozen,
            signed: Signed {
                recorded_at: monday(),
                recorded_by: HEAD,
                date_on_paper: today(),
                head_must_confirm: false,
                scan: None,
                receipt: None,
                taken: None,
            },
            number: None,
        },
        other => other,
    };
    HandoverMinutes {
        progress,
        ..printed
    }
}

/// Signed minutes with something changed that is known of the signing; others stay as they are.
#[must_use]
pub fn signed_with(
    mut minutes: HandoverMinutes,
    change: impl FnOnce(&mut Signed, &mut Option<u32>),
) -> HandoverMinutes {
    if let Progress::Signed { signed, number, .. } = &mut minutes.progress {
        change(signed, number);
    }
    minutes
}

/// The right over the class in force, its scan awaited.
#[must_use]
pub fn right_in_force() -> Delegation {
    Delegation {
        in_force_at: Some(monday()),
        scan_due: Some(monday() + Duration::days(SCAN_DAYS)),
        ..waiting_right()
    }
}

/// The town with the minutes signed on paper.
#[must_use]
pub fn town_with_signed() -> Facts {
    let rows = [Row::Delegation(right_in_force()), paper(signed(printed()))];
    with(town_with_draft(), rows)
}

/// A scan of the signed paper, filed today.
#[must_use]
pub fn scan() -> Scan {
    Scan {
        at: monday(),
        by: HEAD,
        blob: file("scan"),
        pages: 2,
        compared: None,
        copy: None,
    }
}

/// The signature of a party in the file of minutes, given today.
#[must_use]
pub fn signature(party: Party, signer: &str) -> FieldSignature {
    FieldSignature {
        field: party.field().to_owned(),
        signer: signer.to_owned(),
        organisation: None,
        claimed_at: monday(),
        certificate: hex::encode(Sha256::digest(signer)),
    }
}

/// The file of minutes with signatures so far.
#[must_use]
pub fn signed_file(signatures: Vec<FieldSignature>) -> DigitalFile {
    DigitalFile {
        at: monday(),
        by: HEAD,
        blob: file("signed"),
        signatures,
        archived: None,
    }
}

/// The hash of a file that holds just this.
#[must_use]
pub fn file(holds: impl AsRef<[u8]>) -> BlobHash {
    BlobHash(hex::encode(Sha256::digest(holds)))
}
