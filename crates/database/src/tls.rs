//! TLS for each `sslmode`, by rustls.

use std::sync::Arc;

use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{ConnectStep, ConnectionString, Error, SslMode};

/// The TLS side of a connection string; for `disable` it is never asked.
pub(crate) fn connector(target: &ConnectionString) -> Result<MakeRustlsConnect, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().map_err(|error| {
            Error::Connect { place: target.to_string(), reason: error.to_string(), step: ConnectStep::Encrypting }
        })?;
    let config = match target.ssl_mode {
        SslMode::VerifyFull => builder.with_root_certificates(roots(target)?),
        SslMode::Disable | SslMode::Prefer | SslMode::Require => {
            builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyIdentity(provider)))
        }
    };
    Ok(MakeRustlsConnect::new(config.with_no_client_auth()))
}

fn roots(target: &ConnectionString) -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    match &target.ssl_root_cert {
        Some(path) => {
            let failed = |reason: String| Error::Roots { file: path.display().to_string(), reason };
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| failed(error.to_string()))? {
                let certificate = certificate.map_err(|error| failed(error.to_string()))?;
                store.add(certificate).map_err(|error| failed(error.to_string()))?;
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if store.is_empty() {
        let file = target.ssl_root_cert.as_ref().map_or("the system's store".to_owned(), |path| path.display().to_string());
        return Err(Error::Roots { file, reason: "it holds no certificate".to_owned() });
    }
    Ok(store)
}

/// Encryption without identity: libpq's meaning of `prefer` and `require`. Signatures are still checked.
#[derive(Debug)]
struct AnyIdentity(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyIdentity {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
