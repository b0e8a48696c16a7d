//! What does one database say of its tables that the scripts do not say, or say otherwise?
//!
//! Scripts tell of the schema as they made it, and people change databases by hand as well. Which columns may hold nulls, and which
//! conditions all rows satisfy, decides whether rows are read under a lock: a scan of what is about to run on one database takes both from
//! its catalog.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use postgres_terms::Identifier;

use crate::{ConstraintKind, Name, Scan, Script};

/// A table as a database's catalog has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveTable {
    /// As the scripts would call it: without its schema where that is the first of their search path.
    pub name: Name,
    /// Columns that refuse nulls, by a promise that all rows keep.
    pub not_null: BTreeSet<String>,
    /// Columns that take nulls.
    pub nullable: BTreeSet<String>,
    /// Its check constraints by name, as Postgres prints them: `CHECK ((email IS NOT NULL)) NOT VALID`.
    pub checks: BTreeMap<String, String>,
}

impl LiveTable {
    /// The statements that would have made of the table what it is.
    fn ddl(&self) -> String {
        let mut ddl = String::new();
        let mut alter = |change: std::fmt::Arguments<'_>| writeln!(ddl, "ALTER TABLE {} {change};", self.name).ok();
        let quote = |name: &String| Identifier::new(name.as_str()).quote();
        for column in &self.not_null {
            alter(format_args!("ALTER COLUMN {} SET NOT NULL", quote(column)));
        }
        for column in &self.nullable {
            alter(format_args!("ALTER COLUMN {} DROP NOT NULL", quote(column)));
        }
        for (name, definition) in &self.checks {
            alter(format_args!("ADD CONSTRAINT {} {definition}", quote(name)));
        }
        ddl
    }
}

impl Scan {
    /// Corrects what the scripts so far said of tables by what a database's catalog says; to be called before the first script that is new
    /// to that database.
    pub fn correct(&mut self, tables: &[LiveTable]) {
        for table in tables {
            self.facts_mut().forget_constraints(&table.name, |kind| match kind {
                ConstraintKind::Check(_) => true,
                ConstraintKind::NotNull { column } => table.nullable.contains(column),
                _ => false,
            });
        }
        let ddl: String = tables.iter().map(LiveTable::ddl).collect();
        self.learn(&Script { migration: "", file: "", sql: &ddl });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    /// The rules that fire for a script after these, on a database whose table is like that.
    fn rules(base: &str, live: &LiveTable, new: &str) -> Vec<String> {
        let mut scan = Scan::new(Settings::default());
        scan.learn(&Script { migration: "1_base", file: "base.sql", sql: base });
        scan.correct(std::slice::from_ref(live));
        let found = scan.scan(&Script { migration: "2_new", file: "new.sql", sql: new });
        found.findings.iter().map(|finding| finding.rule.to_string()).filter(|rule| rule == "set-not-null").collect()
    }

    fn live(not_null: &[&str], nullable: &[&str], checks: &[(&str, &str)]) -> LiveTable {
        let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let checks = checks.iter().map(|&(name, definition)| (name.to_owned(), definition.to_owned())).collect();
        LiveTable { name: Name::from("User"), not_null: set(not_null), nullable: set(nullable), checks }
    }

    const PLAIN: &str = "CREATE TABLE \"User\" (id int, email text);";
    const PROVEN: &str = "CREATE TABLE \"User\" (id int, email text CONSTRAINT told CHECK (email IS NOT NULL));";
    const NOT_NULL: &str = "CREATE TABLE \"User\" (id int, email text NOT NULL);";
    const NEW: &str = "ALTER TABLE \"User\" ALTER COLUMN email SET NOT NULL;";

    #[test]
    fn what_the_database_proves_needs_no_script() {
        assert_eq!(rules(PLAIN, &live(&[], &["id", "email"], &[]), NEW), ["set-not-null"]);
        assert!(rules(PLAIN, &live(&[], &["id", "email"], &[("by hand", "CHECK ((email IS NOT NULL))")]), NEW).is_empty());
        assert!(rules(PLAIN, &live(&["email"], &["id"], &[]), NEW).is_empty());
        assert!(rules("", &live(&[], &["email"], &[("by hand", "CHECK ((email IS NOT NULL))")]), NEW).is_empty());
    }

    #[test]
    fn what_scripts_say_and_the_database_has_not_proves_nothing() {
        assert_eq!(rules(PROVEN, &live(&[], &["id", "email"], &[]), NEW), ["set-not-null"]);
        let not_valid = [("told", "CHECK ((email IS NOT NULL)) NOT VALID")];
        assert_eq!(rules(PROVEN, &live(&[], &["id", "email"], &not_valid), NEW), ["set-not-null"]);
        assert_eq!(rules(NOT_NULL, &live(&[], &["id", "email"], &[]), NEW), ["set-not-null"]);
    }

    #[test]
    fn hostile_names_stay_names() {
        let odd =
            LiveTable { name: Name::from("User"), ..live(&["e\"; DROP TABLE x; --"], &[], &[("a\"b", "CHECK ((id > 0))")]) };
        assert_eq!(rules(PLAIN, &odd, NEW), ["set-not-null"]);
    }
}
