//! The paper: read back by tools we did not write, and the scan that comes back.

use engine::views::rights::Question;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use domain::Code;
use domain::acts::RecordSigning;
use domain::rights::{Dim, Function};
use engine::handover::stack::UnfiledRow;
use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Desk, Folder, World, line};

/// Runs a tool on PDF bytes; a missing tool fails with the line that installs it.
fn tool(program: &str, args: &[&str], bytes: &[u8]) -> String {
    let folder = Folder::new();
    let path = folder.path("page.pdf");
    std::fs::write(&path, bytes).unwrap();
    let args: Vec<String> = args
        .iter()
        .map(|a| a.replace("{}", path.to_str().unwrap()))
        .collect();
    let out = Command::new(program)
        .args(&args)
        .output()
        .unwrap_or_else(|e| {
            panic!("{program}: {e}; apt-get install poppler-utils qpdf zbar-tools")
        });
    assert!(
        out.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

/// The text layer, one space between words.
pub fn text_of(bytes: &[u8]) -> String {
    tool("pdftotext", &["-raw", "{}", "-"], bytes)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The paper as a scanner gives it back: every page a picture at 200 dpi, all in one PDF.
pub fn scanned(folder: &Folder, pdf: &[u8]) -> PathBuf {
    scanned_at(folder, pdf, 200)
}

fn scanned_at(folder: &Folder, pdf: &[u8], dpi: u32) -> PathBuf {
    let scan = folder.path("scan.pdf");
    std::fs::write(&scan, pictures_as_pdf(&pages_at(folder, pdf, dpi))).unwrap();
    scan
}

#[tokio::test]
async fn the_page_reads_back_exactly_and_is_what_an_inspector_looks_for() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let hoa = desk
        .teacher("Nguyễn Thị Thuỳ Dương", "GV0127")
        .await
        .unwrap();
    let class = desk.class("6A2", hoa).await.unwrap();
    let minutes = desk
        .hand_over(hoa, vec![desk.homeroom(class)])
        .await
        .unwrap();
    let draft = school.minutes_pdf(unit, minutes).await.unwrap();
    assert!(text_of(&draft).contains("DỰ THẢO"), "a preview says so");
    school.freeze_minutes(unit, minutes).await.unwrap();
    let pdf = school.minutes_pdf(unit, minutes).await.unwrap();
    let text = text_of(&pdf);
    for sentence in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Về việc bàn giao tài khoản và quyền truy cập dữ liệu lớp 6A2, năm học 2026 - 2027",
        "2. Bên nhận: Ông (bà) Nguyễn Thị Thuỳ Dương, Giáo viên, mã cán bộ GV0127, giáo viên chủ nhiệm lớp 6A2.",
        "Lớp 6A2 (43 học sinh)",
        "Mật khẩu do bên nhận tự đặt và quản lý, không ghi trong biên bản.",
        "BẢN CAM KẾT",
        "NGƯỜI CAM KẾT",
    ] {
        assert!(text.contains(sentence), "missing: {sentence}\n{text}");
    }
    lint(&text);
    assert!(!text.contains("DỰ THẢO"));
    let fonts = tool("pdffonts", &["{}"], &pdf);
    for line in fonts.lines().skip(2) {
        assert!(
            line.contains("yes yes yes"),
            "embedded, subset, unicode: {line}"
        );
    }
    tool("qpdf", &["--check", "{}"], &pdf);
    let row = school.minutes_detail(unit, minutes).await.unwrap().row;
    assert_eq!(
        row.pages,
        Some(2),
        "one sheet: minutes in front, commitment on the back"
    );
    assert!(text.contains(&row.check_code.unwrap()));
    let fields = tool("qpdf", &["--json", "--json-key=acroform", "{}"], &pdf)
        .matches("\"fullname\"")
        .count();
    assert_eq!(
        fields, 15,
        "number and its copy in the commitment, day and month in four places, three signatures of people, the organisation's, the archive stamp"
    );
}

/// What `wording.md` §11 says of every kind.
fn lint(text: &str) {
    assert!(
        text.contains("BIÊN BẢN Về việc"),
        "the type alone, then the subject"
    );
    assert!(text.contains("./."), "the body ends ./.");
    for wrong in ["Điều 1", "…", "{{", "}}", "/QH", "user", "admin"] {
        assert!(!text.contains(wrong), "{wrong} in {text}");
    }
    assert!(
        !text
            .split(|c: char| !c.is_ascii_digit())
            .any(|run| run.len() >= 10),
        "no ID number, no phone"
    );
    let after = text.split("mật khẩu:").nth(1).unwrap_or_default();
    assert!(after.is_empty(), "no value behind a password");
}

#[tokio::test]
async fn the_same_facts_make_the_same_bytes_and_nothing_about_the_machine() {
    let content = {
        let world = World::new().await.unwrap();
        let school = world.school_alone("Đằng Giang").await.unwrap();
        let desk = Desk(&school);
        let unit = desk.unit().await;
        let hoa = desk.teacher("Trần Văn B", "GV01").await.unwrap();
        let class = desk.class("6A2", hoa).await.unwrap();
        let id = desk
            .hand_over(
                hoa,
                vec![
                    desk.homeroom(class),
                    line(Function::Library, Dim::All, &school),
                ],
            )
            .await
            .unwrap();
        let facts = school.facts(unit).await.unwrap();
        domain::compose::build(&facts, facts.minutes(id).unwrap(), school.now()).unwrap()
    };
    let finish = minutes::Finish::Final {
        token: "00112233445566778899aabbccddeeff",
        check_code: "ABCD1234",
    };
    let first = minutes::render(&content, &finish).unwrap().bytes;
    let _something_else = minutes::render(&content, &minutes::Finish::Draft).unwrap();
    assert!(
        first == minutes::render(&content, &finish).unwrap().bytes,
        "whatever was rendered before"
    );
    assert!(first.len() <= 90_000, "{} bytes", first.len());
}

#[tokio::test]
async fn a_change_within_the_year_lists_everything_as_it_now_stands_and_replaces() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, class, first) = desk.class_6a2().await.unwrap();
    desk.sign(first).await.unwrap();
    let second = desk
        .hand_over(hoa, vec![line(Function::Library, Dim::All, &school)])
        .await
        .unwrap();
    assert_eq!(
        desk.who_can_open(class, school.now()).await.unwrap().len(),
        1,
        "the old minutes stand until the new are signed"
    );
    desk.sign(second).await.unwrap();
    let text = text_of(&school.minutes_pdf(unit, second).await.unwrap());
    for words in [
        "Thay đổi",
        "Giữ nguyên",
        "Bổ sung",
        "Thư viện",
        "Quản lý lớp chủ nhiệm",
        "Biên bản này thay thế Biên bản",
        "tiếp tục có hiệu lực",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("BẢN CAM KẾT"), "one commitment a year");
    let rights = school
        .rights(unit, Question::at(school.now()).of_person(hoa))
        .await
        .unwrap();
    assert_eq!(
        rights.len(),
        2,
        "both lines by the new minutes alone: {rights:?}"
    );
    assert!(rights.iter().all(|r| r.minutes == rights[0].minutes));
}

