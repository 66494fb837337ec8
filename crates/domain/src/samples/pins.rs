//! Pins: every kind of act and every kind of row as JSON, one file each in `pins/acts` and
//! `pins/rows`, plain and with everything filled that may be left out. What acts learned to say
//! later has a pin with one more word.
//!
//! **A pin is never edited and never deleted.** Offices, servers and backups hold what was once
//! written in that form. A changed form is a new version (`add_class.v2`) with a pin of its own;
//! the old pin stays, and is read forever. `BANGIAO_GEN=1` writes the pins that are missing.
//!
//! `pins/index.txt` says by which keys and entries rows are found, and which files they cite. A
//! changed line there needs a raised `rows::INDEX_VERSION`, so that every store notes its
//! rows anew; then `BANGIAO_GEN=1` writes the list again.

use std::collections::BTreeSet;
use std::fs::{create_dir_all, read_dir, read_to_string, write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{COLLEAGUE, SCHOOL, in_full, officer, requests, rows, town_with_signed, with};
use crate::acts::Act;
use crate::facts::{By, KeyKind};
use crate::officer::Officer;
use crate::row::{Row, Table};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("pins")
        .join(name)
}

fn generates() -> bool {
    std::env::var_os("BANGIAO_GEN").is_some()
}

/// Acts by the name of their pin.
fn acts() -> Vec<(String, Act)> {
    let plain = requests::every(rows::content()).into_iter();
    let plain = plain.map(|act| (act.kind().to_owned(), act));
    let full = in_full::every_act().into_iter();
    let full = full.map(|act| (format!("{}.full", act.kind()), act));
    let decided = in_full::decided().into_iter();
    let decided = decided.map(|act| (format!("{}.decided", act.kind()), act));
    let more = in_full::acts_with_more().into_iter();
    let more = more.map(|act| (format!("{}.more", act.kind()), act));
    let later = in_full::later_acts().into_iter();
    let later = later.map(|act| (format!("{}.later", act.kind()), act));
    let full = full.chain(more).chain(later);
    plain.chain(decided).chain(full).collect()
}

/// Rows by the name of their pin.
fn named_rows() -> Vec<(String, Row)> {
    let plain = rows::every_row().into_iter();
    let plain = plain.map(|row| (row.table().name().to_owned(), row));
    let full = in_full::every_row().into_iter();
    let past = in_full::rows_with_past().into_iter();
    let compared = in_full::compared().into_iter();
    plain
        .chain(full.map(|row| (format!("{}.full", row.table().name()), row)))
        .chain(past.map(|row| (format!("{}.past", row.table().name()), row)))
        .chain(compared.map(|(way, row)| (format!("{}.{way}", row.table().name()), row)))
        .chain([("handover_minutes.taken".to_owned(), in_full::taken())])
        .chain([(
            "handover_minutes.frozen_by".to_owned(),
            in_full::frozen_by(),
        )])
        .chain([(
            "handover_minutes.numbered_by".to_owned(),
            in_full::numbered_by(),
        )])
        .chain([("register.elsewhere".to_owned(), in_full::used_elsewhere())])
        .collect()
}

/// Rows by the name of their pin, with what they have gained since.
fn rows_and_later() -> Vec<(String, Row)> {
    let later = in_full::later_rows().into_iter();
    let later = later.map(|row| (format!("{}.later", row.table().name()), row));
    named_rows().into_iter().chain(later).collect()
}

#[test]
fn every_kind_of_act_is_pinned() {
    let kinds = requests::every(rows::content());
    let kinds: Vec<_> = kinds.iter().map(Act::kind).collect();
    assert_eq!(kinds, Act::KINDS);
    all_pinned("acts", &acts());
}

#[test]
fn every_kind_of_row_is_pinned() {
    let tables: Vec<_> = rows::every_row().iter().map(Row::table).collect();
    assert_eq!(tables, Table::ALL);
    all_pinned("rows", &rows_and_later());
}

/// Each sample as its pin says, and with nothing left out somewhere.
fn all_pinned(of: &str, samples: &[(String, impl Serialize)]) {
    let mut left_out = BTreeSet::new();
    for (name, sample) in samples {
        let value = serde_json::to_value(sample).unwrap();
        let kind = kind_of(name);
        if is_full(&value) {
            left_out.remove(kind);
        } else if !name.ends_with(".later") {
            left_out.insert(kind);
        }
        pinned(of, name, &value);
    }
    assert!(left_out.is_empty(), "never in full: {left_out:?}");
}

