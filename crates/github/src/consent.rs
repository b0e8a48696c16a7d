//! Who agreed to what this pull request does, when, and to which text?
//!
//! For teams that take an acknowledgement from a label or an approving review instead of a comment in the script. GitHub is asked
//! here; what its answers mean is decided by the pure functions in `label` and `review`. Nothing here knows findings or files:
//!
//! ```text
//! let answer = github.label_consent(&event, &label).await;              // acknowledgement = "label"
//! let answer = github.review_consents(&event, reviewers).await;         // acknowledgement = "review"
//! match answer {
//!     Answer::Given(consents) => for each migration that has findings, look for a consent that covers its text:
//!         Reach::Commit  => git.had_text(&commit, file, script)? == Some(true)
//!         Reach::Onwards => the same, and git.is_untouched(&commit, &head, file)? == Some(true), where head is the event's
//!     Answer::Missing(why) => nothing is accepted; a note says why
//!     Answer::Unknown(why) => nothing is accepted; `incomplete` says why
//! }
//! ```
//!
//! A migration's findings are accepted as a whole, with `Consent::by` as the author and `Consent::commit` as the commit. A commit that git does
//! not have, or `None` of either function, accepts nothing.

mod label;
mod moment;
mod review;

use serde::Deserialize;

use crate::{
    Event,
    client::{CallError, GitHub, found, segment},
};

/// A person's agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The person's login. Untrusted, unescaped.
    pub by: String,
    /// When, in UTC, as GitHub writes it: `2026-11-21T10:00:00Z`.
    pub at: String,
    /// The commit whose text was agreed to.
    pub commit: String,
    /// How far it reaches from that commit.
    pub reach: Reach,
}

/// What a consent is for besides the text of its commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nothing else: it was given to exactly this commit.
    Commit,
    /// It was given to this commit or to one that came after it, up to the head; which one is not known. It covers what none of them changed.
    Onwards,
}

/// What GitHub says when it is asked for consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// These agreed; never empty, oldest first.
    Given(Vec<Consent>),
    /// Nobody did. One sentence without a full stop, and what to do. May hold words of the server: untrusted, unescaped.
    Missing(String),
    /// It cannot be known, which is no consent. As above.
    Unknown(String),
}

/// An account as other objects name it.
#[derive(Debug, Clone, Deserialize)]
struct Account {
    login: String,
    #[serde(rename = "type")]
    kind: String,
}

impl Account {
    /// Apps label and approve too, and agree to nothing.
    fn is_person(&self) -> bool {
        self.kind == "User"
    }
}

impl GitHub {
    /// Who set a label that is on the pull request now, and on which text. `event` is why this job runs.
    pub async fn label_consent(&self, event: &Event, label: &str) -> Answer {
        answer(self.ask_for_label(event, label).await, "`pull-requests: read` and `actions: read`")
    }

    /// Whose last word on the pull request is an approval: people other than its author, who may write to the repository and, when a team is named
    /// (`owner/team`, or the team alone), are members of it.
    pub async fn review_consents(&self, event: &Event, team: Option<&str>) -> Answer {
        answer(self.ask_for_reviews(event, team).await, "`pull-requests: read`")
    }

    async fn ask_for_label(&self, event: &Event, label: &str) -> Result<Answer, CallError> {
        let Event::PullRequest { number, head, details, .. } = event else { return Ok(no_pull_request()) };
        let set = self.list(&self.path(format_args!("issues/{number}/labels")), |_| true).await?;
        let (events, _) = self.list(&self.path(format_args!("issues/{number}/events")), label::Event::matters).await?;
        let history = label::History { label, now: &set.0, events: &events };
        let labelled = match history.labelled() {
            Ok(labelled) => labelled,
            Err(answer) => return Ok(answer),
        };
        if let Some(consent) = labelled.by_this_event(details, head) {
            return Ok(Answer::Given(vec![consent]));
        }
        let runs = self.runs_of(&head.branch).await?;
        Ok(labelled.among(&runs, details, &head.branch))
    }

