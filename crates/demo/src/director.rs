//! The director of the play: draws names and codes from the seed, and lets people act.

use std::sync::Arc;

use chrono::NaiveDate;
use engine::domain::Change;
use engine::domain::acts::Act;
use engine::domain::calendar::day_of;
use engine::domain::ids::{OfficerId, UnitId};
use engine::domain::officer::Sex;
use engine::{Clock, Engine, Identity, Reply};
use sha2::{Digest, Sha256};

use crate::names::Names;
use crate::script::Script;

/// Everybody and everything that takes part.
pub(crate) struct Director {
    pub engine: Engine,
    clock: Arc<Clock>,
    pub names: Names,
    pub script: Script,
    drawn: u64,
    pub people: Vec<Identity>,
    codes: u32,
    pub today: NaiveDate,
}

impl Director {
    /// Nobody has acted yet.
    pub fn new(engine: Engine, clock: Arc<Clock>, names: Names, script: Script) -> Self {
        Self {
            engine,
            clock,
            names,
            today: day_of(script.from),
            script,
            drawn: 0,
            people: vec![],
            codes: 0,
        }
    }

    fn draw(&mut self, below: usize) -> usize {
        self.drawn += 1;
        let digest = Sha256::new()
            .chain_update(self.script.seed.to_be_bytes())
            .chain_update(self.drawn.to_be_bytes())
            .finalize();
        let number = digest[..8]
            .iter()
            .fold(0_u64, |n, b| n << 8 | u64::from(*b));
        usize::try_from(number % below.max(1) as u64).unwrap_or(0)
    }

    /// The name of somebody new.
    pub fn person_name(&mut self) -> (String, Sex) {
        let sex = if self.draw(10) < 7 {
            Sex::Female
        } else {
            Sex::Male
        };
        let middle = if sex == Sex::Female {
            self.names.middle_female.clone()
        } else {
            self.names.middle_male.clone()
        };
        let family = self.draw(self.names.family.len());
        let middle_at = self.draw(middle.len());
        let given = self.draw(self.names.given.len());
        (
            format!(
                "{} {} {}",
                self.names.family[family], middle[middle_at], self.names.given[given]
            ),
            sex,
        )
    }

    /// The next code of a person.
    pub fn code(&mut self, prefix: &str) -> String {
        self.codes += 1;
        format!("{prefix}{:04}", self.codes)
    }

    /// A machine and key of its own for somebody who acts.
    pub fn person(&mut self, officer: OfficerId, unit: UnitId) -> Identity {
        let mut identity = Identity::new(&self.clock, officer, unit);
        identity.demo = true;
        self.people.push(identity.clone());
        identity
    }

    /// Does an act as somebody.
    pub async fn act(&self, who: &Identity, act: impl Into<Act>) -> Reply<Vec<Change>> {
        self.engine
            .perform_as(Some(who), act.into(), vec![], None)
            .await
    }
}
