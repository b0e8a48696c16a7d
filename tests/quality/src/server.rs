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
    if !brings_its_own_ground(history) {
        client.batch_execute(SUPABASE).await.context("preparing the database")?;
    }
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

/// Whether it makes the schemas itself that Supabase would have made.
fn brings_its_own_ground(history: &History) -> bool {
    history.files.iter().any(|file| {
        let sql = file.sql.to_lowercase();
        ["create schema auth;", "create schema \"auth\";"].iter().any(|statement| sql.contains(statement))
    })
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
/// A statement that fails for another reason is left out.
async fn run(client: &Client, file: &File) -> anyhow::Result<Vec<Measured>> {
    let mut known: Vec<Measured> = Vec::new();
    let mut manner = Manner::Together;
    let mut is_last = false;
    for attempt in 1.. {
        is_last |= attempt > 3;
        let ended = try_to_run(client, file, manner, is_last).await?;
        let mut measured = ended.measured;
        for (one, earlier) in measured.iter_mut().zip(&known) {
            one.effects.extend(earlier.effects.iter().cloned());
        }
        known = measured;
        let Some((at, error)) = ended.failed else { break };
        if let Some(one) = known.get_mut(at) {
            one.effects.insert(Effect::Fails(error.message().to_owned()));
        }
        client.batch_execute("ROLLBACK").await?;
        match Cure::of(&error) {
            Some(Cure::RunApart) if manner == Manner::Together => manner = Manner::Apart,
            Some(Cure::EmptyTables) => client.batch_execute(CLEAR).await.context("emptying tables")?,
            _ => is_last = true,
        }
    }
    Ok(known)
}

/// What may make a file run that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cure {
    RunApart,
    EmptyTables,
}

impl Cure {
    fn of(error: &DbError) -> Option<Cure> {
        match error.code().code() {
            // An enum value that is not committed; a command that cannot run in a transaction.
            "55P04" | "25001" => Some(Cure::RunApart),
            // Integrity and data errors, and what rows with pending triggers make of `ALTER TABLE`.
            state if state.starts_with("23") || state.starts_with("22") || state == "55006" => Some(Cure::EmptyTables),
            _ => None,
        }
    }
}

struct Ended {
    measured: Vec<Measured>,
    failed: Option<(usize, DbError)>,
}

/// `is_last`: whatever fails is left out, for there is no other way to run it.
async fn try_to_run(client: &Client, file: &File, manner: Manner, is_last: bool) -> anyhow::Result<Ended> {
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
            if !is_last && Cure::of(&error).is_some() {
                return Ok(Ended { measured, failed: Some((at, error)) });
            }
            measured[at].failure = Some(error.message().to_owned());
            continue;
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

/// Runs a statement inside the transaction, which stays usable; what it fails with.
async fn watched(client: &Client, sql: &str) -> anyhow::Result<Option<DbError>> {
    client.batch_execute("SAVEPOINT watched").await?;
    let mut failed = execute(client, sql).await?;
    if let Some(remedy) = failed.as_ref().and_then(remedy) {
        client
            .batch_execute(&format!("ROLLBACK TO SAVEPOINT watched; {remedy}; SAVEPOINT watched"))
            .await
            .context("making what is missing")?;
        failed = execute(client, sql).await?;
    }
    // A statement may have ended the transaction by itself; then there is nothing to release or to go back to.
    let end = if failed.is_some() { "ROLLBACK TO SAVEPOINT watched" } else { "RELEASE SAVEPOINT watched" };
    let _ = client.batch_execute(end).await;
    Ok(failed)
}

/// Roles and schemas that a history expects to be there: who set up the database made them.
fn remedy(error: &DbError) -> Option<String> {
    let message = error.message();
    let name = message.split('"').nth(1).filter(|_| message.ends_with("does not exist"))?.replace('"', "\"\"");
    if message.starts_with("role ") {
        Some(format!("CREATE ROLE \"{name}\""))
    } else if message.starts_with("schema ") {
        Some(format!("CREATE SCHEMA \"{name}\""))
    } else {
        None
    }
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
