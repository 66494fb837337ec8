//! Files from outside are opened in a child process that limits itself: our own program started
//! again (`architecture.md`, decision 13).
//!
//! Whatever a file does to the parser – exhausts memory, loops, panics – happens there; this
//! process hears a refusal.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use domain::{Code, Refusal};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use crate::book::{self, Book};

/// The one argument that makes the program a reader.
const ASKED: &str = "--read-workbook-from-stdin";
/// Address space in bytes that the child may take beyond what the program takes before it reads: a
/// window with its browser engine has half a gigabyte of its own.
#[cfg(unix)]
const MEMORY: u64 = 512 * 1024 * 1024;
/// What is always left over unless memory is used up, in bytes.
const SPARE: usize = 64 * 1024 * 1024;
/// The child ends with this when a parser panics for want of memory.
const NO_MEMORY: i32 = 102;
/// Processor time of the child.
const SECONDS: u64 = 20;
/// How long the parent waits.
const PATIENCE: Duration = Duration::from_secs(25);
/// Most bytes of an answer.
const MAX_ANSWER: u64 = 256 * 1024 * 1024;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Starts this program as the reader instead of the running one, which is not ours: for tests.
pub fn use_program(path: PathBuf) {
    // The first one stays.
    let _ = PROGRAM.set(path);
}

/// If this process was started as the reader, reads and says with what to exit. To be called first
/// thing in `main`.
#[must_use]
pub fn serve_if_asked() -> Option<ExitCode> {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() != Some(ASKED) {
        return None;
    }
    limit();
    say_what_a_panic_is();
    let name = args.next().unwrap_or_default();
    let mut bytes = vec![];
    let limit = book::MAX_BYTES as u64 + 1;
    let answer = match std::io::stdin().lock().take(limit).read_to_end(&mut bytes) {
        Ok(_) => book::open(&name, &bytes),
        Err(_) => Err(crate::cells::unreadable()),
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer(&mut out, &answer).is_ok() && out.flush().is_ok();
    Some(if written {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A parser that got no memory panics as one does that found nonsense: the one is said to be too
/// large, the other one damaged.
fn say_what_a_panic_is() {
    std::panic::set_hook(Box::new(|_| {
        if Vec::<u8>::new().try_reserve_exact(SPARE).is_err() {
            std::process::exit(NO_MEMORY);
        }
    }));
}

/// The address space of this process in bytes; none where the system does not say.
#[cfg(unix)]
fn taken() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = pages.split_whitespace().next()?.parse().ok()?;
    let page = u64::try_from(rustix::param::page_size()).ok()?;
    pages.checked_mul(page)
}

#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Where a limit cannot be set the parent's clock still ends the child. One above the soft
    // limit: the signal that comes first says why, before the one that cannot be told from others.
    let set = |resource, most: u64| {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most + 1),
            },
        )
        .is_ok()
    };
    set(Resource::As, taken().unwrap_or(0) + MEMORY);
    set(Resource::Cpu, SECONDS);
    set(Resource::Core, 0);
}

#[cfg(not(unix))]
fn limit() {
    let _ = SECONDS;
}

/// Opens a file in a child process.
///
/// # Errors
/// Those of [`book::open`]; `book_memory`, `book_time`; `internal` if the program cannot be started
/// again.
pub async fn open(name: &str, bytes: Vec<u8>) -> Result<Book, Refusal> {
    if bytes.len() > book::MAX_BYTES {
        return Err(Refusal::new(Code::FileTooLarge).with("limit", book::MAX_BYTES / 1024 / 1024));
    }
    let internal = |cause: std::io::Error| Refusal::new(Code::Internal).with("cause", cause);
    let program = match PROGRAM.get() {
        Some(program) => program.clone(),
        None => std::env::current_exe().map_err(internal)?,
    };
    let mut command = Command::new(program);
    command
        .arg(ASKED)
        .arg(name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let mut child = command.spawn().map_err(internal)?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Refusal::new(Code::Internal));
    };
    let talk = async {
        // A child that ends before it has read everything says why by its answer or its end.
        let send = async {
            let _ = stdin.write_all(&bytes).await;
            drop(stdin);
        };
        let mut answer = vec![];
        let mut stdout = stdout.take(MAX_ANSWER);
        let hear = stdout.read_to_end(&mut answer);
        let ((), heard) = tokio::join!(send, hear);
        heard.map_err(internal)?;
        let ended = child.wait().await.map_err(internal)?;
        Ok::<_, Refusal>((answer, ended))
    };
    let Ok(heard) = tokio::time::timeout(PATIENCE, talk).await else {
        return Err(Refusal::new(Code::BookTime));
    };
    let (answer, ended) = heard?;
    if !ended.success() {
        return Err(killed(ended));
    }
    serde_json::from_slice::<Result<Book, Refusal>>(&answer)
        .map_err(|_| Refusal::new(Code::BookMemory))?
}

/// Why a child ended without an answer: out of time, or out of memory.
fn killed(ended: std::process::ExitStatus) -> Refusal {
    #[cfg(unix)]
    if std::os::unix::process::ExitStatusExt::signal(&ended) == Some(24) {
        return Refusal::new(Code::BookTime);
    }
    match ended.code() {
        // A panic of the parser.
        Some(101) => crate::cells::unreadable(),
        _ => Refusal::new(Code::BookMemory),
    }
}
