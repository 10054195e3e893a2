//! By which keystrokes is a name typed?

use super::names::without_prefix;
use super::{CardId, Name};

/// What is typed for one name.
#[derive(Debug)]
pub(crate) struct Key {
    /// Index of `Names::names`.
    pub(crate) name: usize,
    /// The card.
    pub(crate) card: CardId,
    /// Its letters as [`strokes`].
    pub(crate) strokes: Box<str>,
    /// Where words start in `strokes`, without the first; camel case starts words as well.
    pub(crate) words: Box<[u16]>,
    /// The first letter of each word; of Hangul the first consonant of each syllable.
    pub(crate) initials: Box<str>,
}

impl Key {
    /// The key of a name, without its maker; `None` for one that is another name with its maker before it.
    pub(super) fn new(index: usize, name: &Name) -> Option<Key> {
        let short = without_prefix(&name.text);
        if short.is_some() && name.former.is_none() {
            return None;
        }
        let text = short.unwrap_or(&name.text);
        let (mut typed, mut words, mut initials) = (String::new(), Vec::new(), String::new());
        let mut before = ' ';
        for char in text.chars() {
            let starts_word = !before.is_alphanumeric() || (before.is_lowercase() && char.is_uppercase());
            let at = typed.len();
            push_strokes(&mut typed, char);
            if typed.len() > at && (starts_word || is_syllable(char)) {
                initials.extend(typed[at..].chars().next());
            }
            if typed.len() > at && starts_word && at > 0 {
                words.extend(u16::try_from(at).ok());
            }
            before = char;
        }
        let (strokes, words, initials) = (typed.into_boxed_str(), words.into_boxed_slice(), initials.into_boxed_str());
        Some(Key { name: index, card: name.card, strokes, words, initials })
    }
}

/// The letters of `text` as a Korean keyboard types them, one character a stroke: Latin in lower case, each Hangul syllable
/// as its letters (람 is ㄹㅏㅁ, 과 is ㄱㅗㅏ), so that a syllable in the making is a beginning of the finished one. Spaces,
/// hyphens and other punctuation are left out.
pub(crate) fn strokes(text: &str) -> String {
    let mut typed = String::with_capacity(text.len());
    text.chars().for_each(|it| push_strokes(&mut typed, it));
    typed
}

fn is_syllable(char: char) -> bool {
    ('가'..='힣').contains(&char)
}

fn push_strokes(typed: &mut String, char: char) {
    const FIRST: [&str; 19] = [
        "ㄱ", "ㄲ", "ㄴ", "ㄷ", "ㄸ", "ㄹ", "ㅁ", "ㅂ", "ㅃ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅉ", "ㅊ", "ㅋ", "ㅌ", "ㅍ",
        "ㅎ",
    ];
    const VOWEL: [&str; 21] = [
        "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ",
        "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
    ];
    const LAST: [&str; 28] = [
        "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ",
        "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
    ];
    /// What the single letters between ㄱ and ㅣ are typed as, where that is not one stroke.
    const DOUBLE: [(char, &str); 18] = [
        ('ㄳ', "ㄱㅅ"),
        ('ㄵ', "ㄴㅈ"),
        ('ㄶ', "ㄴㅎ"),
        ('ㄺ', "ㄹㄱ"),
        ('ㄻ', "ㄹㅁ"),
        ('ㄼ', "ㄹㅂ"),
        ('ㄽ', "ㄹㅅ"),
        ('ㄾ', "ㄹㅌ"),
        ('ㄿ', "ㄹㅍ"),
        ('ㅀ', "ㄹㅎ"),
        ('ㅄ', "ㅂㅅ"),
        ('ㅘ', "ㅗㅏ"),
        ('ㅙ', "ㅗㅐ"),
        ('ㅚ', "ㅗㅣ"),
        ('ㅝ', "ㅜㅓ"),
        ('ㅞ', "ㅜㅔ"),
        ('ㅟ', "ㅜㅣ"),
        ('ㅢ', "ㅡㅣ"),
    ];
    if char.is_ascii() {
        if char.is_ascii_alphanumeric() {
            typed.push(char.to_ascii_lowercase());
        }
    } else if is_syllable(char) {
        let index = char as usize - '가' as usize;
        typed.push_str(FIRST[index / (21 * 28)]);
        typed.push_str(VOWEL[index / 28 % 21]);
        typed.push_str(LAST[index % 28]);
    } else if let Some((_, letters)) = DOUBLE.iter().find(|(it, _)| *it == char) {
        typed.push_str(letters);
    } else if char.is_alphanumeric() {
        typed.extend(char.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::CardKind;

    #[test]
    fn a_syllable_in_the_making_begins_the_finished_one() {
        for (part, whole) in [
            ("ㄹ", "람다"),
            ("라", "람다"),
            ("람", "람다"),
            ("람ㄷ", "람다"),
            ("랃", "라다"),
            ("고", "과"),
            ("갑", "값"),
        ] {
            assert!(strokes(whole).starts_with(&strokes(part)), "{part} {whole}");
        }
        assert!(!strokes("람다").starts_with(&strokes("럼")));
        assert_eq!(strokes("Multi-AZ 배포"), "multiazㅂㅐㅍㅗ");
        assert_eq!(strokes("ㄳㅘ"), "ㄱㅅㅗㅏ");
    }

    #[test]
    fn words_and_initials() {
        let key = |text: &str| {
            let name = Name {
                text: text.into(),
                card: CardId(0),
                kind: CardKind::Service,
                ambiguous: false,
                former: None,
                misspelt: false,
            };
            Key::new(0, &name).map(|it| {
                let words = it.words.iter().map(|at| it.strokes[usize::from(*at)..].to_owned()).collect::<Vec<_>>();
                (it.strokes.into_string(), words.join(" "), it.initials.into_string())
            })
        };
        let owned = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(key("Global Accelerator"), owned("globalaccelerator", "accelerator", "ga"));
        assert_eq!(key("DynamoDB"), owned("dynamodb", "db", "dd"));
        assert_eq!(key("S3"), owned("s3", "", "s"));
        assert_eq!(key("람다 큐"), owned("ㄹㅏㅁㄷㅏㅋㅠ", "ㅋㅠ", "ㄹㄷㅋ"));
        assert_eq!(key("AWS Lambda"), None);
    }
}
