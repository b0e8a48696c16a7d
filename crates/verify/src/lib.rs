//! Is the database what was promised?
//!
//! Reads what the configuration and `.github/prisma-verification.json` promise, looks at the database without changing it, and tells
//! what is not as promised, and what could not be looked at. [`judge`] does so for one target whose database is open already.

mod arguments;
mod assertions;
mod checked;
mod critical;
mod data_type;
mod health;
mod inventory;
mod judging;
mod look;
mod migrations_check;
mod objects;
mod plan_check;
mod rows;
mod smoke;

use std::path::Path;

use cli::{Command, CommonArguments, Conclusion, Exit, Failure, Session};
use config::{ChecksFile, Flags, Target};
use live::{Asked, Purpose};
use plan::Plan;
use report::{FailOn, Report};
use situation::{BaseChoice, Sides, Situation, TargetChoice, config_failure, verification};

pub use arguments::Args;
pub use critical::read as critical_objects;
pub use judging::{Question, judge, promises};

impl Command for Args {
    fn common(&self) -> &CommonArguments {
        &self.common
    }

    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        cli::block_on(async {
            tokio::select! {
                concluded = self.verify(session) => concluded,
                signal = cli::interruption() => Err(signal),
            }
        })?
    }
}

impl Args {
    fn question(&self) -> situation::Question<'_> {
        let flags = Flags { targets: self.common.targets.clone(), migrations: self.migrations.clone(), ..Flags::default() };
        let base = BaseChoice::Event;
        situation::Question { config: self.common.config.as_deref(), flags, base, targets: TargetChoice::Prisma }
    }

    async fn verify(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        let situation = situation::read(&self.question(), session)?;
        if self.common.show_config {
            return Ok(Conclusion::Text(situation.config.show(), None));
        }
        let critical = critical::read(self.checks.as_deref(), &situation)?;
        if let Some(file) = critical.as_ref().filter(|_| self.common.targets.is_empty() && self.migrations.is_none()) {
            critical::check_targets(file, &situation)?;
        }
        // What is wrong with the promises is said before any database is asked.
        for target in &situation.config.targets {
            promises(&situation, &target.name, critical.as_ref())?;
        }
        let plan = self.plan.as_deref().map(|path| read_plan(path, &situation)).transpose()?;
        let mut targets = Vec::new();
        for target in &situation.config.targets {
            targets.push(match self.verify_target(session, &situation, target, (critical.as_ref(), plan.as_ref())).await {
                Ok(told) => told,
                // The other targets are verified all the same.
                Err(failure) if failure.exit() == Exit::Inconclusive && situation.config.targets.len() > 1 => {
                    not_reached(&situation, target, &failure)
                }
                Err(failure) => return Err(failure),
            });
        }
        for told in &mut targets {
            told.environment.clone_from(&self.environment);
        }
        let rules = verification::descriptions().into_iter().chain(admission::rules()).collect();
        Ok(Conclusion::Report(Report { command: "verify", targets, rules }, None))
    }

    async fn verify_target(
        &self,
        session: &mut Session,
        situation: &Situation,
        target: &Target,
        (critical, plan): (Option<&ChecksFile>, Option<&Plan>),
    ) -> Result<report::Target, Failure> {
        let directory = Sides::read(situation, target)?.usable(target)?;
        let asked = Asked { target, url: self.database_url.as_ref(), variable: None };
        let live = live::open(asked, Purpose::Read, "verify", &session.environment).await?;
        let environment = &session.environment;
        let plan = plan.filter(|plan| plan.bound.target.name == target.name);
        let question = Question { situation, target, directory: &directory, live: &live, critical, plan, environment };
        judge(&question, &mut session.progress).await
    }
}

/// Reads a plan; it is of one of the targets. That its time is over does not matter any more.
fn read_plan(path: &Path, situation: &Situation) -> Result<Plan, Failure> {
    let file = config::read_given(path).map_err(config_failure)?;
    let plan = Plan::parse(&file.text).map_err(|error| {
        let hint = error.hint();
        Failure::usage(format!("`{}` cannot be used: {error}", file.path)).hint(hint)
    })?;
    let name = &plan.bound.target.name;
    if situation.config.targets.iter().any(|target| target.name == *name) {
        return Ok(plan);
    }
    Err(Failure::usage(format!("the plan in `{}` is about target `{name}`, which is not among those to verify", file.path))
        .hint("Give the plan of a target that is verified, or none."))
}

fn not_reached(situation: &Situation, target: &Target, failure: &Failure) -> report::Target {
    let fail_on = FailOn::Severity(situation.config.hazards.of_target(&target.name).fail_on.value);
    report::Target { name: target.name.clone(), fail_on, incomplete: vec![failure.sentence()], ..report::Target::default() }
}
