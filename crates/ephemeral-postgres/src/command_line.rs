//! What does a person type to have a command run next to a throw-away server?

#![expect(clippy::disallowed_methods, reason = "the body of this crate's own small binary, which has no `config`")]

use std::{
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
    process::{Command, ExitCode},
};

use crate::{Event, HIDDEN_ARGUMENT, Request, SUPERUSER, Server, Supervisor, start, supervise};

const USAGE: &str = "usage: ephemeral-postgres run [--major N] [--offline] -- COMMAND [ARGUMENT]...

Starts a PostgreSQL server, runs COMMAND with PGHOST, PGPORT, PGUSER and PGDATABASE set, and ends the server.
The exit code is COMMAND's.";

/// The body of this crate's binary.
pub fn command_line() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == HIDDEN_ARGUMENT) {
        return supervise();
    }
    match run(arguments) {
        Ok(code) => code,
        Err(problem) => {
            let _ = writeln!(io::stderr(), "{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Vec<OsString>) -> Result<ExitCode, String> {
    let supervisor = Supervisor::this_program().map_err(|error| error.to_string())?;
    let temporary = std::env::temp_dir();
    let home = std::env::var_os("HOME");
    let cache = home.as_ref().map_or_else(|| temporary.clone(), |home| PathBuf::from(home).join(".cache")).join("migration-gate");
    let mut request = Request::new(&cache, &temporary, supervisor);
    request.path = std::env::var_os("PATH");
    request.pg_config = std::env::var_os("PG_CONFIG");
    request.home = home;
    let command = parse(arguments, &mut request).ok_or(USAGE)?;
    let server = start(&request, &mut tell).map_err(|error| {
        let more = error.hint().or_else(|| error.log().map(str::to_owned)).unwrap_or_default();
        format!("{error}\n{more}").trim_end().to_owned()
    })?;
    run_command(&server, &command).map_err(|error| format!("`{}`: {error}", command[0].display()))
}

/// The command, if the arguments make sense.
fn parse(arguments: Vec<OsString>, request: &mut Request) -> Option<Vec<OsString>> {
    let mut arguments = arguments.into_iter();
    if arguments.next()? != "run" {
        return None;
    }
    loop {
        match arguments.next()?.to_str()? {
            "--major" => request.major = Some(arguments.next()?.to_str()?.parse().ok()?),
            "--offline" => request.offline = true,
            "--" => break,
            _ => return None,
        }
    }
    Some(arguments.collect()).filter(|command: &Vec<OsString>| !command.is_empty())
}

fn tell(event: Event) {
    let line = match event {
        Event::Fetching(package) => {
            format!("fetching {} ({} bytes, {})", package.specification(), package.size_bytes, package.integrity)
        }
        Event::Found(binaries) => {
            format!("PostgreSQL {} {}: {}", binaries.version, binaries.origin, binaries.directory.display())
        }
        Event::CacheUnusable(problem) => format!("no prepared data directory: {problem}"),
        Event::Preparing => "preparing a data directory".to_owned(),
        Event::Started => return,
    };
    let _ = writeln!(io::stderr(), "{line}");
}

fn run_command(server: &Server, command: &[OsString]) -> io::Result<ExitCode> {
    for gap in &server.containment().gaps {
        let _ = writeln!(io::stderr(), "not contained: {gap}");
    }
    let status = Command::new(&command[0])
        .args(&command[1..])
        .env("PGHOST", server.socket_directory())
        .env("PGPORT", server.port().to_string())
        .env("PGUSER", SUPERUSER)
        .env("PGDATABASE", "postgres")
        .status()?;
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ok(ExitCode::from(code))
}
