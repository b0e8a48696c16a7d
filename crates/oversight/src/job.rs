//! Which job of GitHub Actions is this?

use config::{
    Environment,
    variables::{self, Variable},
};
use github::{GitHub, SetupError};

/// What the runner says of the job, and the right to speak for it.
pub(crate) struct Job {
    api_url: String,
    token: secrecy::SecretString,
    repository: String,
    pub(crate) run: Option<u64>,
    pub(crate) attempt: u32,
    pub(crate) started_by: Option<String>,
    pub(crate) commit: Option<String>,
    pub(crate) run_url: Option<String>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("repository", &self.repository).field("run", &self.run).finish_non_exhaustive()
    }
}

impl Job {
    /// `Err`: what is missing to talk to GitHub at all.
    pub(crate) fn of(environment: &Environment) -> Result<Job, String> {
        let get = |variable: Variable| environment.get(variable).map(str::to_owned);
        let needed = |variable: Variable| get(variable).ok_or_else(|| format!("`{}` is not set", variable.name));
        let token = environment.secret(variables::GITHUB_TOKEN.name);
        let token = token.ok_or_else(|| format!("`{}` is not set", variables::GITHUB_TOKEN.name))?;
        let (repository, api_url) = (needed(variables::GITHUB_REPOSITORY)?, needed(variables::GITHUB_API_URL)?);
        let run = get(variables::GITHUB_RUN_ID).and_then(|run| run.parse().ok());
        Ok(Job {
            api_url,
            token,
            run,
            attempt: get(variables::GITHUB_RUN_ATTEMPT).and_then(|attempt| attempt.parse().ok()).unwrap_or(1),
            started_by: get(variables::GITHUB_ACTOR),
            commit: get(variables::GITHUB_SHA),
            run_url: environment.run_url(),
            repository,
        })
    }

    /// To be called inside a runtime.
    pub(crate) fn github(&self) -> Result<GitHub, SetupError> {
        GitHub::new(&self.api_url, self.token.clone(), &self.repository)
    }
}
