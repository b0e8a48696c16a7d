//! `postgresql://user:password@host:port/database?parameter=value`, read as libpq and Prisma read it.

use std::{fmt, path::PathBuf};

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// Where a server is and who we are to it. Shows no secret.
#[derive(Clone)]
pub struct ConnectionString {
    /// Host name, address, or the directory of a unix socket when it starts with `/`.
    pub host: String,
    /// TCP port, or the number in the socket's name.
    pub port: u16,
    /// Login role.
    pub user: String,
    /// Its password.
    pub password: Option<SecretString>,
    /// Database.
    pub database: String,
    /// Prisma's `schema` parameter: the schema put on the search path.
    pub schema: Option<String>,
    /// How the connection is encrypted, in libpq's meaning.
    pub ssl_mode: SslMode,
    /// `sslrootcert`: PEM file with the roots to trust instead of the system's.
    pub ssl_root_cert: Option<PathBuf>,
    /// `options` for the server's start, as given.
    pub options: Option<String>,
    /// `connect_timeout` in seconds; 0 waits for ever.
    pub connect_timeout_seconds: Option<u64>,
    /// `pgbouncer=true`: the user says that a pooler stands between.
    pub through_pooler: bool,
}

/// libpq's `sslmode`, as far as this version goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SslMode {
    /// Never encrypted.
    Disable,
    /// Encrypted when the server offers it; its identity is not checked.
    Prefer,
    /// Always encrypted; the server's identity is not checked.
    Require,
    /// Always encrypted, and the certificate must name the host and lead to a trusted root.
    VerifyFull,
}

/// Why a connection string cannot be used. Quotes no part that may hold the password.
#[derive(Debug, Error, PartialEq, Eq)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum ConnectionStringError {
    #[error("the connection string is empty")]
    Empty,
    #[error("the connection string has blanks or quotes around it; remove them from the secret")]
    Padded,
    #[error("the connection string must start with `postgresql://` or `postgres://`")]
    Scheme,
    #[error("the connection string still holds a placeholder such as `${{VAR}}` or `[YOUR-PASSWORD]`")]
    Placeholder,
    #[error("the connection string has no user name")]
    NoUser,
    #[error("a `?` stands before the last `@`; in the password write %3F")]
    QuestionMark,
    #[error("the port is not a number from 1 to 65535 (a `#`, `/` or `?` in the password must be written %23, %2F, %3F)")]
    Port,
    #[error("`%` in the {0} is not followed by two hexadecimal digits (a plain `%` is written %25)")]
    Percent(&'static str),
    #[error("several hosts are not supported; name one")]
    SeveralHosts,
    #[error("parameter `{0}` is given twice")]
    Duplicate(String),
    #[error("parameter `{0}` is unknown")]
    Unknown(String),
    #[error("parameter `{name}` cannot be `{value}` ({allowed})")]
    Value { name: &'static str, value: String, allowed: &'static str },
}

/// Parameters that change nothing for a tool that opens a handful of direct connections.
const WITHOUT_EFFECT: [&str; 9] = [
    "connection_limit",
    "pool_timeout",
    "socket_timeout",
    "statement_cache_size",
    "max_connection_lifetime",
    "max_idle_connection_lifetime",
    "application_name",
    "channel_binding",
    "target_session_attrs",
];

impl ConnectionString {
    /// Reads a connection string.
    pub fn parse(text: &str) -> Result<Self, ConnectionStringError> {
        use ConnectionStringError as Error;
        if text.is_empty() {
            return Err(Error::Empty);
        }
        if text.trim() != text || text.starts_with(['"', '\'']) {
            return Err(Error::Padded);
        }
        let rest = ["postgresql://", "postgres://"]
            .iter()
            .find_map(|scheme| text.get(..scheme.len())?.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..]))
            .ok_or(Error::Scheme)?;
        if rest.contains("${") || rest.contains("[YOUR-") {
            return Err(Error::Placeholder);
        }
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if !authority.contains('@') && query.contains('@') {
            return Err(Error::QuestionMark); // before anything of the query is quoted
        }
        // The last `@`, so that one inside a password does no harm.
        let (userinfo, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = userinfo.split_once(':').map_or((userinfo, None), |(user, password)| (user, Some(password)));
        let (host, port) = split_port(place)?;

        let mut parsed = ConnectionString {
            host: if host.is_empty() { "localhost".to_owned() } else { decode(host, "host")? },
            port,
            user: decode(user, "user name")?,
            password: password.map(|password| decode(password, "password").map(SecretString::from)).transpose()?,
            database: if path.is_empty() { "postgres".to_owned() } else { decode(path, "database name")? },
            schema: None,
            ssl_mode: SslMode::Prefer,
            ssl_root_cert: None,
            options: None,
            connect_timeout_seconds: None,
            through_pooler: false,
        };
        parsed.read_parameters(query)?;
        if parsed.user.is_empty() {
            return Err(Error::NoUser);
        }
        Ok(parsed)
    }

    fn read_parameters(&mut self, query: &str) -> Result<(), ConnectionStringError> {
        use ConnectionStringError as Error;
        let mut seen: Vec<&str> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if seen.contains(&name) {
                return Err(Error::Duplicate(name.to_owned()));
            }
            seen.push(name);
            let value = decode(value, "parameters")?;
            match name {
                "schema" => self.schema = Some(value).filter(|schema| !schema.is_empty()),
                "host" => self.host = value,
                "port" => self.port = value.parse().ok().filter(|port| *port != 0).ok_or(Error::Port)?,
                "user" => self.user = value,
                "password" => self.password = Some(SecretString::from(value)),
                "dbname" => self.database = value,
                "options" => self.options = Some(value),
                "sslrootcert" => self.ssl_root_cert = (value != "system").then(|| PathBuf::from(value)),
                "sslmode" => self.ssl_mode = ssl_mode(value)?,
                "connect_timeout" => {
                    let allowed = "a number of seconds";
                    let seconds = value.parse().map_err(|_| Error::Value { name: "connect_timeout", value, allowed })?;
                    self.connect_timeout_seconds = Some(seconds);
                }
                "pgbouncer" => match value.as_str() {
                    "true" => self.through_pooler = true,
                    "false" => {}
                    _ => return Err(Error::Value { name: "pgbouncer", value, allowed: "true or false" }),
                },
                name if WITHOUT_EFFECT.contains(&name) => {}
                name => return Err(Error::Unknown(name.to_owned())),
            }
        }
        Ok(())
    }

    /// The driver's form of it. The password leaves its wrapper here, and only here.
    pub(crate) fn driver_config(&self) -> tokio_postgres::Config {
        let mut config = tokio_postgres::Config::new();
        config.host(&self.host).port(self.port).user(&self.user).dbname(&self.database);
        if let Some(password) = &self.password {
            config.password(password.expose_secret());
        }
        config
    }
}

