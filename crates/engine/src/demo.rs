//! The demo and the fixture of one ward (`P`): every row comes from an act of the person who would
//! do it, each signed by that person's own key. Names and units are made up; the same seed makes
//! the same ward.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::acts::people::Post;
use domain::acts::units::{HeadDetails, UnitDetails};
use domain::acts::{
    AddClass, AddDocument, AddOfficer, AddUnit, AssignTeacher, FoundUnit, HandOver, RecordSigning,
};
use domain::calendar::{SchoolYear, day_of};
use domain::document::DocumentKind;
use domain::ids::{ClassId, DocumentId, MinutesId, OfficerId, OpId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::officer::{Role, Sex};
use domain::rights::{Dim, Function};
use domain::school_class::TeacherPart;
use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};
use domain::{Row, Stamp};
use serde::Deserialize;

use crate::act::made;
use crate::{Clock, Engine, Identity, Reply, identity, sync};

/// How large the ward is, and what is left to do in it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Seed of names and keys.
    pub seed: u64,
    /// When it begins.
    pub from: DateTime<Utc>,
    /// Level, number of schools, classes each.
    pub schools: Vec<(SchoolLevel, u32, u32)>,
    /// People with functions in the ward's schools, all together.
    pub function_staff: u32,
    /// A class whose teacher has no minutes yet.
    pub left_open: Option<&'static str>,
    /// Whose desk the program opens at.
    pub desk: Desk,
}

/// Whose desk a demo opens at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// The Sở.
    Department,
    /// The ward.
    Commune,
    /// The custodian of the last school.
    School,
}

impl Plan {
    /// Ward P of the acceptance fixtures: 12 schools, 142 classes, 310 receivers; on 5 September
    /// 2026, 08:00.
    #[must_use]
    pub fn ward(seed: u64) -> Self {
        let from = DateTime::from_timestamp(1_788_570_000, 0).unwrap_or_default();
        let schools = vec![
            (SchoolLevel::Preschool, 5, 8),
            (SchoolLevel::Primary, 4, 15),
            (SchoolLevel::LowerSecondary, 3, 14),
        ];
        Self {
            seed,
            from,
            schools,
            function_staff: 138,
            left_open: None,
            desk: Desk::Department,
        }
    }

    /// The demo of the window: one lower-secondary school in its ward; class 6A2 waits for its
    /// handover.
    #[must_use]
    pub fn school(seed: u64, now: DateTime<Utc>) -> Self {
        let schools = vec![(SchoolLevel::LowerSecondary, 1, 14)];
        Self {
            seed,
            from: now - Duration::hours(2),
            schools,
            function_staff: 12,
            left_open: Some("6A2"),
            desk: Desk::School,
        }
    }
}

/// Names that people are made of: data, like any fixture.
#[derive(Deserialize)]
struct Names {
    family: Vec<String>,
    middle_female: Vec<String>,
    middle_male: Vec<String>,
    given: Vec<String>,
    schools: Vec<String>,
    texts: BTreeMap<String, String>,
}

impl Names {
    fn text(&self, key: &str) -> String {
        self.texts.get(key).cloned().unwrap_or_default()
    }
}

/// Somebody who acts.
#[derive(Clone)]
struct Person {
    identity: Identity,
}

/// A school as the demo knows it.
struct School {
    unit: UnitId,
    level: SchoolLevel,
    classes: u32,
    staff: u32,
    name: String,
    symbol: String,
    head: Person,
}

struct Director {
    engine: Engine,
    clock: Arc<Clock>,
    names: Names,
    plan: Plan,
    drawn: u64,
    people: Vec<Identity>,
    codes: u32,
    today: NaiveDate,
}

/// Plays the ward into a new replica, and leaves it open at the chosen desk.
///
/// # Errors
/// Those of creating a replica and of the acts; an act that is refused is a fault of this script.
pub async fn play(folder: &Path, password: &str, plan: Plan) -> Reply<(Engine, String)> {
    let clock = Arc::new(Clock::seeded(plan.seed, plan.from));
    let names: Names = toml_names()?;
    let at = clock.now();
    let op = OpId(clock.uuid(at));
    let stamp = Stamp { op, at };
    let mut department =
        Identity::new(&clock, FoundUnit::head_id(stamp), FoundUnit::unit_id(stamp));
    department.demo = true;
    let (replica, recovery) = replica::create(folder, password).await?;
    identity::store(&mut *replica.writer().await, &department).await?;
    let engine = Engine::with_replica(replica, Arc::clone(&clock)).await?;
    let today = day_of(plan.from);
    let mut director = Director {
        engine,
        clock,
        names,
        plan,
        drawn: 0,
        people: vec![department.clone()],
        codes: 0,
        today,
    };
    director
        .whole(
            Person {
                identity: department,
            },
            op,
        )
        .await?;
    Ok((director.engine, recovery))
}

