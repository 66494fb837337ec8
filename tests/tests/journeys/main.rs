//! The journeys: what people do, from beginning to end.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests say it in their names"
)]

mod alone;
mod authority;
mod bad_links;
mod campaign;
mod command_line;
mod conform;
mod crash;
mod digital;
mod door;
mod doors;
mod drafts;
mod driving;
mod every_op;
mod keeping;
mod keys;
mod leaver;
mod modules;
mod network;
mod newer;
mod numbers;
mod office_rules;
mod one_truth;
mod organisation;
mod paper;
mod paper_on_server;
mod proposals;
mod public_page;
mod restored;
mod scans;
mod sealed;
mod server_refuses;
mod tidy;
mod ward;
mod window;
mod window_campaign;
mod window_keyboard;
mod workbooks;
mod years;
