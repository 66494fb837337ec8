//! Lists of the accounts on the Hệ thống CSDL: what differs from the register is kept as work.

use domain::account::{Account, AccountKind, Custody};
use domain::acts::{Act, CsdlTasksDone};
use domain::csdl_task::{CsdlAction, CsdlDifference, CsdlOver, CsdlTask};
use domain::ids::AccountId;
use domain::kind::MinutesKind;
use domain::minutes::HandoverMinutes;
use domain::officer::{Appointment, Role};
use domain::row::Change;
use domain::samples::{
    COLLEAGUE, HEAD, SCHOOL, TEACHER, account, by, paper, post, printed, right_in_force, today,
    town_with_signed, yesterday,
};
use domain::{Code, Row};
use planning::Plan;
use workbook::Kind;

use crate::{Office, counts, notes, stops, warned};

/// The school of the town, whose teacher Hoa has the minutes of her class.
fn school() -> Office {
    let mut office = Office::of_town(SCHOOL, &[]);
    office.facts = town_with_signed();
    office
}

fn list(office: &mut Office, rows: &[&str]) -> Plan {
    let text = format!(
        "Tên đăng nhập\tHọ tên\tLớp\tChức năng\tTrạng thái\n{}",
        rows.join("\n")
    );
    office.pasted(Kind::CsdlAccounts, &text)
}

/// Hoa as she is there when all is well: with her login, class and function.
fn hoa() -> String {
    let login = town_with_signed().accounts[&domain::samples::LOGIN]
        .login
        .clone();
    format!("{login}\tNguyễn Thị Hoa\t6A2\t\tHoạt động")
}

/// The lines that are open, and those that are over with why.
fn work(office: &Office) -> Vec<(String, CsdlDifference, Option<Option<CsdlOver>>)> {
    let tasks = office.facts.tasks.values();
    let mut lines: Vec<_> = tasks
        .filter_map(|task: &CsdlTask| {
            let found = task.found.as_ref()?;
            let over = task.done.map(|done| done.why);
            Some((found.login.clone(), found.difference, over))
        })
        .collect();
    lines.sort();
    lines
}

fn open(office: &Office) -> Vec<(String, CsdlDifference)> {
    let open = work(office).into_iter().filter(|line| line.2.is_none());
    open.map(|(login, difference, _)| (login, difference))
        .collect()
}

#[test]
fn where_the_accounts_there_agree_with_the_register_nothing_is_to_do() {
    let mut office = school();
    let plan = list(&mut office, &[&hoa()]);
    assert!(plan.steps.is_empty(), "{:?}", plan.steps);
}

