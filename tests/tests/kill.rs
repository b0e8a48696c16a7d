//! A run killed at any moment leaves nothing, at the latest after the next run.

use std::{
    thread,
    time::{Duration, Instant},
};

use migration_gate_tests::{Project, descendants, is_alive, leftovers};

const ROUNDS: u32 = 50;

#[test]
fn fifty_killed_runs_leave_nothing() {
    let project = Project::new();
    project.configure("");
    history_generator::write(&project.migrations(), &history_generator::history(history_generator::SEED, 150)).unwrap();
    assert_eq!(project.validate().run().code, Some(0), "the history is sound");
    // Not the first run, which prepares a data directory.
    let whole = project.validate().run().took;

    let mut seen = Vec::new();
    for round in 0..ROUNDS {
        let mut child = project.validate().spawn();
        // Spread evenly over the run, from before the server is asked for to after the last migration.
        let moment = whole * round / ROUNDS;
        let until = Instant::now() + moment;
        while Instant::now() < until {
            seen.extend(descendants(child.id()));
            thread::sleep(Duration::from_millis(3));
        }
        seen.extend(descendants(child.id()));
        seen.push(child.id());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() > 3 * usize::try_from(ROUNDS).unwrap(), "the rounds saw servers at work: {} processes", seen.len());

    assert_eq!(project.validate().run().code, Some(0), "the next run is none the worse");
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline && seen.iter().any(|process| is_alive(*process)) {
        thread::sleep(Duration::from_millis(50));
    }
    let survivors: Vec<u32> = seen.iter().copied().filter(|process| is_alive(*process)).collect();
    assert!(survivors.is_empty(), "processes {survivors:?} outlived their runs");
    let left: Vec<String> = seen.iter().flat_map(|process| leftovers(*process)).collect();
    assert_eq!(left, Vec::<String>::new(), "directories of killed runs");
}
