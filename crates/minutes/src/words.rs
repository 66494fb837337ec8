//! Words and measures of the forms: data with a version, read once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use domain::blanks::Gap;
use domain::calendar::paper_month;
use domain::rights::{Function, Right};
use domain::unit::SchoolLevel;
use serde::Deserialize;

use crate::error::Error;

/// Every word that forms use.
#[derive(Debug)]
pub struct Words {
    labels: Labels,
    /// Grounds that ship with the forms.
    pub(crate) grounds: Vec<Ground>,
    /// Measures of the prescribed form.
    pub(crate) measures: Measures,
}

#[derive(Debug, Deserialize)]
struct Labels {
    school_types: Vec<String>,
    public_bodies: Vec<String>,
    committees: Vec<String>,
    places: Vec<String>,
    groups: Vec<String>,
    class_words: Vec<String>,
    leaders_by_order: Vec<String>,
    rights: BTreeMap<Right, String>,
    functions: BTreeMap<Function, String>,
    levels: BTreeMap<SchoolLevel, String>,
    systems: BTreeMap<String, String>,
    secret: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    gaps: Vec<GapPlace>,
}

/// How a gap is told by the text around it.
#[derive(Debug, Deserialize)]
struct GapPlace {
    gap: Gap,
    after: Option<String>,
    before: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Grounds {
    ground: Vec<Ground>,
}

/// A legal ground with the days between which it holds.
#[derive(Debug, Deserialize)]
pub(crate) struct Ground {
    pub id: String,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub text: String,
}

/// A legal ground of the forms, as a unit looks at it.
#[derive(Clone, Debug)]
pub struct FixedGround {
    /// Its id.
    pub id: String,
    /// How papers cite it.
    pub text: String,
    /// Whether it holds on the day.
    pub in_force: bool,
}

impl Words {
    /// The legal grounds that ship with the forms.
    #[must_use]
    pub fn fixed_grounds(&self, day: NaiveDate) -> Vec<FixedGround> {
        self.grounds
            .iter()
            .map(|g| FixedGround {
                id: g.id.clone(),
                text: g.text.clone(),
                in_force: g.on(day),
            })
            .collect()
    }
}

impl Ground {
    /// Whether it holds on a day.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Measures of Nghị định 30/2020/NĐ-CP; lengths in millimetres, sizes in points.
#[derive(Debug, Deserialize)]
pub(crate) struct Measures {
    pub page_width: f32,
    pub page_height: f32,
    pub margin_top: f32,
    pub margin_bottom: f32,
    pub margin_left: f32,
    pub margin_right: f32,
    pub first_line: f32,
    pub paragraph_gap: f32,
    pub line_spacing: f32,
    pub qr_last: f32,
    pub qr_other: f32,
    pub verify_address: String,
    pub sizes: Sizes,
    pub signature: SignatureMeasures,
}

/// Sizes of letters.
#[derive(Debug, Deserialize)]
pub(crate) struct Sizes {
    pub superior: f32,
    pub unit: f32,
    pub number: f32,
    pub country: f32,
    pub motto: f32,
    pub place_date: f32,
    pub title: f32,
    pub subject: f32,
    pub body: f32,
    pub table: Vec<f32>,
    pub recipients_title: f32,
    pub recipients: f32,
    pub check_code: f32,
    pub page_number: f32,
}

/// What signatures take.
#[derive(Debug, Deserialize)]
pub(crate) struct SignatureMeasures {
    pub space: Vec<f32>,
}

static WORDS: OnceLock<Words> = OnceLock::new();

/// The words of the current version.
///
/// # Errors
/// [`Error::Form`] if the data that ships with the program cannot be read.
pub fn words() -> Result<&'static Words, Error> {
    if let Some(words) = WORDS.get() {
        return Ok(words);
    }
    let broken = |e: toml::de::Error| Error::Form(e.to_string());
    let labels: Labels = toml::from_str(include_str!("../forms/words.toml")).map_err(broken)?;
    let grounds: Grounds = toml::from_str(include_str!("../forms/grounds.toml")).map_err(broken)?;
    let measures: Measures =
        toml::from_str(include_str!("../forms/nd30_2020.toml")).map_err(broken)?;
    Ok(WORDS.get_or_init(|| Words {
        labels,
        grounds: grounds.ground,
        measures,
    }))
}

fn listed<K: Ord>(map: &BTreeMap<K, String>, key: &K) -> String {
    map.get(key).cloned().unwrap_or_default()
}

impl Words {
    /// A word or sentence by its key.
    pub fn text(&self, key: &str) -> String {
        listed(&self.labels.texts, &key.to_owned())
    }

    /// A sentence with `{placeholders}`.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// A day as a sentence has it: `ngày 05 tháng 9 năm 2026`.
    pub(crate) fn day(&self, day: NaiveDate) -> String {
        let (d, y) = (format!("{:02}", day.day()), day.year().to_string());
        self.say(
            "date_text",
            &[("day", &d), ("month", &paper_month(day)), ("year", &y)],
        )
    }

