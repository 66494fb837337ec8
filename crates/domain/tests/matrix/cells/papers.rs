//! Cases about minutes: who drafts, prints, records and signs them.

use std::collections::BTreeMap;
use std::rc::Rc;

use domain::acts::record_signing::FiledScan;
use domain::acts::{
    AcceptScan, AttachScan, CancelMinutes, CertifyScan, ConfirmReceipt, ConfirmRecording,
    DeclineMinutes, EditDraft, FreezeMinutes, GiveNextNumber, HandOver, OpenRegister,
    RecordSigning, SetRoute, SignDigitally, TakeBack,
};
use domain::blanks::Party;
use domain::ids::{AppointmentId, MinutesId};
use domain::kind::MinutesKind;
use domain::officer::{Appointment, Role};
use domain::route::Route;
use domain::samples::{self, requests, today, yesterday};
use domain::unit::{Numbering, Unit};
use domain::{Facts, Row};
use uuid::Uuid;

use super::*;
use crate::world::{
    PERSON, deputy_of, leader, name_of, newcomer_of, post_of, preparer_of, teacher_of,
};
/// How the cases about papers of one kind are called.
pub(super) struct Names {
    draft: &'static str,
    give: &'static str,
    draft_given: &'static str,
    receive: &'static str,
    draft_received: &'static str,
    to_oneself: &'static str,
    freeze: &'static str,
    raise: &'static str,
    lower: &'static str,
    record: &'static str,
    decline: &'static str,
    cancel: &'static str,
    edit: &'static str,
    scan: &'static str,
    certify: &'static str,
    sign: &'static str,
    receipt: &'static str,
    number: &'static str,
    next_number: &'static str,
    accept: &'static str,
    accept_filed: &'static str,
    accept_recorded: &'static str,
    typed: &'static str,
    corrected: &'static str,
    own_door: &'static str,
    to_person: &'static str,
}

pub(super) const OWN: Names = Names {
    draft: "draft the unit's own minutes",
    give: "give by the unit's own minutes",
    draft_given: "draft what oneself gives",
    receive: "receive by the unit's own minutes",
    draft_received: "draft what oneself receives",
    to_oneself: "give to oneself",
    freeze: "print the unit's own minutes",
    raise: "turn the unit's own minutes digital",
    lower: "turn the unit's own digital minutes back to paper",
    record: "record a signing of the unit's own minutes",
    decline: "record that the unit's own minutes were declined",
    cancel: "cancel the unit's own minutes",
    edit: "edit a draft of the unit's own minutes",
    scan: "file a scan of the unit's own minutes",
    certify: "take in a signed scan of the unit's own minutes",
    sign: "take in a signed file of the unit's own minutes",
    receipt: "confirm somebody else's receipt",
    number: "number the unit's own minutes",
    next_number: "number the unit's own minutes with an older program",
    accept: "accept a scan of the unit's own minutes by eye",
    accept_filed: "accept a scan of the unit's own minutes that oneself filed",
    accept_recorded: "accept a scan of the unit's own minutes that oneself recorded",
    typed: "type a number of the unit's own minutes",
    corrected: "correct a number of the unit's own minutes",
    own_door: "the unit's own minutes, named in the person's unit",
    to_person: "record minutes to oneself",
};

pub(super) const FROM_ABOVE: Names = Names {
    draft: "draft minutes from above",
    give: "give from above",
    draft_given: "draft what oneself gives from above",
    receive: "receive from above",
    draft_received: "draft what oneself receives from above",
    to_oneself: "give to oneself from above",
    freeze: "print minutes from above",
    raise: "turn minutes from above digital",
    lower: "turn digital minutes from above back to paper",
    record: "record a signing of minutes from above",
    decline: "record that minutes from above were declined",
    cancel: "cancel minutes from above",
    edit: "edit a draft from above",
    scan: "file a scan of minutes from above",
    certify: "take in a signed scan of minutes from above",
    sign: "take in a signed file of minutes from above",
    receipt: "confirm somebody else's receipt from above",
    number: "number minutes from above",
    next_number: "number minutes from above with an older program",
    accept: "accept a scan of minutes from above by eye",
    accept_filed: "accept a scan of minutes from above that oneself filed",
    accept_recorded: "accept a scan of minutes from above that oneself recorded",
    typed: "type a number of minutes from above",
    corrected: "correct a number of minutes from above",
    own_door: "minutes from above, named in the person's unit",
    to_person: "record minutes from above to oneself",
};

