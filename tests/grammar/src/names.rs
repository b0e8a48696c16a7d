//! How does the oracle name things?

use pg_query::{
    Node, NodeEnum,
    protobuf::{ObjectWithArgs, RangeVar, RoleSpec, RoleSpecType, TypeName},
};

/// A table's name, as far as it is written. Temporary ones are in `pg_temp`.
pub(crate) fn of_relation(relation: &Option<RangeVar>) -> String {
    let Some(relation) = relation else { return String::new() };
    let temporary = relation.relpersistence == "t" && relation.schemaname.is_empty();
    let schema = if temporary { "pg_temp" } else { &relation.schemaname };
    let parts = [relation.catalogname.as_str(), schema, &relation.relname];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}

/// The name that a node stands for: a string, a list of them, a table, a routine, a type. `None`: it is no name.
pub(crate) fn of_node(node: &Node) -> Option<String> {
    Some(match node.node.as_ref()? {
        NodeEnum::String(text) => text.sval.clone(),
        NodeEnum::List(list) => of_list(&list.items),
        NodeEnum::RangeVar(relation) => of_relation(&Some(relation.clone())),
        NodeEnum::ObjectWithArgs(routine) => of_routine(routine),
        NodeEnum::TypeName(name) => of_list(&name.names),
        NodeEnum::RoleSpec(role) => of_role(role),
        _ => return None,
    })
}

/// The dotted name that a list of strings is.
pub(crate) fn of_list(nodes: &[Node]) -> String {
    nodes.iter().filter_map(of_node).collect::<Vec<_>>().join(".")
}

/// Each node's name.
pub(crate) fn of_each(nodes: &[Node]) -> Vec<String> {
    nodes.iter().filter_map(of_node).collect()
}

/// A role; in lower case the words that stand for one.
pub(crate) fn of_role(role: &RoleSpec) -> String {
    match RoleSpecType::try_from(role.roletype) {
        Ok(RoleSpecType::RolespecPublic) => "public".to_owned(),
        Ok(RoleSpecType::RolespecCurrentRole) => "current_role".to_owned(),
        Ok(RoleSpecType::RolespecCurrentUser) => "current_user".to_owned(),
        Ok(RoleSpecType::RolespecSessionUser) => "session_user".to_owned(),
        _ => role.rolename.clone(),
    }
}

/// `f(integer,text)`; without parentheses when none are written.
pub(crate) fn of_routine(routine: &ObjectWithArgs) -> String {
    let name = of_list(&routine.objname);
    if routine.args_unspecified {
        return name;
    }
    let types: Vec<String> = routine.objargs.iter().map(of_type_node).collect();
    format!("{name}({})", types.join(","))
}

fn of_type_node(node: &Node) -> String {
    match &node.node {
        Some(NodeEnum::TypeName(name)) => of_type(name),
        // `NONE`, and `*` of an aggregate.
        _ => String::new(),
    }
}

/// A type as `format_type` shows it, without its modifiers.
pub(crate) fn of_type(name: &TypeName) -> String {
    let parts = of_each(&name.names);
    let base = match parts.as_slice() {
        [schema, own] if schema == "pg_catalog" => internal(own).unwrap_or(own).to_owned(),
        parts => parts.join("."),
    };
    let percent = if name.pct_type { "%TYPE" } else { "" };
    // However many dimensions are written, Postgres knows one array type.
    format!("{base}{percent}{}", if name.array_bounds.is_empty() { "" } else { "[]" })
}

/// The spoken name of a type of Postgres.
fn internal(name: &str) -> Option<&'static str> {
    Some(match name {
        "int2" => "smallint",
        "int4" => "integer",
        "int8" => "bigint",
        "float4" => "real",
        "float8" => "double precision",
        "bool" => "boolean",
        "varchar" => "character varying",
        "bpchar" => "character",
        "varbit" => "bit varying",
        "time" => "time without time zone",
        "timetz" => "time with time zone",
        "timestamp" => "timestamp without time zone",
        "timestamptz" => "timestamp with time zone",
        _ => return None,
    })
}
