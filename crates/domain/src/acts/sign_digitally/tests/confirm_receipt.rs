//! The receiver's own word on his paper.

use super::*;
use requests::confirm_receipt as request;

fn by_receiver() -> Ctx {
    by(TEACHER, 1)
}

#[test]
fn a_receiver_says_once_whether_the_paper_is_his() {
    let said = |objection: Option<&str>| {
        signed_with(filed(), |signed, _| {
            signed.receipt = Some(Receipt {
                at: monday(),
                objection: objection.map(str::to_owned),
            });
        })
    };
    let rows = done(&town_with_scan(), request(), &by_receiver());
    assert_eq!(rows, [paper(said(None))]);
    let objecting = ConfirmReceipt {
        objection: Some("Thiếu trang 2".to_owned()),
        ..request()
    };
    let rows = done(&town_with_scan(), objecting, &by_receiver());
    assert_eq!(rows, [paper(said(Some("Thiếu trang 2")))]);
}

#[test]
fn what_was_signed_digitally_is_seen_without_a_scan() {
    let digital = on_route(Route::Digital, signed(printed()));
    let facts = with(town_with_signed(), [paper(digital)]);
    assert_eq!(done(&facts, request(), &by_receiver()).len(), 1);
}

#[test]
fn nobody_confirms_what_is_not_there() {
    let request = ConfirmReceipt {
        minutes: LOST.into(),
        ..request()
    };
    let code = refused(&town_with_scan(), request, &by_receiver());
    assert_eq!(code, Code::NotFound);
}

#[test]
fn a_receipt_lies_in_the_file_of_its_own_unit() {
    let request = ConfirmReceipt {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&town_with_scan(), request, &by_receiver());
    assert_eq!(code, Code::OtherUnit);
}

#[test]
fn nobody_confirms_for_the_receiver() {
    let code = refused(&town_with_scan(), request(), &by(HEAD, 1));
    assert_eq!(code, Code::NotTheReceiver);
}

#[test]
fn a_receiver_confirms_once_what_he_can_see() {
    let confirmed = signed_with(filed(), |signed, _| {
        signed.receipt = Some(Receipt {
            at: monday(),
            objection: None,
        });
    });
    let twice = with(town_with_scan(), [paper(confirmed)]);
    let ended = with(town_with_scan(), [paper(cancelled(filed()))]);
    for facts in [town_with_printed(), town_with_signed(), twice, ended] {
        let code = refused(&facts, request(), &by_receiver());
        assert_eq!(code, Code::WrongState);
    }
}

#[test]
fn an_objection_can_be_read() {
    for (text, code) in ill_sentences() {
        let request = ConfirmReceipt {
            objection: Some(text),
            ..request()
        };
        assert_eq!(refused(&town_with_scan(), request, &by_receiver()), code);
    }
}
