//! Pages as printing, handling and scanning leave them: a corpus for tests and benches, the same on
//! every run.

use domain::Refusal;
use image::{GrayImage, Luma};

use super::code::{PageRead, codes};

/// How a scanner writes a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// 256 greys.
    Grey,
    /// 256 greys through JPEG of a quality.
    Jpeg(u8),
    /// Black and white, parted at a grey.
    Parted(u8),
    /// Black and white in dots, as "photo" modes write.
    Dots,
    /// Black and white as a fax machine sends it: 204 × 196 points an inch.
    Fax,
}

/// What happens to a page between the program that prints it and the file of the scanner.
#[derive(Clone, Copy, Debug)]
pub struct Wear {
    /// Which dust, and where the fold lies.
    pub seed: u64,
    /// Points of the scan an inch.
    pub dpi: u32,
    /// How it lies askew, in degrees.
    pub skew: f64,
    /// Quarter turns clockwise.
    pub turns: u32,
    /// How far a point spreads, in points of the scan.
    pub blur: f64,
    /// How much the print spreads: thicker lines above 0, thinner ones below, in 1/600 inch.
    pub spread: f64,
    /// The grey of the ink.
    pub ink: u8,
    /// The grey of the paper.
    pub paper: u8,
    /// How far greys stray.
    pub grain: f64,
    /// Specks of dust, dark and light.
    pub specks: u32,
    /// Streaks that a dirty glass draws along the way of the paper.
    pub streaks: u32,
    /// Whether a fold goes through the foot of the page.
    pub fold: bool,
    /// How the scanner writes it.
    pub tone: Tone,
}

/// A row of numbers that looks like chance and is the same on every machine (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The row that begins with a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Between two numbers.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.part()
    }

    /// One of so many, from 0.
    pub fn one_of(&mut self, many: u32) -> u32 {
        (self.part() * f64::from(many)) as u32
    }

    /// About normal, mean 0, deviation 1.
    fn normal(&mut self) -> f64 {
        (0..6).map(|_| self.part()).sum::<f64>() * std::f64::consts::SQRT_2
            - 3.0 * std::f64::consts::SQRT_2
    }
}

impl Wear {
    /// A page that nothing happened to but scanning.
    #[must_use]
    pub fn none(dpi: u32) -> Self {
        Self {
            seed: 1,
            dpi,
            skew: 0.0,
            turns: 0,
            blur: 0.4,
            spread: 0.0,
            ink: 20,
            paper: 250,
            grain: 0.0,
            specks: 0,
            streaks: 0,
            fold: false,
            tone: Tone::Grey,
        }
    }

    /// The wear of a page of a corpus: what offices really do to paper, up to the worst that a
    /// person still calls readable.
    #[must_use]
    pub fn of_corpus(number: u64) -> Self {
        let mut chance = Chance::new(number.wrapping_mul(0xA076_1D64_78BD_642F));
        let tone = match chance.one_of(20) {
            0..6 => Tone::Jpeg(30 + 10 * chance.one_of(6) as u8),
            6..10 => Tone::Grey,
            10..16 => Tone::Parted(100 + 10 * chance.one_of(8) as u8),
            16..18 => Tone::Dots,
            _ => Tone::Fax,
        };
        let dpi = match (tone, chance.one_of(10)) {
            (Tone::Fax, _) => 204,
            (_, 0..6) => 200,
            (_, 6..8) => 240,
            _ => 300,
        };
        // Most lie nearly straight.
        let skew = if chance.one_of(3) == 0 { 5.0 } else { 2.0 };
        Self {
            seed: number,
            dpi,
            skew: chance.between(-skew, skew),
            turns: [0, 0, 0, 0, 0, 0, 2, 2, 1, 3][chance.one_of(10) as usize],
            blur: chance.between(0.3, 0.9) * f64::from(dpi) / 200.0,
            spread: chance.between(-1.5, 2.0),
            ink: chance.between(5.0, 90.0) as u8,
            paper: chance.between(205.0, 255.0) as u8,
            grain: chance.between(0.0, 9.0),
            specks: chance.one_of(400),
            streaks: chance.one_of(4),
            fold: chance.one_of(6) == 0,
            tone,
        }
    }

