//! Who set the label, and what was the head then?
//!
//! A label has no commit, and dates in commits are anybody's. What is used: the event that started this run, which the server made when the
//! label was set; and the moments at which the server made events and runs of workflows. A run of this pull request had seen a commit
//! at its head before the label was set; while nobody rewrites the branch its head only moves forward, so that the head
//! at that moment was this commit or one behind it.

use serde::Deserialize;

use super::{Account, Answer, Consent, Reach, moment::seconds};
use crate::event::{Commit, PullDetails};

/// Pages of runs that are looked through.
pub(super) const PAGES_OF_RUNS: usize = 10;

/// A run is made some moments after what started it. One that follows a rewrite closer than this may have been started by what was there before.
const SETTLED: i64 = 300;

/// A label that is on the pull request.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Label {
    name: String,
}

/// Something that happened to the pull request.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Event {
    id: u64,
    event: String,
    created_at: String,
    /// `None` when the account is gone.
    actor: Option<Account>,
    label: Option<Label>,
}

impl Event {
    /// Whether it says something of labels or of the branch.
    pub(super) fn matters(&self) -> bool {
        self.is_about_a_label() || self.rewrites()
    }

    fn is_about_a_label(&self) -> bool {
        matches!(self.event.as_str(), "labeled" | "unlabeled")
    }

    /// Whether the head may have moved elsewhere than forward.
    fn rewrites(&self) -> bool {
        matches!(self.event.as_str(), "head_ref_force_pushed" | "head_ref_deleted" | "head_ref_restored" | "reopened")
    }
}

/// A page of runs.
#[derive(Debug, Deserialize)]
pub(super) struct Runs {
    pub(super) workflow_runs: Vec<Run>,
}

/// A run of a workflow.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Run {
    event: String,
    head_sha: String,
    head_branch: Option<String>,
    created_at: String,
    /// `None` when it is gone.
    head_repository: Option<Repository>,
}

#[derive(Debug, Clone, Deserialize)]
struct Repository {
    full_name: String,
}

/// What GitHub knows of a label on a pull request.
#[derive(Debug)]
pub(super) struct History<'a> {
    /// The label that is wanted.
    pub(super) label: &'a str,
    /// Those that are set now.
    pub(super) now: &'a [Label],
    /// What happened, in any order.
    pub(super) events: &'a [Event],
}

/// The label was set and is set.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Labelled {
    label: String,
    by: String,
    /// When it was set last.
    at: String,
    seconds: i64,
    /// When the branch was last rewritten.
    rewritten: Option<i64>,
}

impl History<'_> {
    /// Who set the label last; an answer when there is no consent in it.
    pub(super) fn labelled(&self) -> Result<Labelled, Answer> {
        let label = self.label;
        // GitHub does not tell labels apart by case.
        let is_wanted = |name: &Label| name.name.to_lowercase() == label.to_lowercase();
        if !self.now.iter().any(is_wanted) {
            return Err(Answer::Missing(format!("the label `{label}` is not on the pull request")));
        }
        let of_label = self.events.iter().filter(|event| event.is_about_a_label() && event.label.as_ref().is_some_and(is_wanted));
        let unknown = || Answer::Unknown(format!("who set the label `{label}` cannot be told: remove it and add it again"));
        let last = of_label.max_by_key(|event| (seconds(&event.created_at), event.id)).filter(|last| last.event == "labeled");
        let last = last.ok_or_else(unknown)?;
        let actor = last.actor.as_ref().ok_or_else(unknown)?;
        if !actor.is_person() {
            return Err(Answer::Missing(format!(
                "the label `{label}` was set by the app `{}`, and a person has to set it",
                actor.login
            )));
        }
        let rewrites = self.events.iter().filter(|event| event.rewrites()).map(|event| seconds(&event.created_at));
        // One at an unknown moment may have been the last.
        let rewritten = rewrites.map(|moment| moment.unwrap_or(i64::MAX)).max();
        let (label, by, at) = (label.to_owned(), actor.login.clone(), last.created_at.clone());
        Ok(Labelled { label, by, seconds: seconds(&at).ok_or_else(unknown)?, at, rewritten })
    }
}

impl Labelled {
    /// When this very run was started by setting the label, its event has the head of that moment.
    pub(super) fn by_this_event(&self, details: &PullDetails, head: &Commit) -> Option<Consent> {
        let set = details.labelled.as_ref()?;
        let is_same = set.label.to_lowercase() == self.label.to_lowercase() && set.by.eq_ignore_ascii_case(&self.by);
        is_same.then(|| self.consent(&head.sha, Reach::Commit))
    }

    /// Otherwise the newest head that a run had seen before. It must belong to this pull request and to the branch as it was not rewritten since.
    pub(super) fn among(&self, runs: &[Run], details: &PullDetails, branch: &str) -> Answer {
        let again = "remove it and add it again";
        if self.rewritten.is_some_and(|moment| moment >= self.seconds) {
            return Answer::Unknown(format!("the branch was rewritten after the label `{}` was set: {again}", self.label));
        }
        let opened = details.created_at.as_deref().and_then(seconds);
        let (Some(opened), Some(repository)) = (opened, &details.head_repository) else {
            return Answer::Unknown(format!(
                "the pull request's branch is gone, so the label `{}` is bound to nothing",
                self.label
            ));
        };
        let from = self.rewritten.map_or(opened, |moment| opened.max(moment.saturating_add(SETTLED)));
        let is_ours = |run: &&Run| {
            run.event == "pull_request"
                && run.head_branch.as_deref() == Some(branch)
                && run.head_repository.as_ref().is_some_and(|head| head.full_name.eq_ignore_ascii_case(repository))
        };
        let seen = runs.iter().filter(is_ours).filter_map(|run| Some((seconds(&run.created_at)?, run)));
        let newest = seen.filter(|(moment, _)| (from..self.seconds).contains(moment)).max_by_key(|(moment, _)| *moment);
        match newest {
            Some((_, run)) => Answer::Given(vec![self.consent(&run.head_sha, Reach::Onwards)]),
            None => Answer::Unknown(format!("on which commit the label `{}` was set cannot be told: {again}", self.label)),
        }
    }

    fn consent(&self, commit: &str, reach: Reach) -> Consent {
        Consent { by: self.by.clone(), at: self.at.clone(), commit: commit.to_owned(), reach }
    }
}

#[cfg(test)]
mod tests;
