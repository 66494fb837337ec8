//! Commands: one line each. Limits of the edge are here; everything else is the engine's.

pub mod door;
pub mod handover;
pub mod import;
pub mod lists;
pub mod saved;

use engine::Reply;
use engine::domain::{Code, Refusal};

/// Most ids in one message.
const MAX_LIST: usize = 500;
/// Most papers of a pile that is only looked at as a whole; it is done in parts.
const MAX_PILE: usize = 20 * MAX_LIST;
/// Most bytes of a file that a screen hands over.
const MAX_FILE: usize = engine::domain::bounds::MAX_FILE;

/// Refuses lists that no screen sends.
fn bounded<T>(list: Vec<T>) -> Reply<Vec<T>> {
    at_most(list, MAX_LIST)
}

/// Refuses lists that are longer than a limit.
fn at_most<T>(list: Vec<T>, limit: usize) -> Reply<Vec<T>> {
    if list.len() > limit {
        Err(Refusal::new(Code::TooMany).with("limit", limit).into())
    } else {
        Ok(list)
    }
}

/// Refuses files that are too large.
fn file(bytes: Vec<u8>) -> Reply<Vec<u8>> {
    if bytes.len() > MAX_FILE {
        Err(Refusal::new(Code::FileTooLarge)
            .with("limit", MAX_FILE / 1024 / 1024)
            .into())
    } else {
        Ok(bytes)
    }
}
