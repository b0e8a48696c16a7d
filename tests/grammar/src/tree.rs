//! What does the oracle's tree say that a statement does, in the words of [`crate::facts_of_statement`]?

mod alter;
mod kind;

use std::collections::BTreeSet;

use pg_query::{
    Node, NodeEnum,
    protobuf::{
        AccessPriv, CmdType, ConstrType, Constraint, CreateStmt, CreateTableAsStmt, DropBehavior, DropStmt, GrantStmt,
        GrantTargetType, IndexStmt, MergeStmt, ObjectType, OnConflictAction, RangeVar, RenameStmt, RoleSpec,
    },
};

use self::kind::kind;
use crate::{
    facts::{SPELT_FREELY, drop_line, privileges_line},
    names::{of_each, of_list, of_node, of_relation, of_role},
};

/// The facts of a statement. `None`: it is one of those that are only compared by whether they are read at all.
pub fn facts_of_tree(tree: &NodeEnum) -> Option<BTreeSet<String>> {
    let mut facts = BTreeSet::new();
    collect(tree, &mut facts)?;
    Some(facts)
}

type Facts = BTreeSet<String>;

fn collect(tree: &NodeEnum, facts: &mut Facts) -> Option<()> {
    let fact = match tree {
        NodeEnum::DropStmt(drop) => return of_drop(drop, facts),
        NodeEnum::AlterTableStmt(alter) => return alter::collect(alter, facts),
        NodeEnum::CreateStmt(create) => return of_create_table(create, facts),
        NodeEnum::CreateTableAsStmt(create) => return of_create_as(create, facts),
        NodeEnum::SelectStmt(_)
        | NodeEnum::InsertStmt(_)
        | NodeEnum::UpdateStmt(_)
        | NodeEnum::DeleteStmt(_)
        | NodeEnum::MergeStmt(_) => return of_query(tree, facts),
        NodeEnum::RenameStmt(rename) => of_rename(rename)?,
        NodeEnum::IndexStmt(index) => of_index(index),
        NodeEnum::GrantStmt(grant) => of_grant(grant)?,
        _ => of_simple(tree)?,
    };
    facts.insert(fact);
    Some(())
}

/// Statements that do one thing.
fn of_simple(tree: &NodeEnum) -> Option<String> {
    Some(match tree {
        NodeEnum::AlterObjectSchemaStmt(moved) => {
            let kind = kind(moved.object_type)?;
            let name = moved.object.as_deref().and_then(of_node).unwrap_or_else(|| of_relation(&moved.relation));
            format!("move {kind} {} to {}", shown(kind, name), moved.newschema)
        }
        NodeEnum::AlterOwnerStmt(owner) => {
            let kind = kind(owner.object_type)?;
            let name = owner.object.as_deref().and_then(of_node).unwrap_or_else(|| of_relation(&owner.relation));
            format!("owner {kind} {} to {}", shown(kind, name), role(&owner.newowner))
        }
        NodeEnum::AlterEnumStmt(alter) if alter.old_val.is_empty() => {
            format!("add value {} {}", of_list(&alter.type_name), alter.new_val)
        }
        NodeEnum::AlterEnumStmt(alter) => {
            format!("rename value {} {} to {}", of_list(&alter.type_name), alter.old_val, alter.new_val)
        }
        NodeEnum::CreateEnumStmt(create) => {
            format!("create enum {} {}", of_list(&create.type_name), of_each(&create.vals).join(","))
        }
        NodeEnum::CreateExtensionStmt(create) => format!("create extension {}", create.extname),
        NodeEnum::CreateTrigStmt(create) => format!("create trigger {}.{}", of_relation(&create.relation), create.trigname),
        NodeEnum::RuleStmt(create) => format!("create rule {}.{}", of_relation(&create.relation), create.rulename),
        NodeEnum::ViewStmt(view) => format!("create view {} false {}", of_relation(&view.view), view.replace),
        NodeEnum::DropOwnedStmt(owned) => drop_line("owned", &of_each(&owned.roles).join(","), cascades(owned.behavior), false),
        NodeEnum::DropdbStmt(database) => drop_line("database", &database.dbname, false, false),
        NodeEnum::DropTableSpaceStmt(space) => drop_line("tablespace", &space.tablespacename, false, false),
        NodeEnum::DropSubscriptionStmt(one) => drop_line("subscription", &one.subname, cascades(one.behavior), false),
        NodeEnum::ReassignOwnedStmt(owned) => format!("reassign {} to {}", of_each(&owned.roles).join(","), role(&owned.newrole)),
        NodeEnum::GrantRoleStmt(grant) => {
            let roles: Vec<String> =
                grant.granted_roles.iter().filter_map(access).map(|access| access.priv_name.clone()).collect();
            let (roles, others) = (roles.join(","), of_each(&grant.grantee_roles).join(","));
            let is_admin =
                format!("{:?}", grant.opt).contains("\"admin\"") && format!("{:?}", grant.opt).contains("boolval: true");
            if grant.is_grant {
                format!("grant role {roles} to {others} {is_admin}")
            } else {
                format!("revoke role {roles} from {others}")
            }
        }
        NodeEnum::CreatePolicyStmt(policy) => format!(
            "policy true {}.{} {} to {} using {} check {}",
            of_relation(&policy.table),
            policy.policy_name,
            policy.cmd_name,
            written_roles(&policy.roles, true),
            policy.qual.is_some(),
            policy.with_check.is_some()
        ),
        NodeEnum::AlterPolicyStmt(policy) => format!(
            "policy false {}.{}  to {} using {} check {}",
            of_relation(&policy.table),
            policy.policy_name,
            written_roles(&policy.roles, false),
            policy.qual.is_some(),
            policy.with_check.is_some()
        ),
        NodeEnum::RefreshMatViewStmt(refresh) => format!("refresh {} {}", of_relation(&refresh.relation), refresh.concurrent),
        NodeEnum::ClusterStmt(cluster) => format!("cluster {}", of_relation(&cluster.relation)),
        _ => return None,
    })
}

