//! The rehearsal itself: the scan beside, the replay on its ground, and both joined.

use std::sync::Arc;

use cli::{Failure, Session};
use config::Target;
use hazards::{LiveTable, Scan, Script, ScriptFindings};
use migrations::Migration;
use replay::{Ending, Progress, Replay, ReplayError, Replayed, Step, replay};
use report::{Finding, Origin, Outcome, RuleId, Severity};
use situation::Situation;

use crate::{Ground, GroundRequest, changes, failed, witnessed};

/// New migrations, counted from the last, whose changes are told one by one; those before are told together. Each reading of a
/// large catalog takes some 50 ms, and few pull requests have more migrations than this.
const TOLD_APART: usize = 8;
/// The same for a history without a base, of which nobody reviews the parts.
const TOLD_APART_OF_HISTORY: usize = 4;

/// What to rehearse.
#[derive(Debug)]
pub struct Request<'a> {
    /// Where.
    pub ground: GroundRequest<'a>,
    /// Migrations that are applied already, in order: run, and not looked at one by one.
    pub base: Arc<Vec<Migration>>,
    /// Migrations to look at, in order, after the base.
    pub new: Arc<Vec<Migration>>,
    /// Whether what is new is new to databases in use; if not, the whole is a history, and nobody reviews its parts.
    pub has_base: bool,
    /// What is scanned for.
    pub settings: hazards::Settings,
    /// What the database says of its tables for which this is rehearsed, where there is one.
    pub live: Arc<Vec<LiveTable>>,
}

/// What came of it, besides what was told.
#[derive(Debug)]
pub struct Rehearsed {
    /// Steps and schemas; `None` when the replay did not run, and the report says why.
    pub replayed: Option<Replayed>,
    /// The role that ran the scripts, and so owns what they made.
    pub role: Option<String>,
    /// The major version of the server; `None` when there was none.
    pub server_major: Option<u32>,
    /// What the scan says of each new migration.
    pub scans: Vec<ScriptFindings>,
}

impl Rehearsed {
    fn of_scans(scans: Vec<ScriptFindings>) -> Self {
        Rehearsed { replayed: None, role: None, server_major: None, scans }
    }
}

/// Rehearses, and tells it: outcomes, findings, changes, notes, the diagram. `told` has one migration for each of base and new
/// ([`listed`]). An error means that nothing was concluded.
pub async fn rehearse(
    told: &mut report::Target,
    request: &Request<'_>,
    session: &mut Session,
    situation: &Situation,
    target: &Target,
) -> Result<Rehearsed, Failure> {
    let scanned = scan_meanwhile(request);
    let ground = match Ground::prepare(&request.ground, session, situation, target).await {
        Ok(ground) => ground,
        // The scan has its findings all the same; that the rest did not run is said and counts.
        Err(failure) if failure.exit() == cli::Exit::Inconclusive => {
            told.incomplete.push(failure.sentence());
            return Ok(only_scanned(told, scanned()));
        }
        Err(failure) => return Err(failure),
    };
    tracing::debug!("sandbox ready");
    let what = Replay {
        base: &request.base,
        new: &request.new,
        time_limit: situation.config.sandbox.migration_timeout.value,
        // Where nobody watches, only the catalog shows which script removed what.
        read_apart: match (ground.sandbox.is_watched(), request.has_base) {
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
    let mut rehearsed = join(told, replayed, scanned(), &what, &ground, request.has_base);
    rehearsed.role = Some(ground.sandbox.owner().user.clone());
    rehearsed.server_major = Some(ground.sandbox.version.major());
    told.notes.extend(ground.notes.iter().cloned());
    told.notes.extend(ground.sandbox.limits.iter().cloned());
    tracing::debug!("findings joined");
    told.notes.extend(ground.leave(request.ground.keep).await);
    tracing::debug!("sandbox gone");
    Ok(rehearsed)
}

/// Begins the scan, which needs no server, while the server takes its time. What is returned waits for its end.
fn scan_meanwhile(request: &Request<'_>) -> impl FnOnce() -> Vec<ScriptFindings> + use<> {
    let (base, new) = (Arc::clone(&request.base), Arc::clone(&request.new));
    let (settings, live, has_base) = (request.settings.clone(), Arc::clone(&request.live), request.has_base);
    let scanning = std::thread::spawn(move || scan(&base, &live, &new, has_base, settings));
    move || scanning.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What the scan foresaw and what the server showed, together.
fn join(
    told: &mut report::Target,
    replayed: Result<Replayed, ReplayError>,
    scans: Vec<ScriptFindings>,
    what: &Replay<'_>,
    ground: &Ground,
    has_base: bool,
) -> Rehearsed {
    let ended = ground.ended();
    match replayed {
        Ok(replayed) => {
            let known = Circumstances { has_base, is_watched: ground.sandbox.is_watched(), ended: ended.as_deref() };
            tell_replay(told, &replayed, &scans, what, &known);
            Rehearsed { replayed: Some(replayed), ..Rehearsed::of_scans(scans) }
        }
        Err(error) => {
            let why = ended.map_or(String::new(), |why| format!("; the server is gone: {why}"));
            told.incomplete.push(format!("the replay did not run: {error}{why}"));
            only_scanned(told, scans)
        }
    }
}

/// What is told where nothing ran.
fn only_scanned(told: &mut report::Target, scans: Vec<ScriptFindings>) -> Rehearsed {
    told.findings.extend(scans.iter().flat_map(|scanned| scanned.findings.iter().cloned()));
    Rehearsed::of_scans(scans)
}

/// Scans the new migrations, with what those before say of the schema.
fn scan(
    base: &[Migration],
    live: &[LiveTable],
    new: &[Migration],
    has_base: bool,
    settings: hazards::Settings,
) -> Vec<ScriptFindings> {
    let mut scan = learned(base, live, settings);
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

/// A scan that knows what is applied to a database, and what that database says of its tables.
pub fn learned(base: &[Migration], live: &[LiveTable], settings: hazards::Settings) -> Scan {
    let mut scan = Scan::new(settings);
    for migration in base {
        scan.learn(&script(migration));
    }
    if !live.is_empty() {
        scan.correct(live);
    }
    scan
}

/// A migration as the scan takes it.
pub fn script(migration: &Migration) -> Script<'_> {
    Script { migration: migration.name.as_str(), file: &migration.file, sql: &migration.script }
}

/// All migrations, none of which ran.
pub fn listed<'a>(base: &'a [Migration], new: &'a [Migration]) -> impl Iterator<Item = report::Migration> + 'a {
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