/// Names the place, never the password.
impl fmt::Display for ConnectionString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "database `{}` on {}:{} as `{}`", self.database, self.host, self.port, self.user)
    }
}

impl fmt::Debug for ConnectionString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConnectionString({self})")
    }
}

fn ssl_mode(value: String) -> Result<SslMode, ConnectionStringError> {
    match value.as_str() {
        "disable" => Ok(SslMode::Disable),
        "allow" | "prefer" => Ok(SslMode::Prefer),
        "require" => Ok(SslMode::Require),
        "verify-full" => Ok(SslMode::VerifyFull),
        _ => {
            let allowed = "one of: disable, prefer, require, verify-full";
            Err(ConnectionStringError::Value { name: "sslmode", value, allowed })
        }
    }
}

fn split_port(place: &str) -> Result<(&str, u16), ConnectionStringError> {
    if place.contains(',') {
        return Err(ConnectionStringError::SeveralHosts);
    }
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => rest.split_once(']').ok_or(ConnectionStringError::Port)?,
        None => place.find(':').map_or((place, ""), |colon| place.split_at(colon)),
    };
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok((host, 5432)),
        Some("") => Ok((host, 5432)),
        Some(digits) => Ok((host, digits.parse().ok().filter(|port| *port != 0).ok_or(ConnectionStringError::Port)?)),
        None => Err(ConnectionStringError::Port),
    }
}

fn decode(text: &str, part: &'static str) -> Result<String, ConnectionStringError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let byte = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
            bytes.push(byte.ok_or(ConnectionStringError::Percent(part))?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).map_err(|_| ConnectionStringError::Percent(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> ConnectionString {
        ConnectionString::parse(text).unwrap()
    }

    #[test]
    fn reads_the_usual_forms() {
        let check = |text: &str, shown: &str| assert_eq!(parse(text).to_string(), shown, "{text}");
        check("postgresql://app:pw@db.example:6432/shop", "database `shop` on db.example:6432 as `app`");
        check("postgres://app@localhost", "database `postgres` on localhost:5432 as `app`");
        check("POSTGRESQL://app@[::1]:5433/x", "database `x` on ::1:5433 as `app`");
        check("postgresql://app@/x?host=/run/pg&port=5433", "database `x` on /run/pg:5433 as `app`");
        check("postgresql://a%40b:p@%2Frun%2Fpg/x%2Fy", "database `x/y` on /run/pg:5432 as `a@b`");
        assert_eq!(parse("postgresql://a@h/d?schema=shop&sslmode=require").schema.as_deref(), Some("shop"));
    }

    #[test]
    fn an_at_sign_in_the_password_stays_in_the_password() {
        let parsed = parse("postgresql://app:p@ss@db/x");
        assert_eq!((parsed.host.as_str(), parsed.password.unwrap().expose_secret()), ("db", "p@ss"));
    }

    #[test]
    fn refuses_what_it_cannot_honour() {
        use ConnectionStringError as Error;
        let check = |text: &str, error: Error| assert_eq!(ConnectionString::parse(text).unwrap_err(), error, "{text}");
        check("", Error::Empty);
        check(" postgresql://a@h/d", Error::Padded);
        check("postgresql://a@h/d\n", Error::Padded);
        check("mysql://a@h/d", Error::Scheme);
        check("postgresql://a:${PW}@h/d", Error::Placeholder);
        check("postgresql://h/d", Error::NoUser);
        check("postgresql://a:p#w@h:0/d", Error::Port);
        check("postgresql://a:p%w@h/d", Error::Percent("password"));
        check("postgresql://a@h1,h2/d", Error::SeveralHosts);
        check("postgresql://a@h/d?sslmode=require&sslmode=disable", Error::Duplicate("sslmode".into()));
        check("postgresql://a@h/d?sslmod=require", Error::Unknown("sslmod".into()));
        assert!(ConnectionString::parse("postgresql://a@h/d?sslmode=verify-ca").is_err());
    }

    #[test]
    fn no_form_of_it_shows_the_password() {
        for text in [
            "postgresql://app:canary@h/d",
            "postgresql://app:canary@h/d?sslmod=x",
            "postgresq://app:canary@h/d",
            "postgresql://app:canary@h:x/d",
            "postgresql://app:1?canary@h/d",
        ] {
            let shown = match ConnectionString::parse(text) {
                Ok(parsed) => format!("{parsed} {parsed:?}"),
                Err(error) => format!("{error} {error:?}"),
            };
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}
