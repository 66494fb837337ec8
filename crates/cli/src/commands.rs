//! The commands: arguments in, one act or view of the engine, text and JSON out.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{Args, Subcommand};
use engine::domain::acts::people::{AddOfficer, Post};
use engine::domain::acts::{AddClass, AssignTeacher, CancelMinutes, DeclineMinutes, GiveNumber, HandOver, OpenRegister, RecordSigning, TakeBack, TypeNumber};
use engine::domain::calendar::{SchoolYear, vietnam};
use engine::domain::delegation::Line;
use engine::domain::ids::{ClassId, MinutesId, OfficerId, UnitId};
use engine::domain::minutes::{MinutesKind, SecretClause};
use engine::domain::officer::{Role, Sex};
use engine::domain::rights::{Dim, Function, Right};
use engine::domain::school_class::TeacherPart;
use engine::domain::unit::{SchoolLevel, UnitKind};
use engine::domain::{Code, Refusal};
use engine::handover::print::Sides;
use engine::start::OwnUnit;
use engine::{Clock, Engine, Reply};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{Cli, Command, Output, demo};

/// `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Tên đầy đủ của đơn vị.
    #[arg(long)]
    name: String,
    /// department, commune, school, centre, private_school, independent_group.
    #[arg(long, default_value = "school")]
    kind: String,
    /// Cấp học: preschool, primary, lower_secondary, upper_secondary, continuing.
    #[arg(long, value_delimiter = ',')]
    levels: Vec<String>,
    /// Mã xã, phường trong danh mục 114 đơn vị.
    #[arg(long)]
    commune: Option<String>,
    /// Mã trường.
    #[arg(long)]
    code: Option<String>,
    /// Ký hiệu văn bản của đơn vị.
    #[arg(long)]
    symbol: String,
    /// Họ tên thủ trưởng.
    #[arg(long)]
    head: String,
    /// Chức vụ của thủ trưởng.
    #[arg(long, default_value = "Hiệu trưởng")]
    position: String,
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
}

/// `unit add`.
#[derive(Debug, Args)]
pub(crate) struct AddUnitArgs {
    /// Tên đầy đủ.
    #[arg(long)]
    name: String,
    /// Loại đơn vị.
    #[arg(long, default_value = "school")]
    kind: String,
    /// Cấp học.
    #[arg(long, value_delimiter = ',')]
    levels: Vec<String>,
    /// Mã.
    #[arg(long)]
    code: Option<String>,
    /// Ký hiệu văn bản.
    #[arg(long)]
    symbol: String,
    /// Địa danh ghi trên văn bản.
    #[arg(long)]
    place: String,
    /// Cơ quan chủ quản ghi trên văn bản.
    #[arg(long)]
    superior: Option<String>,
    /// Họ tên thủ trưởng.
    #[arg(long)]
    head: String,
    /// Mã cán bộ của thủ trưởng.
    #[arg(long)]
    head_code: String,
    /// Chức vụ.
    #[arg(long, default_value = "Hiệu trưởng")]
    position: String,
    /// Tên đăng nhập tài khoản quản trị.
    #[arg(long)]
    admin_login: Option<String>,
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
}

/// `delegate`.
#[derive(Debug, Args)]
pub(crate) struct DelegateArgs {
    /// Mã cán bộ của người nhận.
    #[arg(long)]
    officer: String,
    /// Tên lớp chủ nhiệm.
    #[arg(long)]
    class: Vec<String>,
    /// Chức năng, ví dụ library, statistics.
    #[arg(long)]
    function: Vec<String>,
    /// Tên đăng nhập trên Hệ thống CSDL nếu chưa có trong sổ.
    #[arg(long)]
    login: Option<String>,
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
    },
}

/// `rights`.
#[derive(Debug, Args)]
pub(crate) struct RightsArgs {
    /// Thời điểm, dd/mm/yyyy hoặc dd/mm/yyyy HH:MM; không có thì bây giờ.
    #[arg(long)]
    at: Option<String>,
    /// Tên lớp.
    #[arg(long)]
    class: Option<String>,
    /// Mã cán bộ.
    #[arg(long)]
    officer: Option<String>,
    /// Chỉ những quyền máy chủ đã mở.
    #[arg(long)]
    opened: bool,
}

