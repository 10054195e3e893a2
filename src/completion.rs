//! What can be written here?

mod entry;
mod place;
mod rank;
mod spelling;

use crate::document::Document;
use crate::hover::{self, Extent, Format};
use crate::knowledge::{Card, CardId, CardKind, Knowledge, Language, prefix_before, without_prefix};
use crate::mention::Script;
use crate::span::Span;

use place::Place;
use rank::{Found, Reach};

/// What sort of word is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// The name of a card.
    Name,
    /// The id of a rule.
    Rule,
    /// A key of a design, with its colon.
    Key,
    /// A value of such a key.
    Value,
}

/// A word that may be written here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// The card it names; none for everything but a name.
    pub card: Option<CardId>,
    /// As the menu shows it.
    pub label: String,
    /// What the menu shows beside it.
    pub detail: String,
    /// What the editor holds against the letters typed; it begins with those that `replace` covers.
    pub filter_text: String,
    /// What is written.
    pub insert: String,
    /// What it replaces; bytes of the document, on one line.
    pub replace: Span,
}

/// How much of a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// With its maker: "Amazon SQS".
    Sentence,
    /// Without, as in a cell or a node: "SQS". Whoever types the maker gets it all the same.
    Label,
}

/// At most this many are offered.
const LIMIT: usize = 50;

/// What can be written at byte `offset`, best first, at most 50: names of cards in text, ids of rules in a suppression
/// comment, keys and values of the vocabulary before the names in a design, nothing in code, addresses and front matter. Names
/// of one answer replace the same bytes, and so do keys and values.
///
/// Cost: O(names) comparisons of a few bytes, and the line.
pub fn at(document: &Document, offset: usize, language: Language) -> Vec<Item> {
    let text = document.text();
    let offset = offset.min(text.len_bytes());
    let start = text.line_to_byte(text.byte_to_line(offset));
    let head = text.byte_slice(start..offset).to_string();
    let mut items = match place::of(document, offset, &head) {
        Place::Text => names(document.knowledge(), &head, Form::Sentence, language),
        Place::Data => {
            let mut items = entry::items(document, offset, &head, language);
            let names = names(document.knowledge(), &head, Form::Sentence, language);
            items.extend(names.into_iter().take(LIMIT.saturating_sub(items.len())));
            items
        }
        Place::Label => names(document.knowledge(), &head, Form::Label, language),
        Place::Suppression => rules(document.knowledge(), &head, language),
        Place::Silent => Vec::new(),
    };
    for item in &mut items {
        item.replace = item.replace.shift(start);
    }
    items
}

/// What the menu shows of a card when its item is chosen.
pub fn documentation(knowledge: &Knowledge, card: CardId, language: Language, format: Format) -> String {
    hover::card(knowledge, card, Extent::Hover, language, format, None)
}

/// The names that the end of `head`, a line up to the cursor, may grow into; ranges are bytes of `head`.
fn names(knowledge: &Knowledge, head: &str, form: Form, language: Language) -> Vec<Item> {
    for (start, reach) in starts(head) {
        let typed = &head[start..];
        let maker = prefix_before(&head[..start]);
        if reach == Reach::Free && rank::is_little(typed) {
            continue;
        }
        let found = rank::ranked(knowledge, typed, reach);
        let after_maker = |it: &&Found| knowledge.card(it.card).kind == CardKind::Service;
        if maker > 0 && found.iter().any(|it| after_maker(&it)) {
            let replace = Span::new(start - maker, head.len());
            let found = found.iter().filter(after_maker).take(LIMIT);
            return found.map(|it| item(knowledge, it, head, replace, maker, Form::Sentence, language)).collect();
        }
        if !found.is_empty() {
            let replace = Span::new(start, head.len());
            let found = found.iter().take(LIMIT);
            return found.map(|it| item(knowledge, it, head, replace, 0, form, language)).collect();
        }
    }
    Vec::new()
}

/// Where the name that is being typed at the end of `head` may start, and how freely it may be read from there: two words
/// earlier and one word earlier literally, then at the word, and at its part in another script or behind a hyphen.
fn starts(head: &str) -> Vec<(usize, Reach)> {
    let is_word = |it: char| Script::of(it) != Script::Other && it != '_';
    let word = head.trim_end_matches(|it| is_word(it) || it == '-').len();
    let word = word + head[word..].len() - head[word..].trim_start_matches('-').len();
    let Some(last) = head[word..].chars().next_back().filter(|it| is_word(*it)) else { return Vec::new() };
    let mut before = head[..word].chars().rev();
    match before.next() {
        Some('_' | '$' | '@' | '\\') => return Vec::new(),
        Some('.') if before.next().is_some_and(|it| Script::of(it) == Script::Latin) => return Vec::new(),
        _ => {}
    }
    let mut starts = vec![(word, Reach::Free)];
    let mut start = word;
    for _ in 0..3 {
        let Some(rest) = head[..start].strip_suffix(' ') else { break };
        let earlier = rest.trim_end_matches(|it| is_word(it) || it == '-').len();
        if earlier == rest.len() || prefix_before(&head[..start]) > 0 {
            break;
        }
        start = earlier;
        starts.insert(0, (start, Reach::Beginning));
    }
    let part = head.trim_end_matches(|it| Script::of(it) == Script::of(last) && it != '_').len();
    if part > word {
        starts.push((part, Reach::Free));
    }
    starts
}

