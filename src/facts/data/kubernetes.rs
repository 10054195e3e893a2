//! What does a manifest of Kubernetes state?

use super::super::Fact;
use super::Data;

/// The facts of a manifest of Kubernetes. Cost: O(entries).
pub(super) fn read(_data: &Data<'_>, _facts: &mut Vec<Fact>) {}
