//! What the acts in the list of what was done are about: object and person, as a line of a log says
//! them.

use domain::Facts;
use domain::acts::Act;
use domain::facts::{Follow, Lookup, Scope};
use domain::ids::{AppointmentId, ClassId, MinutesId, OfficerId};
use domain::row::{Row, Table};
use serde::Serialize;

use super::names::name_of;

/// What an act was about. What is not there was not its matter, or is not known here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct About {
    /// The number of the minutes.
    pub number: Option<u32>,
    /// The class.
    pub class: Option<String>,
    /// The person, or the name of what was entered.
    pub name: Option<String>,
    /// How many others besides.
    pub more: u32,
}

/// What an act names.
#[derive(Clone, Debug, Default)]
struct Named {
    minutes: Vec<MinutesId>,
    officer: Option<OfficerId>,
    post: Option<AppointmentId>,
    class: Option<ClassId>,
    said: Option<String>,
}

/// The receiver of minutes.
const RECEIVER: Follow = Follow::new("receiver_named", |row| match row {
    Row::HandoverMinutes(minutes) => Scope::new().row(Table::Officer, minutes.receiver),
    _ => Scope::new(),
});

/// Whose post it is.
const POST_OF: Follow = Follow::new("post_named", |row| match row {
    Row::Appointment(post) => Scope::new().row(Table::Officer, post.officer),
    _ => Scope::new(),
});

impl Named {
    fn of(act: &Act) -> Self {
        let said = |text: &str| Self {
            said: Some(text.to_owned()),
            ..Self::default()
        };
        let officer = |officer| Self {
            officer: Some(officer),
            ..Self::default()
        };
        match act {
            Act::FoundUnit(request) => said(&request.details.name),
            Act::AddUnit(request) => said(&request.details.name),
            Act::RenameUnit(request) => said(&request.name),
            Act::AddOfficer(request) => said(&request.name),
            Act::AddAccount(request) => said(&request.login),
            Act::AddDocument(request) => said(&request.number),
            Act::EditOfficer(request) => officer(request.officer),
            Act::Appoint(request) => officer(request.officer),
            Act::ChangeHead(request) => officer(request.officer),
            Act::HandOver(request) => officer(request.receiver),
            Act::EndAppointment(request) => Self {
                post: Some(request.appointment),
                ..Self::default()
            },
            Act::AddClass(request) => said(&request.name),
            Act::AssignTeacher(request) => Self {
                class: Some(request.class),
                ..officer(request.officer)
            },
            Act::EditClass(request) => Self {
                class: Some(request.class),
                ..Self::default()
            },
            Act::RecordSigning(request) => Self {
                minutes: request.minutes.clone(),
                ..Self::default()
            },
            act => Self {
                minutes: act.minutes().into_iter().collect(),
                ..Self::default()
            },
        }
    }

    fn scope(&self) -> Scope {
        let find = |table, id| Lookup::Id(table, id);
        let minutes = self.minutes.first().map(|id| {
            let lookup = find(Table::HandoverMinutes, id.0);
            Scope::new().find_then(lookup, RECEIVER)
        });
        let post = self.post.map(|id| {
            let lookup = find(Table::Appointment, id.0);
            Scope::new().find_then(lookup, POST_OF)
        });
        let officer = self.officer.map(|id| Scope::new().row(Table::Officer, id));
        let class = self
            .class
            .map(|id| Scope::new().row(Table::SchoolClass, id));
        let parts = [minutes, post, officer, class];
        Scope::new().and_all(parts.into_iter().flatten())
    }

    fn about(&self, facts: &Facts) -> About {
        let minutes = self.minutes.first().and_then(|id| facts.minutes.get(id));
        let post = self.post.and_then(|id| facts.appointments.get(&id));
        let officer = self
            .officer
            .or(minutes.map(|minutes| minutes.receiver))
            .or(post.map(|post| post.officer));
        let person = officer.map(|officer| name_of(facts, officer));
        let class = self.class.and_then(|id| facts.classes.get(&id));
        About {
            number: minutes.and_then(|minutes| minutes.number()),
            class: class.map(|class| class.name.clone()),
            name: self.said.clone().or(person.filter(|name| !name.is_empty())),
            more: u32::try_from(self.minutes.len().saturating_sub(1)).unwrap_or(u32::MAX),
        }
    }
}

/// The rows that name what acts are about: by their ids, since the list is asked for after every change.
pub(crate) fn scope<'a>(acts: impl Iterator<Item = &'a Act>) -> Scope {
    Scope::new().and_all(acts.map(|act| Named::of(act).scope()))
}

/// What an act was about, as far as the facts know it.
pub(crate) fn about(act: &Act, facts: &Facts) -> About {
    Named::of(act).about(facts)
}

#[cfg(test)]
mod tests {
    use domain::acts::RecordSigning;
    use domain::samples::{self, requests};

    use super::*;

    #[test]
    fn acts_about_minutes_people_and_classes_name_them() {
        let facts = samples::town_with_signed();
        let shown = |act: &Act| {
            let about = about(act, &facts);
            (about.number.is_some(), about.class, about.name, about.more)
        };
        let recorded = RecordSigning {
            minutes: vec![samples::MINUTES, MinutesId(uuid::Uuid::nil())],
            ..requests::record_signing()
        };
        let receiver = name_of(&facts, facts.minutes[&samples::MINUTES].receiver);
        let (_, class, name, more) = shown(&recorded.into());
        assert_eq!((class, name, more), (None, Some(receiver), 1));
        let assigned = requests::assign_teacher();
        let teacher = name_of(&facts, assigned.officer);
        let class = facts.classes[&assigned.class].name.clone();
        assert_eq!(
            shown(&assigned.into()),
            (false, Some(class), Some(teacher), 0)
        );
        let added = requests::add_officer();
        let name = added.name.clone();
        assert_eq!(shown(&added.into()).2, Some(name));
    }

    #[test]
    fn what_an_act_is_about_is_found_by_ids_alone() {
        let facts = samples::town_with_signed();
        for act in requests::every(samples::rows::content()) {
            let mut scene = domain::facts::Scene::default();
            let wanted = scope(std::iter::once(&act));
            loop {
                let open = scene.open_questions(&wanted);
                if open.is_empty() {
                    break;
                }
                let all_by_id = open.iter().all(|q| matches!(q, Lookup::Id(..)));
                assert!(all_by_id, "{}: {open:?}", act.kind());
                let rows = open.iter().flat_map(|q| facts.answer(q)).collect();
                scene.answer(open, rows);
            }
            assert_eq!(about(&act, scene.facts()), about(&act, &facts));
        }
    }
}
