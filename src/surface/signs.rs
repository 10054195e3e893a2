//! Does a line start with a sign that people set before the points of a list, though it is none of Markdown's?

/// Signs of lists and of verdicts, and circled numbers.
const SIGNS: &str = "○●◯◎▶▷■□◆◇•◦‣∙ㆍ※☞✔✓✅❌⚠🔴🟠🟡🟢🔵⚪⚫①②③④⑤⑥⑦⑧⑨⑩";

/// The syllables that Korean documents count with.
const SYLLABLES: &str = "가나다라마바사아자차카타파하";

/// Whether `line` starts with `○`, `①`, `가.`: each such line is a point of its own.
pub(crate) fn starts_with_one(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    let is_counted = SYLLABLES.contains(first)
        && matches!(chars.next(), Some('.' | ')'))
        && chars.next().is_some_and(char::is_whitespace);
    SIGNS.contains(first) || is_counted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_counted_syllables_start_a_point() {
        for line in ["○ 서버", "①RDS", "가. 전용회선", "🔴 계약 DB", "나) DB"] {
            assert!(starts_with_one(line), "{line}");
        }
        for line in ["", "가용 영역", "다.", "- 서버", "one", "다음"] {
            assert!(!starts_with_one(line), "{line}");
        }
    }
}
