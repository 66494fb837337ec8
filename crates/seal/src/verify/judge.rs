//! Judging the signatures of a file one after the other: whose they are, and what was done behind
//! each.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use lopdf::Document;

use super::changes::{self, Change};
use super::permission::{Permission, Step};
use super::structure::{self, Found};
use super::{NotChecked, Problem, SignatureReport};
use crate::trust::{At, Roots, Use};

/// Whether each signer is trusted, and each time-stamping authority, from the outermost in: what
/// lies below a time stamp was there when it was made, and is judged as of then – the authority of
/// the newest stamp as of now (ETSI EN 319 102-1, 5.6.3).
pub(super) fn judge_trust(all: &mut [(Found, SignatureReport)], roots: &Roots, at: DateTime<Utc>) {
    let mut there_at = None;
    let moment = |proven: Option<DateTime<Utc>>| At {
        time: proven.unwrap_or(at),
        proven: proven.is_some(),
    };
    for (found, report) in all.iter_mut().rev() {
        if let Some(stamp) = report.time.take() {
            match roots.trusts(
                &stamp.own,
                &stamp.others,
                None,
                moment(there_at),
                Use::Stamping,
            ) {
                Ok(known) => {
                    report.proven_at = Some(stamp.at);
                    report.not_checked.remove(&NotChecked::Time);
                    if !known.not_revoked {
                        report.not_checked.insert(NotChecked::Revocation);
                    }
                    if found.stamp {
                        report.root = Some(known.set);
                    }
                }
                Err(trust) => report.problems.push(Problem::Trust(trust)),
            }
        }
        if found.stamp {
            there_at = report.proven_at.filter(|_| report.holds()).or(there_at);
            continue;
        }
        report.proven_at = report.proven_at.or(there_at);
        let Some(read) = report.read.take() else {
            continue;
        };
        if let Some(proven) = report.proven_at {
            report.not_checked.remove(&NotChecked::Time);
            // Nobody signs after the moment at which the signature was there; clocks differ by
            // minutes.
            if report
                .claimed_at
                .is_some_and(|claimed| claimed > proven + CLOCKS)
            {
                report.problems.push(Problem::ClaimedLater);
            }
        }
        match roots.trusts(
            &read.own,
            &read.others,
            report.claimed_at,
            moment(report.proven_at),
            Use::Documents,
        ) {
            Ok(known) => {
                report.root = Some(known.set);
                if !known.not_revoked {
                    report.not_checked.insert(NotChecked::Revocation);
                }
            }
            Err(trust) => report.problems.push(Problem::Trust(trust)),
        }
    }
}

/// How far the clock of a signer may be ahead of that of an authority.
const CLOCKS: chrono::Duration = chrono::Duration::minutes(10);

/// The file as it was when each signature was put, then as it is. What a signature covers whole is
/// read already.
fn states<'d>(
    pdf: &[u8],
    doc: &'d Document,
    all: &[(Found, SignatureReport)],
) -> Vec<Option<Cow<'d, Document>>> {
    let at = |end: usize| {
        if end == pdf.len() {
            Some(Cow::Borrowed(doc))
        } else {
            crate::pdf::load(pdf.get(..end)?).ok().map(Cow::Owned)
        }
    };
    let ends = all.iter().map(|(found, report)| {
        if report.problems.contains(&Problem::Structure) {
            None
        } else {
            at(found.end())
        }
    });
    ends.chain([at(pdf.len())]).collect()
}

/// A change, with what is known of the signatures in the field that it names: field, whether it is
/// seen, whether it is a time stamp. Of several of one name the worst counts.
fn step<'c>(change: &'c Change, signed: &[(String, bool, bool)]) -> Step<'c> {
    let named = |name: &String| match change {
        Change::Signed(field) | Change::SignedNewField(field) => field == name,
        _ => false,
    };
    let known: Vec<_> = signed.iter().filter(|(name, ..)| named(name)).collect();
    Step {
        change,
        seen: known.is_empty() || known.iter().any(|(_, seen, _)| *seen),
        stamp: !known.is_empty() && known.iter().all(|(.., stamp)| *stamp),
    }
}

/// What was done to the file after each signature, revision by revision; `unsigned` tells what may
/// stand behind the last one.
pub(super) fn judge(
    pdf: &[u8],
    doc: &Document,
    all: &mut [(Found, SignatureReport)],
    unsigned: impl Fn(&Change) -> bool,
) {
    let states = states(pdf, doc, all);
    let Some(last) = all.len().checked_sub(1) else {
        return;
    };
    // Each step once: what changed from one signature to the next, and whether that is all.
    let steps: Vec<Option<BTreeSet<Change>>> = states
        .windows(2)
        .enumerate()
        .map(|(step, pair)| {
            let [Some(before), Some(after)] = pair else {
                return None;
            };
            let mut here = BTreeSet::new();
            let allowed = changes::between(before, after, &mut here);
            // Behind the last signature nobody vouches for anything: what may stand there is
            // little, and something must.
            let vouched = step < last
                || all[last].1.whole
                || (!here.is_empty() && here.iter().all(&unsigned));
            (allowed && vouched).then_some(here)
        })
        .collect();
    let first = all
        .iter()
        .map(|(_, report)| report.covers)
        .min()
        .unwrap_or(pdf.len());
    let plain = structure::plainly_written(pdf, doc, first);
    let signed: Vec<(String, bool, bool)> = all
        .iter()
        .map(|(found, _)| (found.field.clone(), found.seen, found.stamp))
        .collect();
    for (n, (found, report)) in all
        .iter_mut()
        .enumerate()
        .filter(|(_, (_, report))| !report.problems.contains(&Problem::Structure))
    {
        let state = states[n].as_ref();
        let there = state.is_some_and(|doc| structure::is_in(doc, found));
        report.permission =
            state.map_or_else(Permission::default, |doc| Permission::of(doc, found));
        let after: Option<BTreeSet<Change>> = steps[n..]
            .iter()
            .cloned()
            .collect::<Option<Vec<_>>>()
            .map(|all| all.into_iter().flatten().collect());
        if after.is_none() || !there || !(plain || report.whole) {
            report.problems.push(Problem::ChangedAfter);
        }
        report.changes = after.unwrap_or_default();
        let allows = |change| report.permission.allows(step(change, &signed));
        if !report.changes.iter().all(allows) {
            report.problems.push(Problem::Forbidden);
        }
    }
}
