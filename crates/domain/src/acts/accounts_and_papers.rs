//! Acts about logins and the papers that minutes cite.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, scoped};
use crate::account::{Account, AccountKind, Custody, System};
use crate::document::{Document, DocumentKind};
use crate::facts::{Facts, Key, Lookup, Scope};
use crate::ids::{AccountId, DocumentId, OfficerId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::text;

/// Adds a login on a named system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddAccount {
    /// The unit that answers for it.
    pub unit: UnitId,
    /// Where.
    pub system: System,
    /// Address.
    pub address: String,
    /// Login name.
    pub login: String,
    /// Admin or use.
    pub kind: AccountKind,
    /// The person, for a personal login; the head looks after an admin account until minutes of
    /// kind c.
    pub officer: Option<OfficerId>,
}

/// Registers a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddDocument {
    /// Whose register.
    pub unit: UnitId,
    /// What it is.
    pub kind: DocumentKind,
    /// `Quyết định`.
    pub title: String,
    /// Number and symbol.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Issuer.
    pub issuer: String,
    /// Subject.
    pub subject: String,
    /// Last day on which it holds, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// Says until when a registered paper holds: minutes that are drafted later do not cite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EndDocument {
    /// Whose register.
    pub unit: UnitId,
    /// The paper.
    pub document: DocumentId,
    /// Last day on which it holds.
    pub until: NaiveDate,
}

scoped!(AddAccount, AddDocument, EndDocument);

/// The person, the unit's admin accounts, and whether the system has an open login of this name.
pub(super) fn add_account_needs(request: &AddAccount, ctx: &Ctx) -> Scope {
    let officer = request.officer;
    let login = text::tidy(&request.login);
    let system = match &request.system {
        System::Other(name) => System::Other(text::tidy(name)),
        ours => ours.clone(),
    };
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and_all(officer.map(|id| Scope::new().row(Table::Officer, id)))
        .find(Lookup::Key(Key::account_login(&system, &login)))
}

/// The line of the unit.
pub(super) fn add_document_needs(request: &AddDocument, ctx: &Ctx) -> Scope {
    Scope::new().who_may(ctx.actor, request.unit)
}

/// The line of the unit, and the paper.
pub(super) fn end_document_needs(request: &EndDocument, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .row(Table::Document, request.document)
}

/// Refuses unless the person prepares for the unit; an admin account opens everything, so who leads
/// the unit or one above it adds it.
///
/// # Errors
/// `may_not_prepare`, `only_the_head`; `not_found` for the unit.
pub(super) fn add_account_may(
    facts: &Facts,
    request: &AddAccount,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    match request.kind {
        AccountKind::Admin => facts.must_lead(ctx.actor, request.unit, ctx.stamp.at),
        AccountKind::Use => Ok(()),
    }
}

/// Adds a login.
///
/// # Errors
/// `may_not_prepare`; `only_the_head` for an admin account unless the actor leads; `not_found` for
/// the person or the unit; `taken` by an open login of the system, whatever its capitals, or by the
/// unit's admin account there; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn add_account(facts: &Facts, request: &AddAccount, ctx: &Ctx) -> Decision {
    add_account_may(facts, request, ctx)?;
    let custody = match request.officer {
        Some(officer) => Custody::Personal(facts.officer_of(officer, request.unit)?.id),
        None => Custody::Head,
    };
    let login = text::name("login", &request.login)?;
    let system = match &request.system {
        System::Other(name) => System::Other(text::name("system", name)?),
        ours => ours.clone(),
    };
    if facts.login(&system, &login).is_some() {
        return Err(Refusal::new(Code::Taken).with("what", "account_login"));
    }
    let key = |system: &System| system.key().to_lowercase();
    let mut admin = facts.admin_accounts(request.unit);
    let mut there = || admin.any(|a| key(&a.system) == key(&system));
    if request.kind == AccountKind::Admin && there() {
        return Err(Refusal::new(Code::Taken).with("what", "admin_account"));
    }
    Ok(vec![Change(Row::Account(Account {
        id: AccountId(ctx.stamp.id(0)),
        unit: request.unit,
        system,
        address: text::name("place", &request.address)?,
        login,
        kind: request.kind,
        custody,
        closed_on: None,
    }))])
}

