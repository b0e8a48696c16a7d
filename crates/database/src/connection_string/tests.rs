//! What is read, what is refused, what is said, and that nothing shows the password.

use std::{path::Path, time::Duration};

use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::{ConnectionStringError as Error, *};

fn parse(text: &str) -> ConnectionString {
    ConnectionString::parse(text).unwrap()
}

fn with(parameters: &str) -> ConnectionString {
    parse(&format!("postgresql://app@db.example/x?{parameters}"))
}

fn refused(parameters: &str) -> Error {
    ConnectionString::parse(&format!("postgresql://app@db.example/x?{parameters}")).unwrap_err()
}

#[test]
fn reads_the_usual_forms() {
    let check = |text: &str, shown: &str| assert_eq!(parse(text).to_string(), shown, "{text}");
    check("postgresql://app:pw@db.example:6432/shop", "database `shop` on db.example:6432 as `app`");
    check("postgres://app@localhost", "database `postgres` on localhost:5432 as `app`");
    check("postgres://app@localhost:/", "database `postgres` on localhost:5432 as `app`");
    check("POSTGRESQL://app@[::1]:5433/x", "database `x` on [::1]:5433 as `app`");
    check("postgresql://app@/x?host=/run/pg&port=5433", "database `x` on /run/pg:5433 as `app`");
    check("postgresql://app@ignored/x?host=db.example", "database `x` on db.example:5432 as `app`");
    check("postgresql://a%40b:p@%2Frun%2Fpg/x%2Fy", "database `x/y` on /run/pg:5432 as `a@b`");
    check("postgresql://h/d?user=app&dbname=shop", "database `shop` on h:5432 as `app`");
    assert_eq!(parse("postgresql://a@h/d?schema=shop&sslmode=require").schema.as_deref(), Some("shop"));
    assert_eq!(parse("postgresql://a@h/d?schema=").schema, None);
}

#[test]
fn several_hosts_have_ports_of_their_own_or_share_one() {
    let check = |text: &str, shown: &str| {
        let places: Vec<_> = parse(text).places.iter().map(Place::to_string).collect();
        assert_eq!(places.join(" "), shown, "{text}");
    };
    check("postgresql://a@h1,h2/d", "h1:5432 h2:5432");
    check("postgresql://a@h1:1,h2:2/d", "h1:1 h2:2");
    check("postgresql://a@h1:1,h2/d", "h1:1 h2:5432");
    check("postgresql://a@[::1]:1,h2:2/d?target_session_attrs=read-write", "[::1]:1 h2:2");
    check("postgresql://a@/d?host=h1,h2&port=7", "h1:7 h2:7");
    check("postgresql://a@/d?host=h1,h2&port=7,8", "h1:7 h2:8");
    check("postgresql://a@/d?hostaddr=10.0.0.1,10.0.0.2", "10.0.0.1:5432 10.0.0.2:5432");
    let uneven = |hosts, others, what| Error::Uneven { hosts, others, what };
    assert_eq!(ConnectionString::parse("postgresql://a@h/d?port=1,2").unwrap_err(), uneven(1, 2, "ports"));
    let addresses = ConnectionString::parse("postgresql://a@h1,h2/d?hostaddr=10.0.0.1").unwrap_err();
    assert_eq!(addresses, uneven(2, 1, "addresses in `hostaddr`"));
}

#[test]
fn an_at_sign_in_the_password_stays_in_the_password() {
    let parsed = parse("postgresql://app:p@ss@db/x");
    assert_eq!((parsed.place().host.as_str(), parsed.password.as_ref().unwrap().expose_secret()), ("db", "p@ss"));
    let parsed = parse("postgresql://app:p%23%3f%2F%25+@db/x?password=other");
    assert_eq!(parsed.password.unwrap().expose_secret(), "other");
    assert_eq!(parse("postgresql://app:p%23%3f%2F%25+@db/x").password.unwrap().expose_secret(), "p#?/%+");
}

