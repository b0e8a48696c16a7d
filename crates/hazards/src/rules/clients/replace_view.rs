#![doc = include_str!("replace_view.md")]

use report::Severity;

use crate::rules::wording::list;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, ObjectKind, Statement, View, facts::KnownView};

pub(crate) const RULE: Rule = Rule {
    id: "replace-view",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "A view that clients use shows something else",
    page: include_str!("replace_view.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesView(new) if new.replaces => Some((effect, &new.name, new, false)),
        Action::Drops { kind: ObjectKind::View, name, cascade: false, .. } => {
            Some((effect, name, made_again(name, context)?, true))
        }
        _ => None,
    });
    found.filter_map(|(effect, name, new, is_dropped)| replaced(effect, name, new, is_dropped, context)).collect()
}

fn replaced(effect: &Effect, name: &Name, new: &View, is_dropped: bool, context: &Context<'_>) -> Option<Hit> {
    if context.facts.is_born_here(ObjectKind::View, name) || context.facts.is_renewed_here(ObjectKind::View, name) {
        return None;
    }
    let beside = name.sibling(&format!("{}_new", name.last()));
    let advice = format!(
        "Make what is new under another name, and drop the old view in a later migration, when no client uses it:\nCREATE VIEW {beside} AS ...;"
    );
    let Some(old) = context.facts.view(name) else {
        let message = format!("view `{name}` is replaced where it exists: clients may find other columns or rows in it");
        let lost = if is_dropped { ", and the rights that were granted on it are lost" } else { "" };
        let severity = if is_dropped { Severity::Warning } else { Severity::Notice };
        return Some(Hit::new(effect, name, message + lost, advice).severity(severity));
    };
    match (difference(old, new), is_dropped) {
        (None, false) => None,
        (Some((change, severity)), false) => {
            Some(Hit::new(effect, name, format!("view `{name}` {change}"), advice).severity(severity))
        }
        (None, true) => {
            let message =
                format!("view `{name}` is dropped and made again as it was: the rights that were granted on it are lost");
            let advice = format!("Leave out what changes nothing; else grant them again:\nGRANT SELECT ON {name} TO <client>;");
            Some(Hit::new(effect, name, message, advice))
        }
        (Some((change, _)), true) => {
            let message =
                format!("view `{name}` {change}; it is dropped and made again, and the rights that were granted on it are lost");
            Some(Hit::new(effect, name, message, advice))
        }
    }
}

/// What clients find different; `None`: nothing.
fn difference(old: &KnownView, new: &View) -> Option<(String, Severity)> {
    if old.query == new.query && old.columns == new.columns {
        return None;
    }
    let Some((had, has)) = old.columns.as_ref().zip(new.columns.as_ref()) else {
        let change = "is made by another query from now on: clients may find other columns or rows in it";
        return Some((change.to_owned(), Severity::Warning));
    };
    let lost = list(had.iter().filter(|column| !has.contains(column)));
    let added = list(has.iter().filter(|column| !had.contains(column)));
    Some(match (lost, added) {
        (Some(lost), _) => (format!("no longer has {lost}: clients that read it fail"), Severity::Warning),
        // A column more is why most views are replaced.
        (None, Some(added)) => {
            (format!("has {added} besides what it had, by another query: clients may find other rows in it"), Severity::Notice)
        }
        (None, None) => {
            let change = "is made by another query from now on: clients may find other rows or values in it";
            (change.to_owned(), Severity::Warning)
        }
    })
}

/// The view of the same name that the script makes not long after.
pub(super) fn made_again<'a>(name: &Name, context: &Context<'a>) -> Option<&'a View> {
    context.soon().find_map(|effect| match &effect.action {
        Action::CreatesView(view) if context.facts.are_same(ObjectKind::View, name, &view.name) => Some(view),
        _ => None,
    })
}
