//! What is never right, whatever was promised: invalid indexes, constraints that were never validated, sequences near their end.

use std::time::Duration;

use catalog::{Identity, Kind, object_key};
use database::Session;
use plan::Objects;
use postgres_terms::QualifiedName;
use report::{Finding, Severity};
use situation::verification::{INVALID_INDEX, SEQUENCE_NEAR_END, UNVALIDATED_CONSTRAINT, VerifyRule};
use tokio_postgres::{Row, types::Type};

use crate::{
    checked::{Checked, advised, finding, reason, shown},
    look::look,
};

/// Names of sequences that are listed where the role may not look into them.
const LISTED: usize = 5;

/// Indexes that are not valid.
pub(crate) async fn indexes(session: &Session, limit: Duration, schema: &str) -> Checked {
    const WHAT: &str = "validity of indexes";
    let looked = look(session, limit, async |client| {
        let rows = client.query_typed(include_str!("../queries/invalid_indexes.sql"), &[]).await?;
        rows.iter().map(|row| invalid_index(row, schema)).collect::<Result<Vec<_>, _>>()
    });
    match looked.await {
        Ok(findings) => Checked { findings, ..Checked::new(WHAT) },
        Err(error) => Checked::failed(WHAT, format!("whether indexes are valid could not be read: {}", reason(&error))),
    }
}

fn invalid_index(row: &Row, schema: &str) -> Result<Finding, tokio_postgres::Error> {
    let text = |column: &str| row.try_get::<_, String>(column);
    let (index, own) = (QualifiedName::new(text("schema")?, text("name")?), text("name")?);
    let table = QualifiedName::new(text("table_schema")?, text("table_name")?);
    let (name, table) = (shown(&index, schema), shown(&table, schema));
    let of = if row.try_get("is_toast")? { format!("the TOAST table of `{table}`") } else { format!("`{table}`") };
    let quoted = index.quote();
    let unique = if row.try_get("is_unique")? { "; a unique one may already refuse rows" } else { "" };
    let (message, advice) = if row.try_get("is_being_built")? {
        (
            format!("index `{name}` of {of} is being built"),
            "Verify again when the session that builds it is done; `lock status` and pg_stat_progress_create_index show it."
                .to_owned(),
        )
    } else if row.try_get("is_partitioned")? {
        let constraint: Option<String> = row.try_get("constraint")?;
        let what = constraint.map_or(String::new(), |name| format!(" (of constraint `{name}`)"));
        (
            format!("index `{name}`{what} of {of} is not valid: not every partition has its part of it"),
            format!("Make the index on each partition, and attach it with ALTER INDEX {quoted} ATTACH PARTITION."),
        )
    } else if own.contains("_ccnew") {
        (
            format!("index `{name}` of {of} is not valid: a REINDEX CONCURRENTLY left it that did not end{unique}"),
            format!("DROP INDEX CONCURRENTLY {quoted}; then REINDEX again."),
        )
    } else if own.contains("_ccold") {
        (
            format!("index `{name}` of {of} is not valid: a REINDEX CONCURRENTLY replaced it and could not drop it"),
            format!("DROP INDEX CONCURRENTLY {quoted};"),
        )
    } else {
        (
            format!(
                "index `{name}` of {of} is not valid: a CREATE INDEX CONCURRENTLY did not end. No query uses it, and every write keeps it up{unique}"
            ),
            format!("REINDEX INDEX CONCURRENTLY {quoted}; or drop it concurrently and make it again."),
        )
    };
    Ok(advised(finding(&INVALID_INDEX, name, message), advice))
}

/// Constraints that were never validated. `change` is every object before and after a deploy, where that is known: a constraint that the
/// deploy brought is an error.
pub(crate) async fn constraints(
    session: &Session,
    limit: Duration,
    schema: &str,
    change: Option<(&Objects, &Objects)>,
) -> Checked {
    const WHAT: &str = "validation of constraints";
    let looked = look(session, limit, async |client| {
        let rows = client.query_typed(include_str!("../queries/unvalidated_constraints.sql"), &[]).await?;
        rows.iter().map(|row| unvalidated_constraint(row, schema, change)).collect::<Result<Vec<_>, _>>()
    });
    match looked.await {
        Ok(findings) => Checked { findings, ..Checked::new(WHAT) },
        Err(error) => Checked::failed(WHAT, format!("whether constraints are validated could not be read: {}", reason(&error))),
    }
}

