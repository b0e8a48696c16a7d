#![doc = include_str!("server_setting.md")]

use report::Severity;

use super::{changes, hit};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Effect, Name, Security, SettingOwner, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "server-setting",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A setting of the server, the database or a role is changed for all sessions to come",
    page: include_str!("server_setting.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = changes(statement).filter_map(|(effect, security)| match security {
        Security::Setting { of, parameter, value } => Some(judge(effect, of, parameter, value.is_some())),
        _ => None,
    });
    found.collect()
}

/// Its value is not shown: it may be a secret.
fn judge(effect: &Effect, of: &SettingOwner, parameter: &str, is_set: bool) -> Hit {
    let whose = match of {
        SettingOwner::Server => "the whole server, after a reload or restart".to_owned(),
        SettingOwner::Database(name) => format!("every new session of database `{}`", Name::from(name.as_str())),
        SettingOwner::Role { role, database } => {
            let who = if role == "all" { "every role".to_owned() } else { format!("role `{}`", Name::from(role.as_str())) };
            let place = database.as_ref().map(|name| format!(" in database `{}`", Name::from(name.as_str()))).unwrap_or_default();
            format!("every new session of {who}{place}")
        }
    };
    let verb = if is_set { "is set" } else { "is reset" };
    let why = meaning(parameter).map(|why| format!("; {why}")).unwrap_or_default();
    let message = format!("`{parameter}` {verb} for {whose}{why}");
    let advice = format!(
        "Set `{parameter}` where the server is configured, or for the one statement that needs it with `SET LOCAL`: it stays when this migration is forgotten, and other environments do not have it."
    );
    hit(effect, parameter, message, advice, Severity::Warning)
}

/// What those do that decide about security.
fn meaning(parameter: &str) -> Option<&'static str> {
    Some(match parameter {
        "search_path" => "names without a schema mean something else from then on, in functions too",
        "row_security" => "queries that policies would filter fail, or show all rows",
        "session_replication_role" => "triggers and foreign keys may no longer be obeyed",
        "role" => "those sessions work as another role",
        "password_encryption" | "ssl" | "hba_file" | "ident_file" | "listen_addresses" => "it decides who gets in, and how",
        "shared_preload_libraries" | "session_preload_libraries" | "local_preload_libraries" => {
            "it loads code into every session"
        }
        "archive_command" | "restore_command" | "ssl_passphrase_command" => "it is a program that the server runs",
        "allow_connections" | "connection_limit" | "is_template" => "it decides who may connect to it",
        "log_statement" | "log_min_duration_statement" | "log_connections" => "it decides what leaves a trace",
        "fsync" | "full_page_writes" | "synchronous_commit" => "it decides whether committed rows survive a crash",
        _ => return None,
    })
}
