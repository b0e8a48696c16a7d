//! What a connection string wants of TLS.

use std::path::PathBuf;

use super::ConnectionStringError;

/// libpq's `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SslMode {
    /// Never encrypted.
    Disable,
    /// Encrypted when the server offers it; its identity is not checked. This is libpq's `allow` as well.
    Prefer,
    /// Always encrypted; the server's identity is not checked.
    Require,
    /// Always encrypted, and the certificate must lead to a trusted root.
    VerifyCa,
    /// The same, and the certificate must name the host.
    VerifyFull,
}

/// Versions of TLS that there are to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsVersion {
    /// 1.2
    Tls12,
    /// 1.3
    Tls13,
}

/// How a connection is encrypted, and how the two sides know each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsSettings {
    /// `sslmode` as given; `None`: nobody said.
    pub given: Option<SslMode>,
    /// What holds: `sslmode`, made stricter by what else is said.
    pub mode: SslMode,
    /// `sslaccept=accept_invalid_certs`: the user insists that the certificate is not checked.
    pub accepts_invalid: bool,
    /// `sslrootcert`: PEM file with the roots to trust; `None`: the system's.
    pub roots: Option<PathBuf>,
    /// `sslcert` and `sslkey`: who we are.
    pub client: Option<ClientCertificate>,
    /// `sslnegotiation=direct`: TLS from the first byte.
    pub direct: bool,
    /// `sslsni`: whether the host's name is sent in clear.
    pub sends_name: bool,
    /// `ssl_min_protocol_version`
    pub oldest: TlsVersion,
    /// `ssl_max_protocol_version`
    pub newest: TlsVersion,
}

/// The files by which a server knows a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// The certificate and those that lead to its root, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM, not encrypted.
    pub key: PathBuf,
}

/// The parameters about TLS as they were given.
#[derive(Debug, Default)]
pub(super) struct GivenTls {
    pub(super) mode: Option<SslMode>,
    /// `ssl=true`, as for JDBC, or `requiressl=1`.
    pub(super) required: bool,
    pub(super) accept: Option<bool>,
    pub(super) roots: Option<String>,
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
    pub(super) without_certificate: bool,
    pub(super) direct: bool,
    pub(super) without_name: bool,
    pub(super) oldest: Option<TlsVersion>,
    pub(super) newest: Option<TlsVersion>,
}

impl GivenTls {
    /// What follows from them together, as libpq reads them.
    pub(super) fn settle(self) -> Result<TlsSettings, ConnectionStringError> {
        use ConnectionStringError::Contradiction;
        let is_system = self.roots.as_deref() == Some("system");
        let mut mode = self.mode.unwrap_or(if is_system { SslMode::VerifyFull } else { SslMode::Prefer });
        if is_system && mode != SslMode::VerifyFull {
            return Err(Contradiction(
                "`sslrootcert=system` needs `sslmode=verify-full`: every site of the web has such a certificate",
            ));
        }
        if mode == SslMode::Disable && (self.required || self.accept == Some(false)) {
            return Err(Contradiction("`sslmode=disable` contradicts another parameter that asks for TLS"));
        }
        if self.required {
            mode = mode.max(SslMode::Require);
        }
        if self.accept == Some(false) {
            mode = SslMode::VerifyFull;
        }
        // A root that is given is there to be used; libpq says so of `require` in its chapter on SSL.
        if mode == SslMode::Require && self.roots.is_some() {
            mode = SslMode::VerifyCa;
        }
        if self.direct && mode < SslMode::Require {
            return Err(Contradiction("`sslnegotiation=direct` needs `sslmode=require` or stricter"));
        }
        let client = match (self.certificate, self.key) {
            _ if self.without_certificate => None,
            (Some(certificate), Some(key)) => Some(ClientCertificate { certificate, key }),
            (None, None) => None,
            (Some(_), None) => {
                return Err(Contradiction(
                    "`sslcert` is our own certificate and needs `sslkey`; the file with the server's root, which Prisma calls `sslcert`, is given as `sslrootcert`",
                ));
            }
            (None, Some(_)) => return Err(Contradiction("`sslkey` needs `sslcert`")),
        };
        let (oldest, newest) = (self.oldest.unwrap_or(TlsVersion::Tls12), self.newest.unwrap_or(TlsVersion::Tls13));
        if oldest > newest {
            return Err(Contradiction("`ssl_min_protocol_version` is newer than `ssl_max_protocol_version`"));
        }
        Ok(TlsSettings {
            given: self.mode,
            mode,
            accepts_invalid: self.accept == Some(true),
            roots: self.roots.filter(|_| !is_system).map(PathBuf::from),
            client,
            direct: self.direct,
            sends_name: !self.without_name,
            oldest,
            newest,
        })
    }
}
