//! What did a statement do on the server?

use std::collections::BTreeSet;

/// One statement of a file, and what it was seen to do. Only what existed before the file counts.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// In bytes of the file.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Empty: nothing that anybody would notice.
    pub(crate) effects: BTreeSet<Effect>,
    /// Why it could not be measured, if so.
    pub(crate) failure: Option<String>,
}

/// The kinds of effect, each with what it was on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// A new lock that keeps writers away.
    Locks(String),
    /// Not a change of rows: the table is written anew, or read whole, while writers are kept away.
    RewritesOrScans(String),
    /// A change of rows while an earlier statement of the file keeps writers away from some table.
    WorksUnderLock(String),
    /// A table, column, view, sequence, type, enum value, function, schema or extension is gone.
    Destroys(String),
    /// An index, constraint, trigger or policy is gone.
    DropsPart(String),
    Renames(String),
    DeletesRows(String),
    ChangesRows(String),
    /// The public, or a role of Supabase's clients, may do more.
    WidensForClients(String),
    /// Another role may do more.
    WidensForOthers(String),
    /// Somebody may do less.
    Narrows(String),
    /// Something that stays is otherwise than before: a column, a view, a function, who owns it, what it is told.
    Redefines(String),
    /// It fails because there are rows, or because the file is one transaction.
    Fails(String),
}

impl Effect {
    /// Its class's name in tables.
    pub(crate) fn class(&self) -> &'static str {
        match self {
            Effect::Locks(_) => "locks",
            Effect::RewritesOrScans(_) => "rewrites or scans under lock",
            Effect::WorksUnderLock(_) => "changes rows under held lock",
            Effect::Destroys(_) => "destroys objects",
            Effect::DropsPart(_) => "drops index, constraint, ...",
            Effect::Renames(_) => "renames",
            Effect::DeletesRows(_) => "deletes rows",
            Effect::ChangesRows(_) => "changes rows",
            Effect::WidensForClients(_) => "widens rights of clients",
            Effect::WidensForOthers(_) => "widens rights of others",
            Effect::Narrows(_) => "narrows rights",
            Effect::Redefines(_) => "redefines",
            Effect::Fails(_) => "fails",
        }
    }

    /// What it was on.
    pub(crate) fn object(&self) -> &str {
        match self {
            Effect::Locks(on)
            | Effect::RewritesOrScans(on)
            | Effect::WorksUnderLock(on)
            | Effect::Destroys(on)
            | Effect::DropsPart(on)
            | Effect::Renames(on)
            | Effect::DeletesRows(on)
            | Effect::ChangesRows(on)
            | Effect::WidensForClients(on)
            | Effect::WidensForOthers(on)
            | Effect::Narrows(on)
            | Effect::Redefines(on)
            | Effect::Fails(on) => on,
        }
    }
}

/// The classes, in the order in which they are shown.
pub(crate) const CLASSES: [&str; 13] = [
    "destroys objects",
    "deletes rows",
    "rewrites or scans under lock",
    "changes rows under held lock",
    "fails",
    "renames",
    "drops index, constraint, ...",
    "widens rights of clients",
    "widens rights of others",
    "narrows rights",
    "redefines",
    "changes rows",
    "locks",
];
