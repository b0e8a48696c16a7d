//! With which settings does a session on somebody's database start?
//!
//! They travel in the startup message: they hold before the first statement, whatever the database or the role has set for itself,
//! and `RESET` and `DISCARD ALL` bring them back instead of removing them.

use std::time::Duration;

use uuid::Uuid;

use crate::SessionOptions;

/// The setting by which a session knows itself again. A connection that somebody else opened, a pooler for instance, does not have it.
pub(crate) const NONCE: &str = "migration_gate.nonce";

/// Settings that a server may refuse for reasons of its platform; a session is then opened without them.
pub(crate) const OPTIONAL: [&str; 1] = ["client_connection_check_interval"];

/// Bytes of an application's name that the server keeps.
const NAME_BYTES: usize = 63;

/// What bounds a session that changes a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkLimits {
    /// How long a statement waits for a lock, which is how long others may have to wait behind it.
    pub lock_timeout: Duration,
    /// How long one statement may run; zero is no limit.
    pub statement_timeout: Duration,
    /// After how long without a word from us the server ends the session, and frees its locks. Whoever has nothing to do for longer
    /// has to send something now and then.
    pub lease: Duration,
}

impl Default for WorkLimits {
    /// Half a second, no limit, a minute.
    fn default() -> Self {
        WorkLimits { lock_timeout: Duration::from_millis(500), statement_timeout: Duration::ZERO, lease: Duration::from_secs(60) }
    }
}

impl SessionOptions {
    /// For looking at a database: read-only, short of patience, deaf to what the database has set for itself.
    pub fn for_reading(application_name: &str) -> SessionOptions {
        let mut options = SessionOptions::of_recipe(application_name);
        options.set("default_transaction_read_only", "on");
        options.set("search_path", "pg_catalog");
        options.set("lock_timeout", "2s");
        options.set("statement_timeout", "60s");
        options.set("idle_in_transaction_session_timeout", "60s");
        // What is read is text of the server's making: dates, numbers and intervals have to look the same everywhere.
        options.set("TimeZone", "UTC");
        options.set("DateStyle", "ISO");
        options.set("IntervalStyle", "postgres");
        options.set("extra_float_digits", "1");
        options
    }

    /// For changing a database. The search path, the time zone and the formats are the database's own, because scripts mean different
    /// things under others, and Prisma leaves them alone. So is `default_transaction_read_only`: whoever set it does not want changes.
    pub fn for_work(application_name: &str, limits: &WorkLimits) -> SessionOptions {
        let mut options = SessionOptions::of_recipe(application_name);
        options.set("lock_timeout", &milliseconds(limits.lock_timeout));
        options.set("statement_timeout", &milliseconds(limits.statement_timeout));
        options.set("idle_in_transaction_session_timeout", &milliseconds(limits.lease));
        options.set("idle_session_timeout", &milliseconds(limits.lease));
        options
    }

    /// What both have in common: a name, a nonce, and a server that notices when we are gone.
    fn of_recipe(application_name: &str) -> SessionOptions {
        let shown: String = application_name.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' }).collect();
        let name = shown.get(..NAME_BYTES).unwrap_or(&shown).to_owned();
        let mut options = SessionOptions { application_name: name, parameters: Vec::new() };
        options.set(NONCE, &Uuid::new_v4().simple().to_string());
        options.set("client_connection_check_interval", "500ms");
        options.set("tcp_keepalives_idle", "10");
        options.set("tcp_keepalives_interval", "5");
        options.set("tcp_keepalives_count", "3");
        options.set("tcp_user_timeout", "30s");
        options.set("standard_conforming_strings", "on");
        options
    }

    /// Nothing but the name: what every pooler lets pass.
    pub(crate) fn only_name(&self) -> SessionOptions {
        SessionOptions { application_name: self.application_name.clone(), parameters: Vec::new() }
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.parameters.push((name, value.to_owned()));
    }

    /// The nonce that the session starts with, where the recipe gave it one.
    pub(crate) fn nonce(&self) -> Option<&str> {
        self.parameters.iter().find(|(name, _)| *name == NONCE).map(|(_, value)| value.as_str())
    }
}

fn milliseconds(duration: Duration) -> String {
    format!("{}ms", duration.as_millis().min(i32::MAX.unsigned_abs().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_the_server_can_keep() {
        let long = format!("migration-gate/deploy run=1 by=größe\n{}", "x".repeat(80));
        let options = SessionOptions::for_reading(&long);
        assert_eq!(options.application_name.len(), 63);
        assert!(options.application_name.starts_with("migration-gate/deploy run=1 by=gr??e?xxx"), "{}", options.application_name);
    }

    #[test]
    fn every_session_knows_itself_by_another_nonce() {
        let nonce = |options: SessionOptions| options.nonce().map(str::to_owned);
        let (one, other) = (SessionOptions::for_reading("a"), SessionOptions::for_work("a", &WorkLimits::default()));
        assert_ne!(nonce(one), nonce(other));
        assert_eq!(nonce(SessionOptions::default()), None);
    }
}
