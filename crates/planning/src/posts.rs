//! Posts of people who are known. Rights hang on posts: a file changes one only where a person has
//! ticked its row, and never that of somebody who signs.

use std::collections::BTreeSet;

use domain::acts::people::Post;
use domain::acts::{Appoint, EndAppointment};
use domain::ids::{OfficerId, UnitId};
use domain::officer::{Appointment, Role};
use domain::refusal::words;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::columns::plain;
use workbook::value::list;

use crate::draft::Draft;
use crate::row::{Difference, Outcome};

/// What a file says of somebody's post.
pub struct SaidOfPost<'a> {
    pub rows: &'a [u32],
    pub position: Option<&'a str>,
    pub duty: Option<&'a str>,
}

/// Shows where a file names another post or duty of somebody than the register. Where the row is
/// ticked the post begins today under its new name, and the one before ends.
pub fn differences(
    draft: &mut Draft<'_>,
    unit: UnitId,
    officer: OfficerId,
    said: &SaidOfPost<'_>,
) -> Result<(), Refusal> {
    let posts = current(draft, unit, officer)?;
    let name = draft.facts(unit)?.officer(officer)?.name.clone();
    let positions = posts.iter().map(|post| Some(post.position.as_str()));
    let duties = posts.iter().map(|post| post.duty.as_deref());
    let found = [
        (Field::Position, said.position, joined(positions)),
        (Field::Duty, said.duty, joined(duties)),
    ];
    let found = found.into_iter().filter_map(|(field, value, known)| {
        let value = value.filter(|value| !posts.is_empty() && !says(&known, value))?;
        Some((field, value.to_owned(), known))
    });
    let found: Vec<(Field, String, String)> = found.collect();
    let Some((field, ..)) = found.first() else {
        return Ok(());
    };
    let field = *field;
    // Who signs does so by a decision, and who has several posts says himself which one changes.
    let plain = match posts.as_slice() {
        [post] if post.role == Role::Member => Some(post.clone()),
        _ => None,
    };
    let ticked = said.rows.iter().any(|row| draft.reading.is_ticked(*row));
    let taken = plain.is_some() && ticked;
    let code = if plain.is_some() {
        Code::PostDiffers
    } else {
        Code::PostNeedsPaper
    };
    for (field, value, known) in found {
        if !taken {
            let shown = Some(known.as_str()).filter(|known| !known.is_empty());
            let refusal = Refusal::new(code)
                .with("name", &name)
                .with("value", &value)
                .with("known", shown.unwrap_or("not_said"));
            draft.reading.note(said.rows, Some(field), &refusal);
        }
        if plain.is_some() {
            let difference = Difference {
                field,
                of: name.clone(),
                old: known,
                new: value,
            };
            draft.change(said.rows, taken, difference);
        }
    }
    if let Some(post) = plain.filter(|_| taken) {
        follow(draft, &post, field, said);
    }
    Ok(())
}

/// The posts that somebody has today and goes on to have; those that end today where there are no
/// others.
fn current(
    draft: &Draft<'_>,
    unit: UnitId,
    officer: OfficerId,
) -> Result<Vec<Appointment>, Refusal> {
    let today = draft.today();
    let held = draft.facts(unit)?.posts_held(officer, unit);
    let held: Vec<Appointment> = held.filter(|post| post.on(today)).cloned().collect();
    let goes_on = |post: &&Appointment| post.until != Some(today);
    let lasting: Vec<Appointment> = held.iter().filter(goes_on).cloned().collect();
    Ok(if lasting.is_empty() { held } else { lasting })
}

/// Plans the post under its new name, and the end of the one before. In this order the person never
/// is without a post, so that no right closes.
fn follow(draft: &mut Draft<'_>, post: &Appointment, field: Field, said: &SaidOfPost<'_>) {
    let today = draft.today();
    let appoint = Appoint {
        unit: post.unit,
        officer: post.officer,
        post: Post {
            role: post.role,
            position: said.position.unwrap_or(&post.position).to_owned(),
            duty: said.duty.map(str::to_owned).or(post.duty.clone()),
            prepares: post.prepares,
            numbers: post.numbers,
            from: today,
            until: post.until,
            document: post.document,
        },
    };
    let ending = EndAppointment {
        unit: post.unit,
        appointment: post.id,
        until: today,
        reason: words().reason_post_changed.clone(),
    };
    if draft
        .add(said.rows, Outcome::Edit, Some(field), appoint)
        .is_some()
    {
        draft.add(said.rows, Outcome::Edit, Some(field), ending);
    }
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

/// As what somebody leads a unit by the post that a list gives him, and that post in full: a deputy
/// among the heads is in charge, and signs as one.
pub(crate) fn leading(typed: &str) -> (Role, String) {
    const IN_FULL: [(&str, &str); 3] = [
        ("hieu truong", "Hiệu trưởng"),
        ("pho hieu truong", "Phó Hiệu trưởng"),
        ("giam doc", "Giám đốc"),
    ];
    let spelt = spelt_out(&typed.replace('.', " "));
    let (post, in_charge) = match spelt.strip_suffix(" phu trach") {
        Some(post) => (post, true),
        None => (&*spelt, false),
    };
    let post = post.replace("p hieu truong", "pho hieu truong");
    let acting = ["q ", "quyen "]
        .into_iter()
        .find_map(|word| post.strip_prefix(word));
    let role = match acting {
        Some(_) => Role::Acting,
        None if in_charge || post.starts_with("pho ") => Role::InCharge,
        None => Role::Head,
    };
    let wanted = acting.unwrap_or(&post);
    let full = IN_FULL.into_iter().find(|(known, _)| *known == wanted);
    let full = full.map(|(_, full)| match (acting, in_charge) {
        (Some(_), _) => format!("Quyền {full}"),
        (None, true) => format!("{full} phụ trách"),
        (None, false) => full.to_owned(),
    });
    (role, full.unwrap_or_else(|| typed.to_owned()))
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
    fn a_deputy_among_the_heads_is_in_charge_and_short_forms_are_spelt_out() {
        for (typed, role, full) in [
            ("HT", Role::Head, "Hiệu trưởng"),
            ("hiệu trưởng", Role::Head, "Hiệu trưởng"),
            (
                "Phó HT phụ trách",
                Role::InCharge,
                "Phó Hiệu trưởng phụ trách",
            ),
            (
                "P.HT phụ trách",
                Role::InCharge,
                "Phó Hiệu trưởng phụ trách",
            ),
            ("PHT", Role::InCharge, "Phó Hiệu trưởng"),
            ("Q. Hiệu trưởng", Role::Acting, "Quyền Hiệu trưởng"),
            ("Chủ nhóm", Role::Head, "Chủ nhóm"),
            ("Phó Chủ tịch UBND", Role::InCharge, "Phó Chủ tịch UBND"),
        ] {
            assert_eq!(leading(typed), (role, full.to_owned()), "{typed}");
        }
    }

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
