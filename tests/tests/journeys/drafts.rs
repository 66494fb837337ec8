//! Drafts: said otherwise until they are frozen, looked at without being frozen, and drawn before
//! the list that they come of is written.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use domain::Code;
use domain::acts::{EditDraft, HandOver};
use domain::ids::{DocumentId, MinutesId, UnitId};
use domain::line::Line;
use domain::minutes::MinutesState;
use engine::Engine;
use engine::handover::print::{Drafts, Sides};
use engine::import::ImportRequest;
use engine::views::history::Happened;
use engine::workbook::Kind;
use journeys::{Desk, PASSWORD, World};

use super::paper::text_of;

const TABLE: &str = "Họ và tên\tNgày sinh\tChủ nhiệm\n\
                     Nguyễn Thị Hoa\t15/9/1980\t6A1\n\
                     Trần Văn Đức\t1/2/1985\t6A2\n";

fn edit(unit: UnitId, minutes: MinutesId, grounds: Vec<DocumentId>) -> EditDraft {
    EditDraft {
        unit,
        minutes,
        grounds,
        login: None,
        valid_until: None,
    }
}

#[tokio::test]
async fn a_draft_is_said_otherwise_until_it_is_frozen_and_stays_the_same_minutes() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    let decision = desk.decision("phân công nhiệm vụ").await.unwrap();
    let before = school.minutes_detail(unit, minutes).await.unwrap();
    let known = &before.draft.as_ref().unwrap().lines[0];
    let last = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    let otherwise = HandOver {
        drop: vec![known.id],
        add: vec![Line {
            until: Some(last),
            ..known.line.clone()
        }],
        ..before.anew().unwrap()
    };
    let renamed = EditDraft {
        login: Some("gv.hoa.moi".to_owned()),
        ..edit(unit, minutes, vec![decision])
    };
    school.edit_draft(otherwise, renamed).await.unwrap();
    let after = school.minutes_detail(unit, minutes).await.unwrap();
    assert_eq!(after.row.state, MinutesState::Draft);
    assert_eq!(after.login.as_deref(), Some("gv.hoa.moi"));
    let said = after.draft.as_ref().unwrap();
    assert_eq!(said.grounds, [decision]);
    assert_eq!(said.lines.len(), 1);
    assert_eq!(said.lines[0].line.until, Some(last));
    assert_eq!(after.lines.len(), 1, "what was taken out is said nowhere");
    let page = text_of(&school.minutes_pdf(unit, minutes).await.unwrap());
    assert!(page.contains("gv.hoa.moi") && page.contains("12/QĐ-UBND"));
    assert_eq!(school.minutes_list(unit).await.unwrap().len(), 1);

    let off = edit(unit, minutes, vec![]);
    school
        .edit_draft(after.anew().unwrap(), off.clone())
        .await
        .unwrap();
    let page = text_of(&school.minutes_pdf(unit, minutes).await.unwrap());
    assert!(!page.contains("12/QĐ-UBND"), "a ground is taken off");

    school.freeze_minutes(unit, minutes).await.unwrap();
    let refused = school
        .edit_draft(after.anew().unwrap(), off)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::WrongState);
    let frozen = school.minutes_detail(unit, minutes).await.unwrap();
    assert!(frozen.draft.is_none());
}

#[tokio::test]
async fn what_is_looked_at_is_not_frozen_and_says_so_and_the_history_tells_what_was_done() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    let wanted = [(unit, minutes)];
    let go_on = AtomicBool::new(false);
    let happened = async |school: &Engine| -> Vec<Happened> {
        let detail = school.minutes_detail(unit, minutes).await.unwrap();
        detail.history.iter().map(|row| row.what).collect()
    };

    let looked = school.print_to_file(&wanted, Drafts::Keep, 1, Sides::Both, &go_on, |_| ());
    let (file, run) = looked.await.unwrap();
    assert_eq!(run.printed, [minutes]);
    assert!(text_of(&std::fs::read(&file).unwrap()).contains("DỰ THẢO"));
    assert_eq!(happened(&school).await, [Happened::Drafted]);

    let printed = school.print_to_file(&wanted, Drafts::Freeze, 1, Sides::Both, &go_on, |_| ());
    let (file, _) = printed.await.unwrap();
    assert!(!text_of(&std::fs::read(&file).unwrap()).contains("DỰ THẢO"));
    assert_eq!(
        happened(&school).await,
        [Happened::Drafted, Happened::Frozen]
    );
    let detail = school.minutes_detail(unit, minutes).await.unwrap();
    let frozen = &detail.history[1];
    assert_eq!(frozen.by, "Nguyễn Thị An");
    assert!(frozen.machine.unwrap().here, "this machine did it");
    let record = domain::acts::RecordSigning {
        unit,
        minutes: vec![minutes],
        date_on_paper: school.today(),
        scan: None,
    };
    school.perform(record).await.unwrap();
    let detail = school.minutes_detail(unit, minutes).await.unwrap();
    let last = detail.history.last().unwrap();
    assert_eq!(last.what, Happened::Recorded);
    assert_eq!(last.by, "Nguyễn Thị An");
    assert_eq!(last.state, detail.row.state);
}

