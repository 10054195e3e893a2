//! Which lines of a paragraph stand by themselves, though Markdown lets them go on: items of a list that it does not know, and labels?

use super::BlockKind;

/// An item of a list that Markdown does not know.
pub(super) const LISTED: BlockKind = BlockKind::Item { ordered: false, task: None };

/// Whether `line` starts with a sign that people list things with and Markdown does not: `○ 서버`, `🔴 …`, `① …`, `1️⃣ …`.
pub(super) fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    let sign = chars.next().unwrap_or_default();
    if sign.is_ascii_digit() {
        return chars.as_str().starts_with("\u{fe0f}\u{20e3}");
    }
    let is_sign = "○●◯•◦▪▫■□◆◇▶▷►※☞⭐".contains(sign) || ('①'..='⑳').contains(&sign) || is_pictograph(sign);
    is_sign && chars.next().is_some_and(|it| it == ' ' || it == '\u{fe0f}')
}

/// Whether each line of `paragraph`, two or more, begins with a label: `RPO: 5 min` above `Copies: hourly`.
pub(super) fn is_of_labels(paragraph: &str) -> bool {
    /// In bytes: some words, and no sentence.
    const LONGEST: usize = 40;
    let is_labelled = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>', '*', '_']);
        let label = line.find(':').filter(|at| line[at + 1..].trim_start_matches(['*', '_']).starts_with(' '));
        label.is_some_and(|at| (1..=LONGEST).contains(&at) && !line[..at].contains(['.', ',', ';']))
    };
    paragraph.trim_end().contains('\n') && paragraph.trim_end().lines().all(is_labelled)
}

/// Whether a line begins with the mark of an answer, below its question: `A. No.`, `답: 없음`.
pub(super) fn is_answer(line: &str) -> bool {
    let mark = line.trim_start_matches(['*', '_']).strip_prefix(['A', '답']);
    mark.is_some_and(|it| it.starts_with(['.', ':', ')']))
}

/// Whether it is of Unicode's blocks of symbols (U+2600 to U+27BF) and of pictographs (U+1F300 to U+1FAFF).
fn is_pictograph(it: char) -> bool {
    matches!(it, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_its_mark() {
        assert!(["A. No.", "**A:** none", "답: 없음", "A) no"].iter().all(|it| is_answer(it)));
        assert!(!["A server", "AWS. No.", "", "답은 없음"].iter().any(|it| is_answer(it)));
    }

    #[test]
    fn each_line_of_labels_begins_with_one() {
        for text in
            ["RPO: 5 min\nCopies: hourly\n", "> **큐:** SQS\n> **DLQ**: 없음", "Bram: it is up.\nAma: it isn't: no."]
        {
            assert!(is_of_labels(text), "{text}");
        }
        for text in ["RPO: 5 min", "RPO: 5 min\nand no more", "It says this, that: a.\nSo we know: b.", "", "a:b\nc:d"]
        {
            assert!(!is_of_labels(text), "{text}");
        }
    }

    #[test]
    fn a_sign_and_a_blank_make_an_item() {
        for line in
            ["○ 서버 1식", "🔴 경보 없음", "① 이관", "⚠\u{fe0f} no alarm", "⚙\u{fe0f} Servers", "1\u{fe0f}\u{20e3} DNS"]
        {
            assert!(is_bullet(line), "{line}");
        }
        for line in ["", "서버", "○○시 전산실", "- item", "1. item", "✔", "🔴🔴", "10 servers"] {
            assert!(!is_bullet(line), "{line}");
        }
    }
}
