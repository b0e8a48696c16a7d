//! The log: to standard error, line by line, with untrusted text made inert.

use std::io::{self, Write};

use report::sanitise;
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

/// Starts the log: warnings, with `-v` information, with `-vv` details, both with the time since the start; with `--quiet` errors only.
pub(crate) fn start(quiet: bool, verbose: u8) {
    let level = match (quiet, verbose) {
        (true, _) => LevelFilter::ERROR,
        (false, 0) => LevelFilter::WARN,
        (false, 1) => LevelFilter::INFO,
        (false, 2) => LevelFilter::DEBUG,
        (false, _) => LevelFilter::TRACE,
    };
    let subscriber =
        tracing_subscriber::fmt().with_max_level(level).with_target(false).with_ansi(false).with_writer(ToStandardError);
    // Only a second start fails, and then the log is there already.
    if verbose == 0 {
        subscriber.without_time().try_init().ok();
    } else {
        // Who looks closer wants to know where the time goes.
        subscriber.with_timer(tracing_subscriber::fmt::time::uptime()).try_init().ok();
    }
}

struct ToStandardError;

struct Line;

impl MakeWriter<'_> for ToStandardError {
    type Writer = Line;

    fn make_writer(&self) -> Line {
        Line
    }
}

impl Write for Line {
    /// The subscriber writes one event at a time.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = sanitise::log(&String::from_utf8_lossy(event));
        io::stderr().lock().write_all(text.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