#[tokio::test]
async fn what_a_stopped_run_made_stays_beside_what_goes_on_from_it() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    let wanted = [(unit, minutes), (unit, minutes)];
    let cancel = AtomicBool::new(false);
    let stop = |_| cancel.store(true, Ordering::Relaxed);
    let run = school.print_to_file(&wanted, Drafts::Freeze, 1, Sides::Both, &cancel, stop);
    let (first, stopped) = run.await.unwrap();
    assert!(stopped.cancelled);

    // What is only looked at takes its place as little as the rest does.
    let go_on = AtomicBool::new(false);
    for drafts in [Drafts::Keep, Drafts::Freeze] {
        let run = school.print_to_file(&wanted[1..], drafts, 1, Sides::Both, &go_on, |_| ());
        let (rest, _) = run.await.unwrap();
        assert_ne!(rest, first);
        assert!(std::fs::exists(&first).unwrap());
        assert_eq!(school.print_file(None).unwrap().display().to_string(), rest);
        assert_eq!(school.left_in_clear(), Vec::<String>::new());
    }
    let before = school.print_file(Some(Path::new(&first))).unwrap();
    assert_eq!(before.display().to_string(), first);
    let elsewhere = school.print_file(Some(Path::new("/etc/passwd")));
    assert_eq!(elsewhere.unwrap_err().code, Code::FileAccess);
    let run = school.print_to_file(&wanted, Drafts::Freeze, 1, Sides::Both, &go_on, |_| ());
    assert_eq!(run.await.unwrap().0, first, "a new run begins anew");
}

#[tokio::test]
async fn the_page_of_a_row_is_the_page_of_the_draft_that_comes_of_it() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let unit = Desk(&school).unit().await;
    school.paste_book(TABLE).await.unwrap();
    let request = ImportRequest::of(Kind::Assignments);
    let nothing = school.import_page(3).await.unwrap_err();
    assert_eq!(nothing.code, Code::NothingChosen, "nothing was checked yet");
    let checked = school.check_import(&request).await.unwrap();
    let paged: Vec<u32> = checked
        .rows
        .iter()
        .filter(|r| r.page)
        .map(|r| r.row)
        .collect();
    assert_eq!(paged, [2, 3]);
    let page = text_of(&school.import_page(3).await.unwrap());
    assert!(page.contains("DỰ THẢO") && page.contains("Trần Văn Đức") && page.contains("6A2"));
    assert!(!page.contains("Nguyễn Thị Hoa"));
    assert_eq!(
        school.minutes_list(unit).await.unwrap().len(),
        0,
        "nothing is written"
    );

    school.run_import(&request).await.unwrap();
    let drafts = school.minutes_list(unit).await.unwrap();
    let draft = drafts
        .iter()
        .find(|m| m.receiver == "Trần Văn Đức")
        .unwrap();
    let written = school.minutes_pdf(unit, draft.id).await.unwrap();
    assert_eq!(text_of(&written), page);
}

#[tokio::test]
async fn what_was_begun_is_there_again_after_the_program_died() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    school.paste_book(TABLE).await.unwrap();
    let request = ImportRequest {
        leave_out: vec![2],
        ..ImportRequest::of(Kind::Assignments)
    };
    school.keep_import(Some(request.clone())).await.unwrap();
    school.keep_forms(r#"{"class":"6A"}"#).await.unwrap();
    let long = "x".repeat(300_000);
    let refused = school.keep_forms(&long).await.unwrap_err();
    assert_eq!(refused.code, Code::TooLong);
    school.close().await;

    let folder = world.folder.path("Đằng Giang");
    let again = Engine::open(&folder, PASSWORD, Arc::clone(&world.clock));
    let again = again.await.unwrap();
    assert_eq!(again.kept_forms().await.unwrap(), r#"{"class":"6A"}"#);
    let begun = again.begun_import().await.unwrap().unwrap();
    assert_eq!(begun.request.as_ref(), Some(&request));
    let checked = again.check_import(&request).await.unwrap();
    assert_eq!((checked.drafts, checked.skipped), (1, 1));
    again.run_import(&request).await.unwrap();
    assert!(again.begun_import().await.unwrap().is_none(), "it is over");

    again.paste_book(TABLE).await.unwrap();
    again.keep_import(None).await.unwrap();
    assert!(
        again.begun_import().await.unwrap().is_none(),
        "it was dropped"
    );
}
