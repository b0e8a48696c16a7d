//! Where a label or a review of the pull request accepts findings instead of comments: is there one, and is it for this text?
//!
//! GitHub is asked only when there is something to accept. A consent covers a migration as a whole, and only as long as its text is what was
//! agreed to.

use cli::{Failure, Session};
use config::{Acknowledgement as Way, Hazards, variables};
use github::{Answer, Consent, Event, GitHub, Reach};
use migrations::{Git, Migration, git::Commit};
use report::{Acknowledgement, Author, Finding};
use situation::{Base, Situation, git_failure};

use crate::Looked;

/// Accepts what was agreed to, and says where nothing could be.
pub(crate) fn apply(session: &Session, situation: &Situation, looked: &mut [Looked]) -> Result<(), Failure> {
    let hazards = &situation.config.hazards;
    let way = hazards.acknowledgement.value;
    let closes = |looked: &Looked| {
        let told = &looked.told;
        told.findings.iter().any(|finding| is_open(finding) && told.fail_on.is_met_by(finding.severity))
    };
    if way == Way::Comment || !looked.iter().any(closes) {
        return Ok(());
    }
    let consents = match ask(session, hazards) {
        Ok(Answer::Given(consents)) => consents,
        Ok(Answer::Missing(why)) => return tell(looked, |told| told.notes.push(format!("nothing is accepted: {why}"))),
        Ok(Answer::Unknown(why)) | Err(why) => {
            return tell(looked, |told| told.incomplete.push(format!("whether findings are accepted is not known: {why}")));
        }
    };
    let (Base::Commit(git, _), Some(Event::PullRequest { head, .. })) = (&situation.base, &session.event) else {
        return tell(looked, |told| {
            told.notes.push("nothing is accepted: only a pull request has labels and reviews".to_owned())
        });
    };
    let Some(head) = Commit::parse(&head.sha) else { return Ok(()) };
    let reason = match way {
        Way::Label => format!("label `{}`", hazards.label.value),
        _ => "approving review".to_owned(),
    };
    for looked in looked {
        for migration in &looked.scripts {
            let of_migration = |finding: &&mut Finding| finding.migration.as_deref() == Some(migration.name.as_str());
            let mut open: Vec<_> =
                looked.told.findings.iter_mut().filter(of_migration).filter(|finding| is_open(finding)).collect();
            let Some(consent) = (!open.is_empty()).then(|| covering(git, &head, migration, &consents)).transpose()?.flatten()
            else {
                continue;
            };
            for finding in &mut open {
                let author = Author::Known { name: consent.by.clone(), commit: consent.commit.clone() };
                finding.acknowledged = Some(Acknowledgement { reason: reason.clone(), line: None, author });
            }
        }
        if looked.told.findings.iter().any(is_open) {
            let what = format!("the {reason} was given to another text, and does not accept what is left");
            looked.told.notes.push(what);
        }
        looked.told.sort();
    }
    Ok(())
}

/// A finding of the scan that nobody has accepted. What is wrong with files or with the history cannot be accepted.
fn is_open(finding: &Finding) -> bool {
    finding.acknowledged.is_none() && hazards::find(finding.rule.as_str()).is_some()
}

fn tell(looked: &mut [Looked], say: impl Fn(&mut report::Target)) -> Result<(), Failure> {
    looked.iter_mut().for_each(|looked| say(&mut looked.told));
    Ok(())
}

/// What GitHub says; an error is a reason why it was not asked.
fn ask(session: &Session, hazards: &Hazards) -> Result<Answer, String> {
    let Some(event) = session.event.as_ref().filter(|event| event.pull_number().is_some()) else {
        return Ok(Answer::Missing("only a pull request has labels and reviews".to_owned()));
    };
    let environment = &session.environment;
    let (Some(token), Some(repository), Some(api)) = (
        environment.secret(variables::GITHUB_TOKEN.name),
        environment.get(variables::GITHUB_REPOSITORY),
        environment.get(variables::GITHUB_API_URL),
    ) else {
        return Err("GITHUB_TOKEN, GITHUB_REPOSITORY or GITHUB_API_URL is not set".to_owned());
    };
    let answer = cli::block_on(async {
        let github = GitHub::new(api, token, repository).map_err(|error| error.to_string())?;
        Ok(match hazards.acknowledgement.value {
            Way::Label => github.label_consent(event, &hazards.label.value).await,
            _ => github.review_consents(event, hazards.reviewers.as_ref().map(|team| team.value.as_str())).await,
        })
    });
    answer.unwrap_or_else(|error| Err(error.to_string()))
}

/// The first consent that was given to this text.
fn covering<'a>(
    git: &Git,
    head: &Commit,
    migration: &Migration,
    consents: &'a [Consent],
) -> Result<Option<&'a Consent>, Failure> {
    for consent in consents {
        let Some(commit) = Commit::parse(&consent.commit) else { continue };
        let had_text = git.had_text(&commit, &migration.file, &migration.script).map_err(git_failure)? == Some(true);
        let covers = had_text
            && match consent.reach {
                Reach::Commit => true,
                Reach::Onwards => git.is_untouched(&commit, head, &migration.file).map_err(git_failure)? == Some(true),
            };
        if covers {
            return Ok(Some(consent));
        }
    }
    Ok(None)
}
