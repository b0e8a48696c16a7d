#![doc = include_str!("replace_function.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, ObjectKind, Routine, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "replace-function",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A function that clients call does something else",
    page: include_str!("replace_function.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesRoutine(new) if new.replaces => Some((effect, &new.name, new, false)),
        Action::Drops { kind, name, cascade: false, .. } if kind.name_space() == "routine" => {
            Some((effect, name, made_again(name, context)?, true))
        }
        _ => None,
    });
    let is_new = |name: &Name| {
        context.facts.is_born_here(ObjectKind::Routine, name) || context.facts.is_renewed_here(ObjectKind::Routine, name)
    };
    found
        .filter(|(_, name, ..)| !is_new(name))
        .filter_map(|(effect, name, new, is_dropped)| replaced(effect, name, new, is_dropped, context))
        .collect()
}

fn replaced(effect: &Effect, name: &Name, new: &Routine, is_dropped: bool, context: &Context<'_>) -> Option<Hit> {
    let kind = new.kind;
    let advice = format!(
        "Make sure that clients that are running can live with it. Where they cannot, make the new one under another name and drop `{name}` in a later migration, when nobody calls it."
    );
    let Some(old) = context.facts.routine(&new.name) else {
        let message = format!("{kind} `{name}` is replaced where it exists: clients that are running call the new one at once");
        return Some(Hit::new(effect, name, message, advice).severity(Severity::Notice));
    };
    if old.text == new.text && !is_dropped {
        return None;
    }
    Some(match (&old.returns, &new.returns) {
        (Some(had), Some(has)) if !had.eq_ignore_ascii_case(has) => {
            let message =
                format!("{kind} `{name}` returns `{has}` instead of `{had}` from now on: clients that expect the old type fail");
            Hit::new(effect, name, message, advice)
        }
        _ if is_dropped => {
            let message = format!(
                "{kind} `{name}` is dropped and made again: the rights on it are lost, and everybody may execute the new one"
            );
            let replacing = kind.to_string().to_uppercase();
            let advice = format!("Say `CREATE OR REPLACE {replacing}` instead, which keeps the rights and what depends on it.");
            Hit::new(effect, name, message, advice)
        }
        _ => {
            let message =
                format!("{kind} `{name}` does something else from now on: clients that are running call the new one at once");
            Hit::new(effect, name, message, advice).severity(Severity::Notice)
        }
    })
}

/// The routine of the same name, and of the same arguments where both are written, that the script makes not long after.
pub(super) fn made_again<'a>(name: &Name, context: &Context<'a>) -> Option<&'a Routine> {
    let bare = |name: &Name| name.sibling(name.last().split('(').next().unwrap_or_default());
    let has_arguments = name.last().contains('(');
    let is_it = |made: &Name| {
        let (one, other) = if has_arguments { (name.clone(), made.clone()) } else { (name.clone(), bare(made)) };
        context.facts.are_same(ObjectKind::Routine, &one, &other)
    };
    context.soon().find_map(|effect| match &effect.action {
        Action::CreatesRoutine(routine) if is_it(&routine.name) => Some(routine),
        _ => None,
    })
}
