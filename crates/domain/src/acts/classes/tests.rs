//! What the acts about classes do, and each of their refusals.

use super::*;
use crate::officer::{Appointment, Role};
use crate::samples::{
    CLASS, COLLEAGUE, COMMUNE, DECISION, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, by, done,
    head_of, ill_names, post, refused, requests, since, today, town, town_with_signed, with,
    yesterday,
};

mod add {
    use super::*;
    use requests::add_class as request;

    #[test]
    fn a_class_is_added_without_a_teacher() {
        let ctx = by(HEAD, 1);
        let added = SchoolClass {
            id: ClassId(ctx.stamp.id(0)),
            ..crate::samples::class(CLASS, "6A3", None)
        };
        assert_eq!(done(&town(), request(), &ctx), [Row::SchoolClass(added)]);
    }

    #[test]
    fn a_teacher_adds_no_class() {
        let code = refused(&town(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
    }

    #[test]
    fn a_vice_head_or_officer_by_order_prepares_by_a_stored_decision_alone() {
        for role in [Role::Deputy, Role::ByOrder] {
            let loose = post(COLLEAGUE, SCHOOL, role);
            let facts = with(town(), [Row::Appointment(loose.clone())]);
            let code = refused(&facts, request(), &by(COLLEAGUE, 1));
            assert_eq!(code, Code::MayNotPrepare);
            let decided = Appointment {
                document: Some(DECISION),
                ..loose
            };
            let facts = with(facts, [Row::Appointment(decided)]);
            assert_eq!(done(&facts, request(), &by(COLLEAGUE, 1)).len(), 1);
        }
    }

    #[test]
    fn a_class_is_of_a_level_that_its_school_has() {
        let request = AddClass {
            level: SchoolLevel::UpperSecondary,
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::LevelNotHeld);
    }

    #[test]
    fn a_school_that_is_not_there_has_no_class() {
        let request = AddClass {
            unit: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn a_name_is_there_once_in_school_and_year() {
        let again = AddClass {
            name: " 6A2 ".to_owned(),
            ..request()
        };
        assert_eq!(refused(&town(), again.clone(), &by(HEAD, 1)), Code::Taken);
        let next_year = AddClass {
            year: SchoolYear(request().year.0 + 1),
            ..again.clone()
        };
        let code = refused(&town(), next_year.clone(), &by(HEAD, 1));
        assert_eq!(code, Code::BeyondYear, "in November");
        let mut june = by(HEAD, 1);
        june.stamp.at += chrono::Duration::days(210);
        assert_eq!(done(&town(), next_year, &june).len(), 1);
        let elsewhere = AddClass {
            unit: OTHER_SCHOOL,
            ..again
        };
        let there = by(head_of(OTHER_SCHOOL), 1);
        assert_eq!(done(&town(), elsewhere, &there).len(), 1);
    }

    #[test]
    fn name_and_site_are_texts_that_can_be_read() {
        for (text, code) in ill_names() {
            let name = AddClass {
                name: text.clone(),
                ..request()
            };
            let site = AddClass {
                site: Some(text),
                ..request()
            };
            assert_eq!(refused(&town(), name, &by(HEAD, 1)), code);
            assert_eq!(refused(&town(), site, &by(HEAD, 1)), code);
        }
    }
}

mod assign {
    use super::*;
    use crate::csdl_task::CsdlAction;
    use crate::ids::DelegationId;
    use crate::line::Line;
    use crate::minutes::EndKind;
    use crate::officer::{Appointment, Role};
    use crate::rights::Function;
    use crate::samples::{RIGHT, right_in_force};
    use requests::assign_teacher as request;

    #[test]
    fn a_class_without_a_teacher_gets_one() {
        let free = crate::samples::class(CLASS, "6A2", None);
        let facts = with(town(), [Row::SchoolClass(free.clone())]);
        let teacher = ClassTeacher {
            officer: COLLEAGUE,
            part: TeacherPart::Main,
            from: today(),
            until: None,
        };
        let taught = SchoolClass {
            teachers: vec![teacher],
            ..free
        };
        let request = AssignTeacher {
            replace: false,
            ..request()
        };
        let rows = done(&facts, request, &by(HEAD, 1));
        assert_eq!(rows, [Row::SchoolClass(taught)]);
    }

    #[test]
    fn a_teacher_who_is_replaced_loses_the_rights_over_the_class_at_once() {
        let rows = done(&town_with_signed(), request(), &by(HEAD, 1));
        let [
            Row::SchoolClass(class),
            Row::Delegation(right),
            Row::CsdlTask(task),
            Row::HandoverMinutes(signed),
            Row::HandoverMinutes(paper),
        ] = &rows[..]
        else {
            panic!("{rows:?}");
        };
        assert_eq!(class.teachers[0].until, Some(yesterday()));
        assert_eq!(class.main_teacher(today()), Some(COLLEAGUE));
        let closing = right.closed.unwrap();
        assert_eq!(closing.reason, ClosingReason::ClassMoved);
        assert_eq!(task.action, CsdlAction::Close);
        assert_eq!(signed.ended.as_ref().unwrap().kind, EndKind::TakenBack);
        assert_eq!(closing.minutes, Some(paper.id));
        let reason = &paper.taking_back.as_ref().unwrap().reason;
        assert_eq!(reason, "Thay đổi giáo viên chủ nhiệm lớp 6A2");
    }

    #[test]
    fn who_replaces_a_teacher_of_the_same_day_has_the_class_that_day() {
        let mut class = crate::samples::class(CLASS, "6A2", Some(TEACHER));
        class.teachers[0].from = today();
        let facts = with(town(), [Row::SchoolClass(class)]);
        let rows = done(&facts, request(), &by(HEAD, 1));
        let [Row::SchoolClass(class), ..] = &rows[..] else {
            panic!("{rows:?}");
        };
        let has = class.teachers.iter().map(|t| (t.officer, t.until));
        assert_eq!(has.collect::<Vec<_>>(), [(COLLEAGUE, None)]);
        assert_eq!(class.main_teacher(today()), Some(COLLEAGUE));
    }

    #[test]
    fn a_change_can_be_taken_back_and_made_again_on_the_same_day() {
        let give = |facts: &Facts, officer, n| {
            let request = AssignTeacher {
                officer,
                ..request()
            };
            let rows = done(facts, request, &by(HEAD, n));
            with(facts.clone(), rows)
        };
        let changed = give(&town(), COLLEAGUE, 1);
        let back = give(&changed, TEACHER, 2);
        let has = |facts: &Facts| facts.classes[&CLASS].main_teacher(today());
        assert_eq!(
            [has(&changed), has(&back)],
            [Some(COLLEAGUE), Some(TEACHER)]
        );
        let again = give(&back, COLLEAGUE, 3);
        assert_eq!(has(&again), Some(COLLEAGUE));
        let going_on = again.classes[&CLASS].teachers.iter();
        let going_on = going_on.filter(|t| t.until.is_none());
        assert_eq!(going_on.count(), 1, "nobody is left open");
    }

    const OTHER_RIGHT: DelegationId = DelegationId(LOST);

    /// A right of the teacher beside that of the class's main teacher.
    fn beside(line: Line, level: SchoolLevel) -> Facts {
        let right = Delegation {
            id: OTHER_RIGHT,
            line,
            ..right_in_force()
        };
        let class = SchoolClass {
            level,
            ..crate::samples::class(CLASS, "6A2", Some(TEACHER))
        };
        with(
            town_with_signed(),
            [Row::Delegation(right), Row::SchoolClass(class)],
        )
    }

    #[test]
    fn what_a_teacher_does_elsewhere_or_by_subject_stays() {
        let results = |classes: Dim<ClassId>, subject: Option<&str>| Line {
            classes,
            subjects: subject.map_or(Dim::All, |name| Dim::one(name.to_owned())),
            ..Line::of(Function::Results, today())
        };
        let two = || Dim::Only([CLASS, LOST.into()].into());
        let (secondary, primary) = (SchoolLevel::LowerSecondary, SchoolLevel::Primary);
        for (line, level, stays) in [
            (results(two(), Some("Toán")), secondary, true),
            (results(Dim::one(CLASS), Some("Toán")), secondary, true),
            (results(two(), None), secondary, true),
            (results(Dim::All, None), secondary, true),
            (results(Dim::one(CLASS), None), secondary, false),
            (results(Dim::one(CLASS), Some("Văn hóa")), primary, false),
            (results(two(), Some("Văn hóa")), primary, true),
        ] {
            let rows = done(&beside(line.clone(), level), request(), &by(HEAD, 1));
            let closed = rows.iter().filter_map(|row| match row {
                Row::Delegation(right) => Some(right.id),
                _ => None,
            });
            let closed: Vec<_> = closed.collect();
            assert!(closed.contains(&RIGHT), "the class itself goes");
            assert_eq!(!closed.contains(&OTHER_RIGHT), stays, "{line:?} {level:?}");
        }
    }

    #[test]
    fn a_stand_in_with_dates_leaves_the_main_teacher_the_class() {
        let request = AssignTeacher {
            part: TeacherPart::StandIn,
            until: Some(today()),
            ..request()
        };
        let rows = done(&town_with_signed(), request, &by(HEAD, 1));
        let [Row::SchoolClass(class)] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert_eq!(class.main_teacher(today()), Some(TEACHER));
        assert_eq!(
            class.part_of(COLLEAGUE, today()),
            Some(TeacherPart::StandIn)
        );
    }

    #[test]
    fn a_teacher_gives_nobody_a_class() {
        let code = refused(&town(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
    }

    #[test]
    fn nobody_has_a_class_until_before_the_first_day() {
        let request = AssignTeacher {
            until: Some(yesterday()),
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::DatesReversed);
    }

    #[test]
    fn class_and_teacher_are_there() {
        let class = AssignTeacher {
            class: LOST.into(),
            ..request()
        };
        let teacher = AssignTeacher {
            officer: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&town(), class, &by(HEAD, 1)), Code::NotFound);
        assert_eq!(refused(&town(), teacher, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn a_school_gives_its_own_classes() {
        let request = AssignTeacher {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&town(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn somebody_of_another_school_gets_no_class() {
        let of = |unit| AssignTeacher {
            officer: head_of(unit),
            ..request()
        };
        let refused = |unit| refused(&town(), of(unit), &by(HEAD, 1));
        assert_eq!(refused(COMMUNE), Code::OutsideUnit, "he has no post here");
        assert_eq!(refused(OTHER_SCHOOL), Code::NotFound, "nobody knows him");
    }

    #[test]
    fn a_stand_in_has_a_last_day() {
        let request = AssignTeacher {
            part: TeacherPart::StandIn,
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::StandInDates);
    }

    #[test]
    fn a_class_has_one_main_teacher_and_only_small_children_have_joint_ones() {
        let kept = AssignTeacher {
            replace: false,
            ..request()
        };
        let same = AssignTeacher {
            officer: TEACHER,
            ..request()
        };
        let joint = AssignTeacher {
            part: TeacherPart::Joint,
            ..request()
        };
        for request in [kept, same, joint.clone()] {
            let code = refused(&town(), request, &by(HEAD, 1));
            assert_eq!(code, Code::ClassHasTeacher);
        }
        let preschool = SchoolClass {
            level: SchoolLevel::Preschool,
            ..crate::samples::class(CLASS, "Mầm 1", Some(TEACHER))
        };
        let facts = with(town(), [Row::SchoolClass(preschool)]);
        assert_eq!(done(&facts, joint, &by(HEAD, 1)).len(), 1);
    }

    #[test]
    fn rights_close_when_somebody_can_sign_the_take_back() {
        let left = Appointment {
            from: since(),
            until: Some(yesterday()),
            ..post(HEAD, SCHOOL, Role::Head)
        };
        let facts = with(town_with_signed(), [Row::Appointment(left)]);
        let code = refused(&facts, request(), &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::NoHead);
    }
}