#[test]
fn every_difference_becomes_work_by_login_and_a_second_list_adds_nothing() {
    let mut office = school();
    let left = Appointment {
        until: Some(yesterday()),
        ..post(COLLEAGUE, SCHOOL, Role::Member)
    };
    office.facts.apply(&[Change(Row::Appointment(left))]);
    let rows = [
        hoa().replace("6A2\t\t", "6A2; 6A9\tThư viện\t"),
        "binh.cu\tTrần Văn Bình\t\t\tHoạt động".to_owned(),
        "viettel_hotro\tHỗ trợ\t\t\tHoạt động".to_owned(),
        "ai.day\tNgười Lạ\t\t\tHoạt động".to_owned(),
        "dung.chung\tNgười Kia\t\t\tHoạt động".to_owned(),
        "Dung.Chung\tNgười Này\t\t\tHoạt động".to_owned(),
        "hoa.thua\tNguyễn Thị Hoa\t6A2\t\tHoạt động".to_owned(),
        "khoa.roi\tNgười Cũ\t\t\tĐã khóa".to_owned(),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let plan = list(&mut office, &rows);
    assert_eq!(counts(&plan), (7, 0, 0), "{:?}", plan.rows);
    let wrong = [Code::CsdlWrongClass, Code::CsdlWrongFunction];
    assert_eq!(notes(&plan, 2), wrong);
    assert_eq!(notes(&plan, 3), [Code::CsdlLeaver]);
    assert_eq!(notes(&plan, 4), [Code::CsdlSupplier]);
    assert_eq!(notes(&plan, 5), [Code::CsdlUnknownPerson]);
    let shared = [Code::CsdlSharedLogin, Code::CsdlUnknownPerson];
    assert_eq!([notes(&plan, 6), notes(&plan, 7)], [shared, shared]);
    assert!(warned(&plan, Code::CsdlSeveralLogins).is_some());
    office.write(&plan);
    let login = hoa().split('\t').next().unwrap().to_owned();
    let mut expected = vec![
        ("ai.day".to_owned(), CsdlDifference::UnknownPerson),
        ("binh.cu".to_owned(), CsdlDifference::Leaver),
        ("dung.chung".to_owned(), CsdlDifference::UnknownPerson),
        ("dung.chung".to_owned(), CsdlDifference::SharedLogin),
        ("hoa.thua".to_owned(), CsdlDifference::SeveralLogins),
        (login.clone(), CsdlDifference::WrongClass),
        (login, CsdlDifference::WrongFunction),
        ("viettel_hotro".to_owned(), CsdlDifference::Supplier),
    ];
    expected.sort();
    assert_eq!(open(&office), expected);
    // The same list once more is the same work.
    let again = list(&mut office, &rows);
    assert!(again.steps.is_empty(), "{:?}", again.steps);
    assert_eq!((again.tasks(), counts(&again)), (0, (0, 0, 0)));
}

#[test]
fn of_an_unknown_person_no_more_is_kept_than_the_login() {
    let mut office = school();
    let plan = list(
        &mut office,
        &[&hoa(), "ai.day\tPhạm Lạ Mặt\t6A2\t\tHoạt động"],
    );
    let acts = format!("{:?}", plan.steps);
    assert!(
        acts.contains("ai.day") && !acts.contains("Lạ Mặt"),
        "{acts}"
    );
}

#[test]
fn what_a_later_list_shows_as_done_is_over_and_what_it_does_not_show_is_not() {
    let mut office = school();
    let wrong = hoa().replace("6A2\t\t", "6A2; 6A9\tThư viện\t");
    let plan = list(&mut office, &[&wrong, "ai.day\tNgười Lạ\t\t\tHoạt động"]);
    office.write(&plan);
    assert_eq!(open(&office).len(), 3);
    // A list without those columns says nothing of classes and functions.
    let bare = hoa().split('\t').take(2).collect::<Vec<_>>().join("\t");
    let text = format!("Tên đăng nhập\tHọ tên\n{bare}\nai.day\tNgười Lạ");
    let plan = office.pasted(Kind::CsdlAccounts, &text);
    assert!(
        plan.over.is_empty() && plan.steps.is_empty(),
        "{:?}",
        plan.over
    );
    // A row that waits says nothing either.
    let waits = "ai.day\tNgười\u{0}Lạ\t\t\tHoạt động".replace('\u{0}', "\u{7}");
    let plan = list(&mut office, &[&wrong, &waits]);
    assert!(plan.over.is_empty(), "{:?}", plan.over);
    // The class was taken out there, and the unknown account was locked.
    let mended = hoa().replace("6A2\t\t", "6A2\tThư viện\t");
    let rows = [mended.as_str(), "ai.day\tNgười Lạ\t\t\tĐã khóa"];
    let plan = list(&mut office, &rows);
    let mut over: Vec<_> = plan
        .over
        .iter()
        .map(|over| (over.difference, over.why))
        .collect();
    over.sort_by_key(|(difference, _)| *difference);
    assert_eq!(
        over,
        [
            (Some(CsdlDifference::UnknownPerson), CsdlOver::SeenThere),
            (Some(CsdlDifference::WrongClass), CsdlOver::SeenThere),
        ]
    );
    office.write(&plan);
    let open = open(&office);
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(open[0].1, CsdlDifference::WrongFunction);
}

#[test]
fn an_account_whose_rights_are_on_their_way_is_no_work_and_one_that_is_taken_back_is() {
    let row = ["hoa.gv\tNguyễn Thị Hoa\t\t\tHoạt động"];
    let open_of = |kind| {
        let mut office = Office::of_town(SCHOOL, &[]);
        let minutes = HandoverMinutes { kind, ..printed() };
        office.facts.apply(&[Change(paper(minutes))]);
        notes(&list(&mut office, &row), 2)
    };
    assert!(!open_of(MinutesKind::Duties).contains(&Code::CsdlWithoutMinutes));
    let taken_back = open_of(MinutesKind::TakeBack);
    assert!(
        taken_back.contains(&Code::CsdlWithoutMinutes),
        "{taken_back:?}"
    );
}

#[test]
fn what_is_granted_here_is_over_with_that_reason() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let plan = list(&mut office, &["hoa.gv\tNguyễn Thị Hoa\t\t\tHoạt động"]);
    assert_eq!(notes(&plan, 2), [Code::CsdlWithoutMinutes]);
    office.write(&plan);
    assert_eq!(
        open(&office),
        [("hoa.gv".to_owned(), CsdlDifference::WithoutMinutes)]
    );
    let login = office.facts.personal_account(TEACHER, SCHOOL).unwrap().id;
    let right = domain::delegation::Delegation {
        account: Some(login),
        ..right_in_force()
    };
    office.facts.apply(&[Change(Row::Delegation(right))]);
    let plan = list(&mut office, &["hoa.gv\tNguyễn Thị Hoa\t\t\tHoạt động"]);
    let over: Vec<_> = plan
        .over
        .iter()
        .map(|over| (over.difference, over.why))
        .collect();
    let settled = (Some(CsdlDifference::WithoutMinutes), CsdlOver::SettledHere);
    assert_eq!(over, [settled]);
}

