//! The commands: arguments in, one act or view of the engine, text and JSON out.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use engine::domain::calendar::vietnam;
use engine::domain::ids::{ClassId, DocumentId, MinutesId, OfficerId, UnitId};
use engine::domain::unit::{SchoolLevel, UnitKind};
use engine::domain::{Code, Refusal};
use engine::start::OwnUnit;
use engine::{Clock, Engine, Reply};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::args::{InitArgs, RightsArgs, SyncArgs, UnitCommand};
use crate::{Cli, Command, Output, conform, demo, handing, import, register, signing};

/// Runs one command.
pub(crate) async fn run(cli: Cli) -> Reply<Output> {
    let password = |confirm| password(cli.password_file.as_deref(), confirm);
    match cli.command {
        Command::Demo { out, seed } => demo::run(&out, seed, &password(true)?).await,
        Command::Init(args) => init(&cli.data, &password(true)?, args).await,
        Command::Join { server, code } => {
            let started = engine::start::with_code(
                &cli.data,
                &password(true)?,
                &server,
                &code,
                Arc::new(Clock::system()),
            )
            .await?;
            started.engine.close().await;
            begun(&cli.data, &started.recovery_code)
        }
        Command::Recover { recovery_file } => {
            let engine = Engine::recover(
                &cli.data,
                &read_line(&recovery_file)?,
                &password(true)?,
                Arc::new(Clock::system()),
            )
            .await?;
            engine.close().await;
            Output::new(
                "Đã mở lại. Từ nay dùng mật khẩu mới.",
                &json!({ "recovered": true }),
            )
        }
        Command::Restore {
            from,
            recovery_file,
        } => {
            let code = read_line(&recovery_file)?;
            let engine = engine::backup::restore(
                &from,
                &cli.data,
                &code,
                &password(true)?,
                Arc::new(Clock::system()),
            )
            .await?;
            engine.close().await;
            Output::new(
                "Đã khôi phục. Muốn gửi về Sở, hãy kết nối lại bằng mã kích hoạt mới.",
                &json!({ "restored": true }),
            )
        }
        Command::Unit(UnitCommand::Communes) => communes(),
        Command::Conform { files, visual } => conform::run(&files, visual),
        Command::Verify { files, roots } => signing::verify(&files, &roots),
        Command::Sign(args) => signing::sign(&args).await,
        Command::Archive(args) => signing::archive(&args).await,
        command => {
            let engine =
                Engine::open(&cli.data, &password(false)?, Arc::new(Clock::system())).await?;
            let output = opened(&engine, command).await;
            engine.close().await;
            output
        }
    }
}

