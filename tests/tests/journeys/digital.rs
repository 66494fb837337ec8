//! The digital and the mixed route: signatures in the file of the minutes open the right, and
//! nobody else's do.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::Code;
use domain::acts::people::OfficerEdit;
use domain::acts::{
    Act, ConfirmReceipt, EditOfficer, FreezeMinutes, RecordSigning, SetRoute, SetUnit,
    SignDigitally, TypeNumber,
};
use domain::blanks::{Gap, Party};
use domain::ids::{ClassId, MinutesId, OfficerId, UnitId};
use domain::keeping::{self, waiting};
use domain::minutes::MinutesState;
use domain::rights::{Dim, Function};
use domain::route::Route;
use domain::signed_file::SignedFile;
use domain::unit::Numbering;
use engine::handover::digital::SigningKey;
use engine::minutes::look::Hand;
use engine::signing::{KeyPlace, Manner, RootSet, open_key, sign_file};
use engine::views::home::TaskKind;
use engine::views::status::ActState;
use engine::{Engine, Reply};
use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Desk, Folder, PASSWORD, World, copy_folder, line, own_school, program};
use seal::sign::OpenFile;
use serde_json::Value;

use super::door::ward_town;
use super::sealed::{PASSWORD_OF_KEYS, kept, keys, output, python, roots, said, service};

fn key(who: &str) -> SigningKey {
    let bytes = std::fs::read(keys().join(format!("{who}.p12"))).unwrap();
    SigningKey {
        place: KeyPlace::File(bytes),
        secret: PASSWORD_OF_KEYS.into(),
        stamp: None,
    }
}

/// A school whose minutes are signed digitally, with the minutes of class 6A2, frozen.
struct School {
    so: Engine,
    engine: Engine,
    unit: UnitId,
    hoa: OfficerId,
    class: ClassId,
    minutes: MinutesId,
}

impl School {
    async fn of(world: &World, route: Route) -> Self {
        let (so, _commune, engine) = ward_town(world).await;
        let desk = Desk(&engine);
        let unit = desk.unit().await;
        engine
            .trust(
                &std::fs::read(roots().join("root.pem")).unwrap(),
                RootSet::Other,
            )
            .await
            .unwrap();
        let letterhead = engine
            .facts(unit)
            .await
            .unwrap()
            .unit(unit)
            .unwrap()
            .letterhead
            .clone();
        engine
            .perform(SetUnit {
                unit,
                letterhead,
                numbering: Numbering::Typed,
                route: Some(route),
                document: None,
            })
            .await
            .unwrap();
        let (hoa, class, minutes) = desk.class_6a2().await.unwrap();
        engine.freeze_minutes(unit, minutes).await.unwrap();
        Self {
            so,
            engine,
            unit,
            hoa,
            class,
            minutes,
        }
    }

    /// Signed by giver and receiver, each with the time stamp of an authority, which knows only the
    /// real time.
    async fn signed_with_stamps(world: &World) -> Self {
        world
            .clock
            .set(chrono::DateTime::from(std::time::SystemTime::now()));
        server_trusts(world);
        let school = Self::of(world, Route::Digital).await;
        for (who, party) in [
            ("head", Party::Giver),
            ("hoa", Party::Receiver),
            ("hoa", Party::CommitmentReceiver),
        ] {
            school.sign_stamped(who, party).await;
        }
        school
    }

    async fn sign(&self, who: &str, party: Party) -> Reply<()> {
        let mut run = self
            .engine
            .sign_minutes(
                &[(self.unit, self.minutes)],
                party,
                key(who),
                &Arc::default(),
                |_| (),
            )
            .await?;
        run.failed.pop().map_or(Ok(()), |(_, failure)| Err(failure))
    }

    /// With the time stamp of an authority.
    async fn sign_stamped(&self, who: &str, party: Party) {
        let stamped = SigningKey {
            stamp: Some(service("tsa")),
            ..key(who)
        };
        let run = self
            .engine
            .sign_minutes(
                &[(self.unit, self.minutes)],
                party,
                stamped,
                &Arc::default(),
                |_| (),
            )
            .await
            .unwrap();
        assert!(run.failed.is_empty(), "{run:?}");
    }

    async fn refused(&self, who: &str, party: Party) -> Code {
        self.sign(who, party).await.unwrap_err().code
    }

    async fn state(&self) -> MinutesState {
        self.engine
            .minutes_detail(self.unit, self.minutes)
            .await
            .unwrap()
            .row
            .state
    }

    async fn who_can_open(&self) -> Vec<String> {
        Desk(&self.engine)
            .who_can_open(self.class, self.engine.now())
            .await
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    async fn number(&self, number: u32) {
        self.engine
            .perform(TypeNumber {
                unit: self.unit,
                minutes: self.minutes,
                number,
                year: None,
            })
            .await
            .unwrap();
    }

    /// The paper of the minutes as an office scanner gives it back, filed.
    async fn scanned(&self) {
        let folder = Folder::new();
        let pages = pages_at(
            &folder,
            &self
                .engine
                .minutes_pdf(self.unit, self.minutes)
                .await
                .unwrap(),
            200,
        );
        self.engine
            .attach_scan(self.unit, self.minutes, &pictures_as_pdf(&pages), false)
            .await
            .unwrap();
    }
}

/// What the Sở trusts.
fn server_trusts(world: &World) {
    copy_folder(&roots(), &world.folder.path("server").join("trusted")).unwrap();
}

#[tokio::test]
async fn giver_receiver_and_organisation_sign_one_file_and_the_right_opens_without_paper() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;

    // Each in his turn, each in his own place.
    assert_eq!(
        school.refused("hoa", Party::Receiver).await,
        Code::SignatureOrder
    );
    assert_eq!(
        school.refused("school", Party::Organisation).await,
        Code::NumberFirst
    );
    assert_eq!(
        school.refused("hoa", Party::Giver).await,
        Code::SignedByAnother
    );
    assert_eq!(
        school.refused("stranger", Party::Giver).await,
        Code::CertificateUnknown
    );
    let by_pen = RecordSigning {
        unit: school.unit,
        minutes: vec![school.minutes],
        date_on_paper: school.engine.today(),
        scan: None,
    };
    assert_eq!(
        school.engine.perform(by_pen).await.unwrap_err().code,
        Code::WrongRoute
    );
    school.sign("head", Party::Giver).await.unwrap();
    assert_eq!(school.refused("head", Party::Giver).await, Code::FieldTaken);
    assert_eq!(
        school.refused("hoa", Party::CommitmentReceiver).await,
        Code::SignatureOrder,
        "the commitment is signed by whoever has received"
    );
    school.sign("hoa", Party::Receiver).await.unwrap();
    assert!(
        school.who_can_open().await.is_empty(),
        "without the commitment nothing opens"
    );
    school.sign("hoa", Party::CommitmentReceiver).await.unwrap();
    assert_eq!(
        school.who_can_open().await,
        ["Nguyễn Thị Hoa"],
        "in force with the last signature"
    );
    let too_late = SetRoute {
        unit: school.unit,
        minutes: vec![school.minutes],
        route: Route::Paper,
    };
    assert_eq!(
        school.engine.perform(too_late).await.unwrap_err().code,
        Code::WrongState,
        "nobody changes the way once they are signed"
    );
    assert_eq!(school.state().await, MinutesState::AwaitingNumber);

