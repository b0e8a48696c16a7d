//! Why does this job run? What GitHub writes into the file named by `GITHUB_EVENT_PATH`, as far as it matters here.

use serde::Deserialize;

/// A commit and the branch that named it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Commit {
    /// The full object name.
    pub sha: String,
    /// The branch, without `refs/heads/`.
    #[serde(rename = "ref")]
    pub branch: String,
}

/// What is known of a pull request besides its two sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PullDetails {
    /// The login of who opened it; `None` when the account is gone.
    pub author: Option<String>,
    /// When it was opened, in UTC, as GitHub writes it.
    pub created_at: Option<String>,
    /// The repository that the proposed branch is in; `None` when it is gone.
    pub head_repository: Option<String>,
    /// The label that started this job by being set.
    pub labelled: Option<Labelled>,
}

/// A label, set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The label's name.
    pub label: String,
    /// Who set it.
    pub by: String,
}

/// What a job was started by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A pull request was opened or changed.
    PullRequest {
        /// Its number.
        number: u64,
        /// The tip of the target branch when the event was made; not the merge base.
        base: Commit,
        /// The tip of the proposed branch.
        head: Commit,
        /// Does the branch come from another repository? Then tokens only read, and there are no secrets.
        is_fork: bool,
        /// What else is known of it.
        details: PullDetails,
    },
    /// A group of pull requests waits in the merge queue. There is no pull request to comment on.
    MergeGroup {
        /// What the group will be merged onto.
        base: Commit,
        /// The group merged, in a branch of its own.
        head: Commit,
    },
    /// Somebody pressed the button.
    WorkflowDispatch {
        /// The branch it was started on.
        branch: String,
    },
    /// Commits arrived on a branch.
    Push {
        /// The branch.
        branch: String,
        /// Its tip before; `None` when the branch is new.
        before: Option<String>,
        /// Its tip now; `None` when it was deleted.
        after: Option<String>,
    },
    /// Something else; the name as GitHub gives it.
    Other(String),
}

/// Why an event's description cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the description of event `{name}` cannot be read")]
pub struct EventError {
    name: String,
    #[source]
    source: serde_json::Error,
}

impl Event {
    /// Reads the event called `name` (`GITHUB_EVENT_NAME`) from its description. Fields that do not matter here may be missing.
    pub fn read(name: &str, json: &str) -> Result<Event, EventError> {
        match name {
            "pull_request" | "pull_request_target" | "pull_request_review" => {
                serde_json::from_str(json).map(|event: PullRequestEvent| event.into())
            }
            "merge_group" => serde_json::from_str(json).map(|event: MergeGroupEvent| event.merge_group.into()),
            "workflow_dispatch" => {
                serde_json::from_str(json).map(|event: RefEvent| Event::WorkflowDispatch { branch: short(&event.reference) })
            }
            "push" => serde_json::from_str(json).map(Event::from_push),
            other => Ok(Event::Other(other.to_owned())),
        }
        .map_err(|source| EventError { name: name.to_owned(), source })
    }

