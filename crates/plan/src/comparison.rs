//! Which part moved, and how?

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
};

use crate::{Bound, Digest, Expected, HistoryPart, Part, PendingPart, TargetPart, ToolPart};

/// Lines of a difference that are told; the rest are counted.
const LINES: usize = 20;

/// A part of a plan that is no longer what was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Which part.
    pub part: Part,
    /// What was approved.
    pub approved: Digest,
    /// What is.
    pub now: Digest,
    /// How they differ, one line each. Untrusted, unescaped.
    pub difference: Vec<String>,
}

/// Each object of a database and a digest of what it is like; shows what moved in a schema.
pub type Objects = BTreeMap<String, String>;

impl Expected {
    /// How a schema differs from the expected one, one line each; empty when it is the expected one.
    pub fn difference(&self, fingerprint: &str, objects: &Objects) -> Vec<String> {
        if self.fingerprint == fingerprint {
            return Vec::new();
        }
        let lines = entries("", &self.objects, objects, false);
        let fingerprints = || changed("fingerprint", &self.fingerprint.as_str(), &fingerprint).into_iter().collect();
        if lines.is_empty() { fingerprints() } else { shortened(lines) }
    }
}

impl Bound {
    /// The parts in which the present state differs from what was approved (`self`), in their order. Empty: the approval holds.
    /// `objects` are those of the approved schema and of the present one, where they are known.
    pub fn compare(&self, now: &Bound, objects: Option<(&Objects, &Objects)>) -> Vec<Moved> {
        let moved = Part::ALL.into_iter().map(|part| (part, self.digest_of(part), now.digest_of(part)));
        let moved = moved.filter(|(_, approved, now)| approved != now);
        moved
            .map(|(part, approved, current)| Moved {
                part,
                approved,
                now: current,
                difference: shortened(self.difference(now, part, objects)),
            })
            .collect()
    }

    fn difference(&self, now: &Bound, part: Part, objects: Option<(&Objects, &Objects)>) -> Vec<String> {
        match part {
            Part::Target => target(&self.target, &now.target),
            Part::History => history(&self.history, &now.history),
            Part::Schema => {
                let major = changed("server version", &self.schema.server_major, &now.schema.server_major);
                let objects = objects.map(|(approved, now)| entries("", approved, now, false)).unwrap_or_default();
                let fingerprint = || changed("fingerprint", &self.schema.fingerprint, &now.schema.fingerprint);
                let lines: Vec<String> = major.into_iter().chain(objects).collect();
                if lines.is_empty() { fingerprint().into_iter().collect() } else { lines }
            }
            Part::Pending => pending(&self.pending, &now.pending),
            Part::Tool => tool(&self.tool, &now.tool),
        }
    }
}

/// `what: before → now` when they differ.
fn changed<T: PartialEq + fmt::Display>(what: impl fmt::Display, approved: &T, now: &T) -> Option<String> {
    (approved != now).then(|| format!("{what}: {approved} → {now}"))
}

fn target(approved: &TargetPart, now: &TargetPart) -> Vec<String> {
    let identifier = |part: &TargetPart| part.system_identifier.clone().unwrap_or_else(|| "not told".to_owned());
    let lines = [
        changed("target", &approved.name, &now.name),
        changed("system identifier", &identifier(approved), &identifier(now)),
        changed("database", &approved.database, &now.database),
        changed("schema", &approved.schema, &now.schema),
    ];
    lines.into_iter().flatten().collect()
}

fn history(approved: &HistoryPart, now: &HistoryPart) -> Vec<String> {
    let exists = |part: &HistoryPart| if part.exists { "exists" } else { "does not exist" };
    let table = changed("history table", &exists(approved), &exists(now));
    let same = approved.rows.iter().zip(&now.rows).take_while(|(approved, now)| approved == now).count();
    let rows = |part: &HistoryPart, sign: char| {
        let tell =
            |row: &crate::RecordedMigration| format!("{sign} {} ({}, checksum {})", row.name, row.state, short(&row.checksum));
        part.rows[same..].iter().map(tell).collect::<Vec<_>>()
    };
    // What only moved down because of a row before it is on both sides, and says nothing.
    let (before, after) = (rows(approved, '-'), rows(now, '+'));
    let rest = |lines: &[String], others: &[String]| {
        let others: HashSet<&str> = others.iter().map(|line| &line[1..]).collect();
        lines.iter().filter(|line| !others.contains(&line[1..])).cloned().collect::<Vec<_>>()
    };
    let lines: Vec<String> = table.into_iter().chain(rest(&before, &after)).chain(rest(&after, &before)).collect();
    if lines.is_empty() { vec!["the same rows in another order".to_owned()] } else { lines }
}

fn pending(approved: &PendingPart, now: &PendingPart) -> Vec<String> {
    let by_name = |part: &PendingPart| -> Objects {
        let entry = |migration: &crate::PendingMigration| {
            (migration.name.clone(), format!("{} ({} bytes)", short(&migration.sha256), migration.bytes))
        };
        part.migrations.iter().map(entry).collect()
    };
    let provider = |part: &PendingPart| part.provider.clone().unwrap_or_else(|| "none".to_owned());
    let lock = changed("provider", &provider(approved), &provider(now));
    let lines: Vec<String> = lock.into_iter().chain(entries("", &by_name(approved), &by_name(now), true)).collect();
    if lines.is_empty() { vec!["the same migrations in another order".to_owned()] } else { lines }
}

fn tool(approved: &ToolPart, now: &ToolPart) -> Vec<String> {
    let version = changed("Migration Gate", &approved.version, &now.version);
    version.into_iter().chain(entries("option ", &approved.options, &now.options, true)).collect()
}

/// What only one of two maps has, and what differs; with its values, or as `~` alone where they mean nothing to people.
fn entries(what: &str, approved: &Objects, now: &Objects, with_values: bool) -> Vec<String> {
    let value = |value: &String| if with_values { format!(": {value}") } else { String::new() };
    let gone =
        approved.iter().filter(|(key, _)| !now.contains_key(*key)).map(|(key, old)| format!("- {what}{key}{}", value(old)));
    let rest = now.iter().filter_map(|(key, new)| match approved.get(key) {
        None => Some(format!("+ {what}{key}{}", value(new))),
        Some(old) if old == new => None,
        Some(old) if with_values => Some(format!("~ {what}{key}: {old} → {new}")),
        Some(_) => Some(format!("~ {what}{key}")),
    });
    gone.chain(rest).collect()
}

fn short(checksum: &str) -> String {
    checksum.chars().take(12).collect()
}

fn shortened(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > LINES {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("and {more} more"));
    }
    lines
}