    school.engine.sync().await.unwrap();
    let opened = school
        .engine
        .minutes_detail(school.unit, school.minutes)
        .await
        .unwrap()
        .row;
    assert!(
        opened.opened_at.is_some(),
        "the server read the same file and opened the right"
    );
    assert_eq!(
        (opened.scan_due, opened.scanned),
        (None, false),
        "there is no paper whose scan could be missing"
    );

    // The organisation signs last, over number and date.
    assert_eq!(
        school.refused("school", Party::Organisation).await,
        Code::NumberFirst
    );
    school.number(7).await;
    let tasks = |home: engine::views::home::Home| {
        home.tasks.into_iter().map(|t| t.kind).collect::<Vec<_>>()
    };
    assert!(tasks(school.engine.home().await.unwrap()).contains(&TaskKind::SealDigitally));
    assert_eq!(
        school.refused("organisation", Party::Organisation).await,
        Code::SignedByAnother,
        "another school's seal"
    );
    school.sign("school", Party::Organisation).await.unwrap();
    assert!(!tasks(school.engine.home().await.unwrap()).contains(&TaskKind::SealDigitally));
    assert_eq!(school.state().await, MinutesState::Issued);
    school.engine.sync().await.unwrap();

    school.so.sync().await.unwrap();
    let seen = school
        .so
        .minutes_pdf(school.unit, school.minutes)
        .await
        .unwrap();
    let file = kept("digital.pdf", &seen);
    let told: Value = serde_json::from_str(&python(
        "check_signatures.py",
        &["--roots", roots().to_str().unwrap(), &file],
    ))
    .unwrap();
    let signatures = told[0]["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 4, "{told:#}");
    for signature in signatures {
        assert_eq!(signature["bottom_line"], true, "{signature:#}");
    }
    let text = said("pdftotext", &["-layout", &file, "-"]);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Số: 07 /BB-X"), "{text}");
    assert!(
        flat.matches("ngày 09 tháng 11 năm 2026").count() >= 2,
        "{text}"
    );
    said("qpdf", &["--check", &file]);
    let out = output(
        program("bangiao").to_str().unwrap(),
        &["--json", "conform", &file],
    );
    let told: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    for finding in told.iter().filter(|f| f["passed"] != true) {
        assert!(
            finding["detail"]
                .as_str()
                .unwrap()
                .split("; ")
                .skip(1)
                .all(|rule| rule.contains("SIGNATURE-BYTERANGE-001")),
            "{finding:#}"
        );
    }
    let verdict = school.engine.verify_signed(seen).await.unwrap();
    assert!(verdict.passes, "{verdict:?}");
    let notes: Vec<Code> = verdict
        .signatures
        .iter()
        .flat_map(|s| &s.notes)
        .map(|n| n.code)
        .collect();
    assert!(
        !notes.contains(&Code::RevocationNotChecked),
        "the lists of the authorities were fetched with the sync: {notes:?}"
    );
    let filled: Vec<&str> = verdict.signatures[2]
        .after
        .iter()
        .filter_map(|row| row.text.as_deref())
        .collect();
    assert!(
        filled.contains(&"07") && filled.contains(&"09") && filled.contains(&"11"),
        "what was filled is said: {filled:?}"
    );
}

#[tokio::test]
async fn a_file_signed_elsewhere_comes_back_and_a_changed_one_does_not() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;
    let folder = Folder::new();
    let (plain, signed) = (folder.path("de-ky.pdf"), folder.path("da-ky.pdf"));
    school
        .engine
        .save_for_signing(school.unit, school.minutes, &plain)
        .await
        .unwrap();
    // pyHanko signs by the clock of this machine; the office's clock follows it.
    world
        .clock
        .set(chrono::DateTime::from(std::time::SystemTime::now()) + chrono::Duration::minutes(5));
    // A field of their own, as other programs make them, could stand over what others have signed.
    let p12 = keys().join("head.p12");
    python(
        "sign_pyhanko.py",
        &[
            "--p12",
            p12.to_str().unwrap(),
            "--field",
            "them",
            "--add-field",
            "them",
            plain.to_str().unwrap(),
            signed.to_str().unwrap(),
        ],
    );
    let added = std::fs::read(&signed).unwrap();
    assert!(
        school
            .engine
            .verify_signed(added.clone())
            .await
            .unwrap()
            .passes,
        "as a file it is in order"
    );
    assert_eq!(
        school
            .engine
            .take_signed(school.unit, school.minutes, &added)
            .await
            .unwrap_err()
            .code,
        Code::SignedWithMore
    );

    let code = |taken: Reply<()>| taken.unwrap_err().code;
    // Whoever locks the file lets nobody sign it any more; whoever certifies it for those who come
    // has signed it like anybody else.
    let certified = |level: &str| {
        let p12 = keys().join("head.p12");
        let (from, to) = (plain.to_str().unwrap(), signed.to_str().unwrap());
        let p12 = p12.to_str().unwrap();
        let args = [
            "--p12",
            p12,
            "--field",
            "minutes_giver",
            "--certify",
            level,
            from,
            to,
        ];
        python("sign_pyhanko.py", &args);
        std::fs::read(&signed).unwrap()
    };
    let locked = certified("1");
    let told = school.engine.verify_signed(locked.clone()).await.unwrap();
    assert!(told.passes, "as a file it is in order: {told:?}");
    let taken = school
        .engine
        .take_signed(school.unit, school.minutes, &locked);
    assert_eq!(code(taken.await), Code::LockedBySigner);

    let by_head = certified("2");
    school
        .engine
        .take_signed(school.unit, school.minutes, &by_head)
        .await
        .unwrap();
    assert_eq!(
        code(
            school
                .engine
                .take_signed(school.unit, school.minutes, &by_head)
                .await
        ),
        Code::SignedNothingNew,
        "nothing new in it"
    );

    // Programs that lock the field, pack objects and leave a comment sign on, too.
    let current = folder.path("hien-tai.pdf");
    school
        .engine
        .save_for_signing(school.unit, school.minutes, &current)
        .await
        .unwrap();
    let p12 = keys().join("hoa.p12");
    let args = [
        "--p12",
        p12.to_str().unwrap(),
        "--field",
        "minutes_receiver",
        current.to_str().unwrap(),
        signed.to_str().unwrap(),
    ];
    python("sign_like_itext.py", &args);
    let packed = std::fs::read(&signed).unwrap();
    school
        .engine
        .take_signed(school.unit, school.minutes, &packed)
        .await
        .unwrap();

    // Whoever signs first could otherwise sign a page of his own.
    let unsigned = std::fs::read(&plain).unwrap();
    let mut doc = lopdf::Document::load_mem(&unsigned).unwrap();
    let page = *doc.get_pages().values().next().unwrap();
    let content = doc.get_page_contents(page)[0];
    let mut new = Vec::from(unsigned.as_slice());
    let at = new.len();
    new.extend(
        format!(
            "{} 0 obj\n<</Length 3>>\nstream\n0 g\nendstream\nendobj\n",
            content.0
        )
        .bytes(),
    );
    let table = new.len();
    let before = {
        let text = String::from_utf8_lossy(&unsigned);
        text[text.rfind("startxref").unwrap() + 9..]
            .split_whitespace()
            .next()
            .unwrap()
            .to_owned()
    };
    let root = doc.trailer.get(b"Root").unwrap().as_reference().unwrap();
    // The table of the file is a stream, and so must be the one of its update.
    let own = doc.max_id + 1;
    let size = own + 1;
    let mut rows = vec![];
    for (offset, _) in [(at, content.0), (table, own)] {
        rows.push(1);
        rows.extend(u32::try_from(offset).unwrap().to_be_bytes());
        rows.extend(0_u16.to_be_bytes());
    }
    new.extend(
        format!("{own} 0 obj\n<</Type /XRef/W [1 4 2]/Index [{} 1 {own} 1]/Size {size}/Prev {before}/Root {} 0 R/Length {}>>\nstream\n", content.0, root.0, rows.len()).bytes(),
    );
    new.extend(rows);
    new.extend(format!("\nendstream\nendobj\nstartxref\n{table}\n%%EOF\n").bytes());
    doc.objects.clear();
    let opened = open_key(&key("head").place, PASSWORD_OF_KEYS).unwrap();
    let swapped = sign_file(
        &new,
        &opened,
        &Manner {
            field: Some("minutes_giver"),
            hand: Hand::Person,
            at: school.engine.now(),
        },
    )
    .unwrap();
    assert!(
        school
            .engine
            .verify_signed(swapped.clone())
            .await
            .unwrap()
            .passes,
        "by itself it is a signed file like any other"
    );
    let trusted = evidence::trusted(&roots()).unwrap();
    assert_eq!(
        evidence::read(
            &swapped,
            &unsigned,
            evidence::Expected::Minutes,
            &trusted,
            school.engine.now()
        )
        .unwrap_err()
        .code,
        Code::SignedWithMore,
        "but not these minutes, signed"
    );

    // What an act says of a file is what the file says.
    let facts = school.engine.facts(school.unit).await.unwrap();
    let digital = facts
        .minutes(school.minutes)
        .unwrap()
        .digital
        .clone()
        .unwrap();
    let honest = SignDigitally {
        unit: school.unit,
        minutes: school.minutes,
        file: digital.blob.clone(),
        signatures: digital.signatures.clone(),
        filled: BTreeMap::new(),
    };
    let proves = |request: SignDigitally| {
        evidence::proves(
            &Act::from(request),
            &packed,
            &unsigned,
            &trusted,
            school.engine.now(),
        )
    };
    proves(honest.clone()).unwrap();
    let mut more = honest.clone();
    let made_up = domain::signatures::FieldSignature {
        field: Party::Receiver.field().into(),
        signer: "Nguyễn Thị Hoa".into(),
        ..more.signatures[0].clone()
    };
    more.signatures.push(made_up);
    assert_eq!(proves(more).unwrap_err().code, Code::EvidenceDiffers);
    let mut other_gaps = honest;
    other_gaps
        .filled
        .insert("minutes_number_1".into(), "7".into());
    assert_eq!(proves(other_gaps).unwrap_err().code, Code::EvidenceDiffers);
}

#[tokio::test]
async fn the_server_believes_no_machine_that_a_file_is_signed() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;
    school.engine.sync().await.unwrap();
    // A machine whose program was changed: it says of the frozen file that everybody has signed it.
    let facts = school.engine.facts(school.unit).await.unwrap();
    let frozen = facts
        .minutes(school.minutes)
        .unwrap()
        .frozen()
        .unwrap()
        .pdf
        .clone();
    let by = |party: Party, signer: &str, certificate: &str| domain::signatures::FieldSignature {
        field: party.field().into(),
        signer: signer.into(),
        organisation: None,
        claimed_at: school.engine.now(),
        certificate: certificate.repeat(64),
    };
    let signatures = vec![
        by(Party::Giver, "Nguyễn Thị An", "a"),
        by(Party::Receiver, "Nguyễn Thị Hoa", "b"),
        by(Party::CommitmentReceiver, "Nguyễn Thị Hoa", "b"),
    ];
    school
        .engine
        .perform(SignDigitally {
            unit: school.unit,
            minutes: school.minutes,
            file: frozen,
            signatures,
            filled: BTreeMap::new(),
        })
        .await
        .unwrap();
    assert_eq!(
        school.who_can_open().await,
        ["Nguyễn Thị Hoa"],
        "the machine deceives itself"
    );
    school.engine.sync().await.unwrap();
    assert!(school.who_can_open().await.is_empty(), "and nobody else");
    assert_eq!(school.state().await, MinutesState::AwaitingSignatures);
}

