//! What do `LOCK`, `REINDEX`, `CLUSTER`, `VACUUM` and `REFRESH` work on?

use postgres_syntax::Cursor;
use postgres_terms::LockMode;

use super::Effects;
use crate::{Action, Maintenance, Name};

/// Reads what follows `LOCK`.
pub(super) fn lock(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.take("TABLE");
    let mut list = words.skip_until(|words| words.sees("IN") || words.sees("NOWAIT"));
    let mode = if words.take("IN") { lock_mode(words)? } else { LockMode::AccessExclusive };
    words.take("NOWAIT");
    if !words.is_done() || list.is_done() {
        return None;
    }
    for mut table in list.pieces() {
        let span = table.span()?;
        let only = table.take("ONLY");
        let name = Name::new(table.name()?);
        table.take_sign("*");
        table.is_done().then_some(())?;
        effects.add(Action::Locks { table: name, mode, only }, span);
    }
    Some(())
}

fn lock_mode(words: &mut Cursor<'_>) -> Option<LockMode> {
    let modes = [
        ("ACCESS SHARE MODE", LockMode::AccessShare),
        ("ROW SHARE MODE", LockMode::RowShare),
        ("ROW EXCLUSIVE MODE", LockMode::RowExclusive),
        ("SHARE UPDATE EXCLUSIVE MODE", LockMode::ShareUpdateExclusive),
        ("SHARE MODE", LockMode::Share),
        ("SHARE ROW EXCLUSIVE MODE", LockMode::ShareRowExclusive),
        ("EXCLUSIVE MODE", LockMode::Exclusive),
        ("ACCESS EXCLUSIVE MODE", LockMode::AccessExclusive),
    ];
    modes.iter().find(|(phrase, _)| words.take(phrase)).map(|(_, mode)| *mode)
}

/// Reads what follows `REINDEX`.
pub(super) fn reindex(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let listed = is_on(words.parentheses(), "CONCURRENTLY");
    let kind = words.take_any(&["INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"])?;
    let concurrently = words.take("CONCURRENTLY") || listed;
    let name = if words.is_done() { None } else { Some(Name::new(words.name()?)) };
    effects.add_whole(Action::Maintains(Maintenance::Reindex { kind, name, concurrently }));
    words.is_done().then_some(())
}

/// Reads what follows `CLUSTER`; the oldest form says the index first.
pub(super) fn cluster(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    words.parentheses();
    words.take("VERBOSE");
    let mut table = if words.is_done() { None } else { Some(Name::new(words.name()?)) };
    if words.take("ON") {
        table = Some(Name::new(words.name()?));
    } else if words.take("USING") {
        words.identifier()?;
    }
    effects.add_whole(Action::Maintains(Maintenance::Cluster { table }));
    words.is_done().then_some(())
}

/// Reads what follows `VACUUM`.
pub(super) fn vacuum(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let mut full = is_on(words.parentheses(), "FULL");
    while let Some(option) = words.take_any(&["FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE"]) {
        full |= option == "FULL";
    }
    let mut tables = Vec::new();
    for mut table in words.pieces() {
        table.take("ONLY");
        tables.push(Name::new(table.name()?));
    }
    effects.add_whole(Action::Maintains(Maintenance::Vacuum { tables, full }));
    Some(())
}

/// Reads what follows `REFRESH MATERIALIZED VIEW`.
pub(super) fn refresh(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let concurrently = words.take("CONCURRENTLY");
    let view = Name::new(words.name()?);
    words.take_any(&["WITH DATA", "WITH NO DATA"]);
    effects.add_whole(Action::Maintains(Maintenance::Refresh { view, concurrently }));
    words.is_done().then_some(())
}

/// Whether an option is in the list, and not switched off there.
fn is_on(options: Option<Cursor<'_>>, name: &str) -> bool {
    let is_on = |mut option: Cursor<'_>| {
        let value = |words: &Cursor<'_>| words.peek().trim_matches('\'').to_ascii_lowercase();
        option.take(name) && !matches!(value(&option).as_str(), "false" | "off" | "0")
    };
    options.is_some_and(|mut options| options.pieces().into_iter().any(is_on))
}
