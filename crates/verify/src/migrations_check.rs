//! Has everything run that should have, and is nothing stuck?

use config::Deploy;
use database::Session;
use history::{Place, Presence, Record, Standing};
use migrations::Directory;
use report::{Finding, Severity};
use situation::verification::PENDING_MIGRATION;

use crate::checked::{Checked, advised, finding};

const WHAT: &str = "migrations";
/// Pending migrations that are told one by one.
const TOLD: usize = 20;

/// Reads the history and holds it against the directory.
pub(crate) async fn check(session: &Session, place: &Place, directory: &Directory, deploy: &Deploy) -> Checked {
    let table = place.table();
    match &place.presence {
        Presence::Present => match history::read(session, &table).await {
            Ok(records) => judge(&records, place, directory, deploy),
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

fn judge(records: &[Record], place: &Place, directory: &Directory, deploy: &Deploy) -> Checked {
    let standing = history::compare(records, directory);
    let mut checked = Checked { count: directory.migrations.len(), ..Checked::new(WHAT) };
    checked.findings.extend(admission::judge(place, &standing, directory, deploy).into_iter().map(after_deploy));
    checked.findings.extend(pending(&standing));
    if let Some(last) = &standing.last_applied {
        let finished = last.finished_at.as_deref().unwrap_or_default();
        let count = standing.applied.len();
        checked.notes.push(format!("{count} migrations are applied; the last one was `{}`, at {finished}", last.name));
    }
    checked
}

/// A deploy may be allowed to begin in spite of a migration that is stuck; a database with one is never what was promised.
fn after_deploy(finding: Finding) -> Finding {
    let is_stuck = matches!(finding.rule.as_str(), "failed-migration" | "unfinished-migration");
    if is_stuck { Finding { severity: Severity::Error, ..finding } } else { finding }
}

fn pending(standing: &Standing) -> impl Iterator<Item = Finding> {
    let told = standing.pending.iter().take(TOLD).map(|name| {
        let message = format!("migration `{name}` is not applied");
        let found = advised(finding(&PENDING_MIGRATION, name, message), "Deploy it.");
        Finding { migration: Some(name.as_str().to_owned()), ..found }
    });
    let more = standing.pending.len().saturating_sub(TOLD);
    let rest = (more > 0).then(|| {
        let message = format!("{more} more migrations are not applied");
        finding(&PENDING_MIGRATION, format!("{more} more"), message)
    });
    told.chain(rest)
}
