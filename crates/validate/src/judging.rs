//! One target from beginning to end: scan, replay, and join what both say.

use std::sync::Arc;

use cli::{Failure, Session};
use config::Target;
use hazards::{Scan, Script, ScriptFindings};
use migrations::{Gravity, Migration};
use replay::{Ending, Progress, Replay, Replayed, Step, replay};
use report::{FailOn, Finding, Origin, Outcome, RuleId, Severity};

use situation::{
    Base, Sides, Situation, input,
    rules::{ROWS_GONE_UNSEEN, weigh},
};

use crate::{Args, changes, failed, ground::Ground, rules, witnessed};

/// New migrations, counted from the last, whose changes are told one by one; those before are told together. Each reading of a
/// large catalog takes some 50 ms, and few pull requests have more migrations than this.
const TOLD_APART: usize = 8;
/// The same for a history without a base, of which nobody reviews the parts.
const TOLD_APART_OF_HISTORY: usize = 4;

/// Judges one target. An error means that nothing was concluded about it.
pub(crate) async fn judge(
    args: &Args,
    session: &mut Session,
    situation: &Situation,
    target: &Target,
    sides: Arc<Sides>,
) -> Result<report::Target, Failure> {
    let has_base = !matches!(situation.base, Base::None);
    let new = sides.added();
    let mut told = begin(situation, target, &sides, &new);
    if sides.is_refused() {
        return Ok(refuse(told, situation, &sides));
    }
    // The scan needs no server, and the server takes its time.
    let scanning = std::thread::spawn({
        let sides = Arc::clone(&sides);
        move || scan(&sides.base.migrations, &sides.added(), has_base)
    });
    let scanned = || scanning.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let ground = match Ground::prepare(args, session, situation, target).await {
        Ok(ground) => ground,
        // The scan has its findings all the same; that the rest did not run is said and counts.
        Err(failure) if failure.exit() == cli::Exit::Inconclusive => {
            told.incomplete.push(failure.sentence());
            told.findings.extend(scanned().into_iter().flat_map(|scanned| scanned.findings));
            return Ok(weighed(told, situation));
        }
        Err(failure) => return Err(failure),
    };
    tracing::debug!("sandbox ready");
    let what = Replay {
        base: &sides.base.migrations,
        new: &new,
        time_limit: situation.config.sandbox.migration_timeout.value,
        // Where nobody watches, only the catalog shows which script removed what.
        read_apart: match (ground.sandbox.is_watched(), has_base) {
            (false, _) => usize::MAX,
            (true, true) => TOLD_APART,
            (true, false) => TOLD_APART_OF_HISTORY,
        },
    };
    let progress = &mut session.progress;
    let mut show = |Progress::Started { name, index, total }: Progress<'_>| {
        tracing::trace!("begins: {name}");
        progress.step(name, index, total);
    };
    let end_server = || ground.end();
    let replayed = tokio::select! {
        replayed = replay(&ground.sandbox, &what, &end_server, &mut show) => replayed,
        // A server of ours goes with us; what was made on a given one must be given back first.
        signal = cli::interruption() => {
            ground.leave(false).await;
            return Err(signal);
        }
    };
    tracing::debug!("replay done");
    let scans = scanned();
    match replayed {
        Ok(replayed) => {
            let ended = ground.ended();
            let known = Circumstances { has_base, is_watched: ground.sandbox.is_watched(), ended: ended.as_deref() };
            tell_replay(&mut told, &replayed, &scans, &what, &known);
        }
        Err(error) => {
            let why = ground.ended().map_or(String::new(), |why| format!("; the server is gone: {why}"));
            told.incomplete.push(format!("the replay did not run: {error}{why}"));
            told.findings.extend(scans.into_iter().flat_map(|scanned| scanned.findings));
        }
    }
    told.notes.extend(ground.notes.iter().cloned());
    told.notes.extend(ground.sandbox.limits.iter().cloned());
    tracing::debug!("findings joined");
    told.notes.extend(ground.leave(args.keep_database).await);
    tracing::debug!("sandbox gone");
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

/// Scans the new migrations, with what those before say of the schema.
fn scan(base: &[Migration], new: &[Migration], has_base: bool) -> Vec<ScriptFindings> {
    let mut scan = Scan::new(rules::settings());
    for migration in base {
        scan.learn(&script(migration));
    }
    let scanned = new.iter().map(|migration| {
        let findings = scan.scan(&script(migration));
        if !has_base {
            // Each migration comes after those before it as if they were merged: what they made has rows by now.
            scan.settle();
        }
        findings
    });
    scanned.collect()
}

fn script(migration: &Migration) -> Script<'_> {
    Script { migration: migration.name.as_str(), file: &migration.file, sql: &migration.script }
}

