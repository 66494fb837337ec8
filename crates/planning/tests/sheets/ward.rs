//! A generator of ward sheets: people of two schools in ten styles, with every kind of fault. Every
//! good row is taken, by its school; every fault is named by its row, and by no other.

use std::collections::BTreeMap;

use domain::Code;
use domain::acts::Act;
use domain::ids::UnitId;
use domain::samples::{COMMUNE, OTHER_SCHOOL, SCHOOL};
use planning::Outcome;
use workbook::Kind;
use workbook::old_fonts::OldFont;

use crate::Office;
use crate::book::{Package, Page, workbook};

const FIRST: &str = "Trường Trung học cơ sở Đằng Giang";
const SECOND: &str = "Trường Trung học cơ sở Kim Đồng";
const STRANGE: &str = "Trường Tiểu học Nơi Khác";

/// Numbers that follow each other as if by chance, and always the same ones.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        let Self(state) = self;
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*state >> 33).unwrap() % most
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A person as a row has them.
#[derive(Clone, Debug)]
struct Entry {
    unit: &'static str,
    code: String,
    family: String,
    given: String,
    sex: String,
    born: String,
    id: String,
    phone: String,
    /// What is wrong with it.
    fault: Option<Code>,
}

impl Entry {
    fn name(&self) -> String {
        format!("{} {}", self.family, self.given).trim().to_owned()
    }
}

/// A person who is in order.
fn good(chance: &mut Chance, n: usize, unit: &'static str) -> Entry {
    let family = chance.of(&["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi"]);
    let middle = chance.of(&["Thị Thu", "Văn", "Hồng", "Ngọc", "Minh", "Thị Kim"]);
    let given = chance.of(&["Lụa", "Bảng", "Phấn", "Hạnh", "Cường", "Hiền", "Tuyết"]);
    // A name of its own for each, as no row could be told from a namesake otherwise.
    let own = chance.of(&["An", "Bình", "Chi", "Diễm", "Hà", "Khánh", "Lan", "Mai"]);
    let female = chance.below(2) == 1;
    let (day, month, year) = (
        13 + chance.below(15),
        1 + chance.below(12),
        1970 + chance.below(29),
    );
    Entry {
        unit,
        code: format!("GV{n:03}"),
        family: format!("{family} {middle} {own}"),
        given: given.to_owned(),
        sex: if female { "Nữ" } else { "Nam" }.to_owned(),
        born: format!("{day}/{month}/{year}"),
        id: format!("031{}{:02}{n:06}", u8::from(female), year % 100),
        phone: format!("09{:08}", 10_000_000 + n),
        fault: None,
    }
}

/// Every kind of fault once, among rows that are in order.
fn ward(seed: u64) -> Vec<Entry> {
    let mut chance = Chance(seed);
    let mut all = vec![];
    for (unit, first) in [(FIRST, 1), (SECOND, 40)] {
        all.extend((first..first + 20).map(|n| good(&mut chance, n, unit)));
    }
    type Spoil = fn(&mut Entry);
    let single: [(Code, Spoil); 12] = [
        (Code::LostZero, |e| e.id = e.id[1..].to_owned()),
        (Code::IdNumberUnlikely, |e| {
            e.id = format!("311{}", &e.id[3..])
        }),
        (Code::NumberRounded, |e| e.id = "3.118E+10".to_owned()),
        (Code::IdNumberShape, |e| e.id = "031234567".to_owned()),
        (Code::DateToCome, |e| {
            (e.born, e.id) = ("15/9/2031".to_owned(), String::new())
        }),
        (Code::BirthUnlikely, |e| {
            (e.born, e.id) = ("15/9/2019".to_owned(), String::new())
        }),
        (Code::DateShape, |e| {
            (e.born, e.id) = ("31/2/1979".to_owned(), String::new())
        }),
        (Code::UnknownWord, |e| e.sex = "không rõ".to_owned()),
        (Code::NameRemark, |e| e.given += " (nghỉ thai sản)"),
        (Code::FormulaCell, |e| e.given = "=B2".to_owned()),
        (Code::NameMissing, |e| {
            (e.family, e.given) = (String::new(), String::new())
        }),
        (Code::UnknownUnit, |e| e.unit = STRANGE),
    ];
    for (code, spoil) in single {
        let unit = chance.of(&[FIRST, SECOND]);
        let mut entry = good(&mut chance, 100 + all.len(), unit);
        spoil(&mut entry);
        if code == Code::FormulaCell {
            entry.family = String::new();
        }
        entry.fault = Some(code);
        place(&mut chance, &mut all, entry);
    }
    type Pair = fn(&Entry, &mut Entry);
    let pairs: [(Code, Pair); 2] = [
        (Code::IdNumberTwice, |one, other| {
            (other.id, other.sex, other.born) = (one.id.clone(), one.sex.clone(), one.born.clone());
        }),
        (Code::Taken, |one, other| other.code.clone_from(&one.code)),
    ];
    for (code, spoil) in pairs {
        let one = good(&mut chance, 200 + all.len(), FIRST);
        let mut other = good(&mut chance, 300 + all.len(), FIRST);
        spoil(&one, &mut other);
        for entry in [one, other] {
            let fault = Some(code);
            place(&mut chance, &mut all, Entry { fault, ..entry });
        }
    }
    all.sort_by_key(|e| [FIRST, SECOND, STRANGE].iter().position(|u| *u == e.unit));
    all
}

