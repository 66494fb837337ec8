//! Words and days as people type them.

use chrono::NaiveDate;
use engine::domain::{Code, Refusal};
use engine::workbook::Kind;
use engine::{Engine, Reply};
use serde::de::DeserializeOwned;
use serde_json::json;

/// That something typed is no word that we know.
pub(crate) fn bad() -> Refusal {
    Refusal::new(Code::BadRequest)
}

/// A word of the domain as it is written on the wire: `lower_secondary`, `library`.
pub(crate) fn word<T: DeserializeOwned>(text: &str) -> Reply<T> {
    serde_json::from_value(json!(text)).map_err(|_| bad().into())
}

/// Several words of the domain.
pub(crate) fn words<T: DeserializeOwned, C: FromIterator<T>>(texts: &[String]) -> Reply<C> {
    texts.iter().map(|text| word(text)).collect()
}

/// What a table lists: `csdl-accounts`.
pub(crate) fn table(name: &str) -> Reply<Kind> {
    word(&name.replace('-', "_"))
}

/// A day, where one was typed.
pub(crate) fn day(engine: &Engine, typed: Option<&str>) -> Reply<Option<NaiveDate>> {
    typed.map(|text| engine.parse_day(text)).transpose()
}

/// A typed day; today where none was typed.
pub(crate) fn day_or_today(engine: &Engine, typed: Option<&str>) -> Reply<NaiveDate> {
    Ok(day(engine, typed)?.unwrap_or_else(|| engine.today()))
}

#[cfg(test)]
mod tests {
    use engine::domain::unit::SchoolLevel;

    use super::*;

    #[test]
    fn a_word_is_taken_only_as_it_is_written_on_the_wire() {
        let level = |text: &str| word::<SchoolLevel>(text).map_err(|f| f.code);
        assert_eq!(level("lower_secondary"), Ok(SchoolLevel::LowerSecondary));
        for junk in ["", "THCS", "LowerSecondary", "lower-secondary"] {
            assert_eq!(level(junk), Err(Code::BadRequest), "{junk}");
        }
    }

    #[test]
    fn one_unknown_word_refuses_all_of_them() {
        let levels = |texts: &[&str]| {
            words::<SchoolLevel, Vec<_>>(&texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(levels(&["primary"]).unwrap(), [SchoolLevel::Primary]);
        assert!(levels(&["primary", "lớp"]).is_err());
    }

    #[test]
    fn tables_are_named_with_hyphens() {
        assert_eq!(table("csdl-accounts").unwrap(), Kind::CsdlAccounts);
        assert!(table("csdl accounts").is_err());
    }
}
