//! What is done when the scripts have ended: a look at the schema, the hook, and word to people.

use apply::{Failure as ScriptFailure, FailureKind};
use cli::{Exit, Session};
use database::SessionOptions;
use github::DeploymentState;
use incident::{Aftermath, Conflict, Incident};
use live::Address;
use oversight::Oversight;
use report::{Block, ErrorClass, Section};

use crate::{
    failed,
    flow::{Ended, Ground},
    permit,
    ran::Ran,
    record::{HookRecord, HookTime, Record},
    running::Work,
    telling,
};

/// After the scripts: expected schema, hook, people.
pub(crate) async fn conclude(
    work: Work<'_>,
    (mut ran, address, reading): (Ran, Address, SessionOptions),
    oversight: &Oversight<'_>,
    mut ground: Ground,
    mut record: Record,
    session: &mut Session,
) -> Ended {
    if ran.exit == Some(Exit::PersonNeeded) && ran.failure.is_none() {
        ground.incomplete.push(
            "a script let go of the deploy lock, so another deploy may have run beside this one; nothing was run after it"
                .to_owned(),
        );
    }
    if ran.exit.is_none() {
        if let Some(plan) = work.plan {
            session.progress.say("comparing the schema with the expected one");
            match permit::unexpected(plan, &address, &reading).await {
                Ok(None) => {}
                Ok(Some((finding, section))) => {
                    ground.findings.push(finding);
                    ground.sections.push(section);
                    ran.exit = Some(Exit::PersonNeeded);
                }
                Err(failure) => {
                    ground.incomplete.push(format!("the schema was not compared: {}", failure.sentence()));
                    ran.exit = Some(Exit::PersonNeeded);
                }
            }
        }
        if let Some(words) = &work.settings().after {
            session.progress.say("running the hook after the deploy");
            match work.hook(&words.value, None).await {
                Ok(took) => record.hooks.push(HookRecord { when: HookTime::After, seconds: took.as_secs_f64() }),
                Err(failure) => ground.notes.push(format!("the hook after the deploy failed: {}", failure.sentence())),
            }
        }
    }
    ground.sections.extend(ran.conflict.as_ref().map(in_the_way));
    ground.notes.extend(tell(&work, &ran, &ground, oversight).await);
    record.migrations = std::mem::take(&mut ran.records);
    let target = telling::target(&work.target.name, ran.migrations, ground, None);
    Ended::of(target, ran.exit, Some(record))
}

/// The rows that a migration stumbled over, without a value of them.
fn in_the_way(conflict: &Conflict) -> Section {
    let query = conflict.query.iter().map(|query| Block::Code { language: "sql", text: query.clone() });
    let blocks = std::iter::once(Block::List(vec![conflict.sentence.clone()])).chain(query).collect();
    Section { title: "Rows in the way".to_owned(), blocks, is_folded: false }
}

/// Tells GitHub: the deployment's status, and the incident's issue where there is one.
async fn tell(work: &Work<'_>, ran: &Ran, ground: &Ground, oversight: &Oversight<'_>) -> Vec<String> {
    let name = &work.target.name;
    let (state, words) = match ran.exit {
        None => (DeploymentState::Success, format!("{} migrations applied", ran.applied)),
        Some(Exit::PersonNeeded) => (DeploymentState::Error, "a person must look".to_owned()),
        Some(_) => (DeploymentState::Failure, "a migration failed and was rolled back".to_owned()),
    };
    let mut notes: Vec<String> = oversight.deployment(name, state, &words).await.into_iter().collect();
    if ran.exit.is_none() {
        notes.extend(oversight.recovered(name).await);
        return notes;
    }
    let (aftermath, class) = match &ran.failure {
        Some((_, failure)) => (aftermath(failure), failed::class(failure)),
        None => (Aftermath::NothingRan, ErrorClass::Lock),
    };
    let summary = match &ran.failure {
        Some((migration, failure)) => format!("`{migration}` was not applied: {}.", failure.public_message()),
        None => "Every migration was applied, and what came of it is not as it should be, or is not known.".to_owned(),
    };
    let incident = Incident {
        target: name,
        environment: oversight.environment(),
        class,
        summary: &summary,
        aftermath,
        migrations: &ran.migrations,
        conflict: ran.conflict.as_ref(),
        timeline: &ran.timeline,
        facts: &ground.notes,
        run_url: oversight.run_url(),
        freezes: work.situation.config.incidents.freeze.value,
    };
    notes.push(oversight.incident(&incident).await);
    notes
}

fn aftermath(failure: &ScriptFailure) -> Aftermath {
    match (&failure.kind, failure.may_remain) {
        (FailureKind::Lost(_), true) => Aftermath::Unknown,
        (_, true) => Aftermath::Remains,
        // What was rolled back as a whole is recorded as rolled back: there is nothing to resolve.
        (_, false) => Aftermath::RolledBack { is_recorded: false },
    }
}
