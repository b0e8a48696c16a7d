//! One target from beginning to end.

use catalog::{Reader, Scope, Snapshot};
use cli::{Failure, Progress};
use config::{ChecksFile, Environment, ObjectKind, Promises, Target};
use database::Session;
use history::Place;
use live::Live;
use migrations::Directory;
use plan::{Objects, Plan};
use report::{Block, Cell, Column, FailOn, Section, Severity, Table};
use situation::{Situation, rules::weigh};

use crate::{
    assertions,
    checked::{Checked, reason},
    health,
    inventory::{Inventory, Member},
    look::look,
    migrations_check, objects, plan_check, rows, smoke,
};

/// What is to be verified, and where.
pub struct Question<'a> {
    /// Configuration, base, notes.
    pub situation: &'a Situation,
    /// Whose database it is.
    pub target: &'a Target,
    /// Its migrations.
    pub directory: &'a Directory,
    /// Its database, for reading.
    pub live: &'a Live,
    /// What `.github/prisma-verification.json` says, where there is one.
    pub critical: Option<&'a ChecksFile>,
    /// The plan that was deployed, of this target.
    pub plan: Option<&'a Plan>,
    /// For addresses and tokens of requests.
    pub environment: &'a Environment,
}

/// What is promised of a target, by the configuration and by the file of critical objects. A promise that cannot be asked is a usage error.
pub fn promises(situation: &Situation, target: &str, critical: Option<&ChecksFile>) -> Result<Promises, Failure> {
    let mut promises = situation.config.verify.of_target(target);
    promises.objects.extend(critical.into_iter().flat_map(|file| file.of_target(target)));
    for assertion in &promises.assertions {
        assertions::one_query(&assertion.sql.value).map_err(|what| {
            let (name, origin) = (&assertion.name.value, &assertion.sql.origin);
            Failure::usage(format!("{origin}: the assertion `{name}` {what}"))
                .hint("Write one query for each assertion; several conditions can be joined with AND.")
        })?;
    }
    Ok(promises)
}

/// Judges one target. An error means that nothing was concluded about it.
pub async fn judge(question: &Question<'_>, progress: &mut Progress) -> Result<report::Target, Failure> {
    let Question { situation, target, live, .. } = question;
    let promises = promises(situation, &target.name, question.critical)?;
    let session = &live.session;
    let named = live.address.schema_was_given.then_some(live.address.schema.as_str());
    let place = history::find(session, named).await?;
    let schema = place.schema.as_str();
    question.plan.map(|plan| plan_check::check_target(plan, live, schema)).transpose()?;
    let limit = promises.statement_timeout;

    progress.say(&format!("{}: migrations", target.name));
    let mut checks = vec![migrations_check::check(session, &place, question.directory, &situation.config.deploy).await];
    progress.say(&format!("{}: objects", target.name));
    let (of_catalog, now) = of_catalog(session, &promises, &place, question.plan).await;
    checks.extend(of_catalog);
    progress.say(&format!("{}: indexes, constraints, sequences", target.name));
    checks.push(health::indexes(session, limit, schema).await);
    let change = question.plan.map(|plan| (&plan.objects, &now)).filter(|(before, _)| !before.is_empty());
    checks.push(health::constraints(session, limit, schema, change).await);
    checks.push(health::sequences(session, limit, promises.sequence_use, schema).await);
    if !promises.assertions.is_empty() {
        progress.say(&format!("{}: {} assertions", target.name, promises.assertions.len()));
    }
    checks.push(assertions::check(live, &promises, &place.search_path).await);
    if !promises.http.is_empty() {
        progress.say(&format!("{}: {} requests", target.name, promises.http.len()));
    }
    checks.push(smoke::check(&promises, question.environment).await);
    Ok(tell(question, &place, checks))
}

/// What the catalog alone answers, and the row counts of tables that are found in it; and every object that there is.
async fn of_catalog(session: &Session, promises: &Promises, place: &Place, plan: Option<&Plan>) -> (Vec<Checked>, Objects) {
    let (snapshot, members) = match read_catalog(session, promises).await {
        Ok(read) => read,
        Err(why) => return (vec![Checked::failed("objects", why)], Objects::new()),
    };
    let now = plan.map(|_| snapshot.object_digests()).unwrap_or_default();
    let inventory = Inventory { snapshot: &snapshot, schema: place.schema.as_str(), members };
    let mut checks = vec![
        objects::check(&promises.objects, &inventory),
        objects::check_columns(&promises.columns, &inventory),
        rows::check(session, promises, &inventory).await,
    ];
    checks.extend(plan.map(|plan| plan_check::check(plan, &snapshot, &now)));
    (checks, now)
}

