//! The commands, and what each of them needs: open data, a machine, or nothing but files.

use clap::Subcommand;
use engine::Reply;

use crate::account::AccountCommand;
use crate::backup::{BackupArgs, RestoreArgs};
use crate::board::BoardArgs;
use crate::class::ClassCommand;
use crate::conform::ConformArgs;
use crate::csdl::CsdlCommand;
use crate::demo::DemoArgs;
use crate::doctor;
use crate::document::DocumentCommand;
use crate::export::ExportArgs;
use crate::find::FindArgs;
use crate::hand_over::delegate::DelegateArgs;
use crate::hand_over::give_account::GiveAccountArgs;
use crate::hand_over::give_accounts::GiveAccountsArgs;
use crate::held::{HeldCommand, RefusalsArgs};
use crate::import::ImportArgs;
use crate::imports::ImportsCommand;
use crate::machine::Machine;
use crate::minutes::MinutesCommand;
use crate::officer::OfficerCommand;
use crate::output::Output;
use crate::proposals::ProposalsArgs;
use crate::rights::RightsArgs;
use crate::scans::ScansCommand;
use crate::signing::archive::ArchiveArgs;
use crate::signing::sign::SignArgs;
use crate::signing::trust::TrustArgs;
use crate::signing::verify::VerifyArgs;
use crate::start::{InitArgs, JoinArgs, PasswordArgs, RecoverArgs};
use crate::sync::SyncArgs;
use crate::template::TemplateArgs;
use crate::unit::UnitCommand;
use crate::year::YearArgs;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Dựng dữ liệu mẫu một phường và xuất 310 biên bản.
    Demo(DemoArgs),
    /// Bắt đầu với đơn vị của mình, chưa cần kết nối Sở.
    Init(InitArgs),
    /// Bắt đầu bằng mã kích hoạt do cấp trên trao: đơn vị và con người tải về từ máy chủ.
    Join(JoinArgs),
    /// Mở lại bằng mã khôi phục khi quên mật khẩu hoặc mất khóa thiết bị, và đặt mật khẩu mới.
    Recover(RecoverArgs),
    /// Đổi mật khẩu của dữ liệu trên máy này; mã khôi phục đã in vẫn dùng được.
    Password(PasswordArgs),
    /// Khám dữ liệu trên máy này.
    Doctor,
    /// Cán bộ.
    #[command(subcommand)]
    Officer(OfficerCommand),
    /// Đơn vị.
    #[command(subcommand)]
    Unit(UnitCommand),
    /// Lớp.
    #[command(subcommand)]
    Class(ClassCommand),
    /// Sổ văn bản.
    #[command(subcommand)]
    Document(DocumentCommand),
    /// Tài khoản.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Việc cần làm trên Hệ thống CSDL: theo biên bản, theo đối chiếu tài khoản.
    #[command(subcommand)]
    Csdl(CsdlCommand),
    /// Bàn giao tài khoản quản trị cho đơn vị trực thuộc, hoặc giao người quản lý tài khoản của đơn
    /// vị mình.
    GiveAccount(GiveAccountArgs),
    /// Lập biên bản bàn giao tài khoản cho mọi đơn vị trực thuộc chưa nhận, trong một lần.
    GiveAccounts(GiveAccountsArgs),
    /// Bảng theo dõi các đơn vị trực thuộc: đã nhận tài khoản, nháp, in, ký, số, quét, CSDL.
    Board(BoardArgs),
    /// Tìm người, lớp, đơn vị, biên bản.
    Find(FindArgs),
    /// Giao quyền và lập biên bản nháp.
    Delegate(DelegateArgs),
    /// Biên bản.
    #[command(subcommand)]
    Minutes(MinutesCommand),
    /// Biên bản được đề nghị lập sau mỗi thay đổi: thu hồi một phần, hết dạy thay, sang năm học mới.
    Proposals(ProposalsArgs),
    /// Năm học đang làm việc; từ 01/6 chuẩn bị được năm học sau.
    Year(YearArgs),
    /// Ai được làm gì.
    Rights(RightsArgs),
    /// Việc chờ quyết định: người làm không còn quyền khi máy chủ nhận được.
    #[command(subcommand)]
    Held(HeldCommand),
    /// Việc bị từ chối đáng chú ý ở đơn vị mình và cấp dưới.
    Refusals(RefusalsArgs),
    /// Gửi về Sở và nhận về.
    Sync(SyncArgs),
    /// Sao lưu ra một tệp đã mã hóa.
    Backup(BackupArgs),
    /// Khôi phục từ tệp sao lưu bằng mã khôi phục.
    Restore(RestoreArgs),
    /// Nhập danh sách từ Excel, CSV.
    Import(ImportArgs),
    /// Các lần nhập tệp trên máy này.
    #[command(subcommand)]
    Imports(ImportsCommand),
    /// Ghi tệp mẫu để điền.
    Template(TemplateArgs),
    /// Bản quét của biên bản đã ký.
    #[command(subcommand)]
    Scans(ScansCommand),
    /// Kiểm tệp PDF theo PDF/A-2a, PDF/UA-1 bằng các công cụ độc lập.
    Conform(ConformArgs),
    /// Kiểm chữ ký số của tệp PDF, không cần mạng.
    Verify(VerifyArgs),
    /// Tin chứng thư hoặc nhận danh sách thu hồi trên máy này; không nêu tệp thì liệt kê.
    Trust(TrustArgs),
    /// Ký số một tệp PDF.
    Sign(SignArgs),
    /// Thêm bằng chứng và dấu thời gian lưu trữ vào tệp đã ký, không đụng đến chữ ký.
    Archive(ArchiveArgs),
    /// Xuất danh mục.
    Export(ExportArgs),
}

