//! Handing over: offer, draft, page, signing, scan, take-back, numbers, printing.

use std::path::Path;
use std::sync::atomic::Ordering;

use chrono::NaiveDate;
use engine::domain::acts::{
    AcceptScan, CancelMinutes, ConfirmReceipt, ConfirmRecording, CorrectNumber, DeclineMinutes,
    EditDraft, HandOver, RecordSigning, SetRoute, SkipNumbers, TakeBack, TypeNumber,
};
use engine::domain::blanks::Party;
use engine::domain::ids::{MinutesId, OfficerId, UnitId};
use engine::domain::proposals::Why;
use engine::domain::{Code, Refusal};
use engine::handover::digital::{SignedRun, SigningKey};
use engine::handover::give_accounts::{GiveAccounts, GivenAccounts};
use engine::handover::print::{Drafts, PrintRun, Sides};
use engine::handover::record::{NumbersAhead, RecordRun, SignedSheet};
use engine::signing::{FileVerdict, KeyPlace, TokenPlace};
use engine::views::account_offer::AccountOffer;
use engine::views::accounts_offer::AccountsOffer;
use engine::views::minutes::{MinutesDetail, MinutesRow};
use engine::views::numbers::NumberRow;
use engine::views::offer::Offer;
use engine::views::proposals::ProposalRow;
use engine::{Failure, Reply, Secret};
use tauri::{AppHandle, Emitter, State};

use super::{MAX_PILE, at_most, bounded, file};
use crate::Desk;

/// What can be handed over to a person.
#[tauri::command]
#[specta::specta]
pub async fn offer(desk: State<'_, Desk>, unit: UnitId, officer: OfficerId) -> Reply<Offer> {
    desk.office.engine().await?.offer(unit, officer).await
}

/// What is needed to hand an admin account over.
#[tauri::command]
#[specta::specta]
pub async fn account_offer(desk: State<'_, Desk>, unit: UnitId) -> Reply<AccountOffer> {
    desk.office.engine().await?.account_offer(unit).await
}

/// What is needed to hand over the accounts of all units below that have not received theirs.
#[tauri::command]
#[specta::specta]
pub async fn accounts_offer(desk: State<'_, Desk>) -> Reply<AccountsOffer> {
    desk.office.engine().await?.accounts_offer().await
}

/// Drafts the minutes of many accounts; each is ended by `cancel_batch` like a print run.
#[tauri::command]
#[specta::specta]
pub async fn give_accounts(
    app: AppHandle,
    desk: State<'_, Desk>,
    request: GiveAccounts,
) -> Reply<GivenAccounts> {
    bounded(request.grounds.iter().collect())?;
    bounded(request.units.iter().collect())?;
    desk.cancel.store(false, Ordering::Relaxed);
    let engine = desk.office.engine().await?;
    let progress = |done| drop(app.emit("accounts_progress", done));
    engine.give_accounts(&request, &desk.cancel, progress).await
}

/// Hands over and drafts the minutes; returns them.
#[tauri::command]
#[specta::specta]
pub async fn hand_over(desk: State<'_, Desk>, request: HandOver) -> Reply<MinutesId> {
    desk.office.engine().await?.hand_over(request).await
}

/// Says a draft otherwise.
#[tauri::command]
#[specta::specta]
pub async fn edit_draft(desk: State<'_, Desk>, anew: HandOver, edit: EditDraft) -> Reply<()> {
    desk.office.engine().await?.edit_draft(anew, edit).await
}

/// Checks the digital signatures of minutes as they are kept.
#[tauri::command]
#[specta::specta]
pub async fn minutes_verdict(
    desk: State<'_, Desk>,
    unit: UnitId,
    minutes: MinutesId,
) -> Reply<FileVerdict> {
    desk.office
        .engine()
        .await?
        .minutes_verdict(unit, minutes)
        .await
}

