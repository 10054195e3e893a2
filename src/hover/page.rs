//! How is a card or a rule shown to the reader?

use super::{Format, formatted};
use crate::knowledge::{
    Card, CardId, Comparison, Former, Knowledge, Language, Phase, RuleId, Severity, Source, Status,
};
use crate::mention::Script;

/// The card as a hover shows it: names, where it stands in its life, its summary, the tables that compare it, its
/// documentation. `former` is the index of [`Card::former`] and the name as written, when an old name was met.
pub fn card(
    knowledge: &Knowledge,
    id: CardId,
    language: Language,
    format: Format,
    former: Option<(usize, &str)>,
) -> String {
    let card = knowledge.card(id);
    let mut blocks = head(knowledge, card, language, former);
    blocks.push(card.summary(language).to_owned());
    blocks.extend(comparisons(knowledge, id, language, FLOAT));
    blocks.extend(documentation(card, language));
    formatted(blocks.join("\n\n"), format)
}

/// The whole card with all its tables and its sources.
pub(super) fn whole_card(
    knowledge: &Knowledge,
    id: CardId,
    language: Language,
    format: Format,
    former: Option<(usize, &str)>,
) -> String {
    let card = knowledge.card(id);
    let mut blocks = head(knowledge, card, language, former);
    blocks.push(card.body.in_language(language).to_owned());
    blocks.extend(comparisons(knowledge, id, language, usize::MAX));
    blocks.extend(documentation(card, language));
    blocks.extend(sources(&card.sources, language));
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
    let mut blocks = vec![format!("### {}", title.trim_start_matches('#').trim()), facts.join(" · ")];
    blocks.extend(Some(rest.trim().to_owned()).filter(|it| !it.is_empty()));
    blocks.extend(sources(&rule.sources, language));
    formatted(blocks.join("\n\n"), format)
}

fn head(knowledge: &Knowledge, card: &Card, language: Language, former: Option<(usize, &str)>) -> Vec<String> {
    let title = card.title(language);
    let mut blocks = vec![format!("### {title}")];
    let others = [Some(&card.name), card.long_name.as_ref()].into_iter().flatten().filter(|it| *it != title);
    let others = others.map(String::as_str).collect::<Vec<_>>();
    if !others.is_empty() {
        blocks.push(format!("*{}*", others.join(" · ")));
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

/// The lines that tables may fill in a hover.
const FLOAT: usize = 25;

/// The tables that this card stands in, as many as `lines` hold; of the others the titles.
fn comparisons(knowledge: &Knowledge, id: CardId, language: Language, lines: usize) -> Vec<String> {
    let label = if language == Language::En { "Compare" } else { "비교" };
    let title = |it: &Comparison| format!("**{label}: {}**", it.name.in_language(language));
    let mut left = lines;
    let concerning = knowledge.comparisons.iter().filter(|it| it.of.contains(&id));
    let shown = concerning.map(|it| {
        let body = it.body.in_language(language);
        match left.checked_sub(height(body)) {
            Some(rest) => {
                left = rest;
                format!("{}\n\n{body}", title(it))
            }
            None => title(it),
        }
    });
    shown.collect()
}

/// The lines that `text` fills in a window of 60 columns that shows its source.
fn height(text: &str) -> usize {
    const COLUMNS: usize = 60;
    text.lines().map(|it| width(it).div_ceil(COLUMNS).max(1)).sum()
}

/// Terminal columns, Hangul and Han taking two.
fn width(line: &str) -> usize {
    let wide = |it: char| Script::of(it) == Script::Hangul || ('\u{2e80}'..='\u{ffe6}').contains(&it);
    line.chars().map(|it| if wide(it) { 2 } else { 1 }).sum()
}

fn documentation(card: &Card, language: Language) -> Option<String> {
    let label = if language == Language::En { "Documentation" } else { "공식 문서" };
    card.docs.as_ref().map(|it| format!("[{label}]({it})"))
}

fn sources(sources: &[Source], language: Language) -> Option<String> {
    let (label, read) = if language == Language::En { ("Sources", "read") } else { ("출처", "확인") };
    let list = sources.iter().map(|it| format!("- <{}> ({read} {})", it.url, it.read)).collect::<Vec<_>>();
    (!list.is_empty()).then(|| format!("**{label}**\n\n{}", list.join("\n")))
}
