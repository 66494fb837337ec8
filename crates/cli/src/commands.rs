//! The commands: arguments in, one act or view of the engine, text and JSON out.

use std::path::Path;

use engine::domain::calendar::vietnam;
use engine::domain::unit::UnitKind;
use engine::start::OwnUnit;
use engine::{Engine, Reply};
use serde_json::json;

use crate::args::{InitArgs, RightsArgs, SyncArgs};
use crate::files::first_line;
use crate::machine::{AtWork, clock};
use crate::named::{self, not_found};
use crate::output::Output;
use crate::typed::{bad, word, words};
use crate::{Cli, Command};

/// Runs one command.
pub(crate) async fn run(cli: Cli) -> Reply<Output> {
    let machine = cli.machine;
    match cli.command {
        Command::Demo(args) => args.run(&machine).await,
        Command::Init(args) => init(&machine.data, &machine.new_password()?, args).await,
        Command::Join { server, code } => {
            let started = engine::start::with_code(
                &machine.data,
                &machine.new_password()?,
                &server,
                &code,
                clock(),
            )
            .await?;
            started.engine.close().await;
            begun(&machine.data, &started.recovery_code)
        }
        Command::Recover { recovery_file } => {
            let engine = Engine::recover(
                &machine.data,
                &first_line(&recovery_file)?,
                &machine.new_password()?,
                clock(),
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
            let code = first_line(&recovery_file)?;
            let engine = engine::backup::restore(
                &from,
                &machine.data,
                &code,
                &machine.new_password()?,
                clock(),
            )
            .await?;
            engine.close().await;
            Output::new(
                "Đã khôi phục. Muốn gửi về Sở, hãy kết nối lại bằng mã kích hoạt mới.",
                &json!({ "restored": true }),
            )
        }
        Command::Unit(command) => command.run(&machine).await,
        Command::Conform(args) => args.run(),
        Command::Verify(args) => args.run(),
        Command::Sign(args) => args.run().await,
        Command::Archive(args) => args.run().await,
        command => machine.open(async |work| opened(work, command).await).await,
    }
}

async fn opened(work: &AtWork, command: Command) -> Reply<Output> {
    let engine = &work.engine;
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
        Command::Officer(command) => command.run(work).await,
        Command::Class(command) => command.run(work).await,
        Command::Document(command) => command.run(work).await,
        Command::Account(command) => command.run(work).await,
        Command::Csdl(command) => command.run(work).await,
        Command::Delegate(args) => args.run(work).await,
        Command::GiveAccount(args) => args.run(work).await,
        Command::Minutes(command) => command.run(work).await,
        Command::Rights(args) => rights(work, args).await,
        Command::Find { words } => {
            let found = engine.find(&words.join(" ")).await?;
            let lines: Vec<String> = found
                .iter()
                .map(|f| format!("{} {:?} {} {}", f.id, f.kind, f.name, f.hint))
                .collect();
            Output::new(lines.join("\n"), &found)
        }
        Command::Import(args) => args.run(work).await,
        Command::Imports(command) => command.run(work).await,
        Command::Template(args) => args.run(work).await,
        Command::Scans(command) => command.run(work).await,
        Command::Sync(args) => sync(engine, args).await,
        Command::Trust(args) => args.run(work).await,
        Command::Backup { to } => {
            engine.back_up(&to).await?;
            Output::new(
                format!("Đã sao lưu vào {}.", to.display()),
                &json!({ "file": to }),
            )
        }
        Command::Export { table, format } => export(engine, &table, &format).await,
        Command::Conform(_)
        | Command::Verify(_)
        | Command::Sign(_)
        | Command::Archive(_)
        | Command::Demo(_)
        | Command::Init(_)
        | Command::Unit(_)
        | Command::Join { .. }
        | Command::Recover { .. }
        | Command::Restore { .. } => Err(bad().into()),
    }
}

async fn init(data: &Path, password: &str, args: InitArgs) -> Reply<Output> {
    let own = OwnUnit {
        kind: word::<UnitKind>(&args.kind)?,
        levels: words(&args.levels)?,
        name: args.name,
        code: args.code,
        commune: args.commune,
        symbol: args.symbol,
        head: args.head,
        head_sex: None,
        position: args.position,
    };
    let started = engine::start::own_unit(data, password, &own, clock()).await?;
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

async fn rights(work: &AtWork, args: RightsArgs) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    let at = match &args.at {
        Some(text) => engine.parse_instant(text)?,
        None => engine.now(),
    };
    let class = match &args.class {
        Some(name) => Some(named::class(work, name).await?),
        None => None,
    };
    let officer = match &args.officer {
        Some(code) => Some(named::officer(work, code).await?),
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
