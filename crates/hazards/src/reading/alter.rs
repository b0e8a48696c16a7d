//! What does an `ALTER` change?

use postgres_syntax::Cursor;

use super::{
    Effects, definition, drop::cascades, foreign, kinds, naming, policy, publication, rights, role, routine, sequence, setting,
    view,
};
use crate::{Action, ColumnChange, DataType, DomainChange, Name, ObjectKind, RowSecurity, Security, SettingOwner, TableChange};

pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let kind = kinds::take(words)?;
    if naming::read(words, effects, kind).is_some() || foreign::alter(kind, words, effects)? {
        return Some(());
    }
    match kind {
        ObjectKind::Policy => policy::alter(words, effects),
        ObjectKind::Other("role") => role::alter(words, effects),
        ObjectKind::Other("default privileges") => rights::read_defaults(words, effects),
        ObjectKind::Other("system") => setting::read_owned(words, effects, SettingOwner::Server),
        ObjectKind::Database => database(words, effects),
        ObjectKind::Table | ObjectKind::ForeignTable | ObjectKind::MaterializedView => relation(words, effects),
        ObjectKind::View => view::alter(words, effects),
        ObjectKind::Sequence => sequence::alter(words, effects),
        ObjectKind::Other("publication") => publication::alter(words, effects),
        ObjectKind::Type => data_type(words, effects),
        ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Routine | ObjectKind::Aggregate => {
            routine::alter(words, effects, kind)
        }
        // Nothing but its name and its owner can be altered.
        ObjectKind::Schema => None,
        ObjectKind::Domain => domain(words, effects),
        ObjectKind::Index => index(words, effects),
        _ => Some(()),
    }
}

fn database(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = words.identifier()?;
    let is_set = words.sees("SET") && !words.sees("SET TABLESPACE");
    if is_set || words.sees("RESET") {
        return setting::read_owned(words, effects, SettingOwner::Database(name));
    }
    words.take("WITH");
    while let Some(option) = words.take_any(&["ALLOW_CONNECTIONS", "IS_TEMPLATE", "CONNECTION LIMIT"]) {
        words.take_sign("=");
        words.take_sign("-");
        let value = words.peek().to_ascii_lowercase();
        words.advance()?;
        let (of, parameter) = (SettingOwner::Database(name.clone()), option.to_ascii_lowercase().replace(' ', "_"));
        effects.add_whole(Action::Security(Security::Setting { of, parameter, value: Some(value) }));
    }
    Some(())
}

fn relation(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    if words.take("ALL IN TABLESPACE") {
        return tablespace(words, effects);
    }
    words.take("IF EXISTS");
    words.take("ONLY");
    let table = Name::new(words.name()?);
    words.take_sign("*");
    let pieces = words.pieces();
    if pieces.is_empty() {
        return None;
    }
    pieces.into_iter().try_for_each(|mut piece| operation(&mut piece, effects, &table))
}

