//! One target from beginning to end: scan, replay, and join what both say.

use std::sync::Arc;

use cli::{Failure, Session};
use config::Target;
use hazards::{Scan, Script, ScriptFindings};
use migrations::{Gravity, Migration};
use replay::{Ending, Progress, Replay, Replayed, Step, replay};
use report::{Finding, Origin, Outcome, RuleId, Severity};

use crate::{
    Args, changes, failed,
    ground::Ground,
    input, rules,
    sides::Sides,
    situation::{Base, Situation},
    witnessed,
};

/// New migrations, counted from the last, whose changes are told one by one; those before are told together. Each reading of a
/// large catalog takes some 50 ms, and few pull requests have more migrations than this.
const TOLD_APART: usize = 8;

/// Judges one target. An error means that nothing was concluded about it.
pub(crate) async fn judge(
    args: &Args,
    session: &mut Session,
    situation: &Situation,
    target: &Target,
    sides: Arc<Sides>,
) -> Result<report::Target, Failure> {
    let mut told = report::Target { name: target.name.clone(), notes: situation.notes.clone(), ..report::Target::default() };
    if sides.ahead > 0 {
        told.notes
            .push(format!("the base has {} migrations that this branch does not have yet; they were applied first", sides.ahead));
    }
    let new = sides.added();
    told.findings = input::comparison(&sides.comparison, &sides.head);
    let (refused, other): (Vec<_>, Vec<_>) = sides.problems.iter().partition(|problem| problem.gravity == Gravity::Refused);
    told.findings.extend(other.into_iter().map(input::problem));
    if sides.is_refused() {
        told.findings = rules::weigh(std::mem::take(&mut told.findings), &situation.config.hazards);
        // What must not be run cannot be switched off.
        told.findings.extend(refused.into_iter().map(input::problem));
        told.migrations = listed(&sides.base.migrations, &new).collect();
        told.notes.push("nothing was run, because of the refused files".to_owned());
        told.sort();
        return Ok(told);
    }
    let has_base = !matches!(situation.base, Base::None);
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
            told.migrations = listed(&sides.base.migrations, &new).collect();
            told.findings.extend(scanned().into_iter().flat_map(|scanned| scanned.findings));
            told.findings = weigh(told.findings, situation, has_base);
            told.sort();
            return Ok(told);
        }
        Err(failure) => return Err(failure),
    };
    let what = Replay {
        base: &sides.base.migrations,
        new: &new,
        time_limit: situation.config.sandbox.migration_timeout.value,
        // Where nobody watches, only the catalog shows which script removed what.
        read_apart: if ground.sandbox.is_watched() { TOLD_APART } else { usize::MAX },
    };
    let progress = &mut session.progress;
    let replayed = replay(&ground.sandbox, &what, &|| ground.end(), &mut |Progress::Started { name, index, total }| {
        progress.step(name, index, total);
    })
    .await;
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
            told.migrations = listed(&sides.base.migrations, &new).collect();
            told.findings.extend(scans.into_iter().flat_map(|scanned| scanned.findings));
        }
    }
    told.notes.extend(ground.notes.iter().cloned());
    told.notes.extend(ground.sandbox.limits.iter().cloned());
    told.notes.extend(ground.leave(args.keep_database).await);
    told.findings = weigh(told.findings, situation, has_base);
    told.sort();
    Ok(told)
}

/// Scans the new migrations, with what those before say of the schema.
fn scan(base: &[Migration], new: &[Migration], has_base: bool) -> Vec<ScriptFindings> {
    let mut scan = Scan::new(hazards::rules());
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

/// Without a base, hazards are history: they are told, and do not close the gate.
fn weigh(findings: Vec<Finding>, situation: &Situation, has_base: bool) -> Vec<Finding> {
    let is_hazard =
        |finding: &Finding| hazards::find(finding.rule.as_str()).is_some() || finding.rule.as_str() == rules::ROWS_GONE_UNSEEN;
    let capped = findings.into_iter().map(|finding| {
        let most = if !has_base && is_hazard(&finding) { Severity::Warning } else { Severity::Error };
        Finding { severity: finding.severity.min(most), ..finding }
    });
    rules::weigh(capped.collect(), &situation.config.hazards)
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
    told.migrations = listed(what.base, what.new).collect();
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
            told.incomplete.push(format!("`{}` dropped {lost} objects whose names could not be read", migration.name));
        }
        if run.notices_dropped > 0 {
            told.notes.push(format!("`{}` raised {} more notices than are kept", migration.name, run.notices_dropped));
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
