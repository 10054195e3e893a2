//! Arguments → command line or language server → exit code.

fn main() -> std::process::ExitCode {
    archnotes::cli::run(std::env::args_os())
}
