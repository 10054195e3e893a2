//! Which lines of a paragraph are items of a list that Markdown does not know?

use super::BlockKind;

/// An item of a list that Markdown does not know.
pub(super) const LISTED: BlockKind = BlockKind::Item { ordered: false, task: None };

/// Whether `line` starts with a sign that people list things with and Markdown does not: `○ 서버`, `🔴 …`, `① …`.
pub(super) fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    let sign = chars.next().unwrap_or_default();
    let is_sign = "○●◯•◦▪▫■□◆◇▶▷►※☞✓✔✅❌❎⚠🔴🟡🟢🟠🔵⚪⚫⭐⛔".contains(sign) || ('①'..='⑳').contains(&sign);
    is_sign && chars.next().is_some_and(|it| it == ' ' || it == '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_and_a_blank_make_an_item() {
        for line in ["○ 서버 1식", "🔴 경보 없음", "① 이관", "⚠\u{fe0f} no alarm"] {
            assert!(is_bullet(line), "{line}");
        }
        for line in ["", "서버", "○○시 전산실", "- item", "1. item", "✔"] {
            assert!(!is_bullet(line), "{line}");
        }
    }
}
