//! What do headings, columns, answers and the sentence behind say about a weakness? Each kind in the ways people say it, both languages,
//! with what must still be found beside it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::{Arc, LazyLock};

use archnotes::document::Document;
use archnotes::knowledge::Knowledge;

static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::built_in().0));

/// The rules that find something in `text`, a document about AWS, in order.
fn found(text: &str) -> Vec<String> {
    let text = format!("# Design on AWS\n\n{text}\n");
    let document = Document::new(&text, Arc::clone(&KNOWLEDGE));
    document.findings().iter().map(|it| document.knowledge().rule(it.rule).id.clone()).collect()
}

#[track_caller]
fn silent(texts: &[&str]) {
    let loud = texts.iter().filter(|it| !found(it).is_empty()).map(|it| format!("{it:?}: {:?}", found(it)));
    assert_eq!(loud.collect::<Vec<_>>(), Vec::<String>::new());
}

#[track_caller]
fn flagged(rule: &str, texts: &[&str]) {
    let other = texts.iter().filter(|it| found(it) != [rule]).map(|it| format!("{it:?}: {:?}", found(it)));
    assert_eq!(other.collect::<Vec<_>>(), Vec::<String>::new());
}

const ONE: &str = "The web tier runs on one EC2 instance.";
const ONE_KO: &str = "웹 서버는 EC2 한 대로 운영한다.";

#[test]
fn a_heading_over_what_was_given_up_takes_it_back() {
    for heading in [
        "Savings I refused",
        "What we don't do",
        "Ideas we dropped",
        "Risks we looked at and struck off",
        "Rejected by the committee",
        "Things we won't build",
        "Refused",
        "Closed risks",
        "Resolved findings",
        "Graveyard",
        "War stories",
        "What the auditors misunderstood",
        "Things you may hear from older colleagues",
        "Heard from others",
        "Exclusions",
    ] {
        silent(&[&format!("## {heading}\n\n{ONE}"), &format!("## {heading}\n\n- {ONE}\n- More.")]);
    }
    for heading in [
        "제안에서 제외한 방식",
        "반려한 안",
        "채택하지 않은 것들",
        "안 쓰는 것",
        "닫힌 위험",
        "해소된 지적",
        "닫힌 것",
        "전설들",
        "고백처럼 들리지만 아닌 것",
        "위험인 줄 알았는데 아닌 것",
        "확인했는데 아니었던 것",
        "남의 부엌",
        "사업 범위 외",
        "개정 내역",
    ] {
        silent(&[&format!("## {heading}\n\n{ONE_KO}"), &format!("## {heading}\n\n- {ONE_KO}\n- 그 밖.")]);
    }
    for heading in ["Web tier", "What we have", "Risks", "Decisions", "Findings"] {
        flagged("single-instance", &[&format!("## {heading}\n\n{ONE}")]);
    }
    for heading in ["웹 계층", "열린 위험", "결정", "현황"] {
        flagged("single-instance", &[&format!("## {heading}\n\n{ONE_KO}")]);
    }
}

#[test]
fn a_column_judges_the_cells_before_it() {
    let table = |column: &str, cell: &str| format!("| No | What | {column} |\n|---|---|---|\n| 7 | {ONE} | {cell} |");
    for (column, cell) in [
        ("Closed by", "Move to ECS"),
        ("Resolution", "ECS service, three zones"),
        ("Why not", "Too fragile"),
        ("Reason for rejection", "Zone loss"),
        ("Fate", "Forgotten"),
        ("Our answer", "There are six"),
        ("It's like this", "Six tasks"),
        ("In reality", "Six tasks"),
    ] {
        silent(&[&table(column, cell)]);
    }
    for (column, cell) in [
        ("Our answer", "Correct, accepted as residual risk"),
        ("Resolution", "Accepted by the board"),
        ("Owner", "Mary"),
        ("Remarks", "Since 2021"),
        ("Our answer", ""),
    ] {
        flagged("single-instance", &[&table(column, cell)]);
    }
    let table =
        |column: &str, cell: &str| format!("| 번호 | 내용 | {column} |\n|---|---|---|\n| 7 | {ONE_KO} | {cell} |");
    for (column, cell) in [
        ("어떻게 닫혔나", "ECS로"),
        ("조치 결과", "4~16대"),
        ("회신", "4~16대"),
        ("답변", "여섯 대임"),
        ("기각 사유", "취약함"),
        ("왜 아닌가", "취약함"),
    ] {
        silent(&[&table(column, cell)]);
    }
    for (column, cell) in [("회신", "맞음. 수용"), ("조치 결과", "조치 안 함"), ("담당", "표윤서"), ("회신", "")]
    {
        flagged("single-instance", &[&table(column, cell)]);
    }
    silent(&["| 항목 | 중간 | 최종 |\n|---|---|---|\n| 세션 | 서버 메모리에 저장 | Redis |"]);
}

#[test]
fn the_next_sentence_may_say_that_it_is_over() {
    for verdict in [
        "It was replaced in March.",
        "It has since been retired.",
        "That was fixed in the same week.",
        "Moved to ECS in June.",
        "Scrapped in 2024.",
        "That one is gone.",
        "Not any more.",
        "It doesn't any more.",
        "Dropped.",
        "Not true.",
        "Not so: there are six.",
    ] {
        silent(&[&format!("{ONE} {verdict}"), &format!("- {ONE} {verdict}\n- Other.")]);
    }
    for verdict in ["2022년에 폐지.", "작년에 철거했다.", "그건 ECS로 옮겼다.", "지금은 ECS로 전환했다.", "불채택."]
    {
        silent(&[&format!("{ONE_KO} {verdict}")]);
    }
    for behind in [
        "It was moved in May, and is still in use.",
        "It is replaced by hand.",
        "The logs were moved to S3.",
        "It costs 40 dollars.",
    ] {
        assert!(found(&format!("{ONE} {behind}")).contains(&"single-instance".to_owned()), "{behind}");
    }
    flagged("single-instance", &[&format!("{ONE_KO} 로그는 S3로 옮겼다.")]);
}

#[test]
fn who_takes_up_the_sentence_before_speaks_of_the_same_place() {
    silent(&[
        "Test systems are off at night. They're on one EC2 instance.",
        "The staging environment is small. It runs on one EC2 instance.",
        "The vendor runs the gate. It sits on one EC2 instance.",
        "The gate runs on one EC2 instance. That one is run by the vendor.",
        "It runs on one EC2 instance. This is a test system.",
        "개발 환경은 작다. 이것은 EC2 한 대로 운영한다.",
    ]);
    flagged(
        "single-instance",
        &[
            "Test systems are off at night. The web tier runs on one EC2 instance.",
            "개발 환경은 따로 있다. 웹 서버는 EC2 한 대로 운영한다.",
        ],
    );
}

