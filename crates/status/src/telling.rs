//! What is said of it all: one table, what is pending, and what is odd.

use report::{Block, Cell, Column, Finding, RuleDescription, RuleId, Section, Severity, Table, Target};

use crate::looking::{Look, Seen};

const COLUMNS: [Column; 11] = [
    Column::new("target", "target"),
    Column::new("environment", "environment"),
    Column::new("state", "state"),
    Column::new("applied", "applied"),
    Column::new("pending", "pending"),
    Column::new("failed", "failed"),
    Column::new("edited", "edited"),
    Column::new("missing", "missing"),
    Column::new("out_of_order", "out of order"),
    Column::new("last_applied", "last applied"),
    Column::new("last_applied_at", "at"),
];

const OUT_OF_STEP: &str = "out-of-step";

/// What there is to know of the rules: our own, and those about the history.
pub(crate) fn rules() -> Vec<RuleDescription> {
    let own = RuleDescription {
        id: OUT_OF_STEP,
        severity: Severity::Error,
        summary: "A database and the migrations of its target are not in step",
        page: "",
        path: "docs/history-rules.md".to_owned(),
        is_security: false,
    };
    [own].into_iter().chain(admission::rules()).collect()
}

/// Names of pending migrations that are told of one environment.
const NAMES: usize = 10;

/// The report. It goes under the name of the only target, where there is one.
pub(crate) fn tell(seen: &[Seen], notes: Vec<String>) -> Target {
    let table = Table { columns: COLUMNS.to_vec(), rows: seen.iter().map(row).collect() };
    let mut sections = vec![section("Targets and environments", Block::Table(table))];
    let pending: Vec<String> = seen.iter().filter_map(|seen| pending(seen, seen.standing.as_ref().ok()?)).collect();
    if !pending.is_empty() {
        sections.push(section("Pending", Block::List(pending)));
    }
    let mut target = Target {
        name: name(seen),
        sections,
        summary: Some(summary(seen)),
        findings: seen.iter().flat_map(findings).collect(),
        incomplete: seen.iter().filter_map(unlearned).collect(),
        notes,
        ..Target::default()
    };
    for seen in seen {
        let notes = seen.standing.iter().flat_map(|look| &look.notes);
        target.notes.extend(notes.map(|note| format!("{}: {note}", place_of(seen))));
    }
    target.sort();
    target
}

fn section(title: &str, block: Block) -> Section {
    Section { title: title.to_owned(), blocks: vec![block], is_folded: false }
}

fn name(seen: &[Seen]) -> String {
    match seen {
        [first, rest @ ..] if rest.iter().all(|seen| seen.target == first.target) => first.target.clone(),
        _ => "all targets".to_owned(),
    }
}

/// `site` in `staging`.
fn place_of(seen: &Seen) -> String {
    format!("`{}` in `{}`", seen.target, seen.environment)
}

fn row(seen: &Seen) -> Vec<Cell> {
    let mut cells = vec![Cell::Name(seen.target.clone()), Cell::Name(seen.environment.clone())];
    match &seen.standing {
        Ok(look) => {
            let standing = &look.standing;
            let last = standing.last_applied.as_ref();
            cells.extend([
                Cell::Text(look.in_words()),
                Cell::from(standing.applied.len()),
                Cell::from(standing.pending.len()),
                Cell::from(standing.failed.len() + standing.unfinished.len()),
                Cell::from(standing.edited.len()),
                Cell::from(standing.missing.len()),
                Cell::from(standing.out_of_order.len()),
                last.map_or(Cell::Nothing, |record| Cell::Name(record.name.clone())),
                last.and_then(|record| record.finished_at.as_deref()).map_or(Cell::Nothing, |at| Cell::Text(to_the_second(at))),
            ]);
        }
        Err(_) => cells.push(Cell::from("could not be learned")),
    }
    cells.resize(COLUMNS.len(), Cell::Nothing);
    cells
}

/// `2026-11-21T09:04:07.541000Z` as `2026-11-21 09:04:07 UTC`.
fn to_the_second(at: &str) -> String {
    let seconds = at.split(['.', 'Z']).next().unwrap_or(at);
    format!("{} UTC", seconds.replacen('T', " ", 1))
}

fn pending(seen: &Seen, look: &Look) -> Option<String> {
    let names = &look.standing.pending;
    let told = names.iter().take(NAMES).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("{}: {told}{more}", place_of(seen)))
}

fn findings(seen: &Seen) -> Vec<Finding> {
    let Ok(look) = &seen.standing else { return Vec::new() };
    let place = place_of(seen);
    let odd = look.findings.iter().map(|finding| Finding { message: format!("{place}: {}", finding.message), ..finding.clone() });
    let step = (!look.is_in_step()).then(|| Finding {
        advice: Some(advice(look).to_owned()),
        ..Finding::new(
            RuleId::new(OUT_OF_STEP),
            Severity::Error,
            format!("{place} is not in step with the migrations: {}", look.in_words()),
        )
    });
    odd.chain(step).collect()
}

fn advice(look: &Look) -> &'static str {
    if look.standing.is_sound() && !admission::stops(&look.findings) {
        "Apply what is pending with `deploy`, after `preview` has shown what it does."
    } else {
        "Settle what the other findings name first; nothing should be deployed before that."
    }
}

/// Why nothing could be learned of one.
fn unlearned(seen: &Seen) -> Option<String> {
    let failure = seen.standing.as_ref().err()?;
    Some(format!("{}: {}", place_of(seen), failure.sentence()))
}

fn summary(seen: &[Seen]) -> String {
    let count = |wanted: fn(&Seen) -> bool| seen.iter().filter(|seen| wanted(seen)).count();
    let in_step = count(|seen| seen.standing.as_ref().is_ok_and(Look::is_in_step));
    let unlearned = count(|seen| seen.standing.is_err());
    let of = if seen.len() == 1 { "1 database is".to_owned() } else { format!("{} databases are", seen.len()) };
    let unlearned = if unlearned > 0 { format!(", {unlearned} could not be looked at") } else { String::new() };
    format!("{in_step} of {of} in step{unlearned}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_to_the_second() {
        assert_eq!(to_the_second("2026-11-21T09:04:07.541000Z"), "2026-11-21 09:04:07 UTC");
        assert_eq!(to_the_second("2026-11-21T09:04:07Z"), "2026-11-21 09:04:07 UTC");
        assert_eq!(to_the_second(""), " UTC");
    }
}