/// `sync`.
#[derive(Debug, Args)]
pub(crate) struct SyncArgs {
    /// Kết nối lần đầu: địa chỉ máy chủ.
    #[arg(long, requires = "code")]
    server: Option<String>,
    /// Kết nối lần đầu: mã kích hoạt.
    #[arg(long, requires = "server")]
    code: Option<String>,
}

/// Runs one command.
pub(crate) async fn run(cli: Cli) -> Reply<Output> {
    let password = |confirm| password(cli.password_file.as_deref(), confirm);
    match cli.command {
        Command::Demo { out, seed } => demo::run(&out, seed, &password(true)?).await,
        Command::Init(args) => init(&cli.data, &password(true)?, args).await,
        Command::Restore { from, recovery_file } => {
            let code = read_line(&recovery_file)?;
            let engine = engine::backup::restore(&from, &cli.data, &code, &password(true)?, Arc::new(Clock::system())).await?;
            engine.close().await;
            Output::new("Đã khôi phục.", &json!({ "restored": true }))
        }
        Command::Unit(UnitCommand::Communes) => communes(),
        command => {
            let engine = Engine::open(&cli.data, &password(false)?, Arc::new(Clock::system())).await?;
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
            let lines: Vec<String> = findings.iter().map(|f| format!("{} {:?} {}", if f.fine { "✓" } else { "!" }, f.what, f.detail)).collect();
            Output::new(lines.join("\n"), &findings)
        }
        Command::Officer(OfficerCommand::List) => {
            let rows = engine.officers(unit).await?;
            let lines: Vec<String> = rows.iter().map(|r| format!("{:10} {:30} {:24} {} quyền", r.code, r.name, r.position, r.rights)).collect();
            Output::new(lines.join("\n"), &rows)
        }
        Command::Officer(OfficerCommand::Add { name, code, position, sex, prepares, id_number }) => {
            let post = Post { role: Role::Member, position, duty: None, prepares, from: engine.today(), until: None, document: None };
            let sex = sex.map(|s| if s == "nu" { Sex::Female } else { Sex::Male });
            engine.perform(AddOfficer { unit, name, code: code.clone(), sex, born_on: None, id_number, phone: None, post }).await?;
            Output::new(format!("Đã thêm cán bộ {code}."), &json!({ "code": code }))
        }
        Command::Unit(UnitCommand::Add(args)) => add_unit(engine, unit, args).await,
        Command::Unit(_) => {
            let rows = engine.units().await?;
            let lines: Vec<String> = rows.iter().map(|r| format!("{:12} {:60} {}/{} đã ký", r.code.clone().unwrap_or_default(), r.name, r.signed, r.people)).collect();
            Output::new(lines.join("\n"), &rows)
        }
        Command::Class(ClassCommand::List) => {
            let rows = engine.classes(unit).await?;
            let lines: Vec<String> = rows.iter().map(|r| format!("{:8} {:30} {}", r.name, r.teacher_name, if r.in_force { "đã mở" } else { "chưa có biên bản" })).collect();
            Output::new(lines.join("\n"), &rows)
        }
        Command::Class(ClassCommand::Add { name, level, learners, teacher }) => add_class(engine, unit, name, &level, learners, teacher).await,
        Command::Delegate(args) => delegate(engine, unit, args).await,
        Command::Minutes(command) => minutes(engine, unit, command).await,
        Command::Rights(args) => rights(engine, unit, args).await,
        Command::Sync(args) => {
            if let (Some(server), Some(code)) = (args.server, args.code) {
                engine.enrol(&server, &code).await?;
            }
            let round = engine.sync().await?;
            Output::new(format!("Đã gửi {} việc, {} việc cần xem lại, nhận về {} dòng.", round.sent, round.returned, round.rows), &round)
        }
        Command::Backup { to } => {
            engine.back_up(&to).await?;
            Output::new(format!("Đã sao lưu vào {}.", to.display()), &json!({ "file": to }))
        }
        Command::Export { table, format } => export(engine, &table, &format).await,
        Command::Demo { .. } | Command::Init(_) | Command::Restore { .. } => Err(bad().into()),
    }
}

