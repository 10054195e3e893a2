//! Diagrams in Mermaid: what they are made of, what they state, and how they are edited.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::knowledge::{Knowledge, Language};
use archnotes::span::Span;
use archnotes::surface::{Diagram, End, Format, Outline, Place, outline};
use archnotes::{completion, hover};

fn built_in() -> Arc<Knowledge> {
    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));
    Arc::clone(&KNOWLEDGE)
}

/// The words at one end of an edge.
fn words(outline: &Outline, diagram: &Diagram, end: End) -> String {
    diagram.label(end).map_or("-".to_owned(), |it| outline.blocks[it].prose.text().to_owned())
}

/// The edges of a text's first diagram, and its nodes with the words of the groups around them.
fn drawn(text: &str, format: Format) -> (Vec<String>, Vec<String>) {
    let outline = outline(text, Place::First, format);
    let diagram = &outline.diagrams[0];
    let edges = diagram.edges.iter().map(|it| {
        let label = it.label.map_or(String::new(), |it| format!(" {}", outline.blocks[it].prose.text()));
        let (from, to) = (words(&outline, diagram, it.from), words(&outline, diagram, it.to));
        format!("{from} {:?} {to}{label}", it.line)
    });
    let nodes = (0..diagram.nodes.len()).map(|it| {
        let groups = diagram.upward(diagram.nodes[it].group).map(|it| words(&outline, diagram, End::Group(it)));
        let path = std::iter::once(words(&outline, diagram, End::Node(it))).chain(groups);
        path.collect::<Vec<_>>().join(" < ")
    });
    (edges.collect(), nodes.collect())
}

#[track_caller]
fn check(text: &str, edges: &[&str], nodes: &[&str]) {
    let expected = (edges.iter().map(|it| it.to_string()).collect(), nodes.iter().map(|it| it.to_string()).collect());
    assert_eq!(drawn(text, Format::Mermaid), expected);
    let lines = |margin: &str| text.lines().map(|it| format!("{margin}{it}\n")).collect::<String>();
    assert_eq!(drawn(&format!("AWS\n\n```mermaid\n{}```\n", lines("")), Format::Markdown), expected);
    assert_eq!(drawn(&format!("- > ~~~mermaid\n{}  > ~~~\n", lines("  > ")), Format::Markdown), expected);
    assert_eq!(drawn(&text.replace('\n', "\r\n"), Format::Mermaid), expected);
    assert_eq!(drawn(&format!("\u{feff}{text}"), Format::Mermaid), expected);
}

#[test]
fn a_flowchart_is_nodes_groups_and_edges() {
    check(
        "flowchart LR\n  lb[ALB] --> T1 & T2\n  subgraph az [AZ a]\n    subgraph app\n      T1[EC2<br/>x1]\n    end\n    T1 -. 조회 .-> db[(RDS)]\n  end\n  db --- az\n",
        &["ALB Solid EC2 x1", "ALB Solid T2", "EC2 x1 Dotted RDS 조회", "RDS Undirected AZ a"],
        &["ALB", "EC2 x1 < app < AZ a", "T2", "RDS < AZ a"],
    );
}

#[test]
fn a_group_may_be_an_end_before_it_is_drawn() {
    check(
        "graph TD\na --> svc --> b\nsubgraph svc[Service]\nc\nend",
        &["a Solid Service", "Service Solid b"],
        &["a", "b", "c < Service"],
    );
}

#[test]
fn an_architecture_names_the_group_of_each_service() {
    check(
        "architecture-beta\ngroup vpc(cloud)[서울 VPC]\ngroup az(cloud)[2a] in vpc\nservice a(server)[웹 서버] in az\nservice b(database)[RDS]\na:R --> L:b\nb:T <--> B:a",
        &["웹 서버 Solid RDS", "RDS Undirected 웹 서버"],
        &["웹 서버 < 2a < 서울 VPC", "RDS"],
    );
}

