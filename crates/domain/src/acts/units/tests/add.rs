//! Adding a unit under another.

use super::*;
use crate::unit::{commune_name, is_under_department};
use requests::add_unit as request;

fn by_commune() -> Ctx {
    by(head_of(COMMUNE), 1)
}

fn of_kind(kind: UnitKind) -> AddUnit {
    AddUnit {
        details: UnitDetails {
            kind,
            ..requests::unit_details()
        },
        ..request()
    }
}

#[test]
fn a_school_is_added_under_its_commune_with_head_and_account() {
    let ctx = by_commune();
    let request = AddUnit {
        admin_login: Some("thcsdg".to_owned()),
        ..request()
    };
    let rows = done(&town(), request, &ctx);
    let [
        Row::Unit(unit),
        Row::Officer(head),
        Row::Appointment(post),
        Row::Account(account),
    ] = &rows[..]
    else {
        panic!("{rows:?}");
    };
    assert_eq!(unit.id, UnitId(ctx.stamp.id(0)));
    let parent = Parent {
        unit: COMMUNE,
        confirmed_by: Some(ctx.actor),
    };
    assert_eq!(unit.parents[0].value, parent);
    assert!(!unit.alone);
    assert_eq!((head.unit, post.officer), (unit.id, head.id));
    assert_eq!((account.unit, account.custody), (unit.id, Custody::Head));
}

#[test]
fn only_who_prepares_for_the_unit_above_adds_one_below_it() {
    let upper = UnitDetails {
        levels: [SchoolLevel::UpperSecondary].into(),
        ..requests::unit_details()
    };
    let of_department = AddUnit {
        details: upper.clone(),
        ..request()
    };
    let commune = of_kind(UnitKind::Commune);
    for request in [of_department, commune.clone()] {
        let code = refused(&town(), request, &by_commune());
        assert_eq!(code, Code::MayNotPrepare);
    }
    let by_department = |request| AddUnit {
        by_unit: DEPARTMENT,
        ..request
    };
    let school = AddUnit {
        details: upper,
        ..request()
    };
    for request in [school, commune] {
        let ctx = by(head_of(DEPARTMENT), 1);
        let rows = done(&town(), by_department(request), &ctx);
        let Row::Unit(unit) = &rows[0] else {
            panic!("{rows:?}");
        };
        let parent = Parent {
            unit: DEPARTMENT,
            confirmed_by: Some(ctx.actor),
        };
        assert_eq!(unit.parents[0].value, parent);
    }
}

#[test]
fn a_school_adds_no_unit_whoever_asks() {
    let beside = AddUnit {
        by_unit: SCHOOL,
        parent: Some(COMMUNE),
        ..request()
    };
    let commune = AddUnit {
        by_unit: SCHOOL,
        ..of_kind(UnitKind::Commune)
    };
    let below = AddUnit {
        by_unit: SCHOOL,
        parent: Some(SCHOOL),
        ..request()
    };
    let facts = with_preparer(town());
    for request in [beside, commune, below] {
        for actor in [COLLEAGUE, HEAD, head_of(COMMUNE)] {
            let code = refused(&facts, request.clone(), &by(actor, 1));
            assert_eq!(code, Code::NotTheParent);
        }
    }
}

#[test]
fn a_code_is_of_one_living_unit_of_its_kind() {
    let coded = |kind| {
        let mut request = of_kind(kind);
        request.details.code = Some(" 00064 ".to_owned());
        request
    };
    let code = refused(&town(), coded(UnitKind::School), &by_commune());
    assert_eq!(code, Code::Taken);
    let private = done(&town(), coded(UnitKind::PrivateSchool), &by_commune());
    assert_eq!(private.len(), 3);
    let closed = Unit {
        closed_on: Some(yesterday()),
        ..unit(OTHER_SCHOOL, UnitKind::School, Some(COMMUNE))
    };
    let facts = with(town(), [Row::Unit(closed)]);
    assert_eq!(
        done(&facts, coded(UnitKind::School), &by_commune()).len(),
        3
    );
}

#[test]
fn a_login_is_of_one_admin_account_whatever_its_capitals() {
    let request = AddUnit {
        admin_login: Some("TK53".to_owned()),
        ..request()
    };
    assert_eq!(
        account(ADMIN, SCHOOL, AccountKind::Admin, Custody::Head).login,
        "tk53"
    );
    assert_eq!(refused(&town(), request, &by_commune()), Code::Taken);
}

#[test]
fn a_unit_is_added_with_the_levels_that_it_has() {
    let mut request = request();
    request.details.levels.clear();
    let code = refused(&town(), request, &by_commune());
    assert_eq!(code, Code::NothingChosen);
}

#[test]
fn a_teacher_adds_no_unit() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn a_unit_that_is_not_there_adds_none() {
    let request = AddUnit {
        by_unit: LOST.into(),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by_commune()), Code::NotFound);
}

#[test]
fn a_unit_stands_under_the_one_that_adds_it_or_one_above() {
    let beside = AddUnit {
        parent: Some(OTHER_SCHOOL),
        ..request()
    };
    // A school is added by no school: nobody is proposed.
    let by_school = AddUnit {
        by_unit: SCHOOL,
        ..request()
    };
    for request in [of_kind(UnitKind::Department), beside, by_school] {
        let code = refused(&town(), request, &by_commune());
        assert_eq!(code, Code::NotTheParent);
    }
}

