//! One comment on a pull request or an issue, found again and kept up to date.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::client::{CallError, GitHub};

/// The most characters that GitHub takes in a comment; a marker counts.
pub const COMMENT_LIMIT: usize = 65_536;

/// The login under which a workflow's own token writes.
const WORKFLOW_LOGIN: &str = "github-actions[bot]";

/// The hidden first line by which a comment is found again: one for each command, target and environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker(String);

impl Marker {
    /// The marker for what `command` says about `target`. Different names give different markers; no name can end the line.
    pub fn new(command: &str, target: &str) -> Self {
        Marker(format!("<!-- migration-gate:{}:{} -->", encoded(command), encoded(target)))
    }

    /// The same where the target has several databases, and this is about the one of an environment.
    pub fn in_environment(command: &str, target: &str, environment: &str) -> Self {
        Marker(format!("<!-- migration-gate:{}:{}:{} -->", encoded(command), encoded(target), encoded(environment)))
    }

    /// The line, without its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Only the first line counts: further down there is quoted text, which may hold a marker.
    pub(crate) fn begins(&self, body: &str) -> bool {
        body.lines().next() == Some(&self.0)
    }
}

/// Letters, digits, `_` and single bytes as `.xx`, so that neither `-->` nor `:` can come out.
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            _ => format!(".{byte:02x}"),
        })
        .collect()
}

/// What became of a text on its way to a pull request. None of them is an error of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The comment stands.
    Published {
        /// Where people read it.
        url: String,
    },
    /// The token may only read, as in pull requests from forks: show the text where it needs no right.
    ReadOnlyToken,
    /// It does not stand.
    Failed {
        /// One sentence without a full stop. May hold words of the server: untrusted, unescaped.
        why: String,
    },
}

impl From<Result<String, CallError>> for Outcome {
    fn from(published: Result<String, CallError>) -> Self {
        match published {
            Ok(url) => Outcome::Published { url },
            Err(CallError::Refused { status: StatusCode::FORBIDDEN, message }) if is_about_rights(&message) => {
                Outcome::ReadOnlyToken
            }
            Err(error) => Outcome::Failed { why: error.to_string() },
        }
    }
}

#[derive(Debug, Deserialize)]
struct Comment {
    id: u64,
    html_url: String,
    #[serde(default)]
    body: Option<String>,
    /// `None` when the account is gone.
    user: Option<User>,
}

/// An account, as far as its name.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct User {
    pub(crate) login: String,
}

#[derive(Serialize)]
struct NewBody<'a> {
    body: &'a str,
}

impl GitHub {
    /// Writes `body` below the marker: into our comment when there is one, else into a new one. `author` is the login under which
    /// the token writes; `None` finds it out. A comment with our marker by anybody else is left alone; of several of
    /// ours the oldest stays. Calls nothing when the comment already says this.
    pub async fn upsert_comment(&self, pull_number: u64, marker: &Marker, author: Option<&str>, body: &str) -> Outcome {
        let text = format!("{}\n{body}", marker.as_str());
        self.try_upsert(pull_number, marker, author, &text).await.into()
    }

    async fn try_upsert(&self, pull: u64, marker: &Marker, author: Option<&str>, text: &str) -> Result<String, CallError> {
        let author = match author {
            Some(login) => login.to_owned(),
            None => self.own_login().await?,
        };
        let ours = self.our_comments(pull, marker, &author).await?;
        if let Some(url) = self.update(&ours, text).await? {
            return Ok(url);
        }
        match self.create_comment(pull, text).await {
            // Carried out or not? Creating again unseen could leave two comments.
            Err(CallError::Doubtful(_)) => {
                let ours = self.our_comments(pull, marker, &author).await?;
                match self.update(&ours, text).await? {
                    Some(url) => Ok(url),
                    None => self.create_comment(pull, text).await,
                }
            }
            outcome => outcome,
        }
    }

