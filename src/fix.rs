//! Which edits are offered at a place?
//!
//! Each sort of edit has a file: the text itself (`mend`, `suggest`, `value`), a note of what is to do (`note`), a comment that sets
//! the finding aside (`suppress`), a table (`insert`). They share where a line begins and ends (`lines`) and where a new
//! block goes (`block`).

mod agree;
mod all;
mod block;
mod diagram;
mod here;
mod insert;
mod lines;
mod mend;
mod note;
mod suggest;
mod suppress;
mod value;
mod yaml;

use crate::document::Document;
use crate::finding::{Applicability, Finding, Fix};
use crate::knowledge::Rule;
use crate::language::script;
use crate::span::Span;

pub use all::fix_all;
pub use insert::insertions;

/// An edit that an editor offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its menu entry, in the language of the text it is about.
    pub title: String,
    /// What sort it is.
    pub kind: ActionKind,
    /// The finding it is about, if it is about one: index of `Document::findings`.
    pub finding: Option<usize>,
    /// Bytes of the document and what replaces them; sorted, without overlap.
    pub edits: Vec<Edit>,
}

/// Bytes of the document and what replaces them.
pub type Edit = (Span, String);

/// The sorts of action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Mends the text, and may be done unseen.
    Fix,
    /// Changes what the text states: only its writer knows whether that is so.
    Suggestion,
    /// Leaves a line that says what is to do.
    Note,
    /// Takes the finding away by a comment that says why it does not count here.
    Suppress,
    /// Does everything in the file that may be done unseen.
    FixAll,
    /// Adds what the text lacks, or what helps to decide.
    Insert,
}

/// What can be done about the findings that `range` touches: fixes, suggestions, notes and comments, in this order and
/// each by place.
///
/// An empty `range` is a cursor, and touches the finding that it stands behind. Cost: O(findings), and for each that is
/// touched its section.
pub fn actions(document: &Document, range: Span) -> Vec<Action> {
    let found: Vec<_> = touched(document, range).collect();
    let mut actions: Vec<_> = found.iter().filter_map(|(index, it)| fix(document, *index, it)).collect();
    actions.sort_by_key(|it| it.kind != ActionKind::Fix);
    actions.extend(found.iter().filter_map(|(index, it)| note::note(document, *index, it)));
    actions.extend(found.iter().flat_map(|(index, it)| suppress::suppressions(document, *index, it)));
    actions
}

/// The findings that `range` touches, each with its index. Cost: O(findings).
pub fn touched(document: &Document, range: Span) -> impl Iterator<Item = (usize, &Finding)> {
    let touches =
        move |it: &Finding| it.range.touches(range.start) || it.range.touches(range.end) || range.contains(it.range);
    document.findings().iter().enumerate().filter(move |(_, it)| touches(it))
}

/// The menu entry that shows the page of the rule called `id`, in the language of `finding`.
pub fn explanation(finding: &Finding, id: &str) -> String {
    if is_korean(finding) { format!("규칙 설명 보기: {id}") } else { format!("Explain {id}") }
}

/// `text` with `edits` made, which are sorted and without overlap.
pub fn applied(text: &str, edits: &[Edit]) -> String {
    let mut res = String::with_capacity(text.len());
    let mut done = 0;
    for (range, replacement) in edits {
        res.push_str(&text[done..range.start]);
        res.push_str(replacement);
        done = range.end;
    }
    res + &text[done..]
}

fn fix(document: &Document, index: usize, finding: &Finding) -> Option<Action> {
    let Fix { title, applicability, edits } = match finding.fix {
        Some(_) => mend::mended(document, finding)?,
        None => suggest::suggestion(document, finding)?,
    };
    let kind = match applicability {
        Applicability::Safe => ActionKind::Fix,
        Applicability::Suggestion => ActionKind::Suggestion,
    };
    Some(Action { title, kind, finding: Some(index), edits })
}

/// The rule of a finding; none where the finding comes from other knowledge.
fn rule_of<'a>(document: &'a Document, finding: &Finding) -> Option<&'a Rule> {
    document.knowledge().rules.get(usize::from(finding.rule.0))
}

/// Messages are in the language of the sentence.
fn is_korean(finding: &Finding) -> bool {
    finding.message.contains(script::is_hangul)
}

/// What readers don't see and archnotes does.
fn comment(text: &str) -> String {
    format!("<!-- {text} -->")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::knowledge::Knowledge;

    pub(super) fn document(text: &str) -> Document {
        static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
        Document::new(text, Arc::clone(&KNOWLEDGE))
    }

    /// The text after the action of `kind` whose title starts with `title`, at the first finding.
    #[track_caller]
    pub(super) fn done(text: &str, kind: ActionKind, title: &str) -> Option<String> {
        let document = document(text);
        let range = document.findings().first().unwrap().range;
        let action = actions(&document, range).into_iter().find(|it| it.kind == kind && it.title.starts_with(title));
        action.map(|it| applied(text, &it.edits))
    }

    #[track_caller]
    fn check(text: &str, expected: &[(ActionKind, &str)]) {
        let document = document(text);
        let found = actions(&document, Span::new(0, text.len()));
        let found: Vec<_> = found.iter().map(|it| (it.kind, it.title.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn fixes_come_first_and_comments_last() {
        use ActionKind::{Fix, Note, Suggestion, Suppress};
        check(
            "AWS: EC2 한 대로 운영한다. 로그는 Kinesis Data Firehose로 보낸다.\n",
            &[
                (Fix, "Amazon Data Firehose: 새 이름으로 바꾸기"),
                (Suggestion, "이렇게 바꾸기: EC2 한 대 → EC2 두 대"),
                (Note, "메모 추가: 두 가용 영역에 걸친 오토 스케일링 그룹에 두 대 이상을 둔다"),
                (Suppress, "여기서는 무시: single-instance"),
                (Suppress, "이 절에서는 무시: single-instance"),
                (Suppress, "이 파일에서는 무시: single-instance"),
                (Suppress, "여기서는 무시: renamed-service"),
                (Suppress, "이 절에서는 무시: renamed-service"),
                (Suppress, "이 파일에서는 무시: renamed-service"),
            ],
        );
        check("EC2 두 대로 운영한다.\n", &[]);
    }

    #[test]
    fn nothing_hides_a_remark_on_what_hides() {
        check("<!-- archnotes-disable-next-line single-az -- a -->\nAWS\n", &[]);
    }
}
