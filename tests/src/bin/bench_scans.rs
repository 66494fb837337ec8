//! `cargo xtask bench scans`: pages of ward P as printing, handling and scanning leave them, read by us
//! and by zbarimg from the same pictures.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a bench ends where something is wrong, and measures real time"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use demo::{Script, play};
use domain::minutes::Frozen;
use image::GrayImage;
use journeys::Folder;
use minutes::Finish;
use minutes::scan::wear::{Tone, Wear, read};

/// Pages that are read.
const PAGES: u64 = 2_000;
/// Minutes that are printed; their pages are worn in many ways.
const PRINTED: usize = 24;
/// Points an inch of the print.
const DPI: u32 = 600;

/// How many pages there were, and how many were read by each.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    pages: u32,
    ours: u32,
    theirs: u32,
}

/// One page of the corpus.
struct Seen {
    number: u64,
    ours: bool,
    theirs: bool,
    took: f64,
}

#[tokio::main]
async fn main() {
    // How many pages, or the numbers of some, with commas.
    let asked = std::env::args().nth(1).unwrap_or(PAGES.to_string());
    let pages: Vec<u64> = match asked.split_once(',') {
        None => (0..asked.parse().expect("a number of pages")).collect(),
        Some(_) => {
            let numbers = asked.split(',').filter(|text| !text.is_empty());
            numbers.map(|n| n.parse().expect("numbers")).collect()
        }
    };
    let folder = Folder::new();
    let prints = prints(&folder).await;
    println!("{} pages printed at {DPI} points an inch", prints.len());
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let work = |thread: usize| {
        let mut own = vec![];
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let Some(number) = pages.get(turn) else {
                return own;
            };
            own.push(seen(&folder, thread, *number, &prints));
        }
    };
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|n| scope.spawn(move || work(n))).collect();
        let done = running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
        done.collect()
    });
    told(&seen);
}

/// Pages of real minutes, as a printer draws them, each with what its code says.
async fn prints(folder: &Folder) -> Vec<(GrayImage, String)> {
    let (engine, _) = play(&folder.path("data"), journeys::PASSWORD, Script::ward(1))
        .await
        .unwrap();
    let mut frozen: Vec<Frozen> = vec![];
    for unit in engine.units().await.unwrap() {
        let facts = engine.facts(unit.id).await.unwrap();
        let own = facts.minutes.values().filter(|m| m.unit == unit.id);
        frozen.extend(own.filter_map(|m| m.frozen().cloned()));
    }
    let step = frozen.len() / PRINTED;
    let mut prints = vec![];
    for one in frozen.iter().step_by(step.max(1)).take(PRINTED) {
        let finish = Finish::Final {
            token: &one.token,
            check_code: &one.check_code,
        };
        let pdf = minutes::render(&one.content, &finish).unwrap().bytes;
        for picture in drawn(folder, &pdf) {
            prints.push((picture, one.check_code.clone()));
        }
    }
    prints
}

fn drawn(folder: &Folder, pdf: &[u8]) -> Vec<GrayImage> {
    let (file, prefix) = (folder.path("print.pdf"), folder.path("print-page"));
    std::fs::write(&file, pdf).unwrap();
    let done = Command::new("pdftoppm")
        .args(["-r", &DPI.to_string(), "-gray"])
        .args([&file, &prefix])
        .status()
        .expect("apt-get install poppler-utils");
    assert!(done.success());
    let mut found: Vec<_> = std::fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("print-page"))
        .collect();
    found.sort();
    let take = |path: std::path::PathBuf| {
        let picture = from_pgm(&std::fs::read(&path).unwrap());
        std::fs::remove_file(path).unwrap();
        picture
    };
    found.into_iter().map(take).collect()
}

/// A grey picture as poppler writes it: `P5`, size, `255`, points.
fn from_pgm(bytes: &[u8]) -> GrayImage {
    let mut parts = bytes.splitn(4, |byte| *byte == b'\n').skip(1);
    let size = std::str::from_utf8(parts.next().unwrap()).unwrap();
    let (width, height) = size.split_once(' ').unwrap();
    let points = parts.nth(1).unwrap().to_vec();
    GrayImage::from_raw(width.parse().unwrap(), height.parse().unwrap(), points).unwrap()
}

fn seen(folder: &Folder, thread: usize, number: u64, prints: &[(GrayImage, String)]) -> Seen {
    let (print, check_code) = &prints[(number % prints.len() as u64) as usize];
    let picture = Wear::of_corpus(number).scan(print, DPI);
    let theirs = zbar(
        &folder.path(&format!("seen-{thread}.pgm")),
        &picture,
        check_code,
    );
    let begun = Instant::now();
    let read = read(picture);
    let took = begun.elapsed().as_secs_f64();
    let ours = read.is_ok_and(|pages| pages.iter().any(|page| page.check_code == *check_code));
    Seen {
        number,
        ours,
        theirs,
        took,
    }
}

/// Whether zbarimg reads the code.
fn zbar(path: &Path, picture: &GrayImage, check_code: &str) -> bool {
    let head = format!("P5\n{} {}\n255\n", picture.width(), picture.height());
    std::fs::write(path, [head.as_bytes(), picture.as_raw()].concat()).unwrap();
    let out = Command::new("zbarimg")
        .args(["-q", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(path)
        .output()
        .expect("apt-get install zbar-tools");
    String::from_utf8_lossy(&out.stdout).contains(check_code)
}

fn told(seen: &[Seen]) {
    let mut shares: BTreeMap<&str, Share> = BTreeMap::new();
    for one in seen {
        let tone = match Wear::of_corpus(one.number).tone {
            Tone::Grey => "grey",
            Tone::Jpeg(_) => "JPEG 30 to 80",
            Tone::Parted(_) => "black and white",
            Tone::Dots => "dots",
            Tone::Fax => "fax",
        };
        for name in [tone, "all"] {
            let share = shares.entry(name).or_default();
            share.pages += 1;
            share.ours += u32::from(one.ours);
            share.theirs += u32::from(one.theirs);
        }
    }
    for (name, share) in &shares {
        let part = |read: u32| f64::from(read) * 100.0 / f64::from(share.pages);
        println!(
            "{name}: {} pages, ours {} ({:.1} %), zbarimg {} ({:.1} %)",
            share.pages,
            share.ours,
            part(share.ours),
            share.theirs,
            part(share.theirs)
        );
    }
    let theirs_alone = seen.iter().filter(|one| one.theirs && !one.ours);
    let theirs_alone: Vec<u64> = theirs_alone.map(|one| one.number).collect();
    println!("read by zbarimg alone: {theirs_alone:?}");
    for number in theirs_alone {
        println!("  {number}: {:?}", Wear::of_corpus(number));
    }
    let mut times: Vec<f64> = seen.iter().map(|one| one.took).collect();
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times[(times.len() - 1) * part / 100] * 1e3;
    println!(
        "ours: median {:.0} ms a page, 95 % within {:.0} ms",
        at(50),
        at(95)
    );
    let all = shares["all"];
    assert!(all.ours >= all.theirs, "zbarimg reads more");
}