/// All migrations, none of which ran.
fn listed<'a>(base: &'a [Migration], new: &'a [Migration]) -> impl Iterator<Item = report::Migration> + 'a {
    let told = |origin: Origin| {
        move |migration: &Migration| report::Migration {
            name: migration.name.as_str().to_owned(),
            origin,
            outcome: Outcome::NotRun,
            duration: None,
            manner: None,
            changes: Vec::new(),
        }
    };
    base.iter().map(told(Origin::Base)).chain(new.iter().map(told(Origin::New)))
}

/// What is known about the run besides what was replayed.
struct Circumstances<'a> {
    has_base: bool,
    is_watched: bool,
    ended: Option<&'a str>,
}

fn tell_replay(
    told: &mut report::Target,
    replayed: &Replayed,
    scans: &[ScriptFindings],
    what: &Replay<'_>,
    known: &Circumstances<'_>,
) {
    let Circumstances { has_base, is_watched, ended } = *known;
    let migrations = what.base.iter().chain(what.new);
    for ((migration, step), told) in migrations.zip(&replayed.steps).zip(&mut told.migrations) {
        (told.outcome, told.duration) = match (failed::error(migration, &step.ending, ended), &step.ending) {
            (Some(error), _) => (Outcome::Failed(error), Some(step.took)),
            (None, Ending::NotRun) => (Outcome::NotRun, None),
            (None, _) => (Outcome::Applied, Some(step.took)),
        };
        if let Ending::Ran(run) = &step.ending {
            told.manner = run.manner.sentence();
        }
        told.changes = step.changes.as_deref().map(changes::of).unwrap_or_default();
    }
    let steps = &replayed.steps[what.base.len()..];
    for (index, (migration, step)) in what.new.iter().zip(steps).enumerate() {
        let seen = witnessed::Seen {
            step,
            // What was read together with later ones stands with the last of them.
            scanned: &scans[index - step.changes_include_earlier.min(index)..=index],
            before: has_base.then_some(&replayed.before),
            after: &replayed.after,
            is_watched,
        };
        told.findings.extend(witnessed::join(migration, &scans[index], &seen));
        let left = left_behind(migration, step, &told.findings);
        told.findings.extend(left);
    }
    tell_notes(told, replayed, what, steps);
    let touched: Vec<_> = catalog::diff(&replayed.before, &replayed.after);
    let diagram = catalog::er_diagram(&replayed.before, &replayed.after, &touched);
    told.diagram = diagram.body;
    if !diagram.left_out.is_empty() {
        told.notes.push(format!("the diagram leaves out {} more tables", diagram.left_out.len()));
    }
}

fn tell_notes(told: &mut report::Target, replayed: &Replayed, what: &Replay<'_>, steps: &[Step]) {
    if let Some(why) = &replayed.unread {
        told.incomplete.push(format!("what the migrations changed could not be read: {why}"));
    }
    let together = steps.iter().zip(what.new).filter(|(step, _)| step.changes_include_earlier > 0);
    told.notes.extend(together.map(|(step, migration)| {
        format!(
            "the changes of the {} migrations before `{}` are told together with its own",
            step.changes_include_earlier, migration.name
        )
    }));
    for (migration, step) in what.new.iter().zip(steps) {
        let Ending::Ran(run) = &step.ending else { continue };
        let warnings = run.notices.iter().filter(|notice| notice.level == database::NoticeLevel::Warning).take(5);
        told.notes.extend(warnings.map(|warning| format!("`{}` made the server warn: {}", migration.name, warning.message)));
        if step.testimony.unreadable > 0 {
            let lost = step.testimony.unreadable;
            told.incomplete
                .push(format!("`{}` raised {lost} lines that cannot be read and may tell of dropped objects", migration.name));
        }
        if run.overflow.others > 0 {
            told.notes.push(format!("`{}` raised {} more notices than are kept", migration.name, run.overflow.others));
        }
    }
    told.notes.push(format!("all scripts together ran for {} ms", replayed.scripts_took.as_millis()));
}

/// Settings that a script left in its session and that no statement of it shows.
fn left_behind(migration: &Migration, step: &Step, found: &[Finding]) -> Vec<Finding> {
    let Ending::Ran(run) = &step.ending else { return Vec::new() };
    let Some(rule) = hazards::find("session-state") else { return Vec::new() };
    let is_told = found
        .iter()
        .any(|finding| finding.rule == RuleId::new(rule.id) && finding.migration.as_deref() == Some(migration.name.as_str()));
    if is_told {
        return Vec::new();
    }
    let findings = run.left_behind.iter().map(|left| Finding {
        severity: if left.breaks_prisma() { Severity::Error } else { Severity::Notice },
        migration: Some(migration.name.as_str().to_owned()),
        place: Some(witnessed::whole_file(migration)),
        evidence: Some(format!("`{}` was `{}` before the script and `{}` after it", left.setting, left.before, left.after)),
        advice: Some("Use SET LOCAL, which ends with the transaction, or set the value back.".to_owned()),
        ..rule.finding(format!("the script leaves `{}` changed for whatever runs next in the session", left.setting))
    });
    findings.collect()
}
