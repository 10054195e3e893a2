//! Which line says what is to do about a finding?

use super::{Action, ActionKind, block, diagram, is_korean, rule_of, yaml};
use crate::document::Document;
use crate::finding::Finding;
use crate::surface::Format;

/// The remedy of the finding's rule, below the block that the finding stands in, in YAML and Mermaid as a comment; `None` when the rule has none, or the
/// section says it already.
///
/// The note leaves the finding as it is: it is a promise, not a change of the design.
pub(super) fn note(document: &Document, index: usize, finding: &Finding) -> Option<Action> {
    let remedy = rule_of(document, finding)?.remedy.as_ref()?;
    let is_korean = is_korean(finding);
    let remedy = if is_korean { &remedy.ko } else { &remedy.en };
    if is_noted(document, finding.range.start, remedy) {
        return None;
    }
    let at = finding.range.start;
    let edit = match document.format() {
        Format::Markdown if yaml::is_in(document, at) => yaml::note(document, at, remedy),
        Format::Markdown => block::below(document, at)?.edit(document.text(), &[remedy]),
        Format::Yaml => yaml::note(document, at, remedy),
        Format::Mermaid => diagram::note(document, at, remedy),
    };
    let task = remedy.strip_prefix("TODO: ").unwrap_or(remedy);
    let title = if is_korean { format!("메모 추가: {task}") } else { format!("Add a note: {task}") };
    Some(Action { title, kind: ActionKind::Note, finding: Some(index), edits: vec![edit] })
}

fn is_noted(document: &Document, offset: usize, remedy: &str) -> bool {
    let (start, section) = document.section_around(offset);
    let mut comments = section.outline.comments.iter().map(|it| it.shift(start));
    comments.any(|it| document.text().byte_slice(it.start..it.end).to_string().contains(remedy))
        || section.outline.blocks.iter().any(|it| it.prose.text().contains(remedy))
}

#[cfg(test)]
mod tests {
    use super::super::tests::done;
    use super::*;