fn item(
    knowledge: &Knowledge,
    found: &Found,
    head: &str,
    replace: Span,
    maker: usize,
    form: Form,
    language: Language,
) -> Item {
    let card = knowledge.card(found.card);
    let matched = &knowledge.names.names[found.name];
    let typed = replace.of(head);
    let is_korean = |it: &str| it.chars().any(|it| Script::of(it) == Script::Hangul);
    let speaks_korean = language == Language::Ko && is_korean(&matched.text) && matched.former.is_none();
    let insert = match speaks_korean {
        true => format!("{}{}", &typed[..maker], matched.text),
        false => in_sentence(card, &typed[maker..], form),
    };
    let filter = format!("{}{}", &typed[..maker], matched.text);
    let keeps = filter.to_lowercase().starts_with(&typed.to_lowercase());
    Item {
        kind: ItemKind::Name,
        card: Some(found.card),
        label: insert.clone(),
        detail: detail(card, &insert, language),
        filter_text: if keeps { filter } else { format!("{typed} {}", matched.text) },
        insert,
        replace,
    }
}

/// The card's name as it stands there: a concept that is typed with a small letter keeps it.
fn in_sentence(card: &Card, typed: &str, form: Form) -> String {
    let small = card.name.to_lowercase();
    // Of "Read replica" only the first letter is a capital; "Multi-AZ" and "RTO" are written as they are.
    let is_word = card.name.chars().skip(1).all(|it| !it.is_uppercase());
    let keeps = card.kind == CardKind::Concept && is_word && typed.starts_with(char::is_lowercase);
    let name = if keeps { &small } else { &card.name };
    match form {
        Form::Sentence => name.clone(),
        Form::Label => without_prefix(name).unwrap_or(name).to_owned(),
    }
}

/// Another name of the card, for the reader who does not know this one.
fn detail(card: &Card, shown: &str, language: Language) -> String {
    let korean = card.name_ko.as_ref().filter(|_| language == Language::Ko);
    let names = [Some(&card.name), korean, card.long_name.as_ref()].into_iter().flatten();
    let other = names.map(String::as_str).find(|it| !it.eq_ignore_ascii_case(shown));
    other.unwrap_or(&card.category).to_owned()
}

