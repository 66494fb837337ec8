//! `cargo xtask bench pdf`: the minutes of ward P, rendered again from their frozen contents on every core.

use std::time::Instant;

use engine::demo::{Plan, play};
use minutes::Seal;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = journeys::Folder::new();
    let begun = clock();
    let (engine, _) = play(&folder.path("data"), journeys::PASSWORD, Plan::ward(1)).await?;
    println!("ward P played: every act with its signature and its row, {:.2} s", begun.elapsed().as_secs_f64());
    let mut frozen = vec![];
    for unit in engine.units().await? {
        let facts = engine.facts(unit.id).await?;
        frozen.extend(facts.minutes.values().filter(|m| m.unit == unit.id).filter_map(|m| m.frozen().cloned()));
    }
    let mut times = vec![];
    let mut sizes: Vec<usize> = vec![];
    for _ in 0..5 {
        let begun = clock();
        let half = frozen.len() / 2;
        let render = |part: &[domain::minutes::Frozen]| -> Result<Vec<usize>, minutes::Error> {
            part.iter().map(|f| minutes::render(&f.content, &Seal::Final { token: &f.token, check_code: &f.check_code }).map(|d| d.bytes.len())).collect()
        };
        let (front, back) = frozen.split_at(half);
        let (a, b) = std::thread::scope(|scope| {
            let other = scope.spawn(|| render(back));
            (render(front), other.join())
        });
        sizes = a?;
        sizes.extend(b.map_err(|_| "a rendering thread ended badly")??);
        times.push(begun.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    sizes.sort_unstable();
    println!("{} minutes on two threads: median {:.2} s (of {:.2} … {:.2})", frozen.len(), times[2], times[0], times[4]);
    if let Some(texts) = std::env::args().nth(1) {
        // What an outside tool reads in our pages is what the peers typeset.
        std::fs::create_dir_all(&texts)?;
        for (n, one) in frozen.iter().enumerate() {
            let pdf = folder.path("one.pdf");
            std::fs::write(&pdf, minutes::render(&one.content, &Seal::Final { token: &one.token, check_code: &one.check_code })?.bytes)?;
            let done = std::process::Command::new("pdftotext").arg(&pdf).arg(format!("{texts}/{n:03}.txt")).status()?;
            assert!(done.success(), "apt-get install poppler-utils");
        }
    }
    println!("size: median {:.1} kB, largest {:.1} kB", sizes[sizes.len() / 2] as f64 / 1e3, sizes[sizes.len() - 1] as f64 / 1e3);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn clock() -> Instant {
    Instant::now()
}
