//! What will others feel of it? For each table that is in use: the strongest lock, what is done to its rows under it, and how big it is.
//!
//! What the scan foresees and what the rehearsal showed are put together. Seconds are not foretold: they depend on the machine and on who
//! is at work. Which locks stop whom, and whether rows are read through or written anew, does not.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use catalog::{Kind, Snapshot};
use hazards::{Fact, Scan, StatementImpact};
use migrations::Migration;
use postgres_terms::LockMode;
use replay::{Ending, Replayed};

use crate::traffic::RelationName;

/// What happens to one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableImpact {
    pub(crate) name: RelationName,
    /// The strongest.
    pub(crate) lock: LockMode,
    /// Whether its rows are read through under a lock.
    pub(crate) scans: Fact<bool>,
    /// Whether it is written anew.
    pub(crate) rewrites: Fact<bool>,
    /// By which migrations, in order.
    pub(crate) migrations: Vec<String>,
    /// Whether the rehearsal showed it; else the scan foresees it.
    pub(crate) seen: bool,
}

impl TableImpact {
    /// Whom the lock keeps waiting, in words.
    pub(crate) fn stops(&self) -> &'static str {
        match self.lock {
            LockMode::AccessExclusive => "reads and writes",
            LockMode::Exclusive | LockMode::ShareRowExclusive | LockMode::Share => "writes",
            LockMode::ShareUpdateExclusive => "other DDL and VACUUM",
            LockMode::RowExclusive | LockMode::RowShare | LockMode::AccessShare => "nobody who reads or writes other rows",
        }
    }

    /// What is done while it is locked, in words.
    pub(crate) fn work(&self) -> &'static str {
        match (self.rewrites, self.scans) {
            (Fact::Known(true), _) => "all rows are written anew",
            (Fact::Known(false), Fact::Known(true)) => "all rows are read",
            (Fact::Known(false), Fact::Known(false)) => "the catalog only",
            _ => "not known",
        }
    }
}

/// The tables of the live database that the pending migrations touch with more than the lock of a plain write, strongest first. The scan
/// knows what is applied.
pub(crate) fn foretell(
    mut scan: Scan,
    pending: &[Migration],
    live: &Snapshot,
    default_schema: &str,
    seen: Option<&Replayed>,
) -> Vec<TableImpact> {
    let tables: BTreeSet<RelationName> = tables(live);
    let mut found: BTreeMap<RelationName, TableImpact> = BTreeMap::new();
    for migration in pending {
        let statements = scan.impacts(&rehearsal::script(migration));
        for (name, impact) in foreseen(&statements, default_schema).into_iter().filter(|(name, _)| tables.contains(name)) {
            add(&mut found, name, impact, migration);
        }
    }
    if let Some(replayed) = seen {
        let steps = &replayed.steps[replayed.steps.len() - pending.len().min(replayed.steps.len())..];
        for (migration, step) in pending.iter().zip(steps) {
            for (name, impact) in observed(step).into_iter().filter(|(name, _)| tables.contains(name)) {
                add(&mut found, name, impact, migration);
            }
        }
    }
    let is_felt = |impact: &TableImpact| impact.lock > LockMode::RowExclusive || impact.rewrites == Fact::Known(true);
    let mut impacts: Vec<TableImpact> = found.into_values().filter(is_felt).collect();
    // Stable: names are in order already.
    impacts.sort_by_key(|impact| Reverse((impact.lock, impact.rewrites.known(), impact.scans.known())));
    impacts
}

/// One migration's share.
struct Share {
    lock: LockMode,
    scans: Fact<bool>,
    rewrites: Fact<bool>,
    seen: bool,
}

fn tables(live: &Snapshot) -> BTreeSet<RelationName> {
    let kinds = [Kind::Table, Kind::MaterializedView, Kind::ForeignTable];
    let relations = kinds.into_iter().flat_map(|kind| live.of_kind(kind));
    relations
        .filter_map(|object| {
            Some((object.identity.schema.as_ref()?.as_str().to_owned(), object.identity.name.as_str().to_owned()))
        })
        .collect()
}

fn foreseen(statements: &[StatementImpact], default_schema: &str) -> Vec<(RelationName, Share)> {
    let relations = statements.iter().flat_map(|statement| &statement.relations).filter(|relation| !relation.is_new);
    let share = |relation: &hazards::RelationImpact| {
        let name = (relation.name.schema().unwrap_or(default_schema).to_owned(), relation.name.last().to_owned());
        (name, Share { lock: relation.lock, scans: relation.scans, rewrites: relation.rewrites, seen: false })
    };
    relations.map(share).collect()
}

/// What the throw-away server showed: locks that the script's transaction held at its end, and tables that were written anew.
fn observed(step: &replay::Step) -> Vec<(RelationName, Share)> {
    let Ending::Ran(run) = &step.ending else { return Vec::new() };
    let held = run.locks.iter().filter_map(|held| {
        let share = Share { lock: held.mode.parse().ok()?, scans: Fact::Known(false), rewrites: Fact::Known(false), seen: true };
        Some((split(&held.table)?, share))
    });
    let rewritten = step.testimony.rewritten.iter().map(|name| {
        let share = Share { lock: LockMode::AccessExclusive, scans: Fact::Known(true), rewrites: Fact::Known(true), seen: true };
        (name.clone(), share)
    });
    held.chain(rewritten).collect()
}

fn add(found: &mut BTreeMap<RelationName, TableImpact>, name: RelationName, share: Share, migration: &Migration) {
    let known = found.entry(name.clone()).or_insert_with(|| TableImpact {
        name,
        lock: share.lock,
        scans: Fact::Known(false),
        rewrites: Fact::Known(false),
        migrations: Vec::new(),
        seen: false,
    });
    known.lock = known.lock.max(share.lock);
    known.scans = known.scans.or(share.scans);
    known.rewrites = known.rewrites.or(share.rewrites);
    known.seen |= share.seen;
    if known.migrations.last().map(String::as_str) != Some(migration.name.as_str())
        && !known.migrations.iter().any(|name| name == migration.name.as_str())
    {
        known.migrations.push(migration.name.as_str().to_owned());
    }
}

/// A name as the server quotes it, back in its two parts.
fn split(quoted: &str) -> Option<RelationName> {
    let mut parts = vec![String::new()];
    let mut inside = false;
    let mut letters = quoted.chars().peekable();
    while let Some(letter) = letters.next() {
        let part = parts.last_mut()?;
        match letter {
            '"' if inside && letters.peek() == Some(&'"') => part.extend(letters.next()),
            '"' => inside = !inside,
            '.' if !inside => parts.push(String::new()),
            letter => part.push(letter),
        }
    }
    <[String; 2]>::try_from(parts).ok().map(|[schema, name]| (schema, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_names_come_apart_where_the_server_put_them_together() {
        let check =
            |quoted: &str, schema: &str, name: &str| assert_eq!(split(quoted), Some((schema.into(), name.into())), "{quoted}");
        check("public.users", "public", "users");
        check("\"My.Schema\".\"a\"\"b\"", "My.Schema", "a\"b");
        assert_eq!(split("a.b.c"), None);
        assert_eq!(split("a"), None);
    }
}
