//! Handing over: drafts, printing, signing, scans, numbers, taking back.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use engine::domain::acts::{
    CancelMinutes, ConfirmReceipt, ConfirmRecording, DeclineMinutes, GiveNumber, HandOver,
    RecordSigning, SetRoute, TakeBack, TypeNumber,
};
use engine::domain::blanks::Party;
use engine::domain::ids::{MinutesId, UnitId};
use engine::domain::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope};
use engine::domain::line::Line;
use engine::domain::minutes::Absence;
use engine::domain::rights::{Dim, Function, Right};
use engine::domain::route::Route;
use engine::domain::{Code, Refusal};
use engine::handover::print::Sides;
use engine::{Engine, Reply};
use serde_json::json;

use crate::args::{DelegateArgs, GiveAccountArgs, MinutesCommand};
use crate::files::access;
use crate::machine::AtWork;
use crate::named;
use crate::output::Output;
use crate::signing::key::KeyArgs;
use crate::typed::word;

/// Classes and functions of a school, levels elsewhere.
pub(crate) async fn delegate(work: &AtWork, args: DelegateArgs) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    let receiver = named::officer(work, &args.officer).await?;
    let offer = engine.offer(unit, receiver).await?;
    let line = |function, rights: &[Right], levels, classes| Line {
        function,
        rights: rights.iter().copied().collect(),
        levels,
        classes,
        subjects: Dim::All,
        from: offer.from,
        until: Some(offer.until),
    };
    let mut add = vec![];
    for name in &args.class {
        let class = named::class(work, name).await?;
        let rights = offer
            .classes
            .iter()
            .find(|c| c.id == class)
            .map(|c| c.rights.clone())
            .unwrap_or_default();
        add.push(line(Function::Homeroom, &rights, Dim::All, Dim::one(class)));
    }
    for name in &args.function {
        let function: Function = word(name)?;
        let rights = offer
            .functions
            .iter()
            .find(|f| f.function == function)
            .map(|f| f.rights.clone())
            .unwrap_or_default();
        add.push(line(function, &rights, Dim::All, Dim::All));
    }
    for name in &args.level {
        let level = word(name)?;
        let rights = offer
            .levels
            .iter()
            .find(|l| l.level == level)
            .map(|l| l.rights.clone())
            .unwrap_or_default();
        add.push(line(
            Function::LevelOversight,
            &rights,
            Dim::one(level),
            Dim::All,
        ));
    }
    let giver = match &args.giver {
        Some(code) => named::officer(work, code).await?,
        None => offer.givers.head,
    };
    let grounds = named::documents(work, &args.ground).await?;
    let request = HandOver {
        unit,
        kind: offer.kind,
        giver,
        receiver,
        add,
        drop: vec![],
        login: args.login,
        grounds,
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let made = engine.hand_over(request).await?;
    drafted(engine, unit, made).await
}

/// The admin account of a unit below, or the own one to a custodian.
pub(crate) async fn give_account(work: &AtWork, args: GiveAccountArgs) -> Reply<Output> {
    let (engine, own) = (&work.engine, work.unit);
    let unit = match &args.unit {
        Some(wanted) => named::unit(work, wanted).await?,
        None => own,
    };
    let offer = engine.account_offer(unit).await?;
    let receiver = match &args.officer {
        Some(code) => named::officer(work, code).await?,
        None if offer.kind == MinutesKind::Custody => {
            return Err(Refusal::new(Code::NothingChosen).into());
        }
        None => offer
            .receivers
            .first()
            .map(|r| r.0)
            .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "officer"))?,
    };
    let grounds = named::documents(work, &args.ground).await?;
    let valid_until = args.until.map(|text| engine.parse_day(&text)).transpose()?;
    let secret = args
        .envelope
        .map_or(SecretClause::SetAtTable, SecretClause::Envelope);
    let day = |text: Option<String>| text.map(|text| engine.parse_day(&text)).transpose();
    let at_desk = match (args.site, args.address) {
        (Some(site), Some(address)) => {
            let hour = args.hour.map(|text| engine.parse_hour(&text)).transpose()?;
            Some(AtDesk {
                hour,
                site,
                address,
                letter_until: day(args.letter_until)?,
                trained_on: day(args.trained_on)?,
            })
        }
        _ => None,
    };
    let spare_envelope = args
        .spare
        .zip(args.spare_place)
        .map(|(serial, place)| SpareEnvelope { serial, place });
    let giver = offer.givers.head;
    let request = HandOver {
        unit,
        kind: offer.kind,
        giver,
        receiver,
        add: vec![],
        drop: vec![],
        login: args.login,
        grounds,
        secret,
        valid_until,
        at_desk,
        spare_envelope,
    };
    let made = engine.hand_over(request).await?;
    drafted(engine, unit, made).await
}

