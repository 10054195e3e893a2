//! What is this under the cursor?

pub(crate) mod availability;
mod entry;
mod page;
mod recovery;

use crate::document::Document;
use crate::facts::Kind;
use crate::knowledge::{CardKind, Knowledge, Language};
use crate::mention::{self, Certainty, Mention, Script};
use crate::render::{self, Colours};
use crate::span::Span;

pub use page::{Extent, card, rule};

/// How a text for the reader is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown
    Markdown,
    /// No markup at all.
    PlainText,
}

/// What is known of the thing under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The thing; bytes of the document.
    pub range: Span,
    /// What is known of it.
    pub text: String,
}

/// What stands at byte `offset`, in `language` or, when that is open, in the language of the sentence: the card of a name,
/// what a key of a design states, the page of a rule in a suppression comment, the downtime that an availability allows, the strategies that a recovery objective allows.
///
/// Cost: O(log sections), and the line and the answer.
pub fn at(document: &Document, offset: usize, language: Option<Language>, format: Format) -> Option<Hover> {
    let knowledge = document.knowledge();
    let language = language.unwrap_or_else(|| spoken(document, offset));
    let key = entry::at(document, offset, language, format);
    if let Some(mention) = document.mention_at(offset) {
        let former = knowledge.names.names[mention.name].former;
        let written = mention_text(document, mention.range);
        let former = former.map(|it| (it, written.as_str()));
        let text = card(knowledge, mention.card, Extent::Hover, language, format, former);
        // What a key states stands above what it is called by: `multi_az`.
        let text =
            key.filter(|it| it.range.overlaps(mention.range)).map_or(String::new(), |it| it.text + "\n\n") + &text;
        return Some(Hover { range: mention.range, text });
    }
    if key.is_some() {
        return key;
    }
    if let Some((range, id)) = document.suppressed_rule_at(offset) {
        return Some(Hover { range, text: rule(knowledge, id, language, format) });
    }
    if let Some(it) = objective(document, offset, language, format) {
        return Some(it);
    }
    if let Some(mention) = name_beside_text(document, offset) {
        let text = card(knowledge, mention.card, Extent::Hover, language, format, None);
        return Some(Hover { range: mention.range, text });
    }
    downtime(document, offset, language, format)
}

/// The whole card or rule that `name` is the id, a name or an alias of.
pub fn explain(knowledge: &Knowledge, name: &str, language: Language, format: Format) -> Option<String> {
    let name = name.trim();
    if let Some(id) = knowledge.rule_id(name) {
        return Some(rule(knowledge, id, language, format));
    }
    if let Some(id) = knowledge.card_id(name) {
        return Some(card(knowledge, id, Extent::Whole, language, format, None));
    }
    let bare = crate::knowledge::without_prefix(name).and_then(|it| knowledge.names.find(it));
    let found = knowledge.names.find(name).or(bare.filter(|it| it.kind == CardKind::Service))?;
    let former = found.former.map(|it| (it, name));
    Some(card(knowledge, found.card, Extent::Whole, language, format, former))
}

