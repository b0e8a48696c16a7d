//! Which rules are there, and which of them does the user want?

use std::fmt::Write;

use cli::{Conclusion, Failure, Format};
use config::{Acknowledgement, Hazards};
use hazards::{Rule, Settings};
use report::RuleDescription;

/// Rules about comments, which say nothing where comments acknowledge nothing.
const ABOUT_COMMENTS: [&str; 2] = ["malformed-acknowledgement", "unused-acknowledgement"];

/// What a target is scanned for.
pub(crate) fn settings(hazards: &Hazards, now: &str) -> Settings {
    let is_about_comments = |rule: &Rule| ABOUT_COMMENTS.contains(&rule.id);
    let takes_comments = hazards.acknowledgement.value == Acknowledgement::Comment;
    let wanted = |rule: &Rule| (!rule.opt_in || hazards.switches_on(rule.id)) && (takes_comments || !is_about_comments(rule));
    Settings {
        rules: hazards::rules().iter().copied().filter(|rule| wanted(rule)).collect(),
        exposed_schemas: hazards.exposed_schemas.as_ref().map(|schemas| schemas.value.clone()),
        client_roles: hazards.client_roles.value.clone(),
        now: Some(now.to_owned()),
    }
}

/// Whether a rule that is off by itself is on for this file.
pub(crate) fn is_asked_for(rule: &str, file: Option<&str>, hazards: &Hazards) -> bool {
    hazards::find(rule).is_none_or(|rule| !rule.opt_in) || hazards.setting(rule, file).is_some()
}

/// What the report can say of the scan's rules.
pub(crate) fn descriptions() -> Vec<RuleDescription> {
    hazards::rules().iter().map(|rule| rule.description()).collect()
}

/// `--list-rules`: the rules that the scan itself raises, by what they protect.
pub(crate) fn list(format: Format) -> Conclusion {
    let mut rules: Vec<&Rule> = hazards::rules().iter().copied().filter(|rule| rule.is_static()).collect();
    rules.sort_by_key(|rule| (rule.group, rule.id));
    let text = match format {
        Format::Json => json(&rules),
        Format::Markdown => markdown(&rules),
        _ => plain(&rules),
    };
    Conclusion::Text(text, None)
}

fn plain(rules: &[&Rule]) -> String {
    let longest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for group in rules.chunk_by(|a, b| a.group == b.group) {
        let title = group.first().map_or(String::new(), |rule| rule.group.to_string());
        writeln!(text, "{title}").ok(); // a `String` never refuses
        for rule in group {
            writeln!(text, "  {:longest$}  {:7}  {}", rule.id, severity(rule), rule.summary).ok();
        }
    }
    text
}

fn markdown(rules: &[&Rule]) -> String {
    let mut text = "| rule | about | severity | |\n|---|---|---|---|\n".to_owned();
    for rule in rules {
        writeln!(text, "| `{}` | {} | {} | {} |", rule.id, rule.group, severity(rule), rule.summary).ok();
    }
    text
}

fn json(rules: &[&Rule]) -> String {
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| {
            serde_json::json!({
                "id": rule.id,
                "group": rule.group.to_string(),
                "severity": rule.severity,
                "off": rule.opt_in,
                "summary": rule.summary,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(rules))
}

fn severity(rule: &Rule) -> String {
    if rule.opt_in { "off".to_owned() } else { rule.severity.to_string() }
}

/// `--explain`
pub(crate) fn explain(id: &str) -> Result<Conclusion, Failure> {
    if let Some(rule) = hazards::find(id) {
        return Ok(Conclusion::Text(rule.page.to_owned(), None));
    }
    if migrations::Rule::ALL.iter().any(|rule| rule.id() == id) {
        return Ok(Conclusion::Text(format!("`{id}` is about the files themselves: docs/input-rules.md\n"), None));
    }
    if situation::rules::ids().any(|known| known == id) {
        return Ok(Conclusion::Text(format!("`{id}` is about the history: docs/history-rules.md\n"), None));
    }
    let near = config::nearest(id, situation::rules::ids());
    let suggestion = near.map_or(String::new(), |near| format!(" (did you mean `{near}`?)"));
    Err(Failure::usage(format!("there is no rule `{id}`{suggestion}")).hint("Use --list-rules to see all of them."))
}
