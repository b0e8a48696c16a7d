//! Where are we: which repository, which base, which configuration?

use std::path::{Path, PathBuf};

use cli::{Failure, Session};
use config::{BaseSide, Config, FileText, Flags, RepositoryPath, Sources};
use github::Event;
use migrations::{
    discover,
    git::{self, BaseRequest, Git, GitError},
    read_base_file,
};

use crate::{Args, rules};

/// Everything that holds for all targets.
pub(crate) struct Situation {
    /// The repository's root, or the current directory outside of one.
    pub(crate) root: PathBuf,
    /// What the head is compared with.
    pub(crate) base: Base,
    /// What the user asked for.
    pub(crate) config: Config,
    /// Sentences for every target's report.
    pub(crate) notes: Vec<String>,
}

/// The base side.
pub(crate) enum Base {
    /// There is none: every migration is new.
    None,
    /// A commit.
    Commit(Git, git::Base),
    /// A directory of migrations.
    Directory(PathBuf),
}

pub(crate) fn read(args: &Args, session: &Session) -> Result<Situation, Failure> {
    let here = std::env::current_dir()?;
    let git = match Git::discover(&here) {
        Ok(git) => Some(git),
        Err(GitError::NotARepository { .. } | GitError::NotRunnable(_)) if args.base.is_none() => None,
        Err(error) => return Err(git_failure(error)),
    };
    let root = git.as_ref().map_or(here.clone(), |git| git.root().to_path_buf());
    let base = find_base(args, session.event.as_ref(), git)?;
    let mut notes = vec![base.told()];
    let mut config = read_config(args, session, &root, &base)?;
    if config.targets.is_empty() {
        notes.extend(add_discovered(&mut config, &root)?);
    }
    config.hazards.check_rules(rules::ids()).map_err(config_failure)?;
    notes.extend(config.change.as_ref().map(|change| {
        let keys = change.keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        format!("`{}` wants {keys} otherwise, and is not followed there: {}", change.file, change.reason)
    }));
    Ok(Situation { root, base, config, notes })
}

fn find_base(args: &Args, event: Option<&Event>, git: Option<Git>) -> Result<Base, Failure> {
    if let Some(directory) = &args.base_migrations {
        return Ok(Base::Directory(directory.clone()));
    }
    let request = match (&args.base, event) {
        (Some(revision), _) => BaseRequest::Revision(revision),
        (None, Some(Event::PullRequest { head, base, .. })) => BaseRequest::PullRequest { head: &head.sha, base: &base.sha },
        (None, Some(Event::MergeGroup { base, .. })) => BaseRequest::MergeQueue { base: &base.sha },
        (None, _) => return Ok(Base::None),
    };
    let git = git.ok_or_else(|| Failure::usage("a base needs a git repository").hint("Check the repository out first."))?;
    let base = git.find_base(request).map_err(git_failure)?;
    Ok(Base::Commit(git, base))
}

fn read_config(args: &Args, session: &Session, root: &Path, base: &Base) -> Result<Config, Failure> {
    let in_repository = RepositoryPath::parse(config::FILE).map_err(Failure::usage)?;
    let head = match &args.common.config {
        Some(given) => Some(config::read_given(given).map_err(config_failure)?),
        None => config::read_file(root, &in_repository).map_err(config_failure)?,
    };
    // The same file on the base side; a file outside of the repository is the caller's own.
    let path = match &args.common.config {
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
    let flags = Flags {
        targets: args.common.targets.clone(),
        migrations: args.migrations.clone(),
        schema: args.schema.clone(),
        fail_on: args.fail_on,
        postgres: args.postgres,
        offline: args.offline,
    };
    let head_is_trusted = !session.environment.in_github_actions();
    Config::merge(Sources { head: head.as_ref(), base: base_side, head_is_trusted, flags: &flags }).map_err(config_failure)
}

/// The path of a file below the repository's root, relative to it; `None` outside.
fn beneath(root: &Path, given: &Path) -> Option<String> {
    let (root, given) = (root.canonicalize().ok()?, given.canonicalize().ok()?);
    Some(given.strip_prefix(root).ok()?.to_str()?.to_owned())
}

/// Adds what is found in the repository, and says what was found and not added.
fn add_discovered(config: &mut Config, root: &Path) -> Result<Vec<String>, Failure> {
    let found = discover(root)?;
    let targets = found.targets.iter().map(|target| (target.name.as_str(), target.migrations.as_str()));
    config.add_discovered(targets).map_err(config_failure)?;
    if config.targets.is_empty() {
        let nothing = "no Prisma migrations for PostgreSQL were found: no directory holds `migrations/migration_lock.toml`";
        return Err(Failure::usage(nothing).hint("Name the directory with --migrations, or in .github/migration-gate.toml."));
    }
    let others = found
        .others
        .iter()
        .map(|other| format!("`{}` is not validated: its lock file does not name PostgreSQL", other.migrations));
    let supabase =
        found.supabase.iter().map(|it| format!("`{}` is not validated: `validate` reads Prisma migrations only", it.migrations));
    let gave_up = found
        .gave_up
        .then(|| "the repository is too large to search whole; name the targets in .github/migration-gate.toml".to_owned());
    Ok(others.chain(supabase).chain(gave_up).collect())
}

impl Base {
    fn told(&self) -> String {
        match self {
            Base::None => "no base: every migration counts as new".to_owned(),
            Base::Directory(path) => format!("base: the directory `{}`", path.display()),
            Base::Commit(_, base) => {
                let fetched = if base.fetched { ", fetched" } else { "" };
                format!("base: commit `{}`, {}{fetched}", base.commit.short(), base.reason)
            }
        }
    }
}

pub(crate) fn git_failure(error: GitError) -> Failure {
    let hint = format!("To go on: {}.", error.hint());
    match error {
        GitError::UnknownRevision { .. } | GitError::NotARepository { .. } => Failure::usage(error).hint(hint),
        error => Failure::from(error).hint(hint),
    }
}

fn config_failure(error: config::ConfigError) -> Failure {
    let hint = error.hint();
    Failure::usage(error).hint(hint)
}
