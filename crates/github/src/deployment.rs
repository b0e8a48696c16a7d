//! What became of a deploy, where GitHub shows deployments; and which pull request brought the commit.

use serde::{Deserialize, Serialize};

use crate::{
    Outcome,
    client::{CallError, GitHub, segment},
};

/// GitHub's limit for the description of a status, in characters.
const DESCRIPTION_LIMIT: usize = 140;

/// Something that is being deployed, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deployment<'a> {
    /// The environment's name.
    pub environment: &'a str,
    /// The commit whose migrations run.
    pub commit: &'a str,
    /// Tells it from other deployments of the commit: `migrate:shop`.
    pub task: &'a str,
    /// How it stands.
    pub state: DeploymentState,
    /// One line; longer than GitHub takes it is cut.
    pub description: &'a str,
    /// Where the log is.
    pub log_url: Option<&'a str>,
}

/// How a deployment stands, in GitHub's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeploymentState {
    /// It runs.
    InProgress,
    /// It is there.
    Success,
    /// It did not happen: nothing of it remains.
    Failure,
    /// A person must look.
    Error,
}

#[derive(Debug, Deserialize)]
struct Known {
    id: u64,
    url: String,
}

#[derive(Serialize)]
struct New<'a> {
    #[serde(rename = "ref")]
    reference: &'a str,
    task: &'a str,
    environment: &'a str,
    description: &'a str,
    auto_merge: bool,
    /// None: whether the commit's checks passed is not asked here.
    required_contexts: [&'a str; 0],
}

#[derive(Serialize)]
struct Status<'a> {
    state: DeploymentState,
    description: &'a str,
    /// The environment holds more than its databases: what is deployed there otherwise stays active.
    auto_inactive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_url: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
struct Pull {
    number: u64,
    merged_at: Option<String>,
    merge_commit_sha: Option<String>,
}

impl GitHub {
    /// Adds a status to the deployment of this task, environment and commit, and makes the deployment where there is none yet. Needs `deployments: write`.
    pub async fn report_deployment(&self, deployment: Deployment<'_>) -> Outcome {
        self.try_report(deployment).await.into()
    }

    async fn try_report(&self, deployment: Deployment<'_>) -> Result<String, CallError> {
        let known = match self.known(deployment).await? {
            Some(known) => known,
            None => match self.create_deployment(deployment).await {
                // Made or not? A second one would stay in progress for ever.
                Err(CallError::Doubtful(_)) => match self.known(deployment).await? {
                    Some(known) => known,
                    None => self.create_deployment(deployment).await?,
                },
                made => made?,
            },
        };
        let description: String = deployment.description.chars().take(DESCRIPTION_LIMIT).collect();
        let Deployment { state, log_url, .. } = deployment;
        let status = Status { state, description: &description, auto_inactive: false, log_url };
        let _: serde::de::IgnoredAny = self.post(&self.path(format_args!("deployments/{}/statuses", known.id)), &status).await?;
        Ok(known.url)
    }

    async fn known(&self, deployment: Deployment<'_>) -> Result<Option<Known>, CallError> {
        let [commit, task, environment] = [deployment.commit, deployment.task, deployment.environment].map(segment);
        let query = format!("sha={commit}&task={task}&environment={environment}&per_page=1");
        Ok(self.get::<Vec<Known>>(&self.path(format_args!("deployments?{query}"))).await?.into_iter().next())
    }

    async fn create_deployment(&self, deployment: Deployment<'_>) -> Result<Known, CallError> {
        let Deployment { commit, task, environment, .. } = deployment;
        let new =
            New { reference: commit, task, environment, description: "Migration Gate", auto_merge: false, required_contexts: [] };
        self.post(&self.path(format_args!("deployments")), &new).await
    }

    /// The merged pull request that brought a commit: the one that was merged as this commit, else the newest of those that hold it. `Err` is one
    /// sentence without a full stop; it may hold words of the server. Needs `pull-requests: read`.
    pub async fn merged_pull(&self, commit: &str) -> Result<Option<u64>, String> {
        let path = self.path(format_args!("commits/{}/pulls", segment(commit)));
        let (merged, _) = self.list(&path, |pull: &Pull| pull.merged_at.is_some()).await.map_err(|error| error.to_string())?;
        let is_this = |pull: &&Pull| pull.merge_commit_sha.as_deref() == Some(commit);
        let found = merged.iter().find(is_this).or_else(|| merged.iter().max_by(|a, b| a.merged_at.cmp(&b.merged_at)));
        Ok(found.map(|pull| pull.number))
    }
}
