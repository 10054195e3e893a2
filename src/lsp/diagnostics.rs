//! What does the editor underline?

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, Location, NumberOrString, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri,
};

use super::capabilities::Declared;
use super::commands;
use super::convert::Lines;
use super::open::{Open, Panicked};
use crate::finding::{Finding, Fix, Tag};
use crate::knowledge::{Knowledge, Language, RuleId, Severity};
use crate::navigation::Target;
use crate::span::Span;
use crate::workspace::{Scope, Verdict};

/// So many diagnostics a file has at most: nobody reads more, and editors slow down.
const LIMIT: usize = 200;

/// Who speaks, as editors show it.
pub(super) const SOURCE: &str = "archnotes";

/// The diagnostics of the file's newest version; `None` for a file that is none of our business.
///
/// Errors: when its analysis panics.
pub(super) fn of(
    uri: &Uri,
    open: &mut Open,
    declared: &Declared,
    elsewhere: &[(Arc<str>, Span, Location)],
) -> Result<Option<Vec<Diagnostic>>, Panicked> {
    let scope = Arc::clone(&open.scope);
    let is_checked = open.path.as_deref().is_none_or(|it| scope.verdict(it) == Verdict::Checked);
    let is_wanted = is_checked && scope.settings().features.diagnostics;
    if open.is_left_alone() {
        return Ok(Some(if is_wanted { vec![too_large(scope.language())] } else { Vec::new() }));
    }
    let Some(document) = open.document()? else { return Ok(None) };
    let findings = if is_wanted { document.findings() } else { &[] };
    let lines = Lines { text: document.text(), encoding: declared.encoding };
    let place = |file: &str, range: Span| {
        let found = elsewhere.iter().find(|it| &*it.0 == file && it.1 == range);
        found.map(|it| it.2.clone())
    };
    let view = View::of(uri, &scope, declared, &place);
    Ok(Some(view.diagnostics(findings, &|it| lines.range(it))))
}

/// The diagnostics of `findings`, as the client can take them, at most 200.
pub(super) fn of_findings(
    uri: &Uri,
    lines: Lines<'_>,
    findings: &[Finding],
    scope: &Scope,
    declared: &Declared,
) -> Vec<Diagnostic> {
    View::of(uri, scope, declared, &|_, _| None).diagnostics(findings, &|it| lines.range(it))
}

/// The diagnostic of a finding about other files, in a file whose text is not at hand: `range` is where it stands, `elsewhere` tells
/// where the others are.
pub(super) fn of_drift(
    uri: &Uri,
    finding: &Finding,
    range: Range,
    (scope, declared): (&Scope, &Declared),
    elsewhere: &dyn Fn(&str, Span) -> Option<Location>,
) -> Diagnostic {
    View::of(uri, scope, declared, elsewhere).diagnostic(finding, &|_| range)
}

/// What a client gets that asks for the diagnostics `items`: nothing new if `previous` is what it has of them already.
pub(super) fn report(items: Vec<Diagnostic>, previous: Option<&str>) -> DocumentDiagnosticReport {
    let result_id = result_id(&items);
    if previous == Some(result_id.as_str()) {
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        });
    }
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
    })
}

/// Of the content alone: a text that has changed elsewhere has the same diagnostics, and need not be sent them again.
pub(super) fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The code that a rule's diagnostics bear; `None` for a rule that is not known.
pub(super) fn code(knowledge: &Knowledge, rule: RuleId) -> Option<&str> {
    knowledge.rules.get(usize::from(rule.0)).map(|it| it.id.as_str())
}

struct View<'a> {
    uri: &'a Uri,
    knowledge: &'a Knowledge,
    declared: &'a Declared,
    language: Option<Language>,
    /// Folders of a team's own knowledge.
    folders: &'a [PathBuf],
    /// Where a place in another file is.
    elsewhere: &'a dyn Fn(&str, Span) -> Option<Location>,
}

