//! What can be imported, which columns each kind has, and the words that offices use for them: data
//! in `columns.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::rights::Function;
use domain::text::{fold, tidy};
use domain::unit::{SchoolLevel, UnitKind};
use serde::{Deserialize, Serialize};

/// What a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Units below the own one.
    Units,
    /// People.
    Officers,
    /// Classes with their teachers.
    Classes,
    /// Who gets which class, function, subject or level: also a school's own table of assignments.
    Assignments,
    /// Accounts as they are on the Hệ thống CSDL, to compare.
    CsdlAccounts,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "bindings", derive(specta::Type))]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($(#[$doc])* $name,)* }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The key in `columns.toml` and in the catalogue of words.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }
        }
    };
}

fields! {
    /// Running number, not taken over.
    Order = "order",
    /// Full name.
    Name = "name",
    /// Family and middle name.
    FamilyName = "family_name",
    /// Given name.
    GivenName = "given_name",
    /// Mã cán bộ.
    Code = "code",
    /// Sex.
    Sex = "sex",
    /// A mark if female.
    Female = "female",
    /// Birth date.
    BornOn = "born_on",
    /// Birth date of men, in tables that have two columns.
    BornOnMale = "born_on_male",
    /// Birth date of women.
    BornOnFemale = "born_on_female",
    /// ID number.
    IdNumber = "id_number",
    /// Phone.
    Phone = "phone",
    /// E-mail: compared, not stored.
    Mail = "mail",
    /// Post.
    Position = "position",
    /// What else the person does.
    Duty = "duty",
    /// The class whose homeroom teacher the person is.
    Homeroom = "homeroom",
    /// The homeroom teacher of the class.
    HomeroomTeacher = "homeroom_teacher",
    /// The second teacher of a preschool class.
    JointTeacher = "joint_teacher",
    /// A class.
    Class = "class",
    /// Classes that are taught, perhaps with the subject.
    Classes = "classes",
    /// Grade, not taken over.
    Grade = "grade",
    /// School level.
    Level = "level",
    /// Function.
    Function = "function",
    /// Subject.
    Subject = "subject",
    /// First day.
    From = "from",
    /// Last day.
    Until = "until",
    /// Unit.
    Unit = "unit",
    /// Code of the unit.
    UnitCode = "unit_code",
    /// The unit above.
    Parent = "parent",
    /// What the unit is.
    UnitKind = "unit_kind",
    /// Symbol on its papers.
    Symbol = "symbol",
    /// Place that its papers name.
    Place = "place",
    /// Its head.
    Head = "head",
    /// Post of the head.
    HeadPosition = "head_position",
    /// Mã cán bộ of the head.
    HeadCode = "head_code",
    /// School site.
    Site = "site",
    /// Pupils.
    Learners = "learners",
    /// The part of a teacher in a class: in charge, or beside them.
    Part = "part",
    /// Login name.
    Login = "login",
    /// Kind or group of the login.
    LoginKind = "login_kind",
    /// State of the login.
    State = "state",
    /// Login of the admin account.
    AdminLogin = "admin_login",
    /// Number of the decision by which a unit moves.
    Decision = "decision",
    /// Remark, not taken over.
    Note = "note",
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Units,
        Self::Officers,
        Self::Classes,
        Self::Assignments,
        Self::CsdlAccounts,
    ];

    /// The columns of the kind, in the order of the template.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        use Field::{
            AdminLogin, BornOn, Class, Classes, Code, Duty, From, Function, Head, HeadCode,
            HeadPosition, Homeroom, HomeroomTeacher, IdNumber, JointTeacher, Learners, Level,
            Login, LoginKind, Mail, Name, Parent, Phone, Position, Sex, Site, State, Subject,
            Symbol, Unit, UnitCode, UnitKind, Until,
        };
        match self {
            Self::Units => &[
                UnitCode,
                Unit,
                Parent,
                UnitKind,
                Level,
                Symbol,
                Head,
                HeadCode,
                HeadPosition,
                AdminLogin,
            ],
            Self::Officers => &[
                Code, Name, Sex, BornOn, IdNumber, Phone, Mail, Position, Duty, Login,
            ],
            Self::Classes => &[Class, Level, Learners, Site, HomeroomTeacher, JointTeacher],
            Self::Assignments => &[
                Unit, UnitCode, Code, Name, Sex, BornOn, IdNumber, Phone, Position, Subject,
                Homeroom, Class, Classes, Function, Level, Duty, From, Until, Login, AdminLogin,
            ],
            Self::CsdlAccounts => &[
                Login, Name, Code, LoginKind, Unit, Class, Function, State, Mail, Phone,
            ],
        }
    }

    /// Columns that lists of the kind may have beyond the template.
    #[must_use]
    pub fn also(self) -> &'static [Field] {
        match self {
            Self::Units => &[Field::Place, Field::Decision, Field::From],
            Self::Officers => &[Field::Unit, Field::UnitCode],
            Self::Classes => &[Field::Unit, Field::UnitCode, Field::Part],
            Self::Assignments => &[Field::Part],
            Self::CsdlAccounts => &[Field::UnitCode, Field::BornOn],
        }
    }

    /// Parts of names and dates that columns of the kind may hold.
    pub fn parts(self) -> impl Iterator<Item = Field> {
        [
            Field::FamilyName,
            Field::GivenName,
            Field::Female,
            Field::BornOnMale,
            Field::BornOnFemale,
        ]
        .into_iter()
        .filter(move |f| self.takes(*f))
    }

    /// Whether a column of the kind may hold the field; parts of names and dates belong to their
    /// whole.
    #[must_use]
    pub fn takes(self, field: Field) -> bool {
        let whole = match field {
            Field::FamilyName | Field::GivenName => Field::Name,
            Field::Female => Field::Sex,
            Field::BornOnMale | Field::BornOnFemale => Field::BornOn,
            field => field,
        };
        self.fields().contains(&whole)
            || self.also().contains(&field)
            || matches!(field, Field::Order | Field::Note | Field::Grade)
    }

    /// The columns without which a table cannot be this kind; of each group one is enough.
    #[must_use]
    pub fn needs(self) -> &'static [&'static [Field]] {
        use Field::{
            Class, Classes, Duty, Function, GivenName, Homeroom, Level, Login, Name, Position,
            Subject, Unit,
        };
        match self {
            Self::Units => &[&[Unit]],
            Self::Officers => &[&[Name, GivenName]],
            Self::Classes => &[&[Class]],
            Self::Assignments => &[
                &[Name, GivenName],
                &[
                    Homeroom, Class, Classes, Function, Level, Duty, Subject, Position,
                ],
            ],
            Self::CsdlAccounts => &[&[Login]],
        }
    }
}

