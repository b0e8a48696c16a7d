//! What goes with a column, a table or a key, as far as the scripts tell?

use crate::rules::{Context, wording::list};
use crate::{Action, Constraint, ConstraintKind, Facts, Name, ObjectKind};

/// Nobody reads about more of them.
const MOST: usize = 100;

/// What depends on something, in words: `` index `i`, foreign key `k` of `t` ``. Empty when nothing is known to.
pub(super) type Dependants = Vec<String>;

/// Says what goes as well; empty when nothing does.
pub(super) fn also(dependants: &Dependants) -> String {
    let Some((last, first)) = dependants.split_last() else { return String::new() };
    let first = first.join(", ");
    if first.is_empty() { format!("; with it {last}") } else { format!("; with it {first} and {last}") }
}

/// What `DROP COLUMN` takes along: always its indexes and constraints, with `CASCADE` also what others made of it.
pub(super) fn of_column(table: &Name, column: &str, cascade: bool, facts: &Facts) -> Dependants {
    let Some((id, known)) = facts.table_id(table).and_then(|id| Some((id, facts.table_of(id)?))) else { return Vec::new() };
    let held = known.constraints.iter().take(MOST).filter(|(_, held)| held.constraint.columns().any(|named| named == column));
    let constraints: Vec<&str> = held.map(|(name, _)| name.as_str()).collect();
    let has_column = |columns: &[Option<String>]| columns.iter().flatten().any(|named| named == column);
    let indexes =
        facts.indexes_of(id).take(MOST).filter(|(_, index)| has_column(&index.columns)).map(|(name, _)| name.last().to_owned());
    let indexes: Vec<String> = indexes.filter(|index| !constraints.contains(&index.as_str())).collect();
    let mut found = Vec::new();
    found.extend(named("index", "indexes", list(indexes)));
    found.extend(named("constraint", "constraints", list(constraints)));
    if cascade {
        let keys =
            facts.references_to(id).take(MOST).filter(|(from, held)| *from != id && references(&held.constraint, column, known));
        let keys = keys
            .filter_map(|(from, held)| Some(facts.name_of(from)?.part(&held.constraint.name_on(facts.name_of(from)?.last()))));
        found.extend(named("foreign key", "foreign keys", list(keys)));
        let policies = known.policies.values().take(MOST).filter(|policy| {
            let expressions = policy.using.iter().chain(&policy.with_check);
            expressions.flat_map(|expression| &expression.columns).any(|named| named == column)
        });
        found.extend(named("policy", "policies", list(policies.map(|policy| Name::from(policy.name.as_str())))));
        let views = list(facts.views_of(table).take(MOST));
        found.extend(views.map(|views| format!("whichever of the views {views} shows it")));
    }
    found
}

/// What `DROP TABLE ... CASCADE` takes from others.
pub(super) fn of_table(table: &Name, facts: &Facts) -> Dependants {
    let Some(id) = facts.table_id(table) else { return Vec::new() };
    let keys = facts.references_to(id).take(MOST).filter(|(from, _)| *from != id);
    let keys =
        keys.filter_map(|(from, held)| Some(facts.name_of(from)?.part(&held.constraint.name_on(facts.name_of(from)?.last()))));
    let mut found = Vec::new();
    found.extend(named("foreign key", "foreign keys", list(keys)));
    found.extend(named("view", "views", list(facts.views_of(table).take(MOST))));
    found
}

/// Whether the script drops the table, or one of these columns, not long after: that is the loss, and told of there.
pub(super) fn goes_soon<'a>(table: &Name, columns: impl Iterator<Item = &'a str> + Clone, context: &Context<'_>) -> bool {
    let is_it = |other: &Name| context.facts.are_same(ObjectKind::Table, table, other);
    context.now().chain(context.soon()).any(|effect| match &effect.action {
        Action::Drops { kind: ObjectKind::Table, name, .. } => is_it(name),
        Action::DropsColumn { table, column, .. } => is_it(table) && columns.clone().any(|named| named == column),
        _ => false,
    })
}

/// The foreign keys of other tables that rely on these columns being unique.
pub(super) fn of_key(table: &Name, columns: &[String], facts: &Facts) -> Dependants {
    let Some((id, known)) = facts.table_id(table).and_then(|id| Some((id, facts.table_of(id)?))) else { return Vec::new() };
    let relies = |constraint: &Constraint| columns.iter().all(|column| references(constraint, column, known));
    let keys = facts.references_to(id).take(MOST).filter(|(_, held)| relies(&held.constraint));
    let keys =
        keys.filter_map(|(from, held)| Some(facts.name_of(from)?.part(&held.constraint.name_on(facts.name_of(from)?.last()))));
    named("foreign key", "foreign keys", list(keys)).into_iter().collect()
}

/// Whether the script makes a key of some of the columns, in the statement or not long after: what is unique in some of them is unique in all.
pub(super) fn is_still_unique(table: &Name, columns: &[String], context: &Context<'_>) -> bool {
    let facts = context.facts;
    let covers = |some: &[String]| !some.is_empty() && some.iter().all(|column| columns.contains(column));
    context.now().chain(context.soon()).any(|effect| match &effect.action {
        Action::AddsConstraint { table: to, constraint } => {
            let columns = key_columns(&constraint.kind);
            covers(columns) && facts.are_same(ObjectKind::Table, table, to)
        }
        Action::CreatesIndex(index) => {
            let columns: Option<Vec<String>> = index.columns.iter().cloned().collect();
            index.unique
                && !index.partial
                && columns.is_some_and(|some| covers(&some))
                && facts.are_same(ObjectKind::Table, table, &index.table)
        }
        _ => false,
    })
}

/// The columns that a key keeps unique; none for anything else.
pub(super) fn key_columns(kind: &ConstraintKind) -> &[String] {
    match kind {
        ConstraintKind::Unique { columns, .. } | ConstraintKind::PrimaryKey { columns, .. } => columns,
        _ => &[],
    }
}

/// Whether a foreign key references this column; without a list it references the primary key.
fn references(constraint: &Constraint, column: &str, referenced: &crate::facts::Table) -> bool {
    let ConstraintKind::ForeignKey(key) = &constraint.kind else { return false };
    let is_key = || {
        referenced.constraints.values().take(MOST).any(|held| match &held.constraint.kind {
            ConstraintKind::PrimaryKey { columns, .. } => columns.iter().any(|named| named == column),
            _ => false,
        })
    };
    key.referenced_columns.iter().any(|named| named == column) || key.referenced_columns.is_empty() && is_key()
}

fn named(one: &str, several: &str, names: Option<String>) -> Option<String> {
    let names = names?;
    let kind = if names.contains(' ') { several } else { one };
    Some(format!("{kind} {names}"))
}
