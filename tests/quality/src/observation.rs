//! What is there, and what has this transaction touched? Read before and after each statement; the difference is the effect.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use tokio_postgres::{Client, SimpleQueryMessage};

use crate::measured::Effect;

const OBJECTS: &str = include_str!("../queries/objects.sql");
const RIGHTS: &str = include_str!("../queries/rights.sql");
const DEFINITIONS: &str = include_str!("../queries/definitions.sql");
const ACTIVITY: &str = include_str!("../queries/activity.sql");
const TABLES: &str = include_str!("../queries/tables.sql");

/// Oid, as text.
type Id = String;

/// The tables before a file, with their file nodes and names.
pub(crate) type Tables = BTreeMap<Id, (String, String)>;

#[derive(Debug, Clone, Default)]
pub(crate) struct Observation {
    /// Kind and id, with the name.
    pub(crate) objects: BTreeMap<(String, Id), String>,
    rights: BTreeSet<(Id, String, String)>,
    /// Kind and id, with what it is like.
    definitions: BTreeMap<String, String>,
    activity: BTreeMap<Id, Activity>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Activity {
    file_node: String,
    /// 0: no lock that keeps writers away; 1 to 4: `SHARE` to `ACCESS EXCLUSIVE`.
    lock: u8,
    scans: u64,
    updated: u64,
    deleted: u64,
}

impl Observation {
    pub(crate) async fn read(client: &Client) -> anyhow::Result<Observation> {
        let objects = rows(client, OBJECTS).await?;
        let rights = rows(client, RIGHTS).await?;
        let definitions = rows(client, DEFINITIONS).await?;
        let activity = rows(client, ACTIVITY).await?;
        Ok(Observation {
            objects: objects.into_iter().map(|row| ((cell(&row, 0), cell(&row, 1)), cell(&row, 2))).collect(),
            rights: rights.into_iter().map(|row| (cell(&row, 0), cell(&row, 1), cell(&row, 2))).collect(),
            definitions: definitions.into_iter().map(|row| (cell(&row, 0), cell(&row, 1))).collect(),
            activity: activity
                .into_iter()
                .map(|row| {
                    let number = |at| cell(&row, at).parse().unwrap_or(0);
                    let lock = cell(&row, 2).parse().unwrap_or(0);
                    (
                        cell(&row, 0),
                        Activity { file_node: cell(&row, 1), lock, scans: number(3), updated: number(5), deleted: number(6) },
                    )
                })
                .collect(),
        })
    }

    /// Whether a lock that keeps writers away from one of these tables is held.
    fn blocks(&self, tables: &Tables) -> bool {
        self.activity.iter().any(|(id, activity)| activity.lock > 0 && tables.contains_key(id))
    }
}

/// The tables that there are.
pub(crate) async fn tables(client: &Client) -> anyhow::Result<Tables> {
    Ok(rows(client, TABLES).await?.into_iter().map(|row| (cell(&row, 0), (cell(&row, 1), cell(&row, 2)))).collect())
}

/// What happened between two observations to what was there before the file (`old_tables`, `old`). `changes_rows`: the statement is not one that
/// defines anything.
pub(crate) fn difference(
    before: &Observation,
    after: &Observation,
    old_tables: &Tables,
    old: &Observation,
    changes_rows: bool,
) -> BTreeSet<Effect> {
    let mut effects = BTreeSet::new();
    objects(before, after, old, &mut effects);
    let nothing = Activity::default();
    let was_blocking = before.blocks(old_tables);
    for (id, activity) in &after.activity {
        let Some((file_node, name)) = old_tables.get(id) else { continue };
        let earlier = before.activity.get(id).unwrap_or(&nothing);
        if activity.lock > earlier.lock {
            effects.insert(Effect::Locks(name.clone()));
        }
        let known_node = if earlier.file_node.is_empty() { file_node } else { &earlier.file_node };
        let is_rewritten = activity.file_node != *known_node && activity.file_node != "0";
        let is_scanned = activity.scans > earlier.scans;
        // Adding rows that the script itself spells out is over at once; what it adds from a query, it reads.
        let is_changed = activity.updated + activity.deleted > earlier.updated + earlier.deleted;
        if !changes_rows && activity.lock > 0 && (is_rewritten || is_scanned) {
            effects.insert(Effect::RewritesOrScans(name.clone()));
        }
        if changes_rows && was_blocking && (is_scanned || is_changed) {
            effects.insert(Effect::WorksUnderLock(name.clone()));
        }
        if activity.deleted > earlier.deleted {
            effects.insert(Effect::DeletesRows(name.clone()));
        }
        if activity.updated > earlier.updated {
            effects.insert(Effect::ChangesRows(name.clone()));
        }
    }
    rights(before, after, &mut effects);
    if !changes_rows {
        for (key, definition) in before.definitions.iter().filter(|(key, _)| old.definitions.contains_key(*key)) {
            if after.definitions.get(key).is_some_and(|now| now != definition) {
                effects.insert(Effect::Redefines(key.clone()));
            }
        }
    }
    effects
}

fn rights(before: &Observation, after: &Observation, effects: &mut BTreeSet<Effect>) {
    let was_there = |id: &str| {
        let is_number = id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        !is_number || before.objects.keys().any(|(_, known)| known == id)
    };
    for (_, whom, right) in after.rights.difference(&before.rights).filter(|(id, ..)| was_there(id)) {
        let widens = if whom == "client" { Effect::WidensForClients } else { Effect::WidensForOthers };
        effects.insert(widens(right.clone()));
    }
    let is_there = |id: &str| after.objects.keys().any(|(_, known)| known == id);
    for (_, _, right) in before.rights.difference(&after.rights).filter(|(id, ..)| is_there(id)) {
        effects.insert(Effect::Narrows(right.clone()));
    }
}

fn objects(before: &Observation, after: &Observation, old: &Observation, effects: &mut BTreeSet<Effect>) {
    for (key, name) in before.objects.iter().filter(|(key, _)| old.objects.contains_key(*key)) {
        let (kind, _) = key;
        match after.objects.get(key) {
            None if matches!(kind.as_str(), "index" | "constraint" | "trigger" | "policy") => {
                effects.insert(Effect::DropsPart(format!("{kind} {name}")));
            }
            None => {
                effects.insert(Effect::Destroys(format!("{kind} {name}")));
            }
            Some(now) if now != name && !matches!(kind.as_str(), "index" | "constraint") => {
                effects.insert(Effect::Renames(format!("{kind} {name}")));
            }
            Some(_) => {}
        }
    }
}

async fn rows(client: &Client, query: &str) -> anyhow::Result<Vec<Vec<String>>> {
    let messages = client.simple_query(query).await.context("observing")?;
    Ok(messages
        .into_iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned()).collect()),
            _ => None,
        })
        .collect())
}

fn cell(row: &[String], at: usize) -> String {
    row.get(at).cloned().unwrap_or_default()
}