#[derive(Deserialize)]
struct File {
    nowhere: Vec<String>,
    titles: BTreeMap<String, Vec<String>>,
    within: BTreeMap<String, Vec<String>>,
    beside: BTreeMap<String, Vec<String>>,
    sex: BTreeMap<String, Vec<String>>,
    level: BTreeMap<String, Vec<String>>,
    function: BTreeMap<String, Vec<String>>,
    unit_kind: BTreeMap<String, Vec<String>>,
    part: BTreeMap<String, Vec<String>>,
    subject: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    rows: BTreeMap<String, Vec<String>>,
    shown: BTreeMap<String, String>,
    sheets: BTreeMap<String, String>,
}

static FILE: LazyLock<Option<File>> =
    LazyLock::new(|| toml::from_str(include_str!("../columns.toml")).ok());

/// Text as titles and words are compared: without marks, capitals and signs.
#[must_use]
pub fn plain(text: &str) -> String {
    let spaced: String = fold(text)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a title is known to stand above what no list of ours stores.
pub(crate) fn is_nowhere(title: &str) -> bool {
    let short = plain(title.split(['(', '\n']).next().unwrap_or(title));
    FILE.as_ref()
        .is_some_and(|file| file.nowhere.contains(&short))
}

/// The field that a title means for a kind: the whole title, its beginning before a remark in
/// brackets, all of several ways to say one thing, or a word in it that says enough.
pub(crate) fn field(kind: Kind, title: &str) -> Option<Field> {
    let short = title.split(['(', '\n']).next().unwrap_or(title);
    whole(kind, title)
        .or_else(|| whole(kind, short))
        .or_else(|| agreed(kind, short))
        .or_else(|| within(kind, title))
}

fn whole(kind: Kind, title: &str) -> Option<Field> {
    let titles = &FILE.as_ref()?.titles;
    let typed = plain(title);
    let wanted = typed.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let means = |field: &Field| {
        let words = titles.get(field.key());
        kind.takes(*field) && words.is_some_and(|words| words.iter().any(|w| *w == wanted))
    };
    Field::ALL.iter().copied().find(means)
}

/// `Đơn vị/ Trường`: each part means the same.
fn agreed(kind: Kind, title: &str) -> Option<Field> {
    let parts: Vec<&str> = title.split(['/', ',', ';', '–', '-']).collect();
    let mut parts = parts.into_iter().filter(|p| !p.trim().is_empty());
    let first = whole(kind, parts.next()?)?;
    parts
        .all(|part| whole(kind, part) == Some(first))
        .then_some(first)
}

/// `Số CCCD hoặc mã định danh cá nhân`: some words say enough, unless others stand beside them, as
/// in `Ngày cấp CCCD`.
fn within(kind: Kind, title: &str) -> Option<Field> {
    let file = FILE.as_ref()?;
    let title = format!(" {} ", plain(title));
    let has = |words: Option<&Vec<String>>| {
        words.is_some_and(|words| words.iter().any(|w| title.contains(&format!(" {w} "))))
    };
    let means = |field: &Field| {
        kind.takes(*field)
            && has(file.within.get(field.key()))
            && !has(file.beside.get(field.key()))
    };
    Field::ALL.iter().copied().find(means)
}

fn word<'a>(
    table: impl Fn(&'a File) -> &'a BTreeMap<String, Vec<String>>,
    text: &str,
) -> Option<&'a str> {
    let wanted = plain(text);
    let found = table(FILE.as_ref()?)
        .iter()
        .find(|(key, words)| wanted == plain(key) || words.contains(&wanted));
    found.map(|(key, _)| key.as_str())
}

