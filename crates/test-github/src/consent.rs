//! Labels, events, runs, reviews, rights and teams: what GitHub knows of people's consent.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    answer::{refusal, user},
    fake::{FakeGitHub, REPOSITORY},
    http::{Request, Response},
};

/// The one organisation.
const ORGANISATION: &str = "acme";

/// What the fake keeps of it.
#[derive(Debug, Default)]
pub(crate) struct Consent {
    labels: Vec<(u64, String)>,
    events: Vec<(u64, Value)>,
    reviews: Vec<(u64, Value)>,
    runs: Vec<Value>,
    permissions: BTreeMap<String, String>,
    /// Members of the teams that the token may see, by the team's short name.
    teams: BTreeMap<String, Vec<String>>,
}

impl FakeGitHub {
    /// Somebody sets a label, now and in the list of events.
    pub fn set_label(&self, pull: u64, time: &str, login: &str, label: &str) {
        self.happened(pull, time, login, "labeled", Some(label));
        self.state().consent.labels.push((pull, label.to_owned()));
    }

    /// Something happened to a pull request.
    pub fn happened(&self, pull: u64, time: &str, login: &str, event: &str, label: Option<&str>) {
        let mut state = self.state();
        let number = state.consent.events.len() + 1;
        let mut happened = json!({
            "id": number,
            "node_id": format!("EV_{number}"),
            "url": format!("https://api.example.com/repos/{REPOSITORY}/issues/events/{number}"),
            "actor": user(login),
            "event": event,
            "commit_id": null,
            "commit_url": null,
            "created_at": time,
            "performed_via_github_app": null,
        });
        if let Some(label) = label {
            happened["label"] = json!({ "name": label, "color": "ededed" });
        }
        state.consent.events.push((pull, happened));
    }

    /// A pull request from a branch started a run.
    pub fn ran(&self, time: &str, head: &str, branch: &str, repository: &str) {
        let mut state = self.state();
        let number = state.consent.runs.len() + 1;
        state.consent.runs.push(run(number, time, head, branch, repository));
    }

    /// Somebody reviewed a pull request.
    pub fn reviewed(&self, pull: u64, time: &str, login: &str, verdict: &str, commit: &str) {
        let mut state = self.state();
        let number = state.consent.reviews.len() + 1;
        let page = format!("https://github.example.com/{REPOSITORY}/pull/{pull}#pullrequestreview-{number}");
        let pull_url = format!("https://api.example.com/repos/{REPOSITORY}/pulls/{pull}");
        let review = json!({
            "id": number,
            "node_id": format!("PRR_{number}"),
            "user": user(login),
            "body": "",
            "state": verdict,
            "html_url": page,
            "pull_request_url": pull_url,
            "_links": { "html": { "href": page }, "pull_request": { "href": pull_url } },
            "submitted_at": time,
            "commit_id": commit,
            "author_association": "MEMBER",
        });
        state.consent.reviews.push((pull, review));
    }

    /// Somebody has a right on the repository: `admin`, `write`, `read`.
    pub fn permit(&self, login: &str, permission: &str) {
        self.state().consent.permissions.insert(login.to_owned(), permission.to_owned());
    }

    /// There is a team, and the token may see who is in it.
    pub fn form_team(&self, team: &str, members: &[&str]) {
        self.state().consent.teams.insert(team.to_owned(), members.iter().map(ToString::to_string).collect());
    }
}

impl Consent {
    /// `None`: the call is about something else.
    pub(crate) fn answer(&self, request: &Request) -> Option<Response> {
        let parts: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        Some(match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["repos", _, _, "issues", pull, "labels"]) => {
                let of_pull = self.labels.iter().filter(|(of, _)| of.to_string() == *pull);
                list(request, of_pull.enumerate().map(|(at, (_, name))| label(at + 1, name)))
            }
            ("GET", ["repos", _, _, "issues", pull, "events"]) => list(request, of(&self.events, pull)),
            ("GET", ["repos", _, _, "pulls", pull, "reviews"]) => list(request, of(&self.reviews, pull)),
            ("GET", ["repos", _, _, "actions", "runs"]) => self.list_runs(request),
            ("GET", ["repos", _, _, "collaborators", login, "permission"]) => self.permission(login),
            ("GET", ["orgs", ORGANISATION, "teams", slug]) if self.teams.contains_key(*slug) => Response::json(200, &team(slug)),
            ("GET", ["orgs", ORGANISATION, "teams", slug, "memberships", login]) => self.membership(slug, login),
            _ => return None,
        })
    }

    /// Newest first, as GitHub lists them.
    fn list_runs(&self, request: &Request) -> Response {
        let fits = |run: &&Value| {
            let is = |key: &str, value: Option<String>| value.is_none_or(|value| run[key] == json!(value));
            is("event", request.value("event")) && is("head_branch", request.value("branch"))
        };
        let mut runs: Vec<Value> = self.runs.iter().filter(fits).cloned().collect();
        runs.sort_by_key(|run| std::cmp::Reverse(run["created_at"].to_string()));
        let total = runs.len();
        Response::json(200, &json!({ "total_count": total, "workflow_runs": page(request, runs.into_iter()) }))
    }

    fn permission(&self, login: &str) -> Response {
        match self.permissions.get(login) {
            Some(permission) => Response::json(200, &json!({ "permission": permission, "role_name": permission, "user": null })),
            None => refusal(404, "Not Found"),
        }
    }

    fn membership(&self, slug: &str, login: &str) -> Response {
        let is_member = self.teams.get(slug).is_some_and(|members| members.iter().any(|member| member == login));
        let url = format!("https://api.example.com/teams/1/memberships/{login}");
        match is_member {
            true => Response::json(200, &json!({ "role": "member", "state": "active", "url": url })),
            false => refusal(404, "Not Found"),
        }
    }
}

