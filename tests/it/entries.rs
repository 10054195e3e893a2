//! What do entries of a design in YAML state, to the byte? What is found in them, and what is not.

use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::finding::Finding;
use archnotes::knowledge::Knowledge;
use archnotes::surface::Format;

static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));

/// What is found in a design, each as `rule: the bytes`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let text = format!("# AWS\n{text}");
    let document = Document::of(&text, Format::Yaml, Arc::clone(&KNOWLEDGE));
    let shown = |it: &Finding| format!("{}: {}", document.knowledge().rule(it.rule).id, it.range.of(&text));
    assert_eq!(document.findings().iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn one_of_it_is_what_its_map_is_about() {
    check("web: {type: ec2, count: 1}\n", &["single-instance: count: 1"]);
    check("웹: {종류: EC2, 대수: 1대}\n", &["single-instance: 대수: 1대"]);
    check("solver:\n  now: ec2\n  machines: [prime]\n", &["single-instance: machines: [prime"]);
    check("web:\n  type: ec2\n  count: 1 # no budget for a second\n", &["single-instance: count: 1"]);
    check("cart: {engine: elasticache-redis, nodes: 1}\n", &["single-cache-node: nodes: 1"]);
    check("egress: {nat_gateways: 1}\n", &["single-nat-gateway: 1"]);
    for text in [
        "web:\n  kind: ecs-fargate\n  desiredCount: 1\n  max: 6\n",
        "bastion: {type: ec2, count: 1}\n",
        "web: {type: ec2, count: 1} # dev only\n",
        "dev:\n  web: {type: ec2, count: 1}\n",
        "web: {count: 1, type: ec2, status: retired}\n",
        "was: {type: s3, count: 1}\nold_web: {type: ec2, count: 1}\n",
        "cart: {engine: elasticache-redis, nodes: 1, replicas: 2}\n",
        "files: {type: s3, count: 1}\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn numbers_zones_and_standbys() {
    check("w: {type: ecs, min: 4, max: 4}\n", &["fixed-capacity: max: 4"]);
    check("w: {type: ecs, min: 4, max: 9}\n", &[]);
    check("w: {type: ec2, count: 4, azs: [us-east-1a]}\n", &["single-az: azs: [us-east-1a"]);
    check("w: {type: ec2, count: 4, azs: [us-east-1a, us-east-1b]}\n", &[]);
    for no in ["no", "false", "off", "none", "~", "없음", "no, too costly"] {
        check(
            &format!("d:\n  engine: rds-mysql\n  multi_az: {no}\n"),
            &[&format!("database-not-multi-az: multi_az: {no}")],
        );
    }
    check("d: {engine: rds-mysql, multiAZ: yes}\n디비: {엔진: RDS MySQL, 이중화: 예}\n", &[]);
}

#[test]
fn what_is_held_against_each_other_stands_in_one_map() {
    let text = "orders:\n  rpo: 1h\n  backup: {every: 24h}\nlogs:\n  rpo: 48h\n  backup: {every: 24h}\n";
    check(text, &["backup-exceeds-rpo: every: 24h"]);
    check("a: {rto: 24h, strategy: backup-and-restore}\nb: {rto: 10m, strategy: warm-standby}\n", &[]);
    check("재해복구: {RTO: 10분, RPO: 5분, 전략: 백업_복원}\n", &["dr-strategy-rto-mismatch: 백업_복원"]);
}

#[test]
fn what_every_overlay_replaces_is_not_seen() {
    let base = "base: &b\n  type: ec2\n  count: 1\n";
    check(&format!("{base}prod: {{<<: *b, count: 4}}\n"), &[]);
    check(&format!("{base}prod: {{<<: *b, name: x}}\n"), &["single-instance: count: 1"]);
}

#[test]
fn keys_say_what_all_below_them_is() {
    for key in [
        "never",
        "rejected",
        "alternatives",
        "glossary",
        "questions",
        "third_parties",
        "sandbox",
        "retired",
        "기각",
        "개발",
    ] {
        check(&format!("{key}:\n  web: {{type: ec2, count: 1, dlq: none}}\n"), &[]);
    }
}

#[test]
fn a_key_whose_value_says_no_states_nothing_of_its_own_words() {
    check("db: {engine: rds-mysql, zero_downtime_failover: no, multi_az: yes}\n", &[]);
}

#[test]
fn a_key_says_it_of_all_below_it_whatever_the_map_around_it_names() {
    const WEB: &str = "type: ec2, count: 1";
    for key in [
        "dev",
        "test_environment",
        "testEnvironment",
        "not_wanted",
        "seen_at_the_competitor",
        "개발_환경",
        "교육용_계정",
    ] {
        check(&format!("service: checkout on Amazon ECS\n{key}:\n  web: {{ {WEB} }}\n"), &[]);
    }
    check(&format!("service: checkout on Amazon ECS\nprod:\n  web: {{ {WEB} }}\n"), &["single-instance: count: 1"]);
}

#[test]
fn what_stands_beside_takes_it_back() {
    const WEB: &str = "type: ec2\n    count: 1\n";
    for beside in [
        "decision: rejected, too fragile",
        "decision: no; Fargate",
        "resolved: true",
        "note: test only",
        "비고: 운영 아님",
        "판정: 기각",
    ] {
        check(&format!("service: Amazon ECS\nlist:\n  web:\n    {WEB}    {beside}\n"), &[]);
    }
    for beside in ["decision: taken by the board", "note: the test environment has two", "resolved: false"] {
        check(&format!("service: Amazon ECS\nlist:\n  web:\n    {WEB}    {beside}\n"), &["single-instance: count: 1"]);
    }
    let options = |status: &str| format!("service: Amazon ECS\noptions:\n  web:\n    {WEB}    status: {status}\n");
    check(&options("chosen"), &["single-instance: count: 1"]);
    check(&options("weighed"), &[]);
}