#[test]
fn what_has_pros_and_cons_is_weighed() {
    silent(&[
        "## One big instance\n\nThe web tier runs on one EC2 instance.\n\n- Pros: cheap\n- Cons: fragile",
        "## Single server\n\nThe web tier runs on one EC2 instance.\n\nAdvantages:\n\n- cheap\n\nDisadvantages:\n\n- fragile",
        "## 단일 구성\n\n웹 서버는 EC2 한 대로 운영한다.\n\n- 장점: 싸다\n- 단점: 약하다",
    ]);
    flagged(
        "single-instance",
        &[
            "## One big instance (chosen)\n\nThe web tier runs on one EC2 instance.\n\n- Pros: cheap\n- Cons: fragile",
            "## Web\n\nThe web tier runs on one EC2 instance.\n\n- Pros: cheap",
            "## 단일 구성 (채택)\n\n웹 서버는 EC2 한 대로 운영한다.\n\n- 장점: 싸다\n- 단점: 약하다",
        ],
    );
}

#[test]
fn what_is_believed_or_heard_is_not_so() {
    silent(&[
        "- Belief: the web tier runs on one EC2 instance.\n- Saw: six.",
        "- Hypothesis: the web tier runs on one EC2 instance.",
        "- 예상: 웹 서버는 EC2 한 대로 운영한다.\n- 결과: 여섯 대다.",
        "The scooter company down the road told us that theirs runs on one EC2 instance.",
        "Somebody remembers that the web tier runs on one EC2 instance. It doesn't any more.",
        "옆 팀은 웹 서버를 EC2 한 대로 운영한다.",
        "2020년엔 EC2 한 대로 운영했대요.",
        "Until ADR 4 we ran the API on one EC2 instance.",
        "Optional: one EC2 instance for the websocket fan-out.",
        "During wave 2, for at most two weekends, the web tier runs on one EC2 instance.",
    ]);
}

#[test]
fn one_may_be_no_number() {
    silent(&[
        "The balancer leads everybody to one and the same EC2 container fleet.",
        "The secret for EC2 is in SSM. The one for the ad server is there as well.",
    ]);
}

#[test]
fn a_gloss_in_brackets_parts_nothing() {
    flagged(
        "queue-without-dlq",
        &[
            "주문 큐(SQS)에는 DLQ(Dead Letter Queue)가 없다.",
            "주문 SQS 큐에는 데드레터 큐(DLQ)를 두지 않는다.",
            "The dead-letter queue (DLQ) of the order queue has not been set up.",
        ],
    );
    flagged("no-monitoring", &["EC2에는 에이전트(agent)도 알람(alarm)도 없다."]);
    silent(&["주문 큐(SQS)에는 DLQ(Dead Letter Queue)가 있다."]);
}

#[test]
fn a_question_with_its_answer_states_something() {
    flagged("no-backup", &["What about backups of the RDS database? We don't have any."]);
    flagged("no-monitoring", &["Do we have alarms on the production API? No."]);
    silent(&[
        "Do we have open questions about the alarms of the API? No.",
        "| Query | Reply |\n|---|---|\n| Can the standby of RDS serve reads? | No. A reader is provided. |",
        "**문 15.** EC2 서버가 한 대라는 이야기가 있습니다.\n**답.** 두 대입니다.",
    ]);
}

#[test]
fn a_column_of_verdicts_refuses_its_row() {
    for (header, no, yes) in
        [("✔/✘", "✘", "✔"), ("Decision", "no", "yes"), ("채택 여부", "X", "O"), ("결정", "기각", "채택")]
    {
        let row = |verdict: &str| format!("| # | {header} | What |\n|---|---|---|\n| 1 | {verdict} | {ONE} |");
        silent(&[&row(no)]);
        flagged("single-instance", &[&row(yes)]);
    }
}

#[test]
fn a_list_of_checks_states_what_was_found_where_it_is_filled_in() {
    let list = |header: &str| format!("## 점검표\n\n| 대상 | {header} |\n|---|---|\n| 접수 | {ONE_KO} |");
    flagged("single-instance", &[&list("비고"), &list("점검 결과")]);
    silent(&[&list("기준")]);
}

#[test]
fn columns_that_contrast_say_the_time() {
    silent(&["| 시스템 | IDC 현황 | AWS 목표 |\n|---|---|---|\n| 배치 | EC2 한 대 | Fargate 2~4 |"]);
    flagged("single-instance", &["| 시스템 | IDC 현황 | 비고 |\n|---|---|---|\n| 배치 | EC2 한 대 | - |"]);
}

#[test]
fn who_asks_and_who_is_asked_write_no_exam_and_no_manual() {
    let interview = format!(
        "I am the interviewer.\n\nThe interviewer asks.\n\nInterviewer: how is it?\n\nWe tell. {ONE}\n\nOur team is small."
    );
    flagged("single-instance", &[&interview]);
    let answers = format!(
        "**문 1.** 몇 대입니까?\n**답.** {ONE_KO}\n\n**문 2.** 크기는?\n**답.** large로 구성하십시오.\n\n**문 3.** 디스크는?\n**답.** gp3로 하십시오.\n\n**문 4.** 로그는?\n**답.** 저장하십시오."
    );
    flagged("single-instance", &[&answers]);
}

#[test]
fn one_zone_in_every_row_is_the_zone_of_all() {
    let table =
        |second: &str| format!("| Tier | Type | AZ |\n|---|---|---|\n| web | EC2 | 2a |\n| app | EC2 | {second} |");
    flagged("single-az", &[&table("2a")]);
    silent(&[&table("2c")]);
}

#[test]
fn what_looks_like_it_and_is_not() {
    silent(&[
        // A WAS is a server, "was" is not.
        "The two lines to EC2 take different ducts. One was dug up.",
        "Log backups for RDS are off.",
        "개발·QA의 EC2는 전부 단일 AZ로 운영한다.",
        "| 배치 | dev: one EC2 instance, one AZ |\n|---|---|\n| a | b |",
        "- 19:05 담당자가 EC2를 24대로 수동 증설",
        "When AWS patched EC2 no customer got alerts for an hour.",
    ]);
    flagged("single-instance", &["WAS(EC2) 한 대로 운영한다."]);
    flagged("renamed-service", &["Kinesis stream → Kinesis Data Analytics → S3."]);
}

