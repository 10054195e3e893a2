//! What does an image hold? Its name says it: `valkey/valkey:8`, `bitnami/postgresql`.

use crate::language::{Class, Lexeme, Role, Word};
use crate::span::Span;

use super::super::Data;

/// The class of the image at `index`, if it is a database or a cache by its whole name: an exporter is none.
pub(in super::super) fn class_of(data: &Data<'_>, index: usize) -> Option<Class> {
    let text = data.entry(index).text()?;
    let unit = &data.units[data.unit_at(data.entry(index).value_span)?];
    let start = unit.text.find(text)?;
    let base = base(text);
    let mut at = start + (base.as_ptr() as usize - text.as_ptr() as usize);
    let mut class = None;
    for piece in base.split(['-', '_']) {
        let span = Span::new(at, at + piece.len());
        at = span.end + 1;
        let words = || unit.lexemes.iter().filter(move |it| it.span == span);
        match class {
            None => class = Some(words().find_map(keeps)?),
            Some(_) => drop(words().find(|it| is_plain(it))?),
        }
    }
    class
}

/// `postgres` of `registry.example/library/postgres:16@sha256:…`.
fn base(image: &str) -> &str {
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split([':', '@']).next().unwrap_or(name)
}

fn keeps(it: &Lexeme) -> Option<Class> {
    match it.word {
        Word::Thing(class) | Word::Named(class) => {
            matches!(class, Class::Database | Class::Aurora | Class::Cache).then_some(class)
        }
        _ => None,
    }
}

/// `server`, `stack`: says nothing more.
fn is_plain(it: &Lexeme) -> bool {
    matches!(it.word, Word::Thing(Class::Compute) | Word::Role(Role::Workload))
}
