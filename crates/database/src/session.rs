//! One connection, the settings it starts with, and the notices that it hears.

use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_postgres::{Client, types::Type};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{
    Canceller, ConnectionString, Error, Notice, Overflow, ServerError,
    connecting::{Connected, connect},
    notices::Heard,
    pooler,
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
    /// The settings of a session that a pooler lent.
    lent: Vec<(&'static str, String)>,
}

impl Session {
    /// Opens a connection. A session that was not started with its settings, because a pooler lent it, gets them afterwards; a pooler
    /// that lends sessions for a transaction only is an error.
    pub async fn open(target: &ConnectionString, options: &SessionOptions) -> Result<Session, Error> {
        let Some(nonce) = options.nonce() else { return Session::connect(target, options).await };
        let pooled = |sign| Error::Pooled { place: target.to_string(), sign };
        let mut session = match Session::connect(target, options).await {
            Err(Error::Refused { refusal, .. }) if pooler::sign_of_refusal(&refusal).is_some() => {
                if target.options.is_some() {
                    return Err(pooled(pooler::Sign::Refusal(refusal.message)));
                }
                Session::connect(target, &options.only_name()).await?
            }
            session => session?,
        };
        if pooler::Identity::read(&session).await?.nonce.as_deref() == Some(nonce) {
            return Ok(session);
        }
        let other = Session::connect(target, &options.only_name()).await?;
        match pooler::sign_of_lending(&session, &other).await? {
            Some(sign) => Err(pooled(sign)),
            None => {
                session.lent.clone_from(&options.parameters);
                session.restore().await?;
                Ok(session)
            }
        }
    }

    /// One try, and another where the server refuses a setting that servers of some platforms do not have.
    async fn connect(target: &ConnectionString, options: &SessionOptions) -> Result<Session, Error> {
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
        Ok(Session { client, notices: heard, connection, tls, lent: Vec::new() })
    }

    /// Whether a pooler lent the session, so that its settings were made rather than started with: `RESET` undoes them.
    pub fn is_lent(&self) -> bool {
        !self.lent.is_empty()
    }

    /// Makes the settings of a lent session again; those of one that was started with them come back by themselves.
    pub async fn restore(&self) -> Result<(), Error> {
        for (name, value) in &self.lent {
            let set = "SELECT pg_catalog.set_config($1, $2, false)";
            match self.client.query_typed(set, &[(name, Type::TEXT), (value, Type::TEXT)]).await.map_err(Error::from) {
                Err(Error::Server(_)) if OPTIONAL.contains(name) => {}
                set => drop(set?),
            }
        }
        Ok(())
    }

    /// What can stop the statement that is under way, from anywhere.
    pub fn canceller(&self) -> Canceller {
        Canceller::new(self.client.cancel_token(), self.tls.clone())
    }

    /// Whether the connection has ended, as far as we have noticed.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
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