fn bad() -> Refusal {
    Refusal::new(Code::BadRequest)
}

fn access(path: &Path) -> Refusal {
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
    let asked = rpassword::prompt_password("Mật khẩu: ").map_err(|_| Refusal::new(Code::WrongPassword))?;
    if new && rpassword::prompt_password("Nhập lại mật khẩu: ").map_err(|_| Refusal::new(Code::WrongPassword))? != asked {
        return Err(Refusal::new(Code::WrongPassword).into());
    }
    Ok(asked)
}

/// A word of the domain as it is written on the wire: `lower_secondary`, `library`.
fn word<T: DeserializeOwned>(text: &str) -> Reply<T> {
    serde_json::from_value(json!(text)).map_err(|_| bad().into())
}

async fn init(data: &Path, password: &str, args: InitArgs) -> Reply<Output> {
    let own = OwnUnit {
        kind: word::<UnitKind>(&args.kind)?,
        levels: args.levels.iter().map(|l| word::<SchoolLevel>(l)).collect::<Reply<_>>()?,
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
    let code = started.recovery_code;
    Output::new(format!("Đã tạo dữ liệu trong {}.\nMã khôi phục (in ra, niêm phong, giao thủ trưởng giữ): {code}", data.display()), &json!({ "recovery_code": code }))
}

fn communes() -> Reply<Output> {
    let list = engine::domain::catalogue::communes();
    let lines: Vec<String> = list.iter().map(|c| format!("{} {}", c.code, c.name)).collect();
    let values: Vec<_> = list.iter().map(|c| json!({ "code": c.code, "name": c.name })).collect();
    Output::new(lines.join("\n"), &values)
}

async fn add_unit(engine: &Engine, unit: UnitId, args: Box<AddUnitArgs>) -> Reply<Output> {
    use engine::domain::acts::units::{AddUnit, HeadDetails, UnitDetails};
    use engine::domain::unit::{Letterhead, Numbering};
    let from = engine.today();
    let details = UnitDetails {
        kind: word(&args.kind)?,
        levels: args.levels.iter().map(|l| word(l)).collect::<Reply<_>>()?,
        name: args.name.clone(),
        code: args.code,
        letterhead: Letterhead { superior: args.superior, symbol: args.symbol, place: args.place },
        numbering: Numbering::Typed,
        from,
    };
    let head = HeadDetails { name: args.head, sex: None, code: args.head_code, position: args.position, role: Role::Head, from };
    engine.perform(AddUnit { by_unit: unit, details, parent: None, head, admin_login: args.admin_login }).await?;
    Output::new(format!("Đã thêm {}.", args.name), &json!({ "name": args.name }))
}

async fn officer_by_code(engine: &Engine, unit: UnitId, code: &str) -> Reply<OfficerId> {
    let rows = engine.officers(unit).await?;
    let found = rows.iter().find(|r| r.code == code).map(|r| r.id);
    Ok(found.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "officer"))?)
}

async fn class_by_name(engine: &Engine, unit: UnitId, name: &str) -> Reply<ClassId> {
    let rows = engine.classes(unit).await?;
    let found = rows.iter().find(|r| r.name == name).map(|r| r.id);
    Ok(found.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "class"))?)
}

/// Minutes by id or check code.
async fn minutes_by(engine: &Engine, unit: UnitId, wanted: &str) -> Reply<(UnitId, MinutesId)> {
    let rows = engine.minutes_list(unit).await?;
    let id = wanted.parse::<MinutesId>().ok();
    let found = rows.iter().find(|r| Some(r.id) == id || r.check_code.as_deref() == Some(wanted));
    Ok(found.map(|r| (r.unit, r.id)).ok_or_else(|| Refusal::new(Code::NotFound).with("what", "minutes"))?)
}