async fn drafted(engine: &Engine, unit: UnitId, id: MinutesId) -> Reply<Output> {
    let row = engine.minutes_detail(unit, id).await?.row;
    Output::new(
        format!(
            "Đã lập biên bản nháp {id}: {} → {}: {}",
            row.giver, row.receiver, row.scope
        ),
        &row,
    )
}

pub(crate) async fn minutes(work: &AtWork, command: MinutesCommand) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    match command {
        MinutesCommand::List => {
            let rows = engine.minutes_list(unit).await?;
            let line = |r: &engine::views::minutes::MinutesRow| {
                format!(
                    "{} {:8} {:?} {} → {}: {}",
                    r.id,
                    r.check_code.clone().unwrap_or_default(),
                    r.state,
                    r.giver,
                    r.receiver,
                    r.scope
                )
            };
            Output::new(rows.iter().map(line).collect::<Vec<_>>().join("\n"), &rows)
        }
        MinutesCommand::Pdf { minutes, out } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            let bytes = engine.minutes_pdf(unit, id).await?;
            std::fs::write(&out, &bytes).map_err(|_| access(&out))?;
            Output::new(
                format!("Đã ghi {}.", out.display()),
                &json!({ "file": out, "bytes": bytes.len() }),
            )
        }
        MinutesCommand::Print {
            minutes,
            out,
            copies,
            sides,
        } => print(work, minutes, &out, copies, &sides).await,
        MinutesCommand::RecordSigning { minutes, date } => {
            let day = engine.parse_day(&date)?;
            let count = minutes.len();
            for (file, minutes) in named::minutes_by_file(work, &minutes).await? {
                engine
                    .perform(RecordSigning {
                        unit: file,
                        minutes,
                        date_on_paper: day,
                    })
                    .await?;
            }
            Output::new(
                format!("Đã ghi nhận {count} biên bản."),
                &json!({ "recorded": count }),
            )
        }
        MinutesCommand::AttachScan { minutes, file } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            let bytes = std::fs::read(&file).map_err(|_| access(&file))?;
            engine.attach_scan(unit, id, &bytes).await?;
            Output::new("Đã lưu bản quét.", &json!({ "filed": true }))
        }
        MinutesCommand::Number {
            minutes,
            number,
            first,
        } => {
            let (file, id) = named::minutes(work, &minutes).await?;
            match number {
                Some(number) => engine
                    .perform(TypeNumber {
                        unit: file,
                        minutes: id,
                        number,
                    })
                    .await
                    .map(drop)?,
                None => {
                    engine
                        .give_number(
                            GiveNumber {
                                unit: file,
                                minutes: id,
                            },
                            first,
                        )
                        .await?
                }
            }
            let row = engine.minutes_detail(file, id).await?.row;
            Output::new(row.number.clone().unwrap_or_default(), &row)
        }
        MinutesCommand::Decline { minutes, reason } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine
                .perform(DeclineMinutes {
                    unit,
                    minutes: id,
                    reason,
                })
                .await?;
            Output::new("Đã ghi nhận từ chối ký.", &json!({ "declined": true }))
        }
        MinutesCommand::Cancel { minutes, reason } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine
                .perform(CancelMinutes {
                    unit,
                    minutes: id,
                    reason,
                })
                .await?;
            Output::new("Đã hủy biên bản.", &json!({ "cancelled": true }))
        }
        MinutesCommand::TakeBack {
            officer,
            reason,
            suspend,
            absent,
            witness,
        } => {
            let officer = named::officer(work, &officer).await?;
            let absent = match absent.zip(witness) {
                Some((reason, witness)) => Some(Absence {
                    reason,
                    witness: named::officer(work, &witness).await?,
                }),
                None => None,
            };
            engine
                .perform(TakeBack {
                    unit,
                    officer,
                    delegations: vec![],
                    reason,
                    suspend,
                    absent,
                })
                .await?;
            Output::new(
                "Đã thu hồi; biên bản thu hồi ở mục Việc cần làm.",
                &json!({ "taken_back": true }),
            )
        }
        MinutesCommand::TakeRegister { reason } => {
            engine.take_register(unit, reason).await?;
            Output::new("Sổ số đã ở máy này.", &json!({ "register": "here" }))
        }
        MinutesCommand::Route { minutes, route } => {
            let (route, count): (Route, usize) = (word(&route)?, minutes.len());
            for (file, minutes) in named::minutes_by_file(work, &minutes).await? {
                engine
                    .perform(SetRoute {
                        unit: file,
                        minutes,
                        route,
                    })
                    .await?;
            }
            Output::new(
                format!("Đã chọn cách ký cho {count} biên bản."),
                &json!({ "route": route }),
            )
        }
        MinutesCommand::Sign {
            minutes,
            party,
            key,
        } => sign(work, &minutes, word(&party)?, key).await,
        MinutesCommand::ForSigning { minutes, out } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine.save_for_signing(unit, id, &out).await?;
            Output::new(
                format!("Đã ghi {}. Hãy ký trên tệp này rồi nạp lại.", out.display()),
                &json!({ "file": out }),
            )
        }
        MinutesCommand::TakeSigned { minutes, file } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine
                .take_signed(unit, id, &std::fs::read(&file).map_err(|_| access(&file))?)
                .await?;
            Output::new("Đã nạp tệp đã ký.", &engine.minutes_detail(unit, id).await?)
        }
        MinutesCommand::CertifyScan { minutes, key } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine.certify_scan(unit, id, key.read()?).await?;
            Output::new(
                "Cơ quan đã ký số bản quét.",
                &engine.minutes_detail(unit, id).await?,
            )
        }
        MinutesCommand::TakeCertified { minutes, file } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine
                .take_certified(unit, id, &std::fs::read(&file).map_err(|_| access(&file))?)
                .await?;
            Output::new(
                "Đã nạp bản quét có chữ ký số của cơ quan.",
                &engine.minutes_detail(unit, id).await?,
            )
        }
        MinutesCommand::ConfirmReceipt { minutes, objection } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine
                .perform(ConfirmReceipt {
                    unit,
                    minutes: id,
                    objection,
                })
                .await?;
            Output::new(
                "Đã ghi nhận xác nhận điện tử.",
                &json!({ "confirmed": true }),
            )
        }
        MinutesCommand::Confirm { minutes } => {
            let (unit, id) = named::minutes(work, &minutes).await?;
            engine
                .perform(ConfirmRecording { unit, minutes: id })
                .await?;
            Output::new("Đã xác nhận.", &json!({ "confirmed": true }))
        }
    }
}

