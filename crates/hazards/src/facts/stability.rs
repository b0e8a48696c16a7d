//! Does an expression have the same value for every row of a statement?

use std::collections::BTreeMap;

use super::{Facts, Key, Place};
use crate::{Expression, Fact, Name, ObjectKind, Routine};

impl Facts {
    /// Whether an expression may have another value for each row: it calls a function that is `VOLATILE`. Postgres then computes it row by
    /// row. Unknown when it calls one that neither Postgres nor a script made.
    pub fn is_volatile(&self, expression: &Expression) -> Fact<bool> {
        let mut answer = Fact::Known(false);
        for call in &expression.calls {
            match self.is_volatile_function(call) {
                Fact::Known(true) => return Fact::Known(true),
                Fact::Unknown => answer = Fact::Unknown,
                Fact::Known(false) => {}
            }
        }
        answer
    }

    fn is_volatile_function(&self, name: &Name) -> Fact<bool> {
        if let Some(known) = self.volatile_functions.get(&self.place(ObjectKind::Function, name) as &dyn Place) {
            return *known;
        }
        match (name.schema(), name.last()) {
            (None | Some("pg_catalog"), own) if VOLATILE.contains(&own) => Fact::Known(true),
            (None | Some("pg_catalog"), own) if STABLE.contains(&own) => Fact::Known(false),
            // Every Supabase project has these.
            (Some("auth"), "email" | "jwt" | "role" | "uid") => Fact::Known(false),
            // Made by the extensions that nearly everybody has.
            (_, "uuid_generate_v1" | "uuid_generate_v1mc" | "uuid_generate_v4" | "gen_random_bytes" | "gen_salt") => {
                Fact::Known(true)
            }
            _ => Fact::Unknown,
        }
    }

    pub(super) fn learn_volatility(&mut self, routine: &Routine, certain: bool) {
        let mut key = self.key(ObjectKind::Function, &routine.name);
        key.2 = without_arguments(&key.2);
        let is_volatile = routine.volatility.is_none_or(|volatility| volatility == "VOLATILE");
        // The server puts the body of a short SQL function in the place of the call, and then the body decides.
        let is_inlined = is_volatile && routine.language.as_deref().is_some_and(|language| language.eq_ignore_ascii_case("sql"));
        let told = if certain && !is_inlined { Fact::Known(is_volatile) } else { Fact::Unknown };
        overload(&mut self.volatile_functions, key, told, routine.replaces);
    }
}

/// Functions of one name are told apart by their arguments, which a call does not show.
fn overload(known: &mut BTreeMap<Key, Fact<bool>>, key: Key, told: Fact<bool>, replaces: bool) {
    let kept = known.entry(key).or_insert(told);
    if *kept != told && !replaces {
        *kept = Fact::Unknown;
    } else {
        *kept = told;
    }
}

pub(super) fn without_arguments(name: &str) -> String {
    name.split('(').next().unwrap_or_default().to_owned()
}

/// Functions of Postgres that are `VOLATILE` and that somebody may use as a default (`pg_proc`, 14 to 18).
const VOLATILE: &[&str] = &[
    "clock_timestamp",
    "currval",
    "gen_random_uuid",
    "lastval",
    "nextval",
    "random",
    "random_normal",
    "set_config",
    "setval",
    "timeofday",
    "uuidv4",
    "uuidv7",
];

/// Functions of Postgres that are `IMMUTABLE` or `STABLE` and that somebody may use as a default.
const STABLE: &[&str] = &[
    "abs",
    "age",
    "array_append",
    "array_cat",
    "array_fill",
    "array_length",
    "array_remove",
    "array_to_json",
    "array_to_string",
    "box",
    "btrim",
    "cardinality",
    "ceil",
    "ceiling",
    "char_length",
    "chr",
    "circle",
    "coalesce",
    "concat",
    "concat_ws",
    "convert_to",
    "current_database",
    "current_schemas",
    "current_setting",
    "date",
    "date_part",
    "date_trunc",
    "daterange",
    "decode",
    "div",
    "encode",
    "exp",
    "extract",
    "floor",
    "format",
    "greatest",
    "inet_client_addr",
    "initcap",
    "int4range",
    "int8range",
    "json_array",
    "json_build_array",
    "json_build_object",
    "json_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "jsonb_object",
    "jsonb_set",
    "jsonb_strip_nulls",
    "justify_days",
    "justify_interval",
    "least",
    "left",
    "length",
    "ln",
    "localtime",
    "localtimestamp",
    "log",
    "lower",
    "lpad",
    "ltrim",
    "make_date",
    "make_interval",
    "make_time",
    "make_timestamp",
    "make_timestamptz",
    "md5",
    "mod",
    "now",
    "nullif",
    "num_nonnulls",
    "numrange",
    "overlay",
    "pg_backend_pid",
    "pi",
    "point",
    "polygon",
    "position",
    "pow",
    "power",
    "quote_ident",
    "quote_literal",
    "regexp_match",
    "regexp_replace",
    "regexp_split_to_array",
    "repeat",
    "replace",
    "reverse",
    "right",
    "round",
    "row_to_json",
    "rpad",
    "rtrim",
    "sha256",
    "sign",
    "split_part",
    "sqrt",
    "statement_timestamp",
    "string_to_array",
    "strpos",
    "substr",
    "substring",
    "timezone",
    "to_char",
    "to_date",
    "to_hex",
    "to_json",
    "to_jsonb",
    "to_number",
    "to_timestamp",
    "to_tsquery",
    "to_tsvector",
    "transaction_timestamp",
    "translate",
    "trim",
    "trunc",
    "tsrange",
    "tstzrange",
    "txid_current",
    "upper",
    "width_bucket",
];
