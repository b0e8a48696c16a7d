//! The parameters behind the `?`: libpq's (version 18) and Prisma's (4 to 7). Each is honoured, or without effect and said so, or refused.

use std::{path::PathBuf, time::Duration};

use secrecy::SecretString;

use super::{
    ChannelBinding, ConnectionStringError as Error, SessionAttributes, SslMode, decode,
    place::Places,
    tls::{GivenTls, TlsVersion},
};

/// What the parameters say.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) user: Option<String>,
    pub(super) password: Option<SecretString>,
    pub(super) database: Option<String>,
    pub(super) schema: Option<String>,
    pub(super) tls: GivenTls,
    pub(super) channel_binding: ChannelBinding,
    pub(super) options: Option<String>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) keepalives: Keepalives,
    pub(super) attributes: SessionAttributes,
    pub(super) through_pooler: bool,
    /// Given and without effect here.
    pub(super) idle: Vec<&'static str>,
    /// Honoured here, and dropped by Prisma without a word.
    pub(super) unknown_to_prisma: Vec<&'static str>,
}

/// libpq's parameters about connections that die silently. `None`: the recipe's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keepalives {
    /// `keepalives=0`: the system does not ask whether the other side is there.
    pub off: bool,
    /// `keepalives_idle`
    pub idle: Option<Duration>,
    /// `keepalives_interval`
    pub interval: Option<Duration>,
    /// `keepalives_count`
    pub count: Option<u32>,
    /// `tcp_user_timeout`
    pub user_timeout: Option<Duration>,
}

/// What becomes of a parameter.
#[derive(Clone, Copy)]
enum Kind {
    /// It is honoured.
    Honoured,
    /// The same, and Prisma does not know it.
    NotPrismas,
    /// It is about pools, protocols or names that we do not have or choose ourselves.
    Idle,
    /// Idle, and Prisma insists on a number.
    IdleNumber,
    /// It promises something that we could not keep.
    Refused(&'static str),
}

const KEY_FILE: &str = "an encrypted key is not read; give the key as a PEM file without a password";
const OAUTH: &str = "only passwords and client certificates are supported";
const FILES: &str = "such files are not read; put everything into the connection string";

/// Every parameter that libpq or Prisma know.
#[rustfmt::skip]
const KNOWN: [(&str, Kind); 66] = [
    ("schema", Kind::Honoured), ("host", Kind::Honoured), ("hostaddr", Kind::NotPrismas), ("port", Kind::NotPrismas),
    ("user", Kind::NotPrismas), ("password", Kind::NotPrismas), ("dbname", Kind::NotPrismas), ("options", Kind::Honoured),
    ("connect_timeout", Kind::Honoured), ("pgbouncer", Kind::Honoured), ("target_session_attrs", Kind::NotPrismas),
    ("channel_binding", Kind::Honoured), ("client_encoding", Kind::NotPrismas), ("replication", Kind::NotPrismas),
    ("sslmode", Kind::Honoured), ("sslaccept", Kind::Honoured), ("sslrootcert", Kind::NotPrismas), ("sslcert", Kind::Honoured),
    ("sslkey", Kind::NotPrismas), ("sslnegotiation", Kind::NotPrismas), ("sslsni", Kind::NotPrismas),
    ("sslcertmode", Kind::NotPrismas), ("ssl", Kind::NotPrismas), ("requiressl", Kind::NotPrismas),
    ("ssl_min_protocol_version", Kind::NotPrismas), ("ssl_max_protocol_version", Kind::NotPrismas), ("gssencmode", Kind::NotPrismas),
    ("keepalives", Kind::NotPrismas), ("keepalives_idle", Kind::NotPrismas), ("keepalives_interval", Kind::NotPrismas),
    ("keepalives_count", Kind::NotPrismas), ("tcp_user_timeout", Kind::NotPrismas),
    ("application_name", Kind::Idle), ("fallback_application_name", Kind::Idle), ("load_balance_hosts", Kind::Idle),
    ("min_protocol_version", Kind::Idle), ("max_protocol_version", Kind::Idle), ("sslcompression", Kind::Idle),
    ("krbsrvname", Kind::Idle), ("gsslib", Kind::Idle), ("gssdelegation", Kind::Idle),
    ("connection_limit", Kind::IdleNumber), ("pool_timeout", Kind::IdleNumber), ("socket_timeout", Kind::IdleNumber),
    ("statement_cache_size", Kind::IdleNumber), ("max_connection_lifetime", Kind::IdleNumber),
    ("max_idle_connection_lifetime", Kind::IdleNumber), ("single_use_connections", Kind::Idle),
    ("sslidentity", Kind::Refused("PKCS#12 is not read; give `sslcert` and `sslkey` as PEM files")),
    ("sslpassword", Kind::Refused(KEY_FILE)), ("sslkeylogfile", Kind::Refused("the keys of a connection are not written anywhere")),
    ("sslcrl", Kind::Refused("lists of revoked certificates are not read")),
    ("sslcrldir", Kind::Refused("lists of revoked certificates are not read")),
    ("requirepeer", Kind::Refused("the owner of the server's process cannot be asked for")),
    ("require_auth", Kind::Refused("the way of authentication cannot be demanded; `channel_binding=require` can")),
    ("passfile", Kind::Refused(FILES)), ("service", Kind::Refused(FILES)), ("servicefile", Kind::Refused(FILES)),
    ("scram_client_key", Kind::Refused(OAUTH)), ("scram_server_key", Kind::Refused(OAUTH)), ("oauth_issuer", Kind::Refused(OAUTH)),
    ("oauth_client_id", Kind::Refused(OAUTH)), ("oauth_client_secret", Kind::Refused(OAUTH)), ("oauth_scope", Kind::Refused(OAUTH)),
    ("authtype", Kind::Idle), ("tty", Kind::Idle),
];

impl Parameters {
    /// Reads all of them. What they say of places goes into `places`.
    pub(super) fn read(query: &str, places: &mut Places) -> Result<Parameters, Error> {
        let mut parameters = Parameters::default();
        let mut seen: Vec<&str> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or(Error::Nameless)?;
            let (name, kind) = *KNOWN.iter().find(|(known, _)| *known == name).ok_or_else(|| unknown(name))?;
            if seen.contains(&name) {
                return Err(Error::Duplicate(name));
            }
            seen.push(name);
            let value = decode(value, "parameters")?;
            match kind {
                Kind::Refused(why) => return Err(Error::Unsupported { name, why }),
                Kind::IdleNumber if value.parse::<u64>().is_err() => return Err(Error::value(name, &value, "a number")),
                Kind::Idle | Kind::IdleNumber => parameters.idle.push(name),
                Kind::Honoured => parameters.set(name, value, places)?,
                Kind::NotPrismas => {
                    parameters.unknown_to_prisma.push(name);
                    parameters.set(name, value, places)?;
                }
            }
        }
        Ok(parameters)
    }

