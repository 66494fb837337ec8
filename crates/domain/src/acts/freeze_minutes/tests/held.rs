//! What a page may say that the register does not say now, and that it may say nothing else.

use chrono::{DateTime, Days, Duration, Utc};
use serde_json::{Value, json};

use crate::acts::{Act, Ctx, FreezeMinutes};
use crate::compose;
use crate::content::MinutesContent;
use crate::delegation::{Closing, ClosingReason, Delegation, Holder};
use crate::facts::Facts;
use crate::held::Parties;
use crate::ids::{DelegationId, MinutesId, OfficerId};
use crate::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope, Witness};
use crate::line::Line;
use crate::minutes::{Absence, EndKind, Ended, HandoverMinutes, TakingBack};
use crate::officer::{Appointment, Officer, Role};
use crate::past::Past;
use crate::rights::{Dim, Function};
use crate::samples::in_full::content_in_full;
use crate::samples::{
    ADMIN, COLLEAGUE, COMMUNE, DECISION, DEPARTMENT, HEAD, LOST, MINUTES, OTHER_SCHOOL, RIGHT,
    SCHOOL, TEACHER, by, decided, done, draft, frozen, head_of, monday, officer, paper, post,
    refused, requests, said_before, signed, signed_with, since, today, tomorrow, town_with_draft,
    unit, waiting_right, with, yesterday,
};
use crate::unit::{Dated, GroundMark, Letterhead, Numbering, Parent, SchoolLevel, Unit, UnitKind};
use crate::{Code, Row};

const GIVEN: MinutesId = MinutesId(uuid::Uuid::from_u128(0x50));
const BEFORE: MinutesId = MinutesId(uuid::Uuid::from_u128(0x51));
const EARLIER_RIGHT: DelegationId = DelegationId(uuid::Uuid::from_u128(0x52));
const SPECIALIST: OfficerId = OfficerId(uuid::Uuid::from_u128(0x53));

/// Long enough ago that everybody knows.
fn long_ago() -> DateTime<Utc> {
    monday() - Duration::days(90)
}

/// Signed long ago, with a number.
fn signed_long_ago(facts: &Facts, draft: HandoverMinutes, given: u32) -> HandoverMinutes {
    signed_with(signed(frozen(facts, draft)), |signed, number| {
        signed.recorded_at = long_ago();
        *number = Some(given);
    })
}

fn school() -> Unit {
    Unit {
        letterhead: Letterhead {
            superior: Some("UBND PHƯỜNG GIA VIÊN".to_owned()),
            ..requests::letterhead()
        },
        grounds: vec![GroundMark {
            id: "qd-1062-2023".to_owned(),
            cited: false,
            by: HEAD,
            on: since(),
        }],
        ..unit(SCHOOL, UnitKind::School, Some(COMMUNE))
    }
}

fn teacher() -> Officer {
    Officer {
        sex: Some(crate::officer::Sex::Female),
        born_on: Some(since()),
        ..officer(TEACHER, SCHOOL, "Nguyễn Thị Hoa")
    }
}

fn teachers_post() -> Appointment {
    Appointment {
        duty: Some("văn thư".to_owned()),
        until: Some(tomorrow()),
        ..post(TEACHER, SCHOOL, Role::Member)
    }
}

/// Minutes that say whatever duties can say.
fn duties() -> HandoverMinutes {
    HandoverMinutes {
        grounds: vec![DECISION],
        replaces: Some(BEFORE),
        spare_envelope: Some(SpareEnvelope {
            serial: "NP-02".to_owned(),
            place: "Két sắt".to_owned(),
        }),
        ..draft()
    }
}