#[test]
fn a_right_that_is_not_opened_there_is_work_once() {
    let mut office = school();
    let text = ["binh.gv\tTrần Văn Bình\t\t\tHoạt động"];
    let plan = list(&mut office, &text);
    assert!(plan.warnings.iter().any(|w| w.code == Code::CsdlNotOpened));
    office.write(&plan);
    let not_opened = |office: &Office| {
        let open = open(office).into_iter();
        open.filter(|line| line.1 == CsdlDifference::NotOpened)
            .count()
    };
    assert_eq!(not_opened(&office), 1);
    // Opened there, it is over.
    let plan = list(&mut office, &[text[0], &hoa()]);
    office.write(&plan);
    assert_eq!(not_opened(&office), 0);
    // What minutes have put into the list already is not put there twice.
    let mut office = school();
    let by_minutes = CsdlTask {
        delegation: Some(right_in_force().id),
        ..domain::samples::rows::task()
    };
    office.facts.apply(&[Change(Row::CsdlTask(by_minutes))]);
    let plan = list(&mut office, &text);
    office.write(&plan);
    assert_eq!(not_opened(&office), 0);
}

/// The school with the line of the minutes that asks for Hoa's right there.
fn asked_for(action: CsdlAction) -> Office {
    let mut office = school();
    let line = CsdlTask {
        account: Some(domain::samples::LOGIN),
        delegation: Some(right_in_force().id),
        action,
        ..domain::samples::rows::task()
    };
    office.facts.apply(&[Change(Row::CsdlTask(line))]);
    office
}

#[test]
fn what_minutes_ask_for_is_over_by_a_list_that_shows_it_and_by_no_other() {
    let login = hoa().split('\t').next().unwrap().to_owned();
    let over = |office: &mut Office, text: &str| {
        let plan = office.pasted(Kind::CsdlAccounts, text);
        let lines = plan.over.iter();
        let of_minutes = lines.filter(|over| over.difference.is_none());
        of_minutes
            .map(|over| (over.action, over.why))
            .collect::<Vec<_>>()
    };
    let with = |row: &str| format!("Tên đăng nhập\tHọ tên\tLớp\tTrạng thái\n{row}");
    let open = with(&format!("{login}\tNguyễn Thị Hoa\t6A2\tHoạt động"));
    let other_class = with(&format!("{login}\tNguyễn Thị Hoa\t6A9\tHoạt động"));
    let locked = with(&format!("{login}\tNguyễn Thị Hoa\t6A2\tĐã khóa"));
    let bare = format!("Tên đăng nhập\tHọ tên\n{login}\tNguyễn Thị Hoa");
    for (action, shown, not_shown) in [
        (CsdlAction::Open, &open, [&other_class, &locked, &bare]),
        (CsdlAction::Close, &locked, [&open, &bare, &bare]),
        (CsdlAction::Close, &other_class, [&open, &bare, &bare]),
    ] {
        let seen = vec![(action, CsdlOver::SeenThere)];
        assert_eq!(over(&mut asked_for(action), shown), seen, "{shown}");
        for text in not_shown {
            assert_eq!(over(&mut asked_for(action), text), [], "{action:?} {text}");
        }
    }
}

#[test]
fn a_change_of_holder_is_over_when_the_list_names_the_holder() {
    let login = hoa().split('\t').next().unwrap().to_owned();
    for (row, seen) in [
        (format!("{login}\tNguyễn Thị Hoa"), true),
        (format!("{login}\tTrần Văn Bình"), false),
        (format!("{login}\t"), false),
    ] {
        let mut office = asked_for(CsdlAction::ChangeHolder);
        let text = format!("Tên đăng nhập\tHọ tên\n{row}");
        let plan = office.pasted(Kind::CsdlAccounts, &text);
        let over = plan.over.iter().any(|over| over.difference.is_none());
        assert_eq!(over, seen, "{row}");
    }
}

