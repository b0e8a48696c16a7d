#![doc = include_str!("drop_type.md")]

use report::Severity;

use super::enum_value_removed::replacement;
use crate::rules::{Check, Context, Group, Hit, Rule, dropped};
use crate::{Action, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-type",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "A type or domain is deleted, with CASCADE also the columns that use it",
    page: include_str!("drop_type.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let types = dropped(statement, context, &[ObjectKind::Type, ObjectKind::Domain]).into_iter();
    // An enum that was made anew is that rule's business.
    let types = types.filter(|(_, _, name, _)| replacement(name, context).is_none()).map(|(effect, kind, name, cascade)| {
        let (effect_of_cascade, severity) = if cascade {
            (", and with `CASCADE` every column of that type with its values", Severity::Error)
        } else {
            ("", Severity::Warning)
        };
        let advice = format!("Change the columns that use `{name}` to another type by name, then drop it without `CASCADE`.");
        Hit::new(effect, name, format!("{kind} `{name}` is deleted{effect_of_cascade}"), advice).severity(severity)
    });
    let attributes = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::DropsAttribute { name, attribute, .. } => Some(
            Hit::new(
                effect,
                name.part(attribute),
                format!("attribute `{attribute}` of type `{name}` is deleted, in every column of that type"),
                format!("Deploy clients that no longer use `{attribute}` first, and keep a backup."),
            )
            .severity(Severity::Error),
        ),
        _ => None,
    });
    types.chain(attributes).collect()
}
