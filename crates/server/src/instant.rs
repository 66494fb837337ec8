//! When an op counts as done. Its machine says an instant; the server can prove that it was not done
//! before a contact at which the machine had nothing left to send, nor before an op that came before
//! it, nor after it was received. What a machine says counts within these bounds, moved into them
//! where it lies outside: a wrong clock costs no work.

use chrono::{DateTime, Duration, Utc};
use domain::authority::OWN_UNIT_DAYS;
use store::Device;

/// The instant that a machine says, moved between what the server can prove.
pub(crate) fn within(
    said: DateTime<Utc>,
    device: &Device,
    received_at: DateTime<Utc>,
) -> DateTime<Utc> {
    // A machine that always says that something is left to send gains no more than the days that it
    // may work alone anyway.
    // A founder has all that he did alone to send, when he comes: not for ever.
    let comes = received_at - device.enrolled_at <= Duration::days(OWN_UNIT_DAYS);
    let never = (!device.founds || !comes).then_some(received_at);
    let alone = device.last_contact.or(never);
    let alone = alone.map(|at| at - Duration::days(OWN_UNIT_DAYS));
    let earliest = [device.settled_at, device.last_op_at, alone];
    let earliest = earliest.into_iter().flatten().max();
    earliest.map_or(said, |at| said.max(at)).min(received_at)
}

#[cfg(test)]
mod tests {
    use domain::samples::monday;

    use super::*;
    use crate::routes::asked::machine;

    fn days(n: i64) -> DateTime<Utc> {
        monday() + Duration::days(n)
    }

    #[test]
    fn what_a_machine_says_counts_between_its_last_contact_and_the_receipt() {
        let device = Device {
            settled_at: Some(days(0)),
            last_contact: Some(days(0)),
            ..machine()
        };
        assert_eq!(within(days(3), &device, days(5)), days(3));
        assert_eq!(within(days(-40), &device, days(5)), days(0), "back-dated");
        assert_eq!(
            within(days(1500), &device, days(5)),
            days(5),
            "a clock at 2030"
        );
    }

    #[test]
    fn ops_of_a_machine_do_not_run_backwards() {
        let device = Device {
            settled_at: Some(days(0)),
            last_op_at: Some(days(2)),
            ..machine()
        };
        assert_eq!(within(days(1), &device, days(5)), days(2));
    }

    #[test]
    fn a_machine_that_always_has_something_left_to_send_gains_no_more_than_it_may_work_alone() {
        let device = Device {
            settled_at: Some(days(-200)),
            last_contact: Some(days(0)),
            ..machine()
        };
        assert_eq!(within(days(-199), &device, days(1)), days(-OWN_UNIT_DAYS));
        assert_eq!(within(days(-3), &device, days(1)), days(-3), "it was stuck");
    }

    #[test]
    fn a_machine_that_never_took_anything_gains_no_more_either() {
        let device = Device {
            settled_at: Some(days(-300)),
            ..machine()
        };
        assert_eq!(within(days(-299), &device, days(0)), days(-OWN_UNIT_DAYS));
    }

    #[test]
    fn who_founded_alone_keeps_the_instants_of_before_the_enrolment() {
        let founder = Device {
            founds: true,
            ..machine()
        };
        assert_eq!(within(days(-300), &founder, days(0)), days(-300));
    }

    #[test]
    fn a_founder_who_never_takes_anything_is_bounded_once_he_had_time_to_send_what_he_did() {
        let founder = Device {
            founds: true,
            enrolled_at: days(-31),
            ..machine()
        };
        assert_eq!(within(days(-300), &founder, days(0)), days(-OWN_UNIT_DAYS));
    }
}
