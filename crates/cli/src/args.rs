//! What can be typed: subcommands and their arguments.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use engine::domain::ids::CsdlTaskId;

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

/// `officer`.
#[derive(Debug, Subcommand)]
pub(crate) enum OfficerCommand {
    /// Danh sách cán bộ của đơn vị.
    List,
    /// Thêm cán bộ.
    Add {
        /// Họ và tên.
        #[arg(long)]
        name: String,
        /// Mã cán bộ.
        #[arg(long)]
        code: String,
        /// Chức vụ.
        #[arg(long)]
        position: String,
        /// nam hoặc nu.
        #[arg(long)]
        sex: Option<String>,
        /// Được giao lập giấy tờ.
        #[arg(long)]
        prepares: bool,
        /// Số định danh cá nhân, không bắt buộc.
        #[arg(long)]
        id_number: Option<String>,
        /// Ngày sinh, dd/mm/yyyy: chỉ cần khi trùng tên.
        #[arg(long)]
        born: Option<String>,
    },
    /// Sửa thông tin của một người; ô không nêu thì giữ nguyên.
    Edit {
        /// Mã cán bộ.
        #[arg(long)]
        code: String,
        /// Họ và tên mới.
        #[arg(long)]
        name: Option<String>,
        /// Số điện thoại.
        #[arg(long)]
        phone: Option<String>,
    },
    /// Giao thêm chức vụ, ví dụ cấp phó ký thay theo quyết định trong sổ văn bản.
    Appoint {
        /// Mã cán bộ.
        #[arg(long)]
        code: String,
        /// Chức vụ.
        #[arg(long)]
        position: String,
        /// head, acting, in_charge, deputy, by_order, member.
        #[arg(long, default_value = "member")]
        role: String,
        /// Số, ký hiệu của quyết định trong sổ văn bản.
        #[arg(long)]
        decision: Option<String>,
        /// Được giao lập giấy tờ.
        #[arg(long)]
        prepares: bool,
        /// Ngày đầu, dd/mm/yyyy; không có thì hôm nay.
        #[arg(long)]
        from: Option<String>,
    },
    /// Thôi công tác: quyền đóng ngay, biên bản thu hồi được lập nháp.
    Leave {
        /// Mã cán bộ.
        #[arg(long)]
        code: String,
        /// Ngày cuối, dd/mm/yyyy.
        #[arg(long)]
        until: String,
        /// Lý do.
        #[arg(long)]
        reason: String,
    },
    /// Thay đổi thủ trưởng hoặc người phụ trách; biên bản được lập nháp.
    Lead {
        /// Mã cán bộ của người nhận nhiệm vụ.
        #[arg(long)]
        code: String,
        /// Chức vụ.
        #[arg(long)]
        position: String,
        /// head, acting, in_charge.
        #[arg(long, default_value = "head")]
        role: String,
        /// Số, ký hiệu của quyết định trong sổ văn bản.
        #[arg(long)]
        decision: String,
        /// Họ tên người chứng kiến của cấp trên.
        #[arg(long, requires = "witness_position")]
        witness: Option<String>,
        /// Chức vụ của người chứng kiến.
        #[arg(long, requires = "witness")]
        witness_position: Option<String>,
        /// Ngày đầu, dd/mm/yyyy; không có thì hôm nay.
        #[arg(long)]
        from: Option<String>,
    },
}

/// `document`.
#[derive(Debug, Subcommand)]
pub(crate) enum DocumentCommand {
    /// Sổ văn bản của đơn vị.
    List,
    /// Thêm văn bản để biên bản viện dẫn.
    Add {
        /// assignment, appointment, directive, introduction, plan, other.
        #[arg(long, default_value = "assignment")]
        kind: String,
        /// Tên loại.
        #[arg(long, default_value = "Quyết định")]
        title: String,
        /// Số, ký hiệu.
        #[arg(long)]
        number: String,
        /// Ngày, dd/mm/yyyy.
        #[arg(long)]
        date: String,
        /// Người ký.
        #[arg(long)]
        issuer: String,
        /// Trích yếu.
        #[arg(long)]
        subject: String,
    },
}

/// `account`.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Tài khoản của đơn vị.
    List,
    /// Thêm tài khoản.
    Add {
        /// csdl, ban_giao, hoặc tên hệ thống khác.
        #[arg(long, default_value = "csdl")]
        system: String,
        /// Địa chỉ.
        #[arg(long)]
        address: String,
        /// Tên đăng nhập.
        #[arg(long)]
        login: String,
        /// Tài khoản quản trị; không nêu thì khai thác, sử dụng.
        #[arg(long)]
        admin: bool,
        /// Mã cán bộ của người dùng riêng.
        #[arg(long)]
        officer: Option<String>,
    },
}

/// `csdl`.
#[derive(Debug, Subcommand)]
pub(crate) enum CsdlCommand {
    /// Việc cần làm trên Hệ thống CSDL.
    List,
    /// Ghi đã làm.
    Done {
        /// Id của việc, lấy từ danh sách.
        #[arg(required = true)]
        tasks: Vec<CsdlTaskId>,
        /// Ngày làm, dd/mm/yyyy; không có thì hôm nay.
        #[arg(long)]
        on: Option<String>,
    },
}

