#![doc = include_str!("weaken_policy.md")]

use report::Severity;

use super::{Grantee, grantee, hit, instead, named, own_rows, policy_sql};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{
    Effect, Name, Policy, Security, Statement,
    policy::{Width, check_of, compare, is_always_true, roles},
};

pub(crate) const RULE: Rule = Rule {
    id: "weaken-policy",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A policy lets more through than before",
    page: include_str!("weaken_policy.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        crate::Action::Security(Security::AltersPolicy(change)) => altered(effect, change, context),
        crate::Action::Security(Security::CreatesPolicy(new)) => match succession(new, context) {
            Succession::Wider(old) => widened(effect, old, new, context),
            _ => None,
        },
        _ => None,
    });
    found.collect()
}

/// How a new policy stands to those that the script dropped from its table.
pub(super) enum Succession<'a> {
    /// It takes nobody's place.
    None,
    /// It lets through no more than one of them.
    NotWider,
    /// It lets through more, or that cannot be told.
    Wider(&'a Policy),
}

pub(super) fn succession<'a>(new: &Policy, context: &Context<'a>) -> Succession<'a> {
    let before = context.facts.dropped_policies(&new.table).take(MOST_DROPPED);
    let before: Vec<&Policy> = before.filter(|old| old.name == new.name || old.command == new.command).collect();
    let is_kept = |old: &&Policy| compare(old, new).iter().all(|(_, width)| *width == Width::NotWider);
    match before.iter().copied().find(|old| old.name == new.name).or_else(|| before.first().copied()) {
        None => Succession::None,
        Some(_) if before.iter().any(is_kept) => Succession::NotWider,
        Some(old) => Succession::Wider(old),
    }
}

/// Nobody drops more policies of one table than that; a hostile script might.
const MOST_DROPPED: usize = 20;

fn altered(effect: &Effect, change: &Policy, context: &Context<'_>) -> Option<Hit> {
    let old = context.facts.table(&change.table).and_then(|table| table.policies.get(&change.name));
    if let Some(old) = old {
        let mut new = old.clone();
        new.change(change);
        return widened(effect, old, &new, context);
    }
    let is_open = [&change.using, &change.with_check].into_iter().flatten().any(is_always_true);
    let to_clients = change.roles.iter().flatten().any(|role| grantee(role, context) >= Grantee::Client);
    let severity = if is_open { Severity::Error } else { Severity::Warning };
    let name = Name::from(change.name.as_str());
    let reason = match (is_open, to_clients) {
        (true, _) => "its condition is true of every row now",
        (false, true) => "it is for clients now",
        (false, false) => "whether it lets more through than before cannot be told",
    };
    let message = format!("policy `{name}` of `{}` is changed: {reason}", change.table);
    Some(hit(effect, change.table.part(&change.name), message, advice(change, None, context), severity))
}

fn widened(effect: &Effect, old: &Policy, new: &Policy, context: &Context<'_>) -> Option<Hit> {
    let changed = compare(old, new);
    let of = |width| changed.iter().filter(move |(_, found)| *found == width).map(|(what, _)| *what).collect::<Vec<_>>();
    let (wider, unclear) = (of(Width::Wider), of(Width::Unclear));
    let name = Name::from(new.name.as_str());
    let (severity, message) = match (wider.as_slice(), unclear.as_slice()) {
        ([], []) => return None,
        ([], unclear) => {
            let what = unclear.join(" and ");
            (
                Severity::Warning,
                format!("policy `{name}` of `{}` may let more through than before: {what} cannot be compared", new.table),
            )
        }
        (wider, _) => {
            let what = wider.join(" and ");
            let message = format!(
                "policy `{name}` of `{}` lets more through than before, for {}: {what} became wider",
                new.table,
                named(&roles(new))
            );
            (if is_grave(old, new, context) { Severity::Error } else { Severity::Warning }, message)
        }
    };
    Some(hit(effect, new.table.part(&new.name), message, advice(new, Some(old), context), severity))
}

/// Clients that come in, and conditions that are true of every row.
fn is_grave(old: &Policy, new: &Policy, context: &Context<'_>) -> bool {
    let (before, now) = (roles(old), roles(new));
    let comes_in = |role: &String| grantee(role, context) >= Grantee::Client && !before.contains(role);
    let opened = |old: Option<&crate::Expression>, new: Option<&crate::Expression>| {
        new.is_some_and(is_always_true) && !old.is_some_and(is_always_true)
    };
    let is_open = opened(old.using.as_ref(), new.using.as_ref()) || opened(check_of(old), check_of(new));
    is_open || new.permissive && !before.iter().any(|role| role == "public") && now.iter().any(comes_in)
}

fn advice(new: &Policy, old: Option<&Policy>, context: &Context<'_>) -> String {
    let name = Name::from(new.name.as_str());
    let own = || format!("ALTER POLICY {name} ON {} USING ({});", new.table, own_rows(&new.table, context));
    instead(
        "Keep what it demanded, and give those who need more a policy of their own, so that a reader sees who that is. What it was:",
        &old.map_or_else(own, policy_sql),
    )
}