#[test]
fn refuses_what_it_cannot_read() {
    let check = |text: &str, error: Error| assert_eq!(ConnectionString::parse(text).unwrap_err(), error, "{text}");
    check("", Error::Empty);
    check(" postgresql://a@h/d", Error::Padded);
    check("postgresql://a@h/d\n", Error::Padded);
    check("\"postgresql://a@h/d\"", Error::Padded);
    check("postgresql://a@h/d\npostgresql://a@h/e", Error::Control);
    check("mysql://a@h/d", Error::Scheme);
    check("host=h user=a", Error::Scheme);
    check("prisma+postgres://accelerate.example/?api_key=x", Error::PrismaService);
    check("postgresql://a:${PW}@h/d", Error::Placeholder);
    check("postgresql://postgres:[YOUR-PASSWORD]@h/d", Error::Placeholder);
    check("postgresql://h/d", Error::NoUser);
    check("postgresql://a:p#w@h:0/d", Error::Port);
    check("postgresql://a:p/w@h/d", Error::Port);
    check("postgresql://a@h:99999/d", Error::Port);
    check("postgresql://a@h:+1/d", Error::Port);
    check("postgresql://a@::1/d", Error::Brackets);
    check("postgresql://a@[::1/d", Error::Brackets);
    check("postgresql://a@[fe80::1%25eth0]/d", Error::Zone);
    check("postgresql://a@/d?host=fe80::1%25eth0", Error::Zone);
    check("postgresql://a:p%w@h/d", Error::Percent("password"));
    check("postgresql://a:p%+1@h/d", Error::Percent("password"));
    check("postgresql://a:p%00@h/d", Error::Null("password"));
    check("postgresql://a:p%ff@h/d", Error::Percent("password"));
}

#[test]
fn every_parameter_is_honoured_or_named_or_refused() {
    assert_eq!(refused("sslmode=require&sslmode=disable"), Error::Duplicate("sslmode"));
    assert_eq!(refused("sslmod=require"), Error::Unknown("sslmod".into()));
    assert_eq!(refused("canary"), Error::Nameless);
    assert!(matches!(refused("pgbouncer=yes"), Error::Value { name: "pgbouncer", .. }));
    assert!(matches!(refused("connection_limit=many"), Error::Value { name: "connection_limit", .. }));
    assert!(matches!(refused("sslidentity=a.p12"), Error::Unsupported { name: "sslidentity", .. }));
    assert!(matches!(refused("client_encoding=LATIN1"), Error::Value { name: "client_encoding", .. }));
    let parsed =
        with("connect_timeout=3&keepalives_idle=7&keepalives=0&tcp_user_timeout=1500&pgbouncer=true&channel_binding=require");
    assert_eq!(parsed.connect_timeout, Some(Duration::from_secs(3)));
    assert_eq!((parsed.keepalives.idle, parsed.keepalives.off), (Some(Duration::from_secs(7)), true));
    assert_eq!(parsed.keepalives.user_timeout, Some(Duration::from_millis(1500)));
    assert!(parsed.through_pooler && parsed.channel_binding == ChannelBinding::Require);
    let said = with("connection_limit=5&pool_timeout=3&application_name=x").warnings();
    assert!(
        said.iter().any(|it| it.contains("`connection_limit`, `pool_timeout`, `application_name` have no effect")),
        "{said:?}"
    );
}

#[test]
fn sslmode_means_what_libpq_says() {
    let check = |parameters: &str, mode: SslMode| assert_eq!(with(parameters).tls.mode, mode, "{parameters}");
    check("", SslMode::Prefer);
    check("sslmode=allow", SslMode::Prefer);
    check("sslmode=require", SslMode::Require);
    check("sslmode=require&sslrootcert=ca.pem", SslMode::VerifyCa);
    check("sslmode=verify-ca", SslMode::VerifyCa);
    check("sslmode=verify-full&sslrootcert=ca.pem", SslMode::VerifyFull);
    check("sslrootcert=system", SslMode::VerifyFull);
    check("ssl=true", SslMode::Require);
    check("sslmode=require&sslaccept=strict", SslMode::VerifyFull);
    for contradiction in [
        "sslrootcert=system&sslmode=require",
        "sslmode=disable&ssl=true",
        "ssl=true&sslmode=disable",
        "sslmode=disable&sslaccept=strict",
        "sslnegotiation=direct&sslmode=prefer",
        "sslkey=k.pem",
        "ssl_min_protocol_version=TLSv1.3&ssl_max_protocol_version=TLSv1.2",
    ] {
        assert!(matches!(refused(contradiction), Error::Contradiction(_)), "{contradiction}");
    }
    let roots = with("sslmode=verify-full&sslrootcert=ca.pem").tls.roots;
    assert_eq!(roots.as_deref(), Some(Path::new("ca.pem")));
    assert_eq!(with("sslrootcert=system").tls.roots, None);
    // Prisma's `sslcert` is a root; the answer says what to write instead.
    let prismas = refused("sslmode=require&sslcert=server-ca.pem").to_string();
    assert!(prismas.contains("`sslrootcert`") && prismas.contains("Prisma"), "{prismas}");
    assert!(with("sslcert=c.pem&sslkey=k.pem").tls.client.is_some());
    assert!(with("sslcert=c.pem&sslkey=k.pem&sslcertmode=disable").tls.client.is_none());
}

