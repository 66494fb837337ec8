//! Filing the scan of signed minutes; without it the right stops after seven days.
//!
//! The machine reads the pages, and so does the server before it believes that
//! ([`crate::compared`]). Where no program reads them, the level above looks at them.

use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, minutes_needs, own_minutes, scoped};
use crate::delegation::Delegation;
use crate::facts::{Facts, Scope};
use crate::ids::{BlobHash, MinutesId, UnitId};
use crate::minutes::{Frozen, HandoverMinutes, Progress, Signed};
use crate::refusal::{Code, Refusal};
use crate::route::Route;
use crate::row::{Change, Row};
use crate::signatures::{Comparison, Scan};

/// Files a scan whose pages the machine has checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachScan {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The file.
    pub scan: BlobHash,
    /// Its pages.
    pub pages: u32,
    /// The check code read from its QR codes.
    pub check_code: String,
    /// Pages of the file, from 1, that the machine could not read: somebody compares them by eye.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<u32>,
}

scoped!(AttachScan);

/// The minutes with the rights that they carry.
pub(super) fn needs(request: &AttachScan, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx)
}

/// Refuses unless the person may file a scan: who prepares for the giving unit.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`.
pub(super) fn may(facts: &Facts, request: &AttachScan, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)
}

/// Files a scan. The rights go on by it, unless somebody must look at it first.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`; `wrong_state` before signing or with a scan already
/// filed that was not left to be compared by eye; `wrong_route` of what was signed digitally;
/// `bad_request` for what is no hash, and for unread pages that are none of the file; `scan_of_other`,
/// `scan_pages`.
pub fn decide(facts: &Facts, request: &AttachScan, ctx: &Ctx) -> Decision {
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
    // A better one takes the place of what nobody can read.
    let stays = |scan: &Scan| scan.counts() || scan.copy.is_some();
    if signed.scan.as_ref().is_some_and(stays) {
        return Err(Refusal::new(Code::WrongState));
    }
    // What was signed digitally has no paper.
    if facts.route(minutes)? == Route::Digital {
        return Err(Refusal::new(Code::WrongRoute));
    }
    names_the_paper(&request.scan, request.pages, &request.check_code, frozen)?;
    let mut unread = request.unread.clone();
    unread.sort_unstable();
    unread.dedup();
    if unread.len() != request.unread.len()
        || unread.iter().any(|n| !(1..=frozen.pages).contains(n))
    {
        return Err(Refusal::new(Code::BadRequest));
    }
    let read = unread.is_empty();
    let scan = Scan {
        at: ctx.stamp.at,
        by: ctx.actor,
        blob: request.scan.clone(),
        pages: request.pages,
        compared: (!read).then(|| Box::new(Comparison::Open { pages: unread })),
        copy: None,
    };
    let progress = Progress::Signed {
        frozen: frozen.clone(),
        signed: Signed {
            scan: Some(scan),
            ..signed.clone()
        },
        number: *number,
    };
    let mut changes = vec![Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
        progress,
        ..minutes.clone()
    })))];
    if read {
        changes.extend(go_on(facts, minutes.id, ctx));
    }
    Ok(changes)
}

/// Refuses a scan that does not say it is of the paper.
///
/// # Errors
/// `bad_request` for what is no hash; `scan_of_other`, `scan_pages`.
pub(super) fn names_the_paper(
    scan: &BlobHash,
    pages: u32,
    check_code: &str,
    frozen: &Frozen,
) -> Result<(), Refusal> {
    if !scan.well_formed() {
        return Err(Refusal::new(Code::BadRequest));
    }
    if check_code != frozen.check_code {
        return Err(Refusal::new(Code::ScanOfOther).with("page", 1));
    }
    if pages != frozen.pages {
        return Err(Refusal::new(Code::ScanPages)
            .with("found", pages)
            .with("expected", frozen.pages));
    }
    Ok(())
}

