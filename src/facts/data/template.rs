//! What does a template of CloudFormation or SAM state?
//!
//! A resource's type says which part it plays (`knowledge/templates.yaml`), its properties what is stated of it. Values are
//! followed through parameters with defaults, mappings and conditions; what stays open states nothing.

mod assured;
mod compute;
mod functions;
mod network;
mod resources;
mod secrets;
mod stores;
mod traffic;
mod values;

use super::super::{Fact, Kind, Statement};
use super::Data;
use crate::language::Class;
use resources::{Resource, Template};

/// The facts of a template of CloudFormation or SAM. Cost: O(entries).
pub(super) fn read(data: &Data<'_>, facts: &mut Vec<Fact>) {
    let template = Template::of(data);
    if template.is_for_tests() {
        return;
    }
    let said = facts.len();
    compute::read(&template, facts);
    network::read(&template, facts);
    stores::read(&template, facts);
    traffic::read(&template, facts);
    functions::read(&template, facts);
    secrets::read(&template, facts);
    assured::read(&template, facts);
    say_once(&template, said, facts);
}

/// Several zones share one NAT gateway: a template has one network, so its resource says it, or else the first of the descriptions and
/// comments that do. The facts of words are the first `said` of `facts`.
fn say_once(template: &Template<'_>, said: usize, facts: &mut Vec<Fact>) {
    let document = template.entry(template.data.document).span;
    let is_it = |it: &Fact| it.kind == stated(Statement::OneNatGateway) && document.contains(it.range);
    let by_resource = facts[said..].iter().any(is_it);
    let first = facts[..said].iter().filter(|it| is_it(it)).map(|it| it.range.start).min().filter(|_| !by_resource);
    let mut index = 0;
    facts.retain(|it| {
        index += 1;
        index > said || !is_it(it) || Some(it.range.start) == first
    });
}

/// What words standing together also say.
fn stated(what: Statement) -> Kind {
    Kind::Stated { what, minutes: None }
}

impl Template<'_> {
    /// The fact `kind` about `resource` that entry `place` states; none where a name or a comment says that it is there for a test.
    fn fact(&self, kind: Kind, of: Option<Class>, resource: &Resource<'_>, place: usize) -> Option<Fact> {
        (!self.is_aside(resource, place)).then(|| self.fact_at(kind, of, resource.id, place))
    }

    /// The same of something that is no resource.
    fn fact_at(&self, kind: Kind, of: Option<Class>, subject: &str, place: usize) -> Fact {
        let mut fact = self.data.fact(kind, of, subject, place);
        // `Rules:` and `Target:` are names of things here, no headings.
        fact.frames = crate::language::Frames::default();
        fact.is_korean |= self.is_korean;
        fact
    }
}
