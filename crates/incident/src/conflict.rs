//! Which rows stand in the way, and how are they found?
//!
//! The server names the object in its error, and quotes the values of one row, which nobody else must see. So the values are left aside, and a query
//! is written that finds all of the rows, for who may see them.

use postgres_terms::{Identifier, QualifiedName};

use crate::demand::{Demand, Nullness, validates};

/// Rows that a query shows at most.
const SHOWN: usize = 20;

/// What the server said of rows that do not fit. All of it is untrusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Violation<'a> {
    /// The five-character code.
    pub sqlstate: &'a str,
    /// The schema of the table.
    pub schema: Option<&'a str>,
    /// The table.
    pub table: Option<&'a str>,
    /// The column, where one is meant.
    pub column: Option<&'a str>,
    /// The constraint, or the unique index. Of a missing value the server names none: then the one on the column that was not validated yet.
    pub constraint: Option<&'a str>,
    /// What stands in `DETAIL`. Values in it go nowhere.
    pub detail: Option<&'a str>,
    /// The script that failed.
    pub script: &'a str,
    /// What the database knows of the constraint after the failure.
    pub existing: Existing<'a>,
}

/// What a database knows of a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing<'a> {
    /// It was not asked.
    #[default]
    Unknown,
    /// It has none of that name.
    Absent,
    /// It has this one, as `pg_get_constraintdef` or `pg_get_indexdef` prints it.
    As(&'a str),
}

/// Rows in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What they are like, in one sentence with a full stop. Holds names from the script: untrusted, unescaped.
    pub sentence: String,
    /// The query that finds them. `None` where the rows are those that the script itself writes, or where too little is known.
    pub query: Option<String>,
}

impl Violation<'_> {
    /// What to tell of it; `None` when it is about no rows.
    pub fn conflict(&self) -> Option<Conflict> {
        let is_about_rows = ["21", "22", "23"].iter().any(|class| self.sqlstate.starts_with(class));
        is_about_rows.then(|| match self.sqlstate {
            "23502" => self.missing_values(),
            "23505" | "23503" | "23514" => self.constraint(),
            "23P01" => self.told(format!("Rows overlap that {} keeps apart.", self.constraint_in_words()), None),
            _ => self.told("A value does not fit where the script puts it.".to_owned(), None),
        })
    }

    fn constraint(&self) -> Conflict {
        let name = self.constraint.unwrap_or_default();
        let demand = Demand::in_script(self.script, name).or_else(|| match self.existing {
            Existing::As(definition) if validates(self.script, name) => Demand::of_definition(definition),
            // It went away with the rest of the script, so the script adds it, in a form that is not read here.
            Existing::Absent if self.sqlstate == "23505" => self.key_of_detail(),
            Existing::Absent => Demand::nameless(self.script, self.table.unwrap_or_default())
                .filter(|demand| matches!(demand, Demand::Check(_)) == (self.sqlstate == "23514")),
            _ => None,
        });
        if let (Some(demand), Some(table)) = (demand, self.table_name()) {
            return self.told(sentence(&demand, &table), Some(query(&demand, &table)));
        }
        self.told(
            format!("The script writes, changes or removes rows in a way that {} forbids.", self.constraint_in_words()),
            None,
        )
    }

    /// `Key (email)=(...) is duplicated.`: what the server says between the first parentheses, which are followed by those with the values.
    fn key_of_detail(&self) -> Option<Demand> {
        let (_, rest) = self.detail?.split_once('(')?;
        let (keys, _) = rest.split_once(")=(")?;
        Demand::of_keys(keys)
    }

    fn missing_values(&self) -> Conflict {
        let (Some(column), Some(table)) = (self.column, self.table_name()) else {
            return self.told("A value is missing that a column must have.".to_owned(), None);
        };
        let at = format!("`{}` of `{table}`", Identifier::new(column));
        // Since Postgres 18 this may be a constraint that was there, and was not validated.
        let validated = matches!(self.existing, Existing::As(definition) if definition.starts_with("NOT NULL "))
            && self.constraint.is_some_and(|name| validates(self.script, name));
        match Nullness::in_script(self.script, column) {
            Nullness::Unsaid if !validated => {
                self.told(format!("The script writes a row without a value for {at}, which is required."), None)
            }
            Nullness::Forbids | Nullness::Unsaid => {
                let select = format!("SELECT *\n  FROM {}\n WHERE {} IS NULL\n LIMIT {SHOWN};", table.quote(), quoted(column));
                self.told(format!("Rows have no value in {at}, which the script makes required."), Some(select))
            }
            Nullness::Adds => {
                let select = format!("SELECT count(*)\n  FROM {};", table.quote());
                self.told(
                    format!("The table has rows, and the new column {at} is required and gives them no value."),
                    Some(select),
                )
            }
        }
    }

    fn told(&self, sentence: String, query: Option<String>) -> Conflict {
        Conflict { sentence, query }
    }

    fn constraint_in_words(&self) -> String {
        self.constraint.map_or("a constraint".to_owned(), |name| format!("`{name}`"))
    }

    fn table_name(&self) -> Option<QualifiedName> {
        let table = self.table?;
        Some(self.schema.map_or_else(|| QualifiedName::unqualified(table), |schema| QualifiedName::new(schema, table)))
    }
}