/// Refuses unless the person prepares for the unit.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit.
pub(super) fn add_document_may(
    facts: &Facts,
    request: &AddDocument,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)
}

/// Registers a paper.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit; `dates_reversed` for one that ends before its date;
/// `name_missing`, `name_too_long`, `name_bad_character`.
pub fn add_document(facts: &Facts, request: &AddDocument, ctx: &Ctx) -> Decision {
    add_document_may(facts, request, ctx)?;
    if request.until.is_some_and(|until| until < request.date) {
        return Err(Refusal::new(Code::DatesReversed));
    }
    Ok(vec![Change(Row::Document(Document {
        id: DocumentId(ctx.stamp.id(0)),
        unit: request.unit,
        kind: request.kind,
        title: text::name("subject", &request.title)?,
        number: text::name("number", &request.number)?,
        date: request.date,
        issuer: text::name("issuer", &request.issuer)?,
        subject: about(&request.subject)?,
        until: request.until,
    }))])
}

/// What a paper is about, without the *về việc* that papers print before it.
fn about(typed: &str) -> Result<String, Refusal> {
    const BEGINNINGS: [&str; 4] = ["về việc ", "v/v ", "v/v: ", "về việc: "];
    let subject = text::sentence("subject", typed)?;
    let lower = subject.to_lowercase();
    let begins = BEGINNINGS.iter().filter(|words| lower.starts_with(**words));
    let skipped = begins.map(|words| words.chars().count()).max();
    let rest: String = subject.chars().skip(skipped.unwrap_or(0)).collect();
    text::sentence("subject", &rest)
}

/// Refuses unless the person prepares for the unit in whose register the paper stands.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit or the paper; `other_unit`.
pub(super) fn end_document_may(
    facts: &Facts,
    request: &EndDocument,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    if facts.document(request.document)?.unit == request.unit {
        Ok(())
    } else {
        Err(Refusal::new(Code::OtherUnit))
    }
}

