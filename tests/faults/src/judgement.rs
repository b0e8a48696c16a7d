//! Is what is there the same as what the history says?

use std::fmt;

use tokio_postgres::Client;

use crate::Ground;

/// A table of a schema, quoted.
pub(crate) fn table(schema: &str, name: &str) -> String {
    format!("\"{schema}\".\"{name}\"")
}

/// What became of the migrations of [`shop`](crate::shop).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The first so many are applied with all that belongs to them, and nothing of the others is there.
    Applied(usize),
    /// The history does not say what is there, or only half of something is there.
    Ambiguous,
}

/// Compares tables and history of a schema, from outside.
pub async fn judge(client: &Client, schema: &str, count: usize) -> State {
    let mut applied = 0;
    for number in 1..=count {
        let (rows, marks) = trace_of(client, schema, number).await;
        match (rows, marks) {
            ((1, 0), Some(MARKS)) if applied == number - 1 => applied = number,
            ((0, 0), None) => {}
            _ => return State::Ambiguous,
        }
    }
    State::Applied(applied)
}

/// Rows that a migration of [`shop`](crate::shop) leaves in its table.
pub const MARKS: i64 = 100;

/// What one of them has left: finished and unfinished rows of the history, and the rows of its table, if there is one.
pub async fn trace_of(client: &Client, schema: &str, number: usize) -> ((i64, i64), Option<i64>) {
    let rows = rows_of(client, schema, &format!("{number:03}_mark")).await;
    (rows, count_of(client, schema, &format!("mark_{number}")).await)
}

/// What is there once nobody is at work any more: whoever has the lock knows that.
pub async fn settled(ground: &Ground, schema: &str, count: usize) -> State {
    ground.wait_until_idle().await;
    judge(&ground.client().await, schema, count).await
}

/// Finished and unfinished rows of one migration.
pub async fn rows_of(client: &Client, schema: &str, name: &str) -> (i64, i64) {
    if count_of(client, schema, "_prisma_migrations").await.is_none() {
        return (0, 0);
    }
    let query = format!(
        "SELECT count(finished_at), count(*) - count(finished_at) FROM {} WHERE migration_name = $1 AND rolled_back_at IS NULL",
        table(schema, "_prisma_migrations")
    );
    let row = client.query_one(&query, &[&name]).await.expect("the history can be read");
    (row.get(0), row.get(1))
}

/// Rows of a table; `None` when there is none.
async fn count_of(client: &Client, schema: &str, name: &str) -> Option<i64> {
    let there: Option<String> =
        client.query_one("SELECT to_regclass($1)::text", &[&table(schema, name)]).await.expect("the server answers").get(0);
    there.as_ref()?;
    Some(client.query_one(&format!("SELECT count(*) FROM {}", table(schema, name)), &[]).await.expect("it can be read").get(0))
}

/// What many trials came to; printed for whoever counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub trials: u32,
    /// Of them, nothing was applied.
    pub none: u32,
    /// Some was.
    pub some: u32,
    /// All was.
    pub all: u32,
    /// Nobody can tell.
    pub ambiguous: u32,
}

impl Tally {
    /// What a test prints of it: a line for people, and one for the sums of `cargo xtask faults`.
    pub fn told(&self, of: &str) -> String {
        format!("figure: {of}: {self}\ncounted: {} {}", self.trials, self.ambiguous)
    }

    /// Counts one.
    pub fn count(&mut self, state: State, of: usize) {
        self.trials += 1;
        match state {
            State::Applied(0) => self.none += 1,
            State::Applied(applied) if applied == of => self.all += 1,
            State::Applied(_) => self.some += 1,
            State::Ambiguous => self.ambiguous += 1,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { trials, none, some, all, ambiguous } = self;
        write!(f, "{trials} trials, ambiguous {ambiguous}: nothing applied {none}, some {some}, all {all}")
    }
}