#[test]
fn a_sentence_that_announces_says_it_of_what_follows() {
    for before in ["In the old system it went like this.", "The subsidiary runs its own shop like this:"] {
        silent(&[&format!("{before} {ONE}"), &format!("{before}\n\n> {ONE}")]);
    }
    for before in ["오픈 당시 구성은 다음과 같았다.", "관계사는 이렇게 운영한다.", "아래 안은 위원회에서 부결됐다."]
    {
        silent(&[&format!("{before} {ONE_KO}"), &format!("{before}\n\n> {ONE_KO}")]);
    }
    for before in [
        "A second provider was rejected. So it stays like this:",
        "The old data centre was closed in 2023. Today it looks like this.",
        "It was decided as follows.",
    ] {
        flagged("single-instance", &[&format!("{before} {ONE}")]);
    }
    for before in ["경쟁사와 달리 우리 서비스는 이렇게 운영한다.", "다음과 같이 확정했다."]
    {
        flagged("single-instance", &[&format!("{before} {ONE_KO}")]);
    }
}

#[test]
fn a_paragraph_that_opens_with_others_goes_on_about_them() {
    silent(&[&format!("Our subsidiary runs its own shop, which we do not operate. {ONE}")]);
    flagged(
        "single-instance",
        &[
            &format!("Our subsidiary runs its own shop; we do not. {ONE}"),
            &format!("The partner was informed. {ONE}"),
            &format!("옆 팀은 사정이 다르지만 우리는 이렇다. {ONE_KO}"),
        ],
    );
}

#[test]
fn what_stands_below_takes_back_what_it_speaks_of() {
    silent(&[
        &format!("{ONE}\n\nThis setup has since been fixed."),
        &format!("{ONE_KO}\n\n이 구성은 작년에 폐기되었다."),
    ]);
    flagged(
        "single-instance",
        &[
            &format!("{ONE}\n\nThis setup stays as it is."),
            &format!("{ONE} The old invoice printer was scrapped last year."),
            &format!("{ONE} A proposal to do better was voted down."),
            &format!("{ONE} That's how we avoid double counting."),
        ],
    );
}

#[test]
fn a_sentence_in_the_first_cell_states_something() {
    flagged(
        "single-instance",
        &[
            &format!("| Risk | Severity |\n|---|---|\n| {ONE} | high |"),
            &format!("| 위험 | 심각도 |\n|---|---|\n| {ONE_KO} | 높음 |"),
        ],
    );
    silent(&["| Tier | Zones |\n|---|---|\n| one EC2 instance | three |"]);
}

#[test]
fn who_turns_down_a_remedy_keeps_the_weakness() {
    let db = "The orders database runs on RDS in a single-AZ deployment";
    flagged(
        "database-not-multi-az",
        &[
            &format!("{db}. We decided against Multi-AZ because of the price."),
            &format!("{db}; a standby was struck out of the budget."),
            "주문 DB(RDS)는 단일 AZ로 둔다. Multi-AZ는 비용 때문에 기각했다.",
            "주문 DB(RDS)는 단일 AZ로 둔다. 이중화는 예산이 없어 제외했다.",
        ],
    );
    flagged("single-instance", &["결제 API는 EC2 한 대로 운영한다. 두 대로 늘리는 안은 비용 때문에 기각되었다."]);
    silent(&[&format!("{db}. Rejected because it has no standby."), "단일 AZ RDS 안: 대기 서버가 없어 기각했다."]);
}

#[test]
fn each_thing_of_a_list_has_its_own_no() {
    flagged("no-monitoring", &["The bridges run on EC2. No agent, no CloudWatch alarm, no log shipping."]);
}

#[test]
fn who_calls_it_a_rumour_or_a_proposal_does_not_state_it() {
    for after in
        ["The rumour is two years old.", "This proposal came from procurement.", "The assumption does not hold."]
    {
        silent(&[&format!("{ONE} {after}")]);
    }
    for after in ["이 소문은 작년에 돌았다.", "이 제안은 재무팀이 냈다.", "이 문제는 이미 해결되었다."]
    {
        silent(&[&format!("{ONE_KO} {after}")]);
    }
    flagged(
        "single-instance",
        &[&format!("{ONE} The claims database is in AWS Backup."), &format!("{ONE_KO} 이 문제는 남아 있다.")],
    );
}

#[test]
fn there_are_many_ways_to_have_none() {
    let queue = "The order queue is SQS.";
    for it in [
        "We have yet to configure a dead-letter queue.",
        "A dead-letter queue is still missing.",
        "A dead-letter queue was not ordered.",
        "Nobody ever configured a dead-letter queue.",
        "We can't afford a dead-letter queue.",
    ] {
        flagged("queue-without-dlq", &[&format!("{queue} {it}")]);
    }
    for it in ["DLQ는 2차년도에 검토함.", "DLQ는 예산 사정으로 미뤘다.", "DLQ는 비용 때문에 포기했다."]
    {
        flagged("queue-without-dlq", &[&format!("주문 큐는 SQS다. {it}")]);
    }
}

#[test]
fn a_cell_is_about_one_thing_and_a_sentence_is_no_label() {
    silent(&[
        "| 이름 | 구성 |\n|---|---|\n| fe-config | 개발계에만 있음. EC2 한 대 |",
        "| Folder | What |\n|---|---|\n| `live/dev` | Staging. One EC2 instance, one AZ |",
    ]);
    flagged("single-instance", &[&format!("이 질문이 나와 적습니다.\n\n- {ONE_KO}")]);
    flagged("single-instance", &[&format!("# 사후 분석: 모의고사 당일 제출 실패\n\n{ONE_KO}")]);
}

/// The rules of a file of sentences, each with the texts under it.
fn ordinary(file: &str) -> Vec<(&str, String)> {
    let lines = file.split("\n== ").skip(1).flat_map(|it| {
        let (rule, texts) = it.split_once('\n').unwrap();
        texts.lines().filter(|it| !it.is_empty()).map(move |it| (rule, it.replace('¶', "\n")))
    });
    lines.collect()
}

#[test]
fn the_ordinary_ways_are_found() {
    let lines = ordinary(include_str!("../designs/plain.txt"));
    assert!(lines.len() > 1_200);
    let missed = lines.iter().filter(|(rule, text)| !found(text).iter().any(|it| it == rule));
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<&(&str, String)>::new());
}

