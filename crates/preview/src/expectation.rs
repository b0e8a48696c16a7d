//! Which schema should a deploy leave?

use catalog::{Kind, Snapshot};
use plan::Expected;
use rehearsal::Rehearsed;

/// The live schema after the change that the rehearsal saw; or why nobody can say.
pub(crate) fn expected(live: &Snapshot, owner: &str, live_major: u32, rehearsed: &Rehearsed) -> Result<Expected, String> {
    let (Some(replayed), Some(role)) = (&rehearsed.replayed, &rehearsed.role) else {
        return Err("nothing was rehearsed".to_owned());
    };
    if replayed.unread.is_some() || replayed.steps.iter().any(|step| !step.ending.is_applied()) {
        return Err("the rehearsal did not reach its end".to_owned());
    }
    if let Some(major) = rehearsed.server_major.filter(|major| *major != live_major) {
        return Err(format!("it was rehearsed on PostgreSQL {major}, and the database has {live_major}"));
    }
    let (from, to) = (replayed.before.with_role(role, owner), replayed.after.with_role(role, owner));
    let has_default = |snapshot: &Snapshot, identity| snapshot.get(identity).is_some();
    let given = live.of_kind(Kind::DefaultPrivileges).find(|object| {
        object.identity.parent.as_ref().is_some_and(|creator| creator.as_str() == owner) && !has_default(&from, &object.identity)
    });
    let makes_something = to.objects().any(|object| !object.identity.kind.is_part() && from.get(&object.identity).is_none());
    if let Some(given) = given.filter(|_| makes_something) {
        return Err(format!("the database gives new objects privileges that the history does not set ({})", given.identity));
    }
    let after = live.changed_as(&from, &to).map_err(|unclear| {
        let first = unclear.first().map_or(String::new(), |identity| format!("{} `{identity}`", identity.kind));
        let more = if unclear.len() > 1 { format!(" and {} more", unclear.len() - 1) } else { String::new() };
        format!("what the migrations change is not here as the history makes it: {first}{more}")
    })?;
    Ok(of(&after))
}

/// A schema as a plan says it.
pub(crate) fn of(schema: &Snapshot) -> Expected {
    Expected { fingerprint: schema.fingerprint(), objects: schema.object_digests() }
}
