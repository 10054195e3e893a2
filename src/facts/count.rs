//! How many of it are there? `EC2 한 대`, "a single server", a count column with a 1 in it.

use crate::language::{Class, Lexeme, List, QuantityUnit, Role, Unit, Word, script};
use crate::span::Span;

use super::{Fact, Kind, Reader};

/// How far, in words, a number may stand from its noun: "a single, rather large EC2 instance".
const REACH: usize = 4;

/// What else may be a single instance.
const STORES: &[Class] =
    &[Class::Database, Class::Aurora, Class::Cache, Class::Nat, Class::Link, Class::Queue, Class::FileStore];

/// What is counted, with the words that count it.
struct Counted {
    class: Class,
    noun: Span,
    evidence: Span,
}

/// Facts of kind [`Kind::Count`] with the number one, and what replaces a failed one by itself.
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    auto_recovery(reader, facts);
    let mut until = 0;
    let is_number = |it: &&Lexeme| it.is_one() || it.word == Word::Role(Role::Alone);
    for lexeme in reader.unit().lexemes.iter().filter(is_number) {
        if lexeme.span.start < until || is_on_the_last(reader, until, lexeme) || is_no_number_of_its_own(reader, lexeme)
        {
            continue;
        }
        let Some(it) = counted(reader, lexeme) else { continue };
        until = it.evidence.end;
        facts.push(reader.fact(Kind::Count(1), Some(Class::Compute), reader.name(it.noun), it.evidence));
    }
}

/// "one task on one host" is one weakness: of the one counted up to `until`, the next only says where it runs.
fn is_on_the_last(reader: &Reader<'_>, until: usize, one: &Lexeme) -> bool {
    until > 0 && ["on", "in"].contains(&reader.unit().text[until..one.span.start].trim())
}

/// `one per zone`, `another one`, `at least one`, `one of two`, `1 → 4`, and one that only fails.
fn is_no_number_of_its_own(reader: &Reader<'_>, one: &Lexeme) -> bool {
    let unit = reader.unit();
    let clause = unit.clause(one.span.start);
    let beside = [Role::Each, Role::More, Role::Bound];
    let several = unit.within(reader.sentence(one.span.start)).any(|it| {
        // 2대에서 1대로: what it was before.
        let is_before = unit.text[it.span.end..].starts_with("에서");
        it.is_several() && !is_before && !is_version(unit, it.span) && unit.words_between(it.span, one.span) <= 3
    });
    // "Each depot has one server."
    let is_of_each = !unit.is_korean(one.span)
        && reader
            .roles(Span::new(clause.start, one.span.start), Role::Each)
            .any(|it| unit.words_between(it.span, one.span) <= 2);
    // 한 대씩, 존마다 한 대; but in "한 대뿐이라 점검 때마다" something else is of each.
    let is_near = |it: &&Lexeme| {
        let is_other = unit.is_korean(one.span) && it.word == Word::Role(Role::Each) && it.span.start >= one.span.end;
        let is_beside = matches!(it.word, Word::Role(role) if beside.contains(&role));
        is_beside && unit.words_between(it.span, one.span) <= usize::from(!is_other)
    };
    // "all nodes in this one zone", | AZs | over | 1 |: zones are counted.
    let is_of_zones = unit.within(clause).any(|it| {
        it.word == Word::Role(Role::Zone) && !it.span.overlaps(one.span) && unit.words_between(it.span, one.span) == 0
    });
    let is_zone = |it: (&Unit, Span)| it.0.within(it.1).any(|it| it.word == Word::Role(Role::Zone));
    is_of_zones
        || reader.column_header(one.span).is_some_and(is_zone)
        || several
        || is_of_each
        || unit.within(clause).any(|it| is_near(&it))
        || reader.fails_near(clause, one.span, 3)
}

/// "Tomcat 9.0 / OpenJDK 17": a bare number behind a product's name.
fn is_version(unit: &Unit, at: Span) -> bool {
    let text = at.of(&unit.text);
    let word = unit.text[..at.start].split_whitespace().next_back().unwrap_or_default();
    let is_name = word.starts_with(|it: char| it.is_ascii_uppercase()) && word.len() > 2;
    text.bytes().all(|it| it.is_ascii_digit() || it == b'.') && (text.contains('.') || is_name)
}