#[test]
fn many_ways_of_saying_it_are_found() {
    let lines = ordinary(include_str!("../designs/said.txt"));
    assert!(lines.len() > 1_900);
    let missed = lines.iter().filter(|(rule, text)| !found(text).iter().any(|it| it == rule));
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<&(&str, String)>::new());
}

#[test]
fn the_same_words_may_state_nothing() {
    let lines = ordinary(include_str!("../designs/harmless.txt"));
    assert!(lines.len() > 900);
    let loud = lines.iter().filter(|(rule, text)| found(text).iter().any(|it| it == rule));
    assert_eq!(loud.collect::<Vec<_>>(), Vec::<&(&str, String)>::new());
}

#[test]
fn what_only_sounds_ordinary_is_silent() {
    let lines = ordinary(include_str!("../designs/quiet.txt"));
    assert!(lines.len() > 300);
    let loud = lines.iter().filter(|(rule, text)| found(text).iter().any(|it| it == rule));
    assert_eq!(loud.collect::<Vec<_>>(), Vec::<&(&str, String)>::new());
}

#[test]
fn of_two_labels_one_tells_what_was() {
    silent(&[
        "| 구성 | 이전 | 현재 |\n|---|---|---|\n| 웹 서버 | EC2 한 대 | EC2 네 대, 오토 스케일링 |",
        "| | Before | Now |\n|---|---|---|\n| Web tier | one EC2 instance | four EC2 instances |",
        "- Before: the web tier ran on one EC2 instance\n- Now: four EC2 instances",
        "- 이전: 웹 서버는 EC2 한 대로 운영\n- 현재: EC2 네 대",
        "| Previously | One EC2 instance hosts the shop. |\n|---|---|\n| Today | Four EC2 instances |",
    ]);
    flagged(
        "single-instance",
        &[
            "| | Now |\n|---|---|\n| Web tier | one EC2 instance |",
            "- Before lunch: nothing\n- Web tier: one EC2 instance",
        ],
    );
}

#[test]
fn a_reason_is_no_part_of_what_follows_from_it() {
    flagged("single-az", &["단일 AZ라 AZ 장애 시 서비스 전체가 중단된다.", "단일 AZ 구성이라 위험하다."]);
    flagged("single-instance", &["API 서버는 EC2 한 대라 장애 시 전체가 멈춘다."]);
    silent(&["EC2 한 대 장애 시에도 서비스는 계속된다.", "백업이 없는 운영 DB는 없다."]);
}

#[test]
fn a_cue_behind_another_phrase_is_heard() {
    silent(&[
        "The ledger of the vendor's system runs on one EC2 instance.",
        "The label service is not our system. It runs on one EC2 instance.",
        "Radiology is out of scope and stays with its supplier; their archive runs on one EC2 instance.",
    ]);
    flagged(
        "single-instance",
        &["The only EC2 instance serves all traffic.", "The API runs on a single EC2 instance to keep costs low."],
    );
    silent(&["The only EC2 instance that we patch by hand is the bastion, one of four."]);
}

#[test]
fn a_question_with_its_answers_states_nothing() {
    silent(&[
        "A learning portal loses its logins. What should be done?\n\n- A. Run the web tier on one EC2 instance\n- B. Use sticky sessions",
        "A job of 40 minutes runs in a Lambda function. Choose one.\n\n- A) Raise the timeout\n- B) Move it to Fargate",
        "웹 서버는 EC2 한 대로 운영한다. 알맞은 것은?\n\n- 가) ALB 고정 세션을 켠다\n- 나) 두 대로 늘린다",
    ]);
    flagged("single-instance", &["What did we choose?\n\n- The web tier runs on one EC2 instance.\n- Three zones."]);
}

#[test]
fn a_fence_of_code_holds_settings() {
    flagged(
        "hardcoded-credentials",
        &[
            "```hcl\nresource \"aws_db_instance\" \"orders\" {\n  password = \"Orders!2024\"\n}\n```",
            "The image is built like this:\n\n```dockerfile\nFROM alpine\nENV API_TOKEN=a81f0c55d2e94b7c\n```",
            "- 워커 설정:\n\n  ```ini\n  DB_PASSWORD=Orders!2024\n  ```",
        ],
    );
    silent(&[
        "```hcl\npassword = var.db_password2\n```",
        "```hcl\npassword = random_password.main1.result\n```",
        "Bad example:\n\n```ini\nDB_PASSWORD=Orders!2024\n```",
        "로컬 개발 환경의 `.env`:\n\n```ini\nDB_PASSWORD=Orders!2024\n```",
        "```ini\n# local dev only\nDB_PASSWORD=Orders!2024\n```",
        "> ```ini\n> DB_PASSWORD=Orders!2024\n> ```",
        "```diff\n-DB_PASSWORD=Orders!2024\n+DB_PASSWORD=${SECRET}\n```",
    ]);
}

#[test]
fn what_another_part_has_makes_nothing_good() {
    flagged(
        "queue-without-dlq",
        &[
            "`customs` is an SQS queue without a DLQ. `orders` moves what fails to `orders-dead`.",
            "`customs` SQS 큐에는 DLQ가 없다.\n`orders` 큐는 실패하면 `orders-dead`로 옮긴다.",
        ],
    );
    flagged(
        "no-backup",
        &["| 업무 | DB | 백업 |\n|---|---|---|\n| 대여 | RDS MySQL | 자동 백업 꺼짐 |\n| 예약 | DynamoDB | PITR 켬 |"],
    );
    silent(&["`orders` is an SQS queue without a DLQ of its own; what fails goes to `orders-dead`."]);
}

#[test]
fn a_standby_without_queries_is_a_standby() {
    silent(&[
        "## Databases\n\nThe Multi-AZ standby takes no queries.",
        "## DB\n\nRDS 대기 인스턴스는 읽기를 받지 않는다.",
    ]);
    flagged("database-not-multi-az", &["## Databases\n\nThe ledger runs on RDS. Standby: no."]);
}

#[test]
fn a_name_or_a_cell_says_that_it_is_no_production() {
    silent(&[
        "| part | runs on | env |\n|---|---|---|\n| permits | one EC2 instance | dev |",
        "| 이름 | 구성 | 환경 |\n|---|---|---|\n| permits | EC2 1대 | 개발 |",
        "`permits-dev` runs on one EC2 instance.",
    ]);
    flagged("single-instance", &["The dev-ops team runs the shop on one EC2 instance."]);
}

