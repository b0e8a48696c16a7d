//! Issues: what people and programs say is wrong.

use serde_json::{Value, json};

use crate::{
    answer::{refusal, too_long, user},
    consent::{label, list},
    fake::{FakeGitHub, REPOSITORY},
    http::{Request, Response},
};

/// The first number; those below are pull requests of the tests.
const FIRST: u64 = 100;
/// The most characters in an issue.
const BODY_LIMIT: usize = 65_536;

/// An issue as the fake keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptIssue {
    /// Its number.
    pub number: u64,
    /// Who opened it.
    pub author: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Who is to look after it.
    pub assignees: Vec<String>,
    /// Whether it waits for somebody.
    pub is_open: bool,
    /// Whether it is a pull request, which are listed with issues.
    pub is_pull: bool,
}

/// What the fake keeps of them.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    kept: Vec<KeptIssue>,
}

impl FakeGitHub {
    /// Somebody opens an issue with a label; returns its number.
    pub fn open_issue(&self, author: &str, label: &str, title: &str, body: &str) -> u64 {
        let labels = vec![label.to_owned()];
        self.state().issues.add(author, title, body, labels, vec![])
    }

    /// There is a pull request with a label; returns its number.
    pub fn open_labelled_pull(&self, author: &str, label: &str) -> u64 {
        let number = self.open_issue(author, label, "A change", "");
        let mut state = self.state();
        state.issues.find(number).expect("it was just added").is_pull = true;
        number
    }

    /// Somebody closes an issue.
    pub fn close_issue(&self, number: u64, time: &str, login: &str) {
        self.state().issues.find(number).expect("the test knows its issues").is_open = false;
        self.happened(number, time, login, "closed", None);
    }

    /// All issues, oldest first.
    pub fn issues(&self) -> Vec<KeptIssue> {
        self.state().issues.kept.clone()
    }
}

impl Issues {
    fn add(&mut self, author: &str, title: &str, body: &str, labels: Vec<String>, assignees: Vec<String>) -> u64 {
        let number = FIRST + self.kept.len() as u64;
        let (author, title, body) = (author.to_owned(), title.to_owned(), body.to_owned());
        self.kept.push(KeptIssue { number, author, title, body, labels, assignees, is_open: true, is_pull: false });
        number
    }

    fn find(&mut self, number: u64) -> Option<&mut KeptIssue> {
        self.kept.iter_mut().find(|issue| issue.number == number)
    }

    /// `None`: the call is about something else.
    pub(crate) fn answer(&mut self, request: &Request, login: &str) -> Option<Response> {
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["repos", _, _, "issues"]) => Some(self.list(request)),
            ("POST", ["repos", _, _, "issues"]) => Some(self.create(request, login)),
            ("PATCH", ["repos", _, _, "issues", number]) if *number != "comments" => Some(self.update(number, request)),
            _ => None,
        }
    }

    /// Newest first, as GitHub lists them.
    fn list(&self, request: &Request) -> Response {
        let (state, label) = (request.value("state").unwrap_or_else(|| "open".to_owned()), request.value("labels"));
        let fits = |issue: &&KeptIssue| {
            let has_label = label.as_ref().is_none_or(|label| issue.labels.iter().any(|it| it.eq_ignore_ascii_case(label)));
            has_label && (state == "all" || (state == "open") == issue.is_open)
        };
        list(request, self.kept.iter().rev().filter(fits).map(shown))
    }

    fn create(&mut self, request: &Request, login: &str) -> Response {
        let new: Value = serde_json::from_str(&request.body).unwrap();
        let words = |key: &str| -> Vec<String> {
            new[key].as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
        };
        let body = new["body"].as_str().unwrap_or_default();
        if body.chars().count() > BODY_LIMIT {
            return too_long();
        }
        let number = self.add(login, new["title"].as_str().unwrap_or_default(), body, words("labels"), words("assignees"));
        let issue = self.find(number).expect("it was just added");
        Response::json(201, &shown(issue))
    }

    fn update(&mut self, number: &str, request: &Request) -> Response {
        let change: Value = serde_json::from_str(&request.body).unwrap();
        let Some(issue) = number.parse().ok().and_then(|number| self.find(number)) else { return refusal(404, "Not Found") };
        let text = |key: &str| change[key].as_str().map(str::to_owned);
        if text("body").is_some_and(|body| body.chars().count() > BODY_LIMIT) {
            return too_long();
        }
        issue.title = text("title").unwrap_or_else(|| issue.title.clone());
        issue.body = text("body").unwrap_or_else(|| issue.body.clone());
        issue.is_open = text("state").map_or(issue.is_open, |state| state == "open");
        Response::json(200, &shown(issue))
    }
}

fn shown(issue: &KeptIssue) -> Value {
    let own = format!("https://api.example.com/repos/{REPOSITORY}/issues/{}", issue.number);
    let mut shown = json!({
        "id": issue.number,
        "node_id": format!("I_{}", issue.number),
        "url": own,
        "repository_url": format!("https://api.example.com/repos/{REPOSITORY}"),
        "html_url": format!("https://github.example.com/{REPOSITORY}/issues/{}", issue.number),
        "number": issue.number,
        "state": if issue.is_open { "open" } else { "closed" },
        "title": issue.title,
        "body": issue.body,
        "user": user(&issue.author),
        "labels": issue.labels.iter().enumerate().map(|(at, name)| label(at + 1, name)).collect::<Vec<_>>(),
        "assignee": null,
        "assignees": issue.assignees.iter().map(|login| user(login)).collect::<Vec<_>>(),
        "milestone": null,
        "locked": false,
        "comments": 0,
        "closed_at": if issue.is_open { Value::Null } else { json!("2026-11-21T12:00:00Z") },
        "created_at": "2026-11-21T10:00:00Z",
        "updated_at": "2026-11-21T10:00:00Z",
        "author_association": "NONE",
    });
    for list in ["labels", "comments", "events"] {
        shown[format!("{list}_url")] = json!(format!("{own}/{list}"));
    }
    if issue.is_pull {
        let page = json!(format!("https://github.example.com/{REPOSITORY}/pull/{}", issue.number));
        shown["pull_request"] = json!({ "url": page, "html_url": page, "diff_url": page, "patch_url": page });
    }
    shown
}
