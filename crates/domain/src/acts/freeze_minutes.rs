//! Freezing minutes for signing: content fixed, PDF rendered once.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::hand_over::cited_goes_on;
use super::{Ctx, Decision, minutes_needs, own_minutes, scoped};
use crate::calendar::day_of;
use crate::content::{MinutesContent, check_code};
use crate::facts::{Facts, Scope};
use crate::ids::{BlobHash, MinutesId, UnitId};
use crate::minutes::{Frozen, FrozenBy, HandoverMinutes, Progress};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row};
use crate::{compose, held};

/// Freezes minutes. The machine renders the PDF from the same facts and names its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeMinutes {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// Every printed fact, as the page was rendered: each must be what the register says, or said
    /// when the machine last heard of it.
    pub content: Box<MinutesContent>,
    /// When the machine last heard of the register; none for one that is not connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<DateTime<Utc>>,
    /// 128-bit secret of the verification address, 32 hex digits.
    pub token: String,
    /// The PDF.
    pub pdf: BlobHash,
    /// Its pages.
    pub pages: u32,
}

scoped!(FreezeMinutes);

/// The minutes with everything that they print.
pub(super) fn needs(request: &FreezeMinutes, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx).and(compose::needs(request.minutes))
}

/// Who prepares for the unit that gives, as long as the giver may give for it: nothing is printed in
/// the name of somebody who has left.
pub(super) fn may(facts: &Facts, request: &FreezeMinutes, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
    if minutes.kind.given_in_post() {
        facts.may_give(minutes.giver, minutes.giver_unit, ctx.printed_on())?;
    }
    Ok(())
}

