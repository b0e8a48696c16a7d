//! `run`: hold the lock around a command.
//!
//! The command gets a process group of its own, so that signals reach it and what it has started, and nobody else. It may be
//! Prisma itself: only the gate's own key is held.

use std::{
    io::IsTerminal,
    os::unix::process::ExitStatusExt,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use cli::{Exit, Failure, Session};
use config::Target;
use database::DeployLock;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::{
    process::{Child, Command},
    signal::unix::{SignalKind, signal},
};

use crate::{
    Args, hold,
    protocol::News,
    take::{Wanted, take},
    target,
};

/// How long the command has to end when the lock is lost.
const GRACE: Duration = Duration::from_secs(10);
/// What a shell adds to the number of the signal that ended a command.
const SIGNAL_BASE: i32 = 128;
/// Signals that somebody may send us and mean the command.
const PASSED_ON: [(SignalKind, Signal); 6] = [
    (SignalKind::interrupt(), Signal::INT),
    (SignalKind::terminate(), Signal::TERM),
    (SignalKind::hangup(), Signal::HUP),
    (SignalKind::quit(), Signal::QUIT),
    (SignalKind::user_defined1(), Signal::USR1),
    (SignalKind::user_defined2(), Signal::USR2),
];

/// Takes the lock, runs the command, gives the lock back; the command's exit code.
pub(crate) async fn run(args: &Args, session: &mut Session, target: &Target) -> Result<Exit, Failure> {
    let live = target::open(args, target, &session.environment).await?;
    for warning in &live.warnings {
        tracing::warn!("{warning}");
    }
    let environment = session.environment.clone();
    let wanted = Wanted { keys: args.keys(), wait: args.wait(&environment)?, force: args.is_forced(&environment)? };
    let lock = {
        let mut tell = |news: News| news.tell(&mut session.progress);
        tokio::select! {
            lock = take(&live.session, &live.address, wanted, &mut tell) => lock?,
            interrupted = cli::interruption() => return Err(interrupted),
        }
    };
    session.progress.finish();
    let status = hold_around(args, &live.session, &lock).await?;
    match lock.release(&live.session).await {
        Ok(true) => Ok(Exit::OfCommand(code_of(status))),
        Ok(false) => Err(lost("the session no longer held it", &told(status))),
        Err(error) => Err(lost(&error.to_string(), &told(status))),
    }
}

/// The command from start to end. A lost lock ends it.
async fn hold_around(args: &Args, session: &database::Session, lock: &DeployLock) -> Result<ExitStatus, Failure> {
    // Before the command is there, so that no signal falls between.
    let mut signals = Signals::listen()?;
    let (mut child, group) = start(args)?;
    let mut lost_lock = std::pin::pin!(hold::until_lost(session, lock));
    loop {
        tokio::select! {
            status = child.wait() => return Ok(status?),
            signal = signals.next() => {
                // A group that is gone needs no signal; its leader's end is about to be seen.
                kill_process_group(group, signal).ok();
            }
            reason = &mut lost_lock => {
                let ended = end(&mut child, group).await?;
                return Err(lost(&reason, &ended));
            }
        }
    }
}

/// Starts the command, at the head of a process group of its own.
fn start(args: &Args) -> Result<(Child, Pid), Failure> {
    let [program, arguments @ ..] = args.command.as_slice() else {
        return Err(Failure::usage("no command to run"));
    };
    let mut command = Command::new(program);
    command.args(arguments).process_group(0).stdin(Stdio::inherit());
    let child = command.spawn().map_err(|error| {
        Failure::usage(format!("`{}` cannot be run: {error}", program.display())).hint("Check the command after `--`.")
    })?;
    let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    let group = group.ok_or_else(|| Failure::usage(format!("`{}` ended before it began", program.display())))?;
    hand_over_terminal(group);
    Ok((child, group))
}

/// On a terminal the command is who reads from it and hears its keys. Where there is none this changes nothing.
fn hand_over_terminal(group: Pid) {
    let input = std::io::stdin();
    if input.is_terminal() && rustix::termios::tcsetpgrp(&input, group).is_ok() {
        // It may have been stopped for reading before the terminal was its own.
        kill_process_group(group, Signal::CONT).ok();
    }
}

/// Asks the command's group to end, and makes it end when it does not. Says what became of it.
async fn end(child: &mut Child, group: Pid) -> Result<String, Failure> {
    kill_process_group(group, Signal::TERM).ok();
    if let Ok(status) = tokio::time::timeout(GRACE, child.wait()).await {
        return Ok(format!("was told to end and {}", told(status?)));
    }
    kill_process_group(group, Signal::KILL).ok();
    child.wait().await?;
    Ok(format!("did not end within {} seconds and was killed", GRACE.as_secs()))
}

/// The signals to pass on, as they come.
struct Signals {
    listening: Vec<(tokio::signal::unix::Signal, Signal)>,
}

impl Signals {
    fn listen() -> Result<Signals, Failure> {
        let listen = |(kind, passed): (SignalKind, Signal)| Ok::<_, std::io::Error>((signal(kind)?, passed));
        Ok(Signals { listening: PASSED_ON.into_iter().map(listen).collect::<Result<_, _>>()? })
    }

    async fn next(&mut self) -> Signal {
        std::future::poll_fn(|context| {
            for (listening, passed) in &mut self.listening {
                if listening.poll_recv(context).is_ready() {
                    return std::task::Poll::Ready(*passed);
                }
            }
            std::task::Poll::Pending
        })
        .await
    }
}

/// The code that a shell would see.
fn code_of(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| status.signal().map(|signal| SIGNAL_BASE + signal));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)
}

fn told(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("ended with code {code}"),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "ended".to_owned(),
    }
}

fn lost(reason: &str, command: &str) -> Failure {
    Failure::ending(Exit::PersonNeeded, format!("the deploy lock was lost: {reason}; the command {command}"))
        .hint("Look how far the command came, and what else changed the database meanwhile.")
}
