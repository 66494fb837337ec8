//! Piles of paper from an office scanner.

use domain::ids::{MinutesId, UnitId};
use engine::Engine;
use journeys::Folder;
use journeys::scanner::{pages_at, pictures_as_pdf};

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
pub async fn stack(
    engine: &Engine,
    folder: &Folder,
    pile: &[(UnitId, MinutesId)],
    mischief: &Mischief,
) -> Vec<u8> {
    let mut pages: Vec<Vec<u8>> = vec![];
    for (n, (unit, minutes)) in pile.iter().enumerate() {
        let mut own = pages_at(
            folder,
            &engine.minutes_pdf(*unit, *minutes).await.unwrap(),
            200,
        );
        if mischief.lose_last_page_of == Some(n) {
            own.pop();
        }
        pages.extend(own);
    }
    // Another order, the same on every run.
    pages.sort_by_key(|page| {
        page.iter().step_by(97).fold(7_u32, |sum, b| {
            sum.wrapping_mul(31).wrapping_add(u32::from(*b))
        })
    });
    let mut pictures: Vec<Vec<u8>> = vec![];
    for (n, mut picture) in pages.into_iter().enumerate() {
        if mischief.upside_down > 0 && n % mischief.upside_down == 0 {
            let turned = image::load_from_memory(&picture).unwrap().rotate180();
            let mut out = std::io::Cursor::new(vec![]);
            turned
                .to_luma8()
                .write_to(&mut out, image::ImageFormat::Jpeg)
                .unwrap();
            picture = out.into_inner();
        }
        pictures.push(picture);
    }
    if mischief.foreign {
        let blank = image::GrayImage::from_fn(1654, 2339, |x, y| {
            image::Luma([if (x / 40 + y / 40) % 7 == 0 { 200 } else { 250 }])
        });
        let mut out = std::io::Cursor::new(vec![]);
        blank.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
        pictures.insert(pictures.len() / 2, out.into_inner());
    }
    pictures_as_pdf(&pictures)
}
