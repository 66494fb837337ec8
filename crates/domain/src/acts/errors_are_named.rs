//! Keeps the `# Errors` sections true: each act names every refusal that its rule can answer, and
//! each refusal that is named has a test that asserts it.
//!
//! Both are read from the sources, so that neither can be forgotten. What a rule can answer are the
//! codes that it constructs, and those of every function of this crate that it calls; calls are
//! resolved by name, which is enough as long as rustfmt lays the code out. A rule that asks
//! something and answers otherwise (`map_err(|_| …)`) answers only with its own codes. The tests of
//! an act are the tests of its file, below the rule or in `<file>/tests.rs`; where a file has
//! several acts, those in the module that is named like the act's rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

use super::Act;
use crate::Code;

type Keys = BTreeSet<&'static str>;

#[test]
fn every_rule_names_each_refusal_that_it_can_answer_and_no_other() {
    let sources = Sources::read();
    let rules = sources.rules();
    assert_eq!(rules.len(), Act::KINDS.len());
    let named = rules.iter().map(|at| (*at, sources.answers(*at)));
    assert_eq!(sources.unlike(named), Vec::<String>::new());
}

#[test]
fn every_function_that_names_refusals_names_all_that_it_can_answer() {
    let sources = Sources::read();
    let all = (0..sources.functions.len()).filter(|at| !sources.functions[*at].named().is_empty());
    let named = all.map(|at| (at, sources.answers(at)));
    assert_eq!(sources.unlike(named), Vec::<String>::new());
}

#[test]
fn every_named_refusal_has_a_test_that_asserts_it() {
    let sources = Sources::read();
    let rules = sources.rules();
    let tested = rules.iter().map(|at| {
        let file = &sources.functions[*at].file;
        let of_file = rules
            .iter()
            .filter(|at| sources.functions[**at].file == *file);
        (*at, asserted(&sources.tests(*at, of_file.count() == 1)))
    });
    assert_eq!(sources.unlike(tested), Vec::<String>::new());
}

/// A function outside tests.
struct Function {
    /// Its file below `src`, without the ending.
    file: String,
    name: String,
    /// Whether it is called on a value.
    on_value: bool,
    /// Whether it belongs to a type.
    of_type: bool,
    /// What its documentation says of errors.
    errors: String,
    /// Names and signs of its body.
    body: Vec<String>,
}

impl Function {
    /// The keys under its `# Errors`; what is named as a link is a function.
    fn named(&self) -> Keys {
        let words = self.errors.split('`').collect::<Vec<_>>();
        let quoted = words.chunks_exact(2).filter(|pair| !pair[0].ends_with('['));
        quoted
            .map(|pair| key(pair[1], |code| code.key().to_owned()))
            .collect()
    }

    /// The name of its module.
    fn module(&self) -> &str {
        let file = self.file.strip_suffix("/mod").unwrap_or(&self.file);
        file.rsplit('/').next().unwrap_or(file)
    }
}

/// The sources of this crate.
struct Sources {
    /// Text by file below `src`, without the ending.
    files: BTreeMap<String, String>,
    functions: Vec<Function>,
}

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = BTreeMap::new();
        let mut next: Vec<PathBuf> = vec![root.clone()];
        while let Some(path) = next.pop() {
            if path.is_dir() {
                next.extend(read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                files.insert(name, read_to_string(path).unwrap());
            }
        }
        let rules = files.iter().filter(|(name, _)| {
            let of_tests = name.contains("/tests") || name.ends_with("errors_are_named");
            !of_tests && !name.starts_with("samples")
        });
        let functions = rules
            .flat_map(|(name, text)| functions(name, split(text).0))
            .collect();
        Self { files, functions }
    }

    /// The rule of each act, as the table of acts names it.
    fn rules(&self) -> Vec<usize> {
        let table = self.files["acts/mod"].lines();
        let named =
            table.filter_map(|line| line.trim().strip_prefix("decide: ")?.strip_suffix(','));
        let paths = named.filter_map(|path| path.split_once("::"));
        paths
            .filter(|(file, _)| !file.starts_with('$'))
            .map(|(file, name)| {
                let file = format!("acts/{file}");
                let found = |f: &Function| f.file == file && f.name == name;
                self.functions.iter().position(found).unwrap()
            })
            .collect()
    }

    /// Every code that a function, or one that it calls, constructs.
    fn answers(&self, start: usize) -> Keys {
        let mut keys = Keys::new();
        let (mut seen, mut next) = (BTreeSet::from([start]), vec![start]);
        while let Some(at) = next.pop() {
            let function = &self.functions[at];
            keys.extend(codes(&function.body));
            let otherwise = ["map_err", "(", "|", "_", "|"];
            if function.body.windows(5).any(|words| words == otherwise) {
                continue;
            }
            next.extend(
                self.called(function)
                    .into_iter()
                    .filter(|at| seen.insert(*at)),
            );
        }
        keys
    }

    fn called(&self, function: &Function) -> Vec<usize> {
        let word = |at: Option<usize>| at.and_then(|at| function.body.get(at)).map(String::as_str);
        let mut called = vec![];
        for (at, name) in function.body.iter().enumerate() {
            let call = word(Some(at + 1)) == Some("(");
            let found: Vec<usize> = match word(at.checked_sub(1)) {
                Some(".") if call => self.find(name, |f| f.on_value),
                Some("::") => match word(at.checked_sub(2)) {
                    Some("super") => self.find(name, |f| f.file == parent(&function.file)),
                    Some(owner) if owner.starts_with(char::is_uppercase) => {
                        self.find(name, |f| !f.on_value && f.of_type)
                    }
                    Some(module) => self.find(name, |f| !f.of_type && f.module() == module),
                    None => vec![],
                },
                _ if call => {
                    let here = self.find(name, |f| !f.of_type && f.file == function.file);
                    let beside =
                        |f: &Function| !f.of_type && folder(&f.file) == folder(&function.file);
                    if here.is_empty() {
                        self.find(name, beside)
                    } else {
                        here
                    }
                }
                _ => vec![],
            };
            called.extend(found);
        }
        called
    }

    fn find(&self, name: &str, is: impl Fn(&Function) -> bool) -> Vec<usize> {
        let all = self.functions.iter().enumerate();
        all.filter(|(_, f)| f.name == name && is(f))
            .map(|(at, _)| at)
            .collect()
    }

    /// The functions that do not name just these keys, with what is named too much and too little.
    fn unlike(&self, keys: impl Iterator<Item = (usize, Keys)>) -> Vec<String> {
        let all = keys.map(|(at, keys)| (&self.functions[at], keys));
        let unlike = all.filter(|(function, keys)| function.named() != *keys);
        unlike
            .map(|(function, keys)| {
                let named = function.named();
                let (more, less) = (&named - &keys, &keys - &named);
                format!(
                    "{}::{}: more {more:?}, less {less:?}",
                    function.file, function.name
                )
            })
            .collect()
    }

    /// The text of a rule's tests.
    fn tests(&self, rule: usize, alone: bool) -> String {
        let rule = &self.functions[rule];
        let file = |name: String| self.files.get(&name).cloned().unwrap_or_default();
        let of_file =
            split(&self.files[&rule.file]).1.to_owned() + &file(format!("{}/tests", rule.file));
        if alone {
            return of_file;
        }
        let module = block(&of_file, &format!("mod {} {{", rule.name)).unwrap_or_default();
        module + &file(format!("{}/tests/{}", rule.file, rule.name))
    }
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn parent(file: &str) -> String {
    format!("{}/mod", folder(file))
}

