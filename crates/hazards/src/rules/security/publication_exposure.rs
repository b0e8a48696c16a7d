#![doc = include_str!("publication_exposure.md")]

use report::Severity;

use super::{hit, instead};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Effect, Name, Publication, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "publication-exposure",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "Rows of a table are sent to others as they change",
    page: include_str!("publication_exposure.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, _: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::ChangesPublication(publication) => judge(effect, publication),
        _ => None,
    });
    found.collect()
}

/// Publications that a service reads and passes on to clients.
const READ_BY_CLIENTS: [&str; 3] = ["supabase_realtime", "electric_publication_default", "powersync"];

fn judge(effect: &Effect, publication: &Publication) -> Option<Hit> {
    let name = Name::from(publication.name.as_str());
    let listed = |names: Vec<String>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let what = match (publication.all_tables, publication.adds.as_slice(), publication.adds_schemas.as_slice()) {
        (true, _, _) => "all tables, those to come included".to_owned(),
        (_, [], []) => return None,
        (_, tables, []) => listed(tables.iter().map(Name::to_string).collect()),
        (_, tables, schemas) => {
            let schemas = schemas.iter().map(|schema| Name::from(schema.as_str()).to_string());
            let all = format!("all tables of schema {}", listed(schemas.collect()));
            if tables.is_empty() { all } else { format!("{}, and {all}", listed(tables.iter().map(Name::to_string).collect())) }
        }
    };
    let to = if READ_BY_CLIENTS.contains(&publication.name.as_str()) {
        "clients that listen to it"
    } else {
        "whoever subscribes to it, past rights and policies"
    };
    let message = format!("publication `{name}` sends every change of {what} to {to}");
    let first = publication.adds.first().map_or_else(|| "<a table>".to_owned(), Name::to_string);
    let advice = instead(
        "Publish single tables, and of those only the columns and rows that are needed (since 15):",
        &format!("ALTER PUBLICATION {name} ADD TABLE {first} (id) WHERE (id > 0);"),
    );
    let object = publication.adds.first().cloned().unwrap_or(name);
    Some(hit(effect, object, message, advice, Severity::Warning))
}
