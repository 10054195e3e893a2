//! Which card does a key or a bare value of a file of data name?
//!
//! There names are written as code is: `multi_az`, `MultiAZ`, `warm-standby`, `AWS::SQS::Queue`. A whole key or value that
//! is a name, whatever its case and the marks between its words, names it. A part of one does so only where the key says
//! that the value is a product, for else it is somebody's identifier: `type: rds-postgres`, but `name: orders-rds`.

use super::{Certainty, Mention, mentions};
use crate::knowledge::Names;
use crate::span::Span;

/// No name and no type is longer, in bytes.
const LONGEST: usize = 96;

/// Words of keys whose value is what something is made of.
const OF_PRODUCTS: [&str; 35] = [
    "backend",
    "broker",
    "cache",
    "compute",
    "database",
    "db",
    "engine",
    "framework",
    "hosting",
    "kind",
    "managed_by",
    "now",
    "on",
    "platform",
    "product",
    "provider",
    "queue",
    "runs_on",
    "runtime",
    "service",
    "storage",
    "store",
    "tech",
    "technology",
    "tool",
    "type",
    "uses",
    "via",
    "구성",
    "기술",
    "서비스",
    "엔진",
    "저장",
    "제품",
    "종류",
];

/// Finds the names in `text`, a key or a bare value; `is_product`: one whose key says that it is a product.
///
/// Ranges as in [`mentions`]. Cost: as there, and a lookup for the whole; where the key tells of a product, for each run of
/// words.
pub(crate) fn in_entry(text: &str, is_product: bool, names: &Names) -> Vec<Mention> {
    if text.len() > LONGEST {
        return mentions(text, names);
    }
    if let Some(found) = resource_type(text, names) {
        return vec![found];
    }
    let found = mentions(text, names);
    let is_whole = |it: &Mention| it.range == Span::new(0, text.len());
    if found.iter().any(is_whole) || text.contains(is_code) {
        return found;
    }
    match named(text, Span::new(0, text.len()), is_product, names) {
        Some(whole) => vec![whole],
        None if is_product && found.is_empty() => parts(text, names),
        None => found,
    }
}

/// A type of CloudFormation, `AWS::SQS::Queue`; one that no card has names the service that its second part spells.
fn resource_type(text: &str, names: &Names) -> Option<Mention> {
    let mut head = text.split('<').next().filter(|it| it.contains("::") && !it.contains(' '))?;
    let whole = head;
    loop {
        if let Some(name) = names.of_type(head) {
            let card = names.names[name].card;
            let range = Span::new(0, whole.len());
            return Some(Mention { card, range, name, certainty: Certainty::Certain, misspelt: false });
        }
        head = head.rsplit_once("::")?.0;
    }
}

/// The names of products that the words of `text` spell, the longest first: `ecs-fargate`, `elasticache/redis`.
fn parts(text: &str, names: &Names) -> Vec<Mention> {
    /// More words are no name with its variant.
    const MOST: usize = 6;
    let words = words(text).take(MOST).collect::<Vec<_>>();
    let mut found = Vec::new();
    let mut next = 0;
    while next < words.len() {
        let runs = (next..words.len()).rev().map(|last| (last, words[next].cover(words[last])));
        let mut named = runs.filter_map(|(last, span)| Some((last, named(text, span, false, names)?)));
        match named.next() {
            Some((last, mention)) => {
                found.push(mention);
                next = last + 1;
            }
            None => next += 1,
        }
    }
    found
}

/// The name that `span` of `text` is, plural or not, but for its case and marks. One that also means something else counts
/// where `is_product` says so.
fn named(text: &str, span: Span, is_product: bool, names: &Names) -> Option<Mention> {
    let letters = letters(span.of(text));
    let name = names.of_letters(&letters).or_else(|| names.of_letters(letters.strip_suffix('s')?))?;
    let it = &names.names[name];
    let counts = !it.ambiguous || is_product;
    counts.then_some(Mention { card: it.card, range: span, name, certainty: Certainty::InAwsContext, misspelt: false })
}

/// Whether the key's last word, or all of it, says that the value is a product.
pub(crate) fn is_of_product(key: &str) -> bool {
    let key = key.to_lowercase().replace(['-', ' '], "_");
    let last = key.rsplit('_').next().unwrap_or(&key);
    OF_PRODUCTS.iter().any(|it| *it == key || *it == last)
}

