//! How is a card or a rule shown to the reader?

use super::{Format, formatted};
use crate::knowledge::{
    Card, CardId, Comparison, Former, Knowledge, Language, Phase, RuleId, Severity, Source, Status,
};
use crate::render;

/// How much of a card is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What fits into a window beside the text: the beginning of the summary, and the first table that compares it.
    Hover,
    /// Everything, with the sources.
    Whole,
}

/// What a window beside the text shows without scrolling, in lines of so many terminal cells.
const LINES: usize = 25;
const CELLS: usize = 60;

/// So many lines of a summary are worth more than a table: what it is, what it is for, and what matters most.
const SUMMARY: usize = 7;

/// A card: its names, where it stands in its life, its text, the tables that compare it, its documentation. `former` is the
/// index of [`Card::former`] and the name as written, when an old name was met.
///
/// [`Extent::Hover`] says in its last line how the rest is read, if there is one.
pub fn card(
    knowledge: &Knowledge,
    id: CardId,
    extent: Extent,
    language: Language,
    format: Format,
    former: Option<(usize, &str)>,
) -> String {
    let card = knowledge.card(id);
    let mut blocks = head(knowledge, card, language, former);
    let mut tables: Vec<_> = knowledge.comparisons.iter().filter(|it| it.of.contains(&id)).collect();
    match extent {
        Extent::Hover => {
            let foot = |named: &[&Comparison], rest| foot(card, named, language, rest);
            let around: usize = blocks.iter().map(|it| height(it) + 1).sum();
            let room = LINES.saturating_sub(around + foot(&tables, Rest::Some).map_or(0, |it| height(&it) + 1));
            let short = tables.iter().enumerate().map(|(at, it)| (at, in_short(it, language)));
            let table =
                short.into_iter().find(|(_, (_, cost))| cost + SUMMARY.min(height(card.summary(language))) <= room);
            let (shown, cost) = table.map_or((None, 0), |(at, (shown, cost))| {
                tables.remove(at);
                (Some(shown), cost)
            });
            let summary = clipped(card.summary(language), room - cost);
            let is_whole = summary.len() == card.body.in_language(language).trim_end().len();
            let rest = if is_whole && shown.is_none() && tables.is_empty() { Rest::None } else { Rest::Some };
            blocks.push(summary.to_owned());
            blocks.extend(shown.into_iter().flatten());
            blocks.extend(foot(&tables, rest));
        }
        Extent::Whole => {
            blocks.push(card.body.in_language(language).to_owned());
            blocks.extend(tables.iter().flat_map(|it| whole(it, language)));
            blocks.extend(foot(card, &[], language, Rest::None));
            blocks.extend(sources(&card.sources, language));
        }
    }
    formatted(blocks.join("\n\n"), format)
}

/// A rule's page.
pub fn rule(knowledge: &Knowledge, id: RuleId, language: Language, format: Format) -> String {
    let rule = knowledge.rule(id);
    let body = rule.body.in_language(language);
    let (title, rest) = body.split_once('\n').unwrap_or((body, ""));
    let severity = match (rule.severity, language) {
        (Severity::Error, Language::En) => "error",
        (Severity::Warning, Language::En) => "warning",
        (Severity::Information, Language::En) => "information",
        (Severity::Hint, Language::En) => "hint",
        (Severity::Error, Language::Ko) => "오류",
        (Severity::Warning, Language::Ko) => "경고",
        (Severity::Information, Language::Ko) => "정보",
        (Severity::Hint, Language::Ko) => "힌트",
    };
    let mut facts = vec![format!("`{}`", rule.id), severity.to_owned()];
    facts.extend(rule.pillar.iter().cloned());
    let mut blocks = vec![format!("**{}**", title.trim_start_matches('#').trim()), facts.join(" · ")];
    blocks.extend(Some(rest.trim().to_owned()).filter(|it| !it.is_empty()));
    blocks.extend(sources(&rule.sources, language));
    formatted(blocks.join("\n\n"), format)
}

fn head(knowledge: &Knowledge, card: &Card, language: Language, former: Option<(usize, &str)>) -> Vec<String> {
    let title = card.title(language);
    let mut blocks = vec![format!("**{title}**")];
    let others = [Some(&card.name), card.long_name.as_ref()].into_iter().flatten().filter(|it| *it != title);
    let others = others.map(String::as_str).collect::<Vec<_>>();
    if !others.is_empty() {
        blocks[0].push_str(&format!("  \n*{}*", others.join(" · ")));
    }
    if let Some((former, written)) = former.and_then(|(at, written)| Some((card.former.get(at)?, written))) {
        blocks.push(renamed(card, former, written, language));
    }
    blocks.extend(status(knowledge, card, language));
    blocks
}

