//! Findings by severity, and by migration below it.

use crate::{Finding, Severity, sanitise::markdown::code, tally::count};

use super::{
    finding::finding,
    page::{Block, Spent},
};

/// Longer lists of what does not close gates by default wait behind a click.
const OPEN: usize = 10;

/// A section for each severity that there is, the accepted ones last. They come sorted.
pub(super) fn findings(all: &[Finding], budget: usize) -> Vec<Block> {
    let mut spent = Spent::nothing_of(budget);
    all.chunk_by(|a, b| a.counts_as() == b.counts_as()).flat_map(|alike| section(alike, &mut spent)).collect()
}

fn section(findings: &[Finding], spent: &mut Spent) -> Vec<Block> {
    let Some(severity) = findings.first().map(Finding::counts_as) else { return vec![] };
    let heading = match severity {
        Some(Severity::Error) => format!("❌ {}", count(findings.len(), "error")),
        Some(Severity::Warning) => format!("⚠️ {}", count(findings.len(), "warning")),
        Some(Severity::Notice) => format!("ℹ️ {}", count(findings.len(), "notice")),
        None => format!("☑️ {} acknowledged", findings.len()),
    };
    let is_folded = findings.len() > OPEN && severity != Some(Severity::Error);
    let mut blocks = vec![Block::plain(format!("### {heading}\n\n"))];
    // The tags around a long list stay whatever folds inside.
    if is_folded {
        blocks.push(Block::kept(format!("<details><summary>{heading}</summary>\n\n")));
    }
    let by_migration = || findings.chunk_by(|a, b| a.migration == b.migration);
    for of_migration in by_migration() {
        if let Some(migration) = of_migration.first().and_then(|finding| finding.migration.as_deref())
            && by_migration().nth(1).is_some()
        {
            blocks.push(Block::plain(format!("**{}**\n\n", code(migration))));
        }
        blocks.extend(of_migration.iter().map(|one| finding(one, spent)));
    }
    if is_folded {
        blocks.push(Block::kept("</details>\n\n".to_owned()));
    }
    blocks
}
