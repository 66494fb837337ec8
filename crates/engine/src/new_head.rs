//! Somebody who comes from outside to lead a unit: added to its people and put in the place of the
//! head, or neither.

use chrono::NaiveDate;
use domain::acts::people::Post;
use domain::acts::{AddOfficer, ChangeHead, Withdraw, Withdrawn};
use domain::ids::{DocumentId, OfficerId, UnitId};
use domain::kind::Witness;
use domain::officer::Role;
use domain::row::Row;
use serde::{Deserialize, Serialize};

use crate::{Engine, Reply, made};

/// Who leads a unit from a day on and is not among its people yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NewHead {
    /// The unit: the own one, or one below.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Head, acting or in charge.
    pub role: Role,
    /// Post as papers name it.
    pub position: String,
    /// First day.
    pub from: NaiveDate,
    /// The decision of appointment.
    pub document: DocumentId,
    /// Who witnesses for the unit above.
    pub witness: Option<Witness>,
}

impl Engine {
    /// Puts somebody who is not known yet in the place of a unit's head, and drafts the minutes.
    ///
    /// # Errors
    /// Those of [`AddOfficer`] and of [`ChangeHead`]; whoever was added goes again.
    pub async fn put_new_head(&self, head: NewHead) -> Reply<()> {
        let code = self.facts(head.unit).await?.free_head_code(head.unit);
        // One day as one of its people: from then on the leading post says what the person is.
        let post = Post {
            role: Role::Member,
            position: head.position.clone(),
            duty: None,
            prepares: false,
            from: head.from,
            until: Some(head.from),
            document: Some(head.document),
            numbers: false,
        };
        let added = self
            .perform(AddOfficer {
                unit: head.unit,
                name: head.name,
                code,
                sex: None,
                born_on: None,
                id_number: None,
                phone: None,
                post,
            })
            .await?;
        let officer: Option<OfficerId> = made(&added, |row| match row {
            Row::Officer(officer) => Some(officer.id),
            _ => None,
        });
        let Some(officer) = officer else {
            return Ok(());
        };
        let changed = self
            .perform(ChangeHead {
                unit: head.unit,
                officer,
                role: head.role,
                position: head.position,
                from: head.from,
                document: head.document,
                witness: head.witness,
            })
            .await;
        if changed.is_err() {
            let entries = vec![Withdrawn::Officer { officer }];
            let unit = head.unit;
            self.perform(Withdraw { unit, entries }).await?;
        }
        changed.map(drop)
    }
}