/// Puts an entry somewhere behind another of its school.
fn place(chance: &mut Chance, all: &mut Vec<Entry>, entry: Entry) {
    let at = 1 + chance.below(all.len() - 1);
    let behind = all[at..].iter().position(|e| e.unit == entry.unit);
    let at = behind.map_or(all.len(), |n| at + n + 1);
    all.insert(at, entry);
}

/// A sheet with what is expected of its rows, by number.
#[derive(Default)]
struct Sheet {
    rows: Vec<Vec<String>>,
    merged: Vec<String>,
    expected: BTreeMap<u32, Entry>,
}

impl Sheet {
    fn line(&mut self, cells: &[&str]) {
        self.rows
            .push(cells.iter().map(|c| (*c).to_owned()).collect());
    }

    fn entry(&mut self, cells: Vec<String>, entry: &Entry) {
        self.rows.push(cells);
        self.expected
            .insert(u32::try_from(self.rows.len()).unwrap(), entry.clone());
    }

    fn csv(&self, sign: &str, end: &str) -> String {
        let rows = self.rows.iter().map(|row| row.join(sign));
        rows.collect::<Vec<_>>().join(end)
    }

    /// The sheet as a workbook.
    fn xlsx(&self, package: Package) -> Vec<u8> {
        let page = Page {
            name: "Danh sách",
            hidden: false,
            rows: &self.rows,
            merged: &self.merged,
        };
        workbook(package, &[page])
    }
}

const TITLES: [&str; 8] = [
    "TT",
    "Mã cán bộ",
    "Họ và tên",
    "Giới tính",
    "Ngày sinh",
    "Số CCCD/ Định danh cá nhân",
    "Điện thoại",
    "Đơn vị",
];

fn cells(n: usize, entry: &Entry, unit: bool) -> Vec<String> {
    let mut cells = vec![
        (n + 1).to_string(),
        entry.code.clone(),
        entry.name(),
        entry.sex.clone(),
        entry.born.clone(),
        entry.id.clone(),
        entry.phone.clone(),
    ];
    cells.extend(unit.then(|| entry.unit.to_owned()));
    cells
}

/// One header, a column of units.
fn plain(entries: &[Entry], above: &[&[&str]]) -> Sheet {
    let mut sheet = Sheet::default();
    above.iter().for_each(|line| sheet.line(line));
    sheet.line(&TITLES);
    for (n, entry) in entries.iter().enumerate() {
        sheet.entry(cells(n, entry, true), entry);
    }
    sheet
}

