//! What withdrawing does, and each of its refusals.

use super::*;
use crate::account::{AccountKind, Custody};
use crate::acts::MAX_BATCH;
use crate::officer::Role;
use crate::samples::requests::withdraw as request;
use crate::samples::{
    ADMIN, CLASS, COLLEAGUE, COMMUNE, HEAD, LOGIN, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, account,
    by, class, done, head_of, officer, paper, post, printed, refused, since, today, town,
    town_with_draft, unit, with,
};
use crate::unit::UnitKind;

fn entry(entry: Withdrawn) -> Withdraw {
    Withdraw {
        entries: vec![entry],
        ..request()
    }
}

fn taught_since(from: NaiveDate) -> Withdraw {
    entry(Withdrawn::Teacher {
        class: CLASS,
        officer: TEACHER,
        from,
    })
}

#[test]
fn a_person_goes_with_his_posts() {
    let person = Officer {
        withdrawn: true,
        ..officer(COLLEAGUE, SCHOOL, "Trần Văn Bình")
    };
    let post = Appointment {
        withdrawn: true,
        ..post(COLLEAGUE, SCHOOL, Role::Member)
    };
    assert_eq!(
        done(&town(), request(), &by(HEAD, 1)),
        [Row::Appointment(post), Row::Officer(person)]
    );
}

#[test]
fn one_entry_frees_the_next() {
    let request = Withdraw {
        entries: vec![
            Withdrawn::Teacher {
                class: CLASS,
                officer: TEACHER,
                from: since(),
            },
            Withdrawn::Class { class: CLASS },
            Withdrawn::Officer { officer: TEACHER },
            Withdrawn::Account { account: ADMIN },
        ],
        ..request()
    };
    let free = class(CLASS, "6A2", None);
    let gone = SchoolClass {
        withdrawn: true,
        ..free.clone()
    };
    let closed = Account {
        closed_on: Some(today()),
        ..account(ADMIN, SCHOOL, AccountKind::Admin, Custody::Head)
    };
    let rows = done(&town(), request, &by(HEAD, 1));
    assert_eq!(rows[..2], [free, gone].map(Row::SchoolClass));
    assert!(rows[2..4].iter().all(Row::withdrawn));
    assert_eq!(rows[4..], [Row::Account(closed)]);
}

#[test]
fn a_unit_goes_with_its_head_and_account() {
    let request = Withdraw {
        unit: OTHER_SCHOOL,
        entries: vec![Withdrawn::Unit],
    };
    let rows = done(&town(), request, &by(head_of(COMMUNE), 1));
    let withdrawn = Unit {
        withdrawn: true,
        ..unit(OTHER_SCHOOL, UnitKind::School, Some(COMMUNE))
    };
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(Row::withdrawn));
    assert_eq!(rows[2], Row::Unit(withdrawn));
}

#[test]
fn the_head_of_a_unit_below_is_taken_back_and_the_own_one_stays() {
    let head = head_of(OTHER_SCHOOL);
    let request = Withdraw {
        unit: OTHER_SCHOOL,
        ..entry(Withdrawn::Officer { officer: head })
    };
    let rows = done(&town(), request.clone(), &by(head_of(COMMUNE), 1));
    assert!(rows.len() == 2 && rows.iter().all(Row::withdrawn));
    let own = refused(&town(), request, &by(head, 1));
    assert_eq!(own, Code::StillUsed);
}

#[test]
fn a_teacher_withdraws_nothing() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn the_admin_account_is_withdrawn_by_who_leads_alone() {
    let clerk = Row::Appointment(Appointment {
        prepares: true,
        ..post(TEACHER, SCHOOL, Role::Member)
    });
    let facts = with(town(), [clerk]);
    let account = entry(Withdrawn::Account { account: ADMIN });
    let code = refused(&facts, account.clone(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
    assert_eq!(done(&facts, account, &by(HEAD, 1)).len(), 1);
}

#[test]
fn who_prepares_papers_withdraws_nobody_who_does() {
    let clerks = [TEACHER, COLLEAGUE].map(|clerk| {
        Row::Appointment(Appointment {
            prepares: true,
            ..post(clerk, SCHOOL, Role::Member)
        })
    });
    let facts = with(town(), clerks);
    let code = refused(&facts, request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
    assert_eq!(done(&facts, request(), &by(HEAD, 1)).len(), 2);
}

#[test]
fn no_unit_withdraws_itself() {
    let request = Withdraw {
        unit: OTHER_SCHOOL,
        entries: vec![Withdrawn::Unit],
    };
    let own = by(head_of(OTHER_SCHOOL), 1);
    assert_eq!(refused(&town(), request.clone(), &own), Code::MayNotPrepare);
    let alone = unit(OTHER_SCHOOL, UnitKind::School, None);
    let alone = with(town(), [Row::Unit(alone)]);
    assert_eq!(refused(&alone, request, &own), Code::MayNotPrepare);
}

#[test]
fn somebody_chooses_what_is_withdrawn() {
    let request = Withdraw {
        entries: vec![],
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NothingChosen);
}

#[test]
fn entries_are_withdrawn_in_batches() {
    let request = Withdraw {
        entries: vec![Withdrawn::Unit; MAX_BATCH + 1],
        ..request()
    };
    let code = refused(&town(), request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::TooMany);
}

#[test]
fn what_is_not_there_is_not_withdrawn() {
    let not_there = [
        entry(Withdrawn::Officer {
            officer: LOST.into(),
        }),
        entry(Withdrawn::Class { class: LOST.into() }),
        entry(Withdrawn::Account {
            account: LOST.into(),
        }),
        taught_since(today()),
    ];
    for request in not_there {
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
    }
}

#[test]
fn a_unit_withdraws_what_is_its_own() {
    for own in [
        request(),
        entry(Withdrawn::Class { class: CLASS }),
        entry(Withdrawn::Account { account: ADMIN }),
        taught_since(since()),
    ] {
        let request = Withdraw {
            unit: OTHER_SCHOOL,
            ..own
        };
        let code = refused(&town(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }
}

#[test]
fn what_something_rests_on_stays() {
    let used = [
        // He has a class.
        entry(Withdrawn::Officer { officer: TEACHER }),
        // He leads.
        entry(Withdrawn::Officer { officer: HEAD }),
        // It has a teacher.
        entry(Withdrawn::Class { class: CLASS }),
        // It has people and classes.
        entry(Withdrawn::Unit),
    ];
    for request in used {
        let code = refused(&town(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::StillUsed);
    }
    let handed_over = [
        taught_since(since()),
        entry(Withdrawn::Account { account: LOGIN }),
    ];
    for request in handed_over {
        let code = refused(&town_with_draft(), request, &by(HEAD, 1));
        assert_eq!(code, Code::StillUsed);
    }
    // Named on a paper.
    let named = crate::minutes::HandoverMinutes {
        receiver: COLLEAGUE,
        ..printed()
    };
    let facts = with(town_with_draft(), [paper(named)]);
    assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::StillUsed);
}
