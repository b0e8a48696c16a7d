//! One target from beginning to end: look, rehearse, foretell, judge.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

use catalog::Snapshot;
use cli::{Failure, Session};
use config::Target;
use hazards::{Group, LiveTable};
use live::{Asked, Live, Purpose};
use migrations::{Directory, Gravity, Keep, Migration};
use plan::Plan;
use rehearsal::{GroundRequest, Rehearsed, Request, listed, rehearse};
use report::{FailOn, Finding, Outcome, Severity};
use secrecy::SecretString;
use situation::{
    Base, Sides, Situation, input,
    rules::{ROWS_GONE_UNSEEN, weigh},
};
use survey::Survey;

use crate::{
    NAME, expectation,
    impact::{self, TableImpact},
    leftovers, live_tables,
    planning::{self, Said},
    telling,
    traffic::{self, Traffic},
};

/// What is to be previewed, and how.
pub struct Question<'a> {
    /// Configuration, base, notes.
    pub situation: &'a Situation,
    /// Whose database it is.
    pub target: &'a Target,
    /// Its connection string, where it does not stand in a variable.
    pub url: Option<&'a SecretString>,
    /// Whether pending migrations are run on a throw-away server.
    pub rehearses: bool,
    /// The programs of that server; `None`: found, or fetched.
    pub binaries: Option<&'a Path>,
    /// The lowest severity of a hazard that closes the gate; `None`: none does.
    pub fail_on: Option<Severity>,
}

/// What there is to know of a target besides its report.
#[derive(Debug, Default)]
pub struct Preview {
    /// The plan; `None` only where the files were refused.
    pub plan: Option<Plan>,
    /// How many migrations are pending.
    pub pending: usize,
    /// Whether one of them destroys data.
    pub is_destructive: bool,
    /// The files themselves were refused.
    pub is_refused: bool,
}

/// What was seen of a database.
struct Seen {
    live: Live,
    survey: Survey,
    schema: Snapshot,
    owner: String,
    /// Applied migrations that are on disk, in the order in which they ran.
    base: Arc<Vec<Migration>>,
    /// What is stuck, and then what is pending.
    new: Arc<Vec<Migration>>,
    stuck: usize,
    /// What the scan is to know of the tables.
    tables: Arc<Vec<LiveTable>>,
}

impl Seen {
    /// Failed and unfinished migrations that are on disk and not applied as well, in the order of the directory.
    fn stuck(&self) -> &[Migration] {
        &self.new[..self.stuck]
    }

    fn pending(&self) -> &[Migration] {
        &self.new[self.stuck..]
    }

    /// A scan that knows what is applied and what is live.
    fn scan(&self, settings: hazards::Settings) -> hazards::Scan {
        rehearsal::learned(&self.base, &self.tables, settings)
    }
}