    /// Runs that pull requests from a branch of this name started, newest first. So many that strangers with a branch of the same name can hide the one
    /// that matters, which is then not found.
    async fn runs_of(&self, branch: &str) -> Result<Vec<label::Run>, CallError> {
        let mut runs = Vec::new();
        for page in 1..=label::PAGES_OF_RUNS {
            let query = format!("event=pull_request&branch={}&per_page=100&page={page}", segment(branch));
            let mut found: label::Runs = self.get(&self.path(format_args!("actions/runs?{query}"))).await?;
            let is_last = found.workflow_runs.len() < 100;
            runs.append(&mut found.workflow_runs);
            if is_last {
                break;
            }
        }
        Ok(runs)
    }

    async fn ask_for_reviews(&self, event: &Event, team: Option<&str>) -> Result<Answer, CallError> {
        let Event::PullRequest { number, details, .. } = event else { return Ok(no_pull_request()) };
        let Some(author) = &details.author else {
            return Ok(Answer::Unknown("who opened the pull request is not known".to_owned()));
        };
        let (reviews, is_whole) = self.list(&self.path(format_args!("pulls/{number}/reviews")), |_| true).await?;
        if !is_whole {
            return Ok(Answer::Unknown("the pull request has more reviews than can be read".to_owned()));
        }
        let approvals = review::approvals(&reviews, author);
        if approvals.is_empty() {
            let who = team.map_or("somebody other than its author".to_owned(), |team| format!("a member of `{team}`"));
            return Ok(Answer::Missing(format!("no approving review: {who} has to approve the pull request")));
        }
        let team = match team {
            Some(team) => match self.team(team).await? {
                Some(team) => Some(team),
                None => {
                    return Ok(Answer::Unknown(format!(
                        "the members of `{team}` cannot be read: a token with the organisation's `members: read` is needed, which a workflow's own never has"
                    )));
                }
            },
            None => None,
        };
        let mut consents = Vec::new();
        let mut others = Vec::new();
        for approval in approvals {
            if self.may_write(&approval.by).await? && self.is_member(team.as_deref(), &approval.by).await? {
                consents.push(approval);
            } else {
                others.push(format!("`{}`", approval.by));
            }
        }
        if consents.is_empty() {
            let wanted = if team.is_some() { "in the team with the right to write" } else { "somebody with the right to write" };
            return Ok(Answer::Missing(format!("approved only by {}, who is not {wanted}", others.join(", "))));
        }
        Ok(Answer::Given(consents))
    }

    /// May the person write to the repository? On a public one everybody may review.
    async fn may_write(&self, login: &str) -> Result<bool, CallError> {
        #[derive(Deserialize)]
        struct Permission {
            permission: String,
        }
        let path = self.path(format_args!("collaborators/{}/permission", segment(login)));
        let found = found(self.get::<Permission>(&path).await)?;
        Ok(found.is_some_and(|found| matches!(found.permission.as_str(), "admin" | "write")))
    }

    /// The path of a team that the token may see. A team of that name that it may not see answers like none.
    async fn team(&self, name: &str) -> Result<Option<String>, CallError> {
        #[derive(Deserialize)]
        struct Team {}
        let name = name.trim_start_matches('@');
        let (owner, slug) = name.split_once('/').unwrap_or((self.owner(), name));
        let path = format!("/orgs/{}/teams/{}", segment(owner), segment(slug));
        match self.get::<Team>(&path).await {
            Err(CallError::Refused { status, .. }) if matches!(status.as_u16(), 403 | 404) => Ok(None),
            answer => answer.map(|Team {}| Some(path)),
        }
    }

    /// Is the person in the team? Without one everybody is.
    async fn is_member(&self, team: Option<&str>, login: &str) -> Result<bool, CallError> {
        #[derive(Deserialize)]
        struct Membership {
            state: String,
        }
        let Some(team) = team else { return Ok(true) };
        let found = found(self.get::<Membership>(&format!("{team}/memberships/{}", segment(login))).await)?;
        Ok(found.is_some_and(|found| found.state == "active"))
    }
}

fn no_pull_request() -> Answer {
    Answer::Missing("there is no pull request that a label or a review could be on".to_owned())
}

fn answer(asked: Result<Answer, CallError>, permissions: &str) -> Answer {
    asked.unwrap_or_else(|error| match error {
        CallError::Refused { status, .. } if matches!(status.as_u16(), 403 | 404) => {
            Answer::Unknown(format!("the token may not ask ({error}): give the job {permissions}"))
        }
        error => Answer::Unknown(error.to_string()),
    })
}
