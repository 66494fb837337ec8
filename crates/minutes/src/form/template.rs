//! Placeholders of a form: `{{x}}`, `{{?x:when present|otherwise}}`, nested as needed.

use crate::error::Error;
use crate::fields::Fields;

/// Puts values into a text.
pub(super) fn substitute(template: &str, fields: &Fields, form: &str) -> Result<String, Error> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        out.push_str(&rest[..start]);
        let inner_len = closing(&rest[start + 2..])
            .ok_or_else(|| Error::Form(format!("{form}: unclosed braces in {template}")))?;
        let inner = &rest[start + 2..start + 2 + inner_len];
        out.push_str(&placeholder(inner, fields, form)?);
        rest = &rest[start + inner_len + 4..];
    }
    out.push_str(rest);
    Ok(out)
}

fn placeholder(inner: &str, fields: &Fields, form: &str) -> Result<String, Error> {
    if let Some((name, choice)) = inner.strip_prefix('?').and_then(|c| c.split_once(':')) {
        let (present, absent) = alternatives(choice);
        return substitute(
            if fields.has(name) { present } else { absent },
            fields,
            form,
        );
    }
    fields
        .get(inner)
        .map(str::to_owned)
        .ok_or_else(|| Error::MissingField {
            form: form.to_owned(),
            field: inner.to_owned(),
        })
}

/// Length of the text before the `}}` that closes what was opened before it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("{{") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("}}") {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
            at += 2;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

/// Splits at the `|` that is in no nested placeholder.
fn alternatives(choice: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in choice.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '|' if depth == 0 => return (&choice[..at], &choice[at + 1..]),
            _ => {}
        }
    }
    (choice, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        Fields::from([("a", "một".to_owned()), ("b.c", "hai".to_owned())])
    }

    #[test]
    fn placeholders_nest_and_choose() {
        assert_eq!(
            substitute(
                "x {{a}} y {{?b.c:({{b.c}})|không}}{{?z:có|không}}.",
                &fields(),
                "t"
            )
            .unwrap(),
            "x một y (hai)không."
        );
        assert_eq!(
            substitute("{{?a: {{?z:1|{{a}}}}}}", &fields(), "t").unwrap(),
            " một"
        );
    }

    #[test]
    fn a_missing_fact_is_an_error_and_never_a_blank() {
        assert!(
            matches!(substitute("{{z}}", &fields(), "t"), Err(Error::MissingField { field, .. }) if field == "z")
        );
    }
}