/// Judges one target. An error means that nothing was concluded about it.
pub async fn judge(question: &Question<'_>, session: &mut Session) -> Result<(report::Target, Preview), Failure> {
    let Question { situation, target, .. } = *question;
    let directory = read(situation, target)?;
    let mut told = begin(question, &directory);
    if directory.is_refused() {
        told.notes.push("nothing was asked of the database, because of the refused files".to_owned());
        told.sort();
        return Ok((told, Preview { is_refused: true, ..Preview::default() }));
    }
    let seen = look(question, session, &directory).await?;
    told.notes.extend(seen.live.warnings.iter().cloned());
    told.notes.push(telling::place(&seen.live, &seen.survey));
    let rehearsed = prepare(question, session, &seen, &mut told).await?;
    let is_destructive = is_destructive(&told.findings, rehearsed.as_ref());
    told.findings = weighed(question, std::mem::take(&mut told.findings));
    let Survey { place, standing, .. } = &seen.survey;
    told.findings.extend(admission::judge(place, standing, &directory, &situation.config.deploy));
    if situation.config.deploy.single_transaction.value {
        let obstacle = |migration: &Migration| Some((migration.name.as_str().to_owned(), apply::obstacle(migration)?));
        let obstacles = seen.pending().iter().filter_map(obstacle);
        told.findings.extend(obstacles.map(|(name, because)| admission::needs_own_transaction(&name, &because)));
    }
    let replayed = rehearsed.as_ref().and_then(|rehearsed| rehearsed.replayed.as_ref());
    let scan = seen.scan(hazards::Settings::default());
    let impacts = impact::foretell(scan, seen.pending(), &seen.schema, seen.survey.place.schema.as_str(), replayed);
    let touched: BTreeSet<_> = impacts.iter().map(|impact| impact.name.clone()).collect();
    let traffic = match Traffic::look(&seen.live.session, &touched, &seen.live.address).await {
        Ok(traffic) => traffic,
        Err(failure) => {
            told.incomplete.push(format!("sizes and sessions could not be looked at: {}", failure.sentence()));
            Traffic::default()
        }
    };
    told.findings.extend(telling::traffic_findings(&impacts, &traffic));
    let plan =
        decide(situation, session, target, &directory, &seen, rehearsed.as_ref(), &impacts, &traffic, is_destructive, &mut told);
    telling::sections(&mut told, &plan, seen.pending(), &impacts, &traffic);
    told.sections.extend(left_by_failed(&seen, rehearsed.as_ref()));
    told.sort();
    Ok((told, Preview { pending: seen.pending().len(), plan: Some(plan), is_destructive, is_refused: false }))
}

/// The directory with its scripts.
fn read(situation: &Situation, target: &Target) -> Result<Directory, Failure> {
    let mut keep = |_: &Migration| Keep::Script;
    let mut keep_head = |_: &Migration, _: situation::Standing| Keep::Script;
    Ok(Sides::visit(situation, &Base::None, target, (&mut keep, &mut keep_head))?.head)
}

/// What the files alone say.
fn begin(question: &Question<'_>, directory: &Directory) -> report::Target {
    let mut told = report::Target {
        name: question.target.name.clone(),
        fail_on: FailOn::Severity(question.fail_on.unwrap_or(Severity::Error)),
        notes: question.situation.notes.clone(),
        ..report::Target::default()
    };
    // What is merged is not this run's to judge; what must not be run is.
    let weight = |gravity| if gravity == Gravity::Refused { Severity::Error } else { Severity::Warning };
    let problems = directory.problems.iter().map(|problem| {
        let finding = input::problem(problem);
        Finding { severity: finding.severity.min(weight(problem.gravity)), ..finding }
    });
    told.findings = problems.collect();
    told
}

async fn look(question: &Question<'_>, session: &mut Session, directory: &Directory) -> Result<Seen, Failure> {
    let asked = Asked { target: question.target, url: question.url, variable: None };
    session.progress.say("looking at the database");
    let live = live::open(asked, Purpose::Read, NAME, &session.environment).await?;
    let survey = Survey::take(&live.session, &live.address, directory).await?;
    let schema = survey::schema(&live.session).await?;
    let owner = traffic::owner(&live.session, &survey.place, &live.address).await?;
    let base = Arc::new(applied(&survey, directory));
    let mut new = stuck(&survey, directory);
    let stuck = new.len();
    new.extend(survey.pending(directory).into_iter().cloned());
    // Without a history there is nothing to correct.
    let tables = match base.is_empty() {
        true => Vec::new(),
        false => live_tables::of(&schema, survey.place.schema.as_str(), live.server.version.major()),
    };
    Ok(Seen { live, survey, schema, owner, base, new: Arc::new(new), stuck, tables: Arc::new(tables) })
}

fn applied(survey: &Survey, directory: &Directory) -> Vec<Migration> {
    let by_name: HashMap<&str, &Migration> =
        directory.migrations.iter().map(|migration| (migration.name.as_str(), migration)).collect();
    survey.standing.applied.iter().filter_map(|name| by_name.get(name.as_str()).copied().cloned()).collect()
}

