//! How is a file of data in the knowledge read, of which there is one and a workspace may have its own?

use serde::de::DeserializeOwned;

use super::Problem;

/// Parses the last of `files`, (path, text); nothing without one. A broken file is reported and counts for nothing.
pub(super) fn last<T: Default + DeserializeOwned>(files: &[(&str, &str)]) -> (T, Vec<Problem>) {
    let Some((path, text)) = files.last() else { return (T::default(), Vec::new()) };
    match serde_saphyr::from_str(text) {
        Ok(file) => (file, Vec::new()),
        Err(err) => {
            let message = err.to_string().lines().next().unwrap_or_default().to_owned();
            (T::default(), vec![Problem::of_file(path, message)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_file_counts_and_a_broken_one_is_a_problem() {
        let (numbers, problems) = last::<Vec<u8>>(&[("a.yaml", "[1]"), ("b.yaml", "[2]")]);
        assert_eq!((numbers, problems.len()), (vec![2], 0));
        let (numbers, problems) = last::<Vec<u8>>(&[("a.yaml", "{x: y}")]);
        assert_eq!((numbers, problems[0].path.as_str()), (Vec::new(), "a.yaml"));
        assert_eq!(last::<Vec<u8>>(&[]), (Vec::new(), Vec::new()));
    }
}
