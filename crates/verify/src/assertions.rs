//! Do the database's answers to the users' own queries hold? Each runs as one statement in a transaction that reads only and is rolled
//! back, on a connection that nothing else uses.

use std::time::Duration;

use config::{Assertion, Expectation, Promises};
use database::{Error, ErrorClass, Session};
use live::{Live, Purpose};
use report::Finding;
use situation::verification::ASSERTION_FAILED;
use tokio_postgres::{Client, SimpleQueryMessage};

use crate::{
    checked::{Checked, advised, finding, reason},
    look::{set_local, within},
};

/// Rows that are counted where none is expected.
const COUNTED: u64 = 1000;
/// Longest value that is shown, in characters.
const SHOWN: usize = 40;
/// How much longer than the server we wait for its word that the time is over.
const GRACE: Duration = Duration::from_secs(5);
/// The role may not. A transaction that may not write has a code of its own.
const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// What a query answered.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    /// So many rows, counted to a limit.
    Rows(u64),
    /// One row with one value.
    Value(Option<String>),
    /// Something that is not one value.
    Other { rows: usize, columns: usize },
    /// The role may not ask it.
    Refused(Box<database::ServerError>),
}

/// Why a query has no answer.
enum Fault {
    /// The role or a setting could not be taken on.
    Preparing(Error),
    /// The query failed.
    Asking(Error),
}

/// The text of the query without what is around it; what is wrong, when it is not one query.
pub(crate) fn one_query(sql: &str) -> Result<&str, String> {
    if let Some(refusal) = postgres_syntax::refusals(sql).first() {
        return Err(format!("cannot be asked: {}", refusal.kind.message()));
    }
    let statements = postgres_syntax::split(sql);
    let [statement] = statements.as_slice() else {
        return Err("must hold exactly one statement".to_owned());
    };
    let words = statement.words(sql);
    let first = words.peek().to_ascii_lowercase();
    if matches!(first.as_str(), "select" | "with" | "values" | "table" | "(") {
        Ok(statement.of(sql))
    } else {
        Err("must be a query: SELECT, WITH, VALUES or TABLE".to_owned())
    }
}

/// Asks every query of a target.
pub(crate) async fn check(live: &Live, promises: &Promises, search_path: &str) -> Checked {
    let mut checked = Checked { count: promises.assertions.len(), ..Checked::new("assertions") };
    let mut connection: Option<Session> = None;
    for assertion in &promises.assertions {
        let name = &assertion.name.value;
        let session = match connection.take() {
            Some(session) => session,
            None => match live.another(Purpose::Read).await {
                Ok(session) => session,
                Err(failure) => {
                    checked.incomplete.push(format!("assertion `{name}` was not checked: {}", failure.sentence()));
                    continue;
                }
            },
        };
        let limit = assertion.timeout.as_ref().map_or(promises.statement_timeout, |timeout| timeout.value);
        let answered = ask(session.client(), assertion, search_path, limit).await;
        let is_alive = !matches!(&answered, Err(Fault::Preparing(Error::Lost(_)) | Fault::Asking(Error::Lost(_))));
        if is_alive && leave(&session).await {
            connection = Some(session);
        }
        match answered {
            Ok(answer) => checked.findings.extend(judge(assertion, &answer)),
            Err(fault) => {
                let why = told(&fault, assertion);
                checked.incomplete.push(format!("assertion `{name}` was not checked: {why}"));
            }
        }
    }
    checked
}

/// Whatever the query did to the session is undone; false where the session cannot be used any more.
async fn leave(session: &Session) -> bool {
    const LEAVE: &str = "ROLLBACK; SELECT pg_catalog.pg_advisory_unlock_all()";
    within(GRACE, session.client().batch_execute(LEAVE)).await.is_ok()
}

