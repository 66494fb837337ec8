//! `cargo xtask bench pdf`: the minutes of ward P, rendered again from their frozen contents on
//! every core.

use std::collections::BTreeMap;
use std::time::Instant;

use demo::{Script, play};
use minutes::Finish;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = journeys::Folder::new();
    let begun = clock();
    let (engine, _) = play(&folder.path("data"), journeys::PASSWORD, Script::ward(1)).await?;
    println!(
        "ward P played: every act with its signature and its row, {:.2} s",
        begun.elapsed().as_secs_f64()
    );
    let mut frozen = vec![];
    for unit in engine.units().await? {
        let facts = engine.facts(unit.id).await?;
        frozen.extend(
            facts
                .minutes
                .values()
                .filter(|m| m.unit == unit.id)
                .filter_map(|m| m.frozen().cloned()),
        );
    }
    let mut times = vec![];
    let mut sizes: Vec<f64> = vec![];
    for _ in 0..5 {
        let begun = clock();
        let render = |part: &[domain::minutes::Frozen]| -> Result<Vec<f64>, minutes::Error> {
            part.iter()
                .map(|f| Ok(draw(f)?.bytes.len() as f64 / 1e3))
                .collect()
        };
        let (front, back) = frozen.split_at(frozen.len() / 2);
        // New threads, which remember nothing of the round before.
        let done = std::thread::scope(|scope| {
            [front, back]
                .map(|part| scope.spawn(move || render(part)))
                .map(std::thread::ScopedJoinHandle::join)
        });
        sizes.clear();
        for part in done {
            sizes.extend(part.map_err(|_| "a rendering thread ended badly")??);
        }
        times.push(begun.elapsed().as_secs_f64());
    }
    let all_on_two = median(&mut times);
    println!(
        "{} minutes on two threads: median {all_on_two:.2} s (of {:.2} … {:.2})",
        frozen.len(),
        times[0],
        times[4]
    );
    let size = median(&mut sizes);
    println!(
        "size: median {size:.1} kB, largest {:.1} kB (target 45)",
        sizes[sizes.len() - 1]
    );
    let mut figures = format!("two_threads {all_on_two}\n");
    // In one go, as an office prints: what one document needed is there for the next. And each
    // alone, nothing being remembered.
    for how in ["go", "alone"] {
        let mut by_pages: BTreeMap<u32, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for _ in 0..5 {
            minutes::forget();
            for one in &frozen {
                if how == "alone" {
                    minutes::forget();
                }
                let begun = clock();
                let drawn = draw(one)?;
                let took = begun.elapsed().as_secs_f64() * 1e3;
                let of_pages = by_pages.entry(drawn.pages).or_default();
                of_pages.0.push(took);
                of_pages.1.push(drawn.bytes.len() as f64 / 1e3);
            }
        }
        let (sum, count) = by_pages
            .values()
            .flat_map(|(times, _)| times)
            .fold((0.0, 0.0), |(sum, count), took| (sum + took, count + 1.0));
        figures.push_str(&format!("mean_{how} {}\n", sum / count));
        for (pages, (times, sizes)) in &mut by_pages {
            let (time, size) = (median(times), median(sizes));
            println!(
                "{pages} pages, {how}: median {time:.2} ms, {size:.1} kB; {} of them",
                times.len() / 5
            );
            figures.push_str(&format!("{how}_{pages} {time}\n"));
        }
    }
    if let Some(texts) = std::env::args().nth(1) {
        // What an outside tool reads in our pages is what the peers typeset.
        let _ = std::fs::remove_dir_all(&texts);
        std::fs::create_dir_all(&texts)?;
        std::fs::write(format!("{texts}/ours.txt"), figures)?;
        for (n, one) in frozen.iter().enumerate() {
            let pdf = folder.path("one.pdf");
            let bytes = draw(one)?.bytes;
            std::fs::write(format!("{texts}/{n:03}.drawn"), drawings(&bytes)?)?;
            std::fs::write(&pdf, bytes)?;
            let options = [
                "-xml",
                "-i",
                "-q",
                "-noroundcoord",
                "-fontfullname",
                "-zoom",
                "1",
            ];
            let done = std::process::Command::new("pdftohtml")
                .args(options)
                .arg(&pdf)
                .arg(format!("{texts}/{n:03}.xml"))
                .status()?;
            assert!(done.success(), "apt-get install poppler-utils");
        }
    }
    Ok(())
}

fn draw(frozen: &domain::minutes::Frozen) -> Result<minutes::Document, minutes::Error> {
    minutes::render(
        &frozen.content,
        &Finish::Final {
            token: &frozen.token,
            check_code: &frozen.check_code,
        },
    )
}

/// What a page shows beside text, a line each: `page bar x y width height` and `page code x y side
/// modules hex`.
fn drawings(pdf: &[u8]) -> Result<String, Box<dyn std::error::Error>> {
    let doc = lopdf::Document::load_mem(pdf)?;
    let mut found = String::new();
    for (number, id) in doc.get_pages() {
        let content = doc.get_page_content(id);
        // Text is between brackets of its own, on other lines.
        for line in content
            .split(|b| *b == b'\n')
            .filter_map(|line| std::str::from_utf8(line).ok())
        {
            let words: Vec<&str> = line.split([' ', '>', '/']).collect();
            match words.as_slice() {
                [x, y, width, height, "re"] => {
                    found.push_str(&format!("{number} bar {x} {y} {width} {height}\n"))
                }
                [
                    "q",
                    side,
                    _,
                    _,
                    _,
                    x,
                    y,
                    "cm",
                    "BI",
                    "W",
                    modules,
                    ..,
                    "ID",
                    hex,
                    "",
                ] => found.push_str(&format!("{number} code {x} {y} {side} {modules} {hex}\n")),
                _ => {}
            }
        }
    }
    Ok(found)
}

fn median(all: &mut [f64]) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn clock() -> Instant {
    Instant::now()
}
