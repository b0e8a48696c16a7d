//! What does one file say? Every key is optional here.

use std::{collections::BTreeMap, time::Duration};

use report::Severity;

use crate::{
    approval::{ApprovalLayer, IncidentsLayer},
    deploy::DeployLayer,
    error::ConfigError,
    hazards::{Acknowledgement, PathRules, RuleSetting, Rules},
    origin::Sourced,
    pattern::PathPattern,
    quantity::{parse_bytes, parse_duration},
    repository_path::RepositoryPath,
    settings::Order,
    table::{Document, Table},
    verify::VerifyLayer,
};

/// Longest name of a role or extension that Postgres does not cut off, in bytes.
const MAX_NAME_BYTES: usize = 63;

#[derive(Debug, Clone, Default)]
pub(crate) struct Layer {
    /// In the order of the file.
    pub(crate) targets: Vec<(String, TargetLayer)>,
    pub(crate) hazards: HazardsLayer,
    pub(crate) sandbox: SandboxLayer,
    pub(crate) verify: VerifyLayer,
    pub(crate) deploy: DeployLayer,
    pub(crate) approval: ApprovalLayer,
    pub(crate) incidents: IncidentsLayer,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct TargetLayer {
    pub(crate) migrations: Option<Sourced<RepositoryPath>>,
    pub(crate) schema: Option<Sourced<RepositoryPath>>,
    pub(crate) direct_url: Option<Sourced<String>>,
    pub(crate) database_url: Option<Sourced<String>>,
    pub(crate) database_schema: Option<Sourced<String>>,
    pub(crate) order: Option<Sourced<Order>>,
    pub(crate) hazards: TargetHazardsLayer,
    pub(crate) verify: VerifyLayer,
}

/// What a target may say of hazards for itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TargetHazardsLayer {
    pub(crate) fail_on: Option<Sourced<Severity>>,
    pub(crate) rules: Rules,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct HazardsLayer {
    pub(crate) fail_on: Option<Sourced<Severity>>,
    pub(crate) rules: Rules,
    pub(crate) exposed_schemas: Option<Sourced<Vec<String>>>,
    pub(crate) client_roles: Option<Sourced<Vec<String>>>,
    pub(crate) acknowledgement: Option<Sourced<Acknowledgement>>,
    pub(crate) label: Option<Sourced<String>>,
    pub(crate) reviewers: Option<Sourced<String>>,
    pub(crate) paths: Vec<PathRules>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct SandboxLayer {
    pub(crate) postgres: Option<Sourced<u32>>,
    pub(crate) extensions: Option<Sourced<Vec<String>>>,
    pub(crate) roles: Option<Sourced<Vec<String>>>,
    pub(crate) bootstrap: Option<Sourced<Vec<RepositoryPath>>>,
    pub(crate) migration_timeout: Option<Sourced<Duration>>,
    pub(crate) memory: Option<Sourced<u64>>,
    pub(crate) disk: Option<Sourced<u64>>,
    pub(crate) offline: Option<Sourced<bool>>,
}

impl Layer {
    pub(crate) fn read(document: Document<'_>) -> Result<Self, ConfigError> {
        let mut file = document.table()?;
        let mut layer = Layer::default();
        if let Some(targets) = file.table("targets")? {
            for (name, table) in targets.named_tables(check_target_name)? {
                layer.targets.push((name, TargetLayer::read(table)?));
            }
        }
        if let Some(hazards) = file.table("hazards")? {
            layer.hazards = HazardsLayer::read(hazards)?;
        }
        if let Some(sandbox) = file.table("sandbox")? {
            layer.sandbox = SandboxLayer::read(sandbox)?;
        }
        if let Some(verify) = file.table("verify")? {
            layer.verify = VerifyLayer::read(verify)?;
        }
        if let Some(deploy) = file.table("deploy")? {
            layer.deploy = DeployLayer::read(deploy)?;
        }
        if let Some(approval) = file.table("approval")? {
            layer.approval = ApprovalLayer::read(approval)?;
        }
        if let Some(incidents) = file.table("incidents")? {
            layer.incidents = IncidentsLayer::read(incidents)?;
        }
        file.finish()?;
        Ok(layer)
    }
}

impl TargetLayer {
    fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let layer = TargetLayer {
            migrations: table.parsed("migrations", path)?,
            schema: table.parsed("schema", path)?,
            direct_url: table.parsed("direct-url", variable_name)?,
            database_url: table.parsed("database-url", variable_name)?,
            database_schema: table.parsed("database-schema", object_name)?,
            order: table.parsed("order", |text| text.parse::<Order>().map_err(must_be))?,
            hazards: match table.table("hazards")? {
                Some(hazards) => TargetHazardsLayer::read(hazards)?,
                None => TargetHazardsLayer::default(),
            },
            verify: match table.table("verify")? {
                Some(verify) => VerifyLayer::read(verify)?,
                None => VerifyLayer::default(),
            },
        };
        table.finish()?;
        Ok(layer)
    }
}

impl TargetHazardsLayer {
    fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let layer = TargetHazardsLayer { fail_on: fail_on(&mut table)?, rules: rules(&mut table)? };
        table.finish()?;
        Ok(layer)
    }
}