fn counted(reader: &Reader<'_>, one: &Lexeme) -> Option<Counted> {
    let unit = reader.unit();
    let clause = unit.clause(one.span.start);
    if one.word == Word::Role(Role::Alone) {
        let it = single_machine(reader, one.span).filter(|it| is_deployed(reader, it, clause))?;
        return (!reader.is_row_header(it.evidence)).then_some(it);
    }
    let found = noun_after(reader, one, clause).filter(|it| !is_picked_out(reader, one, it));
    let found = found.or_else(|| noun_before(reader, one, clause));
    let found = found.or_else(|| row_with_count(reader, one)).or_else(|| property_with_count(reader, one));
    let found = found.or_else(|| the_only_one(reader, one, clause))?;
    let is_machine = is_compute(found.class) && !is_node_of_another_thing(reader, &found);
    is_machine.then_some(found).filter(|it| is_deployed(reader, it, clause) && !reader.is_row_header(it.evidence))
}

/// "The API runs on a single instance.", 단일 인스턴스: of a software, where no database, cache or queue is spoken of.
fn single_machine(reader: &Reader<'_>, at: Span) -> Option<Counted> {
    let unit = reader.unit();
    let lexicon = &reader.knowledge.lexicon;
    let is_machine = lexicon.has(List::AnyMachines, at.of(&unit.text).rsplit(' ').next().unwrap_or_default());
    let others = reader.things(unit.whole()).any(|it| it.1 != Class::Regional && !is_compute(it.1));
    let subject = reader.subject_outside(at, STORES);
    if !is_machine || others || subject.is_some() {
        return None;
    }
    let sentence = reader.sentence(at.start);
    let mut words = sentence.of(&unit.text).split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let is_software = |word: &str| {
        let word = word.to_lowercase();
        let ends = |it: &String| word.strip_suffix(it.as_str()).is_some_and(|rest| rest.is_empty() || !rest.is_ascii());
        let of_korean =
            |it: &String| word.find(it.as_str()).is_some_and(|at| script::starts_with_particle(&word[at + it.len()..]));
        lexicon.list(List::Software).iter().any(|it| ends(it) || of_korean(it))
    };
    let is_tier = reader.has(sentence, &[Role::Workload]) || reader.things(sentence).next().is_some();
    (is_tier || words.any(is_software)).then_some(Counted { class: Class::Compute, noun: at, evidence: at })
}

/// "the only server that we patch by hand" is one of several.
fn is_picked_out(reader: &Reader<'_>, one: &Lexeme, it: &Counted) -> bool {
    let text = &reader.unit().text;
    let behind = text[it.evidence.end..].trim_start().split([' ', ',', '.']).next().unwrap_or_default();
    reader.is_the_only(one.span) && reader.knowledge.lexicon.has(List::PicksOut, behind)
}

