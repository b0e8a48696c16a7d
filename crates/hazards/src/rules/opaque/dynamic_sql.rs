#![doc = include_str!("dynamic_sql.md")]

use report::Severity;

use super::{destruction, within};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, RowSecurity, Security, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "dynamic-sql",
    severity: Severity::Warning,
    group: Group::Opaque,
    opt_in: false,
    summary: "SQL is put together at run time",
    page: include_str!("dynamic_sql.md"),
    check: Check::Statement(check),
};

const SHOWN: usize = 80;

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    within(statement, &mut |effect, later| {
        let Action::RunsDynamic { known, effects } = &effect.action else { return };
        let does = effects.iter().find_map(|effect| destruction(&effect.action, context.settings));
        let does = does.map(|does| does.replace("\"…\"", "…"));
        let when = if later { " when this code is called" } else { "" };
        let message = match (&does, shown(known)) {
            (Some(does), _) => {
                format!("SQL that is put together at run time {does}{when}; `…` stands for what only the run tells")
            }
            (None, Some(known)) => format!("SQL that is put together at run time cannot be read here{when}; known is `{known}`"),
            (None, None) => format!("SQL that is put together at run time cannot be read here{when}: it may do anything"),
        };
        let advice = "Write the statement out. Where its names are only known at run time, have a person read it; `validate` runs it on a throw-away server and tells what disappeared there.";
        let hit = Hit::new(effect, Name::default(), message, advice);
        hits.push(match does {
            Some(_) if !later => hit.severity(Severity::Error),
            None if is_mild(known, effects) => hit.severity(Severity::Notice),
            _ => hit,
        });
    });
    hits
}

/// Whether all that is known of it harms nobody: it only looks, or makes something new.
fn is_mild(known: &str, effects: &[Effect]) -> bool {
    let is_harmless = |action: &Action| match action {
        Action::Reads { .. } | Action::Calls { .. } | Action::Creates { .. } | Action::CreatesEnum { .. } => true,
        Action::CreatesTable(table) => table.parents.is_empty(),
        Action::Security(Security::RowSecurity { change, .. }) => matches!(change, RowSecurity::Enable | RowSecurity::Force),
        _ => false,
    };
    let first = known.split_whitespace().next().unwrap_or_default();
    // What is called where only the run tells its name may be anything.
    let looks = ["SELECT", "VALUES", "SHOW", "COMMENT", "ANALYZE"].iter().any(|verb| first.eq_ignore_ascii_case(verb));
    let calls = known.split('…').skip(1).any(|rest| rest.trim_start().starts_with('('));
    !calls && (looks || !effects.is_empty()) && effects.iter().all(|effect| is_harmless(&effect.action))
}

/// The beginning of a text on one line.
fn shown(known: &str) -> Option<String> {
    let line = known.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    let cut = line.char_indices().nth(SHOWN).and_then(|(at, _)| line.get(..at)).map(|short| format!("{short}…"));
    Some(cut.unwrap_or(line)).filter(|line| !line.is_empty())
}
