//! Signatures on PDFs: made one after the other, read back by verifiers that we did not write, and
//! nothing forged gets through.

use engine::views::rights::Question;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use domain::Code;
use engine::Reply;
use engine::minutes::look::Hand;
use engine::signing::{
    FileVerdict, KeyPlace, Manner, OpenedKey, RootSet, archive_file, open_key, sign_file,
    sign_file_stamped, verify_file,
};
use journeys::attacks;
use journeys::{Desk, Folder, World, program};
use serde_json::Value;

pub const PASSWORD_OF_KEYS: &str = "mat khau";

/// 25 November 2026, 10:00 in Việt Nam: inside the validity of the certificates.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_575_600, 0).unwrap()
}

/// What signs in a process of its own signs by the real clock; the certificates hold until 2036.
fn real_now() -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now())
}

fn tool(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tools")
        .join(name)
}

/// One of our Python tools, with the libraries that `cargo xtask test` installs.
pub fn python(script: &str, args: &[&str]) -> String {
    let python = std::env::var_os("BANGIAO_PDF_PYTHON").expect(
        "pyHanko is not there: run `cargo xtask test`, which installs tests/tools/requirements.txt",
    );
    let out = Command::new(python)
        .arg(tool(script))
        .args(args)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{script} {args:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

/// Keys and certificates of an authority that exists only here, with its services on this machine.
fn authority() -> &'static (PathBuf, u16) {
    static AUTHORITY: OnceLock<(PathBuf, u16)> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/journeys/keys");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        python(
            "pki.py",
            &[folder.to_str().unwrap(), "--port", &port.to_string()],
        );
        let port = journeys::authority::start(listener, folder.clone());
        (folder, port)
    })
}

/// The folder of keys and certificates.
pub fn keys() -> &'static Path {
    &authority().0
}

pub fn service(path: &str) -> String {
    format!("http://127.0.0.1:{}/{path}", authority().1)
}

pub fn roots() -> PathBuf {
    keys().join("roots")
}

/// Roots beside the list of what the authority has revoked.
fn roots_with_list(folder: &Folder) -> PathBuf {
    let with_list = folder.path("roots");
    journeys::copy_folder(&roots(), &with_list).unwrap();
    std::fs::copy(keys().join("issuing.crl"), with_list.join("issuing.crl")).unwrap();
    with_list
}

fn key_of(who: &str) -> OpenedKey {
    open_key(
        &KeyPlace::File(std::fs::read(keys().join(format!("{who}.p12"))).unwrap()),
        PASSWORD_OF_KEYS,
    )
    .unwrap()
}

/// The next person signs now.
fn really() -> Manner<'static> {
    Manner {
        field: None,
        hand: Hand::Person,
        at: real_now(),
    }
}

fn signed_by(pdf: &[u8], who: &str, field: Option<&str>) -> Reply<Vec<u8>> {
    sign_file(
        pdf,
        &key_of(who),
        &Manner {
            field,
            hand: Hand::Person,
            at: now(),
        },
    )
}

fn verified(pdf: &[u8]) -> Reply<FileVerdict> {
    verify_file(pdf, &roots(), now())
}

fn codes(verdict: &FileVerdict) -> Vec<Code> {
    let of_file = verdict.problem.iter().map(|p| p.code);
    of_file
        .chain(
            verdict
                .signatures
                .iter()
                .flat_map(|s| s.problems.iter().map(|p| p.code)),
        )
        .collect()
}

/// Frozen minutes of a class with their commitment: three fields to sign.
async fn minutes() -> Vec<u8> {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Nguyễn Đức Cảnh").await.unwrap();
    let desk = Desk(&school);
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    let unit = desk.unit().await;
    school.freeze_minutes(unit, minutes).await.unwrap();
    school.minutes_pdf(unit, minutes).await.unwrap()
}

/// Minutes that giver and receiver have signed.
pub async fn signed_file() -> Vec<u8> {
    signed_by(
        &signed_by(&minutes().await, "giver", None).unwrap(),
        "receiver",
        None,
    )
    .unwrap()
}

pub fn kept(name: &str, bytes: &[u8]) -> String {
    journeys::kept(name, bytes).to_str().unwrap().to_owned()
}

pub fn output(program: &str, args: &[&str]) -> Output {
    Command::new(program)
        .args(args)
        .output()
        .unwrap_or_else(|e| panic!("{program}: {e}: run `cargo xtask test`, which installs it"))
}

/// What a program says, which must be content.
pub fn said(program: &str, args: &[&str]) -> String {
    let out = output(program, args);
    let text = String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned();
    assert!(out.status.success(), "{program} {args:?}: {text}");
    text
}