impl HazardsLayer {
    fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let layer = HazardsLayer {
            fail_on: fail_on(&mut table)?,
            rules: rules(&mut table)?,
            exposed_schemas: table.all_parsed("exposed-schemas", object_name)?,
            client_roles: table.all_parsed("client-roles", object_name)?,
            acknowledgement: table.parsed("acknowledgement", |text| text.parse::<Acknowledgement>().map_err(must_be))?,
            label: table.parsed("label", label)?,
            reviewers: table.parsed("reviewers", team)?,
            paths: table.tables("paths")?.into_iter().map(path_rules).collect::<Result<_, _>>()?,
        };
        table.finish()?;
        Ok(layer)
    }
}

fn fail_on(table: &mut Table<'_>) -> Result<Option<Sourced<Severity>>, ConfigError> {
    table.parsed("fail-on", |text| text.parse::<Severity>().map_err(must_be))
}

fn rules(table: &mut Table<'_>) -> Result<Rules, ConfigError> {
    match table.table("rules")? {
        Some(rules) => rules.named_values(|text| text.parse::<RuleSetting>().map_err(must_be)),
        None => Ok(BTreeMap::new()),
    }
}

fn path_rules(mut table: Table<'_>) -> Result<PathRules, ConfigError> {
    let missing = table.missing("path");
    let path = table.parsed("path", PathPattern::parse)?.ok_or(missing)?;
    let rules = rules(&mut table)?;
    table.finish()?;
    Ok(PathRules { path, rules })
}

impl SandboxLayer {
    fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let layer = SandboxLayer {
            postgres: table.number("postgres")?,
            extensions: table.all_parsed("extensions", object_name)?,
            roles: table.all_parsed("roles", role_name)?,
            bootstrap: table.all_parsed("bootstrap", path)?,
            migration_timeout: table.parsed("migration-timeout", parse_duration)?,
            memory: table.parsed("memory", parse_bytes)?,
            disk: table.parsed("disk", parse_bytes)?,
            offline: table.boolean("offline")?,
        };
        table.finish()?;
        Ok(layer)
    }
}

pub(crate) fn must_be(error: impl std::fmt::Display) -> String {
    format!("has an {error}")
}

fn path(text: &str) -> Result<RepositoryPath, String> {
    RepositoryPath::parse(text).map_err(|fault| fault.to_string())
}

fn check_target_name(name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let fits = !name.is_empty() && name.len() <= MAX_NAME_BYTES && name.chars().all(plain);
    if fits { Ok(()) } else { Err("may hold letters, digits, `-` and `_` only".to_owned()) }
}

pub(crate) fn variable_name(text: &str) -> Result<String, String> {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && text.starts_with(|c: char| !c.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("must be the name of an environment variable, never a connection string itself".to_owned())
    }
}

pub(crate) fn object_name(text: &str) -> Result<String, String> {
    if text.is_empty() || text.len() > MAX_NAME_BYTES || text.chars().any(char::is_control) {
        Err(format!("must hold names of 1 to {MAX_NAME_BYTES} bytes without control characters"))
    } else {
        Ok(text.to_owned())
    }
}

/// GitHub cuts a label's name off at fifty characters.
pub(crate) fn label(text: &str) -> Result<String, String> {
    if text.trim().is_empty() || text.chars().count() > 50 || text.chars().any(char::is_control) {
        Err("must be the name of a label, of 1 to 50 characters".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

fn team(text: &str) -> Result<String, String> {
    let is_slug =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    match text.split_once('/') {
        Some((organization, team)) if is_slug(organization) && is_slug(team) => Ok(text.to_owned()),
        _ => Err("must be a team as `organization/team`".to_owned()),
    }
}

fn role_name(text: &str) -> Result<String, String> {
    match text {
        "public" | "none" | "postgres" | "migration_gate" => Err("must not hold roles that exist anyway".to_owned()),
        _ if text.starts_with("pg_") => Err("must not hold names that start with `pg_`: those are Postgres's own".to_owned()),
        _ => object_name(text),
    }
}
