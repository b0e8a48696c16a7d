//! What does a statement do, in words that both readers can say? Each fact is a line; two readers agree when their lines do.

use std::collections::BTreeSet;

use hazards::{
    Action, ColumnChange, Condition, Constraint, ConstraintKind, Maintenance, Name, ObjectKind, Privileges, Security, Statement,
    TableChange,
};

/// The facts that our reader found, as far as the oracle is asked for them.
pub fn facts_of_statement(statement: &Statement) -> BTreeSet<String> {
    let own = statement.effects.iter().filter(|effect| effect.statement == statement.span);
    own.flat_map(|effect| facts_of_action(&effect.action)).collect()
}

/// A name without its quotes; the types of a routine's arguments without blanks between.
pub(crate) fn plain(name: &Name) -> String {
    let name = name.parts().join(".");
    match name.split_once('(') {
        Some((routine, types)) => format!("{routine}({}", types.replace(", ", ",").replace('"', "").replace("%type", "%TYPE")),
        None => name,
    }
}

fn facts_of_action(action: &Action) -> Vec<String> {
    let one = |text: String| vec![text];
    match action {
        // A function does it; there is no command.
        Action::Drops { kind: ObjectKind::Other("large object"), .. } => Vec::new(),
        Action::Drops { kind, name, cascade, concurrently, .. } => {
            one(drop_line(kind_name(*kind), &shown(*kind, name), *cascade, *concurrently))
        }
        Action::DropsOnTable { kind, name, table, cascade, .. } => {
            one(drop_line(kind_name(*kind), &format!("{}.{name}", plain(table)), *cascade, false))
        }
        Action::DropsColumn { table, column, cascade, .. } => {
            one(drop_line("column", &format!("{}.{column}", plain(table)), *cascade, false))
        }
        Action::DropsConstraint { table, constraint, cascade, .. } => {
            one(drop_line("constraint", &format!("{}.{constraint}", plain(table)), *cascade, false))
        }
        Action::DropsAttribute { name, attribute, cascade, .. } => {
            one(drop_line("attribute", &format!("{}.{attribute}", plain(name)), *cascade, false))
        }
        Action::DropsOwned { roles, cascade, .. } => one(drop_line("owned", &roles.join(","), *cascade, false)),
        Action::Truncates { table, cascade, restarts_sequences, .. } => {
            one(format!("truncate {} {cascade} {restarts_sequences}", plain(table)))
        }
        Action::Renames { kind, name, to, .. } if to.last() == name.last() => {
            one(format!("move {} {} to {}", kind_name(*kind), shown(*kind, name), to.schema().unwrap_or_default()))
        }
        Action::Renames { kind, name, to, .. } => {
            let to = to.last().split('(').next().unwrap_or_default();
            one(format!("rename {} {} to {to}", kind_name(*kind), shown(*kind, name)))
        }
        Action::RenamesColumn { table, from, to, .. } => one(format!("rename column {}.{from} to {to}", plain(table))),
        Action::RenamesPart { owner, from, to, .. } => one(format!("rename part {}.{from} to {to}", plain(owner))),
        Action::RenamesEnumValue { name, from, to, .. } => one(format!("rename value {} {from} to {to}", plain(name))),
        Action::AddsEnumValue { name, value, .. } => one(format!("add value {} {value}", plain(name))),
        Action::CreatesEnum { name, values, .. } => one(format!("create enum {} {}", plain(name), values.join(","))),
        Action::CreatesTable(table) => {
            let name = plain(&table.name);
            let columns = table.columns.iter().map(|column| format!("new column {name}.{}", column.name));
            let constraints =
                table.constraints.iter().filter_map(|one| Some(format!("new constraint {name} {}", constraint(one)?)));
            one(format!("create table {name}")).into_iter().chain(columns).chain(constraints).collect()
        }
        Action::CreatesIndex(index) => one(format!(
            "create index {} on {} unique {} concurrently {} of {}",
            index.name.as_ref().map(|name| name.last().to_owned()).unwrap_or_default(),
            plain(&index.table),
            index.unique,
            index.concurrently,
            index.columns.len()
        )),
        Action::CreatesView(view) => one(format!("create view {} {} {}", plain(&view.name), view.materialized, view.replaces)),
        Action::CreatesTrigger { name, table, .. } => one(format!("create trigger {}.{name}", plain(table))),
        Action::CreatesRule { name, table, .. } => one(format!("create rule {}.{name}", plain(table))),
        Action::CreatesExtension { name, .. } => one(format!("create extension {name}")),
        Action::AddsColumn { table, column, constraints, .. } => {
            let table = plain(table);
            let constraints = constraints.iter().filter_map(|one| Some(format!("add constraint {table} {}", constraint(one)?)));
            one(format!("add column {table}.{}", column.name)).into_iter().chain(constraints).collect()
        }
        Action::AddsConstraint { table, constraint: added, .. } => {
            constraint(added).map(|kind| format!("add constraint {} {kind}", plain(table))).into_iter().collect()
        }
        Action::ValidatesConstraint { table, constraint, .. } => one(format!("validate {}.{constraint}", plain(table))),
        Action::AltersConstraint { table, constraint, .. } => one(format!("alter constraint {}.{constraint}", plain(table))),
        Action::ChangesType { table, column, .. } => one(format!("change type {}.{column}", plain(table))),
        Action::AltersColumn { table, column, change, .. } => one(format!("{} {}.{column}", column_change(change), plain(table))),
        Action::AltersTable { table, change, .. } => {
            table_change(change).map(|what| format!("{what} {}", plain(table))).into_iter().collect()
        }
        Action::Adopts { parent, child, is_partition, .. } => {
            one(format!("adopt {} {} {is_partition}", plain(parent), plain(child)))
        }
        Action::Releases { parent, child, is_partition, concurrently, .. } => {
            one(format!("release {} {} {is_partition} {concurrently}", plain(parent), plain(child)))
        }
        Action::Deletes { table, condition, .. } => {
            one(format!("delete {} all {}", plain(table), *condition == Condition::Absent))
        }
        Action::Updates { table, condition, .. } => {
            one(format!("update {} all {}", plain(table), *condition == Condition::Absent))
        }
        Action::Inserts { table, overwrites, .. } => one(format!("insert {} overwrites {}", plain(table), overwrites.is_some())),
        Action::Locks { table, mode, .. } => one(format!("lock {} {mode}", plain(table))),
        Action::Maintains(Maintenance::Refresh { view, concurrently, .. }) => {
            one(format!("refresh {} {concurrently}", plain(view)))
        }
        Action::Maintains(Maintenance::Cluster { table, .. }) => {
            one(format!("cluster {}", table.as_ref().map(plain).unwrap_or_default()))
        }
        Action::Maintains(Maintenance::Vacuum { full, .. }) => one(format!("vacuum full {full}")),
        Action::Maintains(Maintenance::Reindex { name, concurrently, .. }) => {
            one(format!("reindex {} {concurrently}", name.as_ref().map(plain).unwrap_or_default()))
        }
        Action::Security(security) => facts_of_security(security),
        _ => Vec::new(),
    }
}

