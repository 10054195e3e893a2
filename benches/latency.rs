//! How long does an editor wait? From a keystroke to its diagnostics, and for a hover.
//!
//! `cargo bench --bench latency` starts the release server, opens documents of 10 KB, 100 KB and 1 MB and prints a table.
//! One message is under way at a time, so a figure is a round trip: two pipes, two wake-ups and the analysis.
#![allow(clippy::print_stdout, reason = "the table is the result")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const SIZES: [(&str, usize); 3] = [("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000)];

/// Keystrokes and hovers of each document; the first tenth is not counted.
const ROUNDS: usize = 1000;

fn main() -> anyhow::Result<()> {
    println!("start to `initialize`: {:.1} ms (best of 5)\n", milliseconds(start()?));
    println!("| document | open | keystroke p50 | p99 | max | hover p50 | p99 | max | findings |");
    println!("|----------|-----:|--------------:|----:|----:|----------:|----:|----:|---------:|");
    for (name, size) in SIZES {
        println!("{}", measure(name, &document(size))?);
    }
    println!("\nms; open is from `didOpen` to the first diagnostics");
    Ok(())
}

/// The shortest time from the start of the process to the answer to `initialize`.
fn start() -> anyhow::Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let begin = Instant::now();
        let server = Server::start()?;
        best = best.min(begin.elapsed());
        server.stop()?;
    }
    Ok(best)
}

/// One row of the table.
fn measure(name: &str, text: &str) -> anyhow::Result<String> {
    let mut server = Server::start()?;
    let document = json!({"uri": "file:///a.md", "languageId": "markdown", "version": 0, "text": text});
    let begin = Instant::now();
    server.notify("textDocument/didOpen", &json!({"textDocument": document}))?;
    let findings = server.report(0)?;
    let open = begin.elapsed();

    let places = places(text, "Amazon SQS");
    let mut keystrokes = Vec::new();
    for round in 0..ROUNDS {
        // Scattered over the document; every second keystroke takes the one before it back.
        let (line, column) = places[(round / 2 * 7919) % places.len()];
        let (end, typed) = if round % 2 == 0 { (column, "x") } else { (column + 1, "") };
        let range = json!({"start": {"line": line, "character": column}, "end": {"line": line, "character": end}});
        let version = round + 1;
        let params = json!({
            "textDocument": {"uri": "file:///a.md", "version": version},
            "contentChanges": [{"range": range, "text": typed}],
        });
        let begin = Instant::now();
        server.notify("textDocument/didChange", &params)?;
        server.report(version)?;
        keystrokes.push(begin.elapsed());
    }
    let mut hovers = Vec::new();
    for round in 0..ROUNDS {
        let (line, column) = places[(round * 7919) % places.len()];
        let position = json!({"line": line, "character": column + 8});
        let begin = Instant::now();
        server
            .request("textDocument/hover", &json!({"textDocument": {"uri": "file:///a.md"}, "position": position}))?;
        hovers.push(begin.elapsed());
    }
    server.stop()?;
    let (keystrokes, hovers) = (Spread::of(keystrokes), Spread::of(hovers));
    Ok(format!("| {name} | {:.1} | {keystrokes} | {hovers} | {findings} |", milliseconds(open)))
}

/// The median, the 99th percentile and the worst, after the warm-up.
struct Spread {
    half: Duration,
    most: Duration,
    worst: Duration,
}

impl Spread {
    fn of(all: Vec<Duration>) -> Spread {
        let mut counted = all[all.len() / 10..].to_vec();
        counted.sort();
        let rank = |percent: usize| counted[(counted.len() * percent).div_ceil(100) - 1];
        Spread { half: rank(50), most: rank(99), worst: rank(100) }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [half, most, worst] = [self.half, self.most, self.worst].map(milliseconds);
        write!(out, "{half:.3} | {most:.3} | {worst:.3}")
    }
}

fn milliseconds(it: Duration) -> f64 {
    it.as_secs_f64() * 1e3
}

/// A server, asked one thing at a time.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next_id: u64,
}

