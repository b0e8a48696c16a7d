//! Which statements destroy data, break running clients, weaken security or block traffic?
//!
//! Reads scripts from the work tree, from git or from standard input, one at a time; asks `hazards` what they can do; weighs that as the
//! configuration wants. No database is reached from here, and nothing waits for a socket unless there is something to publish.

mod arguments;
mod authors;
mod consent;
mod files;
mod history;
mod prisma_schema;
mod rules;
mod scanner;

use cli::{Command, CommonArguments, Conclusion, Exit, Failure, Session};
use config::Flags;
use migrations::Migration;
use report::Report;
use situation::{BaseChoice, Question, Situation, TargetChoice};

pub use arguments::Args;

/// What is to be told of a target.
struct Looked {
    told: report::Target,
    /// The migrations that were scanned, where their text may be asked for again.
    scripts: Vec<Migration>,
    /// Whether something of it must not be read.
    is_refused: bool,
}

impl Command for Args {
    fn common(&self) -> &CommonArguments {
        &self.common
    }

    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        if self.list_rules {
            return Ok(rules::list(self.common.format));
        }
        if let Some(rule) = &self.explain {
            return rules::explain(rule);
        }
        let situation = situation::read(&self.question(), session)?;
        if self.common.show_config {
            return Ok(Conclusion::Text(situation.config.show(), None));
        }
        if self.list_targets {
            let names: Vec<&str> = situation.config.targets.iter().map(|target| target.name.as_str()).collect();
            return Ok(Conclusion::Text(format!("{}\n", serde_json::json!(names)), Some("targets")));
        }
        tracing::debug!("configuration read");
        let mut looked = self.look(session, &situation)?;
        consent::apply(session, &situation, &mut looked)?;
        let is_refused = looked.iter().any(|looked| looked.is_refused);
        let targets = looked.into_iter().map(|looked| looked.told).collect();
        let report = Report { command: "destructive-scan", targets, rules: rules::descriptions() };
        Ok(Conclusion::Report(report, is_refused.then_some(Exit::Usage)))
    }
}

impl Args {
    fn question(&self) -> Question<'_> {
        let base = match (&self.base, &self.base_migrations) {
            (Some(revision), _) => BaseChoice::Revision(revision),
            (None, Some(directory)) => BaseChoice::Directory(directory),
            // There the base decides only whose configuration is believed.
            (None, None) if self.all || !self.files.is_empty() => BaseChoice::Event,
            (None, None) => BaseChoice::EventOrDefaultBranch,
        };
        let targets = if self.files.is_empty() { TargetChoice::All } else { TargetChoice::ConfiguredOnly };
        let flags = Flags {
            targets: self.common.targets.clone(),
            migrations: self.migrations.clone(),
            fail_on: self.fail_on,
            ..Flags::default()
        };
        Question { config: self.common.config.as_deref(), flags, base, targets }
    }

    fn look(&self, session: &Session, situation: &Situation) -> Result<Vec<Looked>, Failure> {
        if !self.files.is_empty() {
            return files::look(&self.files, session, situation);
        }
        situation.config.targets.iter().map(|target| history::look(self, session, situation, target)).collect()
    }
}
