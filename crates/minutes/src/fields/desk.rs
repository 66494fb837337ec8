//! Facts of the handover desk (kinds a and b).

use domain::document::DocumentKind;

use super::values::{Fields, Source};

/// Says place, hour, letter and training.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let Some(desk) = &source.content.at_desk else {
        return;
    };
    if let Some(hour) = desk.hour {
        let (hour, minute) = (hour.format("%H"), hour.format("%M"));
        let time = [
            ("hour", &*hour.to_string()),
            ("minute", &*minute.to_string()),
        ];
        fields.mark("hour");
        fields.put("time", source.words.say("hour", &time));
    }
    fields.mark("site");
    fields.put("site.name", &desk.site);
    fields.put("site.address", &desk.address);
    if let Some(day) = desk.letter_until {
        fields.put("letter.valid_until", source.words.day(day));
        // Earlier forms kept the day to themselves where the letter is not among the grounds.
        let content = source.content;
        let mut grounds = content.grounds.iter();
        let cited = grounds.any(|ground| ground.kind == DocumentKind::Introduction);
        if content.since_form(4) && !cited {
            fields.mark("introduced");
        }
    }
    if let Some(day) = desk.trained_on {
        fields.mark("training");
        fields.put("training.date", source.words.day(day));
    }
}
