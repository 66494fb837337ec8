//! What the server writes into its log: a line for each request, and nobody's name, number or code.
//! A test of its own process: a log belongs to the process.

#![expect(
    clippy::unwrap_used,
    reason = "what a test needs is there, or it fails"
)]

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::acts::people::{AddOfficer, Post};
use domain::acts::{Act, HandOver};
use domain::calendar::SchoolYear;
use domain::ids::OpId;
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::officer::Role;
use domain::page_code::short_token;
use domain::rights::{Dim, Function, Right};
use domain::row::{Change, Row};
use domain::samples::{CLASS, DEVICE, HEAD, SCHOOL, TEACHER, monday, printed, today, town};
use ed25519_dalek::SigningKey;
use protocol::{
    EnrolRequest, Once, Op, PullRequest, PushRequest, RawOp, WIRE_VERSION, public_key, sign_request,
};
use server::invite::For;
use server::{Request, Server};
use store::{Device, MapStore, Store};
use tracing_subscriber::fmt::MakeWriter;
use uuid::Uuid;

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.write(line)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

const NAME: &str = "Hoàng Văn Thử";
const PHONE: &str = "0912345678";
const ID_NUMBER: &str = "031085001234";
const LOGIN: &str = "gv.hoangvanthu";

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn op(seq: i64, act: Act) -> RawOp {
    let op = Op {
        v: WIRE_VERSION,
        op_id: OpId(Uuid::from_u128(0x0b << 64 | u128::from(seq.unsigned_abs()))),
        device: DEVICE,
        seq,
        act,
        unit: SCHOOL,
        actor: HEAD,
        targets: vec![],
        client_time: monday(),
        est_server_time: monday(),
        depends_on: vec![],
        attachments: vec![],
    };
    RawOp::of(&op.sign(&key()).unwrap()).unwrap()
}

fn asked(method: &str, path: &str, body: Vec<u8>) -> Request {
    Request {
        method: method.to_owned(),
        path: path.to_owned(),
        device: None,
        signature: None,
        body,
    }
}

fn signed(asked: Request) -> Request {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    let once = Once {
        at: monday(),
        nonce: COUNT.fetch_add(1, Ordering::Relaxed).into(),
    };
    let signature = sign_request(&key(), once, &asked.method, &asked.path, &asked.body);
    Request {
        device: Some(DEVICE.to_string()),
        signature: Some(signature),
        ..asked
    }
}

fn json(message: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(message).unwrap()
}

/// A server with the town, and the machine of the school's head.
async fn server(folder: &Path) -> Server {
    let store = MapStore::new(Uuid::nil());
    let device = Device {
        device: DEVICE,
        officer: HEAD,
        unit: SCHOOL,
        public_key: public_key(&key()),
        last_op_seq: 0,
        last_op_at: None,
        founds: false,
        parent: None,
        last_contact: None,
        settled_at: None,
        heard_seq: 0,
        seen: 0,
        enrolled_at: monday(),
        revoked: false,
    };
    store.add_device(&device, monday()).await.unwrap();
    let rows = town().iter().collect::<Vec<Row>>();
    let printed = Row::HandoverMinutes(Box::new(printed()));
    let changes: Vec<Change> = rows.into_iter().chain([printed]).map(Change).collect();
    let mut work = store.begin().await.unwrap();
    work.write(&changes).await.unwrap();
    work.commit().await.unwrap();
    Server::open(folder, Arc::new(store), monday).await.unwrap()
}

fn new_officer() -> Act {
    let post = Post {
        role: Role::Member,
        position: "Giáo viên".into(),
        duty: None,
        prepares: false,
        from: today(),
        until: None,
        document: None,
        numbers: false,
    };
    Act::AddOfficer(AddOfficer {
        unit: SCHOOL,
        name: NAME.into(),
        code: "GV77".into(),
        sex: None,
        born_on: None,
        id_number: Some(ID_NUMBER.into()),
        phone: Some(PHONE.into()),
        post,
    })
}

