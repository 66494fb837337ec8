//! Legal grounds, and the papers and minutes that are cited.

use domain::content::{GroundCard, MinutesRef};
use domain::document::DocumentKind;

use super::values::{Fields, Source};

/// Says the papers that texts name beside the grounds.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    for ground in &source.content.grounds {
        let key = match ground.kind {
            DocumentKind::Assignment => "assignment",
            DocumentKind::Introduction => "letter",
            _ => continue,
        };
        fields.mark(key);
        fields.put(format!("{key}.type"), &ground.title);
        fields.put(format!("{key}.number"), &ground.number);
        fields.put(format!("{key}.date"), source.words.day(ground.date));
    }
}

/// Every ground by its id: those that ship with the forms, cited papers, earlier minutes.
pub(super) fn all(source: Source<'_>) -> Fields {
    let Source { content, words } = source;
    let mut grounds = Fields::default();
    for ground in &words.grounds {
        if ground.on(content.drafted_on) && !content.left_out.contains(&ground.id) {
            grounds.put(&ground.id, &ground.text);
        }
    }
    for ground in &content.grounds {
        let (key, sentence) = match ground.kind {
            DocumentKind::Assignment => ("assignment", "cite_assignment"),
            DocumentKind::Appointment => ("appointment", "cite_assignment"),
            DocumentKind::Plan => ("plan", "cite_directive"),
            DocumentKind::Directive => ("directive", "cite_directive"),
            DocumentKind::Introduction => continue,
            DocumentKind::Other => ("reason-document", "cite_assignment"),
        };
        grounds.put(key, paper(source, ground, sentence));
    }
    if let Some(minutes) = &content.account_minutes {
        put_account_minutes(source, minutes, &mut grounds);
    }
    let ended = content.take_back.as_ref();
    if let Some(minutes) = ended.and_then(|t| t.closed.iter().find_map(|k| k.minutes.as_ref())) {
        let cited = cited(source, minutes);
        grounds.put(
            "ended-minutes",
            words.say("cite_ended_minutes", &[("cited", &cited)]),
        );
    }
    grounds
}

/// The minutes by which an account came to a unit, as those above and those inside cite them.
fn put_account_minutes(source: Source<'_>, minutes: &MinutesRef, grounds: &mut Fields) {
    let Source { content, words } = source;
    let cited = cited(source, minutes);
    grounds.put(
        "parent-minutes",
        words.say(
            "cite_parent_minutes",
            &[("cited", &cited), ("unit", &content.giver_unit.name)],
        ),
    );
    grounds.put(
        "account-minutes",
        words.say(
            "cite_account_minutes",
            &[
                ("cited", &cited),
                ("giver", &minutes.giver_unit),
                ("unit", &content.unit.name),
            ],
        ),
    );
}

fn paper(source: Source<'_>, ground: &GroundCard, sentence: &str) -> String {
    source.words.say(
        sentence,
        &[
            ("title", &ground.title),
            ("number", &ground.number),
            ("date", &source.words.day(ground.date)),
            ("issuer", &ground.issuer),
            ("subject", &ground.subject),
        ],
    )
}

/// Earlier minutes by their number, or by their check code where they have none.
pub(super) fn cited(source: Source<'_>, minutes: &MinutesRef) -> String {
    let date = source.words.day(minutes.date);
    match minutes.number {
        Some(number) => {
            let number = format!("{number:02}/BB-{}", minutes.symbol);
            source
                .words
                .say("cited_numbered", &[("number", &number), ("date", &date)])
        }
        None => source.words.say(
            "cited_unnumbered",
            &[("date", &date), ("check_code", &minutes.check_code)],
        ),
    }
}