/// A word of a list as its name on the wire means it.
fn named<T: serde::de::DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(key.to_owned())).ok()
}

/// The function that a word means, also behind words such as `Phụ trách`.
#[must_use]
pub fn function(text: &str) -> Option<Function> {
    let means = |text: &str| word(|f| &f.function, text).and_then(named);
    let typed = plain(text);
    let mut rest = typed.as_str();
    loop {
        if let Some(function) = means(rest) {
            return Some(function);
        }
        let before = row_words("before_function").iter();
        let shorter = before.filter_map(|word| rest.strip_prefix(word)?.strip_prefix(' '));
        rest = shorter.min_by_key(|rest| rest.len())?;
    }
}

/// Short forms in names of units, with what they stand for.
pub fn unit_words() -> impl Iterator<Item = (&'static str, &'static [String])> {
    let words = FILE.as_ref().map(|f| &f.units);
    let words = words.into_iter().flatten();
    words.map(|(short, long)| (short.as_str(), long.as_slice()))
}

/// The school level that a word means.
#[must_use]
pub fn level(text: &str) -> Option<SchoolLevel> {
    word(|f| &f.level, text).and_then(named)
}

/// The kind of unit that a word means.
#[must_use]
pub fn unit_kind(text: &str) -> Option<UnitKind> {
    word(|f| &f.unit_kind, text).and_then(named)
}

/// Whether a word says that a teacher is in charge of a class, or beside who is.
#[must_use]
pub fn in_charge(text: &str) -> Option<bool> {
    word(|f| &f.part, text).map(|key| key == "main")
}

/// The subject that a word means, as it is written in full; a word that writes it otherwise and is
/// no short form stays as it is.
#[must_use]
pub fn subject(text: &str) -> Option<String> {
    let wanted = plain(text);
    let file = FILE.as_ref()?;
    let full = file
        .subject
        .iter()
        .find(|(name, short)| plain(name) == wanted || short.contains(&wanted));
    let otherwise = || row_words("subjects").contains(&wanted).then(|| tidy(text));
    match full {
        // Marks on another letter are another way to write it, small letters are not.
        Some((name, _)) if plain(name) == wanted => {
            let same = tidy(text).to_lowercase() == name.to_lowercase();
            Some(if same { name.clone() } else { tidy(text) })
        }
        Some((name, _)) => Some(name.clone()),
        None => otherwise(),
    }
}

/// Whether a word says female, or male.
#[must_use]
pub fn female(text: &str) -> Option<bool> {
    word(|f| &f.sex, text).map(|key| key == "female")
}

/// The words for sex as templates offer them.
#[must_use]
pub fn sexes() -> Vec<String> {
    FILE.as_ref()
        .and_then(|f| f.rows.get("sexes"))
        .cloned()
        .unwrap_or_default()
}

