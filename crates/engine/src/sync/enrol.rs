//! Registering a device with a code.

use domain::{Code, Refusal};
use protocol::{EnrolReply, EnrolRequest, WIRE_VERSION, public_key};

use super::remote::Remote;
use crate::{Identity, Reply};

/// How often a code is offered before we say that the server cannot be reached.
const ENROL_TRIES: u32 = 3;

/// Registers a device with a code.
pub(crate) async fn enrol(
    remote: &Remote,
    person: &Identity,
    code: &str,
    founded: bool,
) -> Reply<EnrolReply> {
    let request = EnrolRequest {
        v: WIRE_VERSION,
        code: code.trim().to_owned(),
        device: person.device,
        public_key: public_key(&person.key()),
        officer: founded.then_some(person.officer),
        unit: founded.then_some(person.unit),
    };
    // An answer that was lost on the way is asked for again: the server knows the device by now.
    let mut asked = 1;
    loop {
        match remote.ask(None, "POST", "/sync/v1/enrol", &request).await {
            Err(failure) if failure.code == Code::Offline && asked < ENROL_TRIES => asked += 1,
            Err(failure) if failure.code == Code::Offline => {
                return Err(Refusal::new(Code::ServerNotFound).into());
            }
            answer => return answer,
        }
    }
}
