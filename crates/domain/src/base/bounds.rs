//! How much anything may say: the longest text and the longest list of an act or a row, wherever it
//! stands. Rules know what a name may be; these bounds hold before any rule is asked, so that what
//! no rule looks at – a frozen text, a field of a newer program – cannot grow without end either.

use serde::Serialize;
use serde_json::Value;

use crate::refusal::{Code, Refusal};

/// Longest text of an act or a row, in characters: what people type ends at
/// [`crate::text::MAX_NOTE`].
pub const MAX_TEXT: usize = 500;
/// Longest list, and most fields of one thing: what an act takes ends at
/// [`crate::acts::MAX_BATCH`], what it brings about is a few times that.
pub const MAX_LIST: usize = 2_000;
/// How deep things lie in each other.
pub const MAX_DEPTH: usize = 24;
/// Largest scan that is attached, in bytes.
pub const MAX_SCAN: usize = 20 * 1024 * 1024;
/// Largest file that is kept, sent and read, in bytes: the largest scan with the signature of the
/// organisation, its time stamp, and the evidence for later.
pub const MAX_FILE: usize = MAX_SCAN + 4 * 1024 * 1024;

/// Longest text of a row, and its longest list: a rule may put texts of acts together and add to a
/// list for years.
const ROW_TEXT: usize = 4 * MAX_TEXT;
const ROW_LIST: usize = 10 * MAX_LIST;

/// Whether a row, as the JSON that is stored and sent, says no more than a row may. It is asked for
/// each row that is read, so it only counts.
///
/// ```
/// assert!(domain::bounds::row_within(r#"{"name":"Nguyễn Thị Hoa"}"#));
/// assert!(!domain::bounds::row_within(&format!("[\"{}\"]", "ễ".repeat(2_001))));
/// ```
#[must_use]
pub fn row_within(json: &str) -> bool {
    let mut commas = vec![];
    let (mut in_text, mut escaped, mut length) = (false, false, 0);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'"' => (in_text, length) = (!in_text, 0),
            // The first byte of a character; those that follow begin with the bits 10.
            _ if in_text => {
                escaped = byte == b'\\';
                length += usize::from(byte & 0xc0 != 0x80);
            }
            b'{' | b'[' => commas.push(0),
            b'}' | b']' => drop(commas.pop()),
            b',' => {
                if let Some(count) = commas.last_mut() {
                    *count += 1;
                }
            }
            _ => {}
        }
        let many = commas.last().is_some_and(|count| *count >= ROW_LIST);
        if length > ROW_TEXT || many || commas.len() > MAX_DEPTH {
            return false;
        }
    }
    true
}

/// Refuses what says too much, as it would be written.
///
/// # Errors
/// `too_long`, `too_many`, `bad_request` for what lies too deep; `internal` for what cannot be
/// written.
pub fn written(what: &impl Serialize) -> Result<(), Refusal> {
    match serde_json::to_value(what) {
        Ok(value) => within(&value),
        Err(error) => Err(Refusal::new(Code::Internal).with("cause", error)),
    }
}

/// Refuses JSON that says too much.
///
/// ```
/// use domain::{Code, bounds};
/// let long = serde_json::json!({ "names": ["An", "x".repeat(bounds::MAX_TEXT + 1)] });
/// assert_eq!(bounds::within(&long).unwrap_err().code, Code::TooLong);
/// ```
///
/// # Errors
/// `too_long`, `too_many`, `bad_request` for what lies too deep.
pub fn within(value: &Value) -> Result<(), Refusal> {
    look(value, MAX_DEPTH)
}

fn look(value: &Value, left: usize) -> Result<(), Refusal> {
    let deeper = || {
        left.checked_sub(1)
            .ok_or_else(|| Refusal::new(Code::BadRequest))
    };
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        Value::String(text) => short(text),
        Value::Array(list) => {
            few(list.len())?;
            let left = deeper()?;
            list.iter().try_for_each(|item| look(item, left))
        }
        Value::Object(fields) => {
            few(fields.len())?;
            let left = deeper()?;
            fields
                .iter()
                .try_for_each(|(name, field)| short(name).and_then(|()| look(field, left)))
        }
    }
}

