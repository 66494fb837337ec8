//! Attacks on signed PDFs, generated: the published families – incremental saving, signature
//! wrapping, universal forgery, shadow hide and replace, evil annotations, sneaky signatures – and
//! plain vandalism. Each takes an honestly signed file and makes it say something else.
#![expect(
    clippy::unwrap_used,
    reason = "what only tests use ends where something is wrong"
)]

use lopdf::{Document, Object, ObjectId};

/// A forged file with the name of how it was made.
pub struct Forged {
    /// Family and variant.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What is appended, and how sloppily.
#[derive(Clone, Copy, Debug)]
enum Style {
    Table,
    NoTable,
    NoStart,
    NoEnd,
    TableWithoutPrev,
    Comment,
}

const STYLES: [Style; 6] = [
    Style::Table,
    Style::NoTable,
    Style::NoStart,
    Style::NoEnd,
    Style::TableWithoutPrev,
    Style::Comment,
];

/// What an attacker needs to know of a file.
struct Victim<'a> {
    bytes: &'a [u8],
    doc: Document,
    root: ObjectId,
    pages: Vec<ObjectId>,
    size: u32,
}

impl<'a> Victim<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let doc = Document::load_mem(bytes).unwrap();
        let root = doc.trailer.get(b"Root").unwrap().as_reference().unwrap();
        let pages = doc.get_pages().into_values().collect();
        let size = u32::try_from(doc.trailer.get(b"Size").unwrap().as_i64().unwrap()).unwrap();
        Self {
            bytes,
            doc,
            root,
            pages,
            size,
        }
    }

    fn dict(&self, id: ObjectId) -> lopdf::Dictionary {
        self.doc.get_dictionary(id).unwrap().clone()
    }

    /// Every field of the form.
    fn fields(&self) -> Vec<ObjectId> {
        let form = self
            .dict(self.root)
            .get(b"AcroForm")
            .unwrap()
            .as_dict()
            .cloned()
            .unwrap();
        form.get(b"Fields")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f.as_reference().unwrap())
            .collect()
    }

    /// The file with objects behind it.
    fn appended(&self, objects: &[(ObjectId, Object)], style: Style) -> Vec<u8> {
        let mut out = self.bytes.to_vec();
        if matches!(style, Style::Comment) {
            out.extend(b"% an update follows\n");
        }
        let mut offsets = vec![];
        for (id, object) in objects {
            offsets.push((*id, out.len()));
            out.extend(format!("{} {} obj\n", id.0, id.1).bytes());
            out.extend(syntax(object));
            out.extend(b"\nendobj\n");
        }
        if matches!(style, Style::NoTable) {
            return out;
        }
        let start = out.len();
        out.extend(b"xref\n");
        for (id, at) in &offsets {
            out.extend(format!("{} 1\n{at:010} {:05} n \n", id.0, id.1).bytes());
        }
        let highest = objects
            .iter()
            .map(|o| o.0.0 + 1)
            .max()
            .unwrap_or(0)
            .max(self.size);
        let before = last_start(self.bytes);
        let prev = if matches!(style, Style::TableWithoutPrev) {
            String::new()
        } else {
            format!("/Prev {before}")
        };
        out.extend(
            format!(
                "trailer\n<</Size {highest}/Root {} {} R{prev}>>\n",
                self.root.0, self.root.1
            )
            .bytes(),
        );
        if !matches!(style, Style::NoStart) {
            out.extend(format!("startxref\n{start}\n").bytes());
        }
        if !matches!(style, Style::NoEnd) {
            out.extend(b"%%EOF\n");
        }
        out
    }
}

