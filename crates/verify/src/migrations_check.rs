//! Has everything run that should have, and is nothing stuck?

use database::Session;
use history::{Place, Presence, Record, Standing};
use migrations::Directory;
use report::Finding;
use situation::verification::{FAILED_MIGRATION, HISTORY_OUT_OF_STEP, PENDING_MIGRATION, VerifyRule};

use crate::checked::{Checked, advised, finding};

const WHAT: &str = "migrations";
/// Pending migrations that are told one by one.
const TOLD: usize = 20;

/// Reads the history and holds it against the directory.
pub(crate) async fn check(session: &Session, place: &Place, directory: &Directory) -> Checked {
    let table = place.table();
    match &place.presence {
        Presence::Present => match history::read(session, &table).await {
            Ok(records) => judge(&records, directory),
            Err(history::Error::Server { what, source }) => {
                Checked::failed(WHAT, format!("cannot read {what}: {}", crate::checked::reason(&source)))
            }
        },
        Presence::Hidden => {
            let why =
                format!("row security hides rows of `{table}` from the role `{}`, so what has run is not known", place.role);
            Checked::failed(WHAT, format!("{why}; grant it BYPASSRLS, or a policy that shows them all"))
        }
        Presence::NotATable => Checked::failed(WHAT, format!("`{table}` is no table, so what has run is not known")),
        Presence::Absent | Presence::AbsentAmongTables { .. } => without_history(place, directory),
    }
}

fn without_history(place: &Place, directory: &Directory) -> Checked {
    let mut checked = Checked { count: directory.migrations.len(), ..Checked::new(WHAT) };
    if directory.migrations.is_empty() {
        return checked;
    }
    let others: Vec<String> = place.others.iter().map(|schema| format!("`{schema}`")).collect();
    let elsewhere = if others.is_empty() { String::new() } else { format!("; there is one in schema {}", others.join(", ")) };
    let message = format!(
        "none of {} migrations is recorded: there is no history table `{}`{elsewhere}",
        directory.migrations.len(),
        place.table()
    );
    let advice =
        "Deploy, or name the schema of the history: `schema` in the connection string, `database-schema` in the configuration.";
    checked.findings.push(advised(finding(&PENDING_MIGRATION, place.table(), message), advice));
    checked
}

fn judge(records: &[Record], directory: &Directory) -> Checked {
    let standing = history::compare(records, directory);
    let mut checked = Checked { count: directory.migrations.len(), ..Checked::new(WHAT) };
    checked.findings.extend(stuck(&standing));
    checked.findings.extend(pending(&standing));
    checked.findings.extend(out_of_step(&standing));
    if let Some(last) = &standing.last_applied {
        let finished = last.finished_at.as_deref().unwrap_or_default();
        let count = standing.applied.len();
        checked.notes.push(format!("{count} migrations are applied; the last one was `{}`, at {finished}", last.name));
    }
    checked
}

fn about(rule: &VerifyRule, migration: &str, message: String, advice: &str) -> Finding {
    let found = advised(finding(rule, migration, message), advice);
    Finding { migration: Some(migration.to_owned()), ..found }
}

fn stuck(standing: &Standing) -> impl Iterator<Item = Finding> {
    const ADVICE: &str = "Look what it left behind with `preview`; then mark it as rolled back or as applied, and deploy again.";
    let failed = standing.failed.iter().map(|record| {
        let message = format!("migration `{}` failed (it began at {}), and stops every deploy", record.name, record.started_at);
        about(&FAILED_MIGRATION, &record.name, message, ADVICE)
    });
    let unfinished = standing.unfinished.iter().map(|record| {
        let name = &record.name;
        let message =
            format!("migration `{name}` began at {} and did not end: it still runs, or was interrupted", record.started_at);
        about(
            &FAILED_MIGRATION,
            name,
            message,
            "If no deploy is under way (`lock status`), look what it left behind with `preview`.",
        )
    });
    failed.chain(unfinished)
}

fn pending(standing: &Standing) -> impl Iterator<Item = Finding> {
    let told = standing.pending.iter().take(TOLD).map(|name| {
        let message = format!("migration `{name}` is not applied");
        about(&PENDING_MIGRATION, name.as_str(), message, "Deploy it.")
    });
    let more = standing.pending.len().saturating_sub(TOLD);
    let rest = (more > 0).then(|| {
        let message = format!("{more} more migrations are not applied");
        finding(&PENDING_MIGRATION, format!("{more} more"), message)
    });
    let unreadable = standing.unreadable.iter().map(|name| {
        let message = format!("migration `{name}` is not applied, and has no script that can be run");
        about(&PENDING_MIGRATION, name.as_str(), message, "Put its `migration.sql` back, or remove the directory.")
    });
    told.chain(rest).chain(unreadable)
}

fn out_of_step(standing: &Standing) -> impl Iterator<Item = Finding> {
    let edited = standing.edited.iter().map(|edited| {
        let message = format!("migration `{}` has another text than the one that ran", edited.name);
        let advice = "Restore the file; put the change into a new migration.";
        about(&HISTORY_OUT_OF_STEP, edited.name.as_str(), message, advice)
    });
    let missing = standing.missing.iter().map(|record| {
        let message = format!("migration `{}` ran here and is not in the directory", record.name);
        about(&HISTORY_OUT_OF_STEP, &record.name, message, "Verify from the branch that was deployed, or restore the migration.")
    });
    let duplicates = standing.duplicates.iter().map(|duplicate| {
        let message = format!("migration `{}` has {} rows in the history that count", duplicate.name, duplicate.states.len());
        about(
            &HISTORY_OUT_OF_STEP,
            &duplicate.name,
            message,
            "Find out what ran it twice, and whether its effects are there twice.",
        )
    });
    edited.chain(missing).chain(duplicates)
}
