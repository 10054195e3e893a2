//! Has the database a standby? "without Multi-AZ", "스탠바이 없이", "RDS, single instance".

use crate::language::{Class, Lexeme, Lexicon, List, Role, Stance, Unit, Word};
use crate::span::Span;

use super::reader::Subject;
use super::{Fact, Kind, Reader, absence};

const DATABASES: &[Class] = &[Class::Database, Class::Aurora];

/// What else the same words may be said of; the nearest decides.
const KEEPERS: &[Class] =
    &[Class::Database, Class::Aurora, Class::Cache, Class::Queue, Class::Nat, Class::Link, Class::FileStore];

/// Facts of kind [`Kind::Standby`].
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    let mut last: Option<Span> = None;
    for lexeme in &reader.unit().lexemes {
        let found = match lexeme.word {
            Word::Role(Role::Standby) => without_standby(reader, lexeme),
            Word::Role(Role::Alone | Role::SingleZone) => alone(reader, lexeme),
            _ if lexeme.is_one() => one_instance(reader, lexeme),
            _ => None,
        };
        // "One DynamoDB table" is in several zones by itself, "DynamoDB has no standby to configure".
        let is_regional = |subject: &Subject, evidence: Span| {
            let whole = reader.unit().whole();
            let is_its = |at: Span| evidence.contains(at) || at.of(&reader.unit().text) == subject.text;
            reader.things(whole).any(|it| it.1 == Class::Regional && is_its(it.0))
        };
        let is_alone = |(subject, evidence): &(Subject, Span)| {
            !is_regional(subject, *evidence) && !has_multi_az(reader, *evidence)
        };
        let Some((subject, evidence)) = found.filter(is_alone) else { continue };
        if last.is_some_and(|it| reader.sentence(it.start) == reader.sentence(evidence.start)) {
            continue;
        }
        last = Some(evidence);
        facts.push(reader.fact(Kind::Standby(false), subject.class, subject.text, evidence));
    }
}

/// Whether the unit names databases that are in several zones by themselves, and no other: | counters | DynamoDB | - |.
pub(super) fn are_all_regional(reader: &Reader<'_>) -> bool {
    let things = reader.things(reader.unit().whole()).collect::<Vec<_>>();
    let is_regional = |at: Span| things.iter().any(|it| it.0 == at && it.1 == Class::Regional);
    let mut databases = things.iter().filter(|it| DATABASES.contains(&it.1)).peekable();
    databases.peek().is_some() && databases.all(|it| is_regional(it.0))
}

/// Whether another cell of the row says just that there is a standby: | RDS | Multi-AZ | the standby is not used |, or a number of them
/// below "Standby".
fn has_multi_az(reader: &Reader<'_>, evidence: Span) -> bool {
    const WORDS: usize = 3;
    let unit = reader.unit();
    let own = unit.part(evidence.start).span;
    let says_so = |cell: Span| {
        // | RDS, 1식 | Multi-AZ 인스턴스 배포, 백업 35일 |
        let end = cell.of(&unit.text).find(',').map_or(cell.end, |it| cell.start + it);
        let cell = Span::new(cell.start, end);
        let is_short = cell.of(&unit.text).split_whitespace().count() <= WORDS;
        let denies = |it: &Lexeme| absence::is_denial(it) || it.word == Word::Role(Role::No);
        is_short && reader.has(cell, &[Role::Standby]) && !unit.within(cell).any(denies)
    };
    let heads = |cell: Span| reader.header_of(reader.index, cell);
    let has_some = |cell: Span| {
        let asks = heads(cell)
            .is_some_and(|(index, at)| reader.units[index].within(at).any(|it| it.word == Word::Role(Role::Standby)));
        let text = cell.of(&unit.text).trim();
        asks && (text.parse::<u32>().is_ok_and(|it| it > 0) || is_yes(reader, text))
    };
    unit.is_row() && unit.parts.iter().map(|it| it.span).any(|it| it != own && (says_so(it) || has_some(it)))
}

/// Whether a cell says yes and no more.
fn is_yes(reader: &Reader<'_>, cell: &str) -> bool {
    const SIGNS: [&str; 6] = ["✓", "✔", "✅", "o", "y", "○"];
    let cell = cell.to_lowercase();
    SIGNS.contains(&cell.as_str()) || reader.knowledge.lexicon.has(List::YesVerdicts, &cell)
}

