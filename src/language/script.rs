//! Where does a word start and end in a text of two scripts?

/// Particles that follow a Korean noun, longest first among those that share a start.
///
/// Source: 표준국어대사전's list of 조사, reduced to those that follow names in technical prose.
const PARTICLES: &[&str] = &[
    "에서는",
    "에서도",
    "에서만",
    "에서의",
    "으로부터",
    "이라는",
    "이라고",
    "이라도",
    "입니다",
    "이지만",
    "이므로",
    "이라서",
    "이었다",
    "으로만",
    "으로도",
    "으로는",
    "으로서",
    "으로써",
    "까지는",
    "까지도",
    "에게서",
    "이라면",
    "이어서",
    "에서",
    "에게",
    "에는",
    "에도",
    "에만",
    "에의",
    "으로",
    "로만",
    "로도",
    "로는",
    "로의",
    "로서",
    "로써",
    "라는",
    "라고",
    "라도",
    "라서",
    "이다",
    "이고",
    "이며",
    "이나",
    "이란",
    "인데",
    "이라",
    "이랑",
    "이든",
    "처럼",
    "보다",
    "부터",
    "까지",
    "만큼",
    "마다",
    "조차",
    "밖에",
    "하고",
    "들은",
    "들이",
    "들을",
    "들의",
    "들에",
    "였다",
    "뿐",
    "만의",
    "만을",
    "만이",
    "만은",
    "만으로",
    "들",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "와",
    "과",
    "도",
    "만",
    "로",
    "나",
    "랑",
    "야",
    "인",
    "라",
    "죠",
    "예요",
    "이에요",
    "이에",
    "씩",
    "당",
    "째",
    "엔",
    "요",
    "다",
    "임",
    "예요",
    "니까",
    "지만",
    "인데요",
    "이랍니다",
    "라며",
    "란",
];

/// Whether `c` is a Hangul syllable or jamo.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')
}

/// Whether a word may start at byte `at`: the letters on both sides are not of one script.
pub(crate) fn starts_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    !joined(before, after)
}

/// Whether a word may end at byte `at`: a change of script, no letter, or a Korean particle and then no Hangul.
pub(crate) fn ends_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let rest = &text[at..];
    !joined(before, rest.chars().next()) || (before.is_some_and(is_hangul) && starts_with_particle(rest))
}

/// Whether `text` starts with a particle that ends its word.
pub(crate) fn starts_with_particle(text: &str) -> bool {
    PARTICLES.iter().any(|it| {
        // Particles stack: 한 대 + 뿐 + 입니다.
        text.strip_prefix(it)
            .is_some_and(|rest| !rest.starts_with(is_hangul) || PARTICLES.iter().any(|it| ends_after(rest, it)))
    })
}

fn ends_after(text: &str, particle: &str) -> bool {
    text.strip_prefix(particle).is_some_and(|rest| !rest.starts_with(is_hangul))
}

fn joined(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    if !before.is_alphanumeric() || !after.is_alphanumeric() {
        return false;
    }
    is_hangul(before) == is_hangul(after)
}
