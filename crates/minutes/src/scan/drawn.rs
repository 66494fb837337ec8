//! What a page draws: its pictures in their places, in the order in which they are painted
//! (ISO 32000-1, 8.10 and 8.11). What only lies in its resources counts for nothing.

use domain::{Code, Refusal};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::place::{Area, Place};
use super::unreadable;

/// Largest content of a page, unpacked: a scan says little, with the words that were read on it.
const MAX_CONTENT: usize = 2 * 1024 * 1024;
/// Most things that a page paints; a scan has one picture, or a strip for every row.
const MAX_PAINTED: usize = 5_000;
/// How deep forms lie in forms.
const MAX_DEPTH: u32 = 6;

/// Something that a page paints.
#[derive(Clone, Copy, Debug)]
pub(super) struct Painted {
    pub what: What,
    /// Where the unit square comes to lie.
    pub place: Place,
    /// Where it shows.
    pub clip: Area,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// A picture, with the grey in which it is painted if it is a stencil.
    Picture(ObjectId, u8),
    /// A rectangle in one grey.
    Fill(u8),
}

/// What a page paints.
///
/// # Errors
/// `scan_unreadable`; `scan_compression` of a picture that lies between the words.
pub(super) fn page(doc: &Document, id: ObjectId, number: u32) -> Result<Vec<Painted>, Refusal> {
    let dict = doc.get_dictionary(id).map_err(|_| unreadable())?;
    let area = area(doc, dict);
    let resources = inherited(doc, dict, b"Resources");
    let resources = resources.and_then(|found| target(doc, found)?.as_dict().ok());
    let mut painter = Painter {
        doc,
        inline: false,
        hidden: hidden(doc),
        painted: vec![],
        room: MAX_CONTENT,
    };
    let content = content(doc, dict.get(b"Contents").ok(), &mut painter.room)?;
    let state = State {
        place: Place::WHOLE,
        clip: area,
        grey: 0,
        seen: true,
    };
    painter.run(&content, resources.unwrap_or(&Dictionary::new()), state, 0)?;
    painter.stick_on(dict, state)?;
    let picture = |painted: &Painted| matches!(painted.what, What::Picture(..));
    if painter.inline && painter.painted.iter().any(picture) {
        return Err(Refusal::new(Code::ScanCompression)
            .with("page", number)
            .with("kind", "BI"));
    }
    Ok(painter.painted)
}

/// What of a page is shown.
pub(super) fn area(doc: &Document, page: &Dictionary) -> Area {
    ["CropBox", "MediaBox"]
        .into_iter()
        .find_map(|key| Area::of(doc, inherited(doc, page, key.as_bytes())?))
        .unwrap_or(Area::A4)
}

/// A value of a page, or of what is above it in the tree of pages.
pub(super) fn inherited<'a>(
    doc: &'a Document,
    page: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..32 {
        if let Ok(found) = node.get(key) {
            return Some(found);
        }
        node = target(doc, node.get(b"Parent").ok()?)?.as_dict().ok()?;
    }
    None
}

pub(super) fn target<'a>(doc: &'a Document, object: &'a Object) -> Option<&'a Object> {
    doc.dereference(object).ok().map(|(_, target)| target)
}

fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from)
}

/// The streams of a content, one after the other.
fn content(
    doc: &Document,
    contents: Option<&Object>,
    room: &mut usize,
) -> Result<Vec<Operation>, Refusal> {
    let parts = match contents.and_then(|found| target(doc, found)) {
        Some(Object::Array(parts)) => parts.iter().collect(),
        Some(one) => vec![one],
        None => return Err(unreadable()),
    };
    let mut bytes = vec![];
    for part in parts {
        let stream = target(doc, part).and_then(|found| found.as_stream().ok());
        let stream = stream.ok_or_else(unreadable)?;
        let plain = stream.get_plain_content_with_limit(*room);
        let plain = plain.map_err(|_| unreadable())?;
        *room -= plain.len();
        bytes.extend(plain);
        bytes.push(b'\n');
    }
    let content = Content::decode(&bytes).map_err(|_| unreadable())?;
    Ok(content.operations)
}

/// The layers that are switched off.
fn hidden(doc: &Document) -> Vec<ObjectId> {
    let catalog = doc.catalog().ok();
    let layers = catalog.and_then(|c| target(doc, c.get(b"OCProperties").ok()?)?.as_dict().ok());
    let chosen = layers.and_then(|l| target(doc, l.get(b"D").ok()?)?.as_dict().ok());
    let off = chosen.and_then(|c| target(doc, c.get(b"OFF").ok()?)?.as_array().ok());
    off.into_iter()
        .flatten()
        .filter_map(|id| id.as_reference().ok())
        .collect()
}