async fn add_class(engine: &Engine, unit: UnitId, name: String, level: &str, learners: Option<u32>, teacher: Option<String>) -> Reply<Output> {
    let level = word(level)?;
    let teacher = match teacher {
        Some(code) => Some(officer_by_code(engine, unit, &code).await?),
        None => None,
    };
    engine.perform(AddClass { unit, year: SchoolYear::of(engine.today()), name: name.clone(), level, site: None, learners }).await?;
    if let Some(officer) = teacher {
        let class = class_by_name(engine, unit, &name).await?;
        engine.perform(AssignTeacher { unit, class, officer, part: TeacherPart::Main, from: engine.today(), until: None, replace: false }).await?;
    }
    Output::new(format!("Đã thêm lớp {name}."), &json!({ "name": name }))
}

async fn delegate(engine: &Engine, unit: UnitId, args: DelegateArgs) -> Reply<Output> {
    let receiver = officer_by_code(engine, unit, &args.officer).await?;
    let offer = engine.offer(unit, receiver).await?;
    let line = |function, rights: Vec<Right>, classes| Line {
        function,
        rights: rights.into_iter().collect(),
        levels: Dim::All,
        classes,
        subjects: Dim::All,
        from: offer.from,
        until: Some(offer.until),
    };
    let mut add = vec![];
    for name in &args.class {
        let class = class_by_name(engine, unit, name).await?;
        add.push(line(Function::Homeroom, vec![Right::View, Right::Enter, Right::Edit], Dim::one(class)));
    }
    for name in &args.function {
        add.push(line(word(name)?, vec![Right::View, Right::Enter, Right::Edit], Dim::All));
    }
    let request = HandOver { unit, kind: MinutesKind::Duties, giver: offer.giver, receiver, add, drop: vec![], login: args.login, grounds: vec![], secret: SecretClause::Personal };
    engine.perform(request).await?;
    let rows = engine.minutes_list(unit).await?;
    let made = rows.into_iter().find(|r| r.receiver_id == receiver);
    Output::new(format!("Đã lập biên bản nháp {}.", made.as_ref().map(|m| m.id.to_string()).unwrap_or_default()), &made)
}

async fn minutes(engine: &Engine, unit: UnitId, command: MinutesCommand) -> Reply<Output> {
    match command {
        MinutesCommand::List => {
            let rows = engine.minutes_list(unit).await?;
            let line =
                |r: &engine::views::minutes::MinutesRow| format!("{} {:8} {:?} {} → {}: {}", r.id, r.check_code.clone().unwrap_or_default(), r.state, r.giver, r.receiver, r.scope);
            Output::new(rows.iter().map(line).collect::<Vec<_>>().join("\n"), &rows)
        }
        MinutesCommand::Pdf { minutes, out } => {
            let (unit, id) = minutes_by(engine, unit, &minutes).await?;
            let bytes = engine.minutes_pdf(unit, id).await?;
            std::fs::write(&out, &bytes).map_err(|_| access(&out))?;
            Output::new(format!("Đã ghi {}.", out.display()), &json!({ "file": out, "bytes": bytes.len() }))
        }
        MinutesCommand::Print { minutes, out, copies, sides } => print(engine, unit, minutes, &out, copies, &sides).await,
        MinutesCommand::RecordSigning { minutes, date } => {
            let day = engine.parse_day(&date)?;
            let mut ids = vec![];
            let mut file = unit;
            for wanted in &minutes {
                let (of, id) = minutes_by(engine, unit, wanted).await?;
                file = of;
                ids.push(id);
            }
            let count = ids.len();
            engine.perform(RecordSigning { unit: file, minutes: ids, date_on_paper: day }).await?;
            Output::new(format!("Đã ghi nhận {count} biên bản."), &json!({ "recorded": count }))
        }
        MinutesCommand::AttachScan { minutes, file } => {
            let (unit, id) = minutes_by(engine, unit, &minutes).await?;
            let bytes = std::fs::read(&file).map_err(|_| access(&file))?;
            engine.attach_scan(unit, id, &bytes).await?;
            Output::new("Đã lưu bản quét.", &json!({ "filed": true }))
        }
        MinutesCommand::Number { minutes, number, first } => {
            let (file, id) = minutes_by(engine, unit, &minutes).await?;
            match number {
                Some(number) => drop(engine.perform(TypeNumber { unit: file, minutes: id, number }).await?),
                None => {
                    let year = chrono_year(engine);
                    if !engine.facts(unit).await?.registers.values().any(|r| r.unit == unit && r.year == year) {
                        engine.perform(OpenRegister { unit, year, first, reason: None }).await?;
                    }
                    engine.perform(GiveNumber { unit: file, minutes: id }).await?;
                }
            }
            let row = engine.minutes_detail(file, id).await?.row;
            Output::new(row.number.clone().unwrap_or_default(), &row)
        }
        MinutesCommand::Decline { minutes, reason } => {
            let (unit, id) = minutes_by(engine, unit, &minutes).await?;
            engine.perform(DeclineMinutes { unit, minutes: id, reason }).await?;
            Output::new("Đã ghi nhận từ chối ký.", &json!({ "declined": true }))
        }
        MinutesCommand::Cancel { minutes, reason } => {
            let (unit, id) = minutes_by(engine, unit, &minutes).await?;
            engine.perform(CancelMinutes { unit, minutes: id, reason }).await?;
            Output::new("Đã hủy biên bản.", &json!({ "cancelled": true }))
        }
        MinutesCommand::TakeBack { officer, reason } => {
            let officer = officer_by_code(engine, unit, &officer).await?;
            engine.perform(TakeBack { unit, officer, delegations: vec![], reason, suspend: false, absent: None }).await?;
            Output::new("Đã thu hồi; biên bản thu hồi ở mục Việc cần làm.", &json!({ "taken_back": true }))
        }
    }
}

