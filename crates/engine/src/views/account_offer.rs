//! What is needed to hand an admin account over.

use domain::account::Custody;
use domain::ids::{OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::{Code, Refusal, offer};
use serde::Serialize;

use super::documents::DocumentRow;
use super::givers::{Givers, givers};
use super::names::name_of;
use crate::{Engine, Reply};

/// What is needed to hand an admin account over: kinds a, b and c.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountOffer {
    /// The unit that receives, or whose head deputises.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Kind.
    pub kind: MinutesKind,
    /// The unit that gives.
    pub giver_unit: String,
    /// Who signs.
    pub givers: Givers,
    /// Who may receive: for a unit its head first.
    pub receivers: Vec<(OfficerId, String, String)>,
    /// Login of the admin account, when known.
    pub login: Option<String>,
    /// The present custodian, if there is one.
    pub custodian: Option<String>,
    /// Papers that may be cited.
    pub documents: Vec<DocumentRow>,
}

impl Engine {
    /// What is needed to hand the admin account of a unit over: from the unit above to the unit,
    /// or, where it is the own unit, from its head to a custodian.
    ///
    /// # Errors
    /// `not_found`, `no_head`, `not_the_parent`.
    pub async fn account_offer(&self, unit: UnitId) -> Reply<AccountOffer> {
        let facts = self.facts(unit).await?;
        let day = self.today();
        let row = facts.unit(unit)?;
        let own = unit == self.identity().await.unit;
        let parent = row
            .parent_on(day)
            .ok_or_else(|| Refusal::new(Code::NotTheParent).with("unit", row.name_on(day)));
        let giver_unit = if own { unit } else { parent? };
        let account = facts.admin_account(unit);
        let mut posts: Vec<_> = facts
            .posts(unit, day)
            .filter(|post| !(own && post.role.leads()))
            .collect();
        posts.sort_by_cached_key(|post| {
            (
                !post.role.leads(),
                domain::text::person_sort_key(&name_of(&facts, post.officer)),
            )
        });
        Ok(AccountOffer {
            unit,
            unit_name: row.name_on(day).to_owned(),
            kind: offer::account_kind(row, !own),
            giver_unit: facts.unit(giver_unit)?.name_on(day).to_owned(),
            givers: givers(&facts, giver_unit, day)?,
            receivers: posts
                .into_iter()
                .map(|post| {
                    (
                        post.officer,
                        name_of(&facts, post.officer),
                        post.position.clone(),
                    )
                })
                .collect(),
            login: account.map(|a| a.login.clone()),
            custodian: account.and_then(|a| match a.custody {
                Custody::Custodian(officer) => Some(name_of(&facts, officer)),
                _ => None,
            }),
            documents: self.documents_in_force(giver_unit).await?,
        })
    }
}
