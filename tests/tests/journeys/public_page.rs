//! Whoever holds a printed page asks the server what the register says of it: `GET /x/{code}`, in
//! any browser.

use std::process::{Command, Stdio};

use chrono::Duration;
use domain::Code;
use domain::acts::people::OfficerEdit;
use domain::acts::{CancelMinutes, EditOfficer, FreezeMinutes, RecordSigning};
use domain::ids::{MinutesId, UnitId};
use domain::page_code::short_token;
use domain::rights::{Dim, Function};
use engine::Engine;
use fantoccini::Locator;
use journeys::{Desk, World, line};
use protocol::OpState;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A page as it came: status, head, HTML.
struct Page {
    status: u16,
    head: String,
    html: String,
}

/// The server of a world, on a port of its own.
struct Site(String);

impl Site {
    async fn of(world: &World) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(server::serve(
            listener,
            world.server.clone(),
            None,
            std::future::pending(),
        ));
        Self(address)
    }

    async fn get(&self, path: &str) -> Page {
        self.get_as(path, "").await
    }

    /// Asks with more lines in the head.
    async fn get_as(&self, path: &str, lines: &str) -> Page {
        let mut stream = tokio::net::TcpStream::connect(&self.0).await.unwrap();
        stream
            .write_all(
                format!(
                    "GET {path} HTTP/1.1\r\nHost: {}\r\n{lines}Connection: close\r\n\r\n",
                    self.0
                )
                .as_bytes(),
            )
            .await
            .unwrap();
        let mut all = vec![];
        stream.read_to_end(&mut all).await.unwrap();
        let text = String::from_utf8(all).unwrap();
        let (head, html) = text.split_once("\r\n\r\n").unwrap();
        Page {
            status: head[9..12].parse().unwrap(),
            head: head.to_owned(),
            html: html.to_owned(),
        }
    }
}

/// What the code of a page of minutes says, behind the address of the site.
async fn path_of(office: &Engine, unit: UnitId, minutes: MinutesId, page: u32) -> String {
    let facts = office.facts(unit).await.unwrap();
    let frozen = facts.minutes(minutes).unwrap().frozen().unwrap();
    format!(
        "/X/{}.{page}.{}",
        short_token(&frozen.token),
        frozen.check_code
    )
}

