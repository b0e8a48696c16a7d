//! Calls to GitHub's REST API: one address, one repository, bounded patience.

use std::{fmt, sync::Arc, time::Duration};

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri,
    header::{ACCEPT, AUTHORIZATION, USER_AGENT},
};
use octocrab::{
    AuthState, Octocrab, OctocrabBuilder,
    service::middleware::{base_uri::BaseUriLayer, extra_headers::ExtraHeadersLayer},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::retry::{Fault, Patience, Repeat, fault, pause};

const PER_PAGE: usize = 100;
/// More than any list that we read has; a server that sends pages without end does not keep us.
const PAGES: usize = 200;

/// A repository on a GitHub server, and the right to speak there. Its `Debug` form shows no token.
pub struct GitHub {
    octocrab: Octocrab,
    repository: String,
    is_installation: bool,
    patience: Patience,
}

impl fmt::Debug for GitHub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GitHub").field("repository", &self.repository).finish_non_exhaustive()
    }
}

/// Why no call can be made at all.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The address of the API is none.
    #[error("`{0}` is not the address of an API: an `https` address is needed, without user, query or fragment")]
    Address(String),
    /// The token would travel in the clear.
    #[error("`{0}` has no encryption, and the token would be sent there")]
    Unencrypted(String),
    /// The repository's name is none.
    #[error("`{0}` is not a repository: the form is `owner/name`")]
    Repository(String),
    /// The token has characters that no token has. Not shown.
    #[error("the token has characters that cannot be sent in a header")]
    Token,
    /// This machine's certificates could not be read.
    #[error("no certificate authorities were found on this machine")]
    Certificates(#[source] std::io::Error),
}

