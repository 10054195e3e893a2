//! Is a text in a file of data running text, or a name, a value, code?
//!
//! Running text is read for what it states; the rest is what facts are read from by its place, or no text at all.

/// Words of letters that a text needs to be a sentence or a part of one: `single EC2 instance`, `예비 서버 없음`.
const WORDS: usize = 3;

/// Whether `text`, a value or a comment, is running text.
pub(super) fn is_text(text: &str) -> bool {
    // Most values are one word.
    text.contains(char::is_whitespace)
        && text.split_whitespace().filter(|it| is_word(it)).take(WORDS).count() == WORDS
        && !is_code(text)
}

/// Whether most lines of `text`, which has at least one, are code: a script, a configuration, a template of one.
pub(super) fn is_code(text: &str) -> bool {
    if text.trim_start().starts_with("#!") {
        return true;
    }
    let lines = || text.lines().map(str::trim).filter(|it| !it.is_empty());
    2 * lines().filter(|it| is_code_line(it)).count() > lines().count()
}

/// Whether `text`, a comment, is an entry that was switched off: `replicas: 3`, `- "8080:8080"`.
pub(super) fn is_entry(text: &str) -> bool {
    let item = text.strip_prefix("- ").unwrap_or(text).trim_start();
    let key = item.find([':', ' ']).unwrap_or(item.len());
    let is_key =
        key > 0 && item[..key].chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || "_-.".contains(it));
    let value = item[key..].strip_prefix(':');
    is_key && value.is_some_and(|it| it.is_empty() || it.starts_with(' ') && !is_text(it))
}

/// Whether `it` is written as words are: letters, and what stands around and inside of them.
fn is_word(it: &str) -> bool {
    let inner = it.trim_matches(|c: char| c.is_ascii_punctuation());
    inner.contains(char::is_alphabetic)
        && !inner.contains(['/', '=', '$', '{', '}', '<', '>', '_', '\\', '|', '*', '@'])
}

fn is_code_line(line: &str) -> bool {
    const PARTS: [&str; 10] = ["$(", "${", "=\"", "='", " && ", " || ", " >> ", " 2>", "</", "\": "];
    let first = line.find(char::is_whitespace).map_or(line, |it| &line[..it]);
    let assigns = first.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'))
    });
    assigns
        || line.ends_with([';', '{', '}', '\\', '['])
        || line.starts_with(['<', '{', '}', '$', '#'])
        || PARTS.iter().any(|it| line.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_a_text() {
        for text in ["single EC2 with everything on it", "예비 없음. 견적이 이만큼이라서", "restored by hand, ~2h"]
        {
            assert!(is_text(text), "{text}");
        }
        for text in ["", "1", "EC2", "us-east-1a", "Amazon RDS", "m7g.large", "npm ci && npm run build"] {
            assert!(!is_text(text), "{text}");
        }
        assert!(!is_text("arn:aws:sqs:us-east-1:1:x a_b c/d"));
    }

    #[test]
    fn scripts_and_configurations_are_code() {
        for text in [
            "#!/bin/bash\nyum update\n",
            "export A=1\nFOO=bar\necho \"$FOO\" >> x",
            "{\n  \"Version\": \"2012\",\n}",
            "server {\n  listen 80;\n}",
        ] {
            assert!(is_code(text), "{text}");
        }
        assert!(!is_code("We run it on one server.\nIt = the server.\nNobody knows."));
    }

    #[test]
    fn an_entry_that_was_switched_off_is_one() {
        for text in ["replicas: 3", "- name: x", "diagram_tweak_order: 0", "tags:"] {
            assert!(is_entry(text), "{text}");
        }
        for text in ["note: it runs on one server", "TODO: move", "values: see the page below", "한 대: 예비"] {
            assert!(!is_entry(text), "{text}");
        }
    }
}