fn toml_names() -> Reply<Names> {
    serde_json::from_str(include_str!("demo_names.json")).map_err(|e| {
        domain::Refusal::new(domain::Code::Internal)
            .with("cause", e)
            .into()
    })
}

impl Director {
    async fn whole(&mut self, department: Person, op: OpId) -> Reply<()> {
        self.found_department(&department, op).await?;
        let (commune, chair) = self.commune(&department).await?;
        let focal = self.commune_people(commune, &chair, &department).await?;
        let mut schools = vec![];
        let kinds = self.plan.schools.clone();
        let total: u32 = kinds.iter().map(|k| k.1).sum();
        for (level, count, classes) in kinds {
            for _ in 0..count {
                let n = u32::try_from(schools.len()).unwrap_or(0);
                let staff = self.plan.function_staff / total
                    + u32::from(n < self.plan.function_staff % total);
                schools.push(
                    self.school(commune, &chair, &focal, n, (level, classes, staff))
                        .await?,
                );
            }
        }
        let mut desk = match self.plan.desk {
            Desk::Commune => focal.identity.clone(),
            _ => department.identity.clone(),
        };
        for school in &schools {
            let custodian = self.school_people(school).await?;
            if self.plan.desk == Desk::School {
                desk = custodian.identity;
            }
        }
        let mut writer = self.engine.replica.writer().await;
        identity::store(&mut writer, &desk).await?;
        replica::settings::put(&mut writer, "people", &self.people).await?;
        drop(writer);
        *self.engine.identity.write().await = desk;
        Ok(())
    }

    // Drawing from the seed.

    fn draw(&mut self, below: usize) -> usize {
        use sha2::{Digest, Sha256};
        self.drawn += 1;
        let digest = Sha256::new()
            .chain_update(self.plan.seed.to_be_bytes())
            .chain_update(self.drawn.to_be_bytes())
            .finalize();
        let number = digest[..8]
            .iter()
            .fold(0_u64, |n, b| n << 8 | u64::from(*b));
        usize::try_from(number % below.max(1) as u64).unwrap_or(0)
    }

    fn person_name(&mut self) -> (String, Sex) {
        let sex = if self.draw(10) < 7 {
            Sex::Female
        } else {
            Sex::Male
        };
        let middle = if sex == Sex::Female {
            self.names.middle_female.clone()
        } else {
            self.names.middle_male.clone()
        };
        let family = self.draw(self.names.family.len());
        let middle_at = self.draw(middle.len());
        let given = self.draw(self.names.given.len());
        (
            format!(
                "{} {} {}",
                self.names.family[family], middle[middle_at], self.names.given[given]
            ),
            sex,
        )
    }

    fn code(&mut self, prefix: &str) -> String {
        self.codes += 1;
        format!("{prefix}{:04}", self.codes)
    }

    /// A machine and key of its own for somebody who acts.
    fn person(&mut self, officer: OfficerId, unit: UnitId) -> Person {
        let mut identity = Identity::new(&self.clock, officer, unit);
        identity.demo = true;
        self.people.push(identity.clone());
        Person { identity }
    }

    async fn act(
        &self,
        who: &Person,
        act: impl Into<domain::acts::Act>,
    ) -> Reply<Vec<domain::Change>> {
        self.engine
            .perform_as(Some(&who.identity), act.into(), vec![], None)
            .await
    }

    // The Sở and the ward.

    async fn found_department(&mut self, director: &Person, op: OpId) -> Reply<()> {
        let (name, sex) = self.person_name();
        let request = FoundUnit {
            details: UnitDetails {
                kind: UnitKind::Department,
                levels: SchoolLevel::ALL.into(),
                name: self.names.text("department"),
                code: Some("31".into()),
                letterhead: Letterhead {
                    superior: Some(self.names.text("city_committee")),
                    symbol: self.names.text("department_symbol"),
                    place: self.names.text("city"),
                },
                numbering: Numbering::Typed,
                from: self.today,
            },
            head: HeadDetails {
                name,
                sex: Some(sex),
                code: self.code("SGD"),
                position: self.names.text("director"),
                role: Role::Head,
                from: self.today,
            },
            parent: None,
            admin_login: Some("sgd.quantri".into()),
        };
        self.engine
            .perform_as(Some(&director.identity), request.into(), vec![], Some(op))
            .await?;
        Ok(())
    }

