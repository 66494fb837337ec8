//! What is tried next, and by whom.

use chrono::Days;
use domain::account::{AccountKind, System};
use domain::acts::people::OfficerEdit;
use domain::acts::{
    AcceptScan, Act, AddAccount, AddClass, AddOfficer, AddUnit, Appoint, AssignTeacher, AttachScan,
    CancelMinutes, ChangeHead, CompareCsdl, ConfirmReceipt, ConfirmRecording, CsdlTasksDone,
    DecideHeld, DeclineMinutes, EditOfficer, EndAppointment, FreezeMinutes, GiveNextNumber,
    HandOver, OpenRegister, OverLine, RenameUnit, SetLevels, SetRoute, SetUnit, SignDigitally,
    TakeBack, Withdraw, Withdrawn,
};
use domain::blanks::Party;
use domain::calendar::day_of;
use domain::compose;
use domain::csdl_task::CsdlOver;
use domain::ids::{MinutesId, OfficerId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::minutes::{HandoverMinutes, Progress};
use domain::officer::Role;
use domain::rights::{Function, Right};
use domain::route::Route;
use domain::samples::{self, requests};
use domain::signatures::FieldSignature;
use domain::unit::{Numbering, SchoolLevel};

use super::*;
use crate::cells::{
    confirming, correcting, leader_on, numbering, recording, scanning, skipping, typing,
};
use crate::world::{
    FOREIGN, PERSON, SCHOOL, SIBLING, class_of, colleague_of, decision_of, deputy_of, head_of,
    newcomer_of, post_of, preparer_of, teacher_of,
};

impl History {
    /// The next act: half of the time the next step of some minutes by somebody who may do it,
    /// otherwise anything by anybody.
    pub(super) fn choose(&mut self, chance: &mut Chance) -> Option<(Act, OfficerId)> {
        let standing = self
            .facts
            .minutes
            .values()
            .filter(|minutes| minutes.ended.is_none());
        let open: Vec<MinutesId> = standing.map(|minutes| minutes.id).collect();
        if chance.percent(60)
            && let Some(id) = chance.of(&open)
        {
            let gives = self.facts.minutes[&id].giver_unit;
            let actor = if chance.percent(80) {
                let day = day_of(self.at);
                let leads = leader_on(&self.facts, gives, day).unwrap_or(PERSON);
                chance.one([leads, leads, preparer_of(gives), PERSON])
            } else {
                self.anybody(chance)
            };
            return Some((self.next_step(id, chance)?, actor));
        }
        let unit = chance.one(UNITS);
        let actor = match chance.below(10) {
            0..=3 => head_of(unit),
            4 => preparer_of(unit),
            5 => deputy_of(unit),
            6 | 7 => PERSON,
            _ => self.anybody(chance),
        };
        Some((self.anything(unit, chance)?, actor))
    }

    /// Anybody of the register, and now and then nobody.
    pub(super) fn anybody(&self, chance: &mut Chance) -> OfficerId {
        if chance.percent(5) {
            return OfficerId(samples::LOST);
        }
        let people: Vec<OfficerId> = self.facts.officers.keys().copied().collect();
        chance.of(&people).unwrap_or(PERSON)
    }

    /// Somebody of a unit, now and then of another one.
    pub(super) fn somebody_of(&self, unit: UnitId, chance: &mut Chance) -> OfficerId {
        match chance.below(8) {
            0 => head_of(unit),
            1 | 2 => teacher_of(unit),
            3 => colleague_of(unit),
            4 => deputy_of(unit),
            5 | 6 => PERSON,
            _ => self.anybody(chance),
        }
    }

    /// The step that minutes wait for, now and then another one or through another unit.
    pub(super) fn next_step(&self, id: MinutesId, chance: &mut Chance) -> Option<Act> {
        let minutes = &self.facts.minutes[&id];
        let unit = if chance.percent(5) {
            chance.one(UNITS)
        } else {
            minutes.unit
        };
        let day = day_of(self.at);
        if chance.percent(12) {
            return Some(match chance.below(3) {
                0 => CancelMinutes {
                    unit,
                    minutes: id,
                    ..requests::cancel_minutes()
                }
                .into(),
                1 => DeclineMinutes {
                    unit,
                    minutes: id,
                    ..requests::decline_minutes()
                }
                .into(),
                _ => SetRoute {
                    unit,
                    minutes: vec![id],
                    route: chance.one([Route::Paper, Route::Digital]),
                }
                .into(),
            });
        }
        Some(match &minutes.progress {
            Progress::Draft => {
                let content = compose::build(&self.facts, minutes, self.at).ok()?;
                FreezeMinutes {
                    unit,
                    minutes: id,
                    token: format!("{:032x}", chance.next()),
                    ..requests::freeze_minutes(content)
                }
                .into()
            }
            Progress::AwaitingSignatures { .. } if minutes.route != Some(Route::Paper) => {
                self.sign(minutes, unit).into()
            }
            Progress::AwaitingSignatures { .. } => recording(unit, id, day).into(),
            Progress::Signed { signed, .. } if signed.scan.is_some() && chance.percent(30) => {
                AcceptScan {
                    unit,
                    minutes: id,
                    ..requests::accept_scan()
                }
                .into()
            }
            Progress::Signed { signed, .. } => match chance.below(6) {
                0 => numbering(&self.facts, unit, id).into(),
                1 if signed.head_must_confirm => ConfirmRecording { unit, minutes: id }.into(),
                1 => ConfirmReceipt {
                    unit,
                    minutes: id,
                    ..requests::confirm_receipt()
                }
                .into(),
                2 => typing(unit, id, 1 + chance.below(9) as u32).into(),
                3 => correcting(unit, id, 1 + chance.below(60) as u32).into(),
                4 => GiveNextNumber { unit, minutes: id }.into(),
                _ => AttachScan {
                    unit,
                    unread: if chance.percent(30) { vec![1] } else { vec![] },
                    ..scanning(minutes)?
                }
                .into(),
            },
        })
    }

    /// The next signature in the file of minutes.
    pub(super) fn sign(&self, minutes: &HandoverMinutes, unit: UnitId) -> SignDigitally {
        let there = minutes.digital.as_ref().map(|file| file.signatures.clone());
        let mut signatures = there.unwrap_or_default();
        let signed = |party: &Party| signatures.iter().any(|s| s.field == party.field());
        if let Some(party) = minutes.parties().into_iter().find(|party| !signed(party)) {
            let who = match party {
                Party::Giver => minutes.giver,
                _ => minutes.receiver,
            };
            let name = self
                .facts
                .officers
                .get(&who)
                .map_or("", |officer| &officer.name);
            signatures.push(FieldSignature {
                claimed_at: self.at,
                ..samples::signature(party, name)
            });
        }
        SignDigitally {
            unit,
            minutes: minutes.id,
            signatures,
            ..requests::sign_digitally()
        }
    }

    pub(super) fn anything(&self, unit: UnitId, chance: &mut Chance) -> Option<Act> {
        let day = day_of(self.at);
        let officer = self.somebody_of(unit, chance);
        Some(match chance.below(36) {
            0..=14 => self.hand_over(unit, chance).into(),
            15 | 16 => TakeBack {
                unit,
                officer,
                suspend: chance.percent(30),
                ..requests::take_back()
            }
            .into(),
            17 => EndAppointment {
                unit,
                appointment: post_of(officer),
                until: day - Days::new(chance.below(2) as u64),
                ..requests::end_appointment()
            }
            .into(),
            18 | 19 => Appoint {
                unit,
                officer,
                post: self.post(unit, chance),
            }
            .into(),
            20 => AddOfficer {
                unit,
                code: format!("M{}", chance.below(1_000)),
                post: self.post(unit, chance),
                ..requests::add_officer()
            }
            .into(),
            21 | 22 => ChangeHead {
                unit,
                officer,
                from: day,
                document: decision_of(unit),
                role: chance.one([Role::Head, Role::InCharge]),
                ..requests::change_head()
            }
            .into(),
            23 => confirming(unit, chance.one(UNITS), day).into(),
            24 => AddUnit {
                by_unit: unit,
                parent: Some(chance.one(UNITS)),
                ..requests::add_unit()
            }
            .into(),
            25 => OpenRegister {
                unit,
                ..requests::open_register()
            }
            .into(),
            26 => Withdraw {
                unit,
                entries: vec![Withdrawn::Officer {
                    officer: chance.one([officer, newcomer_of(unit)]),
                }],
            }
            .into(),
            27 => EditOfficer {
                unit,
                officer,
                edits: vec![OfficerEdit::Name {
                    expect: self.facts.officers.get(&officer)?.name.clone(),
                    set: "Hoàng Thị Mai".to_owned(),
                }],
            }
            .into(),
            28 => AddAccount {
                unit,
                system: System::Other(format!("SMAS {}", chance.below(3))),
                kind: chance.one([AccountKind::Admin, AccountKind::Use]),
                officer: Some(officer),
                ..requests::add_account()
            }
            .into(),
            29 => SetUnit {
                unit,
                numbering: chance.one([Numbering::OwnSeries, Numbering::Typed]),
                route: Some(chance.one([Route::Paper, Route::Digital])),
                document: Some(decision_of(unit)),
                ..requests::set_unit()
            }
            .into(),
            30 if self.ops.is_multiple_of(2) => SetLevels {
                unit,
                from: day,
                document: Some(decision_of(unit)),
                ..requests::set_levels()
            }
            .into(),
            30 => RenameUnit {
                unit,
                from: day,
                document: Some(decision_of(unit)),
                ..requests::rename_unit()
            }
            .into(),
            31 if self.ops.is_multiple_of(2) => CompareCsdl {
                unit,
                over: self.found_over(),
                ..requests::compare_csdl()
            }
            .into(),
            31 => CsdlTasksDone {
                unit,
                tasks: self.facts.tasks.keys().copied().take(2).collect(),
                on: day,
            }
            .into(),
            32 => AddClass {
                unit,
                ..requests::add_class()
            }
            .into(),
            33 => skipping(&self.facts, unit).into(),
            34 => DecideHeld {
                unit,
                acts: self.facts.held.keys().copied().take(1).collect(),
                ..requests::decide_held()
            }
            .into(),
            _ => AssignTeacher {
                unit,
                class: class_of(chance.one([unit, SCHOOL])),
                officer,
                from: day,
                ..requests::assign_teacher()
            }
            .into(),
        })
    }

    /// A line that a comparison found is over.
    fn found_over(&self) -> Vec<OverLine> {
        let tasks = self.facts.tasks.values();
        let found = tasks.filter(|task| task.found.is_some() && task.done.is_none());
        let why = CsdlOver::SeenThere;
        found
            .take(1)
            .map(|task| OverLine { task: task.id, why })
            .collect()
    }

    pub(super) fn post(&self, unit: UnitId, chance: &mut Chance) -> domain::acts::people::Post {
        let day = day_of(self.at);
        domain::acts::people::Post {
            role: chance.one([Role::Member, Role::Member, Role::Deputy, Role::ByOrder]),
            prepares: chance.percent(25),
            document: chance.percent(50).then(|| decision_of(unit)),
            from: day,
            until: chance.percent(30).then(|| day + Days::new(2)),
            ..requests::teachers_post()
        }
    }

    pub(super) fn hand_over(&self, unit: UnitId, chance: &mut Chance) -> HandOver {
        let day = day_of(self.at);
        let kind = match chance.below(10) {
            0..=5 if unit == SCHOOL || unit == SIBLING || unit == FOREIGN => MinutesKind::Duties,
            0..=5 => MinutesKind::Levels,
            6 | 7 => MinutesKind::Custody,
            8 => MinutesKind::ToSchool,
            _ => MinutesKind::DepartmentToCommune,
        };
        let gives = if kind.to_unit() {
            self.facts.units[&unit].parent_on(day).unwrap_or(unit)
        } else {
            unit
        };
        let receiver = match chance.below(10) {
            0..=3 => teacher_of(unit),
            4 => colleague_of(unit),
            _ => self.somebody_of(unit, chance),
        };
        let giver = match chance.below(10) {
            0..=6 => leader_on(&self.facts, gives, day).unwrap_or(head_of(gives)),
            7 => deputy_of(gives),
            8 => receiver,
            _ => self.anybody(chance),
        };
        let lines = matches!(kind, MinutesKind::Duties | MinutesKind::Levels);
        let mut line = match kind {
            MinutesKind::Levels => Line::level(SchoolLevel::LowerSecondary, day),
            _ if receiver == teacher_of(unit) && chance.percent(50) => {
                Line::homeroom(class_of(unit), day)
            }
            _ => Line::of(Function::Library, day),
        };
        if chance.percent(60) {
            line.until = Some(day + Days::new(chance.below(15) as u64));
        }
        if chance.percent(10) {
            line.rights.insert(Right::Delegate);
        }
        HandOver {
            year: None,
            unit,
            kind,
            giver,
            receiver,
            add: if lines { vec![line] } else { vec![] },
            login: lines.then(|| format!("dn{}", receiver.0.as_u128())),
            secret: if lines {
                SecretClause::Personal
            } else {
                SecretClause::SetAtTable
            },
            ..requests::hand_over()
        }
    }
}
