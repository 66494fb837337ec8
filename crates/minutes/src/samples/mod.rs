//! Minutes of every kind as an office would draw them up, for tests: made up, with every fact that
//! a form of that kind can print.

mod cards;
pub(crate) mod kinds;

use domain::content::MinutesContent;

use crate::document::Finish;
use crate::rights_list::{Asked, RightLine, RightsList};
use cards::{at, day, principal, school};

/// The code that the pages of a sample carry.
pub(crate) const FINISH: Finish<'_> = Finish::Final {
    token: "0123456789abcdef0123456789abcdef",
    check_code: "7K3M9QXT",
};

/// Every sample with its name: the kind, and what is special about it.
pub(crate) fn all() -> Vec<(&'static str, MinutesContent)> {
    vec![
        ("a", kinds::to_commune()),
        ("b", kinds::to_school()),
        ("b_division", kinds::to_division()),
        ("c", kinds::custody()),
        ("d", kinds::levels()),
        ("d_division", kinds::levels_of_division()),
        ("e", kinds::homeroom()),
        ("ef", kinds::duties()),
        ("ef_changed", kinds::changed_duties()),
        ("ef_without_number", kinds::preschool_duties()),
        ("f", kinds::functions()),
        ("f_long", kinds::many_functions()),
        ("g", kinds::taken_back()),
        ("g_absent", kinds::taken_back_from_somebody_absent()),
        ("k", kinds::head_change()),
    ]
}

/// What the second form brought: samples beyond those that the first one had.
pub(crate) fn of_second_form() -> Vec<(&'static str, MinutesContent)> {
    vec![
        ("d_department", kinds::levels_of_department()),
        ("e_group", kinds::group_of_children()),
        ("ef_unnumbered", kinds::after_minutes_without_number()),
        ("f_ethnic", kinds::letters_of_ethnic_names()),
        ("f_grounds", kinds::many_grounds()),
        ("k_alone", kinds::head_change_without_minutes()),
    ]
}

/// What the third form brought.
pub(crate) fn of_third_form() -> Vec<(&'static str, MinutesContent)> {
    vec![("a_without_plan", kinds::to_commune_without_plan())]
}

/// What the fourth form brought.
pub(crate) fn of_fourth_form() -> Vec<(&'static str, MinutesContent)> {
    vec![("b_at_desk", kinds::to_school_at_desk())]
}

/// Every sample.
pub(crate) fn every() -> impl Iterator<Item = (&'static str, MinutesContent)> {
    before_fourth_form().chain(of_fourth_form())
}

/// The samples that were there before the fourth form.
pub(crate) fn before_fourth_form() -> impl Iterator<Item = (&'static str, MinutesContent)> {
    let later = of_second_form().into_iter().chain(of_third_form());
    all().into_iter().chain(later)
}

/// A list of rights: of a class, with what could be done with it.
pub(crate) fn list_of_rights() -> RightsList {
    let right = |name: &str, right: &str, minutes: &str| RightLine {
        name: name.to_owned(),
        right: right.to_owned(),
        minutes: minutes.to_owned(),
        dated: Some("giấy ghi ngày 04/09/2026, ghi nhận sau 1 ngày".to_owned()),
        since: Some(at(day(2026, 9, 5), 10, 15)),
        within: None,
        taken: None,
    };
    RightsList {
        unit: school(),
        head: principal(),
        about: Some("Lớp 6A2".to_owned()),
        about_time: Asked::At(at(day(2026, 10, 1), 8, 0)),
        made_at: at(day(2026, 11, 28), 9, 5),
        lines: vec![
            right(
                "Nguyễn Thị Hoa",
                "Quản lý lớp chủ nhiệm: lớp 6A2",
                "07/BB-THCSNBK",
            ),
            RightLine {
                dated: None,
                since: None,
                ..right("Phạm Văn Đức", "Quản trị tài khoản", "07/BB-UBND")
            },
        ],
    }
}