#[tokio::test]
async fn people_and_their_organisation_sign_one_after_the_other_and_every_verifier_agrees() {
    let folder = Folder::new();
    let unsigned = minutes().await;
    let first = signed_by(&unsigned, "giver", None).unwrap();
    let second = signed_by(&first, "receiver", None).unwrap();
    let third = signed_by(&second, "receiver", Some("commitment_receiver")).unwrap();
    let fourth = sign_file(
        &third,
        &key_of("organisation"),
        &Manner {
            field: None,
            hand: Hand::Organisation,
            at: now(),
        },
    )
    .unwrap();
    for pair in [&unsigned, &first, &second, &third, &fourth].windows(2) {
        assert!(
            pair[1].starts_with(pair[0]),
            "what was there is only added to"
        );
    }
    assert!(
        second.len() <= 75_000,
        "{} bytes with two signatures",
        second.len()
    );
    let files = [
        kept("signed-1.pdf", &first),
        kept("signed-2.pdf", &second),
        kept("signed-4.pdf", &fourth),
    ];

    let verdict = verify_file(&fourth, &roots_with_list(&folder), now()).unwrap();
    assert!(verdict.passes, "{verdict:?}");
    let told: Vec<(&str, &str, bool)> = verdict
        .signatures
        .iter()
        .map(|s| (s.field.as_str(), s.signer.as_str(), s.whole))
        .collect();
    let expected = [
        ("minutes_giver", "Nguyễn Thị Hoa", false),
        ("minutes_receiver", "Trần Văn Đức", false),
        ("commitment_receiver", "Trần Văn Đức", false),
        ("minutes_organisation", "Trường THCS Đằng Giang", true),
    ];
    assert_eq!(told, expected);
    for signature in &verdict.signatures {
        assert_eq!(signature.claimed_at, Some(now()));
        assert_eq!(
            signature.notes.iter().map(|n| n.code).collect::<Vec<_>>(),
            [Code::TimeNotChecked],
            "revocation is known here, the time is only claimed"
        );
    }
    let without_list = verified(&fourth).unwrap();
    assert!(
        without_list.passes
            && without_list.signatures[0]
                .notes
                .iter()
                .any(|n| n.code == Code::RevocationNotChecked),
        "what cannot be checked is said"
    );

    // pyHanko: each intact, trusted, and nothing after it but filled fields.
    let told: Value = serde_json::from_str(&python(
        "check_signatures.py",
        &["--roots", roots().to_str().unwrap(), &files[2]],
    ))
    .unwrap();
    let signatures = told[0]["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 4, "{told:#}");
    for (n, signature) in signatures.iter().enumerate() {
        assert_eq!(signature["bottom_line"], true, "{signature:#}");
        assert_eq!(
            signature["coverage"],
            if n == 3 {
                "ENTIRE_FILE"
            } else {
                "ENTIRE_REVISION"
            }
        );
        assert_eq!(
            signature["modification"],
            if n == 3 { "NONE" } else { "FORM_FILLING" }
        );
    }
    // Poppler, qpdf, OpenSSL.
    let poppler = said("pdfsig", &[&files[2]]);
    assert_eq!(
        poppler.matches("Signature is Valid").count(),
        4,
        "{poppler}"
    );
    assert!(poppler.contains("Total document signed"), "{poppler}");
    for file in &files {
        said("qpdf", &["--check", file]);
    }
    openssl_agrees(&folder, &fourth);
    // The text is what it was.
    let text = |file: &str| said("pdftotext", &["-raw", file, "-"]);
    let before = kept("unsigned.pdf", &unsigned);
    for line in text(&before).lines() {
        assert!(text(&files[2]).contains(line), "{line}");
    }
    // PDF/A and PDF/UA: after the second signature only the rule on whole-file byte ranges may
    // fail, as it must for any file that is signed twice.
    let out = output(
        program("bangiao").to_str().unwrap(),
        &["--json", "conform", &files[0], &files[2]],
    );
    let told: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    for finding in told.iter().filter(|f| f["passed"] != true) {
        let detail = finding["detail"].as_str().unwrap();
        let only_range = detail
            .split("; ")
            .skip(1)
            .all(|rule| rule.contains("SIGNATURE-BYTERANGE-001"));
        assert!(
            finding["file"] == files[2].as_str() && finding["asked"] == "PDF/A-2a" && only_range,
            "{finding:#}"
        );
    }
    assert_eq!(told.len(), 8);
}

/// `openssl cms -verify -cades` on each signature, over exactly the bytes that it names.
fn openssl_agrees(folder: &Folder, pdf: &[u8]) {
    let text = String::from_utf8_lossy(pdf).into_owned();
    let mut checked = 0;
    for part in text.split("/ByteRange [").skip(1) {
        let numbers: Vec<usize> = part
            .split(']')
            .next()
            .unwrap()
            .split_whitespace()
            .map(|n| n.parse().unwrap())
            .collect();
        let [_, first, second, rest] = numbers[..] else {
            panic!("{numbers:?}")
        };
        let (document, signature) = (folder.path("signed.bin"), folder.path("signature.der"));
        std::fs::write(
            &document,
            [&pdf[..first], &pdf[second..second + rest]].concat(),
        )
        .unwrap();
        let hex = std::str::from_utf8(&pdf[first + 1..second - 1]).unwrap();
        let bytes: Vec<u8> = (0..hex.len() / 2)
            .map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap())
            .collect();
        std::fs::write(&signature, bytes).unwrap();
        let root = keys().join("root.pem");
        let (document, signature, root) = (
            document.to_str().unwrap(),
            signature.to_str().unwrap(),
            root.to_str().unwrap(),
        );
        let args = [
            "cms",
            "-verify",
            "-cades",
            "-binary",
            "-inform",
            "DER",
            "-in",
            signature,
            "-content",
            document,
            "-CAfile",
            root,
            "-purpose",
            "any",
            "-out",
            "/dev/null",
        ];
        said("openssl", &args);
        checked += 1;
    }
    assert_eq!(checked, 4);
}

#[tokio::test]
async fn a_time_stamp_proves_when_and_an_archive_stamp_keeps_it_provable() {
    let folder = Folder::new();
    let unsigned = minutes().await;
    let stamped = |pdf: Vec<u8>, who: &'static str| async move {
        sign_file_stamped(&pdf, &key_of(who), &really(), &service("tsa")).await
    };
    let first = stamped(unsigned.clone(), "giver").await.unwrap();
    let second = stamped(first.clone(), "receiver").await.unwrap();
    let verdict = verify_file(&second, &roots(), real_now()).unwrap();
    assert!(
        verdict.passes && verdict.signatures.iter().all(|s| s.proven_at.is_some()),
        "{verdict:?}"
    );
    assert!(
        verdict.signatures[0]
            .notes
            .iter()
            .all(|n| n.code != Code::TimeNotChecked),
        "the time is proven"
    );

    // Evidence and a stamp on the whole, added without touching what is there. The lists come from
    // where the certificates say.
    let kept_for_long = archive_file(&second, &roots(), &service("tsa"), real_now())
        .await
        .unwrap();
    assert!(
        kept_for_long.starts_with(&second),
        "no signature is touched"
    );
    let years_later = real_now() + chrono::Duration::days(15 * 365);
    let without = verify_file(&first, &roots(), years_later).unwrap();
    assert!(
        !without.passes,
        "without the archive stamp nobody knows any more whether the authority of the stamp was good: {:?}",
        codes(&without)
    );
    let verdict = verify_file(&kept_for_long, &roots(), real_now()).unwrap();
    assert!(
        verdict.passes
            && verdict.signatures.len() == 3
            && verdict.signatures[2].stamp
            && verdict.signatures[2].whole,
        "{verdict:?}"
    );
    assert!(
        verdict
            .signatures
            .iter()
            .take(2)
            .all(|s| s.notes.is_empty()),
        "revocation is known from the file itself: {verdict:?}"
    );
    let twice = archive_file(&kept_for_long, &roots(), &service("tsa"), real_now())
        .await
        .unwrap();
    assert!(
        verify_file(&twice, &roots(), real_now()).unwrap().passes,
        "renewed before the authority's algorithms age"
    );

    // pyHanko: valid at every level, and the whole AdES process passes on the archive.
    let (t, lta) = (
        kept("signed-t.pdf", &second),
        kept("signed-lta.pdf", &kept_for_long),
    );
    let told: Value = serde_json::from_str(&python(
        "check_signatures.py",
        &["--roots", roots().to_str().unwrap(), "--ades-lta", &t, &lta],
    ))
    .unwrap();
    let people = |n: usize| {
        told[n]["signatures"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|s| s["signer"] != "Dấu thời gian thử nghiệm")
            .cloned()
            .collect::<Vec<_>>()
    };
    for signature in people(0).iter().chain(&people(1)) {
        assert_eq!(
            (&signature["bottom_line"], &signature["timestamp_valid"]),
            (&true.into(), &true.into()),
            "{signature:#}"
        );
    }
    for signature in people(1) {
        assert_eq!(
            (&signature["indication"], &signature["subindication"]),
            (&"PASSED".into(), &"OK".into()),
            "{told:#}"
        );
    }
    assert_eq!((people(0).len(), people(1).len()), (2, 2));
    said("qpdf", &["--check", &lta]);
    openssl_agrees_on_the_stamp(&folder, &kept_for_long);
    let out = output(
        program("bangiao").to_str().unwrap(),
        &["--json", "conform", &lta],
    );
    let told: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    for finding in told.iter().filter(|f| f["passed"] != true) {
        assert!(
            finding["detail"]
                .as_str()
                .unwrap()
                .split("; ")
                .skip(1)
                .all(|rule| rule.contains("SIGNATURE-BYTERANGE-001")),
            "{finding:#}"
        );
    }

    // What is no answer leaves everything as it was.
    for address in [
        service("nonsense"),
        service("khong-co"),
        "http://127.0.0.1:9/tsa".to_owned(),
    ] {
        let refused = sign_file_stamped(&unsigned, &key_of("giver"), &really(), &address).await;
        assert_eq!(refused.unwrap_err().code, Code::StampRefused, "{address}");
    }
    let mut changed = second.clone();
    let place = changed.len() - 900;
    changed[place] ^= 1;
    let refused = archive_file(&changed, &roots(), &service("tsa"), real_now())
        .await
        .unwrap_err()
        .code;
    assert!(
        [
            Code::SignatureContent,
            Code::SignatureBroken,
            Code::SignatureStructure,
            Code::ChangedAfterSigning,
            Code::SignedUnreadable
        ]
        .contains(&refused),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_lies_below_a_time_stamp_is_judged_as_of_then() {
    let folder = Folder::new();
    let unsigned = minutes().await;
    let by_short = sign_file_stamped(
        &unsigned,
        &key_of("giver"),
        &really(),
        &service("tsa-short"),
    )
    .await
    .unwrap();
    let archived = archive_file(&by_short, &roots(), &service("tsa"), real_now())
        .await
        .unwrap();
    let in_three_years = real_now() + chrono::Duration::days(3 * 365);
    assert_eq!(
        codes(&verify_file(&by_short, &roots(), in_three_years).unwrap()),
        [Code::CertificateExpired],
        "the authority of the only stamp has ended"
    );
    assert!(
        verify_file(&archived, &roots(), in_three_years)
            .unwrap()
            .passes,
        "under a newer stamp it counts as of then"
    );

    // A key that is revoked later signed well before, if its time is proven; otherwise nobody
    // knows.
    let with_later_list = folder.path("later");
    journeys::copy_folder(&roots(), &with_later_list).unwrap();
    std::fs::copy(
        keys().join("issuing_later.crl"),
        with_later_list.join("issuing.crl"),
    )
    .unwrap();
    let proven = sign_file_stamped(&unsigned, &key_of("giver"), &really(), &service("tsa"))
        .await
        .unwrap();
    let claimed = sign_file(&unsigned, &key_of("giver"), &really()).unwrap();
    assert!(
        verify_file(&proven, &with_later_list, in_three_years)
            .unwrap()
            .passes
    );
    assert_eq!(
        codes(&verify_file(&claimed, &with_later_list, in_three_years).unwrap()),
        [Code::CertificateRevoked]
    );
    assert_eq!(
        codes(&verify_file(&claimed, &with_later_list, real_now()).unwrap()),
        [Code::CertificateRevoked],
        "whoever verifies says the time, and proves none"
    );

    // A clock that claims tomorrow is told by the stamp.
    let tomorrow = Manner {
        at: real_now() + chrono::Duration::days(1),
        ..really()
    };
    let ahead = sign_file_stamped(&unsigned, &key_of("giver"), &tomorrow, &service("tsa"))
        .await
        .unwrap();
    assert_eq!(
        codes(&verify_file(&ahead, &roots(), in_three_years).unwrap()),
        [Code::ClaimedLater]
    );
}

#[tokio::test]
async fn an_authority_says_of_one_certificate_whether_it_is_revoked() {
    let unsigned = minutes().await;
    // The first certificate of a PEM file.
    let read = |name: &str| {
        let pem = std::fs::read_to_string(keys().join(name)).unwrap();
        let body: String = pem
            .lines()
            .skip_while(|line| !line.contains("BEGIN CERT"))
            .skip(1)
            .take_while(|line| !line.contains("END CERT"))
            .collect();
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).unwrap()
    };
    let issuing = read("issuing.pem");
    let asked = |who: &str| {
        let own = read(&format!("{who}.pem"));
        assert_eq!(
            seal::trust::ocsp::addresses(&own),
            [service("ocsp")],
            "the certificate says where"
        );
        journeys::authority::answered(
            &seal::trust::ocsp::question(&own, &issuing).unwrap(),
            keys(),
        )
    };
    // A file whose only evidence of revocation is one answer, under a time stamp.
    let archived = |who: &str, answers: Vec<Vec<u8>>| {
        let signed = sign_file(&unsigned, &key_of(who), &really()).unwrap();
        let evidence = seal::trust::Evidence {
            certificates: vec![issuing.clone()],
            lists: vec![],
            answers,
        };
        let archiving = seal::archive::Archiving::begin(&signed, &evidence).unwrap();
        let question = seal::time_stamp::question(&archiving.stamped(), 7).unwrap();
        archiving
            .finish(&journeys::authority::stamped(&question, keys(), "tsa"))
            .unwrap()
    };
    let with = |who: &str, answer: Vec<u8>| {
        verify_file(&archived(who, vec![answer]), &roots(), real_now()).unwrap()
    };
    let unknown = |verdict: &FileVerdict| {
        verdict.signatures[0]
            .notes
            .iter()
            .any(|n| n.code == Code::RevocationNotChecked)
    };
    let good = with("giver", asked("giver"));
    assert!(good.passes && !unknown(&good), "{good:?}");
    assert_eq!(
        codes(&with("revoked", asked("revoked"))),
        [Code::CertificateRevoked]
    );
    let about_another = with("giver", asked("receiver"));
    assert!(
        about_another.passes && unknown(&about_another),
        "an answer about somebody else says nothing"
    );
    let mut forged = asked("giver");
    let place = forged.len() / 3;
    forged[place] ^= 1;
    assert!(
        unknown(&with("giver", forged)),
        "an answer that nobody stands behind says nothing"
    );

    // Without any answer a file is not ready to be kept for long.
    let until =
        |file: &[u8]| evidence::kept_until(file, &evidence::trusted(&roots()).unwrap(), real_now());
    assert_eq!(
        until(&archived("giver", vec![asked("giver")]))
            .unwrap()
            .unwrap()
            .date_naive()
            .to_string(),
        "2036-01-01"
    );
    assert_eq!(
        until(&archived("giver", vec![])).unwrap_err().code,
        Code::RevocationNotChecked
    );
}

#[tokio::test]
async fn the_report_says_under_whose_root_a_signer_stands() {
    let folder = Folder::new();
    let signed = signed_by(&minutes().await, "giver", None).unwrap();
    for (name, set) in [
        ("government", RootSet::Government),
        ("public", RootSet::Public),
    ] {
        let trusted = folder.path(name).join(name);
        std::fs::create_dir_all(&trusted).unwrap();
        std::fs::copy(roots().join("root.pem"), trusted.join("root.pem")).unwrap();
        let verdict = verify_file(&signed, &folder.path(name), now()).unwrap();
        assert!(verdict.passes);
        assert_eq!(verdict.signatures[0].root, Some(set));
    }
    assert_eq!(
        verified(&signed).unwrap().signatures[0].root,
        Some(RootSet::Other)
    );
}

/// `openssl ts -verify` on the archive stamp.
fn openssl_agrees_on_the_stamp(folder: &Folder, pdf: &[u8]) {
    let text = String::from_utf8_lossy(pdf).into_owned();
    let at = text.rfind("/ByteRange [").unwrap();
    let numbers: Vec<usize> = text[at + 12..]
        .split(']')
        .next()
        .unwrap()
        .split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect();
    let (document, token) = (folder.path("stamped.bin"), folder.path("stamp.der"));
    std::fs::write(
        &document,
        [
            &pdf[..numbers[1]],
            &pdf[numbers[2]..numbers[2] + numbers[3]],
        ]
        .concat(),
    )
    .unwrap();
    let hex = std::str::from_utf8(&pdf[numbers[1] + 1..numbers[2] - 1]).unwrap();
    std::fs::write(
        &token,
        (0..hex.len() / 2)
            .map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap())
            .collect::<Vec<_>>(),
    )
    .unwrap();
    let (root, between) = (keys().join("root.pem"), keys().join("issuing.pem"));
    let path = |p: &Path| p.to_str().unwrap().to_owned();
    let args = [
        "ts",
        "-verify",
        "-data",
        &path(&document),
        "-in",
        &path(&token),
        "-token_in",
        "-CAfile",
        &path(&root),
        "-untrusted",
        &path(&between),
    ];
    assert!(said("openssl", &args).contains("Verification: OK"));
}

