#![doc = include_str!("sequence_reset.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, ColumnChange, Name, ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "sequence-reset",
    severity: Severity::Warning,
    group: Group::Data,
    opt_in: false,
    summary: "A sequence goes on from another number",
    page: include_str!("sequence_reset.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| {
        let (object, what, to_maximum) = match &effect.action {
            Action::SetsSequence { sequence: Some(name), .. } if facts.is_born_here(ObjectKind::Sequence, name) => return None,
            Action::SetsSequence { sequence: Some(name), to_maximum } => {
                (name.clone(), format!("sequence `{name}`"), *to_maximum)
            }
            Action::SetsSequence { sequence: None, to_maximum } => {
                (Name::default(), "a sequence whose name is computed".to_owned(), *to_maximum)
            }
            Action::AltersColumn { table, column, change: ColumnChange::SetIdentity { restarts: true, .. } }
                if !facts.is_column_born_here(table, column) =>
            {
                (table.part(column), format!("the sequence of `{}`", table.part(column)), false)
            }
            _ => return None,
        };
        Some((effect, object, what, to_maximum))
    });
    found
        .map(|(effect, object, what, to_maximum)| {
            let message = format!("{what} goes on from another number");
            if to_maximum {
                let advice = "Make sure that no client inserts meanwhile: numbers that it takes after the `max()` are given out again.";
                return Hit::new(effect, object, message, advice).severity(Severity::Notice);
            }
            let advice = "Numbers that are in use are given out again: inserts fail on the key, or, without one, two things share a number. \
                          Go on from the largest in use:\nSELECT setval('<sequence>', (SELECT max(<column>) FROM <table>));";
            let advice = if object.parts().is_empty() { advice.to_owned() } else { advice.replace("<sequence>", &object.to_string()) };
            Hit::new(effect, object, message + ", which may be in use already", advice)
        })
        .collect()
}
