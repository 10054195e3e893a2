//! Which value in the place of the one that is found would take the finding away, if it were true?
//!
//! Of files of data, and of fences of data in a text: comments, quotes, anchors and columns stay as they are.

use super::rule_of;
use crate::document::Document;
use crate::facts::Statement;
use crate::finding::Finding;
use crate::knowledge::{Rule, When};
use crate::language::script;
use crate::span::Span;
use crate::surface::{BlockKind, Dialect, Tree, Value, dialect};

/// The bytes of the document that would change, and what would stand there; `None` where no better value is known.
///
/// Cost: O(blocks of the section).
pub(super) fn value(document: &Document, finding: &Finding) -> Option<(Span, String)> {
    let rule = rule_of(document, finding)?;
    let (start, section) = document.section_around(finding.range.start);
    let tree = &section.outline.tree;
    let entries = section.outline.blocks.iter().filter_map(|it| match it.kind {
        BlockKind::Value { entry, .. } if finding.range.overlaps(it.range.shift(start)) => Some(entry),
        _ => None,
    });
    let entry = only(entries)?;
    // Of a key that means nothing by itself the comment says it, which stays.
    let is_term =
        |it: usize| tree.entries()[it].key().is_some_and(|it| document.knowledge().vocabulary.term(it).is_some());
    if !tree.upward(entry).take(2).any(is_term) {
        return None;
    }
    let at = tree.entries()[entry].value_span.shift(start);
    let source = document.text().byte_slice(at.start..at.end).to_string();
    let (inside, new) = number(rule, &source, dialect_of(tree, entry)?)
        .or_else(|| switched(rule, &source))
        .or_else(|| offered(document, rule, tree, entry).map(|it| (unquoted(&source), it)))?;
    let old = inside.of(&source);
    (old != new && !old.is_empty() && !old.contains('\n')).then_some((inside.shift(at.start), new))
}

fn only(mut entries: impl Iterator<Item = usize>) -> Option<usize> {
    let first = entries.next()?;
    entries.next().is_none().then_some(first)
}

fn dialect_of(tree: &Tree, entry: usize) -> Option<Dialect> {
    tree.upward(entry).last().map(|it| dialect(tree, it))
}

/// Another number: two instead of one, a week of backups instead of none.
///
/// How many nodes a template may ask for depends on what else it says, so that is for its writer.
fn number(rule: &Rule, source: &str, dialect: Dialect) -> Option<(Span, String)> {
    let (at, number) = lone_number(source)?;
    let new = match (&rule.when, number) {
        (When::Standby { .. } | When::Stated { what: Statement::OneCacheNode, .. }, 0 | 1)
            if dialect == Dialect::Design =>
        {
            number + 1
        }
        (When::Stated { what: Statement::OneNatGateway | Statement::OneNetworkLink, .. }, 1) => 2,
        (When::Stated { what: Statement::NoBackup, .. }, 0) => 7,
        (When::Stated { what: Statement::CapacityIsFixed, .. }, 2..=10_000) => number * 2,
        _ => return None,
    };
    Some((at, new.to_string()))
}

/// The one number of a value, with or without what it counts behind it: `1`, `"1"`, `1대`.
fn lone_number(source: &str) -> Option<(Span, u32)> {
    let start = source.find(|it: char| it.is_ascii_digit())?;
    let end = source[start..].find(|it: char| !it.is_ascii_digit()).map_or(source.len(), |it| start + it);
    let (before, behind) = (&source[..start], &source[end..]);
    let is_counter = |it: char| it.is_ascii_alphabetic() || script::is_hangul(it) || matches!(it, '"' | '\'' | ' ');
    let is_lone = before.chars().all(|it| matches!(it, '"' | '\'')) && behind.chars().all(is_counter);
    let number = source[start..end].parse().ok()?;
    is_lone.then_some((Span::new(start, end), number))
}

/// Stickiness is switched off.
fn switched(rule: &Rule, source: &str) -> Option<(Span, String)> {
    const OFF: [(&str, &str); 5] =
        [("true", "false"), ("True", "False"), ("yes", "no"), ("on", "off"), ("예", "아니오")];
    let When::Affinity {} = rule.when else { return None };
    let at = unquoted(source);
    OFF.iter().find(|it| it.0 == at.of(source)).map(|it| (at, it.1.to_owned()))
}

/// The value that a key of the vocabulary has where all is well, in the language of the key. A value of many words says more than that.
fn offered(document: &Document, rule: &Rule, tree: &Tree, entry: usize) -> Option<String> {
    use Statement::{FailsOverUnchecked, FunctionsConnectDirectly, NoBackup, OneNatGateway, RecoversByHand};
    let is_known = match rule.when {
        When::Standby { .. } | When::LocalState {} => true,
        When::Stated { what, .. } => {
            matches!(what, FailsOverUnchecked | FunctionsConnectDirectly | NoBackup | OneNatGateway | RecoversByHand)
        }
        _ => false,
    };
    let entry = &tree.entries()[entry];
    let is_short = entry.text().is_none_or(|it| it.split_whitespace().count() <= 3 && !it.contains([',', ';', '(']));
    let is_answer = is_short && matches!(entry.value, Value::Scalar { .. } | Value::Null);
    let key = entry.key().filter(|_| is_known && is_answer)?;
    let term = document.knowledge().vocabulary.term(key).filter(|it| it.rule == rule.id)?;
    let offers = if key.contains(script::is_hangul) { &term.offers.ko } else { &term.offers.en };
    offers.first().cloned()
}

/// The bytes of a scalar inside its quotes.
fn unquoted(source: &str) -> Span {
    let is_quoted = source.len() >= 2 && ['"', '\''].iter().any(|it| source.starts_with(*it) && source.ends_with(*it));
    if is_quoted { Span::new(1, source.len() - 1) } else { Span::new(0, source.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_numbers() {
        assert_eq!(lone_number("\"1\""), Some((Span::new(1, 2), 1)));
        assert_eq!(lone_number("12대"), Some((Span::new(0, 2), 12)));
        assert_eq!(["t3.large", "1/2", "!Ref N", "1.5"].map(lone_number), [None; 4]);
    }
}
