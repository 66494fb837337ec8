//! Deciding in tests: every decision is made on all facts and again on those alone that the act
//! says it needs, and both must agree.

use crate::acts::{Act, Ctx, Decision, decide};
use crate::facts::{Scene, Scope};
use crate::text::{MAX_NAME, MAX_NOTE};
use crate::{Change, Code, Facts, Row};

/// What a store would load of everything.
#[must_use]
pub fn needed(everything: &Facts, scope: &Scope) -> Facts {
    let mut scene = Scene::default();
    loop {
        let open = scene.open_questions(scope);
        if open.is_empty() {
            return scene.into_facts();
        }
        let rows = open.iter().flat_map(|asked| everything.answer(asked));
        let rows = rows.collect();
        scene.answer(open, rows);
    }
}

/// Decides an act on everything, and on what it says it needs.
///
/// # Errors
/// Those of the act.
///
/// # Panics
/// If the rule asks for something that the act does not say it needs.
pub fn decided(everything: &Facts, act: &Act, ctx: &Ctx) -> Decision {
    let on_all = decide(everything, act, ctx);
    let on_needed = decide(&needed(everything, &act.needs(ctx)), act, ctx);
    assert_eq!(
        on_needed,
        on_all,
        "{} asks for something that it does not say it needs: {act:?}",
        act.kind()
    );
    on_all
}

/// The rows that an act changes, as it leaves them.
///
/// # Panics
/// If it is refused.
#[must_use]
pub fn done(everything: &Facts, act: impl Into<Act>, ctx: &Ctx) -> Vec<Row> {
    let act = act.into();
    match decided(everything, &act, ctx) {
        Ok(changes) => changes.into_iter().map(|Change(row)| row).collect(),
        Err(refusal) => panic!("{} is refused: {refusal:?}", act.kind()),
    }
}

/// Why an act is refused.
///
/// # Panics
/// If it is done, or if its sentence shows what is no word.
#[must_use]
pub fn refused(everything: &Facts, act: impl Into<Act>, ctx: &Ctx) -> Code {
    let act = act.into();
    match decided(everything, &act, ctx) {
        Ok(changes) => panic!("{} is done: {changes:?}", act.kind()),
        Err(refusal) => {
            let sentence = refusal.sentence();
            assert!(!sentence.contains(['{', '}', '_', '"']), "{sentence}");
            refusal.code
        }
    }
}

/// What no field of names takes: nothing, too much, and a sign that turns the line round.
#[must_use]
pub fn ill_names() -> [(String, Code); 3] {
    ill(MAX_NAME)
}

/// What no field of sentences takes: nothing, too much, and a sign that turns the line round.
#[must_use]
pub fn ill_sentences() -> [(String, Code); 3] {
    ill(MAX_NOTE)
}

fn ill(limit: usize) -> [(String, Code); 3] {
    [
        ("  ".to_owned(), Code::NameMissing),
        ("a".repeat(limit + 1), Code::NameTooLong),
        ("An\u{202e}Bình".to_owned(), Code::NameBadCharacter),
    ]
}
