//! What recording a signing and confirming it do, and each of their refusals.

use super::*;
use crate::ids::DelegationId;
use crate::officer::{Appointment, Role};
use crate::samples::{
    ADMIN, COLLEAGUE, COMMUNE, HEAD, LOGIN, LOST, MINUTES, OTHER_SCHOOL, RIGHT, SCHOOL, TEACHER,
    by, done, draft, file, frozen, head_of, holding, monday, paper, post, printed, refused,
    requests, right_in_force, scan, signature, signed, signed_file, signed_with, today, tomorrow,
    town, town_with_draft, town_with_printed, town_with_signed, waiting_right, with, yesterday,
};

/// Minutes by which the teacher becomes custodian of the school's account.
fn custody() -> HandoverMinutes {
    let draft = HandoverMinutes {
        kind: MinutesKind::Custody,
        account: Some(ADMIN),
        ..draft()
    };
    frozen(&town_with_draft(), draft)
}

mod decide {
    use super::*;
    use crate::acts::MAX_BATCH;
    use requests::record_signing as request;

    fn by_head() -> Ctx {
        by(HEAD, 1)
    }

    fn on_route(route: Route) -> Facts {
        let minutes = HandoverMinutes {
            route: Some(route),
            ..printed()
        };
        with(town_with_printed(), [paper(minutes)])
    }

    #[test]
    fn a_right_comes_into_force_by_the_recording_and_waits_for_the_scan() {
        let ctx = by_head();
        let task = CsdlTask {
            id: CsdlTaskId(ctx.stamp.id(1)),
            unit: SCHOOL,
            account: Some(LOGIN),
            action: CsdlAction::Open,
            delegation: Some(RIGHT),
            minutes: Some(MINUTES),
            since: monday(),
            done: None,
            found: None,
        };
        assert_eq!(
            done(&town_with_printed(), request(), &ctx),
            [
                paper(signed(printed())),
                Row::CsdlTask(task),
                Row::Delegation(right_in_force())
            ]
        );
    }

    #[test]
    fn minutes_before_give_way_with_what_the_new_ones_do_not_list() {
        let before = HandoverMinutes {
            id: MinutesId(LOST),
            ..signed(printed())
        };
        let dropped = Delegation {
            id: DelegationId(LOST),
            minutes: before.id,
            ..right_in_force()
        };
        let after = HandoverMinutes {
            replaces: Some(before.id),
            ..printed()
        };
        let rows = [paper(before), Row::Delegation(dropped), paper(after)];
        let rows = done(&with(town_with_printed(), rows), request(), &by_head());
        let [
            _,
            _,
            _,
            Row::HandoverMinutes(before),
            Row::CsdlTask(task),
            Row::Delegation(dropped),
        ] = &rows[..]
        else {
            panic!("{rows:?}");
        };
        assert_eq!(before.ended.as_ref().unwrap().kind, EndKind::Replaced);
        assert_eq!(task.action, CsdlAction::Close);
        assert_eq!(dropped.closed.unwrap().minutes, Some(MINUTES));
    }

    /// The request with the scan of a paper.
    fn with_scan(paper: &HandoverMinutes) -> RecordSigning {
        let scan = FiledScan {
            file: file("scan"),
            pages: 2,
            check_code: paper.frozen().unwrap().check_code.clone(),
        };
        RecordSigning {
            scan: Some(scan),
            ..request()
        }
    }

    #[test]
    fn a_custody_that_somebody_else_records_comes_with_its_scan() {
        let facts = with(town_with_printed(), [paper(custody())]);
        let code = refused(&facts, request(), &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::ScanFirst);
        let rows = done(&facts, request(), &by_head());
        let Row::HandoverMinutes(minutes) = &rows[0] else {
            panic!("{rows:?}");
        };
        assert!(!minutes.signed().unwrap().head_must_confirm);
    }

    /// A paper of the receiver that has ended; its scan is not there.
    fn unscanned(n: u128) -> HandoverMinutes {
        HandoverMinutes {
            id: MinutesId(uuid::Uuid::from_u128(n)),
            ended: Some(Ended {
                kind: EndKind::TakenBack,
                at: monday(),
                by: HEAD,
                reason: None,
                minutes: None,
            }),
            ..signed(printed())
        }
    }

    #[test]
    fn who_received_twice_without_a_scan_brings_one_before_the_third_paper() {
        let first = unscanned(0x51);
        let facts = with(town_with_printed(), [paper(first.clone())]);
        assert!(
            !done(&facts, request(), &by_head()).is_empty(),
            "the second"
        );
        let facts = with(facts, [paper(unscanned(0x52))]);
        assert_eq!(refused(&facts, request(), &by_head()), Code::ScansDue);
        let rows = done(&facts, with_scan(&printed()), &by_head());
        assert!(!rows.is_empty(), "its own scan");
        let filed = signed_with(first, |signed, _| signed.scan = Some(scan()));
        let facts = with(facts, [paper(filed)]);
        assert!(
            !done(&facts, request(), &by_head()).is_empty(),
            "an earlier one"
        );
    }

