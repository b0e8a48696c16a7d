//! Where the servers are: hosts, addresses, ports, sockets.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use super::{ConnectionStringError, decode};

/// Port of a Postgres, when nobody says another.
const DEFAULT_PORT: u16 = 5432;

/// One place to look for the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Host name, address, or the directory of a unix socket when it starts with `/`.
    pub host: String,
    /// `hostaddr`: the address to connect to instead of asking for that of the name.
    pub address: Option<IpAddr>,
    /// TCP port, or the number in the socket's name.
    pub port: u16,
}

impl Place {
    /// Whether it is a unix socket.
    pub fn is_socket(&self) -> bool {
        self.host.starts_with('/')
    }

    /// Whether what is sent there stays on this machine.
    pub fn is_local(&self) -> bool {
        let named = || self.host.eq_ignore_ascii_case("localhost");
        let address = self.address.or_else(|| self.host.parse().ok());
        self.is_socket() || address.map_or_else(named, |address| address.is_loopback())
    }
}

/// `host:port`, an IPv6 address in brackets.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.parse::<Ipv6Addr>().is_ok() {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// Hosts, addresses and ports as they were given, still apart.
#[derive(Debug, Default)]
pub(super) struct Places {
    hosts: Vec<String>,
    addresses: Vec<IpAddr>,
    ports: Vec<Option<u16>>,
}

impl Places {
    /// The part between `@` and `/`: `host:port,host:port`.
    pub(super) fn of_authority(text: &str) -> Result<Places, ConnectionStringError> {
        let mut places = Places::default();
        for part in text.split(',') {
            let (host, port) = split_port(part)?;
            places.hosts.push(host);
            places.ports.push(port);
        }
        if places.ports.iter().all(Option::is_none) {
            places.ports.clear();
        }
        Ok(places)
    }

    /// `host=`: replaces what stands between `@` and `/`.
    pub(super) fn set_hosts(&mut self, value: &str) -> Result<(), ConnectionStringError> {
        self.hosts = value.split(',').map(str::to_owned).collect();
        self.hosts.iter().try_for_each(|host| refuse_zone(host))
    }

    /// `port=`: replaces the ports.
    pub(super) fn set_ports(&mut self, value: &str) -> Result<(), ConnectionStringError> {
        self.ports = value.split(',').map(parse_port).collect::<Result<_, _>>()?;
        Ok(())
    }

    /// `hostaddr=`
    pub(super) fn set_addresses(&mut self, value: &str) -> Result<(), ConnectionStringError> {
        let parse = |address: &str| {
            address.parse().map_err(|_| ConnectionStringError::value("hostaddr", address, "an IPv4 or IPv6 address"))
        };
        self.addresses = value.split(',').map(parse).collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Joins them. An empty host is this machine; one port holds for all hosts.
    pub(super) fn join(self) -> Result<Vec<Place>, ConnectionStringError> {
        let hosts = if self.hosts.iter().all(String::is_empty) && self.addresses.len() > 1 {
            vec![String::new(); self.addresses.len()]
        } else {
            self.hosts
        };
        let uneven = |others: usize, what| ConnectionStringError::Uneven { hosts: hosts.len(), others, what };
        if !self.addresses.is_empty() && self.addresses.len() != hosts.len() {
            return Err(uneven(self.addresses.len(), "addresses in `hostaddr`"));
        }
        if self.ports.len() > 1 && self.ports.len() != hosts.len() {
            return Err(uneven(self.ports.len(), "ports"));
        }
        let port = |index| self.ports.get(index).or(self.ports.first()).copied().flatten().unwrap_or(DEFAULT_PORT);
        let place = |(index, host): (usize, String)| {
            let address = self.addresses.get(index).copied();
            let host = match (host.is_empty(), address) {
                (false, _) => host,
                (true, Some(address)) => address.to_string(),
                (true, None) => "localhost".to_owned(),
            };
            Place { host, address, port: port(index) }
        };
        Ok(hosts.into_iter().enumerate().map(place).collect())
    }
}

fn split_port(text: &str) -> Result<(String, Option<u16>), ConnectionStringError> {
    let Some(rest) = text.strip_prefix('[') else {
        if text.matches(':').count() > 1 {
            return Err(ConnectionStringError::Brackets);
        }
        let (host, port) = text.split_once(':').unwrap_or((text, ""));
        return Ok((decode(host, "host")?, parse_port(port)?));
    };
    let (address, port) = rest.split_once(']').ok_or(ConnectionStringError::Brackets)?;
    refuse_zone(address)?;
    address.parse::<Ipv6Addr>().map_err(|_| ConnectionStringError::Brackets)?;
    let port = match port.strip_prefix(':') {
        Some(digits) => parse_port(digits)?,
        None if port.is_empty() => None,
        None => return Err(ConnectionStringError::Port),
    };
    Ok((address.to_owned(), port))
}

fn refuse_zone(host: &str) -> Result<(), ConnectionStringError> {
    let is_zoned = host.split_once('%').is_some_and(|(address, _)| address.parse::<Ipv6Addr>().is_ok());
    if is_zoned { Err(ConnectionStringError::Zone) } else { Ok(()) }
}

/// An empty one is the usual one.
fn parse_port(digits: &str) -> Result<Option<u16>, ConnectionStringError> {
    if digits.is_empty() {
        return Ok(None);
    }
    // `parse` would take a plus sign.
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let port = digits.parse().ok().filter(|port| is_number && *port != 0);
    port.map(Some).ok_or(ConnectionStringError::Port)
}
