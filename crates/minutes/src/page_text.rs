//! What pages say, as text for snapshots: page by page in reading order, with every blank that is
//! to be filled.

use domain::content::MinutesContent;
use domain::unit::Numbering;
use sha2::{Digest, Sha256};

use crate::document::Finish;
use crate::samples::{self, FINISH};
use crate::structure::{Item, Page, Pages, Role};
use crate::{render, rights_list};

/// All pages as text. Titles and headings begin with `#`, rows of tables with `|`, what is not read
/// out with `~`; `/` is where a line of a cell ends, and `[…]` a blank or a picture.
fn as_text(pages: &Pages) -> String {
    let mut text = format!("{}\n", pages.title);
    for (n, page) in pages.pages.iter().enumerate() {
        text += &format!("\n--- {} / {} ---\n", n + 1, pages.pages.len());
        let beside: Vec<&str> = said(page, None);
        if !beside.is_empty() {
            text += &format!("~ {}\n", beside.join(" · "));
        }
        for node in 0..pages.nodes.len() {
            text += &node_as_text(pages, page, node);
        }
    }
    text
}

/// What a page says for a node.
fn said(page: &Page, node: Option<usize>) -> Vec<&str> {
    let of_node = page.items.iter().filter(|placed| placed.node == node);
    of_node
        .filter_map(|placed| match &placed.item {
            Item::Text { text, .. } | Item::Watermark { text } => Some(text.trim()),
            Item::Bar { .. } | Item::Code { .. } => None,
        })
        .collect()
}

fn node_as_text(pages: &Pages, page: &Page, node: usize) -> String {
    let own = &pages.nodes[node];
    let lines = said(page, Some(node));
    let of_node = || page.items.iter().any(|placed| placed.node == Some(node));
    match own.role {
        Role::Row => {
            let cells = (0..pages.nodes.len())
                .filter(|cell| pages.nodes[*cell].parent == Some(node))
                .map(|cell| said(page, Some(cell)).join(" / "));
            let cells: Vec<String> = cells.collect();
            if cells.iter().all(String::is_empty) {
                String::new()
            } else {
                format!("| {} |\n", cells.join(" | "))
            }
        }
        Role::HeaderCell | Role::DataCell => String::new(),
        Role::Form => page
            .fields
            .iter()
            .filter(|field| field.node == node)
            .map(|field| format!("[{}]\n", field.name))
            .collect(),
        Role::Figure if of_node() => "[QR]\n".to_owned(),
        Role::Title | Role::Heading if !lines.is_empty() => {
            let mark = if own.role == Role::Title { "#" } else { "##" };
            format!("{mark} {}\n", lines.join("\n"))
        }
        _ => lines.iter().map(|line| format!("{line}\n")).collect(),
    }
}

fn drawn(content: &MinutesContent, finish: &Finish<'_>) -> String {
    as_text(&render::pages(content, finish).unwrap())
}

