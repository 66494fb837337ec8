//! Units: what they are, under whom, since when, and how their papers look.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{OfficerId, UnitId};
use crate::past::Past;
use crate::refusal::words;
use crate::route::Route;
use crate::text::fold;
use crate::visible::capitalised;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Sở Giáo dục và Đào tạo.
    Department,
    /// Ủy ban nhân dân xã, phường, đặc khu.
    Commune,
    /// Phòng Giáo dục và Đào tạo, which ended on 30/6/2025; kept for history.
    DistrictOffice,
    /// A public school.
    School,
    /// A centre for continuing education.
    Centre,
    /// A private school.
    PrivateSchool,
    /// An independent private group of children: no seal, no number.
    IndependentGroup,
    /// A public school of the city for pupils with special needs: trường chuyên biệt.
    SpecialSchool,
    /// A division of the Sở: phòng.
    Division,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Department,
        Self::Commune,
        Self::DistrictOffice,
        Self::School,
        Self::Centre,
        Self::PrivateSchool,
        Self::IndependentGroup,
        Self::SpecialSchool,
        Self::Division,
    ];

    /// The name in databases, as on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Commune => "commune",
            Self::DistrictOffice => "district_office",
            Self::School => "school",
            Self::Centre => "centre",
            Self::PrivateSchool => "private_school",
            Self::IndependentGroup => "independent_group",
            Self::SpecialSchool => "special_school",
            Self::Division => "division",
        }
    }

    /// Whether pupils learn there.
    #[must_use]
    pub fn teaches(self) -> bool {
        matches!(
            self,
            Self::School
                | Self::Centre
                | Self::PrivateSchool
                | Self::IndependentGroup
                | Self::SpecialSchool
        )
    }

    /// Whether a unit of this kind may stand under one of another: what [`proposed_parent`] names
    /// may, and what a person says instead of it.
    #[must_use]
    pub fn may_stand_under(self, above: Self) -> bool {
        match above {
            Self::Department => self != Self::Department,
            Self::Commune => self.teaches() && self != Self::SpecialSchool,
            _ => false,
        }
    }
}

/// Cấp học.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SchoolLevel {
    /// Mầm non.
    Preschool,
    /// Tiểu học.
    Primary,
    /// Trung học cơ sở.
    LowerSecondary,
    /// Trung học phổ thông.
    UpperSecondary,
    /// Giáo dục thường xuyên.
    Continuing,
}

impl SchoolLevel {
    /// Every level, lowest first.
    pub const ALL: [Self; 5] = [
        Self::Preschool,
        Self::Primary,
        Self::LowerSecondary,
        Self::UpperSecondary,
        Self::Continuing,
    ];
}

/// A value that holds from a day until a day, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Dated<T> {
    /// What holds.
    pub value: T,
    /// First day.
    pub from: NaiveDate,
    /// Last day, or none while it goes on.
    pub until: Option<NaiveDate>,
}

impl<T> Dated<T> {
    /// Whether it holds on a day.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// The value of a dated list that holds on a day.
pub fn on_day<T>(list: &[Dated<T>], day: NaiveDate) -> Option<&T> {
    list.iter().rev().find(|d| d.on(day)).map(|d| &d.value)
}

/// Closes the running entry the day before `from` and appends the new value.
pub fn succeed<T>(list: &mut Vec<Dated<T>>, value: T, from: NaiveDate) {
    if let Some(last) = list.last_mut().filter(|last| last.until.is_none()) {
        last.until = from.pred_opt();
    }
    list.push(Dated {
        value,
        from,
        until: None,
    });
}

/// Who a unit is under, and the person who confirmed the proposal of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Parent {
    /// The unit above.
    pub unit: UnitId,
    /// Who confirmed it; none while it is only proposed.
    pub confirmed_by: Option<OfficerId>,
}

/// Where the numbers of a unit's minutes come from (`wording.md` §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// A separate series kept by the program (Nghị định 30/2020/NĐ-CP, Điều 15.1.c).
    OwnSeries,
    /// Typed in from the unit's general register; gaps are allowed.
    Typed,
    /// Internal minutes without number.
    None,
}