fn stuck(survey: &Survey, directory: &Directory) -> Vec<Migration> {
    let standing = &survey.standing;
    let is_stuck = |migration: &&Migration| {
        let name = migration.name.as_str();
        standing.failed.iter().chain(&standing.unfinished).any(|record| record.name == name)
            && !standing.applied.iter().any(|applied| applied == name)
    };
    directory.migrations.iter().filter(is_stuck).cloned().collect()
}

/// Rehearses what is stuck and what is pending after what is applied, and tells what is pending. `None` when there is nothing to rehearse.
async fn prepare(
    question: &Question<'_>,
    session: &mut Session,
    seen: &Seen,
    told: &mut report::Target,
) -> Result<Option<Rehearsed>, Failure> {
    let Question { situation, target, .. } = *question;
    let Seen { base, new, stuck, .. } = seen;
    told.migrations = listed(&[], new).collect();
    let is_known = seen.survey.place.is_readable() || seen.survey.place.presence == history::Presence::Absent;
    if new.is_empty() || !is_known || !question.rehearses {
        tell_pending(told, *stuck);
        if !new.is_empty() {
            told.findings.extend(scanned(seen, settings(situation, target, &session.now)));
            told.notes.push("nothing was rehearsed: what the migrations do is foreseen by the scan alone".to_owned());
        }
        return Ok(None);
    }
    told.migrations = listed(base, new).collect();
    let ground = GroundRequest {
        url: None,
        binaries: question.binaries,
        schema: seen.live.address.schema_was_given.then(|| seen.live.address.schema.clone()),
        major: Some(seen.live.server.version.major()),
        keep: false,
    };
    let request = Request {
        ground,
        base: base.clone(),
        new: new.clone(),
        has_base: true,
        settings: settings(situation, target, &session.now),
        live: seen.tables.clone(),
    };
    let rehearsed = rehearse(told, &request, session, situation, target).await?;
    let of_base: Vec<report::Migration> = told.migrations.drain(..base.len()).collect();
    if let Some(failed) = of_base.iter().find(|migration| matches!(migration.outcome, Outcome::Failed(_))) {
        let why = failed.outcome.error().map_or(String::new(), |error| format!(": {}", error.message));
        told.incomplete
            .push(format!("the applied migrations do not replay, so nothing pending was rehearsed: `{}`{why}", failed.name));
    }
    if !seen.survey.standing.missing.is_empty() {
        told.notes.push("the rehearsal lacks the applied migrations that are not in the directory".to_owned());
    }
    let is_stuck = |migration: &Option<String>| {
        migration.as_deref().is_some_and(|name| seen.stuck().iter().any(|stuck| stuck.name.as_str() == name))
    };
    told.findings.retain(|finding| !is_stuck(&finding.migration));
    tell_pending(told, *stuck);
    Ok(Some(rehearsed))
}

/// Leaves out what is stuck, which has a section of its own; what ran in the rehearsal is still pending.
fn tell_pending(told: &mut report::Target, stuck: usize) {
    told.migrations.drain(..stuck);
    for migration in &mut told.migrations {
        // How long it took on an empty database says nothing about this one.
        migration.duration = None;
        if !matches!(migration.outcome, Outcome::Failed(_)) {
            migration.outcome = Outcome::Pending;
        }
    }
}

/// What the target is scanned for: the rules that are on.
fn settings(situation: &Situation, target: &Target, now: &str) -> hazards::Settings {
    let wanted = situation.config.hazards.of_target(&target.name);
    let rules = hazards::rules().iter().copied().filter(|rule| !rule.opt_in || wanted.switches_on(rule.id)).collect();
    hazards::Settings {
        rules,
        exposed_schemas: wanted.exposed_schemas.as_ref().map(|schemas| schemas.value.clone()),
        client_roles: wanted.client_roles.value.clone(),
        now: Some(now.to_owned()),
    }
}

/// The scan alone.
fn scanned(seen: &Seen, settings: hazards::Settings) -> Vec<Finding> {
    let mut scan = seen.scan(settings);
    seen.new.iter().flat_map(|migration| scan.scan(&rehearsal::script(migration)).findings).collect()
}