/// The drafts that are proposed in a unit.
#[tauri::command]
#[specta::specta]
pub async fn proposals(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<ProposalRow>> {
    desk.office.engine().await?.proposals(unit).await
}

/// Makes the draft that is proposed for a person; returns it.
#[tauri::command]
#[specta::specta]
pub async fn draft_proposed(
    desk: State<'_, Desk>,
    unit: UnitId,
    officer: OfficerId,
    why: Why,
) -> Reply<MinutesId> {
    desk.office
        .engine()
        .await?
        .draft_proposed(unit, officer, why)
        .await
}

/// Minutes of a unit.
#[tauri::command]
#[specta::specta]
pub async fn minutes_list(desk: State<'_, Desk>, unit: UnitId) -> Reply<Vec<MinutesRow>> {
    desk.office.engine().await?.minutes_list(unit).await
}

/// One minutes.
#[tauri::command]
#[specta::specta]
pub async fn minutes_detail(
    desk: State<'_, Desk>,
    unit: UnitId,
    minutes: MinutesId,
) -> Reply<MinutesDetail> {
    desk.office
        .engine()
        .await?
        .minutes_detail(unit, minutes)
        .await
}

/// Freezes minutes for signing.
#[tauri::command]
#[specta::specta]
pub async fn freeze_minutes(desk: State<'_, Desk>, unit: UnitId, minutes: MinutesId) -> Reply<()> {
    desk.office
        .engine()
        .await?
        .freeze_minutes(unit, minutes)
        .await
}

/// Records who signed, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn record_signing(
    desk: State<'_, Desk>,
    request: RecordSigning,
    password: Secret,
) -> Reply<()> {
    desk.office
        .unlock(&password)
        .await?
        .perform(request)
        .await
        .map(drop)
}

/// The numbers that a pile of papers would have, in its order.
#[tauri::command]
#[specta::specta]
pub async fn numbers_ahead(
    desk: State<'_, Desk>,
    pile: Vec<(UnitId, MinutesId)>,
    first: Option<u32>,
) -> Reply<NumbersAhead> {
    desk.office
        .engine()
        .await?
        .numbers_ahead(&at_most(pile, MAX_PILE)?, first)
        .await
}

/// Records who signed a pile of papers, each with its number, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn record_signings(
    app: AppHandle,
    desk: State<'_, Desk>,
    pile: Vec<SignedSheet>,
    date_on_paper: NaiveDate,
    password: Secret,
) -> Reply<RecordRun> {
    desk.cancel.store(false, Ordering::Relaxed);
    let engine = desk.office.unlock(&password).await?;
    let progress = |done| drop(app.emit("batch_progress", done));
    engine
        .record_signings(&bounded(pile)?, date_on_paper, &desk.cancel, progress)
        .await
}

/// Gives numbers to a pile of papers.
#[tauri::command]
#[specta::specta]
pub async fn give_numbers(
    app: AppHandle,
    desk: State<'_, Desk>,
    pile: Vec<SignedSheet>,
) -> Reply<RecordRun> {
    desk.cancel.store(false, Ordering::Relaxed);
    let engine = desk.office.engine().await?;
    let progress = |done| drop(app.emit("batch_progress", done));
    engine
        .give_numbers(&bounded(pile)?, &desk.cancel, progress)
        .await
}

/// Records one signing with its scan, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn record_with_scan(
    desk: State<'_, Desk>,
    unit: UnitId,
    minutes: MinutesId,
    date_on_paper: NaiveDate,
    bytes: Vec<u8>,
    password: String,
) -> Reply<()> {
    desk.office
        .unlock(&password)
        .await?
        .record_with_scan(unit, minutes, date_on_paper, &file(bytes)?)
        .await
}

