//! What people of the play do.

use engine::domain::acts::people::Post;
use engine::domain::acts::{
    AddClass, AddDocument, AddOfficer, AssignTeacher, HandOver, RecordSigning,
};
use engine::domain::calendar::SchoolYear;
use engine::domain::document::DocumentKind;
use engine::domain::ids::{ClassId, DocumentId, MinutesId, OfficerId, UnitId};
use engine::domain::kind::{MinutesKind, SecretClause};
use engine::domain::line::Line;
use engine::domain::officer::Role;
use engine::domain::school_class::TeacherPart;
use engine::domain::unit::SchoolLevel;
use engine::domain::{Change, Row};
use engine::{Identity, Reply, made};
use uuid::Uuid;

use crate::director::Director;

impl Director {
    /// A class with its teacher.
    pub async fn class(
        &mut self,
        who: &Identity,
        (unit, level): (UnitId, SchoolLevel),
        name: &str,
        teacher: OfficerId,
    ) -> Reply<ClassId> {
        let learners = Some(30);
        let request = AddClass {
            unit,
            year: SchoolYear::of(self.today),
            name: name.to_owned(),
            level,
            site: None,
            learners,
        };
        let changes = self.act(who, request).await?;
        let class = made(&changes, |row| match row {
            Row::SchoolClass(class) => Some(class.id),
            _ => None,
        });
        let class = class.unwrap_or_else(|| ClassId(Uuid::nil()));
        let request = AssignTeacher {
            unit,
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

    /// A person with a post.
    pub async fn officer(
        &mut self,
        who: &Identity,
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
                numbers: false,
            },
        };
        let changes = self.act(who, request).await?;
        let officer = made(&changes, |row| match row {
            Row::Officer(officer) => Some(officer.id),
            _ => None,
        });
        Ok(officer.unwrap_or_else(|| OfficerId(Uuid::nil())))
    }

    /// A paper of a unit's register.
    pub async fn document(
        &self,
        who: &Identity,
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
            until: None,
        };
        let changes = self.act(who, request).await?;
        let document = made(&changes, |row| match row {
            Row::Document(document) => Some(document.id),
            _ => None,
        });
        Ok(document.unwrap_or_else(|| DocumentId(Uuid::nil())))
    }

    /// Minutes, frozen.
    #[expect(
        clippy::too_many_arguments,
        reason = "the fields of a handover, as the script varies them"
    )]
    pub async fn hand_over(
        &self,
        who: &Identity,
        giver: &Identity,
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
            year: None,
            unit,
            kind,
            giver: giver.officer,
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
        let minutes = minutes.unwrap_or_else(|| MinutesId(Uuid::nil()));
        self.engine.freeze_as(Some(who), unit, minutes).await?;
        Ok(minutes)
    }

    /// Minutes are signed.
    pub async fn sign(&self, who: &Identity, unit: UnitId, minutes: &[MinutesId]) -> Reply<()> {
        self.act(
            who,
            RecordSigning {
                unit,
                minutes: minutes.to_vec(),
                date_on_paper: self.today,
                scan: None,
            },
        )
        .await?;
        Ok(())
    }
}

/// The unit and the head among what adding a unit changed.
pub fn unit_and_head(changes: &[Change]) -> (UnitId, OfficerId) {
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
        unit.unwrap_or_else(|| UnitId(Uuid::nil())),
        head.unwrap_or_else(|| OfficerId(Uuid::nil())),
    )
}
