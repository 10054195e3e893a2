//! What do the safe fixes of a file look like, and how do they get into it?

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::fix::{self, Edit};
use crate::span::Span;

/// So many lines around a change show where it is.
const AROUND: usize = 3;

/// Writes `text` in the place of `path`'s content: all of it or nothing, whatever happens.
///
/// A link is followed, permissions are kept. Errors: when the file or a new one beside it cannot be written.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let path = fs::canonicalize(path).context("cannot be found")?;
    let new = beside(&path);
    let written = replace(&path, &new, text);
    if written.is_err() {
        // Nothing is left behind; that it could not be made is the error to tell.
        let _ = fs::remove_file(&new);
    }
    written.context("cannot be written")
}

fn replace(path: &Path, new: &Path, text: &str) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut file = File::create_new(new)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions)?;
    file.sync_all()?;
    drop(file);
    fs::rename(new, path)
}

/// A file in the same folder, as only there renaming is one step. It is hidden, so that no check reads it.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.archnotes-{}", std::process::id()))
}

/// `edits` of `text` as a unified diff of the file `name`; they are sorted, without overlap, and at least one.
pub(super) fn diff(name: &str, text: &str, edits: &[Edit]) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut end = 0;
    let starts = lines.iter().map(|it| {
        end += it.len();
        end - it.len()
    });
    let starts: Vec<usize> = starts.collect();
    let changes = changes(text, &starts, edits);
    let mut res = format!("--- {name}\n+++ {name}\n");
    let (mut removed, mut added) = (0, 0);
    let mut rest = changes.as_slice();
    while !rest.is_empty() {
        // What is shown around two changes would meet or overlap.
        let is_near = |pair: &[Change]| pair[1].first - pair[0].last <= 2 * AROUND + 1;
        let (hunk, behind) = rest.split_at(1 + rest.windows(2).take_while(|it| is_near(it)).count());
        let from = hunk[0].first.saturating_sub(AROUND);
        let to = (hunk[hunk.len() - 1].last + 1 + AROUND).min(lines.len());
        let (body, old, new) = body(&lines, from, to, hunk);
        // Whatever was removed before stood above this hunk.
        let new_from = from + added - removed + 1;
        res.push_str(&format!("@@ -{},{old} +{new_from},{new} @@\n{body}", from + 1));
        (removed, added) = (removed + old, added + new);
        rest = behind;
    }
    res
}

/// The lines `from..to` with the changes of `hunk`, and how many lines these are before and afterwards.
fn body(lines: &[&str], from: usize, to: usize, hunk: &[Change]) -> (String, usize, usize) {
    let (mut body, mut old, mut new) = (String::new(), 0, 0);
    let mut write = |sign: char, line: &str| {
        body.push(sign);
        body.push_str(line);
        if !line.ends_with('\n') {
            body.push_str("\n\\ No newline at end of file\n");
        }
        old += usize::from(sign != '+');
        new += usize::from(sign != '-');
    };
    let mut at = from;
    for change in hunk {
        lines[at..change.first].iter().for_each(|it| write(' ', it));
        lines[change.first..=change.last].iter().for_each(|it| write('-', it));
        change.new.split_inclusive('\n').for_each(|it| write('+', it));
        at = change.last + 1;
    }
    lines[at..to].iter().for_each(|it| write(' ', it));
    (body, old, new)
}

/// Lines that change, and what stands there then.
struct Change {
    first: usize,
    last: usize,
    new: String,
}

/// `edits` by the lines that they touch. Cost: O(edits · log lines).
fn changes(text: &str, starts: &[usize], edits: &[Edit]) -> Vec<Change> {
    let line_of = |at: usize| starts.partition_point(|it| *it <= at).saturating_sub(1);
    let mut groups: Vec<(usize, usize, Vec<Edit>)> = Vec::new();
    for (range, new) in edits {
        let (first, last) = (line_of(range.start), line_of(range.end.max(range.start + 1) - 1));
        match groups.last_mut().filter(|it| it.1 >= first) {
            Some(group) => {
                group.1 = group.1.max(last);
                group.2.push((*range, new.clone()));
            }
            None => groups.push((first, last, vec![(*range, new.clone())])),
        }
    }
    let change = |(first, last, edits): (usize, usize, Vec<Edit>)| {
        let start = starts[first];
        let end = starts.get(last + 1).copied().unwrap_or(text.len());
        let edits: Vec<Edit> =
            edits.into_iter().map(|(it, new)| (Span::new(it.start - start, it.end - start), new)).collect();
        Change { first, last, new: fix::applied(&text[start..end], &edits) }
    };
    groups.into_iter().map(change).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    /// Each `old` of `text` becomes `new`.
    #[track_caller]
    fn check(text: &str, (old, new): (&str, &str), expected: &str) {
        let edits: Vec<_> =
            text.match_indices(old).map(|(at, it)| (Span::new(at, at + it.len()), new.to_owned())).collect();
        assert_eq!(diff("a.md", text, &edits), format!("--- a.md\n+++ a.md\n{expected}"));
    }

    #[test]
    fn a_diff_shows_three_lines_around() {
        check("1\n2\n3\n4\nx x\n6\n7\n8\n9\n", ("x", "yy"), "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-x x\n+yy yy\n 6\n 7\n 8\n");
        check("x\n", ("x", "y"), "@@ -1,1 +1,1 @@\n-x\n+y\n");
    }

    #[test]
    fn what_is_near_is_one_hunk_and_the_rest_is_counted() {
        check(
            "x\n\nx\n2\n3\n4\n5\n6\n7\n8\n9\nx\n\nx\n",
            ("x\n\nx", "y"),
            "@@ -1,6 +1,4 @@\n-x\n-\n-x\n+y\n 2\n 3\n 4\n@@ -9,6 +7,4 @@\n 7\n 8\n 9\n-x\n-\n-x\n+y\n",
        );
        check("x\n2\n3\n4\n5\n6\n7\nx\n", ("x", "y"), "@@ -1,8 +1,8 @@\n-x\n+y\n 2\n 3\n 4\n 5\n 6\n 7\n-x\n+y\n");
    }

    #[test]
    fn line_ends_and_the_mark_stay_as_they_are() {
        check(
            "\u{feff}a\r\nx\r\nb",
            ("x", "y"),
            "@@ -1,3 +1,3 @@\n \u{feff}a\r\n-x\r\n+y\r\n b\n\\ No newline at end of file\n",
        );
        check("x", ("x", "y"), "@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_replaced_as_a_whole_through_its_link_and_with_its_permissions() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("a.md", &link).unwrap();
        write(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(write(&file, "newer").is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left behind");
    }
}
