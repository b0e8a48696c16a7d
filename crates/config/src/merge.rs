//! How do flags, files and defaults become one answer?

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use report::Severity;

use crate::{
    approval::{Approval, Incidents},
    deploy::{Deploy, DeployFlags},
    error::{ConfigError, nearest},
    hazards::Hazards,
    layer::{Layer, SandboxLayer, TargetHazardsLayer, TargetLayer},
    origin::{Origin, Sourced},
    repository_path::{FileText, RepositoryPath},
    settings::{Change, Config, Location, Sandbox, Target},
    table::{Document, Side},
    verify::{Verify, VerifyLayer},
};

/// What the command line says. What it does not say is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flags {
    /// `--target`, repeated.
    pub targets: Vec<String>,
    /// `--migrations`
    pub migrations: Option<PathBuf>,
    /// `--schema`
    pub schema: Option<PathBuf>,
    /// `--fail-on`
    pub fail_on: Option<Severity>,
    /// `--postgres`
    pub postgres: Option<u32>,
    /// `--offline`
    pub offline: bool,
    /// What the command line says of deploys.
    pub deploy: DeployFlags,
}

/// The base side's configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseSide<'a> {
    /// This run has no base side: what is here is all there is, and it is believed. Never say so of a pull request.
    None,
    /// The base commit has no configuration file.
    Absent,
    /// The base commit has this one.
    File(&'a FileText),
}

/// Everything that settings come from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The configuration file of the work tree, or the one that `--config` names.
    pub head: Option<&'a FileText>,
    /// The base side's.
    pub base: BaseSide<'a>,
    /// Whether the head's `[hazards]` and `[sandbox]` are believed where the base has no file: a person runs this on
    /// their own checkout. False inside GitHub Actions.
    pub head_is_trusted: bool,
    /// The command line.
    pub flags: &'a Flags,
}

/// Whose settings are believed, where they are not the head's. [`Decided`] says which.
struct Believed {
    layer: Layer,
    reason: String,
}

impl Config {
    /// Joins everything: flags before files, files before defaults. `[targets]` are the head's; everything else, and a target's own hazards
    /// and promises, is the base's where there is one, so that a change can neither silence a rule nor hand itself the superuser, a query on
    /// production or an approval.
    pub fn merge(sources: Sources<'_>) -> Result<Self, ConfigError> {
        let flags = sources.flags;
        let head = match sources.head {
            Some(FileText { path, text }) => Layer::read(Document { path, text, side: Side::Head })?,
            None => Layer::default(),
        };
        let mut decided = Decided::resolve(flags, &head);
        let mut change = None;
        if let Some(Believed { layer, reason }) = believed(&sources) {
            let believed = Decided::resolve(flags, &layer);
            let keys = differences(decided.entries(), believed.entries());
            let file = sources.head.map_or(crate::FILE, |file| &file.path).to_owned();
            change = (!keys.is_empty()).then_some(Change { file, keys, reason });
            decided = believed;
        }
        let targets = targets(flags, head.targets)?;
        let Decided { hazards, sandbox, verify, deploy, approval, incidents } = decided;
        Ok(Config { targets, hazards, sandbox, verify, deploy, approval, incidents, change, flags: flags.clone() })
    }

    /// Takes the histories that were found in the repository (name, migrations directory) when no file and no flag named
    /// any; otherwise changes nothing. Fails when `--target` asks for one that was not found.
    pub fn add_discovered<'a>(&mut self, found: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), ConfigError> {
        if !self.targets.is_empty() {
            return Ok(());
        }
        let discovered = |(name, path): (&str, &str)| {
            let fault = |fault| ConfigError::Path { path: path.to_owned(), fault };
            let location = Location::InRepository(RepositoryPath::parse(path).map_err(fault)?);
            Ok(Target::resolve(name, Sourced { value: location, origin: Origin::Discovered }, TargetLayer::default()))
        };
        self.targets = narrow(&self.flags, found.into_iter().map(discovered).collect::<Result<_, _>>()?)?;
        Ok(())
    }
}

/// What the head alone does not decide.
struct Decided {
    hazards: Hazards,
    sandbox: Sandbox,
    verify: Verify,
    deploy: Deploy,
    approval: Approval,
    incidents: Incidents,
}

