//! Reads `[verify]` and `[targets.NAME.verify]`.

use std::collections::BTreeMap;

use crate::{
    error::ConfigError,
    layer::{object_name, variable_name},
    object_name::ObjectName,
    origin::Sourced,
    quantity::parse_duration,
    table::Table,
    verify::{Address, Assertion, ColumnPromise, Expectation, HttpCheck, ObjectKind, RowsPromise, VerifyLayer},
};

/// Longest text for people, in characters.
const MAX_TITLE: usize = 200;

impl VerifyLayer {
    pub(crate) fn read(mut table: Table<'_>) -> Result<Self, ConfigError> {
        let mut layer = VerifyLayer {
            statement_timeout: table.parsed("statement-timeout", parse_duration)?,
            sequence_use: sequence_use(&mut table)?,
            columns: match table.table("columns")? {
                Some(columns) => columns.named_values_with(column)?,
                None => BTreeMap::new(),
            },
            rows: match table.table("minimum-rows")? {
                Some(rows) => {
                    rows.named_numbers(|name, minimum| Ok(RowsPromise { table: ObjectName::parse(name, 2)?, minimum }))?
                }
                None => BTreeMap::new(),
            },
            assertions: table.tables("assertions")?.into_iter().map(assertion).collect::<Result<_, _>>()?,
            http: table.tables("http")?.into_iter().map(http_check).collect::<Result<_, _>>()?,
            ..VerifyLayer::default()
        };
        for kind in ObjectKind::ALL {
            if let Some(names) = table.all_parsed(kind.key(), |text| kind.parse(text))? {
                layer.objects.insert(kind, names);
            }
        }
        table.finish()?;
        Ok(layer)
    }
}

fn sequence_use(table: &mut Table<'_>) -> Result<Option<Sourced<u32>>, ConfigError> {
    let fault = table.fault("sequence-use", "must be a percentage from 1 to 100");
    let percent = table.number("sequence-use")?;
    if percent.as_ref().is_some_and(|percent| !(1..=100).contains(&percent.value)) { Err(fault) } else { Ok(percent) }
}

/// `"User.email" = "text not null"`
fn column(name: &str, text: &str) -> Result<ColumnPromise, String> {
    let name = ObjectName::parse(name, 3)?;
    if name.parts.len() < 2 {
        return Err("must be called by table and column: \"User.email\"".to_owned());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is = |word: &str, expected: &str| word.eq_ignore_ascii_case(expected);
    let (words, nullable) = match words.as_slice() {
        [rest @ .., not, null] if is(not, "not") && is(null, "null") => (rest, Some(false)),
        [rest @ .., null] if is(null, "null") => (rest, Some(true)),
        all => (all, None),
    };
    if words.is_empty() || text.chars().any(char::is_control) {
        return Err("must be a type, with `null` or `not null` behind it or without: \"text not null\"".to_owned());
    }
    Ok(ColumnPromise { name, data_type: words.join(" "), nullable })
}

fn title(text: &str) -> Result<String, String> {
    if text.trim().is_empty() || text.chars().count() > MAX_TITLE || text.chars().any(char::is_control) {
        Err(format!("must say in one line of 1 to {MAX_TITLE} characters what is checked"))
    } else {
        Ok(text.trim().to_owned())
    }
}

fn assertion(mut table: Table<'_>) -> Result<Assertion, ConfigError> {
    let (no_name, no_sql) = (table.missing("name"), table.missing("sql"));
    let clash = table.fault("value", "and `expect` cannot both be said");
    let unsaid = table.fault("expect", "or `value` must be said: \"no-rows\", \"true\" or \"refused\"");
    let name = table.parsed("name", title)?.ok_or(no_name)?;
    let sql = table.parsed("sql", sql)?.ok_or(no_sql)?;
    let expect = table.parsed("expect", |text| match text {
        "no-rows" => Ok(Expectation::NoRows),
        "true" => Ok(Expectation::True),
        "refused" => Ok(Expectation::Refused),
        other => Err(format!("has an unknown answer `{}` (one of: no-rows, true, refused)", other.escape_debug())),
    })?;
    let value = table.parsed("value", |text| Ok(Expectation::Value(text.to_owned())))?;
    let expectation = match (expect, value) {
        (Some(_), Some(_)) => return Err(clash),
        (expect, value) => expect.or(value).ok_or(unsaid)?,
    };
    let settings = match table.table("settings")? {
        Some(settings) => settings.named_values_with(setting)?,
        None => BTreeMap::new(),
    };
    let (role, timeout) = (table.parsed("role", object_name)?, table.parsed("timeout", parse_duration)?);
    table.finish()?;
    Ok(Assertion { name, sql, role, settings, expectation, timeout })
}

/// Whether it is one query is looked at where SQL is understood.
fn sql(text: &str) -> Result<String, String> {
    if text.trim().is_empty() || text.contains('\0') { Err("must be a query".to_owned()) } else { Ok(text.to_owned()) }
}

/// Settings with a dot in their name belong to nobody but the application; the others could undo the limits of a check.
fn setting(name: &str, value: &str) -> Result<String, String> {
    let is_word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if !name.contains('.') || !name.split('.').all(is_word) {
        return Err("must be a setting with a dot in its name, such as `request.jwt.claims`".to_owned());
    }
    if value.contains('\0') { Err("cannot hold a null character".to_owned()) } else { Ok(value.to_owned()) }
}

fn http_check(mut table: Table<'_>) -> Result<HttpCheck, ConfigError> {
    let (no_name, no_url) = (table.missing("name"), table.missing("url"));
    let clash = table.fault("url-variable", "and `url` cannot both be said");
    let wrong_status = table.fault("status", "must be a status of HTTP from 100 to 599");
    let name = table.parsed("name", title)?.ok_or(no_name)?;
    let url = table.parsed("url", url)?;
    let variable = table.parsed("url-variable", |text| variable_name(text).map(Address::Variable))?;
    let address = match (url, variable) {
        (Some(_), Some(_)) => return Err(clash),
        (url, variable) => url.or(variable).ok_or(no_url)?,
    };
    let status = table.number("status")?;
    if status.as_ref().is_some_and(|status| !(100..=599).contains(&status.value)) {
        return Err(wrong_status);
    }
    let check = HttpCheck {
        name,
        address,
        status,
        within: table.parsed("within", parse_duration)?,
        body_contains: table.parsed("body-contains", |text| Ok(text.to_owned()))?,
        token: table.parsed("token", variable_name)?,
        headers: match table.table("headers")? {
            Some(headers) => headers.named_values_with(header)?,
            None => BTreeMap::new(),
        },
    };
    table.finish()?;
    Ok(check)
}

/// What is wrong in detail is said where the request is made. A password in an address would be shown.
fn url(text: &str) -> Result<Address, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let authority = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    match authority {
        None => Err("must start with `https://` or `http://`".to_owned()),
        Some(authority) if authority.is_empty() || authority.contains('@') => {
            Err("must name a host, without a user or a password in front of it".to_owned())
        }
        Some(_) if text.chars().any(|c| c.is_whitespace() || c.is_control()) => Err("must not hold blanks".to_owned()),
        Some(_) => Ok(Address::Url(text.to_owned())),
    }
}

fn header(name: &str, variable: &str) -> Result<String, String> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if name.is_empty() || !name.chars().all(is_token) {
        return Err("must be the name of a header: letters, digits, `-` and `_`".to_owned());
    }
    variable_name(variable)
}
