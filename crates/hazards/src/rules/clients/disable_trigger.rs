#![doc = include_str!("disable_trigger.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, ObjectKind, Statement, TableChange};

pub(crate) const RULE: Rule = Rule {
    id: "disable-trigger",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "Triggers or rules stop firing",
    page: include_str!("disable_trigger.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    statement.effects.iter().filter_map(|effect| of_table(effect, context).or_else(|| of_session(effect))).collect()
}

fn of_table(effect: &Effect, context: &Context<'_>) -> Option<Hit> {
    let Action::AltersTable { table, change: TableChange::Firing { rule, name, mode } } = &effect.action else { return None };
    if !matches!(*mode, "DISABLE" | "ENABLE REPLICA") || context.facts.is_born_here(ObjectKind::Table, table) {
        return None;
    }
    let kind = if *rule { "rule" } else { "trigger" };
    let (object, what) = match name {
        Some(name) => (table.part(name), format!("{kind} `{name}` of `{table}` no longer fires")),
        None => (table.clone(), format!("no trigger of `{table}` fires any more, and with `ALL` no foreign key is checked")),
    };
    let shown = name.as_ref().map_or_else(|| "ALL".to_owned(), |name| Name::from(name.as_str()).to_string());
    let kind = kind.to_uppercase();
    let again = is_enabled_again(table, name.as_deref(), context);
    let advice = if again {
        format!(
            "Nobody else writes to `{table}` until the transaction ends, but rows that the script writes meanwhile went unchecked: check them."
        )
    } else {
        format!(
            "Switch it on again in the same script, after what it would have hindered:\nALTER TABLE {table} ENABLE {kind} {shown};"
        )
    };
    let hit = Hit::new(effect, object, what, advice);
    // A named one that comes back is a matter of the script alone.
    Some(if again && name.is_some() { hit.severity(Severity::Notice) } else { hit })
}

fn is_enabled_again(table: &Name, name: Option<&str>, context: &Context<'_>) -> bool {
    context.soon().any(|effect| match &effect.action {
        Action::AltersTable {
            table: to,
            change: TableChange::Firing { name: enabled, mode: "ENABLE" | "ENABLE ALWAYS", .. },
        } => (enabled.is_none() || enabled.as_deref() == name) && context.facts.are_same(ObjectKind::Table, table, to),
        _ => false,
    })
}

/// As a replica does it, the session writes without triggers and foreign keys.
fn of_session(effect: &Effect) -> Option<Hit> {
    let Action::SetsParameter { name, value, local } = &effect.action else { return None };
    let is_off = name.eq_ignore_ascii_case("session_replication_role")
        && value.as_deref().is_some_and(|value| value.eq_ignore_ascii_case("replica"));
    is_off.then(|| {
        let until = if *local { "this transaction" } else { "this session" };
        let message = format!("no trigger fires and no foreign key is checked for what {until} writes from now on");
        let advice = "Write rows with their triggers on. Where that cannot be, end it right after, and check the rows:\nSET LOCAL session_replication_role = origin;";
        Hit::new(effect, Name::from("session_replication_role"), message, advice)
    })
}