/// Where bytes of the file stand, as the client counts.
type Counted<'a> = &'a dyn Fn(Span) -> Range;

impl<'a> View<'a> {
    fn of(
        uri: &'a Uri,
        scope: &'a Scope,
        declared: &'a Declared,
        elsewhere: &'a dyn Fn(&str, Span) -> Option<Location>,
    ) -> View<'a> {
        let (knowledge, language, folders) = (&*scope.knowledge, scope.language(), scope.folders.as_slice());
        View { uri, knowledge, declared, language, folders, elsewhere }
    }

    fn diagnostics(&self, findings: &[Finding], lines: Counted<'_>) -> Vec<Diagnostic> {
        if findings.len() <= LIMIT {
            return findings.iter().map(|it| self.diagnostic(it, lines)).collect();
        }
        let (shown, left) = findings.split_at(LIMIT - 1);
        let mut diagnostics: Vec<_> = shown.iter().map(|it| self.diagnostic(it, lines)).collect();
        diagnostics.push(Diagnostic {
            range: lines(left[0].range),
            severity: Some(DiagnosticSeverity::INFORMATION),
            source: Some(SOURCE.to_owned()),
            message: match self.language {
                Some(Language::Ko) => {
                    format!("여기부터 {}건이 더 있다. 모두 보려면 `archnotes check`를 실행한다.", left.len())
                }
                _ => format!("{} more findings from here on; `archnotes check` lists them all.", left.len()),
            },
            ..Diagnostic::default()
        });
        diagnostics
    }

    fn diagnostic(&self, finding: &Finding, lines: Counted<'_>) -> Diagnostic {
        let code = code(self.knowledge, finding.rule);
        Diagnostic {
            range: lines(finding.range),
            severity: Some(severity(finding.severity)),
            code: code.map(|it| NumberOrString::String(it.to_owned())),
            code_description: if self.declared.code_description { self.page(finding) } else { None },
            source: Some(SOURCE.to_owned()),
            message: finding.message.to_string(),
            related_information: self.related(finding, lines),
            tags: self.tags(finding),
            data: finding.fix.as_ref().filter(|_| self.declared.diagnostic_data).map(|it| self.data(it, lines)),
        }
    }

    fn related(&self, finding: &Finding, lines: Counted<'_>) -> Option<Vec<DiagnosticRelatedInformation>> {
        if !self.declared.related_information || finding.related.is_empty() {
            return None;
        }
        let related = finding.related.iter().filter_map(|it| {
            let location = match &it.file {
                None => Location::new(self.uri.clone(), lines(it.range)),
                Some(file) => (self.elsewhere)(file, it.range)?,
            };
            Some(DiagnosticRelatedInformation { location, message: it.message.clone() })
        });
        Some(related.collect())
    }

    fn tags(&self, finding: &Finding) -> Option<Vec<DiagnosticTag>> {
        let tag = match finding.tag? {
            Tag::Deprecated => DiagnosticTag::DEPRECATED,
            Tag::Unnecessary => DiagnosticTag::UNNECESSARY,
        };
        self.declared.diagnostic_tags.contains(&tag).then(|| vec![tag])
    }

    /// The page of a rule, which is a file; where none can be kept, the page that the rule is based on.
    fn page(&self, finding: &Finding) -> Option<CodeDescription> {
        let rule = self.knowledge.rules.get(usize::from(finding.rule.0))?;
        let page = commands::page(self.folders, &Target::Rule(rule.id.clone()));
        let href = page.or_else(|| Uri::from_str(rule.reference()?).ok())?;
        Some(CodeDescription { href })
    }

    fn data(&self, fix: &Fix, lines: Counted<'_>) -> serde_json::Value {
        let edits = fix.edits.iter().map(|(span, text)| json!({"range": lines(*span), "newText": text}));
        json!({"fix": {"title": fix.title, "edits": edits.collect::<Vec<_>>()}})
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Hint => DiagnosticSeverity::HINT,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
    }
}

