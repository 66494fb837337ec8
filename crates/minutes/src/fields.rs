//! Facts into words: the values of every placeholder of the forms.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::account::System;
use domain::calendar::{paper_date, paper_month, vietnam};
use domain::content::{
    GroundCard, LineCard, LineChange, MinutesContent, MinutesRef, PersonCard, UnitCard,
};
use domain::document::DocumentKind;
use domain::kind::{AtDesk, MinutesKind, SecretClause};
use domain::officer::{Role, Sex};
use domain::rights::Function;
use domain::school_class::TeacherPart;
use domain::unit::{Numbering, SchoolLevel, UnitKind};

use crate::document::Finish;
use crate::words::{Words, capitalised, lowered};

/// Values by placeholder; a missing one is a fact that is not there.
pub(crate) type Fields = BTreeMap<String, String>;

/// What a form is filled from.
pub(crate) struct Values {
    /// Facts that occur once.
    pub once: Fields,
    /// Facts of each table row.
    pub rows: Vec<Fields>,
    /// Grounds by id, in the printed form without the closing sign.
    pub grounds: Fields,
    /// Rows of the annex of kind a.
    pub annex: Vec<Vec<String>>,
    /// Whether the table has the column of changes.
    pub changes: bool,
}

pub(crate) fn values(
    content: &MinutesContent,
    finish: &Finish<'_>,
    pages: usize,
    words: &Words,
) -> Values {
    let speak = Speak { content, words };
    Values {
        once: speak.once(finish, pages),
        rows: speak.rows(),
        grounds: speak.grounds(),
        annex: speak.annex(),
        changes: content.lines.iter().any(|l| l.change.is_some()),
    }
}

/// Whether the giving unit prints a number line on minutes of this kind (`wording.md` §3).
pub(crate) fn numbered(content: &MinutesContent) -> bool {
    content.giver_unit.numbering != Numbering::None
        && content.giver_unit.kind != UnitKind::IndependentGroup
}

struct Speak<'a> {
    content: &'a MinutesContent,
    words: &'a Words,
}

