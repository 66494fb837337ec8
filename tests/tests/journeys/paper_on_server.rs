//! The server reads the paper itself: what a machine says of a scan proves nothing.

use chrono::Duration;
use domain::acts::{AcceptScan, Act, AttachScan, ConfirmRecording, HandOver, RecordSigning};
use domain::delegation::Delegation;
use domain::ids::{BlobHash, MinutesId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::minutes::Frozen;
use domain::signatures::{Comparison, Scan};
use domain::{Code, Facts};
use engine::Engine;
use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Desk, Folder, World};
use protocol::{OpResult, OpState};
use sha2::{Digest, Sha256};

use super::door::ward_town;
use super::server_refuses::signed;

/// A file goes up, as any device can send one.
async fn sent(world: &World, bytes: &[u8]) -> BlobHash {
    let hash = BlobHash(hex::encode(Sha256::digest(bytes)));
    assert!(world.server.put_file(&hash, bytes).await.unwrap());
    hash
}

/// An act of a program that was changed: what its rule says here counts for nothing.
async fn pushed(world: &World, engine: &Engine, act: impl Into<Act>) -> OpResult {
    let device = engine.identity().await.device;
    let device = world.server.store().device(device).await.unwrap().unwrap();
    let op = signed(engine, device.last_op_seq + 1, act.into()).await;
    let reply = world.server.push(&device, &[op]).await.unwrap();
    assert!(reply.missing.is_empty(), "{reply:?}");
    reply.results[0].clone()
}

fn code(result: &OpResult) -> Code {
    assert_eq!(result.state, OpState::Rejected, "{result:?}");
    result.refusal.as_ref().unwrap().code
}

async fn on_server(world: &World, unit: UnitId) -> Facts {
    world.server.store().facts(unit).await.unwrap()
}

fn frozen(facts: &Facts, minutes: MinutesId) -> Frozen {
    facts.minutes(minutes).unwrap().frozen().unwrap().clone()
}

fn scan_of(facts: &Facts, minutes: MinutesId) -> Option<Scan> {
    let signed = facts.minutes(minutes).unwrap().signed();
    signed.and_then(|signed| signed.scan.clone())
}

fn right_of(facts: &Facts, minutes: MinutesId) -> Delegation {
    facts.rights_by(minutes).next().unwrap().clone()
}

/// The pages of minutes as a scanner gives them back.
async fn paper(engine: &Engine, unit: UnitId, minutes: MinutesId, dpi: u32) -> Vec<Vec<u8>> {
    let pdf = engine.minutes_pdf(unit, minutes).await.unwrap();
    pages_at(&Folder::new(), &pdf, dpi)
}

