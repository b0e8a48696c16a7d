//! What is to be done next, by what failed and what it left behind?

use report::{ErrorClass, sanitise};

/// What a failed deploy left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aftermath {
    /// No script began: nothing was changed.
    NothingRan,
    /// The failed script's effects were rolled back. Scripts before it stand.
    RolledBack {
        /// Whether the history has a row that says that it failed, and that somebody has to resolve.
        is_recorded: bool,
    },
    /// Effects of the failed script remain: it cannot run in a transaction.
    Remains,
    /// The connection was lost while a transaction was being committed, and whether it was could not be learned.
    Unknown,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What, in one imperative sentence with a full stop. Untrusted, unescaped.
    pub what: String,
    /// The command that does it, for a shell.
    pub command: Option<String>,
}

/// What to do after a failure, in order. `migration`: the one that failed.
pub fn steps(aftermath: Aftermath, class: ErrorClass, target: &str, migration: Option<&str>, has_query: bool) -> Vec<Step> {
    let ours = |command: &str| format!("{command} --target {}", word(target));
    let mut steps = vec![];
    let mut add = |what: &str, command: Option<String>| steps.push(Step { what: what.to_owned(), command });
    let resolve = |how: &str| migration.map(|name| format!("npx prisma migrate resolve --{how} {}", word(name)));
    match aftermath {
        Aftermath::Unknown => {
            add("Ask the history whether the migration was applied; its outcome could not be learned.", Some(ours("status")));
            add(
                "If it was applied, there is nothing else to do; if it failed, preview says what is pending.",
                Some(ours("preview")),
            );
            return steps;
        }
        Aftermath::Remains => {
            add("See what the script left behind.", Some(ours("preview")));
            add("Either finish by hand what is missing, and mark the migration as applied,", resolve("applied"));
            add("or undo by hand what is there, correct the script, and mark it as rolled back.", resolve("rolled-back"));
        }
        Aftermath::RolledBack { .. } | Aftermath::NothingRan => {
            let (what, command) = cure(class, has_query);
            add(what, command.map(ours));
            if aftermath == (Aftermath::RolledBack { is_recorded: true }) {
                add("Mark the failed migration as rolled back, so that it may run again.", resolve("rolled-back"));
            }
        }
    }
    add("See what is pending, and have the new plan approved.", Some(ours("preview")));
    steps
}

fn cure(class: ErrorClass, has_query: bool) -> (&'static str, Option<&'static str>) {
    match class {
        ErrorClass::DataConflict if has_query => {
            ("Find the rows with the query above, decide what they are to be, and change them or the script.", None)
        }
        ErrorClass::DataConflict => ("Look at what the failing statement writes, and change it or the rows.", None),
        ErrorClass::SqlError => ("Correct the script in a new pull request; it was not applied, so it may be edited.", None),
        ErrorClass::Lock => ("See who holds locks, and deploy when they are done.", Some("lock status")),
        ErrorClass::ConnectivityOrPermission => {
            ("Give the role the right that is missing, or mend the way to the server; the message says which.", None)
        }
        ErrorClass::ExtensionMissing => {
            ("Install or allow the extension on the server, or have its owner create it before the migration.", None)
        }
    }
}

/// A word of a shell's command. Names of migrations are directories' names, and can be anything.
fn word(text: &str) -> String {
    let text = sanitise::line(text);
    let is_plain = !text.is_empty()
        && !text.starts_with('-')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    if is_plain { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(steps: &[Step]) -> Vec<&str> {
        steps.iter().filter_map(|step| step.command.as_deref()).collect()
    }

    #[test]
    fn a_failed_row_is_resolved_before_the_next_plan() {
        let after = Aftermath::RolledBack { is_recorded: true };
        let found = steps(after, ErrorClass::DataConflict, "shop", Some("20260101_a"), true);
        assert_eq!(commands(&found), ["npx prisma migrate resolve --rolled-back 20260101_a", "preview --target shop"]);
        assert!(found[0].what.starts_with("Find the rows with the query above"));
        let unrecorded = steps(Aftermath::RolledBack { is_recorded: false }, ErrorClass::Lock, "shop", Some("a"), false);
        assert_eq!(commands(&unrecorded), ["lock status --target shop", "preview --target shop"]);
    }

    #[test]
    fn what_remains_is_finished_or_undone() {
        let found = steps(Aftermath::Remains, ErrorClass::SqlError, "shop", Some("a"), false);
        assert_eq!(
            commands(&found)[1..3],
            ["npx prisma migrate resolve --applied a", "npx prisma migrate resolve --rolled-back a"]
        );
        assert_eq!(commands(&steps(Aftermath::Unknown, ErrorClass::SqlError, "shop", None, false))[0], "status --target shop");
    }

    #[test]
    fn a_name_stays_one_word_of_its_command() {
        assert_eq!(word("20260101_a"), "20260101_a");
        assert_eq!(word("a'; rm -rf /"), r"'a'\''; rm -rf /'");
        assert_eq!(word("-a"), "'-a'");
        assert_eq!(word("a\nb$(c)"), "'a b$(c)'");
    }
}