    /// Brings the oldest of our comments up to date and removes the others; `None` when there is none to update.
    async fn update(&self, ours: &[Comment], text: &str) -> Result<Option<String>, CallError> {
        let Some((oldest, others)) = ours.split_first() else { return Ok(None) };
        for other in others {
            // Left by two runs at the same moment. If it stays, the next run tries again.
            let _ = self.delete(&self.path(format_args!("issues/comments/{}", other.id))).await;
        }
        if oldest.body.as_deref().is_some_and(|body| is_same(body, text)) {
            return Ok(Some(oldest.html_url.clone()));
        }
        let path = self.path(format_args!("issues/comments/{}", oldest.id));
        match self.patch::<Comment>(&path, &NewBody { body: text }).await {
            Ok(comment) => Ok(Some(comment.html_url)),
            // Somebody deleted it since the list was read.
            Err(CallError::Refused { status: StatusCode::NOT_FOUND, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn create_comment(&self, pull: u64, text: &str) -> Result<String, CallError> {
        let comment: Comment = self.post(&self.path(format_args!("issues/{pull}/comments")), &NewBody { body: text }).await?;
        Ok(comment.html_url)
    }

    /// Comments that carry our marker and that we wrote, oldest first.
    async fn our_comments(&self, pull: u64, marker: &Marker, author: &str) -> Result<Vec<Comment>, CallError> {
        let is_ours = |comment: &Comment| {
            comment.user.as_ref().is_some_and(|user| user.login.eq_ignore_ascii_case(author))
                && comment.body.as_deref().is_some_and(|body| marker.begins(body))
        };
        let (mut ours, _) = self.list(&self.path(format_args!("issues/{pull}/comments")), is_ours).await?;
        ours.sort_by_key(|comment| comment.id);
        Ok(ours)
    }

    /// The login under which the token writes. An installation's token may not ask; in a workflow it is the workflow's own.
    pub(crate) async fn own_login(&self) -> Result<String, CallError> {
        if self.is_installation() {
            return Ok(WORKFLOW_LOGIN.to_owned());
        }
        match self.get::<User>("/user").await {
            Ok(user) => Ok(user.login),
            Err(CallError::Refused { status: StatusCode::FORBIDDEN, .. }) => Ok(WORKFLOW_LOGIN.to_owned()),
            Err(error) => Err(error),
        }
    }
}

/// GitHub may store other line ends, and trims the end.
pub(crate) fn is_same(stored: &str, text: &str) -> bool {
    stored.lines().map(str::trim_end).eq(text.trim_end().lines().map(str::trim_end))
}

/// GitHub's words for a token without the right to write. Other refusals with the same status are a locked conversation or a policy.
fn is_about_rights(message: &str) -> bool {
    message.starts_with("Resource not accessible by")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_tell_targets_apart_and_stay_on_their_line() {
        assert_eq!(Marker::new("validate", "shop").as_str(), "<!-- migration-gate:validate:shop -->");
        let hostile = Marker::new("validate", "a --> b\n:@x.y");
        assert_eq!(hostile.as_str(), "<!-- migration-gate:validate:a.20.2d.2d.3e.20b.0a.3a.40x.2ey -->");
        assert_ne!(Marker::new("validate", "a.2d"), Marker::new("validate", "a-"));
        let staging = Marker::in_environment("deploy", "shop", "staging");
        assert_eq!(staging.as_str(), "<!-- migration-gate:deploy:shop:staging -->");
        assert_ne!(Marker::new("deploy", "shop:staging"), staging);
    }

    #[test]
    fn a_marker_counts_on_the_first_line_only() {
        let marker = Marker::new("validate", "shop");
        assert!(marker.begins("<!-- migration-gate:validate:shop -->\r\ntext"));
        assert!(!marker.begins("text\n<!-- migration-gate:validate:shop -->"));
        assert!(!marker.begins("<!-- migration-gate:validate:shop --> x"));
    }

    #[test]
    fn the_same_text_is_known_again() {
        assert!(is_same("a\r\nb", "a\nb\n\n"));
        assert!(!is_same("a\nb", "a\nc"));
    }
}
