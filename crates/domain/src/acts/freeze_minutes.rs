//! Freezing minutes for signing: content fixed, PDF rendered once.

use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, minutes_needs, own_minutes, scoped};
use crate::compose;
use crate::content::{MinutesContent, check_code};
use crate::facts::{Facts, Scope};
use crate::ids::{BlobHash, MinutesId, UnitId};
use crate::minutes::{Frozen, HandoverMinutes, Progress};
use crate::refusal::{Code, Refusal};
use crate::route::Route;
use crate::row::{Change, Row};

/// Freezes minutes. The machine renders the PDF from the same facts and names its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeMinutes {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// Every printed fact, as the page was rendered. What is handed over to whom must be what the
    /// register says.
    pub content: Box<MinutesContent>,
    /// 128-bit secret of the verification address, 32 hex digits.
    pub token: String,
    /// The PDF.
    pub pdf: BlobHash,
    /// Its pages.
    pub pages: u32,
}

scoped!(FreezeMinutes);

/// The minutes with everything that they print.
pub(super) fn needs(request: &FreezeMinutes, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx).and(compose::needs(request.minutes))
}

/// Freezes a draft.
///
/// # Errors
/// `may_not_prepare`; `wrong_state` unless it is a draft; `content_changed` if the page hands over
/// something else than the register says; `ground_not_in_force` for a cited paper dated later;
/// `bad_request` for a malformed token.
pub fn decide(facts: &Facts, request: &FreezeMinutes, ctx: &Ctx) -> Decision {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
    if minutes.progress != Progress::Draft || minutes.ended.is_some() {
        return Err(Refusal::new(Code::WrongState));
    }
    let is_hex = |text: &str, length| {
        text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    if !is_hex(&request.token, 32)
        || !is_hex(&request.pdf.0, 64)
        || !(1..=60).contains(&request.pages)
    {
        return Err(Refusal::new(Code::BadRequest));
    }
    // Names, titles and the unit above may have changed elsewhere while the page was printed here:
    // the page keeps what it says. Rights, parties, login and commitment may not differ.
    let built = compose::build(facts, minutes, ctx.stamp.at)?;
    let content = *request.content.clone();
    let route = facts.route(minutes)?;
    if !content.hands_over_the_same(&built)
        || route != Route::Paper && !content.names_the_same(&built)
    {
        return Err(Refusal::new(Code::ContentChanged));
    }
    if let Some(late) = content.grounds.iter().find(|g| g.date > ctx.day()) {
        return Err(Refusal::new(Code::GroundNotInForce).with("ground", &late.number));
    }
    let content_hash = content.hash();
    let frozen = Frozen {
        at: ctx.stamp.at,
        check_code: check_code(&content_hash),
        content_hash,
        content,
        token: request.token.clone(),
        pdf: request.pdf.clone(),
        pages: request.pages,
    };
    // From here on the way of signing is theirs, whatever the unit chooses later.
    let route = Some(route);
    let minutes = HandoverMinutes {
        progress: Progress::AwaitingSignatures { frozen },
        route,
        ..minutes.clone()
    };
    Ok(vec![Change(Row::HandoverMinutes(Box::new(minutes)))])
}
