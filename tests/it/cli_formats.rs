//! Are the other forms of findings what those who read them expect?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use serde_json::{Value, json};

use crate::cli::Run;

const WEAK: &str = "# AWS 구성\n\n🚀 운영 서버는 EC2 한 대로 버틴다.\n\nLogs go through Kinesis Data Firehose.\n";

fn sarif(run: &Run, arguments: &[&str]) -> Value {
    let answer = run.archnotes(&[&["check", "--format", "sarif"], arguments].concat());
    serde_json::from_str(&answer.result).unwrap()
}

#[test]
fn a_sarif_log_has_places_pages_fixes_and_fingerprints() {
    let run = Run::with(&[("문서/a b.md", WEAK.as_bytes())]);
    let log = sarif(&run, &[]);
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&json!("2.1.0"), 1));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|it| it["id"] == "single-instance").unwrap();
    assert!(rule["helpUri"].as_str().unwrap().starts_with("https://docs.aws.amazon.com/wellarchitected/"), "{rule}");
    assert_eq!(rule["defaultConfiguration"], json!({"level": "warning", "enabled": true}));
    let results = run["results"].as_array().unwrap();
    let place = &results[0]["locations"][0]["physicalLocation"];
    let artifact = json!({"uri": "%EB%AC%B8%EC%84%9C/a%20b.md", "uriBaseId": "%SRCROOT%"});
    assert_eq!(place["artifactLocation"], artifact);
    assert_eq!(place["region"], json!({"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 17}));
    assert_eq!((&results[0]["ruleId"], &results[0]["level"]), (&json!("single-instance"), &json!("warning")));
    assert!(results[0]["partialFingerprints"]["archnotes/v1"].is_string());
    let change = &results[1]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"], artifact);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "Amazon Data Firehose");
}

#[test]
fn a_sarif_log_shows_what_comments_set_aside() {
    let comment = "<!-- archnotes-disable-next-line single-instance -- 라이선스 때문에 -->";
    let text = format!("# AWS 구성\n\n{comment}\n운영 서버는 EC2 한 대로 버틴다.\n");
    let run = Run::with(&[("a.md", text.as_bytes())]);
    let log = sarif(&run, &[]);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["suppressions"][0]["kind"], "inSource");
    assert_eq!(result["suppressions"][0]["justification"], "라이선스 때문에");
    run.archnotes(&["check", "--format", "sarif"]).check(0, "");
}

#[test]
fn two_places_of_a_contradiction_are_related() {
    let text = "# AWS DR\n\nRPO는 1시간이다.\n\nRDS는 24시간마다 백업한다.\n";
    let run = Run::with(&[("a.md", text.as_bytes())]);
    let log = sarif(&run, &[]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|it| it["ruleId"] == "backup-exceeds-rpo").unwrap();
    assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 3);
}

#[test]
fn without_findings_every_form_is_still_whole() {
    let run = Run::with(&[("a.md", b"# AWS\n")]);
    assert_eq!(sarif(&run, &[])["runs"][0]["results"], json!([]));
    assert_eq!(run.archnotes(&["check", "--format", "github"]).result, "");
    let junit = run.archnotes(&["check", "--format", "junit"]).result;
    let suite = "  <testsuite name=\"a.md\" tests=\"1\" failures=\"0\" errors=\"0\">\n    \
        <testcase classname=\"a.md\" name=\"check\"/>\n  </testsuite>\n";
    let opening = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"archnotes\">\n";
    assert_eq!(junit, format!("{opening}{suite}</testsuites>\n"));
}

#[test]
fn github_gets_one_command_for_each_finding() {
    let run = Run::with(&[("a,b.md", WEAK.as_bytes())]);
    let answer = run.archnotes(&["check", "--format", "github"]);
    let lines: Vec<_> = answer.result.lines().collect();
    let first = "::warning file=a%2Cb.md,line=3,endLine=3,col=10,endColumn=17,title=single-instance::EC2";
    assert!(lines[0].starts_with(first), "{lines:?}");
    assert!(
        lines[1].starts_with("::notice file=a%2Cb.md,line=5,endLine=5,col=17,endColumn=38,title=renamed-service::")
    );
    assert_eq!(lines.len(), 2);
}