/// The rights of minutes whose scan was waited for, as they go on.
pub(super) fn go_on(facts: &Facts, minutes: MinutesId, ctx: &Ctx) -> Vec<Change> {
    let rights = facts
        .rights_by(minutes)
        .filter(|d| d.in_force_at.is_some() && d.closed.is_none());
    rights
        .map(|d| {
            Change(Row::Delegation(Delegation {
                scanned_at: Some(ctx.stamp.at),
                ..d.clone()
            }))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::requests::attach_scan as request;
    use crate::samples::{
        COMMUNE, HEAD, LOST, OTHER_SCHOOL, TEACHER, by, done, head_of, monday, paper, printed,
        refused, right_in_force, scan, signed, signed_with, town_with_printed, town_with_signed,
        with,
    };

    fn with_scan() -> HandoverMinutes {
        signed_with(signed(printed()), |signed, _| signed.scan = Some(scan()))
    }

    fn with_unread_scan() -> HandoverMinutes {
        signed_with(signed(printed()), |signed, _| {
            signed.scan = Some(Scan {
                compared: Some(Box::new(Comparison::Open { pages: vec![2] })),
                ..scan()
            });
        })
    }

    #[test]
    fn a_scan_is_filed_and_its_rights_go_on() {
        let goes_on = Delegation {
            scanned_at: Some(monday()),
            ..right_in_force()
        };
        assert_eq!(
            done(&town_with_signed(), request(), &by(HEAD, 1)),
            [paper(with_scan()), Row::Delegation(goes_on)]
        );
    }

    #[test]
    fn rights_do_not_go_on_by_a_scan_that_no_program_reads() {
        let request = AttachScan {
            unread: vec![2],
            ..request()
        };
        assert_eq!(
            done(&town_with_signed(), request, &by(HEAD, 1)),
            [paper(with_unread_scan())]
        );
    }

    #[test]
    fn a_better_scan_takes_the_place_of_one_that_nobody_can_read() {
        let facts = with(town_with_signed(), [paper(with_unread_scan())]);
        let goes_on = Delegation {
            scanned_at: Some(monday()),
            ..right_in_force()
        };
        assert_eq!(
            done(&facts, request(), &by(HEAD, 1)),
            [paper(with_scan()), Row::Delegation(goes_on)]
        );
    }

    #[test]
    fn a_teacher_files_no_scan() {
        let code = refused(&town_with_signed(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
    }

    #[test]
    fn minutes_that_are_not_there_have_no_scan() {
        let request = AttachScan {
            minutes: LOST.into(),
            ..request()
        };
        let code = refused(&town_with_signed(), request, &by(HEAD, 1));
        assert_eq!(code, Code::NotFound);
    }

    #[test]
    fn a_scan_lies_in_the_file_of_its_own_unit() {
        let request = AttachScan {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&town_with_signed(), request, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn only_signed_minutes_without_a_scan_are_scanned() {
        let code = refused(&town_with_printed(), request(), &by(HEAD, 1));
        assert_eq!(code, Code::WrongState);
        let scanned = with(town_with_signed(), [paper(with_scan())]);
        assert_eq!(refused(&scanned, request(), &by(HEAD, 1)), Code::WrongState);
    }

    #[test]
    fn what_was_signed_digitally_has_no_paper() {
        let digital = HandoverMinutes {
            route: Some(Route::Digital),
            ..signed(printed())
        };
        let facts = with(town_with_signed(), [paper(digital)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::WrongRoute);
    }

    #[test]
    fn a_scan_is_named_by_its_hash() {
        let request = AttachScan {
            scan: BlobHash("scan.pdf".to_owned()),
            ..request()
        };
        let code = refused(&town_with_signed(), request, &by(HEAD, 1));
        assert_eq!(code, Code::BadRequest);
    }

    #[test]
    fn only_pages_of_the_file_are_unread() {
        for unread in [vec![0], vec![3], vec![1, 1]] {
            let request = AttachScan {
                unread,
                ..request()
            };
            let code = refused(&town_with_signed(), request, &by(HEAD, 1));
            assert_eq!(code, Code::BadRequest);
        }
    }

    #[test]
    fn a_scan_carries_the_check_code_of_its_minutes() {
        let request = AttachScan {
            check_code: "00000000".to_owned(),
            ..request()
        };
        let code = refused(&town_with_signed(), request, &by(HEAD, 1));
        assert_eq!(code, Code::ScanOfOther);
    }

    #[test]
    fn a_scan_has_as_many_pages_as_the_paper() {
        let request = AttachScan {
            pages: 1,
            ..request()
        };
        let code = refused(&town_with_signed(), request, &by(HEAD, 1));
        assert_eq!(code, Code::ScanPages);
    }
}
