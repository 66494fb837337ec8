//! The `bangiao-desktop` program.
fn main() {}
