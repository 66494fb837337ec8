//! What `--help` says, of every command: a snapshot, so that no word of it changes unseen.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};

use crate::Cli;

#[test]
fn every_command_says_what_it_takes() {
    let mut command = Cli::command()
        .term_width(100)
        // What stands in the environment of this machine is not ours to pin.
        .mut_args(|arg| arg.hide_env_values(true));
    command.build();
    let mut told = String::new();
    tell(command, &mut told);
    insta::assert_snapshot!(told);
}

/// The long help of a command under its full name, then that of everything below it.
fn tell(mut command: Command, told: &mut String) {
    let name = command
        .get_bin_name()
        .unwrap_or(command.get_name())
        .to_owned();
    let help = command.render_long_help().to_string();
    writeln!(told, "━━━ {name}").unwrap();
    for line in help.trim_end().lines() {
        writeln!(told, "{}", line.trim_end()).unwrap();
    }
    told.push('\n');
    for below in command.get_subcommands().filter(|b| b.get_name() != "help") {
        tell(below.clone().mut_args(said_once), told);
    }
}

/// What every command takes is said at the top alone.
fn said_once(arg: Arg) -> Arg {
    let everywhere = arg.is_global_set() || arg.get_id() == "help";
    arg.hide(everywhere)
}
