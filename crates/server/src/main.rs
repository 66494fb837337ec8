//! The `bangiao-server` program.
fn main() {}
