//! `postgresql://user:password@host:port/database?parameter=value`, read as libpq reads it, with Prisma's parameters.
//!
//! Nothing is passed over: a parameter is honoured, or [`ConnectionString::warnings`] says that it is without effect, or it is refused.
//! `sslmode` means what libpq says it means. In three places this is stricter than libpq: a parameter may not be given twice, there
//! must be a user, and nothing is read from files or variables that the connection string does not name.

mod error;
mod parameters;
mod place;
#[cfg(test)]
mod tests;
mod tls;
mod warnings;

use std::{fmt, time::Duration};

use secrecy::{ExposeSecret, SecretString};

pub use error::ConnectionStringError;
pub use parameters::Keepalives;
pub use place::Place;
pub use tls::{ClientCertificate, SslMode, TlsSettings, TlsVersion};

use parameters::Parameters;
use place::Places;

/// Where a server is and who we are to it. Shows no secret.
#[derive(Clone)]
pub struct ConnectionString {
    /// Where to look for the server, in this order; at least one.
    pub places: Vec<Place>,
    /// Login role.
    pub user: String,
    /// Its password.
    pub password: Option<SecretString>,
    /// Database.
    pub database: String,
    /// Prisma's `schema` parameter: the schema put on the search path.
    pub schema: Option<String>,
    /// Encryption and certificates.
    pub tls: TlsSettings,
    /// Whether the login is tied to the encrypted connection.
    pub channel_binding: ChannelBinding,
    /// `options` for the server's start, as given.
    pub options: Option<String>,
    /// `connect_timeout`; zero waits for ever.
    pub connect_timeout: Option<Duration>,
    /// How a dead connection is noticed.
    pub keepalives: Keepalives,
    /// Which of several servers will do.
    pub attributes: SessionAttributes,
    /// `pgbouncer=true`: the user says that a pooler stands between.
    pub through_pooler: bool,
    /// What is said of it by [`ConnectionString::warnings`].
    pub remarks: Remarks,
}

/// What was noticed while reading a connection string and is not seen in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Parameters that were given and have no effect here.
    idle: Vec<&'static str>,
    /// Parameters that hold here and that Prisma drops without a word.
    unknown_to_prisma: Vec<&'static str>,
    /// The database's name was percent-encoded, which Prisma does not undo.
    has_encoded_database: bool,
}

/// libpq's `channel_binding`: whether the password's proof is tied to the server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChannelBinding {
    /// Not even where the server offers it.
    Disable,
    /// Where the server offers it.
    #[default]
    Prefer,
    /// A server that does not offer it gets no proof.
    Require,
}

/// libpq's `target_session_attrs`, as far as there is a use for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionAttributes {
    /// The first that answers.
    #[default]
    Any,
    /// The first on which something can be changed; `primary` as well.
    ReadWrite,
    /// The first on which nothing can be changed.
    ReadOnly,
}

impl ConnectionString {
    /// Reads a connection string.
    pub fn parse(text: &str) -> Result<Self, ConnectionStringError> {
        use ConnectionStringError as Error;
        let rest = without_scheme(text)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        if query.contains('@') {
            return Err(Error::QuestionMark); // before anything of the query is quoted
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        // The last `@`, so that one inside a password does no harm.
        let (userinfo, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = userinfo.split_once(':').map_or((userinfo, None), |(user, password)| (user, Some(password)));
        let mut places = Places::of_authority(place)?;
        let database = if path.is_empty() { "postgres".to_owned() } else { decode(path, "database name")? };
        let user = decode(user, "user name")?;
        let password = password.map(|password| decode(password, "password").map(SecretString::from)).transpose()?;
        let given = Parameters::read(query, &mut places)?;
        let user = given.user.unwrap_or(user);
        if user.is_empty() {
            return Err(Error::NoUser);
        }
        Ok(ConnectionString {
            places: places.join()?,
            user,
            password: given.password.or(password),
            remarks: Remarks {
                idle: given.idle,
                unknown_to_prisma: given.unknown_to_prisma,
                has_encoded_database: given.database.is_none() && path.contains('%'),
            },
            database: given.database.filter(|name| !name.is_empty()).unwrap_or(database),
            schema: given.schema,
            tls: given.tls.settle()?,
            channel_binding: given.channel_binding,
            options: given.options,
            connect_timeout: given.connect_timeout,
            keepalives: given.keepalives,
            attributes: given.attributes,
            through_pooler: given.through_pooler,
        })
    }

    /// The first place: the one to name.
    pub fn place(&self) -> &Place {
        &self.places[0]
    }

    /// The driver's form of it, for one of its places. The password leaves its wrapper here, and only here.
    pub(crate) fn driver_config(&self, place: &Place) -> tokio_postgres::Config {
        use tokio_postgres::config;
        let mut driver = tokio_postgres::Config::new();
        driver.host(&place.host).port(place.port).user(&self.user).dbname(&self.database);
        if let Some(address) = place.address {
            driver.hostaddr(address);
        }
        if let Some(password) = &self.password {
            driver.password(password.expose_secret());
        }
        driver.channel_binding(match self.channel_binding {
            ChannelBinding::Disable => config::ChannelBinding::Disable,
            ChannelBinding::Prefer => config::ChannelBinding::Prefer,
            ChannelBinding::Require => config::ChannelBinding::Require,
        });
        driver.target_session_attrs(match self.attributes {
            SessionAttributes::Any => config::TargetSessionAttrs::Any,
            SessionAttributes::ReadWrite => config::TargetSessionAttrs::ReadWrite,
            SessionAttributes::ReadOnly => config::TargetSessionAttrs::ReadOnly,
        });
        driver
    }
}

/// Names the place, never the password.
impl fmt::Display for ConnectionString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.places.iter().map(Place::to_string).collect::<Vec<_>>().join(" or ");
        write!(f, "database `{}` on {places} as `{}`", self.database, self.user)
    }
}

impl fmt::Debug for ConnectionString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConnectionString({self})")
    }
}

/// What stands behind `postgresql://`, of a text that may be a connection string.
fn without_scheme(text: &str) -> Result<&str, ConnectionStringError> {
    use ConnectionStringError as Error;
    if text.is_empty() {
        return Err(Error::Empty);
    }
    if text.trim() != text || text.starts_with(['"', '\'']) {
        return Err(Error::Padded);
    }
    if text.contains(char::is_control) {
        return Err(Error::Control);
    }
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if begins("prisma://") || begins("prisma+postgres://") {
        return Err(Error::PrismaService);
    }
    let scheme = ["postgresql://", "postgres://"].into_iter().find(|scheme| begins(scheme)).ok_or(Error::Scheme)?;
    let rest = &text[scheme.len()..];
    if ["${", "[YOUR-", "[PASSWORD]", "<password>", "{{"].iter().any(|placeholder| rest.contains(placeholder)) {
        return Err(Error::Placeholder);
    }
    Ok(rest)
}

fn decode(text: &str, part: &'static str) -> Result<String, ConnectionStringError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let digit = |index: usize| char::from(*tail.get(index)?).to_digit(16);
            let (Some(high), Some(low)) = (digit(0), digit(1)) else { return Err(ConnectionStringError::Percent(part)) };
            bytes.push(u8::try_from(high * 16 + low).map_err(|_| ConnectionStringError::Percent(part))?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    if bytes.contains(&0) {
        return Err(ConnectionStringError::Null(part));
    }
    String::from_utf8(bytes).map_err(|_| ConnectionStringError::Percent(part))
}
