//! Every command a developer runs: `cargo xtask …`. No dependencies, so that it is there at once on
//! a fresh machine.

mod app;
mod bench;
mod check;
mod deny;
mod generated;
mod run;
mod setup;
mod visual;
mod windows;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask app [--smoke]   set up, start the Sở server and the window with demo data
cargo xtask test [WORDS]    set up and pass every test (what CI runs)
cargo xtask visual [--accept]   photograph every screen and compare, or accept how they look now
cargo xtask ui              the catalogue of components and the screens, in a browser
cargo xtask world           a Sở server and three offices to play with
cargo xtask check           the quick checks before a commit
cargo xtask check --windows whether command line and server compile for Windows
cargo xtask audit           known faults of the libraries that we build on; needs a network
cargo xtask gen             regenerate what is generated
cargo xtask bench act|pdf|sign|app|import|scans   measure
cargo xtask soak            what CI runs at random, ten times as long";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["app"] => app::app(false),
        ["app", "--smoke"] => app::app(true),
        ["test"] => check::test(None),
        ["test", name] => check::test(Some(name)),
        ["visual"] => visual::compare(false),
        ["visual", "--accept"] => visual::compare(true),
        ["ui"] => app::ui(),
        ["world"] => app::world(),
        ["check"] => check::check(),
        ["check", "--windows"] => windows::check(),
        ["audit"] => deny::audit(),
        ["gen"] => generated::write(),
        ["bench", what] => bench::bench(what),
        ["soak"] => check::soak(),
        _ => {
            println!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
