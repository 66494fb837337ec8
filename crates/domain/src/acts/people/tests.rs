//! What the acts about people do, and each of their refusals.

mod add_officer;
mod appoint;
mod change_head;
mod edit_officer;
mod end_appointment;

use super::*;
use crate::samples::{
    ADMIN, CLASS, COLLEAGUE, COMMUNE, DECISION, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, account,
    by, class, done, draft, head_of, ill_names, ill_sentences, officer, paper, post, post_id,
    refused, requests, right_in_force, said_before, since, today, tomorrow, town, town_with_signed,
    unit, with, yesterday,
};

/// The town whose teacher also prepares papers, without signing any.
fn with_clerk() -> Facts {
    let clerk = Appointment {
        prepares: true,
        ..post(TEACHER, SCHOOL, Role::Member)
    };
    with(town(), [Row::Appointment(clerk)])
}

/// The town whose school had a head until yesterday.
fn without_head(facts: Facts) -> Facts {
    without_head_since(facts, yesterday())
}

/// The town whose school had a head until a day.
fn without_head_since(facts: Facts, last: NaiveDate) -> Facts {
    let left = Appointment {
        until: Some(last),
        ..post(HEAD, SCHOOL, Role::Head)
    };
    with(facts, [Row::Appointment(left)])
}
