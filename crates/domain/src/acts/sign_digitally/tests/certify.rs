//! Taking in a scan that the organisation signed.

use super::*;
use requests::certify_scan as request;

#[test]
fn a_scan_that_the_unit_signed_is_a_lawful_copy() {
    let copy = LawfulCopy {
        at: monday(),
        by: HEAD,
        blob: file("copy"),
        signature: request().signature,
        archived: None,
    };
    let certified = signed_with(filed(), |signed, _| {
        signed.scan.as_mut().unwrap().copy = Some(Box::new(copy));
    });
    let rows = done(&town_with_scan(), request(), &by(HEAD, 1));
    assert_eq!(rows, [paper(certified.clone())]);
    let facts = with(town_with_scan(), [paper(certified)]);
    let code = refused(&facts, request(), &by(HEAD, 1));
    assert_eq!(code, Code::WrongState, "only once");
}

#[test]
fn minutes_that_are_not_there_have_no_copy() {
    let request = CertifyScan {
        minutes: LOST.into(),
        ..request()
    };
    let code = refused(&town_with_scan(), request, &by(HEAD, 1));
    assert_eq!(code, Code::NotFound);
}

#[test]
fn a_copy_lies_in_the_file_of_its_own_unit() {
    let request = CertifyScan {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&town_with_scan(), request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::OtherUnit);
}

#[test]
fn a_colleague_certifies_no_copy() {
    let code = refused(&town_with_scan(), request(), &by(COLLEAGUE, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn what_has_no_scan_has_no_copy() {
    for facts in [town_with_printed(), town_with_signed()] {
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::WrongState);
    }
}

#[test]
fn a_unit_signs_its_copy_by_its_own_name() {
    let request = CertifyScan {
        signature: signature(Party::Organisation, "Lê Thị Hiệu"),
        ..request()
    };
    let code = refused(&town_with_scan(), request, &by(HEAD, 1));
    assert_eq!(code, Code::SignedByAnother);
}

#[test]
fn a_unit_signs_its_copy_by_the_name_that_it_had_when_the_scan_was_filed() {
    let tomorrow = crate::samples::tomorrow();
    let mut school = town_with_scan().units[&SCHOOL].clone();
    crate::unit::succeed(&mut school.names, "Công ty Kẻ Gian".to_owned(), tomorrow);
    let facts = with(town_with_scan(), [Row::Unit(school)]);
    let later = Ctx {
        stamp: crate::Stamp {
            at: monday() + chrono::Duration::days(3),
            ..by(HEAD, 1).stamp
        },
        ..by(HEAD, 1)
    };
    let by_new_name = CertifyScan {
        signature: signature(Party::Organisation, "Công ty Kẻ Gian"),
        ..request()
    };
    assert_eq!(refused(&facts, by_new_name, &later), Code::SignedByAnother);
    assert_eq!(done(&facts, request(), &later).len(), 1);
}

#[test]
fn no_copy_is_signed_tomorrow() {
    let request = CertifyScan {
        signature: given_tomorrow(request().signature),
        ..request()
    };
    let code = refused(&town_with_scan(), request, &by(HEAD, 1));
    assert_eq!(code, Code::SigningDay);
}
