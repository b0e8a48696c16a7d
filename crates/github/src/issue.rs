//! One issue about something that is wrong, found again, kept up to date, and closed when it is well.
//!
//! Found by label, marker and author, never by search, which lags behind. While an issue with the label is open it is a freeze: [`GitHub::freeze`].

use serde::{Deserialize, Serialize};

use crate::{
    Marker, Outcome,
    client::{CallError, GitHub, segment},
    comment::{User, is_same},
};

/// What an issue is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssueText<'a> {
    /// One line.
    pub title: &'a str,
    /// Markdown, below the marker.
    pub body: &'a str,
    /// By which it is found. Made where it does not exist yet.
    pub label: &'a str,
    /// Logins; only for a new issue, for people may hand an old one on.
    pub assignees: &'a [String],
    /// What is new, as Markdown: a comment on an issue that was open already. People are told of comments, and not of edits.
    pub news: &'a str,
}

/// Does something forbid to deploy?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freeze {
    /// No; and who closed the last incident of this marker, when a person did.
    None(Option<Lifted>),
    /// These issues do, oldest first. Never empty.
    Frozen(Vec<FreezingIssue>),
    /// It cannot be known. One sentence without a full stop. May hold words of the server: untrusted, unescaped.
    Unknown(String),
}

/// An open issue with the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreezingIssue {
    /// Where people read it.
    pub url: String,
    /// Its title. Untrusted, unescaped.
    pub title: String,
    /// Who opened it; `None` when the account is gone. Untrusted, unescaped.
    pub by: Option<String>,
    /// When, in UTC, as GitHub writes it.
    pub since: String,
    /// Whether it is the incident with the marker that was asked for. Others are freezes that people declared.
    pub is_incident: bool,
}

/// A freeze that a person ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifted {
    /// The person's login. Untrusted, unescaped.
    pub by: String,
    /// When, in UTC, as GitHub writes it.
    pub at: String,
    /// The issue.
    pub url: String,
}

#[derive(Debug, Deserialize)]
struct Issue {
    number: u64,
    html_url: String,
    title: String,
    body: Option<String>,
    /// `None` when the account is gone.
    user: Option<User>,
    created_at: String,
    /// There when it is a pull request, which the list of issues holds too.
    pull_request: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Event {
    event: String,
    created_at: String,
    actor: Option<User>,
}

#[derive(Serialize)]
struct NewIssue<'a> {
    title: &'a str,
    body: &'a str,
    labels: [&'a str; 1],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    assignees: &'a [String],
}

#[derive(Serialize)]
struct Changed<'a> {
    title: &'a str,
    body: &'a str,
}

#[derive(Serialize)]
struct Closed {
    state: &'static str,
    state_reason: &'static str,
}

impl Issue {
    fn is_ours(&self, marker: &Marker, login: &str) -> bool {
        self.is_by(login) && self.body.as_deref().is_some_and(|body| marker.begins(body))
    }

    fn is_by(&self, login: &str) -> bool {
        self.user.as_ref().is_some_and(|user| user.login.eq_ignore_ascii_case(login))
    }
}

impl GitHub {
    /// Opens the issue of this marker, or brings the open one up to date and adds what is new as a comment. `None` for `author` finds out under which
    /// login the token writes. An open issue that already says this is left as it is. Needs `issues: write`.
    pub async fn upsert_issue(&self, marker: &Marker, author: Option<&str>, text: IssueText<'_>) -> Outcome {
        self.try_upsert_issue(marker, author, text).await.into()
    }

    async fn try_upsert_issue(&self, marker: &Marker, author: Option<&str>, text: IssueText<'_>) -> Result<String, CallError> {
        let author = self.writes_as(author).await?;
        let body = format!("{}\n{}", marker.as_str(), text.body);
        if let Some(issue) = self.open_issue(marker, text.label, &author).await? {
            return self.update_issue(&issue, text, &body).await;
        }
        match self.create_issue(text, &body).await {
            // Opened or not? Opening again unseen could leave two.
            Err(CallError::Doubtful(_)) => match self.open_issue(marker, text.label, &author).await? {
                Some(issue) => Ok(issue.html_url),
                None => self.create_issue(text, &body).await,
            },
            outcome => outcome,
        }
    }

    /// Says a last word in the open issue of this marker and closes it; `None` when there is none.
    pub async fn close_issue(&self, marker: &Marker, label: &str, author: Option<&str>, last_word: &str) -> Option<Outcome> {
        self.try_close_issue(marker, label, author, last_word)
            .await
            .map(|closed| closed.map(Outcome::from))
            .unwrap_or_else(|error| Some(Outcome::from(Err(error))))
    }

