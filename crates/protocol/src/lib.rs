//! The wire: ops, results, pull pages and enrolment, with their signatures and versions.
//!
//! Every message carries [`WIRE_VERSION`]; the server reads this version and the one before.

mod address;
#[cfg(feature = "api")]
mod api;
mod bounds;
mod heard;
mod messages;
mod op;
mod signed_request;

pub use address::{Address, Fingerprint, MOST_AUTHORITIES, OWN_NAME};
#[cfg(feature = "api")]
pub use api::{AnyAct, AnyValue};
pub use bounds::{Bounded, MAX_HELD, MAX_KEY, MAX_OP, MAX_POSITIONS};
pub use heard::{Envelope, Heard, RawOp};
pub use messages::{
    AnyBody, AnyRow, EnrolReply, EnrolRequest, FileSent, Position, PullReply, PullRequest,
    PushReply, PushRequest, WireRow,
};
pub use op::{Op, OpResult, OpState, SignedOp, Target, public_key};
pub use signed_request::{Once, RequestSignature, sign_request};

/// Version of all messages.
pub const WIRE_VERSION: u32 = 1;
/// Most ops in one push.
pub const MAX_OPS: usize = 256;
/// Most rows in one pull page.
pub const MAX_ROWS: i64 = 5000;
/// Largest part of a file that a device sends at once, in bytes.
pub const MAX_PART: usize = 1024 * 1024;
/// Header that names the device of a request.
pub const DEVICE_HEADER: &str = "x-bangiao-device";
/// Header that carries the device's signature over the request.
pub const SIGNATURE_HEADER: &str = "x-bangiao-signature";
