//! Handing over the admin accounts of many units below in one go: what is the same for all is said
//! once, and one that is refused does not stop the rest.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use domain::acts::people::{AddOfficer, Post};
use domain::acts::{Act, HandOver};
use domain::ids::{DocumentId, MinutesId, OfficerId, OpId, UnitId};
use domain::kind::{AtDesk, SecretClause};
use domain::officer::Role;
use domain::{Code, Refusal, Stamp, text};
use replica::imports::Import;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hand_over::printable_name;
use crate::import::Noted;
use crate::views::accounts_offer::{AccountLine, AccountsOffer};
use crate::{Engine, Failure, Reply};

/// Units of which the drafts are written together.
const AT_ONCE: usize = 20;

/// What is handed over to many units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GiveAccounts {
    /// Who receives.
    pub units: Vec<UnitToGive>,
    /// Who signs for all.
    pub giver: OfficerId,
    /// Papers to cite.
    pub grounds: Vec<DocumentId>,
    /// How the passwords go over. The number at the end of a serial counts up from unit to unit.
    pub secret: SecretClause,
    /// The desk at which communes receive.
    pub at_desk: Option<AtDesk>,
}

/// One of them, with what was missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UnitToGive {
    /// The unit.
    pub unit: UnitId,
    /// The login of its admin account, where the register has none.
    pub login: Option<String>,
    /// Name and post of its head, where nobody is entered.
    pub head: Option<(String, String)>,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GivenAccounts {
    /// Drafts, each with its unit.
    pub drafted: Vec<(UnitId, MinutesId)>,
    /// Units that were refused, by name, and why.
    pub failed: Vec<(String, Failure)>,
    /// Whether it was cancelled before the end.
    pub cancelled: bool,
    /// Identity, to undo it by as one step like an import; none where nothing was drafted.
    pub id: Option<Uuid>,
}

/// The acts for one unit, with the ids of their ops.
type Acts = Vec<(OpId, Act)>;

