//! What the scan foresaw and what the server did, joined: what disappeared unseen becomes a finding, and what was foreseen
//! and did not happen becomes a notice.

use std::borrow::Cow;

use catalog::{Action, Identity, Kind, Snapshot};
use hazards::{Loss, ScriptFindings};
use migrations::Migration;
use postgres_syntax::Lines;
use replay::{Dropped, Step};
use report::{Finding, Place, RuleId, Severity};

use situation::rules::ROWS_GONE_UNSEEN;

/// Objects of one finding that are named; more are counted.
const NAMED: usize = 20;

/// What the server did with one migration.
pub(crate) struct Seen<'a> {
    /// The migration's own step.
    pub(crate) step: &'a Step,
    /// What the scan says of it and of those whose changes were read together with its own.
    pub(crate) scanned: &'a [ScriptFindings],
    /// The schema before any new migration; `None` without a base, when everything is part of the history.
    pub(crate) before: Option<&'a Snapshot>,
    /// The schema in the end.
    pub(crate) after: &'a Snapshot,
    /// Whether somebody watched what disappears.
    pub(crate) is_watched: bool,
}

impl Seen<'_> {
    /// What disappeared: as the watching trigger told it, or where nobody watched, as the catalog shows it.
    fn disappeared(&self) -> Cow<'_, [Dropped]> {
        if self.is_watched {
            return Cow::Borrowed(&self.step.testimony.dropped);
        }
        let changes = self.step.changes.iter().flatten().filter(|change| change.action == Action::Removed);
        Cow::Owned(changes.filter_map(|change| removed(&change.identity)).collect())
    }
}

/// A removed object in the words of the trigger; `None` for kinds that hold and guard no data.
fn removed(identity: &Identity) -> Option<Dropped> {
    let kind = match identity.kind {
        Kind::Column => "table column".to_owned(),
        Kind::Constraint => "table constraint".to_owned(),
        Kind::Enum | Kind::Domain | Kind::CompositeType | Kind::RangeType => "type".to_owned(),
        Kind::SchemaGrant | Kind::TypeGrant | Kind::RelationGrant | Kind::FunctionGrant | Kind::DefaultPrivileges => return None,
        kind => kind.to_string(),
    };
    let parts = [identity.schema.as_ref(), identity.parent.as_ref(), Some(&identity.name)];
    let names = match identity.kind {
        // An index is a relation of its own: its address does not name the table.
        Kind::Index => [parts[0], None, parts[2]],
        _ => parts,
    };
    Some(Dropped {
        kind,
        schema: identity.schema.as_ref().map(|schema| schema.as_str().to_owned()),
        names: names.into_iter().flatten().map(|name| name.as_str().to_owned()).collect(),
        identity: identity.to_string(),
        named: true,
    })
}

/// All findings about one migration.
pub(crate) fn join(migration: &Migration, scanned: &ScriptFindings, seen: &Seen<'_>) -> Vec<Finding> {
    let mut findings = scanned.findings.clone();
    if seen.is_watched && seen.step.ending.is_applied() {
        let did_not_happen = scanned.dropped.iter().filter(|foreseen| did_not_happen(foreseen, &seen.step.testimony.dropped));
        let lines = Lines::new(&migration.script);
        for foreseen in did_not_happen {
            let start = lines.position(foreseen.span.start);
            soften(&mut findings, start.line, start.column, &foreseen.name.join("."));
        }
    }
    findings.extend(unseen(migration, scanned, seen));
    findings
}

/// Kinds that the server tells of when they are dropped; the others (roles, databases) belong to no database.
const TOLD_KINDS: [&str; 15] = [
    "table",
    "table column",
    "table constraint",
    "view",
    "materialized view",
    "foreign table",
    "index",
    "sequence",
    "type",
    "schema",
    "extension",
    "function",
    "procedure",
    "aggregate",
    "routine",
];

fn did_not_happen(foreseen: &hazards::Dropped, dropped: &[Dropped]) -> bool {
    foreseen.loss == Loss::Object
        && TOLD_KINDS.contains(&foreseen.kind)
        && !dropped.iter().any(|dropped| is_same(foreseen, dropped))
}

/// The finding at this place becomes a notice: with the schema of this history, nothing was there to be dropped.
fn soften(findings: &mut [Finding], line: u32, column: u32, name: &str) {
    let is_here = |finding: &&mut Finding| {
        finding.rule.as_str().starts_with("drop-")
            && finding.place.as_ref().is_some_and(|place| (place.line, place.column) == (line, column))
    };
    for finding in findings.iter_mut().filter(is_here) {
        finding.severity = Severity::Notice;
        finding.evidence = Some(format!("when the script ran on the expected schema, there was no `{name}` to drop"));
    }
}

/// Whether a statement names what disappeared.
fn is_same(foreseen: &hazards::Dropped, dropped: &Dropped) -> bool {
    let same_kind = match foreseen.kind {
        "owned by" => return true,
        "routine" => matches!(dropped.kind.as_str(), "function" | "procedure" | "aggregate"),
        kind => kind == dropped.kind,
    };
    let Some(schema_at) = dropped.names.len().checked_sub(foreseen.name.len()) else { return false };
    let (schema, name) = dropped.names.split_at(schema_at);
    same_kind
        && name == foreseen.name.as_slice()
        && foreseen.schema.as_ref().is_none_or(|written| schema.first() == Some(written))
}

