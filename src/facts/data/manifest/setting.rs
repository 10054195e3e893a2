//! Is it production, as far as a manifest says?

use crate::language::{Frame, Stance, Weight, Word};
use crate::surface::{BlockKind, Entry};

use super::super::Data;
use super::lexemes;

/// What a name or a comment says of what it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Setting {
    /// It is production.
    Live,
    /// It is development, a test, or there for a while.
    Trial,
    /// Nothing, or both.
    Unsaid,
}

/// Pieces of names that say production. Teams in Korea call it "real" and "op" as well.
const LIVE: [&str; 8] = ["prod", "production", "prd", "live", "real", "운영", "상용", "프로덕션"];

/// Pieces of names that say that it is none.
const TRIAL: [&str; 30] = [
    "scratch",
    "playground",
    "dev",
    "devel",
    "develop",
    "development",
    "test",
    "tests",
    "testing",
    "tst",
    "stg",
    "stag",
    "stage",
    "staging",
    "qa",
    "uat",
    "sandbox",
    "preview",
    "demo",
    "local",
    "e2e",
    "ci",
    "pre",
    "preprod",
    "non",
    "nonprod",
    "개발",
    "테스트",
    "스테이징",
    "검증",
];

/// Words of comments that say production.
const LIVE_WORDS: [&str; 14] = [
    "prod",
    "production",
    "prd",
    "운영",
    "운영임",
    "운영용",
    "운영계",
    "운영계다",
    "운영환경",
    "운영에서",
    "운영이다",
    "상용",
    "상용계",
    "프로덕션",
];

/// Words of comments that say that it is none, besides those that the lexicon knows.
const TRIAL_WORDS: [&str; 26] = [
    "temporary",
    "temporarily",
    "interim",
    "임시로",
    "임시다",
    "임시임",
    "당분간",
    "한시적",
    "dev",
    "development",
    "test",
    "testing",
    "tests",
    "stg",
    "staging",
    "qa",
    "uat",
    "sandbox",
    "개발",
    "개발용",
    "개발에서",
    "테스트",
    "테스트용",
    "스테이징",
    "검증용",
    "임시",
];

/// The pieces of a name, in lower case: `seat-api_dev` has three.
pub(in super::super) fn parts(name: &str) -> impl Iterator<Item = String> + '_ {
    name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase)
}

/// What a name says: a namespace, a label, a project, the value of `NODE_ENV`.
pub(in super::super) fn of_name(name: &str) -> Setting {
    let has = |words: &[&str]| parts(name).any(|it| words.contains(&it.trim_end_matches(|c: char| c.is_ascii_digit())));
    match (has(&TRIAL), has(&LIVE)) {
        (true, _) => Setting::Trial,
        (false, true) => Setting::Live,
        _ => Setting::Unsaid,
    }
}

/// What a variable says of the whole: `SPRING_PROFILES_ACTIVE=prod`, `env: dev`.
pub(in super::super) fn of_variable(name: &str, value: &str) -> Setting {
    const ENDINGS: [&str; 7] = ["env", "environment", "profiles_active", "stage", "profile", "phase", "환경"];
    let name = name.to_lowercase().replace(['-', '.', '/'], "_");
    let is_one = |it: &&str| name.strip_suffix(*it).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'));
    if value.len() <= 24 && ENDINGS.iter().any(is_one) { of_name(value) } else { Setting::Unsaid }
}

/// What the comment at the top of the document says of all of it.
pub(in super::super) fn of_header(data: &Data<'_>) -> Setting {
    let said = header(data).fold((false, false), |acc, it| {
        let said = words(data, it);
        (acc.0 || said.0, acc.1 || said.1)
    });
    match said {
        (true, false) => Setting::Live,
        (false, true) => Setting::Trial,
        _ => Setting::Unsaid,
    }
}

/// Whether a comment on `index` or on what it stands in says that it is no production. Cost: O(depth + words).
pub(in super::super) fn is_taken_back(data: &Data<'_>, index: usize) -> bool {
    let top = top(data);
    let comments = |it: usize| {
        let Entry { comment, leading, .. } = data.entry(it);
        [*comment, *leading].into_iter().flatten()
    };
    let mut blocks = data.tree().upward(index).flat_map(comments);
    blocks.any(|it| data.outline.blocks[it].range.start >= top && words(data, it).1)
}

/// Whether the comment `block` says that it is production, and whether it says that it is none.
fn words(data: &Data<'_>, block: usize) -> (bool, bool) {
    let text = data.outline.blocks[block].prose.text();
    let (mut is_live, mut is_trial) = (false, false);
    for part in parts(text) {
        is_live |= LIVE_WORDS.contains(&&*part);
        is_trial |= TRIAL_WORDS.contains(&&*part);
    }
    is_trial |= lexemes(data, block).any(|it| match it.word {
        Word::Frame(Frame::NonProduction, Weight::Strong) => true,
        Word::Cue(cue) => cue.stance == Stance::NonProduction,
        _ => false,
    });
    (is_live, is_trial)
}

/// The comments above the first entry.
fn header<'a>(data: &'a Data<'_>) -> impl Iterator<Item = usize> + 'a {
    let top = top(data);
    let above = data.outline.blocks.iter().take_while(move |it| it.range.start < top).enumerate();
    above.filter(|it| matches!(it.1.kind, BlockKind::Comment { .. })).map(|it| it.0)
}

/// Where the document's first entry starts.
fn top(data: &Data<'_>) -> usize {
    data.tree().children(data.document).next().map_or(0, |it| data.entry(it).span.start)
}
