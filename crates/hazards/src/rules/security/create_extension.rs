#![doc = include_str!("create_extension.md")]

use report::Severity;

use super::{hit, instead, is_exposed};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Fact, Name, Security, Statement, language::is_untrusted};

pub(crate) const RULE: Rule = Rule {
    id: "create-extension",
    severity: Severity::Notice,
    group: Group::Security,
    opt_in: false,
    summary: "An extension brings code of others into the database",
    page: include_str!("create_extension.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesExtension { name, schema, cascade, .. } => Some(judge(effect, name, schema.as_deref(), *cascade, context)),
        Action::Security(Security::ChangesExtension { name }) => Some(changed(effect, name)),
        _ => None,
    });
    found.collect()
}

fn judge(effect: &Effect, extension: &str, schema: Option<&str>, cascade: bool, context: &Context<'_>) -> Hit {
    let name = Name::from(extension);
    let others = if cascade { ", with all extensions that it needs" } else { "" };
    let message = |why: &str| format!("extension `{name}` is installed{others}{why}");
    if let Some((severity, why)) = danger(extension) {
        let advice = format!(
            "Install `{name}` by hand where it is needed, as a role that programs do not have, and grant its functions to single roles; or do it in the program."
        );
        return hit(effect, &name, message(&format!(": {why}")), advice, severity);
    }
    let place = schema.unwrap_or("public");
    if is_exposed(Some(place), context) == Fact::Known(true) {
        let place = Name::from(place);
        let sql = format!("CREATE SCHEMA IF NOT EXISTS extensions;\nCREATE EXTENSION {name} WITH SCHEMA extensions;");
        let why = format!(" in schema `{place}`, where clients can call its functions");
        return hit(effect, &name, message(&why), instead("Give extensions a schema of their own:", &sql), Severity::Warning);
    }
    let advice = format!("Make sure that every server has `{name}` and that the role which runs migrations may install it.");
    hit(effect, &name, message(""), advice, Severity::Notice)
}

fn changed(effect: &Effect, extension: &str) -> Hit {
    let name = Name::from(extension);
    let message = format!("extension `{name}` is changed: which code it brings from now on, the server's files decide");
    let advice = format!(
        "Write the version that is meant, and make sure that every server has it: `ALTER EXTENSION {name} UPDATE TO '...'`."
    );
    hit(effect, &name, message, advice, Severity::Notice)
}

/// What reaches beyond the database, and why that matters.
const DANGEROUS: &[(&[&str], Severity, &str)] = &[
    (
        &["file_fdw", "adminpack", "pg_dirtyread", "pg_surgery", "lo_fs"],
        Severity::Error,
        "it reads or writes files of the server",
    ),
    (
        &[
            "dblink",
            "postgres_fdw",
            "mysql_fdw",
            "oracle_fdw",
            "tds_fdw",
            "mongo_fdw",
            "redis_fdw",
            "sqlite_fdw",
            "odbc_fdw",
            "jdbc_fdw",
            "clickhouse_fdw",
            "kafka_fdw",
            "multicorn",
            "wrappers",
        ],
        Severity::Warning,
        "it reaches other servers from here, with passwords that are kept in the database",
    ),
    (
        &[
            "http",
            "pgsql_http",
            "pg_net",
            "pg_curl",
            "aws_s3",
            "aws_lambda",
            "azure_storage",
            "azure_ai",
            "pg_amqp",
            "pg_smtp_client",
            "pg_parquet",
        ],
        Severity::Warning,
        "it sends requests from the server, and with them whatever a query finds",
    ),
    (
        &["pg_cron", "pgagent", "pg_background", "pg_task", "pg_timetable", "dblink_plus"],
        Severity::Warning,
        "it runs SQL later, when nobody looks on",
    ),
    (
        &["pageinspect", "pg_walinspect", "pg_buffercache", "pgrowlocks", "pg_visibility", "pg_freespacemap"],
        Severity::Warning,
        "it shows what is in the files of tables, past rights and policies",
    ),
    (&["set_user", "pg_tle", "sepgsql"], Severity::Warning, "it changes who may do what"),
];

fn danger(extension: &str) -> Option<(Severity, &'static str)> {
    let listed = DANGEROUS.iter().find(|(names, ..)| names.contains(&extension));
    let is_language = extension.starts_with("pl") && is_language(extension);
    listed.map(|(_, severity, why)| (*severity, *why)).or_else(|| {
        (is_language && is_untrusted(extension))
            .then_some((Severity::Error, "its code does to the server what the server's own user may"))
    })
}

/// Extensions that begin like languages and are none.
fn is_language(extension: &str) -> bool {
    !matches!(extension, "plpgsql_check" | "pldbgapi" | "plprofiler" | "plan_filter" | "plantuner" | "pljson")
}
