//! Which cards does a block name, and where?

mod edge;
mod entry;
mod spelling;

pub(crate) use edge::Script;
pub(crate) use entry::{in_entry, is_of_product, letters};

use crate::knowledge::{CardId, CardKind, Meaning, Name, Names, prefix_before};
use crate::span::Span;

/// A card's name in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The card it names.
    pub card: CardId,
    /// Bytes of the text searched, with an "Amazon" or "AWS" before the name, be it the right one or not.
    pub range: Span,
    /// Which of the card's names it is; index of [`Names::names`].
    pub name: usize,
    /// How sure it is that the name means the card.
    pub certainty: Certainty,
    /// Whether the name is written wrong: `Lamda`, `Dynamo DB`, `Cloudfornt`.
    pub misspelt: bool,
}

/// How sure it is that a name means its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The name means nothing else, or cues of its card stand near it.
    Certain,
    /// The name also means something else (SNS, Lambda, Connect): it counts only in a document about AWS.
    InAwsContext,
}

/// Finds every card name in `text`, left to right; of overlapping names the longest.
///
/// Ranges are byte ranges of `text` on character boundaries, sorted, without overlap; empty when nothing is named. `text`
/// is one block's prose, in NFC. A Latin name ends before a Korean particle (`EC2를` names `EC2`) and before the `s` of a
/// plural; a Hangul name must not follow another Hangul syllable (`나람다` does not name `람다`) and must be followed by a
/// particle or an edge. An abbreviation of up to four letters is found as written or in lower case, an ambiguous service
/// with its capitals only, and neither where a cue of the card says that something else is meant. A CloudFormation resource
/// type (`AWS::SQS::Queue`) names its service; so does, in a document about AWS, a word with one slip in it (`Cloudfornt`).
///
/// Errors: none. Cost: a pass with a table lookup for each word, one that holds long words against the names they are
/// alike to, and one for the cues where a name is ambiguous.
pub fn mentions(text: &str, names: &Names) -> Vec<Mention> {
    let addresses = edge::addresses(text);
    let mut mentions = spelling::resource_types(text, names);
    mentions.extend(named(text, names, &addresses));
    mentions.extend(spelling::misspelt(text, names, &addresses, &mentions));
    mentions.sort_unstable_by_key(|it| it.range.start);
    settle(&mut mentions, text, names);
    mentions
}

/// The mentions that are written as a card has it.
fn named(text: &str, names: &Names, addresses: &[Span]) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut end = 0;
    for (span, index) in names.spelled(text) {
        let name = &names.names[index];
        if span.start < end
            || !edge::stands_alone(text, span, name.kind)
            || addresses.iter().any(|it| it.overlaps(span))
        {
            continue;
        }
        let prefix = match name.kind {
            CardKind::Service => prefix_before(&text[end..span.start]),
            CardKind::Concept => 0,
        };
        let Some(certainty) = certainty(name, span.of(text), prefix > 0).filter(|_| !is_another_word(text, span))
        else {
            continue;
        };
        end = span.end;
        let range = Span::new(span.start - prefix, span.end);
        mentions.push(Mention { card: name.card, range, name: index, certainty, misspelt: name.misspelt });
    }
    mentions
}

/// Whether the letters behind an abbreviation in lower case make an English word of it: "ha" in "has". Nobody writes its plural so.
fn is_another_word(text: &str, span: Span) -> bool {
    const LONGEST: usize = 4;
    let is_lower = span.of(text).bytes().all(|it| it.is_ascii_lowercase());
    is_lower && span.len() <= LONGEST && text[span.end..].starts_with('s')
}

/// How sure `written` is to be `name`, by its spelling alone; `None` when it can't be.
fn certainty(name: &Name, written: &str, prefixed: bool) -> Option<Certainty> {
    let lower = !written.chars().any(char::is_uppercase);
    if prefixed {
        return Some(Certainty::Certain);
    }
    if is_abbreviation(&name.text) {
        if written != name.text && !lower {
            return None;
        }
        let word_like = lower && written.bytes().all(|it| it.is_ascii_lowercase());
        return Some(if name.ambiguous || word_like { Certainty::InAwsContext } else { Certainty::Certain });
    }
    if !name.ambiguous {
        return Some(Certainty::Certain);
    }
    let ordinary = match (name.kind, name.text.contains(' ')) {
        (CardKind::Concept, _) => false,
        (CardKind::Service, true) => lower && name.text.chars().any(char::is_uppercase),
        (CardKind::Service, false) => written != name.text,
    };
    if ordinary { None } else { Some(Certainty::InAwsContext) }
}

