//! Connection strings as two other readers read them: the `url` crate, which Prisma's engine uses, and the driver's own reader, which
//! follows libpq. Where we read otherwise, the difference is listed here with its reason.

use database::ConnectionString;
use tokio_postgres::config::Host;
use url::Url;

/// User, host, port, database: what all three know. `None`: refused.
type Read = Option<(String, String, u16, String)>;

fn ours(text: &str) -> Read {
    let parsed = ConnectionString::parse(text).ok()?;
    let place = parsed.place();
    Some((parsed.user.clone(), place.host.clone(), place.port, parsed.database.clone()))
}

/// As Prisma's engine takes a URL apart.
fn prismas(text: &str) -> Read {
    let url = Url::parse(text).ok()?;
    let decode = |text: &str| {
        let query = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
        url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let parameter = |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    let host = parameter("host").unwrap_or_else(|| decode(url.host_str().unwrap_or_default()));
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let database = url.path().trim_start_matches('/').to_owned();
    Some((
        decode(url.username()),
        if host.is_empty() { "localhost".to_owned() } else { host },
        url.port().unwrap_or(5432),
        if database.is_empty() { "postgres".to_owned() } else { database },
    ))
}

fn drivers(text: &str) -> Read {
    let config: tokio_postgres::Config = text.parse().ok()?;
    let host = match config.get_hosts().first()? {
        Host::Tcp(host) => host.clone(),
        Host::Unix(path) => path.display().to_string(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    Some((config.get_user()?.to_owned(), host, port, config.get_dbname().unwrap_or("postgres").to_owned()))
}

#[test]
fn all_three_read_the_usual_alike() {
    for text in [
        "postgresql://app:secret@db.example:6000/shop",
        "postgres://app@db.example/shop",
        "postgresql://app:p%40ss%2Fw%3Fr%23d@db.example/shop",
        "postgresql://a%40b@db.example/shop",
        "postgresql://app:secret@127.0.0.1:5432/shop?connect_timeout=5",
        "postgresql://app:secret@[2001:db8::1]:5433/shop",
        "postgresql://app:@db.example/shop?options=-c%20search_path%3Dx",
        "postgresql://app@db.example/shop?sslmode=require&application_name=x",
    ] {
        let expected = ours(text);
        assert!(expected.is_some(), "{text}");
        assert_eq!(prismas(text), expected, "{text}");
        assert_eq!(drivers(text), expected, "{text}");
    }
}

/// One difference: the text, and whether we agree with Prisma's reader and with the driver's.
struct Difference {
    text: &'static str,
    with_prisma: bool,
    with_driver: bool,
    because: &'static str,
}

const fn difference(text: &'static str, with_prisma: bool, with_driver: bool, because: &'static str) -> Difference {
    Difference { text, with_prisma, with_driver, because }
}

const DIFFERENCES: [Difference; 14] = [
    difference(
        "postgresql://app:p@ss@db.example/shop",
        true,
        false,
        "the last `@` ends the password; the driver takes the first",
    ),
    difference(
        "postgresql://app:p#ss@db.example/shop",
        false,
        true,
        "a `#` begins a fragment for the url crate, which then finds no port",
    ),
    difference("postgresql://app@db.example/my%20shop", false, true, "Prisma does not decode the database's name (we warn)"),
    difference("postgresql://app@/shop?host=/run/pg", false, true, "the url crate wants a host behind a user"),
    difference("postgresql://app@localhost/shop?host=/run/pg", true, false, "`host=` replaces; the driver adds a second host"),
    difference("postgresql://app@db.example/shop?sslmode=verify-full", true, false, "the driver does not know the mode"),
    difference("postgresql://app@db.example/shop?schema=x", true, false, "the driver does not know Prisma's parameters"),
    difference("postgresql://app@h1:1,h2:2/shop", false, true, "the url crate knows one host"),
    difference(
        "postgresql://db.example/shop",
        false,
        true,
        "without a user we refuse, as the driver's caller must; Prisma takes an empty one",
    ),
    difference("postgresql://app@db.example/shop?unknown=1", false, true, "Prisma drops what it does not know"),
    difference(
        "postgresql://app@db.example/shop?sslmode=require&sslmode=disable",
        false,
        false,
        "a parameter that is given twice is refused; the others let the last win",
    ),
    difference(
        "postgresql://app@db.example/shop\n",
        false,
        false,
        "a secret with a line end is refused; the others cut it off or keep it",
    ),
    difference("POSTGRESQL://app@db.example/shop", true, false, "a scheme has no case; the driver reads it as key and value"),
    difference(
        "postgresql://app:p@ss?word@db.example/shop",
        false,
        true,
        "a raw `?` in a password is refused, and we say why; for the url crate a piece of the password is the host",
    ),
];

#[test]
fn where_we_read_otherwise_there_is_a_reason() {
    for Difference { text, with_prisma, with_driver, because } in DIFFERENCES {
        let expected = ours(text);
        assert_eq!(prismas(text) == expected, with_prisma, "{text}: {because}: {expected:?} {:?}", prismas(text));
        assert_eq!(drivers(text) == expected, with_driver, "{text}: {because}: {expected:?} {:?}", drivers(text));
    }
}

#[test]
fn the_driver_agrees_about_several_hosts() {
    let text = "postgresql://app@h1:1,h2:2,h3/shop?target_session_attrs=read-write";
    let config: tokio_postgres::Config = text.parse().unwrap();
    let parsed = ConnectionString::parse(text).unwrap();
    let hosts: Vec<_> = parsed.places.iter().map(|place| Host::Tcp(place.host.clone())).collect();
    let ports: Vec<_> = parsed.places.iter().map(|place| place.port).collect();
    assert_eq!((config.get_hosts(), config.get_ports()), (hosts.as_slice(), ports.as_slice()));
}
