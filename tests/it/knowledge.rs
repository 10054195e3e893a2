//! Is the knowledge that ships worth the reader's trust?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use archnotes::hover::{self, Extent, Format};
use archnotes::knowledge::{BUILT_IN, Card, CardId, Knowledge, Language, Status};
use archnotes::render;

const LANGUAGES: [Language; 2] = [Language::En, Language::Ko];

fn knowledge() -> Knowledge {
    Knowledge::built_in().0
}

/// A float beside the text: so many terminal cells, and so many lines.
const CELLS: usize = 60;
const LINES: usize = 25;

#[test]
fn every_hover_fits_beside_the_text() {
    let knowledge = knowledge();
    let mut high = Vec::new();
    for id in (0..knowledge.cards.len() as u32).map(CardId) {
        for language in LANGUAGES {
            let page = hover::card(&knowledge, id, Extent::Hover, language, Format::Markdown, None);
            let height = render::height(&page, CELLS);
            if height > LINES {
                high.push(format!("{} {language:?}: {height}", knowledge.card(id).id));
            }
        }
    }
    assert_eq!(high, [""; 0], "{}", high.len());
}

#[test]
fn both_languages_have_the_same_parts() {
    const HEADINGS: [(&str, &str); 4] = [
        ("Limits", "한도"),
        ("When not to use it", "맞지 않는 곳"),
        ("What it is confused with", "헷갈리는 것"),
        ("How it fails", "장애가 나면"),
    ];
    let knowledge = knowledge();
    let bodies = knowledge.cards.iter().map(|it| (&it.id, &it.body));
    let bodies = bodies.chain(knowledge.comparisons.iter().map(|it| (&it.id, &it.body)));
    let mut differ = Vec::new();
    for (id, body) in bodies {
        let headings =
            |text: &str| text.lines().filter_map(|it| it.strip_prefix("## ")).map(str::to_owned).collect::<Vec<_>>();
        let (english, korean) = (headings(&body.en), headings(&body.ko));
        let is_pair = |(en, ko): (&String, &String)| HEADINGS.contains(&(en, ko));
        if english.len() != korean.len() || !english.iter().zip(&korean).all(is_pair) {
            differ.push(format!("{id}: {english:?} and {korean:?}"));
        }
        for (what, mark) in [("items", "- "), ("rows", "|")] {
            let count = |text: &str| text.lines().filter(|it| it.starts_with(mark)).count();
            if count(&body.en) != count(&body.ko) {
                differ.push(format!("{id}: {} {what} and {}", count(&body.en), count(&body.ko)));
            }
        }
    }
    for rule in &knowledge.rules {
        let parts = |text: &str| text.split("\n\n").count();
        if parts(&rule.body.en) != parts(&rule.body.ko) {
            differ.push(format!("{}: {} paragraphs and {}", rule.id, parts(&rule.body.en), parts(&rule.body.ko)));
        }
    }
    assert_eq!(differ, [""; 0]);
}

#[test]
fn every_source_is_a_page_with_the_day_it_was_read() {
    let knowledge = knowledge();
    let cards = knowledge.cards.iter().map(|it| (&it.id, &it.sources));
    let comparisons = knowledge.comparisons.iter().map(|it| (&it.id, &it.sources));
    let rules = knowledge.rules.iter().map(|it| (&it.id, &it.sources));
    let mut wrong = Vec::new();
    for (id, sources) in cards.chain(comparisons).chain(rules) {
        let is_day = |it: &str| it.len() == 10 && ("2026-01-01".."2100").contains(&it);
        let bad =
            sources.iter().filter(|it| !it.url.starts_with("https://") || it.url.contains(' ') || !is_day(&it.read));
        wrong.extend(bad.map(|it| format!("{id}: {} {}", it.url, it.read)));
        wrong.extend(sources.is_empty().then(|| format!("{id}: no source")));
    }
    assert_eq!(wrong, [""; 0]);
}

/// Every name that a card bears today, in lower case.
fn names(card: &Card) -> BTreeSet<String> {
    let own = [Some(&card.name), card.long_name.as_ref(), card.name_ko.as_ref()].into_iter().flatten();
    own.chain(&card.aliases).map(|it| it.to_lowercase()).collect()
}

