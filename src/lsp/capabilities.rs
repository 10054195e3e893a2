//! What can the client do, and what does the server offer it?

use tower_lsp::ls_types::{
    ClientCapabilities, ClientDiagnosticsTagOptions, CodeActionKind, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, CompletionOptions, DiagnosticOptions, DiagnosticServerCapabilities, DiagnosticTag,
    DocumentLinkOptions, ExecuteCommandOptions, HoverProviderCapability, MarkupKind, OneOf, PositionEncodingKind,
    SaveOptions, SemanticTokensClientCapabilities, SemanticTokensFullOptions, SemanticTokensLegend,
    SemanticTokensOptions, SemanticTokensServerCapabilities, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TokenFormat, WorkDoneProgressOptions, WorkspaceClientCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::commands::EXPLAIN;
use super::convert::Encoding;
use super::diagnostics::SOURCE;
use super::outbox::Refresh;
use super::tokens;
use crate::hover::Format;

/// The kind of the action that makes all safe fixes of a file, as editors ask for it when a file is saved.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.archnotes");

/// What the client declared, as far as it changes what it is sent. Without a declaration: the plainest form.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) encoding: Encoding,
    pub(super) hover: Format,
    pub(super) documentation: Format,
    pub(super) label_details: bool,
    pub(super) related_information: bool,
    pub(super) code_description: bool,
    pub(super) diagnostic_tags: Vec<DiagnosticTag>,
    pub(super) diagnostic_data: bool,
    pub(super) diagnostic_version: bool,
    /// Whether the client asks for diagnostics, and so is sent none unasked.
    pub(super) pulls_diagnostics: bool,
    /// Whether an answer may say where the name is that the cursor stands on.
    pub(super) definition_links: bool,
    pub(super) symbol_trees: bool,
    pub(super) links: bool,
    pub(super) link_tooltips: bool,
    pub(super) inlay_hints: bool,
    pub(super) code_lenses: bool,
    pub(super) tokens: Tokens,
    /// Whether the client opens a file that the server names.
    pub(super) shows_documents: bool,
    /// Whether an action may be a command that the server carries out.
    pub(super) commands: bool,
    pub(super) code_action_literals: bool,
    pub(super) preferred_actions: bool,
    /// Whether an action's edit may come when the action is chosen.
    pub(super) lazy_edits: bool,
    pub(super) document_changes: bool,
    /// What the client can be told to ask for again.
    pub(super) refreshes: Vec<Refresh>,
    pub(super) watched_files: bool,
    pub(super) relative_patterns: bool,
    /// Whether the client can be asked for its settings.
    pub(super) configuration: bool,
    /// Whether the client can be asked to tell when they change.
    pub(super) watched_settings: bool,
    /// Whether the client shows how far something is that it did not ask for.
    pub(super) work_done_progress: bool,
}

/// Which semantic tokens the client asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    pub(super) legend: SemanticTokensLegend,
    pub(super) has_full: bool,
    pub(super) has_delta: bool,
    pub(super) has_range: bool,
}

