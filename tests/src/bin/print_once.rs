//! Prints every paper of an office once, as the window does, and ends without tidying up: for the
//! journeys, which end it earlier.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use engine::handover::print::{Drafts, Sides};
use engine::{Clock, Engine};

#[tokio::main]
async fn main() -> Result<(), String> {
    let folder = std::env::args().nth(1).ok_or("the folder of the data")?;
    print(&PathBuf::from(folder))
        .await
        .map_err(|failure| failure.to_string())
}

async fn print(folder: &std::path::Path) -> engine::Reply<()> {
    let clock = Arc::new(Clock::seeded(5, journeys::monday()));
    let engine = Engine::open(folder, journeys::PASSWORD, clock).await?;
    let unit = engine.identity().await.unit;
    let all = engine.facts(unit).await?;
    let wanted: Vec<_> = all.minutes.keys().map(|id| (unit, *id)).collect();
    let cancel = AtomicBool::new(false);
    let (path, run) = engine
        .print_to_file(&wanted, Drafts::Freeze, 1, Sides::Both, &cancel, |_| ())
        .await?;
    println!("{path}: {} sheets", run.sheets);
    Ok(())
}
