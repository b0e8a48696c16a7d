//! What does a statement mean for the transaction around it?

use crate::{Cursor, SessionChange, session_changes};

/// What a statement means for the transaction and the session in which it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransactionEffect {
    /// Nothing special.
    Ordinary,
    /// `BEGIN`, `START TRANSACTION`.
    Begins,
    /// `COMMIT`, `END`, with or without `AND CHAIN`.
    Commits,
    /// `ROLLBACK`, `ABORT`, with or without `AND CHAIN`.
    RollsBack,
    /// `SAVEPOINT`, `RELEASE`, `ROLLBACK TO`: stays inside the transaction.
    Savepoint,
    /// `PREPARE TRANSACTION`: ends the transaction without deciding it.
    Prepared,
    /// Fails inside a transaction block. Carries the command's name: `CREATE INDEX CONCURRENTLY`.
    CannotRunInside(&'static str),
    /// Leaves something behind in the session; the gravest when it leaves several ([`session_changes`] tells all).
    ChangesSession(SessionChange),
    /// `COPY ... FROM STDIN`: waits for data that a script cannot carry.
    ReadsStandardInput,
    /// `COPY ... TO STDOUT`.
    WritesStandardOutput,
}

/// What a statement means for the transaction around it, by its words alone.
///
/// Not seen here, because only the server knows: `CALL` and `DO` that commit, `CLUSTER` and `REINDEX` of a partitioned table.
/// Source for what cannot run inside: the command pages of the Postgres documentation, 14 to 18.
pub fn transaction_effect(words: &Cursor<'_>) -> TransactionEffect {
    if let Some(effect) = control(&mut words.clone()) {
        return effect;
    }
    if let Some(command) = outside_only(&mut words.clone()) {
        return TransactionEffect::CannotRunInside(command);
    }
    if words.sees("COPY") {
        return copy(words.clone());
    }
    let changes = session_changes(words);
    let gravest = changes.iter().find(|change| change.breaks_prisma).or(changes.first());
    gravest.cloned().map_or(TransactionEffect::Ordinary, TransactionEffect::ChangesSession)
}

fn control(words: &mut Cursor<'_>) -> Option<TransactionEffect> {
    let verb = words.take_any(&[
        "BEGIN",
        "START TRANSACTION",
        "COMMIT",
        "END",
        "ROLLBACK",
        "ABORT",
        "SAVEPOINT",
        "RELEASE",
        "PREPARE TRANSACTION",
    ])?;
    Some(match verb {
        "BEGIN" | "START TRANSACTION" => TransactionEffect::Begins,
        "COMMIT" if words.take("PREPARED") => TransactionEffect::CannotRunInside("COMMIT PREPARED"),
        "ROLLBACK" if words.take("PREPARED") => TransactionEffect::CannotRunInside("ROLLBACK PREPARED"),
        "COMMIT" | "END" => TransactionEffect::Commits,
        "ROLLBACK" | "ABORT" => {
            words.take_any(&["WORK", "TRANSACTION"]);
            if verb == "ROLLBACK" && words.take("TO") { TransactionEffect::Savepoint } else { TransactionEffect::RollsBack }
        }
        "PREPARE TRANSACTION" => TransactionEffect::Prepared,
        _ => TransactionEffect::Savepoint,
    })
}