    /// What belongs into a gap between two texts.
    pub(crate) fn gap(&self, left: &str, right: &str) -> Option<Gap> {
        let is = |place: &&GapPlace| {
            place
                .after
                .as_ref()
                .is_none_or(|text| left.ends_with(text.as_str()))
                && place
                    .before
                    .as_ref()
                    .is_none_or(|text| right.starts_with(text.as_str()))
        };
        self.labels.gaps.iter().find(is).map(|place| place.gap)
    }

    /// A unit's name in lines: the type of school stays whole, its own name follows below.
    pub(crate) fn unit_lines(&self, name: &str) -> Vec<String> {
        const ONE_LINE: usize = 28;
        let split = self.labels.school_types.iter().find_map(|kind| {
            name.strip_prefix(kind.as_str())
                .map(|own| (kind.clone(), own.trim().to_owned()))
        });
        match split {
            Some((kind, own)) if name.chars().count() > ONE_LINE && !own.is_empty() => {
                vec![kind, own]
            }
            _ => vec![name.to_owned()],
        }
    }

    /// Whether a line of a letterhead names a committee or a Sở.
    pub(crate) fn is_public_body(&self, line: &str) -> bool {
        let mut bodies = self.labels.public_bodies.iter();
        bodies.any(|body| self.begins_with(line.trim(), body))
    }

    /// A line of a governing body in its usual short words: `UBND phường …`.
    pub(crate) fn shortened(&self, line: &str) -> String {
        let committees = self.labels.committees.iter();
        let mut found = committees.filter(|words| self.begins_with(line.trim(), words));
        match found.next() {
            Some(words) => {
                let count = words.chars().count();
                let rest: String = line.trim().chars().skip(count).collect();
                format!("{}{rest}", self.text("committee_short"))
            }
            None => line.to_owned(),
        }
    }

    /// Whether a post is that of a title, of a body or a place: not `Chủ tịch Công đoàn`.
    pub(crate) fn is_post(&self, position: &str, title: &str) -> bool {
        let count = title.chars().count();
        let rest: String = position.chars().skip(count).collect();
        let mut places = self.labels.places.iter();
        self.begins_with(position, title)
            && (rest.trim().is_empty()
                || self.is_public_body(&rest)
                || places.any(|place| self.begins_with(rest.trim(), place)))
    }

    /// Whether a text begins with whole words, whatever their capitals.
    pub(crate) fn begins_with(&self, text: &str, words: &str) -> bool {
        let text = text.to_lowercase();
        let rest = text.strip_prefix(&words.to_lowercase());
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    }

    /// Whether the name of a class says that it is a group of small children.
    pub(crate) fn names_group(&self, name: &str) -> bool {
        let mut groups = self.labels.groups.iter();
        groups.any(|group| self.begins_with(name, group))
    }

    /// Whether the name of a class begins with the word for one.
    pub(crate) fn names_class(&self, name: &str) -> bool {
        let mut words = self.labels.class_words.iter();
        words.any(|word| self.begins_with(name, word))
    }

    /// A class of a school year as lists name it; names that say what they are stand alone.
    #[must_use]
    pub fn class_of_year(&self, name: &str, year: &str) -> String {
        let key = if self.names_group(name) || self.names_class(name) {
            "rights_list_named_class"
        } else {
            "rights_list_class"
        };
        self.say(key, &[("name", name), ("year", year)])
    }

    /// Whether a post is one that signs by order of the head.
    pub(crate) fn leads_by_order(&self, position: &str) -> bool {
        let mut posts = self.labels.leaders_by_order.iter();
        posts.any(|post| self.begins_with(position, post))
    }

    /// A clause about the password.
    pub(crate) fn secret(&self, key: &str, serial: &str) -> String {
        listed(&self.labels.secret, &key.to_owned()).replace("{serial}", serial)
    }

    /// The name of a function.
    #[must_use]
    pub fn function(&self, function: Function) -> String {
        listed(&self.labels.functions, &function)
    }

    /// The name of a level.
    #[must_use]
    pub fn level(&self, level: SchoolLevel) -> String {
        listed(&self.labels.levels, &level)
    }

    /// The name of a system we know.
    pub(crate) fn system(&self, key: &str) -> String {
        listed(&self.labels.systems, &key.to_owned())
    }

    /// Rights joined as papers write them: `Xem, nhập, sửa`.
    ///
    /// ```
    /// use domain::rights::Right;
    /// let words = minutes::words::words().unwrap();
    /// assert_eq!(words.rights(&[Right::View, Right::Enter]), "Xem, nhập");
    /// ```
    #[must_use]
    pub fn rights(&self, rights: &[Right]) -> String {
        let joined = rights
            .iter()
            .map(|r| listed(&self.labels.rights, r))
            .collect::<Vec<_>>()
            .join(", ");
        capitalised(&joined)
    }
}

pub(crate) use domain::visible::capitalised;

/// Text with its first letter small.
pub(crate) fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
