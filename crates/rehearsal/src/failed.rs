//! Why a migration failed, and what to do about it.

use apply::{Failure, FailureKind};
use migrations::Migration;
use postgres_terms::FailureClass;
use replay::Ending;
use report::{ErrorClass, MigrationError};

/// The error of a step that was not applied; `None` for one that was, or that nobody tried. `server_ended` is why the
/// server went away, where it said so.
pub(crate) fn error(migration: &Migration, ending: &Ending, server_ended: Option<&str>) -> Option<MigrationError> {
    let told = |class, message: String, advice: &str| MigrationError {
        sqlstate: None,
        message,
        class,
        file: migration.file.clone(),
        line: None,
        column: None,
        statement: None,
        statement_start: None,
        advice: advice.to_owned(),
    };
    match ending {
        Ending::NotRun => None,
        Ending::Ran(run) => run.result.as_ref().err().map(|failure| of_failure(migration, failure)),
        Ending::TimedOut(limit) => {
            let message = format!("the script ran longer than {} s, so the throw-away server was ended", limit.as_secs());
            let advice = "Look for an endless loop or a wait. If the script really needs longer on an empty database, raise \
                          `migration-timeout` under `[sandbox]` of the configuration on the base branch.";
            Some(told(ErrorClass::Lock, message, advice))
        }
        Ending::Lost(reason) => {
            let message = match server_ended {
                Some(why) => format!("the throw-away server was ended: {why}"),
                None => format!("the connection was lost while the script ran: {reason}"),
            };
            let advice = "Look for statements that end connections, or that need more memory or disk than the sandbox allows \
                          (`memory` and `disk` under `[sandbox]` of the configuration on the base branch).";
            Some(told(ErrorClass::ConnectivityOrPermission, message, advice))
        }
    }
}

fn of_failure(migration: &Migration, failure: &Failure) -> MigrationError {
    let server = failure.server();
    let class = server.map_or(FailureClass::SqlError, |error| error.sqlstate.class(&error.message));
    // The rows are the history's own, so DETAIL gives nothing away that is not in the repository.
    let message = match server.and_then(|error| error.detail.as_deref()) {
        Some(detail) => format!("{} ({detail})", failure.message()),
        None => failure.message(),
    };
    let hint = server.and_then(|error| error.hint.as_deref()).map(|hint| format!(" The server's hint: {hint}"));
    MigrationError {
        sqlstate: server.map(|error| error.sqlstate.as_str().to_owned()),
        message,
        class: match class {
            FailureClass::ConnectivityOrPermission => ErrorClass::ConnectivityOrPermission,
            FailureClass::DataConflict => ErrorClass::DataConflict,
            FailureClass::SqlError => ErrorClass::SqlError,
            FailureClass::Lock => ErrorClass::Lock,
            FailureClass::ExtensionMissing => ErrorClass::ExtensionMissing,
        },
        file: migration.file.clone(),
        line: failure.position.map(|position| position.line),
        column: failure.position.map(|position| position.column),
        statement: failure.statement.clone(),
        statement_start: failure.statement_start.map(|start| report::Position { line: start.line, column: start.column }),
        advice: format!("{}{}", advice(failure, class), hint.unwrap_or_default()),
    }
}

fn advice(failure: &Failure, class: FailureClass) -> &'static str {
    let code = failure.server().map_or("", |error| error.sqlstate.as_str());
    match (&failure.kind, code, class) {
        (FailureKind::OpenTransaction, ..) => {
            "End the transaction with COMMIT in the same script. Prisma would report success here and lose everything when it disconnects."
        }
        (FailureKind::Escaped, ..) => "Remove what ends the transaction from the script; it runs in one of its own anyway.",
        (FailureKind::RowGone, ..) => "Leave the table `_prisma_migrations` alone: it is how every deploy knows what has run.",
        (FailureKind::Recording(_), ..) => {
            "Leave the table `_prisma_migrations` and the rights of the migrating role alone; Prisma cannot record this script either."
        }
        (FailureKind::NotSent(_), ..) => "Rewrite the statement for a client that only sends SQL.",
        (_, "42501", FailureClass::ExtensionMissing) => {
            "Migrations run as a plain owner of the database. Name the extension in `extensions` under `[sandbox]` of \
             .github/migration-gate.toml on the base branch; it is then installed beforehand, and CREATE EXTENSION IF NOT EXISTS passes."
        }
        (_, _, FailureClass::ExtensionMissing) => {
            "The server that ran this does not have the extension. Install its package for this Postgres version on the runner, \
             or give a server that has it with --database-url."
        }
        (_, "42704" | "28000", _) if failure.message().contains("role") => {
            "Name the role in `roles` under `[sandbox]` of .github/migration-gate.toml on the base branch; it is then made beforehand."
        }
        (_, "3F000", _) => {
            "Create the schema in a migration, or in a `bootstrap` script under `[sandbox]` of .github/migration-gate.toml on the base branch."
        }
        (_, "42P07" | "42701" | "42710" | "42723", _) => {
            "An earlier migration made this already. Compare with the base branch: perhaps the same change was merged by another pull request."
        }
        (_, "42P01" | "42703" | "42883", _) => {
            "Nothing of that name exists at this point of the history. Look for a migration that is missing, removed or sorted after this one."
        }
        (_, "42601", _) => "Correct the SQL at the place shown.",
        (_, "55P04", _) => "Add the enum value in a migration of its own, before the one that uses it.",
        (_, "0A000", _) => {
            "This server version or object does not support it; check the version with `postgres` under `[sandbox]`."
        }
        (_, _, FailureClass::DataConflict) => {
            "Rows that earlier migrations wrote stand in the way; rows in production may too. Repair the data in a step before this statement."
        }
        (_, _, FailureClass::Lock) => "Look for a statement that waits for another, or for a limit that the script sets.",
        (_, _, FailureClass::ConnectivityOrPermission) => {
            "Migrations run here as the plain owner of one database, not as a superuser. Make what needs more rights \
             beforehand: `roles`, `extensions` and `bootstrap` under `[sandbox]` of .github/migration-gate.toml on the base branch."
        }
        (_, _, FailureClass::SqlError) => "Correct the statement, and run `validate` again before merging.",
    }
}
