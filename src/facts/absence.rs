//! Does the text say that there is none of it? "without a DLQ", "DLQ 없음", "alarms: none", a column with a dash.

use unicode_normalization::UnicodeNormalization;

use crate::language::{Lexeme, Lexicon, List, Role, Unit, Word, script};
use crate::span::Span;

use super::{Reader, answer};

/// How far, in words, a denial may stand before an English noun, and behind one.
const BEFORE: usize = 4;
const BEHIND: usize = 6;

/// How far behind a Korean one.
const BEHIND_KOREAN: usize = 4;

/// What says no only where it is all of a cell: signs, and 안 됨, which elsewhere denies what stands before it. The other words are in the lexicon.
const SIGNS: [&str; 16] = ["-", "–", "—", "x", "✗", "✕", "✘", "❌", "n", "0", "[]", "{}", "~", "무", "안 됨", "안됨"];

/// The words that say that there is none of the thing at `span` of a unit, together with it; `None` where nothing says so.
pub(super) fn of(reader: &Reader<'_>, index: usize, span: Span) -> Option<Span> {
    let unit = &reader.units[index];
    if is_asked_otherwise(reader, unit, span) {
        return None;
    }
    if unit.is_row()
        && let Some(cell) = value_cell(unit, span).filter(|it| says_no(unit, *it))
    {
        return Some(cell);
    }
    let span = unit.with_gloss(span);
    let sentence = unit.sentence(span.start);
    let denials = unit.within(sentence).filter(|it| is_denial(it) && !it.span.overlaps(span));
    let near = denials
        .filter(|it| is_on_its_side(&reader.knowledge.lexicon, unit, it, span))
        .min_by_key(|it| unit.words_between(it.span, span));
    near.map(|it| it.span.cover(span)).or_else(|| after_colon(unit, span))
}

/// Whether `span` stands in a cell that asks, but not whether it is there: | Can the standby serve reads? | No. |
pub(super) fn is_asked_otherwise(reader: &Reader<'_>, unit: &Unit, span: Span) -> bool {
    let cell = unit.part(span.start).span;
    let is_question = unit.is_row() && answer::is_question(cell.of(&unit.text));
    is_question && !answer::asked_for(reader, unit, cell).is_some_and(|it| it.contains(span))
}

/// The cells of the row `index` inside `span` that say no under a header that `names` it.
pub(super) fn in_column<'a>(
    reader: &'a Reader<'_>,
    index: usize,
    span: Span,
    names: impl Fn(usize, Span) -> bool + 'a,
) -> impl Iterator<Item = Span> + 'a {
    let unit = &reader.units[index];
    let cells = unit.parts.iter().map(|it| it.span).filter(move |it| unit.is_row() && span.contains(*it));
    cells
        .filter(|it| says_no(unit, *it))
        .filter(move |it| reader.header_of(index, *it).is_some_and(|(header, at)| names(header, at)))
}

/// Whether the cell that holds `mark` says no.
pub(super) fn is_no(unit: &Unit, mark: Span) -> bool {
    says_no(unit, unit.part(mark.start).span)
}

impl Reader<'_> {
    /// Whether `value`, all that an entry says, says no.
    pub(super) fn is_no_value(&self, value: &str) -> bool {
        let value = value.trim().to_lowercase();
        let first = value.split([' ', ',', ';']).next().unwrap_or_default();
        SIGNS.contains(&value.as_str()) || self.knowledge.lexicon.has(List::NoValues, first)
    }
}

/// Of a row that is about the thing, the cell beside its name.
fn value_cell(unit: &Unit, span: Span) -> Option<Span> {
    let first = unit.parts[0].span;
    (first.contains(span) && (unit.parts.len() == 2 || unit.is_entry)).then(|| unit.parts[1].span)
}

/// Whether the words at `span`, a cell or a value, say no: "없음", "none, the data is small", "there isn't".
pub(super) fn says_no(unit: &Unit, span: Span) -> bool {
    let text = span.of(&unit.text);
    let shown = text.trim_start_matches(|it: char| it.is_whitespace() || "*_`()–—-".contains(it));
    let start = span.end - shown.len();
    if SIGNS.contains(&text.trim_matches([' ', '*', '_', '`', '(', ')']).to_lowercase().as_str()) {
        return true;
    }
    let no = unit.within(Span::new(start, span.end)).find(|it| it.word == Word::Role(Role::No));
    no.is_some_and(|it| {
        let before = unit.text[start..it.span.start].to_lowercase();
        let behind = &unit.text[it.span.end..span.end];
        // "Standby: no traffic": of the noun behind it there is none.
        let is_determiner = it.span.of(&unit.text).eq_ignore_ascii_case("no")
            && behind.strip_prefix(' ').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_lowercase()));
        !is_determiner
            && ["", "there ", "there is ", "there are ", "there's ", "하나도 ", "전혀 ", "아무것도 "]
                .contains(&before.as_str())
            && (behind.is_empty() || behind.starts_with([' ', ',', ';', '.', ':', '(', ')', '*', '_', '`']))
    })
}

