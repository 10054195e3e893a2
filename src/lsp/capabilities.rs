//! What can the client do, and what does the server offer it?

use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DiagnosticTag, HoverProviderCapability, MarkupKind, PositionEncodingKind, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
};

use super::convert::Encoding;
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
    pub(super) code_action_literals: bool,
    pub(super) preferred_actions: bool,
    /// Whether an action's edit may come when the action is chosen.
    pub(super) lazy_edits: bool,
    pub(super) document_changes: bool,
    pub(super) watched_files: bool,
    pub(super) relative_patterns: bool,
}

impl Declared {
    /// Reads the client's declaration.
    pub(super) fn of(client: &ClientCapabilities) -> Declared {
        let text_document = client.text_document.as_ref();
        let general = client.general.as_ref();
        let hover = text_document.and_then(|it| it.hover.as_ref());
        let completion = text_document.and_then(|it| it.completion.as_ref());
        let item = completion.and_then(|it| it.completion_item.as_ref());
        let diagnostics = text_document.and_then(|it| it.publish_diagnostics.as_ref());
        let action = text_document.and_then(|it| it.code_action.as_ref());
        let resolved = action.and_then(|it| it.resolve_support.as_ref());
        let has_lazy_edits = resolved.is_some_and(|it| it.properties.iter().any(|it| it == "edit"));
        let workspace = client.workspace.as_ref();
        let watched = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        let edit = workspace.and_then(|it| it.workspace_edit.as_ref());
        let tags = diagnostics.and_then(|it| it.tag_support.as_ref());
        Declared {
            encoding: encoding(general.and_then(|it| it.position_encodings.as_deref()).unwrap_or_default()),
            hover: format(hover.and_then(|it| it.content_format.as_deref())),
            documentation: format(item.and_then(|it| it.documentation_format.as_deref())),
            label_details: yes(item.and_then(|it| it.label_details_support)),
            related_information: yes(diagnostics.and_then(|it| it.related_information)),
            code_description: yes(diagnostics.and_then(|it| it.code_description_support)),
            diagnostic_tags: tags.map(|it| it.value_set.clone()).unwrap_or_default(),
            diagnostic_data: yes(diagnostics.and_then(|it| it.data_support)),
            diagnostic_version: yes(diagnostics.and_then(|it| it.version_support)),
            code_action_literals: action.is_some_and(|it| it.code_action_literal_support.is_some()),
            preferred_actions: yes(action.and_then(|it| it.is_preferred_support)),
            lazy_edits: has_lazy_edits && yes(action.and_then(|it| it.data_support)),
            document_changes: yes(edit.and_then(|it| it.document_changes)),
            watched_files: yes(watched.and_then(|it| it.dynamic_registration)),
            relative_patterns: yes(watched.and_then(|it| it.relative_pattern_support)),
        }
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
            ..ServerCapabilities::default()
        }
    }
}

impl Default for Declared {
    fn default() -> Declared {
        Declared::of(&ClientCapabilities::default())
    }
}

/// UTF-8 where offered, since the text is kept so; else UTF-16, which every client must have.
fn encoding(offered: &[PositionEncodingKind]) -> Encoding {
    [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]
        .into_iter()
        .find(|it| offered.contains(&it.kind()))
        .unwrap_or_default()
}

/// The first format of the client's list, which is its favourite.
fn format(offered: Option<&[MarkupKind]>) -> Format {
    match offered.and_then(|it| it.first()) {
        Some(MarkupKind::Markdown) => Format::Markdown,
        Some(MarkupKind::PlainText) | None => Format::PlainText,
    }
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
        assert_eq!(encoding(&offered), expected);
    }

    #[test]
    fn the_best_encoding_that_the_client_has_is_chosen() {
        check(&[], Encoding::Utf16);
        check(&["utf-16"], Encoding::Utf16);
        check(&["utf-32", "utf-8", "utf-16"], Encoding::Utf8);
        check(&["utf-32", "utf-16"], Encoding::Utf16);
        check(&["utf-32"], Encoding::Utf32);
        check(&["utf-7"], Encoding::Utf16);
    }

    #[test]
    fn a_client_without_action_literals_is_offered_no_actions() {
        assert_eq!(Declared::default().offer().code_action_provider, None);
        let declared = Declared { code_action_literals: true, ..Declared::default() };
        assert!(declared.offer().code_action_provider.is_some());
    }
}
