//! Posts of people who are known. A file changes none of them, since rights hang on posts; where it
//! says another one, that is said.

use std::collections::BTreeSet;

use domain::ids::{OfficerId, UnitId};
use domain::officer::Appointment;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::columns::plain;
use workbook::value::list;

use crate::draft::Draft;

/// What a file says of somebody's post.
pub struct SaidOfPost<'a> {
    pub rows: &'a [u32],
    pub position: Option<&'a str>,
    pub duty: Option<&'a str>,
}

/// Says where a file names another post or duty of somebody than the register.
pub fn differences(
    draft: &mut Draft<'_>,
    unit: UnitId,
    officer: OfficerId,
    said: &SaidOfPost<'_>,
) -> Result<(), Refusal> {
    let today = draft.today();
    let facts = draft.facts(unit)?;
    let posts: Vec<&Appointment> = facts
        .posts_held(officer, unit)
        .filter(|post| post.on(today))
        .collect();
    if posts.is_empty() {
        return Ok(());
    }
    let name = facts.officer(officer)?.name.clone();
    let positions = posts.iter().map(|post| Some(post.position.as_str()));
    let duties = posts.iter().map(|post| post.duty.as_deref());
    let found = [
        (Field::Position, said.position, joined(positions)),
        (Field::Duty, said.duty, joined(duties)),
    ];
    for (field, said_here, known) in found {
        let Some(value) = said_here.filter(|value| !says(&known, value)) else {
            continue;
        };
        let known = Some(known.as_str()).filter(|known| !known.is_empty());
        let refusal = Refusal::new(Code::PostDiffers)
            .with("name", &name)
            .with("value", value)
            .with("known", known.unwrap_or("not_said"));
        draft.reading.note(said.rows, Some(field), &refusal);
    }
    Ok(())
}

fn joined<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> String {
    texts.flatten().collect::<Vec<_>>().join(", ")
}

/// Whether what is known names everything that is said, in whatever spelling.
fn says(known: &str, said: &str) -> bool {
    let known: BTreeSet<String> = list(known).iter().map(|word| spelt_out(word)).collect();
    list(said)
        .iter()
        .all(|word| known.contains(&spelt_out(word)))
}

/// A post without marks and capitals, with the usual short forms spelt out.
fn spelt_out(post: &str) -> String {
    let words = plain(post);
    let words = words.split(' ').map(|word| match word {
        "gv" => "giao vien",
        "nv" => "nhan vien",
        "ht" => "hieu truong",
        "pht" => "pho hieu truong",
        "gvcn" => "giao vien chu nhiem",
        "ttcm" => "to truong chuyen mon",
        "tpcm" => "to pho chuyen mon",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_the_same_in_every_spelling_and_another_word_is_another_post() {
        for (known, said) in [
            ("Giáo viên", "GV"),
            ("Giáo viên", "giáo viên"),
            ("Phó Hiệu trưởng", "Phó HT"),
            ("Tổ trưởng, Bí thư", "bí thư"),
            ("Tổ trưởng", ""),
        ] {
            assert!(says(known, said), "{known} / {said}");
        }
        for (known, said) in [
            ("Giáo viên", "Nhân viên"),
            ("", "Tổ trưởng"),
            ("Tổ trưởng", "Tổ trưởng; Bí thư"),
        ] {
            assert!(!says(known, said), "{known} / {said}");
        }
    }
}