pub(super) fn is_denial(lexeme: &Lexeme) -> bool {
    matches!(lexeme.word, Word::Role(Role::Absent | Role::Removed))
}

/// Whether the Korean denial only says what something is done for: 놀지 않도록.
pub(super) fn is_purpose(unit: &Unit, denial: Span) -> bool {
    unit.text[denial.end..].starts_with("도록")
}

/// Whether a Korean word is what is spoken of.
pub(super) fn is_topic(word: &str) -> bool {
    word.chars().count() > 1 && word.ends_with(['은', '는'])
}

/// English denies before the noun, or behind it with a verb; Korean behind it. Another clause denies something else.
fn is_on_its_side(lexicon: &Lexicon, unit: &Unit, denial: &Lexeme, span: Span) -> bool {
    let words = unit.words_between(denial.span, span) - emphasis(unit, denial.span, span);
    let clause = unit.clause(span.start);
    let is_behind = denial.span.start >= span.end;
    let is_here = clause.contains(denial.span);
    match (unit.is_korean(denial.span), is_behind) {
        (true, true) => {
            is_here
                && words <= BEHIND_KOREAN
                && !is_of_what_is_in_it(lexicon, unit, denial.span, span)
                && !is_of_the_verb(lexicon, unit, denial.span)
                && !is_purpose(unit, denial.span)
        }
        // 없는 DLQ is none that anybody writes.
        (true, false) => false,
        (false, true) => is_here && words <= BEHIND && !denies_what_follows(lexicon, unit, denial.span, span),
        (false, false) => {
            is_here && words <= BEFORE && !is_of_another(unit, denial.span, span) && !is_condition(unit, denial.span)
        }
    }
}

/// How many of the words between a Korean noun and its denial only say that there is not one: 알람이 한 건도 걸려 있지 않다.
fn emphasis(unit: &Unit, denial: Span, span: Span) -> usize {
    const NOT_ONE: [&str; 6] = ["한 건도 ", "한 개도 ", "한 번도 ", "한 대도 ", "한 줄도 ", "단 하나도 "];
    let between = unit.text.get(span.end..denial.start).unwrap_or_default();
    if NOT_ONE.iter().any(|it| between.contains(it)) { 2 } else { 0 }
}

/// "No messages are in the DLQ" denies the messages: behind `no` stands its noun, with at most adjectives between. "We do not rely on
/// alarms" denies the verb.
fn is_of_another(unit: &Unit, denial: Span, span: Span) -> bool {
    const PARTS: [&str; 23] = [
        "got", "gets", "get", "received", "saw", "heard", "with", "are", "is", "was", "were", "in", "on", "at", "to",
        "from", "into", "by", "has", "have", "and", "or", "but",
    ];
    const AWAY: [&str; 7] = ["on", "to", "from", "about", "after", "until", "than"];
    let word = denial.of(&unit.text).to_ascii_lowercase();
    let mut between = unit.text[denial.end..span.start].split_whitespace();
    match word.as_str() {
        // "No, RDS Proxy does its job": the word is an answer.
        "no" if unit.text[denial.end..].starts_with(',') => true,
        "no" | "without" => between.any(|it| PARTS.contains(&it.trim_matches([',', ';', ':']))),
        _ => is_not(&word) && between.any(|it| AWAY.contains(&it)),
    }
}

/// Whether the denial needs a verb behind it.
fn is_not(denial: &str) -> bool {
    const NOT: [&str; 4] = ["not", "never", "cannot", "neither"];
    denial.split(' ').any(|it| NOT.contains(&it) || it.ends_with("n't"))
}

