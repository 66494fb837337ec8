//! Rows: what acts change. One entry of `rows!` says everything about a table: its name, whose
//! stream and which bucket a row lies in, when it counts as withdrawn, its unique keys, what it is
//! found by, and the files that it cites. Leaving one of them out does not compile.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::index::{Entry, Key};
use crate::account::{Account, AccountKind, Custody};
use crate::csdl_task::CsdlTask;
use crate::delegation::{Delegation, Holder};
use crate::document::Document;
use crate::held_act::HeldAct;
use crate::ids::{
    AccountId, AppointmentId, BlobHash, ClassId, CsdlTaskId, DelegationId, DocumentId, HeldActId,
    MinutesId, NotableRefusalId, OfficerId, RegisterId, UnitId,
};
use crate::minutes::HandoverMinutes;
use crate::notable_refusal::NotableRefusal;
use crate::numbers::Register;
use crate::officer::{Appointment, Officer};
use crate::rights::Dim;
use crate::school_class::SchoolClass;
use crate::signed_file::SignedFile;
use crate::unit::{Unit, UnitKind};

/// Access partitions inside a stream (`sync.md` §2): a row is seen through exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// Names and holdings: those of every unit above are seen by those below.
    Common,
    /// People, posts, classes.
    Staff,
    /// Rights, minutes, logins, papers, numbers.
    Delegations,
}

impl Bucket {
    /// The name in databases and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Staff => "staff",
            Self::Delegations => "delegations",
        }
    }
}

/// A row as it stands after an act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Change(pub Row);

/// Takes a row out of its box, if it lies in one.
trait Unboxed<T> {
    fn unboxed(self) -> T;
}

impl<T> Unboxed<T> for T {
    fn unboxed(self) -> T {
        self
    }
}

impl<T> Unboxed<T> for Box<T> {
    fn unboxed(self) -> T {
        *self
    }
}

