//! Campaigns in the real window, by keys alone: a commune hands the accounts of its twenty schools
//! over, the Sở those of its hundred and fourteen communes, and the board says at every station how far
//! they are.

use std::collections::BTreeSet;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use fantoccini::Locator;
use journeys::{Folder, PASSWORD};

use super::driving::{DISPLAY, Hand, looked_at, today, window};
use super::keys::{CONTROL, ENTER, ESCAPE, Keys, LEFT, RIGHT};
use super::window_keyboard::{Own, founded, piled};

const SCHOOLS: usize = 20;
const COMMUNES: usize = 114;

/// The list of its schools as a commune keeps it.
fn schools() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let title = "DANH SÁCH CÁC TRƯỜNG TRÊN ĐỊA BÀN PHƯỜNG";
    sheet.write_string(0, 1, title).unwrap();
    let columns = [
        "TT",
        "Tên trường",
        "Mã trường",
        "Hiệu trưởng",
        "Tài khoản quản trị",
    ];
    for (c, column) in (0..).zip(columns) {
        sheet.write_string(2, c, column).unwrap();
    }
    for n in 0..u32::try_from(SCHOOLS).unwrap() {
        let level = ["Mầm non", "Tiểu học", "THCS", "Tiểu học"][n as usize % 4];
        let place = ["An Đà", "Cát Cụt", "Dư Hàng", "Hồ Nam", "Niệm Nghĩa"][n as usize / 4];
        let name = match n % 4 {
            3 => format!("Trường {level} {place} 2"),
            _ => format!("Trường {level} {place}"),
        };
        let code = 31_990_001 + n;
        let row = [
            (n + 1).to_string(),
            name,
            code.to_string(),
            format!("Nguyễn Thị {}", NAMES[n as usize]),
            format!("qt.{code}"),
        ];
        for (c, text) in (0..).zip(row) {
            sheet.write_string(3 + n, c, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

const NAMES: [&str; SCHOOLS] = [
    "Ánh",
    "Bích",
    "Cúc",
    "Dung",
    "Đào",
    "Giang",
    "Hà",
    "Huệ",
    "Khánh",
    "Lan",
    "Mai",
    "Ngọc",
    "Oanh",
    "Phượng",
    "Quyên",
    "Sen",
    "Thảo",
    "Uyên",
    "Vân",
    "Yến",
];

/// Enters the decision by which accounts are handed over.
async fn decided(keys: &Keys<'_>, issuer: &str) {
    keys.find("so van ban", "Sổ văn bản").await;
    keys.act("#doc-add").await;
    keys.write("#doc-number", "12/QĐ-UBND").await;
    keys.write("#doc-date", &today()).await;
    keys.write("#doc-issuer", issuer).await;
    keys.write("#doc-subject", "bàn giao tài khoản quản trị")
        .await;
    keys.act("#doc-save").await;
    keys.hand.see("tr.one").await;
}

/// How many units the board shows in each state, worst first.
async fn states(hand: &Hand) -> Vec<u32> {
    hand.see("[data-board]").await;
    hand.settled().await;
    let script = "return [...document.querySelectorAll('[data-filter] strong')].map(e => Number(e.innerText))";
    let counts = hand.0.execute(script, vec![]).await.unwrap();
    serde_json::from_value(counts).unwrap()
}

/// The message that the board would send, and out of its question by Esc.
async fn reminder(keys: &Keys<'_>) -> String {
    keys.reach("#reminders").await;
    keys.press(&[], ENTER, 1).await;
    let hand = keys.hand;
    hand.see("dialog[open]").await;
    let script = "return document.querySelector('#reminders-text')?.value ?? document.querySelector('dialog[open]').innerText";
    let text = hand.0.execute(script, vec![]).await.unwrap();
    keys.press(&[], ESCAPE, 1).await;
    hand.see("#reminders:focus").await;
    text.as_str().unwrap().to_owned()
}

/// The list that is shown, saved as a workbook and read back: the title and each row as texts.
async fn exported(keys: &Keys<'_>, file: &Path) -> Vec<Vec<String>> {
    keys.reach("[aria-label='Xuất .xlsx vào nơi khác']").await;
    keys.press(&[], ENTER, 1).await;
    keys.reach("dialog[open] #export-to").await;
    keys.press(&[CONTROL], 'a', 1).await;
    keys.write("#export-to", file.to_str().unwrap()).await;
    keys.reach("#export-save").await;
    keys.press(&[], ENTER, 1).await;
    keys.hand.see("[data-exported]").await;
    keys.press(&[], ESCAPE, 1).await;
    let mut book: Xlsx<_> = open_workbook(file).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

/// Searches the list of a screen, and sees how many lines it comes to.
async fn searched(keys: &Keys<'_>, list: &str, query: &str, rows: usize) {
    keys.write(&format!("#{list}-search"), query).await;
    keys.hand
        .see(&format!("[data-screen={list}] [data-rows='{rows}']"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commune_hands_twenty_accounts_over_by_keyboard_alone_in_twenty_acts() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let (_driver, client) = window(&folder, "").await;
    let hand = Hand(client);
    let keys = Keys::new(&hand);
    let commune = Own {
        kind: Some("UBND"),
        commune: Some("Chí Linh"),
        name: None,
        symbol: "UBND",
        head: "Trần Văn Chủ",
    };
    founded(&keys, &commune).await;
    keys.open("import").await;
    let file = folder.path("danh sách trường.xlsx");
    std::fs::write(&file, schools()).unwrap();
    keys.give_file("#import-file", &file).await;
    hand.see("[data-summary]").await;
    hand.picture("commune-1-summary").await;
    keys.act("#import-write").await;
    hand.see("[data-imported]").await;
    decided(&keys, "Chủ tịch UBND phường Chí Linh").await;

    // What is the same for all is said once; every school of the sheet is ready.
    keys.open("board").await;
    assert_eq!(states(&hand).await, [20, 0, 0, 0, 0]);
    keys.act("#give-all").await;
    hand.see("[data-accounts='20']").await;
    keys.choose("#accounts-ground", "Quyết định").await;
    keys.choose("#accounts-secret", "Phong bì").await;
    keys.write("#accounts-serial", "PB-001").await;
    looked_at(&hand, "commune-2-accounts").await;
    keys.act("#make-all").await;
    hand.see("[data-drafted='20']").await;

    keys.look("board").await;
    assert_eq!(states(&hand).await, [20, 0, 0, 0, 0]);
    let said = reminder(&keys).await;
    assert_eq!(said.matches("chưa nhận tài khoản quản trị").count(), 20);
    assert!(
        said.contains("Trường Mầm non An Đà (Nguyễn Thị Ánh):"),
        "{said}"
    );
    assert!(!said.contains("nháp"), "who gives prints: {said}");

    keys.open("road").await;
    keys.act("#print").await;
    hand.see("[data-printed]").await;
    // Opening the print file belongs to the road; here no viewer is installed.
    keys.acted();
    hand.picture("commune-3-printed").await;
    let pile = piled(&folder, "chồng bản quét.pdf", SCHOOLS, 0..SCHOOLS - 1);
    let last = piled(&folder, "tờ còn lại.pdf", SCHOOLS, SCHOOLS - 1..SCHOOLS);
    keys.write("#many-first", "1").await;
    hand.see("[data-ahead='20']").await;
    keys.proposed("#many-date", &today()).await;
    keys.write("#many-password", PASSWORD).await;
    keys.act("#record-many").await;
    hand.see("[data-scans='20']").await;
    hand.see("[data-stop=number][data-count='0']").await;
    hand.see("[data-stop=signed][data-count='20']").await;

    // One sheet stayed on the desk: the board names its school, and it comes with the next pile.
    keys.give_file("#stack-file", &pile).await;
    hand.see("[data-filed='19']").await;
    hand.see("[data-scans='1']").await;
    hand.picture("commune-4-filed").await;
    keys.look("board").await;
    assert_eq!(states(&hand).await, [0, 0, 0, 20, 0]);
    let said = reminder(&keys).await;
    assert!(
        said.contains("Không có gì để nhắc") && said.contains("1 bản quét còn thiếu"),
        "who gives scans: {said}"
    );
    keys.look("road").await;
    keys.give_file("#stack-file", &last).await;
    hand.see("[data-filed='1']").await;
    hand.see("[data-stop=scan][data-count='0']").await;
    // What the minutes ask for on the Hệ thống CSDL is done by who gave.
    hand.see("[data-stop=csdl][data-count='20']").await;
    keys.act("[data-stop=csdl]").await;
    keys.act("#csdl-all").await;
    keys.act("#csdl-all-do").await;
    keys.look("road").await;
    hand.see("[data-stop=csdl][data-count='0']").await;
    assert!(keys.acts() <= 20, "{} acts", keys.acts());

    board_at_the_end(&keys, &folder).await;
    hand.0.close().await.unwrap();
}

/// The board when all is done: nothing is left to ask anybody for.
async fn board_at_the_end(keys: &Keys<'_>, folder: &Folder) {
    let hand = keys.hand;
    keys.look("board").await;
    assert_eq!(states(hand).await, [0, 0, 0, 0, 20]);
    looked_at(hand, "commune-5-board").await;

    // A group narrows by key, a state by the mouse, and a second press takes it off.
    keys.reach("[data-group='Mầm non']").await;
    keys.press(&[], ENTER, 1).await;
    assert_eq!(states(hand).await, [0, 0, 0, 0, 5]);
    pressed(hand, "[data-filter=not_received]").await;
    hand.see("[data-board-none]").await;
    pressed(hand, "[data-filter=not_received]").await;
    hand.see("[data-tile='31990001']").await;
    let tiles = hand.0.find_all(Locator::Css("[data-tile]")).await.unwrap();
    assert_eq!(tiles.len(), 5);

    keys.reach("[data-tab=tiles]").await;
    keys.press(&[], RIGHT, 1).await;
    let rows = exported(keys, &folder.path("bảng theo dõi.xlsx")).await;
    let column = |title: &str| rows[0].iter().position(|cell| cell == title).unwrap();
    let of_first = |title: &str| rows[1][column(title)].as_str();
    assert_eq!(rows.len(), 1 + 5);
    assert_eq!(rows[1][0], "Trường Mầm non An Đà");
    let told = ["Trạng thái", "Nhận TK", "Đã ký", "Số", "Quét", "CSDL"].map(of_first);
    assert_eq!(told, ["Xong", "đã nhận", "1", "1/1", "1/1", "1/1"]);

    // A tile leads to its school.
    keys.reach("[data-tab=table]").await;
    keys.press(&[], LEFT, 1).await;
    pressed(hand, "[data-tile='31990001']").await;
    hand.see("[data-screen=units] h1").await;
    hand.settled().await;
    assert!(hand.text().await.contains("Trường Mầm non An Đà"));
}

/// A click of the mouse itself.
async fn pressed(hand: &Hand, css: &str) {
    hand.see(css).await.click().await.unwrap();
}

/// The heads of all communes as a column of a sheet, one line a commune.
fn heads() -> String {
    let families = [
        "Nguyễn Văn",
        "Trần Thị",
        "Lê Hồng",
        "Phạm Đức",
        "Vũ Minh",
        "Đỗ Thu",
    ];
    let names = families
        .iter()
        .flat_map(|family| NAMES.map(|name| format!("{family} {name}")));
    let names: Vec<String> = names.take(COMMUNES).collect();
    names.join("\n")
}

/// What Ctrl and V brings; the driver has no hand in the system's clipboard.
async fn pasted(hand: &Hand, text: &str) {
    let script = "const data = new DataTransfer();
        data.setData('text/plain', arguments[0]);
        document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    hand.0.execute(script, vec![text.into()]).await.unwrap();
}

/// Stops what is under way by its button, as soon as something was done.
async fn stopped(keys: &Keys<'_>, all: usize) {
    keys.hand
        .see(&format!(
            "[data-progress$='/{all}']:not([data-progress^='0/'])"
        ))
        .await;
    keys.reach("[data-progress] button").await;
    keys.press(&[], ENTER, 1).await;
}

/// The first number that a place says, which is how many were done before it was stopped.
async fn done_before(hand: &Hand, css: &str) -> usize {
    let told = hand.see(css).await.text().await.unwrap();
    assert!(told.contains("Đã dừng; phần đã làm vẫn giữ."), "{told}");
    let digits = |c: char| c.is_ascii_digit();
    let number: String = told
        .chars()
        .skip_while(|c| !digits(*c))
        .take_while(|c| digits(*c))
        .collect();
    number.parse().unwrap()
}

async fn at_station(hand: &Hand, stop: &str, count: usize) {
    hand.see(&format!("[data-stop={stop}][data-count='{count}']"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_so_hands_accounts_to_its_114_communes_by_keyboard_alone() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let (_driver, client) = window(&folder, "").await;
    let hand = Hand(client);
    let keys = Keys::new(&hand);
    let so = Own {
        kind: Some("Sở"),
        commune: None,
        name: None,
        symbol: "SGDĐT",
        head: "Vũ Minh Long",
    };
    founded(&keys, &so).await;
    keys.open("units").await;
    keys.act("#unit-communes").await;
    hand.see("[data-communes='114']").await;
    keys.act("#make-communes").await;
    hand.see("[data-rows='115']").await;
    decided(&keys, "Giám đốc Sở GDĐT").await;

    keys.open("board").await;
    assert_eq!(states(&hand).await, [114, 0, 0, 0, 0]);
    keys.act("#give-all").await;
    hand.see("[data-accounts='114']").await;
    keys.choose("#accounts-ground", "Quyết định").await;
    keys.write("#desk-site", "Điểm bàn giao phía Tây").await;
    keys.write("#desk-address", "Số 1 đường Thanh Niên").await;
    keys.write("#desk-hour", "14:00").await;
    keys.write("#desk-letter", "31/12/2026").await;
    keys.write("#desk-trained", "18/08/2026").await;
    keys.proposed("#accounts-pattern", "qt.{mã}").await;
    keys.act("#accounts-fill").await;
    keys.reach("[data-head]").await;
    pasted(&hand, &heads()).await;
    looked_at(&hand, "so-1-accounts").await;
    keys.watch_progress().await;
    keys.act("#make-all").await;
    hand.see("[data-drafted='114']").await;
    keys.progress_of(114).await;

    // What was printed before it was stopped stays printed; the rest is printed by one more press.
    keys.open("road").await;
    keys.watch_progress().await;
    keys.act("#print").await;
    stopped(&keys, COMMUNES).await;
    let printed = done_before(&hand, "[data-printed]").await;
    assert!((1..COMMUNES).contains(&printed), "{printed}");
    keys.progress_of(114).await;
    at_station(&hand, "printed", printed).await;
    at_station(&hand, "draft", COMMUNES - printed).await;
    hand.picture("so-2-stopped").await;
    keys.watch_progress().await;
    keys.act("#print").await;
    at_station(&hand, "printed", COMMUNES).await;
    keys.progress_of(u32::try_from(COMMUNES - printed).unwrap())
        .await;

    // So it is with the signatures and their numbers.
    keys.write("#many-first", "1").await;
    hand.see("[data-ahead='114']").await;
    keys.proposed("#many-date", &today()).await;
    keys.write("#many-password", PASSWORD).await;
    keys.watch_progress().await;
    keys.act("#record-many").await;
    stopped(&keys, COMMUNES).await;
    let signed = done_before(&hand, "[data-recorded]").await;
    assert!((1..COMMUNES).contains(&signed), "{signed}");
    keys.progress_of(114).await;
    at_station(&hand, "signed", signed).await;
    at_station(&hand, "printed", COMMUNES - signed).await;
    hand.picture("so-3-stopped").await;
    keys.watch_progress().await;
    keys.act("#record-many").await;
    at_station(&hand, "signed", COMMUNES).await;
    keys.progress_of(u32::try_from(COMMUNES - signed).unwrap())
        .await;
    assert!(keys.acts() <= 20, "{} acts", keys.acts());
    what_the_so_sees(&keys, &folder).await;
    hand.0.close().await.unwrap();
}

/// The Sở's own acts stand at home, on the board, among the minutes and in *Ai được làm gì*.
async fn what_the_so_sees(keys: &Keys<'_>, folder: &Folder) {
    let hand = keys.hand;
    keys.look("home").await;
    for (stop, count) in [("list", 0), ("draft", 0), ("printed", 0), ("number", 0)] {
        at_station(hand, stop, count).await;
    }
    at_station(hand, "signed", COMMUNES).await;
    at_station(hand, "scan", COMMUNES).await;
    hand.see("[data-below='114']").await;
    looked_at(hand, "so-4-home").await;

    keys.look("board").await;
    assert_eq!(states(hand).await, [0, 0, 0, 114, 0]);
    looked_at(hand, "so-5-board").await;
    keys.reach("[data-group^='Đông']").await;
    keys.press(&[], ENTER, 1).await;
    assert_eq!(states(hand).await, [0, 0, 0, 50, 0]);

    keys.look("rights").await;
    hand.see("[data-screen=rights] [data-rows='114']").await;
    searched(keys, "rights", "bach long vi", 1).await;
    looked_at(hand, "so-6-rights").await;

    // Every commune has its own number, and none was left out where it was stopped.
    keys.look("minutes").await;
    let rows = exported(keys, &folder.path("biên bản.xlsx")).await;
    let code = rows[0]
        .iter()
        .position(|cell| cell == "Số, mã tra cứu")
        .unwrap();
    let numbers: BTreeSet<&str> = rows[1..].iter().map(|row| row[code].as_str()).collect();
    let all: Vec<String> = (1..=COMMUNES).map(|n| format!("{n:02}/BB-SGDĐT")).collect();
    assert_eq!(numbers, all.iter().map(String::as_str).collect());
    searched(keys, "minutes", "bach long vi", 1).await;
    keys.find("bach long vi", "Biên bản").await;
    hand.see("[data-screen=page] h1").await;
    hand.settled().await;
    let page = hand.text().await;
    assert!(page.contains("Đặc khu Bạch Long Vĩ"), "{page}");
}