#[test]
fn a_unit_is_added_with_somebody_who_leads_it() {
    let head = HeadDetails {
        role: Role::Member,
        ..requests::head_details()
    };
    let request = AddUnit {
        head: Some(head),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by_commune()), Code::NoHead);
}

#[test]
fn a_unit_whose_head_nobody_knows_yet_is_added_without_one() {
    let request = AddUnit {
        head: None,
        ..request()
    };
    let written = serde_json::to_string(&request).unwrap();
    assert!(!written.contains("\"head\""), "{written}");
    assert_eq!(
        serde_json::from_str::<AddUnit>(&written).unwrap(),
        request,
        "an office that knows no head writes none"
    );
    let rows = done(&town(), request, &by_commune());
    assert!(matches!(&rows[..], [Row::Unit(_)]), "{rows:?}");
}

#[test]
fn what_is_written_of_an_added_unit_can_be_read() {
    for (text, code) in ill_names() {
        let of_unit = written(&text).into_iter().map(|details| AddUnit {
            details,
            ..request()
        });
        let of_head = named(&text).into_iter().map(|head| AddUnit {
            head: Some(head),
            ..request()
        });
        let login = AddUnit {
            admin_login: Some(text.clone()),
            ..request()
        };
        for request in of_unit.chain(of_head).chain([login]) {
            assert_eq!(refused(&town(), request, &by_commune()), code);
        }
    }
}

#[test]
fn the_so_adds_its_special_schools_centres_and_divisions_and_a_commune_does_not() {
    let by_department = by(head_of(DEPARTMENT), 1);
    for kind in [
        UnitKind::SpecialSchool,
        UnitKind::Centre,
        UnitKind::Division,
    ] {
        let request = AddUnit {
            by_unit: DEPARTMENT,
            ..of_kind(kind)
        };
        let rows = done(&town(), request, &by_department);
        assert!(
            matches!(&rows[0], Row::Unit(unit) if unit.parent_on(today()) == Some(DEPARTMENT)),
            "{kind:?}"
        );
        let code = refused(&town(), of_kind(kind), &by_commune());
        assert_eq!(code, Code::MayNotPrepare, "{kind:?}");
    }
    for kind in [UnitKind::SpecialSchool, UnitKind::Division] {
        let below_a_commune = AddUnit {
            parent: Some(COMMUNE),
            ..of_kind(kind)
        };
        let code = refused(&town(), below_a_commune, &by_commune());
        assert_eq!(code, Code::NotTheParent, "{kind:?}");
    }
}

/// A line over a unit's name as it is composed under each unit that may stand above it.
fn headed_under(kind: UnitKind, level: SchoolLevel, above: UnitId) -> (Option<String>, String) {
    let request = AddUnit {
        by_unit: above,
        details: UnitDetails {
            kind,
            levels: [level].into(),
            name: "Ủy ban nhân dân xã An Lão".to_owned(),
            letterhead: Letterhead {
                place: String::new(),
                ..requests::letterhead()
            },
            ..requests::unit_details()
        },
        ..request()
    };
    let composed = request.composed(&town(), today()).unwrap();
    let letterhead = composed.details.letterhead;
    (letterhead.superior, letterhead.place)
}

#[test]
fn over_a_name_stands_who_stands_above_and_nobody_above_what_is_not_public() {
    let commune = town().units[&COMMUNE].name_on(today()).to_owned();
    let committee = format!("UBND {}", commune_name(&commune).to_uppercase());
    let department = "SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG";
    let place = &town().units[&COMMUNE].letterhead.place.clone();
    for kind in UnitKind::ALL {
        for above in [COMMUNE, DEPARTMENT] {
            for level in SchoolLevel::ALL {
                let (line, said) = headed_under(kind, level, above);
                let by_rule = is_under_department(kind, &[level].into());
                let expected = match kind {
                    UnitKind::Department | UnitKind::Division => Some("UBND THÀNH PHỐ HẢI PHÒNG"),
                    UnitKind::Commune | UnitKind::PrivateSchool | UnitKind::IndependentGroup => {
                        None
                    }
                    _ if by_rule || above == DEPARTMENT => Some(department),
                    _ => Some(committee.as_str()),
                };
                assert_eq!(line.as_deref(), expected, "{kind:?} {level:?} {above:?}");
                let expected = match kind {
                    UnitKind::Commune => "Xã An Lão",
                    _ if above == COMMUNE => place,
                    _ => "Hải Phòng",
                };
                assert_eq!(said, expected, "{kind:?} {above:?}");
            }
        }
    }
}

#[test]
fn what_somebody_said_of_a_letterhead_stays() {
    let said = Letterhead {
        superior: Some("CÔNG TY CỔ PHẦN ÁNH DƯƠNG".to_owned()),
        ..requests::letterhead()
    };
    let request = AddUnit {
        details: UnitDetails {
            letterhead: said.clone(),
            ..requests::unit_details()
        },
        ..request()
    };
    let composed = request.composed(&town(), today()).unwrap();
    assert_eq!(composed.details.letterhead, said);
}
