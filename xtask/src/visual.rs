//! Pictures of every screen, compared with those that are committed.

use crate::run::{Done, run, target};
use crate::setup;

/// Photographs every screen in three sizes and two themes and compares; accepting, what looks
/// otherwise becomes the picture that is kept.
pub fn compare(accept: bool) -> Done {
    setup::for_visual()?;
    let mut visual = setup::npm_command(&["run", "visual"]);
    visual.env("BANGIAO_VISUAL", target().join("visual"));
    if accept {
        visual.env("BANGIAO_ACCEPT", "1");
    } else {
        visual.env_remove("BANGIAO_ACCEPT");
    }
    run(visual)
}
