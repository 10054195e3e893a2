//! How does a file of data spell its keys? `multi_az`, `multiAz`, `MultiAz`, `multi-az`.

/// A way to join the words of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Snake,
    Camel,
    Pascal,
    Kebab,
}

impl Spelling {
    /// The way that most of `keys` with several words are spelt, snake case where none has several. Cost: O(bytes).
    pub(super) fn of<'a>(keys: impl Iterator<Item = &'a str>) -> Spelling {
        let mut counts = [(Spelling::Snake, 0), (Spelling::Camel, 0), (Spelling::Pascal, 0), (Spelling::Kebab, 0)];
        for spelling in keys.filter_map(spelt) {
            counts.iter_mut().filter(|it| it.0 == spelling).for_each(|it| it.1 += 1);
        }
        // Of equal counts the first.
        counts.iter().rev().max_by_key(|it| it.1).map_or(Spelling::Snake, |it| it.0)
    }

    /// `key`, which is in snake case, spelt this way.
    pub(super) fn spell(self, key: &str) -> String {
        match self {
            Spelling::Snake => key.to_owned(),
            Spelling::Kebab => key.replace('_', "-"),
            Spelling::Camel | Spelling::Pascal => {
                let words = key.split('_').enumerate();
                words
                    .map(|(at, it)| if at > 0 || self == Spelling::Pascal { capital(it) } else { it.to_owned() })
                    .collect()
            }
        }
    }
}

fn spelt(key: &str) -> Option<Spelling> {
    let has_capital_inside = key.chars().skip(1).any(|it| it.is_ascii_uppercase());
    if key.contains('_') {
        Some(Spelling::Snake)
    } else if key.contains('-') {
        Some(Spelling::Kebab)
    } else if !has_capital_inside || !key.contains(|it: char| it.is_ascii_lowercase()) {
        None
    } else if key.starts_with(|it: char| it.is_ascii_uppercase()) {
        Some(Spelling::Pascal)
    } else {
        Some(Spelling::Camel)
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |it| it.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_spelling_counts() {
        assert_eq!(Spelling::of(["a", "healthCheck", "minSize", "max_size", "RTO"].into_iter()), Spelling::Camel);
        assert_eq!(Spelling::of(["a", "b"].into_iter()), Spelling::Snake);
        let of = |it: Spelling| it.spell("dead_letter_queue");
        assert_eq!(of(Spelling::Camel), "deadLetterQueue");
        assert_eq!((of(Spelling::Pascal), of(Spelling::Kebab)), ("DeadLetterQueue".into(), "dead-letter-queue".into()));
    }
}
