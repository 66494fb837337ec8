//! What taking back does, and each of its refusals.

use super::*;
use crate::account::AccountKind;
use crate::officer::{Appointment, Role};
use crate::samples::requests::take_back as request;
use crate::samples::{
    ADMIN, COLLEAGUE, COMMUNE, DECISION, HEAD, LOGIN, LOST, RIGHT, SCHOOL, TEACHER, account, by,
    done, draft, head_of, ill_sentences, monday, paper, post, printed, refused, right_in_force,
    signed, town_with_draft, town_with_signed, with, yesterday,
};

fn absence() -> Absence {
    Absence {
        reason: "Nghỉ ốm".to_owned(),
        witness: COLLEAGUE,
    }
}

#[test]
fn a_vice_head_takes_rights_back_by_a_stored_decision_alone() {
    let deputy = post(COLLEAGUE, SCHOOL, Role::Deputy);
    let facts = with(town_with_signed(), [Row::Appointment(deputy.clone())]);
    let code = refused(&facts, request(), &by(COLLEAGUE, 1));
    assert_eq!(code, Code::MayNotTakeBack);
    let decided = Appointment {
        document: Some(DECISION),
        ..deputy
    };
    let facts = with(facts, [Row::Appointment(decided)]);
    assert!(!done(&facts, request(), &by(COLLEAGUE, 1)).is_empty());
}

/// The town whose colleague holds a right of custody, and looks after the account by what it says.
fn with_custodian(right: Delegation) -> Facts {
    let custody = Custody::Custodian(COLLEAGUE);
    let kept = account(ADMIN, SCHOOL, AccountKind::Admin, custody);
    with(
        town_with_signed(),
        [Row::Account(kept), Row::Delegation(right)],
    )
}

fn custody() -> Delegation {
    Delegation {
        id: DelegationId(LOST),
        holder: Holder::Officer(COLLEAGUE),
        account: Some(ADMIN),
        ..right_in_force()
    }
}

#[test]
fn a_custodian_takes_back_as_long_as_the_right_is_in_force() {
    let facts = with_custodian(custody());
    assert!(!done(&facts, request(), &by(COLLEAGUE, 1)).is_empty());
    // Its scan did not follow.
    let lapsed = Delegation {
        scan_due: Some(monday()),
        ..custody()
    };
    let code = refused(&with_custodian(lapsed), request(), &by(COLLEAGUE, 1));
    assert_eq!(code, Code::MayNotTakeBack);
}

#[test]
fn a_line_over_administration_makes_nobody_a_custodian() {
    let mut right = Delegation {
        account: Some(LOGIN),
        ..custody()
    };
    right.line.function = crate::rights::Function::Administration;
    let facts = with(town_with_signed(), [Row::Delegation(right)]);
    let code = refused(&facts, request(), &by(COLLEAGUE, 1));
    assert_eq!(code, Code::MayNotTakeBack);
}

#[test]
fn rights_close_at_once_and_a_paper_is_drafted_that_says_so() {
    let ctx = by(HEAD, 1);
    let taking = MinutesId(ctx.stamp.id(0x9000));
    let closed = Delegation {
        closed: Some(Closing {
            at: monday(),
            reason: ClosingReason::TakenBack,
            by: HEAD,
            minutes: Some(taking),
        }),
        ..right_in_force()
    };
    let task = CsdlTask {
        id: CsdlTaskId(ctx.stamp.id(0x9100)),
        unit: SCHOOL,
        account: Some(LOGIN),
        action: CsdlAction::Close,
        delegation: Some(RIGHT),
        minutes: Some(taking),
        since: monday(),
        done: None,
        found: None,
    };
    let ended = HandoverMinutes {
        ended: Some(Ended {
            kind: EndKind::TakenBack,
            at: monday(),
            by: HEAD,
            reason: None,
            minutes: Some(taking),
        }),
        ..signed(printed())
    };
    let drafted = HandoverMinutes {
        id: taking,
        kind: MinutesKind::TakeBack,
        undertaking: false,
        taking_back: Some(TakingBack {
            reason: "Chuyển công tác".to_owned(),
            closed: vec![RIGHT],
            absent: None,
        }),
        ..draft()
    };
    assert_eq!(
        done(&town_with_signed(), request(), &ctx),
        [
            Row::Delegation(closed),
            Row::CsdlTask(task),
            paper(ended),
            paper(drafted)
        ]
    );
}