#[tokio::test]
async fn a_scan_is_filed_only_if_it_is_this_paper_whole_and_sharp() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let mut signed = vec![];
    for (name, code, class) in [
        ("Nguyễn Thị Hoa", "GV01", "6A1"),
        ("Trần Văn Bình", "GV02", "6A2"),
    ] {
        let teacher = desk.teacher(name, code).await.unwrap();
        let class = desk.class(class, teacher).await.unwrap();
        let minutes = desk
            .hand_over(teacher, vec![desk.homeroom(class)])
            .await
            .unwrap();
        school.freeze_minutes(unit, minutes).await.unwrap();
        school
            .perform(RecordSigning {
                unit,
                minutes: vec![minutes],
                date_on_paper: school.today(),
                scan: None,
            })
            .await
            .unwrap();
        signed.push((minutes, school.minutes_pdf(unit, minutes).await.unwrap()));
    }
    let folder = Folder::new();
    let file = |pdf: &[u8], dpi| std::fs::read(scanned_at(&folder, pdf, dpi)).unwrap();
    let refused = |bytes: Vec<u8>| {
        let (school, minutes) = (&school, signed[0].0);
        async move {
            school
                .attach_scan(unit, minutes, &bytes, false)
                .await
                .unwrap_err()
                .code
        }
    };
    assert_eq!(refused(file(&signed[1].1, 200)).await, Code::ScanOfOther);
    assert_eq!(refused(file(&signed[0].1, 120)).await, Code::ScanTooCoarse);
    assert_eq!(
        refused(b"not a picture".to_vec()).await,
        Code::ScanUnreadable
    );
    assert_eq!(
        refused(b"%PDF-1.4 cut off".to_vec()).await,
        Code::ScanUnreadable
    );
    let one_page = Command::new("pdftoppm")
        .args(["-r", "200", "-png", "-f", "1", "-l", "1", "-singlefile"])
        .arg(folder.path("pages.pdf"))
        .arg(folder.path("one"))
        .status()
        .unwrap();
    assert!(one_page.success());
    std::fs::write(folder.path("pages.pdf"), &signed[0].1).unwrap();
    let done = Command::new("pdftoppm")
        .args(["-r", "200", "-png", "-f", "1", "-l", "1", "-singlefile"])
        .arg(folder.path("pages.pdf"))
        .arg(folder.path("one"))
        .status()
        .unwrap();
    assert!(done.success());
    let first = std::fs::read(folder.path("one.png")).unwrap();
    assert_eq!(refused(first.clone()).await, Code::ScanWaits);
    let jpx = file(&signed[1].1, 200);
    let at = jpx.windows(9).position(|w| w == b"DCTDecode").unwrap();
    let jpx = [&jpx[..at], b"JPXDecode", &jpx[at + 9..]].concat();
    let strange = school.attach_scan(unit, signed[1].0, &jpx, false).await;
    assert_eq!(strange.unwrap_err().code, Code::ScanCompression);
    // The other page comes another day, as a picture, once more with a page of somebody else.
    let pages = pages_at(&folder, &signed[0].1, 200);
    let other = pages_at(&folder, &signed[1].1, 200);
    let second = pictures_as_pdf(&[pages[1].clone(), other[0].clone(), pages[1].clone()]);
    let aside = school
        .attach_scan(unit, signed[0].0, &second, false)
        .await
        .unwrap();
    let why: Vec<Code> = aside.iter().map(|page| page.code).collect();
    assert_eq!(why, [Code::ScanOfOther, Code::ScanTwice]);
    assert_eq!(
        refused(file(&signed[0].1, 200)).await,
        Code::WrongState,
        "once"
    );
    assert!(
        school
            .minutes_detail(unit, signed[0].0)
            .await
            .unwrap()
            .row
            .scanned
    );
}