async fn read_catalog(session: &Session, promises: &Promises) -> Result<(Snapshot, Vec<Member>), String> {
    let scope = Scope::default();
    let snapshot = async { Reader::new(session.client()).await?.settled_snapshot(&scope).await }.await;
    let snapshot = snapshot.map_err(|error| match error {
        catalog::Error::Query { what, source } => format!("cannot read {what} from the catalog: {}", reason(&source.into())),
        moving => moving.to_string(),
    })?;
    let members = look(session, promises.statement_timeout, async |client| {
        let rows = client.query_typed(include_str!("../queries/extension_members.sql"), &[]).await?;
        rows.iter().map(member).collect::<Result<Vec<_>, _>>()
    });
    let members = members.await.map_err(|error| format!("cannot read the members of extensions: {}", reason(&error)))?;
    Ok((snapshot, members.into_iter().flatten().collect()))
}

fn member(row: &tokio_postgres::Row) -> Result<Option<Member>, tokio_postgres::Error> {
    let kind = match row.try_get("kind")? {
        "table" => ObjectKind::Table,
        "index" => ObjectKind::Index,
        "enum" => ObjectKind::Enum,
        "function" => ObjectKind::Function,
        "extension" => ObjectKind::Extension,
        _ => return Ok(None),
    };
    Ok(Some(Member { kind, schema: row.try_get("schema")?, name: row.try_get("name")? }))
}

fn tell(question: &Question<'_>, place: &Place, checks: Vec<Checked>) -> report::Target {
    let Question { situation, target, live, .. } = question;
    let hazards = situation.config.hazards.of_target(&target.name);
    let mut told = report::Target {
        name: target.name.clone(),
        fail_on: FailOn::Severity(hazards.fail_on.value),
        ..report::Target::default()
    };
    told.notes
        .push(format!("verified: {}, schema `{}`, PostgreSQL {}", live.address.connection, place.schema, live.server.version));
    told.notes.extend(live.warnings.iter().cloned());
    told.notes.extend(situation.notes.iter().cloned());
    told.sections.push(Section {
        title: "What was checked".to_owned(),
        blocks: vec![Block::Table(table(&checks))],
        is_folded: true,
    });
    for checked in checks {
        told.notes.extend(checked.notes);
        told.incomplete.extend(checked.incomplete);
        told.findings.extend(checked.findings);
    }
    told.findings = weigh(told.findings, &hazards);
    told.summary = Some(summary(&told));
    told.sort();
    told
}

/// What there is to know of it, in one line.
fn summary(told: &report::Target) -> String {
    let wrong = told.findings.iter().filter(|finding| finding.counts_as() > Some(Severity::Notice)).count();
    let wrong = match wrong {
        0 => None,
        1 => Some("1 thing is not as promised".to_owned()),
        many => Some(format!("{many} things are not as promised")),
    };
    let unchecked = match told.incomplete.len() {
        0 => None,
        1 => Some("1 check could not be made".to_owned()),
        many => Some(format!("{many} checks could not be made")),
    };
    match (wrong, unchecked) {
        (None, None) => "everything is as promised".to_owned(),
        (wrong, unchecked) => wrong.into_iter().chain(unchecked).collect::<Vec<_>>().join(", "),
    }
}

/// A check of which nobody promised anything is not listed.
fn table(checks: &[Checked]) -> Table {
    let is_listed = |checked: &&Checked| checked.count + checked.findings.len() + checked.incomplete.len() > 0;
    let row = |checked: &Checked| {
        let count = if checked.count == 0 { Cell::Nothing } else { checked.count.into() };
        vec![checked.what.into(), count, checked.findings.len().into(), checked.incomplete.len().into()]
    };
    Table {
        columns: vec![
            Column::new("what", "what"),
            Column::new("count", "how many"),
            Column::new("findings", "not as it must be"),
            Column::new("incomplete", "could not be checked"),
        ],
        rows: checks.iter().filter(is_listed).map(row).collect(),
    }
}
