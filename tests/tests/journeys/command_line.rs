//! The command line from beginning to end: a Sở, a commune and a school on machines of their own,
//! every kind of minutes.

use std::path::PathBuf;
use std::process::{Command, Output};

use journeys::{Folder, PASSWORD, Serving, program};
use serde_json::Value;

/// A machine with its data and its password.
struct Machine {
    data: PathBuf,
    password: PathBuf,
}

impl Machine {
    fn new(folder: &Folder, name: &str) -> Self {
        let password = folder.path("password");
        std::fs::write(&password, PASSWORD).unwrap();
        Self {
            data: folder.path(name),
            password,
        }
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(program("bangiao"))
            .arg("--data")
            .arg(&self.data)
            .arg("--password-file")
            .arg(&self.password)
            .arg("--json")
            .args(args)
            .output()
            .unwrap()
    }

    /// What a command answers.
    fn does(&self, args: &[&str]) -> Value {
        let out = self.run(args);
        assert!(
            out.status.success(),
            "{args:?}: {}{}",
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        );
        serde_json::from_slice(&out.stdout).unwrap()
    }

    /// What a command answers that did its work and ends with 2, since something waits for a person.
    fn leaves(&self, args: &[&str]) -> Value {
        let out = self.run(args);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        serde_json::from_slice(&out.stdout).unwrap()
    }

