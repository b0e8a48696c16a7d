//! Does a change of a column's type write the whole table anew?
//!
//! Postgres keeps the table when every value is stored in the new type as it was in the old one and nothing needs to be checked: the
//! types are binary coercible, or only a limit is widened. Measured on 15; source: `ATColumnChangeRequiresRewrite` and the support
//! functions of the length coercions, which are the same in 14 to 18.

use postgres_syntax::{Cursor, Token, tokens};

use crate::{DataType, Fact, Facts};

/// Longer expressions do more than name a column.
const LONGEST: usize = 2000;

/// What becomes of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rewrite {
    /// It stays as it is.
    No,
    /// Every row is written anew.
    Yes,
    /// Only in a session whose time zone is not UTC.
    UnlessUtc,
    /// The types do not tell.
    Unknown,
}

/// Judges `ALTER COLUMN ... TYPE to USING using` of a column that had the type `from`.
pub(crate) fn rewrite(facts: &Facts, from: Option<&DataType>, column: &str, to: &DataType, using: Option<&str>) -> Rewrite {
    let Some(casts) = using.map_or(Some(Vec::new()), |expression| casts(expression, column)) else { return Rewrite::Yes };
    let Some(from) = from else { return Rewrite::Unknown };
    let mut had = from;
    let mut worst = Rewrite::No;
    for next in casts.iter().chain([to]) {
        worst = worse(worst, step(facts, had, next));
        had = next;
    }
    worst
}

fn worse(one: Rewrite, other: Rewrite) -> Rewrite {
    let rank = |rewrite| match rewrite {
        Rewrite::No => 0,
        Rewrite::UnlessUtc => 1,
        Rewrite::Unknown => 2,
        Rewrite::Yes => 3,
    };
    if rank(one) >= rank(other) { one } else { other }
}

/// The types that an expression casts the column to, one after the other, when it does nothing else.
fn casts(expression: &str, column: &str) -> Option<Vec<DataType>> {
    if expression.len() > LONGEST {
        return None;
    }
    let mut words = Cursor::new(expression, tokens(expression).filter(Token::is_significant));
    while let Some(inside) = words.parentheses() {
        if !words.is_done() {
            return None;
        }
        words = inside;
    }
    if words.name()?.last()? != column {
        return None;
    }
    let mut casts = Vec::new();
    while words.take_sign("::") {
        casts.push(DataType::take(&mut words)?);
    }
    words.is_done().then_some(casts)
}

/// One conversion.
fn step(facts: &Facts, from: &DataType, to: &DataType) -> Rewrite {
    if from == to {
        return Rewrite::No;
    }
    match facts.is_constrained(to) {
        // The values are checked, which is done by writing them.
        Fact::Known(true) => return Rewrite::Yes,
        Fact::Unknown if to.array || from.array => return Rewrite::Unknown,
        Fact::Unknown => return Rewrite::Unknown,
        Fact::Known(false) => {}
    }
    let (from, to) = (facts.base_type(from), facts.base_type(to));
    let is_enum = |data_type: &DataType| facts.is_enum(&data_type.name);
    match () {
        () if from == to => Rewrite::No,
        () if from.array && to.array => from.elements_to(to),
        () if from.array || to.array || is_enum(from) || is_enum(to) => Rewrite::Yes,
        () if from.is_builtin() && to.is_builtin() => from.stored_as(to),
        // `citext` is the one type of an extension that everybody has, and it is stored as `text` is.
        () if [from, to].iter().any(|one| one.own_name() == "citext") => from.text_stored_as(to),
        () => Rewrite::Unknown,
    }
}

impl DataType {
    /// Arrays are only kept when their elements lose a limit.
    fn elements_to(&self, to: &DataType) -> Rewrite {
        match () {
            () if self.own_name() == to.own_name() && to.arguments.is_empty() && to.is_builtin() => Rewrite::No,
            () if self.is_builtin() && to.is_builtin() => Rewrite::Yes,
            () => Rewrite::Unknown,
        }
    }

