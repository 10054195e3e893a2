//! How do semantic tokens go to the editor: all, some, or what has changed?

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use tower_lsp::ls_types::{
    Position, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, Uri,
};

use super::capabilities::Declared;
use super::convert::Lines;
use super::engine::State;
use super::open::Panicked;
use crate::document::Document;
use crate::semantic::{self, TokenKind};
use crate::span::Span;

/// The numbers that a token is sent as.
const NUMBERS: u32 = 5;

/// The tokens that a client has, by the name that they were sent under.
pub(super) struct Sent {
    id: String,
    tokens: Vec<SemanticToken>,
}

/// Types for services, concepts and quantities, in this order: standard ones, as themes have colours for them; of each two the
/// first that the client knows.
const TYPES: [[SemanticTokenType; 2]; 3] = [
    [SemanticTokenType::CLASS, SemanticTokenType::KEYWORD],
    [SemanticTokenType::TYPE, SemanticTokenType::VARIABLE],
    [SemanticTokenType::NUMBER, SemanticTokenType::STRING],
];

/// What the numbers of tokens mean to a client that knows these types and modifiers.
pub(super) fn legend(types: &[SemanticTokenType], modifiers: &[SemanticTokenModifier]) -> SemanticTokensLegend {
    let known = |[one, other]: [SemanticTokenType; 2]| {
        if types.contains(&other) && !types.contains(&one) { other } else { one }
    };
    let deprecated = [SemanticTokenModifier::DEPRECATED].into_iter().filter(|it| modifiers.contains(it));
    SemanticTokensLegend { token_types: TYPES.map(known).to_vec(), token_modifiers: deprecated.collect() }
}

/// `textDocument/semanticTokens/full`: all tokens.
pub(super) fn full(state: &mut State, params: &SemanticTokensParams) -> Result<Option<SemanticTokensResult>, Panicked> {
    let uri = &params.text_document.uri;
    let Some(tokens) = all(state, uri)? else { return Ok(None) };
    let result_id = Some(remember(state, uri, &tokens));
    Ok(Some(SemanticTokens { result_id, data: tokens }.into()))
}

/// `textDocument/semanticTokens/full/delta`: what has changed since, or all tokens where that is not known.
pub(super) fn delta(
    state: &mut State,
    params: &SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>, Panicked> {
    let uri = &params.text_document.uri;
    let Some(tokens) = all(state, uri)? else { return Ok(None) };
    let known = state.files.get_mut(uri).and_then(|it| it.tokens.take());
    let result_id = Some(remember(state, uri, &tokens));
    Ok(Some(match known.filter(|it| it.id == params.previous_result_id) {
        Some(it) => SemanticTokensDelta { result_id, edits: edits(&it.tokens, &tokens) }.into(),
        None => SemanticTokens { result_id, data: tokens }.into(),
    }))
}

/// `textDocument/semanticTokens/range`: the tokens of a part.
pub(super) fn range(
    state: &mut State,
    params: &SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>, Panicked> {
    let offered = state.offered(&params.text_document.uri, |it| it.semantic_tokens)?;
    let Some((document, lines)) = offered else { return Ok(None) };
    let mut data = encoded(document, lines.span(params.range), lines);
    modified(&mut data, &state.declared);
    Ok(Some(SemanticTokens { result_id: None, data }.into()))
}

fn all(state: &mut State, uri: &Uri) -> Result<Option<Vec<SemanticToken>>, Panicked> {
    let Some((document, lines)) = state.offered(uri, |it| it.semantic_tokens)? else { return Ok(None) };
    let mut data = encoded(document, Span::new(0, document.text().len_bytes()), lines);
    modified(&mut data, &state.declared);
    Ok(Some(data))
}

/// Takes the modifier away from a client that does not know it.
fn modified(tokens: &mut [SemanticToken], declared: &Declared) {
    if declared.tokens.legend.token_modifiers.is_empty() {
        tokens.iter_mut().for_each(|it| it.token_modifiers_bitset = 0);
    }
}

/// Keeps what is sent, under a name made of it: the same tokens have the same name, whenever they are sent.
fn remember(state: &mut State, uri: &Uri, tokens: &[SemanticToken]) -> String {
    let mut hasher = DefaultHasher::new();
    for it in tokens {
        [it.delta_line, it.delta_start, it.length, it.token_type, it.token_modifiers_bitset].hash(&mut hasher);
    }
    let id = format!("{:016x}", hasher.finish());
    if let Some(open) = state.files.get_mut(uri).filter(|_| state.declared.tokens.has_delta) {
        open.tokens = Some(Sent { id: id.clone(), tokens: tokens.to_vec() });
    }
    id
}

/// Each token relative to the one before.
fn encoded(document: &Document, range: Span, lines: Lines<'_>) -> Vec<SemanticToken> {
    let mut before = Position::default();
    let tokens = semantic::tokens(document, range).into_iter().map(|it| {
        let place = lines.range(it.range);
        let delta_line = place.start.line - before.line;
        let on_the_same_line = if delta_line == 0 { before.character } else { 0 };
        before = place.start;
        SemanticToken {
            delta_line,
            delta_start: place.start.character - on_the_same_line,
            length: place.end.character - place.start.character,
            token_type: match it.kind {
                TokenKind::Service => 0,
                TokenKind::Concept => 1,
                TokenKind::Quantity => 2,
            },
            token_modifiers_bitset: u32::from(it.is_deprecated),
        }
    });
    tokens.collect()
}

/// The one edit that makes `new` of `old`: between what they share at both ends.
fn edits(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let head = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let numbers = |tokens: usize| u32::try_from(tokens).unwrap_or(u32::MAX).saturating_mul(NUMBERS);
    let data = (!new.is_empty()).then(|| new.to_vec());
    vec![SemanticTokensEdit { start: numbers(head), delete_count: numbers(old.len()), data }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(lengths: &[u32]) -> Vec<SemanticToken> {
        lengths.iter().map(|it| SemanticToken { length: *it, ..SemanticToken::default() }).collect()
    }

    #[track_caller]
    fn check(old: &[u32], new: &[u32], expected: &[(u32, u32, &[u32])]) {
        let edits = edits(&tokens(old), &tokens(new));
        let data = |it: &SemanticTokensEdit| it.data.iter().flatten().map(|it| it.length).collect::<Vec<_>>();
        let shown: Vec<_> = edits.iter().map(|it| (it.start, it.delete_count, data(it))).collect();
        let expected: Vec<_> = expected.iter().map(|it| (it.0, it.1, it.2.to_vec())).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn an_edit_is_what_lies_between_the_common_ends() {
        check(&[1, 2, 3], &[1, 2, 3], &[]);
        check(&[1, 2, 3], &[1, 3], &[(5, 5, &[])]);
        check(&[1, 3], &[1, 2, 3], &[(5, 0, &[2])]);
        check(&[1, 2, 3], &[1, 4, 4, 3], &[(5, 5, &[4, 4])]);
        check(&[], &[1], &[(0, 0, &[1])]);
        check(&[1, 1], &[1], &[(5, 5, &[])]);
    }
}
