//! Finding rows in memory, by the keys and entries that they say.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::index::{By, Entry, Key, KeyKind};
use crate::row::Table;

impl Key {
    /// The table whose rows have keys of this kind.
    #[must_use]
    pub fn table(&self) -> Table {
        match self.kind {
            KeyKind::UnitCode => Table::Unit,
            KeyKind::OfficerCode => Table::Officer,
            KeyKind::Head => Table::Appointment,
            KeyKind::ClassName => Table::SchoolClass,
            KeyKind::AccountLogin => Table::Account,
            KeyKind::Number | KeyKind::Token => Table::HandoverMinutes,
            KeyKind::Register => Table::Register,
        }
    }
}

impl Entry {
    /// The table whose rows have entries of this kind.
    #[must_use]
    pub fn table(&self) -> Table {
        match self.by {
            By::Under | By::Department => Table::Unit,
            By::Named | By::IdNumber => Table::Officer,
            By::PostOf | By::Leads => Table::Appointment,
            By::TaughtBy => Table::SchoolClass,
            By::AccountOf | By::AdminOf => Table::Account,
            By::Unleased => Table::Register,
            By::RightBy | By::RightOf | By::RightWith | By::RightOver | By::Unopened => {
                Table::Delegation
            }
            By::ReceivedBy
            | By::CurrentOf
            | By::Undertaken
            | By::Standing
            | By::Party
            | By::PaperIn
            | By::OpenWith
            | By::Unscanned
            | By::KeptUntil => Table::HandoverMinutes,
            By::HeldFrom => Table::HeldAct,
            By::AskedBy | By::FoundOnCsdl => Table::CsdlTask,
        }
    }
}

/// Ids of rows by entry and key. It may name a row too many – one that says something else by now,
/// or was withdrawn – and never one too few: who asks looks at the row.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    entries: BTreeMap<Entry, BTreeSet<Uuid>>,
    keys: BTreeMap<Key, BTreeSet<Uuid>>,
}

impl Index {
    pub fn note(&mut self, row: &crate::Row) {
        for entry in row.index() {
            self.entries.entry(entry).or_default().insert(row.id());
        }
        for key in row.keys() {
            self.keys.entry(key).or_default().insert(row.id());
        }
    }

    pub fn by(&self, entry: &Entry) -> impl Iterator<Item = Uuid> + use<'_> {
        self.entries.get(entry).into_iter().flatten().copied()
    }

    pub fn keyed(&self, key: &Key) -> impl Iterator<Item = Uuid> + use<'_> {
        self.keys.get(key).into_iter().flatten().copied()
    }
}