/// "DLQ에 쌓인 메시지는 없다" denies what is in it: behind a locative stands another noun with a particle of its own.
pub(super) fn is_of_what_is_in_it(lexicon: &Lexicon, unit: &Unit, denial: Span, span: Span) -> bool {
    const LOCATIVES: [&str; 9] = ["에", "에는", "에서", "에서는", "의", "로", "로는", "으로", "으로는"];
    const PARTICLES: [char; 6] = ['이', '가', '은', '는', '을', '를'];
    let rest = &unit.text[span.end.min(denial.start)..denial.start];
    // 우리 지표에는 없음: it is something else that they do not have.
    if ["에는", "에도", "에"].contains(&rest.trim_end()) {
        return true;
    }
    // Of 붙이지 않는다 the stem is no noun with a particle.
    let whole_words = &rest[..rest.rfind(' ').map_or(0, |it| it + 1)];
    // 백업은 있는데 …: there is one. S3로 에이전트 없이: it is the means.
    let is_means = ["로 ", "으로 "].iter().any(|it| rest.starts_with(it)) && denial.of(&unit.text).starts_with('없');
    if is_means || whole_words.split_whitespace().any(|it| it.starts_with('있')) {
        return true;
    }
    // Multi-AZ 전환 중에도 서비스 끊김 없음: the noun right before it is what there is none of.
    let noun = rest.split_whitespace().next_back().unwrap_or_default();
    if whole_words.trim().contains(' ') && denial.of(&unit.text).starts_with('없') && lexicon.has(List::Effects, noun)
    {
        return true;
    }
    // 상태 확인 연결, 보조는 없음: behind a comma somebody else is spoken of.
    if whole_words.split_once(", ").is_some_and(|(_, behind)| behind.split_whitespace().any(is_topic)) {
        return true;
    }
    // 상태 확인은 인증이 필요 없다: of the topic something else is denied.
    let is_subject =
        |it: &str| it.chars().count() > 1 && it.ends_with(['이', '가']) && !lexicon.has(List::OwnSubjects, it);
    // 헬스체크는 비용이 들어 만들지 않는다: the reason stands between.
    let own_words = behind_reason(whole_words);
    if rest.starts_with(['은', '는']) && own_words.split_whitespace().any(is_subject) {
        return true;
    }
    // 알림은 SQS를 쓰지 않는다, 스탠바이는 읽기를 받지 않는다: what is not used, or not done, stands nearer. 백업은 설정을 하지 않는다: 하다 is any.
    let is_any = unit.text[..denial.start].ends_with('하') || denial.of(&unit.text).contains('하');
    let is_object =
        |it: &str| it.ends_with(['을', '를']) && (!is_any || it.contains(|it: char| it.is_ascii_alphabetic()));
    if rest.starts_with(['은', '는']) && own_words.split_whitespace().any(is_object) {
        return true;
    }
    if rest.starts_with(['이', '가', '을', '를']) {
        return false;
    }
    let mut words = whole_words.split_whitespace();
    words.any(|it| LOCATIVES.iter().any(|end| it.ends_with(end)))
        && words.any(|it| it.chars().count() > 1 && it.ends_with(PARTICLES))
}

/// What stands behind the last Korean word in `text` that gives a reason or joins two predicates: 들어, 커서, 발생하여.
fn behind_reason(text: &str) -> &str {
    let is_joining = |it: &str| {
        let is_long = it.chars().count() > 1;
        is_long && it.ends_with(['어', '아', '여', '서', '려', '나']) || script::ends_with_connective(it)
    };
    let last = text.split_whitespace().rfind(|it| is_joining(it));
    last.and_then(|it| text.rfind(it).map(|at| &text[at + it.len()..])).unwrap_or(text)
}

/// "The DLQ has no alarm", "A DLQ keeps what could not be processed": behind a noun these deny something else.
fn denies_what_follows(lexicon: &Lexicon, unit: &Unit, denial: Span, span: Span) -> bool {
    const FORWARD: [&str; 8] = ["no", "has no", "have no", "without", "lacks", "lacking", "instead of", "rather than"];
    const RELATIVES: [&str; 6] = ["that", "which", "who", "what", "when", "where"];
    FORWARD.iter().any(|it| denial.of(&unit.text).eq_ignore_ascii_case(it))
        || unit.text[span.end..denial.start].split_whitespace().any(|it| RELATIVES.contains(&it))
        || unit.text[span.end..denial.start].contains(',')
        // "It is dumped each night and PITR is not used"; "backups and snapshots are not taken" denies both.
        || unit.text[span.end..denial.start].trim_start().find(" and ").is_some_and(|it| it > 0)
        || ["and", "but", "or"].iter().any(|it| ends_with_word(&unit.text[span.end..denial.start], it))
        || denies_a_verb(lexicon, &unit.text[denial.start..])
}

/// "Has a DLQ and is not idempotent" denies another thing of the same subject.
fn ends_with_word(text: &str, word: &str) -> bool {
    text.split_whitespace().next_back() == Some(word)
}

