//! Did those who have to agree, and does nobody forbid it?

use github::{Approval, ApprovalQuestion, Freeze, FreezingIssue};
use report::{Finding, RuleId, Severity};

use crate::{FROZEN, Leave, NOT_APPROVED, Objection, Oversight};

impl Oversight<'_> {
    /// Whether a reviewer of the environment approved this very run, where that is required. `code`: the code of the plan that is to be applied, which
    /// strict mode wants in the reviewer's comment.
    pub async fn approval(&self, code: Option<&str>) -> Result<Leave, Objection> {
        let approval = &self.config.approval;
        let environment = match self.environment() {
            Some(environment) => environment,
            None if self.arguments.require_approval || (self.in_github_actions && !approval.required_for.value.is_empty()) => {
                return Err(unknown("an approval is required, and `--environment` does not say whose"));
            }
            None => return Ok(Leave::default()),
        };
        if !self.arguments.require_approval && !approval.is_required_for(environment) {
            return Ok(Leave::default());
        }
        let code = match (approval.strict.value, code) {
            (false, _) => None,
            (true, Some(code)) => Some(code),
            (true, None) => {
                return Err(refused(
                    NOT_APPROVED,
                    "strict mode binds an approval to a plan, and there is none".to_owned(),
                    "Make a plan with `preview --plan FILE`, and deploy it with `--plan FILE`.".to_owned(),
                ));
            }
        };
        self.ask(environment, code).await
    }

    async fn ask(&self, environment: &str, code: Option<&str>) -> Result<Leave, Objection> {
        let cannot = |why: String| unknown(format!("whether `{environment}` was approved cannot be asked: {why}"));
        let job = self.job.as_ref().map_err(|why| cannot(why.clone()))?;
        let run = job.run.ok_or_else(|| cannot("`GITHUB_RUN_ID` is not set".to_owned()))?;
        let github = job.github().map_err(|error| cannot(error.to_string()))?;
        let (attempt, started_by) = (job.attempt, job.started_by.as_deref());
        match github.approval(&ApprovalQuestion { environment, run, attempt, started_by, code }).await {
            Approval::Given(approved) => {
                let by: Vec<String> = approved.by.into_iter().map(|approver| approver.login).collect();
                let names = by.iter().map(|login| format!("`{login}`")).collect::<Vec<_>>().join(", ");
                let what = code.map_or(String::new(), |code| format!(", with the plan's code `{code}`"));
                let mut notes = vec![format!("approved for `{environment}` by {names}{what}")];
                notes.extend(approved.remarks);
                Ok(Leave { by, notes })
            }
            Approval::Missing(unapproved) => Err(refused(NOT_APPROVED, unapproved.to_string(), unapproved.advice().to_owned())),
            Approval::Unknown(why) => Err(unknown(format!("whether `{environment}` was approved is not known: {why}"))),
        }
    }

    /// Whether an open issue forbids to deploy the target. Our own incident no longer does once the history is healthy: no migration has failed or is
    /// unfinished.
    pub async fn freeze(&self, target: &str, is_healthy: bool) -> Result<Leave, Objection> {
        let incidents = &self.config.incidents;
        if !incidents.freeze.value {
            return Ok(Leave::default());
        }
        let github = match &self.job {
            Ok(job) => job.github().map_err(|error| error.to_string()),
            Err(why) => Err(why.clone()),
        };
        let github = match github {
            Ok(github) => github,
            Err(why) if self.in_github_actions => {
                return Err(unknown(format!("whether somebody froze deploys cannot be asked: {why}")));
            }
            Err(why) => return Ok(noted(format!("whether somebody froze deploys was not asked: {why}"))),
        };
        match github.freeze(&self.marker(target), &incidents.label.value, None).await {
            Freeze::None(None) => Ok(Leave::default()),
            Freeze::None(Some(lifted)) => {
                Ok(noted(format!("the last incident was closed by `{}` at {}: {}", lifted.by, lifted.at, lifted.url)))
            }
            Freeze::Frozen(issues) => judge(&issues, is_healthy),
            Freeze::Unknown(why) => Err(unknown(format!("whether somebody froze deploys is not known: {why}"))),
        }
    }
}

/// What follows from the open issues.
fn judge(issues: &[FreezingIssue], is_healthy: bool) -> Result<Leave, Objection> {
    let holds = |issue: &&FreezingIssue| !(issue.is_incident && is_healthy);
    match issues.iter().find(holds) {
        Some(issue) => {
            let by = issue.by.as_deref().unwrap_or("an account that is gone");
            let what = if issue.is_incident { "an incident" } else { "a freeze" };
            let message = format!("{what} is open since {}: \"{}\", opened by `{by}`: {}", issue.since, issue.title, issue.url);
            let advice = if issue.is_incident {
                "Resolve the failed migration as the issue says, or close the issue to lift the freeze."
            } else {
                "Wait until the issue is closed, or have who opened it close it."
            };
            Err(refused(FROZEN, message, advice.to_owned()))
        }
        None => {
            let told = |issue: &FreezingIssue| format!("the incident {} is open, and the history is healthy again", issue.url);
            Ok(Leave { by: vec![], notes: issues.iter().map(told).collect() })
        }
    }
}

fn noted(note: String) -> Leave {
    Leave { by: vec![], notes: vec![note] }
}

fn unknown(why: impl Into<String>) -> Objection {
    Objection::Unknown(why.into())
}

fn refused(rule: &'static str, message: String, advice: String) -> Objection {
    let finding = Finding { advice: Some(advice), ..Finding::new(RuleId::new(rule), Severity::Error, message) };
    Objection::Refused(Box::new(finding))
}