/// Roles of a policy. One for everybody that is not written looks like one that is, so for a new one it counts as not written.
fn written_roles(roles: &[Node], creates: bool) -> String {
    let mut names = of_each(roles);
    names.sort();
    if creates && names == ["public"] { String::new() } else { names.join(",") }
}

fn of_drop(statement: &DropStmt, facts: &mut Facts) -> Option<()> {
    let (kind, cascade) = (kind(statement.remove_type)?, cascades(statement.behavior));
    for object in &statement.objects {
        let name = of_node(object).unwrap_or_default();
        facts.insert(drop_line(kind, &shown(kind, name), cascade, statement.concurrent));
    }
    Some(())
}

fn of_rename(rename: &RenameStmt) -> Option<String> {
    let (to, relation) = (&rename.newname, of_relation(&rename.relation));
    Some(match ObjectType::try_from(rename.rename_type).ok()? {
        ObjectType::ObjectColumn => format!("rename column {relation}.{} to {to}", rename.subname),
        ObjectType::ObjectTabconstraint | ObjectType::ObjectTrigger | ObjectType::ObjectRule | ObjectType::ObjectPolicy => {
            format!("rename part {relation}.{} to {to}", rename.subname)
        }
        ObjectType::ObjectAttribute => format!("rename part {relation}.{} to {to}", rename.subname),
        ObjectType::ObjectDomconstraint => {
            format!("rename part {}.{} to {to}", rename.object.as_deref().and_then(of_node)?, rename.subname)
        }
        other => {
            let kind = kind(other as i32)?;
            let name = rename.object.as_deref().and_then(of_node).or_else(|| rename.relation.is_some().then_some(relation));
            format!("rename {kind} {} to {to}", shown(kind, name.unwrap_or_else(|| rename.subname.clone())))
        }
    })
}

