//! What can be typed: subcommands and their arguments.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
