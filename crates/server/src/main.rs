//! `bangiao-server`: serve, make codes, revoke.

use std::fs::{File, TryLockError};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use domain::ids::{DeviceId, OfficerId, UnitId};
use server::Server;
use server::invite::For;
use server::tls::{self, Tls};
use store_sqlite::SqliteStore;

/// Máy chủ Sở của Bàn Giao.
#[derive(Debug, Parser)]
#[command(name = "bangiao-server", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Chạy máy chủ.
    Serve {
        /// Thư mục dữ liệu.
        #[arg(long)]
        data: PathBuf,
        /// Địa chỉ và cổng để nghe; 0.0.0.0 hoặc `[::]` là mọi địa chỉ của máy. Ngoài chính máy này
        /// (127.0.0.1, `[::1]`) máy chủ chỉ nói TLS 1.3.
        #[arg(long, default_value = "127.0.0.1:8470")]
        listen: SocketAddr,
        /// Chứng thư (kèm các chứng thư cấp trên) và khóa của máy chủ, dạng PEM. Không nêu thì máy chủ
        /// tự làm, và các máy nhận ra nó bằng dấu ghi sau # trong địa chỉ.
        #[arg(long, num_args = 2, value_names = ["CHỨNG_THƯ", "KHÓA"])]
        tls: Option<Vec<PathBuf>>,
        /// Địa chỉ dịch vụ cấp dấu thời gian (RFC 3161, http://); có thì tệp ký số được lưu kèm
        /// bằng chứng để dùng lâu dài (PAdES B-LTA).
        #[arg(long)]
        stamp: Option<String>,
        /// Máy chủ để xem thử: nhận mọi máy của dữ liệu mẫu bằng chữ DEMO; chỉ với thư mục dữ liệu
        /// mới.
        #[arg(long)]
        demo: bool,
    },
    /// Quản trị của Sở.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Máy của cán bộ.
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Chứng thực mà máy chủ tự làm.
    #[command(subcommand)]
    Tls(TlsCommand),
}

#[derive(Debug, Subcommand)]
enum TlsCommand {
    /// Chuẩn bị chứng thực sẽ thay; các máy biết đến nó ở lần liên lạc sau khi máy chủ chạy lại.
    Next {
        /// Thư mục dữ liệu.
        #[arg(long)]
        data: PathBuf,
    },
    /// Chuyển sang chứng thực đã chuẩn bị, kể từ khi máy chủ chạy lại.
    Change {
        /// Thư mục dữ liệu.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// In mã kích hoạt cho người lập đơn vị Sở.
    Create {
        /// Thư mục dữ liệu.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum DeviceCommand {
    /// In mã kích hoạt cho một cán bộ, hoặc cho đơn vị đã bắt đầu một mình.
    Invite {
        /// Thư mục dữ liệu.
        #[arg(long)]
        data: PathBuf,
        /// Cán bộ đã có trong sổ.
        #[arg(long, requires = "unit")]
        officer: Option<OfficerId>,
        /// Đơn vị của cán bộ đó.
        #[arg(long)]
        unit: Option<UnitId>,
        /// Đơn vị cấp trên của đơn vị đã bắt đầu một mình.
        #[arg(long, conflicts_with = "officer")]
        under: Option<UnitId>,
    },
    /// Thu hồi một máy.
    Revoke {
        /// Thư mục dữ liệu.
        #[arg(long)]
        data: PathBuf,
        /// Máy.
        device: DeviceId,
    },
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the server's clock is read"
)]
fn clock() -> DateTime<Utc> {
    Utc::now()
}

#[tokio::main]
async fn main() -> ExitCode {
    log();
    match run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Refused(text)) => {
            eprintln!("{text}");
            ExitCode::from(2)
        }
        Err(Stop::Broken(error)) => {
            eprintln!("BG-HT-001: {error}");
            ExitCode::from(1)
        }
    }
}

enum Stop {
    Refused(String),
    Broken(String),
}

impl From<server::Error> for Stop {
    fn from(error: server::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Opens the data for serving: nobody else serves them, and they are brought to this version.
async fn open(data: &Path) -> Result<(Server, File), Stop> {
    std::fs::create_dir_all(data)?;
    let lock = File::create(data.join("serve.lock"))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Stop::Refused(format!(
                "Đã có máy chủ đang chạy với dữ liệu trong {}.",
                data.display()
            )));
        }
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    let store = SqliteStore::open(&data.join("server.db"), Server::fresh_id()?).await?;
    let server = Server::open(data, Arc::new(store), clock).await?;
    Ok((server, lock))
}