/// Up to four capitals and digits: SNS, EC2, S3.
fn is_abbreviation(name: &str) -> bool {
    name.len() <= 4
        && name.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
        && name.bytes().any(|it| it.is_ascii_uppercase())
}

/// Lets the cues of `text` decide what the ambiguous names mean.
fn settle(mentions: &mut Vec<Mention>, text: &str, names: &Names) {
    // "AWS Quick Start": behind a maker that is not its own, what else the name may mean is asked all the same.
    let may_be_other = |it: &Mention| names.names[it.name].ambiguous;
    if mentions.iter().all(|it| it.certainty == Certainty::Certain && !may_be_other(it)) {
        return;
    }
    let meanings = names.meanings(text);
    mentions.retain_mut(|it| {
        let says = |meaning| meanings.contains(&(it.card, meaning));
        if it.certainty == Certainty::Certain {
            return !(may_be_other(it) && says(Meaning::Other));
        }
        if says(Meaning::Card) {
            it.certainty = Certainty::Certain;
        }
        !says(Meaning::Other)
    });
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    const SOURCE: &str = "sources: [{ url: https://example.org, read: 2026-11-23 }]";

    fn knowledge() -> Knowledge {
        let service = |name: &str, rest: &str| {
            format!("---\nname: {name}\ncategory: c\ndocs: d\n{SOURCE}\n{rest}\n---\n# en\nE.\n# ko\n국.\n")
        };
        let files = [
            ("services/ec2.md", service("Amazon EC2", "long-name: Amazon Elastic Compute Cloud")),
            (
                "services/lambda.md",
                service(
                    "AWS Lambda",
                    "aliases: [람다, 람다 함수]\nambiguous: [lambda]\nwhen: [trigger, 호출]\nnot-when: [Java, 람다식]",
                ),
            ),
            ("services/s3.md", service("Amazon S3", "")),
            ("services/sqs.md", service("Amazon SQS", "aliases: [SQS queue, 큐]\nambiguous: [큐]\nwhen: [메시지]")),
            (
                "services/sns.md",
                service("Amazon SNS", "ambiguous: [SNS]\nwhen: [topic, 구독]\nnot-when: [소셜, Instagram]"),
            ),
            ("services/asg.md", service("Amazon EC2 Auto Scaling", "aliases: [Auto Scaling group, 오토 스케일링]")),
            ("services/config.md", service("AWS Config", "ambiguous: [Config]")),
            (
                "services/sso.md",
                service("AWS IAM Identity Center", "former: [{ names: [AWS SSO], source: https://example.org }]"),
            ),
            ("concepts/failover.md", service("Failover", "name-ko: 페일오버")),
        ];
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (knowledge, problems) = Knowledge::load(&files);
        assert_eq!(problems, []);
        knowledge
    }

    /// Each mention as its bytes and its card's id; a `?` where only the document can tell.
    fn found(text: &str) -> Vec<String> {
        let knowledge = knowledge();
        let mark = |it: Certainty| if it == Certainty::Certain { "" } else { "?" };
        let show = |it: Mention| format!("{}={}{}", it.range.of(text), knowledge.card(it.card).id, mark(it.certainty));
        mentions(text, &knowledge.names).into_iter().map(show).collect()
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(found(text), expected, "{text}");
    }

    #[test]
    fn a_change_of_script_ends_a_word() {
        check("EC2를 ec2에서 우리EC2인스턴스", &["EC2=ec2", "ec2=ec2", "EC2=ec2"]);
        check("MyEC2x EC2Instance my_EC2 EC22 XEC2", &[]);
    }

    #[test]
    fn plurals_and_possessives_name_the_thing() {
        check("EC2s, EC2's, Auto Scaling groups, S3‘s", &["EC2=ec2", "EC2=ec2", "Auto Scaling group=asg", "S3=s3"]);
        check("EC2se S3sx", &[]);
        // "has" is no plural of HA.
        check("SQSs, sqss", &["SQS=sqs"]);
    }

    #[test]
    fn hyphens_and_slashes_join_code_and_not_names() {
        check("the pre-S3 era, S3-backed, EC2/SQS", &["S3=s3", "S3=s3", "EC2=ec2", "SQS=sqs"]);
        check("my-s3-bucket, client-s3, s3-bucket, lib/sqs, /s3/a", &[]);
        check("s3- 또는 ec2/", &["s3=s3", "ec2=ec2"]);
    }

    #[test]
    fn host_names_files_and_addresses_name_nothing() {
        check("s3.amazonaws.com sqs.js .sqs aws.S3 EC2.micro", &[]);
        check("https://example.org/EC2/SQS?x=S3 (http://a.b/S3)", &[]);
        check("arn:aws:s3:::x AWS::EC2::Instance $S3 @S3", &[]);
        check("Stored in S3. EC2: two. 끝.S3는", &["S3=s3", "EC2=ec2", "S3=s3"]);
    }

    #[test]
    fn a_hangul_name_needs_an_edge_or_a_particle() {
        for text in [
            "람다는 호출",
            "람다로만 호출",
            "람다에서는 호출",
            "람다들이 호출",
            "람다, 호출",
            "람다 함수를 호출",
            "람다입니다 호출",
        ] {
            assert!(found(text).iter().any(|it| it.ends_with("=lambda")), "{text}");
        }
        check("람다스케일 나람다 큐브 대기큐에 큐레이션", &[]);
        check("오토 스케일링으로", &["오토 스케일링=asg"]);
    }

    #[test]
    fn a_concept_may_be_a_verb_and_a_service_may_not() {
        check("페일오버한다. 페일오버되는 동안", &["페일오버=failover", "페일오버=failover"]);
        check("오토 스케일링한다", &[]);
    }

    #[test]
    fn abbreviations_are_capitals_or_all_lower_case() {
        check("SQS sqs Sqs", &["SQS=sqs", "sqs=sqs?"]);
        check("EC2 ec2 Ec2", &["EC2=ec2", "ec2=ec2"]);
    }

    #[test]
    fn cues_decide_what_an_ambiguous_name_means() {
        check("SNS로 알린다", &["SNS=sns?"]);
        check("SNS topic", &["SNS=sns"]);
        check("SNS를 구독한다", &["SNS=sns"]);
        check("소셜 로그인(SNS)", &[]);
        check("Instagram and other SNS", &[]);
        check("Amazon SNS, 소셜", &["Amazon SNS=sns"]);
    }

    #[test]
    fn an_ordinary_word_is_a_service_only_with_its_capital_or_its_maker() {
        check("Lambda", &["Lambda=lambda?"]);
        check("a lambda in Java, the lambda, CONFIG and config", &[]);
        check("aws lambda, AWS Config", &["aws lambda=lambda", "AWS Config=config"]);
        check("Java Lambda", &[]);
    }

    #[test]
    fn the_maker_belongs_to_the_mention_even_when_it_is_the_wrong_one() {
        check("AWS SQS and Amazon EC2", &["AWS SQS=sqs", "Amazon EC2=ec2"]);
        check("아마존 EC2를", &["아마존 EC2=ec2"]);
        check("MyAWS SQS, on AWS, SQS", &["SQS=sqs", "SQS=sqs"]);
    }

    #[test]
    fn the_longest_name_that_stands_alone_wins() {
        check("Amazon EC2 Auto Scaling groups", &["Amazon EC2 Auto Scaling=asg"]);
        check("SQS queues and SQS queueing", &["SQS queue=sqs", "SQS=sqs"]);
        check("람다 함수형 호출", &["람다=lambda"]);
    }

    #[test]
    fn a_former_name_is_known_as_one() {
        let knowledge = knowledge();
        let found = mentions("We use AWS SSO.", &knowledge.names);
        assert_eq!(found.len(), 1);
        assert_eq!(knowledge.names.names[found[0].name].former, Some(0));
        check("SSO", &[]);
    }
}
