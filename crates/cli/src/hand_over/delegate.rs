//! `bangiao delegate`: classes and functions of a school, levels elsewhere.

use std::collections::BTreeSet;

use clap::Args;
use engine::Reply;
use engine::domain::acts::HandOver;
use engine::domain::ids::{ClassId, OfficerId};
use engine::domain::kind::SecretClause;
use engine::domain::line::Line;
use engine::domain::rights::Function;
use engine::domain::unit::SchoolLevel;
use engine::views::offer::Offer;

use super::drafted;
use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `delegate`.
#[derive(Debug, Args)]
pub(crate) struct DelegateArgs {
    /// Mã cán bộ của người nhận.
    #[arg(long)]
    officer: String,
    /// Tên lớp chủ nhiệm.
    #[arg(long)]
    class: Vec<String>,
    /// Chức năng, ví dụ library, statistics.
    #[arg(long)]
    function: Vec<String>,
    /// Cấp học phụ trách, cho người của xã, phường hoặc Sở.
    #[arg(long)]
    level: Vec<String>,
    /// Số, ký hiệu văn bản làm căn cứ.
    #[arg(long)]
    ground: Vec<String>,
    /// Mã cán bộ của người ký bên giao; không có thì thủ trưởng.
    #[arg(long)]
    giver: Option<String>,
    /// Tên đăng nhập trên Hệ thống CSDL nếu chưa có trong sổ.
    #[arg(long)]
    login: Option<String>,
}

impl DelegateArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let receiver = named::officer(work, &self.officer).await?;
        let offer = work.engine.offer(work.unit, receiver).await?;
        let request = HandOver {
            year: Some(offer.year),
            unit: work.unit,
            kind: offer.kind,
            add: self.chosen(work).await?.lines(&offer),
            giver: self.giver(work, &offer).await?,
            receiver,
            drop: vec![],
            grounds: named::documents(work, &self.ground).await?,
            login: self.login,
            secret: SecretClause::Personal,
            valid_until: None,
            at_desk: None,
            spare_envelope: None,
        };
        drafted::hand_over(work, request).await
    }

    async fn chosen(&self, work: &AtWork) -> Reply<Chosen> {
        let mut classes = vec![];
        for name in &self.class {
            classes.push(named::class(work, name).await?);
        }
        Ok(Chosen {
            classes,
            functions: typed::words(&self.function)?,
            levels: typed::words(&self.level)?,
        })
    }

    async fn giver(&self, work: &AtWork, offer: &Offer) -> Reply<OfficerId> {
        match &self.giver {
            Some(code) => named::officer(work, code).await,
            None => Ok(offer.givers.head),
        }
    }
}

/// What is handed over.
struct Chosen {
    classes: Vec<ClassId>,
    functions: Vec<Function>,
    levels: Vec<SchoolLevel>,
}

impl Chosen {
    /// The lines that are offered. What is not offered comes without rights, so that the rule says
    /// why.
    fn lines(self, offer: &Offer) -> Vec<Line> {
        let classes = self.classes.into_iter().map(|id| {
            let offered = offer.classes.iter().find(|c| c.id == id);
            offered.map_or_else(|| bare(Line::homeroom(id, offer.from)), |c| c.line.clone())
        });
        let functions = self.functions.into_iter().map(|function| {
            let offered = offer.functions.iter().find(|f| f.function == function);
            offered.map_or_else(|| bare(Line::of(function, offer.from)), |f| f.line.clone())
        });
        let levels = self.levels.into_iter().map(|level| {
            let offered = offer.levels.iter().find(|l| l.level == level);
            offered.map_or_else(|| bare(Line::level(level, offer.from)), |l| l.line.clone())
        });
        classes.chain(functions).chain(levels).collect()
    }
}

fn bare(line: Line) -> Line {
    let rights = BTreeSet::new();
    Line { rights, ..line }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use engine::domain::kind::MinutesKind;
    use engine::domain::rights::Dim;
    use engine::views::givers::Givers;
    use engine::views::offer::FunctionChoice;

    use super::*;

    fn offer() -> Offer {
        let head = OfficerId::from(uuid::Uuid::nil());
        let from = NaiveDate::from_ymd_opt(2026, 9, 5).unwrap();
        let library = FunctionChoice {
            function: Function::Library,
            line: Line::of(Function::Library, from),
            sensitive: false,
            why_not: None,
        };
        Offer {
            officer: head,
            name: "Nguyễn Thị Hoa".into(),
            kind: MinutesKind::Duties,
            year: engine::domain::calendar::SchoolYear(2026),
            login: None,
            classes: vec![],
            functions: vec![library],
            levels: vec![],
            before: vec![],
            holds: vec![],
            givers: Givers { head, all: vec![] },
            until: NaiveDate::from_ymd_opt(2027, 8, 31).unwrap(),
            from,
        }
    }

    #[test]
    fn a_function_comes_with_the_rights_and_days_that_are_offered() {
        let chosen = Chosen {
            classes: vec![],
            functions: vec![Function::Library],
            levels: vec![],
        };
        let offer = offer();
        let lines = chosen.lines(&offer);
        let rights = Function::Library.proposed();
        assert_eq!((lines.len(), &lines[0].rights), (1, &rights));
        assert_eq!(lines[0].from, offer.from);
        assert_eq!(lines[0].until, Some(offer.until));
    }

    #[test]
    fn what_is_not_offered_comes_without_rights() {
        let class = ClassId::from(uuid::Uuid::from_u128(1));
        let chosen = Chosen {
            classes: vec![class],
            functions: vec![],
            levels: vec![SchoolLevel::Primary],
        };
        let lines = chosen.lines(&offer());
        assert!(lines.iter().all(|line| line.rights.is_empty()));
        assert_eq!(lines[0].classes, Dim::one(class));
        assert_eq!(lines[1].levels, Dim::one(SchoolLevel::Primary));
    }
}