impl Decided {
    fn resolve(flags: &Flags, layer: &Layer) -> Self {
        Decided {
            hazards: Hazards::resolve(flags, layer),
            sandbox: Sandbox::resolve(flags, &layer.sandbox),
            verify: Verify::resolve(layer),
            deploy: Deploy::resolve(flags, layer),
            approval: Approval::resolve(layer),
            incidents: Incidents::resolve(layer),
        }
    }

    fn entries(&self) -> Vec<(String, Sourced<String>)> {
        let Decided { hazards, sandbox, verify, deploy, approval, incidents } = self;
        [hazards.entries(), sandbox.entries(), verify.entries(), deploy.entries(), approval.entries(), incidents.entries()]
            .concat()
    }
}

/// What a value is when nobody says anything: `default.toml`.
pub(crate) fn defaults() -> Layer {
    let document = Document { path: "default.toml", text: crate::DEFAULT, side: Side::Default };
    Layer::read(document).expect("a test reads the defaults")
}

/// The first source that says something; the last one is the defaults.
pub(crate) fn first<T>(said: [Option<Sourced<T>>; 3]) -> Sourced<T> {
    said.into_iter().flatten().next().expect("a test finds every key in the defaults")
}

impl Hazards {
    fn resolve(flags: &Flags, file: &Layer) -> Self {
        let by_flag = flags.fail_on.map(|severity| Sourced::by_flag("--fail-on", severity));
        let (layer, defaults) = (file.hazards.clone(), defaults().hazards);
        let of_target = |(name, target): &(String, TargetLayer)| (name.clone(), target.hazards.clone());
        Hazards {
            fail_on: first([by_flag, layer.fail_on, defaults.fail_on]),
            rules: layer.rules,
            exposed_schemas: layer.exposed_schemas,
            client_roles: first([None, layer.client_roles, defaults.client_roles]),
            acknowledgement: first([None, layer.acknowledgement, defaults.acknowledgement]),
            label: first([None, layer.label, defaults.label]),
            reviewers: layer.reviewers,
            paths: layer.paths,
            targets: file.targets.iter().map(of_target).filter(|(_, own)| *own != TargetHazardsLayer::default()).collect(),
        }
    }
}

impl Sandbox {
    fn resolve(flags: &Flags, layer: &SandboxLayer) -> Self {
        let (layer, defaults) = (layer.clone(), defaults().sandbox);
        let offline = flags.offline.then(|| Sourced::by_flag("--offline", true));
        Sandbox {
            postgres: flags.postgres.map(|major| Sourced::by_flag("--postgres", major)).or(layer.postgres),
            extensions: first([None, layer.extensions, defaults.extensions]),
            roles: first([None, layer.roles, defaults.roles]),
            bootstrap: first([None, layer.bootstrap, defaults.bootstrap]),
            migration_timeout: first([None, layer.migration_timeout, defaults.migration_timeout]),
            memory_bytes: first([None, layer.memory, defaults.memory]),
            disk_bytes: first([None, layer.disk, defaults.disk]),
            offline: first([offline, layer.offline, defaults.offline]),
        }
    }
}

impl Verify {
    fn resolve(file: &Layer) -> Self {
        let (all, defaults) = (file.verify.clone(), defaults().verify);
        let of_target = |(name, target): &(String, TargetLayer)| (name.clone(), target.verify.clone());
        Verify {
            statement_timeout: first([None, all.statement_timeout.clone(), defaults.statement_timeout]),
            sequence_use: first([None, all.sequence_use.clone(), defaults.sequence_use]),
            all,
            targets: file.targets.iter().map(of_target).filter(|(_, own)| *own != VerifyLayer::default()).collect(),
        }
    }
}

impl Target {
    fn resolve(name: &str, migrations: Sourced<Location>, layer: TargetLayer) -> Self {
        let (_, defaults) = defaults().targets.remove(0);
        Target {
            name: name.to_owned(),
            migrations,
            schema: layer.schema.map(|schema| schema.map(Location::InRepository)),
            direct_url: layer.direct_url,
            database_url: layer.database_url,
            database_schema: first([None, layer.database_schema, defaults.database_schema]),
            order: first([None, layer.order, defaults.order]),
        }
    }
}