#[tokio::test]
async fn the_server_draws_every_frozen_page_again() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;
    let desk = Desk(&school.engine);
    school.sign("head", Party::Giver).await.unwrap();
    school.engine.sync().await.unwrap();
    // Other minutes, frozen over the page that the head has signed: with it the signature would
    // count for them too.
    let lan = desk.teacher("Trần Thị Lan", "GV02").await.unwrap();
    let other = desk
        .hand_over(lan, vec![line(Function::Health, Dim::All, &school.engine)])
        .await
        .unwrap();
    let facts = school.engine.facts(school.unit).await.unwrap();
    let signed = facts.minutes(school.minutes).unwrap().clone();
    let content =
        domain::compose::build(&facts, facts.minutes(other).unwrap(), school.engine.now()).unwrap();
    let frozen = signed.frozen().unwrap();
    let replayed = FreezeMinutes {
        unit: school.unit,
        minutes: other,
        content: Box::new(content),
        seen: None,
        token: "0".repeat(32),
        pdf: frozen.pdf.clone(),
        pages: frozen.pages,
    };
    school.engine.perform(replayed).await.unwrap();
    school.engine.sync().await.unwrap();
    let acts = school.engine.status().await.unwrap().acts;
    let held = acts
        .iter()
        .find(|act| act.kind == "freeze_minutes.v1" && act.state == ActState::Returned)
        .unwrap();
    assert!(
        held.reason.as_deref().unwrap().contains("lập lại trang"),
        "{:?}",
        held.reason
    );
    let row = school
        .engine
        .minutes_detail(school.unit, other)
        .await
        .unwrap()
        .row;
    assert_eq!(row.state, MinutesState::Draft, "nothing is frozen");
}

