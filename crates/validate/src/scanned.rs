//! Which rules this binary scans by.

use hazards::{Group, Rule, Settings};

/// Rules about what clients rely on that are told here: objects that disappear, values that cannot be used yet.
const OF_CLIENTS: [&str; 5] = ["drop-constraint", "drop-function", "drop-index", "drop-view", "enum-value-used-at-once"];

/// What is scanned for: what is lost, what fails, and what cannot be read. The rest is `destructive-scan`'s.
pub(crate) fn settings() -> Settings {
    let told =
        |rule: &Rule| matches!(rule.group, Group::Data | Group::Transactions | Group::Opaque) || OF_CLIENTS.contains(&rule.id);
    let settings = Settings::default();
    Settings { rules: settings.rules.into_iter().filter(|rule| told(rule)).collect(), ..settings }
}