fn snapshot(name: &str, text: String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn minutes_of_every_kind_say_what_they_said() {
    for (name, content) in samples::every() {
        snapshot(name, drawn(&content, &FINISH));
    }
}

/// Pages that offices have frozen are drawn again, by the server and whenever they are printed.
#[test]
fn pages_of_the_first_form_keep_their_bytes() {
    // Divisions came with the second form.
    let of_first = |name: &str| !name.ends_with("_division");
    let all = samples::all().into_iter();
    let as_it_was = all
        .filter(|(name, _)| of_first(name))
        .map(|(name, content)| {
            let content = MinutesContent {
                live: vec![],
                live_minutes: if content.live.is_empty() { 0 } else { 42 },
                ..content
            };
            (name, content)
        });
    keep_their_bytes(1, as_it_was);
}

#[test]
fn pages_of_the_second_form_keep_their_bytes() {
    keep_their_bytes(2, samples::before_fourth_form());
}

#[test]
fn pages_of_the_third_form_keep_their_bytes() {
    keep_their_bytes(3, samples::before_fourth_form());
}

#[test]
fn pages_of_the_fourth_form_keep_their_bytes() {
    keep_their_bytes(4, samples::every());
}

fn keep_their_bytes(form: u32, samples: impl IntoIterator<Item = (&'static str, MinutesContent)>) {
    let mut bytes = String::new();
    for (name, content) in samples {
        let content = MinutesContent { form, ..content };
        let document = render::render(&content, &FINISH).unwrap();
        let hash = Sha256::digest(&document.bytes);
        bytes += &format!("{name} {} {hash:x}\n", document.pages);
    }
    snapshot(&format!("bytes_of_form_{form}"), bytes);
}

/// The chairman of a commune receives its account; he is not its focal officer.
#[test]
fn who_leads_a_commune_is_called_focal_only_by_a_decision() {
    let mut content = samples::every().find(|(name, _)| *name == "a").unwrap().1;
    let page = |content: &MinutesContent| drawn(content, &FINISH).replace('\n', " ");
    content.receiver.role = domain::officer::Role::Head;
    content.receiver.position = "Chủ tịch".to_owned();
    let focal = "chức vụ: Chủ tịch, cán bộ đầu mối";
    assert!(page(&content).contains(focal), "by a decision");
    content.grounds.clear();
    assert!(page(&content).contains("chức vụ: Chủ tịch"));
    assert!(!page(&content).contains(focal));
    let earlier = MinutesContent { form: 4, ..content };
    assert!(
        page(&earlier).contains(focal),
        "frozen pages say what they said"
    );
}

/// What was said once of a handover is on the page of every receiver, and a letter of introduction
/// that no ground names keeps its last day.
#[test]
fn hall_hour_training_and_letter_are_printed_for_schools_as_for_communes() {
    let page = |content: &MinutesContent| drawn(content, &FINISH).replace('\n', " ");
    let sample = |wanted: &str| {
        samples::every()
            .find(|(name, _)| *name == wanted)
            .unwrap()
            .1
    };
    let school = page(&sample("b_at_desk"));
    for said in [
        "Nhà văn hóa",
        "08 giờ 30",
        "tập huấn",
        "Giấy giới thiệu có giá trị đến hết",
    ] {
        assert!(school.contains(said), "{said}: {school}");
    }
    let mut commune = sample("a");
    let cited = page(&commune);
    assert!(
        !cited.contains("Giấy giới thiệu có giá trị"),
        "it has its number"
    );
    commune
        .grounds
        .retain(|ground| ground.kind != domain::document::DocumentKind::Introduction);
    assert!(page(&commune).contains("Giấy giới thiệu có giá trị đến hết"));
}

/// That nothing is to be handed back is said once.
#[test]
fn a_taking_back_without_things_says_so_in_one_line() {
    let taken = samples::every().find(|(name, _)| *name == "g").unwrap().1;
    let said = |content: &MinutesContent| drawn(content, &FINISH).matches(": không có").count();
    assert_eq!(said(&taken), 1);
    assert_eq!(said(&MinutesContent { form: 3, ..taken }), 4);
}

/// The Sở hands over "by the plan named above" only where a plan is named above.
#[test]
fn a_plan_is_spoken_of_only_where_one_is_cited() {
    let spoken = |content: &MinutesContent| {
        let text = drawn(content, &FINISH).replace('\n', " ");
        text.contains("Kế hoạch nêu trên")
    };
    let sample = |wanted: &str| {
        samples::every()
            .find(|(name, _)| *name == wanted)
            .unwrap()
            .1
    };
    assert!(spoken(&sample("a")));
    let without = sample("a_without_plan");
    assert!(!spoken(&without));
    assert!(
        spoken(&MinutesContent { form: 2, ..without }),
        "as it was frozen"
    );
}

#[test]
fn a_list_of_rights_says_what_it_said() {
    let pages = rights_list::pages(&samples::list_of_rights()).unwrap();
    snapshot("rights_list", as_text(&pages));
}

#[test]
fn a_draft_says_what_the_document_says_and_carries_no_code() {
    for (name, content) in samples::every() {
        let draft = drawn(&content, &Finish::Draft);
        let same = |text: &str| {
            let of_draft = |line: &&str| {
                !["~", "[QR]", "[archive_time_stamp]", "Mã tra cứu:"]
                    .iter()
                    .any(|mark| line.starts_with(mark))
            };
            text.lines().filter(of_draft).collect::<Vec<_>>().join("\n")
        };
        let pages = draft.matches("---\n").count();
        assert_eq!(draft.matches("~ DỰ THẢO").count(), pages, "{name}");
        assert!(!draft.contains("[QR]"), "{name}");
        if content.giver_unit.numbering != Numbering::None {
            let document = drawn(&content, &FINISH);
            assert_eq!(same(&draft), same(&document), "{name}");
        }
    }
    for (name, content) in samples::all() {
        if ["ef", "ef_without_number"].contains(&name) {
            let draft = drawn(&content, &Finish::Draft);
            snapshot(&format!("{name}_draft"), draft);
        }
    }
}
