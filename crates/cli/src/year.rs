//! `bangiao year`: the school year in which this machine works.

use clap::Args;
use engine::domain::calendar::SchoolYear;
use engine::domain::{Code, Refusal};
use engine::{Reply, domain};

use crate::machine::AtWork;
use crate::output::Output;

/// `year`.
#[derive(Debug, Args)]
pub(crate) struct YearArgs {
    /// Năm học muốn làm việc, ví dụ 2026-2027; không có thì chỉ xem.
    year: Option<String>,
}

impl YearArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        if let Some(typed) = &self.year {
            let year = SchoolYear::named(typed).ok_or_else(|| {
                Refusal::new(Code::DateShape).with("value", domain::text::tidy(typed))
            })?;
            work.engine.work_in(year).await?;
        }
        let years = work.engine.years().await?;
        let others = years.choices.iter().filter(|year| **year != years.at_work);
        let others: Vec<String> = others.map(ToString::to_string).collect();
        let choice = if others.is_empty() {
            String::new()
        } else {
            format!(" Có thể chuyển sang: {}.", others.join(", "))
        };
        let text = format!("Đang làm việc ở năm học {}.{choice}", years.at_work);
        Output::done(text, "year", years.at_work.to_string())
    }
}
