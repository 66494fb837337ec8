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