/// "The backup does not block writes" denies the blocking; "is not taken" and "does not exist" deny the backup.
pub(super) fn denies_a_verb(lexicon: &Lexicon, text: &str) -> bool {
    const NOT: [&str; 18] = [
        "not", "never", "isn't", "aren't", "wasn't", "doesn't", "don't", "didn't", "won't", "haven't", "hasn't",
        "does not", "do not", "did not", "will not", "is not", "are not", "was not",
    ];
    let lower = text.to_ascii_lowercase();
    let not = NOT.iter().filter(|it| lower.starts_with(**it)).max_by_key(|it| it.len());
    let Some(rest) = not.and_then(|it| lower.get(it.len()..)) else { return false };
    let rest = rest.split(['.', ',', ';', ':', '(', ')', '|', '\n']).next().unwrap_or_default();
    let verb = rest
        .split_whitespace()
        .map(|it| it.trim_matches(['*', '`', '_']))
        .find(|it| !lexicon.has(List::BeforeVerbs, it));
    // "Backups help, copies don't": they don't help.
    verb.map_or_else(|| not.is_some_and(|it| it.starts_with("do")), |it| !lexicon.has(List::There, it))
}

/// "알람이 아니라" says what something else is.
fn is_of_the_verb(lexicon: &Lexicon, unit: &Unit, denial: Span) -> bool {
    let word = denial.of(&unit.text);
    let before = unit.text[..denial.start].trim_end().trim_end_matches(['도', '는']).trim_end_matches('지');
    let is_stem = |it: &str| before.strip_suffix(it).is_some_and(|it| it.ends_with(' '));
    // 관제는 안 밀림
    let verb = unit.text[denial.start..].strip_prefix('안').map(str::trim_start);
    let is_act =
        |stem: &str| verb.is_some_and(|it| is_form_of(it, stem)) || word.starts_with(['지', '않']) && is_stem(stem);
    word.contains("아니") || word.contains("아님") || lexicon.list(List::Acts).iter().any(|it| is_act(it))
}

/// Whether `text` begins with a form of the verb of `stem`, letter by letter: 밀림, 밀린다 of 밀리, but of 막 not 만든다.
fn is_form_of(text: &str, stem: &str) -> bool {
    let mut shown = text.nfd();
    stem.nfd().all(|it| shown.next() == Some(it))
}

/// "Without a DLQ nobody learns what was lost": at the start of a sentence it is a condition.
fn is_condition(unit: &Unit, denial: Span) -> bool {
    let before = unit.text[..denial.start].trim_end_matches([' ', '*', '_', '(']);
    denial.of(&unit.text).eq_ignore_ascii_case("without")
        && (before.ends_with(['.', ';', '!', '?']) || before.is_empty())
}

/// `DLQ: none`, `알람: 없음`.
fn after_colon(unit: &Unit, span: Span) -> Option<Span> {
    let rest = &unit.text[span.end..];
    let rest = of_whom(rest).unwrap_or(rest);
    let value = rest.trim_start_matches(|it: char| it.is_whitespace() || matches!(it, '*' | '`' | ')'));
    let value = value.strip_prefix([':', '=', '：'])?.trim_start_matches([' ', '*', '`']);
    let end = value.find(['\n', ',', '.', ';', '(', '|', '#']).unwrap_or(value.len());
    // Lines of `key: value` without a blank one between them run together: the last word before a colon is the next key.
    let at = unit.text.len() - value.len();
    let end = value[..end].find(": ").and_then(|colon| next_key(unit, at, &value[..colon])).unwrap_or(end);
    let value = value[..end].trim_end();
    // Of "not configured for the payments table" two words say no, the others what it is about.
    let is_short = unit
        .within(Span::new(at, at + value.len()))
        .any(|it| it.word == Word::Role(Role::No) && it.span.len() == value.len());
    let end = value.match_indices(' ').nth(1).filter(|_| !is_short).map_or(value.len(), |it| it.0);
    says_no(unit, Span::new(at, at + value.len())).then(|| Span::new(span.start, at + end))
}

/// What stands behind " for the orders table" in "Backup for the orders table: none".
fn of_whom(rest: &str) -> Option<&str> {
    const WORDS: usize = 5;
    let (whom, _) = rest.split_once(':')?;
    let starts = [" for ", " of ", " on ", " in "].iter().any(|it| whom.starts_with(it));
    let is_one = !whom.contains([',', '.', ';', '(', '\n', '|']) && whom.split_whitespace().count() <= WORDS;
    (starts && is_one).then(|| &rest[whom.len()..])
}

