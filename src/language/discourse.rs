//! How do the sentences of a unit hang together? Which of them speak of what another one says?

use crate::span::Span;

use super::clause::{Clause, clause_at};
use super::stance::Place;
use super::{Cue, Frame, Frames, Lexeme, Reach, Role, Stance, Word, script};

impl Place {
    /// The sentence behind that of the evidence, behind a label such as "조치 3."; its own where it is the last.
    pub(super) fn next_sentence(&self, text: &str, clauses: &[Clause]) -> Span {
        let behind = (self.index() + 1..).map_while(|it| sentence(clauses, it));
        let next = behind.take(3).find(|it| !is_label(it.of(text)));
        next.unwrap_or_else(|| self.sentence(clauses))
    }

    /// Whether the cue at `at` ends the sentence before, in Korean, where the predicate stands last: "`stg-*`는 전부 스테이징. 알람은 없다."
    pub(super) fn is_named_before(&self, text: &str, clauses: &[Clause], at: Span) -> bool {
        const COPULAS: [&str; 6] = ["", "이다", "임", "입니다", "이고", "이에요"];
        let before = self.index().checked_sub(1).and_then(|it| sentence(clauses, it)).filter(|it| it.contains(at));
        let behind = |it: Span| text[at.end..it.end].trim_matches(|it: char| it.is_whitespace() || it == '.');
        at.of(text).contains(script::is_hangul) && before.is_some_and(|it| COPULAS.contains(&behind(it)))
    }

    /// Whether the cue at `at` stands in the first sentence of the unit, which says whose or which system it tells of, and the evidence in
    /// the second, which does not come back to one's own: "Our subsidiary has a shop of its own. The web tier is one EC2 instance."
    ///
    /// A bare noun (제휴사) only names somebody; "our subsidiary has" speaks of them.
    pub(super) fn is_topic(&self, text: &str, lexemes: &[Lexeme], clauses: &[Clause], at: Span) -> bool {
        const OWN: [Role; 3] = [Role::Now, Role::Team, Role::Announcing];
        let own = self.sentence(clauses);
        let rest = Span::new(at.end, own.end.max(at.end));
        self.index() == 1
            && at.end <= own.start
            && at.of(text).contains(' ')
            && !OWN.iter().any(|it| has(lexemes, rest, *it))
    }

    /// The sentence with those beside it that speak of the same thing: "Test systems are off at night. They're single machines."
    pub(super) fn setting(&self, text: &str, lexemes: &[Lexeme], clauses: &[Clause]) -> Span {
        let own = self.sentence(clauses);
        let before = self.index().checked_sub(1).and_then(|it| sentence(clauses, it));
        let before = before.filter(|_| takes_up(text, lexemes, own));
        let behind = sentence(clauses, self.index() + 1).filter(|it| takes_up(text, lexemes, *it));
        own.cover(before.unwrap_or(own)).cover(behind.unwrap_or(own))
    }

    /// Whether the cue at `at` stands in a sentence that takes up what the evidence says: "… This was how it worked until last spring."
    pub(super) fn is_taken_up(&self, text: &str, lexemes: &[Lexeme], clauses: &[Clause], at: Span) -> bool {
        let next = sentence(clauses, self.index() + 1).filter(|it| it.contains(at));
        next.is_some_and(|it| takes_up(text, lexemes, it) && !has(lexemes, it, Role::Upheld))
    }

    /// Whether the evidence's sentence begins with a name that the one before, where the cue at `at` stands, has too: "It replaces PHS-FS02.
    /// PHS-FS02 is a single machine." What a card is about names nobody's system.
    pub(super) fn is_of_the_named(&self, text: &str, lexemes: &[Lexeme], clauses: &[Clause], at: Span) -> bool {
        const WORDS: usize = 4;
        let own = self.sentence(clauses);
        let before = self.index().checked_sub(1).and_then(|it| sentence(clauses, it)).filter(|it| it.contains(at));
        let Some(before) = before.filter(|_| !has(lexemes, own, Role::Now)) else { return false };
        let cards = lexemes.iter().filter(|it| it.is_name() && own.contains(it.span));
        let is_card = |it: &str| cards.clone().any(|card| card.span.of(text).contains(it));
        let opening = own.of(text).split_whitespace().take(WORDS).flat_map(names);
        let mut named = opening.filter(|it| !is_card(it));
        named.any(|name| before.of(text).split_whitespace().flat_map(names).any(|it| it == name))
    }

