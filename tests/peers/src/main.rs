//! Makes our minutes again with krilla and typst, tagged and to the same standards as ours
//! (PDF/A-2a, PDF/UA-1), and prints what it took beside what we took; writes them as HTML for the
//! peers that are no libraries of Rust.

mod page;

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::time::Instant;

use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::{Font, TextDirection};
use typst::foundations::{Array, Bytes, Dict, IntoValue, dict};
use typst_as_lib::TypstEngine;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use page::{FACES, Minutes};

const ROUNDS: usize = 5;

type Failed = Box<dyn std::error::Error + Send + Sync>;
/// Makes one PDF after the other, warm.
type Maker = Box<dyn FnMut(&Minutes) -> Result<Vec<u8>, Failed>>;

fn main() -> Result<(), Failed> {
    let folder: PathBuf = std::env::args()
        .nth(1)
        .ok_or("name the folder with the minutes")?
        .into();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "xml"))
        .collect();
    files.sort();
    let all: Vec<Minutes> = files
        .iter()
        .map(|path| Minutes::read(path))
        .collect::<Result<_, _>>()?;
    for (path, minutes) in files.iter().zip(&all) {
        std::fs::write(path.with_extension("html"), minutes.html())?;
    }
    let ours = figures(&folder.join("ours.txt"))?;
    measure(
        "krilla 0.8 (lines placed as they are)",
        &folder,
        &all,
        &ours,
        krilla,
    )?;
    measure(
        "typst 0.15 (typesets the paragraphs)",
        &folder,
        &all,
        &ours,
        typst,
    )
}

/// Our own figures: seconds for all on two threads, milliseconds for one, by its number of pages.
fn figures(path: &Path) -> Result<BTreeMap<String, f64>, Failed> {
    let line = |line: &str| -> Result<(String, f64), Failed> {
        let (what, figure) = line.split_once(' ').ok_or("our figures cannot be read")?;
        Ok((what.to_owned(), figure.parse()?))
    };
    std::fs::read_to_string(path)?.lines().map(line).collect()
}

fn measure(
    name: &str,
    folder: &Path,
    all: &[Minutes],
    ours: &BTreeMap<String, f64>,
    maker: fn() -> Result<Maker, Failed>,
) -> Result<(), Failed> {
    let work = |part: &[Minutes]| -> Result<(), Failed> {
        let mut make = maker()?;
        part.iter().try_for_each(|minutes| make(minutes).map(drop))
    };
    let mut times = vec![];
    for _ in 0..ROUNDS {
        forget();
        let begun = Instant::now();
        let (front, back) = all.split_at(all.len() / 2);
        let (a, b) = std::thread::scope(|scope| {
            let other = scope.spawn(|| work(back));
            (work(front), other.join())
        });
        a?;
        b.map_err(|_| "a thread ended badly")??;
        times.push(begun.elapsed().as_secs_f64());
    }
    let time = median(times);
    println!(
        "peer {name}: {} files on two threads, median {time:.2} s; ours took {:.2} of it",
        all.len(),
        ours["two_threads"] / time
    );
    for how in ["go", "alone"] {
        let mut make = maker()?;
        let mut by_pages: BTreeMap<usize, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for _ in 0..ROUNDS {
            forget();
            for minutes in all {
                if how == "alone" {
                    forget();
                }
                let begun = Instant::now();
                let made = make(minutes)?;
                let took = begun.elapsed().as_secs_f64() * 1e3;
                let of_pages = by_pages.entry(minutes.pages.len()).or_default();
                of_pages.0.push(took);
                of_pages.1.push(made.len() as f64 / 1e3);
                if of_pages.0.len() == 1 {
                    std::fs::write(
                        folder.join(format!(
                            "{}-{}.pdf",
                            name.split(' ').next().unwrap_or_default(),
                            minutes.pages.len()
                        )),
                        made,
                    )?;
                }
            }
        }
        for (pages, (times, sizes)) in by_pages {
            let time = median(times);
            println!(
                "  {pages} pages, {how}: median {time:.2} ms, {:.1} kB; ours took {:.2} of it",
                median(sizes),
                ours[&format!("{how}_{pages}")] / time
            );
        }
    }
    Ok(())
}