/// `unit`.
#[derive(Debug, Subcommand)]
pub(crate) enum UnitCommand {
    /// Đơn vị của mình và các đơn vị trực thuộc.
    List,
    /// 114 xã, phường, đặc khu của Hải Phòng.
    Communes,
    /// Thêm đơn vị trực thuộc.
    Add(Box<AddUnitArgs>),
    /// Xác nhận một đơn vị trực thuộc đơn vị mình.
    Confirm {
        /// Mã hoặc tên đơn vị.
        unit: String,
    },
    /// Đổi tên từ một ngày; giấy tờ cũ giữ tên cũ.
    Rename {
        /// Mã hoặc tên đơn vị; không có thì đơn vị mình.
        #[arg(long)]
        unit: Option<String>,
        /// Tên mới.
        #[arg(long)]
        name: String,
        /// Mã mới.
        #[arg(long)]
        code: Option<String>,
        /// Ngày đầu, dd/mm/yyyy.
        #[arg(long)]
        from: String,
    },
    /// Cách trình bày văn bản và cách lấy số.
    Set {
        /// Cơ quan chủ quản.
        #[arg(long)]
        superior: Option<String>,
        /// Ký hiệu.
        #[arg(long)]
        symbol: Option<String>,
        /// Địa danh.
        #[arg(long)]
        place: Option<String>,
        /// own_series, typed, none.
        #[arg(long)]
        numbering: Option<String>,
        /// Cách ký biên bản: paper, mixed, digital.
        #[arg(long)]
        route: Option<String>,
    },
}

/// `unit add`.
#[derive(Debug, Args)]
pub(crate) struct AddUnitArgs {
    /// Tên đầy đủ.
    #[arg(long)]
    pub(crate) name: String,
    /// Loại đơn vị.
    #[arg(long, default_value = "school")]
    pub(crate) kind: String,
    /// Cấp học.
    #[arg(long, value_delimiter = ',')]
    pub(crate) levels: Vec<String>,
    /// Mã.
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// Ký hiệu văn bản.
    #[arg(long)]
    pub(crate) symbol: String,
    /// Địa danh ghi trên văn bản.
    #[arg(long)]
    pub(crate) place: String,
    /// Cơ quan chủ quản ghi trên văn bản.
    #[arg(long)]
    pub(crate) superior: Option<String>,
    /// Họ tên thủ trưởng.
    #[arg(long)]
    pub(crate) head: String,
    /// Mã cán bộ của thủ trưởng.
    #[arg(long)]
    pub(crate) head_code: String,
    /// Chức vụ.
    #[arg(long, default_value = "Hiệu trưởng")]
    pub(crate) position: String,
    /// Tên đăng nhập tài khoản quản trị.
    #[arg(long)]
    pub(crate) admin_login: Option<String>,
}

/// `class`.
#[derive(Debug, Subcommand)]
pub(crate) enum ClassCommand {
    /// Các lớp trong năm học.
    List,
    /// Thêm lớp, kèm giáo viên chủ nhiệm nếu có.
    Add {
        /// Tên lớp.
        #[arg(long)]
        name: String,
        /// Cấp học.
        #[arg(long)]
        level: String,
        /// Số học sinh.
        #[arg(long)]
        learners: Option<u32>,
        /// Mã cán bộ của giáo viên chủ nhiệm.
        #[arg(long)]
        teacher: Option<String>,
    },
    /// Phân công hoặc đổi chủ nhiệm, dạy thay.
    Assign {
        /// Tên lớp.
        #[arg(long)]
        name: String,
        /// Mã cán bộ.
        #[arg(long)]
        teacher: String,
        /// main, joint, stand_in.
        #[arg(long, default_value = "main")]
        part: String,
        /// Ngày cuối của người dạy thay, dd/mm/yyyy.
        #[arg(long)]
        until: Option<String>,
        /// Thay người đang chủ nhiệm: quyền của người đó đóng ngay.
        #[arg(long)]
        replace: bool,
    },
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

/// Khóa ký số và dấu thời gian.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    /// Tệp khóa .p12, .pfx.
    #[arg(long, required_unless_present = "driver", conflicts_with = "driver")]
    pub(crate) key: Option<PathBuf>,
    /// Trình điều khiển PKCS#11 của thiết bị ký.
    #[arg(long)]
    pub(crate) driver: Option<PathBuf>,
    /// Nhãn của thiết bị ký, nếu có nhiều.
    #[arg(long, requires = "driver")]
    pub(crate) token: Option<String>,
    /// Nhãn của khóa trong thiết bị, nếu có nhiều.
    #[arg(long, requires = "driver")]
    pub(crate) key_label: Option<String>,
    /// Tệp chứa mật khẩu hoặc mã PIN của khóa; không có thì hỏi.
    #[arg(long)]
    pub(crate) secret_file: Option<PathBuf>,
    /// Địa chỉ máy chủ cấp dấu thời gian (RFC 3161).
    #[arg(long)]
    pub(crate) stamp: Option<String>,
}

/// `sign`.
#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// Tệp PDF cần ký; không bị sửa.
    pub(crate) file: PathBuf,
    /// Tệp nhận bản đã ký.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Khóa ký.
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    /// Ô ký; không nêu thì ô trống đầu tiên.
    #[arg(long)]
    pub(crate) field: Option<String>,
    /// Ký của cơ quan, tổ chức: màu đỏ.
    #[arg(long)]
    pub(crate) organisation: bool,
}

/// `archive`.
#[derive(Debug, Args)]
pub(crate) struct ArchiveArgs {
    /// Tệp PDF đã ký; không bị sửa.
    pub(crate) file: PathBuf,
    /// Tệp nhận bản lưu trữ.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Thư mục chứng thư gốc tin cậy và danh sách thu hồi.
    #[arg(long)]
    pub(crate) roots: PathBuf,
    /// Địa chỉ máy chủ cấp dấu thời gian (RFC 3161).
    #[arg(long)]
    pub(crate) stamp: String,
}