/// Freezes a draft.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`; `may_not_give`, `deputy_without_decision` of the
/// giver; `wrong_state` unless it is a draft; `bad_request` for
/// what is no token, no hash or no number of pages; `outside_unit` for a party without a post and
/// `no_head` where nobody can confirm (kind a); `content_changed` if the page hands over something
/// else than the register says, or names a unit, a person or a post as the register never did;
/// `ground_not_in_force` for a cited paper dated later, or one that had ceased when it was drafted.
pub fn decide(facts: &Facts, request: &FreezeMinutes, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    if minutes.progress != Progress::Draft || minutes.ended.is_some() {
        return Err(Refusal::new(Code::WrongState));
    }
    let is_hex = |text: &str, length| {
        text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    if !is_hex(&request.token, 32)
        || !is_hex(&request.pdf.0, 64)
        || !(1..=60).contains(&request.pages)
    {
        return Err(Refusal::new(Code::BadRequest));
    }
    // Names, posts and letterheads may have changed elsewhere while the page was printed here: it
    // keeps what it says, if the register ever said so. Rights, parties, login and commitment may not
    // differ.
    let content = *request.content.clone();
    let built = compose::build(facts, minutes, ctx.printed_at())?;
    let mut built = compose::in_form(built, content.form, facts, minutes);
    // A unit that began alone does not know who stands above it until it is connected.
    if content.parent.is_none() && facts.unit(minutes.giver_unit)?.alone {
        built.parent = None;
    }
    let outdated = content != built;
    let seen = held::known_until(request.seen, ctx.printed_at());
    if outdated && !held::prints_what_was_held(facts, minutes, &built, &content, seen) {
        return Err(Refusal::new(Code::ContentChanged));
    }
    let route = facts.route(minutes)?;
    if let Some(late) = content.grounds.iter().find(|g| g.date > ctx.printed_on()) {
        return Err(Refusal::new(Code::GroundNotInForce).with("ground", &late.number));
    }
    cited_goes_on(facts, &minutes.grounds, day_of(minutes.drafted_at))?;
    let content_hash = content.hash();
    let frozen = Frozen {
        at: ctx.stamp.at,
        check_code: check_code(&content_hash),
        content_hash,
        content,
        token: request.token.clone(),
        pdf: request.pdf.clone(),
        pages: request.pages,
        outdated,
        by: Some(FrozenBy {
            officer: ctx.actor,
            device: ctx.device,
        }),
    };
    // From here on the way of signing is theirs, whatever the unit chooses later.
    let route = Some(route);
    let minutes = HandoverMinutes {
        progress: Progress::AwaitingSignatures { frozen },
        route,
        ..minutes.clone()
    };
    Ok(vec![Change(Row::HandoverMinutes(Box::new(minutes)))])
}

#[cfg(test)]
mod tests {
    mod held;

    use super::*;
    use crate::content::FORM_VERSION;
    use crate::document::Document;
    use crate::ids::OfficerId;
    use crate::kind::MinutesKind;
    use crate::minutes::Ended;
    use crate::officer::{Appointment, Officer, Role};
    use crate::route::Route;
    use crate::samples::{
        COLLEAGUE, COMMUNE, DECISION, DEPARTMENT, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, by,
        document, done, draft, head_of, monday, officer, paper, post, printed, refused, requests,
        said_before, tomorrow, town_with_draft, town_with_printed, with, yesterday,
    };
    use crate::stamp::Stamp;

    fn content() -> MinutesContent {
        let printed = printed();
        printed.frozen().unwrap().content.clone()
    }

    fn request() -> FreezeMinutes {
        requests::freeze_minutes(content())
    }

    #[test]
    fn a_draft_is_fixed_as_its_page_says() {
        let rows = done(&town_with_draft(), request(), &by(HEAD, 1));
        let [Row::HandoverMinutes(minutes)] = &rows[..] else {
            panic!("{rows:?}");
        };
        let frozen = minutes.frozen().unwrap();
        assert_eq!((frozen.at, &frozen.content), (monday(), &content()));
        let by = FrozenBy {
            officer: HEAD,
            device: by(HEAD, 1).device,
        };
        assert_eq!(frozen.by, Some(by));
        assert_eq!(frozen.check_code, check_code(&content().hash()));
        assert_eq!((&frozen.token, frozen.pages), (&request().token, 2));
        assert_eq!(minutes.route, Some(Route::Paper));
        assert!(minutes.open());
    }

    #[test]
    fn nothing_is_printed_in_the_name_of_a_head_who_has_left() {
        let left = Appointment {
            until: Some(yesterday()),
            ..post(HEAD, SCHOOL, Role::Head)
        };
        let clerk = Appointment {
            prepares: true,
            ..post(COLLEAGUE, SCHOOL, Role::Member)
        };
        let facts = with(
            town_with_draft(),
            [Row::Appointment(left), Row::Appointment(clerk)],
        );
        let code = refused(&facts, request(), &by(COLLEAGUE, 1));
        assert_eq!(code, Code::MayNotGive);
    }

    #[test]
    fn nothing_is_printed_in_the_name_of_a_deputy_whose_decision_is_not_stored() {
        let deputy = Appointment {
            document: None,
            ..post(COLLEAGUE, SCHOOL, Role::Deputy)
        };
        let given = HandoverMinutes {
            giver: COLLEAGUE,
            ..draft()
        };
        let facts = with(town_with_draft(), [Row::Appointment(deputy), paper(given)]);
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::DeputyWithoutDecision);
    }

    #[test]
    fn a_page_that_is_taken_later_keeps_the_day_on_which_it_was_printed() {
        let taken = Some(crate::held_act::Taken {
            by: COLLEAGUE,
            done_at: monday(),
        });
        let two_days_later = Stamp {
            at: monday() + chrono::Duration::days(2),
            ..by(HEAD, 1).stamp
        };
        let ctx = Ctx {
            stamp: two_days_later,
            taken,
            ..by(HEAD, 1)
        };
        let rows = done(&town_with_draft(), request(), &ctx);
        let [Row::HandoverMinutes(minutes)] = &rows[..] else {
            panic!("{rows:?}");
        };
        let frozen = minutes.frozen().unwrap();
        assert_eq!(frozen.content.drafted_on, content().drafted_on);
        assert_eq!(
            frozen.at, two_days_later.at,
            "it counts from when it is taken"
        );
        let by_himself = Ctx { taken: None, ..ctx };
        let code = refused(&town_with_draft(), request(), &by_himself);
        assert_eq!(code, Code::ContentChanged);
    }

    #[test]
    fn a_page_keeps_a_name_that_was_corrected_meanwhile() {
        let page = request();
        let known = officer(TEACHER, SCHOOL, "Nguyễn Thị Hoa");
        let corrected = Officer {
            past: said_before(known.printed()),
            ..officer(TEACHER, SCHOOL, "Nguyễn Thị Hoà")
        };
        // Whoever signs digitally signs by name: that is asked when they sign.
        for route in [Route::Paper, Route::Digital] {
            let draft = HandoverMinutes {
                route: Some(route),
                ..draft()
            };
            let rows = [paper(draft), Row::Officer(corrected.clone())];
            let facts = with(town_with_draft(), rows);
            let rows = done(&facts, page.clone(), &by(HEAD, 1));
            let [Row::HandoverMinutes(minutes)] = &rows[..] else {
                panic!("{rows:?}");
            };
            let frozen = minutes.frozen().unwrap();
            assert_eq!(frozen.content.receiver.name, "Nguyễn Thị Hoa");
            assert!(frozen.outdated);
        }
    }

    #[test]
    fn a_name_that_nobody_entered_is_printed_on_no_route() {
        let mut invented = content();
        invented.receiver.name = "Nguyễn Thị Bịa".to_owned();
        let request = requests::freeze_minutes(invented);
        for route in [Route::Paper, Route::Mixed, Route::Digital] {
            let draft = HandoverMinutes {
                route: Some(route),
                ..draft()
            };
            let facts = with(town_with_draft(), [paper(draft)]);
            let code = refused(&facts, request.clone(), &by(HEAD, 1));
            assert_eq!(code, Code::ContentChanged);
        }
    }

    #[test]
    fn a_teacher_prints_nothing() {
        let code = refused(&town_with_draft(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
    }

    #[test]
    fn minutes_that_are_not_there_are_not_printed() {
        let request = FreezeMinutes {
            minutes: LOST.into(),
            ..request()
        };
        let code = refused(&town_with_draft(), request, &by(HEAD, 1));
        assert_eq!(code, Code::NotFound);
    }

    #[test]
    fn minutes_are_printed_in_the_file_of_their_own_unit() {
        let request = FreezeMinutes {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&town_with_draft(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn only_a_draft_is_printed_and_only_once() {
        let code = refused(&town_with_printed(), request(), &by(HEAD, 1));
        assert_eq!(code, Code::WrongState);
        let cancelled = HandoverMinutes {
            ended: Some(Ended {
                kind: crate::minutes::EndKind::Cancelled,
                at: monday(),
                by: HEAD,
                reason: None,
                minutes: None,
            }),
            ..draft()
        };
        let facts = with(town_with_draft(), [paper(cancelled)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::WrongState);
    }

    #[test]
    fn token_hash_and_pages_have_their_shape() {
        let wrong = [
            FreezeMinutes {
                token: "mã".to_owned(),
                ..request()
            },
            FreezeMinutes {
                pdf: BlobHash("page.pdf".to_owned()),
                ..request()
            },
            FreezeMinutes {
                pages: 0,
                ..request()
            },
            FreezeMinutes {
                pages: 61,
                ..request()
            },
        ];
        for request in wrong {
            let code = refused(&town_with_draft(), request, &by(HEAD, 1));
            assert_eq!(code, Code::BadRequest);
        }
    }

    #[test]
    fn a_page_hands_over_what_the_register_says() {
        let mut other = content();
        other.lines.clear();
        let request = requests::freeze_minutes(other);
        let code = refused(&town_with_draft(), request, &by(HEAD, 1));
        assert_eq!(code, Code::ContentChanged);
    }

    #[test]
    fn a_party_without_any_post_is_on_no_page() {
        let elsewhere = HandoverMinutes {
            receiver: head_of(OTHER_SCHOOL),
            ..draft()
        };
        let facts = with(town_with_draft(), [paper(elsewhere)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::OutsideUnit);
    }

    #[test]
    fn a_handover_at_the_desk_waits_for_a_head_who_confirms_it() {
        let head = head_of(DEPARTMENT);
        let left = Appointment {
            until: Some(yesterday()),
            ..post(head, DEPARTMENT, Role::Head)
        };
        let second = OfficerId(uuid::Uuid::from_u128(0x12));
        let deputy = Appointment {
            document: Some(DECISION),
            ..post(second, DEPARTMENT, Role::Deputy)
        };
        let desk = HandoverMinutes {
            unit: COMMUNE,
            kind: MinutesKind::DepartmentToCommune,
            giver_unit: DEPARTMENT,
            giver: second,
            receiver: head_of(COMMUNE),
            ..draft()
        };
        let person = officer(second, DEPARTMENT, "Ngô Thị Phó");
        let posts = [left, deputy].map(Row::Appointment).into_iter();
        let rows = posts.chain([Row::Officer(person), paper(desk)]);
        let request = FreezeMinutes {
            unit: COMMUNE,
            ..request()
        };
        let code = refused(&with(town_with_draft(), rows), request, &by(second, 1));
        assert_eq!(code, Code::NoHead);
    }

    #[test]
    fn a_cited_paper_is_not_dated_later() {
        let citing = HandoverMinutes {
            grounds: vec![DECISION],
            ..draft()
        };
        let dated = Document {
            date: tomorrow(),
            ..document()
        };
        let facts = with(town_with_draft(), [paper(citing), Row::Document(dated)]);
        let content = crate::compose::build(&facts, facts.minutes(draft().id).unwrap(), monday());
        let request = requests::freeze_minutes(content.unwrap());
        let code = refused(&facts, request, &by(HEAD, 1));
        assert_eq!(code, Code::GroundNotInForce);
    }

    #[test]
    fn a_draft_keeps_the_grounds_of_its_day() {
        let drafted = |days| HandoverMinutes {
            grounds: vec![DECISION],
            drafted_at: monday() - chrono::Duration::days(days),
            ..draft()
        };
        let ceased = Document {
            until: Some(yesterday()),
            ..document()
        };
        let asked = |days| {
            let rows = [paper(drafted(days)), Row::Document(ceased.clone())];
            let facts = with(town_with_draft(), rows);
            let minutes = facts.minutes(draft().id).unwrap();
            let content = compose::build(&facts, minutes, monday()).unwrap();
            (facts, requests::freeze_minutes(content))
        };
        let (facts, request) = asked(3);
        assert_eq!(request.content.grounds.len(), 1);
        let of_draft = monday() - chrono::Duration::days(3);
        assert_eq!(request.content.day_of_grounds(), day_of(of_draft));
        assert_eq!(done(&facts, request, &by(HEAD, 1)).len(), 1);
        let (facts, request) = asked(0);
        let code = refused(&facts, request, &by(HEAD, 1));
        assert_eq!(code, Code::GroundNotInForce);
    }

    #[test]
    fn a_page_of_the_first_form_is_still_taken() {
        let (facts, minutes) = (town_with_draft(), draft());
        let built = compose::build(&facts, &minutes, monday()).unwrap();
        let first = compose::in_form(built, 1, &facts, &minutes);
        let rows = done(&facts, requests::freeze_minutes(first), &by(HEAD, 1));
        let [Row::HandoverMinutes(minutes)] = &rows[..] else {
            panic!("{rows:?}");
        };
        let frozen = minutes.frozen().unwrap();
        assert_eq!((frozen.content.form, frozen.outdated), (1, false));
        for form in [0, FORM_VERSION + 1] {
            let other = MinutesContent { form, ..content() };
            let code = refused(&facts, requests::freeze_minutes(other), &by(HEAD, 1));
            assert_eq!(code, Code::ContentChanged);
        }
    }
}
