#![doc = include_str!("publication_change.md")]

use report::Severity;

use crate::rules::wording::list;
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Name, Publication, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "publication-change",
    severity: Severity::Warning,
    group: Group::Clients,
    opt_in: false,
    summary: "Subscribers are no longer told of some changes",
    page: include_str!("publication_change.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::ChangesPublication(publication) => Some((effect, publication, change(publication)?)),
        _ => None,
    });
    found
        .map(|(effect, publication, change)| {
            let name = Name::from(publication.name.as_str());
            let advice = format!(
                "Make sure that no subscriber needs what is left out: replicas go on with rows that grow old, and nobody sees an error. Look at it first:\n\
                 SELECT * FROM pg_publication_tables WHERE pubname = {};",
                postgres_terms::Literal(&publication.name).quote()
            );
            Hit::new(effect, &name, format!("publication `{name}` {change}"), advice)
        })
        .collect()
}

/// What subscribers lose; `None`: nothing.
fn change(publication: &Publication) -> Option<String> {
    if publication.creates {
        return None;
    }
    if publication.replaces {
        let kept = publication.adds.iter().map(ToString::to_string).chain(publication.adds_schemas.iter().cloned());
        return Some(format!("tells of changes of {} only, and no longer of any other table", list(kept)?));
    }
    if publication.changes_options {
        return Some("tells of other changes, or tells them otherwise, than before".to_owned());
    }
    list(&publication.removes).map(|removed| format!("no longer tells of changes of {removed}"))
}
