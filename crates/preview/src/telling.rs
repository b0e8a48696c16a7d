//! What was seen, as parts of the report.

use std::time::Duration;

use live::Live;
use migrations::Migration;
use plan::Plan;
use report::{Block, Cell, Column, Finding, RuleDescription, RuleId, Section, Severity, Table};
use survey::Survey;

use crate::{
    impact::TableImpact,
    traffic::{Busy, Traffic},
};

/// Scripts that are shown; the rest are counted.
const SCRIPTS: usize = 50;
/// A transaction that holds a table for so long is in the way.
const IN_THE_WAY: Duration = Duration::from_secs(5);

const LONG_TRANSACTION: (&str, &str) =
    ("long-transaction", "A transaction holds a lock now that a pending migration would have to wait for");
const INVALID_INDEX: (&str, &str) = ("invalid-index-here", "A table that the migrations touch has an index that is not valid");

/// The rules that only `preview` raises, and those about the history.
pub(crate) fn rules() -> Vec<RuleDescription> {
    let description = |(id, summary): (&'static str, &'static str)| RuleDescription {
        id,
        severity: Severity::Warning,
        summary,
        page: "",
        path: "docs/history-rules.md".to_owned(),
        is_security: false,
    };
    admission::rules().into_iter().chain([LONG_TRANSACTION, INVALID_INDEX].map(description)).collect()
}

/// Which database this is, and how much has run.
pub(crate) fn place(live: &Live, survey: &Survey) -> String {
    let place = &survey.place;
    let records = survey.records.as_ref().map_or_else(
        || "no history yet".to_owned(),
        |records| format!("{} applied, {} rows in `{}`", survey.standing.applied.len(), records.len(), place.table()),
    );
    format!("database `{}` on PostgreSQL {} as `{}`: {records}", place.database, live.server.version, place.role)
}

/// What stands in the way at this moment, and what is broken on the tables that are touched.
pub(crate) fn traffic_findings(impacts: &[TableImpact], traffic: &Traffic) -> Vec<Finding> {
    let mut findings = Vec::new();
    for impact in impacts {
        let name = format!("{}.{}", impact.name.0, impact.name.1);
        let in_the_way = traffic.busy.iter().filter_map(|busy| {
            let held = busy.locks.iter().filter(|(table, held)| *table == impact.name && impact.lock.conflicts_with(*held));
            let held = held.map(|(_, held)| *held).max()?;
            Some((busy, held)).filter(|(busy, _)| busy.age.is_none_or(|age| age >= IN_THE_WAY))
        });
        for (busy, held) in in_the_way {
            let message = format!("{} holds {held} on `{name}`, which {} has to wait for", who(busy), impact.lock);
            findings.push(Finding {
                object: Some(name.clone()),
                migration: impact.migrations.first().cloned(),
                advice: Some("Let it end before the deploy; meanwhile everyone who comes after the deploy's lock waits as well, for as long as `lock-timeout` allows.".to_owned()),
                evidence: Some("seen in pg_locks and pg_stat_activity when this was written".to_owned()),
                ..Finding::new(RuleId::new(LONG_TRANSACTION.0), Severity::Warning, message)
            });
        }
        for index in traffic.table(&impact.name).into_iter().flat_map(|facts| &facts.invalid_indexes) {
            findings.push(Finding {
                object: Some(format!("{}.{index}", impact.name.0)),
                advice: Some(
                    "Repair it with REINDEX INDEX CONCURRENTLY, or drop it; CREATE INDEX ... IF NOT EXISTS takes it for done."
                        .to_owned(),
                ),
                ..Finding::new(
                    RuleId::new(INVALID_INDEX.0),
                    Severity::Warning,
                    format!("the index `{index}` of `{name}` is not valid: nobody reads it, everybody pays for it"),
                )
            });
        }
    }
    findings
}

/// A session in words.
fn who(busy: &Busy) -> String {
    let application =
        busy.application.as_deref().filter(|name| !name.is_empty()).map_or(String::new(), |name| format!(" `{name}`"));
    let age = busy.age.map_or(String::new(), |age| format!(" for {}", shown(age)));
    let state = busy.state.as_deref().map_or(String::new(), |state| format!(", {state}{age}"));
    format!("process {}{application}{state}", busy.pid)
}