#[tokio::test]
async fn the_rights_of_a_past_instant_are_a_paper_that_the_head_signs() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Nguyễn Đức Cảnh").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let then = school.now();
    world.pass(chrono::Duration::days(30));
    let list = school
        .rights_pdf(unit, Question::at(then).of_person(hoa))
        .await
        .unwrap();
    let signed = signed_by(&list, "giver", None).unwrap();
    assert!(verified(&signed).unwrap().passes);
    let file = kept("rights-list.pdf", &signed);
    assert!(said("pdftotext", &["-raw", &file, "-"]).contains("(Nguyễn Thị Hoa, mã cán bộ GV01)"));
    let out = output(
        program("bangiao").to_str().unwrap(),
        &["--json", "conform", &file],
    );
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stdout)
    );
}

#[tokio::test]
async fn a_key_that_does_not_fit_signs_nothing() {
    let unsigned = minutes().await;
    let folder = Folder::new();
    for old in ["giver_legacy", "giver_legacy_rc2"] {
        let signed = signed_by(&unsigned, old, None).unwrap();
        assert!(
            verified(&signed).unwrap().passes,
            "a key file of older encryption opens too: {old}"
        );
    }
    let code = |result: Reply<Vec<u8>>| result.unwrap_err().code;
    assert_eq!(
        code(signed_by(&unsigned, "expired", None)),
        Code::CertificateExpired
    );
    assert_eq!(
        code(signed_by(&unsigned, "future", None)),
        Code::CertificateNotYetValid
    );
    let opening = |file: &str, secret| {
        open_key(
            &KeyPlace::File(std::fs::read(keys().join(file)).unwrap()),
            secret,
        )
        .unwrap_err()
        .code
    };
    assert_eq!(opening("giver.p12", "sai"), Code::KeyPassword);
    assert_eq!(opening("root.pem", ""), Code::KeyUnusable);
    assert_eq!(
        code(signed_by(&unsigned, "giver", Some("khong-co"))),
        Code::FieldMissing
    );
    let first = signed_by(&unsigned, "giver", None).unwrap();
    assert_eq!(
        code(signed_by(&first, "giver", Some("minutes_giver"))),
        Code::FieldTaken
    );
    assert_eq!(
        code(signed_by(b"kh\xc3\xb4ng", "giver", None)),
        Code::SignedUnreadable
    );
    let mut changed = first.clone();
    changed[2_000] ^= 1;
    assert!(
        [Code::SignedBroken, Code::SignedUnreadable]
            .contains(&code(signed_by(&changed, "receiver", None))),
        "nothing is put on top of what no longer holds"
    );

    // Who signs is asked when somebody verifies.
    let by_stranger = signed_by(&unsigned, "stranger", None).unwrap();
    assert_eq!(
        codes(&verified(&by_stranger).unwrap()),
        [Code::CertificateUnknown]
    );
    let by_revoked = signed_by(&unsigned, "revoked", None).unwrap();
    assert_eq!(
        codes(&verify_file(&by_revoked, &roots_with_list(&folder), now()).unwrap()),
        [Code::CertificateRevoked]
    );
    assert_eq!(codes(&verified(&unsigned).unwrap()), [Code::NotSigned]);
    let long_after = now() + chrono::Duration::days(20 * 365);
    assert_eq!(
        codes(&verify_file(&first, &roots(), long_after).unwrap()),
        [Code::CertificateExpired],
        "a claimed time proves nothing"
    );
}