fn handed_over() -> Act {
    let line = Line {
        function: Function::Homeroom,
        rights: [Right::View].into(),
        levels: Dim::All,
        classes: Dim::one(CLASS),
        subjects: Dim::All,
        from: today(),
        until: Some(SchoolYear::of(today()).last_day()),
    };
    Act::HandOver(HandOver {
        year: None,
        unit: SCHOOL,
        kind: MinutesKind::Duties,
        giver: HEAD,
        receiver: TEACHER,
        add: vec![line],
        drop: vec![],
        login: Some(LOGIN.into()),
        grounds: vec![],
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    })
}

#[tokio::test]
async fn every_request_has_its_line_and_nobody_is_named_in_any() {
    let kept = Kept::default();
    let log = tracing_subscriber::fmt()
        .with_writer(kept.clone())
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE);
    log.init();
    let folder = std::env::temp_dir().join(format!("bangiao-log-{}", std::process::id()));
    let server = server(&folder).await;

    let code = server.invite(For::Officer(TEACHER, SCHOOL)).await.unwrap();
    let enrol = EnrolRequest {
        v: WIRE_VERSION,
        code: code.clone(),
        device: Uuid::from_u128(0x9a).into(),
        public_key: public_key(&key()),
        officer: None,
        unit: None,
    };
    let push = PushRequest {
        v: WIRE_VERSION,
        ops: vec![op(1, new_officer()), op(2, handed_over())],
        refused_before: vec![],
    };
    let pull = PullRequest {
        v: WIRE_VERSION,
        epoch: None,
        positions: vec![],
        answered_seq: 0,
        mark: None,
        unsent: Some(0),
        most: None,
        held: vec![],
    };
    let minutes = printed();
    let frozen = minutes.frozen().unwrap();
    let paper = format!("{}.1.{}", short_token(&frozen.token), frozen.check_code);
    // A file that the disk has lost is our own fault.
    let lost = format!("/sync/v1/file/{}", frozen.pdf.0);
    let store = server.store();
    store.note_file(&frozen.pdf, 1, monday()).await.unwrap();
    for (asked, status) in [
        (asked("POST", "/sync/v1/enrol", json(&enrol)), 200),
        (signed(asked("POST", "/sync/v1/push", json(&push))), 200),
        (signed(asked("POST", "/sync/v1/pull", json(&pull))), 200),
        (asked("GET", &format!("/x/{paper}"), vec![]), 200),
        (signed(asked("GET", &lost, vec![])), 500),
        (asked("GET", &format!("/{LOGIN}/{PHONE}"), vec![]), 404),
    ] {
        let answer = server.answer(&asked).await;
        let body = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, status, "{}: {body}", asked.path);
        assert!(!body.contains("rejected"), "{body}");
    }
    std::fs::remove_dir_all(&folder).unwrap();

    let log = kept.text();
    for line in [
        "INFO server::routes::log: answered method=POST route=\"/sync/v1/enrol\" status=200 ms=0\n",
        "answered method=POST route=\"/sync/v1/push\" status=200 ms=0 device=00000000-0000-0000-0000-000000000099\n",
        "answered method=POST route=\"/sync/v1/pull\" status=200",
        "answered method=GET route=\"/x/{code}\" status=200",
        "ERROR server::routes::log: our own fault method=GET route=\"/sync/v1/file/{hash}\" status=500",
        "answered method=GET route=\"-\" status=404",
    ] {
        assert!(log.contains(line), "{line} in\n{log}");
    }
    let town = town();
    let names = town.officers.values().map(|officer| officer.name.as_str());
    let logins = town.accounts.values().map(|account| account.login.as_str());
    let secret = [NAME, PHONE, ID_NUMBER, LOGIN, &code, &paper, &frozen.token];
    let more = [
        frozen.check_code.as_str(),
        "127.0.0.1",
        "Đơn vị",
        "Hải Phòng",
    ];
    for said in names.chain(logins).chain(secret).chain(more) {
        assert!(!log.contains(said), "{said} in\n{log}");
    }
}
