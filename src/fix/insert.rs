//! Which tables can be put below the line of the cursor?

use super::{Action, ActionKind, block};
use crate::document::Document;
use crate::facts::{Kind, Statement};
use crate::fix::lines::line_text;
use crate::knowledge::{CardId, Comparison, Language};
use crate::language::script::is_hangul;
use crate::mention::Certainty;
use crate::span::Span;
use crate::surface::Format;

/// The category of the cards on recovery after a disaster.
const RECOVERY: &str = "recovery";

/// So many comparisons are offered at a time.
const LIMIT: usize = 3;

/// The tables that the text around byte `offset` asks for: one for the objectives of recovery, where they are missing, and
/// the comparisons of what its line names side by side.
///
/// Only where there are tables, in Markdown. Cost: O(facts of the document + the section).
pub fn insertions(document: &Document, offset: usize) -> Vec<Action> {
    if document.format() != Format::Markdown {
        return Vec::new();
    }
    let language = spoken(document, offset);
    let objectives = objectives(document, offset, language);
    objectives.into_iter().chain(comparisons(document, offset, language)).collect()
}

/// A table of the two objectives, in a section on recovery of a document that states none.
fn objectives(document: &Document, offset: usize, language: Language) -> Option<Action> {
    if !is_about_recovery(document, offset) || states_objectives(document) {
        return None;
    }
    let (title, table) = match language {
        Language::En => (
            "Insert an RTO/RPO table",
            ["| Objective | Value | Why |", "|---|---|---|", "| RTO | TODO | TODO |", "| RPO | TODO | TODO |"],
        ),
        Language::Ko => (
            "RTO/RPO 표 넣기",
            ["| 목표 | 값 | 근거 |", "|---|---|---|", "| RTO | TODO | TODO |", "| RPO | TODO | TODO |"],
        ),
    };
    insertion(document, offset, title.to_owned(), &table)
}

fn is_about_recovery(document: &Document, offset: usize) -> bool {
    use Statement::{ObjectivesUndefined, PlansRecovery, RecoversFromBackup};
    let (_, section) = document.section_around(offset);
    let states = section.facts.iter().any(|it| match it.kind {
        Kind::Strategy(_) => true,
        Kind::Stated { what, .. } => matches!(what, ObjectivesUndefined | PlansRecovery | RecoversFromBackup),
        _ => false,
    });
    let is_heading = |block: &usize| section.heading.is_some() && *block == 0;
    let named = section.mentions.iter().filter(|it| is_heading(&it.0) && means_its_card(document, it.1.certainty));
    states || named.map(|it| document.knowledge().card(it.1.card)).any(|it| it.category == RECOVERY)
}

fn states_objectives(document: &Document) -> bool {
    let mut facts = document.sections().iter().flat_map(|it| &it.1.facts);
    facts.any(|it| matches!(it.kind, Kind::Objective { .. }))
}

/// The comparisons of two cards or more that the line names, and that the section does not show yet.
fn comparisons(document: &Document, offset: usize, language: Language) -> Vec<Action> {
    let knowledge = document.knowledge();
    let named = named_on_line(document, offset);
    if named.len() < 2 {
        return Vec::new();
    }
    let both = |it: &&Comparison| named.iter().filter(|card| it.of.contains(card)).count() > 1;
    let found = knowledge.comparisons.iter().filter(both).filter_map(|it| {
        let table = table(it, language);
        let head = table.first()?;
        let name = it.name.in_language(language);
        let title = match language {
            Language::En => format!("Insert the comparison of {name}"),
            Language::Ko => format!("비교표 넣기: {name}"),
        };
        (!shows(document, offset, head)).then(|| insertion(document, offset, title, &table)).flatten()
    });
    found.take(LIMIT).collect()
}

/// The cards that the line of `offset` names.
fn named_on_line(document: &Document, offset: usize) -> Vec<CardId> {
    let text = document.text();
    let line = text.byte_to_line(offset.min(text.len_bytes()));
    let start = text.line_to_byte(line);
    let line = Span::new(start, start + line_text(text, line).len());
    let (start, section) = document.section_around(offset);
    let inside = section.mentions.iter().map(|it| it.1).filter(|it| line.contains(it.range.shift(start)));
    let mut cards: Vec<_> = inside.filter(|it| means_its_card(document, it.certainty)).map(|it| it.card).collect();
    cards.sort_unstable();
    cards.dedup();
    cards
}

fn means_its_card(document: &Document, certainty: Certainty) -> bool {
    certainty == Certainty::Certain || document.is_about_aws()
}

/// The lines of the comparison's table, without the sentence below it.
fn table(comparison: &Comparison, language: Language) -> Vec<&str> {
    let lines = comparison.body.in_language(language).lines();
    lines.skip_while(|it| !it.starts_with('|')).take_while(|it| it.starts_with('|')).collect()
}

