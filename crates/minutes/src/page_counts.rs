//! How many sheets minutes take: fewer lines never take more.

use domain::content::{LineCard, MinutesContent};
use domain::unit::Numbering;

use crate::print_file::sheets;
use crate::samples::{FINISH, kinds};
use crate::{Document, Finish, render};

/// Names of schools, from short to the longest that offices have.
const SCHOOLS: [&str; 6] = [
    "Trường Tiểu học An Đồng",
    "Trường Trung học cơ sở Đằng Giang",
    "Trường Trung học cơ sở Nguyễn Bỉnh Khiêm",
    "Trường Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai",
    "Trường Phổ thông dân tộc nội trú Trung học cơ sở và Trung học phổ thông Nguyễn Bỉnh Khiêm",
    "Trường Tiểu học, Trung học cơ sở và Trung học phổ thông Nguyễn Thị Minh Khai - Trần Hưng Đạo phường Lê Chân",
];
/// Names of people, likewise.
const PEOPLE: [&str; 4] = [
    "Vũ An",
    "Nguyễn Thị Hoa",
    "Công Tằng Tôn Nữ Quỳnh Như",
    "Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên",
];
/// Posts with which people sign and receive.
const POSTS: [(&str, Option<&str>); 3] = [
    ("Giáo viên", None),
    (
        "Giáo viên Tổng phụ trách Đội",
        Some("nhân viên y tế trường học"),
    ),
    (
        "Giáo viên trung học cơ sở hạng II",
        Some(
            "tổ trưởng tổ chuyên môn Khoa học tự nhiên, thư ký hội đồng trường, phụ trách phổ cập",
        ),
    ),
];

fn pages(content: &MinutesContent, finish: &Finish<'_>) -> u32 {
    let Document { pages, .. } = render(content, finish).unwrap();
    pages
}

/// Sheets of one copy, printed on both sides.
fn sheets_of(content: &MinutesContent) -> u32 {
    let counted = pages(content, &FINISH);
    assert_eq!(
        counted,
        pages(content, &Finish::Draft),
        "a draft is as long"
    );
    sheets(&[counted], 1)
}

fn grid(of: &MinutesContent) -> Vec<MinutesContent> {
    let mut all = vec![];
    for school in SCHOOLS {
        for person in PEOPLE {
            for (position, duty) in POSTS {
                for (numbering, commitment) in
                    [(Numbering::OwnSeries, true), (Numbering::None, false)]
                {
                    let mut content = of.clone();
                    for unit in [&mut content.giver_unit, &mut content.unit] {
                        unit.name = school.to_owned();
                        unit.numbering = numbering;
                    }
                    for ground in &mut content.grounds {
                        ground.issuer = format!("Hiệu trưởng {school}");
                    }
                    content.receiver.name = person.to_owned();
                    content.giver.name = person.to_owned();
                    content.receiver.position = position.to_owned();
                    content.receiver.duty = duty.map(str::to_owned);
                    if !commitment {
                        content.undertaking = false;
                        content.undertaking_signed_on = Some(content.drafted_on);
                    }
                    all.push(content);
                }
            }
        }
    }
    all
}

#[test]
fn one_line_takes_no_more_sheets_than_two() {
    let duties = grid(&kinds::duties());
    let levels = grid(&kinds::levels());
    let mut longest = 0;
    for content in duties.iter().chain(&levels) {
        let lines = &content.lines;
        let with = |lines: &[LineCard]| {
            sheets_of(&MinutesContent {
                lines: lines.to_vec(),
                ..content.clone()
            })
        };
        let both = with(lines);
        for line in lines {
            let one = with(std::slice::from_ref(line));
            let name = (&content.unit.name, &content.receiver.name);
            assert!(one <= both, "{name:?} {:?}: {one} > {both}", line.function);
        }
        longest = longest.max(both);
    }
    assert!(
        longest > 1,
        "some names are so long that two lines take two sheets"
    );
}
