//! Is a YAML file that nobody named a design, or the business of another tool?
//!
//! Most YAML of a repository configures something: pipelines, packages, editors. A wrong word about one of those costs more
//! than a design that is only read when it is opened or named.

use std::path::Path;

use crate::analysis;
use crate::knowledge::Knowledge;

/// Folders whose YAML belongs to a code host, a pipeline, or archnotes itself.
const FOLDERS: [&str; 8] =
    [".archnotes", ".github", ".gitlab", ".gitea", ".circleci", ".azure-pipelines", ".buildkite", "node_modules"];

/// How the names of files begin that other tools read, up to their extension or a `-`, `.` or `_`.
const NAMES: [&str; 30] = [
    "action",
    "appveyor",
    "azure-pipelines",
    "bitbucket-pipelines",
    "buildspec",
    "chart",
    "cloudbuild",
    "codecov",
    "conda-lock",
    "crowdin",
    "dependabot",
    "docker-bake",
    "environment",
    "gitlab-ci",
    "jenkins",
    "lefthook",
    "mkdocs",
    "netlify",
    "openapi",
    "package-lock",
    "pnpm-lock",
    "pnpm-workspace",
    "pre-commit-config",
    "pubspec",
    "readthedocs",
    "renovate",
    "skaffold",
    "swagger",
    "taskfile",
    "travis",
];

/// Whether the YAML file at `path` that holds `text` is to be read without being named: it is no other tool's and speaks of
/// AWS, or is a manifest of what runs.
///
/// Cost: O(bytes) until something of AWS is found.
pub(crate) fn is_design(path: &Path, text: &str, knowledge: &Knowledge) -> bool {
    !is_of_a_tool(path) && (analysis::speaks_of_aws(text, knowledge) || is_manifest(text))
}

/// Whether `text` has the keys of Kubernetes or Compose in its first column. Cost: O(bytes).
fn is_manifest(text: &str) -> bool {
    let has = |key: &str| text.lines().any(|it| it.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')));
    (has("apiVersion") && has("kind"))
        || (has("services") && text.lines().any(|it| it.trim_start().starts_with("image:")))
}

fn is_of_a_tool(path: &Path) -> bool {
    let folder = path.parent().into_iter().flat_map(Path::components);
    let is_in_folder = folder.into_iter().any(|it| FOLDERS.iter().any(|name| it.as_os_str() == *name));
    let name = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.trim_start_matches(['.', '_']);
    let begins =
        |it: &str| name.strip_prefix(it).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', '_']));
    is_in_folder || name.ends_with(".lock") || name.ends_with("-lock") || NAMES.iter().any(|it| begins(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: bool) {
        let (knowledge, _) = Knowledge::built_in();
        assert_eq!(is_design(Path::new(path), text, &knowledge), expected, "{path}: {text}");
    }

    #[test]
    fn a_design_speaks_of_aws_or_is_a_manifest() {
        check("design.yaml", "cloud: AWS\n", true);
        check("docs/설계.yml", "종류: EC2\n저장: S3에 둔다\n", true);
        check("template.yaml", "Resources:\n  Q: {Type: AWS::SQS::Queue}\n", true);
        check("design.yaml", "queue: EC2\nother: EC2\n", false);
        check("compose.yaml", "services:\n  web:\n    image: nginx\n", true);
        check("services.yaml", "services:\n  web: nginx\n", false);
        check("empty.yaml", "", false);
    }

    #[test]
    fn what_other_tools_read_is_none_of_ours() {
        for path in [
            "x/.github/workflows/deploy.yml",
            ".github/dependabot.yml",
            "web/pnpm-lock.yaml",
            ".gitlab-ci.yml",
            "azure-pipelines.prod.yml",
            "Buildspec.yaml",
            "_mkdocs.yml",
            "a.lock.yaml",
        ] {
            check(path, "run: AWS, EC2 and S3\n", false);
        }
        check("actions-on-aws.yaml", "cloud: AWS\n", true);
    }
}
