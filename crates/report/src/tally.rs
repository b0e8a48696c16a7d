use std::fmt;

use crate::{Migration, Origin, Outcome, SchemaChange, SchemaChangeKind, Severity, Statements, Target};

/// What a target comes to in numbers; shown as one line: `2 of 3 new migrations applied, 1 failed · 1 error, 2 warnings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Migrations of the base branch whose script ran to the end.
    pub base_applied: usize,
    /// Migrations that are not the base's.
    pub new: usize,
    /// Of those, the ones whose script ran to the end.
    pub new_applied: usize,
    /// Of those, the ones that wait and were not tried.
    pub new_pending: usize,
    /// Failed migrations of any origin.
    pub failed: usize,
    /// Statements that were scanned; `None` when nothing was.
    pub statements: Option<Statements>,
    /// Findings that count as errors.
    pub errors: usize,
    /// Findings that count as warnings.
    pub warnings: usize,
    /// Findings that count as notices.
    pub notices: usize,
    /// Findings that a person accepted.
    pub acknowledged: usize,
    /// Checks that could not run.
    pub incomplete: usize,
}

impl Tally {
    /// Counts one target.
    pub fn of(target: &Target) -> Self {
        let migrations = |wanted: fn(&Migration) -> bool| target.migrations.iter().filter(|migration| wanted(migration)).count();
        let findings = |severity| target.findings.iter().filter(|finding| finding.counts_as() == severity).count();
        Tally {
            base_applied: migrations(|m| m.origin == Origin::Base && m.outcome == Outcome::Applied),
            new: migrations(|m| m.origin != Origin::Base),
            new_applied: migrations(|m| m.origin != Origin::Base && m.outcome == Outcome::Applied),
            new_pending: migrations(|m| m.origin != Origin::Base && m.outcome == Outcome::Pending),
            failed: migrations(|m| matches!(m.outcome, Outcome::Failed(_))),
            statements: target.statements,
            errors: findings(Some(Severity::Error)),
            warnings: findings(Some(Severity::Warning)),
            notices: findings(Some(Severity::Notice)),
            acknowledged: findings(None),
            incomplete: target.incomplete.len(),
        }
    }

    /// Findings of all severities, accepted ones included.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.notices + self.acknowledged
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.new, self.new_applied) {
            (0, _) => f.write_str("no new migrations")?,
            (new, applied) if new == applied => write!(f, "{} applied", count(new, "new migration"))?,
            (new, 0) if self.new_pending == new => {
                let word = if self.statements.is_some() { "scanned" } else { "pending" };
                write!(f, "{} {word}", count(new, "migration"))?;
            }
            (new, applied) => write!(f, "{applied} of {} applied", count(new, "new migration"))?,
        }
        if self.failed > 0 {
            write!(f, ", {} failed", self.failed)?;
        }
        if let Some(statements) = self.statements {
            write!(f, ", {}", count(statements.total, "statement"))?;
            if statements.unparsed > 0 {
                write!(
                    f,
                    " of which {} not understood",
                    if statements.unparsed == 1 { "1 is".to_owned() } else { format!("{} are", statements.unparsed) }
                )?;
            }
        }
        let found = [(self.errors, "error"), (self.warnings, "warning"), (self.notices, "notice")];
        let mut parts: Vec<String> = found.into_iter().filter(|&(n, _)| n > 0).map(|(n, word)| count(n, word)).collect();
        if self.acknowledged > 0 {
            parts.push(format!("{} acknowledged", self.acknowledged));
        }
        if self.incomplete > 0 {
            parts.push(format!("{} not run", count(self.incomplete, "check")));
        }
        if parts.is_empty() { f.write_str(" · nothing found") } else { write!(f, " · {}", parts.join(", ")) }
    }
}

/// `1 index`, `2 indexes`.
pub(crate) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {}", plural(word)) }
}

fn plural(word: &str) -> String {
    let before_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if word.ends_with(['x', 's']) => format!("{word}es"),
        None => format!("{word}s"),
    }
}

/// A migration's changes in numbers, `+1 table, −2 columns`, in the order in which the kinds first occur; empty when nothing changed.
pub fn changes_in_short(changes: &[SchemaChange]) -> String {
    let mut groups: Vec<(SchemaChangeKind, &str, usize)> = Vec::new();
    for change in changes {
        match groups.iter_mut().find(|(how, kind, _)| *how == change.change && *kind == change.kind) {
            Some((_, _, number)) => *number += 1,
            None => groups.push((change.change, &change.kind, 1)),
        }
    }
    let shown = |(how, kind, number): (SchemaChangeKind, &str, usize)| format!("{}{}", how.sign(), count(number, kind));
    groups.into_iter().map(shown).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_in_one_line() {
        let check = |tally: Tally, line: &str| assert_eq!(tally.to_string(), line);
        check(Tally::default(), "no new migrations · nothing found");
        check(Tally { new: 1, new_applied: 1, ..Tally::default() }, "1 new migration applied · nothing found");
        check(
            Tally {
                new: 3,
                new_applied: 1,
                failed: 1,
                errors: 1,
                warnings: 2,
                acknowledged: 1,
                incomplete: 1,
                ..Tally::default()
            },
            "1 of 3 new migrations applied, 1 failed · 1 error, 2 warnings, 1 acknowledged, 1 check not run",
        );
        check(Tally { new: 2, new_pending: 2, ..Tally::default() }, "2 migrations pending · nothing found");
        let scanned = |total, unparsed| Tally {
            new: 2,
            new_pending: 2,
            statements: Some(Statements { total, classified: total - unparsed, unparsed }),
            ..Tally::default()
        };
        check(scanned(14, 0), "2 migrations scanned, 14 statements · nothing found");
        check(scanned(1, 1), "2 migrations scanned, 1 statement of which 1 is not understood · nothing found");
    }

    #[test]
    fn counts_changes_by_kind() {
        let change = |change, kind: &str| SchemaChange { change, kind: kind.into(), name: "x".into(), details: vec![] };
        let changes = [
            change(SchemaChangeKind::Added, "index"),
            change(SchemaChangeKind::Removed, "policy"),
            change(SchemaChangeKind::Added, "index"),
            change(SchemaChangeKind::Altered, "primary key"),
        ];
        assert_eq!(changes_in_short(&changes), "+2 indexes, −1 policy, ~1 primary key");
        assert_eq!(changes_in_short(&[]), "");
    }
}
