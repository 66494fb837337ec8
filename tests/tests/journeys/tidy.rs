//! The tidy test: arrows between crates, one home for each outside library, migrations that say
//! why.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::modules;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut next = vec![root().join(folder)];
    while let Some(path) = next.pop() {
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            next.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found
}

#[test]
fn arrows_only_go_right() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &[] as &[&str]),
        ("protocol", &["domain"]),
        ("cos", &[]),
        ("minutes", &["cos", "domain"]),
        ("rows", &["domain"]),
        ("workbook", &["domain"]),
        ("planning", &["domain", "workbook"]),
        ("replica", &["domain", "protocol", "rows"]),
        ("store", &["domain", "protocol"]),
        ("store-sqlite", &["domain", "protocol", "rows", "store"]),
        ("seal", &["cos"]),
        ("evidence", &["domain", "minutes", "seal"]),
        ("ask", &["domain", "evidence", "seal"]),
        (
            "engine",
            &[
                "ask", "domain", "protocol", "evidence", "minutes", "planning", "replica", "seal",
                "workbook",
            ],
        ),
        (
            "server",
            &[
                "ask",
                "domain",
                "protocol",
                "evidence",
                "store",
                "store-sqlite",
            ],
        ),
        ("demo", &["engine"]),
        ("cli", &["demo", "engine"]),
    ]);
    let ours: Vec<&str> = allowed.keys().copied().collect();
    for (name, may) in &allowed {
        let manifest: toml::Table =
            std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml"))
                .unwrap()
                .parse()
                .unwrap();
        for dependency in manifest["dependencies"]
            .as_table()
            .unwrap()
            .keys()
            .filter(|d| ours.contains(&d.as_str()))
        {
            assert!(
                may.contains(&dependency.as_str()),
                "{name} must not use {dependency}"
            );
        }
    }
    let window: toml::Table = std::fs::read_to_string(root().join("src-tauri/Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let used: Vec<&String> = window["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .filter(|d| ours.contains(&d.as_str()))
        .collect();
    assert_eq!(used, ["demo", "engine"]);
}

#[test]
fn the_server_knows_no_backend_above_main() {
    for path in files("crates/server/src", ".rs") {
        let named = std::fs::read_to_string(&path)
            .unwrap()
            .contains("store_sqlite");
        assert!(
            !named || path.ends_with("main.rs"),
            "{} names a backend",
            path.display()
        );
    }
}

#[test]
fn the_wings_of_the_rules_stand_on_top_of_each_other() {
    const WINGS: [&str; 7] = [
        "base", "register", "rights", "papers", "facts", "answers", "acts",
    ];
    let modules = modules::of("crates/domain/src");
    let wing = |module: &str| WINGS.iter().position(|wing| module.starts_with(wing));
    for (module, uses) in &modules {
        for used in uses {
            let (Some(from), Some(to)) = (wing(module), wing(used)) else {
                continue;
            };
            assert!(
                to <= from,
                "{module} must not use {used}, which is above it"
            );
        }
    }
}

#[test]
fn no_module_goes_round_in_a_circle() {
    for folder in std::fs::read_dir(root().join("crates")).unwrap() {
        let name = folder.unwrap().file_name().to_string_lossy().into_owned();
        let modules = modules::of(&format!("crates/{name}/src"));
        let mut above: Vec<&str> = vec![];
        for module in modules.keys() {
            let circle = modules::circle(&modules, module, &mut above);
            assert!(circle.is_none(), "a circle in {name}: {circle:?}");
        }
    }
}

#[test]
fn the_glossary_has_every_word_of_public_names() {
    let glossary = std::fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    let known: std::collections::BTreeSet<String> = words(&glossary).collect();
    for path in files("crates", ".rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        let names = text.lines().filter_map(|line| {
            let item = line.strip_prefix("pub ")?;
            let kinds = ["struct ", "enum ", "trait ", "type "];
            let name = kinds.iter().find_map(|kind| item.strip_prefix(kind))?;
            name.split(|c: char| !c.is_alphanumeric()).next()
        });
        for name in names {
            let missing: Vec<String> = words(name).filter(|word| !known.contains(word)).collect();
            assert!(
                missing.is_empty(),
                "{name} in {}: {missing:?} is not in the glossary",
                path.display()
            );
        }
    }
}

