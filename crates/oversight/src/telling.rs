//! Who hears of a deploy, besides those who read its report.

use github::{COMMENT_LIMIT, Deployment, DeploymentState, IssueText, Outcome};
use incident::Incident;

use crate::Oversight;

impl Oversight<'_> {
    /// Says in the issue about this target and environment what failed, opening it where there is none. The sentence says what became of it.
    pub async fn incident(&self, incident: &Incident<'_>) -> String {
        let marker = self.marker(incident.target);
        let room = COMMENT_LIMIT - marker.as_str().len() - 1;
        let (title, body, news) = (incident.title(), incident.body(room), incident.news());
        if !self.publishes {
            return format!("no issue was opened; it would be called \"{title}\"");
        }
        let incidents = &self.config.incidents;
        let (label, assignees) = (&incidents.label.value, &incidents.assignees.value);
        let text = IssueText { title: &title, body: &body, label, assignees, news: &news };
        let outcome = match self.github() {
            Ok(github) => github.upsert_issue(&marker, None, text).await,
            Err(why) => Outcome::Failed { why },
        };
        told("incident", outcome, "issues: write")
    }

    /// Closes the issue of the target, now that its history is healthy and up to date; `None` when there is none.
    pub async fn recovered(&self, target: &str) -> Option<String> {
        if !self.publishes {
            return None;
        }
        let log = self.run_url().map_or(String::new(), |url| format!(" ([log]({url}))"));
        let word = format!("The history is healthy and up to date again{log}.\n");
        let outcome = match self.github() {
            Ok(github) => github.close_issue(&self.marker(target), &self.config.incidents.label.value, None, &word).await?,
            Err(why) => Outcome::Failed { why },
        };
        Some(told("the incident is over", outcome, "issues: write"))
    }

    /// Shows how the deploy stands among the environment's deployments. `None`: there is nothing to say, because it worked, or nobody named an environment.
    pub async fn deployment(&self, target: &str, state: DeploymentState, description: &str) -> Option<String> {
        let (true, Some(environment), Ok(job)) = (self.publishes, self.environment(), &self.job) else { return None };
        let (commit, task) = (job.commit.as_deref()?, format!("migrate:{target}"));
        let log_url = self.run_url();
        let outcome = match self.github() {
            Ok(github) => {
                github.report_deployment(Deployment { environment, commit, task: &task, state, description, log_url }).await
            }
            Err(why) => Outcome::Failed { why },
        };
        match outcome {
            Outcome::Published { .. } => None,
            outcome => Some(told("deployment", outcome, "deployments: write")),
        }
    }

    fn github(&self) -> Result<github::GitHub, String> {
        let job = self.job.as_ref().map_err(String::clone)?;
        job.github().map_err(|error| error.to_string())
    }
}

fn told(what: &str, outcome: Outcome, permission: &str) -> String {
    match outcome {
        Outcome::Published { url } => format!("{what}: {url}"),
        Outcome::ReadOnlyToken => format!("{what}: could not be told, for the token may only read: give the job `{permission}`"),
        Outcome::Failed { why } => format!("{what}: could not be told: {why}"),
    }
}
