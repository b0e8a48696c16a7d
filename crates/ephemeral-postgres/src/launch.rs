//! How does a process give up what it need not have, and become the server?
//!
//! This runs in a process of its own that has one thread and nothing to lose: each step cannot be undone.

use std::{
    io::{self, Write},
    os::unix::process::CommandExt,
    process::{Command, ExitCode, Stdio},
};

use rustix::process::{Resource, Rlimit, setrlimit};

use crate::{Limits, confine::Landlock, privilege::Account, protocol::Launch};

const OPEN_FILES: u64 = 1024;
/// More than any number of connections that we allow.
const PROCESSES: u64 = 256;

/// Becomes the ordered program. Returns only when that failed; the reason is on standard error then, which is the log.
///
/// One line on standard output says which version of Landlock is in force.
pub(crate) fn launch(order: &Launch) -> ExitCode {
    let outcome: io::Result<()> = confine(order).and_then(|landlock| {
        let mut out = io::stdout();
        serde_json::to_writer(&out, &landlock)?;
        writeln!(out)?;
        Err(become_program(order))
    });
    if let Err(error) = outcome {
        let _ = writeln!(io::stderr(), "cannot run `{}`: {error}", order.program.display());
    }
    ExitCode::FAILURE
}

fn confine(order: &Launch) -> io::Result<Landlock> {
    // A session of its own: what the terminal sends to the foreground is not for the server.
    rustix::process::setsid()?;
    limit(&order.limits, order.account.is_some() && order.confinement.is_some())?;
    let landlock = match &order.confinement {
        Some(confinement) => confinement.enforce().map_err(io::Error::other)?,
        None => Landlock(0),
    };
    drop_privileges(order.account)?;
    die_with_parent(order.parent)?;
    Ok(landlock)
}

fn limit(limits: &Limits, is_private_user: bool) -> io::Result<()> {
    let mut bounds = vec![(Resource::Core, 0), (Resource::Fsize, limits.file_bytes), (Resource::Nofile, OPEN_FILES)];
    // The kernel counts processes per user: only a user of our own can be limited without hurting others.
    if is_private_user {
        bounds.push((Resource::Nproc, PROCESSES));
    }
    if cfg!(target_os = "linux") {
        bounds.push((Resource::As, limits.memory_bytes));
    }
    for (resource, bound) in bounds {
        let hard = rustix::process::getrlimit(resource).maximum.map_or(bound, |maximum| maximum.min(bound));
        setrlimit(resource, Rlimit { current: Some(hard), maximum: Some(hard) })?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn drop_privileges(account: Option<Account>) -> io::Result<()> {
    use rustix::thread::{set_no_new_privs, set_thread_groups, set_thread_res_gid, set_thread_res_uid};
    if let Some(Account { uid, gid }) = account {
        let (uid, gid) = (rustix::process::Uid::from_raw(uid), rustix::process::Gid::from_raw(gid));
        set_thread_groups(&[])?;
        set_thread_res_gid(gid, gid, gid)?;
        set_thread_res_uid(uid, uid, uid)?;
    }
    Ok(set_no_new_privs(true)?)
}

/// Elsewhere the standard library drops privileges while it executes the program.
#[cfg(not(target_os = "linux"))]
fn drop_privileges(_account: Option<Account>) -> io::Result<()> {
    Ok(())
}

/// A supervisor that is killed takes the server along: `SIGQUIT` is Postgres's immediate shutdown.
#[cfg(target_os = "linux")]
fn die_with_parent(parent: i32) -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::QUIT))?;
    let still_there = rustix::process::getppid().is_some_and(|pid| pid.as_raw_nonzero().get() == parent);
    if still_there { Ok(()) } else { Err(io::Error::other("the supervisor is gone")) }
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent(_parent: i32) -> io::Result<()> {
    Ok(())
}

fn become_program(order: &Launch) -> io::Error {
    let mut command = Command::new(&order.program);
    command
        .args(&order.arguments)
        .current_dir(&order.working_directory)
        .env_clear()
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    #[cfg(not(target_os = "linux"))]
    if let Some(Account { uid, gid }) = order.account {
        command.gid(gid).uid(uid);
    }
    command.exec()
}
