//! Editing a draft: what handing over anew cannot say of it. Drafting again with [`super::HandOver`]
//! adds and drops lines, changes giver, place and hour, and keeps the same minutes; but it only adds
//! to what they cite, and leaves the login that is there.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::hand_over::cited_goes_on;
use super::{Ctx, Decision, minutes_needs, ordered, own_minutes, scoped};
use crate::account::{Account, System};
use crate::delegation::Delegation;
use crate::facts::{Entry, Facts, Follow, Key, Lookup, Scope};
use crate::ids::{DocumentId, MinutesId, UnitId};
use crate::kind::MinutesKind;
use crate::minutes::{DraftEdited, HandoverMinutes, Progress};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::text;

/// Says what a draft cites, with which login, and until when a custody lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EditDraft {
    /// The unit in whose file the draft lies.
    pub unit: UnitId,
    /// The draft.
    pub minutes: MinutesId,
    /// All papers that it cites from now on.
    pub grounds: Vec<DocumentId>,
    /// The login that it names from now on; none leaves the one that is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Last day of a custody (kind c); without one it lasts until other minutes end it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

scoped!(EditDraft);

/// The draft with its rights, its login with all that rests on it, whoever has the new login, and
/// what is cited.
pub(super) fn needs(request: &EditDraft, ctx: &Ctx) -> Scope {
    const LOGIN: Follow = Follow::new("edited_login", |row| match row {
        Row::HandoverMinutes(minutes) => Scope::new().and_all(minutes.account.map(|account| {
            Scope::new()
                .row(Table::Account, account)
                .by(Entry::right_with(account))
        })),
        _ => Scope::new(),
    });
    let minutes = Lookup::Id(Table::HandoverMinutes, request.minutes.0);
    let login = request.login.as_deref().map(text::tidy);
    let login = login.map(|name| Lookup::Key(Key::account_login(&System::Csdl, &name)));
    let cited = request.grounds.iter();
    minutes_needs(request.minutes, ctx)
        .find_then(minutes, LOGIN)
        .and_all(login.map(|lookup| Scope::new().find(lookup)))
        .and_all(cited.map(|id| Scope::new().row(Table::Document, *id)))
}

/// Who prepares for the unit that gives.
pub(super) fn may(facts: &Facts, request: &EditDraft, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)
}

/// Says a draft otherwise. It stays the same minutes.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`; `wrong_state` once it is frozen or has ended, and of
/// what no handover drafts; `bad_request` for a last day of anything but a custody, and for a paper
/// that is cited twice; `ground_not_in_force` for a paper that is new here and has ceased;
/// `login_printed` if other minutes rest on the login; `taken` if somebody else has it;
/// `dates_reversed`; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn decide(facts: &Facts, request: &EditDraft, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    let draft = own_minutes(facts, request.unit, request.minutes)?;
    if !draft.open() || draft.progress != Progress::Draft || !draft.kind.opens_rights() {
        return Err(Refusal::new(Code::WrongState));
    }
    cites(facts, draft, request, ctx)?;
    let login = renamed(facts, draft, request)?;
    let mut changes: Vec<Change> = login
        .map(|account| Change(Row::Account(account)))
        .into_iter()
        .collect();
    changes.extend(lasting(facts, draft, request)?);
    changes.push(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
        grounds: request.grounds.clone(),
        // Handing over anew goes before it in the same step, and has counted the step.
        edited: Some(DraftEdited {
            by: ctx.actor,
            at: ctx.stamp.at,
            times: draft.edited.map_or(1, |before| before.times),
        }),
        ..draft.clone()
    }))));
    Ok(changes)
}

/// A draft keeps what it cites; what is new must be there and in force.
fn cites(
    facts: &Facts,
    draft: &HandoverMinutes,
    request: &EditDraft,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    let cited = &request.grounds;
    if (1..cited.len()).any(|at| cited[..at].contains(&cited[at])) {
        return Err(Refusal::new(Code::BadRequest));
    }
    let new = cited.iter().filter(|id| !draft.grounds.contains(id));
    let new: Vec<DocumentId> = new.copied().collect();
    for id in &new {
        let given = facts.document_of(*id, draft.giver_unit);
        given.or_else(|_| facts.document_of(*id, draft.unit))?;
    }
    cited_goes_on(facts, &new, ctx.day())
}