/// Ids of cards and rules that have a name spelled like `name`, the likeliest first, at most five; empty when none has.
///
/// Cost: O(names · bytes).
pub fn suggestions(knowledge: &Knowledge, name: &str) -> Vec<String> {
    /// One letter of three wrong, or two of six.
    const ALIKE: f64 = 0.66;
    /// What is so much less alike than the likeliest is not meant.
    const BEHIND: f64 = 0.2;
    let folded = name.trim().to_lowercase();
    let mut best: Vec<(f64, &str)> = Vec::new();
    let cards = knowledge.names.names.iter().map(|it| (it.text.as_str(), knowledge.card(it.card).id.as_str()));
    let ids = knowledge.cards.iter().map(|it| (it.id.as_str(), it.id.as_str()));
    let rules = knowledge.rules.iter().map(|it| (it.id.as_str(), it.id.as_str()));
    for (known, answer) in cards.chain(ids).chain(rules) {
        let known = known.to_lowercase();
        let likeness = likeness(&folded, &known);
        match best.iter_mut().find(|(_, it)| *it == answer) {
            Some(entry) => entry.0 = entry.0.max(likeness),
            None if likeness >= ALIKE => best.push((likeness, answer)),
            None => {}
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then(a.1.cmp(b.1)));
    let least = best.first().map_or(0.0, |it| it.0 - BEHIND);
    best.into_iter().take_while(|it| it.0 >= least).take(5).map(|(_, it)| it.to_owned()).collect()
}

/// How alike `typed` is to the name `known`, 0 to 1: to all of it, or a little less to its beginning.
fn likeness(typed: &str, known: &str) -> f64 {
    const SHORTEST: usize = 5;
    let length = typed.chars().count();
    if length > 1 && known.starts_with(typed) {
        return 0.95;
    }
    let whole = strsim::normalized_damerau_levenshtein(known, typed);
    let Some((end, _)) = known.char_indices().nth(length).filter(|_| length >= SHORTEST) else { return whole };
    let share = length as f64 / known.chars().count() as f64;
    whole.max(strsim::normalized_damerau_levenshtein(&known[..end], typed) * (0.85 + 0.05 * share))
}

/// The language of the line at `offset`; where that is a bare name or figure, of its section.
fn spoken(document: &Document, offset: usize) -> Language {
    const SENTENCE: usize = 4;
    let text = document.text();
    let line = text.line(text.byte_to_line(offset.min(text.len_bytes()))).to_string();
    if line.chars().any(|it| Script::of(it) == Script::Hangul) {
        return Language::Ko;
    }
    let words = line.split_whitespace().filter(|it| it.chars().all(|it| it.is_lowercase() || ",.;:'".contains(it)));
    let (start, end) = section_range(document, offset);
    let korean = || text.byte_slice(start..end).chars().any(|it| Script::of(it) == Script::Hangul);
    if words.count() < SENTENCE && korean() { Language::Ko } else { Language::En }
}

/// The bytes of the section at `offset`.
fn section_range(document: &Document, offset: usize) -> (usize, usize) {
    let sections = document.sections();
    let next = sections.partition_point(|(start, _)| *start <= offset);
    let end = sections.get(next).map_or(document.text().len_bytes(), |(start, _)| *start);
    (sections.get(next.saturating_sub(1)).map_or(0, |(start, _)| *start), end)
}

fn mention_text(document: &Document, range: Span) -> String {
    document
        .text()
        .byte_slice(range.start..range.end)
        .chars()
        .map(|it| if it.is_whitespace() { ' ' } else { it })
        .collect()
}

/// The name at `offset` in front matter, in a diagram of a kind that is not read, or in a fence of words: beside the text a name is shown,
/// and nothing is concluded from it. Only what means its card beyond doubt, as labels have little around them that tells.
fn name_beside_text(document: &Document, offset: usize) -> Option<Mention> {
    const OF_WORDS: [&str; 7] = ["", "text", "txt", "mermaid", "yaml", "yml", "md"];
    let (start, section) = document.section_around(offset);
    let outline = &section.outline;
    let is_read = |fence: Span| outline.diagrams.iter().any(|it| it.range == fence);
    let fences = outline.fences.iter().filter(|it| OF_WORDS.contains(&it.language.as_str())).map(|it| it.content);
    let fences = fences.filter(|it| !is_read(*it));
    if !fences.chain(outline.front_matter).any(|it| it.touches(offset - start)) {
        return None;
    }
    let text = document.text();
    let index = text.byte_to_line(offset.min(text.len_bytes()));
    let line_start = text.line_to_byte(index);
    let line = text.line(index).to_string();
    let found = mention::mentions(&line, &document.knowledge().names).into_iter();
    let found = found.filter(|it| it.certainty == Certainty::Certain);
    found.map(|it| Mention { range: it.range.shift(line_start), ..it }).find(|it| it.range.touches(offset))
}

/// The strategies that can meet the recovery objective at `offset`.
fn objective(document: &Document, offset: usize, language: Language, format: Format) -> Option<Hover> {
    let (start, section) = document.section_around(offset);
    let stated = section.facts.iter().filter(|it| it.range.touches(offset - start)).find_map(|it| match it.kind {
        Kind::Objective { of, high, .. } => Some((it.range.shift(start), of, high)),
        _ => None,
    });
    let (range, of, minutes) = stated?;
    let page = recovery::page(document.knowledge(), of, minutes, &mention_text(document, range), language)?;
    Some(Hover { range, text: formatted(page, format) })
}

fn downtime(document: &Document, offset: usize, language: Language, format: Format) -> Option<Hover> {
    let (start, section) = document.section_around(offset);
    let within = offset - start;
    let outline = &section.outline;
    let is_code = outline.fences.iter().map(|it| it.range).chain(outline.comments.iter().copied());
    if is_code.chain(outline.front_matter).any(|it| it.start <= within && within < it.end) {
        return None;
    }
    let text = document.text();
    let index = text.byte_to_line(offset.min(text.len_bytes()));
    let line_start = text.line_to_byte(index);
    let line = text.line(index).to_string();
    let (range, share) = availability::figure(&line, offset - line_start)?;
    let written = range.of(&line);
    let page = availability::page(written, share, language);
    Some(Hover { range: range.shift(line_start), text: formatted(page, format) })
}

/// `markdown` as `format` wants it.
fn formatted(markdown: String, format: Format) -> String {
    match format {
        Format::Markdown => markdown,
        Format::PlainText => render::page(&markdown, usize::MAX, Colours::Hidden),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use super::*;

    const SOURCES: &str = "sources: [{ url: https://example.org/s, read: 2026-11-23 }]";

    fn knowledge() -> Knowledge {
        let body = "# en\nA queue.\n\n- **One**: 1\n\n## Limits\nTen.\n# ko\n큐다.\n\n## 한도\n열.\n";
        let card = |name: &str, rest: &str| {
            format!("---\nname: {name}\ncategory: c\ndocs: https://example.org/d\n{SOURCES}\n{rest}\n---\n{body}")
        };
        let table = |name: &str, rows: usize| {
            let rows = "| aaaaaaaaaaaaaaaaaaaa | bbbbbbbbbbbbbbbbbbbbbbbb | ccccc |\n".repeat(rows);
            let rows = format!("| | b | c |\n|---|---|---|\n{rows}");
            format!("---\nname: {name}\nname-ko: {name} 표\nof: [sqs]\n{SOURCES}\n---\n# en\n{rows}\n# ko\n{rows}\n")
        };
        let rule = format!(
            "---\nseverity: warning\npillar: REL10-BP01\nwhen: {{ zones: {{ at-most: 1 }} }}\nmessage: {{ en: M., ko: 엠. }}\n{SOURCES}\n\
             ---\n# en\n## One zone\nWhy.\n# ko\n## 영역 하나\n이유.\n# Flags\n# Allows\n"
        );
        let files = [
            ("services/sqs.md", card("Amazon SQS", "long-name: Amazon Simple Queue Service")),
            ("services/sso.md", card("AWS IIC", "former: [{ names: [AWS SSO], since: 2022-07-26, source: s }]")),
            ("services/mesh.md", card("AWS App Mesh", "status: retired\nsince: 2026-09-30\nsuccessor: sqs")),
            ("concepts/dlq.md", card("Dead-letter queue", "name-ko: 데드레터 큐")),
            ("services/long.md", card("AWS Long", "").replace("- **One**: 1\n", &"- a line\n".repeat(30))),
            ("comparisons/a.md", table("Long", 12)),
            ("comparisons/b.md", table("Short", 5)),
            ("rules/single-az.md", rule),
        ];
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (knowledge, problems) = Knowledge::load(&files);
        assert_eq!(problems, []);
        knowledge
    }

    /// The hover at the `^` of `text`: what it is on, and the page in plain text.
    fn hover(text: &str) -> Option<(String, String)> {
        let offset = text.find('^').unwrap();
        let text = text.replace('^', "");
        let document = Document::new(&text, Arc::new(knowledge()));
        at(&document, offset, None, Format::PlainText).map(|it| (it.range.of(&text).to_owned(), it.text))
    }

    fn check(text: &str, on: &str, lines: &[&str]) {
        let (range, page) = hover(text).unwrap_or_else(|| panic!("nothing on {text}"));
        assert_eq!(range, on, "{text}");
        for line in lines {
            assert!(page.lines().any(|it| it == *line), "no line `{line}` on\n{page}");
        }
    }

    #[test]
    fn a_name_shows_its_card_in_the_language_of_the_sentence() {
        check("We put S^QS in front.", "SQS", &["Amazon SQS", "Amazon Simple Queue Service", "A queue.", "- One: 1"]);
        check("요청은 SQS^에 둔다.", "SQS", &["Amazon SQS", "큐다."]);
        check("# 설계\n\n- Amazon ^SQS\n", "Amazon SQS", &["큐다."]);
        check("실패하면 데드레터^ 큐로", "데드레터 큐", &["데드레터 큐", "Dead-letter queue"]);
        assert_eq!(hover("We put ^nothing in front."), None);
        assert_eq!(hover("^"), None);
    }

    #[test]
    fn labels_of_diagrams_and_front_matter_have_their_cards_and_code_has_none() {
        check("```mermaid\ngraph LR\n  a --> b[SQ^S]\n```\n", "SQS", &["Amazon SQS"]);
        check("---\ntitle: On S^QS\n---\n", "SQS", &["Amazon SQS"]);
        assert_eq!(hover("```python\nSQ^S = 1\n```\n"), None);
    }

    #[test]
    fn a_hover_ends_before_the_first_heading_and_an_explanation_does_not() {
        let (_, page) = hover("SQ^S").unwrap();
        assert!(!page.contains("Limits"), "{page}");
        let page = explain(&knowledge(), "sqs", Language::En, Format::Markdown).unwrap();
        assert!(
            page.contains("## Limits\nTen.") && page.contains("- <https://example.org/s> (read 2026-11-23)"),
            "{page}"
        );
    }

    #[test]
    fn a_table_that_fills_the_window_is_only_named() {
        let (_, page) = hover("We use SQ^S here.").unwrap();
        assert!(page.contains("Compare: Short\n\n") && page.contains("aaaa  bbbb"), "{page}");
        let end = "Compare: Long\nMore: archnotes explain sqs · Documentation (https://example.org/d)";
        assert!(page.ends_with(end), "{page}");
        let (_, page) = hover("큐로 SQ^S를 쓴다.").unwrap();
        assert!(page.ends_with("더 보기: archnotes explain sqs · 공식 문서 (https://example.org/d)"), "{page}");
        let (_, page) = hover("We had App^ Mesh here.").unwrap();
        assert!(page.contains("\nMore: archnotes explain mesh · "), "{page}");
        let page = explain(&knowledge(), "sqs", Language::En, Format::Markdown).unwrap();
        assert!(page.contains("**Compare: Long**\n\n| | b |") && !page.contains("archnotes explain"), "{page}");
    }

    #[test]
    fn a_summary_that_fills_the_window_is_cut_at_its_end() {
        let (_, page) = hover("We use AWS L^ong here.").unwrap();
        assert_eq!((page.lines().count(), page.matches("- a line").count()), (24, 18), "{page}");
        assert!(page.contains("\nMore: archnotes explain long · "), "{page}");
    }

    #[test]
    fn what_is_renamed_or_ending_says_so_first() {
        check(
            "We log in with AWS ^SSO today.",
            "AWS SSO",
            &["Former name. AWS SSO has been AWS IIC since 2022-07-26."],
        );
        check("로그인은 AWS ^SSO로 한다.", "AWS SSO", &["옛 이름. AWS SSO → AWS IIC (2022-07-26부터)"]);
        check(
            "Traffic goes through App^ Mesh.",
            "App Mesh",
            &["End of life since 2026-09-30. Use instead: Amazon SQS."],
        );
    }

    #[test]
    fn a_suppressed_rule_shows_its_page() {
        let lines = ["One zone", "single-az · warning · REL10-BP01", "Why."];
        check("One.\n\n<!-- archnotes-disable-next-line single^-az -- test -->\nTwo.\n", "single-az", &lines);
        assert_eq!(hover("<!-- archnotes-disable-next-line no^ne -->\nTwo.\n"), None);
    }

    #[test]
    fn an_availability_shows_its_downtime_and_code_does_not() {
        let lines = ["99.95% allows this much downtime", "- a day: 43.2 s"];
        check("# SLA\n\nThe target is 99.9^5% a month.\n", "99.95%", &lines);
        assert_eq!(hover("```\n99.9^5%\n```\n"), None);
    }

    #[test]
    fn everything_is_explained_by_any_of_its_names() {
        let knowledge = knowledge();
        let title = |name: &str| {
            let page = explain(&knowledge, name, Language::En, Format::PlainText)?;
            page.lines().next().map(str::to_owned)
        };
        for name in ["sqs", "SQS", "aws sqs", "Simple Queue Service"] {
            assert_eq!(title(name).as_deref(), Some("Amazon SQS"), "{name}");
        }
        assert_eq!(title("AWS SSO").as_deref(), Some("AWS IIC"));
        assert_eq!(title("데드레터 큐").as_deref(), Some("Dead-letter queue"));
        assert_eq!(title("single-az").as_deref(), Some("One zone"));
        assert_eq!(title("AWS Dead-letter queue"), None);
        assert_eq!(title(""), None);
    }

    #[test]
    fn an_unknown_name_suggests_its_neighbours() {
        let knowledge = knowledge();
        assert_eq!(suggestions(&knowledge, "sinlge-az"), ["single-az"]);
        assert_eq!(suggestions(&knowledge, "App Mehs"), ["mesh"]);
        assert_eq!(suggestions(&knowledge, "dead"), ["dlq"]);
        assert_eq!(suggestions(&knowledge, "데드래터 큐"), ["dlq"]);
        assert!(suggestions(&knowledge, "Kubernetes").is_empty());
    }
}