fn of_create_table(create: &CreateStmt, facts: &mut Facts) -> Option<()> {
    let name = of_relation(&create.relation);
    facts.insert(format!("create table {name}"));
    for element in &create.table_elts {
        match &element.node {
            Some(NodeEnum::ColumnDef(column)) => {
                // A partition or a table of a type only says more of a column that it has already.
                if create.partbound.is_none() && create.of_typename.is_none() {
                    facts.insert(format!("new column {name}.{}", column.colname));
                }
                facts.extend(constraints(&column.constraints, "new", &name));
            }
            Some(NodeEnum::Constraint(made)) => {
                facts.insert(format!("new constraint {name} {}", of_table_constraint(made)));
            }
            _ => {}
        }
    }
    Some(())
}

fn of_create_as(create: &CreateTableAsStmt, facts: &mut Facts) -> Option<()> {
    let into = create.into.as_deref()?;
    let name = of_relation(&into.rel);
    if create.objtype == ObjectType::ObjectMatview as i32 {
        facts.insert(format!("create view {name} true false"));
    } else {
        facts.insert(format!("create table {name}"));
    }
    match create.query.as_deref().and_then(|node| node.node.as_ref())? {
        NodeEnum::ExecuteStmt(_) => Some(()),
        query => of_query(query, facts),
    }
}

fn of_index(index: &IndexStmt) -> String {
    format!(
        "create index {} on {} unique {} concurrently {} of {}",
        index.idxname,
        of_relation(&index.relation),
        index.unique,
        index.concurrent,
        index.index_params.len()
    )
}

fn of_grant(grant: &GrantStmt) -> Option<String> {
    if grant.targtype == GrantTargetType::AclTargetDefaults as i32 {
        return None;
    }
    let mut names: Vec<String> = grant.privileges.iter().filter_map(access).map(|one| one.priv_name.to_uppercase()).collect();
    // `ALL` is no name to the grammar, be it for the whole or for single columns.
    for name in &mut names {
        match name.as_str() {
            "" => "ALL".clone_into(name),
            "TEMP" => "TEMPORARY".clone_into(name),
            _ => {}
        }
    }
    if names.is_empty() {
        names.push("ALL".to_owned());
    }
    names.sort();
    let kind = grant_kind(grant)?;
    let verb = if grant.is_grant { "grant" } else { "revoke" };
    let on: Vec<String> = grant.objects.iter().map(|object| of_node(object).unwrap_or_else(|| number(object))).collect();
    Some(privileges_line(verb, &names, &kind, &on, &of_each(&grant.grantees), grant.grant_option))
}

fn grant_kind(grant: &GrantStmt) -> Option<String> {
    let kind = match ObjectType::try_from(grant.objtype).ok()? {
        ObjectType::ObjectTable => "table",
        ObjectType::ObjectSequence => "sequence",
        ObjectType::ObjectFdw => "foreign data wrapper",
        ObjectType::ObjectForeignServer => "foreign server",
        ObjectType::ObjectLargeobject => "large object",
        ObjectType::ObjectParameterAcl => "parameter",
        other => kind(other as i32)?,
    };
    let all = grant.targtype == GrantTargetType::AclTargetAllInSchema as i32;
    Some(if all { format!("all {kind}s in schema") } else { kind.to_owned() })
}

/// A query and what it changes, in itself and in what it is made from.
fn of_query(query: &NodeEnum, facts: &mut Facts) -> Option<()> {
    let with = match query {
        NodeEnum::SelectStmt(select) => {
            // `SELECT INTO` makes a table.
            if let Some(into) = select.into_clause.as_deref() {
                facts.insert(format!("create table {}", of_relation(&into.rel)));
            }
            &select.with_clause
        }
        NodeEnum::InsertStmt(insert) => {
            let overwrites = insert
                .on_conflict_clause
                .as_deref()
                .is_some_and(|clause| clause.action == OnConflictAction::OnconflictUpdate as i32);
            facts.insert(format!("insert {} overwrites {overwrites}", of_relation(&insert.relation)));
            &insert.with_clause
        }
        NodeEnum::UpdateStmt(update) => {
            facts.insert(format!("update {} all {}", of_relation(&update.relation), update.where_clause.is_none()));
            &update.with_clause
        }
        NodeEnum::DeleteStmt(delete) => {
            facts.insert(format!("delete {} all {}", of_relation(&delete.relation), delete.where_clause.is_none()));
            &delete.with_clause
        }
        NodeEnum::MergeStmt(merge) => {
            of_merge(merge, facts);
            &merge.with_clause
        }
        _ => return None,
    };
    for part in with.iter().flat_map(|with| &with.ctes) {
        let Some(NodeEnum::CommonTableExpr(part)) = &part.node else { continue };
        of_query(part.ctequery.as_deref()?.node.as_ref()?, facts)?;
    }
    Some(())
}