/// The words for kinds of units as templates offer them.
#[must_use]
pub fn unit_kinds() -> &'static [String] {
    row_words("unit_kinds")
}

/// Words of a list about rows.
pub(crate) fn row_words(key: &str) -> &'static [String] {
    FILE.as_ref()
        .and_then(|f| f.rows.get(key))
        .map_or(&[], Vec::as_slice)
}

/// The title of a field as templates and screens show it.
#[must_use]
pub fn shown(field: Field) -> &'static str {
    FILE.as_ref()
        .and_then(|f| f.shown.get(field.key()))
        .map_or("", String::as_str)
}

/// The name of a sheet in files that this program writes.
pub(crate) fn sheet_name(key: &str) -> &'static str {
    FILE.as_ref()
        .and_then(|f| f.sheets.get(key))
        .map_or("", String::as_str)
}

impl Kind {
    /// The key in `columns.toml`, on the wire and on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Officers => "officers",
            Self::Classes => "classes",
            Self::Assignments => "assignments",
            Self::CsdlAccounts => "csdl_accounts",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_unit_that_a_template_offers_is_understood() {
        let kinds: Vec<_> = unit_kinds().iter().map(|word| unit_kind(word)).collect();
        assert!(kinds.len() >= 7 && kinds.iter().all(Option::is_some));
        let commune = Some(UnitKind::Commune);
        for word in ["Xã, phường, đặc khu", "UBND xã, phường, đặc khu", "Xã"] {
            assert_eq!(unit_kind(word), commune, "{word}");
        }
    }

    #[test]
    fn the_file_of_words_is_whole() {
        let file: File = toml::from_str(include_str!("../columns.toml")).unwrap();
        for field in Field::ALL {
            assert!(file.titles.contains_key(field.key()), "{}", field.key());
        }
        assert_eq!(
            (file.titles.len(), file.shown.len()),
            (Field::ALL.len(), Field::ALL.len())
        );
        for kind in Kind::ALL {
            assert!(file.sheets.contains_key(kind.key()));
            for field in kind.fields() {
                assert_eq!(
                    super::field(kind, shown(*field)),
                    Some(*field),
                    "what we write we read"
                );
            }
        }
        for key in file.function.keys() {
            assert!(named::<Function>(key).is_some(), "{key}");
        }
        assert!(
            file.level.keys().all(|k| named::<SchoolLevel>(k).is_some())
                && file
                    .unit_kind
                    .keys()
                    .all(|k| named::<UnitKind>(k).is_some())
        );
        for words in file
            .titles
            .values()
            .chain(file.function.values())
            .chain(file.level.values())
        {
            assert!(words.iter().all(|w| *w == plain(w)), "{words:?}");
        }
    }

    #[test]
    fn subjects_are_written_in_full_and_each_short_form_is_one() {
        for (typed, full) in [
            ("T.Anh", Some("Tiếng Anh")),
            ("toán", Some("Toán")),
            ("Vật lý", Some("Vật lý")),
            ("Hoá học", Some("Hoá học")),
            ("GDCD", Some("Giáo dục công dân")),
            ("HĐTN, HN", Some("Hoạt động trải nghiệm, hướng nghiệp")),
            ("Kỹ năng sống", None),
            ("", None),
        ] {
            assert_eq!(subject(typed).as_deref(), full, "{typed}");
        }
        let file: File = toml::from_str(include_str!("../columns.toml")).unwrap();
        let names = file.subject.keys().map(|name| plain(name));
        let forms = file.subject.values().flatten().cloned();
        let all: Vec<String> = names.chain(forms).collect();
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len(), "a form of two subjects");
        assert!(all.iter().all(|form| *form == plain(form)));
    }

    #[test]
    fn titles_are_found_with_line_breaks_remarks_and_split_letters() {
        use unicode_normalization::UnicodeNormalization;
        let split: String = "Họ và\ntên".nfd().collect();
        assert_eq!(field(Kind::Officers, &split), Some(Field::Name));
        assert_eq!(
            field(Kind::Officers, "Ngày sinh (dd/mm/yyyy)"),
            Some(Field::BornOn)
        );
        assert_eq!(
            field(Kind::Classes, "Ngày sinh"),
            None,
            "a list of classes has no birth dates"
        );
        assert_eq!(field(Kind::Assignments, "Lớp"), Some(Field::Class));
        assert_eq!(field(Kind::Assignments, "CMND/CCCD"), Some(Field::IdNumber));
    }
}
