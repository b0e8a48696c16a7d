//! Did somebody approve this job, and could it have started without?
//!
//! GitHub approves a job by its environment: it holds the job back until one of the environment's reviewers agrees. But an environment that
//! does not exist is made, without a rule, when a job names it; rules are taken away; and administrators may pass them by. So
//! GitHub is asked here for the rule and for the run's approvals, and [`judge`] decides on what it said. What GitHub does not tell is said in
//! remarks: when somebody approved, and whether an administrator may bypass the rule.

use std::fmt;

use serde::Deserialize;

use crate::{
    client::{CallError, GitHub, found, segment},
    comment::User,
};

/// What is to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalQuestion<'a> {
    /// The name of the environment that the job runs in.
    pub environment: &'a str,
    /// The number of the run (`GITHUB_RUN_ID`).
    pub run: u64,
    /// Which attempt at it (`GITHUB_RUN_ATTEMPT`), from 1.
    pub attempt: u32,
    /// The login of who started the run (`GITHUB_ACTOR`), when known.
    pub started_by: Option<&'a str>,
    /// The plan's code that the approver must have written into the comment; `None` when a bare approval is enough.
    pub code: Option<&'a str>,
}

/// What GitHub says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approval {
    /// Approved by a reviewer whom the environment demands.
    Given(Approved),
    /// Not approved.
    Missing(Unapproved),
    /// It cannot be known, which is no approval. One sentence without a full stop. May hold words of the server: untrusted, unescaped.
    Unknown(String),
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// Who gave it. Never empty. Untrusted, unescaped.
    pub by: Vec<Approver>,
    /// What weakens it or could not be learned; one sentence each, without a full stop.
    pub remarks: Vec<String>,
}

/// A person who approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// The login.
    pub login: String,
    /// What was written with it; may be empty.
    pub comment: String,
}

/// Why there is no approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unapproved {
    /// There is no such environment, or the token may not see it.
    NoEnvironment(String),
    /// The environment lets every job start.
    NoReviewers(String),
    /// Nobody approved this run for it: somebody with the right passed the rule by, or it was made after the job started.
    Nobody(String),
    /// Those who approved did not write the plan's code.
    WithoutCode {
        /// Their logins.
        by: Vec<String>,
        /// What they should have written.
        code: String,
    },
}

impl fmt::Display for Unapproved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unapproved::NoEnvironment(name) => write!(f, "there is no environment `{name}` that the token can see"),
            Unapproved::NoReviewers(name) => {
                write!(f, "the environment `{name}` requires no reviewers: a job in it starts without anybody's approval")
            }
            Unapproved::Nobody(name) => write!(f, "nobody approved this run for the environment `{name}`"),
            Unapproved::WithoutCode { by, code } => {
                let by: Vec<String> = by.iter().map(|login| format!("`{login}`")).collect();
                write!(f, "approved by {}, but without the plan's code `{code}` in the comment", by.join(", "))
            }
        }
    }
}

impl Unapproved {
    /// What to do about it, one imperative sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Unapproved::NoEnvironment(_) => "Name the job's own environment in `[approval]`, and give the job `actions: read`.",
            Unapproved::NoReviewers(_) => "Add required reviewers in the repository's settings, under Environments.",
            Unapproved::Nobody(_) => {
                "Start the run again and have a reviewer approve it; an administrator who bypasses the rule leaves no approval behind."
            }
            Unapproved::WithoutCode { .. } => {
                "Start the run again and have the reviewer write the code, which the job's name and the plan's summary show, into the comment."
            }
        }
    }
}

/// An environment, as far as it matters.
#[derive(Debug, Clone, Default, Deserialize)]
struct Environment {
    #[serde(default)]
    protection_rules: Vec<Rule>,
    /// `None` when every branch may deploy.
    #[serde(default)]
    deployment_branch_policy: Option<BranchPolicy>,
}

#[derive(Debug, Clone, Deserialize)]
struct Rule {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    prevent_self_review: bool,
    #[serde(default)]
    reviewers: Vec<serde::de::IgnoredAny>,
}

#[derive(Debug, Clone, Deserialize)]
struct BranchPolicy {
    custom_branch_policies: bool,
}

/// One word on the run by a reviewer.
#[derive(Debug, Clone, Deserialize)]
struct Review {
    state: String,
    #[serde(default)]
    comment: String,
    environments: Vec<Named>,
    /// `None` when the account is gone.
    user: Option<User>,
}

