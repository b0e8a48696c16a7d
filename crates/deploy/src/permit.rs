//! Is this what was approved?

use std::path::Path;

use catalog::Snapshot;
use cli::{Exit, Failure};
use database::SessionOptions;
use history::State;
use live::{Live, Purpose};
use migrations::Directory;
use plan::{Bound, Digest, Moved, Part, Plan};
use report::{Block, Finding, RuleDescription, RuleId, Section, Severity};
use situation::Situation;
use survey::Survey;

/// A part of the plan is not what was approved.
const STALE: &str = "stale-plan";
/// Afterwards the schema is another one than the rehearsal promised.
const UNEXPECTED: &str = "unexpected-schema";

/// What there is to know about the rules of this module.
pub(crate) fn descriptions() -> Vec<RuleDescription> {
    let describe = |id, summary| RuleDescription {
        id,
        severity: Severity::Error,
        summary,
        page: "",
        path: "docs/deploy.md".to_owned(),
        is_security: true,
    };
    vec![
        describe(STALE, "What would be applied, or what it would be applied to, is not what was approved"),
        describe(UNEXPECTED, "After the deploy the schema differs from what the plan expects"),
    ]
}

/// Reads the plan. It has the digest that was given, and is for one target.
pub(crate) fn read_plan(path: &Path, digest: Option<Digest>, situation: &Situation) -> Result<Plan, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(format!("cannot read the plan `{shown}`: {error}")).hint("Name the file that `preview --plan` wrote.")
    })?;
    let plan = Plan::parse(&text).map_err(|error| {
        let hint = error.hint();
        Failure::usage(format!("`{shown}`: {error}")).hint(hint)
    })?;
    if let Some(digest) = digest.filter(|digest| *digest != plan.digest()) {
        let message = format!("`{shown}` holds plan `{}`, and the one that was approved is `{}`", plan.code(), digest.code());
        let hint = "Take the plan from the run that was approved, or have this one approved.";
        return Err(Failure::ending(Exit::Blocked, message).hint(hint));
    }
    let planned = &plan.bound.target.name;
    match situation.config.targets.as_slice() {
        [only] if only.name == *planned => Ok(plan),
        _ => Err(Failure::usage(format!("the plan is for target `{planned}`, and this run is for others"))
            .hint(format!("Give --target {planned}."))),
    }
}

/// Whether the plan's time is not over. By the server's clock, by which it was made: those of two runners may differ.
pub(crate) fn check_time(plan: &Plan, live: &Live) -> Result<(), Failure> {
    plan.check_time(&cli::moment(live.server.clock)).map_err(|error| {
        let hint = error.hint();
        Failure::ending(Exit::Blocked, error).hint(hint)
    })
}

/// What would be bound now, and the objects of the schema.
pub(crate) struct Present {
    bound: Bound,
    schema: Snapshot,
}

/// Looks at everything that a plan binds.
pub(crate) async fn look(
    survey: &Survey,
    live: &Live,
    situation: &Situation,
    target: &config::Target,
    directory: &Directory,
) -> Result<Present, Failure> {
    let reader = live.another(Purpose::Read).await?;
    let schema = survey::schema(&reader).await?;
    let tool = admission::tool(&situation.config.deploy, directory.order);
    let bound = survey.bound(&target.name, &live.server, directory, &schema, tool);
    Ok(Present { bound, schema })
}

/// Whether everything that the plan would apply has been applied already: it was carried out.
pub(crate) fn is_carried_out(plan: &Plan, survey: &Survey) -> bool {
    let planned = &plan.bound.pending.migrations;
    let records = survey.records.as_deref().unwrap_or_default();
    survey.standing.pending.is_empty()
        && !planned.is_empty()
        && planned.iter().all(|planned| {
            records
                .iter()
                .any(|row| row.name == planned.name && row.checksum == planned.sha256 && matches!(row.state(), State::Applied))
        })
}

/// What is not as it was approved, and how it differs.
pub(crate) fn compare(plan: &Plan, present: &Present) -> (Vec<Finding>, Vec<Section>) {
    let moved = plan.compare(&present.bound, &present.schema.object_digests());
    let shown = moved.iter().filter(|moved| !moved.difference.is_empty());
    let sections = shown.map(|moved| different(format!("What moved: {}", moved.part), &moved.difference)).collect();
    let went_back = plan.bound.history.went_back_to(&present.bound.history);
    (moved.iter().map(|moved| stale(plan, moved, went_back)).collect(), sections)
}

fn stale(plan: &Plan, moved: &Moved, went_back: bool) -> Finding {
    let message = format!(
        "the {} is not what was approved with plan `{}`: digest `{}` then, `{}` now",
        moved.part,
        plan.code(),
        moved.approved.code(),
        moved.now.code()
    );
    let advice = match moved.part {
        Part::History if went_back => {
            "The history went back: its last rows are gone, as after a fail-over to a standby that lagged, or a restore. \
             Find out what else was lost; then run `preview` again, and have the new plan approved."
        }
        _ => "Run `preview` again, and have the new plan approved.",
    };
    Finding { advice: Some(advice.to_owned()), ..Finding::new(RuleId::new(STALE), Severity::Error, message) }
}

/// Compares the schema after the last migration with the one that the rehearsal came to. `Ok(None)`: equal.
pub(crate) async fn unexpected(
    plan: &Plan,
    address: &live::Address,
    reading: &SessionOptions,
) -> Result<Option<(Finding, Section)>, Failure> {
    let Some(expected) = &plan.expected else { return Ok(None) };
    let session = database::Session::open(&address.connection, reading).await;
    let session = session.map_err(|error| live::connection_failure(&error, address))?;
    let schema = survey::schema(&session).await?;
    let difference = expected.difference(&schema.fingerprint(), &schema.object_digests());
    if difference.is_empty() {
        return Ok(None);
    }
    let message = "every migration is applied, and the schema differs from what the plan expects".to_owned();
    let advice = "Look what the rehearsal could not know: data, extensions, or a change by somebody else meanwhile. `drift-report` shows all of it.";
    let finding = Finding { advice: Some(advice.to_owned()), ..Finding::new(RuleId::new(UNEXPECTED), Severity::Error, message) };
    Ok(Some((finding, different("Not as expected".to_owned(), &difference))))
}

/// How two states differ, one line each.
fn different(title: String, difference: &[String]) -> Section {
    Section { title, blocks: vec![Block::Code { language: "text", text: difference.join("\n") }], is_folded: false }
}
