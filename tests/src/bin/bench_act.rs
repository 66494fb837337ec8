//! Measures what an act costs on units of 200, 2,000 and 20,000 rows with ten years of minutes:
//! the CPU that the server takes for each op, over the wire, and the time of a local act; then the
//! server's CPU for 5,000 people of one import.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench ends where something is wrong, and measures real time"
)]

use std::sync::Arc;
use std::time::Instant;

use chrono::Duration;
use domain::Row;
use domain::account::{Account, AccountKind, Custody};
use domain::acts::people::{AddOfficer, EditOfficer, OfficerEdit, Post};
use domain::acts::{AddClass, AssignTeacher, HandOver, RecordSigning};
use domain::calendar::{SchoolYear, day_of};
use domain::delegation::{Closing, ClosingReason, Delegation, Holder};
use domain::ids::{DelegationId, MinutesId, OfficerId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::minutes::{EndKind, Ended, HandoverMinutes, Progress, Signed};
use domain::officer::Role;
use domain::rights::{Dim, Function, Right};
use domain::row::Change;
use domain::samples::{self, HEAD, SCHOOL};
use domain::school_class::TeacherPart;
use domain::unit::SchoolLevel;
use engine::{Clock, Engine};
use journeys::{Folder, PASSWORD, Serving};
use server::Server;
use store::Store as _;
use store_sqlite::SqliteStore;
use uuid::Uuid;

/// Rows of the units.
const SIZES: [u128; 3] = [200, 2_000, 20_000];
/// Years of minutes.
const YEARS: i32 = 10;
/// Rows that one person leaves in ten years: person, post, login, and three in each year.
const EACH: u128 = 3 + 3 * 10;
/// People who are added and handed a class in one size.
const PEOPLE: usize = 256;
/// People of the import.
const IMPORTED: usize = 5_000;

#[tokio::main]
async fn main() {
    println!("rows     act            server CPU/op   local, median");
    let mut first: Vec<f64> = vec![];
    for size in SIZES {
        let folder = Folder::new();
        let rows = prepared(&folder, size).await;
        let serving = Serving::start(&folder, &[]);
        let desk = Desk::join(&folder, &serving).await;
        let measured = [
            desk.add_people(0, PEOPLE).await,
            desk.change_phones().await,
            desk.give_classes().await,
            desk.hand_over().await,
            desk.freeze().await,
            desk.record().await,
        ];
        for (n, (name, cpu, local)) in measured.iter().enumerate() {
            if size == SIZES[0] {
                first.push(*cpu);
            }
            println!(
                "{rows:<8} {name:<14} {cpu:>9.2} ms {:>5.2}x {local:>9.2} ms",
                cpu / first[n]
            );
        }
        if size == SIZES[0] {
            let (_, cpu, _) = desk.add_people(PEOPLE, IMPORTED).await;
            println!(
                "{rows:<8} {IMPORTED} imported {:>6.2} s of server CPU in all (target 8 s)",
                cpu * IMPORTED as f64 / 1e3
            );
        }
        println!(
            "{rows:<8} nothing new    {:>9.2} ms a round",
            desk.nothing().await
        );
        desk.engine.close().await;
    }
}

/// A server's folder with a school of that many rows; how many there are.
async fn prepared(folder: &Folder, size: u128) -> usize {
    let data = folder.path("server");
    std::fs::create_dir_all(&data).unwrap();
    let path = data.join("server.db");
    let fresh = Server::fresh_id().unwrap();
    let store = SqliteStore::open(&path, fresh).await.unwrap();
    let mut rows: Vec<Row> = samples::town().iter().collect();
    rows.extend((0..size / EACH).flat_map(past));
    let count = rows.len();
    let changes: Vec<Change> = rows.into_iter().map(Change).collect();
    let mut work = store.begin().await.unwrap();
    work.write(&changes).await.unwrap();
    work.commit().await.unwrap();
    count
}

/// A person with a login, and minutes and a right of each of ten years.
fn past(n: u128) -> Vec<Row> {
    let id = |of: u128| Uuid::from_u128(of << 64 | n << 8);
    let officer = OfficerId(id(0x51));
    let mut person = samples::officer(officer, SCHOOL, &format!("Nguyễn Văn {n}"));
    person.code = format!("CU{n:05}");
    let mut login = samples::account(
        id(0x52).into(),
        SCHOOL,
        AccountKind::Use,
        Custody::Personal(officer),
    );
    login.login = format!("cu{n:05}");
    let mut rows = vec![
        Row::Officer(person),
        Row::Appointment(domain::officer::Appointment {
            id: id(0x53).into(),
            ..samples::post(officer, SCHOOL, Role::Member)
        }),
    ];
    rows.extend((0..YEARS).flat_map(|year| of_year(n, officer, &login, year)));
    rows.push(Row::Account(login));
    rows
}

fn of_year(n: u128, officer: OfficerId, login: &Account, year: i32) -> Vec<Row> {
    let place = n << 8 | u128::from(year.unsigned_abs());
    let id = |of: u128| Uuid::from_u128(of << 64 | place);
    let at = samples::monday() - Duration::days(365 * i64::from(YEARS - year) - 60);
    let minutes = MinutesId(id(0x54));
    let before = (year > 0).then(|| MinutesId(Uuid::from_u128(0x54 << 64 | (place - 1))));
    let last = year == YEARS - 1;
    let printed = samples::printed();
    let Progress::AwaitingSignatures { mut frozen } = printed.progress.clone() else {
        unreachable!("printed minutes wait for signatures")
    };
    frozen.token = format!("{place:032x}");
    let signed = Signed {
        recorded_at: at,
        recorded_by: HEAD,
        date_on_paper: day_of(at),
        head_must_confirm: false,
        scan: None,
        receipt: None,
        taken: None,
    };
    let closed = (!last).then_some(Closing {
        at: at + Duration::days(300),
        reason: ClosingReason::Replaced,
        by: HEAD,
        minutes: None,
    });
    let right = Delegation {
        id: DelegationId(id(0x55)),
        holder: Holder::Officer(officer),
        account: Some(login.id),
        minutes,
        in_force_at: Some(at),
        opened_at: Some(at),
        closed,
        ..samples::waiting_right()
    };
    let done = domain::csdl_task::CsdlDone {
        by: HEAD,
        at,
        on: day_of(at),
        why: None,
    };
    let task = domain::csdl_task::CsdlTask {
        id: id(0x56).into(),
        unit: SCHOOL,
        account: Some(login.id),
        action: domain::csdl_task::CsdlAction::Open,
        delegation: Some(right.id),
        minutes: Some(minutes),
        since: at,
        done: Some(done),
        found: None,
    };
    let ended = (!last).then_some(Ended {
        kind: EndKind::Replaced,
        at: at + Duration::days(300),
        by: HEAD,
        reason: None,
        minutes: None,
    });
    let paper = HandoverMinutes {
        id: minutes,
        receiver: officer,
        account: Some(login.id),
        year: SchoolYear::of(day_of(at)),
        replaces: before,
        drafted_at: at,
        progress: Progress::Signed {
            frozen,
            signed,
            number: Some(u32::try_from(n).unwrap() + 1),
        },
        ended,
        ..printed
    };
    vec![
        Row::Delegation(right),
        Row::CsdlTask(task),
        Row::HandoverMinutes(Box::new(paper)),
    ]
}

/// The head's machine, and the server that it talks to.
struct Desk<'a> {
    engine: Engine,
    serving: &'a Serving,
}