/// An environment, or a pattern of branches.
#[derive(Debug, Clone, Deserialize)]
struct Named {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Branches {
    branch_policies: Vec<Named>,
}

impl GitHub {
    /// Whether the job may go on. Reads only; needs `actions: read`.
    pub async fn approval(&self, question: &ApprovalQuestion<'_>) -> Approval {
        match self.ask_for_approval(question).await {
            Ok(approval) => approval,
            Err(CallError::Refused { status, message }) if matches!(status.as_u16(), 403 | 404) => Approval::Unknown(format!(
                "the token may not ask (GitHub answered {status}: {message}): give the job `actions: read`"
            )),
            Err(error) => Approval::Unknown(error.to_string()),
        }
    }

    async fn ask_for_approval(&self, question: &ApprovalQuestion<'_>) -> Result<Approval, CallError> {
        let name = segment(question.environment);
        let environment: Option<Environment> = found(self.get(&self.path(format_args!("environments/{name}"))).await)?;
        let Some(environment) = environment else {
            return Ok(Approval::Missing(Unapproved::NoEnvironment(question.environment.to_owned())));
        };
        let reviews: Vec<Review> = self.get(&self.path(format_args!("actions/runs/{}/approvals", question.run))).await?;
        let mut approval = judge(question, &environment, &reviews);
        if let Approval::Given(approved) = &mut approval {
            approved.remarks.push(self.branches(&name, &environment, question.environment).await);
        }
        Ok(approval)
    }

