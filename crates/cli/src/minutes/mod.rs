//! `bangiao minutes`: what becomes of minutes, from the draft to the number.

mod certify;
mod digital;
mod edit;
mod end;
mod list;
mod number;
mod page;
mod record;
mod take_back;

use clap::Subcommand;
use engine::Reply;

use crate::machine::AtWork;
use crate::output::Output;

/// `minutes`.
#[derive(Debug, Subcommand)]
pub(crate) enum MinutesCommand {
    /// Danh sách biên bản.
    List,
    /// Xuất PDF của một biên bản.
    Pdf(page::PdfArgs),
    /// Chốt và gộp các biên bản thành một tệp in hai mặt.
    Print(page::PrintArgs),
    /// Ghi nhận các bên đã ký trên giấy.
    RecordSigning(record::RecordSigningArgs),
    /// Đưa bản quét vào.
    AttachScan(record::AttachScanArgs),
    /// Thủ trưởng cấp trên chấp nhận bằng mắt một bản quét chưa đối chiếu.
    AcceptScan(record::AcceptScanArgs),
    /// Cấp số tiếp theo hoặc nhập số của sổ chung.
    Number(number::NumberArgs),
    /// Sổ số của đơn vị: số đã cấp, số bỏ kèm lý do, số chưa dùng.
    Register(number::RegisterArgs),
    /// Ghi bỏ số, hoặc số đã dùng cho văn bản khác; số này không cấp cho biên bản nào nữa.
    SkipNumbers(number::SkipNumbersArgs),
    /// Sửa số ghi nhầm; số cũ, người sửa và lý do còn trong sổ.
    CorrectNumber(number::CorrectNumberArgs),
    /// Sửa căn cứ, tên đăng nhập, thời hạn của một bản nháp.
    EditDraft(edit::EditDraftArgs),
    /// Ghi nhận từ chối ký.
    Decline(end::DeclineArgs),
    /// Hủy trước khi ký.
    Cancel(end::CancelArgs),
    /// Thu hồi quyền của một người, có hiệu lực ngay.
    TakeBack(take_back::TakeBackArgs),
    /// Nhận lại sổ số từ máy khác; các số máy đó chưa dùng được ghi bỏ kèm lý do.
    TakeRegister(number::TakeRegisterArgs),
    /// Chọn cách ký khi chưa ai ký.
    Route(digital::RouteArgs),
    /// Ký số các biên bản bằng một khóa và ghi vào sổ.
    Sign(digital::SignArgs),
    /// Lưu tệp để ký bằng chương trình khác.
    ForSigning(digital::ForSigningArgs),
    /// Nạp tệp đã ký số vào sổ.
    TakeSigned(digital::TakeSignedArgs),
    /// Cơ quan ký số bản quét: bản sao điện tử có giá trị pháp lý.
    CertifyScan(certify::CertifyScanArgs),
    /// Nạp bản quét mà cơ quan đã ký số bằng chương trình khác.
    TakeCertified(certify::TakeCertifiedArgs),
    /// Người nhận xác nhận điện tử tờ biên bản của mình; đây không phải chữ ký số.
    ConfirmReceipt(record::ConfirmReceiptArgs),
    /// Thủ trưởng xác nhận một ghi nhận do người khác làm.
    Confirm(record::ConfirmArgs),
}

impl MinutesCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => list::run(work).await,
            Self::Pdf(args) => args.run(work).await,
            Self::Print(args) => args.run(work).await,
            Self::RecordSigning(args) => args.run(work).await,
            Self::AttachScan(args) => args.run(work).await,
            Self::AcceptScan(args) => args.run(work).await,
            Self::Number(args) => args.run(work).await,
            Self::Register(args) => args.run(work).await,
            Self::SkipNumbers(args) => args.run(work).await,
            Self::CorrectNumber(args) => args.run(work).await,
            Self::EditDraft(args) => args.run(work).await,
            Self::Decline(args) => args.run(work).await,
            Self::Cancel(args) => args.run(work).await,
            Self::TakeBack(args) => args.run(work).await,
            Self::TakeRegister(args) => args.run(work).await,
            Self::Route(args) => args.run(work).await,
            Self::Sign(args) => args.run(work).await,
            Self::ForSigning(args) => args.run(work).await,
            Self::TakeSigned(args) => args.run(work).await,
            Self::CertifyScan(args) => args.run(work).await,
            Self::TakeCertified(args) => args.run(work).await,
            Self::ConfirmReceipt(args) => args.run(work).await,
            Self::Confirm(args) => args.run(work).await,
        }
    }
}
