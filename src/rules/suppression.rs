//! Which findings has the writer set aside, and is each such comment of use?

use std::sync::Arc;

use crate::analysis::Section;
use crate::finding::{Finding, Tag};
use crate::knowledge::{Idle, Knowledge, RuleId, When};
use crate::span::Span;
use crate::surface::{Block, BlockKind, Outline};

/// `<!-- archnotes-disable-next-line single-az, single-instance -- reason -->`, in YAML `# archnotes-…`, in a
/// diagram `%% archnotes-…`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// What it does.
    pub verb: Verb,
    /// The comment, bytes of the section.
    pub range: Span,
    /// The rules named, each with its place, `None` where the name is unknown; empty means all rules.
    pub rules: Vec<(Span, Option<RuleId>)>,
    /// The lines it speaks of, bytes of the section; empty for those that reach further than the section.
    pub lines: Span,
}

/// A finding that a comment sets aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// The comment, bytes of the document.
    pub comment: Span,
}

/// The reason that a suppression comment gives behind ` -- `.
pub fn reason(comment: &str) -> Option<&str> {
    let inside = comment.trim().trim_start_matches("<!--").trim_end_matches("-->");
    inside.split_once(" -- ").map(|it| it.1.trim()).filter(|it| !it.is_empty())
}

/// What a suppression comment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `disable-line`: the comment's own line.
    Line,
    /// `disable-next-line`: the line below, with all of the table, the diagram, the label, the scalar or the comment that starts there.
    NextLine,
    /// `disable-file`: the document.
    File,
    /// `disable`: from here on.
    Disable,
    /// `enable`: no longer from here on.
    Enable,
}

/// The suppression comments of a section, in order.
pub(crate) fn suppressions(text: &str, outline: &Outline, knowledge: &Knowledge) -> Vec<Suppression> {
    outline.comments.iter().filter_map(|it| suppression(text, outline, *it, knowledge)).collect()
}

fn suppression(text: &str, outline: &Outline, range: Span, knowledge: &Knowledge) -> Option<Suppression> {
    let comment = range.of(text);
    let at = comment.find("archnotes-")?;
    if !comment[..at].trim_start_matches("<!--").trim_start_matches(['#', '%']).trim().is_empty() {
        return None;
    }
    let rest = &comment[at + "archnotes-".len()..];
    let word = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(rest.len());
    let word = rest[..word].find("--").unwrap_or(word);
    let verb = match &rest[..word] {
        "disable-line" => Verb::Line,
        "disable-next-line" => Verb::NextLine,
        "disable-file" => Verb::File,
        "disable" => Verb::Disable,
        "enable" => Verb::Enable,
        _ => return None,
    };
    let names_at = range.start + at + "archnotes-".len() + word;
    let names_end = text[names_at..range.end].find("--").map_or(range.end, |it| names_at + it);
    let rules =
        words(text, Span::new(names_at, names_end)).map(|span| (span, rule(knowledge, span.of(text)))).collect();
    let lines = match verb {
        Verb::Line => line(text, range.start),
        Verb::NextLine => next_line(text, outline, range.end),
        _ => Span::default(),
    };
    Some(Suppression { verb, range, rules, lines })
}

fn words(text: &str, field: Span) -> impl Iterator<Item = Span> + '_ {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut at = field.start;
    std::iter::from_fn(move || {
        let start = at + text[at..field.end].find(is_inside)?;
        let end = start + text[start..field.end].find(|c| !is_inside(c)).unwrap_or(field.end - start);
        at = end;
        Some(Span::new(start, end))
    })
}

fn rule(knowledge: &Knowledge, id: &str) -> Option<RuleId> {
    knowledge.rules.iter().position(|it| it.id == id).map(|it| RuleId(it as u16))
}

const BREAKS: [char; 2] = ['\n', '\r'];

fn line(text: &str, at: usize) -> Span {
    let start = text[..at].rfind(BREAKS).map_or(0, |it| it + 1);
    Span::new(start, text[at..].find(BREAKS).map_or(text.len(), |it| at + it))
}

/// The line below, with all of the table, the diagram, the label, the scalar or the comment that starts there: what speaks of a whole stands above
/// it.
fn next_line(text: &str, outline: &Outline, end: usize) -> Span {
    let Some(at) = text[end..].find(BREAKS).map(|it| end + it) else { return Span::default() };
    let start = at + if text[at..].starts_with("\r\n") { 2 } else { 1 };
    let below = line(text, start.min(text.len()));
    let tables = outline.tables.iter().map(|it| it.range);
    let has_diagram = |it: &Span| outline.diagrams.iter().any(|diagram| it.contains(diagram.range));
    let diagrams = outline.fences.iter().map(|it| it.range).filter(has_diagram);
    let scalars = outline.tree.entries().iter().filter(|it| it.text().is_some()).map(|it| it.span);
    let is_whole = |it: &&Block| it.is_drawn() || matches!(it.kind, BlockKind::Comment { .. });
    let blocks = outline.blocks.iter().filter(is_whole).map(|it| it.range);
    let starting = tables.chain(diagrams).chain(scalars).chain(blocks).filter(|it| below.touches(it.start));
    starting.fold(below, Span::cover)
}

