//! Each `sslmode` against real servers with real certificates.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    path::Path,
    sync::{Arc, Mutex, Weak},
};

use database::{ConnectStep, ConnectionString, Error, ErrorClass, Session, SessionOptions};
use test_postgres::{Authority, Certificate, NetworkRequest, NetworkServer};

/// A server with TLS, its authority, a client that it knows, and somebody whom nobody trusts.
struct World {
    server: NetworkServer,
    authority: Authority,
    stranger: Authority,
    client: Certificate,
}

/// Shared by the tests that run at the same time. It ends with the last of them, which a static would not.
fn world() -> Arc<World> {
    static WORLD: Mutex<Weak<World>> = Mutex::new(Weak::new());
    let mut shared = WORLD.lock().unwrap();
    let world = shared.upgrade().unwrap_or_else(|| Arc::new(World::new()));
    *shared = Arc::downgrade(&world);
    world
}

impl World {
    fn new() -> World {
        let (authority, stranger) = (Authority::new("gate-test-root"), Authority::new("somebody-else"));
        // The name is in the certificate, the address is not: so one server has a right and a wrong name.
        let certificate = authority.sign("localhost", Some("DNS:localhost"));
        let client = authority.sign("certified", None);
        let server = NetworkServer::start(&NetworkRequest {
            settings: ["ssl = on", "ssl_ca_file = 'ca.pem'", "password_encryption = 'scram-sha-256'"].map(str::to_owned).to_vec(),
            hba: vec![
                "hostssl all certified 127.0.0.1/32 cert".to_owned(),
                "host all trusted 127.0.0.1/32 trust".to_owned(),
                "host all all 127.0.0.1/32 scram-sha-256".to_owned(),
            ],
            files: vec![("server.crt", certificate.certificate), ("server.key", certificate.key), ("ca.pem", authority.root())],
        });
        server.execute(&["CREATE ROLE app LOGIN PASSWORD 'canary'", "CREATE ROLE certified LOGIN", "CREATE ROLE trusted LOGIN"]);
        World { server, authority, stranger, client }
    }

    async fn app(&self, host: &str, parameters: &str) -> Result<Option<String>, Error> {
        open("app:canary", host, self.server.port(), parameters).await
    }

    fn root(&self) -> String {
        format!("sslrootcert={}", encoded(&self.authority.root_file()))
    }
}

fn encoded(path: &Path) -> String {
    path.display().to_string().replace('/', "%2F")
}

