//! Comparing: what only the server adds to a scan that was filed.

use chrono::{DateTime, Utc};

use crate::delegation::Delegation;
use crate::ids::MinutesId;
use crate::minutes::{HandoverMinutes, Progress};
use crate::row::{Change, Row};
use crate::signatures::Comparison;

/// What filing a scan changes, once the server has read it too: rights go on by it only if every
/// page was read. Pages that were not are named, and wait for somebody's eyes.
#[must_use]
pub fn with(
    changes: Vec<Change>,
    minutes: MinutesId,
    unread: &[u32],
    at: DateTime<Utc>,
) -> Vec<Change> {
    let changed = |Change(row)| match row {
        Row::HandoverMinutes(paper) if paper.id == minutes => {
            Row::HandoverMinutes(Box::new(HandoverMinutes {
                progress: read(paper.progress, unread, at),
                ..*paper
            }))
        }
        Row::Delegation(right) if right.minutes == minutes && !unread.is_empty() => {
            Row::Delegation(Delegation {
                scanned_at: None,
                ..right
            })
        }
        other => other,
    };
    changes
        .into_iter()
        .map(|change| Change(changed(change)))
        .collect()
}

fn read(mut progress: Progress, unread: &[u32], at: DateTime<Utc>) -> Progress {
    if let Progress::Signed { signed, .. } = &mut progress
        && let Some(scan) = &mut signed.scan
    {
        match (&scan.compared, unread) {
            // What its own machine could not read waits for eyes, whatever this one reads.
            (Some(_), []) => {}
            (None, []) => scan.compared = Some(Box::new(Comparison::Read { at })),
            (_, unread) => {
                let pages = unread.to_vec();
                scan.compared = Some(Box::new(Comparison::Open { pages }));
            }
        }
    }
    progress
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Facts;
    use crate::acts::AttachScan;
    use crate::samples::requests::attach_scan;
    use crate::samples::{HEAD, MINUTES, RIGHT, by, done, monday, town_with_signed, with as and};
    use crate::signatures::Scan;

    /// The town after a scan was filed, as the server finds it.
    fn filed(request: AttachScan, unread: &[u32]) -> Facts {
        let rows = done(&town_with_signed(), request, &by(HEAD, 1));
        let changes = rows.into_iter().map(Change).collect();
        let rows = with(changes, MINUTES, unread, monday());
        and(town_with_signed(), rows.into_iter().map(|Change(row)| row))
    }

    fn scan(facts: &Facts) -> &Scan {
        let signed = facts.minutes(MINUTES).unwrap().signed().unwrap();
        signed.scan.as_ref().unwrap()
    }

    #[test]
    fn rights_go_on_by_a_scan_that_the_server_reads() {
        let facts = filed(attach_scan(), &[]);
        let read = Comparison::Read { at: monday() };
        assert_eq!(scan(&facts).comparison(), Some(&read));
        let right = facts.delegation(RIGHT).unwrap();
        assert_eq!(right.scanned_at, Some(monday()));
    }

    #[test]
    fn rights_do_not_go_on_by_a_scan_that_the_server_cannot_read() {
        let facts = filed(attach_scan(), &[2]);
        let open = Comparison::Open { pages: vec![2] };
        assert_eq!(scan(&facts).comparison(), Some(&open));
        let right = facts.delegation(RIGHT).unwrap();
        assert!(right.in_force(monday()), "for the days that it has");
        assert!(!right.in_force(right.scan_due.unwrap()));
    }

    #[test]
    fn what_its_own_machine_could_not_read_waits_for_eyes() {
        let request = AttachScan {
            unread: vec![1],
            ..attach_scan()
        };
        let facts = filed(request, &[]);
        let open = Comparison::Open { pages: vec![1] };
        assert_eq!(scan(&facts).comparison(), Some(&open));
        assert_eq!(facts.delegation(RIGHT).unwrap().scanned_at, None);
    }
}