/// Accepts a scan by eye.
#[tauri::command]
#[specta::specta]
pub async fn accept_scan(desk: State<'_, Desk>, request: AcceptScan) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// The head confirms a recording.
#[tauri::command]
#[specta::specta]
pub async fn confirm_recording(desk: State<'_, Desk>, request: ConfirmRecording) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Files a scan; the answer says which pages of the file were not needed.
#[tauri::command]
#[specta::specta]
pub async fn attach_scan(
    desk: State<'_, Desk>,
    unit: UnitId,
    minutes: MinutesId,
    bytes: Vec<u8>,
    by_eye: bool,
) -> Reply<Vec<Failure>> {
    desk.office
        .engine()
        .await?
        .attach_scan(unit, minutes, &file(bytes)?, by_eye)
        .await
}

/// Records that a party declined.
#[tauri::command]
#[specta::specta]
pub async fn decline_minutes(desk: State<'_, Desk>, request: DeclineMinutes) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Cancels before signing.
#[tauri::command]
#[specta::specta]
pub async fn cancel_minutes(desk: State<'_, Desk>, request: CancelMinutes) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Takes rights back at once, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn take_back(desk: State<'_, Desk>, request: TakeBack, password: Secret) -> Reply<()> {
    desk.office
        .unlock(&password)
        .await?
        .perform(request)
        .await
        .map(drop)
}

/// Gives a number: the one on the paper, or the next one.
#[tauri::command]
#[specta::specta]
pub async fn give_number(
    desk: State<'_, Desk>,
    unit: UnitId,
    minutes: MinutesId,
    number: Option<u32>,
) -> Reply<()> {
    desk.office
        .engine()
        .await?
        .give_number(unit, minutes, number, 1)
        .await
}

/// The register of numbers of a unit and year.
#[tauri::command]
#[specta::specta]
pub async fn number_register(
    desk: State<'_, Desk>,
    unit: UnitId,
    year: i32,
) -> Reply<Vec<NumberRow>> {
    desk.office
        .engine()
        .await?
        .number_register(unit, year)
        .await
}

/// Closes numbers as *bỏ số*, with the reason.
#[tauri::command]
#[specta::specta]
pub async fn skip_numbers(desk: State<'_, Desk>, request: SkipNumbers) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// Takes the register of numbers over from another machine, after the password was asked once more.
#[tauri::command]
#[specta::specta]
pub async fn take_register(
    desk: State<'_, Desk>,
    unit: UnitId,
    reason: String,
    first: u32,
    password: Secret,
) -> Reply<()> {
    desk.office
        .unlock(&password)
        .await?
        .take_register(unit, reason, first)
        .await
}

/// Types the number of the general register.
#[tauri::command]
#[specta::specta]
pub async fn type_number(desk: State<'_, Desk>, request: TypeNumber) -> Reply<()> {
    desk.office
        .engine()
        .await?
        .type_number(request.unit, request.minutes, request.number, request.year)
        .await
}

/// Corrects a number that was typed wrongly.
#[tauri::command]
#[specta::specta]
pub async fn correct_number(desk: State<'_, Desk>, request: CorrectNumber) -> Reply<()> {
    desk.office
        .engine()
        .await?
        .correct_number(
            request.unit,
            request.minutes,
            request.number,
            request.year,
            request.reason,
        )
        .await
}

/// Makes one print file; returns it with what it holds.
#[tauri::command]
#[specta::specta]
pub async fn print(
    app: AppHandle,
    desk: State<'_, Desk>,
    minutes: Vec<(UnitId, MinutesId)>,
    drafts: Drafts,
    copies: u32,
    sides: Sides,
) -> Reply<(String, PrintRun)> {
    desk.cancel.store(false, Ordering::Relaxed);
    let engine = desk.office.engine().await?;
    let progress = |done| drop(app.emit("batch_progress", done));
    engine
        .print_to_file(
            &bounded(minutes)?,
            drafts,
            copies.clamp(1, 10),
            sides,
            &desk.cancel,
            progress,
        )
        .await
}

/// Opens the file of the last print run, or one before that it went on from, with the system's viewer,
/// which prints it.
#[tauri::command]
#[specta::specta]
pub async fn open_print_file(desk: State<'_, Desk>, before: Option<String>) -> Reply<()> {
    let engine = desk.office.engine().await?;
    let path = engine.print_file(before.as_deref().map(Path::new))?;
    Ok(open::that_detached(&path)
        .map_err(|_| Refusal::new(Code::NoViewer).with("file", path.display()))?)
}

/// Ends the batch that is under way after the current document. What was done stays.
#[tauri::command]
#[specta::specta]
pub fn cancel_batch(desk: State<'_, Desk>) {
    desk.cancel.store(true, Ordering::Relaxed);
}

/// Chooses how minutes are signed.
#[tauri::command]
#[specta::specta]
pub async fn set_route(desk: State<'_, Desk>, request: SetRoute) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}

/// The key that a screen names: a token, or else the uploaded key file.
#[derive(serde::Deserialize, specta::Type)]
pub struct KeyAsked {
    token: Option<TokenPlace>,
    secret: Secret,
    stamp: Option<String>,
}

impl KeyAsked {
    fn key(self, desk: &Desk) -> Reply<SigningKey> {
        let place = match self.token {
            Some(token) => KeyPlace::Token(token),
            None => KeyPlace::File(file(super::import::uploaded(desk)?)?),
        };
        Ok(SigningKey {
            place,
            secret: self.secret,
            stamp: self.stamp.filter(|address| !address.trim().is_empty()),
        })
    }
}

/// Signs minutes digitally for a party; ended by `cancel_batch` like a print run.
#[tauri::command]
#[specta::specta]
pub async fn sign_minutes(
    app: AppHandle,
    desk: State<'_, Desk>,
    minutes: Vec<(UnitId, MinutesId)>,
    party: Party,
    key: KeyAsked,
) -> Reply<SignedRun> {
    let key = key.key(&desk)?;
    desk.cancel.store(false, Ordering::Relaxed);
    let engine = desk.office.engine().await?;
    let progress = |done| drop(app.emit("batch_progress", done));
    engine
        .sign_minutes(&bounded(minutes)?, party, key, &desk.cancel, progress)
        .await
}

/// Saves the file of minutes to be signed with another program; returns where.
#[tauri::command]
#[specta::specta]
pub async fn save_for_signing(
    app: AppHandle,
    desk: State<'_, Desk>,
    unit: UnitId,
    minutes: MinutesId,
) -> Reply<String> {
    let engine = desk.office.engine().await?;
    let bytes = engine.for_signing(unit, minutes).await?;
    let code = engine
        .minutes_detail(unit, minutes)
        .await?
        .row
        .check_code
        .unwrap_or_default();
    super::import::save(&app, &desk, &format!("bien-ban-{code}.pdf"), &bytes)
}

/// Takes the uploaded signed file of minutes into the register.
#[tauri::command]
#[specta::specta]
pub async fn take_signed(desk: State<'_, Desk>, unit: UnitId, minutes: MinutesId) -> Reply<()> {
    let bytes = file(super::import::uploaded(&desk)?)?;
    desk.office
        .engine()
        .await?
        .take_signed(unit, minutes, &bytes)
        .await
}

/// Signs the filed scan as the organisation.
#[tauri::command]
#[specta::specta]
pub async fn certify_scan(
    desk: State<'_, Desk>,
    unit: UnitId,
    minutes: MinutesId,
    key: KeyAsked,
) -> Reply<()> {
    let key = key.key(&desk)?;
    desk.office
        .engine()
        .await?
        .certify_scan(unit, minutes, key)
        .await
}

/// The receiver says whether the filed paper is the one that he signed.
#[tauri::command]
#[specta::specta]
pub async fn confirm_receipt(desk: State<'_, Desk>, request: ConfirmReceipt) -> Reply<()> {
    desk.office.engine().await?.perform(request).await.map(drop)
}
