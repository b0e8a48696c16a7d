//! What does a script leave behind in its session?

use database::{Error, Session};

/// The settings that `session_state.sql` reads, in its order.
const SETTINGS: [&str; 12] = [
    "search_path",
    "standard_conforming_strings",
    "default_transaction_read_only",
    "default_transaction_isolation",
    "row_security",
    "check_function_bodies",
    "client_min_messages",
    "lock_timeout",
    "statement_timeout",
    "DateStyle",
    "TimeZone",
    "client_encoding",
];

/// A setting that differs after the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// The parameter, or `role`.
    pub setting: &'static str,
    /// Its value before.
    pub before: String,
    /// Its value after. Untrusted.
    pub after: String,
}

impl LeftBehind {
    /// Whether Prisma's own deploy would fail over it: its bookkeeping goes by the search path and the role.
    pub fn breaks_prisma(&self) -> bool {
        matches!(self.setting, "search_path" | "role" | "default_transaction_read_only")
    }
}

/// One reading of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    who: String,
    settings: Vec<String>,
}

impl State {
    pub(crate) async fn read(session: &Session) -> Result<State, Error> {
        let rows = session.client().query_typed(include_str!("../queries/session_state.sql"), &[]).await?;
        let row = rows.first().ok_or_else(|| Error::Lost("the session's settings came back empty".to_owned()))?;
        Ok(State { who: row.try_get(0)?, settings: row.try_get(1)? })
    }

    /// The value of one of the settings; empty for one that is not read.
    pub(crate) fn setting(&self, name: &str) -> &str {
        let place = SETTINGS.iter().position(|setting| *setting == name);
        place.and_then(|place| self.settings.get(place)).map_or("", String::as_str)
    }

    /// What differs in `after`.
    pub(crate) fn left_behind(&self, after: &State) -> Vec<LeftBehind> {
        let role = ("role", &self.who, &after.who);
        let settings =
            SETTINGS.iter().zip(self.settings.iter().zip(&after.settings)).map(|(name, (before, after))| (*name, before, after));
        std::iter::once(role)
            .chain(settings)
            .filter(|(_, before, after)| before != after)
            .map(|(setting, before, after)| LeftBehind { setting, before: before.clone(), after: after.clone() })
            .collect()
    }
}
