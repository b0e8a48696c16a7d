#![doc = include_str!("view_bypasses_row_security.md")]

use report::Severity;

use super::{has_row_security, hit, instead, is_exposed};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Fact, Name, Statement, View, facts::invoker, secret::is_credential};

pub(crate) const RULE: Rule = Rule {
    id: "view-bypasses-row-security",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A view shows what policies, or the rights of those who read it, would hide",
    page: include_str!("view_bypasses_row_security.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesView(view) => made(effect, view, context),
        Action::AltersViewOptions { view, options } => altered(effect, view, options, context),
        _ => None,
    });
    found.collect()
}

fn made(effect: &Effect, view: &View, context: &Context<'_>) -> Option<Hit> {
    let name = &view.name;
    if !view.materialized && invoker(&view.options) == Some(true) {
        return None;
    }
    let was_invoker = context.facts.view(name).is_some_and(|known| invoker(&known.options) == Some(true));
    let exposure = is_exposed(context.facts.schema_of(name), context);
    let is_exposed = exposure == Fact::Known(true);
    let credential = view.columns.iter().flatten().find(|column| is_credential(column));
    let accounts = view.reads.iter().find(|read| read.schema() == Some("auth") && read.last() == "users");
    let hidden = hidden_table(&view.reads, context).filter(|_| !shows_already(name, was_invoker, context));
    let (severity, why) = match (accounts, hidden, credential) {
        (Some(accounts), _, _) => (Severity::Error, format!("shows accounts from `{accounts}` to whoever may read it")),
        (_, _, Some(column)) if is_exposed => {
            (Severity::Error, format!("shows `{}` to whoever may read it", Name::from(column.as_str())))
        }
        (_, Some(table), _) => {
            (Severity::Warning, format!("shows all rows of `{table}` that its owner sees, whatever the table's policies say"))
        }
        _ if was_invoker => (Severity::Warning, "no longer asks for the rights of those who read it".to_owned()),
        _ if view.materialized && is_exposed => {
            (Severity::Warning, "shows all its rows to whoever may read it: it cannot have row security".to_owned())
        }
        _ if view.materialized && exposure == Fact::Unknown => (
            Severity::Notice,
            "shows all its rows to whoever may read it, clients that reach it included: it cannot have row security".to_owned(),
        ),
        _ => return None,
    };
    let kind = if view.materialized { "materialized view" } else { "view" };
    let message = format!("{kind} `{name}` {why}");
    Some(hit(effect, name, message, advice(name, view.materialized), severity))
}

/// Whether a view that is replaced shows rows past policies as it is.
fn shows_already(view: &Name, was_invoker: bool, context: &Context<'_>) -> bool {
    let reads: Vec<Name> = context.facts.reads_of(view).collect();
    !was_invoker && hidden_table(&reads, context).is_some()
}

/// A table with row security that is read, through other views too.
fn hidden_table(reads: &[Name], context: &Context<'_>) -> Option<Name> {
    let mut left: Vec<(Name, usize)> = reads.iter().map(|read| (read.clone(), 0)).collect();
    let mut looked_at = 0;
    while let Some((name, depth)) = left.pop() {
        looked_at += 1;
        if has_row_security(&name, context) == Some(true) {
            return Some(name);
        }
        // Deeper and wider than anybody nests views; a hostile script might.
        if depth < 5 && looked_at < 200 {
            let asks = context.facts.view(&name).is_some_and(|known| invoker(&known.options) == Some(true));
            left.extend(context.facts.reads_of(&name).filter(|_| !asks).map(|read| (read, depth + 1)));
        }
    }
    None
}

fn altered(effect: &Effect, view: &Name, options: &[(String, Option<String>)], context: &Context<'_>) -> Option<Hit> {
    let option = |wanted: &str| options.iter().find(|(name, _)| name == wanted);
    let is_off = |wanted: &str| {
        option(wanted).is_some_and(|(_, value)| match value.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None | Some("false" | "off" | "no" | "0") => true,
            Some(_) => false,
        })
    };
    let reads: Vec<Name> = context.facts.reads_of(view).collect();
    let message = if is_off("security_invoker") {
        match hidden_table(&reads, context) {
            Some(table) => {
                format!("view `{view}` shows all rows of `{table}` that its owner sees, whatever the table's policies say")
            }
            None => format!("view `{view}` no longer asks for the rights of those who read it"),
        }
    } else if is_off("security_barrier") {
        format!("view `{view}` is no barrier any more: a function in a reader's condition sees rows that the view leaves out")
    } else {
        return None;
    };
    Some(hit(effect, view, message, advice(view, false), Severity::Warning))
}

fn advice(view: &Name, materialized: bool) -> String {
    if materialized {
        return instead(
            "Keep it where only those read it who may see all its rows:",
            &format!("REVOKE ALL ON {view} FROM PUBLIC;"),
        );
    }
    instead(
        "Let it ask for the rights of those who read it (since 15), policies included:",
        &format!("ALTER VIEW {view} SET (security_invoker = true, security_barrier = true);"),
    )
}
