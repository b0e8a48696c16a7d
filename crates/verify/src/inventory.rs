//! What is there, by the sorts in which it is promised? Pure.

use catalog::{Kind, Object, Snapshot};
use config::{ObjectKind, ObjectName, nearest};
use postgres_terms::QualifiedName;

use crate::{checked::shown, data_type};

/// Everything that can be promised by name, and the schema that names without one mean.
#[derive(Debug)]
pub(crate) struct Inventory<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) schema: &'a str,
    /// What belongs to extensions, of which the snapshot says nothing.
    pub(crate) members: Vec<Member>,
}

/// An object that belongs to an extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) kind: ObjectKind,
    pub(crate) schema: String,
    pub(crate) name: String,
}

/// One object that is there.
#[derive(Debug, Clone, Copy)]
struct Candidate<'a> {
    schema: Option<&'a str>,
    table: Option<&'a str>,
    name: &'a str,
    arguments: Option<&'a str>,
}

impl Inventory<'_> {
    /// Whether there is such an object.
    pub(crate) fn has(&self, kind: ObjectKind, name: &ObjectName) -> bool {
        self.candidates(kind).any(|candidate| self.is(candidate, kind, name))
    }

    /// A sentence about what is there instead: another sort of relation, the same name elsewhere, a similar one.
    pub(crate) fn instead(&self, kind: ObjectKind, name: &ObjectName) -> Option<String> {
        let view = |object: &&Object| self.is(candidate(object), ObjectKind::Table, name);
        if kind == ObjectKind::Table
            && let Some(view) = self.snapshot.objects().filter(|object| is_view(object)).find(view)
        {
            return Some(format!("`{name}` is a {}", view.identity.kind));
        }
        let all: Vec<Candidate> = self.candidates(kind).collect();
        let same = |candidate: &&Candidate| candidate.name.eq_ignore_ascii_case(name.last());
        if let Some(same) = all.iter().find(same) {
            return Some(format!("there is `{}`", self.describe(*same)));
        }
        // Of a name of two letters every other one is near.
        let is_near = |candidate: &&Candidate| {
            name.last().len() > 2 && candidate.name.len().abs_diff(name.last().len()) * 3 <= name.last().len().max(3)
        };
        let near: Vec<String> = all.iter().filter(is_near).map(|candidate| candidate.name.to_lowercase()).collect();
        let nearest = nearest(&name.last().to_lowercase(), near.iter().map(String::as_str))?;
        let meant = all.iter().find(|candidate| candidate.name.to_lowercase() == nearest)?;
        Some(format!("did you mean `{}`?", self.describe(*meant)))
    }

    /// The table of that name, a foreign one too.
    pub(crate) fn table(&self, name: &ObjectName) -> Option<&Object> {
        let is_it = |object: &&Object| is_table(object) && self.is(candidate(object), ObjectKind::Table, name);
        self.snapshot.objects().find(is_it)
    }

    /// The schema, the table and the column that a name means.
    pub(crate) fn column_parts<'n>(&'n self, name: &'n ObjectName) -> Option<(&'n str, &'n str, &'n str)> {
        match name.parts.as_slice() {
            [table, column] => Some((self.schema, table, column)),
            [schema, table, column] => Some((schema, table, column)),
            _ => None,
        }
    }

    fn candidates(&self, kind: ObjectKind) -> impl Iterator<Item = Candidate<'_>> {
        let of_snapshot = self.snapshot.objects().filter(move |object| is_of(kind, object)).map(candidate);
        let members = self.members.iter().filter(move |member| member.kind == kind);
        of_snapshot.chain(members.map(|member| Candidate {
            schema: Some(&member.schema),
            table: None,
            name: &member.name,
            arguments: None,
        }))
    }

    fn is(&self, candidate: Candidate<'_>, kind: ObjectKind, name: &ObjectName) -> bool {
        let (schema, table) = (candidate.schema.unwrap_or_default(), candidate.table.unwrap_or_default());
        let has_table = matches!(kind, ObjectKind::Constraint | ObjectKind::Policy);
        let place = match name.parts.as_slice() {
            _ if kind == ObjectKind::Extension => true,
            [_] => schema == self.schema,
            [first, _] => schema == first || (has_table && table == first && schema == self.schema),
            [first, second, _] => schema == first && table == second,
            _ => false,
        };
        place && candidate.name == name.last() && takes(candidate.arguments, name.arguments.as_deref())
    }

    fn describe(&self, candidate: Candidate<'_>) -> String {
        let Some(schema) = candidate.schema else { return QualifiedName::unqualified(candidate.name).to_string() };
        let name = shown(&QualifiedName::new(schema, candidate.name), self.schema);
        let arguments = candidate.arguments.map(|arguments| format!("({arguments})")).unwrap_or_default();
        match candidate.table {
            Some(table) => format!("{name}{arguments}` on `{}", shown(&QualifiedName::new(schema, table), self.schema)),
            None => format!("{name}{arguments}"),
        }
    }
}

fn candidate(object: &Object) -> Candidate<'_> {
    let identity = &object.identity;
    Candidate {
        schema: identity.schema.as_ref().map(|schema| schema.as_str()),
        table: identity.parent.as_ref().map(|parent| parent.as_str()),
        name: identity.name.as_str(),
        arguments: identity.arguments.as_deref(),
    }
}

/// Whether a routine has these arguments. A member of an extension is not asked for them.
fn takes(actual: Option<&str>, wanted: Option<&str>) -> bool {
    let (Some(actual), Some(wanted)) = (actual, wanted) else { return true };
    let types = |text: &str| -> Vec<String> { text.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect() };
    let (actual, wanted) = (types(actual), types(wanted));
    actual.len() == wanted.len() && wanted.iter().zip(&actual).all(|(wanted, actual)| data_type::is_same(wanted, actual))
}

pub(crate) fn is_table(object: &Object) -> bool {
    matches!(object.identity.kind, Kind::Table | Kind::ForeignTable)
}

fn is_view(object: &Object) -> bool {
    matches!(object.identity.kind, Kind::View | Kind::MaterializedView)
}

/// Whether an object is of a sort. The catalog tells the index of a constraint as part of it.
fn is_of(kind: ObjectKind, object: &Object) -> bool {
    let own = object.identity.kind;
    match kind {
        ObjectKind::Table => is_table(object),
        ObjectKind::RowSecurity => own == Kind::Table,
        ObjectKind::Index => {
            own == Kind::Index
                || matches!(object.text("constraint_type"), Some("primary key" | "unique" | "exclusion"))
                    && own == Kind::Constraint
        }
        ObjectKind::Constraint => own == Kind::Constraint,
        ObjectKind::Enum => own == Kind::Enum,
        ObjectKind::Policy => own == Kind::Policy,
        ObjectKind::Function => matches!(own, Kind::Function | Kind::Procedure | Kind::Aggregate),
        ObjectKind::Extension => own == Kind::Extension,
    }
}
