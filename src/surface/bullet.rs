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

/// Whether `line` starts with a label: `Engine: MySQL`, `**결정:** …`. Several such lines below each other are a list, though Markdown
/// shows them as one paragraph.
pub(super) fn is_labelled(line: &str) -> bool {
    label(line.lines().next().unwrap_or_default()).is_some()
}

/// Whether no two of the lines at the start of `text`, up to an empty one, have the same label, as those of a talk have: "Ama: … / Ben: … / Ama: …".
/// Cost: O(bytes of the lines + labels²).
pub(super) fn labels_differ(text: &str) -> bool {
    let lines = text.lines().take_while(|it| !it.trim().is_empty());
    let labels = lines.filter_map(|it| label(it.trim_start())).collect::<Vec<_>>();
    labels.iter().enumerate().all(|(at, it)| !labels[..at].contains(it))
}

fn label(line: &str) -> Option<&str> {
    /// In bytes: some words, and no sentence.
    const LONGEST: usize = 40;
    let line = line.trim_start_matches(['*', '_', '`']);
    let (label, value) = line.split_once(':')?;
    let value = value.trim_start_matches(['*', '_', '`']);
    let is_name = label.len() <= LONGEST && !label.contains(['.', ',', '!', '?', '"', '|', '[']);
    let has_value = value.starts_with(' ') && !value.trim().is_empty();
    (is_name && has_value && label.chars().any(char::is_alphabetic)).then_some(label)
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

    #[test]
    fn who_speaks_again_is_no_label() {
        assert!(labels_differ("Engine: MySQL\nNodes: 2\n\nEngine: x"));
        assert!(!labels_differ("지완: 하나로.\n서진: 둘.\n지완: 하나."));
    }

    #[test]
    fn a_label_is_short_and_has_a_value() {
        for line in ["Engine: MySQL 8", "**결정:** 백업", "AS-IS: 서버 1대\nTO-BE: 2대", "`nat`: one"] {
            assert!(is_labelled(line), "{line}");
        }
        for line in ["", "Engine", "Engine:", "It runs, as we said: on one", "https://x", "12:30 stop", "서버\n수: 1"]
        {
            assert!(!is_labelled(line), "{line}");
        }
    }
}
