//! Where rule and oracle are known to disagree, and why: the matrix is green with these and no
//! others. Whoever mends a rule takes its entry out; one that no cell needs any more fails the
//! test.

use domain::Code;

use crate::oracle::{self, Law};
use crate::world::{Phase, Place, Relation};

/// What the rule says against the oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The rule allows what a law forbids.
    AllowedAgainst(Law),
    /// The rule refuses, by a code, what no law forbids.
    Refused(Code),
}

/// A known disagreement.
pub(crate) struct Disputed {
    /// What the rule does, and under which number the finding is known.
    pub(crate) why: &'static str,
    pub(crate) said: Said,
    /// The cases; none means all.
    cases: &'static [&'static str],
    /// The places; none means all.
    places: &'static [Place],
    /// The relations; none means those that the tree gives a say: own, parent and above it.
    relations: &'static [Relation],
}

impl Disputed {
    /// Whether it explains a cell: never one before or after the post.
    pub(crate) fn covers(&self, name: &str, at: (Place, Relation, Phase), said: Said) -> bool {
        const IN_THE_LINE: &[Relation] = &[Relation::Own, Relation::Parent, Relation::AboveParent];
        let (place, relation, phase) = at;
        let relations = if self.relations.is_empty() {
            IN_THE_LINE
        } else {
            self.relations
        };
        self.said == said
            && phase == Phase::During
            && relations.contains(&relation)
            && (self.cases.is_empty() || self.cases.contains(&name))
            && (self.places.is_empty() || self.places.contains(&place))
    }

    /// Whether it is about officers by order alone.
    pub(crate) fn is_about_signers_by_order(&self) -> bool {
        self.places == BY_ORDER
    }
}

/// Officers by order: they sign by a stored decision, and the page does not know them.
const BY_ORDER: &[Place] = &[Place::ByOrder];

const fn entry(why: &'static str, said: Said, cases: &'static [&'static str]) -> Disputed {
    Disputed {
        why,
        said,
        cases,
        places: &[],
        relations: &[],
    }
}

const fn allowed(why: &'static str, law: Law, cases: &'static [&'static str]) -> Disputed {
    entry(why, Said::AllowedAgainst(law), cases)
}

const fn by_order(law: Law) -> Disputed {
    Disputed {
        places: BY_ORDER,
        ..allowed(
            "F3: an officer who signs by order, by a stored decision, prepares and records what he \
             may give",
            law,
            &[],
        )
    }
}

/// Every known disagreement.
pub(crate) const DISPUTED: &[Disputed] = &[
    by_order(oracle::PREPARES),
    by_order(oracle::OF_THE_GIVER),
    Disputed {
        places: &[Place::ByOrder],
        ..allowed(
            "F3: an officer by order gives by a stored decision; wording.md knows TL., product §4 \
             does not",
            oracle::GIVES,
            &[
                "give by the unit's own minutes",
                "give from above",
                "give custody",
                "draft what oneself gives",
            ],
        )
    },
    Disputed {
        places: &[Place::CustodianWhoIsDeputy],
        ..allowed(
            "F4: a custodian who signs KT. gives the custody on",
            oracle::NOT_FURTHER,
            &["give custody", "draft custody that oneself gives"],
        )
    },
    Disputed {
        places: &[Place::Preparer, Place::Clerk],
        ..entry(
            "F17: a preparer may not draft what the head gives him; a vice head may",
            Said::Refused(Code::CustodianToSelf),
            &["draft what oneself receives", "draft the own custody"],
        )
    },
    allowed(
        "F18: whoever prepares, and the level above, ticks the custodian's work list",
        oracle::WORK_LIST,
        &["tick the work list"],
    ),
    by_order(oracle::IN_THE_TREE),
];