#[tokio::test]
async fn signing_many_is_stopped_after_the_current_one_and_what_is_signed_stays() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;
    let desk = Desk(&school.engine);
    let mut all = vec![(school.unit, school.minutes)];
    for (name, code) in [
        ("Hoàng Minh Tuấn", "GV07"),
        ("Đỗ Quốc Việt", "GV08"),
        ("Lê Thị Cúc", "GV09"),
    ] {
        let teacher = desk.teacher(name, code).await.unwrap();
        let lines = vec![line(Function::Health, Dim::All, &school.engine)];
        let minutes = desk.hand_over(teacher, lines).await.unwrap();
        let frozen = school.engine.freeze_minutes(school.unit, minutes).await;
        frozen.unwrap();
        all.push((school.unit, minutes));
    }
    let signatures = async |minutes| {
        let detail = school.engine.minutes_detail(school.unit, minutes).await;
        detail.unwrap().signatures
    };
    let stop = Arc::new(AtomicBool::new(false));
    let sign = async |of: &[(UnitId, MinutesId)], heard: &RefCell<Vec<u32>>| {
        let progress = |done| {
            heard.borrow_mut().push(done);
            stop.store(true, Ordering::Relaxed);
        };
        let run = school
            .engine
            .sign_minutes(of, Party::Giver, key("head"), &stop, progress);
        run.await.unwrap()
    };
    let heard = RefCell::default();
    let run = sign(&all, &heard).await;
    assert!(run.cancelled && run.failed.is_empty(), "{run:?}");
    assert!((1..=2).contains(&run.signed.len()), "{run:?}");
    let counted: Vec<u32> = (1..).take(run.signed.len()).collect();
    assert_eq!(*heard.borrow(), counted);
    let mut rest = vec![];
    for (unit, minutes) in &all {
        let signed = run.signed.contains(minutes);
        assert_eq!(signatures(*minutes).await, u32::from(signed));
        if !signed {
            rest.push((*unit, *minutes));
        }
    }

    // Stopped before the first, nothing is signed; the rest is signed another time.
    let none = sign(&rest, &RefCell::default()).await;
    assert!(none.cancelled && none.signed.is_empty());
    stop.store(false, Ordering::Relaxed);
    let last = &rest[..1];
    let run = sign(last, &RefCell::default()).await;
    assert_eq!((run.signed, run.cancelled), (vec![last[0].1], false));
}

#[tokio::test]
async fn the_server_asks_the_authorities_itself_whom_they_have_revoked() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;
    let desk = Desk(&school.engine);
    // Their certificates were revoked in March; the machine has not heard of it. Of the second no
    // list says so: the authority must be asked.
    for (name, code, who) in [
        ("Hoàng Minh Tuấn", "GV07", "revoked"),
        ("Đỗ Quốc Việt", "GV08", "asked"),
    ] {
        let teacher = desk.teacher(name, code).await.unwrap();
        let minutes = desk
            .hand_over(
                teacher,
                vec![line(Function::Health, Dim::All, &school.engine)],
            )
            .await
            .unwrap();
        school
            .engine
            .freeze_minutes(school.unit, minutes)
            .await
            .unwrap();
        for (who, party) in [
            ("head", Party::Giver),
            (who, Party::Receiver),
            (who, Party::CommitmentReceiver),
        ] {
            let run = school
                .engine
                .sign_minutes(
                    &[(school.unit, minutes)],
                    party,
                    key(who),
                    &Arc::default(),
                    |_| (),
                )
                .await
                .unwrap();
            assert!(run.failed.is_empty(), "{run:?}");
        }
        let file = school
            .engine
            .minutes_pdf(school.unit, minutes)
            .await
            .unwrap();
        assert!(
            school
                .engine
                .minutes_detail(school.unit, minutes)
                .await
                .unwrap()
                .row
                .in_force,
            "without a network nobody knows"
        );
        school.engine.sync().await.unwrap();
        let row = school
            .engine
            .minutes_detail(school.unit, minutes)
            .await
            .unwrap()
            .row;
        assert!(
            !row.in_force && row.opened_at.is_none(),
            "{name}: the server knows"
        );
        let acts = school.engine.status().await.unwrap().acts;
        let returned = acts
            .iter()
            .find(|act| act.kind == "sign_digitally.v1" && act.state == ActState::Returned)
            .unwrap();
        assert!(
            returned.reason.as_deref().unwrap().contains("thu hồi"),
            "{:?}",
            returned.reason
        );
        // The machine was told too, and remembers it without a network.
        world.online(false);
        let verdict = school.engine.verify_signed(file).await.unwrap();
        let problems: Vec<Code> = verdict
            .signatures
            .iter()
            .flat_map(|s| &s.problems)
            .map(|p| p.code)
            .collect();
        assert_eq!(
            problems,
            [Code::CertificateRevoked, Code::CertificateRevoked],
            "{name}"
        );
        world.online(true);
    }
}

