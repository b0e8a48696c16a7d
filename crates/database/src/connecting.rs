//! From a connection string to a connection: one place after the other, each within its time.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinHandle, time::timeout};
use tokio_postgres::{Client, Config, NoTls, config};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{
    ConnectStep, ConnectionString, Error, ErrorClass, SessionOptions,
    connection_string::Place,
    notices::{Heard, listen},
    tls::{Encryption, encryption},
};

/// How long connecting to one place may take when the connection string does not say.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// After how long a silence the system asks the server whether it is still there.
const KEEPALIVE: Duration = Duration::from_secs(10);
/// And how often then, before the connection counts as lost.
const KEEPALIVE_TRIES: u32 = 3;
/// How long bytes that we sent may stay unconfirmed before the connection counts as lost.
const UNCONFIRMED: Duration = Duration::from_secs(30);

/// A connection, driven by a task of its own.
pub(crate) struct Connected {
    pub(crate) client: Client,
    pub(crate) connection: JoinHandle<()>,
    pub(crate) tls: Option<MakeRustlsConnect>,
}

/// Tries the places in order. One that knows us and refuses us ends the search, as with libpq.
pub(crate) async fn connect(target: &ConnectionString, options: &SessionOptions, heard: &Arc<Heard>) -> Result<Connected, Error> {
    let mut reasons = Vec::new();
    let mut last = None;
    for place in &target.places {
        match connect_to(place, target, options, heard).await {
            Ok(connected) => return Ok(connected),
            Err(error @ (Error::Roots { .. } | Error::Certificate { .. })) => return Err(error),
            Err(error @ Error::Refused { .. }) if error.class() == ErrorClass::Authentication => return Err(error),
            Err(error) => {
                if let Error::Connect { reason, .. } = &error {
                    reasons.push(format!("{place}: {reason}"));
                }
                last = Some(error);
            }
        }
    }
    Err(match last {
        Some(Error::Connect { step, .. }) if reasons.len() > 1 => {
            Error::Connect { place: target.to_string(), reason: reasons.join("; "), step }
        }
        Some(error) => error,
        None => Error::Lost("the connection string names no server".to_owned()),
    })
}

async fn connect_to(
    place: &Place,
    target: &ConnectionString,
    options: &SessionOptions,
    heard: &Arc<Heard>,
) -> Result<Connected, Error> {
    let mut driver = target.driver_config(place);
    driver.application_name(&options.application_name);
    let options = startup_options(target, options);
    // Some poolers refuse even an empty one.
    if !options.is_empty() {
        driver.options(options);
    }
    set_keepalives(&mut driver, target);
    let encryption = encryption(&target.tls, place.is_socket(), place.is_local())?;
    let connecting = async {
        match encryption {
            Encryption::Never => {
                let (client, connection) = driver.ssl_mode(config::SslMode::Disable).connect(NoTls).await?;
                Ok(Connected { client, connection: tokio::spawn(listen(connection, heard.clone())), tls: None })
            }
            Encryption::IfOffered(tls) => {
                driver.ssl_mode(config::SslMode::Prefer);
                over_tls(&driver, tls, heard).await
            }
            Encryption::Always(tls) => {
                driver.ssl_mode(config::SslMode::Require);
                if target.tls.direct {
                    driver.ssl_negotiation(config::SslNegotiation::Direct);
                }
                over_tls(&driver, tls, heard).await
            }
        }
    };
    // The driver's own limit ends with the TCP connection; a server that accepts and says nothing would hold us for ever.
    let limit = target.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
    let connected = match limit {
        Duration::ZERO => Ok(connecting.await),
        limit => timeout(limit, connecting).await,
    };
    match connected {
        Ok(connected) => connected.map_err(|error: tokio_postgres::Error| Error::connecting(target.to_string(), &error)),
        Err(_) => Err(Error::Connect {
            place: target.to_string(),
            reason: format!("no answer within {} s", limit.as_secs()),
            step: ConnectStep::Reaching,
        }),
    }
}

async fn over_tls(driver: &Config, tls: MakeRustlsConnect, heard: &Arc<Heard>) -> Result<Connected, tokio_postgres::Error> {
    let (client, connection) = driver.connect(tls.clone()).await?;
    Ok(Connected { client, connection: tokio::spawn(listen(connection, heard.clone())), tls: Some(tls) })
}

fn set_keepalives(driver: &mut Config, target: &ConnectionString) {
    let wanted = &target.keepalives;
    driver.keepalives(!wanted.off);
    driver.keepalives_idle(wanted.idle.unwrap_or(KEEPALIVE));
    driver.keepalives_interval(wanted.interval.unwrap_or(KEEPALIVE / 2));
    driver.keepalives_retries(wanted.count.unwrap_or(KEEPALIVE_TRIES));
    driver.tcp_user_timeout(wanted.user_timeout.unwrap_or(UNCONFIRMED));
}

/// `-c name=value` for each parameter, with blanks and backslashes escaped as the server wants it.
fn startup_options(target: &ConnectionString, options: &SessionOptions) -> String {
    let escaped = |value: &str| value.replace('\\', "\\\\").replace(' ', "\\ ");
    let ours = options.parameters.iter().map(|(name, value)| format!("-c {name}={}", escaped(value)));
    target.options.clone().into_iter().chain(ours).collect::<Vec<_>>().join(" ")
}
