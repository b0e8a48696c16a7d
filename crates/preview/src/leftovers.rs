//! What did a failed script leave behind?

use catalog::{Action, Change, Identity, Snapshot, Value};
use history::Record;
use replay::Step;
use report::{Block, Section};

/// Lines of a stored log that are shown.
const LOG_LINES: usize = 40;
/// Objects that are named.
const NAMED: usize = 30;

/// One failed or unfinished row: its log, and which of the script's changes are in the database. `step` is the script's rehearsal, where there
/// was one; `schema` is the database's.
pub(crate) fn section(record: &Record, step: Option<&Step>, schema: &Snapshot) -> Section {
    let mut blocks = Vec::new();
    let when = format!("began at {}", record.started_at);
    let how = if record.logs.is_some() { "failed" } else { "nobody wrote how it ended" };
    blocks.push(Block::List(vec![format!("{when}; {how}")]));
    if let Some(logs) = &record.logs {
        blocks.push(Block::Code { language: "text", text: readable(logs) });
    }
    blocks.push(Block::List(left_behind(step, schema)));
    Section { title: format!("What `{}` left", record.name), blocks, is_folded: false }
}

/// Each change of the script, and whether it is there.
fn left_behind(step: Option<&Step>, schema: &Snapshot) -> Vec<String> {
    let Some(changes) = step.filter(|step| step.changes_include_earlier == 0).and_then(|step| step.changes.as_ref()) else {
        return vec![
            "what it left behind is not known: its script was not rehearsed, or does not run on the expected schema".to_owned(),
        ];
    };
    let (there, gone): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| is_there(change, schema));
    let named = |changes: &[&Change]| {
        let mut lines: Vec<String> = changes.iter().take(NAMED).map(|change| told(change)).collect();
        if changes.len() > NAMED {
            lines.push(format!("and {} more", changes.len() - NAMED));
        }
        lines.join(", ")
    };
    match (there.as_slice(), gone.as_slice()) {
        ([], []) => vec!["its script changes no object of the schema; whether rows were changed is not known".to_owned()],
        ([], gone) => {
            vec![format!("none of its {} changes of the schema is there: it was rolled back, or undone since", gone.len())]
        }
        (there, []) => vec![format!("all of its {} changes of the schema are there: {}", there.len(), named(there))],
        (there, gone) => vec![
            format!("{} of its {} changes are there: {}", there.len(), there.len() + gone.len(), named(there)),
            format!("not there: {}", named(gone)),
        ],
    }
}

fn told(change: &Change) -> String {
    let what = match change.action {
        Action::Added => "new",
        Action::Removed => "gone",
        Action::Altered => "altered",
    };
    format!("{what} {} `{}`", change.identity.kind, change.identity)
}

/// Whether a schema is as if the change had been made to it.
fn is_there(change: &Change, schema: &Snapshot) -> bool {
    let object = |identity: &Identity| schema.get(identity);
    match change.action {
        Action::Added => object(&change.identity).is_some(),
        Action::Removed => object(&change.identity).is_none(),
        Action::Altered => object(&change.identity).is_some_and(|object| {
            let same = |property: &str, value: &Option<Value>| {
                // A new name or schema is part of the identity, by which the object was found.
                matches!(property, "name" | "schema" | "arguments") || object.get(property) == value.as_ref()
            };
            change.alterations.iter().all(|alteration| same(&alteration.property, &alteration.to))
        }),
    }
}

/// A stored log without the colours of a terminal, and without what may quote rows: Prisma's engine stores the server's DETAIL in a dump of
/// its error, and the traces of its source after it.
fn readable(logs: &str) -> String {
    let plain = without_escapes(logs);
    let is_data = |line: &str| {
        let line = line.trim_start();
        ["DbError", "DETAIL", "detail:", "CONTEXT", "where_"].iter().any(|word| line.starts_with(word))
            || line.contains("DbError {")
    };
    let shown: Vec<&str> = plain.lines().take_while(|line| !is_data(line)).take(LOG_LINES).collect();
    let left_out = plain.lines().count() - shown.len();
    let text = shown.join("\n");
    if left_out > 0 { format!("{}\n({left_out} more lines are in the history)", text.trim_end()) } else { text }
}

/// Takes the terminal's escape sequences out of a text.
fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            if letters.next() == Some('[') {
                letters.by_ref().find(|letter| letter.is_ascii_alphabetic());
            }
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_shown_without_colours_and_without_rows() {
        let logs = "A migration failed to apply.\n\nMigration name: 2_b\n\nDatabase error code: 23505\n\n  \u{1b}[1m  1\u{1b}[0m CREATE UNIQUE INDEX\n\n\
                    DbError { severity: \"ERROR\", detail: Some(\"Key (email)=(ann@example.org) is duplicated.\") }\n\n   0: sql_schema_connector::apply\n";
        let shown = readable(logs);
        assert!(shown.contains("Database error code: 23505\n\n    1 CREATE UNIQUE INDEX"), "{shown}");
        assert!(!shown.contains("ann@example.org") && shown.ends_with("(3 more lines are in the history)"), "{shown}");
        assert_eq!(readable("plain"), "plain");
    }
}