/// Whether the section of `offset` has a line that is `wanted`.
fn shows(document: &Document, offset: usize, wanted: &str) -> bool {
    let (start, section) = document.section_around(offset);
    let text = document.text();
    section.outline.tables.iter().any(|it| {
        let line = text.byte_to_line(start + it.range.start);
        line_text(text, line).trim_start_matches([' ', '>']).trim_end() == wanted
    })
}

fn insertion(document: &Document, offset: usize, title: String, lines: &[&str]) -> Option<Action> {
    let edits = vec![block::below_list(document, offset)?.edit(document.text(), lines)];
    Some(Action { title, kind: ActionKind::Insert, finding: None, edits })
}

/// The language of the line, or else of its section.
fn spoken(document: &Document, offset: usize) -> Language {
    let text = document.text();
    let is_korean = |it: &str| it.contains(is_hangul);
    let line = line_text(text, text.byte_to_line(offset.min(text.len_bytes())));
    let (_, section) = document.section_around(offset);
    let has_korean = is_korean(&line)
        || (line.trim().is_empty() && section.outline.blocks.iter().any(|it| is_korean(it.prose.text())));
    if has_korean { Language::Ko } else { Language::En }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::super::tests::document;
    use super::*;
    use crate::fix::applied;

    /// The titles of what is offered at `^`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let offset = text.find('^').unwrap();
        let found = insertions(&document(&text.replacen('^', "", 1)), offset);
        assert_eq!(found.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), expected);
    }

    /// What the first of them makes at `^`, with `[T]` for its table.
    #[track_caller]
    fn inserted(text: &str, expected: &str) {
        let offset = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let before = document(&text);
        let action = insertions(&before, offset).into_iter().next().unwrap();
        let res = applied(&text, &action.edits);
        let after = document(&res);
        let tables = |it: &Document| it.sections().iter().map(|it| it.1.outline.tables.len()).sum::<usize>();
        assert_eq!(tables(&after), tables(&before) + 1, "{res}");
        let count = action.edits[0].1.lines().filter(|it| it.contains('|')).count();
        let mut lines = 0;
        let shown = res.split_inclusive('\n').filter_map(|it| {
            lines += usize::from(it.contains('|'));
            match it.find('|') {
                None => Some(it.to_owned()),
                Some(at) if lines == 1 => Some(format!("{}[T]{}", &it[..at], if lines == count { "" } else { "\n" })),
                Some(_) => None,
            }
        });
        assert_eq!(shown.collect::<String>().trim_end(), expected);
    }

    #[test]
    fn a_plan_without_objectives_is_offered_a_table_of_them() {
        check("## Disaster recovery\n\nWe restore^ from snapshots.\n", &["Insert an RTO/RPO table"]);
        check("## 재해 복구\n\n^\n", &["RTO/RPO 표 넣기"]);
        check("# AWS\n\n전략은 파일럿 라이트^다.\n", &["RTO/RPO 표 넣기"]);
        check("## Disaster recovery\n\nWe restore^ within an RTO of 4 hours.\n", &[]);
        check("## Disaster recovery\n\na\n\n## Web\n\nEC2 behind an ALB^.\n", &[]);
    }

    #[test]
    fn two_things_on_a_line_are_offered_their_comparison() {
        check("Orders go to SQS^ or SNS.\n", &["Insert the comparison of SQS, SNS and EventBridge"]);
        check("주문은 SQS와 ^SNS 중에 고른다.\n", &["비교표 넣기: SQS·SNS·EventBridge"]);
        check("Orders go to SQS^.\n\nNews go to SNS.\n", &[]);
        check("Orders go to S3^ and SQS.\n", &[]);
    }

    #[test]
    fn what_is_shown_already_is_not_offered() {
        let text = "주문은 SQS와 SNS 중에 고른다.\n";
        let action = insertions(&document(text), 3).into_iter().next().unwrap();
        let shown = applied(text, &action.edits);
        assert!(insertions(&document(&shown), 3).is_empty(), "{shown}");
    }

    #[test]
    fn a_table_stands_below_the_block() {
        inserted("SQS^ or SNS.\n\nMore.\n", "SQS or SNS.\n\n[T]\n\nMore.");
        inserted("## Disaster recovery\n^\n## Web\n", "## Disaster recovery\n\n[T]\n\n## Web");
        inserted("> SQS^ or SNS,\n> or both.\n", "> SQS or SNS,\n> or both.\n>\n> [T]");
    }

    #[test]
    fn a_table_stands_below_the_whole_list() {
        inserted("- a\n  - SQS^ or SNS\n- b\n\n  c\n\nMore.\n", "- a\n  - SQS or SNS\n- b\n\n  c\n\n[T]\n\nMore.");
        inserted("1. SQS^ or SNS\n2. b\n", "1. SQS or SNS\n2. b\n\n[T]");
    }
}
