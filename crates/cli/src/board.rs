//! `bangiao board`: how far every unit below has come.

use clap::Args;
use engine::Reply;
use engine::domain::board::BoardState;
use engine::views::board::BoardRow;

use crate::machine::AtWork;
use crate::output::Output;

/// `board`.
#[derive(Debug, Args)]
pub(crate) struct BoardArgs {
    /// Chỉ các đơn vị chưa xong.
    #[arg(long)]
    open: bool,
}

impl BoardArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let mut board = work.engine.board().await?;
        board
            .rows
            .retain(|row| !(self.open && row.state == BoardState::Done));
        let lines: Vec<String> = board.rows.iter().map(line).collect();
        Output::new(lines.join("\n"), &board)
    }
}

fn line(row: &BoardRow) -> String {
    let t = &row.tally;
    format!(
        "{:24} {:40} trường nhận {}/{} · chưa lập {} · nháp {} · in {} · ký {} · số {}/{} · quét {}/{} \
         · quá hạn {} · CSDL {}/{}",
        state(row.state),
        row.name,
        row.below_received,
        row.below,
        t.not_made,
        t.drafts,
        t.printed,
        t.signed,
        t.numbered,
        t.numbered + t.to_number,
        t.scanned,
        t.scanned + t.to_scan,
        t.overdue,
        t.csdl_done,
        t.csdl_done + t.csdl_open
    )
}

fn state(state: BoardState) -> &'static str {
    match state {
        BoardState::NotReceived => "chưa nhận tài khoản",
        BoardState::Overdue => "quá hạn bản quét",
        BoardState::Giving => "đang bàn giao tiếp",
        BoardState::Working => "đang làm",
        BoardState::Done => "xong",
    }
}
