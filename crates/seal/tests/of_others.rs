//! Files that other programs signed: what is in order passes, and what is not is called by its name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests say it in their names"
)]

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use seal::Error;
use seal::trust::{RootSet, Roots, Trust};
use seal::verify::{Change, Flaw, NotChecked, Problem, Report, SignatureReport, verify};

fn files() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/files")
}

fn roots() -> Roots {
    let mut roots = Roots::default();
    let folder = files().join("cases/roots");
    for name in ["root.pem", "root.crl", "issuing.crl"] {
        let file = std::fs::read(folder.join(name)).unwrap();
        roots.add(&file, RootSet::Other).unwrap();
    }
    roots
}

/// 28 November 2026, inside the validity of the certificates.
fn now() -> DateTime<Utc> {
    "2026-11-28T09:00:00Z".parse().unwrap()
}

fn case(name: &str) -> Vec<u8> {
    std::fs::read(files().join("cases").join(name)).unwrap()
}

fn verdict(name: &str) -> Report {
    verify(&case(name), &roots(), now()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn problems(report: &Report) -> Vec<(&str, &Problem)> {
    let of_signatures = report.signatures.iter();
    of_signatures
        .flat_map(|s| s.problems.iter().map(|problem| (s.field.as_str(), problem)))
        .chain(report.problem.iter().map(|problem| ("", problem)))
        .collect()
}

fn passes(names: &[&str]) {
    for name in names {
        let report = verdict(name);
        assert!(report.passes(), "{name}: {:?}", problems(&report));
    }
}

#[test]
fn a_signature_in_ber_passes_with_the_name_of_its_signer() {
    for name in ["der-doi-chung", "ber", "ber-thu-tu-chung-thu"] {
        let report = verdict(&format!("14-cms-ber/{name}.pdf"));
        assert!(report.passes(), "{name}: {:?}", problems(&report));
        assert_eq!(report.signatures[0].signer, "Nguyễn Thị Lụa");
    }
}

#[test]
fn a_signature_that_does_not_name_its_certificate_passes_with_a_note() {
    for (name, said) in [
        ("a-node-signpdf", false),
        ("b-itextsharp-cms", false),
        ("d-khong-thuoc-tinh", false),
        ("e-doi-chung-co-ess", true),
    ] {
        let report = verdict(&format!("15-pkcs7-without-ess/{name}.pdf"));
        assert!(report.passes(), "{name}: {:?}", problems(&report));
        let noted = &report.signatures[0].not_checked;
        assert_eq!(!noted.contains(&NotChecked::Certificate), said, "{name}");
    }
}

#[test]
fn more_certificates_than_needed_change_nothing() {
    passes(&[
        "16-more-certificates/a-chung-thu-hai-lan.pdf",
        "16-more-certificates/b-co-ca-goc.pdf",
        "16-more-certificates/c-noi-cap-gia-han.pdf",
        "16-more-certificates/d-co-noi-cap-dau-thoi-gian.pdf",
    ]);
}

#[test]
fn a_name_is_read_whatever_letters_it_is_written_in() {
    for name in ["ten-bmp", "ten-nfd"] {
        let report = verdict(&format!("17-signer-name-bmpstring/{name}.pdf"));
        assert!(report.passes(), "{name}: {:?}", problems(&report));
        let signature = &report.signatures[0];
        assert_eq!(signature.signer, "Đỗ Thị Hồng Phượng");
        let school = Some("Trường Trung học cơ sở Đồi Gió");
        assert_eq!(signature.organisation.as_deref(), school);
    }
}

#[test]
fn a_second_signature_as_other_programs_append_it_passes() {
    let signed = Change::Signed("ben_nhan".to_owned());
    let added = Change::SignedNewField("Signature2".to_owned());
    for (name, after) in [
        ("0-doi-chung", &signed),
        ("a-co-khoa-F132", &signed),
        ("b-o-moi-DR-DA", &added),
        ("c-doi-tuong-nen", &signed),
    ] {
        let report = verdict(&format!("18-second-signature-by-itext/{name}.pdf"));
        assert!(report.passes(), "{name}: {:?}", problems(&report));
        let told: Vec<&Change> = report.signatures[0].changes.iter().collect();
        assert_eq!(told, [after], "{name}");
    }
}

#[test]
fn what_a_signer_forbids_is_not_done_behind_the_signature() {
    for name in ["a-cam-moi-thay-doi", "c-khoa-o-roi-dien"] {
        let report = verdict(&format!("19-docmdp-no-changes/{name}.pdf"));
        assert!(!report.passes(), "{name}");
        assert_eq!(
            problems(&report),
            [("ben_giao", &Problem::Forbidden)],
            "{name}"
        );
    }
    passes(&[
        "19-docmdp-no-changes/a0-cam-moi-thay-doi-mot-chu-ky-doi-chung.pdf",
        "19-docmdp-no-changes/b-cho-dien-va-ky-doi-chung.pdf",
        "19-docmdp-no-changes/d-khong-khoa-dien-doi-chung.pdf",
    ]);
}

#[test]
fn files_that_are_in_order_are_not_told_to_be_forged() {
    passes(&[
        "20-files-that-are-in-order/a-pdf-2.0.pdf",
        "20-files-that-are-in-order/c-xuong-dong-thua-duoc-ky.pdf",
        "20-files-that-are-in-order/d-xuong-dong-thua-them-sau.pdf",
        "20-files-that-are-in-order/f-ecdsa-p384-sha256.pdf",
        "20-files-that-are-in-order/g-ecdsa-p384-sha384.pdf",
    ]);
    // One line break as mail programs write it is seen by nobody; more is said.
    let mut longer = case("20-files-that-are-in-order/d-xuong-dong-thua-them-sau.pdf");
    longer.extend(b"\n");
    let told = verify(&longer, &roots(), now()).unwrap();
    assert_eq!(problems(&told), [("", &Problem::Tail)]);
    let closed = case("20-files-that-are-in-order/h-cam-sao-chep.pdf");
    let told = verify(&closed, &roots(), now());
    assert!(matches!(told, Err(Error::Encrypted)), "{told:?}");
}

/// The PDFs of a folder of pyHanko's test data.
fn of_pyhanko(folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(files().join("pyhanko").join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let pdfs = paths.filter(|path| path.extension().is_some_and(|e| e == "pdf"));
    let mut all: Vec<_> = pdfs
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    all.sort();
    all
}

/// What is trusted for them, and when they are looked at.
fn roots_of_pyhanko() -> (Roots, DateTime<Utc>) {
    let mut roots = Roots::default();
    for entry in std::fs::read_dir(files().join("pyhanko/roots")).unwrap() {
        let file = std::fs::read(entry.unwrap().path()).unwrap();
        roots.add(&file, RootSet::Other).unwrap();
    }
    (roots, "2020-11-20T12:00:00Z".parse().unwrap())
}

#[test]
fn what_pyhanko_accepts_passes() {
    let (roots, at) = roots_of_pyhanko();
    let all = of_pyhanko("");
    assert_eq!(all.len(), 18);
    for (name, bytes) in all {
        let report = verify(&bytes, &roots, at).unwrap_or_else(|e| panic!("{name}: {e}"));
        let told = problems(&report);
        if name == "ed448-shake256-nolen.pdf" {
            let algorithm = Problem::Flaw(Flaw::Algorithm);
            assert_eq!(
                told,
                [("Sig1", &algorithm)],
                "a curve that is not read here"
            );
            continue;
        }
        // Made years after the certificate had ended, as they say themselves: pyHanko does not ask.
        let late = |s: &SignatureReport| s.claimed_at.is_some_and(|claimed| claimed > at + YEAR);
        if report.signatures.iter().all(late) {
            let expired = Problem::Trust(Trust::Expired);
            assert!(
                told.iter().all(|(_, problem)| **problem == expired),
                "{name}: {told:?}"
            );
            continue;
        }
        assert!(report.passes(), "{name}: {told:?}");
    }
}

/// How long after the moment at which they are looked at the certificates have ended.
const YEAR: chrono::Duration = chrono::Duration::days(408);

#[test]
fn what_pyhanko_refuses_does_not_pass() {
    let (roots, at) = roots_of_pyhanko();
    let all = of_pyhanko("refused");
    assert_eq!(all.len(), 11);
    for (name, bytes) in all {
        let report = verify(&bytes, &roots, at).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!report.passes(), "{name}");
    }
}

#[test]
fn what_acrobat_signed_twice_lacks_nothing_but_a_root() {
    let (roots, at) = roots_of_pyhanko();
    let all = of_pyhanko("other-root");
    assert_eq!(all.len(), 2);
    for (name, bytes) in all {
        let report = verify(&bytes, &roots, at).unwrap();
        let unknown = Problem::Trust(Trust::Unknown);
        let told = problems(&report);
        assert!(
            told.iter().all(|(_, problem)| **problem == unknown),
            "{name}: {told:?}"
        );
        assert_eq!(told.len(), 2, "{name}: the time stamps");
    }
}

/// What is trusted for files that pyHanko signed in the ways that it knows.
fn roots_of_more() -> Roots {
    let mut roots = Roots::default();
    let root = case("24-more-algorithms/roots/root.pem");
    roots.add(&root, RootSet::Other).unwrap();
    roots
}

/// The PDFs of a folder of cases, at least as many as named.
fn all_of(folder: &str, least: usize) -> Vec<(String, Report)> {
    let entries = std::fs::read_dir(files().join("cases").join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let pdfs = paths.filter(|path| path.extension().is_some_and(|e| e == "pdf"));
    let all: Vec<_> = pdfs
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            let report = verify(&bytes, &roots_of_more(), now());
            (
                name.clone(),
                report.unwrap_or_else(|e| panic!("{name}: {e}")),
            )
        })
        .collect();
    assert!(all.len() >= least, "{}", all.len());
    all
}

#[test]
fn algorithms_that_are_in_use_are_read() {
    for (name, report) in all_of("24-more-algorithms", 12) {
        assert!(report.passes(), "{name}: {:?}", problems(&report));
    }
}

#[test]
fn what_a_signer_allows_passes() {
    for (name, report) in all_of("25-more-locks", 10) {
        assert!(report.passes(), "{name}: {:?}", problems(&report));
    }
}

#[test]
fn what_a_signer_does_not_allow_is_told_of_that_signer_alone() {
    for (name, report) in all_of("25-more-locks/refused", 8) {
        let told = problems(&report);
        assert_eq!(told, [("ben_giao", &Problem::Forbidden)], "{name}");
    }
}
