//! May the superuser come in at the moment, and how do we know?
//!
//! The door is one line of `pg_hba.conf`. A rewritten line holds only once the server has read it, so we knock until the
//! answer is the wanted one.

use std::{
    fs,
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{PORT, SUPERUSER, settings};

const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(2);
/// "Start-up message, protocol 3.0".
const PROTOCOL: u32 = 3 << 16;
/// SQLSTATE `invalid_authorization_specification`, as a field of an error response: what a `reject` line answers.
const REJECTED: &[u8] = b"\0C28000\0";

/// Opens or closes the door of a running server, and returns when it is so.
pub(crate) fn set_admitted(admitted: bool, hba_file: &Path, socket_directory: &Path, postmaster: Pid) -> io::Result<()> {
    fs::write(hba_file, settings::pg_hba_conf(admitted))?;
    kill_process(postmaster, Signal::HUP)?;
    let begin = Instant::now();
    while knock(socket_directory)? != Some(admitted) {
        if begin.elapsed() > PATIENCE {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the server does not take its new settings"));
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}

/// Begins a connection as the superuser: `None` when the answer says neither yes nor no.
fn knock(socket_directory: &Path) -> io::Result<Option<bool>> {
    let mut stream = UnixStream::connect(socket_directory.join(format!(".s.PGSQL.{PORT}")))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let parameters = format!("user\0{SUPERUSER}\0database\0template1\0\0");
    let length = u32::try_from(8 + parameters.len()).map_err(io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes()[..], &PROTOCOL.to_be_bytes(), parameters.as_bytes()].concat())?;
    let mut answer = [0; 1024];
    let size = stream.read(&mut answer)?;
    let answer = &answer[..size];
    Ok(match answer.first() {
        Some(b'R') => Some(true),
        Some(b'E') if answer.windows(REJECTED.len()).any(|window| window == REJECTED) => Some(false),
        _ => None,
    })
}
