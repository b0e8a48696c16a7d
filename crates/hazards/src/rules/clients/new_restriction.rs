#![doc = include_str!("new_restriction.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ColumnChange, Constraint, ConstraintKind, DomainChange, Effect, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "new-restriction",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "Clients may no longer write what they wrote before",
    page: include_str!("new_restriction.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AddsConstraint { table, constraint } if restricts(table, constraint, context) => {
            let name = constraint.name_on(table.last());
            let message = format!("writes to `{table}` that do not satisfy the new constraint `{name}` fail from now on");
            let advice = format!(
                "Look for rows that break it, which clients wrote and may go on writing, and deploy clients that no longer do first:\n\
                 SELECT count(*) FROM {table} WHERE {};",
                condition(constraint)
            );
            Some((effect, table.part(&name), message, advice))
        }
        Action::AltersDomain { domain, change: DomainChange::AddConstraint { name, not_valid: true } }
            if !facts.is_born_here(ObjectKind::Domain, domain) =>
        {
            let object = name.as_ref().map_or_else(|| domain.clone(), |name| domain.part(name));
            let message = format!("values of domain `{domain}` that do not satisfy the new constraint cannot be written to any column from now on");
            let advice = format!("Look for such values in each column of type `{domain}`, and deploy clients that no longer write them first.");
            Some((effect, object, message, advice))
        }
        Action::AltersColumn { table, column, change: ColumnChange::SetIdentity { always: true, .. } }
            if !facts.is_column_born_here(table, column) =>
        {
            let message = format!("inserts that give a value for `{column}` of `{table}` fail from now on");
            let advice = format!("Deploy clients that leave `{column}` out, or say `OVERRIDING SYSTEM VALUE`, first.");
            Some((effect, table.part(column), message, advice))
        }
        _ => None,
    });
    found.map(|(effect, object, message, advice)| Hit::new(effect, object, message, advice)).collect()
}

/// Only what leaves the rows that are there unchecked: the others are told by rules about locks. A foreign key of this kind is what those advise.
fn restricts(table: &Name, constraint: &Constraint, context: &Context<'_>) -> bool {
    let is_demand = matches!(constraint.kind, ConstraintKind::Check(_) | ConstraintKind::NotNull { .. });
    let mut columns = constraint.columns().peekable();
    let has_columns = columns.peek().is_some();
    let is_new = |column: &str| {
        let adds = |effect: &Effect| matches!(&effect.action, Action::AddsColumn { column: added, .. } if added.name == column);
        context.facts.is_column_born_here(table, column) || context.now().any(adds)
    };
    let are_new = has_columns && columns.all(is_new);
    is_demand && constraint.not_valid && !are_new && !context.facts.is_born_here(ObjectKind::Table, table)
}

fn condition(constraint: &Constraint) -> String {
    match &constraint.kind {
        ConstraintKind::Check(expression) => format!("NOT ({})", expression.text),
        ConstraintKind::NotNull { column } => format!("{} IS NULL", Name::from(column.as_str())),
        _ => "...".to_owned(),
    }
}