#[tokio::test]
async fn nobody_signs_under_the_name_of_another() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;
    let desk = Desk(&school.engine);
    let head = desk.head().await.unwrap();
    let clerk = desk.person("Trần Văn Đức", "NV01", true).await.unwrap();
    school.engine.sync().await.unwrap();
    let at_clerk = world.office("van-thu", clerk, school.unit).await.unwrap();
    let rename = |officer, from: &str, to: &str| EditOfficer {
        unit: school.unit,
        officer,
        edits: vec![OfficerEdit::Name {
            expect: from.into(),
            set: to.into(),
        }],
    };
    let refused = at_clerk
        .perform(rename(head, "Nguyễn Thị An", "Trần Văn Đức"))
        .await
        .unwrap_err();
    assert_eq!(
        refused.code,
        Code::MayNotPrepare,
        "whoever prepares papers does not rename who signs them"
    );
    // A name that is corrected after the page was frozen is not the one on the page.
    school
        .engine
        .perform(rename(school.hoa, "Nguyễn Thị Hoa", "Trần Văn Đức"))
        .await
        .unwrap();
    school.sign("head", Party::Giver).await.unwrap();
    assert_eq!(
        school.refused("receiver", Party::Receiver).await,
        Code::SignedByAnother,
        "the page names another"
    );
    assert_eq!(
        school.refused("hoa", Party::Receiver).await,
        Code::SignedByAnother,
        "and so does the register"
    );
    // The way is not lost: the pen is still there, and what was signed by key counts no more.
    school
        .engine
        .perform(SetRoute {
            unit: school.unit,
            minutes: vec![school.minutes],
            route: Route::Paper,
        })
        .await
        .unwrap();
    school
        .engine
        .perform(RecordSigning {
            unit: school.unit,
            minutes: vec![school.minutes],
            date_on_paper: school.engine.today(),
            scan: None,
        })
        .await
        .unwrap();
    assert!(
        school
            .engine
            .minutes_detail(school.unit, school.minutes)
            .await
            .unwrap()
            .places
            .is_empty()
    );
}

#[tokio::test]
async fn what_a_gap_shows_is_what_it_says() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Digital).await;
    for (who, party) in [
        ("head", Party::Giver),
        ("hoa", Party::Receiver),
        ("hoa", Party::CommitmentReceiver),
    ] {
        school.sign(who, party).await.unwrap();
    }
    school.number(7).await;
    let facts = school.engine.facts(school.unit).await.unwrap();
    let minutes = facts.minutes(school.minutes).unwrap();
    let values = domain::acts::sign_digitally::gap_values(minutes, minutes.signed().unwrap());
    let party_signed = school
        .engine
        .minutes_pdf(school.unit, school.minutes)
        .await
        .unwrap();
    let gaps = OpenFile::open(&party_signed)
        .unwrap()
        .blanks()
        .into_iter()
        .filter(|blank| !blank.signature);
    let lying = gaps.map(|blank| {
        let text = values[&Gap::of_field(&blank.name).unwrap()].clone();
        // It says 07 and shows 99.
        let shown = if text == "07" { "99" } else { text.as_str() };
        let drawn = minutes::look::written(
            shown,
            blank.face.as_deref() == Some(minutes::look::ITALIC),
            blank.size,
        )
        .unwrap();
        seal::sign::Fill {
            field: blank.name,
            text,
            look: seal::Look::of_page(drawn).unwrap(),
        }
    });
    let filled = OpenFile::open(&party_signed)
        .unwrap()
        .fill(&lying.collect::<Vec<_>>())
        .unwrap();
    let opened = open_key(&key("school").place, PASSWORD_OF_KEYS).unwrap();
    let sealed = sign_file(
        &filled,
        &opened,
        &Manner {
            field: None,
            hand: Hand::Organisation,
            at: school.engine.now(),
        },
    )
    .unwrap();
    assert!(
        school
            .engine
            .verify_signed(sealed.clone())
            .await
            .unwrap()
            .passes,
        "the organisation vouches for what it fills"
    );
    assert_eq!(
        school
            .engine
            .take_signed(school.unit, school.minutes, &sealed)
            .await
            .unwrap_err()
            .code,
        Code::GapsDiffer,
        "the register does not"
    );
    let blank = sign_file(
        &party_signed,
        &opened,
        &Manner {
            field: None,
            hand: Hand::Organisation,
            at: school.engine.now(),
        },
    )
    .unwrap();
    assert_eq!(
        school
            .engine
            .take_signed(school.unit, school.minutes, &blank)
            .await
            .unwrap_err()
            .code,
        Code::GapsDiffer,
        "nor a page without number and date"
    );
    school.sign("school", Party::Organisation).await.unwrap();
}

#[tokio::test]
async fn a_server_that_trusts_nobody_holds_the_act_and_says_why() {
    let world = World::new().await.unwrap();
    let school = School::of(&world, Route::Digital).await;
    school.sign("head", Party::Giver).await.unwrap();
    school.engine.sync().await.unwrap();
    let acts = school.engine.status().await.unwrap().acts;
    let held = acts
        .iter()
        .find(|act| act.kind == "sign_digitally.v1")
        .unwrap();
    assert_eq!(held.state, ActState::Returned);
    assert!(
        held.reason.as_deref().unwrap().contains("chứng thư gốc"),
        "{:?}",
        held.reason
    );
}

#[tokio::test]
async fn on_the_mixed_route_the_head_signs_digitally_and_the_teacher_with_a_pen() {
    let world = World::new().await.unwrap();
    server_trusts(&world);
    let school = School::of(&world, Route::Mixed).await;
    let day = school.engine.today();
    let record = || RecordSigning {
        unit: school.unit,
        minutes: vec![school.minutes],
        date_on_paper: day,
        scan: None,
    };
    assert_eq!(
        school.engine.perform(record()).await.unwrap_err().code,
        Code::SignatureMissing,
        "the head has not signed"
    );
    school.sign("head", Party::Giver).await.unwrap();
    assert_eq!(
        school.refused("hoa", Party::Receiver).await,
        Code::WrongRoute
    );
    school.sign("school", Party::Organisation).await.unwrap();

    // What is printed shows both signatures.
    let (printed, _) = school
        .engine
        .print(
            &[(school.unit, school.minutes)],
            1,
            engine::handover::print::Sides::Both,
            &std::sync::atomic::AtomicBool::new(false),
            |_| {},
        )
        .await
        .unwrap();
    let file = kept("mixed-print.pdf", &printed);
    let text = said("pdftotext", &["-layout", &file, "-"]);
    assert!(text.contains("Người ký: Nguyễn Thị An"), "{text}");
    let out = output(
        program("bangiao").to_str().unwrap(),
        &["--json", "conform", "--visual", &file],
    );
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stdout)
    );

    school.engine.perform(record()).await.unwrap();
    assert_eq!(school.who_can_open().await, ["Nguyễn Thị Hoa"]);
    let row = school
        .engine
        .minutes_detail(school.unit, school.minutes)
        .await
        .unwrap()
        .row;
    assert!(
        row.scan_due.is_some(),
        "the paper is the original: its scan must follow"
    );
    school.scanned().await;
    school.engine.sync().await.unwrap();
    assert!(
        school
            .engine
            .minutes_detail(school.unit, school.minutes)
            .await
            .unwrap()
            .row
            .opened_at
            .is_some()
    );
}

