//! `bangiao class`: the classes of a school and their teachers.

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::acts::{AddClass, AssignTeacher};
use engine::domain::school_class::TeacherPart;
use engine::domain::unit::SchoolLevel;
use engine::domain::{Code, Refusal};
use engine::views::classes::ClassRow;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `class`.
#[derive(Debug, Subcommand)]
pub(crate) enum ClassCommand {
    /// Các lớp trong năm học.
    List,
    /// Thêm lớp, kèm giáo viên chủ nhiệm nếu có.
    Add(AddArgs),
    /// Phân công hoặc đổi chủ nhiệm, dạy thay.
    Assign(AssignArgs),
}

impl ClassCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => Output::list(&work.engine.classes(work.unit).await?, line),
            Self::Add(args) => args.run(work).await,
            Self::Assign(args) => args.run(work).await,
        }
    }
}

fn line(row: &ClassRow) -> String {
    let state = if row.in_force {
        "đã mở"
    } else {
        "chưa có biên bản"
    };
    format!("{:8} {:30} {state}", row.name, row.teacher_name)
}

/// `class add`.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Tên lớp.
    #[arg(long)]
    name: String,
    /// Cấp học.
    #[arg(long)]
    level: String,
    /// Số học sinh.
    #[arg(long)]
    learners: Option<u32>,
    /// Mã cán bộ của giáo viên chủ nhiệm.
    #[arg(long)]
    teacher: Option<String>,
}

impl AddArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let level = typed::word(&self.level)?;
        if let Some(code) = &self.teacher {
            // Looked up first, so that a typing error leaves no class without its teacher.
            named::officer(work, code).await?;
        }
        let act = AddClass {
            unit: work.unit,
            year: work.engine.years().await?.at_work,
            name: self.name.clone(),
            level,
            site: None,
            learners: self.learners,
        };
        work.engine.perform(act).await?;
        if let Some(teacher) = self.teacher {
            let main = Assignment {
                class: &self.name,
                teacher: &teacher,
                part: TeacherPart::Main,
                until: None,
                replace: false,
            };
            main.perform(work).await?;
        }
        Output::done(format!("Đã thêm lớp {}.", self.name), "name", self.name)
    }
}

/// `class assign`.
#[derive(Debug, Args)]
pub(crate) struct AssignArgs {
    /// Tên lớp.
    #[arg(long)]
    name: String,
    /// Mã cán bộ.
    #[arg(long)]
    teacher: String,
    /// main, joint, stand_in; không ghi thì main, riêng lớp mầm non phải ghi ai phụ trách chính (main),
    /// ai cùng phụ trách (joint).
    #[arg(long)]
    part: Option<String>,
    /// Ngày cuối của người dạy thay, dd/mm/yyyy.
    #[arg(long)]
    until: Option<String>,
    /// Thay người đang chủ nhiệm: quyền của người đó đóng ngay.
    #[arg(long)]
    replace: bool,
}

impl AssignArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let assignment = Assignment {
            class: &self.name,
            teacher: &self.teacher,
            part: match &self.part {
                Some(part) => typed::word(part)?,
                None => unsaid_part(work, &self.name, &self.teacher).await?,
            },
            until: self.until.as_deref(),
            replace: self.replace,
        };
        assignment.perform(work).await?;
        let text = format!("Đã phân công lớp {}.", self.name);
        Output::done(text, "name", self.name)
    }
}

/// The part of a teacher where nobody says it: a preschool class may have several, and who of them is
/// in charge is asked, not taken from who comes first.
async fn unsaid_part(work: &AtWork, class: &str, teacher: &str) -> Reply<TeacherPart> {
    let facts = work.engine.facts(work.unit).await?;
    let class = facts.class(named::class(work, class).await?)?;
    if class.level != SchoolLevel::Preschool {
        return Ok(TeacherPart::Main);
    }
    let day = work.engine.today();
    let here = class.teachers.iter().filter(|t| t.on(day));
    let officers = here
        .map(|t| t.officer)
        .chain([named::officer(work, teacher).await?]);
    let names = officers.filter_map(|id| facts.officers.get(&id).map(|o| o.name.as_str()));
    let names: Vec<&str> = names.collect();
    let refusal = Refusal::new(Code::PartMissing)
        .with("class", &class.name)
        .with("names", names.join(", "));
    Err(refusal.into())
}

/// A teacher for a class, as both are typed.
struct Assignment<'a> {
    class: &'a str,
    teacher: &'a str,
    part: TeacherPart,
    until: Option<&'a str>,
    replace: bool,
}

impl Assignment<'_> {
    async fn perform(self, work: &AtWork) -> Reply<()> {
        let act = AssignTeacher {
            unit: work.unit,
            class: named::class(work, self.class).await?,
            officer: named::officer(work, self.teacher).await?,
            part: self.part,
            from: work.engine.today(),
            until: typed::day(&work.engine, self.until)?,
            replace: self.replace,
        };
        work.engine.perform(act).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_says_whether_its_teacher_may_open_it() {
        let mut row = ClassRow {
            id: uuid::Uuid::nil().into(),
            name: "6A2".into(),
            year: engine::domain::calendar::SchoolYear(2026),
            level: SchoolLevel::LowerSecondary,
            learners: None,
            teacher: None,
            teacher_name: "Nguyễn Thị Hoa".into(),
            before: None,
            in_force: false,
        };
        assert!(line(&row).ends_with("chưa có biên bản"));
        row.in_force = true;
        assert_eq!(line(&row), "6A2      Nguyễn Thị Hoa                 đã mở");
    }
}
