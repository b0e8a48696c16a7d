#![doc = include_str!("set_schema.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "set-schema",
    severity: Severity::Error,
    group: Group::Clients,
    opt_in: false,
    summary: "Something is moved to another schema: clients do not find it any more",
    page: include_str!("set_schema.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Renames { kind, name, to } if name.last() == to.last() => Some((effect, *kind, name, to)),
        _ => None,
    });
    found
        .filter(|(_, kind, name, _)| !context.facts.is_born_here(*kind, name))
        .map(|(effect, kind, name, to)| {
            let schema = Name::from(to.schema().unwrap_or_default());
            let shown = kind.to_string();
            let message = format!("{shown} `{name}` is moved to schema `{schema}`: clients that look for it where it was fail");
            let advice = match kind {
                ObjectKind::Table | ObjectKind::ForeignTable | ObjectKind::View | ObjectKind::MaterializedView => format!(
                    "Leave a view in the old place until no client uses it, and let clients use the new schema:\n\
                     ALTER {} {name} SET SCHEMA {schema};\n\
                     CREATE VIEW {name} AS SELECT * FROM {to};\n\
                     GRANT USAGE ON SCHEMA {schema} TO <client>;",
                    shown.to_uppercase(),
                ),
                _ => format!(
                    "Let clients find both schemas first:\nALTER ROLE <client> SET search_path = {}, {schema};\nGRANT USAGE ON SCHEMA {schema} TO <client>;",
                    Name::from(name.schema().unwrap_or("public")),
                ),
            };
            Hit::new(effect, name, message, advice)
        })
        .collect()
}
