//! Does what stands in front of the database answer as it must? Requests over HTTP.

use std::time::{Duration, Instant};

use config::{Address, Environment, HttpCheck, Promises};
use http::{HeaderValue, Request, Uri};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use report::Finding;
use secrecy::ExposeSecret;
use situation::verification::SMOKE_CHECK_FAILED;

use crate::checked::{Checked, finding};

/// Most of a body that is looked at, in bytes.
const MAX_BODY: usize = 1 << 20;
/// What is expected where nothing is said.
const OK: u32 = 200;

type Http = Client<HttpsConnector<HttpConnector>, Empty<&'static [u8]>>;

/// What came back.
struct Answer {
    status: u32,
    /// As much of it as is looked at; `None` where it was longer.
    body: Option<Vec<u8>>,
}

/// Makes every request of a target.
pub(crate) async fn check(promises: &Promises, environment: &Environment) -> Checked {
    let mut checked = Checked { count: promises.http.len(), ..Checked::new("requests over HTTP") };
    if promises.http.is_empty() {
        return checked;
    }
    let http = match client() {
        Ok(http) => http,
        Err(error) => {
            checked
                .incomplete
                .push(format!("no request was made: no certificate authorities were found on this machine: {error}"));
            return checked;
        }
    };
    for check in &promises.http {
        let limit = check.within.as_ref().map_or(promises.statement_timeout, |within| within.value);
        match request(check, environment) {
            Ok(request) => checked.findings.extend(ask(&http, check, request, limit).await),
            Err(why) => checked.incomplete.push(format!("request `{}` was not made: {why}", check.name.value)),
        }
    }
    checked
}

/// Without redirects, caches or repetitions of its own.
fn client() -> std::io::Result<Http> {
    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())?
        .https_or_http()
        .enable_http1()
        .build();
    Ok(Client::builder(TokioExecutor::new()).build(connector))
}

fn request(check: &HttpCheck, environment: &Environment) -> Result<Request<Empty<&'static [u8]>>, String> {
    let secret = |name: &str| environment.secret(name).ok_or_else(|| format!("the variable `{name}` is not set"));
    let address = match &check.address.value {
        Address::Url(url) => url.clone(),
        Address::Variable(name) => secret(name)?.expose_secret().to_owned(),
    };
    let uri =
        read_address(address.trim()).ok_or("its address is none: `https://host/path` is needed, without a user in front")?;
    let is_secret = check.token.is_some() || !check.headers.is_empty();
    let is_this_machine = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if is_secret && uri.scheme_str() != Some("https") && !is_this_machine {
        return Err("a secret would be sent without encryption; use an `https` address".to_owned());
    }
    let mut request = Request::get(uri).header("user-agent", concat!("migration-gate/", env!("CARGO_PKG_VERSION")));
    let sensitive = |text: &str, name: &str| {
        let value = HeaderValue::from_str(text.trim());
        let mut value = value.map_err(|_| format!("the value of `{name}` has characters that cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok::<_, String>(value)
    };
    if let Some(token) = &check.token {
        let text = format!("Bearer {}", secret(&token.value)?.expose_secret().trim());
        request = request.header("authorization", sensitive(&text, &token.value)?);
    }
    for (header, variable) in &check.headers {
        request = request.header(header, sensitive(secret(&variable.value)?.expose_secret(), &variable.value)?);
    }
    request.body(Empty::new()).map_err(|error| error.to_string())
}

fn read_address(text: &str) -> Option<Uri> {
    let uri: Uri = text.parse().ok()?;
    let is_http = matches!(uri.scheme_str(), Some("https" | "http"));
    let is_plain = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    (is_http && is_plain).then_some(uri)
}

async fn ask(http: &Http, check: &HttpCheck, request: Request<Empty<&'static [u8]>>, limit: Duration) -> Option<Finding> {
    let started = Instant::now();
    let wrong = match tokio::time::timeout(limit, answer(http, request)).await {
        Err(_) => Some(format!("no whole answer came within {}", seconds(limit))),
        Ok(Err(why)) => Some(why),
        Ok(Ok(answer)) => wrong(check, &answer),
    }?;
    let name = &check.name.value;
    let place = match &check.address.value {
        Address::Url(url) => format!("`{}`", url.split(['?', '#']).next().unwrap_or_default()),
        Address::Variable(variable) => format!("the address in `{variable}`"),
    };
    let found = finding(&SMOKE_CHECK_FAILED, name, format!("request `{name}` to {place} fails: {wrong}"));
    let evidence = format!("asked by {}, after {}", check.name.origin, seconds(started.elapsed()));
    Some(Finding { evidence: Some(evidence), ..found })
}

async fn answer(http: &Http, request: Request<Empty<&'static [u8]>>) -> Result<Answer, String> {
    let response = http.request(request).await.map_err(|error| format!("no answer: {}", innermost(&error)))?;
    let status = u32::from(response.status().as_u16());
    let body = Limited::new(response.into_body(), MAX_BODY).collect().await;
    match body {
        Ok(body) => Ok(Answer { status, body: Some(body.to_bytes().to_vec()) }),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Ok(Answer { status, body: None }),
        Err(error) => Err(format!("the answer broke off: {}", innermost(error.as_ref()))),
    }
}

fn wrong(check: &HttpCheck, answer: &Answer) -> Option<String> {
    let wanted = check.status.as_ref().map_or(OK, |status| status.value);
    if answer.status != wanted {
        return Some(format!("the status is {} and must be {wanted}", answer.status));
    }
    let text = &check.body_contains.as_ref()?.value;
    let contains = |body: &Vec<u8>| text.is_empty() || body.windows(text.len()).any(|part| part == text.as_bytes());
    match &answer.body {
        Some(body) if contains(body) => None,
        Some(_) => Some(format!("the body does not contain `{text}`")),
        None => Some(format!("the body is longer than {MAX_BODY} bytes, and is not searched for `{text}`")),
    }
}

fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

fn seconds(time: Duration) -> String {
    if time < Duration::from_secs(1) { format!("{} ms", time.as_millis()) } else { format!("{:.1} s", time.as_secs_f64()) }
}
