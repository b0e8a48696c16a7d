//! For a pull request comment and a job summary: the verdict first, then why, then what will happen.
//!
//! Written as blocks; [`page`] folds whole ones from the end when the text would be longer than its budget.

mod finding;
mod findings;
mod page;
mod section;

use std::time::Duration;

use crate::{
    Migration, Outcome, Report, SchemaChange, SchemaChangeKind, Target, Verdict, changes_in_short,
    render::{
        duration,
        rows::{Row, rows},
    },
    sanitise::{self, markdown::*},
    tally::count,
};

use page::{Block, assemble};

/// Longer names are cut: a name is a landmark, not the content.
const NAME_LIMIT: usize = 200;
/// Rows of the migrations' table.
const ROWS: usize = 60;
/// Changes shown open; more of them wait behind a click.
const OPEN_CHANGES: usize = 15;

/// All targets, one after the other, in at most `budget` bytes.
pub fn render(report: &Report, budget: usize) -> String {
    assemble(report.targets.iter().flat_map(|target| blocks(report, target, budget)).collect(), budget)
}

/// One target alone, in at most `budget` bytes: the text of its comment.
pub fn render_target(report: &Report, target: &Target, budget: usize) -> String {
    assemble(blocks(report, target, budget), budget)
}

fn blocks(report: &Report, target: &Target, budget: usize) -> Vec<Block> {
    let mut blocks = vec![Block::kept(verdict(report, target))];
    blocks.extend(target.incomplete.iter().map(|reason| Block::plain(format!("⚠️ **No conclusion:** {}\n\n", prose(reason)))));
    blocks.extend(target.migrations.iter().filter_map(|migration| Some(finding::failure(migration, migration.outcome.error()?))));
    blocks.extend(findings::findings(&target.findings, budget));
    if !target.migrations.is_empty() {
        blocks.push(Block::foldable(String::new(), table(target)));
    }
    blocks.extend(changes(target));
    blocks.extend(target.sections.iter().map(section::section));
    if !target.diagram.trim().is_empty() {
        let drawing = fence("mermaid", &format!("erDiagram\n{}", target.diagram));
        blocks.push(Block::foldable(String::new(), details(false, "Diagram of the touched tables", &drawing)));
    }
    if !target.notes.is_empty() {
        let list: String = target.notes.iter().map(|note| format!("- {}\n", prose(note))).collect();
        blocks.push(Block::foldable(String::new(), details(false, "About this run", &list)));
    }
    blocks
}

fn verdict(report: &Report, target: &Target) -> String {
    let mut name = code(&sanitise::shorten(&target.name, NAME_LIMIT));
    if let Some(environment) = &target.environment {
        name = format!("{name} in {}", code(&sanitise::shorten(environment, NAME_LIMIT)));
    }
    let sentence = match target.verdict() {
        Verdict::Pass => format!("✅ Migration Gate {}: {name} passes", report.command),
        Verdict::Incomplete => format!("⚠️ Migration Gate {}: no conclusion on {name}", report.command),
        Verdict::Blocked => format!("❌ Migration Gate {}: {name} is blocked", report.command),
    };
    format!("## {sentence}\n\n{}\n\n", prose(&target.in_short()))
}

fn table(target: &Target) -> String {
    let rows = rows(target);
    let mut table = String::from("### Migrations\n\n| Migration | Outcome | Time | Changes |\n|---|---|--:|---|\n");
    // The end of the list is where this change's migrations are.
    let left_out = rows.len().saturating_sub(ROWS);
    if left_out > 0 {
        table.push_str(&format!("| *{} before* | | | |\n", count(left_out, "more migration")));
    }
    for row in &rows[left_out..] {
        table.push_str(&match row {
            Row::Base { count: number, duration } => {
                format!("| {} | ✅&nbsp;applied | {} | |\n", count(*number, "base migration"), time(*duration))
            }
            Row::Untried(first, last, number) => {
                format!("| {} … {} ({number}) | {} | | |\n", name(first), name(last), outcome(&first.outcome))
            }
            Row::One(migration) => {
                let time = migration.duration.map(time).unwrap_or_default();
                let manner = migration.manner.as_deref().map(|manner| format!("<br>{}", prose(manner))).unwrap_or_default();
                let changes = prose(&changes_in_short(&migration.changes));
                format!("| {}{manner} | {} | {time} | {changes} |\n", name(migration), outcome(&migration.outcome))
            }
        });
    }
    table.push('\n');
    table
}

/// A duration that does not break between number and unit.
fn time(duration: Duration) -> String {
    duration::in_words(duration).replace(' ', "&nbsp;")
}

fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "✅&nbsp;applied",
        Outcome::Failed(_) => "❌&nbsp;failed",
        Outcome::NotRun => "⏭️&nbsp;not&nbsp;run",
        Outcome::Pending => "⏳&nbsp;pending",
    }
}

fn name(migration: &Migration) -> String {
    code(&sanitise::shorten(&migration.name, NAME_LIMIT))
}

fn changes(target: &Target) -> Vec<Block> {
    let changed = || target.migrations.iter().filter(|migration| !migration.changes.is_empty());
    let is_open = changed().map(|migration| migration.changes.len()).sum::<usize>() <= OPEN_CHANGES;
    let title = changed().next().map(|_| Block::foldable(String::new(), "### What changes\n\n".to_owned()));
    let each = changed().map(|migration| {
        let summary = format!("{}: {}", name(migration), prose(&changes_in_short(&migration.changes)));
        let lines: String = migration.changes.iter().map(change).collect();
        Block::foldable(String::new(), details(is_open, &summary, &fence("diff", &lines)))
    });
    title.into_iter().chain(each).collect()
}

/// Lines for a `diff` fence, which GitHub colours; the signs carry the meaning without colour.
fn change(change: &SchemaChange) -> String {
    let sign = match change.change {
        SchemaChangeKind::Added => '+',
        SchemaChangeKind::Removed => '-',
        SchemaChangeKind::Altered => '!',
    };
    let details: String = change.details.iter().map(|detail| format!("{sign}     {}\n", sanitise::line(detail))).collect();
    format!("{sign} {} {}\n{details}", sanitise::line(&change.kind), sanitise::line(&change.name))
}

/// A part behind a click. `summary` is finished Markdown without block structure, `body` finished blocks.
fn details(is_open: bool, summary: &str, body: &str) -> String {
    let open = if is_open { " open" } else { "" };
    format!("<details{open}><summary>{summary}</summary>\n\n{}\n\n</details>\n\n", body.trim_end())
}