#[test]
fn a_sequence_tells_calls_from_answers_and_messages() {
    check(
        "sequenceDiagram\nparticipant A as 주문\nA->>B: 동기 호출\nalt ok\nB-->>A: 200\nelse\nA-)Q: put\nend\n",
        &["주문 Solid B 동기 호출", "B Dotted 주문 200", "주문 Open Q put"],
        &["주문", "B", "Q"],
    );
}

#[test]
fn a_line_that_is_being_typed_takes_nothing_from_the_others() {
    let whole = "flowchart LR\n  a[ALB] --> b[EC2]\n  b --> c[(RDS)]\n  subgraph g [VPC]\n  d\n  end\n  c --> d\n";
    let edges = drawn(whole, Format::Mermaid).0;
    for typed in
        ["x[", "x[\"EC2", "x --", "x -->", "x -->|a", "x{", "\"", "subgraph", "%%", "@!", "] --> [", "x & ", "end"]
    {
        let at = whole.find("  subgraph").unwrap();
        let text = format!("{}{typed}\n{}", &whole[..at], &whole[at..]);
        let found = drawn(&text, Format::Mermaid).0;
        assert!(edges.iter().all(|it| found.contains(it)), "{typed}: {found:?}");
    }
}

#[test]
fn other_diagrams_and_other_fences_are_left_alone() {
    for text in ["classDiagram\n A <|-- B", "pie\n \"EC2\" : 1", "", "%% only\n", "title"] {
        let outline = outline(text, Place::First, Format::Mermaid);
        assert!(outline.diagrams.is_empty() && outline.blocks.is_empty(), "{text}");
    }
    assert!(outline("```sh\ngraph LR\n```\n", Place::First, Format::Markdown).diagrams.is_empty());
}

/// Nothing in a text may make its reading long or deep: each of these would take minutes if it were not linear.
#[test]
fn hostile_diagrams_end() {
    let many = 100_000;
    let heads = ["flowchart LR\n", "sequenceDiagram\n", "architecture-beta\n"];
    let bodies = [
        "subgraph a\n".repeat(many),
        "[".repeat(many),
        "a[\"".repeat(many),
        "a-->".repeat(many),
        "a & ".repeat(many),
        "a & b --> ".repeat(many),
        "@!#$ ]]) -.\n".repeat(many),
        "@!#$ ]]) -.\n".repeat(10_000),
        "alt a\n".repeat(many),
        "%%".repeat(many),
        "\"\n".repeat(many),
        format!("a[{}]\n", "x".repeat(1_000_000)),
        "a --> b\n".repeat(15_000),
        "fn[Lambda] --> db[(RDS x)]\n".repeat(5_000),
        "a ->>b: 동기 호출\n".repeat(6_000),
        format!("{}a --> b", "subgraph a[AZ a]\n".repeat(8_000)),
    ];
    for (head, body) in heads.iter().flat_map(|head| bodies.iter().map(move |body| (head, body))) {
        let text = format!("{head}{body}");
        Document::of(&text, Format::Mermaid, built_in());
        Document::new(&format!("AWS\n\n```mermaid\n{text}"), built_in());
    }
}

/// The findings of a document as `rule: text`.
fn findings(text: &str, format: Format) -> Vec<String> {
    let document = Document::of(text, format, built_in());
    let show = |it: &archnotes::finding::Finding| format!("{}: {}", built_in().rule(it.rule).id, it.range.of(text));
    document.findings().iter().map(show).collect()
}

#[track_caller]
fn finds(diagram: &str, expected: &[&str]) {
    assert_eq!(findings(diagram, Format::Mermaid), expected, "{diagram}");
    let fence = format!("# 구성\n\nAWS 위에 둔다.\n\n```mermaid\n{diagram}\n```\n");
    assert_eq!(findings(&fence, Format::Markdown), expected, "{fence}");
    for heading in ["## 검토한 대안", "## 개발 환경", "## Rejected alternatives", "## 안티패턴"] {
        assert_eq!(findings(&fence.replacen("# 구성", heading, 1), Format::Markdown), [""; 0], "{heading}");
    }
}

