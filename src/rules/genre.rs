//! What sort of document is it? Some sorts explain, and design nothing.

use std::sync::Arc;

use crate::analysis::{Section, Signs};
use crate::facts::Kind;
use crate::knowledge::{CardId, CardKind, Knowledge};
use crate::language::Frame;

/// How often sections have what tells the sort of document that they are of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Marks {
    study: usize,
    units: usize,
    to_reader: usize,
    of_team: usize,
    /// Sections that name a service beyond doubt.
    services: usize,
    /// Things that are said to be production.
    live: usize,
    /// Sections that describe a target state.
    targets: usize,
}

impl Marks {
    /// Those of the document, in which `new` took the place of `gone`. Cost: O(facts of these).
    pub(super) fn after(mut self, gone: &[&Section], new: &[&Section], knowledge: &Knowledge) -> Marks {
        for section in new {
            self.each(&Marks::of(section, knowledge), |all, its| *all += its);
        }
        for section in gone {
            self.each(&Marks::of(section, knowledge), |all, its| *all -= its);
        }
        self
    }

    fn of(section: &Section, knowledge: &Knowledge) -> Marks {
        let Signs { study, units, to_reader, of_team, .. } = section.signs;
        let is_service =
            |id: &CardId| knowledge.cards.get(id.0 as usize).is_some_and(|it| it.kind == CardKind::Service);
        Marks {
            study,
            units,
            to_reader,
            of_team,
            services: usize::from(section.signs.certain.iter().any(is_service)),
            live: section.facts.iter().filter(|it| it.kind == Kind::Live).count(),
            targets: usize::from(section.signs.has_target),
        }
    }

    fn each(&mut self, other: &Marks, change: impl Fn(&mut usize, usize)) {
        change(&mut self.study, other.study);
        change(&mut self.units, other.units);
        change(&mut self.to_reader, other.to_reader);
        change(&mut self.of_team, other.of_team);
        change(&mut self.services, other.services);
        change(&mut self.live, other.live);
        change(&mut self.targets, other.targets);
    }

    /// One service named beyond doubt is enough for a fact to be about AWS, where an ambiguous name needs more; a manifest that says
    /// that it is production is read like a design, wherever it runs.
    pub(super) fn is_about_aws(&self) -> bool {
        self.services > 0 || self.live > 0
    }

    /// Whether a target state is described.
    pub(super) fn has_target(&self) -> bool {
        self.targets > 0
    }
}

/// Exam questions and study notes teach, they don't decide: three marks of them or more, one in sixty paragraphs, items and rows, where
/// not every third tells what the writers do (an interviewer also asks). So do cards and rules.
pub(super) fn is_study_text(sections: &[(usize, Arc<Section>)], marks: &Marks) -> bool {
    let titled = sections.iter().find_map(|it| it.1.heading.as_ref()).is_some_and(|it| it.frames.has(Frame::Study));
    let is_marked = marks.study >= 3 && marks.study * 60 >= marks.units && marks.of_team * 3 < marks.units;
    titled || is_marked || sections.first().is_some_and(|it| it.1.signs.is_knowledge)
}

/// A decision that was replaced or rejected says so below "Status", near its title; one of several in a file speaks for itself alone.
pub(super) fn is_over(sections: &[(usize, Arc<Section>)]) -> bool {
    const NEAR: usize = 4;
    let level = |it: &Section| it.heading.as_ref().map(|it| it.level);
    let is_below_title = |it: &&(usize, Arc<Section>)| level(&it.1) == Some(2);
    let mut told = sections.iter().take(NEAR).filter(is_below_title).filter(|it| it.1.signs.is_over);
    let titles = sections.iter().filter(|it| level(&it.1) == Some(1)).count();
    titles == 1 && told.next().is_some()
}

/// A manual tells its readers what they can do with a product: in one of seven of its paragraphs, items and rows or more, and
/// more than three times as often as it tells what its writers do. It decides nothing about a system.
///
/// Figures: in the references of public AWS libraries one sentence in three to six speaks to the reader, in design documents
/// at most one in nine.
pub(super) fn is_manual(marks: &Marks) -> bool {
    marks.to_reader >= 3 && marks.to_reader * 7 >= marks.units && marks.to_reader > 3 * marks.of_team
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
