//! For a terminal or a log: what happened in order, each finding like a compiler's, the verdict last, where the eye is.

mod finding;
mod paint;
mod section;

use std::io::{self, Write};

use crate::{
    Migration, Outcome, Report, SchemaChangeKind, Target, Verdict, changes_in_short,
    render::{
        duration,
        excerpt::width,
        rows::{Row, rows},
    },
    sanitise,
    tally::count,
};

use paint::Paint;

/// How the text is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Colour codes or none.
    pub colour: bool,
    /// Cells in a line; sentences are wrapped, code never is.
    pub width: usize,
}

/// With more lines than this about migrations, each gets its changes in short.
const ROWS_WITH_DETAILS: usize = 20;

/// Writes the report. The text is fit for a log that an Actions runner reads.
pub fn render(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { text: String::new(), paint: Paint(style.colour), width: style.width.max(40) };
    for target in &report.targets {
        page.target(report, target, out)?;
    }
    for target in &report.targets {
        page.conclusion(target);
    }
    page.hand_over(out)
}

/// The text so far, and how to continue it.
struct Page {
    text: String,
    paint: Paint,
    width: usize,
}

impl Page {
    /// Whole lines so far, so that a long report is never in memory as a whole.
    fn hand_over(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(sanitise::log(&self.text).as_bytes())?;
        self.text.clear();
        Ok(())
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn target(&mut self, report: &Report, target: &Target, out: &mut dyn Write) -> io::Result<()> {
        let title = format!("{} {}", report.command, sanitise::line(&target.title()));
        self.line(&self.paint.strong(&title));
        self.line("");
        if !target.migrations.is_empty() || target.summary.is_none() {
            self.migrations(target);
        }
        for migration in &target.migrations {
            if let Outcome::Failed(error) = &migration.outcome {
                self.failure(migration, error);
            }
        }
        for finding in &target.findings {
            self.finding(finding);
            self.hand_over(out)?;
        }
        for section in &target.sections {
            self.section(section);
            self.hand_over(out)?;
        }
        for reason in &target.incomplete {
            self.sentence(&self.paint.warning("no conclusion"), reason);
        }
        for note in &target.notes {
            self.sentence(&self.paint.faint("note"), note);
        }
        if !target.incomplete.is_empty() || !target.notes.is_empty() {
            self.line("");
        }
        Ok(())
    }

    fn migrations(&mut self, target: &Target) {
        let rows = rows(target);
        let names = rows.iter().map(|row| width(&name_of(row))).max().unwrap_or(0);
        let is_detailed = rows.len() <= ROWS_WITH_DETAILS;
        for row in &rows {
            let name = name_of(row);
            let padding = " ".repeat(names - width(&name));
            let (outcome, time) = match row {
                Row::Base { duration, .. } => (self.paint.outcome(&Outcome::Applied), Some(*duration)),
                Row::One(migration) => (self.paint.outcome(&migration.outcome), migration.duration),
                Row::Untried(first, ..) => (self.paint.outcome(&first.outcome), None),
            };
            let time = time.map(duration::in_words).unwrap_or_default();
            let short = match row {
                Row::One(migration) if !is_detailed => changes_in_short(&migration.changes),
                _ => String::new(),
            };
            self.line(&format!("  {outcome}  {name}{padding}  {}  {short}", self.paint.faint(&format!("{time:>9}"))));
            if let Row::One(migration) = row {
                self.manner(migration);
                if is_detailed {
                    self.changes(migration);
                }
            }
        }
        if rows.is_empty() {
            self.line("  no migrations");
        }
        self.line("");
    }

    fn manner(&mut self, migration: &Migration) {
        if let Some(manner) = &migration.manner {
            let text = paint::wrap(&sanitise::line(manner), self.width, 11);
            self.line(&format!("           {}", self.paint.faint(&text)));
        }
    }

    fn changes(&mut self, migration: &Migration) {
        for change in &migration.changes {
            let object = format!("{} {} {}", change.change.sign(), sanitise::line(&change.kind), sanitise::line(&change.name));
            let object = match change.change {
                SchemaChangeKind::Added => self.paint.good(&object),
                SchemaChangeKind::Removed => self.paint.error(&object),
                SchemaChangeKind::Altered => self.paint.warning(&object),
            };
            self.line(&format!("           {object}"));
            for detail in &change.details {
                self.line(&format!("               {}", sanitise::line(detail)));
            }
        }
    }

    /// A labelled sentence, wrapped under its own beginning.
    fn sentence(&mut self, label: &str, text: &str) {
        let text = paint::wrap(&sanitise::line(text), self.width, 6);
        self.line(&format!("{label}: {text}"));
    }

    fn conclusion(&mut self, target: &Target) {
        let verdict = target.verdict();
        let word = match verdict {
            Verdict::Pass => self.paint.good("pass"),
            Verdict::Incomplete => self.paint.warning("incomplete"),
            Verdict::Blocked => self.paint.error("blocked"),
        };
        self.line(&format!("{word}: {}: {}", sanitise::line(&target.title()), sanitise::line(&target.in_short())));
    }
}

fn name_of(row: &Row) -> String {
    match row {
        Row::Base { count: number, .. } => count(*number, "base migration"),
        Row::One(migration) => sanitise::line(&migration.name),
        Row::Untried(first, last, number) => {
            format!("{} … {} ({number} migrations)", sanitise::line(&first.name), sanitise::line(&last.name))
        }
    }
}
