//! Does `check --fix` change what it may, and nothing else?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use crate::cli::{Run, items};

/// Two names to mend, one of them twice, and a weakness that nobody but its writer can mend.
const NOTES: &str = "\u{feff}# AWS\r\n\r\nLogs go through a Kinesis Data Firehose stream.\r\n\r\n- Amazon Lambda\r\n- EC2 한 대\r\n\r\nThe Amazon Lambda";
const FIXED: &str = "\u{feff}# AWS\r\n\r\nLogs go through an Amazon Data Firehose stream.\r\n\r\n- AWS Lambda\r\n- EC2 한 대\r\n\r\nThe AWS Lambda";

fn text(run: &Run, name: &str) -> String {
    fs::read_to_string(run.folder.path().join(name)).unwrap()
}

#[test]
fn safe_fixes_are_made_and_what_is_left_is_reported() {
    let run = Run::with(&[("a.md", NOTES.as_bytes()), ("b.md", b"AWS\n")]);
    let answer = run.archnotes(&["check", "--fix"]);
    let hint = "the reasons and the ways out: archnotes explain single-instance\n";
    answer.check(1, &format!("a.md: 3 fixes made\n1 warning in 1 of 2 files\n{hint}"));
    assert!(answer.result.starts_with("warning[single-instance]"), "{}", answer.result);
    assert_eq!(text(&run, "a.md"), FIXED);
    assert_eq!(fs::read_dir(run.folder.path()).unwrap().count(), 2, "nothing is left behind");
    let again = run.archnotes(&["check", "--fix"]);
    again.check(1, &format!("1 warning in 1 of 2 files\n{hint}"));
}

#[test]
fn a_file_that_is_mended_is_clean() {
    let run = Run::with(&[("a.md", "로그는 AWS SSO를 거친다.\n".as_bytes())]);
    run.archnotes(&["check", "--fix", "a.md"]).check(0, "a.md: 1 fix made\nno findings in 1 file\n");
    assert_eq!(text(&run, "a.md"), "로그는 AWS IAM Identity Center를 거친다.\n");
}

#[test]
fn a_diff_shows_the_fixes_and_leaves_the_file() {
    let run = Run::with(&[("a.md", NOTES.as_bytes()), ("b.md", b"AWS\n")]);
    let answer = run.archnotes(&["check", "--diff"]);
    assert_eq!(answer.status, 1);
    let expected = "--- a.md
+++ a.md
@@ -1,8 +1,8 @@
 \u{feff}# AWS\r
 \r
-Logs go through a Kinesis Data Firehose stream.\r
+Logs go through an Amazon Data Firehose stream.\r
 \r
-- Amazon Lambda\r
+- AWS Lambda\r
 - EC2 한 대\r
 \r
-The Amazon Lambda
\\ No newline at end of file
+The AWS Lambda
\\ No newline at end of file
";
    assert_eq!(answer.result, expected);
    assert_eq!(text(&run, "a.md"), NOTES);
    assert_eq!(run.archnotes(&["check", "--fix", "--diff"]).result, expected, "it writes nothing all the same");
    assert_eq!(text(&run, "a.md"), NOTES);
    run.archnotes(&["check", "--diff", "b.md"]).check(0, "no findings in 1 file\n");
}

#[test]
fn standard_input_can_be_shown_and_not_changed() {
    let run = Run::with(&[]);
    let answer = run.archnotes_reading(&["check", "--fix", "-"], NOTES.as_bytes());
    answer.check(2, "archnotes: --fix changes files, and `-` is none; --diff shows its fixes\n");
    let answer = run.archnotes_reading(&["check", "--diff", "-", "--stdin-filename", "x.md"], NOTES.as_bytes());
    assert!(answer.result.starts_with("--- x.md\n+++ x.md\n@@"), "{}", answer.result);
}

#[test]
fn what_is_left_comes_as_json_too() {
    let run = Run::with(&[("a.md", NOTES.as_bytes())]);
    let answer = run.archnotes(&["check", "--fix", "--format", "json"]);
    assert_eq!((answer.status, answer.complaints.as_str()), (1, "a.md: 3 fixes made\n"));
    assert_eq!(items(&answer.result).len(), 1);
    assert_eq!(run.archnotes(&["check", "--diff", "--format", "json"]).status, 2);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_2_and_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let run = Run::with(&[("a.md", NOTES.as_bytes())]);
    let file = run.folder.path().join("a.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let answer = run.archnotes(&["check", "--fix"]);
    assert_eq!(answer.status, 2);
    assert!(answer.complaints.starts_with("a.md: cannot be written: "), "{}", answer.complaints);
    assert_eq!(text(&run, "a.md"), NOTES);
}