/// Reads one of the operations of an `ALTER TABLE`. One of a later Postgres is not among them and is said to be unparsed.
fn operation(words: &mut Cursor<'_>, effects: &mut Effects, table: &Name) -> Option<()> {
    let span = words.span()?;
    let table = table.clone();
    let action = match words.take_any(&[
        "ADD",
        "DROP",
        "ALTER",
        "RENAME",
        "ATTACH PARTITION",
        "DETACH PARTITION",
        "INHERIT",
        "NO INHERIT",
        "VALIDATE CONSTRAINT",
        "OWNER TO",
        "ENABLE ROW LEVEL SECURITY",
        "DISABLE ROW LEVEL SECURITY",
        "FORCE ROW LEVEL SECURITY",
        "NO FORCE ROW LEVEL SECURITY",
    ]) {
        Some("ADD") => return addition(words, effects, table),
        Some("DROP") => removal(words, table)?,
        Some("ALTER") => return altered(words, effects, table),
        Some("RENAME") => renaming(words, table)?,
        Some("ATTACH PARTITION") => {
            let child = Name::new(words.name()?);
            Action::Adopts { parent: table, child, is_partition: true, is_default: words.take("DEFAULT") }
        }
        Some("INHERIT") => {
            Action::Adopts { parent: Name::new(words.name()?), child: table, is_partition: false, is_default: false }
        }
        Some("DETACH PARTITION") => {
            let child = Name::new(words.name()?);
            Action::Releases { parent: table, child, is_partition: true, concurrently: words.take("CONCURRENTLY") }
        }
        Some("NO INHERIT") => {
            Action::Releases { parent: Name::new(words.name()?), child: table, is_partition: false, concurrently: false }
        }
        Some("VALIDATE CONSTRAINT") => Action::ValidatesConstraint { table, constraint: words.identifier()? },
        Some("OWNER TO") => {
            let to = words.identifier()?;
            Action::Security(Security::ChangesOwner { kind: ObjectKind::Table, name: table, to })
        }
        Some(security) => {
            let change = match security {
                "ENABLE ROW LEVEL SECURITY" => RowSecurity::Enable,
                "DISABLE ROW LEVEL SECURITY" => RowSecurity::Disable,
                "FORCE ROW LEVEL SECURITY" => RowSecurity::Force,
                _ => RowSecurity::NoForce,
            };
            Action::Security(Security::RowSecurity { table, change })
        }
        None => Action::AltersTable { table, change: table_change(words)? },
    };
    effects.add(action, span);
    Some(())
}

/// What changes a table without touching its columns or constraints.
fn table_change(words: &mut Cursor<'_>) -> Option<TableChange> {
    let firing = ["ENABLE REPLICA", "ENABLE ALWAYS", "ENABLE", "DISABLE"];
    if let Some(mode) = words.take_any(&firing) {
        let rule = words.take_any(&["TRIGGER", "RULE"])? == "RULE";
        let name = if words.take_any(&["ALL", "USER"]).is_some() { None } else { Some(words.identifier()?) };
        return Some(TableChange::Firing { rule, name, mode });
    }
    let heads = [
        "SET LOGGED",
        "SET UNLOGGED",
        "SET TABLESPACE",
        "SET ACCESS METHOD",
        "CLUSTER ON",
        "SET WITHOUT CLUSTER",
        "REPLICA IDENTITY",
        "SET",
        "RESET",
        "OF",
        "NOT OF",
        "OPTIONS",
        "DEPENDS ON EXTENSION",
        "NO DEPENDS ON EXTENSION",
    ];
    Some(match words.take_any(&heads)? {
        "SET LOGGED" => TableChange::SetLogged,
        "SET UNLOGGED" => TableChange::SetUnlogged,
        "SET TABLESPACE" => TableChange::SetTablespace(words.identifier()?),
        "SET ACCESS METHOD" => TableChange::SetAccessMethod(words.identifier()?),
        "CLUSTER ON" => TableChange::ClusterOn(words.identifier()?),
        "SET WITHOUT CLUSTER" => TableChange::WithoutCluster,
        "REPLICA IDENTITY" => TableChange::ReplicaIdentity(words.rest().to_owned()),
        "SET" | "RESET" if words.peek() == "(" => TableChange::Options(options(words.parentheses()?)),
        "SET" if words.take("WITHOUT OIDS") => TableChange::Other,
        "SET" | "RESET" => return None,
        _ => TableChange::Other,
    })
}

/// The options of a `WITH (...)` or `SET (...)`, in lower case, with their values.
pub(super) fn options(mut list: Cursor<'_>) -> Vec<(String, Option<String>)> {
    let option = |mut piece: Cursor<'_>| {
        let name = piece.name()?.join(".").to_ascii_lowercase();
        let value = piece.take_sign("=").then(|| piece.string().unwrap_or_else(|| piece.rest().to_owned()));
        Some((name, value))
    };
    list.pieces().into_iter().filter_map(option).collect()
}