fn chrono_year(engine: &Engine) -> i32 {
    engine.today().to_string().get(..4).and_then(|y| y.parse().ok()).unwrap_or_default()
}

async fn print(engine: &Engine, unit: UnitId, wanted: Vec<String>, out: &Path, copies: u32, sides: &str) -> Reply<Output> {
    use engine::domain::minutes::MinutesState::{AwaitingSignatures, Draft};
    let mut ids = vec![];
    for one in &wanted {
        ids.push(minutes_by(engine, unit, one).await?.1);
    }
    if wanted.is_empty() {
        let open = engine.minutes_list(unit).await?;
        ids.extend(open.iter().filter(|r| r.unit == unit && matches!(r.state, Draft | AwaitingSignatures)).map(|r| r.id));
    }
    let (bytes, run) = engine.print(unit, &ids, copies, word::<Sides>(sides)?, &AtomicBool::new(false), |_| {}).await?;
    std::fs::write(out, bytes).map_err(|_| access(out))?;
    Output::new(format!("{} biên bản, {} tờ giấy: {}", run.printed.len(), run.sheets, out.display()), &run)
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
    let mut rows = engine.rights(unit, at, class, officer).await?;
    rows.retain(|r| !args.opened || r.opened_at.is_some_and(|o| o <= at));
    let line = |r: &engine::views::rights::RightRow| {
        let since = r.in_force_at.map(|t| t.with_timezone(&vietnam()).format("%H:%M %d/%m/%Y").to_string()).unwrap_or_default();
        format!("{}: {} – theo biên bản {} – từ {since}{}", r.name, r.right, r.minutes, if r.opened_at.is_none() { " – chờ máy chủ mở quyền" } else { "" })
    };
    Output::new(rows.iter().map(line).collect::<Vec<_>>().join("\n"), &rows)
}

async fn export(engine: &Engine, name: &str, format: &str) -> Reply<Output> {
    let table = engine::export::TABLES.iter().find(|t| t.0 == name).map(|t| t.1);
    let table = table.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "document"))?;
    let values = engine.export_json(table).await?;
    let text = match format {
        "csv" => engine::export::csv(&engine::export::table(&values)),
        "json" => format!("{values:#}"),
        _ => return Err(bad().into()),
    };
    Output::new(text, &values)
}