#[test]
fn what_is_ticked_is_not_found_again_in_the_same_list() {
    let mut office = school();
    let rows = [hoa(), "ai.day\tNgười Lạ\t\t\tHoạt động".to_owned()];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let plan = list(&mut office, &rows);
    office.write(&plan);
    let tasks: Vec<_> = office.facts.tasks.keys().copied().collect();
    let tick = CsdlTasksDone {
        unit: SCHOOL,
        tasks,
        on: today(),
    };
    let mut ticked = list(&mut office, &rows);
    ticked.steps = vec![(by(HEAD, 7).stamp.op, Act::from(tick))];
    office.write(&ticked);
    assert!(open(&office).is_empty());
    assert!(list(&mut office, &rows).steps.is_empty());
}

#[test]
fn the_login_of_another_person_is_work_and_a_row_says_it_once() {
    let mut office = school();
    let of_binh = Account {
        login: "chung".to_owned(),
        ..account(
            AccountId(by(HEAD, 8).stamp.id(0)),
            SCHOOL,
            AccountKind::Use,
            Custody::Personal(COLLEAGUE),
        )
    };
    office.facts.apply(&[Change(Row::Account(of_binh))]);
    let rows = [hoa(), "chung\tNguyễn Thị Hoa\t\t\tHoạt động".to_owned()];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let plan = list(&mut office, &rows);
    assert_eq!(notes(&plan, 3), [Code::CsdlOtherHolder]);
    assert!(stops(&plan, 3).is_empty());
    office.write(&plan);
    assert!(open(&office).contains(&("chung".to_owned(), CsdlDifference::OtherHolder)));
}

#[test]
fn a_list_of_the_system_says_which_login_a_draft_names_whose_login_was_proposed() {
    let mut office = Office::school();
    let people = "Họ và tên\tMã cán bộ\tChức năng\tTên đăng nhập\n\
                  Vũ An\tA1\tThư viện\t\nVũ Bình\tA2\tY tế\tbinh.vu\nVũ Chi\tA3\tThiết bị\t";
    let plan = office.pasted(Kind::Assignments, people);
    assert!(warned(&plan, Code::LoginProposed).is_some());
    office.write(&plan);
    let login = |office: &Office, code: &str| {
        let officer = office.facts.officers.values().find(|o| o.code == code);
        let account = office
            .facts
            .personal_account(officer.unwrap().id, office.unit);
        account.unwrap().login.clone()
    };
    assert!(login(&office, "A1").ends_with(".a1"));
    // What somebody typed is not written over, nor is one that the list does not name.
    let listed = ["an.vu\tVũ An\t\t\t", "binh.khac\tVũ Bình\t\t\t"];
    let plan = list(&mut office, &listed);
    office.write(&plan);
    assert_eq!(login(&office, "A1"), "an.vu");
    assert_eq!(login(&office, "A2"), "binh.vu");
    assert!(login(&office, "A3").ends_with(".a3"));
}

#[test]
fn two_teachers_of_one_name_are_told_apart_by_their_birth_dates_or_it_is_said() {
    let mut office = Office::school();
    let people = "Họ và tên\tMã cán bộ\tNgày sinh\nNguyễn Thị Hương\tCB006\t15/9/1980\n\
        Nguyễn Thị Hương\tCB007\t20/2/1991";
    let plan = office.pasted(Kind::Officers, people);
    office.write(&plan);
    let without = "Tên đăng nhập\tHọ tên\nhp_huong1\tNguyễn Thị Hương\nhp_huong2\tNguyễn Thị Hương";
    let plan = office.pasted(Kind::CsdlAccounts, without);
    let said = warned(&plan, Code::CsdlUnknownPeople).unwrap();
    assert_eq!(said.details["logins"], "hp_huong1, hp_huong2");
    let with = "Tên đăng nhập\tHọ tên\tNgày sinh\nhp_huong1\tNguyễn Thị Hương\t15/9/1980\n\
        hp_huong2\tNguyễn Thị Hương\t20/2/1991";
    let plan = office.pasted(Kind::CsdlAccounts, with);
    assert!(warned(&plan, Code::CsdlUnknownPeople).is_none());
    assert_eq!(notes(&plan, 2), [Code::CsdlWithoutMinutes]);
}
