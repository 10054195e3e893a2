//! Which fixes of a file may be made together and unseen?

use std::collections::BTreeMap;

use super::{Action, ActionKind, Edit, mend};
use crate::document::Document;
use crate::finding::Applicability;
use crate::span::Span;

/// Every fix of the document that may be made unseen, in one edit; `None` where there is none.
///
/// Of two that overlap the later one is left for another time. Cost: O(findings).
pub fn fix_all(document: &Document) -> Option<Action> {
    let mut taken: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for finding in document.findings() {
        let fix = mend::mended(document, finding).filter(|it| it.applicability == Applicability::Safe);
        let Some(fix) = fix else { continue };
        if fix.edits.iter().all(|it| is_free(&taken, it.0)) {
            taken.extend(fix.edits.into_iter().map(|(range, new)| (range.start, (range.end, new))));
        }
    }
    let edits: Vec<Edit> = taken.into_iter().map(|(start, (end, new))| (Span::new(start, end), new)).collect();
    let title = "archnotes: fix all that is safe in this file".to_owned();
    (!edits.is_empty()).then_some(Action { title, kind: ActionKind::FixAll, finding: None, edits })
}

/// Whether no edit of `taken`, by their starts, meets `range`.
fn is_free(taken: &BTreeMap<usize, (usize, String)>, range: Span) -> bool {
    let before = taken.range(..=range.start).next_back();
    let starts_inside = taken.range(range.start..range.end.max(range.start + 1)).next().is_some();
    !starts_inside && before.is_none_or(|(_, (end, _))| *end <= range.start)
}

#[cfg(test)]
mod tests {
    use super::super::applied;
    use super::super::tests::document;
    use super::*;

    #[track_caller]
    fn fixed(text: &str, expected: &str, count: usize) {
        let fixes = fix_all(&document(text));
        let res = fixes.as_ref().map_or(text.to_owned(), |it| applied(text, &it.edits));
        assert_eq!((res.as_str(), fixes.map_or(0, |it| it.edits.len())), (expected, count));
        assert_eq!(fix_all(&document(expected)), None, "all at once is all there is");
    }

    #[test]
    fn all_fixes_are_one_edit_and_suggestions_are_none() {
        fixed("EC2 한 대로 운영한다.\n", "EC2 한 대로 운영한다.\n", 0);
        fixed(
            "An AWS SSO login.\r\n\r\n- a Kinesis Data Firehose stream\r\n- EC2 한 대\r\n",
            "An AWS IAM Identity Center login.\r\n\r\n- an Amazon Data Firehose stream\r\n- EC2 한 대\r\n",
            2,
        );
    }

    #[test]
    fn a_name_is_mended_wherever_it_is_misspelt() {
        fixed(
            "# AWS EKS\n\nAmazon Lambda calls AWS SQS.\n\n# B\n\nThe Amazon Lambda and the AWS SQS queue.\n",
            "# Amazon EKS\n\nAWS Lambda calls Amazon SQS.\n\n# B\n\nThe AWS Lambda and the Amazon SQS queue.\n",
            5,
        );
    }

    #[test]
    fn a_name_with_markup_inside_is_left_alone() {
        let text = "Logs go through **Kinesis** Data Firehose.\n";
        assert_eq!(fix_all(&document(text)), None);
    }

    #[test]
    fn edits_that_meet_are_made_one_after_the_other() {
        let taken = BTreeMap::from([(2, (5, String::new())), (8, (8, String::new()))]);
        let free = (0..10).filter(|it| is_free(&taken, Span::new(*it, it + 1)));
        assert_eq!(free.collect::<Vec<_>>(), [0, 1, 5, 6, 7, 9]);
        assert!(!is_free(&taken, Span::new(0, 9)) && !is_free(&taken, Span::new(8, 8)));
        assert!(is_free(&taken, Span::new(5, 8)));
    }
}
