//! What is wrong with the migrations themselves, as findings: their bytes, their names, and what a branch did to merged ones.

use migrations::{Comparison, Directory, Gravity, MigrationName, Problem};
use report::{Finding, Place, RuleId, Severity};

/// The rules about what a branch did to the history; their pages are in `docs/history-rules.md`.
pub const HISTORY_RULES: [(&str, Severity); 4] =
    [(EDITED.0, EDITED.1), (REMOVED.0, REMOVED.1), (RENAMED.0, RENAMED.1), (OUT_OF_ORDER.0, OUT_OF_ORDER.1)];
const EDITED: (&str, Severity) = ("edited-migration", Severity::Error);
const REMOVED: (&str, Severity) = ("removed-migration", Severity::Error);
const RENAMED: (&str, Severity) = ("renamed-migration", Severity::Error);
const OUT_OF_ORDER: (&str, Severity) = ("out-of-order", Severity::Error);

/// A problem of the directory as a finding.
pub fn problem(problem: &Problem) -> Finding {
    let severity = match problem.gravity {
        Gravity::Notice => Severity::Notice,
        Gravity::Warning => Severity::Warning,
        Gravity::Error | Gravity::Refused => Severity::Error,
    };
    let (line, column) = problem.position.map_or((1, 1), |position| (position.line, position.column));
    Finding {
        advice: Some(problem.advice.clone()),
        migration: problem.migration.as_ref().map(|name| name.as_str().to_owned()),
        place: Some(Place { file: problem.file.clone(), line, column, end_line: line, end_column: None }),
        ..Finding::new(RuleId::new(problem.rule.id()), severity, problem.message.clone())
    }
}

/// What the head did to the base's history.
pub fn comparison(comparison: &Comparison, head: &Directory) -> Vec<Finding> {
    let file = |name: &MigrationName| match head.migration(name) {
        Some(migration) => migration.file.clone(),
        None => format!("{}/{name}", head.path),
    };
    let finding = |(rule, severity): (&'static str, Severity), name: &MigrationName, message: String, advice: &str| Finding {
        advice: Some(advice.to_owned()),
        migration: Some(name.as_str().to_owned()),
        place: Some(Place { file: file(name), line: 1, column: 1, end_line: 1, end_column: None }),
        ..Finding::new(RuleId::new(rule), severity, message)
    };
    let edited = comparison.edited.iter().map(|edited| {
        if edited.only_line_ends {
            let message = format!("only the line ends of the merged migration `{}` changed", edited.name);
            return finding((EDITED.0, Severity::Notice), &edited.name, message, "Nothing: Prisma compares without line ends.");
        }
        let message =
            format!("the merged migration `{}` was changed, and databases that have run it will not run it again", edited.name);
        finding(
            EDITED,
            &edited.name,
            message,
            "Restore the file as it is on the base branch, and put the change into a new migration.",
        )
    });
    let removed = comparison.removed.iter().map(|name| {
        let message = format!("the merged migration `{name}` was removed, and databases that have run it keep its effects");
        finding(REMOVED, name, message, "Restore it; undo what it did with a new migration.")
    });
    let renamed = comparison.renamed.iter().map(|renamed| {
        let message = format!(
            "the merged migration `{}` is now called `{}`, so databases that have run it run it again",
            renamed.from, renamed.to
        );
        finding(RENAMED, &renamed.to, message, "Give it its old name back.")
    });
    let out_of_order = comparison.out_of_order.iter().map(|late| {
        let message = format!(
            "`{}` sorts before `{}`, which is already merged: production runs it after, a new database runs it before",
            late.name, late.newest_of_base
        );
        finding(
            OUT_OF_ORDER,
            &late.name,
            message,
            "Rename its directory with a timestamp of now, after bringing the branch up to date.",
        )
    });
    edited.chain(removed).chain(renamed).chain(out_of_order).collect()
}
