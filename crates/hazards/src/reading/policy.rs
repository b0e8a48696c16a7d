//! Which rows does a policy let whom see and write?

use postgres_syntax::Cursor;

use super::{Effects, definition::expression, rights::roles};
use crate::{Action, Name, Policy, Security};

/// Reads what follows `CREATE POLICY`.
pub(super) fn create(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut policy = named(words)?;
    if words.take("AS") {
        policy.permissive = words.take_any(&["PERMISSIVE", "RESTRICTIVE"])? == "PERMISSIVE";
    }
    if words.take("FOR") {
        policy.command = words.take_any(&["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"])?.to_owned();
    }
    clauses(words, &mut policy)?;
    effects.add_whole(Action::Security(Security::CreatesPolicy(policy)));
    Some(())
}

/// Reads what follows `ALTER POLICY`.
pub(super) fn alter(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("IF EXISTS");
    let mut policy = named(words)?;
    let security = if words.take("RENAME TO") {
        Security::RenamesPolicy { table: policy.table, from: policy.name, to: words.identifier()? }
    } else {
        clauses(words, &mut policy)?;
        Security::AltersPolicy(policy)
    };
    effects.add_whole(Action::Security(security));
    words.is_done().then_some(())
}

fn named(words: &mut Cursor<'_>) -> Option<Policy> {
    let name = words.identifier()?;
    words.take("ON").then_some(())?;
    let table = Name::new(words.name()?);
    Some(Policy { name, table, command: "ALL".to_owned(), permissive: true, roles: None, using: None, with_check: None })
}

fn clauses(words: &mut Cursor<'_>, policy: &mut Policy) -> Option<()> {
    while !words.is_done() {
        match words.take_any(&["TO", "USING", "WITH CHECK"])? {
            "TO" => policy.roles = Some(roles(words)?),
            "USING" => policy.using = Some(expression(&words.parentheses()?)),
            _ => policy.with_check = Some(expression(&words.parentheses()?)),
        }
    }
    Some(())
}
