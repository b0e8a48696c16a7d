//! How is a statement stopped that is under way?
//!
//! Giving up the wait for an answer stops nothing: the server goes on, and commits. Asking it to stop does.

use std::time::Duration;

use tokio_postgres::{CancelToken, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{ConnectStep, Error};

/// How long the request may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// Stops the statement that a session has under way. It can be kept and used where the session is not at hand.
#[derive(Clone)]
pub struct Canceller {
    token: CancelToken,
    tls: Option<MakeRustlsConnect>,
}

impl Canceller {
    pub(crate) fn new(token: CancelToken, tls: Option<MakeRustlsConnect>) -> Canceller {
        Canceller { token, tls }
    }

    /// Asks the server to stop the statement. That it was asked does not say that it obeyed: the answer to the statement does, and it
    /// has to be waited for.
    pub async fn cancel(&self) -> Result<(), Error> {
        let asked = async {
            match &self.tls {
                None => self.token.cancel_query(NoTls).await,
                Some(tls) => self.token.cancel_query(tls.clone()).await,
            }
        };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(asked) => asked.map_err(|error| Error::connecting("the server, to stop a statement".to_owned(), &error)),
            Err(_) => Err(Error::Connect {
                place: "the server, to stop a statement".to_owned(),
                reason: "it did not answer in time".to_owned(),
                step: ConnectStep::Reaching,
            }),
        }
    }
}