fn removal(words: &mut Cursor<'_>, table: Name) -> Option<Action> {
    let cascade = cascades(words);
    let is_constraint = words.take("CONSTRAINT");
    // A column may be called `column`.
    if !is_constraint && words.remaining().len() > 1 {
        words.take("COLUMN");
    }
    words.take("IF EXISTS");
    let name = words.identifier()?;
    Some(if is_constraint {
        Action::DropsConstraint { table, constraint: name, cascade }
    } else {
        Action::DropsColumn { table, column: name, cascade }
    })
}

fn renaming(words: &mut Cursor<'_>, table: Name) -> Option<Action> {
    let is_constraint = words.take("CONSTRAINT");
    if !is_constraint && !words.sees("COLUMN TO") {
        words.take("COLUMN");
    }
    let from = words.identifier()?;
    words.take("TO").then_some(())?;
    let to = words.identifier()?;
    Some(if is_constraint {
        Action::RenamesPart { kind: ObjectKind::Other("table constraint"), owner: table, from, to }
    } else {
        Action::RenamesColumn { table, from, to }
    })
}

/// Reads what follows `ALTER` inside of an `ALTER TABLE`.
fn altered(words: &mut Cursor<'_>, effects: &mut Effects, table: Name) -> Option<()> {
    let span = words.span()?;
    if words.take("CONSTRAINT") {
        effects.add(Action::AltersConstraint { table, constraint: words.identifier()? }, span);
        return Some(());
    }
    words.take("COLUMN");
    if words.ahead(0)?.kind == postgres_syntax::TokenKind::Number {
        return Some(()); // a column of an index, by its number
    }
    let column = words.identifier()?;
    words.take("SET DATA");
    if words.take("TYPE") {
        let to = DataType::take(words)?;
        words.skip_until(|words| words.sees("USING"));
        let using = words.take("USING").then(|| words.rest().to_owned());
        effects.add(Action::ChangesType { table, column, to, using }, span);
        return Some(());
    }
    let heads = [
        "SET NOT NULL",
        "DROP NOT NULL",
        "SET DEFAULT",
        "DROP DEFAULT",
        "SET EXPRESSION AS",
        "DROP EXPRESSION",
        "ADD GENERATED",
        "SET GENERATED",
        "DROP IDENTITY",
        "SET STATISTICS",
        "SET STORAGE",
        "SET COMPRESSION",
        "SET",
        "RESTART",
        "RESET",
        "OPTIONS",
    ];
    let change = match words.take_any(&heads)? {
        "SET NOT NULL" => ColumnChange::SetNotNull,
        "DROP NOT NULL" => ColumnChange::DropNotNull,
        "SET DEFAULT" => ColumnChange::SetDefault(definition::expression(words)),
        "DROP DEFAULT" => ColumnChange::DropDefault,
        "SET EXPRESSION AS" => ColumnChange::SetExpression(definition::expression(words)),
        "DROP EXPRESSION" => ColumnChange::DropExpression,
        "ADD GENERATED" => ColumnChange::AddIdentity,
        "RESTART" => ColumnChange::SetIdentity { restarts: true, always: false },
        "DROP IDENTITY" => ColumnChange::DropIdentity,
        "SET" | "RESET" if words.peek() == "(" => ColumnChange::Statistics,
        "SET STATISTICS" => ColumnChange::Statistics,
        "SET GENERATED" | "SET" => {
            let always = words.sees("ALWAYS");
            words.skip_until(|words| words.sees("RESTART"));
            ColumnChange::SetIdentity { restarts: !words.is_done(), always }
        }
        _ => ColumnChange::Storage,
    };
    effects.add(Action::AltersColumn { table, column, change }, span);
    Some(())
}

