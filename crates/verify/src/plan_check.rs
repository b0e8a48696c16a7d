//! Is the schema what the plan said it would be?

use catalog::Snapshot;
use cli::Failure;
use live::Live;
use plan::{Objects, Plan, TargetPart};
use situation::verification::UNEXPECTED_SCHEMA;

use crate::checked::{Checked, advised, finding};

const WHAT: &str = "schema of the plan";

/// A plan of another database proves nothing about this one.
pub(crate) fn check_target(plan: &Plan, live: &Live, schema: &str) -> Result<(), Failure> {
    let TargetPart { system_identifier, database, schema: planned_schema, .. } = &plan.bound.target;
    let is_other_server = matches!((system_identifier, &live.server.system_identifier), (Some(a), Some(b)) if a != b);
    let here = &live.server.database;
    let what = if is_other_server {
        "the same database on another server".to_owned()
    } else if database != here {
        format!("database `{database}`")
    } else if planned_schema != schema {
        format!("schema `{planned_schema}`")
    } else {
        return Ok(());
    };
    let message = format!("the plan is about {what}, and this is schema `{schema}` of `{here}`");
    Err(Failure::usage(message).hint("Give the plan that was made for this database, or none."))
}

/// Compares the schema with the expected one.
pub(crate) fn check(plan: &Plan, snapshot: &Snapshot, now: &Objects) -> Checked {
    let code = plan.code();
    let Some(expected) = &plan.expected else {
        return Checked::failed(WHAT, format!("plan `{code}` does not say what the schema must be: it could not be rehearsed"));
    };
    let difference = expected.difference(&snapshot.fingerprint(), now);
    let mut checked = Checked { count: snapshot.len(), ..Checked::new(WHAT) };
    if !difference.is_empty() {
        let message = format!("the schema is not the one that plan `{code}` expects");
        let advice = "Find out who else changed it (- is expected and not there, + is there and not expected, ~ differs):";
        let found = finding(&UNEXPECTED_SCHEMA, code, message);
        checked.findings.push(advised(found, format!("{advice}\n{}", difference.join("\n"))));
    }
    checked
}
