//! Which modules of a crate use which: read off the paths that begin with `crate` or `super`, tests
//! left out. A module and the one that it lies in are no circle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Modules of a crate, by path without `crate::`, with those that they use.
pub type Modules = BTreeMap<String, BTreeSet<String>>;

/// Reads the modules of a crate's folder.
pub fn of(folder: &str) -> Modules {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let src = root.join(folder);
    let mut texts = BTreeMap::new();
    gather(&src, &mut vec![], &mut texts);
    let short = short_names(texts.get("").map_or("", String::as_str), &texts);
    let known = |path: &[&str]| {
        let full = match path.split_first() {
            Some((first, rest)) if short.contains_key(*first) => {
                let mut full: Vec<&str> = short[*first].split("::").collect();
                full.extend(rest);
                full
            }
            _ => path.to_vec(),
        };
        (1..=full.len())
            .rev()
            .map(|n| full[..n].join("::"))
            .find(|name| texts.contains_key(name))
    };
    let uses = |(module, text): (&String, &String)| {
        let own: Vec<&str> = module.split("::").collect();
        let mut used = BTreeSet::new();
        for path in paths(text, "crate::") {
            used.extend(known(&path.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        for path in paths(text, "super::") {
            let mut full = own[..own.len().saturating_sub(1)].to_vec();
            full.extend(path.iter().map(String::as_str));
            used.extend(known(&full));
        }
        let kin = |other: &String| {
            module.starts_with(&format!("{other}::")) || other.starts_with(&format!("{module}::"))
        };
        used.retain(|other| other != module && !kin(other) && !other.is_empty());
        (module.clone(), used)
    };
    let inner = texts.iter().filter(|(module, _)| !module.is_empty());
    inner.map(uses).collect()
}

/// The first circle that is met from a module on, if there is one.
pub fn circle<'a>(
    modules: &'a Modules,
    module: &'a str,
    above: &mut Vec<&'a str>,
) -> Option<Vec<String>> {
    if let Some(place) = above.iter().position(|known| *known == module) {
        return Some(above[place..].iter().map(|m| (*m).to_owned()).collect());
    }
    above.push(module);
    let next = modules.get(module).into_iter().flatten();
    let found = next.filter_map(|used| circle(modules, used, above)).next();
    above.pop();
    found
}

fn gather(folder: &Path, path: &mut Vec<String>, texts: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap().path();
        let name = entry.file_stem().unwrap().to_string_lossy().into_owned();
        if entry.is_dir() {
            path.push(name);
            gather(&entry, path, texts);
            path.pop();
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            let mut full = path.clone();
            if !matches!(name.as_str(), "mod" | "lib" | "main") {
                full.push(name);
            }
            let text = std::fs::read_to_string(&entry).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let lines = code
                .lines()
                .map(|line| line.split("//").next().unwrap_or_default());
            let code: String = lines.collect::<Vec<_>>().join("\n");
            texts.entry(full.join("::")).or_default().push_str(&code);
        }
    }
}

/// Modules that the crate's root gives a short name: `pub use wing::{module, …};`.
fn short_names(lib: &str, texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut short = BTreeMap::new();
    for line in lib.split(';') {
        let Some((wing, names)) = line
            .split_once("pub use ")
            .and_then(|(_, path)| path.trim().split_once("::"))
        else {
            continue;
        };
        for name in names.trim_matches(['{', '}', '\n', ' ']).split(',') {
            let full = format!("{wing}::{}", name.trim());
            if texts.contains_key(&full) {
                short.insert(name.trim().to_owned(), full);
            }
        }
    }
    short
}

/// The paths in a text that begin with a word, `{…}` spread out.
fn paths(text: &str, word: &str) -> Vec<Vec<String>> {
    let mut found = vec![];
    for (place, _) in text.match_indices(word) {
        let rest = &text[place + word.len()..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || "_:{".contains(c)));
        let head = rest[..end.unwrap_or(rest.len())].trim_end_matches(':');
        let (stem, list) = match head.split_once('{') {
            Some((stem, _)) => {
                let open = rest.find('{').unwrap_or(0) + 1;
                let close = rest[open..].find('}').map_or(rest.len(), |n| open + n);
                (stem, &rest[open..close])
            }
            None => (head, ""),
        };
        let stem: Vec<String> = stem
            .split("::")
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        let names = list.split(',').filter_map(|item| {
            let name = item.trim().split([':', '{', ' ']).next()?;
            (!name.is_empty()).then(|| name.to_owned())
        });
        let mut all: Vec<Vec<String>> = names
            .map(|name| stem.iter().cloned().chain([name]).collect())
            .collect();
        if all.is_empty() {
            all.push(stem);
        }
        found.extend(all);
    }
    found
}
