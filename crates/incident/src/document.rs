//! The text of an incident, as GitHub shows it in an issue.

use report::{
    ErrorClass, Migration, Outcome,
    sanitise::{self, markdown::*},
};

use crate::{Aftermath, Conflict, steps};

/// Longer names are cut: a name is a landmark, not the content.
const NAME_LIMIT: usize = 200;
/// Characters of the failing statement.
const STATEMENT_LIMIT: usize = 4_000;
/// Rows of a table or list; the last ones matter.
const ROWS: usize = 60;

/// A deploy that failed. All texts are untrusted and unescaped, and hold no values of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident<'a> {
    /// The target's name.
    pub target: &'a str,
    /// The environment's name, when known.
    pub environment: Option<&'a str>,
    /// What sort of failure it is.
    pub class: ErrorClass,
    /// What happened, one sentence with a full stop.
    pub summary: &'a str,
    /// What was left behind.
    pub aftermath: Aftermath,
    /// How every migration stands that the deploy was about.
    pub migrations: &'a [Migration],
    /// The rows in the way.
    pub conflict: Option<&'a Conflict>,
    /// What happened when, oldest first.
    pub timeline: &'a [Moment],
    /// Who and what: the plan's code, who approved, the commit; one sentence each.
    pub facts: &'a [String],
    /// Where the log is. Ours, not untrusted.
    pub run_url: Option<&'a str>,
    /// Whether deploys stop while the issue is open.
    pub freezes: bool,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When, in UTC: `2026-11-21T10:00:00Z`.
    pub at: String,
    /// What, one sentence without a full stop.
    pub what: String,
}

impl Incident<'_> {
    /// One line for the title. The same for each further failure of the kind.
    pub fn title(&self) -> String {
        let place = self.environment.map_or(String::new(), |name| format!(" in {name}"));
        let title = format!("Migrations of {} failed{place}: {}", self.target, self.class);
        sanitise::shorten(&sanitise::line(&title), NAME_LIMIT).into_owned()
    }

    /// What a comment on the open issue says, when it happened again.
    pub fn news(&self) -> String {
        let log = self.log();
        format!("{}{log}\n", prose(self.summary))
    }

    /// The text in at most `budget` bytes. What is most needed comes first; what does not fit is left out from the end, and the text says so.
    pub fn body(&self, budget: usize) -> String {
        const LEFT_OUT: &str = "*More did not fit; the log of the run has it.*\n";
        let mut body = String::new();
        for part in [self.head(), self.failure(), self.rows(), self.to_do(), self.states(), self.times(), self.about()] {
            if body.len() + part.len() + LEFT_OUT.len() > budget {
                body.push_str(LEFT_OUT);
                break;
            }
            body.push_str(&part);
        }
        body
    }

    fn log(&self) -> String {
        self.run_url.map_or(String::new(), |url| format!(" [Log]({url})"))
    }

    fn head(&self) -> String {
        let environment = self.environment.map_or(String::new(), |name| format!(" in {}", short_name(name)));
        format!(
            "**{}**\n\nTarget {}{environment}, class **{}**.{}\n\n",
            prose(self.summary),
            short_name(self.target),
            self.class,
            self.log()
        )
    }

    fn failure(&self) -> String {
        let Some((migration, error)) = self.migrations.iter().find_map(|it| Some((it, it.outcome.error()?))) else {
            return String::new();
        };
        let code = error.sqlstate.as_deref().map_or(String::new(), |code| format!(" (SQLSTATE {})", prose(code)));
        let line = error.line.map_or(String::new(), |line| format!(", line {line}"));
        let statement = error
            .statement
            .as_deref()
            .map_or(String::new(), |statement| fence("sql", &sanitise::shorten(statement, STATEMENT_LIMIT)));
        format!(
            "### What failed\n\n{} in {}{line}:\n\n> {}{code}\n\n{statement}\n",
            short_name(&migration.name),
            short_name(&error.file),
            prose(&error.message)
        )
    }

    fn rows(&self) -> String {
        let Some(conflict) = self.conflict else { return String::new() };
        let query = conflict.query.as_deref().map_or(String::new(), |query| fence("sql", query));
        format!("### Rows in the way\n\n{}\n\n{query}\n", prose(&conflict.sentence))
    }

    fn to_do(&self) -> String {
        let failed = self.migrations.iter().find(|migration| migration.outcome.error().is_some());
        let has_query = self.conflict.is_some_and(|conflict| conflict.query.is_some());
        let steps = steps(self.aftermath, self.class, self.target, failed.map(|it| it.name.as_str()), has_query);
        let mut text = "### What to do\n\n".to_owned();
        for (index, step) in steps.iter().enumerate() {
            text.push_str(&format!("{}. {}\n", index + 1, prose(&step.what)));
            if let Some(command) = &step.command {
                // Inside the item of the list.
                let block: String = fence("sh", command).lines().map(|line| format!("   {line}\n")).collect();
                text.push_str(&format!("\n{block}\n"));
            }
        }
        if !text.ends_with("\n\n") {
            text.push('\n');
        }
        text
    }

    fn states(&self) -> String {
        if self.migrations.is_empty() {
            return String::new();
        }
        let left_out = self.migrations.len().saturating_sub(ROWS);
        let mut table = "### Migrations\n\n| Migration | State |\n|---|---|\n".to_owned();
        if left_out > 0 {
            table.push_str(&format!("| *{left_out} more before* | |\n"));
        }
        for migration in &self.migrations[left_out..] {
            let state = match (&migration.outcome, self.aftermath) {
                (Outcome::Applied, _) => "✅ applied",
                (Outcome::Failed(_), Aftermath::Remains) => "❌ failed, and effects remain",
                (Outcome::Failed(_), Aftermath::Unknown) => "❓ not known",
                (Outcome::Failed(_), _) => "❌ failed, and rolled back",
                (Outcome::NotRun | Outcome::Pending, _) => "⏳ pending",
            };
            table.push_str(&format!("| {} | {state} |\n", short_name(&migration.name)));
        }
        table.push('\n');
        table
    }

    fn times(&self) -> String {
        if self.timeline.is_empty() {
            return String::new();
        }
        let left_out = self.timeline.len().saturating_sub(ROWS);
        let moments = self.timeline[left_out..].iter();
        let list: String = moments.map(|moment| format!("- {} {}\n", code(&moment.at), prose(&moment.what))).collect();
        format!("### What happened when\n\n{list}\n")
    }

    fn about(&self) -> String {
        let facts: String = self.facts.iter().map(|fact| format!("- {}\n", prose(fact))).collect();
        let freeze = if self.freezes {
            "While this issue is open and the history is not healthy, deploys to this target stop. Closing it lifts that; \
             the next deploy that succeeds closes it.\n"
        } else {
            "The next deploy that succeeds closes this issue.\n"
        };
        format!("{facts}\n{freeze}")
    }
}

fn short_name(text: &str) -> String {
    code(&sanitise::shorten(text, NAME_LIMIT))
}
