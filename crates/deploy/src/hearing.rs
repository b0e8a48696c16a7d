//! What people see while migrations run.

use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};

use apply::Event;
use cli::Progress;
use migrations::Migration;

/// How often people want to hear how far something is.
const OFTEN: Duration = Duration::from_secs(1);

/// Says what happens.
pub(crate) struct Hear<'a> {
    progress: RefCell<&'a mut Progress>,
    /// Those that run together; empty where each is announced by who runs it.
    several: &'a [&'a Migration],
    last: Cell<Option<Instant>>,
}

impl<'a> Hear<'a> {
    pub(crate) fn new(progress: &'a mut Progress, several: &'a [&'a Migration]) -> Hear<'a> {
        Hear { progress: RefCell::new(progress), several, last: Cell::new(None) }
    }

    /// Says it, if it is worth a line.
    pub(crate) fn event(&self, event: &Event<'_>) {
        if let Event::Started { name, .. } = event
            && let Some(index) = self.several.iter().position(|migration| migration.name.as_str() == *name)
        {
            self.progress.borrow_mut().step(name, index, self.several.len());
        }
        if let Some(text) = self.words(event) {
            self.progress.borrow_mut().say(&text);
        }
    }

    fn words(&self, event: &Event<'_>) -> Option<String> {
        Some(match event {
            Event::Started { name, attempt } if *attempt > 1 => format!("{name}: try {attempt}"),
            Event::Statement { index, total } => format!("statement {} of {total}", index + 1),
            Event::Completed { done, total } if !self.too_often() => format!("at least {done} of {total} statements are done"),
            Event::Waiting { blockers } => {
                let named = blockers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                format!("waiting for a lock; in the way: {named}")
            }
            Event::Building(build) if !self.too_often() => match (build.blocks_total, build.lockers_total) {
                (0, 0) => format!("index: {}", build.phase),
                (0, lockers) => format!("index: {}, {} of {lockers} transactions", build.phase, build.lockers_done),
                (blocks, _) => format!("index: {}, {} %", build.phase, build.blocks_done.saturating_mul(100) / blocks),
            },
            Event::Retrying { pause, .. } => format!("rolled back; trying again in {:.1} s", pause.as_secs_f32()),
            Event::Repaired { index } => format!("dropped the unfinished index {index}"),
            Event::Skipped { index, because } => format!("statement {} is not sent again: {because}", index + 1),
            Event::Cancelling => "stopping the statement".to_owned(),
            Event::Resolving { .. } => "the connection is lost; finding out what became of the migration".to_owned(),
            _ => return None,
        })
    }

    fn too_often(&self) -> bool {
        if self.last.get().is_some_and(|last| last.elapsed() < OFTEN) {
            return true;
        }
        self.last.set(Some(Instant::now()));
        false
    }
}
