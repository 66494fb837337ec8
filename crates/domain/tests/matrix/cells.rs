//! For every act, requests that are right in every other respect, so that a refusal can only be
//! about who and where. What an act needs to be there is played before it by the head.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::{Account, AccountKind, Custody, System};
use domain::acts::people::OfficerEdit;
use domain::acts::{
    Act, AddAccount, AddClass, AddDocument, AddOfficer, AddUnit, Appoint, AssignTeacher,
    AttachScan, CancelMinutes, CertifyScan, ChangeHead, CheckGround, ConfirmParent, ConfirmReceipt,
    ConfirmRecording, CsdlTasksDone, Ctx, DeclineMinutes, EditOfficer, EndAppointment, FoundUnit,
    FreezeMinutes, GiveNumber, HandOver, OpenRegister, RecordSigning, RenameUnit, SetRoute,
    SetUnit, SignDigitally, TakeBack, TypeNumber, Withdraw, Withdrawn, decide,
};
use domain::blanks::Party;
use domain::calendar::day_of;
use domain::csdl_task::CsdlTask;
use domain::ids::{AppointmentId, CsdlTaskId, DeviceId, MinutesId, OfficerId, OpId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::minutes::HandoverMinutes;
use domain::numbers::Register;
use domain::officer::{Appointment, Role};
use domain::rights::Function;
use domain::route::Route;
use domain::samples::{self, monday, requests, rows, today, tomorrow, yesterday};
use domain::unit::{Letterhead, Numbering, SchoolLevel, Unit, UnitKind};
use domain::{Change, Facts, Refusal, Row, Stamp, compose};
use uuid::Uuid;

use crate::world::{
    COMMUNE, FOREIGN, OTHER_COMMUNE, PERSON, SCHOOL, SO, admin_of, class_of, colleague_of,
    decision_of, deputy_of, earlier, head_of, leader, name_of, newcomer_of, post_of, preparer_of,
    teacher_of,
};

/// One act of somebody on facts.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) facts: Rc<Facts>,
    pub(crate) act: Act,
    pub(crate) actor: OfficerId,
}

/// Who acts at an instant, by the n-th op.
pub(crate) fn ctx(actor: OfficerId, at: DateTime<Utc>, n: u128) -> Ctx {
    Ctx {
        actor,
        device: samples::DEVICE,
        stamp: Stamp {
            op: OpId(Uuid::from_u128(0xce11 << 64 | n)),
            at,
        },
    }
}

/// The act of a case.
pub(crate) const CELL: u128 = 1_000;

/// Facts on which acts are played, one after the other.
#[derive(Clone)]
struct Stage {
    facts: Facts,
    ops: u128,
}

impl Stage {
    fn on(facts: &Facts) -> Self {
        Self {
            facts: facts.clone(),
            ops: 0,
        }
    }

    fn with(mut self, row: Row) -> Self {
        self.facts.put(row);
        self
    }

    /// Plays an act an hour before.
    fn attempt(&mut self, act: impl Into<Act>, actor: OfficerId) -> Result<Vec<Change>, Refusal> {
        self.ops += 1;
        let changes = decide(&self.facts, &act.into(), &ctx(actor, earlier(), self.ops))?;
        self.facts.apply(&changes);
        Ok(changes)
    }

    fn play(&mut self, act: impl Into<Act>, actor: OfficerId) -> Vec<Change> {
        let act = act.into();
        match self.attempt(act.clone(), actor) {
            Ok(changes) => changes,
            Err(refusal) => panic!("the stage is not set: {refusal:?} of {act:?}"),
        }
    }

    fn set(self) -> Rc<Facts> {
        Rc::new(self.facts)
    }
}

/// The minutes among changes.
fn drafted(changes: &[Change]) -> MinutesId {
    let minutes = changes.iter().find_map(|Change(row)| match row {
        Row::HandoverMinutes(minutes) => Some(minutes.id),
        _ => None,
    });
    minutes.expect("a hand-over drafts minutes")
}

/// What is handed over of a unit's own: a function of a school, a level of an office.
fn own_line(unit: UnitId) -> Line {
    if unit == SCHOOL {
        Line::of(Function::Library, today())
    } else {
        Line::level(SchoolLevel::LowerSecondary, today())
    }
}