    /// The note at the first finding makes `expected`, in which `TODO.` stands for its text.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let noted = done(text, ActionKind::Note, "").unwrap_or_default();
        let lines = noted.split_inclusive(['\n', '\r']).map(|it| match it.find("TODO: ") {
            Some(at) => format!("{}TODO.{}", &it[..at], &it[it.trim_end_matches(['\n', '\r']).len()..]),
            None => it.to_owned(),
        });
        assert_eq!(lines.collect::<String>(), expected);
    }

    #[test]
    fn below_a_paragraph_it_is_a_paragraph() {
        check("EC2 한 대로 운영한다.\n", "EC2 한 대로 운영한다.\n\nTODO.\n");
        check("EC2 한 대로 운영한다.", "EC2 한 대로 운영한다.\n\nTODO.");
        check("It runs on\none EC2 instance.\n\nMore.\n", "It runs on\none EC2 instance.\n\nTODO.\n\nMore.\n");
        check("It runs on one EC2 instance.\n# B\n", "It runs on one EC2 instance.\n\nTODO.\n\n# B\n");
        check("EC2 한 대로 운영한다.\r\n\r\n끝.\r\n", "EC2 한 대로 운영한다.\r\n\r\nTODO.\r\n\r\n끝.\r\n");
        check("EC2 한 대로 운영한다.\r- a\r", "EC2 한 대로 운영한다.\r- a\r\rTODO.\r");
    }

    #[test]
    fn what_a_paragraph_introduces_stays_with_it() {
        let (list, more) = ("- a\n  - b\n\n    c\n", "\nMore.\n");
        check(
            &format!("It runs on one EC2 instance:\n\n{list}{more}"),
            &format!("It runs on one EC2 instance:\n\n{list}\nTODO.\n{more}"),
        );
        let table = "| a | b |\n|---|---|\n| 1 | 2 |\n";
        check(&format!("EC2 한 대로 운영한다.\n\n{table}"), &format!("EC2 한 대로 운영한다.\n\n{table}\nTODO.\n"));
    }

    #[test]
    fn in_a_fence_of_data_it_is_a_comment_and_above_one_it_stands_behind() {
        let fence = |inside: &str| {
            format!("# AWS\n\n- Web:\n\n  ```yaml\n  web:\n    type: ec2\n{inside}    count: 1\n  ```\n")
        };
        check(&fence(""), &fence("    # TODO.\n"));
        let more = "```yaml\nkey: value\nother: 2\n```\n";
        check(&format!("EC2 한 대로 운영한다:\n\n{more}"), &format!("EC2 한 대로 운영한다:\n\n{more}\nTODO.\n"));
    }

    #[test]
    fn below_an_item_it_is_an_item() {
        check("- EC2 한 대\n- 둘\n", "- EC2 한 대\n- TODO.\n- 둘\n");
        check("* a\n* EC2 한 대", "* a\n* EC2 한 대\n* TODO.");
        check("- a\n\n- one EC2 instance\n\n- b\n", "- a\n\n- one EC2 instance\n\n- TODO.\n\n- b\n");
        check("- [x] one EC2 instance\n", "- [x] one EC2 instance\n- [ ] TODO.\n");
        check("1. one EC2 instance\n2. b\n", "1. one EC2 instance\n2. TODO.\n2. b\n");
        check("9) a\n10) one EC2 instance\n", "9) a\n10) one EC2 instance\n11) TODO.\n");
        check("1. a\n1. one EC2 instance\n", "1. a\n1. one EC2 instance\n1. TODO.\n");
        check("-   EC2 한 대\r\n\r\n# 끝\r\n", "-   EC2 한 대\r\n-   TODO.\r\n\r\n# 끝\r\n");
    }

    #[test]
    fn what_an_item_holds_stays_with_it() {
        check("- one EC2 instance\n  - a\n\n    b\n- c\n", "- one EC2 instance\n  - a\n\n    b\n- TODO.\n- c\n");
        check(
            "- one EC2 instance\n  ```\n  a\n\n  b\n  ```\n- c\n",
            "- one EC2 instance\n  ```\n  a\n\n  b\n  ```\n- TODO.\n- c\n",
        );
        check("- a\n  - EC2 한 대\n- b\n", "- a\n  - EC2 한 대\n  - TODO.\n- b\n");
        check("- - EC2 한 대\n- b\n", "- - EC2 한 대\n  - TODO.\n- b\n");
        check(
            "- a\n\n  It runs on one EC2 instance.\n- b\n",
            "- a\n\n  It runs on one EC2 instance.\n\n  TODO.\n\n- b\n",
        );
    }

    #[test]
    fn below_a_table_it_is_a_paragraph() {
        let table = "| 구성 | 수량 |\n|---|---|\n| EC2 | 1대 |\n| 둘 | 2대 |\n";
        check(table, &format!("{table}\nTODO.\n"));
        check(&format!("{table}# B\n"), &format!("{table}\nTODO.\n\n# B\n"));
        let quoted = format!("> {}\n", table.trim_end().replace('\n', "\n> "));
        check(&quoted, &format!("{quoted}>\n> TODO.\n"));
        let item = format!("- {}\n", table.trim_end().replace('\n', "\n  "));
        check(&format!("{item}- b\n"), &format!("{item}\n  TODO.\n\n- b\n"));
    }

    #[test]
    fn in_a_quote_it_stays_in_the_quote() {
        check("> EC2 한 대로\n> 운영한다.\n\n끝.\n", "> EC2 한 대로\n> 운영한다.\n>\n> TODO.\n\n끝.\n");
        check("> EC2 한 대로\n운영한다.\n", "> EC2 한 대로\n운영한다.\n>\n> TODO.\n");
        check("> - EC2 한 대\n> - b\n", "> - EC2 한 대\n> - TODO.\n> - b\n");
        check("- > EC2 한 대로 운영한다.\n- b\n", "- > EC2 한 대로 운영한다.\n  >\n  > TODO.\n  >\n- b\n");
    }

    #[test]
    fn a_footnote_goes_on() {
        check(
            "a[^1]\n\n[^1]: One tier runs on one EC2 instance.\n",
            "a[^1]\n\n[^1]: One tier runs on one EC2 instance.\n\n    TODO.\n",
        );
    }

    #[test]
    fn it_is_written_once() {
        let text = "EC2 한 대로 운영한다.\n";
        let noted = done(text, ActionKind::Note, "메모 추가: ").unwrap_or_default();
        assert_eq!(done(&noted, ActionKind::Note, ""), None, "{noted}");
    }
}