#[tokio::test]
async fn a_scan_is_a_picture_until_the_organisation_signs_it() {
    let world = World::new().await.unwrap();
    world
        .clock
        .set(chrono::DateTime::from(std::time::SystemTime::now()));
    server_trusts(&world);
    let school = School::of(&world, Route::Paper).await;
    let by_key = school
        .engine
        .sign_minutes(
            &[(school.unit, school.minutes)],
            Party::Giver,
            key("head"),
            &Arc::default(),
            |_| (),
        )
        .await;
    assert_eq!(
        by_key.unwrap_err().code,
        Code::WrongRoute,
        "what is signed by pen is not signed by key"
    );
    school
        .engine
        .perform(RecordSigning {
            unit: school.unit,
            minutes: vec![school.minutes],
            date_on_paper: school.engine.today(),
            scan: None,
        })
        .await
        .unwrap();
    let certify = |who: &'static str| {
        school
            .engine
            .certify_scan(school.unit, school.minutes, key(who))
    };
    assert_eq!(
        certify("school").await.unwrap_err().code,
        Code::WrongState,
        "there is no scan"
    );
    school.scanned().await;
    let row = || async {
        school
            .engine
            .minutes_detail(school.unit, school.minutes)
            .await
            .unwrap()
            .row
    };
    assert!(row().await.scanned && !row().await.lawful_copy);
    assert_eq!(
        certify("head").await.unwrap_err().code,
        Code::SignedByAnother,
        "a person makes no lawful copy"
    );
    assert_eq!(
        certify("teacher").await.unwrap_err().code,
        Code::SignedByAnother,
        "nor one whose certificate names the school as where she works"
    );
    certify("school").await.unwrap();
    assert!(row().await.lawful_copy);
    assert_eq!(
        certify("school").await.unwrap_err().code,
        Code::WrongState,
        "once"
    );
    school.engine.sync().await.unwrap();
    school.so.sync().await.unwrap();
    let copy = school.so.proof(school.unit, school.minutes).await.unwrap();
    assert!(
        school
            .engine
            .verify_signed(copy.clone())
            .await
            .unwrap()
            .passes
    );
    let file = kept("lawful-copy.pdf", &copy);
    assert!(said("pdftotext", &["-layout", &file, "-"]).contains("Sao y"));
    let told: Value = serde_json::from_str(&python(
        "check_signatures.py",
        &["--roots", roots().to_str().unwrap(), &file],
    ))
    .unwrap();
    assert_eq!(told[0]["signatures"][0]["bottom_line"], true, "{told:#}");

    // The copy is kept for long too, by the server that goes on running.
    let keeping = tokio::spawn(
        world
            .server
            .clone()
            .stamped_by(&service("tsa"))
            .keep_archiving(),
    );
    for _ in 0..300 {
        if row().await.archived_at.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        school.engine.sync().await.unwrap();
    }
    keeping.abort();
    assert!(row().await.archived_at.is_some());
    let archived = school
        .engine
        .proof(school.unit, school.minutes)
        .await
        .unwrap();
    assert!(archived.starts_with(&copy) && archived.len() > copy.len());
    assert!(school.engine.verify_signed(archived).await.unwrap().passes);
}

#[tokio::test]
async fn the_receiver_sees_his_paper_at_his_first_sign_in_and_confirms_or_objects() {
    let world = World::new().await.unwrap();
    let school = School::of(&world, Route::Paper).await;
    school
        .engine
        .perform(RecordSigning {
            unit: school.unit,
            minutes: vec![school.minutes],
            date_on_paper: school.engine.today(),
            scan: None,
        })
        .await
        .unwrap();
    school.engine.sync().await.unwrap();
    let teacher = world.office("hoa", school.hoa, school.unit).await.unwrap();
    assert!(
        teacher.home().await.unwrap().receipts.is_empty(),
        "there is no scan to look at yet"
    );
    school.scanned().await;
    school.engine.sync().await.unwrap();
    teacher.sync().await.unwrap();
    assert_eq!(teacher.home().await.unwrap().receipts, [school.minutes]);
    assert!(
        teacher
            .proof(school.unit, school.minutes)
            .await
            .unwrap()
            .starts_with(b"%PDF-"),
        "the scan comes from the server"
    );

    let say = |objection: Option<&str>| ConfirmReceipt {
        unit: school.unit,
        minutes: school.minutes,
        objection: objection.map(str::to_owned),
    };
    assert_eq!(
        school.engine.perform(say(None)).await.unwrap_err().code,
        Code::NotTheReceiver,
        "nobody confirms for another"
    );
    teacher
        .perform(say(Some("Tờ này không phải chữ ký của tôi")))
        .await
        .unwrap();
    assert!(teacher.home().await.unwrap().receipts.is_empty());
    assert_eq!(
        teacher.perform(say(None)).await.unwrap_err().code,
        Code::WrongState,
        "it is said once"
    );
    teacher.sync().await.unwrap();
    school.engine.sync().await.unwrap();
    let row = school
        .engine
        .minutes_detail(school.unit, school.minutes)
        .await
        .unwrap()
        .row;
    assert_eq!(
        row.receipt.unwrap().objection.as_deref(),
        Some("Tờ này không phải chữ ký của tôi")
    );
    assert!(
        row.in_force,
        "an objection is for the head to judge; it takes nothing by itself"
    );
    let first = &school.engine.home().await.unwrap().tasks[0];
    assert_eq!(
        (first.kind, first.minutes),
        (TaskKind::Objection, Some(school.minutes)),
        "and the first thing that he sees"
    );
}

#[tokio::test]
async fn a_signature_with_a_time_stamp_opens_the_right_too() {
    let world = World::new().await.unwrap();
    let school = School::signed_with_stamps(&world).await;
    let verdict = school
        .engine
        .verify_signed(
            school
                .engine
                .minutes_pdf(school.unit, school.minutes)
                .await
                .unwrap(),
        )
        .await
        .unwrap();
    assert!(
        verdict.passes && verdict.signatures.iter().all(|s| s.proven_at.is_some()),
        "{verdict:?}"
    );
    assert_eq!(school.who_can_open().await, ["Nguyễn Thị Hoa"]);
}