fn too_large(language: Option<Language>) -> Diagnostic {
    let message = match language {
        Some(Language::Ko) => "이 파일은 10 MB보다 커서 archnotes가 검사하지 않는다.",
        Some(Language::En) | None => "This file is larger than 10 MB and was left alone by archnotes.",
    };
    Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some(SOURCE.to_owned()),
        message: message.to_owned(),
        ..Diagnostic::default()
    }
}

#[cfg(test)]
mod tests {
    use ropey::Rope;

    use super::super::convert::Encoding;
    use super::*;
    use crate::finding::{Applicability, Related};

    fn finding(start: usize) -> Finding {
        Finding {
            rule: RuleId(0),
            severity: Severity::Warning,
            range: Span::new(start, start + 1),
            message: "one".into(),
            related: vec![Related { file: None, range: Span::new(0, 1), message: "other".to_owned() }],
            fix: Some(Fix {
                title: "mend".to_owned(),
                applicability: Applicability::Safe,
                edits: vec![(Span::new(0, 1), "b".to_owned())],
            }),
            tag: Some(Tag::Deprecated),
        }
    }

    #[track_caller]
    fn check(declared: &Declared, findings: &[Finding]) -> Vec<Diagnostic> {
        let text = Rope::from_str(&"a".repeat(500));
        let uri = Uri::from_str("file:///a.md").expect("a URI");
        let lines = Lines { text: &text, encoding: Encoding::Utf8 };
        let (knowledge, elsewhere) = (&Knowledge::default(), &|_: &str, _| None);
        View { uri: &uri, knowledge, declared, language: None, folders: &[], elsewhere }
            .diagnostics(findings, &|it| lines.range(it))
    }

    #[test]
    fn a_client_gets_only_what_it_declared() {
        let plain = &check(&Declared::default(), &[finding(3)])[0];
        assert_eq!((&plain.related_information, &plain.tags, &plain.data), (&None, &None, &None));
        let declared = Declared {
            related_information: true,
            diagnostic_data: true,
            diagnostic_tags: vec![DiagnosticTag::DEPRECATED],
            ..Declared::default()
        };
        let full = &check(&declared, &[finding(3)])[0];
        assert_eq!(full.related_information.as_ref().map(Vec::len), Some(1));
        assert_eq!(full.tags, Some(vec![DiagnosticTag::DEPRECATED]));
        assert_eq!(full.data.as_ref().and_then(|it| it["fix"]["edits"][0]["newText"].as_str()), Some("b"));
        let other_tag = Declared { diagnostic_tags: vec![DiagnosticTag::UNNECESSARY], ..declared };
        assert_eq!(check(&other_tag, &[finding(3)])[0].tags, None);
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let items = check(&Declared::default(), &[finding(3)]);
        let DocumentDiagnosticReport::Full(full) = report(items.clone(), None) else { panic!("nothing is known yet") };
        let id = full.full_document_diagnostic_report.result_id.expect("an id");
        let again = report(items, Some(&id));
        assert!(matches!(again, DocumentDiagnosticReport::Unchanged(_)), "{again:?}");
        let moved = report(check(&Declared::default(), &[finding(4)]), Some(&id));
        assert!(matches!(moved, DocumentDiagnosticReport::Full(_)), "{moved:?}");
    }

    #[test]
    fn beyond_the_limit_the_last_one_counts_the_rest() {
        let exactly: Vec<_> = (0..LIMIT).map(finding).collect();
        assert_eq!(check(&Declared::default(), &exactly).len(), LIMIT);
        let many: Vec<_> = (0..LIMIT + 5).map(finding).collect();
        let diagnostics = check(&Declared::default(), &many);
        assert_eq!(diagnostics.len(), LIMIT);
        let last = &diagnostics[LIMIT - 1];
        assert!(last.message.starts_with("6 more findings"), "{}", last.message);
        assert_eq!(last.range.start.character as usize, LIMIT - 1);
    }
}
