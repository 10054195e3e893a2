//! What does a file of Docker Compose state?

use super::super::Fact;
use super::Data;

/// The facts of a file of Docker Compose. Cost: O(entries).
pub(super) fn read(_data: &Data<'_>, _facts: &mut Vec<Fact>) {}
