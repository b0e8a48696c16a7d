//! What does a constraint demand of rows? Read from where it is written: a script, or the definition that Postgres prints.

use postgres_syntax::{Cursor, Token, statements, tokens};

/// What a constraint, or a unique index, demands. Pieces of SQL are as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Demand {
    /// No two rows are equal in all of these.
    Unique {
        /// Columns and expressions.
        keys: Vec<String>,
        /// Only rows that satisfy this.
        condition: Option<String>,
        /// Whether rows without a value are equal, too.
        nulls_are_equal: bool,
    },
    /// Another table has a row with these values.
    Reference {
        columns: Vec<String>,
        table: Vec<String>,
        /// Never empty.
        referenced: Vec<String>,
    },
    /// This is not false.
    Check(String),
    /// These columns hold values and are unique: a primary key.
    PrimaryKey(Vec<String>),
}

/// What a script has to do with the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nullness {
    /// It forbids that they are missing, in a column that is there.
    Forbids,
    /// It adds the column.
    Adds,
    /// Neither.
    Unsaid,
}

impl Demand {
    /// What the last definition of this name in a script demands. `None`: it defines none, or in a form that tells too little.
    pub(crate) fn in_script(script: &str, name: &str) -> Option<Demand> {
        statements(script).filter_map(|(_, words)| Demand::in_statement(words, name)).last()
    }

    /// What the only constraint without a name that a script adds to a table demands, if it is a check or a reference; for one of which the server
    /// has made the name up.
    pub(crate) fn nameless(script: &str, table: &str) -> Option<Demand> {
        let added: Vec<Demand> = statements(script).flat_map(|(_, words)| Demand::added_nameless(words, table)).collect();
        <[Demand; 1]>::try_from(added).ok().map(|[only]| only)
    }

    fn added_nameless(mut words: Cursor<'_>, table: &str) -> Vec<Demand> {
        let mut added = Vec::new();
        if !words.take("ALTER TABLE") {
            return added;
        }
        words.take("IF EXISTS");
        words.take("ONLY");
        if words.name().and_then(|mut name| name.pop()).is_none_or(|name| name != table) {
            return added;
        }
        while !words.is_done() {
            if words.take("ADD") && (words.sees("CHECK") || words.sees("FOREIGN KEY")) {
                added.extend(clause(&mut words));
            } else {
                words.advance();
            }
        }
        added
    }

    /// What a definition as `pg_get_constraintdef` or `pg_get_indexdef` prints it demands.
    pub(crate) fn of_definition(definition: &str) -> Option<Demand> {
        let mut words = Cursor::new(definition, tokens(definition).filter(Token::is_significant));
        if words.sees("CREATE") { unique_index(&mut words, None) } else { clause(&mut words) }
    }

    /// What a unique index on these keys demands, as the server lists them.
    pub(crate) fn of_keys(keys: &str) -> Option<Demand> {
        let pieces = Cursor::new(keys, tokens(keys).filter(Token::is_significant)).pieces();
        let keys: Option<Vec<String>> = pieces.into_iter().map(key).collect();
        Some(Demand::Unique { keys: keys.filter(|keys| !keys.is_empty())?, condition: None, nulls_are_equal: false })
    }

    fn in_statement(mut words: Cursor<'_>, name: &str) -> Option<Demand> {
        if words.sees("CREATE UNIQUE") {
            return unique_index(&mut words, Some(name));
        }
        while !words.is_done() {
            if words.take("CONSTRAINT") && words.identifier().is_some_and(|found| found == name) {
                return clause(&mut words);
            }
            words.advance();
        }
        None
    }
}

impl Nullness {
    pub(crate) fn in_script(script: &str, column: &str) -> Nullness {
        let each = statements(script).map(|(_, words)| Nullness::in_statement(words, column));
        each.filter(|found| *found != Nullness::Unsaid).last().unwrap_or(Nullness::Unsaid)
    }

    fn in_statement(mut words: Cursor<'_>, column: &str) -> Nullness {
        while !words.is_done() {
            let is_column = |words: &mut Cursor<'_>| words.identifier().is_some_and(|found| found == column);
            if words.take("ADD") {
                let mut ahead = words.clone();
                ahead.take("COLUMN");
                ahead.take("IF NOT EXISTS");
                if is_column(&mut ahead) {
                    return Nullness::Adds;
                }
            } else if words.take("ALTER") {
                let mut ahead = words.clone();
                ahead.take("COLUMN");
                if is_column(&mut ahead) && ahead.take("SET NOT NULL") {
                    return Nullness::Forbids;
                }
            } else if words.take("PRIMARY KEY") {
                if columns(&mut words).is_some_and(|columns| columns.iter().any(|name| name == column)) {
                    return Nullness::Forbids;
                }
            } else if words.take("NOT NULL") {
                // `ADD CONSTRAINT name NOT NULL column`; behind that of a column nothing of the sort can follow.
                let mut ahead = words.clone();
                if is_column(&mut ahead) {
                    return Nullness::Forbids;
                }
            } else {
                words.advance();
            }
        }
        Nullness::Unsaid
    }
}