fn last_start(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(&bytes[bytes.len() - 64..]).into_owned();
    text.split("startxref")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

/// An object as PDF syntax.
fn syntax(object: &Object) -> Vec<u8> {
    match object {
        Object::Stream(stream) => [
            syntax(&Object::Dictionary(stream.dict.clone())),
            b"\nstream\n".to_vec(),
            stream.content.clone(),
            b"\nendstream".to_vec(),
        ]
        .concat(),
        // What the library prints of plain objects is PDF syntax.
        plain => format!("{plain:?}").into_bytes(),
    }
}

fn stream(content: &str) -> Object {
    Object::Stream(lopdf::Stream::new(
        lopdf::dictionary! { "Length" => i64::try_from(content.len()).unwrap() },
        content.as_bytes().to_vec(),
    ))
}

/// Everything, made of a file that two people signed. `sign_as_stranger` signs a field of a file
/// with a certificate that nobody trusts; `sign` signs as somebody who is trusted, and
/// `sign_on_top` too, with a program that looks at nothing. `accepted` is shown what is no forgery,
/// so that the others are not refused for how they are written.
pub fn all(
    signed: &[u8],
    unsigned: &[u8],
    sign_as_stranger: &dyn Fn(&[u8], &str) -> Vec<u8>,
    sign: &dyn Fn(&[u8]) -> Vec<u8>,
    sign_on_top: &dyn Fn(&[u8]) -> Vec<u8>,
    accepted: &dyn Fn(&[u8]),
) -> Vec<Forged> {
    let mut forged = vec![];
    forged.extend(incremental_saving(signed));
    forged.extend(wrapping(signed));
    forged.extend(universal_forgery(signed));
    forged.extend(shadows(unsigned, sign));
    forged.extend(annotations(signed));
    forged.extend(sneaky_signatures(signed, sign_as_stranger));
    forged.extend(filled_gaps(signed, sign_on_top, accepted));
    forged.extend(ambiguous_tables(signed));
    forged.extend(vandalism(signed));
    forged
}

/// Objects replaced by an update, written well and badly.
fn incremental_saving(signed: &[u8]) -> Vec<Forged> {
    let victim = Victim::of(signed);
    let new = (victim.size, 0);
    let mut changes: Vec<(String, Vec<(ObjectId, Object)>)> = vec![];
    for (n, page) in victim.pages.iter().enumerate() {
        let dict = victim.dict(*page);
        let with = |key: &str, value: Object| {
            let mut dict = dict.clone();
            dict.set(key, value);
            Object::Dictionary(dict)
        };
        changes.push((
            format!("page {n}: other content"),
            vec![
                (new, stream("BT ET")),
                (*page, with("Contents", Object::Reference(new))),
            ],
        ));
        if let Ok(content) = dict.get(b"Contents").and_then(Object::as_reference) {
            changes.push((
                format!("page {n}: content replaced under its number"),
                vec![(content, stream("0 0 m"))],
            ));
        }
        changes.push((
            format!("page {n}: turned"),
            vec![(*page, with("Rotate", 180.into()))],
        ));
        changes.push((
            format!("page {n}: cut"),
            vec![(
                *page,
                with(
                    "CropBox",
                    vec![0.into(), 0.into(), 100.into(), 100.into()].into(),
                ),
            )],
        ));
        changes.push((
            format!("page {n}: other resources"),
            vec![(*page, with("Resources", lopdf::dictionary! {}.into()))],
        ));
        changes.push((
            format!("page {n}: annotations taken away"),
            vec![(*page, with("Annots", Object::Array(vec![])))],
        ));
        changes.push((
            format!("page {n}: extra action"),
            vec![(*page, with("AA", lopdf::dictionary! { "O" => lopdf::dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") } }.into()))],
        ));
    }
    let catalog = victim.dict(victim.root);
    for (what, key, value) in [
        (
            "open action",
            "OpenAction",
            Object::Dictionary(
                lopdf::dictionary! { "S" => "URI", "URI" => Object::string_literal("http://127.0.0.1/") },
            ),
        ),
        ("other pages", "Pages", Object::Reference(new)),
        ("names", "Names", Object::Dictionary(lopdf::dictionary! {})),
        (
            "layers",
            "OCProperties",
            Object::Dictionary(lopdf::dictionary! {}),
        ),
        ("other tags", "StructTreeRoot", Object::Null),
        ("other colours", "OutputIntents", Object::Array(vec![])),
        (
            "permissions",
            "Perms",
            Object::Dictionary(lopdf::dictionary! {}),
        ),
    ] {
        let mut dict = catalog.clone();
        dict.set(key, value);
        let pages =
            lopdf::dictionary! { "Type" => "Pages", "Kids" => Object::Array(vec![]), "Count" => 0 };
        changes.push((
            format!("catalog: {what}"),
            vec![(victim.root, dict.into()), (new, pages.into())],
        ));
    }
    for (n, field) in victim.fields().into_iter().enumerate() {
        let mut moved = victim.dict(field);
        moved.set("Rect", vec![0.into(), 0.into(), 600.into(), 800.into()]);
        changes.push((
            format!("field {n}: moved over the page"),
            vec![(field, moved.into())],
        ));
        let mut renamed = victim.dict(field);
        renamed.set("T", Object::string_literal("other"));
        changes.push((format!("field {n}: renamed"), vec![(field, renamed.into())]));
        if victim.dict(field).has(b"V") {
            let mut redrawn = victim.dict(field);
            redrawn.set("AP", lopdf::dictionary! { "N" => new });
            changes.push((
                format!("field {n}: signed, drawn anew"),
                vec![(new, stream("0 0 m")), (field, redrawn.into())],
            ));
            let mut emptied = victim.dict(field);
            emptied.remove(b"V");
            changes.push((
                format!("field {n}: signature taken out"),
                vec![(field, emptied.into())],
            ));
        }
    }
    let made = changes
        .iter()
        .flat_map(|(what, objects)| STYLES.iter().map(move |style| (what, objects, style)));
    made.map(|(what, objects, style)| Forged {
        name: format!("incremental saving: {what}, {style:?}"),
        bytes: victim.appended(objects, *style),
    })
    .collect()
}

/// Places of `/ByteRange [..]` and of the value of `/Contents`, for each signature.
fn places(bytes: &[u8]) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let mut found = vec![];
    let mut from = 0;
    while let Some(at) = find(bytes, b"/ByteRange ", from) {
        let open = at + 11;
        let close = find(bytes, b"]", open).unwrap() + 1;
        let begin = find(bytes, b"/Contents <", close).unwrap() + 10;
        let end = find(bytes, b">", begin).unwrap() + 1;
        found.push((open..close, begin..end));
        from = end;
    }
    found
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    bytes[from..]
        .windows(what.len())
        .position(|w| w == what)
        .map(|at| at + from)
}

fn spliced(bytes: &[u8], place: &std::ops::Range<usize>, new: &[u8]) -> Vec<u8> {
    [&bytes[..place.start], new, &bytes[place.end..]].concat()
}

/// The gap is made wider, or moved, and something is put into it.
fn wrapping(signed: &[u8]) -> Vec<Forged> {
    let mut forged = vec![];
    for (n, (range, contents)) in places(signed).into_iter().enumerate() {
        for injected in [1_usize, 2, 16, 100, 4_000] {
            for filler in [b' ', b'%', b'0', b'<'] {
                // The second part is moved back by what is put in front of it.
                let filling = vec![filler; injected];
                let mut bytes = spliced(signed, &(contents.end..contents.end), &filling);
                let numbers = format!(
                    "[0 {:010} {:010} {:010}]",
                    contents.start,
                    contents.end + injected,
                    bytes.len() - contents.end - injected
                );
                bytes.splice(range.clone(), numbers.bytes());
                forged.push(Forged {
                    name: format!(
                        "wrapping: signature {n}, {injected} bytes of {:?} in the gap",
                        char::from(filler)
                    ),
                    bytes,
                });
            }
        }
        let length = signed.len();
        for (what, numbers) in [
            (
                "only the first part",
                format!("[0 {:010} {:010} {:010}]", contents.start, contents.end, 0),
            ),
            (
                "a gap from the beginning",
                format!(
                    "[0 {:010} {:010} {:010}]",
                    0,
                    contents.end,
                    length - contents.end
                ),
            ),
            (
                "a gap to the end",
                format!("[0 {:010} {:010} {:010}]", contents.start, length, 0),
            ),
            (
                "a gap one byte wider",
                format!(
                    "[0 {:010} {:010} {:010}]",
                    contents.start,
                    contents.end + 1,
                    length - contents.end - 1
                ),
            ),
            (
                "not from the beginning",
                format!(
                    "[1 {:010} {:010} {:010}]",
                    contents.start - 1,
                    contents.end,
                    length - contents.end
                ),
            ),
            (
                "parts that overlap",
                format!(
                    "[0 {:010} {:010} {:010}]",
                    contents.end,
                    contents.start,
                    length - contents.start
                ),
            ),
        ] {
            forged.push(Forged {
                name: format!("wrapping: signature {n}, {what}"),
                bytes: spliced(signed, &range, numbers.as_bytes()),
            });
        }
    }
    forged
}

/// What is needed to check a signature is missing, empty or nonsense.
fn universal_forgery(signed: &[u8]) -> Vec<Forged> {
    let mut forged = vec![];
    for (n, (range, contents)) in places(signed).into_iter().enumerate() {
        let width = range.len();
        let padded = |text: &str| format!("{text:<width$}").into_bytes();
        for text in [
            "null",
            "[]",
            "[0]",
            "[0 0 0 0]",
            "[0 -1 0 -1]",
            "[0 1 2]",
            "[0 99999999 99999999 99999999]",
            "(0)",
            "<00>",
            "[0 0 0 0 0 0]",
        ] {
            forged.push(Forged {
                name: format!("universal forgery: signature {n}, ByteRange {text}"),
                bytes: spliced(signed, &range, &padded(text)),
            });
        }
        let inner = contents.len() - 2;
        for (what, value) in [
            ("zeros", "0".repeat(inner)),
            (
                "an empty sequence",
                format!("3000{}", "0".repeat(inner - 4)),
            ),
            ("a null", format!("0500{}", "0".repeat(inner - 4))),
            ("endless length", format!("3080{}", "0".repeat(inner - 4))),
            ("half of it", {
                let own = String::from_utf8(
                    signed[contents.start + 1..contents.start + 1 + inner].to_vec(),
                )
                .unwrap();
                format!("{}{}", &own[..inner / 2], "0".repeat(inner - inner / 2))
            }),
        ] {
            forged.push(Forged {
                name: format!("universal forgery: signature {n}, Contents {what}"),
                bytes: spliced(signed, &contents, format!("<{value}>").as_bytes()),
            });
        }
        for (old, new) in [
            (
                "/SubFilter /ETSI.CAdES.detached",
                "/SubFilter /ETSI.CAdES.detachef",
            ),
            (
                "/SubFilter /ETSI.CAdES.detached",
                "/SubFilter /adbe.x509.rsa_sha1 ",
            ),
            ("/Type /Sig", "/Type /Sih"),
        ] {
            let at = find(
                signed,
                old.as_bytes(),
                places(signed)[n].0.start.saturating_sub(300),
            )
            .unwrap();
            forged.push(Forged {
                name: format!("universal forgery: signature {n}, {new}"),
                bytes: spliced(signed, &(at..at + old.len()), new.as_bytes()),
            });
        }
    }
    // One signature takes the place of the other.
    let all = places(signed);
    if let [(_, first), (_, second)] = all.as_slice() {
        let value = |place: &std::ops::Range<usize>, room: usize| {
            let own = &signed[place.start + 1..place.end - 1];
            let mut new = vec![b'<'];
            new.extend(own.iter().chain(std::iter::repeat(&b'0')).take(room - 2));
            new.push(b'>');
            new
        };
        forged.push(Forged {
            name: "universal forgery: the second signature in the first's place".into(),
            bytes: spliced(signed, first, &value(second, first.len())),
        });
        forged.push(Forged {
            name: "universal forgery: the first signature in the second's place".into(),
            bytes: spliced(signed, second, &value(first, second.len())),
        });
    }
    forged
}

/// Prepared before signing, brought to light afterwards.
fn shadows(unsigned: &[u8], sign: &dyn Fn(&[u8]) -> Vec<u8>) -> Vec<Forged> {
    let mut forged = vec![];
    let plain = Victim::of(unsigned);
    for (n, page) in plain.pages.iter().enumerate() {
        let hidden = (plain.size, 0);
        // Hidden content that nothing refers to is signed with the rest; then the page refers to
        // it.
        let prepared = plain.appended(&[(hidden, stream("BT ET"))], Style::Table);
        let signed = sign(&prepared);
        let victim = Victim::of(&signed);
        let mut dict = victim.dict(*page);
        dict.set("Contents", hidden);
        for style in STYLES {
            forged.push(Forged {
                name: format!("shadow replace: page {n}, {style:?}"),
                bytes: victim.appended(&[(*page, dict.clone().into())], style),
            });
        }
        // A cover that is signed with the page is taken away.
        let mut covered = plain.dict(*page);
        let annots: Vec<Object> = covered
            .get(b"Annots")
            .and_then(Object::as_array)
            .cloned()
            .unwrap_or_default();
        let cover = lopdf::dictionary! { "Type" => "Annot", "Subtype" => "Square", "Rect" => vec![0.into(), 0.into(), 600.into(), 400.into()], "F" => 4 };
        covered.set(
            "Annots",
            [annots.clone(), vec![Object::Reference(hidden)]].concat(),
        );
        let prepared = plain.appended(
            &[(hidden, cover.into()), (*page, covered.into())],
            Style::Table,
        );
        let signed = sign(&prepared);
        let victim = Victim::of(&signed);
        let mut dict = victim.dict(*page);
        let without: Vec<Object> = dict
            .get(b"Annots")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .filter(|a| a.as_reference().ok() != Some(hidden))
            .cloned()
            .collect();
        dict.set("Annots", without);
        for style in STYLES {
            forged.push(Forged {
                name: format!("shadow hide: cover of page {n} taken away, {style:?}"),
                bytes: victim.appended(&[(*page, dict.clone().into())], style),
            });
            let mut gone = victim.dict(hidden);
            gone.set("F", 2);
            forged.push(Forged {
                name: format!("shadow hide: cover of page {n} made invisible, {style:?}"),
                bytes: victim.appended(&[(hidden, gone.into())], style),
            });
        }
        // What a text field says stays, what it shows changes.
        let signed = sign(unsigned);
        let victim = Victim::of(&signed);
        for field in victim.fields().into_iter().filter(|f| {
            victim
                .dict(*f)
                .get(b"FT")
                .and_then(Object::as_name)
                .unwrap_or_default()
                == b"Tx"
        }) {
            let mut dict = victim.dict(field);
            dict.set("AP", lopdf::dictionary! { "N" => (victim.size, 0) });
            let objects = [((victim.size, 0), stream("0 0 m")), (field, dict.into())];
            forged.push(Forged {
                name: format!("shadow replace: look of text field {} of page {n}", field.0),
                bytes: victim.appended(&objects, Style::Table),
            });
        }
    }
    forged
}

/// Annotations that cover or add to what was signed.
fn annotations(signed: &[u8]) -> Vec<Forged> {
    let victim = Victim::of(signed);
    let kinds = [
        "FreeText",
        "Stamp",
        "Square",
        "Circle",
        "Ink",
        "Line",
        "Link",
        "Redact",
        "Highlight",
        "Watermark",
        "FileAttachment",
        "Text",
        "Popup",
        "Widget",
        "Polygon",
        "3D",
    ];
    let mut forged = vec![];
    for (n, page) in victim.pages.iter().enumerate() {
        for kind in kinds {
            let new = (victim.size, 0);
            let look = (victim.size + 1, 0);
            let annotation = lopdf::dictionary! {
                "Type" => "Annot", "Subtype" => kind, "F" => 4, "P" => *page, "Rect" => vec![0.into(), 0.into(), 600.into(), 800.into()],
                "Contents" => Object::string_literal("other words"), "AP" => lopdf::dictionary! { "N" => look }
            };
            let mut dict = victim.dict(*page);
            let annots: Vec<Object> = dict
                .get(b"Annots")
                .and_then(Object::as_array)
                .cloned()
                .unwrap_or_default();
            dict.set("Annots", [annots, vec![Object::Reference(new)]].concat());
            let objects = [
                (new, annotation.into()),
                (look, stream("0 0 600 800 re f")),
                (*page, dict.into()),
            ];
            forged.push(Forged {
                name: format!("evil annotation: {kind} on page {n}"),
                bytes: victim.appended(&objects, Style::Table),
            });
        }
    }
    forged
}

/// Signature fields that were not there: blank, with a copied signature, or signed by a stranger.
fn sneaky_signatures(
    signed: &[u8],
    sign_as_stranger: &dyn Fn(&[u8], &str) -> Vec<u8>,
) -> Vec<Forged> {
    let victim = Victim::of(signed);
    let copied = victim
        .fields()
        .into_iter()
        .find_map(|f| victim.dict(f).get(b"V").and_then(Object::as_reference).ok())
        .unwrap();
    let mut forged = vec![];
    for (n, page) in victim.pages.iter().enumerate() {
        for (size, rect) in [
            ("small", [10, 10, 60, 40]),
            ("over the page", [0, 0, 600, 800]),
            ("invisible", [0, 0, 0, 0]),
        ] {
            let (new, look) = ((victim.size, 0), (victim.size + 1, 0));
            let field = |value: Option<ObjectId>| {
                let mut field = lopdf::dictionary! {
                    "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal("sneaky"), "F" => 4, "P" => *page,
                    "Rect" => rect.iter().map(|r| Object::from(*r)).collect::<Vec<_>>(), "AP" => lopdf::dictionary! { "N" => look }
                };
                if let Some(value) = value {
                    field.set("V", value);
                }
                Object::Dictionary(field)
            };
            let mut dict = victim.dict(*page);
            let annots: Vec<Object> = dict
                .get(b"Annots")
                .and_then(Object::as_array)
                .cloned()
                .unwrap_or_default();
            dict.set("Annots", [annots, vec![Object::Reference(new)]].concat());
            let mut catalog = victim.dict(victim.root);
            let mut form = catalog
                .get(b"AcroForm")
                .unwrap()
                .as_dict()
                .cloned()
                .unwrap();
            let fields = form.get(b"Fields").unwrap().as_array().cloned().unwrap();
            form.set("Fields", [fields, vec![Object::Reference(new)]].concat());
            catalog.set("AcroForm", form);
            let objects = |value| {
                [
                    (new, field(value)),
                    (look, stream("0 0 600 800 re f")),
                    (*page, dict.clone().into()),
                    (victim.root, catalog.clone().into()),
                ]
            };
            let blank = victim.appended(&objects(None), Style::Table);
            forged.push(Forged {
                name: format!("sneaky signature: signed by a stranger, {size}, page {n}"),
                bytes: sign_as_stranger(&blank, "sneaky"),
            });
            forged.push(Forged {
                name: format!("sneaky signature: blank, {size}, page {n}"),
                bytes: blank,
            });
            forged.push(Forged {
                name: format!("sneaky signature: a copied one, {size}, page {n}"),
                bytes: victim.appended(&objects(Some(copied)), Style::Table),
            });
        }
    }
    for blank in ["minutes_third", "commitment_receiver"] {
        if victim.fields().iter().any(|f| {
            lopdf::decode_text_string(victim.dict(*f).get(b"T").unwrap()).unwrap() == blank
                && !victim.dict(*f).has(b"V")
        }) {
            forged.push(Forged {
                name: format!("sneaky signature: a stranger in {blank}"),
                bytes: sign_as_stranger(signed, blank),
            });
        }
    }
    forged
}

/// Gaps filled in ways that hide or change what was signed, each also under the signature of
/// somebody who is trusted.
fn filled_gaps(
    signed: &[u8],
    sign_on_top: &dyn Fn(&[u8]) -> Vec<u8>,
    accepted: &dyn Fn(&[u8]),
) -> Vec<Forged> {
    let victim = Victim::of(signed);
    let is_gap = |id: &ObjectId| {
        victim
            .dict(*id)
            .get(b"FT")
            .and_then(Object::as_name)
            .unwrap_or_default()
            == b"Tx"
    };
    let gap = victim.fields().into_iter().find(is_gap).unwrap();
    let look = (victim.size, 0);
    let rect: Vec<f32> = victim
        .dict(gap)
        .get(b"Rect")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_float().unwrap())
        .collect();
    let own_size = vec![
        0.into(),
        0.into(),
        (rect[2] - rect[0]).into(),
        (rect[3] - rect[1]).into(),
    ];
    let drawn = |more: lopdf::Dictionary| {
        let mut form = lopdf::Stream::new(
            lopdf::dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => own_size.clone() },
            b"0 0 600 900 re f".to_vec(),
        );
        more.iter()
            .for_each(|(key, value)| form.dict.set(key.clone(), value.clone()));
        form.dict.set("Length", 16);
        Object::Stream(form)
    };
    let filled = |more: lopdf::Dictionary| {
        let mut field = victim.dict(gap);
        field.set("V", Object::string_literal("99"));
        field.set("AP", lopdf::dictionary! { "N" => look });
        more.iter()
            .for_each(|(key, value)| field.set(key.clone(), value.clone()));
        Object::Dictionary(field)
    };
    let none = lopdf::Dictionary::new;
    let page = vec![0.into(), 0.into(), 600.into(), 800.into()];
    let signature = victim
        .fields()
        .into_iter()
        .find(|f| victim.dict(*f).has(b"V") && !is_gap(f))
        .unwrap();
    let ways: Vec<(&str, Vec<(ObjectId, Object)>)> = vec![
        (
            "over the whole page",
            vec![
                (look, drawn(none())),
                (gap, filled(lopdf::dictionary! { "Rect" => page.clone() })),
            ],
        ),
        (
            "with a look that is larger than its place",
            vec![
                (look, drawn(lopdf::dictionary! { "BBox" => page })),
                (gap, filled(none())),
            ],
        ),
        (
            "with a look that lies elsewhere",
            vec![
                (
                    look,
                    drawn(
                        lopdf::dictionary! { "Matrix" => vec![9.into(), 0.into(), 0.into(), 9.into(), 0.into(), 0.into()] },
                    ),
                ),
                (gap, filled(none())),
            ],
        ),
        (
            "with nothing that it says",
            vec![
                (look, drawn(none())),
                (
                    gap,
                    filled(lopdf::dictionary! { "V" => Object::string_literal("") }),
                ),
            ],
        ),
        (
            "with what stands elsewhere",
            vec![
                (look, drawn(none())),
                (gap, filled(lopdf::dictionary! { "V" => look })),
            ],
        ),
        (
            "with a second look",
            vec![
                (look, drawn(none())),
                (
                    gap,
                    filled(
                        lopdf::dictionary! { "AP" => lopdf::dictionary! { "N" => look, "D" => look } },
                    ),
                ),
            ],
        ),
        (
            "and made to act",
            vec![
                (look, drawn(none())),
                (
                    gap,
                    filled(
                        lopdf::dictionary! { "AA" => lopdf::dictionary! { "K" => lopdf::dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") } } },
                    ),
                ),
            ],
        ),
        (
            "and made a signature",
            vec![
                (look, drawn(none())),
                (gap, filled(lopdf::dictionary! { "FT" => "Sig" })),
            ],
        ),
        (
            "in the look of another field",
            vec![(
                gap,
                filled(
                    lopdf::dictionary! { "AP" => victim.dict(signature).get(b"AP").unwrap().clone() },
                ),
            )],
        ),
    ];
    let mut forged = vec![];
    for (how, objects) in ways {
        let bytes = victim.appended(&objects, Style::Table);
        forged.push(Forged {
            name: format!("filled gap: {how}, under a signature that is trusted"),
            bytes: sign_on_top(&bytes),
        });
        forged.push(Forged {
            name: format!("filled gap: {how}"),
            bytes,
        });
    }
    // What is filled well and signed by nobody, and what was filled and signed, and is then filled
    // anew.
    let well = victim.appended(
        &[(look, drawn(none())), (gap, filled(none()))],
        Style::Table,
    );
    let vouched = sign_on_top(&well);
    accepted(&vouched);
    let second = Victim::of(&vouched);
    let other = (second.size, 0);
    let again = second
        .appended(&[(other, drawn(none())), (gap, filled(lopdf::dictionary! { "V" => Object::string_literal("98"), "AP" => lopdf::dictionary! { "N" => other } }))], Style::Table);
    forged.push(Forged {
        name: "filled gap: well, and signed by nobody".to_owned(),
        bytes: well,
    });
    forged.push(Forged {
        name: "filled gap: twice".to_owned(),
        bytes: again,
    });
    forged
}

/// Updates that readers read differently, behind evidence that anybody may add: one shows what was
/// signed, another what was put under it.
fn ambiguous_tables(signed: &[u8]) -> Vec<Forged> {
    let victim = Victim::of(signed);
    let content = victim
        .dict(victim.pages[0])
        .get(b"Contents")
        .unwrap()
        .as_reference()
        .unwrap();
    let old = match victim.doc.reference_table.get(content.0).unwrap() {
        lopdf::xref::XrefEntry::Normal { offset, .. } => usize::try_from(*offset).unwrap(),
        other => panic!("{other:?}"),
    };
    let evidence = (victim.size, 0);
    let mut catalog = victim.dict(victim.root);
    catalog.set(
        "DSS",
        lopdf::dictionary! { "CRLs" => vec![Object::Reference(evidence)] },
    );
    let evil = stream("BT ET");
    let alias = match evil.clone() {
        Object::Stream(mut s) => {
            s.dict.set("Type", "XRef");
            Object::Stream(s)
        }
        other => other,
    };
    // Objects, then lines of the table: number, offset, generation, kind; then what the trailer
    // says besides.
    let build = |content_object: Option<&Object>,
                 lines: &dyn Fn(usize) -> Vec<(u32, usize, u16, char)>,
                 more: &str,
                 size: u32| {
        let mut out = victim.bytes.to_vec();
        let mut put = |id: ObjectId, object: &Object| {
            let at = out.len();
            out.extend(format!("{} {} obj\n", id.0, id.1).bytes());
            out.extend(syntax(object));
            out.extend(b"\nendobj\n");
            at
        };
        let stored = put(evidence, &stream("0"));
        let root = put(victim.root, &Object::Dictionary(catalog.clone()));
        let new = content_object.map_or(0, |object| put(content, object));
        let start = out.len();
        out.extend(b"xref\n");
        for (number, at, generation, kind) in
            [(victim.root.0, root, 0, 'n'), (evidence.0, stored, 0, 'n')]
                .into_iter()
                .chain(lines(new))
        {
            out.extend(format!("{number} 1\n{at:010} {generation:05} {kind} \n").bytes());
        }
        let before = last_start(victim.bytes);
        out.extend(format!("trailer\n<</Size {size}/Root {} {} R/Prev {before}{more}>>\nstartxref\n{start}\n%%EOF\n", victim.root.0, victim.root.1).bytes());
        out
    };
    let next = victim.size + 1;
    let number = content.0;
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        (
            "twice, the new one first",
            build(
                Some(&evil),
                &|new| vec![(number, new, 0, 'n'), (number, old, 0, 'n')],
                "",
                next,
            ),
        ),
        (
            "twice, the old one first",
            build(
                Some(&evil),
                &|new| vec![(number, old, 0, 'n'), (number, new, 0, 'n')],
                "",
                next,
            ),
        ),
        (
            "called a table, under another number too",
            build(
                Some(&alias),
                &|new| vec![(number, new, 0, 'n'), (next, old, 0, 'n')],
                "",
                next + 1,
            ),
        ),
        (
            "free, and there",
            build(Some(&evil), &|_| vec![(number, 0, 1, 'f')], "", next),
        ),
        (
            "free",
            build(None, &|_| vec![(number, 0, 1, 'f')], "", next),
        ),
        (
            "there, and not listed",
            build(Some(&evil), &|_| vec![], "", next),
        ),
        (
            "there, and the table too small",
            build(Some(&evil), &|_| vec![], "", 1),
        ),
        (
            "of another generation",
            build(Some(&evil), &|new| vec![(number, new, 1, 'n')], "", next),
        ),
        (
            "old one, of another generation",
            build(None, &|_| vec![(number, old, 1, 'n')], "", next),
        ),
        (
            "another object's place",
            build(None, &|_| vec![(number, old + 1, 0, 'n')], "", next),
        ),
        (
            "in a second table",
            build(
                Some(&evil),
                &|_| vec![],
                &format!("/XRefStm {}", signed.len()),
                next,
            ),
        ),
        ("key twice", build(None, &|_| vec![], "/Prev 0", next)),
        ("no way back", build(None, &|_| vec![], "/Root 1 0 R", next)),
    ];
    // Between two signatures' worth of evidence, something that nobody lists.
    let fine = build(None, &|_| vec![], "", next);
    let mut hidden = victim.bytes.to_vec();
    hidden.extend(
        format!("{number} 0 obj\n")
            .bytes()
            .chain(syntax(&evil))
            .chain(b"\nendobj\n".iter().copied()),
    );
    let shift = hidden.len() - victim.bytes.len();
    hidden.extend(&fine[victim.bytes.len()..]);
    all.push(("in front of a fine update", hidden));
    assert!(shift > 0);
    all.into_iter()
        .map(|(what, bytes)| Forged {
            name: format!("ambiguous table: content {what}"),
            bytes,
        })
        .collect()
}

/// Files that take a reader's memory or time: made of nothing, read by nobody.
#[must_use]
pub fn bombs() -> Vec<Forged> {
    let table = |dict: &str| {
        format!("%PDF-1.7\n1 0 obj\n<</Type/XRef{dict}/Root 2 0 R/Length 3>>\nstream\nabc\nendstream\nendobj\nstartxref\n9\n%%EOF\n").into_bytes()
    };
    let mut lengths = b"%PDF-1.7\n".to_vec();
    for n in 1..30_000 {
        lengths.extend(
            format!(
                "{n} 0 obj\n<</Length {} 0 R>>\nstream\n\nendstream\nendobj\n",
                n + 1
            )
            .bytes(),
        );
    }
    let nested = format!(
        "%PDF-1.7\n1 0 obj\n{}{}\nendobj\n",
        "[".repeat(60_000),
        "]".repeat(60_000)
    )
    .into_bytes();
    let dictionaries = format!(
        "%PDF-1.7\n1 0 obj\n{}1{}\nendobj\n",
        "<</A ".repeat(60_000),
        ">>".repeat(60_000)
    )
    .into_bytes();
    [
        ("columns wider than memory", table("/Size 3/W[9223372036854775807 1 1]/Index[0 1]")),
        ("columns of nothing", table("/Size 3/W[0 0 0]/Index[0 9223372036854775807]")),
        ("names written as numbers", table("/Size 3/#57[9223372036854775807 1 1]/Ind#65x[0 1]")),
        ("rows without end", table("/Size 3/W[1 4 2]/Index[0 9223372036854775807]")),
        ("numbers that wrap", table("/Size 3/W[1 4 2]/Index[4294967321 1]")),
        ("a table at the end of numbers", b"%PDF-1.7\nxref\n4294967295 2\n0000000000 65535 f \n0000000000 65535 f \ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF\n".to_vec()),
        ("lengths that lead to lengths", lengths),
        ("brackets without end", nested),
        ("dictionaries without end", dictionaries),
    ]
    .into_iter()
    .map(|(what, bytes)| Forged { name: format!("bomb: {what}"), bytes })
    .collect()
}

/// Cut, glued, prefixed.
fn vandalism(signed: &[u8]) -> Vec<Forged> {
    let mut forged = vec![];
    for part in 1..20 {
        forged.push(Forged {
            name: format!("vandalism: the first {part}/20"),
            bytes: signed[..signed.len() * part / 20].to_vec(),
        });
    }
    for (what, bytes) in [
        (
            "something in front",
            [b"junk\n".as_slice(), signed].concat(),
        ),
        ("a space in front", [b" ".as_slice(), signed].concat()),
        ("something behind", [signed, b"junk".as_slice()].concat()),
        ("a line behind", [signed, b"% junk\n".as_slice()].concat()),
        (
            "an end of file behind",
            [signed, b"%%EOF\n".as_slice()].concat(),
        ),
        ("twice", [signed, signed].concat()),
        (
            "no line at the end",
            signed.strip_suffix(b"\n").unwrap_or(signed).to_vec(),
        ),
        ("two lines at the end", [signed, b"\n".as_slice()].concat()),
        (
            "another version",
            [b"%PDF-1.3".as_slice(), &signed[8..]].concat(),
        ),
        ("nothing", vec![]),
        ("no PDF", b"PK\x03\x04".to_vec()),
    ] {
        forged.push(Forged {
            name: format!("vandalism: {what}"),
            bytes,
        });
    }
    forged
}
