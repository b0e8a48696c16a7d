//! How does a deploy go about it, and what stops it?

use std::{fmt, str::FromStr, time::Duration};

use crate::{
    error::ConfigError,
    layer::{Layer, must_be},
    merge::{Flags, defaults, first},
    origin::Sourced,
    quantity::{parse_duration, show_duration},
    settings::{entry, list, quoted},
    table::Table,
};

/// What becomes of a deploy when the history is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// It does not begin.
    Stop,
    /// It says so and goes on.
    Warn,
    /// It goes on, with a notice.
    Allow,
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Policy::Stop => "stop",
            Policy::Warn => "warn",
            Policy::Allow => "allow",
        })
    }
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "stop" => Ok(Policy::Stop),
            "warn" => Ok(Policy::Warn),
            "allow" => Ok(Policy::Allow),
            other => Err(format!("unknown policy `{other}` (one of: stop, warn, allow)")),
        }
    }
}

/// The section `[deploy]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Deploy {
    /// How long one statement waits for a lock: so long others may have to wait behind it.
    pub lock_timeout: Sourced<Duration>,
    /// How long one statement may run.
    pub statement_timeout: Sourced<Duration>,
    /// How long one migration may take in all; `None` for as long as it likes.
    pub migration_timeout: Option<Sourced<Duration>>,
    /// For how long a migration is tried again while others are in the way.
    pub retry_for: Sourced<Duration>,
    /// How long to wait for the deploy lock.
    pub wait: Sourced<Duration>,
    /// Whether all pending migrations run in one transaction.
    pub single_transaction: Sourced<bool>,
    /// A row that failed, or that began and did not end.
    pub failed: Sourced<Policy>,
    /// Several rows of one migration that all count.
    pub duplicate: Sourced<Policy>,
    /// A migration that was changed after it was applied.
    pub edited: Sourced<Policy>,
    /// An applied migration that is not in the directory.
    pub missing: Sourced<Policy>,
    /// A pending migration that sorts before an applied one.
    pub out_of_order: Sourced<Policy>,
    /// Whether nothing is applied without a plan.
    pub require_plan: Sourced<bool>,
    /// How long a plan may be used.
    pub plan_valid_for: Sourced<Duration>,
    /// A program and its arguments, to be run before the first migration; `None` for none, and never empty.
    pub before: Option<Sourced<Vec<String>>>,
    /// The same after the last.
    pub after: Option<Sourced<Vec<String>>>,
    /// How long either may run.
    pub hook_timeout: Sourced<Duration>,
}

/// What the command line says of deploys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeployFlags {
    /// `--lock-timeout`
    pub lock_timeout: Option<Duration>,
    /// `--statement-timeout`
    pub statement_timeout: Option<Duration>,
    /// `--wait`
    pub wait: Option<Duration>,
    /// `--single-transaction`
    pub single_transaction: bool,
}

impl Deploy {
    pub(crate) fn resolve(flags: &Flags, layer: &Layer) -> Self {
        let (flags, layer, defaults) = (&flags.deploy, layer.deploy.clone(), defaults().deploy);
        let flag = |name, value: Option<Duration>| value.map(|value| Sourced::by_flag(name, value));
        Deploy {
            lock_timeout: first([flag("--lock-timeout", flags.lock_timeout), layer.lock_timeout, defaults.lock_timeout]),
            statement_timeout: first([
                flag("--statement-timeout", flags.statement_timeout),
                layer.statement_timeout,
                defaults.statement_timeout,
            ]),
            migration_timeout: layer.migration_timeout,
            retry_for: first([None, layer.retry_for, defaults.retry_for]),
            wait: first([flag("--wait", flags.wait), layer.wait, defaults.wait]),
            single_transaction: first([
                flags.single_transaction.then(|| Sourced::by_flag("--single-transaction", true)),
                layer.single_transaction,
                defaults.single_transaction,
            ]),
            failed: first([None, layer.failed, defaults.failed]),
            duplicate: first([None, layer.duplicate, defaults.duplicate]),
            edited: first([None, layer.edited, defaults.edited]),
            missing: first([None, layer.missing, defaults.missing]),
            out_of_order: first([None, layer.out_of_order, defaults.out_of_order]),
            require_plan: first([None, layer.require_plan, defaults.require_plan]),
            plan_valid_for: first([None, layer.plan_valid_for, defaults.plan_valid_for]),
            before: layer.before,
            after: layer.after,
            hook_timeout: first([None, layer.hook_timeout, defaults.hook_timeout]),
        }
    }

