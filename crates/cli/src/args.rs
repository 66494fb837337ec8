//! What can be typed: subcommands and their arguments.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::signing::key::KeyArgs;

/// `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Tên đầy đủ của đơn vị.
    #[arg(long)]
    pub(crate) name: String,
    /// department, commune, school, centre, private_school, independent_group.
    #[arg(long, default_value = "school")]
    pub(crate) kind: String,
    /// Cấp học: preschool, primary, lower_secondary, upper_secondary, continuing.
    #[arg(long, value_delimiter = ',')]
    pub(crate) levels: Vec<String>,
    /// Mã xã, phường trong danh mục 114 đơn vị.
    #[arg(long)]
    pub(crate) commune: Option<String>,
    /// Mã trường.
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// Ký hiệu văn bản của đơn vị.
    #[arg(long)]
    pub(crate) symbol: String,
    /// Họ tên thủ trưởng.
    #[arg(long)]
    pub(crate) head: String,
    /// Chức vụ của thủ trưởng.
    #[arg(long, default_value = "Hiệu trưởng")]
    pub(crate) position: String,
}

/// `delegate`.
#[derive(Debug, Args)]
pub(crate) struct DelegateArgs {
    /// Mã cán bộ của người nhận.
    #[arg(long)]
    pub(crate) officer: String,
    /// Tên lớp chủ nhiệm.
    #[arg(long)]
    pub(crate) class: Vec<String>,
    /// Chức năng, ví dụ library, statistics.
    #[arg(long)]
    pub(crate) function: Vec<String>,
    /// Cấp học phụ trách, cho người của xã, phường hoặc Sở.
    #[arg(long)]
    pub(crate) level: Vec<String>,
    /// Số, ký hiệu văn bản làm căn cứ.
    #[arg(long)]
    pub(crate) ground: Vec<String>,
    /// Mã cán bộ của người ký bên giao; không có thì thủ trưởng.
    #[arg(long)]
    pub(crate) giver: Option<String>,
    /// Tên đăng nhập trên Hệ thống CSDL nếu chưa có trong sổ.
    #[arg(long)]
    pub(crate) login: Option<String>,
}

/// `give-account`.
#[derive(Debug, Args)]
pub(crate) struct GiveAccountArgs {
    /// Mã hoặc tên đơn vị nhận tài khoản quản trị; không có thì đơn vị mình giao người quản lý tài
    /// khoản.
    #[arg(long)]
    pub(crate) unit: Option<String>,
    /// Mã cán bộ của người nhận; không có thì thủ trưởng đơn vị nhận.
    #[arg(long)]
    pub(crate) officer: Option<String>,
    /// Tên đăng nhập của tài khoản quản trị nếu chưa có trong sổ.
    #[arg(long)]
    pub(crate) login: Option<String>,
    /// Ngày cuối của việc quản lý tài khoản, dd/mm/yyyy; không có thì đến khi có biên bản khác.
    #[arg(long)]
    pub(crate) until: Option<String>,
    /// Số phong bì niêm phong mật khẩu; không có thì người nhận tự đặt tại chỗ.
    #[arg(long)]
    pub(crate) envelope: Option<String>,
    /// Số phong bì mật khẩu dự phòng do thủ trưởng cất giữ (giao người quản lý tài khoản).
    #[arg(long, requires = "spare_place")]
    pub(crate) spare: Option<String>,
    /// Nơi cất giữ phong bì dự phòng.
    #[arg(long, requires = "spare")]
    pub(crate) spare_place: Option<String>,
    /// Tên địa điểm bàn giao (Sở giao cho xã).
    #[arg(long, requires = "address")]
    pub(crate) site: Option<String>,
    /// Địa chỉ của địa điểm bàn giao.
    #[arg(long, requires = "site")]
    pub(crate) address: Option<String>,
    /// Giờ bàn giao, HH:MM; không có thì chừa chỗ để viết tay.
    #[arg(long, requires = "site")]
    pub(crate) hour: Option<String>,
    /// Ngày cuối của giấy giới thiệu, dd/mm/yyyy.
    #[arg(long, requires = "site")]
    pub(crate) letter_until: Option<String>,
    /// Ngày người nhận dự tập huấn, dd/mm/yyyy.
    #[arg(long, requires = "site")]
    pub(crate) trained_on: Option<String>,
    /// Số, ký hiệu văn bản làm căn cứ.
    #[arg(long)]
    pub(crate) ground: Vec<String>,
}

