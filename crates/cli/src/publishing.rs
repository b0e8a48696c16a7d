//! How a report reaches people on GitHub. Nothing here changes the exit code: what could not be published is said.

use config::{Environment, variables};
use github::{COMMENT_LIMIT, Event, GitHub, Marker, Outcome, runner};
use report::{Report, Target, Verdict, render, sanitise};

use crate::{
    CommonArguments, Exit, Failure, Publish, Session,
    run::{block_on, eprint},
};

/// The pull request that a comment belongs on.
pub(crate) enum Pull {
    /// By its number.
    Number(u64),
    /// The one that brought this commit, when it was merged.
    MergedAs(String),
}

/// Where a comment belongs: on the event's pull request, else, after a merge, on the one that brought the commit.
pub(crate) fn pull_of(event: Option<&Event>, after_merge: bool, environment: &Environment) -> Option<Pull> {
    let merged =
        || environment.get(variables::GITHUB_SHA).filter(|_| after_merge).map(|commit| Pull::MergedAs(commit.to_owned()));
    event.and_then(Event::pull_number).map(Pull::Number).or_else(merged)
}

/// Publishes a report, or says what would be published.
pub(crate) fn report(report: &Report, exit: Exit, common: &CommonArguments, session: &Session, pull: Option<&Pull>) {
    let environment = &session.environment;
    if common.publish == Publish::Never {
        return preview(report, pull);
    }
    if !environment.in_github_actions() {
        return;
    }
    annotate(report);
    summarise(environment, |room| render::markdown::render(report, room));
    output(environment, "verdict", &report.verdict().to_string());
    output(environment, "exit-code", &exit.code().to_string());
    for (name, value) in &session.outputs {
        output(environment, name, value);
    }
    if let Some(pull) = pull {
        comment(report, pull, environment);
    }
}

/// Publishes a text that was asked for: only its output.
pub(crate) fn text(text: &str, name: Option<&str>, common: &CommonArguments, environment: &Environment) {
    if let Some(name) = name.filter(|_| common.publish == Publish::Auto && environment.in_github_actions()) {
        output(environment, name, text.trim_end());
    }
}

/// Publishes that there is no report.
pub(crate) fn failure(failure: &Failure, common: &CommonArguments, environment: &Environment) {
    if common.publish == Publish::Never || !environment.in_github_actions() {
        return;
    }
    // The runner reads commands; this one is ours, and its text is escaped.
    raw(&format!("::error title=Migration Gate::{}\n", sanitise::workflow::message(&failure.to_string())));
    let (title, verdict) = match failure.exit() {
        Exit::Blocked => ("blocked", Verdict::Blocked),
        Exit::LockHeld => ("the deploy lock is held", Verdict::Incomplete),
        _ => ("no conclusion", Verdict::Incomplete),
    };
    summarise(environment, |_| {
        format!("## Migration Gate: {title}\n\n{}\n", sanitise::markdown::fence("text", &failure.to_string()))
    });
    output(environment, "verdict", &verdict.to_string());
    output(environment, "exit-code", &failure.exit().code().to_string());
}

fn preview(report: &Report, pull: Option<&Pull>) {
    let place = match pull {
        Some(Pull::Number(number)) => format!("a comment on pull request #{number}"),
        Some(Pull::MergedAs(_)) | None => "a comment on the pull request".to_owned(),
    };
    for target in &report.targets {
        let (marker, body) = comment_of(report, target);
        eprint(&format!("\n--publish never: this would be {place}, found again by {}:\n\n{body}\n", marker.as_str()));
    }
    let mut annotations = Vec::new();
    render::annotations::render(report, &mut annotations).ok();
    // Shown as text: `eprint` takes the power of a command from them.
    eprint(&format!("--publish never: these would be annotations:\n\n{}", String::from_utf8_lossy(&annotations)));
}

fn comment_of(report: &Report, target: &Target) -> (Marker, String) {
    let marker = match &target.environment {
        Some(environment) => Marker::in_environment(report.command, &target.name, environment),
        None => Marker::new(report.command, &target.name),
    };
    let room = COMMENT_LIMIT - marker.as_str().len() - 1;
    (marker, render::markdown::render_target(report, target, room))
}