    #[test]
    fn what_others_received_or_was_signed_digitally_waits_for_no_scan() {
        let digital = |n| HandoverMinutes {
            route: Some(Route::Digital),
            ..unscanned(n)
        };
        let others = |n| HandoverMinutes {
            receiver: COLLEAGUE,
            ..unscanned(n)
        };
        let papers = [digital(0x51), digital(0x52), others(0x53), others(0x54)];
        let facts = with(town_with_printed(), papers.map(paper));
        assert!(!done(&facts, request(), &by_head()).is_empty());
    }

    #[test]
    fn a_recording_that_is_taken_says_who_made_it() {
        let taken = Some(crate::held_act::Taken {
            by: COLLEAGUE,
            done_at: monday(),
        });
        let ctx = Ctx { taken, ..by_head() };
        let rows = done(&town_with_printed(), request(), &ctx);
        let Row::HandoverMinutes(minutes) = &rows[0] else {
            panic!("{rows:?}");
        };
        let signed = minutes.signed().unwrap();
        assert_eq!((signed.recorded_by, signed.taken), (HEAD, taken));
    }

    #[test]
    fn a_right_that_is_recorded_with_its_scan_waits_for_none() {
        let rows = done(&town_with_printed(), with_scan(&printed()), &by_head());
        let filed = signed_with(signed(printed()), |signed, _| signed.scan = Some(scan()));
        assert_eq!(rows[0], paper(filed));
        let Some(Row::Delegation(right)) = rows.last() else {
            panic!("{rows:?}");
        };
        assert_eq!(right.scanned_at, Some(monday()));
    }

    #[test]
    fn a_scan_comes_with_the_recording_of_one_paper() {
        let request = RecordSigning {
            minutes: vec![MINUTES, MINUTES],
            ..with_scan(&printed())
        };
        let code = refused(&town_with_printed(), request, &by_head());
        assert_eq!(code, Code::BadRequest);
    }

    #[test]
    fn a_scan_that_comes_along_says_that_it_is_of_the_paper() {
        let good = with_scan(&printed()).scan.unwrap();
        let no_hash = FiledScan {
            file: BlobHash("scan.pdf".to_owned()),
            ..good.clone()
        };
        let other = FiledScan {
            check_code: "00000000".to_owned(),
            ..good.clone()
        };
        let page_missing = FiledScan { pages: 1, ..good };
        for (scan, expected) in [
            (no_hash, Code::BadRequest),
            (other, Code::ScanOfOther),
            (page_missing, Code::ScanPages),
        ] {
            let request = RecordSigning {
                scan: Some(scan),
                ..request()
            };
            let code = refused(&town_with_printed(), request, &by_head());
            assert_eq!(code, expected);
        }
    }

    #[test]
    fn a_custody_gives_the_account_to_its_custodian_and_the_head_must_confirm_it() {
        let facts = with(town_with_printed(), [paper(custody())]);
        let rows = done(&facts, with_scan(&custody()), &by(head_of(COMMUNE), 1));
        let account = rows.iter().find_map(|row| match row {
            Row::Account(account) => Some((account.id, account.custody)),
            _ => None,
        });
        assert_eq!(account, Some((ADMIN, Custody::Custodian(TEACHER))));
        let Row::HandoverMinutes(minutes) = &rows[0] else {
            panic!("{rows:?}");
        };
        assert!(minutes.signed().unwrap().head_must_confirm);
    }

    #[test]
    fn a_right_beyond_the_levels_and_classes_of_the_unit_does_not_come_into_force() {
        let upper = crate::unit::SchoolLevel::UpperSecondary;
        let mut beyond = waiting_right();
        beyond.line.levels = crate::rights::Dim::one(upper);
        let facts = with(town_with_printed(), [Row::Delegation(beyond)]);
        assert_eq!(refused(&facts, request(), &by_head()), Code::LevelNotHeld);
        let class = crate::samples::class(crate::samples::CLASS, "10A2", Some(TEACHER));
        let grown = crate::school_class::SchoolClass {
            level: upper,
            ..class.clone()
        };
        let facts = with(town_with_printed(), [Row::SchoolClass(grown)]);
        assert_eq!(refused(&facts, request(), &by_head()), Code::LevelNotHeld);
        let elsewhere = crate::school_class::SchoolClass {
            unit: OTHER_SCHOOL,
            ..class
        };
        let facts = with(town_with_printed(), [Row::SchoolClass(elsewhere)]);
        assert_eq!(refused(&facts, request(), &by_head()), Code::OtherUnit);
    }