/// The ids of rules that the last word of `head` begins.
fn rules(knowledge: &Knowledge, head: &str, language: Language) -> Vec<Item> {
    let start = head.trim_end_matches(|it: char| it.is_ascii_alphanumeric() || it == '-').len();
    let typed = head[start..].to_ascii_lowercase();
    let mut found: Vec<_> = knowledge.rules.iter().filter(|it| it.id.contains(&typed)).collect();
    found.sort_by_key(|it| !it.id.starts_with(&typed));
    let items = found.into_iter().take(LIMIT).map(|rule| {
        let title = rule.body.in_language(language).lines().next().unwrap_or_default();
        let keeps = rule.id.starts_with(&typed);
        Item {
            kind: ItemKind::Rule,
            card: None,
            label: rule.id.clone(),
            detail: title.trim_start_matches('#').trim().to_owned(),
            filter_text: if keeps { rule.id.clone() } else { format!("{typed} {}", rule.id) },
            insert: rule.id.clone(),
            replace: Span::new(start, head.len()),
        }
    });
    items.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn knowledge() -> Knowledge {
        let sources = "sources: [{ url: u, read: 2026-11-23 }]";
        let service = |name: &str, rest: &str| {
            format!(
                "---\nname: {name}\ncategory: c\ndocs: d\n{sources}\n{rest}\n---\n# en\nOne.\n\n- Two\n# ko\n하나.\n"
            )
        };
        let files = [
            ("services/dynamodb.md", service("Amazon DynamoDB", "aliases: [다이나모DB, DDB]")),
            ("services/dax.md", service("DynamoDB Accelerator", "aliases: [DAX]")),
            ("services/lambda.md", service("AWS Lambda", "aliases: [람다, 람다 함수]")),
            ("services/lightsail.md", service("Amazon Lightsail", "aliases: [라이트세일]")),
            ("services/asg.md", service("Amazon EC2 Auto Scaling", "aliases: [Auto Scaling, ASG, 오토 스케일링]")),
            ("services/ga.md", service("AWS Global Accelerator", "aliases: [글로벌 액셀러레이터]")),
            ("services/api.md", service("Amazon API Gateway", "aliases: [API 게이트웨이]")),
            ("services/cloudfront.md", service("Amazon CloudFront", "")),
            ("services/sso.md", service("AWS IAM Identity Center", "former: [{ names: [AWS SSO], source: s }]")),
            ("services/cloudold.md", service("AWS CloudOld", "status: retired\nsince: 2020")),
            ("services/cloudsmall.md", service("AWS CloudSml", "").replace("\n\n- Two", "")),
            ("concepts/replica.md", service("Read replica", "name-ko: 읽기 복제본")),
            ("concepts/az.md", service("Multi-AZ", "name-ko: 다중 AZ")),
            (
                "rules/single-az.md",
                format!(
                    "---\nseverity: warning\nwhen: {{ zones: {{ at-most: 1 }} }}\nmessage: {{ en: M., ko: 엠. }}\n{sources}\n---\n# en\n## One zone\n# ko\n## 영역 하나\n"
                ),
            ),
        ];
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (knowledge, problems) = Knowledge::load(&files);
        assert_eq!(problems, []);
        knowledge
    }

    /// What is offered at the `^` of `text`, or at its end; ranges hold for the text without the mark.
    fn offered(text: &str, language: Language) -> Vec<Item> {
        let offset = text.find('^').unwrap_or(text.len());
        let document = Document::new(&text.replace('^', ""), Arc::new(knowledge()));
        at(&document, offset, language)
    }

    /// The texts that are inserted in an English document.
    fn english(text: &str) -> Vec<String> {
        offered(text, Language::En).into_iter().map(|it| it.insert).collect()
    }

    /// The first item of a Korean document, as `what it replaces → what it writes (detail)`.
    fn korean(text: &str) -> String {
        let items = offered(text, Language::Ko);
        let Some(it) = items.first() else { return "nothing".to_owned() };
        assert!(it.filter_text.to_lowercase().starts_with(&it.replace.of(text).to_lowercase()), "{it:?}");
        format!("{} → {} ({})", it.replace.of(text), it.insert, it.detail)
    }

    #[test]
    fn beginnings_come_first_then_words_then_initials() {
        assert_eq!(english("Orders are in dyna"), ["Amazon DynamoDB", "DynamoDB Accelerator"]);
        assert_eq!(english("Use acc"), ["AWS Global Accelerator", "DynamoDB Accelerator"]);
        assert_eq!(english("Use front"), ["Amazon CloudFront"]);
        assert_eq!(english("Use ag"), ["Amazon API Gateway"]);
        assert_eq!(english("The asg"), ["Amazon EC2 Auto Scaling"]);
        assert_eq!(english("Log in with sso"), ["AWS IAM Identity Center"]);
    }

    #[test]
    fn what_ends_stands_behind_what_lives_and_the_small_behind_the_great() {
        assert_eq!(english("Use cloud"), ["Amazon CloudFront", "AWS CloudSml", "AWS CloudOld"]);
    }

    #[test]
    fn gaps_and_one_slip_count_where_nothing_else_fits() {
        for typed in ["dynmo", "dynaom", "dinamo", "dynnamo"] {
            assert_eq!(
                english(&format!("We use {typed}")).first().map(String::as_str),
                Some("Amazon DynamoDB"),
                "{typed}"
            );
        }
        for text in ["The state", "They serve", "We lead", "A good cloudy", "x", "the in", "There", "alarm"] {
            assert_eq!(english(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn several_words_are_one_name() {
        assert_eq!(english("Players enter through global acc"), ["AWS Global Accelerator"]);
        assert_eq!(english("Replaced by auto sc"), ["Amazon EC2 Auto Scaling"]);
        assert_eq!(offered("by auto sc", Language::En)[0].replace, Span::new(3, 10));
        assert_eq!(english("with dynamodb accel"), ["DynamoDB Accelerator"]);
    }

    #[test]
    fn the_maker_is_put_right() {
        let item = &offered("We use AWS dyna", Language::En)[0];
        assert_eq!((item.insert.as_str(), item.replace), ("Amazon DynamoDB", Span::new(7, 15)));
        assert_eq!(item.filter_text, "AWS DynamoDB");
        assert_eq!(offered("an AWS read", Language::En)[0].replace, Span::new(7, 11));
    }

    #[test]
    fn korean_is_completed_stroke_by_stroke() {
        assert_eq!(korean("함수는 람"), "람 → 람다 (AWS Lambda)");
        assert_eq!(korean("함수는 람ㄷ"), "람ㄷ → 람다 (AWS Lambda)");
        assert_eq!(korean("함수는 ㄹㄷ"), "ㄹㄷ → 람다 (AWS Lambda)");
        assert_eq!(korean("서버는 오토스"), "오토스 → 오토 스케일링 (Amazon EC2 Auto Scaling)");
        assert_eq!(korean("해외는 글로벌 액"), "글로벌 액 → 글로벌 액셀러레이터 (AWS Global Accelerator)");
        assert_eq!(korean("앞단은 API 게이"), "API 게이 → API 게이트웨이 (Amazon API Gateway)");
        assert_eq!(korean("조회는 복제"), "복제 → 읽기 복제본 (Read replica)");
        assert_eq!(korean("AWS 람"), "AWS 람 → AWS 람다 (AWS Lambda)");
        assert_eq!(korean("함수는 lamb"), "lamb → AWS Lambda (c)");
        let offered = offered("함수는 라", Language::Ko);
        assert!(offered.iter().any(|it| it.insert == "람다"), "{offered:?}");
        assert_eq!(english("functions on 람"), ["AWS Lambda"]);
    }

    #[test]
    fn finished_words_and_particles_ask_for_nothing() {
        for text in ["람다를", "나람", "오토 ", "", "Amazon ", "끝났다."] {
            assert_eq!(korean(text), "nothing", "{text}");
        }
    }

    #[test]
    fn a_concept_keeps_its_small_letter() {
        assert_eq!(english("Serve it from a read r"), ["read replica"]);
        assert_eq!(english("Read r"), ["Read replica"]);
        assert_eq!(english("we want multi"), ["Multi-AZ"]);
        assert_eq!(english("we want multi-a"), ["Multi-AZ"]);
    }

    #[test]
    fn code_addresses_and_comments_are_left_alone() {
        for text in [
            "```\ndyna",
            "```\ndyna^\n```\n",
            "    dyna",
            "[table](dyna",
            "[table]: dyna",
            "https://example.org/dyna",
            "<img alt=\"dyna",
            "<!-- dyna",
            "---\ntitle: dyna^\n---\n",
            "${my_dyna",
            "aws.dyna",
        ] {
            assert_eq!(english(text), [""; 0], "{text}");
        }
        assert_eq!(english("[dyna"), ["Amazon DynamoDB", "DynamoDB Accelerator"]);
        assert_eq!(english("```\nx\n```\n\nThe dyna").len(), 2);
        assert_eq!(english("a < b, <https://e.org> and dyna").len(), 2);
    }

    #[test]
    fn a_cell_or_a_node_has_the_short_name_and_the_long_one_beside_it() {
        let first = |text: &str| {
            let items = offered(text, Language::En);
            items.first().map(|it| format!("{} ({})", it.insert, it.detail)).unwrap_or_default()
        };
        assert_eq!(first("Orders are in dyna"), "Amazon DynamoDB (c)");
        for text in [
            "| Store | Used for |\n|---|---|\n| dyna",
            "| dyna^ | orders |",
            "```mermaid\nflowchart LR\n  api --> db[(dyna^)]\n```\n",
            "```mermaid\nflowchart LR\n  api -->|by dyna",
            "```mermaid\nsequenceDiagram\n  participant D as dyna",
            "```mermaid\nsequenceDiagram\n  A->>B: into dyna",
            "```mermaid\nflowchart LR\n  subgraph dyna",
        ] {
            assert_eq!(first(text), "DynamoDB (Amazon DynamoDB)", "{text}");
        }
        assert_eq!(first("| Store |\n|---|\n| Amazon dyna"), "Amazon DynamoDB (c)");
        for text in [
            "```mermaid\nflowchart LR\n  dyna",
            "```mermaid\nflowchart LR\n  a[x] --> dyna",
            "```mermaid\ndyna^\n```\n",
        ] {
            assert_eq!(first(text), "", "{text}");
        }
        assert_eq!(korean("| 함수 | lamb"), "lamb → Lambda (AWS Lambda)");
        assert_eq!(korean("| 함수 | 람"), "람 → 람다 (AWS Lambda)");
    }

    #[test]
    fn a_suppression_names_rules() {
        let items = offered("<!-- archnotes-disable-next-line sin", Language::Ko);
        assert_eq!(
            (items[0].insert.as_str(), items[0].detail.as_str(), items[0].card),
            ("single-az", "영역 하나", None)
        );
        assert_eq!(items[0].replace, Span::new(33, 36));
        assert_eq!(english("<!-- archnotes-disable-line ^ -->\n"), ["single-az"]);
        assert_eq!(english("<!-- archnotes-disable-line single-az -- dyna^ -->\n"), [""; 0]);
    }

    #[test]
    fn an_item_brings_its_card_when_it_is_chosen() {
        let knowledge = knowledge();
        let text = documentation(&knowledge, knowledge.card_id("lambda").unwrap(), Language::Ko, Format::PlainText);
        assert!(text.starts_with("AWS Lambda\n\n하나."), "{text}");
    }
}
