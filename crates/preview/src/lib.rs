//! What would a deploy do to this database, and is it safe now?
//!
//! Looks at a database without changing anything: what has run (`survey`), what is in it (`catalog`), who is at work (`traffic`).
//! Rehearses what is pending on a throw-away server, says what others will feel of it, and writes the plan that an approval
//! is bound to. [`judge`] does so for one target.

mod arguments;
mod expectation;
mod impact;
mod judging;
mod leftovers;
mod live_tables;
mod planning;
mod telling;
mod traffic;

use cli::{Command, CommonArguments, Conclusion, Exit, Failure, Session};
use config::{DeployFlags, Flags};
use report::{Report, RuleDescription};
use secrecy::SecretString;
use situation::{BaseChoice, TargetChoice};

pub use arguments::Args;
pub use judging::{Preview, Question, judge};

/// The word by which the database's people know us, and readers the report.
const NAME: &str = "preview";

/// What there is to know about the rules of the findings.
pub fn rules() -> Vec<RuleDescription> {
    rehearsal::descriptions().into_iter().chain(telling::rules()).collect()
}

impl Command for Args {
    fn common(&self) -> &CommonArguments {
        &self.common
    }

    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        cli::block_on(self.preview(session))?
    }
}

impl Args {
    fn question(&self) -> situation::Question<'_> {
        let flags = Flags {
            targets: self.common.targets.clone(),
            migrations: self.migrations.clone(),
            fail_on: self.fail_on,
            postgres: self.postgres,
            offline: self.offline,
            deploy: DeployFlags { single_transaction: self.single_transaction, ..DeployFlags::default() },
            ..Flags::default()
        };
        let (config, base) = (self.common.config.as_deref(), BaseChoice::Event);
        situation::Question { config, flags, base, targets: TargetChoice::Prisma }
    }

    async fn preview(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        let situation = situation::read(&self.question(), session)?;
        if self.common.show_config {
            return Ok(Conclusion::Text(situation.config.show(), None));
        }
        let count = situation.config.targets.len();
        if count > 1 && (self.plan.is_some() || self.database_url.is_some()) {
            let message = format!("--plan and --database-url are for one target, and there are {count}");
            return Err(Failure::usage(message).hint("Name one with --target."));
        }
        let url = self.database_url.as_ref().map(|url| SecretString::from(url.as_str()));
        let mut targets = Vec::new();
        let mut previews = Vec::new();
        for target in &situation.config.targets {
            let question = Question {
                situation: &situation,
                target,
                url: url.as_ref(),
                rehearses: !self.no_rehearsal,
                binaries: self.postgres_bin.as_deref(),
                fail_on: self.fail_on,
            };
            let (mut told, preview) = judge(&question, session).await?;
            told.environment.clone_from(&self.environment);
            targets.push(told);
            previews.push(preview);
        }
        self.publish(session, &previews)?;
        let refused = previews.iter().any(|preview| preview.is_refused);
        let report = Report { command: NAME, targets, rules: rules() };
        Ok(Conclusion::Report(report, refused.then_some(Exit::Usage)))
    }

    /// Writes the plan and sets the outputs of the step. Digest and code are one target's.
    fn publish(&self, session: &mut Session, previews: &[judging::Preview]) -> Result<(), Failure> {
        let plan = match previews {
            [judging::Preview { plan: Some(plan), .. }] => Some(plan),
            _ => None,
        };
        if let (Some(path), Some(plan)) = (&self.plan, plan) {
            let written = cli::write_whole(path, |out| out.write_all(plan.to_json().as_bytes()));
            written.map_err(|error| Failure::usage(format!("cannot write the plan to `{}`: {error}", path.display())))?;
        }
        let pending: usize = previews.iter().map(|preview| preview.pending).sum();
        let destructive = previews.iter().any(|preview| preview.is_destructive);
        session.outputs.push(("pending", pending.to_string()));
        session.outputs.push(("destructive", destructive.to_string()));
        session.outputs.extend(plan.map(|plan| ("digest", plan.digest().to_string())));
        session.outputs.extend(plan.map(|plan| ("code", plan.code().to_owned())));
        Ok(())
    }
}