/// A hand-over of a kind in a unit, to a receiver, with its head or that of the unit above as
/// giver.
fn hand_over(facts: &Facts, unit: UnitId, kind: MinutesKind, receiver: OfficerId) -> HandOver {
    let lines = matches!(kind, MinutesKind::Duties | MinutesKind::Levels);
    HandOver {
        unit,
        kind,
        giver: leader(facts, giving(unit, kind)),
        receiver,
        add: if lines { vec![own_line(unit)] } else { vec![] },
        login: lines.then(|| format!("dn{}", receiver.0.as_u128())),
        secret: if lines {
            SecretClause::Personal
        } else {
            SecretClause::SetAtTable
        },
        ..requests::hand_over()
    }
}

/// Who gives by minutes of a kind.
fn giving(unit: UnitId, kind: MinutesKind) -> UnitId {
    match (unit, kind) {
        (SCHOOL, MinutesKind::ToSchool) => COMMUNE,
        (COMMUNE, MinutesKind::DepartmentToCommune) => SO,
        _ => unit,
    }
}

/// The kind by which a unit hands over to its own people.
fn own_kind(unit: UnitId) -> MinutesKind {
    if unit == SCHOOL {
        MinutesKind::Duties
    } else {
        MinutesKind::Levels
    }
}

/// The kind by which a unit receives, if any is above it.
fn kind_from_above(unit: UnitId) -> Option<MinutesKind> {
    match unit {
        SCHOOL => Some(MinutesKind::ToSchool),
        COMMUNE => Some(MinutesKind::DepartmentToCommune),
        _ => None,
    }
}

/// What a machine sends to freeze minutes.
pub(crate) fn freezing(facts: &Facts, minutes: &HandoverMinutes, n: u128) -> Option<FreezeMinutes> {
    let content = compose::build(facts, minutes, earlier()).ok()?;
    Some(FreezeMinutes {
        unit: minutes.unit,
        minutes: minutes.id,
        token: format!("{n:032x}"),
        ..requests::freeze_minutes(content)
    })
}

/// A scan of frozen minutes.
pub(crate) fn scanning(minutes: &HandoverMinutes) -> Option<AttachScan> {
    Some(AttachScan {
        unit: minutes.unit,
        minutes: minutes.id,
        scan: samples::file("scan"),
        pages: minutes.frozen()?.pages,
        check_code: minutes.frozen()?.check_code.clone(),
    })
}

/// Who leads a unit on a day.
pub(crate) fn leader_on(facts: &Facts, unit: UnitId, day: NaiveDate) -> Option<OfficerId> {
    let leads = |post: &&Appointment| post.unit == unit && post.role.leads() && post.on(day);
    facts
        .appointments
        .values()
        .find(leads)
        .map(|post| post.officer)
}

/// Every case of a unit, with the person of the facts at work at home; on demand also those in
/// which the person has no part, so that they are counted once.
pub(crate) fn cases(facts: &Facts, unit: UnitId, home: UnitId, of_others: bool) -> Vec<Case> {
    let mut all = Cases {
        facts,
        unit,
        home,
        of_others,
        cases: vec![],
    };
    all.about_units();
    all.about_people();
    all.about_classes_and_logins();
    all.hand_overs();
    all.papers_of(own_kind(unit), &OWN);
    if let Some(kind) = kind_from_above(unit) {
        all.papers_of(kind, &FROM_ABOVE);
    }
    all.papers_of(MinutesKind::Custody, &CUSTODY);
    all.closings();
    all.numbers();
    all.cases
}

/// How the cases about papers of one kind are called.
struct Names {
    freeze: &'static str,
    raise: &'static str,
    lower: &'static str,
    record: &'static str,
    decline: &'static str,
    cancel: &'static str,
    scan: &'static str,
    certify: &'static str,
    sign: &'static str,
    receipt: &'static str,
    number: &'static str,
    typed: &'static str,
    own_door: &'static str,
    to_person: &'static str,
}

const OWN: Names = Names {
    freeze: "print the unit's own minutes",
    raise: "turn the unit's own minutes digital",
    lower: "turn the unit's own digital minutes back to paper",
    record: "record a signing of the unit's own minutes",
    decline: "record that the unit's own minutes were declined",
    cancel: "cancel the unit's own minutes",
    scan: "file a scan of the unit's own minutes",
    certify: "take in a signed scan of the unit's own minutes",
    sign: "take in a signed file of the unit's own minutes",
    receipt: "confirm somebody else's receipt",
    number: "number the unit's own minutes",
    typed: "type a number of the unit's own minutes",
    own_door: "the unit's own minutes, named in the person's unit",
    to_person: "record minutes to oneself",
};

