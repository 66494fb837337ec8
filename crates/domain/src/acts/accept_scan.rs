//! Accepting by eye a scan that no program reads.

use serde::{Deserialize, Serialize};

use super::attach_scan::go_on;
use super::{Ctx, Decision, minutes_needs, own_minutes, scoped};
use crate::facts::{Facts, Follow, Lookup, Scope};
use crate::ids::{BlobHash, MinutesId, UnitId};
use crate::minutes::{HandoverMinutes, Progress, Signed};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::signatures::{Comparison, Scan};
use crate::text;

/// Whoever leads the level above compared the scan of a paper with the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AcceptScan {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// What was compared, and why no program could.
    pub reason: String,
    /// The file that was looked at: another one may have taken its place meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<BlobHash>,
}

scoped!(AcceptScan);

/// The minutes with their rights, and who leads the units above the one that gives.
pub(super) fn needs(request: &AcceptScan, ctx: &Ctx) -> Scope {
    let found = Lookup::Id(Table::HandoverMinutes, request.minutes.0);
    minutes_needs(request.minutes, ctx).find_then(found, GIVEN_BY)
}

const GIVEN_BY: Follow = Follow::new("accept_scan", |row| match row {
    Row::HandoverMinutes(minutes) => {
        Scope::new().find_then(Lookup::Id(Table::Unit, minutes.giver_unit.0), LED_ABOVE)
    }
    _ => Scope::new(),
});

/// Who leads a unit, and who leads the one above it.
pub(super) const LED_ABOVE: Follow = Follow::new("led_above", |row| match row {
    Row::Unit(unit) => {
        let above = unit.parents.iter().map(|p| Scope::new().head(p.value.unit));
        Scope::new().head(unit.id).and_all(above)
    }
    _ => Scope::new(),
});

/// Refuses unless the person leads the unit above the one that gives – the Sở has none above – and
/// has no part in the paper.
///
/// # Errors
/// `not_found`, `other_unit`; `may_not_accept`.
pub(super) fn may(facts: &Facts, request: &AcceptScan, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = ctx.day();
    let giver_unit = facts.unit(minutes.giver_unit)?;
    let above = giver_unit.parent_on(day).unwrap_or(giver_unit.id);
    // A machine of the unit below does not know who leads above: it hears the same.
    let leads = facts
        .head_on(above, day)
        .is_some_and(|head| head.officer == ctx.actor);
    let signed = minutes.signed();
    let recorded = signed.is_some_and(|signed| signed.recorded_by == ctx.actor);
    let filed = signed.and_then(|signed| signed.scan.as_ref());
    let filed = filed.is_some_and(|scan| scan.by == ctx.actor);
    let party = [minutes.giver, minutes.receiver].contains(&ctx.actor);
    if leads && !recorded && !filed && !party {
        return Ok(());
    }
    Err(Refusal::new(Code::MayNotAccept).with("unit", facts.unit(above)?.name_on(day)))
}

