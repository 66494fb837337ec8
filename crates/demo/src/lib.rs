//! The demo and the fixture of one ward (`P`): every row comes from an act of the person who would
//! do it, each signed by that person's own key. Names and units are made up; the same seed makes
//! the same ward.

mod acts;
mod director;
mod names;
mod school;
mod script;
mod ward;

use std::path::Path;
use std::sync::Arc;

use engine::domain::Stamp;
use engine::domain::acts::FoundUnit;
use engine::domain::ids::OpId;
use engine::start::Beginning;
use engine::{Clock, Engine, Identity, Reply, Secret};

pub use script::{Desk, Script};

use director::Director;
use names::Names;

/// What opens a demo where nobody says another password; it protects nothing.
pub const PASSWORD: &str = "xem thử với dữ liệu mẫu";

/// Plays the ward into a new replica, and leaves it open at the chosen desk. Returns its recovery
/// code too.
///
/// # Errors
/// Those of creating a replica and of the acts; an act that is refused is a fault of this script.
pub async fn play(folder: &Path, password: &str, script: Script) -> Reply<(Engine, Secret)> {
    let clock = Arc::new(Clock::seeded(script.seed, script.from));
    let names = Names::read()?;
    let at = clock.now();
    let op = OpId(clock.uuid(at));
    let stamp = Stamp { op, at };
    let mut department =
        Identity::new(&clock, FoundUnit::head_id(stamp), FoundUnit::unit_id(stamp));
    department.demo = true;
    // Whoever ends the program meanwhile finds an empty folder, not one whose password nobody set.
    let Beginning { engine, keys } =
        Beginning::make(folder, password, &department, Arc::clone(&clock)).await?;
    let mut director = Director::new(engine, clock, names, script);
    director.people.push(department.clone());
    whole(&mut director, department, op).await?;
    Ok((director.engine, keys.write(password)?.into()))
}

/// Plays everything, and sits down at the chosen desk.
async fn whole(director: &mut Director, department: Identity, op: OpId) -> Reply<()> {
    director.found_department(&department, op).await?;
    let (commune, chair) = director.commune(&department).await?;
    let focal = director
        .commune_people(commune, &chair, &department)
        .await?;
    let mut schools = vec![];
    let kinds = director.script.schools.clone();
    let total: u32 = kinds.iter().map(|k| k.1).sum();
    for (level, count, classes) in kinds {
        for _ in 0..count {
            let n = u32::try_from(schools.len()).unwrap_or(0);
            let staff = director.script.function_staff / total
                + u32::from(n < director.script.function_staff % total);
            schools.push(
                director
                    .school(commune, &chair, &focal, n, (level, classes, staff))
                    .await?,
            );
        }
    }
    let mut desk = match director.script.desk {
        Desk::Commune => focal.clone(),
        _ => department.clone(),
    };
    for school in &schools {
        let custodian = director.school_people(school).await?;
        if director.script.desk == Desk::School {
            desk = custodian;
        }
    }
    director.engine.sit_at(desk, &director.people).await
}