/// Why a call has no answer to work with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// GitHub said no.
    #[error("GitHub answered {status}: {message}")]
    Refused { status: StatusCode, message: String },
    /// Too many calls, and waiting would take too long.
    #[error("GitHub's rate limit is reached, and it asks to wait {} s", .0.as_secs())]
    RateLimited(Duration),
    /// Sent, and perhaps carried out.
    #[error("the call may or may not have been carried out: {0}")]
    Doubtful(String),
    /// No answer in the end.
    #[error("GitHub could not be reached: {0}")]
    Unreachable(String),
    /// A success that cannot be read.
    #[error("GitHub's answer cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl GitHub {
    /// `api_url` is what the runner gives as `GITHUB_API_URL`; a path such as `/api/v3` is kept. Must be called inside a tokio runtime.
    pub fn new(api_url: &str, token: SecretString, repository: &str) -> Result<Self, SetupError> {
        let base = address(api_url)?;
        if !is_repository(repository) {
            return Err(SetupError::Repository(repository.to_owned()));
        }
        let token_text = token.expose_secret().trim();
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token_text}")).map_err(|_| SetupError::Token)?;
        authorization.set_sensitive(true);
        let headers = vec![
            (AUTHORIZATION, authorization),
            (ACCEPT, HeaderValue::from_static("application/vnd.github+json")),
            (USER_AGENT, HeaderValue::from_static(concat!("migration-gate/", env!("CARGO_PKG_VERSION")))),
        ];
        Ok(GitHub {
            octocrab: connect(base, headers)?,
            repository: repository.to_owned(),
            is_installation: token_text.starts_with("ghs_"),
            patience: Patience::default(),
        })
    }

    /// The same with other limits of time.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        GitHub { patience, ..self }
    }

    /// Is the token that of an app's installation, which cannot ask who it is?
    pub(crate) fn is_installation(&self) -> bool {
        self.is_installation
    }

    /// Who the repository belongs to.
    pub(crate) fn owner(&self) -> &str {
        self.repository.split('/').next().unwrap_or_default()
    }

    /// The path of something in the repository.
    pub(crate) fn path(&self, rest: fmt::Arguments) -> String {
        format!("/repos/{}/{rest}", self.repository)
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, CallError> {
        Ok(serde_json::from_str(&self.call(Method::GET, path, None::<&()>, Repeat::Freely).await?)?)
    }

    /// Everything that a list holds and that is wanted, page by page; and whether that was all, or there are more pages than are read. The path
    /// may have a query.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        path: &str,
        is_wanted: impl Fn(&T) -> bool,
    ) -> Result<(Vec<T>, bool), CallError> {
        let mut wanted = Vec::new();
        let sign = if path.contains('?') { '&' } else { '?' };
        for page in 1..=PAGES {
            let found: Vec<T> = self.get(&format!("{path}{sign}per_page={PER_PAGE}&page={page}")).await?;
            let is_last = found.len() < PER_PAGE;
            wanted.extend(found.into_iter().filter(&is_wanted));
            if is_last {
                return Ok((wanted, true));
            }
        }
        Ok((wanted, false))
    }

    pub(crate) async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, CallError> {
        Ok(serde_json::from_str(&self.call(Method::POST, path, Some(body), Repeat::OnlyIfRefused).await?)?)
    }

    pub(crate) async fn patch<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, CallError> {
        Ok(serde_json::from_str(&self.call(Method::PATCH, path, Some(body), Repeat::Freely).await?)?)
    }

    pub(crate) async fn delete(&self, path: &str) -> Result<(), CallError> {
        self.call(Method::DELETE, path, None::<&()>, Repeat::Freely).await.map(drop)
    }

    /// The body of the first success. Repeats what may be repeated while patience lasts.
    async fn call(&self, method: Method, path: &str, body: Option<&impl Serialize>, repeat: Repeat) -> Result<String, CallError> {
        let mut waited = Duration::ZERO;
        for attempt in 1.. {
            let (error, asked) = match self.attempt(method.clone(), path, body).await {
                Ok(answer) if answer.status.is_success() => return Ok(answer.body),
                Ok(answer) => {
                    let message = answer.message();
                    match fault(answer.status, &answer.headers, &message) {
                        Fault::Refused => return Err(CallError::Refused { status: answer.status, message }),
                        Fault::RateLimited(asked) => (CallError::RateLimited(asked.unwrap_or(self.patience.first_pause)), asked),
                        Fault::Server => (repeat.after(answer.status.to_string())?, None),
                    }
                }
                Err(reason) => (repeat.after(reason)?, None),
            };
            let pause = pause(asked, attempt, &self.patience, chance());
            if waited + pause > self.patience.pauses {
                return Err(error);
            }
            waited += pause;
            tokio::time::sleep(pause).await;
        }
        unreachable!("patience ends before the attempts can no longer be counted")
    }

    async fn attempt(&self, method: Method, path: &str, body: Option<&impl Serialize>) -> Result<Answer, String> {
        let exchange = async {
            let request = self.octocrab.build_request(Request::builder().method(method).uri(path), body)?;
            let response = self.octocrab.execute(request).await?;
            let (status, headers) = (response.status(), response.headers().clone());
            Ok(Answer { status, headers, body: self.octocrab.body_to_string(response).await? })
        };
        match tokio::time::timeout(self.patience.attempt, exchange).await {
            Ok(answer) => answer.map_err(|error: octocrab::Error| innermost(&error)),
            Err(_) => Err(format!("no answer within {} s", self.patience.attempt.as_secs())),
        }
    }
}

