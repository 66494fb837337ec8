//! `bangiao`: the same acts as the window, from the command line.
//!
//! Exit codes: 0 done, 2 input refused or the data are in use, 3 not allowed, 1 our fault.

mod account;
mod args;
mod class;
mod commands;
mod conform;
mod csdl;
mod demo;
mod document;
mod files;
mod hand_over;
#[cfg(test)]
mod help;
mod import;
mod imports;
mod machine;
mod minutes;
mod named;
mod officer;
mod output;
mod scans;
mod signing;
mod template;
mod typed;
mod unit;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use engine::Failure;
use engine::domain::Code;

use crate::machine::Machine;

/// Bàn Giao: biên bản bàn giao tài khoản và quyền dữ liệu giáo dục.
#[derive(Debug, Parser)]
#[command(name = "bangiao", version)]
pub(crate) struct Cli {
    /// Where the data lie.
    #[command(flatten)]
    machine: Machine,
    /// In kết quả dạng JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Dựng dữ liệu mẫu một phường và xuất 310 biên bản.
    Demo(demo::DemoArgs),
    /// Bắt đầu với đơn vị của mình, chưa cần kết nối Sở.
    Init(args::InitArgs),
    /// Bắt đầu bằng mã kích hoạt do cấp trên trao: đơn vị và con người tải về từ máy chủ.
    Join {
        /// Địa chỉ máy chủ.
        #[arg(long)]
        server: String,
        /// Mã kích hoạt.
        #[arg(long)]
        code: String,
    },
    /// Mở lại bằng mã khôi phục khi quên mật khẩu hoặc mất khóa thiết bị, và đặt mật khẩu mới.
    Recover {
        /// Tệp chứa mã khôi phục.
        #[arg(long)]
        recovery_file: PathBuf,
    },
    /// Khám dữ liệu trên máy này.
    Doctor,
    /// Cán bộ.
    #[command(subcommand)]
    Officer(officer::OfficerCommand),
    /// Đơn vị.
    #[command(subcommand)]
    Unit(unit::UnitCommand),
    /// Lớp.
    #[command(subcommand)]
    Class(class::ClassCommand),
    /// Sổ văn bản.
    #[command(subcommand)]
    Document(document::DocumentCommand),
    /// Tài khoản.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Việc cần làm trên Hệ thống CSDL.
    #[command(subcommand)]
    Csdl(csdl::CsdlCommand),
    /// Bàn giao tài khoản quản trị cho đơn vị trực thuộc, hoặc giao người quản lý tài khoản của đơn
    /// vị mình.
    GiveAccount(hand_over::give_account::GiveAccountArgs),
    /// Tìm người, lớp, đơn vị, biên bản.
    Find {
        /// Chữ cần tìm, có dấu hay không đều được.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Giao quyền và lập biên bản nháp.
    Delegate(hand_over::delegate::DelegateArgs),
    /// Biên bản.
    #[command(subcommand)]
    Minutes(minutes::MinutesCommand),
    /// Ai được làm gì.
    Rights(args::RightsArgs),
    /// Gửi về Sở và nhận về.
    Sync(args::SyncArgs),
    /// Sao lưu ra một tệp đã mã hóa.
    Backup {
        /// Tệp sao lưu.
        #[arg(long)]
        to: PathBuf,
    },
    /// Khôi phục từ tệp sao lưu bằng mã khôi phục.
    Restore {
        /// Tệp sao lưu.
        #[arg(long)]
        from: PathBuf,
        /// Tệp chứa mã khôi phục.
        #[arg(long)]
        recovery_file: PathBuf,
    },
    /// Nhập danh sách từ Excel, CSV.
    Import(import::ImportArgs),
    /// Các lần nhập tệp trên máy này.
    #[command(subcommand)]
    Imports(imports::ImportsCommand),
    /// Ghi tệp mẫu để điền.
    Template(template::TemplateArgs),
    /// Bản quét của biên bản đã ký.
    #[command(subcommand)]
    Scans(scans::ScansCommand),
    /// Kiểm tệp PDF theo PDF/A-2a, PDF/UA-1 bằng các công cụ độc lập.
    Conform(conform::ConformArgs),
    /// Kiểm chữ ký số của tệp PDF, không cần mạng.
    Verify(signing::verify::VerifyArgs),
    /// Tin chứng thư hoặc nhận danh sách thu hồi trên máy này; không nêu tệp thì liệt kê.
    Trust(signing::trust::TrustArgs),
    /// Ký số một tệp PDF.
    Sign(signing::sign::SignArgs),
    /// Thêm bằng chứng và dấu thời gian lưu trữ vào tệp đã ký, không đụng đến chữ ký.
    Archive(signing::archive::ArchiveArgs),
    /// Xuất danh mục.
    Export {
        /// Bảng: unit, officer, school_class, delegation, handover_minutes.
        table: String,
        /// csv hoặc json.
        #[arg(long, default_value = "csv")]
        format: String,
    },
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
    let json = cli.json;
    match commands::run(cli).await {
        Ok(output) => {
            if json {
                println!("{:#}", output.json);
            } else {
                println!("{}", output.text);
            }
            if output.fails {
                return ExitCode::from(2);
            }
        }
        Err(failure) => {
            if json {
                println!("{}", serde_json::json!({ "error": failure }));
            }
            eprintln!("{failure}");
            if let Some(cause) = failure
                .cause
                .as_ref()
                .filter(|_| std::env::var_os("BANGIAO_TRACE").is_some())
            {
                eprintln!("{cause}");
            }
            return ExitCode::from(exit_code(&failure));
        }
    }
    ExitCode::SUCCESS
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