#[test]
fn columns_of_stages_tell_what_is_and_what_will_be() {
    silent(&[
        "| 구분 | 1단계(현재 운영) | 2단계(2027-03 개통) |\n|---|---|---|\n| 적재기 | EC2 1대 | ECS 6~48 |",
        "| | Phase 1 (today) | Phase 2 |\n|---|---|---|\n| Web tier | one EC2 instance | four EC2 instances |",
    ]);
    flagged(
        "single-instance",
        &["| 구분 | 1단계(현재 운영) | 2단계(2027-03 개통) |\n|---|---|---|\n| 적재기 | EC2 1대 | 변동 없음 |"],
    );
    flagged(
        "single-instance",
        &["| | Phase 1 | Phase 2 (today) |\n|---|---|---|\n| Web tier | – | one EC2 instance |"],
    );
}

#[test]
fn what_introduces_a_table_or_a_list_says_of_what_it_is() {
    flagged(
        "lambda-long-running",
        &["## Lambda functions\n\n| Name | Duration |\n|---|---|\n| nightly-report | 25 min |"],
    );
    flagged("queue-without-dlq", &["## DLQ configured?\n\n- SQS `signup`: yes\n- SQS `audit`: no"]);
    flagged("no-backup", &["## 백업 여부\n\n- Aurora 주문: O\n- EC2 자체 설치 MongoDB: X"]);
    flagged("database-not-multi-az", &["| DB | Engine | Standby |\n|---|---|---|\n| orders | RDS PostgreSQL | none |"]);
    silent(&[
        "Each of 60 Lambda functions has its own role.\n\n- Nightly report: 25 min of downtime in the branch office",
        "## Lambda functions\n\n| Name | Runs on | Duration |\n|---|---|---|\n| nightly-report | Fargate | 25 min |",
        "## Functions\n\n| Lambda function | Average run time |\n|---|---|\n| monthly-report | 9 minutes |",
    ]);
}

#[test]
fn what_becomes_of_a_thing_is_no_condition_of_it() {
    flagged("single-instance", &["The reports run on one EC2 instance, if it dies they stop."]);
    flagged("single-cache-node", &["순번 캐시는 ElastiCache 단일 노드로 운영하며, 죽으면 순번 조회가 안 된다."]);
    silent(&["RDS는 단일 AZ로 운영하면 안 된다.", "- RDS for Oracle: Multi-AZ, 전환 중에도 데이터 유실 없음"]);
}

#[test]
fn a_label_that_is_denied_states_nothing() {
    silent(&[
        "- 손으로 전환하는 EC2 구성: 없음",
        "- `single_nat_gateway`: false\n- `one_nat_gateway_per_az`: true",
        "## RDS\n\n- standby: no traffic, failover only",
        "- RDS 상담 이력: Multi-AZ로 운영하고 백업은 매일, 타 리전 복제는 안 함",
        "- before: single ElastiCache node\n- since April: replication group with two replicas",
    ]);
}

#[test]
fn ordinary_tables_and_lists_are_understood() {
    let lines = ordinary(include_str!("../designs/tables.txt"));
    assert!(lines.len() > 400);
    let missed = lines.iter().filter(|(rule, text)| !found(text).iter().any(|it| it == rule));
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<&(&str, String)>::new());
    let quiet = ordinary(include_str!("../designs/quiet-tables.txt"));
    assert!(quiet.len() > 250);
    let loud = quiet.iter().filter(|(_, text)| !found(text).is_empty());
    assert_eq!(loud.collect::<Vec<_>>(), Vec::<&(&str, String)>::new());
}

#[test]
fn until_a_year_is_over_on_both_sides() {
    silent(&[
        "The shop lived on a single EC2 server until 2021.",
        "Until 2021 the shop lived on a single EC2 server.",
        "We used to answer every growth with a bigger RDS machine.",
        "The phone vendor runs a single EC2 server and has told us so.",
    ]);
}

#[test]
fn a_machine_room_beside_a_cloud_and_an_edition_beside_a_later_one_are_over() {
    silent(&[
        "| 영역 | IDC | AWS |\n|---|---|---|\n| 주문 API | 서버 1대 | ECS Fargate 3~12, 3개 AZ |\n| 주문 DB | MySQL 단독 | Aurora, 라이터 + 리더 |",
        "| 대상 | 현행(학내) | 이전 후 |\n|---|---|---|\n| 대출 | 오라클 단독 서버 | RDS for Oracle Multi-AZ |",
        "# RDS 복구\n\n| 2판 | 3판 |\n|---|---|\n| DBA가 수동으로 페일오버 | 상태 머신이 자동 수행 |",
    ]);
    flagged("single-instance", &["| 영역 | AWS |\n|---|---|\n| 주문 API | EC2 서버 1대 |"]);
}

#[test]
fn what_is_so_is_silent_only_beside_a_design_that_replaces_it() {
    let now = format!("## Current state\n\n{ONE}\n\n");
    silent(&[&format!("{now}## Target architecture\n\nThree tasks in three zones.")]);
    flagged(
        "single-instance",
        &[
            &format!(
                "{now}## Moves\n\nThe office moves from March. Alarms are to be read daily. The ALB uses target tracking."
            ),
            &format!("## 현재 구성\n\n{ONE_KO}\n\n## 절차\n\n1. 전환 후 고객에게 알린다."),
            &format!(
                "## 현황\n\n{ONE_KO}\n\n## 재발 방지\n\n| 조치 | 담당 | 상태 |\n|---|---|---|\n| 경보 임계값 조정 | 윤 | 완료 |"
            ),
        ],
    );
}

#[test]
fn an_answer_below_or_behind_a_question_states_something() {
    let table = "| Tier | Layout |\n|---|---|\n| Web | runs on one EC2 instance |";
    flagged(
        "single-instance",
        &[
            &format!("**Q: Which tiers can lose a zone?**\n\n{table}"),
            "## 질문\n\n- Q. 웹은 어떻게 운영하나요? A. EC2 한 대로 운영합니다.",
        ],
    );
    silent(&["## 질문\n\n- Q. 웹을 EC2 한 대로 운영해도 되나요?"]);
}

#[test]
fn what_speaks_of_itself_leaves_what_was_said_before_alone() {
    flagged(
        "single-instance",
        &[&format!(
            "{ONE} Customers sign in with Cognito. The contractor's first proposal was to put all of them into one shared account; we said no."
        )],
    );
    silent(&[&format!("{ONE} It would be cheap. In the review we said no.")]);
    flagged("no-monitoring", &["The gate service has nothing of the sort: no metrics, no alarm."]);
    flagged(
        "no-backup",
        &["The plans lie on one EFS file system. AWS Backup was never switched on for it, we don't think of it."],
    );
}

