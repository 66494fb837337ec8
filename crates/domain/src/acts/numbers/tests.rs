//! What the acts about numbers do, and each of their refusals.

use super::*;
use crate::ids::{DeviceId, OfficerId};
use crate::officer::{Appointment, Role};
use crate::samples::rows::register;
use crate::samples::{
    COMMUNE, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, by, done, head_of, ill_sentences, paper,
    post, printed, refused, requests, signed, signed_with, today, town, town_with_printed,
    town_with_signed, unit, with,
};
use crate::unit::{Unit, UnitKind};

fn numbering(numbering: Numbering) -> Row {
    Row::Unit(Unit {
        numbering,
        ..unit(SCHOOL, UnitKind::School, Some(COMMUNE))
    })
}

/// The teacher as the clerk of the school.
fn clerk() -> Row {
    Row::Appointment(Appointment {
        numbers: true,
        ..post(TEACHER, SCHOOL, Role::Member)
    })
}

/// Signed minutes to which the head gave a number.
fn with_number(number: u32) -> HandoverMinutes {
    let ctx = by(HEAD, 1);
    HandoverMinutes {
        number_given: Some(NumberGiven {
            by: ctx.actor,
            at: ctx.stamp.at,
        }),
        ..signed_with(signed(printed()), |_, given| *given = Some(number))
    }
}

mod open {
    use super::*;
    use requests::open_register as request;

    /// The town with the register on another machine.
    fn elsewhere() -> Facts {
        let register = Register {
            holder: DeviceId(LOST),
            ..register()
        };
        with(town(), [Row::Register(register)])
    }

    #[test]
    fn a_register_that_is_opened_asks_for_one_block_and_has_no_number_yet() {
        let ctx = by(HEAD, 1);
        let opened = Register {
            id: RegisterId(ctx.stamp.id(0)),
            next: 1,
            ceiling: 0,
            begins: Some(1),
            asked: Some(BLOCK),
            ..register()
        };
        assert_eq!(done(&town(), request(), &ctx), [Row::Register(opened)]);
    }

    #[test]
    fn the_machine_that_has_the_register_asks_for_another_block_and_keeps_the_old_one() {
        let facts = with(town(), [Row::Register(register())]);
        let longer = Register {
            asked: Some(11 + BLOCK),
            ..register()
        };
        let renewed = done(&facts, request(), &by(HEAD, 1));
        assert_eq!(renewed, [Row::Register(longer.clone())]);
        assert_eq!(longer.top(), 50);
    }

    #[test]
    fn a_block_goes_on_behind_the_numbers_that_stand_on_papers() {
        let facts = with(town(), [Row::Register(register())]);
        for (first, asked) in [(15, 14 + BLOCK), (1_000, 50 + BLOCK)] {
            let request = OpenRegister { first, ..request() };
            let longer = Register {
                asked: Some(asked),
                ..register()
            };
            assert_eq!(done(&facts, request, &by(HEAD, 1)), [Row::Register(longer)]);
        }
    }

    #[test]
    fn a_block_is_twice_the_people_of_the_unit() {
        let people = (0..40).map(|n| {
            let officer = OfficerId(uuid::Uuid::from_u128(0x9000 + n));
            Row::Appointment(post(officer, SCHOOL, Role::Member))
        });
        let facts = with(town(), people);
        assert_eq!(block_of(&facts, SCHOOL, today()), 86);
        let rows = done(&facts, request(), &by(HEAD, 1));
        assert!(matches!(&rows[..], [Row::Register(opened)] if opened.asked == Some(86)));
    }