/// What the papers of a unit carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Letterhead {
    /// The governing body's line, not bold; none for a commune.
    pub superior: Option<String>,
    /// Symbol of the unit's papers, set by its head: `THCSNBK`.
    pub symbol: String,
    /// Địa danh as the unit writes it: `Phường Lê Chân`. Never derived.
    pub place: String,
    /// Whose copy is kept, behind `Lưu: VT,`: `VHXH`; none for what is usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<String>,
}

/// An office or school with its dated name, code and parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Our own identity; codes change.
    pub id: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// The levels taught; for offices those looked after.
    pub levels: BTreeSet<SchoolLevel>,
    /// The levels before, each set with its days; none while they never changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels_before: Vec<Dated<BTreeSet<SchoolLevel>>>,
    /// Official full names.
    pub names: Vec<Dated<String>>,
    /// Codes given by the sector or the statistics office.
    pub codes: Vec<Dated<String>>,
    /// Units above, one at a time.
    pub parents: Vec<Dated<Parent>>,
    /// How papers look.
    pub letterhead: Letterhead,
    /// Where numbers come from.
    pub numbering: Numbering,
    /// How its minutes are signed, unless single ones say otherwise.
    #[serde(default, skip_serializing_if = "Route::is_paper")]
    pub route: Route,
    /// Legal grounds of the forms that somebody of the unit compared with their source, and those
    /// that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<GroundMark>,
    /// Whether the unit was founded without the Sở and has not been received yet.
    pub alone: bool,
    /// Day after which the unit no longer exists.
    pub closed_on: Option<NaiveDate>,
    /// What papers could print of the unit before.
    #[serde(default, skip_serializing_if = "Past::is_empty")]
    pub past: Past<EarlierUnit>,
    /// Entered by mistake and withdrawn: no rule and no list sees it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// What a unit says of one legal ground that ships with the forms: *đã đối chiếu*, and whether its
/// papers cite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroundMark {
    /// The ground, by its id in the forms: `qd-1062-2023`.
    pub id: String,
    /// Whether the unit's papers cite it.
    pub cited: bool,
    /// Who compared it with its source.
    pub by: OfficerId,
    /// When.
    pub on: NaiveDate,
}

/// What papers print of a unit and an act may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierUnit {
    /// Official full names.
    pub names: Vec<Dated<String>>,
    /// Codes.
    pub codes: Vec<Dated<String>>,
    /// Units above, whoever confirmed them.
    pub parents: Vec<Dated<UnitId>>,
    /// How papers look.
    pub letterhead: Letterhead,
    /// Where numbers come from.
    pub numbering: Numbering,
    /// Legal grounds of the forms that papers leave out.
    pub left_out: Vec<String>,
    /// Levels by their days; empty in what was kept before they could change: then those of now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Dated<BTreeSet<SchoolLevel>>>,
}

/// The name on a day, or the first one for days before it.
#[must_use]
pub fn name_on(names: &[Dated<String>], day: NaiveDate) -> &str {
    on_day(names, day)
        .or(names.first().map(|n| &n.value))
        .map_or("", String::as_str)
}

impl Unit {
    /// The official name on a day, or the first one for days before it.
    #[must_use]
    pub fn name_on(&self, day: NaiveDate) -> &str {
        name_on(&self.names, day)
    }

