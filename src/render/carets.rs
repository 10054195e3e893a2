//! How are findings written into the examples of rule files, and how are they taken out again?

use super::cells;
use crate::finding::Finding;
use crate::knowledge::RuleId;

/// Whether a caret line names its rule.
#[derive(Clone, Copy)]
pub enum Labels<'a> {
    /// ` rule-id` stands behind the carets.
    Shown(&'a dyn Fn(RuleId) -> &'a str),
    /// Carets only, as in the examples of rule files.
    Hidden,
}

/// `text` with a line of carets below each line on which a finding starts, right under the finding's cells.
///
/// Several findings on one line have a caret line each, sorted by place. A finding over several lines is marked up to the
/// end of its first line, an empty one with a single caret. A tab before the finding stays a tab. The text's lines and
/// line ends are unchanged: [`strip_carets`] gives `text` back, unless it had caret lines itself.
pub fn carets(text: &str, findings: &[Finding], labels: Labels<'_>) -> String {
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|it| it.range);
    let mut findings = findings.into_iter().peekable();
    let mut res = String::with_capacity(2 * text.len());
    let mut start = 0;
    let lines = lines(text);
    for (index, (line, line_end)) in lines.iter().enumerate() {
        let next = start + line.len() + line_end.len();
        let is_last = index + 1 == lines.len();
        let mut below = Vec::new();
        while let Some(finding) = findings.next_if(|it| it.range.start < next || is_last) {
            below.push(caret_line(line, start, finding, labels));
        }
        // The last line has no end of its own: there the break stands before each caret line instead of behind it.
        res.push_str(line);
        let usual = if line_end.is_empty() { "\n" } else { line_end };
        below.iter().for_each(|it| res.extend([usual, it]));
        res.push_str(line_end);
        start = next;
    }
    res
}

fn caret_line(line: &str, start: usize, finding: &Finding, labels: Labels<'_>) -> String {
    let from = line.floor_char_boundary(finding.range.start.saturating_sub(start));
    let to = line.floor_char_boundary(finding.range.end.saturating_sub(start)).max(from);
    let mut res: String = line[..from].split_inclusive('\t').map(padding).collect();
    res.push_str(&"^".repeat(cells(&line[from..to]).max(1)));
    if let Labels::Shown(name) = labels {
        res.extend([" ", name(finding.rule)]);
    }
    res
}

/// Blanks as wide as `text`, which has a tab only at its end.
fn padding(text: &str) -> String {
    match text.strip_suffix('\t') {
        Some(text) => " ".repeat(cells(text)) + "\t",
        None => " ".repeat(cells(text)),
    }
}

/// `example` without its caret lines: blanks, carets, and perhaps one rule id behind them.
pub fn strip_carets(example: &str) -> String {
    let mut res = String::with_capacity(example.len());
    for (line, line_end) in lines(example) {
        if !is_caret_line(line) {
            res.extend([line, line_end]);
        } else if line_end.is_empty() {
            // The break before a caret line at the very end came with it.
            let kept = res.strip_suffix("\r\n").or(res.strip_suffix('\n')).or(res.strip_suffix('\r'));
            res.truncate(kept.unwrap_or(&res).len());
        }
    }
    res
}

/// Whether `line` holds blanks, carets, and perhaps one rule id behind them.
pub(crate) fn is_caret_line(line: &str) -> bool {
    let marks = line.trim_start_matches([' ', '\t']);
    let label = marks.trim_start_matches('^');
    let is_label = |it: &str| it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    label.len() < marks.len() && (label.is_empty() || label.strip_prefix(' ').is_some_and(|it| is_label(it.trim_end())))
}

