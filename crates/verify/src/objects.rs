//! Are the promised objects there, and are they as promised? Pure.

use catalog::{Identity, Kind, Object};
use config::{ColumnPromise, ObjectKind, ObjectName, Sourced};
use report::Finding;
use situation::verification::{MISSING_OBJECT, ROW_SECURITY_OFF, UNEXPECTED_COLUMN};

use crate::{
    checked::{Checked, advised, finding},
    data_type,
    inventory::Inventory,
};

/// The promised objects.
pub(crate) fn check(promised: &[(ObjectKind, ObjectName, String)], inventory: &Inventory<'_>) -> Checked {
    let mut checked = Checked { count: promised.len(), ..Checked::new("objects") };
    for (kind, name, source) in promised {
        let found = match kind {
            ObjectKind::RowSecurity => row_security(name, inventory),
            kind if inventory.has(*kind, name) => None,
            kind => Some(missing(*kind, name, inventory)),
        };
        checked.findings.extend(found.map(|finding| promised_in(finding, source)));
    }
    checked
}

/// The promised columns.
pub(crate) fn check_columns(promised: &[Sourced<ColumnPromise>], inventory: &Inventory<'_>) -> Checked {
    let mut checked = Checked { count: promised.len(), ..Checked::new("columns") };
    for Sourced { value: promise, origin } in promised {
        let found = column(promise, inventory);
        checked.findings.extend(found.map(|finding| promised_in(finding, &format!("`columns` in {origin}"))));
    }
    checked
}

fn promised_in(finding: Finding, source: &str) -> Finding {
    Finding { evidence: Some(format!("promised by {source}")), ..finding }
}

fn missing(kind: ObjectKind, name: &ObjectName, inventory: &Inventory<'_>) -> Finding {
    let schema = match name.parts.len() {
        1 if kind != ObjectKind::Extension => format!(" in schema `{}`", inventory.schema),
        _ => String::new(),
    };
    let instead = inventory.instead(kind, name).map_or(String::new(), |instead| format!("; {instead}"));
    let message = format!("{} `{name}` is not there{schema}{instead}", word(kind));
    let advice = "Look which migration was to make it, or correct the name; a name in another schema needs the schema in front.";
    advised(finding(&MISSING_OBJECT, name, message), advice)
}

fn word(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Table | ObjectKind::RowSecurity => "table",
        ObjectKind::Index => "index",
        ObjectKind::Constraint => "constraint",
        ObjectKind::Enum => "enum",
        ObjectKind::Policy => "policy",
        ObjectKind::Function => "function",
        ObjectKind::Extension => "extension",
    }
}

fn row_security(name: &ObjectName, inventory: &Inventory<'_>) -> Option<Finding> {
    let Some(table) = inventory.table(name) else { return Some(missing(ObjectKind::RowSecurity, name, inventory)) };
    if table.text("row_security").is_some() {
        return None;
    }
    let message = format!("row security of table `{name}` is switched off: whoever may read the table reads every row");
    let advice = format!("ALTER TABLE {} ENABLE ROW LEVEL SECURITY, in a migration.", qualified(table));
    Some(advised(finding(&ROW_SECURITY_OFF, name, message), advice))
}

fn qualified(table: &Object) -> String {
    let schema = table.identity.schema.as_ref().map_or(String::new(), |schema| format!("{}.", schema.quote()));
    format!("{schema}{}", table.identity.name.quote())
}

fn column(promise: &ColumnPromise, inventory: &Inventory<'_>) -> Option<Finding> {
    let name = &promise.name;
    let (schema, table, own) = inventory.column_parts(name)?;
    let identity = Identity::part(Kind::Column, schema, table, own);
    let Some(column) = inventory.snapshot.get(&identity) else { return Some(no_column(name, schema, table, inventory)) };
    let wrong_type = column.text("type").filter(|actual| !data_type::is_same(&promise.data_type, actual));
    let takes_nulls = column.text("not_null").is_none();
    let message = match (wrong_type, promise.nullable) {
        (Some(actual), _) => format!("column `{name}` has the type `{actual}` and not `{}`", promise.data_type),
        (None, Some(false)) if takes_nulls => format!("column `{name}` takes nulls"),
        (None, Some(true)) if !takes_nulls => format!("column `{name}` takes no nulls"),
        _ => return None,
    };
    Some(finding(&UNEXPECTED_COLUMN, name, message))
}

fn no_column(name: &ObjectName, schema: &str, table: &str, inventory: &Inventory<'_>) -> Finding {
    let of_table = |object: &&Object| {
        let identity = &object.identity;
        identity.schema.as_ref().is_some_and(|it| it.as_str() == schema)
            && identity.parent.as_ref().is_some_and(|it| it.as_str() == table)
    };
    let columns: Vec<&str> =
        inventory.snapshot.of_kind(Kind::Column).filter(of_table).map(|column| column.identity.name.as_str()).collect();
    let message = if columns.is_empty() {
        format!("column `{name}` is not there: there is no such table in schema `{schema}`")
    } else {
        let similar = |column: &&&str| column.eq_ignore_ascii_case(name.last());
        let meant = columns.iter().find(similar).map(|column| (*column).to_owned());
        let meant = meant.or_else(|| config::nearest(name.last(), columns.iter().copied()));
        let hint = meant.map_or(String::new(), |column| format!("; did you mean `{column}`?"));
        format!("column `{name}` is not there{hint}")
    };
    finding(&MISSING_OBJECT, name, message)
}