#[test]
fn a_remedy_that_was_looked_at_and_left_out_is_not_there() {
    flagged(
        "queue-without-dlq",
        &[
            "A message of the SQS queue is tried over and over; we looked at a dead-letter queue and skipped it.",
            "We considered a DLQ for the order queue and decided against it.",
            "A dead-letter queue for the orders (SQS) was considered and rejected.",
            "The SQS queue has no DLQ, so that a bad message goes round until its four days are over.",
        ],
    );
    flagged(
        "database-not-multi-az",
        &["주문 DB(RDS)는 이중화 안 됨.", "| DB | 이중화 |\n|---|---|\n| 주문 RDS | 안 됨 |"],
    );
    silent(&["하나의 DynamoDB 테이블에 저장한다.", "Orders are kept in one DynamoDB table."]);
}

#[test]
fn a_heading_names_a_part_of_the_system_with_a_word_that_elsewhere_heads_what_is_not_so() {
    for heading in ["Local archive", "Lessons catalogue", "Vendors payment portal", "Shipping options"] {
        flagged("single-instance", &[&format!("## {heading}\n\n{ONE}")]);
    }
    silent(&[&format!("## Local\n\n{ONE}"), &format!("## Lessons\n\n{ONE}"), &format!("## Options\n\n{ONE}")]);
}

#[test]
fn a_standby_that_another_cell_names_is_there() {
    let table = "| DB | 구성 | 비고 |\n|---|---|---|\n";
    silent(&[
        &format!("{table}| 댓글 RDS | Multi-AZ | 대기본은 안 씀 |"),
        &format!("{table}| 정산 RDS | Multi-AZ(봄까지 단일 AZ) | 월말에 바쁨 |"),
    ]);
    flagged("database-not-multi-az", &[&format!("{table}| 정산 RDS | 단일 AZ | 월말에 바쁨 |")]);
}

#[test]
fn a_row_for_tests_says_so_in_the_first_words_of_a_cell() {
    let table = "| Name | Runs on | Notes |\n|---|---|---|\n";
    silent(&[
        &format!("{table}| ocr | one EC2 instance | dev, wiped every night |"),
        &format!("{table}| spooler | one EC2 instance | developers only |"),
        &format!("{table}| printer | one EC2 instance | – (sandbox, for trainees) |"),
        "| 이름 | 구성 | 비고 |\n|---|---|---|\n| 대사 OCR | EC2 1대 | 연구용, 죽어도 됨 |",
    ]);
    flagged("single-instance", &[&format!("{table}| ocr | one EC2 instance | developed by the lab |")]);
}

#[test]
fn a_word_of_another_sense_takes_nothing_back() {
    flagged(
        "failover-without-health-check",
        &[
            "Route 53 has a primary and a secondary record; health checks aren't attached, since the firewall would have to be opened.",
        ],
    );
    flagged("hardcoded-credentials", &["The partner's SFTP password `Ostrava77` is in the Dockerfile of our image."]);
    flagged("ephemeral-storage", &["보정본을 인스턴스 스토어에 60일 동안 보관했다가 재주문이 오면 꺼내 쓴다."]);
    silent(&[
        "The database grows by one instance class each time. RDS, Multi-AZ.",
        "페일오버하면 서비스가 전혀 안 멈춘다는 영업 자료는 과장이다.",
        "이관용 EC2 한 대는 D+1에 지운다.",
        "We first had the SQS queue without a dead-letter queue.",
        "CI creates a throw-away MySQL without a standby for each pull request.",
        "For the ledger, no: that's an RDS Multi-AZ instance.",
        "Aurora PostgreSQL, writer in one zone and a reader in another.",
    ]);
}

#[test]
fn stories_of_other_days_and_designs_drawn_badly_on_purpose_are_silent() {
    silent(&[
        &format!("## 한 대로 받던 시절: 우리가 했던 나쁜 짓\n\n{ONE_KO}"),
        &format!("## 1부. 가짜 설계\n\n{ONE_KO}"),
        &format!("## The naive years\n\n{ONE}"),
        &format!("## 따르지 않을 것\n\n- {ONE_KO}"),
        &format!("## Capacity (replaced by D-37)\n\n{ONE}"),
        &format!("## Not part of this plan\n\n{ONE}"),
        "| Wish | Our answer |\n|---|---|\n| run the web tier on one EC2 instance | no, a zone would take it away |",
        &format!("### 안 B. 지금 그대로\n\n- {ONE_KO}\n- 결론: 기각"),
        "국가교통정보센터(외부)는 저쪽 서버가 하나라서 밤마다 쉰다.",
    ]);
    flagged("single-instance", &[&format!("## 성수기 시절 요금\n\n{ONE_KO}")]);
}

#[test]
fn labels_and_years_that_stand_beside_each_other_tell_what_was() {
    silent(&[
        "Before: the API ran on one EC2 instance, restarted by hand.\nLater: two of them.\nNow: ECS in three zones.",
        "| | Winter 23/24 | Winter 26/27 |\n|---|---|---|\n| Web tier | one EC2 instance | ECS, 4 to 20 tasks |",
        "| | 2021 | 2026 |\n|---|---|---|\n| Web tier | one EC2 instance | ECS, 4 to 20 tasks |",
        "| Area | Current (data centre) | Proposed (AWS) |\n|---|---|---|\n| Web | one EC2 server | ECS, 3 to 30 tasks |",
        "| Was | Is since | PR |\n|---|---|---|\n| an ElastiCache node without replica | two replicas | #884 |",
        "| 일자 | 결과 | 그 뒤 |\n|---|---|---|\n| 훈련 2 | 오사카 서브넷이 존 하나뿐임 | 7월에 셋으로 늘림 |",
    ]);
    flagged(
        "single-instance",
        &[
            "| | 2026 | 2027 |\n|---|---|---|\n| Web tier | one EC2 instance | one EC2 instance |",
            "Web: one EC2 instance.\nNow: we look at its load.",
        ],
    );
}

#[test]
fn a_cell_that_says_no_more_than_that_it_is_over_or_somebody_elses_judges_its_row() {
    let table = "| 이름 | 알람 | 비고 |\n|---|---|---|\n";
    silent(&[
        &format!("{table}| old-report EC2 | 없음 | 9/10 폐기 |"),
        &format!("{table}| 제휴사 EC2 | 없음 | 상대 회사 소관 |"),
        "| Option | Assessment | Result |\n|---|---|---|\n| ElastiCache, one node, for the board | for a demo | Not retained |",
    ]);
    flagged("no-monitoring", &[&format!("{table}| report EC2 | 없음 | 9/10 폐기된 서버의 후속 |")]);
}