    /// The scan of a print; the print is at 600 points an inch or nearly so.
    #[must_use]
    pub fn scan(&self, print: &GrayImage, print_dpi: u32) -> GrayImage {
        let mut chance = Chance::new(self.seed ^ 0x5CA7);
        let mut light = self.seen(print, print_dpi, &mut chance);
        light.blur(self.blur);
        if self.fold {
            light.fold(&mut chance, self.dpi);
        }
        light.dirty(self, &mut chance);
        let seen = light.toned(self.tone);
        match self.turns % 4 {
            1 => image::imageops::rotate90(&seen),
            2 => image::imageops::rotate180(&seen),
            3 => image::imageops::rotate270(&seen),
            _ => seen,
        }
    }

    /// The print as light on the sensor, from 0 to 255.
    fn seen(&self, print: &GrayImage, print_dpi: u32, chance: &mut Chance) -> Light {
        let step = f64::from(print_dpi) / f64::from(self.dpi);
        let (width, height) = (
            (f64::from(print.width()) / step).round(),
            (f64::from(print.height()) / step).round(),
        );
        let (sin, cos) = self.skew.to_radians().sin_cos();
        // No feed is quite even, and no sheet lies quite in its corner.
        let stretch = chance.between(0.995, 1.005);
        let (wave, length) = (chance.between(0.0, 0.4), chance.between(200.0, 700.0));
        let moved = (chance.between(-15.0, 15.0), chance.between(-15.0, 15.0));
        // Spread ink darkens what is near an edge: the grey in the middle of an edge is another.
        let edge = 127.5 + self.spread * 45.0;
        let edge = edge.clamp(40.0, 215.0);
        let reach = (step / 2.0).max(0.5);
        let raw = print.as_raw();
        let (across, down) = (i64::from(print.width()), i64::from(print.height()));
        let at = |x: f64, y: f64| -> u32 {
            let (x, y) = (x as i64, y as i64);
            let inside = (0..across).contains(&x) && (0..down).contains(&y);
            if inside {
                u32::from(raw[(y * across + x) as usize])
            } else {
                255
            }
        };
        let (ink, paper) = (f64::from(self.ink), f64::from(self.paper));
        let mut light = Light {
            width: width as usize,
            height: height as usize,
            points: Vec::with_capacity((width * height) as usize),
        };
        // The sheet turns about its foot, where it lies against the edge.
        let pivot = (0.8 * width, 0.95 * height);
        let parts = [-2.0 / 3.0, 0.0, 2.0 / 3.0];
        for y in 0..light.height {
            let shaken = wave * (y as f64 / length * std::f64::consts::TAU).sin();
            for x in 0..light.width {
                let from = (
                    (x as f64 + 0.5 - pivot.0 + shaken) * stretch,
                    y as f64 + 0.5 - pivot.1,
                );
                let mid = (
                    (from.0 * cos + from.1 * sin + pivot.0) * step + moved.0,
                    (from.1 * cos - from.0 * sin + pivot.1) * step + moved.1,
                );
                let mut sum = 0;
                for v in parts {
                    for u in parts {
                        sum += at(mid.0 + u * reach, mid.1 + v * reach);
                    }
                }
                // Dot gain: a point that ink covers in part looks darker than its part.
                let light_part = f64::from(sum) / (9.0 * 255.0);
                let grown = gain(light_part, edge / 255.0);
                light.points.push(ink + (paper - ink) * grown);
            }
        }
        light
    }
}

/// A share of white, where a middle of another height moves it: smooth, 0 and 1 stay.
fn gain(share: f64, middle: f64) -> f64 {
    let bent = middle / (1.0 - middle);
    share / (share + bent * (1.0 - share))
}

/// Reads the codes of a picture as those of a page of a scan are read.
///
/// # Errors
/// `scan_too_coarse`, `scan_no_qr`, `scan_blank`.
pub fn read(picture: GrayImage) -> Result<Vec<PageRead>, Refusal> {
    let found = codes(1, picture)?;
    Ok(found.into_iter().map(|found| found.read).collect())
}

/// Light on the points of a sensor.
struct Light {
    width: usize,
    height: usize,
    points: Vec<f64>,
}