impl Declared {
    /// Reads the client's declaration. `assumed` is how it counts columns if it does not say.
    pub(super) fn of(client: &ClientCapabilities, assumed: Encoding) -> Declared {
        let text_document = client.text_document.as_ref();
        let general = client.general.as_ref();
        let hover = text_document.and_then(|it| it.hover.as_ref());
        let completion = text_document.and_then(|it| it.completion.as_ref());
        let item = completion.and_then(|it| it.completion_item.as_ref());
        let diagnostics = text_document.and_then(|it| it.publish_diagnostics.as_ref());
        let pulled = text_document.and_then(|it| it.diagnostic.as_ref());
        let definition = text_document.and_then(|it| it.definition.as_ref());
        let symbols = text_document.and_then(|it| it.document_symbol.as_ref());
        let links = text_document.and_then(|it| it.document_link.as_ref());
        let tokens = text_document.and_then(|it| it.semantic_tokens.as_ref());
        let window = client.window.as_ref();
        let action = text_document.and_then(|it| it.code_action.as_ref());
        let resolved = action.and_then(|it| it.resolve_support.as_ref());
        let has_lazy_edits = resolved.is_some_and(|it| it.properties.iter().any(|it| it == "edit"));
        let workspace = client.workspace.as_ref();
        let watched = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        let settings = workspace.and_then(|it| it.did_change_configuration.as_ref());
        let edit = workspace.and_then(|it| it.workspace_edit.as_ref());
        let tags = diagnostics.and_then(|it| it.tag_support.as_ref()).map(|it| it.value_set.clone());
        let pulled_tags = pulled.and_then(|it| it.tag_support.as_ref()).map(tags_of);
        // A diagnostic is the same thing, sent or asked for: older clients declare what it may hold in one place only.
        let either = |pushed: Option<bool>, pulled: Option<bool>| yes(pushed) || yes(pulled);
        Declared {
            encoding: encoding(general.and_then(|it| it.position_encodings.as_deref()).unwrap_or_default(), assumed),
            hover: format(hover.and_then(|it| it.content_format.as_deref())),
            documentation: format(item.and_then(|it| it.documentation_format.as_deref())),
            label_details: yes(item.and_then(|it| it.label_details_support)),
            related_information: either(
                diagnostics.and_then(|it| it.related_information),
                pulled.and_then(|it| it.related_information),
            ),
            code_description: either(
                diagnostics.and_then(|it| it.code_description_support),
                pulled.and_then(|it| it.code_description_support),
            ),
            diagnostic_tags: tags.or(pulled_tags).unwrap_or_default(),
            diagnostic_data: either(diagnostics.and_then(|it| it.data_support), pulled.and_then(|it| it.data_support)),
            diagnostic_version: yes(diagnostics.and_then(|it| it.version_support)),
            pulls_diagnostics: pulled.is_some(),
            definition_links: yes(definition.and_then(|it| it.link_support)),
            symbol_trees: yes(symbols.and_then(|it| it.hierarchical_document_symbol_support)),
            links: links.is_some(),
            link_tooltips: yes(links.and_then(|it| it.tooltip_support)),
            inlay_hints: text_document.is_some_and(|it| it.inlay_hint.is_some()),
            code_lenses: text_document.is_some_and(|it| it.code_lens.is_some()),
            tokens: tokens.map(Tokens::of).unwrap_or_default(),
            shows_documents: window.and_then(|it| it.show_document.as_ref()).is_some_and(|it| it.support),
            commands: workspace.is_some_and(|it| it.execute_command.is_some()),
            code_action_literals: action.is_some_and(|it| it.code_action_literal_support.is_some()),
            preferred_actions: yes(action.and_then(|it| it.is_preferred_support)),
            lazy_edits: has_lazy_edits && yes(action.and_then(|it| it.data_support)),
            document_changes: yes(edit.and_then(|it| it.document_changes)),
            refreshes: workspace.map(refreshes).unwrap_or_default(),
            watched_files: yes(watched.and_then(|it| it.dynamic_registration)),
            relative_patterns: yes(watched.and_then(|it| it.relative_pattern_support)),
            configuration: yes(workspace.and_then(|it| it.configuration)),
            work_done_progress: yes(window.and_then(|it| it.work_done_progress)),
            watched_settings: yes(settings.and_then(|it| it.dynamic_registration)),
        }
    }

    /// Whether the client can be shown the page of a rule.
    pub(super) fn explains(&self) -> bool {
        self.code_action_literals && (self.commands || self.shows_documents)
    }

    /// What the server offers to such a client.
    pub(super) fn offer(&self) -> ServerCapabilities {
        // A client without literals only takes commands, which archnotes has none of.
        let actions = self.code_action_literals.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR_REWRITE, FIX_ALL]),
                resolve_provider: self.lazy_edits.then_some(true),
                ..CodeActionOptions::default()
            })
        });
        ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(SaveOptions { include_text: Some(false) }.into()),
                ..TextDocumentSyncOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            // Letters, Hangul included, trigger by themselves.
            completion_provider: Some(CompletionOptions {
                resolve_provider: Some(true),
                ..CompletionOptions::default()
            }),
            code_action_provider: actions,
            diagnostic_provider: self.pulls_diagnostics.then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some(SOURCE.to_owned()),
                    workspace_diagnostics: true,
                    ..DiagnosticOptions::default()
                })
            }),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            document_link_provider: self.links.then(|| DocumentLinkOptions {
                resolve_provider: None,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            inlay_hint_provider: self.inlay_hints.then_some(OneOf::Left(true)),
            code_lens_provider: self.code_lenses.then_some(CodeLensOptions { resolve_provider: None }),
            semantic_tokens_provider: self.tokens.offer(),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                ..WorkspaceServerCapabilities::default()
            }),
            execute_command_provider: self.explains().then(|| ExecuteCommandOptions {
                commands: vec![EXPLAIN.to_owned()],
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            ..ServerCapabilities::default()
        }
    }
}