fn renamed(card: &Card, former: &Former, written: &str, language: Language) -> String {
    let (name, since) = (&card.name, former.since.as_deref());
    match (language, since) {
        (Language::En, Some(since)) => format!("**Former name.** {written} has been {name} since {since}."),
        (Language::En, None) => format!("**Former name.** {written} is now {name}."),
        (Language::Ko, Some(since)) => format!("**옛 이름.** {written} → {name} ({since}부터)"),
        (Language::Ko, None) => format!("**옛 이름.** {written} → {name}"),
    }
}

/// Where the service stands in its life, unless it is open to everyone.
fn status(knowledge: &Knowledge, card: &Card, language: Language) -> Option<String> {
    let english = language == Language::En;
    let (phase, since, until, successor) = match &card.status {
        Status::Active => return None,
        Status::Unverified if english => return Some("**Status not verified.**".to_owned()),
        Status::Unverified => return Some("**현재 상태를 확인하지 못했다.**".to_owned()),
        Status::Ending { phase, since, until, successor } => (phase, since, until, successor),
    };
    let what = match (phase, english) {
        (Phase::Maintenance, true) => "Maintenance only",
        (Phase::ClosedToNew, true) => "Closed to new customers",
        (Phase::Retired, true) => "End of life",
        (Phase::Maintenance, false) => "유지보수만 하는 서비스",
        (Phase::ClosedToNew, false) => "신규 고객을 받지 않음",
        (Phase::Retired, false) => "서비스 종료",
    };
    let mut parts = vec![match (since, english) {
        (Some(since), true) => format!("**{what}** since {since}."),
        (Some(since), false) => format!("**{what}** ({since}부터)."),
        (None, _) => format!("**{what}.**"),
    }];
    parts.extend(
        until.as_ref().map(|it| if english { format!("Support ends {it}.") } else { format!("지원 종료일: {it}.") }),
    );
    let successor = successor.as_ref().map(|it| match knowledge.card_id(it) {
        Some(id) => knowledge.card(id).name.as_str(),
        None => it.as_str(),
    });
    parts
        .extend(successor.map(|it| if english { format!("Use instead: {it}.") } else { format!("대신 쓸 것: {it}.") }));
    Some(parts.join(" "))
}

/// `summary` without as many of its last lines as do not fit into `room` lines; the first stays.
fn clipped(mut summary: &str, room: usize) -> &str {
    let mut used = height(summary);
    while used > room {
        let Some((rest, last)) = summary.rsplit_once('\n') else { break };
        used -= height(last) + height(&rest[rest.trim_end().len()..]);
        summary = rest.trim_end();
    }
    summary
}

/// A table below its title without the sentences that close it, and the lines that both fill, set off by an empty line each.
fn in_short(table: &Comparison, language: Language) -> ([String; 2], usize) {
    let body = table.body.in_language(language);
    let rows = body.split("\n\n").next().unwrap_or(body).to_owned();
    let title = titles(&[table], language);
    let cost = 2 + height(&title) + render::height(&rows, CELLS);
    ([title, rows], cost)
}

/// The lines that paragraphs and items fill, each of which is one line of `text`; an empty one is one. Not for tables.
fn height(text: &str) -> usize {
    text.lines().map(|it| render::line_height(it, CELLS)).sum()
}

/// A table below its title.
fn whole(table: &Comparison, language: Language) -> [String; 2] {
    [titles(&[table], language), table.body.in_language(language).to_owned()]
}

fn titles(tables: &[&Comparison], language: Language) -> String {
    let label = if language == Language::En { "Compare" } else { "비교" };
    let names: Vec<_> = tables.iter().map(|it| it.name.in_language(language)).collect();
    format!("**{label}: {}**", names.join(" · "))
}

/// Whether there is more to read than is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    None,
    Some,
}

/// Where one reads on: the titles of tables that are not shown; the command that shows the rest, and the documentation. Last,
/// as an editor that hides its address may leave an empty line in place of it.
fn foot(card: &Card, named: &[&Comparison], language: Language, rest: Rest) -> Option<String> {
    let (documentation, more) = match language {
        Language::En => ("Documentation", "More"),
        Language::Ko => ("공식 문서", "더 보기"),
    };
    let named = (!named.is_empty()).then(|| titles(named, language));
    let documentation = card.docs.as_ref().map(|it| format!("[{documentation}]({it})"));
    let more = (rest == Rest::Some).then(|| format!("{more}: `archnotes explain {}`", card.id));
    let ways: Vec<_> = more.into_iter().chain(documentation).collect();
    let lines: Vec<_> = named.into_iter().chain((!ways.is_empty()).then(|| ways.join(" · "))).collect();
    (!lines.is_empty()).then(|| lines.join("  \n"))
}

fn sources(sources: &[Source], language: Language) -> Option<String> {
    let (label, read) = if language == Language::En { ("Sources", "read") } else { ("출처", "확인") };
    let list = sources.iter().map(|it| format!("- <{}> ({read} {})", it.url, it.read)).collect::<Vec<_>>();
    (!list.is_empty()).then(|| format!("**{label}**\n\n{}", list.join("\n")))
}
