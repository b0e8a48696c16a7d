#![doc = include_str!("change_default.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ColumnChange, DomainChange, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "change-default",
    severity: Severity::Notice,
    group: Group::Clients,
    opt_in: false,
    summary: "Rows that do not say a value get another one, or none",
    page: include_str!("change_default.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersColumn { table, column, change } if !facts.is_column_born_here(table, column) => match change {
            ColumnChange::SetDefault(default) => {
                let had_it =
                    facts.column(table, column).and_then(|column| column.default.as_ref()).is_some_and(|had| had == default);
                (!had_it).then(|| changed(effect, table, column))
            }
            ColumnChange::DropDefault => dropped(effect, table, column, context),
            _ => None,
        },
        Action::AltersDomain { domain, change: DomainChange::SetDefault | DomainChange::DropDefault }
            if !facts.is_born_here(ObjectKind::Domain, domain) =>
        {
            let message = format!("the default of domain `{domain}` changes for every column that has none of its own");
            let advice = format!("Give the columns of type `{domain}` that need the old value a default of their own.");
            Some(Hit::new(effect, domain, message, advice))
        }
        _ => None,
    });
    found.collect()
}

fn changed(effect: &crate::Effect, table: &Name, column: &str) -> Hit {
    let message = format!("rows of `{table}` that clients write without `{column}` get another value from now on");
    let advice = "Make sure that clients that are running can live with the new value; the rows that are there keep theirs.";
    Hit::new(effect, table.part(column), message, advice)
}

fn dropped(effect: &crate::Effect, table: &Name, column: &str, context: &Context<'_>) -> Option<Hit> {
    let known = context.facts.column(table, column);
    let is_view = context.facts.view(table).is_some();
    if known.is_some_and(|column| column.default.is_none() && column.origin != crate::Origin::Serial) && !is_view
        || is_set_again(table, column, context)
    {
        return None;
    }
    let is_required = known.is_none_or(|column| column.not_null);
    let harm = match known {
        Some(column) if column.not_null => "inserts without it fail",
        Some(_) => "rows without it hold a null",
        None => "inserts without it fail, or rows hold a null",
    };
    let message = format!("column `{column}` of `{table}` has no default any more: {harm} from now on");
    let advice = format!(
        "Deploy clients that always give `{column}` first, Prisma's by leaving out `@default`; drop the default in a later migration."
    );
    let severity = if is_required && !is_view { Severity::Warning } else { Severity::Notice };
    Some(Hit::new(effect, table.part(column), message, advice).severity(severity))
}

/// A default that hinders a change of type is dropped and set again.
fn is_set_again(table: &Name, column: &str, context: &Context<'_>) -> bool {
    let sets = |effect: &crate::Effect| match &effect.action {
        Action::AltersColumn { table: to, column: set, change: ColumnChange::SetDefault(_) | ColumnChange::AddIdentity } => {
            set == column && context.facts.are_same(ObjectKind::Table, table, to)
        }
        _ => false,
    };
    context.now().chain(context.soon()).any(sets)
}
