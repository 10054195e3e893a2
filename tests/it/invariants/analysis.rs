//! 4: analysis cannot fail. 5: a document is a value.

use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::hover;
use archnotes::knowledge::{Knowledge, Language};
use archnotes::render::{Colours, Labels, carets, snippet};
use archnotes::span::Span;
use archnotes::surface::Format;
use archnotes::{completion, fix};
use proptest::prelude::*;

use crate::fixtures;

/// Loaded once, as each case needs it.
fn built_in() -> Arc<Knowledge> {
    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
    Arc::clone(&KNOWLEDGE)
}

/// Fails unless everything that is said of `document` stands in its text, on character boundaries, and can be drawn.
fn assert_on_characters(document: &Document) {
    let text = document.text().to_string();
    let findings = document.findings();
    let knowledge = document.knowledge();
    let mut spans: Vec<_> = document.mentions().iter().map(|it| it.range).collect();
    for it in findings {
        spans.push(it.range);
        spans.extend(it.related.iter().map(|it| it.range));
        spans.extend(it.fix.iter().flat_map(|it| it.edits.iter().map(|it| it.0)));
    }
    let (everything, end) = (Span::new(0, text.len()), text.len());
    spans.extend(hover::at(document, end, None, hover::Format::PlainText).map(|it| it.range));
    // Unoptimised, ranking all names takes longer than everything else here.
    if end.is_multiple_of(61) {
        spans.extend(completion::at(document, end, Language::Ko).iter().map(|it| it.replace));
    }
    spans.extend(fix::actions(document, everything).iter().flat_map(|it| it.edits.iter().map(|it| it.0)));
    for (start, section) in document.sections() {
        let facts = section.facts.iter().map(|it| it.range);
        let suppressions = section.suppressions.iter().map(|it| it.range);
        spans.extend(facts.chain(suppressions).map(|it| it.shift(*start)));
    }
    for it in spans {
        assert!(text.get(it.start..it.end).is_some(), "{it:?} of {text:?}");
    }
    carets(&text, findings, Labels::Hidden);
    if let Some(it) = findings.last() {
        snippet("a.md", document.text(), it, &knowledge.rule(it.rule).id, Colours::Hidden);
    }
}

/// Each document is typed character by character; at its line ends, where blocks close, the prefix is also read afresh.
///
/// With all that is known, unlike `document::every_prefix_of_every_fixture_is_analysed`, which looks at outlines.
#[test]
fn i4_every_prefix_of_every_fixture_is_analysed() {
    let knowledge = built_in();
    for (name, text) in fixtures::documents() {
        let (format, _) = fixtures::format(&name);
        let mut document = Document::of("", format, Arc::clone(&knowledge));
        for (at, c) in text.char_indices() {
            document.edit(Span::new(at, at), c.encode_utf8(&mut [0; 4]));
            assert_on_characters(&document);
            if c == '\n' {
                let fresh = Document::of(&text[..at + 1], format, Arc::clone(&knowledge));
                assert_eq!(document.findings(), fresh.findings(), "{:?}", &text[..at + 1]);
            }
        }
    }
    for (_, text) in fixtures::pages() {
        for at in (0..=text.len()).step_by(397) {
            assert_on_characters(&Document::new(&text[..text.floor_char_boundary(at)], Arc::clone(&knowledge)));
        }
    }
}

/// Sentences that are weak, and what takes them back from near and far.
const PIECES: &[&str] = &[
    "EC2 한 대로 운영한다.",
    "The web tier runs on one EC2 instance.",
    "세션은 서버 메모리에 둔다. ",
    "Sticky sessions are enabled on the ALB.",
    "Kinesis Data Firehose",
    "RDS MySQL Single-AZ",
    "AWS ",
    "SNS ",
    "\n",
    "\n\n",
    "\r\n",
    "\n# 현행\n",
    "\n# To-Be\n",
    "\n## Alternatives considered\n",
    "\n## Glossary\n",
    "\n# 개발 환경\n",
    "\n- ",
    "\n  - ",
    "\n| 구성 | 수량 |\n|---|---|\n| EC2 | 1대 |\n",
    "\n*Ledger* is RDS for MySQL.\n",
    "\nDAX caches the reads of Ledger.\n",
    "\nRTO 5분, RPO 1분.\n",
    "\nDR 전략: 백업 및 복원.\n",
    "AWS SQS",
    " 없다",
    " not ",
    "정답: ",
    "🚀",
    "```\n",
    "\n```mermaid\nflowchart LR\n",
    "\nfn[Lambda] --> db[(RDS)]\n",
    "\nsubgraph az [ap-northeast-2a]\n",
    "\n  a[EC2 x1] -->|동기| b[\"EC2\n",
    "\n%% archnotes-disable-next-line single-instance -- x\n",
    "<!-- archnotes-disable-next-line single-instance -- x -->\n",
    "<!-- archnotes-disable -->",
    "<!-- archnotes-enable -->",
    "<!--",
    "-->",
    "\nweb:\n",
    "  note: ",
    "\n  # ",
    "\n---\n",
    "\"",
    "{ a: [",
    " # archnotes-disable-line single-instance -- x\n",
];

fn pieces(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), count).prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// With all that is known; `document::any_edits_give_the_analysis_of_the_final_text` holds the outlines.
    #[test]
    fn i5_an_edited_document_says_what_a_fresh_one_says(
        format in prop_oneof![2 => Just(Format::Markdown), 1 => Just(Format::Yaml), 1 => Just(Format::Mermaid)],
        start in pieces(0..40),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..60_usize, pieces(0..3)), 1..8),
    ) {
        let knowledge = built_in();
        let mut text = start;
        let mut document = Document::of(&text, format, Arc::clone(&knowledge));
        for (at, length, replacement) in edits {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let range = Span::new(start, text.floor_char_boundary((start + length).min(text.len())));
            document.edit(range, &replacement);
            text.replace_range(range.start..range.end, &replacement);
            let fresh = Document::of(&text, format, Arc::clone(&knowledge));
            prop_assert_eq!(document.findings(), fresh.findings());
            prop_assert_eq!(document.mentions(), fresh.mentions());
            prop_assert_eq!(document.sections(), fresh.sections());
        }
    }
}