/// Ends a paper. What cites it already keeps it.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit or the paper; `other_unit`; `dates_reversed` for an end
/// before its date.
pub fn end_document(facts: &Facts, request: &EndDocument, ctx: &Ctx) -> Decision {
    end_document_may(facts, request, ctx)?;
    let document = facts.document(request.document)?;
    if request.until < document.date {
        return Err(Refusal::new(Code::DatesReversed));
    }
    Ok(vec![Change(Row::Document(Document {
        until: Some(request.until),
        ..document.clone()
    }))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::officer::{Appointment, Role};
    use crate::samples::{
        ADMIN, COLLEAGUE, COMMUNE, HEAD, LOST, SCHOOL, TEACHER, account, by, done, head_of,
        ill_names, ill_sentences, post, refused, requests, today, town, with,
    };

    mod add_account {
        use super::*;
        use requests::add_account as request;

        fn admin() -> Account {
            account(ADMIN, SCHOOL, AccountKind::Admin, Custody::Head)
        }

        /// The town, in which the school's admin account was closed.
        fn town() -> Facts {
            let closed = Account {
                closed_on: Some(today()),
                ..admin()
            };
            with(crate::samples::town(), [Row::Account(closed)])
        }

        #[test]
        fn a_unit_has_one_open_admin_account_of_a_system() {
            let facts = crate::samples::town();
            let code = refused(&facts, request(), &by(HEAD, 1));
            assert_eq!(code, Code::Taken);
            let elsewhere = AddAccount {
                system: System::BanGiao,
                ..request()
            };
            assert_eq!(done(&facts, elsewhere, &by(HEAD, 1)).len(), 1);
            let for_use = AddAccount {
                kind: AccountKind::Use,
                ..request()
            };
            assert_eq!(done(&facts, for_use, &by(HEAD, 1)).len(), 1);
            let named = |name: &str| System::Other(name.to_owned());
            let known = Account {
                system: named("vnEdu"),
                ..admin()
            };
            let facts = with(town(), [Row::Account(known)]);
            let again = AddAccount {
                system: named("VNEDU"),
                ..request()
            };
            assert_eq!(refused(&facts, again, &by(HEAD, 1)), Code::Taken);
        }

        #[test]
        fn only_who_leads_a_unit_or_one_above_adds_its_admin_account() {
            let clerk = Appointment {
                prepares: true,
                ..post(COLLEAGUE, SCHOOL, Role::Member)
            };
            let facts = with(town(), [Row::Appointment(clerk)]);
            let code = refused(&facts, request(), &by(COLLEAGUE, 1));
            assert_eq!(code, Code::OnlyTheHead);
            let for_use = AddAccount {
                kind: AccountKind::Use,
                ..request()
            };
            assert_eq!(done(&facts, for_use, &by(COLLEAGUE, 1)).len(), 1);
            let above = by(head_of(COMMUNE), 1);
            assert_eq!(done(&facts, request(), &above).len(), 1);
        }

        #[test]
        fn a_login_without_a_person_is_for_the_head() {
            let ctx = by(HEAD, 1);
            let added = Account {
                id: AccountId(ctx.stamp.id(0)),
                login: "thcsdg".to_owned(),
                ..account(ADMIN, request().unit, AccountKind::Admin, Custody::Head)
            };
            assert_eq!(done(&town(), request(), &ctx), [Row::Account(added)]);
        }

        #[test]
        fn a_login_of_a_person_is_his_own() {
            let request = AddAccount {
                officer: Some(TEACHER),
                kind: AccountKind::Use,
                ..request()
            };
            let rows = done(&town(), request, &by(HEAD, 1));
            let [Row::Account(added)] = &rows[..] else {
                panic!("{rows:?}");
            };
            assert_eq!(added.custody, Custody::Personal(TEACHER));
        }

        #[test]
        fn a_teacher_adds_no_login() {
            let code = refused(&town(), request(), &by(TEACHER, 1));
            assert_eq!(code, Code::MayNotPrepare);
        }

        #[test]
        fn nobody_who_is_not_there_has_a_login() {
            let request = AddAccount {
                officer: Some(LOST.into()),
                ..request()
            };
            assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
        }

        #[test]
        fn a_login_is_there_once_in_its_system_until_it_is_closed() {
            let ctx = by(HEAD, 1);
            let known = Account {
                kind: AccountKind::Use,
                ..admin()
            };
            let facts = with(town(), [Row::Account(known.clone())]);
            let again = AddAccount {
                login: known.login.clone(),
                ..request()
            };
            assert_eq!(refused(&facts, again.clone(), &ctx), Code::Taken);
            let in_capitals = AddAccount {
                login: known.login.to_uppercase(),
                ..request()
            };
            assert_eq!(refused(&facts, in_capitals, &ctx), Code::Taken);
            let elsewhere = AddAccount {
                system: System::BanGiao,
                ..again.clone()
            };
            assert_eq!(done(&facts, elsewhere, &ctx).len(), 1);
            let closed = Account {
                closed_on: Some(ctx.day()),
                ..known
            };
            let facts = with(town(), [Row::Account(closed)]);
            assert_eq!(done(&facts, again, &ctx).len(), 1);
        }

        #[test]
        fn login_address_and_another_system_are_texts_that_can_be_read() {
            for (text, code) in ill_names() {
                let system = AddAccount {
                    system: System::Other(text.clone()),
                    ..request()
                };
                let login = AddAccount {
                    login: text.clone(),
                    ..request()
                };
                let address = AddAccount {
                    address: text,
                    ..request()
                };
                for request in [system, login, address] {
                    assert_eq!(refused(&town(), request, &by(HEAD, 1)), code);
                }
            }
        }
    }

    mod add_document {
        use super::*;
        use requests::add_document as request;

        #[test]
        fn a_paper_is_registered_as_it_is_written_and_tidied() {
            let ctx = by(HEAD, 1);
            let typed = AddDocument {
                title: " Kế  hoạch".to_owned(),
                ..request()
            };
            let added = Document {
                id: DocumentId(ctx.stamp.id(0)),
                unit: request().unit,
                kind: DocumentKind::Plan,
                title: "Kế hoạch".to_owned(),
                number: request().number,
                date: request().date,
                issuer: request().issuer,
                subject: request().subject,
                until: None,
            };
            assert_eq!(done(&town(), typed, &ctx), [Row::Document(added)]);
        }

        #[test]
        fn what_a_paper_is_about_is_kept_without_the_words_that_papers_print_before_it() {
            for typed in [
                "Về việc giao tài khoản",
                "v/v giao tài khoản",
                "V/v: giao tài khoản",
                "giao tài khoản",
            ] {
                let typed = AddDocument {
                    subject: typed.to_owned(),
                    ..request()
                };
                let rows = done(&town(), typed, &by(HEAD, 1));
                let [Row::Document(added)] = &rows[..] else {
                    panic!("{rows:?}");
                };
                assert_eq!(added.subject, "giao tài khoản");
            }
        }

        #[test]
        fn a_paper_ends_on_its_own_day_or_later() {
            let until = |day| AddDocument {
                until: Some(day),
                ..request()
            };
            let rows = done(&town(), until(request().date), &by(HEAD, 1));
            let [Row::Document(added)] = &rows[..] else {
                panic!("{rows:?}");
            };
            assert!(added.goes_on(request().date) && !added.goes_on(today()));
            let before = request().date.pred_opt().unwrap();
            let code = refused(&town(), until(before), &by(HEAD, 1));
            assert_eq!(code, Code::DatesReversed);
        }

        #[test]
        fn a_teacher_registers_no_paper() {
            let code = refused(&town(), request(), &by(TEACHER, 1));
            assert_eq!(code, Code::MayNotPrepare);
        }

        #[test]
        fn a_unit_that_is_not_there_has_no_register_of_documents() {
            let request = AddDocument {
                unit: LOST.into(),
                ..request()
            };
            assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
        }

        #[test]
        fn what_papers_cite_of_a_paper_can_be_read() {
            let ctx = by(HEAD, 1);
            for (text, code) in ill_names() {
                let typed = [
                    AddDocument {
                        title: text.clone(),
                        ..request()
                    },
                    AddDocument {
                        number: text.clone(),
                        ..request()
                    },
                    AddDocument {
                        issuer: text,
                        ..request()
                    },
                ];
                for request in typed {
                    assert_eq!(refused(&town(), request, &ctx), code);
                }
            }
            for (subject, code) in ill_sentences() {
                let request = AddDocument {
                    subject,
                    ..request()
                };
                assert_eq!(refused(&town(), request, &ctx), code);
            }
        }
    }

    mod end_document {
        use super::*;
        use crate::samples::{DECISION, OTHER_SCHOOL, document};
        use requests::end_document as request;

        #[test]
        fn a_paper_holds_until_its_last_day() {
            let ended = Document {
                until: Some(request().until),
                ..document()
            };
            let rows = done(&town(), request(), &by(HEAD, 1));
            assert_eq!(rows, [Row::Document(ended.clone())]);
            assert!(ended.goes_on(request().until));
            assert!(!ended.goes_on(request().until.succ_opt().unwrap()));
        }

        #[test]
        fn a_teacher_ends_no_paper() {
            let code = refused(&town(), request(), &by(TEACHER, 1));
            assert_eq!(code, Code::MayNotPrepare);
        }

        #[test]
        fn only_a_paper_of_the_register_ends() {
            let lost = EndDocument {
                document: LOST.into(),
                ..request()
            };
            assert_eq!(refused(&town(), lost, &by(HEAD, 1)), Code::NotFound);
            let elsewhere = Document {
                unit: OTHER_SCHOOL,
                ..document()
            };
            assert_eq!(elsewhere.id, DECISION);
            let facts = with(town(), [Row::Document(elsewhere)]);
            assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::OtherUnit);
        }

        #[test]
        fn no_paper_ends_before_its_date() {
            let early = EndDocument {
                until: document().date.pred_opt().unwrap(),
                ..request()
            };
            let code = refused(&town(), early, &by(HEAD, 1));
            assert_eq!(code, Code::DatesReversed);
        }
    }
}
