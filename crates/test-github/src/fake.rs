//! A GitHub that has one repository, keeps what is said there, and can be told to misbehave.

use std::{
    collections::VecDeque,
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
};

use serde_json::{Value, json};

use crate::{
    answer::{comment, refusal, too_long, user},
    consent::Consent,
    deploying::Deploying,
    http::{Request, Response},
    issues::Issues,
};

/// The one repository.
pub const REPOSITORY: &str = "acme/shop";
const INSTALLATION_TOKEN: &str = "ghs_canary0123456789";
const PERSONAL_TOKEN: &str = "ghp_canary0123456789";
/// The most characters in a comment.
const COMMENT_LIMIT: usize = 65_536;

/// How one call goes wrong.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The server fails before it does anything.
    Unavailable,
    /// The server does what was asked, and the answer is lost.
    AnswerLost,
    /// The hourly limit: so many seconds until it is reset.
    RateLimit(u64),
    /// The limit on writing, with seconds to wait, or without a word about it.
    SecondaryLimit(Option<u64>),
    /// The conversation is locked.
    Locked,
    /// A success that is none: GitHub never says this.
    Nonsense,
}

/// The server. Ends with the test's process.
#[derive(Debug, Clone)]
pub struct FakeGitHub {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) login: String,
    comments: Vec<Comment>,
    next_id: u64,
    is_read_only: bool,
    pub(crate) consent: Consent,
    pub(crate) deploying: Deploying,
    pub(crate) issues: Issues,
    faults: VecDeque<(String, Fault)>,
    requests: Vec<Request>,
}

#[derive(Debug, Clone)]
struct Comment {
    pull: u64,
    id: u64,
    login: String,
    body: String,
}

impl FakeGitHub {
    /// Starts one whose token writes as `login`. One that ends in `[bot]` may not ask who it is.
    pub fn start(login: &str) -> FakeGitHub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { login: login.to_owned(), next_id: 1000, ..State::default() }));
        let github = FakeGitHub { url, state };
        let server = github.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = server.clone();
                thread::spawn(move || server.serve(&stream));
            }
        });
        github
    }

    /// Its address, for `GITHUB_API_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The one token that it knows; in the form of an installation's for a bot, else of a person's.
    pub fn token(&self) -> &'static str {
        self.state().token()
    }

    /// Puts a comment there, as somebody; returns its number.
    pub fn plant(&self, pull: u64, login: &str, body: &str) -> u64 {
        self.state().add(pull, login, body)
    }

    /// Author and text of a pull request's comments, oldest first.
    pub fn comments(&self, pull: u64) -> Vec<(String, String)> {
        let state = self.state();
        state.comments.iter().filter(|comment| comment.pull == pull).map(|c| (c.login.clone(), c.body.clone())).collect()
    }

    /// The next call with this method goes wrong. Several are used up in order.
    pub fn fail_next(&self, method: &str, fault: Fault) {
        self.state().faults.push_back((method.to_owned(), fault));
    }

    /// From now on the token only reads, as in a pull request from a fork.
    pub fn make_read_only(&self) {
        self.state().is_read_only = true;
    }

    /// Every call so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// How often a method was used.
    pub fn count(&self, method: &str) -> usize {
        self.state().requests.iter().filter(|request| request.method == method).count()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn serve(&self, stream: &TcpStream) {
        let Some(request) = Request::read(stream) else { return };
        let response = {
            let mut state = self.state();
            state.requests.push(request.clone());
            let due = state.faults.iter().position(|(method, _)| *method == request.method);
            match due.and_then(|index| state.faults.remove(index)) {
                Some((_, Fault::AnswerLost)) => {
                    state.answer(&self.url, &request);
                    return; // closes the connection
                }
                Some((_, fault)) => fault.response(),
                None => state.answer(&self.url, &request),
            }
        };
        response.write(stream);
    }
}

impl Fault {
    fn response(self) -> Response {
        match self {
            Fault::Unavailable | Fault::AnswerLost => refusal(502, "Server Error"),
            Fault::RateLimit(seconds) => refusal(403, "API rate limit exceeded for installation")
                .with("x-ratelimit-remaining", 0)
                .with("date", "Sat, 21 Nov 2026 10:00:00 GMT")
                .with("x-ratelimit-reset", 1_795_255_200 + seconds),
            Fault::SecondaryLimit(wait) => {
                let response = refusal(403, "You have exceeded a secondary rate limit");
                match wait {
                    Some(seconds) => response.with("retry-after", seconds),
                    None => response,
                }
            }
            Fault::Locked => refusal(403, "Unable to create comment because issue is locked."),
            Fault::Nonsense => Response::json(200, &json!({ "surprise": true })),
        }
    }
}

