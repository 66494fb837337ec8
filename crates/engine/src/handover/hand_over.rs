//! Handing over, as screens ask for it.

use domain::acts::{Act, EditDraft, HandOver};
use domain::facts::Scope;
use domain::ids::{MinutesId, OfficerId, OpId, UnitId};
use domain::kind::SecretClause;
use domain::proposals::{Why, proposals};
use domain::row::Table;
use domain::{Code, Refusal, Row};

use crate::act::made;
use crate::import::Noted;
use crate::{Engine, Reply};

impl Engine {
    /// Hands over and drafts the minutes; returns them.
    ///
    /// # Errors
    /// Those of the act; `letter_missing` for somebody whose name no page could show.
    pub async fn hand_over(&self, request: HandOver) -> Reply<MinutesId> {
        self.can_be_printed(request.receiver).await?;
        let changes = self.perform(request).await?;
        let draft = made(&changes, |row| match row {
            Row::HandoverMinutes(minutes) if minutes.open() => Some(minutes.id),
            _ => None,
        });
        Ok(draft.ok_or_else(|| Refusal::new(Code::WrongState))?)
    }

    /// Says a draft otherwise, as one step: its lines, giver, place and hour as handing over anew
    /// says them, then what it cites, its login and how long it lasts.
    ///
    /// # Errors
    /// Those of both acts; nothing is changed then.
    pub async fn edit_draft(&self, anew: HandOver, edit: EditDraft) -> Reply<()> {
        let facts = self.about(edit.unit, edit.minutes).await?;
        let draft = facts.minutes(edit.minutes)?;
        // Handing over anew would begin other minutes if this is another draft, or none any more.
        let same = anew.unit == draft.unit
            && anew.kind == draft.kind
            && anew.receiver == draft.receiver
            && draft.open()
            && draft.frozen().is_none();
        if !same {
            return Err(Refusal::new(Code::WrongState).into());
        }
        let anew = HandOver {
            grounds: vec![],
            login: None,
            year: Some(draft.year),
            ..anew
        };
        let acts: [Act; 2] = [anew.into(), edit.into()];
        let fresh = |act| (OpId(self.clock.uuid(self.now())), act);
        self.perform_all(acts.map(fresh).into(), Noted::Nothing)
            .await
    }

    /// Makes the draft that is proposed for a person; returns it.
    ///
    /// # Errors
    /// `not_proposed` if it is not proposed any more; `no_head` if nobody can sign; those of the act.
    pub async fn draft_proposed(
        &self,
        unit: UnitId,
        officer: OfficerId,
        why: Why,
    ) -> Reply<MinutesId> {
        let facts = self.facts(unit).await?;
        let year = self.years().await?.at_work;
        let proposed = proposals(&facts, unit, self.now(), year).into_iter();
        let mut proposed = proposed.filter(|p| p.officer == officer && p.why == why);
        let proposal = proposed
            .next()
            .ok_or_else(|| Refusal::new(Code::NotProposed))?;
        self.hand_over(HandOver {
            unit,
            kind: proposal.kind,
            giver: facts.head(unit, self.today())?.officer,
            receiver: officer,
            add: proposal.add,
            drop: vec![],
            login: None,
            grounds: proposal.grounds,
            secret: SecretClause::Personal,
            valid_until: None,
            year: Some(year),
            at_desk: None,
            spare_envelope: None,
        })
        .await
    }

    /// Refuses somebody whose name has a letter that the fonts of papers lack: nobody is to find out
    /// only when the page is made.
    pub(super) async fn can_be_printed(&self, receiver: OfficerId) -> Reply<()> {
        let row = Scope::new().row(Table::Officer, receiver);
        let facts = self.replica.gather(&row).await?;
        let Some(person) = facts.officers.get(&receiver) else {
            return Ok(());
        };
        printable_name(&person.name)
    }
}

/// Refuses a name that no page could show.
///
/// # Errors
/// `letter_missing`.
pub(super) fn printable_name(name: &str) -> Reply<()> {
    match minutes::lacking(name)? {
        Some(letter) => Err(Refusal::from(minutes::Error::Letter {
            letter,
            text: name.to_owned(),
        })
        .into()),
        None => Ok(()),
    }
}