/// A page with something lying on its code.
fn covered(page: &[u8]) -> Vec<u8> {
    let mut picture = image::load_from_memory(page).unwrap().to_luma8();
    let (width, height) = picture.dimensions();
    for y in height / 8..height {
        for x in 0..width {
            picture.put_pixel(x, y, image::Luma([255]));
        }
    }
    let mut out = std::io::Cursor::new(vec![]);
    picture
        .write_to(&mut out, image::ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

/// Pages as pictures, the first of which also lists a picture that it does not draw.
fn listing(pages: &[Vec<u8>], unused: &[u8]) -> Vec<u8> {
    let all = [pages, &[unused.to_vec()]].concat();
    let mut doc = lopdf::Document::load_mem(&pictures_as_pdf(&all)).unwrap();
    let ids: Vec<_> = doc.get_pages().into_values().collect();
    let resources = |doc: &lopdf::Document, page: lopdf::ObjectId| {
        let page = doc.get_dictionary(page).unwrap();
        let all = page.get(b"Resources").unwrap().as_dict().unwrap();
        all.get(b"XObject").unwrap().as_dict().unwrap().clone()
    };
    let picture = resources(&doc, *ids.last().unwrap())
        .get(b"P")
        .unwrap()
        .clone();
    let mut listed = resources(&doc, ids[0]);
    listed.set("Q", picture);
    let first = doc.get_dictionary_mut(ids[0]).unwrap();
    first.set("Resources", lopdf::dictionary! { "XObject" => listed });
    let tree = first.get(b"Parent").unwrap().as_reference().unwrap();
    let kids: Vec<lopdf::Object> = ids[..pages.len()].iter().map(|id| (*id).into()).collect();
    let tree = doc.get_dictionary_mut(tree).unwrap();
    tree.set("Count", i64::try_from(kids.len()).unwrap());
    tree.set("Kids", kids);
    let mut bytes = vec![];
    doc.save_to(&mut bytes).unwrap();
    bytes
}

fn attach(unit: UnitId, minutes: MinutesId, frozen: &Frozen, scan: BlobHash) -> AttachScan {
    AttachScan {
        unit,
        minutes,
        scan,
        pages: frozen.pages,
        check_code: frozen.check_code.clone(),
        unread: vec![],
    }
}

#[tokio::test]
async fn no_right_goes_on_by_a_file_that_does_not_show_the_paper() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let binh = desk.teacher("Trần Văn Bình", "GV02").await.unwrap();
    let class = desk.class("6A3", binh).await.unwrap();
    let line = desk.homeroom(class);
    let other = desk.hand_over(binh, vec![line]).await.unwrap();
    desk.sign(other).await.unwrap();
    school.sync().await.unwrap();

    let own = paper(&school, unit, minutes, 200).await;
    let others = paper(&school, unit, other, 200).await;
    let coarse = paper(&school, unit, minutes, 120).await;
    // The page draws the other's paper; this one lies unused in its resources.
    let unused = listing(&[others[0].clone(), own[1].clone()], &own[0]);
    let files = [
        (b"x".to_vec(), Code::ScanUnreadable),
        (b"%PDF-1.7".to_vec(), Code::ScanUnreadable),
        (pictures_as_pdf(&others), Code::ScanOfOther),
        (pictures_as_pdf(&coarse), Code::ScanTooCoarse),
        (pictures_as_pdf(&own[..1]), Code::ScanPages),
        (unused, Code::ScanOfOther),
        // The frozen page itself is no picture of a paper.
        (
            school.minutes_pdf(unit, minutes).await.unwrap(),
            Code::ScanUnreadable,
        ),
    ];
    let frozen = frozen(&on_server(&world, unit).await, minutes);
    for (bytes, expected) in files {
        let hash = sent(&world, &bytes).await;
        let result = pushed(&world, &school, attach(unit, minutes, &frozen, hash)).await;
        assert_eq!(code(&result), expected);
    }
    let facts = on_server(&world, unit).await;
    assert_eq!(scan_of(&facts, minutes), None);
    let right = right_of(&facts, minutes);
    assert_eq!(right.scanned_at, None);
    let due = right.scan_due.unwrap();
    assert!(!right.in_force(due), "it stops by itself");

    let hash = sent(&world, &pictures_as_pdf(&own)).await;
    let result = pushed(&world, &school, attach(unit, minutes, &frozen, hash)).await;
    assert_eq!(result.state, OpState::Applied, "{result:?}");
    let facts = on_server(&world, unit).await;
    let scan = scan_of(&facts, minutes).unwrap();
    assert!(
        matches!(scan.comparison(), Some(Comparison::Read { .. })),
        "{scan:?}"
    );
    assert!(right_of(&facts, minutes).in_force(due));
}

#[tokio::test]
async fn the_days_of_the_scan_begin_when_the_server_answers() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    world.online(false);
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    world.pass(Duration::days(5));
    world.online(true);
    let answered = world.server.now();
    school.sync().await.unwrap();
    let right = right_of(&on_server(&world, unit).await, minutes);
    assert!(right.opened_at.is_some());
    assert!(right.scan_due >= Some(answered + Duration::days(7)));
    let here = right_of(&school.facts(unit).await.unwrap(), minutes);
    assert_eq!(here, right, "and its machine hears of it");
    let pages = paper(&school, unit, minutes, 200).await;
    let scan = pictures_as_pdf(&pages);
    school
        .attach_scan(unit, minutes, &scan, false)
        .await
        .unwrap();
    school.sync().await.unwrap();
    let right = right_of(&on_server(&world, unit).await, minutes);
    assert!(right.in_force(right.scan_due.unwrap()));
}

#[tokio::test]
async fn a_scan_that_no_program_reads_waits_until_the_level_above_has_looked_at_it() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    school.sync().await.unwrap();
    let pages = paper(&school, unit, minutes, 200).await;
    let scan = pictures_as_pdf(&[pages[0].clone(), covered(&pages[1])]);

    // A changed program says that it could read it.
    let frozen = frozen(&on_server(&world, unit).await, minutes);
    let hash = sent(&world, &scan).await;
    let result = pushed(&world, &school, attach(unit, minutes, &frozen, hash)).await;
    assert_eq!(result.state, OpState::Applied, "{result:?}");
    let facts = on_server(&world, unit).await;
    let open = Comparison::Open { pages: vec![2] };
    let filed = scan_of(&facts, minutes).unwrap();
    assert_eq!(filed.comparison(), Some(&open));
    let right = right_of(&facts, minutes);
    assert_eq!(right.scanned_at, None);
    assert!(!right.in_force(right.scan_due.unwrap()));

    // The level above sees it and says so by name, with a reason.
    commune.sync().await.unwrap();
    let row = commune.minutes_detail(unit, minutes).await.unwrap().row;
    assert!(row.scan_open && row.may_accept);
    let own_unit = commune.identity().await.unit;
    let listed = commune.minutes_list(own_unit).await.unwrap();
    assert!(listed.iter().any(|row| row.id == minutes));
    commune
        .perform(AcceptScan {
            unit,
            minutes,
            reason: "Mã QR trang 2 bị dấu che, đã so với tờ giấy".into(),
            scan: row.scan_file.clone(),
        })
        .await
        .unwrap();
    commune.sync().await.unwrap();
    let facts = on_server(&world, unit).await;
    let by = commune.identity().await.officer;
    let accepted = scan_of(&facts, minutes).unwrap();
    assert!(
        matches!(accepted.comparison(), Some(Comparison::ByEye { by: who, .. }) if *who == by),
        "{accepted:?}"
    );
    let right = right_of(&facts, minutes);
    assert!(right.in_force(right.scan_due.unwrap()));
}

