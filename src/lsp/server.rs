//! Which message does what?
//!
//! A notification is handed to the engine before the handler's first await, which is what keeps their order: tower-lsp
//! runs handlers concurrently and promises nothing after it. Nothing here waits for the client.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::jsonrpc::{self, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem, CompletionParams,
    CompletionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, DocumentHighlight, DocumentHighlightParams, DocumentLink,
    DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams, InlayHint,
    InlayHintParams, LSPAny, Location, ReferenceParams, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo, Uri,
    WorkDoneProgressCancelParams, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client, LanguageServer};

use super::actions;
use super::aids;
use super::answers;
use super::capabilities::Declared;
use super::commands;
use super::convert::Encoding;
use super::editor;
use super::engine::{Configuration, Engine};
use super::index;
use super::lifecycle::Lifecycle;
use super::navigate;
use super::outbox::Outbox;
use super::own::file_path;
use super::pull;
use super::symbols;
use super::tokens;

/// The handlers of all messages.
pub(super) struct Server {
    pub(super) engine: Engine,
    pub(super) outbox: Arc<Outbox>,
    pub(super) lifecycle: Arc<Lifecycle>,
    /// For what is sent before its answer.
    pub(super) client: Client,
    /// How a client counts columns that does not say.
    pub(super) assumed: Encoding,
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.lifecycle.watch(params.process_id);
        let declared = Declared::of(&params.capabilities, self.assumed);
        let capabilities = declared.offer();
        let roots = roots(&params);
        self.engine.configure(Configuration { declared, options: params.initialization_options, roots });
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
        self.engine.tell(editor::begin);
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

    /// The text is known already, unless archnotes reads it for itself: that is done from the disk.
    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.changed_on_disk([&params.text_document.uri]);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.changed_on_disk(params.changes.iter().map(|it| &it.uri));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.engine.tell(move |state| editor::changed(state, params.settings));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.engine.tell(move |state| editor::folders(state, &params.event));
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

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let previous = params.previous_result_ids;
        let reports = self.engine.ask(None, move |state| Ok(pull::pull(state, previous))).await?;
        let token = params.partial_result_params.partial_result_token;
        Ok(WorkspaceDiagnosticReport { items: pull::forward(&self.client, reports, token).await }.into())
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

    /// `window/workDoneProgress/cancel`: the only work that is shown is the scan.
    pub(super) async fn cancel_progress(&self, params: Value) {
        let token = serde_json::from_value::<WorkDoneProgressCancelParams>(params).map(|it| it.token);
        if let Ok(token) = token {
            self.engine.tell(move |state| index::stop(state, &token));
        }
    }

    /// Lets settings and knowledge be read again if one of `files` belongs to them.
    fn changed_on_disk<'a>(&self, files: impl IntoIterator<Item = &'a Uri>) {
        let files: Vec<_> = files.into_iter().filter_map(file_path).collect();
        self.engine.tell(move |state| editor::changed_on_disk(state, files));
    }
}

/// The folders that the client works in, those that are on disk.
#[allow(deprecated, reason = "clients that have no folders still send the older properties")]
fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    let folders: Vec<_> = params.workspace_folders.iter().flatten().map(|it| &it.uri).collect();
    match (folders.is_empty(), &params.root_uri) {
        (false, _) => folders.into_iter().filter_map(file_path).collect(),
        (true, Some(uri)) => file_path(uri).into_iter().collect(),
        (true, None) => params.root_path.iter().map(PathBuf::from).collect(),
    }
}
