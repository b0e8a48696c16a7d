#![doc = include_str!("domain_constraint.md")]

use report::Severity;

use crate::rules::{
    Check, Context, Group, Hit, Rule,
    locks::{columns_added, is_older, named},
};
use crate::{Action, DomainChange, Effect, Fact, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "domain-constraint",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "What a domain demands is checked in every table that uses it",
    page: include_str!("domain_constraint.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let changed = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersDomain { domain, change } => judge(effect, domain, change, context),
        _ => None,
    });
    let is_constrained = |data_type| context.facts.is_constrained(data_type) == Fact::Known(true);
    let added = columns_added(statement, context).filter(|(.., column)| is_constrained(&column.data_type));
    let added = added.map(|(effect, table, column)| {
        let (name, domain) = (named(&column.name), &column.data_type);
        let message = format!(
            "`{domain}` has a constraint, so every row is written anew for {name}, under an `ACCESS EXCLUSIVE` lock: nobody can read or write `{table}` meanwhile"
        );
        let base = context.facts.base_type(domain);
        let advice = format!("Give the column the domain's own type, and the condition to the table:\nALTER TABLE {table} ADD COLUMN {name} {base};");
        Hit::new(effect, table.part(&column.name), message, advice)
    });
    changed.chain(added).collect()
}

fn judge(effect: &Effect, domain: &Name, change: &DomainChange, context: &Context<'_>) -> Option<Hit> {
    let constraint = match change {
        DomainChange::SetNotNull => None,
        DomainChange::AddConstraint { name, not_valid: false } => name.clone(),
        DomainChange::ValidateConstraint { name } => Some(name.clone()),
        _ => return None,
    };
    let users = match context.facts.users_of_domain(domain) {
        Fact::Known(users) => {
            let names = users.into_iter().filter_map(|id| context.facts.name_of(id)).filter(|name| is_older(name, context));
            let names: Vec<String> = names.take(8).map(|name| format!("`{name}`")).collect();
            if names.is_empty() {
                return None;
            }
            names.join(", ")
        }
        Fact::Unknown => "every table that uses it".to_owned(),
    };
    let message =
        format!("all rows of {users} are read under a `SHARE` lock for what domain `{domain}` demands: writes wait meanwhile");
    let advice = match (change, &constraint) {
        (DomainChange::ValidateConstraint { .. }, _) => "Do it when few people work, in a migration of its own.".to_owned(),
        (_, name) => format!(
            "Demand it of new values only, and validate it when few people work:\nALTER DOMAIN {domain} ADD CONSTRAINT {} CHECK (...) NOT VALID;",
            named(name.as_deref().unwrap_or("its_name"))
        ),
    };
    Some(Hit::new(effect, domain, message, advice))
}
