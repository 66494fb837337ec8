//! A server and several offices in one process, for the journeys: real replicas, real rules, no
//! network.

pub mod attacks;
pub mod authority;
#[cfg(target_os = "linux")]
pub mod house;
pub mod needs;
pub mod relay;
pub mod scanner;

use engine::views::rights::Question;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Duration, Utc};
use domain::acts::people::{AddOfficer, Post};
use domain::acts::{AddClass, AddDocument, AssignTeacher, HandOver, RecordSigning};
use domain::calendar::SchoolYear;
use domain::document::DocumentKind;
use domain::ids::{ClassId, DocumentId, MinutesId, OfficerId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::officer::Role;
use domain::rights::{Dim, Function, Right};
use domain::school_class::TeacherPart;
use domain::unit::{SchoolLevel, UnitKind};
use engine::start::OwnUnit;
use engine::sync::{Call, InProcess, Remote};
use engine::{Clock, Engine, Reply};
use server::{Request, Server};
use store_sqlite::SqliteStore;

/// The password of every office of the journeys.
pub const PASSWORD: &str = "cây phượng trước cổng trường";

/// A folder that goes when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    /// A fresh folder.
    ///
    /// # Panics
    /// If the system has no room for one.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a folder cannot go on")]
    pub fn new() -> Self {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let name = format!(
            "bangiao-journey-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    /// A path inside.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind in the system's folder for temporary files harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A server with its clock, and the switch of the network.
pub struct World {
    /// Everything lies here.
    pub folder: Folder,
    /// The server.
    pub server: Server,
    /// One clock for everybody.
    pub clock: Arc<Clock>,
    online: Arc<AtomicBool>,
    /// What answers: the server, or the one that was put in its place.
    answers: Arc<tokio::sync::RwLock<Server>>,
}

/// Monday 9 November 2026, 08:00 in Việt Nam.
#[must_use]
pub fn monday() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_186_000, 0).unwrap_or_default()
}

async fn open_server(folder: &Folder, clock: &Arc<Clock>) -> Result<Server, server::Error> {
    let (clock, data) = (Arc::clone(clock), folder.path("server"));
    std::fs::create_dir_all(&data).map_err(|source| server::Error::Io {
        path: data.clone(),
        source,
    })?;
    let store = SqliteStore::open(&data.join("server.db"), Server::fresh_id()?).await?;
    Server::open(&data, Arc::new(store), move || clock.now()).await
}

/// Copies a folder with everything in it.
///
/// # Errors
/// Those of the file system.
pub fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

impl Drop for World {
    /// Whatever a journey was about, the law of needs held all along.
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        // By connections of its own: those that this runtime has to give back wait until we are done.
        let database = self.folder.path("server").join("server.db");
        let asked = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            let held = runtime.map(|runtime| runtime.block_on(needs::hold(&database)));
            assert!(matches!(held, Ok(Ok(_))), "the law of needs: {held:?}");
        });
        assert!(asked.join().is_ok(), "the law of needs does not hold");
    }
}

