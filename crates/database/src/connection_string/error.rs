//! Why a connection string cannot be used. Quotes no part that may hold the password.

use thiserror::Error;

/// Why a connection string cannot be used. Quotes no part that may hold the password.
#[derive(Debug, Error, PartialEq, Eq)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum ConnectionStringError {
    #[error("the connection string is empty")]
    Empty,
    #[error("the connection string has blanks or quotes around it; remove them from the secret")]
    Padded,
    #[error("the connection string holds a line break or another control character")]
    Control,
    #[error("the connection string must start with `postgresql://` or `postgres://`")]
    Scheme,
    #[error("`prisma://` and `prisma+postgres://` lead to a service of Prisma's; the database's own connection string is needed")]
    PrismaService,
    #[error("the connection string still holds a placeholder such as `${{VAR}}` or `[YOUR-PASSWORD]`")]
    Placeholder,
    #[error("the connection string has no user name")]
    NoUser,
    #[error("an `@` stands behind a `?`; in the password write %3F for `?`, in parameters %40 for `@`")]
    QuestionMark,
    #[error("the port is not a number from 1 to 65535 (a `#`, `/` or `?` in the password must be written %23, %2F, %3F)")]
    Port,
    #[error("an IPv6 address must stand in brackets, like `[::1]:5432`")]
    Brackets,
    #[error("an IPv6 address with a zone (`%25eth0`) is not supported; name another address of the server")]
    Zone,
    #[error("`%` in the {0} is not followed by two hexadecimal digits (a plain `%` is written %25)")]
    Percent(&'static str),
    #[error("the {0} holds a null character")]
    Null(&'static str),
    #[error("there are {hosts} hosts and {others} {what}: give one for each, or one for all")]
    Uneven { hosts: usize, others: usize, what: &'static str },
    #[error("parameter `{0}` is given twice")]
    Duplicate(&'static str),
    #[error("parameter `{0}` is unknown")]
    Unknown(String),
    #[error("a parameter is unknown, and does not look like one (its name is not shown)")]
    Nameless,
    #[error("parameter `{name}` cannot be {value} ({allowed})")]
    Value { name: &'static str, value: String, allowed: &'static str },
    #[error("parameter `{name}` is not supported: {why}")]
    Unsupported { name: &'static str, why: &'static str },
    #[error("{0}")]
    Contradiction(&'static str),
}

impl ConnectionStringError {
    /// A value that is none of the allowed. One that does not look like a word is not repeated.
    pub(super) fn value(name: &'static str, value: &str, allowed: &'static str) -> Self {
        let is_word =
            !value.is_empty() && value.len() <= 24 && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        let value = if is_word { format!("`{value}`") } else { "what it is".to_owned() };
        ConnectionStringError::Value { name, value, allowed }
    }
}
