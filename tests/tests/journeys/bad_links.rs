//! Offices behind bad lines: what is under way goes on where it stopped.

use std::time::Duration;

use domain::ids::{MinutesId, OfficerId, UnitId};
use engine::{Engine, Reply};
use journeys::relay::{Line, Relay};
use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Desk, Folder, World};

use super::network::{Site, join};

/// A school with a signed paper that has no scan yet.
struct School {
    world: World,
    site: Site,
    head: (OfficerId, UnitId),
    /// The machine that is near the server.
    near: Engine,
    paper: MinutesId,
    _so: (Engine, Engine),
}

async fn school(tls: &Folder) -> School {
    let world = World::new().await.unwrap();
    let (so, commune, near) = super::door::ward_town(&world).await;
    let desk = Desk(&near);
    let head = (desk.head().await.unwrap(), desk.unit().await);
    let (_, _, paper) = desk.class_6a2().await.unwrap();
    desk.sign(paper).await.unwrap();
    near.sync().await.unwrap();
    let site = Site::started(&world, &tls.path("so"), 0).await;
    School {
        world,
        site,
        head,
        near,
        paper,
        _so: (so, commune),
    }
}

impl School {
    /// Another machine of the head joins over a line.
    async fn joins_over(&self, relay: &Relay) -> Reply<Engine> {
        let address = self.site.address.to_string();
        let (_, fingerprint) = address.split_once('#').unwrap();
        let address = format!("https://127.0.0.1:{}#{fingerprint}", relay.port);
        join(&self.world, "far", &address, self.head).await
    }

    /// The paper as a scanner gives it that makes files of at least so many bytes.
    async fn scan(&self, bytes: usize) -> Vec<u8> {
        let folder = Folder::new();
        let paper = self.near.minutes_pdf(self.head.1, self.paper).await;
        let mut pages = pages_at(&folder, &paper.unwrap(), 200);
        let each = bytes / pages.len();
        for page in &mut pages {
            *page = heavier(page, each);
        }
        pictures_as_pdf(&pages)
    }
}

/// A command in a house on the machine of its own, and what it answers.
#[cfg(target_os = "linux")]
fn told(house: &journeys::house::House, data: &std::path::Path, args: &[&str]) -> String {
    let password = data.with_extension("password");
    std::fs::write(&password, journeys::PASSWORD).unwrap();
    let mut command = house.starts(journeys::program("bangiao"));
    command.arg("--data").arg(data).arg("--password-file");
    let out = command.arg(&password).arg("--json").args(args).output();
    let out = out.unwrap();
    let why = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{args:?}: {why}");
    String::from_utf8(out.stdout).unwrap()
}

/// 64 kbit/s, one packet of twenty lost each way, and the satellite's 800 ms there and back.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_school_at_the_end_of_the_world_joins_and_sends_a_scan() {
    let tls = Folder::new();
    let school = school(&tls).await;
    let line = Line {
        rate: u32::MAX,
        delay: Duration::from_millis(400),
        cut: u64::MAX,
    };
    let relay = Relay::to(school.site.port(), line).await;
    let house = journeys::house::House::behind(64, 5);
    let address = school.site.address.to_string();
    let (_, fingerprint) = address.split_once('#').unwrap();
    let address = format!("https://{}:{}#{fingerprint}", house.outside, relay.port);
    let whom = server::invite::For::Officer(school.head.0, school.head.1);
    let code = school.world.code(whom).await.unwrap();
    let (data, file) = (tls.path("island"), tls.path("scan.pdf"));
    let scan = school.scan(1_000_000).await;
    assert!(scan.len() > 1_000_000);
    std::fs::write(&file, scan).unwrap();

    let (unit, paper) = (school.head.1, school.paper);
    let began = tokio::time::Instant::now();
    let away = tokio::task::spawn_blocking(move || {
        let paper = paper.to_string();
        told(
            &house,
            &data,
            &["join", "--server", &address, "--code", &code],
        );
        let file = file.to_string_lossy().into_owned();
        told(&house, &data, &["minutes", "attach-scan", &paper, &file]);
        told(&house, &data, &["sync"]);
    });
    let away = tokio::time::timeout(Duration::from_secs(600), away).await;
    away.expect("within ten minutes").unwrap();
    println!(
        "joined and sent within {:?}, {} bytes",
        began.elapsed(),
        relay.carried()
    );
    school.near.sync().await.unwrap();
    let facts = school.near.facts(unit).await.unwrap();
    let signed = facts.minutes(paper).unwrap().signed().unwrap();
    let filed = &signed.scan.as_ref().unwrap().blob;
    assert!(school.near.file(filed).await.unwrap().len() > 1_000_000);
}

/// A JPEG picture with so many bytes of what its maker notes in it.
fn heavier(picture: &[u8], bytes: usize) -> Vec<u8> {
    let (start, rest) = picture.split_at(2);
    let mut noise = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        noise.to_le_bytes()[3]
    };
    let mut out = start.to_vec();
    for _ in 0..bytes.div_ceil(65_533) {
        out.extend([0xff, 0xef, 0xff, 0xff]);
        out.extend((0..65_533).map(|_| next()));
    }
    out.extend(rest);
    out
}

#[tokio::test]
async fn a_large_scan_goes_up_and_three_hundred_minutes_come_down_over_a_line_that_breaks_all_the_time()
 {
    let tls = Folder::new();
    let school = school(&tls).await;
    let relay = Relay::to(
        school.site.port(),
        Line {
            rate: 250_000,
            delay: Duration::from_millis(15),
            cut: 200_000,
        },
    );
    let relay = relay.await;
    let far = school.joins_over(&relay).await.unwrap();
    far.sync().await.unwrap();

    let scan = school.scan(12_000_000).await;
    assert!(scan.len() > 12_000_000);
    let unit = school.head.1;
    let aside = far.attach_scan(unit, school.paper, &scan, false).await;
    assert!(aside.unwrap().is_empty());
    let before = relay.carried();
    far.sync().await.unwrap();
    let up = relay.carried() - before;
    assert!(relay.cuts() > 50, "{} cuts", relay.cuts());
    assert!(up < 24_000_000, "{up} bytes for one scan");
    school.near.sync().await.unwrap();
    let facts = school.near.facts(unit).await.unwrap();
    let signed = facts.minutes(school.paper).unwrap().signed().unwrap();
    let filed = &signed.scan.as_ref().unwrap().blob;
    assert!(school.near.file(filed).await.unwrap().len() > 12_000_000);

    let desk = Desk(&school.near);
    for n in 0..310 {
        let code = format!("31{n:08}");
        let teacher = desk.teacher("Nguyễn Thị Hoa", &code).await.unwrap();
        let class = desk.class(&format!("6B{n}"), teacher).await.unwrap();
        let given = vec![desk.homeroom(class)];
        desk.hand_over(teacher, given).await.unwrap();
    }
    school.near.sync().await.unwrap();
    let before = (relay.cuts(), relay.carried());
    far.sync().await.unwrap();
    let (cuts, down) = (relay.cuts() - before.0, relay.carried() - before.1);
    println!("up {up} bytes; down {down} bytes, {cuts} cuts");
    let there = school.near.facts(unit).await.unwrap();
    let here = far.facts(unit).await.unwrap();
    assert!(there.minutes.len() > 310);
    assert_eq!(here.minutes, there.minutes);
    assert_eq!(here.delegations, there.delegations);
}