impl World {
    /// A world with an empty server.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn new() -> Result<Self, server::Error> {
        engine::workbook::child::use_program(program("bangiao"));
        let folder = Folder::new();
        let clock = Arc::new(Clock::seeded(7, monday()));
        let server = open_server(&folder, &clock).await?;
        let answers = Arc::new(tokio::sync::RwLock::new(server.clone()));
        Ok(Self {
            folder,
            server,
            clock,
            online: Arc::new(AtomicBool::new(true)),
            answers,
        })
    }

    /// Puts a copy of the server's folder in its place and starts the server again, as after a
    /// broken disk.
    ///
    /// # Errors
    /// Those of the server.
    ///
    /// # Panics
    /// If the copy cannot be put there.
    #[expect(clippy::expect_used, reason = "a test without its files cannot go on")]
    pub async fn put_back(&mut self, backup: &Path) -> Result<(), server::Error> {
        let folder = self.folder.path("server");
        std::fs::remove_dir_all(&folder).expect("the server's folder can go");
        copy_folder(backup, &folder).expect("the copy can be put back");
        self.server = open_server(&self.folder, &self.clock).await?;
        *self.answers.write().await = self.server.clone();
        Ok(())
    }

    /// The way to the server, as long as the network is there.
    #[must_use]
    pub fn remote(&self) -> Remote {
        let (answers, online) = (Arc::clone(&self.answers), Arc::clone(&self.online));
        let carry: InProcess = Arc::new(move |call: Call| {
            let (answers, online) = (Arc::clone(&answers), Arc::clone(&online));
            Box::pin(async move {
                if !online.load(Ordering::Relaxed) {
                    return None;
                }
                let (device, signature) = call
                    .signed
                    .map_or((None, None), |(d, s)| (Some(d), Some(s)));
                let server = answers.read().await.clone();
                let answer = server
                    .answer(&Request {
                        method: call.method,
                        path: call.path,
                        device,
                        signature,
                        body: call.body,
                    })
                    .await;
                Some((answer.status, answer.body))
            })
        });
        Remote::InProcess(carry)
    }

    /// Takes the network away or gives it back.
    pub fn online(&self, online: bool) {
        self.online.store(online, Ordering::Relaxed);
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.clock.set(self.clock.now() + time);
    }

    /// A school that starts alone on its own machine.
    ///
    /// # Errors
    /// Those of starting.
    pub async fn school_alone(&self, name: &str) -> Reply<Engine> {
        let started = engine::start::own_unit(
            &self.folder.path(name),
            PASSWORD,
            &own_school(name),
            Arc::clone(&self.clock),
        )
        .await?;
        Ok(on_paper(started).await?.with_remote(self.remote()))
    }

    /// The Sở at its own machine, founded and connected.
    ///
    /// # Errors
    /// Those of starting, enrolling and syncing.
    pub async fn department(&self) -> Reply<Engine> {
        let started = engine::start::own_unit(
            &self.folder.path("so"),
            PASSWORD,
            &own_department(),
            Arc::clone(&self.clock),
        )
        .await?;
        let engine = on_paper(started).await?.with_remote(self.remote());
        let code = self.code(server::invite::For::Founder(None)).await?;
        engine.enrol("http://127.0.0.1:1", &code).await?;
        engine.sync().await?;
        Ok(engine)
    }

    /// A one-time code.
    ///
    /// # Errors
    /// `internal` if the server cannot make one.
    pub async fn code(&self, whom: server::invite::For) -> Reply<String> {
        let code = self.server.invite(whom).await;
        Ok(code.map_err(|e| domain::Refusal::new(domain::Code::Internal).with("cause", e))?)
    }

    /// The machine of somebody whom the register knows.
    ///
    /// # Errors
    /// Those of enrolling and syncing.
    pub async fn office(&self, name: &str, officer: OfficerId, unit: UnitId) -> Reply<Engine> {
        let code = self
            .code(server::invite::For::Officer(officer, unit))
            .await?;
        let started = engine::start::with_code_on(
            &self.folder.path(name),
            PASSWORD,
            self.remote(),
            &code,
            Arc::clone(&self.clock),
        )
        .await?;
        on_paper(started).await
    }
}

/// At work, once the recovery code is on paper.
///
/// # Errors
/// Those of keeping it.
pub async fn on_paper(started: engine::start::Started) -> Reply<Engine> {
    let (engine, code) = (started.engine, started.recovery_code);
    engine.keep_recovery_code(&code).await?;
    Ok(engine)
}

/// The Sở.
#[must_use]
pub fn own_department() -> OwnUnit {
    OwnUnit {
        kind: UnitKind::Department,
        levels: SchoolLevel::ALL.to_vec(),
        name: "Sở Giáo dục và Đào tạo Hải Phòng".into(),
        code: Some("31".into()),
        commune: None,
        symbol: "SGDĐT".into(),
        head: "Vũ Minh Long".into(),
        head_sex: None,
        position: "Giám đốc".into(),
    }
}

/// A lower-secondary school in Phường Lê Chân.
#[must_use]
pub fn own_school(name: &str) -> OwnUnit {
    OwnUnit {
        kind: UnitKind::School,
        levels: vec![SchoolLevel::LowerSecondary],
        name: format!("Trường Trung học cơ sở {name}"),
        code: None,
        commune: Some("11383".into()),
        symbol: "THCSX".into(),
        head: "Nguyễn Thị An".into(),
        head_sex: Some(domain::officer::Sex::Female),
        position: "Hiệu trưởng".into(),
    }
}

/// `bangiao-server` as a program of its own; it ends with the test.
pub struct Serving {
    child: std::process::Child,
    data: PathBuf,
    /// As it says it: `http://127.0.0.1:…`, or `https://0.0.0.0:…#` and its fingerprint.
    pub address: String,
}

