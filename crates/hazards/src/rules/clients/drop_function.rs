#![doc = include_str!("drop_function.md")]

use report::Severity;

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

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    dropped(statement, context, &[ObjectKind::Function, ObjectKind::Procedure, ObjectKind::Routine, ObjectKind::Aggregate])
        .into_iter()
        .map(|(effect, kind, name, cascade)| {
            let message = format!("{kind} `{name}` is deleted{}: clients that call it fail", with_dependants(cascade));
            let advice = format!(
                "Deploy clients that no longer call `{name}` first; to change its body, use `CREATE OR REPLACE`.{}",
                without_cascade(cascade)
            );
            let hit = Hit::new(effect, name, message, advice);
            if cascade { hit.severity(Severity::Error) } else { hit }
        })
        .collect()
}
