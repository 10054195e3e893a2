//! What sort of document is it? Some sorts explain, and design nothing.

use std::sync::Arc;

use crate::analysis::{Section, Signs};
use crate::language::Frame;

/// Exam questions and study notes teach, they don't decide: three marks of them or more, one in sixty paragraphs, items and rows.
/// So do cards and rules.
pub(crate) fn is_study_text(sections: &[(usize, Arc<Section>)]) -> bool {
    let titled = sections.iter().find_map(|it| it.1.heading.as_ref()).is_some_and(|it| it.frames.has(Frame::Study));
    let marks = sum(sections, |it| it.study);
    let is_marked = marks >= 3 && marks * 60 >= sum(sections, |it| it.units);
    titled || is_marked || sections.first().is_some_and(|it| it.1.signs.is_knowledge)
}

/// A manual tells its readers what they can do with a product: in one of seven of its paragraphs, items and rows or more, and
/// more than twice as often as it tells what its writers do. It decides nothing about a system.
///
/// Figures: in the references of public AWS libraries one sentence in three to six speaks to the reader, in design documents
/// at most one in nine.
pub(crate) fn is_manual(sections: &[(usize, Arc<Section>)]) -> bool {
    let to_reader = sum(sections, |it| it.to_reader);
    to_reader >= 3 && to_reader * 7 >= sum(sections, |it| it.units) && to_reader > 2 * sum(sections, |it| it.of_team)
}

fn sum(sections: &[(usize, Arc<Section>)], of: impl Fn(&Signs) -> usize) -> usize {
    sections.iter().map(|it| of(&it.1.signs)).sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::knowledge::Knowledge;

    /// The rules that find something in `text`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let knowledge = Arc::new(Knowledge::built_in().0);
        let document = Document::new(text, Arc::clone(&knowledge));
        let rules = document.findings().iter().map(|it| knowledge.rule(it.rule).id.as_str());
        assert_eq!(rules.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_manual_speaks_to_its_readers() {
        let manual = "# Amazon EC2 library\n\nYou can set the size of your group.\n\nIf you need less, the web tier runs on one EC2 instance.\n\n\
            Choose your subnets.\n";
        check(manual, &[]);
        check(
            &manual.replace("If you need less, the", "The").replace("your subnets", "our subnets"),
            &["single-instance"],
        );
        let ours = format!("{manual}\nWe chose two of them.\n\nOur group follows its load.\n");
        check(&ours.replace("If you need less, the", "The"), &["single-instance"]);
    }

    #[test]
    fn a_korean_manual_asks_its_readers() {
        let manual = "# EC2 만들기\n\n먼저 콘솔에 로그인하세요.\n\n웹 서버는 EC2 한 대로 운영한다.\n\nAMI를 선택하세요.\n\n보안 그룹을 지정하세요.\n";
        check(manual, &[]);
        check(&manual.replace("하세요", "한다"), &["single-instance"]);
    }

    #[test]
    fn names_are_as_old_in_a_manual() {
        let manual =
            "# Streams\n\nYou can choose a stream.\n\nYour data goes to Kinesis Data Firehose.\n\nYou name it.\n";
        check(manual, &["renamed-service"]);
    }

    #[test]
    fn three_marks_make_a_study_text_unless_it_is_a_long_one() {
        let text = "# 정리\n\nEC2 한 대로 운영한다.\n\n정답: A\n\n정답: B\n\n정답: C\n";
        check(text, &[]);
        check(&format!("{text}{}", "\n그렇다.\n".repeat(200)), &["single-instance"]);
    }
}
