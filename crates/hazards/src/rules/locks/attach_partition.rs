#![doc = include_str!("attach_partition.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::is_older};
use crate::{Action, Effect, Name, Statement, TableDefinition};

pub(crate) const RULE: Rule = Rule {
    id: "attach-partition",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A table becomes a partition or heir: rows are read, or the parent is locked",
    page: include_str!("attach_partition.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Adopts { parent, child, is_partition, .. } => adopted(effect, parent, child, *is_partition, context),
        Action::CreatesTable(table) if table.is_partition => made(effect, table, context),
        _ => None,
    });
    found.collect()
}

/// What is said of the default partition of a parent that is in use.
fn default_of(parent: &Name, context: &Context<'_>) -> Option<Name> {
    let parent = context.facts.table(parent).filter(|_| is_older(parent, context))?;
    context.facts.name_of(parent.default_partition?)
}

fn adopted(effect: &Effect, parent: &Name, child: &Name, is_partition: bool, context: &Context<'_>) -> Option<Hit> {
    let (is_in_use, default) = (is_older(child, context), default_of(parent, context).filter(|_| is_partition));
    let message = match (is_partition, is_in_use, &default) {
        (true, true, None) => format!(
            "all rows of `{child}` are read under an `ACCESS EXCLUSIVE` lock, to see whether they belong into it: nobody can use it meanwhile"
        ),
        (true, true, Some(default)) => format!(
            "all rows of `{child}`, and of the default partition `{default}`, are read under `ACCESS EXCLUSIVE` locks: nobody can use them meanwhile"
        ),
        (true, false, Some(default)) => format!(
            "all rows of the default partition `{default}` are read under an `ACCESS EXCLUSIVE` lock: nobody can use it meanwhile"
        ),
        (false, true, _) => format!(
            "`{child}` becomes an heir of `{parent}` under an `ACCESS EXCLUSIVE` lock, and queries of `{parent}` show its rows from now on"
        ),
        (_, false, _) => return None,
    };
    let advice = if is_partition {
        let checked = default.as_ref().filter(|_| !is_in_use).unwrap_or(child);
        format!(
            "Prove by a constraint that the rows belong there, so that none is read, and attach in a later migration:\n\
             ALTER TABLE {checked} ADD CONSTRAINT belongs CHECK (the bounds, and no nulls) NOT VALID;\n\
             ALTER TABLE {checked} VALIDATE CONSTRAINT belongs; -- in the next migration"
        )
    } else {
        "Let it give up rather than hold up everybody:\nSET LOCAL lock_timeout = '5s';".to_owned()
    };
    Some(Hit::new(effect, child, message, advice))
}

fn made(effect: &Effect, table: &TableDefinition, context: &Context<'_>) -> Option<Hit> {
    let (parent, name) = (table.parents.first().filter(|parent| is_older(parent, context))?, &table.name);
    let default = default_of(parent, context);
    let reads = default.map(|default| format!(", and reads all rows of `{default}`")).unwrap_or_default();
    let message = format!(
        "the new partition takes an `ACCESS EXCLUSIVE` lock on `{parent}`{reads}: nobody can read or write it until the migration ends"
    );
    let advice = format!(
        "Create the table by itself, and attach it, which lets `{parent}` be used:\n\
         CREATE TABLE {name} (LIKE {parent} INCLUDING ALL);\n\
         ALTER TABLE {parent} ATTACH PARTITION {name} ...; -- with the same bounds"
    );
    Some(Hit::new(effect, name, message, advice))
}
