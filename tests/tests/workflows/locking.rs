//! Does the action hold the deploy lock from one step to another? The action, the real binary, a real Postgres.

use std::fs;

use migration_gate_tests::build;
use serde_json::{Value, json};
use test_postgres::server;

use crate::{rehearsal::Rehearsal, text};

/// The example of `docs/lock.md`, with a look at the lock for the step that needs it.
const WORKFLOW: &str = r#"
on: push
jobs:
  guarded:
    runs-on: ubuntu-latest
    steps:
      - uses: migration-gate/migration-gate@self
        with: { command: lock-acquire, wait: 10s, binary: "${{ env.LOCK }}" }
        env:
          DIRECT_URL: ${{ secrets.DIRECT_URL }}
      - run: '"$LOCK" status --format json --publish never > "$KEPT/status.json"'
        env:
          DIRECT_URL: ${{ secrets.DIRECT_URL }}
      - run: exit 7
      - if: always()
        uses: migration-gate/migration-gate@self
        with: { command: lock-release, binary: "${{ env.LOCK }}" }
"#;

#[test]
fn the_lock_is_held_from_step_to_step_and_given_back_when_one_fails() {
    let rehearsal = Rehearsal::of(WORKFLOW);
    rehearsal.write("repository/prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    let commit = rehearsal.commit("Migrations");
    rehearsal.write("event.json", &json!({ "ref": "refs/heads/main", "before": "aaa", "after": commit }).to_string());
    let database = server(None).database();
    let host = server(None).socket_directory().to_string_lossy().replace('/', "%2F");
    let url = format!("postgresql://{0}@{host}/{0}", database.name);
    let (lock, kept) = (build("lock"), rehearsal.path("."));
    let environment = [("LOCK", lock.to_str().unwrap()), ("KEPT", kept.to_str().unwrap())];
    let output = rehearsal.run_with_secrets("push", &[("GITHUB_TOKEN", "none"), ("DIRECT_URL", &url)], &environment);
    let said = text(&output);
    assert!(!output.status.success() && said.contains("the deploy lock is held, until `lock release`"), "{said}");
    let status = fs::read_to_string(rehearsal.path("status.json")).unwrap_or_else(|error| panic!("{error}: {said}"));
    let status: Value = serde_json::from_str(&status).unwrap();
    let summary = status["targets"][0]["summary"].as_str().unwrap();
    assert!(summary.starts_with("the deploy lock is held by `migration-gate/lock"), "{summary}");
    assert!(said.contains("is released"), "{said}");
    let held = "SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(database.ask(held), 0);
}
