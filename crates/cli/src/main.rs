//! `bangiao`: the same acts as the window, from the command line.
//!
//! Exit codes: 0 done, 2 input refused or the data are in use, 3 not allowed, 1 our fault.

mod account;
mod backup;
mod board;
mod class;
mod command;
mod conform;
mod csdl;
mod demo;
mod doctor;
mod document;
mod export;
mod files;
mod find;
mod hand_over;
mod held;
#[cfg(test)]
mod help;
mod import;
mod imports;
mod machine;
mod minutes;
mod named;
mod officer;
mod output;
mod proposals;
mod rights;
mod scans;
mod signing;
mod start;
mod sync;
mod template;
mod typed;
mod unit;
mod wording;
mod year;

use std::process::ExitCode;

use clap::Parser;
use engine::Failure;
use engine::domain::Code;

use crate::command::Command;
use crate::machine::Machine;
use crate::output::Output;

/// Bàn Giao: biên bản bàn giao tài khoản và quyền dữ liệu giáo dục.
#[derive(Debug, Parser)]
#[command(name = "bangiao", version)]
pub(crate) struct Cli {
    #[command(flatten)]
    machine: Machine,
    /// In kết quả dạng JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    // Before anything else: this process may be the reader of a file from outside.
    match engine::workbook::child::serve_if_asked() {
        Some(code) => code,
        None => work(),
    }
}

#[tokio::main]
async fn work() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    engine::use_system_store();
    match cli.command.run(&cli.machine).await {
        Ok(output) => answer(&output, cli.json),
        Err(failure) => refuse(&failure, cli.json),
    }
}

fn answer(output: &Output, json: bool) -> ExitCode {
    let told = if json {
        tell(&mut std::io::stdout(), &format!("{:#}", output.json))
    } else {
        tell(&mut std::io::stdout(), &output.text)
    };
    ExitCode::from(match told {
        Ok(()) if output.fails => 2,
        Ok(()) => 0,
        Err(_) => 1,
    })
}

fn refuse(failure: &Failure, json: bool) -> ExitCode {
    let mut told = Ok(());
    if json {
        let error = serde_json::json!({ "error": failure });
        told = tell(&mut std::io::stdout(), &error.to_string());
    }
    told = told.and_then(|()| tell(&mut std::io::stderr(), &failure.to_string()));
    let traced = std::env::var_os("BANGIAO_TRACE").is_some();
    if let Some(cause) = failure.cause.as_ref().filter(|_| traced) {
        told = told.and_then(|()| tell(&mut std::io::stderr(), cause));
    }
    ExitCode::from(told.map_or(1, |()| exit_code(failure)))
}

/// Writes a line. Whoever reads may have seen enough and gone, as `head` does: that is no fault.
fn tell(to: &mut impl std::io::Write, line: &str) -> std::io::Result<()> {
    match writeln!(to, "{line}").and_then(|()| to.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        told => told,
    }
}

/// 3 where somebody is not allowed, 1 where it is our fault, 2 for everything that was refused.
fn exit_code(failure: &Failure) -> u8 {
    match failure.code {
        Code::Internal => 1,
        Code::WrongPassword | Code::UnknownDevice | Code::Locked => 3,
        _ if failure.number.starts_with("BG-QUYEN") => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use engine::domain::Refusal;

    use super::*;

    /// A reader that takes nothing.
    struct Gone(std::io::ErrorKind);

    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn whoever_has_read_enough_and_gone_is_no_fault() {
        use std::io::ErrorKind::{BrokenPipe, StorageFull};
        assert!(tell(&mut Gone(BrokenPipe), "một dòng").is_ok());
        assert!(tell(&mut Gone(StorageFull), "một dòng").is_err());
    }

    #[test]
    fn the_exit_code_says_whose_turn_it_is() {
        let code = |code| exit_code(&Refusal::new(code).into());
        assert_eq!(code(Code::Internal), 1, "ours");
        assert_eq!(code(Code::WrongPassword), 3, "not allowed");
        assert_eq!(code(Code::NotTheParent), 3, "not allowed");
        assert_eq!(code(Code::NotFound), 2, "refused");
    }
}