/// Accepts a scan by eye: the rights go on by it.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_accept`; `wrong_state` unless a scan waits to be
/// looked at; `scan_changed` if it is not the one that was looked at; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn decide(facts: &Facts, request: &AcceptScan, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let Progress::Signed {
        frozen,
        signed,
        number,
    } = &minutes.progress
    else {
        return Err(Refusal::new(Code::WrongState));
    };
    let Some(scan) = signed.scan.clone().filter(|scan| !scan.counts()) else {
        return Err(Refusal::new(Code::WrongState));
    };
    if request.scan.as_ref().is_some_and(|seen| *seen != scan.blob) {
        return Err(Refusal::new(Code::ScanChanged));
    }
    let by_eye = Comparison::ByEye {
        at: ctx.stamp.at,
        by: ctx.actor,
        reason: text::sentence("reason", &request.reason)?,
    };
    let compared = Some(Box::new(by_eye));
    let progress = Progress::Signed {
        frozen: frozen.clone(),
        signed: Signed {
            scan: Some(Scan { compared, ..scan }),
            ..signed.clone()
        },
        number: *number,
    };
    let mut changes = vec![Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
        progress,
        ..minutes.clone()
    })))];
    changes.extend(go_on(facts, minutes.id, ctx));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delegation::Delegation;
    use crate::ids::OfficerId;
    use crate::officer::{Appointment, Role};
    use crate::samples::requests::accept_scan as request;
    use crate::samples::{
        COMMUNE, DEPARTMENT, HEAD, LOST, OTHER_SCHOOL, TEACHER, by, done, head_of, ill_sentences,
        monday, paper, post, printed, refused, right_in_force, scan, signed, signed_with,
        town_with_printed, town_with_signed, with, yesterday,
    };

    fn minutes(compared: Option<Comparison>) -> HandoverMinutes {
        signed_with(signed(printed()), |signed, _| {
            let compared = compared.map(Box::new);
            signed.scan = Some(Scan { compared, ..scan() });
        })
    }

    fn waiting() -> HandoverMinutes {
        minutes(Some(Comparison::Open { pages: vec![2] }))
    }

    fn facts() -> Facts {
        with(town_with_signed(), [paper(waiting())])
    }

    fn above() -> Ctx {
        by(head_of(COMMUNE), 1)
    }

    #[test]
    fn the_level_above_accepts_a_scan_by_eye_and_its_rights_go_on() {
        let by_eye = Comparison::ByEye {
            at: monday(),
            by: head_of(COMMUNE),
            reason: request().reason,
        };
        let goes_on = Delegation {
            scanned_at: Some(monday()),
            ..right_in_force()
        };
        assert_eq!(
            done(&facts(), request(), &above()),
            [paper(minutes(Some(by_eye))), Row::Delegation(goes_on)]
        );
    }

    #[test]
    fn nobody_else_accepts_a_scan() {
        for actor in [HEAD, TEACHER, head_of(DEPARTMENT), head_of(OTHER_SCHOOL)] {
            let code = refused(&facts(), request(), &by(actor, 1));
            assert_eq!(code, Code::MayNotAccept);
        }
    }

    #[test]
    fn nobody_accepts_a_scan_who_gave_received_recorded_or_filed_it() {
        let actor = head_of(COMMUNE);
        let received = HandoverMinutes {
            receiver: actor,
            ..waiting()
        };
        let gave = HandoverMinutes {
            giver: actor,
            ..waiting()
        };
        let with_part = |of: fn(&mut Signed, OfficerId)| {
            signed_with(waiting(), |signed, _| of(signed, head_of(COMMUNE)))
        };
        let recorded = with_part(|signed, actor| signed.recorded_by = actor);
        let filed = with_part(|signed, actor| {
            if let Some(scan) = &mut signed.scan {
                scan.by = actor;
            }
        });
        for minutes in [gave, received, recorded, filed] {
            let facts = with(facts(), [paper(minutes)]);
            assert_eq!(refused(&facts, request(), &above()), Code::MayNotAccept);
        }
    }

    #[test]
    fn above_the_so_is_nobody_so_its_head_looks_himself() {
        let given = HandoverMinutes {
            giver_unit: DEPARTMENT,
            ..waiting()
        };
        let facts = with(facts(), [paper(given)]);
        let done = done(&facts, request(), &by(head_of(DEPARTMENT), 1));
        assert_eq!(done.len(), 2);
    }

    #[test]
    fn what_is_not_there_is_not_accepted() {
        let request = AcceptScan {
            minutes: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&facts(), request, &above()), Code::NotFound);
    }

    #[test]
    fn a_scan_is_accepted_in_the_file_of_its_own_unit() {
        let request = AcceptScan {
            unit: OTHER_SCHOOL,
            ..request()
        };
        assert_eq!(refused(&facts(), request, &above()), Code::OtherUnit);
    }

    #[test]
    fn a_unit_above_without_a_head_accepts_nothing() {
        let left = Appointment {
            until: Some(yesterday()),
            ..post(head_of(COMMUNE), COMMUNE, Role::Head)
        };
        let facts = with(facts(), [Row::Appointment(left)]);
        assert_eq!(refused(&facts, request(), &above()), Code::MayNotAccept);
    }

    #[test]
    fn only_a_scan_that_waits_is_accepted() {
        let read = Comparison::Read { at: monday() };
        let scanned = |compared| with(town_with_signed(), [paper(minutes(compared))]);
        for facts in [
            town_with_printed(),
            town_with_signed(),
            scanned(None),
            scanned(Some(read)),
        ] {
            assert_eq!(refused(&facts, request(), &above()), Code::WrongState);
        }
    }

    #[test]
    fn what_was_not_looked_at_is_not_accepted() {
        let of = |scan: &str| AcceptScan {
            scan: Some(BlobHash(scan.to_owned())),
            ..request()
        };
        let code = refused(&facts(), of(&"00".repeat(32)), &above());
        assert_eq!(code, Code::ScanChanged);
        assert_eq!(done(&facts(), of(&scan().blob.0), &above()).len(), 2);
    }

    #[test]
    fn whoever_accepts_says_why() {
        for (reason, code) in ill_sentences() {
            let request = AcceptScan {
                reason,
                ..request()
            };
            assert_eq!(refused(&facts(), request, &above()), code);
        }
    }
}
