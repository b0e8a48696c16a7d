use std::fmt;

/// A five-character SQLSTATE code. Source: Postgres documentation, appendix A.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SqlState(String);

/// The sorts of failure that call for different answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureClass {
    /// The server could not be reached, ran out of something, or refused the role.
    ConnectivityOrPermission,
    /// Rows stand in the way.
    DataConflict,
    /// The statement is wrong.
    SqlError,
    /// A lock was not granted in time, a deadlock, or a time limit.
    Lock,
    /// An extension is not installed on the server, or the role may not create it.
    ExtensionMissing,
}

impl SqlState {
    /// From the code that the server sent.
    pub fn new(code: impl Into<String>) -> Self {
        SqlState(code.into())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The sort of failure. `message` is the server's own: extensions share their codes with other failures, so the words decide.
    pub fn class(&self, message: &str) -> FailureClass {
        let code = self.0.as_str();
        let about_extension = message.contains("extension");
        match (code, code.get(..2).unwrap_or_default()) {
            ("0A000" | "58P01" | "42501" | "22023" | "42704", _) if about_extension => FailureClass::ExtensionMissing,
            ("55P03" | "40P01" | "40001" | "57014", _) => FailureClass::Lock,
            ("42501", _) => FailureClass::ConnectivityOrPermission,
            (_, "08" | "28" | "53" | "57" | "58" | "3D") => FailureClass::ConnectivityOrPermission,
            // 22: a value does not fit; 23: a constraint is violated by rows that exist or are written; 21: more rows than expected.
            (_, "22" | "23" | "21") => FailureClass::DataConflict,
            _ => FailureClass::SqlError,
        }
    }
}

impl fmt::Display for SqlState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_failures_apart_that_share_a_code() {
        let check = |code: &str, message: &str, class| assert_eq!(SqlState::new(code).class(message), class, "{code} {message}");
        check("0A000", "extension \"vector\" is not available", FailureClass::ExtensionMissing);
        check("0A000", "cannot alter type of a column used by a view or rule", FailureClass::SqlError);
        check("42501", "permission denied to create extension \"moddatetime\"", FailureClass::ExtensionMissing);
        check("42501", "permission denied for schema auth", FailureClass::ConnectivityOrPermission);
        check("23502", "column \"email\" of relation \"User\" contains null values", FailureClass::DataConflict);
        check("42P07", "relation \"User\" already exists", FailureClass::SqlError);
        check("55P03", "canceling statement due to lock timeout", FailureClass::Lock);
        check("57P01", "terminating connection due to administrator command", FailureClass::ConnectivityOrPermission);
    }
}
