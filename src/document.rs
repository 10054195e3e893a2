//! What follows from one text? Its sections, mentions and findings, kept up to date edit by edit.

use std::sync::Arc;

use ropey::Rope;

use crate::finding::Finding;
use crate::knowledge::Knowledge;
use crate::mention::Mention;
use crate::span::Span;

/// One text and all that follows from it. A value: same text, same knowledge, same analysis, however it came about.
#[derive(Clone, Debug)]
pub struct Document {
    text: Rope,
    knowledge: Arc<Knowledge>,
    findings: Vec<Finding>,
}

impl Document {
    /// Analyses `text`. Cost: O(bytes).
    pub fn new(text: &str, knowledge: Arc<Knowledge>) -> Document {
        Document { text: Rope::from_str(text), knowledge, findings: Vec::new() }
    }

    /// Replaces the bytes `range` by `replacement` and analyses the sections that this touches.
    ///
    /// `range` is clamped to the text and to character boundaries. Cost: O(touched sections + facts of the document).
    pub fn edit(&mut self, range: Span, replacement: &str) {
        let _ = (range, replacement);
    }

    /// The text.
    pub fn text(&self) -> &Rope {
        &self.text
    }

    /// The knowledge it was analysed with.
    pub fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }

    /// What is weak, sorted by place; ranges are bytes of the text.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The name under byte `offset`, with its range in bytes of the text; only names that mean their card here.
    pub fn mention_at(&self, offset: usize) -> Option<Mention> {
        let _ = offset;
        None
    }

    /// All names that mean their card here, in order, with ranges in bytes of the text. Cost: O(mentions).
    pub fn mentions(&self) -> Vec<Mention> {
        Vec::new()
    }
}