#[tokio::test]
async fn the_code_on_the_page_is_read_by_a_reader_we_did_not_write() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    school.freeze_minutes(unit, minutes).await.unwrap();
    let folder = Folder::new();
    std::fs::write(
        folder.path("a.pdf"),
        school.minutes_pdf(unit, minutes).await.unwrap(),
    )
    .unwrap();
    let done = Command::new("pdftoppm")
        .args(["-r", "150", "-png"])
        .arg(folder.path("a.pdf"))
        .arg(folder.path("a"))
        .status()
        .unwrap();
    assert!(done.success());
    let code = school
        .minutes_detail(unit, minutes)
        .await
        .unwrap()
        .row
        .check_code
        .unwrap();
    for page in 1..=2 {
        let out = Command::new("zbarimg")
            .args(["-q", "--raw"])
            .arg(folder.path(&format!("a-{page}.png")))
            .output()
            .expect("apt-get install zbar-tools");
        let read = String::from_utf8(out.stdout).unwrap();
        assert!(
            read.trim().ends_with(&format!(".{page}.{code}")),
            "page {page}: {read}"
        );
    }
}

#[tokio::test]
async fn many_are_printed_in_one_file_two_sided_or_one_sided_with_the_sheets_counted() {
    use engine::handover::print::Sides;
    use std::sync::atomic::AtomicBool;
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let mut ids = vec![];
    for n in 1..=3 {
        let teacher = desk
            .teacher(&format!("Giáo Viên {n}"), &format!("GV{n}"))
            .await
            .unwrap();
        let class = desk.class(&format!("6A{n}"), teacher).await.unwrap();
        ids.push(
            desk.hand_over(teacher, vec![desk.homeroom(class)])
                .await
                .unwrap(),
        );
    }
    ids.push(domain::ids::MinutesId(uuid::Uuid::nil()));
    let cancel = AtomicBool::new(false);
    let wanted: Vec<_> = ids.iter().map(|id| (unit, *id)).collect();
    let (both, run) = school
        .print(&wanted, 2, Sides::Both, &cancel, |_| {})
        .await
        .unwrap();
    assert_eq!(
        (run.printed.len(), run.failed.len(), run.sheets),
        (3, 1, 6),
        "one failure does not stop the rest"
    );
    let pages = |pdf: &[u8]| {
        tool("pdfinfo", &["{}"], pdf)
            .lines()
            .find_map(|l| l.strip_prefix("Pages:").map(|n| n.trim().to_owned()))
            .unwrap()
    };
    assert_eq!(pages(&both), "12");
    let (fronts, _) = school
        .print(&wanted[..3], 2, Sides::Fronts, &cancel, |_| {})
        .await
        .unwrap();
    assert_eq!(pages(&fronts), "6");
    assert!(!text_of(&fronts).contains("BẢN CAM KẾT"));
    let (backs, _) = school
        .print(&wanted[..3], 2, Sides::Backs, &cancel, |_| {})
        .await
        .unwrap();
    assert_eq!(text_of(&backs).matches("BẢN CAM KẾT").count(), 6);
    cancel.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(
        school
            .print(&wanted[..3], 1, Sides::Both, &cancel, |_| {})
            .await
            .is_err(),
        "cancelled before the first"
    );
}

