//! The only place that knows tower-lsp.
