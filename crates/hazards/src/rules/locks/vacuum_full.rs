#![doc = include_str!("vacuum_full.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::is_older};
use crate::{Action, Effect, Maintenance, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "vacuum-full",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "`VACUUM FULL` or `CLUSTER` writes the whole table anew while nobody can use it",
    page: include_str!("vacuum_full.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for effect in &statement.effects {
        match &effect.action {
            Action::Maintains(Maintenance::Vacuum { tables, full: true }) if tables.is_empty() => {
                hits.push(hit(effect, None, "VACUUM FULL"));
            }
            Action::Maintains(Maintenance::Vacuum { tables, full: true }) => {
                let older = tables.iter().filter(|table| is_older(table, context));
                hits.extend(older.map(|table| hit(effect, Some(table), "VACUUM FULL")));
            }
            Action::Maintains(Maintenance::Cluster { table }) if table.as_ref().is_none_or(|table| is_older(table, context)) => {
                hits.push(hit(effect, table.as_ref(), "CLUSTER"));
            }
            _ => {}
        }
    }
    hits
}

fn hit(effect: &Effect, table: Option<&Name>, what: &str) -> Hit {
    let tables = table.map_or_else(|| "each table".to_owned(), |table| format!("`{table}`"));
    let message =
        format!("`{what}` writes {tables} anew under an `ACCESS EXCLUSIVE` lock: nobody can read or write it meanwhile");
    let plain = table.map(|table| format!(" {table}")).unwrap_or_default();
    let advice = format!("Make its free room usable without stopping anybody, outside of migrations:\nVACUUM (ANALYZE){plain};");
    Hit::new(effect, table.cloned().unwrap_or_default(), message, advice)
}
