//! Who may change this database now?
//!
//! `acquire` leaves a keeper process behind that holds the lock on a connection of its own, `release` ends that keeper, `run` holds
//! the lock around a command, and `status` tells who holds it and who waits for whom. What the lock is made of, and how it is
//! asked for, is `database`'s.

mod acquire;
mod arguments;
mod blocking;
mod hold;
mod identity;
mod keeper;
mod protocol;
mod release;
mod run;
mod status;
mod take;
mod target;

use std::process::ExitCode;

use cli::{Command, CommonArguments, Conclusion, Failure, Session};
use report::{Report, Target};

pub use arguments::{Action, Args};

/// The word by which the people of a server know us.
const BINARY: &str = "lock";

/// The body of the binary. The keeper of a lock is this program, executed again.
pub fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == keeper::HIDDEN_ARGUMENT) {
        return keeper::keep();
    }
    cli::main::<Args>()
}

impl Command for Args {
    fn common(&self) -> &CommonArguments {
        &self.common
    }

    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure> {
        self.check()?;
        let situation = target::situation(self, session)?;
        if self.common.show_config {
            return Ok(Conclusion::Text(situation.config.show(), None));
        }
        if self.action == Action::Status {
            let targets = cli::block_on(status::look(self, session, &situation))??;
            return Ok(Conclusion::Report(report(targets), None));
        }
        let target = target::only(&situation)?;
        match self.action {
            Action::Acquire => acquire::acquire(self, session, target).map(concluded),
            Action::Release => release::release(self, session, target).map(concluded),
            Action::Run => Ok(Conclusion::Ended(cli::block_on(run::run(self, session, target))??)),
            Action::Status => unreachable!("it has returned above"),
        }
    }
}

fn concluded(target: Target) -> Conclusion {
    Conclusion::Report(report(vec![target]), None)
}

fn report(targets: Vec<Target>) -> Report {
    Report { command: BINARY, targets, rules: Vec::new() }
}
