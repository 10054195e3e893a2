//! The command line: which command, with which options, and with which exit code it ends.
//!
//! 0: clean. 1: findings. 2: could not run, or not all of it. Standard output is the result and nothing else.

mod baseline;
mod beside;
mod check;
mod config;
mod file;
mod fingerprint;
mod fix;
mod format;
mod github;
mod inputs;
mod json;
mod junit;
mod knowledge;
mod output;
mod problems;
mod sarif;
mod scope;
mod shell;
mod show;
mod summary;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use tracing::level_filters::LevelFilter;

use crate::knowledge::{Language, Severity};
use crate::{lsp, settings};
use format::Format;
use output::{Output, complain};

/// Everything is in order.
const CLEAN: u8 = 0;
/// There are findings.
const FINDINGS: u8 = 1;
/// Something could not be read, understood or written.
const FAILED: u8 = 2;

/// Explains AWS architecture notes and finds their weak places.
#[derive(Parser)]
#[command(version, arg_required_else_help = true, args_conflicts_with_subcommands = true)]
#[command(disable_help_subcommand = true)]
struct Cli {
    /// Run the language server, as `server` does
    #[arg(long)]
    stdio: bool,

    #[arg(long = "clientProcessId", value_name = "ID", hide = true, requires = "stdio")]
    client_process_id: Option<u32>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the language server over standard input and output
    Server(Server),
    /// Find weak places in Markdown and YAML files
    Check(Check),
    /// Show the card of a service or concept, or the page of a rule
    Explain(Explain),
    /// List the rules
    Rules(InLanguage),
    /// List the services there are cards for
    Services,
    /// Look after a team's own cards and rules
    #[command(subcommand)]
    Knowledge(Knowledge),
    /// Show the settings that hold, and who set them
    #[command(subcommand)]
    Config(Config),
    /// Write the script that lets a shell complete commands and options
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Write the manual page of archnotes, or of one of its commands
    Man {
        /// The command
        command: Option<String>,
    },
}

#[derive(Subcommand)]
enum Config {
    /// Show every setting with its value and its origin, and whether a file is checked
    Show {
        /// The file that they are to hold for [default: any file here]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Write the JSON Schema of archnotes.toml
    Schema,
}

#[derive(Args)]
struct Server {
    /// Log what happens to standard error (`ARCHNOTES_LOG` says more exactly what)
    #[arg(long, short)]
    verbose: bool,

    /// How an editor counts columns that does not say so
    #[arg(long, value_parser = ["utf-8", "utf-16", "utf-32"], default_value = "utf-16", value_name = "ENCODING")]
    position_encoding: String,

    /// What editors add for servers in general
    #[arg(long, hide = true)]
    stdio: bool,

    #[arg(long = "clientProcessId", value_name = "ID", hide = true)]
    client_process_id: Option<u32>,
}

#[derive(Args)]
struct Check {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// How findings are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// Exit with 1 only for findings this grave or graver
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "hint")]
    fail_on: FailOn,

    /// Report only what is not in FILE, the result of an earlier `check --format sarif`
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Make every fix that is safe, then report what is left
    #[arg(long)]
    fix: bool,

    /// Show as a diff what `--fix` would do, and write nothing
    #[arg(long, conflicts_with = "format")]
    diff: bool,

    /// Language of the messages, whatever is set; `auto` is that of the sentence
    #[arg(long, value_enum)]
    language: Option<LanguageChoice>,

    /// Name to show for standard input
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
}

#[derive(Args)]
struct Explain {
    /// An id, a name or an alias: `sqs`, `Amazon SQS`, `람다`, `single-az`
    #[arg(required = true)]
    name: Vec<String>,

    /// How the page is written: for this terminal, or as the Markdown it is made of
    #[arg(long, value_enum, default_value = "text")]
    format: PageFormat,

    #[command(flatten)]
    language: InLanguage,
}

#[derive(Args)]
struct InLanguage {
    /// Language of the text; `auto` is that of the terminal
    #[arg(long, value_enum, default_value = "auto")]
    language: LanguageChoice,
}

