//! Paper as an office scanner gives it back: every page a picture, all in one PDF.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what only tests and benches use ends where something is wrong"
)]

use std::path::PathBuf;
use std::process::Command;

use crate::Folder;

/// The pages of a PDF as grey JPEG pictures.
///
/// # Panics
/// If `pdftoppm` is not there or does not take the file.
#[must_use]
pub fn pages_at(folder: &Folder, pdf: &[u8], dpi: u32) -> Vec<Vec<u8>> {
    let (file, prefix) = (folder.path("pages.pdf"), folder.path("scan-page"));
    std::fs::write(&file, pdf).unwrap();
    let done = Command::new("pdftoppm")
        .args(["-r", &dpi.to_string(), "-gray", "-jpeg"])
        .arg(&file)
        .arg(&prefix)
        .status()
        .expect("apt-get install poppler-utils");
    assert!(done.success());
    let found = std::fs::read_dir(folder.path(""))
        .unwrap()
        .filter_map(|e| Some(e.ok()?.path()));
    let mut found: Vec<PathBuf> = found
        .filter(|p| {
            p.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with("scan-page"))
        })
        .collect();
    found.sort();
    let take = |page: PathBuf| {
        let bytes = std::fs::read(&page).unwrap();
        std::fs::remove_file(page).unwrap();
        bytes
    };
    found.into_iter().map(take).collect()
}

/// JPEG pictures as the pages of a PDF, as an office scanner writes them.
///
/// # Panics
/// If a picture cannot be read.
#[must_use]
pub fn pictures_as_pdf(pages: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = vec![];
    let mut object = |out: &mut Vec<u8>, body: &[u8]| {
        offsets.push(out.len());
        let number = offsets.len();
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    };
    let kids: Vec<String> = (0..pages.len())
        .map(|n| format!("{} 0 R", 3 + n * 3))
        .collect();
    object(&mut out, b"<< /Type /Catalog /Pages 2 0 R >>");
    object(
        &mut out,
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        )
        .as_bytes(),
    );
    for (n, page) in pages.iter().enumerate() {
        let picture = image::load_from_memory(page).unwrap();
        let (w, h) = (picture.width(), picture.height());
        let space = if picture.color().has_color() {
            "DeviceRGB"
        } else {
            "DeviceGray"
        };
        let first = 3 + n * 3;
        object(
            &mut out,
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /P {} 0 R >> >> /Contents {} 0 R >>", first + 1, first + 2).as_bytes(),
        );
        let mut stream =
            format!("<< /Type /XObject /Subtype /Image /Width {w} /Height {h} /ColorSpace /{space} /BitsPerComponent 8 /Filter /DCTDecode /Length {} >>\nstream\n", page.len())
                .into_bytes();
        stream.extend(page);
        stream.extend(b"\nendstream");
        object(&mut out, &stream);
        object(
            &mut out,
            b"<< /Length 28 >>\nstream\nq 595 0 0 842 0 0 cm /P Do Q\nendstream",
        );
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).bytes());
    for offset in &offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            offsets.len() + 1
        )
        .bytes(),
    );
    out
}
