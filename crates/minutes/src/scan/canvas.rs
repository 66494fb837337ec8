//! A page as it looks: its pictures put together where it draws them.

use domain::{Code, Refusal};
use image::GrayImage;
use lopdf::{Document, ObjectId};

use super::drawn::{self, Painted, What};
use super::pictures::{Picture, Stored, not_too_fine};
use super::place::{Area, Place};
use super::{MAX_PIXELS, MIN_PIXELS, unreadable};

/// What a page looks like.
#[derive(Debug)]
pub(super) struct Look {
    pub grey: GrayImage,
    /// Where on the page the picture lies.
    pub place: Place,
}

/// What a page looks like.
///
/// # Errors
/// `scan_unreadable`, also of a page without a picture; `scan_too_coarse`, `scan_too_fine`;
/// `scan_compression` of what no program here unpacks.
pub(super) fn look(doc: &Document, id: ObjectId, number: u32) -> Result<Look, Refusal> {
    let page = drawn::page(doc, id, number)?;
    let mut pictures = vec![];
    for painted in &page {
        if let What::Picture(id, grey) = painted.what {
            pictures.push((painted, Stored::of(doc, id, number)?, grey));
        }
    }
    let points = pictures
        .iter()
        .map(|(_, stored, _)| stored.points())
        .sum::<u64>();
    not_too_fine(points / 2, number)?;
    let shown = pictures.iter().map(|(painted, ..)| painted.clip);
    let shown = shown.reduce(|one, other| one.with(Some(other)));
    let shown = shown.ok_or_else(unreadable)?;
    if let [(painted, stored, grey)] = &pictures[..]
        && page.len() == 1
        && painted.place.straight()
        && painted.clip.size() > 0.98 * painted.place.area().size()
        && stored.mask()?.is_none()
        && !stored.is_stencil()
    {
        not_too_coarse(stored.width.min(stored.height), number)?;
        let (grey, place) = (stored.picture(*grey)?.grey, painted.place);
        return Ok(Look { grey, place });
    }
    let mut densities = vec![];
    for (painted, stored, _) in &pictures {
        let finest = stored.mask()?.map_or(0, |mask| mask.points());
        let points = stored.points().max(finest) as f64;
        densities.push(((points / painted.place.size()).sqrt(), painted.clip.size()));
    }
    let density = common(&mut densities);
    let (width, height) = (
        (shown.width() * density).round(),
        (shown.height() * density).round(),
    );
    not_too_fine((width * height) as u64, number)?;
    let mut canvas = GrayImage::from_pixel(width as u32, height as u32, image::Luma([255]));
    not_too_coarse(canvas.width().min(canvas.height()), number)?;
    // What is painted over and over again is no scan.
    let mut room = 6 * MAX_PIXELS;
    let mut pictures = pictures.into_iter();
    for painted in &page {
        let reach = painted.clip.meet(shown);
        room = room
            .checked_sub((reach.size() * density * density) as u64)
            .ok_or_else(|| Refusal::new(Code::ScanTooFine).with("page", number))?;
        let picture = match painted.what {
            What::Fill(grey) => Picture {
                grey: GrayImage::from_pixel(1, 1, image::Luma([grey])),
                cover: None,
            },
            What::Picture(..) => {
                let (_, stored, grey) = pictures.next().ok_or_else(unreadable)?;
                stored.picture(grey)?
            }
        };
        paint(&mut canvas, shown, density, painted, &picture);
    }
    let (across, up) = (shown.width(), shown.height());
    Ok(Look {
        grey: canvas,
        place: Place([across, 0.0, 0.0, up, shown.left, shown.bottom]),
    })
}

/// Refuses a page on which the paper has too few points across.
fn not_too_coarse(across: u32, page: u32) -> Result<(), Refusal> {
    if across < MIN_PIXELS {
        return Err(Refusal::new(Code::ScanTooCoarse)
            .with("page", page)
            .with("pixels", across));
    }
    Ok(())
}

/// How many points a unit of the page has, where half of what is shown has as many or more.
fn common(densities: &mut [(f64, f64)]) -> f64 {
    densities.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let half = densities.iter().map(|(_, size)| size).sum::<f64>() / 2.0;
    let mut so_far = 0.0;
    let found = densities.iter().find(|(_, size)| {
        so_far += size;
        // Halves that are written with few digits are halves.
        so_far >= half * 0.99
    });
    found.map_or(0.0, |(density, _)| *density)
}

/// Paints one picture, point by point of the canvas.
fn paint(canvas: &mut GrayImage, shown: Area, density: f64, painted: &Painted, picture: &Picture) {
    let Some(back) = painted.place.back() else {
        return;
    };
    let reach = painted.clip.meet(shown);
    let column = |x: f64| (((x - shown.left) * density).round() as u32).min(canvas.width());
    let row = |y: f64| (((shown.top - y) * density).round() as u32).min(canvas.height());
    let (columns, rows) = (
        column(reach.left)..column(reach.right),
        row(reach.top)..row(reach.bottom),
    );
    // A picture begins at its top, the unit square at its bottom.
    let at = |of: &GrayImage, u: f64, v: f64| {
        let x = (u * f64::from(of.width())) as u32;
        let y = ((1.0 - v) * f64::from(of.height())) as u32;
        of.get_pixel(x.min(of.width() - 1), y.min(of.height() - 1))
            .0[0]
    };
    for y in rows {
        for x in columns.clone() {
            let on_page = (
                shown.left + (f64::from(x) + 0.5) / density,
                shown.top - (f64::from(y) + 0.5) / density,
            );
            let (u, v) = back.point(on_page.0, on_page.1);
            if !(-1e-6..=1.0 + 1e-6).contains(&u) || !(-1e-6..=1.0 + 1e-6).contains(&v) {
                continue;
            }
            let covers = picture
                .cover
                .as_ref()
                .is_none_or(|cover| at(cover, u, v) > 127);
            if covers {
                canvas.put_pixel(x, y, image::Luma([at(&picture.grey, u, v)]));
            }
        }
    }
}