#[test]
fn where_prisma_would_have_been_laxer_is_said() {
    let says = |text: &str, word: &str| {
        let warnings = parse(text).warnings().join("\n");
        assert!(warnings.contains(word), "{text}: {warnings}");
    };
    says("postgresql://a@db.example/x", "clear text");
    says("postgresql://a@db.example/x?sslmode=disable", "clear text");
    says("postgresql://a@db.example/x?sslmode=require", "identity is not checked");
    says("postgresql://a@db.example/x?sslmode=require&sslaccept=accept_invalid_certs", "ANYONE");
    says("postgresql://a@db.example/x?sslmode=verify-full&sslaccept=accept_invalid_certs", "undoes");
    says("postgresql://a@db.example/x?sslmode=verify-full", "Prisma takes `sslmode=verify-ca` and `verify-full` for `prefer`");
    says("postgresql://a@db.example/x?sslmode=verify-full&sslrootcert=ca.pem", "`sslrootcert` hold here; Prisma drops them");
    says("postgresql://a@db.example/x?sslcert=c.pem&sslkey=k.pem", "our own certificate");
    says("postgresql://a@h1,h2/x", "Prisma knows one only");
    says("postgresql://a@h/x%20y", "percent-encoded");
    for quiet in [
        "postgresql://a@localhost/x",
        "postgresql://a@127.0.0.1/x?sslmode=disable&schema=shop",
        "postgresql://a@[::1]/x",
        "postgresql://a@/x?host=/run/pg",
    ] {
        let warnings = parse(quiet).warnings();
        assert!(warnings.is_empty(), "{quiet}: {warnings:?}");
    }
    // This machine in name only.
    says("postgresql://a@localhost/x?hostaddr=10.0.0.1", "clear text");
}

/// Everything that is ever shown of a connection string.
fn shown(text: &str) -> String {
    match ConnectionString::parse(text) {
        Ok(parsed) => format!("{parsed} {parsed:?} {:?}", parsed.warnings()),
        Err(error) => format!("{error} {error:?}"),
    }
}

#[test]
fn no_form_of_it_shows_the_password() {
    for text in [
        "postgresql://app:canary@h/d",
        "postgresql://app:canary@h/d?sslmod=x",
        "postgresq://app:canary@h/d",
        "postgresql://app:canary@h:x/d",
        "postgresql://app:1?canary@h/d",
        "postgresql://app:p@1?canary@h/d",
        "postgresql://app:p@1?canary=1@h/d?schema=x",
        "postgresql://app:p@1?canary",
        "postgresql://app:1/canary@h/d",
        "postgresql://app:1#canary@h/d",
        "postgresql://app:%canary@h/d",
        "postgresql://app@h/d?password=canary",
        "postgresql://app@h/d?password=canary&password=canary",
        "postgresql://app@h/d?sslpassword=canary",
        "app:canary@h/d",
    ] {
        assert!(!shown(text).contains("canary"), "{}", shown(text));
    }
}

proptest! {
    /// Whatever surrounds a password, and whatever single byte goes wrong in the string, it does not show.
    #[test]
    fn a_password_never_shows(
        before in "[ -~]{0,6}",
        after in "[ -~]{0,6}",
        query in "(\\?[a-z_]{1,8}=[ -~]{0,8})?",
        change in 0usize..60,
        byte in "[ -~]",
    ) {
        // What stands behind a raw `/`, `?`, `#`, `@` or `:` of an unescaped password is read as something else, and may be shown as that
        // when it makes sense as that: a password has to be escaped. Here all of it is.
        let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let text = format!("postgresql://app:{}CANARY{}@db.example:5432/shop{query}", escape(&before), escape(&after));
        prop_assert!(!shown(&text).contains("CANARY"));
        let mut damaged = text.clone();
        let start = "postgresql://app:".len();
        if change < start && damaged.is_char_boundary(change) {
            damaged.replace_range(change..=change, &byte);
            // Without the colon the password is part of the user's name, which is shown.
            let is_user = ConnectionString::parse(&damaged).is_ok_and(|parsed| parsed.user.contains("CANARY"));
            prop_assert!(is_user || !shown(&damaged).contains("CANARY"), "{damaged}: {}", shown(&damaged));
        }
    }

    /// Nothing makes the reader panic.
    #[test]
    fn anything_is_read_or_refused(text in "(postgres(ql)?://)?[ -~]{0,80}") {
        let _ = ConnectionString::parse(&text);
    }
}