/// The kind of act or row that a pin is of: its name without the word that may follow.
fn kind_of(name: &str) -> &str {
    let words = [".full", ".decided", ".more", ".later"];
    let mut kinds = words.iter().filter_map(|word| name.strip_suffix(word));
    kinds.next().unwrap_or(name)
}

/// Compares with the pin; writes one that is missing if that is asked for.
fn pinned(of: &str, name: &str, value: &Value) {
    let path = folder(of).join(format!("{name}.json"));
    if !path.exists() && generates() {
        create_dir_all(folder(of)).unwrap();
        let text = serde_json::to_string_pretty(value).unwrap() + "\n";
        write(&path, text).unwrap();
    }
    assert!(path.exists(), "no pin of {name}: BANGIAO_GEN=1 writes it");
    assert_eq!(
        *value,
        read(&path),
        "{name}: a changed form is a new version"
    );
}

fn is_full(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty() && list.iter().all(is_full),
        Value::Object(fields) => fields.values().all(is_full),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_pin_that_there_ever_was_is_read_and_written_alike() {
    for (name, value) in all("acts") {
        let act: Act = same(&name, value);
        assert_eq!(act.kind(), kind_of(&name));
    }
    for (name, value) in all("rows") {
        let row: Row = same(&name, value);
        let table = name.split('.').next();
        assert_eq!(Some(row.table().name()), table);
    }
}

/// All pins of a folder, by name.
fn all(of: &str) -> Vec<(String, Value)> {
    let paths = read_dir(folder(of)).unwrap();
    let paths = paths.map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = paths
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, read(&path))
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(!all.is_empty());
    all
}

fn same<T: Serialize + DeserializeOwned>(name: &str, value: Value) -> T {
    let read: T = serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), value, "{name}");
    read
}

#[test]
fn every_row_says_its_id_and_its_unit_on_the_wire() {
    for (name, value) in all("rows") {
        let row: Row = serde_json::from_value(value.clone()).unwrap();
        let says = |field: &str| value["row"][field].as_str().map(str::to_owned);
        assert_eq!(says("id"), Some(row.id().to_string()), "{name}");
        let unit = if row.table() == Table::Unit {
            "id"
        } else {
            "unit"
        };
        assert_eq!(says(unit), Some(row.stream().to_string()), "{name}");
    }
}

#[test]
fn every_row_is_found_as_stores_noted_it() {
    let path = folder("index.txt");
    let list = index();
    if generates() {
        write(&path, &list).unwrap();
    }
    let noted = read_to_string(&path).unwrap();
    assert_eq!(
        list, noted,
        "a changed line needs a raised rows::INDEX_VERSION"
    );
}

/// Keys, entries and files, one a line, of rows that together have every kind of them.
fn index() -> String {
    let mut list = String::new();
    let numbered = Officer {
        id_number: Some("031185012345".to_owned()),
        ..officer(COLLEAGUE, SCHOOL, "Trần Văn Bình")
    };
    let facts = with(town_with_signed(), [Row::Officer(numbered)]);
    let town = facts
        .iter()
        .map(|row| (format!("{} {}", row.table().name(), row.id()), row));
    let (mut keyed, mut entered) = (BTreeSet::new(), BTreeSet::new());
    for (name, row) in rows_and_later().into_iter().chain(town) {
        list += &format!("{name}\n");
        for key in row.keys() {
            list += &format!("  key {} {}\n", key.kind.name(), key.value);
            keyed.insert(key.kind);
        }
        for entry in row.index() {
            let line = format!("  by {} {}", entry.by.name(), entry.value);
            list += &format!("{}\n", line.trim_end());
            entered.insert(entry.by);
        }
        for file in row.files() {
            list += &format!("  file {}\n", file.0);
        }
    }
    assert_eq!(
        keyed.len(),
        KeyKind::ALL.len(),
        "a kind of key that no sample has"
    );
    assert_eq!(
        entered.len(),
        By::ALL.len(),
        "a kind of entry that no sample has"
    );
    list
}