/// `name` in lower case, without its maker.
fn bare(name: &str) -> String {
    let name = name.to_lowercase();
    ["amazon ", "aws ", "아마존 "].iter().find_map(|it| name.strip_prefix(it)).unwrap_or(&name).to_owned()
}

#[test]
fn a_name_leads_to_one_card_or_both_say_that_it_is_ambiguous() {
    let knowledge = knowledge();
    let mut bearers: BTreeMap<String, Vec<&Card>> = BTreeMap::new();
    let mut without_maker = bearers.clone();
    for card in knowledge.cards.iter() {
        let names = names(card);
        let short: BTreeSet<_> = names.iter().map(|it| bare(it)).filter(|it| !names.contains(it)).collect();
        names.into_iter().for_each(|it| bearers.entry(it).or_default().push(card));
        short.into_iter().for_each(|it| without_maker.entry(it).or_default().push(card));
    }
    // A name that stands on a card goes before one that comes of leaving out the maker.
    without_maker.retain(|it, _| !bearers.contains_key(it));
    let shared = bearers.iter().chain(&without_maker).filter(|(_, cards)| cards.len() > 1);
    let declares = |card: &Card, name: &str| card.ambiguous.iter().any(|it| bare(it) == bare(name));
    let silent = shared.filter(|(name, cards)| !cards.iter().all(|it| declares(it, name)));
    let silent = silent.map(|(name, cards)| format!("{name}: {:?}", cards.iter().map(|it| &it.id).collect::<Vec<_>>()));
    assert_eq!(silent.collect::<Vec<_>>(), [""; 0]);
    for card in knowledge.cards.iter() {
        let former = card.former.iter().flat_map(|it| &it.names).chain(&card.misspelt);
        // A name torn at its humps is one of its names as well: App Config.
        let joined = |it: &str| bare(it).replace(' ', "");
        let borne: BTreeSet<_> = names(card).iter().chain(former).map(|it| joined(it)).collect();
        let other: Vec<_> = card.ambiguous.iter().filter(|it| !borne.contains(&joined(it))).collect();
        assert_eq!(other, [""; 0], "{}: ambiguous, but none of its names", card.id);
    }
}

#[test]
fn what_a_card_refers_to_is_there() {
    let knowledge = knowledge();
    let ids: BTreeSet<_> = knowledge.cards.iter().map(|it| it.id.as_str()).collect();
    for card in knowledge.cards.iter() {
        for other in &card.compare {
            assert!(ids.contains(other.as_str()) && *other != card.id, "{}: compare {other}", card.id);
        }
        // A successor is a card or words; an id that is none would be shown as it is.
        let Status::Ending { successor: Some(successor), .. } = &card.status else { continue };
        let is_words = successor.contains(' ') || successor.starts_with(char::is_uppercase);
        assert!(is_words || ids.contains(successor.as_str()) && *successor != card.id, "{}: {successor}", card.id);
    }
    for comparison in knowledge.comparisons.iter() {
        assert!(comparison.of.len() > 1, "{}", comparison.id);
    }
}