fn short(text: &str) -> Result<(), Refusal> {
    // A character has four bytes at most: most texts need not be counted.
    if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT {
        return Err(Refusal::new(Code::TooLong).with("limit", MAX_TEXT));
    }
    Ok(())
}

fn few(count: usize) -> Result<(), Refusal> {
    if count > MAX_LIST {
        return Err(Refusal::new(Code::TooMany).with("limit", MAX_LIST));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::account::System;
    use crate::acts::{Act, MAX_BATCH, decide};
    use crate::refusal::MAX_DETAIL;
    use crate::samples::{HEAD, by, in_full, requests, rows, town};
    use crate::text::MAX_NOTE;

    fn code(value: &Value) -> Option<Code> {
        within(value).err().map(|refusal| refusal.code)
    }

    #[test]
    fn a_text_a_list_and_a_depth_have_an_end_wherever_they_stand() {
        let text = |count| json!([{ "a": "ễ".repeat(count) }]);
        assert_eq!(code(&text(MAX_TEXT)), None);
        assert_eq!(code(&text(MAX_TEXT + 1)), Some(Code::TooLong));
        assert_eq!(
            code(&json!({ "x".repeat(MAX_TEXT + 1): 1 })),
            Some(Code::TooLong)
        );
        let list = |count| json!({ "a": vec![0; count] });
        assert_eq!(code(&list(MAX_LIST)), None);
        assert_eq!(code(&list(MAX_LIST + 1)), Some(Code::TooMany));
        let fields: serde_json::Map<_, _> = (0..=MAX_LIST)
            .map(|n| (n.to_string(), Value::Null))
            .collect();
        assert_eq!(code(&Value::Object(fields)), Some(Code::TooMany));
        let deep = |depth| (0..depth).fold(json!(1), |inside, _| json!([inside]));
        assert_eq!(code(&deep(MAX_DEPTH)), None);
        assert_eq!(code(&deep(MAX_DEPTH + 1)), Some(Code::BadRequest));
    }

    #[test]
    fn a_row_has_an_end_too() {
        let within = |value: Value| row_within(&value.to_string());
        let text = |count| json!({ "a": ["\"", "\\", "ễ".repeat(count)] });
        assert!(within(text(ROW_TEXT)) && !within(text(ROW_TEXT + 1)));
        assert!(!within(json!({ "x".repeat(ROW_TEXT + 1): 1 })));
        let list = |count| json!([1, { "a": vec!["x,["; count] }, 2]);
        assert!(within(list(ROW_LIST)) && !within(list(ROW_LIST + 1)));
        let deep = |depth| (0..depth).fold(json!(1), |inside, _| json!([inside]));
        assert!(within(deep(MAX_DEPTH)) && !within(deep(MAX_DEPTH + 1)));
    }

    #[test]
    fn everything_that_people_do_and_that_rules_write_lies_within_the_bounds() {
        const { assert!(MAX_NOTE <= MAX_TEXT && MAX_BATCH <= MAX_LIST && MAX_DETAIL == MAX_TEXT) };
        let acts = requests::every(rows::content()).into_iter();
        for act in acts.chain(in_full::every_act()) {
            assert_eq!(written(&act), Ok(()), "{}", act.kind());
        }
        for row in rows::every_row().into_iter().chain(in_full::every_row()) {
            assert_eq!(written(&row), Ok(()), "{:?}", row.table());
            let json = serde_json::to_string(&row).unwrap();
            assert!(row_within(&json), "{:?}", row.table());
        }
    }

    #[test]
    fn an_act_that_says_too_much_is_refused_before_its_rule_is_asked() {
        let long = "x".repeat(15_000_000);
        let mut content = rows::content();
        content.giver_unit.name.clone_from(&long);
        let mut hand_over = requests::hand_over();
        hand_over.drop = vec![uuid::Uuid::nil().into(); MAX_LIST + 1];
        let mut account = requests::add_account();
        account.system = System::Other(long);
        for (act, told) in [
            (Act::from(requests::freeze_minutes(content)), Code::TooLong),
            (account.into(), Code::TooLong),
            (hand_over.into(), Code::TooMany),
        ] {
            let refused = decide(&town(), &act, &by(HEAD, 1)).unwrap_err();
            assert_eq!(refused.code, told, "{}", act.kind());
        }
    }
}