async fn ask(client: &Client, assertion: &Assertion, search_path: &str, limit: Duration) -> Result<Answer, Fault> {
    let patience = limit.saturating_mul(2) + GRACE;
    within(patience, prepare(client, assertion, search_path, limit)).await.map_err(Fault::Preparing)?;
    let query = one_query(&assertion.sql.value).unwrap_or(&assertion.sql.value);
    let answered = within(patience, fetch(client, query, &assertion.expectation.value)).await;
    match answered {
        Err(Error::Server(refusal)) if refusal.sqlstate.as_str() == INSUFFICIENT_PRIVILEGE => Ok(Answer::Refused(refusal)),
        answered => answered.map_err(Fault::Asking),
    }
}

async fn prepare(
    client: &Client,
    assertion: &Assertion,
    search_path: &str,
    limit: Duration,
) -> Result<(), tokio_postgres::Error> {
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL standard_conforming_strings = on").await?;
    set_local(client, "search_path", search_path).await?;
    set_local(client, "statement_timeout", &limit.as_millis().to_string()).await?;
    for (name, value) in &assertion.settings {
        set_local(client, name, &value.value).await?;
    }
    match &assertion.role {
        Some(role) => set_local(client, "role", &role.value).await,
        None => Ok(()),
    }
}

/// A cursor, so that a large answer stays where it is. The server takes one statement only in this protocol, and a cursor is over a
/// query that reads.
async fn fetch(client: &Client, query: &str, expectation: &Expectation) -> Result<Answer, tokio_postgres::Error> {
    client.query_typed(&format!("DECLARE migration_gate NO SCROLL CURSOR FOR\n{query}"), &[]).await?;
    let move_or_fetch = match expectation {
        Expectation::NoRows => format!("MOVE FORWARD {COUNTED} FROM migration_gate"),
        Expectation::Refused => "MOVE FORWARD 1 FROM migration_gate".to_owned(),
        Expectation::True | Expectation::Value(_) => "FETCH FORWARD 2 FROM migration_gate".to_owned(),
    };
    let messages = client.simple_query(&move_or_fetch).await?;
    if matches!(expectation, Expectation::NoRows | Expectation::Refused) {
        let count = |message: &SimpleQueryMessage| match message {
            SimpleQueryMessage::CommandComplete(count) => Some(*count),
            _ => None,
        };
        return Ok(Answer::Rows(messages.iter().find_map(count).unwrap_or_default()));
    }
    let rows: Vec<_> = messages
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        })
        .collect();
    Ok(match rows.as_slice() {
        [row] if row.len() == 1 => Answer::Value(row.get(0).map(str::to_owned)),
        rows => Answer::Other { rows: rows.len(), columns: rows.first().map_or(1, |row| row.len()) },
    })
}

fn judge(assertion: &Assertion, answer: &Answer) -> Option<Finding> {
    let expectation = &assertion.expectation.value;
    let wrong = match (expectation, answer) {
        (Expectation::Refused, Answer::Refused(_)) | (Expectation::NoRows, Answer::Rows(0)) => return None,
        (Expectation::True, Answer::Value(Some(value))) if value == "t" => return None,
        (Expectation::Value(wanted), Answer::Value(Some(value))) if wanted == value => return None,
        (Expectation::NoRows, Answer::Rows(COUNTED)) => format!("it returns {COUNTED} rows or more, and must return none"),
        (Expectation::NoRows, Answer::Rows(1)) => "it returns a row, and must return none".to_owned(),
        (Expectation::NoRows, Answer::Rows(rows)) => format!("it returns {rows} rows, and must return none"),
        (Expectation::Refused, Answer::Rows(rows)) => {
            let seen = if *rows == 0 { "sees no row" } else { "sees rows" };
            format!("the role may ask it (and {seen}), and must not")
        }
        (_, Answer::Refused(error)) => format!("the role may not ask it: {}", error.public_message()),
        (wanted, Answer::Value(value)) => {
            format!("it answers {}, and must answer {}", shown(value.as_deref()), wanted_of(wanted))
        }
        (wanted, Answer::Other { rows: 0, .. }) => format!("it returns no row, and must answer {}", wanted_of(wanted)),
        (wanted, Answer::Other { rows: 2, .. }) => {
            format!("it returns more than one row, and must answer {}", wanted_of(wanted))
        }
        (wanted, Answer::Other { columns, .. }) => {
            format!("it returns {columns} columns, and must answer {}", wanted_of(wanted))
        }
        (wanted, Answer::Rows(rows)) => format!("it returns {rows} rows, and must answer {}", wanted_of(wanted)),
    };
    let name = &assertion.name.value;
    let role = assertion.role.as_ref().map_or(String::new(), |role| format!(" (as `{}`)", role.value));
    let found = finding(&ASSERTION_FAILED, name, format!("assertion `{name}`{role} does not hold: {wrong}"));
    let evidence = format!("asked by {}", assertion.sql.origin);
    let found = Finding { statement: Some(assertion.sql.value.clone()), evidence: Some(evidence), ..found };
    let is_refused = matches!(answer, Answer::Refused(_));
    let advice = "Grant what the query needs, or say `expect = \"refused\"` where the role must not be allowed to ask it at all.";
    Some(if is_refused { advised(found, advice) } else { found })
}