    /// Whether the cue at `at` stands in a sentence before that announces what follows: "Before the move it went like this. …",
    /// "당시에는 다음과 같았다. …"; a sentence that comes back to the present ends it.
    pub(super) fn is_announced(&self, text: &str, lexemes: &[Lexeme], clauses: &[Clause], at: Span) -> bool {
        if self.sentence(clauses).start < at.end {
            return false;
        }
        let index = sentence_at(clauses, at.start);
        let announcing = (index..=self.index()).take(2).filter_map(|it| sentence(clauses, it));
        let is_announced = announcing
            .enumerate()
            .any(|(behind, it)| has(lexemes, it, Role::Announcing) && (behind == 0 || takes_up(text, lexemes, it)));
        is_announced
            && !comes_back(lexemes, sentence(clauses, index).unwrap_or_default(), at)
            && !self.comes_back_after(lexemes, clauses, index, &[Role::Now, Role::Upheld])
    }

    /// Whether the cue at `at` speaks of what comes before a sentence that announces or comes back to what is so: "We said no to a second
    /// one. So it stays like this: …"
    pub(super) fn is_cut_off(&self, lexemes: &[Lexeme], clauses: &[Clause], at: Span) -> bool {
        let index = sentence_at(clauses, at.start);
        index < self.index()
            && self.comes_back_after(lexemes, clauses, index, &[Role::Now, Role::Announcing, Role::Upheld])
    }

    /// Whether the English cue at `at` stands in a later sentence that says at length of what it speaks: "The contractor's first proposal was
    /// to put them all in one account; we said no."
    pub(super) fn is_told_of_another(&self, text: &str, lexemes: &[Lexeme], clauses: &[Clause], at: Span) -> bool {
        const WORDS: usize = 8;
        let index = sentence_at(clauses, at.start);
        let sentence = sentence(clauses, index).unwrap_or_default();
        let before = Span::new(sentence.start, at.start);
        index > self.index()
            && !at.of(text).contains(script::is_hangul)
            && before.of(text).split_whitespace().count() > WORDS
            && !takes_up(text, lexemes, sentence)
    }

    /// Whether one of `roles` is played between sentence `index` and the end of the one of the evidence.
    fn comes_back_after(&self, lexemes: &[Lexeme], clauses: &[Clause], index: usize, roles: &[Role]) -> bool {
        let mut between = (index + 1..=self.index()).filter_map(|it| sentence(clauses, it));
        between.any(|it| roles.iter().any(|role| has(lexemes, it, *role)))
    }
}

/// Whether `sentence` comes back to one's own, or to what is so now, behind `at`: "Unlike our competitor, we do it like this."
fn comes_back(lexemes: &[Lexeme], sentence: Span, at: Span) -> bool {
    has(lexemes, Span::new(at.end, sentence.end.max(at.end)), Role::Now)
}

/// What a unit that announces what stands below it says of that: "A sister company does it like this:" over a quotation.
pub(super) fn announced_frames(text: &str, lexemes: &[Lexeme], clauses: &[Clause]) -> Frames {
    let Some((last, own)) = announcing(text, lexemes, clauses) else { return Frames::default() };
    let before = last.checked_sub(1).and_then(|it| sentence(clauses, it)).filter(|_| takes_up(text, lexemes, own));
    frames_of(lexemes, before.map_or(own, |it| it.cover(own)))
}

/// Whether a unit's last sentence announces what stands below it.
pub(super) fn is_announcing(text: &str, lexemes: &[Lexeme], clauses: &[Clause]) -> bool {
    announcing(text, lexemes, clauses).is_some()
}

/// A unit's last sentence, with its number, where it announces what stands below.
fn announcing(text: &str, lexemes: &[Lexeme], clauses: &[Clause]) -> Option<(usize, Span)> {
    let last = clauses.last()?.sentence;
    let own = sentence(clauses, last)?;
    let has_colon = own.of(text).trim_end_matches([' ', '*', '_']).ends_with(':');
    (has_colon || has(lexemes, own, Role::Announcing)).then_some((last, own))
}

