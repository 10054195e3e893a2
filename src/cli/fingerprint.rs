//! How is a finding known again after the text around it has changed?

use std::collections::HashMap;

use ropey::Rope;

use crate::finding::Finding;
use crate::knowledge::Knowledge;

/// The name of this way to tell them apart; another way gets another name.
pub(super) const NAME: &str = "archnotes/v1";

/// One for each of `findings`, in their order: of the rule and of the line that is marked, whatever its spaces.
///
/// It survives edits of other lines and other languages of messages. Of equal lines in one file the first is the first.
pub(super) fn fingerprints(text: &Rope, findings: &[Finding], knowledge: &Knowledge) -> Vec<String> {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let each = findings.iter().map(|it| {
        let line = text.line(text.byte_to_line(it.range.start)).to_string();
        let words = line.split_whitespace().flat_map(|it| [it, " "]);
        let hash = hash([knowledge.rule(it.rule).id.as_str(), "\n"].into_iter().chain(words));
        let number = seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    });
    each.collect()
}

/// FNV-1a, which is the same in every version of everything: <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn hash<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    parts
        .flat_map(str::bytes)
        .fold(0xcbf2_9ce4_8422_2325, |acc, byte| (acc ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::Document;

    fn of(text: &str) -> Vec<String> {
        let document = Document::new(text, Arc::new(Knowledge::built_in().0));
        fingerprints(document.text(), document.findings(), document.knowledge())
    }

    #[test]
    fn a_finding_is_known_by_its_rule_and_its_line() {
        let one = of("# AWS\n\nEC2 한 대로 운영한다.\n");
        assert_eq!(one.len(), 1);
        assert_eq!(of("# AWS 구성\n\n머리말.\n\n  EC2  한 대로 운영한다.\n"), one);
        assert_ne!(of("# AWS\n\n웹은 EC2 한 대로 운영한다.\n"), one);
        let two = of("# AWS\n\nEC2 한 대로 운영한다.\n\n## B\n\nEC2 한 대로 운영한다.\n");
        assert_eq!((two.len(), &two[0]), (2, &one[0]));
        assert_ne!(two[0], two[1]);
    }

    #[test]
    fn the_hash_is_that_of_the_paper() {
        assert_eq!(hash(["foobar"].into_iter()), 0x8594_4171_f739_67e8);
    }
}