#[test]
fn what_was_never_in_force_is_cancelled_without_a_paper() {
    let rows = done(&town_with_draft(), request(), &by(HEAD, 1));
    let [Row::Delegation(right), Row::HandoverMinutes(draft)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert!(right.closed.is_some());
    assert_eq!(draft.ended.as_ref().unwrap().kind, EndKind::Cancelled);
}

#[test]
fn what_is_chosen_is_taken_back_and_the_rest_stays() {
    let other = DelegationId(LOST);
    let more = Delegation {
        id: other,
        ..right_in_force()
    };
    let facts = with(town_with_signed(), [Row::Delegation(more)]);
    let request = TakeBack {
        delegations: vec![other],
        suspend: true,
        absent: Some(absence()),
        ..request()
    };
    let rows = done(&facts, request, &by(HEAD, 1));
    let [
        Row::Delegation(right),
        Row::CsdlTask(_),
        Row::HandoverMinutes(taking),
    ] = &rows[..]
    else {
        panic!("{rows:?}");
    };
    assert_eq!(right.id, other);
    assert_eq!(right.closed.unwrap().reason, ClosingReason::Suspended);
    let taking = taking.taking_back.as_ref().unwrap();
    assert_eq!(
        (&taking.closed, &taking.absent),
        (&vec![other], &Some(absence()))
    );
}

#[test]
fn a_custodian_who_is_taken_back_leaves_the_account_to_the_head() {
    let custody = Delegation {
        account: Some(ADMIN),
        ..right_in_force()
    };
    let kept = account(
        ADMIN,
        SCHOOL,
        AccountKind::Admin,
        Custody::Custodian(TEACHER),
    );
    let facts = with(
        town_with_signed(),
        [Row::Delegation(custody), Row::Account(kept)],
    );
    let rows = done(&facts, request(), &by(HEAD, 1));
    let held = rows.iter().find_map(|row| match row {
        Row::Account(account) => Some(account.custody),
        _ => None,
    });
    assert_eq!(held, Some(Custody::Head));
}

#[test]
fn a_colleague_takes_nothing_back_and_nobody_takes_from_himself() {
    let code = refused(&town_with_signed(), request(), &by(COLLEAGUE, 1));
    assert_eq!(code, Code::MayNotTakeBack);
    let from_himself = TakeBack {
        officer: HEAD,
        ..request()
    };
    let code = refused(&town_with_signed(), from_himself, &by(HEAD, 1));
    assert_eq!(code, Code::MayNotTakeBack);
}

#[test]
fn the_unit_above_takes_back_too() {
    let rows = done(&town_with_signed(), request(), &by(head_of(COMMUNE), 1));
    assert_eq!(rows.len(), 4);
}

#[test]
fn nothing_is_taken_back_from_somebody_who_holds_nothing() {
    let request = TakeBack {
        officer: COLLEAGUE,
        ..request()
    };
    let code = refused(&town_with_signed(), request, &by(HEAD, 1));
    assert_eq!(code, Code::NothingToTakeBack);
}

#[test]
fn a_witness_is_there_and_is_somebody_else() {
    let witnessed = |witness| TakeBack {
        absent: Some(Absence {
            witness,
            ..absence()
        }),
        ..request()
    };
    let himself = refused(&town_with_signed(), witnessed(TEACHER), &by(HEAD, 1));
    assert_eq!(himself, Code::ToSelf);
    let nobody = refused(&town_with_signed(), witnessed(LOST.into()), &by(HEAD, 1));
    assert_eq!(nobody, Code::NotFound);
}

#[test]
fn what_the_paper_says_of_the_reason_can_be_read() {
    for (text, code) in ill_sentences() {
        let why = TakeBack {
            reason: text.clone(),
            ..request()
        };
        let absent = TakeBack {
            absent: Some(Absence {
                reason: text,
                ..absence()
            }),
            ..request()
        };
        assert_eq!(refused(&town_with_signed(), why, &by(HEAD, 1)), code);
        assert_eq!(refused(&town_with_signed(), absent, &by(HEAD, 1)), code);
    }
}

#[test]
fn rights_are_taken_back_when_somebody_can_sign_for_the_unit() {
    let left = Appointment {
        until: Some(yesterday()),
        ..post(HEAD, SCHOOL, Role::Head)
    };
    let facts = with(town_with_signed(), [Row::Appointment(left)]);
    let code = refused(&facts, request(), &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::NoHead);
}

#[test]
fn what_a_head_had_before_he_led_is_taken_back_by_who_leads_above() {
    let leads = Appointment {
        role: Role::Head,
        ..post(TEACHER, SCHOOL, Role::Member)
    };
    let left = Appointment {
        until: Some(yesterday()),
        ..post(HEAD, SCHOOL, Role::Head)
    };
    let rows = [Row::Appointment(leads), Row::Appointment(left)];
    let facts = with(town_with_signed(), rows);
    let changes = done(&facts, request(), &by(head_of(COMMUNE), 1));
    let paper = changes.iter().find_map(|row| match row {
        Row::HandoverMinutes(minutes) if minutes.kind == MinutesKind::TakeBack => Some(minutes),
        _ => None,
    });
    let paper = paper.expect("a paper");
    let parties = (paper.giver_unit, paper.giver, paper.receiver);
    assert_eq!(parties, (COMMUNE, head_of(COMMUNE), TEACHER));
}