/// `minutes`.
#[derive(Debug, Subcommand)]
pub(crate) enum MinutesCommand {
    /// Danh sách biên bản.
    List,
    /// Xuất PDF của một biên bản.
    Pdf {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Tệp nhận PDF.
        #[arg(long)]
        out: PathBuf,
    },
    /// Chốt và gộp các biên bản thành một tệp in hai mặt.
    Print {
        /// Mã tra cứu hoặc id; không có thì mọi bản nháp và bản chờ ký.
        minutes: Vec<String>,
        /// Tệp in.
        #[arg(long)]
        out: PathBuf,
        /// Số bản mỗi biên bản.
        #[arg(long, default_value_t = 2)]
        copies: u32,
        /// both, fronts, backs.
        #[arg(long, default_value = "both")]
        sides: String,
    },
    /// Ghi nhận các bên đã ký trên giấy.
    RecordSigning {
        /// Mã tra cứu hoặc id.
        #[arg(required = true)]
        minutes: Vec<String>,
        /// Ngày ghi trên giấy, dd/mm/yyyy.
        #[arg(long)]
        date: String,
    },
    /// Đưa bản quét vào.
    AttachScan {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Tệp PDF hoặc ảnh.
        file: PathBuf,
    },
    /// Cấp số tiếp theo hoặc nhập số của sổ chung.
    Number {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Số của sổ chung.
        #[arg(long)]
        number: Option<u32>,
        /// Số đầu tiên khi mở sổ riêng.
        #[arg(long, default_value_t = 1)]
        first: u32,
    },
    /// Ghi nhận từ chối ký.
    Decline {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Lý do.
        #[arg(long)]
        reason: String,
    },
    /// Hủy trước khi ký.
    Cancel {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Lý do.
        #[arg(long)]
        reason: String,
    },
    /// Thu hồi quyền của một người, có hiệu lực ngay.
    TakeBack {
        /// Mã cán bộ.
        #[arg(long)]
        officer: String,
        /// Lý do.
        #[arg(long)]
        reason: String,
        /// Chỉ tạm dừng trong lúc nghỉ.
        #[arg(long)]
        suspend: bool,
        /// Người bị thu hồi vắng mặt: lý do vắng.
        #[arg(long, requires = "witness")]
        absent: Option<String>,
        /// Mã cán bộ của người chứng kiến khi vắng mặt.
        #[arg(long, requires = "absent")]
        witness: Option<String>,
    },
    /// Nhận lại sổ số từ máy khác; các số máy đó chưa dùng được ghi bỏ kèm lý do.
    TakeRegister {
        /// Lý do.
        #[arg(long)]
        reason: String,
    },
    /// Chọn cách ký khi chưa ai ký.
    Route {
        /// Mã tra cứu hoặc id.
        #[arg(required = true)]
        minutes: Vec<String>,
        /// paper, mixed, digital.
        #[arg(long)]
        route: String,
    },
    /// Ký số các biên bản bằng một khóa và ghi vào sổ.
    Sign {
        /// Mã tra cứu hoặc id.
        #[arg(required = true)]
        minutes: Vec<String>,
        /// giver, receiver, commitment_receiver, commitment_head, third, organisation,
        /// receiving_organisation.
        #[arg(long)]
        party: String,
        /// Khóa ký.
        #[command(flatten)]
        key: KeyArgs,
    },
    /// Lưu tệp để ký bằng chương trình khác.
    ForSigning {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Tệp nhận PDF.
        #[arg(long)]
        out: PathBuf,
    },
    /// Nạp tệp đã ký số vào sổ.
    TakeSigned {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Tệp PDF đã ký.
        file: PathBuf,
    },
    /// Cơ quan ký số bản quét: bản sao điện tử có giá trị pháp lý.
    CertifyScan {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Khóa ký.
        #[command(flatten)]
        key: KeyArgs,
    },
    /// Nạp bản quét mà cơ quan đã ký số bằng chương trình khác.
    TakeCertified {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Tệp PDF đã ký.
        file: PathBuf,
    },
    /// Người nhận xác nhận điện tử tờ biên bản của mình; đây không phải chữ ký số.
    ConfirmReceipt {
        /// Mã tra cứu hoặc id.
        minutes: String,
        /// Điều không đúng, nếu đó không phải tờ mình đã ký.
        #[arg(long)]
        objection: Option<String>,
    },
    /// Thủ trưởng xác nhận một ghi nhận do người khác làm.
    Confirm {
        /// Mã tra cứu hoặc id.
        minutes: String,
    },
}