/// Where the key that `text`, which starts at byte `at`, ends with starts: behind the words that say no.
fn next_key(unit: &Unit, at: usize, text: &str) -> Option<usize> {
    text.match_indices(' ').map(|it| it.0).find(|end| says_no(unit, Span::new(at, at + end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::units;
    use crate::memo::Memo;
    use crate::surface::{Format, Place, outline};

    /// What says that there is no `noun`, its first place in `text`.
    #[track_caller]
    fn check(text: &str, noun: &str, expected: Option<&str>) {
        let (knowledge, problems) = Knowledge::built_in();
        assert_eq!(problems, []);
        let outline = outline(text, Place::First, Format::Markdown);
        let names = vec![Vec::new(); outline.blocks.len()];
        let units = units(&outline, &names, &knowledge, &mut Memo::default());
        let reader = Reader { outline: &outline, units: &units, index: 0, knowledge: &knowledge };
        let at = units[0].text.find(noun).unwrap_or_default();
        let found = of(&reader, 0, Span::new(at, at + noun.len()));
        assert_eq!(found.map(|it| it.of(&units[0].text)), expected);
    }

    #[test]
    fn what_stands_behind_may_deny_another_noun() {
        check("A DLQ has not been set up.", "DLQ", Some("DLQ has not"));
        check("A DLQ keeps what could not be processed.", "DLQ", None);
        check("The DLQ has no alarm.", "DLQ", None);
        check("The DLQ does not block the consumer.", "DLQ", None);
        check("The queue has a DLQ and is not used for mail.", "DLQ", None);
        check("A DLQ does not exist yet.", "DLQ", Some("DLQ does not"));
        check("The DLQ is read each night and a log is not kept.", "DLQ", None);
        check("We do not rely on the DLQ.", "DLQ", None);
        check("Without a DLQ nobody learns it.", "DLQ", None);
        check("It runs without a DLQ.", "DLQ", Some("without a DLQ"));
        check("DLQ는 아무것도 고치지 않는다.", "DLQ", None);
        check("이것은 DLQ가 아니다.", "DLQ", None);
        check("주문 큐에는 DLQ를 두지 않는다.", "DLQ", Some("DLQ를 두지 않"));
        check("DLQ에 쌓인 메시지는 없다.", "DLQ", None);
        check("DLQ는 알람이 없다.", "DLQ", None);
        check("DLQ로는 조회를 받지 않는다.", "DLQ", None);
        check("No grower got alerts for an hour.", "alerts", None);
        check("DLQ(Dead Letter Queue)가 없다.", "DLQ", Some("DLQ(Dead Letter Queue)가 없다"));
        check("데드레터 큐(DLQ)를 두지 않는다.", "DLQ", Some("DLQ)를 두지 않"));
        check("DLQ는 있는데 알람이 없다.", "DLQ", None);
        check("Alarms help, a DLQ doesn't.", "DLQ", None);
        check("Retried without an entry in the DLQ.", "DLQ", None);
        check("DLQ는 만든 적이 없다.", "DLQ", Some("DLQ는 만든 적이 없다"));
        check("DLQ는 아직 붙이지 않았다.", "DLQ", Some("DLQ는 아직 붙이지 않"));
        check("주문 큐는 DLQ 연결, 알림 큐는 없음", "DLQ", None);
        check("DLQ는 리전 밖으로 나가지 않는다.", "DLQ", None);
        check("DLQ는 아직 없다.", "DLQ", Some("DLQ는 아직 없다"));
        check("우리 DLQ에는 없음", "DLQ", None);
        check("DLQ는 안 밀림", "DLQ", None);
        check("DLQ는 안 만듦", "DLQ", Some("DLQ는 안 만듦"));
        check("The DLQ does not page anybody.", "DLQ", None);
        check("We do not rely on the DLQ.", "DLQ", None);
        check("We did not add a DLQ.", "DLQ", Some("did not add a DLQ"));
        check("DLQ는 아무것도 고치지 않는다.", "DLQ", None);
        check("이것은 DLQ가 아니다.", "DLQ", None);
        check("Without a DLQ nobody learns it.", "DLQ", None);
        check("It runs without a DLQ.", "DLQ", Some("without a DLQ"));
    }

    #[test]
    fn keys_and_values_run_together() {
        check("dlq: none retries: 3", "dlq", Some("dlq: none"));
        check("dlq: false alarm: none", "dlq", Some("dlq: false"));
        check("dlq: orders-dlq alarm: none", "dlq", None);
        check("DLQ: not configured for the mail queue", "DLQ", Some("DLQ: not configured"));
        check("Backup for Soil: there isn't. It is large.", "Backup", Some("Backup for Soil: there isn't"));
    }
}