fn outside_only(words: &mut Cursor<'_>) -> Option<&'static str> {
    match words.take_any(&["CREATE", "DROP", "ALTER", "VACUUM", "REINDEX", "CLUSTER", "DISCARD ALL"])? {
        "CREATE" => created_outside(words),
        "DROP" => {
            let kind = words.take_any(&["INDEX CONCURRENTLY", "DATABASE", "TABLESPACE", "SUBSCRIPTION"])?;
            Some(match kind {
                "DATABASE" => "DROP DATABASE",
                "TABLESPACE" => "DROP TABLESPACE",
                "SUBSCRIPTION" => "DROP SUBSCRIPTION",
                _ => "DROP INDEX CONCURRENTLY",
            })
        }
        "ALTER" => altered_outside(words),
        "VACUUM" => Some("VACUUM"),
        "REINDEX" => reindex(words),
        "CLUSTER" => {
            words.take("VERBOSE");
            words.parentheses();
            words.is_done().then_some("CLUSTER")
        }
        _ => Some("DISCARD ALL"),
    }
}

fn created_outside(words: &mut Cursor<'_>) -> Option<&'static str> {
    words.take("UNIQUE");
    match words.take_any(&["INDEX CONCURRENTLY", "DATABASE", "TABLESPACE", "SUBSCRIPTION"])? {
        "DATABASE" => Some("CREATE DATABASE"),
        "TABLESPACE" => Some("CREATE TABLESPACE"),
        // Without a connection nothing is made at the publisher, and then it may run anywhere.
        "SUBSCRIPTION" => (!turned_off(words, &["CONNECT", "CREATE_SLOT"])).then_some("CREATE SUBSCRIPTION"),
        _ => Some("CREATE INDEX CONCURRENTLY"),
    }
}

fn altered_outside(words: &mut Cursor<'_>) -> Option<&'static str> {
    match words.take_any(&["SYSTEM", "DATABASE", "TABLE", "SUBSCRIPTION"])? {
        "SYSTEM" => Some("ALTER SYSTEM"),
        "DATABASE" => {
            words.name()?;
            words.take("SET TABLESPACE").then_some("ALTER DATABASE ... SET TABLESPACE")
        }
        "SUBSCRIPTION" => {
            words.name()?;
            let refreshes = words.take("REFRESH PUBLICATION")
                || words.take_any(&["SET PUBLICATION", "ADD PUBLICATION", "DROP PUBLICATION"]).is_some()
                    && !turned_off(words, &["REFRESH"]);
            refreshes.then_some("ALTER SUBSCRIPTION ... REFRESH PUBLICATION")
        }
        _ => {
            words.take("IF EXISTS");
            words.take("ONLY");
            words.name()?;
            let detaches = words.take("DETACH PARTITION") && words.name().is_some() && words.take("CONCURRENTLY");
            detaches.then_some("ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY")
        }
    }
}

fn reindex(words: &mut Cursor<'_>) -> Option<&'static str> {
    let options = words.parentheses();
    let concurrently = options
        .is_some_and(|mut options| options.pieces().iter_mut().any(|option| option.take("CONCURRENTLY") && !is_off(option)));
    if concurrently {
        return Some("REINDEX CONCURRENTLY");
    }
    let kind = words.take_any(&["DATABASE", "SYSTEM", "SCHEMA", "TABLE", "INDEX"])?;
    match kind {
        _ if words.take("CONCURRENTLY") => Some("REINDEX CONCURRENTLY"),
        "DATABASE" => Some("REINDEX DATABASE"),
        "SYSTEM" => Some("REINDEX SYSTEM"),
        "SCHEMA" => Some("REINDEX SCHEMA"),
        _ => None,
    }
}

/// Whether the `WITH (...)` list ahead sets one of these options to false.
fn turned_off(words: &mut Cursor<'_>, names: &[&str]) -> bool {
    words.skip_until(|words| words.sees("WITH"));
    words.take("WITH");
    words
        .parentheses()
        .is_some_and(|mut options| options.pieces().iter_mut().any(|option| option.take_any(names).is_some() && is_off(option)))
}

/// Whether the rest of an option says no.
fn is_off(option: &mut Cursor<'_>) -> bool {
    option.take_sign("=");
    let value = option.clone().string().unwrap_or_else(|| option.peek().to_owned());
    ["false", "off", "0", "no"].iter().any(|off| value.eq_ignore_ascii_case(off))
}

fn copy(mut words: Cursor<'_>) -> TransactionEffect {
    words.take("COPY");
    words.skip_until(|words| words.sees("FROM") || words.sees("TO"));
    let reads = words.take("FROM");
    // Postgres takes either word in either direction.
    let by_client = (reads || words.take("TO")) && words.take_any(&["STDIN", "STDOUT"]).is_some();
    match (by_client, reads) {
        (true, true) => TransactionEffect::ReadsStandardInput,
        (true, false) => TransactionEffect::WritesStandardOutput,
        (false, _) => TransactionEffect::Ordinary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StatementText;

    fn check(statement: &str, expected: TransactionEffect) {
        assert_eq!(transaction_effect(&StatementText::whole(statement).words(statement)), expected, "{statement}");
    }

    #[test]
    fn transaction_control() {
        check("begin isolation level serializable", TransactionEffect::Begins);
        check("START TRANSACTION READ ONLY", TransactionEffect::Begins);
        check("COMMIT AND CHAIN", TransactionEffect::Commits);
        check("END", TransactionEffect::Commits);
        check("ROLLBACK", TransactionEffect::RollsBack);
        check("ABORT WORK", TransactionEffect::RollsBack);
        check("ROLLBACK TRANSACTION TO SAVEPOINT a", TransactionEffect::Savepoint);
        check("SAVEPOINT a", TransactionEffect::Savepoint);
        check("RELEASE a", TransactionEffect::Savepoint);
        check("PREPARE TRANSACTION 'a'", TransactionEffect::Prepared);
        check("\"begin\"", TransactionEffect::Ordinary);
    }

    #[test]
    fn commands_that_cannot_run_inside() {
        let check = |statement: &str, command| check(statement, TransactionEffect::CannotRunInside(command));
        check("CREATE UNIQUE INDEX /* x */ CONCURRENTLY IF NOT EXISTS i ON t (a)", "CREATE INDEX CONCURRENTLY");
        check("drop index concurrently if exists i", "DROP INDEX CONCURRENTLY");
        check("REINDEX TABLE CONCURRENTLY t", "REINDEX CONCURRENTLY");
        check("REINDEX (VERBOSE, CONCURRENTLY) INDEX i", "REINDEX CONCURRENTLY");
        check("REINDEX (CONCURRENTLY on) INDEX i", "REINDEX CONCURRENTLY");
        check("REINDEX DATABASE d", "REINDEX DATABASE");
        check("REINDEX SYSTEM d", "REINDEX SYSTEM");
        check("REINDEX (VERBOSE) SCHEMA s", "REINDEX SCHEMA");
        check("VACUUM (FULL, ANALYZE) t", "VACUUM");
        check("CREATE DATABASE d", "CREATE DATABASE");
        check("DROP DATABASE IF EXISTS d", "DROP DATABASE");
        check("CREATE TABLESPACE s LOCATION '/x'", "CREATE TABLESPACE");
        check("DROP TABLESPACE s", "DROP TABLESPACE");
        check("ALTER SYSTEM SET work_mem = '1GB'", "ALTER SYSTEM");
        check("ALTER DATABASE d SET TABLESPACE s", "ALTER DATABASE ... SET TABLESPACE");
        check("CLUSTER", "CLUSTER");
        check("CLUSTER (VERBOSE)", "CLUSTER");
        check("ALTER TABLE s.t DETACH PARTITION s.p CONCURRENTLY", "ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY");
        check("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "CREATE SUBSCRIPTION");
        check("DROP SUBSCRIPTION s", "DROP SUBSCRIPTION");
        check("ALTER SUBSCRIPTION s REFRESH PUBLICATION", "ALTER SUBSCRIPTION ... REFRESH PUBLICATION");
        check("COMMIT PREPARED 'a'", "COMMIT PREPARED");
        check("ROLLBACK PREPARED 'a'", "ROLLBACK PREPARED");
        check("DISCARD ALL", "DISCARD ALL");
    }

    #[test]
    fn their_neighbours_that_can() {
        for statement in [
            "CREATE INDEX concurrently_i ON t (a)",
            "CREATE INDEX ON t (concurrently)",
            "REINDEX TABLE t",
            "REINDEX (CONCURRENTLY false) TABLE t",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY m",
            "CLUSTER t USING i",
            "ALTER DATABASE d SET work_mem = '1GB'",
            "ALTER TABLE t DETACH PARTITION p",
            "ALTER TABLE t DETACH PARTITION p FINALIZE",
            "ALTER TYPE e ADD VALUE 'x'",
            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
            "ANALYZE t",
            "CHECKPOINT",
            "LOCK TABLE t",
            "COPY t FROM '/tmp/stdin'",
            "COPY stdin TO PROGRAM 'x'",
            "CREATE TABLE database (a int)",
        ] {
            check(statement, TransactionEffect::Ordinary);
        }
    }

    #[test]
    fn copies_by_the_client() {
        check("COPY t (a, b) FROM STDIN WITH (FORMAT csv)", TransactionEffect::ReadsStandardInput);
        check("copy binary t from stdout", TransactionEffect::ReadsStandardInput);
        check("COPY (SELECT 1 FROM stdin) TO STDOUT", TransactionEffect::WritesStandardOutput);
    }

    #[test]
    fn the_gravest_change_of_the_session_is_told() {
        let statement = "SELECT set_config('lock_timeout', '1s', false), set_config('search_path', '', false)";
        let effect = transaction_effect(&StatementText::whole(statement).words(statement));
        assert!(
            matches!(effect, TransactionEffect::ChangesSession(change) if change.what == "search_path" && change.breaks_prisma)
        );
    }
}