#[test]
fn labels_state_what_words_state() {
    finds("flowchart LR\n  a[ALB] --> b[\"웹 서버<br/>EC2 1대\"]", &["single-instance: EC2 1대"]);
    finds("flowchart LR\n  a[ALB] --> b[EC2 x1]", &["single-instance: EC2 x1"]);
    finds("flowchart LR\n  a[ALB] --> b[EC2 x3] --> c[RDS Single-AZ]", &["database-not-multi-az: Single-AZ"]);
    finds("flowchart LR\n  ALB --> n1[EC2 1] & n2[EC2 2]", &[]);
    finds("flowchart LR\n  subgraph dev [개발]\n  ALB --> b[EC2 x1]\n  end", &[]);
    finds("flowchart LR\n  EC2 --> fh[Kinesis Data Firehose]", &["renamed-service: Kinesis Data Firehose"]);
}

#[test]
fn arrows_state_what_leads_where() {
    let direct = "lambda-direct-rds: fn[Lambda] --> db";
    finds("flowchart LR\n  fn[Lambda] --> db[(RDS MySQL)]", &[direct]);
    finds("flowchart LR\n  fn[Lambda] --> p[RDS Proxy] --> db[(RDS MySQL)]", &[]);
    finds("flowchart LR\n  fn[Lambda] --> db[(RDS MySQL)]\n  x[RDS Proxy]", &[]);
    finds("flowchart LR\n  fn[Lambda] --> db[(DynamoDB)]\n  fn -.-> r[(RDS)]", &[]);
    let dax = "dax-wrong-database: dax:R -- L:db";
    finds("architecture-beta\n service dax(disk)[DAX]\n service db(database)[Aurora MySQL]\n dax:R -- L:db", &[dax]);
    finds("flowchart LR\n  EC2 --> dax[DAX] --> db[(DynamoDB)]", &[]);
    finds(
        "flowchart LR\n  pg[(RDS PostgreSQL)] --> sb[(standby)]\n  sb --> bi[BI reports]",
        &["standby-for-reads: sb --> bi"],
    );
}

#[test]
fn a_proxy_that_another_section_names_makes_it_good() {
    let text = "# A\n\n```mermaid\nflowchart LR\n  fn[Lambda] --> db[(RDS MySQL)]\n```\n\n# B\n\n";
    assert_eq!(findings(&format!("{text}연결은 RDS Proxy로 모은다.\n"), Format::Markdown), [""; 0]);
    assert_eq!(findings(&format!("{text}연결은 짧다.\n"), Format::Markdown).len(), 1);
}

#[test]
fn what_stands_in_one_zone_is_said_of_its_frame() {
    finds(
        "flowchart LR\n  subgraph z [ap-northeast-2a]\n  a[EC2] --> b[(RDS)]\n  end",
        &["single-az: ap-northeast-2a"],
    );
    finds("flowchart LR\n  subgraph z [가용 영역 A]\n  a[EC2] --> b[(RDS)]\n  end", &["single-az: 가용 영역 A"]);
    finds("flowchart LR\n  subgraph z [AZ a]\n  a[EC2]\n  end\n  subgraph y [AZ c]\n  b[EC2]\n  end", &[]);
    finds("flowchart LR\n  subgraph z [AZ a]\n  a[EC2]\n  end\n  b[EC2] --> c[(RDS)]", &[]);
    finds("flowchart LR\n  subgraph z [AZ a]\n  s[S3]\n  end", &[]);
}

#[test]
fn one_nat_gateway_for_two_zones_is_one() {
    let zones = "flowchart LR\n  subgraph z [AZ a]\n  a[EC2]\n  end\n  subgraph y [AZ c]\n  b[EC2]\n  end\n";
    finds(&format!("{zones}  a & b --> n[NAT Gateway]"), &["single-nat-gateway: NAT Gateway"]);
    finds(&format!("{zones}  a --> n[NAT Gateway]\n  b --> m[NAT Gateway]"), &[]);
    finds(&format!("{zones}  a & b --> n[NAT Gateway x2]"), &[]);
}

