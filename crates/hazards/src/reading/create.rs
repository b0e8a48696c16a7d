//! What does a `CREATE` make?

use postgres_syntax::Cursor;

use super::{Effects, definition, foreign, kinds, policy, publication, role, routine, schema, view};
use crate::{Action, Column, DataType, Domain, Index, Name, ObjectKind, TableDefinition};

pub(super) fn read(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let replaces = words.take("OR REPLACE");
    words.take_any(&["GLOBAL", "LOCAL"]);
    let temporary = words.take_any(&["TEMPORARY", "TEMP"]).is_some();
    let unlogged = words.take("UNLOGGED");
    words.take("RECURSIVE");
    let unique = words.take("UNIQUE");
    let head = words.clone();
    let kind = kinds::take(words)?;
    let concurrently = words.take("CONCURRENTLY");
    let if_not_exists = words.take("IF NOT EXISTS") || replaces;
    if let ObjectKind::View | ObjectKind::MaterializedView = kind {
        let materialized = kind == ObjectKind::MaterializedView;
        let if_not_exists = if_not_exists && !replaces;
        return view::create(words, effects, view::How { materialized, temporary, replaces, if_not_exists });
    }
    if foreign::create(kind, words, effects, if_not_exists)? {
        return Some(());
    }
    let how = How { temporary, unlogged, if_not_exists };
    match kind {
        ObjectKind::Table => table(words, effects, how),
        ObjectKind::Index => index(words, effects, unique, concurrently, if_not_exists),
        ObjectKind::Type => data_type(words, effects),
        ObjectKind::Function | ObjectKind::Procedure => routine::create(words, effects, kind, replaces),
        ObjectKind::Aggregate => routine::aggregate(words, effects, replaces),
        ObjectKind::Policy => policy::create(words, effects),
        ObjectKind::Other("role") => role::create(words, effects, head.sees("USER")),
        ObjectKind::Other("language") => foreign::language(words, effects, head.sees("TRUSTED")),
        ObjectKind::Other("publication") => publication::create(words, effects),
        ObjectKind::Domain => domain(words, effects),
        ObjectKind::Trigger => trigger(words, effects, replaces),
        ObjectKind::Rule => rule(words, effects, replaces),
        ObjectKind::Other(_) => Some(()),
        ObjectKind::Schema => schema::create(words, effects, if_not_exists),
        _ => {
            let name = how.place(Name::new(words.name()?));
            effects.add_whole(Action::Creates { kind, name, if_not_exists });
            Some(())
        }
    }
}

/// What stands before the kind and the name.
#[derive(Debug, Clone, Copy)]
struct How {
    temporary: bool,
    unlogged: bool,
    if_not_exists: bool,
}

impl How {
    fn place(self, name: Name) -> Name {
        if self.temporary { name.moved_to("pg_temp") } else { name }
    }
}

fn table(words: &mut Cursor<'_>, effects: &mut Effects, how: How) -> Option<()> {
    let mut table = TableDefinition {
        name: how.place(Name::new(words.name()?)),
        unlogged: how.unlogged,
        if_not_exists: how.if_not_exists,
        ..TableDefinition::default()
    };
    if words.take("PARTITION OF") {
        table.is_partition = true;
        table.has_other_columns = true;
        table.parents.push(Name::new(words.name()?));
    }
    if words.take("OF") {
        table.has_other_columns = true;
        words.name()?;
    }
    if let Some(mut list) = words.parentheses() {
        let elements = definition::elements(&mut list)?;
        table.columns = elements.columns;
        table.constraints = elements.constraints;
        table.has_other_columns |= elements.has_others;
    }
    while !words.is_done() {
        if table.is_partition && words.take("DEFAULT") {
            table.is_default_partition = true;
        } else if words.take("INHERITS") {
            let parents = words.parentheses()?.pieces().iter_mut().filter_map(Cursor::name).map(Name::new).collect::<Vec<_>>();
            table.has_other_columns |= !parents.is_empty();
            table.parents.extend(parents);
        } else if words.take("PARTITION BY") {
            table.is_partitioned = true;
            words.identifier()?;
            words.parentheses()?;
        } else if words.take("ON COMMIT DROP") {
            table.drops_on_commit = true;
        } else if words.take_any(&["FOR VALUES FROM", "FOR VALUES IN", "FOR VALUES WITH", "TO", "WITH", "OPTIONS"]).is_some() {
            words.parentheses()?;
        } else if words.take_any(&["USING", "TABLESPACE", "SERVER"]).is_some() {
            words.identifier()?;
        } else if words.take_any(&["WITHOUT OIDS", "ON COMMIT PRESERVE ROWS", "ON COMMIT DELETE ROWS"]).is_some() {
        } else if words.sees("AS") {
            table.has_other_columns = true;
            words.take("AS");
            effects.read_known(words.remainder())?;
            break;
        } else {
            return None;
        }
    }
    // What stands in the same body finds it.
    if table.drops_on_commit && effects.depth > 0 {
        let certain = std::mem::replace(&mut effects.certain, false);
        effects.add_whole(Action::CreatesTable(table));
        effects.certain = certain;
    } else {
        effects.add_whole(Action::CreatesTable(table));
    }
    Some(())
}

