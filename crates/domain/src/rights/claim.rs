//! Rights as a lattice: sets per dimension, ordered by inclusion (`security.md` §2).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::ClassId;
use crate::unit::SchoolLevel;

/// What may be done. There is no right to delete: records are closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Xem.
    View,
    /// Nhập.
    Enter,
    /// Sửa.
    Edit,
    /// Duyệt.
    Approve,
    /// Kết xuất.
    Export,
    /// Gửi báo cáo.
    Report,
    /// Phân quyền.
    Delegate,
}

impl Right {
    /// Every right, in the order in which papers list them.
    pub const ALL: [Self; 7] = [
        Self::View,
        Self::Enter,
        Self::Edit,
        Self::Approve,
        Self::Export,
        Self::Report,
        Self::Delegate,
    ];
}

/// What a right is about: the functions of the Hệ thống CSDL (`wording.md` §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Quản lý lớp chủ nhiệm.
    Homeroom,
    /// Tuyển sinh đầu cấp.
    Enrolment,
    /// Hồ sơ học sinh, trẻ em.
    LearnerRecords,
    /// Hồ sơ cán bộ, giáo viên, nhân viên.
    StaffRecords,
    /// Phân công chuyên môn.
    TeachingAssignment,
    /// Kết quả học tập, rèn luyện theo môn.
    Results,
    /// Cơ sở vật chất.
    Facilities,
    /// Thiết bị dạy học.
    Equipment,
    /// Thư viện.
    Library,
    /// Y tế trường học: sensitive.
    Health,
    /// Bán trú.
    Boarding,
    /// Chế độ, chính sách: sensitive.
    Welfare,
    /// Phổ cập giáo dục.
    Universalisation,
    /// Báo cáo thống kê.
    Statistics,
    /// Looking after a school level for a commune or the Sở.
    LevelOversight,
    /// Administering the unit's accounts.
    Administration,
}

impl Function {
    /// Functions that a school hands over by assignment, in the order of screens.
    pub const SCHOOL: [Self; 13] = [
        Self::Enrolment,
        Self::LearnerRecords,
        Self::StaffRecords,
        Self::TeachingAssignment,
        Self::Results,
        Self::Facilities,
        Self::Equipment,
        Self::Library,
        Self::Health,
        Self::Boarding,
        Self::Welfare,
        Self::Universalisation,
        Self::Statistics,
    ];

    /// Whether it opens sensitive personal data.
    #[must_use]
    pub fn sensitive(self) -> bool {
        matches!(self, Self::Health | Self::Welfare)
    }

    /// The rights that go with it unless somebody says otherwise.
    #[must_use]
    pub fn proposed(self) -> BTreeSet<Right> {
        match self {
            Self::Statistics => [Right::View, Right::Enter, Right::Report].into(),
            Self::LevelOversight => [Right::View, Right::Approve, Right::Export].into(),
            Self::Homeroom
            | Self::Enrolment
            | Self::LearnerRecords
            | Self::StaffRecords
            | Self::TeachingAssignment
            | Self::Results
            | Self::Facilities
            | Self::Equipment
            | Self::Library
            | Self::Health
            | Self::Boarding
            | Self::Welfare
            | Self::Universalisation
            | Self::Administration => [Right::View, Right::Enter, Right::Edit].into(),
        }
    }

    /// The kind of data it opens; none means all kinds.
    #[must_use]
    pub fn data(self) -> Option<DataKind> {
        Some(match self {
            Self::Homeroom
            | Self::LearnerRecords
            | Self::Enrolment
            | Self::Boarding
            | Self::Universalisation => DataKind::Learners,
            Self::StaffRecords | Self::TeachingAssignment => DataKind::Staff,
            Self::Results => DataKind::Results,
            Self::Facilities => DataKind::Facilities,
            Self::Equipment | Self::Library => DataKind::Equipment,
            Self::Health => DataKind::Health,
            Self::Welfare => DataKind::Welfare,
            Self::Statistics => DataKind::Reports,
            Self::Administration => DataKind::Accounts,
            Self::LevelOversight => return None,
        })
    }
}

/// Kinds of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DataKind {
    /// Pupils and children.
    Learners,
    /// Officers.
    Staff,
    /// Marks and conduct.
    Results,
    /// Buildings and rooms.
    Facilities,
    /// Equipment and library.
    Equipment,
    /// Health: sensitive.
    Health,
    /// Welfare: sensitive.
    Welfare,
    /// Statistical reports.
    Reports,
    /// Accounts and rights.
    Accounts,
}

