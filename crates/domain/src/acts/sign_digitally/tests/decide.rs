//! Taking in a signed file.

use super::*;
use crate::csdl_task::CsdlAction;
use crate::delegation::Delegation;
use crate::ids::DelegationId;
use crate::kind::{MinutesKind, Witness};
use crate::officer::{Appointment, Role};
use requests::sign_digitally as request;

fn by_head() -> Ctx {
    by(HEAD, 1)
}

fn giver() -> FieldSignature {
    signature(Party::Giver, "Lê Thị Hiệu")
}

fn receiver() -> FieldSignature {
    signature(Party::Receiver, "NGUYỄN THỊ HOA")
}

fn commitment() -> FieldSignature {
    signature(Party::CommitmentReceiver, "NGUYỄN THỊ HOA")
}

fn organisation() -> FieldSignature {
    signature(Party::Organisation, "Đơn vị 48")
}

fn digital() -> HandoverMinutes {
    on_route(Route::Digital, printed())
}

/// The town with printed minutes in place of its own.
fn having(minutes: HandoverMinutes) -> Facts {
    with(town_with_printed(), [paper(minutes)])
}

fn signed_by(signatures: &[FieldSignature]) -> SignDigitally {
    SignDigitally {
        signatures: signatures.to_vec(),
        ..request()
    }
}

fn carrying(minutes: HandoverMinutes, signatures: &[FieldSignature]) -> HandoverMinutes {
    HandoverMinutes {
        digital: Some(signed_file(signatures.to_vec())),
        ..minutes
    }
}

/// The minutes signed by all parties, with number 12.
fn numbered() -> HandoverMinutes {
    let all = carrying(digital(), &[giver(), receiver(), commitment()]);
    signed_with(signed(all), |_, number| *number = Some(12))
}

/// What the organisation signs over: its number and day.
fn sealed(filled: &[(&str, &str)]) -> SignDigitally {
    let filled = filled.iter();
    SignDigitally {
        filled: filled
            .map(|(field, value)| ((*field).to_owned(), (*value).to_owned()))
            .collect(),
        ..signed_by(&[giver(), receiver(), commitment(), organisation()])
    }
}

const GAPS: [(&str, &str); 3] = [
    ("minutes_number_1", "12"),
    ("minutes_day_1", "09"),
    ("minutes_month_1", "11"),
];

#[test]
fn one_signature_after_the_other_is_taken_in() {
    let first = carrying(digital(), &[giver()]);
    let rows = done(&having(digital()), request(), &by_head());
    assert_eq!(rows, [paper(first.clone())]);
    let second = carrying(digital(), &[giver(), receiver()]);
    let rows = done(
        &having(first),
        signed_by(&[giver(), receiver()]),
        &by_head(),
    );
    assert_eq!(rows, [paper(second)]);
}