impl State {
    fn token(&self) -> &'static str {
        if self.login.ends_with("[bot]") { INSTALLATION_TOKEN } else { PERSONAL_TOKEN }
    }

    fn add(&mut self, pull: u64, login: &str, body: &str) -> u64 {
        self.next_id += 1;
        self.comments.push(Comment { pull, id: self.next_id, login: login.to_owned(), body: body.to_owned() });
        self.next_id
    }

    fn answer(&mut self, base: &str, request: &Request) -> Response {
        if request.header("authorization") != [format!("Bearer {}", self.token())] {
            return refusal(401, "Bad credentials");
        }
        if request.header("user-agent").is_empty() {
            return refusal(
                403,
                "Request forbidden by administrative rules. Please make sure your request has a User-Agent header",
            );
        }
        if let Some(response) = self.consent.answer(request) {
            return response;
        }
        if request.method != "GET" && self.is_read_only {
            return refusal(403, "Resource not accessible by integration");
        }
        let login = self.login.clone();
        let others = [self.deploying.answer(request, &login), self.issues.answer(request, &login)];
        if let Some(response) = others.into_iter().flatten().next() {
            return response;
        }
        let rest = request.path.strip_prefix("/repos/acme/shop/issues/").unwrap_or_default();
        let parts: Vec<&str> = rest.split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", [""]) if request.path == "/user" => self.who(),
            ("GET", [pull, "comments"]) => self.list(base, pull, request),
            ("POST", [pull, "comments"]) => self.create(base, pull, request),
            ("PATCH", ["comments", id]) => self.update(base, id, request),
            ("DELETE", ["comments", id]) => self.delete(id),
            _ => refusal(404, "Not Found"),
        }
    }

    fn who(&self) -> Response {
        if self.login.ends_with("[bot]") {
            return refusal(403, "Resource not accessible by integration");
        }
        Response::json(200, &user(&self.login))
    }

    fn list(&self, base: &str, pull: &str, request: &Request) -> Response {
        let pull: u64 = pull.parse().unwrap_or_default();
        let size = request.number("per_page").unwrap_or(30);
        let page = request.number("page").unwrap_or(1);
        let comments = self.comments.iter().filter(|comment| comment.pull == pull).skip(size * (page - 1)).take(size);
        Response::json(200, &comments.map(|c| comment(base, c.pull, c.id, &c.login, &c.body)).collect())
    }

    fn create(&mut self, base: &str, pull: &str, request: &Request) -> Response {
        let (Ok(pull), Some(body)) = (pull.parse(), text(request)) else { return refusal(404, "Not Found") };
        if body.chars().count() > COMMENT_LIMIT {
            return too_long();
        }
        let login = self.login.clone();
        let id = self.add(pull, &login, &body);
        let url = format!("{base}/repos/{REPOSITORY}/issues/comments/{id}");
        Response::json(201, &comment(base, pull, id, &login, &body)).with("location", url)
    }

    fn update(&mut self, base: &str, id: &str, request: &Request) -> Response {
        let Some(body) = text(request) else { return refusal(404, "Not Found") };
        if body.chars().count() > COMMENT_LIMIT {
            return too_long();
        }
        let login = self.login.clone();
        let Some(found) = self.comments.iter_mut().find(|comment| comment.id.to_string() == id) else {
            return refusal(404, "Not Found");
        };
        if found.login != login {
            return refusal(403, "Must have admin rights to Repository.");
        }
        found.body.clone_from(&body);
        Response::json(200, &comment(base, found.pull, found.id, &login, &body))
    }

    fn delete(&mut self, id: &str) -> Response {
        let before = self.comments.len();
        let login = &self.login;
        self.comments.retain(|comment| comment.id.to_string() != id || comment.login != *login);
        if self.comments.len() == before { refusal(404, "Not Found") } else { Response::json(204, &json!(null)) }
    }
}

fn text(request: &Request) -> Option<String> {
    let body: Value = serde_json::from_str(&request.body).ok()?;
    Some(body.get("body")?.as_str()?.to_owned())
}
