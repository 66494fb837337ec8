//! The page that would come of a row, drawn before anything is written: the acts of the plan are
//! played on a copy of the facts, and the draft is drawn as every draft is.

use domain::acts::{Act, Ctx, HandOver, decide};
use domain::compose;
use domain::ids::MinutesId;
use domain::{Code, Facts, Refusal, Row, Stamp};
use minutes::Finish;
use planning::Plan;

use crate::{Engine, Reply};

impl Engine {
    /// The page that would come of a row of the table that was checked last, marked DỰ THẢO.
    ///
    /// # Errors
    /// `nothing_chosen` before a check, and if no minutes come of the row; those of the acts.
    pub async fn import_page(&self, row: u32) -> Reply<Vec<u8>> {
        let nothing = || Refusal::new(Code::NothingChosen);
        let plan = {
            let opened = self.opened.lock().await;
            let planned = opened.as_ref().and_then(|o| o.planned.as_ref());
            planned.map(|(_, plan)| plan.clone()).ok_or_else(nothing)?
        };
        let wanted = plan.hands_over(row).ok_or_else(nothing)?;
        let facts = self.facts(wanted.unit).await?;
        let (facts, draft) = self.played(facts, &plan, wanted).await?;
        let content = compose::build(&facts, facts.minutes(draft)?, self.now())?;
        Ok(minutes::render(&content, &Finish::Draft)?.bytes)
    }

    /// The facts of a unit as they would stand after its acts of a plan, up to a draft; and the draft.
    async fn played(
        &self,
        mut facts: Facts,
        plan: &Plan,
        wanted: &HandOver,
    ) -> Reply<(Facts, MinutesId)> {
        let author = self.author().await;
        for (op, act) in &plan.steps {
            let ctx = Ctx {
                actor: author.officer,
                device: author.device,
                stamp: Stamp {
                    op: *op,
                    at: self.now(),
                },
                taken: None,
            };
            if act.unit(&ctx) != wanted.unit {
                continue;
            }
            let changes = decide(&facts, act, &ctx)?;
            facts.apply(&changes);
            if matches!(act, Act::HandOver(made) if made == wanted) {
                let draft = changes.iter().find_map(|change| match &change.0 {
                    Row::HandoverMinutes(minutes) if minutes.open() => Some(minutes.id),
                    _ => None,
                });
                let draft = draft.ok_or_else(|| Refusal::new(Code::WrongState))?;
                return Ok((facts, draft));
            }
        }
        Err(Refusal::new(Code::NothingChosen).into())
    }
}