/// What of a note on a page is shown, and where, if it is.
fn shown(doc: &Document, note: &Dictionary) -> Option<(ObjectId, Place)> {
    const HIDDEN: i64 = 2 | 32;
    let flags = note.get(b"F").ok();
    let flags = flags.and_then(|flags| target(doc, flags)?.as_i64().ok());
    if flags.unwrap_or(0) & HIDDEN != 0 {
        return None;
    }
    let looks = target(doc, note.get(b"AP").ok()?)?.as_dict().ok()?;
    let mut look = looks.get(b"N").ok()?;
    if let Ok(states) = target(doc, look)?.as_dict() {
        look = states.get(note.get(b"AS").ok()?.as_name().ok()?).ok()?;
    }
    let id = look.as_reference().ok()?;
    let form = &doc.get_object(id).ok()?.as_stream().ok()?.dict;
    let matrix = form.get(b"Matrix").and_then(Object::as_array).ok();
    let matrix: Vec<f64> = matrix.into_iter().flatten().filter_map(number).collect();
    let matrix = <[f64; 6]>::try_from(matrix).map_or(Place::WHOLE, Place);
    let drawn = matrix.area_of(Area::of(doc, form.get(b"BBox").ok()?)?);
    let area = Area::of(doc, note.get(b"Rect").ok()?)?;
    let (wide, high) = (area.width() / drawn.width(), area.height() / drawn.height());
    let place = [
        wide,
        0.0,
        0.0,
        high,
        area.left - drawn.left * wide,
        area.bottom - drawn.bottom * high,
    ];
    Some((id, Place(place)))
}

#[derive(Clone, Copy)]
struct State {
    place: Place,
    clip: Area,
    /// The grey in which is filled.
    grey: u8,
    /// Whether what is painted covers more than it lets through.
    seen: bool,
}

struct Painter<'a> {
    doc: &'a Document,
    /// Whether pictures lie between the words of the page; nothing here takes them apart.
    inline: bool,
    hidden: Vec<ObjectId>,
    painted: Vec<Painted>,
    /// How much content may still be unpacked.
    room: usize,
}

/// A path as it is begun: what it encloses, and whether it is made of rectangles alone.
#[derive(Default)]
struct Path {
    area: Option<Area>,
    rectangles: Vec<Place>,
    other: bool,
    clips: bool,
}

