#![doc = include_str!("dynamic_sql.md")]

use report::Severity;

use super::{destruction, within};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Statement};

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
        hits.push(if does.is_some() && !later { hit.severity(Severity::Error) } else { hit });
    });
    hits
}

/// The beginning of a text on one line.
fn shown(known: &str) -> Option<String> {
    let line = known.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    let cut = line.char_indices().nth(SHOWN).and_then(|(at, _)| line.get(..at)).map(|short| format!("{short}…"));
    Some(cut.unwrap_or(line)).filter(|line| !line.is_empty())
}
