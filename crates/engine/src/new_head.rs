//! Who comes to lead a unit, with the draft between the two. Somebody from outside is added to its
//! people and put in the place of the head, or neither.

use chrono::NaiveDate;
use domain::acts::people::Post;
use domain::acts::{AddOfficer, ChangeHead, Withdraw, Withdrawn};
use domain::ids::{DocumentId, MinutesId, OfficerId, UnitId};
use domain::kind::{MinutesKind, Witness};
use domain::officer::Role;
use domain::row::Row;
use domain::{Code, Refusal};
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
    /// Changes the head of a unit; returns the draft of the minutes between the two.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn change_head(&self, request: ChangeHead) -> Reply<MinutesId> {
        let changes = self.perform(request).await?;
        let draft = made(&changes, |row| match row {
            Row::HandoverMinutes(minutes) if minutes.kind == MinutesKind::HeadChange => {
                Some(minutes.id)
            }
            _ => None,
        });
        Ok(draft.ok_or_else(|| Refusal::new(Code::WrongState))?)
    }

    /// Puts somebody who is not known yet in the place of a unit's head; returns the draft of the
    /// minutes.
    ///
    /// # Errors
    /// Those of [`AddOfficer`] and of [`ChangeHead`]; whoever was added goes again.
    pub async fn put_new_head(&self, head: NewHead) -> Reply<MinutesId> {
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
        let officer = officer.ok_or_else(|| Refusal::new(Code::WrongState))?;
        let changed = self
            .change_head(ChangeHead {
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
        changed
    }
}
