//! What is odd about a connection string: what has no effect, what is less safe than it looks, and where Prisma reads it otherwise.

use super::{ConnectionString, SslMode};

impl ConnectionString {
    /// Sentences without a full stop, for a report. Parts of the connection string in them are names of parameters, never values.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        warnings.extend(self.identity_warning());
        if self.tls.accepts_invalid && matches!(self.tls.given, Some(SslMode::VerifyCa | SslMode::VerifyFull)) {
            warnings.push("`sslaccept=accept_invalid_certs` undoes what `sslmode` asks for".to_owned());
        }
        if matches!(self.tls.given, Some(SslMode::VerifyCa | SslMode::VerifyFull)) {
            let lax = "Prisma takes `sslmode=verify-ca` and `verify-full` for `prefer`: its own connections are not verified, and perhaps not encrypted";
            warnings.push(lax.to_owned());
        }
        if self.tls.client.is_some() {
            warnings.push("`sslcert` is our own certificate, as with libpq; Prisma takes it for the server's root".to_owned());
        }
        if self.places.len() > 1 {
            warnings.push("several hosts are tried in order; Prisma knows one only".to_owned());
        }
        if self.remarks.has_encoded_database {
            warnings.push("the database's name is percent-encoded, which older versions of Prisma do not undo".to_owned());
        }
        if !self.remarks.unknown_to_prisma.is_empty() {
            warnings.push(format!("{} hold here; Prisma drops them without a word", listed(&self.remarks.unknown_to_prisma)));
        }
        if !self.remarks.idle.is_empty() {
            warnings.push(format!("{} have no effect here", listed(&self.remarks.idle)));
        }
        warnings
    }

    /// Whoever stands between us and a server that is not on this machine could read everything.
    fn identity_warning(&self) -> Option<String> {
        if self.places.iter().all(super::Place::is_local) {
            return None;
        }
        let advice = "`sslmode=verify-full` with `sslrootcert` checks it";
        match self.tls.mode {
            SslMode::Disable => Some("`sslmode=disable`: password and data are sent in clear text".to_owned()),
            _ if self.tls.accepts_invalid => Some(
                "`sslaccept=accept_invalid_certs`: ANYONE on the way can pretend to be the server and read everything".to_owned(),
            ),
            SslMode::Prefer => Some(format!(
                "without a stricter `sslmode` the connection is encrypted here, as with `require`, where Prisma would go on in clear text; the server's identity is not checked: {advice}"
            )),
            SslMode::Require => Some(format!("`sslmode=require`: encrypted, but the server's identity is not checked: {advice}")),
            SslMode::VerifyCa => {
                Some("the certificate's name is not compared with the host: `sslmode=verify-full` does that".to_owned())
            }
            SslMode::VerifyFull => None,
        }
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