    async fn commune(&mut self, department: &Person) -> Reply<(UnitId, Person)> {
        let (name, sex) = self.person_name();
        let place = self.names.text("ward");
        let request = AddUnit {
            by_unit: department.identity.unit,
            details: UnitDetails {
                kind: UnitKind::Commune,
                levels: [
                    SchoolLevel::Preschool,
                    SchoolLevel::Primary,
                    SchoolLevel::LowerSecondary,
                ]
                .into(),
                name: self.names.text("ward_committee"),
                code: Some("99001".into()),
                letterhead: Letterhead {
                    superior: None,
                    symbol: self.names.text("committee_symbol"),
                    place,
                },
                numbering: Numbering::Typed,
                from: self.today,
            },
            parent: None,
            head: HeadDetails {
                name,
                sex: Some(sex),
                code: self.code("UB"),
                position: self.names.text("chair"),
                role: Role::Head,
                from: self.today,
            },
            admin_login: Some("xa.hoaphuong".into()),
        };
        let changes = self.act(department, request).await?;
        let (unit, head) = unit_and_head(&changes);
        Ok((unit, self.person(head, unit)))
    }

    /// The focal officer, who receives the ward's account, and five specialists.
    async fn commune_people(
        &mut self,
        commune: UnitId,
        chair: &Person,
        department: &Person,
    ) -> Reply<Person> {
        let decision = self
            .document(
                chair,
                commune,
                "assignment",
                &self.names.text("ward_committee"),
                "UBND",
            )
            .await?;
        let plan = self
            .document(
                department,
                department.identity.unit,
                "plan",
                &self.names.text("department"),
                "SGDĐT",
            )
            .await?;
        let focal = self.officer(chair, commune, "focal", true, "UB").await?;
        let focal = self.person(focal, commune);
        let all = self
            .hand_over(
                department,
                department,
                commune,
                MinutesKind::DepartmentToCommune,
                focal.identity.officer,
                vec![],
                vec![plan, decision],
            )
            .await?;
        self.sign(department, commune, &[all]).await?;
        let levels = [
            vec![SchoolLevel::Preschool],
            vec![SchoolLevel::Primary],
            vec![SchoolLevel::LowerSecondary],
            vec![SchoolLevel::Preschool, SchoolLevel::Primary],
            vec![SchoolLevel::Primary, SchoolLevel::LowerSecondary],
        ];
        let mut minutes = vec![];
        for wanted in levels {
            let officer = self
                .officer(chair, commune, "specialist", false, "UB")
                .await?;
            let lines = wanted.into_iter();
            let lines = lines.map(|level| Line::level(level, self.today)).collect();
            minutes.push(
                self.hand_over(
                    &focal,
                    chair,
                    commune,
                    MinutesKind::Levels,
                    officer,
                    lines,
                    vec![decision],
                )
                .await?,
            );
        }
        self.sign(&focal, commune, &minutes).await?;
        Ok(focal)
    }

    // A school.

    async fn school(
        &mut self,
        commune: UnitId,
        chair: &Person,
        focal: &Person,
        n: u32,
        (level, classes, staff): (SchoolLevel, u32, u32),
    ) -> Reply<School> {
        let own = self.names.schools[n as usize % self.names.schools.len()].clone();
        let (kind, short) = match level {
            SchoolLevel::Preschool => ("preschool", "MN"),
            SchoolLevel::Primary => ("primary", "TH"),
            _ => ("lower_secondary", "THCS"),
        };
        let name = format!("{} {own}", self.names.text(kind));
        let initials: String = own.split(' ').filter_map(|w| w.chars().next()).collect();
        let symbol = format!("{short}{initials}");
        let (head, sex) = self.person_name();
        let request = AddUnit {
            by_unit: commune,
            details: UnitDetails {
                kind: UnitKind::School,
                levels: [level].into(),
                name: name.clone(),
                code: Some(format!("3199001{:03}", n + 1)),
                letterhead: Letterhead {
                    superior: Some(self.names.text("ward_committee_short")),
                    symbol: symbol.clone(),
                    place: self.names.text("ward"),
                },
                numbering: Numbering::OwnSeries,
                from: self.today,
            },
            parent: None,
            head: HeadDetails {
                name: head,
                sex: Some(sex),
                code: self.code("HT"),
                position: self.names.text("principal"),
                role: Role::Head,
                from: self.today,
            },
            admin_login: Some(format!("{}.quantri", domain::text::fold(&symbol))),
        };
        let changes = self.act(focal, request).await?;
        let (unit, officer) = unit_and_head(&changes);
        let minutes = self
            .hand_over(
                focal,
                chair,
                unit,
                MinutesKind::ToSchool,
                officer,
                vec![],
                vec![],
            )
            .await?;
        self.sign(focal, unit, &[minutes]).await?;
        let head = self.person(officer, unit);
        Ok(School {
            unit,
            level,
            classes,
            staff,
            name,
            symbol,
            head,
        })
    }