/// `None` where the head itself is believed.
fn believed(sources: &Sources<'_>) -> Option<Believed> {
    match sources.base {
        BaseSide::None => None,
        BaseSide::Absent if sources.head_is_trusted => None,
        BaseSide::Absent => {
            let reason = "the base branch has no such file, so the defaults hold until this one is merged".to_owned();
            Some(Believed { layer: Layer::default(), reason })
        }
        BaseSide::File(FileText { path, text }) => Some(match Layer::read(Document { path, text, side: Side::Base }) {
            Ok(layer) => Believed { layer, reason: "the base branch's values hold until this file is merged".to_owned() },
            // An error here would forbid the very change that mends the file.
            Err(error) => Believed {
                layer: Layer::default(),
                reason: format!("the base branch's file cannot be used, so the defaults hold until this one is merged: {error}"),
            },
        }),
    }
}

fn differences(head: Vec<(String, Sourced<String>)>, believed: Vec<(String, Sourced<String>)>) -> Vec<String> {
    let values = |entries: Vec<(String, Sourced<String>)>| -> BTreeSet<(String, String)> {
        entries.into_iter().map(|(key, entry)| (key, entry.value)).collect()
    };
    let (head, believed) = (values(head), values(believed));
    let keys: BTreeSet<String> = head.symmetric_difference(&believed).map(|(key, _)| key.clone()).collect();
    keys.into_iter().collect()
}

/// The targets that files and flags name; empty when only discovery can tell.
fn targets(flags: &Flags, configured: Vec<(String, TargetLayer)>) -> Result<Vec<Target>, ConfigError> {
    if let Some(path) = &flags.migrations {
        return narrow(flags, vec![given_target(flags, path, configured)?]);
    }
    let target = |(name, layer): (String, TargetLayer)| match layer.migrations.clone() {
        Some(migrations) => Ok(Target::resolve(&name, migrations.map(Location::InRepository), layer)),
        None => Err(ConfigError::MigrationsMissing { target: name }),
    };
    let targets = configured.into_iter().map(target).collect::<Result<Vec<_>, _>>()?;
    if targets.is_empty() { Ok(targets) } else { narrow(flags, targets) }
}

/// `--migrations DIR`: the settings of the target that `--target` names or that has this directory, else the defaults.
fn given_target(flags: &Flags, path: &Path, configured: Vec<(String, TargetLayer)>) -> Result<Target, ConfigError> {
    if flags.targets.len() > 1 {
        return Err(ConfigError::OneTargetOnly { flag: "--migrations", count: flags.targets.len() });
    }
    let wanted = flags.targets.first();
    let written = path.to_str().and_then(|path| RepositoryPath::parse(path).ok());
    let matches = |(known, layer): &(String, TargetLayer)| match wanted {
        Some(name) => known == name,
        None => layer.migrations.as_ref().is_some_and(|known| Some(&known.value) == written.as_ref()),
    };
    let new = || (wanted.map_or("default", String::as_str).to_owned(), TargetLayer::default());
    let (name, layer) = configured.into_iter().find(matches).unwrap_or_else(new);
    Ok(Target::resolve(&name, Sourced::by_flag("--migrations", Location::Given(path.to_owned())), layer))
}

/// What the flags leave of the targets: those that `--target` names, with `--schema`.
fn narrow(flags: &Flags, targets: Vec<Target>) -> Result<Vec<Target>, ConfigError> {
    let mut targets = select(targets, &flags.targets)?;
    if let Some(schema) = &flags.schema {
        let count = targets.len();
        let [target] = targets.as_mut_slice() else { return Err(ConfigError::OneTargetOnly { flag: "--schema", count }) };
        target.schema = Some(Sourced::by_flag("--schema", Location::Given(schema.clone())));
    }
    Ok(targets)
}

/// Those among `targets` that are wanted, in their own order; all when nobody wants any in particular.
fn select(targets: Vec<Target>, wanted: &[String]) -> Result<Vec<Target>, ConfigError> {
    for name in wanted {
        if !targets.iter().any(|target| target.name == *name) {
            let known: Vec<String> = targets.iter().map(|target| target.name.clone()).collect();
            let suggestion = nearest(name, known.iter().map(String::as_str));
            return Err(ConfigError::UnknownTarget { name: name.clone(), suggestion, known });
        }
    }
    Ok(targets.into_iter().filter(|target| wanted.is_empty() || wanted.contains(&target.name)).collect())
}