/// Names in two columns under a header of two rows, numbers of the columns below it.
fn two_rows(entries: &[Entry]) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.line(&["ỦY BAN NHÂN DÂN PHƯỜNG GIA VIÊN"]);
    sheet.line(&[
        "TT",
        "Mã cán bộ",
        "Họ và tên",
        "",
        "Giới tính",
        "Ngày sinh",
        "Căn cước",
        "",
        "Trường",
    ]);
    sheet.line(&["", "", "Họ và đệm", "Tên", "", "", "Số CCCD", "Nơi cấp", ""]);
    sheet.line(&[
        "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)",
    ]);
    sheet.merged = [
        "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:H2", "I2:I3",
    ]
    .map(str::to_owned)
    .to_vec();
    for (n, entry) in entries.iter().enumerate() {
        let cells = vec![
            (n + 1).to_string(),
            entry.code.clone(),
            entry.family.clone(),
            entry.given.clone(),
            entry.sex.clone(),
            entry.born.clone(),
            entry.id.clone(),
            "Cục Cảnh sát".to_owned(),
            entry.unit.to_owned(),
        ];
        sheet.entry(cells, entry);
    }
    sheet
}

/// Schools in lines of their own, with sums and a signature.
fn banners(entries: &[Entry]) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.line(&["DANH SÁCH CÁN BỘ, GIÁO VIÊN NĂM HỌC 2026 - 2027"]);
    sheet.line(&TITLES[..7]);
    for (number, unit) in ["I", "II", "III"].into_iter().zip([FIRST, SECOND, STRANGE]) {
        sheet.line(&[&format!("{number}. {}", unit.to_uppercase())]);
        let of_unit = entries.iter().filter(|e| e.unit == unit);
        for (n, entry) in of_unit.enumerate() {
            sheet.entry(cells(n, entry, false), entry);
        }
        sheet.line(&["", "", "Cộng", "", "", "", "20"]);
    }
    sheet.line(&["", "", "Tổng cộng: 40 người"]);
    sheet.line(&["", "", "", "", "Gia Viên, ngày 5 tháng 9 năm 2026"]);
    sheet.line(&["", "Người lập biểu", "", "", "Hiệu trưởng"]);
    sheet
}

/// A unit in one cell that is merged over all its rows; the header again in the middle.
fn merged_units(entries: &[Entry]) -> Sheet {
    let mut sheet = Sheet::default();
    let titles = [&TITLES[7..], &TITLES[..7]].concat();
    sheet.line(&titles);
    for unit in [FIRST, SECOND, STRANGE] {
        let first = sheet.rows.len() + 1;
        let of_unit = entries.iter().filter(|e| e.unit == unit);
        for (n, entry) in of_unit.enumerate() {
            let shown = if n == 0 { unit } else { "" };
            let cells = [vec![shown.to_owned()], cells(n, entry, false)].concat();
            sheet.entry(cells, entry);
        }
        sheet.merged.push(format!("A{first}:A{}", sheet.rows.len()));
        sheet.line(&titles);
    }
    sheet
}

/// Bytes of the Vietnamese code page of Windows, or of an old font, for a text.
pub(crate) fn bytes_in(font: OldFont, text: &str) -> Vec<u8> {
    let mut known: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let bytes: Vec<u8> = (0x80..=0xff).collect();
    for byte in &bytes {
        let typed = char::from(*byte).to_string();
        known.insert(font.convert(&typed), vec![*byte]);
    }
    if font == OldFont::Windows1258 {
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars() {
            for mark in ['\u{cc}', '\u{d2}', '\u{de}', '\u{ec}', '\u{f2}'] {
                let of_base = known.get(&base.to_string()).cloned();
                let of_base = of_base.unwrap_or_else(|| base.to_string().into_bytes());
                let tone = font.convert(&mark.to_string());
                let whole = domain::text::tidy(&format!("{base}{tone}"));
                let both = [of_base, vec![u8::try_from(u32::from(mark)).unwrap()]].concat();
                known.entry(whole).or_insert(both);
            }
        }
    }
    let letters = text.chars().flat_map(|c| match known.get(&c.to_string()) {
        Some(bytes) => bytes.clone(),
        None => {
            assert!(c.is_ascii(), "{c} in {font:?}");
            vec![u8::try_from(u32::from(c)).unwrap()]
        }
    });
    letters.collect()
}

