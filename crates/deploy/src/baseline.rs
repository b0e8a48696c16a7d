//! Adopts a database that has the effects of migrations, and no rows that say so.

use cli::{Exit, Failure, Session};
use database::DeployLock;
use live::Live;
use migrations::{Directory, Migration};
use report::Outcome;
use survey::Survey;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use crate::{
    flow::{self, Ended, Ground},
    record::{MigrationRecord, Record},
    telling,
};

/// Marks every pending migration up to `name` as applied, all or none. Without the lock it only shows them.
#[expect(clippy::too_many_arguments, reason = "the place where all that is known comes together")]
pub(crate) async fn adopt(
    name: &str,
    lock: Option<&DeployLock>,
    live: &Live,
    survey: &Survey,
    target: &config::Target,
    directory: &Directory,
    mut ground: Ground,
    session: &Session,
) -> Result<Ended, Failure> {
    let Some(last) = directory.migrations.iter().position(|migration| migration.name.as_str() == name) else {
        return Err(Failure::usage(format!("there is no migration `{name}` in `{}`", directory.path))
            .hint("Name the last migration whose effects the database has, as its directory is called."));
    };
    ground
        .findings
        .extend(admission::of_place(&survey.place).into_iter().filter(|finding| finding.rule.as_str() != "database-not-empty"));
    let up_to = &directory.migrations[..=last];
    let marked: Vec<&Migration> = up_to.iter().filter(|migration| survey.standing.pending.contains(&migration.name)).collect();
    if admission::stops(&ground.findings) || !survey.standing.failed.is_empty() || !survey.standing.unfinished.is_empty() {
        ground.incomplete.push("the history has to be in order before anything is marked as applied".to_owned());
        return Ok(Ended::of(telling::pending(target, names(&marked), ground, None), Some(Exit::Blocked), None));
    }
    let count = marked.len();
    if lock.is_none() {
        let summary = format!("{count} migrations would be marked as applied, without being run (dry run)");
        return Ok(Ended::of(telling::pending(target, names(&marked), ground, Some(summary)), None, None));
    }
    let mut record = Record::of(target, session, None, &ground);
    record.migrations = marked.iter().map(|migration| MigrationRecord::marked(migration)).collect();
    mark(live, survey, &marked).await.map_err(|error| live::query_failure(&error, &live.address))?;
    let migrations = marked.iter().map(|migration| telling::migration(migration.name.as_str(), Outcome::Applied)).collect();
    ground.notes.push("marked as applied, without being run: `verify` and `drift-report` tell whether that is true".to_owned());
    let summary = format!("{count} migrations marked as applied");
    Ok(Ended::of(telling::target(&target.name, migrations, ground, Some(summary)), None, Some(record)))
}

fn names<'a>(marked: &'a [&'a Migration]) -> impl Iterator<Item = &'a str> {
    marked.iter().map(|migration| migration.name.as_str())
}

/// In one transaction, so that it is all or nothing.
async fn mark(live: &Live, survey: &Survey, marked: &[&Migration]) -> Result<(), database::Error> {
    let client = live.session.client();
    let table = survey.place.table().quote();
    flow::make_history(&live.session, &survey.place).await?;
    client.batch_execute(&format!("BEGIN; LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")).await?;
    let query = include_str!("../queries/baseline.sql").replace("{history}", &table);
    let written = async {
        for migration in marked {
            let (id, checksum) = (Uuid::new_v4().to_string(), migration.checksum.to_string());
            let name = migration.name.as_str();
            let values: [(&(dyn ToSql + Sync), Type); 3] = [(&id, Type::TEXT), (&checksum, Type::TEXT), (&name, Type::TEXT)];
            client.execute_typed(&query, &values).await?;
        }
        client.batch_execute("COMMIT").await
    };
    if let Err(error) = written.await {
        client.batch_execute("ROLLBACK").await.ok();
        return Err(error.into());
    }
    Ok(())
}