/// What stands before the tests of a file, and the tests.
fn split(text: &str) -> (&str, &str) {
    text.split_once("\n#[cfg(test)]\nmod ")
        .unwrap_or((text, ""))
}

/// The functions of a file.
fn functions(file: &str, text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &str| {
        let line = line.trim_start();
        let visible = line
            .strip_prefix("pub(super) ")
            .or(line.strip_prefix("pub(crate) "));
        let line = visible.or(line.strip_prefix("pub ")).unwrap_or(line);
        line.strip_prefix("const ")
            .unwrap_or(line)
            .starts_with("fn ")
    };
    let found = lines.iter().enumerate().filter(|(_, line)| begins(line));
    found
        .map(|(at, line)| {
            let indent = &line[..line.len() - line.trim_start().len()];
            let end = format!("{indent}}}");
            let whole = line.ends_with([';', '}']);
            let length = lines[at..].iter().position(|line| whole || *line == end);
            let words = words(&lines[at..=at + length.unwrap_or(0)].join("\n"));
            let name = words.iter().position(|word| word == "fn").unwrap() + 1;
            let doc = lines[..at].iter().rev();
            let doc = doc.take_while(|line| line.trim_start().starts_with(['/', '#']));
            let mut doc: Vec<&str> = doc.map(|line| line.trim_start()).collect();
            doc.reverse();
            let doc = doc.join("\n").replace("\n///", "");
            let errors = doc.split_once("# Errors").map_or("", |(_, errors)| errors);
            let errors = errors.split("# Panics").next().unwrap_or_default();
            let signature = words.iter().take_while(|word| *word != ")");
            Function {
                file: file.to_owned(),
                name: words[name].clone(),
                on_value: signature.into_iter().any(|word| word == "self"),
                of_type: !indent.is_empty(),
                errors: errors.to_owned(),
                body: words[name + 1..].to_vec(),
            }
        })
        .collect()
}

/// A block from its first line to the brace that closes it.
fn block(text: &str, first: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begin = lines.iter().position(|line| line.trim_start() == first)?;
    let indent = lines[begin].len() - lines[begin].trim_start().len();
    let end = format!("{}}}", " ".repeat(indent));
    let length = lines[begin..].iter().position(|line| *line == end)?;
    Some(lines[begin..=begin + length].join("\n"))
}

/// Names and signs of a text, without comments and what stands in quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![];
    for line in text.lines() {
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let named = |c: char| c.is_alphanumeric() || c == '_';
            let length = if rest.starts_with("//") {
                break;
            } else if named(first) {
                rest.find(|c| !named(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else if first == '"' {
                let quoted = rest[1..].find('"').map_or(rest.len(), |end| end + 2);
                rest = &rest[quoted..];
                continue;
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                words.push(rest[..length].to_owned());
            }
            rest = &rest[length..];
        }
    }
    words
}

/// The codes among the words of a text.
fn codes(words: &[String]) -> Keys {
    let named = words
        .windows(3)
        .filter(|words| words[0] == "Code" && words[1] == "::");
    named
        .map(|words| key(&words[2], |code| format!("{code:?}")))
        .collect()
}

/// The codes that tests assert; what tries ill texts asserts all three that such texts can have.
fn asserted(tests: &str) -> Keys {
    let words = words(tests);
    let mut asserted = codes(&words);
    let ill = |word: &String| word == "ill_names" || word == "ill_sentences";
    let tried = words.windows(2).any(|pair| ill(&pair[0]) && pair[1] == "(");
    if tried {
        asserted.extend(crate::samples::ill_names().map(|(_, code)| code.key()));
    }
    asserted
}

/// The key of a code that is known by a name.
fn key(name: &str, of: impl Fn(Code) -> String) -> &'static str {
    let known = Code::ALL.iter().find(|code| of(**code) == name);
    known
        .unwrap_or_else(|| panic!("no refusal is called {name}"))
        .key()
}