fn shown(age: Duration) -> String {
    match age.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

/// All that is neither migration nor finding.
pub(crate) fn sections(
    told: &mut report::Target,
    plan: &Plan,
    pending: &[Migration],
    impacts: &[TableImpact],
    traffic: &Traffic,
) {
    let count = match pending.len() {
        0 => "nothing pending".to_owned(),
        count => format!("{count} pending"),
    };
    told.summary = Some(format!("{count}, plan `{}`", plan.code()));
    if !impacts.is_empty() {
        told.sections.push(felt(impacts, traffic));
    }
    if !traffic.busy.is_empty() {
        told.sections.push(at_work(traffic));
    }
    if traffic.hidden > 0 {
        told.notes.push(format!(
            "{} sessions do not show this role what they do: grant it `pg_read_all_stats` to see who is in the way",
            traffic.hidden
        ));
    }
    for migration in pending.iter().take(SCRIPTS) {
        told.sections.push(Section {
            title: format!("The script of `{}`", migration.name),
            blocks: vec![Block::Code { language: "sql", text: migration.script.clone() }],
            is_folded: true,
        });
    }
    if pending.len() > SCRIPTS {
        told.notes.push(format!("the scripts of {} more pending migrations are not shown", pending.len() - SCRIPTS));
    }
    told.sections.push(of_plan(plan));
}

/// What others will feel.
fn felt(impacts: &[TableImpact], traffic: &Traffic) -> Section {
    let columns = vec![
        Column::new("table", "table"),
        Column::new("lock", "strongest lock"),
        Column::new("stops", "keeps waiting"),
        Column::new("work", "meanwhile"),
        Column::new("rows_estimate", "rows, about"),
        Column::new("size_bytes", "size"),
        Column::new("size_class", "class"),
        Column::new("indexes", "indexes"),
        Column::new("unvalidated", "constraints not validated"),
        Column::new("known_from", "known from"),
    ];
    let row = |impact: &TableImpact| {
        let facts = traffic.table(&impact.name);
        let bytes = facts.and_then(|facts| facts.bytes);
        vec![
            Cell::Name(format!("{}.{}", impact.name.0, impact.name.1)),
            Cell::Text(impact.lock.to_string()),
            Cell::from(impact.stops()),
            Cell::from(impact.work()),
            Cell::from(facts.and_then(|facts| facts.rows).map(|rows| i64::try_from(rows).unwrap_or(i64::MAX))),
            bytes.map_or(Cell::Nothing, Cell::Bytes),
            Cell::from(bytes.map(class)),
            Cell::from(facts.map(|facts| facts.indexes.len())),
            Cell::from(facts.map(|facts| facts.unvalidated.join(", ")).filter(|names| !names.is_empty())),
            Cell::from(if impact.seen { "the rehearsal" } else { "the scan" }),
        ]
    };
    let table = Table { columns, rows: impacts.iter().map(row).collect() };
    Section { title: "What others will feel".to_owned(), blocks: vec![Block::Table(table)], is_folded: false }
}

/// How big a table is, in a word. What reads or writes all of it takes blinks, minutes or hours accordingly.
fn class(bytes: u64) -> &'static str {
    match bytes {
        0..100_000_000 => "small, below 100 MB",
        100_000_000..10_000_000_000 => "medium, below 10 GB",
        _ => "large",
    }
}

/// Who has a transaction open.
fn at_work(traffic: &Traffic) -> Section {
    let columns = vec![
        Column::new("pid", "process"),
        Column::new("application", "application"),
        Column::new("role", "role"),
        Column::new("state", "state"),
        Column::new("age", "transaction open for"),
        Column::new("query_class", "statement"),
        Column::new("waits", "waits for a lock"),
        Column::new("locks", "holds on touched tables"),
    ];
    let row = |busy: &Busy| {
        let locks: Vec<String> = busy.locks.iter().map(|((schema, name), mode)| format!("{mode} on `{schema}.{name}`")).collect();
        vec![
            Cell::Number(busy.pid.into()),
            Cell::from(busy.application.clone().filter(|name| !name.is_empty())),
            busy.role.clone().map_or(Cell::Nothing, Cell::Name),
            Cell::from(busy.state.clone()),
            Cell::from(busy.age),
            Cell::from(busy.query_class.clone()),
            Cell::from(busy.is_waiting.then_some("yes")),
            Cell::from(Some(locks.join(", ")).filter(|locks| !locks.is_empty())),
        ]
    };
    let table = Table { columns, rows: traffic.busy.iter().map(row).collect() };
    Section { title: "At work now".to_owned(), blocks: vec![Block::Table(table)], is_folded: false }
}

/// What an approval would be bound to.
fn of_plan(plan: &Plan) -> Section {
    let bound = &plan.bound;
    let fingerprint = |text: &str| text.chars().take(12).collect::<String>();
    let mut lines = vec![
        format!("code `{}`, digest `{}`", plan.code(), plan.digest()),
        format!(
            "target `{}`: database `{}`, schema `{}`, system identifier {}",
            bound.target.name,
            bound.target.database,
            bound.target.schema,
            bound.target.system_identifier.as_deref().unwrap_or("not told")
        ),
        format!("history: {} rows; schema: fingerprint `{}`", bound.history.rows.len(), fingerprint(&bound.schema.fingerprint)),
    ];
    lines.extend(
        plan.expected
            .as_ref()
            .map(|expected| format!("schema expected afterwards: fingerprint `{}`", fingerprint(&expected.fingerprint))),
    );
    lines.extend(plan.expires_at.as_ref().map(|expires_at| format!("may be carried out until {expires_at}")));
    Section { title: "The plan".to_owned(), blocks: vec![Block::List(lines)], is_folded: false }
}