    /// The custodian, the homeroom teachers and the staff of a school, with their minutes.
    async fn school_people(&mut self, school: &School) -> Reply<Person> {
        let head = school.head.clone();
        let issuer = format!("{} {}", self.names.text("principal"), school.name);
        let decision = self
            .document(&head, school.unit, "assignment", &issuer, &school.symbol)
            .await?;
        let custodian = self
            .officer(&head, school.unit, "custodian", true, "NV")
            .await?;
        let custodian = self.person(custodian, school.unit);
        let minutes = self
            .hand_over(
                &head,
                &head,
                school.unit,
                MinutesKind::Custody,
                custodian.identity.officer,
                vec![],
                vec![decision],
            )
            .await?;
        self.sign(&head, school.unit, &[minutes]).await?;
        let mut minutes = vec![];
        for name in class_names(school.level, school.classes) {
            let teacher = self
                .officer(&head, school.unit, "teacher", false, "GV")
                .await?;
            let class = self.class(&custodian, school, &name, teacher).await?;
            if self.plan.left_open == Some(name.as_str()) {
                continue;
            }
            let line = Line::homeroom(class, self.today);
            minutes.push(
                self.hand_over(
                    &custodian,
                    &head,
                    school.unit,
                    MinutesKind::Duties,
                    teacher,
                    vec![line],
                    vec![decision],
                )
                .await?,
            );
        }
        for n in 0..school.staff {
            let officer = self
                .officer(&head, school.unit, "staff", false, "NV")
                .await?;
            let line = self.staff_line(n);
            minutes.push(
                self.hand_over(
                    &custodian,
                    &head,
                    school.unit,
                    MinutesKind::Duties,
                    officer,
                    vec![line],
                    vec![decision],
                )
                .await?,
            );
        }
        self.sign(&custodian, school.unit, &minutes).await?;
        Ok(custodian)
    }

    fn staff_line(&self, n: u32) -> Line {
        let function = Function::SCHOOL[n as usize % Function::SCHOOL.len()];
        let mut line = Line::of(function, self.today);
        if function == Function::Results {
            line.subjects = Dim::one(self.names.text("subject"));
        }
        line
    }

    async fn class(
        &mut self,
        who: &Person,
        school: &School,
        name: &str,
        teacher: OfficerId,
    ) -> Reply<ClassId> {
        let learners = Some(30);
        let request = AddClass {
            unit: school.unit,
            year: SchoolYear::of(self.today),
            name: name.to_owned(),
            level: school.level,
            site: None,
            learners,
        };
        let changes = self.act(who, request).await?;
        let class = made(&changes, |row| match row {
            Row::SchoolClass(class) => Some(class.id),
            _ => None,
        });
        let class = class.unwrap_or_else(|| ClassId(uuid::Uuid::nil()));
        let request = AssignTeacher {
            unit: school.unit,
            class,
            officer: teacher,
            part: TeacherPart::Main,
            from: self.today,
            until: None,
            replace: false,
        };
        self.act(who, request).await?;
        Ok(class)
    }

    async fn officer(
        &mut self,
        who: &Person,
        unit: UnitId,
        post: &str,
        prepares: bool,
        prefix: &str,
    ) -> Reply<OfficerId> {
        let (name, sex) = self.person_name();
        let code = self.code(prefix);
        let position = self.names.text(post);
        let request = AddOfficer {
            unit,
            name,
            code,
            sex: Some(sex),
            born_on: None,
            id_number: None,
            phone: None,
            post: Post {
                role: Role::Member,
                position,
                duty: None,
                prepares,
                from: self.today,
                until: None,
                document: None,
            },
        };
        let changes = self.act(who, request).await?;
        let officer = made(&changes, |row| match row {
            Row::Officer(officer) => Some(officer.id),
            _ => None,
        });
        Ok(officer.unwrap_or_else(|| OfficerId(uuid::Uuid::nil())))
    }

