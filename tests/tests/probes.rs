//! Every probe is judged rightly by the scan: each hazard is found, nothing is said of what is harmless.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::{collections::BTreeSet, fs};

use migration_gate_tests::{judge_probes, probes, probes_directory, table, tallies};

/// Probes whose rule does not exist yet.
fn pending() -> BTreeSet<String> {
    let text = fs::read_to_string(probes_directory().join("pending.txt")).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn every_hazard_is_found_and_nothing_is_said_of_the_rest() {
    let judged = judge_probes();
    println!("{}", table(&tallies(&judged)));
    let pending = pending();
    let wrong: Vec<String> = judged
        .iter()
        .filter(|one| !pending.contains(&one.probe.name))
        .flat_map(|one| one.faults().into_iter().map(|fault| format!("{}: {fault}", one.probe.name)))
        .collect();
    let right: BTreeSet<&str> = judged.iter().filter(|one| one.faults().is_empty()).map(|one| one.probe.name.as_str()).collect();
    let stale: Vec<&str> = pending.iter().map(String::as_str).filter(|name| right.contains(name)).collect();
    assert!(wrong.is_empty(), "{} probes are judged wrongly:\n{}", wrong.len(), wrong.join("\n"));
    assert!(stale.is_empty(), "to be removed from `pending.txt`, because they are judged rightly now:\n{}", stale.join("\n"));
}

#[test]
fn whatever_is_not_understood_is_said() {
    for one in judge_probes() {
        let said = one.findings.iter().filter(|finding| finding.rule.as_str() == "unparsed-statement").count();
        assert!(said == one.unparsed, "{}: {said} of {} are said", one.probe.name, one.unparsed);
    }
}

#[test]
fn there_are_many_probes_of_every_class() {
    let probes = probes();
    for (class, least) in [
        ("benign", 80),
        ("breaks", 110),
        ("destroys", 110),
        ("hygiene", 10),
        ("locks", 65),
        ("opaque", 50),
        ("peers", 25),
        ("rewrites", 35),
        ("weakens", 140),
    ] {
        let count = probes.iter().filter(|probe| probe.class == class).count();
        assert!(count >= least, "{class}: {count}");
    }
}