/// What disappeared and no statement names.
fn unseen(migration: &Migration, scanned: &ScriptFindings, seen: &Seen<'_>) -> Vec<Finding> {
    let disappeared = seen.disappeared();
    let unnamed: Vec<&Dropped> = disappeared
        .iter()
        .filter(|dropped| seen.before.is_none_or(|before| existed(before, dropped)))
        .filter(|dropped| !scanned.dropped.iter().any(|foreseen| foreseen.loss == Loss::Object && is_same(foreseen, dropped)))
        .collect();
    let (hidden, cascaded): (Vec<&Dropped>, Vec<&Dropped>) = unnamed.into_iter().partition(|dropped| dropped.named);
    let how = if seen.is_watched { "the server reported the drop of" } else { "after the script the catalog no longer has" };
    let mut findings = Vec::new();
    findings.extend(about(migration, scanned, ("dropped-unseen", how), &hidden, |names| {
        format!("{names} disappeared while the script ran, and no statement of it says so")
    }));
    findings.extend(about(migration, scanned, ("dropped-by-cascade", how), &cascaded, |names| {
        format!("{names} went with what the script drops")
    }));
    findings.extend(emptied(migration, scanned, seen));
    findings
}

fn about(
    migration: &Migration,
    scanned: &ScriptFindings,
    (rule, how): (&str, &str),
    dropped: &[&Dropped],
    message: impl Fn(&str) -> String,
) -> Option<Finding> {
    let rule = hazards::find(rule).filter(|_| !dropped.is_empty())?;
    let told = |dropped: &&Dropped| format!("{} `{}`", dropped.kind, dropped.identity);
    let mut names = dropped.iter().take(NAMED).map(told).collect::<Vec<_>>().join(", ");
    if dropped.len() > NAMED {
        names = format!("{names} and {} more", dropped.len() - NAMED);
    }
    let finding = rule.finding(message(&names));
    Some(Finding {
        evidence: Some(format!("{how} {names}")),
        advice: Some("Write the DROP out as a statement of its own, so that it can be reviewed.".to_owned()),
        ..placed(finding, migration, scanned)
    })
}

/// Tables that lost their rows to a command that no statement shows.
fn emptied(migration: &Migration, scanned: &ScriptFindings, seen: &Seen<'_>) -> Vec<Finding> {
    let is_table = |schema: &str, name: &str| {
        let has_name = |snapshot: &Snapshot| {
            let mut tables = snapshot.of_kind(Kind::Table).map(|table| &table.identity);
            tables.any(|table| table.name.as_str() == name && table.schema.as_ref().is_some_and(|own| own.as_str() == schema))
        };
        has_name(seen.after) && seen.before.is_none_or(has_name)
    };
    let is_named = |schema: &str, name: &str| {
        let rows = seen.scanned.iter().flat_map(|scanned| &scanned.dropped).filter(|foreseen| foreseen.loss == Loss::Rows);
        rows.clone().any(|foreseen| foreseen.name == [name] && foreseen.schema.as_ref().is_none_or(|own| own == schema))
    };
    let unnamed = seen.step.emptied.iter().filter(|(schema, name)| is_table(schema, name) && !is_named(schema, name));
    let findings = unnamed.map(|(schema, name)| {
        let message =
            format!("the rows of table `{schema}.{name}` were replaced or removed as a whole, and no statement says so");
        let finding = Finding::new(RuleId::new(ROWS_GONE_UNSEEN), Severity::Error, message);
        // These two give a table a new file as well, and keep its rows.
        let is_reordered = ["VACUUM", "CLUSTER"].iter().any(|word| migration.script.to_ascii_uppercase().contains(word));
        Finding {
            severity: if is_reordered { Severity::Notice } else { Severity::Error },
            evidence: Some("the table has another file on the throw-away server, and the server reported no rewrite".to_owned()),
            advice: Some("Write the TRUNCATE out as a statement of its own, so that it can be reviewed.".to_owned()),
            ..placed(finding, migration, scanned)
        }
    });
    findings.collect()
}

/// At the code that cannot be read, where there is only one such place; else at the script as a whole.
fn placed(finding: Finding, migration: &Migration, scanned: &ScriptFindings) -> Finding {
    let is_opaque = |finding: &&Finding| ["opaque-code", "dynamic-sql"].contains(&finding.rule.as_str());
    let mut opaque = scanned.findings.iter().filter(is_opaque);
    let place = match (opaque.next(), opaque.next()) {
        (Some(only), None) => only.clone(),
        _ => Finding { place: Some(whole_file(migration)), ..finding.clone() },
    };
    Finding {
        migration: Some(migration.name.as_str().to_owned()),
        place: place.place,
        statement: place.statement,
        statement_start: place.statement_start,
        ..finding
    }
}

/// The script as a whole, which annotations show at its first line.
pub(crate) fn whole_file(migration: &Migration) -> Place {
    Place { file: migration.file.clone(), line: 1, column: 1, end_line: 1, end_column: None }
}

/// Whether the object was there before the change. What it made itself may go.
fn existed(before: &Snapshot, dropped: &Dropped) -> bool {
    let of_table = |table: &str, schema: &str| {
        before.objects().any(|object| {
            object.identity.name.as_str() == table && object.identity.schema.as_ref().is_some_and(|own| own.as_str() == schema)
        })
    };
    match dropped.names.as_slice() {
        // Not in a schema: an extension, a schema.
        [name] => before.objects().any(|object| object.identity.schema.is_none() && object.identity.name.as_str() == name),
        [schema, table] => of_table(table, schema),
        [schema, table, part] => {
            let is_part = |object: &catalog::Object| {
                let own = object.identity.schema.as_ref().is_some_and(|own| own.as_str() == schema)
                    && object.identity.parent.as_ref().is_some_and(|parent| parent.as_str() == table);
                own && object.identity.name.as_str() == part
            };
            // A part of a kind that snapshots do not hold (a default, a rule) counts as old when its table is.
            before.objects().any(is_part)
                || (!matches!(dropped.kind.as_str(), "table column" | "table constraint") && of_table(table, schema))
        }
        _ => true,
    }
}