fn facts_of_security(security: &Security) -> Vec<String> {
    let one = |text: String| vec![text];
    match security {
        Security::Grants(what) => one(privileges("grant", what)),
        Security::Revokes(what) => one(privileges("revoke", what)),
        Security::DefaultPrivileges { schemas, grants, privileges: what, .. } => {
            let verb = if *grants { "default grant" } else { "default revoke" };
            one(format!("{} in {}", privileges(verb, what), schemas.join(",")))
        }
        Security::GrantsRoles { roles, to, admin, .. } => {
            one(format!("grant role {} to {} {admin}", roles.join(","), to.join(",")))
        }
        Security::RevokesRoles { roles, from, .. } => one(format!("revoke role {} from {}", roles.join(","), from.join(","))),
        Security::RowSecurity { table, change, .. } => one(format!("row security {change:?} {}", plain(table))),
        Security::CreatesPolicy(policy) | Security::AltersPolicy(policy) => {
            let creates = matches!(security, Security::CreatesPolicy(_));
            let command = if creates { policy.command.to_lowercase() } else { String::new() };
            let mut roles = policy.roles.clone().unwrap_or_default();
            roles.sort();
            // For a new one the same as none, and the grammar does not tell them apart.
            if creates && roles == ["public"] {
                roles.clear();
            }
            one(format!(
                "policy {creates} {}.{} {command} to {} using {} check {}",
                plain(&policy.table),
                policy.name,
                roles.join(","),
                policy.using.is_some(),
                policy.with_check.is_some()
            ))
        }
        Security::RenamesPolicy { table, from, to, .. } => one(format!("rename part {}.{from} to {to}", plain(table))),
        Security::ChangesOwner { kind, name, to, .. } => {
            one(format!("owner {} {} to {to}", kind_name(*kind), shown(*kind, name)))
        }
        Security::ReassignsOwned { from, to, .. } => one(format!("reassign {} to {to}", from.join(","))),
        _ => Vec::new(),
    }
}