#[tokio::test]
async fn a_token_signs_and_its_pin_is_tried_once() {
    let folder = Folder::new();
    let driver = Path::new("/usr/lib/softhsm/libsofthsm2.so");
    assert!(driver.exists(), "apt-get install softhsm2");
    let tokens = folder.path("tokens");
    std::fs::create_dir_all(&tokens).unwrap();
    let settings = folder.path("softhsm2.conf");
    std::fs::write(
        &settings,
        format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
            tokens.display()
        ),
    )
    .unwrap();
    // The driver reads where its tokens lie from the environment: signing runs in a process of its
    // own.
    let run = |program: &str, args: &[&str]| {
        Command::new(program)
            .args(args)
            .env("SOFTHSM2_CONF", &settings)
            .output()
            .unwrap()
    };
    let fine = |out: Output| {
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&[out.stdout, out.stderr].concat())
        )
    };
    let pdf = kept("for-token.pdf", &minutes().await);
    for (label, id) in [("giver", "01"), ("receiver", "02")] {
        fine(run(
            "softhsm2-util",
            &[
                "--init-token",
                "--free",
                "--label",
                label,
                "--so-pin",
                "5678",
                "--pin",
                "1234",
            ],
        ));
        let key = keys().join(format!("{label}.key.pem"));
        fine(run(
            "softhsm2-util",
            &[
                "--import",
                key.to_str().unwrap(),
                "--token",
                label,
                "--label",
                "ky",
                "--id",
                id,
                "--pin",
                "1234",
            ],
        ));
        let der = folder.path(&format!("{label}.der"));
        fine(run(
            "openssl",
            &[
                "x509",
                "-in",
                keys().join(format!("{label}.pem")).to_str().unwrap(),
                "-outform",
                "DER",
                "-out",
                der.to_str().unwrap(),
            ],
        ));
        let args = [
            "--module",
            driver.to_str().unwrap(),
            "--login",
            "--pin",
            "1234",
            "--token-label",
            label,
            "--write-object",
            der.to_str().unwrap(),
            "--type",
            "cert",
            "--id",
            id,
        ];
        fine(run("pkcs11-tool", &args));
    }
    let pin = folder.path("pin");
    let bangiao = program("bangiao");
    let sign = |file: &str, out: &str, token: &str| {
        run(
            bangiao.to_str().unwrap(),
            &[
                "--json",
                "sign",
                file,
                "--out",
                out,
                "--driver",
                driver.to_str().unwrap(),
                "--token",
                token,
                "--secret-file",
                pin.to_str().unwrap(),
            ],
        )
    };
    let number = |out: &Output| {
        serde_json::from_slice::<Value>(&out.stdout).unwrap()["error"]["number"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let (one, two) = (
        pdf.replace("for-token", "token-1"),
        pdf.replace("for-token", "token-2"),
    );
    std::fs::write(&pin, "0000").unwrap();
    let refused = sign(&pdf, &one, "giver");
    assert_eq!(
        number(&refused),
        "BG-KYSO-018",
        "{}",
        String::from_utf8_lossy(&refused.stderr)
    );
    assert_eq!(number(&sign(&pdf, &one, "khong-co")), "BG-KYSO-019");
    std::fs::write(&pin, "1234").unwrap();
    fine(sign(&pdf, &one, "giver"));
    fine(sign(&one, &two, "receiver"));
    // The token holds the certificate of the key alone: the authority between comes from the
    // trusted folder.
    let trusted = folder.path("roots");
    journeys::copy_folder(&roots(), &trusted).unwrap();
    std::fs::copy(keys().join("issuing.pem"), trusted.join("issuing.pem")).unwrap();
    let verdict = verify_file(&std::fs::read(&two).unwrap(), &trusted, real_now()).unwrap();
    assert!(
        verdict.passes && verdict.signatures.len() == 2,
        "{verdict:?}"
    );
    let issuing = keys().join("issuing.pem");
    let told: Value = serde_json::from_str(&python(
        "check_signatures.py",
        &[
            "--roots",
            roots().to_str().unwrap(),
            "--other",
            issuing.to_str().unwrap(),
            &two,
        ],
    ))
    .unwrap();
    assert!(
        told[0]["signatures"]
            .as_array()
            .unwrap()
            .iter()
            .all(|s| s["bottom_line"] == true),
        "{told:#}"
    );
}

#[tokio::test]
async fn files_that_others_signed_are_not_refused() {
    let folder = Folder::new();
    let unsigned = kept("for-others.pdf", &minutes().await);
    let key = |who: &str| {
        keys()
            .join(format!("{who}.p12"))
            .to_str()
            .unwrap()
            .to_owned()
    };
    let (giver, receiver, organisation) = (key("giver"), key("receiver"), key("organisation"));
    let two = folder.path("two.pdf");
    python(
        "sign_pyhanko.py",
        &[
            "--p12",
            &giver,
            "--field",
            "minutes_giver",
            "--p12",
            &receiver,
            "--field",
            "minutes_receiver",
            &unsigned,
            two.to_str().unwrap(),
        ],
    );
    // A paper with five signatures, in fields that were added for them.
    let five = folder.path("five.pdf");
    let fields = ["nam_1", "nam_2", "nam_3", "nam_4", "nam_5"];
    let mut args: Vec<&str> = fields.iter().flat_map(|f| ["--add-field", f]).collect();
    for (key, field) in [&giver, &receiver, &organisation, &giver, &receiver]
        .into_iter()
        .zip(fields)
    {
        args.extend(["--p12", key, "--field", field]);
    }
    args.extend([unsigned.as_str(), five.to_str().unwrap()]);
    python("sign_pyhanko.py", &args);
    for (file, count) in [(two, 2), (five, 5)] {
        let verdict = verify_file(&std::fs::read(&file).unwrap(), &roots(), real_now()).unwrap();
        assert!(
            verdict.passes && verdict.signatures.len() == count,
            "{}: {:?}",
            file.display(),
            codes(&verdict)
        );
        // And we can sign on top of it.
        let more = signed_by(
            &std::fs::read(&file).unwrap(),
            "organisation",
            Some("commitment_receiver"),
        )
        .unwrap();
        assert!(verify_file(&more, &roots(), real_now()).unwrap().passes);
    }
}

#[tokio::test]
async fn nothing_forged_gets_through() {
    let folder = Folder::new();
    let unsigned = minutes().await;
    let signed = signed_by(
        &signed_by(&unsigned, "giver", None).unwrap(),
        "receiver",
        None,
    )
    .unwrap();
    assert!(verified(&signed).unwrap().passes);
    let by_others = |who: &str, pdf: &[u8], field: &str| {
        let (from, to) = (folder.path("from.pdf"), folder.path("to.pdf"));
        std::fs::write(&from, pdf).unwrap();
        let key = keys().join(format!("{who}.p12"));
        python(
            "sign_pyhanko.py",
            &[
                "--p12",
                key.to_str().unwrap(),
                "--field",
                field,
                from.to_str().unwrap(),
                to.to_str().unwrap(),
            ],
        );
        std::fs::read(to).unwrap()
    };
    let on_top = |pdf: &[u8]| by_others("organisation", pdf, "minutes_organisation");
    let as_stranger = |pdf: &[u8], field: &str| by_others("stranger", pdf, field);
    let forged = attacks::all(
        &signed,
        &unsigned,
        &as_stranger,
        &|pdf| signed_by(pdf, "giver", None).unwrap(),
        &on_top,
        &|pdf| {
            let verdict = verified(pdf).unwrap();
            assert!(
                verdict.passes,
                "a gap that is filled well and vouched for: {:?}",
                codes(&verdict)
            );
        },
    );
    assert!(forged.len() >= 300, "{}", forged.len());
    let names: std::collections::BTreeSet<&str> = forged.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names.len(), forged.len(), "each once");
    let mut accepted = vec![];
    let mut understood = 0;
    for attack in &forged {
        match verified(&attack.bytes) {
            Ok(verdict) => {
                understood += 1;
                if verdict.passes {
                    accepted.push(attack.name.as_str());
                }
            }
            Err(failure) => assert_eq!(failure.code, Code::SignedUnreadable, "{}", attack.name),
        }
    }
    println!(
        "{} forged files, {understood} of them read to the end and refused for what they are",
        forged.len()
    );
    assert!(
        accepted.is_empty(),
        "{} of {}: {accepted:#?}",
        accepted.len(),
        forged.len()
    );
    assert!(understood >= 200, "most are well-formed PDFs: {understood}");
}

