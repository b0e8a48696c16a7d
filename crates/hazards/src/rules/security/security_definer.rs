#![doc = include_str!("security_definer.md")]

use report::Severity;

use super::{hit, instead};
use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{
    Action, Effect, Routine, Statement,
    facts::{is_trigger, resets_path},
};

pub(crate) const RULE: Rule = Rule {
    id: "security-definer",
    severity: Severity::Warning,
    group: Group::Security,
    opt_in: false,
    summary: "A function runs with its owner's rights and is not safe against its callers",
    page: include_str!("security_definer.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::CreatesRoutine(routine) if routine.security_definer == Some(true) => {
            // `FROM CURRENT`: that of whoever runs the script.
            let path = if resets_path(routine) { Path::Writable } else { path_of(routine.search_path.as_deref()) };
            let is_trigger = routine.returns.as_deref().is_some_and(is_trigger);
            judge(effect, routine, path, is_open(routine, is_trigger, context))
        }
        Action::AltersRoutine(routine) => altered(effect, routine, context),
        _ => None,
    });
    found.collect()
}

/// An `ALTER` that makes it run with its owner's rights, or takes away what keeps it safe.
fn altered(effect: &Effect, routine: &Routine, context: &Context<'_>) -> Option<Hit> {
    let known = context.facts.running(&routine.name);
    let becomes = routine.security_definer == Some(true);
    let stays = routine.security_definer.is_none() && known.is_none_or(|known| known.security_definer);
    let changes_path = routine.search_path.is_some() || resets_path(routine);
    if !(becomes || stays && changes_path) || known.is_none() && !becomes && !resets_path(routine) {
        return None;
    }
    let kept = known.and_then(|known| known.search_path.as_deref()).filter(|_| !resets_path(routine));
    let path = match routine.search_path.as_deref().or(kept) {
        None if known.is_none() && becomes => Path::Unknown,
        path => path_of(path),
    };
    let is_trigger = known.is_some_and(|known| known.is_trigger);
    judge(effect, routine, path, becomes && is_open(routine, is_trigger, context))
}

/// Where a routine looks names up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    /// Where its caller says.
    Callers,
    /// It was made elsewhere.
    Unknown,
    /// In a schema in which others may make things.
    Writable,
    /// In temporary tables first.
    TemporaryFirst,
    Safe,
}

fn path_of(path: Option<&str>) -> Path {
    let Some(path) = path else { return Path::Callers };
    let schema = |name: &str| name.trim().trim_matches(['"', '\'']).to_owned();
    let schemas: Vec<String> = path.split(',').map(schema).filter(|name| !name.is_empty()).collect();
    let is_own = |name: &String| matches!(name.as_str(), "pg_catalog" | "information_schema" | "pg_temp");
    match schemas.as_slice() {
        schemas if schemas.iter().any(|schema| matches!(schema.as_str(), "public" | "$user")) => Path::Writable,
        schemas if schemas.iter().all(is_own) => Path::Safe,
        [.., last] if last == "pg_temp" => Path::Safe,
        _ => Path::TemporaryFirst,
    }
}

/// Whether everybody may execute it when the script has ended.
fn is_open(routine: &Routine, is_trigger: bool, context: &Context<'_>) -> bool {
    let facts = context.facts;
    let guarded = facts.is_guarded(&routine.name) || context.outlook.guards(&routine.name, facts) || facts.guards_new_routines();
    !is_trigger && !guarded
}

fn judge(effect: &Effect, routine: &Routine, path: Path, is_open: bool) -> Option<Hit> {
    let name = &routine.name;
    let (severity, why) = match path {
        Path::Callers => (
            Severity::Error,
            Some("looks names up where its caller says: whoever calls it can put something else in the place of what it means"),
        ),
        Path::Unknown => (
            Severity::Warning,
            Some("may look names up where its caller says: whether it has a `search_path` of its own cannot be told"),
        ),
        Path::Writable => (Severity::Warning, Some("looks names up in a schema in which others may make things")),
        Path::TemporaryFirst => (Severity::Warning, Some("looks tables up among its caller's temporary ones first")),
        Path::Safe if is_open => (Severity::Warning, None),
        Path::Safe => return None,
    };
    let open = if is_open { "; everybody (`PUBLIC`) may call it" } else { "" };
    let why = why.map(|why| format!(" and {why}")).unwrap_or_default();
    let message = format!("`{name}` runs with its owner's rights{why}{open}");
    let kind = routine.kind.object_type().to_ascii_uppercase();
    let mut sql = Vec::new();
    if path != Path::Safe {
        sql.push(format!("ALTER {kind} {name} SET search_path = pg_catalog, pg_temp;"));
    }
    if is_open {
        sql.push(format!("REVOKE EXECUTE ON {kind} {name} FROM PUBLIC;"));
    }
    let advice = instead("Write schemas before all names in it, and close it in the transaction that makes it:", &sql.join("\n"));
    Some(hit(effect, name, message, advice, severity))
}
