//! What sort of failure is it?

use postgres_terms::SqlState;

use crate::ServerError;

/// The sort of a failed conversation, by which a caller decides what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorClass {
    /// Not reached, or lost on the way: nobody knows what became of a statement that was under way.
    Connectivity,
    /// The server does not believe who we are, or we do not believe who it is.
    Authentication,
    /// The role may not.
    Permission,
    /// Rows that exist, or are written, do not fit.
    Data,
    /// The statement is wrong, or does not fit the database.
    Sql,
    /// A lock that was not granted in time, a deadlock, a transaction that another one overtook.
    Lock,
    /// A time limit or somebody's cancellation ended the statement.
    Timeout,
    /// Disk, memory or connections ran out.
    Resources,
    /// The server is going down, is coming up, or ended our session.
    Shutdown,
    /// None of these.
    Unknown,
}

impl ErrorClass {
    /// By the server's code (appendix A of its manual).
    pub fn of(sqlstate: &SqlState) -> ErrorClass {
        let code = sqlstate.as_str();
        match (code, code.get(..2).unwrap_or_default()) {
            ("55P03" | "40P01" | "40001", _) => ErrorClass::Lock,
            ("57014" | "25P03" | "25P04", _) => ErrorClass::Timeout,
            ("57P05", _) => ErrorClass::Timeout, // idle_session_timeout: our lease ended
            ("57P01" | "57P02" | "57P03" | "57P04", _) => ErrorClass::Shutdown,
            ("42501", _) => ErrorClass::Permission,
            ("3D000", _) => ErrorClass::Connectivity, // no such database: the connection string is wrong
            ("25006", _) => ErrorClass::Permission,   // read-only: a standby, or a role that is not meant to write
            (_, "08") => ErrorClass::Connectivity,
            (_, "28") => ErrorClass::Authentication,
            (_, "53" | "54" | "58") => ErrorClass::Resources,
            (_, "21" | "22" | "23" | "44") => ErrorClass::Data,
            (_, "0A" | "0L" | "0P" | "24" | "25" | "26" | "2B" | "2D" | "34" | "3B" | "3F" | "40" | "42" | "55") => {
                ErrorClass::Sql
            }
            _ => ErrorClass::Unknown,
        }
    }
}

/// Codes after which a transaction that was rolled back as a whole may be tried again.
const WORTH_RETRYING: [&str; 3] = ["55P03", "40P01", "40001"];

/// Classes whose messages quote names and words of SQL only. In all others a quoted word may be a value of a row.
const QUOTE_NAMES_ONLY: [&str; 22] = [
    "08", "0A", "0L", "0P", "23", "24", "25", "26", "28", "2B", "2D", "34", "3B", "3D", "3F", "40", "42", "44", "53", "54", "55",
    "57",
];

/// Words after which a quoted word is a name, even where values are quoted as well.
const BEFORE_A_NAME: [&str; 10] =
    ["column", "constraint", "encoding", "enum", "function", "parameter", "relation", "schema", "table", "type"];

const QUOTES: [char; 11] = ['"', '«', '»', '„', '“', '”', '‘', '’', '‹', '›', '「'];

impl ServerError {
    /// The sort of failure.
    pub fn class(&self) -> ErrorClass {
        ErrorClass::of(&self.sqlstate)
    }

    /// Whether a transaction that failed so, and of which nothing remains, may be tried again.
    pub fn is_worth_retrying(&self) -> bool {
        WORTH_RETRYING.contains(&self.sqlstate.as_str())
    }

    /// The message without values of rows, for a place where everybody reads. Values are what the server quotes: everything from the
    /// first quoted word that is not a name to the last quote gives way to stars, for a value may itself hold quotes.
    pub fn public_message(&self) -> String {
        let class = self.sqlstate.as_str().get(..2).unwrap_or_default();
        if QUOTE_NAMES_ONLY.contains(&class) {
            return self.message.clone();
        }
        let Some((start, end)) = quoted_values(&self.message) else { return self.message.clone() };
        format!("{}\"***\"{}", &self.message[..start], &self.message[end..])
    }
}

/// From the first quote around a value to the end of the last quote.
fn quoted_values(message: &str) -> Option<(usize, usize)> {
    let (last, quote) = message.char_indices().rev().find(|(_, c)| QUOTES.contains(c))?;
    let end = last + quote.len_utf8();
    let mut from = 0;
    loop {
        let start = from + message[from..].find(QUOTES)?;
        let before = message[..start].trim_end().rsplit(' ').next().unwrap_or_default();
        if message[start..].starts_with('"') && BEFORE_A_NAME.contains(&before) {
            // A name: go on after its other quote. A message that was cut in the middle of one has none.
            let Some(length) = message[start + 1..].find('"') else { return Some((start, message.len())) };
            from = start + 1 + length + 1;
        } else if start < last {
            return Some((start, end));
        } else {
            return Some((start, message.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: &str, message: &str) -> ServerError {
        ServerError {
            sqlstate: SqlState::new(code),
            message: message.to_owned(),
            detail: Some("Key (email)=(canary@example.com) already exists.".to_owned()),
            hint: None,
            context: None,
            position: None,
            object: crate::ErrorObject::default(),
        }
    }

    #[test]
    fn every_sort_of_failure_has_its_class() {
        let check = |code: &str, class| assert_eq!(ErrorClass::of(&SqlState::new(code)), class, "{code}");
        check("08006", ErrorClass::Connectivity);
        check("3D000", ErrorClass::Connectivity);
        check("28P01", ErrorClass::Authentication);
        check("42501", ErrorClass::Permission);
        check("23505", ErrorClass::Data);
        check("42703", ErrorClass::Sql);
        check("55006", ErrorClass::Sql);
        check("40P01", ErrorClass::Lock);
        check("57014", ErrorClass::Timeout);
        check("53100", ErrorClass::Resources);
        check("57P01", ErrorClass::Shutdown);
        check("P0001", ErrorClass::Unknown);
        check("", ErrorClass::Unknown);
    }

    #[test]
    fn only_three_codes_are_worth_another_try() {
        for (code, expected) in [("55P03", true), ("40P01", true), ("40001", true), ("57014", false), ("23505", false)] {
            assert_eq!(error(code, "").is_worth_retrying(), expected, "{code}");
        }
    }

    #[test]
    fn values_do_not_reach_the_public_and_names_do() {
        let check = |code: &str, message: &str, public: &str| assert_eq!(error(code, message).public_message(), public);
        check("22P02", "invalid input syntax for type integer: \"canary\"", "invalid input syntax for type integer: \"***\"");
        check("22P02", "invalid input value for enum \"Role\": \"canary\"", "invalid input value for enum \"Role\": \"***\"");
        check("22003", "value \"99999\" is out of range for type integer", "value \"***\" is out of range for type integer");
        // A value that looks like a name.
        check(
            "22P02",
            "invalid input syntax for type uuid: \"a\" type \"canary\"",
            "invalid input syntax for type uuid: \"***\"",
        );
        check("22008", "date/time field value out of range: \"canary", "date/time field value out of range: \"***\"");
        check("22P02", "ungültige Eingabesyntax für Typ integer: »canary«", "ungültige Eingabesyntax für Typ integer: \"***\"");
        check("P0001", "no customer \"canary\" any more", "no customer \"***\" any more");
        let unique = "duplicate key value violates unique constraint \"User_email_key\"";
        check("23505", unique, unique);
        check("42703", "column \"emial\" does not exist", "column \"emial\" does not exist");
        check("22012", "division by zero", "division by zero");
    }
}