/// The town with all that they print: the minutes by which the school received its account, minutes
/// that these replace, and a namesake.
fn duties_town() -> Facts {
    let rows = [
        Row::Unit(school()),
        Row::Officer(teacher()),
        Row::Appointment(teachers_post()),
        Row::Officer(officer(COLLEAGUE, SCHOOL, "Nguyễn Thị Hoa")),
        Row::Delegation(Delegation {
            id: EARLIER_RIGHT,
            minutes: BEFORE,
            line: Line::of(Function::Library, since()),
            in_force_at: Some(long_ago()),
            ..waiting_right()
        }),
    ];
    let facts = with(town_with_draft(), rows);
    let given = HandoverMinutes {
        id: GIVEN,
        kind: MinutesKind::ToSchool,
        giver_unit: COMMUNE,
        giver: head_of(COMMUNE),
        receiver: HEAD,
        account: Some(ADMIN),
        undertaking: false,
        ..draft()
    };
    let before = HandoverMinutes {
        id: BEFORE,
        ..draft()
    };
    let rows = [
        paper(signed_long_ago(&facts, given, 3)),
        paper(signed_long_ago(&facts, before, 7)),
        paper(duties()),
    ];
    with(facts, rows)
}

/// A handover of the commune's account at the desk of the Sở.
fn at_desk() -> HandoverMinutes {
    HandoverMinutes {
        unit: COMMUNE,
        kind: MinutesKind::DepartmentToCommune,
        giver_unit: DEPARTMENT,
        giver: head_of(DEPARTMENT),
        receiver: head_of(COMMUNE),
        account: None,
        secret: SecretClause::Envelope("NP-01".to_owned()),
        at_desk: Some(AtDesk {
            hour: None,
            site: "Hội trường Sở".to_owned(),
            address: "Số 1 đường Lê Đại Hành".to_owned(),
            letter_until: Some(tomorrow()),
            trained_on: Some(today()),
        }),
        undertaking: false,
        ..draft()
    }
}

/// A change of the school's head.
fn head_change() -> HandoverMinutes {
    HandoverMinutes {
        kind: MinutesKind::HeadChange,
        receiver: COLLEAGUE,
        account: Some(ADMIN),
        witness: Some(Witness {
            name: "Vũ Thị Phường".to_owned(),
            position: "Chuyên viên".to_owned(),
        }),
        undertaking: false,
        ..draft()
    }
}

/// Lower secondary schools of the commune, to a specialist of its office.
fn levels() -> HandoverMinutes {
    HandoverMinutes {
        unit: COMMUNE,
        kind: MinutesKind::Levels,
        giver_unit: COMMUNE,
        giver: head_of(COMMUNE),
        receiver: SPECIALIST,
        account: None,
        ..draft()
    }
}

fn levels_town() -> Facts {
    let oversees = Delegation {
        unit: COMMUNE,
        given_by: COMMUNE,
        holder: Holder::Officer(SPECIALIST),
        account: None,
        line: Line {
            levels: Dim::one(SchoolLevel::LowerSecondary),
            ..Line::of(Function::LevelOversight, today())
        },
        ..waiting_right()
    };
    let rows = [
        Row::Officer(officer(SPECIALIST, COMMUNE, "Đinh Văn Tâm")),
        Row::Appointment(post(SPECIALIST, COMMUNE, Role::Member)),
        Row::Delegation(oversees),
        paper(levels()),
    ];
    with(town_with_draft(), rows)
}

/// The teacher's rights by the minutes before are taken back; the teacher is absent.
fn take_back() -> HandoverMinutes {
    HandoverMinutes {
        kind: MinutesKind::TakeBack,
        account: None,
        undertaking: false,
        taking_back: Some(TakingBack {
            reason: "Chuyển công tác".to_owned(),
            closed: vec![EARLIER_RIGHT],
            absent: Some(Absence {
                reason: "Nghỉ ốm".to_owned(),
                witness: COLLEAGUE,
            }),
        }),
        ..draft()
    }
}

fn take_back_town() -> Facts {
    let facts = duties_town();
    let right = facts.delegations[&EARLIER_RIGHT].clone();
    let closed = Delegation {
        closed: Some(Closing {
            at: monday(),
            reason: ClosingReason::TakenBack,
            by: HEAD,
            minutes: Some(MINUTES),
        }),
        ..right
    };
    with(facts, [Row::Delegation(closed), paper(take_back())])
}

/// Every kind of page: its town and its draft.
fn pages() -> Vec<(Facts, HandoverMinutes)> {
    let head_changes = with(duties_town(), [paper(head_change())]);
    let desk = with(town_with_draft(), [paper(at_desk())]);
    vec![
        (duties_town(), duties()),
        (desk, at_desk()),
        (head_changes, head_change()),
        (levels_town(), levels()),
        (take_back_town(), take_back()),
    ]
}

