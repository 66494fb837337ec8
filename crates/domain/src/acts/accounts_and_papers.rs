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
}

scoped!(AddAccount, AddDocument);

/// The person, and whether the system has an open login of this name.
pub(super) fn add_account_needs(request: &AddAccount, ctx: &Ctx) -> Scope {
    let officer = request.officer;
    let login = text::tidy(&request.login);
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and_all(officer.map(|id| Scope::new().row(Table::Officer, id)))
        .find(Lookup::Key(Key::account_login(&request.system, &login)))
}

/// The line of the unit.
pub(super) fn add_document_needs(request: &AddDocument, ctx: &Ctx) -> Scope {
    Scope::new().who_may(ctx.actor, request.unit)
}

/// Adds a login.
///
/// # Errors
/// `may_not_prepare`, `taken`, `not_found`; refusals of names.
pub fn add_account(facts: &Facts, request: &AddAccount, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    let custody = match request.officer {
        Some(officer) => Custody::Personal(facts.officer(officer)?.id),
        None => Custody::Head,
    };
    let login = text::name("login", &request.login)?;
    if facts.login(&request.system, &login).is_some() {
        return Err(Refusal::new(Code::Taken).with("what", "account_login"));
    }
    Ok(vec![Change(Row::Account(Account {
        id: AccountId(ctx.stamp.id(0)),
        unit: request.unit,
        system: request.system.clone(),
        address: text::name("place", &request.address)?,
        login,
        kind: request.kind,
        custody,
        closed_on: None,
    }))])
}

/// Registers a paper.
///
/// # Errors
/// `may_not_prepare`; refusals of names.
pub fn add_document(facts: &Facts, request: &AddDocument, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    Ok(vec![Change(Row::Document(Document {
        id: DocumentId(ctx.stamp.id(0)),
        unit: request.unit,
        kind: request.kind,
        title: text::name("subject", &request.title)?,
        number: text::name("number", &request.number)?,
        date: request.date,
        issuer: text::name("issuer", &request.issuer)?,
        subject: text::sentence("subject", &request.subject)?,
    }))])
}
