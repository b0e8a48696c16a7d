//! The statement forms are Postgres's, and they are complete: whatever the grammar can make of a statement, one of them is.

use std::collections::BTreeSet;

use fuzz::statement_forms;
use grammar::parse;
use pg_query::{
    NodeEnum,
    protobuf::{AlterTableType, ConstrType, ObjectType},
};

fn forms() -> Vec<(String, String)> {
    let mut forms = Vec::new();
    for text in statement_forms() {
        let statements = postgres_syntax::split(&text.sql);
        forms.extend(statements.iter().map(|statement| (text.name.clone(), statement.of(&text.sql).to_owned())));
    }
    forms
}

#[test]
fn postgres_accepts_every_form() {
    let forms = forms();
    let refused: Vec<String> =
        forms.iter().filter_map(|(name, sql)| parse(sql).err().map(|error| format!("{name}: {sql}\n    {error}"))).collect();
    assert!(refused.is_empty(), "{} forms are no SQL:\n{}", refused.len(), refused.join("\n"));
    assert!(forms.len() > 900, "only {} forms", forms.len());
}

/// Kinds of statement that no text stands for alone: pieces of others, and what only PL/pgSQL sends.
const NO_STATEMENT: [&str; 6] =
    ["RawStmt", "PlassignStmt", "ReturnStmt", "SetOperationStmt", "ReplicaIdentityStmt", "CreateForeignTableStmt"];

/// The name of a node's kind.
fn kind(node: &NodeEnum) -> String {
    format!("{node:?}").split('(').next().unwrap_or_default().to_owned()
}