#[tokio::test]
async fn an_honest_machine_leaves_a_scan_to_eyes_only_if_it_is_told_to() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let pages = paper(&school, unit, minutes, 200).await;
    let scan = pictures_as_pdf(&[covered(&pages[0]), pages[1].clone()]);
    let refused = school.attach_scan(unit, minutes, &scan, false).await;
    assert_eq!(refused.unwrap_err().code, Code::ScanNoQr);
    school
        .attach_scan(unit, minutes, &scan, true)
        .await
        .unwrap();
    let row = school.minutes_detail(unit, minutes).await.unwrap().row;
    assert!(row.scan_open && !row.may_accept && row.scan_due.is_some());
    // A better one takes its place.
    let whole = pictures_as_pdf(&pages);
    school
        .attach_scan(unit, minutes, &whole, false)
        .await
        .unwrap();
    let round = school.sync().await.unwrap();
    assert_eq!(round.returned, 0);
    let facts = on_server(&world, unit).await;
    let scan = scan_of(&facts, minutes).unwrap();
    assert!(
        matches!(scan.comparison(), Some(Comparison::Read { .. })),
        "{scan:?}"
    );
}

#[tokio::test]
async fn who_is_not_the_head_records_a_new_custodian_with_the_scan_alone() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let head = desk.head().await.unwrap();
    let preparer = desk.person("Phạm Văn Phòng", "NV01", true).await.unwrap();
    let clerk = desk.person("Lê Thị Thư", "NV02", false).await.unwrap();
    school.sync().await.unwrap();
    let office = world.office("van-phong", preparer, unit).await.unwrap();
    office.sync().await.unwrap();
    let custody = HandOver {
        year: None,
        unit,
        kind: MinutesKind::Custody,
        giver: head,
        receiver: clerk,
        add: vec![],
        drop: vec![],
        login: None,
        grounds: vec![],
        secret: SecretClause::SetAtTable,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let minutes = office.hand_over(custody).await.unwrap();
    office.freeze_minutes(unit, minutes).await.unwrap();
    let day = office.today();
    let alone = RecordSigning {
        unit,
        minutes: vec![minutes],
        date_on_paper: day,
        scan: None,
    };
    assert!(
        office
            .minutes_detail(unit, minutes)
            .await
            .unwrap()
            .row
            .scan_first
    );
    let refused = office.perform(alone).await.unwrap_err();
    assert_eq!(refused.code, Code::ScanFirst);
    let pages = paper(&office, unit, minutes, 200).await;
    let mut unread = pages.clone();
    unread[0] = covered(&pages[0]);
    let unread = pictures_as_pdf(&unread);
    let refused = office.record_with_scan(unit, minutes, day, &unread).await;
    assert_eq!(refused.unwrap_err().code, Code::ScanNoQr);
    office.sync().await.unwrap();

    // The server does not take the word of a changed program.
    let frozen = frozen(&on_server(&world, unit).await, minutes);
    let scan = |file| domain::acts::record_signing::FiledScan {
        file,
        pages: frozen.pages,
        check_code: frozen.check_code.clone(),
    };
    for (bytes, expected) in [
        (b"x".to_vec(), Code::ScanUnreadable),
        (unread, Code::ScanNoQr),
    ] {
        let forged = RecordSigning {
            unit,
            minutes: vec![minutes],
            date_on_paper: day,
            scan: Some(scan(sent(&world, &bytes).await)),
        };
        let result = pushed(&world, &office, forged).await;
        assert_eq!(code(&result), expected);
    }
    let custodian = |facts: &Facts| facts.is_custodian(clerk, unit);
    assert!(!custodian(&on_server(&world, unit).await));

    // The honest way; the machine goes on with the numbers that the forgeries took.
    world.pass(Duration::minutes(1));
    let whole = pictures_as_pdf(&pages);
    let recorded = RecordSigning {
        unit,
        minutes: vec![minutes],
        date_on_paper: day,
        scan: Some(scan(sent(&world, &whole).await)),
    };
    let result = pushed(&world, &office, recorded).await;
    assert_eq!(result.state, OpState::Applied, "{result:?}");
    let facts = on_server(&world, unit).await;
    assert!(custodian(&facts));
    let paper = facts.minutes(minutes).unwrap().signed().unwrap();
    assert!(paper.head_must_confirm, "marked until the head confirms");
    let compared = paper.scan.as_ref().unwrap().comparison();
    assert!(matches!(compared, Some(Comparison::Read { .. })));
    school.sync().await.unwrap();
    school
        .perform(ConfirmRecording { unit, minutes })
        .await
        .unwrap();
}
