//! How classes are called: most are `lớp 6A2`, groups of small children `nhóm 24-36 tháng`, and some
//! names say themselves what they are.

use super::units::is_preschool;
use super::values::Source;
use crate::words::{capitalised, lowered};

/// Whether a class is a group of small children, by its name; the first form knew none.
pub(super) fn is_group(Source { content, words }: Source<'_>, name: &str) -> bool {
    content.since_form(2) && words.names_group(name)
}

/// The word for what a class is: `lớp`, `lớp mẫu giáo`, `nhóm trẻ`.
pub(super) fn class_word(source: Source<'_>, name: &str) -> String {
    let words = source.words;
    words.text(match () {
        () if is_group(source, name) => "group",
        () if is_preschool(source.content) => "preschool_class_word",
        () => "class_word",
    })
}

/// A class within a sentence, its word said once.
pub(super) fn said(source: Source<'_>, name: &str) -> String {
    let Source { content, words } = source;
    if content.since_form(2) {
        if says_itself(source, name) {
            return within(name);
        }
        let preschool = words.text("preschool_class");
        if is_preschool(content) && words.begins_with(name, &preschool) {
            return format!("{} {}", words.text("class_word"), within(name));
        }
    }
    format!("{} {name}", class_word(source, name))
}

/// Several classes as the scope of a right: `Lớp 6A1, 6A2`; those that say themselves what they are
/// follow.
pub(super) fn scope_of(source: Source<'_>, names: impl Iterator<Item = String>) -> String {
    let words = source.words;
    let own_words = |name: &String| source.content.since_form(2) && says_itself(source, name);
    let (own, plain): (Vec<String>, Vec<String>) = names.partition(own_words);
    let of_plain = words.say("class_scope", &[("class", &plain.join(", "))]);
    let plain = (own.is_empty() || !plain.is_empty()).then_some(of_plain);
    let own = own.iter().map(|name| capitalised(name));
    plain.into_iter().chain(own).collect::<Vec<_>>().join(", ")
}

/// A name within a sentence; one in capitals stays as it is.
fn within(name: &str) -> String {
    let capitals = name.chars().nth(1).is_some_and(char::is_uppercase);
    if capitals {
        name.to_owned()
    } else {
        lowered(name)
    }
}

fn says_itself(source: Source<'_>, name: &str) -> bool {
    is_group(source, name) || source.words.names_class(name)
}
