//! GitHub's words and shapes, as its description of the API demands them.

use serde_json::{Value, json};

use crate::{fake::REPOSITORY, http::Response};

const DOCS: &str = "https://docs.example.com/rest";

pub(crate) fn refusal(status: u16, message: &str) -> Response {
    Response::json(status, &json!({ "message": message, "documentation_url": DOCS, "status": status.to_string() }))
}

pub(crate) fn too_long() -> Response {
    let error = json!({
        "resource": "IssueComment", "code": "unprocessable", "field": "data", "message": "Body is too long (maximum is 65536 characters)",
    });
    Response::json(422, &json!({ "message": "Validation Failed", "errors": [error], "documentation_url": DOCS }))
}

pub(crate) fn comment(base: &str, pull: u64, id: u64, login: &str, body: &str) -> Value {
    let repository = format!("{base}/repos/{REPOSITORY}");
    json!({
        "id": id,
        "node_id": format!("IC_{id}"),
        "url": format!("{repository}/issues/comments/{id}"),
        "html_url": format!("https://github.example.com/{REPOSITORY}/pull/{pull}#issuecomment-{id}"),
        "issue_url": format!("{repository}/issues/{pull}"),
        "body": body,
        "user": user(login),
        "created_at": "2026-02-14T10:15:00Z",
        "updated_at": "2026-02-14T10:15:00Z",
        "author_association": "NONE",
        "performed_via_github_app": null,
    })
}

/// An account, with the fields of a profile that everybody sees.
pub(crate) fn user(login: &str) -> Value {
    let address = format!("https://api.example.com/users/{}", login.replace(['[', ']'], "_"));
    let mut user = json!({
        "login": login,
        "id": 1,
        "node_id": "U_1",
        "avatar_url": format!("{address}/avatar"),
        "gravatar_id": "",
        "url": address,
        "html_url": address,
        "type": if login.ends_with("[bot]") { "Bot" } else { "User" },
        "site_admin": false,
    });
    for name in
        ["followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events", "received_events"]
    {
        user[format!("{name}_url")] = json!(format!("{address}/{name}"));
    }
    for name in ["name", "company", "blog", "location", "email", "hireable", "bio"] {
        user[name] = Value::Null;
    }
    for name in ["public_repos", "public_gists", "followers", "following"] {
        user[name] = json!(0);
    }
    user["created_at"] = json!("2020-01-01T00:00:00Z");
    user["updated_at"] = json!("2020-01-01T00:00:00Z");
    user
}
