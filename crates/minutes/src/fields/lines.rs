//! Facts about the lines of the table: functions, classes, rights.

use domain::calendar::paper_date;
use domain::content::{ClassCard, LineCard, LineChange};
use domain::rights::Function;
use domain::school_class::TeacherPart;

use super::classes::{class_word, is_group, said, scope_of};
use super::units::{is_preschool, learners, whole_unit};
use super::values::{Fields, Source};

/// Says the class of a homeroom teacher, and which lines are sensitive.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let lines = &source.content.lines;
    let homeroom = lines.iter().find(|l| l.function == Function::Homeroom);
    if let Some(class) = homeroom.and_then(|l| l.classes.first()) {
        fields.put("class.said", said(source, &class.name));
        fields.put("class_word", class_word(source, &class.name));
        fields.put("homeroom_word", homeroom_word(source, class.part));
    }
    let sensitive: Vec<String> = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.function.sensitive())
        .map(|(n, _)| (n + 1).to_string())
        .collect();
    if !sensitive.is_empty() {
        fields.mark("sensitive");
        fields.put("sensitive.lines", sensitive.join(", "));
    }
}

fn homeroom_word(Source { content, words }: Source<'_>, part: Option<TeacherPart>) -> String {
    words.text(match part {
        Some(TeacherPart::StandIn) => "stand_in",
        Some(TeacherPart::Joint) => "joint_teacher",
        _ if is_preschool(content) => "main_teacher",
        _ => "homeroom_teacher",
    })
}

/// The rows of all lines.
pub(super) fn rows(source: Source<'_>) -> Vec<Fields> {
    let lines = source.content.lines.iter().enumerate();
    lines.map(|(n, line)| row(source, n, line)).collect()
}

/// The row of a line, counted from 0.
pub(super) fn row(source: Source<'_>, n: usize, line: &LineCard) -> Fields {
    let words = source.words;
    let levels: Vec<String> = line.levels.iter().map(|l| words.level(*l)).collect();
    let levels = if levels.is_empty() {
        words.text("all_levels")
    } else {
        levels.join(", ")
    };
    let schools = match line.schools {
        Some(count) => words.say("schools_of_level", &[("count", &format!("{count:02}"))]),
        None => words.text("schools_below"),
    };
    let change = match line.change {
        None => String::new(),
        Some(LineChange::Kept) => words.text("kept"),
        Some(LineChange::Added) => words.text("added"),
        Some(LineChange::Dropped(day)) => words.say("dropped", &[("date", &paper_date(day))]),
    };
    Fields::from([
        ("n", format!("{:02}", n + 1)),
        ("line.function", function(source, line)),
        ("line.scope", scope(source, line)),
        ("line.rights", rights(source, line)),
        ("line.level", levels),
        ("line.schools", schools),
        ("line.from", paper_date(line.from)),
        ("line.until", line.until.map(paper_date).unwrap_or_default()),
        ("line.change", change),
    ])
}

/// A function, with its subjects where it has any.
pub(super) fn function(source: Source<'_>, line: &LineCard) -> String {
    let Source { content, words } = source;
    let groups = !line.classes.is_empty() && line.classes.iter().all(|c| is_group(source, &c.name));
    let name = match line.function {
        Function::Homeroom if groups => words.text("homeroom_group"),
        Function::LearnerRecords if content.since_form(2) && is_preschool(content) => {
            words.text("child_records")
        }
        function => words.function(function),
    };
    if line.subjects.is_empty() {
        return name;
    }
    let subjects = line.subjects.join(", ");
    words.say(
        "subject_function",
        &[("function", &name), ("subjects", &subjects)],
    )
}

fn scope(source: Source<'_>, line: &LineCard) -> String {
    if !line.classes.is_empty() {
        classes(source, line)
    } else if source.content.unit.kind.teaches() {
        whole_unit(source)
    } else {
        source.words.text("whole_unit")
    }
}

/// The rights of a line; where somebody has nothing but classes, of what of them.
fn rights(source: Source<'_>, line: &LineCard) -> String {
    let Source { content, words } = source;
    let rights = words.rights(&line.rights);
    let is_homeroom = |l: &LineCard| l.function == Function::Homeroom;
    if !content.lines.iter().all(is_homeroom) || !is_homeroom(line) {
        return rights;
    }
    let groups = line.classes.iter().all(|c| is_group(source, &c.name));
    let said = if groups && !line.classes.is_empty() {
        "homeroom_rights_group"
    } else {
        "homeroom_rights"
    };
    words.say(
        said,
        &[("rights", &rights), ("learners", &learners(source))],
    )
}

/// The classes of a line.
pub(super) fn classes(source: Source<'_>, line: &LineCard) -> String {
    let alone = line.classes.len() == 1;
    let names = line.classes.iter();
    scope_of(source, names.map(|one| class(source, one, alone)))
}

/// A class with its site, and with its learners if it stands alone.
fn class(source: Source<'_>, class: &ClassCard, alone: bool) -> String {
    let words = source.words;
    let name = match class.learners.filter(|_| alone) {
        Some(count) => words.say(
            "class_learners",
            &[
                ("class", &class.name),
                ("count", &count.to_string()),
                ("learners", &learners(source)),
            ],
        ),
        None => class.name.clone(),
    };
    match &class.site {
        Some(site) => words.say("class_site", &[("class", &name), ("site", site)]),
        None => name,
    }
}
