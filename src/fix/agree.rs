//! Which article stands before a name, and which particle behind it?
//!
//! Both follow the sound of a name, so they change with it: "a Kinesis stream" but "an Amazon Data Firehose stream",
//! "서버를" but "서버들을". The sound of Latin letters is guessed, and where the guess is unsure nothing is changed.

use crate::language::script::is_hangul;

/// Particles behind a consonant and behind a vowel. ㄹ counts as a vowel before 로.
const PARTICLES: [(&str, &str); 6] =
    [("을", "를"), ("은", "는"), ("이", "가"), ("과", "와"), ("으로", "로"), ("이다", "다")];

/// The article that `before` ends with, `a` or `an` with its blank, and the one that `new` needs there instead of `old`;
/// `None` where it stays.
pub(super) fn article(before: &str, old: &str, new: &str) -> Option<(&'static str, &'static str)> {
    const ARTICLES: [(&str, &str); 2] = [("a ", "an "), ("A ", "An ")];
    let (was, becomes) = (starts_with_vowel(old)?, starts_with_vowel(new)?);
    if was == becomes {
        return None;
    }
    let pair = ARTICLES.iter().map(|(a, an)| if was { (*an, *a) } else { (*a, *an) });
    let is_word = |it: &str| !before[..before.len() - it.len()].ends_with(char::is_alphanumeric);
    pair.into_iter().find(|(it, _)| before.ends_with(it) && is_word(it))
}

/// The particle that `after` starts with, and the one that `new` needs there instead of `old`; `None` where it stays.
pub(super) fn particle(old: &str, new: &str, after: &str) -> Option<(&'static str, &'static str)> {
    let (was, becomes) = (last_sound(old)?, last_sound(new)?);
    let found = PARTICLES.iter().find_map(|(closed, open)| {
        let of = |sound: Sound| match sound {
            Sound::Vowel => *open,
            Sound::Liquid if *open == "로" => *open,
            Sound::Liquid | Sound::Consonant => *closed,
        };
        let (was, becomes) = (of(was), of(becomes));
        let is_whole = after.strip_prefix(was).is_some_and(|it| !it.starts_with(is_hangul));
        is_whole.then_some((was, becomes))
    });
    found.filter(|(was, becomes)| was != becomes)
}

/// Letters that are spelt out start with a vowel otherwise than words do: "an S3 bucket", "a user".
fn starts_with_vowel(name: &str) -> Option<bool> {
    let word = name.split(|it: char| !it.is_ascii_alphanumeric()).next()?;
    let first = word.chars().next()?;
    let is_spelt = word.chars().filter(char::is_ascii_lowercase).count() == 0;
    match first {
        _ if is_spelt && first.is_ascii_alphabetic() => Some("AEFHILMNORSX".contains(first)),
        // "a user", "an update"
        'u' | 'U' => None,
        _ if first.is_ascii_alphabetic() => Some("aeioAEIO".contains(first)),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    /// ㄹ
    Liquid,
    Consonant,
}

/// How a name ends when a Korean reader says it.
fn last_sound(name: &str) -> Option<Sound> {
    let last = name.chars().next_back()?;
    if ('가'..='힣').contains(&last) {
        // A syllable's last consonant counts through 28, of which ㄹ is the eighth.
        return Some(match (last as u32 - '가' as u32) % 28 {
            0 => Sound::Vowel,
            8 => Sound::Liquid,
            _ => Sound::Consonant,
        });
    }
    let word = name.rsplit(|it: char| !it.is_ascii_alphanumeric()).next()?;
    if word.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()) {
        return spelt(last);
    }
    let word = word.to_ascii_lowercase();
    // A silent e: "engine" ends as "pin" does, "service" as "ice" does.
    let word = word.strip_suffix('e').filter(|it| it.ends_with(['l', 'm', 'n'])).unwrap_or(&word);
    match word.chars().next_back()? {
        'l' => Some(Sound::Liquid),
        'm' | 'n' => Some(Sound::Consonant),
        'g' if word.ends_with("ng") => Some(Sound::Consonant),
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 's' | 'r' | 'h' | 'x' => Some(Sound::Vowel),
        _ => None,
    }
}

/// The sound of a letter's or a digit's own name: 엘, 엠, 삼.
fn spelt(last: char) -> Option<Sound> {
    Some(match last {
        'L' | 'R' | '1' | '7' | '8' => Sound::Liquid,
        'M' | 'N' | '0' | '3' | '6' => Sound::Consonant,
        'Z' => return None,
        _ => Sound::Vowel,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_follows_the_sound_of_the_name() {
        assert_eq!(article("of a ", "Kinesis Data Firehose", "Amazon Data Firehose"), Some(("a ", "an ")));
        assert_eq!(article("An ", "AWS Single Sign-On", "CloudTrail"), Some(("An ", "A ")));
        assert_eq!(article("an ", "SSO", "IAM Identity Center"), None);
        assert_eq!(article("a ", "KMS", "S3"), Some(("a ", "an ")));
        assert_eq!(article("the ", "Kinesis", "Amazon"), None);
        assert_eq!(article("DNA ", "Kinesis", "Amazon"), None);
        assert_eq!(article("a ", "Kinesis", "Unified"), None);
        // The writer had another one: that is none of our business.
        assert_eq!(article("an ", "Kinesis", "Amazon"), None);
    }

    #[test]
    fn a_particle_follows_the_sound_of_the_name() {
        assert_eq!(particle("Kinesis", "Data Engine", "를 쓴다"), Some(("를", "을")));
        assert_eq!(particle("하나", "둘", "가 맡는다"), Some(("가", "이")));
        assert_eq!(particle("하나", "둘", "로 운영"), None);
        assert_eq!(particle("하나", "둘", "다."), Some(("다", "이다")));
        assert_eq!(particle("서버", "인스턴스 둘", "로"), None);
        assert_eq!(particle("서버", "시스템", "로 옮긴다"), Some(("로", "으로")));
        assert_eq!(particle("시스템", "서버", "으로 옮긴다"), Some(("으로", "로")));
        assert_eq!(particle("AWS SSO", "IAM Identity Center", "는"), None);
        assert_eq!(particle("Kinesis", "Engine", " 를"), None);
        // 이름 is a word, and no name with a particle.
        assert_eq!(particle("시스템", "서버", "이름"), None);
        assert_eq!(particle("Kinesis", "Lightsail Bucket", "를"), None);
    }
}
