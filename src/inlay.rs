//! What does a figure come to, in the margin of the text?

mod chain;

use crate::document::Document;
use crate::hover::availability;
use crate::knowledge::Language;
use crate::language::script;
use crate::span::Span;
use crate::surface::{Block, BlockKind, Outline};

/// Longer blocks are left alone: they are no sentences.
const LONGEST: usize = 1 << 14;

/// A remark behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where it stands; a byte of the document.
    pub at: usize,
    /// What it says, in the language of the sentence.
    pub label: String,
}

/// The remarks in `range`, in order: the downtime behind an availability, where the text speaks of one, once for each
/// figure of a section; and the sum of the steps of a recovery, where it gives all of them and no sum.
///
/// In `language` or, when that is open, in that of the block. Cost: O(log sections + bytes of the sections in the range).
pub fn hints(document: &Document, range: Span, language: Option<Language>) -> Vec<Hint> {
    let mut hints = Vec::new();
    for (start, section) in document.sections_in(range) {
        let outline = &section.outline;
        let heading = section.heading.as_ref().map_or("", |it| it.text.as_str());
        let mut shown = Vec::new();
        for block in outline.blocks.iter().filter(|it| it.prose.text().len() <= LONGEST) {
            let context = Context { text: block.prose.text(), around: around(outline, block), heading };
            let language = language.unwrap_or_else(|| context.language());
            let mut add = |end: usize, label: String| {
                let at = block.prose.source(Span::new(0, end)).end + start;
                hints.push(Hint { at, label });
            };
            for (span, share) in context.availabilities() {
                if !shown.contains(&share) {
                    shown.push(share);
                    add(span.end, availability::brief(share, language));
                }
            }
            if context.is_about_recovery()
                && let Some(sum) = chain::sum(context.text)
            {
                add(sum.end, sum.label(language));
            }
        }
    }
    hints.retain(|it| range.touches(it.at));
    hints.sort_by_key(|it| it.at);
    hints
}

/// A block's text with what tells what it is about.
struct Context<'a> {
    text: &'a str,
    /// The head of its column and its row, or the keys that lead to it.
    around: String,
    heading: &'a str,
}

impl Context<'_> {
    fn availabilities(&self) -> Vec<(Span, availability::Share)> {
        if !self.text.contains(['%', '％', '9']) && !self.text.contains("nine") {
            return Vec::new();
        }
        let near = format!("{} {}", self.around, self.text);
        let is_meant =
            (availability::speaks(&near) || availability::speaks(self.heading)) && !availability::is_durability(&near);
        if is_meant { availability::figures(self.text) } else { Vec::new() }
    }

    fn is_about_recovery(&self) -> bool {
        [self.text, &self.around, self.heading].iter().any(|it| chain::names_recovery(it))
    }

    fn language(&self) -> Language {
        let is_korean = [self.text, &self.around, self.heading].iter().any(|it| it.contains(script::is_hangul));
        if is_korean { Language::Ko } else { Language::En }
    }
}

fn around(outline: &Outline, block: &Block) -> String {
    match block.kind {
        BlockKind::Cell { table, row, column } if row > 0 => {
            let rows = &outline.tables[table].rows;
            let head = rows.first().and_then(|it| it.get(column));
            let first = rows.get(row).and_then(|it| it.first());
            let cells = head.into_iter().chain(first).filter_map(|it| outline.blocks.get(*it));
            cells.map(|it| it.prose.text()).collect::<Vec<_>>().join(" ")
        }
        BlockKind::Value { entry, .. } => outline.tree.path(entry).join(" "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::knowledge::Knowledge;
    use crate::surface::Format;

    /// The text with each hint in brackets at its place.
    #[track_caller]
    fn check(text: &str, format: Format, expected: &str) {
        static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
        let document = Document::of(text, format, Arc::clone(&KNOWLEDGE));
        let mut shown = text.to_owned();
        for it in hints(&document, Span::new(0, text.len()), None).into_iter().rev() {
            shown.insert_str(it.at, &format!("[{}]", it.label));
        }
        assert_eq!(shown, expected);
    }

    #[track_caller]
    fn markdown(text: &str, expected: &str) {
        check(text, Format::Markdown, expected);
    }

    #[track_caller]
    fn silent(text: &str) {
        markdown(text, text);
    }

    #[test]
    fn an_availability_says_what_it_allows() {
        markdown(
            "🚀 The SLA is **99.95%** a month.\n",
            "🚀 The SLA is **99.95%[down 4 h 22 min a year, 21 min 36 s a month]** a month.\n",
        );
        markdown("🚀 가용성 목표는 99.9%다.\n", "🚀 가용성 목표는 99.9%[중단 연 8시간 45분, 월 43분 12초]다.\n");
        markdown(
            "Availability of five nines.\n",
            "Availability of five nines[down 5 min 15 s a year, 25.9 s a month].\n",
        );
    }

    #[test]
    fn a_column_or_a_heading_says_what_a_bare_figure_is() {
        markdown(
            "| 🚀 | 가용성 |\n|---|---|\n| API | 99.9% |\n",
            "| 🚀 | 가용성 |\n|---|---|\n| API | 99.9%[중단 연 8시간 45분, 월 43분 12초] |\n",
        );
        markdown("# SLO\n\n- API: 99%\n", "# SLO\n\n- API: 99%[down 3 d 15 h a year, 7 h 12 min a month]\n");
        check(
            "availability: 99.99% # 🚀\nhit-ratio: 99.5%\n",
            Format::Yaml,
            "availability: 99.99%[down 52 min 33 s a year, 4 min 19 s a month] # 🚀\nhit-ratio: 99.5%\n",
        );
    }

    #[test]
    fn other_figures_say_nothing() {
        silent("🚀 The cache hit ratio is 99.95%.\n");
        silent("S3의 내구성은 99.999999999%다. 🚀\n");
        silent("# SLA\n\nCPU stays below 70%.\n");
        silent("```\nSLA 99.95%\n```\n");
    }

    #[test]
    fn a_figure_is_explained_once_in_a_section() {
        markdown(
            "SLA 99.9%, then 99.9% again.\n",
            "SLA 99.9%[down 8 h 45 min a year, 43 min 12 s a month], then 99.9% again.\n",
        );
    }

    #[test]
    fn the_steps_of_a_recovery_are_added_up() {
        markdown(
            "🚀 RTO: 감지 5분 + 승격 10~15분 + DNS 60초\n",
            "🚀 RTO: 감지 5분 + 승격 10~15분 + DNS 60초[모두 16분 – 21분]\n",
        );
        markdown(
            "## RTO\n\ndetect 5 min → restore 1 h → verify 25 minutes.\n",
            "## RTO\n\ndetect 5 min → restore 1 h → verify 25 minutes[1 h 30 min in all].\n",
        );
    }

    #[test]
    fn a_sum_that_is_stated_or_not_asked_for_is_not_shown() {
        silent("🚀 RTO 15분 = 감지 5분 + 승격 10분\n");
        silent("RTO: detect 5 min + promote 10 min, 15 min in total.\n");
        silent("Retry after 1 s → 2 s → 4 s.\n");
        silent("RTO 5분, RPO 10분 🚀\n");
        silent("RTO is 4 h. First 5 min → then nothing.\n");
    }

    #[test]
    fn only_the_range_that_is_asked_for_is_answered() {
        let text = "SLA 99.9%\n\nSLA 99.5%\n";
        let document = Document::new(text, Arc::new(Knowledge::default()));
        assert_eq!(hints(&document, Span::new(0, 5), None), []);
        assert_eq!(hints(&document, Span::new(5, 12), None).len(), 1);
    }
}
