//! Editing fields of a person.

use super::*;
use crate::acts::{MAX_BATCH, decide};
use requests::edit_officer as request;

fn teacher() -> Officer {
    officer(TEACHER, SCHOOL, "Nguyễn Thị Hoa")
}

fn edit(edit: OfficerEdit) -> EditOfficer {
    EditOfficer {
        edits: vec![edit],
        ..request()
    }
}

fn rename(officer: OfficerId, expect: &str, set: &str) -> EditOfficer {
    let name = OfficerEdit::Name {
        expect: expect.to_owned(),
        set: set.to_owned(),
    };
    EditOfficer {
        officer,
        ..edit(name)
    }
}

/// What a person reads whose edit meets that of somebody else.
fn conflict(theirs: Officer, mine: OfficerEdit) -> String {
    let facts = with(town(), [Row::Officer(theirs)]);
    let request = edit(mine);
    let code = refused(&facts, request.clone(), &by(HEAD, 1));
    assert_eq!(code, Code::Conflict);
    decide(&facts, &request.into(), &by(HEAD, 1))
        .unwrap_err()
        .sentence()
}

#[test]
fn each_field_is_set_by_itself() {
    let born = NaiveDate::from_ymd_opt(1985, 2, 28);
    let request = EditOfficer {
        edits: vec![
            OfficerEdit::Name {
                expect: "Nguyễn Thị Hoa".to_owned(),
                set: "Nguyễn Thị  Hoà".to_owned(),
            },
            OfficerEdit::Phone {
                expect: Some("0900000000".to_owned()),
                set: Some("0912345678".to_owned()),
            },
            OfficerEdit::BornOn {
                expect: None,
                set: born,
            },
            OfficerEdit::Sex {
                expect: None,
                set: Some(Sex::Female),
            },
            OfficerEdit::IdNumber {
                expect: None,
                set: Some("031185012345".to_owned()),
            },
        ],
        ..request()
    };
    let edited = Officer {
        name: "Nguyễn Thị Hoà".to_owned(),
        phone: Some("0912345678".to_owned()),
        born_on: born,
        sex: Some(Sex::Female),
        id_number: Some("031185012345".to_owned()),
        past: said_before(teacher().printed()),
        ..teacher()
    };
    let rows = done(&town(), request, &by(HEAD, 1));
    assert_eq!(rows, [Row::Officer(edited)]);
}

#[test]
fn what_somebody_else_set_alike_is_no_conflict() {
    let known = Officer {
        sex: Some(Sex::Female),
        ..teacher()
    };
    let facts = with(town(), [Row::Officer(known.clone())]);
    let alike = edit(OfficerEdit::Sex {
        expect: None,
        set: Some(Sex::Female),
    });
    assert_eq!(done(&facts, alike, &by(HEAD, 1)), [Row::Officer(known)]);
}

