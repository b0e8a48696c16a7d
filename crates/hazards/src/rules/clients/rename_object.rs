#![doc = include_str!("rename_object.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Facts, Name, ObjectKind, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "rename-object",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "Something that clients may name is renamed",
    page: include_str!("rename_object.md"),
    check: Check::Statement(check),
};

/// What is renamed, and to what.
struct Renaming {
    kind: String,
    object: Name,
    from: String,
    to: String,
    severity: Severity,
    advice: String,
}

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| Some((effect, renaming(effect, context)?)));
    found
        .map(|(effect, renaming)| {
            let Renaming { kind, object, from, to, severity, advice } = renaming;
            let harm = match severity {
                Severity::Notice => "",
                _ => ": clients that still use the old name fail",
            };
            let message = format!("{kind} `{from}` is called `{to}` from now on{harm}");
            Hit::new(effect, object, message, advice).severity(severity)
        })
        .collect()
}

fn renaming(effect: &Effect, context: &Context<'_>) -> Option<Renaming> {
    let facts = context.facts;
    match &effect.action {
        Action::Renames { kind, name, to } if name.last() != to.last() && !is_replaced(*kind, name, context) => {
            whole(*kind, name, to, facts)
        }
        Action::RenamesPart { kind, owner, from, to } if !facts.is_born_here(ObjectKind::Table, owner) => {
            let is_attribute = *kind == ObjectKind::Other("composite type column");
            let severity = if is_attribute { Severity::Warning } else { Severity::Notice };
            Some(Renaming {
                kind: if is_attribute { "attribute" } else { part(*kind) }.to_owned(),
                object: owner.part(from),
                from: from.clone(),
                to: to.clone(),
                severity,
                advice: format!(
                    "Look for `{from}` in clients and later migrations: error handling often compares names of constraints."
                ),
            })
        }
        Action::RenamesEnumValue { name, from, to } if !facts.is_born_here(ObjectKind::Type, name) => Some(Renaming {
            kind: "enum value".to_owned(),
            object: name.part(from),
            from: from.clone(),
            to: to.clone(),
            severity: Severity::Warning,
            advice: format!(
                "Clients that write `{from}` fail, and those that read `{to}` may not know it. Have both until no client uses the old one:\n\
                 ALTER TYPE {name} ADD VALUE {};\n\
                 -- in a later migration, when clients write the new one\n\
                 UPDATE <table> SET <column> = {} WHERE <column> = {};",
                quoted(to),
                quoted(to),
                quoted(from),
            ),
        }),
        Action::Security(Security::RenamesPolicy { table, from, to }) if !facts.is_born_here(ObjectKind::Table, table) => {
            Some(Renaming {
                kind: "policy".to_owned(),
                object: table.part(from),
                from: from.clone(),
                to: to.clone(),
                severity: Severity::Notice,
                advice: format!("Name it `{to}` in later migrations."),
            })
        }
        _ => None,
    }
}

fn whole(kind: ObjectKind, name: &Name, to: &Name, facts: &Facts) -> Option<Renaming> {
    if matches!(kind, ObjectKind::Table | ObjectKind::ForeignTable) || facts.is_born_here(kind, name) {
        return None;
    }
    let severity = if kind == ObjectKind::Index { Severity::Notice } else { Severity::Warning };
    let to_name = Name::from(to.last());
    let advice = match kind {
        ObjectKind::Index => format!("Name it `{to_name}` in later migrations; Prisma knows it by `map:`."),
        ObjectKind::View => {
            format!("Leave a view under the old name until no client uses it:\nCREATE VIEW {name} AS SELECT * FROM {to};")
        }
        ObjectKind::MaterializedView => {
            format!("Leave a view under the old name until no client uses it:\nCREATE VIEW {name} AS SELECT * FROM {to};")
        }
        ObjectKind::Schema => format!(
            "Move clients first: let them find both schemas, then rename:\nALTER ROLE <client> SET search_path = {name}, {to_name};"
        ),
        ObjectKind::Type | ObjectKind::Domain => {
            format!(
                "Clients name types in casts, Prisma's in every query with an enum: keep the name with `@@map(\"{}\")`.",
                name.last()
            )
        }
        ObjectKind::Sequence => format!(
            "Clients and defaults that call `nextval('{name}')` by its name fail; what is bound to a column goes on working."
        ),
        ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Routine | ObjectKind::Aggregate => {
            format!(
                "Leave `{name}` as it is, make `{to}` beside it, let the old one call the new one, and drop it when no client calls it."
            )
        }
        _ => "Deploy clients that know both names first.".to_owned(),
    };
    Some(Renaming {
        kind: kind.to_string(),
        object: name.clone(),
        from: name.to_string(),
        to: to_name.to_string(),
        severity,
        advice,
    })
}

/// Whether another object gets the name: in that shape enums are made anew, which has a rule of its own.
fn is_replaced(kind: ObjectKind, name: &Name, context: &Context<'_>) -> bool {
    let is_it = |other: &Name| context.facts.are_same(kind, name, other);
    kind == ObjectKind::Type
        && (context.facts.is_born_here(ObjectKind::Type, name)
            || context.soon().any(|effect| match &effect.action {
                Action::Renames { kind: ObjectKind::Type, to, .. } => is_it(to),
                Action::CreatesEnum { name, .. } | Action::Creates { kind: ObjectKind::Type, name, .. } => is_it(name),
                _ => false,
            }))
}

fn part(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Other("table constraint" | "domain constraint") => "constraint",
        kind => kind.object_type(),
    }
}

fn quoted(value: &str) -> String {
    postgres_terms::Literal(value).quote()
}
