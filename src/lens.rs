//! What stands below each of the upper headings, in numbers?

use std::collections::HashSet;

use crate::document::Document;
use crate::language::script;
use crate::span::Span;
use crate::symbols::{self, Heading, is_service};

/// Headings below this level have none: a line above every heading is no reading aid.
const LEVEL: u8 = 2;

/// A remark above a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The heading; bytes of the document.
    pub range: Span,
    /// In the language of the heading, or of what stands below it.
    pub title: String,
}

/// The number of findings and of services below each heading of the first and the second level; none where there are none
/// of either.
///
/// Cost: O(blocks + mentions + findings).
pub fn lenses(document: &Document) -> Vec<Lens> {
    let headings = symbols::headings(document);
    let knowledge = document.knowledge();
    let services: Vec<_> = document.named().map(|it| it.mention).filter(|it| is_service(knowledge, it.card)).collect();
    let upper = headings.iter().filter(|it| it.level <= LEVEL);
    let lenses = upper.filter_map(|heading| {
        let findings = within(document.findings(), |it| it.range.start, heading.range).len();
        let below = within(&services, |it| it.range.start, heading.range);
        let services = below.iter().map(|it| it.card).collect::<HashSet<_>>().len();
        Some(Lens { range: heading.line, title: title(document, heading, findings, services)? })
    });
    lenses.collect()
}

/// Those of `sorted` that start in `range`.
fn within<T>(sorted: &[T], start: impl Fn(&T) -> usize, range: Span) -> &[T] {
    let from = sorted.partition_point(|it| start(it) < range.start);
    &sorted[from..from + sorted[from..].partition_point(|it| start(it) < range.end)]
}

fn title(document: &Document, heading: &Heading, findings: usize, services: usize) -> Option<String> {
    let plural = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let parts = match is_korean(document, heading) {
        true => [(findings, format!("지적 {findings}건")), (services, format!("서비스 {services}개"))],
        false => [(findings, plural(findings, "finding")), (services, plural(services, "service"))],
    };
    let parts: Vec<_> = parts.into_iter().filter(|it| it.0 > 0).map(|it| it.1).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// A heading is often a bare name: then what stands right below it tells.
fn is_korean(document: &Document, heading: &Heading) -> bool {
    const BELOW: usize = 400;
    let text = document.text();
    let start = text.byte_to_char(heading.range.start);
    let end = (start + BELOW).min(text.byte_to_char(heading.range.end));
    text.slice(start..end).chars().any(script::is_hangul)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::knowledge::Knowledge;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let document = Document::new(text, Arc::new(Knowledge::built_in().0));
        let found = lenses(&document);
        let found: Vec<_> = found.iter().map(|it| (it.range.of(text).trim_end(), it.title.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn upper_headings_count_what_stands_below_them() {
        check(
            "# 🚀 AWS 설계\n\nSQS\n\n## 웹\n\n웹 서버는 EC2 한 대로 운영한다.\n\n### EC2\n\nS3, SQS\n\n## 끝\n\n없음\n",
            &[("# 🚀 AWS 설계", "지적 1건 · 서비스 3개"), ("## 웹", "지적 1건 · 서비스 3개")],
        );
        check("# Queue 🚀\n\nWe use SQS, and SQS again.\n\n## Other\n", &[("# Queue 🚀", "1 service")]);
        check("# Nothing\n", &[]);
        check("AWS 🚀: we run it on a single EC2 instance.\n", &[]);
    }
}