impl Serving {
    /// Starts it on a free port of this machine alone.
    #[must_use]
    pub fn start(folder: &Folder, more: &[&str]) -> Self {
        Self::start_at("127.0.0.1:0", folder, more)
    }

    /// Starts it at an address.
    ///
    /// # Panics
    /// If it is not built or does not start.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without its server cannot go on")]
    pub fn start_at(listen: &str, folder: &Folder, more: &[&str]) -> Self {
        use std::io::BufRead;
        let data = folder.path("server");
        let mut command = std::process::Command::new(program("bangiao-server"));
        command
            .args(["serve", "--listen", listen, "--data"])
            .arg(&data)
            .args(more)
            .stdout(std::process::Stdio::piped());
        let mut child = command
            .spawn()
            .expect("bangiao-server is built: run `cargo xtask test`");
        let mut address = String::new();
        let out = child.stdout.take().expect("the server has an output");
        std::io::BufReader::new(out)
            .read_line(&mut address)
            .expect("the server says where it listens");
        Self {
            child,
            data,
            address: address.trim().to_owned(),
        }
    }

    /// How much CPU the server has taken so far, in milliseconds, as Linux counts it: in steps of
    /// ten.
    ///
    /// # Panics
    /// If it has ended.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "a bench without its server cannot go on"
    )]
    pub fn cpu_ms(&self) -> f64 {
        const TICK_MS: f64 = 10.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.expect("the server runs");
        // Behind the name of the program, which ends in the last parenthesis.
        let fields = stat.rsplit(')').next().unwrap_or_default();
        let fields = fields.split_whitespace().skip(11).take(2);
        fields.filter_map(|f| f.parse::<f64>().ok()).sum::<f64>() * TICK_MS
    }

    /// What a command of the Sở prints, beside the running server.
    ///
    /// # Panics
    /// If it is refused.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without its code cannot go on")]
    pub fn admin(&self, args: &[&str]) -> String {
        let out = std::process::Command::new(program("bangiao-server"))
            .args(args)
            .arg("--data")
            .arg(&self.data)
            .output()
            .expect("bangiao-server is built");
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a person does at an office, in words.
pub struct Desk<'a>(pub &'a Engine);