    /// The exit code and the code people read out of a command that is refused.
    fn refuses(&self, args: &[&str]) -> (i32, String) {
        let out = self.run(args);
        assert!(!out.status.success(), "{args:?}");
        let told: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
        (
            out.status.code().unwrap(),
            told["error"]["number"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    }

    /// Freezes, prints, and records that everybody signed today.
    fn signs(&self, minutes: &Value) {
        let id = minutes["id"].as_str().unwrap();
        let file = self.data.with_extension("print.pdf");
        self.does(&["minutes", "print", id, "--out", file.to_str().unwrap()]);
        self.does(&["minutes", "record-signing", id, "--date", &today()]);
    }
}

fn today() -> String {
    day(0)
}

/// A day from today on, as people type it.
fn day(after: i64) -> String {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now())
        + chrono::Duration::days(after);
    now.with_timezone(&domain::calendar::vietnam())
        .format("%d/%m/%Y")
        .to_string()
}

#[test]
fn every_kind_of_minutes_goes_over_the_command_line() {
    let folder = Folder::new();
    let server = Serving::start(&folder, &[]);
    let so = Machine::new(&folder, "so");
    so.does(&[
        "init",
        "--kind",
        "department",
        "--name",
        "Sở Giáo dục và Đào tạo Hải Phòng",
        "--symbol",
        "SGDĐT",
        "--head",
        "Vũ Minh Long",
        "--position",
        "Giám đốc",
    ]);
    so.does(&[
        "sync",
        "--server",
        &server.address,
        "--code",
        &server.admin(&["admin", "create"]),
    ]);

    // a: the Sở adds a commune and hands the account over.
    let commune_args = [
        "unit",
        "add",
        "--kind",
        "commune",
        "--name",
        "Ủy ban nhân dân phường Lê Chân",
        "--levels",
        "preschool,primary,lower_secondary",
        "--code",
        "11383",
        "--symbol",
        "UBND",
        "--place",
        "Phường Lê Chân",
    ];
    so.does(
        &[
            &commune_args[..],
            &[
                "--head",
                "Trần Văn Chủ",
                "--head-code",
                "CT01",
                "--position",
                "Chủ tịch",
                "--admin-login",
                "lechan.quantri",
            ],
        ]
        .concat(),
    );
    // At the desk: an expired letter is turned away, then everything that the desk knows stands on
    // the paper.
    so.does(&[
        "document",
        "add",
        "--kind",
        "introduction",
        "--title",
        "Giấy giới thiệu",
        "--number",
        "17/GGT-UBND",
        "--date",
        &today(),
        "--issuer",
        "Chủ tịch",
        "--subject",
        "nhận tài khoản",
    ]);
    let at_desk = [
        "give-account",
        "--unit",
        "11383",
        "--site",
        "Trường THPT Ngô Quyền",
        "--address",
        "phường Lê Chân",
        "--hour",
        "14:00",
        "--trained-on",
        &day(-1),
        "--ground",
        "17/GGT-UBND",
    ];
    let (code, said) = so.refuses(&[&at_desk[..], &["--letter-until", &day(-1)]].concat());
    assert_eq!((code, said.as_str()), (2, "BG-BB-016"));
    let given = so.does(&[&at_desk[..], &["--letter-until", &day(3)]].concat());
    let pdf = folder.path("a.pdf");
    so.does(&[
        "minutes",
        "pdf",
        given["id"].as_str().unwrap(),
        "--out",
        pdf.to_str().unwrap(),
    ]);
    let text = super::paper::text_of(&std::fs::read(&pdf).unwrap());
    for printed in [
        "hồi 14 giờ 00 phút",
        "tại Trường THPT Ngô Quyền, phường Lê Chân, hai bên",
        "Giấy giới thiệu số 17/GGT-UBND",
        "có giá trị đến hết",
        "đã tham dự tập huấn",
    ] {
        assert!(text.contains(printed), "{printed}: {text}");
    }
    so.signs(&given);
    assert_eq!(so.does(&["sync"])["returned"], 0);

    let commune = Machine::new(&folder, "phuong");
    let (unit, head) = ids(&so, "11383");
    let code = server.admin(&["device", "invite", "--officer", &head, "--unit", &unit]);
    commune.does(&["join", "--server", &server.address, "--code", &code]);

    // c: the head deputises; d: by levels; b: the school's account.
    commune.does(&[
        "officer",
        "add",
        "--name",
        "Lê Thị Yến",
        "--code",
        "CV01",
        "--position",
        "Chuyên viên",
        "--prepares",
    ]);
    commune.does(&[
        "document",
        "add",
        "--number",
        "12/QĐ-UBND",
        "--date",
        &today(),
        "--issuer",
        "Chủ tịch",
        "--subject",
        "phân công nhiệm vụ",
    ]);
    let custody = commune.does(&[
        "give-account",
        "--officer",
        "CV01",
        "--ground",
        "12/QĐ-UBND",
        "--envelope",
        "NP-01",
        "--until",
        &day(30),
    ]);
    // Another envelope, and a spare one: the last day stays until it is taken off.
    let draft = custody["id"].as_str().unwrap();
    let row = |table: &str, key: &str| {
        let rows = commune.does(&["export", table, "--format", "json"]);
        let mut rows = rows.as_array().unwrap().iter();
        rows.find(|row| row[key] == draft).unwrap().clone()
    };
    let edits = ["minutes", "edit-draft", draft];
    let spare = ["--spare", "DP-01", "--spare-place", "Két sắt"];
    commune.does(&[&edits[..], &["--envelope", "NP-02"], &spare].concat());
    let minutes = row("handover_minutes", "id");
    assert_eq!(minutes["secret"]["serial"], "NP-02");
    assert_eq!(minutes["spare_envelope"]["place"], "Két sắt");
    assert!(row("delegation", "minutes")["line"]["until"].is_string());
    let none = ["--set-at-table", "--no-spare", "--no-until"];
    commune.does(&[&edits[..], &none].concat());
    let minutes = row("handover_minutes", "id");
    assert_eq!(minutes["secret"]["by"], "set_at_table");
    assert!(minutes["spare_envelope"].is_null());
    assert!(row("delegation", "minutes")["line"]["until"].is_null());
    commune.signs(&custody);
    let levels = commune.does(&[
        "delegate",
        "--officer",
        "CV01",
        "--level",
        "primary",
        "--level",
        "lower_secondary",
        "--login",
        "cv.yen",
        "--ground",
        "12/QĐ-UBND",
    ]);
    assert_eq!(levels["kind"], "levels");
    commune.signs(&levels);
    let school_args = [
        "unit",
        "add",
        "--name",
        "Trường Trung học cơ sở Đằng Giang",
        "--levels",
        "lower_secondary",
        "--code",
        "31000701",
        "--symbol",
        "THCSĐG",
        "--place",
        "Phường Lê Chân",
    ];
    commune.does(
        &[
            &school_args[..],
            &[
                "--head",
                "Phạm Thị Trang",
                "--head-code",
                "HT01",
                "--admin-login",
                "danggiang.quantri",
            ],
        ]
        .concat(),
    );
    commune.signs(&commune.does(&["give-account", "--unit", "31000701"]));
    assert_eq!(
        commune.does(&["sync"])["returned"],
        0,
        "{}",
        commune.does(&["export", "handover_minutes", "--format", "json"])
    );

    // e, f: class and function; g: taken back; k: another head.
    let school = Machine::new(&folder, "truong");
    let (unit, head) = ids(&commune, "31000701");
    let code = server.admin(&["device", "invite", "--officer", &head, "--unit", &unit]);
    school.does(&["join", "--server", &server.address, "--code", &code]);
    school.does(&[
        "officer",
        "add",
        "--name",
        "Nguyễn Thị Hoa",
        "--code",
        "GV01",
        "--position",
        "Giáo viên",
    ]);
    school.does(&[
        "officer",
        "add",
        "--name",
        "Đỗ Văn Phó",
        "--code",
        "PHT01",
        "--position",
        "Giáo viên",
        "--born",
        "28/02/1980",
    ]);
    school.does(&[
        "document",
        "add",
        "--kind",
        "appointment",
        "--number",
        "7/QĐ-THCSĐG",
        "--date",
        &today(),
        "--issuer",
        "Hiệu trưởng",
        "--subject",
        "giao nhiệm vụ",
    ]);
    school.does(&[
        "officer",
        "appoint",
        "--code",
        "PHT01",
        "--position",
        "Phó Hiệu trưởng",
        "--role",
        "deputy",
        "--decision",
        "7/QĐ-THCSĐG",
    ]);
    school.does(&[
        "class",
        "add",
        "--name",
        "6A2",
        "--level",
        "lower_secondary",
        "--learners",
        "43",
        "--teacher",
        "GV01",
    ]);
    let duties = school.does(&[
        "delegate",
        "--officer",
        "GV01",
        "--class",
        "6A2",
        "--function",
        "library",
        "--login",
        "gv.hoa",
        "--giver",
        "PHT01",
    ]);
    assert_eq!(
        duties["giver"], "Đỗ Văn Phó",
        "a deputy signs by the decision"
    );
    school.signs(&duties);
    assert_eq!(school.does(&["sync"])["returned"], 0);
    let open = school.does(&["rights", "--class", "6A2", "--opened"]);
    assert_eq!(open[0]["name"], "Nguyễn Thị Hoa", "{open}");
    commune.does(&["sync"]);
    assert_eq!(
        commune.does(&["find", "hoa"])[0]["name"],
        "Nguyễn Thị Hoa",
        "the office above finds her without marks"
    );

    let to_do = school.does(&["csdl", "list"]);
    let first = to_do
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["done"].is_null())
        .unwrap()["id"]
        .as_str()
        .unwrap();
    school.does(&["csdl", "done", first]);
    assert!(
        !school
            .does(&["csdl", "list"])
            .as_array()
            .unwrap()
            .iter()
            .find(|t| t["id"] == first)
            .unwrap()["done"]
            .is_null()
    );