impl Server {
    fn start() -> anyhow::Result<Server> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_archnotes"));
        let mut child = command.arg("server").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().ok_or_else(|| anyhow::anyhow!("no input"))?;
        let output = child.stdout.take().ok_or_else(|| anyhow::anyhow!("no output"))?;
        let mut server = Server { child, input, output: BufReader::new(output), next_id: 0 };
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-8"]},
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"versionSupport": true, "relatedInformation": true, "dataSupport": true},
            },
        });
        server.request("initialize", &json!({"processId": null, "rootUri": null, "capabilities": capabilities}))?;
        server.notify("initialized", &json!({}))?;
        Ok(server)
    }

    fn stop(mut self) -> anyhow::Result<()> {
        self.request("shutdown", &Value::Null)?;
        self.notify("exit", &Value::Null)?;
        self.child.wait()?;
        Ok(())
    }

    fn notify(&mut self, method: &str, params: &Value) -> anyhow::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    fn request(&mut self, method: &str, params: &Value) -> anyhow::Result<Value> {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
        let mut answer = self.wait(|it| it["id"] == id)?;
        anyhow::ensure!(answer.get("error").is_none(), "{method}: {answer}");
        Ok(answer["result"].take())
    }

    /// Waits for the diagnostics of `version`; how many there are.
    fn report(&mut self, version: usize) -> anyhow::Result<usize> {
        let report = self.wait(|it| it["params"]["version"] == version)?;
        Ok(report["params"]["diagnostics"].as_array().map_or(0, Vec::len))
    }

    fn send(&mut self, message: &Value) -> anyhow::Result<()> {
        let body = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())?;
        Ok(())
    }

    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        loop {
            let mut header = String::new();
            anyhow::ensure!(self.output.read_line(&mut header)? > 0, "the server has ended");
            let length = header.trim_end().strip_prefix("Content-Length: ");
            let length = length.ok_or_else(|| anyhow::anyhow!("not a header: {header}"))?.parse()?;
            self.output.read_line(&mut header)?;
            let mut body = vec![0; length];
            self.output.read_exact(&mut body)?;
            let message = serde_json::from_slice(&body)?;
            if wanted(&message) {
                return Ok(message);
            }
        }
    }
}

/// Where `name` starts, as (line, byte column).
fn places(text: &str, name: &str) -> Vec<(usize, usize)> {
    let found = text.split('\n').enumerate().flat_map(|(line, content)| content.find(name).map(|it| (line, it)));
    found.collect()
}

/// A design document of about `size` bytes: sections of prose, lists, tables and code in both languages.
fn document(size: usize) -> String {
    const HEADS: [&str; 5] =
        ["Overview / 개요", "Data flow / 데이터 흐름", "Availability / 가용성", "Operations / 운영", "Cost"];
    const SERVICES: [&str; 8] = [
        "Amazon S3",
        "Amazon DynamoDB",
        "AWS Lambda",
        "Amazon SNS",
        "Amazon RDS",
        "Amazon EventBridge",
        "Amazon ECS",
        "Amazon CloudFront",
    ];
    let mut text = String::from("---\ntitle: orders\n---\n\n# Order platform on AWS / 주문 플랫폼\n");
    let mut number = 0;
    while text.len() < size {
        let pick = |step: usize| SERVICES[(number * 5 + step) % SERVICES.len()];
        let (one, other, third) = (pick(0), pick(3), pick(6));
        let head = HEADS[number % HEADS.len()];
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n## {number}. {head}\n\n\
             Requests arrive at {one}, which hands them to Amazon SQS and answers at once. Messages that fail five times \
             are\nkept apart and raise an alarm; backups are kept for {number} days in a second Region.\n\n\
             주문 서비스는 {other}에서 실행되며 Amazon SQS를 거쳐 {third}로 전달된다. 가용 영역 하나가 중단되어도\n\
             2분 이내에 자동으로 복구되어야 한다.\n\n\
             - The `order-{number}` worker reads from Amazon SQS and writes to {third}\n\
             \x20 - RTO 15 min, RPO 5 min\n\
             - 처리에 실패한 메시지는 대기열로 돌아간다\n\n\
             | Component | Service | 비고 |\n|---|---|---|\n| orders | {one} | 다중 AZ |\n| queue | Amazon SQS | private |\n\
             | store | {other} | 검토 필요 |\n\n\
             ```yaml\norders-{number}:\n  service: {one}\n  multi_az: true\n```\n"
        );
        number += 1;
    }
    text
}
