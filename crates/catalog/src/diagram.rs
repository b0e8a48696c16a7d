//! Draws the tables that a change touches.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::{Action, Change, Identity, Kind, Object, Snapshot, Value};

/// More tables than this nobody reads, and the drawing gets slow.
const MOST_TABLES: usize = 15;
/// Columns drawn of one table, changed and key columns first.
const MOST_COLUMNS: usize = 30;

/// A drawing in Mermaid's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagram {
    /// The lines of an `erDiagram`, without that first line; empty when no table is touched. Safe for Mermaid and Markdown whatever the names.
    pub body: String,
    /// Tables that did not fit in. Untrusted, unescaped.
    pub left_out: Vec<String>,
}

/// Draws the tables that `changes` touch with all columns, and those that they refer to with their keys.
pub fn er_diagram(before: &Snapshot, after: &Snapshot, changes: &[Change]) -> Diagram {
    let touched: BTreeSet<Identity> = changes.iter().filter_map(|change| table_of(change, before, after)).collect();
    let pick = |table: &Identity| if after.get(table).is_some() { after } else { before };
    let referenced: BTreeSet<Identity> = touched
        .iter()
        .flat_map(|table| foreign_keys(pick(table), table).into_iter().filter_map(references))
        .filter(|table| !touched.contains(table))
        .collect();
    let mut tables: Vec<Table<'_>> = touched
        .iter()
        .chain(&referenced)
        .map(|identity| Table { identity, snapshot: pick(identity), is_touched: touched.contains(identity) })
        .collect();
    let left_out = tables.iter().skip(MOST_TABLES).map(|table| table.identity.to_string()).collect();
    tables.truncate(MOST_TABLES);
    let numbers: BTreeMap<&Identity, usize> = tables.iter().enumerate().map(|(at, table)| (table.identity, at + 1)).collect();
    let mut body = String::new();
    for table in &tables {
        table.draw(&mut body, numbers[table.identity], changes);
    }
    for table in &tables {
        for key in foreign_keys(table.snapshot, table.identity) {
            let Some(parent) = references(key).and_then(|parent| numbers.get(&parent).copied()) else { continue };
            draw_relation(&mut body, table, key, parent, numbers[table.identity]);
        }
    }
    Diagram { body, left_out }
}

struct Table<'a> {
    identity: &'a Identity,
    snapshot: &'a Snapshot,
    /// A change is in it; otherwise it is only referred to.
    is_touched: bool,
}

/// The table that a change is of or in: by its name after the change, or before it when it is gone.
fn table_of(change: &Change, before: &Snapshot, after: &Snapshot) -> Option<Identity> {
    let Identity { schema, parent, name, .. } = change.identity.clone();
    let name = if change.identity.kind.is_part() { parent? } else { name };
    [Kind::Table, Kind::ForeignTable].into_iter().find_map(|kind| {
        let table = Identity { kind, schema: schema.clone(), parent: None, name: name.clone(), arguments: None };
        (change.identity.is_part_of(&table) || change.identity == table)
            .then_some(table)
            .filter(|table| after.get(table).is_some() || before.get(table).is_some())
    })
}

fn foreign_keys<'a>(snapshot: &'a Snapshot, table: &'a Identity) -> Vec<&'a Object> {
    let constraints = snapshot.parts(table).into_iter().filter(|part| part.identity.kind == Kind::Constraint);
    constraints.filter(|part| part.text("constraint_type") == Some("foreign key") && part.inherited_from.is_none()).collect()
}

fn references(foreign_key: &Object) -> Option<Identity> {
    let [schema, table] = foreign_key.list("references") else { return None };
    Some(Identity::head(Kind::Table, schema, table))
}

impl Table<'_> {
    fn draw(&self, body: &mut String, number: usize, changes: &[Change]) {
        let change = changes.iter().find(|change| change.identity == *self.identity);
        let state = match change.map(|change| change.action) {
            Some(Action::Added) => " (new)",
            Some(Action::Removed) => " (removed)",
            _ => "",
        };
        let schema = self.identity.schema.as_ref().map(|schema| schema.as_str()).filter(|schema| *schema != "public");
        let shown =
            schema.map(|schema| format!("{}.", safe(schema, ""))).unwrap_or_default() + &safe(self.identity.name.as_str(), "");
        let _ = writeln!(body, "    t{number}[\"{shown}{state}\"] {{");
        let lines = self.columns(changes);
        let more = lines.len().saturating_sub(MOST_COLUMNS);
        let mut ranked: Vec<(usize, &Line)> = lines.iter().enumerate().collect();
        ranked.sort_by_key(|(_, line)| line.remark.is_empty() && line.keys.is_empty());
        ranked.truncate(MOST_COLUMNS);
        ranked.sort_by_key(|(at, _)| *at);
        for (_, Line { column_type, name, keys, remark }) in ranked {
            let keys = if keys.is_empty() { String::new() } else { format!(" {}", keys.join(", ")) };
            let remark = if remark.is_empty() { String::new() } else { format!(" \"{remark}\"") };
            let _ = writeln!(body, "        {column_type} {name}{keys}{remark}");
        }
        if more > 0 {
            let _ = writeln!(body, "        and more \"{more} more columns\"");
        }
        body.push_str("    }\n");
    }

    /// One line per column: of a touched table all, removed ones last; of another only the keys.
    fn columns(&self, changes: &[Change]) -> Vec<Line> {
        let parts = self.snapshot.parts(self.identity);
        let keys = key_marks(&parts);
        let columns = parts.iter().filter(|part| part.identity.kind == Kind::Column);
        let mut lines: Vec<Line> = columns
            .map(|column| {
                let marks = keys.get(column.identity.name.as_str()).cloned().unwrap_or_default();
                let change = changes.iter().find(|change| change.identity == column.identity);
                Line::of(&column.identity, column.text("type").unwrap_or_default(), marks, change.map(remark).unwrap_or_default())
            })
            .filter(|line| self.is_touched || !line.keys.is_empty())
            .collect();
        let removed = changes.iter().filter(|change| {
            change.action == Action::Removed && change.identity.kind == Kind::Column && change.identity.is_part_of(self.identity)
        });
        lines.extend(removed.map(|change| {
            let column_type = change.details.first().and_then(|line| line.split(", ").next()).unwrap_or_default();
            Line::of(&change.identity, column_type, Vec::new(), "removed".to_owned())
        }));
        lines
    }
}

