//! Environments with their rules, approvals of runs, deployments, and which pull request brought a commit.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    answer::{refusal, user},
    consent::{list, page, repository_of},
    fake::{FakeGitHub, REPOSITORY},
    http::{Request, Response, decoded},
};

/// Who has to approve a job in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviewers {
    /// Nobody: there is no such rule.
    None,
    /// One person, who may be the one who started the run.
    Anybody,
    /// One person, who must not be.
    Others,
}

/// A deployment as the fake keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDeployment {
    /// The environment's name.
    pub environment: String,
    /// The commit.
    pub commit: String,
    /// What was done.
    pub task: String,
    /// State and description of each status, oldest first.
    pub statuses: Vec<(String, String)>,
}

/// What the fake keeps of it.
#[derive(Debug, Default)]
pub(crate) struct Deploying {
    environments: BTreeMap<String, Environment>,
    approvals: Vec<(u64, Value)>,
    deployments: Vec<KeptDeployment>,
    pulls: Vec<(String, Value)>,
}

#[derive(Debug)]
struct Environment {
    reviewers: Reviewers,
    /// `None`: every branch; empty: protected ones; otherwise these patterns.
    branches: Option<Vec<String>>,
}

impl FakeGitHub {
    /// There is an environment. `branches`: `None` for every branch, none of them for protected ones, otherwise patterns.
    pub fn add_environment(&self, name: &str, reviewers: Reviewers, branches: Option<&[&str]>) {
        let branches = branches.map(|names| names.iter().map(ToString::to_string).collect());
        self.state().deploying.environments.insert(name.to_owned(), Environment { reviewers, branches });
    }

    /// A reviewer says something of a run: `approved` or `rejected`.
    pub fn review_run(&self, run: u64, environment: &str, login: &str, verdict: &str, comment: &str) {
        let mut shown = json!({});
        let address = format!("https://api.example.com/repos/{REPOSITORY}/environments/{environment}");
        for name in ["url", "html_url"] {
            shown[name] = json!(address);
        }
        for name in ["created_at", "updated_at"] {
            shown[name] = json!("2026-11-20T10:00:00Z");
        }
        shown["id"] = json!(1);
        shown["node_id"] = json!("EN_1");
        shown["name"] = json!(environment);
        let review = json!({ "environments": [shown], "state": verdict, "user": user(login), "comment": comment });
        self.state().deploying.approvals.push((run, review));
    }

    /// A pull request was merged, and its commits are these; the last one is the merge.
    pub fn merge_pull(&self, number: u64, commits: &[&str]) {
        let merge = commits.last().copied().unwrap_or_default();
        let pull = merged_pull(number, merge);
        let mut state = self.state();
        state.deploying.pulls.extend(commits.iter().map(|commit| ((*commit).to_owned(), pull.clone())));
    }

    /// All deployments, oldest first.
    pub fn deployments(&self) -> Vec<KeptDeployment> {
        self.state().deploying.deployments.clone()
    }
}

impl Deploying {
    /// `None`: the call is about something else.
    pub(crate) fn answer(&mut self, request: &Request, login: &str) -> Option<Response> {
        let parts: Vec<String> = request.path.trim_start_matches('/').split('/').map(decoded).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        Some(match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["repos", _, _, "environments", name]) => self.environment(name),
            ("GET", ["repos", _, _, "environments", name, "deployment-branch-policies"]) => self.branches(name, request),
            ("GET", ["repos", _, _, "actions", "runs", run, "approvals"]) => {
                let of_run = self.approvals.iter().filter(|(of, _)| of.to_string() == *run);
                Response::json(200, &of_run.map(|(_, review)| review.clone()).collect())
            }
            ("GET", ["repos", _, _, "deployments"]) => self.list(request, login),
            ("POST", ["repos", _, _, "deployments"]) => self.create(request, login),
            ("POST", ["repos", _, _, "deployments", id, "statuses"]) => self.add_status(id, request, login),
            ("GET", ["repos", _, _, "commits", commit, "pulls"]) => {
                let of_commit = self.pulls.iter().filter(|(of, _)| of == commit);
                list(request, of_commit.map(|(_, pull)| pull.clone()))
            }
            _ => return None,
        })
    }

    /// GitHub does not tell their names apart by case.
    fn named(&self, name: &str) -> Option<(&String, &Environment)> {
        self.environments.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    fn environment(&self, name: &str) -> Response {
        let Some((name, environment)) = self.named(name) else { return refusal(404, "Not Found") };
        let rule = |number: u64, kind: &str| json!({ "id": number, "node_id": format!("GA_{number}"), "type": kind });
        let mut rules = vec![];
        if environment.reviewers != Reviewers::None {
            let mut reviewers = rule(1, "required_reviewers");
            reviewers["prevent_self_review"] = json!(environment.reviewers == Reviewers::Others);
            reviewers["reviewers"] = json!([{ "type": "User", "reviewer": user("grace") }]);
            rules.push(reviewers);
        }
        let policy = environment
            .branches
            .as_ref()
            .map(|branches| json!({ "protected_branches": branches.is_empty(), "custom_branch_policies": !branches.is_empty() }));
        rules.extend(policy.as_ref().map(|_| rule(2, "branch_policy")));
        let address = format!("https://api.example.com/repos/{REPOSITORY}/environments/x");
        let shown = json!({
            "id": 1,
            "node_id": "EN_1",
            "name": name,
            "url": address,
            "html_url": address,
            "created_at": "2026-11-20T10:00:00Z",
            "updated_at": "2026-11-20T10:00:00Z",
            "protection_rules": rules,
            "deployment_branch_policy": policy,
        });
        Response::json(200, &shown)
    }

    fn branches(&self, name: &str, request: &Request) -> Response {
        let Some((_, environment)) = self.named(name) else { return refusal(404, "Not Found") };
        let all = environment.branches.iter().flatten().enumerate();
        let policies = page(request, all.map(|(at, name)| json!({ "id": at, "node_id": format!("BP_{at}"), "name": name })));
        Response::json(200, &json!({ "total_count": policies.as_array().map_or(0, Vec::len), "branch_policies": policies }))
    }

    /// Newest first, as GitHub lists them.
    fn list(&self, request: &Request, login: &str) -> Response {
        let is = |key: &str, value: &str| request.value(key).is_none_or(|wanted| wanted == value);
        let fits = |it: &KeptDeployment| is("sha", &it.commit) && is("task", &it.task) && is("environment", &it.environment);
        let found = self.deployments.iter().enumerate().rev().filter(|(_, deployment)| fits(deployment));
        list(request, found.map(|(at, deployment)| shown(at, deployment, login)))
    }

    fn create(&mut self, request: &Request, login: &str) -> Response {
        let new: Value = serde_json::from_str(&request.body).unwrap();
        let text = |key: &str| new[key].as_str().unwrap_or_default().to_owned();
        let deployment =
            KeptDeployment { environment: text("environment"), commit: text("ref"), task: text("task"), statuses: vec![] };
        self.deployments.push(deployment.clone());
        Response::json(201, &shown(self.deployments.len() - 1, &deployment, login))
    }

    fn add_status(&mut self, id: &str, request: &Request, login: &str) -> Response {
        let new: Value = serde_json::from_str(&request.body).unwrap();
        let text = |key: &str| new[key].as_str().unwrap_or_default().to_owned();
        let at = id.parse::<usize>().ok().and_then(|id| id.checked_sub(1));
        let Some(deployment) = at.and_then(|at| self.deployments.get_mut(at)) else { return refusal(404, "Not Found") };
        if text("description").chars().count() > 140 {
            return refusal(422, "Validation Failed");
        }
        deployment.statuses.push((text("state"), text("description")));
        let own = format!("https://api.example.com/repos/{REPOSITORY}/deployments/{id}");
        let status = json!({
            "url": format!("{own}/statuses/1"),
            "id": deployment.statuses.len(),
            "node_id": "DS_1",
            "state": text("state"),
            "creator": user(login),
            "description": text("description"),
            "target_url": text("log_url"),
            "log_url": text("log_url"),
            "created_at": "2026-11-21T10:00:00Z",
            "updated_at": "2026-11-21T10:00:00Z",
            "deployment_url": own,
            "repository_url": format!("https://api.example.com/repos/{REPOSITORY}"),
        });
        Response::json(201, &status)
    }
}

