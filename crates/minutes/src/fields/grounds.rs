//! Legal grounds, and the papers and minutes that are cited.

use std::collections::BTreeMap;

use domain::content::{GroundCard, MinutesRef};
use domain::document::DocumentKind;
use domain::unit::UnitKind;

use super::values::{Fields, Source};

/// Says the papers that texts name beside the grounds.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let content = source.content;
    let by_commune = content.giver_unit.kind == UnitKind::Commune;
    if content.since_form(2) && by_commune && content.account_minutes.is_some() {
        fields.mark("parent_minutes");
    }
    let planned = content
        .grounds
        .iter()
        .any(|ground| ground.kind == DocumentKind::Plan);
    // Earlier forms speak of the plan whether one is cited or not.
    if planned || !content.since_form(3) {
        fields.mark("plan");
    }
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

/// What minutes rest on.
#[derive(Debug, Default)]
pub(crate) struct Grounds {
    named: BTreeMap<String, Vec<String>>,
    /// Papers of the register, in the order in which they are cited.
    cited: Vec<(&'static str, String)>,
}

/// The paper by which a unit assigns duties: the most particular ground, which stands last.
const LAST: &str = "assignment";

impl Grounds {
    /// The grounds that a form names, in its order, with the cited papers that it does not know of:
    /// these stand before the unit's own assignment.
    pub(crate) fn of_form(&self, named: &[String]) -> Vec<String> {
        let texts = |id: &String| self.named.get(id).into_iter().flatten().cloned();
        let unknown = self.cited.iter();
        let unknown = unknown.filter(|(key, _)| !named.iter().any(|id| id == key));
        let place = named.iter().position(|id| id == LAST);
        let (general, particular) = named.split_at(place.unwrap_or(named.len()));
        general
            .iter()
            .flat_map(texts)
            .chain(unknown.map(|(_, text)| text.clone()))
            .chain(particular.iter().flat_map(texts))
            .collect()
    }

    fn put(&mut self, id: &str, text: String) {
        self.named.insert(id.to_owned(), vec![text]);
    }
}

/// Every ground by its id: those that ship with the forms, cited papers, earlier minutes.
pub(super) fn all(source: Source<'_>) -> Grounds {
    let Source { content, words } = source;
    let mut grounds = Grounds::default();
    for ground in &words.grounds {
        if ground.on(content.day_of_grounds()) && !content.left_out.contains(&ground.id) {
            grounds.put(&ground.id, ground.text.clone());
        }
    }
    // The first form had the Sở issue every plan and directive.
    let of_sector = if content.since_form(2) {
        "cite_assignment"
    } else {
        "cite_directive"
    };
    for ground in &content.grounds {
        let (key, sentence) = match ground.kind {
            DocumentKind::Assignment => ("assignment", "cite_assignment"),
            DocumentKind::Appointment => ("appointment", "cite_assignment"),
            DocumentKind::Plan => ("plan", of_sector),
            DocumentKind::Directive => ("directive", of_sector),
            DocumentKind::Introduction => continue,
            DocumentKind::Other => ("reason-document", "cite_assignment"),
        };
        let text = paper(source, ground, sentence);
        if content.since_form(2) {
            let texts = grounds.named.entry(key.to_owned()).or_default();
            if !texts.contains(&text) {
                texts.push(text.clone());
                grounds.cited.push((key, text));
            }
        } else {
            // The first form printed one paper of a kind, of those that it knew.
            grounds.put(key, text);
        }
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
fn put_account_minutes(source: Source<'_>, minutes: &MinutesRef, grounds: &mut Grounds) {
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
    match minutes.numbered() {
        Some(number) => source
            .words
            .say("cited_numbered", &[("number", &number), ("date", &date)]),
        None => source.words.say(
            "cited_unnumbered",
            &[("date", &date), ("check_code", &minutes.check_code)],
        ),
    }
}