#[test]
fn the_signature_of_the_last_party_brings_the_rights_into_force_without_a_scan() {
    let all = [giver(), receiver(), commitment()];
    let rows = done(&having(digital()), signed_by(&all), &by_head());
    let [minutes, Row::CsdlTask(task), Row::Delegation(right)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(*minutes, paper(signed(carrying(digital(), &all))));
    assert_eq!(task.action, CsdlAction::Open);
    let in_force = Delegation {
        scan_due: None,
        ..right_in_force()
    };
    assert_eq!(*right, in_force);
}

#[test]
fn the_organisation_signs_last_over_number_and_day() {
    let rows = done(&having(numbered()), sealed(&GAPS), &by_head());
    let all = [giver(), receiver(), commitment(), organisation()];
    assert_eq!(rows, [paper(carrying(numbered(), &all))]);
}

#[test]
fn on_the_mixed_route_the_receiver_signs_with_a_pen() {
    let mixed = on_route(Route::Mixed, printed());
    let rows = done(&having(mixed.clone()), request(), &by_head());
    assert_eq!(rows, [paper(carrying(mixed.clone(), &[giver()]))]);
    let code = refused(
        &having(mixed),
        signed_by(&[giver(), receiver()]),
        &by_head(),
    );
    assert_eq!(code, Code::WrongRoute);
}

#[test]
fn minutes_that_are_not_there_are_not_signed() {
    let request = SignDigitally {
        minutes: LOST.into(),
        ..request()
    };
    let code = refused(&having(digital()), request, &by_head());
    assert_eq!(code, Code::NotFound);
}

#[test]
fn a_signed_file_lies_in_the_file_of_its_own_unit() {
    let request = SignDigitally {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&having(digital()), request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::OtherUnit);
}

#[test]
fn a_teacher_takes_no_signed_file_in() {
    let code = refused(&having(digital()), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn what_is_signed_on_paper_or_has_no_such_place_is_not_signed_digitally() {
    let code = refused(&having(printed()), request(), &by_head());
    assert_eq!(code, Code::WrongRoute);
    let head = signature(Party::CommitmentHead, "Lê Thị Hiệu");
    let code = refused(&having(digital()), signed_by(&[head]), &by_head());
    assert_eq!(code, Code::WrongRoute);
}

#[test]
fn only_printed_minutes_that_stand_are_signed() {
    let draft = on_route(Route::Digital, draft());
    for minutes in [draft, cancelled(digital())] {
        let code = refused(&having(minutes), request(), &by_head());
        assert_eq!(code, Code::WrongState);
    }
}

#[test]
fn a_file_goes_on_from_what_is_signed_already() {
    let other = FieldSignature {
        certificate: "0".repeat(64),
        ..giver()
    };
    let facts = having(carrying(digital(), &[giver()]));
    let code = refused(&facts, signed_by(&[other, receiver()]), &by_head());
    assert_eq!(code, Code::SignedElsewhere);
}

#[test]
fn a_file_brings_a_signature_more() {
    let facts = having(carrying(digital(), &[giver()]));
    let code = refused(&facts, request(), &by_head());
    assert_eq!(code, Code::SignedNothingNew);
}

#[test]
fn everybody_signs_in_his_own_place_by_his_own_name() {
    let another = [
        signature(Party::Giver, "Nguyễn Thị Hoa"),
        FieldSignature {
            field: "lề trái".to_owned(),
            ..giver()
        },
    ];
    for signature in another {
        let code = refused(&having(digital()), signed_by(&[signature]), &by_head());
        assert_eq!(code, Code::SignedByAnother);
    }
    let of_a_person = SignDigitally {
        signatures: vec![
            giver(),
            receiver(),
            commitment(),
            signature(Party::Organisation, "Lê Thị Hiệu"),
        ],
        ..sealed(&GAPS)
    };
    let code = refused(&having(numbered()), of_a_person, &by_head());
    assert_eq!(code, Code::SignedByAnother);
}

/// The town where the school takes another name from a day on.
fn renamed(facts: Facts, from: chrono::NaiveDate) -> Facts {
    let mut school = facts.units[&SCHOOL].clone();
    crate::unit::succeed(&mut school.names, "Công ty Kẻ Gian".to_owned(), from);
    with(facts, [Row::Unit(school)])
}

#[test]
fn an_organisation_signs_by_the_name_that_it_had_before_the_paper_was_made() {
    let sealed_by = |name| SignDigitally {
        signatures: vec![
            giver(),
            receiver(),
            commitment(),
            signature(Party::Organisation, name),
        ],
        ..sealed(&GAPS)
    };
    let today = day_of(monday());
    let (long_ago, tomorrow) = (today - chrono::Days::new(30), today + chrono::Days::new(1));
    // Whenever the new name is said to have begun: it is not the one on the page.
    for from in [long_ago, today, tomorrow] {
        let facts = renamed(having(numbered()), from);
        let code = refused(&facts, sealed_by("Công ty Kẻ Gian"), &by_head());
        assert_eq!(code, Code::SignedByAnother);
    }
    let later = Ctx {
        stamp: crate::Stamp {
            at: monday() + chrono::Duration::days(3),
            ..by_head().stamp
        },
        ..by_head()
    };
    for from in [today, tomorrow] {
        let facts = renamed(having(numbered()), from);
        let rows = done(&facts, sealed_by("Đơn vị 48"), &later);
        assert_eq!(rows.len(), 1, "the paper keeps its name");
    }
    // A page that was made up does not help: the register had no such name then.
    let mut made_up = numbered();
    if let Progress::Signed { frozen, .. } = &mut made_up.progress {
        frozen.content.giver_unit.name = "Công ty Kẻ Gian".to_owned();
    }
    let facts = renamed(having(made_up), tomorrow);
    let code = refused(&facts, sealed_by("Công ty Kẻ Gian"), &later);
    assert_eq!(code, Code::SignedByAnother);
}

#[test]
fn the_last_signature_gives_no_right_beyond_the_levels_of_the_unit() {
    let mut beyond = waiting_right();
    beyond.line.levels = crate::rights::Dim::one(crate::unit::SchoolLevel::UpperSecondary);
    let facts = with(having(digital()), [Row::Delegation(beyond)]);
    let all = signed_by(&[giver(), receiver(), commitment()]);
    assert_eq!(refused(&facts, all, &by_head()), Code::LevelNotHeld);
}

#[test]
fn one_certificate_does_not_sign_for_two_people() {
    let borrowed = FieldSignature {
        certificate: giver().certificate,
        ..receiver()
    };
    let code = refused(
        &having(digital()),
        signed_by(&[giver(), borrowed]),
        &by_head(),
    );
    assert_eq!(code, Code::SignedByAnother);
}

#[test]
fn a_name_that_was_corrected_after_printing_signs_nothing() {
    let corrected = crate::samples::officer(HEAD, SCHOOL, "Lê Thị Hiếu");
    let facts = with(having(digital()), [Row::Officer(corrected)]);
    for name in ["Lê Thị Hiệu", "Lê Thị Hiếu"] {
        let request = signed_by(&[signature(Party::Giver, name)]);
        let code = refused(&facts, request, &by_head());
        assert_eq!(code, Code::SignedByAnother);
    }
}

#[test]
fn a_witness_signs_by_the_name_that_the_minutes_say() {
    let witness = Witness {
        name: "Vũ Thị Phường".to_owned(),
        position: "Chuyên viên".to_owned(),
    };
    let changing = HandoverMinutes {
        kind: MinutesKind::HeadChange,
        undertaking: false,
        witness: Some(witness),
        ..digital()
    };
    let signed = |name| signed_by(&[giver(), receiver(), signature(Party::Third, name)]);
    let code = refused(&having(changing.clone()), signed("Ai Đó"), &by_head());
    assert_eq!(code, Code::SignedByAnother);
    let rows = done(&having(changing), signed("Vũ Thị Phường"), &by_head());
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_head_who_confirms_a_handover_at_the_desk_is_there() {
    let desk = HandoverMinutes {
        kind: MinutesKind::DepartmentToCommune,
        ..digital()
    };
    let left = Appointment {
        until: Some(yesterday()),
        ..post(HEAD, SCHOOL, Role::Head)
    };
    let facts = with(having(desk), [Row::Appointment(left)]);
    let third = signature(Party::Third, "Lê Thị Hiệu");
    let request = signed_by(&[giver(), receiver(), third]);
    let code = refused(&facts, request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::NoHead);
}

#[test]
fn the_giver_signs_before_the_receiver() {
    let code = refused(&having(digital()), signed_by(&[receiver()]), &by_head());
    assert_eq!(code, Code::SignatureOrder);
}

#[test]
fn the_organisation_signs_when_everybody_has_and_there_is_a_number() {
    let early = signed_by(&[giver(), organisation()]);
    let code = refused(&having(digital()), early, &by_head());
    assert_eq!(code, Code::NumberFirst);
    let unnumbered = signed_with(numbered(), |_, number| *number = None);
    let code = refused(&having(unnumbered), sealed(&GAPS), &by_head());
    assert_eq!(code, Code::NumberFirst);
}

#[test]
fn nobody_signs_tomorrow_nor_before_the_draft() {
    let early = FieldSignature {
        claimed_at: monday() - chrono::Duration::days(1),
        ..giver()
    };
    for signature in [given_tomorrow(giver()), early] {
        let code = refused(&having(digital()), signed_by(&[signature]), &by_head());
        assert_eq!(code, Code::SigningDay);
    }
}

#[test]
fn gaps_are_blank_before_the_organisation_signs_and_then_say_what_the_register_says() {
    let early = SignDigitally {
        filled: sealed(&GAPS).filled,
        ..request()
    };
    let code = refused(&having(digital()), early, &by_head());
    assert_eq!(code, Code::GapsDiffer);
    let other = [("minutes_number_1", "13"), GAPS[1], GAPS[2]];
    for filled in [&other[..], &GAPS[1..], &[]] {
        let code = refused(&having(numbered()), sealed(filled), &by_head());
        assert_eq!(code, Code::GapsDiffer);
    }
}

#[test]
fn the_day_of_signing_is_not_after_today() {
    // Taken in on a machine whose clock was ahead.
    let ahead = carrying(digital(), &[given_tomorrow(giver())]);
    let rest = signed_by(&[given_tomorrow(giver()), receiver(), commitment()]);
    let code = refused(&having(ahead), rest, &by_head());
    assert_eq!(code, Code::DateOnPaper);
}

#[test]
fn the_last_signature_counts_if_no_other_minutes_overtook_these() {
    let other = HandoverMinutes {
        id: MinutesId(LOST),
        ..signed(printed())
    };
    let overtaken = with(having(digital()), [paper(other)]);
    let carried = Delegation {
        carries: Some(DelegationId(LOST)),
        ..waiting_right()
    };
    let taken_back = with(having(digital()), [Row::Delegation(carried)]);
    for facts in [overtaken, taken_back] {
        let all = signed_by(&[giver(), receiver(), commitment()]);
        assert_eq!(refused(&facts, all, &by_head()), Code::ContentChanged);
    }
}

#[test]
fn the_last_signature_gives_what_the_unit_holds() {
    let ended = Delegation {
        in_force_at: None,
        ..holding(SCHOOL, COMMUNE)
    };
    let facts = with(having(digital()), [Row::Delegation(ended)]);
    let all = signed_by(&[giver(), receiver(), commitment()]);
    assert_eq!(refused(&facts, all, &by_head()), Code::MoreThanHeld);
}

#[test]
fn the_giver_might_give_on_the_day_of_the_last_signature() {
    let all = || signed_by(&[giver(), receiver(), commitment()]);
    let above = by(head_of(COMMUNE), 1);
    let left = Appointment {
        until: Some(yesterday()),
        ..post(HEAD, SCHOOL, Role::Head)
    };
    let deputy = post(HEAD, SCHOOL, Role::Deputy);
    for (post, code) in [
        (left, Code::MayNotGive),
        (deputy, Code::DeputyWithoutDecision),
    ] {
        let facts = with(having(digital()), [Row::Appointment(post)]);
        assert_eq!(refused(&facts, all(), &above), code);
    }
}