/// Opens the data for one command, beside a server that may be at work on them.
async fn beside(data: &Path) -> Result<Server, Stop> {
    let database = data.join("server.db");
    if !database.exists() {
        return Err(Stop::Refused(format!(
            "Chưa có dữ liệu máy chủ trong {}. Hãy chạy serve hoặc admin create trước.",
            data.display()
        )));
    }
    let store = SqliteStore::open_beside(&database, Server::fresh_id()?).await?;
    let store = store.ok_or_else(|| {
        Stop::Refused(format!(
            "Dữ liệu trong {} do phiên bản khác của bangiao-server tạo ra. Hãy dùng phiên bản đang \
             chạy máy chủ; nếu vừa cập nhật, hãy dừng máy chủ cũ rồi chạy serve bằng phiên bản này.",
            data.display()
        ))
    })?;
    Ok(Server::beside(data, Arc::new(store), clock))
}

/// Opens the data of a new server for its first code, or those that are there.
async fn first(data: &Path) -> Result<Server, Stop> {
    if data.join("server.db").exists() {
        return beside(data).await;
    }
    Ok(open(data).await?.0)
}

async fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Serve {
            data,
            listen,
            tls,
            stamp,
            demo,
        } => {
            let tls = speaking(&data, listen, tls.as_deref())?;
            serve(&data, listen, tls.as_ref(), stamp.as_deref(), demo).await
        }
        Command::Tls(TlsCommand::Next { data }) => {
            println!("{}", tls::prepare_next(&data)?);
            Ok(())
        }
        Command::Tls(TlsCommand::Change { data }) => {
            let now = tls::change(&data)?.ok_or_else(|| {
                Stop::Refused("Chưa chuẩn bị chứng thực nào. Hãy chạy tls next trước.".into())
            })?;
            println!("{now}");
            Ok(())
        }
        Command::Admin(AdminCommand::Create { data }) => {
            println!("{}", first(&data).await?.invite(For::Founder(None)).await?);
            Ok(())
        }
        Command::Device(DeviceCommand::Invite {
            data,
            officer,
            unit,
            under,
        }) => {
            let whom = match (officer, unit, under) {
                (Some(officer), Some(unit), _) => For::Officer(officer, unit),
                (_, _, Some(parent)) => For::Founder(Some(parent)),
                _ => {
                    return Err(Stop::Refused(
                        "Hãy nêu --officer cùng --unit, hoặc --under.".into(),
                    ));
                }
            };
            println!("{}", beside(&data).await?.invite(whom).await?);
            Ok(())
        }
        Command::Device(DeviceCommand::Revoke { data, device }) => {
            beside(&data).await?.store().revoke(device, clock()).await?;
            Ok(())
        }
    }
}

/// What the server says of itself goes to the error output: codes and ids, no names.
fn log() {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false)
        .init();
}

/// How the server speaks: beyond its own machine only by TLS.
fn speaking(
    data: &Path,
    listen: SocketAddr,
    given: Option<&[PathBuf]>,
) -> Result<Option<Tls>, Stop> {
    match given {
        Some([certificate, key]) => Ok(Some(Tls::given(certificate, key)?)),
        _ if listen.ip().is_loopback() => Ok(None),
        _ => Ok(Some(Tls::own(data)?)),
    }
}

async fn serve(
    data: &Path,
    listen: SocketAddr,
    tls: Option<&Tls>,
    stamp: Option<&str>,
    demo: bool,
) -> Result<(), Stop> {
    let (mut server, _lock) = open(data).await?;
    if demo {
        server = server.for_demo().await?.ok_or_else(|| {
            Stop::Refused("Thư mục này đã có dữ liệu thật, không chạy xem thử được.".into())
        })?;
        eprintln!("ĐANG XEM THỬ: máy chủ nhận mọi máy của dữ liệu mẫu.");
    }
    if let Some(authority) = stamp {
        if !authority.starts_with("http://") {
            return Err(Stop::Refused(format!(
                "Địa chỉ dịch vụ cấp dấu thời gian phải bắt đầu bằng http://: {authority}"
            )));
        }
        server = server.stamped_by(authority);
        let keeping = tokio::spawn(server.clone().keep_archiving());
        tokio::spawn(async move {
            if let Err(error) = keeping.await {
                tracing::error!(%error, "archiving has ended: start the server again");
            }
        });
    }
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|e| Stop::Refused(format!("Không mở được cổng {listen}: {e}")))?;
    println!("{}", address(&listener, tls)?);
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    Ok(server::serve(listener, server, tls, stop).await?)
}

/// Where the server is to be reached, and the authorities by which machines know it.
fn address(listener: &tokio::net::TcpListener, tls: Option<&Tls>) -> std::io::Result<String> {
    let address = listener.local_addr()?;
    let Some(tls) = tls else {
        return Ok(format!("http://{address}"));
    };
    let known_by: Vec<String> = tls.authorities().iter().map(ToString::to_string).collect();
    let known_by = known_by.join(",");
    let mark = if known_by.is_empty() { "" } else { "#" };
    Ok(format!("https://{address}{mark}{known_by}"))
}
