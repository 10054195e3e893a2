//! What do headings, columns and introductions say about everything below them?

use serde::Deserialize;

/// What a heading (or a column's header, or the line above a list) says about what stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// How it is before the change: As-Is, 현행, Before.
    AsIs,
    /// How it will be: To-Be, 목표, After.
    ToBe,
    /// Options that were weighed.
    Alternatives,
    /// What one must not do, or what is required of others: Don'ts, standards.
    Norms,
    /// What words mean.
    Glossary,
    /// Questions with answers to choose from; study notes.
    Study,
    /// Development, test, staging.
    NonProduction,
    /// What is over: history, already fixed.
    Past,
    /// Questions that are open or asked often.
    Questions,
    /// What somebody else runs.
    Elsewhere,
    /// What the design leaves for another time, or wishes for.
    Future,
    /// What somebody says, believes or expects, which is answered beside it.
    Claims,
    /// What was found when a list of checks was gone through: it is no norm any more.
    Record,
    /// It was chosen among the alternatives that it stands with.
    Chosen,
    /// A question that its answer follows: it is open no more.
    Answered,
}

/// A set of frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u16);

impl Frames {
    /// The set with `frame` in it.
    #[must_use]
    pub fn with(self, frame: Frame) -> Frames {
        Frames(self.0 | 1 << frame as u16)
    }

    /// The set without `frame`.
    #[must_use]
    pub fn without(self, frame: Frame) -> Frames {
        Frames(self.0 & !(1 << frame as u16))
    }

    /// The set without the norms that a record in `by` was made against, the alternatives that a choice in it was made among, and the
    /// questions that it answers.
    #[must_use]
    pub fn lifted_by(self, by: Frames) -> Frames {
        let left = if by.has(Frame::Record) { self.without(Frame::Norms) } else { self };
        let left = if by.has(Frame::Chosen) { left.without(Frame::Alternatives) } else { left };
        if by.has(Frame::Answered) { left.without(Frame::Questions) } else { left }
    }

    /// Everything that is in either.
    #[must_use]
    pub fn or(self, other: Frames) -> Frames {
        Frames(self.0 | other.0)
    }

    /// This set inside `outer`: what an inner column or heading says of the time (as it is, as it will be) replaces what an
    /// outer one says; an inner one that says both says neither. It lifts what [`Frames::lifted_by`] says.
    #[must_use]
    pub fn inside(self, outer: Frames) -> Frames {
        let outer = outer.lifted_by(self);
        let times = Frames::default().with(Frame::AsIs).with(Frame::ToBe);
        match self.0 & times.0 {
            0 => self.or(outer),
            both if both == times.0 => Frames((self.0 | outer.0) & !times.0),
            _ => Frames(self.0 | (outer.0 & !times.0)),
        }
    }

    /// Whether `frame` is in it.
    pub fn has(self, frame: Frame) -> bool {
        self.0 & 1 << frame as u16 != 0
    }
}

impl FromIterator<Frame> for Frames {
    fn from_iter<I: IntoIterator<Item = Frame>>(frames: I) -> Frames {
        frames.into_iter().fold(Frames::default(), Frames::with)
    }
}
