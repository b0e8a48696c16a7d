//! `cargo xtask faults`: what goes wrong on the way to a database, row by row, and what we make of it.
//!
//! A test that is named `row_N_...` is about row N of the fault matrix. Other rows have their test beside what it tests; the list is here.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    arguments,
    machine::{prepare_for_tests, root},
};

/// Where the numbered tests are.
const NUMBERED: Place = Place { package: "faults", test: "faults" };

/// The tests inside a library, in place of a test binary's name.
const UNITS: &str = "";

/// A test binary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    package: &'static str,
    test: &'static str,
}

const APPLY: Place = Place { package: "apply", test: "deployment" };
const MANNERS: Place = Place { package: "apply", test: "manners" };
const LOCK: Place = Place { package: "database", test: "deploy_lock" };
const TLS: Place = Place { package: "database", test: "tls" };
const LOCK_COMMAND: Place = Place { package: "migration-gate-tests", test: "lock" };
const POLICIES: Place = Place { package: "admission", test: UNITS };
const STANDING: Place = Place { package: "history", test: UNITS };
const POOLER: Place = Place { package: "live", test: "pooler" };

/// Rows whose test has no number in its name.
const ELSEWHERE: &[(u32, Place, &str)] = &[
    (1, APPLY, "twenty_deployments_at_once_apply_each_migration_once"),
    (2, LOCK, "an_index_is_built_concurrently_while_another_waits"),
    (3, LOCK, "a_waiter_is_never_in_the_servers_queue_and_leaves_nothing_behind"),
    (4, POOLER, "a_pooler_in_transaction_mode_is_refused_with_advice"),
    (6, APPLY, "a_session_that_is_ended_takes_its_work_with_it"),
    (7, APPLY, "what_scripts_do_to_locks_and_sessions_stays_with_them"),
    (9, LOCK, "a_forced_release_ends_the_holder_that_was_shown_and_no_other"),
    (3, LOCK_COMMAND, "keeping::whoever_gives_up_waiting_leaves_no_keeper"),
    (8, LOCK_COMMAND, "broken::a_silent_keeper_loses_the_lock_to_the_next"),
    (8, LOCK_COMMAND, "broken::a_command_ends_before_a_silent_network_gives_its_lock_away"),
    (9, LOCK_COMMAND, "forced::a_stale_holder_is_shown_and_ended"),
    (10, LOCK, "prismas_key_alone_keeps_us_out_without_holding_ours"),
    (12, APPLY, "an_end_that_is_asked_for_comes_within_seconds"),
    (13, APPLY, "a_session_that_is_ended_takes_its_work_with_it"),
    (19, APPLY, "a_script_waits_its_turn_politely_and_says_for_whom"),
    (20, APPLY, "patience_ends_and_nothing_remains"),
    (21, APPLY, "the_loser_of_a_deadlock_tries_again"),
    (23, APPLY, "a_script_that_does_not_let_itself_be_stopped_loses_its_session"),
    (24, MANNERS, "scripts_with_transactions_of_their_own"),
    (25, APPLY, "a_script_that_stops_half_way_goes_on_where_it_stopped"),
    (26, APPLY, "a_leftover_of_the_same_name_does_not_pass_for_an_index"),
    (30, TLS, "wrong_passwords_and_names_are_told_apart"),
    (30, TLS, "a_server_without_tls_is_refused_unless_the_user_says_so"),
    (31, POLICIES, "tests::every_oddity_has_its_policy"),
    (31, STANDING, "standing::tests::an_edit_is_judged_by_the_first_row_that_counts"),
    (32, POLICIES, "tests::every_oddity_has_its_policy"),
    (32, STANDING, "standing::tests::tells_what_has_run_and_what_has_not"),
    (33, POLICIES, "tests::every_oddity_has_its_policy"),
    (33, STANDING, "standing::tests::tells_what_has_run_and_what_has_not"),
    (34, POLICIES, "tests::every_oddity_has_its_policy"),
    (34, STANDING, "standing::tests::an_edit_is_judged_by_the_first_row_that_counts"),
    (35, MANNERS, "settings_of_one_script_do_not_reach_the_next"),
    (36, APPLY, "what_scripts_do_to_locks_and_sessions_stays_with_them"),
];