const FROM_ABOVE: Names = Names {
    freeze: "print minutes from above",
    raise: "turn minutes from above digital",
    lower: "turn digital minutes from above back to paper",
    record: "record a signing of minutes from above",
    decline: "record that minutes from above were declined",
    cancel: "cancel minutes from above",
    scan: "file a scan of minutes from above",
    certify: "take in a signed scan of minutes from above",
    sign: "take in a signed file of minutes from above",
    receipt: "confirm somebody else's receipt from above",
    number: "number minutes from above",
    typed: "type a number of minutes from above",
    own_door: "minutes from above, named in the person's unit",
    to_person: "record minutes from above to oneself",
};

const CUSTODY: Names = Names {
    freeze: "print minutes of custody",
    raise: "turn minutes of custody digital",
    lower: "turn digital minutes of custody back to paper",
    record: "record a signing of custody without its scan",
    decline: "record that custody was declined",
    cancel: "cancel minutes of custody",
    scan: "file a scan of custody",
    certify: "take in a signed scan of custody",
    sign: "take in a signed file of custody",
    receipt: "confirm somebody else's receipt of custody",
    number: "number minutes of custody",
    typed: "type a number of minutes of custody",
    own_door: "minutes of custody, named in the person's unit",
    to_person: "record custody to oneself",
};

struct Cases<'a> {
    facts: &'a Facts,
    unit: UnitId,
    home: UnitId,
    of_others: bool,
    cases: Vec<Case>,
}

