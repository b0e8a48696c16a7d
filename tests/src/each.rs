//! How does one test go through many cases that are files? All of them, on all processors, and every failure is told.

use std::{
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Names of cases, separated by commas: only these are tried, and the test says so. For work on one case; CI never sets it.
const ONLY: &str = "MIGRATION_GATE_TEST_ONLY";

/// Checks each case; a check that panics is a case that failed.
///
/// # Panics
/// When a case failed, with the messages of all that did, or when there is no case at all.
pub fn each<T: Sync>(cases: Vec<T>, name: impl Fn(&T) -> String + Sync, check: impl Fn(&T) + Sync) {
    let only = std::env::var(ONLY).ok();
    let chosen: Vec<&T> =
        cases.iter().filter(|case| only.as_ref().is_none_or(|only| only.split(',').any(|one| one == name(case)))).collect();
    assert!(!chosen.is_empty(), "there is no case to check");
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                while let Some(case) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(case))) {
                        let message =
                            panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
                        let failure = format!("{}: {}", name(case), message.unwrap_or("panicked"));
                        failures.lock().unwrap_or_else(PoisonError::into_inner).push(failure);
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    failures.sort();
    assert!(failures.is_empty(), "{} of {} cases failed:\n\n{}", failures.len(), chosen.len(), failures.join("\n\n"));
    assert!(only.is_none(), "only {} of {} cases were tried, all fine", chosen.len(), cases.len());
}