    async fn document(
        &self,
        who: &Person,
        unit: UnitId,
        kind: &str,
        issuer: &str,
        symbol: &str,
    ) -> Reply<DocumentId> {
        let plan = kind == "plan";
        let request = AddDocument {
            unit,
            kind: if plan {
                DocumentKind::Plan
            } else {
                DocumentKind::Assignment
            },
            title: self
                .names
                .text(if plan { "plan_title" } else { "decision_title" }),
            number: format!(
                "45/{}-{symbol}",
                if plan {
                    "KH"
                } else {
                    self.names
                        .texts
                        .get("decision_symbol")
                        .map_or("QĐ", String::as_str)
                }
            ),
            date: self.today,
            issuer: issuer.to_owned(),
            subject: self.names.text(if plan {
                "plan_subject"
            } else {
                "decision_subject"
            }),
        };
        let changes = self.act(who, request).await?;
        let document = made(&changes, |row| match row {
            Row::Document(document) => Some(document.id),
            _ => None,
        });
        Ok(document.unwrap_or_else(|| DocumentId(uuid::Uuid::nil())))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the fields of a handover, as the script varies them"
    )]
    async fn hand_over(
        &self,
        who: &Person,
        giver: &Person,
        unit: UnitId,
        kind: MinutesKind,
        receiver: OfficerId,
        add: Vec<Line>,
        grounds: Vec<DocumentId>,
    ) -> Reply<MinutesId> {
        let login = (!kind.to_unit() && kind != MinutesKind::Custody)
            .then(|| format!("nd.{}", &receiver.0.simple().to_string()[..8]));
        let secret = if kind.to_unit() || kind == MinutesKind::Custody {
            SecretClause::SetAtTable
        } else {
            SecretClause::Personal
        };
        let request = HandOver {
            unit,
            kind,
            giver: giver.identity.officer,
            receiver,
            add,
            drop: vec![],
            login,
            grounds,
            secret,
            valid_until: None,
            at_desk: None,
            spare_envelope: None,
        };
        let changes = self.act(who, request).await?;
        let minutes = made(&changes, |row| match row {
            Row::HandoverMinutes(minutes) => Some(minutes.id),
            _ => None,
        });
        let minutes = minutes.unwrap_or_else(|| MinutesId(uuid::Uuid::nil()));
        self.engine
            .freeze_as(Some(&who.identity), unit, minutes)
            .await?;
        Ok(minutes)
    }

    async fn sign(&self, who: &Person, unit: UnitId, minutes: &[MinutesId]) -> Reply<()> {
        self.act(
            who,
            RecordSigning {
                unit,
                minutes: minutes.to_vec(),
                date_on_paper: self.today,
            },
        )
        .await?;
        Ok(())
    }
}

fn unit_and_head(changes: &[domain::Change]) -> (UnitId, OfficerId) {
    let unit = made(changes, |row| {
        if let Row::Unit(unit) = row {
            Some(unit.id)
        } else {
            None
        }
    });
    let head = made(changes, |row| {
        if let Row::Officer(officer) = row {
            Some(officer.id)
        } else {
            None
        }
    });
    (
        unit.unwrap_or_else(|| UnitId(uuid::Uuid::nil())),
        head.unwrap_or_else(|| OfficerId(uuid::Uuid::nil())),
    )
}

/// `6A1 … 9A3`, `1A1 …`, `3TA1 …`: as many as are wanted, spread over the grades.
fn class_names(level: SchoolLevel, count: u32) -> Vec<String> {
    let grades: &[&str] = match level {
        SchoolLevel::Preschool => &["3TA", "4TA", "5TA"],
        SchoolLevel::Primary => &["1A", "2A", "3A", "4A", "5A"],
        _ => &["6A", "7A", "8A", "9A"],
    };
    let per = u32::try_from(grades.len()).unwrap_or(1);
    let mut names = vec![];
    for (n, grade) in (0..per).zip(grades) {
        let of_grade = count / per + u32::from(n < count % per);
        names.extend((1..=of_grade).map(|k| format!("{grade}{k}")));
    }
    names
}

impl Engine {
    /// Connects the demo to a play server, which takes every device of the demo with the word
    /// `DEMO`.
    ///
    /// # Errors
    /// `offline`, `bad_address`, `bad_invite` if the server is not a play server.
    pub async fn connect_demo(&self, server: &str) -> Reply<()> {
        let remote = match &self.remote {
            Some(remote) => remote.clone(),
            None => sync::Remote::http(server)?,
        };
        let people: Vec<Identity> = self.setting("people").await?.unwrap_or_default();
        for person in &people {
            sync::enrol(&remote, person, "DEMO", true).await?;
        }
        let mut me = self.identity().await;
        me.server = Some(remote.address());
        identity::store(&mut *self.replica.writer().await, &me).await?;
        *self.identity.write().await = me;
        self.tell(crate::Topic::Sync);
        Ok(())
    }
}