/// A `MERGE` that updates is an insertion that overwrites, whether it inserts or not.
fn of_merge(merge: &MergeStmt, facts: &mut Facts) {
    let table = of_relation(&merge.relation);
    let does = |command: CmdType| {
        let is_clause =
            |node: &Node| matches!(&node.node, Some(NodeEnum::MergeWhenClause(clause)) if clause.command_type == command as i32);
        merge.merge_when_clauses.iter().any(is_clause)
    };
    if does(CmdType::CmdDelete) {
        facts.insert(format!("delete {table} all false"));
    }
    if does(CmdType::CmdInsert) || does(CmdType::CmdUpdate) {
        facts.insert(format!("insert {table} overwrites {}", does(CmdType::CmdUpdate)));
    }
}

fn constraints(nodes: &[Node], verb: &str, table: &str) -> Vec<String> {
    let constraints = nodes.iter().filter_map(|node| match &node.node {
        Some(NodeEnum::Constraint(constraint)) => Some(constraint),
        _ => None,
    });
    // `NOT ENFORCED` of a column's constraint is a node of its own behind it.
    let not_enforced = nodes.iter().any(
        |node| matches!(&node.node, Some(NodeEnum::Constraint(one)) if one.contype == ConstrType::ConstrAttrNotEnforced as i32),
    );
    let line = |one: &Constraint| {
        let line = format!("{verb} constraint {table} {}", constraint(one)?);
        Some(if not_enforced { line.replace("not valid false", "not valid true") } else { line })
    };
    constraints.filter_map(|constraint| line(constraint)).collect()
}

/// `None`: `NOT NULL`, a default and the like, which are part of a column.
fn constraint(constraint: &Constraint) -> Option<String> {
    let kind = match ConstrType::try_from(constraint.contype).ok()? {
        ConstrType::ConstrCheck => "check".to_owned(),
        ConstrType::ConstrUnique => "unique".to_owned(),
        ConstrType::ConstrPrimary => "primary key".to_owned(),
        ConstrType::ConstrExclusion => "exclusion".to_owned(),
        ConstrType::ConstrForeign => format!("foreign key to {}", of_relation(&constraint.pktable)),
        _ => return None,
    };
    Some(format!("{kind} not valid {}", leaves_rows_unchecked(constraint)))
}

/// A constraint that is written for the table: there `NOT NULL` is one as well.
fn of_table_constraint(made: &Constraint) -> String {
    constraint(made).unwrap_or_else(|| format!("not null not valid {}", leaves_rows_unchecked(made)))
}

fn leaves_rows_unchecked(constraint: &Constraint) -> bool {
    let may_be_off = matches!(ConstrType::try_from(constraint.contype), Ok(ConstrType::ConstrCheck | ConstrType::ConstrForeign));
    constraint.skip_validation || may_be_off && !constraint.is_enforced
}

fn access(node: &Node) -> Option<&AccessPriv> {
    match &node.node {
        Some(NodeEnum::AccessPriv(access)) => Some(access),
        _ => None,
    }
}

/// The number of a large object.
fn number(node: &Node) -> String {
    match &node.node {
        Some(NodeEnum::Integer(number)) => number.ival.to_string(),
        Some(NodeEnum::Float(number)) => number.fval.clone(),
        _ => String::new(),
    }
}

fn relation(relation: &RangeVar) -> String {
    of_relation(&Some(relation.clone()))
}

fn role(role: &Option<RoleSpec>) -> String {
    role.as_ref().map(of_role).unwrap_or_default()
}

fn cascades(behavior: i32) -> bool {
    behavior == DropBehavior::DropCascade as i32
}

fn shown(kind: &str, name: String) -> String {
    if SPELT_FREELY.contains(&kind) { String::new() } else { name }
}