/// Whether a script checks the rows against a constraint that is there already.
pub(crate) fn validates(script: &str, name: &str) -> bool {
    statements(script).any(|(_, mut words)| {
        while !words.is_done() {
            if words.take("VALIDATE CONSTRAINT") && words.identifier().is_some_and(|found| found == name) {
                return true;
            }
            words.advance();
        }
        false
    })
}

/// What stands behind `CONSTRAINT name`.
fn clause(words: &mut Cursor<'_>) -> Option<Demand> {
    if words.take("CHECK") {
        return Some(Demand::Check(written(&words.parentheses()?)?));
    }
    if words.take("PRIMARY KEY") {
        return columns(words).map(Demand::PrimaryKey);
    }
    if words.take("UNIQUE") {
        let nulls_are_equal = nulls_are_equal(words);
        let keys = words.parentheses()?.pieces().into_iter().map(key).collect::<Option<Vec<String>>>()?;
        return Some(Demand::Unique { keys, condition: None, nulls_are_equal });
    }
    if words.take("FOREIGN KEY") {
        let columns = columns(words)?;
        let table = words.take("REFERENCES").then(|| words.name()).flatten()?;
        let referenced = self::columns(words)?;
        return (columns.len() == referenced.len()).then_some(Demand::Reference { columns, table, referenced });
    }
    None
}

/// `CREATE UNIQUE INDEX ...`, of this name if one is wanted.
fn unique_index(words: &mut Cursor<'_>, wanted: Option<&str>) -> Option<Demand> {
    words.take("CREATE UNIQUE INDEX").then_some(())?;
    words.take("CONCURRENTLY");
    words.take("IF NOT EXISTS");
    let name = if words.sees("ON") { None } else { words.name()?.pop() };
    if wanted.is_some() && name.as_deref() != wanted {
        return None;
    }
    words.take("ON").then_some(())?;
    words.take("ONLY");
    words.name()?;
    if words.take("USING") {
        words.identifier()?;
    }
    let keys = words.parentheses()?.pieces().into_iter().map(key).collect::<Option<Vec<String>>>()?;
    if words.take("INCLUDE") {
        words.parentheses();
    }
    let nulls_are_equal = nulls_are_equal(words);
    words.skip_until(|words| words.sees("WHERE"));
    let condition = words.take("WHERE").then(|| words.rest().to_owned());
    Some(Demand::Unique { keys, condition, nulls_are_equal })
}

/// A column or an expression of an index, without what says how it is ordered.
fn key(mut words: Cursor<'_>) -> Option<String> {
    let start = words.ahead(0)?.span.start;
    if words.parentheses().is_none() {
        words.name()?;
        words.parentheses();
    }
    Some(words.since(start).of(words.text()).to_owned())
}

fn nulls_are_equal(words: &mut Cursor<'_>) -> bool {
    !words.take("NULLS DISTINCT") && words.take("NULLS NOT DISTINCT")
}

/// Names between parentheses; `None` for anything else, such as a period.
fn columns(words: &mut Cursor<'_>) -> Option<Vec<String>> {
    let pieces = words.parentheses()?.pieces();
    let names: Option<Vec<String>> = pieces.into_iter().map(|mut piece| piece.identifier().filter(|_| piece.is_done())).collect();
    names.filter(|names| !names.is_empty())
}