/// Signs minutes with one key; fails if any of them is left without the signature.
async fn sign(work: &AtWork, wanted: &[String], party: Party, key: KeyArgs) -> Reply<Output> {
    let engine = &work.engine;
    let mut chosen = vec![];
    for one in wanted {
        chosen.push(named::minutes(work, one).await?);
    }
    let all = engine.sign_minutes(&chosen, party, key.read()?).await?;
    let mut lines = vec![format!("Đã ký số {} biên bản.", all.signed.len())];
    lines.extend(
        all.failed
            .iter()
            .map(|(id, failure)| format!("✗ {id}: {failure}")),
    );
    Ok(Output::new(lines.join("\n"), &all)?.failing(!all.failed.is_empty()))
}

async fn print(
    work: &AtWork,
    wanted: Vec<String>,
    out: &Path,
    copies: u32,
    sides: &str,
) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    use engine::domain::minutes::MinutesState::{AwaitingSignatures, Draft};
    let mut chosen = vec![];
    for one in &wanted {
        chosen.push(named::minutes(work, one).await?);
    }
    if wanted.is_empty() {
        let open = engine.minutes_list(unit).await?;
        chosen.extend(
            open.iter()
                .filter(|r| matches!(r.state, Draft | AwaitingSignatures))
                .map(|r| (r.unit, r.id)),
        );
    }
    let (bytes, run) = engine
        .print(
            &chosen,
            copies,
            word::<Sides>(sides)?,
            &AtomicBool::new(false),
            |_| {},
        )
        .await?;
    std::fs::write(out, bytes).map_err(|_| access(out))?;
    Output::new(
        format!(
            "{} biên bản, {} tờ giấy: {}",
            run.printed.len(),
            run.sheets,
            out.display()
        ),
        &run,
    )
}