    assert_eq!(
        school.refuses(&[
            "minutes",
            "take-back",
            "--officer",
            "GV01",
            "--reason",
            "chuyển công tác",
            "--absent",
            "đang nghỉ ốm",
            "--witness",
            "GV01"
        ]),
        (3, "BG-QUYEN-004".into())
    );
    school.does(&[
        "minutes",
        "take-back",
        "--officer",
        "GV01",
        "--reason",
        "chuyển công tác",
        "--absent",
        "đang nghỉ ốm",
        "--witness",
        "PHT01",
    ]);
    assert!(
        school
            .does(&["rights", "--class", "6A2"])
            .as_array()
            .unwrap()
            .is_empty(),
        "closed at once"
    );
    school.does(&[
        "officer",
        "lead",
        "--code",
        "PHT01",
        "--position",
        "Hiệu trưởng",
        "--decision",
        "7/QĐ-THCSĐG",
        "--from",
        &day(1),
        "--witness",
        "Lê Văn Chứng",
        "--witness-position",
        "Phó Chủ tịch",
    ]);
    let kinds: Vec<String> = school
        .does(&["minutes", "list"])
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["kind"].as_str().unwrap().to_owned())
        .collect();
    let listed = school.does(&["minutes", "list"]);
    let change = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|m| m["kind"] == "head_change")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = folder.path("k.pdf");
    school.does(&["minutes", "pdf", &change, "--out", file.to_str().unwrap()]);
    let text = super::paper::text_of(&std::fs::read(&file).unwrap());
    assert!(
        text.contains("NGƯỜI CHỨNG KIẾN") && text.contains("Lê Văn Chứng"),
        "{text}"
    );
    for kind in ["head_change", "take_back", "duties", "to_school"] {
        assert!(kinds.iter().any(|k| k == kind), "{kind}: {kinds:?}");
    }
    assert_eq!(school.does(&["sync"])["returned"], 0);
    assert_eq!(
        school.refuses(&[
            "unit",
            "add",
            "--name",
            "Trường lạ",
            "--symbol",
            "X",
            "--place",
            "Y",
            "--head",
            "Z",
            "--head-code",
            "1"
        ]),
        (3, "BG-QUYEN-015".into()),
        "a school has no units below"
    );
    assert_eq!(
        school
            .refuses(&["join", "--server", &server.address, "--code", &code])
            .1,
        "BG-KHO-007"
    );
}

