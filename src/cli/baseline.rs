//! Which findings were there before?
//!
//! A baseline is what an earlier `check --format sarif` wrote. A finding is new unless the baseline has one with its
//! fingerprint in the same file; what the baseline has and a file that was checked has not is resolved.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::fingerprint;
use super::sarif;

/// What was found before, by the URI of the file.
#[derive(Debug, Default)]
pub(super) struct Baseline(HashMap<String, Vec<String>>);

/// How a finding stands to the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It was not there before.
    New,
    /// It was.
    Open,
}

/// How a file stands to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// For each finding, in their order.
    pub(super) states: Vec<State>,
    /// How many findings are no longer there.
    pub(super) resolved: usize,
}

impl Baseline {
    /// Reads it. Errors: without a file that is the result of an earlier run nothing could be said to be new.
    pub(super) fn read(path: &Path) -> anyhow::Result<Baseline> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("the baseline {shown} cannot be read"))?;
        let log = serde_json::from_str(&text).with_context(|| format!("the baseline {shown} is no JSON"))?;
        Baseline::of(&log).with_context(|| format!("the baseline {shown} is no result of `check --format sarif`"))
    }

    fn of(log: &Value) -> anyhow::Result<Baseline> {
        let runs = log["runs"].as_array().context("it has no runs")?;
        let mut found: HashMap<String, Vec<String>> = HashMap::new();
        for run in runs {
            let Some(results) = run["results"].as_array() else { bail!("it has a run without results") };
            // What a baseline says is gone, or was set aside, was not open.
            let is_open = |it: &&Value| it["baselineState"] != "absent" && it["suppressions"].is_null();
            for result in results.iter().filter(is_open) {
                let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str();
                let print = result["partialFingerprints"][fingerprint::NAME].as_str();
                let (Some(uri), Some(print)) = (uri, print) else { bail!("it has a result of another tool") };
                found.entry(uri.to_owned()).or_default().push(print.to_owned());
            }
        }
        Ok(Baseline(found))
    }

    /// How the findings with these fingerprints in the file called `name` stand to it.
    pub(super) fn compare(&self, name: &str, fingerprints: &[String]) -> Compared {
        let mut before = self.0.get(&sarif::uri(name)).cloned().unwrap_or_default();
        let states = fingerprints.iter().map(|print| match before.iter().position(|it| it == print) {
            Some(at) => {
                before.swap_remove(at);
                State::Open
            }
            None => State::New,
        });
        let states = states.collect();
        Compared { states, resolved: before.len() }
    }

    /// How many findings there were in all files.
    pub(super) fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use serde_json::json;

    use super::*;

    fn log(prints: &[&str]) -> Value {
        let results = prints.iter().map(|it| {
            let place = json!({"physicalLocation": {"artifactLocation": {"uri": "a%20b.md"}}});
            json!({"locations": [place], "partialFingerprints": {fingerprint::NAME: it}})
        });
        json!({"runs": [{"results": results.collect::<Vec<_>>()}]})
    }

    #[test]
    fn what_was_there_is_open_and_what_is_gone_is_resolved() {
        let baseline = Baseline::of(&log(&["x:1", "x:2", "y:1"])).unwrap();
        let prints = ["x:1", "z:1"].map(str::to_owned);
        let compared = Compared { states: vec![State::Open, State::New], resolved: 2 };
        assert_eq!(baseline.compare("a b.md", &prints), compared);
        assert_eq!(baseline.compare("c.md", &prints), Compared { states: vec![State::New; 2], resolved: 0 });
        assert_eq!(baseline.len(), 3);
    }

    #[test]
    fn what_was_set_aside_or_gone_was_not_open() {
        let mut before = log(&["x:1", "y:1", "z:1"]);
        before["runs"][0]["results"][0]["suppressions"] = json!([{"kind": "inSource"}]);
        before["runs"][0]["results"][1]["baselineState"] = json!("absent");
        assert_eq!(Baseline::of(&before).unwrap().len(), 1);
    }

    #[test]
    fn anything_else_is_no_baseline() {
        for log in [json!([]), json!({"runs": [{}]}), json!({"runs": [{"results": [{}]}]})] {
            assert!(Baseline::of(&log).is_err(), "{log}");
        }
        assert!(Baseline::read(Path::new("no/such/file")).is_err());
    }
}