/// Takes out what is suppressed, and adds a hint for each rule name that is unknown or suppresses nothing.
pub(super) fn apply(findings: Vec<Finding>, sections: &[(usize, Arc<Section>)], knowledge: &Knowledge) -> Vec<Finding> {
    let all = || sections.iter().flat_map(|(start, it)| it.suppressions.iter().map(move |s| (*start, s)));
    if all().next().is_none() {
        return findings;
    }
    let mut used = vec![Vec::new(); all().count()];
    let mut is_kept = |it: &Finding| match set_aside_by(it, all()) {
        Some(by) => {
            used[by].push(it.rule);
            false
        }
        None => true,
    };
    let mut kept: Vec<Finding> = findings.into_iter().filter(|it| is_kept(it)).collect();
    for ((start, suppression), used) in all().zip(used) {
        if suppression.verb != Verb::Enable {
            kept.extend(remarks(start, suppression, &used, knowledge));
        }
    }
    kept.sort_by_key(|it| (it.range.start, it.range.end, it.rule));
    kept
}

/// Those of `findings` that a comment sets aside, in their order.
pub(super) fn set_aside(findings: Vec<Finding>, sections: &[(usize, Arc<Section>)]) -> Vec<Suppressed> {
    let all = || sections.iter().flat_map(|(start, it)| it.suppressions.iter().map(move |s| (*start, s)));
    let set_aside = findings.into_iter().filter_map(|finding| {
        let (start, by) = all().nth(set_aside_by(&finding, all())?)?;
        Some(Suppressed { finding, comment: by.range.shift(start) })
    });
    set_aside.collect()
}

/// Whether a comment sets aside what other files say against `range`.
pub(super) fn is_set_aside(range: Span, sections: &[(usize, Arc<Section>)], knowledge: &Knowledge) -> bool {
    let all = sections.iter().flat_map(|(start, it)| it.suppressions.iter().map(move |s| (*start, s)));
    let rule = knowledge.rules.iter().position(|it| matches!(it.when, When::Drift(_)));
    rule.is_some_and(|rule| set_aside_at(range, RuleId(rule as u16), all).is_some())
}

/// Which of `all` sets `finding` aside.
fn set_aside_by<'a>(finding: &Finding, all: impl Iterator<Item = (usize, &'a Suppression)>) -> Option<usize> {
    set_aside_at(finding.range, finding.rule, all)
}

/// Which of `all` sets aside what `rule` finds at `range`.
fn set_aside_at<'a>(range: Span, rule: RuleId, all: impl Iterator<Item = (usize, &'a Suppression)>) -> Option<usize> {
    let mut by: Option<usize> = None;
    for (index, (start, it)) in all.enumerate() {
        let is_named = it.rules.is_empty() || it.rules.iter().any(|it| it.1 == Some(rule));
        let is_before = start + it.range.start <= range.start;
        match it.verb {
            _ if !is_named => {}
            Verb::File => by = by.or(Some(index)),
            Verb::Line | Verb::NextLine if it.lines.shift(start).touches(range.start) => by = by.or(Some(index)),
            Verb::Disable if is_before => by = by.or(Some(index)),
            Verb::Enable if is_before => by = None,
            _ => {}
        }
    }
    by
}

fn remarks(start: usize, it: &Suppression, used: &[RuleId], knowledge: &Knowledge) -> Vec<Finding> {
    if it.rules.is_empty() && used.is_empty() {
        return remark(it.range.shift(start), Idle::Unused, knowledge).into_iter().collect();
    }
    let each = it.rules.iter().filter_map(|(span, rule)| match rule {
        None => remark(span.shift(start), Idle::Unknown, knowledge),
        // A rule that is off here may find something where it is on.
        Some(rule) if knowledge.rule(*rule).is_off => None,
        // Another file may say what is not at hand here.
        Some(rule) if matches!(knowledge.rule(*rule).when, When::Drift(_)) => None,
        Some(rule) if !used.contains(rule) => remark(span.shift(start), Idle::Unused, knowledge),
        Some(_) => None,
    });
    each.collect()
}

/// A remark on the comment itself, by the rule that looks for such comments.
fn remark(range: Span, is: Idle, knowledge: &Knowledge) -> Option<Finding> {
    let index = knowledge.rules.iter().position(|it| it.when == When::Suppression { is } && !it.is_off)?;
    let rule = &knowledge.rules[index];
    let tag = (is == Idle::Unused).then_some(Tag::Unnecessary);
    let message = rule.message.en.as_str().into();
    Some(Finding {
        rule: RuleId(index as u16),
        severity: rule.severity,
        range,
        message,
        related: Vec::new(),
        fix: None,
        tag,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_stands_behind_two_dashes() {
        assert_eq!(reason("<!-- archnotes-disable-line single-az -- 비용 때문에 -->"), Some("비용 때문에"));
        assert_eq!(reason("# archnotes-disable-line single-az -- a -- b"), Some("a -- b"));
        assert_eq!(reason("<!-- archnotes-disable-line single-az -->"), None);
        assert_eq!(reason("<!-- archnotes-disable-line -- -->"), None);
    }
}
