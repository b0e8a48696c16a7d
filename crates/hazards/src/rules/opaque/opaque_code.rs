#![doc = include_str!("opaque_code.md")]

use report::Severity;

use crate::rules::{Check, Context, Group, Hit, Rule};
use crate::{Action, Call, Effect, Name, Statement};

pub(crate) const RULE: Rule = Rule {
    id: "opaque-code",
    severity: Severity::Warning,
    group: Group::Opaque,
    opt_in: false,
    summary: "Code runs that this scan cannot read",
    page: include_str!("opaque_code.md"),
    check: Check::Statement(check),
};

fn check(statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
    statement.effects.iter().filter_map(|effect| hit(effect, context)).collect()
}

fn hit(effect: &Effect, context: &Context<'_>) -> Option<Hit> {
    let advice = "Write the statements out where that is possible; `validate` runs them on a throw-away server and tells what they dropped there.";
    match &effect.action {
        Action::RunsOpaque(what) => {
            let message = format!("what this runs cannot be read without a server: {what}");
            Some(Hit::new(effect, Name::default(), message, advice))
        }
        Action::Calls { name, call } if context.facts.called(name).next().is_none() => {
            if let Some(what) = reaches_out(name) {
                let message = format!("`{name}` {what}");
                return Some(Hit::new(effect, name, message, "Do it outside of migrations, where it is seen who does what."));
            }
            let (what, severity) = match call {
                Call::Within => return None,
                Call::Alone if is_builtin(name) => return None,
                Call::Alone => ("function", Severity::Notice),
                Call::Procedure => ("procedure", Severity::Warning),
            };
            let message = format!("no script defines the {what} `{name}`, so nothing is known of what it does");
            let advice = format!(
                "Make sure that `{name}` does what is meant; where a migration made it by code that cannot be read here, write that out."
            );
            Some(Hit::new(effect, name, message, advice).severity(severity))
        }
        _ => None,
    }
}

/// Functions of Postgres and of extensions that it comes with whose work is done outside of the database.
fn reaches_out(name: &Name) -> Option<&'static str> {
    Some(match name.last() {
        "dblink" | "dblink_exec" | "dblink_connect" | "dblink_connect_u" | "dblink_open" | "dblink_send_query" => {
            "works on another database, where nothing is known of what it does"
        }
        "lo_import" | "pg_read_file" | "pg_read_binary_file" | "pg_ls_dir" | "pg_file_read" => {
            "reads files of the server, whatever its users may see"
        }
        "lo_unlink" => "deletes a large object, whatever refers to it",
        "lo_export" | "pg_file_write" | "pg_file_rename" | "pg_file_unlink" => "writes files of the server",
        _ => return None,
    })
}

/// Whether this is one of Postgres's own functions that a statement may do nothing but call.
fn is_builtin(name: &Name) -> bool {
    let last = name.last();
    name.schema() == Some("pg_catalog")
        || last.starts_with("pg_")
        || name.schema().is_none() && BUILTIN.split(' ').any(|known| known == last)
}

/// Those that a statement may call for no other reason than their value.
const BUILTIN: &str = "\
    abs acos age array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position \
    array_positions array_prepend array_remove array_replace array_to_json array_to_string array_upper ascii asin atan atan2 \
    avg bit_and bit_count bit_length bit_or bool_and bool_or btrim cardinality cbrt ceil ceiling char_length chr \
    clock_timestamp col_description concat concat_ws convert_from convert_to cos cot count cume_dist current_database \
    current_query current_role current_schema current_schemas current_setting current_timestamp current_user currval date \
    date_bin date_part date_trunc decode degrees dense_rank digest encode enum_first enum_last enum_range every exp factorial \
    first_value floor format format_type gcd gen_random_bytes gen_random_uuid generate_series generate_subscripts \
    has_any_column_privilege has_column_privilege has_database_privilege has_function_privilege has_schema_privilege \
    has_table_privilege hashtext inet_client_addr inet_server_addr inet_server_port initcap isfinite json_agg \
    json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text \
    json_object_agg json_object_keys json_populate_record json_to_record json_typeof jsonb_agg jsonb_array_elements \
    jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text \
    jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists \
    jsonb_path_query jsonb_path_query_array jsonb_populate_record jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_to_record \
    jsonb_to_recordset jsonb_typeof justify_days justify_hours justify_interval lag last_value lastval lcm lead left length ln \
    localtime localtimestamp log lower lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz \
    makeaclitem max md5 min mod mode name nextval now nth_value ntile obj_description octet_length parse_ident percent_rank \
    percentile_cont percentile_disc pi power quote_ident quote_literal quote_nullable radians random rank regexp_count \
    regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table \
    regexp_substr repeat replace reverse right round row_number row_security_active row_to_json rpad rtrim scale session_user \
    set_byte set_config setseed setval setweight sha256 shobj_description sign sin split_part sqrt starts_with \
    statement_timestamp stddev string_agg string_to_array string_to_table strpos substr sum suppress_redundant_updates_trigger \
    tan text timeofday timestamptz timezone to_ascii to_char to_date to_hex to_json to_jsonb to_number to_regclass \
    to_regnamespace to_regproc to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trunc \
    ts_rank txid_current txid_current_if_assigned txid_status unnest upper uuid_generate_v1 uuid_generate_v4 uuidv4 uuidv7 \
    variance version width_bucket xmlagg xmlcomment";
