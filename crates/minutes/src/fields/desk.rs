//! Facts of the handover desk (kind a).

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
        fields.put("time", source.words.say("hour", &time));
    }
    fields.mark("site");
    fields.put("site.name", &desk.site);
    fields.put("site.address", &desk.address);
    if let Some(day) = desk.letter_until {
        fields.put("letter.valid_until", source.words.day(day));
    }
    if let Some(day) = desk.trained_on {
        fields.mark("training");
        fields.put("training.date", source.words.day(day));
    }
}