fn of<'a>(all: &'a [(u64, Value)], pull: &'a str) -> impl Iterator<Item = Value> + 'a {
    all.iter().filter(move |(of, _)| of.to_string() == pull).map(|(_, value)| value.clone())
}

pub(crate) fn page(request: &Request, all: impl Iterator<Item = Value>) -> Value {
    let size = request.number("per_page").unwrap_or(30);
    let number = request.number("page").unwrap_or(1);
    all.skip(size * (number - 1)).take(size).collect()
}

pub(crate) fn list(request: &Request, all: impl Iterator<Item = Value>) -> Response {
    Response::json(200, &page(request, all))
}

pub(crate) fn label(number: usize, name: &str) -> Value {
    json!({
        "id": number,
        "node_id": format!("LA_{number}"),
        "url": format!("https://api.example.com/repos/{REPOSITORY}/labels/{number}"),
        "name": name,
        "description": null,
        "color": "ededed",
        "default": false,
    })
}

fn run(number: usize, time: &str, head: &str, branch: &str, repository: &str) -> Value {
    let own = format!("https://api.example.com/repos/{REPOSITORY}/actions/runs/{number}");
    let mut run = json!({
        "id": number,
        "node_id": format!("WFR_{number}"),
        "name": "Migrations",
        "head_branch": branch,
        "head_sha": head,
        "path": ".github/workflows/migrations.yml",
        "run_number": number,
        "display_title": "a change",
        "event": "pull_request",
        "status": "completed",
        "conclusion": "failure",
        "workflow_id": 1,
        "url": own,
        "html_url": own,
        "created_at": time,
        "updated_at": time,
        "head_commit": null,
        "repository": repository_of(REPOSITORY),
        "head_repository": repository_of(repository),
        "pull_requests": [],
    });
    for name in ["jobs", "logs", "check_suite", "cancel", "rerun", "artifacts", "workflow"] {
        run[format!("{name}_url")] = json!(format!("{own}/{name}"));
    }
    run
}

pub(crate) fn repository_of(full_name: &str) -> Value {
    let (owner, name) = full_name.split_once('/').unwrap();
    let url = format!("https://api.example.com/repos/{full_name}");
    let mut repository = json!({
        "id": 1,
        "node_id": "R_1",
        "name": name,
        "full_name": full_name,
        "owner": user(owner),
        "private": false,
        "html_url": url,
        "url": url,
        "description": null,
        "fork": full_name != REPOSITORY,
    });
    for list in [
        "archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads",
        "events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges",
        "milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees",
    ] {
        for name in list.split(' ') {
            repository[format!("{name}_url")] = json!(format!("{url}/{name}"));
        }
    }
    repository
}

fn team(slug: &str) -> Value {
    let url = format!("https://api.example.com/orgs/{ORGANISATION}/teams/{slug}");
    let mut organisation = user(ORGANISATION);
    for (name, value) in
        [("has_organization_projects", json!(true)), ("has_repository_projects", json!(true)), ("archived_at", json!(null))]
    {
        organisation[name] = value;
    }
    for name in ["hooks", "issues", "members", "public_members"] {
        organisation[format!("{name}_url")] = json!(format!("{url}/{name}"));
    }
    // What an account has and an organisation does not say.
    for name in ["name", "company", "blog", "location", "email", "hireable", "bio"] {
        organisation.as_object_mut().unwrap().remove(name);
    }
    organisation["type"] = json!("Organization");
    organisation["description"] = json!("");
    json!({
        "id": 1,
        "node_id": "T_1",
        "url": url,
        "html_url": url,
        "name": slug,
        "slug": slug,
        "type": "organization",
        "description": null,
        "permission": "pull",
        "members_url": format!("{url}/members{{/member}}"),
        "repositories_url": format!("{url}/repos"),
        "created_at": "2020-01-01T00:00:00Z",
        "updated_at": "2020-01-01T00:00:00Z",
        "members_count": 1,
        "repos_count": 1,
        "organization": organisation,
    })
}