    #[test]
    fn a_unit_that_began_alone_holds_from_now_on_what_it_was_given() {
        let founded = Delegation {
            provisional: true,
            ..holding(SCHOOL, SCHOOL)
        };
        let given = Delegation {
            id: DelegationId(LOST),
            minutes: MINUTES,
            in_force_at: None,
            opened_at: None,
            ..holding(SCHOOL, COMMUNE)
        };
        let minutes = HandoverMinutes {
            kind: MinutesKind::ToSchool,
            giver_unit: COMMUNE,
            giver: head_of(COMMUNE),
            receiver: HEAD,
            account: Some(ADMIN),
            undertaking: false,
            ..draft()
        };
        let minutes = frozen(&town_with_draft(), minutes);
        let rows = [
            Row::Delegation(founded),
            Row::Delegation(given),
            paper(minutes),
        ];
        let rows = done(&with(town(), rows), request(), &by(head_of(COMMUNE), 1));
        let [
            Row::HandoverMinutes(_),
            Row::Delegation(founded),
            Row::Delegation(given),
            Row::Account(account),
            Row::CsdlTask(task),
        ] = &rows[..]
        else {
            panic!("{rows:?}");
        };
        assert!(founded.provisional && founded.closed.is_some());
        assert_eq!(given.in_force_at, Some(monday()));
        assert_eq!(account.custody, Custody::Head);
        assert_eq!(task.action, CsdlAction::ChangeHolder);
    }

    #[test]
    fn somebody_chooses_what_was_signed() {
        let request = RecordSigning {
            minutes: vec![],
            ..request()
        };
        let code = refused(&town_with_printed(), request, &by_head());
        assert_eq!(code, Code::NothingChosen);
    }

    #[test]
    fn signings_are_recorded_in_batches() {
        let request = RecordSigning {
            minutes: vec![MINUTES; MAX_BATCH + 1],
            ..request()
        };
        let code = refused(&town_with_printed(), request, &by_head());
        assert_eq!(code, Code::TooMany);
    }

    #[test]
    fn minutes_that_are_not_there_were_not_signed() {
        let request = RecordSigning {
            minutes: vec![LOST.into()],
            ..request()
        };
        let code = refused(&town_with_printed(), request, &by_head());
        assert_eq!(code, Code::NotFound);
    }