#[tokio::test]
async fn a_printed_page_says_what_the_register_says() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = super::door::ward_town(&world).await;
    let site = Site::of(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, _, minutes) = desk.class_6a2().await.unwrap();
    school.freeze_minutes(unit, minutes).await.unwrap();
    let path = path_of(&school, unit, minutes, 2).await;

    let unsynced = site.get(&path).await;
    assert_eq!(unsynced.status, 404);
    assert!(unsynced.html.contains("Máy chủ chưa có biên bản này: đơn vị chưa đồng bộ, hoặc giấy không có thật; hỏi đơn vị lập."), "{}", unsynced.html);

    school.sync().await.unwrap();
    let printed = site.get(&path).await;
    assert_eq!(printed.status, 200);
    assert!(printed.html.contains("Chưa ký"), "{}", printed.html);

    school
        .perform(RecordSigning {
            unit,
            minutes: vec![minutes],
            date_on_paper: school.today(),
            scan: None,
        })
        .await
        .unwrap();
    school.sync().await.unwrap();
    let signed = site.get(&path).await;
    for said in [
        "Đang có hiệu lực, chờ bản quét",
        "Trường Trung học cơ sở Đằng Giang",
        "Trưởng – Giáo viên",
        "09/11/2026",
        "2/2",
        "Giao quyền theo lớp và chức năng",
    ] {
        assert!(signed.html.contains(said), "{said}: {}", signed.html);
    }
    for named in ["Nguyễn Thị Hoa", "Nguyễn Thị An", "GV01", "6A2", "gv01"] {
        assert!(!signed.html.contains(named), "no personal data: {named}");
    }
    assert!(signed.html.len() <= 30_000, "{} bytes", signed.html.len());
    for header in [
        "content-security-policy: default-src 'none'",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
    ] {
        assert!(signed.head.contains(header), "{}", signed.head);
    }
    assert_eq!(
        site.get(&path.to_lowercase()).await.html,
        signed.html,
        "typed by hand, in small letters"
    );

    let forged = site
        .get(&format!("{}00000000", &path[..path.len() - 8]))
        .await;
    assert!(
        forged.html.contains("Giấy không khớp với sổ") && !forged.html.contains("Đằng Giang"),
        "another check code tells nothing: {}",
        forged.html
    );
    assert!(
        site.get(&path.replace(".2.", ".3."))
            .await
            .html
            .contains("Giấy không khớp với sổ"),
        "the paper has two pages"
    );
    for nonsense in [
        "/x/",
        "/x/abc",
        "/x/..%2f..%2fserver.db",
        "/x/%3Cscript%3E.1.00000000",
    ] {
        assert_eq!(site.get(nonsense).await.status, 404, "{nonsense}");
    }

    // Newer minutes say what stands, by their number or check code.
    let second = desk
        .hand_over(hoa, vec![line(Function::Library, Dim::All, &school)])
        .await
        .unwrap();
    desk.sign(second).await.unwrap();
    school.sync().await.unwrap();
    let old = site.get(&path).await;
    let newer = school
        .minutes_detail(unit, second)
        .await
        .unwrap()
        .row
        .check_code
        .unwrap();
    assert!(
        old.html.contains("Đã bị thay thế") && old.html.contains(&newer),
        "{}",
        old.html
    );

    let third = desk
        .hand_over(hoa, vec![line(Function::Equipment, Dim::All, &school)])
        .await
        .unwrap();
    school.freeze_minutes(unit, third).await.unwrap();
    let third_path = path_of(&school, unit, third, 1).await;
    school
        .perform(CancelMinutes {
            unit,
            minutes: third,
            reason: "In nhầm".into(),
        })
        .await
        .unwrap();
    school.sync().await.unwrap();
    assert!(site.get(&third_path).await.html.contains("Đã hủy"));

    // Eight days without the scan.
    world.pass(Duration::days(8));
    assert!(
        site.get(&path_of(&school, unit, second, 1).await)
            .await
            .html
            .contains("Tạm ngừng: thiếu bản quét")
    );

    // When the school year is over, so are its rights.
    world.pass(Duration::days(400));
    assert!(
        site.get(&path_of(&school, unit, second, 1).await)
            .await
            .html
            .contains("Hết hiệu lực")
    );

    let mut refused = 0;
    for _ in 0..80 {
        refused += u32::from(site.get(&path).await.status == 429);
    }
    assert!(refused >= 10, "who asks all the time waits: {refused}");
    // Behind a proxy on the server's own machine everybody has an address of their own; a household
    // is one.
    let from = |address: &str| format!("X-Forwarded-For: 203.0.113.9, {address}\r\n");
    assert_eq!(
        site.get_as(&path, &from("198.51.100.7")).await.status,
        200,
        "somebody else does not wait"
    );
    let mut refused = 0;
    for n in 0..80 {
        refused += u32::from(
            site.get_as(&path, &from(&format!("2001:db8:1:2::{n:x}")))
                .await
                .status
                == 429,
        );
    }
    assert!(
        refused >= 10,
        "one household under eighty addresses: {refused}"
    );
}

