//! The keyboard alone: whoever has no mouse goes from place to place by keys, and has to see where
//! the focus is before pressing anything.

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};

use super::driving::Hand;

pub const ENTER: char = '\u{e007}';
pub const ESCAPE: char = '\u{e00c}';
pub const TAB: char = '\u{e004}';
pub const DOWN: char = '\u{e015}';
pub const LEFT: char = '\u{e012}';
pub const RIGHT: char = '\u{e014}';
pub const HOME: char = '\u{e011}';
pub const SHIFT: char = '\u{e008}';
pub const CONTROL: char = '\u{e009}';

/// No act lies further from the one before than so many presses of Tab, in forms of hundreds too.
const FAR: u64 = 60;

/// How many presses of Tab forward, or of Shift and Tab backward, lead to an element by the nearer
/// way; nothing while it cannot be reached.
const STEPS: &str = "
    const target = document.querySelector(arguments[0]);
    const now = document.activeElement;
    if (now === target) return 0;
    const within = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
    const stops = [...within.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
        .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
    const to = stops.indexOf(target);
    if (to < 0) return null;
    const at = stops.indexOf(now);
    const before = stops.filter(e =>
        now.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING).length;
    const steps = at >= 0 ? to - at : to >= before ? to - before + 1 : to - before;
    const places = stops.length + (at < 0 ? 1 : 0);
    const around = steps > 0 ? steps - places : steps + places;
    return Math.abs(around) < Math.abs(steps) ? around : steps;";

/// Why a person would not see what has the focus; nothing where they do.
const UNSEEN: &str = "
    const now = document.activeElement;
    if (!now || now === document.body) return 'nothing has the focus';
    // A field for files is drawn by its label, a row of a list by its cell.
    const drawn = now.type === 'file' ? now.nextElementSibling : now;
    const box = drawn.getBoundingClientRect();
    const look = getComputedStyle(drawn);
    if (!now.matches(':focus-visible')) return 'the focus is not to be shown';
    if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2) return 'it has no ring';
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const there = document.elementFromPoint(x, y);
    if (!there) return `it is outside of the window: ${Math.round(x)}, ${Math.round(y)}`;
    if (!drawn.contains(there) && !now.contains(there)) return `it lies under ${there.outerHTML.slice(0, 200)}`;
    return '';";

/// Somebody who works with keys alone, and how many acts it took: presses of a button, and screens
/// that were opened.
pub struct Keys<'a> {
    pub hand: &'a Hand,
    acts: Cell<u32>,
}

impl<'a> Keys<'a> {
    pub fn new(hand: &'a Hand) -> Self {
        Self {
            hand,
            acts: Cell::new(0),
        }
    }

    pub fn acts(&self) -> u32 {
        self.acts.get()
    }

    /// An act outside of the window, as opening a file in the system's viewer.
    pub fn acted(&self) {
        self.acts.set(self.acts() + 1);
    }

    /// Presses a key where the focus is, so many times, with others held down.
    pub async fn press(&self, held: &[char], key: char, times: u64) {
        let mut keys = KeyActions::new("keys".to_owned());
        for value in held {
            keys = keys.then(KeyAction::Down { value: *value });
        }
        for _ in 0..times {
            keys = keys.then(KeyAction::Down { value: key });
            keys = keys.then(KeyAction::Up { value: key });
        }
        for value in held {
            keys = keys.then(KeyAction::Up { value: *value });
        }
        self.hand.0.perform_actions(keys).await.unwrap();
    }

