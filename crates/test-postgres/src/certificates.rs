//! Certificates for tests, made by `openssl`: an authority, and what it signs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// Somebody who signs certificates. The files are gone when it is dropped.
#[derive(Debug)]
pub struct Authority {
    directory: TempDir,
}

/// A certificate and its key, as texts and as files.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// PEM.
    pub certificate: String,
    /// PEM, without a password.
    pub key: String,
    /// The file with the certificate.
    pub certificate_file: PathBuf,
    /// The file with the key.
    pub key_file: PathBuf,
}

impl Authority {
    /// A new one, with a key of its own.
    ///
    /// # Panics
    /// When there is no `openssl`, with what to do about it.
    pub fn new(name: &str) -> Authority {
        let authority = Authority { directory: TempDir::new().expect("a temporary directory") };
        let subject = format!("/CN={name}");
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key"];
        let extensions = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"];
        authority
            .openssl(&[&["req", "-x509", "-days", "2", "-subj", &subject, "-out", "ca.pem"][..], &key, &extensions].concat());
        authority
    }

    /// The file with its own certificate: what `sslrootcert` wants.
    pub fn root_file(&self) -> PathBuf {
        self.directory.path().join("ca.pem")
    }

    /// The same as text.
    ///
    /// # Panics
    /// Never while it lives.
    pub fn root(&self) -> String {
        fs::read_to_string(self.root_file()).expect("it was made with the authority")
    }

    /// Signs a certificate. `names` as openssl writes them: `DNS:db.example,IP:127.0.0.1`; without any it is one of a client, who is
    /// called `subject`.
    ///
    /// # Panics
    /// When `openssl` refuses.
    pub fn sign(&self, subject: &str, names: Option<&str>) -> Certificate {
        let file = |kind: &str| format!("{subject}.{kind}");
        let (key, request, certificate) = (file("key"), file("csr"), file("pem"));
        let common_name = format!("/CN={subject}");
        let new = ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", &common_name];
        self.openssl(&[&new[..], &["-keyout", &key, "-out", &request]].concat());
        let names = names.map_or("extendedKeyUsage=clientAuth".to_owned(), |names| format!("subjectAltName={names}"));
        fs::write(self.directory.path().join("extensions"), names).expect("the directory can be written");
        let by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-sha256", "-extfile", "extensions"];
        self.openssl(&[&["x509", "-req", "-in", &request, "-out", &certificate][..], &by].concat());
        let path = |name: &str| self.directory.path().join(name);
        let read = |name: &str| fs::read_to_string(path(name)).expect("openssl wrote it");
        Certificate {
            certificate: read(&certificate),
            key: read(&key),
            certificate_file: path(&certificate),
            key_file: path(&key),
        }
    }

    fn openssl(&self, arguments: &[&str]) {
        openssl(self.directory.path(), arguments);
    }
}

fn openssl(directory: &Path, arguments: &[&str]) {
    let made = Command::new("openssl").args(arguments).current_dir(directory).output();
    let made = made.expect("tests of TLS need `openssl`: install it (Debian: apt-get install openssl)");
    assert!(made.status.success(), "openssl {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&made.stderr));
}
