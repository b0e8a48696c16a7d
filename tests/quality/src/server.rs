//! How does a history run, one statement after the other, watched?

use std::{collections::BTreeSet, time::Duration};

use anyhow::Context as _;
use postgres_syntax::{Cursor, StatementText, TransactionEffect, split, transaction_effect};
use tokio_postgres::{Client, NoTls, error::DbError};

use crate::{
    history::{File, History},
    measured::{Effect, Measured},
    observation::{self, Observation, Tables},
};

const SUPABASE: &str = include_str!("../queries/supabase.sql");
const SEED: &str = include_str!("../queries/seed.sql");
const CLEAR: &str = include_str!("../queries/clear.sql");

/// What each statement of each file did, file by file.
pub(crate) async fn measure(history: &History) -> anyhow::Result<Vec<Vec<Measured>>> {
    let database = test_postgres::server(None).database();
    let mut config = database.superuser.clone();
    config.options("-c search_path=\"$user\",public,extensions -c statement_timeout=120s -c client_min_messages=error");
    let (client, connection) = config.connect(NoTls).await.context("connecting")?;
    tokio::spawn(connection);
    client.batch_execute(SUPABASE).await.context("preparing the database")?;
    let mut measured = Vec::new();
    for (at, file) in history.files.iter().enumerate() {
        if at % 50 == 0 {
            eprintln!("{}: {at} of {}", history.name, history.files.len());
        }
        client.batch_execute(SEED).await.context("filling tables")?;
        measured.push(run(&client, file).await?);
        // Two messages: what discards all is alone in its.
        client.batch_execute("ROLLBACK; RESET SESSION AUTHORIZATION").await.context("ending the session")?;
        client.batch_execute("DISCARD ALL").await.context("ending the session")?;
    }
    Ok(measured)
}

/// How a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// As one transaction, as far as it allows.
    Together,
    /// Each statement in a transaction of its own.
    Apart,
}

/// Runs a file. When rows make it fail, it runs again without rows; when its being one transaction does, each statement runs alone.
async fn run(client: &Client, file: &File) -> anyhow::Result<Vec<Measured>> {
    let mut known: Vec<Measured> = Vec::new();
    let mut manner = Manner::Together;
    let mut attempts = 0;
    loop {
        attempts += 1;
        let ended = try_to_run(client, file, manner).await?;
        let mut measured = ended.measured;
        for (one, earlier) in measured.iter_mut().zip(&known) {
            one.effects.extend(earlier.effects.iter().cloned());
        }
        let Some((at, error)) = ended.failed else { return Ok(measured) };
        let has_run_apart = manner == Manner::Apart;
        measured[at].effects.insert(Effect::Fails(error.message().to_owned()));
        known = measured;
        client.batch_execute("ROLLBACK").await?;
        let state = error.code().code();
        match state {
            _ if attempts > 3 => {}
            "55P04" | "25001" if !has_run_apart => {
                manner = Manner::Apart;
                continue;
            }
            // Integrity and data errors, and what objects in use make of ALTER TABLE.
            _ if state.starts_with("23") || state.starts_with("22") || state == "55006" => {
                client.batch_execute(CLEAR).await.context("emptying tables")?;
                continue;
            }
            _ => {}
        }
        for one in &mut known[at..] {
            one.effects.retain(|effect| !matches!(effect, Effect::Fails(_)));
            one.failure.get_or_insert_with(|| error.message().to_owned());
        }
        return Ok(known);
    }
}

struct Ended {
    measured: Vec<Measured>,
    failed: Option<(usize, DbError)>,
}

async fn try_to_run(client: &Client, file: &File, manner: Manner) -> anyhow::Result<Ended> {
    let statements = split(&file.sql);
    let mut measured: Vec<Measured> = statements
        .iter()
        .map(|one| Measured { start: one.span.start, end: one.span.end, effects: BTreeSet::new(), failure: None })
        .collect();
    let old_tables: Tables = observation::tables(client).await?;
    client.batch_execute("BEGIN").await?;
    let old = Observation::read(client).await?;
    let mut before = old.clone();
    for (at, statement) in statements.iter().enumerate() {
        let sql = statement.of(&file.sql);
        let outcome = match transaction_effect(&statement.words(&file.sql)) {
            TransactionEffect::Begins | TransactionEffect::Savepoint => continue,
            TransactionEffect::ReadsStandardInput | TransactionEffect::WritesStandardOutput => {
                measured[at].failure = Some("nobody sends it rows".to_owned());
                continue;
            }
            TransactionEffect::Commits | TransactionEffect::RollsBack => {
                client.batch_execute("COMMIT; BEGIN").await?;
                before = Observation::read(client).await?;
                continue;
            }
            TransactionEffect::CannotRunInside(_) => {
                client.batch_execute("COMMIT").await?;
                let outcome = execute(client, sql).await?;
                client.batch_execute("BEGIN").await?;
                before = Observation::read(client).await?;
                outcome
            }
            _ => watched(client, sql).await?,
        };
        if let Some(error) = outcome {
            return Ok(Ended { measured, failed: Some((at, error)) });
        }
        let after = Observation::read(client).await?;
        measured[at].effects = observation::difference(&before, &after, &old_tables, &old, changes_rows(&file.sql, statement));
        if truncates(&file.sql, statement) {
            turn_into_loss(&mut measured[at].effects);
        }
        before = after;
        if manner == Manner::Apart {
            client.batch_execute("COMMIT; BEGIN").await?;
            before = Observation::read(client).await?;
        }
    }
    if let Err(error) = client.batch_execute("COMMIT").await {
        let last = measured.len().saturating_sub(1);
        let failed = error.as_db_error().cloned().filter(|_| !measured.is_empty()).map(|error| (last, error));
        return Ok(Ended { measured, failed });
    }
    Ok(Ended { measured, failed: None })
}

/// Runs a statement inside the transaction; what it fails with, the transaction still usable.
async fn watched(client: &Client, sql: &str) -> anyhow::Result<Option<DbError>> {
    client.batch_execute("SAVEPOINT watched").await?;
    let failed = execute(client, sql).await?;
    if failed.is_none() {
        // A statement may have ended the transaction by itself; then there is nothing to release.
        let _ = client.batch_execute("RELEASE SAVEPOINT watched").await;
    }
    Ok(failed)
}

async fn execute(client: &Client, sql: &str) -> anyhow::Result<Option<DbError>> {
    let outcome =
        tokio::time::timeout(Duration::from_secs(180), client.batch_execute(sql)).await.context("a statement does not end")?;
    match outcome {
        Ok(()) => Ok(None),
        Err(error) => match error.as_db_error() {
            Some(said) => Ok(Some(said.clone())),
            None => Err(error).context("the connection is lost"),
        },
    }
}

fn changes_rows(sql: &str, statement: &StatementText) -> bool {
    let words = Cursor::new(sql, statement.tokens(sql).take(1));
    ["INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "SELECT", "CALL", "DO"].iter().any(|verb| words.sees(verb))
}

fn truncates(sql: &str, statement: &StatementText) -> bool {
    Cursor::new(sql, statement.tokens(sql).take(1)).sees("TRUNCATE")
}

/// An emptied table looks like a rewritten one.
fn turn_into_loss(effects: &mut BTreeSet<Effect>) {
    let lost: Vec<String> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::RewritesOrScans(on) | Effect::Locks(on) => Some(on.clone()),
            _ => None,
        })
        .collect();
    effects.retain(|effect| !matches!(effect, Effect::RewritesOrScans(_)));
    effects.extend(lost.into_iter().map(Effect::DeletesRows));
}
