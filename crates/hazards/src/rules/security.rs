//! Who may see or do more than before.

mod broad_grant;
mod change_owner;
mod create_extension;
mod create_role;
mod default_privileges;
mod disable_row_security;
mod drop_policy;
mod drop_role;
mod event_trigger;
mod foreign_server;
mod leakproof_function;
mod other_grant;
mod permissive_policy;
mod plain_password;
mod powerful_role;
mod publication_exposure;
mod reassign_owned;
mod revoke;
mod role_membership;
mod row_security_without_policy;
mod secret_in_sql;
mod security_definer;
mod security_label;
mod server_setting;
mod session_authority;
mod table_without_row_security;
mod untrusted_language;
mod view_bypasses_row_security;
mod weaken_policy;

use super::{Context, Hit, Rule};
use crate::{Effect, Expression, Fact, Name, Policy, Security, Statement};

pub(super) static RULES: &[Rule] = &[
    broad_grant::RULE,
    change_owner::RULE,
    create_extension::RULE,
    create_role::RULE,
    default_privileges::RULE,
    disable_row_security::RULE,
    drop_policy::RULE,
    drop_role::RULE,
    event_trigger::RULE,
    foreign_server::RULE,
    leakproof_function::RULE,
    other_grant::RULE,
    permissive_policy::RULE,
    plain_password::RULE,
    powerful_role::RULE,
    publication_exposure::RULE,
    reassign_owned::RULE,
    revoke::RULE,
    role_membership::RULE,
    row_security_without_policy::RULE,
    secret_in_sql::RULE,
    security_definer::RULE,
    security_label::RULE,
    server_setting::RULE,
    session_authority::RULE,
    table_without_row_security::RULE,
    untrusted_language::RULE,
    view_bypasses_row_security::RULE,
    weaken_policy::RULE,
];

/// The changes of rights that a statement makes.
fn changes(statement: &Statement) -> impl Iterator<Item = (&Effect, &Security)> {
    statement.effects.iter().filter_map(|effect| match &effect.action {
        crate::Action::Security(security) => Some((effect, security)),
        _ => None,
    })
}

/// Who a role is, as far as its name and the settings tell. From whom little is to be feared to whom most is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grantee {
    /// The session's own role, or one that may do everything anyhow.
    Administrator,
    /// A role of a program of one's own.
    Other,
    /// A role that clients work as.
    Client,
    /// `PUBLIC`.
    Everybody,
}

/// Roles that may do all or nearly all where they exist: those of Postgres, Supabase, and the large providers.
const ADMINISTRATORS: &[&str] = &[
    "postgres",
    "current_user",
    "current_role",
    "session_user",
    "service_role",
    "supabase_admin",
    "supabase_auth_admin",
    "supabase_storage_admin",
    "dashboard_user",
    "rds_superuser",
    "cloudsqlsuperuser",
    "azure_pg_admin",
    "neon_superuser",
];

fn grantee(role: &str, context: &Context<'_>) -> Grantee {
    match role {
        "public" => Grantee::Everybody,
        role if context.settings.client_roles.iter().any(|client| client == role) => Grantee::Client,
        role if ADMINISTRATORS.contains(&role) => Grantee::Administrator,
        _ => Grantee::Other,
    }
}

/// The one of these roles from whom most is to be feared.
fn widest(roles: &[String], context: &Context<'_>) -> Grantee {
    roles.iter().map(|role| grantee(role, context)).max().unwrap_or(Grantee::Other)
}

/// Roles in one phrase, `everybody` for `PUBLIC`.
fn named(roles: &[String]) -> String {
    let name = |role: &String| {
        if role == "public" { "everybody (`PUBLIC`)".to_owned() } else { format!("`{}`", Name::from(role.as_str())) }
    };
    match roles.iter().map(name).collect::<Vec<_>>().as_slice() {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Roles as SQL writes them.
fn written(roles: &[String]) -> String {
    let names = roles.iter().map(|role| match role.as_str() {
        "public" => "PUBLIC".to_owned(),
        "current_user" | "current_role" | "session_user" => role.to_ascii_uppercase(),
        role => Name::from(role).to_string(),
    });
    names.collect::<Vec<_>>().join(", ")
}

/// Whether clients reach the tables of a schema directly, through an API that runs their queries.
fn is_exposed(schema: Option<&str>, context: &Context<'_>) -> Fact<bool> {
    let Some(schema) = schema else { return Fact::Unknown };
    if schema.starts_with("pg_") || schema == "information_schema" {
        return Fact::Known(false);
    }
    if let Some(exposed) = &context.settings.exposed_schemas {
        return Fact::Known(exposed.iter().any(|one| one == schema));
    }
    let clients = context.facts.grantees_in(schema).any(|role| grantee(role, context) >= Grantee::Client);
    if clients || context.facts.mostly_secured(schema) { Fact::Known(true) } else { Fact::Unknown }
}

/// Whether policies decide who sees which rows of a table, when the script has ended.
fn has_row_security(table: &Name, context: &Context<'_>) -> Option<bool> {
    if context.outlook.secures(table, context.facts) {
        return Some(true);
    }
    context.facts.table(table).and_then(|table| table.row_security)
}

/// Columns that say whose a row is, the likeliest first.
const OWNERS: [&str; 12] = [
    "owner_id",
    "ownerId",
    "user_id",
    "userId",
    "owner",
    "author_id",
    "authorId",
    "created_by",
    "createdBy",
    "account_id",
    "tenant_id",
    "tenantId",
];

/// A condition that only a role's own rows satisfy, with the table's own column where one is known that says whose a row is.
fn own_rows(table: &Name, context: &Context<'_>) -> String {
    let known = context.facts.table(table);
    let column = known.and_then(|known| OWNERS.iter().find_map(|name| known.columns.get(*name)));
    let Some(column) = column else { return "owner_id = CURRENT_USER".to_owned() };
    let who = match column.data_type.name.last() {
        "uuid" => "auth.uid()",
        "int2" | "int4" | "int8" => "current_setting('app.user_id')::bigint",
        _ => "CURRENT_USER",
    };
    format!("{} = {who}", Name::from(column.name.as_str()))
}

/// A policy as SQL writes it.
fn policy_sql(policy: &Policy) -> String {
    let kind = if policy.permissive { "" } else { " AS RESTRICTIVE" };
    let to = policy.roles.as_ref().map(|roles| format!(" TO {}", written(roles))).unwrap_or_default();
    let clause = |word: &str, condition: &Option<Expression>| {
        condition.as_ref().map(|condition| format!(" {word} ({})", condition.text)).unwrap_or_default()
    };
    format!(
        "CREATE POLICY {} ON {}{kind} FOR {}{to}{}{};",
        Name::from(policy.name.as_str()),
        policy.table,
        policy.command,
        clause("USING", &policy.using),
        clause("WITH CHECK", &policy.with_check)
    )
}

/// An advice that is SQL, with a sentence before it.
fn instead(sentence: &str, sql: &str) -> String {
    format!("{sentence}\n{sql}")
}

fn hit(effect: &Effect, object: impl Into<Name>, message: String, advice: String, severity: report::Severity) -> Hit {
    Hit::new(effect, object, message, advice).severity(severity)
}
