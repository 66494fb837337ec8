//! The main road in the real window by keys alone: from a fresh start to what is ticked on the Hệ
//! thống CSDL, and before every press its person sees where the focus is.

use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Folder, PASSWORD};

use super::driving::{DISPLAY, Hand, today, window};
use super::keys::{DOWN, ENTER, HOME, Keys, SHIFT, TAB};
use super::window::assignments;

/// A unit that begins by itself.
pub struct Own {
    /// How the line begins that says what it is; a school's stands there already.
    pub kind: Option<&'static str>,
    /// How the line of its commune begins.
    pub commune: Option<&'static str>,
    /// Its name, where the program does not know it.
    pub name: Option<&'static str>,
    /// The symbol of its papers, as it is proposed.
    pub symbol: &'static str,
    pub head: &'static str,
}

/// From the first screen to *Việc cần làm*: the own unit, and a group of the recovery code typed back.
pub async fn founded(keys: &Keys<'_>, own: &Own) {
    keys.act("#own").await;
    if let Some(kind) = own.kind {
        keys.choose("#kind", kind).await;
    }
    if let Some(commune) = own.commune {
        keys.choose("#commune", commune).await;
    }
    if let Some(name) = own.name {
        keys.write("#name", name).await;
    }
    keys.write("#head", own.head).await;
    keys.proposed("#symbol", own.symbol).await;
    keys.write("#password", PASSWORD).await;
    keys.write("#again", PASSWORD).await;
    keys.act("#start").await;
    let code = keys.hand.see("[data-recovery]").await;
    let code = code.attr("data-recovery").await.unwrap().unwrap();
    let asked = keys.hand.see("[data-group]").await;
    let asked = asked.attr("data-group").await.unwrap().unwrap();
    let group = code.split('-').nth(asked.parse().unwrap()).unwrap();
    keys.write("#recovery-group", group).await;
    keys.act("#recovery-done").await;
    keys.hand.see("[data-screen=home] h1").await;
}

/// One copy of each paper of the print file, scanned as one pile that lies the other way round;
/// `papers` of the file are in it, from the first.
pub fn piled(
    folder: &Folder,
    name: &str,
    all: usize,
    papers: std::ops::Range<usize>,
) -> std::path::PathBuf {
    let printed = std::fs::read(folder.path("office/print.pdf")).unwrap();
    let pages = pages_at(folder, &printed, 200);
    assert_eq!(pages.len() % (2 * all), 0, "two copies of every paper");
    let each = pages.len() / all;
    let of_pile = pages.chunks(each).skip(papers.start).take(papers.len());
    let pile: Vec<Vec<u8>> = of_pile
        .flat_map(|paper| paper[..each / 2].to_vec())
        .rev()
        .collect();
    let file = folder.path(name);
    std::fs::write(&file, pictures_as_pdf(&pile)).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_road_is_gone_to_its_end_by_keyboard_alone() {
    let _display = DISPLAY.lock().await;
    let folder = Folder::new();
    let (_driver, client) = window(&folder, "").await;
    let hand = Hand(client);
    let keys = Keys::new(&hand);
    let school = Own {
        kind: None,
        commune: Some("Lê Chân"),
        name: Some("Trường Trung học cơ sở Đằng Giang"),
        symbol: "THCSĐG",
        head: "Phạm Thị Trang",
    };
    founded(&keys, &school).await;
    // Past the menu by the link that comes first: the next stop is on the screen itself.
    keys.reach(".skip").await;
    keys.press(&[], ENTER, 1).await;
    hand.see("main:focus").await;
    keys.press(&[], TAB, 1).await;
    hand.see("main :focus").await;

    keys.act("[data-steps] button").await;
    let file = folder.path("phân công chuyên môn.xlsx");
    std::fs::write(&file, assignments(3)).unwrap();
    keys.give_file("#import-file", &file).await;
    hand.see("[data-summary]").await;
    keys.act("#import-write").await;
    // Drafts are printed next.
    hand.see("[data-screen=road] #print").await;
    // One is left out of the pile and taken in again: arrows in the list, and the space bar.
    keys.reach("[data-road=draft] [role=grid] [tabindex='0']")
        .await;
    keys.press(&[], DOWN, 1).await;
    keys.press(&[], HOME, 1).await;
    keys.press(&[], ' ', 1).await;
    hand.see("[data-drafts='2']").await;
    hand.picture("keyboard-1-one-left-out").await;
    keys.press(&[], ' ', 1).await;
    hand.see("[data-drafts='3']").await;
    keys.press(&[SHIFT], TAB, 1).await;
    keys.act("#print").await;
    hand.see("[data-printed]").await;
    let pile = piled(&folder, "chồng bản quét.pdf", 3, 0..3);
    // The numbers are shown before any is given.
    keys.write("#many-first", "15").await;
    hand.see("[data-ahead='3']").await;
    keys.proposed("#many-date", &today()).await;
    keys.write("#many-password", PASSWORD).await;
    keys.act("#record-many").await;
    hand.see("[data-scans='3']").await;
    hand.picture("keyboard-2-recorded").await;
    keys.give_file("#stack-file", &pile).await;
    hand.see("[data-filed='3']").await;
    hand.see("[data-scans='0']").await;
    keys.act("[data-stop=csdl]").await;
    keys.act("#csdl-all").await;
    keys.act("#csdl-all-do").await;
    keys.open("home").await;
    for (stop, left) in [
        ("list", 0),
        ("draft", 0),
        ("printed", 0),
        ("signed", 3),
        ("number", 0),
        ("scan", 0),
        ("csdl", 0),
    ] {
        hand.see(&format!("[data-stop={stop}][data-count='{left}']"))
            .await;
    }
    hand.picture("keyboard-3-end").await;
    // The number that the register gave leads to its paper.
    keys.find("17", "Biên bản").await;
    hand.see("[data-screen=page] h1").await;
    assert!(hand.text().await.contains("17/BB-THCSĐG"));
    assert!(keys.acts() <= 20, "{} acts", keys.acts());
    hand.0.close().await.unwrap();
}
