//! Prints what probes really do, in the words of their headers: `cargo run -p migration-gate-tests --example measure -- destroys/drop-table`.
//! Names may be beginnings (`destroys/`); a number is a major version, 15 otherwise.

#![expect(clippy::print_stdout, reason = "it prints")]

use migration_gate_tests::{Bench, Start, probes};

fn main() {
    let (majors, names): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|word| word.parse::<u32>().is_ok());
    let major = majors.first().and_then(|word| word.parse().ok()).unwrap_or(15);
    let mut bench = Bench::new(major);
    for probe in probes().iter().filter(|probe| names.iter().any(|name| probe.name.starts_with(name.as_str()))) {
        println!("== {}", probe.name);
        if probe.not_measured.is_none() && probe.runs_on(major) {
            for line in bench.measure(Start::Shop, &probe.setup, &probe.sql, probe.alone).lines() {
                println!("-- truth: {line}");
            }
        }
    }
}
