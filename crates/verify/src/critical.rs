//! Which objects does `.github/prisma-verification.json` name?

use std::path::Path;

use cli::Failure;
use config::{CHECKS_FILE, ChecksFile, FileText, RepositoryPath};
use migrations::read_base_file;
use situation::{Base, Situation, config_failure, git_failure};

/// Reads the file that was given, else the usual one: from the base where there is a base commit, as the configuration is.
pub fn read(given: Option<&Path>, situation: &Situation) -> Result<Option<ChecksFile>, Failure> {
    let usual = RepositoryPath::parse(CHECKS_FILE).map_err(Failure::usage)?;
    let file = match (given, &situation.base) {
        (Some(path), _) => Some(config::read_given(path).map_err(config_failure)?),
        (None, Base::Commit(git, base)) => {
            let text = read_base_file(git, &base.commit, CHECKS_FILE).map_err(git_failure)?;
            text.map(|text| FileText { path: CHECKS_FILE.to_owned(), text })
        }
        (None, _) => config::read_file(&situation.root, &usual).map_err(config_failure)?,
    };
    file.map(|file| ChecksFile::read(&file).map_err(config_failure)).transpose()
}

/// A target that does not exist is a misspelt one. Where only some targets were asked for, the others are not known.
pub(crate) fn check_targets(file: &ChecksFile, situation: &Situation) -> Result<(), Failure> {
    let known = situation.config.targets.iter().map(|target| target.name.as_str());
    file.check_targets(known).map_err(config_failure)
}
