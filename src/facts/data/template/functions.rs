//! How long do functions run, and how do they reach their database?

use super::resources::{Resource, Template};
use super::stated;
use crate::facts::{Fact, Kind, Statement};
use crate::knowledge::{Part, Sort};
use crate::language::Class;

/// What functions state, and what a template of SAM says of all of them.
pub(super) fn read(template: &Template<'_>, facts: &mut Vec<Fact>) {
    for function in template.made(Part::Function) {
        let Some(properties) = function.properties else { continue };
        facts.extend(runs_long(template, function, properties));
        facts.extend(connects(template, function, properties));
    }
    let all = template.data.at(template.data.document, &["Globals", "Function"]);
    if let (Some(all), Some(first)) = (all, template.made(Part::Function).next()) {
        facts.extend(runs_long(template, first, all));
        facts.extend(connects(template, first, all));
    }
}

/// A limit of time; the rule knows which one is too long.
fn runs_long(template: &Template<'_>, function: &Resource<'_>, properties: usize) -> Option<Fact> {
    let (seconds, place) = template.number(template.data.at(properties, &["Timeout"])?)?;
    let kind = Kind::Stated { what: Statement::FunctionRunsLong, minutes: Some(seconds / 60.0) };
    (seconds > 900.0).then(|| template.fact(kind, Some(Class::ServerlessCompute), function, place)).flatten()
}

/// A variable with the address of a database while the template has no proxy; a function that runs once needs none.
fn connects(template: &Template<'_>, function: &Resource<'_>, properties: usize) -> Option<Fact> {
    let variables = template.data.at(properties, &["Environment", "Variables"])?;
    if template.all(Part::Proxy).next().is_some() || template.is_called(function, Sort::Once) {
        return None;
    }
    let tree = template.tree();
    let place = tree.children(tree.resolve(variables)).find(|it| is_address(template, *it))?;
    let kind = stated(Statement::FunctionsConnectDirectly);
    template.fact(kind, Some(Class::ServerlessCompute), function, place)
}

fn is_address(template: &Template<'_>, variable: usize) -> bool {
    let is_endpoint = template.references_in(variable).iter().any(|it| {
        let part = template.resource(it.id).and_then(|it| it.part);
        let is_database = matches!(part, Some(Part::Database | Part::Cluster));
        is_database && (it.attribute.starts_with("Endpoint") || it.attribute.starts_with("ReadEndpoint"))
    });
    let words = template.words();
    let is_host = template.text(variable).is_some_and(|(text, _)| {
        let has = |hosts: &[String]| hosts.iter().any(|it| text.contains(it.as_str()));
        has(&words.database_hosts) && !has(&words.proxy_hosts)
    });
    is_endpoint || is_host
}
