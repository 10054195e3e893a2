//! Which parts can a phrase play?

use serde::Deserialize;

/// The part a phrase plays in a fact. A closed set; the lexicon fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Ends a clause: `but`, `하지만`.
    Border,
    /// Exactly one, before or after its noun: `single`, `단일`.
    One,
    /// Nothing besides: `only`, `뿐`.
    Only,
    /// Everything of it: `all`, `전부`.
    All,
    /// More than one: `two`, `several`, `여러`.
    Several,
    /// One for each of something: `per`, `마다`.
    Each,
    /// One besides those there are: `another`, `추가`.
    More,
    /// A bound or a part, not the number: `at least`, `이상`, `one of`.
    Bound,
    /// A counter that follows a number: `대`, `개`.
    Counter,
    /// A noun that heads a column of numbers: `수량`, `count`.
    CountNoun,
    /// It stops working: `fails`, `장애`.
    Fail,
    /// It is operated, placed or used somehow: `runs`, `운영`.
    Run,
    /// A place that is stated with a preposition: `on`, `in`.
    On,
    /// A word that says there is none of it: `no`, `without`, `없`.
    Absent,
    /// An answer that there is none of it, by itself: `none`, `없음`.
    No,
    /// A word that says there is some of it: `has`, `enabled`, `켜`.
    Present,
    /// It was switched off or taken away: `disabled`, `제거`.
    Removed,
    /// A noun for a standby: `standby`, `대기 인스턴스`.
    Standby,
    /// Says that a database has no partner: `standalone`, `단독`.
    Alone,
    /// Says that it stands in one zone: `Single-AZ`.
    SingleZone,
    /// A noun for an Availability Zone.
    Zone,
    /// A noun for what is spread over zones: `subnets`, `workload`.
    Workload,
    /// Brought together: `모으`.
    Gathered,
    /// A noun for state: `session`, `장바구니`.
    State,
    /// A place that dies with its machine: `in memory`, `로컬 디스크`.
    Local,
    /// A disk that is gone with its machine, whatever is on it: `instance store`.
    Ephemeral,
    /// A place outside the machine: `S3`, `external store`.
    External,
    /// Is kept: `stored`, `저장`.
    Keep,
    /// A noun for stickiness.
    Affinity,
    /// Switched on or relied on: `enabled`, `의존`.
    Enabled,
    /// What replaces a failed one by itself: `self-healing`, `자동 교체`.
    AutoRecovery,
    /// Spread over several: `multi-AZ`, `분산`.
    Spread,
    /// Says that a name is a former one: `formerly`, `구`.
    Formerly,
    /// A name of the recovery time objective.
    Rto,
    /// A name of the recovery point objective.
    Rpo,
    /// Says that a product is at its end: `end of life`, `종료된`.
    Ending,
    /// One of a study text's marks: `정답`, `which of the following`.
    Exam,
    /// Speaks to the reader: `you`, `하세요`.
    Reader,
    /// Speaks for those who build it: `we`, `저희`.
    Team,
    /// Takes up what the sentence before spoke of: `they`, `그것은`.
    Anaphor,
    /// Says that what follows is an instance of what its sentence says: `as follows`, `다음과 같`.
    Announcing,
    /// Speaks of what stands above as a whole: `this paragraph`, `위 구성은`.
    TakingBack,
    /// Comes back to the present: `today`, `지금은`.
    Now,
    /// Says that what was claimed, weighed or found is so and stays so: `accepted`, `그대로 유지`.
    Upheld,
    /// What would mend a weakness, so that who turns it down keeps the weakness: `a second line`, `증설`.
    Remedy,
    /// Ends a Korean clause that gives the reason for the next one, which has its own condition: `한 대뿐이라 …면`.
    Because,
    /// Heads what speaks for and against something that is weighed: `pros`, `단점`.
    Weighed,
}

/// What the writer means by a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// It is so.
    Asserted,
    /// It shall be so.
    Planned,
    /// It is not so.
    Denied,
    /// It must not be so.
    WarnedAgainst,
    /// It was considered and dropped.
    Rejected,
    /// It was so.
    Past,
    /// It might be so.
    Hypothetical,
    /// It is explained what it is.
    Defined,
    /// Is it so?
    Asked,
    /// Somebody said so.
    Quoted,
    /// It is so in development, in a test, or for a while only.
    NonProduction,
    /// It is so in somebody else's system.
    Elsewhere,
}

/// A phrase that sets the stance of what it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The stance it gives.
    pub stance: Stance,
    /// Where what it speaks of stands.
    pub looks: Looks,
    /// How far it reaches.
    pub reach: Reach,
}

/// The direction of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Looks {
    /// To what follows, as English negation does.
    Forward,
    /// To what precedes, as Korean verbs do.
    Back,
    /// Both ways.
    Around,
}

/// How far a cue reaches. The order is that of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// To the ends of its clause.
    Clause,
    /// To the ends of its sentence.
    Sentence,
    /// To its sentence and the one before, as a verdict does: "User photos on the disk. Moved to S3."
    Verdict,
    /// To the sentence before, where it opens its own or its own is short: "The key was in the code. It was moved to a vault."
    Opening,
    /// To the other cells of its table row, as a remedy does: "| cart in memory | moved to Valkey |"; nowhere in other text.
    Row,
    /// To the ends of its paragraph, list item or table row.
    Unit,
}
