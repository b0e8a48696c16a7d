//! Which values does a column type hold, and which are lost on the way to another?

use std::fmt;

use postgres_syntax::Cursor;

use crate::Name;

/// A column's type, with Postgres's own name for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataType {
    /// `int4` for `integer`, `timestamptz` for `timestamp with time zone`; user-defined ones as written.
    pub name: Name,
    /// Length, precision, scale. Empty when none are written or they are no whole numbers.
    pub arguments: Vec<u32>,
    /// Of whatever number of dimensions; Postgres keeps none.
    pub array: bool,
}

/// What becomes of the values when a column changes its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// Every value has a place in the new type.
    Keeps,
    /// Some have none; says which.
    Loses(&'static str),
    /// It cannot be told from the types.
    Unknown,
}

/// Names of more than one word.
const PHRASES: [(&str, &str); 7] = [
    ("double precision", "float8"),
    ("character varying", "varchar"),
    ("char varying", "varchar"),
    ("national character varying", "varchar"),
    ("national character", "bpchar"),
    ("national char", "bpchar"),
    ("bit varying", "varbit"),
];

const ALIASES: [(&str, &str); 16] = [
    ("int", "int4"),
    ("integer", "int4"),
    ("serial", "int4"),
    ("serial4", "int4"),
    ("bigint", "int8"),
    ("bigserial", "int8"),
    ("serial8", "int8"),
    ("smallint", "int2"),
    ("smallserial", "int2"),
    ("serial2", "int2"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("real", "float4"),
    ("boolean", "bool"),
    ("character", "bpchar"),
    ("char", "bpchar"),
];

/// `interval day to second` and the like.
const INTERVAL_FIELDS: &[&str] = &["year", "month", "day", "hour", "minute", "second", "to"];

/// The types of Postgres that a column may have (documentation, chapter 8).
const BUILTIN: &[&str] = &[
    "bit",
    "bool",
    "box",
    "bpchar",
    "bytea",
    "cidr",
    "circle",
    "date",
    "datemultirange",
    "daterange",
    "float4",
    "float8",
    "inet",
    "int2",
    "int2vector",
    "int4",
    "int4multirange",
    "int4range",
    "int8",
    "int8multirange",
    "int8range",
    "interval",
    "json",
    "jsonb",
    "jsonpath",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "numeric",
    "nummultirange",
    "numrange",
    "oid",
    "oidvector",
    "path",
    "pg_lsn",
    "pg_snapshot",
    "point",
    "polygon",
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
    "text",
    "tid",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "uuid",
    "varbit",
    "varchar",
    "xid",
    "xid8",
    "xml",
];

impl DataType {
    /// Takes a type from the words of a column definition; what follows it stays.
    pub(crate) fn take(words: &mut Cursor<'_>) -> Option<DataType> {
        let phrase = PHRASES.iter().find(|(phrase, _)| words.take(phrase)).map(|(_, name)| vec![(*name).to_owned()]);
        let mut parts = match phrase {
            Some(parts) => parts,
            None => words.name()?,
        };
        let mut arguments = words.parentheses().map(|mut inside| whole_numbers(&mut inside)).unwrap_or_default();
        if let [name] = parts.as_mut_slice()
            && name == "interval"
        {
            while let Some(field) = words.take_any(INTERVAL_FIELDS) {
                *name = format!("{name} {field}");
            }
            words.parentheses();
        }
        let zoned = words.take("with time zone");
        words.take("without time zone");
        let mut array = words.take("array");
        while words.take_sign("[") {
            array = true;
            words.skip_until(|words| words.peek() == "]");
            words.take_sign("]");
        }
        if parts.len() == 2 && parts.first().is_some_and(|schema| schema == "pg_catalog") {
            parts.remove(0);
        }
        if let [name] = parts.as_mut_slice() {
            let canonical = ALIASES.iter().find(|(alias, _)| alias == name).map_or(name.as_str(), |(_, canonical)| canonical);
            *name = match (canonical, arguments.first()) {
                ("timestamp" | "time", _) if zoned => format!("{canonical}tz"),
                ("float", Some(..=24)) => "float4".to_owned(),
                ("float", _) => "float8".to_owned(),
                _ => canonical.to_owned(),
            };
            match name.as_str() {
                "bpchar" | "bit" if arguments.is_empty() => arguments = vec![1],
                "float4" | "float8" => arguments.clear(),
                _ => {}
            }
        }
        Some(DataType { name: Name::new(parts), arguments, array })
    }

    /// Of a column whose type is said elsewhere.
    pub(crate) fn unsaid() -> DataType {
        DataType { name: Name::default(), arguments: Vec::new(), array: false }
    }

    fn builtin(&self) -> &str {
        if self.name.schema().is_none() { self.name.last() } else { "" }
    }

    /// Its name without a schema.
    pub(crate) fn own_name(&self) -> &str {
        self.name.last()
    }

    /// Whether it is one of Postgres's own types, or an array of them.
    pub(crate) fn is_builtin(&self) -> bool {
        BUILTIN.contains(&self.builtin())
    }

    fn argument(&self, at: usize) -> Option<u32> {
        self.arguments.get(at).copied()
    }

    /// Whether it has room for the text of any value.
    pub(crate) fn holds_any_text(&self) -> bool {
        !self.array && self.arguments.is_empty() && matches!(self.builtin(), "text" | "varchar" | "citext")
    }

    /// Whether values without a time zone get one, and lose nothing else.
    pub(crate) fn gains_time_zone(&self, to: &DataType) -> bool {
        let gains = matches!((self.builtin(), to.builtin()), ("timestamp", "timestamptz") | ("time", "timetz"));
        gains && self.array == to.array && self.precision_to(to) == Conversion::Keeps
    }

    /// What becomes of values of this type in another, by Postgres's own casts.
    pub(crate) fn converted_to(&self, to: &DataType) -> Conversion {
        match (self.array, to.array) {
            _ if self == to || to.holds_any_text() => Conversion::Keeps,
            (true, false) => Conversion::Loses("all elements but those that the expression keeps"),
            (false, true) => Conversion::Unknown,
            _ => self.element_converted_to(to),
        }
    }

    fn element_converted_to(&self, to: &DataType) -> Conversion {
        let (from_name, to_name) = (self.builtin(), to.builtin());
        match (from_name, to_name) {
            _ if to_name.is_empty() || from_name.is_empty() => Conversion::Unknown,
            ("text" | "citext" | "varchar" | "bpchar", "varchar" | "bpchar") => self.text_to(to),
            ("text" | "citext" | "varchar" | "bpchar", "text" | "citext") => Conversion::Keeps,
            ("numeric", "numeric") => self.numeric_to(to),
            _ if integer_digits(from_name).is_some() => self.integer_to(to),
            ("numeric" | "float4" | "float8", "int2" | "int4" | "int8") => {
                Conversion::Loses("everything behind the decimal point")
            }
            ("float4", "float8") => Conversion::Keeps,
            ("float8", "float4") | ("numeric", "float4" | "float8") | ("float4" | "float8", "numeric") => {
                Conversion::Loses("digits beyond its precision")
            }
            ("timestamp" | "timestamptz", "date") => Conversion::Loses("the time of day"),
            ("timestamp" | "timestamptz", "time" | "timetz") => Conversion::Loses("the date"),
            ("timestamptz", "timestamp") => Conversion::Loses("the time zone: values are turned into the session's local time"),
            ("timetz", "time") => Conversion::Loses("the time zone"),
            ("date", "timestamp" | "timestamptz")
            | ("cidr", "inet")
            | ("time", "timetz")
            | ("json", "jsonb")
            | ("jsonb", "json") => Conversion::Keeps,
            ("timestamp", "timestamp") | ("timestamptz", "timestamptz") | ("time", "time") | ("timetz", "timetz") => {
                self.precision_to(to)
            }
            ("bit" | "varbit", "bit" | "varbit") => self.text_to(to),
            _ => Conversion::Unknown,
        }
    }

    fn text_to(&self, to: &DataType) -> Conversion {
        match (self.argument(0), to.argument(0)) {
            (_, None) => Conversion::Keeps,
            (Some(from), Some(to)) if from <= to => Conversion::Keeps,
            _ => Conversion::Loses("the end of longer values, or the change fails on them"),
        }
    }

    fn numeric_to(&self, to: &DataType) -> Conversion {
        let Some(precision) = to.argument(0) else { return Conversion::Keeps };
        let scale = to.argument(1).unwrap_or(0);
        let Some(had) = self.argument(0) else { return Conversion::Loses("digits beyond its precision and scale") };
        let had_scale = self.argument(1).unwrap_or(0);
        match () {
            () if had_scale > scale => Conversion::Loses("decimal places beyond its scale"),
            () if had.saturating_sub(had_scale) > precision.saturating_sub(scale) => {
                Conversion::Loses("larger values: the change fails on them")
            }
            () => Conversion::Keeps,
        }
    }

    fn integer_to(&self, to: &DataType) -> Conversion {
        let digits = integer_digits(self.builtin()).unwrap_or(19);
        match (to.builtin(), integer_digits(to.builtin()), to.argument(0)) {
            (_, Some(room), _) if room >= digits => Conversion::Keeps,
            (_, Some(_), _) => Conversion::Loses("larger values: the change fails on them"),
            ("numeric", _, None) => Conversion::Keeps,
            ("numeric", _, Some(precision)) if precision.saturating_sub(to.argument(1).unwrap_or(0)) >= digits => {
                Conversion::Keeps
            }
            ("numeric", ..) => Conversion::Loses("larger values: the change fails on them"),
            ("float8", ..) if digits <= 10 => Conversion::Keeps,
            ("float4", ..) if digits <= 5 => Conversion::Keeps,
            ("float4" | "float8", ..) => Conversion::Loses("the last digits of large values"),
            _ => Conversion::Unknown,
        }
    }

    /// Times keep six decimal places when no precision is written.
    fn precision_to(&self, to: &DataType) -> Conversion {
        if to.argument(0).unwrap_or(6) >= self.argument(0).unwrap_or(6) {
            Conversion::Keeps
        } else {
            Conversion::Loses("fractions of a second beyond its precision")
        }
    }
}

/// Decimal digits that hold every value of an integer type.
fn integer_digits(name: &str) -> Option<u32> {
    match name {
        "int2" => Some(5),
        "int4" => Some(10),
        "int8" => Some(19),
        _ => None,
    }
}

fn whole_numbers(inside: &mut Cursor<'_>) -> Vec<u32> {
    inside.pieces().iter().filter_map(|piece| piece.rest().parse().ok()).collect()
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)?;
        for (at, argument) in self.arguments.iter().enumerate() {
            write!(f, "{}{argument}", if at == 0 { "(" } else { "," })?;
        }
        f.write_str(if self.arguments.is_empty() { "" } else { ")" })?;
        f.write_str(if self.array { "[]" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> DataType {
        let mut words = Cursor::new(text, postgres_syntax::tokens(text).filter(postgres_syntax::Token::is_significant));
        let read = DataType::take(&mut words).expect("a type");
        assert!(words.is_done() || words.sees("NOT NULL"), "{text}: `{}` is left", words.rest());
        read
    }

    #[test]
    fn one_name_for_each_type() {
        let check = |text: &str, shown: &str| assert_eq!(read(text).to_string(), shown, "{text}");
        check("INTEGER NOT NULL", "int4");
        check("timestamp(3) with time zone", "timestamptz(3)");
        check("TIMESTAMP(3)", "timestamp(3)");
        check("character varying(20)", "varchar(20)");
        check("double precision", "float8");
        check("FLOAT(10)", "float4");
        check("pg_catalog.int4[]", "int4[]");
        check("text[3][]", "text[]");
        check("char", "bpchar(1)");
        check("decimal(65, 30)", "numeric(65,30)");
        check("\"public\".\"Role\"", "public.\"Role\"");
        check("integer ARRAY", "int4[]");
    }

    #[test]
    fn knows_what_is_lost() {
        let keeps = |from: &str, to: &str| assert_eq!(read(from).converted_to(&read(to)), Conversion::Keeps, "{from} to {to}");
        let loses =
            |from: &str, to: &str| assert!(matches!(read(from).converted_to(&read(to)), Conversion::Loses(_)), "{from} to {to}");
        let unknown =
            |from: &str, to: &str| assert_eq!(read(from).converted_to(&read(to)), Conversion::Unknown, "{from} to {to}");
        for (small, large) in [
            ("int2", "int8"),
            ("int4", "numeric"),
            ("int4", "float8"),
            ("varchar(20)", "varchar(40)"),
            ("varchar(20)", "text"),
            ("numeric(10,2)", "numeric(12,2)"),
            ("timestamp(3)", "timestamp"),
            ("date", "timestamptz"),
            ("int4[]", "int8[]"),
            ("uuid", "text"),
            ("float4", "float8"),
            ("int8", "numeric(19)"),
        ] {
            keeps(small, large);
            if small != "uuid" && small != "int4[]" && large != "numeric" && small != "date" {
                loses(large, small);
            }
        }
        loses("text", "varchar(10)");
        loses("text", "char");
        loses("numeric", "int4");
        loses("numeric(10,2)", "numeric(10,4)");
        loses("timestamptz", "date");
        loses("timestamptz", "timestamp");
        loses("int8", "float8");
        loses("text[]", "int4");
        loses("int8[]", "int4[]");
        keeps("jsonb", "json");
        unknown("text", "int4");
        unknown("text", "\"Role\"");
        unknown("\"Role\"", "\"Role_new\"");
        unknown("timestamp", "timestamptz");
        unknown("text", "text[]");
    }
}