#[tokio::test]
async fn a_pile_says_of_every_page_that_it_does_not_need_why_and_files_the_rest() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let other = world.school_alone("Lê Chân").await.unwrap();
    let folder = Folder::new();
    let printed = async |school: &engine::Engine, name: &str, code: &str, class: &str| {
        let desk = Desk(school);
        let unit = desk.unit().await;
        let teacher = desk.teacher(name, code).await.unwrap();
        let class = desk.class(class, teacher).await.unwrap();
        let lines = vec![desk.homeroom(class)];
        let minutes = desk.hand_over(teacher, lines).await.unwrap();
        school.freeze_minutes(unit, minutes).await.unwrap();
        let pdf = school.minutes_pdf(unit, minutes).await.unwrap();
        (minutes, pages_at(&folder, &pdf, 200))
    };
    let unit = Desk(&school).unit().await;
    let (whole, pages) = printed(&school, "Nguyễn Thị Hoa", "GV01", "6A1").await;
    let (parts, singles) = printed(&school, "Trần Văn Bình", "GV02", "6A2").await;
    let (early, unsigned) = printed(&school, "Lê Thị Cúc", "GV03", "6A3").await;
    let (ended, superseded) = printed(&school, "Phạm Văn Dũng", "GV04", "6A4").await;
    let (_, foreign) = printed(&other, "Vũ Thị Em", "GV05", "7A1").await;
    let signing = RecordSigning {
        unit,
        minutes: vec![whole, parts],
        date_on_paper: school.today(),
        scan: None,
    };
    school.perform(signing).await.unwrap();
    let cancel = domain::acts::CancelMinutes {
        unit,
        minutes: ended,
        reason: "Ghi sai lớp".into(),
    };
    school.perform(cancel).await.unwrap();

    let blank = {
        let picture = image::GrayImage::from_pixel(1654, 2339, image::Luma([250]));
        let mut out = std::io::Cursor::new(vec![]);
        picture
            .write_to(&mut out, image::ImageFormat::Jpeg)
            .unwrap();
        out.into_inner()
    };
    let pile = [
        &pages[1],
        &blank,
        &pages[0],
        &pages[1],
        &foreign[0],
        &superseded[0],
        &unsigned[1],
        &singles[0],
    ];
    let pile = pictures_as_pdf(&pile.map(Clone::clone));
    let filed = school
        .file_stack(pile, &Arc::default(), |_, _| {})
        .await
        .unwrap();
    let rows: Vec<_> = filed
        .filed
        .iter()
        .map(|row| (row.minutes, row.pages.clone()))
        .collect();
    assert_eq!(rows, [(whole, vec![3, 1])]);
    let why = filed
        .unfiled
        .iter()
        .map(|row| (row.pages[0], row.failure.code));
    let expected = [
        (2, Code::ScanBlank),
        (4, Code::ScanTwice),
        (5, Code::ScanForeign),
        (6, Code::ScanSuperseded),
        (7, Code::ScanEarly),
        (8, Code::ScanWaits),
    ];
    assert_eq!(why.collect::<Vec<_>>(), expected);

    // The missing page comes another day, as a picture by itself.
    let filed = school
        .file_stack(singles[1].clone(), &Arc::default(), |_, _| {})
        .await
        .unwrap();
    assert_eq!(filed.filed.len(), 1, "{:?}", filed.unfiled);
    let row = school.minutes_detail(unit, parts).await.unwrap().row;
    assert!(row.scanned);
    // Whose scan is there needs no other, and what is not signed yet is not filed.
    let again = school
        .file_stack(singles[1].clone(), &Arc::default(), |_, _| {})
        .await
        .unwrap();
    assert_eq!(again.unfiled[0].failure.code, Code::ScanThere);
    assert!(
        !school
            .minutes_detail(unit, early)
            .await
            .unwrap()
            .row
            .scanned
    );
}

