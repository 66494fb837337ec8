//! A school: its head, custodian, teachers and staff.

use engine::domain::acts::AddUnit;
use engine::domain::acts::units::{HeadDetails, UnitDetails};
use engine::domain::ids::UnitId;
use engine::domain::kind::MinutesKind;
use engine::domain::line::Line;
use engine::domain::officer::Role;
use engine::domain::rights::{Dim, Function};
use engine::domain::text::fold;
use engine::domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};
use engine::{Identity, Reply};

use crate::acts::unit_and_head;
use crate::director::Director;

/// A school as the demo knows it.
pub(crate) struct School {
    unit: UnitId,
    level: SchoolLevel,
    classes: u32,
    staff: u32,
    name: String,
    symbol: String,
    head: Identity,
}

impl Director {
    /// A school under the ward, with its head's account.
    pub async fn school(
        &mut self,
        commune: UnitId,
        chair: &Identity,
        focal: &Identity,
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
                    filed: None,
                },
                numbering: Numbering::OwnSeries,
                from: self.today,
            },
            parent: None,
            head: Some(HeadDetails {
                name: head,
                sex: Some(sex),
                code: self.code("HT"),
                position: self.names.text("principal"),
                role: Role::Head,
                from: self.today,
            }),
            admin_login: Some(format!("{}.quantri", fold(&symbol))),
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
    pub async fn school_people(&mut self, school: &School) -> Reply<Identity> {
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
                custodian.officer,
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
            let class = self
                .class(&custodian, (school.unit, school.level), &name, teacher)
                .await?;
            if self.script.left_open == Some(name.as_str()) {
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
