//! Programs of the user's that run before and after: a snapshot, a message.

use std::{
    io,
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};

/// How often to look whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Why a hook did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HookError {
    #[error("`{program}` cannot be started")]
    Start { program: String, source: io::Error },
    #[error("`{program}` ended with {status}")]
    Failed { program: String, status: ExitStatus },
    #[error("`{program}` took longer than {} s and was ended", limit.as_secs_f32())]
    TimedOut { program: String, limit: Duration },
}

/// A running program, which ends with us, and all that it has started.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Ok(None) = self.0.try_wait() {
            if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
                kill_process_group(group, Signal::KILL).ok();
            }
            self.0.wait().ok();
        }
    }
}

/// Runs a program with its arguments to its end. It writes to our standard error, because standard output is the report's.
pub(crate) async fn run(words: &[String], target: &str, pending: &str, limit: Duration) -> Result<Duration, HookError> {
    let Some((program, arguments)) = words.split_first() else { return Ok(Duration::ZERO) };
    let began = Instant::now();
    let spawned = Command::new(program)
        .args(arguments)
        .env("MIGRATION_GATE_TARGET", target)
        .env("MIGRATION_GATE_PENDING", pending)
        .stdin(Stdio::null())
        .stdout(io::stderr())
        .process_group(0)
        .spawn();
    let mut guard = Guard(spawned.map_err(|source| HookError::Start { program: program.clone(), source })?);
    loop {
        match guard.0.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(began.elapsed()),
            Ok(Some(status)) => return Err(HookError::Failed { program: program.clone(), status }),
            Ok(None) if began.elapsed() >= limit => return Err(HookError::TimedOut { program: program.clone(), limit }),
            Ok(None) => tokio::time::sleep(LOOK).await,
            Err(source) => return Err(HookError::Start { program: program.clone(), source }),
        }
    }
}