fn wanted_of(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Value(value) => format!("`{value}`"),
        expectation => expectation.to_string(),
    }
}

/// Numbers and truth values as they are. What else a row holds may be somebody's, and reports are read by many.
fn shown(value: Option<&str>) -> String {
    let Some(value) = value else { return "null".to_owned() };
    let is_plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e');
    match value {
        "t" => "true".to_owned(),
        "f" => "false".to_owned(),
        number if number.len() <= SHOWN && number.chars().all(is_plain) => format!("`{number}`"),
        text => format!("something else ({} characters, not shown)", text.chars().count()),
    }
}

fn told(fault: &Fault, assertion: &Assertion) -> String {
    let role = assertion.role.as_ref().map(|role| &role.value);
    match (fault, role) {
        (Fault::Preparing(error @ Error::Server(_)), Some(role)) => {
            format!("the role `{role}` could not be taken on: {}; grant it to the role that logs in", reason(error))
        }
        (Fault::Preparing(error), _) => reason(error),
        (Fault::Asking(error), _) if error.class() == ErrorClass::Timeout => {
            "it took longer than its time limit; raise `timeout`, or make the query faster".to_owned()
        }
        // What a statement raises about rows may name their values without quotes.
        (Fault::Asking(Error::Server(error)), _)
            if !matches!(error.class(), ErrorClass::Sql | ErrorClass::Permission | ErrorClass::Lock | ErrorClass::Resources) =>
        {
            format!("the query failed (SQLSTATE {}; the message may quote rows and is not shown)", error.sqlstate)
        }
        (Fault::Asking(error), _) => format!("the query failed: {}", reason(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assertion_is_one_query() {
        let check = |sql: &str, expected: Result<&str, &str>| {
            assert_eq!(one_query(sql), expected.map_err(str::to_owned), "{sql}");
        };
        check("SELECT 1", Ok("SELECT 1"));
        check("  select ';' ; -- done", Ok("select ';'"));
        check("WITH x AS (VALUES (1)) TABLE x", Ok("WITH x AS (VALUES (1)) TABLE x"));
        check("(SELECT 1)", Ok("(SELECT 1)"));
        let one = Err("must hold exactly one statement");
        check("SELECT 1; SELECT 2", one);
        check("SELECT 1; COMMIT; DROP TABLE x", one);
        check("-- nothing", one);
        let query = Err("must be a query: SELECT, WITH, VALUES or TABLE");
        for sql in
            ["COMMIT", "SET ROLE postgres", "DELETE FROM x", "EXPLAIN ANALYZE DELETE FROM x", "CALL p()", "COPY x TO PROGRAM 'a'"]
        {
            check(sql, query);
        }
    }

    #[test]
    fn only_numbers_and_truth_values_are_shown() {
        let check = |value: Option<&str>, expected: &str| assert_eq!(shown(value), expected);
        check(None, "null");
        check(Some("t"), "true");
        check(Some("-12.5e3"), "`-12.5e3`");
        check(Some("canary@example.com"), "something else (18 characters, not shown)");
        check(Some(""), "``");
    }
}
