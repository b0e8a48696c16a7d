#![doc = include_str!("drop_not_null.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ColumnChange, DomainChange, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-not-null",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A column may hold nulls that clients do not expect",
    page: include_str!("drop_not_null.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersColumn { table, column, change: ColumnChange::DropNotNull } => {
            let is_nullable = facts.column(table, column).is_some_and(|column| !column.not_null);
            let column_name = Name::from(column.as_str());
            let advice = format!(
                "Deploy clients that can read a null in `{column}` first. Until then keep it out:\n\
                 ALTER TABLE {table} ALTER COLUMN {column_name} SET DEFAULT <value>;"
            );
            (!is_nullable && !facts.is_column_born_here(table, column))
                .then(|| (effect, table.part(column), format!("column `{column}` of `{table}`"), advice))
        }
        Action::AltersDomain { domain, change: DomainChange::DropNotNull } if !facts.is_born_here(ObjectKind::Domain, domain) => {
            let advice = format!("Deploy clients that can read a null in columns of type `{domain}` first.");
            Some((effect, domain.clone(), format!("every column of domain `{domain}`"), advice))
        }
        _ => None,
    });
    found
        .map(|(effect, object, what, advice)| {
            Hit::new(
                effect,
                object,
                format!("{what} may hold nulls from now on, which clients that are running do not expect"),
                advice,
            )
        })
        .collect()
}
