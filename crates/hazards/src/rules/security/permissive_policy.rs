#![doc = include_str!("permissive_policy.md")]

use report::Severity;

use super::{
    Grantee, hit, instead, named, own_rows,
    weaken_policy::{Succession, succession},
    widest, written,
};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{
    Effect, Name, Policy, Security, Statement,
    policy::{asks_who, check_of, is_always_true, is_never_true, roles},
};

pub(crate) const RULE: Rule = Rule {
    id: "permissive-policy",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A policy lets everybody, or any client, see or change rows",
    page: include_str!("permissive_policy.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        crate::Action::Security(Security::CreatesPolicy(policy)) if policy.permissive => judge(effect, policy, context),
        _ => None,
    });
    found.collect()
}

/// A policy that takes the place of another is compared with that one instead.
fn judge(effect: &Effect, policy: &Policy, context: &Context<'_>) -> Option<Hit> {
    let (severity, what) = weigh(policy, context)?;
    if !matches!(succession(policy, context), Succession::None) {
        return None;
    }
    let name = Name::from(policy.name.as_str());
    let message =
        format!("policy `{name}` lets {} {}", named(&roles(policy)), what.replace("{}", &format!("`{}`", policy.table)));
    Some(hit(effect, policy.table.part(&policy.name), message, advice(policy, context), severity))
}

/// How grave it is, and what it lets them do. `None`: nothing that is worth a word.
fn weigh(policy: &Policy, context: &Context<'_>) -> Option<(Severity, &'static str)> {
    let who = widest(&roles(policy), context);
    let sees_all = policy.using.as_ref().is_some_and(is_always_true);
    let writes = policy.command != "SELECT";
    let writes_rows = writes && policy.command != "DELETE";
    let writes_all = writes_rows && check_of(policy).is_some_and(is_always_true);
    let by_clients = if who >= Grantee::Client { Severity::Error } else { Severity::Warning };
    match policy.command.as_str() {
        _ if who == Grantee::Administrator => None,
        "SELECT" if sees_all => Some((Severity::Warning, "see every row of {}")),
        "INSERT" if writes_all => Some((by_clients, "add any row to {}")),
        "DELETE" if sees_all => Some((by_clients, "delete every row of {}")),
        "UPDATE" if sees_all => Some((by_clients, "change every row of {}")),
        "ALL" if sees_all => Some((by_clients, "see, change and delete every row of {}")),
        "ALL" if writes_all && policy.using.is_none() => Some((by_clients, "add any row to {}")),
        _ if writes_all => Some((
            Severity::Warning,
            "turn the rows of {} that they may change into anything, other people's included: the check is true of every row",
        )),
        _ => conditional(policy, who, writes),
    }
}

/// A condition that does not ask who is there is the same for all whom the policy names.
fn conditional(policy: &Policy, who: Grantee, writes: bool) -> Option<(Severity, &'static str)> {
    let conditions: Vec<_> = [&policy.using, &policy.with_check].into_iter().flatten().collect();
    let lets_none_through = conditions.iter().all(|condition| is_never_true(condition));
    if lets_none_through {
        return None;
    }
    if who < Grantee::Client || conditions.iter().any(|condition| asks_who(condition)) && !names_anonymous(policy) {
        return unsaid(policy);
    }
    match (who, writes) {
        (_, true) => Some((Severity::Warning, "write rows of {} by a condition that does not ask who they are")),
        (Grantee::Everybody, false) => Some((Severity::Notice, "see rows of {} by a condition that does not ask who they are")),
        (_, false) => None,
    }
}

/// What a policy leaves to Postgres, and a reader may not know.
fn unsaid(policy: &Policy) -> Option<(Severity, &'static str)> {
    if policy.roles.is_none() {
        return Some((Severity::Notice, "pass where its condition is true of {}, because it names no role"));
    }
    let is_unchecked = matches!(policy.command.as_str(), "ALL" | "UPDATE") && policy.with_check.is_none();
    is_unchecked.then_some((Severity::Notice, "write to {} what its `USING` lets through, because it has no `WITH CHECK`"))
}

/// Whoever is nobody in particular has no rows of his own.
fn names_anonymous(policy: &Policy) -> bool {
    policy.command != "SELECT"
        && policy.roles.iter().flatten().any(|role| role == "anon" || role == "web_anon" || role == "anonymous")
}

fn advice(policy: &Policy, context: &Context<'_>) -> String {
    let (name, table) = (Name::from(policy.name.as_str()), &policy.table);
    let to = policy.roles.as_ref().filter(|roles| !roles.iter().any(|role| role == "public" || role == "anon"));
    let to = to.map_or_else(|| "authenticated".to_owned(), |roles| written(roles));
    let own = own_rows(table, context);
    let clauses = match policy.command.as_str() {
        "INSERT" => format!("WITH CHECK ({own})"),
        "SELECT" | "DELETE" => format!("USING ({own})"),
        _ => format!("USING ({own}) WITH CHECK ({own})"),
    };
    instead(
        "Name the roles, and let the condition ask whose row it is:",
        &format!("CREATE POLICY {name} ON {table} FOR {} TO {to} {clauses};", policy.command),
    )
}