/// Nothing of what was made before is remembered: both peers keep the fonts that they cut, and
/// typst what it has laid out.
fn forget() {
    comemo::evict(0);
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// What a code says to who does not see it.
const CODE: &str = "Mã tra cứu";

fn krilla() -> Result<Maker, Failed> {
    let fonts: Vec<Font> = FACES
        .iter()
        .map(|(name, bytes)| Font::new(bytes.to_vec().into(), 0).ok_or(*name))
        .collect::<Result<_, _>>()?;
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| format!("{e:?}"))?;
    Ok(Box::new(move |minutes| {
        let settings = SerializeSettings {
            configuration: configuration.clone(),
            ..SerializeSettings::default()
        };
        let mut document = krilla::Document::new_with(settings);
        let title = minutes.title();
        let mut tags = TagTree::new();
        let mut outline = Outline::new();
        for (number, shown) in minutes.pages.iter().enumerate() {
            let mut page = document
                .start_page_with(PageSettings::from_wh(595.3, 841.9).ok_or("A4 is a page")?);
            let mut surface = page.surface();
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
                ArtifactType::Layout,
            )));
            for [x, y, width, height] in &shown.bars {
                let mut bar = PathBuilder::new();
                bar.push_rect(
                    Rect::from_xywh(*x, *y, *width, *height).ok_or("a bar without size")?,
                );
                surface.draw_path(&bar.finish().ok_or("a bar without size")?);
            }
            surface.end_tagged();
            let mut open: Option<TagGroup> = None;
            for line in &shown.lines {
                let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                surface.draw_text(
                    Point::from_xy(line.x, line.baseline),
                    fonts[line.face].clone(),
                    line.size,
                    &line.text,
                    false,
                    TextDirection::LeftToRight,
                );
                surface.end_tagged();
                if open.is_none() {
                    open = Some(if line.text.trim() == title {
                        outline.push_child(OutlineNode::new(
                            title.clone(),
                            XyzDestination::new(
                                number,
                                Point::from_xy(line.x, line.baseline - line.size),
                            ),
                        ));
                        TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(title.clone())))
                    } else {
                        TagGroup::new(Tag::P)
                    });
                }
                if let Some(group) = &mut open {
                    group.push(identifier);
                }
                if !line.text.ends_with(' ') {
                    tags.children.extend(open.take().map(Into::into));
                }
            }
            tags.children.extend(open.take().map(Into::into));
            for code in &shown.codes {
                let identifier = surface.start_tagged(ContentTag::Other);
                let [x, y, side] = code.place;
                let rgba = code
                    .modules
                    .iter()
                    .flatten()
                    .flat_map(|dark| if *dark { [0, 0, 0, 255] } else { [255; 4] })
                    .collect();
                let count = u32::try_from(code.modules.len())?;
                surface.push_transform(&Transform::from_translate(x, y));
                surface.draw_image(
                    Image::from_rgba8(rgba, count, count),
                    Size::from_wh(side, side).ok_or("a code without size")?,
                );
                surface.pop();
                surface.end_tagged();
                let mut figure = TagGroup::new(Tag::Figure(Some(CODE.to_owned())));
                figure.push(identifier);
                tags.push(figure);
            }
            surface.finish();
            page.finish();
        }
        document.set_tag_tree(tags);
        document.set_outline(outline);
        document.set_metadata(
            Metadata::new()
                .title(title)
                .language("vi-VN".to_owned())
                .creation_date(DateTime::new(2026).month(11).day(9)),
        );
        document.finish().map_err(|e| format!("{e:?}").into())
    }))
}

fn typst() -> Result<Maker, Failed> {
    let standards =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|e| format!("{e:?}"))?;
    let options = PdfOptions {
        standards,
        ..PdfOptions::default()
    };
    // One engine for all, as who makes many documents would: fonts and template are read once. It
    // forgets when it is told to.
    let engine = TypstEngine::builder()
        .main_file(include_str!("minutes.typ"))
        .comemo_evict_max_age(None)
        .fonts(FACES.map(|(_, bytes)| bytes))
        .build();
    Ok(Box::new(move |minutes| {
        let document = engine
            .compile_with_input(input(minutes))
            .output
            .map_err(|e| format!("{e:?}"))?;
        typst_pdf::pdf(&document, &options).map_err(|e| format!("{e:?}").into())
    }))
}

/// What the template reads.
fn input(minutes: &Minutes) -> Dict {
    let title = minutes.title();
    let of_page = |page: &page::Page| -> Dict {
        let paragraph = |(face, size, text): (usize, f32, String)| {
            dict! {
                "size" => f64::from(size), "bold" => face % 2 == 1, "italic" => face > 1, "heading" => text.trim() == title, "text" => text.trim_end()
            }
        };
        let numbers =
            |all: &[f32]| -> Array { all.iter().map(|n| f64::from(*n).into_value()).collect() };
        let code = |code: &page::Code| {
            let grey: Vec<u8> = code
                .modules
                .iter()
                .flatten()
                .map(|dark| if *dark { 0 } else { 255 })
                .collect();
            dict! { "place" => numbers(&code.place), "modules" => code.modules.len() as i64, "grey" => Bytes::new(grey), "says" => CODE }
        };
        dict! {
            "paragraphs" => Minutes::paragraphs(&page.lines).into_iter().map(paragraph).map(IntoValue::into_value).collect::<Array>(),
            "bars" => page.bars.iter().map(|bar| numbers(bar).into_value()).collect::<Array>(),
            "codes" => page.codes.iter().map(code).map(IntoValue::into_value).collect::<Array>()
        }
    };
    let pages: Array = minutes
        .pages
        .iter()
        .map(of_page)
        .map(IntoValue::into_value)
        .collect();
    dict! { "title" => title.clone(), "pages" => pages }
}