impl Repeat {
    /// The error to end with after a fault that leaves open whether the call was carried out; `Err` when it must end now.
    fn after(self, reason: String) -> Result<CallError, CallError> {
        match self {
            Repeat::Freely => Ok(CallError::Unreachable(reason)),
            Repeat::OnlyIfRefused => Err(CallError::Doubtful(reason)),
        }
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    /// GitHub's own words: the `message` field, and the reasons of a validation.
    fn message(&self) -> String {
        #[derive(Deserialize)]
        struct Refusal {
            message: String,
            #[serde(default)]
            errors: Vec<serde_json::Value>,
        }
        match serde_json::from_str::<Refusal>(&self.body) {
            Ok(Refusal { message, errors }) => {
                let reasons = errors.iter().filter_map(|error| error.get("message").unwrap_or(error).as_str());
                std::iter::once(message.as_str()).chain(reasons).collect::<Vec<_>>().join("; ")
            }
            Err(_) => "no reason given".to_owned(),
        }
    }
}

/// A client without redirects, caches or repetitions of its own. The token goes to the one address that `base` names.
fn connect(base: Uri, headers: Vec<(HeaderName, HeaderValue)>) -> Result<Octocrab, SetupError> {
    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
        .map_err(SetupError::Certificates)?
        .https_or_http()
        .enable_http1()
        .build();
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build(connector);
    let octocrab = OctocrabBuilder::new_empty()
        .with_service(client)
        .with_layer(&ExtraHeadersLayer::new(Arc::new(headers)))
        .with_layer(&BaseUriLayer::new(base))
        .with_auth(AuthState::None)
        .build();
    Ok(octocrab.unwrap_or_else(|never| match never {}))
}

fn address(api_url: &str) -> Result<Uri, SetupError> {
    let fail = || SetupError::Address(api_url.to_owned());
    let uri: Uri = api_url.trim_end_matches('/').parse().map_err(|_| fail())?;
    let authority = uri.authority().ok_or_else(fail)?;
    if authority.as_str().contains('@') || uri.query().is_some() {
        return Err(SetupError::Address("…".to_owned())); // may hold a password
    }
    let is_this_machine = matches!(authority.host(), "localhost" | "127.0.0.1" | "[::1]");
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_this_machine => Ok(uri),
        Some("http") => Err(SetupError::Unencrypted(api_url.to_owned())),
        _ => Err(fail()),
    }
}

fn is_repository(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    name.split_once('/').is_some_and(|(owner, name)| is_part(owner) && is_part(name))
}

/// `None` for what GitHub does not know.
pub(crate) fn found<T>(answer: Result<T, CallError>) -> Result<Option<T>, CallError> {
    match answer {
        Err(CallError::Refused { status: StatusCode::NOT_FOUND, .. }) => Ok(None),
        answer => answer.map(Some),
    }
}

/// A name as a part of an address: everything but letters, digits and `-._~` as bytes.
pub(crate) fn segment(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// A number from 0 to 999.
fn chance() -> u32 {
    uuid::Uuid::new_v4().as_fields().0 % 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sends_the_token_to_encrypted_addresses_only() {
        let check = |text: &str, is_fine: bool| assert_eq!(address(text).is_ok(), is_fine, "{text}");
        check("https://api.example.com", true);
        check("https://ghes.example.com/api/v3/", true);
        check("http://127.0.0.1:4010", true);
        check("http://localhost:4010/api/v3", true);
        check("http://ghes.example.com/api/v3", false);
        check("ftp://ghes.example.com", false);
        check("api.example.com", false);
        check("https://user:secret@ghes.example.com", false);
        check("https://ghes.example.com/?a=b", false);
    }

    #[test]
    fn knows_a_repository_by_its_form() {
        for name in ["acme/shop", "a-b/c_d.e"] {
            assert!(is_repository(name), "{name}");
        }
        for name in ["acme", "acme/", "acme/shop/x", "acme/..", "acme/sh op", "/shop", "acme/shop?x"] {
            assert!(!is_repository(name), "{name}");
        }
    }

    #[test]
    fn a_name_stays_one_part_of_an_address() {
        assert_eq!(segment("prod/eu west#1?ä"), "prod%2Feu%20west%231%3F%C3%A4");
    }

    #[tokio::test]
    async fn shows_no_token() {
        let github = GitHub::new("https://api.example.com", "ghs_canary".into(), "acme/shop").unwrap();
        assert_eq!(format!("{github:?}"), "GitHub { repository: \"acme/shop\", .. }");
        let error = GitHub::new("https://api.example.com", "ghs_can\nary".into(), "acme/shop").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("ary"));
    }
}