    #[test]
    fn a_unit_that_never_connected_has_no_ceiling_until_it_does() {
        let alone = Unit {
            alone: true,
            ..unit(SCHOOL, UnitKind::School, Some(COMMUNE))
        };
        let facts = with(town(), [Row::Unit(alone)]);
        let request = OpenRegister {
            alone: true,
            ..request()
        };
        let rows = done(&facts, request.clone(), &by(HEAD, 1));
        let [Row::Register(opened)] = &rows[..] else {
            panic!("{rows:?}")
        };
        assert_eq!((opened.ceiling, opened.asked), (LAST, None));
        assert!(opened.unbounded());
        // Connected, its machine asks where its block ends.
        let used = Register {
            next: 171,
            ..opened.clone()
        };
        let connected = OpenRegister {
            alone: false,
            first: 173,
            ..request
        };
        // There, and nowhere else, another machine would take it over, however often it asks.
        let facts = with(facts, [Row::Register(used)]);
        let rows = done(&facts, connected.clone(), &by(HEAD, 1));
        let [Row::Register(bounded)] = &rows[..] else {
            panic!("{rows:?}")
        };
        assert_eq!((bounded.asked, bounded.top()), (Some(220), 220));
        let again = with(facts, [Row::Register(bounded.used(190))]);
        let rows = done(&again, connected, &by(HEAD, 1));
        assert!(matches!(&rows[..], [Row::Register(asked)] if asked.top() == 220));
    }

    #[test]
    fn nobody_takes_a_register_over_from_a_machine_whose_block_has_no_end_without_saying_where() {
        let endless = Register {
            holder: DeviceId(LOST),
            ceiling: LAST,
            ..register()
        };
        let facts = with(town(), [Row::Register(endless)]);
        for (first, next) in [(1, 12 + BLOCK), (201, 201)] {
            let request = OpenRegister {
                first,
                reason: Some("Máy hỏng".to_owned()),
                ..request()
            };
            let rows = done(&facts, request, &by(HEAD, 1));
            assert!(matches!(&rows[..], [Row::Register(taken)] if taken.next == next));
        }
    }

    #[test]
    fn a_take_over_begins_above_what_the_server_has_lost() {
        let request = OpenRegister {
            above: Some(99),
            reason: Some("Máy hỏng".to_owned()),
            ..request()
        };
        let rows = done(&elsewhere(), request, &by(HEAD, 1));
        let [Row::Register(taken)] = &rows[..] else {
            panic!("{rows:?}")
        };
        assert_eq!((taken.next, taken.skipped[0].to), (100, 99));
    }

    #[test]
    fn the_own_register_is_begun_anew_like_that_of_another_machine() {
        // A backup does not know what was numbered after it.
        let facts = with(town(), [Row::Register(register())]);
        let request = OpenRegister {
            reason: Some("Máy hỏng".to_owned()),
            ..request()
        };
        let rows = done(&facts, request, &by(HEAD, 1));
        assert!(matches!(&rows[..], [Row::Register(taken)]
            if (taken.epoch, taken.next, taken.top()) == (2, 51, 50)));
    }