/// A word for a standby, and beside it in the same clause that there is none or that it goes.
fn without_standby(reader: &Reader<'_>, standby: &Lexeme) -> Option<(Subject, Span)> {
    let (unit, lexicon) = (reader.unit(), &reader.knowledge.lexicon);
    if absence::is_asked_otherwise(reader, unit, standby.span) {
        return None;
    }
    let standby = Lexeme { span: unit.with_gloss(standby.span), ..*standby };
    let denial = unit.within(reader.sentence(standby.span.start)).find(|it| {
        let denies = matches!(it.word, Word::Role(Role::Absent | Role::Removed));
        let words = unit.words_between(it.span, standby.span);
        // "The standby does not serve reads", 대기 인스턴스로는 조회를 받지 않는다
        let is_of_another = || {
            it.span.start >= standby.span.end
                && match unit.is_korean(it.span) {
                    true => absence::is_of_what_is_in_it(lexicon, unit, it.span, standby.span),
                    false => absence::denies_a_verb(lexicon, &unit.text[it.span.start..]),
                }
        };
        denies
            && !absence::is_purpose(unit, it.span)
            && !it.span.overlaps(standby.span)
            && is_on_its_side(lexicon, unit, it.span, standby.span, words)
            && !is_of_another()
    })?;
    let evidence = standby.span.cover(denial.span);
    let others = reader.things(evidence).any(|it| !DATABASES.contains(&it.1) && it.1 != Class::Compute);
    let subject = about(reader, evidence)?;
    let is_aurora = reader.things(Span::new(0, unit.text.len())).any(|it| it.1 == Class::Aurora);
    let takes_over = is_aurora && partner(reader, evidence);
    (!others && !takes_over && !is_another_copy(reader, &standby)).then_some((subject, evidence))
}

/// "RDS, Multi-AZ. … Not planned: a replica": of a database that has a standby it is another copy that there is none of.
fn is_another_copy(reader: &Reader<'_>, standby: &Lexeme) -> bool {
    let lexicon = &reader.knowledge.lexicon;
    let is_copy = |it: &Unit, at: Span| lexicon.has(List::Copies, &at.of(&it.text).to_lowercase());
    let has_standby = |it: &Unit| {
        let mut words = it.lexemes.iter().filter(|lexeme| lexeme.word == Word::Role(Role::Standby));
        words.any(|lexeme| !is_copy(it, lexeme.span) && it.stance(lexeme.span) == Stance::Asserted)
    };
    is_copy(reader.unit(), standby.span)
        && reader.units[reader.index.saturating_sub(2)..=reader.index].iter().any(has_standby)
}

/// English denies before the noun or right behind it (`standby is off`), Korean behind it.
fn is_on_its_side(lexicon: &Lexicon, unit: &Unit, denial: Span, standby: Span, words: usize) -> bool {
    let text = unit.text.as_str();
    let is_korean = unit.is_korean(denial);
    let is_behind = denial.start >= standby.end;
    // "It fails over to the standby; nobody has to do anything."
    let is_here = unit.clause(standby.start).contains(denial);
    match (is_korean, is_behind) {
        (true, true) if text[standby.end..denial.start].contains(',') => false,
        // "Multi-AZ이며 자동 백업은 꺼 두었다"
        (true, true) if has_topic(&text[standby.end..denial.start]) => false,
        (true, behind) if denial.of(text).starts_with(['없', '아', '제']) => {
            behind && (words == 0 || is_adverbial(lexicon, &text[standby.end..denial.start]))
        }
        (true, behind) => behind && is_here && words <= 4,
        // "The standby takes no queries": they are what there is none of.
        (false, true) if is_determiner(text, denial, standby) => false,
        (false, true) => words <= 1 && (is_here || text[standby.end..denial.start].trim() == ":"),
        // "For the ledger, no: that's an RDS Multi-AZ instance."
        (false, false) => words <= 4 && !text[denial.end..standby.start].contains([',', '.', ';', ':', '?', '!']),
    }
}

/// Whether a word with a topic particle stands between two Korean words, so that the second speaks of that one.
fn has_topic(between: &str) -> bool {
    between.split_whitespace().skip(1).any(absence::is_topic)
}

/// Whether the denial behind a verb or a colon is the `no` of the noun behind it.
fn is_determiner(text: &str, denial: Span, standby: Span) -> bool {
    let verb = text[standby.end..denial.start].trim();
    let noun = text[denial.end..].strip_prefix(' ').unwrap_or_default();
    denial.of(text).eq_ignore_ascii_case("no")
        && verb.starts_with(|it: char| it.is_ascii_alphabetic() || it == ':')
        && noun.starts_with(|it: char| it.is_alphabetic())
}

/// In "Multi-AZ라 논의 없음" it is the discussion that there is none of; only adverbs may stand between.
fn is_adverbial(lexicon: &Lexicon, between: &str) -> bool {
    let particle = usize::from(!between.starts_with(char::is_whitespace));
    between.split_whitespace().skip(particle).all(|it| lexicon.has(List::Adverbs, it))
}

/// "standalone", "단독": said of a database. "단일 AZ에 EC2 네 대" is said of the machines.
fn alone(reader: &Reader<'_>, alone: &Lexeme) -> Option<(Subject, Span)> {
    let beside = reader.things(reader.unit().clause(alone.span.start));
    let (mut machines, mut databases) = (0, 0);
    for (span, class) in beside {
        let is_machine = matches!(class, Class::Compute | Class::Container);
        machines += usize::from(is_machine && !reader.is_generic(span.of(&reader.unit().text)));
        databases += usize::from(DATABASES.contains(&class));
    }
    let subject = about(reader, alone.span).filter(|_| machines == 0 || databases > 0)?;
    Some((subject, alone.span))
}

