//! What handing over does, and each of its refusals.

use super::*;
use crate::acts::MAX_BATCH;
use crate::document::Document;
use crate::officer::{Appointment, Role};
use crate::route::Route;
use crate::samples::requests::{hand_over as request, homeroom, results};
use crate::samples::{
    ADMIN, CLASS, COLLEAGUE, COMMUNE, DECISION, DEPARTMENT, HEAD, LOGIN, LOST, OTHER_SCHOOL, RIGHT,
    SCHOOL, TEACHER, account, by, class, document, done, draft, head_of, holding as held_by,
    ill_names, monday, paper, post, refused, today, tomorrow, town, town_with_draft,
    town_with_printed, town_with_signed, waiting_right, with, yesterday,
};
use crate::school_class::SchoolClass;
use crate::unit::SchoolLevel;

fn by_head() -> Ctx {
    by(HEAD, 1)
}

fn adding(add: Vec<Line>) -> HandOver {
    HandOver { add, ..request() }
}

fn custody() -> HandOver {
    HandOver {
        kind: MinutesKind::Custody,
        receiver: COLLEAGUE,
        add: vec![],
        login: None,
        secret: SecretClause::SetAtTable,
        ..request()
    }
}

fn to_school() -> HandOver {
    HandOver {
        unit: OTHER_SCHOOL,
        kind: MinutesKind::ToSchool,
        giver: head_of(COMMUNE),
        receiver: head_of(OTHER_SCHOOL),
        add: vec![],
        login: Some("thcs64".to_owned()),
        secret: SecretClause::SetAtTable,
        ..request()
    }
}

fn at_desk() -> HandOver {
    HandOver {
        unit: COMMUNE,
        kind: MinutesKind::DepartmentToCommune,
        giver: head_of(DEPARTMENT),
        receiver: head_of(COMMUNE),
        add: vec![],
        at_desk: Some(AtDesk {
            hour: None,
            site: "Hội trường Sở".to_owned(),
            address: "Số 1 đường Lê Đại Hành".to_owned(),
            letter_until: Some(today()),
            trained_on: Some(today()),
        }),
        ..request()
    }
}

fn with_desk(change: impl FnOnce(&mut AtDesk)) -> HandOver {
    let mut request = at_desk();
    request.at_desk.as_mut().map(change);
    request
}

#[test]
fn a_paper_that_has_ceased_is_cited_by_no_new_draft() {
    let citing = HandOver {
        grounds: vec![DECISION],
        ..request()
    };
    let until = |day| {
        let paper = Document {
            until: Some(day),
            ..document()
        };
        with(town(), [Row::Document(paper)])
    };
    let rows = done(&until(today()), citing.clone(), &by_head());
    assert!(!rows.is_empty());
    let code = refused(&until(yesterday()), citing, &by_head());
    assert_eq!(code, Code::GroundNotInForce);
}

#[test]
fn a_class_is_handed_over_with_a_login_and_a_draft() {
    let ctx = by_head();
    let login = AccountId(ctx.stamp.id(ACCOUNT_ID));
    let minutes = MinutesId(ctx.stamp.id(0));
    let personal = Account {
        id: login,
        login: "hoa.nt".to_owned(),
        ..account(LOGIN, SCHOOL, AccountKind::Use, Custody::Personal(TEACHER))
    };
    let right = Delegation {
        id: delegation_ids(ctx.stamp, 1).next().unwrap(),
        account: Some(login),
        minutes,
        ..waiting_right()
    };
    let drafted = HandoverMinutes {
        id: minutes,
        account: Some(login),
        ..draft()
    };
    assert_eq!(
        done(&town(), request(), &ctx),
        [
            Row::Account(personal),
            Row::Delegation(right),
            paper(drafted)
        ]
    );
}

#[test]
fn one_live_draft_lists_everything_as_it_then_stands() {
    let ctx = by_head();
    let request = HandOver {
        drop: vec![RIGHT],
        grounds: vec![DECISION],
        ..adding(vec![results("Toán")])
    };
    let rows = done(&town_with_draft(), request, &ctx);
    let [
        Row::Delegation(dropped),
        Row::Delegation(added),
        Row::HandoverMinutes(minutes),
    ] = &rows[..]
    else {
        panic!("{rows:?}");
    };
    assert!(dropped.id == RIGHT && dropped.closed.is_some());
    assert_eq!(
        (added.line.function, added.minutes),
        (Function::Results, minutes.id)
    );
    assert_eq!(minutes.id, draft().id);
    assert_eq!(minutes.grounds, [DECISION]);
}

