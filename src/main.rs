//! Arguments → command line or language server → exit code.

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    match std::env::args().nth(1).as_deref() {
        Some("server" | "--stdio") => archnotes::lsp::serve(),
        _ => Ok(ExitCode::from(2)),
    }
}