#[derive(Subcommand)]
enum Knowledge {
    /// Report what is wrong with the files of a knowledge folder
    Check(Folder),
    /// Run the examples of a knowledge folder's rules
    Test(Folder),
}

#[derive(Args)]
struct Folder {
    /// The folder [default: the nearest .archnotes upward]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Hint,
    Information,
    Warning,
    Error,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            FailOn::Hint => Severity::Hint,
            FailOn::Information => Severity::Information,
            FailOn::Warning => Severity::Warning,
            FailOn::Error => Severity::Error,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    Text,
    Markdown,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LanguageChoice {
    En,
    Ko,
    Auto,
}

impl LanguageChoice {
    fn fixed(self) -> Option<Language> {
        match self {
            LanguageChoice::En => Some(Language::En),
            LanguageChoice::Ko => Some(Language::Ko),
            LanguageChoice::Auto => None,
        }
    }

    fn setting(self) -> settings::LanguageChoice {
        match self {
            LanguageChoice::En => settings::LanguageChoice::En,
            LanguageChoice::Ko => settings::LanguageChoice::Ko,
            LanguageChoice::Auto => settings::LanguageChoice::Auto,
        }
    }
}

impl InLanguage {
    fn language(&self) -> Language {
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|it| std::env::var(it).ok());
        self.language.fixed().unwrap_or_else(|| of_locale(locale()))
    }
}

/// The language of the first of `locales` that is set to anything.
fn of_locale(mut locales: impl Iterator<Item = String>) -> Language {
    match locales.find(|it| !it.is_empty()) {
        Some(locale) if locale.starts_with("ko") => Language::Ko,
        _ => Language::En,
    }
}

/// Runs the command that `arguments` ask for, the first of which is the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(err) => {
            // Help and version are no errors, and a closed pipe is none of their business.
            let _ = err.print();
            return ExitCode::from(if err.use_stderr() { FAILED } else { CLEAN });
        }
    };
    let res = match cli.command {
        None => lsp::serve(None),
        Some(Command::Server(server)) => serve(&server),
        Some(command) => answer(command).map(ExitCode::from),
    };
    res.unwrap_or_else(|err| {
        complain(format_args!("archnotes: {err:#}"));
        ExitCode::from(FAILED)
    })
}

fn serve(server: &Server) -> anyhow::Result<ExitCode> {
    if server.verbose {
        lsp::log(LevelFilter::DEBUG);
    }
    lsp::serve(Some(&server.position_encoding))
}

/// Runs a command that writes its result and ends.
fn answer(command: Command) -> anyhow::Result<u8> {
    let mut output = Output::standard();
    let status = match command {
        Command::Check(arguments) => check::run(&arguments, &mut output),
        Command::Explain(arguments) => {
            let name = arguments.name.join(" ");
            show::explain(&name, arguments.language.language(), arguments.format, &mut output)
        }
        Command::Rules(arguments) => show::rules(arguments.language(), &mut output),
        Command::Services => show::services(&mut output),
        Command::Knowledge(Knowledge::Check(Folder { folder })) => knowledge::check(folder, &mut output),
        Command::Knowledge(Knowledge::Test(Folder { folder })) => knowledge::test(folder, &mut output),
        Command::Config(Config::Show { file }) => config::show(file, &mut output),
        Command::Config(Config::Schema) => config::schema(&mut output),
        Command::Completions { shell } => shell::completions(shell, &mut output),
        Command::Man { command } => shell::man(command.as_deref(), &mut output),
        Command::Server(_) => unreachable!("served before"),
    }?;
    output.finish()?;
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }

    #[test]
    fn the_first_locale_that_is_set_counts() {
        let of = |locales: &[&str]| of_locale(locales.iter().map(|it| (*it).to_owned()));
        assert_eq!(of(&["ko_KR.UTF-8"]), Language::Ko);
        assert_eq!(of(&["", "ko"]), Language::Ko);
        assert_eq!(of(&["C", "ko_KR.UTF-8"]), Language::En);
        assert_eq!(of(&[]), Language::En);
    }
}