/// A ward's sheet in every style: name of the file, its bytes, what is expected.
fn styles(entries: &[Entry]) -> Vec<(&'static str, Vec<u8>, Sheet)> {
    let title: &[&[&str]] = &[
        &["DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN NĂM HỌC 2026-2027"],
        &["Kèm theo công văn ngày 1/9/2026; lưu hành nội bộ"],
    ];
    // Old fonts have no capital letters with tones.
    let lower: &[&[&str]] = &[&["Danh s\u{e1}ch c\u{e1}n b\u{1ed9}"]];
    let sheet = |above| plain(entries, above);
    let text = |sheet: Sheet, name, text: String| (name, text.into_bytes(), sheet);
    let (comma, semicolon, tab) = (sheet(&[]), sheet(&[]), sheet(title));
    let (ansi, old) = (sheet(lower), sheet(lower));
    let (one, two, three, four) = (
        plain(entries, title),
        two_rows(entries),
        banners(entries),
        merged_units(entries),
    );
    let unicode: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            tab.csv("\t", "\r\n")
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let of_banners = banners(entries);
    vec![
        ("mot.xlsx", one.xlsx(Package::USUAL), one),
        ("hai.xlsx", two.xlsx(Package::USUAL), two),
        ("ba.xlsx", three.xlsx(Package::USUAL), three),
        ("bon.xlsx", four.xlsx(Package::STRICT), four),
        {
            let written = comma.csv(",", "\n");
            text(comma, "nam.csv", format!("\u{feff}{written}"))
        },
        {
            let written = semicolon.csv(";", "\r\n");
            text(semicolon, "sau.csv", format!("sep=;\r\n{written}"))
        },
        ("bay.txt", unicode, tab),
        (
            "tam.csv",
            bytes_in(OldFont::Windows1258, &ansi.csv(";", "\r")),
            ansi,
        ),
        (
            "chin.csv",
            bytes_in(OldFont::Tcvn3, &old.csv(";", "\n")),
            old,
        ),
        (
            "muoi.xlsx",
            of_banners.xlsx(Package::BACKSLASHES),
            of_banners,
        ),
    ]
}

fn unit_of(entry: &Entry) -> UnitId {
    if entry.unit == FIRST {
        SCHOOL
    } else {
        OTHER_SCHOOL
    }
}

#[test]
fn every_good_row_of_ten_styles_is_taken_and_every_fault_is_named_by_its_row() {
    for seed in [1, 20_261_128, 77] {
        let entries = ward(seed);
        for (name, bytes, sheet) in styles(&entries) {
            let mut office = Office::of_town(COMMUNE, &[SCHOOL, OTHER_SCHOOL]).with_names(&[
                (COMMUNE, "Ủy ban nhân dân phường Gia Viên"),
                (SCHOOL, FIRST),
                (OTHER_SCHOOL, SECOND),
            ]);
            let plan = office.plan(Kind::Officers, name, &bytes);
            let what = format!("{name}, {seed}");
            let read: Vec<u32> = plan.rows.iter().map(|r| r.number).collect();
            let expected: Vec<u32> = sheet.expected.keys().copied().collect();
            assert_eq!(read, expected, "{what}");
            for row in &plan.rows {
                let entry = &sheet.expected[&row.number];
                let stops = row.remarks.iter().filter(|r| r.stops);
                let codes: Vec<Code> = stops.map(|r| r.refusal.code).collect();
                match entry.fault {
                    Some(code) => {
                        assert!(codes.contains(&code), "{what} {}: {codes:?}", row.number);
                        assert_eq!(row.outcome, Outcome::Wrong);
                    }
                    None => assert_eq!(
                        (row.outcome, &codes),
                        (Outcome::Add, &vec![]),
                        "{what}: {row:?}"
                    ),
                }
            }
            let added = plan.steps.iter().map(|(_, act)| match act {
                Act::AddOfficer(add) => (add.name.clone(), add.unit, add.id_number.clone()),
                other => panic!("{other:?}"),
            });
            let added: Vec<_> = added.collect();
            let good = sheet.expected.values().filter(|e| e.fault.is_none());
            let good: Vec<_> = good
                .map(|e| (e.name(), unit_of(e), Some(e.id.clone())))
                .collect();
            assert_eq!(added, good, "{what}");
            assert_eq!(good.len(), 40, "{what}");
        }
    }
}
