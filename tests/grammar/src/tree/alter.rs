//! What do the actions of an `ALTER TABLE` do?

use pg_query::{
    NodeEnum,
    protobuf::{AlterTableStmt, AlterTableType as Alter, ObjectType},
};

use super::{Facts, cascades, constraints, of_table_constraint, relation, role};
use crate::{facts::drop_line, names::of_relation};

pub(super) fn collect(statement: &AlterTableStmt, facts: &mut Facts) -> Option<()> {
    let is_type = statement.objtype == ObjectType::ObjectType as i32;
    if !is_type && statement.objtype != ObjectType::ObjectTable as i32 {
        return None;
    }
    let table = of_relation(&statement.relation);
    for action in &statement.cmds {
        let Some(NodeEnum::AlterTableCmd(action)) = &action.node else { return None };
        let (name, definition) = (&action.name, action.def.as_deref().and_then(|node| node.node.as_ref()));
        let column = format!("{table}.{name}");
        let cascade = cascades(action.behavior);
        let fact = match (Alter::try_from(action.subtype).ok()?, definition) {
            (Alter::AtDropColumn, _) if is_type => drop_line("attribute", &column, cascade, false),
            _ if is_type => return None,
            (Alter::AtAddColumn, Some(NodeEnum::ColumnDef(added))) => {
                facts.extend(constraints(&added.constraints, "add", &table));
                format!("add column {table}.{}", added.colname)
            }
            (Alter::AtAddConstraint, Some(NodeEnum::Constraint(added))) => {
                format!("add constraint {table} {}", of_table_constraint(added))
            }
            (Alter::AtAlterConstraint, Some(NodeEnum::AtalterConstraint(altered))) => {
                format!("alter constraint {table}.{}", altered.conname)
            }
            (Alter::AtAddInherit, Some(NodeEnum::RangeVar(parent))) => format!("adopt {} {table} false", relation(parent)),
            (Alter::AtDropInherit, Some(NodeEnum::RangeVar(parent))) => {
                format!("release {} {table} false false", relation(parent))
            }
            (Alter::AtAttachPartition, Some(NodeEnum::PartitionCmd(part))) => {
                format!("adopt {table} {} true", of_relation(&part.name))
            }
            (Alter::AtDetachPartition, Some(NodeEnum::PartitionCmd(part))) => {
                format!("release {table} {} true {}", of_relation(&part.name), part.concurrent)
            }
            (Alter::AtDetachPartitionFinalize, Some(NodeEnum::PartitionCmd(part))) => {
                format!("release {table} {} true false", of_relation(&part.name))
            }
            (Alter::AtColumnDefault, Some(_)) => format!("set default {column}"),
            (Alter::AtColumnDefault, None) => format!("drop default {column}"),
            (Alter::AtChangeOwner, _) => format!("owner table {table} to {}", role(&action.newowner)),
            (Alter::AtDropColumn, _) => drop_line("column", &column, cascade, false),
            (Alter::AtDropConstraint, _) => drop_line("constraint", &column, cascade, false),
            (other, _) => match of_action(other, &table, name) {
                Some(fact) => fact,
                // What changes neither rows nor clients: options, row types.
                None => continue,
            },
        };
        facts.insert(fact);
    }
    Some(())
}

fn of_action(action: Alter, table: &str, name: &str) -> Option<String> {
    let of_column = |what: &str| format!("{what} {table}.{name}");
    let of_table = |what: &str| format!("{what} {table}");
    let firing = |what: &str| format!("{what} {name} {table}");
    Some(match action {
        Alter::AtAlterColumnType => of_column("change type"),
        Alter::AtSetNotNull => of_column("set not null"),
        Alter::AtDropNotNull => of_column("drop not null"),
        Alter::AtSetExpression => of_column("set expression"),
        Alter::AtDropExpression => of_column("drop expression"),
        Alter::AtAddIdentity => of_column("add identity"),
        Alter::AtSetIdentity => of_column("set identity"),
        Alter::AtDropIdentity => of_column("drop identity"),
        Alter::AtSetStatistics | Alter::AtSetOptions | Alter::AtResetOptions | Alter::AtSetStorage | Alter::AtSetCompression => {
            of_column("storage")
        }
        Alter::AtValidateConstraint => of_column("validate"),
        Alter::AtSetLogged => of_table("set logged"),
        Alter::AtSetUnLogged => of_table("set unlogged"),
        Alter::AtSetTableSpace => format!("set tablespace {name} {table}"),
        Alter::AtSetAccessMethod => of_table("set access method"),
        Alter::AtClusterOn => format!("cluster on {name} {table}"),
        Alter::AtDropCluster => of_table("without cluster"),
        Alter::AtReplicaIdentity => of_table("replica identity"),
        Alter::AtEnableRowSecurity => of_table("row security Enable"),
        Alter::AtDisableRowSecurity => of_table("row security Disable"),
        Alter::AtForceRowSecurity => of_table("row security Force"),
        Alter::AtNoForceRowSecurity => of_table("row security NoForce"),
        Alter::AtEnableTrig | Alter::AtEnableTrigAll | Alter::AtEnableTrigUser => firing("enable trigger"),
        Alter::AtDisableTrig | Alter::AtDisableTrigAll | Alter::AtDisableTrigUser => firing("disable trigger"),
        Alter::AtEnableAlwaysTrig => firing("enable always trigger"),
        Alter::AtEnableReplicaTrig => firing("enable replica trigger"),
        Alter::AtEnableRule => firing("enable rule"),
        Alter::AtDisableRule => firing("disable rule"),
        Alter::AtEnableAlwaysRule => firing("enable always rule"),
        Alter::AtEnableReplicaRule => firing("enable replica rule"),
        _ => return None,
    })
}