impl Light {
    /// Spreads every point as a lens does.
    fn blur(&mut self, deviation: f64) {
        let reach = (deviation * 3.0).ceil() as usize;
        if reach == 0 {
            return;
        }
        let weights: Vec<f64> = (0..=2 * reach)
            .map(|n| {
                let far = n as f64 - reach as f64;
                (-far * far / (2.0 * deviation * deviation)).exp()
            })
            .collect();
        let whole: f64 = weights.iter().sum();
        let along = |points: &[f64], length: usize, at: usize, step: usize, start: usize| {
            let mut sum = 0.0;
            for (n, weight) in weights.iter().enumerate() {
                let other = (at + n).saturating_sub(reach).min(length - 1);
                sum += weight * points[start + other * step];
            }
            sum / whole
        };
        let (width, height) = (self.width, self.height);
        let mut rows = Vec::with_capacity(self.points.len());
        for y in 0..height {
            rows.extend((0..width).map(|x| along(&self.points, width, x, 1, y * width)));
        }
        for y in 0..height {
            for x in 0..width {
                self.points[y * width + x] = along(&rows, height, y, width, x);
            }
        }
    }

    /// A fold near the foot: a light line with a shadow, where the paper also moves a little.
    fn fold(&mut self, chance: &mut Chance, dpi: u32) {
        let at = self.height as f64 * chance.between(0.93, 0.985);
        let slope = chance.between(-0.02, 0.02);
        let wide = f64::from(dpi) / 200.0;
        let shift = chance.one_of(3) as usize;
        for y in 0..self.height {
            for x in 0..self.width {
                let far = y as f64 - at - slope * x as f64;
                let here = y * self.width + x;
                if far > 0.0 && shift > 0 {
                    let other = (x + shift).min(self.width - 1);
                    self.points[here] = self.points[y * self.width + other];
                }
                if far.abs() < wide {
                    self.points[here] += (235.0 - self.points[here]) * 0.7;
                } else if far > 0.0 && far < 8.0 * wide {
                    self.points[here] *= 0.82;
                }
            }
        }
    }

    /// Grain, dust and streaks.
    fn dirty(&mut self, wear: &Wear, chance: &mut Chance) {
        if wear.grain > 0.0 {
            for point in &mut self.points {
                *point += wear.grain * chance.normal();
            }
        }
        for _ in 0..wear.streaks {
            let x = chance.one_of(self.width as u32) as usize;
            let dark = chance.between(0.6, 0.95);
            for y in 0..self.height {
                self.points[y * self.width + x] *= dark;
            }
        }
        for _ in 0..wear.specks {
            let size = chance.between(0.5, 2.2) * f64::from(wear.dpi) / 200.0;
            let grey = if chance.one_of(2) == 0 { 30.0 } else { 250.0 };
            let x = chance.between(0.0, self.width as f64);
            // Dust lies everywhere, and tests are about the foot.
            let y = self.height as f64
                * if chance.one_of(2) == 0 {
                    chance.part()
                } else {
                    chance.between(0.9, 1.0)
                };
            self.speck((x, y), size, grey);
        }
    }

    fn speck(&mut self, (x, y): (f64, f64), size: f64, grey: f64) {
        let near = |at: f64, most: usize| {
            let least = (at - size).max(0.0) as usize;
            least..((at + size).max(0.0) as usize + 1).min(most)
        };
        for row in near(y, self.height) {
            for column in near(x, self.width) {
                let far = (column as f64 + 0.5 - x).hypot(row as f64 + 0.5 - y);
                if far < size {
                    self.points[row * self.width + column] = grey;
                }
            }
        }
    }

