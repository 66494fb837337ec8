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

    /// Whether it is about vice heads without decision and officers by order alone.
    pub(crate) fn is_about_loose_signers(&self) -> bool {
        self.places == LOOSE
    }
}

/// Vice heads without a decision, and officers by order.
const LOOSE: &[Place] = &[
    Place::DeputyWithoutDecision,
    Place::ByOrder,
    Place::ByOrderWithoutDecision,
];

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

const fn loose(law: Law) -> Disputed {
    Disputed {
        places: LOOSE,
        ..allowed(
            "F1: a vice head without a stored decision, and whoever signs by order, prepares and \
             records like a preparer",
            law,
            &[],
        )
    }
}

/// Every known disagreement.
pub(crate) const DISPUTED: &[Disputed] = &[
    loose(oracle::PREPARES),
    loose(oracle::OF_THE_GIVER),
    Disputed {
        places: &[Place::DeputyWithoutDecision],
        ..allowed(
            "F2: a vice head without a stored decision takes rights back",
            oracle::TAKES_BACK,
            &["take rights back", "suspend rights"],
        )
    },
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
    allowed(
        "F5: a paper of today is recorded though its giver's post has ended",
        oracle::GIVES,
        &["record a signing by a giver who left"],
    ),
    allowed(
        "F6: kind c is recorded by others than the head without its scan",
        oracle::CUSTODY,
        &["record a signing of custody without its scan"],
    ),
    allowed(
        "F7: whoever prepares, and the level above, numbers",
        oracle::NUMBERS,
        &[
            "open the register of numbers",
            "number the unit's own minutes",
            "number minutes from above",
            "number minutes of custody",
            "type a number of the unit's own minutes",
            "type a number of minutes from above",
            "type a number of minutes of custody",
        ],
    ),
    allowed(
        "F8: custodian, vice heads and the level above take a register over",
        oracle::TAKE_OVER,
        &["take the register of numbers over"],
    ),
    allowed(
        "F9: whoever prepares renames a unit, sets its letterhead, numbering and route",
        oracle::HEADS_ACT,
        &[
            "rename a unit",
            "change a letterhead",
            "change where numbers come from",
            "turn a unit digital",
        ],
    ),
    allowed(
        "F10: whoever prepares, and the level above, lowers a route",
        oracle::LOWERS,
        &[
            "turn a digital unit back to paper",
            "turn the unit's own digital minutes back to paper",
            "turn digital minutes from above back to paper",
            "turn digital minutes of custody back to paper",
        ],
    ),
    allowed(
        "F11: a school adds units under itself, a commune schools of the Sở",
        oracle::IN_THE_TREE,
        &["add a unit below", "a commune adds a school of the Sở"],
    ),
    Disputed {
        relations: &[Relation::FormerParent, Relation::AboveParent],
        ..allowed(
            "F12: a former parent takes a school back",
            oracle::IN_THE_TREE,
            &["take a school back to its former parent"],
        )
    },
    allowed(
        "F13: a unit withdraws itself from the register of the unit above",
        oracle::IN_THE_TREE,
        &["a unit withdraws itself"],
    ),
    entry(
        "F14: the Sở cannot move a school to a commune that never was above it",
        Said::Refused(Code::NotFound),
        &["take a school of another commune"],
    ),
    allowed(
        "F15: whoever prepares adds admin accounts",
        oracle::ADMIN,
        &["add an admin account"],
    ),
    allowed(
        "F16: whoever prepares ends or withdraws posts that sign or prepare",
        oracle::APPOINTS,
        &[
            "end the post of a vice head",
            "end the post of a preparer",
            "withdraw a preparer",
        ],
    ),
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
    allowed(
        "F19: whoever prepares changes the name of somebody who signs from tomorrow on",
        oracle::APPOINTS,
        &["change the name of a vice head to come"],
    ),
    loose(oracle::IN_THE_TREE),
];
