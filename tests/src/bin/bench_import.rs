//! Measures importing: 5,000 assignment rows from .xlsx to checked preview and to the register,
//! what calamine alone takes on the same file, a paste of 500 rows, search among 50,000 people, and
//! filing 310 scanned pages.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench ends where something is wrong, and measures real time"
)]

use std::sync::Arc;
use std::time::Instant;

use domain::acts::RecordSigning;
use engine::import::ImportRequest;
use engine::workbook::{Kind, child};
use engine::{Clock, Engine};
use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Folder, PASSWORD, own_school, program};

const ROWS: u32 = 5_000;

fn workbook(rows: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (c, title) in [
        "Mã cán bộ",
        "Họ và tên",
        "Ngày sinh",
        "Môn",
        "Lớp dạy",
        "Kiêm nhiệm",
    ]
    .iter()
    .enumerate()
    {
        sheet
            .write_string(0, u16::try_from(c).unwrap(), *title)
            .unwrap();
    }
    for n in 0..rows {
        let line = [
            n.to_string(),
            name(n),
            format!(
                "{}/{}/{}",
                13 + n % 15,
                1 + n / 15 % 12,
                1970 + n / 180 % 30
            ),
            "Toán".into(),
            format!("{}A{}", 6 + n % 4, 1 + n % 12),
            if n % 4 == 0 {
                "Thư viện".into()
            } else {
                String::new()
            },
        ];
        for (c, text) in line.iter().enumerate() {
            sheet
                .write_string(n + 1, u16::try_from(c).unwrap(), text)
                .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn name(n: u32) -> String {
    let pick = |list: &[&str], by: u32| list[(n / by) as usize % list.len()].to_owned();
    format!(
        "{} {} {}",
        pick(&["Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đỗ", "Hoàng"], 1),
        pick(&["Thị Thuỳ", "Văn", "Hồng", "Ngọc", "Thị Kim"], 7),
        pick(&["Dương", "Đức", "Phượng", "Ánh", "Hoà", "Yến", "Ỷ"], 35)
    )
}

fn said(what: &str, begun: Instant) {
    println!("{what}: {:.2} s", begun.elapsed().as_secs_f64());
}

async fn school(folder: &Folder, name: &str) -> Engine {
    engine::start::own_unit(
        &folder.path(name),
        PASSWORD,
        &own_school(name),
        Arc::new(Clock::system()),
    )
    .await
    .unwrap()
    .engine
}

/// What the library takes that reads the cells, without us.
fn calamine_alone(bytes: &[u8]) -> usize {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.used_cells().count()
}

#[tokio::main]
async fn main() {
    child::use_program(program("bangiao"));
    let folder = Folder::new();
    let bytes = workbook(ROWS);
    println!("{ROWS} rows, {:.1} MB", bytes.len() as f64 / 1e6);
    let begun = Instant::now();
    let cells = calamine_alone(&bytes);
    println!(
        "calamine alone, {cells} cells: {:.3} s",
        begun.elapsed().as_secs_f64()
    );

    let engine = school(&folder, "lon").await;
    let begun = Instant::now();
    engine.open_book("phan cong.xlsx", bytes).await.unwrap();
    said("opened in the child process", begun);
    let request = ImportRequest::of(Kind::Assignments);
    let checked = engine.check_import(&request).await.unwrap();
    said("from the file to the checked preview (target 5 s)", begun);
    assert_eq!((checked.wrong, checked.drafts), (0, ROWS));
    let begun = Instant::now();
    engine.run_import(&request).await.unwrap();
    said(
        "checked again and written (people, classes, teachers, drafts; target 2 s for the commit)",
        begun,
    );

    let lines: Vec<String> = std::iter::once("Mã cán bộ\tHọ và tên".to_owned())
        .chain((0..500).map(|n| format!("P{n:04}\t{}", name(n))))
        .collect();
    let begun = Instant::now();
    engine.paste_book(&lines.join("\n")).await.unwrap();
    engine
        .check_import(&ImportRequest::of(Kind::Officers))
        .await
        .unwrap();
    said(
        "paste of 500 rows to the checked preview (target 1 s)",
        begun,
    );

    let many = school(&folder, "nhieu nguoi").await;
    for part in 0..10_u32 {
        let lines: Vec<String> = std::iter::once("Mã cán bộ\tHọ và tên".to_owned())
            .chain((0..5_000).map(|n| format!("Q{:05}\t{}", part * 5_000 + n, name(n * 7 + part))))
            .collect();
        many.paste_book(&lines.join("\n")).await.unwrap();
        many.run_import(&ImportRequest::of(Kind::Officers))
            .await
            .unwrap();
    }
    let begun = Instant::now();
    many.find("").await.unwrap();
    said("search made ready over 50,000 people", begun);
    let mut times: Vec<f64> = vec![];
    for query in [
        "ng",
        "ngu",
        "nguyen",
        "nguyen thi",
        "Phượng",
        "q04999",
        "yen",
        "khong co ai",
    ] {
        let begun = Instant::now();
        many.find(query).await.unwrap();
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "search keystroke over 50,000 people, median of eight: {:.1} ms, worst {:.1} ms (target 50)",
        times[4], times[7]
    );

    let scans = school(&folder, "quet").await;
    scans
        .open_book("phan cong.xlsx", workbook(155))
        .await
        .unwrap();
    scans.run_import(&request).await.unwrap();
    let unit = scans.identity().await.unit;
    let minutes: Vec<_> = scans
        .minutes_list(unit)
        .await
        .unwrap()
        .into_iter()
        .map(|m| (unit, m.id))
        .collect();
    let cancel = std::sync::atomic::AtomicBool::new(false);
    let (pdf, _) = scans
        .print(
            &minutes,
            1,
            engine::handover::print::Sides::Both,
            &cancel,
            |_| {},
        )
        .await
        .unwrap();
    scans
        .perform(RecordSigning {
            unit,
            minutes: minutes.iter().map(|m| m.1).collect(),
            date_on_paper: scans.today(),
            scan: None,
        })
        .await
        .unwrap();
    let stack = pictures_as_pdf(&pages_at(&folder, &pdf, 200));
    println!("pile of {:.0} MB", stack.len() as f64 / 1e6);
    let begun = Instant::now();
    let filed = scans
        .file_stack(stack, &Arc::default(), |_, _| {})
        .await
        .unwrap();
    println!(
        "{} pages filed to {} minutes: {:.1} s (target 60 s for 310)",
        filed.pages,
        filed.filed.len(),
        begun.elapsed().as_secs_f64()
    );
}