#[tokio::test]
async fn what_is_signed_is_kept_for_long_from_the_next_contact_on() {
    let world = World::new().await.unwrap();
    let school = School::signed_with_stamps(&world).await;
    school.number(7).await;
    school.engine.sync().await.unwrap();
    let keeper = |authority: &str| world.server.clone().stamped_by(&service(authority));
    assert!(keeper("tsa").archive_waiting().await.unwrap().is_empty());
    let row = || async {
        school
            .engine
            .minutes_detail(school.unit, school.minutes)
            .await
            .unwrap()
            .row
    };
    school.engine.sync().await.unwrap();
    assert_eq!(
        row().await.archived_at,
        None,
        "the organisation has yet to sign"
    );
    school.sign_stamped("school", Party::Organisation).await;
    let signed = school
        .engine
        .minutes_pdf(school.unit, school.minutes)
        .await
        .unwrap();
    school.engine.sync().await.unwrap();

    // An authority that answers nonsense is left in peace for an hour; the minutes wait.
    let silent = keeper("nonsense");
    let refused = silent.archive_waiting().await.unwrap();
    assert_eq!(
        refused
            .iter()
            .map(|(id, refusal)| (*id, refusal.code))
            .collect::<Vec<_>>(),
        [(school.minutes, Code::StampRefused)]
    );
    assert!(silent.archive_waiting().await.unwrap().is_empty());
    world.pass(chrono::Duration::hours(1));
    assert_eq!(silent.archive_waiting().await.unwrap().len(), 1);
    let short = keeper("tsa-short");
    assert_eq!(short.archive_waiting().await.unwrap(), []);
    school.engine.sync().await.unwrap();
    let first = row().await.archived_at;
    assert!(first.is_some());

    // What the unit shows to inspectors goes on from what was signed, lies on its own machine, and
    // stands by itself.
    world.online(false);
    let archived = school
        .engine
        .minutes_pdf(school.unit, school.minutes)
        .await
        .unwrap();
    assert!(archived.starts_with(&signed) && archived.len() > signed.len());
    assert_eq!(
        archived,
        school
            .engine
            .proof(school.unit, school.minutes)
            .await
            .unwrap()
    );
    assert!(school.engine.verify_signed(archived).await.unwrap().passes);
    world.online(true);

    // Long before the stamp ends another one is put over it.
    let facts = school.engine.facts(school.unit).await.unwrap();
    let minutes = facts.minutes(school.minutes).unwrap();
    let (blob, kept_now) = SignedFile::Minutes.of(minutes).unwrap();
    let until = kept_now.unwrap().until;
    assert_eq!(
        until.date_naive().to_string(),
        "2027-06-30",
        "as long as the certificate of the authority"
    );
    assert!(waiting(minutes, until - chrono::Duration::days(91)).is_empty());
    assert!(
        keeping::kept(
            minutes,
            SignedFile::Minutes,
            blob,
            kept_now.unwrap().clone()
        )
        .is_none(),
        "what goes on from an older file is not taken"
    );
    world.clock.set(until - chrono::Duration::days(60));
    assert_eq!(short.archive_waiting().await.unwrap(), []);
    let now_kept = |facts: &domain::Facts| {
        SignedFile::Minutes
            .of(facts.minutes(school.minutes).unwrap())
            .unwrap()
            .1
            .unwrap()
            .clone()
    };
    school.so.sync().await.unwrap();
    assert_eq!(
        &now_kept(&school.so.facts(school.unit).await.unwrap()),
        kept_now.unwrap(),
        "a stamp that reaches no further is no gain"
    );
    assert_eq!(keeper("tsa").archive_waiting().await.unwrap(), []);
    school.so.sync().await.unwrap();
    let file = kept(
        "digital-lta.pdf",
        &school.so.proof(school.unit, school.minutes).await.unwrap(),
    );
    let renewed = now_kept(&school.so.facts(school.unit).await.unwrap());
    assert!(renewed.until > until && renewed.earlier == [kept_now.unwrap().blob.clone()]);
    let told: Value = serde_json::from_str(&python(
        "check_signatures.py",
        &["--roots", roots().to_str().unwrap(), "--ades-lta", &file],
    ))
    .unwrap();
    let people: Vec<&Value> = told[0]["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["signer"] != "Dấu thời gian thử nghiệm")
        .collect();
    assert_eq!(
        people
            .iter()
            .map(|s| s["indication"].as_str().unwrap())
            .collect::<Vec<_>>(),
        ["PASSED"; 4],
        "{told:#}"
    );
}

/// The command line at the data of a school, as a process of its own.
struct Line {
    data: std::path::PathBuf,
    password: std::path::PathBuf,
}

impl Line {
    fn words(&self, args: &[&str]) -> Vec<std::ffi::OsString> {
        let own: [std::ffi::OsString; 6] = [
            program("bangiao").into(),
            "--data".into(),
            self.data.clone().into(),
            "--password-file".into(),
            self.password.clone().into(),
            "--json".into(),
        ];
        own.into_iter().chain(args.iter().map(Into::into)).collect()
    }

    fn run(&self, before: &[&str], args: &[&str]) -> std::process::Output {
        let words: Vec<std::ffi::OsString> = before
            .iter()
            .map(Into::into)
            .chain(self.words(args))
            .collect();
        std::process::Command::new(&words[0])
            .args(&words[1..])
            .output()
            .expect("apt-get install strace")
    }

    fn does(&self, args: &[&str]) -> Value {
        let out = self.run(&[], args);
        assert!(
            out.status.success(),
            "{args:?}: {}{}",
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        );
        serde_json::from_slice(&out.stdout).unwrap()
    }

    fn refuses(&self, args: &[&str]) -> String {
        let out = self.run(&[], args);
        assert!(
            !out.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&out.stdout)
        );
        serde_json::from_slice::<Value>(&out.stdout).unwrap()["error"]["number"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

/// A school that starts alone, with frozen minutes that are to be signed digitally; its data lie
/// closed.
async fn closed_school(world: &World) -> (Line, String) {
    let started = engine::start::own_unit(
        &world.folder.path("truong"),
        PASSWORD,
        &own_school("Đằng Giang"),
        std::sync::Arc::clone(&world.clock),
    )
    .await
    .unwrap();
    let school = started.engine;
    school
        .trust(
            &std::fs::read(roots().join("root.pem")).unwrap(),
            RootSet::Other,
        )
        .await
        .unwrap();
    let (_, _, minutes) = Desk(&school).class_6a2().await.unwrap();
    let unit = Desk(&school).unit().await;
    school
        .perform(SetRoute {
            unit,
            minutes: vec![minutes],
            route: Route::Digital,
        })
        .await
        .unwrap();
    school.freeze_minutes(unit, minutes).await.unwrap();
    let code = school
        .minutes_detail(unit, minutes)
        .await
        .unwrap()
        .row
        .check_code
        .unwrap();
    school.close().await;
    let password = world.folder.path("password");
    std::fs::write(&password, PASSWORD).unwrap();
    std::fs::write(world.folder.path("pin"), PASSWORD_OF_KEYS).unwrap();
    (
        Line {
            data: world.folder.path("truong"),
            password,
        },
        code,
    )
}

#[tokio::test]
async fn the_command_line_signs_minutes_and_takes_files_that_were_signed_elsewhere() {
    let world = World::new().await.unwrap();
    let (line, code) = closed_school(&world).await;
    let key = |who: &str| {
        keys()
            .join(format!("{who}.p12"))
            .to_str()
            .unwrap()
            .to_owned()
    };
    let (secret, file, signed) = (
        world.folder.path("pin"),
        world.folder.path("ky.pdf"),
        world.folder.path("da-ky.pdf"),
    );
    let (secret, file, signed) = (
        secret.to_str().unwrap(),
        file.to_str().unwrap(),
        signed.to_str().unwrap(),
    );
    let sign = |who: &str, party: &str| {
        line.does(&[
            "minutes",
            "sign",
            &code,
            "--party",
            party,
            "--key",
            &key(who),
            "--secret-file",
            secret,
        ])
    };
    assert_eq!(sign("head", "giver")["signed"].as_array().unwrap().len(), 1);
    let other = line.run(
        &[],
        &[
            "minutes",
            "sign",
            &code,
            "--party",
            "receiver",
            "--key",
            &key("head"),
            "--secret-file",
            secret,
        ],
    );
    assert!(
        !other.status.success() && String::from_utf8_lossy(&other.stdout).contains("BG-KYSO-024"),
        "{}",
        String::from_utf8_lossy(&other.stdout)
    );
    line.does(&["minutes", "for-signing", &code, "--out", file]);
    line.does(&[
        "sign",
        file,
        "--out",
        signed,
        "--key",
        &key("hoa"),
        "--secret-file",
        secret,
        "--field",
        "minutes_receiver",
    ]);
    let detail = line.does(&["minutes", "take-signed", &code, signed]);
    assert_eq!(detail["row"]["state"], "awaiting_signatures");
    assert_eq!(
        line.refuses(&["minutes", "take-signed", &code, signed]),
        "BG-KYSO-028",
        "nothing new"
    );
    sign("hoa", "commitment_receiver");
    let listed = line.does(&["minutes", "list"]);
    assert_eq!(
        (&listed[0]["state"], &listed[0]["in_force"]),
        (&"awaiting_number".into(), &true.into())
    );
    assert_eq!(
        line.refuses(&["minutes", "route", &code, "--route", "paper"]),
        "BG-BB-005",
        "they are signed"
    );
    assert_eq!(
        line.refuses(&[
            "minutes",
            "certify-scan",
            &code,
            "--key",
            &key("school"),
            "--secret-file",
            secret
        ]),
        "BG-BB-005",
        "there is no scan"
    );
    assert_eq!(
        line.refuses(&["minutes", "take-certified", &code, signed]),
        "BG-BB-005"
    );
    assert_eq!(
        line.refuses(&["minutes", "confirm-receipt", &code]),
        "BG-QUYEN-017",
        "the head is not the receiver"
    );
    line.does(&["minutes", "number", &code, "--number", "5"]);
    sign("school", "organisation");
    let trusted = line.does(&["trust", keys().join("issuing.crl").to_str().unwrap()]);
    assert_eq!(trusted.as_array().unwrap().len(), 2);
    assert!(
        line.does(&["unit", "set", "--route", "digital"])
            .is_object()
    );
}

#[tokio::test]
async fn signing_that_is_killed_is_done_or_not_done_and_a_damaged_file_is_not_signed() {
    let world = World::new().await.unwrap();
    let (fresh, code) = closed_school(&world).await;
    let line = Line {
        data: world.folder.path("kopie"),
        password: fresh.password.clone(),
    };
    let (key, secret) = (keys().join("head.p12"), world.folder.path("pin"));
    let args = [
        "minutes",
        "sign",
        &code,
        "--party",
        "giver",
        "--key",
        key.to_str().unwrap(),
        "--secret-file",
        secret.to_str().unwrap(),
    ];
    let mut outcomes = [0, 0];
    for call in ["pwrite64", "write", "fsync", "rename"] {
        // Not every one: a process is started for each.
        for at in (1..).step_by(3) {
            let _ = std::fs::remove_dir_all(&line.data);
            copy_folder(&fresh.data, &line.data).unwrap();
            let inject = format!("inject={call}:signal=SIGKILL:when={at}");
            let out = line.run(
                &[
                    "strace",
                    "-f",
                    "-qq",
                    "-o",
                    "/dev/null",
                    "-e",
                    &format!("trace={call}"),
                    "-e",
                    &inject,
                ],
                &args,
            );
            let file = world.folder.path("nachher.pdf");
            line.does(&["minutes", "pdf", &code, "--out", file.to_str().unwrap()]);
            let bytes = std::fs::read(&file).unwrap();
            let signed = OpenFile::open(&bytes)
                .unwrap()
                .blanks()
                .iter()
                .all(|blank| blank.name != Party::Giver.field());
            let findings = line.does(&["doctor"]);
            assert!(
                findings
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|f| f["what"] != "database" && f["what"] != "files" || f["fine"] == true),
                "{call} {at}: {findings}"
            );
            outcomes[usize::from(signed)] += 1;
            if out.status.success() {
                assert!(signed);
                break;
            }
        }
    }
    assert!(
        outcomes[0] > 0 && outcomes[1] >= 4,
        "killed before and after: {outcomes:?}"
    );

    // The file of the minutes was changed on the disk meanwhile.
    let _ = std::fs::remove_dir_all(&line.data);
    copy_folder(&fresh.data, &line.data).unwrap();
    for entry in std::fs::read_dir(line.data.join("files")).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
    assert_eq!(line.refuses(&args), "BG-KHO-002");
    assert_eq!(
        line.does(&["minutes", "list"])[0]["state"],
        "awaiting_signatures",
        "nothing is lost"
    );
}