async fn opened(engine: &Engine, command: Command) -> Reply<Output> {
    let unit = engine.identity().await.unit;
    match command {
        Command::Doctor => {
            let findings = engine.doctor().await?;
            let lines: Vec<String> = findings
                .iter()
                .map(|f| {
                    format!(
                        "{} {:?} {}",
                        if f.fine { "✓" } else { "!" },
                        f.what,
                        f.detail
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &findings)
        }
        Command::Officer(command) => register::officer(engine, unit, command).await,
        Command::Unit(command) => register::unit(engine, unit, command).await,
        Command::Class(command) => register::class(engine, unit, command).await,
        Command::Document(command) => register::document(engine, unit, command).await,
        Command::Account(command) => register::account(engine, unit, command).await,
        Command::Csdl(command) => register::csdl(engine, unit, command).await,
        Command::Delegate(args) => handing::delegate(engine, unit, args).await,
        Command::GiveAccount(args) => handing::give_account(engine, unit, args).await,
        Command::Minutes(command) => handing::minutes(engine, unit, command).await,
        Command::Rights(args) => rights(engine, unit, args).await,
        Command::Find { words } => {
            let found = engine.find(&words.join(" ")).await?;
            let lines: Vec<String> = found
                .iter()
                .map(|f| format!("{} {:?} {} {}", f.id, f.kind, f.name, f.hint))
                .collect();
            Output::new(lines.join("\n"), &found)
        }
        Command::Import(args) => import::run(engine, args).await,
        Command::Imports(command) => import::imports(engine, command).await,
        Command::Template { kind, out } => import::template(engine, &kind, &out).await,
        Command::Scans(command) => import::scans(engine, command).await,
        Command::Sync(args) => sync(engine, args).await,
        Command::Trust { files, set } => signing::trust(engine, &files, &set).await,
        Command::Backup { to } => {
            engine.back_up(&to).await?;
            Output::new(
                format!("Đã sao lưu vào {}.", to.display()),
                &json!({ "file": to }),
            )
        }
        Command::Export { table, format } => export(engine, &table, &format).await,
        Command::Conform { .. }
        | Command::Verify { .. }
        | Command::Sign(_)
        | Command::Archive(_)
        | Command::Demo { .. }
        | Command::Init(_)
        | Command::Join { .. }
        | Command::Recover { .. }
        | Command::Restore { .. } => Err(bad().into()),
    }
}

pub(crate) fn bad() -> Refusal {
    Refusal::new(Code::BadRequest)
}

pub(crate) fn access(path: &Path) -> Refusal {
    Refusal::new(Code::FileAccess).with("file", path.display())
}

fn read_line(path: &Path) -> Reply<String> {
    let text = std::fs::read_to_string(path).map_err(|_| access(path))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn password(file: Option<&Path>, new: bool) -> Reply<String> {
    if let Some(file) = file {
        return read_line(file);
    }
    let asked =
        rpassword::prompt_password("Mật khẩu: ").map_err(|_| Refusal::new(Code::WrongPassword))?;
    if new
        && rpassword::prompt_password("Nhập lại mật khẩu: ")
            .map_err(|_| Refusal::new(Code::WrongPassword))?
            != asked
    {
        return Err(Refusal::new(Code::WrongPassword).into());
    }
    Ok(asked)
}

/// A word of the domain as it is written on the wire: `lower_secondary`, `library`.
pub(crate) fn word<T: DeserializeOwned>(text: &str) -> Reply<T> {
    serde_json::from_value(json!(text)).map_err(|_| bad().into())
}

pub(crate) fn words<T: DeserializeOwned, C: FromIterator<T>>(texts: &[String]) -> Reply<C> {
    texts.iter().map(|text| word(text)).collect()
}

/// A typed day; today where none was typed.
pub(crate) fn day_or_today(engine: &Engine, typed: Option<&str>) -> Reply<NaiveDate> {
    typed.map_or_else(|| Ok(engine.today()), |text| engine.parse_day(text))
}

fn not_found(what: &str) -> Refusal {
    Refusal::new(Code::NotFound).with("what", what)
}

pub(crate) async fn officer_by_code(engine: &Engine, unit: UnitId, code: &str) -> Reply<OfficerId> {
    let rows = engine.officers(unit).await?;
    Ok(rows
        .iter()
        .find(|r| r.code == code)
        .map(|r| r.id)
        .ok_or_else(|| not_found("officer"))?)
}

pub(crate) async fn class_by_name(engine: &Engine, unit: UnitId, name: &str) -> Reply<ClassId> {
    let rows = engine.classes(unit).await?;
    Ok(rows
        .iter()
        .find(|r| r.name == name)
        .map(|r| r.id)
        .ok_or_else(|| not_found("class"))?)
}

/// A unit of the own subtree by code, full name or id.
pub(crate) async fn unit_by(engine: &Engine, wanted: &str) -> Reply<UnitId> {
    let rows = engine.units().await?;
    let found = rows.iter().find(|r| {
        r.code.as_deref() == Some(wanted) || r.name == wanted || r.id.to_string() == wanted
    });
    Ok(found.map(|r| r.id).ok_or_else(|| not_found("unit"))?)
}

/// Papers of a unit's register by their numbers.
pub(crate) async fn documents_by(
    engine: &Engine,
    unit: UnitId,
    numbers: &[String],
) -> Reply<Vec<DocumentId>> {
    let rows = engine.documents(unit).await?;
    let one = |number: &String| {
        rows.iter()
            .find(|r| r.number == *number)
            .map(|r| r.id)
            .ok_or_else(|| not_found("document").into())
    };
    numbers.iter().map(one).collect()
}

/// Minutes by id or check code.
pub(crate) async fn minutes_by(
    engine: &Engine,
    unit: UnitId,
    wanted: &str,
) -> Reply<(UnitId, MinutesId)> {
    let rows = engine.minutes_list(unit).await?;
    let id = wanted.parse::<MinutesId>().ok();
    let found = rows
        .iter()
        .find(|r| Some(r.id) == id || r.check_code.as_deref() == Some(wanted));
    Ok(found
        .map(|r| (r.unit, r.id))
        .ok_or_else(|| not_found("minutes"))?)
}

async fn init(data: &Path, password: &str, args: InitArgs) -> Reply<Output> {
    let own = OwnUnit {
        kind: word::<UnitKind>(&args.kind)?,
        levels: words::<SchoolLevel, _>(&args.levels)?,
        name: args.name,
        code: args.code,
        commune: args.commune,
        symbol: args.symbol,
        head: args.head,
        head_sex: None,
        position: args.position,
    };
    let started = engine::start::own_unit(data, password, &own, Arc::new(Clock::system())).await?;
    started.engine.close().await;
    begun(data, &started.recovery_code)
}

/// The recovery code is shown here once and never again.
fn begun(data: &Path, code: &str) -> Reply<Output> {
    Output::new(
        format!(
            "Đã tạo dữ liệu trong {}.\nMã khôi phục (in ra, niêm phong, giao thủ trưởng giữ): {code}",
            data.display()
        ),
        &json!({ "recovery_code": code }),
    )
}

fn communes() -> Reply<Output> {
    let list = engine::domain::catalogue::communes();
    let lines: Vec<String> = list
        .iter()
        .map(|c| format!("{} {}", c.code, c.name))
        .collect();
    let values: Vec<_> = list
        .iter()
        .map(|c| json!({ "code": c.code, "name": c.name }))
        .collect();
    Output::new(lines.join("\n"), &values)
}

async fn sync(engine: &Engine, args: SyncArgs) -> Reply<Output> {
    if let (Some(server), Some(code)) = (args.server, args.code) {
        engine.enrol(&server, &code).await?;
    }
    let round = engine.sync().await?;
    Output::new(
        format!(
            "Đã gửi {} việc, {} việc cần xem lại, nhận về {} dòng.",
            round.sent, round.returned, round.rows
        ),
        &round,
    )
}

async fn rights(engine: &Engine, unit: UnitId, args: RightsArgs) -> Reply<Output> {
    let at = match &args.at {
        Some(text) => engine.parse_instant(text)?,
        None => engine.now(),
    };
    let class = match &args.class {
        Some(name) => Some(class_by_name(engine, unit, name).await?),
        None => None,
    };
    let officer = match &args.officer {
        Some(code) => Some(officer_by_code(engine, unit, code).await?),
        None => None,
    };
    if let Some(path) = &args.pdf {
        engine::signing::write_whole(path, &engine.rights_pdf(unit, at, class, officer).await?)?;
        return Output::new(
            format!("Đã ghi bảng kê vào {}.", path.display()),
            &json!({ "file": path }),
        );
    }
    let mut rows = engine.rights(unit, at, class, officer).await?;
    rows.retain(|r| !args.opened || r.opened_at.is_some_and(|o| o <= at));
    let line = |r: &engine::views::rights::RightRow| {
        let since = r
            .in_force_at
            .map(|t| {
                t.with_timezone(&vietnam())
                    .format("%H:%M %d/%m/%Y")
                    .to_string()
            })
            .unwrap_or_default();
        format!(
            "{}: {} – theo biên bản {} – từ {since}{}",
            r.name,
            r.right,
            r.minutes,
            if r.opened_at.is_none() {
                " – chờ máy chủ mở quyền"
            } else {
                ""
            }
        )
    };
    Output::new(rows.iter().map(line).collect::<Vec<_>>().join("\n"), &rows)
}

async fn export(engine: &Engine, name: &str, format: &str) -> Reply<Output> {
    let table = engine::export::TABLES
        .iter()
        .find(|t| t.0 == name)
        .map(|t| t.1);
    let values = engine
        .export_json(table.ok_or_else(|| not_found("document"))?)
        .await?;
    let text = match format {
        "csv" => engine::export::csv(&engine::export::table(&values)),
        "json" => format!("{values:#}"),
        _ => return Err(bad().into()),
    };
    Output::new(text, &values)
}
