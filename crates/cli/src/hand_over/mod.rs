//! `bangiao delegate` and `bangiao give-account`: a draft of minutes by which something is handed
//! over.

pub(crate) mod delegate;
mod drafted;
pub(crate) mod give_account;
pub(crate) mod give_accounts;