#[test]
fn every_kind_of_statement_occurs() {
    let seen: BTreeSet<String> = forms().iter().filter_map(|(_, sql)| parse(sql).ok()).map(|node| kind(&node)).collect();
    let missing: Vec<&&str> =
        STATEMENT_KINDS.iter().filter(|kind| !NO_STATEMENT.contains(kind) && !seen.contains(**kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unknown: Vec<&String> = seen.iter().filter(|kind| !STATEMENT_KINDS.contains(&kind.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn every_action_of_alter_table_occurs() {
    let mut seen = BTreeSet::new();
    for (_, sql) in forms() {
        let Ok(NodeEnum::AlterTableStmt(alter)) = parse(&sql) else { continue };
        seen.extend(alter.cmds.iter().filter_map(|node| match &node.node {
            Some(NodeEnum::AlterTableCmd(action)) => Some(action.subtype),
            _ => None,
        }));
    }
    let missing: Vec<&str> = (1..=AlterTableType::AtReAddStatistics as i32)
        .filter(|action| !seen.contains(action))
        .filter_map(|action| AlterTableType::try_from(action).ok())
        .map(|action| action.as_str_name())
        .filter(|name| !name.starts_with("AT_ReAdd"))
        .collect();
    // What the server makes of other actions after it has looked at the table.
    let internal =
        ["AT_AddColumnToView", "AT_CookedColumnDefault", "AT_AddIndex", "AT_AddIndexConstraint", "AT_ReplaceRelOptions"];
    assert!(missing.iter().all(|name| internal.contains(name)), "{missing:?}");
}

#[test]
fn every_kind_of_constraint_occurs() {
    let trees: String = forms().iter().filter_map(|(_, sql)| parse(sql).ok()).map(|tree| format!("{tree:?}")).collect();
    let missing: Vec<ConstrType> = (1..=ConstrType::ConstrAttrNotEnforced as i32)
        .filter_map(|kind| ConstrType::try_from(kind).ok())
        .filter(|kind| !trees.contains(&format!("contype: {kind:?},")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_kind_of_object_is_dropped_renamed_moved_or_commented_on() {
    let mut seen = BTreeSet::new();
    for (_, sql) in forms() {
        seen.extend(match parse(&sql) {
            Ok(NodeEnum::DropStmt(drop)) => vec![drop.remove_type],
            Ok(NodeEnum::RenameStmt(rename)) => vec![rename.rename_type, rename.relation_type],
            Ok(NodeEnum::CommentStmt(comment)) => vec![comment.objtype],
            Ok(NodeEnum::GrantStmt(grant)) => vec![grant.objtype],
            Ok(NodeEnum::AlterOwnerStmt(owner)) => vec![owner.object_type],
            Ok(NodeEnum::AlterObjectSchemaStmt(schema)) => vec![schema.object_type],
            _ => Vec::new(),
        });
    }
    let missing: Vec<&str> = (1..=ObjectType::ObjectView as i32)
        .filter(|kind| !seen.contains(kind))
        .filter_map(|kind| ObjectType::try_from(kind).ok())
        .map(|kind| kind.as_str_name())
        .collect();
    // Kinds without a command of these: parts of operator families, defaults, publications' members, user mappings.
    let parts = [
        "OBJECT_AMOP",
        "OBJECT_AMPROC",
        "OBJECT_DEFACL",
        "OBJECT_DEFAULT",
        "OBJECT_PUBLICATION_NAMESPACE",
        "OBJECT_PUBLICATION_REL",
        "OBJECT_USER_MAPPING",
    ];
    assert!(missing.iter().all(|name| parts.contains(name)), "{missing:?}");
}

/// Every kind of statement of Postgres's grammar, version 18.
const STATEMENT_KINDS: [&str; 117] = [
    "AlterCollationStmt",
    "AlterDatabaseRefreshCollStmt",
    "AlterDatabaseSetStmt",
    "AlterDatabaseStmt",
    "AlterDefaultPrivilegesStmt",
    "AlterDomainStmt",
    "AlterEnumStmt",
    "AlterEventTrigStmt",
    "AlterExtensionContentsStmt",
    "AlterExtensionStmt",
    "AlterFdwStmt",
    "AlterForeignServerStmt",
    "AlterFunctionStmt",
    "AlterObjectDependsStmt",
    "AlterObjectSchemaStmt",
    "AlterOpFamilyStmt",
    "AlterOperatorStmt",
    "AlterOwnerStmt",
    "AlterPolicyStmt",
    "AlterPublicationStmt",
    "AlterRoleSetStmt",
    "AlterRoleStmt",
    "AlterSeqStmt",
    "AlterStatsStmt",
    "AlterSubscriptionStmt",
    "AlterSystemStmt",
    "AlterTableMoveAllStmt",
    "AlterTableSpaceOptionsStmt",
    "AlterTableStmt",
    "AlterTsconfigurationStmt",
    "AlterTsdictionaryStmt",
    "AlterTypeStmt",
    "AlterUserMappingStmt",
    "CallStmt",
    "CheckPointStmt",
    "ClosePortalStmt",
    "ClusterStmt",
    "CommentStmt",
    "CompositeTypeStmt",
    "ConstraintsSetStmt",
    "CopyStmt",
    "CreateAmStmt",
    "CreateCastStmt",
    "CreateConversionStmt",
    "CreateDomainStmt",
    "CreateEnumStmt",
    "CreateEventTrigStmt",
    "CreateExtensionStmt",
    "CreateFdwStmt",
    "CreateForeignServerStmt",
    "CreateForeignTableStmt",
    "CreateFunctionStmt",
    "CreateOpClassStmt",
    "CreateOpFamilyStmt",
    "CreatePlangStmt",
    "CreatePolicyStmt",
    "CreatePublicationStmt",
    "CreateRangeStmt",
    "CreateRoleStmt",
    "CreateSchemaStmt",
    "CreateSeqStmt",
    "CreateStatsStmt",
    "CreateStmt",
    "CreateSubscriptionStmt",
    "CreateTableAsStmt",
    "CreateTableSpaceStmt",
    "CreateTransformStmt",
    "CreateTrigStmt",
    "CreateUserMappingStmt",
    "CreatedbStmt",
    "DeallocateStmt",
    "DeclareCursorStmt",
    "DefineStmt",
    "DeleteStmt",
    "DiscardStmt",
    "DoStmt",
    "DropOwnedStmt",
    "DropRoleStmt",
    "DropStmt",
    "DropSubscriptionStmt",
    "DropTableSpaceStmt",
    "DropUserMappingStmt",
    "DropdbStmt",
    "ExecuteStmt",
    "ExplainStmt",
    "FetchStmt",
    "GrantRoleStmt",
    "GrantStmt",
    "ImportForeignSchemaStmt",
    "IndexStmt",
    "InsertStmt",
    "ListenStmt",
    "LoadStmt",
    "LockStmt",
    "MergeStmt",
    "NotifyStmt",
    "PlassignStmt",
    "PrepareStmt",
    "RawStmt",
    "ReassignOwnedStmt",
    "RefreshMatViewStmt",
    "ReindexStmt",
    "RenameStmt",
    "ReplicaIdentityStmt",
    "ReturnStmt",
    "RuleStmt",
    "SecLabelStmt",
    "SelectStmt",
    "SetOperationStmt",
    "TransactionStmt",
    "TruncateStmt",
    "UnlistenStmt",
    "UpdateStmt",
    "VacuumStmt",
    "VariableSetStmt",
    "VariableShowStmt",
    "ViewStmt",
];