/// Opens a session and says which version of TLS it has; `None`: none.
async fn open(user: &str, host: &str, port: u16, parameters: &str) -> Result<Option<String>, Error> {
    let text = format!("postgresql://{user}@{host}:{port}/postgres?{parameters}");
    let target = ConnectionString::parse(&text).unwrap();
    let opened = Session::open(&target, &SessionOptions::for_reading("test")).await;
    if let Err(error) = &opened {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
    let asked = opened?.client().query_one("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()", &[]).await;
    Ok(asked.unwrap().get(0))
}

fn step(result: Result<Option<String>, Error>) -> ConnectStep {
    match result.unwrap_err() {
        Error::Connect { step, .. } => step,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn verify_full_wants_the_root_and_the_name() {
    let world = world();
    let full = format!("sslmode=verify-full&{}", world.root());
    assert_eq!(world.app("localhost", &full).await.unwrap().as_deref(), Some("TLSv1.3"));
    assert_eq!(step(world.app("127.0.0.1", &full).await), ConnectStep::Encrypting);
    let other = format!("sslmode=verify-full&sslrootcert={}", encoded(&world.stranger.root_file()));
    assert_eq!(step(world.app("localhost", &other).await), ConnectStep::Encrypting);
    assert_eq!(step(world.app("localhost", "sslrootcert=system").await), ConnectStep::Encrypting);
    // `hostaddr` says where, `host` says who.
    let both = format!("{full}&hostaddr=127.0.0.1");
    assert!(world.app("localhost", &both).await.is_ok());
    assert_eq!(step(world.app("db.example", &both).await), ConnectStep::Encrypting);
}

#[tokio::test]
async fn verify_ca_wants_the_root_only() {
    let world = world();
    for mode in ["sslmode=verify-ca", "sslmode=require"] {
        let known = format!("{mode}&{}", world.root());
        assert!(world.app("127.0.0.1", &known).await.unwrap().is_some(), "{mode}");
        let other = format!("{mode}&sslrootcert={}", encoded(&world.stranger.root_file()));
        assert_eq!(step(world.app("127.0.0.1", &other).await), ConnectStep::Encrypting, "{mode}");
    }
}

#[tokio::test]
async fn require_encrypts_and_asks_no_more() {
    let world = world();
    assert!(world.app("127.0.0.1", "sslmode=require").await.unwrap().is_some());
    assert!(world.app("127.0.0.1", "sslmode=prefer").await.unwrap().is_some());
    assert_eq!(world.app("127.0.0.1", "sslmode=disable").await.unwrap(), None);
    let lax = format!("sslmode=verify-full&sslaccept=accept_invalid_certs&{}", world.root());
    assert!(world.app("127.0.0.1", &lax).await.unwrap().is_some());
    assert_eq!(step(world.app("127.0.0.1", "sslmode=require&sslaccept=strict").await), ConnectStep::Encrypting);
}

#[tokio::test]
async fn the_version_of_tls_can_be_chosen() {
    let world = world();
    let older = world.app("localhost", "sslmode=require&ssl_max_protocol_version=TLSv1.2").await.unwrap();
    assert_eq!(older.as_deref(), Some("TLSv1.2"));
    let newer = world.app("localhost", "sslmode=require&ssl_min_protocol_version=TLSv1.3&sslsni=0").await.unwrap();
    assert_eq!(newer.as_deref(), Some("TLSv1.3"));
}

#[tokio::test]
async fn a_client_is_known_by_its_certificate() {
    let world = world();
    let files = |certificate: &Certificate| {
        let (file, key) = (encoded(&certificate.certificate_file), encoded(&certificate.key_file));
        format!("sslmode=verify-full&{}&sslcert={file}&sslkey={key}", world.root())
    };
    let port = world.server.port();
    assert!(open("certified", "localhost", port, &files(&world.client)).await.unwrap().is_some());
    let refused = open("certified", "localhost", port, &format!("sslmode=verify-full&{}", world.root())).await.unwrap_err();
    assert_eq!(refused.class(), ErrorClass::Authentication, "{refused}");
    let forged = world.stranger.sign("certified", None);
    assert!(open("certified", "localhost", port, &files(&forged)).await.is_err());
    let missing = "sslmode=require&sslcert=/nowhere/c.pem&sslkey=/nowhere/k.pem";
    let missing = open("certified", "localhost", port, missing).await.unwrap_err();
    assert!(matches!(&missing, Error::Certificate { file, .. } if file == "/nowhere/c.pem"), "{missing}");
}

#[tokio::test]
async fn channel_binding_is_kept_or_the_login_fails() {
    let world = world();
    assert!(world.app("localhost", "sslmode=require&channel_binding=require").await.is_ok());
    assert!(world.app("localhost", "sslmode=require&channel_binding=disable").await.is_ok());
    let plain = step(world.app("localhost", "sslmode=disable&channel_binding=require").await);
    assert_eq!(plain, ConnectStep::Authenticating);
    // A server that asks for no password proves nothing.
    let trusted = open("trusted", "localhost", world.server.port(), "sslmode=require&channel_binding=require").await;
    assert_eq!(step(trusted), ConnectStep::Authenticating);
}

#[tokio::test]
async fn a_server_without_tls_is_refused_unless_the_user_says_so() {
    let hba = vec!["host all all 127.0.0.1/32 trust".to_owned()];
    let plain = NetworkServer::start(&NetworkRequest { hba, ..NetworkRequest::default() });
    plain.execute(&["CREATE ROLE app LOGIN"]);
    for strict in ["sslmode=require", "sslmode=verify-full&sslrootcert=system"] {
        assert_eq!(step(open("app", "localhost", plain.port(), strict).await), ConnectStep::NotOffered, "{strict}");
    }
    // On this machine `prefer` is content; elsewhere nobody falls back, so a name that is not this machine's is.
    assert_eq!(open("app", "localhost", plain.port(), "").await.unwrap(), None);
    assert_eq!(step(open("app", "db.example", plain.port(), "hostaddr=127.0.0.2").await), ConnectStep::Reaching);
    assert_eq!(open("app", "localhost", plain.port(), "sslmode=disable").await.unwrap(), None);
}

#[tokio::test]
async fn wrong_passwords_and_names_are_told_apart() {
    let world = world();
    let port = world.server.port();
    let wrong = open("app:canary2", "localhost", port, "sslmode=require").await.unwrap_err();
    assert_eq!(wrong.class(), ErrorClass::Authentication, "{wrong}");
    let none = open("app", "localhost", port, "sslmode=require").await.unwrap_err();
    assert_eq!(none.class(), ErrorClass::Authentication, "{none}");
    let nowhere = open("app", "db.invalid", port, "sslmode=require").await.unwrap_err();
    assert_eq!(nowhere.class(), ErrorClass::Connectivity, "{nowhere}");
    // A second host is tried when the first is not there, and not when the first knows us and refuses us.
    let second = format!("postgresql://app:canary@127.0.0.1:1,localhost:{port}/postgres?sslmode=require");
    let target = ConnectionString::parse(&second).unwrap();
    assert!(Session::open(&target, &SessionOptions::for_reading("test")).await.is_ok());
    let first = format!("postgresql://app:canary2@localhost:{port},127.0.0.1:1/postgres?sslmode=require");
    let refused = Session::open(&ConnectionString::parse(&first).unwrap(), &SessionOptions::for_reading("test")).await;
    assert_eq!(refused.err().unwrap().class(), ErrorClass::Authentication);
}
