//! What does archnotes know? Its cards, rules and services, listed and shown.

use crate::hover::{self, Format};
use crate::knowledge::{Card, CardKind, Language, Phase, Rule, Status};
use crate::render;

use super::output::{Output, colours, complain, width};
use super::scope::knowledge_here;
use super::{CLEAN, FAILED, PageFormat};

/// Shows the card or rule called `name`.
pub(super) fn explain(name: &str, language: Language, format: PageFormat, output: &mut Output) -> anyhow::Result<u8> {
    let (knowledge, _) = knowledge_here()?;
    if let Some(text) = hover::explain(&knowledge, name, language, Format::Markdown) {
        let page = match format {
            PageFormat::Text => render::page(&text, width(), colours()),
            PageFormat::Markdown => text,
        };
        output.write(page.trim_end())?;
        output.write("\n")?;
        return Ok(CLEAN);
    }
    complain(format_args!("archnotes: nothing is called `{name}`"));
    let suggestions = hover::suggestions(&knowledge, name);
    match suggestions.is_empty() {
        true => complain("`archnotes services` and `archnotes rules` list what there is"),
        false => complain(format_args!("did you mean: {}?", suggestions.join(", "))),
    }
    Ok(FAILED)
}

/// Lists the rules: id, severity, title.
pub(super) fn rules(language: Language, output: &mut Output) -> anyhow::Result<u8> {
    let (knowledge, _) = knowledge_here()?;
    let rows =
        knowledge.rules.iter().map(|it| vec![it.id.clone(), severity(it).to_owned(), title(it, language).to_owned()]);
    output.write(&columns(&rows.collect::<Vec<_>>()))?;
    Ok(CLEAN)
}

/// Lists the services: id, name, category, status.
pub(super) fn services(output: &mut Output) -> anyhow::Result<u8> {
    let (knowledge, _) = knowledge_here()?;
    let services = knowledge.cards.iter().filter(|it| it.kind == CardKind::Service);
    let rows = services.map(|it| vec![it.id.clone(), it.name.clone(), it.category.clone(), status(it)]);
    output.write(&columns(&rows.collect::<Vec<_>>()))?;
    Ok(CLEAN)
}

fn severity(rule: &Rule) -> &'static str {
    if rule.is_off { "off" } else { render::severity(rule.severity) }
}

fn title(rule: &Rule, language: Language) -> &str {
    let page = rule.body.in_language(language);
    page.trim_start().lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
}

fn status(card: &Card) -> String {
    match &card.status {
        Status::Active => "active".to_owned(),
        Status::Unverified => "unverified".to_owned(),
        Status::Ending { phase, since, .. } => {
            let phase = match phase {
                Phase::Maintenance => "maintenance",
                Phase::ClosedToNew => "closed to new customers",
                Phase::Retired => "retired",
            };
            since.as_ref().map_or(phase.to_owned(), |it| format!("{phase} since {it}"))
        }
    }
}

/// `rows` as lines whose columns stand below each other, in terminal cells; the last column is not padded.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let mut res = String::new();
    let width = |column: usize| rows.iter().filter_map(|it| it.get(column)).map(|it| render::cells(it)).max();
    let widths: Vec<usize> = (0..).map_while(width).collect();
    for row in rows {
        let (last, padded) = row.split_last().map_or(("", row.as_slice()), |(last, padded)| (last, padded));
        for (field, width) in padded.iter().zip(&widths) {
            res.push_str(field);
            res.push_str(&" ".repeat(width - render::cells(field) + 2));
        }
        res.push_str(last);
        res.push('\n');
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other_in_cells() {
        let rows = [["sqs", "람다 큐", "active"], ["s3-long", "S3", "retired"]];
        let rows = rows.map(|it| it.map(str::to_owned).to_vec());
        assert_eq!(columns(&rows), "sqs      람다 큐  active\ns3-long  S3       retired\n");
        assert_eq!(columns(&[]), "");
    }
}
