//! What does a template of CloudFormation or SAM state?

use super::super::Fact;
use super::Data;

/// The facts of a template of CloudFormation or SAM. Cost: O(entries).
pub(super) fn read(_data: &Data<'_>, _facts: &mut Vec<Fact>) {}