fn index(words: &mut Cursor<'_>, effects: &mut Effects, unique: bool, concurrently: bool, if_not_exists: bool) -> Option<()> {
    let name = if words.sees("ON") { None } else { words.identifier() };
    words.take("ON").then_some(())?;
    let only = words.take("ONLY");
    let table = Name::new(words.name()?);
    let text = words.rest().to_owned();
    if words.take("USING") {
        words.identifier()?;
    }
    let column = |piece: &mut Cursor<'_>| piece.identifier().filter(|_| !matches!(piece.peek(), "(" | "."));
    let columns = words.parentheses()?.pieces().iter_mut().map(column).collect();
    words.skip_until(|words| words.sees("WHERE"));
    let partial = !words.is_done();
    // An index is always in its table's schema.
    let name = name.map(|name| table.sibling(&name));
    effects.add_whole(Action::CreatesIndex(Index {
        name,
        table,
        columns,
        unique,
        concurrently,
        only,
        partial,
        if_not_exists,
        text,
    }));
    Some(())
}

fn data_type(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = Name::new(words.name()?);
    if words.take("AS ENUM") {
        let values = words.parentheses()?.pieces().iter_mut().map(Cursor::string).collect::<Option<_>>()?;
        effects.add_whole(Action::CreatesEnum { name, values });
    } else {
        effects.add_whole(Action::Creates { kind: ObjectKind::Type, name, if_not_exists: false });
    }
    Some(())
}

fn domain(words: &mut Cursor<'_>, effects: &mut Effects) -> Option<()> {
    let name = Name::new(words.name()?);
    words.take("AS");
    let data_type = DataType::take(words)?;
    let (column, constraints) = definition::parts(words, Column::of_type("value", data_type))?;
    let is_constrained = column.not_null || !constraints.is_empty();
    let Column { data_type, default, .. } = column;
    effects.add_whole(Action::CreatesDomain(Domain { name, data_type, default, is_constrained }));
    Some(())
}

fn trigger(words: &mut Cursor<'_>, effects: &mut Effects, replaces: bool) -> Option<()> {
    let name = words.identifier()?;
    words.take_any(&["BEFORE", "AFTER", "INSTEAD OF"])?;
    let when = words.skip_until(|words| words.sees("ON"));
    let events = ["INSERT", "UPDATE", "DELETE", "TRUNCATE"].into_iter();
    let events = events.filter(|event| when.remaining().iter().any(|token| token.is_word(when.text(), event))).collect();
    words.take("ON").then_some(())?;
    let table = Name::new(words.name()?);
    words.skip_until(|words| words.sees("EXECUTE FUNCTION") || words.sees("EXECUTE PROCEDURE"));
    words.take_any(&["EXECUTE FUNCTION", "EXECUTE PROCEDURE"])?;
    let function = Some(Name::new(words.name()?));
    words.parentheses()?;
    effects.add_whole(Action::CreatesTrigger { name, table, replaces, events, function });
    words.is_done().then_some(())
}

fn rule(words: &mut Cursor<'_>, effects: &mut Effects, replaces: bool) -> Option<()> {
    let name = words.identifier()?;
    words.take("AS ON").then_some(())?;
    words.take_any(&["SELECT", "INSERT", "UPDATE", "DELETE"])?;
    words.take("TO").then_some(())?;
    let table = Name::new(words.name()?);
    if words.take("WHERE") {
        words.skip_until(|words| words.sees("DO"));
    }
    words.take("DO").then_some(())?;
    effects.add_whole(Action::CreatesRule { name, table, replaces });
    Some(())
}