fn shown(at: usize, deployment: &KeptDeployment, login: &str) -> Value {
    let id = at + 1;
    let own = format!("https://api.example.com/repos/{REPOSITORY}/deployments/{id}");
    json!({
        "url": own,
        "id": id,
        "node_id": format!("DE_{id}"),
        "sha": deployment.commit,
        "ref": deployment.commit,
        "task": deployment.task,
        "payload": {},
        "environment": deployment.environment,
        "description": null,
        "creator": user(login),
        "created_at": "2026-11-21T10:00:00Z",
        "updated_at": "2026-11-21T10:00:00Z",
        "statuses_url": format!("{own}/statuses"),
        "repository_url": format!("https://api.example.com/repos/{REPOSITORY}"),
    })
}

fn merged_pull(number: u64, merge: &str) -> Value {
    let own = format!("https://api.example.com/repos/{REPOSITORY}/pulls/{number}");
    let side = |branch: &str| {
        let label = format!("acme:{branch}");
        json!({ "label": label, "ref": branch, "sha": merge, "user": user("acme"), "repo": whole_repository() })
    };
    let link = |name: &str| json!({ "href": format!("{own}/{name}") });
    let mut pull = json!({
        "id": number,
        "node_id": format!("PR_{number}"),
        "url": own,
        "number": number,
        "state": "closed",
        "locked": false,
        "title": "A change",
        "user": user("ada"),
        "body": null,
        "labels": [],
        "milestone": null,
        "created_at": "2026-11-20T10:00:00Z",
        "updated_at": "2026-11-21T10:00:00Z",
        "closed_at": "2026-11-21T10:00:00Z",
        "merged_at": format!("2026-11-21T10:{:02}:00Z", number % 60),
        "merge_commit_sha": merge,
        "assignee": null,
        "head": side("change"),
        "base": side("main"),
        "author_association": "MEMBER",
        "auto_merge": null,
        "_links": {},
    });
    for name in ["html", "diff", "patch", "issue", "commits", "review_comments", "review_comment", "comments", "statuses"] {
        pull[format!("{name}_url")] = json!(format!("{own}/{name}"));
    }
    for name in ["comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment", "self"] {
        pull["_links"][name] = link(name);
    }
    pull
}

/// The repository with what is said of it only where it is the subject.
fn whole_repository() -> Value {
    let mut repository = repository_of(REPOSITORY);
    let page = json!(format!("https://github.example.com/{REPOSITORY}"));
    for name in ["clone_url", "git_url", "ssh_url", "svn_url"] {
        repository[name] = page.clone();
    }
    for name in
        ["forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count", "watchers", "watchers_count"]
    {
        repository[name] = json!(0);
    }
    for name in ["archived", "disabled", "has_downloads", "has_issues", "has_pages", "has_projects", "has_wiki"] {
        repository[name] = json!(false);
    }
    for name in ["homepage", "language", "license", "mirror_url"] {
        repository[name] = Value::Null;
    }
    for name in ["created_at", "pushed_at", "updated_at"] {
        repository[name] = json!("2026-11-20T10:00:00Z");
    }
    repository["default_branch"] = json!("main");
    repository
}