/// A unit below and its head, as the register knows them.
fn ids(above: &Machine, code: &str) -> (String, String) {
    let unit = above
        .does(&["unit", "list"])
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["code"] == code)
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let officers = above.does(&["export", "officer", "--format", "json"]);
    let head = officers
        .as_array()
        .unwrap()
        .iter()
        .find(|o| o["unit"] == unit.as_str())
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    (unit, head)
}

#[test]
fn garbage_gets_a_code_and_leaves_everything_as_it_was() {
    let folder = Folder::new();
    let school = Machine::new(&folder, "truong");
    assert_eq!(
        school.refuses(&["officer", "list"]),
        (2, "BG-KHO-006".into()),
        "there are no data yet"
    );
    school.does(&[
        "init",
        "--name",
        "Trường Tiểu học A",
        "--levels",
        "primary",
        "--symbol",
        "THA",
        "--head",
        "Nguyễn Thị A",
        "--commune",
        "11383",
    ]);
    school.does(&[
        "officer",
        "add",
        "--name",
        "Trần Thị B",
        "--code",
        "GV01",
        "--position",
        "Giáo viên",
    ]);
    let before = school.does(&["export", "officer", "--format", "json"]);
    let long = "ễ".repeat(5000);
    for junk in [
        "",
        " ",
        "\u{202e}gnas\u{202c}",
        "';drop table row;--",
        "=1+1",
        "31/02/2026",
        &long,
    ] {
        let refused: Vec<Vec<&str>> = vec![
            vec![
                "officer",
                "add",
                "--name",
                junk,
                "--code",
                "GV01",
                "--position",
                "Giáo viên",
            ],
            vec![
                "officer",
                "add",
                "--name",
                "C",
                "--code",
                "GV02",
                "--position",
                "Giáo viên",
                "--born",
                junk,
            ],
            vec![
                "officer",
                "add",
                "--name",
                "C",
                "--code",
                "GV02",
                "--position",
                "Giáo viên",
                "--id-number",
                junk,
            ],
            vec!["officer", "edit", "--code", junk, "--name", "X"],
            vec![
                "officer",
                "appoint",
                "--code",
                "GV01",
                "--position",
                "X",
                "--role",
                junk,
            ],
            vec![
                "officer", "leave", "--code", "GV01", "--until", junk, "--reason", "x",
            ],
            vec![
                "officer",
                "lead",
                "--code",
                "GV01",
                "--position",
                "X",
                "--decision",
                junk,
            ],
            vec!["unit", "confirm", junk],
            vec!["unit", "rename", "--name", "X", "--from", junk],
            vec!["unit", "levels", "--levels", junk],
            vec!["unit", "levels", "--levels", "primary", "--from", junk],
            vec!["unit", "set", "--numbering", junk],
            vec!["class", "add", "--name", "1A", "--level", junk],
            vec!["class", "assign", "--name", junk, "--teacher", "GV01"],
            vec![
                "document",
                "add",
                "--number",
                "1",
                "--date",
                junk,
                "--issuer",
                "x",
                "--subject",
                "y",
            ],
            vec![
                "account",
                "add",
                "--address",
                "x",
                "--login",
                "y",
                "--officer",
                junk,
            ],
            vec!["csdl", "done", junk],
            vec!["delegate", "--officer", junk, "--class", "1A"],
            vec!["delegate", "--officer", "GV01", "--function", junk],
            vec!["give-account", "--unit", junk],
            vec!["minutes", "pdf", junk, "--out", "x.pdf"],
            vec!["minutes", "record-signing", junk, "--date", "01/01/2026"],
            vec!["minutes", "attach-scan", junk, "x.pdf"],
            vec!["minutes", "accept-scan", junk, "--reason", "x"],
            vec!["minutes", "number", junk],
            vec!["minutes", "take-back", "--officer", junk, "--reason", "x"],
            vec!["rights", "--class", junk],
            vec![
                "rights",
                "--at",
                if junk == "31/02/2026" {
                    junk
                } else {
                    "không phải ngày"
                },
            ],
            vec!["sync", "--server", junk, "--code", junk],
            vec!["restore", "--from", junk, "--recovery-file", junk],
            vec!["export", junk],
        ];
        for args in refused {
            let out = school.run(&args);
            let told = String::from_utf8_lossy(&out.stderr).into_owned();
            assert!(
                matches!(out.status.code(), Some(2 | 3)),
                "{args:?}: {:?} {told}",
                out.status
            );
            // What the arguments' own grammar refuses never reaches an act; everything else has its
            // code.
            assert!(
                told.contains("BG-") || told.starts_with("error:"),
                "{args:?}: {told}"
            );
            assert!(!told.contains("BG-HT-001"), "{args:?}: {told}");
        }
    }
    assert_eq!(
        school.does(&["export", "officer", "--format", "json"]),
        before
    );
}

