#![doc = include_str!("drop_function.md")]

use report::Severity;

use super::replace_function::made_again;
use crate::rules::{Check, Context, Group, Hit, Rule, dropped, with_dependants, without_cascade};
use crate::{ObjectKind, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "drop-function",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A function or procedure is deleted: clients that call it fail",
    page: include_str!("drop_function.md"),
    check: Check::Statement(check),
};

/// What is called, by name or by a sign.
const KINDS: [ObjectKind; 6] = [
    ObjectKind::Function,
    ObjectKind::Procedure,
    ObjectKind::Routine,
    ObjectKind::Aggregate,
    ObjectKind::Other("operator"),
    ObjectKind::Other("cast"),
];

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &KINDS)
        .into_iter()
        // What is made again is that rule's business.
        .filter(|(_, _, name, cascade)| *cascade || made_again(name, context).is_none())
        .map(|(effect, kind, name, cascade)| {
            let use_of = if matches!(kind, ObjectKind::Other(_)) { "use" } else { "call" };
            let message = format!("{kind} `{name}` is deleted{}: clients that {use_of} it fail", with_dependants(cascade));
            let advice = format!(
                "Deploy clients that no longer {use_of} `{name}` first; drop it in a later migration.{}",
                without_cascade(cascade)
            );
            let hit = Hit::new(effect, name, message, advice);
            if cascade { hit.severity(Severity::Error) } else { hit }
        })
        .collect()
}