/// "RDS for Oracle, 1 instance", "단일 인스턴스": one machine, said of a database.
fn one_instance(reader: &Reader<'_>, one: &Lexeme) -> Option<(Subject, Span)> {
    // "The only database instance" has no sister, and may have a standby.
    if reader.is_the_only(one.span) {
        return None;
    }
    let unit = reader.unit();
    let clause = unit.clause(one.span.start);
    let cell = unit.part(one.span.start).span;
    let machine = |it: &(Span, Class)| matches!(it.1, Class::Compute | Class::Database | Class::Aurora);
    let follows = reader
        .things(Span::new(one.span.start, clause.end))
        .filter(machine)
        .find(|it| unit.words_between(one.span, it.0) <= 2);
    let precedes = || {
        reader
            .things(Span::new(clause.start, one.span.start))
            .rev()
            .filter(machine)
            .find(|it| unit.words_between(it.0, one.span) <= 1)
    };
    let noun = follows.or_else(precedes)?;
    let evidence = one.span.cover(noun.0);
    let several = unit.within(cell).any(Lexeme::is_several);
    let relative = reader.has_near(clause, evidence, 1, &[Role::Each, Role::More, Role::Bound, Role::Fail]);
    let partner = reader.has(reader.sentence(one.span.start), &[Role::Standby]) || partner(reader, evidence);
    let is_said = reader.has(clause, &[Role::Run, Role::Only, Role::On]) || reader.is_terse();
    let is_machine =
        reader.things(evidence).all(|it| it.1 == Class::Compute) && !reader.is_generic(noun.0.of(&unit.text));
    let subject = about(reader, evidence).filter(|_| !is_machine)?;
    (is_said && !several && !relative && !partner).then_some((subject, evidence))
}

/// A reader or replica in the same unit: an Aurora writer is not alone with one.
fn partner(reader: &Reader<'_>, evidence: Span) -> bool {
    let unit = reader.unit();
    unit.lexemes.iter().any(|it| {
        it.word == Word::Role(Role::Present)
            && !it.span.overlaps(evidence)
            && unit.words_between(it.span, evidence) <= 8
    })
}

/// The database that words are about, if the nearest thing that could be meant is one.
fn about(reader: &Reader<'_>, evidence: Span) -> Option<Subject> {
    let inside = reader.things(evidence).find(|it| DATABASES.contains(&it.1));
    if let Some((span, class)) = inside {
        return Some(Subject { class: Some(class), text: reader.name(span) });
    }
    let named = behind(reader, evidence)
        .or_else(|| reader.subject_outside(evidence, KEEPERS))
        .or_else(|| speaks_of_databases(reader, evidence).then(|| reader.subject_before(KEEPERS)).flatten());
    let is_near = || reader.things(Span::new(0, evidence.start)).any(|it| DATABASES.contains(&it.1));
    let is_database = |it: &Subject| it.class.is_some_and(|class| DATABASES.contains(&class));
    named.filter(|it| is_database(it) && (is_near() || !is_of_a_machine(reader, evidence)))
}

/// What a preposition behind the words names: "There is no standby for the ledger database".
fn behind(reader: &Reader<'_>, evidence: Span) -> Option<Subject> {
    const WORDS: usize = 5;
    const LINKS: [&str; 6] = ["for ", "of ", "on ", "behind ", "beside ", "in "];
    let unit = reader.unit();
    let rest = unit.text[evidence.end..].trim_start();
    let start = unit.text.len() - rest.len();
    let clause = unit.clause(evidence.start);
    let is_linked = LINKS.iter().any(|it| rest.starts_with(it)) && start < clause.end;
    let mut things = reader.things(Span::new(start.min(clause.end), clause.end));
    let (span, class) = things.find(|it| is_linked && KEEPERS.contains(&it.1))?;
    let subject = Subject { class: Some(class), text: reader.name(span) };
    (unit.words_between(evidence, span) <= WORDS).then_some(subject)
}

/// `- mailer: EC2, no spare` below what speaks of databases: a machine stands nearer, and the words may be said of any.
fn is_of_a_machine(reader: &Reader<'_>, evidence: Span) -> bool {
    let is_machine = |it: (Span, Class)| {
        matches!(it.1, Class::Compute | Class::Container) && !reader.is_generic(it.0.of(&reader.unit().text))
    };
    reader.things(Span::new(0, evidence.start)).any(is_machine) && !speaks_of_databases(reader, evidence)
}

/// `Multi-AZ` and `standby` are said of databases, so that the paragraph before may tell of which; `twin` and `1 instance` may be said of anything.
fn speaks_of_databases(reader: &Reader<'_>, evidence: Span) -> bool {
    let words = evidence.of(&reader.unit().text).to_ascii_lowercase();
    ["az", "standby", "스탠바이", "대기 인스턴스"].iter().any(|it| words.contains(it))
}
