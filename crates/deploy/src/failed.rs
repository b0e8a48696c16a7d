//! Why a migration was not applied, and what to do about it.

use apply::{Blocker, Failure, FailureKind, InvalidIndex, Manner, Step};
use migrations::Migration;
use postgres_terms::FailureClass;
use report::{ErrorClass, MigrationError, Position};

/// The error of a migration, without values of rows.
pub(crate) fn error(migration: &Migration, failure: &Failure, step: &Step) -> MigrationError {
    let server = failure.server();
    let told = format!("{}{}", failure.public_message(), in_the_way(&step.blockers, failure));
    MigrationError {
        sqlstate: server.map(|error| error.sqlstate.as_str().to_owned()),
        message: told,
        class: class(failure),
        file: migration.file.clone(),
        line: failure.position.map(|position| position.line),
        column: failure.position.map(|position| position.column),
        statement: failure.statement.clone(),
        statement_start: failure.statement_start.map(|start| Position { line: start.line, column: start.column }),
        advice: format!("{}{}", advice(failure, step), leftovers(&step.unfinished_indexes)),
    }
}

/// What sort of failure it is.
pub(crate) fn class(failure: &Failure) -> ErrorClass {
    if let Some(error) = failure.server() {
        return match error.sqlstate.class(&error.message) {
            FailureClass::ConnectivityOrPermission => ErrorClass::ConnectivityOrPermission,
            FailureClass::DataConflict => ErrorClass::DataConflict,
            FailureClass::SqlError => ErrorClass::SqlError,
            FailureClass::Lock => ErrorClass::Lock,
            FailureClass::ExtensionMissing => ErrorClass::ExtensionMissing,
        };
    }
    match failure.kind {
        FailureKind::Lost(_) => ErrorClass::ConnectivityOrPermission,
        FailureKind::Stopped | FailureKind::TimedOut(_) | FailureKind::Recorded { .. } => ErrorClass::Lock,
        _ => ErrorClass::SqlError,
    }
}

fn in_the_way(blockers: &[Blocker], failure: &Failure) -> String {
    if blockers.is_empty() || class(failure) != ErrorClass::Lock {
        return String::new();
    }
    format!("; in the way: {}", blockers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

fn leftovers(indexes: &[InvalidIndex]) -> String {
    if indexes.is_empty() {
        return String::new();
    }
    let named = indexes.iter().map(|it| format!("`{}` on `{}`", it.index, it.table)).collect::<Vec<_>>().join(", ");
    format!(
        " Left behind and not used by the server: {named}; `deploy --resume` drops it and builds it again, or drop it with DROP INDEX CONCURRENTLY."
    )
}

fn advice(failure: &Failure, step: &Step) -> &'static str {
    if failure.may_remain {
        return match (&failure.kind, class(failure)) {
            (FailureKind::Lost(_), _) => {
                "What became of it could not be learned. Look with `status` when the database can be reached: a finished row says that it is applied."
            }
            (FailureKind::Escaped | FailureKind::OpenTransaction, _) => {
                "Part of the script may be committed. Compare the database with the script, then settle the row with `prisma migrate resolve`."
            }
            (FailureKind::Unbuilt(_), _) => {
                "Statements before it stand. Wait until nobody else works on the table; then `deploy --resume` drops the index and builds it."
            }
            (_, ErrorClass::DataConflict) => {
                "Statements before it stand. Repair the rows that stand in the way, then go on with `deploy --resume`."
            }
            _ => {
                "Statements before it stand. Repair the cause and go on with `deploy --resume`, or undo them and settle the row with `prisma migrate resolve`."
            }
        };
    }
    match (&failure.kind, class(failure)) {
        (FailureKind::LockGone, _) => {
            "Nothing of it remains. Remove what frees advisory locks from the script, or deploy without `--single-transaction`."
        }
        _ if step.manner == Manner::Transaction && failure.minds_the_transaction() => {
            "Nothing of it remains. It cannot run in one transaction with the others: deploy without `--single-transaction`."
        }
        (FailureKind::NotSent(_), _) => "Rewrite the statement for a client that only sends SQL.",
        (FailureKind::Recorded { .. }, _) => "Look with `status` what the other run came to, and run this again.",
        (FailureKind::Stopped, _) => "Nothing of it remains. Run the deploy again.",
        (FailureKind::Lost(_), _) => "Nothing of it remains. Run the deploy again when the database is up.",
        (FailureKind::TimedOut(_), _) => {
            "Nothing of it remains. Raise `migration-timeout` under `[deploy]`, or split the migration."
        }
        (_, ErrorClass::Lock) => {
            "Nothing of it remains. Wait until the sessions in the way have ended, or raise `retry-for` under `[deploy]`, and run the deploy again."
        }
        (_, ErrorClass::DataConflict) => {
            "Nothing of it remains. Repair the rows that stand in the way, in a migration before this one, and deploy again."
        }
        (_, ErrorClass::ConnectivityOrPermission) => {
            "Nothing of it remains. Grant the role what it needs, and run the deploy again."
        }
        (_, ErrorClass::ExtensionMissing) => {
            "Nothing of it remains. Install the extension on the server, or have an administrator create it."
        }
        (_, ErrorClass::SqlError) => {
            "Nothing of it remains. Correct the migration, which no database has applied, and deploy again."
        }
    }
}
