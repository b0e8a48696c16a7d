//! Who has to agree to a deploy, and who hears of one that failed?

use crate::{
    error::ConfigError,
    layer::{Layer, label},
    merge::{defaults, first},
    origin::Sourced,
    settings::{entry, list, quoted},
    table::Table,
};

/// Which deploys need a person's approval on GitHub.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// The environments of GitHub that nobody deploys to without one.
    pub required_for: Sourced<Vec<String>>,
    /// Whether the approver has to write the plan's code.
    pub strict: Sourced<bool>,
}

impl Approval {
    /// Does a deploy to this environment need one? GitHub does not tell environments apart by case.
    pub fn is_required_for(&self, environment: &str) -> bool {
        self.required_for.value.iter().any(|name| name.to_lowercase() == environment.to_lowercase())
    }

    pub(crate) fn resolve(layer: &Layer) -> Self {
        let (layer, defaults) = (layer.approval.clone(), defaults().approval);
        Approval {
            required_for: first([None, layer.required_for, defaults.required_for]),
            strict: first([None, layer.strict, defaults.strict]),
        }
    }

    pub(crate) fn entries(&self) -> Vec<(String, Sourced<String>)> {
        vec![
            entry("approval.required-for", &self.required_for, |names| list(names)),
            entry("approval.strict", &self.strict, bool::to_string),
        ]
    }
}

/// What is done about a deploy that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidents {
    /// The label of the issue about it, and of those with which people forbid deploys.
    pub label: Sourced<String>,
    /// Logins of those who are to look after it.
    pub assignees: Sourced<Vec<String>>,
    /// Whether an open issue with the label stops deploys.
    pub freeze: Sourced<bool>,
}

impl Incidents {
    pub(crate) fn resolve(layer: &Layer) -> Self {
        let (layer, defaults) = (layer.incidents.clone(), defaults().incidents);
        Incidents {
            label: first([None, layer.label, defaults.label]),
            assignees: first([None, layer.assignees, defaults.assignees]),
            freeze: first([None, layer.freeze, defaults.freeze]),
        }
    }

    pub(crate) fn entries(&self) -> Vec<(String, Sourced<String>)> {
        vec![
            entry("incidents.label", &self.label, quoted),
            entry("incidents.assignees", &self.assignees, |logins| list(logins)),
            entry("incidents.freeze", &self.freeze, bool::to_string),
        ]
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct ApprovalLayer {
    required_for: Option<Sourced<Vec<String>>>,
    strict: Option<Sourced<bool>>,
}

impl ApprovalLayer {
    pub(crate) fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let layer =
            ApprovalLayer { required_for: table.all_parsed("required-for", environment)?, strict: table.boolean("strict")? };
        table.finish()?;
        Ok(layer)
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct IncidentsLayer {
    label: Option<Sourced<String>>,
    assignees: Option<Sourced<Vec<String>>>,
    freeze: Option<Sourced<bool>>,
}

impl IncidentsLayer {
    pub(crate) fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let layer = IncidentsLayer {
            label: table.parsed("label", listed_label)?,
            assignees: table.all_parsed("assignees", login)?,
            freeze: table.boolean("freeze")?,
        };
        table.finish()?;
        Ok(layer)
    }
}

/// GitHub cuts the name of an environment off at 255 characters.
fn environment(text: &str) -> Result<String, String> {
    if text.trim().is_empty() || text.chars().count() > 255 || text.chars().any(char::is_control) {
        Err("must hold names of environments, of 1 to 255 characters".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// GitHub's list of issues takes several labels with commas between them.
fn listed_label(text: &str) -> Result<String, String> {
    if text.contains(',') { Err("must be the name of a label without a comma".to_owned()) } else { label(text) }
}

fn login(text: &str) -> Result<String, String> {
    let is_login =
        !text.is_empty() && text.len() <= 39 && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_login { Ok(text.to_owned()) } else { Err("must hold logins of people, without `@`".to_owned()) }
}