type Measured = (&'static str, f64, f64);

impl<'a> Desk<'a> {
    async fn join(folder: &Folder, serving: &'a Serving) -> Self {
        let (officer, unit) = (HEAD.to_string(), SCHOOL.to_string());
        let code = serving.admin(&["device", "invite", "--officer", &officer, "--unit", &unit]);
        let own = folder.path("desk");
        let started = engine::start::with_code(
            &own,
            PASSWORD,
            &serving.address,
            &code,
            Arc::new(Clock::system()),
        );
        let engine = started.await.unwrap().engine;
        engine.sync().await.unwrap();
        Self { engine, serving }
    }

    /// Does something here many times, then sends it; server CPU an op and median here, both in ms.
    async fn measured<T>(
        &self,
        name: &'static str,
        list: Vec<T>,
        mut act: impl AsyncFnMut(&Engine, T),
    ) -> Measured {
        let count = list.len() as f64;
        let mut times = vec![];
        for one in list {
            let begun = Instant::now();
            act(&self.engine, one).await;
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        let before = self.serving.cpu_ms();
        self.engine.sync().await.unwrap();
        let cpu = self.serving.cpu_ms() - before;
        (name, cpu / count, times[times.len() / 2])
    }

    async fn add_people(&self, from: usize, count: usize) -> Measured {
        let today = self.engine.today();
        let people = (from..from + count).collect();
        self.measured("add a person", people, async |engine: &Engine, n| {
            let added = engine.perform(AddOfficer {
                unit: SCHOOL,
                name: format!("Trần Thị {n}"),
                code: format!("MOI{n:05}"),
                sex: None,
                born_on: None,
                id_number: None,
                phone: None,
                post: Post {
                    role: Role::Member,
                    position: "Giáo viên".into(),
                    duty: None,
                    prepares: false,
                    from: today,
                    until: None,
                    document: None,
                    numbers: false,
                },
            });
            added.await.unwrap();
        })
        .await
    }

    async fn people(&self) -> Vec<OfficerId> {
        let facts = self.engine.facts(SCHOOL).await.unwrap();
        let new = facts.officers.values();
        let new = new.filter(|o| o.code.starts_with("MOI"));
        new.map(|o| o.id).take(PEOPLE).collect()
    }

    async fn change_phones(&self) -> Measured {
        let people = self.people().await;
        self.measured(
            "change a phone",
            people,
            async |engine: &Engine, officer| {
                let edits = vec![OfficerEdit::Phone {
                    expect: None,
                    set: Some("0912345678".into()),
                }];
                let changed = engine.perform(EditOfficer {
                    unit: SCHOOL,
                    officer,
                    edits,
                });
                changed.await.unwrap();
            },
        )
        .await
    }

    /// Each new person gets a class: two ops.
    async fn give_classes(&self) -> Measured {
        let (people, today) = (self.people().await, self.engine.today());
        let list = people.into_iter().enumerate().collect();
        let (_, cpu, local) = self
            .measured(
                "give a class",
                list,
                async |engine: &Engine, (n, officer)| {
                    let added = engine.perform(AddClass {
                        unit: SCHOOL,
                        year: SchoolYear::of(today),
                        name: format!("9B{n}"),
                        level: SchoolLevel::LowerSecondary,
                        site: None,
                        learners: None,
                    });
                    let added = added.await.unwrap();
                    let class = added.iter().find_map(|Change(row)| match row {
                        Row::SchoolClass(class) => Some(class.id),
                        _ => None,
                    });
                    let given = engine.perform(AssignTeacher {
                        unit: SCHOOL,
                        class: class.unwrap(),
                        officer,
                        part: TeacherPart::Main,
                        from: today,
                        until: None,
                        replace: false,
                    });
                    given.await.unwrap();
                },
            )
            .await;
        ("give a class", cpu / 2.0, local / 2.0)
    }

    async fn hand_over(&self) -> Measured {
        let facts = self.engine.facts(SCHOOL).await.unwrap();
        let today = self.engine.today();
        let people = self.people().await;
        let taught: Vec<_> = people
            .into_iter()
            .filter_map(|officer| Some((officer, facts.classes_of(officer).next()?.id)))
            .collect();
        self.measured(
            "hand over",
            taught,
            async |engine: &Engine, (officer, class)| {
                let handed = engine.hand_over(HandOver {
                    year: None,
                    unit: SCHOOL,
                    kind: MinutesKind::Duties,
                    giver: HEAD,
                    receiver: officer,
                    add: vec![Line {
                        function: Function::Homeroom,
                        rights: [Right::View, Right::Edit].into(),
                        levels: Dim::All,
                        classes: Dim::one(class),
                        subjects: Dim::All,
                        from: today,
                        until: Some(SchoolYear::of(today).last_day()),
                    }],
                    drop: vec![],
                    login: Some(format!("gv{officer}")),
                    grounds: vec![],
                    secret: SecretClause::Personal,
                    valid_until: None,
                    at_desk: None,
                    spare_envelope: None,
                });
                handed.await.unwrap();
            },
        )
        .await
    }

    async fn drafts(&self, printed: bool) -> Vec<MinutesId> {
        let facts = self.engine.facts(SCHOOL).await.unwrap();
        let open = facts.minutes.values().filter(|m| m.open());
        let open = open.filter(|m| m.frozen().is_some() == printed);
        open.map(|m| m.id).collect()
    }

    async fn freeze(&self) -> Measured {
        let drafts = self.drafts(false).await;
        self.measured("freeze", drafts, async |engine: &Engine, minutes| {
            engine.freeze_minutes(SCHOOL, minutes).await.unwrap();
        })
        .await
    }

    async fn record(&self) -> Measured {
        let (printed, today) = (self.drafts(true).await, self.engine.today());
        self.measured("record", printed, async |engine: &Engine, minutes| {
            let recorded = engine.perform(RecordSigning {
                unit: SCHOOL,
                minutes: vec![minutes],
                date_on_paper: today,
                scan: None,
            });
            recorded.await.unwrap();
        })
        .await
    }

    /// A round in which there is nothing to send and nothing to take: server CPU in ms.
    async fn nothing(&self) -> f64 {
        const ROUNDS: u32 = 200;
        let before = self.serving.cpu_ms();
        for _ in 0..ROUNDS {
            self.engine.sync().await.unwrap();
        }
        (self.serving.cpu_ms() - before) / f64::from(ROUNDS)
    }
}
