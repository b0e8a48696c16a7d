#![doc = include_str!("drop_constraint.md")]

use report::Severity;

use crate::rules::dependants::{also, goes_soon, is_still_unique, key_columns, of_key};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Constraint, ConstraintKind, DomainChange, Effect, Facts, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-constraint",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A constraint no longer protects the rows",
    page: include_str!("drop_constraint.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsConstraint { table, constraint, cascade } if !facts.is_born_here(ObjectKind::Table, table) => {
            dropped(effect, table, constraint, *cascade, context)
        }
        Action::AltersConstraint { table, constraint } if !facts.is_born_here(ObjectKind::Table, table) => {
            let message = format!("constraint `{constraint}` of `{table}` is checked at another time from now on, or not at all");
            let advice = "Make sure that clients expect its error where it comes now: a deferred one at `COMMIT`.";
            Some(Hit::new(effect, table.part(constraint), message, advice).severity(Severity::Notice))
        }
        Action::AltersDomain { domain, change: DomainChange::DropConstraint { name } }
            if !facts.is_born_here(ObjectKind::Domain, domain) =>
        {
            let message = format!(
                "constraint `{name}` of domain `{domain}` is dropped: no column of that type is kept right by it from now on"
            );
            let advice = format!("Make sure that no client relies on `{name}`; add what replaces it in the same migration.");
            Some(Hit::new(effect, domain.part(name), message, advice))
        }
        _ => None,
    });
    found.collect()
}

fn dropped(effect: &Effect, table: &Name, name: &str, cascade: bool, context: &Context<'_>) -> Option<Hit> {
    let facts = context.facts;
    let held = facts.table(table).and_then(|table| table.constraints.get(name));
    let known = held.map(|held| &held.constraint.kind);
    let again = made_again(table, name, context);
    let object = table.part(name);
    let is_key = |kind: &ConstraintKind| matches!(kind, ConstraintKind::Unique { .. } | ConstraintKind::PrimaryKey { .. });
    if let Some(again) = again {
        // Prisma drops and adds a foreign key to change what happens on deletion. A key takes an index with it, and all that relies on it.
        return is_key(&again.kind).then(|| {
            // Unique in more columns is less.
            let old = known.map(key_columns).unwrap_or_default();
            let is_weaker = !old.is_empty() && !key_columns(&again.kind).iter().all(|column| old.contains(column));
            let weaker = if is_weaker { "; what it kept unique is unique only together with other columns from now on" } else { "" };
            let message = format!(
                "key `{name}` of `{table}` is dropped and made anew: nobody reads or writes `{table}` while its index is built, and foreign keys that rely on it are in the way or, with `CASCADE`, lost{weaker}"
            );
            let hit = Hit::new(effect, object, message, instead(table, name, again));
            if is_weaker { hit.severity(Severity::Error) } else { hit }
        });
    }
    let dependants = if cascade { ", and with `CASCADE` the foreign keys that rely on it" } else { "" };
    let (harm, severity) = match known {
        Some(kind) if is_key(kind) => {
            let covered = is_still_unique(table, key_columns(kind), context);
            let severity = if covered { Severity::Warning } else { Severity::Error };
            let also = also(&of_key(table, key_columns(kind), facts));
            let lost = if covered {
                "what it kept unique, another key keeps unique"
            } else {
                "from now on duplicates are accepted, and `ON CONFLICT` on its columns fails"
            };
            (format!("{lost}{}", if cascade { also } else { String::new() }), severity)
        }
        Some(ConstraintKind::ForeignKey(key)) => {
            let other = &key.references;
            (
                format!(
                    "from now on nothing keeps rows that reference what is not in `{other}` out; nobody reads or writes either table meanwhile"
                ),
                Severity::Warning,
            )
        }
        _ => ("from now on nothing keeps wrong rows out".to_owned(), Severity::Warning),
    };
    let columns = held.map(|held| held.constraint.columns());
    let is_gone = match columns {
        Some(columns) => goes_soon(table, columns.collect::<Vec<_>>().into_iter(), context),
        None => goes_soon(table, [].into_iter(), context),
    };
    let severity =
        if is_gone || known.is_some_and(|kind| is_told_by_column(table, kind, facts)) { Severity::Notice } else { severity };
    let message = format!("constraint `{name}` of `{table}` is dropped{dependants}: {harm}");
    let advice = format!("Make sure that no client relies on `{name}`; add what replaces it in the same migration.");
    Some(Hit::new(effect, object, message, advice).severity(severity))
}

/// Whether a check says only what `NOT NULL` says as well: it was the way there.
fn is_told_by_column(table: &Name, kind: &ConstraintKind, facts: &Facts) -> bool {
    let ConstraintKind::Check(expression) = kind else { return false };
    let [column] = expression.columns.as_slice() else { return false };
    let words: Vec<&str> =
        expression.text.split(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '"')).collect();
    let rest: Vec<String> = words.iter().filter(|word| !word.is_empty()).map(|word| word.to_ascii_lowercase()).collect();
    let is_not_null = rest.get(1..).is_some_and(|rest| *rest == ["is", "not", "null"]);
    is_not_null && facts.column(table, column).is_some_and(|column| column.not_null)
}

fn instead(table: &Name, name: &str, again: &Constraint) -> String {
    let (kind, columns) = match &again.kind {
        ConstraintKind::PrimaryKey { columns, .. } => ("PRIMARY KEY", columns),
        ConstraintKind::Unique { columns, .. } => ("UNIQUE", columns),
        _ => return String::new(),
    };
    let columns = columns.iter().map(|column| Name::from(column.as_str()).to_string()).collect::<Vec<_>>().join(", ");
    let (name, index) = (Name::from(name), Name::from(format!("{name}_new").as_str()));
    format!(
        "Build the index first, in a migration of its own, so that only a moment is left:\n\
         CREATE UNIQUE INDEX CONCURRENTLY {index} ON {table} ({columns});\n\
         -- then\n\
         ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {kind} USING INDEX {index};"
    )
}

/// The constraint of the same name that the script adds in the statement or not long after.
fn made_again<'a>(table: &Name, name: &str, context: &Context<'a>) -> Option<&'a Constraint> {
    context.now().chain(context.soon()).find_map(|effect| match &effect.action {
        Action::AddsConstraint { table: to, constraint }
            if constraint.name_on(to.last()) == name && context.facts.are_same(ObjectKind::Table, table, to) =>
        {
            Some(constraint)
        }
        _ => None,
    })
}
