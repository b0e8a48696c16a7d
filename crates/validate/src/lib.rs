//! Do this change's migrations apply, and what do they change?
//!
//! Reads both sides, and has the new migrations rehearsed: scanned, and replayed after the base on a throw-away server.

mod arguments;
mod judging;
mod scanned;

use cli::{Command, CommonArguments, Conclusion, Exit, Failure, Session};
use config::Flags;
use report::Report;
use situation::{BaseChoice, Question, Sides, TargetChoice};

pub use arguments::Args;

impl Command for Args {
    fn common(&self) -> &CommonArguments {
        &self.common
    }

    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        cli::block_on(self.validate(session))?
    }
}

impl Args {
    fn question(&self) -> Question<'_> {
        let base = match (&self.base, &self.base_migrations) {
            (Some(revision), _) => BaseChoice::Revision(revision),
            (None, Some(directory)) => BaseChoice::Directory(directory),
            (None, None) => BaseChoice::Event,
        };
        let flags = Flags {
            targets: self.common.targets.clone(),
            migrations: self.migrations.clone(),
            schema: self.schema.clone(),
            fail_on: self.fail_on,
            postgres: self.postgres,
            offline: self.offline,
            ..Flags::default()
        };
        Question { config: self.common.config.as_deref(), flags, base, targets: TargetChoice::Prisma }
    }

    async fn validate(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        let situation = situation::read(&self.question(), session)?;
        if self.common.show_config {
            return Ok(Conclusion::Text(situation.config.show(), None));
        }
        if self.list_targets {
            let names: Vec<&str> = situation.config.targets.iter().map(|target| target.name.as_str()).collect();
            return Ok(Conclusion::Text(format!("{}\n", serde_json::json!(names)), Some("targets")));
        }
        tracing::debug!("configuration read");
        let mut targets = Vec::new();
        let mut refused = false;
        for target in &situation.config.targets {
            let sides = Sides::read(&situation, target)?;
            tracing::debug!("migrations of `{}` read: {} new", target.name, sides.comparison.added.len());
            refused |= sides.is_refused();
            targets.push(judging::judge(self, session, &situation, target, sides).await?);
        }
        let report = Report { command: "validate", targets, rules: rehearsal::descriptions() };
        Ok(Conclusion::Report(report, refused.then_some(Exit::Usage)))
    }
}
