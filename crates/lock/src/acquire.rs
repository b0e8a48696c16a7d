//! `acquire`: start a keeper, and return when it holds the lock.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use cli::{Exit, Failure, Session};
use config::{Environment, Target, variables};
use database::LockKeys;
use live::{Address, Source, application_name};
use secrecy::ExposeSecret;

use crate::{
    Args, BINARY,
    identity::directory,
    keeper::HIDDEN_ARGUMENT,
    protocol::{GO, Order, Word},
    target,
};

/// Takes the lock and leaves a keeper with it.
pub(crate) fn acquire(args: &Args, session: &mut Session, target: &Target) -> Result<report::Target, Failure> {
    let environment = session.environment.clone();
    // This connection only finds out whether the database is one to work with; what can be told about it is better told from here.
    let live = cli::block_on(target::open(args, target, &environment))??;
    let order = order(args, target, &live.address, &environment)?;
    drop(live.session);
    let mut keeper = Keeper::start(&environment)?;
    keeper.order(&serde_json::to_string(&order)?)?;
    let server_process = keeper.wait_until_held(session)?;
    keeper.leave()?;
    let until = format!("until `lock release`, for {} at the longest", in_words(args.lease));
    let passing = if args.keys() == LockKeys::GateOnly { "; Prisma's own commands may run" } else { "" };
    let mut notes = live.warnings;
    notes.push(format!("{}, from {}", live.address.connection, live.address.source));
    notes.push(format!("server process {server_process} holds it as `{}`", order.application_name));
    Ok(report::Target {
        name: target.name.clone(),
        summary: Some(format!("the deploy lock is held, {until}{passing}")),
        notes,
        ..report::Target::default()
    })
}

fn order(args: &Args, target: &Target, address: &Address, environment: &Environment) -> Result<Order, Failure> {
    let text = target::text_of(address, args, environment);
    let url = text.ok_or_else(|| Failure::usage("the connection string is gone from the environment"))?;
    let milliseconds = |duration: std::time::Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    Ok(Order {
        target: target.name.clone(),
        url: url.expose_secret().to_owned(),
        variable: match &address.source {
            Source::Flag => None,
            Source::Variable(name) => Some(name.clone()),
        },
        application_name: application_name(BINARY, environment),
        with_prisma: args.keys() == LockKeys::GateAndPrisma,
        wait_ms: milliseconds(args.wait(environment)?),
        force: args.is_forced(environment)?,
        lease_ms: milliseconds(args.lease),
        directory: directory(environment)?,
    })
}

/// A keeper that is being started. Until it is left alone, it goes when we go.
struct Keeper {
    process: Child,
}

impl Keeper {
    fn start(environment: &Environment) -> Result<Keeper, Failure> {
        let mut command = Command::new(this_program()?);
        command.arg(HIDDEN_ARGUMENT).current_dir("/").env_clear();
        // By this variable a runner finds what a job has left behind, and ends it; so a job that is over holds no lock.
        if let Some(job) = environment.get(variables::RUNNER_TRACKING_ID) {
            command.env(variables::RUNNER_TRACKING_ID.name, job);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let process = command.spawn().map_err(|error| keeper_failure(&format!("it cannot be started: {error}")))?;
        Ok(Keeper { process })
    }

    /// Sends a line. A keeper that has ended says why on its own.
    fn order(&mut self, line: &str) -> Result<(), Failure> {
        let input = self.process.stdin.as_mut().ok_or_else(|| keeper_failure("it has no standard input"))?;
        input.write_all(format!("{line}\n").as_bytes()).map_err(|error| keeper_failure(&error.to_string()))
    }

    /// Passes on what it says, until it holds the lock or has given up.
    fn wait_until_held(&mut self, session: &mut Session) -> Result<i32, Failure> {
        let output = self.process.stdout.take().ok_or_else(|| keeper_failure("it has no standard output"))?;
        for line in BufReader::new(output).lines() {
            match serde_json::from_str(&line?)? {
                Word::News(news) => news.tell(&mut session.progress),
                Word::Held { server_process } => return Ok(server_process),
                Word::Failed { exit, message, advice } => {
                    let failure = Failure::ending(exit_of(exit), message);
                    return Err(advice.into_iter().fold(failure, Failure::hint));
                }
            }
        }
        Err(keeper_failure("it ended without a word"))
    }

    /// Leaves it alone with the lock.
    fn leave(mut self) -> Result<(), Failure> {
        self.order(GO)
    }
}

/// The codes with which a keeper fails.
fn exit_of(code: u8) -> Exit {
    [Exit::Usage, Exit::LockHeld].into_iter().find(|exit| exit.code() == code).unwrap_or(Exit::Inconclusive)
}

fn keeper_failure(why: &str) -> Failure {
    Failure::ending(Exit::Inconclusive, format!("the keeper of the lock failed: {why}"))
        .hint("Run this again, or use `lock run`, which needs no keeper.")
}

/// The file of this program, or what leads to it even when it has been replaced meanwhile.
fn this_program() -> Result<PathBuf, Failure> {
    const ITSELF: &str = "/proc/self/exe";
    if Path::new(ITSELF).exists() { Ok(PathBuf::from(ITSELF)) } else { Ok(std::env::current_exe()?) }
}

/// Whole minutes as such, everything else in seconds.
fn in_words(duration: std::time::Duration) -> String {
    let seconds = duration.as_secs();
    if seconds > 0 && seconds.is_multiple_of(60) {
        format!("{} min", seconds / 60)
    } else {
        format!("{} s", duration.as_secs_f64())
    }
}
