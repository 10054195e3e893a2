//! What does the editor get to a question?
//!
//! Each answer is a call of the core and its conversion to the protocol's form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionParams,
    CompletionResponse, CompletionTextEdit, DocumentDiagnosticParams, DocumentDiagnosticReportResult, Documentation,
    Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, TextEdit, Uri,
};

use super::convert::Lines;
use super::diagnostics;
use super::engine::State;
use super::open::Panicked;
use crate::completion::{self, ItemKind};
use crate::document::Document;
use crate::hover::{self, Format};
use crate::knowledge::{CardId, Language};

/// What a completion item remembers until it is resolved.
#[derive(Serialize, Deserialize)]
struct Remembered {
    /// The card's id, which outlives a reload of the knowledge.
    card: String,
    language: Language,
    /// The file that it was offered in, whose knowledge has the card.
    uri: Uri,
}

/// `textDocument/hover`: what stands under the cursor.
pub(super) fn hover(state: &mut State, params: &HoverParams) -> Result<Option<Hover>, Panicked> {
    let (format, language) =
        (state.declared.hover, state.language(&params.text_document_position_params.text_document.uri));
    let at = &params.text_document_position_params;
    let Some((document, lines)) = state.offered(&at.text_document.uri, |it| it.hover)? else { return Ok(None) };
    let hover = hover::at(document, lines.offset(at.position), language, format);
    Ok(hover.map(|it| Hover {
        contents: HoverContents::Markup(markup(it.text, format)),
        range: Some(lines.range(it.range)),
    }))
}

/// `textDocument/diagnostic`: what is underlined, for a client that asks.
pub(super) fn diagnostic(
    state: &mut State,
    params: &DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult, Panicked> {
    let items = state.diagnostics(&params.text_document.uri)?.unwrap_or_default();
    Ok(diagnostics::report(items, params.previous_result_id.as_deref()).into())
}

/// `textDocument/completion`: the names that may be meant.
///
/// The list is always incomplete: a Hangul syllable changes while it is composed, and so does what it may stand for.
pub(super) fn completion(state: &mut State, params: &CompletionParams) -> Result<Option<CompletionResponse>, Panicked> {
    let label_details = state.declared.label_details;
    let at = &params.text_document_position;
    let language = state.language(&at.text_document.uri);
    let Some((document, lines)) = state.offered(&at.text_document.uri, |it| it.completion)? else { return Ok(None) };
    let offset = lines.offset(at.position);
    let language = language.unwrap_or_else(|| spoken(document, offset));
    let items = completion::at(document, offset, language);
    let items = items.into_iter().enumerate().map(|(rank, it)| {
        let remembered = it.card.map(|it| document.knowledge().card(it));
        let remembered =
            remembered.map(|card| Remembered { card: card.id.clone(), language, uri: at.text_document.uri.clone() });
        let mut item = item(it, rank, lines, label_details);
        item.data = remembered.and_then(|it| serde_json::to_value(it).ok());
        item
    });
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: true, items: items.collect() })))
}

/// `completionItem/resolve`: the item with its card's text. An item that is not ours comes back as it is.
pub(super) fn resolve(state: &mut State, mut item: CompletionItem) -> CompletionItem {
    let remembered = item.data.clone().and_then(|it| serde_json::from_value::<Remembered>(it).ok());
    let Some(Remembered { card, language, uri }) = remembered else { return item };
    let knowledge = Arc::clone(&state.scope(Some(&uri)).knowledge);
    let index = knowledge.cards.iter().position(|it| it.id == card).and_then(|it| u32::try_from(it).ok());
    let Some(index) = index else { return item };
    let format = state.declared.documentation;
    let text = completion::documentation(&knowledge, CardId(index), language, format);
    item.documentation = Some(match format {
        Format::Markdown => Documentation::MarkupContent(markup(text, format)),
        Format::PlainText => Documentation::String(text),
    });
    item
}

fn item(it: completion::Item, rank: usize, lines: Lines<'_>, label_details: bool) -> CompletionItem {
    let details = CompletionItemLabelDetails { detail: None, description: Some(it.detail.clone()) };
    CompletionItem {
        label: it.label,
        label_details: label_details.then_some(details),
        detail: (!label_details).then_some(it.detail),
        kind: Some(match it.kind {
            ItemKind::Name | ItemKind::Rule => CompletionItemKind::REFERENCE,
            ItemKind::Key => CompletionItemKind::PROPERTY,
            ItemKind::Value => CompletionItemKind::VALUE,
        }),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(it.filter_text),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(lines.range(it.replace), it.insert))),
        ..CompletionItem::default()
    }
}

fn markup(value: String, format: Format) -> MarkupContent {
    let kind = match format {
        Format::Markdown => MarkupKind::Markdown,
        Format::PlainText => MarkupKind::PlainText,
    };
    MarkupContent { kind, value }
}

/// The language that is written around `offset`: Korean when its line has Hangul, or has no words yet and the text has.
fn spoken(document: &Document, offset: usize) -> Language {
    const HEAD: usize = 2000;
    let text = document.text();
    let line = text.line(text.byte_to_line(offset.min(text.len_bytes())));
    let head = text.slice(..HEAD.min(text.len_chars()));
    if line.chars().any(is_hangul) || head.chars().any(is_hangul) { Language::Ko } else { Language::En }
}

/// Syllables and the jamo that stand alone while one is composed.
fn is_hangul(it: char) -> bool {
    matches!(it, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}