macro_rules! rows {
    ($(
        $(#[$doc:meta])*
        $name:ident($stored:ty) = $tag:literal, $map:ident: $id:ident => $plain:ty {
            stream: $stream:expr,
            bucket: $bucket:expr,
            withdrawn: $withdrawn:expr,
            keys: $keys:expr,
            index: $index:expr,
            files: $files:expr,
        }
    )*) => {
        /// The tables of the register.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Table { $($(#[$doc])* #[serde(rename = $tag)] $name,)* }

        impl Table {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in databases and on the wire.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $tag),* }
            }
        }

        /// One row of any table.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "table", content = "row")]
        pub enum Row { $($(#[$doc])* #[serde(rename = $tag)] $name($stored),)* }

        impl Row {
            /// Its table.
            #[must_use]
            pub fn table(&self) -> Table {
                match self { $(Self::$name(_) => Table::$name),* }
            }

            /// Its id.
            #[must_use]
            pub fn id(&self) -> Uuid {
                match self { $(Self::$name(row) => row.id.0),* }
            }

            /// The stream it is ordered in: that of the unit in whose file it lies.
            #[must_use]
            pub fn stream(&self) -> UnitId {
                match self { $(Self::$name(row) => {
                    let stream: fn(&$plain) -> UnitId = $stream;
                    stream(row)
                })* }
            }

            /// The bucket it is seen through.
            #[must_use]
            pub fn bucket(&self) -> Bucket {
                match self { $(Self::$name(row) => {
                    let bucket: fn(&$plain) -> Bucket = $bucket;
                    bucket(row)
                })* }
            }

            /// Whether it was entered by mistake and withdrawn: no rule and no list sees it.
            #[must_use]
            pub fn withdrawn(&self) -> bool {
                match self { $(Self::$name(row) => {
                    let withdrawn: fn(&$plain) -> bool = $withdrawn;
                    withdrawn(row)
                })* }
            }

            /// Keys that no two rows share; a withdrawn row has none.
            #[must_use]
            pub fn keys(&self) -> Vec<Key> {
                if self.withdrawn() {
                    return vec![];
                }
                match self { $(Self::$name(row) => {
                    let keys: fn(&$plain) -> Vec<Key> = $keys;
                    keys(row)
                })* }
            }

            /// What it is found by; a withdrawn row by nothing.
            #[must_use]
            pub fn index(&self) -> Vec<Entry> {
                if self.withdrawn() {
                    return vec![];
                }
                match self { $(Self::$name(row) => {
                    let index: fn(&$plain) -> Vec<Entry> = $index;
                    index(row)
                })* }
            }

            /// The files that it cites: who may see the row may fetch them.
            #[must_use]
            pub fn files(&self) -> Vec<BlobHash> {
                match self { $(Self::$name(row) => {
                    let files: fn(&$plain) -> Vec<BlobHash> = $files;
                    files(row)
                })* }
            }
        }

        /// Rows by id, table by table.
        #[derive(Clone, Debug, Default)]
        pub struct Rows { $($(#[$doc])* pub $map: std::collections::BTreeMap<$id, $plain>,)* }

        impl Rows {
            /// Adds a row, or puts it in place of the one with its id. A withdrawn one is taken out.
            pub fn put(&mut self, row: Row) {
                let withdrawn = row.withdrawn();
                match row { $(
                    Row::$name(row) if withdrawn => drop(self.$map.remove(&row.id)),
                    Row::$name(row) => drop(self.$map.insert(row.id, row.unboxed())),
                )* }
            }

            /// A row.
            #[must_use]
            pub fn get(&self, table: Table, id: Uuid) -> Option<Row> {
                match table { $(
                    Table::$name => self.$map.get(&$id(id)).cloned().map(|row| Row::$name(row.into())),
                )* }
            }

            /// All rows of all tables.
            pub fn iter(&self) -> impl Iterator<Item = Row> {
                std::iter::empty()$(
                    .chain(self.$map.values().map(|row| Row::$name(row.clone().into())))
                )*
            }
        }
    };
}

rows! {
    /// Units.
    Unit(Unit) = "unit", units: UnitId => Unit {
        stream: |row| row.id,
        bucket: |_| Bucket::Common,
        withdrawn: |row| row.withdrawn,
        keys: |row| {
            let lives = row.closed_on.is_none();
            let running = row.codes.iter().filter(|code| lives && code.until.is_none());
            running.map(|code| Key::unit_code(row.kind, &code.value)).collect()
        },
        index: |row| {
            let above = row.parents.iter().map(|parent| Entry::under(parent.value.unit));
            let department = (row.kind == UnitKind::Department).then(Entry::department);
            above.chain(department).collect()
        },
        files: |_| vec![],
    }
    /// People.
    Officer(Officer) = "officer", officers: OfficerId => Officer {
        stream: |row| row.unit,
        bucket: |_| Bucket::Staff,
        withdrawn: |row| row.withdrawn,
        keys: |row| vec![Key::officer_code(row.unit, &row.code)],
        index: |row| {
            let number = row.id_number.as_deref().map(|n| Entry::id_number(row.unit, n));
            let names = row.past.earlier.iter().map(|earlier| &earlier.value.name);
            let names: std::collections::BTreeSet<_> = names.chain([&row.name]).collect();
            let named = names.into_iter().map(|name| Entry::named(row.unit, name));
            named.chain(number).collect()
        },
        files: |_| vec![],
    }
    /// Posts.
    Appointment(Appointment) = "appointment", appointments: AppointmentId => Appointment {
        stream: |row| row.unit,
        bucket: |_| Bucket::Staff,
        withdrawn: |row| row.withdrawn,
        keys: |row| {
            let leads = row.role.leads() && row.until.is_none();
            leads.then(|| Key::head(row.unit)).into_iter().collect()
        },
        index: |row| {
            let leads = row.role.leads().then(|| Entry::leads(row.unit));
            [Entry::post_of(row.officer)].into_iter().chain(leads).collect()
        },
        files: |_| vec![],
    }
    /// Classes.
    SchoolClass(SchoolClass) = "school_class", classes: ClassId => SchoolClass {
        stream: |row| row.unit,
        bucket: |_| Bucket::Staff,
        withdrawn: |row| row.withdrawn,
        keys: |row| vec![Key::class_name(row.unit, row.year, &row.name)],
        index: |row| row.teachers.iter().map(|t| Entry::taught_by(t.officer)).collect(),
        files: |_| vec![],
    }
    /// Logins.
    Account(Account) = "account", accounts: AccountId => Account {
        stream: |row| row.unit,
        bucket: |_| Bucket::Delegations,
        withdrawn: |_| false,
        keys: |row| {
            let open = row.closed_on.is_none();
            open.then(|| Key::account_login(&row.system, &row.login)).into_iter().collect()
        },
        index: |row| {
            let held = match row.custody {
                Custody::Personal(officer) | Custody::Custodian(officer) => {
                    Some(Entry::account_of(officer))
                }
                Custody::Head => None,
            };
            let admin = (row.kind == AccountKind::Admin).then(|| Entry::admin_of(row.unit));
            held.into_iter().chain(admin).collect()
        },
        files: |_| vec![],
    }
    /// Papers that minutes may cite.
    Document(Document) = "document", documents: DocumentId => Document {
        stream: |row| row.unit,
        bucket: |_| Bucket::Delegations,
        withdrawn: |_| false,
        keys: |_| vec![],
        index: |_| vec![],
        files: |_| vec![],
    }
    /// Rights.
    Delegation(Delegation) = "delegation", delegations: DelegationId => Delegation {
        stream: |row| row.unit,
        // What units hold is common: the rights of those below hang on it.
        bucket: |row| match row.holder {
            Holder::Unit(_) => Bucket::Common,
            Holder::Officer(_) => Bucket::Delegations,
        },
        withdrawn: |_| false,
        keys: |_| vec![],
        index: |row| {
            let mut index = vec![Entry::right_by(row.minutes), Entry::right_of(row.holder)];
            index.extend(row.account.map(Entry::right_with));
            if let Dim::Only(classes) = &row.line.classes {
                index.extend(classes.iter().map(|class| Entry::right_over(*class)));
            }
            index.extend(row.waits_to_be_opened().then(|| Entry::unopened(row.unit)));
            index
        },
        files: |_| vec![],
    }
    /// Minutes.
    HandoverMinutes(Box<HandoverMinutes>) = "handover_minutes",
        minutes: MinutesId => HandoverMinutes {
        stream: |row| row.unit,
        bucket: |_| Bucket::Delegations,
        withdrawn: |_| false,
        keys: |row| {
            let numbered = row.number().zip(row.numbered_in());
            let numbered = numbered.map(|(number, year)| Key::number(row.giver_unit, year, number));
            let token = row.frozen().map(|frozen| Key::token(&frozen.token));
            numbered.into_iter().chain(token).collect()
        },
        index: |row| {
            let mut index = vec![Entry::received_by(row.receiver)];
            if row.ended.is_none() {
                index.push(Entry::current_of(row.receiver));
            }
            if row.undertaking && row.signed().is_some() {
                index.push(Entry::undertaken(row.receiver, row.year));
            }
            if row.stands() {
                index.push(Entry::standing(row.unit, row.kind));
            }
            if row.lacks_scan() {
                index.push(Entry::unscanned(row.unit, row.kind, row.receiver));
            }
            if row.open() || row.signed().is_some() {
                index.extend([Entry::party(row.giver), Entry::party(row.receiver)]);
                index.push(Entry::paper_in(row.unit));
            }
            if row.open() {
                index.extend(row.account.map(Entry::open_with));
            }
            let signed = SignedFile::ALL.iter().filter_map(|which| which.of(row));
            index.extend(signed.map(|(_, kept)| Entry::kept_until(kept.map(|kept| kept.until))));
            index
        },
        files: HandoverMinutes::files,
    }
    /// Work on the Hệ thống CSDL.
    CsdlTask(CsdlTask) = "csdl_task", tasks: CsdlTaskId => CsdlTask {
        stream: |row| row.unit,
        bucket: |_| Bucket::Delegations,
        withdrawn: |_| false,
        keys: |_| vec![],
        index: |row| {
            let found = row.found.iter();
            let found = found.map(|found| Entry::found_on_csdl(row.unit, &found.login));
            found.chain(row.minutes.map(Entry::asked_by)).collect()
        },
        files: |_| vec![],
    }
    /// Registers of numbers.
    Register(Register) = "register", registers: RegisterId => Register {
        stream: |row| row.unit,
        bucket: |_| Bucket::Delegations,
        withdrawn: |_| false,
        keys: |row| vec![Key::register(row.unit, row.year)],
        index: |row| {
            let unleased = row.asked.is_some() || row.unbounded();
            unleased.then(|| Entry::unleased(row.unit)).into_iter().collect()
        },
        files: |_| vec![],
    }
    /// Acts that wait for a decision.
    HeldAct(HeldAct) = "held_act", held: HeldActId => HeldAct {
        stream: |row| row.unit,
        bucket: |_| Bucket::Delegations,
        withdrawn: |_| false,
        keys: |_| vec![],
        index: |row| {
            let waits = row.decision.is_none();
            waits.then(|| Entry::held_from(row.device)).into_iter().collect()
        },
        files: |_| vec![],
    }
    /// Refusals that no unmodified program runs into.
    NotableRefusal(NotableRefusal) = "notable_refusal", refusals: NotableRefusalId => NotableRefusal {
        stream: |row| row.unit,
        bucket: |_| Bucket::Delegations,
        withdrawn: |_| false,
        keys: |_| vec![],
        index: |_| vec![],
        files: |_| vec![],
    }
}
