//! What is generated and committed: the data of queries, the bindings, and the description of the
//! server's routes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::run::{Done, at, cargo_command, command, root, run, target};
use crate::setup;

/// The crates that ask databases.
const ASKING: [&str; 3] = ["rows", "replica", "store-sqlite"];

/// The data of queries, error texts for the screens, the bindings, and the description of the
/// server's routes, written anew.
pub fn write() -> Done {
    setup::for_app()?;
    queries(&root().join(".sqlx"))?;
    let mut bindings = cargo_command(&[
        "test",
        "--package",
        "desktop",
        "--lib",
        "--features",
        "desktop/custom-protocol",
    ]);
    bindings.env("BANGIAO_GEN", "1");
    run(bindings)?;
    let description = "the_description_is_fresh";
    let mut routes = cargo_command(&["test", "--package", "server", "--lib", description]);
    routes.env("BANGIAO_GEN", "1");
    run(routes)
}

/// `.sqlx` holds what the code asks: nothing more, nothing less, nothing that was once so.
pub fn compare() -> Done {
    let folder = target().join("dev-db/sqlx");
    queries(&folder)?;
    let (kept, made) = (texts(&root().join(".sqlx"))?, texts(&folder)?);
    let mut differing: Vec<&str> = kept
        .keys()
        .chain(made.keys())
        .filter(|name| kept.get(*name) != made.get(*name))
        .map(String::as_str)
        .collect();
    differing.sort_unstable();
    differing.dedup();
    if differing.is_empty() {
        return Ok(());
    }
    Err(format!(
        ".sqlx is not what the code asks; `cargo xtask gen` writes it anew: {}",
        differing.join(", ")
    ))
}

/// The data of every query, as fresh databases tell it, into an emptied folder.
fn queries(folder: &Path) -> Done {
    let databases = target().join("dev-db");
    make(&databases)?;
    let mut check = cargo_command(&["check"]);
    for name in ASKING {
        check.args(["--package", name]);
    }
    let replica = database(&databases.join("replica.db"), "migrations/replica")?;
    let server = database(&databases.join("server.db"), "migrations/server/sqlite")?;
    check
        .env_remove("SQLX_OFFLINE")
        .env("SQLX_OFFLINE_DIR", folder)
        .env("REPLICA_DATABASE_URL", replica)
        .env("SERVER_DATABASE_URL", server);
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(at(folder))?;
    }
    make(folder)?;
    checked_again(|| run(check))
}

/// A database of its migrations only; returns its address.
fn database(path: &Path, migrations: &str) -> Result<String, String> {
    if path.exists() {
        std::fs::remove_file(path).map_err(at(path))?;
    }
    for file in files(&root().join(migrations))? {
        run(command(
            "sqlite3",
            &[
                &path.display().to_string(),
                &format!(".read {}", file.display()),
            ],
        ))?;
    }
    Ok(format!("sqlite://{}", path.display()))
}

/// While something is done, the files that cargo looks at first seem new. Afterwards they are as
/// old as before, so that nothing else is built again because of it.
fn checked_again(done: impl FnOnce() -> Done) -> Done {
    let now = SystemTime::now();
    let mut ages = vec![];
    for name in ASKING {
        let file = root().join("crates").join(name).join("src/lib.rs");
        ages.push((modified(&file)?, file));
    }
    for (_, file) in &ages {
        set_modified(file, now)?;
    }
    let outcome = done();
    for (age, file) in &ages {
        // Somebody may have saved it meanwhile.
        if modified(file)? == now {
            set_modified(file, *age)?;
        }
    }
    outcome
}

fn modified(file: &Path) -> Result<SystemTime, String> {
    std::fs::metadata(file)
        .and_then(|m| m.modified())
        .map_err(at(file))
}

fn set_modified(file: &Path, time: SystemTime) -> Done {
    std::fs::File::options()
        .append(true)
        .open(file)
        .and_then(|f| f.set_modified(time))
        .map_err(at(file))
}

fn make(folder: &Path) -> Done {
    std::fs::create_dir_all(folder).map_err(at(folder))
}

/// What lies in a folder, in the order of the names.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|e| e.map(|e| e.path()))
                .collect::<Result<Vec<_>, _>>()
        })
        .map_err(at(folder))?;
    found.sort();
    Ok(found)
}

/// The files of a folder by their names.
fn texts(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    files(folder)?
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).map_err(at(&file))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            Ok((name.into_owned(), text))
        })
        .collect()
}