    /// Legal grounds of the forms that the unit's papers leave out.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let left_out = self.grounds.iter().filter(|mark| !mark.cited);
        left_out.map(|mark| mark.id.clone()).collect()
    }

    /// What papers print of the unit and an act may change, as it is now.
    #[must_use]
    pub fn printed(&self) -> EarlierUnit {
        let parents = self.parents.iter().map(|parent| Dated {
            value: parent.value.unit,
            from: parent.from,
            until: parent.until,
        });
        EarlierUnit {
            names: self.names.clone(),
            codes: self.codes.clone(),
            parents: parents.collect(),
            letterhead: self.letterhead.clone(),
            numbering: self.numbering,
            left_out: self.left_out(),
            levels: self.dated_levels(),
        }
    }

    /// First day of the levels as they are now.
    #[must_use]
    pub fn levels_from(&self) -> NaiveDate {
        let last = self.levels_before.last().and_then(|before| before.until);
        let begun = self.names.first().map_or(NaiveDate::MIN, |name| name.from);
        last.and_then(|day| day.succ_opt()).unwrap_or(begun)
    }

    /// Every set of levels with its days, the running one last.
    #[must_use]
    pub fn dated_levels(&self) -> Vec<Dated<BTreeSet<SchoolLevel>>> {
        let now = Dated {
            value: self.levels.clone(),
            from: self.levels_from(),
            until: None,
        };
        self.levels_before.iter().cloned().chain([now]).collect()
    }

    /// The levels on a day, or the first ones for days before the unit had any.
    #[must_use]
    pub fn levels_on(&self, day: NaiveDate) -> &BTreeSet<SchoolLevel> {
        let mut before = self.levels_before.iter();
        let then = before.find(|set| set.until.is_none_or(|until| day <= until));
        then.map_or(&self.levels, |set| &set.value)
    }

    /// The unit as it stands after a change at an instant, with what papers could print before.
    #[must_use]
    pub fn changed_from(mut self, before: &Self, at: DateTime<Utc>) -> Self {
        self.past.keep(before.printed(), &self.printed(), at);
        self
    }

    /// The code on a day.
    #[must_use]
    pub fn code_on(&self, day: NaiveDate) -> Option<&str> {
        on_day(&self.codes, day).map(String::as_str)
    }

    /// Whether a school level is the unit's on some day between two. A unit that names no level at
    /// all, as the Sở may and units once could, is not limited.
    #[must_use]
    pub fn has_level(&self, level: SchoolLevel, from: NaiveDate, until: Option<NaiveDate>) -> bool {
        let mut begun = NaiveDate::MIN;
        self.dated_levels().iter().any(|levels| {
            // Days before the unit's first count as that day.
            let meets = until.is_none_or(|until| begun <= until)
                && levels.until.is_none_or(|last| from <= last);
            begun = levels
                .until
                .and_then(|last| last.succ_opt())
                .unwrap_or(begun);
            meets && (levels.value.is_empty() || levels.value.contains(&level))
        })
    }

    /// The unit above on a day, confirmed or not.
    #[must_use]
    pub fn parent_on(&self, day: NaiveDate) -> Option<UnitId> {
        on_day(&self.parents, day).map(|p| p.unit)
    }
}

/// The parent that the rule proposes for a school: a person confirms it.
///
/// A school with upper-secondary or continuing education is under the Sở, every other one under its
/// commune: the parent follows the highest level, not the address (Thông tư 13/2025/TT-BGDĐT).
/// Centres and schools for pupils with special needs are under the Sở whatever they teach.
#[must_use]
pub fn proposed_parent(
    kind: UnitKind,
    levels: &BTreeSet<SchoolLevel>,
    commune: Option<UnitId>,
    department: Option<UnitId>,
) -> Option<UnitId> {
    match kind {
        UnitKind::Department => None,
        _ if is_under_department(kind, levels) => department,
        _ => commune,
    }
}

/// Whether the rule puts a unit directly under the Sở.
#[must_use]
pub fn is_under_department(kind: UnitKind, levels: &BTreeSet<SchoolLevel>) -> bool {
    let above_communes = [SchoolLevel::UpperSecondary, SchoolLevel::Continuing];
    match kind {
        UnitKind::Department => false,
        UnitKind::Commune
        | UnitKind::DistrictOffice
        | UnitKind::Centre
        | UnitKind::SpecialSchool
        | UnitKind::Division => true,
        _ => levels
            .last()
            .is_some_and(|highest| above_communes.contains(highest)),
    }
}

/// What stands over the name of a new unit on its papers (`wording.md` §5): the committee over a
/// commune's school, the Sở over its own, nothing over a commune and over what is not public.
///
/// ```
/// use domain::unit::{UnitKind, superior_line};
/// let (commune, name) = (UnitKind::Commune, "Ủy ban nhân dân xã An Dương");
/// let line = superior_line(UnitKind::School, commune, name);
/// assert_eq!(line.as_deref(), Some("UBND XÃ AN DƯƠNG"));
/// assert_eq!(superior_line(UnitKind::PrivateSchool, commune, name), None);
/// ```
#[must_use]
pub fn superior_line(kind: UnitKind, above: UnitKind, above_name: &str) -> Option<String> {
    let words = words();
    match (kind, above) {
        // A division writes on the paper of the Sở.
        (UnitKind::Department | UnitKind::Division, _) => {
            Some(words.superior_of_department.clone())
        }
        (UnitKind::Commune | UnitKind::PrivateSchool | UnitKind::IndependentGroup, _) => None,
        (_, UnitKind::Department) => Some(words.superior_of_department_school.clone()),
        (_, UnitKind::Commune) => {
            let commune = commune_name(above_name).to_uppercase();
            Some(format!("{} {commune}", words.committee_short))
        }
        _ => None,
    }
}

