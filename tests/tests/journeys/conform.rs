//! Every PDF of the product is read by tools that we did not write: PDF/A-2a and PDF/UA-1 for
//! minutes, PDF/A-2b for scans and print files.

use engine::views::rights::Question;
use std::path::PathBuf;
use std::process::Command;

use domain::acts::ChangeHead;
use domain::acts::take_back::TakeBack;
use domain::kind::MinutesKind;
use domain::officer::Role;
use engine::Engine;
use engine::handover::print::Sides;
use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Desk, World, kept, program};
use serde_json::Value;

/// What every tool says about files; whether all of them are content.
fn conform(files: &[PathBuf], more: &[&str]) -> (bool, Vec<Value>) {
    assert!(
        std::env::var_os("BANGIAO_PDF_PYTHON").is_some(),
        "page-validation is not there: run `cargo xtask test`, which installs tests/tools/requirements.txt"
    );
    let out = Command::new(program("bangiao"))
        .args(["--json", "conform"])
        .args(more)
        .args(files)
        .output()
        .unwrap();
    let told = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| {
        panic!(
            "{e}: {}",
            String::from_utf8_lossy(&[out.stdout, out.stderr].concat())
        )
    });
    (out.status.success(), told)
}

#[tokio::test]
async fn minutes_of_every_kind_last_and_can_be_read_by_everybody() {
    let world = World::new().await.unwrap();
    let password = world.folder.path("password");
    std::fs::write(&password, journeys::PASSWORD).unwrap();
    let ward = world.folder.path("ward");
    let made = Command::new(program("bangiao"))
        .arg("--password-file")
        .arg(&password)
        .args(["demo", "--out"])
        .arg(&ward)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let mut files: Vec<PathBuf> = std::fs::read_dir(&ward)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "pdf"))
        .collect();
    files.sort();
    assert_eq!(files.len(), 310);
    for kind in ["a", "b", "c", "d", "ef"] {
        assert!(
            files.iter().any(|f| f
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .contains(&format!("-{kind}-"))),
            "{kind}"
        );
    }
    let largest = files
        .iter()
        .map(|f| std::fs::metadata(f).unwrap().len())
        .max()
        .unwrap();
    assert!(largest <= 45_000, "{largest} bytes");
    let (fine, told) = conform(&files, &[]);
    let wrong: Vec<&Value> = told.iter().filter(|t| t["passed"] != true).collect();
    assert!(fine && wrong.is_empty(), "{wrong:#?}");
    assert_eq!(told.len(), 310 * 4, "four questions about each file");

    // A preview, a take-back and minutes with the longest names are pages too.
    let school = world.school_alone("Nguyễn Đức Cảnh").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, _, minutes) = desk.class_6a2().await.unwrap();
    let preview = kept(
        "preview.pdf",
        &school.minutes_pdf(unit, minutes).await.unwrap(),
    );
    desk.sign(minutes).await.unwrap();
    let signed = school.minutes_pdf(unit, minutes).await.unwrap();
    let taken = school
        .rights(unit, Question::at(school.now()).of_person(hoa))
        .await
        .unwrap();
    let take = TakeBack {
        unit,
        officer: hoa,
        delegations: taken.iter().map(|r| r.id).collect(),
        reason: "Chuyển công tác".into(),
        suspend: false,
        absent: None,
    };
    school.perform(take).await.unwrap();
    let paper = school
        .minutes_list(unit)
        .await
        .unwrap()
        .into_iter()
        .find(|m| m.kind == MinutesKind::TakeBack)
        .unwrap()
        .id;
    school.freeze_minutes(unit, paper).await.unwrap();
    let take_back = kept(
        "take-back.pdf",
        &school.minutes_pdf(unit, paper).await.unwrap(),
    );
    let change = change_of_head(&school).await;
    let (fine, told) = conform(
        &[
            preview,
            kept("signed-on-paper.pdf", &signed),
            take_back,
            change,
        ],
        &[],
    );
    assert!(fine, "{told:#?}");

    // What goes to the printer and what comes from the scanner look the same for ever, without
    // tags.
    let cancel = std::sync::atomic::AtomicBool::new(false);
    let (print, _) = school
        .print(&[(unit, paper)], 2, Sides::Both, &cancel, |_| {})
        .await
        .unwrap();
    let stack =
        minutes::scan::Stack::open(&pictures_as_pdf(&pages_at(&world.folder, &signed, 200)))
            .unwrap();
    let pieces = [0, 1].map(|place| (&stack, minutes::scan::Piece::whole(place)));
    let scan = minutes::scan::bind(&pieces).unwrap();
    let (fine, told) = conform(
        &[kept("print-file.pdf", &print), kept("scan.pdf", &scan)],
        &["--visual"],
    );
    assert!(fine, "{told:#?}");
}

/// The minutes by which an old head hands over to a new one, frozen.
async fn change_of_head(school: &Engine) -> PathBuf {
    let desk = Desk(school);
    let unit = desk.unit().await;
    let lan = desk.teacher("Lê Thị Lan", "GV20").await.unwrap();
    let document = desk.decision("bổ nhiệm Hiệu trưởng").await.unwrap();
    let from = school.today().succ_opt().unwrap();
    school
        .perform(ChangeHead {
            unit,
            officer: lan,
            role: Role::Head,
            position: "Hiệu trưởng".into(),
            from,
            document,
            witness: None,
        })
        .await
        .unwrap();
    let minutes = school
        .minutes_list(unit)
        .await
        .unwrap()
        .into_iter()
        .find(|m| m.kind == MinutesKind::HeadChange)
        .unwrap()
        .id;
    school.freeze_minutes(unit, minutes).await.unwrap();
    kept(
        "change-of-head.pdf",
        &school.minutes_pdf(unit, minutes).await.unwrap(),
    )
}

#[tokio::test]
async fn a_tool_that_finds_nothing_would_not_help() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Nguyễn Đức Cảnh").await.unwrap();
    let desk = Desk(&school);
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    let pdf = school
        .minutes_pdf(desk.unit().await, minutes)
        .await
        .unwrap();
    for (name, said, instead) in [
        (
            "broken-level.pdf",
            "<pdfaid:conformance>A<",
            "<pdfaid:conformance>X<",
        ),
        ("broken-ua.pdf", "<pdfuaid:part>1<", "<pdfuaid:part>9<"),
        ("broken-title.pdf", "<dc:title>", "<dc:titel>"),
    ] {
        let at = pdf
            .windows(said.len())
            .position(|w| w == said.as_bytes())
            .unwrap();
        let broken = [&pdf[..at], instead.as_bytes(), &pdf[at + said.len()..]].concat();
        let (fine, told) = conform(&[kept(name, &broken)], &[]);
        assert!(
            !fine && told.iter().any(|t| t["passed"] == false),
            "{name}: {told:#?}"
        );
    }
    let text = world.folder.path("khong-phai.pdf");
    std::fs::write(&text, "không phải PDF").unwrap();
    assert!(!conform(&[text], &[]).0);
}