pub(super) const CUSTODY: Names = Names {
    draft: "draft minutes of custody",
    give: "give custody",
    draft_given: "draft custody that oneself gives",
    receive: "receive custody",
    draft_received: "draft the own custody",
    to_oneself: "give custody to oneself",
    freeze: "print minutes of custody",
    raise: "turn minutes of custody digital",
    lower: "turn digital minutes of custody back to paper",
    record: "record a signing of custody without its scan",
    decline: "record that custody was declined",
    cancel: "cancel minutes of custody",
    edit: "edit a draft of custody",
    scan: "file a scan of custody",
    certify: "take in a signed scan of custody",
    sign: "take in a signed file of custody",
    receipt: "confirm somebody else's receipt of custody",
    number: "number minutes of custody",
    next_number: "number minutes of custody with an older program",
    accept: "accept a scan of custody by eye",
    accept_filed: "accept a scan of custody that oneself filed",
    accept_recorded: "accept a scan of custody that oneself recorded",
    typed: "type a number of minutes of custody",
    corrected: "correct a number of minutes of custody",
    own_door: "minutes of custody, named in the person's unit",
    to_person: "record custody to oneself",
};

impl Cases<'_> {
    pub(super) fn hand_overs(&mut self) {
        let unit = self.unit;
        self.hand_overs_of(own_kind(unit), teacher_of(unit), &OWN);
        self.hand_overs_of(MinutesKind::Custody, deputy_of(unit), &CUSTODY);
        if let Some(kind) = kind_from_above(unit) {
            let receiver = head_of_or_person(self.facts, unit);
            self.hand_overs_of(kind, receiver, &FROM_ABOVE);
        }
    }

    /// The person drafts, gives, receives, and more than one of them.
    fn hand_overs_of(&mut self, kind: MinutesKind, receiver: OfficerId, names: &Names) {
        let (unit, facts) = (self.unit, Rc::new(self.facts.clone()));
        let preparer = preparer_of(giving(unit, kind));
        let request = hand_over(&facts, unit, kind, receiver);
        let to_person = hand_over(&facts, unit, kind, PERSON);
        let by_person = |request: &HandOver| HandOver {
            giver: PERSON,
            ..request.clone()
        };
        let (given, both) = (by_person(&request), by_person(&to_person));
        self.on(names.draft, &facts, request);
        self.by(names.give, &facts, given.clone(), preparer);
        self.on(names.draft_given, &facts, given);
        self.by(names.receive, &facts, to_person.clone(), preparer);
        self.on(names.draft_received, &facts, to_person);
        self.by(names.to_oneself, &facts, both.clone(), preparer);
        self.on(names.to_oneself, &facts, both);
    }

    pub(super) fn papers_of(&mut self, kind: MinutesKind, names: &Names) {
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
        let edit = EditDraft {
            unit,
            minutes: id,
            grounds: vec![],
            ..requests::edit_draft()
        };
        self.on(names.edit, &draft, edit);
        let through = FreezeMinutes {
            unit: self.home,
            ..freeze.clone()
        };
        self.own_door(names.own_door, &draft, through);
        self.digital(&stage, id, names);
        stage.play(freeze, head);
        let printed = stage.clone().set();
        let record = recording(unit, id, today());
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
        if kind == MinutesKind::Custody {
            let scan = scanning(&printed.minutes[&id]).expect("printed");
            let with_scan = RecordSigning {
                scan: Some(FiledScan {
                    file: scan.scan,
                    pages: scan.pages,
                    check_code: scan.check_code,
                }),
                ..record.clone()
            };
            self.on(
                "record a signing of custody with its scan",
                &printed,
                with_scan,
            );
        }
        self.accepting(&stage, id, names);
        stage.play(record, head);
        let signed = stage.clone().set();
        let scan = scanning(&signed.minutes[&id]).expect("printed");
        self.on(names.scan, &signed, scan.clone());
        let through = AttachScan {
            unit: self.home,
            ..scan.clone()
        };
        self.own_door(names.own_door, &signed, through);
        self.numbers_of(&stage, id, names);
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
        self.received(kind, names);
    }

    pub(super) fn digital(&mut self, draft: &Stage, id: MinutesId, names: &Names) {
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

    pub(super) fn numbers_of(&mut self, signed: &Stage, id: MinutesId, names: &Names) {
        let unit = self.unit;
        let minutes = &signed.facts.minutes[&id];
        let (gives, giver) = (minutes.giver_unit, minutes.giver);
        let mut own_series = signed.clone();
        let open = OpenRegister {
            unit: gives,
            ..requests::open_register()
        };
        own_series.play(open, giver);
        let facts = own_series.leased(gives).set();
        self.on(names.number, &facts, numbering(&facts, unit, id));
        let next = GiveNextNumber { unit, minutes: id };
        self.on(names.next_number, &facts, next);
        let general = Unit {
            numbering: Numbering::Typed,
            ..signed.facts.units[&gives].clone()
        };
        let typed = typing(unit, id, 7);
        let mut stage = signed.clone().with(Row::Unit(general));
        let facts = stage.clone().set();
        self.on(names.typed, &facts, typed.clone());
        stage.play(typed, giver);
        let facts = stage.set();
        self.on(names.corrected, &facts, correcting(unit, id, 8));
    }

    /// A scan that no program read: recorded and filed by a preparer, or by the person.
    fn accepting(&mut self, printed: &Stage, id: MinutesId, names: &Names) {
        let unit = self.unit;
        let minutes = printed.facts.minutes[&id].clone();
        let head = leader(&printed.facts, minutes.giver_unit);
        let unread = AttachScan {
            unread: vec![1],
            ..scanning(&minutes).expect("printed")
        };
        let record = recording(unit, id, today());
        let accept = AcceptScan {
            unit,
            minutes: id,
            ..requests::accept_scan()
        };
        let preparer = preparer_of(minutes.giver_unit);
        let recorder = if minutes.kind == MinutesKind::Custody || preparer == minutes.receiver {
            head
        } else {
            preparer
        };
        // Nobody stands above the Sở.
        let accept_name = if minutes.giver_unit == SO {
            "accept a scan of the Sở's minutes by eye"
        } else {
            names.accept
        };
        for (name, recorder, filer) in [
            (accept_name, recorder, preparer),
            (names.accept_recorded, PERSON, preparer),
            (names.accept_filed, recorder, PERSON),
        ] {
            let mut stage = printed.clone();
            // Where the person may not record or file, there is no such paper.
            let recorded = stage.attempt(record.clone(), recorder);
            let filed = recorded.and_then(|_| stage.attempt(unread.clone(), filer));
            let facts = match filed {
                Ok(_) => stage.set(),
                Err(refusal) => {
                    let by_person = recorder == PERSON || filer == PERSON;
                    assert!(by_person, "the stage is not set: {refusal:?}");
                    continue;
                }
            };
            self.on(name, &facts, accept.clone());
            let through = AcceptScan {
                unit: self.home,
                ..accept.clone()
            };
            self.own_door(names.own_door, &facts, through);
        }
    }

    pub(super) fn confirm_recording(&mut self, signed: &Facts, id: MinutesId) {
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
    pub(super) fn received(&mut self, kind: MinutesKind, names: &Names) {
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
        let record = recording(unit, id, today());
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
}
