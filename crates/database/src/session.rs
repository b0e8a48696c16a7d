//! One connection, the settings it starts with, and the notices that it hears.

use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_postgres::Client;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{
    Canceller, ConnectionString, Error, Notice, Overflow, ServerError,
    connecting::{Connected, connect},
    notices::Heard,
    recipe::OPTIONAL,
};

/// Settings that a session starts with. They survive `RESET` and `DISCARD ALL`, which `SET` does not.
#[derive(Debug, Clone, Default)]
pub struct SessionOptions {
    /// Shown in `pg_stat_activity`, 63 bytes.
    pub application_name: String,
    /// Run-time parameters and their values.
    pub parameters: Vec<(&'static str, String)>,
}

/// An open connection. Closed when dropped.
pub struct Session {
    client: Client,
    notices: Arc<Heard>,
    connection: JoinHandle<()>,
    tls: Option<MakeRustlsConnect>,
    nonce: Option<String>,
}

impl Session {
    /// Opens a connection. A setting that servers of some platforms do not have is left out where the server refuses it.
    pub async fn open(target: &ConnectionString, options: &SessionOptions) -> Result<Session, Error> {
        let heard = Arc::new(Heard::default());
        let connected = match connect(target, options, &heard).await {
            Err(Error::Refused { refusal, .. }) if refused_option(&refusal).is_some() => {
                let mut fewer = options.clone();
                fewer.parameters.retain(|(name, _)| Some(*name) != refused_option(&refusal));
                connect(target, &fewer, &heard).await
            }
            connected => connected,
        };
        let Connected { client, connection, tls } = connected?;
        Ok(Session { client, notices: heard, connection, tls, nonce: options.nonce().map(str::to_owned) })
    }

    /// What can stop the statement that is under way, from anywhere.
    pub fn canceller(&self) -> Canceller {
        Canceller::new(self.client.cancel_token(), self.tls.clone())
    }

    /// Whether the connection has ended, as far as we have noticed.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// The nonce that the session was started with; `None` where its options had none.
    pub(crate) fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// The driver's handle.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What the server said since the last call (`INFO` first, each sort in its order), and how many notices were too many to keep.
    pub fn take_notices(&self) -> (Vec<Notice>, Overflow) {
        self.notices.take()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// The optional setting over which the connection was refused.
fn refused_option(refusal: &ServerError) -> Option<&'static str> {
    OPTIONAL.into_iter().find(|name| refusal.sqlstate.as_str() == "22023" && refusal.message.contains(name))
}