impl Command {
    /// Does it, on data that are open only as long as it takes.
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        match self {
            Self::Demo(args) => args.run(machine).await,
            Self::Init(args) => args.run(machine).await,
            Self::Join(args) => args.run(machine).await,
            Self::Recover(args) => args.run(machine).await,
            Self::Password(args) => args.run(machine).await,
            Self::Restore(args) => args.run(machine).await,
            Self::Unit(command) => command.run(machine).await,

            Self::Conform(args) => args.run(),
            Self::Verify(args) => args.run(),
            Self::Sign(args) => args.run().await,
            Self::Archive(args) => args.run().await,

            Self::Doctor => machine.open(doctor::run).await,
            Self::Officer(command) => machine.open(async |work| command.run(work).await).await,
            Self::Class(command) => machine.open(async |work| command.run(work).await).await,
            Self::Document(command) => machine.open(async |work| command.run(work).await).await,
            Self::Account(command) => machine.open(async |work| command.run(work).await).await,
            Self::Csdl(command) => machine.open(async |work| command.run(work).await).await,
            Self::GiveAccount(args) => machine.open(async |work| args.run(work).await).await,
            Self::GiveAccounts(args) => machine.open(async |work| args.run(work).await).await,
            Self::Board(args) => machine.open(async |work| args.run(work).await).await,
            Self::Find(args) => machine.open(async |work| args.run(work).await).await,
            Self::Delegate(args) => machine.open(async |work| args.run(work).await).await,
            Self::Minutes(command) => machine.open(async |work| command.run(work).await).await,
            Self::Proposals(args) => machine.open(async |work| args.run(work).await).await,
            Self::Year(args) => machine.open(async |work| args.run(work).await).await,
            Self::Rights(args) => machine.open(async |work| args.run(work).await).await,
            Self::Held(command) => machine.open(async |work| command.run(work).await).await,
            Self::Refusals(args) => machine.open(async |work| args.run(work).await).await,
            Self::Sync(args) => machine.open(async |work| args.run(work).await).await,
            Self::Backup(args) => machine.open(async |work| args.run(work).await).await,
            Self::Import(args) => machine.open(async |work| args.run(work).await).await,
            Self::Imports(command) => machine.open(async |work| command.run(work).await).await,
            Self::Template(args) => machine.open(async |work| args.run(work).await).await,
            Self::Scans(command) => machine.open(async |work| command.run(work).await).await,
            Self::Trust(args) => machine.open(async |work| args.run(work).await).await,
            Self::Export(args) => machine.open(async |work| args.run(work).await).await,
        }
    }
}