impl Painter<'_> {
    fn run(
        &mut self,
        operations: &[Operation],
        resources: &Dictionary,
        mut state: State,
        depth: u32,
    ) -> Result<(), Refusal> {
        let (mut kept, mut path) = (vec![], Path::default());
        // Which of the marked parts that are open are hidden.
        let mut marked: Vec<bool> = vec![];
        for Operation { operator, operands } in operations {
            let numbers: Vec<f64> = operands.iter().filter_map(number).collect();
            match (operator.as_str(), &numbers[..]) {
                ("BI", _) => self.inline = true,
                ("q", _) => kept.push(state),
                ("Q", _) => state = kept.pop().unwrap_or(state),
                ("cm", &[a, b, c, d, e, f]) => {
                    state.place = Place([a, b, c, d, e, f]).within(state.place);
                }
                ("re", &[x, y, w, h]) => {
                    let place = Place([w, 0.0, 0.0, h, x, y]).within(state.place);
                    path.area = Some(place.area().with(path.area));
                    path.rectangles.push(place);
                }
                ("m" | "l" | "c" | "v" | "y", points) => {
                    path.other = true;
                    for point in points.chunks_exact(2) {
                        let at = state.place.point(point[0], point[1]);
                        path.area = Some(Area::at(at).with(path.area));
                    }
                }
                ("W" | "W*", _) => path.clips = true,
                ("g" | "rg" | "k" | "sc" | "scn", numbers) => state.grey = grey(numbers),
                ("cs", _) => state.grey = 0,
                ("gs", _) => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    let said = name.and_then(|name| self.named(resources, b"ExtGState", name));
                    if let Some(cover) = said.and_then(|said| self.cover(&said)) {
                        state.seen = cover > 0.5;
                    }
                }
                ("BDC" | "BMC", _) => {
                    let layer = operands.get(1).and_then(|name| name.as_name().ok());
                    let layer = layer.and_then(|name| self.named(resources, b"Properties", name));
                    let off = layer.is_some_and(|layer| self.is_off(&layer));
                    marked.push(off);
                }
                ("EMC", _) => drop(marked.pop()),
                ("Do", _) if state.seen && !marked.contains(&true) => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    let found = name.and_then(|name| self.named(resources, b"XObject", name));
                    if let Some(Object::Reference(id)) = found {
                        self.paint(id, resources, state, depth)?;
                    }
                }
                ("f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "n", _) => {
                    let fills = !matches!(operator.as_str(), "S" | "s" | "n");
                    if fills && !path.other && state.seen && !marked.contains(&true) {
                        for place in &path.rectangles {
                            self.add(What::Fill(state.grey), *place, state.clip)?;
                        }
                    }
                    if path.clips {
                        state.clip = state.clip.meet(path.area.unwrap_or(Area::NOTHING));
                    }
                    path = Path::default();
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, what: What, place: Place, clip: Area) -> Result<(), Refusal> {
        let clip = clip.meet(place.area());
        if clip.size() < 1.0 || !place.0.iter().all(|n| n.is_finite()) {
            return Ok(());
        }
        if self.painted.len() >= MAX_PAINTED {
            return Err(unreadable());
        }
        self.painted.push(Painted { what, place, clip });
        Ok(())
    }

    /// A picture, or a form with what it paints.
    fn paint(
        &mut self,
        id: ObjectId,
        resources: &Dictionary,
        mut state: State,
        depth: u32,
    ) -> Result<(), Refusal> {
        let doc = self.doc;
        let found = doc.get_object(id).and_then(Object::as_stream);
        let Ok(stream) = found else {
            return Ok(());
        };
        let layer = stream.dict.get(b"OC");
        if layer.is_ok_and(|layer| self.is_off(layer)) {
            return Ok(());
        }
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name).ok();
        if kind == Some(b"Image") {
            return self.add(What::Picture(id, state.grey), state.place, state.clip);
        }
        if kind == Some(b"Form") && depth < MAX_DEPTH {
            let matrix = stream.dict.get(b"Matrix").and_then(Object::as_array);
            let matrix: Option<Vec<f64>> =
                matrix.ok().map(|m| m.iter().filter_map(number).collect());
            if let Some(&[a, b, c, d, e, f]) = matrix.as_deref() {
                state.place = Place([a, b, c, d, e, f]).within(state.place);
            }
            if let Some(frame) = stream.dict.get(b"BBox").ok().and_then(|b| Area::of(doc, b)) {
                state.clip = state.clip.meet(state.place.area_of(frame));
            }
            let own = stream.dict.get(b"Resources").ok();
            let own = own.and_then(|found| target(doc, found)?.as_dict().ok());
            let inner = content(doc, Some(&Object::Reference(id)), &mut self.room)?;
            self.run(&inner, own.unwrap_or(resources), state, depth + 1)?;
        }
        Ok(())
    }

    /// How much of what is painted covers what lies below, if a state says so.
    fn cover(&self, state: &Object) -> Option<f64> {
        let state = target(self.doc, state)?.as_dict().ok()?;
        number(target(self.doc, state.get(b"ca").ok()?)?)
    }

    /// What is stuck on a page, as viewers show it (ISO 32000-1, 12.5.5).
    fn stick_on(&mut self, page: &Dictionary, state: State) -> Result<(), Refusal> {
        let doc = self.doc;
        let all = page.get(b"Annots").ok();
        let all = all.and_then(|all| target(doc, all)?.as_array().ok());
        for note in all.into_iter().flatten() {
            let note = target(doc, note).and_then(|note| note.as_dict().ok());
            if let Some((id, place)) = note.and_then(|note| shown(doc, note)) {
                let state = State { place, ..state };
                self.paint(id, &Dictionary::new(), state, 0)?;
            }
        }
        Ok(())
    }

    /// What resources call by a name.
    fn named(&self, resources: &Dictionary, kind: &[u8], name: &[u8]) -> Option<Object> {
        let all = target(self.doc, resources.get(kind).ok()?)?
            .as_dict()
            .ok()?;
        all.get(name).ok().cloned()
    }

    /// Whether a layer is off, or all layers of a group are.
    fn is_off(&self, layer: &Object) -> bool {
        let off = |object: &Object| {
            let id = object.as_reference();
            id.is_ok_and(|id| self.hidden.contains(&id))
        };
        let group =
            target(self.doc, layer).and_then(|found| found.as_dict().ok()?.get(b"OCGs").ok());
        match group.and_then(|group| target(self.doc, group)) {
            Some(Object::Array(all)) => !all.is_empty() && all.iter().all(off),
            _ => off(layer) || group.is_some_and(off),
        }
    }
}

/// A colour as grey, by the number of its parts.
fn grey(parts: &[f64]) -> u8 {
    let light = match parts {
        &[c, m, y, k] => (1.0 - (c + m + y) / 3.0) * (1.0 - k),
        [] => 0.0,
        parts => parts.iter().sum::<f64>() / parts.iter().map(|_| 1.0).sum::<f64>(),
    };
    (light.clamp(0.0, 1.0) * 255.0) as u8
}
