//! Piles of paper from an office scanner.

use std::path::PathBuf;
use std::process::Command;

use domain::ids::{MinutesId, UnitId};
use engine::Engine;
use journeys::Folder;

/// What goes wrong with a pile.
pub struct Mischief {
    /// Every n-th page lies upside down.
    pub upside_down: usize,
    /// Whether a page of something else lies in the middle.
    pub foreign: bool,
    /// Whose last page was left on the desk.
    pub lose_last_page_of: Option<usize>,
}

/// The papers of minutes as one PDF of pictures, in another order.
pub async fn stack(engine: &Engine, folder: &Folder, pile: &[(UnitId, MinutesId)], mischief: &Mischief) -> Vec<u8> {
    let mut pages: Vec<PathBuf> = vec![];
    for (n, (unit, minutes)) in pile.iter().enumerate() {
        let file = folder.path(&format!("p{n}.pdf"));
        std::fs::write(&file, engine.minutes_pdf(*unit, *minutes).await.unwrap()).unwrap();
        let prefix = folder.path(&format!("p{n}"));
        let done = Command::new("pdftoppm").args(["-r", "200", "-gray", "-jpeg"]).arg(&file).arg(&prefix).status().expect("apt-get install poppler-utils");
        assert!(done.success());
        let mut own: Vec<PathBuf> = std::fs::read_dir(folder.path(""))
            .unwrap()
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.file_name().unwrap().to_string_lossy().starts_with(&format!("p{n}-")))
            .collect();
        own.sort();
        if mischief.lose_last_page_of == Some(n) {
            own.pop();
        }
        pages.extend(own);
    }
    // Another order, the same on every run.
    pages.sort_by_key(|p| p.to_string_lossy().bytes().fold(7_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(u32::from(b))));
    let mut pictures: Vec<Vec<u8>> = vec![];
    for (n, page) in pages.iter().enumerate() {
        let mut picture = std::fs::read(page).unwrap();
        if mischief.upside_down > 0 && n % mischief.upside_down == 0 {
            let turned = image::load_from_memory(&picture).unwrap().rotate180();
            let mut out = std::io::Cursor::new(vec![]);
            turned.to_luma8().write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
            picture = out.into_inner();
        }
        pictures.push(picture);
    }
    if mischief.foreign {
        let blank = image::GrayImage::from_fn(1654, 2339, |x, y| image::Luma([if (x / 40 + y / 40) % 7 == 0 { 200 } else { 250 }]));
        let mut out = std::io::Cursor::new(vec![]);
        blank.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
        pictures.insert(pictures.len() / 2, out.into_inner());
    }
    super::paper::pictures_as_pdf(&pictures)
}

/// The pages of a PDF as a scanner sees them.
pub fn pages(folder: &Folder, pdf: &[u8]) -> Vec<Vec<u8>> {
    let (file, prefix) = (folder.path("pages.pdf"), folder.path("page"));
    std::fs::write(&file, pdf).unwrap();
    let done = Command::new("pdftoppm").args(["-r", "200", "-gray", "-jpeg"]).arg(&file).arg(&prefix).status().expect("apt-get install poppler-utils");
    assert!(done.success());
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder.path("")).unwrap().filter_map(|e| Some(e.ok()?.path())).filter(|p| p.file_name().unwrap().to_string_lossy().starts_with("page-")).collect();
    found.sort();
    found.into_iter().map(|page| std::fs::read(page).unwrap()).collect()
}
