//! What people see while a run works: a bar on a terminal, plain lines elsewhere, with `--quiet` only what they must see. Standard error only.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use report::sanitise;

/// Shows how far a run is.
#[derive(Debug)]
pub struct Progress {
    manner: Manner,
}

#[derive(Debug)]
enum Manner {
    Silent,
    Lines { last: usize },
    Bar(ProgressBar),
}

impl Progress {
    /// A bar where standard error is a terminal and this is no CI, else lines.
    pub(crate) fn new(quiet: bool, in_ci: bool) -> Self {
        let manner = if quiet {
            Manner::Silent
        } else if std::io::stderr().is_terminal() && !in_ci {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
                bar.set_style(style);
            }
            Manner::Bar(bar)
        } else {
            Manner::Lines { last: 0 }
        };
        Progress { manner }
    }

    /// Says what is being done now.
    pub fn say(&mut self, message: &str) {
        let message = sanitise::log(message);
        match &mut self.manner {
            Manner::Silent => {}
            Manner::Lines { .. } => line(&message),
            Manner::Bar(bar) => {
                bar.set_message(message);
                bar.tick();
            }
        }
    }

    /// Says what has to be read even by who wants quiet: a line that stays.
    pub fn insist(&mut self, message: &str) {
        let message = sanitise::log(message);
        match &self.manner {
            Manner::Bar(bar) => bar.suspend(|| line(&message)),
            Manner::Silent | Manner::Lines { .. } => line(&message),
        }
    }

    /// Says which of many is being done; as lines, only every tenth part of the way.
    pub fn step(&mut self, what: &str, index: usize, total: usize) {
        if let Manner::Lines { last } = &mut self.manner {
            let tenth = total.div_ceil(10).max(1);
            if total > 20 && index + 1 < total && index < *last + tenth {
                return;
            }
            *last = index;
        }
        self.say(&format!("{}/{total} {what}", index + 1));
    }

    /// Takes the bar away, before a report or a command writes.
    pub fn finish(&mut self) {
        if let Manner::Bar(bar) = &self.manner {
            bar.finish_and_clear();
        }
    }
}

fn line(message: &str) {
    // Progress that cannot be shown is no reason to stop.
    writeln!(std::io::stderr().lock(), "{message}").ok();
}
