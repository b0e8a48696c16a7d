//! Where does each target stand in each environment?
//!
//! Reads every target's directory once and every database's history, all at the same time, and tells it in one table. What is odd is
//! weighed as `preview` and `deploy` weigh it.

mod arguments;
mod looking;
mod telling;

use cli::{Command, CommonArguments, Conclusion, Exit, Failure, Session};
use config::{Flags, Target};
use futures_util::future::join_all;
use migrations::Directory;
use report::Report;
use situation::{BaseChoice, Sides, Situation, TargetChoice};

pub use arguments::Args;
use arguments::Place;
use looking::{Question, Seen};

impl Command for Args {
    fn common(&self) -> &CommonArguments {
        &self.common
    }

    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        let places = self.places()?;
        let situation = situation::read(&self.question(), session)?;
        if self.common.show_config {
            return Ok(Conclusion::Text(situation.config.show(), None));
        }
        let targets = &situation.config.targets;
        if self.database_url.is_some() && targets.len() > 1 {
            return Err(Failure::usage("--database-url is for one target").hint("Name one with --target, or use --environment."));
        }
        let directory = |target| Sides::read(&situation, target)?.usable(target);
        let directories = targets.iter().map(directory).collect::<Result<Vec<Directory>, Failure>>()?;
        let pairs: Vec<(&Target, &Directory)> = targets.iter().zip(&directories).collect();
        let seen = cli::block_on(self.look(session, &situation, &pairs, &places))??;
        let told = telling::tell(&seen, situation.notes.clone());
        let report = Report { command: "status", targets: vec![told], rules: telling::rules() };
        Ok(Conclusion::Report(report, is_misused(&seen).then_some(Exit::Usage)))
    }
}

impl Args {
    fn question(&self) -> situation::Question<'_> {
        let flags = Flags { targets: self.common.targets.clone(), migrations: self.migrations.clone(), ..Flags::default() };
        let (config, base) = (self.common.config.as_deref(), BaseChoice::Event);
        situation::Question { config, flags, base, targets: TargetChoice::Prisma }
    }

    /// All targets in all environments, at the same time.
    async fn look(
        &self,
        session: &mut Session,
        situation: &Situation,
        pairs: &[(&Target, &Directory)],
        places: &[Place],
    ) -> Result<Vec<Seen>, Failure> {
        let questions: Vec<Question<'_>> =
            pairs.iter().flat_map(|(target, directory)| questions(target, directory, places)).collect();
        session.progress.say(&match questions.len() {
            1 => "looking at 1 database".to_owned(),
            count => format!("looking at {count} databases"),
        });
        let (environment, deploy) = (&session.environment, &situation.config.deploy);
        let looks = questions.iter().map(|question| question.look(self.database_url.as_ref(), deploy, environment));
        tokio::select! {
            seen = join_all(looks) => Ok(seen),
            interrupted = cli::interruption() => Err(interrupted),
        }
    }
}

/// A target in each environment.
fn questions<'a>(target: &'a Target, directory: &'a Directory, places: &[Place]) -> Vec<Question<'a>> {
    let question = |environment, variable| Question { target, directory, environment, variable };
    if places.is_empty() {
        return vec![question(None, None)];
    }
    places.iter().map(|place| question(Some(place.name.clone()), Some(place.variable(&target.name)))).collect()
}

/// Whether something could not be learned because it was asked for in the wrong way.
fn is_misused(seen: &[Seen]) -> bool {
    seen.iter().filter_map(|seen| seen.standing.as_ref().err()).any(|failure| failure.exit() == Exit::Usage)
}
