//! Every history of `tests/histories` ends as it says, on the throw-away server that `validate` starts by itself.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use std::fs;

use migration_gate_tests::{Expected, History, Outcome, Project, copy_tree, each, histories, usual_major};

#[test]
fn every_history_ends_as_it_says() {
    each(histories(), |history| history.name.clone(), check);
}

fn check(history: &History) {
    let project = project(history, history.major(usual_major()));
    let ended = project.validate().run();
    let code = ended.code;
    if let Expected::Refused(rule) = history.applies() {
        assert_eq!(code, Some(2), "{}", ended.stderr);
        assert!(Outcome::of(&ended).rules().contains(&rule.as_str()), "no `{rule}` in {}", Outcome::of(&ended).json());
        return;
    }
    let outcome = Outcome::of(&ended);
    match history.applies() {
        Expected::All => {
            let not_applied: Vec<_> = outcome.migrations().into_iter().filter(|one| one.1 != "applied").collect();
            assert!(not_applied.is_empty(), "not applied: {not_applied:?}, because {:?}", outcome.failure());
            assert_eq!(outcome.migrations().len(), scripts(history), "{}", outcome.json());
        }
        Expected::Fails { name, sqlstate } => {
            let Some((failed, error)) = outcome.failure() else { panic!("nothing failed: {}", outcome.json()) };
            assert_eq!((failed, error["sqlstate"].as_str().unwrap_or("none")), (name.as_str(), sqlstate.as_str()), "{error}");
            assert_eq!(code, Some(1));
            check_place(history, error);
            let outcomes: Vec<&str> = outcome.migrations().into_iter().map(|one| one.1).collect();
            let at = outcomes.iter().position(|outcome| *outcome == "failed").unwrap();
            assert!(outcomes[..at].iter().all(|outcome| *outcome == "applied"), "{outcomes:?}");
            assert!(outcomes[at + 1..].iter().all(|outcome| *outcome == "not-run"), "{outcomes:?}");
        }
        Expected::Refused(_) => unreachable!("handled above"),
    }
    for rule in &history.says.findings {
        assert!(outcome.rules().contains(&rule.as_str()), "no `{rule}` among {:?}", outcome.rules());
    }
}

fn check_place(history: &History, error: &serde_json::Value) {
    let statement = error["statement"].as_str().unwrap_or_default();
    if let Some(expected) = &history.says.statement {
        assert!(statement.starts_with(expected), "`{statement}` is not the statement that failed");
    }
    for (key, expected) in [("line", history.says.line), ("column", history.says.column)] {
        if let Some(expected) = expected {
            assert_eq!(error[key].as_u64(), Some(expected), "{key} in {error}");
        }
    }
}

/// How many of its directories have a script.
fn scripts(history: &History) -> usize {
    let entries = fs::read_dir(history.migrations()).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().path().join("migration.sql").is_file()).count()
}

/// A repository with nothing but the history and its configuration.
fn project(history: &History, major: u32) -> Project {
    let project = Project::new();
    copy_tree(&history.migrations(), &project.migrations());
    for file in &history.says.bootstrap {
        project.write(file, fs::read(history.directory.join(file)).unwrap());
    }
    project.configure(&history.configuration(major));
    project
}