/// One column as drawn.
struct Line {
    column_type: String,
    name: String,
    keys: Vec<&'static str>,
    remark: String,
}

impl Line {
    fn of(identity: &Identity, column_type: &str, keys: Vec<&'static str>, remark: String) -> Self {
        Line { column_type: word(&short_type(column_type), "()[]"), name: word(identity.name.as_str(), ""), keys, remark }
    }
}

/// Which columns are keys: primary, foreign, unique on their own.
fn key_marks<'a>(parts: &[&'a Object]) -> BTreeMap<&'a str, Vec<&'static str>> {
    let mut marks: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    let marked = parts.iter().filter_map(|part| {
        let mark = match (part.identity.kind, part.text("constraint_type")) {
            (Kind::Constraint, Some("primary key")) => "PK",
            (Kind::Constraint, Some("foreign key")) => "FK",
            (Kind::Constraint, Some("unique")) => "UK",
            (Kind::Index, _) if part.text("unique").is_some() => "UK",
            _ => return None,
        };
        (mark != "UK" || part.list("columns").len() == 1).then_some((mark, *part))
    });
    for (mark, part) in marked {
        for column in part.list("columns") {
            let marks = marks.entry(column).or_default();
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
    }
    // A column's primary key first.
    marks.values_mut().for_each(|marks| marks.sort_by_key(|mark| *mark != "PK"));
    marks
}

/// What happened to a column, short.
fn remark(change: &Change) -> String {
    let was = |property: &str| change.alterations.iter().find(|alteration| alteration.property == property);
    let text = |value: &Option<Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    match (change.action, was("type"), was("name")) {
        (Action::Added, ..) => "added".to_owned(),
        (Action::Removed, ..) => "removed".to_owned(),
        (Action::Altered, Some(alteration), _) => format!("was {}", safe(&short_type(&text(&alteration.from)), "()[]")),
        (Action::Altered, None, Some(alteration)) => format!("was {}", safe(&text(&alteration.from), "")),
        (Action::Altered, None, None) => "altered".to_owned(),
    }
}

fn draw_relation(body: &mut String, table: &Table<'_>, key: &Object, parent: usize, child: usize) {
    let parts = table.snapshot.parts(table.identity);
    let columns = key.list("columns");
    let column = |name: &str| parts.iter().find(|part| part.identity.kind == Kind::Column && part.identity.name.as_str() == name);
    let is_required = columns.iter().all(|name| column(name).is_some_and(|column| column.text("not_null").is_some()));
    let is_unique = parts.iter().any(|part| {
        let unique = part.text("unique").is_some() || matches!(part.text("constraint_type"), Some("unique" | "primary key"));
        unique && !part.list("columns").is_empty() && part.list("columns").iter().all(|name| columns.contains(name))
    });
    let one = if is_required { "||" } else { "|o" };
    let many = if is_unique { "o|" } else { "o{" };
    let label: Vec<String> = columns.iter().map(|name| safe(name, "")).collect();
    let _ = writeln!(body, "    t{parent} {one}--{many} t{child} : \"{}\"", label.join(" "));
}

/// The names that people use for the types that Postgres spells out.
fn short_type(printed: &str) -> String {
    let short = printed
        .replace(" without time zone", "")
        .replace("timestamp with time zone", "timestamptz")
        .replace("character varying", "varchar")
        .replace("double precision", "double");
    match short.strip_suffix(" with time zone").and_then(|rest| rest.strip_prefix("timestamp")) {
        Some(precision) => format!("timestamptz{precision}"),
        None => short.strip_prefix("public.").unwrap_or(&short).replace('"', ""),
    }
}

/// Letters and digits of any script, `_`, `-` and what is allowed besides; all else becomes `_`. At most 60 characters.
fn safe(text: &str, also: &str) -> String {
    let is_safe =
        |c: char| c.is_ascii_alphanumeric() || "_-".contains(c) || also.contains(c) || (c >= '\u{c0}' && c.is_alphanumeric());
    text.chars().take(60).map(|c| if is_safe(c) { c } else { '_' }).collect()
}

/// A bare word in Mermaid's sense, as types and column names must be.
fn word(text: &str, also: &str) -> String {
    let safe = safe(text, also);
    let is_key = ["pk", "fk", "uk"].contains(&safe.to_ascii_lowercase().as_str());
    // A word must start with a letter; the three key words mean something else.
    if is_key || !safe.starts_with(|c: char| c == '_' || c.is_alphabetic()) { format!("_{safe}") } else { safe }
}