/// One dimension of a claim: everything, or only the members of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Dim<T: Ord> {
    /// No limit in this dimension.
    All,
    /// Only these.
    Only(BTreeSet<T>),
}

impl<T: Ord + Clone> Dim<T> {
    /// The dimension with one member.
    pub fn one(member: T) -> Self {
        Self::Only(BTreeSet::from([member]))
    }

    /// Whether everything here is also in `other`.
    #[must_use]
    pub fn within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::All) => true,
            (Self::All, Self::Only(_)) => false,
            (Self::Only(a), Self::Only(b)) => a.is_subset(b),
        }
    }

    /// What is in both.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::All, x) | (x, Self::All) => x.clone(),
            (Self::Only(a), Self::Only(b)) => Self::Only(a.intersection(b).cloned().collect()),
        }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Only(set) if set.is_empty())
    }

    /// Whether a member is in it.
    pub fn has(&self, member: &T) -> bool {
        match self {
            Self::All => true,
            Self::Only(set) => set.contains(member),
        }
    }
}

/// What one right opens, inside one unit and what is under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Claim {
    /// What may be done.
    pub rights: BTreeSet<Right>,
    /// With which data.
    pub data: Dim<DataKind>,
    /// By which functions.
    pub functions: Dim<Function>,
    /// At which school levels.
    pub levels: Dim<SchoolLevel>,
    /// In which classes.
    pub classes: Dim<ClassId>,
    /// In which subjects.
    pub subjects: Dim<String>,
    /// From this day.
    pub from: NaiveDate,
    /// Until this day, included; none while the holding goes on.
    pub until: Option<NaiveDate>,
}

impl Claim {
    /// Everything from a day on: what the Sở holds, and what a unit receives with its admin
    /// account.
    #[must_use]
    pub fn everything(from: NaiveDate) -> Self {
        Self {
            rights: Right::ALL.into(),
            data: Dim::All,
            functions: Dim::All,
            levels: Dim::All,
            classes: Dim::All,
            subjects: Dim::All,
            from,
            until: None,
        }
    }

    /// Whether everything this claim opens is also opened by `other`.
    #[must_use]
    pub fn within(&self, other: &Self) -> bool {
        self.is_empty()
            || (self.rights.is_subset(&other.rights)
                && self.data.within(&other.data)
                && self.functions.within(&other.functions)
                && self.levels.within(&other.levels)
                && self.classes.within(&other.classes)
                && self.subjects.within(&other.subjects)
                && other.from <= self.from
                && match (self.until, other.until) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some(a), Some(b)) => a <= b,
                })
    }

    /// What both open.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        Self {
            rights: self.rights.intersection(&other.rights).copied().collect(),
            data: self.data.meet(&other.data),
            functions: self.functions.meet(&other.functions),
            levels: self.levels.meet(&other.levels),
            classes: self.classes.meet(&other.classes),
            subjects: self.subjects.meet(&other.subjects),
            from: self.from.max(other.from),
            until: match (self.until, other.until) {
                (None, x) | (x, None) => x,
                (Some(a), Some(b)) => Some(a.min(b)),
            },
        }
    }

    /// Whether it opens nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rights.is_empty()
            || self.data.is_empty()
            || self.functions.is_empty()
            || self.levels.is_empty()
            || self.classes.is_empty()
            || self.subjects.is_empty()
            || self.until.is_some_and(|until| until < self.from)
    }

    /// Whether it opens anything on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> bool {
        !self.is_empty() && self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Whether a claim is covered by what is held: each of its rights lies whole within one of the held