#[test]
fn what_stands_is_carried_on_into_new_minutes() {
    let ctx = by_head();
    let rows = done(&town_with_signed(), adding(vec![results("Toán")]), &ctx);
    let [
        Row::Delegation(carried),
        Row::Delegation(added),
        Row::HandoverMinutes(minutes),
    ] = &rows[..]
    else {
        panic!("{rows:?}");
    };
    assert_eq!((carried.carries, &carried.line), (Some(RIGHT), &homeroom()));
    assert_eq!(added.carries, None);
    assert_eq!(minutes.replaces, Some(draft().id));
    assert!(!minutes.undertaking, "once in a school year");
}

#[test]
fn what_a_draft_was_made_without_does_not_come_back_when_more_is_added() {
    let ctx = by_head();
    let facts = town_with_signed();
    let drafted = done(&facts, adding(vec![results("Toán")]), &ctx);
    let Row::Delegation(carried) = drafted[0].clone() else {
        panic!("{drafted:?}");
    };
    let facts = with(facts, drafted);
    let without = HandOver {
        drop: vec![carried.id],
        ..adding(vec![])
    };
    let dropped = done(&facts, without, &by(HEAD, 2));
    let facts = with(facts, dropped);
    let rows = done(&facts, adding(vec![results("Ngữ văn")]), &by(HEAD, 3));
    let [Row::Delegation(added), Row::HandoverMinutes(_)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(added.line, results("Ngữ văn"));
}

#[test]
fn what_was_printed_and_not_signed_gives_way_to_the_new_draft() {
    let ctx = by_head();
    let rows = done(&town_with_printed(), request(), &ctx);
    let [
        Row::HandoverMinutes(cancelled),
        Row::Delegation(closed),
        Row::Delegation(_),
        Row::HandoverMinutes(minutes),
    ] = &rows[..]
    else {
        panic!("{rows:?}");
    };
    let ended = cancelled.ended.as_ref().unwrap();
    assert_eq!(
        (ended.kind, ended.minutes),
        (EndKind::Cancelled, Some(minutes.id))
    );
    assert_eq!(closed.id, RIGHT);
}

#[test]
fn a_custodian_receives_the_account_and_nothing_else() {
    let ctx = by_head();
    let request = HandOver {
        valid_until: Some(tomorrow()),
        ..custody()
    };
    let rows = done(&town(), request, &ctx);
    let [Row::Delegation(right), Row::HandoverMinutes(minutes)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(right.line.function, Function::Administration);
    assert_eq!(right.line.rights, [Right::Delegate].into());
    assert_eq!(right.line.until, Some(tomorrow()));
    assert_eq!(minutes.account, Some(ADMIN));
}

#[test]
fn a_school_receives_everything_of_its_own_from_the_unit_above() {
    let ctx = by(head_of(COMMUNE), 1);
    let rows = done(&town(), to_school(), &ctx);
    let [
        Row::Account(admin),
        Row::Delegation(right),
        Row::HandoverMinutes(minutes),
    ] = &rows[..]
    else {
        panic!("{rows:?}");
    };
    assert_eq!(
        (admin.kind, admin.custody),
        (AccountKind::Admin, Custody::Head)
    );
    assert_eq!((right.given_by, right.whole_unit), (COMMUNE, true));
    assert_eq!(right.holder, Holder::Unit(OTHER_SCHOOL));
    assert_eq!(minutes.giver_unit, COMMUNE);
    assert!(!minutes.undertaking);
}

#[test]
fn what_is_said_once_of_a_handover_goes_to_schools_too() {
    let request = HandOver {
        at_desk: at_desk().at_desk,
        ..to_school()
    };
    let rows = done(&town(), request, &by(head_of(COMMUNE), 1));
    let Some(Row::HandoverMinutes(minutes)) = rows.last() else {
        panic!("{rows:?}");
    };
    assert_eq!(minutes.at_desk, at_desk().at_desk);
}

#[test]
fn what_a_kind_does_not_print_is_refused_and_not_dropped() {
    let desk = HandOver {
        at_desk: at_desk().at_desk,
        ..request()
    };
    let spare = HandOver {
        spare_envelope: Some(SpareEnvelope {
            serial: "NP-01".to_owned(),
            place: "Két sắt".to_owned(),
        }),
        ..request()
    };
    for request in [desk, spare] {
        assert_eq!(refused(&town(), request, &by_head()), Code::BadRequest);
    }
}

#[test]
fn nobody_was_trained_tomorrow() {
    let request = with_desk(|desk| desk.trained_on = Some(tomorrow()));
    let code = refused(&town(), request, &by(head_of(DEPARTMENT), 1));
    assert_eq!(code, Code::DateToCome);
}

#[test]
fn a_letter_of_introduction_is_valid_on_the_day() {
    let request = with_desk(|desk| desk.letter_until = Some(yesterday()));
    let code = refused(&town(), request, &by(head_of(DEPARTMENT), 1));
    assert_eq!(code, Code::LetterExpired);
    let ctx = by(head_of(DEPARTMENT), 1);
    assert_eq!(done(&town(), at_desk(), &ctx).len(), 3);
}

#[test]
fn unit_people_classes_and_dropped_rights_are_there() {
    let nowhere = HandOver {
        unit: LOST.into(),
        ..request()
    };
    let nobody = HandOver {
        receiver: LOST.into(),
        ..request()
    };
    let no_class = adding(vec![Line {
        classes: Dim::one(LOST.into()),
        ..homeroom()
    }]);
    let no_right = HandOver {
        drop: vec![LOST.into()],
        ..request()
    };
    for request in [nowhere, nobody, no_class, no_right] {
        assert_eq!(refused(&town(), request, &by_head()), Code::NotFound);
    }
}

#[test]
fn each_kind_of_handover_is_for_its_kind_of_unit() {
    let wrong = [
        (COMMUNE, MinutesKind::Duties),
        (COMMUNE, MinutesKind::ToSchool),
        (SCHOOL, MinutesKind::Levels),
        (SCHOOL, MinutesKind::DepartmentToCommune),
        (SCHOOL, MinutesKind::TakeBack),
        (SCHOOL, MinutesKind::HeadChange),
    ];
    for (unit, kind) in wrong {
        let request = HandOver {
            unit,
            kind,
            ..request()
        };
        let code = refused(&town(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::NotTheParent);
    }
}

#[test]
fn a_teacher_hands_nothing_over() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn nobody_hands_over_to_himself() {
    let request = HandOver {
        receiver: HEAD,
        ..request()
    };
    assert_eq!(refused(&town(), request, &by_head()), Code::ToSelf);
}

#[test]
fn a_teacher_does_not_sign_as_giver() {
    let request = HandOver {
        giver: COLLEAGUE,
        ..request()
    };
    assert_eq!(refused(&town(), request, &by_head()), Code::MayNotGive);
}

#[test]
fn a_deputy_gives_by_a_decision_that_is_stored() {
    let deputy = post(COLLEAGUE, SCHOOL, Role::Deputy);
    let request = HandOver {
        giver: COLLEAGUE,
        ..request()
    };
    let facts = with(town(), [Row::Appointment(deputy.clone())]);
    let code = refused(&facts, request.clone(), &by_head());
    assert_eq!(code, Code::DeputyWithoutDecision);
    let decided = Appointment {
        document: Some(DECISION),
        ..deputy
    };
    let facts = with(town(), [Row::Appointment(decided)]);
    assert_eq!(done(&facts, request, &by_head()).len(), 3);
}

#[test]
fn nothing_is_handed_over_upwards() {
    let above = HandOver {
        receiver: head_of(COMMUNE),
        ..request()
    };
    let to_the_head = HandOver {
        giver: COLLEAGUE,
        receiver: HEAD,
        ..request()
    };
    let deputy = Appointment {
        document: Some(DECISION),
        ..post(COLLEAGUE, SCHOOL, Role::Deputy)
    };
    let facts = with(town(), [Row::Appointment(deputy)]);
    for request in [above, to_the_head] {
        assert_eq!(refused(&facts, request, &by_head()), Code::Upwards);
    }
}

#[test]
fn nothing_is_handed_over_to_somebody_of_another_unit() {
    let above = HandOver {
        receiver: head_of(COMMUNE),
        kind: MinutesKind::ToSchool,
        giver: head_of(COMMUNE),
        ..request()
    };
    let stranger = HandOver {
        receiver: head_of(OTHER_SCHOOL),
        ..request()
    };
    // Nobody gives to himself; whoever has no post here receives nothing; strangers are not known.
    assert_eq!(
        refused(&town(), above, &by(head_of(COMMUNE), 1)),
        Code::ToSelf
    );
    assert_eq!(refused(&town(), stranger, &by_head()), Code::NotFound);
    let mut moved = crate::samples::officer(head_of(OTHER_SCHOOL), SCHOOL, "Đỗ Văn Trưởng");
    moved.code = "CB-KHAC".to_owned();
    let here = with(town(), [Row::Officer(moved)]);
    let without_post = HandOver {
        receiver: head_of(OTHER_SCHOOL),
        ..request()
    };
    assert_eq!(refused(&here, without_post, &by_head()), Code::OutsideUnit);
}

#[test]
fn a_custodian_gives_nothing_to_himself() {
    let admin = account(
        ADMIN,
        SCHOOL,
        AccountKind::Admin,
        Custody::Custodian(TEACHER),
    );
    let custodian = with(town(), [Row::Account(admin)]);
    let clerk = Appointment {
        prepares: true,
        ..post(TEACHER, SCHOOL, Role::Member)
    };
    let clerk = with(town(), [Row::Appointment(clerk)]);
    for facts in [custodian, clerk] {
        let code = refused(&facts, request(), &by(TEACHER, 1));
        assert_eq!(code, Code::CustodianToSelf);
    }
}

#[test]
fn a_receiver_has_a_login_or_is_given_one() {
    let request = HandOver {
        login: None,
        ..request()
    };
    let code = refused(&town(), request.clone(), &by_head());
    assert_eq!(code, Code::LoginMissing);
    let other_matter = HandOver {
        add: vec![results("Toán")],
        ..request
    };
    assert_eq!(done(&town_with_draft(), other_matter, &by_head()).len(), 2);
}

#[test]
fn a_login_is_of_one_person_whatever_its_capitals() {
    let known = account(ADMIN, SCHOOL, AccountKind::Admin, Custody::Head);
    for login in [known.login.clone(), known.login.to_uppercase()] {
        let request = HandOver {
            login: Some(login),
            ..request()
        };
        assert_eq!(refused(&town(), request, &by_head()), Code::Taken);
    }
}

#[test]
fn somebody_chooses_what_is_handed_over() {
    let lines = [
        vec![],
        vec![Line {
            rights: [].into(),
            ..homeroom()
        }],
        vec![Line {
            subjects: Dim::Only([].into()),
            ..results("Toán")
        }],
        // A homeroom is of a class.
        vec![Line {
            classes: Dim::All,
            ..homeroom()
        }],
    ];
    for add in lines {
        let code = refused(&town(), adding(add), &by_head());
        assert_eq!(code, Code::NothingChosen);
    }
}

#[test]
fn minutes_list_so_many_lines_and_no_more() {
    let subjects = (0..=MAX_BATCH).map(|n| results(&format!("Môn {n}")));
    let code = refused(&town(), adding(subjects.collect()), &by_head());
    assert_eq!(code, Code::TooMany);
}

#[test]
fn the_same_matter_is_listed_once() {
    let longer = Line {
        rights: [Right::View].into(),
        ..homeroom()
    };
    let twice = adding(vec![homeroom(), longer]);
    let code = refused(&town(), twice, &by_head());
    assert_eq!(code, Code::SameRightTwice);
    let code = refused(&town_with_draft(), request(), &by_head());
    assert_eq!(code, Code::SameRightTwice);
}

#[test]
fn no_right_ends_before_it_begins() {
    let line = adding(vec![Line {
        until: Some(yesterday()),
        ..homeroom()
    }]);
    let custody = HandOver {
        valid_until: Some(yesterday()),
        ..custody()
    };
    for request in [line, custody] {
        assert_eq!(refused(&town(), request, &by_head()), Code::DatesReversed);
    }
}

#[test]
fn a_line_ends_with_the_school_year() {
    let last = SchoolYear::of(today()).last_day();
    for until in [None, last.succ_opt()] {
        let request = adding(vec![Line {
            until,
            ..homeroom()
        }]);
        assert_eq!(refused(&town(), request, &by_head()), Code::BeyondYear);
    }
}

/// A day of the year after the town's Monday.
fn next_year(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).unwrap()
}

#[test]
fn the_next_school_year_is_prepared_from_june_on_and_none_after_it() {
    let (next, after) = (THIS_YEAR.next(), THIS_YEAR.next().next());
    let (may, june) = (head_on(next_year(5, 31)), head_on(next_year(6, 1)));
    let code = refused(&town(), in_year(next), &may);
    assert_eq!(code, Code::BeyondYear);
    assert_eq!(done(&town(), in_year(next), &june).len(), 3);
    let code = refused(&town(), in_year(after), &june);
    assert_eq!(code, Code::BeyondYear);
    let over = refused(&town(), in_year(THIS_YEAR), &head_on(next_year(9, 1)));
    assert_eq!(over, Code::BeyondYear);
}

const THIS_YEAR: SchoolYear = SchoolYear(2026);

fn head_on(day: NaiveDate) -> Ctx {
    let days = (day - today()).num_days();
    let mut ctx = by_head();
    ctx.stamp.at += chrono::Duration::days(days);
    ctx
}

/// A function in a school year, from its first day until its last.
fn in_year(year: SchoolYear) -> HandOver {
    let line = Line {
        from: year.first_day(),
        until: Some(year.last_day()),
        ..results("Toán")
    };
    HandOver {
        year: Some(year),
        ..adding(vec![line])
    }
}

#[test]
fn minutes_of_the_next_year_move_nothing_of_this_one() {
    let june = head_on(next_year(6, 1));
    let rows = done(&town_with_signed(), in_year(THIS_YEAR.next()), &june);
    let minutes = rows.iter().find_map(|row| match row {
        Row::HandoverMinutes(minutes) => Some(minutes),
        _ => None,
    });
    let minutes = minutes.unwrap();
    assert_eq!((minutes.year, minutes.replaces), (THIS_YEAR.next(), None));
    assert!(minutes.undertaking, "the commitment is of a year");
    let rights = rows.iter().filter(|row| matches!(row, Row::Delegation(_)));
    assert_eq!(rights.count(), 1, "nothing is carried over");
    // Drafts of two years stand side by side.
    let this_year = HandOver {
        add: vec![Line {
            until: Some(THIS_YEAR.last_day()),
            ..results("Văn")
        }],
        ..request()
    };
    let both = with(town_with_signed(), rows.clone());
    let mut second = june;
    second.stamp.op = by(HEAD, 2).stamp.op;
    let of_this_year = done(&both, this_year, &second);
    let touched = of_this_year.iter().any(|row| row.id() == minutes.id.0);
    assert!(!touched, "the draft of the next year stays");
}

#[test]
fn what_is_prepared_begins_with_its_year() {
    let june = head_on(next_year(6, 1));
    let early = |from| HandOver {
        year: Some(THIS_YEAR.next()),
        ..adding(vec![Line {
            from,
            until: Some(THIS_YEAR.next().last_day()),
            ..results("Toán")
        }])
    };
    let code = refused(&town(), early(next_year(8, 28)), &june);
    assert_eq!(code, Code::BeforeYear);
    assert_eq!(done(&town(), early(next_year(9, 5)), &june).len(), 3);
}

#[test]
fn a_class_of_another_year_is_not_handed_over() {
    let june = head_on(next_year(6, 1));
    let next = THIS_YEAR.next();
    let line = Line {
        from: next.first_day(),
        until: Some(next.last_day()),
        ..homeroom()
    };
    let request = HandOver {
        year: Some(next),
        ..adding(vec![line])
    };
    let code = refused(&town(), request, &june);
    assert_eq!(code, Code::ClassOfOtherYear);
}

#[test]
fn a_right_over_a_class_ends_with_the_assignment_on_which_it_rests() {
    let stands_in = |until| {
        let mut stood_in = class(CLASS, "6A2", Some(COLLEAGUE));
        stood_in.teachers.push(crate::school_class::ClassTeacher {
            officer: TEACHER,
            part: crate::school_class::TeacherPart::StandIn,
            from: today(),
            until: Some(until),
        });
        with(town(), [Row::SchoolClass(stood_in)])
    };
    let until = |day| {
        adding(vec![Line {
            until: Some(day),
            ..homeroom()
        }])
    };
    let (march, august) = (next_year(3, 31), THIS_YEAR.last_day());
    let facts = stands_in(march);
    let code = refused(&facts, until(august), &by_head());
    assert_eq!(code, Code::BeyondAssignment);
    assert!(!done(&facts, until(march), &by_head()).is_empty());
    let offered = crate::offer::lines(&facts, SCHOOL, TEACHER, monday(), THIS_YEAR).unwrap();
    let offered = offered.iter().find(|offered| offered.line.names(CLASS));
    assert_eq!(offered.unwrap().line.until, Some(march));
}

#[test]
fn a_line_is_for_levels_and_classes_that_the_unit_has() {
    let upper = Dim::one(SchoolLevel::UpperSecondary);
    let function = adding(vec![Line {
        levels: upper.clone(),
        ..results("Toán")
    }]);
    let of_another = Line {
        levels: upper.clone(),
        ..homeroom()
    };
    let both = Line {
        levels: Dim::Only([SchoolLevel::LowerSecondary, SchoolLevel::UpperSecondary].into()),
        ..results("Toán")
    };
    for request in [function, adding(vec![of_another]), adding(vec![both])] {
        assert_eq!(refused(&town(), request, &by_head()), Code::LevelNotHeld);
    }
    let grown = SchoolClass {
        level: SchoolLevel::UpperSecondary,
        ..class(CLASS, "10A2", Some(TEACHER))
    };
    let facts = with(town(), [Row::SchoolClass(grown)]);
    assert_eq!(refused(&facts, request(), &by_head()), Code::LevelNotHeld);
}

/// A specialist of the commune looks after levels.
fn to_a_specialist(levels: Dim<SchoolLevel>) -> (Facts, HandOver) {
    let facts = with(
        town(),
        [
            Row::Officer(crate::samples::officer(LOST.into(), COMMUNE, "Hà Thị Cấp")),
            Row::Appointment(post(LOST.into(), COMMUNE, Role::Member)),
        ],
    );
    let line = Line {
        levels,
        ..Line::of(Function::LevelOversight, today())
    };
    let request = HandOver {
        unit: COMMUNE,
        kind: MinutesKind::Levels,
        giver: head_of(COMMUNE),
        receiver: LOST.into(),
        ..adding(vec![line])
    };
    (facts, request)
}

#[test]
fn a_commune_gives_the_levels_that_it_looks_after_and_no_other() {
    let ctx = by(head_of(COMMUNE), 1);
    let (facts, own) = to_a_specialist(Dim::one(SchoolLevel::LowerSecondary));
    assert_eq!(done(&facts, own, &ctx).len(), 3);
    let (facts, upper) = to_a_specialist(Dim::one(SchoolLevel::UpperSecondary));
    assert_eq!(refused(&facts, upper, &ctx), Code::LevelNotHeld);
    let (facts, all) = to_a_specialist(Dim::All);
    assert_eq!(refused(&facts, all, &ctx), Code::NothingChosen);
}

#[test]
fn what_stands_beyond_the_levels_of_the_unit_is_not_carried_on() {
    let beyond = Delegation {
        line: Line {
            levels: Dim::one(SchoolLevel::UpperSecondary),
            ..results("Văn")
        },
        ..crate::samples::right_in_force()
    };
    let facts = with(town_with_signed(), [Row::Delegation(beyond)]);
    let request = adding(vec![results("Toán")]);
    let code = refused(&facts, request.clone(), &by_head());
    assert_eq!(code, Code::LevelNotHeld);
    let without = HandOver {
        drop: vec![RIGHT],
        ..request
    };
    assert_eq!(done(&facts, without, &by_head()).len(), 2);
}

#[test]
fn drafting_again_does_not_take_minutes_back_to_the_pen() {
    let digital = HandoverMinutes {
        route: Some(Route::Digital),
        ..draft()
    };
    let facts = with(town_with_draft(), [paper(digital)]);
    let rows = done(&facts, adding(vec![results("Toán")]), &by_head());
    let Some(Row::HandoverMinutes(minutes)) = rows.last() else {
        panic!("{rows:?}");
    };
    assert_eq!(minutes.route, Some(Route::Digital));
}

#[test]
fn a_draft_says_who_drafted_it_again_and_how_many_times() {
    let fresh = done(&town(), request(), &by_head());
    let Some(Row::HandoverMinutes(minutes)) = fresh.last() else {
        panic!("{fresh:?}");
    };
    assert_eq!(minutes.edited, None);
    let mut facts = town_with_draft();
    for (times, subject) in [(1, "Toán"), (2, "Tin học")] {
        let rows = done(&facts, adding(vec![results(subject)]), &by_head());
        let Some(Row::HandoverMinutes(minutes)) = rows.last() else {
            panic!("{rows:?}");
        };
        let edited = minutes.edited.unwrap();
        assert_eq!(
            (edited.by, edited.at, edited.times),
            (HEAD, monday(), times)
        );
        facts = with(facts, rows);
    }
}

#[test]
fn a_school_hands_over_its_own_classes() {
    let elsewhere = SchoolClass {
        unit: OTHER_SCHOOL,
        ..class(CLASS, "6A2", Some(TEACHER))
    };
    let facts = with(town(), [Row::SchoolClass(elsewhere)]);
    assert_eq!(refused(&facts, request(), &by_head()), Code::OtherUnit);
}

#[test]
fn a_homeroom_is_handed_over_to_a_teacher_of_the_class() {
    let request = HandOver {
        receiver: COLLEAGUE,
        ..request()
    };
    let code = refused(&town(), request, &by_head());
    assert_eq!(code, Code::NotTheTeacher);
}

#[test]
fn a_unit_hands_over_what_it_holds_or_will_hold() {
    let ended = Delegation {
        closed: Some(crate::delegation::Closing {
            at: monday(),
            reason: crate::delegation::ClosingReason::TakenBack,
            by: head_of(COMMUNE),
            minutes: None,
        }),
        ..held_by(SCHOOL, COMMUNE)
    };
    let nothing = with(town(), [Row::Delegation(ended)]);
    for request in [request(), custody()] {
        let code = refused(&nothing, request, &by_head());
        assert_eq!(code, Code::MoreThanHeld);
    }
    let prepared = Delegation {
        in_force_at: None,
        opened_at: None,
        ..held_by(SCHOOL, COMMUNE)
    };
    let prepared = with(town(), [Row::Delegation(prepared)]);
    assert_eq!(done(&prepared, request(), &by_head()).len(), 3);
    let commune = Delegation {
        in_force_at: Some(monday() + chrono::Duration::days(1)),
        ..held_by(COMMUNE, DEPARTMENT)
    };
    let poor = with(town(), [Row::Delegation(commune)]);
    let code = refused(&poor, to_school(), &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::MoreThanHeld);
}

#[test]
fn what_a_handover_prints_can_be_read() {
    for (text, code) in ill_names() {
        let login = HandOver {
            login: Some(text.clone()),
            ..request()
        };
        let subject = adding(vec![results(&text)]);
        let spare = |serial: &str, place: &str| HandOver {
            spare_envelope: Some(SpareEnvelope {
                serial: serial.to_owned(),
                place: place.to_owned(),
            }),
            ..custody()
        };
        let site = with_desk(|desk| desk.site = text.clone());
        let address = with_desk(|desk| desk.address = text.clone());
        let spares = [spare(&text, "Két sắt"), spare("NP-01", &text)];
        let secret = |secret| HandOver {
            secret,
            ..request()
        };
        let secrets =
            [SecretClause::Envelope, SecretClause::Slip].map(|by| secret(by(text.clone())));
        let others = spares.into_iter().chain(secrets);
        for request in [login, subject, site, address].into_iter().chain(others) {
            assert_eq!(refused(&town(), request, &by_head()), code);
        }
    }
}