/// The words of a text in small letters, names of types taken apart.
fn words(text: &str) -> impl Iterator<Item = String> + use<> {
    let mut apart = String::new();
    for c in text.chars() {
        if c.is_uppercase() {
            apart.push(' ');
        }
        apart.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    let words = apart.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().into_iter()
}

#[test]
fn every_outside_library_has_one_home() {
    let homes = [
        (
            "sqlx::",
            vec!["crates/rows/", "crates/replica/", "crates/store-sqlite/"],
        ),
        ("printpdf::", vec!["crates/minutes/src/pdf/"]),
        ("libdeflater::", vec!["crates/cos/"]),
        ("tauri::", vec!["src-tauri/"]),
        ("tauri_plugin_dialog::", vec!["src-tauri/"]),
        // A list that is saved is read back in its tests.
        (
            "calamine::",
            vec!["crates/workbook/src/book.rs", "crates/workbook/src/list.rs"],
        ),
        (
            "rust_xlsxwriter::",
            vec![
                "crates/workbook/src/write.rs",
                "crates/workbook/src/list.rs",
            ],
        ),
        (
            "hyper::",
            vec!["crates/ask/", "crates/engine/src/sync/remote.rs"],
        ),
        ("governor::", vec!["crates/server/"]),
        ("keyring::", vec!["crates/replica/src/secret.rs"]),
    ];
    for path in files("crates", ".rs")
        .into_iter()
        .chain(files("src-tauri", ".rs"))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .into_owned();
        for (library, home) in &homes {
            let uses = text
                .lines()
                .any(|l| !l.trim_start().starts_with("//") && l.contains(library));
            assert!(
                !uses || home.iter().any(|h| name.starts_with(h)),
                "{library} in {name}"
            );
        }
    }
    for path in files("ui/src", ".ts")
        .into_iter()
        .chain(files("ui/src", ".svelte"))
    {
        let uses = std::fs::read_to_string(&path)
            .unwrap()
            .contains("@tauri-apps/");
        assert!(
            !uses || path.to_string_lossy().contains("/lib/ipc/"),
            "{}",
            path.display()
        );
    }
}

/// Files of `domain` that are compiled for its own tests alone, and read sources and pins.
const ONLY_TESTS: [&str; 2] = ["acts/errors_are_named.rs", "samples/pins.rs"];

#[test]
fn rules_read_no_clock_and_make_no_randomness() {
    for path in files("crates/domain/src", ".rs")
        .into_iter()
        .chain(files("crates/minutes/src", ".rs"))
        .chain(files("crates/planning/src", ".rs"))
        .filter(|path| !ONLY_TESTS.iter().any(|test| path.ends_with(test)))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        for forbidden in [
            "Utc::now",
            "Instant::now",
            "SystemTime",
            "now_v7",
            "new_v4",
            "std::fs",
            "getrandom",
        ] {
            assert!(
                !text.contains(forbidden),
                "{forbidden} in {}",
                path.display()
            );
        }
    }
}

#[test]
fn migrations_begin_by_saying_why_and_both_databases_keep_rows_alike() {
    for path in files("migrations", ".sql") {
        assert!(
            std::fs::read_to_string(&path).unwrap().starts_with("-- "),
            "{}",
            path.display()
        );
    }
    for shared in ["0001_rows.sql", "0005_index.sql"] {
        let of = |folder: &str| {
            std::fs::read_to_string(root().join("migrations").join(folder).join(shared)).unwrap()
        };
        assert_eq!(of("replica"), of("server/sqlite"), "{shared}");
    }
}

#[test]
fn the_screens_own_sentences_are_those_of_the_catalogue() {
    let screens = std::fs::read_to_string(root().join("ui/src/lib/text/wording.ts")).unwrap();
    for code in [domain::Code::BadRequest, domain::Code::Internal] {
        assert!(
            screens.contains(&domain::Refusal::new(code).sentence()),
            "{code:?}"
        );
    }
}

#[test]
fn screens_use_no_raw_html_and_every_path_in_the_docs_is_there() {
    for path in files("ui/src", ".svelte") {
        assert!(
            !std::fs::read_to_string(&path).unwrap().contains("{@html"),
            "{}",
            path.display()
        );
    }
    for path in files("docs", ".md")
        .into_iter()
        .chain(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root().join(name)))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', '#']).next())
            .filter(|t| !t.is_empty() && !t.contains(':'))
        {
            assert!(
                path.parent().unwrap().join(target).exists(),
                "{} names {target}",
                path.display()
            );
        }
    }
}