#[test]
fn a_teacher_edits_nobody() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn only_who_leads_renames_somebody_who_signs() {
    let head = rename(HEAD, "Lê Thị Hiệu", "Lê Thị Hiếu");
    let code = refused(&with_clerk(), head.clone(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
    assert_eq!(done(&with_clerk(), head, &by(HEAD, 1)).len(), 1);
    let colleague = rename(COLLEAGUE, "Trần Văn Bình", "Trần Văn Bính");
    assert_eq!(done(&with_clerk(), colleague, &by(TEACHER, 1)).len(), 1);
}

#[test]
fn only_who_leads_renames_somebody_who_signs_from_tomorrow_on_or_elsewhere() {
    let to_come = Appointment {
        id: AppointmentId(LOST),
        from: tomorrow(),
        document: Some(DECISION),
        ..post(COLLEAGUE, SCHOOL, Role::Deputy)
    };
    let colleague = rename(COLLEAGUE, "Trần Văn Bình", "Trần Văn Bính");
    let elsewhere = Appointment {
        unit: OTHER_SCHOOL,
        ..to_come.clone()
    };
    for post in [to_come, elsewhere] {
        let facts = with(with_clerk(), [Row::Appointment(post)]);
        let code = refused(&facts, colleague.clone(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
        assert_eq!(done(&facts, colleague.clone(), &by(HEAD, 1)).len(), 1);
    }
}

#[test]
fn somebody_says_which_field_is_edited() {
    let request = EditOfficer {
        edits: vec![],
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NothingChosen);
}

#[test]
fn fields_are_edited_in_batches() {
    let phone = OfficerEdit::Phone {
        expect: None,
        set: None,
    };
    let request = EditOfficer {
        edits: vec![phone; MAX_BATCH + 1],
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::TooMany);
}

#[test]
fn nobody_who_is_not_there_is_edited() {
    let request = EditOfficer {
        officer: LOST.into(),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
}

#[test]
fn a_unit_edits_its_own_people() {
    let request = EditOfficer {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&town(), request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::OtherUnit);
}

#[test]
fn a_conflict_says_what_somebody_else_wrote_as_people_write_it() {
    let born = |y| NaiveDate::from_ymd_opt(y, 2, 28);
    let date = conflict(
        Officer {
            born_on: born(1985),
            ..teacher()
        },
        OfficerEdit::BornOn {
            expect: None,
            set: born(1986),
        },
    );
    assert!(date.contains("Ô ngày sinh") && date.contains("“28/02/1985”"));
    let name = conflict(
        Officer {
            name: "Trần Thị Hoa".to_owned(),
            ..teacher()
        },
        OfficerEdit::Name {
            expect: "Nguyễn Thị Hoa".to_owned(),
            set: "Nguyễn Thị Hoà".to_owned(),
        },
    );
    assert!(name.contains("Ô họ và tên") && name.contains("“Trần Thị Hoa”"));
    for (sex, word) in [(Sex::Female, "“Nữ”"), (Sex::Male, "“Nam”")] {
        let theirs = Officer {
            sex: Some(sex),
            ..teacher()
        };
        let other = match sex {
            Sex::Female => Sex::Male,
            Sex::Male => Sex::Female,
        };
        let mine = OfficerEdit::Sex {
            expect: None,
            set: Some(other),
        };
        let sentence = conflict(theirs, mine);
        assert!(sentence.contains("Ô giới tính") && sentence.contains(word));
    }
}

#[test]
fn a_conflict_with_nothing_says_that_there_is_nothing() {
    let mine = OfficerEdit::BornOn {
        expect: NaiveDate::from_ymd_opt(1985, 2, 28),
        set: NaiveDate::from_ymd_opt(1986, 2, 28),
    };
    assert!(conflict(teacher(), mine).contains("“chưa có”"));
}

#[test]
fn a_conflict_shows_no_more_of_an_id_number_than_screens_do() {
    let theirs = Officer {
        id_number: Some("031185012345".to_owned()),
        ..teacher()
    };
    let mine = OfficerEdit::IdNumber {
        expect: None,
        set: Some("031185054321".to_owned()),
    };
    let sentence = conflict(theirs, mine);
    assert!(sentence.contains("Ô số định danh cá nhân"));
    assert!(sentence.contains("“*********345”"));
}

#[test]
fn what_is_edited_of_a_person_can_be_read() {
    for (text, code) in ill_names() {
        let name = rename(TEACHER, "Nguyễn Thị Hoa", &text);
        let phone = edit(OfficerEdit::Phone {
            expect: None,
            set: Some(text),
        });
        assert_eq!(refused(&town(), name, &by(HEAD, 1)), code);
        assert_eq!(refused(&town(), phone, &by(HEAD, 1)), code);
    }
}

#[test]
fn an_edited_id_number_has_twelve_digits() {
    let request = edit(OfficerEdit::IdNumber {
        expect: None,
        set: Some("31185012345".to_owned()),
    });
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::IdNumberShape);
}
