//! TLS for each `sslmode`, by rustls.

use std::sync::Arc;

use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme, SupportedProtocolVersion,
    client::{
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_cert_signed_by_trust_anchor, verify_server_name,
    },
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject},
    server::ParsedCertificate,
    version::{TLS12, TLS13},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{
    Error, SslMode,
    connection_string::{ClientCertificate, TlsSettings, TlsVersion},
};

/// The name under which Postgres is known to TLS; a server that speaks TLS from the first byte insists on it.
const PROTOCOL: &[u8] = b"postgresql";

/// How a connection to one place is encrypted.
pub(crate) enum Encryption {
    /// Not at all.
    Never,
    /// If the server can: only to this machine itself, where nobody stands between.
    IfOffered(MakeRustlsConnect),
    /// Or not at all.
    Always(MakeRustlsConnect),
}

/// What a connection string wants for one of its places.
pub(crate) fn encryption(settings: &TlsSettings, is_socket: bool, is_local: bool) -> Result<Encryption, Error> {
    Ok(match settings.mode {
        _ if is_socket => Encryption::Never, // a socket has no TLS
        SslMode::Disable => Encryption::Never,
        SslMode::Prefer if is_local => Encryption::IfOffered(connector(settings)?),
        _ => Encryption::Always(connector(settings)?),
    })
}

fn connector(settings: &TlsSettings) -> Result<MakeRustlsConnect, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let checks = match settings.mode {
        _ if settings.accepts_invalid => Checks::Nothing,
        SslMode::Disable | SslMode::Prefer | SslMode::Require => Checks::Nothing,
        SslMode::VerifyCa => Checks::Chain(roots(settings)?),
        SslMode::VerifyFull => Checks::ChainAndName(roots(settings)?),
    };
    let unusable =
        |error: rustls::Error| Error::Certificate { file: "the settings of TLS".to_owned(), reason: error.to_string() };
    let builder = ClientConfig::builder_with_provider(provider.clone()).with_protocol_versions(&versions(settings));
    let verifier = Arc::new(Verifier { checks, provider });
    let builder = builder.map_err(unusable)?.dangerous().with_custom_certificate_verifier(verifier);
    let mut config = match &settings.client {
        None => builder.with_no_client_auth(),
        Some(client) => with_client(builder, client)?,
    };
    config.enable_sni = settings.sends_name;
    if settings.direct {
        config.alpn_protocols = vec![PROTOCOL.to_vec()];
    }
    Ok(MakeRustlsConnect::new(config))
}

fn versions(settings: &TlsSettings) -> Vec<&'static SupportedProtocolVersion> {
    let all = [(TlsVersion::Tls12, &TLS12), (TlsVersion::Tls13, &TLS13)];
    let wanted = all.into_iter().filter(|(version, _)| (settings.oldest..=settings.newest).contains(version));
    wanted.map(|(_, version)| version).collect()
}

fn with_client(
    builder: rustls::ConfigBuilder<ClientConfig, rustls::client::WantsClientCert>,
    client: &ClientCertificate,
) -> Result<ClientConfig, Error> {
    let failed = |path: &std::path::Path, reason: String| Error::Certificate { file: path.display().to_string(), reason };
    let chain = pem_certificates(&client.certificate).map_err(|reason| failed(&client.certificate, reason))?;
    let key = PrivateKeyDer::from_pem_file(&client.key).map_err(|error| failed(&client.key, error.to_string()))?;
    builder.with_client_auth_cert(chain, key).map_err(|error| failed(&client.certificate, error.to_string()))
}

fn roots(settings: &TlsSettings) -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    let file = settings.roots.as_ref().map_or("the system's store".to_owned(), |path| path.display().to_string());
    let failed = |reason: String| Error::Roots { file: file.clone(), reason };
    match &settings.roots {
        Some(path) => {
            for certificate in pem_certificates(path).map_err(failed)? {
                store.add(certificate).map_err(|error| failed(error.to_string()))?;
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if store.is_empty() { Err(failed("it holds no certificate".to_owned())) } else { Ok(store) }
}

fn pem_certificates(path: &std::path::Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?;
    let certificates: Vec<_> = certificates.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    if certificates.is_empty() { Err("it holds no certificate".to_owned()) } else { Ok(certificates) }
}

/// How much of a server's certificate is checked. Signatures always are.
#[derive(Debug)]
enum Checks {
    /// Encryption without identity: libpq's meaning of `prefer` and `require`.
    Nothing,
    /// It leads to a trusted root: `verify-ca`.
    Chain(RootCertStore),
    /// And it names the host: `verify-full`.
    ChainAndName(RootCertStore),
}

#[derive(Debug)]
struct Verifier {
    checks: Checks,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let (roots, wants_name) = match &self.checks {
            Checks::Nothing => return Ok(ServerCertVerified::assertion()),
            Checks::Chain(roots) => (roots, false),
            Checks::ChainAndName(roots) => (roots, true),
        };
        let certificate = ParsedCertificate::try_from(end_entity)?;
        let algorithms = self.provider.signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(&certificate, roots, intermediates, now, algorithms)?;
        if wants_name {
            verify_server_name(&certificate, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
