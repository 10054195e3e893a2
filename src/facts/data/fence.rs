//! What do the settings in a fence of code state: a secret in Terraform, an environment file, a Dockerfile or a script?

use super::manifest::setting::{self as setting_of, Setting};
use super::setting;
use crate::language::{Stance, Unit, frames_above, script};
use crate::surface::{BlockKind, Fence, Outline};

use super::super::Fact;

/// What is read elsewhere (`code` stands in a file of data), and what shows lines that are gone.
const NOT_READ: [&str; 6] = ["yaml", "yml", "mermaid", "code", "diff", "patch"];

/// The facts of the fences of a section. What introduces a fence says how it is meant; a fence in a quote is somebody else's.
///
/// Cost: O(bytes of the fences).
pub(super) fn read(text: &str, outline: &Outline, units: &[Unit], facts: &mut Vec<Fact>) {
    for fence in &outline.fences {
        if fence.quote_depth > 0 || NOT_READ.contains(&fence.language.as_str()) {
            continue;
        }
        let code = fence.content.of(text);
        let found = setting::in_script(code);
        if found.is_empty() || says_trial(code.lines().find(|it| !it.trim().is_empty()).unwrap_or_default()) {
            continue;
        }
        let above = introduction(outline, units, fence);
        let is_korean = above.is_some_and(|it| units[it].text.contains(script::is_hangul));
        for found in found {
            let start = code[..found.span.start].rfind('\n').map_or(0, |it| it + 1);
            let line = code[start..].lines().next().unwrap_or_default();
            if is_unquoted_expression(found.span.of(code)) {
                continue;
            }
            let is_trial = says_trial(line) || found.says.is_of_a_part() && is_aside(&code[..start]);
            facts.push(Fact {
                kind: found.says.kind(),
                of: found.says.of(),
                subject: found.name,
                stance: if is_trial { Stance::NonProduction } else { Stance::Asserted },
                frames: frames_above(units, above),
                range: found.span.shift(fence.content.start),
                unit: above.unwrap_or(usize::MAX),
                is_korean,
                sentence: String::new(),
                given: Vec::new(),
                unless: Vec::new(),
            });
        }
    }
}

/// The unit that introduces `fence`, else the heading of the section.
fn introduction(outline: &Outline, units: &[Unit], fence: &Fence) -> Option<usize> {
    let lead = fence.lead.and_then(|block| units.iter().rposition(|it| it.part_of(block).is_some()));
    let heads = |it: &&Unit| matches!(outline.blocks[it.parts[0].block].kind, BlockKind::Heading { .. });
    lead.or_else(|| units.first().filter(heads).map(|_| 0))
}

/// Whether the block that is open at the end of `code` is named after an environment that is no production, or is a copy of another.
fn is_aside(code: &str) -> bool {
    let block = code.trim_end().rfind('{').map_or(code, |at| {
        let head = code[..at].rfind('\n').map_or(0, |it| it + 1);
        &code[head..]
    });
    let head = block.lines().next().unwrap_or_default();
    setting_of::of_name(head) == Setting::Trial || block.contains("replicate_source_db")
}

/// Whether the comment of a line, or one that is a line of its own, names an environment that is no production.
fn says_trial(line: &str) -> bool {
    let comment = ["#", "//", "--"].iter().filter_map(|it| line.find(&format!("{it} "))).min();
    comment.is_some_and(|at| setting_of::of_name(&line[at..]) == Setting::Trial)
}

/// Whether a value without quotation marks is the way to another: `var.db_password_2`, `local.key1`.
fn is_unquoted_expression(assignment: &str) -> bool {
    let Some((_, value)) = assignment.split_once(['=', ':']) else { return false };
    let value = value.trim_start();
    let is_name = |it: &str| {
        it.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'[' | b']'))
    };
    value.contains('.') && value.split('.').all(is_name)
}
