//! Renaming a unit.

use super::*;

fn request() -> RenameUnit {
    RenameUnit {
        document: Some(DECISION),
        ..requests::rename_unit()
    }
}

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
fn only_who_leads_a_unit_or_one_above_renames_it() {
    let facts = with_preparer(town());
    for actor in [TEACHER, COLLEAGUE, head_of(OTHER_SCHOOL)] {
        let code = refused(&facts, request(), &by(actor, 1));
        assert_eq!(code, Code::OnlyTheHead);
    }
    let above = by(head_of(COMMUNE), 1);
    assert_eq!(done(&facts, request(), &above).len(), 1);
}

#[test]
fn a_new_name_cites_a_decision_of_the_unit_or_of_one_above() {
    let undecided = RenameUnit {
        document: None,
        ..request()
    };
    let code = refused(&town(), undecided, &by(HEAD, 1));
    assert_eq!(code, Code::DecisionMissing);
    let of_others = RenameUnit {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&town(), of_others, &by(head_of(OTHER_SCHOOL), 1));
    assert_eq!(code, Code::NotFound);
    let of_department = RenameUnit {
        document: Some(OF_DEPARTMENT),
        ..request()
    };
    assert_eq!(done(&decided_above(), of_department, &by(HEAD, 1)).len(), 1);
}

#[test]
fn a_new_code_is_of_no_other_unit() {
    let coded = |code: &str| RenameUnit {
        code: Some(code.to_owned()),
        ..request()
    };
    let code = refused(&town(), coded("00064"), &by(HEAD, 1));
    assert_eq!(code, Code::Taken);
    assert_eq!(done(&town(), coded("00048"), &by(HEAD, 1)).len(), 1);
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