impl Tokens {
    fn of(client: &SemanticTokensClientCapabilities) -> Tokens {
        let is_relative = client.formats.contains(&TokenFormat::RELATIVE);
        let full = client.requests.full.as_ref().filter(|_| is_relative);
        Tokens {
            legend: tokens::legend(&client.token_types, &client.token_modifiers),
            has_full: full.is_some_and(|it| *it != SemanticTokensFullOptions::Bool(false)),
            has_delta: full.is_some_and(|it| *it == SemanticTokensFullOptions::Delta { delta: Some(true) }),
            has_range: is_relative && yes(client.requests.range),
        }
    }

    fn offer(&self) -> Option<SemanticTokensServerCapabilities> {
        let full = match self.has_delta {
            true => SemanticTokensFullOptions::Delta { delta: Some(true) },
            false => SemanticTokensFullOptions::Bool(true),
        };
        let options = SemanticTokensOptions {
            legend: self.legend.clone(),
            range: self.has_range.then_some(true),
            full: self.has_full.then_some(full),
            ..SemanticTokensOptions::default()
        };
        (self.has_full || self.has_range).then(|| options.into())
    }
}

impl Default for Declared {
    fn default() -> Declared {
        Declared::of(&ClientCapabilities::default(), Encoding::default())
    }
}

/// UTF-8 where offered, since the text is kept so; else what the client names first, which is how it counts itself. `assumed`
/// is that of a client that names none.
fn encoding(offered: &[PositionEncodingKind], assumed: Encoding) -> Encoding {
    if offered.contains(&PositionEncodingKind::UTF8) {
        return Encoding::Utf8;
    }
    offered.iter().find_map(|it| Encoding::of(it.as_str())).unwrap_or(assumed)
}

/// The first format of the client's list, which is its favourite.
fn format(offered: Option<&[MarkupKind]>) -> Format {
    match offered.and_then(|it| it.first()) {
        Some(MarkupKind::Markdown) => Format::Markdown,
        Some(MarkupKind::PlainText) | None => Format::PlainText,
    }
}

/// The library keeps them to itself; they can be written, and read again.
fn tags_of(declared: &ClientDiagnosticsTagOptions) -> Vec<DiagnosticTag> {
    let written = serde_json::to_value(declared).unwrap_or_default();
    serde_json::from_value(written["valueSet"].clone()).unwrap_or_default()
}

fn refreshes(workspace: &WorkspaceClientCapabilities) -> Vec<Refresh> {
    let WorkspaceClientCapabilities { diagnostics, semantic_tokens, code_lens, inlay_hint, .. } = workspace;
    let declared = [
        (Refresh::Diagnostics, diagnostics.as_ref().and_then(|it| it.refresh_support)),
        (Refresh::SemanticTokens, semantic_tokens.as_ref().and_then(|it| it.refresh_support)),
        (Refresh::CodeLenses, code_lens.as_ref().and_then(|it| it.refresh_support)),
        (Refresh::InlayHints, inlay_hint.as_ref().and_then(|it| it.refresh_support)),
    ];
    declared.into_iter().filter(|it| yes(it.1)).map(|it| it.0).collect()
}

fn yes(declared: Option<bool>) -> bool {
    declared.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(offered: &[&str], expected: Encoding) {
        let offered: Vec<_> = offered.iter().map(|&it| PositionEncodingKind::from(it.to_owned())).collect();
        assert_eq!(encoding(&offered, Encoding::default()), expected);
    }

    #[test]
    fn the_best_encoding_that_the_client_has_is_chosen() {
        check(&[], Encoding::Utf16);
        check(&["utf-16"], Encoding::Utf16);
        check(&["utf-32", "utf-8", "utf-16"], Encoding::Utf8);
        check(&["utf-32", "utf-16"], Encoding::Utf32);
        check(&["utf-16", "utf-32"], Encoding::Utf16);
        check(&["utf-32"], Encoding::Utf32);
        check(&["utf-7"], Encoding::Utf16);
        assert_eq!(encoding(&[], Encoding::Utf8), Encoding::Utf8);
        assert_eq!(encoding(&[PositionEncodingKind::UTF16], Encoding::Utf8), Encoding::Utf16);
    }

    #[test]
    fn a_client_without_action_literals_is_offered_no_actions() {
        assert_eq!(Declared::default().offer().code_action_provider, None);
        let declared = Declared { code_action_literals: true, ..Declared::default() };
        assert!(declared.offer().code_action_provider.is_some());
    }
}
