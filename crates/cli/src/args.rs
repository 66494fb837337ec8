//! What can be typed: subcommands and their arguments.

use std::path::PathBuf;

use clap::Args;

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