    /// Which branches may deploy, in a sentence. Who may push to one of them decides what is asked to be approved.
    async fn branches(&self, segment: &str, environment: &Environment, name: &str) -> String {
        match environment.deployment_branch_policy {
            None => {
                return format!(
                    "every branch may ask for `{name}`: limit it to protected branches in the environment's settings"
                );
            }
            Some(BranchPolicy { custom_branch_policies: false }) => {
                return format!("only protected branches may ask for `{name}`");
            }
            Some(BranchPolicy { custom_branch_policies: true }) => {}
        }
        let path = self.path(format_args!("environments/{segment}/deployment-branch-policies?per_page=100"));
        match self.get::<Branches>(&path).await {
            Ok(Branches { branch_policies }) => {
                let names: Vec<String> = branch_policies.iter().map(|policy| format!("`{}`", policy.name)).collect();
                format!("only {} may ask for `{name}`", names.join(", "))
            }
            Err(error) => format!("which branches may ask for `{name}` could not be learned: {error}"),
        }
    }
}

/// What follows from the environment's rules and the run's approvals.
fn judge(question: &ApprovalQuestion<'_>, environment: &Environment, reviews: &[Review]) -> Approval {
    let name = question.environment;
    let rule = environment.protection_rules.iter().find(|rule| rule.kind == "required_reviewers" && !rule.reviewers.is_empty());
    let Some(rule) = rule else { return Approval::Missing(Unapproved::NoReviewers(name.to_owned())) };
    // GitHub does not tell environments apart by case.
    let is_ours = |review: &&Review| {
        review.state == "approved" && review.environments.iter().any(|it| it.name.to_lowercase() == name.to_lowercase())
    };
    let approver = |review: &Review| Approver {
        login: review.user.as_ref().map_or("an account that is gone", |user| &user.login).to_owned(),
        comment: review.comment.clone(),
    };
    let approvers: Vec<Approver> = reviews.iter().filter(is_ours).map(approver).collect();
    if approvers.is_empty() {
        return Approval::Missing(Unapproved::Nobody(name.to_owned()));
    }
    let by = match question.code {
        None => approvers,
        Some(code) => {
            let (with, without): (Vec<_>, Vec<_>) = approvers.into_iter().partition(|it| names(&it.comment, code));
            if with.is_empty() {
                let by = without.into_iter().map(|it| it.login).collect();
                return Approval::Missing(Unapproved::WithoutCode { by, code: code.to_owned() });
            }
            with
        }
    };
    Approval::Given(Approved { remarks: remarks(question, rule, &by), by })
}

fn remarks(question: &ApprovalQuestion<'_>, rule: &Rule, by: &[Approver]) -> Vec<String> {
    let mut remarks = vec!["GitHub does not tell whether administrators may bypass the rule".to_owned()];
    let is_own = |approver: &Approver| question.started_by.is_some_and(|login| login.eq_ignore_ascii_case(&approver.login));
    if !rule.prevent_self_review && by.iter().all(is_own) {
        remarks.push(format!("`{}` started the run and approved it: the environment allows self-review", by[0].login));
    }
    if question.attempt > 1 && question.code.is_none() {
        let attempt = question.attempt;
        remarks.push(format!("this is attempt {attempt} of the run, and GitHub does not tell which attempt an approval was for"));
    }
    remarks
}

/// Is the code a word of the comment? Hexadecimal digits in either case.
fn names(comment: &str, code: &str) -> bool {
    comment.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "0a1b2c3d4e5f";

    fn question(code: Option<&'static str>) -> ApprovalQuestion<'static> {
        ApprovalQuestion { environment: "Production", run: 1, attempt: 1, started_by: Some("ada"), code }
    }

    fn environment(rules: &str) -> Environment {
        serde_json::from_str(&format!(r#"{{"protection_rules": [{rules}]}}"#)).unwrap()
    }

    fn reviewers() -> Environment {
        environment(r#"{"type": "wait_timer"}, {"type": "required_reviewers", "reviewers": [{}], "prevent_self_review": true}"#)
    }

    fn review(state: &str, by: &str, environment: &str, comment: &str) -> Review {
        let (state, comment) = (state.to_owned(), comment.to_owned());
        let environments = vec![Named { name: environment.to_owned() }];
        Review { state, comment, environments, user: Some(User { login: by.to_owned() }) }
    }

    fn missing(approval: Approval) -> Unapproved {
        match approval {
            Approval::Missing(unapproved) => unapproved,
            other => panic!("{other:?}"),
        }
    }

    fn given(approval: Approval) -> Approved {
        match approval {
            Approval::Given(approved) => approved,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_environment_without_reviewers_approves_nothing() {
        let approved = [review("approved", "grace", "production", "")];
        for rules in [
            "",
            r#"{"type": "wait_timer"}"#,
            r#"{"type": "required_reviewers", "reviewers": []}"#,
            r#"{"type": "branch_policy"}"#,
        ] {
            let answer = judge(&question(None), &environment(rules), &approved);
            assert_eq!(missing(answer), Unapproved::NoReviewers("Production".into()), "{rules}");
        }
    }

    #[test]
    fn only_an_approval_of_this_environment_counts() {
        for reviews in [
            vec![],
            vec![review("rejected", "grace", "production", "")],
            vec![review("pending", "grace", "production", "")],
            vec![review("approved", "grace", "production-read", "")],
        ] {
            assert_eq!(missing(judge(&question(None), &reviewers(), &reviews)), Unapproved::Nobody("Production".into()));
        }
        let reviews = [review("rejected", "zoe", "production", "no"), review("approved", "grace", "production", "fine")];
        let by = given(judge(&question(None), &reviewers(), &reviews)).by;
        assert_eq!(by, [Approver { login: "grace".into(), comment: "fine".into() }]);
    }

    #[test]
    fn strict_mode_wants_the_code_as_a_word_of_the_comment() {
        let check = |comment: &str, is_enough: bool| {
            let answer = judge(&question(Some(CODE)), &reviewers(), &[review("approved", "grace", "production", comment)]);
            assert_eq!(matches!(answer, Approval::Given(_)), is_enough, "{comment}: {answer:?}");
        };
        check(CODE, true);
        check("Plan 0A1B2C3D4E5F: go.", true);
        check("", false);
        check("LGTM", false);
        check("0a1b2c3d4e5", false);
        check("0a1b2c3d4e5ff", false);
        let answer = judge(&question(Some(CODE)), &reviewers(), &[review("approved", "grace", "production", "LGTM")]);
        assert_eq!(missing(answer).to_string(), "approved by `grace`, but without the plan's code `0a1b2c3d4e5f` in the comment");
        let two = [review("approved", "zoe", "production", ""), review("approved", "grace", "production", CODE)];
        assert_eq!(
            given(judge(&question(Some(CODE)), &reviewers(), &two)).by.len(),
            1,
            "only who wrote the code approved this plan"
        );
    }

    #[test]
    fn what_weakens_an_approval_is_said() {
        let own = [review("approved", "Ada", "production", "")];
        let lax = environment(r#"{"type": "required_reviewers", "reviewers": [{}], "prevent_self_review": false}"#);
        let approved = given(judge(&ApprovalQuestion { attempt: 2, ..question(None) }, &lax, &own));
        assert_eq!(
            approved.remarks[1..],
            [
                "`Ada` started the run and approved it: the environment allows self-review",
                "this is attempt 2 of the run, and GitHub does not tell which attempt an approval was for",
            ]
        );
        let others = [review("approved", "grace", "production", "")];
        assert_eq!(given(judge(&question(None), &lax, &others)).remarks.len(), 1);
    }
}
