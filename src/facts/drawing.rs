//! What states something when it is drawn? Arrows from one thing to another, and things of which there is only one.
//!
//! A file of `knowledge/statements/` says so beside its patterns, in the same words: an *arrow* leads from a thing to a thing, *alone*
//! is one thing that several zones need, a *chain* is calls of which each waits for the next.

use serde::Deserialize;

use super::Statement;
use super::pattern::Atom;
use crate::language::Class;

/// What is stated by what is drawn, of all files.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    pub(super) arrows: Vec<Arrow>,
    pub(super) alone: Vec<Alone>,
    pub(super) chains: Vec<Chain>,
}

/// An arrow that states something.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) states: Statement,
    /// What the one end is, by one of these.
    pub(super) from: Vec<Atom>,
    /// What the other end is.
    pub(super) to: Vec<Atom>,
    /// What is said on the arrow, one of these; anything or nothing where there are none.
    pub(super) says: Vec<Atom>,
    /// What stands neither at the ends nor on the arrow.
    pub(super) without: Vec<Atom>,
    /// What the first end leads to nowhere in the diagram.
    pub(super) besides: Vec<Atom>,
    /// Sorts of things of which none is named anywhere in the document.
    pub(super) unless: Vec<Class>,
}

/// A thing of which a diagram with several zones has only one.
#[derive(Debug)]
pub(super) struct Alone {
    pub(super) states: Statement,
    pub(super) is: Vec<Atom>,
    pub(super) without: Vec<Atom>,
    /// What nothing in the section says of such a thing.
    pub(super) unsaid: Vec<Atom>,
}

/// Calls that wait for each other.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) states: Statement,
    /// What is said on each of its arrows.
    pub(super) says: Vec<Atom>,
    /// What stands at none of their ends.
    pub(super) without: Vec<Atom>,
    /// So many arrows and more.
    pub(super) of: usize,
}

/// The part of a file that speaks of diagrams.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    #[serde(default)]
    arrows: Vec<WrittenArrow>,
    #[serde(default)]
    alone: Vec<WrittenAlone>,
    #[serde(default)]
    chains: Vec<WrittenChain>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenArrow {
    from: Vec<String>,
    to: Vec<String>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    besides: Vec<String>,
    #[serde(default)]
    unless: Vec<Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAlone {
    is: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    unsaid: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChain {
    says: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    of: usize,
}

impl Drawings {
    /// Adds what a file about `states` says; `atoms` reads what it names, or tells what there is not.
    pub(super) fn add(
        &mut self,
        states: Statement,
        written: &Written,
        atoms: impl Fn(&[String]) -> Result<Vec<Atom>, String>,
    ) -> Result<(), String> {
        for it in &written.arrows {
            let (from, to, says) = (atoms(&it.from)?, atoms(&it.to)?, atoms(&it.says)?);
            let (without, besides) = (atoms(&it.without)?, atoms(&it.besides)?);
            self.arrows.push(Arrow { states, from, to, says, without, besides, unless: it.unless.clone() });
        }
        for it in &written.alone {
            let (is, without, unsaid) = (atoms(&it.is)?, atoms(&it.without)?, atoms(&it.unsaid)?);
            self.alone.push(Alone { states, is, without, unsaid });
        }
        for it in &written.chains {
            let (says, without) = (atoms(&it.says)?, atoms(&it.without)?);
            self.chains.push(Chain { states, says, without, of: it.of });
        }
        Ok(())
    }
}