#[test]
fn what_a_name_stands_for_is_what_the_sentence_before_said_of_it() {
    silent(&[
        "It replaces the file server PHS-FS02, in use since 2011. PHS-FS02 is a standalone EC2 machine.",
        "PMS의 시스템은 이 문서의 대상이 아니다. 리조트의 PMS는 EC2 한 대로 운영한다.",
    ]);
    flagged("single-instance", &["The tapes of PHS-FS02 are kept. PHS-FS02 is a standalone EC2 machine."]);
}

#[test]
fn a_table_of_parameters_tells_of_no_system() {
    let rows = "| `db_backup_retention` | Days of RDS. `0` disables automated backups | `number` | `0` |\n\
        | `admin_password` | The RDS admin's password in clear text | `string` | `null` |";
    silent(&[&format!("| Name | Description | Type | Default |\n|---|---|---|---|\n{rows}")]);
}

#[test]
fn columns_of_options_weigh_and_dated_rows_tell_what_happened() {
    silent(&[
        "| Criterion | A | B |\n|---|---|---|\n| poison records of SQS | block the run, no DLQ | DLQ |",
        "| 기준 | 1안 | 2안 |\n|---|---|---|\n| 웹 서버 | EC2 한 대 | ECS 3~12 |",
        "| 날짜 | 특이 |\n|---|---|\n| 1/18 | 파서 적체, EC2 20대를 손으로 추가 |",
        "| Date | Who | What |\n|---|---|---|\n| 2026-04-14 | Signe | found the EC2 web tier on one server |",
    ]);
    flagged("queue-without-dlq", &["| Queue | Failures |\n|---|---|\n| SQS orders | block the run, no DLQ |"]);
}

#[test]
fn what_can_be_made_again_or_is_not_kept_needs_no_backup() {
    let table = "| 저장소 | 내용 | 백업 방식 | 보관 위치 |\n|---|---|---|---|\n";
    silent(&[
        &format!("{table}| DynamoDB 집계 | 1분 집계 | 없음. 원본에서 다시 산출 | - |"),
        &format!("{table}| RDS 작업 | 중간 결과 | 없음. 작업 종료 시 폐기 | - |"),
        &format!("{table}| RDS 영상 | 송출 | 안 함: 송출만 하고 저장하지 않음 | - |"),
        "- RDS estimation tables: not backed up, since the job can be repeated from the readings.",
        "| Bucket | Basis |\n|---|---|\n| Media files (S3) | no local copy on the screens is required |",
    ]);
    flagged("no-backup", &[&format!("{table}| RDS 원장 | 거래 | 없음 | - |")]);
}

#[test]
fn stories_begin_in_many_ways_and_a_done_task_is_done() {
    silent(&[
        "It began on one EC2 instance, on which nginx and the app lived. Sessions in memory, uploads on disk.",
        "Podbarn began in 2018 on one EC2 server. Logins lay in its memory.",
        "그때는 정말 단순했습니다. EC2 한 대로 운영했고 세션은 서버 메모리에 있습니다.",
        "- [x] 운영 DB 비번 `.env`에서 빼기 → 끝",
        "- NAT 게이트웨이 1개 → 3개 (7월 후속)",
        "- 성수기 수동 증설(EC2 40대 고정) 폐지, 요청 수 추적으로",
        "서브넷이 가용 영역 하나뿐이었음. EC2는 지금 셋에 있다.",
        "The load test runs against a training copy of RDS, Single-AZ, without a standby.",
    ]);
    flagged("single-instance", &["We begin on one EC2 instance."]);
}

#[test]
fn what_is_denied_of_one_thing_says_nothing_of_another() {
    let base = "정산 DB는 RDS for MySQL에 둔다.";
    silent(&[
        &format!("{base} Multi-AZ이며 자동 알림은 꺼 두었다."),
        "- `store.` (EC2): 상태 확인은 10초마다, 세 번 실패하면 오사카로 넘어간다.",
        "- Step Functions 상태 머신을 실행한다. 이후 단계는 사람이 손대지 않는다.",
        "| Risk | Treatment |\n|---|---|\n| Lambda exhausts the RDS connections | RDS Proxy is in place |",
        "질문: RDS를 Single-AZ로 운영한 적이 있는가? 답: 없다.",
    ]);
    flagged("database-not-multi-az", &[&format!("{base} Multi-AZ는 꺼 두었다.")]);
    flagged(
        "single-network-link",
        &[
            "Offices reach the VPC over one Direct Connect. The board declined the optional VPN line and no alternate path is provided.",
        ],
    );
}

#[test]
fn a_risk_is_what_could_happen_where_something_is_done_about_it() {
    let row = "| a message is lost, since the SQS queue has no DLQ |";
    silent(&[
        &format!("| Risk | Mitigation |\n|---|---|\n{row} each queue has one, with an alarm |"),
        "| 번호 | 고장 모드 | 통제 |\n|---|---|---|\n| R1 | 웹 서버 EC2 한 대로 운영됨 | ALB와 오토 스케일링 그룹 |",
    ]);
    flagged(
        "queue-without-dlq",
        &[
            &format!("| Risk | Severity |\n|---|---|\n{row} high |"),
            &format!("| Risk | Mitigation |\n|---|---|\n{row} none |"),
        ],
    );
}

#[test]
fn what_a_change_leads_away_from_is_over() {
    silent(&[
        "EC2 1대 구성에서 ECS로 전환했습니다.",
        "RDS를 단일 AZ에서 Multi-AZ로 전환 완료했습니다.",
        "NAT 게이트웨이를 1개에서 3개로 늘렸습니다.",
        "We changed RDS from Single-AZ to Multi-AZ.",
        "The single EC2 instance is being replaced by ECS this month.",
        "EC2 instances are replaced automatically; nobody restarts them manually.",
        "외부 업체 서버는 EC2 1대로 운영된다고 합니다.",
        "We haven't restarted a dead EC2 server by hand for years.",
    ]);
    flagged("single-nat-gateway", &["NAT 게이트웨이를 3개에서 1개로 줄였습니다. 모든 AZ가 이것을 씁니다."]);
}