/// What tells a path, an expression or an assignment from a name.
fn is_code(it: char) -> bool {
    it.is_ascii_punctuation() && !matches!(it, '-' | '_' | '.' | '/' | '(' | ')' | '+' | ',')
}

/// The words of `text`: runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = text[start..].find(|it: char| !it.is_alphanumeric()).map_or(text.len(), |it| start + it);
        at = end;
        Some(Span::new(start, end))
    })
}

/// `text` in small letters, with nothing but letters and digits.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    const SOURCE: &str = "sources: [{ url: https://example.org, read: 2026-11-23 }]";

    fn knowledge() -> Knowledge {
        let card = |name: &str, rest: &str| {
            format!("---\nname: {name}\ncategory: c\ndocs: d\n{SOURCE}\n{rest}\n---\n# en\nE.\n# ko\n국.\n")
        };
        let files = [
            ("services/ec2.md", card("Amazon EC2", "cloudformation: [\"AWS::EC2::Instance\"]")),
            ("services/vpc.md", card("Amazon VPC", "cloudformation: [\"AWS::EC2::VPC\"]")),
            ("services/sqs.md", card("Amazon SQS", "cloudformation: [\"AWS::SQS::Queue\"]")),
            ("services/lambda.md", card("AWS Lambda", "ambiguous: [lambda]")),
            ("services/rds.md", card("Amazon RDS", "")),
            ("services/fargate.md", card("AWS Fargate", "")),
            ("services/ecs.md", card("Amazon ECS", "")),
            ("services/config.md", card("AWS Config", "ambiguous: [Config]")),
            ("concepts/multi-az.md", card("Multi-AZ", "name-ko: 다중 AZ")),
            ("concepts/warm-standby.md", card("Warm standby", "name-ko: 웜 스탠바이")),
            ("concepts/read-replica.md", card("Read replica", "name-ko: 읽기 복제본")),
        ];
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (knowledge, problems) = Knowledge::load(&files);
        assert_eq!(problems, []);
        knowledge
    }

    /// `entry` is `key: value`; each mention of the value, or without one of the key, as its bytes and its card's id.
    #[track_caller]
    fn check(entry: &str, expected: &[&str]) {
        let knowledge = knowledge();
        let (text, label) = match entry.split_once(": ") {
            Some((key, value)) => (value, Some(key)),
            None => (entry.trim_end_matches(':'), None),
        };
        let found = in_entry(text, label.is_some_and(is_of_product), &knowledge.names);
        let shown = found.iter().map(|it| format!("{}={}", it.range.of(text), knowledge.card(it.card).id));
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{entry}");
    }

    #[test]
    fn a_whole_key_or_value_names_in_any_spelling() {
        for key in ["multi_az:", "MultiAZ:", "multi-az:", "multiAz:", "x: multi_az"] {
            check(key, &[&format!("{}=multi-az", key.trim_start_matches("x: ").trim_end_matches(':'))]);
        }
        check("read_replicas:", &["read_replicas=read-replica"]);
        check("strategy: warm-standby", &["warm-standby=warm-standby"]);
        check("Vpc:", &["Vpc=vpc"]);
        check("multi_az_note:", &[]);
    }

    #[test]
    fn types_name_their_service() {
        check("Type: AWS::SQS::Queue", &["AWS::SQS::Queue=sqs"]);
        check("Type: AWS::EC2::VPC::Id", &["AWS::EC2::VPC::Id=vpc"]);
        check("Type: AWS::EC2::EIP", &["AWS::EC2::EIP=ec2"]);
        check("Type: AWS::SQS::QueuePolicy", &["AWS::SQS::QueuePolicy=sqs"]);
        check("Type: AWS::New::Thing", &[]);
        check("Type: List<AWS::EC2::VPC::Id>", &[]);
    }

    #[test]
    fn parts_name_where_the_key_tells_of_a_product() {
        check("platform: ecs-fargate", &["ecs=ecs", "fargate=fargate"]);
        check("engine: rds_postgres", &["rds=rds"]);
        check("managed-by: rds/postgres", &["rds=rds"]);
        check("name: orders-rds", &[]);
        check("file: lib/sqs.js", &[]);
        check("type: ${rds}", &["rds=rds"]);
    }

    #[test]
    fn an_ordinary_word_names_only_below_such_a_key() {
        check("runtime: lambda", &["lambda=lambda"]);
        check("종류: lambda", &["lambda=lambda"]);
        check("style: lambda", &[]);
        check("lambda:", &[]);
        check("config:", &[]);
        check("key: config", &[]);
        check("type: was-config", &[]);
    }
}