/// claims.
///
/// Never says yes to more than is held; it may say no to a line that only two held claims together
/// would cover, which is then written as two lines.
#[must_use]
pub fn covered(claim: &Claim, held: &[Claim]) -> bool {
    claim.rights.iter().all(|right| {
        let slice = Claim {
            rights: BTreeSet::from([*right]),
            ..claim.clone()
        };
        held.iter().any(|h| slice.within(h))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAYS: std::ops::Range<i32> = 0..6;

    fn day(n: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Duration::days(n.into())
    }

    fn dim<T: Ord + Clone + std::fmt::Debug + 'static>(
        members: Vec<T>,
    ) -> impl Strategy<Value = Dim<T>> {
        prop_oneof![1 => Just(Dim::All), 3 => proptest::sample::subsequence(members.clone(), 0..=members.len()).prop_map(|v| Dim::Only(v.into_iter().collect()))]
    }

    fn classes() -> Vec<ClassId> {
        (1..=2).map(|n| ClassId(uuid::Uuid::from_u128(n))).collect()
    }

    fn claim() -> impl Strategy<Value = Claim> {
        (
            proptest::sample::subsequence(Right::ALL[..3].to_vec(), 0..=3),
            dim(vec![DataKind::Learners, DataKind::Health]),
            dim(vec![Function::Homeroom, Function::Health]),
            dim(vec![SchoolLevel::Primary, SchoolLevel::LowerSecondary]),
            dim(classes()),
            dim(vec!["Toán".to_owned(), "Ngữ văn".to_owned()]),
            DAYS,
            proptest::option::of(DAYS),
        )
            .prop_map(
                |(rights, data, functions, levels, classes, subjects, from, until)| Claim {
                    rights: rights.into_iter().collect(),
                    data,
                    functions,
                    levels,
                    classes,
                    subjects,
                    from: day(from),
                    until: until.map(day),
                },
            )
    }

    /// One thing that somebody may or may not do: the naive oracle asks about every one of them.
    type Point = (
        Right,
        Option<DataKind>,
        Option<Function>,
        Option<SchoolLevel>,
        Option<ClassId>,
        Option<String>,
        i32,
    );

    /// Members of a dimension plus `None`, which stands for anything that no set names.
    fn with_other<T: Clone>(members: &[T]) -> Vec<Option<T>> {
        members.iter().cloned().map(Some).chain([None]).collect()
    }

    fn points() -> Vec<Point> {
        let mut all = vec![];
        for right in &Right::ALL[..3] {
            for data in with_other(&[DataKind::Learners, DataKind::Health]) {
                for function in with_other(&[Function::Homeroom, Function::Health]) {
                    for level in with_other(&[SchoolLevel::Primary, SchoolLevel::LowerSecondary]) {
                        for class in with_other(&classes()) {
                            for subject in with_other(&["Toán".to_owned(), "Ngữ văn".to_owned()])
                            {
                                for at in [0, 3, 5, 400] {
                                    all.push((
                                        *right,
                                        data,
                                        function,
                                        level,
                                        class,
                                        subject.clone(),
                                        at,
                                    ));
                                }
                            }
                        }
                    }
                }
            }
        }
        all
    }

    fn contains<T: Ord + Clone>(dim: &Dim<T>, member: Option<&T>) -> bool {
        match dim {
            Dim::All => true,
            Dim::Only(set) => member.is_some_and(|m| set.contains(m)),
        }
    }

    fn opens(claim: &Claim, p: &Point) -> bool {
        let at = day(p.6);
        claim.rights.contains(&p.0)
            && contains(&claim.data, p.1.as_ref())
            && contains(&claim.functions, p.2.as_ref())
            && contains(&claim.levels, p.3.as_ref())
            && contains(&claim.classes, p.4.as_ref())
            && contains(&claim.subjects, p.5.as_ref())
            && claim.from <= at
            && claim.until.is_none_or(|until| at <= until)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn a_meet_opens_exactly_what_both_open(a in claim(), b in claim()) {
            let both = a.meet(&b);
            for p in points() {
                prop_assert_eq!(opens(&both, &p), opens(&a, &p) && opens(&b, &p), "{:?}", p);
            }
        }

        #[test]
        fn nothing_that_is_covered_opens_more_than_is_held(a in claim(), held in proptest::collection::vec(claim(), 0..4)) {
            if covered(&a, &held) {
                for p in points() {
                    prop_assert!(!opens(&a, &p) || held.iter().any(|h| opens(h, &p)), "{:?}", p);
                }
            }
        }

        #[test]
        fn the_order_is_a_lattice(a in claim(), b in claim(), c in claim()) {
            prop_assert!(a.within(&a));
            prop_assert!(a.meet(&b).within(&a) && a.meet(&b).within(&b));
            prop_assert_eq!(a.meet(&b), b.meet(&a));
            prop_assert_eq!(a.meet(&b).meet(&c), a.meet(&b.meet(&c)));
            if a.within(&b) && b.within(&c) && !b.is_empty() {
                prop_assert!(a.within(&c));
            }
            if c.within(&a) && c.within(&b) && !c.is_empty() {
                prop_assert!(c.within(&a.meet(&b)));
            }
        }
    }
}
