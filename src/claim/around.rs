//! What do the other files of a workspace say of their components, as far as one file wants to know?

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::{Claim, Part, Sides, Teller};
use crate::language::Class;
use crate::span::Span;

/// How a claim is meant, with all that its document says around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// It is so, here and now.
    Meant,
    /// It is so at another time, in another place, or shall be.
    Otherwise,
    /// It is not said to be so.
    NotSaid,
}

/// A claim where it stands in its document.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What is claimed.
    pub claim: Arc<Claim>,
    /// How it is meant.
    pub voice: Voice,
    /// Where, in bytes of the document.
    pub range: Span,
    /// Whether a comment says that nobody wants to hear where it is denied.
    pub is_set_aside: bool,
}

/// A file, and what it says of its components.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbour {
    /// Where it is, with `/` between folders.
    pub path: String,
    /// In order of place.
    pub said: Vec<Said>,
    /// Of data as often as it is there, else each once for a section.
    pub parts: Vec<Part>,
}

/// Files by the sorts of component that they speak of.
#[derive(Debug, Default)]
pub struct Neighbours {
    by_sort: BTreeMap<Class, Vec<Arc<Neighbour>>>,
    sides: Sides,
    files: Vec<Arc<Neighbour>>,
}

/// What stands around one file. A value, cheap to compare with [`Around::is_same`].
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Where the file itself is.
    pub path: String,
    /// All files as they stand on disk, the file itself among them.
    pub closed: Arc<Neighbours>,
    /// Those that are being edited, which count instead of what stands on disk.
    pub open: Vec<Arc<Neighbour>>,
}

impl Neighbour {
    /// Whether it says anything that another file may deny, or that decides which component another file means.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty() && self.parts.is_empty()
    }

    /// Whether other files may deny what it says.
    pub fn may_be_denied(&self) -> bool {
        self.said.iter().any(|it| it.claim.teller < Teller::Deployed)
    }

    fn sorts(&self) -> HashSet<Class> {
        self.said.iter().map(|it| it.claim.of).chain(self.parts.iter().map(|it| it.of)).collect()
    }

    /// Whether it says the same as `other`, wherever it says it.
    pub fn says_the_same(&self, other: &Neighbour) -> bool {
        let said = |it: &Said| (it.claim.teller, it.claim.aspect, it.claim.is_strong, it.claim.of, it.voice);
        self.parts == other.parts
            && self.said.len() == other.said.len()
            && self
                .said
                .iter()
                .zip(&other.said)
                .all(|(one, other)| said(one) == said(other) && one.claim.name == other.claim.name)
    }
}

impl Neighbours {
    /// Puts `files` in order. Cost: O(files + what they say).
    pub fn of(mut files: Vec<Arc<Neighbour>>) -> Neighbours {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut by_sort: BTreeMap<Class, Vec<Arc<Neighbour>>> = BTreeMap::new();
        for file in &files {
            for sort in file.sorts() {
                by_sort.entry(sort).or_default().push(Arc::clone(file));
            }
        }
        let sides = Sides::of(files.iter().flat_map(|it| &it.said).map(|it| &*it.claim));
        Neighbours { by_sort, sides, files }
    }
}

impl Neighbours {
    /// Whether it was made of just these `files`. Cost: O(files).
    pub fn is_of(&self, files: &[Arc<Neighbour>]) -> bool {
        let own: HashSet<_> = self.files.iter().map(Arc::as_ptr).collect();
        own.len() == files.len() && files.iter().all(|it| own.contains(&Arc::as_ptr(it)))
    }
}

impl Around {
    /// The other files that speak of components of sort `of`, by path.
    pub(crate) fn of_sort(&self, of: Class) -> Vec<&Neighbour> {
        let is_open = |it: &Neighbour| it.path == self.path || self.open.iter().any(|open| open.path == it.path);
        let closed = self.closed.by_sort.get(&of).into_iter().flatten().map(|it| &**it).filter(|it| !is_open(it));
        let open = self.open.iter().map(|it| &**it).filter(|it| it.path != self.path && it.sorts().contains(&of));
        let mut files: Vec<_> = closed.chain(open).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// How many files below `folder` speak of components as a document does, the file itself perhaps among them. Cost: O(files).
    pub(crate) fn documents(&self, folder: &str) -> usize {
        let files = self.closed.files.iter().chain(&self.open).filter(|it| it.path.starts_with(folder));
        files.filter(|it| it.may_be_denied()).map(|it| it.path.as_str()).collect::<HashSet<_>>().len()
    }

    /// Who claims what in the files, the file itself perhaps among them.
    pub(crate) fn sides(&self) -> Sides {
        let open = self.open.iter().flat_map(|it| &it.said).map(|it| &*it.claim);
        self.closed.sides.or(Sides::of(open))
    }

    /// Whether nothing has changed since `other`. Cost: O(open files).
    pub fn is_same(&self, other: &Around) -> bool {
        self.path == other.path
            && Arc::ptr_eq(&self.closed, &other.closed)
            && self.open.len() == other.open.len()
            && self.open.iter().zip(&other.open).all(|(one, other)| Arc::ptr_eq(one, other))
    }
}
