//! The only place that knows tower-lsp.
//!
//! `server` takes the messages, `engine` owns the documents and answers, `convert` counts as the editor counts.

mod actions;
mod aids;
mod answers;
mod beside;
mod capabilities;
mod commands;
mod convert;
mod diagnostics;
mod editor;
mod engine;
mod index;
mod lifecycle;
mod navigate;
mod open;
mod outbox;
mod own;
mod progress;
mod pull;
mod scan;
mod server;
mod symbols;
mod tokens;
mod transport;
mod watch;
mod watcher;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use tower_lsp::{LspService, Server};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

/// So many requests may wait for the engine before the next message is read.
const CONCURRENCY: usize = 64;

/// Serves one client over standard input and output until it leaves.
///
/// `encoding` is how the client counts columns if it does not say: `utf-8`, `utf-16` or `utf-32`; else it is UTF-16.
///
/// Returns 0 when the client asked to shut down, else 1, at `exit`, at the end of standard input or when the client's
/// process is gone. Standard output holds nothing but the protocol; the log goes to standard error, by `ARCHNOTES_LOG`.
///
/// Errors: when threads cannot be started.
pub fn serve(encoding: Option<&str>) -> anyhow::Result<ExitCode> {
    log(LevelFilter::WARN);
    let assumed = encoding.and_then(convert::Encoding::of).unwrap_or_default();
    let outbox = Arc::new(outbox::Outbox::default());
    let engine = engine::Engine::start(Arc::clone(&outbox)).context("cannot start the engine's thread")?;
    let lifecycle = Arc::new(lifecycle::Lifecycle::default());
    let input = transport::Input::start(Arc::clone(&lifecycle)).context("cannot read standard input")?;
    let output = transport::Output::open().context("cannot write standard output")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().context("cannot start")?;
    runtime.block_on(async {
        let build = LspService::build(|client| {
            let (delivered, told) = (Arc::clone(&outbox), engine.clone());
            let to = client.clone();
            tokio::spawn(async move { delivered.deliver(to, told).await });
            server::Server { engine, outbox, lifecycle: Arc::clone(&lifecycle), client, assumed }
        });
        let (service, socket) = build
            .custom_method(transport::MALFORMED, server::Server::malformed)
            .custom_method(progress::CANCEL, server::Server::cancel_progress)
            .finish();
        Server::new(input, output, socket).concurrency_level(CONCURRENCY).serve(service).await;
    });
    Ok(ExitCode::from(lifecycle.exit_status()))
}

/// Sends the log to standard error: what `ARCHNOTES_LOG` asks for, else `level` and above. The first call counts.
pub fn log(level: LevelFilter) {
    let filter = EnvFilter::builder().with_default_directive(level.into()).with_env_var("ARCHNOTES_LOG");
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter.from_env_lossy())
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}