#[test]
fn junit_fails_what_fails_the_run() {
    let run = Run::with(&[("a.md", WEAK.as_bytes())]);
    let answer = run.archnotes(&["check", "--format", "junit", "--fail-on", "warning"]);
    let has = |part: &str| assert!(answer.result.contains(part), "{part}\n{}", answer.result);
    has("<testsuite name=\"a.md\" tests=\"2\" failures=\"1\" errors=\"0\">");
    has("<testcase classname=\"a.md\" name=\"single-instance 3:10\">\n      <failure type=\"warning\" message=\"EC2");
    has("<testcase classname=\"a.md\" name=\"renamed-service 5:17\">\n      <system-out>hint: a.md:5:17: ");
}

#[test]
fn only_grave_findings_fail_where_that_is_asked_for() {
    let run = Run::with(&[("a.md", WEAK.as_bytes())]);
    for (level, status) in [("hint", 1), ("information", 1), ("warning", 1), ("error", 0)] {
        assert_eq!(run.archnotes(&["check", "--fail-on", level]).status, status, "{level}");
    }
}

#[test]
fn shells_and_man_know_every_command() {
    let run = Run::with(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run.archnotes(&["completions", shell]).result;
        assert!(script.contains("archnotes") && script.contains("baseline"), "{shell}");
    }
    let page = run.archnotes(&["man"]).result;
    assert!(page.contains(".TH archnotes 1") && page.contains("archnotes\\-check(1)"), "{page}");
    let page = run.archnotes(&["man", "check"]).result;
    assert!(page.contains(".TH archnotes-check 1") && page.contains("\\-\\-baseline"), "{page}");
    assert_eq!(run.archnotes(&["man", "nonsense"]).status, 2);
}

#[test]
fn only_what_is_new_fails_against_a_baseline() {
    let run = Run::with(&[("a.md", WEAK.as_bytes()), ("b.md", WEAK.as_bytes())]);
    let path = |name: &str| run.folder.path().join(name);
    let before = run.archnotes(&["check", "--format", "sarif"]).result;
    fs::write(path("before.sarif"), &before).unwrap();
    let answer = run.archnotes(&["check", "--baseline", "before.sarif"]);
    answer.check(0, "baseline: 0 new, 4 still open, 0 resolved\nno findings in 2 files\n");
    // Text above moves what stands below; a finding goes, and one comes.
    let text = "# AWS 구성\n\n한 줄 더.\n\n🚀 운영 서버는 EC2 한 대로 버틴다.\n\n배치 서버도 EC2 한 대로 운영한다.\n";
    fs::write(path("a.md"), text).unwrap();
    let answer = run.archnotes(&["check", "--baseline", "before.sarif", "a.md"]);
    let told = "baseline: 1 new, 1 still open, 1 resolved, 2 in files that were not checked\n1 warning in 1 file\n";
    assert!(answer.status == 1 && answer.complaints.starts_with(told), "{answer:?}");
    assert!(answer.result.contains("배치 서버도") && !answer.result.contains("🚀"), "{}", answer.result);
    let log = sarif(&run, &["--baseline", "before.sarif", "a.md"]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let states: Vec<_> = results.iter().map(|it| &it["baselineState"]).collect();
    assert_eq!(states, ["unchanged", "new"]);
}

#[test]
fn without_its_baseline_a_run_does_not_pass() {
    let run = Run::with(&[("a.md", b"# AWS\n"), ("empty.json", b"[]")]);
    for file in ["missing.sarif", "empty.json"] {
        let answer = run.archnotes(&["check", "--baseline", file]);
        assert!(answer.status == 2 && answer.complaints.contains(file), "{answer:?}");
    }
}
