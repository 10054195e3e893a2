//! Designs in YAML: what they state, in files and in fences, and what bad input does.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::knowledge::Knowledge;
use archnotes::surface::Format;

static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));

/// The rules found in `text`, in order, each with the line it is found in.
fn found(text: &str, format: Format) -> Vec<String> {
    let document = Document::of(text, format, Arc::clone(&KNOWLEDGE));
    let line = |at: usize| document.text().line(document.text().byte_to_line(at)).to_string().trim().to_owned();
    let shown = document
        .findings()
        .iter()
        .map(|it| format!("{}: {}", document.knowledge().rule(it.rule).id, line(it.range.start)));
    shown.collect()
}

#[track_caller]
fn check(entries: &str, rules: &[&str]) {
    let text = format!("# AWS\n{entries}");
    let found = found(&text, Format::Yaml);
    let found = found.iter().map(|it| it.split(':').next().unwrap()).collect::<Vec<_>>();
    assert_eq!(found, rules, "{text}");
}

#[test]
fn designs_state_what_sentences_state() {
    for (entries, rule) in [
        ("web: {type: ec2, count: 3}\nsession: memory # default\n", "stateful-web-tier"),
        ("웹: {종류: EC2, 로그인유지: 메모리}\n", "stateful-web-tier"),
        ("alb:\n  stickiness: 24h\n", "sticky-session"),
        ("mail: {type: sqs, deadLetter: none}\n", "queue-without-dlq"),
        ("알림: {종류: SQS, 실패큐: 없음}\n", "queue-without-dlq"),
        ("dns: {policy: failover, health_check: ~}\n", "failover-without-health-check"),
        ("report: {on: lambda, rds_proxy: no}\n", "lambda-direct-rds"),
        ("report: {on: lambda, typical_minutes: 22}\n", "lambda-long-running"),
        ("정산: {종류: 람다, 실제소요: 28분}\n", "lambda-long-running"),
        ("egress: {nat_gateways: 1}\n", "single-nat-gateway"),
        ("office: {kind: vpn, tunnels: 1}\n", "single-network-link"),
        ("cart: {engine: valkey, replicas: 0}\n", "single-cache-node"),
        ("worker: {type: ec2, restart: ask Olek}\n", "manual-recovery"),
        ("ops: {alarms: none}\n", "no-monitoring"),
        ("signer:\n  type: ec2\n  count: 1 # the spare was cancelled\n", "single-instance"),
        ("orders: {engine: rds-mysql, multi_az: yes, backup: no}\n", "no-backup"),
    ] {
        check(entries, &[rule]);
    }
}

#[test]
fn what_is_good_or_not_ours_is_silent() {
    for entries in [
        "alb: {stickiness: off}\nsessions: {where: dynamodb}\n",
        "mail: {type: sqs, dlq: mail-dlq}\n",
        "signer:\n  type: ec2\n  count: 1 # the project was cancelled\n",
        "report: {on: lambda, timeout: 900}\n",
        "render: {on: batch, duration: 5h} # was a Lambda once\n",
        "office: {kind: vpn, tunnels: 1, backup: lte}\n",
        "dns: {policy: failover, health_check: hc-1}\n",
        "third_parties:\n  shop: {type: ec2, count: 1, alarms: none}\n",
        "secrets: {db: \"ssm:/prod/db\", user: app2user1}\n",
    ] {
        check(entries, &[]);
    }
}

#[test]
fn a_fence_says_what_a_file_says() {
    let fence = "```yaml\nweb:\n  type: ec2\n  count: 1\n```\n";
    let text = |above: &str| format!("# Orders on AWS\n\n{above}\n\n{fence}");
    assert_eq!(found(&text("The tier:"), Format::Markdown), ["single-instance: count: 1"]);
    assert_eq!(found(&text("- The tier\n"), Format::Markdown), ["single-instance: count: 1"]);
    for above in ["Bad example:", "## Rejected alternatives", "## 개발 환경"] {
        assert_eq!(found(&text(above), Format::Markdown), [""; 0], "{above}");
    }
    let quoted = "# Orders on AWS\n\n> ```yaml\n> web: {type: ec2, count: 1}\n> ```\n";
    assert_eq!(found(quoted, Format::Markdown), [""; 0]);
}