fn by_giver(minutes: &HandoverMinutes) -> Ctx {
    by(minutes.giver, 1)
}

fn printed(facts: &Facts, minutes: &HandoverMinutes) -> MinutesContent {
    compose::build(facts, minutes, monday()).unwrap()
}

fn freeze(minutes: &HandoverMinutes, content: MinutesContent) -> FreezeMinutes {
    FreezeMinutes {
        unit: minutes.unit,
        ..requests::freeze_minutes(content)
    }
}

/// Whether minutes are frozen with a note that something had changed.
fn outdated(facts: &Facts, minutes: &HandoverMinutes, content: MinutesContent) -> bool {
    let rows = done(facts, freeze(minutes, content), &by_giver(minutes));
    let [Row::HandoverMinutes(minutes)] = &rows[..] else {
        panic!("{rows:?}");
    };
    minutes.frozen().unwrap().outdated
}

fn is_refused(facts: &Facts, minutes: &HandoverMinutes, content: MinutesContent) {
    let code = refused(facts, freeze(minutes, content), &by_giver(minutes));
    assert_eq!(code, Code::ContentChanged);
}

/// A page printed in the town before rows changed.
fn freezes_after(rows: impl IntoIterator<Item = Row>) -> bool {
    let page = printed(&duties_town(), &duties());
    outdated(&with(duties_town(), rows), &duties(), page)
}

#[test]
fn a_page_that_says_what_the_register_says_has_no_note() {
    for (facts, minutes) in pages() {
        assert!(!outdated(&facts, &minutes, printed(&facts, &minutes)));
    }
}

/// Everything that could stand in a place of a page instead of what stands there.
fn instead(value: &Value, in_full: Option<&Value>) -> Vec<Value> {
    const WORDS: [&str; 12] = [
        "Bịa đặt",
        "2027-01-31",
        "2027-01-31T00:00:00Z",
        "head",
        "member",
        "male",
        "typed",
        "school",
        "preschool",
        "main",
        "delegate",
        "health",
    ];
    let words = WORDS.iter().map(|word| json!(word));
    let others = [Value::Null, json!(0), json!(7), json!(true), json!(false)];
    let mut all: Vec<Value> = words.chain(others).chain(in_full.cloned()).collect();
    if let Value::Array(list) = value {
        let more = list.first().or(in_full.and_then(|full| full.get(0)));
        all.extend(more.map(|more| json!([&list[..], std::slice::from_ref(more)].concat())));
        for place in 0..list.len() {
            let mut less = list.clone();
            less.remove(place);
            all.push(less.into());
        }
        all.push(list.iter().rev().cloned().collect());
    }
    all
}

