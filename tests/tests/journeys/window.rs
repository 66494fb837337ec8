//! The real window, driven through WebDriver: demo → delegate 6A2 → draft → see the page → record
//! signing → attach scan → *Đã ký · chờ máy chủ mở quyền* → sync → opened → badge.

use std::process::{Command, Stdio};
use std::time::Duration;

use engine::signing::RootSet;
use journeys::{Desk, Folder, PASSWORD, Serving, World, own_school, program};

use super::driving::{DISPLAY, Hand, Running, barriers, looked_at, today, unlocked, window};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_class_is_handed_over_in_the_real_window_and_opened_by_the_server() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let server = Serving::start(&folder, &["--demo"]);
    let (_driver, client) = window(&folder, &server.address).await;
    let hand = Hand(client);

    hand.see("#demo").await;
    hand.picture("1-first-run").await;
    hand.click("#demo").await;
    hand.see("[data-funnel]").await;
    assert!(hand.text().await.contains("ĐANG XEM THỬ"));
    hand.picture("2-tasks").await;

    hand.click("[data-task=class_without_minutes]").await;
    for _ in 0..4 {
        hand.click("#next").await;
    }
    hand.picture("3-check-answers").await;
    assert!(hand.text().await.contains("6A2"));
    // The login is asked in step four.
    hand.click(".steps li:nth-child(4) button").await;
    hand.type_in("#login", "gv.6a2").await;
    hand.click("#next").await;
    hand.click("#make").await;

    hand.see("[data-state=draft]").await;
    hand.see("[data-pages='2'] canvas").await;
    hand.picture("4-draft-with-page").await;
    hand.click("#freeze").await;
    hand.see("[data-state=awaiting_signatures]").await;
    hand.see("[data-door=closed]").await;

    hand.click("#sign").await;
    hand.type_in("#sign-date", &today()).await;
    hand.type_in("#sign-password", "xem thử với dữ liệu mẫu")
        .await;
    hand.click("#sign-now").await;
    hand.see("[data-door=waiting]").await;
    assert!(hand.text().await.contains("Đã ký · chờ máy chủ mở quyền"));

    let scan = scan_of(&hand, &folder).await;
    hand.type_in("#scan-file", scan.to_str().unwrap()).await;
    hand.click("#scan").await;
    hand.see("[data-scanned]").await;
    hand.picture("5-signed-and-scanned").await;

    hand.click("[data-nav=saved]").await;
    hand.click("#sync").await;
    hand.see("footer[data-waiting='0']").await;
    hand.picture("6-sent").await;
    hand.click("[data-nav=minutes]").await;
    hand.see("[data-minutes]").await;
    assert!(hand.text().await.contains("Máy chủ đã nhận"));
    hand.picture("7-minutes").await;
    hand.click("tbody tr.one [data-minutes]").await;
    hand.see("[data-door=opened]").await;
    assert!(hand.text().await.contains("Đã mở quyền"));
    hand.picture("8-opened").await;
    hand.0.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_on_the_same_data_opens_no_second_window() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let (_driver, client) = window(&folder, "").await;
    let hand = Hand(client);
    hand.see("#own").await;
    let second = Command::new(program("bangiao-desktop"))
        .env("BANGIAO_DATA", folder.path("office"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut second = Running(second);
    let mut ended = None;
    for _ in 0..300 {
        ended = second.0.try_wait().unwrap();
        if ended.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(ended.expect("it ends by itself").success());
    let log = std::fs::read_to_string(folder.path("log/bangiao.log")).unwrap();
    assert!(log.contains("comes to the front"), "{log}");
    hand.see("#own").await;
    hand.0.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_file_is_checked_in_the_real_window() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let signed = super::sealed::signed_file().await;
    let mut changed = signed.clone();
    let middle = changed.len() - 3_000;
    changed[middle] ^= 1;
    let (good, bad) = (folder.path("da-ky.pdf"), folder.path("da-sua.pdf"));
    std::fs::write(&good, signed).unwrap();
    std::fs::write(&bad, changed).unwrap();
    let server = Serving::start(&folder, &["--demo"]);
    let (_driver, client) = window(&folder, &server.address).await;
    let hand = Hand(client);
    hand.click("#demo").await;
    hand.see("[data-funnel]").await;
    hand.click("[data-nav=verify]").await;
    hand.type_in("#signed-file", good.to_str().unwrap()).await;
    hand.see("main .note").await;
    assert!(
        hand.text().await.contains("BG-KYSO-021"),
        "nothing is trusted yet: {}",
        hand.text().await
    );
    for (n, file) in ["roots/root.pem", "issuing.crl"].into_iter().enumerate() {
        hand.type_in(
            "#trust-file",
            super::sealed::keys().join(file).to_str().unwrap(),
        )
        .await;
        hand.click("#trust").await;
        hand.see(&format!("table tbody tr:nth-child({})", n + 1))
            .await;
    }
    hand.click("#verify").await;
    hand.see("[data-verdict=passes] [data-signature=holds]")
        .await;
    assert_eq!(barriers(&hand).await, Vec::<String>::new(), "verdict");
    hand.picture("verify-passes").await;
    hand.type_in("#signed-file", bad.to_str().unwrap()).await;
    hand.see("[data-verdict=fails], main .note").await;
    hand.picture("verify-fails").await;
    hand.0.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn minutes_are_signed_digitally_in_the_real_window() {
    let _display = DISPLAY.lock().await;
    let world = World::new().await.unwrap();
    let started = engine::start::own_unit(
        &world.folder.path("office"),
        PASSWORD,
        &own_school("Đằng Giang"),
        std::sync::Arc::clone(&world.clock),
    )
    .await
    .unwrap();
    let school = journeys::on_paper(started).await.unwrap();
    for file in ["roots/root.pem", "issuing.crl"] {
        school
            .trust(
                &std::fs::read(super::sealed::keys().join(file)).unwrap(),
                RootSet::Other,
            )
            .await
            .unwrap();
    }
    Desk(&school).class_6a2().await.unwrap();
    school.close().await;
    let (_driver, client) = window(&world.folder, "").await;
    let hand = Hand(client);
    unlocked(&hand).await;
    hand.click("[data-nav=minutes]").await;
    hand.click("[data-minutes]").await;
    hand.see("[data-state=draft]").await;
    hand.0.execute("const way = document.getElementById('route'); way.value = 'digital'; way.dispatchEvent(new Event('change', { bubbles: true }))", vec![]).await.unwrap();
    hand.click("#freeze").await;
    hand.see("[data-state=awaiting_signatures] , [data-digital]")
        .await;
    // A wrong password is tried once and changes nothing.
    let key = |who: &str| {
        super::sealed::keys()
            .join(format!("{who}.p12"))
            .to_str()
            .unwrap()
            .to_owned()
    };
    hand.click("#sign-giver").await;
    hand.type_in("#own-key-file", &key("head")).await;
    hand.type_in("#own-key-secret", "sai").await;
    hand.click("#own-key-sign").await;
    hand.see("[data-key-form] .note").await;
    assert!(
        hand.text().await.contains("BG-KYSO-018"),
        "{}",
        hand.text().await
    );
    for (party, who) in [
        ("giver", "head"),
        ("receiver", "hoa"),
        ("commitment_receiver", "hoa"),
    ] {
        if party != "giver" {
            hand.click(&format!("#sign-{party}")).await;
            hand.type_in("#own-key-file", &key(who)).await;
        }
        hand.type_in("#own-key-secret", super::sealed::PASSWORD_OF_KEYS)
            .await;
        if party == "receiver" {
            looked_at(&hand, "digital-key").await;
        }
        hand.click("#own-key-sign").await;
        hand.see(&format!("[data-place={party}] .good")).await;
    }
    hand.see("[data-state=awaiting_number]").await;
    hand.see("[data-door=waiting]").await;
    hand.type_in("#typed-number", "5").await;
    hand.click("#number").await;
    hand.click("#sign-organisation").await;
    hand.type_in("#own-key-file", &key("school")).await;
    hand.type_in("#own-key-secret", super::sealed::PASSWORD_OF_KEYS)
        .await;
    hand.click("#own-key-sign").await;
    hand.see("[data-place=organisation] .good").await;
    hand.see("[data-state=issued]").await;
    hand.see("[data-pages='2'] canvas").await;
    looked_at(&hand, "digital").await;
    hand.0.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_receiver_is_asked_at_his_first_sign_in_in_the_real_window() {
    let _display = DISPLAY.lock().await;
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = super::door::ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let pages = journeys::scanner::pages_at(
        &world.folder,
        &school.minutes_pdf(unit, minutes).await.unwrap(),
        200,
    );
    school
        .attach_scan(
            unit,
            minutes,
            &journeys::scanner::pictures_as_pdf(&pages),
            false,
        )
        .await
        .unwrap();
    school.sync().await.unwrap();
    let teacher = world.office("office", hoa, unit).await.unwrap();
    teacher.sync().await.unwrap();
    teacher.proof(unit, minutes).await.unwrap();
    teacher.close().await;
    let (_driver, client) = window(&world.folder, "").await;
    let hand = Hand(client);
    unlocked(&hand).await;
    hand.see("[data-screen=receipt] [data-pages='2'] canvas")
        .await;
    assert!(hand.text().await.contains("không phải chữ ký số"));
    looked_at(&hand, "receipt").await;
    hand.click("#receipt-yes").await;
    hand.see("[data-screen=home] h1").await;
    hand.click("[data-nav=minutes]").await;
    hand.click("[data-minutes]").await;
    hand.see("[data-receipt=confirmed]").await;
    hand.see("[data-copy=picture]").await;
    looked_at(&hand, "receipt-said").await;
    hand.0.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_of_the_real_window_is_open_to_everybody_and_fits() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let server = Serving::start(&folder, &["--demo"]);
    let (_driver, client) = window(&folder, &server.address).await;
    let hand = Hand(client);
    assert_eq!(barriers(&hand).await, Vec::<String>::new(), "first run");
    hand.0.execute("document.body.insertAdjacentHTML('beforeend', '<p id=bad style=\"color:#ccc;background:#fff\">mờ</p>')", vec![]).await.unwrap();
    assert!(
        barriers(&hand).await[0].starts_with("color-contrast"),
        "axe sees what is hard to read"
    );
    hand.0
        .execute("document.getElementById('bad').remove()", vec![])
        .await
        .unwrap();
    hand.click("#own").await;
    hand.see("#head").await;
    assert_eq!(barriers(&hand).await, Vec::<String>::new(), "own unit");
    hand.picture("own-unit").await;
    hand.click(".row button:not(.primary)").await;
    hand.click("#demo").await;
    hand.see("[data-funnel]").await;
    for name in [
        "home",
        "officers",
        "classes",
        "import",
        "road",
        "minutes",
        "rights",
        "units",
        "documents",
        "csdl",
        "verify",
        "saved",
        "settings",
        "help",
    ] {
        hand.click(&format!("[data-nav={name}]")).await;
        hand.see(&format!("[data-screen={name}] h1")).await;
        hand.settled().await;
        looked_at(&hand, name).await;
    }
    // What hangs on a list: a person, the steps, an account, a search, a question.
    hand.click("[data-nav=officers]").await;
    hand.click("[data-officer]").await;
    hand.see("[data-rights]").await;
    looked_at(&hand, "person").await;
    hand.click("#edit").await;
    hand.see("dialog[open] #edit-name").await;
    looked_at(&hand, "person-edit").await;
    hand.0
        .execute("document.querySelector('dialog[open]').close()", vec![])
        .await
        .unwrap();
    hand.click("[data-nav=officers]").await;
    hand.click("[data-give]").await;
    hand.see("[data-step]").await;
    looked_at(&hand, "delegate").await;
    hand.click("[data-nav=units]").await;
    hand.click("[data-account]").await;
    hand.see("[data-screen=account] .card").await;
    looked_at(&hand, "account").await;
    hand.click("[data-nav=officers]").await;
    hand.click("#officer-grid").await;
    hand.see("[role=grid] [data-at=true]").await;
    looked_at(&hand, "officers-grid").await;
    hand.click("#search").await;
    hand.type_in("#palette", "nguyen").await;
    hand.see("#palette-0").await;
    looked_at(&hand, "search").await;
    hand.0
        .execute("document.querySelector('dialog[open]').close()", vec![])
        .await
        .unwrap();
    // Garbage over the bridge is refused and changes nothing.
    for (command, args) in [
        ("hand_over", "{request: 5}"),
        ("officers", "{unit: 'x'}"),
        ("record_signing", "{request: null, password: {}}"),
        ("no_such_command", "{}"),
        ("find", "{query: 'x'.repeat(9999)}"),
        ("print", "{minutes: [1], copies: -1, sides: 'none'}"),
        (
            "attach_scan",
            "{unit: '', minutes: '', bytes: 'x', byEye: 1}",
        ),
        ("upload", "{part: '***', first: true}"),
        ("open_book", "{name: '../../etc/passwd'}"),
        (
            "check_import",
            "{request: {kind: 'officers', choice: {columns: {x: 1}}, fixes: [], leave_out: [], take_proposals: false}}",
        ),
        ("undo_import", "{id: 'x'}"),
    ] {
        let script = format!(
            "const done = arguments[arguments.length - 1]; window.__TAURI_INTERNALS__.invoke('{command}', {args}).then(() => done('taken')).catch(() => done('refused'));"
        );
        assert_eq!(
            hand.0.execute_async(&script, vec![]).await.unwrap(),
            "refused",
            "{command} {args}"
        );
    }
    // The screen locks by key, and the unlock screen is open to everybody too.
    hand.0
        .execute(
            "window.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', ctrlKey: true }))",
            vec![],
        )
        .await
        .unwrap();
    hand.see("form #password").await;
    assert_eq!(barriers(&hand).await, Vec::<String>::new(), "unlock");
    hand.picture("unlock").await;
    hand.0.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_class_is_handed_over_by_keyboard_alone() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let server = Serving::start(&folder, &["--demo"]);
    let (_driver, client) = window(&folder, &server.address).await;
    let hand = Hand(client);
    hand.see("#demo").await;
    hand.reach("#demo").await;
    hand.press("\u{e007}").await;
    hand.see("[data-funnel]").await;
    // Ctrl and a digit open the people and the tasks again; the search finds and Esc leaves it.
    hand.open_by_digit("officers").await;
    hand.see("[data-screen=officers] h1").await;
    hand.press("\u{e009}k\u{e000}").await;
    hand.see("dialog[open] #palette").await;
    hand.press("\u{e00c}").await;
    hand.open_by_digit("home").await;
    hand.reach("[data-task=class_without_minutes]").await;
    hand.press("\u{e007}").await;
    for step in 0..4 {
        hand.see(&format!("[data-step='{step}']")).await;
        if step == 3 {
            hand.reach("#login").await;
            hand.press("gv.6a2").await;
        }
        hand.reach("#next").await;
        hand.press("\u{e007}").await;
    }
    hand.reach("#make").await;
    hand.press("\u{e007}").await;
    hand.see("[data-state=draft]").await;
    hand.reach("#freeze").await;
    hand.press("\u{e007}").await;
    hand.see("[data-state=awaiting_signatures]").await;
    hand.0.close().await.unwrap();
}

/// Presses of a button; what is filled in before one belongs to it.
struct Acts<'a> {
    hand: &'a Hand,
    count: std::cell::Cell<u32>,
}

impl Acts<'_> {
    async fn act(&self, css: &str) {
        self.hand.click(css).await;
        self.count.set(self.count.get() + 1);
    }
}

/// A school's own table of assignments, as it keeps it.
pub fn assignments(people: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_string(0, 1, "BẢNG PHÂN CÔNG CHUYÊN MÔN NĂM HỌC 2026 - 2027")
        .unwrap();
    for (c, title) in [
        "TT",
        "Họ và tên",
        "Ngày sinh",
        "Chủ nhiệm",
        "Môn",
        "Lớp dạy",
        "Kiêm nhiệm",
        "Tên đăng nhập",
    ]
    .iter()
    .enumerate()
    {
        sheet.write_string(2, c as u16, *title).unwrap();
    }
    for n in 0..people {
        let class = format!("{}A{}", 6 + n % 4, 1 + n / 4);
        let name = format!(
            "{} {} {}",
            ["Nguyễn", "Trần", "Lê"][n as usize % 3],
            ["Thị Thuỳ", "Văn", "Hồng"][n as usize / 3 % 3],
            ["Dương", "Đức", "Phượng", "Ánh", "Hoà"][n as usize / 9 % 5]
        );
        for (c, text) in [
            (n + 1).to_string(),
            name,
            format!("{}/{}/{}", 13 + n % 15, 1 + n % 12, 1975 + n % 20),
            class.clone(),
            "Toán".into(),
            class,
            if n % 3 == 0 {
                "Thư viện".into()
            } else {
                String::new()
            },
            format!("gv{:02}.danggiang", n + 1),
        ]
        .iter()
        .enumerate()
        {
            sheet.write_string(3 + n, c as u16, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// From a fresh start to the end – minutes signed, numbered and scanned, and what they ask for on the
/// Hệ thống CSDL ticked – for so many people; returns how many acts it took.
async fn the_main_road(people: u32) -> u32 {
    let folder = Folder::new();
    let (_driver, client) = window(&folder, "").await;
    let hand = Hand(client);
    let acts = Acts {
        hand: &hand,
        count: 0.into(),
    };
    acts.act("#own").await;
    hand.type_in("#name", "Trường Trung học cơ sở Đằng Giang")
        .await;
    hand.0
        .execute(
            "const commune = document.getElementById('commune'); commune.value = '11383'; commune.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![],
        )
        .await
        .unwrap();
    hand.type_in("#head", "Phạm Thị Trang").await;
    hand.type_in("#password", "cây phượng trước cổng trường")
        .await;
    hand.type_in("#again", "cây phượng trước cổng trường").await;
    // The symbol and the level are proposed from the name.
    hand.see("input[value=lower_secondary]:checked").await;
    acts.act("#start").await;
    let code = hand.see("[data-recovery]").await;
    let code = code.attr("data-recovery").await.unwrap().unwrap();
    let asked = hand.see("[data-group]").await.attr("data-group").await;
    let asked: usize = asked.unwrap().unwrap().parse().unwrap();
    let group = code.split('-').nth(asked).unwrap();
    hand.type_in("#recovery-group", group).await;
    acts.act("#recovery-done").await;
    hand.see("[data-steps]").await;
    acts.act("[data-steps] button").await;
    let file = folder.path("phan cong chuyen mon.xlsx");
    std::fs::write(&file, assignments(people)).unwrap();
    // A file is read as soon as it is chosen.
    hand.type_in("#import-file", file.to_str().unwrap()).await;
    hand.see("[data-summary]").await;
    if people > 1 {
        hand.picture("road-1-summary").await;
    }
    acts.act("#import-write").await;
    // Drafts are printed next, and nothing else is asked before.
    hand.see("[data-screen=road] #print").await;
    if people > 1 {
        hand.picture("road-2-print").await;
    }
    acts.act("#print").await;
    hand.see("[data-printed]").await;
    // Opening the print file belongs to the road; here no viewer is installed.
    acts.count.set(acts.count.get() + 1);
    let pages = journeys::scanner::pages_at(
        &folder,
        &std::fs::read(folder.path("office/print.pdf")).unwrap(),
        200,
    );
    assert_eq!(
        pages.len() as u32,
        people * 4,
        "two copies of two pages for everybody"
    );
    let pile: Vec<Vec<u8>> = pages
        .into_iter()
        .enumerate()
        .filter(|(n, _)| n % 4 < 2)
        .map(|(_, page)| page)
        .rev()
        .collect();
    let stack = folder.path("chong ban quet.pdf");
    std::fs::write(&stack, journeys::scanner::pictures_as_pdf(&pile)).unwrap();
    // The day on the paper is today to begin with.
    hand.type_in("#many-password", "cây phượng trước cổng trường")
        .await;
    // The first number of the general register is typed; all of them are shown before any is given.
    hand.type_in("#many-first", "15").await;
    hand.see(&format!("[data-ahead='{people}']")).await;
    assert!(hand.text().await.contains("15/BB-THCSĐG"));
    if people > 1 {
        hand.picture("road-2-numbers").await;
    }
    acts.act("#record-many").await;
    // The road goes on by itself: what was numbered waits for its scan, and nothing for a number.
    hand.see(&format!("[data-scans='{people}']")).await;
    hand.see("[data-stop=number][data-count='0']").await;
    let told = hand.see("[data-recorded]").await.text().await.unwrap();
    assert!(told.contains(&format!("{people} số")), "{told}");
    hand.type_in("#stack-file", stack.to_str().unwrap()).await;
    hand.see(&format!("[data-filed='{people}']")).await;
    hand.see("[data-scans='0']").await;
    if people > 1 {
        hand.picture("road-3-filed").await;
    }
    // What the minutes ask for there is one line a person, ticked at once.
    acts.act("[data-stop=csdl]").await;
    hand.see("[data-csdl]").await;
    if people > 1 {
        hand.picture("road-4-csdl").await;
    }
    acts.act("#csdl-all").await;
    acts.act("#csdl-all-do").await;
    hand.click("[data-nav=home]").await;
    for (stop, left) in [
        ("list", 0),
        ("draft", 0),
        ("printed", 0),
        ("signed", people),
        ("number", 0),
        ("scan", 0),
        ("csdl", 0),
    ] {
        hand.see(&format!("[data-stop={stop}][data-count='{left}']"))
            .await;
    }
    if people > 1 {
        hand.picture("road-5-end").await;
    }
    let count = acts.count.get();
    hand.0.close().await.unwrap();
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_install_to_the_end_are_twenty_acts_at_most_for_one_person_and_for_forty_two() {
    let _display = DISPLAY.lock().await;
    let one = the_main_road(1).await;
    let many = the_main_road(42).await;
    assert_eq!(one, many);
    assert!(many <= 20, "{many} acts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_imported_and_mended_by_keyboard_alone() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let server = Serving::start(&folder, &["--demo"]);
    let (_driver, client) = window(&folder, &server.address).await;
    let hand = Hand(client);
    hand.see("#demo").await;
    hand.reach("#demo").await;
    hand.press("\u{e007}").await;
    hand.see("[data-funnel]").await;
    hand.open_by_digit("import").await;
    hand.see("#import-paste").await;
    hand.reach("#import-paste").await;
    // What Ctrl+V brings; the driver's own keys would leave the field at the first tab.
    let table = "Mã cán bộ\tHọ và tên\tNgày sinh\tSố CCCD\tGiới tính\nX01\tNguyễn Thị Thuỳ Dương\t15/9/1980\t031180012345\tNữ\nX02\tTrần Văn Đức\t31/2/1979\t31079012345\tNam\nX03\tLê Thị Yến\t1/2/1990\t\tNữ";
    hand.0.execute("const f = document.activeElement; f.value = arguments[0]; f.dispatchEvent(new Event('input', { bubbles: true }))", vec![table.into()]).await.unwrap();
    hand.reach("#import-read").await;
    hand.press("\u{e007}").await;
    hand.see("[data-import-step='3'] [data-wrong='1']").await;
    looked_at(&hand, "import-errors").await;
    // Into the grid: to the birth date, F2, the right day, Enter; then the proposal for the number.
    hand.reach("[role=grid] [data-at=true]").await;
    for _ in 0..10 {
        let key = hand
            .0
            .execute("return document.activeElement.dataset.key", vec![])
            .await
            .unwrap();
        if key == "born_on" {
            break;
        }
        hand.press("\u{e014}").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    hand.press("\u{e032}").await;
    hand.see("[role=grid] input").await;
    // The old value is selected: what is typed takes its place.
    hand.press("28/2/1979").await;
    hand.press("\u{e007}").await;
    hand.reach("#import-proposals").await;
    hand.press("\u{e007}").await;
    hand.see("[data-wrong='0']").await;
    hand.reach("#import-go").await;
    hand.press("\u{e007}").await;
    hand.see("[data-summary]").await;
    looked_at(&hand, "import-summary").await;
    hand.reach("#import-write").await;
    hand.press("\u{e007}").await;
    hand.see("[data-imported]").await;
    looked_at(&hand, "import-done").await;
    // And taken back as one step.
    hand.reach("[role=grid] [tabindex='0']").await;
    // Down to the first row, to its last column, and into what can be done there.
    for key in ["\u{e015}", "\u{e010}", "\u{e007}"] {
        hand.press(key).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let within = "return document.activeElement.id.startsWith('undo-')";
    assert_eq!(hand.0.execute(within, vec![]).await.unwrap(), true);
    hand.press("\u{e007}").await;
    hand.see("[data-undone='3']").await;
    hand.0.close().await.unwrap();
}

/// The page as the window shows it, printed and scanned: the PDF through pdftoppm at 200 dpi, both
/// pages in one file.
async fn scan_of(hand: &Hand, folder: &Folder) -> std::path::PathBuf {
    let script = "const done = arguments[arguments.length - 1];
        const canvas = document.querySelectorAll('.pages canvas').length;
        done(document.querySelector('.facts').innerText + '|' + canvas);";
    let seen = hand.0.execute_async(script, vec![]).await.unwrap();
    assert!(
        seen.as_str().unwrap().ends_with("|2"),
        "two pages are shown"
    );
    // The bytes come from the same place as the picture: the window's own scheme.
    let script = "const done = arguments[arguments.length - 1];
        fetch(document.querySelector('.pages').dataset.address)
          .then(r => r.arrayBuffer()).then(b => done(Array.from(new Uint8Array(b)))).catch(e => done(String(e)));";
    let bytes = hand.0.execute_async(script, vec![]).await.unwrap();
    let bytes: Vec<u8> =
        serde_json::from_value(bytes.clone()).unwrap_or_else(|_| panic!("{bytes}"));
    super::paper::scanned(folder, &bytes)
}
