//! From arguments to an exit code.

use std::{
    future::Future,
    io::{self, BufWriter, Write},
    process::ExitCode,
    time::Duration,
};

use config::{Environment, variables};
use github::Event;
use report::{Report, sanitise};

use crate::{CommonArguments, Exit, Failure, Progress, clock, log, publishing, rendering};

/// What a binary is: arguments that can be run.
pub trait Command: clap::Parser {
    /// Whether the report is about what was merged. Where the event is no pull request, it then goes to the one that brought the commit.
    const AFTER_MERGE: bool = false;

    /// The flags that every binary has.
    fn common(&self) -> &CommonArguments;

    /// Reads, decides, and returns what to tell.
    fn run(&self, session: &mut Session) -> Result<Conclusion, Failure>;
}

/// What every run has at hand.
#[derive(Debug)]
pub struct Session {
    /// The environment at the start.
    pub environment: Environment,
    /// Why GitHub runs this job; `None` outside of it.
    pub event: Option<Event>,
    /// Where progress is shown.
    pub progress: Progress,
    /// When the run began, in UTC, as the fourteen digits with which migrations are named: `20260314092653`.
    pub now: String,
    /// Outputs of the step besides those that every report has, by name; published with the report.
    pub outputs: Vec<(&'static str, String)>,
}

impl Session {
    /// The moment after this one by so much, in UTC: `2026-03-14T09:26:53Z`. Text order is time order.
    pub fn time_after(&self, duration: Duration) -> String {
        clock::after(duration)
    }
}

/// What a run ends with.
#[derive(Debug)]
pub enum Conclusion {
    /// A report, to be shown and published. The exit code is that of its verdict, or a graver one that the binary knows.
    Report(Report, Option<Exit>),
    /// Only a text that was asked for, and an output of the step under which it is known.
    Text(String, Option<&'static str>),
    /// Nothing: a command was run on somebody's behalf, and has told what there is to tell.
    Ended(Exit),
}

/// The body of every `main`.
pub fn main<C: Command>() -> ExitCode {
    let command = C::parse();
    let common = command.common();
    log::start(common.quiet, common.verbose);
    let environment = Environment::from_process();
    let concluded = conclude(&command, environment.clone());
    let exit = match concluded {
        Ok((Conclusion::Report(report, exit), session)) => {
            let exit = exit.unwrap_or_else(|| Exit::from(report.verdict()));
            let pull = publishing::pull_of(session.event.as_ref(), C::AFTER_MERGE, &session.environment);
            tell(&report, exit, common, &session, pull.as_ref())
        }
        Ok((Conclusion::Text(text, output), _)) => {
            publishing::text(&text, output, common, &environment);
            print(|out| out.write_all(text.as_bytes()))
        }
        Ok((Conclusion::Ended(exit), _)) => Ok(exit),
        Err(failure) => Err(failure),
    };
    exit.unwrap_or_else(|failure| {
        eprint(&sanitise::visible(&format!("{failure}\n")));
        publishing::failure(&failure, common, &environment);
        failure.exit()
    })
    .into()
}

fn conclude<C: Command>(command: &C, environment: Environment) -> Result<(Conclusion, Session), Failure> {
    let event = read_event(&environment)?;
    let in_ci = environment.has(variables::CI) || environment.in_github_actions();
    let progress = Progress::new(command.common().quiet, in_ci);
    let mut session = Session { environment, event, progress, now: clock::now(), outputs: Vec::new() };
    let conclusion = command.run(&mut session);
    session.progress.finish();
    Ok((conclusion?, session))
}

/// Runs what waits for sockets, on this thread. For the binaries that talk to servers; the others never start a runtime.
pub fn block_on<T>(work: impl Future<Output = T>) -> io::Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}

fn read_event(environment: &Environment) -> Result<Option<Event>, Failure> {
    if !environment.in_github_actions() {
        return Ok(None);
    }
    let (Some(name), Some(path)) =
        (environment.get(variables::GITHUB_EVENT_NAME), environment.path(variables::GITHUB_EVENT_PATH))
    else {
        return Ok(None);
    };
    let json = std::fs::read_to_string(path)?;
    Ok(Some(Event::read(name, &json)?))
}

/// Ends when somebody wants the program to end, with what to say then. Whoever has something to give back waits for it.
pub async fn interruption() -> Failure {
    use tokio::signal::unix::{SignalKind, signal};
    let caught = async |kind| match signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        // Without a handler the signal ends the program as usual.
        Err(_) => std::future::pending().await,
    };
    tokio::select! {
        () = caught(SignalKind::interrupt()) => Failure::interrupted("interrupted (SIGINT)"),
        () = caught(SignalKind::terminate()) => Failure::interrupted("told to end (SIGTERM)"),
    }
}

/// Prints, writes and publishes. Publishing never changes the exit code; a report that cannot be written does.
fn tell(
    report: &Report,
    exit: Exit,
    common: &CommonArguments,
    session: &Session,
    pull: Option<&publishing::Pull>,
) -> Result<Exit, Failure> {
    let style = rendering::terminal_style(&session.environment);
    print(|out| rendering::render(report, exit, common.format, style, out))?;
    if let Some(path) = &common.output {
        let style = rendering::FILE_STYLE;
        let written = rendering::write_whole(path, |out| rendering::render(report, exit, common.format, style, out));
        written.map_err(|error| Failure::usage(format!("cannot write the report to `{}`: {error}", path.display())))?;
    }
    publishing::report(report, exit, common, session, pull);
    Ok(exit)
}

/// A reader that has gone away is no failure of ours.
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Exit, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Pass),
    }
}

/// A line for people, on standard error. One that cannot be shown is lost.
pub(crate) fn eprint(text: &str) {
    io::stderr().lock().write_all(sanitise::log(text).as_bytes()).ok();
}