#[test]
fn levels_and_the_password_of_a_school_change_from_the_command_line() {
    let folder = Folder::new();
    let mut school = Machine::new(&folder, "truong");
    school.does(&[
        "init",
        "--name",
        "Trường Trung học cơ sở Đằng Giang",
        "--levels",
        "lower_secondary",
        "--commune",
        "11383",
        "--symbol",
        "THCSĐG",
        "--head",
        "Phạm Thị Trang",
    ]);
    let class = ["class", "add", "--name", "3A", "--level", "primary"];
    let (code, said) = school.refuses(&class);
    assert_eq!((code, said.as_str()), (3, "BG-QUYEN-032"));
    // Nobody above knows the school yet: what was typed at its beginning is mended freely.
    school.does(&["unit", "levels", "--levels", "primary,lower_secondary"]);
    school.does(&class);
    let (code, said) = school.refuses(&["unit", "levels", "--levels", "lower_secondary"]);
    assert_eq!((code, said.as_str()), (2, "BG-NHAP-084"), "3A is there");

    let next = folder.path("next");
    std::fs::write(&next, "hàng cau phía sau nhà kho 7").unwrap();
    school.does(&["password", "--new-password-file", next.to_str().unwrap()]);
    let (_, said) = school.refuses(&["unit", "list"]);
    assert_eq!(said, "BG-KHO-001");
    school.password = next;
    school.does(&["unit", "list"]);
}

/// A list of the accounts on the Hệ thống CSDL leaves work behind, once, until it shows it done.
fn accounts_there_are_compared(school: &Machine, file: &impl Fn(&str, &str) -> String) {
    let titles = "Tên đăng nhập;Họ tên;Trạng thái";
    let list = file(
        "tai khoan.csv",
        &format!("{titles}\nviettel_hotro;Hỗ trợ kỹ thuật;Hoạt động\n"),
    );
    let found = |school: &Machine| {
        let rows = school.does(&["csdl", "list"]);
        let mut rows = rows.as_array().unwrap().clone();
        rows.retain(|row| row["login"] == "viettel_hotro");
        rows
    };
    let tried = school.does(&["import", "csdl-accounts", &list, "--dry-run"]);
    assert_eq!((&tried["tasks"], found(school).len()), (&1.into(), 0));
    school.does(&["import", "csdl-accounts", &list, "--sheet", "1"]);
    let work = found(school);
    assert_eq!(work[0]["difference"], "supplier", "{work:?}");
    assert_eq!(work[0]["action"], "close");
    assert!(work[0]["over"].is_null() && work[0]["done"].is_null());
    let again = school.does(&["import", "csdl-accounts", &list]);
    assert_eq!(
        (&again["tasks"], &again["import"]),
        (&0.into(), &Value::Null)
    );
    let locked = file(
        "da khoa.csv",
        &format!("{titles}\nviettel_hotro;Hỗ trợ kỹ thuật;Đã khóa\n"),
    );
    let over = school.does(&["import", "csdl-accounts", &locked]);
    assert_eq!(over["over"][0]["why"], "seen_there", "{over}");
    assert_eq!(found(school)[0]["over"], "seen_there");
}

