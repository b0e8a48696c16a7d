//! Preview, deploy and verify as one command, where no workflow joins them.
//!
//! Each stage tells of the target under a name of its own, in the words of the binary that it is otherwise; here is only what follows from
//! one for the next.

use cli::{Exit, Failure, Session};
use config::ChecksFile;
use live::{Asked, Purpose};
use plan::Plan;
use report::{RuleDescription, Target, Verdict};
use situation::{Sides, Situation, verification};

use crate::{
    Args, BINARY,
    flow::{self, Ended, interruptible},
    record::{Record, RecordedOutcome},
    telling,
};

/// What there is to know about the rules of the stages before and after.
pub(crate) fn rules() -> Vec<RuleDescription> {
    preview::rules().into_iter().chain(verification::descriptions()).collect()
}

/// Deploys one target: what the preview refuses ends it, and what comes of it is verified.
pub(crate) async fn deploy(
    args: &Args,
    session: &mut Session,
    situation: &Situation,
    target: &config::Target,
) -> Result<Ended, Failure> {
    // What is wrong with the promises is said before anything is changed.
    let critical = verify::critical_objects(None, situation)?;
    verify::promises(situation, &target.name, critical.as_ref())?;
    let url = args.url();
    let question =
        preview::Question { situation, target, url: url.as_ref(), rehearses: true, binaries: None, fail_on: args.fail_on };
    let (previewed, seen) = preview::judge(&question, session).await?;
    let previewed = stage(previewed, "preview");
    let exit = match previewed.verdict() {
        _ if seen.is_refused => Some(Exit::Usage),
        Verdict::Pass => None,
        verdict => Some(Exit::from(verdict)),
    };
    let (None, Some(plan)) = (exit, &seen.plan) else {
        return Ok(Ended::of(previewed, exit, None));
    };
    let deployed = flow::deploy(args, session, situation, target, Some(plan)).await;
    let mut ended = deployed.unwrap_or_else(|failure| telling::of_failure(&target.name, &failure));
    ended.targets.insert(0, previewed);
    if ended.exit.is_some() || args.dry_run {
        return Ok(ended);
    }
    let verified = interruptible(verify(args, session, situation, target, critical.as_ref(), plan)).await;
    conclude(&mut ended, target, verified);
    Ok(ended)
}

/// The database is looked at once more, as somebody else would.
async fn verify(
    args: &Args,
    session: &mut Session,
    situation: &Situation,
    target: &config::Target,
    critical: Option<&ChecksFile>,
    plan: &Plan,
) -> Result<Target, Failure> {
    let directory = Sides::read(situation, target)?.usable(target)?;
    let url = args.url();
    let asked = Asked { target, url: url.as_ref(), variable: None };
    let live = live::open(asked, Purpose::Read, BINARY, &session.environment).await?;
    // A plan that could not foretell the schema has nothing to compare it with, and the preview has said so.
    let plan = Some(plan).filter(|plan| plan.expected.is_some());
    let environment = &session.environment;
    let question = verify::Question { situation, target, directory: &directory, live: &live, critical, plan, environment };
    verify::judge(&question, &mut session.progress).await
}

/// What is not as promised after something was changed is for a person to look at: the deploy stands.
fn conclude(ended: &mut Ended, target: &config::Target, verified: Result<Target, Failure>) {
    let verified = verified.unwrap_or_else(|failure| Target { incomplete: vec![failure.sentence()], ..Target::default() });
    let mut verified = stage(Target { name: target.name.clone(), ..verified }, "verify");
    let verdict = verified.verdict();
    let applied = |record: &Record| record.migrations.iter().filter(|it| it.outcome == RecordedOutcome::Applied).count();
    let applied = ended.record.as_ref().map_or(0, applied);
    if verdict != Verdict::Pass {
        ended.exit = Some(if applied > 0 { Exit::PersonNeeded } else { Exit::from(verdict) });
        let stands = match applied {
            0 => "the deploy had nothing to apply, so this was so before".to_owned(),
            count => format!("the deploy was successful and stands ({count} applied): what is said here was found afterwards"),
        };
        verified.notes.insert(0, stands);
    }
    ended.targets.push(verified);
}

/// One stage of a target's way, as a part of the report.
fn stage(target: Target, name: &str) -> Target {
    Target { name: format!("{}: {name}", target.name), ..target }
}
