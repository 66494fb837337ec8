//! Renaming a unit.

use super::*;
use requests::rename_unit as request;

#[test]
fn a_unit_has_its_new_name_and_code_from_the_day_on() {
    let request = RenameUnit {
        code: Some("31009".to_owned()),
        ..request()
    };
    let rows = done(&town(), request, &by(HEAD, 1));
    let [Row::Unit(renamed)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(renamed.name_on(yesterday()), "Đơn vị 48");
    assert_eq!(renamed.name_on(today()), "Trường THCS Ngô Gia Tự");
    assert_eq!(renamed.code_on(yesterday()), Some("00048"));
    assert_eq!(renamed.code_on(today()), Some("31009"));
}

#[test]
fn a_teacher_renames_no_school() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn a_unit_that_is_not_there_has_no_new_name() {
    let request = RenameUnit {
        unit: LOST.into(),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
}

#[test]
fn a_new_name_begins_after_the_one_before() {
    let request = RenameUnit {
        from: since(),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::DatesReversed);
}

#[test]
fn a_new_name_and_code_can_be_read() {
    for (text, code) in ill_names() {
        let name = RenameUnit {
            name: text.clone(),
            ..request()
        };
        let new_code = RenameUnit {
            code: Some(text),
            ..request()
        };
        assert_eq!(refused(&town(), name, &by(HEAD, 1)), code);
        assert_eq!(refused(&town(), new_code, &by(HEAD, 1)), code);
    }
}
