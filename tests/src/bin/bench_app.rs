//! `cargo xtask bench app`: unlock, a list of 5,000 people, first paint and idle memory of the real
//! window.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Row;
use domain::ids::{AppointmentId, OfficerId};
use domain::officer::{Appointment, Officer, Role};
use domain::past::Past;
use engine::{Clock, Engine};
use journeys::{Folder, PASSWORD, own_school};
use protocol::WireRow;
use replica::Replica;

const PEOPLE: u128 = 5000;

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn clock() -> Instant {
    Instant::now()
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Folder::new();
    people(&folder).await?;
    if let Some(binary) = std::env::args_os().nth(1) {
        window(&folder, &PathBuf::from(binary))?;
    }
    Ok(())
}

/// A unit with 5,000 people, who come as rows from a server do.
async fn people(folder: &Folder) -> Result<(), Box<dyn std::error::Error>> {
    let data = folder.path("data");
    let machine = Arc::new(Clock::system());
    let started =
        engine::start::own_unit(&data, PASSWORD, &own_school("Đo"), Arc::clone(&machine)).await?;
    let unit = started.engine.identity().await.unit;
    let today = started.engine.today();
    started.engine.close().await;
    let replica = Replica::open(&data, PASSWORD).await?;
    let mut rows = vec![];
    for n in 0..PEOPLE {
        let (officer, id) = (
            OfficerId(uuid::Uuid::from_u128(n + 1)),
            AppointmentId(uuid::Uuid::from_u128(n + 1 + PEOPLE)),
        );
        let name = format!(
            "Nguyễn Thị Thuỳ {}",
            ["Dương", "Ánh", "Bình", "Đào", "Ễn"][n as usize % 5]
        );
        let person = Officer {
            id: officer,
            unit,
            name,
            code: format!("GV{n:05}"),
            sex: None,
            born_on: None,
            id_number: None,
            phone: None,
            past: Past::default(),
            withdrawn: false,
        };
        let post = Appointment {
            id,
            unit,
            officer,
            role: Role::Member,
            position: "Giáo viên".into(),
            duty: None,
            prepares: false,
            from: today,
            until: None,
            document: None,
            past: Past::default(),
            numbers: false,
            withdrawn: false,
        };
        rows.extend(
            [Row::Officer(person), Row::Appointment(post)]
                .iter()
                .map(|row| WireRow::of(1, 1, row))
                .collect::<Result<Vec<_>, _>>()?,
        );
    }
    let begun = clock();
    let count = rows.len();
    replica
        .publish(
            &replica::Pulled {
                rows,
                ..replica::Pulled::by(uuid::Uuid::nil().into(), uuid::Uuid::nil().into())
            },
            |_| unreachable!("nothing is offered again"),
        )
        .await?;
    println!(
        "taking {count} rows from a server, encrypted: {:.0} ms",
        ms(begun)
    );
    replica.close().await;
    let begun = clock();
    let engine = Engine::open(&data, PASSWORD, machine).await?;
    println!("unlock (password to open data): {:.0} ms", ms(begun));
    let mut times: Vec<f64> = vec![];
    for _ in 0..5 {
        let begun = clock();
        let listed = engine.officers(unit).await?.len();
        times.push(ms(begun));
        assert!(listed as u128 > PEOPLE);
    }
    let begun = clock();
    let found = engine.find("thuy duong").await?.len();
    println!(
        "search over 5,000 people, {found} shown: {:.0} ms",
        ms(begun)
    );
    times.sort_by(f64::total_cmp);
    println!("list of 5,000 people, median of five: {:.0} ms", times[2]);
    engine.close().await;
    Ok(())
}

/// The window on an empty folder: first paint as a picture of the display shows it, then memory at
/// rest.
fn window(folder: &Folder, binary: &PathBuf) -> Result<(), Box<dyn std::error::Error>> {
    let picture = folder.path("paint.png");
    let mut times = vec![];
    for round in 0..3 {
        let begun = clock();
        let mut child = Command::new(binary)
            .env("BANGIAO_DATA", folder.path(&format!("empty-{round}")))
            .spawn()?;
        loop {
            let done = Command::new("import")
                .args(["-window", "root"])
                .arg(&picture)
                .status()?;
            if done.success() && std::fs::metadata(&picture)?.len() > 20_000 {
                break;
            }
            if begun.elapsed() > Duration::from_secs(30) {
                child.kill()?;
                return Err("the window did not paint within 30 s".into());
            }
        }
        times.push(ms(begun));
        if round == 2 {
            std::thread::sleep(Duration::from_secs(5));
            println!(
                "idle memory, window and its web processes (PSS): {:.0} MB",
                memory(&child)? / 1024.0
            );
        }
        child.kill()?;
        child.wait()?;
    }
    times.sort_by(f64::total_cmp);
    println!(
        "start to first painted screen, median of three, with the time a picture takes: {:.0} ms",
        times[1]
    );
    Ok(())
}

/// Proportional set size of a process and its children, in kB.
fn memory(child: &Child) -> Result<f64, Box<dyn std::error::Error>> {
    let mut wanted = vec![child.id()];
    let mut total = 0.0;
    while let Some(id) = wanted.pop() {
        let rollup =
            std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let pss = rollup
            .lines()
            .find_map(|l| l.strip_prefix("Pss:"))
            .and_then(|l| l.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
        total += pss.unwrap_or(0.0);
        let children =
            std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        wanted.extend(
            children
                .split_whitespace()
                .filter_map(|c| c.parse::<u32>().ok()),
        );
    }
    Ok(total)
}
