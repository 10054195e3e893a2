//! What do a shell and `man` have to know of the command line?

use anyhow::Context as _;
use clap::{Command, CommandFactory as _};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::output::Output;
use super::{CLEAN, Cli};

/// Writes the script that lets `shell` complete commands and options.
pub(super) fn completions(shell: Shell, output: &mut Output) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut script);
    output.write(&String::from_utf8(script)?)?;
    Ok(CLEAN)
}

/// Writes the manual page of the program, or that of one of its commands. Errors: when there is no such command.
pub(super) fn man(command: Option<&str>, output: &mut Output) -> anyhow::Result<u8> {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => Man::new(program),
        Some(name) => {
            let found = program.get_subcommands().find(|it| it.get_name() == name && !it.is_hide_set());
            let found = found.with_context(|| format!("there is no command `{name}`"))?;
            Man::new(Command::clone(found)).title(format!("archnotes-{name}"))
        }
    };
    let mut text = Vec::new();
    page.render(&mut text)?;
    output.write(&String::from_utf8(text)?)?;
    Ok(CLEAN)
}