#[tokio::test]
async fn a_pile_that_is_stopped_keeps_what_was_filed_and_names_the_rest() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let folder = Folder::new();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (mut minutes, mut pile) = (vec![], vec![]);
    for (n, name) in [
        "Nguyễn Thị Hoa",
        "Trần Văn Bình",
        "Lê Thị Cúc",
        "Phạm Văn Dũng",
    ]
    .iter()
    .enumerate()
    {
        let teacher = desk.teacher(name, &format!("GV{n:02}")).await.unwrap();
        let class = desk.class(&format!("6A{n}"), teacher).await.unwrap();
        let lines = vec![desk.homeroom(class)];
        let id = desk.hand_over(teacher, lines).await.unwrap();
        school.freeze_minutes(unit, id).await.unwrap();
        let pdf = school.minutes_pdf(unit, id).await.unwrap();
        pile.extend(pages_at(&folder, &pdf, 200));
        minutes.push(id);
    }
    let signing = RecordSigning {
        unit,
        minutes: minutes.clone(),
        date_on_paper: school.today(),
        scan: None,
    };
    school.perform(signing).await.unwrap();
    let of = u32::try_from(pile.len()).unwrap();
    let pile = pictures_as_pdf(&pile);
    let scanned = async || {
        let list = school.minutes_list(unit).await.unwrap();
        list.iter().filter(|row| row.scanned).count()
    };

    // Stopped before the first page, nothing is done and all is named.
    let stop = Arc::new(AtomicBool::new(true));
    let nothing = school.file_stack(pile.clone(), &stop, |_, _| {}).await;
    let nothing = nothing.unwrap();
    assert_eq!(nothing.left, (1..=of).collect::<Vec<_>>());
    assert!(nothing.filed.is_empty() && nothing.unfiled.is_empty());
    assert_eq!(scanned().await, 0);

    // Stopped while it reads: what was read is filed, or waits for its other page.
    let stop = Arc::new(AtomicBool::new(false));
    let heard = Arc::new(Mutex::new(Vec::<(u32, u32)>::new()));
    let (pressed, told) = (stop.clone(), heard.clone());
    let part = school.file_stack(pile.clone(), &stop, move |done, of| {
        told.lock().unwrap().push((done, of));
        if done == 3 {
            pressed.store(true, Ordering::Relaxed);
        }
    });
    let part = part.await.unwrap();
    let mut heard = heard.lock().unwrap().clone();
    heard.sort_unstable();
    let expected: Vec<_> = (1..=of).map(|done| (done, of)).collect();
    assert!(
        heard.len() >= 3 && expected.starts_with(&heard),
        "{heard:?}"
    );
    let read = u32::try_from(heard.len()).unwrap();
    assert_eq!(part.left, (read + 1..=of).collect::<Vec<_>>());
    assert_eq!(scanned().await, part.filed.len());
    let waits = |row: &UnfiledRow| row.failure.code == Code::ScanWaits;
    assert!(part.unfiled.iter().all(waits), "{:?}", part.unfiled);

    // The same pile again files the rest.
    let never = Arc::default();
    let rest = school.file_stack(pile, &never, |_, _| {}).await.unwrap();
    assert!(rest.left.is_empty());
    assert_eq!(part.filed.len() + rest.filed.len(), minutes.len());
    assert_eq!(scanned().await, minutes.len());
}

