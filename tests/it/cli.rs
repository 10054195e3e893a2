//! Does the command line do what its help says, whatever it is given?
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A weak design in three lines, which `archnotes check` must not call clean.
const WEAK: &str = "# AWS 구성\n\n🚀 운영 서버는 EC2 한 대로 버틴다.\n";
/// A sound one, with a word that a search for names would stumble over.
const SOUND: &str = "# AWS 구성\n\nEC2 여섯 대를 세 가용 영역에 나누어 둔다.\n";

/// A folder of its own, to run in.
pub(crate) struct Run {
    pub(crate) folder: TempDir,
}

impl Run {
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Run {
        let run = Run { folder: tempfile::tempdir().unwrap() };
        for (name, bytes) in files {
            let file = run.folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
        run
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archnotes"));
        let locales = ["LC_ALL", "LC_MESSAGES", "LANG"];
        locales.iter().for_each(|it| {
            command.env_remove(it);
        });
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    pub(crate) fn archnotes(&self, arguments: &[&str]) -> Answer {
        Answer::of(&self.command(arguments).output().unwrap())
    }

    pub(crate) fn archnotes_reading(&self, arguments: &[&str], input: &[u8]) -> Answer {
        let pipes =
            |command: &mut Command| command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = pipes(&mut self.command(arguments)).unwrap();
        // Standard input may be left before it is read to its end.
        let _ = child.stdin.take().unwrap().write_all(input);
        Answer::of(&child.wait_with_output().unwrap())
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) result: String,
    pub(crate) complaints: String,
}

impl Answer {
    fn of(output: &Output) -> Answer {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Answer {
            status: output.status.code().expect("no signal ended it"),
            result: text(&output.stdout),
            complaints: text(&output.stderr),
        }
    }

    /// Fails unless this is the exit code and `complaints` the whole of standard error, on a result of any kind.
    #[track_caller]
    pub(crate) fn check(&self, status: i32, complaints: &str) {
        assert_eq!((self.status, self.complaints.as_str()), (status, complaints), "{}", self.result);
    }
}

pub(crate) fn items(json: &str) -> Vec<Value> {
    serde_json::from_str::<Value>(json).unwrap().as_array().unwrap().clone()
}

#[test]
fn a_clean_folder_is_0_with_an_empty_result() {
    let run = Run::with(&[("a.md", SOUND.as_bytes()), ("b/c.md", b"")]);
    let answer = run.archnotes(&["check"]);
    answer.check(0, "no findings in 2 files\n");
    assert_eq!(answer.result, "");
    assert_eq!(run.archnotes(&["check", "--format", "json", "."]).result, "[]\n");
}

#[test]
fn a_finding_is_1_and_is_shown_under_its_line() {
    let run = Run::with(&[("설계.md", WEAK.as_bytes()), ("b.md", SOUND.as_bytes())]);
    let answer = run.archnotes(&["check"]);
    answer.check(1, "1 warning in 1 of 2 files\nthe reasons and the ways out: archnotes explain single-instance\n");
    let (title, below) = answer.result.split_once('\n').unwrap();
    assert!(title.starts_with("warning[single-instance]: EC2"), "{title}");
    let expected = "
 --> 설계.md:3:10
  |
3 | 🚀 운영 서버는 EC2 한 대로 버틴다.
  |                ^^^^^^^^^
";
    assert_eq!(below, expected.trim_start_matches('\n'));
}

#[test]
fn a_finding_as_json_has_ruffs_shape_and_nothing_else_is_on_either_stream() {
    let run = Run::with(&[("notes/설계.md", WEAK.as_bytes())]);
    let answer = run.archnotes(&["check", "--format", "json", "notes"]);
    answer.check(1, "");
    let items = items(&answer.result);
    assert_eq!(items.len(), 1, "{}", answer.result);
    let keys = ["code", "end_location", "filename", "fix", "location", "message", "severity", "url"];
    assert_eq!(items[0].as_object().unwrap().keys().collect::<Vec<_>>(), keys);
    assert_eq!(items[0]["filename"], Path::new("notes").join("설계.md").to_str().unwrap());
    assert_eq!(items[0]["code"], "single-instance");
    assert_eq!(items[0]["severity"], "warning");
    assert_eq!(items[0]["location"], serde_json::json!({"row": 3, "column": 10}));
    assert_eq!(items[0]["end_location"], serde_json::json!({"row": 3, "column": 17}));
}

#[test]
fn messages_speak_the_language_that_is_asked_for() {
    let run = Run::with(&[("a.md", WEAK.as_bytes())]);
    let message = |language| {
        let answer = run.archnotes(&["check", "--format", "json", "--language", language]);
        items(&answer.result)[0]["message"].as_str().unwrap().to_owned()
    };
    assert!(message("en").contains("Availability Zones"));
    assert!(message("ko").contains("가용 영역"));
    assert_eq!(message("auto"), message("ko"));
}

#[test]
fn standard_input_is_read_under_the_name_it_is_given() {
    let run = Run::with(&[]);
    run.archnotes_reading(&["check", "-"], SOUND.as_bytes()).check(0, "no findings in 1 file\n");
    let answer =
        run.archnotes_reading(&["check", "-", "--stdin-filename", "x.md", "--format", "json"], WEAK.as_bytes());
    assert_eq!(answer.status, 1);
    assert_eq!(items(&answer.result)[0]["filename"], "x.md");
    let answer = run.archnotes_reading(&["check", "-", "--format", "json"], WEAK.as_bytes());
    assert_eq!(items(&answer.result)[0]["filename"], "-");
    run.archnotes_reading(&["check", "-"], b"a\nb \xff")
        .check(2, "-:2:3: is not UTF-8\nno findings\n".replace("no findings", "no file was checked").as_str());
    let answer = run.archnotes_reading(&["check", "-", "--stdin-filename", "x.txt"], WEAK.as_bytes());
    answer.check(0, "x.txt: is neither Markdown nor YAML and was left alone\nno file was checked\n");
    assert_eq!(run.archnotes(&["check", "--stdin-filename", "x.md"]).status, 2);
}

/// A sentence in a comment or a value is read as one in a note.
const WEAK_DATA: &str = "# The shop runs on AWS.\nnote: The shop runs on one EC2 instance.\n";

#[test]
fn yaml_below_a_folder_is_checked_if_it_is_a_design() {
    let files = [
        ("design.yaml", WEAK_DATA.as_bytes()),
        (".github/workflows/a.yml", WEAK_DATA.as_bytes()),
        ("pnpm-lock.yaml", WEAK_DATA.as_bytes()),
        ("values.yaml", b"note: it runs on one server\n"),
    ];
    let run = Run::with(&files);
    let answer = run.archnotes(&["check", "--format", "json"]);
    let found: Vec<_> = items(&answer.result).iter().map(|it| it["filename"].clone()).collect();
    assert_eq!(found, ["design.yaml"]);
    assert!(run.archnotes(&["check"]).complaints.contains("in 1 file\n"));
    // One that is named is read whatever it is.
    assert_eq!(run.archnotes(&["check", "pnpm-lock.yaml"]).status, 1);
    let answer = run.archnotes_reading(&["check", "-", "--stdin-filename", "x.yml"], WEAK_DATA.as_bytes());
    assert_eq!(answer.status, 1);
}

#[test]
fn files_are_checked_in_the_order_of_their_names_every_time() {
    let names: Vec<_> = (0..40).map(|it| format!("{it:02}.md")).collect();
    let files: Vec<_> = names.iter().map(|it| (it.as_str(), WEAK.as_bytes())).collect();
    let run = Run::with(&files);
    let answer = run.archnotes(&["check", "--format", "json"]);
    let found: Vec<_> = items(&answer.result).iter().map(|it| it["filename"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, names);
}

#[test]
fn what_git_ignores_and_what_is_hidden_is_not_checked() {
    let run = Run::with(&[
        (".gitignore", b"out/\n"),
        ("out/a.md", WEAK.as_bytes()),
        (".hidden/a.md", WEAK.as_bytes()),
        ("a.txt", WEAK.as_bytes()),
        ("a.md", SOUND.as_bytes()),
    ]);
    run.archnotes(&["check"]).check(0, "no findings in 1 file\n");
    assert_eq!(run.archnotes(&["check", "out/a.md"]).status, 1);
    run.archnotes(&["check", "a.txt"])
        .check(0, "a.txt: is neither Markdown nor YAML and was left alone\nno file was checked\n");
}

#[test]
fn bad_input_is_2_with_one_line_each_and_the_rest_is_checked() {
    let run =
        Run::with(&[("a.md", WEAK.as_bytes()), ("b.md", "# 가\n\n나\u{a0}".as_bytes()), ("c.md", b"# x\r\n\xea\xb0")]);
    let answer = run.archnotes(&["check", "none.md", "."]);
    answer.check(
        2,
        "none.md: there is no such file or folder\n\
         c.md:2:1: is not UTF-8\n\
         1 warning in 1 of 2 files\n\
         the reasons and the ways out: archnotes explain single-instance\n",
    );
    assert!(answer.result.contains("--> a.md:3:10"));
}

#[cfg(unix)]
#[test]
fn a_ring_of_links_and_a_pipe_are_reported_and_not_waited_for() {
    let run = Run::with(&[("a.md", SOUND.as_bytes())]);
    std::os::unix::fs::symlink("ring.md", run.folder.path().join("ring.md")).unwrap();
    let answer = run.archnotes(&["check", "ring.md", "/dev/null", "a.md"]);
    assert_eq!(answer.status, 2);
    let lines: Vec<_> = answer.complaints.lines().collect();
    assert!(lines[0].starts_with("ring.md: cannot be read: "), "{lines:?}");
    assert_eq!(lines[1..], ["/dev/null: is neither a file nor a folder", "no findings in 1 file"]);
    // Below a folder, links are not followed at all.
    run.archnotes(&["check"]).check(0, "no findings in 1 file\n");
}

#[test]
fn options_and_commands_that_do_not_exist_are_2() {
    let run = Run::with(&[("a.md", b"")]);
    for arguments in [
        &["check", "--unknown"] as &[_],
        &["check", "--format", "xml"],
        &["check", "--language", "de"],
        &["unknown"],
        &["explain"],
        &["--stdio", "check"],
        &["--clientProcessId=1"],
        &[],
    ] {
        let answer = run.archnotes(arguments);
        assert_eq!((answer.status, answer.result.as_str()), (2, ""), "{arguments:?}");
        assert!(answer.complaints.contains("help"), "{arguments:?}: {}", answer.complaints);
    }
    assert_eq!(run.archnotes(&["--help"]).status, 0);
    assert_eq!(run.archnotes(&["--version"]).result, concat!("archnotes ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_file_above_the_limit_is_left_alone_and_says_so() {
    let large = "가나다 EC2\n".repeat(20_000_000 / 14);
    let run = Run::with(&[("large.md", large.as_bytes()), ("a.md", SOUND.as_bytes())]);
    let line = "large.md: is larger than 10 MB and was left alone\nno findings in 1 file\n";
    run.archnotes(&["check"]).check(0, line);
    let answer = run.archnotes_reading(&["check", "-", "--stdin-filename", "large.md"], large.as_bytes());
    answer.check(0, "large.md: is larger than 10 MB and was left alone\nno file was checked\n");
}

#[test]
fn empty_files_byte_order_marks_and_endless_lines_are_read() {
    let endless = "EC2 여섯 대 ".repeat(5_000_000 / 18);
    let run = Run::with(&[("empty.md", b""), ("endless.md", endless.as_bytes()), ("nul.md", b"\0\0# \0")]);
    run.archnotes(&["check"]).check(0, "no findings in 3 files\n");
    let marked = format!("\u{feff}{WEAK}");
    let run = Run::with(&[("plain.md", WEAK.as_bytes()), ("marked.md", marked.as_bytes())]);
    let items = items(&run.archnotes(&["check", "--format", "json"]).result);
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["location"], items[1]["location"]);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let weak = WEAK.repeat(2_000);
    let run = Run::with(&[("a.md", weak.as_bytes())]);
    for arguments in [&["check", "--format", "json"] as &[_], &["check"], &["services"], &["--help"]] {
        let mut child = run.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        let mut reader = child.stdout.take().unwrap();
        reader.read_exact(&mut first).unwrap();
        drop(reader);
        let answer = Answer::of(&child.wait_with_output().unwrap());
        assert!(answer.status <= 1 && !answer.complaints.contains("panic"), "{arguments:?}: {answer:?}");
    }
}

#[test]
fn a_teams_own_card_is_shown_and_a_broken_one_is_reported_at_its_place() {
    let card = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/services/sqs.md")).unwrap();
    let own = card.replacen("A managed **message queue**", "Our **order queue**", 1);
    let run = Run::with(&[(".archnotes/services/sqs.md", own.as_bytes()), ("docs/a.md", SOUND.as_bytes())]);
    assert!(run.archnotes(&["explain", "SQS"]).result.contains("Our order queue"));
    let answer =
        Answer::of(&run.command(&["explain", "sqs"]).current_dir(run.folder.path().join("docs")).output().unwrap());
    assert!(answer.result.contains("Our order queue"), "{answer:?}");
    run.archnotes(&["knowledge", "check"]).check(0, "");
    run.archnotes(&["check"]).check(0, "no findings in 1 file\n");

    fs::write(run.folder.path().join(".archnotes/services/sqs.md"), card.replacen("category:", "catgory:", 1)).unwrap();
    let broken = Path::new(".archnotes/services/sqs.md").display().to_string();
    let answer = run.archnotes(&["check"]);
    assert_eq!(answer.status, 2);
    let (line, rest) = answer.complaints.split_once('\n').unwrap();
    assert!(line.starts_with(&format!("{broken}:5:1: ")), "{line}");
    assert_eq!(rest, "no findings in 1 file\n");
    let answer = run.archnotes(&["knowledge", "check", ".archnotes"]);
    assert_eq!((answer.status, answer.result), (1, format!("{line}\n")));
    assert!(run.archnotes(&["explain", "SQS"]).result.contains("A managed message queue"));
    assert_eq!(run.archnotes(&["knowledge", "check", "none"]).status, 2);
}

#[test]
fn the_examples_of_a_teams_own_rule_are_run() {
    let rule = |carets: &str| {
        format!(
            "---\nseverity: hint\nwhen: {{ former-name: {{}} }}\nmessage: {{ en: E, ko: K }}\n\
             sources: [{{ url: u, read: 2026-11-23 }}]\n---\n# en\n## E\n# ko\n## K\n\
             # Flags\n```md\nKinesis Data Firehose로 보낸다.\n{carets}\n```\n# Allows\n```md\nAmazon SQS\n```\n"
        )
    };
    let run = Run::with(&[(".archnotes/rules/old-names.md", rule("^^^^^^^^^^^^^^^^^^^^^").as_bytes())]);
    let answer = run.archnotes(&["knowledge", "test"]);
    answer.check(0, "rules: 1, examples that do not hold: 0, broken files: 0\n");
    fs::write(run.folder.path().join(".archnotes/rules/old-names.md"), rule("^^^")).unwrap();
    let answer = run.archnotes(&["knowledge", "test", ".archnotes"]);
    answer.check(1, "rules: 1, examples that do not hold: 1, broken files: 0\n");
    let file = Path::new(".archnotes").join("rules").join("old-names.md").display().to_string();
    let expected = "example 1 under `# Flags`\n  Kinesis Data Firehose로 보낸다.\n- ^^^\n+ ^^^^^^^^^^^^^^^^^^^^^\n";
    assert_eq!(answer.result, format!("{file}: {expected}"));
}

#[test]
fn what_is_known_is_listed_and_explained_in_both_languages() {
    let run = Run::with(&[]);
    assert!(run.archnotes(&["explain", "Amazon", "SQS"]).result.contains("A managed message queue"));
    assert!(run.archnotes(&["explain", "sqs", "--language", "ko"]).result.contains("완전관리형 메시지 큐"));
    let mut korean = run.command(&["explain", "sqs"]);
    korean.env("LANG", "ko_KR.UTF-8");
    assert!(Answer::of(&korean.output().unwrap()).result.contains("완전관리형 메시지 큐"));
    let markdown = run.archnotes(&["explain", "sqs", "--language", "en", "--format", "markdown"]).result;
    assert!(markdown.starts_with("**Amazon SQS**") && markdown.ends_with('\n'), "{markdown}");
    let answer = run.archnotes(&["explain", "Dynmao"]);
    assert_eq!(answer.result, "");
    assert_eq!(answer.status, 2);
    let expected = "archnotes: nothing is called `Dynmao`\ndid you mean: dynamodb,";
    assert!(answer.complaints.starts_with(expected), "{}", answer.complaints);
    let answer = run.archnotes(&["explain", "nothing like it"]);
    assert_eq!((answer.status, answer.result.as_str()), (2, ""));
    let services = run.archnotes(&["services"]).result;
    let row = services.lines().find(|it| it.starts_with("sqs ")).unwrap();
    assert_eq!(
        row.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>(),
        ["sqs", "Amazon SQS", "integration", "active"]
    );
    let rules = run.archnotes(&["rules", "--language", "en"]).result;
    let row = rules.lines().find(|it| it.starts_with("single-instance ")).unwrap();
    assert!(row.contains("  warning") && row.ends_with("One instance is one failure away from an outage"), "{row}");
}

/// `sh -c` in a terminal of 70 columns, as `script` makes one; what it showed.
#[cfg(target_os = "linux")]
fn in_a_terminal(run: &Run, arguments: &str, environment: &[(&str, &str)]) -> Option<String> {
    let command = format!("stty rows 40 cols 70; '{}' {arguments}", env!("CARGO_BIN_EXE_archnotes"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--command", &command, "/dev/null"]).current_dir(run.folder.path());
    let output = script.env_remove("NO_COLOR").envs(environment.iter().copied()).stdin(Stdio::null()).output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_and_its_own_width() {
    let run = Run::with(&[]);
    let arguments = "explain multi-az --language ko";
    // A system without `script` has no terminal to show.
    let Some(shown) = in_a_terminal(&run, arguments, &[]) else { return };
    assert!(shown.starts_with("\u{1b}[0;1m다중 AZ\u{1b}[0m\n"), "{shown}");
    let plain = in_a_terminal(&run, arguments, &[("NO_COLOR", "1")]).unwrap();
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let cells = |it: &str| it.chars().map(|it| if it > '\u{1100}' && it != '─' { 2 } else { 1 }).sum::<usize>();
    let long: Vec<_> = plain.lines().filter(|it| !it.contains("https://") && cells(it) > 70).collect();
    assert_eq!(long, [""; 0]);
    let piped = run.archnotes(&["explain", "multi-az", "--language", "ko"]).result;
    assert!(!piped.contains('\u{1b}') && piped.lines().any(|it| cells(it) > 70), "{piped}");
}

#[test]
fn the_server_is_started_by_either_name_and_ends_with_its_input() {
    let run = Run::with(&[]);
    for arguments in [
        &["server"] as &[_],
        &["--stdio"],
        &["server", "--stdio", "--clientProcessId=1"],
        &["--stdio", "--clientProcessId=1"],
    ] {
        let answer = run.archnotes(arguments);
        assert_eq!((answer.status, answer.result.as_str()), (1, ""), "{arguments:?}: {}", answer.complaints);
        assert!(!answer.complaints.contains("help"), "{arguments:?}: {}", answer.complaints);
    }
}