    /// Goes to an element by Tab, or backward by Shift and Tab, and sees that it has the focus.
    pub async fn reach(&self, css: &str) {
        self.hand.see(css).await;
        let mut pressed = 0;
        for _ in 0..600 {
            let steps = self.asked(STEPS, css).await;
            let Some(steps) = steps.as_i64() else {
                // It is still busy, or comes with an answer that is on its way.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            let shown = "return document.activeElement.matches(':focus-visible')";
            if steps == 0 && pressed == 0 && self.asked(shown, css).await == false {
                // The screen put the focus there without a ring: who looks for it presses Tab.
                pressed += 1;
                self.press(&[], TAB, 1).await;
                continue;
            }
            if steps == 0 {
                return self.seen(css).await;
            }
            pressed += steps.unsigned_abs();
            assert!(
                pressed <= FAR,
                "{css} is {pressed} keys away\n{}",
                self.hand.text().await
            );
            let held: &[char] = if steps < 0 { &[SHIFT] } else { &[] };
            self.press(held, TAB, steps.unsigned_abs()).await;
        }
        self.hand.picture("failed").await;
        panic!("{css} is not reached\n{}", self.hand.text().await);
    }

    /// What has the focus is in sight and has its ring.
    async fn seen(&self, css: &str) {
        let mut why = serde_json::Value::Null;
        for _ in 0..50 {
            why = self.asked(UNSEEN, css).await;
            if why == "" {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.hand.picture("failed").await;
        panic!("{css} is not seen: {why}");
    }

    async fn asked(&self, script: &str, css: &str) -> serde_json::Value {
        self.hand.0.execute(script, vec![css.into()]).await.unwrap()
    }

    /// Goes to a button and presses it.
    pub async fn act(&self, css: &str) {
        self.reach(css).await;
        self.press(&[], ENTER, 1).await;
        self.acted();
    }

    /// Goes to a field and writes into it.
    pub async fn write(&self, css: &str, text: &str) {
        self.reach(css).await;
        self.type_here(text).await;
        let there = self
            .asked("return document.querySelector(arguments[0]).value", css)
            .await;
        assert_eq!(there, text, "{css}");
    }

    /// What a field proposes by itself.
    pub async fn proposed(&self, css: &str, text: &str) {
        let value = "return document.querySelector(arguments[0]).value";
        self.hand.see(css).await;
        for _ in 0..50 {
            if self.asked(value, css).await == text {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{css} proposes {}", self.asked(value, css).await);
    }

    /// Writes where the focus is.
    pub async fn type_here(&self, text: &str) {
        let here = self.hand.0.active_element().await.unwrap();
        here.send_keys(text).await.unwrap();
    }

    /// Goes to a list and presses the letter with which the wanted line begins, until it comes.
    pub async fn choose(&self, css: &str, begins: &str) {
        self.reach(css).await;
        let letter = begins.chars().next().unwrap();
        let chosen = "return document.querySelector(arguments[0]).selectedOptions[0].text";
        let mut line = serde_json::Value::Null;
        for _ in 0..FAR {
            self.press(&[], letter, 1).await;
            line = self.asked(chosen, css).await;
            if line.as_str().unwrap().starts_with(begins) {
                return;
            }
        }
        panic!("{css} comes to {line}, not to {begins}");
    }

    /// Goes to a field for files and gives it one, as the system's own window does.
    pub async fn give_file(&self, css: &str, file: &Path) {
        self.reach(css).await;
        self.type_here(file.to_str().unwrap()).await;
    }

    /// Opens an entry of the menu by Ctrl and the digit of its place.
    pub async fn open(&self, entry: &str) {
        self.look(entry).await;
        self.acted();
    }

    /// The same for who only looks there, or comes back from looking: no act of the road.
    pub async fn look(&self, entry: &str) {
        let place = "return [...document.querySelectorAll('nav [data-nav]')]
            .findIndex(e => e.dataset.nav === arguments[0]) + 1";
        let place = self.asked(place, entry).await.as_u64().unwrap();
        let digit = char::from_digit(u32::try_from(place).unwrap(), 10).unwrap();
        self.press(&[CONTROL], digit, 1).await;
        self.hand.see(&format!("[data-screen={entry}] h1")).await;
    }

    /// Opens what Ctrl and K finds: the line that says so, by arrows.
    pub async fn find(&self, query: &str, line: &str) {
        self.press(&[CONTROL], 'k', 1).await;
        self.hand.see("dialog[open] #palette").await;
        self.type_here(query).await;
        let place = "return [...document.querySelectorAll('#palette-list li')]
            .findIndex(e => e.innerText.includes(arguments[0]))";
        let mut at = -1;
        for _ in 0..300 {
            at = self.asked(place, line).await.as_i64().unwrap();
            if at >= 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let down = u64::try_from(at).unwrap_or_else(|_| panic!("{query} does not find {line}"));
        self.press(&[], DOWN, down).await;
        self.hand
            .see(&format!("#palette-{at}[aria-selected=true]"))
            .await;
        self.press(&[], ENTER, 1).await;
        self.acted();
    }

    /// Begins to note every n/N that a line of progress shows.
    pub async fn watch_progress(&self) {
        let script = "window.shownProgress = [];
            window.watchedProgress?.disconnect();
            window.watchedProgress = new MutationObserver(() => {
                const shown = document.querySelector('[data-progress]')?.dataset.progress;
                if (shown && window.shownProgress.at(-1) !== shown) window.shownProgress.push(shown);
            });
            window.watchedProgress.observe(document.body,
                { subtree: true, childList: true, attributes: true, attributeFilter: ['data-progress'] });";
        self.asked(script, "").await;
    }

    /// What was noted: it rose, and was of so many all along. Returns how far it came.
    pub async fn progress_of(&self, all: u32) -> u32 {
        let shown = self.asked("return window.shownProgress", "").await;
        let shown: Vec<String> = serde_json::from_value(shown).unwrap();
        let of = format!("/{all}");
        let part = |one: &String| one.strip_suffix(&of).and_then(|n| n.parse().ok());
        let done: Option<Vec<u32>> = shown.iter().map(part).collect();
        let done = done.unwrap_or_else(|| panic!("not all are {of}: {shown:?}"));
        assert!(done.len() > 2 && done.is_sorted(), "{shown:?}");
        done[done.len() - 1]
    }
}
