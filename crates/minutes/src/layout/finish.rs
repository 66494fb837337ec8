//! What makes laid-out pages a draft, or the document that is signed.

use super::code::{modules, verify_address};
use super::frame::MM;
use super::lines::Style;
use super::part::CodePlace;
use crate::document::Finish;
use crate::error::Error;
use crate::structure::{Field, FieldKind, Item, Node, Page, Pages, Placed, Role};
use crate::words::Words;

/// Where a time stamp on the whole file goes; it is not seen.
const ARCHIVE_FIELD: &str = "archive_time_stamp";
/// Gap between the code of a page and the words beside it.
const CODE_GAP: f32 = 6.0;
/// How far the code of a page stands from the lower edge, beyond what printers cut off.
const CODE_FOOT: f32 = 4.5 * MM;

/// Adds to every page its code, check code, page number, or the words of a draft.
pub(super) fn finish(
    whole: &mut Pages,
    codes: &[CodePlace],
    finish: &Finish<'_>,
    words: &Words,
) -> Result<(), Error> {
    if matches!(finish, Finish::Final { .. } | Finish::Plain) {
        add_archive_field(whole, words);
    }
    let mut number = 0;
    for (n, place) in codes.iter().enumerate() {
        let begins = n > 0 && matches!(codes[n - 1], CodePlace::Row(_));
        number = if begins { 1 } else { number + 1 };
        if number > 1 {
            add_page_number(whole, n, number, words)?;
        }
        match finish {
            Finish::Draft => mark_as_draft(&mut whole.pages[n], words),
            Finish::Plain => {}
            Finish::Final { token, check_code } => {
                add_code(whole, n, *place, (token, check_code), words)?;
            }
        }
    }
    Ok(())
}

fn add_node(whole: &mut Pages, role: Role, alt: Option<String>) -> usize {
    whole.nodes.push(Node {
        role,
        parent: None,
        alt,
    });
    whole.nodes.len() - 1
}

fn add_archive_field(whole: &mut Pages, words: &Words) {
    if whole.pages.is_empty() {
        return;
    }
    let node = add_node(whole, Role::Form, Some(words.text("archive_time_stamp")));
    whole.pages[0].fields.push(Field {
        kind: FieldKind::Signature,
        name: ARCHIVE_FIELD.to_owned(),
        node,
        rect: [0.0; 4],
    });
}

fn add_page_number(whole: &mut Pages, n: usize, number: usize, words: &Words) -> Result<(), Error> {
    let (page_width, page_height) = whole.size;
    let style = Style::regular(words.measures.sizes.page_number);
    let text = number.to_string();
    let x = page_width / 2.0 - style.width(&text)? / 2.0;
    let item = text_at((x, page_height - 12.0 * MM), style, text);
    whole.pages[n].items.push(Placed { node: None, item });
    Ok(())
}

fn text_at((x, y): (f32, f32), style: Style, text: String) -> Item {
    Item::Text {
        x,
        y,
        face: style.face,
        size: style.size,
        text,
        word_gap: 0.0,
    }
}

/// Under everything else, so that nothing of the preview is hidden.
fn mark_as_draft(page: &mut Page, words: &Words) {
    let text = words.text("draft_mark");
    let item = Item::Watermark { text };
    page.items.insert(0, Placed { node: None, item });
}

/// The code of a page, and beside it what people can read of it.
fn add_code(
    whole: &mut Pages,
    n: usize,
    place: CodePlace,
    (token, check_code): (&str, &str),
    words: &Words,
) -> Result<(), Error> {
    let m = &words.measures;
    let (page_width, page_height) = whole.size;
    let (side, y) = match place {
        CodePlace::Foot => (m.qr_other * MM, CODE_FOOT),
        CodePlace::Row(top) => (m.qr_last * MM, page_height - top - m.qr_last * MM),
    };
    let x = page_width - m.margin_right * MM - side;
    let modules = modules(&verify_address(m, token, n + 1, check_code))?;
    let code = Item::Code {
        x,
        y,
        side,
        modules,
    };
    let said = code_in_words(check_code, n + 1, whole.pages.len(), words);
    let style = Style::regular(m.sizes.check_code);
    let text_x = x - CODE_GAP - style.width(&said)?;
    let figure = add_node(whole, Role::Figure, Some(said.clone()));
    let beside = add_node(whole, Role::Paragraph, None);
    for (node, item) in [
        (figure, code),
        (beside, text_at((text_x, y + 1.5), style, said)),
    ] {
        let node = Some(node);
        whole.pages[n].items.push(Placed { node, item });
    }
    Ok(())
}

fn code_in_words(check_code: &str, page: usize, pages: usize, words: &Words) -> String {
    if pages == 1 {
        return words.say("check_code", &[("code", check_code)]);
    }
    words.say(
        "check_code_page",
        &[
            ("code", check_code),
            ("page", &page.to_string()),
            ("pages", &pages.to_string()),
        ],
    )
}
