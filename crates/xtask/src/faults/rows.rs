//! Which tests are about which row of the fault matrix?
//!
//! A test that is named `row_N_...` is about row N. Other rows have their test beside what it tests; the list is here.

/// A test binary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) package: &'static str,
    pub(super) test: &'static str,
}

/// Where the numbered tests are.
pub(super) const NUMBERED: &[Place] =
    &[Place { package: "faults", test: "faults" }, Place { package: "migration-gate-tests", test: "faults" }];

/// The rows of the matrix that are about deploying.
pub(super) const ROWS: &[(u32, &str)] = &[
    (1, "two deployers at once"),
    (2, "an index is built concurrently while another waits for the lock"),
    (3, "a waiter is killed"),
    (4, "the lock goes through a pooler in transaction mode"),
    (5, "the same, and nobody notices"),
    (6, "the lock's session is lost in the middle of a run"),
    (7, "a script frees the deploy lock"),
    (8, "the holder of the lock falls silent"),
    (9, "a stale holder, and a forced release"),
    (10, "Prisma deploys at the same time"),
    (11, "the deployer is killed at any moment"),
    (12, "the job is cancelled"),
    (13, "the server ends our session"),
    (14, "the connection is cut before COMMIT arrives"),
    (15, "the connection is cut after COMMIT, before its answer"),
    (16, "COMMIT waits for a standby that never answers"),
    (17, "the server crashes in the middle of a script"),
    (18, "fail-over to a standby that lacks rows of the history"),
    (19, "a long reader is in the way of a statement"),
    (20, "whoever is in the way never goes"),
    (21, "a deadlock"),
    (22, "a statement takes too long"),
    (23, "a script takes longer than we allow it"),
    (24, "COMMIT or ROLLBACK inside a script"),
    (25, "a script outside of a transaction fails half way"),
    (26, "the concurrent build of an index is interrupted"),
    (27, "a unique index meets duplicates"),
    (28, "a concurrent REINDEX leaves its twin"),
    (29, "the disk is full"),
    (30, "no room, wrong password, broken TLS, a slow way"),
    (31, "an applied migration was edited"),
    (32, "an applied migration is missing"),
    (33, "a pending migration is older than an applied one"),
    (34, "failed, duplicate and rolled-back rows in the history"),
    (35, "a script leaves settings, roles or a transaction behind"),
    (36, "a script switches our limits off"),
    (52, "the runner's clock, time zone or language is wrong"),
];

/// The tests inside a library, in place of a test binary's name.
pub(super) const UNITS: &str = "";

const APPLY: Place = Place { package: "apply", test: "deployment" };
const MANNERS: Place = Place { package: "apply", test: "manners" };
const LOCK: Place = Place { package: "database", test: "deploy_lock" };
const TLS: Place = Place { package: "database", test: "tls" };
const LOCK_COMMAND: Place = Place { package: "migration-gate-tests", test: "lock" };
const DEPLOY: Place = Place { package: "migration-gate-tests", test: "deploy" };
const POLICIES: Place = Place { package: "admission", test: UNITS };
const STANDING: Place = Place { package: "history", test: UNITS };
const POOLER: Place = Place { package: "live", test: "pooler" };

/// Rows whose test has no number in its name.
pub(super) const ELSEWHERE: &[(u32, Place, &str)] = &[
    (1, APPLY, "twenty_deployments_at_once_apply_each_migration_once"),
    (1, DEPLOY, "applying::twenty_at_once_apply_each_migration_once"),
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
    (10, DEPLOY, "oracle::each_keeps_the_other_out"),
    (11, DEPLOY, "interrupted::one_that_is_killed_leaves_nothing_or_everything_of_a_migration"),
    (12, DEPLOY, "interrupted::whoever_says_term_has_the_report_and_a_free_lock_within_seconds"),
    (12, APPLY, "an_end_that_is_asked_for_comes_within_seconds"),
    (13, APPLY, "a_session_that_is_ended_takes_its_work_with_it"),
    (19, APPLY, "a_script_waits_its_turn_politely_and_says_for_whom"),
    (20, APPLY, "patience_ends_and_nothing_remains"),
    (21, APPLY, "the_loser_of_a_deadlock_tries_again"),
    (20, DEPLOY, "standing::whoever_is_in_the_way_of_a_statement_is_named"),
    (23, APPLY, "a_script_that_does_not_let_itself_be_stopped_loses_its_session"),
    (24, MANNERS, "scripts_with_transactions_of_their_own"),
    (25, APPLY, "a_script_that_stops_half_way_goes_on_where_it_stopped"),
    (25, DEPLOY, "applying::what_stops_half_way_needs_a_person_and_then_goes_on"),
    (26, APPLY, "a_leftover_that_somebody_keeps_from_being_cleared_away_is_no_index_either"),
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
