//! One target from beginning to end: what the files say, the rehearsal, and the weights of it all.

use std::sync::Arc;

use cli::{Failure, Session};
use config::Target;
use migrations::{Gravity, Migration};
use rehearsal::{GroundRequest, Request, listed, rehearse};
use report::{FailOn, Finding, Severity};

use situation::{
    Base, Sides, Situation, input,
    rules::{ROWS_GONE_UNSEEN, weigh},
};

use crate::{Args, scanned};

/// Judges one target. An error means that nothing was concluded about it.
pub(crate) async fn judge(
    args: &Args,
    session: &mut Session,
    situation: &Situation,
    target: &Target,
    sides: Sides,
) -> Result<report::Target, Failure> {
    let new = sides.added();
    let mut told = begin(situation, target, &sides, &new);
    if sides.is_refused() {
        return Ok(refuse(told, situation, &sides));
    }
    let ground = GroundRequest {
        url: args.database_url.as_deref(),
        binaries: args.postgres_bin.as_deref(),
        schema: None,
        major: None,
        keep: args.keep_database,
    };
    let request = Request {
        ground,
        base: Arc::new(sides.base.migrations),
        new: Arc::new(new),
        has_base: !matches!(situation.base, Base::None),
        settings: scanned::settings(),
        live: Arc::default(),
    };
    rehearse(&mut told, &request, session, situation, target).await?;
    Ok(weighed(told, situation))
}

/// What is known before anything runs.
fn begin(situation: &Situation, target: &Target, sides: &Sides, new: &[Migration]) -> report::Target {
    let fail_on = FailOn::Severity(situation.config.hazards.of_target(&target.name).fail_on.value);
    let notes = std::iter::once(situation.base.told()).chain(situation.notes.iter().cloned()).collect();
    let mut told = report::Target { name: target.name.clone(), fail_on, notes, ..report::Target::default() };
    if sides.ahead > 0 {
        told.notes
            .push(format!("the base has {} migrations that this branch does not have yet; they were applied first", sides.ahead));
    }
    told.findings = input::comparison(&sides.comparison, &sides.head);
    told.findings.extend(sides.problems.iter().filter(|problem| problem.gravity != Gravity::Refused).map(input::problem));
    told.migrations = listed(&sides.base.migrations, new).collect();
    told
}

/// The end of a run that refused its input. What must not be run cannot be switched off.
fn refuse(told: report::Target, situation: &Situation, sides: &Sides) -> report::Target {
    let mut told = weighed(told, situation);
    told.findings.extend(sides.problems.iter().filter(|problem| problem.gravity == Gravity::Refused).map(input::problem));
    told.notes.push("nothing was run, because of the refused files".to_owned());
    told.sort();
    told
}

/// With the severities that the configuration wants. Without a base, hazards are history: they are told, and do not close
/// the gate.
fn weighed(mut told: report::Target, situation: &Situation) -> report::Target {
    let is_past = |finding: &Finding| {
        let is_hazard = hazards::find(finding.rule.as_str()).is_some() || finding.rule.as_str() == ROWS_GONE_UNSEEN;
        is_hazard && matches!(situation.base, Base::None)
    };
    let capped = told.findings.into_iter().map(|finding| {
        let most = if is_past(&finding) { Severity::Warning } else { Severity::Error };
        Finding { severity: finding.severity.min(most), ..finding }
    });
    told.findings = weigh(capped.collect(), &situation.config.hazards.of_target(&told.name));
    told.sort();
    told
}
