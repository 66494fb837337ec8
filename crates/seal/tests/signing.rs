//! Signing on top of files of others, and files as large as scans may be.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests say it in their names"
)]

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};
use seal::key::FileKey;
use seal::sign::{OpenFile, Place, Signing};
use seal::trust::{RootSet, Roots};
use seal::verify::{Change, verify};
use seal::{Error, MAX_BYTES};

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/files");
    std::fs::read(folder.join(name)).unwrap()
}

fn roots() -> Roots {
    let mut roots = Roots::default();
    let root = file("cases/24-more-algorithms/roots/root.pem");
    roots.add(&root, RootSet::Other).unwrap();
    roots
}

fn now() -> DateTime<Utc> {
    "2026-11-28T09:00:00Z".parse().unwrap()
}

/// Signs a field; one that is not there is made.
fn signed(pdf: &[u8], field: &str) -> Result<Vec<u8>, Error> {
    let key = FileKey::open(&file("key/signer.p12"), "mat khau")?;
    let place = Place {
        field,
        at: now(),
        zone: FixedOffset::east_opt(7 * 3600).unwrap(),
        look: None,
        added: Some([0.0, 0.0, 0.0, 0.0]),
    };
    let open = OpenFile::open(pdf)?;
    Signing::begin(&open, &place, &key, false)?.finish()
}

/// A page with a picture that is as large as a scan.
fn scan(bytes: usize) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = vec![];
    // Noise, so that any byte stands beside any other, as in a packed picture.
    let mut state = 0x2545_f491_u32;
    let picture: Vec<u8> = (0..bytes)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_be_bytes()[0]
        })
        .collect();
    let objects: [(&str, &[u8]); 5] = [
        ("<</Type/Catalog/Pages 2 0 R>>", b""),
        ("<</Type/Pages/Kids[3 0 R]/Count 1>>", b""),
        (
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
            b"",
        ),
        ("<</Length LENGTH>>", b"q 595 0 0 842 0 0 cm /I Do Q"),
        (
            "<</Type/XObject/Subtype/Image/Width 2480/Height 3508/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length LENGTH>>",
            &picture,
        ),
    ];
    for (n, (dict, stream)) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        let dict = dict.replace("LENGTH", &stream.len().to_string());
        pdf.extend(format!("{} 0 obj\n{dict}", n + 1).bytes());
        if !stream.is_empty() {
            pdf.extend(b"\nstream\n");
            pdf.extend(*stream);
            pdf.extend(b"\nendstream");
        }
        pdf.extend(b"\nendobj\n");
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    pdf.extend(format!("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

#[test]
fn nothing_is_signed_or_filled_where_a_signer_lets_nobody() {
    for (name, field) in [
        ("all-alone", "ben_nhan"),
        ("lock-p1-alone", "ben_nhan"),
        ("lock-p1-alone", "moi"),
    ] {
        let locked = file(&format!("cases/25-more-locks/{name}.pdf"));
        let refused = signed(&locked, field);
        assert!(
            matches!(&refused, Err(Error::Forbidden(who)) if who == "Nguyễn Thị Lụa"),
            "{name}: {refused:?}"
        );
        let fill = OpenFile::open(&locked).unwrap().fill(&[seal::sign::Fill {
            field: "so_bien_ban".to_owned(),
            text: "12".to_owned(),
            look: seal::Look::of_page(lopdf::Document::load_mem(&scan(1)).unwrap()).unwrap(),
        }]);
        assert!(matches!(fill, Err(Error::Forbidden(_))), "{name}");
    }
    let open = file("cases/25-more-locks/p2-fill-sign.pdf");
    assert!(signed(&open, "ben_nhan").is_err(), "it is signed already");
}

#[test]
fn what_others_signed_is_signed_on() {
    for name in [
        "18-second-signature-by-itext/c-doi-tuong-nen.pdf",
        "18-second-signature-by-itext/b-o-moi-DR-DA.pdf",
        "20-files-that-are-in-order/d-xuong-dong-thua-them-sau.pdf",
        "20-files-that-are-in-order/a-pdf-2.0.pdf",
        "15-pkcs7-without-ess/d-khong-thuoc-tinh.pdf",
        "14-cms-ber/ber.pdf",
    ] {
        let before = file(&format!("cases/{name}"));
        let after = signed(&before, "chu_ky_them").unwrap();
        assert!(after.starts_with(&before), "{name}");
        let mut roots = roots();
        let root = file("cases/roots/root.pem");
        roots.add(&root, RootSet::Other).unwrap();
        let report = verify(&after, &roots, now()).unwrap();
        let told: Vec<_> = report.signatures.iter().map(|s| &s.problems).collect();
        assert!(report.passes(), "{name}: {told:?}");
        let added = Change::SignedNewField("chu_ky_them".to_owned());
        assert!(report.signatures[0].changes.contains(&added), "{name}");
    }
}

#[test]
fn the_largest_scan_is_signed_and_verified() {
    let scan = scan(20 * 1024 * 1024 - 2_000);
    let signed = signed(&scan, "lawful_copy").unwrap();
    let report = verify(&signed, &roots(), now()).unwrap();
    assert!(report.passes(), "{:?}", report.signatures[0].problems);
    let too_large = vec![b' '; MAX_BYTES + 1];
    let told = verify(&too_large, &roots(), now());
    assert!(matches!(told, Err(Error::TooLarge)), "{told:?}");
}

/// The digits of the last signature of a file.
fn digits(pdf: &[u8]) -> std::ops::Range<usize> {
    let mark = b"/Contents <";
    let found = pdf.windows(mark.len()).rposition(|w| w == mark).unwrap();
    let begin = found + mark.len();
    begin..begin + pdf[begin..].iter().position(|b| *b == b'>').unwrap()
}

#[test]
fn no_bit_of_a_signature_that_was_made_here_can_be_changed() {
    let signed = signed(&file("key/blank.pdf"), "ben_giao").unwrap();
    let place = digits(&signed);
    assert!(verify(&signed, &roots(), now()).unwrap().passes());
    let value = hex::decode(&signed[place.clone()]).unwrap();
    let written = value.len() - value.iter().rev().take_while(|b| **b == 0).count();
    for byte in 0..written + 8 {
        for bit in 0..8 {
            let mut changed = value.clone();
            changed[byte] ^= 1 << bit;
            let mut pdf = signed.clone();
            pdf[place.clone()].copy_from_slice(hex::encode_upper(&changed).as_bytes());
            let passes = verify(&pdf, &roots(), now()).is_ok_and(|report| report.passes());
            assert!(!passes, "byte {byte}, bit {bit}");
        }
    }
}