    async fn try_close_issue(
        &self,
        marker: &Marker,
        label: &str,
        author: Option<&str>,
        last_word: &str,
    ) -> Result<Option<Result<String, CallError>>, CallError> {
        let author = self.writes_as(author).await?;
        let Some(issue) = self.open_issue(marker, label, &author).await? else { return Ok(None) };
        let closed = Closed { state: "closed", state_reason: "completed" };
        // Closing may be repeated, the comment may not: an issue without its last word is better than one that stays open.
        let word = self.create_comment(issue.number, last_word).await;
        self.patch::<Issue>(&self.path(format_args!("issues/{}", issue.number)), &closed).await?;
        Ok(Some(word.map(|_| issue.html_url)))
    }

    /// Which open issues with the label forbid to deploy what `marker` stands for: its own incident, and every one that a person opened. Incidents of other
    /// markers, which only we open, do not. Needs `issues: read`.
    pub async fn freeze(&self, marker: &Marker, label: &str, author: Option<&str>) -> Freeze {
        self.ask_for_freeze(marker, label, author).await.unwrap_or_else(|error| match error {
            CallError::Refused { status, .. } if matches!(status.as_u16(), 403 | 404) => {
                Freeze::Unknown(format!("the token may not ask ({error}): give the job `issues: read`"))
            }
            error => Freeze::Unknown(error.to_string()),
        })
    }

    async fn ask_for_freeze(&self, marker: &Marker, label: &str, author: Option<&str>) -> Result<Freeze, CallError> {
        let author = self.writes_as(author).await?;
        let freezes = |issue: &Issue| issue.pull_request.is_none() && (issue.is_ours(marker, &author) || !issue.is_by(&author));
        let (mut issues, is_whole) = self.list::<Issue>(&self.labelled(label, "open"), freezes).await?;
        if !is_whole {
            return Ok(Freeze::Unknown(format!("there are more open issues with the label `{label}` than can be read")));
        }
        issues.sort_by_key(|issue| issue.number);
        if issues.is_empty() {
            return Ok(Freeze::None(self.lifted(marker, label, &author).await?));
        }
        let told = |issue: Issue| FreezingIssue {
            is_incident: issue.is_ours(marker, &author),
            url: issue.html_url,
            title: issue.title,
            by: issue.user.map(|user| user.login),
            since: issue.created_at,
        };
        Ok(Freeze::Frozen(issues.into_iter().map(told).collect()))
    }

    /// Which person closed the last incident of this marker. One that we closed ourselves was over.
    async fn lifted(&self, marker: &Marker, label: &str, author: &str) -> Result<Option<Lifted>, CallError> {
        let path = format!("{}&sort=created&direction=desc&per_page=100", self.labelled(label, "closed"));
        let closed: Vec<Issue> = self.get(&path).await?;
        let Some(last) = closed.into_iter().find(|issue| issue.is_ours(marker, author)) else { return Ok(None) };
        let path = self.path(format_args!("issues/{}/events", last.number));
        let (events, _) = self.list::<Event>(&path, |event| event.event == "closed").await?;
        let closing = events.into_iter().next_back();
        Ok(closing.and_then(|event| {
            let by = event.actor.filter(|actor| !actor.login.eq_ignore_ascii_case(author))?.login;
            Some(Lifted { by, at: event.created_at, url: last.html_url })
        }))
    }

    /// The oldest open issue of this marker.
    async fn open_issue(&self, marker: &Marker, label: &str, author: &str) -> Result<Option<Issue>, CallError> {
        let is_ours = |issue: &Issue| issue.is_ours(marker, author);
        let (issues, _) = self.list::<Issue>(&self.labelled(label, "open"), is_ours).await?;
        Ok(issues.into_iter().min_by_key(|issue| issue.number))
    }

    async fn create_issue(&self, text: IssueText<'_>, body: &str) -> Result<String, CallError> {
        let new = NewIssue { title: text.title, body, labels: [text.label], assignees: text.assignees };
        Ok(self.post::<Issue>(&self.path(format_args!("issues")), &new).await?.html_url)
    }

    async fn update_issue(&self, issue: &Issue, text: IssueText<'_>, body: &str) -> Result<String, CallError> {
        if issue.title == text.title && issue.body.as_deref().is_some_and(|stored| is_same(stored, body)) {
            return Ok(issue.html_url.clone());
        }
        let path = self.path(format_args!("issues/{}", issue.number));
        self.patch::<Issue>(&path, &Changed { title: text.title, body }).await?;
        self.create_comment(issue.number, text.news).await?;
        Ok(issue.html_url.clone())
    }

    fn labelled(&self, label: &str, state: &str) -> String {
        self.path(format_args!("issues?labels={}&state={state}", segment(label)))
    }

    async fn writes_as(&self, author: Option<&str>) -> Result<String, CallError> {
        match author {
            Some(login) => Ok(login.to_owned()),
            None => self.own_login().await,
        }
    }
}