#[test]
fn people_write_words_together_and_say_that_it_is_so_now() {
    flagged(
        "single-instance",
        &[
            "현재 API 서버는 EC2 한 대로 운영 중입니다.",
            "EC2 서버가 한 대밖에 없습니다.",
            "웹서버는 EC2 한대로 운영중입니다.",
        ],
    );
    flagged(
        "no-backup",
        &["RDS 백업은 안받음.", "RDS backups are not enabled.", "The RDS database isn\u{2019}t backed up."],
    );
    flagged("single-instance", &["- 웹 서버 구성 방식: EC2 1대"]);
    silent(&["We don\u{2019}t restart dead EC2 servers by hand."]);
}

#[test]
fn a_plan_for_others_says_where_they_are_and_where_they_go() {
    let target = "## Where you're going\n\nThree ECS tasks in three zones.";
    silent(&[
        &format!("## Part I. Where you are\n\n{ONE}\n\n{target}"),
        &format!("## 1. 지금 모습\n\n{ONE_KO}\n\n## 2. 옮긴 뒤 모습\n\nECS 3~12, 존 셋."),
        &format!("### Things we talked you out of\n\n1. {ONE}"),
        "**길 A.** 웹 서버는 EC2 한 대로 운영한다. 권하지 않습니다.",
        "stage는 2a에만 있고 NAT 게이트웨이도 하나다.",
        "In wave 2 the DMS task uses a single EC2 instance.",
    ]);
    flagged("single-instance", &[&format!("## Where you are\n\n{ONE}")]);
    flagged(
        "deprecated-service",
        &["## 3. 이전 도구\n\n- 서버 17대: AWS Server Migration Service\n\n## 목표 구성\n\nECS."],
    );
}

#[test]
fn a_gloss_stands_in_no_phrases_way() {
    flagged("single-az", &["본 시스템은 단일 가용영역(Single-AZ)으로 구성함."]);
    flagged("database-not-multi-az", &["DB: db.r6g.xlarge 1대, 대기(standby) 인스턴스 없음"]);
}

#[test]
fn a_korean_denial_is_that_of_its_own_predicate() {
    flagged("single-instance", &["API는 EC2 한 대에 올려서 비용이 많이 들지 않습니다."]);
    flagged("stateful-web-tier", &["세션은 서버 메모리에 저장하여 외부 저장소를 쓰지 않는다."]);
    flagged("queue-without-dlq", &["SQS 주문 큐에 DLQ는 비용이 발생하여 만들지 않는다."]);
    silent(&[
        "API를 EC2 한 대로 구성하여 운영하는 일은 없다.",
        "캐시 노드를 하나만 두는 안은 DB로 부하가 몰리므로 채택하지 않는다.",
    ]);
}

#[test]
fn a_table_of_properties_says_what_it_is_about() {
    flagged(
        "database-not-multi-az",
        &[
            "| Parameter | Value |\n|---|---|\n| Engine | RDS for MySQL |\n| Class | db.r6g.xlarge |\n| Multi-AZ | No |",
            "- 엔진: RDS MySQL\n- 클래스: db.r6g.xlarge\n- 스토리지: 100 GB\n- 보존: 7일\n- Multi-AZ: 미사용",
        ],
    );
    flagged("single-instance", &["| 항목 | 내용 |\n|---|---|\n| 서비스 | EC2 |\n| 대수 | 1대 |"]);
    silent(&["| Parameter | Value |\n|---|---|\n| Engine | RDS for MySQL |\n| Environment | dev |\n| Multi-AZ | No |"]);
}

#[test]
fn a_column_may_lay_out_zones_and_routes() {
    flagged("single-az", &["| Subnet | AZ |\n|---|---|\n| public | eu-central-1a |\n| app | eu-central-1a |"]);
    flagged(
        "single-nat-gateway",
        &["| Route table | AZ | 0.0.0.0/0 |\n|---|---|---|\n| rtb-a | 2a | nat-01 |\n| rtb-b | 2b | nat-01 |"],
    );
    silent(&[
        "| Subnet | AZ |\n|---|---|\n| public | eu-central-1a |\n| app | eu-central-1b |",
        "| Route table | AZ | Target |\n|---|---|---|\n| rtb-a | 2a | nat-01 |\n| rtb-b | 2b | nat-02 |",
    ]);
}

#[test]
fn the_story_of_a_failure_is_over_where_it_was_mended() {
    let told = "**What happened.** The web tier ran on one EC2 instance, which was restarted by hand.";
    let story = |end: &str| format!("## Post-mortem: portal down\n\n{told}\n\n{end}");
    silent(&[
        &story("**Done since**\n\n- Auto Scaling group over two zones"),
        "## 사후분석\n\n**원인**: 웹 서버가 EC2 한 대다.\n\n**조치 (모두 완료)**\n\n- 두 대로 늘림",
        "- v1의 웹 서버는 EC2 한 대였음. v2는 ECS로 옮김",
        "AS-IS: EC2 1대에 웹과 WAS를 함께 구성\nTO-BE: ECS 서비스, 두 영역",
        "DynamoDB has no standby to configure.",
        "- 지적: 웹 서버가 EC2 한 대다\n- 조치 완료: 두 영역에 두 대",
    ]);
    flagged(
        "single-instance",
        &["## Post-mortem\n\n**Cause.** The web tier runs on one EC2 instance.\n\nNothing has changed."],
    );
}

#[test]
fn a_question_mark_may_ask_nothing() {
    flagged("renamed-service", &["Scheduler: Amazon CloudWatch Events, cron(0 2 * * ? *)"]);
    silent(&[
        "**Question 14.** A company runs its site on a single EC2 instance. Which solution makes it highly available?",
    ]);
}

#[test]
fn a_single_instance_is_that_of_a_software() {
    flagged("single-instance", &["The order API runs on a single instance.", "주문 API는 단일 인스턴스로 운영한다."]);
    silent(&[
        "We standardise on a single instance type for the web fleet.",
        "A replication group has a single primary node and up to five replicas.",
    ]);
}

#[test]
fn what_is_said_to_be_wrong_or_gone_is_not_so() {
    silent(&[
        "The claim that Multi-AZ means zero downtime is wrong.",
        "AWS App Mesh has been removed; the services talk through ECS Service Connect.",
        "sticky session 설정을 제거했습니다.",
        "EC2 한 대로 운영되는 서비스가 있는지 점검한다.",
        "- [x] 백업이 없는 RDS 0건",
        "The dev RDS instance is Single-AZ.",
    ]);
    flagged("fixed-capacity", &["Auto Scaling has been removed; ten EC2 instances run all day."]);
    flagged("failover-without-health-check", &["Route 53 failover records are used. The health checks were removed."]);
}