impl Cases<'_> {
    fn here(&mut self, name: &'static str, act: impl Into<Act>) {
        let facts = Rc::new(self.facts.clone());
        self.on(name, &facts, act);
    }

    fn on(&mut self, name: &'static str, facts: &Rc<Facts>, act: impl Into<Act>) {
        self.by(name, facts, act, PERSON);
    }

    fn by(&mut self, name: &'static str, facts: &Rc<Facts>, act: impl Into<Act>, actor: OfficerId) {
        self.cases.push(Case {
            name,
            facts: Rc::clone(facts),
            act: act.into(),
            actor,
        });
    }

    /// What somebody else does, and has nothing to do with the person.
    fn of_another(
        &mut self,
        name: &'static str,
        facts: &Rc<Facts>,
        act: impl Into<Act>,
        actor: OfficerId,
    ) {
        if self.of_others {
            self.by(name, facts, act, actor);
        }
    }

    /// The same through the person's own unit, where the person works elsewhere.
    fn own_door(&mut self, name: &'static str, facts: &Rc<Facts>, act: impl Into<Act>) {
        if self.home != self.unit {
            self.on(name, facts, act);
        }
    }

    fn about_units(&mut self) {
        let unit = self.unit;
        self.here(
            "found a unit in somebody else's name",
            requests::found_unit(),
        );
        let facts = Rc::new(self.facts.clone());
        let founder = FoundUnit::head_id(ctx(PERSON, monday(), CELL).stamp);
        self.of_another("found a unit", &facts, requests::found_unit(), founder);
        let mut details = requests::unit_details();
        if unit == SO {
            details.kind = UnitKind::Commune;
        }
        let adding = AddUnit {
            by_unit: unit,
            details,
            parent: Some(unit),
            ..requests::add_unit()
        };
        self.here("add a unit below", adding.clone());
        if unit == COMMUNE {
            let mut upper = requests::unit_details();
            upper.levels = [SchoolLevel::UpperSecondary].into();
            let request = AddUnit {
                by_unit: unit,
                details: upper,
                parent: None,
                ..requests::add_unit()
            };
            self.here("a commune adds a school of the Sở", request);
        }
        if unit != SCHOOL {
            let mut stage = Stage::on(self.facts);
            let changes = stage.play(adding, leader(self.facts, unit));
            let added = changes.iter().find_map(|Change(row)| match row {
                Row::Unit(row) => Some(row.id),
                _ => None,
            });
            let head = changes.iter().find_map(|Change(row)| match row {
                Row::Officer(row) => Some(row.id),
                _ => None,
            });
            let facts = stage.set();
            let (added, head) = (added.expect("a unit"), head.expect("its head"));
            let request = Withdraw {
                unit: added,
                entries: vec![Withdrawn::Unit],
            };
            self.on("withdraw a unit below", &facts, request.clone());
            self.of_another("a unit withdraws itself", &facts, request, head);
            self.confirm_parent();
        }
        if unit == SCHOOL {
            let request = ConfirmParent {
                unit,
                parent: OTHER_COMMUNE,
                from: today(),
                ..requests::confirm_parent()
            };
            self.here("take a school back to its former parent", request);
        }
        let request = RenameUnit {
            unit,
            ..requests::rename_unit()
        };
        self.here("rename a unit", request);
        self.settings();
        let request = CheckGround {
            unit,
            ..requests::check_ground()
        };
        self.here("tick a ground", request);
    }

    fn confirm_parent(&mut self) {
        let unit = self.unit;
        let mut stage = Stage::on(self.facts);
        let request = FoundUnit {
            parent: Some(unit),
            ..requests::found_unit()
        };
        let founder = FoundUnit::head_id(ctx(PERSON, earlier(), 1).stamp);
        let changes = stage.play(request, founder);
        let founded = changes.iter().find_map(|Change(row)| match row {
            Row::Unit(row) => Some(row.id),
            _ => None,
        });
        let facts = stage.set();
        let request = ConfirmParent {
            unit: founded.expect("a unit"),
            parent: unit,
            from: today(),
            ..requests::confirm_parent()
        };
        self.on(
            "confirm a unit that names this one as its parent",
            &facts,
            request.clone(),
        );
        self.of_another("a unit confirms its own parent", &facts, request, founder);
        if unit == COMMUNE {
            let request = ConfirmParent {
                unit: FOREIGN,
                parent: unit,
                from: today(),
                ..requests::confirm_parent()
            };
            self.here("take a school of another commune", request);
        }
    }

    fn settings(&mut self) {
        let unit = self.unit;
        let row = self.facts.units[&unit].clone();
        let as_it_is = SetUnit {
            unit,
            letterhead: row.letterhead.clone(),
            numbering: row.numbering,
            ..requests::set_unit()
        };
        let letterhead = Letterhead {
            symbol: "KHAC".to_owned(),
            ..row.letterhead.clone()
        };
        self.here(
            "change a letterhead",
            SetUnit {
                letterhead,
                ..as_it_is.clone()
            },
        );
        self.here(
            "change where numbers come from",
            SetUnit {
                numbering: Numbering::Typed,
                ..as_it_is.clone()
            },
        );
        self.here(
            "turn a unit digital",
            SetUnit {
                route: Some(Route::Digital),
                ..as_it_is.clone()
            },
        );
        let digital = Unit {
            route: Route::Digital,
            ..row
        };
        let facts = Stage::on(self.facts).with(Row::Unit(digital)).set();
        self.on(
            "turn a digital unit back to paper",
            &facts,
            SetUnit {
                route: Some(Route::Paper),
                ..as_it_is
            },
        );
    }

    fn about_people(&mut self) {
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

    fn about_classes_and_logins(&mut self) {
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
            account: admin_of(unit),
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
    }

    fn hand_overs(&mut self) {
        let (unit, facts) = (self.unit, Rc::new(self.facts.clone()));
        let own = own_kind(unit);
        let to_teacher = hand_over(&facts, unit, own, teacher_of(unit));
        let to_person = hand_over(&facts, unit, own, PERSON);
        let by_person = HandOver {
            giver: PERSON,
            ..to_teacher.clone()
        };
        let preparer = preparer_of(unit);
        self.on("draft the unit's own minutes", &facts, to_teacher);
        self.by(
            "receive by the unit's own minutes",
            &facts,
            to_person.clone(),
            preparer,
        );
        self.on("draft what oneself receives", &facts, to_person);
        self.by(
            "give by the unit's own minutes",
            &facts,
            by_person.clone(),
            preparer,
        );
        self.on("draft what oneself gives", &facts, by_person);
        if let Some(kind) = kind_from_above(unit) {
            let above = preparer_of(giving(unit, kind));
            let request = hand_over(&facts, unit, kind, head_of_or_person(&facts, unit));
            let giver = PERSON;
            let by_person = HandOver {
                giver,
                ..request.clone()
            };
            let to_person = hand_over(&facts, unit, kind, PERSON);
            self.on("draft minutes from above", &facts, request);
            self.by("give from above", &facts, by_person, above);
            self.by("receive from above", &facts, to_person, above);
        }
        let custody = hand_over(&facts, unit, MinutesKind::Custody, deputy_of(unit));
        let giver = PERSON;
        let by_person = HandOver {
            giver,
            ..custody.clone()
        };
        let to_person = hand_over(&facts, unit, MinutesKind::Custody, PERSON);
        self.on("draft minutes of custody", &facts, custody);
        self.by("give custody", &facts, by_person, preparer);
        self.by("receive custody", &facts, to_person.clone(), preparer);
        self.on("draft the own custody", &facts, to_person);
    }

    fn papers_of(&mut self, kind: MinutesKind, names: &Names) {
        let unit = self.unit;
        let gives = giving(unit, kind);
        let head = leader(self.facts, gives);
        let receiver = match kind {
            MinutesKind::Custody => deputy_of(unit),
            _ if kind.to_unit() => head_of_or_person(self.facts, unit),
            _ => teacher_of(unit),
        };
        let mut stage = Stage::on(self.facts);
        let request = hand_over(self.facts, unit, kind, receiver);
        let id = drafted(&stage.play(request, head));
        let draft = stage.clone().set();
        let freeze = freezing(&draft, &draft.minutes[&id], 1).expect("a draft is printed");
        let route = |route| SetRoute {
            unit,
            minutes: vec![id],
            route,
        };
        self.on(names.freeze, &draft, freeze.clone());
        self.on(names.raise, &draft, route(Route::Digital));
        let cancel = CancelMinutes {
            unit,
            minutes: id,
            ..requests::cancel_minutes()
        };
        self.on(names.cancel, &draft, cancel);
        let through = FreezeMinutes {
            unit: self.home,
            ..freeze.clone()
        };
        self.own_door(names.own_door, &draft, through);
        self.digital(&stage, id, names);
        stage.play(freeze, head);
        let printed = stage.clone().set();
        let record = RecordSigning {
            unit,
            minutes: vec![id],
            date_on_paper: today(),
            ..requests::record_signing()
        };
        self.on(names.record, &printed, record.clone());
        let through = RecordSigning {
            unit: self.home,
            ..record.clone()
        };
        self.own_door(names.own_door, &printed, through);
        if head != PERSON {
            let left = Appointment {
                until: Some(yesterday()),
                ..self.facts.appointments[&post_of(head)].clone()
            };
            let follower = samples::post(newcomer_of(gives), gives, Role::Head);
            let follower = Appointment {
                id: AppointmentId(Uuid::from_u128(0xf011)),
                from: today(),
                ..follower
            };
            let facts = stage.clone().with(Row::Appointment(left));
            let facts = facts.with(Row::Appointment(follower)).set();
            self.on(
                "record a signing by a giver who left",
                &facts,
                record.clone(),
            );
        }
        let decline = DeclineMinutes {
            unit,
            minutes: id,
            ..requests::decline_minutes()
        };
        self.on(names.decline, &printed, decline);
        stage.play(record, head);
        let signed = stage.clone().set();
        let scan = scanning(&signed.minutes[&id]).expect("printed");
        self.on(names.scan, &signed, scan.clone());
        let through = AttachScan {
            unit: self.home,
            ..scan.clone()
        };
        self.own_door(names.own_door, &signed, through);
        self.numbering(&stage, id, names);
        if kind == MinutesKind::Custody {
            self.confirm_recording(&signed, id);
        }
        stage.play(scan, head);
        let organisation = self.facts.units[&gives].name_on(today()).to_owned();
        let certify = CertifyScan {
            unit,
            minutes: id,
            signature: samples::signature(Party::Organisation, &organisation),
            ..requests::certify_scan()
        };
        let filed = stage.set();
        self.on(names.certify, &filed, certify);
        if receiver != PERSON {
            let receipt = ConfirmReceipt {
                unit,
                minutes: id,
                ..requests::confirm_receipt()
            };
            self.of_another("confirm the own receipt", &filed, receipt.clone(), receiver);
            self.on(names.receipt, &filed, receipt);
        }
        self.to_person(kind, names);
    }

    fn digital(&mut self, draft: &Stage, id: MinutesId, names: &Names) {
        let mut stage = draft.clone();
        let unit = self.unit;
        let giver = stage.facts.minutes[&id].giver;
        let route = |route| SetRoute {
            unit,
            minutes: vec![id],
            route,
        };
        stage.play(route(Route::Digital), giver);
        let freeze = freezing(&stage.facts, &stage.facts.minutes[&id], 2);
        stage.play(freeze.expect("a draft is printed"), giver);
        let facts = stage.set();
        let sign = SignDigitally {
            unit,
            minutes: id,
            signatures: vec![samples::signature(Party::Giver, &name_of(giver))],
            filled: BTreeMap::new(),
            ..requests::sign_digitally()
        };
        self.on(names.sign, &facts, sign);
        self.on(names.lower, &facts, route(Route::Paper));
    }

    fn numbering(&mut self, signed: &Stage, id: MinutesId, names: &Names) {
        let unit = self.unit;
        let minutes = &signed.facts.minutes[&id];
        let (gives, giver) = (minutes.giver_unit, minutes.giver);
        let mut own_series = signed.clone();
        let open = OpenRegister {
            unit: gives,
            ..requests::open_register()
        };
        own_series.play(open, giver);
        let number = GiveNumber {
            unit,
            minutes: id,
            ..requests::give_number()
        };
        self.on(names.number, &own_series.set(), number);
        let general = Unit {
            numbering: Numbering::Typed,
            ..signed.facts.units[&gives].clone()
        };
        let typed = TypeNumber {
            unit,
            minutes: id,
            ..requests::type_number()
        };
        let facts = signed.clone().with(Row::Unit(general)).set();
        self.on(names.typed, &facts, typed);
    }

    fn confirm_recording(&mut self, signed: &Facts, id: MinutesId) {
        let unit = self.unit;
        let marked = samples::signed_with(signed.minutes[&id].clone(), |signed, _| {
            signed.recorded_by = preparer_of(unit);
            signed.head_must_confirm = true;
        });
        let facts = Stage::on(signed).with(samples::paper(marked)).set();
        let confirm = ConfirmRecording { unit, minutes: id };
        self.on("confirm a recording of custody", &facts, confirm);
    }

    /// Papers by which the person receives, where the person may.
    fn to_person(&mut self, kind: MinutesKind, names: &Names) {
        let unit = self.unit;
        let head = leader(self.facts, giving(unit, kind));
        let mut stage = Stage::on(self.facts);
        let request = hand_over(self.facts, unit, kind, PERSON);
        let Ok(changes) = stage.attempt(request, head) else {
            return;
        };
        let id = drafted(&changes);
        let freeze = freezing(&stage.facts, &stage.facts.minutes[&id], 3);
        stage.play(freeze.expect("a draft is printed"), head);
        let record = RecordSigning {
            unit,
            minutes: vec![id],
            date_on_paper: today(),
            ..requests::record_signing()
        };
        self.on(names.to_person, &stage.clone().set(), record.clone());
        stage.play(record, head);
        let scan = scanning(&stage.facts.minutes[&id]).expect("printed");
        stage.play(scan, head);
        let facts = stage.set();
        if kind == own_kind(unit) {
            let take = TakeBack {
                unit,
                officer: PERSON,
                ..requests::take_back()
            };
            self.on("take back from oneself", &facts, take.clone());
            self.by("take back from the person", &facts, take, head);
        }
        let receipt = ConfirmReceipt {
            unit,
            minutes: id,
            ..requests::confirm_receipt()
        };
        self.on("confirm the own receipt", &facts, receipt);
    }

    fn closings(&mut self) {
        let unit = self.unit;
        let head = leader(self.facts, unit);
        let mut stage = Stage::on(self.facts);
        let request = hand_over(self.facts, unit, own_kind(unit), teacher_of(unit));
        let id = drafted(&stage.play(request, head));
        let freeze = freezing(&stage.facts, &stage.facts.minutes[&id], 4);
        stage.play(freeze.expect("a draft is printed"), head);
        let record = RecordSigning {
            unit,
            minutes: vec![id],
            date_on_paper: day_of(earlier()),
            ..requests::record_signing()
        };
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

    fn numbers(&mut self) {
        let unit = self.unit;
        let open = OpenRegister {
            unit,
            ..requests::open_register()
        };
        self.here("open the register of numbers", open.clone());
        let elsewhere = Register {
            unit,
            holder: DeviceId(samples::LOST),
            ..rows::register()
        };
        let facts = Stage::on(self.facts).with(Row::Register(elsewhere)).set();
        let take_over = OpenRegister {
            reason: Some("Máy cũ hỏng".to_owned()),
            ..open
        };
        self.on("take the register of numbers over", &facts, take_over);
    }
}

/// Who receives for a unit: its head.
fn head_of_or_person(facts: &Facts, unit: UnitId) -> OfficerId {
    let leads = leader(facts, unit);
    if leads == PERSON {
        PERSON
    } else {
        head_of(unit)
    }
}
