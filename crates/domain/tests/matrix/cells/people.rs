//! Cases about people, classes, logins and what is taken from people.

use std::rc::Rc;

use domain::Row;
use domain::account::{Account, AccountKind, Custody, System};
use domain::acts::people::OfficerEdit;
use domain::acts::{
    AddAccount, AddClass, AddDocument, AddOfficer, Appoint, AssignTeacher, ChangeHead, CompareCsdl,
    CsdlTasksDone, DecideHeld, EditClass, EditOfficer, EndAppointment, EndDocument, OverLine,
    TakeBack, Withdraw, Withdrawn,
};
use domain::calendar::day_of;
use domain::csdl_task::{CsdlOver, CsdlTask};
use domain::held_act::HeldAct;
use domain::ids::CsdlTaskId;
use domain::officer::{Appointment, Role};
use domain::samples::{self, requests, rows, today, tomorrow};
use uuid::Uuid;

use super::*;
use crate::world::{
    PERSON, SCHOOL, admin_of, class_of, colleague_of, decision_of, deputy_of, earlier, leader,
    name_of, newcomer_of, post_of, preparer_of, teacher_of,
};

impl Cases<'_> {
    pub(super) fn about_people(&mut self) {
        let unit = self.unit;
        let plain = requests::teachers_post();
        let deputys = domain::acts::people::Post {
            role: Role::Deputy,
            document: Some(decision_of(unit)),
            ..plain.clone()
        };
        let preparers = domain::acts::people::Post {
            prepares: true,
            ..plain.clone()
        };
        let posts = [
            ("add a person", "appoint a person", plain),
            ("add a vice head", "appoint a vice head", deputys.clone()),
            ("add a preparer", "appoint a preparer", preparers.clone()),
        ];
        for (add, appoint, post) in posts {
            let added = AddOfficer {
                unit,
                post: post.clone(),
                ..requests::add_officer()
            };
            self.here(add, added);
            let appointed = Appoint {
                unit,
                officer: colleague_of(unit),
                post,
            };
            self.here(appoint, appointed);
        }
        for (name, post) in [
            ("appoint oneself vice head", deputys),
            ("appoint oneself preparer", preparers),
        ] {
            let officer = PERSON;
            self.here(
                name,
                Appoint {
                    unit,
                    officer,
                    post,
                },
            );
        }
        let phone = EditOfficer {
            unit,
            officer: colleague_of(unit),
            ..requests::edit_officer()
        };
        self.here("enter a phone", phone.clone());
        let name = EditOfficer {
            unit,
            officer: deputy_of(unit),
            edits: vec![OfficerEdit::Name {
                expect: name_of(deputy_of(unit)),
                set: "Hoàng Thị Mai".to_owned(),
            }],
        };
        self.here("change the name of a vice head", name.clone());
        let to_come = Appointment {
            from: tomorrow(),
            ..self.facts.appointments[&post_of(deputy_of(unit))].clone()
        };
        let facts = Stage::on(self.facts).with(Row::Appointment(to_come)).set();
        self.on("change the name of a vice head to come", &facts, name);
        let ending = |unit_named, officer| EndAppointment {
            unit: unit_named,
            appointment: post_of(officer),
            ..requests::end_appointment()
        };
        self.here("end a plain post", ending(unit, colleague_of(unit)));
        self.here("end the post of a vice head", ending(unit, deputy_of(unit)));
        self.here(
            "end the post of a preparer",
            ending(unit, preparer_of(unit)),
        );
        let facts = Rc::new(self.facts.clone());
        let home = self.home;
        let through = ending(home, colleague_of(unit));
        self.own_door("end a post, named in the person's unit", &facts, through);
        let through = EditOfficer {
            unit: home,
            ..phone
        };
        self.own_door("enter a phone, named in the person's unit", &facts, through);
        let change = ChangeHead {
            unit,
            officer: colleague_of(unit),
            document: decision_of(unit),
            ..requests::change_head()
        };
        self.here("change the head", change.clone());
        let officer = PERSON;
        self.here("make oneself head", ChangeHead { officer, ..change });
    }

    pub(super) fn about_classes_and_logins(&mut self) {
        let unit = self.unit;
        let facts = Rc::new(self.facts.clone());
        if unit == SCHOOL {
            let class = AddClass {
                unit,
                ..requests::add_class()
            };
            self.here("add a class", class);
            let assign = AssignTeacher {
                unit,
                class: class_of(unit),
                officer: colleague_of(unit),
                ..requests::assign_teacher()
            };
            self.here("give a class a teacher", assign.clone());
            let through = AssignTeacher {
                unit: self.home,
                ..assign
            };
            self.own_door(
                "give a class a teacher, named in the person's unit",
                &facts,
                through,
            );
            let pupils = EditClass {
                unit,
                class: class_of(unit),
                ..requests::edit_class()
            };
            self.here("correct the pupils of a class", pupils.clone());
            let through = EditClass {
                unit: self.home,
                ..pupils
            };
            self.own_door(
                "correct the pupils of a class, named in the person's unit",
                &facts,
                through,
            );
        }
        let personal = AddAccount {
            unit,
            kind: AccountKind::Use,
            officer: Some(colleague_of(unit)),
            ..requests::add_account()
        };
        self.here("add a personal login", personal);
        let admin = AddAccount {
            unit,
            system: System::Other("SMAS".to_owned()),
            ..requests::add_account()
        };
        self.here("add an admin account", admin);
        let document = AddDocument {
            unit,
            ..requests::add_document()
        };
        self.here("register a paper", document);
        let ending = EndDocument {
            unit,
            document: decision_of(unit),
            ..requests::end_document()
        };
        self.here("end a paper", ending.clone());
        let through = EndDocument {
            unit: self.home,
            ..ending
        };
        self.own_door("end a paper, named in the person's unit", &facts, through);
        let newcomer = Withdrawn::Officer {
            officer: newcomer_of(unit),
        };
        let withdrawing = |entry| Withdraw {
            unit,
            entries: vec![entry],
        };
        self.here("withdraw a person", withdrawing(newcomer.clone()));
        let preparer = Withdrawn::Officer {
            officer: preparer_of(unit),
        };
        self.here("withdraw a preparer", withdrawing(preparer));
        let through = Withdraw {
            unit: self.home,
            entries: vec![newcomer],
        };
        self.own_door(
            "withdraw a person, named in the person's unit",
            &facts,
            through,
        );
        let login = samples::account(
            domain::ids::AccountId(Uuid::from_u128(0xacc)),
            unit,
            AccountKind::Use,
            Custody::Personal(newcomer_of(unit)),
        );
        let account = login.id;
        let facts = Stage::on(self.facts)
            .with(Row::Account(Account { ..login }))
            .set();
        let request = withdrawing(Withdrawn::Account { account });
        self.on("withdraw a login", &facts, request);
        let task = CsdlTask {
            id: CsdlTaskId(Uuid::from_u128(0x7a5c)),
            unit,
            account: Some(admin_of(unit)),
            ..rows::task()
        };
        let tasks = vec![task.id];
        let facts = Stage::on(self.facts).with(Row::CsdlTask(task)).set();
        let done = CsdlTasksDone {
            unit,
            tasks,
            on: today(),
        };
        self.on("tick the work list", &facts, done.clone());
        let through = CsdlTasksDone {
            unit: self.home,
            ..done
        };
        self.own_door(
            "tick the work list, named in the person's unit",
            &facts,
            through,
        );
        self.comparisons();
    }

    fn comparisons(&mut self) {
        let unit = self.unit;
        let line = CsdlTask {
            id: CsdlTaskId(Uuid::from_u128(0x7a5d)),
            unit,
            found: requests::compare_csdl().found.pop(),
            ..rows::found_task()
        };
        let task = line.id;
        let facts = Stage::on(self.facts).with(Row::CsdlTask(line)).set();
        let compare = CompareCsdl {
            unit,
            ..requests::compare_csdl()
        };
        self.here("keep a comparison with the CSDL", compare);
        let over = CompareCsdl {
            unit,
            found: vec![],
            over: vec![OverLine {
                task,
                why: CsdlOver::SeenThere,
            }],
            again: vec![],
        };
        self.on("end what a comparison found", &facts, over.clone());
        let through = CompareCsdl {
            unit: self.home,
            ..over
        };
        self.own_door(
            "end what a comparison found, named in the person's unit",
            &facts,
            through,
        );
    }

    pub(super) fn held(&mut self) {
        let unit = self.unit;
        for (name, actor) in [
            ("decide on a held act", colleague_of(unit)),
            ("decide on the own held act", PERSON),
        ] {
            let act = HeldAct {
                unit,
                in_unit: unit,
                actor,
                ..rows::held_act()
            };
            let acts = vec![act.id];
            let facts = Stage::on(self.facts).with(Row::HeldAct(act)).set();
            let decide = DecideHeld {
                unit,
                acts,
                returned: None,
            };
            self.on(name, &facts, decide.clone());
            let through = DecideHeld {
                unit: self.home,
                ..decide
            };
            self.own_door(
                "decide on a held act, named in the person's unit",
                &facts,
                through,
            );
        }
    }

    pub(super) fn closings(&mut self) {
        let unit = self.unit;
        let head = leader(self.facts, unit);
        let mut stage = Stage::on(self.facts);
        let request = hand_over(self.facts, unit, own_kind(unit), teacher_of(unit));
        let id = drafted(&stage.play(request, head));
        let freeze = freezing(&stage.facts, &stage.facts.minutes[&id], 4);
        stage.play(freeze.expect("a draft is printed"), head);
        let record = recording(unit, id, day_of(earlier()));
        stage.play(record, head);
        let facts = stage.set();
        let take = TakeBack {
            unit,
            officer: teacher_of(unit),
            ..requests::take_back()
        };
        self.on("take rights back", &facts, take.clone());
        let suspend = TakeBack {
            suspend: true,
            ..take
        };
        self.on("suspend rights", &facts, suspend);
        let ending = EndAppointment {
            unit,
            appointment: post_of(teacher_of(unit)),
            ..requests::end_appointment()
        };
        self.on("end the post of somebody with rights", &facts, ending);
    }
}