pub(crate) fn drop_line(kind: &str, name: &str, cascade: bool, concurrently: bool) -> String {
    format!("drop {kind} {name} cascade {cascade} concurrently {concurrently}")
}

fn privileges(verb: &str, what: &Privileges) -> String {
    let mut names = what.privileges.clone();
    names.sort();
    let on: Vec<String> = what.on.iter().map(plain).collect();
    privileges_line(verb, &names, &what.kind.to_lowercase(), &on, &what.roles, what.grant_option)
}

pub(crate) fn privileges_line(verb: &str, names: &[String], kind: &str, on: &[String], roles: &[String], option: bool) -> String {
    format!("{verb} {} on {kind} {} to {} option {option}", names.join(","), on.join(";"), roles.join(","))
}

/// Kinds of object whose names are spelt in several ways: only that there is one is compared.
pub(crate) const SPELT_FREELY: [&str; 7] =
    ["operator", "operator class", "operator family", "cast", "transform", "large object", "aggregate"];

/// The kind as both sides call it.
pub(crate) fn kind_name(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Domain => "domain",
        other => other.object_type(),
    }
}

fn shown(kind: ObjectKind, name: &Name) -> String {
    if SPELT_FREELY.contains(&kind_name(kind)) { String::new() } else { plain(name) }
}

/// `None`: `NOT NULL` of a column, which is part of the column.
fn constraint(constraint: &Constraint) -> Option<String> {
    let kind = match &constraint.kind {
        ConstraintKind::Check(_) => "check",
        ConstraintKind::NotNull { .. } => "not null",
        ConstraintKind::Unique { .. } => "unique",
        ConstraintKind::PrimaryKey { .. } => "primary key",
        ConstraintKind::ForeignKey(key) => {
            return Some(format!("foreign key to {} not valid {}", plain(&key.references), constraint.not_valid));
        }
        ConstraintKind::Exclusion => "exclusion",
    };
    Some(format!("{kind} not valid {}", constraint.not_valid))
}

fn column_change(change: &ColumnChange) -> &'static str {
    match change {
        ColumnChange::SetNotNull => "set not null",
        ColumnChange::DropNotNull => "drop not null",
        ColumnChange::SetDefault(_) => "set default",
        ColumnChange::DropDefault => "drop default",
        ColumnChange::SetExpression(_) => "set expression",
        ColumnChange::DropExpression => "drop expression",
        ColumnChange::AddIdentity => "add identity",
        ColumnChange::SetIdentity { .. } => "set identity",
        ColumnChange::DropIdentity => "drop identity",
        ColumnChange::Storage | ColumnChange::Statistics => "storage",
    }
}

fn table_change(change: &TableChange) -> Option<String> {
    Some(match change {
        TableChange::SetLogged => "set logged".to_owned(),
        TableChange::SetUnlogged => "set unlogged".to_owned(),
        TableChange::SetTablespace(space) => format!("set tablespace {space}"),
        TableChange::SetAccessMethod(_) => "set access method".to_owned(),
        TableChange::ClusterOn(index) => format!("cluster on {index}"),
        TableChange::WithoutCluster => "without cluster".to_owned(),
        TableChange::ReplicaIdentity(_) => "replica identity".to_owned(),
        TableChange::Firing { rule, name, mode, .. } => {
            format!("{} {} {}", mode.to_lowercase(), if *rule { "rule" } else { "trigger" }, name.as_deref().unwrap_or_default())
        }
        TableChange::Options(_) | TableChange::Other => return None,
    })
}
