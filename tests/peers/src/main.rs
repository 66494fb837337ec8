//! Typesets the texts of minutes with krilla and typst on two threads and prints what it took.

use std::path::PathBuf;
use std::time::Instant;

use krilla::geom::Point;
use krilla::page::PageSettings;
use krilla::text::{Font, TextDirection};
use typst_as_lib::TypstEngine;

const FONT: &[u8] = include_bytes!("../../../crates/minutes/fonts/BanGiaoSerif-Regular.ttf");
const ROUNDS: usize = 3;

type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failed> {
    let folder: PathBuf = std::env::args().nth(1).ok_or("name the folder with the texts")?.into();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
    measure("krilla 0.8 (lines placed as they are)", &texts, with_krilla)?;
    measure("typst 0.15 (typesets the paragraphs)", &texts, with_typst)
}

fn measure(name: &str, texts: &[String], make: fn(&[String]) -> Result<Vec<usize>, Failed>) -> Result<(), Failed> {
    let mut times = vec![];
    let mut sizes = vec![];
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let (front, back) = texts.split_at(texts.len() / 2);
        let (a, b) = std::thread::scope(|scope| {
            let other = scope.spawn(|| make(back));
            (make(front), other.join())
        });
        sizes = a?;
        sizes.extend(b.map_err(|_| "a thread ended badly")??);
        times.push(begun.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    sizes.sort_unstable();
    println!("peer {name}: {} files on two threads, median {:.2} s, {:.1} kB median", sizes.len(), times[ROUNDS / 2], sizes[sizes.len() / 2] as f64 / 1e3);
    Ok(())
}

fn with_krilla(texts: &[String]) -> Result<Vec<usize>, Failed> {
    let font = Font::new(FONT.to_vec().into(), 0).ok_or("the font cannot be read")?;
    let mut sizes = vec![];
    for text in texts {
        let mut document = krilla::Document::new();
        for page in text.split('\u{c}').filter(|p| !p.trim().is_empty()) {
            let settings = PageSettings::from_wh(595.3, 841.9).ok_or("A4 is a page")?;
            let mut sheet = document.start_page_with(settings);
            let mut surface = sheet.surface();
            for (n, line) in page.lines().enumerate() {
                surface.draw_text(Point::from_xy(56.7, 60.0 + 15.0 * n as f32), font.clone(), 12.0, line, false, TextDirection::Auto);
            }
            surface.finish();
            sheet.finish();
        }
        sizes.push(document.finish().map_err(|e| format!("{e:?}"))?.len());
    }
    Ok(sizes)
}

fn with_typst(texts: &[String]) -> Result<Vec<usize>, Failed> {
    let mut sizes = vec![];
    for text in texts {
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
        let pages: Vec<String> = quoted.split('\u{c}').filter(|p| !p.trim().is_empty()).map(|page| page.split("\n\n").map(|p| format!("#\"{}\"\n\n", p.replace('\n', " "))).collect()).collect();
        let source = format!("#set page(paper: \"a4\")\n#set text(font: \"Ban Giao Serif\", size: 12pt, lang: \"vi\")\n#set par(justify: true)\n{}", pages.join("#pagebreak()\n"));
        let engine = TypstEngine::builder().main_file(source).fonts([FONT]).build();
        let document = engine.compile().output.map_err(|e| format!("{e:?}"))?;
        sizes.push(typst_pdf::pdf(&document, &Default::default()).map_err(|e| format!("{e:?}"))?.len());
    }
    Ok(sizes)
}
