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
/// Most bytes of a file that a screen hands over.
const MAX_FILE: usize = engine::domain::bounds::MAX_FILE;

/// Refuses lists that no screen sends.
fn bounded<T>(list: Vec<T>) -> Reply<Vec<T>> {
    if list.len() > MAX_LIST {
        Err(Refusal::new(Code::TooMany).with("limit", MAX_LIST).into())
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
