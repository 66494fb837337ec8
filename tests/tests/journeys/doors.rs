//! Small doors: what a program that is killed halfway leaves behind, files that a viewer holds, and
//! commands of the server beside another version of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use engine::{Clock, Engine};
use journeys::{Desk, Folder, PASSWORD, Serving, copy_folder, monday, own_school, program};

/// The next password.
const NEXT: &str = "hàng cau phía sau nhà kho 7";

/// How keys, secrets and print files come to be on the disk and go, call by call; the database is
/// written with `pwrite64`.
const FILES: [&str; 4] = ["write", "fsync", "rename", "unlink"];

fn words(program: PathBuf, args: &[&str]) -> Vec<PathBuf> {
    let args = args.iter().map(PathBuf::from);
    [program].into_iter().chain(args).collect()
}

/// `bangiao` on data, with the password in a file beside them.
fn bangiao(data: &Path, password: &str, args: &[&str]) -> Vec<PathBuf> {
    let file = data.with_extension("password");
    std::fs::write(&file, password).unwrap();
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    let front = ["--data", data, "--password-file", file, "--json"];
    words(program("bangiao"), &[&front[..], args].concat())
}

fn run(words: &[PathBuf]) -> Output {
    let mut command = Command::new(&words[0]);
    // Tests leave nobody's key store changed.
    command.env("BANGIAO_KEY_STORE", "file").args(&words[1..]);
    command.output().expect("apt-get install -y strace")
}

/// Runs a program with something put in where it calls the system.
fn under_strace(call: &str, inject: &str, program: &[PathBuf]) -> Output {
    let front = ["-f", "-qq", "-o", "/dev/null", "-e"];
    let trace = format!("trace={call}");
    let inject = format!("inject={call}:{inject}");
    let front = [&front[..], &[trace.as_str(), "-e", inject.as_str()]].concat();
    let whole = [words("strace".into(), &front), program.to_vec()].concat();
    run(&whole)
}

/// Kills a program at its calls of the system, one after the other, and looks at what it leaves;
/// returns how often it was killed.
fn killed_everywhere(
    calls: &[(&str, usize)],
    program: impl Fn() -> Vec<PathBuf>,
    mut left: impl FnMut(&str, &Output),
) -> usize {
    let mut killed = 0;
    for (call, step) in calls {
        for at in (1..).step_by(*step) {
            let kill = format!("signal=SIGKILL:when={at}");
            let out = under_strace(call, &kill, &program());
            left(&format!("{call} {at}"), &out);
            if out.status.success() {
                break;
            }
            killed += 1;
        }
    }
    killed
}

fn afresh(data: &Path) {
    let _ = std::fs::remove_dir_all(data);
}