#[tokio::test]
async fn letters_of_ethnic_names_are_drawn_and_others_are_named_before_anything_is_frozen() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đồi Gió").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    for (n, name) in [
        "Y Ƀlŏ Êban",
        "HʼLan Ƀkrông",
        "Y Bĭr Ơ\u{306}ng",
        "H'Hen Niê",
    ]
    .into_iter()
    .enumerate()
    {
        let person = desk.teacher(name, &format!("GV1{n}")).await.unwrap();
        let class = desk.class(&format!("6A{n}"), person).await.unwrap();
        let minutes = desk.hand_over(person, vec![desk.homeroom(class)]);
        let minutes = minutes.await.unwrap();
        let preview = school.minutes_pdf(unit, minutes).await.unwrap();
        school.freeze_minutes(unit, minutes).await.unwrap();
        let frozen = school.minutes_pdf(unit, minutes).await.unwrap();
        for page in [preview, frozen] {
            assert!(text_of(&page).contains(name), "{}", text_of(&page));
        }
    }
    // No draft for somebody whose name no page could show, and no page for a class of such a name.
    let stranger = desk.teacher("Lý 龍", "GV20").await.unwrap();
    let class = desk.class("Lớp ㊗", stranger).await.unwrap();
    let refused = desk.hand_over(stranger, vec![desk.homeroom(class)]).await;
    let sentence = refused.unwrap_err();
    assert_eq!(sentence.code, Code::LetterMissing);
    assert!(sentence.sentence.contains("Lý 龍"), "{}", sentence.sentence);
    let known = desk.teacher("Vũ Thị Khởi", "GV21").await.unwrap();
    desk.assign(class, known, true).await.unwrap();
    let minutes = desk.hand_over(known, vec![desk.homeroom(class)]);
    let minutes = minutes.await.unwrap();
    let refusals = [
        school.minutes_pdf(unit, minutes).await.unwrap_err(),
        school.freeze_minutes(unit, minutes).await.unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal.code, Code::LetterMissing);
        assert!(refusal.sentence.contains("“㊗”"), "{}", refusal.sentence);
        assert!(refusal.sentence.contains("Lớp ㊗"), "{}", refusal.sentence);
    }
}