    #[test]
    fn a_signing_lies_in_the_file_of_its_own_unit() {
        let request = RecordSigning {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&town_with_printed(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn a_receiver_does_not_record_his_own_signing() {
        let code = refused(&town_with_printed(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::RecorderIsReceiver);
    }

    #[test]
    fn what_is_signed_digitally_is_not_recorded() {
        let code = refused(&on_route(Route::Digital), request(), &by_head());
        assert_eq!(code, Code::WrongRoute);
    }

    #[test]
    fn on_the_mixed_route_the_giver_signs_first() {
        let mixed = on_route(Route::Mixed);
        let code = refused(&mixed, request(), &by_head());
        assert_eq!(code, Code::SignatureMissing);
        let given = vec![signature(Party::Giver, "Lê Thị Hiệu")];
        let minutes = HandoverMinutes {
            digital: Some(signed_file(given)),
            ..mixed.minutes(MINUTES).unwrap().clone()
        };
        let facts = with(mixed, [paper(minutes)]);
        assert_eq!(done(&facts, request(), &by_head()).len(), 3);
    }

    #[test]
    fn a_colleague_records_no_signing() {
        let code = refused(&town_with_printed(), request(), &by(COLLEAGUE, 1));
        assert_eq!(code, Code::MayNotPrepare);
    }

    #[test]
    fn only_what_waits_for_signatures_is_signed() {
        let ended = Ended {
            kind: EndKind::Cancelled,
            at: monday(),
            by: HEAD,
            reason: None,
            minutes: None,
        };
        let cancelled = HandoverMinutes {
            ended: Some(ended),
            ..printed()
        };
        let cancelled = with(town_with_printed(), [paper(cancelled)]);
        for facts in [town_with_draft(), town_with_signed(), cancelled] {
            assert_eq!(refused(&facts, request(), &by_head()), Code::WrongState);
        }
    }

    fn with_giver(post: Appointment) -> Facts {
        with(town_with_printed(), [Row::Appointment(post)])
    }

    #[test]
    fn who_signed_as_giver_might_give_on_the_day_of_the_paper() {
        let left = Appointment {
            until: Some(yesterday()),
            ..post(HEAD, SCHOOL, Role::Head)
        };
        let above = by(head_of(COMMUNE), 1);
        let code = refused(&with_giver(left.clone()), request(), &above);
        assert_eq!(code, Code::MayNotGive);
        let deputy = post(HEAD, SCHOOL, Role::Deputy);
        let code = refused(&with_giver(deputy), request(), &above);
        assert_eq!(code, Code::DeputyWithoutDecision);
        // What was signed before the end stays recordable.
        let leaves = Appointment {
            until: Some(today()),
            ..left
        };
        assert_eq!(done(&with_giver(leaves), request(), &above).len(), 3);
    }

    #[test]
    fn a_right_ends_with_the_last_post_of_its_holder() {
        let until = Some(tomorrow());
        let leaves = Appointment {
            until,
            ..post(TEACHER, SCHOOL, Role::Member)
        };
        let facts = with(town_with_printed(), [Row::Appointment(leaves)]);
        let rows = done(&facts, request(), &by_head());
        let right = rows.iter().find_map(|row| match row {
            Row::Delegation(right) => Some(right),
            _ => None,
        });
        let right = right.unwrap();
        let over = crate::calendar::end_of(tomorrow());
        assert_eq!(right.ends_at, Some(over));
        assert!(right.in_force(over - Duration::milliseconds(1)) && !right.in_force(over));
    }

    #[test]
    fn a_paper_is_not_dated_before_it_was_printed() {
        let request = RecordSigning {
            date_on_paper: yesterday(),
            ..request()
        };
        let code = refused(&town_with_printed(), request, &by_head());
        assert_eq!(code, Code::DateOnPaper);
    }

    #[test]
    fn a_paper_is_dated_in_its_school_year_and_not_after_today() {
        let last_year = NaiveDate::from_ymd_opt(2026, 8, 31).unwrap();
        for date_on_paper in [tomorrow(), last_year] {
            let request = RecordSigning {
                date_on_paper,
                ..request()
            };
            let town = town_with_printed();
            let refusal = crate::acts::decide(&town, &request.into(), &by_head()).unwrap_err();
            assert_eq!(refusal.code, Code::DateOnPaper);
            // What would be right is said.
            let day = crate::calendar::paper_date(today());
            assert_eq!(refusal.sentence().matches(&day).count(), 2, "{refusal}");
        }
    }

    #[test]
    fn minutes_that_others_overtook_are_not_recorded() {
        let other = HandoverMinutes {
            id: MinutesId(LOST),
            ..signed(printed())
        };
        let overtaken = with(town_with_printed(), [paper(other)]);
        let carrying = Delegation {
            carries: Some(DelegationId(LOST)),
            ..waiting_right()
        };
        let taken_back = with(town_with_printed(), [Row::Delegation(carrying)]);
        for facts in [overtaken, taken_back] {
            assert_eq!(refused(&facts, request(), &by_head()), Code::ContentChanged);
        }
    }

    #[test]
    fn a_unit_gives_what_it_holds_on_the_day() {
        let ended = Delegation {
            in_force_at: None,
            ..holding(SCHOOL, COMMUNE)
        };
        let facts = with(town_with_printed(), [Row::Delegation(ended)]);
        assert_eq!(refused(&facts, request(), &by_head()), Code::MoreThanHeld);
    }
}

mod confirm {
    use super::*;
    use requests::confirm_recording as request;

    fn waiting() -> HandoverMinutes {
        signed_with(signed(custody()), |signed, _| {
            signed.head_must_confirm = true;
        })
    }

    fn facts() -> Facts {
        with(town_with_signed(), [paper(waiting())])
    }

    #[test]
    fn the_head_confirms_what_somebody_else_recorded() {
        let confirmed = signed(custody());
        let rows = done(&facts(), request(), &by(HEAD, 1));
        assert_eq!(rows, [paper(confirmed)]);
    }

    #[test]
    fn only_the_head_confirms() {
        let code = refused(&facts(), request(), &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::MayNotGive);
    }

    #[test]
    fn what_is_not_there_is_not_confirmed() {
        let request = ConfirmRecording {
            minutes: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn a_head_confirms_in_the_file_of_his_own_unit() {
        let request = ConfirmRecording {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&facts(), request, &by(head_of(OTHER_SCHOOL), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn a_unit_without_a_head_confirms_nothing() {
        let left = Appointment {
            until: Some(yesterday()),
            ..post(HEAD, SCHOOL, Role::Head)
        };
        let facts = with(facts(), [Row::Appointment(left)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::NoHead);
    }

    #[test]
    fn what_waits_for_no_confirmation_is_not_confirmed() {
        for facts in [town_with_printed(), town_with_signed()] {
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::WrongState);
        }
    }
}