#[tokio::test]
async fn the_page_is_read_on_a_phone_and_compares_the_file_there() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = super::door::ward_town(&world).await;
    let site = Site::of(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    school.sync().await.unwrap();
    let pdf = school.minutes_pdf(unit, minutes).await.unwrap();
    let own = world.folder.path("bien-ban.pdf");
    std::fs::write(&own, &pdf).unwrap();
    let mut other = pdf.clone();
    let middle = other.len() / 2;
    other[middle] ^= 1;
    let changed = world.folder.path("khac.pdf");
    std::fs::write(&changed, &other).unwrap();
    let grown = world.folder.path("them.pdf");
    std::fs::write(&grown, [pdf.as_slice(), b"%more\n"].concat()).unwrap();

    let _display = super::driving::DISPLAY.lock().await;
    let (_driver, browser) = super::driving::browser().await;
    browser.set_window_rect(0, 0, 390, 800).await.unwrap();
    browser
        .goto(&format!(
            "http://{}{}",
            site.0,
            path_of(&school, unit, minutes, 1).await
        ))
        .await
        .unwrap();
    let wide = browser
        .execute(
            "return document.documentElement.scrollWidth <= window.innerWidth",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(wide, true, "nothing sticks out of a phone");
    for (file, says) in [
        (&own, "trùng khớp từng byte"),
        (&changed, "Tệp khác với biên bản"),
        (&grown, "Phần thêm chỉ được phép là chữ ký số"),
    ] {
        browser
            .find(Locator::Css("#pdf"))
            .await
            .unwrap()
            .send_keys(file.to_str().unwrap())
            .await
            .unwrap();
        let mut said = String::new();
        for _ in 0..100 {
            said = browser
                .find(Locator::Css("#said"))
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            if said.contains(says) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert!(said.contains(says), "{says}: {said}");
    }
    // The last frame reaches the display a moment after the words are there.
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/journeys");
    std::fs::create_dir_all(&folder).unwrap();
    let picture = folder.join("public-page.png");
    let taken = Command::new("import")
        .args(["-window", "root", "-crop", "480x900+0+0", "+repage"])
        .arg(&picture)
        .stdout(Stdio::null())
        .status();
    assert!(taken.expect("apt-get install imagemagick").success());
    browser.close().await.unwrap();
}

#[tokio::test]
async fn a_name_corrected_elsewhere_while_the_page_was_printed_stands_with_a_note() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = super::door::ward_town(&world).await;
    let site = Site::of(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, class, minutes) = desk.class_6a2().await.unwrap();
    let clerk = desk.person("Trần Văn Đức", "NV01", true).await.unwrap();
    school.sync().await.unwrap();
    let at_clerk = world.office("van-thu", clerk, unit).await.unwrap();

    // Printed and signed without contact, while the clerk corrects the name at another machine.
    world.pass(Duration::hours(1));
    desk.sign(minutes).await.unwrap();
    let correction = EditOfficer {
        unit,
        officer: hoa,
        edits: vec![OfficerEdit::Name {
            expect: "Nguyễn Thị Hoa".into(),
            set: "Nguyễn Thị Hoà".into(),
        }],
    };
    at_clerk.perform(correction).await.unwrap();
    at_clerk.sync().await.unwrap();
    let detail = || school.minutes_detail(unit, minutes);
    assert!(
        !detail().await.unwrap().outdated,
        "here nothing has changed"
    );

    world.pass(Duration::hours(1));
    assert_eq!(school.sync().await.unwrap().returned, 0);
    let told = detail().await.unwrap();
    assert!(told.outdated);
    assert_eq!(told.row.receiver, "Nguyễn Thị Hoà", "the register goes on");
    let facts = school.facts(unit).await.unwrap();
    let frozen = facts.minutes(minutes).unwrap().frozen().unwrap();
    assert_eq!(frozen.content.receiver.name, "Nguyễn Thị Hoa", "as printed");
    let open = desk.who_can_open(class, school.now()).await.unwrap();
    assert_eq!(open[0].0, "Nguyễn Thị Hoà", "and the right counts");
    let page = site.get(&path_of(&school, unit, minutes, 1).await).await;
    for said in ["Đang có hiệu lực", "Sổ đã được sửa từ khi in"] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }

    // What is printed from now on has the name and no note.
    let second = desk
        .hand_over(hoa, vec![line(Function::Library, Dim::All, &school)])
        .await
        .unwrap();
    school.freeze_minutes(unit, second).await.unwrap();
    school.sync().await.unwrap();
    let told = school.minutes_detail(unit, second).await.unwrap();
    assert!(!told.outdated);
}

#[tokio::test]
async fn a_changed_program_prints_no_invented_party() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = super::door::ward_town(&world).await;
    let site = Site::of(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    school.sync().await.unwrap();
    let facts = school.facts(unit).await.unwrap();
    let mut content =
        domain::compose::build(&facts, facts.minutes(minutes).unwrap(), school.now()).unwrap();
    content.giver_unit.name = "Trường Bịa Đặt".to_owned();
    content.giver.name = "Ngô Văn Bịa".to_owned();
    content.receiver.position = "Giám đốc Sở".to_owned();
    // The page is drawn of what was invented, so that its bytes prove the content.
    let token = "00112233445566778899aabbccddeeff";
    let check_code = domain::content::check_code(&content.hash());
    let finish = minutes::Finish::Final {
        token,
        check_code: &check_code,
    };
    let drawn = minutes::render(&content, &finish).unwrap();
    let pdf = domain::samples::file(&drawn.bytes);
    assert!(world.server.put_file(&pdf, &drawn.bytes).await.unwrap());
    let invented = FreezeMinutes {
        unit,
        minutes,
        content: Box::new(content),
        seen: Some(school.now() - Duration::days(30)),
        token: token.to_owned(),
        pdf,
        pages: drawn.pages,
    };
    let refused = school.perform(invented.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::ContentChanged, "the rule here");

    let store = world.server.store();
    let device = school.identity().await.device;
    let device = store.device(device).await.unwrap().unwrap();
    let next = device.last_op_seq + 1;
    let forged = super::server_refuses::signed(&school, next, invented.into()).await;
    let reply = world.server.push(&device, &[forged]).await.unwrap();
    let answer = &reply.results[0];
    assert_eq!(answer.state, OpState::Rejected);
    let code = answer.refusal.as_ref().unwrap().code;
    assert_eq!(code, Code::ContentChanged, "and the rule on the server");
    let path = format!("/X/{}.1.{check_code}", short_token(token));
    let page = site.get(&path).await;
    assert_eq!(page.status, 404);
    assert!(!page.html.contains("Bịa"), "{}", page.html);
}