/// Files below a folder by what they begin with.
fn beginning_with(folder: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut next = vec![folder.to_owned()];
    while let Some(path) = next.pop() {
        if path.is_dir() {
            next.extend(std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
        } else if std::fs::read(&path).unwrap().starts_with(bytes) {
            found.push(path);
        }
    }
    found
}

/// What was being written when the program was killed.
fn half_written(folder: &Path) -> Vec<PathBuf> {
    let names = ["keys.new", "device.new", "backup.new", "print.pdf.part"];
    let paths = names.iter().map(|name| folder.join(name));
    paths.filter(|path| path.exists()).collect()
}

async fn open(folder: &Path, password: &str) -> engine::Reply<Engine> {
    let clock = Arc::new(Clock::seeded(9, monday() + chrono::Duration::hours(1)));
    Engine::open(folder, password, clock).await
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

const INIT: [&str; 11] = [
    "init",
    "--name",
    "Trường Tiểu học A",
    "--levels",
    "primary",
    "--symbol",
    "THA",
    "--head",
    "Nguyễn Thị A",
    "--commune",
    "11383",
];

#[test]
fn a_first_start_that_is_killed_anywhere_leaves_a_folder_that_opens_or_starts_again() {
    let folder = Folder::new();
    let data = folder.path("data");
    let mut outcomes = [0, 0];
    let start = || {
        afresh(&data);
        bangiao(&data, PASSWORD, &INIT)
    };
    let mut calls = FILES.map(|call| (call, 1)).to_vec();
    calls.push(("pwrite64", 5));
    let killed = killed_everywhere(&calls, start, |place, _| {
        let begun = data.join("keys.json").exists();
        if !begun {
            let again = run(&bangiao(&data, PASSWORD, &INIT));
            let said = String::from_utf8_lossy(&again.stderr).into_owned();
            assert!(again.status.success(), "{place}: {said}");
        }
        block(async {
            // The command line goes by the clock of this machine.
            let clock = Arc::new(Clock::system());
            let engine = Engine::open(&data, PASSWORD, clock).await.expect(place);
            let unit = engine.identity().await.unit;
            let officers = engine.officers(unit).await.expect(place);
            assert_eq!(officers.len(), 1, "{place}: the head is there");
            engine.close().await;
        });
        assert_eq!(half_written(&data), Vec::<PathBuf>::new(), "{place}");
        outcomes[usize::from(begun)] += 1;
    });
    assert!(killed > 20, "{killed}");
    assert!(outcomes[0] > 0 && outcomes[1] > 0, "{outcomes:?}");
}

/// A school alone on its machine, with minutes that are not frozen; returns its recovery code.
async fn school(folder: &Path) -> String {
    let clock = Arc::new(Clock::seeded(5, monday()));
    let own = own_school("Đằng Giang");
    let started = engine::start::own_unit(folder, PASSWORD, &own, clock).await;
    let started = started.unwrap();
    Desk(&started.engine).class_6a2().await.unwrap();
    started.engine.close().await;
    started.recovery_code.to_owned()
}

#[test]
fn keys_that_are_wrapped_anew_and_killed_anywhere_open_by_one_of_the_passwords() {
    let folder = Folder::new();
    let (fresh, data) = (folder.path("fresh"), folder.path("data"));
    let code = block(school(&fresh));
    let code_file = folder.path("code");
    std::fs::write(&code_file, &code).unwrap();
    let recover = ["recover", "--recovery-file", code_file.to_str().unwrap()];
    let start = || {
        afresh(&data);
        copy_folder(&fresh, &data).unwrap();
        bangiao(&data, NEXT, &recover)
    };
    let mut outcomes = [0, 0];
    let killed = killed_everywhere(&FILES.map(|call| (call, 1)), start, |place, _| {
        let opened = block(async {
            let mut opened = vec![];
            for password in [PASSWORD, NEXT] {
                if let Ok(engine) = open(&data, password).await {
                    engine.close().await;
                    opened.push(password);
                }
            }
            opened
        });
        assert_eq!(
            opened.len(),
            1,
            "{place}: one of the passwords, and one only"
        );
        outcomes[usize::from(opened == [NEXT])] += 1;
        assert_eq!(half_written(&data), Vec::<PathBuf>::new(), "{place}");
        let secrets = std::fs::read_to_string(data.join("device.secret")).unwrap();
        assert_eq!(secrets.lines().count(), 1, "{place}: one secret is left");
    });
    assert!(killed > 5, "{killed}");
    assert!(outcomes[0] > 0 && outcomes[1] > 0, "{outcomes:?}");
}

#[test]
fn a_password_that_is_changed_and_killed_anywhere_is_the_old_or_the_new_one() {
    let folder = Folder::new();
    let (fresh, data) = (folder.path("fresh"), folder.path("data"));
    let code = block(school(&fresh));
    let next = folder.path("next");
    std::fs::write(&next, NEXT).unwrap();
    let change = ["password", "--new-password-file", next.to_str().unwrap()];
    let start = || {
        afresh(&data);
        copy_folder(&fresh, &data).unwrap();
        bangiao(&data, PASSWORD, &change)
    };
    let mut outcomes = [0, 0];
    let killed = killed_everywhere(&FILES.map(|call| (call, 1)), start, |place, _| {
        block(async {
            let mut opened = vec![];
            for password in [PASSWORD, NEXT] {
                if let Ok(engine) = open(&data, password).await {
                    engine.close().await;
                    opened.push(password);
                }
            }
            assert_eq!(opened.len(), 1, "{place}: the old or the new one");
            outcomes[usize::from(opened == [NEXT])] += 1;
            // The code on paper opens what was cut off, too.
            let clock = Arc::new(Clock::seeded(6, monday()));
            let engine = Engine::recover(&data, &code, PASSWORD, clock).await;
            engine.expect(place).close().await;
        });
        assert_eq!(half_written(&data), Vec::<PathBuf>::new(), "{place}");
    });
    assert!(killed > 5, "{killed}");
    assert!(outcomes[0] > 0 && outcomes[1] > 0, "{outcomes:?}");
}

#[test]
fn a_restore_that_is_killed_anywhere_is_there_as_a_new_device_or_is_made_again() {
    let folder = Folder::new();
    let (fresh, data) = (folder.path("fresh"), folder.path("data"));
    let usb = folder.path("usb.bangiao");
    let code = block(school(&fresh));
    let old = block(async {
        let engine = open(&fresh, PASSWORD).await.unwrap();
        engine.back_up(&usb).await.unwrap();
        let device = engine.identity().await.device;
        engine.close().await;
        device
    });
    let code_file = folder.path("code");
    std::fs::write(&code_file, &code).unwrap();
    let (usb, code_file) = (usb.to_str().unwrap(), code_file.to_str().unwrap());
    let restore = ["restore", "--from", usb, "--recovery-file", code_file];
    let start = || {
        afresh(&data);
        afresh(&data.with_extension("restoring"));
        bangiao(&data, NEXT, &restore)
    };
    let calls = [("rename", 1), ("rmdir", 1), ("fsync", 2), ("unlink", 1)];
    killed_everywhere(&calls, start, |place, _| {
        if !data.join("keys.json").exists() {
            let again = run(&bangiao(&data, NEXT, &restore));
            let said = String::from_utf8_lossy(&again.stderr).into_owned();
            assert!(again.status.success(), "{place}: {said}");
        }
        block(async {
            let engine = open(&data, NEXT).await.expect(place);
            assert_ne!(engine.identity().await.device, old, "{place}");
            engine.close().await;
        });
        assert_eq!(half_written(&data), Vec::<PathBuf>::new(), "{place}");
    });
}

#[test]
fn printing_that_is_killed_anywhere_leaves_no_clear_page_after_the_next_start() {
    let folder = Folder::new();
    let (fresh, data) = (folder.path("fresh"), folder.path("data"));
    block(school(&fresh));
    let start = || {
        afresh(&data);
        copy_folder(&fresh, &data).unwrap();
        words(program("print_once"), &[data.to_str().unwrap()])
    };
    let mut in_clear = 0;
    let mut calls = FILES.map(|call| (call, 1)).to_vec();
    calls.push(("pwrite64", 5));
    killed_everywhere(&calls, start, |place, _| {
        in_clear += beginning_with(&data, b"%PDF").len();
        block(async {
            let engine = open(&data, PASSWORD).await.expect(place);
            let findings = engine.doctor().await.expect(place);
            let database = findings
                .iter()
                .find(|f| f.what == engine::doctor::Check::Database);
            assert!(database.unwrap().fine, "{place}");
            assert_eq!(engine.left_in_clear(), Vec::<String>::new(), "{place}");
            engine.close().await;
        });
        assert_eq!(
            beginning_with(&data, b"%PDF"),
            Vec::<PathBuf>::new(),
            "{place}"
        );
        assert_eq!(half_written(&data), Vec::<PathBuf>::new(), "{place}");
    });
    assert!(in_clear > 1, "it was killed while a page lay there");
}

#[test]
fn the_window_removes_what_was_left_for_the_printer_before_anybody_types_a_password() {
    let folder = Folder::new();
    let data = folder.path("data");
    block(school(&data));
    std::fs::write(data.join("print.pdf"), b"%PDF").unwrap();
    let office = engine::Office::new(&data, Arc::new(Clock::seeded(9, monday())));
    assert_eq!(beginning_with(&data, b"%PDF"), Vec::<PathBuf>::new());
    assert_eq!(office.left_in_clear(), Vec::<String>::new());
}

#[test]
fn a_print_file_that_a_viewer_holds_is_said_to_be_there_and_goes_at_the_next_start() {
    let folder = Folder::new();
    let data = folder.path("data");
    block(school(&data));
    let print = data.join("print.pdf");
    std::fs::write(&print, b"%PDF").unwrap();
    // As Windows answers while a viewer has the file open.
    let list = bangiao(&data, PASSWORD, &["officer", "list"]);
    let held = [
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-P",
        print.to_str().unwrap(),
    ];
    let held = [&held[..], &["-e", "inject=unlink:error=EBUSY"]].concat();
    let out = run(&[words("strace".into(), &held), list.clone()].concat());
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{said}");
    assert!(
        said.contains("BG-TEP-022") && said.contains("print.pdf"),
        "{said}"
    );
    assert!(print.exists());
    let out = run(&list);
    assert_eq!(String::from_utf8_lossy(&out.stderr), "");
    assert!(!print.exists());
}

/// `bangiao-server` on a folder.
fn server(data: &Path, args: &[&str]) -> Output {
    let data = ["--data", data.to_str().unwrap()];
    run(&words(program("bangiao-server"), &[args, &data].concat()))
}

#[test]
fn a_command_beside_a_server_of_another_version_is_refused_and_migrates_nothing() {
    let folder = Folder::new();
    let data = folder.path("server");
    let revoke = ["device", "revoke", "00000000-0000-0000-0000-000000000001"];
    let out = server(&data, &revoke);
    assert_eq!(out.status.code(), Some(2), "nothing is there yet");
    assert!(server(&data, &["admin", "create"]).status.success());
    assert!(server(&data, &revoke).status.success());
    // As an older version left it: the last step is not taken.
    let database = data.join("server.db");
    let sql = |text: &str| {
        let out = Command::new("sqlite3").arg(&database).arg(text).output();
        let out = out.expect("apt-get install -y sqlite3");
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    };
    sql("delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)");
    let before = sql("select count(*) from _sqlx_migrations");
    for command in [
        &revoke[..],
        &["admin", "create"],
        &[
            "device",
            "invite",
            "--under",
            "00000000-0000-0000-0000-000000000001",
        ],
    ] {
        let out = server(&data, command);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{said}");
        assert!(said.contains("phiên bản"), "{said}");
    }
    assert_eq!(sql("select count(*) from _sqlx_migrations"), before);
}

#[test]
fn data_are_served_by_one_server_and_commands_go_beside_it() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &[]);
    let second = server(
        &folder.path("server"),
        &["serve", "--listen", "127.0.0.1:0"],
    );
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(2), "{said}");
    assert!(said.contains("đang chạy"), "{said}");
    assert_eq!(serving.admin(&["admin", "create"]).len(), 21);
}
