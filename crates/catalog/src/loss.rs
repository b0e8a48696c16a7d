//! Which changes of a schema take data away.

use std::fmt;

/// Data that a change took away, or may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// A table is gone, or another one has its name: all rows.
    Rows,
    /// A column is gone, or another one has its name: its value in every row.
    Values,
    /// An enum can no longer hold these; rows that held one were changed or deleted.
    EnumValues(Vec<String>),
    /// A column's new type cannot hold everything that the old one could.
    Narrowed {
        /// The old type.
        from: String,
        /// The new type.
        to: String,
    },
}

/// A sentence without a full stop.
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Loss::Rows => f.write_str("all rows are lost"),
            Loss::Values => f.write_str("the column's values are lost"),
            Loss::EnumValues(values) => write!(f, "rows can no longer hold {}", values.join(", ")),
            Loss::Narrowed { from, to } => write!(f, "values of {from} may not fit into {to}"),
        }
    }
}

/// Whether every value of one type survives as another, both as `format_type` prints them. What is not known to be safe is not.
pub(crate) fn keeps_values(from: &str, to: &str) -> bool {
    let (from, to) = (TypeName::of(from), TypeName::of(to));
    let wider = |rank: &dyn Fn(&str) -> Option<u8>| matches!((rank(from.base), rank(to.base)), (Some(a), Some(b)) if a <= b);
    if from.base == to.base {
        return holds(from.modifiers, to.modifiers, from.base == "numeric");
    }
    match to.base {
        // Everything has a text form; `character` pads and is not that.
        "text" => true,
        "character varying" => to.modifiers.is_none() || from.base == "character" && holds(from.modifiers, to.modifiers, false),
        "numeric" => to.modifiers.is_none() && integer_rank(from.base).is_some(),
        "jsonb" => from.base == "json",
        "json" => from.base == "jsonb",
        "timestamp without time zone" | "timestamp with time zone" => {
            from.base == "date" || from.base.starts_with("timestamp") && holds(from.modifiers, to.modifiers, false)
        }
        "real" | "double precision" => wider(&float_rank),
        _ => wider(&integer_rank),
    }
}

/// `timestamp(3) without time zone` is `timestamp without time zone` with `3`.
struct TypeName<'a> {
    base: &'a str,
    modifiers: Option<&'a str>,
}

impl<'a> TypeName<'a> {
    fn of(text: &'a str) -> Self {
        // A quoted name may hold anything, and quoted names are of user types, which have no modifiers.
        let Some((head, rest)) = text.split_once('(').filter(|_| !text.contains('"')) else {
            return TypeName { base: text, modifiers: None };
        };
        let Some((modifiers, tail)) = rest.split_once(')') else { return TypeName { base: text, modifiers: None } };
        let base = match (head, tail) {
            ("timestamp", " without time zone") => "timestamp without time zone",
            ("timestamp", " with time zone") => "timestamp with time zone",
            ("time", " without time zone") => "time without time zone",
            ("time", " with time zone") => "time with time zone",
            (head, "") => head,
            _ => return TypeName { base: text, modifiers: None },
        };
        TypeName { base, modifiers: Some(modifiers) }
    }
}

/// Whether a type with the second modifiers holds all that one with the first does; none is the widest.
fn holds(from: Option<&str>, to: Option<&str>, is_numeric: bool) -> bool {
    let numbers = |text: &str| text.split(',').map(|number| number.trim().parse::<i64>().ok()).collect::<Option<Vec<_>>>();
    let Some(to) = to else { return true };
    let (Some(from), Some(to)) = (from.and_then(numbers), numbers(to)) else { return false };
    match (from.as_slice(), to.as_slice()) {
        // Both the digits before the point and those after it.
        ([a, b], [c, d]) if is_numeric => b <= d && a - b <= c - d,
        ([a], [b]) => a <= b,
        (a, b) => a == b,
    }
}

fn integer_rank(base: &str) -> Option<u8> {
    ["smallint", "integer", "bigint"].iter().zip(0..).find_map(|(name, rank)| (*name == base).then_some(rank))
}

/// `real` and `double precision`, and the integers that each holds exactly.
fn float_rank(base: &str) -> Option<u8> {
    match base {
        "smallint" => Some(0),
        "real" => Some(1),
        "integer" => Some(2),
        "double precision" => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_which_types_hold_more() {
        let check = |from: &str, to: &str, keeps: bool| assert_eq!(keeps_values(from, to), keeps, "{from} to {to}");
        check("integer", "bigint", true);
        check("bigint", "integer", false);
        check("character varying(20)", "character varying(50)", true);
        check("character varying(50)", "character varying(20)", false);
        check("character varying", "character varying(20)", false);
        check("character varying(20)", "text", true);
        check("text", "character varying", true);
        check("text", "character varying(191)", false);
        check("numeric(10,2)", "numeric(12,2)", true);
        check("numeric(10,2)", "numeric(12,4)", true);
        check("numeric(10,2)", "numeric(10,4)", false);
        check("numeric(10,2)", "numeric", true);
        check("bigint", "numeric", true);
        check("bigint", "numeric(10,0)", false);
        check("integer", "double precision", true);
        check("bigint", "double precision", false);
        check("integer", "real", false);
        check("double precision", "real", false);
        check("double precision", "integer", false);
        check("real", "integer", false);
        check("smallint", "real", true);
        check("timestamp(3) without time zone", "timestamp(6) without time zone", true);
        check("timestamp(6) without time zone", "timestamp(3) without time zone", false);
        check("timestamp(3) without time zone", "timestamp(3) with time zone", true);
        check("timestamp without time zone", "date", false);
        check("date", "timestamp with time zone", true);
        check("text", "public.\"Role\"", false);
        check("public.\"Role\"", "text", true);
        check("public.\"a(b)\"", "public.\"a(b)\"", true);
        check("text", "integer", false);
        check("text", "text[]", false);
        check("character(3)", "character varying(3)", true);
    }
}