/// `rights`.
#[derive(Debug, Args)]
pub(crate) struct RightsArgs {
    /// Thời điểm, dd/mm/yyyy hoặc dd/mm/yyyy HH:MM; không có thì bây giờ.
    #[arg(long)]
    pub(crate) at: Option<String>,
    /// Tên lớp.
    #[arg(long)]
    pub(crate) class: Option<String>,
    /// Mã cán bộ.
    #[arg(long)]
    pub(crate) officer: Option<String>,
    /// Chỉ những quyền máy chủ đã mở.
    #[arg(long)]
    pub(crate) opened: bool,
    /// Ghi bảng kê ra tệp PDF để thủ trưởng ký.
    #[arg(long, conflicts_with = "opened")]
    pub(crate) pdf: Option<PathBuf>,
}

/// `sync`.
#[derive(Debug, Args)]
pub(crate) struct SyncArgs {
    /// Kết nối lần đầu: địa chỉ máy chủ.
    #[arg(long, requires = "code")]
    pub(crate) server: Option<String>,
    /// Kết nối lần đầu: mã kích hoạt.
    #[arg(long, requires = "server")]
    pub(crate) code: Option<String>,
}

/// `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// units, officers, classes, assignments, csdl-accounts.
    pub(crate) kind: String,
    /// Tệp .xlsx, .xls hoặc .csv.
    pub(crate) file: PathBuf,
    /// Chỉ kiểm tra, không ghi.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Trang tính, đếm từ 1; không có thì tự tìm.
    #[arg(long)]
    pub(crate) sheet: Option<u32>,
    /// Dòng tiêu đề như Excel đánh số; không có thì tự tìm.
    #[arg(long)]
    pub(crate) header: Option<u32>,
    /// Cột là gì: C=name, D=homeroom, E=- (không lấy). Lặp lại được.
    #[arg(long)]
    pub(crate) column: Vec<String>,
    /// Thứ tự ngày, tháng khi tệp không tự cho thấy: dmy hoặc mdy.
    #[arg(long)]
    pub(crate) date_order: Option<String>,
    /// Phông chữ cũ: unicode, tcvn3, vni; không có thì tự nhận.
    #[arg(long)]
    pub(crate) old_font: Option<String>,
    /// Nhận mọi giá trị đề xuất, ví dụ số 0 ở đầu mà Excel đã xóa.
    #[arg(long)]
    pub(crate) take_proposals: bool,
    /// Ghi các dòng sai ra tệp này để sửa trong Excel rồi nhập lại.
    #[arg(long)]
    pub(crate) wrong_to: Option<PathBuf>,
}

/// `imports`.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportsCommand {
    /// Danh sách.
    List,
    /// Hoàn tác cả lần nhập.
    Undo {
        /// Mã lần nhập.
        id: uuid::Uuid,
    },
}

/// `scans`.
#[derive(Debug, Subcommand)]
pub(crate) enum ScansCommand {
    /// Xếp từng trang của một tệp quét nhiều biên bản vào đúng biên bản theo mã QR.
    File {
        /// Tệp PDF từ máy quét.
        stack: PathBuf,
    },
}