#[test]
fn a_file_that_takes_memory_or_time_is_refused_before_it_does() {
    for bomb in attacks::bombs() {
        let begun = std::time::SystemTime::now();
        match verified(&bomb.bytes) {
            Ok(verdict) => assert!(!verdict.passes, "{}", bomb.name),
            Err(failure) => assert_eq!(failure.code, Code::SignedUnreadable, "{}", bomb.name),
        }
        assert!(
            begun.elapsed().unwrap() < std::time::Duration::from_secs(30),
            "{}",
            bomb.name
        );
    }
}

#[tokio::test]
async fn a_newer_list_counts_also_beside_an_older_one() {
    let folder = Folder::new();
    let by_revoked = signed_by(&minutes().await, "revoked", None).unwrap();
    let with = |files: &[(&str, &str)]| {
        let trusted = folder.path(files[0].1);
        journeys::copy_folder(&roots(), &trusted).unwrap();
        for (list, name) in files {
            std::fs::copy(keys().join(list), trusted.join(name)).unwrap();
        }
        codes(&verify_file(&by_revoked, &trusted, now()).unwrap())
    };
    // The list of before names nobody.
    assert_eq!(
        with(&[("issuing_before.crl", "1.crl"), ("issuing.crl", "2.crl")]),
        [Code::CertificateRevoked]
    );
    assert_eq!(
        with(&[("issuing.crl", "a.crl"), ("issuing_before.crl", "b.crl")]),
        [Code::CertificateRevoked]
    );
}

#[tokio::test]
async fn no_byte_of_a_signed_file_can_be_changed() {
    let signed = signed_by(
        &signed_by(&minutes().await, "giver", None).unwrap(),
        "receiver",
        None,
    )
    .unwrap();
    const FLIPS: usize = 10_000;
    // Every place of the file in turn, every bit in turn; always the same ones.
    let step = signed.len() as f64 / FLIPS as f64;
    let part = |from: usize| {
        let signed = signed.clone();
        std::thread::spawn(move || {
            let mut accepted = vec![];
            for n in (from..FLIPS).step_by(2) {
                let (place, bit) = ((n as f64 * step) as usize, n % 8);
                let mut flipped = signed.clone();
                flipped[place] ^= 1 << bit;
                if verified(&flipped).is_ok_and(|v| v.passes) {
                    accepted.push((place, bit));
                }
            }
            accepted
        })
    };
    let accepted = [part(0), part(1)]
        .into_iter()
        .flat_map(|p| p.join().unwrap())
        .collect::<Vec<_>>();
    assert!(
        accepted.is_empty(),
        "{} of {FLIPS}: {accepted:?}",
        accepted.len()
    );
}