fn sentence(demand: &Demand, table: &QualifiedName) -> String {
    match demand {
        Demand::Unique { keys, .. } => format!("Rows of `{table}` are equal in `{}`, which must be unique.", keys.join(", ")),
        Demand::PrimaryKey(columns) => {
            format!("Rows of `{table}` are equal in `{}`, which is to be the primary key.", shown(columns, ", "))
        }
        Demand::Reference { columns, table: other, .. } => {
            format!(
                "Rows of `{table}` point with `{}` to rows of `{}` that do not exist.",
                shown(columns, ", "),
                shown(other, ".")
            )
        }
        Demand::Check(condition) => format!("Rows of `{table}` do not satisfy `{condition}`."),
    }
}

fn query(demand: &Demand, table: &QualifiedName) -> String {
    let table = table.quote();
    match demand {
        Demand::Unique { keys, condition, nulls_are_equal } => {
            let present = keys.iter().filter(|_| !nulls_are_equal).map(|key| format!("{key} IS NOT NULL"));
            let conditions: Vec<String> = condition.iter().map(|it| format!("({it})")).chain(present).collect();
            duplicates(&table, keys, &conditions)
        }
        Demand::PrimaryKey(columns) => duplicates(&table, &columns.iter().map(|name| quoted(name)).collect::<Vec<_>>(), &[]),
        Demand::Reference { columns, table: other, referenced } => {
            let present: Vec<String> = columns.iter().map(|name| format!("child.{} IS NOT NULL", quoted(name))).collect();
            let pairs = columns.iter().zip(referenced);
            let equal: Vec<String> =
                pairs.map(|(own, other)| format!("parent.{} = child.{}", quoted(other), quoted(own))).collect();
            format!(
                "SELECT child.*\n  FROM {table} AS child\n WHERE {}\n   AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})\n LIMIT {SHOWN};",
                present.join(" AND "),
                dotted(other),
                equal.join(" AND ")
            )
        }
        Demand::Check(condition) => format!("SELECT *\n  FROM {table}\n WHERE NOT ({condition})\n LIMIT {SHOWN};"),
    }
}

fn duplicates(table: &str, keys: &[String], conditions: &[String]) -> String {
    let keys = keys.join(", ");
    let conditions = if conditions.is_empty() { String::new() } else { format!("\n WHERE {}", conditions.join(" AND ")) };
    format!(
        "SELECT {keys}, count(*)\n  FROM {table}{conditions}\n GROUP BY {keys}\nHAVING count(*) > 1\n ORDER BY count(*) DESC\n LIMIT {SHOWN};"
    )
}

fn quoted(name: &str) -> String {
    Identifier::new(name).quote()
}

/// As a person would write it.
fn shown(names: &[String], separator: &str) -> String {
    names.iter().map(|name| Identifier::new(name).to_string()).collect::<Vec<_>>().join(separator)
}

fn dotted(parts: &[String]) -> String {
    parts.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_rows_are_in_nothing_that_is_told() {
        for detail in [
            "Key (email)=(canary) is duplicated.",
            "Key (email, lower(name))=(canary, canary) already exists.",
            "Schlüssel »(email)=(canary)« existiert bereits.",
            "canary)=(canary",
            "(canary",
        ] {
            for script in ["SELECT 1", "CREATE UNIQUE INDEX it ON t(email)"] {
                for existing in
                    [Existing::Unknown, Existing::Absent, Existing::As("CREATE UNIQUE INDEX it ON t USING btree (email)")]
                {
                    let (table, constraint) = (Some("t"), Some("it"));
                    let detail = Some(detail);
                    let violation =
                        Violation { sqlstate: "23505", table, constraint, detail, script, existing, ..Violation::default() };
                    let told = format!("{:?}", violation.conflict());
                    assert!(!told.contains("canary"), "{told}");
                }
            }
        }
    }

    #[test]
    fn what_is_about_no_rows_is_no_conflict() {
        for (sqlstate, expected) in
            [("42703", false), ("55P03", false), ("", false), ("22P02", true), ("23P01", true), ("21000", true)]
        {
            let conflict = Violation { sqlstate, ..Violation::default() }.conflict();
            assert_eq!(conflict.is_some(), expected, "{sqlstate}");
            assert!(conflict.is_none_or(|conflict| conflict.query.is_none()));
        }
    }
}
