//! Does a pull request get its verdict, through the template as it is published, the action, `validate` and a real Postgres?

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    process::Output,
    thread,
};

use migration_gate_tests::build;

use crate::{read, rehearsal::Rehearsal, text};

/// Runs the real `validate`, and keeps the job summary that it leaves behind.
const WITNESS: &str = r#"#!/usr/bin/env bash
"$VALIDATE" "$@"
code=$?
[ ! -s "$GITHUB_STEP_SUMMARY" ] || cp "$GITHUB_STEP_SUMMARY" "$SUMMARY"
exit "$code"
"#;

const LOCK_FILE: &str = "provider = \"postgresql\"\n";
const INIT: &str = "CREATE TABLE customer (id int PRIMARY KEY, email text NOT NULL, phone text);\n";

/// A shop whose pull request adds one migration, checked by the template exactly as it is published.
fn pull_request(script: &str) -> (Rehearsal, Output) {
    let template = read("workflows-templates/prisma-ci.yml");
    let rehearsal = Rehearsal::of(&template);
    rehearsal.write_program("recorder", WITNESS);
    rehearsal.write("repository/prisma/migrations/migration_lock.toml", LOCK_FILE);
    rehearsal.write("repository/prisma/migrations/20260101000000_init/migration.sql", INIT);
    let base = rehearsal.commit("A shop has customers");
    rehearsal.git(&["checkout", "--quiet", "-b", "change"]);
    rehearsal.write("repository/prisma/migrations/20260201000000_change/migration.sql", script);
    let head = rehearsal.commit("Change");
    let repository = serde_json::json!({ "full_name": "acme/shop", "fork": false });
    let event = serde_json::json!({
        "action": "opened",
        "number": 7,
        "repository": repository,
        "pull_request": {
            "number": 7,
            "base": { "ref": "main", "sha": base, "repo": repository },
            "head": { "ref": "change", "sha": head, "repo": repository },
        },
    });
    rehearsal.write("event.json", &event.to_string());
    let (api, validate, summary) = (read_only_api(), build("validate"), rehearsal.path("summary.md"));
    let environment =
        [("GITHUB_API_URL", api.as_str()), ("VALIDATE", validate.to_str().unwrap()), ("SUMMARY", summary.to_str().unwrap())];
    let output = rehearsal.run_with("pull_request", &environment);
    (rehearsal, output)
}

/// GitHub as the pull request of a fork sees it: there is nothing to read, and writing is forbidden.
fn read_only_api() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let (status, body) = match request.starts_with("GET ") {
                true => ("200 OK", "[]"),
                false => ("403 Forbidden", r#"{"message":"Resource not accessible by integration"}"#),
            };
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}");
            // The client may be gone by now; that is its own affair.
            let _ = write!(&stream, "{head}\r\nconnection: close\r\n\r\n{body}");
        }
    });
    format!("http://{address}")
}

#[test]
fn a_forks_pull_request_passes_with_a_summary_where_no_comment_can_be_written() {
    let (rehearsal, output) = pull_request("ALTER TABLE customer ADD COLUMN nickname text;\n");
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("set-output:: verdict=pass"), "{}", text(&output));
    let summary = fs::read_to_string(rehearsal.path("summary.md")).unwrap();
    assert!(summary.contains("20260201000000_change") && summary.contains("nickname"), "{summary}");
}

#[test]
fn a_pull_request_that_drops_a_column_is_blocked() {
    let (rehearsal, output) = pull_request("ALTER TABLE customer DROP COLUMN phone;\n");
    assert!(!output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("set-output:: verdict=blocked"), "{}", text(&output));
    assert!(text(&output).contains("set-output:: exit-code=1"), "{}", text(&output));
    let summary = fs::read_to_string(rehearsal.path("summary.md")).unwrap();
    assert!(summary.contains("drop-column"), "{summary}");
    let annotation = "file=prisma/migrations/20260201000000_change/migration.sql";
    assert!(text(&output).contains(annotation), "{}", text(&output));
}
