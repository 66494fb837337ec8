//! The Sở and the ward.

use engine::domain::acts::units::{HeadDetails, UnitDetails};
use engine::domain::acts::{AddUnit, FoundUnit};
use engine::domain::ids::{OpId, UnitId};
use engine::domain::kind::MinutesKind;
use engine::domain::line::Line;
use engine::domain::officer::Role;
use engine::domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};
use engine::{Identity, Reply};

use crate::acts::unit_and_head;
use crate::director::Director;

impl Director {
    /// The Sở is founded.
    pub async fn found_department(&mut self, director: &Identity, op: OpId) -> Reply<()> {
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
                    filed: None,
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
            .perform_as(Some(director), request.into(), vec![], Some(op))
            .await?;
        Ok(())
    }

    /// The ward, under the Sở.
    pub async fn commune(&mut self, department: &Identity) -> Reply<(UnitId, Identity)> {
        let (name, sex) = self.person_name();
        let place = self.names.text("ward");
        let request = AddUnit {
            by_unit: department.unit,
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
                    filed: None,
                },
                numbering: Numbering::Typed,
                from: self.today,
            },
            parent: None,
            head: Some(HeadDetails {
                name,
                sex: Some(sex),
                code: self.code("UB"),
                position: self.names.text("chair"),
                role: Role::Head,
                from: self.today,
            }),
            admin_login: Some("xa.hoaphuong".into()),
        };
        let changes = self.act(department, request).await?;
        let (unit, head) = unit_and_head(&changes);
        Ok((unit, self.person(head, unit)))
    }

    /// The focal officer, who receives the ward's account, and five specialists.
    pub async fn commune_people(
        &mut self,
        commune: UnitId,
        chair: &Identity,
        department: &Identity,
    ) -> Reply<Identity> {
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
                department.unit,
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
                focal.officer,
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
}