    #[test]
    fn what_is_not_there_is_not_taken_over() {
        let request = OpenRegister {
            reason: Some("Máy hỏng".to_owned()),
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn another_machine_asks_for_no_block_of_a_register_that_it_does_not_have() {
        let code = refused(&elsewhere(), request(), &by(HEAD, 1));
        assert_eq!(code, Code::RegisterElsewhere);
    }

    #[test]
    fn numbers_end_with_the_largest_of_all() {
        let full = Register {
            next: LAST + 1,
            ceiling: LAST,
            ..register()
        };
        let facts = with(town(), [Row::Register(full)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::BlockUsedUp);
    }

    #[test]
    fn a_take_over_skips_the_numbers_that_were_lost_and_says_why() {
        let request = OpenRegister {
            reason: Some("Máy hỏng".to_owned()),
            ..request()
        };
        let skipped = Skipped {
            from: 12,
            to: 50,
            reason: "Máy hỏng".to_owned(),
            elsewhere: None,
        };
        let taken_over = Register {
            epoch: 2,
            next: 51,
            ceiling: 50,
            skipped: vec![skipped],
            begins: Some(12),
            asked: Some(50 + BLOCK),
            ..register()
        };
        assert_eq!(
            done(&elsewhere(), request, &by(HEAD, 1)),
            [Row::Register(taken_over)]
        );
    }

    #[test]
    fn a_teacher_opens_no_register() {
        let code = refused(&town(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotNumber);
    }

    #[test]
    fn the_clerk_opens_the_register_and_takes_none_over() {
        let ctx = by(TEACHER, 1);
        let open = with(town(), [clerk()]);
        assert_eq!(done(&open, request(), &ctx).len(), 1);
        let request = OpenRegister {
            reason: Some("Máy hỏng".to_owned()),
            ..request()
        };
        let code = refused(&with(elsewhere(), [clerk()]), request, &ctx);
        assert_eq!(code, Code::MayNotNumber);
    }

    #[test]
    fn who_prepares_papers_and_who_is_above_open_no_register() {
        let preparer = Appointment {
            prepares: true,
            ..post(TEACHER, SCHOOL, Role::Deputy)
        };
        let facts = with(town(), [Row::Appointment(preparer)]);
        for somebody in [TEACHER, head_of(COMMUNE)] {
            let code = refused(&facts, request(), &by(somebody, 1));
            assert_eq!(code, Code::MayNotNumber);
        }
    }

    #[test]
    fn a_unit_that_is_not_there_has_no_register() {
        // Somebody with a post in a unit of which nothing else is known.
        let post = post(HEAD, LOST.into(), Role::Head);
        let request = OpenRegister {
            unit: LOST.into(),
            ..request()
        };
        let facts = with(town(), [Row::Appointment(post)]);
        assert_eq!(refused(&facts, request, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn a_unit_that_types_its_numbers_has_no_series_of_its_own() {
        let facts = with(town(), [numbering(Numbering::Typed)]);
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::NumberingMode);
    }

    #[test]
    fn the_first_number_is_one_or_more() {
        for first in [0, 1_000_001] {
            let request = OpenRegister { first, ..request() };
            assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::BadRequest);
        }
        let request = OpenRegister {
            above: Some(LAST + 1),
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::BadRequest);
    }

    #[test]
    fn a_take_over_has_a_reason_that_can_be_read() {
        for (reason, code) in ill_sentences() {
            let request = OpenRegister {
                reason: Some(reason),
                ..request()
            };
            assert_eq!(refused(&elsewhere(), request, &by(HEAD, 1)), code);
        }
    }
}

/// Registers whose next number cannot be had: it was closed, the block is used up, the next one is
/// not leased yet, and there is no larger number.
fn not_to_be_had() -> [Register; 4] {
    let closed = Skipped {
        from: 12,
        to: 14,
        reason: "Viết hỏng".to_owned(),
        elsewhere: None,
    };
    let full = Register {
        next: 51,
        ..register()
    };
    let waits = Register {
        asked: Some(100),
        ..full.clone()
    };
    let ended = Register {
        next: LAST + 1,
        ceiling: LAST,
        ..register()
    };
    let skipped = Register {
        skipped: vec![closed],
        ..register()
    };
    [skipped, full, waits, ended]
}

mod interleavings;

/// Minutes that were signed on the last day of the year before.
fn of_last_year(minutes: HandoverMinutes) -> HandoverMinutes {
    signed_with(minutes, |signed, _| {
        signed.date_on_paper = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
    })
}

mod give {
    use super::*;
    use requests::give_number as request;

    fn facts() -> Facts {
        with(town_with_signed(), [Row::Register(register())])
    }

    #[test]
    fn signed_minutes_get_the_number_that_stands_on_them() {
        for (number, next) in [(12, 13), (17, 18)] {
            let request = GiveNumber {
                number,
                ..request()
            };
            let after = Register {
                next,
                begins: Some(12),
                ..register()
            };
            assert_eq!(
                done(&facts(), request, &by(HEAD, 1)),
                [paper(with_number(number)), Row::Register(after)]
            );
        }
    }

    #[test]
    fn what_was_signed_in_december_and_is_numbered_in_january_has_a_number_of_the_new_year() {
        let december = of_last_year(signed(printed()));
        let other_year = with(town_with_signed(), [paper(december.clone())]);
        let code = refused(&other_year, request(), &by(HEAD, 1));
        assert_eq!(code, Code::RegisterElsewhere);
        let facts = with(other_year, [Row::Register(register())]);
        let rows = done(&facts, request(), &by(HEAD, 1));
        let numbered = signed_with(december, |_, given| *given = Some(12));
        let expected = HandoverMinutes {
            number_year: Some(2026),
            number_given: with_number(12).number_given,
            ..numbered
        };
        assert_eq!(expected.numbered_in(), Some(2026));
        assert_eq!(rows[0], paper(expected));
        // What a pen wrote in December is of the old year.
        let old = Register {
            id: RegisterId(LOST),
            year: 2025,
            ..register()
        };
        let facts = with(facts, [Row::Register(old.clone())]);
        let request = GiveNumber {
            register: old.id,
            ..request()
        };
        let rows = done(&facts, request, &by(HEAD, 1));
        assert!(matches!(&rows[0], Row::HandoverMinutes(m) if m.numbered_in() == Some(2025)));
    }

    #[test]
    fn a_number_whose_neighbours_are_given_is_given_later() {
        let before = Register {
            next: 18,
            begins: Some(12),
            ..register()
        };
        let facts = with(facts(), [Row::Register(before.clone())]);
        assert_eq!(
            done(&facts, request(), &by(HEAD, 1)),
            [paper(with_number(12)), Row::Register(before)]
        );
    }

    #[test]
    fn the_clerk_gives_numbers_and_who_prepares_or_is_above_does_not() {
        let ctx = by(TEACHER, 1);
        let facts = with(facts(), [clerk()]);
        assert_eq!(done(&facts, request(), &ctx).len(), 2);
        let preparer = Appointment {
            prepares: true,
            ..post(TEACHER, SCHOOL, Role::Deputy)
        };
        let facts = with(facts, [Row::Appointment(preparer)]);
        for somebody in [TEACHER, head_of(COMMUNE)] {
            let code = refused(&facts, request(), &by(somebody, 1));
            assert_eq!(code, Code::MayNotNumber);
        }
    }

    #[test]
    fn a_number_of_a_lease_that_ended_is_refused() {
        let taken_over = Register {
            epoch: 2,
            ..register()
        };
        let opened_anew = Register {
            id: RegisterId(LOST),
            ..register()
        };
        for register in [taken_over, opened_anew] {
            let facts = with(town_with_signed(), [Row::Register(register)]);
            assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::LeaseEnded);
        }
    }

    #[test]
    fn a_number_is_given_once() {
        let other = HandoverMinutes {
            id: crate::ids::MinutesId(LOST),
            ..with_number(12)
        };
        let facts = with(facts(), [paper(other)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::NumberTaken);
    }

    #[test]
    fn a_teacher_gives_no_number() {
        let code = refused(&facts(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotNumber);
    }

    #[test]
    fn minutes_that_are_not_there_have_no_number() {
        let request = GiveNumber {
            minutes: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn minutes_are_numbered_in_the_file_of_their_own_unit() {
        let request = GiveNumber {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&facts(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn a_unit_that_types_its_numbers_is_given_none() {
        let facts = with(facts(), [numbering(Numbering::Typed)]);
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::NumberingMode);
    }

    #[test]
    fn only_signed_minutes_get_a_number_and_only_one() {
        let printed = with(town_with_printed(), [Row::Register(register())]);
        let numbered = with(facts(), [paper(with_number(11))]);
        for facts in [printed, numbered] {
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::WrongState);
        }
    }

    #[test]
    fn only_the_machine_that_has_the_register_gives_numbers() {
        let other = Register {
            holder: DeviceId(LOST),
            ..register()
        };
        let elsewhere = with(facts(), [Row::Register(other)]);
        for facts in [town_with_signed(), elsewhere] {
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::RegisterElsewhere);
        }
    }

    #[test]
    fn a_number_that_is_not_leased_or_was_closed_is_not_given() {
        let codes = [
            Code::NumberSkipped,
            Code::BlockUsedUp,
            Code::LeaseUnanswered,
            Code::NumberOutside,
        ];
        for (register, code) in not_to_be_had().into_iter().zip(codes) {
            let request = GiveNumber {
                number: register.next,
                ..request()
            };
            let facts = with(facts(), [Row::Register(register)]);
            assert_eq!(refused(&facts, request, &by(HEAD, 1)), code);
        }
        for number in [0, 11, LAST + 1] {
            let request = GiveNumber {
                number,
                ..request()
            };
            let code = refused(&facts(), request, &by(HEAD, 1));
            assert_eq!(code, Code::NumberOutside);
        }
    }
}

mod give_next {
    use super::*;
    use requests::give_next_number as request;

    fn facts() -> Facts {
        with(town_with_signed(), [Row::Register(register())])
    }

    #[test]
    fn signed_minutes_get_the_next_number_of_the_register() {
        let after = Register {
            next: 13,
            begins: Some(12),
            ..register()
        };
        assert_eq!(
            done(&facts(), request(), &by(HEAD, 1)),
            [paper(with_number(12)), Row::Register(after)]
        );
    }

    #[test]
    fn a_teacher_gives_no_number() {
        let code = refused(&facts(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotNumber);
    }

    #[test]
    fn minutes_that_are_not_there_have_no_number() {
        let request = GiveNextNumber {
            minutes: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn minutes_are_numbered_in_the_file_of_their_own_unit() {
        let request = GiveNextNumber {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&facts(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn a_unit_that_types_its_numbers_is_given_none() {
        let facts = with(facts(), [numbering(Numbering::Typed)]);
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::NumberingMode);
    }

    #[test]
    fn only_signed_minutes_get_a_number_and_only_one() {
        let printed = with(town_with_printed(), [Row::Register(register())]);
        let numbered = with(facts(), [paper(with_number(11))]);
        for facts in [printed, numbered] {
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::WrongState);
        }
    }

    #[test]
    fn only_the_machine_that_has_the_register_gives_numbers() {
        let other = Register {
            holder: DeviceId(LOST),
            ..register()
        };
        let elsewhere = with(facts(), [Row::Register(other)]);
        for facts in [town_with_signed(), elsewhere] {
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::RegisterElsewhere);
        }
    }

    #[test]
    fn a_number_that_is_not_leased_or_was_closed_is_not_given() {
        let codes = [
            Code::NumberSkipped,
            Code::BlockUsedUp,
            Code::LeaseUnanswered,
            Code::NumberOutside,
        ];
        for (register, code) in not_to_be_had().into_iter().zip(codes) {
            let facts = with(facts(), [Row::Register(register)]);
            assert_eq!(refused(&facts, request(), &by(HEAD, 1)), code);
        }
    }
}

mod skip {
    use super::*;
    use requests::skip_numbers as request;

    fn facts() -> Facts {
        with(town_with_signed(), [Row::Register(register())])
    }

    fn run(from: u32, to: u32) -> SkipNumbers {
        SkipNumbers {
            from,
            to,
            ..request()
        }
    }

    #[test]
    fn numbers_that_no_minutes_carry_are_closed_with_the_reason() {
        let before = Register {
            begins: Some(7),
            ..register()
        };
        let facts = with(town_with_signed(), [Row::Register(before.clone())]);
        for (from, to, next) in [(7, 7, 12), (9, 11, 12), (12, 14, 15)] {
            let after = Register {
                next,
                skipped: vec![Skipped {
                    from,
                    to,
                    reason: "Viết hỏng".to_owned(),
                    elsewhere: None,
                }],
                ..before.clone()
            };
            assert_eq!(
                done(&facts, run(from, to), &by(HEAD, 1)),
                [Row::Register(after)]
            );
        }
    }

    #[test]
    fn a_number_that_another_paper_carries_is_closed_as_used_elsewhere_with_its_trace() {
        let ctx = by(HEAD, 1);
        let request = SkipNumbers {
            reason: "Công văn số 12/CV-THCSGV ngày 09/9/2026".to_owned(),
            elsewhere: true,
            ..request()
        };
        let rows = done(&facts(), request.clone(), &ctx);
        let [Row::Register(register)] = &rows[..] else {
            panic!("{rows:?}")
        };
        let closed = Skipped {
            from: 12,
            to: 12,
            reason: request.reason.clone(),
            elsewhere: Some(UsedElsewhere {
                by: HEAD,
                at: ctx.stamp.at,
            }),
        };
        assert_eq!((register.next, &register.skipped[..]), (13, &[closed][..]));
        let facts = with(facts(), rows);
        assert_eq!(refused(&facts, request, &ctx), Code::NumberSkipped);
        let number = requests::give_number();
        assert_eq!(refused(&facts, number, &ctx), Code::NumberSkipped);
    }

    #[test]
    fn the_clerk_closes_numbers_and_a_teacher_does_not() {
        let ctx = by(TEACHER, 1);
        assert_eq!(refused(&facts(), request(), &ctx), Code::MayNotNumber);
        let facts = with(facts(), [clerk()]);
        assert_eq!(done(&facts, request(), &ctx).len(), 1);
    }

    #[test]
    fn numbers_are_closed_in_order_and_not_by_the_thousand() {
        let code = refused(&facts(), run(13, 12), &by(HEAD, 1));
        assert_eq!(code, Code::BadRequest);
        let code = refused(&facts(), run(12, 512), &by(HEAD, 1));
        assert_eq!(code, Code::TooMany);
        let request = SkipNumbers {
            year: i32::MAX,
            ..request()
        };
        assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::BadRequest);
    }

    #[test]
    fn a_number_is_closed_with_a_reason_that_can_be_read() {
        for (reason, code) in ill_sentences() {
            let request = SkipNumbers {
                reason,
                ..request()
            };
            assert_eq!(refused(&facts(), request, &by(HEAD, 1)), code);
        }
    }

    #[test]
    fn only_the_machine_that_has_the_register_closes_numbers() {
        let other = Register {
            holder: DeviceId(LOST),
            ..register()
        };
        let elsewhere = with(facts(), [Row::Register(other)]);
        for facts in [town_with_signed(), elsewhere] {
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::RegisterElsewhere);
        }
    }

    #[test]
    fn a_number_that_is_carried_is_not_closed() {
        let facts = with(facts(), [paper(with_number(13))]);
        let code = refused(&facts, run(12, 14), &by(HEAD, 1));
        assert_eq!(code, Code::NumberTaken);
    }

    #[test]
    fn a_number_that_is_not_leased_or_was_closed_is_not_closed() {
        let codes = [
            Code::NumberSkipped,
            Code::BlockUsedUp,
            Code::LeaseUnanswered,
            Code::NumberOutside,
        ];
        for (register, code) in not_to_be_had().into_iter().zip(codes) {
            let request = run(register.next, register.next);
            let facts = with(facts(), [Row::Register(register)]);
            assert_eq!(refused(&facts, request, &by(HEAD, 1)), code);
        }
        let code = refused(&facts(), run(11, 12), &by(HEAD, 1));
        assert_eq!(code, Code::NumberOutside);
    }
}

mod type_in {
    use super::*;
    use crate::ids::MinutesId;
    use requests::type_number as request;

    fn facts() -> Facts {
        with(town_with_signed(), [numbering(Numbering::Typed)])
    }

    #[test]
    fn signed_minutes_have_the_number_that_was_typed() {
        assert_eq!(
            done(&facts(), request(), &by(HEAD, 1)),
            [paper(with_number(7))]
        );
    }

    #[test]
    fn a_teacher_types_no_number() {
        let code = refused(&facts(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotNumber);
    }

    #[test]
    fn nobody_types_a_number_for_what_is_not_there() {
        let request = TypeNumber {
            minutes: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn a_number_is_typed_in_the_file_of_its_own_unit() {
        let request = TypeNumber {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&facts(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn a_unit_with_a_series_of_its_own_types_nothing() {
        let code = refused(&town_with_signed(), request(), &by(HEAD, 1));
        assert_eq!(code, Code::NumberingMode);
    }

    #[test]
    fn a_number_is_typed_after_signing_and_once() {
        let printed = with(town_with_printed(), [numbering(Numbering::Typed)]);
        let numbered = with(facts(), [paper(with_number(6))]);
        for facts in [printed, numbered] {
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::WrongState);
        }
    }

    #[test]
    fn a_typed_number_is_one_or_more() {
        for number in [0, 1_000_001] {
            let request = TypeNumber {
                number,
                ..request()
            };
            assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::BadRequest);
        }
    }

    #[test]
    fn a_number_is_there_once_in_unit_and_year() {
        let other = HandoverMinutes {
            id: MinutesId(LOST),
            ..with_number(7)
        };
        let taken = with(facts(), [paper(other.clone())]);
        assert_eq!(refused(&taken, request(), &by(HEAD, 1)), Code::NumberTaken);
        let year_before = signed_with(other, |signed, _| {
            signed.date_on_paper = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
        });
        let facts = with(facts(), [paper(year_before)]);
        assert_eq!(done(&facts, request(), &by(HEAD, 1)).len(), 1);
    }

    #[test]
    fn a_number_is_of_the_year_of_the_paper_or_of_a_later_one_that_has_begun() {
        let december = of_last_year(signed(printed()));
        let facts = with(facts(), [paper(december)]);
        for (year, numbered_in) in [(None, 2025), (Some(2025), 2025), (Some(2026), 2026)] {
            let request = TypeNumber { year, ..request() };
            let rows = done(&facts, request, &by(HEAD, 1));
            assert!(
                matches!(&rows[..], [Row::HandoverMinutes(m)] if m.numbered_in() == Some(numbered_in))
            );
        }
        for year in [2024, 2027, i32::MIN] {
            let request = TypeNumber {
                year: Some(year),
                ..request()
            };
            assert_eq!(refused(&facts, request, &by(HEAD, 1)), Code::BadRequest);
        }
        // Number 7 of the new year is there.
        let other = HandoverMinutes {
            id: MinutesId(LOST),
            ..with_number(7)
        };
        let facts = with(facts, [paper(other)]);
        let request = TypeNumber {
            year: Some(2026),
            ..request()
        };
        assert_eq!(refused(&facts, request, &by(HEAD, 1)), Code::NumberTaken);
    }
}

mod correct {
    use super::*;
    use crate::ids::MinutesId;
    use crate::samples::{signature, signed_file};
    use requests::correct_number as request;

    /// The school types its numbers, and the minutes have 13.
    fn facts() -> Facts {
        let rows = [numbering(Numbering::Typed), paper(with_number(13))];
        with(town_with_signed(), rows)
    }

    /// The school has a series of its own, and the minutes have 13 of it.
    fn own_series() -> Facts {
        let register = Register {
            begins: Some(7),
            next: 14,
            ..register()
        };
        let rows = [paper(with_number(13)), Row::Register(register)];
        with(town_with_signed(), rows)
    }

    fn trace(ctx: &Ctx) -> CorrectedNumber {
        CorrectedNumber {
            number: 13,
            year: 2026,
            by: ctx.actor,
            at: ctx.stamp.at,
            reason: "Gõ nhầm số".to_owned(),
        }
    }

    #[test]
    fn the_right_number_takes_the_place_of_the_wrong_one_which_stays_as_a_trace() {
        let ctx = by(HEAD, 1);
        let corrected = HandoverMinutes {
            corrected: vec![trace(&ctx)],
            ..with_number(14)
        };
        let rows = done(&facts(), request(), &ctx);
        assert_eq!(rows, [paper(corrected)]);
        // What the wrong number belonged to may have it now.
        let other = HandoverMinutes {
            id: MinutesId(LOST),
            ..signed(printed())
        };
        let facts = with(facts(), rows.into_iter().chain([paper(other)]));
        let typed = TypeNumber {
            minutes: LOST.into(),
            number: 13,
            ..requests::type_number()
        };
        assert_eq!(done(&facts, typed, &ctx).len(), 1);
    }

    #[test]
    fn in_an_own_series_the_wrong_number_is_open_again() {
        let ctx = by(HEAD, 1);
        let rows = done(&own_series(), request(), &ctx);
        let [Row::HandoverMinutes(minutes), Row::Register(register)] = &rows[..] else {
            panic!("{rows:?}")
        };
        assert_eq!(minutes.corrected, [trace(&ctx)]);
        let entries = register.entries(&[(14, minutes.id)]);
        let open = crate::numbers::NumberEntry::Open(7, 13);
        assert_eq!((entries.first(), register.next), (Some(&open), 15));
    }

    #[test]
    fn a_number_is_put_into_the_year_that_it_is_of() {
        let december = HandoverMinutes {
            number_year: None,
            ..of_last_year(with_number(13))
        };
        let facts = with(facts(), [paper(december)]);
        let request = CorrectNumber {
            number: 13,
            year: Some(2026),
            ..request()
        };
        let rows = done(&facts, request.clone(), &by(HEAD, 1));
        assert!(matches!(&rows[..], [Row::HandoverMinutes(m)]
            if (m.numbered_in(), m.corrected[0].year) == (Some(2026), 2025)));
        let to_come = CorrectNumber {
            year: Some(2027),
            ..request
        };
        assert_eq!(refused(&facts, to_come, &by(HEAD, 1)), Code::BadRequest);
    }

    #[test]
    fn who_gives_numbers_corrects_them_and_nobody_else() {
        let ctx = by(TEACHER, 1);
        assert_eq!(refused(&facts(), request(), &ctx), Code::MayNotNumber);
        let above = by(head_of(COMMUNE), 1);
        assert_eq!(refused(&facts(), request(), &above), Code::MayNotNumber);
        assert_eq!(done(&with(facts(), [clerk()]), request(), &ctx).len(), 1);
    }

    #[test]
    fn only_a_number_that_is_there_is_corrected_in_the_file_of_its_own_unit() {
        let unsaid = with(facts(), [paper(signed(printed()))]);
        let printed = with(town_with_printed(), [numbering(Numbering::Typed)]);
        for facts in [unsaid, printed] {
            assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::WrongState);
        }
        let lost = CorrectNumber {
            minutes: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&facts(), lost, &by(HEAD, 1)), Code::NotFound);
        let elsewhere = CorrectNumber {
            unit: OTHER_SCHOOL,
            ..request()
        };
        assert_eq!(refused(&facts(), elsewhere, &by(HEAD, 1)), Code::OtherUnit);
    }

    #[test]
    fn a_number_under_the_signature_of_the_organisation_stays() {
        let digital = |parties: &[Party]| {
            let signatures = parties.iter().map(|party| signature(*party, "Trường"));
            let file = HandoverMinutes {
                route: Some(Route::Digital),
                digital: Some(signed_file(signatures.collect())),
                ..with_number(13)
            };
            with(facts(), [paper(file)])
        };
        let by_people = digital(&[Party::Giver, Party::Receiver]);
        assert_eq!(done(&by_people, request(), &by(HEAD, 1)).len(), 1);
        let facts = digital(&[Party::Giver, Party::Receiver, Party::Organisation]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::WrongState);
    }

    #[test]
    fn where_no_numbers_are_given_none_is_corrected() {
        let facts = with(facts(), [numbering(Numbering::None)]);
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::NumberingMode);
    }

    #[test]
    fn the_right_number_is_one_with_a_reason_that_can_be_read() {
        for number in [0, LAST + 1] {
            let request = CorrectNumber {
                number,
                ..request()
            };
            assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::BadRequest);
        }
        for (reason, code) in ill_sentences() {
            let request = CorrectNumber {
                reason,
                ..request()
            };
            assert_eq!(refused(&facts(), request, &by(HEAD, 1)), code);
        }
    }

    #[test]
    fn a_number_that_is_carried_is_nobody_elses() {
        let other = HandoverMinutes {
            id: MinutesId(LOST),
            ..with_number(14)
        };
        let facts = with(facts(), [paper(other)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::NumberTaken);
        let same = CorrectNumber {
            number: 13,
            ..request()
        };
        assert_eq!(refused(&facts, same, &by(HEAD, 1)), Code::NumberTaken);
    }

    #[test]
    fn only_the_machine_that_has_the_register_corrects_its_numbers() {
        let other = Register {
            holder: DeviceId(LOST),
            ..register()
        };
        let elsewhere = with(own_series(), [Row::Register(other)]);
        let code = refused(&elsewhere, request(), &by(HEAD, 1));
        assert_eq!(code, Code::RegisterElsewhere);
    }

    #[test]
    fn a_number_that_is_not_leased_or_was_closed_is_not_put_in_its_place() {
        let codes = [
            Code::NumberSkipped,
            Code::BlockUsedUp,
            Code::LeaseUnanswered,
            Code::NumberOutside,
        ];
        for (register, code) in not_to_be_had().into_iter().zip(codes) {
            let number = register.next.min(LAST);
            let register = Register {
                begins: Some(register.next),
                ..register
            };
            let request = CorrectNumber {
                number,
                ..request()
            };
            let facts = with(own_series(), [Row::Register(register)]);
            assert_eq!(refused(&facts, request, &by(HEAD, 1)), code);
        }
    }
}