impl Desk<'_> {
    /// The unit at this desk.
    pub async fn unit(&self) -> UnitId {
        self.0.identity().await.unit
    }

    /// The head of the unit.
    ///
    /// # Errors
    /// `no_head`.
    pub async fn head(&self) -> Reply<OfficerId> {
        let unit = self.unit().await;
        Ok(self
            .0
            .facts(unit)
            .await?
            .head(unit, self.0.today())?
            .officer)
    }

    /// A new teacher.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn teacher(&self, name: &str, code: &str) -> Reply<OfficerId> {
        self.person(name, code, false).await
    }

    /// A new person, who prepares papers or not.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn person(&self, name: &str, code: &str, prepares: bool) -> Reply<OfficerId> {
        let unit = self.unit().await;
        let post = Post {
            role: Role::Member,
            position: "Giáo viên".into(),
            duty: None,
            prepares,
            from: self.0.today(),
            until: None,
            document: None,
            numbers: false,
        };
        let request = AddOfficer {
            unit,
            name: name.into(),
            code: code.into(),
            sex: None,
            born_on: None,
            id_number: None,
            phone: None,
            post,
        };
        let changes = self.0.perform(request).await?;
        let added = changes.iter().find_map(|c| {
            if let domain::Row::Officer(o) = &c.0 {
                Some(o.id)
            } else {
                None
            }
        });
        added.ok_or_else(|| domain::Refusal::new(domain::Code::NotFound).into())
    }

    /// A decision on a post, in the register of documents.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn decision(&self, subject: &str) -> Reply<DocumentId> {
        let decision = AddDocument {
            unit: self.unit().await,
            kind: DocumentKind::Appointment,
            title: "Quyết định".into(),
            number: "12/QĐ-UBND".into(),
            date: self.0.today(),
            issuer: "Chủ tịch UBND".into(),
            subject: subject.into(),
            until: None,
        };
        let changes = self.0.perform(decision).await?;
        let added = changes.iter().find_map(|c| {
            if let domain::Row::Document(d) = &c.0 {
                Some(d.id)
            } else {
                None
            }
        });
        added.ok_or_else(|| domain::Refusal::new(domain::Code::NotFound).into())
    }

    /// A new class with its homeroom teacher.
    ///
    /// # Errors
    /// Those of the acts.
    pub async fn class(&self, name: &str, teacher: OfficerId) -> Reply<ClassId> {
        let unit = self.unit().await;
        let year = self.0.years().await?.at_work;
        let changes = self
            .0
            .perform(AddClass {
                unit,
                year,
                name: name.into(),
                level: SchoolLevel::LowerSecondary,
                site: None,
                learners: Some(43),
            })
            .await?;
        let class = changes.iter().find_map(|c| {
            if let domain::Row::SchoolClass(k) = &c.0 {
                Some(k.id)
            } else {
                None
            }
        });
        let class = class.ok_or_else(|| domain::Refusal::new(domain::Code::NotFound))?;
        self.assign(class, teacher, false).await?;
        Ok(class)
    }

    /// Gives a class its homeroom teacher from today, or from when the year at work begins.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn assign(&self, class: ClassId, teacher: OfficerId, replace: bool) -> Reply<()> {
        let unit = self.unit().await;
        let year = self.0.years().await?.at_work;
        self.0
            .perform(AssignTeacher {
                unit,
                class,
                officer: teacher,
                part: TeacherPart::Main,
                from: year.worked_in_from(self.0.today()),
                until: None,
                replace,
            })
            .await
            .map(drop)
    }

    /// A line over a class.
    #[must_use]
    pub fn homeroom(&self, class: ClassId) -> Line {
        line(Function::Homeroom, Dim::one(class), self.0)
    }

    /// Drafts minutes that hand a class over to its teacher.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn hand_over(&self, teacher: OfficerId, add: Vec<Line>) -> Reply<MinutesId> {
        let (unit, giver) = (self.unit().await, self.head().await?);
        let login = Some(format!("gv.{}", &teacher.0.simple().to_string()[..6]));
        let request = HandOver {
            year: None,
            unit,
            kind: MinutesKind::Duties,
            giver,
            receiver: teacher,
            add,
            drop: vec![],
            login,
            grounds: vec![],
            secret: SecretClause::Personal,
            valid_until: None,
            at_desk: None,
            spare_envelope: None,
        };
        self.0.hand_over(request).await
    }

    /// Nguyễn Thị Hoa, her class 6A2, and the draft of the minutes that hand it over to her: how
    /// most journeys begin.
    ///
    /// # Errors
    /// Those of the acts.
    pub async fn class_6a2(&self) -> Reply<(OfficerId, ClassId, MinutesId)> {
        let hoa = self.teacher("Nguyễn Thị Hoa", "GV01").await?;
        let class = self.class("6A2", hoa).await?;
        let minutes = self.hand_over(hoa, vec![self.homeroom(class)]).await?;
        Ok((hoa, class, minutes))
    }

    /// Freezes minutes and records that both signed.
    ///
    /// # Errors
    /// Those of the acts.
    pub async fn sign(&self, minutes: MinutesId) -> Reply<()> {
        let unit = self.unit().await;
        self.0.freeze_minutes(unit, minutes).await?;
        self.0
            .perform(RecordSigning {
                unit,
                minutes: vec![minutes],
                date_on_paper: self.0.today(),
                scan: None,
            })
            .await
            .map(drop)
    }

    /// Names of those who can open a class at an instant, with the check code or number of their
    /// minutes.
    ///
    /// # Errors
    /// Those of the view.
    pub async fn who_can_open(
        &self,
        class: ClassId,
        at: DateTime<Utc>,
    ) -> Reply<Vec<(String, String)>> {
        let rows = self
            .0
            .rights(self.unit().await, Question::at(at).of_class(class))
            .await?;
        Ok(rows.into_iter().map(|r| (r.name, r.minutes)).collect())
    }
}

/// A line of a function from today to the end of the school year.
#[must_use]
pub fn line(function: Function, classes: Dim<ClassId>, engine: &Engine) -> Line {
    let until = Some(SchoolYear::of(engine.today()).last_day());
    let rights = [Right::View, Right::Enter, Right::Edit].into();
    Line {
        function,
        rights,
        levels: Dim::All,
        classes,
        subjects: Dim::All,
        from: engine.today(),
        until,
    }
}

/// Keeps a PDF that a journey made, to be looked at.
///
/// # Panics
/// If it cannot be written.
#[must_use]
#[expect(clippy::expect_used, reason = "a test without its file cannot go on")]
pub fn kept(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/journeys/pdf");
    let path = folder.join(name);
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, bytes))
        .expect("target can be written");
    path
}

/// The binary of a program of this workspace, built beside the tests.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.ancestors()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| Path::new(name).to_owned())
}