/// The rows of the matrix that are about deploying.
const ROWS: std::ops::RangeInclusive<u32> = 1..=36;

/// Whether each row's tests all pass; a row without an entry is not tried.
type Rows = BTreeMap<u32, bool>;

pub(crate) fn run(given: &[String]) -> Result<()> {
    arguments::only(given, &["trials"])?;
    let trials: Option<u32> = arguments::value(given, "trials")?;
    let trials = trials.map_or("full".to_owned(), |trials| trials.to_string());
    prepare_for_tests()?;
    let mut rows = Rows::new();
    let mut figures = Vec::new();
    let said = run_tests(NUMBERED, &[], &trials)?;
    for (name, passed) in outcomes(&said) {
        let number = name.rsplit("::").next().and_then(|name| name.strip_prefix("row_")?.split('_').next()?.parse().ok());
        let number = number.with_context(|| format!("`{name}` is about no row"))?;
        *rows.entry(number).or_insert(true) &= passed;
    }
    figures.extend(said.lines().filter_map(|line| line.split_once("figure: ")).map(|(_, figure)| figure.to_owned()));
    let places: BTreeSet<Place> = ELSEWHERE.iter().map(|(_, place, _)| *place).collect();
    for place in places {
        let names: Vec<&str> = ELSEWHERE.iter().filter(|(_, it, _)| *it == place).map(|(_, _, name)| *name).collect();
        let outcomes = outcomes(&run_tests(place, &names, &trials)?);
        for (row, _, name) in ELSEWHERE.iter().filter(|(_, it, _)| *it == place) {
            let passed =
                outcomes.get(*name).with_context(|| format!("`{name}` is not a test of `{}` any more", place.package))?;
            *rows.entry(*row).or_insert(true) &= passed;
        }
    }
    tell(&rows, &figures)
}

/// What a test binary says.
fn run_tests(place: Place, names: &[&str], trials: &str) -> Result<String> {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "--locked", "--package", place.package]);
    match place.test {
        UNITS => command.arg("--lib"),
        test => command.args(["--test", test]),
    };
    // One line for each test, and what it printed.
    command.args(["--", "--show-output", "--format=pretty", "--test-threads=2"]);
    if !names.is_empty() {
        command.arg("--exact").args(names);
    }
    let output = command.env("FAULT_TRIALS", trials).current_dir(root()).output().context("starting cargo")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !said.contains("test result:") {
        bail!("`{}` does not run:\n{}", place.package, String::from_utf8_lossy(&output.stderr));
    }
    if !output.status.success() {
        println!("{said}");
    }
    Ok(said)
}

/// Each test with whether it passed.
fn outcomes(said: &str) -> BTreeMap<String, bool> {
    let line = |line: &str| {
        let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
        Some((name.to_owned(), outcome == "ok"))
    };
    said.lines().filter_map(line).collect()
}

fn tell(rows: &Rows, figures: &[String]) -> Result<()> {
    let untried: Vec<String> = ROWS.filter(|row| !rows.contains_key(row)).map(|row| row.to_string()).collect();
    let failed: Vec<String> = rows.iter().filter(|(_, passed)| !**passed).map(|(row, _)| row.to_string()).collect();
    for figure in figures {
        println!("{figure}");
    }
    println!(
        "fault rows passed / tried: {} / {}, of {} rows about deploying",
        rows.len() - failed.len(),
        rows.len(),
        ROWS.count()
    );
    if !untried.is_empty() {
        println!("not tried here: {}", untried.join(", "));
    }
    if failed.is_empty() { Ok(()) } else { bail!("rows that fail: {}", failed.join(", ")) }
}
