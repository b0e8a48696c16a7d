//! Every probe does on real servers, on all major versions, what its header says and what the scan claims.

#![expect(clippy::print_stderr, reason = "it takes a while, and says how long each version took")]

use std::time::Instant;

use migration_gate_tests::{Bench, Measured, Probe, Start, Touched, each, false_claims, probes, scan_after, shop};
use postgres_terms::LockMode;

#[test]
fn probes_do_what_is_said_of_them() {
    each(test_postgres::majors().to_vec(), |major| format!("PostgreSQL {major}"), |major| check(*major));
}

fn check(major: u32) {
    let started = Instant::now();
    let mut bench = Bench::new(major);
    let faults = probes_faults(&mut bench, major);
    eprintln!("PostgreSQL {major}: {:.1?}", started.elapsed());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn probes_faults(bench: &mut Bench, major: u32) -> Vec<String> {
    let mut probes: Vec<Probe> =
        probes().into_iter().filter(|probe| probe.not_measured.is_none() && probe.runs_on(major)).collect();
    // Those that leave nothing behind can share a database.
    probes.sort_by_key(|probe| probe.alone || !probe.setup.is_empty());
    let scan = scan_after(&shop(), None);
    let check = |probe: &Probe| {
        let measured = bench.measure(Start::Shop, &probe.setup, &probe.sql, probe.alone);
        let claims = false_claims(&probe.name, scan.clone(), &probe.setup, &probe.sql, &measured);
        let claims = claims.into_iter().map(|fault| format!("claim: {fault}"));
        faults(probe, &measured).into_iter().chain(claims).map(|fault| format!("{}: {fault}", probe.name)).collect::<Vec<_>>()
    };
    probes.iter().flat_map(check).collect()
}

fn faults(probe: &Probe, measured: &Measured) -> Vec<String> {
    let lines = measured.lines();
    let mut faults: Vec<String> = probe
        .truth
        .iter()
        .filter(|line| !lines.contains(line))
        .map(|line| format!("does not `{line}`; it {}", lines.join("; ")))
        .collect();
    if let Some(missing) = missing(probe, measured, &lines) {
        faults.push(format!("{missing}; it {}", lines.join("; ")));
    }
    faults
}

/// What a probe of its class has to do, and does not.
fn missing(probe: &Probe, measured: &Measured, lines: &[String]) -> Option<&'static str> {
    let last = measured.statements.last();
    let any = |is: fn(&Touched) -> bool| last.is_some_and(|seen| seen.values().any(is));
    let fails = measured.failure.is_some();
    let is_loss = |line: &String| {
        ["removes ", "changes ", "deletes ", "updates ", "empties ", "moves "].iter().any(|word| line.starts_with(word))
    };
    // What is replaced by its like is not gone: an index that is built again, a constraint of a column whose type is wider now.
    let is_removal = |line: &String| line.strip_prefix("removes ").is_some_and(|what| !lines.contains(&format!("adds {what}")));
    match probe.class.as_str() {
        "benign" if fails => Some("fails"),
        "benign" if any(|touched| touched.rewritten) => Some("rewrites"),
        "benign" if any(|touched| touched.scans > 0 && touched.lock >= Some(LockMode::Share)) => {
            Some("reads a whole table under a lock")
        }
        "benign" if lines.iter().any(is_removal) => Some("removes something"),
        "destroys" if !lines.iter().any(is_loss) && !any(|touched| touched.rewritten) => Some("destroys nothing"),
        "rewrites" if !any(|touched| touched.rewritten || touched.lock >= Some(LockMode::Exclusive)) => Some("rewrites nothing"),
        "locks" if !fails && !any(|touched| touched.lock >= Some(LockMode::Share)) => Some("locks nothing"),
        "breaks" | "weakens" | "opaque"
            if measured.changes.is_empty() && !fails && !lines.iter().any(is_loss) && !any(|touched| touched.lock.is_some()) =>
        {
            Some("does nothing")
        }
        _ if probe.truth.is_empty() && !probe.is_benign() => Some("has no line `truth:`"),
        _ => None,
    }
}