/// The login as it is named from now on, if another is. Nothing but this draft may rest on it: what
/// was printed is what was signed.
fn renamed(
    facts: &Facts,
    draft: &HandoverMinutes,
    request: &EditDraft,
) -> Result<Option<Account>, Refusal> {
    let (Some(typed), Some(account)) = (&request.login, draft.account) else {
        return Ok(None);
    };
    let account = facts.account(account)?;
    let login = text::name("login", typed)?;
    if login == account.login {
        return Ok(None);
    }
    let never = |right: &Delegation| right.in_force_at.is_none() && right.closed.is_some();
    let mut resting = facts.rights_with(account.id);
    if resting.any(|right| right.minutes != draft.id && !never(right)) {
        return Err(Refusal::new(Code::LoginPrinted).with("login", &account.login));
    }
    let known = facts.login(&System::Csdl, &login);
    if known.is_some_and(|known| known.id != account.id) {
        return Err(Refusal::new(Code::Taken).with("what", "account_login"));
    }
    Ok(Some(Account {
        login,
        ..account.clone()
    }))
}

/// The right of a custody with its last day as it is said now.
fn lasting(
    facts: &Facts,
    draft: &HandoverMinutes,
    request: &EditDraft,
) -> Result<Vec<Change>, Refusal> {
    let until = request.valid_until;
    if draft.kind != MinutesKind::Custody {
        return match until {
            Some(_) => Err(Refusal::new(Code::BadRequest)),
            None => Ok(vec![]),
        };
    }
    let waiting = facts.rights_by(draft.id).filter(|right| right.waits());
    let moved = waiting.filter(|right| right.line.until != until);
    moved
        .map(|right| {
            ordered(right.line.from, until)?;
            let mut moved = right.clone();
            moved.line.until = until;
            Ok(Change(Row::Delegation(moved)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{AccountKind, Custody};
    use crate::document::Document;
    use crate::minutes::{EndKind, Ended};
    use crate::rights::Function;
    use crate::samples::requests::edit_draft as request;
    use crate::samples::{
        COLLEAGUE, COMMUNE, DECISION, HEAD, LOGIN, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, account,
        by, document, done, draft, ill_names, monday, paper, refused, today, tomorrow,
        town_with_draft, town_with_printed, waiting_right, with, yesterday,
    };

    fn renaming(login: &str) -> EditDraft {
        EditDraft {
            login: Some(login.to_owned()),
            ..request()
        }
    }

    fn login_of_teacher(login: &str) -> Account {
        Account {
            login: login.to_owned(),
            ..account(LOGIN, SCHOOL, AccountKind::Use, Custody::Personal(TEACHER))
        }
    }

    /// The head said it otherwise once.
    fn edited(draft: HandoverMinutes) -> HandoverMinutes {
        HandoverMinutes {
            edited: Some(DraftEdited {
                by: HEAD,
                at: monday(),
                times: 1,
            }),
            ..draft
        }
    }

    /// The draft is one of custody now, until a day.
    fn custody(until: Option<NaiveDate>) -> Facts {
        let minutes = HandoverMinutes {
            kind: MinutesKind::Custody,
            ..draft()
        };
        let mut right = waiting_right();
        right.line.function = Function::Administration;
        right.line.until = until;
        with(town_with_draft(), [paper(minutes), Row::Delegation(right)])
    }

    #[test]
    fn a_draft_cites_what_is_said_and_what_is_left_out_is_taken_off() {
        let cited = HandoverMinutes {
            grounds: vec![DECISION],
            ..draft()
        };
        let off = EditDraft {
            grounds: vec![],
            ..request()
        };
        let facts = with(town_with_draft(), [paper(cited.clone())]);
        assert_eq!(done(&facts, off, &by(HEAD, 1)), [paper(edited(draft()))]);
        let rows = done(&town_with_draft(), request(), &by(HEAD, 1));
        assert_eq!(rows, [paper(edited(cited))]);
    }

    #[test]
    fn a_paper_that_has_ceased_may_stay_but_is_not_cited_anew() {
        let ceased = Document {
            until: Some(yesterday()),
            ..document()
        };
        let facts = with(town_with_draft(), [Row::Document(ceased)]);
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::GroundNotInForce);
        let cited = HandoverMinutes {
            grounds: vec![DECISION],
            ..draft()
        };
        let facts = with(facts, [paper(cited.clone())]);
        let rows = done(&facts, request(), &by(HEAD, 1));
        assert_eq!(rows, [paper(edited(cited))]);
    }

    #[test]
    fn a_login_that_was_typed_wrongly_is_named_rightly() {
        let rows = done(&town_with_draft(), renaming(" hoa.nt2 "), &by(HEAD, 1));
        assert_eq!(rows[0], Row::Account(login_of_teacher("hoa.nt2")));
        let known = account(LOGIN, SCHOOL, AccountKind::Use, Custody::Personal(TEACHER));
        let rows = done(&town_with_draft(), renaming(&known.login), &by(HEAD, 1));
        assert_eq!(rows.len(), 1, "it is the same");
        for (login, code) in ill_names() {
            let facts = town_with_draft();
            assert_eq!(refused(&facts, renaming(&login), &by(HEAD, 1)), code);
        }
    }

    #[test]
    fn a_login_on_other_minutes_or_of_somebody_else_stays() {
        let signed = Delegation {
            id: crate::ids::DelegationId(LOST),
            minutes: MinutesId(LOST),
            in_force_at: Some(monday()),
            ..waiting_right()
        };
        let facts = with(town_with_draft(), [Row::Delegation(signed.clone())]);
        let code = refused(&facts, renaming("hoa.nt2"), &by(HEAD, 1));
        assert_eq!(code, Code::LoginPrinted);
        let never = super::super::stop_minutes::closed_unopened(
            &Delegation {
                in_force_at: None,
                ..signed
            },
            &by(HEAD, 1),
            None,
        );
        let facts = with(town_with_draft(), [never.0]);
        assert!(!done(&facts, renaming("hoa.nt2"), &by(HEAD, 1)).is_empty());
        let others = Account {
            id: crate::ids::AccountId(LOST),
            custody: Custody::Personal(COLLEAGUE),
            ..login_of_teacher("lan.tt")
        };
        let facts = with(town_with_draft(), [Row::Account(others)]);
        let code = refused(&facts, renaming("LAN.TT"), &by(HEAD, 1));
        assert_eq!(code, Code::Taken);
    }

    #[test]
    fn a_custody_lasts_until_another_day() {
        let until = |day| EditDraft {
            valid_until: day,
            ..request()
        };
        let rows = done(&custody(None), until(Some(tomorrow())), &by(HEAD, 1));
        let [Row::Delegation(right), Row::HandoverMinutes(_)] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert_eq!(right.line.until, Some(tomorrow()));
        let rows = done(&custody(Some(today())), until(None), &by(HEAD, 1));
        assert!(matches!(&rows[0], Row::Delegation(right) if right.line.until.is_none()));
        let code = refused(&custody(None), until(Some(yesterday())), &by(HEAD, 1));
        assert_eq!(code, Code::DatesReversed);
        let code = refused(&town_with_draft(), until(Some(tomorrow())), &by(HEAD, 1));
        assert_eq!(code, Code::BadRequest);
    }

    #[test]
    fn only_a_draft_of_the_unit_is_edited_and_only_by_who_prepares() {
        let ended = HandoverMinutes {
            ended: Some(Ended {
                kind: EndKind::Cancelled,
                at: monday(),
                by: HEAD,
                reason: None,
                minutes: None,
            }),
            ..draft()
        };
        let back = HandoverMinutes {
            kind: MinutesKind::TakeBack,
            ..draft()
        };
        let otherwise = |row| with(town_with_draft(), [paper(row)]);
        for facts in [town_with_printed(), otherwise(ended), otherwise(back)] {
            assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::WrongState);
        }
        let facts = town_with_draft();
        let through = EditDraft {
            unit: OTHER_SCHOOL,
            ..request()
        };
        assert_eq!(refused(&facts, through, &by(HEAD, 1)), Code::OtherUnit);
        let unknown = EditDraft {
            minutes: MinutesId(LOST),
            ..request()
        };
        assert_eq!(refused(&facts, unknown, &by(HEAD, 1)), Code::NotFound);
        let citing = |grounds| EditDraft {
            grounds,
            ..request()
        };
        let twice = citing(vec![DECISION, DECISION]);
        assert_eq!(refused(&facts, twice, &by(HEAD, 1)), Code::BadRequest);
        let nowhere = citing(vec![DocumentId(LOST)]);
        assert_eq!(refused(&facts, nowhere, &by(HEAD, 1)), Code::NotFound);
        let code = refused(&facts, request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
        let above = by(crate::samples::head_of(COMMUNE), 1);
        assert!(!done(&facts, request(), &above).is_empty());
    }
}
