#![doc = include_str!("rewriting_table_change.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule, locks::is_older};
use crate::{Action, Effect, Name, ObjectKind, Statement, TableChange};

pub(crate) const RULE: Rule = Rule {
    id: "rewriting-table-change",
    severity: Severity::Warning,
    group: Group::Locks,
    opt_in: false,
    summary: "A table is written anew, or moved, while nobody can use it",
    page: include_str!("rewriting_table_change.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::AltersTable { table, change } if is_older(table, context) => {
            Some(hit(effect, table, &what(table, change, context)?))
        }
        Action::MovesIndex { index, tablespace } if !context.facts.is_born_here(ObjectKind::Index, index) => {
            Some(hit(effect, index, &format!("is moved to tablespace `{tablespace}`")))
        }
        Action::MovesTablespace { from, to } => Some(all(effect, from, to)),
        _ => None,
    });
    found.collect()
}

fn what(table: &Name, change: &TableChange, context: &Context<'_>) -> Option<String> {
    let unlogged = context.facts.table(table).and_then(|table| table.unlogged);
    match change {
        TableChange::SetLogged if unlogged != Some(false) => Some("is written anew, and to the log,".to_owned()),
        // That rows may be lost is said by another rule; that they are copied now as well would be the same finding again.
        TableChange::SetTablespace(to) => Some(format!("is moved to tablespace `{to}`")),
        TableChange::SetAccessMethod(to) => Some(format!("is written anew for access method `{to}`")),
        _ => None,
    }
}

fn hit(effect: &Effect, object: &Name, what: &str) -> Hit {
    let message = format!("`{object}` {what} under an `ACCESS EXCLUSIVE` lock: nobody can use it until all of it is copied");
    let advice = "Do it when nobody works, or create a new table, copy the rows in batches and switch over. Let it give up rather than hold up everybody:\n\
                  SET LOCAL lock_timeout = '5s';";
    Hit::new(effect, object, message, advice)
}

fn all(effect: &Effect, from: &str, to: &str) -> Hit {
    let message = format!(
        "everything in tablespace `{from}` is moved to `{to}` under `ACCESS EXCLUSIVE` locks: nobody can use it until all is copied"
    );
    let advice =
        "Move one after the other, each in a migration of its own, when nobody works:\nALTER TABLE one SET TABLESPACE there;";
    Hit::new(effect, from, message, advice)
}