/// Hazards with the severities that the configuration wants. They closed the gate of the pull request or were accepted there; here a person
/// decides, and only `--fail-on` lets them close it again.
fn weighed(question: &Question<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let is_hazard =
        |finding: &Finding| hazards::find(finding.rule.as_str()).is_some() || finding.rule.as_str() == ROWS_GONE_UNSEEN;
    let most = if question.fail_on.is_some() { Severity::Error } else { Severity::Warning };
    let weighed = weigh(findings, &question.situation.config.hazards.of_target(&question.target.name)).into_iter();
    weighed
        .map(|finding| if is_hazard(&finding) { Finding { severity: finding.severity.min(most), ..finding } } else { finding })
        .collect()
}

/// Whether data is lost: as a rule about data says, accepted or not, or as the rehearsal showed.
fn is_destructive(findings: &[Finding], rehearsed: Option<&Rehearsed>) -> bool {
    let says_so = |finding: &Finding| {
        let is_about_data = hazards::find(finding.rule.as_str()).is_some_and(|rule| rule.group == Group::Data);
        (is_about_data || finding.rule.as_str() == ROWS_GONE_UNSEEN) && finding.severity > Severity::Notice
    };
    let steps = rehearsed.and_then(|rehearsed| rehearsed.replayed.as_ref()).into_iter().flat_map(|replayed| &replayed.steps);
    let mut changes = steps.filter_map(|step| step.changes.as_ref()).flatten();
    findings.iter().any(says_so) || changes.any(|change| !change.losses.is_empty())
}

/// What a deploy would be bound to, and what it should leave.
#[expect(clippy::too_many_arguments, reason = "everything that was seen comes together here")]
fn decide(
    situation: &Situation,
    session: &Session,
    target: &Target,
    directory: &Directory,
    seen: &Seen,
    rehearsed: Option<&Rehearsed>,
    impacts: &[TableImpact],
    traffic: &Traffic,
    is_destructive: bool,
    told: &mut report::Target,
) -> Plan {
    let Seen { live, survey, schema, owner, .. } = seen;
    let tool = admission::tool(&situation.config.deploy, directory.order);
    let bound = survey.bound(&target.name, &live.server, directory, schema, tool);
    let is_stuck = !survey.standing.failed.is_empty() || !survey.standing.unfinished.is_empty();
    let expected = match rehearsed {
        _ if is_stuck => Err("a migration has failed".to_owned()),
        None if survey.standing.pending.is_empty() => Ok(expectation::of(schema)),
        None => Err("nothing was rehearsed".to_owned()),
        Some(rehearsed) => expectation::expected(schema, owner, live.server.version.major(), rehearsed),
    };
    let expected = match expected {
        Ok(expected) => Some(expected),
        Err(why) => {
            told.notes.push(format!("the schema after the deploy cannot be foretold: {why}"));
            None
        }
    };
    let said = Said { clock: live.server.clock, schema, expected, findings: &told.findings, impacts, traffic, is_destructive };
    planning::plan(bound, said, situation, session)
}

/// A section for each row that stands in the way.
fn left_by_failed(seen: &Seen, rehearsed: Option<&Rehearsed>) -> Vec<report::Section> {
    let standing = &seen.survey.standing;
    let replayed = rehearsed.and_then(|rehearsed| Some((rehearsed.replayed.as_ref()?, rehearsed.role.as_ref()?)));
    let steps = replayed.map(|(replayed, _)| &replayed.steps[seen.base.len()..]);
    let schema = replayed.map_or_else(|| seen.schema.clone(), |(_, role)| seen.schema.with_role(&seen.owner, role));
    let section = |record: &history::Record| {
        let at = seen.stuck().iter().position(|migration| migration.name.as_str() == record.name);
        let step = at.and_then(|at| steps.and_then(|steps| steps.get(at)));
        leftovers::section(record, step, &schema)
    };
    standing.failed.iter().chain(&standing.unfinished).map(section).collect()
}