/// What a unit takes back of the one above it: "This setup was retired in May.", "Resolution: fixed." below what was found.
pub(super) fn taken_back(text: &str, lexemes: &[Lexeme], clauses: &[Clause]) -> Frames {
    const WORDS: usize = 6;
    const SENTENCES: usize = 2;
    let opening = sentence(clauses, 0).unwrap_or_default();
    let is_back = |it: &&Lexeme| plays(it, Role::TakingBack) && opening.contains(it.span);
    // "— from the audit of 2021, mended since", below a quotation
    let is_source = text.starts_with(['—', '–']);
    let word = lexemes.iter().find(is_back).map(|it| it.span.start).or(is_source.then_some(0));
    let Some(start) = word else { return Frames::default() };
    let before = text[..start].split_whitespace().count();
    let said = (0..SENTENCES).filter_map(|it| sentence(clauses, it)).fold(opening, Span::cover);
    if before > WORDS || has(lexemes, said, Role::Upheld) {
        return Frames::default();
    }
    let opens = |it: &&Lexeme| {
        let own = sentence(clauses, sentence_at(clauses, it.span.start)).unwrap_or_default();
        said.contains(it.span) && is_opening(text, lexemes, own, it.span)
    };
    let openings = lexemes.iter().filter_map(|it| match it.word {
        Word::Cue(cue) if cue.reach == Reach::Opening && opens(&it) => frame_of(cue.stance),
        _ => None,
    });
    openings.fold(frames_of(lexemes, said), Frames::with)
}

/// The cues inside `span` that say it of more than their clause, as what a heading would say; what comes before a word for now is over.
fn frames_of(lexemes: &[Lexeme], span: Span) -> Frames {
    let counts = |it: &&Lexeme| span.contains(it.span) && !comes_back(lexemes, span, it.span);
    let cues = lexemes.iter().filter(counts).filter_map(|it| match it.word {
        Word::Cue(cue) if is_told_of_others(cue) => Some(cue.stance),
        _ => None,
    });
    cues.filter_map(frame_of).collect()
}

/// The frame in which all is meant as `stance` says.
fn frame_of(stance: Stance) -> Option<Frame> {
    match stance {
        Stance::Past => Some(Frame::Past),
        Stance::Rejected => Some(Frame::Alternatives),
        Stance::Elsewhere => Some(Frame::Elsewhere),
        Stance::NonProduction => Some(Frame::NonProduction),
        Stance::WarnedAgainst => Some(Frame::Norms),
        Stance::Defined => Some(Frame::Glossary),
        Stance::Hypothetical | Stance::Denied => Some(Frame::Claims),
        Stance::Asked => Some(Frame::Questions),
        Stance::Asserted | Stance::Planned | Stance::Quoted => None,
    }
}

/// Whether a cue says it of all that a sentence speaks of, and so also of another sentence that is said to be like this one.
pub(super) fn is_told_of_others(cue: Cue) -> bool {
    match cue.stance {
        Stance::Elsewhere | Stance::NonProduction | Stance::Rejected | Stance::WarnedAgainst => true,
        // "In the old system", not "was".
        Stance::Past | Stance::Defined | Stance::Hypothetical | Stance::Asked => cue.reach >= Reach::Sentence,
        // "Nothing of this is true."
        Stance::Denied => cue.reach == Reach::Verdict,
        _ => false,
    }
}

/// The sentence number `index`.
pub(super) fn sentence(clauses: &[Clause], index: usize) -> Option<Span> {
    let start = clauses.partition_point(|it| it.sentence < index);
    clauses[start..].iter().take_while(|it| it.sentence == index).map(|it| it.span).reduce(Span::cover)
}

/// The name that a word is, without its particle: PHS-FS02, `PMS는`.
fn names(word: &str) -> Option<&str> {
    let shown = word.trim_start_matches(|it: char| !it.is_ascii_alphanumeric());
    let end = shown.find(|it: char| !it.is_ascii_alphanumeric() && it != '-').unwrap_or(shown.len());
    let name = shown[..end].trim_end_matches('-');
    let capitals = name.bytes().filter(u8::is_ascii_uppercase).count();
    let has_digit = name.bytes().any(|it| it.is_ascii_digit());
    (capitals > 1 || capitals == 1 && has_digit).then_some(name)
}

fn plays(lexeme: &Lexeme, role: Role) -> bool {
    lexeme.word == Word::Role(role)
}

fn has(lexemes: &[Lexeme], span: Span, role: Role) -> bool {
    lexemes.iter().any(|it| plays(it, role) && span.contains(it.span))
}

/// The number of the sentence that holds byte `at`.
fn sentence_at(clauses: &[Clause], at: usize) -> usize {
    clauses[clause_at(clauses, at)].sentence
}

