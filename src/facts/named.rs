//! Which products does the text call by a name they no longer bear, or by a wrong one, and which are at their end?

use crate::knowledge::{Card, CardKind, Phase, Status};
use crate::language::{Role, Word};
use crate::mention::{Certainty, Mention};
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// Facts of kind [`Kind::FormerName`], [`Kind::CurrentName`], [`Kind::Ending`], [`Kind::Misnamed`] and
/// [`Kind::Strategy`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    for lexeme in &unit.lexemes {
        let Word::Card(mention) = lexeme.word else { continue };
        let mut add = |kind| facts.push(reader.fact(kind, None, lexeme.span.of(&unit.text).to_owned(), lexeme.span));
        let card = reader.knowledge.card(mention.card);
        if let Some(kind) = name(reader, &mention, card, lexeme.span) {
            add(kind);
        }
        if card.reaches.is_some() && reader.is_statement() && !reader.is_row_header(lexeme.span) {
            add(Kind::Strategy(mention.card));
        }
        if is_misnamed(reader, &mention, card, lexeme.span) {
            add(Kind::Misnamed(mention.card));
        }
        if is_ending(card) && mention.certainty == Certainty::Certain && !is_told(reader, lexeme.span, Role::Ending) {
            add(Kind::Ending(mention.card));
        }
    }
}

fn name(reader: &Reader<'_>, mention: &Mention, card: &Card, at: Span) -> Option<Kind> {
    match reader.knowledge.names.names[mention.name].former {
        Some(_) if mention.certainty == Certainty::InAwsContext || is_told_as_former(reader, at) => None,
        Some(_) if is_command(reader, at) => None,
        Some(former) => Some(Kind::FormerName { card: mention.card, former }),
        None if card.former.is_empty() => None,
        None => Some(Kind::CurrentName(mention.card)),
    }
}

/// `aws sso login`: commands keep their names.
fn is_command(reader: &Reader<'_>, at: Span) -> bool {
    reader.is_code(at) && at.of(&reader.unit().text).starts_with("aws ")
}

/// Gone, or closed to new customers: what is only maintained goes on.
fn is_ending(card: &Card) -> bool {
    matches!(card.status, Status::Ending { phase: Phase::Retired | Phase::ClosedToNew, .. })
}

/// Misspelt, or with the wrong one of "Amazon" and "AWS" before it. Letters of code are nobody's spelling, and who writes the right
/// name beside the wrong one speaks of the names.
fn is_misnamed(reader: &Reader<'_>, mention: &Mention, card: &Card, at: Span) -> bool {
    let is_right_beside = || {
        let others = reader.unit().lexemes.iter().filter(|it| it.span != at);
        let mut same = others.filter(|it| matches!(it.word, Word::Card(it) if it.card == mention.card && !it.misspelt));
        same.any(|it| wrong_maker(card, it.span.of(&reader.unit().text)).is_none())
    };
    if reader.is_code(at) || reader.knowledge.names.names[mention.name].former.is_some() || is_right_beside() {
        return false;
    }
    let written = at.of(&reader.unit().text);
    mention.misspelt || wrong_maker(card, written).is_some() || is_miscased(&card.name, written)
}

/// "Cloudfront", "DynamoDb": the first word of a name has a capital inside, and is written with others than its own. All in small letters
/// it is how people type, all in capitals how they shout. What is joined of a name of several words, `NatGateway`, is a name that code has.
fn is_miscased(name: &str, written: &str) -> bool {
    const SHORTEST: usize = 8;
    let (name, written) = (first_word(unmade(name)), first_word(unmade(written)));
    let is_inside = |it: &str| it.bytes().skip(1).any(|it| it.is_ascii_uppercase());
    let is_word = |it: &str| it.len() >= SHORTEST && it.bytes().all(|it| it.is_ascii_alphabetic());
    let is_mixed = |it: &str| it.starts_with(char::is_uppercase) && it.contains(char::is_lowercase);
    let is_same = name.eq_ignore_ascii_case(written) && name != written;
    is_same && is_word(name) && is_inside(name) && is_mixed(name) && is_mixed(written)
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

/// The maker that `written` names and `card` does not have.
fn wrong_maker(card: &Card, written: &str) -> Option<&'static str> {
    let own = maker(&card.name).filter(|_| card.kind == CardKind::Service)?;
    let wrong = maker(written).filter(|it| *it != own)?;
    // "AWS Amazon ElastiCache" has the right one as well.
    (!written[wrong.len()..].starts_with(own)).then_some(wrong)
}

/// `name` without its maker.
fn unmade(name: &str) -> &str {
    maker(name).map_or(name, |it| &name[it.len()..])
}

/// Who is named as the maker at the start of `name`.
fn maker(name: &str) -> Option<&'static str> {
    ["Amazon ", "AWS "].into_iter().find(|it| name.starts_with(it))
}

/// "formerly AWS SSO", `# was AWS SSO`, "구 Amazon Elasticsearch Service": right beside.
fn is_told_as_former(reader: &Reader<'_>, name: Span) -> bool {
    reader.unit().text[..name.start].ends_with("was ")
        || reader.has_near(reader.sentence(name.start), name, 2, &[Role::Formerly])
}

/// Whether its sentence or the next says so: "… on RoboMaker. The service has ended."
fn is_told(reader: &Reader<'_>, name: Span, role: Role) -> bool {
    let unit = reader.unit();
    let sentence = reader.sentence(name.start);
    let told = match (unit.is_row(), sentence.end < unit.text.len()) {
        (true, _) => Span::new(0, unit.text.len()),
        (false, true) => sentence.cover(reader.sentence(sentence.end)),
        (false, false) => sentence,
    };
    reader.has(told, &[role]) || is_left(reader, name)
}

/// "from QLDB to Aurora", "was QLDB", "left QLDB", "QLDB에서 Aurora로": it is what is left behind.
fn is_left(reader: &Reader<'_>, name: Span) -> bool {
    let unit = reader.unit();
    let (before, after) = (&unit.text[..name.start], &unit.text[name.end..]);
    let before = before.to_ascii_lowercase();
    let english = before.ends_with("from ") && after.contains(" to ")
        || ["was ", "left ", "dropped ", "gave up ", "got rid of "].iter().any(|it| before.ends_with(it))
        || after.starts_with(" was one");
    let korean = after.starts_with("에서") && after.split_whitespace().skip(1).take(2).any(|it| it.ends_with('로'));
    english || korean
}