/// Every place of a page by its path, with what could stand there instead.
fn places(value: &Value, in_full: Option<&Value>, path: String) -> Vec<(String, Value)> {
    let instead = instead(value, in_full).into_iter();
    let mut all: Vec<_> = instead.map(|other| (path.clone(), other)).collect();
    match value {
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                let full = in_full.and_then(|full| full.get(place).or(full.get(0)));
                all.extend(places(value, full, format!("{path}/{place}")));
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let full = in_full.and_then(|full| full.get(name));
                all.extend(places(value, full, format!("{path}/{name}")));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn nothing_that_nobody_entered_is_on_a_page() {
    let full = serde_json::to_value(content_in_full()).unwrap();
    let mut tried = 0;
    for (facts, minutes) in pages() {
        let content = printed(&facts, &minutes);
        let mut value = serde_json::to_value(&content).unwrap();
        // What is left out of the JSON may be invented too.
        for (name, in_full) in full.as_object().unwrap() {
            let nothing = if in_full.is_array() {
                json!([])
            } else {
                Value::Null
            };
            value
                .as_object_mut()
                .unwrap()
                .entry(name)
                .or_insert(nothing);
        }
        for (path, other) in places(&value, Some(&full), String::new()) {
            // Minutes that have a number by now may be cited by their check code.
            if path.ends_with("/number") && other.is_null() {
                continue;
            }
            // An older form says the same in its own words: it has a test of its own.
            if path == "/form" {
                continue;
            }
            let mut page = value.clone();
            *page.pointer_mut(&path).unwrap() = other;
            let Ok(page) = serde_json::from_value::<MinutesContent>(page) else {
                continue;
            };
            if page == content {
                continue;
            }
            let act = Act::from(freeze(&minutes, page));
            let code = decided(&facts, &act, &by_giver(&minutes)).map_err(|refusal| refusal.code);
            assert_eq!(code, Err(Code::ContentChanged), "{:?} {path}", minutes.kind);
            tried += 1;
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn a_page_keeps_a_name_that_was_corrected_meanwhile() {
    let corrected = Officer {
        name: "Nguyễn Thị Hoà".to_owned(),
        past: said_before(teacher().printed()),
        ..teacher()
    };
    let long_since = {
        let mut corrected = corrected.clone();
        corrected.past.earlier[0].until = long_ago();
        corrected
    };
    assert!(freezes_after([Row::Officer(corrected.clone())]));
    let page = printed(&duties_town(), &duties());
    let facts = with(duties_town(), [Row::Officer(long_since)]);
    is_refused(&facts, &duties(), page.clone());
    // A machine that heard of the register a day ago may still meet what was entered before, by
    // somebody without contact; no machine claims to have heard of nothing for longer than that.
    let corrected_before = |days| {
        let mut corrected = corrected.clone();
        corrected.past.earlier[0].until = monday() - Duration::days(days);
        with(duties_town(), [Row::Officer(corrected)])
    };
    let saying = |days| FreezeMinutes {
        seen: Some(monday() - Duration::days(days)),
        ..freeze(&duties(), page.clone())
    };
    let by = by_giver(&duties());
    assert_eq!(done(&corrected_before(30), saying(1), &by).len(), 1);
    let code = refused(&corrected_before(32), saying(1), &by);
    assert_eq!(code, Code::ContentChanged);
    assert_eq!(done(&corrected_before(59), saying(300), &by).len(), 1);
    let code = refused(&corrected_before(61), saying(300), &by);
    assert_eq!(code, Code::ContentChanged);
}

#[test]
fn a_page_keeps_sex_and_birth_date_and_a_new_namesake_changes_neither() {
    let edited = Officer {
        sex: None,
        born_on: Some(today()),
        past: said_before(teacher().printed()),
        ..teacher()
    };
    assert!(freezes_after([Row::Officer(edited)]));
    let renamed = Officer {
        past: said_before(officer(COLLEAGUE, SCHOOL, "Nguyễn Thị Hoa").printed()),
        ..officer(COLLEAGUE, SCHOOL, "Trần Văn Bình")
    };
    assert!(freezes_after([Row::Officer(renamed)]));
    // Where nobody shared the name, somebody new may.
    let alone = with(
        duties_town(),
        [Row::Officer(officer(COLLEAGUE, SCHOOL, "Trần Văn Bình"))],
    );
    let page = printed(&alone, &duties());
    assert_eq!(page.receiver.born_on, None);
    let namesake = |since| Officer {
        past: Past::begun(since),
        ..officer(LOST.into(), SCHOOL, "Nguyễn Thị Hoa")
    };
    let facts = |since| with(alone.clone(), [Row::Officer(namesake(since))]);
    assert!(outdated(&facts(monday()), &duties(), page.clone()));
    is_refused(&facts(long_ago()), &duties(), page);
}

#[test]
fn a_page_keeps_what_was_said_of_the_units() {
    let of = |unit: Unit, before: Unit| Row::Unit(unit.changed_from(&before, monday()));
    let renamed = {
        let mut unit = school();
        unit.names[0].value = "Trường THCS Ngô Gia Tự".to_owned();
        unit.codes.clear();
        of(unit, school())
    };
    let set = of(
        Unit {
            letterhead: requests::letterhead(),
            numbering: Numbering::None,
            grounds: vec![],
            ..school()
        },
        school(),
    );
    let moved = {
        let mut unit = school();
        unit.parents = vec![Dated {
            value: Parent {
                unit: DEPARTMENT,
                confirmed_by: None,
            },
            from: since(),
            until: None,
        }];
        unit.parents.insert(
            0,
            Dated {
                until: Some(since() - Days::new(1)),
                ..school().parents[0].clone()
            },
        );
        of(unit, school())
    };
    let above = {
        let before = unit(COMMUNE, UnitKind::Commune, Some(DEPARTMENT));
        let mut unit = before.clone();
        unit.names[0].value = "UBND phường Gia Viên".to_owned();
        of(unit, before)
    };
    for row in [renamed, set, moved, above] {
        assert!(freezes_after([row]));
    }
}

#[test]
fn a_unit_that_began_alone_names_nobody_above_it() {
    let mut page = printed(&duties_town(), &duties());
    page.parent = None;
    is_refused(&duties_town(), &duties(), page.clone());
    let alone = Unit {
        alone: true,
        ..school()
    };
    let facts = with(duties_town(), [Row::Unit(alone)]);
    assert!(!outdated(&facts, &duties(), page));
}

#[test]
fn a_page_keeps_the_post_that_was_known() {
    let ended = Appointment {
        until: Some(yesterday()),
        past: said_before(teachers_post().until),
        ..teachers_post()
    };
    assert!(freezes_after([Row::Appointment(ended)]));
    let more = |since| Appointment {
        id: LOST.into(),
        past: Past::begun(since),
        ..post(TEACHER, SCHOOL, Role::Deputy)
    };
    assert!(freezes_after([Row::Appointment(more(monday()))]));
    let page = printed(&duties_town(), &duties());
    let facts = with(duties_town(), [Row::Appointment(more(long_ago()))]);
    is_refused(&facts, &duties(), page);
}

#[test]
fn a_page_names_the_head_who_led_when_it_was_made() {
    let second = OfficerId(uuid::Uuid::from_u128(0x12));
    let deputy = Appointment {
        document: Some(DECISION),
        ..post(second, DEPARTMENT, Role::Deputy)
    };
    let given = HandoverMinutes {
        giver: second,
        ..at_desk()
    };
    let person = Row::Officer(officer(second, DEPARTMENT, "Ngô Thị Phó"));
    let rows = [person, Row::Appointment(deputy), paper(given.clone())];
    let desk = with(town_with_draft(), rows);
    let page = printed(&desk, &given);
    let left = Appointment {
        until: Some(yesterday()),
        past: said_before(None),
        ..post(head_of(DEPARTMENT), DEPARTMENT, Role::Head)
    };
    let follows = Appointment {
        from: today(),
        past: Past::begun(monday()),
        ..post(COLLEAGUE, DEPARTMENT, Role::Head)
    };
    let facts = with(desk, [Row::Appointment(left), Row::Appointment(follows)]);
    let act = freeze(&given, page);
    let rows = done(&facts, act, &by(COLLEAGUE, 1));
    assert_eq!(rows.len(), 1);
}

#[test]
fn schools_that_came_or_were_renamed_meanwhile_change_no_page() {
    let come = |since| {
        Row::Unit(Unit {
            past: Past::begun(since),
            ..unit(LOST.into(), UnitKind::School, Some(COMMUNE))
        })
    };
    let renamed = {
        let before = unit(OTHER_SCHOOL, UnitKind::School, Some(COMMUNE));
        let mut unit = before.clone();
        unit.names[0].value = "Trường THCS An Biên".to_owned();
        Row::Unit(unit.changed_from(&before, monday()))
    };
    let desk = with(town_with_draft(), [paper(at_desk())]);
    for (facts, minutes) in [(desk, at_desk()), (levels_town(), levels())] {
        let page = printed(&facts, &minutes);
        let now = with(facts.clone(), [come(monday()), renamed.clone()]);
        assert!(outdated(&now, &minutes, page.clone()));
        let known = with(facts, [come(long_ago())]);
        is_refused(&known, &minutes, page);
    }
}

#[test]
fn minutes_that_are_cited_may_have_been_signed_or_numbered_meanwhile() {
    let facts = duties_town();
    let town_before = |id: MinutesId, change: fn(HandoverMinutes) -> HandoverMinutes| {
        with(facts.clone(), [paper(change(facts.minutes[&id].clone()))])
    };
    let unnumbered = |minutes| signed_with(minutes, |_, number| *number = None);
    for id in [GIVEN, BEFORE] {
        let page = printed(&town_before(id, unnumbered), &duties());
        assert!(outdated(&facts, &duties(), page));
    }
    // Signed elsewhere while the page was made: it knew of no such paper.
    let just_signed = |minutes| signed_with(minutes, |signed, _| signed.recorded_at = monday());
    for id in [GIVEN, BEFORE] {
        let unsigned = with(facts.clone(), [paper(HandoverMinutes { id, ..draft() })]);
        let page = printed(&unsigned, &duties());
        assert!(outdated(
            &town_before(id, just_signed),
            &duties(),
            page.clone()
        ));
        is_refused(&facts, &duties(), page);
    }
}

#[test]
fn a_change_of_head_lists_what_is_held_when_it_is_printed() {
    let facts = with(duties_town(), [paper(head_change())]);
    let page = printed(&facts, &head_change());
    let [card] = &page.live[..] else {
        panic!("{:?}", page.live);
    };
    assert_eq!(card.name, "Nguyễn Thị Hoa");
    assert_eq!(
        (card.minutes.kind, page.live_minutes),
        (MinutesKind::Duties, 0)
    );
    let nothing = MinutesContent {
        live: vec![],
        ..page.clone()
    };
    is_refused(&facts, &head_change(), nothing);
    let twice = MinutesContent {
        live: vec![card.clone(), card.clone()],
        ..page.clone()
    };
    is_refused(&facts, &head_change(), twice);
    let over = Delegation {
        line: Line {
            until: Some(yesterday()),
            ..facts.delegations[&EARLIER_RIGHT].line.clone()
        },
        ..facts.delegations[&EARLIER_RIGHT].clone()
    };
    let later = with(facts.clone(), [Row::Delegation(over)]);
    assert_eq!(printed(&later, &head_change()).live, []);
    let ended = |at| {
        paper(HandoverMinutes {
            ended: Some(Ended {
                kind: EndKind::TakenBack,
                at,
                by: HEAD,
                reason: None,
                minutes: None,
            }),
            ..facts.minutes[&BEFORE].clone()
        })
    };
    let now = with(facts.clone(), [ended(monday())]);
    assert!(outdated(&now, &head_change(), page.clone()));
    is_refused(
        &with(facts.clone(), [ended(long_ago())]),
        &head_change(),
        page,
    );
}

#[test]
fn what_is_handed_over_is_what_the_register_says_now() {
    let page = printed(&duties_town(), &duties());
    let narrowed = Delegation {
        line: Line::of(Function::Library, today()),
        ..waiting_right()
    };
    assert_eq!(narrowed.id, RIGHT);
    let facts = with(duties_town(), [Row::Delegation(narrowed)]);
    is_refused(&facts, &duties(), page);
}

#[test]
fn the_parties_of_a_page_are_those_of_the_register() {
    let mut page = printed(&duties_town(), &duties());
    let facts = duties_town();
    let frozen_with = |content: &MinutesContent| {
        let mut minutes = frozen(&facts, duties());
        if let crate::minutes::Progress::AwaitingSignatures { frozen } = &mut minutes.progress {
            frozen.content = content.clone();
        }
        minutes
    };
    let known = Parties::of(&facts, &frozen_with(&page)).unwrap();
    assert!(known.are_on(&page));
    // Printed by a program that did not compare names yet.
    page.giver_unit.name = "Trường Bịa".to_owned();
    page.giver_unit.letterhead.symbol = "BỊA".to_owned();
    page.unit.name = "Trường Bịa".to_owned();
    page.giver.position = "Giám đốc".to_owned();
    page.receiver.position = "Giám đốc".to_owned();
    let minutes = frozen_with(&page);
    let needed = crate::samples::needed(&facts, &Parties::needs(&minutes));
    assert_eq!(Parties::of(&needed, &minutes).as_ref(), Some(&known));
    assert!(!known.are_on(&page));
    // As they were when it was frozen.
    let mut unit = school();
    unit.names[0].value = "Trường THCS Ngô Gia Tự".to_owned();
    let later = monday() + Duration::days(1);
    let unit = unit.changed_from(&school(), later);
    let facts = with(facts.clone(), [Row::Unit(unit)]);
    assert_eq!(Parties::of(&facts, &minutes), Some(known));
    assert_eq!(Parties::of(&facts, &duties()), None, "not frozen");
}
