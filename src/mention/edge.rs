//! Does a name stand by itself, or is it a piece of a longer word, a file name or an address?

use crate::knowledge::CardKind;
use crate::language::script;
use crate::span::Span;

/// Whether `span` of `text` is a whole word, or whole words.
///
/// A change of script is an edge. What joins code (`-`, `/`, `:`, `.`) joins lower-case words only: `S3-backed` and `EC2/RDS`
/// name something, `my-s3-bucket`, `lib/sqs.js` and `s3.amazonaws.com` do not.
pub(super) fn stands_alone(text: &str, span: Span, kind: CardKind) -> bool {
    let name = span.of(text);
    let (Some(first), Some(last)) = (name.chars().next(), name.chars().next_back()) else { return false };
    let spelling = if name.chars().any(|it| it.is_uppercase() || it == ' ' || !it.is_ascii()) {
        Spelling::Name
    } else {
        Spelling::Code
    };
    opens(&text[..span.start], Script::of(first), spelling) && closes(&text[span.end..], last, spelling, kind)
}

/// The web addresses in `text` that show their scheme, in order.
///
/// Cost: O(bytes).
pub(super) fn addresses(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in text.match_indices("://") {
        if found.last().is_some_and(|it| at < it.end) {
            continue;
        }
        let scheme = text[..at].bytes().rev().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let rest = &text[at..];
        let end = rest.find(|it: char| it.is_whitespace() || !it.is_ascii() || "<>\"'`|)]".contains(it));
        found.push(Span::new(at - scheme, at + end.unwrap_or(rest.len())));
    }
    found
}

/// What kind of writing a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// Letters, digits and `_` of the scripts that put spaces between words.
    Latin,
    /// Syllables and the letters that they are made of.
    Hangul,
    /// Punctuation, spaces, Han and kana, emoji.
    Other,
}

impl Script {
    /// The script of `it`.
    pub(crate) fn of(it: char) -> Script {
        match it {
            '가'..='힣' | 'ㄱ'..='ㆎ' | '\u{1100}'..='\u{11ff}' => Script::Hangul,
            '_' => Script::Latin,
            it if it < '\u{2e80}' && it.is_alphanumeric() => Script::Latin,
            _ => Script::Other,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// With a capital, a space or Hangul: as names are written in text.
    Name,
    /// Lower-case letters and digits: as names are written in code.
    Code,
}

fn opens(before: &str, first: Script, spelling: Spelling) -> bool {
    let mut before = before.chars().rev();
    let Some(joint) = before.next() else { return true };
    let beyond = before.next();
    match (first, joint) {
        (Script::Hangul, _) => Script::of(joint) != Script::Hangul,
        (_, '-' | '/') => spelling == Spelling::Name,
        (_, ':') => beyond != Some(':') && (spelling == Spelling::Name || !is_latin(beyond)),
        (_, '.') => spelling == Spelling::Name && !is_latin(beyond),
        (_, '@' | '$' | '\\') => false,
        _ => Script::of(joint) != Script::Latin,
    }
}

fn closes(after: &str, last: char, spelling: Spelling, kind: CardKind) -> bool {
    if Script::of(last) == Script::Hangul {
        return ends_hangul(after, kind);
    }
    if ends_latin(after, spelling) {
        return true;
    }
    let plural = if matches!(last, 's' | 'x' | 'h' | 'S') {
        after.strip_prefix("es").or(after.strip_prefix('s'))
    } else {
        after.strip_prefix('s')
    };
    plural.is_some_and(|rest| ends_latin(rest, spelling))
}

fn ends_latin(after: &str, spelling: Spelling) -> bool {
    let mut after = after.chars();
    let Some(joint) = after.next() else { return true };
    let beyond = after.next();
    match joint {
        '-' | '/' => spelling == Spelling::Name || !is_latin(beyond),
        ':' => beyond != Some(':') && (spelling == Spelling::Name || !is_latin(beyond)),
        '.' | '@' | '\\' => !is_latin(beyond),
        _ => Script::of(joint) != Script::Latin,
    }
}

fn is_latin(it: Option<char>) -> bool {
    it.is_some_and(|it| Script::of(it) == Script::Latin)
}

/// The verb that turns a concept into an action: 페일오버한다, 백업되는.
const VERBS: &str = "하한할함했해되된될됨됐돼시";

fn ends_hangul(after: &str, kind: CardKind) -> bool {
    let run = after.find(|it| Script::of(it) != Script::Hangul).unwrap_or(after.len());
    let tail = &after[..run];
    if tail.is_empty()
        || script::starts_with_particle(tail)
        || tail.strip_prefix('들').is_some_and(|it| it.is_empty() || script::starts_with_particle(it))
    {
        return true;
    }
    kind == CardKind::Concept && tail.chars().next().is_some_and(|it| VERBS.contains(it)) && tail.chars().count() <= 6
}
