//! What the acts about units do, and each of their refusals.

mod add;
mod check_ground;
mod confirm_parent;
mod found;
mod rename;
mod set;

use super::*;
use crate::document::Document;
use crate::samples::{
    ADMIN, COLLEAGUE, COMMUNE, DECISION, DEPARTMENT, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER,
    account, by, document, done, head_of, ill_names, post, refused, requests, said_before, since,
    today, town, unit, with, yesterday,
};

/// A decision of the Sở.
const OF_DEPARTMENT: DocumentId = DocumentId(uuid::Uuid::from_u128(0x11d));

/// The town with a decision in the register of the Sở.
fn decided_above() -> Facts {
    let decision = Document {
        id: OF_DEPARTMENT,
        unit: DEPARTMENT,
        ..document()
    };
    with(town(), [Row::Document(decision)])
}

/// Somebody of the school who prepares its papers and does not lead it.
fn with_preparer(facts: Facts) -> Facts {
    let clerk = Appointment {
        prepares: true,
        ..post(COLLEAGUE, SCHOOL, Role::Member)
    };
    with(facts, [Row::Appointment(clerk)])
}

/// Details of a unit with a text in each of its fields in turn.
fn written(text: &str) -> Vec<UnitDetails> {
    let details = requests::unit_details;
    let letterhead = requests::letterhead;
    let headed = |letterhead| UnitDetails {
        letterhead,
        ..details()
    };
    let mut all = vec![
        UnitDetails {
            name: text.to_owned(),
            ..details()
        },
        UnitDetails {
            code: Some(text.to_owned()),
            ..details()
        },
        headed(Letterhead {
            superior: Some(text.to_owned()),
            ..letterhead()
        }),
        headed(Letterhead {
            symbol: text.to_owned(),
            ..letterhead()
        }),
        headed(Letterhead {
            place: text.to_owned(),
            ..letterhead()
        }),
    ];
    // Without a word of its own the copy is kept as is usual.
    if !text.trim().is_empty() {
        all.push(headed(Letterhead {
            filed: Some(text.to_owned()),
            ..letterhead()
        }));
    }
    all
}

/// Details of a head with a text in each of their fields in turn.
fn named(text: &str) -> Vec<HeadDetails> {
    let head = requests::head_details;
    vec![
        HeadDetails {
            name: text.to_owned(),
            ..head()
        },
        HeadDetails {
            code: text.to_owned(),
            ..head()
        },
        HeadDetails {
            position: text.to_owned(),
            ..head()
        },
    ]
}
