//! Where does a word start and end in a text of two scripts?

/// Particles that follow a Korean noun, longest first among those that share a start.
///
/// Source: 표준국어대사전's list of 조사, reduced to those that follow names in technical prose.
const PARTICLES: &[&str] = &[
    "으로부터",
    "이랍니다",
    "까지는",
    "까지도",
    "까지의",
    "만으로",
    "에게서",
    "에서는",
    "에서도",
    "에서만",
    "에서의",
    "으로는",
    "으로도",
    "으로만",
    "으로서",
    "으로써",
    "이라고",
    "이라는",
    "이라도",
    "이라면",
    "이라서",
    "이므로",
    "이어서",
    "이었다",
    "이에요",
    "이지만",
    "인데요",
    "입니다",
    "까지",
    "니까",
    "대로",
    "들에",
    "들은",
    "들을",
    "들의",
    "들이",
    "라고",
    "라는",
    "라도",
    "라며",
    "라면",
    "라서",
    "로는",
    "로도",
    "로만",
    "로서",
    "로써",
    "로의",
    "마다",
    "마저",
    "만은",
    "만을",
    "만의",
    "만이",
    "만큼",
    "밖에",
    "보다",
    "부터",
    "에게",
    "에는",
    "에도",
    "에만",
    "에서",
    "에의",
    "였다",
    "예요",
    "으로",
    "이고",
    "이나",
    "이다",
    "이든",
    "이라",
    "이란",
    "이랑",
    "이며",
    "이에",
    "인데",
    "인지",
    "조차",
    "지만",
    "처럼",
    "하고",
    "한테",
    "가",
    "과",
    "께",
    "나",
    "는",
    "다",
    "당",
    "도",
    "든",
    "들",
    "라",
    "란",
    "랑",
    "로",
    "를",
    "만",
    "며",
    "뿐",
    "씩",
    "야",
    "에",
    "엔",
    "와",
    "요",
    "은",
    "을",
    "의",
    "이",
    "인",
    "일",
    "임",
    "죠",
    "째",
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

/// Where the gloss ends that starts at byte `at`: a short bracket behind a word, of words alone, as in 대기(standby) 인스턴스 and
/// "standby (passive) node"; `at` where none does.
pub(crate) fn gloss_end(text: &str, at: usize) -> usize {
    /// In bytes, so that a gloss is a word or three and no statement.
    const LONGEST: usize = 32;
    let rest = &text[at..];
    let is_behind_word = text[..at].ends_with(char::is_alphanumeric);
    let inside = rest.strip_prefix('(').or_else(|| rest.strip_prefix(" (")).filter(|_| is_behind_word);
    let Some(gloss) = inside.and_then(|it| it.split(')').next()).filter(|it| it.len() <= LONGEST) else { return at };
    let end = at + rest.len() - inside.map_or(0, str::len) + gloss.len() + ')'.len_utf8();
    let is_gloss = !gloss.is_empty() && !gloss.contains(['(', ',', '.', ':', ';', '|', '/', '=']) && end <= text.len();
    if is_gloss { end } else { at }
}

/// Whether a Korean word ends with a connective ending that lets another predicate follow: 켜서, 구성하여, 두고, 하며. Nouns in the locative
/// (서버에서) and those that look alike (부서, 창고) are none.
///
/// Source: 표준국어대사전's list of 연결 어미, reduced to those that join two statements.
pub(crate) fn ends_with_connective(word: &str) -> bool {
    const ENDINGS: [&str; 41] = [
        "해서", "하여", "여서", "아서", "어서", "려서", "켜서", "워서", "와서", "둬서", "줘서", "돼서", "춰서", "써서",
        "꿔서", "겨서", "쳐서", "져서", "꺼서", "뤄서", "눠서", "라서", "이라", "므로", "니까", "지만", "는데", "으나",
        "하고", "되고", "두고", "쓰고", "놓고", "넣고", "리고", "우고", "키고", "으며", "하며", "되며", "면서",
    ];
    word.chars().last().is_some_and(is_hangul)
        && (ENDINGS.iter().any(|it| word.ends_with(it)) || word.strip_suffix('고').is_some_and(ends_in_past))
}

/// Whether `text` ends with a Korean predicate in the past: 넣었습니다, 바꿨음, 옮겼다.
pub(crate) fn ends_in_past_predicate(text: &str) -> bool {
    const ENDINGS: [&str; 5] = ["습니다", "음", "다", "어요", "고요"];
    /// Of the present, though they end so.
    const PRESENT: [char; 3] = ['있', '없', '않'];
    let text = text.trim_end_matches(['.', ')', ' ', '!']);
    ENDINGS.iter().filter_map(|it| text.strip_suffix(it)).any(|it| ends_in_past(it) && !it.ends_with(PRESENT))
}

/// Whether a Korean stem ends in ㅆ, ㅄ or ㄶ, as the past, 있다, 없다 and 않다 do and no noun before 고: 붙였고, 있고, but 창고.
fn ends_in_past(stem: &str) -> bool {
    const FINALS: [u32; 3] = [20, 18, 6];
    const SYLLABLES: std::ops::RangeInclusive<char> = '가'..='힣';
    const FINALS_OF_A_SYLLABLE: u32 = 28;
    let last = stem.chars().last().filter(|it| SYLLABLES.contains(it));
    last.is_some_and(|it| FINALS.contains(&((u32::from(it) - u32::from('가')) % FINALS_OF_A_SYLLABLE)))
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