impl Speak<'_> {
    fn once(&self, finish: &Finish<'_>, pages: usize) -> Fields {
        let c = self.content;
        let w = self.words;
        let mut f = Fields::new();
        let mut put = |key: &str, value: String| drop(f.insert(key.to_owned(), value));
        let year = c.drafted_on.year().to_string();
        let date = w.say("date_gap", &[("year", &year)]);
        put("number", w.text("number_gap"));
        put("date", date);
        put("time", w.text("no_time"));
        put("school_year", c.year.to_string());
        put("place_of_signing", self.place_of_signing());
        for (prefix, unit) in [
            ("unit", &c.unit),
            ("giver_unit", &c.giver_unit),
            ("receiver_unit", &c.unit),
        ] {
            put(&format!("{prefix}.name"), unit.name.clone());
            put(&format!("{prefix}.symbol"), unit.letterhead.symbol.clone());
            put(&format!("{prefix}.place"), unit.letterhead.place.clone());
            put(&format!("{prefix}.name_short"), self.short_name(unit));
            if let Some(code) = &unit.code {
                put(&format!("{prefix}.code"), code.clone());
            }
        }
        if let Some(parent) = &c.parent {
            put("unit.parent_short", parent.clone());
        }
        put("unit_word", self.unit_word(&c.unit));
        put("head_title", self.head_title(&c.unit));
        put("head_title_upper", self.head_title(&c.unit).to_uppercase());
        put(
            "learner_word",
            self.learners(&c.unit.levels.iter().copied().collect::<Vec<_>>()),
        );
        put(
            "people_below",
            w.text(if c.unit.kind.teaches() {
                "people_school"
            } else {
                "people_office"
            }),
        );
        put(
            "filed_with",
            w.text(if c.giver_unit.kind == UnitKind::Department {
                "filed_office"
            } else {
                "filed_unit"
            }),
        );
        put(
            "copies",
            match c.kind {
                MinutesKind::HeadChange => "04",
                _ => "02",
            }
            .to_owned(),
        );
        put("copies_each", "01".to_owned());
        put("documents", w.text("documents"));
        put("duty.report_hours", w.text("report_hours"));
        put(
            "duty.delegation_due",
            self.day(c.drafted_on + chrono::Duration::days(30)),
        );
        put(
            "duty.regulation_due",
            self.day(c.drafted_on + chrono::Duration::days(60)),
        );
        put(
            "review_due",
            self.day(c.drafted_on + chrono::Duration::days(30)),
        );
        put("report_cycle", w.text("report_cycle"));
        put("check_cycle", w.text("check_cycle"));
        put("files", w.text("files"));
        put("pending", w.text("none"));
        put("break_glass.state", w.text("none"));
        if let Some(spare) = &c.spare_envelope {
            put("break_glass", String::new());
            put("break_glass.serial", spare.serial.clone());
            put("break_glass.place", spare.place.clone());
            put(
                "break_glass.state",
                w.say(
                    "spare_envelope",
                    &[("serial", &spare.serial), ("place", &spare.place)],
                ),
            );
        }
        if let Some(desk) = &c.at_desk {
            self.at_desk(desk, &mut put);
        }
        put("live.count", format!("{:02}", c.live_minutes));
        put("secret_clause", self.secret());
        if let Some(until) = c
            .lines
            .first()
            .and_then(|l| l.until)
            .filter(|_| c.kind == MinutesKind::Custody)
        {
            put("valid_until", self.day(until));
        }
        for (prefix, person, unit) in [
            ("giver", &c.giver, &c.giver_unit),
            ("receiver", &c.receiver, &c.unit),
            ("taker", &c.giver, &c.giver_unit),
            ("returner", &c.receiver, &c.unit),
        ] {
            self.person(prefix, person, unit, &mut put);
        }
        if let Some((witness, unit)) = &c.witness {
            self.person("witness", witness, unit, &mut put);
            put("witness", String::new());
            put("witness.unit", unit.name.clone());
        }
        if let Some(head) = &c.confirm {
            self.person("confirm", head, &c.giver_unit, &mut put);
        }
        if let Some(account) = &c.account {
            put("account.login", account.login.clone());
        }
        if let Some(class) = c
            .lines
            .iter()
            .find(|l| l.function == Function::Homeroom)
            .and_then(|l| l.classes.first())
        {
            put("class.name", class.name.clone());
            put("homeroom_word", self.homeroom_word(class.part));
        }
        put(
            "class_word",
            w.text(
                if c.unit.levels.iter().all(|l| *l == SchoolLevel::Preschool) {
                    "preschool_class_word"
                } else {
                    "class_word"
                },
            ),
        );
        let sensitive: Vec<String> = c
            .lines
            .iter()
            .enumerate()
            .filter(|(_, l)| l.function.sensitive())
            .map(|(n, _)| (n + 1).to_string())
            .collect();
        if !sensitive.is_empty() {
            put("sensitive", String::new());
            put("sensitive.lines", sensitive.join(", "));
        }
        if let Some(before) = &c.replaces {
            put("replaces", String::new());
            let number = before
                .number
                .map(|n| format!("{n:02}/BB-{}", before.symbol))
                .unwrap_or_default();
            put("replaces.number", number);
            put("replaces.date", self.day(before.date));
        }
        if c.undertaking {
            put("undertaking", String::new());
        }
        if let Some(day) = c.undertaking_signed_on {
            put("undertaking_date", self.day(day));
        }
        self.cited_papers(&mut put);
        if let Some(taking) = &c.take_back {
            put("reason", taking.reason.clone());
            for check in [
                "check.password",
                "check.devices",
                "check.exports",
                "check.pending",
            ] {
                put(check, w.text("none"));
            }
            if let Some((reason, witness)) = &taking.absent {
                put("absent", String::new());
                put("absent.reason", reason.clone());
                self.person("witness", witness, &c.unit, &mut put);
            }
        }
        if !c.schools.is_empty() {
            put("schools", String::new());
            put("schools.count", format!("{:02}", c.schools.len()));
        }
        put("page_count", format!("{pages:02}"));
        put(
            "addressee",
            format!("{} {}", self.head_title(&c.unit), self.head_of(&c.unit))
                .trim()
                .to_owned(),
        );
        put("scope_short", self.scope_short());
        let reference = match (numbered(c), finish) {
            (true, _) => w.say(
                "minutes_reference",
                &[("symbol", &c.giver_unit.letterhead.symbol), ("year", &year)],
            ),
            (false, Finish::Final { check_code, .. }) => w.say(
                "minutes_reference_unnumbered",
                &[("check_code", check_code)],
            ),
            (false, Finish::Draft | Finish::Plain) => {
                w.say("minutes_reference_unnumbered", &[("check_code", "")])
            }
        };
        put("minutes.reference", reference);
        f
    }

    fn person(
        &self,
        prefix: &str,
        person: &PersonCard,
        unit: &UnitCard,
        put: &mut impl FnMut(&str, String),
    ) {
        let w = self.words;
        let honorific = w.text(match person.sex {
            Some(Sex::Female) => "female",
            Some(Sex::Male) => "male",
            None => "either",
        });
        put(&format!("{prefix}.honorific"), honorific);
        put(&format!("{prefix}.name"), person.name.clone());
        put(&format!("{prefix}.position"), person.position.clone());
        let code = match person.born_on {
            Some(day) => format!("{}, sinh {}", person.code, self.day(day)),
            None => person.code.clone(),
        };
        put(&format!("{prefix}.code"), code);
        if let Some(duty) = &person.duty {
            put(&format!("{prefix}.duty"), duty.clone());
        }
        put(
            &format!("{prefix}.capacity"),
            self.capacity(person, unit).join("\n"),
        );
        put(&format!("{prefix}.from"), self.day(person.post_from));
        put(
            &format!("{prefix}.until"),
            self.day(person.post_until.unwrap_or(self.content.drafted_on)),
        );
    }

    /// The lines above a signature that is given for an organisation (`wording.md` §4).
    fn capacity(&self, person: &PersonCard, unit: &UnitCard) -> Vec<String> {
        let w = self.words;
        let title = if unit.kind == UnitKind::Commune {
            w.text("chair_upper")
        } else {
            self.head_title(unit).to_uppercase()
        };
        let position = person.position.to_uppercase();
        let mut lines = if unit.kind == UnitKind::Commune && person.role != Role::ByOrder {
            vec![w.text("on_behalf")]
        } else {
            vec![]
        };
        match person.role {
            Role::Head => lines.push(title),
            Role::Acting => lines.push(format!("{} {title}", w.text("acting"))),
            Role::InCharge | Role::Deputy => {
                lines.extend([format!("{} {title}", w.text("deputy")), position])
            }
            Role::ByOrder => lines.extend([format!("{} {title}", w.text("by_order")), position]),
            Role::Member => lines.push(String::new()),
        }
        lines
    }

    fn at_desk(&self, desk: &AtDesk, put: &mut impl FnMut(&str, String)) {
        if let Some(hour) = desk.hour {
            put(
                "time",
                self.words.say(
                    "hour",
                    &[
                        ("hour", &hour.format("%H").to_string()),
                        ("minute", &hour.format("%M").to_string()),
                    ],
                ),
            );
        }
        put("site", String::new());
        put("site.name", desk.site.clone());
        put("site.address", desk.address.clone());
        if let Some(day) = desk.letter_until {
            put("letter.valid_until", self.day(day));
        }
        if let Some(day) = desk.trained_on {
            put("training", String::new());
            put("training.date", self.day(day));
        }
    }

    fn cited_papers(&self, put: &mut impl FnMut(&str, String)) {
        for ground in &self.content.grounds {
            let key = match ground.kind {
                DocumentKind::Assignment => "assignment",
                DocumentKind::Introduction => "letter",
                _ => continue,
            };
            put(key, String::new());
            put(&format!("{key}.type"), ground.title.clone());
            put(&format!("{key}.number"), ground.number.clone());
            put(&format!("{key}.date"), self.day(ground.date));
        }
    }

    fn day(&self, day: NaiveDate) -> String {
        let (d, y) = (format!("{:02}", day.day()), day.year().to_string());
        self.words.say(
            "date_text",
            &[("day", &d), ("month", &paper_month(day)), ("year", &y)],
        )
    }

    fn place_of_signing(&self) -> String {
        let unit = &self.content.giver_unit;
        if unit.kind.teaches() {
            self.words.text("place_school")
        } else {
            self.words.say("place_office", &[("unit", &unit.name)])
        }
    }

    fn short_name(&self, unit: &UnitCard) -> String {
        if unit.kind == UnitKind::Department {
            self.words.text("department_short")
        } else {
            unit.name.clone()
        }
    }

    fn unit_word(&self, unit: &UnitCard) -> String {
        match unit.kind {
            UnitKind::School | UnitKind::PrivateSchool => self.words.text("school_word"),
            UnitKind::Centre => self.words.text("centre_word"),
            UnitKind::IndependentGroup => self.words.text("group_word"),
            _ => unit.name.clone(),
        }
    }

    fn head_title(&self, unit: &UnitCard) -> String {
        match unit.kind {
            UnitKind::School | UnitKind::PrivateSchool => self.words.text("principal"),
            UnitKind::Centre | UnitKind::Department => self.words.text("director"),
            UnitKind::IndependentGroup => self.words.text("group_owner"),
            UnitKind::Commune | UnitKind::DistrictOffice => {
                format!("{} {}", self.words.text("chair"), unit.name)
            }
        }
    }

    fn head_of(&self, unit: &UnitCard) -> String {
        if unit.kind == UnitKind::Commune {
            String::new()
        } else {
            unit.name.clone()
        }
    }

    fn learners(&self, levels: &[SchoolLevel]) -> String {
        let only = |level| !levels.is_empty() && levels.iter().all(|l| *l == level);
        self.words.text(match () {
            () if only(SchoolLevel::Preschool) => "children",
            () if only(SchoolLevel::Continuing) => "trainees",
            () => "learners",
        })
    }

    fn homeroom_word(&self, part: Option<TeacherPart>) -> String {
        let preschool = self
            .content
            .unit
            .levels
            .iter()
            .all(|l| *l == SchoolLevel::Preschool);
        self.words.text(match part {
            Some(TeacherPart::StandIn) => "stand_in",
            Some(TeacherPart::Joint) => "joint_teacher",
            _ if preschool => "main_teacher",
            _ => "homeroom_teacher",
        })
    }

    fn secret(&self) -> String {
        let personal = matches!(self.content.kind, MinutesKind::Duties | MinutesKind::Levels);
        let (key, serial) = match &self.content.secret {
            SecretClause::Envelope(serial) if personal => ("personal_envelope", serial.as_str()),
            SecretClause::Envelope(serial) => ("envelope", serial.as_str()),
            SecretClause::Slip(serial) => ("slip", serial.as_str()),
            SecretClause::SetAtTable => ("set_at_table", ""),
            SecretClause::AlreadyHeld => ("already_held", ""),
            SecretClause::Personal => ("personal", ""),
        };
        self.words.secret(key, serial)
    }

    fn scope_short(&self) -> String {
        let c = self.content;
        let w = self.words;
        if c.kind == MinutesKind::Custody {
            return lowered(&self.role_of_account());
        }
        let current: Vec<&LineCard> = c
            .lines
            .iter()
            .filter(|l| !matches!(l.change, Some(LineChange::Dropped(_))))
            .collect();
        let levels: Vec<String> = current
            .iter()
            .flat_map(|l| &l.levels)
            .map(|l| lowered(&w.level(*l)))
            .collect();
        if c.kind == MinutesKind::Levels && !levels.is_empty() {
            return w.say("scope_levels", &[("levels", &levels.join(", "))]);
        }
        match current.as_slice() {
            [one] if one.function == Function::Homeroom => {
                let names: Vec<String> = one.classes.iter().map(|k| k.name.clone()).collect();
                w.say("scope_classes", &[("classes", &names.join(", "))])
            }
            [one] => lowered(&self.function(one)),
            many => w.say(
                "scope_functions",
                &[("count", &format!("{:02}", many.len()))],
            ),
        }
    }

    fn role_of_account(&self) -> String {
        self.words.text(match self.content.unit.kind {
            UnitKind::Commune => "admin_role_commune",
            UnitKind::Department => "admin_role_department",
            _ => "admin_role",
        })
    }

    fn rows(&self) -> Vec<Fields> {
        let c = self.content;
        if let Some(taking) = &c.take_back {
            return taking
                .closed
                .iter()
                .enumerate()
                .map(|(n, closed)| {
                    let mut row = self.line(n, &closed.line);
                    let at = closed.closed_at.with_timezone(&vietnam());
                    row.insert(
                        "line.login".into(),
                        closed
                            .login
                            .clone()
                            .unwrap_or_else(|| self.words.text("none")),
                    );
                    row.insert("line.scope".into(), self.closed_scope(&closed.line));
                    row.insert(
                        "line.minutes".into(),
                        closed
                            .minutes
                            .as_ref()
                            .map_or_else(|| self.words.text("none"), |m| self.cited(m)),
                    );
                    row.insert(
                        "line.closed_at".into(),
                        format!(
                            "{} ngày {}",
                            at.format("%H:%M"),
                            paper_date(at.date_naive())
                        ),
                    );
                    row
                })
                .collect();
        }
        if let (Some(account), true) = (
            &c.account,
            c.lines.is_empty() || c.kind == MinutesKind::Custody,
        ) {
            let system = match &account.system {
                System::Csdl => self.words.system("csdl"),
                System::BanGiao => self.words.system("ban_giao"),
                System::Other(name) => name.clone(),
            };
            let scope = if c.unit.kind == UnitKind::Commune {
                self.words.text("admin_scope_commune")
            } else {
                let learners = self.learners(&c.unit.levels.iter().copied().collect::<Vec<_>>());
                self.words.say("admin_scope", &[("learners", &learners)])
            };
            let pairs = [
                ("n", "01".to_owned()),
                ("account.system", system),
                ("account.address", account.address.clone()),
                ("account.login", account.login.clone()),
                ("account.scope", scope),
                ("account.role", self.role_of_account()),
                ("account.holder", c.giver.name.clone()),
                ("account.note", String::new()),
            ];
            return vec![pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()];
        }
        c.lines
            .iter()
            .enumerate()
            .map(|(n, line)| self.line(n, line))
            .collect()
    }

    fn line(&self, n: usize, line: &LineCard) -> Fields {
        let w = self.words;
        let all = if self.content.unit.kind.teaches() {
            "whole_school"
        } else {
            "whole_unit"
        };
        let scope = if line.classes.is_empty() {
            w.text(all)
        } else {
            self.class_scope(line)
        };
        let homeroom_only = self
            .content
            .lines
            .iter()
            .all(|l| l.function == Function::Homeroom);
        let rights = w.rights(&line.rights);
        let rights = if homeroom_only && line.function == Function::Homeroom {
            let learners =
                self.learners(&self.content.unit.levels.iter().copied().collect::<Vec<_>>());
            w.say(
                "homeroom_rights",
                &[("rights", &rights), ("learners", &learners)],
            )
        } else {
            rights
        };
        let levels: Vec<String> = line.levels.iter().map(|l| w.level(*l)).collect();
        let schools = match line.schools {
            Some(count) => w.say("schools_of_level", &[("count", &format!("{count:02}"))]),
            None => w.text("schools_below"),
        };
        let change = match line.change {
            None => String::new(),
            Some(LineChange::Kept) => w.text("kept"),
            Some(LineChange::Added) => w.text("added"),
            Some(LineChange::Dropped(day)) => w.say("dropped", &[("date", &paper_date(day))]),
        };
        let pairs = [
            ("n", format!("{:02}", n + 1)),
            ("line.function", self.function(line)),
            ("line.scope", scope),
            ("line.rights", rights),
            (
                "line.level",
                if levels.is_empty() {
                    w.text("all_levels")
                } else {
                    levels.join(", ")
                },
            ),
            ("line.schools", schools),
            ("line.from", paper_date(line.from)),
            ("line.until", line.until.map(paper_date).unwrap_or_default()),
            ("line.change", change),
        ];
        pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
    }

    fn function(&self, line: &LineCard) -> String {
        let name = self.words.function(line.function);
        if line.subjects.is_empty() {
            name
        } else {
            self.words.say(
                "subject_function",
                &[("function", &name), ("subjects", &line.subjects.join(", "))],
            )
        }
    }

    fn class_scope(&self, line: &LineCard) -> String {
        let w = self.words;
        let learners = self.learners(&self.content.unit.levels.iter().copied().collect::<Vec<_>>());
        let names: Vec<String> = line
            .classes
            .iter()
            .map(|class| {
                let name = match class.learners {
                    Some(count) if line.classes.len() == 1 => w.say(
                        "class_learners",
                        &[
                            ("class", &class.name),
                            ("count", &count.to_string()),
                            ("learners", &learners),
                        ],
                    ),
                    _ => class.name.clone(),
                };
                match &class.site {
                    Some(site) => w.say("class_site", &[("class", &name), ("site", site)]),
                    None => name,
                }
            })
            .collect();
        w.say("class_scope", &[("class", &names.join(", "))])
    }

    fn closed_scope(&self, line: &LineCard) -> String {
        let scope = if line.classes.is_empty() {
            String::new()
        } else {
            format!(": {}", lowered(&self.class_scope(line)))
        };
        format!("{}{scope}", self.function(line))
    }

    fn cited(&self, minutes: &MinutesRef) -> String {
        let date = self.day(minutes.date);
        match minutes.number {
            Some(number) => self.words.say(
                "cited_numbered",
                &[
                    ("number", &format!("{number:02}/BB-{}", minutes.symbol)),
                    ("date", &date),
                ],
            ),
            None => self.words.say(
                "cited_unnumbered",
                &[("date", &date), ("check_code", &minutes.check_code)],
            ),
        }
    }

    fn grounds(&self) -> Fields {
        let c = self.content;
        let w = self.words;
        let mut grounds: Fields = w
            .grounds
            .iter()
            .filter(|g| g.on(c.drafted_on) && !c.left_out.contains(&g.id))
            .map(|g| (g.id.clone(), g.text.clone()))
            .collect();
        let mut put = |key: &str, value: String| drop(grounds.insert(key.to_owned(), value));
        for ground in &c.grounds {
            let key = match ground.kind {
                DocumentKind::Assignment => "assignment",
                DocumentKind::Appointment => "appointment",
                DocumentKind::Plan => "plan",
                DocumentKind::Directive => "directive",
                DocumentKind::Introduction => continue,
                DocumentKind::Other => "reason-document",
            };
            put(
                key,
                self.paper(
                    ground,
                    if matches!(ground.kind, DocumentKind::Plan | DocumentKind::Directive) {
                        "cite_directive"
                    } else {
                        "cite_assignment"
                    },
                ),
            );
        }
        if let Some(minutes) = &c.account_minutes {
            let cited = self.cited(minutes);
            put(
                "parent-minutes",
                w.say(
                    "cite_parent_minutes",
                    &[("cited", &cited), ("unit", &c.giver_unit.name)],
                ),
            );
            put(
                "account-minutes",
                w.say(
                    "cite_account_minutes",
                    &[
                        ("cited", &cited),
                        ("giver", &minutes.giver_unit),
                        ("unit", &c.unit.name),
                    ],
                ),
            );
        }
        if let Some(minutes) = c
            .take_back
            .as_ref()
            .and_then(|t| t.closed.iter().find_map(|k| k.minutes.as_ref()))
        {
            put(
                "ended-minutes",
                w.say("cite_ended_minutes", &[("cited", &self.cited(minutes))]),
            );
        }
        grounds
    }

    fn paper(&self, g: &GroundCard, key: &str) -> String {
        let date = self.day(g.date);
        self.words.say(
            key,
            &[
                ("title", &g.title),
                ("number", &g.number),
                ("date", &date),
                ("issuer", &g.issuer),
                ("subject", &g.subject),
            ],
        )
    }

    fn annex(&self) -> Vec<Vec<String>> {
        let w = self.words;
        let row = |(n, school): (usize, &domain::content::SchoolCard)| {
            let levels: Vec<String> = school.levels.iter().map(|l| w.level(*l)).collect();
            let private = matches!(
                school.kind,
                UnitKind::PrivateSchool | UnitKind::IndependentGroup
            );
            vec![
                format!("{:02}", n + 1),
                school.code.clone().unwrap_or_default(),
                school.name.clone(),
                levels.join(", "),
                w.text(if private { "private" } else { "public" }),
            ]
        };
        self.content.schools.iter().enumerate().map(row).collect()
    }
}

/// The lines at the head of a paper: superior lines not bold, the unit's own bold (`wording.md`
/// §5).
pub(crate) fn letterhead(unit: &UnitCard, words: &Words) -> (Vec<String>, Vec<String>) {
    match unit.kind {
        UnitKind::Department => (
            unit.letterhead.superior.iter().cloned().collect(),
            vec![words.text("department_upper")],
        ),
        UnitKind::Commune => {
            let own = unit
                .name
                .strip_prefix(&words.text("committee"))
                .unwrap_or(&unit.name)
                .trim();
            (
                vec![],
                vec![
                    words.text("committee_upper"),
                    capitalised(own).to_uppercase(),
                ],
            )
        }
        _ => (
            unit.letterhead.superior.iter().cloned().collect(),
            words.unit_lines(&unit.name.to_uppercase()),
        ),
    }
}