/// The name of a commune in that of its committee: `xã An Dương`.
#[must_use]
pub fn commune_name(committee: &str) -> &str {
    const COMMITTEES: [(&str, usize); 2] = [("uy ban nhan dan ", 4), ("ubnd ", 1)];
    let folded = fold(committee);
    let found = COMMITTEES
        .iter()
        .find(|(words, _)| folded.starts_with(words));
    let mut rest = committee.trim();
    for _ in 0..found.map_or(0, |(_, count)| *count) {
        rest = rest
            .split_once(char::is_whitespace)
            .map_or(rest, |(_, after)| after.trim_start());
    }
    rest
}

/// The place that papers of a new unit name where nobody says another: that of the commune itself,
/// of the commune that a unit belongs to or that adds it, else the city.
#[must_use]
pub fn usual_place(kind: UnitKind, name: &str, near: &Unit) -> String {
    match (kind, near.kind) {
        (UnitKind::Commune, _) => capitalised(commune_name(name)),
        (_, UnitKind::Commune) => near.letterhead.place.clone(),
        _ => words().city.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn a_schools_parent_follows_its_highest_level_not_its_address() {
        let commune = Some(UnitId(uuid::Uuid::from_u128(1)));
        let department = Some(UnitId(uuid::Uuid::from_u128(2)));
        let both = BTreeSet::from([SchoolLevel::LowerSecondary, SchoolLevel::UpperSecondary]);
        assert_eq!(
            proposed_parent(UnitKind::School, &both, commune, department),
            department
        );
        let lower = BTreeSet::from([SchoolLevel::Primary, SchoolLevel::LowerSecondary]);
        assert_eq!(
            proposed_parent(UnitKind::School, &lower, commune, department),
            commune
        );
    }

    #[test]
    fn what_is_the_citys_own_is_under_the_so_whatever_it_teaches() {
        let commune = Some(UnitId(uuid::Uuid::from_u128(1)));
        let department = Some(UnitId(uuid::Uuid::from_u128(2)));
        let primary = BTreeSet::from([SchoolLevel::Primary]);
        for kind in [
            UnitKind::SpecialSchool,
            UnitKind::Centre,
            UnitKind::Division,
        ] {
            let parent = proposed_parent(kind, &primary, commune, department);
            assert_eq!(parent, department, "{kind:?}");
        }
    }

    #[test]
    fn the_parent_that_is_proposed_is_one_that_a_unit_may_have() {
        let (commune, department) = (
            UnitId(uuid::Uuid::from_u128(1)),
            UnitId(uuid::Uuid::from_u128(2)),
        );
        for kind in UnitKind::ALL {
            for level in SchoolLevel::ALL {
                let proposed =
                    proposed_parent(kind, &[level].into(), Some(commune), Some(department));
                let above = proposed.map(|unit| match unit {
                    unit if unit == commune => UnitKind::Commune,
                    _ => UnitKind::Department,
                });
                let may = above.is_none_or(|above| kind.may_stand_under(above));
                assert!(may, "{kind:?} {level:?}");
            }
        }
    }

    #[test]
    fn a_renamed_unit_keeps_its_old_name_for_old_papers() {
        let mut names = vec![];
        succeed(&mut names, "Trường THCS A", day(2020, 1, 1));
        succeed(&mut names, "Trường THCS B", day(2025, 7, 1));
        assert_eq!(on_day(&names, day(2025, 6, 30)), Some(&"Trường THCS A"));
        assert_eq!(on_day(&names, day(2025, 7, 1)), Some(&"Trường THCS B"));
    }
}