fn written(words: &Cursor<'_>) -> Option<String> {
    Some(words.span()?.of(words.text()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unique(keys: &[&str], condition: Option<&str>, nulls_are_equal: bool) -> Demand {
        let keys = keys.iter().map(ToString::to_string).collect();
        Demand::Unique { keys, condition: condition.map(str::to_owned), nulls_are_equal }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_demand_is_found_where_it_is_written() {
        let check = |script: &str, expected: Option<Demand>| assert_eq!(Demand::in_script(script, "It's"), expected, "{script}");
        check(r#"CREATE UNIQUE INDEX "It's" ON "User"("email")"#, Some(unique(&["\"email\""], None, false)));
        check(
            r#"CREATE TABLE a (b int); CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "It's" ON ONLY s."User" USING btree
            (lower(email) text_ops DESC NULLS LAST, (a || ','), b) INCLUDE (c) NULLS NOT DISTINCT WHERE x > 1 AND (y)"#,
            Some(unique(&["lower(email)", "(a || ',')", "b"], Some("x > 1 AND (y)"), true)),
        );
        check(r#"CREATE UNIQUE INDEX other ON "It's"(email)"#, None);
        check(
            r#"ALTER TABLE a ADD CONSTRAINT b CHECK (true), ADD CONSTRAINT "It's" CHECK (x > 0 OR ("Y" IS NULL)) NOT VALID"#,
            Some(Demand::Check("x > 0 OR (\"Y\" IS NULL)".into())),
        );
        check(
            r#"ALTER TABLE a ADD CONSTRAINT "It's" UNIQUE NULLS NOT DISTINCT ("B", c)"#,
            Some(unique(&["\"B\"", "c"], None, true)),
        );
        check(r#"ALTER TABLE a ADD CONSTRAINT "It's" UNIQUE USING INDEX b"#, None);
        check(
            r#"ALTER TABLE a ADD CONSTRAINT "It's" FOREIGN KEY (x, "Y") REFERENCES s.b ("X", y) ON DELETE CASCADE"#,
            Some(Demand::Reference { columns: names(&["x", "Y"]), table: names(&["s", "b"]), referenced: names(&["X", "y"]) }),
        );
        check(r#"ALTER TABLE a ADD CONSTRAINT "It's" FOREIGN KEY (x) REFERENCES b"#, None);
        check(r#"ALTER TABLE a ADD CONSTRAINT "It's" FOREIGN KEY (x, PERIOD y) REFERENCES b (x, PERIOD y)"#, None);
        check(r#"CREATE TABLE a (b int, CONSTRAINT "It's" PRIMARY KEY (b))"#, Some(Demand::PrimaryKey(names(&["b"]))));
        check("SELECT 1; -- CONSTRAINT \"It's\" CHECK (x)", None);
        check(r#"SELECT 'ALTER TABLE a ADD CONSTRAINT "It''s" CHECK (x)'"#, None);
        check("ALTER TABLE a ADD CONSTRAINT", None);
        check(r#"ALTER TABLE a ADD CONSTRAINT "It's" CHECK ("#, None);
    }

    #[test]
    fn a_demand_without_a_name_is_taken_where_it_is_the_only_one() {
        let check = |script: &str, expected: Option<Demand>| assert_eq!(Demand::nameless(script, "A"), expected, "{script}");
        let positive = || Some(Demand::Check("x > 0".into()));
        check(
            r#"CREATE TABLE b (x int CHECK (x > 1)); ALTER TABLE ONLY s."A" ADD y int, ADD CHECK (x > 0) NOT VALID"#,
            positive(),
        );
        check(r#"ALTER TABLE IF EXISTS "A" ADD CHECK (x > 0); ALTER TABLE b ADD CHECK (x > 1)"#, positive());
        check(r#"ALTER TABLE "A" ADD CHECK (x > 0), ADD CHECK (x < 9)"#, None);
        check(r#"ALTER TABLE "A" ADD CONSTRAINT c CHECK (x > 0)"#, None);
        check("ALTER TABLE a ADD CHECK (x > 0)", None);
        let reference = Demand::Reference { columns: names(&["x"]), table: names(&["b"]), referenced: names(&["y"]) };
        check(r#"ALTER TABLE "A" ADD FOREIGN KEY (x) REFERENCES b (y)"#, Some(reference));
    }

    #[test]
    fn postgres_s_own_definitions_are_read() {
        let check = |definition: &str, expected: Demand| assert_eq!(Demand::of_definition(definition), Some(expected));
        check("CHECK ((price > 0))", Demand::Check("(price > 0)".into()));
        check("UNIQUE (email)", unique(&["email"], None, false));
        check(
            "CREATE UNIQUE INDEX a ON public.\"User\" USING btree (lower(email)) WHERE (x IS NULL)",
            unique(&["lower(email)"], Some("(x IS NULL)"), false),
        );
        let reference =
            Demand::Reference { columns: names(&["b"]), table: names(&["public", "User"]), referenced: names(&["id"]) };
        check("FOREIGN KEY (b) REFERENCES public.\"User\"(id) ON UPDATE CASCADE NOT VALID", reference);
        assert_eq!(Demand::of_definition("EXCLUDE USING gist (a WITH =)"), None);
    }

    #[test]
    fn a_column_is_forbidden_to_be_empty_or_new() {
        let check = |script: &str, expected: Nullness| assert_eq!(Nullness::in_script(script, "Email"), expected, "{script}");
        check(r#"ALTER TABLE a ALTER COLUMN "Email" SET NOT NULL"#, Nullness::Forbids);
        check(r#"ALTER TABLE a DROP COLUMN x, ALTER "Email" SET NOT NULL"#, Nullness::Forbids);
        check(r#"ALTER TABLE a ADD COLUMN IF NOT EXISTS "Email" text NOT NULL"#, Nullness::Adds);
        check(r#"ALTER TABLE a ADD "Email" text NOT NULL"#, Nullness::Adds);
        check(r#"ALTER TABLE a ADD CONSTRAINT c PRIMARY KEY (x, "Email")"#, Nullness::Forbids);
        check(r#"ALTER TABLE a ADD CONSTRAINT c NOT NULL "Email""#, Nullness::Forbids);
        check(r#"ALTER TABLE a ADD NOT NULL "Email" NOT VALID"#, Nullness::Forbids);
        check(r#"CREATE TABLE a (b int NOT NULL, "Email" text)"#, Nullness::Unsaid);
        check(r#"ALTER TABLE a ALTER email SET NOT NULL; INSERT INTO a ("Email") VALUES (NULL)"#, Nullness::Unsaid);
        assert!(validates("ALTER TABLE a VALIDATE CONSTRAINT b", "b") && !validates("ALTER TABLE a DROP CONSTRAINT b", "b"));
    }
}
