//! Undoing an edit, also days later. Acts are never undone: what they did is ended by another act,
//! with its paper.

use domain::acts::edit_class::ClassEdit;
use domain::acts::{Act, EditClass, EditOfficer};
use domain::ids::OpId;
use domain::{Code, Refusal};
use replica::{OutboxState, outbox};

use crate::{Engine, Reply};

/// The act that undoes another one, if it was an edit.
pub(crate) fn undoing(act: &Act) -> Option<Act> {
    match act {
        Act::EditOfficer(edit) => Some(
            EditOfficer {
                edits: edit
                    .edits
                    .iter()
                    .map(domain::acts::people::OfficerEdit::undone)
                    .collect(),
                ..edit.clone()
            }
            .into(),
        ),
        Act::EditClass(edit) => Some(
            EditClass {
                edits: edit.edits.iter().map(ClassEdit::undone).collect(),
                ..edit.clone()
            }
            .into(),
        ),
        _ => None,
    }
}

impl Engine {
    /// Undoes an edit that was done on this machine. What somebody changed since then is asked, not
    /// overwritten.
    ///
    /// # Errors
    /// `not_found` for what is no edit or came back; `conflict`.
    pub async fn undo(&self, op: OpId) -> Reply<()> {
        let found = outbox::get(&mut *self.replica.reader().await?, op)
            .await?
            .filter(|entry| entry.state != OutboxState::Returned);
        let act = found
            .and_then(|entry| undoing(&entry.signed.op.act))
            .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "task"))?;
        self.perform(act).await.map(drop)
    }
}