    /// As the scanner writes it.
    fn toned(&self, tone: Tone) -> GrayImage {
        let (width, height) = (self.width as u32, self.height as u32);
        let level = |x: u32, y: u32| self.points[y as usize * self.width + x as usize];
        let grey = |x, y| Luma([level(x, y).clamp(0.0, 255.0) as u8]);
        let parted = |limit: f64| {
            GrayImage::from_fn(width, height, |x, y| {
                Luma([if level(x, y) < limit { 0 } else { 255 }])
            })
        };
        match tone {
            Tone::Grey => GrayImage::from_fn(width, height, grey),
            Tone::Jpeg(quality) => {
                let picture = GrayImage::from_fn(width, height, grey);
                through_jpeg(&picture, quality).unwrap_or(picture)
            }
            Tone::Parted(limit) => parted(f64::from(limit)),
            Tone::Fax => {
                // Fewer rows than columns, and back to square points.
                let fax = parted(128.0);
                let rows = height * 196 / 204;
                let squeezed = GrayImage::from_fn(width, rows, |x, y| {
                    *fax.get_pixel(x, (y * 204 / 196).min(height - 1))
                });
                GrayImage::from_fn(width, height, |x, y| {
                    *squeezed.get_pixel(x, (y * 196 / 204).min(rows - 1))
                })
            }
            Tone::Dots => self.dots(),
        }
    }

    /// Black and white where every point hands its error on (Floyd and Steinberg).
    fn dots(&self) -> GrayImage {
        let mut points = self.points.clone();
        let (width, height) = (self.width, self.height);
        for y in 0..height {
            for x in 0..width {
                let old = points[y * width + x];
                let new = if old < 128.0 { 0.0 } else { 255.0 };
                points[y * width + x] = new;
                let error = old - new;
                let neighbours = [(1, 0, 7.0), (-1, 1, 3.0), (0, 1, 5.0), (1, 1, 1.0)];
                for (right, below, weight) in neighbours {
                    let (x, y) = (x as i64 + right, y + below);
                    if (0..width as i64).contains(&x) && y < height {
                        points[y * width + x as usize] += error * weight / 16.0;
                    }
                }
            }
        }
        GrayImage::from_fn(width as u32, height as u32, |x, y| {
            Luma([points[y as usize * width + x as usize] as u8])
        })
    }
}

fn through_jpeg(picture: &GrayImage, quality: u8) -> image::ImageResult<GrayImage> {
    let mut bytes = vec![];
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    picture.write_with_encoder(encoder)?;
    Ok(image::load_from_memory(&bytes)?.into_luma8())
}

/// A page as a printer draws it at 600 points an inch: lines of what looks like words, and a code of
/// a width in millimetres in the corner where pages carry it.
///
/// # Errors
/// A sentence if the address has no code.
pub fn print(address: &str, code_mm: f64, seed: u64) -> Result<GrayImage, String> {
    const DPI: f64 = 600.0;
    let mm = DPI / 25.4;
    let mut page = GrayImage::from_pixel((210.0 * mm) as u32, (297.0 * mm) as u32, Luma([255]));
    let mut chance = Chance::new(seed);
    let mut block = |left: f64, top: f64, wide: f64, high: f64| {
        for y in (top * mm) as u32..((top + high) * mm) as u32 {
            for x in (left * mm) as u32..((left + wide) * mm) as u32 {
                if x < page.width() && y < page.height() {
                    page.put_pixel(x, y, Luma([0]));
                }
            }
        }
    };
    let mut line = 22.0;
    while line < 272.0 {
        let mut x = 30.0;
        while x < 190.0 {
            // Stems and bars of letters.
            let (wide, high) = (chance.between(0.3, 1.6), chance.between(0.3, 3.0));
            block(x, line + 3.0 - high, wide.min(0.4), high);
            block(x, line + 1.2, wide, 0.35);
            x += wide + chance.between(0.3, 1.4);
        }
        line += 6.0;
    }
    let code = fast_qr::QRBuilder::new(address)
        .ecl(fast_qr::ECL::M)
        .build()
        .map_err(|e| e.to_string())?;
    let module = code_mm / code.size as f64;
    let (left, top) = (210.0 - 15.0 - code_mm, 297.0 - 4.5 - code_mm);
    for row in 0..code.size {
        for (column, square) in code[row].iter().take(code.size).enumerate() {
            if square.value() {
                let (x, y) = (left + column as f64 * module, top + row as f64 * module);
                block(x, y, module, module);
            }
        }
    }
    // What people read beside the code.
    let mut x = left - 42.0;
    while x < left - 4.0 {
        let wide = chance.between(0.3, 1.2);
        block(x, 289.0, wide, chance.between(0.3, 2.2));
        x += wide + 0.6;
    }
    Ok(page)
}
