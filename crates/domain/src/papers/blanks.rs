//! The blanks of a page and their names in its PDF: places for signatures, and gaps for number and
//! date. On paper a pen fills them; on the digital route the program does.

use serde::{Deserialize, Serialize};

/// Whose signature a place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Who gives, or takes back.
    Giver,
    /// Who receives, or gives back.
    Receiver,
    /// Who confirms afterwards (kind a) or witnesses (g, k).
    Third,
    /// Who commits himself: the receiver.
    CommitmentReceiver,
    /// The head who confirms a commitment.
    CommitmentHead,
    /// The giving unit: its digital seal.
    Organisation,
    /// The receiving unit, where both units seal (kind b).
    ReceivingOrganisation,
}

impl Party {
    /// Every party, in the order in which they sign.
    pub const ALL: [Self; 7] = [
        Self::Giver,
        Self::Receiver,
        Self::CommitmentReceiver,
        Self::CommitmentHead,
        Self::Third,
        Self::Organisation,
        Self::ReceivingOrganisation,
    ];

    /// The name of the field.
    ///
    /// ```
    /// use domain::blanks::Party;
    /// assert!(Party::ALL.into_iter().all(|party| Party::of_field(party.field()) == Some(party)));
    /// ```
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Giver => "minutes_giver",
            Self::Receiver => "minutes_receiver",
            Self::Third => "minutes_third",
            Self::CommitmentReceiver => "commitment_receiver",
            Self::CommitmentHead => "commitment_head",
            Self::Organisation => "minutes_organisation",
            Self::ReceivingOrganisation => "minutes_receiving_organisation",
        }
    }

    /// Whose place a field is.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.field() == name)
    }

    /// Whether a unit signs, and not a person.
    #[must_use]
    pub fn is_organisation(self) -> bool {
        matches!(self, Self::Organisation | Self::ReceivingOrganisation)
    }
}

/// What belongs into a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Number of the minutes.
    Number,
    /// Day of the month.
    Day,
    /// Month.
    Month,
    /// Hour (kind a).
    Hour,
    /// Minute (kind a).
    Minute,
}

impl Gap {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Number, "number"),
        (Self::Day, "day"),
        (Self::Month, "month"),
        (Self::Hour, "hour"),
        (Self::Minute, "minute"),
    ];

    /// The name of the n-th field of its kind in a part of the document.
    ///
    /// ```
    /// use domain::blanks::Gap;
    /// assert_eq!(Gap::Day.field("minutes", 2), "minutes_day_2");
    /// assert_eq!(Gap::of_field("commitment_month_1"), Some(Gap::Month));
    /// assert_eq!(Gap::of_field("minutes_giver"), None);
    /// ```
    #[must_use]
    pub fn field(self, part: &str, n: usize) -> String {
        format!("{part}_{}_{n}", self.name())
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(gap, _)| *gap == self)
            .map_or("", |(_, name)| name)
    }

    /// What belongs into a field.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Self> {
        let mut parts = name.rsplitn(3, '_');
        let (number, what, _part) = (parts.next()?, parts.next()?, parts.next()?);
        number.parse::<usize>().ok()?;
        Self::ALL
            .iter()
            .find(|(_, name)| *name == what)
            .map(|(gap, _)| *gap)
    }
}