#[test]
fn lists_are_imported_checked_mended_and_undone_from_the_command_line() {
    let folder = Folder::new();
    let school = Machine::new(&folder, "truong");
    school.does(&[
        "init",
        "--name",
        "Trường Tiểu học Kim Đồng",
        "--levels",
        "primary",
        "--symbol",
        "THKĐ",
        "--head",
        "Nguyễn Thị A",
        "--commune",
        "11383",
    ]);
    let file = |name: &str, text: &str| {
        let path = folder.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let list = file(
        "can bo.csv",
        "Họ và tên;Ngày sinh;Số CCCD;Chủ nhiệm\nNguyễn Thị Hoa;15/9/1980;31180012345;1A1\nTrần Văn Đức;31/2/1979;;1A2\n",
    );
    let tried = school.leaves(&["import", "assignments", &list, "--dry-run"]);
    assert_eq!(
        (tried["added"].as_u64(), tried["wrong"].as_u64()),
        (Some(0), Some(2))
    );
    let first = &tried["problems"][0];
    assert_eq!(
        (
            first["sheet"].as_u64(),
            first["row"].as_u64(),
            first["column"].as_str(),
            first["code"].as_str()
        ),
        (Some(1), Some(2), Some("Số CCCD"), Some("BG-NHAP-017"))
    );
    assert_eq!(first["proposal"], "031180012345");
    assert_eq!(tried["new_people"].as_array().unwrap().len(), 0);
    assert!(first["sentence"].as_str().unwrap().contains("thiếu số 0"));
    assert_eq!(
        school.does(&["officer", "list"]).as_array().unwrap().len(),
        1,
        "a dry run changes nothing"
    );

    let wrong = folder.path("can sua.xlsx");
    let done = school.leaves(&[
        "import",
        "assignments",
        &list,
        "--take-proposals",
        "--wrong-to",
        wrong.to_str().unwrap(),
    ]);
    assert_eq!(
        (
            done["added"].as_u64(),
            done["wrong"].as_u64(),
            done["drafts"].as_u64()
        ),
        (Some(1), Some(1), Some(1))
    );
    assert!(std::fs::read(&wrong).unwrap().starts_with(b"PK"));
    let imports = school.does(&["imports", "list"]);
    assert_eq!(imports[0]["id"], done["import"]);

    // A pile of one: printed, signed, scanned, filed.
    let print = folder.path("in.pdf");
    school.does(&[
        "minutes",
        "print",
        "--out",
        print.to_str().unwrap(),
        "--copies",
        "1",
    ]);
    let ids: Vec<String> = school
        .does(&["minutes", "list"])
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["id"].as_str().unwrap().to_owned())
        .collect();
    school.does(&["minutes", "record-signing", &ids[0], "--date", &today()]);
    let stack = folder.path("chong.pdf");
    std::fs::write(
        &stack,
        journeys::scanner::pictures_as_pdf(&journeys::scanner::pages_at(
            &folder,
            &std::fs::read(&print).unwrap(),
            200,
        )),
    )
    .unwrap();
    let filed = school.does(&["scans", "file", stack.to_str().unwrap()]);
    assert_eq!(
        (
            filed["filed"].as_array().unwrap().len(),
            filed["unfiled"].as_array().unwrap().len()
        ),
        (1, 0),
        "{filed}"
    );

    let undone = school.does(&["imports", "undo", done["import"].as_str().unwrap()]);
    assert!(
        !undone["kept"].as_array().unwrap().is_empty(),
        "what was signed stays"
    );
    for kind in [
        "units",
        "officers",
        "classes",
        "assignments",
        "csdl-accounts",
    ] {
        let out = folder.path(&format!("{kind}.xlsx"));
        school.does(&["template", kind, "--out", out.to_str().unwrap()]);
        // What we hand out we take back: the columns are found, and no row stands in it yet.
        let empty = school.does(&["import", kind, out.to_str().unwrap()]);
        assert_eq!(
            (empty["added"].as_u64(), empty["wrong"].as_u64()),
            (Some(0), Some(0)),
            "{kind}"
        );
    }
    accounts_there_are_compared(&school, &file);
    // Garbage gets a code and changes nothing.
    for (args, number) in [
        (vec!["import", "officers", "/nowhere.xlsx"], "BG-TEP-008"),
        (vec!["import", "zzz", &list], "BG-NHAP-010"),
        (
            vec!["import", "officers", &list, "--column", "zz"],
            "BG-NHAP-010",
        ),
        (
            vec!["import", "officers", &list, "--sheet", "9"],
            "BG-NHAP-011",
        ),
        (
            vec!["import", "officers", &list, "--date-order", "x"],
            "BG-NHAP-010",
        ),
        (vec!["scans", "file", &list], "BG-TEP-001"),
        (
            vec!["imports", "undo", "00000000-0000-0000-0000-000000000000"],
            "BG-NHAP-011",
        ),
        (
            vec!["template", "zzz", "--out", "/tmp/x.xlsx"],
            "BG-NHAP-010",
        ),
    ] {
        assert_eq!(school.refuses(&args), (2, number.to_owned()), "{args:?}");
    }
}