/// The lines of `text`, each with its end; the last one's end is empty, and the last line itself where `text` ends in a break.
fn lines(text: &str) -> Vec<(&str, &str)> {
    let mut res = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        let end = if rest[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
        res.push((&rest[..at], &rest[at..end]));
        rest = &rest[end..];
    }
    res.push((rest, ""));
    res
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::on;
    use crate::span::Span;

    /// The carets under `needles`, both ways.
    fn check_carets(text: &str, needles: &[&str], expected: &str) {
        let findings: Vec<_> = needles.iter().map(|it| on(text, it)).collect();
        assert_eq!(carets(text, &findings, Labels::Hidden), expected);
        assert_eq!(strip_carets(expected), text);
        let labelled = carets(text, &findings, Labels::Shown(&|_| "single-instance"));
        assert_eq!(strip_carets(&labelled), text);
    }

    #[test]
    fn carets_stand_under_latin_and_hangul() {
        check_carets(
            "Run it on one EC2 instance.\nEC2 한 대로 운영한다.\n",
            &["one EC2 instance", "한 대로"],
            "Run it on one EC2 instance.\n          ^^^^^^^^^^^^^^^^\nEC2 한 대로 운영한다.\n    ^^^^^^^\n",
        );
    }

    #[test]
    fn hangul_emoji_and_tabs_before_a_finding_keep_their_cells() {
        check_carets("운영은 EC2 한 대\n", &["EC2"], "운영은 EC2 한 대\n       ^^^\n");
        check_carets("🚀 EC2\n", &["EC2"], "🚀 EC2\n   ^^^\n");
        check_carets("⚠️ EC2\n", &["EC2"], "⚠️ EC2\n   ^^^\n");
        check_carets("1.\tEC2 한 대\n", &["한"], "1.\tEC2 한 대\n  \t    ^^\n");
        check_carets("\u{1112}\u{1161}\u{11ab} EC2\n", &["EC2"], "\u{1112}\u{1161}\u{11ab} EC2\n   ^^^\n");
    }

    #[test]
    fn several_findings_on_a_line_have_a_caret_line_each() {
        check_carets("a b\nc", &["b", "a", "c"], "a b\n^\n  ^\nc\n^");
    }

    #[test]
    fn a_finding_over_two_lines_is_marked_on_the_first() {
        check_carets("a single\r\ninstance\r\n", &["single\r\ninst"], "a single\r\n  ^^^^^^\r\ninstance\r\n");
    }

    #[test]
    fn every_kind_of_line_end_stays() {
        check_carets("a\rb\r\nc\n", &["a", "b", "c"], "a\r^\rb\r\n^\r\nc\n^\n");
        check_carets("a\n", &["\n"], "a\n ^\n");
        check_carets("a\u{2028}b", &["b"], "a\u{2028}b\n  ^");
        check_carets("", &[], "");
    }

    #[test]
    fn an_empty_finding_has_one_caret_even_at_the_end() {
        let empty = |at| Finding { range: Span::new(at, at), ..on("a", "a") };
        assert_eq!(carets("a\n", &[empty(0)], Labels::Hidden), "a\n^\n");
        assert_eq!(carets("a\n", &[empty(2)], Labels::Hidden), "a\n\n^");
        assert_eq!(strip_carets("a\n\n^"), "a\n");
    }

    #[test]
    fn labels_name_the_rule() {
        let text = "EC2 한 대\n";
        let res = carets(text, &[on(text, "한 대")], Labels::Shown(&|_| "single-instance"));
        assert_eq!(res, "EC2 한 대\n    ^^^^^ single-instance\n");
    }

    #[test]
    fn only_caret_lines_are_stripped() {
        for line in ["x ^", "^ Two words", "^ UPPER", "2^10", "| ^ |", "", "   ", "^^ ^^", "^a"] {
            assert_eq!(strip_carets(&format!("{line}\n")), format!("{line}\n"));
        }
        for line in ["^", "  ^^^", "\t^", "^ single-az", "^^ single-az  ", "^ "] {
            assert_eq!(strip_carets(&format!("a\n{line}\nb\n")), "a\nb\n");
        }
    }
}
