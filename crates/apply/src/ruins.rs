//! How does a statement that builds an index get past what an interrupted build left?
//!
//! The leftover is dropped before. Where that cannot be, because somebody else is at work on the table, the statement says afterwards
//! whether there is an index: `IF NOT EXISTS` is content with a ruin, and we are not.

use std::time::{Duration, Instant};

use database::Error;
use postgres_syntax::{Span, TransactionEffect};
use tokio::time::sleep;

use crate::{
    Event, Events,
    failure::server_error,
    index::{Build, There},
    runner::Runner,
};

/// How long a build waits for whoever works on its table before it looks what is there.
const PATIENCE: Duration = Duration::from_secs(3);
/// And how long between two looks.
const PAUSE: Duration = Duration::from_millis(50);
/// What dropping an index concurrently is, so that it gets the same patience.
const DROPS: TransactionEffect = TransactionEffect::CannotRunInside("DROP INDEX CONCURRENTLY");

impl Runner {
    /// Drops what an interrupted build left behind of the index that a statement builds. `true`: that index is whole, and the statement
    /// was interrupted after it had built it.
    pub(crate) async fn make_way(
        &self,
        script: &str,
        span: Span,
        index: usize,
        was_interrupted: bool,
        events: Events<'_>,
    ) -> Result<bool, Error> {
        let Some(build) = Build::of(script, span).filter(|_| self.lock.is_some()) else { return Ok(false) };
        for There { index: name, is_valid, is_busy } in self.look_in_peace(&build).await? {
            if is_valid {
                if was_interrupted {
                    events(Event::Skipped { index, because: "it had built its index when it was interrupted" });
                }
                return Ok(was_interrupted);
            }
            if is_busy {
                continue;
            }
            let sent = self.send_alone(&format!("DROP INDEX CONCURRENTLY {name}"), Some(&DROPS)).await?;
            if sent.is_ok() {
                events(Event::Repaired { index: &name });
            }
        }
        Ok(false)
    }

    /// What is there of an index, once nobody else works on its table, for as long as we can wait for that. Whoever is at work may be
    /// building this very index, or may have just given up.
    async fn look_in_peace(&self, build: &Build) -> Result<Vec<There>, Error> {
        let began = Instant::now();
        loop {
            // In a failed transaction nothing can be looked at; the statement will say so itself.
            let there = build.look(&self.session).await.or_else(|error| server_error(error).map(|_| Vec::new()))?;
            let is_busy = there.iter().any(|it| !it.is_valid && it.is_busy);
            if !is_busy || self.stopping.get() || began.elapsed() > PATIENCE {
                return Ok(there);
            }
            sleep(PAUSE).await;
        }
    }

    /// The index that a statement should have built, where it is there and not usable: `IF NOT EXISTS` is content with a ruin.
    pub(crate) async fn unbuilt(&self, script: &str, span: Span) -> Result<Option<String>, Error> {
        let Some(build @ Build::Index { .. }) = Build::of(script, span).filter(|_| self.lock.is_some()) else { return Ok(None) };
        let there = build.look(&self.session).await.or_else(|error| server_error(error).map(|_| Vec::new()))?;
        Ok(there.into_iter().find(|it| !it.is_valid).map(|it| it.index))
    }
}
