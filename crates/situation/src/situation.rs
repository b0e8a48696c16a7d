//! Which repository, which base, which configuration, which targets?

use std::path::{Path, PathBuf};

use cli::{Failure, Session};
use config::{BaseSide, Config, FileText, Flags, RepositoryPath, Sources};
use migrations::{discover, read_base_file};

use crate::{
    base::{self, Base, git_failure},
    rules,
};

/// What a binary was asked, as far as the situation depends on it.
#[derive(Debug)]
pub struct Question<'a> {
    /// `--config`
    pub config: Option<&'a Path>,
    /// What the command line says of settings.
    pub flags: Flags,
    /// Where the base is to be found.
    pub base: BaseChoice<'a>,
    /// Which histories the binary looks at.
    pub targets: TargetChoice,
}

/// Where the base is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseChoice<'a> {
    /// At a revision.
    Revision(&'a str),
    /// In a directory.
    Directory(&'a Path),
    /// Where the pull request or the merge queue says; elsewhere there is none.
    Event,
    /// The same, and elsewhere where this branch left the default branch.
    EventOrDefaultBranch,
}

/// Which histories a binary looks at, where nothing is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetChoice {
    /// Prisma's.
    Prisma,
    /// Prisma's and Supabase's.
    All,
    /// None is needed, and nothing is searched.
    ConfiguredOnly,
    /// All that there are; where there are none, one for a database without migrations at hand.
    AnyDatabase,
}

/// The name of a target that nobody named, and where its migrations would be.
const NAMELESS: (&str, &str) = ("database", "prisma/migrations");

/// Everything that holds for all targets.
#[derive(Debug)]
pub struct Situation {
    /// The repository's root, or the current directory outside of one.
    pub root: PathBuf,
    /// What the head is compared with.
    pub base: Base,
    /// What the user asked for.
    pub config: Config,
    /// Sentences for every target's report.
    pub notes: Vec<String>,
}

/// Finds out where we are.
pub fn read(question: &Question<'_>, session: &Session) -> Result<Situation, Failure> {
    let (root, base) = base::find(question.base, session.event.as_ref())?;
    let mut notes = Vec::new();
    let mut config = read_config(question, session, &root, &base)?;
    if config.targets.is_empty() && question.targets != TargetChoice::ConfiguredOnly {
        notes.extend(add_discovered(&mut config, &root, question.targets)?);
    }
    config.hazards.check_rules(rules::ids()).map_err(config_failure)?;
    notes.extend(config.change.as_ref().map(|change| {
        let keys = change.keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        format!("`{}` wants {keys} otherwise, and is not followed there: {}", change.file, change.reason)
    }));
    Ok(Situation { root, base, config, notes })
}

fn read_config(question: &Question<'_>, session: &Session, root: &Path, base: &Base) -> Result<Config, Failure> {
    let in_repository = RepositoryPath::parse(config::FILE).map_err(Failure::usage)?;
    let head = match question.config {
        Some(given) => Some(config::read_given(given).map_err(config_failure)?),
        None => config::read_file(root, &in_repository).map_err(config_failure)?,
    };
    // The same file on the base side; a file outside of the repository is the caller's own.
    let path = match question.config {
        Some(given) => beneath(root, given),
        None => Some(config::FILE.to_owned()),
    };
    let base_file = match (base, &path) {
        (Base::Commit(git, base), Some(path)) => {
            let text = read_base_file(git, &base.commit, path).map_err(git_failure)?;
            text.map(|text| FileText { path: path.clone(), text })
        }
        _ => None,
    };
    let is_proposed = session.event.as_ref().is_some_and(|event| event.base().is_some());
    let believes_head = path.is_none() || (matches!(base, Base::None | Base::Directory(_)) && !is_proposed);
    let base_side = match &base_file {
        Some(file) => BaseSide::File(file),
        None if believes_head => BaseSide::None,
        None => BaseSide::Absent,
    };
    let head_is_trusted = !session.environment.in_github_actions();
    let sources = Sources { head: head.as_ref(), base: base_side, head_is_trusted, flags: &question.flags };
    Config::merge(sources).map_err(config_failure)
}

/// The path of a file below the repository's root, relative to it; `None` outside.
fn beneath(root: &Path, given: &Path) -> Option<String> {
    let (root, given) = (root.canonicalize().ok()?, given.canonicalize().ok()?);
    Some(given.strip_prefix(root).ok()?.to_str()?.to_owned())
}

/// Adds what is found in the repository, and says what was found and not added.
fn add_discovered(config: &mut Config, root: &Path, choice: TargetChoice) -> Result<Vec<String>, Failure> {
    let mut found = discover(root)?;
    if matches!(choice, TargetChoice::All | TargetChoice::AnyDatabase) {
        found.targets.append(&mut found.supabase);
    }
    let targets = found.targets.iter().map(|target| (target.name.as_str(), target.migrations.as_str()));
    config.add_discovered(targets).map_err(config_failure)?;
    if config.targets.is_empty() && choice == TargetChoice::AnyDatabase {
        config.add_discovered([NAMELESS]).map_err(config_failure)?;
        return Ok(Vec::new());
    }
    if config.targets.is_empty() {
        let nothing = match choice {
            TargetChoice::All => {
                "no migrations for PostgreSQL were found: neither a directory with `migrations/migration_lock.toml` nor `supabase/migrations`"
            }
            _ => "no Prisma migrations for PostgreSQL were found: no directory holds `migrations/migration_lock.toml`",
        };
        return Err(Failure::usage(nothing).hint("Name the directory with --migrations, or in .github/migration-gate.toml."));
    }
    let others =
        found.others.iter().map(|other| format!("`{}` is left out: its lock file does not name PostgreSQL", other.migrations));
    let supabase = found.supabase.iter().map(|it| format!("`{}` is left out: this reads Prisma migrations only", it.migrations));
    let gave_up = found
        .gave_up
        .then(|| "the repository is too large to search whole; name the targets in .github/migration-gate.toml".to_owned());
    Ok(others.chain(supabase).chain(gave_up).collect())
}

/// A configuration that cannot be followed is the user's to correct.
pub fn config_failure(error: config::ConfigError) -> Failure {
    let hint = error.hint();
    Failure::usage(error).hint(hint)
}