#[test]
fn the_so_lists_its_own_units_and_moves_a_school_from_the_command_line() {
    let folder = Folder::new();
    let so = Machine::new(&folder, "so");
    so.does(&[
        "init",
        "--kind",
        "department",
        "--name",
        "Sở Giáo dục và Đào tạo Hải Phòng",
        "--symbol",
        "SGDĐT",
        "--head",
        "Vũ Minh Long",
        "--position",
        "Giám đốc",
    ]);
    let file = |name: &str, text: &str| {
        let path = folder.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let list = file(
        "don vi.csv",
        "Mã đơn vị;Đơn vị;Đơn vị cấp trên;Cấp học;Thủ trưởng\n\
         ;UBND phường Lê Chân;;;Trần Văn Một\n\
         ;UBND phường An Biên;;;Trần Văn Hai\n\
         31000701;Trường THCS Đằng Giang;UBND phường Lê Chân;THCS;Phạm Thị Trang\n\
         31000702;Trường Khiếm thính Hải Phòng;Sở GDĐT;Tiểu học;Phạm Thị Sáng\n\
         ;Phòng Giáo dục Tiểu học;;;Phạm Thị Phòng\n",
    );
    let done = so.does(&["import", "units", &list]);
    assert_eq!(done["added"].as_u64(), Some(5), "{done}");
    so.does(&[
        "unit",
        "add",
        "--kind",
        "special_school",
        "--levels",
        "primary",
        "--name",
        "Trường Giáo dục chuyên biệt Hướng Dương",
        "--symbol",
        "CBHD",
        "--place",
        "Hải Phòng",
        "--head",
        "Phạm Thị Dương",
        "--head-code",
        "HT09",
    ]);
    let parent = |code: &str| {
        let units = so.does(&["unit", "list"]);
        let units = units.as_array().unwrap();
        let unit = units.iter().find(|u| u["code"] == code).unwrap();
        unit["parent"].as_str().unwrap().to_owned()
    };
    assert_eq!(parent("31000701"), "Ủy ban nhân dân phường Lê Chân");
    assert_eq!(parent("31000702"), "Sở Giáo dục và Đào tạo Hải Phòng");

    // A list that shows the school elsewhere and no decision moves nothing: it waits and says so.
    let list = file(
        "chuyen.csv",
        "Mã đơn vị;Đơn vị;Đơn vị cấp trên\n31000701;Trường THCS Đằng Giang;UBND phường An Biên\n",
    );
    let waits = so.leaves(&["import", "units", &list]);
    assert_eq!(waits["problems"][0]["code"], "BG-NHAP-052", "{waits}");
    assert_eq!(parent("31000701"), "Ủy ban nhân dân phường Lê Chân");

    let today = today();
    let moving = [
        "unit",
        "move",
        "31000701",
        "--under",
        "Ủy ban nhân dân phường An Biên",
        "--from",
        &today,
        "--decision",
        "88/QĐ-UBND",
    ];
    assert_eq!(so.refuses(&moving), (2, "BG-NHAP-011".into()));
    so.does(&[
        "document",
        "add",
        "--number",
        "88/QĐ-UBND",
        "--date",
        &today,
        "--issuer",
        "Chủ tịch Ủy ban nhân dân thành phố",
        "--subject",
        "điều chuyển trường",
    ]);
    so.does(&moving);
    assert_eq!(parent("31000701"), "Ủy ban nhân dân phường An Biên");
    assert_eq!(
        so.does(&["import", "units", &list, "--dry-run"])["wrong"].as_u64(),
        Some(0)
    );

    // With its decision and its day a list moves a school too; what is decided is not done twice.
    let by_list = file(
        "chuyen lai.csv",
        "Mã đơn vị;Đơn vị;Đơn vị cấp trên;Số quyết định;Ngày chuyển\n\
         31000701;Trường THCS Đằng Giang;UBND phường Lê Chân;88/QĐ-UBND;31/12/2099\n",
    );
    let moved = so.does(&["import", "units", &by_list]);
    assert_eq!(moved["edited"].as_u64(), Some(1), "{moved}");
    let change = &moved["changes"][0];
    assert_eq!(change["old"], "Ủy ban nhân dân phường An Biên");
    assert_eq!(change["new"], "Ủy ban nhân dân phường Lê Chân");
    assert_eq!(
        parent("31000701"),
        "Ủy ban nhân dân phường An Biên",
        "not yet"
    );
    let again = so.does(&["import", "units", &by_list]);
    assert_eq!(again["edited"].as_u64(), Some(0), "{again}");
    assert!(again["import"].is_null(), "{again}");
}

#[test]
fn numbers_are_corrected_and_closed_as_used_elsewhere_from_the_command_line() {
    let folder = Folder::new();
    let school = Machine::new(&folder, "truong");
    school.does(&[
        "init",
        "--name",
        "Trường Mầm non Hoa Sen",
        "--levels",
        "preschool",
        "--symbol",
        "MNHS",
        "--head",
        "Nguyễn Thị A",
        "--commune",
        "11383",
    ]);
    school.does(&["unit", "set", "--numbering", "own_series"]);
    for (name, code) in [("Nguyễn Thị Hoa", "GV01"), ("Trần Thị Lan", "GV02")] {
        school.does(&[
            "officer",
            "add",
            "--name",
            name,
            "--code",
            code,
            "--position",
            "Giáo viên",
        ]);
    }
    school.does(&["class", "add", "--name", "Mầm 1", "--level", "preschool"]);
    // Who is in charge of a preschool class is asked, not taken from who comes first.
    let assign = ["class", "assign", "--name", "Mầm 1", "--teacher"];
    assert_eq!(
        school.refuses(&[&assign[..], &["GV02"]].concat()),
        (2, "BG-NHAP-041".into())
    );
    school.does(&[&assign[..], &["GV01", "--part", "joint"]].concat());
    school.does(&[&assign[..], &["GV02", "--part", "main"]].concat());

    school.does(&[
        "document",
        "add",
        "--number",
        "45/QĐ-MNHS",
        "--date",
        &today(),
        "--issuer",
        "Hiệu trưởng",
        "--subject",
        "phân công nhiệm vụ",
    ]);
    let minutes = school.does(&[
        "delegate",
        "--officer",
        "GV02",
        "--class",
        "Mầm 1",
        "--login",
        "gv.lan",
        "--ground",
        "45/QĐ-MNHS",
    ]);
    school.signs(&minutes);
    let id = minutes["id"].as_str().unwrap();
    school.does(&["minutes", "number", id, "--number", "5"]);
    school.does(&[
        "minutes",
        "correct-number",
        id,
        "--number",
        "6",
        "--reason",
        "Gõ nhầm số",
    ]);
    school.does(&[
        "minutes",
        "skip-numbers",
        "--from",
        "5",
        "--reason",
        "Công văn 05/CV-MNHS",
        "--elsewhere",
    ]);
    let register = school.does(&["minutes", "register"]);
    let rows = register.as_array().unwrap();
    assert_eq!(rows.len(), 2, "{register}");
    assert_eq!(rows[0]["skipped"], "Công văn 05/CV-MNHS", "{register}");
    assert_eq!(rows[0]["elsewhere"]["by"], "Nguyễn Thị A");
    assert_eq!(rows[1]["from"], 6);
    assert_eq!(rows[1]["corrected"][0]["number"], 5);
}

#[test]
fn the_so_makes_its_communes_and_hands_all_accounts_over_from_the_command_line() {
    let folder = Folder::new();
    let so = Machine::new(&folder, "so");
    so.does(&[
        "init",
        "--kind",
        "department",
        "--name",
        "Sở Giáo dục và Đào tạo Hải Phòng",
        "--symbol",
        "SGDĐT",
        "--head",
        "Vũ Minh Long",
        "--position",
        "Giám đốc",
    ]);
    assert_eq!(so.does(&["unit", "make-communes"])["added"], 114);
    assert_eq!(so.refuses(&["unit", "make-communes"]).0, 2, "all are there");

    // Who has no head yet is left out and named.
    let list = folder.path("thu truong.txt");
    std::fs::write(
        &list,
        "11383;Trần Văn Chủ;Chủ tịch\n10888;Lê Thị Hai;Chủ tịch;camgiang.qt\n",
    )
    .unwrap();
    let gives = [
        "give-accounts",
        "--login",
        "qt.{ma}",
        "--heads",
        list.to_str().unwrap(),
        "--site",
        "Điểm bàn giao phía Tây",
        "--address",
        "Số 1 đường Thanh Niên",
    ];
    let given = so.leaves(&gives);
    let count = |key: &str| given[key].as_array().unwrap().len();
    assert_eq!((count("drafted"), count("failed")), (2, 112), "{given}");

    let board = so.does(&["board"]);
    let rows = board["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 114);
    let line = |code: &str| rows.iter().find(|row| row["code"] == code).unwrap();
    assert_eq!(line("11383")["tally"]["drafts"], 1);
    assert_eq!(line("11383")["head"], "Trần Văn Chủ");
    assert_eq!(line("10888")["area"], "west");

    // All of it is taken back as one step, and handed over anew.
    let undone = so.does(&["imports", "undo", given["id"].as_str().unwrap()]);
    assert_eq!(undone["kept"], serde_json::json!([]), "{undone}");
    assert!(
        so.does(&["board"])["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["tally"]["drafts"] == 0)
    );
    let given = so.leaves(&gives);

    let drafted = given["drafted"].as_array().unwrap();
    let one = drafted
        .iter()
        .find(|pair| pair[0] == line("10888")["id"])
        .unwrap();
    so.signs(&serde_json::json!({ "id": one[1] }));
    let board = so.does(&["board", "--open"]);
    let rows = board["rows"].as_array().unwrap();
    let line = rows.iter().find(|row| row["code"] == "10888").unwrap();
    assert_eq!(
        (&line["state"], &line["tally"]["signed"]),
        (&"working".into(), &1.into())
    );
}