    fn set(&mut self, name: &'static str, value: String, places: &mut Places) -> Result<(), Error> {
        match name {
            "host" => places.set_hosts(&value)?,
            "hostaddr" => places.set_addresses(&value)?,
            "port" => places.set_ports(&value)?,
            "user" => self.user = Some(value),
            "password" => self.password = Some(SecretString::from(value)),
            "dbname" => self.database = Some(value),
            "schema" => self.schema = Some(value).filter(|schema| !schema.is_empty()),
            "options" => self.options = Some(value),
            "connect_timeout" => self.connect_timeout = Some(seconds(name, &value)?),
            "keepalives_idle" => self.keepalives.idle = Some(seconds(name, &value)?),
            "keepalives_interval" => self.keepalives.interval = Some(seconds(name, &value)?),
            "keepalives_count" => self.keepalives.count = Some(number(name, &value)?),
            "tcp_user_timeout" => self.keepalives.user_timeout = Some(Duration::from_millis(number(name, &value)?.into())),
            "keepalives" => self.keepalives.off = !flag(name, &value)?,
            "pgbouncer" => self.through_pooler = one_of(name, &value, &[("true", true), ("false", false)], "true or false")?,
            "client_encoding" => {
                let all = [("UTF8", ()), ("utf8", ()), ("UTF-8", ()), ("utf-8", ()), ("auto", ())];
                one_of(name, &value, &all, "UTF8: scripts are")?;
            }
            "replication" => {
                let all = [("false", ()), ("off", ()), ("no", ()), ("0", ())];
                one_of(name, &value, &all, "false: replication runs no scripts")?;
            }
            "channel_binding" => {
                let all = [
                    ("disable", ChannelBinding::Disable),
                    ("prefer", ChannelBinding::Prefer),
                    ("require", ChannelBinding::Require),
                ];
                self.channel_binding = one_of(name, &value, &all, "one of: disable, prefer, require")?;
            }
            "target_session_attrs" => {
                let all = [
                    ("any", SessionAttributes::Any),
                    ("read-write", SessionAttributes::ReadWrite),
                    ("primary", SessionAttributes::ReadWrite),
                    ("read-only", SessionAttributes::ReadOnly),
                ];
                self.attributes = one_of(name, &value, &all, "one of: any, read-write, primary, read-only")?;
            }
            _ => self.set_tls(name, value)?,
        }
        Ok(())
    }

