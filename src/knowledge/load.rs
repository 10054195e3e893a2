//! Files → knowledge.

use super::{Knowledge, Problem};

impl Knowledge {
    /// The knowledge that ships with the binary.
    pub fn built_in() -> (Knowledge, Vec<Problem>) {
        Knowledge::with_overlay(&[])
    }

    /// The knowledge that ships with the binary under that of a workspace, (path below `.archnotes/`, text).
    pub fn with_overlay(overlay: &[(&str, &str)]) -> (Knowledge, Vec<Problem>) {
        let _ = overlay;
        (Knowledge::default(), Vec::new())
    }
}