    /// Whether a value of this type of Postgres is stored in that one as it was.
    fn stored_as(&self, to: &DataType) -> Rewrite {
        let (from_name, to_name) = (self.own_name(), to.own_name());
        let keeps = |kept: bool| if kept { Rewrite::No } else { Rewrite::Yes };
        let limit = |data_type: &DataType| data_type.arguments.first().copied();
        let widens = |most: u32| limit(to).is_none_or(|to| to >= limit(self).unwrap_or(most) || to >= most);
        match (from_name, to_name) {
            ("text" | "varchar" | "bpchar", "text" | "varchar" | "bpchar") => self.text_stored_as(to),
            ("numeric", "numeric") => keeps(match (self.arguments.as_slice(), to.arguments.as_slice()) {
                (_, []) => true,
                ([had, rest @ ..], [precision, scale @ ..]) => {
                    precision >= had && rest.first().unwrap_or(&0) == scale.first().unwrap_or(&0)
                }
                ([], _) => false,
            }),
            ("varbit", "varbit") => keeps(limit(to).is_none_or(|to| limit(self).is_some_and(|from| from <= to))),
            ("bit", "varbit") => keeps(to.arguments.is_empty()),
            ("timestamp", "timestamp") | ("timestamptz", "timestamptz") | ("time", "time") | ("timetz", "timetz") => {
                keeps(widens(6))
            }
            ("interval", "interval") => {
                if to.arguments.is_empty() {
                    Rewrite::No
                } else {
                    Rewrite::Unknown
                }
            }
            ("timestamp", "timestamptz") | ("timestamptz", "timestamp") => {
                if limit(to).is_none_or(|to| to >= 6) {
                    Rewrite::UnlessUtc
                } else {
                    Rewrite::Yes
                }
            }
            ("cidr", "inet") | ("xml", "text" | "varchar" | "bpchar") => keeps(to.arguments.is_empty()),
            ("int4", identifier) | (identifier, "int4") if IDENTIFIERS.contains(&identifier) => Rewrite::No,
            ("oid", identifier) | (identifier, "oid") if IDENTIFIERS.contains(&identifier) => Rewrite::No,
            _ => keeps(from_name == to_name && self.arguments == to.arguments),
        }
    }

    fn text_stored_as(&self, to: &DataType) -> Rewrite {
        let is_text = |name: &str| matches!(name, "text" | "varchar" | "citext");
        let limit = |data_type: &DataType| data_type.arguments.first().copied();
        match (self.own_name(), to.own_name()) {
            (from, to_name) if is_text(from) && is_text(to_name) => match (limit(self), limit(to)) {
                (_, None) => Rewrite::No,
                (Some(had), Some(has)) if from == to_name && had <= has => Rewrite::No,
                _ => Rewrite::Yes,
            },
            _ => Rewrite::Yes,
        }
    }
}

/// Types that are numbers of objects, and stored as `integer` is.
const IDENTIFIERS: &[&str] = &[
    "oid",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(from: &str, to: &str, using: Option<&str>) -> Rewrite {
        let read =
            |text: &str| DataType::take(&mut Cursor::new(text, tokens(text).filter(Token::is_significant))).expect("a type");
        rewrite(&Facts::default(), Some(&read(from)), "c", &read(to), using)
    }

    /// Each line was measured on a server: the file of the table stayed, or did not.
    #[test]
    fn what_the_server_was_seen_to_do() {
        for (from, to) in [
            ("varchar(20)", "varchar(40)"),
            ("varchar(20)", "varchar"),
            ("varchar(20)", "text"),
            ("text", "varchar"),
            ("numeric(10,2)", "numeric(12,2)"),
            ("numeric(10,2)", "numeric"),
            ("timestamp(3)", "timestamp"),
            ("timestamp(3)", "timestamp(6)"),
            ("timestamptz", "timestamptz(6)"),
            ("varbit(5)", "varbit(9)"),
            ("varbit(5)", "varbit"),
            ("cidr", "inet"),
            ("varchar(5)[]", "varchar[]"),
            ("int", "oid"),
            ("oid", "regclass"),
            ("oid", "int"),
            ("time(2)", "time"),
            ("xml", "text"),
            ("xml", "varchar"),
            ("int", "integer"),
        ] {
            assert_eq!(judge(from, to, None), Rewrite::No, "{from} to {to}");
        }
        for (from, to) in [
            ("text", "varchar(10)"),
            ("text", "char(10)"),
            ("char(5)", "text"),
            ("char(5)", "char(9)"),
            ("char(5)", "varchar"),
            ("text", "name"),
            ("numeric(10,2)", "numeric(12,3)"),
            ("timestamp(3)", "timestamp(2)"),
            ("timestamp(3)", "timestamptz(3)"),
            ("timestamptz", "timestamptz(3)"),
            ("varchar(5)[]", "varchar(9)[]"),
            ("varchar(5)[]", "text[]"),
            ("int", "bigint"),
            ("json", "jsonb"),
            ("json", "text"),
            ("oid", "bigint"),
            ("time(2)", "timetz"),
            ("int[]", "bigint[]"),
            ("timestamp", "date"),
        ] {
            assert_eq!(judge(from, to, None), Rewrite::Yes, "{from} to {to}");
        }
        assert_eq!(judge("timestamp(3)", "timestamptz", None), Rewrite::UnlessUtc);
        assert_eq!(judge("timestamptz", "timestamp", None), Rewrite::UnlessUtc);
        assert_eq!(judge("text", "geometry", None), Rewrite::Unknown);
    }

    #[test]
    fn expressions_that_only_name_the_column() {
        let check = |using: &str, expected| assert_eq!(judge("varchar(20)", "varchar(40)", Some(using)), expected, "{using}");
        check("c", Rewrite::No);
        check("(c)", Rewrite::No);
        check("\"c\"::varchar(40)", Rewrite::No);
        check("c::text", Rewrite::Yes);
        check("c::text::varchar(40)", Rewrite::Yes);
        check("trim(c)", Rewrite::Yes);
        check("'x'", Rewrite::Yes);
        check("d", Rewrite::Yes);
    }
}