/// Whether a sentence is only the number or the mark of what follows.
fn is_label(sentence: &str) -> bool {
    const WORDS: usize = 2;
    let is_number = |it: &str| it.trim_end_matches(['.', ':', ')']).bytes().all(|it| it.is_ascii_digit());
    let mut words = sentence.split_whitespace();
    words.clone().count() <= WORDS && words.next_back().is_none_or(is_number)
}

/// Whether a sentence begins with a word for what the one before spoke of.
fn takes_up(text: &str, lexemes: &[Lexeme], sentence: Span) -> bool {
    const WORDS: usize = 1;
    // "However, this …", "다만 이는 …"
    let words = |it: Span| it.of(text).split_whitespace().filter(|it| it.contains(char::is_alphanumeric)).count();
    let opens = |it: &&Lexeme| words(Span::new(sentence.start, it.span.start)) <= WORDS;
    let mut inside = lexemes.iter().filter(|it| sentence.contains(it.span)).take_while(opens);
    inside.any(|it| plays(it, Role::Anaphor) || plays(it, Role::TakingBack))
}

/// Whether the cue at `at` is what its `sentence` is there to say of the one before: nothing stands before it, or a word that takes that up;
/// in Korean, where the verb stands last, nothing that it could be said of instead.
pub(super) fn is_opening(text: &str, lexemes: &[Lexeme], sentence: Span, at: Span) -> bool {
    const WORDS: usize = 6;
    const SUBJECTS: [char; 4] = ['은', '는', '이', '가'];
    let before = Span::new(sentence.start, at.start);
    let words = || before.of(text).split_whitespace().filter(|it| it.contains(char::is_alphanumeric));
    let has_anaphor = || has(lexemes, before, Role::Anaphor) || has(lexemes, before, Role::TakingBack);
    // "작년에 사무실을 옮겼다": nothing was said of an office.
    let is_new = |it: &str| it.chars().count() > 1 && !text[..sentence.start].contains(it);
    let has_object = || words().any(|it| it.strip_suffix(['을', '를']).is_some_and(is_new));
    let has_subject = || words().any(|it| it.ends_with(SUBJECTS)) || has_object();
    let ends = || !text[at.end..sentence.end].trim_end().contains(' ');
    let is_korean = at.of(text).contains(script::is_hangul);
    // "이 소문은 사실과 멀다.": the cue is what the sentence is about.
    let is_topic = || words().next().is_none() && at.of(text).ends_with(SUBJECTS);
    let is_last = !is_korean || ends() || is_topic();
    is_last
        // "Rotated during the meeting, the image is still in use."
        && !has(lexemes, sentence, Role::Upheld)
        && words().count() <= WORDS
        && (words().next().is_none() || has_anaphor() || is_korean && !has_subject())
}

/// Whether the cue at `at` of a `sentence` says nothing of a thing that the one `before` did not speak of: "This was dropped.", "Dropped in
/// May.", 작년에 다 옮겼습니다, not "The old printer was dropped.", 배치는 다 옮겼습니다.
pub(super) fn is_of_nothing_else(text: &str, lexemes: &[Lexeme], before: Span, sentence: Span, at: Span) -> bool {
    const BLANK: [&str; 14] =
        ["the", "a", "an", "we", "they", "then", "later", "since", "all", "both", "but", "and", "however", "meanwhile"];
    let opening = Span::new(sentence.start, at.start.max(sentence.start));
    let mut words = opening.of(text).split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let is_korean = sentence.of(text).contains(script::is_hangul);
    takes_up(text, lexemes, sentence)
        || is_korean && !words.clone().any(|it| topic(it).is_some_and(|it| !before.of(text).contains(it)))
        || !is_korean && words.all(|it| BLANK.iter().any(|blank| it.eq_ignore_ascii_case(blank)))
}

/// The noun that a Korean word makes the topic: 배치 of 배치는. What tells when or where (작년에는, 지금은) is none.
fn topic(word: &str) -> Option<&str> {
    const PLACED: [&str; 6] = ["에", "에서", "부터", "까지", "로", "서"];
    const TIMES: [&str; 12] =
        ["지금", "이제", "현재", "오늘", "이번", "그때", "당시", "최근", "올해", "작년", "이후", "다음"];
    let noun = word.strip_suffix(['은', '는'])?;
    let is_noun = noun.chars().count() > 1 && !PLACED.iter().any(|it| noun.ends_with(it)) && !TIMES.contains(&noun);
    is_noun.then_some(noun)
}