impl Engine {
    /// Drafts the minutes by which units right below receive their accounts. `progress` hears how
    /// many are done; `cancel` ends it after those that are being written.
    ///
    /// # Errors
    /// `nothing_chosen` without units; those of a name for the first serial; those of [`Engine::accounts_offer`]. What is refused of one
    /// unit is said of it: `no_head`, `login_missing`, and the refusals of the acts.
    pub async fn give_accounts(
        &self,
        request: &GiveAccounts,
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<GivenAccounts> {
        if request.units.is_empty() {
            return Err(Refusal::new(Code::NothingChosen).into());
        }
        if let SecretClause::Envelope(first) | SecretClause::Slip(first) = &request.secret {
            text::name("serial", first)?;
        }
        let offer = self.accounts_offer().await?;
        let mut given = GivenAccounts {
            drafted: vec![],
            failed: vec![],
            cancelled: false,
            id: None,
        };
        let step = self.step();
        let (mut done, mut written) = (0, BTreeSet::new());
        for part in request.units.chunks(AT_ONCE) {
            if cancel.load(Ordering::Relaxed) {
                given.cancelled = true;
                break;
            }
            let mut planned = vec![];
            // The envelopes lie in the order of the units: one that is refused leaves its own unused.
            for (serial, wanted) in (done..).zip(part) {
                match self.acts_for(request, wanted, &offer, serial).await {
                    Ok(acts) => planned.push((wanted.unit, acts)),
                    Err(failure) => given.failed.push((named(&offer, wanted.unit), failure)),
                }
            }
            written.extend(self.draft_all(planned, &step, &offer, &mut given).await);
            done += u32::try_from(part.len()).unwrap_or(u32::MAX);
            progress(done);
        }
        let lines = self.accounts_offer().await?.lines.into_iter();
        let drafted = lines.filter(|line| written.contains(&line.unit));
        given.drafted = drafted
            .filter_map(|line| Some((line.unit, line.open?)))
            .collect();
        given.id = (!written.is_empty()).then_some(step.id);
        Ok(given)
    }

    /// The step as the list of imports has it: all parts of it are noted under one id.
    fn step(&self) -> Import {
        let at = self.now();
        Import {
            id: self.clock.uuid(at),
            kind: workbook::Kind::Units.key().to_owned(),
            name: domain::refusal::words().accounts_for_all.clone(),
            at: at.to_rfc3339(),
            added: 0,
            edited: 0,
            undone_at: None,
        }
    }

    /// Writes what is planned together; if something of it is refused, each unit by itself. Tells of
    /// which it was written.
    async fn draft_all(
        &self,
        planned: Vec<(UnitId, Acts)>,
        step: &Import,
        offer: &AccountsOffer,
        given: &mut GivenAccounts,
    ) -> BTreeSet<UnitId> {
        let mut written: BTreeSet<UnitId> = planned.iter().map(|(unit, _)| *unit).collect();
        let together: Acts = planned.iter().flat_map(|(_, acts)| acts.clone()).collect();
        let part = |units: usize| Import {
            added: i64::try_from(units).unwrap_or(i64::MAX),
            ..step.clone()
        };
        let all = part(planned.len());
        if together.is_empty() || self.perform_all(together, Noted::Done(&all)).await.is_ok() {
            return written;
        }
        let one = part(1);
        for (unit, acts) in planned {
            if let Err(failure) = self.perform_all(acts, Noted::Done(&one)).await {
                given.failed.push((named(offer, unit), failure));
                written.remove(&unit);
            }
        }
        written
    }

    /// The acts by which one unit receives: its head is entered first where nobody is.
    async fn acts_for(
        &self,
        request: &GiveAccounts,
        wanted: &UnitToGive,
        offer: &AccountsOffer,
        serial: u32,
    ) -> Reply<Acts> {
        let unit = wanted.unit;
        let line = offer.lines.iter().find(|line| line.unit == unit);
        let missing = || Refusal::new(Code::NotFound).with("what", "unit");
        let line = line.ok_or_else(missing)?;
        let mut acts = vec![];
        let receiver = match (&line.head, &wanted.head) {
            (Some((officer, ..)), _) => *officer,
            (None, Some((name, position))) => {
                printable_name(name)?;
                let stamp = self.fresh();
                let code = self.facts(unit).await?.free_head_code(unit);
                let head = head(unit, name, code, position, self.today());
                acts.push((stamp.op, head.into()));
                OfficerId(stamp.id(0))
            }
            (None, None) => {
                return Err(Refusal::new(Code::NoHead).with("unit", &line.name).into());
            }
        };
        if line.head.is_some() {
            self.can_be_printed(receiver).await?;
        }
        let act = hand_over(request, wanted, line, receiver, serial);
        acts.push((self.fresh().op, act.into()));
        Ok(acts)
    }

    fn fresh(&self) -> Stamp {
        let at = self.now();
        let op = OpId(self.clock.uuid(at));
        Stamp { op, at }
    }
}

/// The name of a unit that was asked for.
fn named(offer: &AccountsOffer, unit: UnitId) -> String {
    let line = offer.lines.iter().find(|line| line.unit == unit);
    line.map_or_else(|| unit.0.to_string(), |line| line.name.clone())
}

fn head(unit: UnitId, name: &str, code: String, position: &str, from: NaiveDate) -> AddOfficer {
    AddOfficer {
        unit,
        name: name.to_owned(),
        code,
        sex: None,
        born_on: None,
        id_number: None,
        phone: None,
        post: Post {
            role: Role::Head,
            position: position.to_owned(),
            duty: None,
            prepares: true,
            from,
            until: None,
            document: None,
            numbers: false,
        },
    }
}

fn hand_over(
    request: &GiveAccounts,
    wanted: &UnitToGive,
    line: &AccountLine,
    receiver: OfficerId,
    serial: u32,
) -> HandOver {
    let typed = wanted.login.as_deref().map(text::tidy);
    let login = typed.filter(|login| line.login.is_none() && !login.is_empty());
    HandOver {
        unit: wanted.unit,
        kind: line.kind,
        giver: request.giver,
        receiver,
        add: vec![],
        drop: vec![],
        login,
        grounds: request.grounds.clone(),
        secret: match &request.secret {
            SecretClause::Envelope(first) => SecretClause::Envelope(counted_up(first, serial)),
            SecretClause::Slip(first) => SecretClause::Slip(counted_up(first, serial)),
            other => other.clone(),
        },
        valid_until: None,
        year: None,
        at_desk: request.at_desk.clone(),
        spare_envelope: None,
    }
}

/// A serial as many further on: `PB-009` and one is `PB-010`. One without a number at its end gets
/// one after a dash.
fn counted_up(first: &str, by: u32) -> String {
    let first = text::tidy(first);
    let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &first[stem.len()..];
    let counted = digits.parse::<u64>().ok();
    match counted.and_then(|number| number.checked_add(u64::from(by))) {
        Some(number) => {
            let width = digits.len();
            format!("{stem}{number:0width$}")
        }
        None if by == 0 => first,
        None => format!("{first}-{}", by + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::counted_up;

    #[test]
    fn serials_count_up_and_keep_their_width() {
        assert_eq!(counted_up("PB-009", 0), "PB-009");
        assert_eq!(counted_up("PB-009", 1), "PB-010");
        assert_eq!(counted_up("PB-099", 1), "PB-100");
        assert_eq!(counted_up(" PB ", 0), "PB");
        assert_eq!(counted_up("PB", 2), "PB-3");
        let most = u64::MAX.to_string();
        assert_eq!(counted_up(&most, 1), format!("{most}-2"));
    }
}
