//! Does a script do to relations what the scan says it does? What was measured against what `Scan::impacts` claims.

use std::collections::BTreeMap;

use hazards::{Fact, Scan, Script};
use postgres_terms::LockMode;

use crate::truth::{Measured, Seen, Touched};

/// What the scan claims of one relation, over all statements so far.
#[derive(Debug, Clone, Copy)]
struct Claim {
    lock: LockMode,
    scans: Fact<bool>,
    rewrites: Fact<bool>,
}

/// Where the claims and what was seen differ, a line for each.
///
/// Relations are those that were there before and that hold rows or are cut into partitions; indexes and views are left out. Modes that keep
/// nobody from reading and writing need not be claimed, nor anything of what a catalog holds. Where a statement ran on its own, only the lock
/// that it waited for first is known.
pub fn false_claims(name: &str, mut scan: Scan, setup: &str, script: &str, measured: &Measured) -> Vec<String> {
    scan.learn(&Script { migration: "20260201000000_setup", file: "setup.sql", sql: setup });
    let impacts = scan.impacts(&Script { migration: "20260601000000_script", file: "migration.sql", sql: script });
    let mut claims: BTreeMap<String, Claim> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut old_names: BTreeMap<&str, &str> = BTreeMap::new();
    for (impact, seen) in impacts.iter().zip(&measured.statements) {
        for relation in impact.relations.iter().filter(|relation| !relation.is_new && !relation.name.last().starts_with("pg_")) {
            let name = relation.name.to_string();
            let name = if name.contains('.') { name } else { format!("public.{name}") };
            let name = old_names.get(name.as_str()).map_or(name.clone(), |old| (*old).to_owned());
            let claim =
                claims.entry(name).or_insert(Claim { lock: relation.lock, scans: relation.scans, rewrites: relation.rewrites });
            claim.lock = claim.lock.max(relation.lock);
            claim.scans = either(claim.scans, relation.scans);
            claim.rewrites = either(claim.rewrites, relation.rewrites);
        }
        old_names = seen.iter().filter_map(|(old, touched)| Some((touched.name_now.as_deref()?, old.as_str()))).collect();
        let statement = impact.statement.of(script).lines().next().unwrap_or_default();
        faults.extend(compare(&claims, seen, measured.alone).into_iter().map(|fault| format!("{fault} (`{statement}`)")));
    }
    match (is_listed(name), faults.is_empty()) {
        (false, _) => faults,
        (true, false) => Vec::new(),
        (true, true) => vec!["all is claimed, so `unclaimed.txt` need not name it".to_owned()],
    }
}

/// Whether the scan is known not to name every table; `unclaimed.txt` says why.
fn is_listed(name: &str) -> bool {
    let text = include_str!("../probes/unclaimed.txt");
    text.lines().filter_map(|line| line.split_once(": ")).any(|(listed, _)| listed == name)
}

fn compare(claims: &BTreeMap<String, Claim>, seen: &Seen, alone: bool) -> Vec<String> {
    let nothing = Touched::default();
    let relevant = seen.iter().filter(|(_, touched)| ["r", "p", "m"].contains(&touched.kind.as_str()));
    let unclaimed = relevant.filter(|(name, _)| !claims.contains_key(*name)).filter_map(|(name, touched)| {
        let lock = touched.lock.filter(|mode| *mode >= LockMode::Share);
        lock.map(|mode| format!("{name}: locked {mode}, and nothing is claimed"))
            .or_else(|| touched.rewritten.then(|| format!("{name}: rewritten, and nothing is claimed")))
    });
    let claimed = claims.iter().flat_map(|(name, claim)| {
        let touched = seen.get(name).unwrap_or(&nothing);
        let lock = (touched.lock != Some(claim.lock) && !(alone && touched.lock.is_none())).then(|| {
            let locked = touched.lock.map_or_else(|| "not locked".to_owned(), |mode| format!("locked {mode}"));
            format!("{name}: {locked}, claimed {}", claim.lock)
        });
        let scans = (!alone && claim.scans == Fact::Known(touched.scans == 0))
            .then(|| format!("{name}: scans {}, claimed {:?}", touched.scans, claim.scans));
        let rewrites = (claim.rewrites == Fact::Known(!touched.rewritten))
            .then(|| format!("{name}: rewritten {}, claimed {:?}", touched.rewritten, claim.rewrites));
        [lock, scans, rewrites].into_iter().flatten()
    });
    unclaimed.chain(claimed).collect()
}

fn either(one: Fact<bool>, other: Fact<bool>) -> Fact<bool> {
    match (one, other) {
        (Fact::Known(true), _) | (_, Fact::Known(true)) => Fact::Known(true),
        (Fact::Unknown, _) | (_, Fact::Unknown) => Fact::Unknown,
        _ => Fact::Known(false),
    }
}