#[test]
fn bad_input_ends_and_keeps_what_is_whole() {
    let whole = "web: {type: ec2, count: 1}\n";
    let one = ["single-instance: web: {type: ec2, count: 1}"];
    for bad in ["\tx: 1\n", "a: 1\na: 2\n", "q: \"open\n", "half\n", "r: &r [*r]\n", "l: {\n"] {
        let text = format!("# AWS\n{whole}{bad}");
        assert_eq!(found(&text, Format::Yaml), one, "{bad:?}");
        assert_eq!(found(&format!("\u{feff}{text}"), Format::Yaml), one, "{bad:?} behind a byte order mark");
    }
    let mut bomb = "# AWS\na0: &a0 {type: ec2, count: 1}\n".to_owned();
    (1..60).for_each(|n| bomb += &format!("a{n}: &a{n} {{<<: [*a{0}, *a{0}, *a{0}], b: [*a{0}, *a{0}]}}\n", n - 1));
    assert_eq!(found(&bomb, Format::Yaml).len(), 1);
}

#[test]
fn deep_wide_and_long_files_are_read_once() {
    let deep = format!("# AWS\n{}count: 1{}\n", "{type: ec2, a: ".repeat(3_000), "}".repeat(3_000));
    let wide = format!("# AWS\nweb:\n{}", "  type: ec2\n  count: 1\n".repeat(3_000));
    let list = format!("# AWS\nweb: [{}]\n", "one EC2 server, ".repeat(3_000));
    let no = format!("# AWS\n{}", "db: {engine: rds-mysql, multi_az: no}\n".repeat(1_000));
    for text in [deep, wide, list, no] {
        let _ = found(&text, Format::Yaml);
    }
}

/// The designs of a file, each below a line `=== rule`.
fn designs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("=== ").skip(1).map(|it| it.split_once('\n').unwrap()).map(|(rule, design)| (rule.trim(), design))
}

#[test]
fn what_people_key_in_many_ways_is_found() {
    for (rule, design) in designs(include_str!("../designs/stated.txt")) {
        check(design, &[rule]);
    }
}

#[test]
fn what_nobody_states_of_what_is_built_is_silent() {
    for (_, design) in designs(&include_str!("../designs/silent.txt").replace("===\n", "=== \n")) {
        check(design, &[]);
    }
}

/// The facts of the design and the surfaces, as `surfaces.txt` calls them.
const FACTS: [&str; 21] = [
    "count",
    "zones",
    "standby",
    "state",
    "affinity",
    "scaling",
    "role",
    "call",
    "dead-letter",
    "health-check",
    "proxy",
    "alarm",
    "backup",
    "duration",
    "interval",
    "strategy",
    "place",
    "claim",
    "operated",
    "secret",
    "named",
];
const SURFACES: [&str; 6] = ["prose", "table", "yaml", "template", "manifest", "diagram"];

#[test]
fn each_fact_is_stated_on_each_surface_or_the_table_says_why_not() {
    let mut missing: Vec<_> = FACTS.iter().flat_map(|fact| SURFACES.map(|it| (*fact, it))).collect();
    let mut wrong = String::new();
    for part in include_str!("../designs/surfaces.txt").split("=== ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap();
        let [fact, surface, rule] = head.split(' ').collect::<Vec<_>>()[..] else { panic!("{head}") };
        let at =
            missing.iter().position(|it| *it == (fact, surface)).unwrap_or_else(|| panic!("{head}: unknown, or twice"));
        missing.remove(at);
        let found = match surface {
            _ if rule == "-" => vec![],
            "prose" | "table" => found(&format!("# Orders on AWS\n\n{text}"), Format::Markdown),
            "diagram" => found(text, Format::Mermaid),
            _ => found(&format!("# AWS\n{text}"), Format::Yaml),
        };
        let found: Vec<_> = found.iter().map(|it| it.split(':').next().unwrap()).collect();
        if found != Vec::from_iter(Some(rule).filter(|it| *it != "-")) {
            wrong += &format!("{head}: {found:?}\n");
        }
    }
    assert_eq!((wrong.as_str(), missing), ("", vec![]));
}

#[test]
fn an_auto_scaling_group_in_a_design_holds_machines() {
    check("portal:\n  service: Amazon EC2 Auto Scaling\n  size: {min: 4, max: 4}\n", &["fixed-capacity"]);
    check("vpc:\n  availability_zones: 3\n  nat:\n    gateways: 1\n", &["single-nat-gateway"]);
    check("vpc:\n  availability_zones: 3\n  nat:\n    gateways: 3\n", &[]);
    check("report:\n  service: AWS Lambda\n  measured: 47 min\n", &["lambda-long-running"]);
}

#[test]
fn what_a_design_gives_up_under_its_own_words_is_silent() {
    check("버림:\n  - { 안: 브로커를 EC2 한 대에 설치, 왜: 죽으면 조용해짐 }\n", &[]);
    check("구형_2021:\n  수신서버: EC2 1대\n  db: MySQL 단독, 백업 없음\n", &[]);
}
