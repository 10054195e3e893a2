//! Which message does what?
//!
//! A notification is handed to the engine before the handler's first await, which is what keeps their order: tower-lsp
//! runs handlers concurrently and promises nothing after it. Nothing here waits for the client.

use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{self, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem, CompletionParams,
    CompletionResponse, DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams,
    DocumentSymbolResponse, ExecuteCommandParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, LSPAny, Location, MessageType,
    ReferenceParams, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo, Uri, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};

use super::actions;
use super::aids;
use super::answers;
use super::capabilities::Declared;
use super::commands;
use super::engine::{Configuration, Engine};
use super::lifecycle::Lifecycle;
use super::navigate;
use super::outbox::Outbox;
use super::own::file_path;
use super::settings;
use super::symbols;
use super::tokens;
use crate::workspace::is_knowledge;

/// The handlers of all messages.
pub(super) struct Server {
    pub(super) engine: Engine,
    pub(super) outbox: Arc<Outbox>,
    pub(super) lifecycle: Arc<Lifecycle>,
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.lifecycle.watch(params.process_id);
        let declared = Declared::of(&params.capabilities);
        let capabilities = declared.offer();
        let (settings, problems) = settings::parse(params.initialization_options.as_ref());
        for problem in problems {
            self.outbox.log(MessageType::WARNING, format!("archnotes: {problem}"));
        }
        self.engine.configure(Configuration { declared, settings, root: root(&params) });
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.outbox.open();
        self.engine.load();
    }

    /// The transport has noted it.
    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.engine.open(params.text_document);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.engine.change(document.uri, document.version, params.content_changes);
    }

    /// The text is known already, unless it is knowledge: that is read from the disk.
    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.knowledge_changed([&params.text_document.uri]);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.knowledge_changed(params.changes.iter().map(|it| &it.uri));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.engine.close(params.text_document.uri);
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| answers::hover(state, &params)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| answers::completion(state, &params)).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        self.engine.ask(None, move |state| Ok(answers::resolve(state, item))).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| answers::diagnostic(state, &params)).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| navigate::definition(state, &params)).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| navigate::references(state, &params)).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| navigate::highlights(state, &params)).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| symbols::document(state, &params)).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.engine.ask(None, move |state| symbols::workspace(state, &params)).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| aids::links(state, &params)).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| aids::hints(state, &params)).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| aids::lenses(state, &params)).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| tokens::full(state, &params)).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| tokens::delta(state, &params)).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| tokens::range(state, &params)).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.engine.ask(Some(uri), move |state| actions::actions(state, &params).map(Some)).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let done = self.engine.ask(None, move |state| Ok(commands::execute(state, &params))).await?;
        done.map(|()| None)
            .map_err(|commands::Unknown| jsonrpc::Error::invalid_params("no such command, or no such rule"))
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let resolved = self.engine.ask(None, move |state| actions::resolve(state, action)).await?;
        resolved.map_err(|actions::Stale| jsonrpc::Error::new(jsonrpc::ErrorCode::ContentModified))
    }
}

impl Server {
    /// What `transport` makes of a message that is none: its error.
    pub(super) async fn malformed(&self, code: i64) -> Result<()> {
        Err(jsonrpc::Error::new(code.into()))
    }

    /// Lets the knowledge be read again if one of `files` belongs to it.
    fn knowledge_changed<'a>(&self, files: impl IntoIterator<Item = &'a Uri>) {
        if files.into_iter().filter_map(file_path).any(|it| is_knowledge(&it)) {
            self.engine.load();
        }
    }
}

/// The folder that the client works in: its first one, if it is on disk.
#[allow(deprecated, reason = "clients that have no folders still send the older properties")]
fn root(params: &InitializeParams) -> Option<PathBuf> {
    let folder = params.workspace_folders.as_ref().and_then(|it| it.first()).map(|it| &it.uri);
    match folder.or(params.root_uri.as_ref()) {
        Some(uri) => file_path(uri),
        None => params.root_path.as_ref().map(PathBuf::from),
    }
}
