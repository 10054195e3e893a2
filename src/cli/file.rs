//! What is there to write of one file?

use ropey::Rope;

use crate::finding::Finding;
use crate::knowledge::Knowledge;
use crate::render::{self, Position};
use crate::rules::Suppressed;
use crate::span::Span;

use super::baseline::State;
use super::beside::Beside;

/// A file that was checked, as the formats see it.
pub(super) struct Checked<'a> {
    /// As it is shown.
    pub(super) name: &'a str,
    pub(super) text: &'a Rope,
    pub(super) knowledge: &'a Knowledge,
    /// In order of place.
    pub(super) findings: &'a [Finding],
    /// One for each finding, where the format or a baseline needs them; else empty.
    pub(super) fingerprints: &'a [String],
    /// One for each finding, where there is a baseline; else empty.
    pub(super) states: &'a [State],
    /// What the other files say, as far as they are read.
    pub(super) beside: &'a Beside,
    /// What comments set aside, where the format shows it; else empty.
    pub(super) suppressed: &'a [Suppressed],
}

impl Checked<'_> {
    /// The id of the rule that `finding` is of.
    pub(super) fn rule(&self, finding: &Finding) -> &str {
        &self.knowledge.rule(finding.rule).id
    }

    /// Where `range` starts and ends.
    pub(super) fn positions(&self, range: Span) -> (Position, Position) {
        (render::position(self.text, range.start), render::position(self.text, range.end))
    }
}
