//! Apply exactly what was approved, once, under the deploy lock.
//!
//! Each target goes the same way: read the directory, take the lock, look what has run, obey the policies, compare with the plan, ask
//! people, apply, compare with what was expected, tell. The first target that does not get through ends the run.

mod aftermath;
mod arguments;
mod baseline;
mod conflict;
mod failed;
mod flow;
mod guarded;
mod hearing;
mod hooks;
mod permit;
mod ran;
mod record;
mod running;
mod telling;

use cli::{Command, CommonArguments, Conclusion, Failure, Session};
use flow::Ground;
use report::Report;

pub use arguments::Args;
pub use record::Record;

/// The name by which a server's people know us.
pub(crate) const BINARY: &str = "deploy";

impl Command for Args {
    const AFTER_MERGE: bool = true;

    fn common(&self) -> &CommonArguments {
        &self.common
    }

    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        cli::block_on(self.deploy(session))?
    }
}

impl Args {
    async fn deploy(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        let situation = situation::read(&self.question(), session)?;
        if self.common.show_config {
            return Ok(Conclusion::Text(situation.config.show(), None));
        }
        let plan = self.plan.as_deref().map(|path| permit::read_plan(path, self.digest, &situation)).transpose()?;
        let (mut targets, mut records, mut exit) = (Vec::new(), Vec::new(), None);
        for target in &situation.config.targets {
            if exit.is_some() {
                targets.push(telling::not_begun(&target.name));
                continue;
            }
            let begun = Record::of(target, session, plan.as_ref(), &Ground::default());
            let ended = match self.guarded {
                true => guarded::deploy(self, session, &situation, target).await,
                false => flow::deploy(self, session, &situation, target, plan.as_ref()).await,
            };
            let ended = match ended {
                Ok(ended) => ended,
                Err(failure) if targets.is_empty() => {
                    let record = Record { exit_code: failure.exit().code(), ..begun };
                    if let Err(unwritten) = self.keep(&[record]) {
                        session.progress.say(&unwritten.sentence());
                    }
                    return Err(failure);
                }
                // What earlier targets came to must be told.
                Err(failure) => telling::of_failure(&target.name, &failure),
            };
            exit = ended.exit;
            let exit_code = ended.exit().code();
            targets.extend(ended.targets);
            records.push(Record { exit_code, ..ended.record.unwrap_or(begun) });
        }
        for told in &mut targets {
            told.environment = self.oversight.environment.clone();
        }
        self.keep(&records)?;
        let rules = oversight::descriptions().into_iter().chain(permit::descriptions());
        let others = if self.guarded { guarded::rules() } else { admission::rules() };
        let rules = others.into_iter().chain(rules).collect();
        Ok(Conclusion::Report(Report { command: BINARY, targets, rules }, exit))
    }

    /// Writes the record, where somebody wants one.
    fn keep(&self, records: &[Record]) -> Result<(), Failure> {
        self.record.as_deref().map_or(Ok(()), |path| record::write(path, records))
    }
}