    pub(crate) fn entries(&self) -> Vec<(String, Sourced<String>)> {
        let time = |key: &str, value: &Sourced<Duration>| entry(key, value, |time| quoted(&show_duration(*time)));
        let mut entries =
            vec![time("deploy.lock-timeout", &self.lock_timeout), time("deploy.statement-timeout", &self.statement_timeout)];
        entries.extend(self.migration_timeout.as_ref().map(|limit| time("deploy.migration-timeout", limit)));
        entries.push(time("deploy.retry-for", &self.retry_for));
        entries.push(time("deploy.wait", &self.wait));
        entries.push(entry("deploy.single-transaction", &self.single_transaction, bool::to_string));
        for (key, policy) in self.policies() {
            entries.push(entry(format!("deploy.{key}"), policy, quoted));
        }
        entries.push(entry("deploy.require-plan", &self.require_plan, bool::to_string));
        entries.push(time("deploy.plan-valid-for", &self.plan_valid_for));
        for (key, hook) in [("deploy.before", &self.before), ("deploy.after", &self.after)] {
            entries.extend(hook.as_ref().map(|command| entry(key, command, |words| list(words))));
        }
        entries.push(time("deploy.hook-timeout", &self.hook_timeout));
        entries
    }

    /// The policies and their keys, in the order of the file: together with the order of migrations all that decides what a deploy does.
    pub fn policies(&self) -> [(&'static str, &Sourced<Policy>); 5] {
        [
            ("failed", &self.failed),
            ("duplicate", &self.duplicate),
            ("edited", &self.edited),
            ("missing", &self.missing),
            ("out-of-order", &self.out_of_order),
        ]
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct DeployLayer {
    lock_timeout: Option<Sourced<Duration>>,
    statement_timeout: Option<Sourced<Duration>>,
    migration_timeout: Option<Sourced<Duration>>,
    retry_for: Option<Sourced<Duration>>,
    wait: Option<Sourced<Duration>>,
    single_transaction: Option<Sourced<bool>>,
    failed: Option<Sourced<Policy>>,
    duplicate: Option<Sourced<Policy>>,
    edited: Option<Sourced<Policy>>,
    missing: Option<Sourced<Policy>>,
    out_of_order: Option<Sourced<Policy>>,
    require_plan: Option<Sourced<bool>>,
    plan_valid_for: Option<Sourced<Duration>>,
    before: Option<Sourced<Vec<String>>>,
    after: Option<Sourced<Vec<String>>>,
    hook_timeout: Option<Sourced<Duration>>,
}

impl DeployLayer {
    pub(crate) fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let policy = |text: &str| text.parse::<Policy>().map_err(must_be);
        let layer = DeployLayer {
            lock_timeout: table.parsed("lock-timeout", parse_duration)?,
            statement_timeout: table.parsed("statement-timeout", parse_duration)?,
            migration_timeout: table.parsed("migration-timeout", parse_duration)?,
            retry_for: table.parsed("retry-for", parse_duration)?,
            wait: table.parsed("wait", parse_duration)?,
            single_transaction: table.boolean("single-transaction")?,
            failed: table.parsed("failed", policy)?,
            duplicate: table.parsed("duplicate", policy)?,
            edited: table.parsed("edited", policy)?,
            missing: table.parsed("missing", policy)?,
            out_of_order: table.parsed("out-of-order", policy)?,
            require_plan: table.boolean("require-plan")?,
            plan_valid_for: table.parsed("plan-valid-for", parse_duration)?,
            before: table.all_parsed("before", word)?.filter(|words| !words.value.is_empty()),
            after: table.all_parsed("after", word)?.filter(|words| !words.value.is_empty()),
            hook_timeout: table.parsed("hook-timeout", parse_duration)?,
        };
        table.finish()?;
        Ok(layer)
    }
}

/// A word of a command: a program is given its arguments as they are, and none of them can hold a NUL.
fn word(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains('\0') {
        Err("must hold a program and its arguments, each a string of its own that is not empty".to_owned())
    } else {
        Ok(text.to_owned())
    }
}
