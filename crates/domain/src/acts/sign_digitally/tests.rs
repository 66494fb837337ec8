//! What the acts about digital signatures do, and each of their refusals.

mod certify;
mod confirm_receipt;
mod decide;
mod set_route;

use super::*;
use crate::minutes::{EndKind, Ended};
use crate::samples::{
    COLLEAGUE, COMMUNE, HEAD, LOST, MINUTES, OTHER_SCHOOL, SCHOOL, TEACHER, by, done, draft, file,
    head_of, holding, ill_sentences, monday, paper, post, printed, refused, requests,
    right_in_force, scan, signature, signed, signed_file, signed_with, town_with_draft,
    town_with_printed, town_with_signed, waiting_right, with, yesterday,
};

fn cancelled(minutes: HandoverMinutes) -> HandoverMinutes {
    let ended = Ended {
        kind: EndKind::Cancelled,
        at: monday(),
        by: HEAD,
        reason: None,
        minutes: None,
    };
    HandoverMinutes {
        ended: Some(ended),
        ..minutes
    }
}

fn on_route(route: Route, minutes: HandoverMinutes) -> HandoverMinutes {
    HandoverMinutes {
        route: Some(route),
        ..minutes
    }
}

/// The same signature, given a day later.
fn given_tomorrow(signature: FieldSignature) -> FieldSignature {
    FieldSignature {
        claimed_at: monday() + chrono::Duration::days(1),
        ..signature
    }
}

fn filed() -> HandoverMinutes {
    signed_with(signed(printed()), |signed, _| signed.scan = Some(scan()))
}

/// The town with the scan of the signed minutes.
fn town_with_scan() -> Facts {
    with(town_with_signed(), [paper(filed())])
}