fn annotate(report: &Report) {
    let mut annotations = Vec::new();
    if render::annotations::render(report, &mut annotations).is_ok() {
        raw(&String::from_utf8_lossy(&annotations));
    }
}

fn summarise(environment: &Environment, markdown: impl FnOnce(usize) -> String) {
    let Some(path) = environment.path(variables::GITHUB_STEP_SUMMARY) else { return };
    let written = runner::summary_room(path).and_then(|room| runner::append_summary(path, &markdown(room.saturating_sub(1))));
    if let Err(error) = written {
        eprint(&format!("the job summary was not written: {error}\n"));
    }
}

fn output(environment: &Environment, name: &str, value: &str) {
    let Some(path) = environment.path(variables::GITHUB_OUTPUT) else { return };
    if let Err(error) = runner::append_output(path, name, value) {
        eprint(&format!("the output `{name}` was not written: {error}\n"));
    }
}

fn comment(report: &Report, pull: &Pull, environment: &Environment) {
    let (Some(token), Some(repository), Some(api)) = (
        environment.secret(variables::GITHUB_TOKEN.name),
        environment.get(variables::GITHUB_REPOSITORY),
        environment.get(variables::GITHUB_API_URL),
    ) else {
        return eprint(
            "no comment: GITHUB_TOKEN, GITHUB_REPOSITORY or GITHUB_API_URL is not set; the job summary has the report\n",
        );
    };
    let published = block_on(async {
        let github = GitHub::new(api, token, repository).map_err(|error| error.to_string())?;
        let number = match pull {
            Pull::Number(number) => *number,
            Pull::MergedAs(commit) => match github.merged_pull(commit).await? {
                Some(number) => number,
                None => return Err("no pull request brought this commit".to_owned()),
            },
        };
        let mut outcomes = Vec::new();
        for target in &report.targets {
            let (marker, body) = comment_of(report, target);
            outcomes.push(github.upsert_comment(number, &marker, None, &body).await);
        }
        Ok(outcomes)
    });
    match published.unwrap_or_else(|error| Err(error.to_string())) {
        Ok(outcomes) => outcomes.iter().for_each(|outcome| eprint(&told(outcome))),
        Err(why) => eprint(&format!("no comment: {why}; the job summary has the report\n")),
    }
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Published { url } => format!("comment: {url}\n"),
        Outcome::ReadOnlyToken => {
            "no comment: the token may only read, as in pull requests from forks; job summary and annotations have the report\n"
                .to_owned()
        }
        Outcome::Failed { why } => format!("no comment: {why}; the job summary has the report\n"),
    }
}

/// Writes text that the runner is to obey. Everything untrusted in it has been escaped by its writer.
fn raw(commands: &str) {
    use std::io::Write;
    std::io::stderr().lock().write_all(commands.as_bytes()).ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_goes_to_the_event_s_pull_request_or_after_a_merge_to_the_one_that_brought_the_commit() {
        let environment = Environment::from_iter([("GITHUB_SHA", "abc")]);
        let side = |name: &str| format!(r#"{{"ref": "{name}", "sha": "a", "repo": null}}"#);
        let opened = format!(r#"{{"pull_request": {{"number": 7, "base": {}, "head": {}}}}}"#, side("main"), side("x"));
        let opened = Event::read("pull_request", &opened).unwrap();
        let push = Event::read("push", r#"{"ref": "refs/heads/main", "before": "aaa", "after": "abc"}"#).unwrap();
        let check = |event: Option<&Event>, after_merge: bool, expected: Option<&str>| {
            let found = pull_of(event, after_merge, &environment).map(|pull| match pull {
                Pull::Number(number) => format!("#{number}"),
                Pull::MergedAs(commit) => commit,
            });
            assert_eq!(found.as_deref(), expected);
        };
        check(Some(&opened), false, Some("#7"));
        check(Some(&opened), true, Some("#7"));
        check(Some(&push), false, None);
        check(Some(&push), true, Some("abc"));
        check(None, true, Some("abc"));
    }
}
