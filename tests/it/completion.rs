//! Is the right name among the first that are offered, over everything that ships?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::sync::Arc;

use archnotes::completion::{self, Item};
use archnotes::document::Document;
use archnotes::knowledge::{CardId, CardKind, Knowledge, Language, Name};

/// So many a menu shows without scrolling, on the smallest screen.
const FIRST: usize = 5;

/// What is offered at the end of `text`, in a document about AWS.
fn offered(knowledge: &Arc<Knowledge>, text: &str, language: Language) -> Vec<Item> {
    let text = format!("# AWS\n\n{text}");
    let document = Document::new(&text, Arc::clone(knowledge));
    completion::at(&document, text.len(), language)
}

/// Letters and digits in lower case, without the maker: what of a name is typed.
fn typed(name: &str) -> String {
    let name = name.to_lowercase();
    let bare = ["amazon ", "aws ", "아마존 "].iter().find_map(|it| name.strip_prefix(it)).unwrap_or(&name);
    bare.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// How many other cards have a name that begins like this.
fn rivals(knowledge: &Knowledge, beginning: &str, card: CardId) -> usize {
    let begins = |it: &&Name| it.card != card && typed(&it.text).starts_with(beginning);
    let mut cards: Vec<_> = knowledge.names.names.iter().filter(begins).map(|it| it.card).collect();
    cards.dedup();
    cards.len()
}

/// The beginnings of a name, as they are typed: from the third letter or the second syllable on, up to the sixth or fourth.
fn beginnings(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let bare = ["amazon ", "aws ", "아마존 "].iter().find_map(|it| name.strip_prefix(it)).unwrap_or(&name);
    let (least, most) = if bare.is_ascii() { (3, 6) } else { (2, 4) };
    let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).count();
    let ends = bare.char_indices().map(|(at, it)| &bare[..at + it.len_utf8()]);
    ends.filter(|it| it.ends_with(char::is_alphanumeric) && (least..=most).contains(&letters(it)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_product_is_among_the_first_from_its_third_letter_on() {
    let knowledge = Arc::new(Knowledge::built_in().0);
    let mut missed = BTreeMap::new();
    let mut count = 0;
    for (card, id) in knowledge.cards.iter().zip(0..).map(|(card, id)| (card, CardId(id))) {
        let is_full = card.kind == CardKind::Service && card.body.en.contains("\n- ");
        if !is_full {
            continue;
        }
        let names = [Some(&card.name), card.name_ko.as_ref(), card.long_name.as_ref()].into_iter().flatten();
        for name in names.chain(&card.aliases) {
            let (language, sentence) =
                if name.is_ascii() { (Language::En, "We use") } else { (Language::Ko, "우리는") };
            for beginning in beginnings(name) {
                if rivals(&knowledge, &typed(&beginning), id) >= FIRST {
                    continue;
                }
                count += 1;
                let items = offered(&knowledge, &format!("{sentence} {beginning}"), language);
                let place = items.iter().position(|it| it.card == Some(id));
                if place.is_none_or(|it| it >= FIRST) {
                    missed.insert(beginning, format!("{} ({name}), found at {place:?}", card.id));
                }
            }
        }
    }
    assert!(count > 500 && missed.is_empty(), "{} of {count}: {missed:#?}", missed.len());
}

/// What people type, and the card that they mean.
const TYPED: [(&str, &str); 82] = [
    // Abbreviations, of AWS's own making and of everybody's.
    ("Users come in by r53", "route53"),
    ("The agw", "api-gateway"),
    ("apigw", "api-gateway"),
    ("Jobs wait in sqs", "sqs"),
    ("The line is a dx", "direct-connect"),
    ("ddb", "dynamodb"),
    ("tgw", "transit-gateway"),
    ("The asg", "ec2-auto-scaling"),
    ("cfn", "cloudformation"),
    ("in front the alb", "alb"),
    ("and the nlb", "nlb"),
    ("Recovered by drs", "elastic-disaster-recovery"),
    ("A dlq", "dead-letter-queue"),
    ("no spof", "single-point-of-failure"),
    ("an rto", "rto"),
    ("eks", "eks"),
    ("Keys of kms", "kms"),
    // Beginnings and words inside.
    ("Spread by a load balan", "elb"),
    ("the balan", "elb"),
    ("Orders are in dyna", "dynamodb"),
    ("Files on cloudfr", "cloudfront"),
    ("Alarms of cloudw", "cloudwatch"),
    ("Calls in cloudtr", "cloudtrail"),
    ("Secrets in the secrets m", "secrets-manager"),
    ("by auto sc", "ec2-auto-scaling"),
    ("Entered through global acc", "global-accelerator"),
    ("Workflows in step fun", "step-functions"),
    ("The fireh", "data-firehose"),
    ("Traces in x-r", "x-ray"),
    ("Moved by intelligent-t", "s3-intelligent-tiering"),
    ("A read rep", "read-replica"),
    ("multi-a", "multi-az"),
    ("the pilot l", "pilot-light"),
    ("a warm st", "warm-standby"),
    ("It fails over by failov", "failover"),
    ("Amazon Aurora glob", "aurora-global-database"),
    ("global tab", "dynamodb-global-tables"),
    ("Replicated by elastic dis", "elastic-disaster-recovery"),
    // One letter wrong, missing, too many, or two swapped.
    ("We keep carts in dynmo", "dynamodb"),
    ("We keep carts in dyanmo", "dynamodb"),
    ("Cached by cloudfornt", "cloudfront"),
    ("Cached by elastiacache", "elasticache"),
    ("Functions on lamda", "lambda"),
    ("Analysed in redhsift", "redshift"),
    ("Analysed in reddshift", "redshift"),
    ("Created by cloudfomation", "cloudformation"),
    ("Created by cloudformtion", "cloudformation"),
    ("Events on evenbridge", "eventbridge"),
    ("Deployed by beanstlak", "elastic-beanstalk"),
    // Korean: beginnings, words inside, several words.
    ("함수는 람", "lambda"),
    ("함수는 람다", "lambda"),
    ("정적 파일은 클라우드프", "cloudfront"),
    ("지표 수집: 클라우드워", "cloudwatch"),
    ("해외 사용자는 글로벌 액", "global-accelerator"),
    ("분석은 레드시", "redshift"),
    ("작업 순서는 스텝 펑", "step-functions"),
    ("앞단은 API 게이", "api-gateway"),
    ("서버는 오토스", "ec2-auto-scaling"),
    ("서버는 오토 스케", "ec2-auto-scaling"),
    ("저장은 다이나모", "dynamodb"),
    ("캐시는 엘라스티캐", "elasticache"),
    ("조회는 읽기 복", "read-replica"),
    ("조회는 복제본", "read-replica"),
    ("하나뿐인 단일 장", "single-point-of-failure"),
    ("두 번째 리전의 파일럿", "pilot-light"),
    ("두 번째 리전의 웜 스", "warm-standby"),
    ("넘기는 장애 조", "failover"),
    ("실패하면 데드레", "dead-letter-queue"),
    ("앞단의 로드 밸", "elb"),
    ("오로라 글로", "aurora-global-database"),
    // A syllable in the making.
    ("함수는 라", "lambda"),
    ("함수는 람ㄷ", "lambda"),
    ("정적 파일은 클라우드ㅍ", "cloudfront"),
    ("서버는 오톳", "ec2-auto-scaling"),
    ("대기열은 데드렡", "dead-letter-queue"),
    ("분석은 레드싶", "redshift"),
    // First consonants.
    ("함수는 ㄹㄷ", "lambda"),
    ("정적 파일은 ㅋㄹㅇㄷㅍ", "cloudfront"),
    ("서버는 ㅇㅌㅅㅋ", "ec2-auto-scaling"),
    ("조회는 ㅇㄱㅂㅈ", "read-replica"),
    ("전환은 ㅈㅇㅈㅊ", "failover"),
    ("목표는 ㄱㄱㅇㅅ", "high-availability"),
];

#[test]
fn what_people_type_is_understood() {
    let knowledge = Arc::new(Knowledge::built_in().0);
    let mut missed = Vec::new();
    for (text, card) in TYPED {
        let language = if text.is_ascii() { Language::En } else { Language::Ko };
        let items = offered(&knowledge, text, language);
        let found: Vec<_> = items.iter().filter_map(|it| Some(knowledge.card(it.card?).id.as_str())).collect();
        if !found.iter().take(FIRST).any(|it| *it == card) {
            missed.push(format!("{text}: {card} is not in {:?}", &found[..found.len().min(8)]));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn little_words_bring_no_menu() {
    const WORDS: &str = "about above after again all also and any are around ask because been before below between both but can \
        could did does done down each either enough every few first for from get give had has have her here him his how \
        into its just keep later least less let like long made make many may mean might more most much must near need never \
        new next not now off often old once one only other our out over own per put quite rather really right said same say see \
        set several shall she should since small still such take than that the their them then there these they this those too \
        try two under until upon use used very was way well were what when where whether which while who whole why will with \
        within without would yes yet you your";
    let knowledge = Arc::new(Knowledge::built_in().0);
    let offered = WORDS.split_whitespace().filter_map(|word| {
        let items = offered(&knowledge, &format!("It was {word}"), Language::En);
        items.first().map(|it| format!("{word} → {}", it.label))
    });
    assert_eq!(offered.collect::<Vec<_>>(), [""; 0]);
}