/// "노드 한 개" under a heading that names a cache is a cache node; an instance type beside a database is the database's.
fn is_node_of_another_thing(reader: &Reader<'_>, it: &Counted) -> bool {
    const NEAR: usize = 4;
    let noun = it.noun.of(&reader.unit().text);
    let others = [
        Class::Database,
        Class::Aurora,
        Class::Cache,
        Class::Nat,
        Class::Link,
        Class::Queue,
        Class::Compute,
        Class::Container,
    ];
    // | Cache | 6 nodes | one r7g.large |: the nodes are the cache's as well.
    let is_machine = |span: Span| {
        !reader.is_generic(span.of(&reader.unit().text).trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '))
    };
    let beside = Span::new(0, it.evidence.start);
    let own = reader.things(beside).rev().find(|it| others.contains(&it.1) && is_machine(it.0)).map(|it| it.1);
    let subject = || reader.subject_outside(it.evidence, &others).and_then(|it| it.class);
    // "one t4g.nano with fck-nat on it"
    let is_nat = || {
        let behind = Span::new(it.evidence.end, reader.unit().clause(it.evidence.start).end.max(it.evidence.end));
        let is_near = |at: Span| reader.unit().words_between(it.evidence, at) <= NEAR;
        reader.things(behind).any(|(at, class)| class == Class::Nat && is_near(at))
    };
    reader.is_generic(noun)
        && (own.or_else(subject).is_some_and(|class| !is_compute(class)) || is_nat() || is_of_a_store(reader, it.noun))
}

/// "a single primary node": machines of a store have such parts, and no others.
fn is_of_a_store(reader: &Reader<'_>, noun: Span) -> bool {
    let before = reader.unit().text[..noun.start].trim_end();
    let word = before.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    reader.knowledge.lexicon.has(List::StoreParts, &word)
}

fn is_compute(class: Class) -> bool {
    matches!(class, Class::Compute | Class::Container | Class::ServerlessCompute)
}

/// "one EC2 instance", "단일 서버": the noun follows; another sort of thing in between takes the number.
fn noun_after(reader: &Reader<'_>, one: &Lexeme, clause: Span) -> Option<Counted> {
    let unit = reader.unit();
    let after = Span::new(one.span.end, clause.end);
    let reach = if unit.is_korean(one.span) { 1 } else { REACH };
    // "1대 구성에서 ECS로": what it goes to is another thing.
    let is_left = |at: Span| unit.text[one.span.end..at.start.max(one.span.end)].contains("에서 ");
    let near =
        reader.things(after).take_while(|(span, _)| unit.words_between(one.span, *span) <= reach && !is_left(*span));
    let is_digit = matches!(one.word, Word::Quantity(it) if it.unit == QuantityUnit::Bare)
        && one.span.of(&unit.text).ends_with('1');
    let is_cut = |span: Span| is_digit && unit.is_korean(Span::new(one.span.end, span.start));
    let near = near.take_while(|(span, _)| !interrupted(reader, one.span, *span) && !is_cut(*span)).collect::<Vec<_>>();
    let (noun, class) = *near.first()?;
    let head = run_of(reader, noun, &near);
    let class = head.iter().map(|it| it.1).find(|it| !is_compute(*it)).unwrap_or(class);
    let evidence = head.iter().fold(one.span, |acc, it| acc.cover(it.0));
    Some(Counted { class, noun: head.iter().fold(noun, |acc, it| acc.cover(it.0)), evidence })
}

/// The things that make one noun phrase with the first: each right behind the one before.
fn run_of(reader: &Reader<'_>, first: Span, near: &[(Span, Class)]) -> Vec<(Span, Class)> {
    let mut run: Vec<(Span, Class)> = Vec::new();
    for (span, class) in near {
        let last = run.last().map_or(first, |it| it.0);
        let gap = &reader.unit().text[last.end.min(span.start)..span.start];
        if gap.trim().is_empty() || gap.trim().chars().all(|c| matches!(c, '`' | '(' | '/')) {
            run.push((*span, *class));
        }
    }
    run
}

/// A preposition or another number between a number and a noun parts them: "one in the EC2 fleet".
fn interrupted(reader: &Reader<'_>, one: Span, noun: Span) -> bool {
    let between = Span::new(one.end, noun.start);
    reader.has(between, &[Role::On, Role::Absent, Role::Each])
}

/// "EC2 한 대", "서버 x1": the noun stands right before; a Korean noun may bear a particle.
fn noun_before(reader: &Reader<'_>, one: &Lexeme, clause: Span) -> Option<Counted> {
    // 한 needs a noun behind it: 한 곳 is a place.
    let is_adjective = matches!(one.word, Word::Role(Role::One));
    let is_only = reader.has_near(clause, one.span, 1, &[Role::Only, Role::Counter]);
    if is_adjective && (!is_only || one.span.of(&reader.unit().text) == "한") {
        return None;
    }
    let unit = reader.unit();
    let before = Span::new(clause.start, one.span.start);
    let near = reader.things(before).filter(|(span, _)| unit.words_between(*span, one.span) <= 2).collect::<Vec<_>>();
    let (noun, class) = *near.last()?;
    let between = unit.text[noun.end..one.span.start].trim();
    if between.contains([',', ';']) && !(unit.is_korean(one.span) && between == ",") {
        return None;
    }
    let same = near.iter().filter(|it| it.0 == noun).map(|it| it.1);
    let class = same.chain([class]).find(|it| !is_compute(*it)).unwrap_or(class);
    Some(Counted { class, noun, evidence: noun.cover(one.span) })
}

/// A lone number under a heading such as 수량 counts what its row is about.
fn row_with_count(reader: &Reader<'_>, one: &Lexeme) -> Option<Counted> {
    let unit = reader.unit();
    let part = unit.part(one.span.start);
    let header = reader.column_header(one.span)?;
    let counts = header.0.within(header.1).any(|it| it.word == Word::Role(Role::CountNoun));
    let is_alone = part.span.of(&unit.text).trim().trim_start_matches(['x', '×']).len() <= one.span.len() + 4;
    // "1대" counts machines under any header.
    let counts = counts || ["대", "식", "EA"].iter().any(|it| one.span.of(&unit.text).ends_with(it));
    let thing = reader.things(Span::new(0, unit.text.len())).next().filter(|_| counts && is_alone)?;
    Some(Counted { class: thing.1, noun: thing.0, evidence: one.span })
}

/// | Count | 1 | below | Service | EC2 |: what the table of properties is about.
fn property_with_count(reader: &Reader<'_>, one: &Lexeme) -> Option<Counted> {
    let unit = reader.unit();
    let (first, cell) = (unit.parts.first()?, unit.part(one.span.start));
    let counts = unit.is_row()
        && !unit.is_entry
        && cell.block != first.block
        && unit.within(first.span).any(|it| it.word == Word::Role(Role::CountNoun))
        && cell.span.of(&unit.text).trim().len() <= one.span.len() + 4
        && reader.things(unit.whole()).next().is_none();
    let class = reader.described().filter(|_| counts)?;
    Some(Counted { class, noun: first.span, evidence: one.span })
}

/// "We only have that one.", "이 친구 하나뿐이다": the number stands for what was spoken of.
fn the_only_one(reader: &Reader<'_>, one: &Lexeme, clause: Span) -> Option<Counted> {
    let is_of_place = reader.has_near(clause, one.span, 1, &[Role::Zone, Role::Workload]);
    // "the only copy" counts what stands behind it.
    if is_of_place
        || reader.is_the_only(one.span)
        || !reader.has_near(clause, one.span, 3, &[Role::Only])
        || reader.things(clause).next().is_some()
    {
        return None;
    }
    let all = [
        Class::Compute,
        Class::Container,
        Class::Database,
        Class::Cache,
        Class::Nat,
        Class::Link,
        Class::Queue,
        Class::LoadBalancer,
    ];
    // 대 counts machines, whatever it was that was spoken of.
    let is_machine = one.span.of(&reader.unit().text).ends_with('대');
    let class = reader.subject(one.span, &all).and_then(|it| it.class).or(is_machine.then_some(Class::Compute))?;
    Some(Counted { class, noun: one.span, evidence: one.span })
}

/// A number of machines is a deployment where something runs on them, where nothing else is said to exist, or in a list or table.
fn is_deployed(reader: &Reader<'_>, it: &Counted, clause: Span) -> bool {
    let is_said = reader.has(clause, &[Role::Run, Role::Only, Role::All]);
    let is_placed = reader
        .roles(Span::new(clause.start, it.evidence.start), Role::On)
        .any(|lexeme| lexeme.span.end + 3 >= it.evidence.start);
    is_said || is_placed || reader.is_terse() || reader.is_key_value() || is_predicate(reader, it.evidence)
}

/// "EC2 1대이고", "스케줄러(EC2, 1대)": the number itself is what is said.
fn is_predicate(reader: &Reader<'_>, evidence: Span) -> bool {
    let text = &reader.unit().text;
    let behind = &text[evidence.end..];
    let is_aside = behind.starts_with(')') && text[..evidence.start].trim_end().ends_with('(');
    is_aside
        || reader.unit().is_korean(evidence)
            && reader.knowledge.lexicon.list(List::CountEndings).iter().any(|it| behind.starts_with(it.as_str()))
}

fn auto_recovery(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    let unit = reader.unit();
    let found = unit.lexemes.iter().find(|it| {
        let recovers = matches!(
            it.word,
            Word::Role(Role::AutoRecovery) | Word::Named(Class::AutoScaling) | Word::Thing(Class::AutoScaling)
        );
        // 오토 스케일링 그룹 밖에 있다
        let is_outside = unit.text[it.span.end..].trim_start().starts_with('밖');
        recovers
            && !is_outside
            // 오토 스케일링 그룹이나 예비 장비는 두지 않는다
            && !reader.has_near(unit.clause(it.span.start), it.span, 4, &[Role::Absent, Role::Removed])
    });
    if let Some(it) = found {
        facts.push(reader.fact(Kind::AutoRecovery, None, String::new(), it.span));
    }
}