#[test]
fn calls_that_wait_for_each_other_are_a_chain() {
    let head = "sequenceDiagram\n participant L as AWS Lambda\n";
    finds(&format!("{head} A->>B: 동기 gRPC\n B->>C: 동기 gRPC\n C-->>B: ok"), &["sync-coupling: B->>C: 동기 gRPC"]);
    finds(&format!("{head} A->>B: 동기 gRPC\n B-->>A: ok\n B->>C: 동기 gRPC"), &[]);
    finds(&format!("{head} A->>B: 비동기\n B->>C: 비동기"), &[]);
    finds(&format!("{head} A-)B: 동기 gRPC\n B->>C: 동기 gRPC"), &[]);
    finds("flowchart LR\n EC2 --> ALB -->|HTTP| a[web] -->|HTTP| b[api] -->|HTTP| c[auth]", &[]);
}

#[test]
fn a_comment_sets_a_finding_aside() {
    let text = "flowchart LR\n  %% archnotes-disable-next-line single-instance -- 시험\n  a[ALB] --> b[EC2 x1]\n";
    assert_eq!(findings(text, Format::Mermaid), [""; 0]);
    assert_eq!(findings(&format!("```mermaid\n{text}```\n"), Format::Markdown), [""; 0]);
    let above = "<!-- archnotes-disable-next-line single-instance -- 시험 -->\n```mermaid\nflowchart LR\n  a[ALB] --> b[EC2 x1]\n```\n";
    assert_eq!(findings(above, Format::Markdown), [""; 0]);
    assert_eq!(findings("flowchart LR\n  ALB\n  %% archnotes-disable-file nothing", Format::Mermaid).len(), 1);
}

/// The card under the `^` in `text`, as the words that name it.
#[track_caller]
fn hovers(text: &str, expected: Option<&str>) {
    let offset = text.find('^').unwrap();
    let text = text.replacen('^', "", 1);
    let document = Document::of(&text, Format::Mermaid, built_in());
    let found = hover::at(&document, offset, Some(Language::En), hover::Format::PlainText);
    assert_eq!(found.map(|it| it.range.of(&text).to_owned()).as_deref(), expected, "{text}");
}

#[test]
fn names_are_known_in_labels_and_where_a_thing_is_called() {
    hovers("graph LR\nAWS --> a[^API GW]", Some("API GW"));
    hovers("graph LR\nAWS --> a[^λ newOrder]", Some("λ"));
    hovers("graph LR\nAWS -->|S^QS| a", Some("SQS"));
    hovers("graph LR\n^S3[S3 bucket] --> b", Some("S3"));
    hovers("graph LR\n^MQ[주문 대기열] --> b", None);
    hovers("graph LR\na --> ^ALB", Some("ALB"));
    hovers("graph LR\nstyle ^S3 fill:#fff", Some("S3"));
}

#[test]
fn names_are_offered_in_labels_and_rules_in_comments() {
    let offered = |text: &str| {
        let document = Document::of(text, Format::Mermaid, built_in());
        completion::at(&document, text.len(), Language::Ko).into_iter().next().map(|it| it.label)
    };
    assert!(offered("graph LR\na[dyna").is_some_and(|it| it.contains("DynamoDB")));
    assert!(offered("graph LR\na -->|람").is_some_and(|it| it.contains("람다")));
    assert_eq!(offered("graph LR\ndyna"), None);
    assert!(offered("graph LR\n%% archnotes-disable-next-line single-i").is_some_and(|it| it == "single-instance"));
}

/// An edit of one line reads that line again: all others are known.
#[test]
fn an_edit_gives_what_a_fresh_reading_gives() {
    let mut text = "flowchart LR\n  fn[Lambda] --> db[(RDS MySQL)]\n  a[ALB] --> b[EC2]\n".to_owned();
    let mut document = Document::of(&text, Format::Mermaid, built_in());
    for (at, new) in [(text.len() - 2, " x1"), (20, "x"), (13, "%% "), (0, "%%\n")] {
        document.edit(Span::new(at, at), new);
        text.insert_str(at, new);
        let fresh = Document::of(&text, Format::Mermaid, built_in());
        assert_eq!(document.sections(), fresh.sections(), "{text}");
        assert_eq!(document.findings(), fresh.findings(), "{text}");
    }
}
