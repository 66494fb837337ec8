//! What the acts about units do, and each of their refusals.

mod add;
mod check_ground;
mod confirm_parent;
mod found;
mod rename;
mod set;

use super::*;
use crate::samples::{
    COMMUNE, DEPARTMENT, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, by, done, head_of, ill_names,
    refused, requests, said_before, since, today, town, unit, with, yesterday,
};

/// Details of a unit with a text in each of its fields in turn.
fn written(text: &str) -> Vec<UnitDetails> {
    let details = requests::unit_details;
    let letterhead = requests::letterhead;
    let headed = |letterhead| UnitDetails {
        letterhead,
        ..details()
    };
    vec![
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
    ]
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
