//! Founding a unit.

use super::*;
use requests::found_unit as request;

/// The head of the unit that the n-th op founds.
fn founder(n: u128) -> Ctx {
    let ctx = by(HEAD, n);
    Ctx {
        actor: FoundUnit::head_id(ctx.stamp),
        ..ctx
    }
}

#[test]
fn a_school_that_begins_alone_holds_everything_of_its_own_for_the_time_being() {
    let ctx = founder(1);
    let request = FoundUnit {
        parent: Some(COMMUNE),
        admin_login: Some("thcsdg".to_owned()),
        ..request()
    };
    let rows = done(&Facts::default(), request, &ctx);
    let [
        Row::Unit(unit),
        Row::Officer(head),
        Row::Appointment(post),
        Row::Account(account),
        Row::Delegation(right),
    ] = &rows[..]
    else {
        panic!("{rows:?}");
    };
    assert_eq!(unit.id, FoundUnit::unit_id(ctx.stamp));
    assert!(unit.alone);
    assert_eq!(unit.name_on(today()), "Trường THCS Đằng Giang");
    let confirmed = unit.parents[0].value.confirmed_by;
    assert_eq!((unit.parent_on(today()), confirmed), (Some(COMMUNE), None));
    assert_eq!((head.id, head.name.as_str()), (ctx.actor, "Bùi Văn Khởi"));
    assert_eq!((post.officer, post.role), (ctx.actor, Role::Head));
    assert!(post.prepares);
    assert_eq!(account.login, "thcsdg");
    assert_eq!(account.address, SCHOOL_SYSTEM);
    assert!(right.provisional && right.in_force(ctx.stamp.at));
    assert_eq!(right.holder, Holder::Unit(unit.id));
}

#[test]
fn the_department_holds_everything_without_a_right() {
    let details = UnitDetails {
        kind: UnitKind::Department,
        ..requests::unit_details()
    };
    let request = FoundUnit {
        details,
        ..request()
    };
    let mut of_all = request.clone();
    of_all.details.levels.clear();
    for request in [request, of_all] {
        let rows = done(&Facts::default(), request, &founder(1));
        let [Row::Unit(unit), Row::Officer(_), Row::Appointment(_)] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert!(!unit.alone);
    }
}

#[test]
fn only_its_head_founds_a_unit() {
    let code = refused(&Facts::default(), request(), &by(HEAD, 1));
    assert_eq!(code, Code::NotTheActor);
}

#[test]
fn there_is_one_department() {
    let details = UnitDetails {
        kind: UnitKind::Department,
        ..requests::unit_details()
    };
    let request = FoundUnit {
        details,
        ..request()
    };
    assert_eq!(refused(&town(), request, &founder(1)), Code::Taken);
}

#[test]
fn whoever_founds_a_unit_takes_neither_code_nor_login_of_another() {
    let coded = FoundUnit {
        details: UnitDetails {
            code: Some("00048".to_owned()),
            ..requests::unit_details()
        },
        ..request()
    };
    let login = FoundUnit {
        admin_login: Some("Tk53".to_owned()),
        ..request()
    };
    for request in [coded, login] {
        assert_eq!(refused(&town(), request, &founder(1)), Code::Taken);
    }
}

#[test]
fn a_unit_is_founded_with_the_levels_that_it_has() {
    let mut request = request();
    request.details.levels.clear();
    let code = refused(&Facts::default(), request, &founder(1));
    assert_eq!(code, Code::NothingChosen);
}

#[test]
fn whoever_founds_a_unit_leads_it() {
    let head = HeadDetails {
        role: Role::Deputy,
        ..requests::head_details()
    };
    let request = FoundUnit { head, ..request() };
    let code = refused(&Facts::default(), request, &founder(1));
    assert_eq!(code, Code::NoHead);
}

#[test]
fn what_is_written_of_a_founded_unit_can_be_read() {
    for (text, code) in ill_names() {
        let of_unit = written(&text).into_iter().map(|details| FoundUnit {
            details,
            ..request()
        });
        let of_head = named(&text)
            .into_iter()
            .map(|head| FoundUnit { head, ..request() });
        let login = FoundUnit {
            admin_login: Some(text.clone()),
            ..request()
        };
        for request in of_unit.chain(of_head).chain([login]) {
            assert_eq!(refused(&Facts::default(), request, &founder(1)), code);
        }
    }
}