fn unvalidated_constraint(
    row: &Row,
    schema: &str,
    change: Option<(&Objects, &Objects)>,
) -> Result<Finding, tokio_postgres::Error> {
    let text = |column: &str| row.try_get::<_, String>(column);
    let parent = QualifiedName::new(text("schema")?, text("parent")?);
    let name = QualifiedName::unqualified(text("name")?);
    let (sort, kind) =
        if row.try_get("is_of_domain")? { ("DOMAIN", Kind::DomainConstraint) } else { ("TABLE", Kind::Constraint) };
    let key = object_key(&Identity::part(kind, text("schema")?, text("parent")?, text("name")?));
    let is_new = change.is_some_and(|(before, now)| before.get(&key) != now.get(&key));
    let rule = if is_new { VerifyRule { severity: Severity::Error, ..UNVALIDATED_CONSTRAINT } } else { UNVALIDATED_CONSTRAINT };
    let since = if is_new { "; this deploy brought it" } else { "" };
    let of = shown(&parent, schema);
    let message = format!("constraint `{name}` of `{of}` is NOT VALID: rows that were there before it were never checked{since}");
    let advice = format!("ALTER {sort} {} VALIDATE CONSTRAINT {}; it does not block writers.", parent.quote(), name.quote());
    Ok(advised(finding(&rule, format!("{of}.{name}"), message), advice))
}

/// Sequences that have used up at least that share of their numbers.
pub(crate) async fn sequences(session: &Session, limit: Duration, percent: u32, schema: &str) -> Checked {
    const WHAT: &str = "sequences";
    let looked = look(session, limit, async |client| {
        // A percentage fits.
        let percent = i32::try_from(percent).unwrap_or(100);
        let query = include_str!("../queries/sequences.sql");
        let rows = client.query_typed(query, &[(&percent, Type::INT4)]).await?;
        judge_sequences(&rows, schema)
    });
    match looked.await {
        Ok(checked) => Checked { what: WHAT, ..checked },
        Err(error) => Checked::failed(WHAT, format!("how far sequences have come could not be read: {}", reason(&error))),
    }
}

fn judge_sequences(rows: &[Row], schema: &str) -> Result<Checked, tokio_postgres::Error> {
    let mut checked = Checked::default();
    let mut hidden = Vec::new();
    for row in rows {
        let name = QualifiedName::new(row.try_get::<_, String>("schema")?, row.try_get::<_, String>("name")?);
        let name = shown(&name, schema);
        checked.count = usize::try_from(row.try_get::<_, i64>("total")?).unwrap_or_default();
        if row.try_get("is_readable")? {
            checked.findings.push(near_end(row, &name)?);
        } else {
            hidden.push(format!("`{name}`"));
        }
    }
    if !hidden.is_empty() {
        let more = if hidden.len() > LISTED { format!(" and {} more", hidden.len() - LISTED) } else { String::new() };
        let listed = hidden.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
        checked.incomplete.push(format!(
            "the role may not look into {} sequences: {listed}{more}; grant it SELECT on them, or membership in pg_read_all_data",
            hidden.len()
        ));
    }
    Ok(checked)
}

fn near_end(row: &Row, name: &str) -> Result<Finding, tokio_postgres::Error> {
    let percent: i32 = row.try_get("percent")?;
    let (last, end): (Option<String>, Option<String>) = (row.try_get("last_value")?, row.try_get("ends_at")?);
    let column: Option<String> = row.try_get("column_name")?;
    let (last, end) = (last.unwrap_or_default(), end.unwrap_or_default());
    let limit = column.as_ref().map_or_else(|| "its end".to_owned(), |column| format!("what column `{column}` can hold"));
    let message = format!("sequence `{name}` has used {percent} % of its numbers: {last} of {end}, {limit}");
    let advice = match column {
        Some(_) => {
            "Make the column a bigint before inserts begin to fail: a new column, filled and swapped, rewrites no table under lock."
        }
        None => "Give the sequence a higher limit or a wider type (ALTER SEQUENCE ... AS bigint) before inserts begin to fail.",
    };
    Ok(advised(finding(&SEQUENCE_NEAR_END, name, message), advice))
}
