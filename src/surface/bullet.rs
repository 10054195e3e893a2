//! Which lines of a paragraph are items of a list that Markdown does not know?

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

/// Whether it is of Unicode's blocks of symbols (U+2600 to U+27BF) and of pictographs (U+1F300 to U+1FAFF).
fn is_pictograph(it: char) -> bool {
    matches!(it, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

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