fn addition(words: &mut Cursor<'_>, effects: &mut Effects, table: Name) -> Option<()> {
    let span = words.span()?;
    if definition::begins_constraint(words) {
        effects.add(Action::AddsConstraint { table, constraint: definition::constraint(words)? }, span);
        return Some(());
    }
    words.take("COLUMN");
    let if_not_exists = words.take("IF NOT EXISTS");
    let (column, constraints) = definition::column(words)?;
    effects.add(Action::AddsColumn { table, column, constraints, if_not_exists }, span);
    Some(())
}

fn data_type(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = Name::new(words.name()?);
    if words.take("ADD VALUE") {
        words.take("IF NOT EXISTS");
        let value = words.string()?;
        effects.add_whole(Action::AddsEnumValue { name, value });
    } else if words.take("RENAME VALUE") {
        let from = words.string()?;
        words.take("TO").then_some(())?;
        effects.add_whole(Action::RenamesEnumValue { name, from, to: words.string()? });
    } else if !words.take("SET") {
        return words.pieces().into_iter().try_for_each(|mut piece| attribute(&mut piece, effects, &name));
    }
    Some(())
}

/// Reads what follows `ALL IN TABLESPACE`.
fn tablespace(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let from = words.identifier()?;
    words.skip_until(|words| words.sees("SET TABLESPACE"));
    words.take("SET TABLESPACE").then_some(())?;
    let to = words.identifier()?;
    words.take("NOWAIT");
    effects.add_whole(Action::MovesTablespace { from, to });
    words.is_done().then_some(())
}

/// Of what can be altered of an index, only where it is matters here.
fn index(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    if words.take("ALL IN TABLESPACE") {
        return tablespace(words, effects);
    }
    words.take("IF EXISTS");
    let index = Name::new(words.name()?);
    match words.take_any(&[
        "SET TABLESPACE",
        "ATTACH PARTITION",
        "NO DEPENDS ON EXTENSION",
        "DEPENDS ON EXTENSION",
        "ALTER",
        "SET",
        "RESET",
    ])? {
        "SET TABLESPACE" => effects.add_whole(Action::MovesIndex { index, tablespace: words.identifier()? }),
        "ALTER" => {
            words.take("COLUMN");
            words.advance()?;
            words.take("SET STATISTICS").then_some(())?;
        }
        _ => {}
    }
    Some(())
}

fn domain(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = Name::new(words.name()?);
    let heads = ["SET NOT NULL", "DROP NOT NULL", "SET DEFAULT", "DROP DEFAULT", "ADD", "DROP CONSTRAINT", "VALIDATE CONSTRAINT"];
    let change = match words.take_any(&heads)? {
        "SET NOT NULL" => DomainChange::SetNotNull,
        "DROP NOT NULL" => DomainChange::DropNotNull,
        "SET DEFAULT" => DomainChange::SetDefault,
        "DROP DEFAULT" => DomainChange::DropDefault,
        "ADD" => {
            let name = if words.take("CONSTRAINT") { Some(words.identifier()?) } else { None };
            words.take_any(&["CHECK", "NOT NULL"])?;
            words.parentheses();
            DomainChange::AddConstraint { name, not_valid: definition::skips_rows(words) }
        }
        "DROP CONSTRAINT" => {
            words.take("IF EXISTS");
            DomainChange::DropConstraint { name: words.identifier()? }
        }
        _ => DomainChange::ValidateConstraint { name: words.identifier()? },
    };
    effects.add_whole(Action::AltersDomain { domain: name, change });
    Some(())
}

fn attribute(words: &mut Cursor<'_>, effects: &mut Effects, name: &Name) -> Option<()> {
    let span = words.span()?;
    if words.take("DROP ATTRIBUTE") {
        let cascade = cascades(words);
        words.take("IF EXISTS");
        effects.add(Action::DropsAttribute { name: name.clone(), attribute: words.identifier()?, cascade }, span);
        return Some(());
    }
    words.take_any(&["ADD ATTRIBUTE", "ALTER ATTRIBUTE"])?;
    let cascade = cascades(words);
    effects.add(Action::AltersAttribute { name: name.clone(), attribute: words.identifier()?, cascade }, span);
    Some(())
}
