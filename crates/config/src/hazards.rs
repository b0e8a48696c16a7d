//! Which hazards matter how much, and what else the user said about them?

use std::{collections::BTreeMap, fmt, str::FromStr};

use report::{Severity, UnknownSeverity};

use crate::{
    error::{ConfigError, nearest},
    layer::TargetHazardsLayer,
    origin::{Origin, Sourced},
    pattern::PathPattern,
    settings::{entry, list, quoted},
};

/// What a user wants of rules, by their names.
pub type Rules = BTreeMap<String, Sourced<RuleSetting>>;

/// What closes the gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Hazards {
    /// The lowest severity that does.
    pub fail_on: Sourced<Severity>,
    /// Whether the rules exist is not known here.
    pub rules: Rules,
    /// Schemas that clients reach through an interface of their own; `None` when nobody said.
    pub exposed_schemas: Option<Sourced<Vec<String>>>,
    /// Roles that clients from outside have.
    pub client_roles: Sourced<Vec<String>>,
    /// Where acknowledgements come from.
    pub acknowledgement: Sourced<Acknowledgement>,
    /// The label that acknowledges, where labels do.
    pub label: Sourced<String>,
    /// The team, as `organization/team`, of which a reviewer must be a member, where reviews acknowledge. `None`: anybody whose review counts.
    pub reviewers: Option<Sourced<String>>,
    /// Rules for some files, in the order of the file; the last one that matches decides.
    pub paths: Vec<PathRules>,
    /// What targets say for themselves.
    pub(crate) targets: BTreeMap<String, TargetHazardsLayer>,
}

/// Rules for some files.
#[derive(Debug, Clone, PartialEq)]
pub struct PathRules {
    /// Which files.
    pub path: Sourced<PathPattern>,
    /// What holds for them.
    pub rules: Rules,
}

/// What a user wants of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSetting {
    /// Nothing: its findings are left out.
    Off,
    /// Findings of this severity.
    At(Severity),
}

impl FromStr for RuleSetting {
    type Err = UnknownSeverity;

    fn from_str(text: &str) -> Result<Self, UnknownSeverity> {
        if text == "off" { Ok(RuleSetting::Off) } else { text.parse().map(RuleSetting::At) }
    }
}

impl fmt::Display for RuleSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RuleSetting::Off => f.pad("off"),
            RuleSetting::At(severity) => severity.fmt(f),
        }
    }
}

/// Where a person says that a hazard is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Acknowledgement {
    /// In a comment above the statement.
    #[default]
    Comment,
    /// With a label on the pull request.
    Label,
    /// With an approving review of the pull request.
    Review,
}

impl fmt::Display for Acknowledgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Acknowledgement::Comment => "comment",
            Acknowledgement::Label => "label",
            Acknowledgement::Review => "review",
        })
    }
}

impl FromStr for Acknowledgement {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "comment" => Ok(Acknowledgement::Comment),
            "label" => Ok(Acknowledgement::Label),
            "review" => Ok(Acknowledgement::Review),
            other => Err(format!("unknown way `{other}` (one of: comment, label, review)")),
        }
    }
}

impl Hazards {
    /// What holds for one target: its own words before those for all; flags before both.
    pub fn of_target(&self, name: &str) -> Hazards {
        let mut hazards = self.clone();
        let Some(own) = self.targets.get(name) else { return hazards };
        if let Some(fail_on) = own.fail_on.clone().filter(|_| !matches!(self.fail_on.origin, Origin::Flag(_))) {
            hazards.fail_on = fail_on;
        }
        hazards.rules.extend(own.rules.clone());
        hazards
    }

    /// Fails on the first rule that is not among the known ones.
    pub fn check_rules<'a>(&self, known: impl IntoIterator<Item = &'a str> + Clone) -> Result<(), ConfigError> {
        for (rule, setting) in self.all_rules() {
            if !known.clone().into_iter().any(|known| known == rule) {
                let (origin, suggestion) = (setting.origin.clone(), nearest(rule, known));
                return Err(ConfigError::UnknownRule { origin, rule: rule.clone(), suggestion });
            }
        }
        Ok(())
    }

    fn all_rules(&self) -> impl Iterator<Item = (&String, &Sourced<RuleSetting>)> {
        let paths = self.paths.iter().flat_map(|path| &path.rules);
        self.rules.iter().chain(paths).chain(self.targets.values().flat_map(|target| &target.rules))
    }

    /// What the user wants of a rule in a file; `None` when nothing was said. A path's words come before those for all files.
    pub fn setting(&self, rule: &str, file: Option<&str>) -> Option<RuleSetting> {
        let matches = |paths: &&PathRules| file.is_some_and(|file| paths.path.value.matches(file));
        let of_path = || self.paths.iter().rev().filter(matches).find_map(|paths| paths.rules.get(rule));
        // Most configurations name no paths, and most rules are named nowhere.
        of_path().or_else(|| self.rules.get(rule)).map(|setting| setting.value)
    }

    /// Whether a rule that is off by itself is switched on for some file.
    pub fn switches_on(&self, rule: &str) -> bool {
        self.all_rules().any(|(name, setting)| name == rule && setting.value != RuleSetting::Off)
    }

    /// The severity of a rule's findings in a file; `None` when it is off.
    pub fn severity(&self, rule: &str, file: Option<&str>, own: Severity) -> Option<Severity> {
        match self.setting(rule, file) {
            None => Some(own),
            Some(RuleSetting::At(severity)) => Some(severity),
            Some(RuleSetting::Off) => None,
        }
    }

    pub(crate) fn entries(&self) -> Vec<(String, Sourced<String>)> {
        let rules = |table: &str, rules: &Rules| -> Vec<_> {
            rules.iter().map(|(rule, setting)| entry(format!("{table}.rules.{rule}"), setting, quoted)).collect()
        };
        let mut entries = Vec::new();
        for (name, target) in &self.targets {
            let table = format!("targets.{name}.hazards");
            entries.extend(target.fail_on.as_ref().map(|severity| entry(format!("{table}.fail-on"), severity, quoted)));
            entries.extend(rules(&table, &target.rules));
        }
        entries.push(entry("hazards.fail-on", &self.fail_on, quoted));
        entries.extend(rules("hazards", &self.rules));
        entries.extend(self.exposed_schemas.as_ref().map(|names| entry("hazards.exposed-schemas", names, |names| list(names))));
        entries.push(entry("hazards.client-roles", &self.client_roles, |names| list(names)));
        entries.push(entry("hazards.acknowledgement", &self.acknowledgement, quoted));
        entries.push(entry("hazards.label", &self.label, quoted));
        entries.extend(self.reviewers.as_ref().map(|team| entry("hazards.reviewers", team, quoted)));
        for (index, paths) in self.paths.iter().enumerate() {
            let table = format!("hazards.paths.{}", index + 1);
            entries.push(entry(format!("{table}.path"), &paths.path, quoted));
            entries.extend(rules(&table, &paths.rules));
        }
        entries
    }
}