#[test]
fn lines_can_be_read_in_a_diff() {
    let limit = |path: &str| if path.starts_with("rules/") { 500 } else { 400 };
    let pages = BUILT_IN.iter().filter(|(path, _)| path.ends_with(".md"));
    let long = pages.flat_map(|(path, text)| {
        let lines = text.lines().zip(1..).filter(|(line, _)| line.chars().count() > limit(path));
        lines.map(move |(line, number)| format!("{path}:{number}: {} characters", line.chars().count()))
    });
    assert_eq!(long.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn no_particle_stands_behind_a_placeholder() {
    let knowledge = knowledge();
    let messages = knowledge.rules.iter().flat_map(|it| [Some(&it.message), it.remedy.as_ref()]).flatten();
    for message in messages {
        let is_hangul = |it: char| ('가'..='힣').contains(&it);
        assert!(!message.ko.split('}').skip(1).any(|it| it.starts_with(is_hangul)), "{}", message.ko);
        // Both speak of the same things.
        let placeholders = |text: &str| {
            let mut found: Vec<_> =
                text.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|it| it.0.to_owned()).collect();
            found.sort();
            found.dedup();
            found
        };
        assert_eq!(placeholders(&message.en), placeholders(&message.ko), "{}", message.en);
    }
}

/// How a word is written, and how it is not. Also people's spellings, which are names on cards, but not in our sentences.
const SPELLINGS: [(&str, &[&str]); 40] = [
    ("가용 영역", &["가용영역", "가용 존", "가용존"]),
    ("오토 스케일링", &["오토스케일링", "오토스케일"]),
    ("로드 밸런서", &["로드밸런서", "로드 벨런서", "로드 발란서"]),
    ("로드 밸런싱", &["로드밸런싱", "로드 벨런싱"]),
    ("장애 조치", &["장애조치", "페일오버", "페일 오버", "장애 극복"]),
    ("읽기 복제본", &["읽기복제본", "리드 레플리카", "리드레플리카"]),
    ("데드레터 큐", &["데드 레터", "데드레터큐", "배달 못한"]),
    ("상태 비저장", &["상태비저장", "무상태", "스테이트리스", "비상태"]),
    ("상태 저장", &["상태저장", "스테이트풀"]),
    ("단일 장애점", &["단일장애점", "단일 장애 지점", "단일장애지점", "단일 실패점"]),
    ("스냅샷", &["스냅숏", "스냅 샷", "스냅샵"]),
    ("엔드포인트", &["엔드 포인트", "앤드포인트", "종단점"]),
    ("서버리스", &["서버 리스", "서버레스"]),
    ("컨테이너", &["콘테이너", "컨테이나"]),
    ("트래픽", &["트레픽", "트래픽크"]),
    ("데이터베이스", &["데이터 베이스", "데이타"]),
    ("데이터 센터", &["데이터센터", "데이타센터"]),
    ("애플리케이션", &["어플리케이션", "애플리캐이션", "응용 프로그램"]),
    ("메시지", &["메세지"]),
    ("콘텐츠", &["컨텐츠", "컨텐트"]),
    ("마이크로서비스", &["마이크로 서비스"]),
    ("온프레미스", &["온 프레미스", "온프레미즈", "온프라미스"]),
    ("온디맨드", &["온 디맨드", "온디멘드"]),
    ("인메모리", &["인 메모리"]),
    ("게이트웨이", &["게이트 웨이"]),
    ("서브넷", &["서브 넷", "써브넷"]),
    ("워크로드", &["워크 로드"]),
    ("워크플로", &["워크플로우", "워크 플로"]),
    ("파일럿 라이트", &["파일럿라이트", "파일롯"]),
    ("웜 스탠바이", &["웜스탠바이", "웜 스텐바이"]),
    ("액티브-액티브", &["액티브/액티브", "액티브 액티브"]),
    ("재해 복구", &["재해복구"]),
    ("고가용성", &[" 고 가용성", "하이 어베일러빌리티"]),
    ("내결함성", &["결함 허용", "내고장성", "폴트 톨러런스"]),
    ("자격 증명", &["자격증명"]),
    ("지연 시간", &["지연시간", "레이턴시", "레이턴씨"]),
    ("다중 AZ", &["멀티 AZ", "멀티AZ", "다중AZ"]),
    ("헬스 체크", &["헬스체크", "헬쓰 체크"]),
    ("팬아웃", &["팬 아웃"]),
    ("수명 주기", &["수명주기", "라이프사이클"]),
];

#[test]
fn korean_loanwords_are_spelled_one_way() {
    let knowledge = knowledge();
    let cards = knowledge.cards.iter().map(|it| (&it.id, vec![&it.body.ko]));
    let comparisons = knowledge.comparisons.iter().map(|it| (&it.id, vec![&it.body.ko, &it.name.ko]));
    let rules = knowledge.rules.iter().map(|it| {
        let remedy = it.remedy.as_ref().map(|it| &it.ko);
        (&it.id, [&it.body.ko, &it.message.ko].into_iter().chain(remedy).collect())
    });
    let texts: Vec<_> = cards.chain(comparisons).chain(rules).collect();
    let mut wrong = Vec::new();
    for (right, spellings) in SPELLINGS {
        for (id, texts) in &texts {
            let found = spellings.iter().filter(|it| texts.iter().any(|text| text.contains(**it)));
            wrong.extend(found.map(|it| format!("{id}: {it}, write {right}")));
        }
    }
    assert_eq!(wrong, [""; 0]);
}
