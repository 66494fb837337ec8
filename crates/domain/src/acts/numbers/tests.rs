//! What the acts about numbers do, and each of their refusals.

use super::*;
use crate::ids::DeviceId;
use crate::samples::rows::register;
use crate::samples::{
    COMMUNE, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, by, done, head_of, ill_sentences, paper,
    post, printed, refused, requests, signed, signed_with, town, town_with_printed,
    town_with_signed, unit, with,
};
use crate::unit::{Unit, UnitKind};

fn numbering(numbering: Numbering) -> Row {
    Row::Unit(Unit {
        numbering,
        ..unit(SCHOOL, UnitKind::School, Some(COMMUNE))
    })
}

fn with_number(number: u32) -> HandoverMinutes {
    signed_with(signed(printed()), |_, given| *given = Some(number))
}

mod open {
    use super::*;
    use crate::officer::Role;
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
    fn a_register_is_opened_on_this_machine_with_one_block() {
        let ctx = by(HEAD, 1);
        let opened = Register {
            id: RegisterId(ctx.stamp.id(0)),
            next: 1,
            ceiling: BLOCK,
            ..register()
        };
        assert_eq!(done(&town(), request(), &ctx), [Row::Register(opened)]);
    }

    #[test]
    fn the_machine_that_has_the_register_gets_another_block() {
        let facts = with(town(), [Row::Register(register())]);
        let longer = Register {
            ceiling: 11 + BLOCK,
            ..register()
        };
        assert_eq!(
            done(&facts, request(), &by(HEAD, 1)),
            [Row::Register(longer)]
        );
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
        };
        let taken_over = Register {
            epoch: 2,
            next: 51,
            ceiling: 50 + BLOCK,
            skipped: vec![skipped],
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
    fn whoever_only_prepares_papers_takes_no_register_over() {
        let clerk = crate::officer::Appointment {
            prepares: true,
            ..post(TEACHER, SCHOOL, Role::Member)
        };
        let clerk = Row::Appointment(clerk);
        let ctx = by(TEACHER, 1);
        let open = with(town(), [clerk.clone()]);
        assert_eq!(done(&open, request(), &ctx).len(), 1);
        let code = refused(&with(elsewhere(), [clerk]), request(), &ctx);
        assert_eq!(code, Code::MayNotNumber);
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
    }

    #[test]
    fn a_take_over_has_a_reason_that_can_be_read() {
        let code = refused(&elsewhere(), request(), &by(HEAD, 1));
        assert_eq!(code, Code::NameMissing);
        for (reason, code) in ill_sentences() {
            let request = OpenRegister {
                reason: Some(reason),
                ..request()
            };
            assert_eq!(refused(&elsewhere(), request, &by(HEAD, 1)), code);
        }
    }
}

mod give {
    use super::*;
    use requests::give_number as request;

    fn facts() -> Facts {
        with(town_with_signed(), [Row::Register(register())])
    }

    #[test]
    fn signed_minutes_get_the_next_number_of_the_register() {
        let after = Register {
            next: 13,
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
    fn a_block_that_is_used_up_gives_no_more() {
        let full = Register {
            next: 51,
            ..register()
        };
        let facts = with(facts(), [Row::Register(full)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::BlockUsedUp);
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
}
