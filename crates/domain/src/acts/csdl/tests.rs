//! What the acts about the work list do, and each of their refusals.

use super::*;

mod compare;
mod done;