    /// The pull request to comment on.
    pub fn pull_number(&self) -> Option<u64> {
        match self {
            Event::PullRequest { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// What the change will be merged onto.
    pub fn base(&self) -> Option<&Commit> {
        match self {
            Event::PullRequest { base, .. } | Event::MergeGroup { base, .. } => Some(base),
            _ => None,
        }
    }

    /// Does the change come from another repository?
    pub fn is_fork(&self) -> bool {
        matches!(self, Event::PullRequest { is_fork: true, .. })
    }

    fn from_push(push: PushEvent) -> Event {
        // No commit is written as forty (or sixty-four) zeros.
        let commit = |sha: String| Some(sha).filter(|sha| sha.bytes().any(|byte| byte != b'0'));
        Event::Push { branch: short(&push.reference), before: commit(push.before), after: commit(push.after) }
    }
}

fn short(reference: &str) -> String {
    reference.strip_prefix("refs/heads/").unwrap_or(reference).to_owned()
}

#[derive(Deserialize)]
struct PullRequestEvent {
    #[serde(default)]
    action: String,
    pull_request: PullRequest,
    /// What was set or taken away.
    label: Option<Label>,
    /// Who did what started the job.
    sender: Option<User>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
}

#[derive(Deserialize)]
struct User {
    login: String,
}

#[derive(Deserialize)]
struct PullRequest {
    number: u64,
    base: Side,
    head: Side,
    user: Option<User>,
    created_at: Option<String>,
}

#[derive(Deserialize)]
struct Side {
    #[serde(flatten)]
    commit: Commit,
    /// `None` when the fork is gone.
    repo: Option<Repository>,
}

#[derive(Deserialize, PartialEq)]
struct Repository {
    full_name: String,
}

impl From<PullRequestEvent> for Event {
    fn from(event: PullRequestEvent) -> Self {
        let pull = event.pull_request;
        let is_fork = pull.head.repo.is_none() || pull.head.repo != pull.base.repo;
        let labelled = event.label.zip(event.sender).filter(|_| event.action == "labeled");
        let details = PullDetails {
            author: pull.user.map(|user| user.login),
            created_at: pull.created_at,
            head_repository: pull.head.repo.map(|repository| repository.full_name),
            labelled: labelled.map(|(label, by)| Labelled { label: label.name, by: by.login }),
        };
        Event::PullRequest { number: pull.number, base: pull.base.commit, head: pull.head.commit, is_fork, details }
    }
}

#[derive(Deserialize)]
struct MergeGroupEvent {
    merge_group: MergeGroup,
}

#[derive(Deserialize)]
struct MergeGroup {
    base_sha: String,
    base_ref: String,
    head_sha: String,
    head_ref: String,
}

impl From<MergeGroup> for Event {
    fn from(group: MergeGroup) -> Self {
        Event::MergeGroup {
            base: Commit { sha: group.base_sha, branch: short(&group.base_ref) },
            head: Commit { sha: group.head_sha, branch: short(&group.head_ref) },
        }
    }
}

#[derive(Deserialize)]
struct RefEvent {
    #[serde(rename = "ref")]
    reference: String,
}

#[derive(Deserialize)]
struct PushEvent {
    #[serde(rename = "ref")]
    reference: String,
    before: String,
    after: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(sha: &str, branch: &str) -> Commit {
        Commit { sha: sha.into(), branch: branch.into() }
    }

    #[test]
    fn reads_a_pull_request() {
        let json = |head: &str| {
            format!(
                r#"{{"action": "opened", "number": 7, "pull_request": {{"number": 7, "title": "x", "user": {{"login": "ada"}},
                "created_at": "2026-11-21T10:00:00Z",
                "base": {{"ref": "main", "sha": "aaa", "repo": {{"full_name": "acme/shop", "fork": false}}}},
                "head": {{"ref": "feature", "sha": "bbb", "repo": {head}}}}}}}"#
            )
        };
        let check = |head: &str, is_fork| {
            let event = Event::read("pull_request", &json(head)).unwrap();
            let Event::PullRequest { details, .. } = &event else { panic!("{event:?}") };
            assert_eq!((details.author.as_deref(), details.created_at.as_deref()), (Some("ada"), Some("2026-11-21T10:00:00Z")));
            let details = details.clone();
            let (base, head) = (commit("aaa", "main"), commit("bbb", "feature"));
            assert_eq!(event, Event::PullRequest { number: 7, base, head, is_fork, details });
            assert_eq!((event.pull_number(), event.base(), event.is_fork()), (Some(7), Some(&commit("aaa", "main")), is_fork));
        };
        check(r#"{"full_name": "acme/shop"}"#, false);
        check(r#"{"full_name": "stranger/shop"}"#, true);
        check("null", true);
    }

    #[test]
    fn reads_which_label_was_set_and_by_whom() {
        let labelled = |name: &str, action: &str| {
            let json = format!(
                r#"{{"action": "{action}", "label": {{"name": "migration: destructive"}}, "sender": {{"login": "grace"}},
                "pull_request": {{"number": 7, "base": {{"ref": "main", "sha": "aaa", "repo": null}},
                "head": {{"ref": "feature", "sha": "bbb", "repo": {{"full_name": "acme/shop"}}}}}}}}"#
            );
            match Event::read(name, &json).unwrap() {
                Event::PullRequest { details, .. } => details.labelled,
                other => panic!("{other:?}"),
            }
        };
        let expected = Labelled { label: "migration: destructive".into(), by: "grace".into() };
        assert_eq!(labelled("pull_request", "labeled"), Some(expected));
        assert_eq!(labelled("pull_request", "unlabeled"), None);
        assert_eq!(labelled("pull_request_review", "submitted"), None);
    }

    #[test]
    fn reads_a_merge_group() {
        let json = r#"{"merge_group": {"base_sha": "aaa", "base_ref": "refs/heads/main", "head_sha": "bbb",
            "head_ref": "refs/heads/gh-readonly-queue/main/pr-7-aaa"}}"#;
        let event = Event::read("merge_group", json).unwrap();
        let expected = Event::MergeGroup { base: commit("aaa", "main"), head: commit("bbb", "gh-readonly-queue/main/pr-7-aaa") };
        assert_eq!(event, expected);
        assert_eq!((event.pull_number(), event.is_fork()), (None, false));
    }

    #[test]
    fn reads_a_push_and_a_dispatch() {
        let push = |before: &str| format!(r#"{{"ref": "refs/heads/main", "before": "{before}", "after": "bbb"}}"#);
        let check = |before: &str, expected: Option<&str>| {
            let event = Event::read("push", &push(before)).unwrap();
            assert_eq!(event, Event::Push { branch: "main".into(), before: expected.map(Into::into), after: Some("bbb".into()) });
        };
        check("aaa", Some("aaa"));
        check(&"0".repeat(40), None);
        let event = Event::read("workflow_dispatch", r#"{"ref": "refs/heads/main", "inputs": {}}"#).unwrap();
        assert_eq!(event, Event::WorkflowDispatch { branch: "main".into() });
    }

    #[test]
    fn refuses_what_lacks_what_matters() {
        let error = Event::read("pull_request", r#"{"pull_request": {"number": 7}}"#).unwrap_err();
        assert_eq!(error.to_string(), "the description of event `pull_request` cannot be read");
        assert!(Event::read("merge_group", "").is_err());
        assert_eq!(Event::read("schedule", "").unwrap(), Event::Other("schedule".into()));
    }
}