    fn set_tls(&mut self, name: &'static str, value: String) -> Result<(), Error> {
        let tls = &mut self.tls;
        match name {
            "sslmode" => {
                let all = [
                    ("disable", SslMode::Disable),
                    ("allow", SslMode::Prefer),
                    ("prefer", SslMode::Prefer),
                    ("require", SslMode::Require),
                    ("verify-ca", SslMode::VerifyCa),
                    ("verify-full", SslMode::VerifyFull),
                ];
                let allowed = "one of: disable, allow, prefer, require, verify-ca, verify-full";
                tls.mode = Some(one_of(name, &value, &all, allowed)?);
            }
            "ssl" | "requiressl" => {
                let all = [("true", true), ("1", true), ("false", false), ("0", false)];
                tls.required |= one_of(name, &value, &all, "true or false")?;
            }
            "sslaccept" => {
                let all = [("strict", false), ("accept_invalid_certs", true)];
                tls.accept = Some(one_of(name, &value, &all, "strict or accept_invalid_certs")?);
            }
            "sslrootcert" => tls.roots = Some(value).filter(|file| !file.is_empty()),
            "sslcert" => tls.certificate = Some(PathBuf::from(value)),
            "sslkey" => tls.key = Some(PathBuf::from(value)),
            "sslnegotiation" => {
                tls.direct = one_of(name, &value, &[("postgres", false), ("direct", true)], "postgres or direct")?
            }
            "sslsni" => tls.without_name = !flag(name, &value)?,
            "sslcertmode" => {
                let allowed = "allow or disable: that the server asks for a certificate cannot be demanded";
                tls.without_certificate = one_of(name, &value, &[("allow", false), ("disable", true)], allowed)?;
            }
            "gssencmode" => {
                one_of(name, &value, &[("disable", ()), ("prefer", ())], "disable or prefer: there is no GSSAPI here")?
            }
            "ssl_min_protocol_version" => tls.oldest = Some(tls_version(name, &value)?),
            "ssl_max_protocol_version" => tls.newest = Some(tls_version(name, &value)?),
            name => return Err(Error::Unknown(name.to_owned())),
        }
        Ok(())
    }
}

/// A name that looks like one is shown, so that a slip is seen; anything else may be a piece of the password.
fn unknown(name: &str) -> Error {
    let is_name = (2..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_name { Error::Unknown(name.to_owned()) } else { Error::Nameless }
}

fn one_of<T: Copy>(name: &'static str, value: &str, all: &[(&str, T)], allowed: &'static str) -> Result<T, Error> {
    all.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning).ok_or_else(|| Error::value(name, value, allowed))
}

fn flag(name: &'static str, value: &str) -> Result<bool, Error> {
    one_of(name, value, &[("0", false), ("1", true)], "0 or 1")
}

fn number(name: &'static str, value: &str) -> Result<u32, Error> {
    value.parse().map_err(|_| Error::value(name, value, "a number"))
}

fn seconds(name: &'static str, value: &str) -> Result<Duration, Error> {
    let seconds = value.parse().map_err(|_| Error::value(name, value, "a number of seconds"))?;
    Ok(Duration::from_secs(u32::into(seconds)))
}

/// Older ones than 1.2 are not spoken, so asking for at least such a one is met by 1.2.
fn tls_version(name: &'static str, value: &str) -> Result<TlsVersion, Error> {
    let is_least = name == "ssl_min_protocol_version";
    match value {
        "TLSv1.3" => Ok(TlsVersion::Tls13),
        "TLSv1.2" => Ok(TlsVersion::Tls12),
        "TLSv1" | "TLSv1.1" if is_least => Ok(TlsVersion::Tls12),
        _ => Err(Error::value(name, value, "TLSv1.2 or TLSv1.3")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_that_is_honoured_is_read() {
        for (name, kind) in KNOWN {
            let is_unread = |value: &str| {
                let read = Parameters::read(&format!("{name}={value}"), &mut Places::default());
                matches!(read, Err(Error::Unknown(_) | Error::Nameless))
            };
            assert!(!is_unread("1") && !is_unread("x"), "{name}");
            if let Kind::Refused(_) = kind {
                let refused = Parameters::read(&format!("{name}=1"), &mut Places::default());
                assert!(matches!(refused, Err(Error::Unsupported { .. })), "{name}");
            }
        }
        let page = include_str!("../../../../docs/connecting.md");
        for (name, _) in KNOWN {
            assert!(page.contains(&format!("`{name}`")), "docs/connecting.md does not name `{name}`");
        }
        assert_eq!(KNOWN.iter().filter(|(name, _)| KNOWN.iter().filter(|(other, _)| other == name).count() > 1).count(), 0);
    }
}
