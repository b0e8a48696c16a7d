#![doc = include_str!("enum_value_removed.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, dropped};
use crate::{Action, Fact, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "enum-value-removed",
    severity: Severity::Error,
    group: Group::Data,
    opt_in: false,
    summary: "An enum is made anew without some of its values",
    page: include_str!("enum_value_removed.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Type])
        .into_iter()
        .filter_map(|(effect, _, name, _)| {
            let (new, called) = replacement(name, context)?;
            match context.facts.values_lost(name, &new) {
                Fact::Known(lost) if lost.is_empty() => None,
                Fact::Known(lost) => {
                    let lost = lost.join("`, `");
                    let advice = format!(
                        "Deploy clients that no longer write `{lost}`, move the rows that hold it to another value, and only then make `{called}` anew."
                    );
                    Some(Hit::new(effect, &called, format!("enum `{called}` is made anew without `{lost}`: rows that hold it make the migration fail"), advice))
                }
                Fact::Unknown => {
                    let advice = format!("Compare the values of `{called}` in production with those of the new type before it is replaced.");
                    let message = format!("enum `{called}` is made anew, and the values that it had are not known here: some may be missing");
                    Some(Hit::new(effect, &called, message, advice).severity(Severity::Warning))
                }
            }
        })
        .collect()
}

/// The enum that takes the place of a dropped type, and what it is called in the end.
pub(super) fn replacement(dropped: &Name, context: &Context<'_>) -> Option<(Name, Name)> {
    if let Some(new) = context.facts.replacement_of(dropped) {
        let called = new.clone();
        return Some((new, called));
    }
    // Or the new one gets the name only afterwards.
    context.soon().find_map(|effect| match &effect.action {
        Action::Renames { kind: ObjectKind::Type, name, to }
            if context.facts.is_enum(name) && context.facts.are_same(ObjectKind::Type, to, dropped) =>
        {
            Some((name.clone(), to.clone()))
        }
        _ => None,
    })
}
