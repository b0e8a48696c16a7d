//! What does one file say? Every key is optional here.

use std::{collections::BTreeMap, time::Duration};

use report::Severity;

use crate::{
    error::ConfigError,
    origin::Sourced,
    quantity::{parse_bytes, parse_duration},
    repository_path::RepositoryPath,
    settings::{Order, RuleSetting},
    table::{Document, Table},
};

/// Longest name of a role or extension that Postgres does not cut off, in bytes.
const MAX_NAME_BYTES: usize = 63;

#[derive(Debug, Clone, Default)]
pub(crate) struct Layer {
    /// In the order of the file.
    pub(crate) targets: Vec<(String, TargetLayer)>,
    pub(crate) hazards: HazardsLayer,
    pub(crate) sandbox: SandboxLayer,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct TargetLayer {
    pub(crate) migrations: Option<Sourced<RepositoryPath>>,
    pub(crate) schema: Option<Sourced<RepositoryPath>>,
    pub(crate) direct_url: Option<Sourced<String>>,
    pub(crate) database_url: Option<Sourced<String>>,
    pub(crate) database_schema: Option<Sourced<String>>,
    pub(crate) order: Option<Sourced<Order>>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct HazardsLayer {
    pub(crate) fail_on: Option<Sourced<Severity>>,
    pub(crate) rules: BTreeMap<String, Sourced<RuleSetting>>,
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
        };
        table.finish()?;
        Ok(layer)
    }
}

impl HazardsLayer {
    fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let fail_on = table.parsed("fail-on", |text| text.parse::<Severity>().map_err(must_be))?;
        let rules = match table.table("rules")? {
            Some(rules) => rules.named_values(|text| text.parse::<RuleSetting>().map_err(must_be))?,
            None => BTreeMap::new(),
        };
        table.finish()?;
        Ok(HazardsLayer { fail_on, rules })
    }
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

fn must_be(error: impl std::fmt::Display) -> String {
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

fn variable_name(text: &str) -> Result<String, String> {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && text.starts_with(|c: char| !c.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("must be the name of an environment variable, never a connection string itself".to_owned())
    }
}

fn object_name(text: &str) -> Result<String, String> {
    if text.is_empty() || text.len() > MAX_NAME_BYTES || text.chars().any(char::is_control) {
        Err(format!("must hold names of 1 to {MAX_NAME_BYTES} bytes without control characters"))
    } else {
        Ok(text.to_owned())
    }
}

fn role_name(text: &str) -> Result<String, String> {
    match text {
        "public" | "none" | "postgres" | "migration_gate" => Err("must not hold roles that exist anyway".to_owned()),
        _ if text.starts_with("pg_") => Err("must not hold names that start with `pg_`: those are Postgres's own".to_owned()),
        _ => object_name(text),
    }
}
