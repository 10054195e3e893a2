//! Which edits are offered at a place?
